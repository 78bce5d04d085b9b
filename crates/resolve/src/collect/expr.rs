//! Expressions: uses of names, and the scopes of lambdas and comprehensions.

use mpf_diagnostics::Span;
use mpf_syntax::ast::{Comprehension, Expr, ExprContext, ExprId, Name};

use super::{Collector, Context, NameUse};
use crate::scope::{Scope, ScopeId, ScopeKey, ScopeKind};

impl Collector<'_> {
    pub(super) fn optional(&mut self, id: Option<ExprId>, cx: Context) {
        if let Some(id) = id {
            self.expr(id, cx);
        }
    }

    pub(super) fn exprs(&mut self, ids: &[ExprId], cx: Context) {
        for &id in ids {
            self.expr(id, cx);
        }
    }

    pub(super) fn use_name(&mut self, expr: ExprId, name: Name, cx: Context) {
        let text = self.mangled(cx.scope, name);
        let scope = self.out.table.scope_mut(cx.scope);
        let function = scope.is_function_like();
        scope.symbol_mut(&text).referenced = true;
        self.out.uses.push(NameUse {
            expr,
            scope: cx.scope,
            guarded: cx.name_guarded,
        });
        if text == "super" && function {
            self.out
                .table
                .scope_mut(cx.scope)
                .symbol_mut("__class__")
                .referenced = true;
            self.reference_first_parameter(cx.scope);
        }
    }

    /// `super()` in a comprehension means the first parameter of the method around it.
    pub(super) fn reference_first_parameter(&mut self, scope: ScopeId) {
        let mut at = scope;
        while self.out.table.scope(at).kind == ScopeKind::Comprehension {
            match self.out.table.scope(at).parent {
                Some(parent) => at = parent,
                None => return,
            }
        }
        if let Some(first) = self.out.table.scope(at).first_parameter.clone() {
            self.out
                .table
                .scope_mut(scope)
                .symbol_mut(&first)
                .referenced = true;
        }
    }

    /// Walks an expression with a stack of its own: chains of operators nest thousands deep.
    pub(super) fn expr(&mut self, root: ExprId, cx: Context) {
        let mut stack = vec![(root, cx)];
        while let Some((id, cx)) = stack.pop() {
            let from = stack.len();
            self.one_expr(id, cx, &mut stack);
            stack[from..].reverse();
        }
    }

    pub(super) fn one_expr(&mut self, id: ExprId, cx: Context, next: &mut Vec<(ExprId, Context)>) {
        let ast = self.ast;
        match &ast[id] {
            Expr::BoolOp { values, .. }
            | Expr::JoinedStr { values }
            | Expr::TemplateStr { values } => next.extend(values.iter().map(|&v| (v, cx))),
            Expr::NamedExpr { target, value } => {
                next.push((*value, cx));
                if let Expr::Name { id: name, .. } = ast[*target] {
                    self.walrus(name, cx, ast.span(*target));
                }
            }
            Expr::BinOp { left, right, .. } => next.extend([(*left, cx), (*right, cx)]),
            Expr::UnaryOp { operand, .. } => next.push((*operand, cx)),
            Expr::Lambda { args, body } => {
                self.defaults(args, cx);
                let class = self.out.table.scope(cx.scope).class_name.clone();
                let inner = self.out.table.add(Scope::new(
                    ScopeKind::Lambda,
                    ScopeKey::Expr(id),
                    Some(cx.scope),
                    "<lambda>",
                    class,
                ));
                self.parameters(args, inner);
                next.push((*body, cx.within(inner)));
            }
            Expr::IfExp { test, body, orelse } => {
                next.extend([(*test, cx), (*body, cx), (*orelse, cx)]);
            }
            Expr::Dict { keys, values } => {
                for (key, value) in keys.iter().zip(values) {
                    next.extend(key.map(|k| (k, cx)));
                    next.push((*value, cx));
                }
            }
            Expr::Set { elts } | Expr::List { elts, .. } | Expr::Tuple { elts, .. } => {
                next.extend(elts.iter().map(|&e| (e, cx)));
            }
            Expr::ListComp { elt, generators } => {
                self.comprehension(id, "<listcomp>", &[*elt], generators, cx, next);
            }
            Expr::SetComp { elt, generators } => {
                self.comprehension(id, "<setcomp>", &[*elt], generators, cx, next);
            }
            Expr::DictComp {
                key,
                value,
                generators,
            } => self.comprehension(id, "<dictcomp>", &[*key, *value], generators, cx, next),
            Expr::GeneratorExp { elt, generators } => {
                self.comprehension(id, "<genexpr>", &[*elt], generators, cx, next);
            }
            Expr::Await { value } => {
                self.out.table.scope_mut(cx.scope).asynchronous = true;
                next.push((*value, cx));
            }
            Expr::Yield { value } => {
                self.out.table.scope_mut(cx.scope).generator = true;
                next.extend(value.map(|v| (v, cx)));
            }
            Expr::YieldFrom { value } => {
                self.out.table.scope_mut(cx.scope).generator = true;
                next.push((*value, cx));
            }
            Expr::Compare {
                left, comparators, ..
            } => {
                next.push((*left, cx));
                next.extend(comparators.iter().map(|&c| (c, cx)));
            }
            Expr::Call {
                func,
                args,
                keywords,
            } => {
                next.push((*func, cx));
                next.extend(args.iter().map(|&a| (a, cx)));
                next.extend(keywords.iter().map(|k| (k.value, cx)));
            }
            Expr::FormattedValue {
                value, format_spec, ..
            }
            | Expr::Interpolation {
                value, format_spec, ..
            } => {
                next.push((*value, cx));
                next.extend(format_spec.map(|f| (f, cx)));
            }
            Expr::Constant { .. } => {}
            Expr::Attribute { value, ctx, .. } => {
                match ctx {
                    ExprContext::Load => {}
                    ExprContext::Store | ExprContext::Del => {
                        self.out.attribute_stores.push((id, cx.scope));
                    }
                }
                next.push((*value, cx));
            }
            Expr::Subscript { value, slice, .. } => next.extend([(*value, cx), (*slice, cx)]),
            Expr::Starred { value, .. } => next.push((*value, cx)),
            Expr::Name { id: name, ctx } => match ctx {
                ExprContext::Load => self.use_name(id, *name, cx),
                ExprContext::Store => self.bind(cx, *name),
                ExprContext::Del => {
                    self.use_name(id, *name, cx);
                    let text = self.mangled(cx.scope, *name);
                    self.out
                        .table
                        .scope_mut(cx.scope)
                        .symbol_mut(&text)
                        .assigned = true;
                    self.mark_deleted(cx.scope, *name);
                }
            },
            Expr::Slice { lower, upper, step } => {
                next.extend([lower, upper, step].into_iter().flatten().map(|&e| (e, cx)));
            }
        }
    }

    /// `name := …`: bound in the nearest scope that is not a comprehension.
    pub(super) fn walrus(&mut self, name: Name, cx: Context, span: Span) {
        let mut target = cx.scope;
        while self.out.table.scope(target).kind == ScopeKind::Comprehension {
            match self.out.table.scope(target).parent {
                Some(parent) => target = parent,
                None => break,
            }
        }
        let text = self.mangled(cx.scope, name);
        self.bind(
            Context {
                scope: target,
                ..cx.conditional()
            },
            name,
        );
        self.out.table.scope_mut(target).symbol_mut(&text).walrus = true;
        if target == cx.scope {
            return;
        }
        let owner = self.out.table.scope_mut(target);
        let global = owner.kind == ScopeKind::Module || owner.symbol_mut(&text).global.is_some();
        let mut at = cx.scope;
        while at != target {
            let symbol = self.out.table.scope_mut(at).symbol_mut(&text);
            if global {
                symbol.global = Some(span);
            } else {
                symbol.nonlocal = Some(span);
            }
            symbol.assigned = true;
            match self.out.table.scope(at).parent {
                Some(parent) => at = parent,
                None => break,
            }
        }
    }

    pub(super) fn comprehension(
        &mut self,
        id: ExprId,
        name: &str,
        elements: &[ExprId],
        generators: &[Comprehension],
        cx: Context,
        next: &mut Vec<(ExprId, Context)>,
    ) {
        let class = self.out.table.scope(cx.scope).class_name.clone();
        let inner = self.out.table.add(Scope::new(
            ScopeKind::Comprehension,
            ScopeKey::Expr(id),
            Some(cx.scope),
            name,
            class,
        ));
        let inside = Context {
            name_guarded: cx.name_guarded,
            ..cx.within(inner)
        };
        // Targets first: a later iterable must already see them as local.
        for (n, generator) in generators.iter().enumerate() {
            if generator.is_async {
                self.out.table.scope_mut(inner).asynchronous = true;
            }
            next.push((generator.iter, if n == 0 { cx } else { inside }));
            next.push((generator.target, inside));
            next.extend(generator.ifs.iter().map(|&i| (i, inside)));
        }
        next.extend(elements.iter().map(|&e| (e, inside)));
    }
}
