//! Finding a key in a dict or set in a few instructions: for keys that are their own identity, which is nearly always
//! (small ints and strings that hash alike are the same object). What this cannot decide, the general search does.

use super::hashtable::table_word;
use super::header::{self, Kind};
use super::value::Value;
use crate::cx::Cx;

/// Bytes of an entry of a dict and of a set.
pub const DICT_ENTRY: u32 = 12;
pub const SET_ENTRY: u32 = 8;

/// Outcome of a quick search.
pub(crate) enum Found {
    /// Address of the entry: hash, key, value.
    At(u32),
    Missing,
    /// Another key has the same hash: whether they are equal is to be asked.
    Ask,
}

#[inline(always)]
fn ld(cx: &Cx, a: u32) -> u32 {
    // SAFETY: the callers below pass addresses inside of objects that a value led to.
    unsafe { cx.mem.load(a) }
}

/// The hash of a key as entries hold it (a tagged number), or 0 when it takes more to know it. Small ints from 0 on
/// are their own hashes.
#[inline(always)]
pub(crate) fn quick_hash(cx: &Cx, key: u32) -> u32 {
    if key & 1 != 0 {
        return if (key as i32) < 0 { 0 } else { key };
    }
    if key & 2 != 0 || key == 0 || ld(cx, key) & header::KIND_MASK != Kind::Str.bits() {
        return 0;
    }
    let hash = ld(cx, key + 4);
    if hash == 0 { 0 } else { hash << 1 | 1 }
}

/// Looks for `key` in the table object at `table`, whose entries have `ENTRY` bytes. `hash` comes from `quick_hash`
/// and is not 0.
#[inline(always)]
pub(crate) fn quick_find<const ENTRY: u32>(cx: &Cx, table: u32, hash: u32, key: u32) -> Found {
    search::<ENTRY>(cx, table, hash, |found| (found == key).then_some(true))
}

/// The same in a dict, for a str that may have been made anew too: its hash is computed and texts are compared.
#[inline(never)]
pub(crate) fn find_text(cx: &Cx, dict: u32, key: u32) -> Found {
    let text = |v: u32| {
        let v: Value<'_> = Value::from_bits(v);
        if v.is_kind(cx, Kind::Str) {
            cx.str(v)
        } else {
            None
        }
    };
    let view = text(key);
    let hash = match view {
        Some(view) => view.hash() << 1 | 1,
        None => quick_hash(cx, key),
    };
    if hash == 0 {
        return Found::Ask;
    }
    search::<DICT_ENTRY>(cx, dict, hash, |found| match (view, text(found)) {
        _ if found == key => Some(true),
        (Some(view), Some(other)) => Some(cx.same_text(view.value(), other.value())),
        // A deleted entry. Anything else may say that it equals the key.
        _ => (found == 0).then_some(false),
    })
}

/// Goes through the entries whose hash is `hash`; `same` says whether a key is the one, or that it takes more to know.
#[inline(always)]
fn search<const ENTRY: u32>(
    cx: &Cx,
    table: u32,
    hash: u32,
    same: impl Fn(u32) -> Option<bool>,
) -> Found {
    let entries = ld(cx, table + 4 + 4 * table_word::ENTRIES);
    let index = ld(cx, table + 4 + 4 * table_word::INDEX);
    if index == 0 {
        // Without storage there are no used entries.
        let used = ld(cx, table + 4 + 4 * table_word::USED) >> 1;
        let mut at = entries + 4;
        let end = at + used * ENTRY;
        while at != end {
            if ld(cx, at) == hash {
                match same(ld(cx, at + 4)) {
                    Some(true) => return Found::At(at),
                    Some(false) => {}
                    None => return Found::Ask,
                }
            }
            at += ENTRY;
        }
        return Found::Missing;
    }
    // Half the payload words behind the counter, in slots: see `hashtable`.
    let mask = (ld(cx, index) >> header::WORDS_SHIFT) * 2 - 3;
    let mut slot = (hash >> 1) & mask;
    let mut step = 0;
    loop {
        // SAFETY: the mask bounds the slot.
        let entry = unsafe { cx.mem.load16(index + 8 + 2 * slot) } as u32;
        if entry >= super::hashtable::FIRST as u32 {
            let at = entries + 4 + (entry - super::hashtable::FIRST as u32) * ENTRY;
            if ld(cx, at) == hash {
                match same(ld(cx, at + 4)) {
                    Some(true) => return Found::At(at),
                    Some(false) => {}
                    None => return Found::Ask,
                }
            }
        } else if entry == 0 {
            return Found::Missing;
        }
        step += 1;
        slot = (slot + step) & mask;
    }
}

/// The value of an entry of a dict.
#[inline(always)]
pub(crate) fn entry_value(cx: &Cx, entry: u32) -> Value<'_> {
    Value::from_bits(ld(cx, entry + 8))
}

/// Whether two words are texts, and the same.
#[inline(always)]
pub(crate) fn same_text(cx: &Cx, x: u32, y: u32) -> Option<bool> {
    if (x | y) & 3 != 0 || x == 0 || y == 0 {
        return None;
    }
    let (h, g) = (ld(cx, x), ld(cx, y));
    if h & header::KIND_MASK != Kind::Str.bits() || g & header::KIND_MASK != Kind::Str.bits() {
        return None;
    }
    let bytes = header::byte_len(h);
    if (h ^ g) >> header::PAD_SHIFT != 0 {
        return Some(false);
    }
    // Behind the hash; parsers compare single characters.
    if bytes == 5 {
        return Some((ld(cx, x + 8) ^ ld(cx, y + 8)) & 0xFF == 0);
    }
    // SAFETY: the texts of two objects of this many bytes.
    let text = |at: u32| unsafe { cx.mem.bytes(at + 8, bytes - 4) };
    Some(x == y || text(x) == text(y))
}

/// A new str of one ASCII character, if there is room.
#[inline(always)]
pub(crate) fn quick_char(cx: &Cx, byte: u32) -> Option<u32> {
    let at = cx.take(12)?;
    let words = [
        header::byte_header(Kind::Str, 5) | header::STR_ASCII,
        0,
        byte,
    ];
    // SAFETY: fresh words.
    unsafe { cx.mem.store_all(at, words) };
    Some(at)
}

/// Character `i` of the text at `at` with header `h`, if that is ASCII: 0 when there is none; `None`: it takes more.
#[inline(always)]
pub(crate) fn quick_char_at(cx: &Cx, at: u32, h: u32, i: u32) -> Option<u32> {
    if h & (header::KIND_MASK | header::STR_ASCII) != Kind::Str.bits() | header::STR_ASCII {
        return None;
    }
    if i >= header::byte_len(h) - 4 {
        return Some(0);
    }
    // SAFETY: inside the text.
    quick_char(cx, unsafe { cx.mem.load8(at + 8 + i) } as u32)
}

impl Cx {
    /// The value of a quick key in a dict; unbound when it is not there, or when it takes more to know.
    pub(crate) fn quick_value<'h>(&'h self, dict: Value<'h>, key: Value<'h>) -> Value<'h> {
        let (at, key) = (dict.to_bits(), key.to_bits());
        if dict.is_kind(self, Kind::Dict) {
            let hash = quick_hash(self, key);
            if hash != 0
                && let Found::At(at) = quick_find::<DICT_ENTRY>(self, at, hash, key)
            {
                return Value::from_bits(ld(self, at + 8));
            }
        }
        Value::UNBOUND
    }

    /// The value of a str in a dict; unbound when it is not there, `None` when it takes more to know.
    pub(crate) fn text_value<'h>(&'h self, dict: Value<'h>, key: Value<'h>) -> Option<Value<'h>> {
        if !dict.is_kind(self, Kind::Dict) {
            return None;
        }
        match find_text(self, dict.to_bits(), key.to_bits()) {
            Found::At(at) => Some(Value::from_bits(ld(self, at + 8))),
            Found::Missing => Some(Value::UNBOUND),
            Found::Ask => None,
        }
    }

    /// Adds an entry to a dict for a key that it does not have, if there is room.
    #[inline(always)]
    pub(crate) fn quick_insert(&self, dict: u32, hash: u32, key: u32, value: u32) -> bool {
        let word = |i: u32| dict + 4 + 4 * i;
        let entries = ld(self, word(table_word::ENTRIES));
        let used = ld(self, word(table_word::USED)) >> 1;
        if entries == 0 || used * 3 + 3 > ld(self, entries) >> header::WORDS_SHIFT {
            return false;
        }
        let index = ld(self, word(table_word::INDEX));
        if index != 0 {
            let index: Value<'_> = Value::from_bits(index);
            if self.index_full(index, 1) {
                return false;
            }
            self.index_insert(index, hash >> 1, used);
        }
        let at = entries + 4 + used * DICT_ENTRY;
        let live = ld(self, word(table_word::LIVE));
        // SAFETY: an entry inside the storage, and words of the table.
        unsafe {
            self.mem.store_all(at, [hash, key, value]);
            self.mem.store(word(table_word::USED), (used + 1) << 1 | 1);
            self.mem.store(word(table_word::LIVE), live + 2);
        }
        true
    }
}
