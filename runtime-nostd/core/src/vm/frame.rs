//! Reading instructions and frames. A frame's registers start at `fp`; below are the link and the callee.

use super::{Next, ld, ld8, ld16, ld16s};
use crate::cx::{Cx, Raised, Slot};
use crate::object::builder::StrBuilder;
use crate::object::function::function_word;
use crate::object::generator;
use crate::object::header::{self, Kind};
use crate::object::value::Value;
use crate::vm::unwind::unwind;
use mpf_bytecode::Opcode;
use mpf_bytecode::header::{HANDLER_BYTES, NOT_SIMPLE, optional, optional_word};

/// Byte operands of the instruction at `pc`, already offsets into the frame.
#[inline(always)]
pub(crate) fn a(cx: &Cx, pc: u32, fp: u32) -> Slot {
    Slot(fp + ld8(cx, pc + 1))
}
#[inline(always)]
pub(crate) fn b(cx: &Cx, pc: u32, fp: u32) -> Slot {
    Slot(fp + ld8(cx, pc + 2))
}
#[inline(always)]
pub(crate) fn c(cx: &Cx, pc: u32, fp: u32) -> Slot {
    Slot(fp + ld8(cx, pc + 3))
}
/// Operands as plain numbers.
#[inline(always)]
pub(crate) fn na(cx: &Cx, pc: u32) -> u32 {
    ld8(cx, pc + 1)
}
#[inline(always)]
pub(crate) fn nb(cx: &Cx, pc: u32) -> u32 {
    ld8(cx, pc + 2)
}
#[inline(always)]
pub(crate) fn nc(cx: &Cx, pc: u32) -> u32 {
    ld8(cx, pc + 3)
}
/// The 16-bit operand of a 4-byte (`AD`) and of a 6-byte (`ABCD`) instruction, unsigned and signed.
#[inline(always)]
pub(crate) fn d4(cx: &Cx, pc: u32) -> u32 {
    ld16(cx, pc + 2)
}
#[inline(always)]
pub(crate) fn d4s(cx: &Cx, pc: u32) -> u32 {
    ld16s(cx, pc + 2)
}
#[inline(always)]
pub(crate) fn d6(cx: &Cx, pc: u32) -> u32 {
    ld16(cx, pc + 4)
}
#[inline(always)]
pub(crate) fn d6s(cx: &Cx, pc: u32) -> u32 {
    ld16s(cx, pc + 4)
}
/// Constant operand: the pool word that lies D bytes from the instruction.
#[inline(always)]
pub(crate) fn const4<'h>(cx: &'h Cx, pc: u32) -> Value<'h> {
    Value::from_bits(ld(cx, pc.wrapping_add(d4s(cx, pc))))
}
#[inline(always)]
pub(crate) fn const6<'h>(cx: &'h Cx, pc: u32) -> Value<'h> {
    Value::from_bits(ld(cx, pc.wrapping_add(d6s(cx, pc))))
}
/// The opcode at `pc`.
#[inline(always)]
pub(crate) fn opcode(cx: &Cx, pc: u32) -> Opcode {
    let byte = ld8(cx, pc) as u8;
    // SAFETY: the verifier accepts only bytes of the opcode table, and opcodes are numbered without gaps.
    unsafe { core::mem::transmute::<u8, Opcode>(byte) }
}

/// Size of every call-like instruction: a link is the address behind one.
pub(crate) const CALL_BYTES: u32 = 6;

/// What runs in the frame: a function, or unbound for the VM's own stub frames.
pub(crate) fn function(cx: &Cx, fp: u32) -> Value<'_> {
    let callee = Value::from_bits(ld(cx, fp - 8));
    match callee.kind(cx) {
        Some(Kind::Function) => callee,
        Some(Kind::Generator) => cx.field(callee, generator::word::FUNCTION),
        _ => Value::UNBOUND,
    }
}

/// The code object of a function.
#[inline(always)]
pub(crate) fn code_of(cx: &Cx, function: Value<'_>) -> u32 {
    ld(cx, function.to_bits() + 4 + 4 * function_word::CODE)
}

/// Bytes of registers of a frame.
pub(crate) fn register_bytes(cx: &Cx, fp: u32) -> u32 {
    let f = function(cx, fp);
    if f.is_unbound() {
        8
    } else {
        registers(cx, code_of(cx, f)) * 4
    }
}

/// Header fields of a code object (see `mpf_bytecode`).
#[inline(always)]
pub(crate) fn positional(cx: &Cx, code: u32) -> u32 {
    ld8(cx, code + 4) & !(NOT_SIMPLE as u32)
}
#[inline(always)]
pub(crate) fn keyword_only(cx: &Cx, code: u32) -> u32 {
    ld8(cx, code + 5)
}
#[inline(always)]
pub(crate) fn registers(cx: &Cx, code: u32) -> u32 {
    ld8(cx, code + 6)
}
#[inline(always)]
pub(crate) fn flags(cx: &Cx, code: u32) -> u8 {
    ld8(cx, code + 7) as u8
}
/// One of the words that not every code object has, or 0.
fn optional(cx: &Cx, code: u32, which: u8) -> u32 {
    optional_word(flags(cx, code), which).map_or(0, |i| ld(cx, code + 4 * i))
}
pub(crate) fn name(cx: &Cx, code: u32) -> Value<'_> {
    Value::from_bits(optional(cx, code, optional::NAME))
}
/// What precedes the name and a dot in the qualified name, or unbound.
pub(crate) fn qualifier(cx: &Cx, code: u32) -> Value<'_> {
    Value::from_bits(optional(cx, code, optional::QUALIFIER))
}
/// Appends the qualified name.
pub(crate) fn push_qualname(b: &mut StrBuilder, cx: &mut Cx, code: u32) -> Result<(), Raised> {
    let (mut cx, s) = cx.frame(1)?;
    if !qualifier(&cx, code).is_unbound() {
        cx.set(s.at(0), qualifier(&cx, code));
        b.push_slot(&mut cx, s.at(0))?;
        b.push(&mut cx, ".")?;
    }
    cx.set(s.at(0), name(&cx, code));
    b.push_slot(&mut cx, s.at(0))
}
pub(crate) fn parameter_names(cx: &Cx, code: u32) -> Value<'_> {
    Value::from_bits(optional(cx, code, optional::PARAMETERS))
}
/// Address of the first exception row, and how many there are.
#[inline(always)]
pub(crate) fn handler_rows(cx: &Cx, code: u32) -> (u32, u32) {
    let rest = optional(cx, code, optional::REST);
    if rest == 0 {
        return (0, 0);
    }
    let first = entry(cx, code) + (rest & 0xFFFF);
    let end = code + header::size(cx.header_at(code));
    (first, (end - first) / HANDLER_BYTES)
}
pub(crate) fn unit_id(cx: &Cx, code: u32) -> u32 {
    ld16(cx, code + 10)
}
pub(crate) fn positional_only(cx: &Cx, code: u32) -> u32 {
    optional(cx, code, optional::REST) >> 16
}
/// Address of the first instruction.
#[inline(always)]
pub(crate) fn entry(cx: &Cx, code: u32) -> u32 {
    code + ld16(cx, code + 8)
}

/// Makes the stack above the running frame free for builtins: every cold operation that may allocate or call does it.
#[inline(always)]
pub(crate) fn settle(cx: &Cx, fp: u32) {
    let sp = fp + register_bytes(cx, fp);
    cx.set_sp(sp);
}

/// Next state after an instruction of `size` bytes, or the handler's.
#[inline(always)]
pub(crate) fn after(cx: &mut Cx, pc: u32, fp: u32, size: u32, r: Result<(), Raised>) -> Next {
    match r {
        Ok(()) => Next { pc: pc + size, fp },
        Err(Raised(())) => unwind(cx, pc, fp),
    }
}

/// Next state after a jump to `pc`: looks at the attention word, as backward jumps must.
#[inline(always)]
pub(crate) fn jump(cx: &mut Cx, pc: u32, fp: u32) -> Next {
    if cx.interrupted() {
        return super::call::attend(cx, pc, fp);
    }
    Next { pc, fp }
}
