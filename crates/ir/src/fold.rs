//! Constant folding: what CPython would compute, or nothing. Integers are folded while they fit 128 bits, texts
//! while they stay short, and nothing that would raise or depend on the target's libm is folded at all.

use mpf_bytecode::unit::Const;
use mpf_syntax::ast::{Ast, Constant, Expr, ExprId, Int, Operator, UnaryOp};

/// Nesting beyond which nothing is folded (the walk is recursive).
const MAX_DEPTH: u32 = 40;
/// Longest string or tuple that folding makes.
const MAX_LENGTH: usize = 4096;

/// The value of an expression that is a constant.
pub fn constant(ast: &Ast, e: ExprId) -> Option<Const> {
    fold(ast, e, MAX_DEPTH)
}

/// The truth of a constant expression.
pub fn truth(ast: &Ast, e: ExprId) -> Option<bool> {
    match constant(ast, e)? {
        Const::None | Const::False => Some(false),
        Const::True | Const::Ellipsis => Some(true),
        Const::Int { limbs, .. } => Some(!limbs.is_empty()),
        Const::Float(f) => Some(f != 0.0),
        Const::Str(s) => Some(!s.is_empty()),
        Const::Bytes(b) => Some(!b.is_empty()),
        Const::Tuple(t) => Some(!t.is_empty()),
        Const::FrozenSet(_)
        | Const::Code(_)
        | Const::Builtin(_)
        | Const::Module(_)
        | Const::Function(_)
        | Const::Native(..) => None,
    }
}

/// What kind of literal cannot be compiled, for a diagnostic.
pub fn refusal(ast: &Ast, e: ExprId) -> Option<&'static str> {
    match &ast[e] {
        Expr::Constant { value, .. } => match value {
            Constant::Imag(_) => Some("a complex number"),
            Constant::StrSurrogates(_) => Some("a string with a lone surrogate"),
            Constant::None
            | Constant::True
            | Constant::False
            | Constant::Ellipsis
            | Constant::Int(_)
            | Constant::Float(_)
            | Constant::Str(_)
            | Constant::Bytes(_) => None,
        },
        _ => None,
    }
}

/// The value of a literal, if the runtime has it.
pub fn literal(value: &Constant) -> Option<Const> {
    Some(match value {
        Constant::None => Const::None,
        Constant::True => Const::True,
        Constant::False => Const::False,
        Constant::Ellipsis => Const::Ellipsis,
        Constant::Int(Int::Small(n)) => integer(i128::from(*n)),
        Constant::Int(Int::Big(limbs)) => Const::Int {
            negative: false,
            limbs: limbs.to_vec(),
        },
        Constant::Float(f) => Const::Float(*f),
        Constant::Str(s) => Const::Str(s.to_string()),
        Constant::Bytes(b) => Const::Bytes(b.to_vec()),
        Constant::Imag(_) | Constant::StrSurrogates(_) => return None,
    })
}

fn fold(ast: &Ast, e: ExprId, depth: u32) -> Option<Const> {
    let depth = depth.checked_sub(1)?;
    match &ast[e] {
        Expr::Constant { value, .. } => literal(value),
        Expr::UnaryOp { op, operand } => unary(*op, fold(ast, *operand, depth)?),
        Expr::BinOp { left, op, right } => {
            binary(*op, fold(ast, *left, depth)?, fold(ast, *right, depth)?)
        }
        Expr::Tuple { elts, .. } if elts.len() <= MAX_LENGTH => {
            let items: Option<Vec<Const>> = elts.iter().map(|&x| fold(ast, x, depth)).collect();
            items.map(Const::Tuple)
        }
        _ => None,
    }
}

/// An integer constant.
pub fn integer(value: i128) -> Const {
    let mut magnitude = value.unsigned_abs();
    let mut limbs = Vec::new();
    while magnitude != 0 {
        limbs.push(magnitude as u32);
        magnitude >>= 32;
    }
    Const::Int {
        negative: value < 0,
        limbs,
    }
}

/// The value of an integer constant that fits 128 bits with a sign.
fn as_integer(value: &Const) -> Option<i128> {
    let Const::Int { negative, limbs } = value else {
        return None;
    };
    if limbs.len() > 4 {
        return None;
    }
    let magnitude = limbs
        .iter()
        .rev()
        .fold(0u128, |sum, &limb| sum << 32 | u128::from(limb));
    let value = i128::try_from(magnitude).ok()?;
    Some(if *negative { -value } else { value })
}

fn unary(op: UnaryOp, value: Const) -> Option<Const> {
    match (op, &value) {
        (UnaryOp::Not, Const::None | Const::False) => Some(Const::True),
        (UnaryOp::Not, Const::True | Const::Ellipsis) => Some(Const::False),
        (UnaryOp::Not, Const::Int { limbs, .. }) => Some(boolean(limbs.is_empty())),
        (UnaryOp::Not, Const::Str(s)) => Some(boolean(s.is_empty())),
        (UnaryOp::USub, Const::Float(f)) => Some(Const::Float(-f)),
        (UnaryOp::UAdd, Const::Float(_) | Const::Int { .. }) => Some(value),
        (UnaryOp::USub, Const::Int { negative, limbs }) => Some(Const::Int {
            negative: !negative && !limbs.is_empty(),
            limbs: limbs.clone(),
        }),
        (UnaryOp::Invert, Const::Int { .. }) => Some(integer(!as_integer(&value)?)),
        _ => None,
    }
}

fn boolean(value: bool) -> Const {
    if value { Const::True } else { Const::False }
}

fn binary(op: Operator, left: Const, right: Const) -> Option<Const> {
    match (&left, &right) {
        (Const::Int { .. }, Const::Int { .. }) => {
            integers(op, as_integer(&left)?, as_integer(&right)?)
        }
        (Const::Float(a), Const::Float(b)) => floats(op, *a, *b),
        (Const::Float(a), Const::Int { .. }) => floats(op, *a, exact(as_integer(&right)?)?),
        (Const::Int { .. }, Const::Float(b)) => floats(op, exact(as_integer(&left)?)?, *b),
        (Const::Str(a), Const::Str(b)) if op == Operator::Add => {
            (a.len() + b.len() <= MAX_LENGTH).then(|| Const::Str(format!("{a}{b}")))
        }
        (Const::Str(a), Const::Int { .. }) if op == Operator::Mult => {
            let n = usize::try_from(as_integer(&right)?.max(0)).ok()?;
            let length = a.len().checked_mul(n)?;
            (length <= MAX_LENGTH).then(|| Const::Str(a.repeat(n)))
        }
        _ => None,
    }
}

/// An integer as a float, when that is exact.
fn exact(value: i128) -> Option<f64> {
    (value.unsigned_abs() < 1 << 53).then_some(value as f64)
}

fn integers(op: Operator, a: i128, b: i128) -> Option<Const> {
    let value = match op {
        Operator::Add => a.checked_add(b)?,
        Operator::Sub => a.checked_sub(b)?,
        Operator::Mult => a.checked_mul(b)?,
        Operator::FloorDiv if b != 0 => {
            let q = a.checked_div(b)?;
            if a % b != 0 && (a < 0) != (b < 0) {
                q - 1
            } else {
                q
            }
        }
        Operator::Mod if b != 0 => {
            let r = a.checked_rem(b)?;
            if r != 0 && (r < 0) != (b < 0) {
                r + b
            } else {
                r
            }
        }
        Operator::Pow if (0..128).contains(&b) => a.checked_pow(b as u32)?,
        Operator::LShift if (0..126).contains(&b) => {
            let shifted = a.checked_mul(1i128 << b)?;
            debug_assert_eq!(shifted >> b, a);
            shifted
        }
        Operator::RShift if b >= 0 => a >> b.min(127),
        Operator::BitOr => a | b,
        Operator::BitXor => a ^ b,
        Operator::BitAnd => a & b,
        Operator::Div if b != 0 => return Some(Const::Float(exact(a)? / exact(b)?)),
        Operator::Div
        | Operator::FloorDiv
        | Operator::Mod
        | Operator::Pow
        | Operator::LShift
        | Operator::RShift
        | Operator::MatMult => return None,
    };
    Some(integer(value))
}

fn floats(op: Operator, a: f64, b: f64) -> Option<Const> {
    let value = match op {
        Operator::Add => a + b,
        Operator::Sub => a - b,
        Operator::Mult => a * b,
        Operator::Div if b != 0.0 => a / b,
        Operator::Div
        | Operator::FloorDiv
        | Operator::Mod
        | Operator::Pow
        | Operator::LShift
        | Operator::RShift
        | Operator::BitOr
        | Operator::BitXor
        | Operator::BitAnd
        | Operator::MatMult => return None,
    };
    // A NaN made here could differ in its sign bit from one made on the target.
    (!value.is_nan()).then_some(Const::Float(value))
}

/// A constant that is one of the numbers 0…127: what immediate operands can hold.
pub fn small(ast: &Ast, e: ExprId) -> Option<u8> {
    match constant(ast, e)? {
        Const::Int {
            negative: false,
            limbs,
        } => match limbs.as_slice() {
            [] => Some(0),
            [n] => u8::try_from(*n).ok().filter(|n| *n < 128),
            _ => None,
        },
        _ => None,
    }
}
