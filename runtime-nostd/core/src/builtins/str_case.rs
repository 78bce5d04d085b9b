//! Case methods and character classes. ASCII takes a fast path; beyond it the mappings are arithmetic over the blocks
//! Latin-1, Latin Extended-A and Additional, Greek, Cyrillic, Armenian and full-width letters (a few hundred bytes
//! instead of 24 KB of tables); letters of other scripts are left as they are. Alphabetic and numeric characters
//! come from `core`'s compressed tables (about 2 KB, linked only with the methods that need them).

use super::str_split::space_at;
use super::str_view::{Text, this};
use crate::cx::{Cx, Raised, Stop};
use crate::native::Args;
use crate::object::builder::StrBuilder;
use crate::object::value::Value;
use crate::protocol::text::is_printable;

/// Blocks in which upper and lower case alternate: first, last, 0 when the upper-case letter is the even one.
const PAIRS: &[(u32, u32, u32)] = &[
    (0x100, 0x12F, 0),
    (0x132, 0x137, 0),
    (0x139, 0x148, 1),
    (0x14A, 0x177, 0),
    (0x179, 0x17E, 1),
    (0x460, 0x481, 0),
    (0x48A, 0x4BF, 0),
    (0x4C1, 0x4CE, 1),
    (0x4D0, 0x52F, 0),
    (0x1E00, 0x1E95, 0),
    (0x1EA0, 0x1EFF, 0),
];

/// Runs of lower-case letters and the distance to their upper-case ones.
const RUNS: &[(u32, u32, u32)] = &[
    (0x61, 0x7A, 32),
    (0xE0, 0xF6, 32),
    (0xF8, 0xFE, 32),
    (0x3AD, 0x3AF, 37),
    (0x3B1, 0x3C1, 32),
    (0x3C3, 0x3CB, 32),
    (0x3CD, 0x3CE, 63),
    (0x430, 0x44F, 32),
    (0x450, 0x45F, 80),
    (0x561, 0x586, 48),
    (0xFF41, 0xFF5A, 32),
];

/// Single letters: lower, upper.
const SINGLES: &[(u32, u32)] = &[
    (0xFF, 0x178),
    (0x3AC, 0x386),
    (0x3CC, 0x38C),
    (0x4CF, 0x4C0),
];

/// The upper-case letter of one character (without those that become two).
fn to_upper(c: char) -> char {
    let n = c as u32;
    if n < 0x80 {
        return c.to_ascii_uppercase();
    }
    let one_way = match n {
        0xB5 => 0x39C,
        0x131 => 0x49,
        0x17F => 0x53,
        0x3C2 => 0x3A3,
        _ => 0,
    };
    let mapped = if one_way != 0 {
        one_way
    } else if let Some(r) = RUNS.iter().find(|r| r.0 <= n && n <= r.1) {
        n - r.2
    } else if let Some(p) = PAIRS.iter().find(|p| p.0 <= n && n <= p.1) {
        if n & 1 != p.2 { n - 1 } else { n }
    } else {
        SINGLES.iter().find(|s| s.0 == n).map_or(n, |s| s.1)
    };
    char::from_u32(mapped).unwrap_or(c)
}

/// The lower-case letter of one character (without those that become two).
fn to_lower(c: char) -> char {
    let n = c as u32;
    if n < 0x80 {
        return c.to_ascii_lowercase();
    }
    let mapped = if let Some(r) = RUNS
        .iter()
        .find(|r| r.0 - r.2 <= n && n <= r.1 - r.2 && n != 0x3A2)
    {
        n + r.2
    } else if let Some(p) = PAIRS.iter().find(|p| p.0 <= n && n <= p.1) {
        if n & 1 == p.2 { n + 1 } else { n }
    } else {
        SINGLES.iter().find(|s| s.1 == n).map_or(n, |s| s.0)
    };
    char::from_u32(mapped).unwrap_or(c)
}

fn is_lower(c: char) -> bool {
    to_upper(c) != c || matches!(c, 'ß' | 'ŉ' | 'ª' | 'º' | 'ΐ' | 'ΰ' | 'ĸ')
}

fn is_upper(c: char) -> bool {
    to_lower(c) != c || c == 'İ'
}

/// What a case method does to a character.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Case {
    Upper,
    Lower,
    Fold,
    Swap,
    /// First letter of every word.
    Title,
    /// First letter only.
    Capital,
}

/// Appends the mapped form of `c`; `rest` is what follows, `before` what came before it.
fn push_mapped(
    b: &mut StrBuilder,
    cx: &Cx,
    c: char,
    case: Case,
    before: &str,
    rest: &str,
) -> Result<(), Stop> {
    let upper = match case {
        Case::Upper => true,
        Case::Swap => is_lower(c),
        Case::Title => !before
            .chars()
            .next_back()
            .is_some_and(|c| is_lower(c) || is_upper(c)),
        Case::Capital => before.is_empty(),
        _ => false,
    };
    if upper {
        return match c {
            'ß' if matches!(case, Case::Title | Case::Capital) => b.try_push(cx, "Ss"),
            'ß' => b.try_push(cx, "SS"),
            'ŉ' => b.try_push(cx, "ʼN"),
            c => b.try_push_char(cx, to_upper(c)),
        };
    }
    match c {
        'ß' if case == Case::Fold => b.try_push(cx, "ss"),
        'ς' if case == Case::Fold => b.try_push_char(cx, 'σ'),
        'µ' if case == Case::Fold => b.try_push_char(cx, 'μ'),
        'ſ' if case == Case::Fold => b.try_push_char(cx, 's'),
        'İ' => b.try_push(cx, "i\u{307}"),
        'Σ' if case != Case::Fold => {
            // At the end of a word sigma has a form of its own.
            let word = |c: Option<char>| c.is_some_and(|c| is_lower(c) || is_upper(c));
            let last = word(before.chars().next_back()) && !word(rest.chars().next());
            b.try_push_char(cx, if last { 'ς' } else { 'σ' })
        }
        c => b.try_push_char(cx, to_lower(c)),
    }
}

/// Maps the receiver. Bytes and bytearrays have only ASCII letters.
fn mapped(cx: &mut Cx, a: Args, case: Case) -> Result<(), Raised> {
    let ascii = cx.str(cx.arg(a, 0)).is_none_or(|s| s.is_ascii());
    if !ascii {
        let (mut cx, f) = cx.frame(1)?;
        let mut b = StrBuilder::new(&cx, f.at(0));
        b.step(&mut cx, |b, cx| {
            let text = cx.str(cx.arg(a, 0)).map_or("", |s| s.text());
            for (i, c) in text.char_indices() {
                let (before, rest) = (
                    text.get(..i).unwrap_or(""),
                    text.get(i + c.len_utf8()..).unwrap_or(""),
                );
                push_mapped(b, cx, c, case, before, rest)?;
            }
            Ok(())
        })?;
        return b.finish(&mut cx, a.ret());
    }
    cx.make(a.ret(), |cx| {
        let this = this(cx, a)?;
        let from = this.bytes;
        super::str_view::make(cx, this.family, from.len() as u32, true, &mut |to| {
            let mut in_word = false;
            for (i, (to, b)) in to.iter_mut().zip(from).enumerate() {
                let upper = match case {
                    Case::Upper => true,
                    Case::Swap => b.is_ascii_lowercase(),
                    Case::Title => !in_word,
                    Case::Capital => i == 0,
                    _ => false,
                };
                in_word = b.is_ascii_alphabetic();
                *to = if upper {
                    b.to_ascii_uppercase()
                } else {
                    b.to_ascii_lowercase()
                };
            }
        })
    })
}

#[unsafe(no_mangle)]
pub fn mpf_str_upper(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    mapped(cx, a, Case::Upper)
}

#[unsafe(no_mangle)]
pub fn mpf_str_lower(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    mapped(cx, a, Case::Lower)
}

#[unsafe(no_mangle)]
pub fn mpf_str_casefold(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    mapped(cx, a, Case::Fold)
}

#[unsafe(no_mangle)]
pub fn mpf_str_swapcase(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    mapped(cx, a, Case::Swap)
}

#[unsafe(no_mangle)]
pub fn mpf_str_title(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    mapped(cx, a, Case::Title)
}

#[unsafe(no_mangle)]
pub fn mpf_str_capitalize(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    mapped(cx, a, Case::Capital)
}

/// Calls `each` with every character (of bytes: those above ASCII as U+FFFD, which is in no class) until it is false.
fn all<'h>(cx: &'h Cx, this: &Text<'h>, mut each: impl FnMut(char) -> bool) -> bool {
    if this.is_str() {
        return this.text(cx).chars().all(each);
    }
    this.bytes
        .iter()
        .all(|b| each(if b.is_ascii() { *b as char } else { '\u{FFFD}' }))
}

/// True when there are characters and all are in the class.
fn class(cx: &Cx, a: Args, test: fn(char) -> bool) -> Result<Value<'_>, Stop> {
    let this = this(cx, a)?;
    Ok(Value::bool(!this.bytes.is_empty() && all(cx, &this, test)))
}

/// First characters (digit zero) of the runs of ten decimal digits in the basic plane.
pub const ZEROS: &[u16] = &[
    0x660, 0x6F0, 0x7C0, 0x966, 0x9E6, 0xA66, 0xAE6, 0xB66, 0xBE6, 0xC66, 0xCE6, 0xD66, 0xDE6,
    0xE50, 0xED0, 0xF20, 0x1040, 0x1090, 0x17E0, 0x1810, 0x1946, 0x19D0, 0x1A80, 0x1A90, 0x1B50,
    0x1BB0, 0x1C40, 0x1C50, 0xA620, 0xA8D0, 0xA900, 0xA9D0, 0xA9F0, 0xAA50, 0xABF0, 0xFF10,
];

fn is_decimal(c: char) -> bool {
    let n = c as u32;
    c.is_ascii_digit()
        || n > 0x7F
            && ZEROS
                .iter()
                .any(|z| (*z as u32..*z as u32 + 10).contains(&n))
}

fn is_digit(c: char) -> bool {
    is_decimal(c)
        || matches!(c as u32, 0xB2 | 0xB3 | 0xB9 | 0x2070 | 0x2074..=0x2079 | 0x2080..=0x2089 | 0x2460..=0x2468 | 0x2474..=0x247C | 0x2488..=0x2490)
}

fn is_alpha(c: char) -> bool {
    if c.is_ascii() {
        c.is_ascii_alphabetic()
    } else {
        c.is_alphabetic() && !is_letter_number(c)
    }
}

/// Alphabetic for Unicode, but a number for Python.
fn is_letter_number(c: char) -> bool {
    matches!(c as u32, 0x2160..=0x2188 | 0x3007 | 0x3021..=0x3029 | 0x24B6..=0x24E9)
}

fn is_numeric(c: char) -> bool {
    if c.is_ascii() {
        c.is_ascii_digit()
    } else {
        c.is_numeric()
    }
}

#[unsafe(no_mangle)]
pub fn mpf_str_isalpha(cx: &Cx, a: Args) -> Result<Value<'_>, Stop> {
    class(cx, a, is_alpha)
}

#[unsafe(no_mangle)]
pub fn mpf_str_isdecimal(cx: &Cx, a: Args) -> Result<Value<'_>, Stop> {
    class(cx, a, is_decimal)
}

#[unsafe(no_mangle)]
pub fn mpf_str_isdigit(cx: &Cx, a: Args) -> Result<Value<'_>, Stop> {
    class(cx, a, is_digit)
}

#[unsafe(no_mangle)]
pub fn mpf_str_isnumeric(cx: &Cx, a: Args) -> Result<Value<'_>, Stop> {
    class(cx, a, is_numeric)
}

#[unsafe(no_mangle)]
pub fn mpf_str_isalnum(cx: &Cx, a: Args) -> Result<Value<'_>, Stop> {
    class(cx, a, |c| is_alpha(c) || is_numeric(c))
}

#[unsafe(no_mangle)]
pub fn mpf_str_isspace(cx: &Cx, a: Args) -> Result<Value<'_>, Stop> {
    let this = this(cx, a)?;
    let mut rest = this.bytes;
    while !rest.is_empty() {
        match space_at(rest, this.is_str()) {
            0 => return Ok(Value::FALSE),
            n => rest = rest.get(n..).unwrap_or(&[]),
        }
    }
    Ok(Value::bool(!this.bytes.is_empty()))
}

#[unsafe(no_mangle)]
pub fn mpf_str_islower(cx: &Cx, a: Args) -> Result<Value<'_>, Stop> {
    let this = this(cx, a)?;
    let mut some = false;
    let clean = all(cx, &this, |c| {
        some |= is_lower(c);
        !is_upper(c)
    });
    Ok(Value::bool(some && clean))
}

#[unsafe(no_mangle)]
pub fn mpf_str_isupper(cx: &Cx, a: Args) -> Result<Value<'_>, Stop> {
    let this = this(cx, a)?;
    let mut some = false;
    let clean = all(cx, &this, |c| {
        some |= is_upper(c);
        !is_lower(c)
    });
    Ok(Value::bool(some && clean))
}

#[unsafe(no_mangle)]
pub fn mpf_str_istitle(cx: &Cx, a: Args) -> Result<Value<'_>, Stop> {
    let this = this(cx, a)?;
    let (mut some, mut in_word) = (false, false);
    let clean = all(cx, &this, |c| {
        let (upper, lower) = (is_upper(c), is_lower(c));
        let fits = if upper { !in_word } else { !lower || in_word };
        in_word = upper || lower;
        some |= in_word;
        fits
    });
    Ok(Value::bool(some && clean))
}

#[unsafe(no_mangle)]
pub fn mpf_str_isprintable(cx: &Cx, a: Args) -> Result<Value<'_>, Stop> {
    let this = this(cx, a)?;
    Ok(Value::bool(all(cx, &this, is_printable)))
}

#[unsafe(no_mangle)]
pub fn mpf_str_isidentifier(cx: &Cx, a: Args) -> Result<Value<'_>, Stop> {
    let this = this(cx, a)?;
    let mut first = true;
    let fits = all(cx, &this, |c| {
        let fits = c == '_' || is_alpha(c) || is_letter_number(c) || !first && is_decimal(c);
        first = false;
        fits
    });
    Ok(Value::bool(!this.bytes.is_empty() && fits))
}

macro_rules! cases {
    ($($owner:literal)*) => {
        crate::natives! {
            $($owner {
                Method full mpf_str_upper "upper(self, /)" [];
                Method full mpf_str_lower "lower(self, /)" [];
                Method full mpf_str_swapcase "swapcase(self, /)" [];
                Method full mpf_str_title "title(self, /)" [];
                Method full mpf_str_capitalize "capitalize(self, /)" [];
                Method leaf mpf_str_isalpha "isalpha(self, /)" [];
                Method leaf mpf_str_isdigit "isdigit(self, /)" [];
                Method leaf mpf_str_isalnum "isalnum(self, /)" [];
                Method leaf mpf_str_isspace "isspace(self, /)" [];
                Method leaf mpf_str_islower "islower(self, /)" [];
                Method leaf mpf_str_isupper "isupper(self, /)" [];
                Method leaf mpf_str_istitle "istitle(self, /)" [];
            })*
            "str" {
                Method full mpf_str_casefold "casefold(self, /)" [];
                Method leaf mpf_str_isdecimal "isdecimal(self, /)" [];
                Method leaf mpf_str_isnumeric "isnumeric(self, /)" [];
                Method leaf mpf_str_isprintable "isprintable(self, /)" [];
                Method leaf mpf_str_isidentifier "isidentifier(self, /)" [];
            }
        }
    };
}
cases! { "str" "bytes" "bytearray" }
