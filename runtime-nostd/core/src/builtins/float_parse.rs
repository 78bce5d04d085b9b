//! Floats from decimal text, exactly rounded whatever the number of digits: nineteen digits are divided exactly, and
//! only when more digits follow are they compared with the digits of the point half-way to the next double.

use super::float_natural::{Natural, next_digit, scale};
use core::cmp::Ordering;

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
