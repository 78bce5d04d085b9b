//! The format mini-language: reading a specification, laying out texts and numbers by it, `format()` and the `Format`
//! slot of str. How numbers get their digits is in `format_number`.
//! Python's reference: "Format Specification Mini-Language".

use crate::cx::{Cx, Raised, Slot, Stop};
use crate::native::Args;
use crate::object::builder::StrBuilder;
use crate::object::value::Value;
use crate::protocol::text;

/// A specification: `[[fill]align][sign][z][#][0][width][grouping][.precision][type]`.
#[derive(Clone, Copy)]
pub struct Spec {
    pub fill: char,
    /// `<`, `>`, `=`, `^` or 0.
    pub align: u8,
    /// `+`, `-`, space or 0.
    pub sign: u8,
    pub no_negative_zero: bool,
    pub alternate: bool,
    pub width: u32,
    /// `,`, `_` or 0.
    pub grouping: u8,
    pub precision: Option<u32>,
    /// Type character, or NUL.
    pub kind: char,
}

impl Spec {
    pub const EMPTY: Spec = Spec {
        fill: ' ',
        align: 0,
        sign: 0,
        no_negative_zero: false,
        alternate: false,
        width: 0,
        grouping: 0,
        precision: None,
        kind: '\0',
    };
}

/// Why a text is no specification.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum SpecError {
    TooManyDigits,
    MissingPrecision,
    BothGroupings,
    /// Grouping is repeated: like an unknown type after it.
    Repeated,
    Invalid,
}

/// Largest width or precision: what fits the largest object anyway.
const LARGEST: u32 = 1 << 24;

fn is_align(c: Option<char>) -> bool {
    matches!(c, Some('<' | '>' | '=' | '^'))
}

/// Reads decimal digits from the front of `rest`.
pub fn take_number(rest: &mut &str) -> Result<Option<u32>, SpecError> {
    let mut value = None;
    while let Some(d) = rest.as_bytes().first().filter(|b| b.is_ascii_digit()) {
        let n = value.unwrap_or(0) * 10 + (d - b'0') as u32;
        if n > LARGEST {
            return Err(SpecError::TooManyDigits);
        }
        value = Some(n);
        *rest = rest.get(1..).unwrap_or("");
    }
    Ok(value)
}

fn take(rest: &mut &str, wanted: &[u8]) -> u8 {
    match rest.as_bytes().first() {
        Some(b) if wanted.contains(b) => {
            *rest = rest.get(1..).unwrap_or("");
            *b
        }
        _ => 0,
    }
}

/// Reads a specification.
pub fn parse_spec(text: &str) -> Result<Spec, SpecError> {
    let mut spec = Spec::EMPTY;
    let mut rest = text;
    let mut chars = text.chars();
    let (first, second) = (chars.next(), chars.next());
    let mut fill_given = false;
    if let Some(fill) = first
        && is_align(second)
    {
        spec.fill = fill;
        fill_given = true;
        rest = rest.get(fill.len_utf8()..).unwrap_or("");
    }
    spec.align = take(&mut rest, b"<>=^");
    spec.sign = take(&mut rest, b"+- ");
    spec.no_negative_zero = take(&mut rest, b"z") != 0;
    spec.alternate = take(&mut rest, b"#") != 0;
    if !fill_given && take(&mut rest, b"0") != 0 {
        spec.fill = '0';
        if spec.align == 0 {
            spec.align = b'0';
        }
    }
    spec.width = take_number(&mut rest)?.unwrap_or(0);
    spec.grouping = take(&mut rest, b",_");
    if spec.grouping != 0 {
        match take(&mut rest, b",_") {
            0 => {}
            other if other != spec.grouping => return Err(SpecError::BothGroupings),
            _ => return Err(SpecError::Repeated),
        }
    }
    if take(&mut rest, b".") != 0 {
        spec.precision = Some(take_number(&mut rest)?.ok_or(SpecError::MissingPrecision)?);
    }
    let mut chars = rest.chars();
    spec.kind = chars.next().unwrap_or('\0');
    if chars.next().is_some() {
        Err(SpecError::Invalid)
    } else {
        Ok(spec)
    }
}

/// Reads the specification in `spec` for formatting `v`, with CPython's errors.
pub fn spec_of(cx: &mut Cx, v: Slot, spec: Slot) -> Result<Spec, Raised> {
    let s = cx.get(spec);
    let Some(text) = cx.str(s) else {
        if s.is_unbound() {
            return Ok(Spec::EMPTY);
        }
        return Err(cx.type_error("__format__() argument must be str, not {t}", &[s]));
    };
    parse_spec(text.text()).map_err(|e| match e {
        SpecError::TooManyDigits => cx.value_error("Too many decimal digits in format string", &[]),
        SpecError::MissingPrecision => cx.value_error("Format specifier missing precision", &[]),
        SpecError::BothGroupings => cx.value_error("Cannot specify both ',' and '_'.", &[]),
        SpecError::Repeated => cx.value_error("Cannot specify ',' with ','.", &[]),
        SpecError::Invalid => cx.value_error(
            "Invalid format specifier '{}' for object of type '{t}'",
            &[s, cx.get(v)],
        ),
    })
}

/// ValueError with the one character that is wrong as first value of the template, `v` as second.
pub fn wrong_char(cx: &mut Cx, template: &'static str, c: char, v: Slot) -> Raised {
    raise_with_char(cx, crate::wk::ty::ValueError, template, c, v)
}

/// The same for any exception.
#[cold]
#[inline(never)]
pub fn raise_with_char(
    cx: &mut Cx,
    class: fn(&Cx) -> Value<'_>,
    template: &'static str,
    c: char,
    v: Slot,
) -> Raised {
    let (mut cx, f) = match cx.frame(1) {
        Ok(f) => f,
        Err(e) => return e,
    };
    let made = cx.make(f.at(0), |cx| cx.new_str(c.encode_utf8(&mut [0; 4])));
    match made {
        Ok(()) => cx.raise(class(&cx), template, &[cx.get(f.at(0)), cx.get(v)]),
        Err(e) => e,
    }
}

#[cold]
pub fn unknown_code(cx: &mut Cx, kind: char, v: Slot) -> Raised {
    wrong_char(
        cx,
        "Unknown format code '{}' for object of type '{t}'",
        kind,
        v,
    )
}

/// How much fill goes to the left and to the right.
fn padding(spec: &Spec, chars: u32, default: u8) -> (u32, u32) {
    let pad = spec.width.saturating_sub(chars);
    match if spec.align == 0 { default } else { spec.align } {
        b'<' => (0, pad),
        b'^' => (pad / 2, pad - pad / 2),
        _ => (pad, 0),
    }
}

/// Appends a text cut to the precision and padded to the width.
pub fn put_text(
    b: &mut StrBuilder,
    cx: &Cx,
    text: &str,
    spec: &Spec,
    default_align: u8,
) -> Result<(), Stop> {
    let mut text = text;
    if let Some(p) = spec.precision
        && let Some((at, _)) = text.char_indices().nth(p as usize)
    {
        text = text.get(..at).unwrap_or("");
    }
    // Counting is needed only when there may be something to fill.
    let chars = if spec.width == 0 {
        0
    } else {
        text.chars().count() as u32
    };
    let (left, right) = padding(spec, chars, default_align);
    b.try_fill(cx, spec.fill, left)?;
    b.try_push(cx, text)?;
    b.try_fill(cx, spec.fill, right)
}

/// A number taken apart: all ASCII.
pub struct Number<'a> {
    pub negative: bool,
    pub prefix: &'static str,
    /// Digits before the point.
    pub whole: &'a str,
    /// Those digits in upper case.
    pub upper: bool,
    /// Everything behind them.
    pub rest: &'a str,
    pub percent: bool,
    /// Digits between two separators.
    pub group: u32,
    /// Digits at least.
    pub least: u32,
}

/// Appends a number with sign, prefix, separators and padding.
pub fn put_number(b: &mut StrBuilder, cx: &Cx, n: &Number<'_>, spec: &Spec) -> Result<(), Stop> {
    let sign = match (n.negative, spec.sign) {
        (true, _) => "-",
        (false, b'+') => "+",
        (false, b' ') => " ",
        _ => "",
    };
    let around = (sign.len() + n.prefix.len() + n.rest.len() + n.percent as usize) as u32;
    let inside = spec.align == b'=' || spec.align == b'0';
    let digits = n.whole.len() as u32;
    let is_number = n
        .whole
        .as_bytes()
        .first()
        .is_some_and(u8::is_ascii_hexdigit)
        && !n.whole.starts_with("inf");
    let grouping = spec.grouping != 0 && is_number;
    let group = n.group.max(1);
    let length = |d: u32| {
        d + if grouping {
            d.saturating_sub(1) / group
        } else {
            0
        }
    };
    let mut total = digits.max(n.least);
    if inside && spec.fill == '0' && grouping {
        let least = spec.width.saturating_sub(around);
        while length(total) < least {
            total += 1;
        }
    }
    let pad = spec.width.saturating_sub(around + length(total));
    let (left, right) = if inside {
        (0, 0)
    } else {
        padding(spec, around + length(total), b'>')
    };
    b.try_fill(cx, spec.fill, left)?;
    b.try_push(cx, sign)?;
    b.try_push(cx, n.prefix)?;
    if inside {
        b.try_fill(cx, spec.fill, pad)?;
    }
    if grouping {
        let mut whole = n.whole.chars();
        for i in (0..total).rev() {
            let c = if i >= digits {
                '0'
            } else {
                whole.next().unwrap_or('0')
            };
            b.try_push_char(cx, if n.upper { c.to_ascii_uppercase() } else { c })?;
            if i > 0 && i % group == 0 {
                b.try_push_char(cx, spec.grouping as char)?;
            }
        }
    } else {
        b.try_fill(cx, '0', total - digits)?;
        if n.upper {
            for c in n.whole.chars() {
                b.try_push_char(cx, c.to_ascii_uppercase())?;
            }
        } else {
            b.try_push(cx, n.whole)?;
        }
    }
    b.try_push(cx, n.rest)?;
    if n.percent {
        b.try_push(cx, "%")?;
    }
    b.try_fill(cx, spec.fill, right)
}

/// Appends the str in `v` formatted by `spec`.
pub fn put_str(cx: &mut Cx, b: &mut StrBuilder, v: Slot, spec: &Spec) -> Result<(), Raised> {
    if spec.kind != '\0' && spec.kind != 's' {
        return Err(unknown_code(cx, spec.kind, v));
    }
    match spec.sign {
        0 => {}
        b' ' => return Err(cx.value_error("Space not allowed in string format specifier", &[])),
        _ => return Err(cx.value_error("Sign not allowed in string format specifier", &[])),
    }
    if spec.no_negative_zero {
        return Err(cx.value_error(
            "Negative zero coercion (z) not allowed in string format specifier",
            &[],
        ));
    }
    if spec.alternate {
        return Err(cx.value_error(
            "Alternate form (#) not allowed in string format specifier",
            &[],
        ));
    }
    if spec.grouping != 0 {
        return Err(wrong_char(
            cx,
            "Cannot specify '{}' with 's'.",
            spec.grouping as char,
            v,
        ));
    }
    if spec.align == b'=' {
        return Err(cx.value_error("'=' alignment not allowed in string format specifier", &[]));
    }
    let mut spec = *spec;
    if spec.align == b'0' {
        spec.align = 0;
    }
    b.step(cx, |b, cx| {
        put_text(
            b,
            cx,
            cx.str(cx.get(v)).map_or("", |s| s.text()),
            &spec,
            b'<',
        )
    })
}

/// Slot `Format` of str.
#[unsafe(no_mangle)]
pub fn mpf_str_format_slot(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    let spec = spec_of(cx, a.slot(0), a.slot(1))?;
    let (mut cx, f) = cx.frame(1)?;
    let mut b = StrBuilder::new(&cx, f.at(0));
    put_str(&mut cx, &mut b, a.slot(0), &spec)?;
    b.finish(&mut cx, a.ret())
}

/// Appends `format(v, spec)`, without an intermediate str for a str or a small int with an empty specification.
pub fn push_format(cx: &mut Cx, b: &mut StrBuilder, v: Slot, spec: Slot) -> Result<(), Raised> {
    let empty = {
        let s = cx.get(spec);
        s.is_unbound() || cx.str(s).is_some_and(|s| s.is_empty())
    };
    let value = cx.get(v);
    if empty
        && (value.is_small()
            || text::immediate_text(value).is_some()
            || value.is_kind(cx, crate::Kind::Str))
    {
        return b.push_str(cx, v);
    }
    let (mut cx, f) = cx.frame(1)?;
    text::format(&mut cx, v, spec, f.at(0))?;
    b.push_slot(&mut cx, f.at(0))
}

/// `format(value, spec="")`.
#[unsafe(no_mangle)]
pub fn mpf_builtin_format(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    let (mut cx, f) = cx.frame(1)?;
    let spec = if a.len() > 1 {
        cx.get(a.slot(1))
    } else {
        Value::UNBOUND
    };
    if !spec.is_unbound() && cx.str(spec).is_none() {
        return Err(cx.type_error("format() argument 2 must be str, not {t}", &[spec]));
    }
    cx.set(f.at(0), spec);
    text::format(&mut cx, a.slot(0), f.at(0), a.ret())
}

crate::natives! {
    "" {
        Function full mpf_builtin_format "format(value, format_spec='', /)" [FORMAT STR REPR CALL];
    }
}
