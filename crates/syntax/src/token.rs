//! The kinds of tokens, and the patterns by which logos finds those that need no context.
//!
//! A token is a kind and a span; values are read from the text when the tree is built. Line structure is
//! the business of `indent.rs`, what is inside of quotes that of `strings.rs`.

use logos::Logos;

/// What a token is.
#[derive(Logos, Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Tok {
    // What logos finds and the line layer consumes.
    #[regex(r"[ \t\x0C]+")]
    Blank,
    #[regex(r"#[^\r\n]*", allow_greedy = true)]
    Comment,
    #[regex(r"\r\n|\n|\r")]
    LineEnd,
    #[regex(r"\\(\r\n|\n|\r)")]
    Continuation,
    #[regex(r#"([rRuUbBfFtT]|[rR][bBfFtT]|[bBfFtT][rR])?("""|'''|"|')"#)]
    Quote,

    // What the line layer makes.
    Newline,
    Indent,
    Dedent,
    EndOfFile,
    /// Text that is no token; a diagnostic has been given.
    Error,

    #[regex(r"[A-Za-z_\u{80}-\u{10FFFF}][A-Za-z0-9_\u{80}-\u{10FFFF}]*")]
    Name,
    #[regex(r"[0-9](_?[0-9])*")]
    #[regex(r"0[xX](_?[0-9a-fA-F])+")]
    #[regex(r"0[oO](_?[0-7])+")]
    #[regex(r"0[bB](_?[01])+")]
    Int,
    #[regex(r"[0-9](_?[0-9])*\.([0-9](_?[0-9])*)?([eE][+-]?[0-9](_?[0-9])*)?")]
    #[regex(r"\.[0-9](_?[0-9])*([eE][+-]?[0-9](_?[0-9])*)?")]
    #[regex(r"[0-9](_?[0-9])*[eE][+-]?[0-9](_?[0-9])*")]
    Float,
    #[regex(r"[0-9](_?[0-9])*[jJ]")]
    #[regex(r"[0-9](_?[0-9])*\.([0-9](_?[0-9])*)?([eE][+-]?[0-9](_?[0-9])*)?[jJ]")]
    #[regex(r"\.[0-9](_?[0-9])*([eE][+-]?[0-9](_?[0-9])*)?[jJ]")]
    #[regex(r"[0-9](_?[0-9])*[eE][+-]?[0-9](_?[0-9])*[jJ]")]
    Imag,
    /// A whole string or bytes literal with prefix and quotes.
    Str,
    FStringStart,
    FStringMiddle,
    FStringEnd,
    TStringStart,
    TStringMiddle,
    TStringEnd,
    /// `{` of a replacement field.
    FieldOpen,
    /// `=` of a replacement field.
    FieldEqual,
    /// `!` of a replacement field.
    FieldBang,
    /// `:` of a replacement field.
    FieldColon,
    /// `}` of a replacement field.
    FieldClose,

    #[token("False")]
    False,
    #[token("None")]
    None,
    #[token("True")]
    True,
    #[token("and")]
    And,
    #[token("as")]
    As,
    #[token("assert")]
    Assert,
    #[token("async")]
    Async,
    #[token("await")]
    Await,
    #[token("break")]
    Break,
    #[token("class")]
    Class,
    #[token("continue")]
    Continue,
    #[token("def")]
    Def,
    #[token("del")]
    Del,
    #[token("elif")]
    Elif,
    #[token("else")]
    Else,
    #[token("except")]
    Except,
    #[token("finally")]
    Finally,
    #[token("for")]
    For,
    #[token("from")]
    From,
    #[token("global")]
    Global,
    #[token("if")]
    If,
    #[token("import")]
    Import,
    #[token("in")]
    In,
    #[token("is")]
    Is,
    #[token("lambda")]
    Lambda,
    #[token("nonlocal")]
    Nonlocal,
    #[token("not")]
    Not,
    #[token("or")]
    Or,
    #[token("pass")]
    Pass,
    #[token("raise")]
    Raise,
    #[token("return")]
    Return,
    #[token("try")]
    Try,
    #[token("while")]
    While,
    #[token("with")]
    With,
    #[token("yield")]
    Yield,

    // Names that the line parser has recognised as keywords of the statement they begin.
    KwMatch,
    KwCase,
    KwType,
    /// The `(` of `with (a as b, c):`.
    WithOpen,

    #[token("(")]
    LPar,
    #[token(")")]
    RPar,
    #[token("[")]
    LSqb,
    #[token("]")]
    RSqb,
    #[token("{")]
    LBrace,
    #[token("}")]
    RBrace,
    #[token(":")]
    Colon,
    #[token(",")]
    Comma,
    #[token(";")]
    Semi,
    #[token("+")]
    Plus,
    #[token("-")]
    Minus,
    #[token("*")]
    Star,
    #[token("/")]
    Slash,
    #[token("|")]
    VBar,
    #[token("&")]
    Amper,
    #[token("<")]
    Less,
    #[token(">")]
    Greater,
    #[token("=")]
    Equal,
    #[token(".")]
    Dot,
    #[token("%")]
    Percent,
    #[token("==")]
    EqEqual,
    #[token("!=")]
    NotEqual,
    #[token("<=")]
    LessEqual,
    #[token(">=")]
    GreaterEqual,
    #[token("~")]
    Tilde,
    #[token("^")]
    Circumflex,
    #[token("<<")]
    LeftShift,
    #[token(">>")]
    RightShift,
    #[token("**")]
    DoubleStar,
    #[token("+=")]
    PlusEqual,
    #[token("-=")]
    MinEqual,
    #[token("*=")]
    StarEqual,
    #[token("/=")]
    SlashEqual,
    #[token("%=")]
    PercentEqual,
    #[token("&=")]
    AmperEqual,
    #[token("|=")]
    VBarEqual,
    #[token("^=")]
    CircumflexEqual,
    #[token("<<=")]
    LeftShiftEqual,
    #[token(">>=")]
    RightShiftEqual,
    #[token("**=")]
    DoubleStarEqual,
    #[token("//")]
    DoubleSlash,
    #[token("//=")]
    DoubleSlashEqual,
    #[token("@")]
    At,
    #[token("@=")]
    AtEqual,
    #[token("->")]
    RArrow,
    #[token("...")]
    Ellipsis,
    #[token(":=")]
    ColonEqual,
    #[token("!")]
    Exclamation,
}

impl Tok {
    /// A reserved word (not `match`, `case`, `type`, which are names elsewhere).
    pub fn is_keyword(self) -> bool {
        (Tok::False as u8..=Tok::Yield as u8).contains(&(self as u8))
    }

    /// Keywords that only ever begin a statement, so that one at the start of a line inside of brackets
    /// shows that a bracket was left open above.
    pub fn only_begins_statement(self) -> bool {
        matches!(
            self,
            Tok::Assert
                | Tok::Break
                | Tok::Class
                | Tok::Continue
                | Tok::Def
                | Tok::Del
                | Tok::Elif
                | Tok::Except
                | Tok::Finally
                | Tok::Global
                | Tok::Import
                | Tok::Nonlocal
                | Tok::Pass
                | Tok::Raise
                | Tok::Return
                | Tok::Try
                | Tok::While
                | Tok::With
        )
    }

    /// Keywords that begin the header of a block, and at the start of a logical line nothing else.
    pub fn only_begins_block(self) -> bool {
        matches!(
            self,
            Tok::Class
                | Tok::Def
                | Tok::Elif
                | Tok::Except
                | Tok::For
                | Tok::If
                | Tok::While
                | Tok::With
        )
    }

    /// Whether an expression can end with this token.
    pub fn ends_expression(self) -> bool {
        matches!(
            self,
            Tok::Name
                | Tok::Int
                | Tok::Float
                | Tok::Imag
                | Tok::Str
                | Tok::FStringEnd
                | Tok::TStringEnd
                | Tok::False
                | Tok::None
                | Tok::True
                | Tok::RPar
                | Tok::RSqb
                | Tok::RBrace
                | Tok::Ellipsis
        )
    }

    /// Whether an expression can start with this token and nothing else can go on with it.
    pub fn starts_operand(self) -> bool {
        matches!(
            self,
            Tok::Name
                | Tok::Int
                | Tok::Float
                | Tok::Imag
                | Tok::Str
                | Tok::FStringStart
                | Tok::TStringStart
                | Tok::False
                | Tok::None
                | Tok::True
                | Tok::LBrace
                | Tok::Ellipsis
                | Tok::Tilde
                | Tok::Lambda
                | Tok::Await
        )
    }
}

/// A token: bytes `start..end` of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    pub kind: Tok,
    pub start: u32,
    pub end: u32,
}
