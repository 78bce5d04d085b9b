//! Builtin functions and types, a file each. A file declares its builtins in tables at its end; `ALL` lists the files.

pub mod aggregate;
pub mod functional;
pub mod iterators;
pub mod list;
pub mod list_sort;
pub mod range;
#[cfg(test)]
mod rooting_tests;
pub mod sequence;
#[cfg(test)]
mod sequence_tests;
pub mod slice;
pub mod tuple;
pub mod dict;
pub mod dict_views;
pub mod object_id;
pub mod set;
pub mod set_types;
pub mod class;
pub mod descriptor;
pub mod dunder;
pub mod exception;
pub mod function;
pub mod introspect;
use crate::native::{BuiltinType, Native};

/// All tables of builtins.
pub static NATIVES: &[&[Native]] = &[crate::vm::generator::NATIVES, introspect::NATIVES, function::NATIVES, exception::NATIVES, descriptor::NATIVES, class::NATIVES, 
    aggregate::NATIVES,
    iterators::NATIVES,
    list::NATIVES,
    range::NATIVES,
    slice::NATIVES,
    tuple::NATIVES,
    dict::NATIVES,
    dict_views::NATIVES,
    object_id::NATIVES,
    set_types::NATIVES,
];
/// All tables of builtin types.
pub static TYPES: &[&[BuiltinType]] = &[crate::vm::generator::TYPES, function::TYPES, exception::TYPES, descriptor::TYPES, class::TYPES, 
    functional::TYPES,
    iterators::TYPES,
    list::TYPES,
    range::TYPES,
    slice::TYPES,
    tuple::TYPES,
    dict::TYPES,
    dict_views::TYPES,
    set_types::TYPES,
];
