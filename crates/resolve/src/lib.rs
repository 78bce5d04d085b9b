//! What every name of the application means: scopes as CPython's `symtable` has them, the graph of modules that
//! the program imports, and the program-wide numbers of module-global variables.
//!
//! It reads no files (a loader is passed in) and evaluates nothing; what it finds wrong are diagnostics.

pub mod collect;
pub mod graph;
pub mod imports;
mod known;
pub mod names;
pub mod scope;
mod suggest;

pub use graph::{Found, Graph, Module, ModuleKind, NativeWorld, build_graph};
pub use imports::{FromTarget, ImportTarget};
pub use mpf_bytecode::unit::{GlobalId, ModuleId};
pub use scope::{Binding, Scope, ScopeId, ScopeKey, ScopeKind, Symbol, SymbolTable};
