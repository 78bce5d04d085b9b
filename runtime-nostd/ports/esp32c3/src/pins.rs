//! GPIO and the pins' multiplexer. Pins 11 to 17 belong to the flash and stay as they are.

use crate::registers::{gpio, io_mux, put, usb};
use mpf_port_support::port::PinMode;

/// The pins that programs may use.
const USABLE: u32 = 0x003f_ffff & !0x0003_f800;
/// Number in the output matrix of the pin's own level.
const LEVEL: u32 = 128;
/// The matrix entry takes the pin's direction from the GPIO block.
const OWN_DIRECTION: u32 = 1 << 9;

pub fn usable(pin: u32) -> bool {
    pin < 22 && USABLE >> pin & 1 != 0
}

/// What the pad is to do. `signal`: number in the output matrix.
pub fn configure(pin: u32, mode: PinMode, signal: u32) -> bool {
    if !usable(pin) {
        return false;
    }
    if pin == 18 || pin == 19 {
        // The USB port's pads; the console goes to UART0 from now on.
        usb().conf0().modify(|_, w| w.usb_pad_enable().clear_bit());
    }
    let bit = 1 << pin;
    let drives = matches!(mode, PinMode::Output | PinMode::OpenDrain);
    gpio()
        .pin(pin as usize)
        .modify(|_, w| w.pad_driver().bit(mode == PinMode::OpenDrain));
    put(
        gpio().func_out_sel_cfg(pin as usize),
        signal | OWN_DIRECTION,
    );
    // Function 1 is the GPIO block; the second of four drive strengths that the chip starts with; input always on.
    let pulls = match mode {
        PinMode::InputPullUp => 1 << 8,
        PinMode::InputPullDown => 1 << 7,
        _ => 0,
    };
    put(
        io_mux().gpio(pin as usize),
        1 << 12 | 2 << 10 | 1 << 9 | pulls,
    );
    match drives {
        true => put(gpio().enable_w1ts(), bit),
        false => put(gpio().enable_w1tc(), bit),
    }
    true
}

pub fn mode(pin: u32, mode: PinMode) -> bool {
    configure(pin, mode, LEVEL)
}

pub fn write(pin: u32, high: bool) {
    if usable(pin) {
        match high {
            true => put(gpio().out_w1ts(), 1 << pin),
            false => put(gpio().out_w1tc(), 1 << pin),
        }
    }
}

pub fn read(pin: u32) -> bool {
    usable(pin) && gpio().in_().read().bits() >> pin & 1 != 0
}
