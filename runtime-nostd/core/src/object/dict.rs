//! Dicts and sets: leaf access for keys whose hash and equality need no Python code, and the full operations, which
//! call `__hash__` and `__eq__` and check again afterwards whatever they had read before.

use super::hashtable::{Probe, Table, table_word};
use super::header::{self, Kind};
use super::probe::{DICT_ENTRY, Found, entry_value, quick_find, quick_hash};
use super::value::Value;
use crate::cx::{Cx, Raised, Slot, Stop};
use crate::protocol::compare;

impl Cx {
    // ---- making

    /// An empty dict.
    pub fn new_dict(&self) -> Result<Value<'_>, Stop> {
        self.new_table(Kind::Dict, 0, 0)
    }
    /// An empty dict with room for `n` entries.
    pub fn new_dict_sized(&self, n: u32) -> Result<Value<'_>, Stop> {
        self.new_table(Kind::Dict, 0, n)
    }
    /// An empty set or frozenset with room for `n` members.
    pub fn new_set_sized(&self, n: u32, frozen: bool) -> Result<Value<'_>, Stop> {
        self.new_table(Kind::Set, if frozen { header::SET_FROZEN } else { 0 }, n)
    }
    /// A copy of a dict (of the payload, for an instance of a subclass).
    pub fn copy_dict<'h>(&'h self, dict: Value<'h>) -> Result<Value<'h>, Stop> {
        if let Some(table) = self.dict(dict) {
            return self.copy_table(table, Kind::Dict, 0);
        }
        if !dict.is_kind(self, Kind::Array) {
            return self.new_dict();
        }
        let pairs = self.words(dict) / 2;
        let new = self.new_dict_sized(pairs)?;
        for i in 0..pairs {
            self.dict_set_str(new, self.field(dict, 2 * i), self.field(dict, 2 * i + 1))?;
        }
        Ok(new)
    }

    // ---- views

    /// Table of a dict, also of one inside an instance of a dict subclass.
    pub fn dict<'h>(&'h self, v: Value<'h>) -> Option<Table<'h>> {
        self.table(self.payload(v, Kind::Dict)?)
    }
    /// Table of a set or frozenset, also inside an instance of a subclass.
    pub fn set_table<'h>(&'h self, v: Value<'h>) -> Option<Table<'h>> {
        self.table(self.payload(v, Kind::Set)?)
    }
    /// Whether `v` is a frozenset (or an instance of a subclass).
    pub fn is_frozen_set(&self, v: Value<'_>) -> bool {
        self.payload(v, Kind::Set)
            .is_some_and(|p| self.aux(p) == header::SET_FROZEN)
    }
    /// Live entries of a dict or set; 0 for anything else.
    pub fn dict_len(&self, v: Value<'_>) -> u32 {
        self.table(v).map_or(0, Table::len)
    }
    /// The first live entry (key, value) of a dict or set at or after `*pos`; `*pos` moves behind it. For a set the
    /// value is the key again.
    pub fn dict_entry<'h>(&'h self, v: Value<'h>, pos: &mut u32) -> Option<(Value<'h>, Value<'h>)> {
        let table = self.table(v)?;
        let at = table.next_live(*pos)?;
        *pos = at + 1;
        Some((table.key(at), table.entry_value(at)))
    }

    // ---- str keys: no Python, never an exception except for missing room

    /// Value of a str key; unbound when missing, when `dict` is unbound or not a dict. Namespaces in read-only memory
    /// are arrays of names and values in turn.
    pub fn dict_get_str<'h>(&'h self, dict: Value<'h>, name: Value<'h>) -> Value<'h> {
        if !dict.is_pointer() {
            return Value::UNBOUND;
        }
        let hash = quick_hash(self, name.to_bits());
        if hash != 0 && dict.is_kind(self, Kind::Dict) {
            match quick_find::<DICT_ENTRY>(self, dict.to_bits(), hash, name.to_bits()) {
                Found::At(at) => return entry_value(self, at),
                Found::Missing => return Value::UNBOUND,
                Found::Ask => {}
            }
        }
        match self.dict(dict) {
            Some(table) => table
                .find_str(name)
                .map_or(Value::UNBOUND, |pos| table.entry_value(pos)),
            None => self.pairs_get_str(dict, name),
        }
    }

    /// Value of a name in an array of names and values: by identity, then by text.
    fn pairs_get_str<'h>(&'h self, pairs: Value<'h>, name: Value<'h>) -> Value<'h> {
        if !pairs.is_kind(self, Kind::Array) {
            return Value::UNBOUND;
        }
        let names = || (0..self.words(pairs)).step_by(2);
        let same = |i: u32| {
            let (Some(a), Some(b)) = (self.str(self.field(pairs, i)), self.str(name)) else {
                return false;
            };
            a.hash() == b.hash() && a.bytes() == b.bytes()
        };
        let by_identity = names().find(|&i| self.field(pairs, i).is(name));
        match by_identity.or_else(|| names().find(|&i| same(i))) {
            Some(i) => self.field(pairs, i + 1),
            None => Value::UNBOUND,
        }
    }

    /// Stores under a str key. A `Stop` has changed nothing.
    pub fn dict_set_str<'h>(
        &'h self,
        dict: Value<'h>,
        name: Value<'h>,
        value: Value<'h>,
    ) -> Result<(), Stop> {
        let (Some(table), Some(text)) = (self.dict(dict), self.str(name)) else {
            return Err(self
                .type_error("a dict with a str key is needed, not {t}", &[dict])
                .into());
        };
        match table.find_str(name) {
            Some(pos) => {
                table.set_entry_value(pos, value);
                Ok(())
            }
            None => table.insert(text.hash(), name, value),
        }
    }

    /// Deletes a str key; false when it was not there.
    pub fn dict_del_str(&self, dict: Value<'_>, name: Value<'_>) -> bool {
        let (dict, name) = (
            Value::from_bits(dict.to_bits()),
            Value::from_bits(name.to_bits()),
        );
        match self
            .dict(dict)
            .and_then(|t| t.find_str(name).map(|pos| (t, pos)))
        {
            Some((table, pos)) => {
                table.remove(pos);
                true
            }
            None => false,
        }
    }

    // ---- keys that need no Python

    /// Position of a key when no Python code is needed to find it out: `None` when it is, else the position (if any)
    /// and the hash.
    pub fn leaf_find<'h>(&'h self, table: Table<'h>, key: Value<'h>) -> Option<(Option<u32>, u32)> {
        let hash = compare::leaf_hash(self, key)?;
        let mut probe = Probe::default();
        while let Some(pos) = table.candidate(hash, &mut probe) {
            let found = table.key(pos);
            if found.is(key) || compare::leaf_equal(self, found, key)? {
                return Some((Some(pos), hash));
            }
        }
        Some((None, hash))
    }

    /// Value of a key that needs no Python: `None` when Python is needed, unbound when missing.
    pub fn dict_leaf_get<'h>(&'h self, dict: Value<'h>, key: Value<'h>) -> Option<Value<'h>> {
        let table = self.dict(dict)?;
        let (pos, _) = self.leaf_find(table, key)?;
        Some(pos.map_or(Value::UNBOUND, |p| table.entry_value(p)))
    }

    /// Stores a key that needs no Python: `Ok(false)` when Python is needed (nothing has changed then).
    pub fn dict_leaf_set<'h>(
        &'h self,
        dict: Value<'h>,
        key: Value<'h>,
        value: Value<'h>,
    ) -> Result<bool, Stop> {
        let Some(table) = self.dict(dict) else {
            return Ok(false);
        };
        match self.leaf_find(table, key) {
            None => return Ok(false),
            Some((Some(pos), _)) => table.set_entry_value(pos, value),
            Some((None, hash)) => table.insert(hash, key, value)?,
        }
        Ok(true)
    }
}

/// Position of key `k` with hash `hash` in the dict or set in `t`. Runs `__eq__`; starts over when that changed the
/// table, so the position is true when this returns.
pub fn find(cx: &mut Cx, t: Slot, k: Slot, hash: u32) -> Result<Option<u32>, Raised> {
    let mut probe = Probe::default();
    loop {
        let Some(table) = cx.table(cx.get(t)) else {
            return Ok(None);
        };
        let Some(pos) = table.candidate(hash, &mut probe) else {
            return Ok(None);
        };
        let (key, wanted) = (table.key(pos), cx.get(k));
        if key.is(wanted) {
            return Ok(Some(pos));
        }
        match compare::leaf_equal(cx, key, wanted) {
            Some(true) => return Ok(Some(pos)),
            Some(false) => continue,
            None => {}
        }
        let (same, unchanged) = ask(cx, t, k, pos)?;
        if !unchanged {
            probe = Probe::default();
        } else if same {
            return Ok(Some(pos));
        }
    }
}

/// Compares the key at `pos` with `k` by `__eq__`; also says whether the table is still what it was.
#[inline(never)]
fn ask(cx: &mut Cx, t: Slot, k: Slot, pos: u32) -> Result<(bool, bool), Raised> {
    let (mut f, s) = cx.frame(3)?;
    let (used, live) = match f.table(f.get(t)) {
        Some(table) => {
            f.set(s.at(0), table.key(pos));
            f.set(s.at(1), table.entries());
            f.set(s.at(2), table.index());
            (table.used(), table.len())
        }
        None => (0, 0),
    };
    let same = compare::equal(&mut f, s.at(0), k)?;
    let unchanged = f.table(f.get(t)).is_some_and(|table| {
        table.used() == used
            && table.len() == live
            && table.key(pos).is(f.get(s.at(0)))
            && table.entries().is(f.get(s.at(1)))
            && table.index().is(f.get(s.at(2)))
    });
    Ok((same, unchanged))
}

/// `dst = d[k]`; false when missing (`dst` is then unbound). TypeError for an unhashable key.
pub fn dict_get(cx: &mut Cx, d: Slot, k: Slot, dst: Slot) -> Result<bool, Raised> {
    if let Some(v) = cx.dict_leaf_get(cx.get(d), cx.get(k)) {
        cx.set(dst, v);
        return Ok(!v.is_unbound());
    }
    let hash = compare::hash(cx, k)?;
    let found = find(cx, d, k, hash)?;
    let v = match (found, cx.table(cx.get(d))) {
        (Some(pos), Some(table)) => table.entry_value(pos),
        _ => Value::UNBOUND,
    };
    cx.set(dst, v);
    Ok(!v.is_unbound())
}

/// `d[k] = v`.
pub fn dict_set(cx: &mut Cx, d: Slot, k: Slot, v: Slot) -> Result<(), Raised> {
    let hash = compare::hash(cx, k)?;
    set_hashed(cx, d, k, v, hash)
}

/// `d[k] = v` for a key whose hash is known.
pub fn set_hashed(cx: &mut Cx, d: Slot, k: Slot, v: Slot, hash: u32) -> Result<(), Raised> {
    match find(cx, d, k, hash)? {
        Some(pos) => {
            if let Some(table) = cx.table(cx.get(d)) {
                table.set_entry_value(pos, cx.get(v));
            }
            Ok(())
        }
        None => cx.retry(|cx| match cx.table(cx.get(d)) {
            Some(table) => table.insert(hash, cx.get(k), cx.get(v)),
            None => Ok(()),
        }),
    }
}

/// Hash of a key that is looked for. A set looks for another set as if that were a frozenset.
fn sought_hash(cx: &mut Cx, t: Slot, k: Slot) -> Result<u32, Raised> {
    let key = cx.get(k);
    if key.is_kind(cx, Kind::Set) && cx.set_table(cx.get(t)).is_some() {
        return Ok(compare::frozen_set_hash(cx, key));
    }
    compare::hash(cx, k)
}

/// Removes `k` from the dict or set in `d` and puts its value (for a set: the key) into `dst`; false when missing.
pub fn dict_del(cx: &mut Cx, d: Slot, k: Slot, dst: Option<Slot>) -> Result<bool, Raised> {
    let hash = sought_hash(cx, d, k)?;
    let Some(pos) = find(cx, d, k, hash)? else {
        return Ok(false);
    };
    if let Some(table) = cx.table(cx.get(d)) {
        if let Some(dst) = dst {
            cx.set(dst, table.entry_value(pos));
        }
        table.remove(pos);
    }
    Ok(true)
}

/// Adds `k` to a set.
pub fn set_add(cx: &mut Cx, s: Slot, k: Slot) -> Result<(), Raised> {
    let hash = compare::hash(cx, k)?;
    set_add_hashed(cx, s, k, hash)
}

/// Adds `k`, whose hash is known, to a set.
pub fn set_add_hashed(cx: &mut Cx, s: Slot, k: Slot, hash: u32) -> Result<(), Raised> {
    if find(cx, s, k, hash)?.is_some() {
        return Ok(());
    }
    cx.retry(|cx| match cx.table(cx.get(s)) {
        Some(table) => table.insert(hash, cx.get(k), Value::UNBOUND),
        None => Ok(()),
    })
}

/// Whether `k` is a key of the dict or a member of the set in `t`.
pub fn contains(cx: &mut Cx, t: Slot, k: Slot) -> Result<bool, Raised> {
    if let Some(table) = cx.table(cx.get(t))
        && let Some((pos, _)) = cx.leaf_find(table, cx.get(k))
    {
        return Ok(pos.is_some());
    }
    let hash = sought_hash(cx, t, k)?;
    Ok(find(cx, t, k, hash)?.is_some())
}

/// Removes `k` from a set; false when it was not a member.
pub fn set_discard(cx: &mut Cx, s: Slot, k: Slot) -> Result<bool, Raised> {
    dict_del(cx, s, k, None)
}

const _: () = assert!(table_word::COUNT == 4);
