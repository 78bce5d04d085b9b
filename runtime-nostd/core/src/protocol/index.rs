//! Indexes and slices: numbers out of values (`__index__`), positions counted from the end, what a slice selects.

use super::item::call_user;
use crate::cx::{Cx, Raised, Slot, Stop};
use crate::object::header::Kind;
use crate::object::iter::range_len;
use crate::object::value::Value;
use crate::wk::{name, ty};

// ---- indexes

/// `dst = operator.index(v)`: an int, a bool as an int, or what `__index__` gives; ints of any size.
pub fn index_value(cx: &mut Cx, v: Slot, dst: Slot) -> Result<(), Raised> {
    index_value_or(
        cx,
        v,
        dst,
        "'{t}' object cannot be interpreted as an integer",
    )
}

/// The same with another message for a value that has no `__index__`.
pub fn index_value_or(
    cx: &mut Cx,
    v: Slot,
    dst: Slot,
    message: &'static str,
) -> Result<(), Raised> {
    let value = cx.get(v);
    if let Some(n) = value.as_small_or_bool() {
        cx.set(dst, Value::int(n));
        return Ok(());
    }
    if cx.is_int(value) {
        cx.set(dst, cx.builtin_payload(value).unwrap_or(value));
        return Ok(());
    }
    let (mut f, s) = cx.frame(1)?;
    if !call_user(&mut f, v, name::__index__, &[], s.at(0))? {
        return Err(f.type_error(message, &[f.get(v)]));
    }
    let n = f.get(s.at(0));
    if !f.is_int(n) {
        return Err(f.type_error("__index__ returned non-int (type {t})", &[n]));
    }
    f.set(dst, f.builtin_payload(n).unwrap_or(n));
    Ok(())
}

/// `v` as an index that may be any 64-bit number: int, bool or `__index__`.
pub fn as_index(cx: &mut Cx, v: Slot) -> Result<i64, Raised> {
    if let Some(n) = cx.as_i64(cx.get(v)) {
        return Ok(n);
    }
    let (mut f, s) = cx.frame(1)?;
    index_value(&mut f, v, s.at(0))?;
    f.as_i64(f.get(s.at(0))).ok_or_else(|| too_large(&f))
}

#[cold]
pub(super) fn too_large(cx: &Cx) -> Raised {
    cx.raise(
        ty::OverflowError(cx),
        "Python int too large to convert to C ssize_t",
        &[],
    )
}

/// Index `key` of a sequence of `len` items, counted from the end when negative; `None` when out of range.
/// `message` is the TypeError for a key that is no index, with `{t}` for its type.
pub fn index_in(
    cx: &mut Cx,
    key: Slot,
    len: u32,
    message: &'static str,
) -> Result<Option<u32>, Raised> {
    let n = match cx.get(key).as_small() {
        Some(n) => n as i64,
        None => {
            let (mut f, s) = cx.frame(1)?;
            index_value_or(&mut f, key, s.at(0), message)?;
            let n = f.get(s.at(0));
            match f.as_i64(n) {
                Some(n) => n,
                None => {
                    return Err(f.raise(
                        ty::IndexError(&f),
                        "cannot fit '{t}' into an index-sized integer",
                        &[n],
                    ));
                }
            }
        }
    };
    let n = if n < 0 {
        n.saturating_add(len as i64)
    } else {
        n
    };
    Ok(u32::try_from(n).ok().filter(|n| *n < len))
}

// ---- slices

/// The items that a slice selects from a sequence: `start`, `start + step`, … `len` of them, all in range.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct SliceRange {
    pub start: i64,
    pub step: i64,
    pub len: u32,
}

impl SliceRange {
    /// Position in the sequence of selected item `i`.
    #[inline(always)]
    pub fn at(self, i: u32) -> u32 {
        self.start.wrapping_add((i as i64).wrapping_mul(self.step)) as u32
    }
    /// The same items, lowest position first.
    pub fn ascending(self) -> SliceRange {
        if self.step >= 0 || self.len == 0 {
            return self;
        }
        SliceRange {
            start: self.at(self.len - 1) as i64,
            step: self.step.wrapping_neg(),
            len: self.len,
        }
    }
}

/// The three parts of a slice as numbers. Reading them may call `__index__`; applying them to a length may not.
#[derive(Clone, Copy, Debug)]
pub struct SliceParts {
    start: Option<i64>,
    stop: Option<i64>,
    step: i64,
}

impl SliceParts {
    /// The step is 1: the slice selects a gapless run.
    pub fn is_plain(self) -> bool {
        self.step == 1
    }
    /// Start, stop and step for a sequence of `len` items, as `slice.indices` gives them.
    pub fn indices(self, len: i64) -> (i64, i64, i64) {
        let (low, high) = if self.step < 0 {
            (-1, len - 1)
        } else {
            (0, len)
        };
        let clamp = |part: i64| {
            if part < 0 {
                part.saturating_add(len).max(low)
            } else {
                part.min(high)
            }
        };
        let (first, last) = if self.step < 0 {
            (high, low)
        } else {
            (low, high)
        };
        (
            self.start.map_or(first, clamp),
            self.stop.map_or(last, clamp),
            self.step,
        )
    }
    /// What it selects from `len` items.
    pub fn of(self, len: u32) -> SliceRange {
        let (start, stop, step) = self.indices(len as i64);
        let count = range_len(start, stop, step).unwrap_or(0);
        SliceRange {
            start,
            step,
            len: count.min(len as u64) as u32,
        }
    }
}

/// Reads the slice in `slice`.
pub fn slice_parts(cx: &mut Cx, slice: Slot) -> Result<SliceParts, Raised> {
    let step = slice_part(cx, slice, 2)?.unwrap_or(1);
    if step == 0 {
        return Err(cx.value_error("slice step cannot be zero", &[]));
    }
    let start = slice_part(cx, slice, 0)?;
    let stop = slice_part(cx, slice, 1)?;
    // So that the step can be negated.
    Ok(SliceParts {
        start,
        stop,
        step: step.max(-i64::MAX),
    })
}

/// What the slice in `slice` selects from a sequence of `len` items whose length cannot change meanwhile.
pub fn slice_range(cx: &mut Cx, slice: Slot, len: u32) -> Result<SliceRange, Raised> {
    Ok(slice_parts(cx, slice)?.of(len))
}

/// One part of a slice, `None` when it is None; numbers beyond 64 bits are cut to the largest.
fn slice_part(cx: &mut Cx, slice: Slot, part: u32) -> Result<Option<i64>, Raised> {
    let v = cx.slice_field(cx.get(slice), part);
    if v.is_none() || v.is_unbound() {
        return Ok(None);
    }
    if let Some(n) = cx.as_i64(v) {
        return Ok(Some(n));
    }
    let (mut f, s) = cx.frame(1)?;
    f.set(s.at(0), f.slice_field(f.get(slice), part));
    let message = "slice indices must be integers or None or have an __index__ method";
    index_value_or(&mut f, s.at(0), s.at(0), message)?;
    Ok(Some(clamped(&f, f.get(s.at(0)))))
}

/// An int as a 64-bit number, the largest or smallest one when it does not fit.
pub fn clamped<'h>(cx: &'h Cx, v: Value<'h>) -> i64 {
    cx.as_i64(v).unwrap_or_else(|| match cx.int_limbs(v) {
        Some((true, _)) => -i64::MAX,
        _ => i64::MAX,
    })
}

impl Cx {
    /// Part 0…2 (start, stop, step) of a slice object; unbound for anything else.
    pub fn slice_field<'h>(&'h self, v: Value<'h>, part: u32) -> Value<'h> {
        if v.is_kind(self, Kind::Slice) && part < 3 {
            self.field(v, part)
        } else {
            Value::UNBOUND
        }
    }

    /// A slice object.
    pub fn new_slice<'h>(
        &'h self,
        start: Value<'h>,
        stop: Value<'h>,
        step: Value<'h>,
    ) -> Result<Value<'h>, Stop> {
        self.new_fixed(Kind::Slice, [start, stop, step])
    }
}
