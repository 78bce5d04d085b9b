//! Stress mode, for tests: after each collection every object moves, so that a value which somebody kept over an
//! allocation no longer points at a header. A collection that only slides would leave old objects where they are.
//!
//! The heap alternates between two positions, one word apart; a `Filler` without payload takes the word. Freed memory
//! is overwritten.

use super::compact::{has_taken_hash, store_hash};
use super::{for_each_root, ld, st};
use crate::cx::Cx;
use crate::object::header::{self, Kind, RAW};

const POISON: u32 = 0xA5A5_A5A5;

/// Called after the slide, which has undone an earlier shift.
pub fn move_everything(cx: &Cx, old_top: u32, bytes: u32) {
    let (base, end) = cx.regions.heap;
    let mut taken = 0;
    for_each_object(cx, |_, h| taken += has_taken_hash(h) as u32);
    let fits = end - cx.top.get() >= bytes.saturating_add(4 + 4 * taken);
    if cx.shifted.get() {
        cx.shifted.set(false);
    } else if fits {
        while let Some((at, h)) = find_taken(cx) {
            open_gap(cx, at + header::size(h));
            store_hash(cx, at, h, at);
        }
        open_gap(cx, base);
        st(cx, base, header::header(Kind::Filler, 0));
        cx.shifted.set(true);
    }
    let mut at = cx.top.get();
    while at < old_top {
        st(cx, at, POISON);
        at += 4;
    }
}

/// Calls `f` with address and header of every object in the heap.
pub(super) fn for_each_object(cx: &Cx, mut f: impl FnMut(u32, u32)) {
    let mut at = cx.regions.heap.0;
    while at < cx.top.get() {
        let h = ld(cx, at);
        f(at, h);
        at += header::size(h);
    }
}

/// The last object with such a hash: a gap behind it moves none of the others.
fn find_taken(cx: &Cx) -> Option<(u32, u32)> {
    let mut found = None;
    for_each_object(cx, |at, h| {
        if has_taken_hash(h) {
            found = Some((at, h));
        }
    });
    found
}

/// Moves everything from `from` on up by one word.
fn open_gap(cx: &Cx, from: u32) {
    let top = cx.top.get();
    let moved = |cell: u32| {
        let word = ld(cx, cell);
        if word & 3 == 0 && word >= from && word < top {
            st(cx, cell, word + 4);
        }
    };
    for_each_root(cx, moved);
    for_each_object(cx, |at, h| {
        if h & RAW == 0 {
            for i in 1..=header::words(h) {
                moved(at + 4 * i);
            }
        }
    });
    // SAFETY: the caller made sure that the heap has another word.
    unsafe { cx.mem.copy(from, from + 4, top - from) };
    cx.top.set(top + 4);
}
