//! Views of str, bytes and bytearray.
//!
//! A str is a hash word and UTF-8 text; its header says whether the text is ASCII, so that indexing is then direct.

use super::header::{self, Kind};
use super::value::Value;
use crate::cx::{Cx, Stop};
use core::cell::Cell;

/// Hash of a text or of bytes: FNV-1a folded to 30 bits, never 0 (0 means "not computed").
pub const fn hash_bytes(bytes: &[u8]) -> u32 {
    let mut h = 0x811C_9DC5u32;
    let mut i = 0;
    while i < bytes.len() {
        h = (h ^ bytes[i] as u32).wrapping_mul(0x0100_0193);
        i += 1;
    }
    let h = (h ^ (h >> 15)) & 0x3FFF_FFFF;
    if h == 0 { 1 } else { h }
}

/// A str.
#[derive(Clone, Copy)]
pub struct Str<'h> {
    cx: &'h Cx,
    v: Value<'h>,
}

impl<'h> Str<'h> {
    /// The text. It borrows the heap: gone at the next allocation that may collect.
    pub fn text(self) -> &'h str {
        // SAFETY: str objects are made from `&str` only, and never written afterwards.
        unsafe { core::str::from_utf8_unchecked(self.bytes()) }
    }
    /// The UTF-8 bytes.
    pub fn bytes(self) -> &'h [u8] {
        let h = self.cx.header_at(self.v.to_bits());
        // SAFETY: the payload behind the hash word; strings are immutable.
        unsafe {
            self.cx
                .mem
                .bytes(self.v.to_bits() + 8, header::byte_len(h) - 4)
        }
    }
    pub fn is_ascii(self) -> bool {
        self.cx.aux(self.v) == header::STR_ASCII
    }
    /// Length in code points.
    pub fn len(self) -> u32 {
        if self.is_ascii() {
            self.bytes().len() as u32
        } else {
            code_points(self.bytes())
        }
    }
    pub fn is_empty(self) -> bool {
        self.bytes().is_empty()
    }
    /// Hash, computed once.
    pub fn hash(self) -> u32 {
        // SAFETY: the hash word is the first payload word.
        let known = unsafe { self.cx.mem.load(self.v.to_bits() + 4) };
        if known != 0 {
            return known;
        }
        let h = hash_bytes(self.bytes());
        // SAFETY: as above; strings in ROM have their hash from build time.
        unsafe { self.cx.mem.store(self.v.to_bits() + 4, h) };
        h
    }
    pub fn value(self) -> Value<'h> {
        self.v
    }
}

/// Number of code points in UTF-8: bytes that continue none, four at a time.
pub fn code_points(text: &[u8]) -> u32 {
    let (words, rest) = text.as_chunks::<4>();
    let mut count = 0;
    for word in words {
        let word = u32::from_le_bytes(*word);
        count += ((!word >> 7 | word >> 6) & 0x0101_0101).wrapping_mul(0x0101_0101) >> 24;
    }
    count + rest.iter().filter(|b| **b & 0xC0 != 0x80).count() as u32
}

/// What is before and behind the first ASCII character `at`.
pub fn cut(text: &str, at: u8) -> Option<(&str, &str)> {
    let i = text.bytes().position(|b| b == at)?;
    Some((text.get(..i)?, text.get(i + 1..)?))
}

impl Cx {
    /// View of a str, also of one inside an instance of a str subclass.
    pub fn str<'h>(&'h self, v: Value<'h>) -> Option<Str<'h>> {
        if v.is_kind(self, Kind::Str) {
            Some(Str { cx: self, v })
        } else {
            self.str_of_instance(v)
        }
    }

    // By itself, so that the common case above calls nothing.
    #[cold]
    #[inline(never)]
    fn str_of_instance<'h>(&'h self, v: Value<'h>) -> Option<Str<'h>> {
        Some(Str {
            cx: self,
            v: self.payload(v, Kind::Str)?,
        })
    }

    /// A new str.
    pub fn new_str(&self, text: &str) -> Result<Value<'_>, Stop> {
        self.new_str_with(text.len() as u32, text.is_ascii(), |to| {
            for (to, byte) in to.iter_mut().zip(text.as_bytes()) {
                *to = *byte;
            }
        })
    }

    /// Whether two strs themselves are equal: words against words, since the last one is filled up with zeros.
    #[inline(always)]
    pub(crate) fn same_text(&self, x: Value<'_>, y: Value<'_>) -> bool {
        let (mut x, mut y) = (x.to_bits(), y.to_bits());
        if x == y {
            return true;
        }
        let (hx, hy) = (self.header_at(x), self.header_at(y));
        if header::byte_len(hx) != header::byte_len(hy) {
            return false;
        }
        let end = x + header::size(hx);
        (x, y) = (x + 8, y + 8);
        // SAFETY: inside the payloads.
        while x != end && unsafe { self.mem.load(x) == self.mem.load(y) } {
            (x, y) = (x + 4, y + 4);
        }
        x == end
    }

    /// A new str of text that is ASCII.
    pub fn new_ascii(&self, text: &str) -> Result<Value<'_>, Stop> {
        debug_assert!(text.is_ascii());
        self.new_str_with(text.len() as u32, true, |to| {
            for (to, byte) in to.iter_mut().zip(text.as_bytes()) {
                *to = *byte;
            }
        })
    }

    /// A new str of `len` bytes that `fill` writes completely, as valid UTF-8 (checked in debug builds; the caller
    /// says whether it is ASCII). `fill` must not read the heap through `Str::bytes` of this same object.
    pub fn new_str_with(
        &self,
        len: u32,
        ascii: bool,
        fill: impl FnOnce(&mut [u8]),
    ) -> Result<Value<'_>, Stop> {
        let at = self.alloc_bytes(
            Kind::Str,
            len + 4,
            if ascii { header::STR_ASCII } else { 0 },
        )?;
        // SAFETY: fresh payload.
        unsafe {
            self.mem.store(at + 4, 0);
            let to = self.mem.bytes_mut(at + 8, len);
            fill(to);
            debug_assert!(core::str::from_utf8(to).is_ok());
        }
        Ok(Value::from_bits(at))
    }

    /// A new str: `x` followed by `y`, which are strs themselves. When one is empty it is the other.
    pub fn new_str_joined<'h>(&'h self, x: Value<'h>, y: Value<'h>) -> Result<Value<'h>, Stop> {
        let (hx, hy) = (self.header_at(x.to_bits()), self.header_at(y.to_bits()));
        let (nx, ny) = (header::byte_len(hx) - 4, header::byte_len(hy) - 4);
        if ny == 0 {
            return Ok(x);
        }
        if nx == 0 {
            return Ok(y);
        }
        let at = self.alloc_bytes(Kind::Str, nx + ny + 4, hx & hy & header::STR_ASCII)?;
        // SAFETY: the fresh payload, and the payloads of two other objects.
        unsafe {
            self.mem.store(at + 4, 0);
            self.mem.copy_apart(x.to_bits() + 8, at + 8, nx);
            self.mem.copy_apart(y.to_bits() + 8, at + 8 + nx, ny);
        }
        Ok(Value::from_bits(at))
    }

    /// A new str or bytes object with this content; of a str it is known whether it is ASCII.
    #[inline(always)]
    pub(crate) fn new_content(
        &self,
        kind: Kind,
        content: &[u8],
        ascii: bool,
    ) -> Result<Value<'_>, Stop> {
        if kind == Kind::Str {
            self.new_str_with(content.len() as u32, ascii, |to| {
                to.copy_from_slice(content)
            })
        } else {
            self.new_bytes_with(content.len() as u32, |to| to.copy_from_slice(content))
        }
    }

    /// The items of a list or tuple with a separator between them, as a new str; `None` when separator and items are not
    /// all strs themselves.
    pub fn new_str_separated<'h>(
        &'h self,
        separator: Value<'h>,
        items: Value<'h>,
    ) -> Result<Option<Value<'h>>, Stop> {
        let (mut first, n) = match items.kind(self) {
            Some(Kind::List) => (
                self.field(items, 0).to_bits(),
                self.field(items, 1).as_small().unwrap_or(0) as u32,
            ),
            Some(Kind::Tuple) => (items.to_bits(), self.words(items)),
            _ => return Ok(None),
        };
        first += 4;
        // SAFETY: the storage of a list is an object with at least as many words as its length.
        let word = |i: u32| unsafe { self.mem.load(first + 4 * i) };
        let is_str = |v: Value<'_>| v.is_kind(self, Kind::Str);
        if n == 0 || !is_str(separator) {
            return Ok(None);
        }
        if n == 1 {
            let only = Value::from_bits(word(0));
            return Ok(is_str(only).then_some(only));
        }
        let separator = separator.to_bits();
        let h = self.header_at(separator);
        let (mut aux, between) = (h, header::byte_len(h) - 4);
        let mut len = between
            .checked_mul(n - 1)
            .ok_or_else(|| self.raise_memory())?;
        for i in 0..n {
            let v = Value::from_bits(word(i));
            if !is_str(v) {
                return Ok(None);
            }
            let h = self.header_at(v.to_bits());
            aux &= h;
            len = len.saturating_add(header::byte_len(h) - 4);
        }
        let len = len.saturating_add(4);
        let new = self.alloc_bytes(Kind::Str, len, aux & header::STR_ASCII)?;
        // SAFETY: the payloads of other objects; the fresh payload is as long as all of them.
        unsafe {
            self.mem.store(new + 4, 0);
            let mut to = new + 8;
            for i in 0..n {
                if i > 0 {
                    if between == 1 {
                        self.mem.store8(to, self.mem.load8(separator + 8));
                    } else {
                        self.mem.copy_apart(separator + 8, to, between);
                    }
                    to += between;
                }
                let bytes = header::byte_len(self.header_at(word(i))) - 4;
                self.mem.copy_apart(word(i) + 8, to, bytes);
                to += bytes;
            }
        }
        Ok(Some(Value::from_bits(new)))
    }

    /// View of immutable bytes.
    pub fn bytes<'h>(&'h self, v: Value<'h>) -> Option<&'h [u8]> {
        let v = self.payload(v, Kind::Bytes)?;
        let h = self.header_at(v.to_bits());
        // SAFETY: the payload; bytes objects that are not a bytearray's storage are never written.
        Some(unsafe { self.mem.bytes(v.to_bits() + 4, header::byte_len(h)) })
    }

    /// New bytes.
    pub fn new_bytes(&self, data: &[u8]) -> Result<Value<'_>, Stop> {
        self.new_bytes_with(data.len() as u32, |to| to.copy_from_slice(data))
    }

    /// New bytes of `len` that `fill` writes completely.
    pub fn new_bytes_with(
        &self,
        len: u32,
        fill: impl FnOnce(&mut [u8]),
    ) -> Result<Value<'_>, Stop> {
        let at = self.alloc_bytes(Kind::Bytes, len, 0)?;
        // SAFETY: fresh payload.
        fill(unsafe { self.mem.bytes_mut(at + 4, len) });
        Ok(Value::from_bits(at))
    }

    /// Content of a bytearray, as cells because others may write to it.
    pub fn bytearray<'h>(&'h self, v: Value<'h>) -> Option<&'h [Cell<u8>]> {
        let v = self.payload(v, Kind::ByteArray)?;
        let storage = self.field(v, 0);
        let len = self.field(v, 1).as_small().unwrap_or(0) as u32;
        if storage.is_unbound() || len == 0 {
            return Some(&[]);
        }
        // SAFETY: inside the storage; only cells are handed out for a bytearray's storage.
        Some(unsafe {
            let b = self.mem.bytes_mut(storage.to_bits() + 4, len);
            Cell::from_mut(b).as_slice_of_cells()
        })
    }

    /// Bytes of a bytes object or a copyable view of a bytearray's: calls `f` with a byte reader.
    pub fn byte_at(&self, v: Value<'_>, i: u32) -> Option<u8> {
        if let Some(b) = self.bytes(v) {
            return b.get(i as usize).copied();
        }
        self.bytearray(v)?.get(i as usize).map(Cell::get)
    }

    /// A new bytearray of `len` bytes that `fill` writes completely.
    pub fn new_bytearray_with(
        &self,
        len: u32,
        fill: impl FnOnce(&mut [u8]),
    ) -> Result<Value<'_>, Stop> {
        let storage = if len == 0 {
            Value::UNBOUND
        } else {
            self.new_bytes_with(len, fill)?
        };
        self.new_fixed(Kind::ByteArray, [storage, Value::int(len as i32)])
    }

    /// Replaces the storage of a bytearray (a bytes object that nobody else refers to, or unbound) and its length.
    pub fn set_bytearray(&self, v: Value<'_>, storage: Value<'_>, len: u32) {
        if let Some(v) = self.payload(v, Kind::ByteArray) {
            self.set_field(v, 0, storage);
            self.set_field(v, 1, Value::int(len as i32));
        }
    }

    /// Bytes that fit into a bytearray without new storage.
    pub fn bytearray_capacity(&self, v: Value<'_>) -> u32 {
        match self.payload(v, Kind::ByteArray).map(|v| self.field(v, 0)) {
            Some(storage) if !storage.is_unbound() => {
                header::byte_len(self.header_at(storage.to_bits()))
            }
            _ => 0,
        }
    }

    /// Allocates a raw object of `bytes` payload bytes; the last word is cleared so that padding is defined.
    #[inline(always)]
    pub(crate) fn alloc_bytes(&self, kind: Kind, bytes: u32, aux: u32) -> Result<u32, Stop> {
        crate::anchor::kind(kind);
        self.alloc_bytes_marked(kind, bytes, aux)
    }

    fn alloc_bytes_marked(&self, kind: Kind, bytes: u32, aux: u32) -> Result<u32, Stop> {
        if bytes > header::MAX_WORDS * 4 {
            return Err(self.raise_memory().into());
        }
        let h = header::byte_header(kind, bytes) | aux;
        let at = self.bump(header::size(h))?;
        // SAFETY: fresh words.
        unsafe {
            self.mem.store(at + header::size(h) - 4, 0);
            self.mem.store(at, h);
        }
        Ok(at)
    }
}
