//! Builtin functions and types, a file each. A file declares its builtins in tables at its end; `ALL` lists the files.

pub mod aggregate;
pub mod functional;
pub mod iterators;
pub mod list;
pub mod list_sort;
pub mod range;
pub mod sequence;
#[cfg(test)]
mod sequence_tests;
pub mod slice;
pub mod tuple;
use crate::native::{BuiltinType, Native};

/// All tables of builtins.
pub static NATIVES: &[&[Native]] = &[
    aggregate::NATIVES,
    iterators::NATIVES,
    list::NATIVES,
    range::NATIVES,
    slice::NATIVES,
    tuple::NATIVES,
];
/// All tables of builtin types.
pub static TYPES: &[&[BuiltinType]] = &[
    functional::TYPES,
    iterators::TYPES,
    list::TYPES,
    range::TYPES,
    slice::TYPES,
    tuple::TYPES,
];
