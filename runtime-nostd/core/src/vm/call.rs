//! Calls: functions with every kind of parameter, builtins, bound methods, classes, callable instances.
//!
//! A call window is callee, link, arguments. Whatever the callee is, it is reduced step by step (a bound method puts
//! its receiver in front, an instance becomes its `__call__`) until it is a function, which gets a frame, or a builtin,
//! which runs at once.

use super::cache::tag;
use super::call_bind::{bind, clear_unbound_registers};
use super::call_native::call_native;
use super::call_quick;
use super::construct::construct;
use super::frame::*;
use super::generator;
use super::ops_build::push_within;
use super::unwind::unwind;
use super::{Next, ld, st};
use crate::cx::{Cx, Raised, Slot, Slots};
use crate::native::{Args, TypeSlot};
use crate::object::function::native_flag;
use crate::object::header::{self, Kind};
use crate::object::value::Value;
use crate::protocol::attribute::{self, Found};
use crate::protocol::iterate;
use crate::wk::name;
use mpf_bytecode::code_flags;

/// What became of a call.
pub(crate) enum Outcome {
    /// A builtin ran; its result is in the callee's cell.
    Done,
    /// A frame was entered; the result will go where the link says.
    Entered(Next),
}

/// The arguments of a window.
#[derive(Clone, Copy)]
pub(super) struct Given {
    pub window: u32,
    /// All values, keywords included.
    pub count: u32,
    /// Tuple of keyword names for the last values, or unbound.
    pub keywords: Slot,
}

/// An interrupt waits, on the way to `pc`.
#[cold]
#[inline(never)]
pub(crate) fn attend(cx: &mut Cx, pc: u32, fp: u32) -> Next {
    crate::parts::attend()(cx, pc, fp)
}

/// Host: the fuel of build-time execution is used up. What gives up may go on for as long as it takes.
#[cfg(not(target_os = "none"))]
#[cold]
#[inline(never)]
pub(crate) fn out_of_fuel(cx: &mut Cx, pc: u32, fp: u32) -> Next {
    cx.host.set_fuel(0);
    cx.host.fuel_end = u64::MAX;
    cx.abort(crate::host::Abort::Fuel);
    unwind(cx, pc, fp)
}

/// Calls what is in the window. `link` is where a frame returns to.
pub(crate) fn enter(
    cx: &mut Cx,
    window: u32,
    count: u32,
    keywords: Slot,
    link: u32,
) -> Result<Outcome, Raised> {
    let mut given = Given {
        window,
        count,
        keywords,
    };
    cx.frame_room(window + 8)?;
    loop {
        cx.set_sp(given.window + 8 + 4 * given.count);
        let callee = cx.get(Slot(given.window));
        match callee.kind(cx) {
            Some(Kind::Function) => return enter_function(cx, given, link),
            Some(Kind::Native) => return call_native(cx, given).map(|()| Outcome::Done),
            Some(Kind::Method) => {
                let (f, receiver) = (cx.field(callee, 0).to_bits(), cx.field(callee, 1).to_bits());
                insert(cx, &mut given, f, receiver);
            }
            Some(Kind::Type) => return construct(cx, given, link),
            _ => {
                let found = attribute::lookup_special(cx, callee, name::__call__(cx));
                if !found.is_unbound() {
                    let (f, receiver) = (found.to_bits(), callee.to_bits());
                    insert(cx, &mut given, f, receiver);
                    continue;
                }
                let Some(f) = cx.type_slot(callee, TypeSlot::Call) else {
                    return Err(cx.type_error("'{t}' object is not callable", &[callee]));
                };
                let (c, receiver) = (callee.to_bits(), callee.to_bits());
                insert(cx, &mut given, c, receiver);
                cx.set_sp(given.window + 8 + 4 * given.count);
                f(
                    cx,
                    Args {
                        window: given.window,
                        count: given.count,
                    },
                )?;
                return Ok(Outcome::Done);
            }
        }
    }
}

/// Puts a receiver in front of the arguments and replaces the callee.
pub(super) fn insert(cx: &Cx, given: &mut Given, callee: u32, receiver: u32) {
    let first = given.window + 8;
    for i in (0..given.count).rev() {
        st(cx, first + 4 * i + 4, ld(cx, first + 4 * i));
    }
    st(cx, first, receiver);
    st(cx, given.window, callee);
    given.count += 1;
}

fn enter_function(cx: &mut Cx, given: Given, link: u32) -> Result<Outcome, Raised> {
    let fp = given.window + 8;
    let f = cx.get(Slot(given.window));
    let code = code_of(cx, f);
    cx.frame_room(fp)?;
    let keywords = !cx.get(given.keywords).is_unbound();
    let kind = flags(cx, code);
    if keywords || kind & code_flags::SIMPLE == 0 || given.count != positional(cx, code) {
        bind(cx, given, code)?;
    }
    if kind & code_flags::GENERATOR != 0 {
        cx.set_sp(fp + 4 * registers(cx, code));
        clear_unbound_registers(cx, fp, code);
        let dst = Slot(given.window);
        generator::create(cx, dst, fp, dst)?;
        return Ok(Outcome::Done);
    }
    st(cx, given.window + 4, link | 1);
    Ok(Outcome::Entered(Next {
        pc: entry(cx, code),
        fp,
    }))
}

/// Runs a function without parameters, in a window of two cells. This is how a program starts: it needs nothing of what
/// other calls do.
pub fn run_body(cx: &mut Cx, window: Slots, function: u32) -> Result<(), Raised> {
    let (callee, fp) = (window.at(0), window.base + 8);
    cx.frame_room(fp)?;
    cx.set(callee, Value::from_bits(function));
    st(cx, callee.0 + 4, cx.stubs.halt | 1);
    let pc = entry(cx, code_of(cx, cx.get(callee)));
    super::run_nested(cx, Next { pc, fp })
}

/// Calls a window from Rust to its end; the result is in the callee's cell.
pub(crate) fn call_window(
    cx: &mut Cx,
    window: u32,
    count: u32,
    keywords: Slot,
) -> Result<(), Raised> {
    let saved = cx.sp.get();
    let halt = cx.stubs.halt;
    let r = match enter(cx, window, count, keywords, halt) {
        Ok(Outcome::Done) => Ok(()),
        Ok(Outcome::Entered(next)) => super::run_nested(cx, next),
        Err(e) => Err(e),
    };
    cx.set_sp(saved);
    r
}

/// Puts the outcome of a call instruction into its result register.
pub(super) fn finish(
    cx: &mut Cx,
    pc: u32,
    fp: u32,
    window: u32,
    r: Result<Outcome, Raised>,
) -> Next {
    match r {
        Ok(Outcome::Done) => {
            cx.set(c(cx, pc, fp), cx.get(Slot(window)));
            Next { pc: pc + 6, fp }
        }
        Ok(Outcome::Entered(next)) => next,
        Err(Raised(())) => unwind(cx, pc, fp),
    }
}

/// No keywords: a cell that is always unbound.
pub(super) fn no_keywords(cx: &Cx) -> Slot {
    cx.root(crate::cx::roots::NO_KEYWORDS)
}

#[unsafe(no_mangle)]
pub fn mpf_op_call(cx: &mut Cx, pc: u32, fp: u32) -> Next {
    let (window, n) = (fp + na(cx, pc), nb(cx, pc));
    if let Some(next) = quick(cx, pc, fp, window, n, 0) {
        return next;
    }
    let none = no_keywords(cx);
    let r = enter(cx, window, n, none, pc + 6);
    finish(cx, pc, fp, window, r)
}

/// A call that needs no more than `call_quick` has.
#[inline(always)]
fn quick(cx: &mut Cx, pc: u32, fp: u32, window: u32, n: u32, names: u32) -> Option<Next> {
    let callee = cx.get(Slot(window));
    match callee.kind(cx)? {
        Kind::Function => call_quick::function(cx, window, callee.to_bits(), n, names, pc + 6),
        Kind::Native if names == 0 => call_quick::native(cx, pc, fp, window, n, 0),
        Kind::Type => match call_quick::int_of(cx, window, n, names) {
            Some(v) => {
                st(cx, c(cx, pc, fp).0, v);
                Some(Next { pc: pc + 6, fp })
            }
            None => call_quick::instance(cx, pc, fp, window, n, names),
        },
        _ => None,
    }
}

/// A method call whose method the cache knows.
#[inline(always)]
fn quick_method(cx: &mut Cx, pc: u32, fp: u32, window: u32, n: u32) -> Option<Next> {
    let receiver = cx.get(Slot(window + 8));
    // What these have beside the attributes of their types is not in the cache.
    if let Some(Kind::Type | Kind::Module | Kind::Function | Kind::Method) = receiver.kind(cx) {
        return None;
    }
    if attribute::is_extended(cx, receiver) {
        return None;
    }
    let class = cx.type_of(receiver).to_bits();
    let (found, tag) = cx.cache.recall(class, const6(cx, pc).to_bits())?;
    match tag {
        tag::FUNCTION => call_quick::function(cx, window, found, n + 1, 0, pc + 6),
        tag::OBJECT if Value::from_bits(found).is_kind(cx, Kind::Native) => {
            st(cx, window, found);
            call_quick::native(cx, pc, fp, window, n + 1, native_flag::METHOD)
        }
        _ => None,
    }
}

/// A direct call that finds no room for its frame.
#[unsafe(no_mangle)]
pub fn mpf_op_call_direct(cx: &mut Cx, pc: u32, fp: u32) -> Next {
    st(cx, fp + na(cx, pc), const6(cx, pc).to_bits());
    mpf_op_call(cx, pc, fp)
}

/// `append` of a list with room, by far the commonest method of a builtin: it needs no look at the class, which nobody
/// can change.
#[inline(always)]
fn quick_append(cx: &Cx, pc: u32, fp: u32) -> Option<Next> {
    if !const6(cx, pc).is(name::append(cx)) || nb(cx, pc) != 1 {
        return None;
    }
    let window = fp + na(cx, pc);
    let list = ld(cx, window + 8);
    if list & 3 != 0
        || list == 0
        || ld(cx, list) & header::KIND_MASK != Kind::List.bits()
        || !push_within(cx, list, window + 12)
    {
        return None;
    }
    st(cx, c(cx, pc, fp).0, Value::NONE.to_bits());
    Some(Next { pc: pc + 6, fp })
}

#[unsafe(no_mangle)]
pub fn mpf_op_call_method(cx: &mut Cx, pc: u32, fp: u32) -> Next {
    match quick_append(cx, pc, fp) {
        Some(next) => next,
        None => call_method(cx, pc, fp),
    }
}

#[inline(never)]
fn call_method(cx: &mut Cx, pc: u32, fp: u32) -> Next {
    let (window, mut n) = (fp + na(cx, pc), nb(cx, pc));
    if let Some(next) = quick_method(cx, pc, fp, window, n) {
        return next;
    }
    settle(cx, fp);
    let receiver = cx.get(Slot(window + 8));
    let none = no_keywords(cx);
    match attribute::find(cx, receiver, const6(cx, pc)) {
        Found::Bind(f) => {
            let f = f.to_bits();
            st(cx, window, f);
            n += 1;
        }
        Found::Plain(f) => {
            let f = f.to_bits();
            drop_receiver(cx, window, n, f);
        }
        _ => {
            // Everything that needs Python code or is missing: the general way, result into the callee's cell.
            let (name, at) = (const6(cx, pc).to_bits(), window);
            let r = cx.frame(1).and_then(|(mut f, s)| {
                f.set(s.at(0), Value::from_bits(name));
                attribute::get_attr(&mut f, Slot(at + 8), s.at(0), Slot(at))
            });
            if let Err(Raised(())) = r {
                return unwind(cx, pc, fp);
            }
            let f = ld(cx, window);
            drop_receiver(cx, window, n, f);
        }
    }
    let r = enter(cx, window, n, none, pc + 6);
    finish(cx, pc, fp, window, r)
}

/// Moves the arguments of a method-call window over the receiver.
fn drop_receiver(cx: &Cx, window: u32, n: u32, callee: u32) {
    st(cx, window, callee);
    for i in 0..n {
        st(cx, window + 8 + 4 * i, ld(cx, window + 12 + 4 * i));
    }
}

#[unsafe(no_mangle)]
pub fn mpf_op_call_kw(cx: &mut Cx, pc: u32, fp: u32) -> Next {
    let (window, n) = (fp + na(cx, pc), nb(cx, pc));
    let names = const6(cx, pc).to_bits();
    if let Some(next) = quick(cx, pc, fp, window, n, names) {
        return next;
    }
    settle(cx, fp);
    let cell = cx.root(crate::cx::roots::CALL_KEYWORDS);
    cx.set(cell, Value::from_bits(names));
    let r = enter(cx, window, n, cell, pc + 6);
    cx.set(cell, Value::UNBOUND);
    finish(cx, pc, fp, window, r)
}

#[unsafe(no_mangle)]
pub fn mpf_op_call_ex(cx: &mut Cx, pc: u32, fp: u32) -> Next {
    settle(cx, fp);
    let window = fp + na(cx, pc);
    let r = spread(cx, window).and_then(|n| {
        let cell = cx.root(crate::cx::roots::CALL_KEYWORDS);
        let r = enter(cx, window, n, cell, pc + 6);
        cx.set(cell, Value::UNBOUND);
        r
    });
    finish(cx, pc, fp, window, r)
}

/// Spreads `*args, **kwargs` of a window into plain arguments; keyword names go to the root cell for them.
fn spread(cx: &mut Cx, window: u32) -> Result<u32, Raised> {
    let (args, kwargs) = (Slot(window + 8), Slot(window + 12));
    let cell = cx.root(crate::cx::roots::CALL_KEYWORDS);
    cx.set(cell, Value::UNBOUND);
    let v = cx.get(args);
    if cx.tuple(v).is_none() && cx.list(v).is_none() {
        iterate::to_list(cx, args, args)?;
    }
    let v = cx.get(args);
    let n = cx
        .tuple(v)
        .map(|t| t.len())
        .or_else(|| cx.list(v).map(|l| l.len()))
        .unwrap_or(0);
    let d = cx.get(kwargs);
    let nk = if d.is_none() { 0 } else { cx.dict_len(d) };
    cx.frame_room(window + 8 + 4 * (n + nk))?;
    if nk > 0 {
        // The names first: that is the only allocation.
        cx.make(cell, |cx| {
            let d = cx.get(kwargs);
            let mut at = 0;
            cx.new_tuple(nk, |_| {
                cx.dict_entry(d, &mut at)
                    .map_or(Value::UNBOUND, |(key, _)| key)
            })
        })?;
    }
    let (v, d) = (cx.get(args).to_bits(), cx.get(kwargs).to_bits());
    let (v, d): (Value<'_>, Value<'_>) = (Value::from_bits(v), Value::from_bits(d));
    let mut at = 0;
    for i in 0..nk {
        if let Some((_, value)) = cx.dict_entry(d, &mut at) {
            st(cx, window + 8 + 4 * (n + i), value.to_bits());
        }
    }
    for i in 0..n {
        let item = match cx.tuple(v) {
            Some(t) => t.get(i),
            None => cx.list(v).map_or(Value::UNBOUND, |l| l.get(i)),
        };
        st(cx, window + 8 + 4 * i, item.to_bits());
    }
    Ok(n + nk)
}
