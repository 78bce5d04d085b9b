//! Physical lines to logical lines: NEWLINE, INDENT and DEDENT, brackets, continuation lines, comments,
//! byte order mark and encoding declaration. (Language reference, sections 2.1 and 2.2.)
//!
//! Lexing never stops: what is no token becomes [`Tok::Error`] with a diagnostic, and goes on behind it.

use logos::Logos;
use mpf_diagnostics::{Code, Diagnostic, FileId, Span};

use crate::encoding;
use crate::lines::LineTable;
use crate::number;
use crate::strings::FString;
use crate::token::{Tok, Token};

/// CPython's limits.
pub const MAX_BRACKETS: usize = 200;
pub const MAX_INDENTS: usize = 100;

/// Tokens and what was wrong with the text. The last token is [`Tok::EndOfFile`], before it come as many
/// DEDENTs as there were INDENTs.
pub struct Tokens {
    pub tokens: Vec<Token>,
    pub diagnostics: Vec<Diagnostic>,
}

/// Cuts a text into tokens.
pub fn tokenize(file: FileId, text: &str) -> Tokens {
    let mut lexer = Lexer::new(file, text);
    lexer.run();
    Tokens {
        tokens: lexer.tokens,
        diagnostics: lexer.diagnostics,
    }
}

/// The widths of an indentation with tabs to the next multiple of 8 and with tabs as wide as a space. Lines
/// whose order differs between the two are inconsistent.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Indentation {
    column: u32,
    alt_column: u32,
}

pub(crate) struct Bracket {
    pub kind: Tok,
    pub start: u32,
}

/// What a logical line with an open bracket may be.
enum Header {
    No,
    Yes,
    EndsInColon,
}

pub(crate) struct Lexer<'a> {
    pub file: FileId,
    pub text: &'a str,
    pub lines: LineTable,
    pub pos: usize,
    pub tokens: Vec<Token>,
    pub diagnostics: Vec<Diagnostic>,
    pub brackets: Vec<Bracket>,
    /// The f- and t-strings that are open, innermost last.
    pub fstrings: Vec<FString>,
    indents: Vec<Indentation>,
    /// The index of the first token of the logical line.
    line_first: usize,
    too_deep: bool,
}

impl<'a> Lexer<'a> {
    fn new(file: FileId, text: &'a str) -> Lexer<'a> {
        Lexer {
            file,
            text,
            lines: LineTable::new(text),
            pos: 0,
            tokens: Vec::with_capacity(text.len() / 4),
            diagnostics: Vec::new(),
            brackets: Vec::new(),
            fstrings: Vec::new(),
            indents: vec![Indentation {
                column: 0,
                alt_column: 0,
            }],
            line_first: 0,
            too_deep: false,
        }
    }

    pub fn span(&self, start: usize, end: usize) -> Span {
        Span::new(self.file, start as u32, end as u32)
    }

    pub fn error(&mut self, code: Code, start: usize, end: usize, message: impl Into<String>) {
        let diagnostic = Diagnostic::new(code, message).at(self.span(start, end));
        self.diagnostics.push(diagnostic);
    }

    pub fn push(&mut self, kind: Tok, start: usize, end: usize) {
        self.tokens.push(Token {
            kind,
            start: start as u32,
            end: end as u32,
        });
    }

    fn run(&mut self) {
        encoding::check(self);
        if self.text.starts_with('\u{feff}') {
            self.pos = '\u{feff}'.len_utf8();
        }
        while self.pos < self.text.len() {
            if self.at_line_start() && !self.line_start() {
                continue;
            }
            self.one_token();
        }
        self.end_of_file();
    }

    fn at_line_start(&self) -> bool {
        if !self.brackets.is_empty() || !self.fstrings.is_empty() {
            return false;
        }
        match self.tokens.last() {
            None => true,
            Some(last) => matches!(last.kind, Tok::Newline),
        }
    }

    /// Measures the indentation of a new logical line and emits INDENT or DEDENTs. False if the line was
    /// blank or a comment and has been consumed.
    fn line_start(&mut self) -> bool {
        let bytes = self.text.as_bytes();
        let start = self.pos;
        let mut here = Indentation {
            column: 0,
            alt_column: 0,
        };
        // A backslash in the indentation joins lines; the first part decides.
        let mut continued: Option<Indentation> = None;
        loop {
            match bytes.get(self.pos) {
                Some(b' ') => {
                    here.column += 1;
                    here.alt_column += 1;
                }
                Some(b'\t') => {
                    here.column = (here.column / 8 + 1) * 8;
                    here.alt_column += 1;
                }
                Some(b'\x0c') => {
                    here = Indentation {
                        column: 0,
                        alt_column: 0,
                    };
                }
                Some(b'\\') => match self.line_end_at(self.pos + 1) {
                    0 => break,
                    width => {
                        if continued.is_none() && here.column > 0 {
                            continued = Some(here);
                        }
                        here = Indentation {
                            column: 0,
                            alt_column: 0,
                        };
                        self.pos += width;
                    }
                },
                _ => break,
            }
            self.pos += 1;
        }
        match bytes.get(self.pos) {
            None => return false,
            Some(b'\n' | b'\r') => {
                self.pos += self.line_end_at(self.pos);
                return false;
            }
            Some(b'#') => {
                let rest = &bytes[self.pos..];
                let stop = rest.iter().position(|b| matches!(b, b'\n' | b'\r'));
                self.pos += stop.unwrap_or(rest.len());
                self.pos += self.line_end_at(self.pos);
                return false;
            }
            _ => {}
        }
        self.line_first = self.tokens.len();
        self.indentation(continued.unwrap_or(here), start);
        true
    }

    fn indentation(&mut self, here: Indentation, start: usize) {
        let current = self.indents[self.indents.len() - 1];
        let end = self.pos;
        let inconsistent = "inconsistent use of tabs and spaces in indentation";
        if here.column == current.column {
            if here.alt_column != current.alt_column {
                self.error(Code::InconsistentTabs, start, end, inconsistent);
            }
        } else if here.column > current.column {
            if self.indents.len() >= MAX_INDENTS {
                if !self.too_deep {
                    self.error(
                        Code::TooNested,
                        start,
                        end,
                        format!("too many levels of indentation (more than {MAX_INDENTS})"),
                    );
                }
                self.too_deep = true;
                return;
            }
            if here.alt_column <= current.alt_column {
                self.error(Code::InconsistentTabs, start, end, inconsistent);
            }
            self.indents.push(here);
            self.push(Tok::Indent, start, end);
        } else {
            while self.indents.len() > 1
                && here.column < self.indents[self.indents.len() - 1].column
            {
                self.indents.pop();
                self.push(Tok::Dedent, end, end);
            }
            let outer = self.indents[self.indents.len() - 1];
            if here.column != outer.column {
                // The line is taken as part of the block that it is deeper than.
                if !self.too_deep {
                    self.error(
                        Code::InvalidIndentation,
                        start,
                        end,
                        "unindent does not match any outer indentation level",
                    );
                }
            } else if here.alt_column != outer.alt_column {
                self.error(Code::InconsistentTabs, start, end, inconsistent);
            }
        }
    }

    /// The number of bytes of the line ending at `pos` (0 if there is none).
    fn line_end_at(&self, pos: usize) -> usize {
        match self.text.as_bytes().get(pos..) {
            Some([b'\r', b'\n', ..]) => 2,
            Some([b'\n' | b'\r', ..]) => 1,
            _ => 0,
        }
    }

    fn one_token(&mut self) {
        if self.fstrings.last().is_some_and(FString::in_text) {
            self.fstring_text();
            return;
        }
        let start = self.pos;
        let mut raw = Tok::lexer(&self.text[start..]);
        let found = raw.next();
        let end = start + raw.span().end;
        let Some(Ok(kind)) = found else {
            self.bad_character(start);
            return;
        };
        self.pos = end;
        match kind {
            Tok::Blank | Tok::Comment => {}
            Tok::Continuation => {
                if end == self.text.len() {
                    self.error(
                        Code::InvalidSyntax,
                        start,
                        start + 1,
                        "unexpected end of file after the line continuation character",
                    );
                    self.push(Tok::Error, start, start + 1);
                }
            }
            Tok::LineEnd => self.line_end(start, end),
            Tok::Quote => self.string(start, end),
            Tok::Name => self.name(start, end),
            Tok::Int | Tok::Float | Tok::Imag => {
                let reported = self.diagnostics.len();
                let end = number::check(self, kind, start, end);
                self.pos = end;
                let failed = self.diagnostics[reported..]
                    .iter()
                    .any(Diagnostic::is_error);
                self.push(if failed { Tok::Error } else { kind }, start, end);
            }
            Tok::LPar | Tok::LSqb | Tok::LBrace => {
                self.open_bracket(kind, start);
                self.push(kind, start, end);
            }
            Tok::RPar | Tok::RSqb | Tok::RBrace => self.close_bracket(kind, start, end),
            _ => {
                if !self.fstrings.is_empty() && self.field_token(kind, start) {
                    return;
                }
                if kind == Tok::Exclamation {
                    self.error(Code::InvalidSyntax, start, end, "invalid syntax");
                    self.push(Tok::Error, start, end);
                    return;
                }
                self.push(kind, start, end);
            }
        }
    }

    /// A line ending outside of brackets ends the logical line; inside it is a blank, unless the next line
    /// shows that the brackets were forgotten.
    fn line_end(&mut self, start: usize, end: usize) {
        if self.brackets.is_empty() {
            self.push(Tok::Newline, start, end);
            return;
        }
        let rest = &self.text[end..];
        let blanks = rest.len() - rest.trim_start_matches([' ', '\t', '\x0c']).len();
        let depth = self.indents[self.indents.len() - 1].column as usize;
        let next = Tok::lexer(&rest[blanks..]).next();
        let next_is_statement = matches!(next, Some(Ok(kind)) if kind.only_begins_statement());
        let header = self.header_left_open();
        let forgotten = match header {
            Header::No => next_is_statement && blanks <= depth,
            Header::Yes => next_is_statement,
            Header::EndsInColon => true,
        };
        if forgotten {
            self.never_closed();
            self.push(Tok::Newline, start, end);
        }
    }

    /// Whether the logical line up to here looks like the header of a block with a bracket left open. A colon
    /// at the end of a line, directly in parentheses, means nothing else unless there is a lambda.
    fn header_left_open(&self) -> Header {
        let first = self.tokens[self.line_first..]
            .iter()
            .find(|t| !matches!(t.kind, Tok::Indent | Tok::Dedent | Tok::Newline));
        let is_header = first.is_some_and(|t| t.kind.only_begins_block());
        let (true, Some(open), Some(last)) = (is_header, self.brackets.last(), self.tokens.last())
        else {
            return Header::No;
        };
        if last.kind != Tok::Colon || open.kind != Tok::LPar {
            return Header::Yes;
        }
        let inside = self
            .tokens
            .iter()
            .rev()
            .take_while(|t| t.start > open.start);
        match inside.clone().any(|t| t.kind == Tok::Lambda) {
            true => Header::Yes,
            false => Header::EndsInColon,
        }
    }

    /// Reports the innermost open bracket and forgets all of them.
    fn never_closed(&mut self) {
        if let Some(fstring) = self.fstrings.first() {
            let (start, is_t) = (fstring.start, fstring.is_t);
            let kind = if is_t { 't' } else { 'f' };
            self.error(
                Code::InvalidFString,
                start,
                start + 1,
                format!("{kind}-string: expecting '}}'"),
            );
        } else if let Some(bracket) = self.brackets.last() {
            let start = bracket.start as usize;
            let text = &self.text[start..start + 1];
            let message = format!("'{text}' was never closed");
            self.error(Code::UnbalancedBracket, start, start + 1, message);
        }
        self.fstrings.clear();
        self.brackets.clear();
        let end = self.pos;
        self.push(Tok::Error, end, end);
    }

    pub fn open_bracket(&mut self, kind: Tok, start: usize) {
        if self.brackets.len() == MAX_BRACKETS {
            self.error(
                Code::TooNested,
                start,
                start + 1,
                format!("too many nested parentheses (more than {MAX_BRACKETS})"),
            );
            self.push(Tok::Error, start, start + 1);
        }
        self.brackets.push(Bracket {
            kind,
            start: start as u32,
        });
    }

    fn close_bracket(&mut self, kind: Tok, start: usize, end: usize) {
        let opener = match kind {
            Tok::RPar => Tok::LPar,
            Tok::RSqb => Tok::LSqb,
            _ => Tok::LBrace,
        };
        let text = &self.text[start..end];
        let Some(open) = self.brackets.last() else {
            self.error(
                Code::UnbalancedBracket,
                start,
                end,
                format!("unmatched '{text}'"),
            );
            self.push(Tok::Error, start, end);
            return;
        };
        if open.kind == Tok::FieldOpen {
            if kind == Tok::RBrace {
                self.brackets.pop();
                self.close_field();
                self.push(Tok::FieldClose, start, end);
            } else {
                let prefix = self.fstring_kind();
                self.error(
                    Code::InvalidFString,
                    start,
                    end,
                    format!("{prefix}-string: unmatched '{text}'"),
                );
                self.push(Tok::Error, start, end);
            }
            return;
        }
        if open.kind == opener {
            self.brackets.pop();
            self.push(kind, start, end);
            return;
        }
        let at = open.start as usize;
        let open_text = &self.text[at..at + 1];
        let message = format!(
            "closing parenthesis '{text}' does not match opening parenthesis '{open_text}'"
        );
        let label = self.span(at, at + 1);
        self.diagnostics.push(
            Diagnostic::new(Code::UnbalancedBracket, message)
                .at(self.span(start, end))
                .label(label, "opened here"),
        );
        // Most likely one bracket was forgotten: close up to the one that fits, if there is one.
        let floor = self.brackets.iter().rposition(|b| b.kind == Tok::FieldOpen);
        let floor = floor.map_or(0, |i| i + 1);
        match self.brackets.iter().rposition(|b| b.kind == opener) {
            Some(i) if i >= floor => self.brackets.truncate(i),
            _ => {
                self.brackets.pop();
            }
        }
        self.push(Tok::Error, start, end);
    }

    fn end_of_file(&mut self) {
        let end = self.text.len();
        self.pos = end;
        if !self.brackets.is_empty() || !self.fstrings.is_empty() {
            self.never_closed();
        }
        if let Some(last) = self.tokens.last()
            && !matches!(last.kind, Tok::Newline | Tok::Dedent)
        {
            self.push(Tok::Newline, end, end);
        }
        for _ in 1..self.indents.len() {
            self.push(Tok::Dedent, end, end);
        }
        self.push(Tok::EndOfFile, end, end);
    }
}
