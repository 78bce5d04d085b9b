//! String literals side by side, f-strings and t-strings. (Language reference, sections 2.5 to 2.7.)

use mpf_diagnostics::Code;

use super::*;
use crate::unescape::{self, Context, Text, Value};

/// The parts of a literal's text: `rb'…'` is prefix, quote width and the rest.
struct Literal<'t> {
    prefix: &'t str,
    quotes: usize,
}

impl Literal<'_> {
    fn of(text: &str) -> Literal<'_> {
        let letters = text.find(['"', '\'']).unwrap_or(0);
        let (prefix, rest) = text.split_at(letters);
        let triple = rest.starts_with("\"\"\"") || rest.starts_with("'''");
        let quotes = if triple { 3 } else { 1 };
        Literal { prefix, quotes }
    }

    fn has(&self, letter: char) -> bool {
        self.prefix.chars().any(|c| c.eq_ignore_ascii_case(&letter))
    }
}

/// The values of a `JoinedStr` or `TemplateStr`, in which neighbouring texts are one.
#[derive(Default)]
struct Pieces {
    values: Vec<ExprId>,
    text: Value,
    text_span: Option<Span>,
    kind_u: bool,
}

impl Pieces {
    fn add(&mut self, value: &Value, span: Span, kind_u: bool) {
        if value.is_empty() {
            return;
        }
        if self.text_span.is_none() {
            self.kind_u = kind_u;
        }
        self.text.append(value);
        self.text_span = Some(self.text_span.map_or(span, |s| s.to(span)));
    }

    fn flush(&mut self, b: &mut Builder<'_>) {
        if let Some(span) = self.text_span.take() {
            let value = std::mem::take(&mut self.text).into_constant();
            let kind_u = self.kind_u;
            self.values
                .push(b.ast.add_expr(Expr::Constant { value, kind_u }, span));
        }
    }
}

impl Builder<'_> {
    /// One or more literals side by side make one value.
    pub fn strings(&mut self, parts: Vec<StringPart>, start: u32, end: u32) -> ExprId {
        let (mut bytes, mut plain, mut f, mut t) = (0, 0, 0, 0);
        for part in &parts {
            match part {
                StringPart::Format { is_t: true, .. } => t += 1,
                StringPart::Format { is_t: false, .. } => f += 1,
                StringPart::Plain(l, r) => {
                    match Literal::of(&self.text[*l as usize..*r as usize]).has('b') {
                        true => bytes += 1,
                        false => plain += 1,
                    }
                }
            }
        }
        let span = self.span(start, end);
        if t > 0 && bytes + plain + f > 0 {
            let message = "cannot mix t-string literals with string or bytes literals";
            self.error(Code::InvalidSyntax, span, message);
        } else if bytes > 0 && plain + f > 0 {
            let message = "cannot mix bytes and nonbytes literals";
            self.error(Code::InvalidSyntax, span, message);
        } else if bytes > 0 {
            return self.bytes_literal(parts, start, end);
        }
        if f + t == 0 {
            return self.str_literal(parts, start, end);
        }
        let values = self.joined(parts);
        let node = match t {
            0 => Expr::JoinedStr { values },
            _ => Expr::TemplateStr { values },
        };
        self.expr(node, start, end)
    }

    fn context(&mut self, start: usize) -> Context<'_> {
        Context {
            file: self.file,
            start,
            diagnostics: &mut self.diagnostics,
        }
    }

    /// The inside of a literal without prefix: where it starts, and whether it is raw.
    fn inside(&self, start: u32, end: u32) -> (usize, usize, bool, bool) {
        let text = &self.text[start as usize..end as usize];
        let literal = Literal::of(text);
        let from = start as usize + literal.prefix.len() + literal.quotes;
        let to = end as usize - literal.quotes;
        (from, to, literal.has('r'), literal.has('u'))
    }

    fn plain_value(&mut self, start: u32, end: u32) -> (Value, bool) {
        let (from, to, raw, kind_u) = self.inside(start, end);
        let text = self.text;
        let value = unescape::string(&text[from..to], raw, Text::Str, &mut self.context(from));
        (value, kind_u)
    }

    fn str_literal(&mut self, parts: Vec<StringPart>, start: u32, end: u32) -> ExprId {
        let mut whole = Value::default();
        let mut kind = None;
        for part in parts {
            if let StringPart::Plain(l, r) = part {
                let (value, kind_u) = self.plain_value(l, r);
                kind = kind.or(Some(kind_u));
                whole.append(&value);
            }
        }
        let value = whole.into_constant();
        let kind_u = kind.unwrap_or(false);
        self.expr(Expr::Constant { value, kind_u }, start, end)
    }

    fn bytes_literal(&mut self, parts: Vec<StringPart>, start: u32, end: u32) -> ExprId {
        let mut whole = Vec::new();
        for part in parts {
            if let StringPart::Plain(l, r) = part {
                let (from, to, raw, _) = self.inside(l, r);
                let text = self.text;
                let mut value = unescape::bytes(&text[from..to], raw, &mut self.context(from));
                whole.append(&mut value);
            }
        }
        self.constant(Constant::Bytes(whole.into()), start, end)
    }

    fn joined(&mut self, parts: Vec<StringPart>) -> Vec<ExprId> {
        let mut out = Pieces::default();
        for part in parts {
            match part {
                StringPart::Plain(l, r) => {
                    let (value, kind_u) = self.plain_value(l, r);
                    let span = self.span(l, r);
                    out.add(&value, span, kind_u);
                }
                StringPart::Format {
                    is_t,
                    start,
                    middle,
                    pieces,
                    ..
                } => {
                    let opening = &self.text[start as usize..middle as usize];
                    let raw = Literal::of(opening).has('r');
                    self.pieces(pieces, is_t, raw, Text::Literal, &mut out);
                }
            }
        }
        out.flush(self);
        out.values
    }

    /// Recursion is bounded by the limit on nested formats.
    fn pieces(&mut self, pieces: Vec<Piece>, is_t: bool, raw: bool, kind: Text, out: &mut Pieces) {
        for piece in pieces {
            match piece {
                Piece::Text(l, r) => {
                    let text = self.text;
                    let inside = &text[l as usize..r as usize];
                    let value = unescape::string(inside, raw, kind, &mut self.context(l as usize));
                    let span = self.span(l, r);
                    out.add(&value, span, false);
                }
                Piece::Field(field) => self.field(*field, is_t, raw, out),
            }
        }
    }

    fn field(&mut self, field: Field, is_t: bool, raw: bool, out: &mut Pieces) {
        let prefix = if is_t { 't' } else { 'f' };
        // The texts before and inside of the field are in the order of the source.
        let spec_start = field.spec.as_ref().map(|s| s.colon);
        let conversion_start = field.conversion.map(|c| c.0);
        let value_end = conversion_start.or(spec_start).unwrap_or(field.close);
        if field.shows_source {
            let mut text = Value::default();
            let from = field.start + 1;
            text.push_str(&self.text[from as usize..value_end as usize]);
            let span = self.span(from, value_end);
            out.add(&text, span, false);
        }
        out.flush(self);
        let mut conversion = None;
        if let Some((bang, name)) = field.conversion {
            if name.span.start != bang + 1 {
                let message = format!(
                    "{prefix}-string: conversion type must come right after the exclamation mark"
                );
                self.error(Code::InvalidFString, name.span, message);
            }
            conversion = match self.ast.name(name.name) {
                "s" => Some(Conversion::Str),
                "r" => Some(Conversion::Repr),
                "a" => Some(Conversion::Ascii),
                other => {
                    let message = format!(
                        "{prefix}-string: invalid conversion character '{other}': expected 's', 'r', or 'a'"
                    );
                    self.error(Code::InvalidFString, name.span, message);
                    None
                }
            };
        } else if field.shows_source && field.spec.is_none() {
            conversion = Some(Conversion::Repr);
        }
        let format_spec = field.spec.map(|spec| {
            let mut inner = Pieces::default();
            self.pieces(spec.pieces, false, raw, Text::Format, &mut inner);
            inner.flush(self);
            let values = inner.values;
            self.expr(Expr::JoinedStr { values }, spec.colon, field.close)
        });
        let value = field.value;
        let node = if is_t {
            let source = &self.text[field.start as usize + 1..field.value_end as usize];
            Expr::Interpolation {
                value,
                str: source.into(),
                conversion,
                format_spec,
            }
        } else {
            Expr::FormattedValue {
                value,
                conversion,
                format_spec,
            }
        };
        let id = self.expr(node, field.start, field.end);
        out.values.push(id);
    }
}
