//! Iterators that call Python code or carry state of their own: enumerate, reversed, `iter(callable, sentinel)`,
//! iteration by `__getitem__`; and the builtins `iter` and `next`. They are instances of builtin classes; an exhausted
//! one has an unbound first slot.

use super::sequence::wrong_receiver;
use crate::cx::{Cx, Raised, Slot, roots};
use crate::native::{Args, TypeSlot};
use crate::object::iter::iter_next_leaf;
use crate::object::value::Value;
use crate::protocol::item::{self, call_user, user_special};
use crate::protocol::{call, compare, iterate};
use crate::vm::steps::mpf_enumerate_step;
use crate::wk::{name, ty};
use crate::{Kind, builtin_types, error, natives};

/// Slot `i` of the instance in argument 0.
pub fn state(cx: &Cx, a: Args, i: u32) -> Value<'_> {
    let v = cx.arg(a, 0);
    if v.is_kind(cx, Kind::Instance) && i + 1 < cx.words(v) {
        cx.instance_slot(v, i)
    } else {
        Value::UNBOUND
    }
}

pub fn set_state(cx: &Cx, a: Args, i: u32, x: Value<'_>) {
    let v = cx.arg(a, 0);
    if v.is_kind(cx, Kind::Instance) && i + 1 < cx.words(v) {
        cx.set_instance_slot(v, i, x);
    }
}

/// Result of `Next` at the end: unbound, and the iterator stays exhausted.
pub fn exhausted(cx: &Cx, a: Args) -> Result<(), Raised> {
    set_state(cx, a, 0, Value::UNBOUND);
    cx.ret(a, Value::UNBOUND);
    Ok(())
}

/// Slot `Iter` of every iterator: itself.
#[unsafe(no_mangle)]
pub fn mpf_iterator_self(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    cx.ret(a, cx.arg(a, 0));
    Ok(())
}

/// Slot `Next` of the iterators over builtin containers.
#[unsafe(no_mangle)]
pub fn mpf_iterator_next(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    if !cx.arg(a, 0).is_kind(cx, Kind::Iter) {
        return Err(wrong_receiver(
            cx,
            cx.arg(a, 0),
            "'{t}' object is not an iterator",
        ));
    }
    cx.make(a.ret(), |cx| {
        Ok(iter_next_leaf(cx, cx.arg(a, 0))?.unwrap_or(Value::UNBOUND))
    })
}

/// `__length_hint__` of the same.
#[unsafe(no_mangle)]
pub fn mpf_iterator_length_hint(cx: &Cx, a: Args) -> Result<Value<'_>, crate::Stop> {
    cx.new_int(cx.iter_hint(cx.arg(a, 0)) as i64)
}

// ---- enumerate

/// Arguments: class, iterable, start.
#[unsafe(no_mangle)]
pub fn mpf_enumerate_new(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    let (mut f, s) = cx.frame(2)?;
    iterate::iter(&mut f, a.slot(1), s.at(0))?;
    f.set(s.at(1), Value::int(0));
    if !f.arg(a, 2).is_unbound() {
        item::index_value(&mut f, a.slot(2), s.at(1))?;
    }
    new_state(&mut f, a.slot(0), &[s.at(0), s.at(1)], a.ret())
}

/// An instance of `class` with the given slots.
pub fn new_state(cx: &mut Cx, class: Slot, slots: &[Slot], dst: Slot) -> Result<(), Raised> {
    cx.make(dst, |cx| {
        let instance = cx.new_instance(cx.get(class))?;
        for (i, slot) in slots.iter().enumerate() {
            cx.set_instance_slot(instance, i as u32, cx.get(*slot));
        }
        Ok(instance)
    })
}

#[unsafe(no_mangle)]
pub fn mpf_enumerate_next(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    if state(cx, a, 0).is_unbound() {
        return exhausted(cx, a);
    }
    let (mut f, s) = cx.frame(2)?;
    f.set(s.at(0), state(&f, a, 0));
    if !iterate::next(&mut f, s.at(0), s.at(1))? {
        return exhausted(&f, a);
    }
    f.make(a.ret(), |cx| {
        let n = state(cx, a, 1);
        let Some(next) = cx.as_i64(n).and_then(|n| n.checked_add(1)) else {
            return Err(cx
                .raise(
                    ty::OverflowError(cx),
                    "enumerate() count beyond 64 bits",
                    &[],
                )
                .into());
        };
        let after = cx.new_int(next)?;
        let pair = cx.new_tuple(2, |i| if i == 0 { n } else { cx.get(s.at(1)) })?;
        set_state(cx, a, 1, after);
        Ok(pair)
    })
}

// ---- reversed

/// Arguments: class, sequence. `__reversed__`, a builtin container backwards, or `__getitem__` from the end.
#[unsafe(no_mangle)]
pub fn mpf_reversed_new(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    let src = a.slot(1);
    if user_special(cx, cx.get(src), name::__reversed__(cx)).is_none() {
        return Err(not_reversible(cx, src));
    }
    if call_user(cx, src, name::__reversed__, &[], a.ret())? {
        return Ok(());
    }
    if let Some(Kind::Iter | Kind::Set) = cx.get(src).kind(cx) {
        return Err(not_reversible(cx, src));
    }
    let by_index = !user_special(cx, cx.get(src), name::__getitem__(cx)).is_unbound()
        && cx.payload(cx.get(src), Kind::Dict).is_none();
    if !by_index && cx.is_reversible_container(cx.get(src)) {
        return cx.make(a.ret(), |cx| match cx.new_reverse_iter(cx.get(src)) {
            Some(made) => made,
            None => Err(not_reversible(cx, src).into()),
        });
    }
    if !by_index {
        return builtin_reversed(cx, src, a.ret());
    }
    let n = item::len(cx, src)?;
    let (mut f, s) = cx.frame(1)?;
    f.make(s.at(0), |cx| cx.new_int(n as i64))?;
    new_state(&mut f, a.slot(0), &[src, s.at(0)], a.ret())
}

/// The `__reversed__` that a builtin type has among its methods (dict views).
fn builtin_reversed(cx: &mut Cx, src: Slot, dst: Slot) -> Result<(), Raised> {
    let (mut f, window) = cx.frame(3)?;
    let v = f.get(src);
    let method = f.class_of(v).lookup(name::__reversed__(&f));
    if method.is_unbound() {
        return Err(not_reversible(&f, src));
    }
    f.set(window.at(0), method);
    f.set(window.at(2), v);
    call::call(&mut f, window, 1)?;
    f.set(dst, f.get(window.at(0)));
    Ok(())
}

#[cold]
fn not_reversible(cx: &Cx, v: Slot) -> Raised {
    cx.type_error("'{t}' object is not reversible", &[cx.get(v)])
}

/// Slots: sequence, number of items left.
#[unsafe(no_mangle)]
pub fn mpf_reversed_next(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    let left = cx.as_i64(state(cx, a, 1)).unwrap_or(0);
    item_at(cx, a, left - 1, left - 1)
}

/// Slots: sequence, next index.
#[unsafe(no_mangle)]
pub fn mpf_sequence_iterator_next(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    let at = cx.as_i64(state(cx, a, 1)).unwrap_or(0);
    item_at(cx, a, at, at + 1)
}

/// Item `at` of the sequence in slot 0; slot 1 becomes `after`. IndexError and StopIteration end the iteration.
fn item_at(cx: &mut Cx, a: Args, at: i64, after: i64) -> Result<(), Raised> {
    if at < 0 || state(cx, a, 0).is_unbound() {
        return exhausted(cx, a);
    }
    let (mut f, s) = cx.frame(2)?;
    f.set(s.at(0), state(&f, a, 0));
    f.make(s.at(1), |cx| cx.new_int(at))?;
    if let Err(e) = item::get_item(&mut f, s.at(0), s.at(1), s.at(0)) {
        let ended =
            iterate::take_if(&mut f, ty::IndexError) || iterate::take_if(&mut f, ty::StopIteration);
        return if ended { exhausted(&f, a) } else { Err(e) };
    }
    f.make(s.at(1), |cx| cx.new_int(after))?;
    set_state(&f, a, 1, f.get(s.at(1)));
    f.ret(a, f.get(s.at(0)));
    Ok(())
}

// ---- iter, next

/// Whether a call can be tried.
fn is_callable<'h>(cx: &'h Cx, v: Value<'h>) -> bool {
    matches!(
        v.kind(cx),
        Some(Kind::Function | Kind::Native | Kind::Type | Kind::Method)
    ) || cx.type_slot(v, TypeSlot::Call).is_some()
        || !user_special(cx, v, name::__call__(cx)).is_unbound()
}

/// `iter(object)` or `iter(callable, sentinel)`.
#[unsafe(no_mangle)]
pub fn mpf_iter(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    if cx.arg(a, 1).is_unbound() {
        return iterate::iter(cx, a.slot(0), a.ret());
    }
    if !is_callable(cx, cx.arg(a, 0)) {
        return Err(cx.type_error("iter(v, w): v must be callable", &[]));
    }
    let (mut f, s) = cx.frame(1)?;
    f.set(s.at(0), ty::callable_iterator(&f));
    new_state(&mut f, s.at(0), &[a.slot(0), a.slot(1)], a.ret())
}

/// Slots: callable, sentinel.
#[unsafe(no_mangle)]
pub fn mpf_callable_iterator_next(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    if state(cx, a, 0).is_unbound() {
        return exhausted(cx, a);
    }
    let (mut f, s) = cx.frame(2)?;
    f.set(s.at(0), state(&f, a, 0));
    if let Err(e) = call::call0(&mut f, s.at(0), s.at(0)) {
        return if iterate::take_if(&mut f, ty::StopIteration) {
            exhausted(&f, a)
        } else {
            Err(e)
        };
    }
    f.set(s.at(1), state(&f, a, 1));
    if compare::same_or_equal(&mut f, s.at(1), s.at(0))? {
        return exhausted(&f, a);
    }
    f.ret(a, f.get(s.at(0)));
    Ok(())
}

/// `next(iterator, default)`.
#[unsafe(no_mangle)]
pub fn mpf_next(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    let (mut f, s) = cx.frame(1)?;
    if iterate::next(&mut f, a.slot(0), s.at(0))? {
        f.ret(a, f.get(s.at(0)));
        return Ok(());
    }
    if !f.arg(a, 1).is_unbound() {
        f.ret(a, f.arg(a, 1));
        return Ok(());
    }
    let value = f.get(f.root(roots::STOP_VALUE));
    if value.is_none() || value.is_unbound() {
        return Err(f.raise(ty::StopIteration(&f), "", &[]));
    }
    f.set(s.at(0), value);
    Err(error::raise_stop(&mut f, s.at(0)))
}

natives! {
    "" {
        Function full mpf_iter "iter(object, sentinel=None, /)" [ITERATE];
        Function full mpf_next "next(iterator, default=None, /)" [ITERATE];
    }
    "iterator" {
        Method leaf mpf_iterator_length_hint "__length_hint__(self, /)" [];
        Method full mpf_next "__next__(self, /)" [ITERATE];
    }
    "sequence_iterator" {
        Method full mpf_next "__next__(self, /)" [ITERATE];
    }
    "callable_iterator" {
        Method full mpf_next "__next__(self, /)" [ITERATE];
    }
    "enumerate" {
        Method full mpf_next "__next__(self, /)" [ITERATE];
    }
    "reversed" {
        Method full mpf_next "__next__(self, /)" [ITERATE];
    }
    "map" {
        Method full mpf_next "__next__(self, /)" [ITERATE];
    }
    "filter" {
        Method full mpf_next "__next__(self, /)" [ITERATE];
    }
    "zip" {
        Method full mpf_next "__next__(self, /)" [ITERATE];
    }
}

builtin_types! {
    "iterator": "object", Iter, "", { Iter: mpf_iterator_self, Next: mpf_iterator_next } [];
    "sequence_iterator": "object", Instance, "", {
        Iter: mpf_iterator_self, Next: mpf_sequence_iterator_next
    } [".sequence" ".index"];
    "callable_iterator": "object", Instance, "", {
        Iter: mpf_iterator_self, Next: mpf_callable_iterator_next
    } [".callable" ".sentinel"];
    "enumerate": "object", Instance, "enumerate(iterable, start=0)", {
        New: mpf_enumerate_new, Iter: mpf_iterator_self, Next: mpf_enumerate_next,
        Step: mpf_enumerate_step
    } [".iterator" ".count"];
    "reversed": "object", Instance, "reversed(sequence, /)", {
        New: mpf_reversed_new, Iter: mpf_iterator_self, Next: mpf_reversed_next
    } [".sequence" ".left"];
}
