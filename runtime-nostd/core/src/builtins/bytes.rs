//! The bytes type: slots, constructor, hex; what bytearray shares with it. The searching, splitting, padding and case
//! methods are those of str (`str_*` files), and `decode` is in `str_encode`.

use super::format_percent::mpf_str_percent;
use super::str::{
    concatenate, mpf_str_bool, mpf_str_compare, mpf_str_hash, mpf_str_len, repeat_slot, slice_of,
};
use super::str_encode::encode_argument;
use super::str_search::mpf_str_contains;
use super::str_view::{Family, make, make_from, this, view};
use crate::cx::{Cx, Raised, Slot, Stop};
use crate::native::Args;
use crate::object::builder::StrBuilder;
use crate::object::header::Kind;
use crate::object::iter::what;
use crate::object::value::Value;
use crate::protocol::text::escape;
use crate::protocol::{call, item, iterate, text};
use crate::wk::name;
use mpf_bytecode::BinaryOp;

/// Appends `b'…'`. In the repr of a bytearray CPython escapes every `'`.
fn push_literal(b: &mut StrBuilder, cx: &Cx, bytes: &[u8], mutable: bool) -> Result<(), Stop> {
    let quote = if bytes.contains(&b'\'') && !bytes.contains(&b'"') {
        '"'
    } else {
        '\''
    };
    b.try_reserve(cx, bytes.len() as u32 + 3)?;
    b.try_push_char(cx, 'b')?;
    b.try_push_char(cx, quote)?;
    for &c in bytes {
        match c {
            b'\\' => b.try_push(cx, "\\\\")?,
            b'\t' => b.try_push(cx, "\\t")?,
            b'\n' => b.try_push(cx, "\\n")?,
            b'\r' => b.try_push(cx, "\\r")?,
            b'\'' if mutable || quote == '\'' => b.try_push(cx, "\\'")?,
            0x20..=0x7E => b.try_push_char(cx, c as char)?,
            _ => escape(b, cx, c as u32)?,
        }
    }
    b.try_push_char(cx, quote)
}

/// Slot `Repr` of bytes and bytearray.
#[unsafe(no_mangle)]
pub fn mpf_bytes_repr(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    let (mut cx, f) = cx.frame(1)?;
    let mut b = StrBuilder::new(&cx, f.at(0));
    let mutable = cx.bytes(cx.arg(a, 0)).is_none();
    b.step(&mut cx, |b, cx| {
        let v = cx.arg(a, 0);
        if mutable {
            if cx.class_of(v).has(crate::object::class::flag::BUILTIN) {
                b.try_push(cx, "bytearray")?;
            } else {
                b.try_push(cx, cx.str(cx.class_of(v).name()).map_or("", |s| s.text()))?;
            }
            b.try_push(cx, "(")?;
        }
        push_literal(b, cx, cx.byte_view(v).unwrap_or(&[]), mutable)?;
        if mutable { b.try_push(cx, ")") } else { Ok(()) }
    })?;
    b.finish(&mut cx, a.ret())
}

/// Slot `GetItem` of bytes and bytearray.
#[unsafe(no_mangle)]
pub fn mpf_bytes_getitem(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    let v = cx.arg(a, 0);
    let (len, mutable) = (cx.byte_len(v), cx.bytes(v).is_none());
    if cx.arg(a, 1).is_kind(cx, Kind::Slice) {
        let range = item::slice_range(cx, a.slot(1), len)?;
        return cx.make(a.ret(), |cx| slice_of(cx, cx.arg(a, 0), &range));
    }
    let wrong = if mutable {
        "bytearray indices must be integers or slices, not {t}"
    } else {
        "byte indices must be integers or slices, not {t}"
    };
    let Some(i) = item::index_in(cx, a.slot(1), len, wrong)? else {
        return Err(cx.index_error(if mutable {
            "bytearray index out of range"
        } else {
            "index out of range"
        }));
    };
    let byte = cx.byte_at(cx.arg(a, 0), i).unwrap_or(0);
    cx.ret(a, Value::int(byte as i32));
    Ok(())
}

/// Slot `Iter` of bytes and bytearray.
#[unsafe(no_mangle)]
pub fn mpf_bytes_iter(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    cx.make(a.ret(), |cx| cx.new_iter(what::BYTES, cx.arg(a, 0)))
}

crate::operator_slots! {
    binary {
        mpf_bytes_add Add;
        mpf_bytes_mul Mul;
        mpf_bytes_mod Mod;
    }
}

/// Slots of the operators of bytes and bytearray.
#[inline(always)]
fn binary(cx: &mut Cx, a: Args, op: BinaryOp) -> Result<(), Raised> {
    let (left, right) = (cx.arg(a, 0), cx.arg(a, 1));
    let left_is_bytes = cx.byte_view(left).is_some();
    if op == BinaryOp::Add && left_is_bytes {
        if cx.byte_view(right).is_some() {
            return cx.make(a.ret(), |cx| concatenate(cx, cx.arg(a, 0), cx.arg(a, 1)));
        }
        if text::user_special(cx, right, name::__radd__(cx)).is_unbound() {
            let wrong = if cx.bytes(left).is_some() {
                "can't concat {t} to bytes"
            } else {
                "can't concat {t} to bytearray"
            };
            return Err(cx.type_error(wrong, &[right]));
        }
    } else if op == BinaryOp::Mul {
        return repeat_slot(cx, a);
    } else if op == BinaryOp::Mod && left_is_bytes {
        return mpf_str_percent(cx, a);
    }
    cx.ret(a, Value::NOT_IMPLEMENTED);
    Ok(())
}

/// A byte value out of an int argument.
pub fn byte_of(cx: &Cx, v: Value<'_>, wrong_range: &'static str) -> Result<u8, Raised> {
    if !cx.is_int(Value::from_bits(v.to_bits())) {
        return Err(cx.type_error("'{t}' object cannot be interpreted as an integer", &[v]));
    }
    cx.as_i64(v)
        .and_then(|n| u8::try_from(n).ok())
        .ok_or_else(|| cx.value_error(wrong_range, &[]))
}

/// Makes bytes or a bytearray out of a buffer or an iterable of ints; `wrong_range` is the text for other numbers.
pub fn from_iterable(
    cx: &mut Cx,
    source: Slot,
    dst: Slot,
    family: Family,
    wrong_range: &'static str,
) -> Result<(), Raised> {
    if cx.byte_view(cx.get(source)).is_some() {
        return cx.make(dst, |cx| {
            make_from(cx, family, cx.byte_view(cx.get(source)).unwrap_or(&[]))
        });
    }
    let (mut cx, f) = cx.frame(2)?;
    iterate::to_list(&mut cx, source, f.at(0))?;
    let len = cx.list(cx.get(f.at(0))).map_or(0, |l| l.len());
    for i in 0..len {
        let v = cx
            .list(cx.get(f.at(0)))
            .map_or(Value::UNBOUND, |l| l.get(i));
        if !v.is_small() && !text::user_special(&cx, v, name::__index__(&cx)).is_unbound() {
            cx.set(f.at(1), v);
            let n = item::as_index(&mut cx, f.at(1))?;
            let small = i32::try_from(n)
                .ok()
                .and_then(Value::small)
                .unwrap_or(Value::int(-1));
            if let Some(list) = cx.list(cx.get(f.at(0))) {
                list.set(i, small);
            }
            continue;
        }
        byte_of(&cx, v, wrong_range)?;
    }
    let list = f.at(0);
    let byte = |cx: &Cx, i: u32| {
        cx.list(cx.get(list))
            .and_then(|l| cx.as_i64(l.get(i)))
            .and_then(|n| u8::try_from(n).ok())
    };
    if (0..len).any(|i| byte(&cx, i).is_none()) {
        return Err(cx.value_error(wrong_range, &[]));
    }
    cx.make(dst, |cx| {
        make(cx, family, len, false, &mut |to| {
            for (to, i) in to.iter_mut().zip(0..) {
                *to = byte(cx, i).unwrap_or(0);
            }
        })
    })
}

/// What both constructors do: `(class, source, encoding, errors)`.
pub fn construct(cx: &mut Cx, a: Args, family: Family) -> Result<(), Raised> {
    let (source, encoding, errors) = (cx.arg(a, 1), cx.arg(a, 2), cx.arg(a, 3));
    if source.is_unbound() {
        if !encoding.is_unbound() || !errors.is_unbound() {
            return Err(cx.type_error("encoding without a string argument", &[]));
        }
        return cx.make(a.ret(), |cx| make_from(cx, family, &[]));
    }
    if cx.str(source).is_some() {
        if encoding.is_unbound() {
            return Err(cx.type_error("string argument without an encoding", &[]));
        }
        return cx.make(a.ret(), |cx| encode_argument(cx, a, 1, family));
    }
    if !encoding.is_unbound() || !errors.is_unbound() {
        return Err(cx.type_error("encoding without a string argument", &[]));
    }
    if source.is_kind(cx, Kind::Bytes) && family == Family::Bytes {
        cx.ret(a, source);
        return Ok(());
    }
    if family == Family::Bytes && call::call_special(cx, a.slot(1), name::__bytes__, &[], a.ret())?
    {
        let v = cx.get(a.ret());
        return if cx.bytes(v).is_some() {
            Ok(())
        } else {
            Err(cx.type_error("__bytes__ returned non-bytes (type {t})", &[v]))
        };
    }
    let source = cx.arg(a, 1);
    if cx.is_int(source) || !text::user_special(cx, source, name::__index__(cx)).is_unbound() {
        let n = item::as_index(cx, a.slot(1))?;
        if n < 0 {
            return Err(cx.value_error("negative count", &[]));
        }
        let Ok(n) = u32::try_from(n) else {
            return Err(cx.raise_memory());
        };
        return cx.make(a.ret(), |cx| {
            make(cx, family, n.min(1 << 30), true, &mut |to| to.fill(0))
        });
    }
    if !iterate::is_iterable(cx, source) {
        let wrong = if family == Family::Bytes {
            "cannot convert '{t}' object to bytes"
        } else {
            "cannot convert '{t}' object to bytearray"
        };
        return Err(cx.type_error(wrong, &[source]));
    }
    let wrong_range = if family == Family::Bytes {
        "bytes must be in range(0, 256)"
    } else {
        "byte must be in range(0, 256)"
    };
    from_iterable(cx, a.slot(1), a.ret(), family, wrong_range)
}

/// Slot `New` of bytes.
#[unsafe(no_mangle)]
pub fn mpf_bytes_new(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    construct(cx, a, Family::Bytes)
}

/// `hex(sep, bytes_per_sep)`.
#[unsafe(no_mangle)]
pub fn mpf_bytes_hex(cx: &Cx, a: Args) -> Result<Value<'_>, Stop> {
    let this = this(cx, a)?;
    let separator = cx.arg(a, 1);
    let mut mark = [0u8; 1];
    if !separator.is_unbound() {
        let Some(t) = view(cx, separator) else {
            return Err(cx
                .type_error("object of type '{t}' has no len()", &[separator])
                .into());
        };
        match t.bytes {
            [c] if c.is_ascii() => mark = [*c],
            _ if t.len() == 1 => return Err(cx.value_error("sep must be ASCII.", &[]).into()),
            _ => return Err(cx.value_error("sep must be length 1.", &[]).into()),
        }
    }
    let group = super::str_view::number(cx, cx.arg(a, 2), 1)?.clamp(-(1 << 29), 1 << 29);
    let n = this.bytes.len() as u32;
    let size = group.unsigned_abs() as u32;
    // A separator stands before byte i when what is left (or, from the left, gone) is a multiple of the group.
    let separated = |i: u32| {
        let count = if group > 0 { n - i } else { i };
        i > 0 && !separator.is_unbound() && count.checked_rem(size) == Some(0)
    };
    let marks = (0..n).filter(|i| separated(*i)).count() as u32;
    make(cx, Family::Str, 2 * n + marks, true, &mut |to| {
        let mut w = super::str_view::Writer::new(to);
        for (i, b) in (0..n).zip(this.bytes) {
            if separated(i) {
                w.push(&mark);
            }
            let digit = |d: u8| char::from_digit(d as u32, 16).unwrap_or('0') as u8;
            w.push(&[digit(b >> 4), digit(b & 15)]);
        }
    })
}

/// Bytes of a hexadecimal text, or the index where it is wrong.
fn from_hex(text: &[u8], each: &mut dyn FnMut(u8)) -> Result<(), usize> {
    let mut at = 0;
    let digit = |i: usize| {
        text.get(i)
            .and_then(|c| (*c as char).to_digit(16))
            .map(|d| d as u8)
    };
    while let Some(c) = text.get(at) {
        if matches!(c, b' ' | b'\t'..=b'\r') {
            at += 1;
            continue;
        }
        let high = digit(at).ok_or(at)?;
        let low = digit(at + 1).ok_or(at + 1)?;
        each(high << 4 | low);
        at += 2;
    }
    Ok(())
}

/// `bytes.fromhex(text)`, `bytearray.fromhex(text)`: the first argument is the class.
fn fromhex(cx: &Cx, a: Args, family: Family) -> Result<Value<'_>, Stop> {
    let v = cx.arg(a, 1);
    let Some(text) = cx.str(v) else {
        return Err(cx
            .type_error("fromhex() argument must be str, not {t}", &[v])
            .into());
    };
    let text = text.bytes();
    let mut n = 0;
    if let Err(at) = from_hex(text, &mut |_| n += 1) {
        let at = super::str_view::chars(text.get(..at).unwrap_or(text));
        return Err(cx
            .value_error(
                "non-hexadecimal number found in fromhex() arg at position {}",
                &[Value::int(at as i32)],
            )
            .into());
    }
    make(cx, family, n, false, &mut |to| {
        let mut w = super::str_view::Writer::new(to);
        let _ = from_hex(text, &mut |b| w.push(&[b]));
    })
}

#[unsafe(no_mangle)]
pub fn mpf_bytes_fromhex(cx: &Cx, a: Args) -> Result<Value<'_>, Stop> {
    fromhex(cx, a, Family::Bytes)
}

#[unsafe(no_mangle)]
pub fn mpf_bytearray_fromhex(cx: &Cx, a: Args) -> Result<Value<'_>, Stop> {
    fromhex(cx, a, Family::ByteArray)
}

crate::natives! {
    "bytes" {
        Method leaf mpf_bytes_hex "hex(self, /, sep=None, bytes_per_sep=1)" [];
        ClassMethod leaf mpf_bytes_fromhex "fromhex(cls, string, /)" [];
    }
    "bytearray" {
        Method leaf mpf_bytes_hex "hex(self, /, sep=None, bytes_per_sep=1)" [];
        ClassMethod leaf mpf_bytearray_fromhex "fromhex(cls, string, /)" [];
    }
}

crate::builtin_types! {
    "bytes": "object", Bytes, "bytes(source=b'', encoding='utf-8', errors='strict')", {
        Repr: mpf_bytes_repr,
        Hash: mpf_str_hash,
        Compare: mpf_str_compare,
        Bool: mpf_str_bool,
        Len: mpf_str_len,
        GetItem: mpf_bytes_getitem,
        Contains: mpf_str_contains,
        Iter: mpf_bytes_iter,
        Add: mpf_bytes_add,
        Mul: mpf_bytes_mul,
        Mod: mpf_bytes_mod,
        New: mpf_bytes_new,
    } [];
}
