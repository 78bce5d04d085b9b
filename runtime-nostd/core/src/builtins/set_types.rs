//! The types `set` and `frozenset`: constructors, methods, tables. What they do is in `set`.

use super::set::{
    self, Algebra, mpf_set_binary, mpf_set_compare, mpf_set_inplace, mpf_set_repr, receiver,
};
use crate::cx::{Cx, Raised, Stop};
use crate::native::Args;
use crate::object::dict::{self, set_add, set_discard};
use crate::object::header::Kind;
use crate::object::value::Value;
use crate::protocol::{compare, iterate};
use crate::wk::ty;
use crate::{builtin_types, natives};
use mpf_bytecode::CompareOp;

#[unsafe(no_mangle)]
pub fn mpf_set_add(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    receiver(cx, a)?;
    set_add(cx, a.slot(0), a.slot(1))?;
    cx.ret(a, Value::NONE);
    Ok(())
}

#[unsafe(no_mangle)]
pub fn mpf_set_discard(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    receiver(cx, a)?;
    set_discard(cx, a.slot(0), a.slot(1))?;
    cx.ret(a, Value::NONE);
    Ok(())
}

#[unsafe(no_mangle)]
pub fn mpf_set_remove(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    receiver(cx, a)?;
    if !set_discard(cx, a.slot(0), a.slot(1))? {
        return Err(cx.raise_key_error(cx.arg(a, 1)));
    }
    cx.ret(a, Value::NONE);
    Ok(())
}

/// Takes the member that was added last.
#[unsafe(no_mangle)]
pub fn mpf_set_pop(cx: &Cx, a: Args) -> Result<Value<'_>, Stop> {
    let table = receiver(cx, a)?;
    let Some(pos) = table.previous_live(table.used()) else {
        return Err(cx
            .raise(ty::KeyError(cx), "pop from an empty set", &[])
            .into());
    };
    let member = table.key(pos);
    table.remove(pos);
    Ok(member)
}

#[unsafe(no_mangle)]
pub fn mpf_set_clear(cx: &Cx, a: Args) -> Result<Value<'_>, Stop> {
    receiver(cx, a)?.clear();
    Ok(Value::NONE)
}

#[unsafe(no_mangle)]
pub fn mpf_set_copy(cx: &Cx, a: Args) -> Result<Value<'_>, Stop> {
    receiver(cx, a)?;
    let v = cx.arg(a, 0);
    let frozen = cx.is_frozen_set(v);
    if frozen && v.is_kind(cx, Kind::Set) {
        Ok(v)
    } else {
        set::copy(cx, v, frozen)
    }
}

macro_rules! operations {
    ($($f:ident: $with:path, $what:expr;)*) => {$(
        #[unsafe(no_mangle)]
        pub fn $f(cx: &mut Cx, a: Args) -> Result<(), Raised> {
            $with(cx, a, $what)
        }
    )*};
}

operations! {
    mpf_set_union: set::method, Algebra::Union;
    mpf_set_intersection: set::method, Algebra::Intersection;
    mpf_set_difference: set::method, Algebra::Difference;
    mpf_set_symmetric_difference: set::method, Algebra::Symmetric;
    mpf_set_update: set::method_in_place, Algebra::Union;
    mpf_set_intersection_update: set::method_in_place, Algebra::Intersection;
    mpf_set_difference_update: set::method_in_place, Algebra::Difference;
    mpf_set_symmetric_difference_update: set::method_in_place, Algebra::Symmetric;
    mpf_set_issubset: set::test, Some(CompareOp::Le);
    mpf_set_issuperset: set::test, Some(CompareOp::Ge);
    mpf_set_isdisjoint: set::test, None;
}

/// Arguments: class, iterable.
#[unsafe(no_mangle)]
pub fn mpf_set_new(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    if cx.arg(a, 1).is_unbound() {
        return cx.make(a.ret(), |cx| cx.new_set_sized(0, false));
    }
    set::to_set(cx, a.slot(1), a.ret(), false)
}

/// Arguments: self, iterable. Starts again with the items of the iterable.
#[unsafe(no_mangle)]
pub fn mpf_set_init(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    receiver(cx, a)?.clear();
    if !cx.arg(a, 1).is_unbound() {
        set::update(cx, a.slot(0), a.slot(1))?;
    }
    cx.ret(a, Value::NONE);
    Ok(())
}

/// Arguments: class, iterable. A frozenset stays the object it is.
#[unsafe(no_mangle)]
pub fn mpf_frozenset_new(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    let v = cx.arg(a, 1);
    if v.is_unbound() {
        return cx.make(a.ret(), |cx| cx.new_set_sized(0, true));
    }
    if v.is_kind(cx, Kind::Set) && cx.is_frozen_set(v) {
        cx.ret(a, v);
        return Ok(());
    }
    set::to_set(cx, a.slot(1), a.ret(), true)
}

#[unsafe(no_mangle)]
pub fn mpf_set_len(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    let n = receiver(cx, a)?.len();
    cx.ret(a, Value::int(n as i32));
    Ok(())
}

#[unsafe(no_mangle)]
pub fn mpf_set_contains(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    receiver(cx, a)?;
    let found = dict::contains(cx, a.slot(0), a.slot(1))?;
    cx.ret(a, Value::bool(found));
    Ok(())
}

#[unsafe(no_mangle)]
pub fn mpf_set_iter(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    iterate::builtin_iter(cx, a.slot(0), a.ret())
}

#[unsafe(no_mangle)]
pub fn mpf_frozenset_hash(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    receiver(cx, a)?;
    let h = compare::frozen_set_hash(cx, cx.arg(a, 0));
    cx.ret(a, Value::int(h as i32));
    Ok(())
}

natives! {
    "set" {
        Method full mpf_set_add "add(self, object, /)" [HASH COMPARE];
        Method full mpf_set_discard "discard(self, object, /)" [HASH COMPARE];
        Method full mpf_set_remove "remove(self, object, /)" [HASH COMPARE];
        Method leaf mpf_set_pop "pop(self, /)" [];
        Method leaf mpf_set_clear "clear(self, /)" [];
        Method leaf mpf_set_copy "copy(self, /)" [];
        Method full mpf_set_union "union(self, /, *others)" [HASH COMPARE ITERATE];
        Method full mpf_set_intersection "intersection(self, /, *others)" [HASH COMPARE ITERATE];
        Method full mpf_set_difference "difference(self, /, *others)" [HASH COMPARE ITERATE];
        Method full mpf_set_symmetric_difference "symmetric_difference(self, other, /)" [HASH COMPARE ITERATE];
        Method full mpf_set_update "update(self, /, *others)" [HASH COMPARE ITERATE];
        Method full mpf_set_intersection_update "intersection_update(self, /, *others)" [HASH COMPARE ITERATE];
        Method full mpf_set_difference_update "difference_update(self, /, *others)" [HASH COMPARE ITERATE];
        Method full mpf_set_symmetric_difference_update "symmetric_difference_update(self, other, /)" [HASH COMPARE ITERATE];
        Method full mpf_set_issubset "issubset(self, other, /)" [HASH COMPARE ITERATE];
        Method full mpf_set_issuperset "issuperset(self, other, /)" [HASH COMPARE ITERATE];
        Method full mpf_set_isdisjoint "isdisjoint(self, other, /)" [HASH COMPARE ITERATE];
        Method full mpf_set_init "__init__(self, iterable=(), /)" [HASH COMPARE ITERATE];
    }
    "frozenset" {
        Method leaf mpf_set_copy "copy(self, /)" [];
        Method full mpf_set_union "union(self, /, *others)" [HASH COMPARE ITERATE];
        Method full mpf_set_intersection "intersection(self, /, *others)" [HASH COMPARE ITERATE];
        Method full mpf_set_difference "difference(self, /, *others)" [HASH COMPARE ITERATE];
        Method full mpf_set_symmetric_difference "symmetric_difference(self, other, /)" [HASH COMPARE ITERATE];
        Method full mpf_set_issubset "issubset(self, other, /)" [HASH COMPARE ITERATE];
        Method full mpf_set_issuperset "issuperset(self, other, /)" [HASH COMPARE ITERATE];
        Method full mpf_set_isdisjoint "isdisjoint(self, other, /)" [HASH COMPARE ITERATE];
    }
}

builtin_types! {
    "set": "object", Set, "set(iterable=(), /)", {
        New: mpf_set_new,
        Repr: mpf_set_repr,
        Compare: mpf_set_compare,
        Len: mpf_set_len,
        Contains: mpf_set_contains,
        Iter: mpf_set_iter,
        Sub: mpf_set_binary,
        And: mpf_set_binary,
        Or: mpf_set_binary,
        Xor: mpf_set_binary,
        InplaceBinary: mpf_set_inplace,
    } [];
    "frozenset": "object", Set, "frozenset(iterable=(), /)", {
        New: mpf_frozenset_new,
        Repr: mpf_set_repr,
        Hash: mpf_frozenset_hash,
        Compare: mpf_set_compare,
        Len: mpf_set_len,
        Contains: mpf_set_contains,
        Iter: mpf_set_iter,
        Sub: mpf_set_binary,
        And: mpf_set_binary,
        Or: mpf_set_binary,
        Xor: mpf_set_binary,
    } [];
}
