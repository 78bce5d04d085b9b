//! The type `int`: operators, constructor, methods. Arithmetic itself is in `int_big`, text in `int_text`.
//! Nothing here uses float instructions: quotients and powers that are floats are made from their bits or left to the
//! float type's slots.

use super::int_big::{self, Int, Part};
use super::int_pow::{self, pair};
use super::int_text::{decimal_digit, int_to_text, parse_int};
use super::sequence::{compare_op, not_implemented, wrap};
use crate::cx::{Cx, Raised, Slot, Stop};
use crate::native::Args;
use crate::object::builder::StrBuilder;
use crate::object::header::MAX_WORDS;
use crate::object::value::Value;
use crate::protocol::compare::decide;
use crate::protocol::{item, text};
use crate::wk::{name, ty};
use crate::{builtin_types, natives, operator_slots};
use mpf_bytecode::{BinaryOp, UnaryOp};

operator_slots! {
    binary {
        mpf_int_add Add;
        mpf_int_sub Sub;
        mpf_int_mul Mul;
        mpf_int_truediv TrueDiv;
        mpf_int_floordiv FloorDiv;
        mpf_int_mod Mod;
        mpf_int_pow Pow;
        mpf_int_lshift LShift;
        mpf_int_rshift RShift;
        mpf_int_and And;
        mpf_int_or Or;
        mpf_int_xor Xor;
    }
}

/// Slots of the operators.
#[inline(always)]
fn binary(cx: &mut Cx, a: Args, op: BinaryOp) -> Result<(), Raised> {
    let (left, right) = (cx.arg(a, 0), cx.arg(a, 1));
    if !cx.is_int(left) || !cx.is_int(right) {
        return not_implemented(cx, a);
    }
    let (x, y) = (a.slot(0), a.slot(1));
    let zero = pair(cx, y, y).0.is_zero();
    match op {
        BinaryOp::Add | BinaryOp::Sub => cx.make(a.ret(), |cx| {
            let (x, y) = pair(cx, x, y);
            int_big::add(cx, &x, &y, op == BinaryOp::Sub)
        }),
        BinaryOp::Mul => cx.make(a.ret(), |cx| {
            let (x, y) = pair(cx, x, y);
            int_big::mul(cx, &x, &y)
        }),
        BinaryOp::TrueDiv if zero => Err(zero_division(cx, "division by zero")),
        BinaryOp::FloorDiv if zero => Err(zero_division(cx, "integer division or modulo by zero")),
        BinaryOp::Mod if zero => Err(zero_division(cx, "integer modulo by zero")),
        BinaryOp::TrueDiv => {
            let q = true_divide(cx, x, y)?;
            cx.make(a.ret(), |cx| cx.new_float(q))
        }
        BinaryOp::FloorDiv | BinaryOp::Mod => {
            let part = if op == BinaryOp::Mod {
                Part::Remainder
            } else {
                Part::Quotient
            };
            cx.make(a.ret(), |cx| {
                let (x, y) = pair(cx, x, y);
                int_big::divide(cx, &x, &y, part)
            })
        }
        BinaryOp::Pow => int_pow::power(cx, x, y, a.ret()),
        BinaryOp::LShift | BinaryOp::RShift => shift(cx, a, op == BinaryOp::LShift),
        BinaryOp::And | BinaryOp::Or | BinaryOp::Xor => {
            if let (true, true, Some(p), Some(q)) = (
                left.is_bool(),
                right.is_bool(),
                left.as_small_or_bool(),
                right.as_small_or_bool(),
            ) {
                let n = match op {
                    BinaryOp::And => p & q,
                    BinaryOp::Or => p | q,
                    _ => p ^ q,
                };
                cx.ret(a, Value::bool(n != 0));
                return Ok(());
            }
            cx.make(a.ret(), |cx| {
                let (x, y) = pair(cx, x, y);
                int_big::bitwise(cx, x, y, op)
            })
        }
        BinaryOp::MatMul => not_implemented(cx, a),
    }
}

#[cold]
pub fn zero_division(cx: &Cx, message: &'static str) -> Raised {
    cx.raise(ty::ZeroDivisionError(cx), message, &[])
}

fn shift(cx: &mut Cx, a: Args, left: bool) -> Result<(), Raised> {
    let (x, y) = pair(cx, a.slot(0), a.slot(1));
    if y.negative {
        return Err(cx.value_error("negative shift count", &[]));
    }
    let by = if y.len() > 1 { u32::MAX } else { y.limb(0) };
    if left && x.is_zero() {
        cx.ret(a, Value::int(0));
        return Ok(());
    }
    if left && by > MAX_WORDS * 32 {
        return Err(if y.len() > 1 {
            cx.raise(ty::OverflowError(cx), "too many digits in integer", &[])
        } else {
            cx.raise_memory()
        });
    }
    cx.make(a.ret(), |cx| {
        let x = pair(cx, a.slot(0), a.slot(0)).0;
        if left {
            int_big::shift_left(cx, x, by)
        } else {
            int_big::shift_right(cx, x, by)
        }
    })
}

/// The double nearest to `x / y`; `y` is not 0.
fn true_divide(cx: &mut Cx, a: Slot, b: Slot) -> Result<f64, Raised> {
    let (x, y) = pair(cx, a, b);
    let negative = x.negative != y.negative;
    if x.is_zero() {
        return Ok(if negative { -0.0 } else { 0.0 });
    }
    // A quotient of 56 to 57 bits, with a last bit for the rest.
    let shift = x.bits() as i32 - y.bits() as i32 - 56;
    if shift > 1100 {
        return Err(quotient_too_large(cx));
    }
    if shift < -2200 {
        return Ok(if negative { -0.0 } else { 0.0 });
    }
    let (mut f, s) = cx.frame(3)?;
    f.make(s.at(0), |cx| {
        let x = pair(cx, a, a).0;
        let x = int_big::with_sign(cx, x, false)?;
        int_big::shift_left(
            cx,
            Int::of(cx, x).unwrap_or(Int::ZERO),
            (-shift).max(0) as u32,
        )
    })?;
    f.make(s.at(1), |cx| {
        let y = pair(cx, b, b).0;
        let y = int_big::with_sign(cx, y, false)?;
        int_big::shift_left(cx, Int::of(cx, y).unwrap_or(Int::ZERO), shift.max(0) as u32)
    })?;
    f.make(s.at(2), |cx| {
        let (x, y) = pair(cx, s.at(0), s.at(1));
        int_big::divide(cx, &x, &y, Part::Remainder)
    })?;
    let inexact = !pair(&f, s.at(2), s.at(2)).0.is_zero();
    f.make(s.at(2), |cx| {
        let (x, y) = pair(cx, s.at(0), s.at(1));
        int_big::divide(cx, &x, &y, Part::Quotient)
    })?;
    let q = pair(&f, s.at(2), s.at(2)).0;
    let mantissa = (q.limb(0) as u64 | (q.limb(1) as u64) << 32) << 1 | inexact as u64;
    int_big::pack(negative, mantissa, shift - 1).ok_or_else(|| quotient_too_large(&f))
}

#[cold]
fn quotient_too_large(cx: &Cx) -> Raised {
    cx.raise(
        ty::OverflowError(cx),
        "integer division result too large for a float",
        &[],
    )
}

/// Slot `Unary`.
#[unsafe(no_mangle)]
pub fn mpf_int_unary(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    let op = cx.arg(a, 1).as_small().unwrap_or(0);
    cx.make(a.ret(), |cx| {
        let x = Int::of(cx, cx.arg(a, 0)).unwrap_or(Int::ZERO);
        if op == UnaryOp::Invert as i32 {
            // ~x is -1 - x.
            let Some(minus_one) = Int::of(cx, Value::int(-1)) else {
                return Ok(Value::NOT_IMPLEMENTED);
            };
            return int_big::add(cx, &minus_one, &x, true);
        }
        int_big::with_sign(
            cx,
            x,
            x.negative == (op == UnaryOp::Pos as i32) && !x.is_zero(),
        )
    })
}

/// Slot `Compare`.
#[unsafe(no_mangle)]
pub fn mpf_int_compare(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    let (x, y) = (Int::of(cx, cx.arg(a, 0)), Int::of(cx, cx.arg(a, 1)));
    let v = match (x, y, compare_op(cx, a, 2)) {
        (Some(x), Some(y), Some(op)) => Value::bool(decide(op, x.compare(y))),
        _ => Value::NOT_IMPLEMENTED,
    };
    cx.ret(a, v);
    Ok(())
}

/// Slot `Bool`.
#[unsafe(no_mangle)]
pub fn mpf_int_bool(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    let zero = Int::of(cx, cx.arg(a, 0)).is_none_or(Int::is_zero);
    cx.ret(a, Value::bool(!zero));
    Ok(())
}

/// Slot `Repr`.
#[unsafe(no_mangle)]
pub fn mpf_int_repr(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    let (mut f, s) = cx.frame(1)?;
    let mut b = StrBuilder::new(&f, s.at(0));
    int_to_text(&mut f, a.slot(0), 10, &mut b)?;
    b.finish(&mut f, a.ret())
}

/// Slot `New`: class, number or text, base.
#[unsafe(no_mangle)]
pub fn mpf_int_new(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    let (mut f, s) = cx.frame(1)?;
    match (f.arg(a, 1).is_unbound(), f.arg(a, 2).is_unbound()) {
        (true, true) => f.set(s.at(0), Value::int(0)),
        (true, false) => return Err(f.type_error("int() missing string argument", &[])),
        (false, true) => to_int(&mut f, a.slot(1), s.at(0))?,
        (false, false) => {
            let base = item::as_index(&mut f, a.slot(2))?;
            if base != 0 && !(2..=36).contains(&base) {
                return Err(f.value_error("int() base must be >= 2 and <= 36, or 0", &[]));
            }
            if !from_text(&mut f, a.slot(1), base as u32, s.at(0))? {
                return Err(f.type_error("int() can't convert non-string with explicit base", &[]));
            }
        }
    }
    wrap(&mut f, a.slot(0), ty::int, s.at(0), a.ret())
}

/// `dst = int(v)`.
pub fn to_int(cx: &mut Cx, v: Slot, dst: Slot) -> Result<(), Raised> {
    let (mut f, s) = cx.frame(1)?;
    for special in [name::__int__, name::__index__, name::__trunc__] {
        let x = f.get(v);
        if is_exact_number(&f, x) {
            break;
        }
        if item::call_user(&mut f, v, special, &[], s.at(0))? {
            let n = f.get(s.at(0));
            if !f.is_int(n) {
                return Err(f.type_error("__int__ returned non-int (type {t})", &[n]));
            }
            f.set(dst, plain(&f, n));
            return Ok(());
        }
    }
    let x = f.get(v);
    if f.is_int(x) {
        f.set(dst, plain(&f, x));
        return Ok(());
    }
    if let Some(x) = f.float(x) {
        return f.make(dst, |cx| int_big::from_f64(cx, x));
    }
    if from_text(&mut f, v, 10, dst)? {
        return Ok(());
    }
    let text = "int() argument must be a string, a bytes-like object or a real number, not '{t}'";
    Err(f.type_error(text, &[f.get(v)]))
}

/// Whether the value is a number of a builtin type itself, so that no special method applies.
fn is_exact_number(cx: &Cx, v: Value<'_>) -> bool {
    !v.is_pointer() || v.is_kind(cx, crate::Kind::Int) || v.is_kind(cx, crate::Kind::Float)
}

/// An int without its subclass, a bool as a number.
fn plain<'h>(cx: &'h Cx, v: Value<'h>) -> Value<'h> {
    let v = cx.builtin_payload(v).unwrap_or(v);
    match v.as_small_or_bool() {
        Some(n) => Value::int(n),
        None => v,
    }
}

/// Reads an int from a str, bytes or bytearray; false for anything else.
fn from_text(cx: &mut Cx, v: Slot, base: u32, dst: Slot) -> Result<bool, Raised> {
    let (mut f, s) = cx.frame(1)?;
    if !copy_text(&mut f, v, s.at(0))? {
        return Ok(false);
    }
    f.make(dst, |cx| {
        parse_int(cx, cx.str(cx.get(s.at(0))).map_or("", |t| t.text()), base)
    })?;
    if f.get(dst).is_unbound() {
        text::repr(&mut f, v, s.at(0))?;
        // Like CPython, no more than 200 characters of a long text.
        f.make(dst, |cx| {
            let shown = cx.str(cx.get(s.at(0))).map_or("", |t| t.text());
            let end = shown
                .char_indices()
                .nth(200)
                .map_or(shown.len(), |(at, _)| at);
            cx.new_str(shown.get(..end).unwrap_or(shown))
        })?;
        let message = "invalid literal for int() with base {}: {}";
        return Err(f.value_error(message, &[Value::int(base as i32), f.get(dst)]));
    }
    Ok(true)
}

/// The text of a str with the decimal digits of all scripts as ASCII ones, or of bytes (other than ASCII counts as `?`),
/// as a str in `dst`; false for anything else.
pub fn copy_text(cx: &mut Cx, v: Slot, dst: Slot) -> Result<bool, Raised> {
    let value = cx.get(v);
    if let Some(s) = cx.str(value) {
        cx.set(dst, s.value());
        if s.is_ascii() {
            return Ok(true);
        }
        let (mut f, buffer) = cx.frame(1)?;
        let mut b = StrBuilder::new(&f, buffer.at(0));
        b.step(&mut f, |b, cx| {
            for c in cx.str(cx.get(v)).map_or("", |s| s.text()).chars() {
                let digit = decimal_digit(c).and_then(|d| char::from_digit(d, 10));
                b.try_push_char(cx, digit.unwrap_or(c))?;
            }
            Ok(())
        })?;
        b.finish(&mut f, dst)?;
        return Ok(true);
    }
    let Some(n) = cx
        .bytes(value)
        .map(<[u8]>::len)
        .or_else(|| cx.bytearray(value).map(<[_]>::len))
    else {
        return Ok(false);
    };
    cx.make(dst, |cx| {
        cx.new_str_with(n as u32, true, |to| {
            for (i, to) in to.iter_mut().enumerate() {
                *to = cx
                    .byte_at(cx.get(v), i as u32)
                    .filter(u8::is_ascii)
                    .unwrap_or(b'?');
            }
        })
    })?;
    Ok(true)
}

/// The int in argument `i`.
fn receiver<'h>(cx: &'h Cx, a: Args, i: u32) -> Result<Int<'h>, Raised> {
    let v = cx.arg(a, i);
    Int::of(cx, v).ok_or_else(|| {
        cx.type_error(
            "descriptor of 'int' objects doesn't apply to a '{t}' object",
            &[v],
        )
    })
}

#[unsafe(no_mangle)]
pub fn mpf_int_bit_length(cx: &Cx, a: Args) -> Result<Value<'_>, Stop> {
    Ok(Value::int(receiver(cx, a, 0)?.bits() as i32))
}

#[unsafe(no_mangle)]
pub fn mpf_int_bit_count(cx: &Cx, a: Args) -> Result<Value<'_>, Stop> {
    let x = receiver(cx, a, 0)?;
    let count: u32 = (0..x.len()).map(|i| x.limb(i).count_ones()).sum();
    Ok(Value::int(count as i32))
}

/// The number itself: conjugate, real, numerator, `__index__` and the like.
#[unsafe(no_mangle)]
pub fn mpf_int_conjugate(cx: &Cx, a: Args) -> Result<Value<'_>, Stop> {
    receiver(cx, a, 0)?;
    Ok(plain(cx, cx.arg(a, 0)))
}

#[unsafe(no_mangle)]
pub fn mpf_int_imag(cx: &Cx, a: Args) -> Result<Value<'_>, Stop> {
    receiver(cx, a, 0)?;
    Ok(Value::int(0))
}

#[unsafe(no_mangle)]
pub fn mpf_int_denominator(cx: &Cx, a: Args) -> Result<Value<'_>, Stop> {
    receiver(cx, a, 0)?;
    Ok(Value::int(1))
}

#[unsafe(no_mangle)]
pub fn mpf_int_as_integer_ratio(cx: &Cx, a: Args) -> Result<Value<'_>, Stop> {
    receiver(cx, a, 0)?;
    let n = plain(cx, cx.arg(a, 0));
    cx.new_tuple(2, |i| if i == 0 { n } else { Value::int(1) })
}

/// Whether the byte order argument says "big"; unbound means so too.
fn is_big_endian(cx: &Cx, v: Value<'_>) -> Result<bool, Raised> {
    let v = Value::from_bits(v.to_bits());
    if v.is_unbound() {
        return Ok(true);
    }
    match cx.str(v).map(|s| s.text()) {
        Some("big") => Ok(true),
        Some("little") => Ok(false),
        Some(_) => Err(cx.value_error("byteorder must be either 'little' or 'big'", &[])),
        None => Err(cx.type_error("byteorder must be str, not {t}", &[v])),
    }
}

/// Arguments: signed, self, length, byteorder.
#[unsafe(no_mangle)]
pub fn mpf_int_to_bytes(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    receiver(cx, a, 1)?;
    let signed = !cx.arg(a, 0).is_unbound() && item::truth(cx, a.slot(0))?;
    let len = if cx.arg(a, 2).is_unbound() {
        1
    } else {
        item::as_index(cx, a.slot(2))?
    };
    let big = is_big_endian(cx, cx.arg(a, 3))?;
    let Ok(len) = u32::try_from(len) else {
        return Err(if len < 0 {
            cx.value_error("length argument must be non-negative", &[])
        } else {
            cx.raise_memory()
        });
    };
    let x = receiver(cx, a, 1)?;
    if x.negative && !signed {
        return Err(cx.raise(
            ty::OverflowError(cx),
            "can't convert negative int to unsigned",
            &[],
        ));
    }
    // Bits that two's complement needs: -2^n takes as many as 2^n - 1.
    let lowest = (0..x.len()).map(|i| x.limb(i).count_ones()).sum::<u32>() == 1;
    let needed = x.bits() - (x.negative && lowest) as u32 + signed as u32;
    if needed as u64 > len as u64 * 8 && !x.is_zero() {
        return Err(cx.raise(ty::OverflowError(cx), "int too big to convert", &[]));
    }
    cx.make(a.ret(), |cx| {
        let x = receiver(cx, a, 1)?;
        cx.new_bytes_with(len, |to| {
            let mut carry = x.negative;
            for i in 0..to.len() {
                let mut byte = (x.limb(i as u32 / 4) >> (i % 4 * 8)) as u8;
                if x.negative {
                    let (negated, over) = (!byte).overflowing_add(carry as u8);
                    byte = negated;
                    carry = over;
                }
                let at = if big { to.len() - 1 - i } else { i };
                if let Some(to) = to.get_mut(at) {
                    *to = byte;
                }
            }
        })
    })
}

/// Arguments: signed, class, bytes, byteorder.
#[unsafe(no_mangle)]
pub fn mpf_int_from_bytes(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    let signed = !cx.arg(a, 0).is_unbound() && item::truth(cx, a.slot(0))?;
    let big = is_big_endian(cx, cx.arg(a, 3))?;
    let (mut f, s) = cx.frame(2)?;
    f.set(s.at(0), f.arg(a, 2));
    let mut len = byte_len(&f, s.at(0));
    if len.is_none() {
        let v = f.arg(a, 2);
        if f.str(v).is_some() || f.is_int(v) || f.float(v).is_some() || v.is_none() {
            return Err(f.type_error("cannot convert '{t}' object to bytes", &[f.arg(a, 2)]));
        }
        crate::protocol::iterate::to_list(&mut f, a.slot(2), s.at(0))?;
        len = f.list(f.get(s.at(0))).map(|l| l.len());
    }
    let n = len.unwrap_or(0);
    for i in 0..n {
        if byte(&f, s.at(0), i).is_none() {
            return Err(f.value_error("bytes must be in range(0, 256)", &[]));
        }
    }
    f.make(s.at(1), |cx| {
        // Byte `i` from the lowest one.
        let digit = |i: u32| byte(cx, s.at(0), if big { n - 1 - i } else { i }).unwrap_or(0);
        let negative = signed && n > 0 && digit(n - 1) >= 128;
        cx.new_int_with(negative, n.div_ceil(4) + 1, |mut to| {
            let mut carry = negative;
            for i in 0..to.len() {
                let mut limb = 0;
                for j in 0..4 {
                    let at = i * 4 + j;
                    let b = if at < n {
                        digit(at)
                    } else if negative {
                        255
                    } else {
                        0
                    };
                    limb |= (b as u32) << (8 * j);
                }
                if negative {
                    let (negated, over) = (!limb).overflowing_add(carry as u32);
                    limb = negated;
                    carry = over;
                }
                to.set(i, limb);
            }
        })
    })?;
    wrap(&mut f, a.slot(1), ty::int, s.at(1), a.ret())
}

fn byte_len(cx: &Cx, v: Slot) -> Option<u32> {
    let v = cx.get(v);
    cx.bytes(v)
        .map(|b| b.len() as u32)
        .or_else(|| cx.bytearray(v).map(|b| b.len() as u32))
}

/// Byte `i` of bytes, a bytearray or a list of numbers.
fn byte(cx: &Cx, v: Slot, i: u32) -> Option<u8> {
    let v = cx.get(v);
    match cx.list(v) {
        Some(list) => cx.as_i64(list.get(i)).and_then(|n| u8::try_from(n).ok()),
        None => cx.byte_at(v, i),
    }
}

use super::format_number::mpf_int_format;

natives! {
    "int" {
        Method leaf mpf_int_bit_length "bit_length(self, /)" [];
        Method leaf mpf_int_bit_count "bit_count(self, /)" [];
        Method leaf mpf_int_conjugate "conjugate(self, /)" [];
        Method leaf mpf_int_conjugate "__int__(self, /)" [];
        Method leaf mpf_int_conjugate "__index__(self, /)" [];
        Method leaf mpf_int_conjugate "__trunc__(self, /)" [];
        Method leaf mpf_int_conjugate "__floor__(self, /)" [];
        Method leaf mpf_int_conjugate "__ceil__(self, /)" [];
        Method leaf mpf_int_as_integer_ratio "as_integer_ratio(self, /)" [];
        Method full mpf_int_to_bytes "to_bytes(self, length=1, byteorder='big', *, signed=False)" [INDEX TRUTH];
        ClassMethod full mpf_int_from_bytes "from_bytes(type, bytes, byteorder='big', *, signed=False)" [ITERATE TRUTH];
        Getter leaf mpf_int_conjugate "real(self)" [];
        Getter leaf mpf_int_imag "imag(self)" [];
        Getter leaf mpf_int_conjugate "numerator(self)" [];
        Getter leaf mpf_int_denominator "denominator(self)" [];
    }
}

builtin_types! {
    "int": "object", Int, "int(x=0, /, base=10)", {
        New: mpf_int_new,
        Repr: mpf_int_repr,
        Compare: mpf_int_compare,
        Bool: mpf_int_bool,
        Add: mpf_int_add,
        Sub: mpf_int_sub,
        Mul: mpf_int_mul,
        TrueDiv: mpf_int_truediv,
        FloorDiv: mpf_int_floordiv,
        Mod: mpf_int_mod,
        Pow: mpf_int_pow,
        LShift: mpf_int_lshift,
        RShift: mpf_int_rshift,
        And: mpf_int_and,
        Or: mpf_int_or,
        Xor: mpf_int_xor,
        Unary: mpf_int_unary,
        Format: mpf_int_format,
    } [];
}
