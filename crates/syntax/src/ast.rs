//! The abstract syntax tree, named node for node as in CPython's `ast` module of 3.14.
//!
//! Nodes live in three arenas of one [`Ast`] and refer to each other by id, so that dropping or copying a
//! tree never recurses. A child always has a smaller id than its parent. Spans are kept beside the nodes:
//! `ast[id]` is the node, `ast.span(id)` its place. Nothing here knows how a tree came to be, or what it means.

use std::collections::HashMap;
use std::ops::{Index, IndexMut};

use mpf_diagnostics::{FileId, Span};

/// A statement of an [`Ast`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StmtId(pub u32);

/// An expression of an [`Ast`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ExprId(pub u32);

/// A pattern (of a `case`) of an [`Ast`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PatternId(pub u32);

/// An interned identifier (NFKC-normalised); `ast.name(n)` is its text. Valid only with its own [`Ast`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Name(pub u32);

/// An identifier that is not a node of its own, with its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ident {
    pub name: Name,
    pub span: Span,
}

/// An unsigned integer literal of any size (a minus sign is a [`UnaryOp::USub`] around it).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Int {
    Small(u64),
    /// Little-endian 32-bit limbs, the last one not zero; only for values above `u64::MAX`.
    Big(Box<[u32]>),
}

/// The value of a literal.
#[derive(Clone, Debug, PartialEq)]
pub enum Constant {
    None,
    True,
    False,
    Ellipsis,
    Int(Int),
    Float(f64),
    /// The imaginary part of a literal like `2j`.
    Imag(f64),
    Str(Box<str>),
    /// A string with at least one lone surrogate (such as `"\ud800"`), as code points. A Rust string cannot
    /// hold it, and neither can a UTF-8 runtime: a later stage must decide, and say so.
    StrSurrogates(Box<[u32]>),
    Bytes(Box<[u8]>),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExprContext {
    Load,
    Store,
    Del,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BoolOp {
    And,
    Or,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operator {
    Add,
    Sub,
    Mult,
    MatMult,
    Div,
    Mod,
    Pow,
    LShift,
    RShift,
    BitOr,
    BitXor,
    BitAnd,
    FloorDiv,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnaryOp {
    Invert,
    Not,
    UAdd,
    USub,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CmpOp {
    Eq,
    NotEq,
    Lt,
    LtE,
    Gt,
    GtE,
    Is,
    IsNot,
    In,
    NotIn,
}

/// `FunctionDef` and `AsyncFunctionDef`. The span of the statement starts at `def` or `async`, not at a decorator.
#[derive(Clone, Debug, PartialEq)]
pub struct FunctionDef {
    pub name: Ident,
    pub args: Arguments,
    pub body: Vec<StmtId>,
    pub decorator_list: Vec<ExprId>,
    pub returns: Option<ExprId>,
    pub type_params: Vec<TypeParam>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct ClassDef {
    pub name: Ident,
    pub bases: Vec<ExprId>,
    pub keywords: Vec<Keyword>,
    pub body: Vec<StmtId>,
    pub decorator_list: Vec<ExprId>,
    pub type_params: Vec<TypeParam>,
}

/// `Try` and `TryStar`.
#[derive(Clone, Debug, PartialEq)]
pub struct Try {
    pub body: Vec<StmtId>,
    pub handlers: Vec<ExceptHandler>,
    pub orelse: Vec<StmtId>,
    pub finalbody: Vec<StmtId>,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Stmt {
    FunctionDef(Box<FunctionDef>),
    AsyncFunctionDef(Box<FunctionDef>),
    ClassDef(Box<ClassDef>),
    Return {
        value: Option<ExprId>,
    },
    Delete {
        targets: Vec<ExprId>,
    },
    Assign {
        targets: Vec<ExprId>,
        value: ExprId,
    },
    TypeAlias {
        name: ExprId,
        type_params: Vec<TypeParam>,
        value: ExprId,
    },
    AugAssign {
        target: ExprId,
        op: Operator,
        value: ExprId,
    },
    AnnAssign {
        target: ExprId,
        annotation: ExprId,
        value: Option<ExprId>,
        /// The target is a bare name without parentheses: only then the annotation is recorded.
        simple: bool,
    },
    For {
        target: ExprId,
        iter: ExprId,
        body: Vec<StmtId>,
        orelse: Vec<StmtId>,
    },
    AsyncFor {
        target: ExprId,
        iter: ExprId,
        body: Vec<StmtId>,
        orelse: Vec<StmtId>,
    },
    While {
        test: ExprId,
        body: Vec<StmtId>,
        orelse: Vec<StmtId>,
    },
    /// An `elif` is an `If` that is the only statement of `orelse`.
    If {
        test: ExprId,
        body: Vec<StmtId>,
        orelse: Vec<StmtId>,
    },
    With {
        items: Vec<WithItem>,
        body: Vec<StmtId>,
    },
    AsyncWith {
        items: Vec<WithItem>,
        body: Vec<StmtId>,
    },
    Match {
        subject: ExprId,
        cases: Vec<MatchCase>,
    },
    Raise {
        exc: Option<ExprId>,
        cause: Option<ExprId>,
    },
    Try(Box<Try>),
    TryStar(Box<Try>),
    Assert {
        test: ExprId,
        msg: Option<ExprId>,
    },
    Import {
        names: Vec<Alias>,
    },
    ImportFrom {
        module: Option<Ident>,
        names: Vec<Alias>,
        level: u32,
    },
    Global {
        names: Vec<Ident>,
    },
    Nonlocal {
        names: Vec<Ident>,
    },
    Expr {
        value: ExprId,
    },
    Pass,
    Break,
    Continue,
    /// A statement that could not be read; a diagnostic of severity *error* goes with it.
    Error,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Expr {
    BoolOp {
        op: BoolOp,
        values: Vec<ExprId>,
    },
    NamedExpr {
        target: ExprId,
        value: ExprId,
    },
    BinOp {
        left: ExprId,
        op: Operator,
        right: ExprId,
    },
    UnaryOp {
        op: UnaryOp,
        operand: ExprId,
    },
    Lambda {
        args: Box<Arguments>,
        body: ExprId,
    },
    IfExp {
        test: ExprId,
        body: ExprId,
        orelse: ExprId,
    },
    /// A key of `None` is a `**value` entry.
    Dict {
        keys: Vec<Option<ExprId>>,
        values: Vec<ExprId>,
    },
    Set {
        elts: Vec<ExprId>,
    },
    ListComp {
        elt: ExprId,
        generators: Vec<Comprehension>,
    },
    SetComp {
        elt: ExprId,
        generators: Vec<Comprehension>,
    },
    DictComp {
        key: ExprId,
        value: ExprId,
        generators: Vec<Comprehension>,
    },
    GeneratorExp {
        elt: ExprId,
        generators: Vec<Comprehension>,
    },
    Await {
        value: ExprId,
    },
    Yield {
        value: Option<ExprId>,
    },
    YieldFrom {
        value: ExprId,
    },
    Compare {
        left: ExprId,
        ops: Vec<CmpOp>,
        comparators: Vec<ExprId>,
    },
    Call {
        func: ExprId,
        args: Vec<ExprId>,
        keywords: Vec<Keyword>,
    },
    FormattedValue {
        value: ExprId,
        conversion: Option<Conversion>,
        /// Always a `JoinedStr`.
        format_spec: Option<ExprId>,
    },
    Interpolation {
        value: ExprId,
        /// The source text of the expression.
        str: Box<str>,
        conversion: Option<Conversion>,
        format_spec: Option<ExprId>,
    },
    JoinedStr {
        values: Vec<ExprId>,
    },
    TemplateStr {
        values: Vec<ExprId>,
    },
    Constant {
        value: Constant,
        /// The literal was written with the `u` prefix.
        kind_u: bool,
    },
    Attribute {
        value: ExprId,
        attr: Ident,
        ctx: ExprContext,
    },
    Subscript {
        value: ExprId,
        slice: ExprId,
        ctx: ExprContext,
    },
    Starred {
        value: ExprId,
        ctx: ExprContext,
    },
    Name {
        id: Name,
        ctx: ExprContext,
    },
    List {
        elts: Vec<ExprId>,
        ctx: ExprContext,
    },
    Tuple {
        elts: Vec<ExprId>,
        ctx: ExprContext,
    },
    Slice {
        lower: Option<ExprId>,
        upper: Option<ExprId>,
        step: Option<ExprId>,
    },
}

/// `!s`, `!r`, `!a` in a replacement field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Conversion {
    Str,
    Repr,
    Ascii,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Pattern {
    /// A literal or a dotted name, compared with `==`.
    MatchValue {
        value: ExprId,
    },
    /// `None`, `True` or `False`, compared with `is`.
    MatchSingleton {
        value: Constant,
    },
    MatchSequence {
        patterns: Vec<PatternId>,
    },
    MatchMapping {
        keys: Vec<ExprId>,
        patterns: Vec<PatternId>,
        rest: Option<Ident>,
    },
    MatchClass {
        cls: ExprId,
        patterns: Vec<PatternId>,
        kwd_attrs: Vec<Ident>,
        kwd_patterns: Vec<PatternId>,
    },
    /// `*name`, or `*_` without a name.
    MatchStar {
        name: Option<Ident>,
    },
    /// `pattern as name`, a capture (no pattern), or the wildcard `_` (neither).
    MatchAs {
        pattern: Option<PatternId>,
        name: Option<Ident>,
    },
    MatchOr {
        patterns: Vec<PatternId>,
    },
}

#[derive(Clone, Debug, PartialEq)]
pub struct Comprehension {
    pub target: ExprId,
    pub iter: ExprId,
    pub ifs: Vec<ExprId>,
    pub is_async: bool,
}

#[derive(Clone, Debug, PartialEq)]
pub struct ExceptHandler {
    pub span: Span,
    pub type_: Option<ExprId>,
    pub name: Option<Ident>,
    pub body: Vec<StmtId>,
}

/// The parameters of a function or lambda.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Arguments {
    pub posonlyargs: Vec<Arg>,
    pub args: Vec<Arg>,
    pub vararg: Option<Arg>,
    pub kwonlyargs: Vec<Arg>,
    /// One entry for each of `kwonlyargs`.
    pub kw_defaults: Vec<Option<ExprId>>,
    pub kwarg: Option<Arg>,
    /// The defaults of the last positional parameters (`posonlyargs` then `args`).
    pub defaults: Vec<ExprId>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Arg {
    pub span: Span,
    pub arg: Name,
    pub annotation: Option<ExprId>,
}

/// `name=value` in a call or class header; without a name it is `**value`.
#[derive(Clone, Debug, PartialEq)]
pub struct Keyword {
    pub span: Span,
    pub arg: Option<Ident>,
    pub value: ExprId,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Alias {
    pub span: Span,
    /// Dotted for `import a.b`; `*` for `from m import *`.
    pub name: Name,
    pub asname: Option<Ident>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct WithItem {
    pub context_expr: ExprId,
    pub optional_vars: Option<ExprId>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct MatchCase {
    pub pattern: PatternId,
    pub guard: Option<ExprId>,
    pub body: Vec<StmtId>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct TypeParam {
    pub span: Span,
    pub name: Ident,
    pub kind: TypeParamKind,
    pub default_value: Option<ExprId>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum TypeParamKind {
    TypeVar { bound: Option<ExprId> },
    ParamSpec,
    TypeVarTuple,
}

/// A module: its arenas, its names and its top-level statements.
#[derive(Clone, Debug)]
pub struct Ast {
    pub file: FileId,
    pub body: Vec<StmtId>,
    stmts: Vec<Stmt>,
    stmt_spans: Vec<Span>,
    exprs: Vec<Expr>,
    expr_spans: Vec<Span>,
    patterns: Vec<Pattern>,
    pattern_spans: Vec<Span>,
    names: Vec<Box<str>>,
    name_index: HashMap<Box<str>, Name>,
}

impl Ast {
    /// An empty module.
    pub fn new(file: FileId) -> Ast {
        Ast {
            file,
            body: Vec::new(),
            stmts: Vec::new(),
            stmt_spans: Vec::new(),
            exprs: Vec::new(),
            expr_spans: Vec::new(),
            patterns: Vec::new(),
            pattern_spans: Vec::new(),
            names: Vec::new(),
            name_index: HashMap::new(),
        }
    }

    pub fn add_stmt(&mut self, stmt: Stmt, span: Span) -> StmtId {
        let id = StmtId(self.stmts.len() as u32);
        self.stmts.push(stmt);
        self.stmt_spans.push(span);
        id
    }

    pub fn add_expr(&mut self, expr: Expr, span: Span) -> ExprId {
        let id = ExprId(self.exprs.len() as u32);
        self.exprs.push(expr);
        self.expr_spans.push(span);
        id
    }

    pub fn add_pattern(&mut self, pattern: Pattern, span: Span) -> PatternId {
        let id = PatternId(self.patterns.len() as u32);
        self.patterns.push(pattern);
        self.pattern_spans.push(span);
        id
    }

    /// The symbol for `text`, the same one each time. The caller has normalised the text.
    pub fn intern(&mut self, text: &str) -> Name {
        if let Some(&name) = self.name_index.get(text) {
            return name;
        }
        let name = Name(self.names.len() as u32);
        self.names.push(text.into());
        self.name_index.insert(text.into(), name);
        name
    }

    /// The symbol for `text` if the module mentions it at all.
    pub fn find_name(&self, text: &str) -> Option<Name> {
        self.name_index.get(text).copied()
    }

    /// The text of an interned identifier.
    pub fn name(&self, name: Name) -> &str {
        &self.names[name.0 as usize]
    }

    /// The place of a statement, expression or pattern.
    pub fn span<N: NodeId>(&self, id: N) -> Span {
        id.span_in(self)
    }

    /// Moves the end or start of a node, for nodes that are completed after they were made.
    pub fn set_span<N: NodeId>(&mut self, id: N, span: Span) {
        *id.span_mut_in(self) = span;
    }

    /// How many statements, expressions and patterns there are (ids count from 0).
    pub fn counts(&self) -> (usize, usize, usize) {
        (self.stmts.len(), self.exprs.len(), self.patterns.len())
    }
}

/// What [`Ast::span`] accepts: [`StmtId`], [`ExprId`] and [`PatternId`].
pub trait NodeId: Copy {
    fn span_in(self, ast: &Ast) -> Span;
    fn span_mut_in(self, ast: &mut Ast) -> &mut Span;
}

macro_rules! arena {
    ($id:ident, $node:ident, $nodes:ident, $spans:ident) => {
        impl Index<$id> for Ast {
            type Output = $node;
            fn index(&self, id: $id) -> &$node {
                &self.$nodes[id.0 as usize]
            }
        }

        impl IndexMut<$id> for Ast {
            fn index_mut(&mut self, id: $id) -> &mut $node {
                &mut self.$nodes[id.0 as usize]
            }
        }

        impl NodeId for $id {
            fn span_in(self, ast: &Ast) -> Span {
                ast.$spans[self.0 as usize]
            }
            fn span_mut_in(self, ast: &mut Ast) -> &mut Span {
                &mut ast.$spans[self.0 as usize]
            }
        }
    };
}

arena!(StmtId, Stmt, stmts, stmt_spans);
arena!(ExprId, Expr, exprs, expr_spans);
arena!(PatternId, Pattern, patterns, pattern_spans);
