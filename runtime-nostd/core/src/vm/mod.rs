//! The virtual machine: a register VM whose frames are windows of one stack.
//!
//! `hot` holds the handlers with the hot paths, `dispatch` runs them. Everything else is a *cold operation*: a function that performs the
//! whole instruction again from its start and returns the next state, so that the loop never tests an error code.
//! Cold operations are reached through a table by opcode (`table`), which on a chip is part of the frozen object: an
//! operation that no reachable code uses is not in the image.
//! An exception is just another next state: `unwind` answers the handler's.

#[macro_use]
mod hot;

pub(crate) mod cache;
pub mod call;
mod call_bind;
mod call_native;
mod call_quick;
pub mod construct;
mod dispatch;
pub mod frame;
pub mod generator;
mod native_stack;
pub mod ops_attribute;
pub mod ops_build;
pub mod ops_class;
pub mod ops_exception;
pub mod ops_item;
pub mod ops_iterate;
pub mod ops_match;
pub mod ops_number;
pub mod ops_operator;
mod ops_slice;
pub mod ops_variable;
#[cfg(target_arch = "riscv32")]
mod quick_float;
pub mod special;
pub mod steps;
pub mod table;
pub mod unwind;

use crate::cx::{Cx, Raised};
pub use dispatch::run;
#[cfg(not(target_os = "none"))]
pub use dispatch::{FLOAT_HANDLERS, handler};

/// Where the VM continues: code address and frame address.
#[derive(Clone, Copy, Debug)]
pub struct Next {
    pub pc: u32,
    pub fp: u32,
}

/// A cold operation.
pub type Cold = fn(&mut Cx, u32, u32) -> Next;

/// Code addresses of the stubs.
#[derive(Clone, Copy, Default, Debug)]
pub struct Stubs {
    /// Return address of a call made from Rust: leaves the loop.
    pub halt: u32,
    /// Where an exception goes that leaves such a call.
    pub halt_raised: u32,
    /// Return address inside the stub frame around `__init__`.
    pub init_done: u32,
    /// Return address inside the stub frame around Python code that an instruction runs.
    pub op_done: u32,
    /// The same around a special method that an operator calls.
    pub special_done: u32,
    /// One step of the iterator in register 0 into register 1.
    pub one_step: u32,
}

/// Bytes of the stubs: `Call` (so that a return finds its operands), `Halt`s, then the stubs of
/// `__init__` and of other special methods, and a step of a generator.
const STUB_CODE: [u8; 48] = {
    use mpf_bytecode::Opcode::{Call, ForIter, Halt, InitDone, OpDone, SpecialDone};
    [
        Call as u8,
        0,
        0,
        0,
        0,
        0,
        Halt as u8,
        0,
        Halt as u8,
        1, // 0: call from Rust
        Call as u8,
        4,
        0,
        4,
        0,
        0,
        InitDone as u8,
        4,
        0,
        0, // 10: stub frame: register 1 is the window and the result
        Call as u8,
        4,
        0,
        4,
        0,
        0,
        OpDone as u8,
        4,
        0,
        0, // 20: the same
        ForIter as u8,
        0,
        4,
        8,
        6,
        0,
        Halt as u8,
        0, // 30: whether there was an item shows in its register
        Call as u8,
        4,
        0,
        4,
        0,
        0,
        SpecialDone as u8,
        4,
        0,
        0, // 38: as 20
    ]
};

#[cfg(target_os = "none")]
#[repr(align(4))]
struct Aligned([u8; STUB_CODE.len()]);
#[cfg(target_os = "none")]
static STUB_BYTES: Aligned = Aligned(STUB_CODE);

/// Makes the stubs known to the context (on the host: writes them into the immortal region).
pub fn install_stubs(cx: &mut Cx) {
    #[cfg(target_os = "none")]
    let base = (&raw const STUB_BYTES).expose_provenance() as u32;
    #[cfg(not(target_os = "none"))]
    let base = cx.immortal(|cx| {
        let at = cx
            .alloc_bytes(crate::Kind::Bytes, STUB_CODE.len() as u32, 0)
            .map_or(0, |at| at + 4);
        for (i, b) in STUB_CODE.iter().enumerate() {
            // SAFETY: fresh payload.
            unsafe { cx.mem.store8(at + i as u32, *b) };
        }
        at
    });
    cx.stubs = Stubs {
        halt: base + 6,
        halt_raised: base + 8,
        init_done: base + 16,
        op_done: base + 26,
        special_done: base + 44,
        one_step: base + 30,
    };
}

/// Word access for the VM.
///
/// The VM reads code that the verifier accepted and frames that it made itself; that is the argument for the safety of
/// every access through these functions.
#[inline(always)]
pub(crate) fn ld(cx: &Cx, a: u32) -> u32 {
    // SAFETY: see above.
    unsafe { cx.mem.load(a) }
}
#[inline(always)]
pub(crate) fn st(cx: &Cx, a: u32, v: u32) {
    // SAFETY: see above.
    unsafe { cx.mem.store(a, v) }
}
#[inline(always)]
pub(crate) fn ld8(cx: &Cx, a: u32) -> u32 {
    // SAFETY: see above.
    unsafe { cx.mem.load8(a) as u32 }
}
#[inline(always)]
pub(crate) fn ld16(cx: &Cx, a: u32) -> u32 {
    // SAFETY: see above.
    unsafe { cx.mem.load16(a) as u32 }
}
#[inline(always)]
pub(crate) fn ld16s(cx: &Cx, a: u32) -> u32 {
    // SAFETY: see above.
    unsafe { cx.mem.load16(a) as i16 as i32 as u32 }
}

/// Runs a nested loop from Rust.
pub(crate) fn run_nested(cx: &mut Cx, next: Next) -> Result<(), Raised> {
    cx.nested(|cx| {
        if run(cx, next.pc, next.fp) {
            Ok(())
        } else {
            Err(Raised(()))
        }
    })
}
