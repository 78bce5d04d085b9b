//! Calls of classes: making an instance, then its `__init__` in a frame of its own above a stub frame that keeps the
//! instance.

use super::call::{Given, Outcome, call_window, enter, insert, no_keywords};
use super::call_native::call_native;
use super::frame::*;
use super::unwind::unwind;
use super::{Next, ld, st};
use crate::cx::{Cx, Raised, Slot};
use crate::error;
use crate::native::{Args, TypeSlot};
use crate::object::class::flag;
use crate::object::value::Value;
use crate::wk::name;

/// Calls a class: makes the instance and enters `__init__`.
pub(super) fn construct(cx: &mut Cx, mut given: Given, link: u32) -> Result<Outcome, Raised> {
    let class_at = cx.get(Slot(given.window));
    let Some(class) = cx.class(class_at) else {
        return Err(cx.missing_from_image());
    };
    if class.has(flag::BUILTIN) {
        if cx.get(given.keywords).is_unbound()
            && let Some(e) =
                error::quick_exception(cx, class.value().to_bits(), given.window + 8, given.count)
        {
            st(cx, given.window, e);
            return Ok(Outcome::Done);
        }
        let Some(f) = class.slot(TypeSlot::New) else {
            return Err(cx.type_error("cannot create '{}' instances", &[class.name()]));
        };
        return construct_builtin(cx, given, f).map(|()| Outcome::Done);
    }
    let new = class.lookup_user(name::__new__(cx));
    if !new.is_unbound() {
        return construct_with_new(cx, given, link);
    }
    // Window: class, link, arguments -> class, link, instance | __init__, link, instance, arguments.
    let exception = class.is_exception();
    let payload = class.has_payload();
    let init = class.lookup_user(name::__init__(cx));
    if init.is_unbound() {
        let (c, count) = (given.window, given.count);
        if payload {
            crate::builtins::class::new_with_payload(
                cx,
                Slot(c),
                Slot(c + 8),
                count,
                given.keywords,
                Slot(c),
            )?;
            return Ok(Outcome::Done);
        }
        if exception {
            return construct_from_base(cx, given).map(|()| Outcome::Done);
        }
        if count != 0 {
            return Err(cx.type_error("{}() takes no arguments", &[class.name()]));
        }
        cx.make(Slot(c), |cx| cx.new_instance(cx.get(Slot(c))))?;
        return Ok(Outcome::Done);
    }
    let dst = Slot(cx.sp.get());
    cx.set_sp(dst.0 + 4);
    cx.set(dst, Value::UNBOUND);
    let w = given.window;
    cx.make(dst, |cx| cx.new_instance(cx.get(Slot(w))))?;
    if exception {
        let (window, count) = (given.window, given.count);
        let positional = count - cx.tuple(cx.get(given.keywords)).map_or(0, |t| t.len());
        error::init_args(cx, dst, window + 8, positional)?;
    }
    if payload {
        let class = cx.get(Slot(w));
        let empty = crate::builtins::class::fills_in_init(cx, class);
        let (n, keywords) = if empty {
            (0, no_keywords(cx))
        } else {
            (given.count, given.keywords)
        };
        let (mut f, s) = cx.frame(2)?;
        // A constructor that runs Python uses the cell of the keyword names for its own calls.
        f.set(s.at(1), f.get(given.keywords));
        crate::builtins::class::payload_from(&mut f, Slot(w), Slot(w + 8), n, keywords, s.at(0))?;
        f.set_instance_slot(f.get(dst), 0, f.get(s.at(0)));
        let names = f.get(s.at(1));
        if !names.is_unbound() {
            f.set(given.keywords, names);
        }
    }
    let instance = cx.get(dst).to_bits();
    let class = cx.class_of(cx.get(dst));
    let init = class.lookup_user(name::__init__(cx)).to_bits();
    // Shift the arguments by four cells: instance, init, link, self.
    let first = given.window + 8;
    for i in (0..given.count).rev() {
        st(cx, first + 16 + 4 * i, ld(cx, first + 4 * i));
    }
    st(cx, given.window + 4, link | 1);
    st(cx, first, instance);
    st(cx, first + 4, init);
    st(cx, first + 12, instance);
    given.window = first + 4;
    given.count += 1;
    let stub = cx.stubs.init_done;
    match enter(cx, given.window, given.count, given.keywords, stub)? {
        Outcome::Entered(next) => Ok(Outcome::Entered(next)),
        Outcome::Done => {
            let instance = ld(cx, first);
            st(cx, w, instance);
            Ok(Outcome::Done)
        }
    }
}

/// An exception class or a subclass of a builtin without an `__init__` of its own.
pub(super) fn construct_from_base(cx: &mut Cx, given: Given) -> Result<(), Raised> {
    let class = cx.class(cx.get(Slot(given.window)));
    let Some(f) = class.and_then(|c| c.slot(TypeSlot::New)) else {
        let name = cx.get(Slot(given.window));
        return Err(cx.type_error("cannot create '{}' instances", &[name]));
    };
    construct_builtin(cx, given, f)
}

/// Runs a builtin constructor: its arguments are the class and those of the call.
pub(super) fn construct_builtin(
    cx: &mut Cx,
    mut given: Given,
    f: crate::native::Full,
) -> Result<(), Raised> {
    let class = cx.get(Slot(given.window)).to_bits();
    insert(cx, &mut given, class, class);
    cx.set_sp(given.window + 8 + 4 * given.count);
    let native = crate::builtins::class::constructor(cx, Slot(given.window));
    match native {
        // A constructor with a signature is bound like any other builtin.
        Some(object) => {
            st(cx, given.window, object);
            call_native(cx, given)
        }
        None => {
            if !cx.get(given.keywords).is_unbound() {
                let class = cx.get(Slot(given.window));
                let name = cx.class(class).map_or(Value::NONE, |c| c.name());
                return Err(cx.type_error("{}() takes no keyword arguments", &[name]));
            }
            f(
                cx,
                Args {
                    window: given.window,
                    count: given.count,
                },
            )
        }
    }
}

/// A class with a `__new__` of its own: runs it, then `__init__` when the result is an instance of the class.
pub(super) fn construct_with_new(cx: &mut Cx, given: Given, _link: u32) -> Result<Outcome, Raised> {
    let n = given.count;
    let names = cx.get(given.keywords).to_bits();
    // Keyword names, the instance, then the window: nothing may be kept above it, the callee's frame goes there.
    let (mut cx, s) = cx.frame(n + 5)?;
    let cx = &mut *cx;
    let class = cx.get(Slot(given.window)).to_bits();
    let (kept, window) = (s.at(1), s.at(2));
    let fill = |cx: &Cx, callee: u32, first: u32| {
        cx.set(window, Value::from_bits(callee));
        cx.set(s.at(4), Value::from_bits(first));
        for i in 0..n {
            cx.set(
                s.at(5 + i),
                Value::from_bits(ld(cx, given.window + 8 + 4 * i)),
            );
        }
    };
    cx.set(s.at(0), Value::from_bits(names));
    let new = cx
        .class(Value::from_bits(class))
        .map_or(0, |c| c.lookup_user(name::__new__(cx)).to_bits());
    let new = crate::builtins::descriptor::unwrap_static(cx, Value::from_bits(new)).to_bits();
    fill(cx, new, class);
    call_window(cx, window.0, n + 1, s.at(0))?;
    let made = cx.get(window).to_bits();
    cx.set(kept, Value::from_bits(made));
    let class = cx.get(Slot(given.window));
    let instance = Value::from_bits(made);
    if cx.class_of(instance).derives_from(class) {
        let of = cx.class_of(instance);
        let mut init = of.lookup_user(name::__init__(cx)).to_bits();
        if init == 0 && crate::builtins::class::fills_in_init(cx, of.value()) {
            init = of.lookup(name::__init__(cx)).to_bits();
        }
        if init != 0 {
            fill(cx, init, made);
            call_window(cx, window.0, n + 1, s.at(0))?;
            let r = cx.get(window);
            if !r.is_none() {
                return Err(cx.type_error("__init__() should return None, not '{t}'", &[r]));
            }
        }
    }
    st(cx, given.window, cx.get(kept).to_bits());
    Ok(Outcome::Done)
}

/// End of the stub frame around `__init__`: register 0 the instance, register 1 what `__init__` returned.
#[unsafe(no_mangle)]
pub fn mpf_op_init_done(cx: &mut Cx, pc: u32, fp: u32) -> Next {
    let r = cx.get(Slot(fp + 4));
    if !r.is_none() {
        cx.set_sp(fp + 12);
        cx.type_error("__init__() should return None, not '{t}'", &[r]);
        return unwind(cx, pc, fp);
    }
    let link = ld(cx, fp - 4) & !1;
    let to = fp - 8 - na(cx, link - 6);
    let instance = ld(cx, fp);
    st(cx, to + nc(cx, link - 6), instance);
    Next { pc: link, fp: to }
}
