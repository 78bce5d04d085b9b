//! Compound statements: each header with its clauses. (Language reference, section 8.)
//!
//! Which lines belong to which block is decided in `block.rs`.

use mpf_diagnostics::{Code, Diagnostic};

use crate::ast::*;
use crate::block::Parser;
use crate::builder::{Header, Line};
use crate::token::Tok;

impl Parser<'_> {
    /// A clause such as `else:`, if one comes next. A broken one is skipped with its block.
    fn clause(&mut self, kind: Tok) -> Option<(Option<Header>, u32, Option<Vec<StmtId>>)> {
        if self.peek() != kind {
            return None;
        }
        let start = self.tokens[self.pos].start;
        if let Some(Line::Header { header, body, .. }) = self.line(false) {
            return Some((Some(header), start, body));
        }
        self.skip_block();
        Some((None, start, None))
    }

    fn else_body(&mut self, kind: Tok, what: &str) -> Option<Vec<StmtId>> {
        let (header, start, body) = self.clause(kind)?;
        Some(match header {
            Some(_) => self.body(body, what, start),
            None => Vec::new(),
        })
    }

    pub(super) fn compound(
        &mut self,
        header: Header,
        start: u32,
        inline: Option<Vec<StmtId>>,
        decorator_list: Vec<ExprId>,
        out: &mut Vec<StmtId>,
    ) {
        let stmt = match header {
            Header::If(test) => return self.if_stmt(test, start, inline, out),
            Header::Try => return self.try_stmt(start, inline, out),
            Header::Match(subject) => return self.match_stmt(subject, start, out),
            Header::While(test) => Stmt::While {
                test,
                body: self.body(inline, "'while' statement", start),
                orelse: self.loop_else(),
            },
            Header::For {
                is_async,
                target,
                iter,
            } => {
                let body = self.body(inline, "'for' statement", start);
                let orelse = self.loop_else();
                if is_async {
                    Stmt::AsyncFor {
                        target,
                        iter,
                        body,
                        orelse,
                    }
                } else {
                    Stmt::For {
                        target,
                        iter,
                        body,
                        orelse,
                    }
                }
            }
            Header::With { is_async, items } => {
                let body = self.body(inline, "'with' statement", start);
                if is_async {
                    Stmt::AsyncWith { items, body }
                } else {
                    Stmt::With { items, body }
                }
            }
            Header::Def {
                is_async,
                name,
                type_params,
                args,
                returns,
            } => {
                let def = Box::new(FunctionDef {
                    name,
                    args: *args,
                    body: self.body(inline, "function definition", start),
                    decorator_list,
                    returns,
                    type_params,
                });
                if is_async {
                    Stmt::AsyncFunctionDef(def)
                } else {
                    Stmt::FunctionDef(def)
                }
            }
            Header::Class {
                name,
                type_params,
                bases,
                keywords,
            } => Stmt::ClassDef(Box::new(ClassDef {
                name,
                bases,
                keywords,
                body: self.body(inline, "class definition", start),
                decorator_list,
                type_params,
            })),
            Header::Elif(_) => return self.stray("elif", start, inline, out),
            Header::Else => return self.stray("else", start, inline, out),
            Header::Except { .. } => return self.stray("except", start, inline, out),
            Header::Finally => return self.stray("finally", start, inline, out),
            // `case` is a keyword only where it is expected.
            Header::Case { .. } => return self.stray("case", start, inline, out),
        };
        let id = self.b.stmt(stmt, start, self.last_end);
        out.push(id);
    }

    fn loop_else(&mut self) -> Vec<StmtId> {
        self.else_body(Tok::Else, "'else' statement")
            .unwrap_or_default()
    }

    fn stray(
        &mut self,
        word: &str,
        start: u32,
        inline: Option<Vec<StmtId>>,
        out: &mut Vec<StmtId>,
    ) {
        let span = self.b.span(start, start + word.len() as u32);
        self.b.diagnostics.push(
            Diagnostic::new(
                Code::InvalidSyntax,
                format!("'{word}' does not belong to any statement here"),
            )
            .at(span)
            .help("it must be indented like the statement that it continues"),
        );
        self.error_stmt(out, start);
        self.body(inline, "this", start);
    }

    /// `if` and all of its `elif`s: nested in the tree, a list here.
    fn if_stmt(
        &mut self,
        test: ExprId,
        start: u32,
        inline: Option<Vec<StmtId>>,
        out: &mut Vec<StmtId>,
    ) {
        let body = self.body(inline, "'if' statement", start);
        let mut arms = vec![(test, start, body)];
        while let Some((header, start, inline)) = self.clause(Tok::Elif) {
            if let Some(Header::Elif(test)) = header {
                let body = self.body(inline, "'elif' statement", start);
                arms.push((test, start, body));
            }
        }
        let mut orelse = self.loop_else();
        let end = self.last_end;
        for (test, start, body) in arms.into_iter().rev() {
            let id = self.b.stmt(Stmt::If { test, body, orelse }, start, end);
            orelse = vec![id];
        }
        out.append(&mut orelse);
    }

    fn try_stmt(&mut self, start: u32, inline: Option<Vec<StmtId>>, out: &mut Vec<StmtId>) {
        let body = self.body(inline, "'try' statement", start);
        let mut handlers: Vec<ExceptHandler> = Vec::new();
        let (mut stars, mut plain, mut clauses) = (0, 0, 0);
        let (mut bare, mut mixed) = (None, false);
        while let Some((header, start, inline)) = self.clause(Tok::Except) {
            clauses += 1;
            let Some(Header::Except {
                is_star,
                type_,
                name,
            }) = header
            else {
                continue;
            };
            if let Some(span) = bare.take() {
                self.b
                    .error(Code::InvalidExcept, span, "default 'except:' must be last");
            }
            let place = self.b.span(start, self.last_end);
            if type_.is_none() {
                bare = Some(self.b.span(start, start + 6));
            }
            let mixes = if is_star { plain > 0 } else { stars > 0 };
            if mixes && !mixed {
                mixed = true;
                let message = "cannot have both 'except' and 'except*' on the same 'try'";
                self.b.error(Code::InvalidExcept, place, message);
            }
            if is_star {
                stars += 1;
            } else {
                plain += 1;
            }
            let what = if is_star {
                "'except*' statement"
            } else {
                "'except' statement"
            };
            let body = self.body(inline, what, start);
            handlers.push(ExceptHandler {
                span: self.b.span(start, self.last_end),
                type_,
                name,
                body,
            });
        }
        let orelse = self.loop_else();
        let finalbody = self.else_body(Tok::Finally, "'finally' statement");
        if clauses == 0 && (finalbody.is_none() || !orelse.is_empty()) {
            let span = self.b.span(start, start + 3);
            self.b.diagnostics.push(
                Diagnostic::new(Code::InvalidExcept, "expected 'except' or 'finally' block")
                    .at(span)
                    .help("a 'try' without either has nothing to do"),
            );
        }
        let node = Box::new(Try {
            body,
            handlers,
            orelse,
            finalbody: finalbody.unwrap_or_default(),
        });
        let stmt = if stars > 0 {
            Stmt::TryStar(node)
        } else {
            Stmt::Try(node)
        };
        let id = self.b.stmt(stmt, start, self.last_end);
        out.push(id);
    }

    /// The line before has been taken for `match` because an INDENT and a `case` follow.
    fn match_stmt(&mut self, subject: ExprId, start: u32, out: &mut Vec<StmtId>) {
        let mut cases = Vec::new();
        self.pos += 1;
        while !matches!(self.peek(), Tok::Dedent | Tok::EndOfFile) {
            if self.peek() == Tok::Indent {
                self.unexpected_indent(&mut Vec::new());
                continue;
            }
            let token = self.tokens[self.pos];
            match self.line(true) {
                Some(Line::Header {
                    header: Header::Case { pattern, guard },
                    start,
                    body,
                }) => {
                    let body = self.body(body, "'case' statement", start);
                    cases.push(MatchCase {
                        pattern,
                        guard,
                        body,
                    });
                }
                Some(_) => {
                    let span = self.b.span(token.start, token.end);
                    let message = "expected 'case': nothing else can stand directly in a 'match'";
                    self.b.error(Code::InvalidSyntax, span, message);
                    self.skip_block();
                }
                None => self.skip_block(),
            }
        }
        if self.peek() == Tok::Dedent {
            self.pos += 1;
        }
        let id = self
            .b
            .stmt(Stmt::Match { subject, cases }, start, self.last_end);
        out.push(id);
    }
}
