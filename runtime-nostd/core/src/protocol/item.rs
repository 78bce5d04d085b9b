//! Subscription, containment, length and truth of any value (indexes and slices: `index`).
//! Special methods that a class statement defines come first (`user_special`), then the slots of builtin types.
//! Results are written only on success, so that `x = x[i]` keeps `x` when it raises.

use super::index::too_large;
pub use super::index::{
    SliceParts, SliceRange, as_index, clamped, index_in, index_value, index_value_or, slice_parts,
    slice_range,
};
use super::iterate::for_each_while;
use super::text::call_slot;
use super::{attribute, call, compare};
use crate::cx::{Cx, Raised, Slot, Stop};
use crate::native::TypeSlot;
use crate::object::class::flag;
use crate::object::dict;
use crate::object::header::Kind;
use crate::object::iter::range_len;
use crate::object::value::Value;
use crate::wk::{name, ty};

// ---- special methods of classes

pub use super::attribute::lookup_special as user_special;

/// Whether a class statement made the class of `v`.
#[inline]
pub fn has_user_class(cx: &Cx, v: Slot) -> bool {
    let v = cx.get(v);
    v.is_pointer() && !cx.class_of(v).has(flag::BUILTIN)
}

/// `dst = type(recv).name(recv, args…)` when a class statement defines it; false when none does.
pub fn call_user(
    cx: &mut Cx,
    recv: Slot,
    name: fn(&Cx) -> Value<'_>,
    args: &[Slot],
    dst: Slot,
) -> Result<bool, Raised> {
    if !has_user_class(cx, recv) {
        return Ok(false);
    }
    let count = args.len() as u32 + 1;
    let (mut f, window) = cx.frame(2 + count)?;
    let method = user_special(&f, f.get(recv), name(&f));
    if method.is_unbound() {
        return Ok(false);
    }
    if !method.is_kind(&f, Kind::Function) {
        return call::call_special(&mut f, recv, name, args, dst);
    }
    f.set(window.at(0), method);
    f.set(window.at(2), f.get(recv));
    for (i, arg) in args.iter().enumerate() {
        f.set(window.at(3 + i as u32), f.get(*arg));
    }
    call::call(&mut f, window, count)?;
    f.set(dst, f.get(window.at(0)));
    Ok(true)
}

// ---- subscription

/// `obj[key]` when that needs no Python, no allocation and is not an error; else unbound.
#[inline]
pub fn get_item_leaf<'h>(cx: &'h Cx, obj: Value<'h>, key: Value<'h>) -> Value<'h> {
    if let Some(i) = key.as_small() {
        if obj.is_kind(cx, Kind::List)
            && let Some(list) = cx.list(obj)
        {
            return list.get(if i < 0 {
                (i as u32).wrapping_add(list.len())
            } else {
                i as u32
            });
        }
        if obj.is_kind(cx, Kind::Tuple)
            && let Some(tuple) = cx.tuple(obj)
        {
            return tuple.get(if i < 0 {
                (i as u32).wrapping_add(tuple.len())
            } else {
                i as u32
            });
        }
    }
    if obj.is_kind(cx, Kind::Dict) {
        cx.dict_leaf_get(obj, key).unwrap_or(Value::UNBOUND)
    } else {
        Value::UNBOUND
    }
}

/// `dst = obj[key]`.
pub fn get_item(cx: &mut Cx, obj: Slot, key: Slot, dst: Slot) -> Result<(), Raised> {
    let quick = get_item_leaf(cx, cx.get(obj), cx.get(key));
    if !quick.is_unbound() {
        cx.set(dst, quick);
        return Ok(());
    }
    if call_user(cx, obj, name::__getitem__, &[key], dst)? {
        return Ok(());
    }
    if let Some(slot) = cx.type_slot(cx.get(obj), TypeSlot::GetItem) {
        if has_user_class(cx, obj)
            && cx.payload(cx.get(obj), Kind::Dict).is_some()
            && !user_special(cx, cx.get(obj), name::__missing__(cx)).is_unbound()
            && !contains_key(cx, obj, key)?
        {
            call_user(cx, obj, name::__missing__, &[key], dst)?;
            return Ok(());
        }
        return call_slot(cx, slot, &[obj, key], dst);
    }
    if cx.get(obj).is_kind(cx, Kind::Type) {
        return class_item(cx, obj, key, dst);
    }
    Err(cx.type_error("'{t}' object is not subscriptable", &[cx.get(obj)]))
}

/// Whether the dict inside an instance of a dict subclass has the key.
fn contains_key(cx: &mut Cx, obj: Slot, key: Slot) -> Result<bool, Raised> {
    let (mut f, s) = cx.frame(1)?;
    let payload = f.payload(f.get(obj), Kind::Dict).unwrap_or(Value::UNBOUND);
    f.set(s.at(0), payload);
    dict::contains(&mut f, s.at(0), key)
}

/// `C[x]`: `__class_getitem__`, or the builtin generic type itself.
#[inline(never)]
fn class_item(cx: &mut Cx, class: Slot, key: Slot, dst: Slot) -> Result<(), Raised> {
    let v = cx.get(class);
    for generic in [
        ty::list,
        ty::tuple,
        ty::dict,
        ty::set,
        ty::frozenset,
        ty::Type,
    ] {
        if v.is(generic(cx)) {
            cx.set(dst, v);
            return Ok(());
        }
    }
    let (mut f, s) = cx.frame(2)?;
    f.set(s.at(0), name::__class_getitem__(&f));
    if !attribute::find_attr(&mut f, class, s.at(0), s.at(1))? {
        let name = f.class(f.get(class)).map_or(Value::UNBOUND, |c| c.name());
        return Err(f.type_error("type '{}' is not subscriptable", &[name]));
    }
    call::call1(&mut f, s.at(1), key, dst)
}

/// `obj[key] = value` when that needs no Python and is not an error; false when it was not done.
#[inline]
pub fn set_item_leaf<'h>(
    cx: &'h Cx,
    obj: Value<'h>,
    key: Value<'h>,
    value: Value<'h>,
) -> Result<bool, Stop> {
    if obj.is_kind(cx, Kind::List) {
        if let (Some(i), Some(list)) = (key.as_small(), cx.list(obj)) {
            let at = if i < 0 {
                (i as u32).wrapping_add(list.len())
            } else {
                i as u32
            };
            if at < list.len() {
                list.set(at, value);
                return Ok(true);
            }
        }
        return Ok(false);
    }
    if obj.is_kind(cx, Kind::Dict) {
        cx.dict_leaf_set(obj, key, value)
    } else {
        Ok(false)
    }
}

/// `obj[key] = value`.
pub fn set_item(cx: &mut Cx, obj: Slot, key: Slot, value: Slot) -> Result<(), Raised> {
    let mut asked = 0;
    loop {
        match set_item_leaf(cx, cx.get(obj), cx.get(key), cx.get(value)) {
            Ok(true) => {
                cx.after_grant();
                return Ok(());
            }
            Ok(false) => break,
            Err(_) => cx.answer(&mut asked)?,
        }
    }
    crate::anchor::slot(TypeSlot::SetItem);
    store(
        cx,
        obj,
        name::__setitem__,
        TypeSlot::SetItem,
        &[obj, key, value],
    )
}

/// `del obj[key]`.
pub fn del_item(cx: &mut Cx, obj: Slot, key: Slot) -> Result<(), Raised> {
    crate::anchor::slot(TypeSlot::DelItem);
    store(cx, obj, name::__delitem__, TypeSlot::DelItem, &[obj, key])
}

/// Storing and deleting: the special method, the slot, or the error. `args[0]` is the object.
fn store(
    cx: &mut Cx,
    obj: Slot,
    name: fn(&Cx) -> Value<'_>,
    slot: TypeSlot,
    args: &[Slot],
) -> Result<(), Raised> {
    let (mut f, s) = cx.frame(1)?;
    if call_user(&mut f, obj, name, args.get(1..).unwrap_or(&[]), s.at(0))? {
        return Ok(());
    }
    match f.marked_type_slot(f.get(obj), slot) {
        Some(slot) => call_slot(&mut f, slot, args, s.at(0)),
        None => Err(no_store(&f, f.get(obj), slot)),
    }
}

#[cold]
fn no_store(cx: &Cx, obj: Value<'_>, slot: TypeSlot) -> Raised {
    let is_sequence =
        cx.type_slot(obj, TypeSlot::GetItem).is_some() && !obj.is_kind(cx, Kind::Dict);
    cx.type_error(
        match (slot, is_sequence) {
            (TypeSlot::SetItem, _) => "'{t}' object does not support item assignment",
            (_, true) => "'{t}' object doesn't support item deletion",
            (_, false) => "'{t}' object does not support item deletion",
        },
        &[obj],
    )
}

// ---- containment, length, truth

/// `item in container`.
pub fn contains(cx: &mut Cx, container: Slot, item: Slot) -> Result<bool, Raised> {
    if cx.get(container).is_kind(cx, Kind::Dict) || cx.get(container).is_kind(cx, Kind::Set) {
        return dict::contains(cx, container, item);
    }
    if let Some(found) = contains_leaf(cx, cx.get(container), cx.get(item)) {
        return Ok(found);
    }
    let (mut f, s) = cx.frame(1)?;
    if user_special(&f, f.get(container), name::__contains__(&f)).is_none() {
        return Err(f.type_error("'{t}' object is not a container", &[f.get(container)]));
    }
    if call_user(&mut f, container, name::__contains__, &[item], s.at(0))? {
        return truth(&mut f, s.at(0));
    }
    if let Some(slot) = f.type_slot(f.get(container), TypeSlot::Contains) {
        call_slot(&mut f, slot, &[container, item], s.at(0))?;
        return Ok(f.get(s.at(0)).is(Value::TRUE));
    }
    search(&mut f, container, item)
}

/// The same for a list or tuple as long as nothing has to be asked how it compares, and for a character in a text.
fn contains_leaf<'h>(cx: &'h Cx, container: Value<'h>, item: Value<'h>) -> Option<bool> {
    // Exactly these kinds: a subclass may have its own idea.
    let kind = container.kind(cx)?;
    if kind == Kind::Str {
        return match cx.str(item)?.bytes() {
            [byte] => Some(cx.str(container)?.bytes().iter().any(|b| b == byte)),
            _ => None,
        };
    }
    let n = match kind {
        Kind::List => cx.list(container)?.len(),
        Kind::Tuple => cx.tuple(container)?.len(),
        _ => return None,
    };
    for i in 0..n {
        let v = match kind {
            Kind::List => cx.list(container)?.get(i),
            _ => cx.tuple(container)?.get(i),
        };
        if v.is(item) {
            return Some(true);
        }
        if !(v.is_small() && item.is_small()) && compare::leaf_equal(cx, v, item)? {
            return Some(true);
        }
    }
    Some(false)
}

/// Containment by iteration.
fn search(cx: &mut Cx, container: Slot, item: Slot) -> Result<bool, Raised> {
    if !super::iterate::is_iterable(cx, cx.get(container)) {
        return Err(cx.type_error(
            "argument of type '{t}' is not iterable",
            &[cx.get(container)],
        ));
    }
    let mut found = false;
    for_each_while(cx, container, &mut |cx, candidate| {
        found = compare::same_or_equal(cx, candidate, item)?;
        Ok(!found)
    })?;
    Ok(found)
}

/// Length of a builtin container that can tell it without Python; `None` for anything else.
pub fn len_leaf<'h>(cx: &'h Cx, v: Value<'h>) -> Option<u32> {
    Some(match v.kind(cx)? {
        Kind::List => cx.list(v)?.len(),
        Kind::Tuple => cx.tuple(v)?.len(),
        Kind::Dict | Kind::Set => cx.dict_len(v),
        Kind::Str => cx.str(v)?.len(),
        Kind::Bytes | Kind::ByteArray => cx.byte_len(v),
        _ => return None,
    })
}

/// `len(v)`.
pub fn len(cx: &mut Cx, v: Slot) -> Result<u32, Raised> {
    if let Some(n) = len_leaf(cx, cx.get(v)) {
        return Ok(n);
    }
    let (mut f, s) = cx.frame(1)?;
    if call_user(&mut f, v, name::__len__, &[], s.at(0))? {
        let n = as_index(&mut f, s.at(0))?;
        if n < 0 {
            return Err(f.value_error("__len__() should return >= 0", &[]));
        }
        return u32::try_from(n).map_err(|_| too_large(&f));
    }
    if let Some(n) = f.builtin_payload(f.get(v)).and_then(|p| len_leaf(&f, p)) {
        return Ok(n);
    }
    match f.type_slot(f.get(v), TypeSlot::Len) {
        Some(slot) => {
            call_slot(&mut f, slot, &[v], s.at(0))?;
            Ok(f.get(s.at(0)).as_small().unwrap_or(0) as u32)
        }
        None => Err(f.type_error("object of type '{t}' has no len()", &[f.get(v)])),
    }
}

/// `bool(v)` when no Python code is needed to find it out.
#[inline]
pub fn truth_leaf<'h>(cx: &'h Cx, v: Value<'h>) -> Option<bool> {
    if let Some(n) = v.as_small_or_bool() {
        return Some(n != 0);
    }
    if !v.is_pointer() {
        return Some(!v.is_none());
    }
    truth_of_object(cx, v)
}

#[inline(never)]
fn truth_of_object<'h>(cx: &'h Cx, v: Value<'h>) -> Option<bool> {
    match v.kind(cx)? {
        Kind::Str => cx.str(v).map(|s| !s.is_empty()),
        Kind::Float => cx.float(v).map(|x| x != 0.0),
        Kind::Range => {
            let (start, stop, step) = cx.range_parts(v);
            Some(range_len(start, stop, step).unwrap_or(0) != 0)
        }
        Kind::Instance | Kind::Type => {
            let class = cx.class_of(v);
            let has = |n: fn(&Cx) -> Value<'_>| !user_special(cx, v, n(cx)).is_unbound();
            if !class.has(flag::BUILTIN) && (has(name::__bool__) || has(name::__len__)) {
                return None;
            }
            if let Some(payload) = cx.builtin_payload(v) {
                return if payload.is_kind(cx, Kind::Instance) {
                    Some(true)
                } else {
                    truth_leaf(cx, payload)
                };
            }
            let by_slot =
                class.slot(TypeSlot::Bool).is_some() || class.slot(TypeSlot::Len).is_some();
            if by_slot { None } else { Some(true) }
        }
        _ => Some(len_leaf(cx, v) != Some(0)),
    }
}

/// `bool(v)`.
pub fn truth(cx: &mut Cx, v: Slot) -> Result<bool, Raised> {
    if let Some(b) = truth_leaf(cx, cx.get(v)) {
        return Ok(b);
    }
    let (mut f, s) = cx.frame(1)?;
    if call_user(&mut f, v, name::__bool__, &[], s.at(0))? {
        let b = f.get(s.at(0));
        return if b.is_bool() {
            Ok(b.is(Value::TRUE))
        } else {
            Err(f.type_error("__bool__ should return bool, returned {t}", &[b]))
        };
    }
    if user_special(&f, f.get(v), name::__len__(&f)).is_unbound()
        && let Some(slot) = f.type_slot(f.get(v), TypeSlot::Bool)
    {
        call_slot(&mut f, slot, &[v], s.at(0))?;
        return Ok(f.get(s.at(0)).is(Value::TRUE));
    }
    Ok(len(&mut f, v)? != 0)
}
