//! What str, bytes and bytearray have in common: a byte view that knows its family, argument checks with the family's
//! error texts, ranges in code points or bytes, and making results. The methods themselves are in the other `str_*`
//! files; most serve all three types, since searching UTF-8 is searching bytes.

use crate::cx::{Cx, Stop};
use crate::native::Args;
use crate::object::header::Kind;
use crate::object::value::Value;

/// Which of the three types.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Family {
    Str,
    Bytes,
    ByteArray,
}

/// A str, bytes or bytearray as bytes.
#[derive(Clone, Copy)]
pub struct Text<'h> {
    pub bytes: &'h [u8],
    pub family: Family,
    /// One byte is one index.
    pub ascii: bool,
    value: Value<'h>,
}

/// View of any of the three types (and of subclasses).
pub fn view<'h>(cx: &'h Cx, v: Value<'h>) -> Option<Text<'h>> {
    if let Some(s) = cx.str(v) {
        return Some(Text {
            bytes: s.bytes(),
            family: Family::Str,
            ascii: s.is_ascii(),
            value: v,
        });
    }
    if let Some(bytes) = cx.bytes(v) {
        return Some(Text {
            bytes,
            family: Family::Bytes,
            ascii: true,
            value: v,
        });
    }
    let bytes = cx.byte_view(v)?;
    Some(Text {
        bytes,
        family: Family::ByteArray,
        ascii: true,
        value: v,
    })
}

/// The receiver of a method.
pub fn this<'h>(cx: &'h Cx, a: Args) -> Result<Text<'h>, Stop> {
    let v = cx.arg(a, 0);
    match view(cx, v) {
        Some(t) => Ok(t),
        None => Err(cx
            .type_error(
                "descriptor requires a 'str' object but received a '{t}'",
                &[v],
            )
            .into()),
    }
}

impl<'h> Text<'h> {
    pub fn is_str(&self) -> bool {
        self.family == Family::Str
    }

    /// The text of a str; empty for the others.
    pub fn text(&self, cx: &'h Cx) -> &'h str {
        cx.str(self.value).map_or("", |s| s.text())
    }

    /// Length in indexes.
    pub fn len(&self) -> u32 {
        if self.ascii {
            self.bytes.len() as u32
        } else {
            chars(self.bytes)
        }
    }

    pub fn is_empty(&self) -> bool {
        self.bytes.is_empty()
    }

    /// Byte offset of an index that is at most the length.
    pub fn offset(&self, index: u32) -> usize {
        if self.ascii {
            return (index as usize).min(self.bytes.len());
        }
        let starts = self.bytes.iter().enumerate().filter(|(_, b)| is_start(**b));
        starts
            .map(|(i, _)| i)
            .nth(index as usize)
            .unwrap_or(self.bytes.len())
    }

    /// Byte offset `count` indexes behind the byte offset `from`.
    pub fn offset_from(&self, from: usize, count: u32) -> usize {
        let rest = self.bytes.get(from..).unwrap_or(&[]);
        from + Text {
            bytes: rest,
            ..*self
        }
        .offset(count)
    }

    /// Index of a byte offset.
    pub fn index(&self, offset: usize) -> u32 {
        if self.ascii {
            offset as u32
        } else {
            chars(self.bytes.get(..offset).unwrap_or(&[]))
        }
    }

    /// Bytes from one offset to another (empty when they are no range).
    pub fn slice(&self, from: usize, to: usize) -> &'h [u8] {
        self.bytes.get(from..to).unwrap_or(&[])
    }

    /// A part of this text as an object of the same type; the whole of an immutable one is the object itself.
    pub fn part(&self, cx: &'h Cx, from: usize, to: usize) -> Result<Value<'h>, Stop> {
        if from == 0
            && to == self.bytes.len()
            && matches!(self.value.kind(cx), Some(Kind::Str | Kind::Bytes))
        {
            return Ok(self.value);
        }
        let content = self.slice(from, to);
        match self.family {
            Family::Str => cx.new_content(Kind::Str, content, self.ascii || content.is_ascii()),
            Family::Bytes => cx.new_content(Kind::Bytes, content, true),
            Family::ByteArray => make_from(cx, self.family, content),
        }
    }

    /// Bytes that an object for a part of `n` bytes takes at most.
    pub fn room(&self, n: u32) -> u32 {
        n + if self.family == Family::ByteArray {
            24
        } else {
            12
        }
    }
}

/// Whether a byte starts a character of UTF-8.
pub fn is_start(byte: u8) -> bool {
    byte & 0xC0 != 0x80
}

/// Characters in UTF-8 bytes.
pub fn chars(bytes: &[u8]) -> u32 {
    bytes.iter().filter(|b| is_start(**b)).count() as u32
}

/// A new object with the given content.
pub fn make_from<'h>(cx: &'h Cx, family: Family, content: &[u8]) -> Result<Value<'h>, Stop> {
    make(
        cx,
        family,
        content.len() as u32,
        content.is_ascii(),
        &mut |to| Writer::new(to).push(content),
    )
}

/// A new object of `len` bytes that `fill` writes completely.
pub fn make<'h>(
    cx: &'h Cx,
    family: Family,
    len: u32,
    ascii: bool,
    fill: &mut dyn FnMut(&mut [u8]),
) -> Result<Value<'h>, Stop> {
    match family {
        Family::Str => cx.new_str_with(len, ascii, fill),
        Family::Bytes => cx.new_bytes_with(len, fill),
        Family::ByteArray => {
            cx.try_room(len + 24)?;
            cx.new_bytearray_with(len, fill)
        }
    }
}

/// Writes pieces one after the other into a buffer of the right size.
pub struct Writer<'a> {
    rest: &'a mut [u8],
}

impl<'a> Writer<'a> {
    pub fn new(to: &'a mut [u8]) -> Writer<'a> {
        Writer { rest: to }
    }
    pub fn push(&mut self, piece: &[u8]) {
        let rest = core::mem::take(&mut self.rest);
        if let Some((head, tail)) = rest.split_at_mut_checked(piece.len()) {
            head.copy_from_slice(piece);
            self.rest = tail;
        }
    }
    pub fn repeat(&mut self, piece: &[u8], n: u32) {
        for _ in 0..n {
            self.push(piece);
        }
    }
}

/// How an argument that must be of the receiver's family is called in the error text.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    /// `find`, `count`, `in`: bytes accept a number too.
    Needle,
    /// Separators of `split` and `partition`.
    Separator,
    /// First or second argument of `replace`, `removeprefix` and such.
    Plain(&'static str),
}

/// An argument of the receiver's family. `byte` gives room for a number that stands for one byte.
pub fn like<'b, 'h: 'b>(
    cx: &'h Cx,
    this: &Text<'h>,
    v: Value<'h>,
    wanted: Wanted,
    byte: &'b mut [u8; 1],
) -> Result<&'b [u8], Stop> {
    if this.is_str() {
        return match cx.str(v) {
            Some(s) => Ok(s.bytes()),
            None => Err(cx
                .type_error(
                    match wanted {
                        Wanted::Plain(text) => text,
                        Wanted::Needle => "must be str, not {t}",
                        Wanted::Separator => "must be str or None, not {t}",
                    },
                    &[v],
                )
                .into()),
        };
    }
    if let Some(b) = cx.byte_view(v) {
        return Ok(b);
    }
    if wanted == Wanted::Needle {
        if let Some(n) = cx.as_i64(v) {
            return match u8::try_from(n) {
                Ok(n) => {
                    *byte = [n];
                    Ok(byte)
                }
                Err(_) => Err(cx.value_error("byte must be in range(0, 256)", &[]).into()),
            };
        }
        return Err(cx
            .type_error(
                "argument should be integer or bytes-like object, not '{t}'",
                &[v],
            )
            .into());
    }
    Err(cx
        .type_error("a bytes-like object is required, not '{t}'", &[v])
        .into())
}

/// An index argument clamped to `0..=len`; negative ones count from the end.
pub fn clamp_index(cx: &Cx, v: Value<'_>, default: u32, len: u32) -> Result<u32, Stop> {
    if v.is_unbound() || v.is_none() {
        return Ok(default);
    }
    let n = match cx.as_i64(v) {
        Some(n) => n,
        None => match cx.int_limbs(v) {
            Some((negative, _)) => {
                if negative {
                    i64::MIN
                } else {
                    i64::MAX
                }
            }
            None => {
                return Err(cx
                    .type_error(
                        "slice indices must be integers or None or have an __index__ method",
                        &[],
                    )
                    .into());
            }
        },
    };
    let n = if n < 0 {
        n.saturating_add(len as i64).max(0)
    } else {
        n
    };
    Ok(n.min(len as i64 + 1) as u32)
}

/// The part of the receiver that the optional arguments `first` (start) and `first + 1` (end) name, as byte offsets;
/// `None` when the start lies behind the end.
pub fn bounds<'h>(
    cx: &'h Cx,
    a: Args,
    this: &Text<'h>,
    first: u32,
) -> Result<Option<(usize, usize)>, Stop> {
    if a.len() <= first {
        return Ok(Some((0, this.bytes.len())));
    }
    let len = this.len();
    let start = clamp_index(cx, cx.arg(a, first), 0, len)?;
    let end = clamp_index(cx, cx.arg(a, first + 1), len, len)?.min(len);
    if start > end {
        return Ok(None);
    }
    Ok(Some((this.offset(start), this.offset(end))))
}

/// A count argument (`width`, `n`): an int that fits 64 bits, or an error.
pub fn number(cx: &Cx, v: Value<'_>, default: i64) -> Result<i64, Stop> {
    if v.is_unbound() {
        return Ok(default);
    }
    match cx.as_i64(v) {
        Some(n) => Ok(n),
        None if cx.is_int(v) => Err(cx
            .raise(
                crate::wk::ty::OverflowError(cx),
                "Python int too large to convert to C ssize_t",
                &[],
            )
            .into()),
        None => Err(cx
            .type_error("'{t}' object cannot be interpreted as an integer", &[v])
            .into()),
    }
}
