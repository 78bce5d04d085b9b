//! GPIO 0 to 29 through the single-cycle IO block (section 2.3.1.2), pads (2.19.6.3) and function select (2.19.6.1).

use core::sync::atomic::{AtomicU32, Ordering::Relaxed};
use mpf_port_support::port::PinMode;
use mpf_port_support::register::{read, write};
use rp2040_hal::pac::RESETS;

const PINS: u32 = 30;
const FUNCTIONS: usize = 0x4001_4004;
const SIO_FUNCTION: u32 = 5;
const PADS: usize = 0x4001_c004;
/// Input buffer, 4 mA, Schmitt trigger.
const PAD: u32 = 1 << 6 | 1 << 4 | 1 << 1;
const PULL_UP: u32 = 1 << 3;
const PULL_DOWN: u32 = 1 << 2;

const SIO: usize = 0xd000_0000;
const IN: usize = SIO + 0x04;
const OUT: usize = SIO + 0x10;
const OUT_SET: usize = SIO + 0x14;
const OUT_CLEAR: usize = SIO + 0x18;
const ENABLE: usize = SIO + 0x20;
const ENABLE_SET: usize = SIO + 0x24;
const ENABLE_CLEAR: usize = SIO + 0x28;

/// Pins that only pull down: high is left to a pull-up. They are driven through their output enable.
static OPEN_DRAIN: AtomicU32 = AtomicU32::new(0);

/// Takes pins and pads out of reset.
pub fn start(resets: &mut RESETS) {
    resets
        .reset()
        .modify(|_, w| w.io_bank0().clear_bit().pads_bank0().clear_bit());
    loop {
        let done = resets.reset_done().read();
        if done.io_bank0().bit_is_set() && done.pads_bank0().bit_is_set() {
            break;
        }
    }
}

pub fn set_mode(pin: u32, mode: PinMode) -> bool {
    if pin >= PINS {
        return false;
    }
    let bit = 1 << pin;
    let was_high = level_set(bit);
    let drains = OPEN_DRAIN.load(Relaxed);
    let drains = if mode == PinMode::OpenDrain {
        drains | bit
    } else {
        drains & !bit
    };
    OPEN_DRAIN.store(drains, Relaxed);
    let pull = match mode {
        PinMode::InputPullUp => PULL_UP,
        PinMode::InputPullDown => PULL_DOWN,
        PinMode::Input | PinMode::Output | PinMode::OpenDrain => 0,
    };
    write(PADS + 4 * pin as usize, PAD | pull);
    match mode {
        PinMode::Input | PinMode::InputPullUp | PinMode::InputPullDown => write(ENABLE_CLEAR, bit),
        PinMode::Output => {
            write(if was_high { OUT_SET } else { OUT_CLEAR }, bit);
            write(ENABLE_SET, bit);
        }
        PinMode::OpenDrain => {
            write(OUT_CLEAR, bit);
            write(if was_high { ENABLE_CLEAR } else { ENABLE_SET }, bit);
        }
    }
    write(FUNCTIONS + 8 * pin as usize, SIO_FUNCTION);
    true
}

/// What the program last wrote to a pin.
fn level_set(bit: u32) -> bool {
    match OPEN_DRAIN.load(Relaxed) & bit {
        0 => read(OUT) & bit != 0,
        _ => read(ENABLE) & bit == 0,
    }
}

pub fn drive(pin: u32, high: bool) {
    if pin >= PINS {
        return;
    }
    let bit = 1 << pin;
    let register = match (OPEN_DRAIN.load(Relaxed) & bit != 0, high) {
        (false, true) => OUT_SET,
        (false, false) => OUT_CLEAR,
        (true, true) => ENABLE_CLEAR,
        (true, false) => ENABLE_SET,
    };
    write(register, bit);
}

pub fn level(pin: u32) -> bool {
    pin < PINS && read(IN) >> pin & 1 != 0
}
