//! Steps of iterators that drive other iterators (enumerate, zip), without frames and without Python code: slot `Step`
//! of their types. Whatever a step cannot do alone it leaves undone, and the general `Next` does it.

use super::frame::{na, nb, nc, opcode};
use super::{ld, st};
use crate::cx::{Cx, Raised};
use crate::native::{Args, TypeSlot};
use crate::object::class::{flag, word};
use crate::object::header::{self, KIND_MASK, Kind};
use crate::object::iter::{self, iter_next_leaf, what};
use crate::object::value::{Value, bits};
use mpf_bytecode::Opcode;

/// Nothing has happened: ask `Next`.
const LATER: Result<(), Raised> = Err(Raised(()));

/// Whether the instruction at `pc` unpacks a pair in register `r` onto itself: then nobody will ever see the pair.
#[inline(always)]
pub(super) fn unpacks_pair(cx: &Cx, pc: u32, r: u32) -> bool {
    opcode(cx, pc) == Opcode::Unpack && na(cx, pc) == r && nb(cx, pc) == r && nc(cx, pc) == 2
}

/// Takes a step of the object at `it` by its slot `Step`, if it has one and that can do it now. The item, or 0 at the
/// end, goes to `window`, of which three cells are written, none of them read by a collection; with `pair` the parts
/// of the item go to the first two.
pub(crate) fn step(cx: &mut Cx, it: u32, window: u32, pair: bool) -> bool {
    if ld(cx, it) & KIND_MASK != Kind::Instance.bits() {
        return false;
    }
    let class = ld(cx, it + 4);
    let field = |i: u32| ld(cx, class + 4 + 4 * i);
    let slots = field(word::SLOTS);
    crate::anchor::slot(TypeSlot::Step);
    if field(word::FLAGS) >> 1 & flag::BUILTIN as u32 == 0
        || slots == 0
        || header::words(ld(cx, slots)) <= TypeSlot::Step as u32
    {
        return false;
    }
    let Some(f) = cx.full_entry(ld(cx, slots + 4 + 4 * TypeSlot::Step as u32)) else {
        return false;
    };
    st(cx, window + 8, it);
    let count = 1 + u32::from(pair);
    f(cx, Args { window, count }).is_ok()
}

/// Address of slot `i` of the instance at `it`.
#[inline(always)]
fn slot(it: u32, i: u32) -> u32 {
    it + 8 + 4 * i
}

/// What the `Iter` at `it` runs over; -1 for another object.
#[inline(always)]
fn source(cx: &Cx, it: u32) -> i32 {
    if ld(cx, it) & KIND_MASK == Kind::Iter.bits() {
        ld(cx, it + 4 + 4 * iter::word::WHAT) as i32 >> 1
    } else {
        -1
    }
}

/// The next item of what an iterator drives: 0 at the end; `None` when only the general way can tell.
#[inline(always)]
fn item(cx: &Cx, it: u32) -> Option<u32> {
    if ld(cx, it) & KIND_MASK != Kind::Iter.bits() {
        return None;
    }
    let item = iter::quick_item(cx, it);
    if item == iter::LATER {
        rare_item(cx, it)
    } else {
        Some(item)
    }
}

#[cold]
#[inline(never)]
fn rare_item(cx: &Cx, it: u32) -> Option<u32> {
    match source(cx, it) {
        // Only these complain, when their size has changed.
        what::DICT_KEYS..=what::SET | what::DICT_KEYS_BACK..=what::DICT_ITEMS_BACK => None,
        _ => match iter_next_leaf(cx, Value::from_bits(it)) {
            Ok(item) => Some(item.map_or(0, |v| v.to_bits())),
            Err(_) => None,
        },
    }
}

/// Whether the step of an iterator always succeeds: it neither allocates nor complains.
#[inline(always)]
fn is_certain(cx: &Cx, it: u32) -> bool {
    matches!(
        source(cx, it),
        what::LIST | what::TUPLE | what::BYTES | what::RANGE
    )
}

/// Slots: iterator, number of the next item.
#[unsafe(no_mangle)]
pub fn mpf_enumerate_step(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    let it = ld(cx, a.window + 8);
    let (inner, n) = (ld(cx, slot(it, 0)), ld(cx, slot(it, 1)));
    if inner == 0 || n & 1 == 0 || n == Value::int(Value::SMALL_MAX).to_bits() {
        return LATER;
    }
    let pair = if a.count == 1 {
        let Some(pair) = cx.fresh(Kind::Tuple, 2) else {
            return LATER;
        };
        crate::anchor::kind(Kind::Tuple);
        pair
    } else {
        0
    };
    let item = match item(cx, inner) {
        Some(item) if item != 0 => item,
        ended => {
            if pair != 0 {
                cx.top.set(pair);
            }
            if ended.is_none() {
                return LATER;
            }
            st(cx, slot(it, 0), 0);
            st(cx, a.window, 0);
            return Ok(());
        }
    };
    st(cx, slot(it, 1), n.wrapping_add(2));
    if pair == 0 {
        st(cx, a.window, n);
        st(cx, a.window + 4, item);
    } else {
        st(cx, pair + 4, n);
        st(cx, pair + 8, item);
        st(cx, a.window, pair);
    }
    Ok(())
}

/// Slots: tuple of iterators (unbound when exhausted), strict.
#[unsafe(no_mangle)]
pub fn mpf_zip_step(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    let it = ld(cx, a.window + 8);
    let inner = ld(cx, slot(it, 0));
    if inner == 0 || ld(cx, slot(it, 1)) == bits::TRUE {
        return LATER;
    }
    let n = header::words(ld(cx, inner));
    let iterator = |i: u32| ld(cx, inner + 4 + 4 * i);
    // The first one may refuse, because nothing has happened before it.
    if n == 0 || (1..n).any(|i| !is_certain(cx, iterator(i))) {
        return LATER;
    }
    let row = if a.count == 1 {
        let Some(row) = cx.fresh(Kind::Tuple, n) else {
            return LATER;
        };
        crate::anchor::kind(Kind::Tuple);
        row
    } else if n == 2 {
        a.window - 4
    } else {
        return LATER;
    };
    for i in 0..n {
        match item(cx, iterator(i)) {
            Some(item) if item != 0 => st(cx, row + 4 + 4 * i, item),
            ended => {
                if a.count == 1 {
                    cx.top.set(row);
                }
                if ended.is_none() {
                    return LATER;
                }
                st(cx, slot(it, 0), 0);
                st(cx, a.window, 0);
                return Ok(());
            }
        }
    }
    if a.count == 1 {
        st(cx, a.window, row);
    }
    Ok(())
}
