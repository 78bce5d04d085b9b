//! `print` and `input`. `print` streams its parts to the console one by one; the whole line is never built.

use crate::cx::{Cx, Raised, Slot};
use crate::native::Args;
use crate::object::builder::{StrBuilder, decimal};
use crate::object::header::Kind;
use crate::object::value::Value;
use crate::parts;
use crate::port;
use crate::protocol::text;
use crate::wk::ty;

/// Writes `str(v)` to the console; numbers and texts without making an object.
pub fn write_text(cx: &mut Cx, v: Slot) -> Result<(), Raised> {
    let value = cx.get(v);
    if let Some(n) = value.as_small() {
        port::console_write(decimal(n as i64, &mut [0; 20]).as_bytes());
        return Ok(());
    }
    if let Some(text) = text::immediate_text(value) {
        port::console_write(text.as_bytes());
        return Ok(());
    }
    if value.is_kind(cx, Kind::Str) {
        port::console_write(cx.str(value).map_or(&[], |s| s.bytes()));
        return Ok(());
    }
    parts::print_object()(cx, v)
}

/// Writes the text of any object.
#[unsafe(no_mangle)]
pub fn mpf_print_object(cx: &mut Cx, v: Slot) -> Result<(), Raised> {
    let (mut cx, f) = cx.frame(1)?;
    text::to_str(&mut cx, v, f.at(0))?;
    let s = cx.get(f.at(0));
    port::console_write(cx.str(s).map_or(&[], |s| s.bytes()));
    Ok(())
}

/// Writes to `file`, or to the console when there is none.
fn write(cx: &mut Cx, file: Slot, v: Slot) -> Result<(), Raised> {
    let target = cx.get(file);
    if target.is_unbound() || target.is_none() {
        return write_text(cx, v);
    }
    parts::print_to()(cx, file, v)
}

/// Writes to `file` through its `write` method.
#[unsafe(no_mangle)]
pub fn mpf_print_to(cx: &mut Cx, file: Slot, v: Slot) -> Result<(), Raised> {
    let (mut cx, f) = cx.frame(3)?;
    text::to_str(&mut cx, v, f.at(0))?;
    cx.make(f.at(1), |cx| cx.new_str("write"))?;
    crate::protocol::attribute::get_attr(&mut cx, file, f.at(1), f.at(1))?;
    crate::protocol::call::call1(&mut cx, f.at(1), f.at(0), f.at(2))
}

/// `print(*args, sep=' ', end='\n', file=None, flush=False)`: arguments are sep, end, file, flush, then the rest.
#[unsafe(no_mangle)]
pub fn mpf_builtin_print(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    parts::print_separators()(cx, a)?;
    let file = a.slot(2);
    for i in 4..a.len() {
        if i > 4 {
            separator(cx, file, a.slot(0), " ")?;
        }
        write(cx, file, a.slot(i))?;
    }
    separator(cx, file, a.slot(1), "\n")?;
    cx.ret(a, Value::NONE);
    Ok(())
}

/// `sep` and `end` must be texts.
#[unsafe(no_mangle)]
pub fn mpf_print_separators(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    let (sep, end) = (cx.arg(a, 0), cx.arg(a, 1));
    for (v, wrong) in [
        (sep, "sep must be None or a string, not {t}"),
        (end, "end must be None or a string, not {t}"),
    ] {
        if !v.is_unbound() && !v.is_none() && cx.str(v).is_none() {
            return Err(cx.type_error(wrong, &[v]));
        }
    }
    Ok(())
}

/// Nobody says how to separate.
#[cfg(target_os = "none")]
#[unsafe(no_mangle)]
pub fn mpf_default_separators(_cx: &mut Cx, _a: Args) -> Result<(), Raised> {
    Ok(())
}

/// Writes what separates or ends: the given str, or the default.
fn separator(cx: &mut Cx, file: Slot, given: Slot, default: &'static str) -> Result<(), Raised> {
    let (v, target) = (cx.get(given), cx.get(file));
    if !v.is_unbound() && !v.is_none() {
        return write(cx, file, given);
    }
    if target.is_unbound() || target.is_none() {
        port::console_write(default.as_bytes());
        return Ok(());
    }
    let (mut cx, f) = cx.frame(1)?;
    cx.make(f.at(0), |cx| cx.new_str(default))?;
    write(&mut cx, file, f.at(0))
}

/// `input(prompt='')`: a line from the console without its end. Bytes that are not UTF-8 read as U+FFFD.
#[unsafe(no_mangle)]
pub fn mpf_builtin_input(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    if !cx.arg(a, 0).is_unbound() {
        write_text(cx, a.slot(0))?;
    }
    let (mut cx, f) = cx.frame(1)?;
    let mut b = StrBuilder::new(&cx, f.at(0));
    let mut pending = [0u8; 4];
    let mut have = 0;
    loop {
        let byte = match port::console_read() {
            Some(byte) => byte,
            None => {
                port::wait_until_us(port::ticks_us().wrapping_add(1000));
                cx.check_interrupt()?;
                continue;
            }
        };
        if byte == 4 && b.is_empty() && have == 0 {
            return Err(cx.raise(ty::EOFError(&cx), "EOF when reading a line", &[]));
        }
        if byte == b'\n' {
            break;
        }
        if byte == b'\r' {
            continue;
        }
        if let Some(to) = pending.get_mut(have) {
            *to = byte;
            have += 1;
        }
        let text = pending.get(..have).unwrap_or(&[]);
        match core::str::from_utf8(text) {
            Ok(text) => b.push(&mut cx, text)?,
            Err(e) if e.error_len().is_none() && have < pending.len() => continue,
            Err(_) => b.push(&mut cx, "\u{FFFD}")?,
        }
        have = 0;
    }
    b.finish(&mut cx, a.ret())
}

crate::natives! {
    "" {
        Function full mpf_builtin_print "print(*args, sep=' ', end='\\n', file=None, flush=False)" [STR REPR CALL ATTRIBUTES EFFECT];
        Function full mpf_builtin_input "input(prompt='', /)" [STR REPR CALL EFFECT];
    }
}
