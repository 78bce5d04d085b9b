//! The frequent cases of sums, products and quotients of doubles, in a straight line of words and without calls: numbers
//! and results that are neither subnormal nor special. `None`: one of the other cases, which `float_soft` knows.
//! A mantissa is 53 bits in two words, the hidden bit in front of the fraction; below them a third word keeps what the
//! rounding looks at.

use core::cmp::Ordering;

const HIDDEN: u32 = 1 << 20;
const SIGN: u32 = 1 << 31;
/// Half of the last place, in the third word.
const HALF: u32 = 1 << 31;
/// The exponent of infinity.
const TOO_LARGE: u32 = 0x7FF;

#[inline(always)]
fn halves(x: u64) -> (u32, u32) {
    ((x >> 32) as u32, x as u32)
}

#[inline(always)]
fn exponent(high: u32) -> u32 {
    high << 1 >> 21
}

#[inline(always)]
fn mantissa(high: u32) -> u32 {
    high & (HIDDEN - 1) | HIDDEN
}

/// `high` and `low`, rounded by `rest`; the hidden bit is added to `top`, which holds sign and exponent less one.
#[inline(always)]
fn round(top: u32, high: u32, low: u32, rest: u32) -> u64 {
    let mut up = rest >> 31;
    if rest == HALF {
        up = low & 1;
    }
    let (low, carry) = low.overflowing_add(up);
    // Rounding may carry into the exponent, and from the largest one to infinity.
    let high = high.wrapping_add(top).wrapping_add(carry as u32);
    (high as u64) << 32 | low as u64
}

/// The order of two numbers; `None` when one is not a number.
#[inline(always)]
pub fn order(x: u64, y: u64) -> Option<Ordering> {
    let ((xh, xl), (yh, yl)) = (halves(x), halves(y));
    let is_nan = |high: u32, low: u32| {
        high << 1 >= TOO_LARGE << 21 && (high << 1 > TOO_LARGE << 21 || low != 0)
    };
    if is_nan(xh, xl) || is_nan(yh, yl) {
        return None;
    }
    if (xh | yh) as i32 >= 0 {
        return Some(if xh == yh { xl.cmp(&yl) } else { xh.cmp(&yh) });
    }
    if (xh & yh) as i32 >= 0 {
        // One is negative, and less, but for the zeros.
        let zeros = (xh | yh) << 1 | xl | yl == 0;
        return Some(match zeros {
            true => Ordering::Equal,
            false => (xh as i32).cmp(&(yh as i32)),
        });
    }
    Some(y.cmp(&x))
}

/// `x + y`.
#[inline(always)]
pub fn add(x: u64, y: u64) -> Option<u64> {
    let ((mut ah, mut al), (mut bh, mut bl)) = (halves(x), halves(y));
    if ah << 1 < bh << 1 {
        (ah, al, bh, bl) = (bh, bl, ah, al);
    }
    let (ea, eb) = (exponent(ah), exponent(bh));
    if ea == TOO_LARGE {
        return None;
    }
    if eb == 0 {
        // Nothing is added, not even to another zero.
        let zero = bh << 1 | bl == 0 && ea != 0;
        return zero.then_some((ah as u64) << 32 | al as u64);
    }
    let by = ea - eb;
    if by >= 55 {
        return Some((ah as u64) << 32 | al as u64);
    }
    let (ma, mut mb, mut rest) = (mantissa(ah), mantissa(bh), 0);
    let left = 0u32.wrapping_sub(by);
    if by >= 32 {
        // By 32 or more, with a mark for what the third word cannot hold.
        let lost = (bl.wrapping_shl(left) != 0 && by != 32) as u32;
        rest = bl.wrapping_shr(by) | (mb << 1).wrapping_shl(!by) | lost;
        bl = mb.wrapping_shr(by);
        mb = 0;
    } else if by != 0 {
        rest = bl.wrapping_shl(left);
        bl = bl.wrapping_shr(by) | mb.wrapping_shl(left);
        mb = mb.wrapping_shr(by);
    }
    let mut top = (ah & !(HIDDEN - 1)).wrapping_sub(HIDDEN);
    if (ah ^ bh) as i32 >= 0 {
        let (low, carry) = al.overflowing_add(bl);
        let high = ma + mb + carry as u32;
        if high < HIDDEN << 1 {
            return Some(round(top, high, low, rest));
        }
        if ea == TOO_LARGE - 1 {
            return None;
        }
        rest = low << 31 | rest >> 1 | rest & 1;
        return Some(round(
            top.wrapping_add(HIDDEN),
            high >> 1,
            high << 31 | low >> 1,
            rest,
        ));
    }
    let (low, borrow) = al.overflowing_sub(bl);
    let (mut low, more) = low.overflowing_sub((rest != 0) as u32);
    rest = 0u32.wrapping_sub(rest);
    let mut high = ma
        .wrapping_sub(mb)
        .wrapping_sub(borrow as u32)
        .wrapping_sub(more as u32);
    if high >= HIDDEN {
        // Less than nothing, when only the lower words say which one is larger.
        return if high as i32 >= 0 {
            Some(round(top, high, low, rest))
        } else {
            None
        };
    }
    let mut places = 1;
    high = high << 1 | low >> 31;
    low = low << 1 | rest >> 31;
    rest <<= 1;
    if high < HIDDEN {
        // Two numbers near each other: all bits are there.
        if high == 0 {
            return None;
        }
        let zeros = leading_zeros(high) - 11;
        high = high.wrapping_shl(zeros) | low.wrapping_shr(0u32.wrapping_sub(zeros));
        low = low.wrapping_shl(zeros);
        places += zeros;
    }
    if ea <= places {
        return None;
    }
    top = top.wrapping_sub(places << 20);
    Some(round(top, high, low, rest))
}

/// `x - y`.
#[inline(always)]
pub fn sub(x: u64, y: u64) -> Option<u64> {
    add(x, y ^ 1 << 63)
}

/// A small int as a double.
#[inline(always)]
pub fn of_small(word: u32) -> u64 {
    let n = (word as i32) >> 1;
    let mut magnitude = n.unsigned_abs();
    if magnitude == 0 {
        return 0;
    }
    let mut e = 1053;
    if cfg!(target_arch = "arm") {
        e -= magnitude.leading_zeros();
        magnitude <<= magnitude.leading_zeros();
    } else {
        let mut step = |by: u32| {
            if magnitude >> (32 - by) == 0 {
                magnitude <<= by;
                e -= by;
            }
        };
        step(16);
        step(8);
        step(4);
        step(2);
        step(1);
    }
    // The top bit is the hidden one, which carries into the exponent.
    let high = (word & SIGN | e << 20) + (magnitude >> 11);
    (high as u64) << 32 | (magnitude << 21) as u64
}

/// Of 20 bits, one of which is set.
#[inline(always)]
fn leading_zeros(mut x: u32) -> u32 {
    if cfg!(target_arch = "arm") {
        return x.leading_zeros();
    }
    let mut zeros = 11;
    let mut step = |by: u32| {
        if x >> (21 - by) == 0 {
            x <<= by;
            zeros += by;
        }
    };
    step(10);
    step(5);
    while x < HIDDEN {
        x <<= 1;
        zeros += 1;
    }
    zeros
}

/// Product of two words, in two words.
#[inline(always)]
fn wide(x: u32, y: u32) -> (u32, u32) {
    halves(x as u64 * y as u64)
}

/// `x * y`.
#[inline(always)]
pub fn mul(x: u64, y: u64) -> Option<u64> {
    let ((xh, xl), (yh, yl)) = (halves(x), halves(y));
    let (ex, ey) = (exponent(xh), exponent(yh));
    if ex.wrapping_sub(1) >= TOO_LARGE - 1 || ey.wrapping_sub(1) >= TOO_LARGE - 1 {
        let zero = (xh << 1 | xl == 0 && ey != TOO_LARGE) || (yh << 1 | yl == 0 && ex != TOO_LARGE);
        return zero.then_some(((xh ^ yh) as u64) << 32 & 1 << 63);
    }
    // The mantissa of `y` up to the top of its words: the upper two words of the product are the mantissa.
    let (mx, my, my_low) = (mantissa(xh), SIGN | yh << 11 | yl >> 21, yl << 11);
    let (low, a, b, top) = (
        wide(xl, my_low),
        wide(mx, my_low),
        wide(xl, my),
        wide(mx, my),
    );
    let (rest, c1) = low.0.overflowing_add(a.1);
    let (mut rest, c2) = rest.overflowing_add(b.1);
    let (l, c3) = top.1.overflowing_add(b.0);
    let (mut l, c4) = l.overflowing_add(a.0 + c1 as u32 + c2 as u32);
    let mut h = top.0 + c3 as u32 + c4 as u32;
    let mut e = ex + ey;
    // The fourth word counts only where the third one is just half.
    if h < HIDDEN {
        h = h << 1 | l >> 31;
        l = l << 1 | rest >> 31;
        rest = rest << 1 | (low.1 != 0) as u32;
        e -= 1;
    } else if rest == HALF {
        rest |= (low.1 != 0) as u32;
    }
    let e = e.wrapping_sub(1023);
    if e >= TOO_LARGE - 1 {
        return None;
    }
    Some(round((xh ^ yh) & SIGN | e << 20, h, l, rest))
}
/// The upper word of a product.
#[inline(always)]
fn upper(x: u32, y: u32) -> u32 {
    wide(x, y).0
}

/// `x / y`.
#[inline(always)]
pub fn div(x: u64, y: u64) -> Option<u64> {
    let ((xh, xl), (yh, yl)) = (halves(x), halves(y));
    let (ex, ey) = (exponent(xh), exponent(yh));
    if ex.wrapping_sub(1) >= TOO_LARGE - 1 || ey.wrapping_sub(1) >= TOO_LARGE - 1 {
        return None;
    }
    let mut mx = (mantissa(xh) as u64) << 32 | xl as u64;
    let my = (mantissa(yh) as u64) << 32 | yl as u64;
    let mut e = ex.wrapping_sub(ey).wrapping_add(1022);
    if mx < my {
        mx <<= 1;
        e = e.wrapping_sub(1);
    }
    if e >= TOO_LARGE - 1 {
        return None;
    }
    // 2^83 / my, too small by at most four parts in 2^30: an inverse of 16 bits and one step of Newton's method.
    let d = (my >> 21) as u32;
    let inverse = (u32::MAX / ((d >> 16) + 1)) << 15;
    let inverse = upper(inverse, 0u32.wrapping_sub(upper(d, inverse))).wrapping_sub(2);
    // mx * 2^29 / my, too small by less than 6, and 2^23 times what is left, too small by less than 1.3.
    let q = upper((mx >> 22) as u32, inverse);
    let rest = (mx << 29).wrapping_sub(my.wrapping_mul(q as u64));
    let p = upper((rest >> 24) as u32, inverse) >> 4;
    let rest = (rest << 23).wrapping_sub(my.wrapping_mul(p as u64));
    // So one step up both corrects and rounds. It is never just half.
    let up = rest << 1 > my;
    let quotient = ((q as u64) << 23) + p as u64 + up as u64;
    Some(((((xh ^ yh) & SIGN) as u64) << 32 | (e as u64) << 52) + quotient)
}
