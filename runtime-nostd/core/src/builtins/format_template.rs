//! `str.format` and `str.format_map`: replacement fields with automatic, numbered and named arguments, attribute and
//! item access, conversions and nested specifications. Python's reference: "Format String Syntax".

use super::format::{number_at, push_format, put_quickly, quickly, wrong_char};
use crate::cx::{Cx, Raised, Slot, Slots};
use crate::native::Args;
use crate::object::builder::StrBuilder;
use crate::object::value::Value;
use crate::protocol::{attribute, item, text};

/// Where fields get their values.
struct Fields {
    args: Args,
    /// First positional value among the arguments.
    first: u32,
    /// Mapping of names, or unbound.
    names: Slot,
    /// Next automatic number; -1 once a number was written out.
    automatic: i64,
}

/// Cells of one level: value, name or index, specification.
const VALUE: u32 = 0;
const NAME: u32 = 1;
const SPEC: u32 = 2;
const CELLS: u32 = 3;

/// `str.format(self, *args, **kwargs)`: arguments are kwargs, self, args…
#[unsafe(no_mangle)]
pub fn mpf_str_format(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    let fields = Fields {
        args: a,
        first: 2,
        names: a.slot(0),
        automatic: 0,
    };
    let quick = quickly(cx, |cx, b| simple(cx, b, a)).map(Value::to_bits);
    if let Some(made) = quick {
        cx.ret(a, Value::from_bits(made));
        return Ok(());
    }
    run(cx, a, a.slot(1), fields)
}

/// Templates whose fields are numbered or not, with specifications as they stand, for small ints and strs.
fn simple(cx: &Cx, b: &mut StrBuilder, a: Args) -> Option<()> {
    let template = cx.str(cx.arg(a, 1))?;
    let (text, ascii) = (template.text(), template.is_ascii());
    let bytes = text.as_bytes();
    let mut automatic = 0;
    let mut at = 0;
    loop {
        let rest = bytes.get(at..)?;
        let is_brace = |c: &u8| matches!(c, b'{' | b'}');
        let plain = rest.iter().position(is_brace).unwrap_or(rest.len());
        if plain > 0 {
            let part = text.get(at..at + plain)?;
            b.try_push_known(cx, part, ascii || part.is_ascii()).ok()?;
            at += plain;
        }
        let Some(brace) = bytes.get(at) else {
            return Some(());
        };
        at += 1;
        if bytes.get(at) == Some(brace) {
            b.try_push_char(cx, *brace as char).ok()?;
            at += 1;
            continue;
        }
        if *brace == b'}' {
            return None;
        }
        let index = match number_at(bytes, &mut at).ok()? {
            None if automatic >= 0 => {
                automatic += 1;
                automatic as u32 - 1
            }
            Some(n) if automatic <= 0 => {
                automatic = -1;
                n
            }
            _ => return None,
        };
        let start = match bytes.get(at)? {
            b'}' => at,
            b':' => at + 1,
            _ => return None,
        };
        let end = start + bytes.get(start..)?.iter().position(is_brace)?;
        if bytes.get(end) != Some(&b'}') {
            return None;
        }
        put_quickly(
            cx,
            b,
            cx.arg(a, index.checked_add(2)?),
            text.get(start..end)?,
        )?;
        at = end + 1;
    }
}

/// `str.format_map(self, mapping)`.
#[unsafe(no_mangle)]
pub fn mpf_str_format_map(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    let fields = Fields {
        args: a,
        first: u32::MAX,
        names: a.slot(1),
        automatic: 0,
    };
    run(cx, a, a.slot(0), fields)
}

fn run(cx: &mut Cx, a: Args, template: Slot, mut fields: Fields) -> Result<(), Raised> {
    let (mut cx, f) = cx.frame(1)?;
    let mut b = StrBuilder::new(&cx, f.at(0));
    let end = cx.str(cx.get(template)).map_or(0, |s| s.bytes().len());
    expand(&mut cx, &mut b, template, 0, end, &mut fields, 2)?;
    b.finish(&mut cx, a.ret())
}

/// Byte `at` of the template.
fn byte(cx: &Cx, template: Slot, at: usize) -> u8 {
    cx.str(cx.get(template))
        .and_then(|s| s.bytes().get(at).copied())
        .unwrap_or(0)
}

/// Expands bytes `at..end` of the template. `depth` is how deep fields may still be nested.
fn expand(
    cx: &mut Cx,
    b: &mut StrBuilder,
    template: Slot,
    at: usize,
    end: usize,
    fields: &mut Fields,
    depth: u32,
) -> Result<(), Raised> {
    if depth == 0 {
        return Err(cx.value_error("Max string recursion exceeded", &[]));
    }
    let mut at = at;
    while at < end {
        let rest = cx
            .str(cx.get(template))
            .and_then(|s| s.bytes().get(at..end))
            .unwrap_or(&[]);
        let plain = rest
            .iter()
            .position(|c| matches!(c, b'{' | b'}'))
            .unwrap_or(rest.len());
        b.push_range(cx, template, at as u32, (at + plain) as u32)?;
        at += plain;
        if at >= end {
            break;
        }
        let brace = byte(cx, template, at);
        let doubled = at + 1 < end && byte(cx, template, at + 1) == brace;
        if doubled {
            b.push_char(cx, brace as char)?;
            at += 2;
            continue;
        }
        if brace == b'}' {
            return Err(cx.value_error("Single '}' encountered in format string", &[]));
        }
        if at + 1 >= end {
            return Err(wrong_char(
                cx,
                "Single '{}' encountered in format string",
                '{',
                template,
            ));
        }
        at = field(cx, b, template, at + 1, end, fields, depth)?;
    }
    Ok(())
}

/// One replacement field from behind its `{`; gives the position behind its `}`.
fn field(
    cx: &mut Cx,
    b: &mut StrBuilder,
    template: Slot,
    start: usize,
    end: usize,
    fields: &mut Fields,
    depth: u32,
) -> Result<usize, Raised> {
    let (mut cx, f) = cx.frame(CELLS)?;
    let cx = &mut *cx;
    // The name ends at `!`, `:` or `}` outside brackets.
    let (mut at, mut bracket, mut stop) = (start, false, 0);
    for c in slice(cx, template, start, end).bytes() {
        match c {
            b'[' => bracket = true,
            b']' => bracket = false,
            b'}' | b':' | b'!' | b'{' if !bracket => {
                stop = c;
                break;
            }
            _ => {}
        }
        at += 1;
    }
    if stop == 0 {
        return Err(cx.value_error("expected '}' before end of string", &[]));
    }
    if stop == b'{' {
        return Err(wrong_char(
            cx,
            "unexpected '{}' in field name",
            '{',
            template,
        ));
    }
    let name_end = at;
    let mut conversion = 0;
    if stop == b'!' {
        let text = cx
            .str(cx.get(template))
            .and_then(|s| s.text().get(at + 1..end))
            .unwrap_or("");
        let Some(c) = text.chars().next() else {
            return Err(cx.value_error("end of string while looking for conversion specifier", &[]));
        };
        if c == '}' {
            return Err(wrong_char(
                cx,
                "unmatched '{}' in format spec",
                '{',
                template,
            ));
        }
        if !matches!(c, 'r' | 's' | 'a') {
            return Err(wrong_char(
                cx,
                "Unknown conversion specifier {}",
                c,
                template,
            ));
        }
        conversion = c as u8;
        at += 2;
        stop = byte(cx, template, at);
        if at >= end {
            return Err(wrong_char(
                cx,
                "unmatched '{}' in format spec",
                '{',
                template,
            ));
        }
        if stop != b':' && stop != b'}' {
            return Err(cx.value_error("expected ':' after conversion specifier", &[]));
        }
    }
    // The specification ends at the brace that closes the field.
    let spec_start = at + 1;
    let mut nested = false;
    if stop == b':' {
        let mut open = 1u32;
        for c in slice(cx, template, spec_start, end).bytes() {
            at += 1;
            match c {
                b'{' => {
                    open += 1;
                    nested = true;
                }
                b'}' => open -= 1,
                _ => {}
            }
            if open == 0 {
                break;
            }
        }
        if open != 0 {
            return Err(wrong_char(
                cx,
                "unmatched '{}' in format spec",
                '{',
                template,
            ));
        }
    }
    value_of(cx, f, template, start, name_end, fields)?;
    match conversion {
        b'r' => text::repr(cx, f.at(VALUE), f.at(VALUE))?,
        b's' => text::to_str(cx, f.at(VALUE), f.at(VALUE))?,
        b'a' => text::ascii(cx, f.at(VALUE), f.at(VALUE))?,
        _ => {}
    }
    cx.set(f.at(SPEC), Value::UNBOUND);
    if nested {
        let mut spec = StrBuilder::new(cx, f.at(NAME));
        expand(cx, &mut spec, template, spec_start, at, fields, depth - 1)?;
        spec.finish(cx, f.at(SPEC))?;
    } else if stop == b':' && at > spec_start {
        part(cx, template, spec_start, at, f.at(SPEC))?;
    }
    push_format(cx, b, f.at(VALUE), f.at(SPEC))?;
    Ok(at + 1)
}

/// Bytes `from..to` of the template as a str.
fn part(cx: &mut Cx, template: Slot, from: usize, to: usize, dst: Slot) -> Result<(), Raised> {
    cx.make(dst, |cx| cx.new_str(slice(cx, template, from, to)))
}

/// Bytes `from..to` of the template.
fn slice(cx: &Cx, template: Slot, from: usize, to: usize) -> &str {
    cx.str(cx.get(template))
        .and_then(|s| s.text().get(from..to))
        .unwrap_or("")
}

/// A text of decimal digits as a number.
fn number(bytes: &[u8]) -> Option<i64> {
    if bytes.is_empty() || !bytes.iter().all(u8::is_ascii_digit) {
        return None;
    }
    Some(
        bytes
            .iter()
            .fold(0i64, |n, d| (n * 10 + (d - b'0') as i64).min(1 << 29)),
    )
}

/// The value that a field name stands for into the cell `VALUE`: argument, then attributes and items.
fn value_of(
    cx: &mut Cx,
    f: Slots,
    template: Slot,
    start: usize,
    end: usize,
    fields: &mut Fields,
) -> Result<(), Raised> {
    let name = cx
        .str(cx.get(template))
        .and_then(|s| s.bytes().get(start..end))
        .unwrap_or(&[]);
    let first = name
        .iter()
        .position(|c| matches!(c, b'.' | b'['))
        .unwrap_or(name.len());
    let head = name.get(..first).unwrap_or(&[]);
    let mut at = start + first;
    let index = if head.is_empty() {
        if fields.automatic < 0 {
            return Err(cx.value_error(
                "cannot switch from manual field specification to automatic field numbering",
                &[],
            ));
        }
        fields.automatic += 1;
        Some(fields.automatic - 1)
    } else {
        let n = number(head);
        if n.is_some() {
            if fields.automatic > 0 {
                return Err(cx.value_error(
                    "cannot switch from automatic field numbering to manual field specification",
                    &[],
                ));
            }
            fields.automatic = -1;
        }
        n
    };
    match index {
        Some(n) => {
            if fields.first == u32::MAX {
                return Err(cx.value_error("Format string contains positional fields", &[]));
            }
            let i = fields.first as i64 + n;
            if i >= fields.args.len() as i64 {
                return Err(cx.raise(
                    crate::wk::ty::IndexError(cx),
                    "Replacement index {} out of range for positional args tuple",
                    &[Value::int(n as i32)],
                ));
            }
            cx.set(f.at(VALUE), cx.get(fields.args.slot(i as u32)));
        }
        None => {
            part(cx, template, start, at, f.at(NAME))?;
            if cx.get(fields.names).is_unbound() {
                return Err(cx.raise_key_error(cx.get(f.at(NAME))));
            }
            item::get_item(cx, fields.names, f.at(NAME), f.at(VALUE))?;
        }
    }
    while at < end {
        let c = byte(cx, template, at);
        at += 1;
        let name = cx
            .str(cx.get(template))
            .and_then(|s| s.bytes().get(at..end))
            .unwrap_or(&[]);
        if c == b'.' {
            let n = name
                .iter()
                .position(|c| matches!(c, b'.' | b'['))
                .unwrap_or(name.len());
            if n == 0 {
                return Err(cx.value_error("Empty attribute in format string", &[]));
            }
            part(cx, template, at, at + n, f.at(NAME))?;
            attribute::get_attr(cx, f.at(VALUE), f.at(NAME), f.at(VALUE))?;
            at += n;
        } else if c == b'[' {
            let Some(n) = name.iter().position(|c| *c == b']') else {
                return Err(cx.value_error("Missing ']' in format string", &[]));
            };
            if n == 0 {
                return Err(cx.value_error("Empty attribute in format string", &[]));
            }
            match number(name.get(..n).unwrap_or(&[])) {
                Some(i) => cx.set(f.at(NAME), Value::int(i as i32)),
                None => part(cx, template, at, at + n, f.at(NAME))?,
            }
            item::get_item(cx, f.at(VALUE), f.at(NAME), f.at(VALUE))?;
            at += n + 1;
        } else {
            return Err(cx.value_error(
                "Only '.' or '[' may follow ']' in format field specifier",
                &[],
            ));
        }
    }
    Ok(())
}

crate::natives! {
    "str" {
        Method full mpf_str_format "format(self, /, *args, **kwargs)" [FORMAT STR REPR CALL ATTRIBUTES INDEX];
        Method full mpf_str_format_map "format_map(self, mapping, /)" [FORMAT STR REPR CALL ATTRIBUTES INDEX];
    }
}
