//! Powers of integers: `x ** n`, and `pow(x, n, m)` with the inverse for negative exponents. Results that cannot be
//! represented are refused before any work is done.

use super::int_big::{self, Int, Part};
use crate::cx::{Cx, Raised, Slot, Stop};
use crate::native::TypeSlot;
use crate::object::header::MAX_WORDS;
use crate::object::value::Value;
use crate::protocol::text::call_slot;
use mpf_bytecode::BinaryOp;

/// Two ints; what is none counts as 0 (callers check).
pub fn pair<'h>(cx: &'h Cx, a: Slot, b: Slot) -> (Int<'h>, Int<'h>) {
    let int = |s| Int::of(cx, cx.get(s)).unwrap_or(Int::ZERO);
    (int(a), int(b))
}

/// `dst = base ** exponent`; both are ints.
pub fn power(cx: &mut Cx, base: Slot, exponent: Slot, dst: Slot) -> Result<(), Raised> {
    let (x, n) = pair(cx, base, exponent);
    if n.negative {
        return float_power(cx, base, exponent, dst);
    }
    let bits = x.bits();
    if bits <= 1 {
        // 0, 1 or -1.
        let odd = n.limb(0) & 1 != 0;
        let one = if x.is_zero() {
            n.is_zero() as i32
        } else if x.negative && odd {
            -1
        } else {
            1
        };
        cx.set(dst, Value::int(one));
        return Ok(());
    }
    let times = n.limb(0);
    if n.len() > 1 || (bits - 1) as u64 * times as u64 > MAX_WORDS as u64 * 32 {
        return Err(cx.raise_memory());
    }
    let (mut f, s) = cx.frame(2)?;
    f.set(s.at(0), Value::int(1));
    f.set(s.at(1), f.get(base));
    // From the top bit down: square, then multiply by the base.
    for bit in (0..32 - times.leading_zeros()).rev() {
        f.make(s.at(0), |cx| product(cx, s.at(0), s.at(0)))?;
        if times >> bit & 1 != 0 {
            f.make(s.at(0), |cx| product(cx, s.at(0), s.at(1)))?;
        }
    }
    f.set(dst, f.get(s.at(0)));
    Ok(())
}

fn product(cx: &Cx, a: Slot, b: Slot) -> Result<Value<'_>, Stop> {
    let (x, y) = pair(cx, a, b);
    int_big::mul(cx, &x, &y)
}

fn modulo(cx: &Cx, a: Slot, m: Slot) -> Result<Value<'_>, Stop> {
    let (x, m) = pair(cx, a, m);
    int_big::divide(cx, &x, &m, Part::Remainder)
}

/// Negative exponents give floats: the float type's own operator does it.
fn float_power(cx: &mut Cx, base: Slot, exponent: Slot, dst: Slot) -> Result<(), Raised> {
    let (mut f, s) = cx.frame(2)?;
    let x = super::int_text::int_to_float(&mut f, base)?;
    f.make(s.at(0), |cx| cx.new_float(x))?;
    f.set(s.at(1), Value::int(BinaryOp::Pow as i32));
    match f.type_slot(f.get(s.at(0)), TypeSlot::Pow) {
        Some(slot) => call_slot(&mut f, slot, &[s.at(0), exponent, s.at(1)], dst),
        None => {
            f.set(dst, Value::NOT_IMPLEMENTED);
            Ok(())
        }
    }
}

/// `dst = pow(base, exponent, modulus)`; all are ints.
pub fn power_modulo(
    cx: &mut Cx,
    base: Slot,
    exponent: Slot,
    modulus: Slot,
    dst: Slot,
) -> Result<(), Raised> {
    let (n, m) = pair(cx, exponent, modulus);
    if m.is_zero() {
        return Err(cx.value_error("pow() 3rd argument cannot be 0", &[]));
    }
    let negative = n.negative;
    let (mut f, s) = cx.frame(2)?;
    f.make(s.at(1), |cx| modulo(cx, base, modulus))?;
    if negative {
        inverse(&mut f, s.at(1), modulus)?;
    }
    f.set(s.at(0), Value::int(1));
    f.make(s.at(0), |cx| modulo(cx, s.at(0), modulus))?;
    let mut bit = pair(&f, exponent, exponent).0.bits();
    while bit > 0 {
        bit -= 1;
        f.make(s.at(0), |cx| product(cx, s.at(0), s.at(0)))?;
        f.make(s.at(0), |cx| modulo(cx, s.at(0), modulus))?;
        if pair(&f, exponent, exponent).0.limb(bit / 32) >> (bit % 32) & 1 != 0 {
            f.make(s.at(0), |cx| product(cx, s.at(0), s.at(1)))?;
            f.make(s.at(0), |cx| modulo(cx, s.at(0), modulus))?;
        }
    }
    f.set(dst, f.get(s.at(0)));
    Ok(())
}

/// Replaces `a` by its inverse modulo `m` (extended Euclid).
fn inverse(cx: &mut Cx, a: Slot, m: Slot) -> Result<(), Raised> {
    let (mut f, s) = cx.frame(6)?;
    let (r0, r1, t0, t1, q, next) = (s.at(0), s.at(1), s.at(2), s.at(3), s.at(4), s.at(5));
    f.set(r0, f.get(m));
    f.set(r1, f.get(a));
    f.set(t0, Value::int(0));
    f.set(t1, Value::int(1));
    while !pair(&f, r1, r1).0.is_zero() {
        f.make(q, |cx| {
            let (x, y) = pair(cx, r0, r1);
            int_big::divide(cx, &x, &y, Part::Quotient)
        })?;
        f.make(next, |cx| modulo(cx, r0, r1))?;
        f.set(r0, f.get(r1));
        f.set(r1, f.get(next));
        f.make(q, |cx| product(cx, q, t1))?;
        f.make(next, |cx| {
            let (x, y) = pair(cx, t0, q);
            int_big::add(cx, &x, &y, true)
        })?;
        f.set(t0, f.get(t1));
        f.set(t1, f.get(next));
    }
    let gcd = pair(&f, r0, r0).0;
    if gcd.bits() != 1 {
        return Err(f.value_error("base is not invertible for the given modulus", &[]));
    }
    let minus = gcd.negative;
    f.make(a, |cx| {
        let x = pair(cx, t0, t0).0;
        int_big::with_sign(cx, x, x.negative != minus && !x.is_zero())
    })?;
    f.make(a, |cx| modulo(cx, a, m))
}
