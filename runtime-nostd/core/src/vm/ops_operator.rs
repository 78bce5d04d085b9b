//! Cold operations: operators, comparisons, truth.

use super::Next;
use super::frame::*;
use super::special;
use super::unwind::unwind;
use crate::cx::{Cx, Raised};
use crate::object::probe::same_text;
use crate::object::value::Value;
use crate::protocol::{arithmetic, compare, item};
use mpf_bytecode::{BinaryOp, CompareOp, Opcode, UnaryOp};

pub(super) const BINARY: [BinaryOp; 13] = [
    BinaryOp::Add,
    BinaryOp::Sub,
    BinaryOp::Mul,
    BinaryOp::TrueDiv,
    BinaryOp::FloorDiv,
    BinaryOp::Mod,
    BinaryOp::Pow,
    BinaryOp::LShift,
    BinaryOp::RShift,
    BinaryOp::And,
    BinaryOp::Or,
    BinaryOp::Xor,
    BinaryOp::MatMul,
];
pub(super) const COMPARE: [CompareOp; 6] = [
    CompareOp::Lt,
    CompareOp::Le,
    CompareOp::Eq,
    CompareOp::Ne,
    CompareOp::Gt,
    CompareOp::Ge,
];

/// The operator of an opcode in a run of the table that starts at `first`, in the table's order.
pub(super) fn operator<T: Copy>(cx: &Cx, pc: u32, first: Opcode, of: &[T], default: T) -> T {
    let i = super::ld8(cx, pc).wrapping_sub(first as u32) as usize;
    of.get(i).copied().unwrap_or(default)
}

#[unsafe(no_mangle)]
pub fn mpf_op_binary(cx: &mut Cx, pc: u32, fp: u32) -> Next {
    if let Some(next) = special::start(cx, pc, fp, b(cx, pc, fp)) {
        return next;
    }
    settle(cx, fp);
    let op = operator(cx, pc, Opcode::Add, &BINARY, BinaryOp::Add);
    let (dst, x, y) = (a(cx, pc, fp), b(cx, pc, fp), c(cx, pc, fp));
    let r = arithmetic::marked_binary(cx, op, x, y, dst);
    after(cx, pc, fp, 4, r)
}

#[unsafe(no_mangle)]
pub fn mpf_op_inplace(cx: &mut Cx, pc: u32, fp: u32) -> Next {
    if let Some(next) = special::start(cx, pc, fp, b(cx, pc, fp)) {
        return next;
    }
    settle(cx, fp);
    let op = operator(cx, pc, Opcode::IAdd, &BINARY, BinaryOp::Add);
    let (dst, x, y) = (a(cx, pc, fp), b(cx, pc, fp), c(cx, pc, fp));
    let r = arithmetic::marked_inplace(cx, op, x, y, dst);
    after(cx, pc, fp, 4, r)
}

/// Also the addition that a comparison follows: whatever the result, that stands behind on its own.
#[unsafe(no_mangle)]
pub fn mpf_op_binary_imm(cx: &mut Cx, pc: u32, fp: u32) -> Next {
    settle(cx, fp);
    let opcode = opcode(cx, pc);
    let (op, in_place) = match opcode {
        Opcode::AddImm | Opcode::AddJumpLt => (BinaryOp::Add, false),
        Opcode::IAddImm | Opcode::IAddJumpLt => (BinaryOp::Add, true),
        Opcode::ISubImm => (BinaryOp::Sub, true),
        _ => (BinaryOp::Sub, false),
    };
    let (dst, n) = (a(cx, pc, fp), nc(cx, pc) / 2);
    let (x, size) = match opcode {
        Opcode::AddJumpLt | Opcode::IAddJumpLt => (dst, 6),
        _ => (b(cx, pc, fp), 4),
    };
    let r = cx.frame(1).and_then(|(mut cx, s)| {
        cx.set(s.at(0), Value::int(n as i32));
        if in_place {
            arithmetic::marked_inplace(&mut cx, op, x, s.at(0), dst)
        } else {
            arithmetic::marked_binary(&mut cx, op, x, s.at(0), dst)
        }
    });
    after(cx, pc, fp, size, r)
}

#[unsafe(no_mangle)]
pub fn mpf_op_unary(cx: &mut Cx, pc: u32, fp: u32) -> Next {
    settle(cx, fp);
    let op = operator(
        cx,
        pc,
        Opcode::Neg,
        &[UnaryOp::Neg, UnaryOp::Pos, UnaryOp::Invert],
        UnaryOp::Neg,
    );
    let (dst, x) = (a(cx, pc, fp), b(cx, pc, fp));
    let r = arithmetic::unary(cx, op, x, dst);
    after(cx, pc, fp, 4, r)
}

#[unsafe(no_mangle)]
pub fn mpf_op_not(cx: &mut Cx, pc: u32, fp: u32) -> Next {
    settle(cx, fp);
    let (dst, x) = (a(cx, pc, fp), b(cx, pc, fp));
    let r = item::truth(cx, x).map(|t| cx.set(dst, Value::bool(!t)));
    after(cx, pc, fp, 4, r)
}

#[unsafe(no_mangle)]
pub fn mpf_op_compare(cx: &mut Cx, pc: u32, fp: u32) -> Next {
    if let Some(next) = special::start(cx, pc, fp, b(cx, pc, fp)) {
        return next;
    }
    settle(cx, fp);
    let op = operator(cx, pc, Opcode::Lt, &COMPARE, CompareOp::Eq);
    let (dst, x, y) = (a(cx, pc, fp), b(cx, pc, fp), c(cx, pc, fp));
    let r = compare::compare(cx, op, x, y, dst);
    after(cx, pc, fp, 4, r)
}

#[unsafe(no_mangle)]
pub fn mpf_op_len(cx: &mut Cx, pc: u32, fp: u32) -> Next {
    let (dst, x) = (a(cx, pc, fp), b(cx, pc, fp));
    if let Some(n) = item::len_leaf(cx, cx.get(x)) {
        cx.set(dst, Value::int(n as i32));
        return Next { pc: pc + 4, fp };
    }
    settle(cx, fp);
    let r = item::len(cx, x).and_then(|n| cx.make(dst, |cx| cx.new_int(n.into())));
    after(cx, pc, fp, 4, r)
}

/// Next state of a conditional jump.
pub(crate) fn branch(
    cx: &mut Cx,
    pc: u32,
    fp: u32,
    size: u32,
    offset: u32,
    r: Result<bool, Raised>,
) -> Next {
    match r {
        Ok(true) => Next {
            pc: pc.wrapping_add(offset),
            fp,
        },
        Ok(false) => Next { pc: pc + size, fp },
        Err(Raised(())) => unwind(cx, pc, fp),
    }
}

#[unsafe(no_mangle)]
pub fn mpf_op_jump_truth(cx: &mut Cx, pc: u32, fp: u32) -> Next {
    settle(cx, fp);
    let wanted = opcode(cx, pc) == Opcode::JumpTrue;
    let (x, offset) = (a(cx, pc, fp), d4s(cx, pc));
    let r = item::truth(cx, x).map(|t| t == wanted);
    branch(cx, pc, fp, 4, offset, r)
}

/// What a compare-and-branch does: number of the comparison, the answer that jumps, whether B is an immediate. The
/// opcodes are four runs in the order of the comparisons: plain, negated, and both with an immediate.
#[inline(always)]
pub(super) fn jump_comparison(cx: &Cx, pc: u32) -> (usize, bool, bool) {
    let number = opcode(cx, pc) as usize - Opcode::JumpLt as usize;
    let (run, n) = (number / COMPARE.len(), number % COMPARE.len());
    (n, run & 1 == 0, run & 2 != 0)
}

#[unsafe(no_mangle)]
pub fn mpf_op_jump_compare(cx: &mut Cx, pc: u32, fp: u32) -> Next {
    let (n, wanted, immediate) = jump_comparison(cx, pc);
    let op = COMPARE.get(n).copied().unwrap_or(CompareOp::Eq);
    let (x, offset) = (a(cx, pc, fp), d6s(cx, pc));
    if !immediate
        && let CompareOp::Eq | CompareOp::Ne = op
        && let Some(same) = same_text(cx, cx.get(x).to_bits(), cx.get(b(cx, pc, fp)).to_bits())
    {
        let truth = same == (op == CompareOp::Eq);
        return branch(cx, pc, fp, 6, offset, Ok(truth == wanted));
    }
    if let Some(next) = special::start(cx, pc, fp, x) {
        return next;
    }
    let right = if immediate {
        Value::from_bits(nb(cx, pc))
    } else {
        cx.get(b(cx, pc, fp))
    };
    if let Some(truth) = compare::leaf_compare(cx, op, cx.get(x), right) {
        return branch(cx, pc, fp, 6, offset, Ok(truth == wanted));
    }
    settle(cx, fp);
    let r = cx.frame(2).and_then(|(mut cx, s)| {
        let mut y = b(&cx, pc, fp);
        if immediate {
            y = s.at(1);
            cx.set(y, Value::from_bits(nb(&cx, pc)));
        }
        compare::compare(&mut cx, op, x, y, s.at(0))?;
        item::truth(&mut cx, s.at(0)).map(|t| t == wanted)
    });
    branch(cx, pc, fp, 6, offset, r)
}
