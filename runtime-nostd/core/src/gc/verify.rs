//! Checks the whole heap (host only): headers, kinds, references, and the inner consistency of containers.

use super::stress::for_each_object;
use super::{for_each_root, ld};
use crate::cx::Cx;
use crate::object::header::{self, Kind, MARK, RAW, TAG, TAG_MASK};
use crate::object::value::{Value, bits};
use std::collections::HashSet;

/// What a heap holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Census {
    pub objects: u32,
    pub bytes: u32,
}

/// Walks heap and roots; says what is wrong with the first bad word.
pub fn verify_heap(cx: &Cx) -> Result<Census, String> {
    let (base, end) = cx.regions.heap;
    let top = cx.top.get();
    if top < base || top > end || cx.limit.get() > end {
        return Err(format!("heap top {top:#x} outside {base:#x}..{end:#x}"));
    }
    let mut starts = HashSet::new();
    let mut census = Census::default();
    let mut at = base;
    while at < top {
        let h = ld(cx, at);
        let size = header::size(h);
        if h & TAG_MASK != TAG
            || h & MARK != 0
            || h & header::KIND_MASK > Kind::Filler.bits()
            || size > top - at
        {
            return Err(format!("bad header {h:#010x} at {at:#x}"));
        }
        starts.insert(at);
        if Kind::of(h) != Kind::Filler {
            census.objects += 1;
            census.bytes += size;
        }
        at += size;
    }
    let mut bad = None;
    let mut check = |cell: u32, what: &str| {
        let word = ld(cx, cell);
        let fine = word & 1 != 0
            || match word {
                bits::UNBOUND
                | bits::NONE
                | bits::FALSE
                | bits::TRUE
                | bits::NOT_IMPLEMENTED
                | bits::ELLIPSIS => true,
                _ if word & 3 != 0 => false,
                _ if word >= base && word < end => starts.contains(&word),
                _ => word < base && ld(cx, word) & (TAG_MASK | MARK) == TAG,
            };
        if !fine && bad.is_none() {
            bad = Some(format!("bad word {word:#010x} in {what} at {cell:#x}"));
        }
    };
    for_each_root(cx, |cell| check(cell, "a root"));
    for_each_object(cx, |at, h| {
        if h & RAW == 0 {
            for i in 1..=header::words(h) {
                check(at + 4 * i, "an object");
            }
        }
    });
    if let Some(text) = bad {
        return Err(text);
    }
    for_each_object(cx, |at, h| {
        let v = Value::from_bits(at);
        let wrong = match Kind::of(h) {
            Kind::List => list_error(cx, v),
            Kind::Dict | Kind::Set => table_error(cx, v),
            _ => None,
        };
        if let Some(text) = wrong {
            bad.get_or_insert(format!("{text} at {at:#x}"));
        }
    });
    bad.map_or(Ok(census), Err)
}

fn list_error(cx: &Cx, v: Value<'_>) -> Option<&'static str> {
    let list = cx.list(v)?;
    let storage = list.storage();
    if !storage.is_unbound() && !storage.is_kind(cx, Kind::Array) {
        return Some("storage of a list is no array");
    }
    (list.len() > list.capacity()).then_some("a list is longer than its storage")
}

fn table_error(cx: &Cx, v: Value<'_>) -> Option<&'static str> {
    let table = cx.table(v)?;
    if !table.entries().is_unbound() && !table.entries().is_kind(cx, Kind::Array) {
        return Some("entries of a table are no array");
    }
    if !table.index().is_unbound() && !table.index().is_kind(cx, Kind::Index) {
        return Some("the index of a table is no index");
    }
    let mut live = 0;
    let mut next = 0;
    while let Some(pos) = table.next_live(next) {
        live += 1;
        next = pos + 1;
        if table.find(table.hash(pos), |key| key.is(table.key(pos))) != Some(pos) {
            return Some("an entry of a table is not found under its hash");
        }
    }
    (live != table.len()).then_some("a table miscounts its entries")
}
