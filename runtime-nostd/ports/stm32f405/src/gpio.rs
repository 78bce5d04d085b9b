//! GPIO (RM0090, chapter 8). A pin's number is 16 times its port (A is 0) plus its place there: PB4 is 20.

use mpf_port_support::port::PinMode;
use mpf_port_support::register::{read, write};

const BASE: usize = 0x4002_0000;
const PORT_SIZE: usize = 0x400;
const MODER: usize = 0x00;
const OTYPER: usize = 0x04;
const PUPDR: usize = 0x0c;
const IDR: usize = 0x10;
const BSRR: usize = 0x18;
const AFR: usize = 0x20;
/// Ports A to E.
const PINS: u32 = 5 * 16;

const INPUT: u32 = 0;
const OUTPUT: u32 = 1;
const ALTERNATE: u32 = 2;
const NO_PULL: u32 = 0;
const PULL_UP: u32 = 1;
const PULL_DOWN: u32 = 2;

fn port(pin: u32) -> usize {
    BASE + (pin / 16) as usize * PORT_SIZE
}

/// Puts `value` into the field of `bits` bits that belongs to `index` in a register.
fn set_field(register: usize, index: u32, bits: u32, value: u32) {
    let shift = index * bits;
    let mask = ((1 << bits) - 1) << shift;
    write(register, read(register) & !mask | value << shift);
}

pub fn set_mode(pin: u32, mode: PinMode) -> bool {
    let (function, pull) = match mode {
        PinMode::Input => (INPUT, NO_PULL),
        PinMode::InputPullUp => (INPUT, PULL_UP),
        PinMode::InputPullDown => (INPUT, PULL_DOWN),
        PinMode::Output | PinMode::OpenDrain => (OUTPUT, NO_PULL),
    };
    if pin < PINS {
        let at = pin % 16;
        set_field(
            port(pin) + OTYPER,
            at,
            1,
            u32::from(mode == PinMode::OpenDrain),
        );
        set_field(port(pin) + PUPDR, at, 2, pull);
        set_field(port(pin) + MODER, at, 2, function);
    }
    pin < PINS
}

/// Gives a pin to a peripheral (the datasheet's table 9 has the numbers of functions).
pub fn alternate(pin: u32, function: u32) {
    let at = pin % 16;
    set_field(port(pin) + AFR + (at / 8) as usize * 4, at % 8, 4, function);
    set_field(port(pin) + MODER, at, 2, ALTERNATE);
}

pub fn drive(pin: u32, high: bool) {
    if pin < PINS {
        let bit = 1 << (pin % 16);
        write(port(pin) + BSRR, if high { bit } else { bit << 16 });
    }
}

pub fn level(pin: u32) -> bool {
    pin < PINS && read(port(pin) + IDR) >> (pin % 16) & 1 != 0
}
