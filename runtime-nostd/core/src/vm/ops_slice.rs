//! Slices of lists without the general machinery: parts of a list as a new one, and a part replaced by as many items of
//! another list. Bounds are left out or small ints, the step is one; everything else is the general operation's.

use super::frame::*;
use super::{ld, st};
use crate::cx::Cx;
use crate::object::header::{KIND_MASK, Kind};
use crate::object::value::{Value, bits};

/// First item and count of the part of the list at `list` that the slice at `key` names.
#[inline(always)]
fn part(cx: &Cx, list: u32, key: u32) -> Option<(u32, u32)> {
    let is_kind = |o: u32, kind: Kind| o & 3 == 0 && o != 0 && ld(cx, o) & KIND_MASK == kind.bits();
    if !is_kind(key, Kind::Slice) || !is_kind(list, Kind::List) {
        return None;
    }
    let one = Value::int(1).to_bits();
    let (start, stop, step) = (ld(cx, key + 4), ld(cx, key + 8), ld(cx, key + 12));
    if (step != bits::NONE && step != one)
        || (start & 1 == 0 && start != bits::NONE)
        || (stop & 1 == 0 && stop != bits::NONE)
    {
        return None;
    }
    let len = (ld(cx, list + 8) >> 1) as i32;
    let bound = |v: u32, default: i32| {
        if v == bits::NONE {
            return default;
        }
        let n = (v as i32) >> 1;
        (if n < 0 { n + len } else { n }).clamp(0, len)
    };
    let (start, stop) = (bound(start, 0), bound(stop, len));
    Some((start as u32, (stop - start).max(0) as u32))
}

/// `A = B[C]`.
#[inline(never)]
pub(super) fn get(cx: &Cx, pc: u32, fp: u32) -> bool {
    let (list, key) = (ld(cx, fp + nb(cx, pc)), ld(cx, fp + nc(cx, pc)));
    let Some((first, count)) = part(cx, list, key) else {
        return false;
    };
    let from = ld(cx, list + 4) + 4 + 4 * first;
    match cx.new_list(count, |i| Value::from_bits(ld(cx, from + 4 * i))) {
        Ok(new) => {
            st(cx, fp + na(cx, pc), new.to_bits());
            true
        }
        Err(_) => false,
    }
}

/// `B[C] = A`.
#[inline(never)]
pub(super) fn set(cx: &Cx, pc: u32, fp: u32) -> bool {
    let (list, key) = (ld(cx, fp + nb(cx, pc)), ld(cx, fp + nc(cx, pc)));
    let items = ld(cx, fp + na(cx, pc));
    let Some((first, count)) = part(cx, list, key) else {
        return false;
    };
    if items & 3 != 0
        || items == 0
        || ld(cx, items) & KIND_MASK != Kind::List.bits()
        || ld(cx, items + 8) >> 1 != count
    {
        return false;
    }
    // Of a list into itself only all of it fits: each item is where it belongs.
    let (from, to) = (ld(cx, items + 4) + 4, ld(cx, list + 4) + 4 + 4 * first);
    for at in (0..4 * count).step_by(4) {
        st(cx, to + at, ld(cx, from + at));
    }
    true
}
