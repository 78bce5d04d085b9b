//! The numeric builtin functions: abs, divmod, pow, round, bin, oct, hex.

use super::float;
use super::int_big::{self, Int, Part};
use super::int_pow::{self, pair};
use super::int_text::int_to_text;
use crate::cx::{Cx, Raised, Slot};
use crate::native::Args;
use crate::natives;
use crate::object::builder::StrBuilder;
use crate::object::value::Value;
use crate::protocol::{arithmetic, item};
use crate::wk::name;
use mpf_bytecode::{BinaryOp, UnaryOp};

#[unsafe(no_mangle)]
pub fn mpf_builtin_abs(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    let small = cx.arg(a, 0).as_small().map(i32::wrapping_abs);
    if let Some(v) = small.and_then(Value::small) {
        cx.ret(a, v);
        return Ok(());
    }
    if item::call_user(cx, a.slot(0), name::__abs__, &[], a.ret())? {
        return Ok(());
    }
    let v = cx.arg(a, 0);
    if let Some(x) = cx.float(v) {
        let x = f64::from_bits(x.to_bits() & !(1 << 63));
        return cx.make(a.ret(), |cx| cx.new_float(x));
    }
    if !cx.is_int(v) {
        return Err(cx.type_error("bad operand type for abs(): '{t}'", &[v]));
    }
    cx.make(a.ret(), |cx| {
        int_big::with_sign(cx, pair(cx, a.slot(0), a.slot(0)).0, false)
    })
}

#[unsafe(no_mangle)]
pub fn mpf_builtin_divmod(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    let (x, y) = (a.slot(0), a.slot(1));
    if arithmetic::by_methods(cx, name::__divmod__, name::__rdivmod__, None, x, y, a.ret())? {
        return Ok(());
    }
    let number = |v| cx.is_int(v) || cx.float(v).is_some();
    let (p, q) = (cx.get(x), cx.get(y));
    if !number(p) || !number(q) {
        return Err(arithmetic::unsupported_operands(cx, "divmod()", x, y));
    }
    let has_float = cx.float(p).is_some() || cx.float(q).is_some();
    if has_float && !item::truth(cx, y)? {
        return Err(super::int::zero_division(cx, "float divmod()"));
    }
    let (mut f, s) = cx.frame(2)?;
    arithmetic::binary(&mut f, BinaryOp::FloorDiv, x, y, s.at(0))?;
    arithmetic::binary(&mut f, BinaryOp::Mod, x, y, s.at(1))?;
    f.make(a.ret(), |cx| cx.new_tuple(2, |i| cx.get(s.at(i))))
}

#[unsafe(no_mangle)]
pub fn mpf_builtin_pow(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    let m = cx.arg(a, 2);
    if m.is_unbound() || m.is_none() {
        return arithmetic::binary(cx, BinaryOp::Pow, a.slot(0), a.slot(1), a.ret());
    }
    if (0..3).all(|i| cx.is_int(cx.arg(a, i))) {
        return int_pow::power_modulo(cx, a.slot(0), a.slot(1), a.slot(2), a.ret());
    }
    let user = item::call_user(
        cx,
        a.slot(0),
        name::__pow__,
        &[a.slot(1), a.slot(2)],
        a.ret(),
    )?;
    if user && !cx.get(a.ret()).is_not_implemented() {
        return Ok(());
    }
    if (0..3).any(|i| cx.float(cx.arg(a, i)).is_some()) {
        let text = "pow() 3rd argument not allowed unless all arguments are integers";
        return Err(cx.type_error(text, &[]));
    }
    let text = "unsupported operand type(s) for ** or pow(): '{t}', '{t}', '{t}'";
    Err(cx.type_error(text, &[cx.arg(a, 0), cx.arg(a, 1), cx.arg(a, 2)]))
}

#[unsafe(no_mangle)]
pub fn mpf_builtin_round(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    let places = cx.arg(a, 1);
    let whole = places.is_unbound() || places.is_none();
    let given: &[Slot] = if whole { &[] } else { &[a.slot(1)] };
    if item::call_user(cx, a.slot(0), name::__round__, given, a.ret())? {
        return Ok(());
    }
    let v = cx.arg(a, 0);
    if let Some(x) = cx.float(v) {
        if whole {
            return cx.make(a.ret(), |cx| float::round_to_int(cx, x));
        }
        let (mut f, s) = cx.frame(1)?;
        item::index_value(&mut f, a.slot(1), s.at(0))?;
        let places = item::clamped(&f, f.get(s.at(0)));
        let r = float::round_places(&f, x, places)?;
        return f.make(a.ret(), |cx| cx.new_float(r));
    }
    if !cx.is_int(v) {
        return Err(cx.type_error("type {t} doesn't define __round__ method", &[v]));
    }
    let (mut f, s) = cx.frame(1)?;
    let mut places = 0;
    if !whole {
        item::index_value(&mut f, a.slot(1), s.at(0))?;
        places = item::clamped(&f, f.get(s.at(0)));
    }
    if places >= 0 {
        let n = f.arg(a, 0);
        let n = f.builtin_payload(n).unwrap_or(n);
        match n.as_small_or_bool() {
            Some(n) => f.ret(a, Value::int(n)),
            None => f.ret(a, n),
        }
        return Ok(());
    }
    round_int(&mut f, a.slot(0), places.unsigned_abs(), a.ret())
}

/// `dst = n` rounded to a multiple of `10^digits`, halves to even.
fn round_int(cx: &mut Cx, n: Slot, digits: u64, dst: Slot) -> Result<(), Raised> {
    // 10^digits has more than 3 bits a digit: beyond that the result is 0.
    if digits > pair(cx, n, n).0.bits() as u64 / 3 + 1 {
        cx.set(dst, Value::int(0));
        return Ok(());
    }
    let (mut f, s) = cx.frame(3)?;
    let (power, rest, twice) = (s.at(0), s.at(1), s.at(2));
    f.set(power, Value::int(10));
    f.set(rest, Value::int(digits as i32));
    int_pow::power(&mut f, power, rest, power)?;
    f.make(rest, |cx| {
        let (x, p) = pair(cx, n, power);
        int_big::divide(cx, &x, &p, Part::Remainder)
    })?;
    f.make(twice, |cx| {
        let (r, _) = pair(cx, rest, rest);
        int_big::add(cx, &r, &r, false)
    })?;
    let (r, p) = pair(&f, twice, power);
    let order = r.compare(p);
    f.make(twice, |cx| {
        let (x, p) = pair(cx, n, power);
        int_big::divide(cx, &x, &p, Part::Quotient)
    })?;
    let odd = pair(&f, twice, twice).0.limb(0) & 1 != 0;
    let up = order.is_gt() || order.is_eq() && odd;
    f.make(twice, |cx| {
        let (x, r) = pair(cx, n, rest);
        int_big::add(cx, &x, &r, true)
    })?;
    if up {
        f.make(twice, |cx| {
            let (x, p) = pair(cx, twice, power);
            int_big::add(cx, &x, &p, false)
        })?;
    }
    f.set(dst, f.get(twice));
    Ok(())
}

/// `dst = ` the text of an int with sign, prefix and digits.
fn with_prefix(cx: &mut Cx, a: Args, base: u32, prefix: &'static str) -> Result<(), Raised> {
    let (mut f, s) = cx.frame(2)?;
    item::index_value(&mut f, a.slot(0), s.at(1))?;
    let mut b = StrBuilder::new(&f, s.at(0));
    if Int::of(&f, f.get(s.at(1))).is_some_and(|n| n.negative) {
        b.push(&mut f, "-")?;
        arithmetic::unary(&mut f, UnaryOp::Neg, s.at(1), s.at(1))?;
    }
    b.push(&mut f, prefix)?;
    int_to_text(&mut f, s.at(1), base, &mut b)?;
    b.finish(&mut f, a.ret())
}

#[unsafe(no_mangle)]
pub fn mpf_builtin_bin(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    with_prefix(cx, a, 2, "0b")
}

#[unsafe(no_mangle)]
pub fn mpf_builtin_oct(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    with_prefix(cx, a, 8, "0o")
}

#[unsafe(no_mangle)]
pub fn mpf_builtin_hex(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    with_prefix(cx, a, 16, "0x")
}

natives! {
    "" {
        Function full mpf_builtin_abs "abs(x, /)" [ARITHMETIC CALL];
        Function full mpf_builtin_divmod "divmod(x, y, /)" [ARITHMETIC CALL];
        Function full mpf_builtin_pow "pow(base, exp, mod=None)" [ARITHMETIC CALL];
        Function full mpf_builtin_round "round(number, ndigits=None)" [ARITHMETIC CALL INDEX];
        Function full mpf_builtin_bin "bin(number, /)" [INDEX];
        Function full mpf_builtin_oct "oct(number, /)" [INDEX];
        Function full mpf_builtin_hex "hex(number, /)" [INDEX];
    }
}
