//! What the project file says about the chip: bits of the first word of the symbol `mpf_config`, which the frozen object
//! defines (`mpf_core::device::config_flag` has them too).

unsafe extern "C" {
    static mpf_config: u32;
}

/// Values of [`console`].
pub const CONSOLE_AUTO: u32 = 0;
pub const CONSOLE_UART: u32 = 1;
pub const CONSOLE_USB: u32 = 2;

fn flags() -> u32 {
    // SAFETY: the frozen object defines the configuration; nothing writes to it.
    unsafe { (&raw const mpf_config).read() }
}

/// Where output goes.
pub fn console() -> u32 {
    flags() >> 8 & 3
}

/// The chip starts again when the program has ended.
pub fn restarts() -> bool {
    flags() >> 10 & 1 != 0
}

/// The watchdog that runs from the start, in milliseconds; 0: none.
pub fn watchdog_ms() -> u32 {
    (flags() >> 16) * 10
}
