//! What lists and tuples have in common: comparison, search, text form, repetition, concatenation errors.
//! Python code may run between any two items, so lengths are read again at every step.

use crate::cx::{Cx, Raised, Slot, Stop};
use crate::native::Args;
use crate::object::header::Kind;
use crate::object::value::Value;
use crate::protocol::item::{self, user_special};
use crate::protocol::text::{StrBuilder, guarded};
use crate::protocol::{compare, iterate};
use crate::wk::{name, ty};
use mpf_bytecode::{BinaryOp, CompareOp};

/// The operator in argument `i` of a slot.
pub fn compare_op(cx: &Cx, a: Args, i: u32) -> Option<CompareOp> {
    use CompareOp::*;
    let n = cx.arg(a, i).as_small()?;
    [Lt, Le, Eq, Ne, Gt, Ge]
        .into_iter()
        .find(|op| *op as i32 == n)
}

/// Whether argument `i` of a slot is this operator.
pub fn is_op(cx: &Cx, a: Args, i: u32, op: BinaryOp) -> bool {
    cx.arg(a, i).as_small() == Some(op as i32)
}

/// Length of a list or tuple (a slice counts as a tuple of its parts).
pub fn len<'h>(cx: &'h Cx, v: Value<'h>) -> u32 {
    if let Some(list) = cx.list(v) {
        return list.len();
    }
    match cx.tuple(v) {
        Some(tuple) => tuple.len(),
        None => u32::from(v.is_kind(cx, Kind::Slice)) * 3,
    }
}

/// Item of a list or tuple, part of a slice; unbound when out of range.
pub fn get<'h>(cx: &'h Cx, v: Value<'h>, i: u32) -> Value<'h> {
    if let Some(list) = cx.list(v) {
        return list.get(i);
    }
    match cx.tuple(v) {
        Some(tuple) => tuple.get(i),
        None => cx.slice_field(v, i),
    }
}

/// A new list or tuple, as `kind` says.
pub fn new<'h>(
    cx: &'h Cx,
    kind: Kind,
    len: u32,
    item: impl FnMut(u32) -> Value<'h>,
) -> Result<Value<'h>, Stop> {
    if kind == Kind::List {
        cx.new_list(len, item)
    } else {
        cx.new_tuple(len, item)
    }
}

/// `dst = seq[key]` for an index or a slice. `message` is the TypeError for another key.
pub fn get_item(
    cx: &mut Cx,
    a: Args,
    kind: Kind,
    message: &'static str,
    range: &'static str,
) -> Result<(), Raised> {
    if cx.arg(a, 1).is_kind(cx, Kind::Slice) {
        let parts = item::slice_parts(cx, a.slot(1))?;
        return cx.make(a.ret(), |cx| {
            let seq = cx.arg(a, 0);
            let n = len(cx, seq);
            let range = parts.of(n);
            if kind == Kind::Tuple && range.len == n && parts.is_plain() && seq.is_kind(cx, kind) {
                return Ok(seq);
            }
            new(cx, kind, range.len, |i| get(cx, seq, range.at(i)))
        });
    }
    let n = len(cx, cx.arg(a, 0));
    let at = item::index_in(cx, a.slot(1), n, message)?;
    let v = at.map_or(Value::UNBOUND, |at| get(cx, cx.arg(a, 0), at));
    if v.is_unbound() {
        return Err(cx.index_error(range));
    }
    cx.ret(a, v);
    Ok(())
}

/// Slot `Compare` of both: arguments self, other, operator.
pub fn compare_items(cx: &mut Cx, a: Args, kind: Kind) -> Result<(), Raised> {
    let (x, y) = (cx.arg(a, 0), cx.arg(a, 1));
    let op = match (
        cx.payload(x, kind),
        cx.payload(y, kind),
        compare_op(cx, a, 2),
    ) {
        (Some(_), Some(_), Some(op)) => op,
        _ => {
            cx.ret(a, Value::NOT_IMPLEMENTED);
            return Ok(());
        }
    };
    if matches!(op, CompareOp::Eq | CompareOp::Ne) && len(cx, x) != len(cx, y) {
        cx.ret(a, Value::bool(op == CompareOp::Ne));
        return Ok(());
    }
    let (mut f, s) = cx.frame(2)?;
    let mut i = 0;
    loop {
        let (x, y) = (get(&f, f.arg(a, 0), i), get(&f, f.arg(a, 1), i));
        if x.is_unbound() || y.is_unbound() {
            break;
        }
        f.set(s.at(0), x);
        f.set(s.at(1), y);
        if !compare::same_or_equal(&mut f, s.at(0), s.at(1))? {
            return match op {
                CompareOp::Eq | CompareOp::Ne => {
                    f.ret(a, Value::bool(op == CompareOp::Ne));
                    Ok(())
                }
                _ => compare::compare(&mut f, op, s.at(0), s.at(1), a.ret()),
            };
        }
        i += 1;
    }
    let (n, m) = (len(&f, f.arg(a, 0)), len(&f, f.arg(a, 1)));
    let holds = match op {
        CompareOp::Lt => n < m,
        CompareOp::Le => n <= m,
        CompareOp::Eq => n == m,
        CompareOp::Ne => n != m,
        CompareOp::Gt => n > m,
        CompareOp::Ge => n >= m,
    };
    f.ret(a, Value::bool(holds));
    Ok(())
}

/// First position of `wanted` in `seq` within `from..to`.
pub fn find(
    cx: &mut Cx,
    seq: Slot,
    wanted: Slot,
    from: u32,
    to: u32,
) -> Result<Option<u32>, Raised> {
    let (mut f, s) = cx.frame(1)?;
    let mut i = from;
    while i < to {
        let v = get(&f, f.get(seq), i);
        if v.is_unbound() {
            break;
        }
        let item = f.get(wanted);
        if v.is(item) {
            return Ok(Some(i));
        }
        let differs = v.is_small() && item.is_small() || compare::are_apart(&f, v, item);
        if !differs {
            f.set(s.at(0), v);
            if compare::same_or_equal(&mut f, s.at(0), wanted)? {
                return Ok(Some(i));
            }
        }
        i += 1;
    }
    Ok(None)
}

/// Slot `Contains`.
pub fn contains(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    let found = find(cx, a.slot(0), a.slot(1), 0, u32::MAX)?.is_some();
    cx.ret(a, Value::bool(found));
    Ok(())
}

/// `index(self, value, start, stop)`: the position, or `None`.
pub fn index(cx: &mut Cx, a: Args) -> Result<Option<u32>, Raised> {
    let n = len(cx, cx.arg(a, 0)) as i64;
    let mut bounds = [0, i64::MAX];
    for (i, bound) in bounds.iter_mut().enumerate() {
        let given = a.len() > i as u32 + 2 && !cx.arg(a, i as u32 + 2).is_unbound();
        if given {
            let (mut f, s) = cx.frame(1)?;
            let message = "slice indices must be integers or have an __index__ method";
            item::index_value_or(&mut f, a.slot(i as u32 + 2), s.at(0), message)?;
            let v = item::clamped(&f, f.get(s.at(0)));
            *bound = if v < 0 { v.saturating_add(n).max(0) } else { v };
        }
    }
    let limit = u32::MAX as i64;
    find(
        cx,
        a.slot(0),
        a.slot(1),
        bounds[0].min(limit) as u32,
        bounds[1].min(limit) as u32,
    )
}

/// `count(self, value)`.
pub fn count(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    let mut n = 0;
    let mut from = 0;
    while let Some(at) = find(cx, a.slot(0), a.slot(1), from, u32::MAX)? {
        n += 1;
        from = at + 1;
    }
    cx.ret(a, Value::int(n));
    Ok(())
}

/// Slot `Repr`: items between brackets; `around` while an outer repr is showing the same object.
pub fn repr(
    cx: &mut Cx,
    a: Args,
    brackets: [&'static str; 2],
    around: &'static str,
) -> Result<(), Raised> {
    let fresh = guarded(cx, a.slot(0), |cx| {
        let (mut f, s) = cx.frame(2)?;
        let mut b = StrBuilder::new(&f, s.at(0));
        b.push(&mut f, brackets[0])?;
        let mut i = 0;
        loop {
            let v = get(&f, f.arg(a, 0), i);
            if v.is_unbound() {
                break;
            }
            f.set(s.at(1), v);
            if i > 0 {
                b.push(&mut f, ", ")?;
            }
            b.push_repr(&mut f, s.at(1))?;
            i += 1;
        }
        if i == 1 && brackets[0] == "(" {
            b.push(&mut f, ",")?;
        }
        b.push(&mut f, brackets[1])?;
        b.finish(&mut f, a.ret())
    })?;
    if fresh {
        Ok(())
    } else {
        cx.make(a.ret(), |cx| cx.new_str(around))
    }
}

/// Slot `Binary`: `seq + seq`, `seq * n`, `n * seq`; anything else is NotImplemented or the sequence's own TypeError.
pub fn binary(cx: &mut Cx, a: Args, kind: Kind, concat_error: &'static str) -> Result<(), Raised> {
    let left_is_ours = cx.payload(cx.arg(a, 0), kind).is_some();
    if is_op(cx, a, 2, BinaryOp::Mul) {
        let (seq, times) = if left_is_ours { (0, 1) } else { (1, 0) };
        // Two sequences: the left one complains about the right one.
        let text = cx.str(cx.arg(a, 0)).is_some() || cx.bytes(cx.arg(a, 0)).is_some();
        let times = if text || cx.tuple(cx.arg(a, 0)).is_some() {
            1
        } else {
            times
        };
        return match repeat_count(cx, a.slot(times), name::__rmul__)? {
            Some(times) => repeat(cx, a.slot(seq), times, kind, a.ret()),
            None => not_implemented(cx, a),
        };
    }
    if !is_op(cx, a, 2, BinaryOp::Add) || !left_is_ours {
        return not_implemented(cx, a);
    }
    if cx.payload(cx.arg(a, 1), kind).is_some() {
        return cx.make(a.ret(), |cx| {
            let (x, y) = (cx.arg(a, 0), cx.arg(a, 1));
            let n = len(cx, x);
            new(cx, kind, n + len(cx, y), |i| {
                if i < n {
                    get(cx, x, i)
                } else {
                    get(cx, y, i - n)
                }
            })
        });
    }
    if !user_special(cx, cx.arg(a, 1), name::__radd__(cx)).is_unbound() {
        return not_implemented(cx, a);
    }
    Err(cx.type_error(concat_error, &[cx.arg(a, 1)]))
}

pub fn not_implemented(cx: &Cx, a: Args) -> Result<(), Raised> {
    cx.ret(a, Value::NOT_IMPLEMENTED);
    Ok(())
}

/// How often to repeat; 0 for negative numbers. `None`: the other operand may know better (it defines `reflected`).
pub fn repeat_count(
    cx: &mut Cx,
    times: Slot,
    reflected: fn(&Cx) -> Value<'_>,
) -> Result<Option<u32>, Raised> {
    if !user_special(cx, cx.get(times), reflected(cx)).is_unbound() {
        return Ok(None);
    }
    let (mut f, s) = cx.frame(1)?;
    item::index_value_or(
        &mut f,
        times,
        s.at(0),
        "can't multiply sequence by non-int of type '{t}'",
    )?;
    match f.as_i64(f.get(s.at(0))) {
        Some(n) => Ok(Some(n.clamp(0, u32::MAX as i64) as u32)),
        None => Err(f.raise(
            ty::OverflowError(&f),
            "cannot fit 'int' into an index-sized integer",
            &[],
        )),
    }
}

/// `dst = seq * times`.
fn repeat(cx: &mut Cx, seq: Slot, times: u32, kind: Kind, dst: Slot) -> Result<(), Raised> {
    cx.make(dst, |cx| {
        let v = cx.get(seq);
        let n = len(cx, v);
        if kind == Kind::Tuple && times == 1 && v.is_kind(cx, kind) {
            return Ok(v);
        }
        let mut i = 0;
        // A length beyond the largest object is MemoryError before any item is asked for.
        new(cx, kind, n.saturating_mul(times), |_| {
            let item = get(cx, v, i);
            i = if i + 1 == n { 0 } else { i + 1 };
            item
        })
    })
}

/// `dst = value`, or an instance of `class` that holds it when `class` is not `builtin` itself.
pub fn wrap(
    cx: &mut Cx,
    class: Slot,
    builtin: fn(&Cx) -> Value<'_>,
    value: Slot,
    dst: Slot,
) -> Result<(), Raised> {
    if cx.get(class).is(builtin(cx)) || cx.get(class).is_unbound() {
        cx.set(dst, cx.get(value));
        return Ok(());
    }
    cx.make(dst, |cx| {
        let instance = cx.new_instance(cx.get(class))?;
        cx.set_instance_slot(instance, 0, cx.get(value));
        Ok(instance)
    })
}

/// `self` of a method that was called on something else: `list.append(5, 1)`.
#[cold]
#[inline(never)]
pub fn wrong_receiver(cx: &Cx, v: Value<'_>, message: &'static str) -> Raised {
    cx.type_error(message, &[v])
}

/// Slot `Iter` of lists, tuples and ranges.
pub fn iter(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    iterate::builtin_iter(cx, a.slot(0), a.ret())
}

/// Slot `Len` of lists and tuples.
pub fn length(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    let n = len(cx, cx.arg(a, 0));
    cx.ret(a, Value::int(n as i32));
    Ok(())
}
