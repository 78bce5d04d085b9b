//! Views of tuples, arrays (storage) and lists. A view is a shared borrow of the heap; it dies at the next collection.

use super::header::{self, Kind};
use super::value::Value;
use crate::cx::{Cx, Stop};

/// A tuple: header and items.
#[derive(Clone, Copy)]
pub struct Tuple<'h> {
    cx: &'h Cx,
    v: Value<'h>,
}

impl<'h> Tuple<'h> {
    pub fn len(self) -> u32 {
        self.cx.words(self.v)
    }
    pub fn is_empty(self) -> bool {
        self.len() == 0
    }
    /// Item `i`; unbound when out of range.
    pub fn get(self, i: u32) -> Value<'h> {
        if i < self.len() {
            self.cx.field(self.v, i)
        } else {
            Value::UNBOUND
        }
    }
    pub fn iter(self) -> impl Iterator<Item = Value<'h>> {
        (0..self.len()).map(move |i| self.cx.field(self.v, i))
    }
    pub fn value(self) -> Value<'h> {
        self.v
    }
}

/// A list: storage array (or unbound) and length.
#[derive(Clone, Copy)]
pub struct List<'h> {
    cx: &'h Cx,
    v: Value<'h>,
}

impl<'h> List<'h> {
    pub fn len(self) -> u32 {
        self.cx.field(self.v, 1).as_small().unwrap_or(0) as u32
    }
    pub fn is_empty(self) -> bool {
        self.len() == 0
    }
    /// Items that fit without new storage.
    pub fn capacity(self) -> u32 {
        let array = self.cx.field(self.v, 0);
        if array.is_unbound() {
            0
        } else {
            self.cx.words(array)
        }
    }
    /// Item `i`; unbound when out of range.
    pub fn get(self, i: u32) -> Value<'h> {
        if i < self.len() {
            self.cx.field(self.cx.field(self.v, 0), i)
        } else {
            Value::UNBOUND
        }
    }
    /// Replaces item `i`, which must exist.
    pub fn set(self, i: u32, x: Value<'_>) {
        if i < self.len() {
            self.cx.set_field(self.cx.field(self.v, 0), i, x);
        }
    }
    pub fn iter(self) -> impl Iterator<Item = Value<'h>> {
        (0..self.len()).map(move |i| self.get(i))
    }
    /// Appends; `Stop` when new storage is needed and there is no room (nothing has changed then).
    #[inline(always)]
    pub fn push(self, x: Value<'h>) -> Result<(), Stop> {
        let n = self.len();
        if n >= self.capacity() {
            self.grow(n + 1)?;
        }
        self.cx.set_field(self.cx.field(self.v, 0), n, x);
        self.cx.set_field(self.v, 1, Value::int(n as i32 + 1));
        Ok(())
    }
    /// Appends if there is room.
    #[inline(always)]
    pub fn push_within(self, x: Value<'h>) -> bool {
        let n = self.len();
        if n >= self.capacity() {
            return false;
        }
        self.cx.set_field(self.cx.field(self.v, 0), n, x);
        self.cx.set_field(self.v, 1, Value::int(n as i32 + 1));
        true
    }
    /// Takes the last item off.
    #[inline(always)]
    pub fn take_last(self) -> Option<Value<'h>> {
        let n = self.len();
        if n == 0 {
            return None;
        }
        let array = self.cx.field(self.v, 0);
        let item = self.cx.field(array, n - 1);
        self.cx.set_field(array, n - 1, Value::UNBOUND);
        self.cx.set_field(self.v, 1, Value::int(n as i32 - 1));
        Some(item)
    }
    /// Makes sure that `n` items fit.
    pub fn reserve(self, n: u32) -> Result<(), Stop> {
        if n > self.capacity() {
            self.grow(n)
        } else {
            Ok(())
        }
    }
    /// Makes room for `n` items, more than fit: grows by a half, at least to four. Storage that is the last object of
    /// the heap is made longer where it is.
    #[cold]
    #[inline(never)]
    fn grow(self, n: u32) -> Result<(), Stop> {
        let cx = self.cx;
        let capacity = self.capacity();
        let want = n.max(capacity + capacity / 2).max(4);
        let old = cx.field(self.v, 0);
        if !old.is_unbound() && want <= header::MAX_WORDS {
            let h = cx.header_at(old.to_bits());
            // A frozen object may end where an empty heap begins.
            let in_heap = old.to_bits() >= cx.regions.heap.0;
            if in_heap
                && old.to_bits() + header::size(h) == cx.top.get()
                && let Some(more) = cx.take((want - capacity) * 4)
            {
                // SAFETY: the words behind the storage were just taken, and its header now covers them.
                unsafe {
                    cx.mem.zero(more, (want - capacity) * 4);
                    let longer = (want - capacity) << header::WORDS_SHIFT;
                    cx.mem.store(old.to_bits(), h + longer);
                }
                return Ok(());
            }
        }
        let array = cx.new_array(want)?;
        for i in 0..self.len() {
            cx.set_field(array, i, cx.field(old, i));
        }
        cx.set_field(self.v, 0, array);
        Ok(())
    }
    /// Sets the length: shorter forgets items, longer (up to the capacity) exposes words that the caller fills at once.
    pub fn set_len(self, n: u32) {
        debug_assert!(n <= self.capacity());
        let array = self.cx.field(self.v, 0);
        for i in n..self.len() {
            self.cx.set_field(array, i, Value::UNBOUND);
        }
        self.cx.set_field(self.v, 1, Value::int(n as i32));
    }
    /// Moves items `from..len` to start at `to` (within the capacity) and sets the length to match.
    pub fn move_tail(self, from: u32, to: u32) {
        let len = self.len();
        let array = self.cx.field(self.v, 0);
        let count = len - from;
        if to < from {
            for i in 0..count {
                self.cx
                    .set_field(array, to + i, self.cx.field(array, from + i));
            }
        } else {
            for i in (0..count).rev() {
                self.cx
                    .set_field(array, to + i, self.cx.field(array, from + i));
            }
        }
        if to + count < len {
            self.set_len(to + count);
        } else {
            self.cx
                .set_field(self.v, 1, Value::int((to + count) as i32));
        }
    }
    /// The storage array (or unbound).
    pub fn storage(self) -> Value<'h> {
        self.cx.field(self.v, 0)
    }
    /// Takes over `array` with `len` items.
    pub fn set_storage(self, array: Value<'_>, len: u32) {
        self.cx.set_field(self.v, 0, array);
        self.cx.set_field(self.v, 1, Value::int(len as i32));
    }
    pub fn value(self) -> Value<'h> {
        self.v
    }
}

/// The words of an array, for loops over them.
#[derive(Clone, Copy)]
pub struct Words<'h> {
    cx: &'h Cx,
    array: Value<'h>,
}

impl<'h> Words<'h> {
    /// Word `i`, which must exist.
    #[inline(always)]
    pub fn get(self, i: u32) -> Value<'h> {
        self.cx.field(self.array, i)
    }
    #[inline(always)]
    pub fn set(self, i: u32, v: Value<'_>) {
        self.cx.set_field(self.array, i, v);
    }
    /// Copies `n` words from `from` on to another array (or another place that does not overlap); all must exist.
    #[inline(always)]
    pub fn copy(self, from: u32, n: u32, to: Words<'_>, at: u32) {
        let word = |w: Words<'_>, i: u32| w.array.to_bits() + 4 + 4 * i;
        // SAFETY: inside the two objects.
        unsafe {
            self.cx
                .mem
                .copy_apart(word(self, from), word(to, at), 4 * n)
        };
    }
}

impl Cx {
    /// The words of an array; `None` for anything else.
    pub fn array_words<'h>(&'h self, v: Value<'h>) -> Option<Words<'h>> {
        v.is_kind(self, Kind::Array)
            .then_some(Words { cx: self, array: v })
    }

    /// View of a list that is no instance of a subclass.
    #[inline(always)]
    pub fn exact_list<'h>(&'h self, v: Value<'h>) -> Option<List<'h>> {
        v.is_kind(self, Kind::List).then_some(List { cx: self, v })
    }

    /// View of a tuple, also of one inside an instance of a tuple subclass.
    pub fn tuple<'h>(&'h self, v: Value<'h>) -> Option<Tuple<'h>> {
        Some(Tuple {
            cx: self,
            v: self.payload(v, Kind::Tuple)?,
        })
    }

    /// View of a list, also of one inside an instance of a list subclass.
    pub fn list<'h>(&'h self, v: Value<'h>) -> Option<List<'h>> {
        Some(List {
            cx: self,
            v: self.payload(v, Kind::List)?,
        })
    }

    /// The object of kind `kind` that `v` is, or that an instance of a subclass of that builtin type holds.
    #[inline(always)]
    pub fn payload<'h>(&'h self, v: Value<'h>, kind: Kind) -> Option<Value<'h>> {
        if v.is_kind(self, kind) {
            Some(v)
        } else {
            self.payload_of_instance(v, kind)
        }
    }

    #[cold]
    #[inline(never)]
    fn payload_of_instance<'h>(&'h self, v: Value<'h>, kind: Kind) -> Option<Value<'h>> {
        let inner = self.builtin_payload(v)?;
        inner.is_kind(self, kind).then_some(inner)
    }

    /// What an instance of a subclass of a builtin type (list, dict, int, str …) holds.
    pub fn builtin_payload<'h>(&'h self, v: Value<'h>) -> Option<Value<'h>> {
        if !v.is_kind(self, Kind::Instance) {
            return None;
        }
        self.class(self.field(v, 0))?
            .has_payload()
            .then(|| self.field(v, 1))
    }

    /// A tuple of the values that `item` gives.
    pub fn new_tuple<'h>(
        &'h self,
        len: u32,
        item: impl FnMut(u32) -> Value<'h>,
    ) -> Result<Value<'h>, Stop> {
        self.new_object(Kind::Tuple, len, item)
    }

    /// Storage with unbound words.
    pub fn new_array(&self, len: u32) -> Result<Value<'_>, Stop> {
        self.new_object(Kind::Array, len, |_| Value::UNBOUND)
    }

    /// A list of the values that `item` gives, with exact storage.
    pub fn new_list<'h>(
        &'h self,
        len: u32,
        mut item: impl FnMut(u32) -> Value<'h>,
    ) -> Result<Value<'h>, Stop> {
        let array = if len == 0 {
            Value::UNBOUND
        } else {
            self.new_object(Kind::Array, len, &mut item)?
        };
        self.new_fixed(Kind::List, [array, Value::int(len as i32)])
    }
}
