//! The limit on the depth of trees. Brackets and indentation have limits of their own, but `a + a + …`,
//! `a.b.c.…` or a long chain of `elif` make a deep tree from flat text.

use mpf_diagnostics::{Code, Diagnostic};

use crate::ast::*;
use crate::builder::Builder;
use crate::visit::Node;

/// No tree that [`crate::parse`] returns is deeper than this, so that later stages may recurse over it.
/// (A level may then take 4 KB of a 2 MB stack. People stop at a few dozen; a long chain of `elif` has 250.)
pub const MAX_DEPTH: u32 = 500;

/// The heights of all nodes so far. A child comes before its parent in its arena, so one pass is enough.
#[derive(Default)]
pub(crate) struct Depths {
    exprs: Vec<u32>,
    patterns: Vec<u32>,
    stmts: Vec<u32>,
}

impl Depths {
    /// Measures what was added since the last call; reports the first node that is too high.
    pub fn too_deep(&mut self, b: &mut Builder<'_>) -> bool {
        let (stmts, exprs, patterns) = b.ast.counts();
        let mut worst = None;
        for i in self.exprs.len()..exprs {
            let id = ExprId(i as u32);
            let height = self.height(&b.ast, Node::Expr(id));
            if height > MAX_DEPTH {
                worst = worst.or(Some(b.ast.span(id)));
            }
            self.exprs.push(height);
        }
        for i in self.patterns.len()..patterns {
            let id = PatternId(i as u32);
            let height = self.height(&b.ast, Node::Pattern(id));
            self.patterns.push(height);
        }
        for i in self.stmts.len()..stmts {
            let id = StmtId(i as u32);
            let height = self.height(&b.ast, Node::Stmt(id));
            if height > MAX_DEPTH {
                worst = worst.or(Some(b.ast.span(id)));
            }
            self.stmts.push(height);
        }
        let Some(span) = worst else {
            return false;
        };
        b.diagnostics.push(
            Diagnostic::new(
                Code::TooNested,
                format!("expression or statement nested too deeply (more than {MAX_DEPTH} levels)"),
            )
            .at(b.span(span.start, span.start + 1))
            .help("a long chain of operators can become a loop, sum() or ''.join(); a chain of 'elif' a dict or 'match'"),
        );
        true
    }

    pub fn is_too_deep(&self, id: StmtId) -> bool {
        let height = self.stmts.get(id.0 as usize);
        height.is_some_and(|&h| h > MAX_DEPTH)
    }

    fn height(&self, ast: &Ast, node: Node) -> u32 {
        let mut most = 0;
        ast.for_each_child(node, |child| {
            let (heights, i) = match child {
                Node::Expr(id) => (&self.exprs, id.0),
                Node::Pattern(id) => (&self.patterns, id.0),
                Node::Stmt(id) => (&self.stmts, id.0),
            };
            most = most.max(heights.get(i as usize).copied().unwrap_or(0));
        });
        most + 1
    }
}
