//! One walk over a module's tree: makes its scopes, notes in each what is bound, used and declared, and lists
//! the places that later checks need (uses of names, imports, stores to attributes).
//!
//! Annotations are not visited: a compiled program does not keep them.

use mpf_diagnostics::{Diagnostic, Span};
use mpf_syntax::ast::{
    Arguments, Ast, Comprehension, ExceptHandler, Expr, ExprContext, ExprId, FunctionDef, Name,
    Pattern, PatternId, Stmt, StmtId, TypeParam, TypeParamKind,
};

use crate::scope::{MODULE_SCOPE, Scope, ScopeId, ScopeKey, ScopeKind, SymbolTable, mangle};

/// A name that is read or deleted.
#[derive(Clone, Copy, Debug)]
pub struct NameUse {
    pub expr: ExprId,
    pub scope: ScopeId,
    /// Inside of a `try` that catches NameError.
    pub guarded: bool,
}

/// An import statement.
#[derive(Clone, Copy, Debug)]
pub struct ImportSite {
    pub stmt: StmtId,
    pub scope: ScopeId,
    /// Inside of a `try` that catches ImportError (or under `if TYPE_CHECKING`).
    pub guarded: bool,
}

/// What the walk found.
#[derive(Clone, Debug)]
pub struct Collected {
    pub table: SymbolTable,
    pub uses: Vec<NameUse>,
    pub imports: Vec<ImportSite>,
    /// `x.y = …` and `del x.y`: the attribute expression and its scope.
    pub attribute_stores: Vec<(ExprId, ScopeId)>,
    /// The entries of a literal `__all__` of the module.
    pub all: Option<Vec<String>>,
}

/// Walks a module and resolves its scopes.
pub fn collect(ast: &Ast, diagnostics: &mut Vec<Diagnostic>) -> Collected {
    let mut c = Collector {
        ast,
        out: Collected {
            table: SymbolTable::new(),
            uses: Vec::new(),
            imports: Vec::new(),
            attribute_stores: Vec::new(),
            all: None,
        },
    };
    let cx = Context {
        scope: MODULE_SCOPE,
        unconditional: true,
        import_guarded: false,
        name_guarded: false,
    };
    c.body(&ast.body, cx);
    c.out.table.resolve(diagnostics);
    c.out
}

#[derive(Clone, Copy)]
struct Context {
    scope: ScopeId,
    unconditional: bool,
    import_guarded: bool,
    name_guarded: bool,
}

impl Context {
    fn conditional(self) -> Context {
        Context {
            unconditional: false,
            ..self
        }
    }

    fn within(self, scope: ScopeId) -> Context {
        Context {
            scope,
            unconditional: false,
            import_guarded: false,
            name_guarded: false,
        }
    }
}

struct Collector<'a> {
    ast: &'a Ast,
    out: Collected,
}

impl Collector<'_> {
    fn mangled(&self, scope: ScopeId, name: Name) -> String {
        let class = self.out.table.scope(scope).class_name.as_deref();
        mangle(class, self.ast.name(name))
    }

    fn bind(&mut self, cx: Context, name: Name) {
        let text = self.mangled(cx.scope, name);
        let symbol = self.out.table.scope_mut(cx.scope).symbol_mut(&text);
        symbol.assigned = true;
        symbol.bindings += 1;
        symbol.unconditional |= cx.unconditional;
        // A global declared elsewhere counts for the module's symbol as well.
        if symbol.global.is_some() && cx.scope != MODULE_SCOPE {
            let symbol = self.out.table.scope_mut(MODULE_SCOPE).symbol_mut(&text);
            symbol.assigned = true;
            symbol.bindings += 1;
        }
    }

    fn bind_import(&mut self, cx: Context, name: &str, stmt: StmtId, alias: u32) {
        let class = self.out.table.scope(cx.scope).class_name.clone();
        let text = mangle(class.as_deref(), name);
        let symbol = self.out.table.scope_mut(cx.scope).symbol_mut(&text);
        symbol.assigned = true;
        symbol.bindings += 1;
        symbol.imports.push((stmt, alias));
        symbol.unconditional |= cx.unconditional;
        if symbol.global.is_some() && cx.scope != MODULE_SCOPE {
            let symbol = self.out.table.scope_mut(MODULE_SCOPE).symbol_mut(&text);
            symbol.assigned = true;
            symbol.bindings += 1;
            symbol.imports.push((stmt, alias));
        }
    }

    fn declare(&mut self, scope: ScopeId, name: Name, span: Span, global: bool) {
        let text = self.mangled(scope, name);
        let symbol = self.out.table.scope_mut(scope).symbol_mut(&text);
        if global {
            symbol.global = Some(span);
            // The module has the variable even when only functions bind it.
            self.out.table.scope_mut(MODULE_SCOPE).symbol_mut(&text);
        } else {
            symbol.nonlocal = Some(span);
        }
    }

    fn body(&mut self, body: &[StmtId], cx: Context) {
        for &id in body {
            self.stmt(id, cx);
        }
    }

    fn stmt(&mut self, id: StmtId, cx: Context) {
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
                self.note_all(targets, *value, cx);
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
    fn if_chain(&mut self, first: StmtId, cx: Context) {
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

    fn import_site(&mut self, stmt: StmtId, cx: Context) {
        self.out.imports.push(ImportSite {
            stmt,
            scope: cx.scope,
            guarded: cx.import_guarded,
        });
    }

    /// Remembers the entries of a module-level `__all__ = [...]` made of string literals.
    fn note_all(&mut self, targets: &[ExprId], value: ExprId, cx: Context) {
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
            self.out.all = elts.iter().map(text).collect();
        }
    }

    fn mark_deleted(&mut self, scope: ScopeId, name: Name) {
        let text = self.mangled(scope, name);
        let symbol = self.out.table.scope_mut(scope).symbol_mut(&text);
        symbol.deleted = true;
        if symbol.global.is_some() {
            self.out
                .table
                .scope_mut(MODULE_SCOPE)
                .symbol_mut(&text)
                .deleted = true;
        }
    }

    /// Whether one of the handlers catches one of these exceptions.
    fn catches(&self, handlers: &[ExceptHandler], names: &[&str]) -> bool {
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

    fn function(&mut self, id: StmtId, def: &FunctionDef, cx: Context, asynchronous: bool) {
        self.exprs(&def.decorator_list, cx);
        self.defaults(&def.args, cx);
        let outer = self.type_params(id, def.name.name, &def.type_params, cx);
        let class = self.out.table.scope(outer.scope).class_name.clone();
        let mut scope = Scope::new(
            ScopeKind::Function,
            ScopeKey::Stmt(id),
            Some(outer.scope),
            self.ast.name(def.name.name),
            class,
        );
        scope.asynchronous = asynchronous;
        let inner = self.out.table.add(scope);
        self.parameters(&def.args, inner);
        self.body(&def.body, cx.within(inner));
        self.bind(cx, def.name.name);
    }

    fn type_params(
        &mut self,
        id: StmtId,
        name: Name,
        params: &[TypeParam],
        cx: Context,
    ) -> Context {
        if params.is_empty() {
            return cx;
        }
        let class = self.out.table.scope(cx.scope).class_name.clone();
        let scope = self.out.table.add(Scope::new(
            ScopeKind::TypeParams,
            ScopeKey::TypeParams(id),
            Some(cx.scope),
            self.ast.name(name),
            class,
        ));
        let inner = cx.within(scope);
        for param in params {
            self.bind(inner, param.name.name);
            match param.kind {
                // Bounds and defaults are evaluated only on demand, so never in a compiled program.
                TypeParamKind::TypeVar { .. }
                | TypeParamKind::ParamSpec
                | TypeParamKind::TypeVarTuple => {}
            }
        }
        inner
    }

    fn defaults(&mut self, args: &Arguments, cx: Context) {
        self.exprs(&args.defaults, cx);
        for default in args.kw_defaults.iter().flatten() {
            self.expr(*default, cx);
        }
    }

    fn parameters(&mut self, args: &Arguments, scope: ScopeId) {
        let all = args
            .posonlyargs
            .iter()
            .chain(&args.args)
            .chain(&args.kwonlyargs)
            .chain(&args.vararg)
            .chain(&args.kwarg);
        for (n, arg) in all.enumerate() {
            let text = self.mangled(scope, arg.arg);
            if n == 0 && !(args.posonlyargs.is_empty() && args.args.is_empty()) {
                self.out.table.scope_mut(scope).first_parameter = Some(text.clone());
            }
            let symbol = self.out.table.scope_mut(scope).symbol_mut(&text);
            symbol.parameter = true;
            symbol.bindings += 1;
        }
    }

    fn pattern(&mut self, id: PatternId, cx: Context) {
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

    fn optional(&mut self, id: Option<ExprId>, cx: Context) {
        if let Some(id) = id {
            self.expr(id, cx);
        }
    }

    fn exprs(&mut self, ids: &[ExprId], cx: Context) {
        for &id in ids {
            self.expr(id, cx);
        }
    }

    fn use_name(&mut self, expr: ExprId, name: Name, cx: Context) {
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
    fn reference_first_parameter(&mut self, scope: ScopeId) {
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
    fn expr(&mut self, root: ExprId, cx: Context) {
        let mut stack = vec![(root, cx)];
        while let Some((id, cx)) = stack.pop() {
            let from = stack.len();
            self.one_expr(id, cx, &mut stack);
            stack[from..].reverse();
        }
    }

    fn one_expr(&mut self, id: ExprId, cx: Context, next: &mut Vec<(ExprId, Context)>) {
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
    fn walrus(&mut self, name: Name, cx: Context, span: Span) {
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

    fn comprehension(
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

const IMPORT_ERRORS: &[&str] = &[
    "ImportError",
    "ModuleNotFoundError",
    "Exception",
    "BaseException",
];
const NAME_ERRORS: &[&str] = &["NameError", "Exception", "BaseException"];

/// `TYPE_CHECKING` or `typing.TYPE_CHECKING`: never true in a compiled program.
pub fn is_type_checking(ast: &Ast, test: ExprId) -> bool {
    match &ast[test] {
        Expr::Name { id, .. } => ast.name(*id) == "TYPE_CHECKING",
        Expr::Attribute { value, attr, .. } => {
            ast.name(attr.name) == "TYPE_CHECKING"
                && matches!(&ast[*value], Expr::Name { id, .. } if ast.name(*id) == "typing")
        }
        _ => false,
    }
}
