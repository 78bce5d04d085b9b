//! The host port of the runtime: a machine in an arena that runs the same VM, collector and objects as a chip, for
//! build-time execution and for `run` without a board; and the emulators for boards (`qemu`, and `model` for our own).

pub mod esp32c3;
pub mod machine;
pub mod model;
pub mod port;
pub mod qemu;

pub use machine::{Machine, UnitSource};
