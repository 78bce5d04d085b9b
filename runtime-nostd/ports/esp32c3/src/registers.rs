//! The chip's registers as the peripheral access crate describes them, and the one way in which whole words are written.

use esp32c3::generic::{Reg, Writable};

/// The registers of a block. Blocks are shared freely: one thread, no interrupts, and every driver keeps to its own block.
macro_rules! blocks {
    ($($name:ident: $peripheral:ident, $module:ident;)*) => {
        $(
            pub fn $name() -> &'static esp32c3::$module::RegisterBlock {
                // SAFETY: the address is that of the chip's block; registers are cells, so shared access is sound.
                unsafe { &*esp32c3::$peripheral::PTR }
            }
        )*
    };
}

blocks! {
    efuse: EFUSE, efuse;
    gpio: GPIO, gpio;
    interrupts: INTERRUPT_CORE0, interrupt_core0;
    io_mux: IO_MUX, io_mux;
    rtc: RTC_CNTL, rtc_cntl;
    system: SYSTEM, system;
    systimer: SYSTIMER, systimer;
    timg0: TIMG0, timg0;
    timg1: TIMG1, timg0;
    uart0: UART0, uart0;
    uart1: UART1, uart0;
    usb: USB_DEVICE, usb_device;
}

/// Writes all bits of a register.
pub fn put<R: Writable<Ux = u32>>(register: &Reg<R>, bits: u32) {
    // SAFETY: drivers write values that the chip's manual allows; no register of theirs is an address that the chip
    // would access on its own.
    unsafe { register.write_with_zero(|w| w.bits(bits)) };
}
