//! The way from a path to a running image: finds the application, calls each stage in turn, and keeps the books.
//!
//! This is the only crate that reads or writes files of the user. It never prints and never exits: it returns
//! values and fills the [`Session`] with diagnostics, which the command line renders.

pub mod archives;
mod console;
mod debug_file;
pub mod device;
pub mod device_flags;
mod devices;
pub mod doctor;
#[cfg(test)]
mod failing_allocations;
pub mod files;
pub mod frontend;
pub mod image;
pub mod licenses;
pub mod lock;
pub mod new_project;
mod outputs;
pub mod pack;
pub mod pipeline;
pub mod project;
mod run;
mod session;
mod world;

pub use mpf_flash::{Flashed, Notice, Progress};
pub use pipeline::{Built, Checked, Compiled, Extra, build, check, compile, infer, run};
pub use project::{Project, Settings};
pub use run::{Counters, Place, Ran};
pub use session::{Request, Session, Stop};
pub use world::world;
