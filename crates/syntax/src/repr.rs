//! Constants as Python's `repr` writes them.

use std::fmt::Write as _;

use crate::ast::{Constant, Int};

/// `repr` of a constant.
pub(crate) fn constant(value: &Constant, out: &mut String) {
    match value {
        Constant::None => out.push_str("None"),
        Constant::True => out.push_str("True"),
        Constant::False => out.push_str("False"),
        Constant::Ellipsis => out.push_str("Ellipsis"),
        Constant::Int(int) => integer(int, out),
        Constant::Float(value) => float(*value, out),
        Constant::Imag(value) => {
            float(*value, out);
            if out.ends_with(".0") {
                out.truncate(out.len() - 2);
            }
            out.push('j');
        }
        Constant::Str(text) => string(text.chars().map(u32::from), out),
        Constant::StrSurrogates(codes) => string(codes.iter().copied(), out),
        Constant::Bytes(bytes) => bytes_repr(bytes, out),
    }
}

fn integer(int: &Int, out: &mut String) {
    // Writing to a string cannot fail.
    let _ = match int {
        Int::Small(value) => write!(out, "{value}"),
        // CPython refuses to print these at all; the conversion takes time that grows with the square.
        Int::Big(limbs) if limbs.len() > 450 => {
            let _ = write!(out, "0x");
            for (i, limb) in limbs.iter().rev().enumerate() {
                let _ = match i {
                    0 => write!(out, "{limb:x}"),
                    _ => write!(out, "{limb:08x}"),
                };
            }
            Ok(())
        }
        Int::Big(limbs) => write!(out, "{}", decimal(limbs)),
    };
}

fn decimal(limbs: &[u32]) -> String {
    const CHUNK: u64 = 1_000_000_000;
    let mut rest = limbs.to_vec();
    let mut chunks = Vec::new();
    while !rest.is_empty() {
        let mut remainder = 0;
        for limb in rest.iter_mut().rev() {
            let value = remainder << 32 | u64::from(*limb);
            *limb = (value / CHUNK) as u32;
            remainder = value % CHUNK;
        }
        chunks.push(remainder);
        while rest.last() == Some(&0) {
            rest.pop();
        }
    }
    let mut out = String::new();
    for (i, chunk) in chunks.iter().rev().enumerate() {
        let _ = match i {
            0 => write!(out, "{chunk}"),
            _ => write!(out, "{chunk:09}"),
        };
    }
    out
}

/// The shortest digits that read back, with an exponent outside of 1e-4 to 1e16.
fn float(value: f64, out: &mut String) {
    if value.is_infinite() {
        out.push_str("inf");
        return;
    }
    let scientific = format!("{value:e}");
    let (mantissa, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let exponent: i32 = exponent.parse().unwrap_or(0);
    let _ = if value != 0.0 && !(-4..16).contains(&exponent) {
        let sign = if exponent < 0 { '-' } else { '+' };
        write!(out, "{mantissa}e{sign}{:02}", exponent.abs())
    } else if value.fract() == 0.0 {
        write!(out, "{value}.0")
    } else {
        write!(out, "{value}")
    };
}

fn quote_for(has_single: bool, has_double: bool) -> char {
    if has_single && !has_double { '"' } else { '\'' }
}

pub(crate) fn string(codes: impl Iterator<Item = u32> + Clone, out: &mut String) {
    let has = |c: char| codes.clone().any(|code| code == u32::from(c));
    let quote = quote_for(has('\''), has('"'));
    out.push(quote);
    for code in codes {
        let c = char::from_u32(code);
        let _ = match c {
            Some('\n') => write!(out, "\\n"),
            Some('\r') => write!(out, "\\r"),
            Some('\t') => write!(out, "\\t"),
            Some('\\') => write!(out, "\\\\"),
            Some(c) if c == quote => write!(out, "\\{c}"),
            Some(c) if is_printable(c) => write!(out, "{c}"),
            _ if code <= 0xff => write!(out, "\\x{code:02x}"),
            _ if code <= 0xffff => write!(out, "\\u{code:04x}"),
            _ => write!(out, "\\U{code:08x}"),
        };
    }
    out.push(quote);
}

fn bytes_repr(bytes: &[u8], out: &mut String) {
    let quote = quote_for(bytes.contains(&b'\''), bytes.contains(&b'"'));
    out.push('b');
    out.push(quote);
    for &byte in bytes {
        let c = char::from(byte);
        let _ = match byte {
            b'\n' => write!(out, "\\n"),
            b'\r' => write!(out, "\\r"),
            b'\t' => write!(out, "\\t"),
            b'\\' => write!(out, "\\\\"),
            _ if c == quote => write!(out, "\\{c}"),
            b' '..=b'~' => write!(out, "{c}"),
            _ => write!(out, "\\x{byte:02x}"),
        };
    }
    out.push(quote);
}

/// Roughly `str.isprintable`: Rust's own debug form escapes the same characters but for a few.
fn is_printable(c: char) -> bool {
    match c {
        ' '..='~' => true,
        '\0'..='\u{a0}' | '\u{ad}' => false,
        _ if unicode_normalization::char::is_combining_mark(c) => true,
        // The half-width sound marks combine in Rust's eyes only.
        '\u{ff9e}' | '\u{ff9f}' => true,
        _ => !c.is_whitespace() && c.escape_debug().count() == 1,
    }
}
