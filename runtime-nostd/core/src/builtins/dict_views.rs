//! What `keys()`, `values()` and `items()` of a dict return: objects that refer to the dict and show what it holds now.
//! Keys and items compare and combine like sets.

use super::sequence::{compare_op, not_implemented};
use super::set;
use crate::cx::{Cx, Raised, Slot, Stop};
use crate::native::Args;
use crate::object::dict::{self, dict_get};
use crate::object::iter::what;
use crate::object::value::Value;
use crate::protocol::text::{StrBuilder, guarded};
use crate::protocol::{compare, iterate};
use crate::wk::ty;
use crate::{builtin_types, natives};

/// The dict that a view shows.
fn dict_of<'h>(cx: &'h Cx, view: Value<'h>) -> Value<'h> {
    cx.instance_slot(view, 0)
}

fn is_keys(cx: &Cx, v: Value<'_>) -> bool {
    cx.type_of(Value::from_bits(v.to_bits()))
        .is(ty::dict_keys(cx))
}

fn is_items(cx: &Cx, v: Value<'_>) -> bool {
    cx.type_of(Value::from_bits(v.to_bits()))
        .is(ty::dict_items(cx))
}

fn new_view<'h>(cx: &'h Cx, a: Args, class: Value<'h>) -> Result<Value<'h>, Stop> {
    let d = cx.arg(a, 0);
    if cx.dict(d).is_none() {
        return Err(cx
            .type_error(
                "descriptor of 'dict' objects doesn't apply to a '{t}' object",
                &[d],
            )
            .into());
    }
    let view = cx.new_instance(class)?;
    cx.set_instance_slot(view, 0, d);
    Ok(view)
}

#[unsafe(no_mangle)]
pub fn mpf_dict_keys(cx: &Cx, a: Args) -> Result<Value<'_>, Stop> {
    new_view(cx, a, ty::dict_keys(cx))
}

#[unsafe(no_mangle)]
pub fn mpf_dict_values(cx: &Cx, a: Args) -> Result<Value<'_>, Stop> {
    new_view(cx, a, ty::dict_values(cx))
}

#[unsafe(no_mangle)]
pub fn mpf_dict_items(cx: &Cx, a: Args) -> Result<Value<'_>, Stop> {
    new_view(cx, a, ty::dict_items(cx))
}

#[unsafe(no_mangle)]
pub fn mpf_dict_view_len(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    let n = cx.dict_len(dict_of(cx, cx.arg(a, 0)));
    cx.ret(a, Value::int(n as i32));
    Ok(())
}

/// The kind of iterator over a view, forwards or backwards.
fn iter_kind(cx: &Cx, view: Value<'_>, back: bool) -> i32 {
    let forward = if is_keys(cx, view) {
        what::DICT_KEYS
    } else if is_items(cx, view) {
        what::DICT_ITEMS
    } else {
        what::DICT_VALUES
    };
    if back {
        forward + what::DICT_KEYS_BACK - what::DICT_KEYS
    } else {
        forward
    }
}

#[unsafe(no_mangle)]
pub fn mpf_dict_view_iter(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    cx.make(a.ret(), |cx| {
        let view = cx.arg(a, 0);
        cx.new_iter(iter_kind(cx, view, false), dict_of(cx, view))
    })
}

#[unsafe(no_mangle)]
pub fn mpf_dict_view_reversed(cx: &Cx, a: Args) -> Result<Value<'_>, Stop> {
    let view = cx.arg(a, 0);
    cx.new_iter(iter_kind(cx, view, true), dict_of(cx, view))
}

#[unsafe(no_mangle)]
pub fn mpf_dict_view_repr(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    let fresh = guarded(cx, a.slot(0), |cx| {
        let (mut f, s) = cx.frame(2)?;
        let mut b = StrBuilder::new(&f, s.at(0));
        let start = match iter_kind(&f, f.arg(a, 0), false) {
            what::DICT_KEYS => "dict_keys([",
            what::DICT_ITEMS => "dict_items([",
            _ => "dict_values([",
        };
        b.push(&mut f, start)?;
        iterate::to_list(&mut f, a.slot(0), s.at(1))?;
        push_items(&mut f, &mut b, s.at(1))?;
        b.push(&mut f, "])")?;
        b.finish(&mut f, a.ret())
    })?;
    if fresh {
        Ok(())
    } else {
        cx.make(a.ret(), |cx| cx.new_str("..."))
    }
}

/// Text forms of the items of a list, with commas.
pub fn push_items(cx: &mut Cx, b: &mut StrBuilder, list: Slot) -> Result<(), Raised> {
    let (mut f, s) = cx.frame(1)?;
    let mut i = 0;
    loop {
        let v = f.list(f.get(list)).map_or(Value::UNBOUND, |l| l.get(i));
        if v.is_unbound() {
            return Ok(());
        }
        f.set(s.at(0), v);
        if i > 0 {
            b.push(&mut f, ", ")?;
        }
        b.push_repr(&mut f, s.at(0))?;
        i += 1;
    }
}

#[unsafe(no_mangle)]
pub fn mpf_dict_keys_contains(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    let (mut f, s) = cx.frame(1)?;
    f.set(s.at(0), dict_of(&f, f.arg(a, 0)));
    let found = dict::contains(&mut f, s.at(0), a.slot(1))?;
    f.ret(a, Value::bool(found));
    Ok(())
}

#[unsafe(no_mangle)]
pub fn mpf_dict_items_contains(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    let (mut f, s) = cx.frame(4)?;
    let found = match f.tuple(f.arg(a, 1)) {
        Some(pair) if pair.len() == 2 => {
            f.set(s.at(0), dict_of(&f, f.arg(a, 0)));
            f.set(s.at(1), pair.get(0));
            f.set(s.at(2), pair.get(1));
            dict_get(&mut f, s.at(0), s.at(1), s.at(3))?
                && compare::same_or_equal(&mut f, s.at(3), s.at(2))?
        }
        _ => false,
    };
    f.ret(a, Value::bool(found));
    Ok(())
}

/// Copies both operands into sets (any iterable when `any` is set); false when one is neither set nor view.
fn as_sets(cx: &mut Cx, a: Args, any: bool, x: Slot, y: Slot) -> Result<bool, Raised> {
    for (arg, dst) in [(a.slot(0), x), (a.slot(1), y)] {
        let v = cx.get(arg);
        let like_set = cx.set_table(v).is_some() || is_keys(cx, v) || is_items(cx, v);
        let usable = like_set || (any && iterate::is_iterable(cx, v));
        if !usable {
            return Ok(false);
        }
        set::to_set(cx, arg, dst, false)?;
    }
    Ok(true)
}

/// TypeError for the operand that is neither view nor iterable.
#[cold]
fn not_iterable(cx: &Cx, a: Args) -> Raised {
    let left = cx.arg(a, 0);
    let wrong = if iterate::is_iterable(cx, left) {
        cx.arg(a, 1)
    } else {
        left
    };
    cx.type_error("'{t}' object is not iterable", &[wrong])
}

#[unsafe(no_mangle)]
pub fn mpf_dict_view_compare(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    let (mut f, s) = cx.frame(2)?;
    let Some(op) = compare_op(&f, a, 2) else {
        return not_implemented(&f, a);
    };
    if !as_sets(&mut f, a, false, s.at(0), s.at(1))? {
        return not_implemented(&f, a);
    }
    let holds = set::compare_sets(&mut f, op, s.at(0), s.at(1))?;
    f.ret(a, Value::bool(holds));
    Ok(())
}

#[unsafe(no_mangle)]
pub fn mpf_dict_view_binary(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    let (mut f, s) = cx.frame(2)?;
    if !set::is_set_operator(&f, a) {
        return not_implemented(&f, a);
    }
    if !as_sets(&mut f, a, true, s.at(0), s.at(1))? {
        return Err(not_iterable(&f, a));
    }
    set::combine(&mut f, a, s.at(0), s.at(1), a.ret())
}

#[unsafe(no_mangle)]
pub fn mpf_dict_view_isdisjoint(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    let (mut f, s) = cx.frame(2)?;
    if !as_sets(&mut f, a, true, s.at(0), s.at(1))? {
        return Err(not_iterable(&f, a));
    }
    let common = set::any_in(&mut f, s.at(0), s.at(1), true)?;
    f.ret(a, Value::bool(!common));
    Ok(())
}

natives! {
    "dict" {
        Method leaf mpf_dict_keys "keys(self, /)" [];
        Method leaf mpf_dict_values "values(self, /)" [];
        Method leaf mpf_dict_items "items(self, /)" [];
    }
    "dict_keys" {
        Method leaf mpf_dict_view_reversed "__reversed__(self, /)" [];
        Method full mpf_dict_view_isdisjoint "isdisjoint(self, other, /)" [HASH COMPARE ITERATE];
    }
    "dict_values" {
        Method leaf mpf_dict_view_reversed "__reversed__(self, /)" [];
    }
    "dict_items" {
        Method leaf mpf_dict_view_reversed "__reversed__(self, /)" [];
        Method full mpf_dict_view_isdisjoint "isdisjoint(self, other, /)" [HASH COMPARE ITERATE];
    }
}

builtin_types! {
    "dict_keys": "object", Instance, "", {
        Repr: mpf_dict_view_repr,
        Compare: mpf_dict_view_compare,
        Len: mpf_dict_view_len,
        Contains: mpf_dict_keys_contains,
        Iter: mpf_dict_view_iter,
        Sub: mpf_dict_view_binary,
        And: mpf_dict_view_binary,
        Or: mpf_dict_view_binary,
        Xor: mpf_dict_view_binary,
    } [".dict"];
    "dict_values": "object", Instance, "", {
        Repr: mpf_dict_view_repr,
        Len: mpf_dict_view_len,
        Iter: mpf_dict_view_iter,
    } [".dict"];
    "dict_items": "object", Instance, "", {
        Repr: mpf_dict_view_repr,
        Compare: mpf_dict_view_compare,
        Len: mpf_dict_view_len,
        Contains: mpf_dict_items_contains,
        Iter: mpf_dict_view_iter,
        Sub: mpf_dict_view_binary,
        And: mpf_dict_view_binary,
        Or: mpf_dict_view_binary,
        Xor: mpf_dict_view_binary,
    } [".dict"];
}
