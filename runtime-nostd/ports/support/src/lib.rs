//! What the ports share: the hardware trait, start-up of Cortex-M, semihosting, fault messages.
//!
//! No registers of a particular chip belong here. The trait is the file of the runtime's core itself; compiling it
//! here keeps a port archive free of the runtime.
#![no_std]

#[path = "../../../core/src/port.rs"]
pub mod port;

#[cfg(target_arch = "arm")]
pub mod cortex_m;
pub mod fault;
pub mod math;
pub mod register;
pub mod semihosting;

/// First word of the symbol `mpf_config`, which the frozen object defines.
pub mod config {
    /// RAM is filled with 0xA5 before anything else, so that reading memory that nobody wrote shows.
    pub const POISON_RAM: u32 = 1;
}
