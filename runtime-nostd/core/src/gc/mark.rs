//! Marking by pointer reversal. While an object is being visited, the field through which it was reached holds the way
//! back; the header, which no value looks like, ends the visit of an object whose fields are walked downwards.

use super::{Span, for_each_root, heap, ids_cell, ld, st};
use crate::cx::Cx;
use crate::object::header::{self, MARK, RAW, TAG, TAG_MASK};

/// Marks everything that the roots reach.
pub fn mark(cx: &Cx) {
    let heap = heap(cx);
    let weak = ids_cell(cx);
    for_each_root(cx, |cell| {
        let root = ld(cx, cell);
        if heap.holds(root) && cell != weak {
            mark_from(cx, heap, root);
        }
    });
    sweep_ids(cx, heap, ld(cx, weak));
}

/// Marks what `root`, an object in the heap, reaches.
fn mark_from(cx: &Cx, heap: Span, root: u32) {
    let h = ld(cx, root);
    if h & MARK != 0 {
        return;
    }
    st(cx, root, h | MARK);
    if h & RAW != 0 {
        return;
    }
    // Cell of the parent through which the visited object was reached; 0 at the root.
    let mut back = 0;
    let mut cell = root + 4 * header::words(h);
    loop {
        let word = ld(cx, cell);
        if heap.holds(word) {
            let h = ld(cx, word);
            if h & MARK == 0 {
                st(cx, word, h | MARK);
                if h & RAW == 0 {
                    st(cx, cell, back);
                    back = cell;
                    cell = word + 4 * header::words(h);
                    continue;
                }
            }
        } else if word & TAG_MASK == TAG {
            // The header: all fields are done.
            if back == 0 {
                return;
            }
            let up = ld(cx, back);
            st(cx, back, cell);
            cell = back;
            back = up;
        }
        cell -= 4;
    }
}

/// Keeps the table of numbers for `id`, but forgets the objects that nothing else reaches.
fn sweep_ids(cx: &Cx, heap: Span, table: u32) {
    if !heap.holds(table) {
        return;
    }
    let h = ld(cx, table);
    st(cx, table, h | MARK);
    let end = table + header::size(h);
    let mut cell = table + 4;
    while cell + 4 < end {
        let object = ld(cx, cell);
        if heap.holds(object) && ld(cx, object) & MARK == 0 {
            st(cx, cell, 0);
            st(cx, cell + 4, 0);
        }
        cell += 8;
    }
}
