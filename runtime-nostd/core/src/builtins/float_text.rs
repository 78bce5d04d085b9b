//! Text of floats, exactly rounded: shortest digits (Steele and White, Dragon4) or a fixed number of digits, with
//! integers only and no float arithmetic. The other direction is in `float_parse`.
//! Pure functions over byte buffers; nothing here knows about objects.

use super::float_natural::{Natural, next_digit, scale};
pub use super::float_parse::parse_float;
use core::cmp::Ordering;

/// Which digits to make.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mode {
    /// As few as identify the double.
    Shortest,
    /// This many.
    Significant(u32),
    /// Up to this many places behind the point.
    Decimals(u32),
}

/// A positive double as `mantissa * 2^exponent`.
fn split(x: f64) -> (u64, i32) {
    let bits = x.to_bits();
    let fraction = bits & ((1 << 52) - 1);
    match (bits >> 52) as i32 & 0x7FF {
        0 => (fraction, -1074),
        e => (fraction | 1 << 52, e - 1075),
    }
}

/// Bytes written to a buffer; what does not fit is dropped.
struct Out<'a> {
    buffer: &'a mut [u8],
    len: usize,
}

impl Out<'_> {
    fn push(&mut self, byte: u8) {
        if let Some(to) = self.buffer.get_mut(self.len) {
            *to = byte;
            self.len += 1;
        }
    }
    fn push_all(&mut self, bytes: &[u8]) {
        for b in bytes {
            self.push(*b);
        }
    }
    fn pad(&mut self, to: usize) {
        while self.len < to && self.len < self.buffer.len() {
            self.push(b'0');
        }
    }
    /// Inserts `n` zeros at `at`.
    fn insert(&mut self, at: usize, n: usize) {
        let old = self.len;
        self.len = (self.len + n).min(self.buffer.len());
        for i in (at..old).rev() {
            let b = self.buffer.get(i).copied().unwrap_or(0);
            self.put(i + n, b);
        }
        for i in at..at + n {
            self.put(i, b'0');
        }
    }
    fn put(&mut self, at: usize, byte: u8) {
        if let Some(to) = self.buffer.get_mut(at) {
            *to = byte;
        }
    }
    /// Adds one to the decimal digits; true when that made them one digit longer (`10…0`, last digit dropped).
    fn increment(&mut self) -> bool {
        for i in (0..self.len).rev() {
            match self.buffer.get_mut(i) {
                Some(d) if *d < b'9' => {
                    *d += 1;
                    return false;
                }
                Some(d) => *d = b'0',
                None => {}
            }
        }
        self.put(0, b'1');
        if self.len == 0 {
            self.push(b'1');
        }
        true
    }
}

/// Writes the digits of a positive number; gives `k` with `number = 0.d1d2… * 10^k`. Trailing zeros may be missing.
fn digits(x: f64, mode: Mode, out: &mut Out<'_>) -> i32 {
    let (mantissa, exponent) = split(x);
    let want = match mode {
        Mode::Shortest => return shortest(mantissa, exponent, out),
        Mode::Significant(n) => n as i64,
        Mode::Decimals(n) => n as i64,
    };
    let (mut r, s, mut k) = scale(mantissa, exponent);
    let want = if matches!(mode, Mode::Decimals(_)) {
        want + k as i64
    } else {
        want
    };
    if want < 0 {
        return k;
    }
    let mut made = 0;
    while made < want && !r.is_zero() {
        let d = next_digit(&mut r, &s);
        out.push(b'0' + d);
        made += 1;
    }
    r.multiply(2);
    let odd = out
        .len
        .checked_sub(1)
        .and_then(|i| out.buffer.get(i))
        .is_some_and(|d| d & 1 == 1);
    match r.compare(&s) {
        Ordering::Greater => k += out.increment() as i32,
        Ordering::Equal if odd => k += out.increment() as i32,
        _ => {}
    }
    k
}

fn shortest(mantissa: u64, exponent: i32, out: &mut Out<'_>) -> i32 {
    // The gap to the next smaller double is half as wide at a power of two.
    let narrow = mantissa == 1 << 52 && exponent > -1074;
    let even = mantissa & 1 == 0;
    let (mut r, mut s) = (Natural::new(mantissa), Natural::new(1));
    let (mut below, mut above) = (Natural::new(1), Natural::new(1));
    r.shift_left(1 + narrow as u32);
    s.shift_left(1 + narrow as u32);
    above.shift_left(narrow as u32);
    if exponent >= 0 {
        r.shift_left(exponent as u32);
        below.shift_left(exponent as u32);
        above.shift_left(exponent as u32);
    } else {
        s.shift_left(exponent.unsigned_abs());
    }
    let log2 = 63 - mantissa.leading_zeros() as i32 + exponent;
    let mut k = ((log2 as i64 * 1_292_913_986) >> 32) as i32 + 1;
    if k >= 0 {
        s.multiply_power_of_ten(k as u32);
    } else {
        for n in [&mut r, &mut below, &mut above] {
            n.multiply_power_of_ten(k.unsigned_abs());
        }
    }
    let reaches = |a: &Natural, b: &Natural| match a.compare(b) {
        Ordering::Greater => true,
        Ordering::Equal => even,
        Ordering::Less => false,
    };
    loop {
        let mut high = r.clone();
        high.add(&above);
        if !reaches(&high, &s) {
            break;
        }
        s.multiply(10);
        k += 1;
    }
    loop {
        let d = next_digit(&mut r, &s);
        below.multiply(10);
        above.multiply(10);
        let low = reaches(&below, &r);
        let mut up = r.clone();
        up.add(&above);
        let high = reaches(&up, &s);
        if !low && !high {
            out.push(b'0' + d);
            continue;
        }
        let round_up = match (low, high) {
            (true, false) => false,
            (false, true) => true,
            _ => {
                r.multiply(2);
                match r.compare(&s) {
                    Ordering::Less => false,
                    Ordering::Equal => d & 1 == 1,
                    Ordering::Greater => true,
                }
            }
        };
        out.push(b'0' + d + round_up as u8);
        return k;
    }
}

/// How a float is to be shown.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum FloatStyle {
    /// Shortest digits, with `.0` for whole numbers.
    Repr,
    Fixed,
    Exponent,
    General,
    /// General with at least one digit behind the point.
    GeneralDot,
}

/// Bytes that `float_format` may write for this number.
pub fn float_bound(x: f64, precision: u32) -> u32 {
    let log2 = ((x.to_bits() >> 52) as u32 & 0x7FF).saturating_sub(1022);
    (log2 / 3).saturating_add(precision).saturating_add(32)
}

/// Writes `repr(x)` into a buffer of at least 32 bytes.
pub fn float_repr(x: f64, buffer: &mut [u8]) -> usize {
    let sign = x.to_bits() >> 63 != 0 && !x.is_nan();
    let (first, rest) = buffer.split_at_mut(sign as usize);
    for b in first {
        *b = b'-';
    }
    sign as usize + float_format(x, FloatStyle::Repr, 0, false, rest)
}

/// Writes the absolute value of `x` into a buffer of `float_bound` bytes. `alternate` keeps the point and the zeros
/// of the general style.
pub fn float_format(
    x: f64,
    style: FloatStyle,
    precision: u32,
    alternate: bool,
    buffer: &mut [u8],
) -> usize {
    let mut out = Out { buffer, len: 0 };
    let x = f64::from_bits(x.to_bits() & !(1 << 63));
    if x.is_nan() || x.is_infinite() {
        out.push_all(if x.is_nan() { b"nan" } else { b"inf" });
        return out.len;
    }
    let mut precision = precision;
    if precision == 0 && matches!(style, FloatStyle::General | FloatStyle::GeneralDot) {
        precision = 1;
    }
    let mode = match style {
        FloatStyle::Repr => Mode::Shortest,
        FloatStyle::Fixed => Mode::Decimals(precision),
        FloatStyle::Exponent => Mode::Significant(precision.saturating_add(1)),
        _ => Mode::Significant(precision),
    };
    let mut k = 1;
    if x.to_bits() != 0 {
        k = digits(x, mode, &mut out);
    }
    if out.len == 0 {
        // Zero, or rounded to zero.
        k = 1;
        out.push(b'0');
    }
    let exponent_form = match style {
        FloatStyle::Repr => k <= -4 || k > 16,
        FloatStyle::Fixed => false,
        FloatStyle::Exponent => true,
        FloatStyle::General => k <= -4 || k as i64 > precision as i64,
        FloatStyle::GeneralDot => k <= -4 || k as i64 > precision as i64 - 1,
    };
    let cut = matches!(style, FloatStyle::Repr | FloatStyle::GeneralDot)
        || style == FloatStyle::General && !alternate;
    if cut {
        while out.len > 1 && out.buffer.get(out.len - 1) == Some(&b'0') {
            out.len -= 1;
        }
    }
    // Digits behind the point, before an exponent.
    let places = if exponent_form {
        match style {
            _ if cut => out.len - 1,
            FloatStyle::Exponent => precision as usize,
            _ => precision.saturating_sub(1) as usize,
        }
    } else {
        match style {
            FloatStyle::Fixed => precision as usize,
            _ if cut => {
                (out.len as i64 - k as i64).max((style != FloatStyle::General) as i64) as usize
            }
            _ => (precision as i64 - k as i64).max(0) as usize,
        }
    };
    let whole = if exponent_form { 1 } else { k };
    if whole <= 0 {
        out.insert(0, whole.unsigned_abs() as usize + 1);
    }
    let whole = whole.max(1) as usize;
    out.pad(whole);
    if places > 0 || alternate {
        out.pad(whole + places);
        out.insert(whole, 1);
        out.put(whole, b'.');
    }
    if exponent_form {
        let e = k - 1;
        out.push(b'e');
        out.push(if e < 0 { b'-' } else { b'+' });
        let e = e.unsigned_abs();
        if e >= 100 {
            out.push(b'0' + (e / 100) as u8);
        }
        out.push(b'0' + (e / 10 % 10) as u8);
        out.push(b'0' + (e % 10) as u8);
    }
    out.len
}

#[cfg(test)]
#[path = "float_text_tests.rs"]
mod tests;
