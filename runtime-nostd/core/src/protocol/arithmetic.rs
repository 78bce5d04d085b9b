//! Binary, in-place and unary operators for any pair of values: small ints at once, then special methods of user
//! classes, then the slots of builtin types; reflected operands and the priority of subclasses (Python reference 3.3.8).
//! No float arithmetic here: an image whose code never makes a float must not contain any.

use super::item;
use super::text::{call_slot, user_special};
use crate::cx::{Cx, Raised, Slot};
use crate::native::TypeSlot;
use crate::object::value::Value;
use crate::wk::name;
use mpf_bytecode::{BinaryOp, UnaryOp};

type Name = fn(&Cx) -> Value<'_>;

/// Normal, reflected and in-place method of an operator, and the operator as error texts show it.
#[rustfmt::skip]
pub(crate) fn names(op: BinaryOp) -> (Name, Name, Name, &'static str) {
    match op {
        BinaryOp::Add => (name::__add__, name::__radd__, name::__iadd__, "+="),
        BinaryOp::Sub => (name::__sub__, name::__rsub__, name::__isub__, "-="),
        BinaryOp::Mul => (name::__mul__, name::__rmul__, name::__imul__, "*="),
        BinaryOp::TrueDiv => (name::__truediv__, name::__rtruediv__, name::__itruediv__, "/="),
        BinaryOp::FloorDiv => (name::__floordiv__, name::__rfloordiv__, name::__ifloordiv__, "//="),
        BinaryOp::Mod => (name::__mod__, name::__rmod__, name::__imod__, "%="),
        BinaryOp::Pow => (name::__pow__, name::__rpow__, name::__ipow__, "**="),
        BinaryOp::LShift => (name::__lshift__, name::__rlshift__, name::__ilshift__, "<<="),
        BinaryOp::RShift => (name::__rshift__, name::__rrshift__, name::__irshift__, ">>="),
        BinaryOp::And => (name::__and__, name::__rand__, name::__iand__, "&="),
        BinaryOp::Or => (name::__or__, name::__ror__, name::__ior__, "|="),
        BinaryOp::Xor => (name::__xor__, name::__rxor__, name::__ixor__, "^="),
        BinaryOp::MatMul => (name::__matmul__, name::__rmatmul__, name::__imatmul__, "@="),
    }
}

/// Quotient and remainder rounded towards minus infinity; `None` without a divisor. The quotient fits.
#[inline]
pub fn floor_div(x: i32, y: i32) -> Option<(i32, i32)> {
    let (q, r) = (x.checked_div(y)?, x.checked_rem(y)?);
    Some(if r != 0 && (r ^ y) < 0 {
        (q - 1, r + y)
    } else {
        (q, r)
    })
}

/// `x op y` of small ints when the result is a small int too.
#[inline]
pub fn small_binary(op: BinaryOp, x: i32, y: i32) -> Option<Value<'static>> {
    let n = match op {
        BinaryOp::Add => x.wrapping_add(y),
        BinaryOp::Sub => x.wrapping_sub(y),
        BinaryOp::Mul => x.checked_mul(y)?,
        BinaryOp::FloorDiv => floor_div(x, y)?.0,
        BinaryOp::Mod => floor_div(x, y)?.1,
        BinaryOp::LShift if (0..31).contains(&y) => {
            let n = x << y;
            if n >> y != x {
                return None;
            }
            n
        }
        BinaryOp::RShift if y >= 0 => x >> y.min(31),
        BinaryOp::And => x & y,
        BinaryOp::Or => x | y,
        BinaryOp::Xor => x ^ y,
        _ => return None,
    };
    Value::small(n)
}

/// `dst = a op b`.
#[inline(always)]
pub fn binary(cx: &mut Cx, op: BinaryOp, a: Slot, b: Slot, dst: Slot) -> Result<(), Raised> {
    crate::anchor::slot(TypeSlot::of(op));
    marked_binary(cx, op, a, b, dst)
}

/// The same for an operator that the frozen program is known to use.
pub fn marked_binary(cx: &mut Cx, op: BinaryOp, a: Slot, b: Slot, dst: Slot) -> Result<(), Raised> {
    if let (Some(x), Some(y)) = (cx.get(a).as_small(), cx.get(b).as_small())
        && let Some(v) = small_binary(op, x, y)
    {
        cx.set(dst, v);
        return Ok(());
    }
    if general(cx, op, a, b, dst)? {
        Ok(())
    } else {
        Err(unsupported(cx, op, false, a, b))
    }
}

/// `dst = (a op= b)`, likewise.
pub fn marked_inplace(
    cx: &mut Cx,
    op: BinaryOp,
    a: Slot,
    b: Slot,
    dst: Slot,
) -> Result<(), Raised> {
    if cx.get(a).is_small() && cx.get(b).is_small() {
        return marked_binary(cx, op, a, b, dst);
    }
    {
        // Operands stay as they are until the end: `dst` may be one of them.
        let (mut f, s) = cx.frame(1)?;
        let done = if item::call_user(&mut f, a, names(op).2, &[b], s.at(0))? {
            true
        } else if let Some(slot) = f.type_slot(f.get(a), TypeSlot::InplaceBinary) {
            by_slot(&mut f, slot, op, a, b, s.at(0))?;
            true
        } else {
            false
        };
        if done && !f.get(s.at(0)).is_not_implemented() {
            f.set(dst, f.get(s.at(0)));
            return Ok(());
        }
    }
    if general(cx, op, a, b, dst)? {
        Ok(())
    } else {
        Err(unsupported(cx, op, true, a, b))
    }
}

fn by_slot(
    cx: &mut Cx,
    slot: crate::native::Full,
    op: BinaryOp,
    a: Slot,
    b: Slot,
    dst: Slot,
) -> Result<(), Raised> {
    let (mut f, s) = cx.frame(1)?;
    f.set(s.at(0), Value::int(op as i32));
    call_slot(&mut f, slot, &[a, b, s.at(0)], dst)
}

/// Everything but small ints; false when neither operand knows what to do.
#[inline(never)]
fn general(cx: &mut Cx, op: BinaryOp, a: Slot, b: Slot, dst: Slot) -> Result<bool, Raised> {
    let (normal, reflected, ..) = names(op);
    by_methods(cx, normal, reflected, Some(op), a, b, dst)
}

/// `a.normal(b)` or `b.reflected(a)` as the language orders them; `op` is what builtin types are asked through their
/// slots (`None`: they are not, as for `divmod`). False when neither operand knows what to do.
pub fn by_methods(
    cx: &mut Cx,
    normal: Name,
    reflected: Name,
    op: Option<BinaryOp>,
    a: Slot,
    b: Slot,
    dst: Slot,
) -> Result<bool, Raised> {
    let (mut f, s) = cx.frame(1)?;
    let result = s.at(0);
    let answered = |f: &Cx| {
        let v = f.get(result);
        if v.is_not_implemented() {
            return false;
        }
        f.set(dst, v);
        true
    };
    let (left, right, right_first) = {
        let (x, y) = (f.get(a), f.get(b));
        let same_type = f.type_of(x).is(f.type_of(y));
        let method = if same_type {
            Value::UNBOUND
        } else {
            user_special(&f, y, reflected(&f))
        };
        let first = !method.is_unbound()
            && f.class_of(y).derives_from(f.type_of(x))
            && !method.is(user_special(&f, x, reflected(&f)));
        (
            !user_special(&f, x, normal(&f)).is_unbound(),
            !method.is_unbound(),
            first,
        )
    };
    if right_first && item::call_user(&mut f, b, reflected, &[a], result)? && answered(&f) {
        return Ok(true);
    }
    let slot_of =
        |f: &Cx, s: Slot| op.and_then(|op| f.marked_type_slot(f.get(s), TypeSlot::of(op)));
    let mut asked = None;
    if left {
        if item::call_user(&mut f, a, normal, &[b], result)? && answered(&f) {
            return Ok(true);
        }
    } else if let (Some(slot), Some(op)) = (slot_of(&f, a), op) {
        asked = Some(slot as usize);
        by_slot(&mut f, slot, op, a, b, result)?;
        if answered(&f) {
            return Ok(true);
        }
    }
    if right {
        return Ok(!right_first
            && item::call_user(&mut f, b, reflected, &[a], result)?
            && answered(&f));
    }
    if let (Some(slot), Some(op)) = (slot_of(&f, b), op)
        && asked != Some(slot as usize)
    {
        by_slot(&mut f, slot, op, a, b, result)?;
        return Ok(answered(&f));
    }
    Ok(false)
}

/// The rest of an operator whose left operand's method answered NotImplemented, while the right one has none of its own.
/// `asked_in_place`: it was the method of the operator in place.
pub(crate) fn after_left(
    cx: &mut Cx,
    op: BinaryOp,
    (in_place, asked_in_place): (bool, bool),
    a: Slot,
    b: Slot,
    dst: Slot,
) -> Result<(), Raised> {
    let done = if asked_in_place {
        general(cx, op, a, b, dst)?
    } else if let Some(slot) = cx.marked_type_slot(cx.get(b), TypeSlot::of(op)) {
        let (mut f, s) = cx.frame(1)?;
        by_slot(&mut f, slot, op, a, b, s.at(0))?;
        let answered = !f.get(s.at(0)).is_not_implemented();
        if answered {
            f.set(dst, f.get(s.at(0)));
        }
        answered
    } else {
        false
    };
    if done {
        Ok(())
    } else {
        Err(unsupported(cx, op, in_place, a, b))
    }
}

#[cold]
fn unsupported(cx: &mut Cx, op: BinaryOp, inplace: bool, a: Slot, b: Slot) -> Raised {
    let text = match (op, names(op).3) {
        (_, text) if inplace => text,
        (BinaryOp::Pow, _) => "** or pow()",
        (_, text) => text.get(..text.len() - 1).unwrap_or(text),
    };
    unsupported_operands(cx, text, a, b)
}

/// The TypeError for operands that do not go together.
#[cold]
#[inline(never)]
pub fn unsupported_operands(cx: &mut Cx, operator: &str, a: Slot, b: Slot) -> Raised {
    let (mut f, s) = match cx.frame(1) {
        Ok(frame) => frame,
        Err(raised) => return raised,
    };
    if let Err(raised) = f.make(s.at(0), |cx| cx.new_str(operator)) {
        return raised;
    }
    f.type_error(
        "unsupported operand type(s) for {}: '{t}' and '{t}'",
        &[f.get(s.at(0)), f.get(a), f.get(b)],
    )
}

/// `dst = op a`.
pub fn unary(cx: &mut Cx, op: UnaryOp, a: Slot, dst: Slot) -> Result<(), Raised> {
    if let Some(n) = cx.get(a).as_small() {
        let n = match op {
            UnaryOp::Neg => n.wrapping_neg(),
            UnaryOp::Pos => n,
            UnaryOp::Invert => !n,
        };
        if let Some(v) = Value::small(n) {
            cx.set(dst, v);
            return Ok(());
        }
    }
    let special = match op {
        UnaryOp::Neg => name::__neg__,
        UnaryOp::Pos => name::__pos__,
        UnaryOp::Invert => name::__invert__,
    };
    if item::call_user(cx, a, special, &[], dst)? {
        return Ok(());
    }
    if let Some(slot) = cx.type_slot(cx.get(a), TypeSlot::Unary) {
        let (mut f, s) = cx.frame(2)?;
        f.set(s.at(0), Value::int(op as i32));
        call_slot(&mut f, slot, &[a, s.at(0)], s.at(1))?;
        if !f.get(s.at(1)).is_not_implemented() {
            f.set(dst, f.get(s.at(1)));
            return Ok(());
        }
    }
    let text = match op {
        UnaryOp::Neg => "bad operand type for unary -: '{t}'",
        UnaryOp::Pos => "bad operand type for unary +: '{t}'",
        UnaryOp::Invert => "bad operand type for unary ~: '{t}'",
    };
    Err(cx.type_error(text, &[cx.get(a)]))
}
