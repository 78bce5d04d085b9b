//! The modules of a program: the main module, everything it imports, and the runtime's native modules, with the
//! program-wide numbers of their global variables. Sources come through a loader that the caller supplies.

use std::collections::{BTreeSet, HashMap};

use mpf_bytecode::unit::{GlobalId, ModuleId};
use mpf_diagnostics::Diagnostic;
use mpf_syntax::ast::{Ast, Expr, ExprContext, ExprId, StmtId};

use crate::collect::{Collected, collect};
use crate::imports::ImportTarget;
use crate::scope::{Binding, MODULE_SCOPE, ScopeId, mangle};
use crate::{imports, names};

/// What the runtime offers: names of builtins, and native modules with their members.
#[derive(Clone, Copy, Debug)]
pub struct NativeWorld<'a> {
    pub builtins: &'a [&'a str],
    pub modules: &'a [(&'a str, &'a [&'a str])],
}

impl NativeWorld<'_> {
    pub fn members(&self, module: &str) -> Option<&[&str]> {
        self.modules
            .iter()
            .find(|(name, _)| *name == module)
            .map(|(_, members)| *members)
    }
}

/// Answer of the loader for a dotted module name.
pub enum Found {
    /// Its tree; `package` for an `__init__.py`.
    Source {
        ast: Box<Ast>,
        package: bool,
    },
    Missing,
}

#[derive(Debug)]
pub enum ModuleKind {
    Source { ast: Box<Ast>, names: Collected },
    Native,
}

#[derive(Debug)]
pub struct Module {
    /// Dotted name by which others import it.
    pub name: String,
    /// What `__name__` is: the dotted name, or `__main__`.
    pub run_name: String,
    pub package: bool,
    /// The package it is in, when that is part of the program.
    pub parent: Option<ModuleId>,
    pub kind: ModuleKind,
    /// What each alias of each import statement means.
    pub imports: HashMap<(StmtId, u32), ImportTarget>,
    /// Modules whose names `from m import *` brings in.
    pub stars: Vec<ModuleId>,
    /// Modules that its import statements may run, wherever they stand.
    pub depends: Vec<ModuleId>,
    /// Names bound from outside: submodules, and `module.name = …` elsewhere.
    pub outside: BTreeSet<String>,
    /// Names that other modules delete with `del module.name`.
    pub deleted_outside: BTreeSet<String>,
    /// Names that come with `import *`, and where from.
    pub starred: HashMap<String, ModuleId>,
    /// Modules in one import cycle have the same number.
    pub cycle: u32,
}

/// A module-global variable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GlobalInfo {
    pub module: ModuleId,
    pub name: String,
}

/// All modules of a program. The main module is number 0.
#[derive(Debug, Default)]
pub struct Graph {
    pub modules: Vec<Module>,
    by_name: HashMap<String, ModuleId>,
    pub globals: Vec<GlobalInfo>,
    global_index: HashMap<(ModuleId, String), GlobalId>,
    /// Some module mentions `__doc__`, so docstrings are kept.
    pub wants_docs: bool,
}

/// The main module of every graph.
pub const MAIN: ModuleId = ModuleId(0);

/// Loads and links everything that `main` imports. The graph is complete even when there are errors.
pub fn build_graph(
    main: Ast,
    main_name: &str,
    loader: &mut dyn FnMut(&str) -> Found,
    world: &NativeWorld<'_>,
) -> (Graph, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let mut graph = Graph::default();
    graph.add_source(main_name, Box::new(main), false, &mut diagnostics);
    graph.modules[0].run_name = "__main__".into();
    let mut next = 0;
    while next < graph.modules.len() {
        imports::resolve_imports(
            &mut graph,
            ModuleId(next as u32),
            loader,
            world,
            &mut diagnostics,
        );
        next += 1;
    }
    graph.expand_stars(world);
    graph.bind_from_outside();
    imports::number_cycles(&mut graph);
    diagnostics.extend(imports::cycle_notes(&graph));
    names::check(&graph, world, &mut diagnostics);
    graph.number_globals();
    (graph, diagnostics)
}

impl Graph {
    pub fn module(&self, id: ModuleId) -> &Module {
        &self.modules[id.0 as usize]
    }

    pub fn find(&self, name: &str) -> Option<ModuleId> {
        self.by_name.get(name).copied()
    }

    /// Tree and names of a module with source.
    pub fn source(&self, id: ModuleId) -> Option<(&Ast, &Collected)> {
        match &self.module(id).kind {
            ModuleKind::Source { ast, names } => Some((ast, names)),
            ModuleKind::Native => None,
        }
    }

    pub(crate) fn add_source(
        &mut self,
        name: &str,
        ast: Box<Ast>,
        package: bool,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> ModuleId {
        let names = collect(&ast, diagnostics);
        self.wants_docs |= ast.find_name("__doc__").is_some();
        self.add(name, package, ModuleKind::Source { ast, names })
    }

    pub(crate) fn add_native(&mut self, name: &str) -> ModuleId {
        self.add(name, false, ModuleKind::Native)
    }

    fn add(&mut self, name: &str, package: bool, kind: ModuleKind) -> ModuleId {
        let id = ModuleId(self.modules.len() as u32);
        let parent = name.rsplit_once('.').and_then(|(p, _)| self.find(p));
        self.by_name.insert(name.into(), id);
        self.modules.push(Module {
            name: name.into(),
            run_name: name.into(),
            package,
            parent,
            kind,
            imports: HashMap::new(),
            stars: Vec::new(),
            depends: Vec::new(),
            outside: BTreeSet::new(),
            deleted_outside: BTreeSet::new(),
            starred: HashMap::new(),
            cycle: 0,
        });
        id
    }

    /// Names that the module's own text binds at module level.
    pub fn binds(&self, id: ModuleId, name: &str) -> bool {
        let module = self.module(id);
        module.starred.contains_key(name)
            || module.outside.contains(name)
            || self.own_symbol(id, name).is_some_and(|s| s.bindings > 0)
    }

    pub(crate) fn own_symbol(&self, id: ModuleId, name: &str) -> Option<&crate::Symbol> {
        let (_, names) = self.source(id)?;
        names.table.scope(MODULE_SCOPE).symbol(name)
    }

    /// Every name that some code may bind as a global of the module, in a fixed order.
    pub fn bound_names(&self, id: ModuleId) -> BTreeSet<&str> {
        let module = self.module(id);
        let mut out: BTreeSet<&str> = module.outside.iter().map(String::as_str).collect();
        out.extend(module.starred.keys().map(String::as_str));
        if let ModuleKind::Source { names, .. } = &module.kind {
            let symbols = names.table.scope(MODULE_SCOPE).symbols.iter();
            out.extend(symbols.filter(|s| s.bindings > 0).map(|s| s.name.as_str()));
        }
        out
    }

    /// The number of a global variable; `None` when nothing binds it.
    pub fn global(&self, module: ModuleId, name: &str) -> Option<GlobalId> {
        self.global_index.get(&(module, name.to_string())).copied()
    }

    fn number_globals(&mut self) {
        for id in 0..self.modules.len() {
            let module = ModuleId(id as u32);
            let mut all: BTreeSet<String> = self
                .bound_names(module)
                .into_iter()
                .map(String::from)
                .collect();
            // Names that are used but never bound get a slot too: reading it raises NameError.
            if let Some((ast, names)) = self.source(module) {
                for used in &names.uses {
                    if let Expr::Name { id: name, .. } = ast[used.expr] {
                        let class = names.table.scope(used.scope).class_name.as_deref();
                        let text = mangle(class, ast.name(name));
                        match names.table.binding(used.scope, &text) {
                            Binding::GlobalImplicit | Binding::GlobalExplicit => {
                                all.insert(text);
                            }
                            Binding::Local | Binding::Cell | Binding::Free | Binding::TypeParam => {
                            }
                        }
                    }
                }
            }
            for name in all {
                let number = GlobalId(self.globals.len() as u32);
                self.globals.push(GlobalInfo {
                    module,
                    name: name.clone(),
                });
                self.global_index.insert((module, name), number);
            }
        }
    }

    /// Whether a name is surely bound once the module's body has ended, and nothing ever unbinds it.
    pub fn surely_bound(&self, module: ModuleId, name: &str) -> bool {
        match self.own_symbol(module, name) {
            Some(s) if s.bindings > 0 => {
                s.unconditional && !s.deleted && !self.module(module).deleted_outside.contains(name)
            }
            _ => false,
        }
    }

    /// Whether importing `to` from `from` may find `to` half-run.
    pub fn in_cycle(&self, from: ModuleId, to: ModuleId) -> bool {
        self.module(from).cycle == self.module(to).cycle
    }

    /// The module that a global variable always holds once bound: it is bound by imports of that module only.
    pub fn module_alias(&self, module: ModuleId, name: &str) -> Option<ModuleId> {
        let m = self.module(module);
        if m.starred.contains_key(name) {
            return None;
        }
        let own = self.own_symbol(module, name).filter(|s| s.bindings > 0);
        let Some(symbol) = own else {
            // Only the import of a submodule binds it.
            let submodule = self.find(&format!("{}.{name}", m.name))?;
            return (m.outside.contains(name) && self.module(submodule).parent == Some(module))
                .then_some(submodule);
        };
        if symbol.deleted
            || symbol.imports.len() != symbol.bindings as usize
            || self.stored_from_outside(module, name)
        {
            return None;
        }
        let mut all = symbol.imports.iter();
        let (stmt, alias) = all.next()?;
        let first = m.imports.get(&(*stmt, *alias))?.bound_module()?;
        let same = |(s, a): &(StmtId, u32)| {
            m.imports.get(&(*s, *a)).and_then(|t| t.bound_module()) == Some(first)
        };
        all.all(same).then_some(first)
    }

    fn stored_from_outside(&self, module: ModuleId, name: &str) -> bool {
        let m = self.module(module);
        m.outside.contains(name) && self.find(&format!("{}.{name}", m.name)).is_none()
    }

    /// The module that `expr` (a name, or a dotted path of names) always is when it has a value.
    pub fn module_of_expr(
        &self,
        module: ModuleId,
        scope: ScopeId,
        expr: ExprId,
    ) -> Option<ModuleId> {
        let (ast, names) = self.source(module)?;
        // Dotted paths are short; the loop unwinds them without recursion.
        let mut path = Vec::new();
        let mut at = expr;
        let root = loop {
            match &ast[at] {
                Expr::Name { id, .. } => break *id,
                Expr::Attribute { value, attr, .. } => {
                    path.push(attr.name);
                    at = *value;
                }
                _ => return None,
            }
        };
        let class = names.table.scope(scope).class_name.as_deref();
        let text = mangle(class, ast.name(root));
        let mut found = match names.table.binding(scope, &text) {
            Binding::GlobalImplicit | Binding::GlobalExplicit => {
                self.module_alias(module, &text)?
            }
            Binding::Local | Binding::Cell | Binding::Free | Binding::TypeParam => return None,
        };
        while let Some(name) = path.pop() {
            found = self.module_alias(found, ast.name(name))?;
        }
        Some(found)
    }

    /// Brings names in through `import *`, until nothing changes (modules may star-import each other).
    fn expand_stars(&mut self, world: &NativeWorld<'_>) {
        loop {
            let mut changed = false;
            for id in 0..self.modules.len() {
                let module = ModuleId(id as u32);
                for from in self.modules[id].stars.clone() {
                    for name in self.exported(from, world) {
                        changed |= self.modules[id].starred.insert(name, from).is_none();
                    }
                }
                debug_assert_eq!(self.modules[id].name, self.module(module).name);
            }
            if !changed {
                return;
            }
        }
    }

    /// The names that `from id import *` binds.
    pub fn exported(&self, id: ModuleId, world: &NativeWorld<'_>) -> Vec<String> {
        let public = |n: &&str| !n.starts_with('_');
        match &self.module(id).kind {
            ModuleKind::Source { names, .. } => match &names.all {
                Some(all) => all.clone(),
                None => self
                    .bound_names(id)
                    .into_iter()
                    .filter(public)
                    .map(String::from)
                    .collect(),
            },
            ModuleKind::Native => world
                .members(&self.module(id).name)
                .unwrap_or(&[])
                .iter()
                .copied()
                .filter(|n| public(n))
                .map(String::from)
                .collect(),
        }
    }

    /// Submodules become names of their package, and `module.name = …` names of that module.
    fn bind_from_outside(&mut self) {
        for id in 0..self.modules.len() {
            let leaf = self.modules[id].name.rsplit_once('.').map(|(_, l)| l);
            if let (Some(parent), Some(leaf)) = (self.modules[id].parent, leaf) {
                let leaf = leaf.to_string();
                self.modules[parent.0 as usize].outside.insert(leaf);
            }
        }
        let mut stores = Vec::new();
        for id in 0..self.modules.len() {
            let module = ModuleId(id as u32);
            let Some((ast, names)) = self.source(module) else {
                continue;
            };
            for &(expr, scope) in &names.attribute_stores {
                if let Expr::Attribute { value, attr, ctx } = &ast[expr]
                    && let Some(target) = self.module_of_expr(module, scope, *value)
                {
                    let deleted = matches!(ctx, ExprContext::Del);
                    stores.push((target, ast.name(attr.name).to_string(), deleted));
                }
            }
        }
        for (target, name, deleted) in stores {
            let target = &mut self.modules[target.0 as usize];
            if deleted {
                target.deleted_outside.insert(name.clone());
            }
            target.outside.insert(name);
        }
    }
}
