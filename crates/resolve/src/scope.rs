//! Scopes and symbols of one module, and the rules by which a name becomes local, cell, free or global
//! (reference manual, "Naming and binding"). The table is built by `collect`, then resolved here once.

use std::collections::HashMap;

use mpf_diagnostics::{Code, Diagnostic, Span};
use mpf_syntax::ast::{ExprId, StmtId};

/// A scope of a [`SymbolTable`]; parents have smaller ids than their children. The module is 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ScopeId(pub u32);

/// The scope of the module itself.
pub const MODULE_SCOPE: ScopeId = ScopeId(0);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScopeKind {
    Module,
    Class,
    Function,
    Lambda,
    Comprehension,
    /// The type parameters of a generic function, class or alias.
    TypeParams,
}

/// The node that opens a scope.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ScopeKey {
    Module,
    Stmt(StmtId),
    Expr(ExprId),
    TypeParams(StmtId),
}

/// Where the value of a name is found at run time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Binding {
    /// A register of this function, or an entry of the namespace of this class body.
    Local,
    /// A local variable that inner functions use too.
    Cell,
    /// A cell of an enclosing function.
    Free,
    /// A module global, or a builtin when the module has none of that name.
    GlobalImplicit,
    /// Declared with `global`.
    GlobalExplicit,
    /// A type parameter of an enclosing definition; it has no value in a compiled program.
    TypeParam,
}

/// What one scope does with one name.
#[derive(Clone, Debug)]
pub struct Symbol {
    pub name: String,
    pub binding: Binding,
    pub parameter: bool,
    pub assigned: bool,
    pub referenced: bool,
    pub deleted: bool,
    /// Target of a `:=`, here or in a comprehension inside.
    pub walrus: bool,
    pub global: Option<Span>,
    pub nonlocal: Option<Span>,
    /// How often it is bound, and which of these are import statements (with the index of the alias).
    pub bindings: u32,
    pub imports: Vec<(StmtId, u32)>,
    /// Bound at the module's top level outside of any compound statement: surely bound once the body has run.
    pub unconditional: bool,
}

/// One scope.
#[derive(Clone, Debug)]
pub struct Scope {
    pub kind: ScopeKind,
    pub key: ScopeKey,
    pub parent: Option<ScopeId>,
    pub name: String,
    /// The class whose name mangles `__private` names here.
    pub class_name: Option<String>,
    pub symbols: Vec<Symbol>,
    index: HashMap<String, usize>,
    /// Names that the closure of this scope's code must hold, in order.
    pub free: Vec<String>,
    /// A `yield` makes it a generator.
    pub generator: bool,
    /// An asynchronous comprehension or function.
    pub asynchronous: bool,
    /// A class whose methods use `__class__` or `super()`.
    pub class_cell: bool,
    /// The name of the first parameter of a function.
    pub first_parameter: Option<String>,
}

impl Scope {
    pub(crate) fn new(
        kind: ScopeKind,
        key: ScopeKey,
        parent: Option<ScopeId>,
        name: &str,
        class_name: Option<String>,
    ) -> Scope {
        Scope {
            kind,
            key,
            parent,
            name: name.into(),
            class_name,
            symbols: Vec::new(),
            index: HashMap::new(),
            free: Vec::new(),
            generator: false,
            asynchronous: false,
            class_cell: false,
            first_parameter: None,
        }
    }

    pub fn symbol(&self, name: &str) -> Option<&Symbol> {
        self.index.get(name).map(|&i| &self.symbols[i])
    }

    pub(crate) fn symbol_mut(&mut self, name: &str) -> &mut Symbol {
        let i = match self.index.get(name) {
            Some(&i) => i,
            None => {
                self.index.insert(name.into(), self.symbols.len());
                self.symbols.push(Symbol {
                    name: name.into(),
                    binding: Binding::GlobalImplicit,
                    parameter: false,
                    assigned: false,
                    referenced: false,
                    deleted: false,
                    walrus: false,
                    global: None,
                    nonlocal: None,
                    bindings: 0,
                    imports: Vec::new(),
                    unconditional: false,
                });
                self.symbols.len() - 1
            }
        };
        &mut self.symbols[i]
    }

    /// Whether functions inside see this scope's names.
    pub fn is_function_like(&self) -> bool {
        match self.kind {
            ScopeKind::Function
            | ScopeKind::Lambda
            | ScopeKind::Comprehension
            | ScopeKind::TypeParams => true,
            ScopeKind::Module | ScopeKind::Class => false,
        }
    }

    fn add_free(&mut self, name: &str) {
        if !self.free.iter().any(|f| f == name) {
            self.free.push(name.into());
        }
    }
}

/// All scopes of a module.
#[derive(Clone, Debug)]
pub struct SymbolTable {
    pub scopes: Vec<Scope>,
    by_key: HashMap<ScopeKey, ScopeId>,
}

impl SymbolTable {
    pub(crate) fn new() -> SymbolTable {
        let mut table = SymbolTable {
            scopes: Vec::new(),
            by_key: HashMap::new(),
        };
        table.add(Scope::new(
            ScopeKind::Module,
            ScopeKey::Module,
            None,
            "<module>",
            None,
        ));
        table
    }

    pub(crate) fn add(&mut self, scope: Scope) -> ScopeId {
        let id = ScopeId(self.scopes.len() as u32);
        self.by_key.insert(scope.key, id);
        self.scopes.push(scope);
        id
    }

    /// The scope that a node opens.
    pub fn of(&self, key: ScopeKey) -> Option<ScopeId> {
        self.by_key.get(&key).copied()
    }

    pub fn scope(&self, id: ScopeId) -> &Scope {
        &self.scopes[id.0 as usize]
    }

    pub(crate) fn scope_mut(&mut self, id: ScopeId) -> &mut Scope {
        &mut self.scopes[id.0 as usize]
    }

    /// What `name` (mangled already) means in a scope.
    pub fn binding(&self, scope: ScopeId, name: &str) -> Binding {
        self.scope(scope)
            .symbol(name)
            .map_or(Binding::GlobalImplicit, |s| s.binding)
    }

    /// Decides every symbol's binding. Parents come before children, so one pass is enough.
    pub(crate) fn resolve(&mut self, diagnostics: &mut Vec<Diagnostic>) {
        for id in 0..self.scopes.len() {
            for n in 0..self.scopes[id].symbols.len() {
                let binding = self.decide(ScopeId(id as u32), n, diagnostics);
                let symbol = &mut self.scopes[id].symbols[n];
                // An inner scope may have made it a cell already only when ids run backwards; they do not.
                symbol.binding = binding;
            }
        }
    }

    fn decide(&mut self, id: ScopeId, n: usize, diagnostics: &mut Vec<Diagnostic>) -> Binding {
        let scope = self.scope(id);
        let symbol = &scope.symbols[n];
        if symbol.global.is_some() {
            return Binding::GlobalExplicit;
        }
        if scope.kind == ScopeKind::Module {
            return Binding::GlobalImplicit;
        }
        let nonlocal = symbol.nonlocal;
        if nonlocal.is_none() && (symbol.assigned || symbol.parameter) {
            return match scope.kind {
                ScopeKind::TypeParams => Binding::TypeParam,
                _ => Binding::Local,
            };
        }
        let name = symbol.name.clone();
        let from_function = scope.is_function_like();
        match self.find_outer(id, &name, from_function) {
            Some(owner) if self.scope(owner).kind == ScopeKind::TypeParams => Binding::TypeParam,
            Some(owner) => {
                self.capture(id, owner, &name);
                Binding::Free
            }
            None => {
                if let Some(span) = nonlocal {
                    let text = format!("no enclosing function binds '{name}'");
                    let help = "use 'global' for a variable of the module, or bind the name in the outer function";
                    diagnostics.push(
                        Diagnostic::new(Code::NoBindingForNonlocal, text)
                            .at(span)
                            .help(help),
                    );
                }
                Binding::GlobalImplicit
            }
        }
    }

    /// The enclosing scope that owns `name`, if it is not the module.
    fn find_outer(&self, from: ScopeId, name: &str, from_function: bool) -> Option<ScopeId> {
        let mut next = self.scope(from).parent;
        while let Some(id) = next {
            let scope = self.scope(id);
            if scope.kind == ScopeKind::Class && name == "__class__" && from_function {
                return Some(id);
            }
            if scope.is_function_like()
                && let Some(symbol) = scope.symbol(name)
            {
                if symbol.global.is_some() {
                    return None;
                }
                if symbol.nonlocal.is_none() && (symbol.assigned || symbol.parameter) {
                    return Some(id);
                }
            }
            next = scope.parent;
        }
        None
    }

    /// Makes `name` of `owner` a cell and passes it through every closure down to `user`.
    fn capture(&mut self, user: ScopeId, owner: ScopeId, name: &str) {
        let mut at = user;
        while at != owner {
            self.scope_mut(at).add_free(name);
            if at != user && self.scope(at).is_function_like() {
                let symbol = self.scope_mut(at).symbol_mut(name);
                symbol.binding = Binding::Free;
            }
            match self.scope(at).parent {
                Some(parent) => at = parent,
                None => return,
            }
        }
        let scope = self.scope_mut(owner);
        if scope.kind == ScopeKind::Class {
            scope.class_cell = true;
        } else {
            scope.symbol_mut(name).binding = Binding::Cell;
        }
    }
}

/// `__name` inside of class `C` is `_C__name`; anything else is itself.
pub fn mangle(class: Option<&str>, name: &str) -> String {
    let Some(class) = class else {
        return name.into();
    };
    if !name.starts_with("__") || name.ends_with("__") || name.contains('.') {
        return name.into();
    }
    let class = class.trim_start_matches('_');
    if class.is_empty() {
        return name.into();
    }
    format!("_{class}{name}")
}
