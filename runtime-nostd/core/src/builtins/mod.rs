//! Builtin functions and types, a file each. A file declares its builtins in tables at its end; `ALL` lists the files.

pub mod aggregate;
pub mod bool;
pub mod bytearray;
pub mod bytes;
pub mod bytes_translate;
pub mod class;
pub mod class_make;
pub mod descriptor;
pub mod dict;
pub mod dict_views;
pub mod dunder;
pub mod exception;
pub mod float;
pub mod float_natural;
pub mod float_parse;
pub mod float_rest;
mod float_text;
pub mod format;
mod format_layout;
pub mod format_number;
pub mod format_percent;
pub mod format_template;
pub mod function;
pub mod functional;
pub mod int;
pub mod int_big;
pub mod int_pow;
pub mod int_text;
pub mod introspect;
pub mod iterators;
pub mod list;
pub mod list_sort;
pub mod machine_devices;
pub mod math_functions;
pub mod module_gc;
pub mod module_machine;
pub mod module_micropython;
pub mod module_sys;
pub mod module_time;
pub mod none;
pub mod number_methods;
#[cfg(test)]
mod number_tests;
pub mod object_id;
pub mod print;
pub mod range;
#[cfg(test)]
mod rooting_tests;
pub mod sequence;
#[cfg(test)]
mod sequence_tests;
pub mod set;
pub mod set_types;
pub mod slice;
pub mod str;
pub mod str_case;
pub mod str_encode;
pub mod str_pad;
pub mod str_search;
pub mod str_split;
#[cfg(test)]
mod str_tests;
pub mod str_view;
pub mod tuple;
use crate::native::{BuiltinType, Constant, Native};

/// All tables of builtins.
pub static NATIVES: &[&[Native]] = &[
    bytearray::NATIVES,
    bytes::NATIVES,
    bytes_translate::NATIVES,
    format::NATIVES,
    format_template::NATIVES,
    print::NATIVES,
    str::NATIVES,
    str_case::NATIVES,
    str_encode::NATIVES,
    str_pad::NATIVES,
    str_search::NATIVES,
    str_split::NATIVES,
    crate::vm::generator::NATIVES,
    introspect::NATIVES,
    function::NATIVES,
    exception::NATIVES,
    descriptor::NATIVES,
    class::NATIVES,
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
    int::NATIVES,
    float::NATIVES,
    math_functions::NATIVES,
    number_methods::NATIVES,
    module_gc::NATIVES,
    machine_devices::NATIVES,
    module_machine::NATIVES,
    module_micropython::NATIVES,
    module_sys::NATIVES,
    module_time::NATIVES,
];
/// All tables of builtin types.
pub static TYPES: &[&[BuiltinType]] = &[
    bytearray::TYPES,
    bytes::TYPES,
    str::TYPES,
    crate::vm::generator::TYPES,
    function::TYPES,
    exception::TYPES,
    descriptor::TYPES,
    class::TYPES,
    functional::TYPES,
    iterators::TYPES,
    list::TYPES,
    range::TYPES,
    slice::TYPES,
    tuple::TYPES,
    dict::TYPES,
    dict_views::TYPES,
    set_types::TYPES,
    int::TYPES,
    float::TYPES,
    machine_devices::TYPES,
    module_machine::TYPES,
    bool::TYPES,
    none::TYPES,
];
/// All tables of constants.
pub static CONSTANTS: &[&[Constant]] = &[module_machine::CONSTANTS, module_sys::CONSTANTS];
