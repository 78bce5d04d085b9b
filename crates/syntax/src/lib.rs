//! The front end: Python 3.14 source text to tokens to a tree, with all the errors found on the way.
//!
//! It touches no files and prints nothing; it never panics on any text and never recurses deeper than
//! its documented limits. What names mean is the business of `mpf-resolve`.

pub mod ast;
mod block;
mod builder;
mod chars;
mod check;
mod compound;
mod depth;
mod dump;
mod encoding;
mod indent;
mod lines;
mod names;
mod number;
#[rustfmt::skip]
#[allow(clippy::all, clippy::pedantic, unused, dead_code)]
mod python;
mod repr;
mod strings;
mod syntax_error;
mod token;
mod unescape;
mod visit;

use mpf_diagnostics::{Code, Diagnostic, FileId, Span};

pub use ast::Ast;
pub use depth::MAX_DEPTH;
pub use dump::{DumpOptions, Shape, dump, dump_tokens};
pub use indent::{MAX_BRACKETS, MAX_INDENTS, Tokens, tokenize};
pub use token::{Tok, Token};
pub use visit::Node;

/// After so many errors in one file the rest is only counted.
pub const MAX_ERRORS: usize = 100;

/// Spans are 32 bits wide, and a file of this size is no program.
const MAX_SOURCE: usize = 256 << 20;

/// A tree and everything that is wrong with its text, in the order of the text. The tree is complete if no
/// diagnostic is an error; otherwise [`ast::Stmt::Error`] stands for what could not be read.
#[derive(Debug)]
pub struct Parsed {
    pub ast: Ast,
    pub diagnostics: Vec<Diagnostic>,
}

impl Parsed {
    pub fn has_errors(&self) -> bool {
        self.diagnostics.iter().any(Diagnostic::is_error)
    }
}

/// Parses and checks a module.
pub fn parse(file: FileId, text: &str) -> Parsed {
    if text.len() >= MAX_SOURCE {
        let at = Span::new(file, 0, 0);
        return Parsed {
            ast: Ast::new(file),
            diagnostics: vec![Diagnostic::titled(Code::SourceTooLarge).at(at)],
        };
    }
    let Tokens {
        tokens,
        mut diagnostics,
    } = tokenize(file, text);
    let mut parser = block::Parser::new(builder::Builder::new(file, text), tokens);
    parser.module();
    let builder = parser.b;
    let ast = builder.ast;
    diagnostics.extend(builder.diagnostics);
    check::check(&ast, &mut diagnostics);
    Parsed {
        ast,
        diagnostics: in_order(file, diagnostics),
    }
}

/// Sorts diagnostics by place and leaves out what nobody would read.
fn in_order(file: FileId, mut diagnostics: Vec<Diagnostic>) -> Vec<Diagnostic> {
    diagnostics.sort_by_key(|d| d.primary.map_or(0, |span| span.start));
    if diagnostics.len() > MAX_ERRORS {
        // Warnings go first, then whatever is at the end.
        if diagnostics.iter().any(Diagnostic::is_error) {
            diagnostics.retain(Diagnostic::is_error);
        }
        let rest = diagnostics.len().saturating_sub(MAX_ERRORS);
        if rest > 0 {
            diagnostics.truncate(MAX_ERRORS);
            let at = diagnostics.last().and_then(|d| d.primary);
            let note = Diagnostic::new(Code::TooManyErrors, format!("{rest} more were left out"));
            diagnostics.push(note.at(at.unwrap_or(Span::new(file, 0, 0))));
        }
    }
    diagnostics
}
