//! Marking by pointer reversal. While an object is being visited, the field through which it was reached holds the way
//! back; the header, which no value looks like, ends the visit of an object whose fields are walked downwards.

use super::{for_each_root, ids_cell, in_heap, ld, st};
use crate::cx::Cx;
use crate::object::header::{self, MARK, RAW, TAG, TAG_MASK};

/// Marks everything that the roots reach; answers the bytes of it.
pub fn mark(cx: &Cx) -> u32 {
    let mut live = 0;
    let weak = ids_cell(cx);
    for_each_root(cx, |cell| {
        if cell != weak {
            live += mark_from(cx, ld(cx, cell));
        }
    });
    live + sweep_ids(cx, ld(cx, weak))
}

/// Marks what `root` reaches, if it is an object in the heap that is not marked yet. Answers the bytes of it.
fn mark_from(cx: &Cx, root: u32) -> u32 {
    if !in_heap(cx, root) {
        return 0;
    }
    let h = ld(cx, root);
    if h & MARK != 0 {
        return 0;
    }
    st(cx, root, h | MARK);
    let mut live = header::size(h);
    if h & RAW != 0 {
        return live;
    }
    // Cell of the parent through which the visited object was reached; 0 at the root.
    let mut back = 0;
    let mut cell = root + 4 * header::words(h);
    loop {
        let word = ld(cx, cell);
        if word & TAG_MASK == TAG {
            // The header: all fields are done.
            if back == 0 {
                return live;
            }
            let up = ld(cx, back);
            st(cx, back, cell);
            cell = back - 4;
            back = up;
            continue;
        }
        if in_heap(cx, word) {
            let h = ld(cx, word);
            if h & MARK == 0 {
                st(cx, word, h | MARK);
                live += header::size(h);
                if h & RAW == 0 {
                    st(cx, cell, back);
                    back = cell;
                    cell = word + 4 * header::words(h);
                    continue;
                }
            }
        }
        cell -= 4;
    }
}

/// Keeps the table of numbers for `id`, but forgets the objects that nothing else reaches.
fn sweep_ids(cx: &Cx, table: u32) -> u32 {
    if !in_heap(cx, table) {
        return 0;
    }
    let h = ld(cx, table);
    st(cx, table, h | MARK);
    let end = table + header::size(h);
    let mut cell = table + 4;
    while cell + 4 < end {
        let object = ld(cx, cell);
        if in_heap(cx, object) && ld(cx, object) & MARK == 0 {
            st(cx, cell, 0);
            st(cx, cell + 4, 0);
        }
        cell += 8;
    }
    header::size(h)
}
