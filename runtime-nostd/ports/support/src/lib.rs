//! What the ports share: the hardware trait, start-up of Cortex-M, semihosting, fault messages.
//!
//! No registers of a particular chip belong here. The trait is the file of the runtime's core itself; compiling it
//! here keeps a port archive free of the runtime.
#![no_std]

#[path = "../../../core/src/port.rs"]
pub mod port;

pub mod config;
#[cfg(target_arch = "arm")]
pub mod cortex_m;
pub mod fault;
pub mod input;
pub mod math;
pub mod register;
pub mod semihosting;
