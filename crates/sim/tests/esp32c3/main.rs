//! The ESP32-C3 emulator: instructions against QEMU, devices, watchdogs, and the chip's own boot chain, which must accept good
//! images and refuse bad ones. The mask ROM comes from the espflash crate, for tests only.

mod asm;
mod boot;
mod devices;
mod download;
mod image;
mod instructions;
mod traps;
mod watchdogs;

use asm::Asm;
use mpf_sim::esp32c3::{Esp32c3, Options, Stop, UNITS_PER_US};

/// Where bare programs are put.
const CODE: u32 = 0x4038_0000;

/// A chip without the watchdogs that start with it, as in download mode.
fn quiet() -> Options {
    Options {
        strap: 0,
        ..Options::default()
    }
}

/// A chip that runs a program in RAM.
fn bare(asm: &Asm, options: Options) -> Esp32c3 {
    Esp32c3::bare(&asm.bytes(), CODE, options).unwrap()
}

/// Runs a program in RAM for at most 100 emulated milliseconds.
fn run(asm: &Asm) -> (Esp32c3, Stop) {
    let mut chip = bare(asm, quiet());
    let stop = chip.run(100_000 * UNITS_PER_US);
    (chip, stop)
}
