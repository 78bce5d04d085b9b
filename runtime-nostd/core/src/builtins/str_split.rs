//! Splitting, joining and stripping of str, bytes and bytearray.

use super::str_search::{find, rfind};
use super::str_view::{Family, Text, Wanted, Writer, is_start, like, make, number, this, view};
use crate::cx::{Cx, Raised, Slot, Stop};
use crate::native::Args;
use crate::object::header::Kind;
use crate::object::value::Value;
use crate::protocol::iterate;

/// Bytes of the white space that a text starts with: one character, or 0.
pub fn space_at(bytes: &[u8], unicode: bool) -> usize {
    match bytes {
        [9..=13 | 32, ..] => 1,
        [0x1C..=0x1F, ..] if unicode => 1,
        [0xC2, 0x85 | 0xA0, ..] if unicode => 2,
        [0xE1, 0x9A, 0x80, ..]
        | [0xE2, 0x80, 0x80..=0x8A | 0xA8 | 0xA9 | 0xAF, ..]
        | [0xE2, 0x81, 0x9F, ..]
        | [0xE3, 0x80, 0x80, ..]
            if unicode =>
        {
            3
        }
        _ => 0,
    }
}

/// Bytes that a text starts with and that neither are white space nor belong to longer characters.
#[inline(always)]
fn printable(bytes: &[u8]) -> usize {
    let other = bytes.iter().position(|b| !matches!(b, 33..=127));
    other.unwrap_or(bytes.len())
}

/// The same for the end of a text.
fn space_before(bytes: &[u8], unicode: bool) -> usize {
    let last = char_start(bytes, unicode);
    let tail = bytes.get(last..).unwrap_or(&[]);
    if !tail.is_empty() && space_at(tail, unicode) == tail.len() {
        tail.len()
    } else {
        0
    }
}

/// Where the last character starts.
fn char_start(bytes: &[u8], unicode: bool) -> usize {
    let mut at = bytes.len().saturating_sub(1);
    while unicode && at > 0 && bytes.get(at).is_some_and(|b| !is_start(*b)) {
        at -= 1;
    }
    at
}

/// Bytes of the line end that a text starts with, or 0.
fn line_end(bytes: &[u8], unicode: bool) -> usize {
    match bytes {
        [b'\r', b'\n', ..] => 2,
        [b'\n' | b'\r', ..] => 1,
        [0x0B | 0x0C | 0x1C..=0x1E, ..] if unicode => 1,
        [0xC2, 0x85, ..] if unicode => 2,
        [0xE2, 0x80, 0xA8 | 0xA9, ..] if unicode => 3,
        _ => 0,
    }
}

/// How to cut a text into pieces.
#[derive(Clone, Copy)]
enum Cut<'s> {
    Space,
    Separator(&'s [u8]),
    SpaceFromRight,
    SeparatorFromRight(&'s [u8]),
    Lines { keep: bool },
}

/// Calls `each` with the byte range of every piece in the order in which they are found.
fn pieces(
    bytes: &[u8],
    unicode: bool,
    cut: Cut<'_>,
    most: u32,
    each: &mut dyn FnMut(usize, usize),
) {
    let mut cuts = 0;
    match cut {
        Cut::Space => {
            let mut at = 0;
            loop {
                loop {
                    let rest = bytes.get(at..).unwrap_or(&[]);
                    let n = match rest {
                        // Letters end it at once; mostly there is a single blank.
                        [33..=127, ..] => 0,
                        [b' ', ..] => 1,
                        _ => space_at(rest, unicode),
                    };
                    at += n;
                    if n == 0 {
                        break;
                    }
                }
                if at >= bytes.len() {
                    return;
                }
                if cuts == most {
                    return each(at, bytes.len());
                }
                let start = at;
                loop {
                    at += printable(bytes.get(at..).unwrap_or(&[]));
                    if at >= bytes.len() || space_at(bytes.get(at..).unwrap_or(&[]), unicode) > 0 {
                        break;
                    }
                    at += 1;
                }
                each(start, at);
                cuts += 1;
            }
        }
        Cut::SpaceFromRight => {
            let mut end = bytes.len();
            loop {
                loop {
                    let n = space_before(bytes.get(..end).unwrap_or(&[]), unicode);
                    end -= n;
                    if n == 0 {
                        break;
                    }
                }
                if end == 0 {
                    return;
                }
                if cuts == most {
                    return each(0, end);
                }
                let stop = end;
                while end > 0 && space_before(bytes.get(..end).unwrap_or(&[]), unicode) == 0 {
                    end = char_start(bytes.get(..end).unwrap_or(&[]), unicode);
                }
                each(end, stop);
                cuts += 1;
            }
        }
        Cut::Separator(separator) => {
            let mut at = 0;
            if let [separator] = separator {
                // One byte is looked for in a single pass.
                for (i, byte) in bytes.iter().enumerate() {
                    if byte == separator && cuts < most {
                        each(at, i);
                        at = i + 1;
                        cuts += 1;
                    }
                }
                return each(at, bytes.len());
            }
            while cuts < most
                && let Some(n) = find(bytes.get(at..).unwrap_or(&[]), separator)
            {
                each(at, at + n);
                at += n + separator.len();
                cuts += 1;
            }
            each(at, bytes.len());
        }
        Cut::SeparatorFromRight(separator) => {
            let mut end = bytes.len();
            while cuts < most
                && let Some(n) = rfind(bytes.get(..end).unwrap_or(&[]), separator)
            {
                each(n + separator.len(), end);
                end = n;
                cuts += 1;
            }
            each(0, end);
        }
        Cut::Lines { keep } => {
            let (mut start, mut at) = (0, 0);
            while at < bytes.len() {
                let n = line_end(bytes.get(at..).unwrap_or(&[]), unicode);
                if n == 0 {
                    at += 1;
                    continue;
                }
                each(start, if keep { at + n } else { at });
                at += n;
                start = at;
            }
            if start < bytes.len() {
                each(start, bytes.len());
            }
        }
    }
}

/// The list of pieces.
fn cut_up<'h>(cx: &'h Cx, this: &Text<'h>, cut: Cut<'_>, most: u32) -> Result<Value<'h>, Stop> {
    let mut n = 0u32;
    pieces(this.bytes, this.is_str(), cut, most, &mut |_, _| n += 1);
    // Together the pieces are no longer than the text.
    let room = n.saturating_mul(this.room(0) + 4);
    cx.try_room(room.saturating_add(this.bytes.len() as u32 + 32))?;
    let list = cx.new_list(n, |_| Value::NONE)?;
    let Some(view) = cx.list(list) else {
        return Ok(list);
    };
    let backwards = matches!(cut, Cut::SpaceFromRight | Cut::SeparatorFromRight(_));
    let (mut i, mut failed) = (0, Ok(()));
    pieces(this.bytes, this.is_str(), cut, most, &mut |from, to| {
        match this.part(cx, from, to) {
            Ok(part) => view.set(if backwards { n - 1 - i } else { i }, part),
            Err(stop) => failed = Err(stop),
        }
        i += 1;
    });
    failed.map(|()| list)
}

fn split<'h>(cx: &'h Cx, a: Args, from_right: bool) -> Result<Value<'h>, Stop> {
    let this: Text<'h> = this(cx, a)?;
    let v = cx.arg(a, 1);
    let most = u32::try_from(number(cx, cx.arg(a, 2), -1)?).unwrap_or(u32::MAX);
    if v.is_unbound() || v.is_none() {
        return cut_up(
            cx,
            &this,
            if from_right {
                Cut::SpaceFromRight
            } else {
                Cut::Space
            },
            most,
        );
    }
    let mut byte = [0];
    let separator = like(cx, &this, v, Wanted::Separator, &mut byte)?;
    if separator.is_empty() {
        return Err(cx.value_error("empty separator", &[]).into());
    }
    let cut = if from_right {
        Cut::SeparatorFromRight(separator)
    } else {
        Cut::Separator(separator)
    };
    cut_up(cx, &this, cut, most)
}

#[unsafe(no_mangle)]
pub fn mpf_str_split(cx: &Cx, a: Args) -> Result<Value<'_>, Stop> {
    split(cx, a, false)
}

#[unsafe(no_mangle)]
pub fn mpf_str_rsplit(cx: &Cx, a: Args) -> Result<Value<'_>, Stop> {
    split(cx, a, true)
}

#[unsafe(no_mangle)]
pub fn mpf_str_splitlines(cx: &Cx, a: Args) -> Result<Value<'_>, Stop> {
    let this = this(cx, a)?;
    let keep = cx.as_i64(cx.arg(a, 1)).is_some_and(|n| n != 0);
    cut_up(cx, &this, Cut::Lines { keep }, u32::MAX)
}

/// Which ends to strip.
const LEFT: u8 = 1;
const RIGHT: u8 = 2;

fn strip(cx: &Cx, a: Args, ends: u8) -> Result<Value<'_>, Stop> {
    let this = this(cx, a)?;
    let v = cx.arg(a, 1);
    let unicode = this.is_str();
    let mut byte = [0];
    let set = if v.is_unbound() || v.is_none() {
        None
    } else {
        Some(like(
            cx,
            &this,
            v,
            Wanted::Plain("strip arg must be None or str"),
            &mut byte,
        )?)
    };
    // Bytes to take from the start and the end of what is left.
    let front = |bytes: &[u8]| match set {
        None => space_at(bytes, unicode),
        Some(set) => {
            let mut n = bytes.len().min(1);
            while unicode && bytes.get(n).is_some_and(|b| !is_start(*b)) {
                n += 1;
            }
            if find(set, bytes.get(..n).unwrap_or(&[])).is_some() {
                n
            } else {
                0
            }
        }
    };
    let back = |bytes: &[u8]| match set {
        None => space_before(bytes, unicode),
        Some(set) => {
            let tail = bytes.get(char_start(bytes, unicode)..).unwrap_or(&[]);
            if find(set, tail).is_some() {
                tail.len()
            } else {
                0
            }
        }
    };
    let (mut from, mut to) = (0, this.bytes.len());
    while ends & LEFT != 0 && from < to {
        match front(this.slice(from, to)) {
            0 => break,
            n => from += n,
        }
    }
    while ends & RIGHT != 0 && from < to {
        match back(this.slice(from, to)) {
            0 => break,
            n => to -= n,
        }
    }
    this.part(cx, from, to)
}

#[unsafe(no_mangle)]
pub fn mpf_str_strip(cx: &Cx, a: Args) -> Result<Value<'_>, Stop> {
    strip(cx, a, LEFT | RIGHT)
}

#[unsafe(no_mangle)]
pub fn mpf_str_lstrip(cx: &Cx, a: Args) -> Result<Value<'_>, Stop> {
    strip(cx, a, LEFT)
}

#[unsafe(no_mangle)]
pub fn mpf_str_rstrip(cx: &Cx, a: Args) -> Result<Value<'_>, Stop> {
    strip(cx, a, RIGHT)
}

/// Item `i` of a list or tuple; unbound at the end.
fn item<'h>(cx: &'h Cx, sequence: Value<'h>, i: u32) -> Value<'h> {
    match cx.list(sequence) {
        Some(list) => list.get(i),
        None => cx.tuple(sequence).map_or(Value::UNBOUND, |t| t.get(i)),
    }
}

/// Joins the items of a list or tuple: sizes first, then one object.
fn join<'h>(cx: &'h Cx, separator: Value<'h>, sequence: Value<'h>) -> Result<Value<'h>, Stop> {
    if let Some(joined) = cx.new_str_separated(separator, sequence)? {
        return Ok(joined);
    }
    let Some(separator) = view(cx, separator) else {
        return Err(cx
            .type_error(
                "descriptor requires a 'str' object but received a '{t}'",
                &[separator],
            )
            .into());
    };
    let (mut n, mut len, mut ascii) = (0u32, 0u64, true);
    loop {
        let v = item(cx, sequence, n);
        if v.is_unbound() {
            break;
        }
        let piece = view(cx, v).filter(|p| p.is_str() == separator.is_str());
        let Some(piece) = piece else {
            let wrong = if separator.is_str() {
                "sequence item {}: expected str instance, {t} found"
            } else {
                "sequence item {}: expected a bytes-like object, {t} found"
            };
            return Err(cx.type_error(wrong, &[Value::int(n as i32), v]).into());
        };
        len += piece.bytes.len() as u64;
        ascii &= piece.ascii;
        n += 1;
    }
    let first = item(cx, sequence, 0);
    if n == 1
        && matches!(
            (first.kind(cx), separator.family),
            (Some(Kind::Str), Family::Str) | (Some(Kind::Bytes), Family::Bytes)
        )
    {
        return Ok(first);
    }
    if n > 1 {
        len += separator.bytes.len() as u64 * (n - 1) as u64;
        ascii &= separator.ascii;
    }
    let len = u32::try_from(len).map_err(|_| Stop::from(cx.raise_memory()))?;
    make(cx, separator.family, len, ascii, &mut |to| {
        let mut w = Writer::new(to);
        for i in 0..n {
            if i > 0 {
                w.push(separator.bytes);
            }
            w.push(view(cx, item(cx, sequence, i)).map_or(&[], |p| p.bytes));
        }
    })
}

#[unsafe(no_mangle)]
pub fn mpf_str_join(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    let items = cx.get(a.slot(1));
    if matches!(items.kind(cx), Some(Kind::List | Kind::Tuple)) {
        return join_slots(cx, a.slot(0), a.slot(1), a.ret());
    }
    let (mut cx, f) = cx.frame(1)?;
    if !iterate::is_iterable(&cx, cx.get(a.slot(1))) {
        return Err(cx.type_error("can only join an iterable", &[]));
    }
    let it = f.at(0);
    iterate::to_list(&mut cx, a.slot(1), it)?;
    join_slots(&mut cx, a.slot(0), it, a.ret())
}

fn join_slots(cx: &mut Cx, separator: Slot, items: Slot, dst: Slot) -> Result<(), Raised> {
    cx.make(dst, |cx| join(cx, cx.get(separator), cx.get(items)))
}

macro_rules! splitting {
    ($($owner:literal)*) => {
        crate::natives! {
            $($owner {
                Method leaf mpf_str_split "split(self, /, sep=None, maxsplit=-1)" [];
                Method leaf mpf_str_rsplit "rsplit(self, /, sep=None, maxsplit=-1)" [];
                Method leaf mpf_str_splitlines "splitlines(self, /, keepends=False)" [];
                Method leaf mpf_str_strip "strip(self, chars=None, /)" [];
                Method leaf mpf_str_lstrip "lstrip(self, chars=None, /)" [];
                Method leaf mpf_str_rstrip "rstrip(self, chars=None, /)" [];
                Method full mpf_str_join "join(self, iterable, /)" [ITERATE CALL];
            })*
        }
    };
}
splitting! { "str" "bytes" "bytearray" }
