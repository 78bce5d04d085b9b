//! Exceptions: from the place where one is pending to the handler of the innermost frame that has one.

use super::call_quick;
use super::frame::*;
use super::{Next, ld, ld8, ld16, st};
use crate::cx::{Cx, Raised, Slot, roots};
use crate::error;
use crate::object::function::module_word;
use crate::object::generator::{state, word};
use crate::object::header::{KIND_MASK, Kind};
use crate::object::value::{Value, bits};
use crate::wk::ty;
use mpf_bytecode::Opcode;

const FUNCTION: u32 = Kind::Function.bits();
const GENERATOR: u32 = Kind::Generator.bits();

/// Frame of the caller, given the link of a frame: call-like instructions say by how much they shifted.
pub(crate) fn caller_fp(cx: &Cx, fp: u32, link: u32) -> u32 {
    let insn = link - CALL_BYTES;
    let shift = match opcode(cx, insn) {
        Opcode::ForIter | Opcode::Send => nc(cx, insn),
        Opcode::Call
        | Opcode::CallDirect
        | Opcode::CallMethod
        | Opcode::CallKw
        | Opcode::CallEx
        | Opcode::ImportModule => na(cx, insn),
        // A stub frame keeps it.
        _ => call_quick::stub_shift(cx, fp),
    };
    fp - 8 - shift
}

/// Handles the pending exception raised by the instruction at `pc` in frame `fp`: makes it an instance, adds the
/// context, and looks for a handler, frame by frame.
#[cold]
#[inline(never)]
pub fn unwind(cx: &mut Cx, mut pc: u32, mut fp: u32) -> Next {
    let handled = ld(cx, cx.root(roots::HANDLED).0);
    if ld(cx, cx.root(roots::PENDING).0) == 0 || handled != bits::NONE {
        settle(cx, fp);
        error::settle_pending(cx);
    }
    cx.trace.begin(cx);
    loop {
        let callee = ld(cx, fp - 8);
        let kind = if callee & 3 == 0 && callee != 0 {
            ld(cx, callee) & KIND_MASK
        } else {
            // A stub frame.
            Kind::Filler.bits()
        };
        let f = match kind {
            FUNCTION => callee,
            GENERATOR => ld(cx, callee + 4 + 4 * word::FUNCTION),
            _ => 0,
        };
        if f != 0 {
            let code = code_of(cx, Value::from_bits(f));
            cx.trace.push(unit_id(cx, code), pc - entry(cx, code));
            if !cx.aborting()
                && let Some(next) = handler(cx, code, pc, fp)
            {
                return next;
            }
            if kind == GENERATOR {
                leave_generator(cx, callee, fp);
            }
        }
        let link = ld(cx, fp - 4) & !1;
        if link == cx.stubs.halt {
            return Next {
                pc: cx.stubs.halt_raised,
                fp: fp - 8,
            };
        }
        fp = caller_fp(cx, fp, link);
        pc = link - CALL_BYTES;
        if opcode(cx, pc) == Opcode::ImportModule {
            // A module whose body raised counts as never imported: the next import runs it again.
            cx.set_field(const6(cx, pc), module_word::STATE, Value::int(0));
        }
    }
}

/// Looks the place up in the exception table; rows are innermost first.
#[inline(always)]
fn handler(cx: &Cx, code: u32, pc: u32, fp: u32) -> Option<Next> {
    let start = entry(cx, code);
    let offset = pc - start;
    let (mut row, rows) = handler_rows(cx, code);
    for _ in 0..rows {
        if offset >= ld16(cx, row) && offset < ld16(cx, row + 2) {
            let register = ld8(cx, row + 6);
            cx.set(Slot(fp + register), cx.get(cx.root(roots::PENDING)));
            cx.set(cx.root(roots::PENDING), Value::UNBOUND);
            return Some(Next {
                pc: start + ld16(cx, row + 4),
                fp,
            });
        }
        row += 8;
    }
    None
}

/// An exception ends a generator; StopIteration becomes RuntimeError (PEP 479).
fn leave_generator(cx: &mut Cx, generator: u32, fp: u32) {
    cx.set_sp(fp + 8);
    let g = Value::from_bits(generator);
    cx.set_field(g, word::STATE, Value::int(state::DONE));
    let handled = cx.field(g, word::HANDLED);
    cx.set(cx.root(roots::HANDLED), handled);
    cx.set_field(g, word::HANDLED, Value::NONE);
    let pending = cx.get(cx.root(roots::PENDING));
    if cx.class_of(pending).derives_from(ty::StopIteration(cx)) {
        // The frame's own cells are dead: its first one keeps the cause alive.
        st(cx, fp, pending.to_bits());
        cx.raise(ty::RuntimeError(cx), "generator raised StopIteration", &[]);
        error::settle_pending(cx);
        let e = cx.get(cx.root(roots::PENDING));
        let cause = cx.get(Slot(fp));
        error::set_cause(cx, e, cause);
        error::set_context(cx, e, cause);
    }
}

/// Raises inside a frame that has just been entered, as `throw` does.
pub(crate) fn unwind_from(cx: &mut Cx, next: Next) -> Result<(), Raised> {
    let next = unwind(cx, next.pc, next.fp);
    super::run_nested(cx, next)
}
