//! From a compiled program to a frozen one: runs module bodies at build time, statement by statement, and decides
//! which statements wait for the device (`execute`, `conflict`); then writes what is reachable into a relocatable
//! object (`emit`). Nothing here reads or writes files.

mod callees;
mod conflict;
mod devices;
mod emit;
mod execute;
mod image;
pub mod infer;
mod known_calls;
mod names;
mod parts;
mod place;
mod reach;
mod recode;
mod share;
mod source;
mod used;
mod walk;
mod write;

pub use devices::{DeviceUse, Which};
pub use emit::{EmitOptions, abi_symbol, emit};
pub use execute::{Deferred, Executed, Options, Reason, execute};
pub use write::Arch;
