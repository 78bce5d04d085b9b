//! Builtin functions and types, a file each. A file declares its builtins in tables at its end; `ALL` lists the files.

use crate::native::{BuiltinType, Native};

/// All tables of builtins.
pub static NATIVES: &[&[Native]] = &[];
/// All tables of builtin types.
pub static TYPES: &[&[BuiltinType]] = &[];
