//! Statements and patterns: what they bind, declare and import.

use mpf_syntax::ast::{ExceptHandler, Expr, ExprId, Pattern, PatternId, Stmt, StmtId};

use super::{Collector, Context, ImportSite, is_type_checking};
use crate::scope::{MODULE_SCOPE, Scope, ScopeKey, ScopeKind};

impl Collector<'_> {
    pub(super) fn body(&mut self, body: &[StmtId], cx: Context) {
        for &id in body {
            self.stmt(id, cx);
        }
    }

    pub(super) fn stmt(&mut self, id: StmtId, cx: Context) {
        let ast = self.ast;
        match &ast[id] {
            Stmt::FunctionDef(def) => self.function(id, def, cx, false),
            Stmt::AsyncFunctionDef(def) => self.function(id, def, cx, true),
            Stmt::ClassDef(def) => {
                self.exprs(&def.decorator_list, cx);
                let outer = self.type_params(id, def.name.name, &def.type_params, cx);
                self.exprs(&def.bases, outer);
                for keyword in &def.keywords {
                    self.expr(keyword.value, outer);
                }
                let name = ast.name(def.name.name);
                let inner = self.out.table.add(Scope::new(
                    ScopeKind::Class,
                    ScopeKey::Stmt(id),
                    Some(outer.scope),
                    name,
                    Some(name.into()),
                ));
                // The body runs here and now, so guards around the class hold for it.
                let inside = Context {
                    import_guarded: cx.import_guarded,
                    name_guarded: cx.name_guarded,
                    ..outer.within(inner)
                };
                self.body(&def.body, inside);
                self.bind(cx, def.name.name);
            }
            Stmt::Return { value } => self.optional(*value, cx),
            Stmt::Delete { targets } => self.exprs(targets, cx),
            Stmt::Assign { targets, value } => {
                self.expr(*value, cx);
                self.exprs(targets, cx);
                self.note_all(targets, *value, false, cx);
            }
            Stmt::TypeAlias {
                name,
                type_params,
                value,
            } => {
                if let Expr::Name { id: text, .. } = ast[*name] {
                    let outer = self.type_params(id, text, type_params, cx);
                    self.expr(*value, outer);
                    self.bind(cx, text);
                }
            }
            Stmt::AugAssign { target, value, .. } => {
                self.expr(*target, cx);
                if let Expr::Name { id: name, .. } = ast[*target] {
                    self.use_name(*target, name, cx);
                }
                self.expr(*value, cx);
                self.note_all(&[*target], *value, true, cx);
            }
            Stmt::AnnAssign { target, value, .. } => {
                self.optional(*value, cx);
                match (&ast[*target], value) {
                    (Expr::Name { id: name, .. }, None) => {
                        // Without a value it makes the name local and binds nothing.
                        let text = self.mangled(cx.scope, *name);
                        self.out
                            .table
                            .scope_mut(cx.scope)
                            .symbol_mut(&text)
                            .assigned = true;
                    }
                    _ => self.expr(*target, cx),
                }
            }
            Stmt::For {
                target,
                iter,
                body,
                orelse,
            }
            | Stmt::AsyncFor {
                target,
                iter,
                body,
                orelse,
            } => {
                self.expr(*iter, cx);
                let inner = cx.conditional();
                self.expr(*target, inner);
                self.body(body, inner);
                self.body(orelse, inner);
            }
            Stmt::While { test, body, orelse } => {
                self.expr(*test, cx);
                self.body(body, cx.conditional());
                self.body(orelse, cx.conditional());
            }
            Stmt::If { .. } => self.if_chain(id, cx),
            Stmt::With { items, body } | Stmt::AsyncWith { items, body } => {
                for item in items {
                    self.expr(item.context_expr, cx);
                    self.optional(item.optional_vars, cx.conditional());
                }
                self.body(body, cx.conditional());
            }
            Stmt::Match { subject, cases } => {
                self.expr(*subject, cx);
                for case in cases {
                    self.pattern(case.pattern, cx.conditional());
                    self.optional(case.guard, cx.conditional());
                    self.body(&case.body, cx.conditional());
                }
            }
            Stmt::Raise { exc, cause } => {
                self.optional(*exc, cx);
                self.optional(*cause, cx);
            }
            Stmt::Try(t) | Stmt::TryStar(t) => {
                let inner = Context {
                    unconditional: false,
                    import_guarded: cx.import_guarded || self.catches(&t.handlers, IMPORT_ERRORS),
                    name_guarded: cx.name_guarded || self.catches(&t.handlers, NAME_ERRORS),
                    ..cx
                };
                self.body(&t.body, inner);
                let cx = cx.conditional();
                for handler in &t.handlers {
                    self.optional(handler.type_, cx);
                    if let Some(name) = handler.name {
                        self.bind(cx, name.name);
                        self.mark_deleted(cx.scope, name.name);
                    }
                    self.body(&handler.body, cx);
                }
                self.body(&t.orelse, cx);
                self.body(&t.finalbody, cx);
            }
            Stmt::Assert { test, msg } => {
                self.expr(*test, cx);
                self.optional(*msg, cx);
            }
            Stmt::Import { names } => {
                self.import_site(id, cx);
                for (n, alias) in names.iter().enumerate() {
                    let name = match alias.asname {
                        Some(asname) => ast.name(asname.name),
                        None => ast.name(alias.name).split('.').next().unwrap_or(""),
                    };
                    self.bind_import(cx, name, id, n as u32);
                }
            }
            Stmt::ImportFrom { names, .. } => {
                self.import_site(id, cx);
                for (n, alias) in names.iter().enumerate() {
                    let name = ast.name(alias.asname.map_or(alias.name, |a| a.name));
                    if name != "*" {
                        self.bind_import(cx, name, id, n as u32);
                    }
                }
            }
            Stmt::Global { names } => {
                for name in names {
                    self.declare(cx.scope, name.name, name.span, true);
                }
            }
            Stmt::Nonlocal { names } => {
                for name in names {
                    self.declare(cx.scope, name.name, name.span, false);
                }
            }
            Stmt::Expr { value } => self.expr(*value, cx),
            Stmt::Pass | Stmt::Break | Stmt::Continue | Stmt::Error => {}
        }
    }

    /// An `if` with its `elif`s, which nest in the tree: in a loop, as there may be thousands.
    pub(super) fn if_chain(&mut self, first: StmtId, cx: Context) {
        let mut id = first;
        let mut test_cx = cx;
        while let Stmt::If { test, body, orelse } = &self.ast[id] {
            self.expr(*test, test_cx);
            let mut inner = cx.conditional();
            inner.import_guarded |= is_type_checking(self.ast, *test);
            self.body(body, inner);
            test_cx = cx.conditional();
            match orelse.as_slice() {
                [only] if matches!(self.ast[*only], Stmt::If { .. }) => id = *only,
                _ => {
                    self.body(orelse, cx.conditional());
                    return;
                }
            }
        }
    }

    pub(super) fn import_site(&mut self, stmt: StmtId, cx: Context) {
        self.out.imports.push(ImportSite {
            stmt,
            scope: cx.scope,
            guarded: cx.import_guarded,
        });
    }

    /// Remembers the entries of a module-level `__all__ = [...]` or `__all__ += [...]` made of string literals.
    pub(super) fn note_all(&mut self, targets: &[ExprId], value: ExprId, more: bool, cx: Context) {
        let [target] = targets else { return };
        let Expr::Name { id, .. } = self.ast[*target] else {
            return;
        };
        if cx.scope != MODULE_SCOPE || self.ast.name(id) != "__all__" {
            return;
        }
        if let Expr::List { elts, .. } | Expr::Tuple { elts, .. } = &self.ast[value] {
            let text = |&e: &ExprId| match &self.ast[e] {
                Expr::Constant {
                    value: mpf_syntax::ast::Constant::Str(s),
                    ..
                } => Some(s.to_string()),
                _ => None,
            };
            let new: Option<Vec<String>> = elts.iter().map(text).collect();
            self.out.all = match (self.out.all.take(), new) {
                (Some(mut all), Some(new)) if more => {
                    all.extend(new);
                    Some(all)
                }
                (None, _) if more => None,
                (_, new) => new,
            };
        }
    }

    /// Whether one of the handlers catches one of these exceptions.
    pub(super) fn catches(&self, handlers: &[ExceptHandler], names: &[&str]) -> bool {
        let named = |e: ExprId| match &self.ast[e] {
            Expr::Name { id, .. } => names.contains(&self.ast.name(*id)),
            _ => false,
        };
        handlers.iter().any(|h| match h.type_ {
            None => true,
            Some(t) => match &self.ast[t] {
                Expr::Tuple { elts, .. } => elts.iter().any(|&e| named(e)),
                _ => named(t),
            },
        })
    }

    pub(super) fn pattern(&mut self, id: PatternId, cx: Context) {
        let ast = self.ast;
        match &ast[id] {
            Pattern::MatchValue { value } => self.expr(*value, cx),
            Pattern::MatchSingleton { .. } => {}
            Pattern::MatchSequence { patterns } | Pattern::MatchOr { patterns } => {
                for &p in patterns {
                    self.pattern(p, cx);
                }
            }
            Pattern::MatchMapping {
                keys,
                patterns,
                rest,
            } => {
                self.exprs(keys, cx);
                for &p in patterns {
                    self.pattern(p, cx);
                }
                if let Some(rest) = rest {
                    self.bind(cx, rest.name);
                }
            }
            Pattern::MatchClass {
                cls,
                patterns,
                kwd_attrs: _,
                kwd_patterns,
            } => {
                self.expr(*cls, cx);
                for &p in patterns.iter().chain(kwd_patterns) {
                    self.pattern(p, cx);
                }
            }
            Pattern::MatchStar { name } => {
                if let Some(name) = name {
                    self.bind(cx, name.name);
                }
            }
            Pattern::MatchAs { pattern, name } => {
                if let Some(p) = pattern {
                    self.pattern(*p, cx);
                }
                if let Some(name) = name {
                    self.bind(cx, name.name);
                }
            }
        }
    }
}

const IMPORT_ERRORS: &[&str] = &[
    "ImportError",
    "ModuleNotFoundError",
    "Exception",
    "BaseException",
];
const NAME_ERRORS: &[&str] = &["NameError", "Exception", "BaseException"];
