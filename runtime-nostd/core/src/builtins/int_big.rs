//! Arithmetic of integers of any size on 32-bit limbs: sums, products, Knuth's division, shifts, bitwise operators of
//! two's complement, comparison, and the two ways between integers and doubles. Leaf functions that make one object
//! each and use integer instructions only. Values that fit 64 bits take a short way.

use crate::cx::{Cx, Stop};
use crate::object::number::Limbs;
use crate::object::value::Value;
use crate::wk::ty;
use core::cmp::Ordering;
use mpf_bytecode::BinaryOp;

/// Sign and magnitude of an int, bool or instance of an int subclass.
#[derive(Clone, Copy)]
pub struct Int<'h> {
    pub negative: bool,
    /// The magnitude when there are no limbs.
    low: u32,
    limbs: Option<Limbs<'h>>,
}

// No limbs means zero, which `is_zero` says.
#[allow(clippy::len_without_is_empty)]
impl<'h> Int<'h> {
    pub const ZERO: Int<'static> = Int {
        negative: false,
        low: 0,
        limbs: None,
    };

    /// View of an integer; `None` for anything else.
    pub fn of(cx: &'h Cx, v: Value<'h>) -> Option<Int<'h>> {
        let v = cx.builtin_payload(v).unwrap_or(v);
        if let Some(n) = v.as_small_or_bool() {
            return Some(Int {
                negative: n < 0,
                low: n.unsigned_abs(),
                limbs: None,
            });
        }
        let (negative, limbs) = cx.int_limbs(v)?;
        Some(Int {
            negative,
            low: 0,
            limbs: Some(limbs),
        })
    }
    /// Limbs without leading zeros; 0 for zero.
    pub fn len(self) -> u32 {
        match self.limbs {
            Some(limbs) => limbs.len(),
            None => (self.low != 0) as u32,
        }
    }
    pub fn is_zero(self) -> bool {
        self.len() == 0
    }
    #[inline(always)]
    pub fn limb(self, i: u32) -> u32 {
        match self.limbs {
            Some(limbs) => limbs.get(i),
            None if i == 0 => self.low,
            None => 0,
        }
    }
    /// Bits of the magnitude.
    pub fn bits(self) -> u32 {
        match self.len().checked_sub(1) {
            Some(top) => top * 32 + 32 - self.limb(top).leading_zeros(),
            None => 0,
        }
    }
    /// Limb `i` of the magnitude shifted left by less than 32 bits.
    #[inline(always)]
    fn shifted(self, i: u32, by: u32) -> u32 {
        let high = self.limb(i) << by;
        if by == 0 || i == 0 {
            high
        } else {
            high | self.limb(i - 1) >> (32 - by)
        }
    }
    /// The number when it fits 64 bits.
    fn small(self) -> Option<i64> {
        if self.len() > 2 {
            return None;
        }
        let m = i64::try_from(self.limb(0) as u64 | (self.limb(1) as u64) << 32).ok()?;
        Some(if self.negative { -m } else { m })
    }
    /// Compares magnitudes.
    fn compare_magnitude(self, other: Int<'_>) -> Ordering {
        let mut order = self.len().cmp(&other.len());
        let mut i = self.len();
        while order.is_eq() && i > 0 {
            i -= 1;
            order = self.limb(i).cmp(&other.limb(i));
        }
        order
    }
    /// Compares numbers.
    pub fn compare(self, other: Int<'_>) -> Ordering {
        match (self.negative, other.negative) {
            (false, false) => self.compare_magnitude(other),
            (true, true) => other.compare_magnitude(self),
            (true, false) => Ordering::Less,
            (false, true) => Ordering::Greater,
        }
    }
    /// Whether any of the lowest `n` bits is set.
    pub fn any_below(self, n: u32) -> bool {
        let whole = n / 32;
        (0..whole.min(self.len())).any(|i| self.limb(i) != 0)
            || !n.is_multiple_of(32) && self.limb(whole) & ((1 << (n % 32)) - 1) != 0
    }
    /// 64 bits from bit `n` on.
    pub fn bits_from(self, n: u32) -> u64 {
        let (i, by) = (n / 32, n % 32);
        let low = self.limb(i) as u64 | (self.limb(i + 1) as u64) << 32;
        if by == 0 {
            low
        } else {
            low >> by | (self.limb(i + 2) as u64) << (64 - by)
        }
    }
    /// The nearest double; `None` when it is beyond the largest one.
    pub fn to_f64(self) -> Option<f64> {
        let bits = self.bits();
        if bits <= 64 {
            return pack(self.negative, self.bits_from(0), 0);
        }
        let cut = bits - 64;
        pack(
            self.negative,
            self.bits_from(cut) | self.any_below(cut) as u64,
            cut as i32,
        )
    }
}

/// The double nearest to `mantissa * 2^exponent` (ties to even; the lowest bit may stand for more bits below it).
/// `None` when it is beyond the largest double.
pub fn pack(negative: bool, mantissa: u64, exponent: i32) -> Option<f64> {
    let sign = (negative as u64) << 63;
    if mantissa == 0 {
        return Some(f64::from_bits(sign));
    }
    let zeros = mantissa.leading_zeros();
    let m = mantissa << zeros;
    // m * 2^(top - 63), m in [2^63, 2^64)
    let top = exponent - zeros as i32 + 63;
    if top > 1023 {
        return None;
    }
    let cut = 11 + (-1022 - top).max(0);
    if cut > 64 {
        return Some(f64::from_bits(sign));
    }
    let kept = if cut == 64 { 0 } else { m >> cut };
    let half = 1u64 << (cut - 1);
    let rest = m & (half | (half - 1));
    let up = rest > half || rest == half && kept & 1 != 0;
    // The carry of rounding goes into the exponent as it should.
    let bits = kept
        + up as u64
        + if top < -1022 {
            0
        } else {
            ((top + 1022) as u64) << 52
        };
    if bits >> 52 >= 0x7FF {
        None
    } else {
        Some(f64::from_bits(sign | bits))
    }
}

/// Whole part of a finite double as an integer.
pub fn from_f64(cx: &Cx, x: f64) -> Result<Value<'_>, Stop> {
    let word = x.to_bits();
    let negative = word >> 63 != 0;
    let exponent = (word >> 52 & 0x7FF) as i32 - 1075;
    let mantissa = word & ((1 << 52) - 1) | 1 << 52;
    match exponent {
        972.. => Err(not_finite(cx, x).into()),
        ..=-53 => Ok(Value::int(0)),
        -52..=0 => {
            let n = (mantissa >> -exponent) as i64;
            cx.new_int(if negative { -n } else { n })
        }
        _ => scaled(cx, negative, mantissa, exponent as u32),
    }
}

#[cold]
fn not_finite(cx: &Cx, x: f64) -> crate::cx::Raised {
    if x.is_nan() {
        return cx.value_error("cannot convert float NaN to integer", &[]);
    }
    cx.raise(
        ty::OverflowError(cx),
        "cannot convert float infinity to integer",
        &[],
    )
}

/// `mantissa * 2^shift`.
pub fn scaled(cx: &Cx, negative: bool, mantissa: u64, shift: u32) -> Result<Value<'_>, Stop> {
    let (limbs, by) = (shift / 32, shift % 32);
    let wide = (mantissa as u128) << by;
    cx.new_int_with(negative, limbs + 3, |mut to| {
        for i in 0..limbs {
            to.set(i, 0);
        }
        for i in 0..3 {
            to.set(limbs + i, (wide >> (32 * i)) as u32);
        }
    })
}

/// `x + y`, or `x - y`.
pub fn add<'h>(cx: &'h Cx, x: Int<'h>, y: Int<'h>, subtract: bool) -> Result<Value<'h>, Stop> {
    if let (Some(x), Some(y)) = (x.small(), y.small())
        && let Some(n) = if subtract {
            x.checked_sub(y)
        } else {
            x.checked_add(y)
        }
    {
        return cx.new_int(n);
    }
    if x.negative == (y.negative != subtract) {
        return cx.new_int_with(x.negative, x.len().max(y.len()) + 1, |mut to| {
            let mut carry = 0u64;
            for i in 0..to.len() {
                carry += x.limb(i) as u64 + y.limb(i) as u64;
                to.set(i, carry as u32);
                carry >>= 32;
            }
        });
    }
    let swap = x.compare_magnitude(y).is_lt();
    let (large, less) = if swap { (y, x) } else { (x, y) };
    cx.new_int_with(x.negative != swap, large.len(), |mut to| {
        let mut borrow = false;
        for i in 0..to.len() {
            let (d, b1) = large.limb(i).overflowing_sub(less.limb(i));
            let (d, b2) = d.overflowing_sub(borrow as u32);
            to.set(i, d);
            borrow = b1 || b2;
        }
    })
}

/// `x * y`.
pub fn mul<'h>(cx: &'h Cx, x: Int<'h>, y: Int<'h>) -> Result<Value<'h>, Stop> {
    if let (Some(x), Some(y)) = (x.small(), y.small())
        && let Some(n) = x.checked_mul(y)
    {
        return cx.new_int(n);
    }
    cx.new_int_with(x.negative != y.negative, x.len() + y.len(), |mut to| {
        for i in 0..to.len() {
            to.set(i, 0);
        }
        for i in 0..x.len() {
            let (by, mut carry) = (x.limb(i) as u64, 0u64);
            for j in 0..y.len() {
                carry += by * y.limb(j) as u64 + to.get(i + j) as u64;
                to.set(i + j, carry as u32);
                carry >>= 32;
            }
            to.set(i + y.len(), carry as u32);
        }
    })
}

/// Which result of a division.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Part {
    Quotient,
    Remainder,
}

/// `x // y` or `x % y`, rounded towards minus infinity; `y` is not 0 (else the result is 0).
pub fn divide<'h>(cx: &'h Cx, x: Int<'h>, y: Int<'h>, part: Part) -> Result<Value<'h>, Stop> {
    let Some(top) = y.len().checked_sub(1) else {
        return Ok(Value::int(0));
    };
    if let (Some(x), Some(y)) = (x.small(), y.small())
        && let (Some(mut q), Some(mut r)) = (x.checked_div(y), x.checked_rem(y))
    {
        if r != 0 && (r ^ y) < 0 {
            q -= 1;
            r += y;
        }
        return cx.new_int(if part == Part::Quotient { q } else { r });
    }
    let mixed = x.negative != y.negative;
    let negative = if part == Part::Quotient {
        mixed
    } else {
        y.negative
    };
    let n = top + 1;
    let by = y.limb(top).leading_zeros();
    // Limbs from n on hold the quotient digits that are done, limbs below the remainder so far.
    cx.new_int_with(negative, x.len().max(n) + 1, |mut u| {
        for i in 0..u.len() {
            u.set(i, x.shifted(i, by));
        }
        for j in (0..(x.len() + 1).saturating_sub(n)).rev() {
            let q = quotient_digit(&mut u, y, n, j, by);
            u.set(j + n, q);
        }
        let inexact = (0..n).any(|i| u.get(i) != 0);
        if part == Part::Quotient {
            let mut carry = (mixed && inexact) as u32;
            for i in 0..u.len() {
                let (q, over) = u.get(i + n).overflowing_add(carry);
                u.set(i, q);
                carry = over as u32;
            }
            return;
        }
        let mut borrow = false;
        for i in 0..u.len() {
            let next = if i + 1 < n { u.get(i + 1) } else { 0 };
            let mut r = if by == 0 {
                u.get(i)
            } else {
                u.get(i) >> by | next << (32 - by)
            };
            if i >= n {
                r = 0;
            } else if mixed && inexact {
                let (d, b1) = y.limb(i).overflowing_sub(r);
                let (d, b2) = d.overflowing_sub(borrow as u32);
                r = d;
                borrow = b1 || b2;
            }
            u.set(i, r);
        }
    })
}

/// One step of Knuth's algorithm D: the digit `j` of the quotient of `u` and `y` shifted left by `by`; subtracts.
fn quotient_digit(
    u: &mut crate::object::number::LimbsMut<'_>,
    y: Int<'_>,
    n: u32,
    j: u32,
    by: u32,
) -> u32 {
    let v = |i: u32| y.shifted(i, by) as u64;
    let high = v(n - 1);
    let second = if n > 1 { v(n - 2) } else { 0 };
    let third = if j + n > 1 {
        u.get(j + n - 2) as u64
    } else {
        0
    };
    let two = (u.get(j + n) as u64) << 32 | u.get(j + n - 1) as u64;
    let Some(mut q) = two.checked_div(high) else {
        return 0;
    };
    let mut r = two.wrapping_sub(q * high);
    while q >> 32 != 0 || q * second > (r << 32 | if n > 1 { third } else { 0 }) {
        q -= 1;
        r += high;
        if r >> 32 != 0 {
            break;
        }
    }
    let (mut carry, mut borrow) = (0u64, false);
    for i in 0..=n {
        if i < n {
            carry += q * v(i);
        }
        let (d, b1) = u.get(i + j).overflowing_sub(carry as u32);
        let (d, b2) = d.overflowing_sub(borrow as u32);
        u.set(i + j, d);
        borrow = b1 || b2;
        carry >>= 32;
    }
    if borrow {
        q -= 1;
        let mut carry = 0u64;
        for i in 0..=n {
            carry += u.get(i + j) as u64 + if i < n { v(i) } else { 0 };
            u.set(i + j, carry as u32);
            carry >>= 32;
        }
    }
    q as u32
}

/// `x << by`.
pub fn shift_left<'h>(cx: &'h Cx, x: Int<'h>, by: u32) -> Result<Value<'h>, Stop> {
    let (limbs, by) = (by / 32, by % 32);
    cx.new_int_with(x.negative, limbs + x.len() + 1, |mut to| {
        for i in 0..to.len() {
            to.set(
                i,
                if i < limbs {
                    0
                } else {
                    x.shifted(i - limbs, by)
                },
            );
        }
    })
}

/// `x >> by`, rounded towards minus infinity.
pub fn shift_right<'h>(cx: &'h Cx, x: Int<'h>, by: u32) -> Result<Value<'h>, Stop> {
    if by >= x.bits() {
        return Ok(Value::int(-(x.negative as i32)));
    }
    let (limbs, bits) = (by / 32, by % 32);
    let mut carry = (x.negative && x.any_below(by)) as u32;
    cx.new_int_with(x.negative, x.len() - limbs + 1, |mut to| {
        for i in 0..to.len() {
            let high = if bits == 0 {
                0
            } else {
                x.limb(i + limbs + 1) << (32 - bits)
            };
            let (m, over) = (x.limb(i + limbs) >> bits | high).overflowing_add(carry);
            to.set(i, m);
            carry = over as u32;
        }
    })
}

/// The next limb of a number in two's complement, from its magnitude; `carry` begins as the sign.
fn complement(limb: u32, negative: bool, carry: &mut bool) -> u32 {
    if !negative {
        return limb;
    }
    let (limb, over) = (!limb).overflowing_add(*carry as u32);
    *carry = over;
    limb
}

/// `x & y`, `x | y`, `x ^ y`.
pub fn bitwise<'h>(cx: &'h Cx, x: Int<'h>, y: Int<'h>, op: BinaryOp) -> Result<Value<'h>, Stop> {
    let apply = |a: u32, b: u32| match op {
        BinaryOp::And => a & b,
        BinaryOp::Or => a | b,
        _ => a ^ b,
    };
    let negative = apply(x.negative as u32, y.negative as u32) != 0;
    cx.new_int_with(negative, x.len().max(y.len()) + 1, |mut to| {
        let (mut cx, mut cy, mut cr) = (x.negative, y.negative, negative);
        for i in 0..to.len() {
            let a = complement(x.limb(i), x.negative, &mut cx);
            let b = complement(y.limb(i), y.negative, &mut cy);
            to.set(i, complement(apply(a, b), negative, &mut cr));
        }
    })
}

/// `-x` or, for `negative` false, the absolute value.
pub fn with_sign<'h>(cx: &'h Cx, x: Int<'h>, negative: bool) -> Result<Value<'h>, Stop> {
    cx.new_int_with(negative, x.len(), |mut to| {
        for i in 0..to.len() {
            to.set(i, x.limb(i));
        }
    })
}

/// `x / y` of numbers below 2^32 as the nearest double, by binary long division; `y` is not 0.
pub fn ratio(negative: bool, x: u32, y: u32) -> f64 {
    if x == 0 || y == 0 {
        return if negative { -0.0 } else { 0.0 };
    }
    let (zx, zy) = (x.leading_zeros(), y.leading_zeros());
    let (mut rest, y) = ((x << zx) as u64, (y << zy) as u64);
    let mut q = 0u64;
    for _ in 0..56 {
        q <<= 1;
        if rest >= y {
            rest -= y;
            q |= 1;
        }
        rest <<= 1;
    }
    pack(
        negative,
        q << 1 | (rest != 0) as u64,
        zy as i32 - zx as i32 - 56,
    )
    .unwrap_or(0.0)
}
