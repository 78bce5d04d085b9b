//! The middle of the compiler: trees become control-flow graphs over virtual registers (`lower`), constants are
//! folded exactly as CPython would compute them (`fold`), and simple facts are derived (`types`, `flow`).
//!
//! Nothing here chooses registers or bytes; that is `mpf-codegen`.

pub mod flow;
pub mod fold;
pub mod func;
pub mod lower;
pub mod print;
pub mod types;

pub use lower::{Lowering, Pending};
pub use print::print;
