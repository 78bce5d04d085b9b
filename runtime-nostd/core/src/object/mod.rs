//! Object layouts and the typed views through which the rest of the runtime reads and writes objects.
//! `unsafe` memory access ends here: views check kinds once and stay inside their object.

pub mod builder;
pub mod class;
pub mod dict;
pub mod function;
pub mod generator;
pub mod hashtable;
pub mod header;
pub mod iter;
pub mod mem;
pub mod number;
pub(crate) mod probe;
pub mod sequence;
pub mod text;
pub mod value;
