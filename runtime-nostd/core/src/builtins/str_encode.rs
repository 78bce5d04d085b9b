//! `str.encode`, `bytes.decode` and the constructors that use them: UTF-8, ASCII and Latin-1 with the error handlers
//! strict, ignore and replace.

use super::str_view::{Family, Text, Writer, make, this, view};
use crate::cx::{Cx, Stop};
use crate::native::Args;
use crate::object::value::Value;
use crate::wk::ty;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Codec {
    Utf8,
    Ascii,
    Latin1,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Errors {
    Strict,
    Ignore,
    Replace,
}

/// Names of the codecs, in lower case with hyphens.
const CODECS: &[(&str, Codec)] = &[
    ("utf-8", Codec::Utf8),
    ("utf8", Codec::Utf8),
    ("u8", Codec::Utf8),
    ("ascii", Codec::Ascii),
    ("us-ascii", Codec::Ascii),
    ("latin-1", Codec::Latin1),
    ("latin1", Codec::Latin1),
    ("iso-8859-1", Codec::Latin1),
    ("iso8859-1", Codec::Latin1),
    ("l1", Codec::Latin1),
];

fn same_name(given: &str, name: &str) -> bool {
    let plain = |b: u8| {
        if b == b'_' || b == b' ' {
            b'-'
        } else {
            b.to_ascii_lowercase()
        }
    };
    given.len() == name.len() && given.bytes().zip(name.bytes()).all(|(g, n)| plain(g) == n)
}

/// Codec and error handler that arguments `first` and `first + 1` name.
fn options(cx: &Cx, a: Args, first: u32, what: &'static str) -> Result<(Codec, Errors), Stop> {
    let (encoding, errors) = (cx.arg(a, first), cx.arg(a, first + 1));
    let mut codec = Codec::Utf8;
    if !encoding.is_unbound() {
        let Some(name) = cx.str(encoding) else {
            return Err(cx.type_error(what, &[encoding]).into());
        };
        match CODECS.iter().find(|c| same_name(name.text(), c.0)) {
            Some(c) => codec = c.1,
            None => {
                return Err(cx
                    .raise(ty::LookupError(cx), "unknown encoding: {}", &[encoding])
                    .into());
            }
        }
    }
    let handler = match cx.str(errors).map(|s| s.text()) {
        None | Some("strict") => Errors::Strict,
        Some("ignore") => Errors::Ignore,
        Some("replace") => Errors::Replace,
        Some(_) => {
            return Err(cx
                .raise(
                    ty::LookupError(cx),
                    "unknown error handler name '{}'",
                    &[errors],
                )
                .into());
        }
    };
    Ok((codec, handler))
}

/// Where encoding or decoding failed: byte or character positions.
struct Failure {
    start: u32,
    end: u32,
    reason: usize,
}

const END_OF_DATA: usize = 0;
const INVALID_START: usize = 1;
const INVALID_CONTINUATION: usize = 2;

/// Decodes piece by piece.
fn decode_each(
    bytes: &[u8],
    codec: Codec,
    errors: Errors,
    each: &mut dyn FnMut(&str),
) -> Result<(), Failure> {
    let mut at = 0;
    while at < bytes.len() {
        let rest = bytes.get(at..).unwrap_or(&[]);
        if codec == Codec::Latin1 {
            for b in rest {
                each((*b as char).encode_utf8(&mut [0; 4]));
            }
            return Ok(());
        }
        let (good, bad, reason) = if codec == Codec::Ascii {
            let n = rest
                .iter()
                .position(|b| !b.is_ascii())
                .unwrap_or(rest.len());
            (n, 1, END_OF_DATA)
        } else {
            match core::str::from_utf8(rest) {
                Ok(_) => (rest.len(), 0, END_OF_DATA),
                Err(e) => {
                    let lead = rest.get(e.valid_up_to()).copied().unwrap_or(0);
                    let reason = if matches!(lead, 0x80..=0xC1 | 0xF5..) {
                        INVALID_START
                    } else {
                        INVALID_CONTINUATION
                    };
                    match e.error_len() {
                        Some(n) => (e.valid_up_to(), n, reason),
                        None => (e.valid_up_to(), rest.len() - e.valid_up_to(), END_OF_DATA),
                    }
                }
            }
        };
        each(
            rest.get(..good)
                .and_then(|g| core::str::from_utf8(g).ok())
                .unwrap_or(""),
        );
        at += good;
        if at >= bytes.len() {
            break;
        }
        match errors {
            Errors::Strict => {
                return Err(Failure {
                    start: at as u32,
                    end: (at + bad) as u32,
                    reason,
                });
            }
            Errors::Ignore => {}
            Errors::Replace => each("\u{FFFD}"),
        }
        at += bad;
    }
    Ok(())
}

/// Decodes argument `first` by the codec and handler in the two arguments behind it.
pub fn decode<'h>(cx: &'h Cx, a: Args, first: u32) -> Result<Value<'h>, Stop> {
    let (codec, errors) = options(
        cx,
        a,
        first + 1,
        "decode() argument 'encoding' must be str, not {t}",
    )?;
    let v = cx.arg(a, first);
    let bytes = cx.byte_view(v).unwrap_or(&[]);
    let (mut len, mut ascii) = (0u32, true);
    let decoded = decode_each(bytes, codec, errors, &mut |piece| {
        len += piece.len() as u32;
        ascii &= piece.is_ascii();
    });
    if let Err(failure) = decoded {
        return Err(undecodable(cx, bytes, codec, &failure));
    }
    make(cx, Family::Str, len, ascii, &mut |to| {
        let mut w = Writer::new(to);
        let _ = decode_each(bytes, codec, errors, &mut |piece| w.push(piece.as_bytes()));
    })
}

#[cold]
#[inline(never)]
fn undecodable(cx: &Cx, bytes: &[u8], codec: Codec, f: &Failure) -> Stop {
    let class = ty::UnicodeDecodeError(cx);
    let (start, last) = (Value::int(f.start as i32), Value::int(f.end as i32 - 1));
    if f.end - f.start > 1 {
        let text = if f.reason == END_OF_DATA {
            "'utf-8' codec can't decode bytes in position {}-{}: unexpected end of data"
        } else {
            "'utf-8' codec can't decode bytes in position {}-{}: invalid continuation byte"
        };
        return cx.raise(class, text, &[start, last]).into();
    }
    let byte = bytes.get(f.start as usize).copied().unwrap_or(0);
    let mut hex = *b"0x00";
    for (i, shift) in [(2, 4), (3, 0)] {
        if let Some(to) = hex.get_mut(i) {
            *to = char::from_digit((byte >> shift) as u32 & 15, 16).unwrap_or('0') as u8;
        }
    }
    let shown = match cx.new_str(crate::object::builder::ascii_str(&hex)) {
        Ok(v) => v,
        Err(stop) => return stop,
    };
    let text = match (codec, f.reason) {
        (Codec::Ascii, _) => {
            "'ascii' codec can't decode byte {} in position {}: ordinal not in range(128)"
        }
        (_, INVALID_START) => {
            "'utf-8' codec can't decode byte {} in position {}: invalid start byte"
        }
        (_, INVALID_CONTINUATION) => {
            "'utf-8' codec can't decode byte {} in position {}: invalid continuation byte"
        }
        _ => "'utf-8' codec can't decode byte {} in position {}: unexpected end of data",
    };
    cx.raise(class, text, &[shown, start]).into()
}

fn fits(c: char, codec: Codec) -> bool {
    match codec {
        Codec::Utf8 => true,
        Codec::Ascii => c.is_ascii(),
        Codec::Latin1 => (c as u32) < 256,
    }
}

/// Encodes the str in `v` into `family` (bytes or bytearray); codec and handler are arguments `first` and next.
pub fn encode<'h>(
    cx: &'h Cx,
    a: Args,
    this: &Text<'h>,
    first: u32,
    family: Family,
) -> Result<Value<'h>, Stop> {
    let (codec, errors) = options(
        cx,
        a,
        first,
        "encode() argument 'encoding' must be str, not {t}",
    )?;
    if codec == Codec::Utf8 || this.ascii {
        return super::str_view::make_from(cx, family, this.bytes);
    }
    let text = this.text(cx);
    if errors == Errors::Strict
        && let Some(start) = text.chars().position(|c| !fits(c, codec))
    {
        let run = text
            .chars()
            .skip(start)
            .take_while(|c| !fits(*c, codec))
            .count();
        return Err(unencodable(cx, text, codec, start, run));
    }
    let kept = text
        .chars()
        .filter(|c| errors == Errors::Replace || fits(*c, codec));
    make(cx, family, kept.clone().count() as u32, false, &mut |to| {
        for (to, c) in to.iter_mut().zip(kept.clone()) {
            *to = if fits(c, codec) { c as u32 as u8 } else { b'?' };
        }
    })
}

#[cold]
#[inline(never)]
fn unencodable(cx: &Cx, text: &str, codec: Codec, start: usize, run: usize) -> Stop {
    let class = ty::UnicodeEncodeError(cx);
    let ascii = codec == Codec::Ascii;
    let position = Value::int(start as i32);
    if run > 1 {
        let template = if ascii {
            "'ascii' codec can't encode characters in position {}-{}: ordinal not in range(128)"
        } else {
            "'latin-1' codec can't encode characters in position {}-{}: ordinal not in range(256)"
        };
        return cx
            .raise(
                class,
                template,
                &[position, Value::int((start + run) as i32 - 1)],
            )
            .into();
    }
    let c = text.chars().nth(start).map_or(0, |c| c as u32);
    let digits = match c {
        0..=0xFF => 2,
        0x100..=0xFFFF => 4,
        _ => 8,
    };
    let mut shown = [0; 10];
    let letter = match digits {
        2 => b'x',
        4 => b'u',
        _ => b'U',
    };
    for (i, to) in shown.iter_mut().enumerate().take(digits + 2) {
        *to = match i {
            0 => b'\\',
            1 => letter,
            _ => char::from_digit(c >> (4 * (digits + 1 - i)) & 15, 16).unwrap_or('0') as u8,
        };
    }
    let shown = match cx.new_str(crate::object::builder::ascii_str(
        shown.get(..digits + 2).unwrap_or(&[]),
    )) {
        Ok(v) => v,
        Err(stop) => return stop,
    };
    let template = if ascii {
        "'ascii' codec can't encode character '{}' in position {}: ordinal not in range(128)"
    } else {
        "'latin-1' codec can't encode character '{}' in position {}: ordinal not in range(256)"
    };
    cx.raise(class, template, &[shown, position]).into()
}

#[unsafe(no_mangle)]
pub fn mpf_str_encode(cx: &Cx, a: Args) -> Result<Value<'_>, Stop> {
    let this = this(cx, a)?;
    encode(cx, a, &this, 1, Family::Bytes)
}

#[unsafe(no_mangle)]
pub fn mpf_bytes_decode(cx: &Cx, a: Args) -> Result<Value<'_>, Stop> {
    decode(cx, a, 0)
}

/// Encodes argument `i`, a str, for the constructors of bytes and bytearray.
pub fn encode_argument<'h>(cx: &'h Cx, a: Args, i: u32, family: Family) -> Result<Value<'h>, Stop> {
    match view(cx, cx.arg(a, i)) {
        Some(text) => encode(cx, a, &text, i + 1, family),
        None => Ok(Value::NONE),
    }
}

crate::natives! {
    "str" {
        Method leaf mpf_str_encode "encode(self, /, encoding='utf-8', errors='strict')" [];
    }
    "bytes" {
        Method leaf mpf_bytes_decode "decode(self, /, encoding='utf-8', errors='strict')" [];
    }
    "bytearray" {
        Method leaf mpf_bytes_decode "decode(self, /, encoding='utf-8', errors='strict')" [];
    }
}
