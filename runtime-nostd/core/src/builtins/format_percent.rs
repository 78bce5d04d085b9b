//! The `%` operator of str, bytes and bytearray: conversions `d i u o x X e E f F g G c s r a b %`, flags, width and
//! precision (also `*`), and mapping keys. The layout of numbers is that of the format mini-language.

use super::format::{Plain, Spec, number_at, put_quickly, put_text, quickly, raise_with_char};
use super::format_number::{put_char, put_int};
use super::int_text::int_to_float;
use super::str_view::Family;
use crate::cx::{Cx, Raised, Slot, Slots};
use crate::native::{Args, TypeSlot};
use crate::object::builder::{StrBuilder, ascii_str};
use crate::object::header::Kind;
use crate::object::text::code_points;
use crate::object::value::Value;
use crate::protocol::text::call_slot;
use crate::protocol::{call, item, text};
use crate::wk::{name, ty};

/// Where the values come from and how many were taken.
struct Values {
    source: Slot,
    tuple: bool,
    /// Names may be looked up, and values may be left over.
    mapping: bool,
    used: u32,
    bytes: bool,
}

/// Cells of the operator's frame.
const BUILDER: u32 = 0;
const TEMPLATE: u32 = 1;
const VALUE: u32 = 2;
const KEY: u32 = 3;
const CELLS: u32 = 4;

/// `left % right` of a str itself for strs and small ints, without width from a value and keys; unbound for all else.
pub fn percent_quickly<'h>(cx: &'h Cx, left: Value<'h>, right: Value<'h>) -> Value<'h> {
    quickly(cx, |cx, b| simple(cx, b, left, right)).unwrap_or(Value::UNBOUND)
}

fn simple<'h>(cx: &'h Cx, b: &mut StrBuilder, left: Value<'h>, right: Value<'h>) -> Option<()> {
    let template = cx.str(left)?;
    let (text, ascii) = (template.text(), template.is_ascii());
    let bytes = text.as_bytes();
    let tuple = cx.tuple(right);
    let (mut at, mut used) = (0, 0);
    loop {
        let rest = bytes.get(at..)?;
        let plain = rest.iter().position(|c| *c == b'%').unwrap_or(rest.len());
        if plain > 0 {
            let part = text.get(at..at + plain)?;
            b.try_push_known(cx, part, ascii || part.is_ascii()).ok()?;
            at += plain;
        }
        if at >= bytes.len() {
            let given = tuple.map_or(1, |t| t.len());
            return (used == given).then_some(());
        }
        at += 1;
        if bytes.get(at) == Some(&b'%') {
            b.try_push_known(cx, "%", true).ok()?;
            at += 1;
            continue;
        }
        let mut plain = Plain {
            align: b'>',
            zero: false,
            width: 0,
            kind: 0,
        };
        loop {
            match bytes.get(at)? {
                b'-' => plain.align = b'<',
                b'0' => plain.zero = true,
                _ => break,
            }
            at += 1;
        }
        plain.width = number_at(bytes, &mut at).ok()?.unwrap_or(0);
        plain.kind = *bytes.get(at)?;
        at += 1;
        let v = match tuple {
            Some(t) => t.get(used),
            None if used == 0 => right,
            None => return None,
        };
        used += 1;
        // Zeros are for numbers, and only to the left of them.
        plain.zero &= plain.kind != b's' && plain.align == b'>';
        match plain.kind {
            b's' if plain.width == 0 => {
                put_quickly(cx, b, v, "")?;
                continue;
            }
            b's' if v.is_small() => plain.kind = b'd',
            b'i' => plain.kind = b'd',
            b's' | b'd' | b'x' | b'X' => {}
            _ => return None,
        }
        let put = |n, ascii, write: &mut dyn FnMut(&mut [u8])| b.try_put(cx, n, ascii, write);
        plain.lay_out(cx, v, put)?.ok()?;
    }
}

/// `left % right`: slot `Binary` of str, bytes and bytearray comes here.
#[unsafe(no_mangle)]
pub fn mpf_str_percent(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    let (mut cx, f) = cx.frame(CELLS)?;
    let cx = &mut *cx;
    let (left, right) = (cx.arg(a, 0), cx.arg(a, 1));
    let bytes = cx.str(left).is_none();
    let tuple = cx.tuple(right).is_some();
    let subscript = cx.type_slot(right, TypeSlot::GetItem).is_some()
        || !text::user_special(cx, right, name::__getitem__(cx)).is_unbound();
    let mapping = !tuple && cx.str(right).is_none() && cx.byte_view(right).is_none() && subscript;
    if bytes {
        // Every byte as the character of that number; the result goes back the same way.
        cx.make(f.at(TEMPLATE), |cx| {
            latin1(cx, cx.byte_view(cx.arg(a, 0)).unwrap_or(&[]))
        })?;
    } else {
        cx.set(f.at(TEMPLATE), left);
    }
    let mut values = Values {
        source: a.slot(1),
        tuple,
        mapping,
        used: 0,
        bytes,
    };
    let mut b = StrBuilder::new(cx, f.at(BUILDER));
    let mut at = 0usize;
    loop {
        let template = cx.str(cx.get(f.at(TEMPLATE))).map_or("", |s| s.text());
        let rest = template.get(at..).unwrap_or("");
        let Some(plain) = rest.bytes().position(|b| b == b'%') else {
            let end = template.len() as u32;
            b.push_range(cx, f.at(TEMPLATE), at as u32, end)?;
            break;
        };
        b.push_range(cx, f.at(TEMPLATE), at as u32, (at + plain) as u32)?;
        at = directive(cx, &mut b, f, at + plain + 1, &mut values)?;
    }
    let given = if tuple {
        cx.tuple(cx.get(values.source)).map_or(0, |t| t.len())
    } else {
        1
    };
    if values.used < given && !mapping {
        return Err(cx.type_error(
            if bytes {
                "not all arguments converted during bytes formatting"
            } else {
                "not all arguments converted during string formatting"
            },
            &[],
        ));
    }
    b.finish(cx, f.at(VALUE))?;
    if !bytes {
        cx.ret(a, cx.get(f.at(VALUE)));
        return Ok(());
    }
    let family = if cx.bytes(cx.arg(a, 0)).is_some() {
        Family::Bytes
    } else {
        Family::ByteArray
    };
    cx.make(a.ret(), |cx| {
        let text = cx.str(cx.get(f.at(VALUE))).map_or("", |s| s.text());
        let (chars, len) = (|| text.chars(), code_points(text.as_bytes()));
        super::str_view::make(cx, family, len, false, &mut |to| {
            for (to, c) in to.iter_mut().zip(chars()) {
                *to = c as u32 as u8;
            }
        })
    })
}

/// Bytes as a str with a character for each.
fn latin1<'h>(cx: &'h Cx, bytes: &[u8]) -> Result<Value<'h>, crate::Stop> {
    let len = bytes.iter().map(|b| (*b as char).len_utf8() as u32).sum();
    cx.new_str_with(len, bytes.is_ascii(), |to| {
        let mut w = super::str_view::Writer::new(to);
        for b in bytes {
            w.push((*b as char).encode_utf8(&mut [0; 4]).as_bytes());
        }
    })
}

/// The next value into the cell `VALUE`.
fn next_value(cx: &mut Cx, f: Slots, values: &mut Values) -> Result<(), Raised> {
    let v = match values.tuple {
        true => cx
            .tuple(cx.get(values.source))
            .map_or(Value::UNBOUND, |t| t.get(values.used)),
        false if values.used == 0 => cx.get(values.source),
        false => Value::UNBOUND,
    };
    if v.is_unbound() {
        return Err(cx.type_error("not enough arguments for format string", &[]));
    }
    cx.set(f.at(VALUE), v);
    values.used += 1;
    Ok(())
}

/// A width or precision: digits, or `*` for the next value.
fn number_or_star(
    cx: &mut Cx,
    f: Slots,
    rest: &mut usize,
    values: &mut Values,
) -> Result<Option<i64>, Raised> {
    let template = cx.str(cx.get(f.at(TEMPLATE))).map_or("", |s| s.text());
    if template.as_bytes().get(*rest) == Some(&b'*') {
        *rest += 1;
        next_value(cx, f, values)?;
        let v = cx.get(f.at(VALUE));
        return match cx.as_i64(v) {
            Some(n) => Ok(Some(n.clamp(-(1 << 29), 1 << 29))),
            None => Err(cx.type_error("* wants int", &[])),
        };
    }
    match number_at(template.as_bytes(), rest) {
        Ok(n) => Ok(n.map(i64::from)),
        Err(_) => Err(cx.value_error("width too big", &[])),
    }
}

/// One directive, from behind its `%`; gives the position behind it.
fn directive(
    cx: &mut Cx,
    b: &mut StrBuilder,
    f: Slots,
    at: usize,
    values: &mut Values,
) -> Result<usize, Raised> {
    let start = at;
    let mut at = at;
    let peek = |cx: &Cx, at: usize| {
        cx.str(cx.get(f.at(TEMPLATE)))
            .and_then(|s| s.bytes().get(at).copied())
            .unwrap_or(0)
    };
    let mut keyed = false;
    if peek(cx, at) == b'(' {
        if !values.mapping {
            return Err(cx.type_error("format requires a mapping", &[]));
        }
        let (start, mut depth) = (at + 1, 1u32);
        while depth > 0 {
            at += 1;
            match peek(cx, at) {
                0 if at
                    >= cx
                        .str(cx.get(f.at(TEMPLATE)))
                        .map_or(0, |s| s.bytes().len()) =>
                {
                    return Err(cx.value_error("incomplete format key", &[]));
                }
                b'(' => depth += 1,
                b')' => depth -= 1,
                _ => {}
            }
        }
        let bytes = values.bytes;
        cx.make(f.at(KEY), |cx| {
            let key = cx
                .str(cx.get(f.at(TEMPLATE)))
                .and_then(|s| s.text().get(start..at))
                .unwrap_or("");
            if bytes {
                return cx.new_bytes_with(code_points(key.as_bytes()), |to| {
                    to.iter_mut()
                        .zip(key.chars())
                        .for_each(|(to, c)| *to = c as u32 as u8)
                });
            }
            cx.new_str(key)
        })?;
        at += 1;
        item::get_item(cx, values.source, f.at(KEY), f.at(VALUE))?;
        keyed = true;
    }
    let mut spec = Spec::EMPTY;
    let (mut left, mut zero) = (false, false);
    loop {
        match peek(cx, at) {
            b'-' => left = true,
            b'+' => spec.sign = b'+',
            b' ' if spec.sign == 0 => spec.sign = b' ',
            b' ' => {}
            b'#' => spec.alternate = true,
            b'0' => zero = true,
            _ => break,
        }
        at += 1;
    }
    if let Some(width) = number_or_star(cx, f, &mut at, values)? {
        left |= width < 0;
        spec.width = width.unsigned_abs() as u32;
    }
    if peek(cx, at) == b'.' {
        at += 1;
        spec.precision = Some(number_or_star(cx, f, &mut at, values)?.unwrap_or(0).max(0) as u32);
    }
    while matches!(peek(cx, at), b'h' | b'l' | b'L') {
        at += 1;
    }
    let template = cx.str(cx.get(f.at(TEMPLATE))).map_or("", |s| s.text());
    let Some(kind) = template.get(at..).and_then(|t| t.chars().next()) else {
        return Err(cx.value_error("incomplete format", &[]));
    };
    let next = at + kind.len_utf8();
    if kind == '%' && at == start {
        b.push(cx, "%")?;
        return Ok(next);
    }
    if !keyed {
        next_value(cx, f, values)?;
    }
    const KINDS: &str = "diouxXeEfFgGcsra";
    let known = KINDS.bytes().any(|k| k as char == kind) || kind == 'b' && values.bytes;
    if !known {
        return Err(unsupported(cx, f, kind, at));
    }
    spec.align = if left { b'<' } else { b'>' };
    if zero && !left && !matches!(kind, 's' | 'r' | 'a' | 'c' | 'b') {
        spec.align = b'0';
        spec.fill = '0';
    }
    convert(cx, b, f, kind, spec, values)?;
    Ok(next)
}

#[cold]
fn unsupported(cx: &mut Cx, f: Slots, kind: char, at: usize) -> Raised {
    let template = cx.str(cx.get(f.at(TEMPLATE))).map_or("", |s| s.text());
    let index = template.get(..at).map_or(0, |t| code_points(t.as_bytes()));
    let made = cx
        .make(f.at(KEY), |cx| {
            cx.new_char(if kind.is_ascii() { kind } else { '?' })
        })
        .and_then(|()| {
            let n = kind as u32;
            cx.make(f.at(VALUE), |cx| {
                let mut hex = [0; 8];
                let mut len = 0;
                for shift in (0..8).rev().map(|i| 4 * i) {
                    let digit = n >> shift & 15;
                    if (len > 0 || digit > 0 || shift == 0)
                        && let Some(to) = hex.get_mut(len)
                    {
                        *to = char::from_digit(digit, 16).unwrap_or('0') as u8;
                        len += 1;
                    }
                }
                cx.new_str(ascii_str(hex.get(..len).unwrap_or(&[])))
            })
        });
    match made {
        Ok(()) => cx.value_error(
            "unsupported format character '{}' (0x{}) at index {}",
            &[
                cx.get(f.at(KEY)),
                cx.get(f.at(VALUE)),
                Value::int(index as i32),
            ],
        ),
        Err(e) => e,
    }
}

fn convert(
    cx: &mut Cx,
    b: &mut StrBuilder,
    f: Slots,
    kind: char,
    mut spec: Spec,
    values: &Values,
) -> Result<(), Raised> {
    let value = f.at(VALUE);
    let v = cx.get(value);
    match kind {
        'd' | 'i' | 'u' => {
            if cx.float(v).is_some() {
                cx.make(value, |cx| {
                    super::int_big::from_f64(cx, cx.float(cx.get(value)).unwrap_or(0.0))
                })?;
            } else if !cx.is_int(v) && !call::call_special(cx, value, name::__int__, &[], value)? {
                let template = "%{} format: a real number is required, not {t}";
                return Err(raise_with_char(cx, ty::TypeError, template, kind, value));
            }
            spec.kind = 'd';
            put_int(cx, b, value, &spec)
        }
        'o' | 'x' | 'X' => {
            if !cx.is_int(v) && !call::call_special(cx, value, name::__index__, &[], value)? {
                let template = "%{} format: an integer is required, not {t}";
                return Err(raise_with_char(cx, ty::TypeError, template, kind, value));
            }
            spec.kind = kind;
            put_int(cx, b, value, &spec)
        }
        'e' | 'E' | 'f' | 'F' | 'g' | 'G' => {
            if cx.is_int(v) {
                let x = int_to_float(cx, value)?;
                cx.make(value, |cx| cx.new_float(x))?;
            } else if cx.float(v).is_none() {
                let found = call::call_special(cx, value, name::__float__, &[], value)?;
                if !found || cx.float(cx.get(value)).is_none() {
                    return Err(cx.type_error("must be real number, not {t}", &[cx.get(value)]));
                }
            }
            spec.kind = kind;
            put_float(cx, b, f, &spec)
        }
        'c' => {
            spec.precision = None;
            if cx.is_int(v) {
                return put_char(cx, b, value, &spec);
            }
            let one = match values.bytes {
                true => cx.byte_view(v).is_some_and(|b| b.len() == 1),
                false => cx.str(v).is_some_and(|s| s.len() == 1),
            };
            if !one {
                return Err(cx.type_error(
                    if values.bytes {
                        "%c requires an integer in range(256) or a single byte"
                    } else {
                        "%c requires int or char"
                    },
                    &[],
                ));
            }
            put_plain(cx, b, value, &spec, values)
        }
        'r' | 'a' if values.bytes => {
            text::ascii(cx, value, value)?;
            put_plain(cx, b, value, &spec, values)
        }
        'r' => {
            text::repr(cx, value, value)?;
            put_plain(cx, b, value, &spec, values)
        }
        'a' => {
            text::ascii(cx, value, value)?;
            put_plain(cx, b, value, &spec, values)
        }
        _ if values.bytes => {
            if cx.byte_view(v).is_none() {
                let template = "%b requires a bytes-like object, or an object that implements __bytes__, not '{t}'";
                return Err(cx.type_error(template, &[v]));
            }
            put_plain(cx, b, value, &spec, values)
        }
        _ => {
            if spec.width == 0 && spec.precision.is_none() {
                return b.push_str(cx, value);
            }
            text::to_str(cx, value, value)?;
            put_plain(cx, b, value, &spec, values)
        }
    }
}

/// Appends the float in the cell `VALUE` through the float type's own slot, so that a program without floats does not
/// contain their formatting.
fn put_float(cx: &mut Cx, b: &mut StrBuilder, f: Slots, spec: &Spec) -> Result<(), Raised> {
    let (value, text) = (f.at(VALUE), f.at(KEY));
    let mut t = StrBuilder::new(cx, text);
    if spec.align != b'0' {
        t.push_char(cx, spec.align as char)?;
    }
    if spec.sign != 0 {
        t.push_char(cx, spec.sign as char)?;
    }
    if spec.alternate {
        t.push(cx, "#")?;
    }
    if spec.align == b'0' {
        t.push(cx, "0")?;
    }
    if spec.width > 0 {
        t.push_int(cx, spec.width as i64)?;
    }
    if let Some(precision) = spec.precision {
        t.push(cx, ".")?;
        t.push_int(cx, precision as i64)?;
    }
    t.push_char(cx, spec.kind)?;
    t.finish(cx, text)?;
    match cx.type_slot(cx.get(value), TypeSlot::Format) {
        Some(slot) => call_slot(cx, slot, &[value, text], text)?,
        None => return Err(cx.missing_from_image()),
    }
    b.push_slot(cx, text)
}

/// Appends the text (or, formatting bytes, the bytes as characters) in `value`.
fn put_plain(
    cx: &mut Cx,
    b: &mut StrBuilder,
    value: Slot,
    spec: &Spec,
    values: &Values,
) -> Result<(), Raised> {
    if values.bytes && !cx.get(value).is_kind(cx, Kind::Str) {
        cx.make(value, |cx| {
            latin1(cx, cx.byte_view(cx.get(value)).unwrap_or(&[]))
        })?;
    }
    b.step(cx, |b, cx| {
        put_text(
            b,
            cx,
            cx.str(cx.get(value)).map_or("", |s| s.text()),
            spec,
            b'>',
        )
    })
}
