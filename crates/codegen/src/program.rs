//! What compilation makes of a program: its units, global variables and modules, and what the freezer wants to know
//! about top-level statements and classes.

use std::collections::BTreeMap;

use mpf_bytecode::unit::{CodeUnit, ModuleId, UnitId};
use mpf_diagnostics::Span;
pub use mpf_resolve::graph::GlobalInfo;
use mpf_syntax::ast::StmtId;

/// A compiled program, or the part of it that was asked for.
#[derive(Clone, Debug, Default)]
pub struct Program {
    /// By `UnitId`.
    pub units: Vec<CodeUnit>,
    /// By `GlobalId`.
    pub globals: Vec<GlobalInfo>,
    /// By `ModuleId`.
    pub modules: Vec<ModuleInfo>,
    /// For the unit of a class body: names that its methods assign through their first parameter, in the order of
    /// the text.
    pub class_layouts: BTreeMap<UnitId, Vec<String>>,
    /// Names stored as attributes through anything else than a method's first parameter, over the whole program.
    pub other_attribute_stores: Vec<String>,
}

#[derive(Clone, Debug)]
pub struct ModuleInfo {
    pub name: String,
    /// `__name__`.
    pub run_name: String,
    pub package: bool,
    pub parent: Option<ModuleId>,
    pub native: bool,
}

/// The statements of a module, each with a unit of its own that runs it and returns None.
#[derive(Clone, Debug)]
pub struct ModuleCode {
    pub module: ModuleId,
    pub statements: Vec<TopLevel>,
}

#[derive(Clone, Debug)]
pub struct TopLevel {
    /// `None` for the binding of a submodule in its package, which ends the import of a submodule.
    pub stmt: Option<StmtId>,
    pub unit: UnitId,
    pub span: Span,
    pub kind: StatementKind,
    /// Modules that the statement itself imports (not those that functions import when they are called).
    pub imports: Vec<ModuleId>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StatementKind {
    Import,
    Function,
    Class,
    /// Assignment of any kind, `del`.
    Assignment,
    Expression,
    While,
    For,
    With,
    /// `if`, `try`, `match`, `assert`, `raise`.
    Control,
    /// `pass`, `global`: nothing to run.
    Nothing,
    SubmoduleBinding,
}
