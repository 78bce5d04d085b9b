//! Formatting of int and float by a specification: the `Format` slots of both types and what `%` shares with them.
//! An int with a float code is formatted by the float type's own slot, so that programs without floats do not contain
//! float formatting.

use super::float_text::{FloatStyle, float_bound, float_format, float_repr};
use super::format::{Number, Spec, put_number, put_text, spec_of, unknown_code};
use super::int_text::{int_to_float, int_to_text};
use crate::cx::{Cx, Raised, Slot};
use crate::native::{Args, TypeSlot};
use crate::object::builder::{StrBuilder, ascii_str, push_digits};
use crate::protocol::text::call_slot;

/// Whether an int can be laid out by this specification without complaints, and as an int.
pub fn suits_int(spec: &Spec) -> bool {
    matches!(spec.kind, '\0' | 'b' | 'o' | 'd' | 'x' | 'X' | 'n')
        && spec.precision.is_none()
        && !spec.no_negative_zero
}

/// Bits of a digit (0: decimal), prefix and digits of a group of a code.
fn base(kind: char) -> (u32, &'static str, u32) {
    match kind {
        'b' => (1, "0b", 4),
        'o' => (3, "0o", 4),
        'x' => (4, "0x", 4),
        'X' => (4, "0X", 4),
        _ => (0, "", 3),
    }
}

fn number<'a>(negative: bool, digits: &'a str, spec: &Spec) -> Number<'a> {
    let (_, prefix, group) = base(spec.kind);
    Number {
        negative,
        prefix: if spec.alternate { prefix } else { "" },
        whole: digits,
        upper: spec.kind == 'X',
        rest: "",
        percent: false,
        group,
        least: spec.precision.unwrap_or(0),
    }
}

/// A small int taken apart; its digits go into the buffer.
pub fn small_number<'a>(n: i32, spec: &Spec, buffer: &'a mut [u8; 32]) -> Number<'a> {
    let (bits, mut at) = (base(spec.kind).0, buffer.len());
    let mut m = n.unsigned_abs();
    if bits == 0 {
        at = push_digits(buffer, at, m);
    } else {
        loop {
            let digit = (m & ((1 << bits) - 1)) as u8;
            at = at.wrapping_sub(1);
            if let Some(to) = buffer.get_mut(at) {
                *to = digit + if digit < 10 { b'0' } else { b'a' - 10 };
            }
            m >>= bits;
            if m == 0 {
                break;
            }
        }
    }
    number(n < 0, ascii_str(buffer.get(at..).unwrap_or(&[])), spec)
}

/// Appends an int by its code (`d`, `b`, `o`, `x`, `X`, `c`, `n`, none) and layout.
pub fn put_int(cx: &mut Cx, b: &mut StrBuilder, v: Slot, spec: &Spec) -> Result<(), Raised> {
    if let Some(n) = cx.get(v).as_small() {
        let mut buffer = [0; 32];
        let n = small_number(n, spec, &mut buffer);
        return b.step(cx, |b, cx| put_number(b, cx, &n, spec));
    }
    let base = match base(spec.kind).0 {
        0 => 10,
        bits => 1 << bits,
    };
    let (mut cx, f) = cx.frame(1)?;
    let mut scratch = StrBuilder::new(&cx, f.at(0));
    int_to_text(&mut cx, v, base, &mut scratch)?;
    b.step(&mut cx, |b, cx| {
        let text = scratch.text(cx);
        let digits = text.trim_start_matches('-');
        put_number(
            b,
            cx,
            &number(digits.len() != text.len(), digits, spec),
            spec,
        )
    })
}

/// Appends a character given by its code point.
pub fn put_char(cx: &mut Cx, b: &mut StrBuilder, v: Slot, spec: &Spec) -> Result<(), Raised> {
    let c = cx
        .as_i64(cx.get(v))
        .and_then(|n| u32::try_from(n).ok())
        .and_then(char::from_u32);
    let Some(c) = c else {
        return Err(cx.raise(
            crate::wk::ty::OverflowError(cx),
            "%c arg not in range(0x110000)",
            &[],
        ));
    };
    b.step(cx, |b, cx| {
        put_text(b, cx, c.encode_utf8(&mut [0; 4]), spec, b'>')
    })
}

fn format_int(cx: &mut Cx, a: Args, spec: &Spec) -> Result<(), Raised> {
    match spec.kind {
        'e' | 'E' | 'f' | 'F' | 'g' | 'G' | '%' => {
            let (mut cx, f) = cx.frame(1)?;
            let x = int_to_float(&mut cx, a.slot(0))?;
            cx.make(f.at(0), |cx| cx.new_float(x))?;
            return match cx.type_slot(cx.get(f.at(0)), TypeSlot::Format) {
                Some(slot) => call_slot(&mut cx, slot, &[f.at(0), a.slot(1)], a.ret()),
                None => Err(unknown_code(&mut cx, spec.kind, a.slot(0))),
            };
        }
        '\0' | 'b' | 'o' | 'd' | 'x' | 'X' | 'n' | 'c' => {}
        kind => return Err(unknown_code(cx, kind, a.slot(0))),
    }
    if suits_int(spec) {
        let (mut cx, f) = cx.frame(1)?;
        let mut b = StrBuilder::new(&cx, f.at(0));
        put_int(&mut cx, &mut b, a.slot(0), spec)?;
        return b.finish(&mut cx, a.ret());
    }
    if spec.precision.is_some() {
        return Err(cx.value_error("Precision not allowed in integer format specifier", &[]));
    }
    if spec.no_negative_zero {
        return Err(cx.value_error(
            "Negative zero coercion (z) not allowed in integer format specifier",
            &[],
        ));
    }
    // Only `c` is left.
    if spec.sign != 0 {
        return Err(cx.value_error("Sign not allowed with integer format specifier 'c'", &[]));
    }
    if spec.alternate {
        return Err(cx.value_error(
            "Alternate form (#) not allowed with integer format specifier 'c'",
            &[],
        ));
    }
    let (mut cx, f) = cx.frame(1)?;
    let mut b = StrBuilder::new(&cx, f.at(0));
    put_char(&mut cx, &mut b, a.slot(0), spec)?;
    b.finish(&mut cx, a.ret())
}

/// Slot `Format` of int: `(self, spec)`.
#[unsafe(no_mangle)]
pub fn mpf_int_format(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    let spec = spec_of(cx, a.slot(0), a.slot(1))?;
    format_int(cx, a, &spec)
}

/// Appends a float by its code (`e f g % n` and upper case, none) and layout.
pub fn put_float(cx: &mut Cx, b: &mut StrBuilder, x: f64, spec: &Spec) -> Result<(), Raised> {
    let mut x = x;
    let precision = spec.precision.unwrap_or(6);
    let style = match spec.kind {
        'e' | 'E' => FloatStyle::Exponent,
        'f' | 'F' => FloatStyle::Fixed,
        '%' => {
            x *= 100.0;
            FloatStyle::Fixed
        }
        '\0' if spec.precision.is_none() => FloatStyle::Repr,
        '\0' => FloatStyle::GeneralDot,
        _ => FloatStyle::General,
    };
    let upper = matches!(spec.kind, 'E' | 'F' | 'G');
    let (mut cx, f) = cx.frame(1)?;
    let mut scratch = StrBuilder::new(&cx, f.at(0));
    scratch.push_with(&mut cx, float_bound(x, precision), |_, buffer| {
        let n = float_format(x, style, precision, spec.alternate, buffer);
        if upper && let Some(text) = buffer.get_mut(..n) {
            text.make_ascii_uppercase();
        }
        n
    })?;
    let zero = scratch
        .text(&cx)
        .bytes()
        .take_while(|c| !matches!(c, b'e' | b'E'))
        .all(|c| matches!(c, b'0' | b'.'));
    let negative = x.is_sign_negative() && !x.is_nan() && !(spec.no_negative_zero && zero);
    b.step(&mut cx, |b, cx| {
        let text = scratch.text(cx);
        let whole = text
            .find(['.', 'e', 'E'])
            .filter(|_| x.is_finite())
            .unwrap_or(text.len());
        let (whole, rest) = text.split_at_checked(whole).unwrap_or((text, ""));
        let n = Number {
            negative,
            prefix: "",
            whole,
            upper: false,
            rest,
            percent: spec.kind == '%',
            group: 3,
            least: 0,
        };
        put_number(b, cx, &n, spec)
    })
}

/// Slot `Format` of float: `(self, spec)`.
#[unsafe(no_mangle)]
pub fn mpf_float_format(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    let spec = spec_of(cx, a.slot(0), a.slot(1))?;
    match spec.kind {
        '\0' | 'e' | 'E' | 'f' | 'F' | 'g' | 'G' | '%' | 'n' => {}
        kind => return Err(unknown_code(cx, kind, a.slot(0))),
    }
    let x = cx.float(cx.get(a.slot(0))).unwrap_or(0.0);
    let (mut cx, f) = cx.frame(1)?;
    let mut b = StrBuilder::new(&cx, f.at(0));
    put_float(&mut cx, &mut b, x, &spec)?;
    b.finish(&mut cx, a.ret())
}

/// Slot `Repr` of float.
#[unsafe(no_mangle)]
pub fn mpf_float_repr(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    let x = cx.float(cx.get(a.slot(0))).unwrap_or(0.0);
    cx.make(a.ret(), |cx| {
        let mut buffer = [0; 32];
        let n = float_repr(x, &mut buffer);
        cx.new_str(crate::object::builder::ascii_str(
            buffer.get(..n).unwrap_or(&[]),
        ))
    })
}
