//! What the grammar's rules do: they put nodes into the arena and refuse what the permissive grammar lets
//! through. One file for each part of the language; this one holds the parts' shared types.
//!
//! A rule sees only its own line. What depends on surroundings (loops, functions, scopes) is checked later.

mod args;
mod expr;
mod pattern;
mod stmt;
mod strings;
mod target;

use mpf_diagnostics::{Code, Diagnostic, FileId, Span};

use crate::ast::*;
use crate::names;

/// A logical line.
pub(crate) enum Line {
    Simple(Vec<StmtId>),
    /// The header of a compound statement; a body of `None` comes as an indented block.
    Header {
        header: Header,
        start: u32,
        body: Option<Vec<StmtId>>,
    },
    Decorator(ExprId),
}

pub(crate) enum Header {
    If(ExprId),
    Elif(ExprId),
    Else,
    While(ExprId),
    For {
        is_async: bool,
        target: ExprId,
        iter: ExprId,
    },
    With {
        is_async: bool,
        items: Vec<WithItem>,
    },
    Try,
    Except {
        is_star: bool,
        type_: Option<ExprId>,
        name: Option<Ident>,
    },
    Finally,
    Def {
        is_async: bool,
        name: Ident,
        type_params: Vec<TypeParam>,
        args: Box<Arguments>,
        returns: Option<ExprId>,
    },
    Class {
        name: Ident,
        type_params: Vec<TypeParam>,
        bases: Vec<ExprId>,
        keywords: Vec<Keyword>,
    },
    Match(ExprId),
    Case {
        pattern: PatternId,
        guard: Option<ExprId>,
    },
}

pub(crate) enum ExceptTypes {
    One(ExprId),
    /// A tuple without parentheses.
    Many(ExprId),
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum ParamKind {
    Plain,
    /// `*name`, or `*` without a name.
    Star,
    DoubleStar,
    Slash,
}

pub(crate) struct Param {
    pub kind: ParamKind,
    pub name: Option<Ident>,
    pub annotation: Option<ExprId>,
    pub default: Option<ExprId>,
    pub span: Span,
}

pub(crate) enum Argument {
    Positional(ExprId),
    /// A generator expression without parentheses of its own.
    Generator(ExprId),
    Keyword(Keyword),
    DoubleStar(ExprId, u32, u32),
}

pub(crate) enum BraceItem {
    Element(ExprId),
    Pair(ExprId, ExprId),
    DoubleStar(ExprId, u32),
}

pub(crate) enum StringPart {
    Plain(u32, u32),
    Format {
        is_t: bool,
        start: u32,
        /// Where the opening quotes end.
        middle: u32,
        pieces: Vec<Piece>,
    },
}

pub(crate) enum Piece {
    Text(u32, u32),
    Field(Box<Field>),
}

pub(crate) struct Field {
    pub start: u32,
    pub value: ExprId,
    /// Where the expression ends, with its parentheses.
    pub value_end: u32,
    /// There is an `=`.
    pub shows_source: bool,
    /// Where the `!` is, and the name after it.
    pub conversion: Option<(u32, Ident)>,
    pub spec: Option<Spec>,
    /// Where the closing brace is.
    pub close: u32,
    pub end: u32,
}

pub(crate) struct Spec {
    pub colon: u32,
    pub pieces: Vec<Piece>,
}

pub(crate) enum MappingItem {
    Pair(ExprId, PatternId),
    Rest(Ident, u32),
}

pub(crate) enum ClassItem {
    Positional(PatternId),
    Keyword(Ident, PatternId),
}

pub(crate) struct Builder<'a> {
    pub file: FileId,
    pub text: &'a str,
    pub ast: Ast,
    pub diagnostics: Vec<Diagnostic>,
    /// For each expression whether it stands in parentheses of its own.
    parenthesised: Vec<bool>,
    /// Starred expressions without a comma, which only an assignment target may hold.
    lone_stars: Vec<ExprId>,
}

impl<'a> Builder<'a> {
    pub fn new(file: FileId, text: &'a str) -> Builder<'a> {
        Builder {
            file,
            text,
            ast: Ast::new(file),
            diagnostics: Vec::new(),
            parenthesised: Vec::new(),
            lone_stars: Vec::new(),
        }
    }

    pub fn span(&self, start: u32, end: u32) -> Span {
        Span::new(self.file, start, end)
    }

    pub fn error(&mut self, code: Code, span: Span, message: impl Into<String>) {
        self.diagnostics
            .push(Diagnostic::new(code, message).at(span));
    }

    pub fn error_at(&mut self, code: Code, expr: ExprId, message: impl Into<String>) {
        let span = self.ast.span(expr);
        self.error(code, span, message);
    }

    pub fn expr(&mut self, expr: Expr, start: u32, end: u32) -> ExprId {
        let span = self.span(start, end);
        self.ast.add_expr(expr, span)
    }

    pub fn pattern(&mut self, pattern: Pattern, start: u32, end: u32) -> PatternId {
        let span = self.span(start, end);
        self.ast.add_pattern(pattern, span)
    }

    pub fn ident(&mut self, start: u32, end: u32) -> Ident {
        let text = &self.text[start as usize..end as usize];
        let name = self.ast.intern(&names::normalise(text));
        let span = self.span(start, end);
        Ident { name, span }
    }

    fn mark_parenthesised(&mut self, expr: ExprId) {
        let index = expr.0 as usize;
        if self.parenthesised.len() <= index {
            self.parenthesised.resize(index + 1, false);
        }
        self.parenthesised[index] = true;
    }

    fn is_parenthesised(&self, expr: ExprId) -> bool {
        let flag = self.parenthesised.get(expr.0 as usize);
        flag.copied().unwrap_or(false)
    }

    /// The end of a line: what could still have become part of a target has not.
    pub fn finish_line(&mut self) {
        for star in std::mem::take(&mut self.lone_stars) {
            self.error_at(Code::InvalidStar, star, "can't use starred expression here");
        }
    }

    /// Forgets what a line that turned out to be wrong has left behind.
    pub fn abandon_line(&mut self) {
        self.lone_stars.clear();
    }
}
