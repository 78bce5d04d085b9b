//! What a statement may do where it stands: `return` in functions, `break` in loops, `await` in `async def`,
//! `global` before use, imports from `__future__` first. CPython's parser, symbol table and compiler share
//! this work; everything that needs more than one module's text is left to `mpf-resolve`.
//!
//! The walk recurses; [`crate::MAX_DEPTH`] bounds it.

mod expr;
mod future;
mod lint;
mod pattern;
mod scope;

use mpf_diagnostics::{Code, Diagnostic, Span};

use crate::ast::*;
use crate::visit::Node;
use scope::{Scope, ScopeKind};

pub(crate) fn check(ast: &Ast, out: &mut Vec<Diagnostic>) {
    let mut checker = Checker {
        ast,
        out,
        scopes: vec![Scope::new(ScopeKind::Module)],
        flow: Flow::default(),
    };
    checker.future_imports();
    for &id in &ast.body {
        checker.stmt(id);
    }
}

/// What encloses a statement inside of its function.
#[derive(Clone, Copy, Default)]
struct Flow {
    in_loop: bool,
    /// In an `except*` block, with no loop in between.
    in_except_star: bool,
    /// In an `except*` block, loops or not.
    no_return: bool,
    /// In a `finally` block, with no loop in between.
    in_finally: bool,
    finally_return: bool,
}

struct Checker<'a> {
    ast: &'a Ast,
    out: &'a mut Vec<Diagnostic>,
    /// Never empty: the first is the module's.
    scopes: Vec<Scope>,
    flow: Flow,
}

impl<'a> Checker<'a> {
    fn error(&mut self, code: Code, span: Span, message: impl Into<String>) {
        self.out.push(Diagnostic::new(code, message).at(span));
    }

    fn stmts(&mut self, body: &[StmtId]) {
        for &id in body {
            self.stmt(id);
        }
    }

    fn exprs<'i>(&mut self, ids: impl IntoIterator<Item = &'i ExprId>) {
        for &id in ids {
            self.expr(id);
        }
    }

    fn with_flow(&mut self, flow: Flow, body: &[StmtId]) {
        let saved = std::mem::replace(&mut self.flow, flow);
        self.stmts(body);
        self.flow = saved;
    }

    fn loop_body(&mut self, body: &[StmtId]) {
        let flow = Flow {
            in_loop: true,
            in_except_star: false,
            in_finally: false,
            ..self.flow
        };
        self.with_flow(flow, body);
    }

    fn stmt(&mut self, id: StmtId) {
        let ast = self.ast;
        let span = ast.span(id);
        match &ast[id] {
            Stmt::FunctionDef(def) => self.function(def, false),
            Stmt::AsyncFunctionDef(def) => self.function(def, true),
            Stmt::ClassDef(def) => self.class(def),
            Stmt::Return { value } => self.return_stmt(*value, span),
            Stmt::Assign { targets, value } => {
                self.expr(*value);
                self.exprs(targets);
            }
            Stmt::AugAssign { target, value, .. } => {
                self.expr(*value);
                self.expr(*target);
            }
            Stmt::AnnAssign {
                target,
                annotation,
                value,
                simple,
            } => {
                self.annotated(*target, *simple);
                self.annotation(*annotation, "an annotation");
                self.exprs(value);
                self.expr(*target);
            }
            Stmt::TypeAlias {
                name,
                type_params,
                value,
            } => {
                self.expr(*name);
                self.in_type_params(type_params, |c| c.annotation(*value, "a type alias"));
            }
            Stmt::AsyncFor {
                target,
                iter,
                body,
                orelse,
            } => {
                self.must_be_async(span, "async for");
                self.for_stmt(*target, *iter, body, orelse);
            }
            Stmt::For {
                target,
                iter,
                body,
                orelse,
            } => self.for_stmt(*target, *iter, body, orelse),
            Stmt::While { test, body, orelse } => {
                self.expr(*test);
                self.loop_body(body);
                self.stmts(orelse);
            }
            Stmt::AsyncWith { items, body } => {
                self.must_be_async(span, "async with");
                self.with_stmt(items, body);
            }
            Stmt::With { items, body } => self.with_stmt(items, body),
            Stmt::Match { subject, cases } => self.match_stmt(*subject, cases),
            Stmt::Try(node) => self.try_stmt(node, false),
            Stmt::TryStar(node) => self.try_stmt(node, true),
            Stmt::ImportFrom { names, .. } => {
                let star = names.iter().find(|alias| ast.name(alias.name) == "*");
                if let Some(star) = star
                    && self.scopes.len() > 1
                {
                    let message = "import * only allowed at module level";
                    self.error(Code::InvalidImport, star.span, message);
                }
            }
            // The name that an import binds may still be declared global afterwards.
            Stmt::Import { .. } => {}
            Stmt::Global { names } => self.declare(names, true),
            Stmt::Nonlocal { names } => self.declare(names, false),
            Stmt::Break => self.jump(span, "break"),
            Stmt::Continue => self.jump(span, "continue"),
            Stmt::If { .. } => self.if_stmt(id),
            Stmt::Delete { .. }
            | Stmt::Raise { .. }
            | Stmt::Assert { .. }
            | Stmt::Expr { .. }
            | Stmt::Pass
            | Stmt::Error => self.children(id),
        }
    }

    /// An `if` with its `elif`s, which are deep in the tree but not here.
    fn if_stmt(&mut self, mut id: StmtId) {
        let ast = self.ast;
        while let Stmt::If { test, body, orelse } = &ast[id] {
            self.expr(*test);
            self.stmts(body);
            match orelse[..] {
                [next] if matches!(ast[next], Stmt::If { .. }) => id = next,
                _ => return self.stmts(orelse),
            }
        }
    }

    /// Walks over a statement that adds no rules of its own.
    fn children(&mut self, id: StmtId) {
        let ast = self.ast;
        ast.for_each_child(Node::Stmt(id), |child| match child {
            Node::Stmt(id) => self.stmt(id),
            Node::Expr(id) => self.expr(id),
            // Patterns occur only in `match`, which has a walk of its own.
            Node::Pattern(_) => {}
        });
    }

    fn function(&mut self, def: &FunctionDef, is_async: bool) {
        self.bind(def.name.name);
        self.exprs(&def.decorator_list);
        self.defaults(&def.args);
        self.in_type_params(&def.type_params, |c| {
            for arg in all_args(&def.args) {
                if let Some(annotation) = arg.annotation {
                    c.annotation(annotation, "an annotation");
                }
            }
            if let Some(returns) = def.returns {
                c.annotation(returns, "an annotation");
            }
            c.body(ScopeKind::Function { is_async }, Some(&def.args), &def.body);
        });
    }

    fn defaults(&mut self, args: &Arguments) {
        self.exprs(&args.defaults);
        self.exprs(args.kw_defaults.iter().flatten());
    }

    fn class(&mut self, def: &ClassDef) {
        self.bind(def.name.name);
        self.exprs(&def.decorator_list);
        self.in_type_params(&def.type_params, |c| {
            c.exprs(&def.bases);
            c.exprs(def.keywords.iter().map(|k| &k.value));
            c.body(ScopeKind::Class, None, &def.body);
        });
    }

    /// The body of a function or class, with a scope of its own.
    fn body(&mut self, kind: ScopeKind, args: Option<&Arguments>, body: &[StmtId]) {
        let mut scope = Scope::new(kind);
        if let Some(args) = args {
            for arg in all_args(args) {
                scope.parameter(arg.arg);
            }
        }
        self.scopes.push(scope);
        self.with_flow(Flow::default(), body);
        let scope = self.scopes.pop();
        if let Some(scope) = scope
            && scope.kind == (ScopeKind::Function { is_async: true })
            && scope.is_generator
            && let Some(span) = scope.returns_value
        {
            let message = "'return' with value in async generator";
            self.error(Code::OutsideFunction, span, message);
        }
    }

    /// Type parameters have a scope between that of the definition and what surrounds it.
    fn in_type_params(&mut self, params: &[TypeParam], inner: impl FnOnce(&mut Self)) {
        if params.is_empty() {
            inner(self);
            return;
        }
        let generic = ScopeKind::Annotation("the definition of a generic");
        self.scopes.push(Scope::new(generic));
        for param in params {
            self.bind(param.name.name);
            if let TypeParamKind::TypeVar { bound: Some(bound) } = param.kind {
                let place = match self.ast[bound] {
                    Expr::Tuple { .. } => "a TypeVar constraint",
                    _ => "a TypeVar bound",
                };
                self.annotation(bound, place);
            }
            if let Some(default) = param.default_value {
                let place = match param.kind {
                    TypeParamKind::TypeVar { .. } => "a TypeVar default",
                    TypeParamKind::ParamSpec => "a ParamSpec default",
                    TypeParamKind::TypeVarTuple => "a TypeVarTuple default",
                };
                self.annotation(default, place);
            }
        }
        inner(self);
        self.scopes.pop();
    }

    fn annotation(&mut self, id: ExprId, place: &'static str) {
        self.scopes.push(Scope::new(ScopeKind::Annotation(place)));
        self.expr(id);
        self.scopes.pop();
    }

    fn return_stmt(&mut self, value: Option<ExprId>, span: Span) {
        if !matches!(self.scope().kind, ScopeKind::Function { .. }) {
            self.error(Code::OutsideFunction, span, "'return' outside function");
        } else if self.flow.no_return {
            self.except_star_jump(span);
        }
        if self.flow.finally_return {
            self.finally_jump(span, "return");
        }
        if value.is_some() {
            let scope = self.scope_mut();
            scope.returns_value = scope.returns_value.or(Some(span));
        }
        self.exprs(&value);
    }

    fn jump(&mut self, span: Span, word: &str) {
        if self.flow.in_except_star {
            self.except_star_jump(span);
        } else if !self.flow.in_loop {
            let message = match word {
                "break" => "'break' outside loop",
                _ => "'continue' not properly in loop",
            };
            self.error(Code::OutsideFunction, span, message);
        }
        if self.flow.in_finally {
            self.finally_jump(span, word);
        }
    }

    fn except_star_jump(&mut self, span: Span) {
        let message = "'break', 'continue' and 'return' cannot appear in an 'except*' block";
        self.error(Code::InvalidExcept, span, message);
    }

    fn must_be_async(&mut self, span: Span, what: &str) {
        if self.scope().kind != (ScopeKind::Function { is_async: true }) {
            let span = Span::new(span.file, span.start, span.start + what.len() as u32);
            let message = format!("'{what}' outside async function");
            self.error(Code::OutsideFunction, span, message);
        }
    }

    fn for_stmt(&mut self, target: ExprId, iter: ExprId, body: &[StmtId], orelse: &[StmtId]) {
        self.exprs([&target, &iter]);
        self.loop_body(body);
        self.stmts(orelse);
    }

    fn with_stmt(&mut self, items: &[WithItem], body: &[StmtId]) {
        for item in items {
            self.expr(item.context_expr);
            self.exprs(&item.optional_vars);
        }
        self.stmts(body);
    }

    fn try_stmt(&mut self, node: &Try, is_star: bool) {
        self.stmts(&node.body);
        for handler in &node.handlers {
            self.exprs(&handler.type_);
            if let Some(name) = handler.name {
                self.bind(name.name);
            }
            let mut flow = self.flow;
            flow.in_except_star |= is_star;
            flow.no_return |= is_star;
            self.with_flow(flow, &handler.body);
        }
        self.stmts(&node.orelse);
        let flow = Flow {
            in_finally: true,
            finally_return: true,
            ..self.flow
        };
        self.with_flow(flow, &node.finalbody);
    }
}

fn all_args(args: &Arguments) -> impl Iterator<Item = &Arg> {
    let positional = args.posonlyargs.iter().chain(&args.args);
    positional
        .chain(&args.vararg)
        .chain(&args.kwonlyargs)
        .chain(&args.kwarg)
}
