//! The compiler of a program: modules by statement or as bodies, and every function that they need.

use std::collections::{BTreeMap, BTreeSet};

use mpf_bytecode::unit::{CodeUnit, ModuleId, UnitId};
use mpf_diagnostics::{Diagnostic, Span};
use mpf_ir::Lowering;
use mpf_ir::func::Function;
use mpf_ir::lower::Ending;
use mpf_resolve::graph::ModuleKind;
use mpf_resolve::scope::mangle;
use mpf_resolve::{Graph, ImportTarget, NativeWorld, ScopeId, ScopeKey, ScopeKind};
use mpf_syntax::ast::{Ast, Expr, Stmt, StmtId};

use crate::emit::emit;
use crate::program::{ModuleCode, ModuleInfo, Program, StatementKind, TopLevel};

/// Compiles the modules of a graph into one growing [`Program`].
pub struct Compiler<'g> {
    graph: &'g Graph,
    lowering: Lowering<'g>,
    pub program: Program,
    /// The intermediate form of every unit, kept when asked for.
    keep_ir: Option<Vec<String>>,
}

impl<'g> Compiler<'g> {
    pub fn new(graph: &'g Graph, world: &'g NativeWorld<'g>) -> Compiler<'g> {
        let modules = graph.modules.iter().map(|m| ModuleInfo {
            name: m.name.clone(),
            run_name: m.run_name.clone(),
            package: m.package,
            parent: m.parent,
            native: matches!(m.kind, ModuleKind::Native),
        });
        let program = Program {
            globals: graph.globals.clone(),
            modules: modules.collect(),
            ..Program::default()
        };
        Compiler {
            graph,
            lowering: Lowering::new(graph, world),
            program,
            keep_ir: None,
        }
    }

    /// Keeps a printed form of each unit's intermediate form, for `print-ir`.
    pub fn keep_ir(&mut self) {
        self.keep_ir = Some(Vec::new());
    }

    /// The printed intermediate forms, in the order of compilation.
    pub fn ir_listings(&self) -> &[String] {
        self.keep_ir.as_deref().unwrap_or(&[])
    }

    /// What lowering and code generation found wrong since the last call.
    pub fn take_diagnostics(&mut self) -> Vec<Diagnostic> {
        std::mem::take(&mut self.lowering.diagnostics)
    }

    /// Compiles each top-level statement of a module to a unit of its own. A native module has none.
    pub fn compile_module(&mut self, module: ModuleId) -> ModuleCode {
        let mut statements = Vec::new();
        if let Some((ast, _)) = self.graph.source(module) {
            for &stmt in &ast.body {
                if let Some(f) = self.lowering.top_level(module, &[stmt], Ending::None) {
                    let unit = self.add(f);
                    statements.push(TopLevel {
                        stmt: Some(stmt),
                        unit,
                        span: ast.span(stmt),
                        kind: kind(ast, stmt),
                        imports: self.imports_of(module, ast, stmt),
                    });
                }
            }
            if self.graph.module(module).parent.is_some()
                && let Some(f) = self.lowering.submodule_binding(module)
            {
                let unit = self.add(f);
                statements.push(TopLevel {
                    stmt: None,
                    unit,
                    span: Span::new(ast.file, 0, 0),
                    kind: StatementKind::SubmoduleBinding,
                    imports: Vec::new(),
                });
            }
            self.attributes(module);
        }
        ModuleCode { module, statements }
    }

    /// Compiles some top-level statements of a module, in the order given, to one body that returns the module.
    pub fn compile_body(&mut self, module: ModuleId, stmts: &[StmtId]) -> Option<UnitId> {
        let f = self.lowering.top_level(module, stmts, Ending::Module)?;
        Some(self.add(f))
    }

    /// Gives a function a number and compiles it and everything it refers to.
    fn add(&mut self, f: Function) -> UnitId {
        let unit = self.lowering.new_unit();
        self.put(unit, f);
        while let Some((unit, f)) = self.lowering.next_pending() {
            self.put(unit, f);
        }
        unit
    }

    fn put(&mut self, unit: UnitId, f: Function) {
        if let Some(listings) = &mut self.keep_ir {
            listings.push(mpf_ir::print(&f));
        }
        let n = unit.0 as usize;
        if self.program.units.len() <= n {
            self.program.units.resize(n + 1, CodeUnit::default());
        }
        match emit(f) {
            Ok(code) => self.program.units[n] = code,
            Err(diagnostic) => self.lowering.diagnostics.push(diagnostic),
        }
    }

    /// Modules that a statement imports outside of the functions in it.
    fn imports_of(&self, module: ModuleId, ast: &Ast, stmt: StmtId) -> Vec<ModuleId> {
        let Some((_, names)) = self.graph.source(module) else {
            return Vec::new();
        };
        let span = ast.span(stmt);
        let mut out = BTreeSet::new();
        for site in &names.imports {
            let at = ast.span(site.stmt);
            let mut scope = names.table.scope(site.scope);
            while scope.kind == ScopeKind::Class {
                match scope.parent {
                    Some(parent) => scope = names.table.scope(parent),
                    None => break,
                }
            }
            if scope.kind != ScopeKind::Module || at.start < span.start || at.end > span.end {
                continue;
            }
            for ((s, _), target) in &self.graph.module(module).imports {
                if *s == site.stmt {
                    let (ImportTarget::Modules { run, .. }
                    | ImportTarget::From { run, .. }
                    | ImportTarget::Missing { run, .. }) = target;
                    out.extend(run.iter().copied());
                }
            }
        }
        out.into_iter().collect()
    }

    /// Sorts a module's attribute stores: those of methods through their first parameter make class layouts.
    fn attributes(&mut self, module: ModuleId) {
        let Some((ast, names)) = self.graph.source(module) else {
            return;
        };
        for &(expr, scope) in &names.attribute_stores {
            let Expr::Attribute { value, attr, .. } = &ast[expr] else {
                continue;
            };
            let class_name = names.table.scope(scope).class_name.as_deref();
            let name = mangle(class_name, ast.name(attr.name));
            let receiver = match &ast[*value] {
                Expr::Name { id, .. } => mangle(class_name, ast.name(*id)),
                _ => String::new(),
            };
            let class = self.method_class(module, scope, &receiver);
            let list = match class {
                Some(unit) => self.program.class_layouts.entry(unit).or_default(),
                None => &mut self.program.other_attribute_stores,
            };
            if !list.contains(&name) {
                list.push(name);
            }
        }
        self.unite_layouts();
    }

    /// Classes of one qualified name (in two branches of an `if`) get the union of their layouts, because who makes
    /// the class knows it by that name.
    fn unite_layouts(&mut self) {
        let mut by_name: BTreeMap<(Option<ModuleId>, String), Vec<UnitId>> = BTreeMap::new();
        for &unit in self.program.class_layouts.keys() {
            let code = &self.program.units[unit.0 as usize];
            let name = (code.module, code.qualname.clone());
            by_name.entry(name).or_default().push(unit);
        }
        for group in by_name.into_values().filter(|g| g.len() > 1) {
            let mut all: Vec<String> = Vec::new();
            for unit in &group {
                for name in &self.program.class_layouts[unit] {
                    if !all.contains(name) {
                        all.push(name.clone());
                    }
                }
            }
            for unit in group {
                self.program.class_layouts.insert(unit, all.clone());
            }
        }
    }

    /// The class whose method has `receiver` as its first parameter, seen from `scope`.
    fn method_class(&self, module: ModuleId, scope: ScopeId, receiver: &str) -> Option<UnitId> {
        let (_, names) = self.graph.source(module)?;
        let mut at = names.table.scope(scope);
        // Lambdas, comprehensions and inner functions may use the method's parameter.
        while !at.symbol(receiver).is_some_and(|s| s.parameter) {
            if !at.is_function_like() {
                return None;
            }
            at = names.table.scope(at.parent?);
        }
        if at.first_parameter.as_deref() != Some(receiver) {
            return None;
        }
        let class = names.table.scope(at.parent?);
        match (class.kind, class.key) {
            (ScopeKind::Class, key @ ScopeKey::Stmt(_)) => self.lowering.unit_of(module, key),
            _ => None,
        }
    }
}

fn kind(ast: &Ast, stmt: StmtId) -> StatementKind {
    match &ast[stmt] {
        Stmt::FunctionDef(_) | Stmt::AsyncFunctionDef(_) => StatementKind::Function,
        Stmt::ClassDef(_) => StatementKind::Class,
        Stmt::Delete { .. }
        | Stmt::Assign { .. }
        | Stmt::TypeAlias { .. }
        | Stmt::AugAssign { .. }
        | Stmt::AnnAssign { .. } => StatementKind::Assignment,
        Stmt::For { .. } | Stmt::AsyncFor { .. } => StatementKind::For,
        Stmt::While { .. } => StatementKind::While,
        Stmt::With { .. } | Stmt::AsyncWith { .. } => StatementKind::With,
        Stmt::If { .. }
        | Stmt::Match { .. }
        | Stmt::Raise { .. }
        | Stmt::Try(_)
        | Stmt::TryStar(_)
        | Stmt::Assert { .. }
        | Stmt::Return { .. }
        | Stmt::Break
        | Stmt::Continue => StatementKind::Control,
        Stmt::Import { .. } | Stmt::ImportFrom { .. } => StatementKind::Import,
        Stmt::Expr { .. } => StatementKind::Expression,
        Stmt::Global { .. } | Stmt::Nonlocal { .. } | Stmt::Pass | Stmt::Error => {
            StatementKind::Nothing
        }
    }
}
