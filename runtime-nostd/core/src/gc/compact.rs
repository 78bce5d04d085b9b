//! Sliding compaction by threading. All cells that refer to an object are chained through its header while its new
//! address is not known; the chain ends in the header word itself, which no cell address looks like.
//!
//! The first pass goes up the heap, tells forward references where their objects will be and threads the fields; the
//! second tells backward references and moves. Objects below the first dead one (the dense prefix) stay where they are,
//! and references to them are not touched.

use super::{Span, for_each_root, ld, st};
use crate::cx::Cx;
use crate::object::header::{
    self, AUX_MASK, HASH_STORED, HASH_TAKEN, Kind, MARK, RAW, TAG, TAG_MASK, WORDS_SHIFT,
};

/// Moves all marked objects to the bottom of the heap and clears their marks.
pub fn compact(cx: &Cx) {
    let (base, top) = (cx.regions.heap.0, cx.top.get());
    let dense = clear_prefix(cx, base, top);
    if dense == top {
        return;
    }
    let moving = Span {
        start: dense,
        len: top - dense,
    };
    for_each_root(cx, |cell| thread(cx, moving, cell));
    tell_forward(cx, base, top, moving);
    let gone = tell_backward_and_move(cx, moving.start, top);
    cx.top.set(top - gone);
}

/// Clears the marks below the first dead object and gives its address.
#[inline(always)]
fn clear_prefix(cx: &Cx, mut at: u32, top: u32) -> u32 {
    while at < top {
        let h = ld(cx, at);
        if h & MARK == 0 {
            break;
        }
        st(cx, at, h & !MARK);
        at += header::size(h);
    }
    at
}

/// The first pass: all objects, those of the dense prefix for their fields only.
#[inline(always)]
fn tell_forward(cx: &Cx, mut at: u32, top: u32, moving: Span) {
    let mut to = at;
    let mut dead = 0;
    while at < top {
        let mut h = ld(cx, at);
        if h & (TAG_MASK | MARK) == TAG && at >= moving.start {
            let size = header::size(h);
            // Neighbours become one, so that the second pass skips them at once.
            let words = (at + size - dead) / 4 - 1;
            if dead != 0 && words <= header::MAX_WORDS {
                st(cx, dead, header::header(Kind::Filler, words));
            } else {
                dead = at;
            }
            at += size;
            continue;
        }
        dead = 0;
        if is_thread(h) {
            h = unthread(cx, h, to);
            st(cx, at, h);
        }
        let next = at + header::size(h);
        if h & RAW == 0 {
            let mut cell = at + 4;
            while cell < next {
                thread(cx, moving, cell);
                cell += 4;
            }
        }
        if to != at && has_taken_hash(h) {
            to += 4;
        }
        to += next - at;
        at = next;
    }
}

/// The second pass. Objects that lie side by side move together: until then all cells are where the first pass met
/// them. Answers by how much the last object moved.
#[inline(always)]
fn tell_backward_and_move(cx: &Cx, mut at: u32, top: u32) -> u32 {
    let mut gap = 0;
    let mut run = at;
    while at < top {
        let mut h = ld(cx, at);
        if h & (TAG_MASK | MARK) == TAG {
            slide(cx, run, at, gap);
            at += header::size(h);
            gap += header::size(h);
            run = at;
            continue;
        }
        if is_thread(h) {
            h = unthread(cx, h, at - gap);
        }
        h &= !MARK;
        st(cx, at, h);
        let was = at;
        at += header::size(h);
        if has_taken_hash(h) && gap != 0 {
            slide(cx, run, at, gap);
            store_hash(cx, was - gap, h, was);
            gap -= 4;
            run = at;
        }
    }
    slide(cx, run, at, gap);
    gap
}

/// Moves a run of objects down.
#[inline(always)]
fn slide(cx: &Cx, from: u32, end: u32, gap: u32) {
    // SAFETY: both ranges lie in the heap; below `from` everything has moved already.
    unsafe { cx.mem.copy(from, from - gap, end - from) };
}

/// Whether the aux bits say that the identity hash is the present address.
#[inline(always)]
pub(super) fn has_taken_hash(h: u32) -> bool {
    h & AUX_MASK == HASH_TAKEN && !matches!(Kind::of(h), Kind::Str | Kind::Set | Kind::Int)
}

/// Writes the header of an object with one payload word more than `h` says: the hash that it had at address `was`.
pub(super) fn store_hash(cx: &Cx, at: u32, h: u32, was: u32) {
    let hash = header::identity_of(was);
    let longer = (h & !AUX_MASK | HASH_STORED) + (1 << WORDS_SHIFT);
    st(cx, at, longer);
    st(
        cx,
        at + header::size(h),
        if h & RAW != 0 { hash } else { hash << 1 | 1 },
    );
}

/// Chains a cell to the object it refers to, unless that object stays.
#[inline(always)]
fn thread(cx: &Cx, moving: Span, cell: u32) {
    let target = ld(cx, cell);
    if moving.holds(target) {
        st(cx, cell, ld(cx, target));
        st(cx, target, cell);
    }
}

/// Whether the first word of an object is the address of a cell and not its header.
#[inline(always)]
fn is_thread(word: u32) -> bool {
    word & 3 == 0
}

/// Gives all cells of a chain the new address `to`; answers the header.
#[inline(always)]
fn unthread(cx: &Cx, mut word: u32, to: u32) -> u32 {
    while is_thread(word) {
        let next = ld(cx, word);
        st(cx, word, to);
        word = next;
    }
    word
}
