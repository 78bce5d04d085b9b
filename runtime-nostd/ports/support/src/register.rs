//! Memory-mapped registers. The only place of the ports that makes a pointer from a number.

/// Reads a 32-bit register.
#[inline(always)]
pub fn read(address: usize) -> u32 {
    // SAFETY: ports pass addresses of their chip's 32-bit registers, which are always readable.
    unsafe { (address as *const u32).read_volatile() }
}

/// Writes a 32-bit register.
#[inline(always)]
pub fn write(address: usize, value: u32) {
    // SAFETY: as for `read`; the registers do not alias any Rust object.
    unsafe { (address as *mut u32).write_volatile(value) }
}

/// Reads an 8-bit register.
#[inline(always)]
pub fn read8(address: usize) -> u8 {
    // SAFETY: as for `read`.
    unsafe { (address as *const u8).read_volatile() }
}

/// Writes an 8-bit register.
#[inline(always)]
pub fn write8(address: usize, value: u8) {
    // SAFETY: as for `write`.
    unsafe { (address as *mut u8).write_volatile(value) }
}
