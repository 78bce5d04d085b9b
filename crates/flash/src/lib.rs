//! What is done with a real board at the other end of a cable: finding it, writing its flash, listening to it.
//!
//! The only crate that opens ports and writes to drives of boards. It knows no board: what their USB devices and drives
//! look like comes from the board files. It prints nothing; progress goes to a [`Progress`], results are values.

pub mod drive;
mod error;
pub mod esp;
mod expand;
mod holder;
mod monitor;
pub mod ports;

pub use error::FlashError;
pub use expand::{Expander, PlaceOf};
pub use monitor::{Monitor, Notice};
pub use ports::{Port, Usb};

/// Hears how far a transfer is.
pub trait Progress {
    /// What is being done now, such as `connecting to PORT`.
    fn step(&mut self, text: &str);
    /// Bytes that were written so far, of all that have to be.
    fn bytes(&mut self, done: u64, all: u64);
}

/// What a transfer did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flashed {
    /// Port or drive.
    pub place: String,
    pub written: u64,
    /// Bytes that were in flash already.
    pub unchanged: u64,
}
