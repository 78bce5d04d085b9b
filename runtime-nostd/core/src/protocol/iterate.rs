//! Iteration: `iter()`, `next()`, and loops over any iterable from within builtins.
//! Builtin containers give objects of kind `Iter`; classes answer with `__iter__` and `__next__`, or are read by
//! `__getitem__` with 0, 1, 2 … until IndexError. Results are written only on success.

use super::item::{call_user, has_user_class, user_special};
use super::text::call_slot;
use crate::cx::{Cx, Raised, Slot, Slots, roots};
use crate::error;
use crate::native::TypeSlot;
use crate::object::class::flag;
use crate::object::header::Kind;
use crate::object::iter::{LATER, iter_next_leaf, quick_item};
use crate::object::value::Value;
use crate::vm::{generator, steps};
use crate::wk::{name, ty};

/// `dst = iter(src)`.
pub fn iter(cx: &mut Cx, src: Slot, dst: Slot) -> Result<(), Raised> {
    if cx.get(src).is_kind(cx, Kind::Iter) || cx.get(src).is_kind(cx, Kind::Generator) {
        cx.set(dst, cx.get(src));
        return Ok(());
    }
    if cx.get(src).is_kind(cx, Kind::Instance)
        && let class = cx.class_of(cx.get(src))
        && class.has(flag::BUILTIN)
        && class.slot(TypeSlot::Next).is_some()
    {
        // The iterators among the builtin types are their own.
        cx.set(dst, cx.get(src));
        return Ok(());
    }
    if has_user_class(cx, src) {
        return user_iter(cx, src, dst);
    }
    builtin_iter(cx, src, dst)
}

/// `iter` of a builtin container, or of any type with an `Iter` slot.
pub fn builtin_iter(cx: &mut Cx, src: Slot, dst: Slot) -> Result<(), Raised> {
    let v = cx.get(src);
    let v = cx.builtin_payload(v).unwrap_or(v);
    if matches!(
        v.kind(cx),
        Some(
            Kind::List
                | Kind::Tuple
                | Kind::Str
                | Kind::Bytes
                | Kind::ByteArray
                | Kind::Dict
                | Kind::Set
                | Kind::Range
        )
    ) {
        return cx.make(dst, |cx| match cx.new_container_iter(cx.get(src)) {
            Some(made) => made,
            None => Err(not_iterable(cx, src).into()),
        });
    }
    match cx.type_slot(cx.get(src), TypeSlot::Iter) {
        Some(slot) => call_slot(cx, slot, &[src], dst),
        None if cx.type_slot(cx.get(src), TypeSlot::Next).is_some() => {
            cx.set(dst, cx.get(src));
            Ok(())
        }
        None => Err(not_iterable(cx, src)),
    }
}

#[inline(never)]
fn user_iter(cx: &mut Cx, src: Slot, dst: Slot) -> Result<(), Raised> {
    let method = user_special(cx, cx.get(src), name::__iter__(cx));
    if method.is_none() {
        return Err(not_iterable(cx, src));
    }
    if !method.is_unbound() {
        let (mut f, s) = cx.frame(1)?;
        call_user(&mut f, src, name::__iter__, &[], s.at(0))?;
        if !is_iterator(&f, f.get(s.at(0))) {
            return Err(f.type_error(
                "iter() returned non-iterator of type '{t}'",
                &[f.get(s.at(0))],
            ));
        }
        f.set(dst, f.get(s.at(0)));
        return Ok(());
    }
    let v = cx.get(src);
    if cx.builtin_payload(v).is_none()
        && cx.type_slot(v, TypeSlot::Iter).is_none()
        && !user_special(cx, v, name::__getitem__(cx)).is_unbound()
        && v.is_kind(cx, Kind::Instance)
    {
        return cx.make(dst, |cx| {
            let it = cx.new_instance(ty::sequence_iterator(cx))?;
            cx.set_instance_slot(it, 0, cx.get(src));
            cx.set_instance_slot(it, 1, Value::int(0));
            Ok(it)
        });
    }
    builtin_iter(cx, src, dst)
}

/// Whether `iter()` can be applied, as far as the class tells.
pub fn is_iterable<'h>(cx: &'h Cx, v: Value<'h>) -> bool {
    let user = user_special(cx, v, name::__iter__(cx));
    if !user.is_unbound() {
        return !user.is_none();
    }
    let inner = cx.builtin_payload(v).unwrap_or(v);
    matches!(
        inner.kind(cx),
        Some(
            Kind::List
                | Kind::Tuple
                | Kind::Str
                | Kind::Bytes
                | Kind::ByteArray
                | Kind::Dict
                | Kind::Set
                | Kind::Range
        )
    ) || is_iterator(cx, v)
        || cx.type_slot(v, TypeSlot::Iter).is_some()
        || !user_special(cx, v, name::__getitem__(cx)).is_unbound()
}

/// Whether `next()` can be applied.
pub fn is_iterator<'h>(cx: &'h Cx, v: Value<'h>) -> bool {
    let next = user_special(cx, v, name::__next__(cx));
    v.is_kind(cx, Kind::Iter)
        || v.is_kind(cx, Kind::Generator)
        || cx.type_slot(v, TypeSlot::Next).is_some()
        || !(next.is_unbound() || next.is_none())
}

/// `dst = next(it)`; false when `it` has ended (`dst` is then untouched, the root `STOP_VALUE` holds what its
/// StopIteration carries).
pub fn next(cx: &mut Cx, it: Slot, dst: Slot) -> Result<bool, Raised> {
    if cx.get(it).is_kind(cx, Kind::Iter) {
        let mut asked = 0;
        loop {
            match iter_next_leaf(cx, cx.get(it)) {
                Ok(Some(v)) => {
                    cx.set(dst, v);
                    cx.after_grant();
                    return Ok(true);
                }
                Ok(None) => {
                    cx.set(cx.root(roots::STOP_VALUE), Value::NONE);
                    return Ok(false);
                }
                Err(_) => cx.answer(&mut asked)?,
            }
        }
    }
    if let Some(there) = step(cx, it, dst)? {
        return Ok(there);
    }
    if has_user_class(cx, it) {
        match call_user(cx, it, name::__next__, &[], dst) {
            Ok(true) => return Ok(true),
            Ok(false) => {}
            Err(e) => return stopped(cx, e),
        }
    }
    let Some(slot) = cx.type_slot(cx.get(it), TypeSlot::Next) else {
        return Err(cx.type_error("'{t}' object is not an iterator", &[cx.get(it)]));
    };
    cx.set(cx.root(roots::STOP_VALUE), Value::NONE);
    let (mut f, s) = cx.frame(1)?;
    if let Err(e) = call_slot(&mut f, slot, &[it], s.at(0)) {
        return stopped(&mut f, e);
    }
    let item = f.get(s.at(0));
    if item.is_unbound() {
        return Ok(false);
    }
    f.set(dst, item);
    Ok(true)
}

/// The same for an iterator whose type has a way without Python code, if that can tell.
fn step(cx: &mut Cx, it: Slot, dst: Slot) -> Result<Option<bool>, Raised> {
    let window = cx.sp.get();
    cx.stack_room(window + 12)?;
    let it = cx.get(it);
    if !it.is_pointer() || !steps::step(cx, it.to_bits(), window, false) {
        return Ok(None);
    }
    let item = cx.get(Slot(window));
    if item.is_unbound() {
        cx.set(cx.root(roots::STOP_VALUE), Value::NONE);
        return Ok(Some(false));
    }
    cx.set(dst, item);
    Ok(Some(true))
}

/// Takes a pending StopIteration as the end of an iterator: keeps the value it carries for `yield from`. Any other
/// exception stays pending.
fn stopped(cx: &mut Cx, e: Raised) -> Result<bool, Raised> {
    if !pending_is(cx, ty::StopIteration(cx)) {
        return Err(e);
    }
    let plain =
        cx.get(cx.root(roots::PENDING)).is_unbound() && cx.get(cx.root(roots::PARKED)).is_unbound();
    if plain {
        cx.set(cx.root(roots::STOP_VALUE), Value::NONE);
    } else {
        error::settle_pending(cx);
        let value = error::stop_value(cx, cx.get(cx.root(roots::PENDING)));
        cx.set(cx.root(roots::STOP_VALUE), value);
    }
    take_if(cx, ty::StopIteration);
    Ok(false)
}

/// Whether the pending exception is an instance of `class` or of a class derived from it.
pub fn pending_is(cx: &Cx, class: Value<'_>) -> bool {
    let pending = cx.get(cx.root(roots::PENDING));
    let raised = if pending.is_unbound() {
        cx.get(cx.root(roots::PARKED_TYPE))
    } else {
        cx.type_of(pending)
    };
    cx.class(raised).is_some_and(|c| c.derives_from(class))
}

/// Forgets the pending exception when it is an instance of `class`; says whether it did.
pub fn take_if(cx: &mut Cx, class: fn(&Cx) -> Value<'_>) -> bool {
    error::swallow(cx, class)
}

/// Calls `each` with every item of `src`.
pub fn for_each(
    cx: &mut Cx,
    src: Slot,
    mut each: impl FnMut(&mut Cx, Slot) -> Result<(), Raised>,
) -> Result<(), Raised> {
    for_each_while(cx, src, &mut |cx, item| each(cx, item).map(|()| true))
}

/// Calls `each` with every item of `src` until it answers false.
pub fn for_each_while(
    cx: &mut Cx,
    src: Slot,
    each: &mut dyn FnMut(&mut Cx, Slot) -> Result<bool, Raised>,
) -> Result<(), Raised> {
    let (mut f, s) = cx.frame(Drain::CELLS)?;
    iter(&mut f, src, Drain::iterator(s))?;
    let drain = Drain::new(&mut f, s)?;
    while drain.next(&mut f)? {
        if !each(&mut f, drain.item())? {
            break;
        }
    }
    Ok(())
}

/// An iterator that Rust code runs through: its cells are a frame for the VM, in which a generator takes its steps as
/// it does in a loop.
#[derive(Clone, Copy)]
pub struct Drain(Slots);

impl Drain {
    pub const CELLS: u32 = 4;

    /// Where the caller puts the iterator: two cells above the callee and the link.
    pub fn iterator(s: Slots) -> Slot {
        s.at(2)
    }

    /// The topmost cells of the stack, with the iterator in place.
    pub fn new(cx: &mut Cx, s: Slots) -> Result<Drain, Raised> {
        if cx.get(s.at(2)).is_kind(cx, Kind::Generator) {
            generator::prepare_steps(cx, s)?;
        }
        Ok(Drain(s))
    }

    /// Where the items are put.
    pub fn item(self) -> Slot {
        self.0.at(3)
    }

    /// Goes on to the next item; false at the end.
    #[inline]
    pub fn next(self, cx: &mut Cx) -> Result<bool, Raised> {
        let it = cx.get(self.0.at(2));
        if it.is_kind(cx, Kind::Iter) {
            let item = quick_item(cx, it.to_bits());
            if item != LATER {
                cx.set(self.0.at(3), Value::from_bits(item));
                return Ok(item != 0);
            }
        } else if it.is_kind(cx, Kind::Generator) {
            return generator::step(cx, self.0);
        }
        next(cx, self.0.at(2), self.0.at(3))
    }
}

/// Asks a user's object for its length, as `list` does for a hint: a program can see the call. The answer is not needed.
pub fn ask_length(cx: &mut Cx, src: Slot) -> Result<(), Raised> {
    let name = crate::wk::name::__len__(cx);
    if crate::protocol::attribute::lookup_special(cx, cx.get(src), name).is_unbound() {
        return Ok(());
    }
    crate::protocol::item::len(cx, src).map(|_| ())
}

/// `dst = list(src)`: always a new list.
pub fn to_list(cx: &mut Cx, src: Slot, dst: Slot) -> Result<(), Raised> {
    if cx.get(src).is_kind(cx, Kind::List) || cx.get(src).is_kind(cx, Kind::Tuple) {
        return cx.make(dst, |cx| {
            let v = cx.get(src);
            match (cx.list(v), cx.tuple(v)) {
                (Some(list), _) => cx.new_list(list.len(), |i| list.get(i)),
                (_, Some(tuple)) => cx.new_list(tuple.len(), |i| tuple.get(i)),
                _ => Err(not_iterable(cx, src).into()),
            }
        });
    }
    let (mut f, s) = cx.frame(2)?;
    let it = s.at(0);
    iter(&mut f, src, it)?;
    ask_length(&mut f, src)?;
    f.make(s.at(1), |cx| {
        let list = cx.new_list(0, |_| Value::UNBOUND)?;
        if let Some(view) = cx.list(list) {
            view.reserve(cx.iter_hint(cx.get(it)))?;
        }
        Ok(list)
    })?;
    extend_from(&mut f, s.at(1), it)?;
    f.set(dst, f.get(s.at(1)));
    Ok(())
}

/// Appends what is left of the iterator `it` to `list`.
pub fn extend_from(cx: &mut Cx, list: Slot, it: Slot) -> Result<(), Raised> {
    let (mut f, s) = cx.frame(Drain::CELLS)?;
    f.set(Drain::iterator(s), f.get(it));
    let drain = Drain::new(&mut f, s)?;
    while drain.next(&mut f)? {
        append(&mut f, list, drain.item())?;
    }
    Ok(())
}

/// Appends `item` to `list`.
pub fn append(cx: &mut Cx, list: Slot, item: Slot) -> Result<(), Raised> {
    cx.retry(|cx| match cx.list(cx.get(list)) {
        Some(view) => view.push(cx.get(item)),
        None => Ok(()),
    })
}

#[cold]
#[inline(never)]
pub(crate) fn not_iterable(cx: &Cx, v: Slot) -> Raised {
    cx.type_error("'{t}' object is not iterable", &[cx.get(v)])
}
