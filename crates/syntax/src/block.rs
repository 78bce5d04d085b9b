//! Blocks: puts logical lines together by INDENT and DEDENT, and clauses to their statements.
//!
//! A line that cannot be read becomes [`Stmt::Error`] and its block is read all the same, so each line has
//! at most one syntax error and one error never hides the next. Recursion is bounded by the limit on
//! indentation. (Language reference, section 8.)

use std::ops::Range;

use mpf_diagnostics::{Code, Diagnostic};

use crate::ast::*;
use crate::builder::{Builder, Header, Line};
use crate::depth::Depths;
use crate::lines::LineTable;
use crate::python::LineParser;
use crate::syntax_error;
use crate::token::{Tok, Token};

pub(crate) struct Parser<'a> {
    pub b: Builder<'a>,
    pub tokens: Vec<Token>,
    pub pos: usize,
    grammar: LineParser,
    pub lines: LineTable,
    /// The end of the last token that was read, without line ends.
    pub last_end: u32,
}

impl<'a> Parser<'a> {
    pub fn new(b: Builder<'a>, tokens: Vec<Token>) -> Parser<'a> {
        let lines = LineTable::new(b.text);
        Parser {
            b,
            tokens,
            pos: 0,
            grammar: LineParser::new(),
            lines,
            last_end: 0,
        }
    }

    /// Reads the whole file, one top-level statement after the other.
    pub fn module(&mut self) {
        let mut body = Vec::new();
        let mut depths = Depths::default();
        loop {
            match self.peek() {
                Tok::EndOfFile => break,
                // Only after an indentation that was reported.
                Tok::Dedent | Tok::Newline => self.pos += 1,
                Tok::Indent => self.unexpected_indent(&mut body),
                _ => self.statement(&mut body),
            }
            if depths.too_deep(&mut self.b) {
                body.retain(|id| !depths.is_too_deep(*id));
                let end = self.last_end;
                let error = self.b.stmt(Stmt::Error, end, end);
                body.push(error);
            }
        }
        self.b.ast.body = body;
    }

    pub(super) fn peek(&self) -> Tok {
        self.tokens[self.pos].kind
    }

    /// Statements up to the DEDENT that ends the block (which stays) or the end of the file.
    fn block(&mut self, out: &mut Vec<StmtId>) {
        loop {
            match self.peek() {
                Tok::EndOfFile | Tok::Dedent => return,
                Tok::Newline => self.pos += 1,
                Tok::Indent => self.unexpected_indent(out),
                _ => self.statement(out),
            }
        }
    }

    pub(super) fn unexpected_indent(&mut self, out: &mut Vec<StmtId>) {
        let token = self.tokens[self.pos];
        let span = self.b.span(token.start, token.end);
        self.b.diagnostics.push(
            Diagnostic::new(Code::InvalidIndentation, "unexpected indent")
                .at(span)
                .help("align the line with the block it belongs to"),
        );
        self.indented(out);
    }

    /// The block behind an INDENT, with its DEDENT.
    pub(super) fn indented(&mut self, out: &mut Vec<StmtId>) {
        self.pos += 1;
        self.block(out);
        if self.peek() == Tok::Dedent {
            self.pos += 1;
        }
    }

    /// Reads one logical line with its NEWLINE. `None` if it has a syntax error, which is then reported.
    pub(super) fn line(&mut self, in_match: bool) -> Option<Line> {
        let start = self.pos;
        let length = self.tokens[start..]
            .iter()
            .position(|t| matches!(t.kind, Tok::Newline | Tok::EndOfFile));
        let end = start + length.unwrap_or(self.tokens.len() - start);
        self.pos = end + usize::from(self.tokens.get(end).is_some_and(|t| t.kind == Tok::Newline));
        let range = start..end;
        if let Some(last) = self.tokens[range.clone()].last() {
            self.last_end = last.end;
        }
        if self.tokens[range.clone()]
            .iter()
            .any(|t| t.kind == Tok::Error)
        {
            return None;
        }
        self.soft_keywords(range.clone(), in_match);
        let tokens = &self.tokens[range];
        let reported = self.b.diagnostics.len();
        let stream = tokens.iter().map(|t| Ok((t.start, t.kind, t.end)));
        match self.grammar.parse(&mut self.b, stream) {
            Ok(line) => {
                self.b.finish_line();
                Some(line)
            }
            Err(error) => {
                self.b.abandon_line();
                self.b.diagnostics.truncate(reported);
                let diagnostic = syntax_error::explain(&self.b, tokens, error);
                self.b.diagnostics.push(diagnostic);
                None
            }
        }
    }

    fn is_name(&self, index: usize, text: &str) -> bool {
        self.tokens.get(index).is_some_and(|t| {
            t.kind == Tok::Name && &self.b.text[t.start as usize..t.end as usize] == text
        })
    }

    /// Decides which of `match`, `case` and `type` are keywords on this line.
    fn soft_keywords(&mut self, range: Range<usize>, in_match: bool) {
        let Range { start, end } = range;
        if in_match && self.is_name(start, "case") {
            self.tokens[start].kind = Tok::KwCase;
        } else if self.is_name(start, "match")
            && end - start > 2
            && self.tokens[end - 1].kind == Tok::Colon
            && self
                .tokens
                .get(end + 1)
                .is_some_and(|t| t.kind == Tok::Indent)
            && self.is_name(end + 2, "case")
        {
            self.tokens[start].kind = Tok::KwMatch;
        }
        for i in start..end {
            if !self.is_name(i, "type") {
                continue;
            }
            let begins = i == start || matches!(self.tokens[i - 1].kind, Tok::Semi | Tok::Colon);
            if begins && i + 1 < end && self.tokens[i + 1].kind == Tok::Name {
                self.tokens[i].kind = Tok::KwType;
            }
        }
        self.parenthesised_with(start, end);
    }

    /// Marks the `(` of `with (a as b, c):`, where `as` shows that it encloses the whole list.
    fn parenthesised_with(&mut self, start: usize, end: usize) {
        let with = start + usize::from(self.tokens[start].kind == Tok::Async);
        let open = with + 1;
        if open >= end || self.tokens[with].kind != Tok::With || self.tokens[open].kind != Tok::LPar
        {
            return;
        }
        let mut depth = 0usize;
        let mut has_as = false;
        for i in open..end {
            match self.tokens[i].kind {
                Tok::LPar | Tok::LSqb | Tok::LBrace | Tok::FieldOpen => depth += 1,
                Tok::RPar | Tok::RSqb | Tok::RBrace | Tok::FieldClose => {
                    depth = depth.saturating_sub(1);
                }
                Tok::As if depth == 1 => has_as = true,
                _ => {}
            }
            if depth == 0 {
                if has_as {
                    self.tokens[open].kind = Tok::WithOpen;
                }
                return;
            }
        }
    }

    pub(super) fn error_stmt(&mut self, out: &mut Vec<StmtId>, start: u32) {
        let end = self.last_end;
        let id = self.b.stmt(Stmt::Error, start, end);
        out.push(id);
    }

    fn statement(&mut self, out: &mut Vec<StmtId>) {
        let start = self.tokens[self.pos].start;
        match self.line(false) {
            Some(Line::Simple(stmts)) => out.extend(stmts),
            Some(Line::Header {
                header,
                start,
                body,
            }) => self.compound(header, start, body, Vec::new(), out),
            Some(Line::Decorator(decorator)) => self.decorated(decorator, start, out),
            None => {
                self.error_stmt(out, start);
                self.skip_block();
                self.skip_clauses();
            }
        }
    }

    /// Reads a block for its errors only.
    pub(super) fn skip_block(&mut self) {
        if self.peek() == Tok::Indent {
            self.indented(&mut Vec::new());
        }
    }

    /// Reads the clauses that belonged to a statement whose header is wrong.
    fn skip_clauses(&mut self) {
        while matches!(
            self.peek(),
            Tok::Elif | Tok::Else | Tok::Except | Tok::Finally
        ) {
            self.line(false);
            self.skip_block();
        }
    }

    fn decorated(&mut self, first: ExprId, start: u32, out: &mut Vec<StmtId>) {
        let mut decorators = vec![first];
        loop {
            let follows = matches!(self.peek(), Tok::At | Tok::Def | Tok::Class | Tok::Async);
            if !follows {
                let token = self.tokens[self.pos];
                let span = self.b.span(token.start, token.end.max(token.start));
                let message = "expected a function or class definition after the decorator";
                self.b.error(Code::InvalidSyntax, span, message);
                self.error_stmt(out, start);
                return;
            }
            match self.line(false) {
                Some(Line::Decorator(decorator)) => decorators.push(decorator),
                Some(Line::Header {
                    header,
                    start,
                    body,
                }) => {
                    if !matches!(header, Header::Def { .. } | Header::Class { .. }) {
                        let message = "only functions and classes can be decorated";
                        let span = self.b.ast.span(first);
                        self.b.error(Code::InvalidSyntax, span, message);
                    }
                    self.compound(header, start, body, decorators, out);
                    return;
                }
                // A line that starts with `def`, `class` or `async` is never a simple statement.
                Some(Line::Simple(_)) | None => {
                    self.error_stmt(out, start);
                    self.skip_block();
                    self.skip_clauses();
                    return;
                }
            }
        }
    }

    /// The body of a header: what stands on its line, or the block under it.
    pub(super) fn body(
        &mut self,
        inline: Option<Vec<StmtId>>,
        what: &str,
        start: u32,
    ) -> Vec<StmtId> {
        if let Some(body) = inline {
            return body;
        }
        let mut body = Vec::new();
        if self.peek() == Tok::Indent {
            self.indented(&mut body);
        } else {
            let token = self.tokens[self.pos];
            let line = self.lines.line(start);
            let header = self.b.span(start, self.last_end);
            let mut at = self.b.span(token.start, token.end);
            if matches!(token.kind, Tok::EndOfFile | Tok::Dedent) {
                at = header;
            }
            let message = format!("expected an indented block after {what} on line {line}");
            self.b.diagnostics.push(
                Diagnostic::new(Code::MissingBlock, message)
                    .at(at)
                    .label(header, "this needs a body")
                    .help("indent the statements that belong to it, or write 'pass'"),
            );
        }
        if body.is_empty() {
            self.error_stmt(&mut body, start);
        }
        body
    }
}
