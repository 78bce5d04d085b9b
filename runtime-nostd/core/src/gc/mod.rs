//! The collector: pointer-reversal marking (Deutsch, Schorr, Waite) and sliding compaction by threading (Jonkers), at
//! every collection. Neither needs tables, recursion or a stack; allocation stays a pointer bump, order of objects is
//! kept, and a request fails only when live data really do not leave room.
//!
//! Roots are the VM stack up to `sp` and the values inside the `data` region. Objects outside the heap are never marked
//! or moved, and nothing in read-only memory refers to the heap. While `collect` runs, headers and fields hold threads:
//! interrupt handlers must not look at the heap. Pinned objects are not supported by this collector.

mod compact;
#[cfg(test)]
mod full_heap;
mod mark;
#[cfg(doctest)]
pub mod rooting_rules;
#[cfg(not(target_os = "none"))]
mod stress;
#[cfg(test)]
mod tests;
#[cfg(not(target_os = "none"))]
pub mod verify;

use crate::cx::{Cx, roots};
use crate::object::header;

/// Collects: marks what the roots reach and slides it to the bottom of the heap. In stress mode (host only) everything
/// moves, as far as `bytes` are still free afterwards. The VM stack above `sp` is cleared, so that words left there
/// are never taken for references later.
pub fn collect(cx: &mut Cx, bytes: u32) {
    #[cfg(not(target_os = "none"))]
    let stack_peak = match cx.stress.get() {
        true => 0,
        false => cx.stats.get().stack_peak.max(cx.stack_touched()),
    };
    // SAFETY: the region belongs to the context, and above `sp` nothing is in use.
    unsafe { cx.mem.zero(cx.sp.get(), cx.cleared() - cx.sp.get()) };
    cx.cache.clear();
    mark::mark(cx);
    let old_top = cx.top.get();
    compact::compact(cx);
    let live = cx.heap_used();
    #[cfg(not(target_os = "none"))]
    if cx.stress.get() {
        stress::move_everything(cx, old_top, bytes);
    }
    let _ = (old_top, bytes);
    let mut stats = cx.stats.get();
    stats.collections += 1;
    stats.heap_peak = stats.heap_peak.max(live);
    #[cfg(not(target_os = "none"))]
    {
        stats.stack_peak = stack_peak;
    }
    cx.stats.set(stats);
}

/// Word access for the collector, which walks objects that it finds by their headers.
#[inline(always)]
fn ld(cx: &Cx, a: u32) -> u32 {
    // SAFETY: addresses are headers and payload words of objects inside the regions, or root cells.
    unsafe { cx.mem.load(a) }
}

#[inline(always)]
fn st(cx: &Cx, a: u32, v: u32) {
    // SAFETY: as for `ld`.
    unsafe { cx.mem.store(a, v) }
}

/// A part of the heap, in registers while a collection runs.
#[derive(Clone, Copy)]
struct Span {
    start: u32,
    len: u32,
}

impl Span {
    /// Whether a word is a reference to an object in it.
    #[inline(always)]
    fn holds(self, word: u32) -> bool {
        // Words below it become large.
        word.wrapping_sub(self.start) < self.len && word & 3 == 0
    }
}

/// What is in use of the heap.
fn heap(cx: &Cx) -> Span {
    let start = cx.regions.heap.0;
    Span {
        start,
        len: cx.top.get() - start,
    }
}

/// Calls `f` with every cell outside the heap that may hold a reference: the VM stack and the fields of the objects in
/// the `data` region.
#[inline(always)]
fn for_each_root(cx: &Cx, mut f: impl FnMut(u32)) {
    let mut cell = cx.regions.stack.0;
    while cell < cx.sp.get() {
        f(cell);
        cell += 4;
    }
    let mut at = cx.regions.data.0;
    while at < cx.regions.data.1 {
        let h = ld(cx, at);
        let end = at + header::size(h);
        if h & header::RAW == 0 {
            cell = at + 4;
            while cell < end {
                f(cell);
                cell += 4;
            }
        }
        at = end;
    }
}

/// Address of the root cell with the table for `id`, whose references are weak.
fn ids_cell(cx: &Cx) -> u32 {
    cx.root(roots::IDS).0
}
