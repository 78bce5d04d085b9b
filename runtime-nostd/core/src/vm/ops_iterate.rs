//! Cold operations of loops: iterators, ranges, unpacking.
//!
//! Steps of iterators over builtin containers and of generators are taken at once, by `quick_…` functions without calls; whatever needs
//! Python code, a collection or an exception goes the general way, which performs the whole instruction again.

use super::frame::*;
use super::generator;
use super::ops_build::append;
use super::ops_operator::branch;
use super::steps::{self, unpacks_pair};
use super::{Next, ld, ld8, st};
use crate::cx::{Cx, Raised, Slot};
use crate::object::header::{self, KIND_MASK, Kind};
use crate::object::iter::{self, what};
use crate::object::probe::{DICT_ENTRY, SET_ENTRY, quick_char_at};
use crate::object::value::Value;
use crate::protocol::iterate;

const ITER: u32 = Kind::Iter.bits();
const GENERATOR: u32 = Kind::Generator.bits();
const LIST: u32 = Kind::List.bits();
const TUPLE: u32 = Kind::Tuple.bits();

#[unsafe(no_mangle)]
pub fn mpf_op_get_iter(cx: &mut Cx, pc: u32, fp: u32) -> Next {
    settle(cx, fp);
    let (dst, x) = (a(cx, pc, fp), b(cx, pc, fp));
    let r = iterate::iter(cx, x, dst);
    after(cx, pc, fp, 4, r)
}

/// A step of an iterator over a builtin container or of a generator.
#[inline(always)]
pub(crate) fn quick_step(cx: &Cx, pc: u32, fp: u32) -> Option<Next> {
    // What GetIter leaves here is an object.
    let it = ld(cx, fp + na(cx, pc));
    match ld(cx, it) & KIND_MASK {
        ITER => step(cx, pc, fp, it),
        GENERATOR => generator::quick_resume(cx, pc, fp, it),
        _ => None,
    }
}

#[unsafe(no_mangle)]
pub fn mpf_op_for_iter(cx: &mut Cx, pc: u32, fp: u32) -> Next {
    match quick_step(cx, pc, fp) {
        Some(next) => jump(cx, next.pc, next.fp),
        None => for_iter(cx, pc, fp),
    }
}

/// The general step: any iterator.
#[cold]
#[inline(never)]
fn for_iter(cx: &mut Cx, pc: u32, fp: u32) -> Next {
    if let Some(next) = step_by_slot(cx, pc, fp) {
        return jump(cx, next.pc, next.fp);
    }
    settle(cx, fp);
    if cx.get(a(cx, pc, fp)).is_kind(cx, Kind::Generator) {
        return generator::resume_in_loop(cx, pc, fp);
    }
    let (it, dst) = (a(cx, pc, fp), b(cx, pc, fp));
    let r = iterate::next(cx, it, dst);
    branch(cx, pc, fp, 6, d6s(cx, pc), r)
}

/// A step of an iterator whose type has a way without Python code. The cells above the loop's registers are free.
#[inline(always)]
fn step_by_slot(cx: &mut Cx, pc: u32, fp: u32) -> Option<Next> {
    let (window, target) = (fp + nc(cx, pc), pc.wrapping_add(d6s(cx, pc)));
    let pair = unpacks_pair(cx, target, nb(cx, pc));
    if !steps::step(cx, ld(cx, fp + na(cx, pc)), window, pair) {
        return None;
    }
    let item = ld(cx, window);
    if item == 0 {
        return Some(Next { pc: pc + 6, fp });
    }
    let dst = fp + nb(cx, pc);
    st(cx, dst, item);
    if pair {
        st(cx, dst + 4, ld(cx, window + 4));
        return Some(Next { pc: target + 4, fp });
    }
    Some(Next { pc: target, fp })
}

/// Address of word `i` of an `Iter`.
#[inline(always)]
fn at(it: u32, i: u32) -> u32 {
    it + 4 + 4 * i
}

/// One step of an iterator over a builtin container.
#[inline(always)]
fn step(cx: &Cx, pc: u32, fp: u32, it: u32) -> Option<Next> {
    let source = ld(cx, at(it, iter::word::SOURCE));
    if source == 0 {
        return Some(Next { pc: pc + 6, fp });
    }
    let position = ld(cx, at(it, iter::word::POSITION));
    let what = ld(cx, at(it, iter::word::WHAT)) as i32 >> 1;
    let item = match what {
        what::LIST if position < ld(cx, source + 8) => {
            ld(cx, ld(cx, source + 4) + 4 + ((position - 1) << 1))
        }
        what::TUPLE if position >> 1 < header::words(ld(cx, source)) => {
            ld(cx, source + 4 + ((position - 1) << 1))
        }
        what::BYTES => byte(cx, source, position),
        what::RANGE => {
            let by = ld(cx, at(it, iter::word::EXTRA));
            let more = if by as i32 > 0 {
                (source as i32) < position as i32
            } else {
                source as i32 > position as i32
            };
            if more {
                // Saturating: one step past the stop cannot wrap round into the range again.
                let next = (source as i32).saturating_add((by - 1) as i32) as u32 | 1;
                st(cx, at(it, iter::word::SOURCE), next);
                return Some(goto_item(cx, pc, fp, source));
            }
            0
        }
        what::DICT_KEYS..=what::SET => return entry(cx, pc, fp, it, what, position),
        what::LIST | what::TUPLE => 0,
        what::STR => quick_char_at(cx, source, ld(cx, source), position >> 1)?,
        _ => return None,
    };
    if item == 0 {
        return Some(end(cx, pc, fp, it));
    }
    st(cx, at(it, iter::word::POSITION), position + 2);
    Some(goto_item(cx, pc, fp, item))
}

/// The next byte of a bytes object or bytearray as a small int, 0 at the end.
#[inline(always)]
fn byte(cx: &Cx, source: u32, position: u32) -> u32 {
    let h = ld(cx, source);
    let (len, data) = if h & KIND_MASK == Kind::ByteArray.bits() {
        (ld(cx, source + 8) >> 1, ld(cx, source + 4))
    } else {
        (header::byte_len(h), source)
    };
    if position >> 1 < len {
        ld8(cx, data + 4 + (position >> 1)) << 1 | 1
    } else {
        0
    }
}

/// The iterator has ended, and stays so.
#[inline(always)]
fn end(cx: &Cx, pc: u32, fp: u32, it: u32) -> Next {
    st(cx, at(it, iter::word::SOURCE), 0);
    Next { pc: pc + 6, fp }
}

/// Writes the item of a loop and goes round.
#[inline(always)]
fn goto_item(cx: &Cx, pc: u32, fp: u32, item: u32) -> Next {
    st(cx, fp + nb(cx, pc), item);
    Next {
        pc: pc.wrapping_add(d6s(cx, pc)),
        fp,
    }
}

/// One step over the entries of a dict or set.
#[inline(always)]
fn entry(cx: &Cx, pc: u32, fp: u32, it: u32, what: i32, position: u32) -> Option<Next> {
    let source = ld(cx, at(it, iter::word::SOURCE));
    if ld(cx, source + 16) != ld(cx, at(it, iter::word::EXTRA)) {
        return None;
    }
    let size = if what == what::SET {
        SET_ENTRY
    } else {
        DICT_ENTRY
    };
    let used = ld(cx, source + 12);
    let mut position = position;
    let mut entry = ld(cx, source + 4) + 4 + (position >> 1) * size;
    let key = loop {
        if position >= used {
            return Some(end(cx, pc, fp, it));
        }
        position += 2;
        let key = ld(cx, entry + 4);
        if key != 0 {
            break key;
        }
        entry += size;
    };
    let item = match what {
        what::DICT_VALUES => ld(cx, entry + 8),
        what::DICT_ITEMS => {
            let value = ld(cx, entry + 8);
            let target = pc.wrapping_add(d6s(cx, pc));
            if unpacks_pair(cx, target, nb(cx, pc)) {
                st(cx, at(it, iter::word::POSITION), position);
                st(cx, fp + nb(cx, pc), key);
                st(cx, fp + nb(cx, pc) + 4, value);
                return Some(Next { pc: target + 4, fp });
            }
            crate::anchor::kind(Kind::Tuple);
            let pair = cx.fresh(Kind::Tuple, 2)?;
            st(cx, pair + 4, key);
            st(cx, pair + 8, value);
            pair
        }
        _ => key,
    };
    st(cx, at(it, iter::word::POSITION), position);
    Some(goto_item(cx, pc, fp, item))
}

// ---- ranges

/// Prepares the hidden state of `for … in range(…)`: next value, stop and step as small ints. When one of them is not,
/// the state is an iterator of the range object in the place of the step, behind a next value and a stop that look like
/// the end of a range but for the stop, which is None.
#[unsafe(no_mangle)]
pub fn mpf_op_for_prep(cx: &mut Cx, pc: u32, fp: u32) -> Next {
    let s = fp + na(cx, pc);
    match nb(cx, pc) {
        1 => {
            st(cx, s + 4, ld(cx, s));
            st(cx, s, Value::int(0).to_bits());
            st(cx, s + 8, Value::int(1).to_bits());
        }
        2 => st(cx, s + 8, Value::int(1).to_bits()),
        _ => {}
    }
    let step = ld(cx, s + 8);
    if ld(cx, s) & ld(cx, s + 4) & step & 1 != 0 && step != Value::int(0).to_bits() {
        return Next { pc: pc + 4, fp };
    }
    wide_range(cx, pc, fp)
}

#[cold]
#[inline(never)]
fn wide_range(cx: &mut Cx, pc: u32, fp: u32) -> Next {
    settle(cx, fp);
    let s = a(cx, pc, fp);
    let part = |i: u32| Slot(s.0 + 4 * i);
    let r = cx.frame(1).and_then(|(mut cx, t)| {
        crate::builtins::range::make(&mut cx, part(0), part(1), part(2), t.at(0))?;
        iterate::iter(&mut cx, t.at(0), part(2))?;
        cx.set(part(0), Value::int(Value::SMALL_MAX));
        cx.set(part(1), Value::NONE);
        Ok(())
    });
    after(cx, pc, fp, 4, r)
}

#[unsafe(no_mangle)]
pub fn mpf_op_for_range(cx: &mut Cx, pc: u32, fp: u32) -> Next {
    settle(cx, fp);
    let (iterator, dst) = (Slot(fp + na(cx, pc) + 8), b(cx, pc, fp));
    match iterate::next(cx, iterator, dst) {
        Ok(true) => jump(cx, pc.wrapping_add(d6s(cx, pc)), fp),
        r => after(cx, pc, fp, 6, r.map(|_| ())),
    }
}

// ---- unpacking

/// Tuples and lists of the right length need no iterator.
#[inline(always)]
pub(crate) fn quick_unpack(cx: &Cx, pc: u32, fp: u32) -> Option<Next> {
    let source = ld(cx, fp + nb(cx, pc));
    let n = nc(cx, pc);
    if source & 3 != 0 || source == 0 {
        return None;
    }
    let h = ld(cx, source);
    let mut from = if h & KIND_MASK == TUPLE && header::words(h) == n {
        source + 4
    } else if h & KIND_MASK == LIST && ld(cx, source + 8) >> 1 == n {
        ld(cx, source + 4) + 4
    } else {
        return None;
    };
    let mut to = fp + na(cx, pc);
    let end = to + 4 * n;
    while to != end {
        st(cx, to, ld(cx, from));
        from += 4;
        to += 4;
    }
    Some(Next { pc: pc + 4, fp })
}

#[unsafe(no_mangle)]
pub fn mpf_op_unpack(cx: &mut Cx, pc: u32, fp: u32) -> Next {
    match quick_unpack(cx, pc, fp) {
        Some(next) => next,
        None => unpack_any(cx, pc, fp),
    }
}

#[cold]
#[inline(never)]
fn unpack_any(cx: &mut Cx, pc: u32, fp: u32) -> Next {
    settle(cx, fp);
    let (base, source, n) = (a(cx, pc, fp), b(cx, pc, fp), nc(cx, pc));
    let r = unpack(cx, base, source, n, None);
    after(cx, pc, fp, 4, r)
}

#[unsafe(no_mangle)]
pub fn mpf_op_unpack_star(cx: &mut Cx, pc: u32, fp: u32) -> Next {
    settle(cx, fp);
    let (base, source, n, behind) = (a(cx, pc, fp), b(cx, pc, fp), nc(cx, pc), d6(cx, pc));
    let r = unpack(cx, base, source, n, Some(behind));
    after(cx, pc, fp, 6, r)
}

/// Unpacks an iterable into registers; `behind`: items after a starred one, which gets the list in between.
fn unpack(
    cx: &mut Cx,
    base: Slot,
    source: Slot,
    n: u32,
    behind: Option<u32>,
) -> Result<(), Raised> {
    let (mut cx, s) = cx.frame(2)?;
    let cx = &mut *cx;
    if let Err(e) = iterate::iter(cx, source, s.at(0)) {
        if crate::error::swallow(cx, crate::wk::ty::TypeError) {
            return Err(cx.type_error("cannot unpack non-iterable {t} object", &[cx.get(source)]));
        }
        return Err(e);
    }
    // Items go to a list first: the source may be one of the target registers.
    cx.make(s.at(1), |cx| cx.new_list(0, |_| Value::UNBOUND))?;
    let (mut item_cx, t) = cx.frame(1)?;
    let cx = &mut *item_cx;
    let limit = if behind.is_some() { u32::MAX } else { n + 1 };
    let mut count = 0;
    while count < limit && iterate::next(cx, s.at(0), t.at(0))? {
        append(cx, s.at(1), t.at(0))?;
        count += 1;
    }
    let wanted = n + behind.unwrap_or(0);
    if count < wanted {
        let (w, c) = (Value::int(wanted as i32), Value::int(count as i32));
        return Err(match behind {
            None => cx.value_error("not enough values to unpack (expected {}, got {})", &[w, c]),
            Some(_) => cx.value_error(
                "not enough values to unpack (expected at least {}, got {})",
                &[w, c],
            ),
        });
    }
    if behind.is_none() && count > n {
        return Err(cx.value_error(
            "too many values to unpack (expected {})",
            &[Value::int(n as i32)],
        ));
    }
    let item = |cx: &Cx, i: u32| cx.list(cx.get(s.at(1))).map_or(0, |l| l.get(i).to_bits());
    if let Some(behind) = behind {
        let rest = count - n - behind;
        cx.make(t.at(0), |cx| {
            let l = cx.list(cx.get(s.at(1)));
            cx.new_list(rest, |i| l.map_or(Value::UNBOUND, |l| l.get(n + i)))
        })?;
        cx.set(Slot(base.0 + 4 * n), cx.get(t.at(0)));
        for i in 0..behind {
            cx.set(
                Slot(base.0 + 4 * (n + 1 + i)),
                Value::from_bits(item(cx, n + rest + i)),
            );
        }
    }
    for i in 0..n {
        cx.set(Slot(base.0 + 4 * i), Value::from_bits(item(cx, i)));
    }
    Ok(())
}
