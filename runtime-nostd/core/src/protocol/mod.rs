//! What the operators and builtin functions of the language mean for any pair of values: truth, comparison, hashing,
//! iteration, arithmetic, attributes, calls, text forms. All functions take stack slots, because Python code may run.
//! User-defined special methods are looked up on the class; builtin types answer through their slots.

pub mod arithmetic;
pub mod attribute;
pub mod call;
pub mod compare;
pub mod hash;
pub mod index;
pub mod item;
pub mod iterate;
pub mod text;
