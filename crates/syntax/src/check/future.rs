//! Imports from `__future__`: known features, and before everything but the docstring. (Language reference,
//! section 7.11.1.)

use std::collections::HashSet;

use mpf_diagnostics::Code;

use super::Checker;
use crate::ast::*;

const FEATURES: [&str; 10] = [
    "nested_scopes",
    "generators",
    "division",
    "absolute_import",
    "with_statement",
    "print_function",
    "unicode_literals",
    "barry_as_FLUFL",
    "generator_stop",
    "annotations",
];

impl Checker<'_> {
    pub(super) fn future_imports(&mut self) {
        let ast = self.ast;
        // The imports that stand where they may.
        let mut early = HashSet::new();
        let mut at_start = true;
        for (i, &id) in ast.body.iter().enumerate() {
            if self.is_future(id) {
                if at_start {
                    early.insert(id);
                }
            } else if i > 0 || !self.is_docstring(id) {
                at_start = false;
            }
        }
        let (stmts, _, _) = ast.counts();
        for id in (0..stmts as u32).map(StmtId) {
            let Stmt::ImportFrom { names, .. } = &ast[id] else {
                continue;
            };
            if !self.is_future(id) {
                continue;
            }
            if !early.contains(&id) {
                let message = "from __future__ imports must occur at the beginning of the file";
                self.error(Code::InvalidImport, ast.span(id), message);
                continue;
            }
            for alias in names {
                let name = ast.name(alias.name);
                if FEATURES.contains(&name) {
                    continue;
                }
                let message = match name {
                    "braces" => String::from("not a chance"),
                    _ => format!("future feature {name} is not defined"),
                };
                self.error(Code::InvalidImport, alias.span, message);
            }
        }
    }

    fn is_future(&self, id: StmtId) -> bool {
        match &self.ast[id] {
            Stmt::ImportFrom {
                module: Some(module),
                level: 0,
                ..
            } => self.ast.name(module.name) == "__future__",
            _ => false,
        }
    }

    fn is_docstring(&self, id: StmtId) -> bool {
        let Stmt::Expr { value } = self.ast[id] else {
            return false;
        };
        matches!(
            &self.ast[value],
            Expr::Constant {
                value: Constant::Str(_) | Constant::StrSurrogates(_),
                ..
            }
        )
    }
}
