//! The insertion-ordered hash table inside dicts and sets: an array of entries in order of insertion and, from nine
//! entries on, an index of 16-bit entry numbers. Everything here is a leaf: no Python runs, nothing moves.
//!
//! An entry is (hash, key, value) in a dict and (hash, key) in a set; a deleted entry has an unbound key. The index is
//! a raw object: word 0 counts the slots that are not empty, then 2^n slots of 16 bits follow: 0 = empty, 1 =
//! deleted, else entry number + 2. A table holds at most `MAX_ENTRIES` entries (the largest object bounds it).

use super::header::{self, Kind};
use super::value::Value;
use crate::cx::{Cx, Raised, Stop};

/// Payload words of a `Dict` and of a `Set`.
pub mod table_word {
    pub const ENTRIES: u32 = 0;
    pub const INDEX: u32 = 1;
    /// Entries taken, deleted ones included.
    pub const USED: u32 = 2;
    /// Entries that are not deleted.
    pub const LIVE: u32 = 3;
    pub const COUNT: u32 = 4;
}

/// Tables of up to this many entries are scanned without an index.
pub const UNINDEXED: u32 = 8;
/// More entries do not fit into one object.
pub const MAX_ENTRIES: u32 = header::MAX_WORDS / 3;

/// In the index: an entry that was deleted, and the number of the first entry.
const DELETED: u16 = 1;
pub(super) const FIRST: u16 = 2;

/// View of the table of a dict or set.
#[derive(Clone, Copy)]
pub struct Table<'h> {
    cx: &'h Cx,
    v: Value<'h>,
    /// Words of an entry.
    stride: u32,
}

/// Where a search stands: it can go on after Python code ran, as long as the table did not change.
#[derive(Clone, Copy, Default)]
pub struct Probe {
    /// Next entry (without index) or steps taken (with index).
    step: u32,
    /// Next slot of the index.
    slot: u32,
}

impl<'h> Table<'h> {
    pub fn value(self) -> Value<'h> {
        self.v
    }
    /// Number of live entries.
    pub fn len(self) -> u32 {
        self.number(table_word::LIVE)
    }
    pub fn is_empty(self) -> bool {
        self.len() == 0
    }
    /// Entries taken, deleted ones included: positions are below this.
    pub fn used(self) -> u32 {
        self.number(table_word::USED)
    }
    /// The array of entries, or unbound.
    pub fn entries(self) -> Value<'h> {
        self.cx.field(self.v, table_word::ENTRIES)
    }
    /// The index, or unbound.
    pub fn index(self) -> Value<'h> {
        self.cx.field(self.v, table_word::INDEX)
    }
    fn number(self, word: u32) -> u32 {
        self.cx.field(self.v, word).as_small().unwrap_or(0) as u32
    }
    fn set_number(self, word: u32, n: u32) {
        self.cx.set_field(self.v, word, Value::int(n as i32));
    }
    fn capacity(self) -> u32 {
        let entries = self.entries();
        if entries.is_unbound() {
            0
        } else if self.stride == 3 {
            self.cx.words(entries) / 3
        } else {
            self.cx.words(entries) / 2
        }
    }
    fn word(self, pos: u32, i: u32) -> Value<'h> {
        if pos < self.used() {
            self.cx.field(self.entries(), pos * self.stride + i)
        } else {
            Value::UNBOUND
        }
    }
    /// Key of entry `pos`; unbound when deleted or out of range.
    pub fn key(self, pos: u32) -> Value<'h> {
        self.word(pos, 1)
    }
    /// Hash of entry `pos`.
    pub fn hash(self, pos: u32) -> u32 {
        self.word(pos, 0).as_small().unwrap_or(0) as u32
    }
    /// Value of entry `pos` of a dict (of a set: its key).
    pub fn entry_value(self, pos: u32) -> Value<'h> {
        self.word(pos, self.stride - 1)
    }
    /// Replaces the value of entry `pos` of a dict.
    pub fn set_entry_value(self, pos: u32, value: Value<'_>) {
        if self.stride == 3 && pos < self.used() {
            self.cx.set_field(self.entries(), pos * 3 + 2, value);
        }
    }
    /// Position of the first live entry at or after `pos`.
    pub fn next_live(self, pos: u32) -> Option<u32> {
        (pos..self.used()).find(|&p| !self.key(p).is_unbound())
    }
    /// Position of the last live entry before `pos`.
    pub fn previous_live(self, pos: u32) -> Option<u32> {
        (0..pos.min(self.used()))
            .rev()
            .find(|&p| !self.key(p).is_unbound())
    }

    // ---- search

    /// Next live entry with this hash, in probing order.
    pub fn candidate(self, hash: u32, probe: &mut Probe) -> Option<u32> {
        let used = self.used();
        let index = self.index();
        if index.is_unbound() {
            let wanted = Value::int(hash as i32);
            while probe.step < used {
                let pos = probe.step;
                probe.step += 1;
                if self.word(pos, 0).is(wanted) && !self.key(pos).is_unbound() {
                    return Some(pos);
                }
            }
            return None;
        }
        let mask = self.cx.index_mask(index);
        if probe.step == 0 {
            probe.slot = hash & mask;
        }
        while probe.step <= mask {
            let entry = self.cx.index_slot(index, probe.slot);
            if entry == 0 {
                return None;
            }
            probe.step += 1;
            probe.slot = (probe.slot + probe.step) & mask;
            if entry != DELETED {
                let pos = (entry - FIRST) as u32;
                if self.hash(pos) == hash && !self.key(pos).is_unbound() {
                    return Some(pos);
                }
            }
        }
        None
    }

    /// Position of the entry with this hash whose key satisfies `same`.
    pub fn find(self, hash: u32, mut same: impl FnMut(Value<'h>) -> bool) -> Option<u32> {
        let mut probe = Probe::default();
        while let Some(pos) = self.candidate(hash, &mut probe) {
            if same(self.key(pos)) {
                return Some(pos);
            }
        }
        None
    }

    /// Position of a str key: by identity, then by text.
    pub fn find_str(self, name: Value<'h>) -> Option<u32> {
        if self.index().is_unbound() {
            for pos in 0..self.used() {
                if self.key(pos).is(name) {
                    return Some(pos);
                }
            }
        }
        let name_text = self.cx.str(name)?;
        self.find(name_text.hash(), |key| {
            key.is(name)
                || (key.is_kind(self.cx, Kind::Str)
                    && self
                        .cx
                        .str(key)
                        .is_some_and(|s| s.bytes() == name_text.bytes()))
        })
    }

    // ---- change

    /// Adds an entry for a key that is not in the table. A `Stop` has changed nothing.
    pub fn insert(self, hash: u32, key: Value<'h>, value: Value<'h>) -> Result<(), Stop> {
        self.reserve(1)?;
        let pos = self.used();
        let entries = self.entries();
        self.cx
            .set_field(entries, pos * self.stride, Value::int(hash as i32));
        self.cx.set_field(entries, pos * self.stride + 1, key);
        if self.stride == 3 {
            self.cx.set_field(entries, pos * 3 + 2, value);
        }
        let index = self.index();
        if !index.is_unbound() {
            self.cx.index_insert(index, hash, pos);
        }
        self.set_number(table_word::USED, pos + 1);
        self.set_number(table_word::LIVE, self.len() + 1);
        Ok(())
    }

    /// Deletes the entry at `pos`, which must be live.
    pub fn remove(self, pos: u32) {
        if self.key(pos).is_unbound() {
            return;
        }
        let index = self.index();
        if !index.is_unbound() {
            self.cx.index_remove(index, self.hash(pos), pos);
        }
        let entries = self.entries();
        for i in 0..self.stride {
            self.cx
                .set_field(entries, pos * self.stride + i, Value::UNBOUND);
        }
        let live = self.len() - 1;
        self.set_number(table_word::LIVE, live);
        // Dead entries at the end are given back, so that taking from the end never has to search.
        let used = self.previous_live(self.used()).map_or(0, |p| p + 1);
        self.set_number(table_word::USED, used);
    }

    /// Forgets all entries and the storage.
    pub fn clear(self) {
        self.cx
            .set_field(self.v, table_word::ENTRIES, Value::UNBOUND);
        self.cx.set_field(self.v, table_word::INDEX, Value::UNBOUND);
        self.set_number(table_word::USED, 0);
        self.set_number(table_word::LIVE, 0);
    }

    /// Takes over the storage of `other`, a fresh table of the same kind that nobody else refers to.
    pub fn take(self, other: Table<'_>) {
        for word in 0..table_word::COUNT {
            self.cx.set_field(
                self.v,
                word,
                Value::from_bits(
                    self.cx
                        .field(Value::from_bits(other.v.to_bits()), word)
                        .to_bits(),
                ),
            );
        }
    }

    /// Makes sure that `more` entries can be added. A `Stop` has changed nothing.
    pub fn reserve(self, more: u32) -> Result<(), Stop> {
        let capacity = self.capacity();
        let index = self.index();
        let full = self.used() + more > capacity
            || (!index.is_unbound() && self.cx.index_full(index, more));
        if full { self.rebuild(more) } else { Ok(()) }
    }

    /// New storage for the live entries and `more`, deleted ones left out.
    #[inline(never)]
    fn rebuild(self, more: u32) -> Result<(), Stop> {
        let live = self.len();
        let least = live.saturating_add(more);
        if least > MAX_ENTRIES {
            return Err(self.cx.raise_memory().into());
        }
        let wanted = if live < 4 {
            4
        } else if live < 8 {
            8
        } else {
            live + live / 2
        };
        let capacity = least.max(wanted).min(MAX_ENTRIES);
        let index = if capacity > UNINDEXED {
            self.cx.new_index(capacity)?
        } else {
            Value::UNBOUND
        };
        let entries = self.cx.new_array(capacity * self.stride)?;
        let old = self.entries();
        let mut to = 0;
        for pos in 0..self.used() {
            if self.key(pos).is_unbound() {
                continue;
            }
            for i in 0..self.stride {
                self.cx.set_field(
                    entries,
                    to * self.stride + i,
                    self.cx.field(old, pos * self.stride + i),
                );
            }
            if !index.is_unbound() {
                self.cx.index_insert(index, self.hash(pos), to);
            }
            to += 1;
        }
        self.cx.set_field(self.v, table_word::ENTRIES, entries);
        self.cx.set_field(self.v, table_word::INDEX, index);
        self.set_number(table_word::USED, to);
        Ok(())
    }
}

impl Cx {
    /// The table of a dict or set, also of one inside an instance of a subclass.
    pub fn table<'h>(&'h self, v: Value<'h>) -> Option<Table<'h>> {
        let v = match v.kind(self)? {
            Kind::Instance => self.builtin_payload(v)?,
            _ => v,
        };
        match v.kind(self)? {
            Kind::Dict => Some(Table {
                cx: self,
                v,
                stride: 3,
            }),
            Kind::Set => Some(Table {
                cx: self,
                v,
                stride: 2,
            }),
            _ => None,
        }
    }

    /// An empty table object of kind `Dict` or `Set` with room for `capacity` entries.
    #[inline(always)]
    pub(crate) fn new_table(&self, kind: Kind, aux: u32, capacity: u32) -> Result<Value<'_>, Stop> {
        crate::anchor::kind(kind);
        self.new_marked_table(kind, aux, capacity)
    }

    fn new_marked_table(&self, kind: Kind, aux: u32, capacity: u32) -> Result<Value<'_>, Stop> {
        if capacity > MAX_ENTRIES {
            return Err(self.raise_memory().into());
        }
        let stride = if kind == Kind::Dict { 3 } else { 2 };
        let entries = if capacity > 0 {
            self.new_array(capacity * stride)?
        } else {
            Value::UNBOUND
        };
        let index = if capacity > UNINDEXED {
            self.new_index(capacity)?
        } else {
            Value::UNBOUND
        };
        let at = self.alloc_marked(kind, table_word::COUNT, aux)?;
        let v = Value::from_bits(at);
        self.set_field(v, table_word::ENTRIES, entries);
        self.set_field(v, table_word::INDEX, index);
        self.set_field(v, table_word::USED, Value::int(0));
        self.set_field(v, table_word::LIVE, Value::int(0));
        Ok(v)
    }

    /// A copy of a table, deleted entries left out, as an object of `kind` (a dict can become a set of its keys).
    #[inline(always)]
    pub(crate) fn copy_table<'h>(
        &'h self,
        from: Table<'h>,
        kind: Kind,
        aux: u32,
    ) -> Result<Value<'h>, Stop> {
        crate::anchor::kind(kind);
        self.copy_marked_table(from, kind, aux)
    }

    fn copy_marked_table<'h>(
        &'h self,
        from: Table<'h>,
        kind: Kind,
        aux: u32,
    ) -> Result<Value<'h>, Stop> {
        let v = self.new_marked_table(kind, aux, from.len())?;
        if let Some(to) = self.table(v) {
            let mut pos = 0;
            while let Some(p) = from.next_live(pos) {
                to.insert(from.hash(p), from.key(p), from.entry_value(p))?;
                pos = p + 1;
            }
        }
        Ok(v)
    }

    /// Runs a leaf step that changes something; collects and repeats it when it needs room.
    /// The step must not change anything before its last allocation.
    pub fn retry(&mut self, f: impl Fn(&Cx) -> Result<(), Stop>) -> Result<(), Raised> {
        let mut asked = 0u32;
        loop {
            self.need.set(0);
            match f(self) {
                Ok(()) => {
                    self.after_grant();
                    return Ok(());
                }
                Err(_) => self.answer(&mut asked)?,
            }
        }
    }

    // ---- the index

    /// An empty index for `capacity` entries: at most two thirds full.
    fn new_index(&self, capacity: u32) -> Result<Value<'_>, Stop> {
        let slots = (capacity + capacity / 2 + 1).next_power_of_two();
        let words = slots / 2 + 1;
        let at = self.alloc_words(Kind::Index, words, 0)?;
        for i in 0..words {
            // SAFETY: fresh payload.
            unsafe { self.mem.store(at + 4 + 4 * i, 0) };
        }
        Ok(Value::from_bits(at))
    }

    /// Whether `more` entries would fill more than three quarters of the index.
    #[inline(always)]
    pub(super) fn index_full(&self, index: Value<'_>, more: u32) -> bool {
        (self.raw_word(index, 0) + more) * 4 > (self.index_mask(index) + 1) * 3
    }

    #[inline(always)]
    fn index_mask(&self, index: Value<'_>) -> u32 {
        (self.words(index) - 1) * 2 - 1
    }

    fn index_slot(&self, index: Value<'_>, slot: u32) -> u16 {
        debug_assert!(slot <= self.index_mask(index));
        // SAFETY: inside the index: the mask bounds the slot.
        unsafe { self.mem.load16(index.to_bits() + 8 + 2 * slot) }
    }

    fn set_index_slot(&self, index: Value<'_>, slot: u32, entry: u16) {
        debug_assert!(slot <= self.index_mask(index));
        // SAFETY: as above.
        unsafe { self.mem.store16(index.to_bits() + 8 + 2 * slot, entry) }
    }

    pub(super) fn index_insert(&self, index: Value<'_>, hash: u32, pos: u32) {
        let mask = self.index_mask(index);
        let mut slot = hash & mask;
        for step in 1..=mask + 1 {
            let entry = self.index_slot(index, slot);
            if entry == 0 || entry == DELETED {
                self.set_index_slot(index, slot, pos as u16 + FIRST);
                if entry == 0 {
                    // SAFETY: word 0 of the index.
                    unsafe {
                        self.mem
                            .store(index.to_bits() + 4, self.raw_word(index, 0) + 1)
                    };
                }
                return;
            }
            slot = (slot + step) & mask;
        }
    }

    fn index_remove(&self, index: Value<'_>, hash: u32, pos: u32) {
        let mask = self.index_mask(index);
        let mut slot = hash & mask;
        for step in 1..=mask + 1 {
            let entry = self.index_slot(index, slot);
            if entry == pos as u16 + FIRST {
                self.set_index_slot(index, slot, DELETED);
                return;
            }
            if entry == 0 {
                return;
            }
            slot = (slot + step) & mask;
        }
    }
}
