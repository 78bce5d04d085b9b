//! Padding and translating: center, ljust, rjust, zfill, expandtabs for str, bytes and bytearray; translate and
//! maketrans of str.

use super::str_view::{Text, Wanted, Writer, chars, is_start, like, make, number, this};
use crate::cx::{Cx, Raised, Stop};
use crate::native::Args;
use crate::object::builder::StrBuilder;
use crate::object::value::Value;
use crate::protocol::item;

/// Appends a receiver with `left` and `right` fill characters around it.
fn padded<'h>(
    cx: &'h Cx,
    this: &Text<'h>,
    fill: &[u8],
    left: u32,
    right: u32,
) -> Result<Value<'h>, Stop> {
    if left == 0 && right == 0 {
        return this.part(cx, 0, this.bytes.len());
    }
    let len = this.bytes.len() as u64 + fill.len() as u64 * (left as u64 + right as u64);
    let len = u32::try_from(len).map_err(|_| Stop::from(cx.raise_memory()))?;
    make(
        cx,
        this.family,
        len,
        this.ascii && fill.is_ascii(),
        &mut |to| {
            let mut w = Writer::new(to);
            w.repeat(fill, left);
            w.push(this.bytes);
            w.repeat(fill, right);
        },
    )
}

fn justify<'h>(
    cx: &'h Cx,
    a: Args,
    wrong: &'static str,
    sides: fn(u32, u32) -> (u32, u32),
) -> Result<Value<'h>, Stop> {
    let this: Text<'h> = this(cx, a)?;
    let width = number(cx, cx.arg(a, 1), 0)?.clamp(0, 1 << 29) as u32;
    let given = cx.arg(a, 2);
    let mut byte = [0];
    let fill: &[u8] = if given.is_unbound() {
        b" "
    } else {
        let fill = like(
            cx,
            &this,
            given,
            Wanted::Plain("The fill character must be a unicode character, not {t}"),
            &mut byte,
        )?;
        if if this.is_str() {
            chars(fill)
        } else {
            fill.len() as u32
        } != 1
        {
            let wrong = if this.is_str() {
                "The fill character must be exactly one character long"
            } else {
                wrong
            };
            return Err(cx.type_error(wrong, &[given]).into());
        }
        fill
    };
    let (left, right) = sides(width.saturating_sub(this.len()), width);
    padded(cx, &this, fill, left, right)
}

#[unsafe(no_mangle)]
pub fn mpf_str_ljust(cx: &Cx, a: Args) -> Result<Value<'_>, Stop> {
    justify(
        cx,
        a,
        "ljust() argument 2 must be a byte string of length 1, not {t}",
        |pad, _| (0, pad),
    )
}

#[unsafe(no_mangle)]
pub fn mpf_str_rjust(cx: &Cx, a: Args) -> Result<Value<'_>, Stop> {
    justify(
        cx,
        a,
        "rjust() argument 2 must be a byte string of length 1, not {t}",
        |pad, _| (pad, 0),
    )
}

#[unsafe(no_mangle)]
pub fn mpf_str_center(cx: &Cx, a: Args) -> Result<Value<'_>, Stop> {
    // An odd one goes to the left exactly when the width is odd too.
    justify(
        cx,
        a,
        "center() argument 2 must be a byte string of length 1, not {t}",
        |pad, width| {
            let left = pad / 2 + (pad & width & 1);
            (left, pad - left)
        },
    )
}

#[unsafe(no_mangle)]
pub fn mpf_str_zfill(cx: &Cx, a: Args) -> Result<Value<'_>, Stop> {
    let this = this(cx, a)?;
    let width = number(cx, cx.arg(a, 1), 0)?.clamp(0, 1 << 29) as u32;
    let pad = width.saturating_sub(this.len());
    if pad == 0 {
        return this.part(cx, 0, this.bytes.len());
    }
    let sign = matches!(this.bytes.first(), Some(b'+' | b'-')) as usize;
    make(
        cx,
        this.family,
        this.bytes.len() as u32 + pad,
        this.ascii,
        &mut |to| {
            let mut w = Writer::new(to);
            w.push(this.slice(0, sign));
            w.repeat(b"0", pad);
            w.push(this.slice(sign, this.bytes.len()));
        },
    )
}

/// Calls `each` with every byte, tabs as runs of spaces.
fn expand(this: &Text<'_>, size: u32, each: &mut dyn FnMut(u8, u32)) {
    let mut column = 0u32;
    for b in this.bytes {
        match *b {
            b'\t' => {
                let n = if size == 0 {
                    0
                } else {
                    size - column.checked_rem(size).unwrap_or(0)
                };
                column += n;
                each(b' ', n);
            }
            b'\n' | b'\r' => {
                column = 0;
                each(*b, 1);
            }
            other => {
                column += (!this.is_str() || is_start(other)) as u32;
                each(other, 1);
            }
        }
    }
}

#[unsafe(no_mangle)]
pub fn mpf_str_expandtabs(cx: &Cx, a: Args) -> Result<Value<'_>, Stop> {
    let this = this(cx, a)?;
    let size = number(cx, cx.arg(a, 1), 8)?.clamp(0, 1 << 16) as u32;
    let mut len = 0u64;
    expand(&this, size, &mut |_, n| len += n as u64);
    let len = u32::try_from(len).map_err(|_| Stop::from(cx.raise_memory()))?;
    make(cx, this.family, len, this.ascii, &mut |to| {
        let mut w = Writer::new(to);
        expand(&this, size, &mut |b, n| w.repeat(&[b], n));
    })
}

/// `str.translate(table)`: the table may be any object with `__getitem__`; LookupError keeps the character.
#[unsafe(no_mangle)]
pub fn mpf_str_translate(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    let (mut cx, f) = cx.frame(3)?;
    let (key, found) = (f.at(1), f.at(2));
    let mut b = StrBuilder::new(&cx, f.at(0));
    let mut at = 0;
    while let Some(c) = cx
        .str(cx.get(a.slot(0)))
        .and_then(|s| s.text().get(at..))
        .and_then(|s| s.chars().next())
    {
        at += c.len_utf8();
        cx.set(key, Value::int(c as i32));
        match item::get_item(&mut cx, a.slot(1), key, found) {
            Ok(()) => {}
            Err(_) if crate::protocol::iterate::take_if(&mut cx, crate::wk::ty::LookupError) => {
                b.push_char(&mut cx, c)?;
                continue;
            }
            Err(e) => return Err(e),
        }
        let v = cx.get(found);
        if v.is_none() {
            continue;
        }
        if cx.str(v).is_some() {
            b.push_slot(&mut cx, found)?;
        } else if cx.is_int(v) {
            match cx
                .as_i64(v)
                .and_then(|n| u32::try_from(n).ok())
                .and_then(char::from_u32)
            {
                Some(c) => b.push_char(&mut cx, c)?,
                None => {
                    return Err(cx.value_error("character mapping must be in range(0x110000)", &[]));
                }
            }
        } else {
            return Err(cx.type_error("character mapping must return integer, None or str", &[]));
        }
    }
    b.finish(&mut cx, a.ret())
}

/// `str.maketrans(x, y, z)`.
#[unsafe(no_mangle)]
pub fn mpf_str_maketrans(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    let (x, y, z) = (cx.arg(a, 0), cx.arg(a, 1), cx.arg(a, 2));
    let two = !y.is_unbound();
    if two {
        let (Some(from), Some(to)) = (cx.str(x), cx.str(y)) else {
            return Err(cx.type_error(
                "first maketrans argument must be a string if there is a second argument",
                &[],
            ));
        };
        if from.len() != to.len() {
            return Err(cx.value_error(
                "the first two maketrans arguments must have equal length",
                &[],
            ));
        }
        if !z.is_unbound() && cx.str(z).is_none() {
            return Err(cx.type_error("maketrans() argument 3 must be str, not {t}", &[z]));
        }
    } else if cx.dict(x).is_none() {
        return Err(cx.type_error(
            "if you give only one argument to maketrans it must be a dict",
            &[],
        ));
    }
    let (mut cx, f) = cx.frame(3)?;
    cx.make(f.at(0), |cx| cx.new_dict())?;
    let (mut i, mut at) = (0, 0);
    loop {
        let pair = if two {
            pair_of_texts(&cx, a, i)
        } else {
            pair_of_dict(&cx, a, &mut at)?
        };
        let Some((key, value)) = pair else { break };
        cx.set(f.at(1), key);
        cx.set(f.at(2), value);
        crate::object::dict::dict_set(&mut cx, f.at(0), f.at(1), f.at(2))?;
        i += 1;
    }
    cx.ret(a, cx.get(f.at(0)));
    Ok(())
}

/// Entry `i` of a table made from two or three texts.
fn pair_of_texts(cx: &Cx, a: Args, i: u32) -> Option<(Value<'_>, Value<'_>)> {
    let nth = |v: u32, i: u32| {
        cx.str(cx.arg(a, v))
            .and_then(|s| s.text().chars().nth(i as usize))
            .map(|c| Value::int(c as i32))
    };
    if let Some(key) = nth(0, i) {
        return Some((key, nth(1, i)?));
    }
    let n = cx.str(cx.arg(a, 0)).map_or(0, |s| s.len());
    Some((nth(2, i - n)?, Value::NONE))
}

/// The next entry of a table made from a dict: keys are numbers or characters.
fn pair_of_dict<'h>(
    cx: &'h Cx,
    a: Args,
    at: &mut u32,
) -> Result<Option<(Value<'h>, Value<'h>)>, Raised> {
    let Some((key, value)) = cx.dict_entry(cx.arg(a, 0), at) else {
        return Ok(None);
    };
    if cx.is_int(key) {
        return Ok(Some((key, value)));
    }
    let Some(text) = cx.str(key) else {
        return Err(cx.type_error("keys in translate table must be strings or integers", &[]));
    };
    let mut chars = text.text().chars();
    match (chars.next(), chars.next()) {
        (Some(c), None) => Ok(Some((Value::int(c as i32), value))),
        _ => Err(cx.value_error("string keys in translate table must be of length 1", &[])),
    }
}

macro_rules! padding {
    ($($owner:literal)*) => {
        crate::natives! {
            $($owner {
                Method leaf mpf_str_ljust "ljust(self, width, fillchar=' ', /)" [];
                Method leaf mpf_str_rjust "rjust(self, width, fillchar=' ', /)" [];
                Method leaf mpf_str_center "center(self, width, fillchar=' ', /)" [];
                Method leaf mpf_str_zfill "zfill(self, width, /)" [];
                Method leaf mpf_str_expandtabs "expandtabs(self, /, tabsize=8)" [];
            })*
            "str" {
                Method full mpf_str_translate "translate(self, table, /)" [INDEX CALL];
                StaticMethod full mpf_str_maketrans "maketrans(x, y=None, z=None, /)" [];
            }
        }
    };
}
padding! { "str" "bytes" "bytearray" }
