//! Results of operators on values whose kinds are known. What is not a plain case has no answer here.

use super::ty::kind::*;
use super::ty::{SMALLEST, Ty};
use mpf_bytecode::Opcode;

/// The operator of an instruction without its form: in place, immediate, unguarded.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Operator {
    Add,
    Sub,
    Mul,
    TrueDiv,
    FloorDiv,
    Mod,
    Pow,
    LShift,
    RShift,
    And,
    Or,
    Xor,
    MatMul,
}

/// The binary operator of an opcode.
pub fn operator(op: Opcode) -> Option<Operator> {
    Some(match op {
        Opcode::Add | Opcode::IAdd | Opcode::AddImm | Opcode::IAddImm => Operator::Add,
        Opcode::Sub | Opcode::ISub | Opcode::SubImm | Opcode::ISubImm => Operator::Sub,
        Opcode::Mul | Opcode::IMul => Operator::Mul,
        Opcode::TrueDiv | Opcode::ITrueDiv => Operator::TrueDiv,
        Opcode::FloorDiv | Opcode::IFloorDiv => Operator::FloorDiv,
        Opcode::Mod | Opcode::IMod => Operator::Mod,
        Opcode::Pow | Opcode::IPow => Operator::Pow,
        Opcode::LShift | Opcode::ILShift => Operator::LShift,
        Opcode::RShift | Opcode::IRShift => Operator::RShift,
        Opcode::And | Opcode::IAnd => Operator::And,
        Opcode::Or | Opcode::IOr => Operator::Or,
        Opcode::Xor | Opcode::IXor => Operator::Xor,
        Opcode::MatMul | Opcode::IMatMul => Operator::MatMul,
        _ => return None,
    })
}

/// Special methods of an operator: the normal one, the reflected one, the one in place.
#[rustfmt::skip]
pub fn special_methods(op: Operator) -> [&'static str; 3] {
    match op {
        Operator::Add => ["__add__", "__radd__", "__iadd__"],
        Operator::Sub => ["__sub__", "__rsub__", "__isub__"],
        Operator::Mul => ["__mul__", "__rmul__", "__imul__"],
        Operator::TrueDiv => ["__truediv__", "__rtruediv__", "__itruediv__"],
        Operator::FloorDiv => ["__floordiv__", "__rfloordiv__", "__ifloordiv__"],
        Operator::Mod => ["__mod__", "__rmod__", "__imod__"],
        Operator::Pow => ["__pow__", "__rpow__", "__ipow__"],
        Operator::LShift => ["__lshift__", "__rlshift__", "__ilshift__"],
        Operator::RShift => ["__rshift__", "__rrshift__", "__irshift__"],
        Operator::And => ["__and__", "__rand__", "__iand__"],
        Operator::Or => ["__or__", "__ror__", "__ior__"],
        Operator::Xor => ["__xor__", "__rxor__", "__ixor__"],
        Operator::MatMul => ["__matmul__", "__rmatmul__", "__imatmul__"],
    }
}

/// The test of a jump on a comparison, and whether it jumps when the test holds.
pub fn comparison(op: Opcode) -> Option<(Opcode, bool)> {
    Some(match op {
        Opcode::JumpLt | Opcode::JumpLtImm => (Opcode::JumpLt, true),
        Opcode::JumpLe | Opcode::JumpLeImm => (Opcode::JumpLe, true),
        Opcode::JumpEq | Opcode::JumpEqImm => (Opcode::JumpEq, true),
        Opcode::JumpNe | Opcode::JumpNeImm => (Opcode::JumpNe, true),
        Opcode::JumpGt | Opcode::JumpGtImm => (Opcode::JumpGt, true),
        Opcode::JumpGe | Opcode::JumpGeImm => (Opcode::JumpGe, true),
        Opcode::JumpNotLt | Opcode::JumpNotLtImm => (Opcode::JumpLt, false),
        Opcode::JumpNotLe | Opcode::JumpNotLeImm => (Opcode::JumpLe, false),
        Opcode::JumpNotEq | Opcode::JumpNotEqImm => (Opcode::JumpEq, false),
        Opcode::JumpNotNe | Opcode::JumpNotNeImm => (Opcode::JumpNe, false),
        Opcode::JumpNotGt | Opcode::JumpNotGtImm => (Opcode::JumpGt, false),
        Opcode::JumpNotGe | Opcode::JumpNotGeImm => (Opcode::JumpGe, false),
        _ => return None,
    })
}

/// `x op y`; nothing when a method of the program may decide.
pub fn binary(op: Operator, x: Ty, y: Ty) -> Option<Ty> {
    if x.kinds == 0 || y.kinds == 0 {
        return Some(Ty::BOTTOM);
    }
    if x.is(NUMBER) && y.is(NUMBER) {
        return Some(numbers(op, x, y));
    }
    if !x.is(PLAIN) || !y.is(PLAIN) {
        return None;
    }
    let integer = INT | BOOL;
    Some(match op {
        Operator::Add if x.is(STR) => Ty::of(STR),
        Operator::Add if x.is(BYTES) => Ty::of(BYTES),
        Operator::Add if x.is(LIST) => Ty::of(LIST),
        Operator::Add if x.is(TUPLE) => Ty::of(TUPLE),
        Operator::Mul if x.is(STR) || x.is(integer) && y.is(STR) => Ty::of(STR),
        Operator::Mul if x.is(LIST) || x.is(integer) && y.is(LIST) => Ty::of(LIST),
        Operator::Mul if x.is(TUPLE) || x.is(integer) && y.is(TUPLE) => Ty::of(TUPLE),
        Operator::Mod if x.is(STR) => Ty::of(STR),
        Operator::Mod if x.is(BYTES) => Ty::of(BYTES),
        _ => Ty::of(PLAIN & !UNBOUND),
    })
}

fn numbers(op: Operator, x: Ty, y: Ty) -> Ty {
    let float = Ty::of(FLOAT);
    if x.is(FLOAT) || y.is(FLOAT) {
        return match op {
            Operator::Add
            | Operator::Sub
            | Operator::Mul
            | Operator::TrueDiv
            | Operator::FloorDiv
            | Operator::Mod
            | Operator::Pow => float,
            _ => Ty::BOTTOM,
        };
    }
    if x.may(FLOAT) || y.may(FLOAT) {
        return Ty::of(NUMBER);
    }
    if x.is(BOOL) && y.is(BOOL) && matches!(op, Operator::And | Operator::Or | Operator::Xor) {
        return Ty::of(BOOL);
    }
    let mut out = integers(op, x, y);
    if matches!(op, Operator::And | Operator::Or | Operator::Xor) && x.may(BOOL) && y.may(BOOL) {
        out.kinds |= BOOL;
    }
    out
}

fn integers(op: Operator, x: Ty, y: Ty) -> Ty {
    let int = Ty::of(INT);
    match op {
        Operator::TrueDiv => return Ty::of(FLOAT),
        Operator::Pow => {
            return match y.bounds() {
                Some((lo, _)) if lo >= 0 => int,
                _ => Ty::of(INT | FLOAT),
            };
        }
        Operator::MatMul => return Ty::BOTTOM,
        // A mask bounds the result whatever is masked.
        Operator::And => {
            let mask = |t: Ty| t.bounds().filter(|b| b.0 >= 0).map(|b| b.1);
            return match (mask(x), mask(y)) {
                (Some(a), Some(b)) => Ty::int(0, a.min(b)),
                (Some(a), None) | (None, Some(a)) => Ty::int(0, a),
                (None, None) if x.bounds().is_some() && y.bounds().is_some() => Ty::of(SMALL),
                (None, None) => int,
            };
        }
        Operator::Mod => {
            return match (y.bounds(), x.bounds()) {
                (Some((lo, hi)), Some((a, b))) if lo > 0 && a >= 0 => Ty::int(0, b.min(hi - 1)),
                (Some((lo, hi)), _) => Ty::int((lo + 1).min(0), (hi - 1).max(0)),
                (None, _) => int,
            };
        }
        _ => {}
    }
    let (Some((a, b)), Some((c, d))) = (x.bounds(), y.bounds()) else {
        return int;
    };
    let corners = |f: fn(i64, i64) -> i64| {
        let all = [f(a, c), f(a, d), f(b, c), f(b, d)];
        let (lo, hi) = all
            .iter()
            .fold((all[0], all[0]), |(l, h), v| (l.min(*v), h.max(*v)));
        Ty::int(lo, hi)
    };
    match op {
        Operator::Add => Ty::int(a + c, b + d),
        Operator::Sub => Ty::int(a - d, b - c),
        Operator::Mul => corners(|p, q| p * q),
        Operator::FloorDiv if c > 0 => corners(|p, q| p.div_euclid(q)),
        Operator::FloorDiv => {
            let most = a.abs().max(b.abs());
            Ty::int(-most - 1, most)
        }
        Operator::LShift if c >= 0 && d <= 31 => corners(|p, q| p << q),
        Operator::RShift if c >= 0 => {
            let shift = |p: i64, q: i64| p >> q.min(63);
            Ty::int(shift(a, c).min(shift(a, d)), shift(b, c).max(shift(b, d)))
        }
        Operator::Or | Operator::Xor if a >= 0 && c >= 0 => {
            Ty::int(0, ((b.max(d) as u64 + 1).next_power_of_two() - 1) as i64)
        }
        Operator::Or | Operator::Xor => Ty::int(i64::from(SMALLEST), i64::from(super::ty::LARGEST)),
        _ => int,
    }
}

/// `-x`, `+x`, `~x`.
pub fn unary(op: Opcode, x: Ty) -> Option<Ty> {
    if !x.is(PLAIN) {
        return (x.kinds == 0).then_some(Ty::BOTTOM);
    }
    let x = x.only(NUMBER);
    if x.is(FLOAT) {
        return Some(x);
    }
    if x.may(FLOAT) {
        return Some(Ty::of(NUMBER));
    }
    Some(match (op, x.bounds()) {
        (Opcode::Neg, Some((lo, hi))) => Ty::int(-hi, -lo),
        (Opcode::Invert, Some((lo, hi))) => Ty::int(!hi, !lo),
        (Opcode::Pos, Some((lo, hi))) => Ty::int(lo, hi),
        _ => Ty::of(INT),
    })
}

/// A comparison that is known to hold, or not to hold: what it leaves of both sides. `None`: it cannot be.
pub fn refine(op: Opcode, holds: bool, x: Ty, y: Ty) -> Option<(Ty, Ty)> {
    if !x.is(SMALL) || !y.is(SMALL) {
        return Some((x, y));
    }
    let (mut x, mut y) = (x, y);
    let less = |x: &mut Ty, y: &mut Ty, gap: i32| {
        x.hi = x.hi.min(y.hi - gap);
        y.lo = y.lo.max(x.lo + gap);
    };
    match (op, holds) {
        (Opcode::JumpLt, true) | (Opcode::JumpGe, false) => less(&mut x, &mut y, 1),
        (Opcode::JumpLe, true) | (Opcode::JumpGt, false) => less(&mut x, &mut y, 0),
        (Opcode::JumpGt, true) | (Opcode::JumpLe, false) => less(&mut y, &mut x, 1),
        (Opcode::JumpGe, true) | (Opcode::JumpLt, false) => less(&mut y, &mut x, 0),
        (Opcode::JumpEq, true) | (Opcode::JumpNe, false) => {
            let (lo, hi) = (x.lo.max(y.lo), x.hi.min(y.hi));
            (x.lo, x.hi, y.lo, y.hi) = (lo, hi, lo, hi);
        }
        _ => {}
    }
    (x.lo <= x.hi && y.lo <= y.hi).then_some((x, y))
}
