//! map, filter and zip: iterators that call functions or advance several iterators in step.

use super::iterators::{exhausted, mpf_iterator_self, new_state, state};
use crate::builtin_types;
use crate::cx::{Cx, Raised, Slot};
use crate::native::Args;
use crate::object::value::Value;
use crate::protocol::{call, item, iterate};
use crate::vm::steps::mpf_zip_step;

/// `dst` = tuple of iterators over arguments `from…`.
fn iterators(cx: &mut Cx, a: Args, from: u32, dst: Slot) -> Result<(), Raised> {
    let n = a.len().saturating_sub(from);
    let (mut f, s) = cx.frame(n)?;
    for i in 0..n {
        iterate::iter(&mut f, a.slot(from + i), s.at(i))?;
    }
    f.make(dst, |cx| cx.new_tuple(n, |i| cx.get(s.at(i))))
}

/// Number of iterators in the tuple that state slot `i` holds.
fn width(cx: &Cx, a: Args, i: u32) -> u32 {
    cx.tuple(state(cx, a, i)).map_or(0, |t| t.len())
}

/// `dst = next(iterator k of the tuple in state slot i)`.
fn advance(cx: &mut Cx, a: Args, i: u32, k: u32, dst: Slot) -> Result<bool, Raised> {
    let (mut f, s) = cx.frame(1)?;
    let iterator = f
        .tuple(state(&f, a, i))
        .map_or(Value::UNBOUND, |t| t.get(k));
    f.set(s.at(0), iterator);
    iterate::next(&mut f, s.at(0), dst)
}

// ---- map

/// Arguments: class, function, iterables.
#[unsafe(no_mangle)]
pub fn mpf_map_new(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    if a.len() < 3 {
        return Err(cx.type_error("map() must have at least two arguments.", &[]));
    }
    let (mut f, s) = cx.frame(1)?;
    iterators(&mut f, a, 2, s.at(0))?;
    new_state(&mut f, a.slot(0), &[a.slot(1), s.at(0)], a.ret())
}

/// Slots: function, tuple of iterators.
#[unsafe(no_mangle)]
pub fn mpf_map_next(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    let n = width(cx, a, 1);
    let (mut f, window) = cx.frame(n + 2)?;
    for k in 0..n {
        if !advance(&mut f, a, 1, k, window.at(k + 2))? {
            f.ret(a, Value::UNBOUND);
            return Ok(());
        }
    }
    f.set(window.at(0), state(&f, a, 0));
    call::call(&mut f, window, n)?;
    f.ret(a, f.get(window.at(0)));
    Ok(())
}

// ---- filter

/// Arguments: class, function, iterable.
#[unsafe(no_mangle)]
pub fn mpf_filter_new(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    let (mut f, s) = cx.frame(1)?;
    iterate::iter(&mut f, a.slot(2), s.at(0))?;
    new_state(&mut f, a.slot(0), &[a.slot(1), s.at(0)], a.ret())
}

/// Slots: function (or None for truth), iterator.
#[unsafe(no_mangle)]
pub fn mpf_filter_next(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    let (mut f, s) = cx.frame(3)?;
    loop {
        f.set(s.at(0), state(&f, a, 1));
        if !iterate::next(&mut f, s.at(0), s.at(1))? {
            f.ret(a, Value::UNBOUND);
            return Ok(());
        }
        let function = state(&f, a, 0);
        if function.is_none() {
            f.set(s.at(2), f.get(s.at(1)));
        } else {
            f.set(s.at(2), function);
            call::call1(&mut f, s.at(2), s.at(1), s.at(2))?;
        }
        if item::truth(&mut f, s.at(2))? {
            f.ret(a, f.get(s.at(1)));
            return Ok(());
        }
    }
}

// ---- zip

/// Arguments: strict, class, iterables.
#[unsafe(no_mangle)]
pub fn mpf_zip_new(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    let (mut f, s) = cx.frame(2)?;
    let strict = !f.arg(a, 0).is_unbound() && item::truth(&mut f, a.slot(0))?;
    f.set(s.at(1), Value::bool(strict));
    iterators(&mut f, a, 2, s.at(0))?;
    new_state(&mut f, a.slot(1), &[s.at(0), s.at(1)], a.ret())
}

/// Slots: tuple of iterators (unbound when exhausted), strict.
#[unsafe(no_mangle)]
pub fn mpf_zip_next(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    let n = width(cx, a, 0);
    if n == 0 {
        return exhausted(cx, a);
    }
    let (mut f, s) = cx.frame(n)?;
    for k in 0..n {
        if !advance(&mut f, a, 0, k, s.at(k))? {
            if state(&f, a, 1).is(Value::TRUE) {
                check_strict(&mut f, a, k, n)?;
            }
            return exhausted(&f, a);
        }
    }
    f.make(a.ret(), |cx| cx.new_tuple(n, |i| cx.get(s.at(i))))
}

/// The iterator `k` has ended while those before it had an item: with `strict` all must end together.
fn check_strict(cx: &mut Cx, a: Args, k: u32, n: u32) -> Result<(), Raised> {
    if k > 0 {
        return Err(uneven(cx, a, k, [SHORTER, SHORTER_THAN]));
    }
    let (mut f, s) = cx.frame(1)?;
    for other in 1..n {
        if advance(&mut f, a, 0, other, s.at(0))? {
            return Err(uneven(&f, a, other, [LONGER, LONGER_THAN]));
        }
    }
    Ok(())
}

const SHORTER: &str = "zip() argument {} is shorter than argument 1";
const SHORTER_THAN: &str = "zip() argument {} is shorter than arguments 1-{}";
const LONGER: &str = "zip() argument {} is longer than argument 1";
const LONGER_THAN: &str = "zip() argument {} is longer than arguments 1-{}";

#[cold]
fn uneven(cx: &Cx, a: Args, k: u32, texts: [&'static str; 2]) -> Raised {
    let _ = exhausted(cx, a);
    let text = if k == 1 { texts[0] } else { texts[1] };
    cx.value_error(text, &[Value::int(k as i32 + 1), Value::int(k as i32)])
}

builtin_types! {
    "map": "object", Instance, "map(*args)", {
        New: mpf_map_new, Iter: mpf_iterator_self, Next: mpf_map_next
    } [".function" ".iterators"];
    "filter": "object", Instance, "filter(function, iterable, /)", {
        New: mpf_filter_new, Iter: mpf_iterator_self, Next: mpf_filter_next
    } [".function" ".iterator"];
    "zip": "object", Instance, "zip(*iterables, strict=False)", {
        New: mpf_zip_new, Iter: mpf_iterator_self, Next: mpf_zip_next, Step: mpf_zip_step
    } [".iterators" ".strict"];
}
