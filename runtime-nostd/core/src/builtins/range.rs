//! The type `range`. Its numbers are up to 64 bits wide; wider ones are refused with OverflowError when the range is
//! made.

use super::sequence::{compare_op, not_implemented};
use crate::cx::{Cx, Raised, Slot, Stop};
use crate::native::Args;
use crate::object::header::Kind;
use crate::object::iter::range_len;
use crate::object::value::Value;
use crate::protocol::text::StrBuilder;
use crate::protocol::{compare, hash, item, iterate};
use crate::wk::ty;
use crate::{builtin_types, natives};
use mpf_bytecode::CompareOp;

/// Start, step and number of items.
fn shape(cx: &Cx, a: Args, i: u32) -> (i64, i64, u64) {
    let v = cx.arg(a, i);
    let (start, stop, step) = cx.range_parts(v);
    (start, step, range_len(start, stop, step).unwrap_or(0))
}

fn nth(start: i64, step: i64, i: u64) -> i64 {
    start.wrapping_add((i as i64).wrapping_mul(step))
}

#[cold]
fn overflow(cx: &Cx) -> Raised {
    cx.raise(
        ty::OverflowError(cx),
        "Python int too large to convert to C ssize_t",
        &[],
    )
}

fn new_range(cx: &Cx, start: i64, stop: i64, step: i64) -> Result<Value<'_>, Stop> {
    let (start, stop, step) = (cx.new_int(start)?, cx.new_int(stop)?, cx.new_int(step)?);
    cx.new_fixed(Kind::Range, [start, stop, step])
}

/// Arguments: class, then one to three numbers; a single one is the stop.
#[unsafe(no_mangle)]
pub fn mpf_range_new(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    let (mut f, s) = cx.frame(3)?;
    f.set(s.at(0), Value::int(0));
    f.set(s.at(2), Value::int(1));
    for i in 0..3 {
        let v = f.arg(a, i + 1);
        if !v.is_unbound() {
            let one = i == 0 && f.arg(a, 2).is_unbound();
            f.set(s.at(if one { 1 } else { i }), v);
        }
    }
    make(&mut f, s.at(0), s.at(1), s.at(2), a.ret())
}

/// `dst = range(start, stop, step)`.
pub fn make(cx: &mut Cx, start: Slot, stop: Slot, step: Slot, dst: Slot) -> Result<(), Raised> {
    let (mut f, s) = cx.frame(3)?;
    for (i, part) in [start, stop, step].into_iter().enumerate() {
        let to = s.at(i as u32);
        item::index_value(&mut f, part, to)?;
        if f.as_i64(f.get(to)).is_none() {
            return Err(overflow(&f));
        }
    }
    if f.get(s.at(2)).is(Value::int(0)) {
        return Err(f.value_error("range() arg 3 must not be zero", &[]));
    }
    f.make(dst, |cx| {
        cx.new_fixed(Kind::Range, [0, 1, 2].map(|i| cx.get(s.at(i))))
    })
}

#[unsafe(no_mangle)]
pub fn mpf_range_repr(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    let (start, stop, step) = cx.range_parts(cx.arg(a, 0));
    let (mut f, s) = cx.frame(1)?;
    let mut b = StrBuilder::new(&f, s.at(0));
    b.push(&mut f, "range(")?;
    b.push_int(&mut f, start)?;
    b.push(&mut f, ", ")?;
    b.push_int(&mut f, stop)?;
    if step != 1 {
        b.push(&mut f, ", ")?;
        b.push_int(&mut f, step)?;
    }
    b.push(&mut f, ")")?;
    b.finish(&mut f, a.ret())
}

#[unsafe(no_mangle)]
pub fn mpf_range_len(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    let (_, _, n) = shape(cx, a, 0);
    if n > Value::SMALL_MAX as u64 {
        return Err(overflow(cx));
    }
    cx.ret(a, Value::int(n as i32));
    Ok(())
}

#[unsafe(no_mangle)]
pub fn mpf_range_bool(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    let (_, _, n) = shape(cx, a, 0);
    cx.ret(a, Value::bool(n != 0));
    Ok(())
}

/// Two ranges are equal when they give the same numbers.
#[unsafe(no_mangle)]
pub fn mpf_range_compare(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    let op = compare_op(cx, a, 2);
    let both = cx.arg(a, 0).is_kind(cx, Kind::Range) && cx.arg(a, 1).is_kind(cx, Kind::Range);
    if !both || !matches!(op, Some(CompareOp::Eq | CompareOp::Ne)) {
        return not_implemented(cx, a);
    }
    let ((start, step, n), (start2, step2, n2)) = (shape(cx, a, 0), shape(cx, a, 1));
    let same = n == n2 && (n == 0 || start == start2) && (n <= 1 || step == step2);
    cx.ret(a, Value::bool(same == (op == Some(CompareOp::Eq))));
    Ok(())
}

/// The hash of (length, start, step), with None for what equality ignores.
#[unsafe(no_mangle)]
pub fn mpf_range_hash(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    let (start, step, n) = shape(cx, a, 0);
    let (mut f, s) = cx.frame(1)?;
    f.make(s.at(0), |cx| {
        let parts = [
            cx.new_int(n.min(i64::MAX as u64) as i64)?,
            if n == 0 {
                Value::NONE
            } else {
                cx.new_int(start)?
            },
            if n <= 1 {
                Value::NONE
            } else {
                cx.new_int(step)?
            },
        ];
        cx.new_tuple(3, |i| parts.get(i as usize).copied().unwrap_or(Value::NONE))
    })?;
    let h = hash::hash(&mut f, s.at(0))?;
    f.ret(a, Value::int(h as i32));
    Ok(())
}

#[unsafe(no_mangle)]
pub fn mpf_range_getitem(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    if cx.arg(a, 1).is_kind(cx, Kind::Slice) {
        let parts = item::slice_parts(cx, a.slot(1))?;
        let (start, step, n) = shape(cx, a, 0);
        let Ok(n) = i64::try_from(n) else {
            return Err(overflow(cx));
        };
        let (from, to, by) = parts.indices(n);
        // One place behind an end may lie beyond 64 bits only for ranges at the very edge.
        let at = |i: i64| i.checked_mul(step).and_then(|d| start.checked_add(d));
        return match (at(from), at(to), by.checked_mul(step)) {
            (Some(from), Some(to), Some(by)) => cx.make(a.ret(), |cx| new_range(cx, from, to, by)),
            _ => Err(overflow(cx)),
        };
    }
    let (mut f, s) = cx.frame(1)?;
    item::index_value_or(
        &mut f,
        a.slot(1),
        s.at(0),
        "range indices must be integers or slices, not {t}",
    )?;
    let (start, step, n) = shape(&f, a, 0);
    let i = item::clamped(&f, f.get(s.at(0)));
    let at = if i < 0 {
        n.checked_sub(i.unsigned_abs())
    } else {
        Some(i as u64)
    };
    match at.filter(|at| *at < n) {
        Some(at) => f.make(a.ret(), |cx| cx.new_int(nth(start, step, at))),
        None => Err(f.index_error("range object index out of range")),
    }
}

/// Position of an int in the range.
fn position(cx: &Cx, a: Args) -> Option<u64> {
    let (start, step, n) = shape(cx, a, 0);
    let v = cx.as_i64(cx.arg(a, 1))?;
    let ahead = if step > 0 { v >= start } else { v <= start };
    if !ahead {
        return None;
    }
    let distance = if step > 0 {
        v.wrapping_sub(start)
    } else {
        start.wrapping_sub(v)
    } as u64;
    let stride = step.unsigned_abs();
    let at = distance.checked_div(stride)?;
    (distance.checked_rem(stride)? == 0 && at < n).then_some(at)
}

/// Position of a value: by arithmetic for ints, else by comparison with each number.
fn find(cx: &mut Cx, a: Args) -> Result<Option<u64>, Raised> {
    let v = cx.arg(a, 1);
    if cx.is_int(v) && (v.is_small() || v.is_bool() || v.is_kind(cx, Kind::Int)) {
        return Ok(position(cx, a));
    }
    let (mut f, s) = cx.frame(2)?;
    iterate::builtin_iter(&mut f, a.slot(0), s.at(0))?;
    let mut at = 0;
    while iterate::next(&mut f, s.at(0), s.at(1))? {
        if compare::same_or_equal(&mut f, s.at(1), a.slot(1))? {
            return Ok(Some(at));
        }
        at += 1;
    }
    Ok(None)
}

#[unsafe(no_mangle)]
pub fn mpf_range_contains(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    let found = find(cx, a)?.is_some();
    cx.ret(a, Value::bool(found));
    Ok(())
}

#[unsafe(no_mangle)]
pub fn mpf_range_count(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    let found = find(cx, a)?.is_some();
    cx.ret(a, Value::int(i32::from(found)));
    Ok(())
}

#[unsafe(no_mangle)]
pub fn mpf_range_index(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    match find(cx, a)? {
        Some(at) => cx.make(a.ret(), |cx| cx.new_int(at.min(i64::MAX as u64) as i64)),
        None => Err(not_found(cx, a.slot(1))),
    }
}

#[cold]
fn not_found(cx: &Cx, v: Slot) -> Raised {
    let v = cx.get(v);
    if cx.is_int(v) {
        crate::parts::mark_shown();
        cx.value_error("{r} is not in range", &[v])
    } else {
        cx.value_error("sequence.index(x): x not in sequence", &[])
    }
}

#[unsafe(no_mangle)]
pub fn mpf_range_iter(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    iterate::builtin_iter(cx, a.slot(0), a.ret())
}

fn part(cx: &Cx, a: Args, i: u32) -> Result<Value<'_>, Stop> {
    let v = cx.arg(a, 0);
    if v.is_kind(cx, Kind::Range) {
        Ok(cx.field(v, i))
    } else {
        Err(cx.type_error("'{t}' object is not a range", &[v]).into())
    }
}

#[unsafe(no_mangle)]
pub fn mpf_range_start(cx: &Cx, a: Args) -> Result<Value<'_>, Stop> {
    part(cx, a, 0)
}

#[unsafe(no_mangle)]
pub fn mpf_range_stop(cx: &Cx, a: Args) -> Result<Value<'_>, Stop> {
    part(cx, a, 1)
}

#[unsafe(no_mangle)]
pub fn mpf_range_step(cx: &Cx, a: Args) -> Result<Value<'_>, Stop> {
    part(cx, a, 2)
}

natives! {
    "range" {
        Getter leaf mpf_range_start "start(self)" [];
        Getter leaf mpf_range_stop "stop(self)" [];
        Getter leaf mpf_range_step "step(self)" [];
        Method full mpf_range_index "index(self, value, /)" [COMPARE];
        Method full mpf_range_count "count(self, value, /)" [COMPARE];
    }
}

builtin_types! {
    "range": "object", Range, "range(start, stop=None, step=1, /)", {
        New: mpf_range_new,
        Repr: mpf_range_repr,
        Hash: mpf_range_hash,
        Compare: mpf_range_compare,
        Bool: mpf_range_bool,
        Len: mpf_range_len,
        GetItem: mpf_range_getitem,
        Contains: mpf_range_contains,
        Iter: mpf_range_iter,
    } [];
}
