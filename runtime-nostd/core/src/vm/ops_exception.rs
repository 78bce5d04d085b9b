//! Cold operations on exceptions: raising, and the state of what is being handled.

use super::frame::*;
use super::unwind::unwind;
use super::{Next, ld, st};
use crate::cx::{Cx, Raised, Slot, roots};
use crate::error;
use crate::object::class::{flag, word};
use crate::object::header::{KIND_MASK, Kind, words};
use crate::object::value::Value;
use crate::wk::ty;

const TYPE: u32 = Kind::Type.bits();

#[unsafe(no_mangle)]
pub fn mpf_op_raise(cx: &mut Cx, pc: u32, fp: u32) -> Next {
    let v = ld(cx, fp + na(cx, pc));
    let pointer = v & 3 == 0 && v != 0;
    if pointer
        && ld(cx, v) & KIND_MASK == TYPE
        && let Some(e) = error::quick_exception(cx, v, 0, 0)
    {
        cx.raise_value(Value::from_bits(e));
    } else if pointer
        && ld(cx, v) & KIND_MASK == Kind::Instance.bits()
        && exception_flag(cx, ld(cx, v + 4))
    {
        cx.raise_value(Value::from_bits(v));
    } else {
        settle(cx, fp);
        let _: Result<(), Raised> = raise(cx, a(cx, pc, fp));
    }
    unwind(cx, pc, fp)
}

/// Whether the class at `class` is one of exceptions.
#[inline(always)]
fn exception_flag(cx: &Cx, class: u32) -> bool {
    ld(cx, class + 4 + 4 * word::FLAGS) as i32 >> 1 & flag::EXCEPTION != 0
}

/// `raise x`: an instance as it is, a class called.
fn raise(cx: &mut Cx, v: Slot) -> Result<(), Raised> {
    let (mut cx, s) = cx.frame(1)?;
    error::exception_from(&mut cx, v, s.at(0))?;
    cx.raise_value(cx.get(s.at(0)));
    Err(Raised(()))
}

#[unsafe(no_mangle)]
pub fn mpf_op_raise_from(cx: &mut Cx, pc: u32, fp: u32) -> Next {
    settle(cx, fp);
    let (v, cause) = (a(cx, pc, fp), b(cx, pc, fp));
    let _: Result<(), Raised> = cx.frame(2).and_then(|(mut cx, s)| {
        error::exception_from(&mut cx, v, s.at(0))?;
        if cx.get(cause).is_none() {
            cx.set(s.at(1), Value::NONE);
        } else if error::can_be_raised(&cx, cx.get(cause)) {
            error::exception_from(&mut cx, cause, s.at(1))?;
        } else {
            return Err(cx.type_error("exception causes must derive from BaseException", &[]));
        }
        error::set_cause(&cx, cx.get(s.at(0)), cx.get(s.at(1)));
        cx.raise_value(cx.get(s.at(0)));
        Err(Raised(()))
    });
    unwind(cx, pc, fp)
}

#[unsafe(no_mangle)]
pub fn mpf_op_reraise(cx: &mut Cx, pc: u32, fp: u32) -> Next {
    let e = cx.get(a(cx, pc, fp));
    cx.raise_value(e);
    cx.trace.again();
    unwind(cx, pc, fp)
}

#[unsafe(no_mangle)]
pub fn mpf_op_reraise_current(cx: &mut Cx, pc: u32, fp: u32) -> Next {
    settle(cx, fp);
    let e = cx.get(cx.root(roots::HANDLED));
    if e.is_none() {
        cx.raise(ty::RuntimeError(cx), "No active exception to reraise", &[]);
    } else {
        cx.raise_value(e);
        cx.trace.again();
    }
    unwind(cx, pc, fp)
}

#[inline(always)]
pub(crate) fn quick_push_handled(cx: &Cx, pc: u32, fp: u32) -> Option<Next> {
    let (e, handled) = (ld(cx, fp + nb(cx, pc)), cx.root(roots::HANDLED).0);
    st(cx, fp + na(cx, pc), ld(cx, handled));
    st(cx, handled, e);
    Some(Next { pc: pc + 4, fp })
}

#[unsafe(no_mangle)]
pub fn mpf_op_push_handled(cx: &mut Cx, pc: u32, fp: u32) -> Next {
    quick_push_handled(cx, pc, fp).unwrap_or(Next { pc, fp })
}

#[inline(always)]
pub(crate) fn quick_pop_handled(cx: &Cx, pc: u32, fp: u32) -> Option<Next> {
    st(cx, cx.root(roots::HANDLED).0, ld(cx, fp + na(cx, pc)));
    Some(Next { pc: pc + 4, fp })
}

#[unsafe(no_mangle)]
pub fn mpf_op_pop_handled(cx: &mut Cx, pc: u32, fp: u32) -> Next {
    quick_pop_handled(cx, pc, fp).unwrap_or(Next { pc, fp })
}

/// Whether an exception is an instance of one class of exceptions: the class itself, or one in its order of
/// resolution.
#[inline(always)]
pub(crate) fn quick_match(cx: &Cx, pc: u32, fp: u32) -> Option<Next> {
    let (e, wanted) = (ld(cx, fp + nb(cx, pc)), ld(cx, fp + nc(cx, pc)));
    let is_class = wanted & 3 == 0 && wanted != 0 && ld(cx, wanted) & KIND_MASK == TYPE;
    if !is_class || !exception_flag(cx, wanted) {
        return None;
    }
    // What is being handled is an instance of a class.
    let class = ld(cx, e + 4);
    let mut found = class == wanted;
    if !found {
        let mut at = ld(cx, class + 4 + 4 * word::MRO);
        let end = at + 4 * words(ld(cx, at));
        while at != end && !found {
            at += 4;
            found = ld(cx, at) == wanted;
        }
    }
    st(cx, fp + na(cx, pc), Value::bool(found).to_bits());
    Some(Next { pc: pc + 4, fp })
}

#[unsafe(no_mangle)]
pub fn mpf_op_match_exception(cx: &mut Cx, pc: u32, fp: u32) -> Next {
    if let Some(next) = quick_match(cx, pc, fp) {
        return next;
    }
    settle(cx, fp);
    match matches(cx, cx.get(b(cx, pc, fp)), cx.get(c(cx, pc, fp))) {
        Some(m) => {
            cx.set(a(cx, pc, fp), Value::bool(m));
            Next { pc: pc + 4, fp }
        }
        None => {
            cx.type_error(
                "catching classes that do not inherit from BaseException is not allowed",
                &[],
            );
            unwind(cx, pc, fp)
        }
    }
}

/// Whether exception `e` is an instance of a class or of one of a tuple; `None`: not exception classes.
fn matches(cx: &Cx, e: Value<'_>, what: Value<'_>) -> Option<bool> {
    let class = cx.class_of(Value::from_bits(e.to_bits()));
    if let Some(tuple) = cx.tuple(Value::from_bits(what.to_bits())) {
        let mut any = false;
        for item in tuple.iter() {
            if !cx.class(item)?.is_exception() {
                return None;
            }
            any |= class.derives_from(item);
        }
        return Some(any);
    }
    let wanted = cx.class(Value::from_bits(what.to_bits()))?;
    wanted
        .is_exception()
        .then(|| class.derives_from(wanted.value()))
}

/// `except*` needs exception groups, which this runtime does not have yet; the compiler says so before.
#[unsafe(no_mangle)]
pub fn mpf_op_split_group(cx: &mut Cx, pc: u32, fp: u32) -> Next {
    settle(cx, fp);
    cx.missing_from_image();
    unwind(cx, pc, fp)
}

#[unsafe(no_mangle)]
pub fn mpf_op_assert_fail(cx: &mut Cx, pc: u32, fp: u32) -> Next {
    settle(cx, fp);
    let message = a(cx, pc, fp);
    if cx.get(message).is_unbound() {
        cx.raise(ty::AssertionError(cx), "", &[]);
    } else {
        let _: Result<(), Raised> = cx.frame(1).and_then(|(mut cx, s)| {
            error::new_exception_with(&mut cx, ty::AssertionError, message, s.at(0))?;
            Err(cx.raise_value(cx.get(s.at(0))))
        });
    }
    unwind(cx, pc, fp)
}
