//! What `set` and `frozenset` have in common: making sets of anything, algebra, comparison, operators, text form.
//! Members come in the order in which they were added. Python code may run at every look-up, so tables are read again
//! each time; hashes are kept in the tables and never asked for twice.

use super::dict::read_entry;
use super::dict_views::push_items;
use super::sequence::{compare_op, not_implemented, wrong_receiver};
use crate::cx::{Cx, Raised, Slot};
use crate::native::Args;
use crate::object::class::word;
use crate::object::dict::{find, set_add, set_add_hashed};
use crate::object::hashtable::Table;
use crate::object::header::{self, Kind};
use crate::object::value::Value;
use crate::protocol::iterate;
use crate::protocol::text::{StrBuilder, guarded};
use crate::wk::ty;
use mpf_bytecode::{BinaryOp, CompareOp};

/// `self` of a set method.
pub fn receiver<'h>(cx: &'h Cx, a: Args) -> Result<Table<'h>, Raised> {
    let v = cx.arg(a, 0);
    cx.set_table(v).ok_or_else(|| {
        wrong_receiver(
            cx,
            v,
            "descriptor of 'set' objects doesn't apply to a '{t}' object",
        )
    })
}

/// A new set or frozenset with the items of `src`, into `dst`.
pub fn to_set(cx: &mut Cx, src: Slot, dst: Slot, frozen: bool) -> Result<(), Raised> {
    let (mut f, s) = cx.frame(1)?;
    let v = f.get(src);
    if v.is_kind(&f, Kind::Set) || v.is_kind(&f, Kind::Dict) {
        return f.make(dst, |cx| match cx.table(cx.get(src)) {
            Some(table) => cx.copy_table(
                table,
                Kind::Set,
                if frozen { header::SET_FROZEN } else { 0 },
            ),
            None => cx.new_set_sized(0, frozen),
        });
    }
    f.make(s.at(0), |cx| cx.new_set_sized(0, frozen))?;
    let new = s.at(0);
    iterate::for_each(&mut f, src, |cx, item| set_add(cx, new, item))?;
    f.set(dst, f.get(s.at(0)));
    Ok(())
}

/// The set in `src`, or a new one with the items of any other iterable.
fn as_set(cx: &mut Cx, src: Slot, dst: Slot) -> Result<(), Raised> {
    if cx.get(src).is_kind(cx, Kind::Set) {
        cx.set(dst, cx.get(src));
        return Ok(());
    }
    to_set(cx, src, dst, false)
}

/// Adds everything in `src` to the set in `set`.
pub fn update(cx: &mut Cx, set: Slot, src: Slot) -> Result<(), Raised> {
    if cx.get(src).is_kind(cx, Kind::Set) || cx.get(src).is_kind(cx, Kind::Dict) {
        return add_table(cx, set, src);
    }
    iterate::for_each(cx, src, |cx, item| set_add(cx, set, item))
}

/// Adds the keys of a dict or set, whose hashes are known.
fn add_table(cx: &mut Cx, set: Slot, src: Slot) -> Result<(), Raised> {
    if cx.get(set).is(cx.get(src)) {
        return Ok(());
    }
    let (mut f, s) = cx.frame(2)?;
    let mut pos = 0;
    while let Some(next) = read_entry(&f, src, pos, s.at(0), s.at(1)) {
        let hash = hash_at(&f, src, next - 1);
        set_add_hashed(&mut f, set, s.at(0), hash)?;
        pos = next;
    }
    Ok(())
}

fn hash_at(cx: &Cx, table: Slot, pos: u32) -> u32 {
    cx.table(cx.get(table)).map_or(0, |t| t.hash(pos))
}

/// Adds those members of the set `x` to `dst` whose presence in the set `y` is `wanted`.
fn select(cx: &mut Cx, x: Slot, y: Slot, wanted: bool, dst: Slot) -> Result<(), Raised> {
    let (mut f, s) = cx.frame(2)?;
    let mut pos = 0;
    while let Some(next) = read_entry(&f, x, pos, s.at(0), s.at(1)) {
        let hash = hash_at(&f, x, next - 1);
        if find(&mut f, y, s.at(0), hash)?.is_some() == wanted {
            set_add_hashed(&mut f, dst, s.at(0), hash)?;
        }
        pos = next;
    }
    Ok(())
}

/// Whether some member of `x` has this presence in `y`.
pub fn any_in(cx: &mut Cx, x: Slot, y: Slot, present: bool) -> Result<bool, Raised> {
    let (mut f, s) = cx.frame(2)?;
    let mut pos = 0;
    while let Some(next) = read_entry(&f, x, pos, s.at(0), s.at(1)) {
        let hash = hash_at(&f, x, next - 1);
        if find(&mut f, y, s.at(0), hash)?.is_some() == present {
            return Ok(true);
        }
        pos = next;
    }
    Ok(false)
}

/// The four operations on sets.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Algebra {
    Union,
    Intersection,
    Difference,
    Symmetric,
}

/// `x op y` of two sets as a new set in `dst`; frozen like `x`.
pub fn apply(cx: &mut Cx, op: Algebra, x: Slot, y: Slot, dst: Slot) -> Result<(), Raised> {
    let (mut f, s) = cx.frame(1)?;
    let frozen = f.is_frozen_set(f.get(x));
    let new = s.at(0);
    f.make(new, |cx| match cx.table(cx.get(x)) {
        Some(table) if op == Algebra::Union => cx.copy_table(
            table,
            Kind::Set,
            if frozen { header::SET_FROZEN } else { 0 },
        ),
        _ => cx.new_set_sized(0, frozen),
    })?;
    match op {
        Algebra::Union => add_table(&mut f, new, y)?,
        Algebra::Intersection => select(&mut f, x, y, true, new)?,
        Algebra::Difference => select(&mut f, x, y, false, new)?,
        Algebra::Symmetric => {
            select(&mut f, x, y, false, new)?;
            select(&mut f, y, x, false, new)?;
        }
    }
    f.set(dst, f.get(new));
    Ok(())
}

/// Replaces the content of the set in `set` by that of the fresh set in `new`.
fn replace(cx: &Cx, set: Slot, new: Slot) {
    if let (Some(to), Some(from)) = (cx.set_table(cx.get(set)), cx.set_table(cx.get(new))) {
        to.take(from);
    }
}

/// `self.op(others…)`: a new set, frozen like `self`.
pub fn method(cx: &mut Cx, a: Args, op: Algebra) -> Result<(), Raised> {
    receiver(cx, a)?;
    let (mut f, s) = cx.frame(2)?;
    let frozen = f.is_frozen_set(f.arg(a, 0));
    if a.len() < 2 {
        f.make(s.at(0), |cx| copy(cx, cx.arg(a, 0), frozen))?;
    } else {
        f.set(s.at(0), f.arg(a, 0));
        for i in 1..a.len() {
            as_set(&mut f, a.slot(i), s.at(1))?;
            apply(&mut f, op, s.at(0), s.at(1), s.at(0))?;
        }
    }
    f.ret(a, f.get(s.at(0)));
    Ok(())
}

/// A copy of the set that `v` is or holds.
pub fn copy<'h>(cx: &'h Cx, v: Value<'h>, frozen: bool) -> Result<Value<'h>, crate::cx::Stop> {
    match cx.set_table(v) {
        Some(table) => cx.copy_table(
            table,
            Kind::Set,
            if frozen { header::SET_FROZEN } else { 0 },
        ),
        None => cx.new_set_sized(0, frozen),
    }
}

/// `self.op_update(others…)`: changes `self`.
pub fn method_in_place(cx: &mut Cx, a: Args, op: Algebra) -> Result<(), Raised> {
    receiver(cx, a)?;
    for i in 1..a.len() {
        change(cx, a.slot(0), op, a.slot(i))?;
    }
    cx.ret(a, Value::NONE);
    Ok(())
}

/// `set op= src` for any iterable.
fn change(cx: &mut Cx, set: Slot, op: Algebra, src: Slot) -> Result<(), Raised> {
    if op == Algebra::Union {
        return update(cx, set, src);
    }
    let (mut f, s) = cx.frame(2)?;
    as_set(&mut f, src, s.at(0))?;
    apply(&mut f, op, set, s.at(0), s.at(1))?;
    replace(&f, set, s.at(1));
    Ok(())
}

/// The set operation of a binary operator in argument 2.
fn algebra(cx: &Cx, a: Args) -> Option<Algebra> {
    let n = cx.arg(a, 2).as_small()?;
    let all = [
        (BinaryOp::Or, Algebra::Union),
        (BinaryOp::And, Algebra::Intersection),
        (BinaryOp::Sub, Algebra::Difference),
        (BinaryOp::Xor, Algebra::Symmetric),
    ];
    all.into_iter()
        .find(|(op, _)| *op as i32 == n)
        .map(|(_, algebra)| algebra)
}

/// Whether argument 2 of a slot is one of `| & - ^`.
pub fn is_set_operator(cx: &Cx, a: Args) -> bool {
    algebra(cx, a).is_some()
}

/// Result of the operator in argument 2 on the sets in `x` and `y`.
pub fn combine(cx: &mut Cx, a: Args, x: Slot, y: Slot, dst: Slot) -> Result<(), Raised> {
    match algebra(cx, a) {
        Some(op) => apply(cx, op, x, y, dst),
        None => not_implemented(cx, a),
    }
}

#[unsafe(no_mangle)]
pub fn mpf_set_binary(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    if cx.set_table(cx.arg(a, 0)).is_none() || cx.set_table(cx.arg(a, 1)).is_none() {
        return not_implemented(cx, a);
    }
    combine(cx, a, a.slot(0), a.slot(1), a.ret())
}

#[unsafe(no_mangle)]
pub fn mpf_set_inplace(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    match algebra(cx, a) {
        Some(op) if cx.set_table(cx.arg(a, 1)).is_some() => {
            receiver(cx, a)?;
            change(cx, a.slot(0), op, a.slot(1))?;
            cx.ret(a, cx.arg(a, 0));
            Ok(())
        }
        _ => not_implemented(cx, a),
    }
}

/// Set comparison: equality, and being a (proper) subset or superset.
pub fn compare_sets(cx: &mut Cx, op: CompareOp, x: Slot, y: Slot) -> Result<bool, Raised> {
    let (n, m) = (cx.dict_len(cx.get(x)), cx.dict_len(cx.get(y)));
    let (fits, inner, outer) = match op {
        CompareOp::Eq | CompareOp::Ne => (n == m, x, y),
        CompareOp::Le => (n <= m, x, y),
        CompareOp::Lt => (n < m, x, y),
        CompareOp::Ge => (n >= m, y, x),
        CompareOp::Gt => (n > m, y, x),
    };
    let holds = fits && !any_in(cx, inner, outer, false)?;
    Ok(holds != (op == CompareOp::Ne))
}

#[unsafe(no_mangle)]
pub fn mpf_set_compare(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    let sets = cx.set_table(cx.arg(a, 0)).is_some() && cx.set_table(cx.arg(a, 1)).is_some();
    match compare_op(cx, a, 2) {
        Some(op) if sets => {
            let holds = compare_sets(cx, op, a.slot(0), a.slot(1))?;
            cx.ret(a, Value::bool(holds));
            Ok(())
        }
        _ => not_implemented(cx, a),
    }
}

/// `issubset`, `issuperset` and `isdisjoint`: self and any iterable.
pub fn test(cx: &mut Cx, a: Args, op: Option<CompareOp>) -> Result<(), Raised> {
    receiver(cx, a)?;
    let (mut f, s) = cx.frame(1)?;
    as_set(&mut f, a.slot(1), s.at(0))?;
    let holds = match op {
        Some(op) => compare_sets(&mut f, op, a.slot(0), s.at(0))?,
        None => !any_in(&mut f, a.slot(0), s.at(0), true)?,
    };
    f.ret(a, Value::bool(holds));
    Ok(())
}

/// `{1, 2}`, `set()`, `frozenset({1})`, `Subclass({1})`.
#[unsafe(no_mangle)]
pub fn mpf_set_repr(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    let fresh = guarded(cx, a.slot(0), |cx| {
        let (mut f, s) = cx.frame(3)?;
        let mut b = StrBuilder::new(&f, s.at(0));
        let table = receiver(&f, a)?;
        let empty = table.is_empty();
        let named = empty || !f.type_of(f.arg(a, 0)).is(ty::set(&f));
        if named {
            f.set(s.at(1), f.field(f.type_of(f.arg(a, 0)), word::NAME));
            b.push_slot(&mut f, s.at(1))?;
            b.push(&mut f, "(")?;
        }
        if !empty {
            b.push(&mut f, "{")?;
            iterate_members(&mut f, a.slot(0), s.at(2))?;
            push_items(&mut f, &mut b, s.at(2))?;
            b.push(&mut f, "}")?;
        }
        if named {
            b.push(&mut f, ")")?;
        }
        b.finish(&mut f, a.ret())
    })?;
    if fresh {
        Ok(())
    } else {
        cx.make(a.ret(), |cx| cx.new_str("set(...)"))
    }
}

/// A list of the members, into `dst`.
fn iterate_members(cx: &mut Cx, set: Slot, dst: Slot) -> Result<(), Raised> {
    cx.make(dst, |cx| {
        let v = cx.get(set);
        let mut pos = 0;
        cx.new_list(cx.dict_len(v), |_| {
            cx.dict_entry(v, &mut pos)
                .map_or(Value::UNBOUND, |(key, _)| key)
        })
    })
}
