//! The format mini-language: reading a specification, laying out texts and numbers by it, `format()` and the `Format`
//! slot of str. How numbers get their digits is in `format_number`.
//! Python's reference: "Format Specification Mini-Language".

use super::format_layout::Layout;
pub use super::format_layout::{Number, Plain, put_number, put_text};
use super::format_number::{small_number, suits_int};
use crate::cx::{Cx, Raised, Slot};
use crate::native::Args;
use crate::object::builder::{StrBuilder, small_decimal};
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

    /// Whether digits are to be grouped with a code that knows no groups.
    fn groups_wrongly(&self) -> bool {
        self.grouping != 0
            && match self.kind {
                '\0' | 'd' | 'e' | 'f' | 'g' | 'E' | 'F' | 'G' | '%' => false,
                'b' | 'o' | 'x' | 'X' => self.grouping == b',',
                _ => true,
            }
    }
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

/// Reads decimal digits from `at` on.
pub fn number_at(text: &[u8], at: &mut usize) -> Result<Option<u32>, SpecError> {
    let mut value = None;
    while let Some(digit) = text
        .get(*at)
        .map(|b| b.wrapping_sub(b'0'))
        .filter(|d| *d < 10)
    {
        let n = value.unwrap_or(0) * 10 + digit as u32;
        if n > LARGEST {
            return Err(SpecError::TooManyDigits);
        }
        value = Some(n);
        *at += 1;
    }
    Ok(value)
}

/// Reads a specification.
#[inline(never)]
pub fn parse_spec(text: &str) -> Result<Spec, SpecError> {
    let bytes = text.as_bytes();
    let mut spec = Spec::EMPTY;
    let mut at = 0;
    let peek = |at: usize| bytes.get(at).copied().unwrap_or(0);
    let is_align = |c: u8| matches!(c, b'<' | b'>' | b'=' | b'^');
    let mut fill_given = false;
    if let Some(fill) = text.chars().next()
        && is_align(peek(fill.len_utf8()))
    {
        spec.fill = fill;
        fill_given = true;
        at = fill.len_utf8();
    }
    if is_align(peek(at)) {
        spec.align = peek(at);
        at += 1;
    }
    if matches!(peek(at), b'+' | b'-' | b' ') {
        spec.sign = peek(at);
        at += 1;
    }
    if peek(at) == b'z' {
        spec.no_negative_zero = true;
        at += 1;
    }
    if peek(at) == b'#' {
        spec.alternate = true;
        at += 1;
    }
    if !fill_given && peek(at) == b'0' {
        spec.fill = '0';
        if spec.align == 0 {
            spec.align = b'0';
        }
        at += 1;
    }
    spec.width = number_at(bytes, &mut at)?.unwrap_or(0);
    let is_grouping = |c: u8| matches!(c, b',' | b'_');
    if is_grouping(peek(at)) {
        spec.grouping = peek(at);
        at += 1;
        if is_grouping(peek(at)) {
            return Err(match peek(at) == spec.grouping {
                true => SpecError::Repeated,
                false => SpecError::BothGroupings,
            });
        }
    }
    if peek(at) == b'.' {
        at += 1;
        spec.precision = Some(number_at(bytes, &mut at)?.ok_or(SpecError::MissingPrecision)?);
    }
    let mut rest = text.get(at..).unwrap_or("").chars();
    spec.kind = rest.next().unwrap_or('\0');
    if rest.next().is_some() {
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
    let spec = parse_spec(text.text()).map_err(|e| match e {
        SpecError::TooManyDigits => cx.value_error("Too many decimal digits in format string", &[]),
        SpecError::MissingPrecision => cx.value_error("Format specifier missing precision", &[]),
        SpecError::BothGroupings => cx.value_error("Cannot specify both ',' and '_'.", &[]),
        SpecError::Repeated => cx.value_error("Cannot specify ',' with ','.", &[]),
        SpecError::Invalid => cx.value_error(
            "Invalid format specifier '{}' for object of type '{t}'",
            &[s, cx.get(v)],
        ),
    })?;
    if spec.groups_wrongly() {
        return Err(wrong_grouping(cx, &spec));
    }
    Ok(spec)
}

#[cold]
fn wrong_grouping(cx: &mut Cx, spec: &Spec) -> Raised {
    let (mut cx, f) = match cx.frame(2) {
        Ok(f) => f,
        Err(e) => return e,
    };
    for (i, c) in [spec.grouping as char, spec.kind].into_iter().enumerate() {
        if let Err(e) = cx.make(f.at(i as u32), |cx| cx.new_char(c)) {
            return e;
        }
    }
    cx.value_error(
        "Cannot specify '{}' with '{}'.",
        &[cx.get(f.at(0)), cx.get(f.at(1))],
    )
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

/// Formats as a leaf: `f` appends all of the text, or answers `None` when something needs more than that. `None` is also
/// the answer when there is no room: the caller then does the work from the start in the general way, and nobody can tell.
pub fn quickly<'h>(
    cx: &'h Cx,
    f: impl FnOnce(&'h Cx, &mut StrBuilder) -> Option<()>,
) -> Option<Value<'h>> {
    let slot = cx.root(crate::cx::roots::SCRATCH);
    let mut b = StrBuilder::new(cx, slot);
    let done = f(cx, &mut b);
    if done.is_none() {
        cx.set(slot, Value::UNBOUND);
        return None;
    }
    b.try_finish(cx).ok()
}

/// What is wrong with a specification for a str, other than its code.
#[cold]
fn str_error(cx: &mut Cx, v: Slot, spec: &Spec) -> Raised {
    let text = match spec.sign {
        0 if spec.no_negative_zero => {
            "Negative zero coercion (z) not allowed in string format specifier"
        }
        0 if spec.alternate => "Alternate form (#) not allowed in string format specifier",
        0 if spec.grouping != 0 => {
            let template = "Cannot specify '{}' with 's'.";
            return wrong_char(cx, template, spec.grouping as char, v);
        }
        0 => "'=' alignment not allowed in string format specifier",
        b' ' => "Space not allowed in string format specifier",
        _ => "Sign not allowed in string format specifier",
    };
    cx.value_error(text, &[])
}

/// Whether a str can be laid out by this specification.
fn suits_str(spec: &Spec) -> bool {
    matches!(spec.kind, '\0' | 's')
        && spec.sign == 0
        && !spec.no_negative_zero
        && !spec.alternate
        && spec.grouping == 0
        && spec.align != b'='
}

/// How a text looks by a specification that suits it.
fn text_layout<'a>(text: &'a str, spec: &Spec) -> Layout<'a> {
    // A zero in front of the width means only the fill.
    let align = if spec.align == b'0' { 0 } else { spec.align };
    Layout::of_text(text, &Spec { align, ..*spec }, b'<')
}

/// Appends the str in `v` formatted by `spec`.
pub fn put_str(cx: &mut Cx, b: &mut StrBuilder, v: Slot, spec: &Spec) -> Result<(), Raised> {
    if !suits_str(spec) {
        return Err(match spec.kind {
            '\0' | 's' => str_error(cx, v, spec),
            kind => unknown_code(cx, kind, v),
        });
    }
    b.step(cx, |b, cx| {
        let text = cx.str(cx.get(v)).map_or("", |s| s.text());
        text_layout(text, spec).put(b, cx)
    })
}

/// Lays out a small int or a str itself when the specification suits it, and hands `f` the length, whether it is ASCII, and
/// what writes it; `None` when not. Such a value needs neither a type's slot nor a search for `__format__`.
pub fn direct<'h, R>(
    cx: &'h Cx,
    v: Value<'h>,
    spec: &str,
    f: impl FnOnce(u32, bool, &mut dyn FnMut(&mut [u8])) -> R,
) -> Option<R> {
    if let Some(plain) = Plain::of(spec) {
        return plain.lay_out(cx, v, f);
    }
    let n = v.as_small();
    if n.is_none() && !v.is_kind(cx, crate::Kind::Str) {
        return None;
    }
    let spec = parse_spec(spec)
        .ok()
        .filter(|spec| !spec.groups_wrongly())?;
    let mut buffer = [0; 32];
    let layout = match n {
        Some(n) if suits_int(&spec) => {
            Layout::of_number(&small_number(n, &spec, &mut buffer), &spec)
        }
        None if suits_str(&spec) => text_layout(cx.str(v)?.text(), &spec),
        _ => return None,
    };
    Some(layout.pass(f))
}

/// Appends such a value by a specification.
pub fn put_quickly<'h>(cx: &'h Cx, b: &mut StrBuilder, v: Value<'h>, spec: &str) -> Option<()> {
    if !spec.is_empty() {
        return direct(cx, v, spec, |n, ascii, write| {
            b.try_put(cx, n, ascii, write)
        })?
        .ok();
    }
    if let Some(n) = v.as_small() {
        let mut buffer = [0; 12];
        return b
            .try_push_known(cx, small_decimal(n, &mut buffer), true)
            .ok();
    }
    if !v.is_kind(cx, crate::Kind::Str) {
        return None;
    }
    let s = cx.str(v)?;
    b.try_push_known(cx, s.text(), s.is_ascii()).ok()
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
