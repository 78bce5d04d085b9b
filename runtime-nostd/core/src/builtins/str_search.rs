//! Searching methods of str, bytes and bytearray: find and its family, count, startswith and endswith, replace,
//! partition, removeprefix and removesuffix, and the `in` operator. Plain search: first byte, then compare.

use super::str_view::{Text, Wanted, Writer, bounds, like, make, number, this};
use crate::cx::{Cx, Raised, Stop};
use crate::native::Args;
use crate::object::value::Value;

/// First position of `needle`.
pub fn find(hay: &[u8], needle: &[u8]) -> Option<usize> {
    let Some((first, rest)) = needle.split_first() else {
        return Some(0);
    };
    let mut from = 0;
    loop {
        from += hay.get(from..)?.iter().position(|b| b == first)?;
        if hay.get(from + 1..)?.starts_with(rest) {
            return Some(from);
        }
        from += 1;
    }
}

/// Last position of `needle`.
pub fn rfind(hay: &[u8], needle: &[u8]) -> Option<usize> {
    let last = hay.len().checked_sub(needle.len())?;
    (0..=last)
        .rev()
        .find(|&i| hay.get(i..).is_some_and(|h| h.starts_with(needle)))
}

/// Position of argument 1 within the bounds of arguments 2 and 3, as an index.
fn position(
    cx: &Cx,
    a: Args,
    search: fn(&[u8], &[u8]) -> Option<usize>,
) -> Result<Option<u32>, Stop> {
    let this = this(cx, a)?;
    let mut byte = [0];
    let needle = like(cx, &this, cx.arg(a, 1), Wanted::Needle, &mut byte)?;
    let Some((from, to)) = bounds(cx, a, &this, 2)? else {
        return Ok(None);
    };
    Ok(search(this.slice(from, to), needle).map(|at| this.index(from + at)))
}

fn or_minus_one(at: Option<u32>) -> Value<'static> {
    at.map_or(Value::int(-1), |i| Value::int(i as i32))
}

fn or_error(cx: &Cx, a: Args, at: Option<u32>) -> Result<Value<'_>, Stop> {
    match at {
        Some(i) => Ok(Value::int(i as i32)),
        None if cx.str(cx.arg(a, 0)).is_some() => {
            Err(cx.value_error("substring not found", &[]).into())
        }
        None => Err(cx.value_error("subsection not found", &[]).into()),
    }
}

#[unsafe(no_mangle)]
pub fn mpf_str_find(cx: &Cx, a: Args) -> Result<Value<'_>, Stop> {
    Ok(or_minus_one(position(cx, a, find)?))
}

#[unsafe(no_mangle)]
pub fn mpf_str_rfind(cx: &Cx, a: Args) -> Result<Value<'_>, Stop> {
    Ok(or_minus_one(position(cx, a, rfind)?))
}

#[unsafe(no_mangle)]
pub fn mpf_str_index(cx: &Cx, a: Args) -> Result<Value<'_>, Stop> {
    let at = position(cx, a, find)?;
    or_error(cx, a, at)
}

#[unsafe(no_mangle)]
pub fn mpf_str_rindex(cx: &Cx, a: Args) -> Result<Value<'_>, Stop> {
    let at = position(cx, a, rfind)?;
    or_error(cx, a, at)
}

/// Occurrences that do not overlap, at most `most`.
pub fn occurrences(hay: &[u8], needle: &[u8], most: u32) -> u32 {
    let mut n = 0;
    let mut rest = hay;
    while n < most
        && let Some(at) = find(rest, needle)
    {
        n += 1;
        rest = rest.get(at + needle.len()..).unwrap_or(&[]);
    }
    n
}

#[unsafe(no_mangle)]
pub fn mpf_str_count(cx: &Cx, a: Args) -> Result<Value<'_>, Stop> {
    let this = this(cx, a)?;
    let mut byte = [0];
    let needle = like(cx, &this, cx.arg(a, 1), Wanted::Needle, &mut byte)?;
    let Some((from, to)) = bounds(cx, a, &this, 2)? else {
        return Ok(Value::int(0));
    };
    let hay = this.slice(from, to);
    let n = if needle.is_empty() {
        this.index(to) - this.index(from) + 1
    } else {
        occurrences(hay, needle, u32::MAX)
    };
    Ok(Value::int(n as i32))
}

/// Slot `Contains`.
#[unsafe(no_mangle)]
pub fn mpf_str_contains(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    let found = contains(cx, a).map_err(|_| Raised(()))?;
    cx.ret(a, Value::bool(found));
    Ok(())
}

fn contains(cx: &Cx, a: Args) -> Result<bool, Stop> {
    let this = this(cx, a)?;
    let mut byte = [0];
    let wanted = if this.is_str() {
        Wanted::Plain("'in <string>' requires string as left operand, not {t}")
    } else if cx.is_int(cx.arg(a, 1)) {
        Wanted::Needle
    } else {
        Wanted::Separator
    };
    let needle = like(cx, &this, cx.arg(a, 1), wanted, &mut byte)?;
    Ok(find(this.bytes, needle).is_some())
}

/// `startswith` and `endswith`: argument 1 is a text or a tuple of texts.
fn affix<'h>(
    cx: &'h Cx,
    a: Args,
    test: fn(&[u8], &[u8]) -> bool,
    wrong: [&'static str; 3],
) -> Result<Value<'h>, Stop> {
    let this: Text<'h> = this(cx, a)?;
    let affixes = cx.arg(a, 1);
    let range = bounds(cx, a, &this, 2)?;
    let (mut i, tuple) = (0, cx.tuple(affixes));
    loop {
        let v = tuple.map_or(affixes, |t| t.get(i));
        if v.is_unbound() {
            return Ok(Value::FALSE);
        }
        let affix = if this.is_str() {
            cx.str(v).map(|s| s.bytes())
        } else {
            cx.byte_view(v)
        };
        let Some(affix) = affix else {
            let [text, bytes, item] = wrong;
            let template = match (tuple.is_some(), this.is_str()) {
                (true, true) => item,
                (_, true) => text,
                _ if tuple.is_some() => "a bytes-like object is required, not '{t}'",
                _ => bytes,
            };
            return Err(cx.type_error(template, &[v]).into());
        };
        if range.is_some_and(|(from, to)| test(this.slice(from, to), affix)) {
            return Ok(Value::TRUE);
        }
        if tuple.is_none() {
            return Ok(Value::FALSE);
        }
        i += 1;
    }
}

#[unsafe(no_mangle)]
pub fn mpf_str_startswith(cx: &Cx, a: Args) -> Result<Value<'_>, Stop> {
    const WRONG: [&str; 3] = [
        "startswith first arg must be str or a tuple of str, not {t}",
        "startswith first arg must be bytes or a tuple of bytes, not {t}",
        "tuple for startswith must only contain str, not {t}",
    ];
    affix(cx, a, |text, affix| text.starts_with(affix), WRONG)
}

#[unsafe(no_mangle)]
pub fn mpf_str_endswith(cx: &Cx, a: Args) -> Result<Value<'_>, Stop> {
    const WRONG: [&str; 3] = [
        "endswith first arg must be str or a tuple of str, not {t}",
        "endswith first arg must be bytes or a tuple of bytes, not {t}",
        "tuple for endswith must only contain str, not {t}",
    ];
    affix(cx, a, |text, affix| text.ends_with(affix), WRONG)
}

#[unsafe(no_mangle)]
pub fn mpf_str_removeprefix(cx: &Cx, a: Args) -> Result<Value<'_>, Stop> {
    let this = this(cx, a)?;
    let mut byte = [0];
    let affix = like(
        cx,
        &this,
        cx.arg(a, 1),
        Wanted::Plain("removeprefix() argument must be str, not {t}"),
        &mut byte,
    )?;
    let from = if this.bytes.starts_with(affix) {
        affix.len()
    } else {
        0
    };
    this.part(cx, from, this.bytes.len())
}

#[unsafe(no_mangle)]
pub fn mpf_str_removesuffix(cx: &Cx, a: Args) -> Result<Value<'_>, Stop> {
    let this = this(cx, a)?;
    let mut byte = [0];
    let affix = like(
        cx,
        &this,
        cx.arg(a, 1),
        Wanted::Plain("removesuffix() argument must be str, not {t}"),
        &mut byte,
    )?;
    let cut = if this.bytes.ends_with(affix) {
        affix.len()
    } else {
        0
    };
    this.part(cx, 0, this.bytes.len() - cut)
}

#[unsafe(no_mangle)]
pub fn mpf_str_replace(cx: &Cx, a: Args) -> Result<Value<'_>, Stop> {
    let this = this(cx, a)?;
    let (mut byte1, mut byte2) = ([0], [0]);
    let old = like(
        cx,
        &this,
        cx.arg(a, 1),
        Wanted::Plain("replace() argument 1 must be str, not {t}"),
        &mut byte1,
    )?;
    let new = like(
        cx,
        &this,
        cx.arg(a, 2),
        Wanted::Plain("replace() argument 2 must be str, not {t}"),
        &mut byte2,
    )?;
    let count = number(cx, cx.arg(a, 3), -1)?;
    let most = u32::try_from(count).unwrap_or(u32::MAX);
    let hay = this.bytes;
    let n = if old.is_empty() {
        this.len().saturating_add(1).min(most)
    } else {
        occurrences(hay, old, most)
    };
    if n == 0 {
        return this.part(cx, 0, hay.len());
    }
    let len = hay.len() as u64 + n as u64 * new.len() as u64 - n as u64 * old.len() as u64;
    let len = u32::try_from(len).map_err(|_| Stop::from(cx.raise_memory()))?;
    // Taking non-ASCII out may leave ASCII; one look over the parts that stay decides.
    let ascii = new.is_ascii() && (this.ascii || !old.is_ascii() && stays_ascii(hay, old, n));
    make(cx, this.family, len, ascii, &mut |to| {
        let mut w = Writer::new(to);
        let mut rest = hay;
        for _ in 0..n {
            let at = if old.is_empty() {
                0
            } else {
                find(rest, old).unwrap_or(rest.len())
            };
            w.push(rest.get(..at).unwrap_or(&[]));
            w.push(new);
            rest = rest.get(at + old.len()..).unwrap_or(&[]);
            if old.is_empty() {
                // The next place is behind one whole character.
                let mut step = rest.len().min(1);
                while this.is_str()
                    && rest
                        .get(step)
                        .is_some_and(|b| !super::str_view::is_start(*b))
                {
                    step += 1;
                }
                w.push(rest.get(..step).unwrap_or(&[]));
                rest = rest.get(step..).unwrap_or(&[]);
            }
        }
        w.push(rest);
    })
}

fn stays_ascii(hay: &[u8], old: &[u8], n: u32) -> bool {
    let mut rest = hay;
    for _ in 0..n {
        let Some(at) = find(rest, old) else { break };
        if !rest.get(..at).unwrap_or(&[]).is_ascii() {
            return false;
        }
        rest = rest.get(at + old.len()..).unwrap_or(&[]);
    }
    rest.is_ascii()
}

/// `(head, separator, tail)`.
fn parted<'h>(
    cx: &'h Cx,
    a: Args,
    search: fn(&[u8], &[u8]) -> Option<usize>,
    missing_first: bool,
) -> Result<Value<'h>, Stop> {
    let this: Text<'h> = this(cx, a)?;
    let mut byte = [0];
    let separator = like(
        cx,
        &this,
        cx.arg(a, 1),
        Wanted::Plain("must be str, not {t}"),
        &mut byte,
    )?;
    if separator.is_empty() {
        return Err(cx.value_error("empty separator", &[]).into());
    }
    let n = this.bytes.len();
    cx.try_room(this.room(n as u32) + 2 * this.room(4) + 16)?;
    let (a0, a1) = match search(this.bytes, separator) {
        Some(at) => (at, at + separator.len()),
        None if missing_first => (0, 0),
        None => (n, n),
    };
    let parts = [
        this.part(cx, 0, a0)?,
        this.part(cx, a0, a1)?,
        this.part(cx, a1, n)?,
    ];
    cx.new_tuple(3, |i| parts.get(i as usize).copied().unwrap_or(Value::NONE))
}

#[unsafe(no_mangle)]
pub fn mpf_str_partition(cx: &Cx, a: Args) -> Result<Value<'_>, Stop> {
    parted(cx, a, find, false)
}

#[unsafe(no_mangle)]
pub fn mpf_str_rpartition(cx: &Cx, a: Args) -> Result<Value<'_>, Stop> {
    parted(cx, a, rfind, true)
}

macro_rules! searching {
    ($($owner:literal)*) => {
        crate::natives! {
            $($owner {
                Method leaf mpf_str_find "find(self, sub, start=None, end=None, /)" [];
                Method leaf mpf_str_rfind "rfind(self, sub, start=None, end=None, /)" [];
                Method leaf mpf_str_index "index(self, sub, start=None, end=None, /)" [];
                Method leaf mpf_str_rindex "rindex(self, sub, start=None, end=None, /)" [];
                Method leaf mpf_str_count "count(self, sub, start=None, end=None, /)" [];
                Method leaf mpf_str_startswith "startswith(self, prefix, start=None, end=None, /)" [];
                Method leaf mpf_str_endswith "endswith(self, suffix, start=None, end=None, /)" [];
                Method leaf mpf_str_removeprefix "removeprefix(self, prefix, /)" [];
                Method leaf mpf_str_removesuffix "removesuffix(self, suffix, /)" [];
                Method leaf mpf_str_replace "replace(self, old, new, count=-1, /)" [];
                Method leaf mpf_str_partition "partition(self, sep, /)" [];
                Method leaf mpf_str_rpartition "rpartition(self, sep, /)" [];
            })*
        }
    };
}
searching! { "str" "bytes" "bytearray" }
