//! Sliding compaction by threading. All cells that refer to an object are chained through its header while its new
//! address is not known; the chain ends in the header word itself, which no cell address looks like.
//!
//! The first pass goes up the heap, tells forward references where their objects will be and threads the fields; the
//! second tells backward references and moves. Objects below the first dead one (the dense prefix) stay where they are,
//! and references to them are not touched.

use super::{for_each_root, in_heap, ld, st};
use crate::cx::Cx;
use crate::object::header::{
    self, AUX_MASK, HASH_STORED, HASH_TAKEN, Kind, MARK, RAW, TAG, TAG_MASK, WORDS_SHIFT,
};

/// Moves all marked objects to the bottom of the heap and clears their marks.
pub fn compact(cx: &Cx) {
    let top = cx.top.get();
    let mut dense = cx.regions.heap.0;
    while dense < top && ld(cx, dense) & MARK != 0 {
        dense += header::size(ld(cx, dense));
    }
    if dense == top {
        clear_marks(cx, dense);
        return;
    }
    for_each_root(cx, |cell| thread(cx, cell, dense));
    let mut at = clear_marks_and_thread(cx, dense);
    // First pass.
    let mut to = at;
    let mut dead = 0;
    while at < top {
        let word = ld(cx, at);
        if word & (TAG_MASK | MARK) == TAG {
            let size = header::size(word);
            if dead != 0 && (at + size - dead) >> 2 <= header::MAX_WORDS {
                st(
                    cx,
                    dead,
                    header::header(Kind::Filler, (at + size - dead) / 4 - 1),
                );
            } else {
                dead = at;
            }
            at += size;
            continue;
        }
        dead = 0;
        let h = unthread(cx, at, to);
        if h & RAW == 0 {
            thread_fields(cx, at, h, dense);
        }
        to += size_at(at, to, h);
        at += header::size(h);
    }
    // Second pass.
    at = dense;
    to = dense;
    while at < top {
        let word = ld(cx, at);
        if word & (TAG_MASK | MARK) == TAG {
            at += header::size(word);
            continue;
        }
        let h = unthread(cx, at, to) & !MARK;
        let next = at + header::size(h);
        let size = size_at(at, to, h);
        if at == to {
            st(cx, at, h);
        } else {
            // SAFETY: both ranges lie in the heap; the new one ends before the next object.
            unsafe { cx.mem.copy(at + 4, to + 4, header::size(h) - 4) };
            if size == header::size(h) {
                st(cx, to, h);
            } else {
                store_hash(cx, to, h, at);
            }
        }
        to += size;
        at = next;
    }
    cx.top.set(to);
}

/// Size at the new address: an object whose identity hash was taken from its old address gets a word for it.
#[inline(always)]
fn size_at(at: u32, to: u32, h: u32) -> u32 {
    header::size(h) + if at != to && has_taken_hash(h) { 4 } else { 0 }
}

/// Whether the aux bits say that the identity hash is the present address.
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
fn thread(cx: &Cx, cell: u32, dense: u32) {
    let target = ld(cx, cell);
    if target >= dense && in_heap(cx, target) {
        st(cx, cell, ld(cx, target));
        st(cx, target, cell);
    }
}

fn thread_fields(cx: &Cx, at: u32, h: u32, dense: u32) {
    let end = at + header::size(h);
    let mut cell = at + 4;
    while cell < end {
        thread(cx, cell, dense);
        cell += 4;
    }
}

/// Gives all cells chained at `at` the new address `to`; restores and answers the header.
fn unthread(cx: &Cx, at: u32, to: u32) -> u32 {
    let mut word = ld(cx, at);
    while word & TAG_MASK != TAG {
        let next = ld(cx, word);
        st(cx, word, to);
        word = next;
    }
    st(cx, at, word);
    word
}

fn clear_marks(cx: &Cx, end: u32) {
    let mut at = cx.regions.heap.0;
    while at < end {
        let h = ld(cx, at);
        st(cx, at, h & !MARK);
        at += header::size(h);
    }
}

/// The dense prefix: nothing moves, but its fields may refer to what does.
fn clear_marks_and_thread(cx: &Cx, dense: u32) -> u32 {
    let mut at = cx.regions.heap.0;
    while at < dense {
        let h = ld(cx, at) & !MARK;
        st(cx, at, h);
        if h & RAW == 0 {
            thread_fields(cx, at, h, dense);
        }
        at += header::size(h);
    }
    at
}
