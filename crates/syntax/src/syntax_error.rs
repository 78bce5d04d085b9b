//! Turns "this token fits no rule" into a message about what was probably meant.
//!
//! It sees one logical line and the place where the grammar stopped; CPython's wording is used where it is good.

use lalrpop_util::ParseError;
use mpf_diagnostics::{Code, Diagnostic, Span};

use crate::builder::Builder;
use crate::token::{Tok, Token};

/// The line as seen from the token that does not fit.
struct Site<'a> {
    text: &'a str,
    tokens: &'a [Token],
    /// Index of the token that does not fit; the number of tokens if the line ended too early.
    at: usize,
    expected: Vec<String>,
    /// Brackets that are open there.
    open: Vec<Token>,
}

impl Site<'_> {
    fn kind(&self, index: usize) -> Option<Tok> {
        self.tokens.get(index).map(|t| t.kind)
    }

    fn here(&self) -> Option<Tok> {
        self.kind(self.at)
    }

    fn previous(&self) -> Option<Tok> {
        self.at.checked_sub(1).and_then(|i| self.kind(i))
    }

    fn word(&self, index: usize) -> &str {
        match self.tokens.get(index) {
            Some(t) => &self.text[t.start as usize..t.end as usize],
            None => "",
        }
    }

    fn expects(&self, terminal: &str) -> bool {
        self.expected
            .iter()
            .any(|e| e.trim_matches('"') == terminal)
    }

    /// Whether the line is the header of a compound statement.
    fn is_header(&self) -> bool {
        let first = match self.kind(0) {
            Some(Tok::Async) => self.kind(1),
            other => other,
        };
        matches!(
            first,
            Some(
                Tok::If
                    | Tok::Elif
                    | Tok::Else
                    | Tok::While
                    | Tok::For
                    | Tok::With
                    | Tok::Try
                    | Tok::Except
                    | Tok::Finally
                    | Tok::Def
                    | Tok::Class
                    | Tok::KwMatch
                    | Tok::KwCase
            )
        )
    }
}

pub(crate) fn explain(
    b: &Builder<'_>,
    tokens: &[Token],
    error: ParseError<u32, Tok, ()>,
) -> Diagnostic {
    let (at, expected) = match error {
        ParseError::UnrecognizedToken {
            token: (start, _, _),
            expected,
        } => (tokens.partition_point(|t| t.start < start), expected),
        ParseError::UnrecognizedEof { expected, .. } => (tokens.len(), expected),
        // The other forms come only from lexers and grammars that this crate does not have.
        _ => (tokens.len(), Vec::new()),
    };
    let mut open = Vec::new();
    for token in &tokens[..at] {
        match token.kind {
            Tok::LPar | Tok::LSqb | Tok::LBrace | Tok::FieldOpen | Tok::WithOpen => {
                open.push(*token)
            }
            Tok::RPar | Tok::RSqb | Tok::RBrace | Tok::FieldClose => {
                open.pop();
            }
            _ => {}
        }
    }
    let site = Site {
        text: b.text,
        tokens,
        at,
        expected,
        open,
    };
    let span = match (tokens.get(at), tokens.last()) {
        (Some(token), _) => b.span(token.start, token.end),
        (None, Some(last)) => b.span(last.end, last.end),
        (None, None) => b.span(0, 0),
    };
    let previous = match at.checked_sub(1).and_then(|i| tokens.get(i)) {
        Some(token) => b.span(token.start, token.end),
        None => span,
    };
    field(&site, span)
        .or_else(|| statement(&site, span))
        .or_else(|| expression(&site, span, previous))
        .unwrap_or_else(|| general(&site, span))
}

fn invalid(span: Span, message: impl Into<String>) -> Diagnostic {
    Diagnostic::new(Code::InvalidSyntax, message).at(span)
}

/// Replacement fields of f- and t-strings.
fn field(site: &Site<'_>, span: Span) -> Option<Diagnostic> {
    let open = site.open.last().filter(|t| t.kind == Tok::FieldOpen)?;
    let is_t = site.tokens[..site.at]
        .iter()
        .rev()
        .find(|t| matches!(t.kind, Tok::FStringStart | Tok::TStringStart))
        .is_some_and(|t| t.kind == Tok::TStringStart);
    let prefix = if is_t { 't' } else { 'f' };
    let here = site.here()?;
    let report = |message: String| Some(Diagnostic::new(Code::InvalidFString, message).at(span));
    if site.previous() == Some(Tok::FieldOpen) {
        let shown = site.word(site.at);
        let is_part = matches!(
            here,
            Tok::FieldClose | Tok::FieldColon | Tok::FieldBang | Tok::FieldEqual
        );
        return if is_part {
            report(format!(
                "{prefix}-string: valid expression required before '{shown}'"
            ))
        } else {
            report(format!(
                "{prefix}-string: expecting a valid expression after '{{'"
            ))
        };
    }
    if site.previous() == Some(Tok::FieldBang) {
        return match here {
            Tok::FieldClose | Tok::FieldColon => {
                report(format!("{prefix}-string: missing conversion character"))
            }
            _ => report(format!("{prefix}-string: invalid conversion character")),
        };
    }
    if here == Tok::FieldColon {
        let from = site.tokens.partition_point(|t| t.start <= open.start);
        if site.tokens[from..site.at]
            .iter()
            .any(|t| t.kind == Tok::Lambda)
        {
            return report(format!(
                "{prefix}-string: lambda expressions are not allowed without parentheses"
            ));
        }
    }
    if site.expects("field}") {
        return report(format!(
            "{prefix}-string: expecting '=', or '!', or ':', or '}}'"
        ));
    }
    None
}

/// Mistakes in the frame of a statement.
fn statement(site: &Site<'_>, span: Span) -> Option<Diagnostic> {
    let here = site.here();
    let previous = site.previous();
    let in_brackets = !site.open.is_empty();
    if here == Some(Tok::If) && previous == Some(Tok::Else) && site.at == 1 {
        return Some(invalid(span, "invalid syntax").help("'else if' is written 'elif'"));
    }
    if site.is_header() && !in_brackets && site.expects(":") {
        if here.is_none() {
            return Some(Diagnostic::new(Code::ExpectedToken, "expected ':'").at(span));
        }
        if here == Some(Tok::Equal) {
            return Some(invalid(
                span,
                "invalid syntax. Maybe you meant '==' or ':=' instead of '='?",
            ));
        }
        if previous.is_some_and(Tok::ends_expression) && here != Some(Tok::As) {
            return Some(Diagnostic::new(Code::ExpectedToken, "expected ':'").at(span));
        }
    }
    match (site.kind(0), previous) {
        (Some(Tok::Def), Some(Tok::Name)) if site.at == 2 => {
            return Some(Diagnostic::new(Code::ExpectedToken, "expected '('").at(span));
        }
        (Some(Tok::From), Some(Tok::Comma)) if here.is_none() => {
            let message = "trailing comma not allowed without surrounding parentheses";
            return Some(Diagnostic::new(Code::InvalidImport, message).at(span));
        }
        (Some(Tok::From | Tok::Import), Some(Tok::Import)) if here.is_none() => {
            let message = "expected one or more names after 'import'";
            return Some(Diagnostic::new(Code::InvalidImport, message).at(span));
        }
        (Some(Tok::Import), _) if here == Some(Tok::From) => {
            let message = "did you mean to use 'from ... import ...' instead?";
            return Some(Diagnostic::new(Code::InvalidImport, message).at(span));
        }
        (Some(Tok::Except), Some(Tok::Star)) if here == Some(Tok::Colon) => {
            let message = "expected one or more exception types";
            return Some(Diagnostic::new(Code::InvalidExcept, message).at(span));
        }
        _ => {}
    }
    let parameters = site.kind(0) == Some(Tok::Def) || site.kind(1) == Some(Tok::Def);
    if parameters && here == Some(Tok::LPar) && site.open.len() == 1 {
        let message = "function parameters cannot be parenthesized";
        return Some(Diagnostic::new(Code::InvalidParameters, message).at(span));
    }
    if let Some(message) = as_target(site) {
        return Some(Diagnostic::new(Code::InvalidTarget, message).at(span));
    }
    if site.kind(0) == Some(Tok::Name) && site.word(0) == "match" && site.at == 1 {
        let ends = site.tokens.last().is_some_and(|t| t.kind == Tok::Colon);
        return ends.then(|| {
            invalid(span, "invalid syntax")
                .help("'match x:' must be followed by an indented 'case'")
        });
    }
    None
}

/// `as` takes a name and nothing else in imports, handlers and patterns.
fn as_target(site: &Site<'_>) -> Option<String> {
    let after_name = site.at >= 2
        && site.kind(site.at - 2) == Some(Tok::As)
        && site.previous() == Some(Tok::Name);
    if !after_name || !matches!(site.here(), Some(Tok::Dot | Tok::LSqb | Tok::LPar)) {
        return None;
    }
    let what = match site.here() {
        Some(Tok::Dot) => "attribute",
        Some(Tok::LSqb) => "subscript",
        _ => "function call",
    };
    match site.kind(0) {
        Some(Tok::Import | Tok::From) => Some(format!("cannot use {what} as import target")),
        Some(Tok::Except) => Some(format!("cannot use except statement with {what}")),
        Some(Tok::KwCase) => Some(format!("cannot use {what} as pattern target")),
        _ => None,
    }
}

/// The tokens of the argument or element that the place is in.
fn element<'a>(site: &'a Site<'_>) -> &'a [Token] {
    let from = site.open.last().map_or(0, |t| t.start);
    let first = site.tokens.partition_point(|t| t.start <= from);
    let tokens = &site.tokens[first.min(site.at)..site.at];
    let comma = tokens.iter().rposition(|t| t.kind == Tok::Comma);
    &tokens[comma.map_or(0, |i| i + 1)..]
}

/// Mistakes inside of expressions.
fn expression(site: &Site<'_>, span: Span, previous_span: Span) -> Option<Diagnostic> {
    let previous = site.previous();
    let operand_before = previous.is_some_and(Tok::ends_expression);
    let in_brackets = !site.open.is_empty();
    if site.expects("else") && operand_before && site.here() != Some(Tok::Equal) {
        let has_if = site.tokens[..site.at]
            .iter()
            .skip(1)
            .any(|t| t.kind == Tok::If);
        if has_if && !site.here().is_some_and(Tok::starts_operand) {
            let message = "expected 'else' after 'if' expression";
            return Some(Diagnostic::new(Code::ExpectedToken, message).at(span));
        }
    }
    let here = site.here()?;
    if previous == Some(Tok::Lambda) && here == Tok::LPar {
        let message = "lambda expression parameters cannot be parenthesized";
        return Some(Diagnostic::new(Code::InvalidParameters, message).at(span));
    }
    let is_string = matches!(here, Tok::Str | Tok::FStringStart | Tok::TStringStart);
    if previous == Some(Tok::Name) && is_string && previous_span.end == span.start {
        let prefix = site.word(site.at - 1);
        if prefix.len() <= 3 {
            let message = format!("'{prefix}' is not a string prefix");
            return Some(invalid(previous_span, message));
        }
    }
    if previous == Some(Tok::Equal) && matches!(here, Tok::Comma | Tok::RPar | Tok::Colon) {
        let parameters = site.tokens[..site.at]
            .iter()
            .any(|t| matches!(t.kind, Tok::Def | Tok::Lambda));
        if parameters {
            let message = "expected default value expression";
            return Some(Diagnostic::new(Code::InvalidParameters, message).at(span));
        }
    }
    if site.at == 1
        && site.kind(0) == Some(Tok::Name)
        && matches!(site.word(0), "print" | "exec")
        && here.starts_operand()
    {
        let name = site.word(0);
        let message = format!("Missing parentheses in call to '{name}'. Did you mean {name}(...)?");
        return Some(invalid(previous_span.to(span), message));
    }
    if operand_before && here.starts_operand() && in_brackets {
        let message = "invalid syntax. Perhaps you forgot a comma?";
        return Some(invalid(previous_span.to(span), message));
    }
    if here == Tok::Equal && in_brackets && operand_before {
        let message = "invalid syntax. Maybe you meant '==' or ':=' instead of '='?";
        return Some(invalid(span, message));
    }
    if matches!(here, Tok::For | Tok::Async) && in_brackets && operand_before {
        let element = element(site);
        if element.iter().any(|t| t.kind == Tok::Equal) {
            let message = "invalid syntax. Maybe you meant '==' or ':=' instead of '='?";
            return Some(invalid(span, message));
        }
        if matches!(element.first(), Some(t) if matches!(t.kind, Tok::Star | Tok::DoubleStar)) {
            let message = "unpacking cannot be used in comprehension";
            return Some(Diagnostic::new(Code::InvalidStar, message).at(span));
        }
        let message = "did you forget parentheses around the comprehension target?";
        return Some(invalid(span, message));
    }
    match (previous, here) {
        (Some(Tok::Amper), Tok::Amper) => {
            return Some(invalid(span, "invalid syntax").help("logical and is written 'and'"));
        }
        (Some(Tok::VBar), Tok::VBar) => {
            return Some(invalid(span, "invalid syntax").help("logical or is written 'or'"));
        }
        (Some(Tok::Less), Tok::Greater) => {
            return Some(invalid(span, "invalid syntax").help("'not equal' is written '!='"));
        }
        (Some(Tok::Colon), Tok::RBrace | Tok::Comma) if in_brackets => {
            let in_braces = site.open.last().is_some_and(|t| t.kind == Tok::LBrace);
            if in_braces {
                let message = "expression expected after dictionary key and ':'";
                return Some(Diagnostic::new(Code::ExpectedToken, message).at(span));
            }
        }
        (Some(Tok::Colon), Tok::Star)
            if site.open.last().is_some_and(|t| t.kind == Tok::LBrace) =>
        {
            let message = "cannot use a starred expression in a dictionary value";
            return Some(Diagnostic::new(Code::InvalidStar, message).at(span));
        }
        (Some(Tok::Plus | Tok::Minus), Tok::Plus | Tok::Minus) => {
            return Some(
                invalid(span, "invalid syntax").help("Python has no '++' or '--'; write '+= 1'"),
            );
        }
        _ => {}
    }
    None
}

fn general(site: &Site<'_>, span: Span) -> Diagnostic {
    let Some(here) = site.here() else {
        let diagnostic = invalid(span, "invalid syntax");
        return match site.previous() {
            Some(Tok::At) if site.at == 1 => diagnostic.help("a decorator is an expression"),
            Some(_) if site.expects("name") => {
                let word = site.word(site.at - 1);
                diagnostic.help(format!(
                    "the line ends where something is expected after '{word}'"
                ))
            }
            _ => diagnostic,
        };
    };
    let diagnostic = invalid(span, "invalid syntax");
    if here.is_keyword() && site.expects("name") {
        let word = site.word(site.at);
        return diagnostic.help(format!(
            "'{word}' is a keyword and cannot be used as a name"
        ));
    }
    if let [only] = &site.expected[..] {
        return match only.trim_matches('"') {
            "name" => diagnostic.help("expected a name here"),
            // Always possible, hardly ever meant.
            ";" => diagnostic,
            only => diagnostic.help(format!("expected '{only}' here")),
        };
    }
    diagnostic
}
