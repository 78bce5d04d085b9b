//! Arithmetic on tick counts without the compiler's 64-bit division, which costs over half a kilobyte of flash.

/// Divides by a small number, 16 bits at a time.
pub fn divide(value: u64, by: u16) -> u64 {
    let by = u32::from(by);
    let mut quotient = 0u64;
    let mut rest = 0u32;
    for shift in [48, 32, 16, 0] {
        let part = rest << 16 | (value >> shift) as u32 & 0xffff;
        quotient = quotient << 16 | u64::from(part / by);
        rest = part % by;
    }
    quotient
}
