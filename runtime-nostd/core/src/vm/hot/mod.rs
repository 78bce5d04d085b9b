//! The handlers, by construct. Each file is one list:
//!
//! ```text
//! /// A = B, with the opcodes that share the handler in front of the name of the state.
//! Mov (m) {
//!     m.write_a(m.read_b());
//!     next!(m)
//! }
//! ```
//!
//! To add a handler: write it into the file of its construct. The opcode has its row in the table of `mpf_bytecode` and
//! a cold operation in `vm::table`, which performs the whole instruction. The handler covers the frequent cases only
//! and says `slow!(m)` for all others, as long as it has changed nothing. It reads operands and memory through
//! `dispatch::State`, and every path ends in one of `next!`, `goto!`, `jump!`, `slow!`, `not_small!`, `leave!`. It calls no function
//! that is not inlined: a call would make it save registers, and `cargo dev hot` refuses handlers that touch the stack.
//! Helpers that handlers share are here.

/// Passes the lists of handlers, put together, to a macro.
macro_rules! all_handlers {
    ($then:ident) => {
        chain_handlers! { $then [moves integers comparisons jumps loops items attributes calls exceptions proved] }
    };
}

/// `then [lists to come] handlers so far`.
macro_rules! chain_handlers {
    ($then:ident [$list:ident $($lists:ident)*] $($handlers:tt)*) => {
        $list! { $then [$($lists)*] $($handlers)* }
    };
    ($then:ident [] $($handlers:tt)*) => {
        macro_rules! with_opcodes {
            ($d:tt) => {
                macro_rules! end {
                    ($d($d name:ident $d format:ident [$d($d role:ident)*] $d doc:literal;)*) => {
                        $then! { handlers { $($handlers)* } all { $d($d name)* } }
                    };
                }
            };
        }
        with_opcodes!($);
        mpf_bytecode::for_each_opcode!(end);
    };
}

#[macro_use]
mod attributes;
#[macro_use]
mod calls;
#[macro_use]
mod comparisons;
#[macro_use]
mod exceptions;
#[cfg(any(target_arch = "riscv32", not(target_os = "none")))]
#[macro_use]
mod floats;
#[macro_use]
mod integers;
#[macro_use]
mod items;
#[macro_use]
mod jumps;
#[macro_use]
mod loops;
#[macro_use]
mod moves;
#[macro_use]
mod proved;

pub(super) use super::cache::tag;
pub(super) use super::frame::{self, CALL_BYTES};
#[cfg(target_arch = "riscv32")]
pub(super) use super::{generator, ops_build, ops_exception, ops_item, ops_iterate, quick_float};
pub(super) use crate::object::function::function_word;
pub(super) use crate::object::header::{EXTENDED, KIND_MASK, Kind, byte_len, words};
pub(super) use crate::object::value::bits;
#[cfg(target_arch = "riscv32")]
pub(super) use core::cmp::Ordering;

/// Whether the processor divides: a call of a routine for it would not pay here.
pub(super) const DIVIDES: bool = cfg!(not(all(target_arch = "arm", not(target_has_atomic = "32"))));

/// Whether both words are small ints.
#[inline(always)]
pub(super) fn both_small(a: u32, b: u32) -> bool {
    a & b & 1 != 0
}

/// Whether a word is True or False.
#[inline(always)]
pub(super) fn is_bool(word: u32) -> bool {
    word & !(bits::TRUE ^ bits::FALSE) == bits::FALSE
}

/// Whether a word is the address of an object.
#[inline(always)]
pub(super) fn is_pointer(word: u32) -> bool {
    word & 3 == 0 && word != 0
}

/// True or False.
#[inline(always)]
pub(super) fn truth(b: bool) -> u32 {
    crate::Value::bool(b).to_bits()
}
