//! Cold operations: operators, items, comparisons, iteration.

use super::frame::*;
use super::generator;
use super::unwind::unwind;
use super::{Next, ld};
use crate::cx::{Cx, Raised};
use crate::object::generator::{state, word};
use crate::object::header::Kind;
use crate::object::value::Value;
use crate::protocol::{arithmetic, compare, item, iterate};
use mpf_bytecode::{BinaryOp, CompareOp, Opcode, UnaryOp};

const BINARY: [BinaryOp; 13] = [
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
const COMPARE: [CompareOp; 6] = [
    CompareOp::Lt,
    CompareOp::Le,
    CompareOp::Eq,
    CompareOp::Ne,
    CompareOp::Gt,
    CompareOp::Ge,
];

/// The operator of an opcode in a run of the table that starts at `first`, in the table's order.
fn operator<T: Copy>(cx: &Cx, pc: u32, first: Opcode, of: &[T], default: T) -> T {
    let i = super::ld8(cx, pc).wrapping_sub(first as u32) as usize;
    of.get(i).copied().unwrap_or(default)
}

#[unsafe(no_mangle)]
pub fn mpf_op_binary(cx: &mut Cx, pc: u32, fp: u32) -> Next {
    settle(cx, fp);
    let op = operator(cx, pc, Opcode::Add, &BINARY, BinaryOp::Add);
    let (dst, x, y) = (a(cx, pc, fp), b(cx, pc, fp), c(cx, pc, fp));
    let r = arithmetic::marked_binary(cx, op, x, y, dst);
    after(cx, pc, fp, 4, r)
}

#[unsafe(no_mangle)]
pub fn mpf_op_inplace(cx: &mut Cx, pc: u32, fp: u32) -> Next {
    settle(cx, fp);
    let op = operator(cx, pc, Opcode::IAdd, &BINARY, BinaryOp::Add);
    let (dst, x, y) = (a(cx, pc, fp), b(cx, pc, fp), c(cx, pc, fp));
    let r = arithmetic::marked_inplace(cx, op, x, y, dst);
    after(cx, pc, fp, 4, r)
}

#[unsafe(no_mangle)]
pub fn mpf_op_binary_imm(cx: &mut Cx, pc: u32, fp: u32) -> Next {
    settle(cx, fp);
    let (op, in_place) = match opcode(cx, pc) {
        Opcode::AddImm => (BinaryOp::Add, false),
        Opcode::IAddImm => (BinaryOp::Add, true),
        Opcode::ISubImm => (BinaryOp::Sub, true),
        _ => (BinaryOp::Sub, false),
    };
    let (dst, x, n) = (a(cx, pc, fp), b(cx, pc, fp), nc(cx, pc));
    let r = cx.frame(1).and_then(|(mut cx, s)| {
        cx.set(s.at(0), Value::int(n as i32));
        if in_place {
            arithmetic::marked_inplace(&mut cx, op, x, s.at(0), dst)
        } else {
            arithmetic::marked_binary(&mut cx, op, x, s.at(0), dst)
        }
    });
    after(cx, pc, fp, 4, r)
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
    settle(cx, fp);
    let op = operator(cx, pc, Opcode::Lt, &COMPARE, CompareOp::Eq);
    let (dst, x, y) = (a(cx, pc, fp), b(cx, pc, fp), c(cx, pc, fp));
    let r = compare::compare(cx, op, x, y, dst);
    after(cx, pc, fp, 4, r)
}

#[unsafe(no_mangle)]
pub fn mpf_op_in(cx: &mut Cx, pc: u32, fp: u32) -> Next {
    settle(cx, fp);
    let wanted = opcode(cx, pc) == Opcode::In;
    let (dst, x, container) = (a(cx, pc, fp), b(cx, pc, fp), c(cx, pc, fp));
    let r = item::contains(cx, container, x).map(|found| cx.set(dst, Value::bool(found == wanted)));
    after(cx, pc, fp, 4, r)
}

/// Next state of a conditional jump.
fn branch(cx: &mut Cx, pc: u32, fp: u32, size: u32, offset: u32, r: Result<bool, Raised>) -> Next {
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

#[unsafe(no_mangle)]
pub fn mpf_op_jump_compare(cx: &mut Cx, pc: u32, fp: u32) -> Next {
    settle(cx, fp);
    let op = operator(cx, pc, Opcode::JumpLt, &COMPARE, CompareOp::Eq);
    let (x, y, wanted, offset) = (a(cx, pc, fp), b(cx, pc, fp), nc(cx, pc) != 0, d6s(cx, pc));
    let r = cx.frame(1).and_then(|(mut cx, s)| {
        compare::compare(&mut cx, op, x, y, s.at(0))?;
        item::truth(&mut cx, s.at(0)).map(|t| t == wanted)
    });
    branch(cx, pc, fp, 6, offset, r)
}

#[unsafe(no_mangle)]
pub fn mpf_op_jump_in(cx: &mut Cx, pc: u32, fp: u32) -> Next {
    settle(cx, fp);
    let (x, container, wanted, offset) =
        (a(cx, pc, fp), b(cx, pc, fp), nc(cx, pc) != 0, d6s(cx, pc));
    let r = item::contains(cx, container, x).map(|found| found == wanted);
    branch(cx, pc, fp, 6, offset, r)
}

#[unsafe(no_mangle)]
pub fn mpf_op_get_item(cx: &mut Cx, pc: u32, fp: u32) -> Next {
    settle(cx, fp);
    let (dst, o, key) = (a(cx, pc, fp), b(cx, pc, fp), c(cx, pc, fp));
    let r = item::get_item(cx, o, key, dst);
    after(cx, pc, fp, 4, r)
}

#[unsafe(no_mangle)]
pub fn mpf_op_set_item(cx: &mut Cx, pc: u32, fp: u32) -> Next {
    settle(cx, fp);
    let (value, o, key) = (a(cx, pc, fp), b(cx, pc, fp), c(cx, pc, fp));
    let r = item::set_item(cx, o, key, value);
    after(cx, pc, fp, 4, r)
}

#[unsafe(no_mangle)]
pub fn mpf_op_del_item(cx: &mut Cx, pc: u32, fp: u32) -> Next {
    settle(cx, fp);
    let (o, key) = (b(cx, pc, fp), c(cx, pc, fp));
    let r = item::del_item(cx, o, key);
    after(cx, pc, fp, 4, r)
}

#[unsafe(no_mangle)]
pub fn mpf_op_make_slice(cx: &mut Cx, pc: u32, fp: u32) -> Next {
    settle(cx, fp);
    let (dst, base) = (a(cx, pc, fp), b(cx, pc, fp));
    let r = cx.make(dst, |cx| {
        let part = |i: u32| Value::from_bits(ld(cx, base.0 + 4 * i));
        cx.new_slice(part(0), part(1), part(2))
    });
    after(cx, pc, fp, 4, r)
}

#[unsafe(no_mangle)]
pub fn mpf_op_get_iter(cx: &mut Cx, pc: u32, fp: u32) -> Next {
    settle(cx, fp);
    let (dst, x) = (a(cx, pc, fp), b(cx, pc, fp));
    let r = iterate::iter(cx, x, dst);
    after(cx, pc, fp, 4, r)
}

#[unsafe(no_mangle)]
pub fn mpf_op_for_iter(cx: &mut Cx, pc: u32, fp: u32) -> Next {
    settle(cx, fp);
    let (it, dst) = (a(cx, pc, fp), b(cx, pc, fp));
    let g = cx.get(it);
    if g.is_kind(cx, Kind::Generator) {
        match cx.field(g, word::STATE).as_small() {
            Some(state::DONE) => return Next { pc: pc + 6, fp },
            Some(state::RUNNING) => {
                cx.value_error("generator already executing", &[]);
                return unwind(cx, pc, fp);
            }
            _ => {}
        }
        let window = fp + nc(cx, pc);
        let none = cx.root(crate::cx::roots::SCRATCH);
        cx.set(none, Value::NONE);
        return match generator::enter(cx, it, window, pc + 6, none) {
            Ok(next) => next,
            Err(Raised(())) => unwind(cx, pc, fp),
        };
    }
    let r = iterate::next(cx, it, dst);
    branch(cx, pc, fp, 6, d6s(cx, pc), r)
}

/// Prepares the hidden state of `for … in range(…)`: start, stop, step as small ints. When one of them is not, the
/// state is an iterator of the range object instead, marked by None in the place of the step.
#[unsafe(no_mangle)]
pub fn mpf_op_for_prep(cx: &mut Cx, pc: u32, fp: u32) -> Next {
    settle(cx, fp);
    let s = a(cx, pc, fp);
    let at = |i: u32| crate::Slot(s.0 + 4 * i);
    match nb(cx, pc) {
        1 => {
            cx.set(at(1), cx.get(at(0)));
            cx.set(at(0), Value::int(0));
            cx.set(at(2), Value::int(1));
        }
        2 => cx.set(at(2), Value::int(1)),
        _ => {}
    }
    let small = (0..3).all(|i| cx.get(at(i)).is_small());
    if small && cx.get(at(2)) != Value::int(0) {
        return Next { pc: pc + 4, fp };
    }
    let r = cx.frame(1).and_then(|(mut cx, t)| {
        crate::builtins::range::make(&mut cx, at(0), at(1), at(2), t.at(0))?;
        iterate::iter(&mut cx, t.at(0), at(0))?;
        cx.set(at(1), Value::NONE);
        cx.set(at(2), Value::NONE);
        Ok(())
    });
    after(cx, pc, fp, 4, r)
}

#[unsafe(no_mangle)]
pub fn mpf_op_for_range(cx: &mut Cx, pc: u32, fp: u32) -> Next {
    settle(cx, fp);
    let (it, dst) = (a(cx, pc, fp), b(cx, pc, fp));
    let r = iterate::next(cx, it, dst);
    branch(cx, pc, fp, 6, d6s(cx, pc), r)
}
