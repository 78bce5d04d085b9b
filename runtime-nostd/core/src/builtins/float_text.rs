//! Text of floats and floats from text, exactly rounded both ways: shortest digits (Steele and White, Dragon4), a fixed
//! number of digits, and parsing, all with one small fixed-size integer type and no float arithmetic.
//! Pure functions over byte buffers; nothing here knows about objects.

use core::cmp::Ordering;

/// Limbs that the largest intermediate number needs (2^1074 times 2^64 and a margin).
const LIMBS: usize = 40;

/// A natural number below 2^1280.
#[derive(Clone)]
struct Natural {
    limb: [u32; LIMBS],
    len: usize,
}

impl Natural {
    fn new(n: u64) -> Natural {
        let mut r = Natural {
            limb: [0; LIMBS],
            len: 2,
        };
        r.limb[0] = n as u32;
        r.limb[1] = (n >> 32) as u32;
        r.trim();
        r
    }

    fn trim(&mut self) {
        while self.len > 0 && self.limb.get(self.len - 1).is_none_or(|l| *l == 0) {
            self.len -= 1;
        }
    }

    fn is_zero(&self) -> bool {
        self.len == 0
    }

    fn push(&mut self, limb: u32) {
        if limb != 0
            && let Some(to) = self.limb.get_mut(self.len)
        {
            *to = limb;
            self.len += 1;
        }
    }

    fn multiply(&mut self, by: u32) {
        let mut carry = 0u64;
        for l in self.limb.iter_mut().take(self.len) {
            carry += *l as u64 * by as u64;
            *l = carry as u32;
            carry >>= 32;
        }
        self.push(carry as u32);
    }

    fn multiply_power_of_ten(&mut self, mut exponent: u32) {
        while exponent >= 9 {
            self.multiply(1_000_000_000);
            exponent -= 9;
        }
        for _ in 0..exponent {
            self.multiply(10);
        }
    }

    fn shift_left(&mut self, bits: u32) {
        let (limbs, bits) = ((bits / 32) as usize, bits % 32);
        if bits != 0 {
            self.multiply(1 << bits);
        }
        if limbs != 0 && self.len != 0 {
            for i in (0..self.len).rev() {
                let l = self.limb.get(i).copied().unwrap_or(0);
                if let Some(to) = self.limb.get_mut(i + limbs) {
                    *to = l;
                }
            }
            for l in self.limb.iter_mut().take(limbs) {
                *l = 0;
            }
            self.len = (self.len + limbs).min(LIMBS);
        }
    }

    fn bits(&self) -> u32 {
        match self.len.checked_sub(1).and_then(|i| self.limb.get(i)) {
            Some(top) => self.len as u32 * 32 - top.leading_zeros(),
            None => 0,
        }
    }

    fn compare(&self, other: &Natural) -> Ordering {
        let by_length = self.len.cmp(&other.len);
        if by_length != Ordering::Equal {
            return by_length;
        }
        let pairs = self.limb.iter().zip(other.limb.iter()).take(self.len);
        pairs
            .rev()
            .map(|(a, b)| a.cmp(b))
            .find(|o| *o != Ordering::Equal)
            .unwrap_or(Ordering::Equal)
    }

    fn add(&mut self, other: &Natural) {
        let mut carry = 0u64;
        let n = self.len.max(other.len);
        for (a, b) in self.limb.iter_mut().zip(other.limb.iter()).take(n) {
            carry += *a as u64 + *b as u64;
            *a = carry as u32;
            carry >>= 32;
        }
        self.len = n;
        self.push(carry as u32);
    }

    /// Subtracts a number that is not larger.
    fn subtract(&mut self, other: &Natural) {
        let mut borrow = false;
        for (a, b) in self.limb.iter_mut().zip(other.limb.iter()).take(self.len) {
            let (d, b1) = a.overflowing_sub(*b);
            let (d, b2) = d.overflowing_sub(borrow as u32);
            *a = d;
            borrow = b1 || b2;
        }
        self.trim();
    }
}

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

/// `r / s = mantissa * 2^exponent / 10^k` in [0.1, 1), and `k`.
fn scale(mantissa: u64, exponent: i32) -> (Natural, Natural, i32) {
    let (mut r, mut s) = (Natural::new(mantissa), Natural::new(1));
    if exponent >= 0 {
        r.shift_left(exponent as u32);
    } else {
        s.shift_left(exponent.unsigned_abs());
    }
    let log2 = 63 - mantissa.leading_zeros() as i32 + exponent;
    // floor(log2 * log10(2)) + 1 is right or one too small.
    let mut k = ((log2 as i64 * 1_292_913_986) >> 32) as i32 + 1;
    if k >= 0 {
        s.multiply_power_of_ten(k as u32);
    } else {
        r.multiply_power_of_ten(k.unsigned_abs());
    }
    while r.compare(&s) != Ordering::Less {
        s.multiply(10);
        k += 1;
    }
    (r, s, k)
}

/// The next decimal digit of `r / s`.
fn next_digit(r: &mut Natural, s: &Natural) -> u8 {
    r.multiply(10);
    let mut d = 0;
    while r.compare(s) != Ordering::Less && d < 9 {
        r.subtract(s);
        d += 1;
    }
    d
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

/// The digits of a decimal number one after the other, without point and underscores.
fn digits_of(text: &[u8]) -> impl Iterator<Item = u8> {
    text.iter().filter(|b| b.is_ascii_digit()).map(|b| b - b'0')
}

/// Reads a float as Python's `float(str)` does (surrounding space already removed): sign, digits with single
/// underscores between them, point, exponent, or inf, infinity, nan. `None` when it is none.
pub fn parse_float(text: &str) -> Option<f64> {
    let mut rest = text.as_bytes();
    let mut negative = false;
    if let Some((sign @ (b'+' | b'-'), tail)) = rest.split_first() {
        negative = *sign == b'-';
        rest = tail;
    }
    let magnitude = if rest.eq_ignore_ascii_case(b"inf") || rest.eq_ignore_ascii_case(b"infinity") {
        f64::INFINITY
    } else if rest.eq_ignore_ascii_case(b"nan") {
        f64::NAN
    } else {
        parse_decimal(rest)?
    };
    Some(if negative { -magnitude } else { magnitude })
}

fn parse_decimal(text: &[u8]) -> Option<f64> {
    let end = text
        .iter()
        .position(|b| matches!(b, b'e' | b'E'))
        .unwrap_or(text.len());
    let (number, tail) = text.split_at_checked(end)?;
    // An underscore stands between two digits.
    for (i, b) in text.iter().enumerate() {
        let digit = |j: Option<usize>| j.and_then(|j| text.get(j)).is_some_and(u8::is_ascii_digit);
        if *b == b'_' && !(digit(i.checked_sub(1)) && digit(i.checked_add(1))) {
            return None;
        }
    }
    let point = number
        .iter()
        .position(|b| *b == b'.')
        .unwrap_or(number.len());
    let (whole, fraction) = number.split_at_checked(point)?;
    let fraction = fraction.get(1..).unwrap_or(&[]);
    let plain = |s: &[u8]| s.iter().all(|b| b.is_ascii_digit() || *b == b'_');
    if !plain(whole) || !plain(fraction) || digits_of(number).next().is_none() {
        return None;
    }
    let mut exponent = 0i64;
    if let Some((_, tail)) = tail.split_first() {
        let (sign, tail) = match tail.split_first() {
            Some((b'-', t)) => (-1, t),
            Some((b'+', t)) => (1, t),
            _ => (1, tail),
        };
        if !plain(tail) || digits_of(tail).next().is_none() {
            return None;
        }
        for d in digits_of(tail) {
            exponent = (exponent * 10 + d as i64).min(1 << 40);
        }
        exponent *= sign;
    }
    exponent -= digits_of(fraction).count() as i64;
    // Up to 19 digits fit a word pair; what follows is looked at only if it can matter.
    let significant = || digits_of(number).skip_while(|d| *d == 0);
    let total = significant().count();
    let taken = total.min(19);
    let mut w = 0u64;
    for d in significant().take(19) {
        w = w * 10 + d as u64;
    }
    let rest = significant().skip(taken).any(|d| d != 0);
    if w == 0 {
        return Some(0.0);
    }
    let top = exponent + total as i64;
    if top > 310 {
        return Some(f64::INFINITY);
    }
    if top < -330 {
        return Some(0.0);
    }
    let power = (exponent + (total - taken) as i64) as i32;
    let (mantissa, binary, over_half) = divide(w, power);
    let up = if rest {
        let odd = mantissa & 1 == 1;
        match compare_digits(significant(), top as i32, mantissa * 2 + 1, binary - 1) {
            Ordering::Less => false,
            Ordering::Equal => odd,
            Ordering::Greater => true,
        }
    } else {
        match over_half {
            Ordering::Less => false,
            Ordering::Equal => mantissa & 1 == 1,
            Ordering::Greater => true,
        }
    };
    Some(assemble(mantissa + up as u64, binary))
}

/// `w * 10^power` as `mantissa * 2^exponent` rounded down to 53 bits (fewer for subnormals), and how what was cut off
/// compares with half a unit.
fn divide(w: u64, power: i32) -> (u64, i32, Ordering) {
    let (mut r, mut s) = (Natural::new(w), Natural::new(1));
    if power >= 0 {
        r.multiply_power_of_ten(power as u32);
    } else {
        s.multiply_power_of_ten(power.unsigned_abs());
    }
    // Scale so that the quotient has 53 bits or, one in two times, 54.
    let mut exponent = (r.bits() as i32 - s.bits() as i32 - 53).max(-1074);
    let shifted = |exponent: i32| {
        let (mut a, mut b) = (r.clone(), s.clone());
        if exponent >= 0 {
            b.shift_left(exponent as u32);
        } else {
            a.shift_left(exponent.unsigned_abs());
        }
        (a, b)
    };
    let (mut a, mut b) = shifted(exponent);
    let mut limit = b.clone();
    limit.shift_left(53);
    if a.compare(&limit) != Ordering::Less {
        exponent += 1;
        (a, b) = shifted(exponent);
    }
    // Binary long division from the top bit: compare with b * 2^52, double the remainder.
    b.shift_left(52);
    let mut mantissa = 0u64;
    for i in 0..53 {
        mantissa <<= 1;
        if a.compare(&b) != Ordering::Less {
            a.subtract(&b);
            mantissa |= 1;
        }
        if i < 52 {
            a.multiply(2);
        }
    }
    a.multiply(2);
    (mantissa, exponent, a.compare(&b))
}

/// Compares decimal digits (value `0.d1d2… * 10^top`) with `mantissa * 2^exponent`.
fn compare_digits(
    mut given: impl Iterator<Item = u8>,
    top: i32,
    mantissa: u64,
    exponent: i32,
) -> Ordering {
    let (mut r, s, k) = scale(mantissa, exponent);
    if top != k {
        return top.cmp(&k);
    }
    loop {
        match given.next() {
            Some(d) => {
                let o = d.cmp(&next_digit(&mut r, &s));
                if o != Ordering::Equal {
                    return o;
                }
            }
            None => {
                return if r.is_zero() {
                    Ordering::Equal
                } else {
                    Ordering::Less
                };
            }
        }
    }
}

/// The double `mantissa * 2^exponent`, where mantissa is at most 2^53.
fn assemble(mantissa: u64, exponent: i32) -> f64 {
    let (mut m, mut e) = (mantissa, exponent);
    if m >> 53 != 0 {
        m >>= 1;
        e += 1;
    }
    if m >> 52 == 0 {
        return f64::from_bits(m);
    }
    let biased = e + 1075;
    if biased >= 0x7FF {
        f64::INFINITY
    } else {
        f64::from_bits((biased as u64) << 52 | (m & ((1 << 52) - 1)))
    }
}

#[cfg(test)]
#[path = "float_text_tests.rs"]
mod tests;
