//! Operators on builtin numbers and strings without the general machinery: no scratch cells, no type slots, no search
//! for special methods. What these functions do not cover, or have no room for, the general operation of the opcode does
//! from the start; so nothing here raises or collects.
//! An operation whose name ends in `_float` knows floats too. The freezer chooses it when the image can have floats at
//! all (see `table::without_floats`).

use super::frame::{a, b, c, nb, nc};
use super::ops_operator::{
    jump_comparison, mpf_op_binary, mpf_op_binary_imm, mpf_op_compare, mpf_op_inplace,
    mpf_op_jump_compare, mpf_op_unary,
};
use super::{Next, ld, st};
use crate::builtins::float;
use crate::builtins::format_percent::percent_quickly;
use crate::builtins::int_big::{self, Int, Part};
use crate::cx::{Cx, Stop};
use crate::float_quick;
use crate::object::header::{KIND_MASK, Kind};
use crate::object::value::Value;
use crate::protocol::arithmetic::{floor_div, small_binary};
use crate::protocol::compare::decide;
use crate::vm::frame::{d6s, opcode};
use mpf_bytecode::{BinaryOp, CompareOp, Opcode};

/// Answer of a direct operation that does not apply. No value is 0.
const NO: u32 = 0;

fn word(made: Result<Value<'_>, Stop>) -> u32 {
    made.map_or(NO, Value::to_bits)
}

fn small(n: i32) -> u32 {
    Value::small(n).map_or(NO, Value::to_bits)
}

/// The operation for everything else.
#[cold]
#[inline(never)]
fn general(cx: &mut Cx, pc: u32, fp: u32) -> Next {
    if opcode(cx, pc) as u32 >= Opcode::IAdd as u32 {
        mpf_op_inplace(cx, pc, fp)
    } else {
        mpf_op_binary(cx, pc, fp)
    }
}
const _: () = assert!(Opcode::IAdd as u32 == Opcode::MatMul as u32 + 1);

/// A = what `direct` makes of B and C.
#[inline(always)]
fn registers(cx: &mut Cx, pc: u32, fp: u32, direct: impl FnOnce(&Cx, u32, u32) -> u32) -> Next {
    let v = direct(cx, ld(cx, b(cx, pc, fp).0), ld(cx, c(cx, pc, fp).0));
    if v == NO {
        return general(cx, pc, fp);
    }
    st(cx, a(cx, pc, fp).0, v);
    Next { pc: pc + 4, fp }
}

/// The same with the number C.
#[inline(always)]
fn immediate(cx: &mut Cx, pc: u32, fp: u32, direct: impl FnOnce(&Cx, u32, u32) -> u32) -> Next {
    let v = direct(cx, ld(cx, b(cx, pc, fp).0), nc(cx, pc) | 1);
    if v == NO {
        return mpf_op_binary_imm(cx, pc, fp);
    }
    st(cx, a(cx, pc, fp).0, v);
    Next { pc: pc + 4, fp }
}

#[inline(always)]
fn is_pointer(x: u32) -> bool {
    x & 3 == 0 && x != 0
}

/// Whether a word is an object of this kind itself (no instance of a subclass).
#[inline(always)]
fn is_kind(cx: &Cx, x: u32, kind: Kind) -> bool {
    is_pointer(x) && ld(cx, x) & KIND_MASK == kind.bits()
}

// ---- ints and strings

/// Two ints, at least one of them an object.
#[inline(always)]
fn ints(
    cx: &Cx,
    x: u32,
    y: u32,
    f: impl for<'h> FnOnce(&'h Cx, &Int<'h>, &Int<'h>) -> Result<Value<'h>, Stop>,
) -> u32 {
    let view = |x: u32| {
        if x & 1 != 0 {
            return Some(Int::small((x as i32) >> 1));
        }
        cx.int_itself(Value::from_bits(x)).map(Int::large)
    };
    match (view(x), view(y)) {
        (Some(x), Some(y)) => word(f(cx, &x, &y)),
        _ => NO,
    }
}

#[inline(always)]
fn both_small(x: u32, y: u32) -> bool {
    x & y & 1 != 0
}

#[inline(never)]
fn add(cx: &Cx, x: u32, y: u32) -> u32 {
    if is_kind(cx, x, Kind::Str) && is_kind(cx, y, Kind::Str) {
        return word(cx.new_str_joined(Value::from_bits(x), Value::from_bits(y)));
    }
    ints(cx, x, y, |cx, x, y| int_big::add(cx, x, y, false))
}

#[inline(never)]
fn sub(cx: &Cx, x: u32, y: u32) -> u32 {
    ints(cx, x, y, |cx, x, y| int_big::add(cx, x, y, true))
}

#[inline(never)]
fn mul(cx: &Cx, x: u32, y: u32) -> u32 {
    ints(cx, x, y, int_big::mul)
}

#[inline(never)]
fn floor_divide(cx: &Cx, x: u32, y: u32) -> u32 {
    if both_small(x, y) {
        return floor_div((x as i32) >> 1, (y as i32) >> 1).map_or(NO, |(q, _)| small(q));
    }
    if y == 1 {
        return NO;
    }
    ints(cx, x, y, |cx, x, y| {
        int_big::divide(cx, x, y, Part::Quotient)
    })
}

#[inline(never)]
fn modulo(cx: &Cx, x: u32, y: u32) -> u32 {
    if both_small(x, y) {
        return floor_div((x as i32) >> 1, (y as i32) >> 1).map_or(NO, |(_, r)| small(r));
    }
    if y == 1 {
        return NO;
    }
    if is_kind(cx, x, Kind::Str) {
        return percent_quickly(cx, Value::from_bits(x), Value::from_bits(y)).to_bits();
    }
    ints(cx, x, y, |cx, x, y| {
        int_big::divide(cx, x, y, Part::Remainder)
    })
}

fn shift(cx: &Cx, x: u32, y: u32, op: BinaryOp) -> u32 {
    // Negative and huge counts are the general operation's business.
    if y & 1 == 0 || y >= 1 << 12 {
        return NO;
    }
    let by = y >> 1;
    if x & 1 != 0
        && let Some(v) = small_binary(op, (x as i32) >> 1, by as i32)
    {
        return v.to_bits();
    }
    ints(cx, x, y, |cx, x, _| match op {
        BinaryOp::LShift => int_big::shift_left(cx, *x, by),
        _ => int_big::shift_right(cx, *x, by),
    })
}

fn bitwise(cx: &Cx, x: u32, y: u32, op: BinaryOp) -> u32 {
    ints(cx, x, y, |cx, x, y| int_big::bitwise(cx, *x, *y, op))
}

macro_rules! operations {
    ($($name:ident: $with:ident |$cx:ident, $x:ident, $y:ident| $body:expr;)*) => {$(
        #[unsafe(no_mangle)]
        pub fn $name(cx: &mut Cx, pc: u32, fp: u32) -> Next {
            $with(cx, pc, fp, |$cx, $x, $y| $body)
        }
    )*};
}

operations! {
    mpf_op_add: registers |cx, x, y| add(cx, x, y);
    mpf_op_add_imm: immediate |cx, x, y| add(cx, x, y);
    mpf_op_sub: registers |cx, x, y| sub(cx, x, y);
    mpf_op_sub_imm: immediate |cx, x, y| sub(cx, x, y);
    mpf_op_mul: registers |cx, x, y| mul(cx, x, y);
    mpf_op_floor_div: registers |cx, x, y| floor_divide(cx, x, y);
    mpf_op_mod: registers |cx, x, y| modulo(cx, x, y);
    mpf_op_lshift: registers |cx, x, y| shift(cx, x, y, BinaryOp::LShift);
    mpf_op_rshift: registers |cx, x, y| shift(cx, x, y, BinaryOp::RShift);
    mpf_op_and: registers |cx, x, y| bitwise(cx, x, y, BinaryOp::And);
    mpf_op_or: registers |cx, x, y| bitwise(cx, x, y, BinaryOp::Or);
    mpf_op_xor: registers |cx, x, y| bitwise(cx, x, y, BinaryOp::Xor);
}

// ---- floats

#[inline(always)]
fn number(cx: &Cx, x: u32) -> f64 {
    f64::from_bits((ld(cx, x + 8) as u64) << 32 | ld(cx, x + 4) as u64)
}

/// By its bits: no call of a library.
#[inline(always)]
fn is_zero(x: f64) -> bool {
    let bits = x.to_bits();
    bits as u32 | ((bits >> 32) as u32) << 1 == 0
}

/// Two floats, or a float and a small int.
#[inline(always)]
fn floats(cx: &Cx, x: u32, y: u32) -> Option<(f64, f64)> {
    if both_floats(cx, x, y) {
        return Some((number(cx, x), number(cx, y)));
    }
    float_and_small(cx, x, y)
}

/// A small int as a float: once, for all operations.
#[inline(never)]
fn double(x: u32) -> f64 {
    f64::from_bits(float_quick::of_small(x))
}

/// A float and a small int, whichever comes first.
#[inline(always)]
fn float_and_small(cx: &Cx, x: u32, y: u32) -> Option<(f64, f64)> {
    if y & 1 != 0 && is_kind(cx, x, Kind::Float) {
        Some((number(cx, x), double(y)))
    } else if x & 1 != 0 && is_kind(cx, y, Kind::Float) {
        Some((double(x), number(cx, y)))
    } else {
        None
    }
}

/// Whether both are floats themselves.
#[inline(always)]
fn both_floats(cx: &Cx, x: u32, y: u32) -> bool {
    let is_float = |header: u32| header & KIND_MASK == Kind::Float.bits();
    (x | y) & 3 == 0 && x != 0 && y != 0 && is_float(ld(cx, x)) && is_float(ld(cx, y))
}

/// A = what `direct` makes of two floats. All else is out of line, so that little is kept across the arithmetic.
#[inline(always)]
fn two_floats(
    cx: &mut Cx,
    pc: u32,
    fp: u32,
    direct: impl FnOnce(f64, f64) -> Option<f64>,
    otherwise: fn(&mut Cx, u32, u32) -> Next,
) -> Next {
    let (x, y) = (ld(cx, b(cx, pc, fp).0), ld(cx, c(cx, pc, fp).0));
    if both_floats(cx, x, y)
        && let Some(r) = direct(number(cx, x), number(cx, y))
        && let Some(v) = cx.float_if_room(r)
    {
        st(cx, a(cx, pc, fp).0, v);
        return Next { pc: pc + 4, fp };
    }
    otherwise(cx, pc, fp)
}

macro_rules! float_operations {
    ($($name:ident: $otherwise:ident, |$x:ident, $y:ident| $body:expr;)*) => {$(
        #[unsafe(no_mangle)]
        pub fn $name(cx: &mut Cx, pc: u32, fp: u32) -> Next {
            #[inline(never)]
            fn mixed(cx: &mut Cx, pc: u32, fp: u32) -> Next {
                registers(cx, pc, fp, |cx, x, y| match float_and_small(cx, x, y) {
                    Some(($x, $y)) => word(cx.new_float($body)),
                    None => $otherwise(cx, x, y),
                })
            }
            two_floats(cx, pc, fp, |$x, $y| Some($body), mixed)
        }
    )*};
}

float_operations! {
    mpf_op_add_float: add, |x, y| x + y;
    mpf_op_sub_float: sub, |x, y| x - y;
    mpf_op_mul_float: mul, |x, y| x * y;
}

macro_rules! float_immediates {
    ($($name:ident: $otherwise:ident, |$x:ident, $y:ident| $body:expr;)*) => {$(
        #[unsafe(no_mangle)]
        pub fn $name(cx: &mut Cx, pc: u32, fp: u32) -> Next {
            immediate(cx, pc, fp, |cx, x, y| match float_and_small(cx, x, y) {
                Some(($x, $y)) => word(cx.new_float($body)),
                None => $otherwise(cx, x, y),
            })
        }
    )*};
}

float_immediates! {
    mpf_op_add_imm_float: add, |x, y| x + y;
    mpf_op_sub_imm_float: sub, |x, y| x - y;
}

/// True division always makes a float, so that there is no form without them.
#[unsafe(no_mangle)]
pub fn mpf_op_true_div(cx: &mut Cx, pc: u32, fp: u32) -> Next {
    let direct = |x: f64, y: f64| (!is_zero(y)).then(|| x / y);
    two_floats(cx, pc, fp, direct, mixed_true_div)
}

#[inline(never)]
fn mixed_true_div(cx: &mut Cx, pc: u32, fp: u32) -> Next {
    registers(cx, pc, fp, |cx, x, y| {
        // The quotient of two small ints is rounded once, as it should be: both are exact as floats.
        let pair = match float_and_small(cx, x, y) {
            None if both_small(x, y) => Some((((x as i32) >> 1) as f64, ((y as i32) >> 1) as f64)),
            pair => pair,
        };
        match pair {
            Some((x, y)) if !is_zero(y) => word(cx.new_float(x / y)),
            _ => NO,
        }
    })
}

macro_rules! float_divisions {
    ($($name:ident: $otherwise:ident, |$x:ident, $y:ident| $body:expr;)*) => {$(
        #[unsafe(no_mangle)]
        pub fn $name(cx: &mut Cx, pc: u32, fp: u32) -> Next {
            registers(cx, pc, fp, |cx, x, y| match floats(cx, x, y) {
                Some(($x, $y)) if !is_zero($y) => word(cx.new_float($body)),
                Some(_) => NO,
                None => $otherwise(cx, x, y),
            })
        }
    )*};
}

float_divisions! {
    mpf_op_floor_div_float: floor_divide, |x, y| float::floor_divide(x, y);
    mpf_op_mod_float: modulo, |x, y| float::modulo(x, y).0;
}

/// A power without floats.
#[unsafe(no_mangle)]
pub fn mpf_op_pow(cx: &mut Cx, pc: u32, fp: u32) -> Next {
    general(cx, pc, fp)
}

/// Of powers only the square and the square root are frequent.
#[unsafe(no_mangle)]
pub fn mpf_op_pow_float(cx: &mut Cx, pc: u32, fp: u32) -> Next {
    registers(cx, pc, fp, |cx, x, y| {
        let is_plain = |x: f64| (x.to_bits() >> 52).wrapping_sub(1) < 0x7FE;
        let made = if y == 2 << 1 | 1 && is_kind(cx, x, Kind::Float) {
            let x = number(cx, x);
            x * x
        } else if both_floats(cx, x, y) && number(cx, y).to_bits() == 0.5f64.to_bits() {
            let x = number(cx, x);
            if !is_plain(x) {
                return NO;
            }
            libm::sqrt(x)
        } else {
            return NO;
        };
        // Too large is an exception.
        match is_plain(made) {
            true => word(cx.new_float(made)),
            false => NO,
        }
    })
}

/// A = -B of a float.
#[unsafe(no_mangle)]
pub fn mpf_op_neg_float(cx: &mut Cx, pc: u32, fp: u32) -> Next {
    let x = ld(cx, fp + nb(cx, pc));
    if is_kind(cx, x, Kind::Float)
        && let Ok(v) = cx.new_float(-number(cx, x))
    {
        let v = v.to_bits();
        st(cx, a(cx, pc, fp).0, v);
        return Next { pc: pc + 4, fp };
    }
    mpf_op_unary(cx, pc, fp)
}

// ---- comparisons

const COMPARE: [CompareOp; 6] = [
    CompareOp::Lt,
    CompareOp::Le,
    CompareOp::Eq,
    CompareOp::Ne,
    CompareOp::Gt,
    CompareOp::Ge,
];

/// Answer of comparison `n` of two floats, or of a float and a small int.
#[inline(always)]
fn compare_floats(cx: &Cx, n: usize, x: u32, y: u32) -> Option<bool> {
    let (x, y) = floats(cx, x, y)?;
    let op = COMPARE.get(n).copied()?;
    let order = float_quick::order(x.to_bits(), y.to_bits());
    Some(order.map_or(op == CompareOp::Ne, |order| decide(op, order)))
}

#[unsafe(no_mangle)]
pub fn mpf_op_compare_float(cx: &mut Cx, pc: u32, fp: u32) -> Next {
    let (x, y) = (ld(cx, b(cx, pc, fp).0), ld(cx, c(cx, pc, fp).0));
    let n = opcode(cx, pc) as usize - Opcode::Lt as usize;
    match compare_floats(cx, n, x, y) {
        Some(truth) => {
            st(cx, a(cx, pc, fp).0, Value::bool(truth).to_bits());
            Next { pc: pc + 4, fp }
        }
        None => mpf_op_compare(cx, pc, fp),
    }
}

#[unsafe(no_mangle)]
pub fn mpf_op_jump_compare_float(cx: &mut Cx, pc: u32, fp: u32) -> Next {
    let (n, wanted, immediate) = jump_comparison(cx, pc);
    let x = ld(cx, a(cx, pc, fp).0);
    let y = if immediate {
        nb(cx, pc)
    } else {
        ld(cx, b(cx, pc, fp).0)
    };
    match compare_floats(cx, n, x, y) {
        Some(truth) => {
            let to = if truth == wanted { d6s(cx, pc) } else { 6 };
            Next {
                pc: pc.wrapping_add(to),
                fp,
            }
        }
        None => mpf_op_jump_compare(cx, pc, fp),
    }
}
