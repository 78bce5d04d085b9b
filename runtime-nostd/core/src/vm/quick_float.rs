//! Operations on two floats for the handlers: without a call, and with nothing changed where the answer is `None`.

use super::frame::{na, nb, nc};
use super::{Next, ld, st};
use crate::cx::Cx;
use crate::float_quick;
use crate::object::header::{KIND_MASK, Kind};
use core::cmp::Ordering;

#[inline(always)]
fn is_float(cx: &Cx, at: u32) -> bool {
    ld(cx, at) & KIND_MASK == Kind::Float.bits()
}

/// The bits of two floats.
#[inline(always)]
fn both(cx: &Cx, x: u32, y: u32) -> Option<(u64, u64)> {
    if (x | y) & 3 != 0 || x == 0 || y == 0 || !is_float(cx, x) || !is_float(cx, y) {
        return None;
    }
    Some((bits(cx, x), bits(cx, y)))
}

/// The bits of a float and a small int.
#[inline(always)]
fn mixed(cx: &Cx, x: u32, y: u32) -> Option<(u64, u64)> {
    if x & 3 != 0 || x == 0 || !is_float(cx, x) {
        return None;
    }
    Some((bits(cx, x), float_quick::of_small(y)))
}

#[inline(always)]
fn bits(cx: &Cx, at: u32) -> u64 {
    (ld(cx, at + 8) as u64) << 32 | ld(cx, at + 4) as u64
}

/// A = a float.
#[inline(always)]
fn store(cx: &Cx, pc: u32, fp: u32, made: Option<u64>) -> Option<Next> {
    let at = cx.float_if_room(f64::from_bits(made?))?;
    st(cx, fp + na(cx, pc), at);
    Some(Next { pc: pc + 4, fp })
}

/// The floats B and C.
#[inline(always)]
fn registers(cx: &Cx, pc: u32, fp: u32) -> Option<(u64, u64)> {
    both(cx, ld(cx, fp + nb(cx, pc)), ld(cx, fp + nc(cx, pc)))
}

/// The float B and the number C.
#[inline(always)]
fn immediate(cx: &Cx, pc: u32, fp: u32) -> Option<(u64, u64)> {
    mixed(cx, ld(cx, fp + nb(cx, pc)), nc(cx, pc) | 1)
}

macro_rules! operations {
    ($($name:ident: $operands:ident |$x:ident, $y:ident| $made:expr;)*) => {$(
        #[inline(always)]
        pub(super) fn $name(cx: &Cx, pc: u32, fp: u32) -> Option<Next> {
            let ($x, $y) = $operands(cx, pc, fp)?;
            store(cx, pc, fp, $made)
        }
    )*};
}

operations! {
    add: registers |x, y| float_quick::add(x, y);
    add_imm: immediate |x, y| float_quick::add(x, y);
    sub: registers |x, y| float_quick::sub(x, y);
    sub_imm: immediate |x, y| float_quick::sub(x, y);
    mul: registers |x, y| float_quick::mul(x, y);
    div: registers |x, y| float_quick::div(x, y);
}

/// The order of two floats; `None` also when one is not a number.
#[inline(always)]
pub(super) fn order(cx: &Cx, x: u32, y: u32) -> Option<Ordering> {
    let (x, y) = both(cx, x, y)?;
    float_quick::order(x, y)
}

/// The same of a float and a small int.
#[inline(always)]
pub(super) fn order_to_small(cx: &Cx, x: u32, y: u32) -> Option<Ordering> {
    let (x, y) = mixed(cx, x, y)?;
    float_quick::order(x, y)
}
