//! The str type: its slots (repr, comparison, items, operators, constructor) and `chr`, `ord`, `ascii`, `repr`.
//! Its methods are in the other `str_*` and `format_*` files.

use super::format::mpf_str_format_slot;
use super::str_search::mpf_str_contains;
use super::str_view::{Writer, make, this, view};
use crate::cx::{Cx, Raised, Stop};
use crate::native::Args;
use crate::object::builder::StrBuilder;
use crate::object::header::Kind;
use crate::object::iter::what;
use crate::object::value::Value;
use crate::protocol::item::{self, SliceRange};
use crate::protocol::text;
use mpf_bytecode::{BinaryOp, CompareOp};

/// Slot `Repr` of str.
#[unsafe(no_mangle)]
pub fn mpf_str_repr(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    let (mut cx, f) = cx.frame(1)?;
    let mut b = StrBuilder::new(&cx, f.at(0));
    b.step(&mut cx, |b, cx| {
        text::push_quoted(b, cx, cx.str(cx.get(a.slot(0))).map_or("", |s| s.text()))
    })?;
    b.finish(&mut cx, a.ret())
}

/// Slot `Str` of str: an instance of a subclass gives the str it holds.
#[unsafe(no_mangle)]
pub fn mpf_str_str(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    let v = cx.get(a.slot(0));
    cx.ret(a, cx.payload(v, Kind::Str).unwrap_or(v));
    Ok(())
}

/// Slot `Hash` of str and bytes.
#[unsafe(no_mangle)]
pub fn mpf_str_hash(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    let v = cx.get(a.slot(0));
    let h = match cx.str(v) {
        Some(s) => s.hash(),
        None => crate::object::text::hash_bytes(cx.bytes(v).unwrap_or(&[])),
    };
    cx.ret(a, Value::int((h & 0x3FFF_FFFF) as i32));
    Ok(())
}

/// The operator that a slot was asked for, as its number.
pub fn operator(cx: &Cx, a: Args, i: u32) -> u32 {
    cx.arg(a, i).as_small().unwrap_or(-1) as u32
}

/// Slot `Compare` of str, bytes and bytearray. Code point order is byte order in UTF-8.
#[unsafe(no_mangle)]
pub fn mpf_str_compare(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    let result = match (view(cx, cx.arg(a, 0)), view(cx, cx.arg(a, 1))) {
        (Some(x), Some(y)) if x.is_str() == y.is_str() => {
            let o = x.bytes.cmp(y.bytes);
            let op = operator(cx, a, 2);
            Value::bool(if op == CompareOp::Lt as u32 {
                o.is_lt()
            } else if op == CompareOp::Le as u32 {
                o.is_le()
            } else if op == CompareOp::Eq as u32 {
                o.is_eq()
            } else if op == CompareOp::Ne as u32 {
                o.is_ne()
            } else if op == CompareOp::Gt as u32 {
                o.is_gt()
            } else {
                o.is_ge()
            })
        }
        _ => Value::NOT_IMPLEMENTED,
    };
    cx.ret(a, result);
    Ok(())
}

/// Slot `Bool` of str, bytes and bytearray.
#[unsafe(no_mangle)]
pub fn mpf_str_bool(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    let some = view(cx, cx.arg(a, 0)).is_some_and(|t| !t.bytes.is_empty());
    cx.ret(a, Value::bool(some));
    Ok(())
}

/// Slot `Len` of str, bytes and bytearray.
#[unsafe(no_mangle)]
pub fn mpf_str_len(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    let n = view(cx, cx.arg(a, 0)).map_or(0, |t| t.len());
    cx.ret(a, Value::int(n as i32));
    Ok(())
}

/// Slot `GetItem` of str.
#[unsafe(no_mangle)]
pub fn mpf_str_getitem(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    let len = view(cx, cx.arg(a, 0)).map_or(0, |t| t.len());
    let key = cx.arg(a, 1);
    if key.is_kind(cx, Kind::Slice) {
        let p = item::slice_range(cx, a.slot(1), len)?;
        return cx.make(a.ret(), |cx| slice_of(cx, cx.arg(a, 0), &p));
    }
    let Some(i) = item::index_in(
        cx,
        a.slot(1),
        len,
        "string indices must be integers, not '{t}'",
    )?
    else {
        return Err(cx.index_error("string index out of range"));
    };
    cx.make(a.ret(), |cx| {
        let Some(t) = view(cx, cx.arg(a, 0)) else {
            return Ok(Value::NONE);
        };
        let from = t.offset(i);
        let to = if t.ascii {
            from + 1
        } else {
            from + t
                .text(cx)
                .get(from..)
                .and_then(|s| s.chars().next())
                .map_or(0, char::len_utf8)
        };
        t.part(cx, from, to)
    })
}

/// A slice of a str, bytes or bytearray as a new object.
pub fn slice_of<'h>(cx: &'h Cx, v: Value<'h>, p: &SliceRange) -> Result<Value<'h>, Stop> {
    let Some(t) = view(cx, v) else {
        return Ok(Value::NONE);
    };
    if p.len == 0 {
        return t.part(cx, 0, 0);
    }
    if p.step == 1 {
        let from = t.offset(p.start as u32);
        return t.part(cx, from, t.offset_from(from, p.len));
    }
    if t.ascii {
        let content = t.bytes;
        return make(cx, t.family, p.len, true, &mut |to| {
            for (i, b) in to.iter_mut().enumerate() {
                *b = content.get(p.at(i as u32) as usize).copied().unwrap_or(0);
            }
        });
    }
    let piece = |i: u32| {
        let from = t.offset(p.at(i));
        let n = t
            .text(cx)
            .get(from..)
            .and_then(|s| s.chars().next())
            .map_or(0, char::len_utf8);
        t.slice(from, from + n)
    };
    let (mut len, mut ascii) = (0, true);
    for i in 0..p.len {
        len += piece(i).len() as u32;
        ascii &= piece(i).is_ascii();
    }
    make(cx, t.family, len, ascii, &mut |to| {
        let mut w = Writer::new(to);
        for i in 0..p.len {
            w.push(piece(i));
        }
    })
}

/// Slot `Iter` of str.
#[unsafe(no_mangle)]
pub fn mpf_str_iter(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    cx.make(a.ret(), |cx| cx.new_iter(what::STR, cx.arg(a, 0)))
}

/// `left + right` of the same family; bytes and bytearray mix and give the type of the left one.
pub fn concatenate<'h>(cx: &'h Cx, left: Value<'h>, right: Value<'h>) -> Result<Value<'h>, Stop> {
    let (Some(x), Some(y)) = (view(cx, left), view(cx, right)) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    if x.bytes.is_empty() && left.is_kind(cx, Kind::Str) && right.is_kind(cx, Kind::Str) {
        return Ok(right);
    }
    if y.bytes.is_empty() && left.is_kind(cx, Kind::Str) {
        return Ok(left);
    }
    let len = (x.bytes.len() as u32).saturating_add(y.bytes.len() as u32);
    make(cx, x.family, len, x.ascii && y.ascii, &mut |to| {
        let mut w = Writer::new(to);
        w.push(x.bytes);
        w.push(y.bytes);
    })
}

/// `text * n`.
pub fn repeat<'h>(cx: &'h Cx, v: Value<'h>, n: i64) -> Result<Value<'h>, Stop> {
    let Some(t) = view(cx, v) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    if n == 1 {
        return t.part(cx, 0, t.bytes.len());
    }
    let len = (t.bytes.len() as u64)
        .checked_mul(n.max(0) as u64)
        .and_then(|n| u32::try_from(n).ok());
    let Some(len) = len.filter(|n| *n < 1 << 30) else {
        return Err(cx.raise_memory().into());
    };
    make(cx, t.family, len, t.ascii, &mut |to| {
        Writer::new(to).repeat(
            t.bytes,
            if t.bytes.is_empty() {
                0
            } else {
                n.max(0) as u32
            },
        )
    })
}

/// `sequence * count` for either side; NotImplemented when neither fits.
pub fn repeat_slot(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    let (sequence, count) = if view(cx, cx.arg(a, 0)).is_some() {
        (0, 1)
    } else {
        (1, 0)
    };
    let v = cx.arg(a, count);
    let countable =
        cx.is_int(v) || !text::user_special(cx, v, crate::wk::name::__index__(cx)).is_unbound();
    if !countable {
        if v.is_pointer() && view(cx, v).is_none() && !v.is_kind(cx, Kind::Float) {
            cx.ret(a, Value::NOT_IMPLEMENTED);
            return Ok(());
        }
        return Err(cx.type_error("can't multiply sequence by non-int of type '{t}'", &[v]));
    }
    let n = item::as_index(cx, a.slot(count))?;
    cx.make(a.ret(), |cx| repeat(cx, cx.arg(a, sequence), n))
}

crate::operator_slots! {
    binary {
        mpf_str_add Add;
        mpf_str_mul Mul;
        mpf_str_mod Mod;
    }
}

/// Slots of the operators.
#[inline(always)]
fn binary(cx: &mut Cx, a: Args, op: BinaryOp) -> Result<(), Raised> {
    let (left, right) = (cx.arg(a, 0), cx.arg(a, 1));
    let left_is_str = cx.str(left).is_some();
    if op == BinaryOp::Add && left_is_str {
        if cx.str(right).is_some() {
            return cx.make(a.ret(), |cx| concatenate(cx, cx.arg(a, 0), cx.arg(a, 1)));
        }
        let reflected = !text::user_special(cx, right, crate::wk::name::__radd__(cx)).is_unbound();
        if !reflected {
            return Err(cx.type_error("can only concatenate str (not \"{t}\") to str", &[right]));
        }
    } else if op == BinaryOp::Mul {
        return repeat_slot(cx, a);
    } else if op == BinaryOp::Mod && left_is_str {
        return super::format_percent::mpf_str_percent(cx, a);
    }
    cx.ret(a, Value::NOT_IMPLEMENTED);
    Ok(())
}

/// Slot `New` of str: `(class, object, encoding, errors)`.
#[unsafe(no_mangle)]
pub fn mpf_str_new(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    let (mut cx, f) = cx.frame(1)?;
    let (object, encoding, errors) = (cx.arg(a, 1), cx.arg(a, 2), cx.arg(a, 3));
    if object.is_unbound() {
        cx.make(f.at(0), |cx| cx.new_str(""))?;
    } else if encoding.is_unbound() && errors.is_unbound() {
        text::to_str(&mut cx, a.slot(1), f.at(0))?;
        let v = cx.get(f.at(0));
        cx.set(f.at(0), cx.payload(v, Kind::Str).unwrap_or(v));
    } else {
        if cx.str(object).is_some() {
            return Err(cx.type_error("decoding str is not supported", &[]));
        }
        if cx.byte_view(object).is_none() {
            return Err(cx.type_error(
                "decoding to str: need a bytes-like object, {t} found",
                &[object],
            ));
        }
        cx.make(f.at(0), |cx| super::str_encode::decode(cx, a, 1))?;
    }
    cx.ret(a, cx.get(f.at(0)));
    Ok(())
}

/// `chr(i)`.
#[unsafe(no_mangle)]
pub fn mpf_builtin_chr(cx: &Cx, a: Args) -> Result<Value<'_>, Stop> {
    let v = cx.arg(a, 0);
    if !cx.is_int(v) {
        return Err(cx
            .type_error("'{t}' object cannot be interpreted as an integer", &[v])
            .into());
    }
    let n = cx.as_i64(v).and_then(|n| u32::try_from(n).ok());
    match n.and_then(char::from_u32) {
        Some(c) => cx.new_char(c),
        None if n.is_some_and(|n| n < 0x110000) => {
            // UTF-8 has no form for half of a UTF-16 pair.
            Err(cx
                .value_error("chr() of a surrogate code point is not supported", &[])
                .into())
        }
        None => Err(cx
            .value_error("chr() arg not in range(0x110000)", &[])
            .into()),
    }
}

/// `ord(c)`.
#[unsafe(no_mangle)]
pub fn mpf_builtin_ord(cx: &Cx, a: Args) -> Result<Value<'_>, Stop> {
    let v = cx.arg(a, 0);
    let Some(t) = view(cx, v) else {
        return Err(cx
            .type_error("ord() expected string of length 1, but {t} found", &[v])
            .into());
    };
    if t.len() != 1 {
        return Err(cx
            .type_error(
                "ord() expected a character, but string of length {} found",
                &[Value::int(t.len() as i32)],
            )
            .into());
    }
    let code = if t.is_str() {
        t.text(cx).chars().next().map_or(0, |c| c as i32)
    } else {
        t.bytes.first().map_or(0, |b| *b as i32)
    };
    Ok(Value::int(code))
}

/// `repr(object)`.
#[unsafe(no_mangle)]
pub fn mpf_builtin_repr(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    text::repr(cx, a.slot(0), a.ret())
}

/// `ascii(object)`.
#[unsafe(no_mangle)]
pub fn mpf_builtin_ascii(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    text::ascii(cx, a.slot(0), a.ret())
}

/// `isascii()`.
#[unsafe(no_mangle)]
pub fn mpf_str_isascii(cx: &Cx, a: Args) -> Result<Value<'_>, Stop> {
    let this = this(cx, a)?;
    Ok(Value::bool(if this.is_str() {
        this.ascii
    } else {
        this.bytes.is_ascii()
    }))
}

crate::natives! {
    "" {
        Function leaf mpf_builtin_chr "chr(i, /)" [];
        Function leaf mpf_builtin_ord "ord(c, /)" [];
        Function full mpf_builtin_repr "repr(obj, /)" [REPR CALL];
        Function full mpf_builtin_ascii "ascii(obj, /)" [REPR CALL];
    }
    "str" {
        Method leaf mpf_str_isascii "isascii(self, /)" [];
    }
    "bytes" {
        Method leaf mpf_str_isascii "isascii(self, /)" [];
    }
    "bytearray" {
        Method leaf mpf_str_isascii "isascii(self, /)" [];
    }
}

crate::builtin_types! {
    "str": "object", Str, "str(object='', encoding='utf-8', errors='strict')", {
        Repr: mpf_str_repr,
        Str: mpf_str_str,
        Hash: mpf_str_hash,
        Compare: mpf_str_compare,
        Bool: mpf_str_bool,
        Len: mpf_str_len,
        GetItem: mpf_str_getitem,
        Contains: mpf_str_contains,
        Iter: mpf_str_iter,
        Add: mpf_str_add,
        Mul: mpf_str_mul,
        Mod: mpf_str_mod,
        Format: mpf_str_format_slot,
        New: mpf_str_new,
    } [];
}
