//! The runtime of mpfreeze: register VM, moving collector, objects, builtins, and the one hardware trait.
//! The same sources run in the simulator on the host, in QEMU and on every chip. No panics, no `core::fmt` and no
//! allocation outside the heap; `unsafe` lives in `object`, `gc`, `vm` and the ports only.
#![cfg_attr(target_os = "none", no_std)]
// Devices: the dispatch is compiled for speed, all else for size; and on RISC-V handlers call each other.
#![cfg_attr(target_os = "none", feature(optimize_attribute))]
#![cfg_attr(target_arch = "riscv32", feature(explicit_tail_calls))]
#![cfg_attr(target_arch = "riscv32", allow(incomplete_features))]
#![deny(unsafe_op_in_unsafe_fn)]
#![allow(clippy::missing_safety_doc)]

pub mod anchor;
#[cfg(not(target_os = "none"))]
pub mod boot;
pub mod builtins;
pub mod cx;
pub mod device;
pub mod ending;
pub mod error;
#[cfg_attr(not(target_os = "none"), allow(dead_code))]
mod float_quick;
#[cfg(any(test, target_os = "none"))]
mod float_soft;
pub mod gc;
#[cfg(not(target_os = "none"))]
pub mod host;
pub mod interrupt;
#[cfg(not(target_os = "none"))]
pub mod loader;
pub mod native;
pub mod object;
pub mod parts;
pub mod port;
pub mod protocol;
pub mod statistics;
pub mod vm;
pub mod wk;

pub use cx::{Cx, Frame, Raised, Slot, Slots, Stop};
pub use native::{Args, Full, Leaf, Native, NativeEntry};
pub use object::header::Kind;
pub use object::value::Value;
