//! Arithmetic of integers of any size on 32-bit limbs: sums, products, Knuth's division, shifts, bitwise operators of
//! two's complement, comparison, and the two ways between integers and doubles. Leaf functions that make one object
//! each and use integer instructions only. Single limbs take a short way.

use crate::cx::{Cx, Stop};
use crate::object::number::{Limbs, divide_two};
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
    limbs: &'h [u32],
}

// No limbs means zero, which `is_zero` says.
#[allow(clippy::len_without_is_empty)]
impl<'h> Int<'h> {
    pub const ZERO: Int<'static> = Int {
        negative: false,
        low: 0,
        limbs: &[],
    };

    /// View of an integer; `None` for anything else.
    pub fn of(cx: &'h Cx, v: Value<'h>) -> Option<Int<'h>> {
        let v = cx.builtin_payload(v).unwrap_or(v);
        match v.as_small_or_bool() {
            Some(n) => Some(Int::small(n)),
            None => Some(Int::large(cx.int_limbs(v)?)),
        }
    }
    /// View of a number without an object.
    #[inline(always)]
    pub fn small(n: i32) -> Int<'h> {
        Int {
            negative: n < 0,
            low: n.unsigned_abs(),
            limbs: &[],
        }
    }
    /// View of an integer object.
    #[inline(always)]
    pub fn large((negative, limbs): (bool, Limbs<'h>)) -> Int<'h> {
        Int {
            negative,
            low: 0,
            limbs: limbs.words(),
        }
    }
    /// Limbs without leading zeros; 0 for zero.
    pub fn len(self) -> u32 {
        self.digits().len() as u32
    }
    pub fn is_zero(self) -> bool {
        self.len() == 0
    }
    #[inline(always)]
    pub fn limb(self, i: u32) -> u32 {
        self.digits().get(i as usize).copied().unwrap_or(0)
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
    /// The magnitude.
    #[inline(always)]
    fn digits(&self) -> &[u32] {
        if self.low == 0 {
            self.limbs
        } else {
            core::slice::from_ref(&self.low)
        }
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
pub fn add<'h>(cx: &'h Cx, x: &Int<'_>, y: &Int<'_>, subtract: bool) -> Result<Value<'h>, Stop> {
    let (mut a, mut b) = (x.digits(), y.digits());
    let (mut negative, y_negative) = (x.negative, y.negative != subtract);
    if let ([p], [q]) = (a, b) {
        let term = |negative: bool, n: u32| if negative { -(n as i64) } else { n as i64 };
        return cx.new_int(term(negative, *p) + term(y_negative, *q));
    }
    let same = x.negative == y_negative;
    if a.len() < b.len() || !same && a.len() == b.len() && x.compare_magnitude(*y).is_lt() {
        (a, b) = (b, a);
        negative = y_negative;
    }
    let len = a.len() as u32;
    if same {
        return cx.new_int_with(negative, len + 1, |mut to| {
            let (mut to, mut carry) = (to.words().iter_mut(), false);
            let (low, high) = a.split_at_checked(b.len()).unwrap_or_default();
            for ((a, b), to) in low.iter().zip(b).zip(&mut to) {
                let (d, c1) = a.overflowing_add(*b);
                let (d, c2) = d.overflowing_add(carry as u32);
                *to = d;
                carry = c1 || c2;
            }
            for (a, to) in high.iter().zip(&mut to) {
                (*to, carry) = a.overflowing_add(carry as u32);
            }
            if let Some(to) = to.next() {
                *to = carry as u32;
            }
        });
    }
    cx.new_int_with(negative, len, |mut to| {
        let (mut to, mut borrow) = (to.words().iter_mut(), false);
        let (low, high) = a.split_at_checked(b.len()).unwrap_or_default();
        for ((a, b), to) in low.iter().zip(b).zip(&mut to) {
            let (d, b1) = a.overflowing_sub(*b);
            let (d, b2) = d.overflowing_sub(borrow as u32);
            *to = d;
            borrow = b1 || b2;
        }
        for (a, to) in high.iter().zip(&mut to) {
            (*to, borrow) = a.overflowing_sub(borrow as u32);
        }
    })
}

/// `x * y`.
pub fn mul<'h>(cx: &'h Cx, x: &Int<'_>, y: &Int<'_>) -> Result<Value<'h>, Stop> {
    let (mut a, mut b) = (x.digits(), y.digits());
    let negative = x.negative != y.negative;
    if let ([p], [q]) = (a, b) {
        return cx.new_int_of(negative, *p as u64 * *q as u64);
    }
    if a.len() > b.len() {
        // Few long rows cost less than many short ones.
        (a, b) = (b, a);
    }
    let Some((lowest, others)) = a.split_first().filter(|_| !b.is_empty()) else {
        return Ok(Value::int(0));
    };
    cx.new_int_with(negative, (a.len() + b.len()) as u32, |mut to| {
        // Each row writes one limb more than the one before; so the first is not added to anything.
        let mut rest = to.words();
        let mut carry = 0;
        let mut row = rest.iter_mut();
        for (digit, to) in b.iter().zip(&mut row) {
            let product = *lowest as u64 * *digit as u64 + carry as u64;
            *to = product as u32;
            carry = (product >> 32) as u32;
        }
        if let Some(to) = row.next() {
            *to = carry;
        }
        for by in others {
            rest = rest.get_mut(1..).unwrap_or_default();
            let mut carry = 0;
            let mut row = rest.iter_mut();
            for (digit, to) in b.iter().zip(&mut row) {
                let sum = *by as u64 * *digit as u64 + *to as u64 + carry as u64;
                *to = sum as u32;
                carry = (sum >> 32) as u32;
            }
            if let Some(to) = row.next() {
                *to = carry;
            }
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
pub fn divide<'h>(cx: &'h Cx, x: &Int<'_>, y: &Int<'_>, part: Part) -> Result<Value<'h>, Stop> {
    let (x_digits, v) = (x.digits(), y.digits());
    let Some(divisor) = Divisor::of(v) else {
        return Ok(Value::int(0));
    };
    let mixed = x.negative != y.negative;
    let negative = if part == Part::Quotient {
        mixed
    } else {
        y.negative
    };
    // Limbs from n on hold the quotient digits that are done, limbs below the remainder so far.
    let n = v.len();
    let len = x_digits.len().max(n) + 1;
    cx.new_int_cut(negative, len as u32, |mut to| {
        let u = to.words();
        let mut digits = x_digits.iter();
        for to in u.iter_mut() {
            *to = digits.next().copied().unwrap_or(0);
        }
        for j in (0..(x_digits.len() + 1).saturating_sub(n)).rev() {
            if let Some((window, _)) = u.get_mut(j..).and_then(|u| u.split_at_mut_checked(n + 1)) {
                divisor.quotient_digit(window);
            }
        }
        let (rest, quotient) = u.split_at_mut_checked(n).unwrap_or_default();
        let round = mixed && rest.iter().any(|r| *r != 0);
        if part == Part::Quotient {
            // Rounding down may carry into one limb more; the remainder below has room for it.
            let (digits, mut carry) = (quotient.len(), round);
            for i in 0..digits {
                let digit = u.get(i + n).copied().unwrap_or(0);
                if let Some(to) = u.get_mut(i) {
                    (*to, carry) = digit.overflowing_add(carry as u32);
                }
            }
            if let Some(to) = u.get_mut(digits) {
                *to = carry as u32;
            }
            return digits as u32 + 1;
        }
        if round {
            let mut borrow = false;
            for (r, y) in rest.iter_mut().zip(v) {
                let (d, b1) = y.overflowing_sub(*r);
                let (d, b2) = d.overflowing_sub(borrow as u32);
                *r = d;
                borrow = b1 || b2;
            }
        }
        n as u32
    })
}

/// What Knuth's algorithm D needs of a divisor. It wants the top bit of the divisor set; here only the limbs that
/// quotient digits are guessed from are shifted for that, not the numbers themselves.
struct Divisor<'v> {
    v: &'v [u32],
    by: u32,
    /// Its two highest limbs, shifted.
    high: u32,
    second: u32,
}

impl<'v> Divisor<'v> {
    fn of(v: &'v [u32]) -> Option<Divisor<'v>> {
        let by = v.last()?.leading_zeros();
        Some(Divisor {
            v,
            by,
            high: shifted_from_top(v, 1, by),
            second: shifted_from_top(v, 2, by),
        })
    }

    /// One step of the algorithm: subtracts as many divisors as possible from `u`, which is one limb longer and gets the
    /// quotient digit as its top limb.
    #[inline(always)]
    fn quotient_digit(&self, u: &mut [u32]) {
        let &Divisor {
            v,
            by,
            high,
            second,
        } = self;
        let next = shifted_from_top(u, 2, by);
        let top = shifted_from_top(u, 1, by);
        if top == 0 && next < high {
            return;
        }
        let (mut q, mut r) = if top < high {
            let (q, r) = divide_two(top, next, high);
            (q, r as u64)
        } else {
            (u32::MAX, next as u64 + high as u64)
        };
        if second != 0 {
            let third = shifted_from_top(u, 3, by);
            while r >> 32 == 0 && q as u64 * second as u64 > (r << 32 | third as u64) {
                q -= 1;
                r += high as u64;
            }
        }
        let Some((last, low)) = u.split_last_mut() else {
            return;
        };
        let mut carry = 0;
        for (u, v) in low.iter_mut().zip(v) {
            let product = q as u64 * *v as u64 + carry as u64;
            let (d, borrow) = u.overflowing_sub(product as u32);
            *u = d;
            carry = (product >> 32) as u32 + borrow as u32;
        }
        if *last < carry {
            // One too many.
            q -= 1;
            let mut carry = false;
            for (u, v) in low.iter_mut().zip(v) {
                let (d, c1) = u.overflowing_add(*v);
                let (d, c2) = d.overflowing_add(carry as u32);
                *u = d;
                carry = c1 || c2;
            }
        }
        *last = q;
    }
}

/// Limb `i` from the top, counted from 1, of the number shifted left by less than 32 bits; 0 beyond the lowest.
#[inline(always)]
fn shifted_from_top(limbs: &[u32], i: usize, by: u32) -> u32 {
    let limb = |i: usize| {
        let at = limbs.len().wrapping_sub(i);
        limbs.get(at).copied().unwrap_or(0)
    };
    limb(i) << by | limb(i + 1) >> 1 >> (31 - by)
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
