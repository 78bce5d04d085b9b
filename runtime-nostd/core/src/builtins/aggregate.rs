//! Builtins that look at all items: sum, min, max, any, all, len; and `sorted` (see `list_sort`).

use super::list_sort::mpf_sorted;
use crate::cx::{Cx, Raised, Slot};
use crate::native::Args;
use crate::object::value::Value;
use crate::protocol::iterate::for_each_while;
use crate::protocol::{arithmetic, call, compare, item};
use crate::{Kind, natives};
use mpf_bytecode::BinaryOp;

#[unsafe(no_mangle)]
pub fn mpf_len(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    let n = item::len(cx, a.slot(0))?;
    cx.make(a.ret(), |cx| cx.new_int(n as i64))
}

#[unsafe(no_mangle)]
pub fn mpf_any(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    search(cx, a, true)
}

#[unsafe(no_mangle)]
pub fn mpf_all(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    search(cx, a, false)
}

/// Stops at the first item whose truth is `wanted`; that is then the result.
fn search(cx: &mut Cx, a: Args, wanted: bool) -> Result<(), Raised> {
    let mut result = !wanted;
    for_each_while(cx, a.slot(0), &mut |cx, item| {
        let go_on = item::truth(cx, item)? != wanted;
        if !go_on {
            result = wanted;
        }
        Ok(go_on)
    })?;
    cx.ret(a, Value::bool(result));
    Ok(())
}

// ---- sum

/// A sum as long as it needs no object.
#[derive(Clone, Copy)]
enum Total {
    Int(i64),
    Float(f64),
    /// In the slot.
    Object,
}

/// `sum(iterable, /, start=0)`: plain addition from left to right, ints and floats without intermediate objects.
#[unsafe(no_mangle)]
pub fn mpf_sum(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    let start = cx.arg(a, 1);
    let refused = match start.kind(cx) {
        _ if cx.str(start).is_some() => Some("sum() can't sum strings [use ''.join(seq) instead]"),
        _ if cx.bytes(start).is_some() => Some("sum() can't sum bytes [use b''.join(seq) instead]"),
        Some(Kind::ByteArray) => Some("sum() can't sum bytearray [use b''.join(seq) instead]"),
        _ => None,
    };
    if let Some(text) = refused {
        return Err(cx.type_error(text, &[]));
    }
    let (mut f, s) = cx.frame(1)?;
    let total_slot = s.at(0);
    let start = f.arg(a, 1);
    f.set(
        total_slot,
        if start.is_unbound() {
            Value::int(0)
        } else {
            start
        },
    );
    let mut total = classify(&f, f.get(total_slot));
    for_each_while(&mut f, a.slot(0), &mut |cx, item| {
        total = add(cx, total, item, total_slot)?;
        Ok(true)
    })?;
    store_total(&mut f, total, total_slot)?;
    f.ret(a, f.get(total_slot));
    Ok(())
}

fn classify(cx: &Cx, v: Value<'_>) -> Total {
    match v.as_small() {
        Some(n) => Total::Int(n as i64),
        None if v.is_kind(cx, Kind::Float) => cx.float(v).map_or(Total::Object, Total::Float),
        None => Total::Object,
    }
}

/// `total + item`.
fn add(cx: &mut Cx, total: Total, item: Slot, slot: Slot) -> Result<Total, Raised> {
    let v = cx.get(item);
    match (total, v.as_small_or_bool()) {
        (Total::Int(n), Some(m)) => {
            if let Some(sum) = n.checked_add(m as i64) {
                return Ok(Total::Int(sum));
            }
        }
        (Total::Float(x), Some(m)) => return Ok(Total::Float(x + m as f64)),
        (Total::Float(x), None) if v.is_kind(cx, Kind::Float) => {
            return Ok(Total::Float(x + cx.float(v).unwrap_or(0.0)));
        }
        // Below 2**53 an int is the same number as a float.
        (Total::Int(n), None) if v.is_kind(cx, Kind::Float) && n.unsigned_abs() < 1 << 53 => {
            return Ok(Total::Float(n as f64 + cx.float(v).unwrap_or(0.0)));
        }
        _ => {}
    }
    store_total(cx, total, slot)?;
    arithmetic::binary(cx, BinaryOp::Add, slot, item, slot)?;
    Ok(classify(cx, cx.get(slot)))
}

/// Puts a total that is not an object yet into the slot.
fn store_total(cx: &mut Cx, total: Total, slot: Slot) -> Result<(), Raised> {
    match total {
        Total::Int(n) => cx.make(slot, |cx| cx.new_int(n)),
        Total::Float(x) => cx.make(slot, |cx| cx.new_float(x)),
        Total::Object => Ok(()),
    }
}

// ---- min, max

/// Arguments: key, default, then the values.
#[unsafe(no_mangle)]
pub fn mpf_min(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    extreme(cx, a, &MIN)
}

#[unsafe(no_mangle)]
pub fn mpf_max(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    extreme(cx, a, &MAX)
}

struct Extreme {
    is_max: bool,
    none_given: &'static str,
    empty: &'static str,
    no_default: &'static str,
}

static MIN: Extreme = Extreme {
    is_max: false,
    none_given: "min expected at least 1 argument, got 0",
    empty: "min() arg is an empty sequence",
    no_default: "Cannot specify a default for min() with multiple positional arguments",
};

static MAX: Extreme = Extreme {
    is_max: true,
    none_given: "max expected at least 1 argument, got 0",
    empty: "max() arg is an empty sequence",
    no_default: "Cannot specify a default for max() with multiple positional arguments",
};

/// Cells: best item, its key, key of the candidate.
fn extreme(cx: &mut Cx, a: Args, what: &'static Extreme) -> Result<(), Raised> {
    let given = a.len().saturating_sub(2);
    if given == 0 {
        return Err(cx.type_error(what.none_given, &[]));
    }
    let has_default = !cx.arg(a, 1).is_unbound();
    if given > 1 && has_default {
        return Err(cx.type_error(what.no_default, &[]));
    }
    let key = (!cx.arg(a, 0).is_unbound() && !cx.arg(a, 0).is_none()).then(|| a.slot(0));
    let (mut f, s) = cx.frame(3)?;
    let mut consider = |cx: &mut Cx, item: Slot| {
        match key {
            Some(key) => call::call1(cx, key, item, s.at(2))?,
            None => cx.set(s.at(2), cx.get(item)),
        }
        let better = cx.get(s.at(0)).is_unbound()
            || if what.is_max {
                compare::compare_truth(cx, mpf_bytecode::CompareOp::Gt, s.at(2), s.at(1))?
            } else {
                compare::less(cx, s.at(2), s.at(1))?
            };
        if better {
            cx.set(s.at(0), cx.get(item));
            cx.set(s.at(1), cx.get(s.at(2)));
        }
        Ok(true)
    };
    if given > 1 {
        for i in 0..given {
            consider(&mut f, a.slot(2 + i))?;
        }
    } else {
        for_each_while(&mut f, a.slot(2), &mut consider)?;
    }
    let best = f.get(s.at(0));
    if !best.is_unbound() {
        f.ret(a, best);
    } else if has_default {
        f.ret(a, f.arg(a, 1));
    } else {
        return Err(f.value_error(what.empty, &[]));
    }
    Ok(())
}

natives! {
    "" {
        Function full mpf_len "len(obj, /)" [LENGTH];
        Function full mpf_any "any(iterable, /)" [ITERATE TRUTH];
        Function full mpf_all "all(iterable, /)" [ITERATE TRUTH];
        Function full mpf_sum "sum(iterable, /, start=0)" [ITERATE ARITHMETIC];
        Function full mpf_min "min(*args, key=None, default=None)" [ITERATE COMPARE CALL];
        Function full mpf_max "max(*args, key=None, default=None)" [ITERATE COMPARE CALL];
        Function full mpf_sorted "sorted(iterable, /, *, key=None, reverse=False)" [ITERATE COMPARE CALL];
    }
}
