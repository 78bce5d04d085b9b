//! The type `tuple`. Its hash is computed in `protocol::hash`.

use super::sequence::{self, wrong_receiver};
use crate::cx::{Cx, Raised};
use crate::native::Args;
use crate::object::header::Kind;
use crate::object::value::Value;
use crate::protocol::{hash, iterate};
use crate::{builtin_types, natives};

fn check(cx: &Cx, a: Args) -> Result<(), Raised> {
    let v = cx.arg(a, 0);
    match cx.tuple(v) {
        Some(_) => Ok(()),
        None => Err(wrong_receiver(
            cx,
            v,
            "descriptor of 'tuple' objects doesn't apply to a '{t}' object",
        )),
    }
}

#[unsafe(no_mangle)]
pub fn mpf_tuple_index(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    check(cx, a)?;
    match sequence::index(cx, a)? {
        Some(at) => {
            cx.ret(a, Value::int(at as i32));
            Ok(())
        }
        None => Err(cx.value_error("tuple.index(x): x not in tuple", &[])),
    }
}

#[unsafe(no_mangle)]
pub fn mpf_tuple_count(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    check(cx, a)?;
    sequence::count(cx, a)
}

// ---- slots

/// `dst = tuple(src)`; a tuple stays the object it is.
pub fn to_tuple(cx: &mut Cx, src: crate::Slot, dst: crate::Slot) -> Result<(), Raised> {
    if cx.get(src).is_kind(cx, Kind::Tuple) {
        cx.set(dst, cx.get(src));
        return Ok(());
    }
    let (mut f, s) = cx.frame(1)?;
    if f.get(src).is_kind(&f, Kind::List) {
        f.set(s.at(0), f.get(src));
    } else {
        iterate::to_list(&mut f, src, s.at(0))?;
    }
    f.make(dst, |cx| match cx.list(cx.get(s.at(0))) {
        Some(list) => cx.new_tuple(list.len(), |i| list.get(i)),
        None => cx.new_tuple(0, |_| Value::UNBOUND),
    })
}

/// Arguments: class, iterable.
#[unsafe(no_mangle)]
pub fn mpf_tuple_new(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    if cx.arg(a, 1).is_unbound() {
        return cx.make(a.ret(), |cx| cx.new_tuple(0, |_| Value::UNBOUND));
    }
    to_tuple(cx, a.slot(1), a.ret())
}

#[unsafe(no_mangle)]
pub fn mpf_tuple_repr(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    sequence::repr(cx, a, ["(", ")"], "(...)")
}

#[unsafe(no_mangle)]
pub fn mpf_tuple_hash(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    let (mut f, s) = cx.frame(1)?;
    let payload = f
        .payload(f.arg(a, 0), Kind::Tuple)
        .unwrap_or(Value::UNBOUND);
    f.set(s.at(0), payload);
    let h = hash::hash(&mut f, s.at(0))?;
    f.ret(a, Value::int(h as i32));
    Ok(())
}

#[unsafe(no_mangle)]
pub fn mpf_tuple_compare(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    sequence::compare_items(cx, a, Kind::Tuple)
}

#[unsafe(no_mangle)]
pub fn mpf_tuple_len(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    sequence::length(cx, a)
}

#[unsafe(no_mangle)]
pub fn mpf_tuple_contains(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    sequence::contains(cx, a)
}

#[unsafe(no_mangle)]
pub fn mpf_tuple_iter(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    sequence::iter(cx, a)
}

#[unsafe(no_mangle)]
pub fn mpf_tuple_getitem(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    let message = "tuple indices must be integers or slices, not {t}";
    sequence::get_item(cx, a, Kind::Tuple, message, "tuple index out of range")
}

#[unsafe(no_mangle)]
pub fn mpf_tuple_binary(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    sequence::binary(
        cx,
        a,
        Kind::Tuple,
        "can only concatenate tuple (not \"{t}\") to tuple",
    )
}

natives! {
    "tuple" {
        Method full mpf_tuple_index "index(self, value, start=0, stop=9223372036854775807, /)" [COMPARE INDEX];
        Method full mpf_tuple_count "count(self, value, /)" [COMPARE];
    }
}

builtin_types! {
    "tuple": "object", Tuple, "tuple(iterable=(), /)", {
        New: mpf_tuple_new,
        Repr: mpf_tuple_repr,
        Hash: mpf_tuple_hash,
        Compare: mpf_tuple_compare,
        Len: mpf_tuple_len,
        GetItem: mpf_tuple_getitem,
        Contains: mpf_tuple_contains,
        Iter: mpf_tuple_iter,
        Add: mpf_tuple_binary,
        Mul: mpf_tuple_binary,
    } [];
}
