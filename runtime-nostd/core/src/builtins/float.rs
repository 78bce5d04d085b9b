//! The type `float`: operators with the sign rules of CPython, exact comparison with ints, constructor, methods, and
//! rounding to decimal places through exact decimal text.

use super::float_rest::rest;
use super::float_text::{FloatStyle, float_format, parse_float};
use super::format_number::{mpf_float_format, mpf_float_repr};
use super::int::{copy_text, zero_division};
use super::int_big::{self, Int};
use super::int_text::{float_of, is_space};
use super::sequence::{compare_op, not_implemented, wrap};
use crate::cx::{Cx, Raised, Slot, Stop};
use crate::native::Args;
use crate::object::builder::ascii_str;
use crate::object::text::cut;
use crate::object::value::Value;
use crate::protocol::compare::decide;
use crate::protocol::{item, text};
use crate::wk::{name, ty};
use crate::{builtin_types, natives, operator_slots};
use core::cmp::Ordering;
use mpf_bytecode::{BinaryOp, CompareOp, UnaryOp};

const SIGN: u64 = 1 << 63;

/// `x` with the sign of `y`.
fn copy_sign(x: f64, y: f64) -> f64 {
    f64::from_bits(x.to_bits() & !SIGN | y.to_bits() & SIGN)
}

fn magnitude(x: f64) -> f64 {
    f64::from_bits(x.to_bits() & !SIGN)
}

/// A float, or an int as a float; `None` for anything else.
fn operand(cx: &Cx, v: Value<'_>) -> Result<Option<f64>, Raised> {
    let v = Value::from_bits(v.to_bits());
    if let Some(n) = v.as_small_or_bool() {
        return Ok(Some(n as f64));
    }
    if let Some(x) = cx.float(v) {
        return Ok(Some(x));
    }
    if cx.is_int(v) {
        float_of(cx, v).map(Some)
    } else {
        Ok(None)
    }
}

operator_slots! {
    binary {
        mpf_float_add Add;
        mpf_float_sub Sub;
        mpf_float_mul Mul;
        mpf_float_truediv TrueDiv;
        mpf_float_floordiv FloorDiv;
        mpf_float_mod Mod;
        mpf_float_pow Pow;
    }
}

/// Slots of the operators.
#[inline(always)]
fn binary(cx: &mut Cx, a: Args, op: BinaryOp) -> Result<(), Raised> {
    let (Some(x), Some(y)) = (operand(cx, cx.arg(a, 0))?, operand(cx, cx.arg(a, 1))?) else {
        return not_implemented(cx, a);
    };
    let zero = |message| {
        if y == 0.0 {
            Err(zero_division(cx, message))
        } else {
            Ok(())
        }
    };
    let r = match op {
        BinaryOp::Add => x + y,
        BinaryOp::Sub => x - y,
        BinaryOp::Mul => x * y,
        BinaryOp::TrueDiv => {
            zero("float division by zero")?;
            x / y
        }
        BinaryOp::FloorDiv => {
            zero("float floor division by zero")?;
            floor_divide(x, y)
        }
        BinaryOp::Mod => {
            zero("float modulo")?;
            modulo(x, y).0
        }
        _ => power(cx, x, y)?,
    };
    cx.make(a.ret(), |cx| cx.new_float(r))
}

/// Remainder with the sign of `y`, and whether a `y` was added to get it.
pub fn modulo(x: f64, y: f64) -> (f64, bool) {
    let r = rest(x, y);
    if r == 0.0 {
        return (copy_sign(0.0, y), false);
    }
    if (y < 0.0) != (r < 0.0) {
        (r + y, true)
    } else {
        (r, false)
    }
}

/// Quotient rounded down; `y` is not 0.
pub fn floor_divide(x: f64, y: f64) -> f64 {
    let r = rest(x, y);
    let mut q = (x - r) / y;
    if r != 0.0 && (y < 0.0) != (r < 0.0) {
        q -= 1.0;
    }
    if q == 0.0 {
        return copy_sign(0.0, x / y);
    }
    let floor = libm::floor(q);
    if q - floor > 0.5 { floor + 1.0 } else { floor }
}

/// `x ** y` with CPython's treatment of special cases.
fn power(cx: &Cx, x: f64, y: f64) -> Result<f64, Raised> {
    if y == 0.0 || x == 1.0 {
        return Ok(1.0);
    }
    if x.is_nan() || y.is_nan() {
        return Ok(f64::NAN);
    }
    if y.is_infinite() {
        let size = magnitude(x);
        return Ok(if size == 1.0 {
            1.0
        } else if (y > 0.0) == (size > 1.0) {
            f64::INFINITY
        } else {
            0.0
        });
    }
    let odd = rest(magnitude(y), 2.0) == 1.0;
    if x.is_infinite() {
        let r = if y > 0.0 { f64::INFINITY } else { 0.0 };
        return Ok(if odd { copy_sign(r, x) } else { r });
    }
    if x == 0.0 {
        if y < 0.0 {
            return Err(zero_division(
                cx,
                "0.0 cannot be raised to a negative power",
            ));
        }
        return Ok(if odd { x } else { 0.0 });
    }
    if x < 0.0 && libm::floor(y) != y {
        let text = "negative number cannot be raised to a fractional power (there are no complex numbers here)";
        return Err(cx.value_error(text, &[]));
    }
    let r = libm::pow(magnitude(x), y);
    if r.is_infinite() {
        return Err(cx.raise(
            ty::OverflowError(cx),
            "(34, 'Numerical result out of range')",
            &[],
        ));
    }
    Ok(if x < 0.0 && odd { -r } else { r })
}

/// Slot `Unary`.
#[unsafe(no_mangle)]
pub fn mpf_float_unary(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    let op = cx.arg(a, 1).as_small().unwrap_or(0);
    if op == UnaryOp::Invert as i32 {
        return not_implemented(cx, a);
    }
    let x = cx.float(cx.arg(a, 0)).unwrap_or(0.0);
    let x = if op == UnaryOp::Neg as i32 {
        f64::from_bits(x.to_bits() ^ SIGN)
    } else {
        x
    };
    cx.make(a.ret(), |cx| cx.new_float(x))
}

/// Order of a double and an int, exactly; `None` for not-a-number.
fn compare_int(x: f64, n: Int<'_>) -> Option<Ordering> {
    if !x.is_finite() {
        // An infinity is beyond every int; not-a-number compares with nothing.
        return x.partial_cmp(&0.0);
    }
    let bits = n.bits();
    if bits <= 53 {
        return x.partial_cmp(&n.to_f64()?);
    }
    if (x < 0.0) != n.negative {
        return Some(if n.negative {
            Ordering::Greater
        } else {
            Ordering::Less
        });
    }
    // Both on one side of zero. Numbers of 54 bits and more have no fraction.
    let exponent = (x.to_bits() >> 52 & 0x7FF) as i32 - 1022;
    let mut order = exponent.cmp(&(bits as i32));
    if order.is_eq() {
        let mantissa = (x.to_bits() & ((1 << 52) - 1) | 1 << 52) << 11;
        let (top, rest) = match bits.checked_sub(64) {
            Some(cut) => (n.bits_from(cut), n.any_below(cut)),
            None => (n.bits_from(0) << (64 - bits), false),
        };
        order = mantissa.cmp(&top);
        if order.is_eq() && rest {
            order = Ordering::Less;
        }
    }
    Some(if n.negative { order.reverse() } else { order })
}

/// Slot `Compare`.
#[unsafe(no_mangle)]
pub fn mpf_float_compare(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    let other = cx.arg(a, 1);
    let (Some(x), Some(op)) = (cx.float(cx.arg(a, 0)), compare_op(cx, a, 2)) else {
        return not_implemented(cx, a);
    };
    let order = match (cx.float(other), Int::of(cx, other)) {
        (Some(y), _) => x.partial_cmp(&y),
        (None, Some(n)) => compare_int(x, n),
        _ => return not_implemented(cx, a),
    };
    let holds = order.map_or(op == CompareOp::Ne, |order| decide(op, order));
    cx.ret(a, Value::bool(holds));
    Ok(())
}

/// Slot `Bool`.
#[unsafe(no_mangle)]
pub fn mpf_float_bool(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    let x = cx.float(cx.arg(a, 0)).unwrap_or(0.0);
    cx.ret(a, Value::bool(x != 0.0));
    Ok(())
}

/// Slot `New`: class, value.
#[unsafe(no_mangle)]
pub fn mpf_float_new(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    let (mut f, s) = cx.frame(1)?;
    let x = if f.arg(a, 1).is_unbound() {
        0.0
    } else {
        to_float(&mut f, a.slot(1))?
    };
    f.make(s.at(0), |cx| cx.new_float(x))?;
    wrap(&mut f, a.slot(0), ty::float, s.at(0), a.ret())
}

/// `float(v)`.
pub fn to_float(cx: &mut Cx, v: Slot) -> Result<f64, Raised> {
    let (mut f, s) = cx.frame(1)?;
    if item::call_user(&mut f, v, name::__float__, &[], s.at(0))? {
        let x = f.get(s.at(0));
        return f.float(x).ok_or_else(|| {
            f.type_error(
                "{t}.__float__ returned non-float (type {t})",
                &[f.get(v), x],
            )
        });
    }
    if let Some(x) = operand(&f, f.get(v))? {
        return Ok(x);
    }
    if copy_text(&mut f, v, s.at(0))? {
        let x = f
            .str(f.get(s.at(0)))
            .and_then(|t| parse_float(t.text().trim_matches(is_space)));
        if let Some(x) = x {
            return Ok(x);
        }
        text::repr(&mut f, v, s.at(0))?;
        return Err(f.value_error("could not convert string to float: {}", &[f.get(s.at(0))]));
    }
    if item::call_user(&mut f, v, name::__index__, &[], s.at(0))? {
        let n = f.get(s.at(0));
        if f.is_int(n) {
            return float_of(&f, n);
        }
        return Err(f.type_error("__index__ returned non-int (type {t})", &[n]));
    }
    Err(f.type_error(
        "float() argument must be a string or a real number, not '{t}'",
        &[f.get(v)],
    ))
}

/// The number in argument 0.
fn receiver(cx: &Cx, a: Args) -> Result<f64, Raised> {
    let v = cx.arg(a, 0);
    cx.float(v).ok_or_else(|| {
        cx.type_error(
            "descriptor of 'float' objects doesn't apply to a '{t}' object",
            &[v],
        )
    })
}

#[unsafe(no_mangle)]
pub fn mpf_float_conjugate(cx: &Cx, a: Args) -> Result<Value<'_>, Stop> {
    let x = receiver(cx, a)?;
    cx.new_float(x)
}

#[unsafe(no_mangle)]
pub fn mpf_float_imag(cx: &Cx, a: Args) -> Result<Value<'_>, Stop> {
    receiver(cx, a)?;
    cx.new_float(0.0)
}

#[unsafe(no_mangle)]
pub fn mpf_float_is_integer(cx: &Cx, a: Args) -> Result<Value<'_>, Stop> {
    let x = receiver(cx, a)?;
    Ok(Value::bool(x.is_finite() && libm::floor(x) == x))
}

#[unsafe(no_mangle)]
pub fn mpf_float_trunc(cx: &Cx, a: Args) -> Result<Value<'_>, Stop> {
    int_big::from_f64(cx, receiver(cx, a)?)
}

#[unsafe(no_mangle)]
pub fn mpf_float_floor(cx: &Cx, a: Args) -> Result<Value<'_>, Stop> {
    int_big::from_f64(cx, libm::floor(receiver(cx, a)?))
}

#[unsafe(no_mangle)]
pub fn mpf_float_ceil(cx: &Cx, a: Args) -> Result<Value<'_>, Stop> {
    int_big::from_f64(cx, libm::ceil(receiver(cx, a)?))
}

#[unsafe(no_mangle)]
pub fn mpf_float_as_integer_ratio(cx: &Cx, a: Args) -> Result<Value<'_>, Stop> {
    let x = receiver(cx, a)?;
    if x.is_nan() {
        return Err(cx
            .value_error("cannot convert NaN to integer ratio", &[])
            .into());
    }
    if x.is_infinite() {
        return Err(cx
            .raise(
                ty::OverflowError(cx),
                "cannot convert Infinity to integer ratio",
                &[],
            )
            .into());
    }
    let word = x.to_bits();
    let fraction = word & ((1 << 52) - 1);
    let (mut mantissa, mut exponent) = match (word >> 52) as i32 & 0x7FF {
        0 => (fraction, -1074),
        e => (fraction | 1 << 52, e - 1075),
    };
    if mantissa == 0 {
        exponent = 0;
    } else {
        let even = mantissa.trailing_zeros();
        mantissa >>= even;
        exponent += even as i32;
    }
    let top = int_big::scaled(
        cx,
        word & SIGN != 0 && mantissa != 0,
        mantissa,
        exponent.max(0) as u32,
    )?;
    let bottom = int_big::scaled(cx, false, 1, (-exponent).max(0) as u32)?;
    cx.new_tuple(2, |i| if i == 0 { top } else { bottom })
}

/// `round(x, places)`: the decimal number with that many places that is nearest to the exact value of `x`.
pub fn round_places(cx: &Cx, x: f64, places: i64) -> Result<f64, Raised> {
    if !x.is_finite() || x == 0.0 || places > 323 {
        return Ok(x);
    }
    let (zero, mut buffer) = (copy_sign(0.0, x), [0u8; 48]);
    if places < -308 {
        return Ok(zero);
    }
    let n = float_format(x, FloatStyle::Exponent, 16, false, &mut buffer);
    let shown = ascii_str(buffer.get(..n).unwrap_or(&[]));
    let exponent = decimal_exponent(shown);
    // Digits that stay. 17 digits identify any double.
    let digits = exponent as i64 + 1 + places;
    let r = match digits {
        18.. => return Ok(x),
        ..0 => return Ok(zero),
        0 => {
            let mut power = [0u8; 8];
            let half = parse_float(power_text(5, exponent, &mut power)).unwrap_or(f64::INFINITY);
            if magnitude(x) <= half {
                return Ok(zero);
            }
            parse_float(power_text(1, exponent + 1, &mut power))
        }
        _ => {
            let n = float_format(
                x,
                FloatStyle::Exponent,
                digits as u32 - 1,
                false,
                &mut buffer,
            );
            parse_float(ascii_str(buffer.get(..n).unwrap_or(&[])))
        }
    };
    match r {
        Some(r) if r.is_finite() => Ok(copy_sign(r, x)),
        _ => Err(cx.raise(
            ty::OverflowError(cx),
            "rounded value too large to represent",
            &[],
        )),
    }
}

/// The number behind the `e`.
fn decimal_exponent(text: &str) -> i32 {
    let tail = cut(text, b'e').map_or("", |(_, tail)| tail);
    let n = tail
        .bytes()
        .filter(u8::is_ascii_digit)
        .fold(0, |n, d| n * 10 + (d - b'0') as i32);
    if tail.starts_with('-') { -n } else { n }
}

/// The text of `digit * 10^exponent`.
fn power_text(digit: u8, exponent: i32, buffer: &mut [u8; 8]) -> &str {
    let e = exponent.unsigned_abs();
    *buffer = [
        b'0' + digit,
        b'e',
        if exponent < 0 { b'-' } else { b'+' },
        b'0',
        b'0',
        b'0',
        b' ',
        b' ',
    ];
    for (i, d) in [e / 100 % 10, e / 10 % 10, e % 10].into_iter().enumerate() {
        if let Some(to) = buffer.get_mut(3 + i) {
            *to = b'0' + d as u8;
        }
    }
    ascii_str(buffer.get(..6).unwrap_or(&[]))
}

/// `round(x)`: the nearest int, halves to even.
pub fn round_to_int(cx: &Cx, x: f64) -> Result<Value<'_>, Stop> {
    int_big::from_f64(cx, libm::rint(x))
}

natives! {
    "float" {
        Method leaf mpf_float_is_integer "is_integer(self, /)" [];
        Method leaf mpf_float_as_integer_ratio "as_integer_ratio(self, /)" [];
        Method leaf mpf_float_conjugate "conjugate(self, /)" [];
        Method leaf mpf_float_conjugate "__float__(self, /)" [];
        Method leaf mpf_float_trunc "__int__(self, /)" [];
        Method leaf mpf_float_trunc "__trunc__(self, /)" [];
        Method leaf mpf_float_floor "__floor__(self, /)" [];
        Method leaf mpf_float_ceil "__ceil__(self, /)" [];
        Getter leaf mpf_float_conjugate "real(self)" [];
        Getter leaf mpf_float_imag "imag(self)" [];
    }
}

builtin_types! {
    "float": "object", Float, "float(x=0, /)", {
        New: mpf_float_new,
        Repr: mpf_float_repr,
        Compare: mpf_float_compare,
        Bool: mpf_float_bool,
        Add: mpf_float_add,
        Sub: mpf_float_sub,
        Mul: mpf_float_mul,
        TrueDiv: mpf_float_truediv,
        FloorDiv: mpf_float_floordiv,
        Mod: mpf_float_mod,
        Pow: mpf_float_pow,
        Unary: mpf_float_unary,
        Format: mpf_float_format,
    } [];
}
