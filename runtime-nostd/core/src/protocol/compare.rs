//! Comparison operators for any pair of values: special methods of user classes, reflected operands, the priority of
//! subclasses, identity as the default of `==`. What never needs Python code is answered by the leaf functions.
//! Hashing, which must agree with `==`, is in `protocol::hash` and re-exported here.

use crate::cx::{Cx, Raised, Slot};
use crate::native::TypeSlot;
use crate::object::header::Kind;
use crate::object::probe::same_text;
use crate::object::value::Value;
use crate::protocol::{call, item};
use crate::vm::cache::key;
use crate::wk::name;
use mpf_bytecode::CompareOp;

pub use super::item::user_special;
pub use super::text::call_slot;

pub use super::hash::{frozen_set_hash, hash, hash_value, identity_hash, int_hash, leaf_hash};

/// Nested tuples that the leaf functions follow before they leave the rest to the full ones.
pub(super) const LEAF_NESTING: u32 = 6;

/// The operator with operands exchanged.
pub const fn reflected(op: CompareOp) -> CompareOp {
    match op {
        CompareOp::Lt => CompareOp::Gt,
        CompareOp::Le => CompareOp::Ge,
        CompareOp::Gt => CompareOp::Lt,
        CompareOp::Ge => CompareOp::Le,
        same => same,
    }
}

/// The operator with the number that type slots receive.
pub const fn operator(n: i32) -> CompareOp {
    match n {
        0 => CompareOp::Lt,
        1 => CompareOp::Le,
        2 => CompareOp::Eq,
        3 => CompareOp::Ne,
        4 => CompareOp::Gt,
        _ => CompareOp::Ge,
    }
}

/// What an operator says about an ordering.
pub const fn decide(op: CompareOp, order: core::cmp::Ordering) -> bool {
    match op {
        CompareOp::Lt => order.is_lt(),
        CompareOp::Le => order.is_le(),
        CompareOp::Eq => order.is_eq(),
        CompareOp::Ne => order.is_ne(),
        CompareOp::Gt => order.is_gt(),
        CompareOp::Ge => order.is_ge(),
    }
}

pub(crate) fn special_name(op: CompareOp) -> fn(&Cx) -> Value<'_> {
    match op {
        CompareOp::Lt => name::__lt__,
        CompareOp::Le => name::__le__,
        CompareOp::Eq => name::__eq__,
        CompareOp::Ne => name::__ne__,
        CompareOp::Gt => name::__gt__,
        CompareOp::Ge => name::__ge__,
    }
}

/// `a op b` into `dst`, which may be `a` or `b`.
pub fn compare(cx: &mut Cx, op: CompareOp, a: Slot, b: Slot, dst: Slot) -> Result<(), Raised> {
    if let Some(answer) = leaf_compare(cx, op, cx.get(a), cx.get(b)) {
        cx.set(dst, Value::bool(answer));
        return Ok(());
    }
    let (mut frame, s) = cx.frame(1)?;
    ask_both(&mut frame, op, a, b, s.at(0))?;
    frame.set(dst, frame.get(s.at(0)));
    Ok(())
}

/// Asks the operand types; `dst` is neither `a` nor `b`, because one answer may be NotImplemented.
fn ask_both(cx: &mut Cx, op: CompareOp, a: Slot, b: Slot, dst: Slot) -> Result<(), Raised> {
    // `dst` may be the cell of an operand, so that nothing goes there before the answer is certain.
    let (mut f, s) = cx.frame(1)?;
    compare_objects(&mut f, op, a, b, s.at(0))?;
    f.set(dst, f.get(s.at(0)));
    Ok(())
}

/// Asks the types of both; `dst` is a cell of its own.
fn compare_objects(cx: &mut Cx, op: CompareOp, a: Slot, b: Slot, dst: Slot) -> Result<(), Raised> {
    let (ta, tb) = (cx.type_of(cx.get(a)), cx.type_of(cx.get(b)));
    let right_first = !ta.is(tb) && cx.class(tb).is_some_and(|c| c.derives_from(ta));
    if right_first && one_side(cx, reflected(op), b, a, dst)? {
        return Ok(());
    }
    if one_side(cx, op, a, b, dst)? {
        return Ok(());
    }
    after_left(cx, op, a, b, dst, right_first)
}

/// The rest of a comparison whose left operand answered NotImplemented.
pub(crate) fn after_left(
    cx: &mut Cx,
    op: CompareOp,
    a: Slot,
    b: Slot,
    dst: Slot,
    asked_right: bool,
) -> Result<(), Raised> {
    if !asked_right && one_side(cx, reflected(op), b, a, dst)? {
        return Ok(());
    }
    let (x, y) = (cx.get(a), cx.get(b));
    match op {
        CompareOp::Eq => cx.set(dst, Value::bool(x.is(y))),
        CompareOp::Ne => cx.set(dst, Value::bool(!x.is(y))),
        _ => return Err(unordered(cx, op, x, y)),
    }
    Ok(())
}

#[cold]
fn unordered(cx: &Cx, op: CompareOp, x: Value<'_>, y: Value<'_>) -> Raised {
    let text = match op {
        CompareOp::Lt => "'<' not supported between instances of '{t}' and '{t}'",
        CompareOp::Le => "'<=' not supported between instances of '{t}' and '{t}'",
        CompareOp::Gt => "'>' not supported between instances of '{t}' and '{t}'",
        _ => "'>=' not supported between instances of '{t}' and '{t}'",
    };
    cx.type_error(text, &[x, y])
}

/// Asks the type of `x` only; false when it answers NotImplemented or has nothing to say.
fn one_side(cx: &mut Cx, op: CompareOp, x: Slot, y: Slot, dst: Slot) -> Result<bool, Raised> {
    let special = special_name(op);
    if !user_special(cx, cx.get(x), special(cx)).is_unbound() {
        return Ok(
            call::call_special(cx, x, special, &[y], dst)? && !cx.get(dst).is_not_implemented()
        );
    }
    if let Some(f) = cx.type_slot(cx.get(x), TypeSlot::Compare) {
        let (mut frame, s) = cx.frame(1)?;
        frame.set(s.at(0), Value::int(op as i32));
        call_slot(&mut frame, f, &[x, y, s.at(0)], dst)?;
        return Ok(!frame.get(dst).is_not_implemented());
    }
    if op == CompareOp::Ne && !user_special(cx, cx.get(x), name::__eq__(cx)).is_unbound() {
        if !call::call_special(cx, x, name::__eq__, &[y], dst)? || cx.get(dst).is_not_implemented()
        {
            return Ok(false);
        }
        let truth = truth(cx, dst)?;
        cx.set(dst, Value::bool(!truth));
        return Ok(true);
    }
    Ok(false)
}

fn truth(cx: &mut Cx, v: Slot) -> Result<bool, Raised> {
    let value = cx.get(v);
    if value.is_bool() {
        Ok(value.is(Value::TRUE))
    } else {
        item::truth(cx, v)
    }
}

/// Truth of `a op b`.
pub fn compare_truth(cx: &mut Cx, op: CompareOp, a: Slot, b: Slot) -> Result<bool, Raised> {
    if let Some(answer) = leaf_compare(cx, op, cx.get(a), cx.get(b)) {
        return Ok(answer);
    }
    let (mut frame, s) = cx.frame(1)?;
    ask_both(&mut frame, op, a, b, s.at(0))?;
    truth(&mut frame, s.at(0))
}

/// Truth of `a == b`.
pub fn equal(cx: &mut Cx, a: Slot, b: Slot) -> Result<bool, Raised> {
    compare_truth(cx, CompareOp::Eq, a, b)
}

/// Equality as containers see it: the same object, or `a == b`.
pub fn same_or_equal(cx: &mut Cx, a: Slot, b: Slot) -> Result<bool, Raised> {
    if cx.get(a).is(cx.get(b)) {
        Ok(true)
    } else {
        equal(cx, a, b)
    }
}

/// Truth of `a < b`.
pub fn less(cx: &mut Cx, a: Slot, b: Slot) -> Result<bool, Raised> {
    compare_truth(cx, CompareOp::Lt, a, b)
}

/// `a op b` when no Python code and no type slot is needed to know it.
#[inline]
pub fn leaf_compare(cx: &Cx, op: CompareOp, a: Value<'_>, b: Value<'_>) -> Option<bool> {
    if let (Some(x), Some(y)) = (a.as_small(), b.as_small()) {
        return Some(decide(op, x.cmp(&y)));
    }
    match op {
        CompareOp::Eq => leaf_equal(cx, a, b),
        CompareOp::Ne => leaf_equal(cx, a, b).map(|same| !same),
        _ => leaf_order(cx, op, a, b),
    }
}

fn leaf_order(cx: &Cx, op: CompareOp, a: Value<'_>, b: Value<'_>) -> Option<bool> {
    let (a, b) = (Value::from_bits(a.to_bits()), Value::from_bits(b.to_bits()));
    if a.is_kind(cx, Kind::Str) && b.is_kind(cx, Kind::Str) {
        // The order of UTF-8 bytes is the order of code points.
        return Some(decide(op, cx.str(a)?.bytes().cmp(cx.str(b)?.bytes())));
    }
    let (x, y) = (exact_float(cx, a)?, exact_float(cx, b)?);
    Some(match op {
        CompareOp::Lt => x < y,
        CompareOp::Le => x <= y,
        CompareOp::Gt => x > y,
        _ => x >= y,
    })
}

/// The number of a float, small int or bool, all of which a double holds exactly.
fn exact_float(cx: &Cx, v: Value<'_>) -> Option<f64> {
    match v.as_small_or_bool() {
        Some(n) => Some(n as f64),
        None if v.is_kind(cx, Kind::Float) => cx.float(v),
        None => None,
    }
}

/// What decides equality of a value without Python code.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Rank {
    Number,
    Str,
    Bytes,
    Tuple,
    /// Equal only to itself.
    Identity,
    /// A type slot or Python code decides.
    Other,
}

fn rank(cx: &Cx, v: Value<'_>) -> Rank {
    let Some(kind) = v.kind(cx) else {
        return if v.as_small_or_bool().is_some() {
            Rank::Number
        } else {
            Rank::Identity
        };
    };
    match kind {
        Kind::Int | Kind::Float => Rank::Number,
        Kind::Str => Rank::Str,
        Kind::Bytes => Rank::Bytes,
        Kind::Tuple => Rank::Tuple,
        Kind::Function | Kind::Native | Kind::Code | Kind::Generator | Kind::Iter => Rank::Identity,
        Kind::Instance | Kind::Type if has_identity_equality(cx, v) => Rank::Identity,
        _ => Rank::Other,
    }
}

/// Whether `==` of this instance or class is identity: no `__eq__` in user classes, no slot.
pub fn has_identity_equality(cx: &Cx, v: Value<'_>) -> bool {
    let v = Value::from_bits(v.to_bits());
    if !v.is_kind(cx, Kind::Instance) {
        return finds_identity_equality(cx, v);
    }
    let class = cx.field(v, 0).to_bits() + key::IDENTITY;
    match cx.cache.find(class, 0) {
        Some((identity, _)) => identity != 0,
        None => {
            let identity = finds_identity_equality(cx, v);
            cx.cache.put(class, 0, 0, u32::from(identity));
            identity
        }
    }
}

#[inline(never)]
fn finds_identity_equality(cx: &Cx, v: Value<'_>) -> bool {
    cx.type_slot(v, TypeSlot::Compare).is_none()
        && user_special(cx, v, name::__eq__(cx)).is_unbound()
}

/// Whether both are instances, not the same one, of classes whose `==` is identity.
pub fn are_apart(cx: &Cx, a: Value<'_>, b: Value<'_>) -> bool {
    let plain = |v: Value<'_>| v.is_kind(cx, Kind::Instance) && has_identity_equality(cx, v);
    !a.is(b) && plain(a) && plain(b)
}

/// `a == b` when no Python code and no type slot is needed to know it.
pub fn leaf_equal(cx: &Cx, a: Value<'_>, b: Value<'_>) -> Option<bool> {
    match same_text(cx, a.to_bits(), b.to_bits()) {
        None => equal_nested(cx, a, b, LEAF_NESTING),
        known => known,
    }
}

fn equal_nested(cx: &Cx, a: Value<'_>, b: Value<'_>, nesting: u32) -> Option<bool> {
    if a.is_small() && b.is_small() {
        return Some(a.is(b));
    }
    if a.is_kind(cx, Kind::Str) && b.is_kind(cx, Kind::Str) {
        return Some(cx.same_text(a, b));
    }
    equal_ranked(cx, a, b, nesting)
}

#[inline(never)]
fn equal_ranked(cx: &Cx, a: Value<'_>, b: Value<'_>, nesting: u32) -> Option<bool> {
    let (a, b) = (Value::from_bits(a.to_bits()), Value::from_bits(b.to_bits()));
    let (ra, rb) = (rank(cx, a), rank(cx, b));
    if ra == Rank::Other || rb == Rank::Other {
        return None;
    }
    if ra != rb {
        return Some(false);
    }
    match ra {
        Rank::Number => Some(equal_numbers(cx, a, b)),
        Rank::Bytes => Some(cx.bytes(a)? == cx.bytes(b)?),
        Rank::Tuple => {
            if a.is(b) {
                return Some(true);
            }
            let (x, y) = (cx.tuple(a)?, cx.tuple(b)?);
            if x.len() != y.len() {
                return Some(false);
            }
            let deeper = nesting.checked_sub(1)?;
            for i in 0..x.len() {
                if !x.get(i).is(y.get(i)) && !equal_nested(cx, x.get(i), y.get(i), deeper)? {
                    return Some(false);
                }
            }
            Some(true)
        }
        _ => Some(a.is(b)),
    }
}

/// Equality of two numbers (int, bool, float), exact for numbers of any size.
pub fn equal_numbers(cx: &Cx, a: Value<'_>, b: Value<'_>) -> bool {
    if let (Some(x), Some(y)) = (exact_float(cx, a), exact_float(cx, b)) {
        return x == y;
    }
    match (cx.float(a), cx.float(b)) {
        (Some(x), Some(y)) => x == y,
        (Some(x), None) => float_equals_int(cx, x, b),
        (None, Some(y)) => float_equals_int(cx, y, a),
        (None, None) => {
            let (a, b) = (Value::from_bits(a.to_bits()), Value::from_bits(b.to_bits()));
            match (cx.int_limbs(a), cx.int_limbs(b)) {
                (Some((na, x)), Some((nb, y))) => {
                    na == nb && x.len() == y.len() && (0..x.len()).all(|i| x.get(i) == y.get(i))
                }
                _ => false,
            }
        }
    }
}

/// Whether a float equals an integer object, bit by bit.
fn float_equals_int(cx: &Cx, x: f64, n: Value<'_>) -> bool {
    let n = Value::from_bits(n.to_bits());
    let Some((negative, limbs)) = cx.int_limbs(n) else {
        return false;
    };
    let word = x.to_bits();
    let exponent = (word >> 52 & 0x7FF) as i32;
    // An integer object is at least 2^30 in magnitude, so smaller floats and non-finite ones cannot be equal.
    if exponent == 0x7FF || exponent < 1023 || (x < 0.0) != negative {
        return false;
    }
    let mantissa = (word & ((1 << 52) - 1)) | 1 << 52;
    let shift = exponent - 1075;
    let whole = if shift < 0 {
        if shift <= -53 || mantissa & ((1 << -shift) - 1) != 0 {
            return false;
        }
        mantissa >> -shift
    } else {
        mantissa
    };
    let shift = shift.max(0) as u32;
    let limb = |i: u32| -> u32 {
        // Bits 32i … 32i+31 of `whole << shift`.
        let low = 32 * i;
        if low >= shift {
            let by = low - shift;
            if by < 64 { (whole >> by) as u32 } else { 0 }
        } else {
            let by = shift - low;
            if by < 32 { (whole << by) as u32 } else { 0 }
        }
    };
    let bits = shift + 64 - whole.leading_zeros();
    bits.div_ceil(32) == limbs.len() && (0..limbs.len()).all(|i| limb(i) == limbs.get(i))
}
