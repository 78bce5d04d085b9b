//! Sums, products and quotients of doubles for chips without an instruction for them: exact to the last bit (IEEE 754,
//! round to nearest, ties to even), in half the bytes of the compiler's own library, whose weak symbols yield to these.
//! Functions of bit patterns, so that nothing here can call itself; the host compares them with its own arithmetic.
//! Not-a-number comes out quiet; which one it is is not specified.

use crate::float_quick;
use crate::object::number::divide_two_here;

const SIGN: u64 = 1 << 63;
const FRACTION: u64 = (1 << 52) - 1;
const INFINITY: u64 = 0x7FF << 52;
const NAN: u64 = 0xFFF << 51;

/// Puts a result together: `sign`, `mantissa * 2^(exponent - 1086)` with the top bit of the mantissa set, its lowest bit
/// standing for all bits below it. `exponent` is that of the result's encoding, which may be out of range.
#[inline(always)]
fn round(sign: u64, exponent: i32, mantissa: u64) -> u64 {
    if exponent.wrapping_sub(1) as u32 >= 0x7FD {
        return round_at_the_ends(sign, exponent, mantissa);
    }
    let kept = mantissa >> 11;
    // Without the hidden bit, which carries into the exponent; so does rounding up.
    sign | nearest(
        kept + ((exponent as u64 - 1) << 52),
        mantissa as u32 & 0x7FF,
        0x400,
    )
}

/// `kept`, or one more when `rest` is more than half of its unit, or just half and `kept` is odd.
#[inline(always)]
fn nearest(kept: u64, rest: u32, half: u32) -> u64 {
    kept + (rest + (kept as u32 & 1) > half) as u64
}

/// Too large, or subnormal.
#[cold]
#[inline(never)]
fn round_at_the_ends(sign: u64, exponent: i32, mantissa: u64) -> u64 {
    if exponent > 0 {
        // The largest exponent may still overflow by rounding, which the carry does.
        let kept = (mantissa >> 11) + ((exponent as u64 - 1) << 52);
        let up = nearest(kept, mantissa as u32 & 0x7FF, 0x400);
        return sign | if exponent > 0x7FE { INFINITY } else { up };
    }
    let by = (1 - exponent).min(63) as u32;
    let lost = mantissa << (64 - by) != 0;
    let mantissa = mantissa >> by | lost as u64;
    sign | nearest(mantissa >> 11, mantissa as u32 & 0x7FF, 0x400)
}

/// Exponent and mantissa (top bit at 63) of a number that is neither subnormal nor special.
#[inline(always)]
fn split(x: u64) -> (i32, u64) {
    ((x >> 52) as i32 & 0x7FF, (x << 11) | SIGN)
}

/// Whether it is one of those that `split` is not for.
#[inline(always)]
fn is_rare(x: u64) -> bool {
    ((x >> 52) as u32 & 0x7FF).wrapping_sub(1) >= 0x7FE
}

/// The upper word with nothing but the sign.
#[inline(always)]
fn sign_of(x: u64) -> u32 {
    (x >> 32) as u32 & 1 << 31
}

/// The same as `split` for a finite number that is not 0.
#[inline(never)]
fn split_any(x: u64) -> (i32, u64) {
    if !is_rare(x) {
        return split(x);
    }
    let fraction = x & FRACTION;
    let zeros = fraction.leading_zeros();
    (12 - zeros as i32, fraction << (zeros & 63))
}

/// Whether a magnitude is 0, infinite or not a number.
#[inline(always)]
fn is_special(magnitude: u64) -> bool {
    magnitude.wrapping_sub(1) >= INFINITY - 1
}

/// `m >> by`, with a mark in the lowest bit for what is lost.
#[inline(always)]
fn shift_right(m: u64, by: u32) -> u64 {
    let (mut high, mut low, mut lost, mut by) = ((m >> 32) as u32, m as u32, 0, by);
    if by >= 32 {
        if by >= 64 {
            return 1;
        }
        (high, low, lost, by) = (0, high, low, by - 32);
    }
    if by > 0 {
        let left = (32 - by) & 31;
        lost |= low << left;
        low = low >> by | high << left;
        high >>= by;
    }
    (high as u64) << 32 | (low | (lost != 0) as u32) as u64
}

/// `x + y`.
#[inline(always)]
pub fn add(x: u64, y: u64) -> u64 {
    match float_quick::add(x, y) {
        Some(sum) => sum,
        None => add_rare(x, y),
    }
}

#[cold]
#[inline(never)]
fn add_rare(x: u64, y: u64) -> u64 {
    let (mut x, mut y) = (x, y);
    if x & !SIGN < y & !SIGN {
        (x, y) = (y, x);
    }
    // From here on `x` is the one of larger magnitude, whose sign the result has.
    if is_special(x & !SIGN) || y & !SIGN == 0 {
        return add_special(x, y);
    }
    let ((ex, mx), (ey, my)) = (split_any(x), split_any(y));
    add_parts(sign_of(x), sign_of(x ^ y), ex, ex - ey, mx, my)
}

/// The sum of two mantissas, or their difference when `minus` is not 0; the second belongs `by` bits lower.
#[inline(always)]
fn add_parts(sign: u32, minus: u32, mut ex: i32, by: i32, mx: u64, my: u64) -> u64 {
    // One bit of room for a carry.
    let (mx, my) = (mx >> 1, shift_right(my >> 1, by as u32));
    // Few steps bring the top bit up, but for cancellation.
    ex += 1;
    let mut sum = match minus {
        0 => mx + my,
        _ => mx - my,
    };
    if sum >> 58 == 0 {
        if sum == 0 {
            return 0;
        }
        let zeros = sum.leading_zeros();
        ex -= zeros as i32;
        sum <<= zeros;
    }
    while (sum as i64) >= 0 {
        sum <<= 1;
        ex -= 1;
    }
    round((sign as u64) << 32, ex, sum)
}

/// `x` is not smaller than `y`; one of them is 0, infinite or not a number.
#[cold]
#[inline(never)]
fn add_special(x: u64, y: u64) -> u64 {
    let (large, less) = (x & !SIGN, y & !SIGN);
    if large > INFINITY || large == INFINITY && x ^ y == SIGN {
        NAN
    } else if large == 0 {
        x & y
    } else {
        debug_assert!(large == INFINITY || less == 0);
        x
    }
}

/// Product of two words.
#[inline(always)]
fn wide(x: u32, y: u32) -> u64 {
    x as u64 * y as u64
}

/// `x * y`.
#[inline(always)]
pub fn mul(x: u64, y: u64) -> u64 {
    match float_quick::mul(x, y) {
        Some(product) => product,
        None => mul_rare(x, y),
    }
}

#[cold]
#[inline(never)]
fn mul_rare(x: u64, y: u64) -> u64 {
    let sign = sign_of(x ^ y);
    let (x, y) = (x & !SIGN, y & !SIGN);
    if is_special(x) || is_special(y) {
        return mul_special((sign as u64) << 32, x, y);
    }
    let ((ex, mx), (ey, my)) = (split_any(x), split_any(y));
    mul_parts(sign, ex + ey - 1022, mx, my)
}

/// The product of two mantissas with the exponent that it has when its top bit is set.
#[inline(always)]
fn mul_parts(sign: u32, mut exponent: i32, mx: u64, my: u64) -> u64 {
    let (xh, xl, yh, yl) = ((mx >> 32) as u32, mx as u32, (my >> 32) as u32, my as u32);
    let (low, a, b) = (wide(xl, yl), wide(xh, yl), wide(xl, yh));
    let middle = (low >> 32) + (a as u32 as u64) + (b as u32 as u64);
    let high = wide(xh, yh) + (a >> 32) + (b >> 32) + (middle >> 32);
    let rest = middle as u32 | low as u32;
    let mut mantissa = high | (rest != 0) as u64;
    if (high as i64) >= 0 {
        // The lowest bit is no bit of the product but a mark, which may move up: twelve bits below it are dropped.
        mantissa <<= 1;
        exponent -= 1;
    }
    round((sign as u64) << 32, exponent, mantissa)
}

#[cold]
#[inline(never)]
fn mul_special(sign: u64, x: u64, y: u64) -> u64 {
    let (large, less) = if x < y { (y, x) } else { (x, y) };
    if large > INFINITY || large == INFINITY && less == 0 {
        NAN
    } else if large == INFINITY {
        sign | INFINITY
    } else {
        sign
    }
}

/// `x / y`.
#[inline(always)]
pub fn div(x: u64, y: u64) -> u64 {
    match float_quick::div(x, y) {
        Some(quotient) => quotient,
        None => div_rare(x, y),
    }
}

#[cold]
#[inline(never)]
fn div_rare(x: u64, y: u64) -> u64 {
    let sign = sign_of(x ^ y);
    let (x, y) = (x & !SIGN, y & !SIGN);
    if is_special(x) || is_special(y) {
        return div_special((sign as u64) << 32, x, y);
    }
    let ((ex, mx), (ey, my)) = (split_any(x), split_any(y));
    div_parts(sign, ex - ey + 1023, mx, my)
}

/// The quotient of two mantissas with the exponent that it has when the first is not the smaller one.
#[inline(always)]
fn div_parts(sign: u32, mut exponent: i32, mx: u64, my: u64) -> u64 {
    // Half of the dividend is less than the divisor; so there are two quotient digits of 32 bits.
    let (mut quotient, mut rest) = (0u64, mx >> 1);
    for _ in 0..2 {
        let (digit, next) = quotient_digit(rest, my);
        (quotient, rest) = (quotient << 32 | digit as u64, next);
    }
    let mut mantissa = quotient | (rest != 0) as u64;
    if (quotient as i64) >= 0 {
        mantissa <<= 1;
        exponent -= 1;
    }
    round((sign as u64) << 32, exponent, mantissa)
}

/// Digit and rest of `high * 2^32 / d`; `high` is less than `d`, whose top bit is set.
#[inline(always)]
fn quotient_digit(high: u64, d: u64) -> (u32, u64) {
    let (dh, dl) = ((d >> 32) as u32, d as u32);
    let (top, next) = ((high >> 32) as u32, high as u32);
    let (mut q, rest) = match top < dh {
        true => {
            let (q, r) = divide_two_here(top, next, dh);
            (q, (r as u64) << 32)
        }
        // The rest is `next + dh`, of which a carry makes the digit right at once.
        false => {
            let rest = (next as u64 + dh as u64) << 32;
            if next.checked_add(dh).is_none() {
                return (u32::MAX, rest.wrapping_sub(wide(u32::MAX, dl)));
            }
            (u32::MAX, rest)
        }
    };
    let product = wide(q, dl);
    let mut left = rest.wrapping_sub(product);
    if product > rest {
        // At most twice too large.
        q -= 1;
        let (sum, over) = left.overflowing_add(d);
        left = sum;
        if !over {
            q -= 1;
            left = left.wrapping_add(d);
        }
    }
    (q, left)
}

#[cold]
#[inline(never)]
fn div_special(sign: u64, x: u64, y: u64) -> u64 {
    if x > INFINITY || y > INFINITY || x == y {
        // Both are 0 or both infinite, when none is not a number.
        NAN
    } else if x == INFINITY || y == 0 {
        sign | INFINITY
    } else {
        sign
    }
}

/// The names under which the compiler calls them.
#[cfg(target_os = "none")]
mod symbols {
    macro_rules! symbols {
        ($($name:ident $arm:ident |$x:ident, $y:ident| $body:expr;)*) => {$(
            #[cfg(not(target_arch = "arm"))]
            #[unsafe(no_mangle)]
            extern "C" fn $name($x: u64, $y: u64) -> u64 {
                $body
            }
            #[cfg(target_arch = "arm")]
            #[unsafe(no_mangle)]
            extern "aapcs" fn $arm($x: u64, $y: u64) -> u64 {
                $body
            }
        )*};
    }
    symbols! {
        __adddf3 __aeabi_dadd |x, y| add_once(x, y);
        __subdf3 __aeabi_dsub |x, y| add_once(x, y ^ super::SIGN);
        __muldf3 __aeabi_dmul |x, y| super::mul(x, y);
        __divdf3 __aeabi_ddiv |x, y| super::div(x, y);
    }

    #[inline(never)]
    fn add_once(x: u64, y: u64) -> u64 {
        super::add(x, y)
    }
}

#[cfg(test)]
mod tests {
    /// Numbers at all the ends, and around them.
    fn specials() -> Vec<u64> {
        let mut all = vec![];
        for exponent in [
            0u64, 1, 2, 51, 52, 53, 54, 1022, 1023, 1024, 1075, 1076, 2000, 2045, 2046, 2047,
        ] {
            for fraction in [
                0,
                1,
                2,
                3,
                1 << 51,
                (1 << 51) - 1,
                (1 << 51) + 1,
                (1 << 52) - 1,
                (1 << 52) - 2,
                0x5_5555_5555_5555,
                1 << 32,
                0xFFFF_FFFF,
            ] {
                all.push(exponent << 52 | fraction);
                all.push(1 << 63 | exponent << 52 | fraction);
            }
        }
        all
    }

    fn check(x: u64, y: u64) {
        let (a, b) = (f64::from_bits(x), f64::from_bits(y));
        for (name, ours, theirs) in [
            ("+", super::add(x, y), a + b),
            ("*", super::mul(x, y), a * b),
            ("/", super::div(x, y), a / b),
        ] {
            let same = if theirs.is_nan() {
                f64::from_bits(ours).is_nan()
            } else {
                ours == theirs.to_bits()
            };
            assert!(
                same,
                "{a:e} {name} {b:e} ({x:#x}, {y:#x}): {ours:#x}, not {:#x}",
                theirs.to_bits()
            );
        }
    }

    fn check_order(x: u64, y: u64) {
        let theirs = f64::from_bits(x).partial_cmp(&f64::from_bits(y));
        assert_eq!(
            crate::float_quick::order(x, y),
            theirs,
            "order of {x:#x}, {y:#x}"
        );
    }

    #[test]
    fn small_ints() {
        let mut n = 0i32;
        while n < 1 << 30 {
            for n in [n, -n - 1] {
                let made = crate::float_quick::of_small((n << 1 | 1) as u32);
                assert_eq!(made, (n as f64).to_bits(), "{n}");
            }
            n += 1 + n / 1000;
        }
    }

    #[test]
    fn like_the_host() {
        let all = specials();
        for x in &all {
            for y in &all {
                check(*x, *y);
                check_order(*x, *y);
            }
        }
        let mut seed = 0x9E37_79B9_7F4A_7C15u64;
        let mut next = || {
            seed ^= seed << 13;
            seed ^= seed >> 7;
            seed ^= seed << 17;
            seed
        };
        for i in 0..2_000_000 {
            let (x, mut y) = (next(), next());
            match i % 4 {
                // Near each other, and with few bits: cancellation, ties.
                0 => {
                    y = y & !(0x7FF << 52)
                        | (x >> 52 & 0x7FF).wrapping_add(y >> 60).min(0x7FE) << 52
                }
                1 => y &= !0 << (i % 50),
                _ => {}
            }
            check(x, y);
            check_order(x, y);
            check(x & !0 << (i % 53), y);
            // Exponents in the middle: all results are normal.
            let middle = |x: u64| x & !(0x7FF << 52) | (1000 + (x >> 52 & 31)) << 52;
            check(middle(x), middle(y));
        }
    }
}
