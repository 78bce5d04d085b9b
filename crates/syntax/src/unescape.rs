//! The value of a string or bytes literal: escapes, raw prefixes, doubled braces, line endings.
//!
//! It does not look for the end of a literal; `strings.rs` has found that.

use mpf_diagnostics::{Code, Diagnostic, FileId, Span};

use crate::ast::Constant;

/// What kind of text it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Text {
    Str,
    /// The literal part of an f- or t-string, in which braces are doubled.
    Literal,
    /// A format; braces do not occur.
    Format,
}

/// Code points that may include surrogates, or bytes.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Value {
    text: String,
    /// Set once there is a surrogate: everything, as code points.
    wide: Option<Vec<u32>>,
}

impl Value {
    fn push(&mut self, c: char) {
        match &mut self.wide {
            Some(wide) => wide.push(c.into()),
            None => self.text.push(c),
        }
    }

    fn push_surrogate(&mut self, code: u32) {
        let text = std::mem::take(&mut self.text);
        self.wide
            .get_or_insert_with(|| text.chars().map(u32::from).collect())
            .push(code);
    }

    pub fn push_str(&mut self, text: &str) {
        match &mut self.wide {
            Some(wide) => wide.extend(text.chars().map(u32::from)),
            None => self.text.push_str(text),
        }
    }

    pub fn append(&mut self, other: &Value) {
        match &other.wide {
            None => self.push_str(&other.text),
            Some(wide) => {
                for &code in wide {
                    match char::from_u32(code) {
                        Some(c) => self.push(c),
                        None => self.push_surrogate(code),
                    }
                }
            }
        }
    }

    pub fn is_empty(&self) -> bool {
        self.text.is_empty() && self.wide.is_none()
    }

    pub fn into_constant(self) -> Constant {
        match self.wide {
            Some(wide) => Constant::StrSurrogates(wide.into()),
            None => Constant::Str(self.text.into()),
        }
    }
}

/// Where the text stands, and where complaints go.
pub(crate) struct Context<'a> {
    pub file: FileId,
    pub start: usize,
    pub diagnostics: &'a mut Vec<Diagnostic>,
}

impl Context<'_> {
    fn report(&mut self, code: Code, from: usize, to: usize, message: String) -> &mut Diagnostic {
        let span = Span::new(
            self.file,
            (self.start + from) as u32,
            (self.start + to) as u32,
        );
        let index = self.diagnostics.len();
        self.diagnostics
            .push(Diagnostic::new(code, message).at(span));
        &mut self.diagnostics[index]
    }

    fn unknown(&mut self, from: usize, to: usize, escape: &str) {
        self.report(
            Code::UnknownEscape,
            from,
            to,
            format!("'{escape}' is not an escape sequence"),
        )
        .help = Some(format!("write '\\{escape}', or use a raw string"));
    }
}

/// Reads `text`, the inside of a str literal.
pub(crate) fn string(text: &str, raw: bool, kind: Text, cx: &mut Context<'_>) -> Value {
    let mut value = Value::default();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let at = text.len() - rest.len();
        rest = &rest[c.len_utf8()..];
        match c {
            '\r' => {
                rest = rest.strip_prefix('\n').unwrap_or(rest);
                value.push('\n');
            }
            '{' | '}' if kind == Text::Literal => {
                rest = rest.strip_prefix(c).unwrap_or(rest);
                value.push(c);
            }
            '\\' if !raw => rest = escape(text, at, kind, &mut value, cx),
            _ => {
                // Most text is plain: take all of it up to the next special character.
                let plain = rest.find(['\\', '\r', '{', '}']).unwrap_or(rest.len());
                value.push(c);
                value.push_str(&rest[..plain]);
                rest = &rest[plain..];
            }
        }
    }
    value
}

/// Reads the escape at `at` and returns the text after it.
fn escape<'t>(
    text: &'t str,
    at: usize,
    kind: Text,
    value: &mut Value,
    cx: &mut Context<'_>,
) -> &'t str {
    let rest = &text[at + 1..];
    let Some(c) = rest.chars().next() else {
        // Only before a brace of an f-string.
        cx.unknown(at, at + 1, "\\");
        value.push('\\');
        return rest;
    };
    let after = &rest[c.len_utf8()..];
    match c {
        '\n' => return after,
        '\r' => return after.strip_prefix('\n').unwrap_or(after),
        'x' => return hex(text, at, 2, value, cx),
        'u' => return hex(text, at, 4, value, cx),
        'U' => return hex(text, at, 8, value, cx),
        'N' => return named(text, at, value, cx),
        '0'..='7' => {
            let (code, width) = octal(rest.as_bytes());
            if code > 0o377 {
                cx.unknown(at, at + 1 + width, &text[at..at + 1 + width]);
            }
            // At most 0o777, so never a surrogate.
            value.push(char::from_u32(code).unwrap_or('\0'));
            return &rest[width..];
        }
        _ => {}
    }
    if let Some(simple) = simple(c) {
        value.push(simple);
        return after;
    }
    let end = at + 1 + c.len_utf8();
    cx.unknown(at, end, &text[at..end]);
    value.push('\\');
    if kind == Text::Literal && matches!(c, '{' | '}') {
        return rest;
    }
    value.push(c);
    after
}

fn simple(c: char) -> Option<char> {
    Some(match c {
        '\\' | '\'' | '"' => c,
        'a' => '\x07',
        'b' => '\x08',
        'f' => '\x0c',
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        'v' => '\x0b',
        _ => return None,
    })
}

/// Up to three octal digits: value and width.
fn octal(bytes: &[u8]) -> (u32, usize) {
    let digits = bytes
        .iter()
        .take(3)
        .take_while(|b| (b'0'..=b'7').contains(b));
    digits.fold((0, 0), |(code, width), b| {
        (code * 8 + u32::from(b - b'0'), width + 1)
    })
}

fn hex<'t>(
    text: &'t str,
    at: usize,
    width: usize,
    value: &mut Value,
    cx: &mut Context<'_>,
) -> &'t str {
    let digits = &text[at + 2..];
    let found = digits
        .bytes()
        .take(width)
        .take_while(u8::is_ascii_hexdigit)
        .count();
    let end = at + 2 + found;
    if found < width {
        let letter = &text[at + 1..at + 2];
        cx.report(
            Code::InvalidEscape,
            at,
            end,
            format!("truncated \\{letter} escape: it takes {width} hexadecimal digits"),
        );
        return &text[end..];
    }
    let code = u32::from_str_radix(&digits[..width], 16).unwrap_or(u32::MAX);
    match char::from_u32(code) {
        Some(c) => value.push(c),
        None if (0xd800..0xe000).contains(&code) => value.push_surrogate(code),
        None => {
            cx.report(
                Code::InvalidEscape,
                at,
                end,
                String::from("illegal Unicode character: the largest is \\U0010ffff"),
            );
        }
    }
    &text[end..]
}

fn named<'t>(text: &'t str, at: usize, value: &mut Value, cx: &mut Context<'_>) -> &'t str {
    let rest = &text[at + 2..];
    let name = rest.strip_prefix('{').and_then(|r| r.split_once('}'));
    let Some((name, after)) = name else {
        cx.report(
            Code::InvalidEscape,
            at,
            at + 2,
            String::from("malformed \\N character escape: it is written \\N{NAME}"),
        );
        return rest;
    };
    match unicode_names2::character(name) {
        Some(c) => value.push(c),
        None => {
            let end = text.len() - after.len();
            cx.report(
                Code::InvalidEscape,
                at,
                end,
                format!("unknown Unicode character name '{name}'"),
            );
        }
    }
    after
}

/// Reads `text`, the inside of a bytes literal.
pub(crate) fn bytes(text: &str, raw: bool, cx: &mut Context<'_>) -> Vec<u8> {
    let mut value = Vec::with_capacity(text.len());
    let mut at = 0;
    let input = text.as_bytes();
    let mut foreign = false;
    while let Some(&byte) = input.get(at) {
        match byte {
            b'\r' => {
                value.push(b'\n');
                at += if input.get(at + 1) == Some(&b'\n') {
                    2
                } else {
                    1
                };
            }
            b'\\' if !raw => at = bytes_escape(text, at, &mut value, cx),
            0x80.. => {
                if !foreign {
                    let width = text[at..].chars().next().map_or(1, char::len_utf8);
                    cx.report(
                        Code::InvalidCharacter,
                        at,
                        at + width,
                        String::from("bytes can only contain ASCII literal characters"),
                    )
                    .help = Some(String::from(
                        "write the byte as \\x and two hexadecimal digits",
                    ));
                }
                foreign = true;
                at += 1;
            }
            _ => {
                value.push(byte);
                at += 1;
            }
        }
    }
    value
}

/// Reads the escape at `at` and returns where it ends.
fn bytes_escape(text: &str, at: usize, value: &mut Vec<u8>, cx: &mut Context<'_>) -> usize {
    let input = text.as_bytes();
    match input.get(at + 1) {
        Some(b'\n') => at + 2,
        Some(b'\r') => {
            at + if input.get(at + 2) == Some(&b'\n') {
                3
            } else {
                2
            }
        }
        Some(b'x') => {
            let digits = input[at + 2..].iter().take(2);
            let found = digits.take_while(|b| b.is_ascii_hexdigit()).count();
            let end = at + 2 + found;
            match u8::from_str_radix(&text[at + 2..end], 16) {
                Ok(byte) if found == 2 => value.push(byte),
                _ => {
                    let message = "invalid \\x escape: it takes 2 hexadecimal digits";
                    cx.report(Code::InvalidEscape, at, end, message.into());
                }
            }
            end
        }
        Some(b'0'..=b'7') => {
            let (code, width) = octal(&input[at + 1..]);
            if code > 0o377 {
                cx.unknown(at, at + 1 + width, &text[at..at + 1 + width]);
            }
            value.push(code as u8);
            at + 1 + width
        }
        Some(&byte) if byte.is_ascii() => {
            match simple(char::from(byte)) {
                Some(c) => value.push(c as u8),
                None => {
                    cx.unknown(at, at + 2, &text[at..at + 2]);
                    value.extend([b'\\', byte]);
                }
            }
            at + 2
        }
        // What follows is not ASCII, and is reported as such.
        _ => {
            value.push(b'\\');
            at + 1
        }
    }
}
