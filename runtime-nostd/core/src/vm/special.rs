//! Operators, comparisons and subscription of instances whose class has the special method as a plain function: it runs
//! in a frame of the same run, above a stub frame, and the end of the stub frame finishes the instruction. Everything
//! else stays with the general operations, which run special methods in a loop of their own.
//!
//! One cold operation begins and ends this. It is in images with classes only, so that the others must reach it through
//! the table.

use super::frame::*;
use super::ops_operator::{BINARY, COMPARE, branch, jump_comparison, operator};
use super::unwind::unwind;
use super::{Next, call_quick, ld, st, table};
use crate::cx::{Cx, Raised, Slot};
use crate::native::TypeSlot;
use crate::object::class::flag;
use crate::object::header::Kind;
use crate::object::value::Value;
use crate::protocol::attribute::{is_plain, lookup_special};
use crate::protocol::{arithmetic, compare, item};
use crate::wk::name;
use mpf_bytecode::{BinaryOp, CompareOp, Opcode};

/// Marks of the stub frame: the method was that of the operator in place; the answer of `__eq__` is to be negated.
const IN_PLACE: u32 = 1;
const NEGATED: u32 = 2;

/// What kind of instruction it is.
enum Class {
    Binary(BinaryOp, bool),
    Compare(CompareOp),
    /// The answer that jumps.
    Jump(CompareOp, bool),
    GetItem,
    SetItem,
}

fn classify(cx: &Cx, pc: u32) -> Option<Class> {
    let op = opcode(cx, pc);
    let n = op as u32;
    let binary = |first| operator(cx, pc, first, &BINARY, BinaryOp::Add);
    let within = |first: Opcode, last: Opcode| (first as u32..=last as u32).contains(&n);
    Some(if within(Opcode::Add, Opcode::MatMul) {
        Class::Binary(binary(Opcode::Add), false)
    } else if within(Opcode::IAdd, Opcode::IMatMul) {
        Class::Binary(binary(Opcode::IAdd), true)
    } else if within(Opcode::Lt, Opcode::Ge) {
        Class::Compare(operator(cx, pc, Opcode::Lt, &COMPARE, CompareOp::Eq))
    } else if within(Opcode::JumpLt, Opcode::JumpNotGe) {
        let (n, wanted, _) = jump_comparison(cx, pc);
        Class::Jump(COMPARE.get(n).copied().unwrap_or(CompareOp::Eq), wanted)
    } else if op == Opcode::GetItem {
        Class::GetItem
    } else if op == Opcode::SetItem {
        Class::SetItem
    } else {
        return None;
    })
}

/// Receiver and first argument.
fn operands(cx: &Cx, pc: u32, fp: u32, class: &Class) -> (Slot, Slot) {
    match class {
        Class::Jump(..) => (a(cx, pc, fp), b(cx, pc, fp)),
        _ => (b(cx, pc, fp), c(cx, pc, fp)),
    }
}

/// Begins the instruction at `pc` if `receiver` is an instance of a class of the program that has the method.
#[inline(always)]
pub(super) fn start(cx: &mut Cx, pc: u32, fp: u32, receiver: Slot) -> Option<Next> {
    let o = cx.get(receiver);
    if !o.is_kind(cx, Kind::Instance) || cx.class_of(o).has(flag::BUILTIN) {
        return None;
    }
    let next = table::cold(Opcode::SpecialDone)(cx, pc, fp);
    (next.pc != 0).then_some(next)
}

/// At the end of a stub frame: finishes its instruction. At any other instruction: begins it, or answers 0.
#[unsafe(no_mangle)]
pub fn mpf_op_special(cx: &mut Cx, pc: u32, fp: u32) -> Next {
    if opcode(cx, pc) == Opcode::SpecialDone {
        return done(cx, fp);
    }
    begin(cx, pc, fp).unwrap_or(Next { pc: 0, fp })
}

fn begin(cx: &Cx, pc: u32, fp: u32) -> Option<Next> {
    let class = classify(cx, pc)?;
    let (x, y) = operands(cx, pc, fp, &class);
    let (x, y) = (cx.get(x), cx.get(y));
    // Another class on the right may have to be asked first.
    let other = y.is_kind(cx, Kind::Instance) && !cx.type_of(y).is(cx.type_of(x));
    let mut marks = 0;
    let mut method = Value::UNBOUND;
    match class {
        Class::Binary(op, in_place) => {
            let (normal, reflected, own, _) = arithmetic::names(op);
            if in_place {
                method = lookup_special(cx, x, own(cx));
                if cx.type_slot(x, TypeSlot::InplaceBinary).is_some() {
                    return None;
                }
            }
            if !method.is_unbound() {
                marks = IN_PLACE;
            } else if !other || lookup_special(cx, y, reflected(cx)).is_unbound() {
                method = lookup_special(cx, x, normal(cx));
            }
        }
        Class::Compare(op) | Class::Jump(op, _) => {
            if other && cx.class_of(y).derives_from(cx.type_of(x)) {
                return None;
            }
            method = lookup_special(cx, x, compare::special_name(op)(cx));
            if method.is_unbound()
                && op == CompareOp::Ne
                && cx.type_slot(x, TypeSlot::Compare).is_none()
            {
                marks = NEGATED;
                method = lookup_special(cx, x, name::__eq__(cx));
            }
        }
        Class::GetItem => method = lookup_special(cx, x, name::__getitem__(cx)),
        Class::SetItem => method = lookup_special(cx, x, name::__setitem__(cx)),
    }
    let count = if matches!(class, Class::SetItem) {
        3
    } else {
        2
    };
    if method.is_unbound() || !is_plain(cx, method) || positional(cx, code_of(cx, method)) != count
    {
        return None;
    }
    let window = call_quick::stub(cx, pc, fp, marks)?;
    st(cx, window + 8, x.to_bits());
    st(cx, window + 12, y.to_bits());
    st(cx, window + 16, cx.get(a(cx, pc, fp)).to_bits());
    let end = cx.stubs.special_done;
    Some(call_quick::start(cx, window, method.to_bits(), end))
}

/// The result is in register 1 of the stub frame.
fn done(cx: &mut Cx, stub: u32) -> Next {
    let value: Value<'static> = Value::from_bits(ld(cx, stub + 4));
    let pc = (ld(cx, stub - 4) & !1) - CALL_BYTES;
    let fp = stub - 8 - call_quick::stub_shift(cx, stub);
    let marks = ld(cx, stub) >> 1 & 3;
    let Some(class) = classify(cx, pc) else {
        return Next { pc: pc + 4, fp };
    };
    let plain = match class {
        Class::SetItem => return Next { pc: pc + 4, fp },
        Class::GetItem => true,
        Class::Binary(..) => !value.is_not_implemented(),
        Class::Compare(_) => marks == 0 && !value.is_not_implemented(),
        Class::Jump(_, wanted) if value.is_bool() => {
            let answer = value.is(Value::TRUE) != (marks == NEGATED);
            return branch(cx, pc, fp, 6, d6s(cx, pc), Ok(answer == wanted));
        }
        Class::Jump(..) => false,
    };
    if plain {
        cx.set(a(cx, pc, fp), value);
        return Next { pc: pc + 4, fp };
    }
    finish(cx, pc, fp, class, marks, value)
}

/// What takes more: a truth that must be asked for, NotImplemented.
#[cold]
#[inline(never)]
fn finish(cx: &mut Cx, pc: u32, fp: u32, class: Class, marks: u32, value: Value<'static>) -> Next {
    settle(cx, fp);
    let (x, y) = operands(cx, pc, fp, &class);
    let dst = a(cx, pc, fp);
    let (op, jumps) = match class {
        Class::Binary(op, in_place) => {
            let r = arithmetic::after_left(cx, op, (in_place, marks == IN_PLACE), x, y, dst);
            return after(cx, pc, fp, 4, r);
        }
        Class::Compare(op) => (op, None),
        Class::Jump(op, wanted) => (op, Some(wanted)),
        _ => return Next { pc: pc + 4, fp },
    };
    let r = cx.frame(1).and_then(|(mut f, s)| {
        let answer = s.at(0);
        f.set(answer, value);
        if value.is_not_implemented() {
            compare::after_left(&mut f, op, x, y, answer, false)?;
        } else if marks == NEGATED {
            let truth = item::truth(&mut f, answer)?;
            f.set(answer, Value::bool(!truth));
        }
        match jumps {
            Some(wanted) => Ok(item::truth(&mut f, answer)? == wanted),
            None => {
                f.set(dst, f.get(answer));
                Ok(false)
            }
        }
    });
    match (r, jumps) {
        (Err(Raised(())), _) => unwind(cx, pc, fp),
        (Ok(_), None) => Next { pc: pc + 4, fp },
        (r, Some(_)) => branch(cx, pc, fp, 6, d6s(cx, pc), r),
    }
}
