//! Runs handlers. A handler is the hot path of an instruction; it is written once, in a file of `hot`, against `State`
//! and the ways out below, and every target runs it in its own way:
//!
//! * RISC-V: each handler is a function that ends in a tail call of the next one. What the loop knows lives in four
//!   registers, and no handler needs a stack frame.
//! * the smallest Arm cores: each is a function that a loop calls.
//! * elsewhere: one `match` in a loop.
//!
//! The ways out of a handler: `next!(m)` the instruction behind, `goto!(m, pc)` and `goto!(m, pc, fp)` another place,
//! `jump!(m)` by the jump operand, `leave!(m, bool)` out of the loop, and `slow!(m)`: the instruction's cold operation
//! performs all of it from its start. So a handler must have changed nothing when it says `slow!`. `not_small!(m, Op)` is the same
//! after a look whether the operands are floats, which `hot::floats` knows.
//! Opcodes without a handler go to their cold operation at once. `quick!(m, f)` and `quick_jump!(m, f)` end a handler
//! with a function that performs the instruction without calls, or answers `None`. It is not in the loop where all
//! handlers are in every image: there the cold operation tries it.

use super::Next;
use super::frame::opcode;
use crate::cx::Cx;
use crate::object::mem::Mem;
use mpf_bytecode::Opcode;

/// Where the loop is, as handlers see it. Operands that are registers are byte offsets into the frame; nothing is
/// range-checked, because the verifier was there.
#[derive(Clone, Copy)]
pub(crate) struct State {
    cx: *mut Cx,
    mem: Mem,
    pub pc: u32,
    pub fp: u32,
    /// Handlers by opcode.
    #[cfg(target_arch = "riscv32")]
    table: *const tail_calls::Entry,
    /// Word with the cold operation of the running instruction.
    #[cfg(all(target_arch = "arm", not(target_has_atomic = "32")))]
    cold: *const super::Cold,
    /// Instructions until the fuel of build-time execution is used up.
    #[cfg(not(target_os = "none"))]
    fuel: u64,
    /// Bytes of the running instruction: a constant in every handler.
    size: u32,
}

impl State {
    #[inline(always)]
    pub fn cx(&self) -> &Cx {
        // SAFETY: `run` got the context exclusively and lends it to cold operations only between two handlers.
        unsafe { &*self.cx }
    }
    /// Operands as numbers.
    #[inline(always)]
    pub fn a(self) -> u32 {
        self.load8(self.pc + 1)
    }
    #[inline(always)]
    pub fn b(self) -> u32 {
        self.load8(self.pc + 2)
    }
    #[inline(always)]
    pub fn c(self) -> u32 {
        self.load8(self.pc + 3)
    }
    /// The 16-bit operand D, unsigned and signed.
    #[inline(always)]
    pub fn d(self) -> u32 {
        // SAFETY: inside the instruction.
        unsafe { self.mem.load16(self.pc + self.size - 2) as u32 }
    }
    #[inline(always)]
    pub fn d_signed(self) -> u32 {
        self.d() as i16 as i32 as u32
    }
    /// Addresses of the registers that operands name.
    #[inline(always)]
    pub fn ra(self) -> u32 {
        self.fp + self.a()
    }
    #[inline(always)]
    pub fn rb(self) -> u32 {
        self.fp + self.b()
    }
    #[inline(always)]
    pub fn rc(self) -> u32 {
        self.fp + self.c()
    }
    /// Their contents.
    #[inline(always)]
    pub fn read_a(self) -> u32 {
        self.load(self.ra())
    }
    #[inline(always)]
    pub fn read_b(self) -> u32 {
        self.load(self.rb())
    }
    #[inline(always)]
    pub fn read_c(self) -> u32 {
        self.load(self.rc())
    }
    #[inline(always)]
    pub fn write_a(self, value: u32) {
        self.store(self.ra(), value)
    }
    /// Code address of the instruction behind this one.
    #[inline(always)]
    pub fn behind(self) -> u32 {
        self.pc + self.size
    }
    /// Memory, on the same terms as `vm::ld`.
    #[inline(always)]
    pub fn load(self, at: u32) -> u32 {
        // SAFETY: see `vm::ld`.
        unsafe { self.mem.load(at) }
    }
    #[inline(always)]
    pub fn store(self, at: u32, value: u32) {
        // SAFETY: see `vm::ld`.
        unsafe { self.mem.store(at, value) }
    }
    #[inline(always)]
    pub fn store8(self, at: u32, byte: u32) {
        // SAFETY: see `vm::ld`.
        unsafe { self.mem.store8(at, byte as u8) }
    }
    #[inline(always)]
    pub fn load8(self, at: u32) -> u32 {
        // SAFETY: see `vm::ld`.
        unsafe { self.mem.load8(at) as u32 }
    }
    #[inline(always)]
    fn to(self, pc: u32, fp: u32) -> State {
        State { pc, fp, ..self }
    }
}

/// The instruction behind.
macro_rules! next {
    ($m:expr) => {
        goto!($m, $m.behind())
    };
}

/// By the jump operand. Jumps are where interrupts are seen: a loop has one.
macro_rules! jump {
    ($m:expr) => {{
        let to = $m.pc.wrapping_add($m.d_signed());
        if $m.cx().interrupted() {
            attend!($m, to)
        }
        goto!($m, to)
    }};
}

/// The cold operation of the instruction at `pc`.
#[cfg(not(all(target_arch = "arm", not(target_has_atomic = "32"))))]
#[inline(always)]
fn step(cx: &mut Cx, pc: u32, fp: u32) -> Next {
    super::table::cold(opcode(cx, pc))(cx, pc, fp)
}

#[cfg(target_arch = "riscv32")]
mod tail_calls;
#[cfg(target_arch = "riscv32")]
pub use tail_calls::run;

#[cfg(all(target_arch = "arm", not(target_has_atomic = "32")))]
mod calls;
#[cfg(all(target_arch = "arm", not(target_has_atomic = "32")))]
pub use calls::run;

#[cfg(not(any(
    target_arch = "riscv32",
    all(target_arch = "arm", not(target_has_atomic = "32"))
)))]
mod match_loop;
#[cfg(not(any(
    target_arch = "riscv32",
    all(target_arch = "arm", not(target_has_atomic = "32"))
)))]
pub use match_loop::run;
#[cfg(not(target_os = "none"))]
pub use match_loop::{FLOAT_HANDLERS, handler};
