//! Expressions that depend on where they stand: `yield`, `await`, comprehensions, `:=`. (Language reference,
//! sections 6.2.4 to 6.2.9 and 6.12.)

use mpf_diagnostics::{Code, Span};

use super::scope::{Scope, ScopeKind};
use super::{Checker, all_args};
use crate::ast::*;
use crate::visit::Node;

impl Checker<'_> {
    /// Walks over an expression in the order of evaluation. Ordinary nodes wait on a list, so that only the
    /// rare ones with rules of their own need recursion.
    pub(super) fn expr(&mut self, id: ExprId) {
        let ast = self.ast;
        let mut waiting = vec![id];
        while let Some(id) = waiting.pop() {
            if self.special(id) {
                continue;
            }
            let first = waiting.len();
            ast.for_each_child(Node::Expr(id), |child| {
                if let Node::Expr(id) = child {
                    waiting.push(id);
                }
            });
            waiting[first..].reverse();
        }
    }

    /// Applies the rules of one node. True if its children have been walked as well.
    fn special(&mut self, id: ExprId) -> bool {
        let ast = self.ast;
        let span = ast.span(id);
        match &ast[id] {
            Expr::Name { id, ctx } => {
                let name = *id;
                if *ctx == ExprContext::Load {
                    self.scope_mut().read(name);
                } else {
                    self.bind_target(name, span);
                }
            }
            Expr::NamedExpr { target, value } => {
                self.not_in_annotation(span, "named expression");
                self.expr(*value);
                self.named_target(*target);
            }
            Expr::Lambda { args, body } => {
                self.defaults(args);
                let mut scope = Scope::new(ScopeKind::Lambda);
                for arg in all_args(args) {
                    scope.parameter(arg.arg);
                }
                self.scopes.push(scope);
                self.expr(*body);
                self.scopes.pop();
            }
            Expr::ListComp { elt, generators } => {
                self.comprehension("list comprehension", &[*elt], generators, span);
            }
            Expr::SetComp { elt, generators } => {
                self.comprehension("set comprehension", &[*elt], generators, span);
            }
            Expr::GeneratorExp { elt, generators } => {
                self.comprehension("generator expression", &[*elt], generators, span);
            }
            Expr::DictComp {
                key,
                value,
                generators,
            } => self.comprehension("dict comprehension", &[*key, *value], generators, span),
            Expr::Await { value } => {
                self.await_expr(span);
                self.expr(*value);
            }
            Expr::Yield { value } => {
                self.yield_expr(span, false);
                self.exprs(value);
            }
            Expr::YieldFrom { value } => {
                self.yield_expr(span, true);
                self.expr(*value);
            }
            Expr::Compare {
                left,
                ops,
                comparators,
            } => {
                self.identity_of_literal(*left, ops, comparators, span);
                return false;
            }
            Expr::Call { func, .. } => {
                self.call_of_literal(*func, span);
                return false;
            }
            Expr::Subscript { value, .. } => {
                self.subscript_of_literal(*value, span);
                return false;
            }
            _ => return false,
        }
        true
    }

    fn bind_target(&mut self, name: Name, span: Span) {
        let scope = self.scope_mut();
        if matches!(scope.kind, ScopeKind::Comprehension(_)) {
            if scope.named.contains(&name) {
                let text = self.ast.name(name);
                let message = format!(
                    "comprehension inner loop cannot rebind assignment expression target '{text}'"
                );
                self.error(Code::InvalidTarget, span, message);
                return;
            }
            scope.loop_variables.insert(name);
        } else {
            scope.bind(name);
        }
    }

    fn not_in_annotation(&mut self, span: Span, what: &str) {
        if let ScopeKind::Annotation(place) = self.scope().kind {
            let message = format!("{what} cannot be used within {place}");
            self.error(Code::InvalidTypeParameter, span, message);
        }
    }

    /// The first iterable belongs to the scope around; everything else to the comprehension's own.
    fn comprehension(
        &mut self,
        what: &'static str,
        elements: &[ExprId],
        generators: &[Comprehension],
        span: Span,
    ) {
        let Some((first, rest)) = generators.split_first() else {
            return;
        };
        self.iterable(first.iter);
        self.scopes.push(Scope::new(ScopeKind::Comprehension(what)));
        self.scope_mut().is_async |= first.is_async;
        self.expr(first.target);
        self.exprs(&first.ifs);
        for generator in rest {
            self.scope_mut().is_async |= generator.is_async;
            self.expr(generator.target);
            self.iterable(generator.iter);
            self.exprs(&generator.ifs);
        }
        self.exprs(elements);
        let is_async = self.scopes.pop().is_some_and(|scope| scope.is_async);
        if is_async && what != "generator expression" {
            let scope = self.scope_mut();
            scope.is_async = true;
            let fits = matches!(
                scope.kind,
                ScopeKind::Function { is_async: true } | ScopeKind::Comprehension(_)
            );
            if !fits {
                let message = "asynchronous comprehension outside of an asynchronous function";
                self.error(Code::OutsideFunction, span, message);
            }
        }
    }

    fn iterable(&mut self, iter: ExprId) {
        self.scope_mut().in_iterable += 1;
        self.expr(iter);
        self.scope_mut().in_iterable -= 1;
    }

    fn await_expr(&mut self, span: Span) {
        let scope = self.scope_mut();
        let message = match scope.kind {
            ScopeKind::Function { is_async: true } => return,
            ScopeKind::Comprehension(_) => {
                scope.is_async = true;
                return;
            }
            ScopeKind::Annotation(_) => return self.not_in_annotation(span, "await expression"),
            ScopeKind::Function { is_async: false } | ScopeKind::Lambda => {
                "'await' outside async function"
            }
            ScopeKind::Module | ScopeKind::Class => "'await' outside function",
        };
        self.error(Code::OutsideFunction, span, message);
    }

    fn yield_expr(&mut self, span: Span, from: bool) {
        let scope = self.scope_mut();
        let message = match scope.kind {
            ScopeKind::Function { is_async: true } if from => {
                String::from("'yield from' inside async function")
            }
            ScopeKind::Function { .. } | ScopeKind::Lambda => {
                scope.is_generator = true;
                return;
            }
            ScopeKind::Comprehension(what) => format!("'yield' inside {what}"),
            ScopeKind::Annotation(_) => return self.not_in_annotation(span, "yield expression"),
            ScopeKind::Module | ScopeKind::Class => String::from("'yield' outside function"),
        };
        self.error(Code::OutsideFunction, span, message);
    }
}
