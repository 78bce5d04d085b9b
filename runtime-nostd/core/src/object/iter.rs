//! Iterators that need no Python code: objects of kind `Iter` over the builtin containers, and the one function that
//! advances any of them. Iterators that call Python (over `__getitem__`, `iter(f, sentinel)`, map, zip …) are
//! instances of builtin classes and do not come here.
//!
//! An iterator that has ended forgets its source, so it stays exhausted whatever happens to the source later.

use super::header::{self, Kind};
use super::probe::quick_char_at;
use super::value::Value;
use crate::cx::{Cx, Raised, Stop};
use crate::vm::{ld, st};
use crate::wk::ty;

/// Payload words of an `Iter`.
pub mod word {
    /// `what` as a small int.
    pub const WHAT: u32 = 0;
    /// The container (unbound when exhausted); for ranges the next number.
    pub const SOURCE: u32 = 1;
    /// Index, byte offset or entry number; for ranges the end.
    pub const POSITION: u32 = 2;
    /// Dicts and sets: entries that were live at the start; ranges: the step.
    pub const EXTRA: u32 = 3;
    pub const COUNT: u32 = 4;
}

/// What an `Iter` runs over.
pub mod what {
    pub const LIST: i32 = 0;
    pub const TUPLE: i32 = 1;
    pub const STR: i32 = 2;
    /// bytes or bytearray.
    pub const BYTES: i32 = 3;
    /// Next, end and step are small ints.
    pub const RANGE: i32 = 4;
    /// Next, end and step are ints of up to 64 bits.
    pub const WIDE_RANGE: i32 = 5;
    pub const DICT_KEYS: i32 = 6;
    pub const DICT_VALUES: i32 = 7;
    pub const DICT_ITEMS: i32 = 8;
    pub const SET: i32 = 9;
    /// Backwards; the position is one behind the next item.
    pub const LIST_BACK: i32 = 10;
    pub const TUPLE_BACK: i32 = 11;
    pub const STR_BACK: i32 = 12;
    pub const BYTES_BACK: i32 = 13;
    pub const DICT_KEYS_BACK: i32 = 14;
    pub const DICT_VALUES_BACK: i32 = 15;
    pub const DICT_ITEMS_BACK: i32 = 16;
}

impl Cx {
    /// An iterator over `source`, which is of the kind that `what` says (or holds it as payload).
    pub fn new_iter<'h>(&'h self, what: i32, source: Value<'h>) -> Result<Value<'h>, Stop> {
        let source = self.builtin_payload(source).unwrap_or(source);
        let (position, extra) = match what {
            what::LIST_BACK => (self.list(source).map_or(0, |l| l.len()), 0),
            what::TUPLE_BACK => (self.tuple(source).map_or(0, |t| t.len()), 0),
            what::STR_BACK => (self.str(source).map_or(0, |s| s.bytes().len() as u32), 0),
            what::BYTES_BACK => (self.byte_len(source), 0),
            what::DICT_KEYS | what::DICT_VALUES | what::DICT_ITEMS | what::SET => {
                (0, self.dict_len(source))
            }
            what::DICT_KEYS_BACK | what::DICT_VALUES_BACK | what::DICT_ITEMS_BACK => {
                let table = self.table(source);
                (table.map_or(0, |t| t.used()), table.map_or(0, |t| t.len()))
            }
            _ => (0, 0),
        };
        self.new_fixed(
            Kind::Iter,
            [
                Value::int(what),
                source,
                Value::int(position as i32),
                Value::int(extra as i32),
            ],
        )
    }

    /// An iterator over the numbers from `start` to before `stop` by `step`, which is not 0.
    pub fn new_range_iter(&self, start: i64, stop: i64, step: i64) -> Result<Value<'_>, Stop> {
        let (next, end, by) = (
            self.new_int(start)?,
            self.new_int(stop)?,
            self.new_int(step)?,
        );
        let small = next.is_small() && end.is_small() && by.is_small();
        let what = if small { what::RANGE } else { what::WIDE_RANGE };
        self.new_fixed(Kind::Iter, [Value::int(what), next, end, by])
    }

    /// The iterator that `iter()` makes over a builtin container; `None` for anything else. An instance of a subclass
    /// counts as what it holds, unless the caller found an `__iter__` before.
    pub fn new_container_iter<'h>(&'h self, v: Value<'h>) -> Option<Result<Value<'h>, Stop>> {
        let v = self.builtin_payload(v).unwrap_or(v);
        let what = match v.kind(self)? {
            Kind::List => what::LIST,
            Kind::Tuple => what::TUPLE,
            Kind::Str => what::STR,
            Kind::Bytes | Kind::ByteArray => what::BYTES,
            Kind::Dict => what::DICT_KEYS,
            Kind::Set => what::SET,
            Kind::Range => {
                let (start, stop, step) = self.range_parts(v);
                return Some(self.new_range_iter(start, stop, step));
            }
            _ => return None,
        };
        Some(self.new_iter(what, v))
    }

    /// The iterator that `reversed()` makes over a builtin container; `None` for anything else.
    pub fn new_reverse_iter<'h>(&'h self, v: Value<'h>) -> Option<Result<Value<'h>, Stop>> {
        let v = self.builtin_payload(v).unwrap_or(v);
        let what = match v.kind(self)? {
            Kind::List => what::LIST_BACK,
            Kind::Tuple => what::TUPLE_BACK,
            Kind::Str => what::STR_BACK,
            Kind::Bytes | Kind::ByteArray => what::BYTES_BACK,
            Kind::Dict => what::DICT_KEYS_BACK,
            Kind::Range => {
                let (start, stop, step) = self.range_parts(v);
                let Some(n) = range_len(start, stop, step).filter(|n| *n > 0) else {
                    return Some(self.new_range_iter(0, 0, 1));
                };
                // The last item lies between start and stop, so it fits; an end before the start may not.
                let last = start.wrapping_add((n as i64 - 1).wrapping_mul(step));
                return Some(match (start.checked_sub(step), step.checked_neg()) {
                    (Some(end), Some(back)) => self.new_range_iter(last, end, back),
                    _ => Err(self
                        .raise(
                            ty::OverflowError(self),
                            "range too large to be reversed",
                            &[],
                        )
                        .into()),
                });
            }
            _ => return None,
        };
        Some(self.new_iter(what, v))
    }

    /// Whether `new_reverse_iter` makes an iterator.
    pub fn is_reversible_container<'h>(&'h self, v: Value<'h>) -> bool {
        let kind = self.builtin_payload(v).unwrap_or(v).kind(self);
        matches!(
            kind,
            Some(
                Kind::List
                    | Kind::Tuple
                    | Kind::Str
                    | Kind::Bytes
                    | Kind::ByteArray
                    | Kind::Dict
                    | Kind::Range
            )
        )
    }

    /// Start, stop and step of a range object.
    pub fn range_parts<'h>(&'h self, v: Value<'h>) -> (i64, i64, i64) {
        let part = |i, missing| self.as_i64(self.field(v, i)).unwrap_or(missing);
        if v.is_kind(self, Kind::Range) {
            (part(0, 0), part(1, 0), part(2, 1))
        } else {
            (0, 0, 1)
        }
    }

    /// Length of bytes or a bytearray.
    pub fn byte_len<'h>(&'h self, v: Value<'h>) -> u32 {
        match self.bytes(v) {
            Some(b) => b.len() as u32,
            None => self.bytearray(v).map_or(0, |b| b.len() as u32),
        }
    }

    /// A str of one character.
    pub fn new_char(&self, c: char) -> Result<Value<'_>, Stop> {
        let mut buffer = [0; 4];
        self.new_str(c.encode_utf8(&mut buffer))
    }

    /// About how many items an iterator of kind `Iter` has left, to reserve room with. Never more than there are.
    pub fn iter_hint<'h>(&'h self, it: Value<'h>) -> u32 {
        if !it.is_kind(self, Kind::Iter) {
            return 0;
        }
        let source = self.field(it, word::SOURCE);
        let position = self.field(it, word::POSITION).as_small().unwrap_or(0);
        let at = position.max(0) as u32;
        match self.field(it, word::WHAT).as_small() {
            _ if source.is_unbound() => 0,
            Some(what::LIST) => self.list(source).map_or(0, |l| l.len().saturating_sub(at)),
            Some(what::TUPLE) => self.tuple(source).map_or(0, |t| t.len().saturating_sub(at)),
            Some(what::BYTES) => self.byte_len(source).saturating_sub(at),
            Some(what::RANGE) => {
                let next = source.as_small().unwrap_or(0);
                let step = self.field(it, word::EXTRA).as_small().unwrap_or(1);
                range_len(next as i64, position as i64, step as i64)
                    .unwrap_or(0)
                    .min(u32::MAX as u64) as u32
            }
            Some(what::DICT_KEYS..=what::SET) if at == 0 => self.dict_len(source),
            Some(what::LIST_BACK | what::TUPLE_BACK) => at,
            _ => 0,
        }
    }
}

/// Number of items of a range; `None` when the step is 0.
pub fn range_len(start: i64, stop: i64, step: i64) -> Option<u64> {
    let distance = match step {
        0 => return None,
        1.. if start < stop => stop.wrapping_sub(start) as u64,
        ..0 if start > stop => start.wrapping_sub(stop) as u64,
        _ => return Some(0),
    };
    (distance - 1)
        .checked_div(step.unsigned_abs())
        .map(|n| n.saturating_add(1))
}

/// The next item of an object of kind `Iter`, or `None` when it has ended. Never runs Python code. Allocates only for
/// characters, dict items and wide numbers; a `Stop` for lack of room has not moved the iterator.
#[inline]
pub fn iter_next_leaf<'h>(cx: &'h Cx, it: Value<'h>) -> Result<Option<Value<'h>>, Stop> {
    let source = cx.field(it, word::SOURCE);
    if source.is_unbound() {
        return Ok(None);
    }
    let position = cx.field(it, word::POSITION).as_small().unwrap_or(0);
    let what = cx.field(it, word::WHAT).as_small().unwrap_or(-1);
    let item = match what {
        what::LIST => match cx.list(source) {
            Some(list) => list.get(position as u32),
            None => Value::UNBOUND,
        },
        what::RANGE => {
            let next = source.as_small().unwrap_or(0);
            let step = cx.field(it, word::EXTRA).as_small().unwrap_or(1);
            if (step > 0 && next < position) || (step < 0 && next > position) {
                // Beyond the small numbers lies beyond the end, which is small.
                let after =
                    Value::small(next.wrapping_add(step)).unwrap_or(cx.field(it, word::POSITION));
                cx.set_field(it, word::SOURCE, after);
                return Ok(Some(source));
            }
            Value::UNBOUND
        }
        what::TUPLE => match cx.tuple(source) {
            Some(tuple) => tuple.get(position as u32),
            None => Value::UNBOUND,
        },
        _ => return next_other(cx, it, what, position),
    };
    if item.is_unbound() {
        return Ok(end(cx, it));
    }
    cx.set_field(it, word::POSITION, Value::int(position + 1));
    Ok(Some(item))
}

/// What `quick_item` answers when only the general way can tell. No value has these bits.
pub(crate) const LATER: u32 = u32::MAX - 1;

/// The next item of the `Iter` at `it`, 0 at the end, for the most frequent sources.
#[inline(always)]
pub(crate) fn quick_item(cx: &Cx, it: u32) -> u32 {
    let word = |i: u32| ld(cx, it + 4 + 4 * i);
    let (source, position) = (word(word::SOURCE), word(word::POSITION));
    if source == 0 {
        return 0;
    }
    let item = match word(word::WHAT) as i32 >> 1 {
        what::LIST if position < ld(cx, source + 8) => {
            ld(cx, ld(cx, source + 4) + 4 + ((position - 1) << 1))
        }
        what::TUPLE if position >> 1 < header::words(ld(cx, source)) => {
            ld(cx, source + 4 + ((position - 1) << 1))
        }
        what::RANGE if word(word::EXTRA) == Value::int(1).to_bits() => {
            if source as i32 >= position as i32 {
                st(cx, it + 4 + 4 * word::SOURCE, 0);
                return 0;
            }
            st(cx, it + 4 + 4 * word::SOURCE, source.wrapping_add(2));
            return source;
        }
        what::STR => match quick_char_at(cx, source, ld(cx, source), position >> 1) {
            Some(item) => item,
            None => return LATER,
        },
        what::LIST | what::TUPLE => 0,
        _ => return LATER,
    };
    if item == 0 {
        st(cx, it + 4 + 4 * word::SOURCE, 0);
    } else {
        st(cx, it + 4 + 4 * word::POSITION, position + 2);
    }
    item
}

/// The less frequent sources.
#[inline(never)]
fn next_other<'h>(
    cx: &'h Cx,
    it: Value<'h>,
    what: i32,
    position: i32,
) -> Result<Option<Value<'h>>, Stop> {
    let source = cx.field(it, word::SOURCE);
    let (item, after) = match what {
        what::DICT_KEYS..=what::SET | what::DICT_KEYS_BACK..=what::DICT_ITEMS_BACK => {
            return next_entry(cx, it, what, position);
        }
        what::STR | what::STR_BACK => {
            let text = cx.str(source).map_or("", |s| s.text());
            let c = if what == what::STR {
                text.get(position as usize..)
                    .and_then(|rest| rest.chars().next())
            } else {
                text.get(..position as usize)
                    .and_then(|rest| rest.chars().next_back())
            };
            let Some(c) = c else { return Ok(end(cx, it)) };
            let width = c.len_utf8() as i32;
            (
                cx.new_char(c)?,
                if what == what::STR {
                    position + width
                } else {
                    position - width
                },
            )
        }
        what::BYTES => match cx.byte_at(source, position as u32) {
            Some(b) => (Value::int(b as i32), position + 1),
            None => return Ok(end(cx, it)),
        },
        what::LIST_BACK | what::TUPLE_BACK | what::BYTES_BACK => {
            let at = position - 1;
            let item = if at < 0 {
                Value::UNBOUND
            } else if let Some(list) = cx.list(source) {
                list.get(at as u32)
            } else if let Some(tuple) = cx.tuple(source) {
                tuple.get(at as u32)
            } else {
                cx.byte_at(source, at as u32)
                    .map_or(Value::UNBOUND, |b| Value::int(b as i32))
            };
            if item.is_unbound() {
                return Ok(end(cx, it));
            }
            (item, at)
        }
        what::WIDE_RANGE => return next_wide(cx, it),
        _ => return Ok(end(cx, it)),
    };
    cx.set_field(it, word::POSITION, Value::int(after));
    Ok(Some(item))
}

/// The next entry of a dict or set.
fn next_entry<'h>(
    cx: &'h Cx,
    it: Value<'h>,
    what: i32,
    position: i32,
) -> Result<Option<Value<'h>>, Stop> {
    let source = cx.field(it, word::SOURCE);
    let Some(table) = cx.table(source) else {
        return Ok(end(cx, it));
    };
    if !cx.field(it, word::EXTRA).is(Value::int(table.len() as i32)) {
        return Err(size_changed(cx, what).into());
    }
    let back = what >= what::DICT_KEYS_BACK;
    let at = if back {
        table.previous_live(position as u32)
    } else {
        table.next_live(position as u32)
    };
    let Some(at) = at else { return Ok(end(cx, it)) };
    let item = match what {
        what::DICT_VALUES | what::DICT_VALUES_BACK => table.entry_value(at),
        what::DICT_ITEMS | what::DICT_ITEMS_BACK => {
            let (key, value) = (table.key(at), table.entry_value(at));
            cx.new_tuple(2, |i| if i == 0 { key } else { value })?
        }
        _ => table.key(at),
    };
    cx.set_field(
        it,
        word::POSITION,
        Value::int(if back { at } else { at + 1 } as i32),
    );
    Ok(Some(item))
}

/// The next number of a range whose numbers need more than a small int.
fn next_wide<'h>(cx: &'h Cx, it: Value<'h>) -> Result<Option<Value<'h>>, Stop> {
    let source = cx.field(it, word::SOURCE);
    let number = |i| cx.as_i64(cx.field(it, i)).unwrap_or(0);
    let (next, stop, step) = (
        number(word::SOURCE),
        number(word::POSITION),
        number(word::EXTRA),
    );
    if (step > 0 && next < stop) || (step < 0 && next > stop) {
        let after = cx.new_int(next.checked_add(step).unwrap_or(stop))?;
        cx.set_field(it, word::SOURCE, after);
        return Ok(Some(source));
    }
    Ok(end(cx, it))
}

/// Marks the iterator as exhausted.
fn end<'h>(cx: &'h Cx, it: Value<'h>) -> Option<Value<'h>> {
    cx.set_field(it, word::SOURCE, Value::UNBOUND);
    None
}

#[cold]
fn size_changed(cx: &Cx, what: i32) -> Raised {
    let text = if what == what::SET {
        "Set changed size during iteration"
    } else {
        "dictionary changed size during iteration"
    };
    cx.raise(ty::RuntimeError(cx), text, &[])
}
