//! Statements.

use mpf_bytecode::Opcode;
use mpf_bytecode::unit::Const;
use mpf_syntax::ast::{ExprId, Stmt, StmtId};

use super::Lower;
use super::expr::ASYNC_HELP;
use crate::fold;
use crate::func::Operand;

impl<'g> Lower<'_, 'g> {
    pub(super) fn body(&mut self, body: &'g [StmtId]) {
        for &stmt in body {
            if self.dead {
                return;
            }
            self.stmt(stmt);
        }
    }

    pub(super) fn stmt(&mut self, id: StmtId) {
        if self.dead {
            return;
        }
        let ast = self.ast;
        let old = self.set_place(id);
        let mark = self.depth;
        match &ast[id] {
            Stmt::FunctionDef(def) => self.function_def(id, def),
            Stmt::AsyncFunctionDef(_) => {
                self.unsupported(ast.span(id), "'async def'", ASYNC_HELP);
            }
            Stmt::ClassDef(def) => self.class_def(id, def),
            Stmt::Return { value } => self.return_stmt(*value),
            Stmt::Delete { targets } => {
                for &target in targets {
                    self.delete(target);
                }
            }
            Stmt::Assign { targets, value } => self.assign_stmt(targets, *value),
            Stmt::TypeAlias { .. } => {
                let help = "aliases that only annotations use can be removed";
                self.unsupported(ast.span(id), "a 'type' alias", help);
            }
            Stmt::AugAssign { target, op, value } => self.aug_assign(*target, *op, *value),
            Stmt::AnnAssign { target, value, .. } => {
                if let Some(value) = value {
                    self.assign_stmt(std::slice::from_ref(target), *value);
                }
            }
            Stmt::For {
                target,
                iter,
                body,
                orelse,
            } => self.for_stmt(*target, *iter, body, orelse),
            Stmt::AsyncFor { .. } => self.unsupported(ast.span(id), "'async for'", ASYNC_HELP),
            Stmt::While { test, body, orelse } => self.while_stmt(*test, body, orelse),
            Stmt::If { .. } => self.if_stmt(id),
            Stmt::With { items, body } => self.with_stmt(items, body),
            Stmt::AsyncWith { .. } => self.unsupported(ast.span(id), "'async with'", ASYNC_HELP),
            Stmt::Match { subject, cases } => self.match_stmt(*subject, cases),
            Stmt::Raise { exc, cause } => self.raise(*exc, *cause),
            Stmt::Try(t) => self.try_stmt(t),
            Stmt::TryStar(_) => {
                let help = "write one 'except' clause for each kind of exception";
                self.unsupported(ast.span(id), "'except*'", help);
            }
            Stmt::Assert { test, msg } => self.assert_stmt(*test, *msg),
            Stmt::Import { names } => self.import(id, names),
            Stmt::ImportFrom { names, .. } => self.import_from(id, names),
            Stmt::Expr { value } => {
                if fold::constant(ast, *value).is_none() {
                    self.effect(*value);
                }
            }
            Stmt::Break => self.break_stmt(),
            Stmt::Continue => self.continue_stmt(),
            Stmt::Global { .. } | Stmt::Nonlocal { .. } | Stmt::Pass | Stmt::Error => {}
        }
        self.depth = mark;
        self.at = old;
    }

    fn if_stmt(&mut self, first: StmtId) {
        let ast = self.ast;
        let end = self.new_block();
        let mut id = first;
        while let Stmt::If { test, body, orelse } = &ast[id] {
            self.at = ast.span(id).start;
            let (yes, no) = (self.new_block(), self.new_block());
            let no = if orelse.is_empty() { end } else { no };
            self.condition(*test, yes, no);
            self.start(yes);
            self.body(body);
            self.jump(end);
            if orelse.is_empty() {
                break;
            }
            self.start(no);
            match orelse.as_slice() {
                [only] if matches!(ast[*only], Stmt::If { .. }) => {
                    if self.dead {
                        break;
                    }
                    id = *only;
                }
                _ => {
                    self.body(orelse);
                    break;
                }
            }
        }
        self.start(end);
    }

    fn return_stmt(&mut self, value: Option<ExprId>) {
        let Some(value) = value else {
            self.unwind_all(|lower| lower.return_none());
            return;
        };
        let none = matches!(fold::constant(self.ast, value), Some(Const::None));
        if none && !self.f.generator {
            self.unwind_all(|lower| lower.return_none());
            return;
        }
        // Code that runs on the way out could rebind a variable.
        let v = if self.unwinding_runs_code() {
            let t = self.temp();
            self.expr_to(value, t);
            t
        } else {
            self.operand(value)
        };
        self.unwind_all(|lower| lower.return_value(v));
    }

    fn raise(&mut self, exc: Option<ExprId>, cause: Option<ExprId>) {
        match (exc, cause) {
            (None, _) => self.exit(Opcode::ReraiseCurrent, Operand::None, Operand::None),
            (Some(exc), None) => {
                let v = self.operand(exc);
                self.exit(Opcode::Raise, Operand::Reg(v), Operand::None);
            }
            (Some(exc), Some(cause)) => {
                let v = self.operand(exc);
                let c = self.operand(cause);
                self.exit(Opcode::RaiseFrom, Operand::Reg(v), Operand::Reg(c));
            }
        }
    }

    fn assert_stmt(&mut self, test: ExprId, msg: Option<ExprId>) {
        let (fail, end) = (self.new_block(), self.new_block());
        self.condition(test, end, fail);
        self.start(fail);
        let t = self.temp();
        match msg {
            Some(msg) => self.expr_to(msg, t),
            None => self.load_value(t, 0),
        }
        self.exit(Opcode::AssertFail, Operand::Reg(t), Operand::None);
        self.start(end);
    }
}
