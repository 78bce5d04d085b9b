//! From a compiled program to a frozen one: runs module bodies at build time, statement by statement, and decides
//! which statements wait for the device (`execute`, `conflict`); then writes what is reachable into a relocatable
//! object (`emit`). Nothing here reads or writes files.

mod conflict;
mod execute;
mod source;
mod walk;

pub use execute::{Deferred, Executed, Options, Reason, execute};
