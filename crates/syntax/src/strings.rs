//! Where string literals end, and the modes of f- and t-strings: text, replacement field, format. (Language
//! reference, sections 2.5 to 2.7; PEP 701 and 750.)
//!
//! What the literals are worth is decided in `unescape.rs`.

use mpf_diagnostics::Code;

use crate::indent::Lexer;
use crate::token::Tok;

/// How deep fields may nest in formats: `f"{a:{b:{c}}}"` is three deep.
const MAX_FORMAT_NESTING: usize = 3;

/// An f- or t-string that is being read.
pub(crate) struct FString {
    pub start: usize,
    pub is_t: bool,
    quote: u8,
    triple: bool,
    raw: bool,
    /// One entry for each open replacement field: whether its format has begun.
    fields: Vec<bool>,
}

impl FString {
    /// Whether what comes next is text, not code.
    pub fn in_text(&self) -> bool {
        self.fields.last().copied().unwrap_or(true)
    }

    fn kinds(&self) -> (Tok, Tok) {
        match self.is_t {
            true => (Tok::TStringMiddle, Tok::TStringEnd),
            false => (Tok::FStringMiddle, Tok::FStringEnd),
        }
    }

    fn closes_at(&self, rest: &[u8]) -> bool {
        match self.triple {
            true => rest.starts_with(&[self.quote; 3]),
            false => rest.first() == Some(&self.quote),
        }
    }
}

impl Lexer<'_> {
    pub fn fstring_kind(&self) -> char {
        match self.fstrings.last() {
            Some(fstring) if fstring.is_t => 't',
            _ => 'f',
        }
    }

    /// `start..end` is a prefix and the opening quotes.
    pub fn string(&mut self, start: usize, end: usize) {
        let opening = &self.text.as_bytes()[start..end];
        let quote = opening[opening.len() - 1];
        let triple = opening.ends_with(&[quote; 3]);
        let prefix = opening.iter().take_while(|b| b.is_ascii_alphabetic());
        let (mut raw, mut is_f, mut is_t) = (false, false, false);
        for letter in prefix {
            match letter.to_ascii_lowercase() {
                b'r' => raw = true,
                b'f' => is_f = true,
                b't' => is_t = true,
                _ => {}
            }
        }
        if is_f || is_t {
            let kind = if is_t {
                Tok::TStringStart
            } else {
                Tok::FStringStart
            };
            self.push(kind, start, end);
            self.fstrings.push(FString {
                start,
                is_t,
                quote,
                triple,
                raw,
                fields: Vec::new(),
            });
            return;
        }
        let bytes = self.text.as_bytes();
        let mut at = end;
        loop {
            match bytes.get(at) {
                Some(b'\\') => {
                    at += match bytes.get(at + 1..) {
                        Some([b'\r', b'\n', ..]) => 3,
                        _ => 2,
                    };
                }
                Some(&b) if b == quote && (!triple || bytes[at..].starts_with(&[quote; 3])) => {
                    at += if triple { 3 } else { 1 };
                    break;
                }
                Some(b'\n' | b'\r') if !triple => {
                    self.unterminated(start, at, triple, "string literal");
                    return;
                }
                Some(_) => at += 1,
                None => {
                    self.unterminated(start, self.text.len(), triple, "string literal");
                    return;
                }
            }
        }
        self.pos = at;
        self.push(Tok::Str, start, at);
    }

    fn unterminated(&mut self, start: usize, end: usize, triple: bool, what: &str) {
        self.pos = end;
        let shown = if triple {
            start + self.text[start..].find(['"', '\'']).unwrap_or(0) + 3
        } else {
            end
        };
        // The end of the file is on the line of its last character.
        let line = self.lines.line(if triple {
            end.max(1) as u32 - 1
        } else {
            end as u32
        });
        let triple = if triple { "triple-quoted " } else { "" };
        let closes_fstring = self.fstrings.last().is_some_and(|f| {
            !f.in_text() && !f.triple && self.text.as_bytes().get(start) == Some(&f.quote)
        });
        if closes_fstring {
            let message = format!("{}-string: expecting '}}'", self.fstring_kind());
            self.error(Code::InvalidFString, start, start + 1, message);
        } else {
            self.error(
                Code::UnterminatedString,
                start,
                shown,
                format!("unterminated {triple}{what} (detected at line {line})"),
            );
        }
        self.push(Tok::Error, start, end);
        // A quote that closes a surrounding f-string looks like one that opens a string.
        while let Some(outer) = self.fstrings.last() {
            if outer.triple && end < self.text.len() {
                break;
            }
            self.leave_fstring();
        }
    }

    /// Forgets the innermost f-string and the brackets that were opened in it.
    fn leave_fstring(&mut self) {
        if let Some(fstring) = self.fstrings.pop() {
            let inside = |start: u32| start as usize > fstring.start;
            let keep = self
                .brackets
                .iter()
                .take_while(|b| !inside(b.start))
                .count();
            self.brackets.truncate(keep);
        }
    }

    /// Reads literal text or a format up to the next brace or the closing quote.
    pub fn fstring_text(&mut self) {
        let Some(fstring) = self.fstrings.last() else {
            return;
        };
        let bytes = self.text.as_bytes();
        let (middle, ending) = fstring.kinds();
        let in_format = !fstring.fields.is_empty();
        let (raw, triple, opened_at) = (fstring.raw, fstring.triple, fstring.start);
        let kind = self.fstring_kind();
        let start = self.pos;
        let mut at = start;
        loop {
            let rest = &bytes[at..];
            match rest {
                [] => {
                    self.unterminated(opened_at, at, triple, &format!("{kind}-string literal"));
                    return;
                }
                [b'{', b'{', ..] | [b'}', b'}', ..] if !in_format => at += 2,
                [b'{' | b'}', ..] => break,
                _ if fstring.closes_at(rest) => break,
                [b'\n' | b'\r', ..] if !triple => {
                    if in_format {
                        let message = format!(
                            "{kind}-string: newlines are not allowed in format specifiers for single quoted {kind}-strings"
                        );
                        self.error(Code::InvalidFString, at, at + 1, message);
                        self.push(Tok::Error, at, at);
                        self.pos = at;
                        while self.fstrings.last().is_some_and(|f| !f.triple) {
                            self.leave_fstring();
                        }
                    } else {
                        self.unterminated(opened_at, at, triple, &format!("{kind}-string literal"));
                    }
                    return;
                }
                [b'\\', b'{' | b'}', ..] => at += 1,
                [b'\\', b'N', b'{', ..] if !raw => {
                    // A named character; the braces belong to it.
                    let stop = rest
                        .iter()
                        .position(|b| matches!(b, b'}' | b'\n' | b'"' | b'\''));
                    at += match stop {
                        Some(i) if rest[i] == b'}' => i + 1,
                        _ => 3,
                    };
                }
                [b'\\', b'\r', b'\n', ..] => at += 3,
                [b'\\', _, ..] => at += 2,
                _ => at += 1,
            }
        }
        let (quote_width, closes) = match fstring.closes_at(&bytes[at..]) {
            true => (if triple { 3 } else { 1 }, true),
            false => (1, false),
        };
        if at > start {
            self.push(middle, start, at);
        }
        self.pos = at + quote_width;
        if closes {
            if in_format {
                let message = format!("{kind}-string: expecting '}}'");
                self.error(Code::InvalidFString, at, at + quote_width, message);
                self.push(Tok::Error, at, at);
                self.leave_fstring();
            } else {
                self.fstrings.pop();
                self.push(ending, at, self.pos);
            }
        } else if bytes[at] == b'{' {
            self.open_field(at);
        } else if in_format {
            self.brackets.pop();
            self.close_field();
            self.push(Tok::FieldClose, at, at + 1);
        } else {
            let message = format!("{kind}-string: single '}}' is not allowed");
            self.error(Code::InvalidFString, at, at + 1, message);
            self.push(Tok::Error, at, at + 1);
        }
    }

    fn open_field(&mut self, at: usize) {
        let kind = self.fstring_kind();
        self.open_bracket(Tok::FieldOpen, at);
        let mut depth = 0;
        if let Some(fstring) = self.fstrings.last_mut() {
            depth = fstring.fields.len();
            fstring.fields.push(false);
        }
        if depth >= MAX_FORMAT_NESTING {
            let message = format!("{kind}-string: expressions nested too deeply");
            self.error(Code::TooNested, at, at + 1, message);
            self.push(Tok::Error, at, at + 1);
        }
        self.push(Tok::FieldOpen, at, at + 1);
    }

    pub fn close_field(&mut self) {
        if let Some(fstring) = self.fstrings.last_mut() {
            fstring.fields.pop();
        }
    }

    /// Handles the tokens that mean something else directly in a replacement field. The token starts at
    /// `start` and has been read; false if it is an ordinary one.
    pub fn field_token(&mut self, kind: Tok, start: usize) -> bool {
        if self
            .brackets
            .last()
            .is_none_or(|b| b.kind != Tok::FieldOpen)
        {
            return false;
        }
        match kind {
            Tok::Colon | Tok::ColonEqual => {
                self.pos = start + 1;
                self.push(Tok::FieldColon, start, start + 1);
                if let Some(in_format) = self.fstrings.last_mut().and_then(|f| f.fields.last_mut())
                {
                    *in_format = true;
                }
            }
            Tok::Exclamation => self.push(Tok::FieldBang, start, start + 1),
            Tok::Equal => self.push(Tok::FieldEqual, start, start + 1),
            _ => return false,
        }
        true
    }
}
