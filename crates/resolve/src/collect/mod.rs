//! One walk over a module's tree: makes its scopes, notes in each what is bound, used and declared, and lists
//! the places that later checks need (uses of names, imports, stores to attributes).
//!
//! Annotations are not visited: a compiled program does not keep them.

mod expr;
mod stmt;

use mpf_diagnostics::{Diagnostic, Span};
use mpf_syntax::ast::{
    Arguments, Ast, Expr, ExprId, FunctionDef, Name, StmtId, TypeParam, TypeParamKind,
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
}

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
