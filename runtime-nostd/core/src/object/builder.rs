//! Building text without intermediate strings: a str object with spare room in a stack slot, which is extended in
//! place when it is the last object of the heap and cut to its text when it is done.
//!
//! The unfinished object must not be handed to anything that reads it: only `finish` makes it a str.

use super::header::{self, Kind};
use super::number::divide_two;
use super::value::Value;
use crate::cx::{Cx, Raised, Slot, Stop};

/// Text under construction. The slot must stay reserved for it until `finish`.
pub struct StrBuilder {
    slot: Slot,
    len: u32,
    /// Bytes of text that the object has room for.
    capacity: u32,
    ascii: bool,
}

/// Decimal digits of a number, in the last bytes of `buffer`.
pub fn decimal(n: i64, buffer: &mut [u8; 20]) -> &str {
    let m = n.unsigned_abs();
    let mut limbs = [m as u32, (m >> 32) as u32];
    let mut at = buffer.len();
    // Nine digits at a time, because division of 64 bits is a library call on every chip; nearly all numbers are small.
    while limbs[1] != 0 {
        let least = at - 9;
        at = push_digits(buffer, at, take_group(&mut limbs));
        while at > least {
            at = push_digit(buffer, at, 0);
        }
    }
    at = push_digits(buffer, at, limbs[0]);
    if n < 0 {
        at = at.wrapping_sub(1);
        if let Some(b) = buffer.get_mut(at) {
            *b = b'-';
        }
    }
    ascii_str(buffer.get(at..).unwrap_or(&[]))
}

/// The same of a small int.
pub fn small_decimal(n: i32, buffer: &mut [u8; 12]) -> &str {
    let end = buffer.len();
    let mut at = push_digits(buffer, end, n.unsigned_abs());
    if n < 0 {
        at = at.wrapping_sub(1);
        if let Some(b) = buffer.get_mut(at) {
            *b = b'-';
        }
    }
    ascii_str(buffer.get(at..).unwrap_or(&[]))
}

/// Writes the digits of `n` in front of `at`; where they start.
pub fn push_digits(buffer: &mut [u8], at: usize, n: u32) -> usize {
    let (mut n, mut at) = (n, at);
    loop {
        at = push_digit(buffer, at, (n % 10) as u8);
        n /= 10;
        if n == 0 {
            return at;
        }
    }
}

fn push_digit(buffer: &mut [u8], at: usize, digit: u8) -> usize {
    let at = at.wrapping_sub(1);
    if let Some(b) = buffer.get_mut(at) {
        *b = b'0' + digit;
    }
    at
}

/// Divides a number of little-endian limbs by 10^9 and gives the rest.
pub fn take_group(limbs: &mut [u32]) -> u32 {
    const GROUP: u32 = 1_000_000_000;
    // Dividend and divisor are shifted so that the top bit of the divisor is set.
    const BY: u32 = GROUP.leading_zeros();
    let mut rest = 0;
    for limb in limbs.iter_mut().rev() {
        let (q, r) = divide_two(rest << BY | *limb >> (32 - BY), *limb << BY, GROUP << BY);
        *limb = q;
        rest = r >> BY;
    }
    rest
}

/// Bytes that are known to be ASCII as text; anything else gives an empty text.
pub fn ascii_str(bytes: &[u8]) -> &str {
    debug_assert!(bytes.is_ascii());
    if bytes.is_ascii() {
        // SAFETY: ASCII is UTF-8.
        unsafe { core::str::from_utf8_unchecked(bytes) }
    } else {
        ""
    }
}

impl StrBuilder {
    /// An empty builder; allocates nothing yet.
    pub fn new(cx: &Cx, slot: Slot) -> StrBuilder {
        cx.set(slot, Value::UNBOUND);
        StrBuilder {
            slot,
            len: 0,
            capacity: 0,
            ascii: true,
        }
    }

    /// Bytes so far.
    pub fn len(&self) -> u32 {
        self.len
    }
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }
    /// Whether all text so far is ASCII.
    pub fn is_ascii(&self) -> bool {
        self.ascii
    }
    /// Forgets everything behind byte `len`, which the caller got from `len()` when the text was `ascii`.
    pub fn truncate(&mut self, len: u32, ascii: bool) {
        self.len = len.min(self.len);
        self.ascii = ascii;
    }

    /// Makes room for `more` bytes; moves nothing.
    #[inline(always)]
    pub fn try_reserve(&mut self, cx: &Cx, more: u32) -> Result<(), Stop> {
        let need = self.len.saturating_add(more);
        if need <= self.capacity {
            return Ok(());
        }
        self.try_grow(cx, need)
    }

    #[cold]
    #[inline(never)]
    fn try_grow(&mut self, cx: &Cx, need: u32) -> Result<(), Stop> {
        let capacity = self.capacity;
        let v = cx.get(self.slot);
        let least = if v.is_unbound() {
            20
        } else {
            capacity + capacity / 2
        };
        let bytes = need.max(least).saturating_add(7) & !3;
        let words = bytes / 4;
        if words > header::MAX_WORDS {
            return Err(cx.raise_memory().into());
        }
        let at = v.to_bits();
        if !v.is_unbound() && at + header::size(cx.header_at(at)) == cx.top.get() {
            cx.bump(bytes - header::byte_len(cx.header_at(at)))?;
            // SAFETY: the object is the last one of the heap and was just extended by fresh words.
            unsafe { cx.mem.store(at, header::header(Kind::Str, words)) };
        } else {
            let new = cx.alloc_bytes(Kind::Str, bytes, 0)?;
            // SAFETY: both objects have at least `len` bytes behind their hash word; there are none without an old one.
            unsafe { cx.mem.copy_apart(at + 8, new + 8, self.len) };
            cx.set(self.slot, Value::from_bits(new));
        }
        self.capacity = bytes - 4;
        Ok(())
    }

    /// Appends `n` bytes that `write` writes, all of them and as whole characters.
    #[inline(always)]
    pub fn try_put(
        &mut self,
        cx: &Cx,
        n: u32,
        ascii: bool,
        write: impl FnOnce(&mut [u8]),
    ) -> Result<(), Stop> {
        self.try_reserve(cx, n)?;
        let at = cx.get(self.slot).to_bits() + 8 + self.len;
        // SAFETY: room was made above; the unfinished object is referred to by this builder only.
        write(unsafe { cx.mem.bytes_mut(at, n) });
        self.len += n;
        self.ascii &= ascii;
        Ok(())
    }

    /// Appends text, which may lie on the heap.
    pub fn try_push(&mut self, cx: &Cx, text: &str) -> Result<(), Stop> {
        self.try_push_known(cx, text, text.is_ascii())
    }

    /// The same for text of which it is known whether it is ASCII.
    pub fn try_push_known(&mut self, cx: &Cx, text: &str, ascii: bool) -> Result<(), Stop> {
        self.try_put(cx, text.len() as u32, ascii, |to| {
            to.copy_from_slice(text.as_bytes())
        })
    }

    pub fn try_push_char(&mut self, cx: &Cx, c: char) -> Result<(), Stop> {
        self.try_push_known(cx, c.encode_utf8(&mut [0; 4]), c.is_ascii())
    }

    /// `n` times the same character.
    pub fn try_fill(&mut self, cx: &Cx, c: char, n: u32) -> Result<(), Stop> {
        self.try_reserve(cx, n.saturating_mul(c.len_utf8() as u32))?;
        for _ in 0..n {
            self.try_push_char(cx, c)?;
        }
        Ok(())
    }

    /// Runs a leaf step; when it needs room, forgets what it appended, collects and runs it again.
    pub fn step<F>(&mut self, cx: &mut Cx, mut f: F) -> Result<(), Raised>
    where
        F: FnMut(&mut StrBuilder, &Cx) -> Result<(), Stop>,
    {
        let (len, ascii) = (self.len, self.ascii);
        let mut asked = 0;
        loop {
            cx.need.set(0);
            match f(self, cx) {
                Ok(()) => {
                    cx.after_grant();
                    return Ok(());
                }
                Err(_) => {
                    self.truncate(len, ascii);
                    cx.answer(&mut asked)?;
                }
            }
        }
    }

    /// Appends text that is not on the heap.
    pub fn push(&mut self, cx: &mut Cx, text: &str) -> Result<(), Raised> {
        self.step(cx, |b, cx| b.try_push(cx, text))
    }

    pub fn push_char(&mut self, cx: &mut Cx, c: char) -> Result<(), Raised> {
        self.push(cx, c.encode_utf8(&mut [0; 4]))
    }

    pub fn fill(&mut self, cx: &mut Cx, c: char, n: u32) -> Result<(), Raised> {
        self.step(cx, |b, cx| b.try_fill(cx, c, n))
    }

    /// Appends the str in a slot (nothing if it is none).
    pub fn push_slot(&mut self, cx: &mut Cx, s: Slot) -> Result<(), Raised> {
        self.step(cx, |b, cx| match cx.str(cx.get(s)) {
            Some(s) => b.try_push_known(cx, s.text(), s.is_ascii()),
            None => Ok(()),
        })
    }

    /// Appends bytes `from..to` of the str in a slot; positions lie on character boundaries.
    pub fn push_range(&mut self, cx: &mut Cx, s: Slot, from: u32, to: u32) -> Result<(), Raised> {
        self.step(cx, |b, cx| {
            let Some(s) = cx.str(cx.get(s)) else {
                return Ok(());
            };
            let part = s.text().get(from as usize..to as usize).unwrap_or("");
            b.try_push_known(cx, part, s.is_ascii() || part.is_ascii())
        })
    }

    /// Appends a number in decimal.
    pub fn push_int(&mut self, cx: &mut Cx, n: i64) -> Result<(), Raised> {
        let mut buffer = [0; 20];
        let text = decimal(n, &mut buffer);
        self.step(cx, |b, cx| b.try_push_known(cx, text, true))
    }

    /// Lets `write` put up to `most` ASCII bytes into the object itself; it gives their number. It must not make objects.
    pub fn push_with(
        &mut self,
        cx: &mut Cx,
        most: u32,
        write: impl FnOnce(&Cx, &mut [u8]) -> usize,
    ) -> Result<(), Raised> {
        self.step(cx, |b, cx| b.try_reserve(cx, most))?;
        let at = cx.get(self.slot).to_bits() + 8 + self.len;
        // SAFETY: room was made above; the unfinished object is referred to by this builder only.
        let buffer = unsafe { cx.mem.bytes_mut(at, most) };
        let n = write(cx, buffer);
        if buffer.get(..n).is_some_and(|b| b.is_ascii()) {
            self.len += n as u32;
        }
        Ok(())
    }

    /// The text so far. It borrows the heap.
    pub fn text<'h>(&self, cx: &'h Cx) -> &'h str {
        let v = cx.get(self.slot);
        if v.is_unbound() {
            return "";
        }
        // SAFETY: `len` bytes behind the hash word were appended as whole characters.
        unsafe { core::str::from_utf8_unchecked(cx.mem.bytes(v.to_bits() + 8, self.len)) }
    }

    /// Makes the text a str in `dst` by cutting the object; copies nothing.
    pub fn finish(self, cx: &mut Cx, dst: Slot) -> Result<(), Raised> {
        if cx.get(self.slot).is_unbound() {
            return cx.make(dst, |cx| cx.new_str(""));
        }
        let made = self.cut(cx).to_bits();
        cx.set(dst, Value::from_bits(made));
        cx.after_grant();
        Ok(())
    }

    /// The same in a leaf.
    pub fn try_finish(self, cx: &Cx) -> Result<Value<'_>, Stop> {
        if cx.get(self.slot).is_unbound() {
            return cx.new_ascii("");
        }
        Ok(self.cut(cx))
    }

    fn cut(self, cx: &Cx) -> Value<'_> {
        let at = cx.get(self.slot).to_bits();
        let old = header::size(cx.header_at(at));
        let aux = if self.ascii { header::STR_ASCII } else { 0 };
        let h = header::byte_header(Kind::Str, self.len + 4) | aux;
        let size = header::size(h);
        // SAFETY: the object keeps its place and becomes shorter; what is cut off is given back or becomes a filler.
        // Padding is cleared, so that equal texts are equal words.
        unsafe {
            cx.mem.store(at, h);
            cx.mem.store(at + 4, 0);
            for i in self.len..size - 8 {
                cx.mem.store8(at + 8 + i, 0);
            }
            if at + old == cx.top.get() {
                cx.top.set(at + size);
            } else if old > size {
                cx.mem.store(
                    at + size,
                    header::header(Kind::Filler, (old - size) / 4 - 1),
                );
            }
        }
        cx.set(self.slot, Value::UNBOUND);
        Value::from_bits(at)
    }
}

impl Cx {
    /// Stops a leaf that is about to make several objects of together `bytes` unless they all fit.
    pub fn try_room(&self, bytes: u32) -> Result<(), Stop> {
        if self.limit.get() - self.top.get() < bytes {
            Err(self.need_room(bytes))
        } else {
            Ok(())
        }
    }

    /// The content of bytes or of a bytearray. A bytearray must not be written to while the view is in use.
    pub(crate) fn byte_view<'h>(&'h self, v: Value<'h>) -> Option<&'h [u8]> {
        if let Some(b) = self.bytes(v) {
            return Some(b);
        }
        let v = self.payload(v, Kind::ByteArray)?;
        let storage = self.field(v, 0);
        let len = self.field(v, 1).as_small().unwrap_or(0) as u32;
        if storage.is_unbound() {
            return Some(&[]);
        }
        // SAFETY: inside the storage; by the contract nothing writes to it meanwhile.
        Some(unsafe { self.mem.bytes(storage.to_bits() + 4, len) })
    }
}
