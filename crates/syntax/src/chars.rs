//! Names with characters beyond ASCII, and characters that no token starts with.

use mpf_diagnostics::Code;

use crate::indent::Lexer;
use crate::token::Tok;

impl Lexer<'_> {
    pub fn name(&mut self, start: usize, end: usize) {
        let text = &self.text[start..end];
        if !text.is_ascii() {
            let mut stop = None;
            for (i, c) in text.char_indices() {
                let fits = match i {
                    0 => c == '_' || unicode_ident::is_xid_start(c),
                    _ => unicode_ident::is_xid_continue(c),
                };
                if !fits {
                    stop = Some(i);
                    break;
                }
            }
            if let Some(stop) = stop {
                if stop > 0 {
                    self.push(Tok::Name, start, start + stop);
                }
                self.bad_character(start + stop);
                return;
            }
        }
        self.push(Tok::Name, start, end);
    }

    /// Skips one character that no token starts with.
    pub fn bad_character(&mut self, start: usize) {
        let Some(c) = self.text[start..].chars().next() else {
            return;
        };
        let end = start + c.len_utf8();
        self.pos = end;
        match c {
            '\0' => {
                let message = "source code cannot contain null bytes";
                if !self.diagnostics.iter().any(|d| d.code == Code::NullByte) {
                    self.error(Code::NullByte, start, end, message);
                }
            }
            '\\' => self.error(
                Code::InvalidSyntax,
                start,
                end,
                if end == self.text.len() {
                    "unexpected end of file after the line continuation character"
                } else {
                    "unexpected character after line continuation character"
                },
            ),
            _ => {
                let code = u32::from(c);
                let message = if c.is_control() || c.is_whitespace() {
                    format!("invalid non-printable character U+{code:04X}")
                } else {
                    format!("invalid character '{c}' (U+{code:04X})")
                };
                self.error(Code::InvalidCharacter, start, end, message);
                if let Some(ascii) = look_alike(c)
                    && let Some(d) = self.diagnostics.last_mut()
                {
                    d.help = Some(format!("write {ascii} instead"));
                }
            }
        }
        self.push(Tok::Error, start, end);
        // The rest of the line would only repeat the complaint; but brackets and the colon of a header count.
        if c == '\0' || !self.fstrings.is_empty() {
            return;
        }
        let rest = &self.text[end..];
        let goes_on = |next: char| match next {
            '\n' | '\r' => true,
            '(' | ')' | '[' | ']' | '{' | '}' | ':' | '"' | '\'' | '#' => c != '\\',
            _ => false,
        };
        self.pos = end + rest.find(goes_on).unwrap_or(rest.len());
    }
}

/// What was probably meant by a character that text processors put in place of an ASCII one.
fn look_alike(c: char) -> Option<&'static str> {
    Some(match c {
        '\u{201c}' | '\u{201d}' | '\u{201e}' | '\u{ab}' | '\u{bb}' | '\u{ff02}' => "'\"'",
        '\u{2018}' | '\u{2019}' | '\u{201a}' | '\u{ff07}' | '\u{b4}' => "\"'\"",
        '\u{2013}' | '\u{2014}' | '\u{2212}' | '\u{ff0d}' => "'-'",
        '\u{d7}' => "'*'",
        '\u{f7}' => "'/'",
        '\u{2026}' => "'...'",
        '\u{a0}' | '\u{3000}' | '\u{2009}' | '\u{202f}' => "an ordinary space",
        '\u{ff08}' => "'('",
        '\u{ff09}' => "')'",
        '\u{ff0c}' => "','",
        '\u{ff1a}' => "':'",
        '\u{2260}' => "'!='",
        '\u{2264}' => "'<='",
        '\u{2265}' => "'>='",
        _ => return None,
    })
}
