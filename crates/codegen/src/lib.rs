//! The last step of the compiler proper: control-flow graphs become code units. Modules can be had statement by
//! statement (for execution at build time) or as one body made of any of their statements (for the device).
//!
//! Nothing here decides what runs when, or where objects live.

mod compile;
mod emit;
mod facts;
mod fuse;
mod hoist;
mod layout;
mod program;
mod registers;
mod spill;

pub use compile::Compiler;
pub use facts::{UnitFacts, facts};
pub use mpf_bytecode::unit::{CodeUnit, GlobalId, ModuleId, UnitId};
pub use program::{ModuleCode, ModuleInfo, Program, StatementKind, TopLevel};
