//! Special methods of int and float that are no slots of their own, so that a subclass can call them through `super()`:
//! unary and reflected operators, `__abs__`, `__divmod__`, `__round__`, `__float__`, `__hash__`.

use super::math_functions::{mpf_builtin_abs, mpf_builtin_divmod, mpf_builtin_round};
use crate::cx::{Cx, Raised, Slot};
use crate::native::{Args, TypeSlot};
use crate::natives;
use crate::object::value::Value;
use crate::protocol::{hash, text};
use mpf_bytecode::{BinaryOp, UnaryOp};

/// Puts the number inside argument 0 into `dst`: what a subclass defines must not be asked again.
fn plain(cx: &mut Cx, a: Args, dst: Slot) {
    let v = cx.arg(a, 0);
    cx.set(dst, cx.builtin_payload(v).unwrap_or(v));
}

/// `other op self` by the slot of the number's type.
#[inline(always)]
fn reflected(cx: &mut Cx, a: Args, op: BinaryOp) -> Result<(), Raised> {
    let (mut f, s) = cx.frame(2)?;
    plain(&mut f, a, s.at(0));
    f.set(s.at(1), Value::int(op as i32));
    match f.type_slot(f.get(s.at(0)), TypeSlot::of(op)) {
        Some(slot) => text::call_slot(&mut f, slot, &[a.slot(1), s.at(0), s.at(1)], a.ret()),
        None => Err(f.missing_from_image()),
    }
}

fn unary(cx: &mut Cx, a: Args, op: UnaryOp) -> Result<(), Raised> {
    let (mut f, s) = cx.frame(1)?;
    plain(&mut f, a, s.at(0));
    crate::protocol::arithmetic::unary(&mut f, op, s.at(0), a.ret())
}

macro_rules! methods {
    ($($f:ident $how:ident $op:expr;)*) => {
        $(
            #[unsafe(no_mangle)]
            pub fn $f(cx: &mut Cx, a: Args) -> Result<(), Raised> {
                $how(cx, a, $op)
            }
        )*
    };
}

methods! {
    mpf_number_neg unary UnaryOp::Neg;
    mpf_number_pos unary UnaryOp::Pos;
    mpf_number_invert unary UnaryOp::Invert;
    mpf_number_radd reflected BinaryOp::Add;
    mpf_number_rsub reflected BinaryOp::Sub;
    mpf_number_rmul reflected BinaryOp::Mul;
    mpf_number_rtruediv reflected BinaryOp::TrueDiv;
    mpf_number_rfloordiv reflected BinaryOp::FloorDiv;
    mpf_number_rmod reflected BinaryOp::Mod;
    mpf_number_rpow reflected BinaryOp::Pow;
    mpf_number_rand reflected BinaryOp::And;
    mpf_number_ror reflected BinaryOp::Or;
    mpf_number_rxor reflected BinaryOp::Xor;
    mpf_number_rlshift reflected BinaryOp::LShift;
    mpf_number_rrshift reflected BinaryOp::RShift;
}

/// Calls a builtin function with the plain number in place of argument 0.
fn with_plain(cx: &mut Cx, a: Args, f: crate::native::Full) -> Result<(), Raised> {
    let (mut cx, s) = cx.frame(2)?;
    plain(&mut cx, a, s.at(0));
    if a.len() > 1 {
        cx.set(s.at(1), cx.arg(a, 1));
    }
    text::call_slot(&mut cx, f, &[s.at(0), s.at(1)], a.ret())
}

#[unsafe(no_mangle)]
pub fn mpf_number_abs(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    with_plain(cx, a, mpf_builtin_abs)
}

#[unsafe(no_mangle)]
pub fn mpf_number_divmod(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    with_plain(cx, a, mpf_builtin_divmod)
}

#[unsafe(no_mangle)]
pub fn mpf_number_round(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    with_plain(cx, a, mpf_builtin_round)
}

#[unsafe(no_mangle)]
pub fn mpf_number_hash(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    let (mut f, s) = cx.frame(1)?;
    plain(&mut f, a, s.at(0));
    hash::hash_value(&mut f, s.at(0), a.ret())
}

/// `float(self)` of an int.
#[unsafe(no_mangle)]
pub fn mpf_int_to_float(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    let x = super::int_text::int_to_float(cx, a.slot(0))?;
    cx.make(a.ret(), |cx| cx.new_float(x))
}

natives! {
    "int" {
        Method full mpf_number_hash "__hash__(self, /)" [];
        Method full mpf_number_abs "__abs__(self, /)" [];
        Method full mpf_number_divmod "__divmod__(self, value, /)" [ARITHMETIC];
        Method full mpf_number_round "__round__(self, ndigits=None, /)" [INDEX];
        Method full mpf_int_to_float "__float__(self, /)" [];
        Method full mpf_number_neg "__neg__(self, /)" [];
        Method full mpf_number_pos "__pos__(self, /)" [];
        Method full mpf_number_invert "__invert__(self, /)" [];
        Method full mpf_number_radd "__radd__(self, value, /)" [];
        Method full mpf_number_rsub "__rsub__(self, value, /)" [];
        Method full mpf_number_rmul "__rmul__(self, value, /)" [];
        Method full mpf_number_rtruediv "__rtruediv__(self, value, /)" [];
        Method full mpf_number_rfloordiv "__rfloordiv__(self, value, /)" [];
        Method full mpf_number_rmod "__rmod__(self, value, /)" [];
        Method full mpf_number_rpow "__rpow__(self, value, /)" [];
        Method full mpf_number_rand "__rand__(self, value, /)" [];
        Method full mpf_number_ror "__ror__(self, value, /)" [];
        Method full mpf_number_rxor "__rxor__(self, value, /)" [];
        Method full mpf_number_rlshift "__rlshift__(self, value, /)" [];
        Method full mpf_number_rrshift "__rrshift__(self, value, /)" [];
    }
    "float" {
        Method full mpf_number_hash "__hash__(self, /)" [];
        Method full mpf_number_abs "__abs__(self, /)" [];
        Method full mpf_number_divmod "__divmod__(self, value, /)" [ARITHMETIC];
        Method full mpf_number_round "__round__(self, ndigits=None, /)" [INDEX];
        Method full mpf_number_neg "__neg__(self, /)" [];
        Method full mpf_number_pos "__pos__(self, /)" [];
        Method full mpf_number_radd "__radd__(self, value, /)" [];
        Method full mpf_number_rsub "__rsub__(self, value, /)" [];
        Method full mpf_number_rmul "__rmul__(self, value, /)" [];
        Method full mpf_number_rtruediv "__rtruediv__(self, value, /)" [];
        Method full mpf_number_rfloordiv "__rfloordiv__(self, value, /)" [];
        Method full mpf_number_rmod "__rmod__(self, value, /)" [];
        Method full mpf_number_rpow "__rpow__(self, value, /)" [];
    }
}
