//! Resuming and suspending generators. A generator's registers are copied onto the VM stack while it runs, so that
//! resuming one from a loop is a window shift and not a Rust call.

use super::frame::*;
use super::unwind::{unwind, unwind_from};
use super::{Next, ld, st};
use crate::cx::{Cx, Raised, Slot, Slots, roots};
use crate::native::Args;
use crate::object::generator::{state, word};
use crate::object::header::{Kind, has_stored_hash, words};
use crate::object::value::{Value, bits};
use crate::protocol::{attribute, iterate};
use crate::wk::{name, ty};
use crate::{builtin_types, error, natives};
use mpf_bytecode::Opcode;

/// Makes a generator of a function whose parameters are bound in the frame at `fp`; nothing of its code has run.
pub(crate) fn create(cx: &mut Cx, function: Slot, fp: u32, dst: Slot) -> Result<(), Raised> {
    let code = code_of(cx, cx.get(function));
    let n = registers(cx, code);
    let pc = entry(cx, code);
    let bound = bound_registers(cx, code);
    #[cfg(not(target_os = "none"))]
    {
        cx.host.generators += 1;
    }
    cx.make(dst, |cx| {
        cx.new_object(Kind::Generator, word::REGISTERS + n, |i| match i {
            word::FUNCTION => cx.get(function),
            word::PC => Value::from_bits(pc | 1),
            word::STATE => Value::int(state::CREATED),
            word::HANDLED => Value::NONE,
            _ if i - word::REGISTERS < bound => {
                Value::from_bits(ld(cx, fp + 4 * (i - word::REGISTERS)))
            }
            _ => Value::UNBOUND,
        })
    })
}

/// Registers that hold parameters.
fn bound_registers(cx: &Cx, code: u32) -> u32 {
    let f = flags(cx, code);
    positional(cx, code)
        + keyword_only(cx, code)
        + u32::from(f & mpf_bytecode::code_flags::VARARGS != 0)
        + u32::from(f & mpf_bytecode::code_flags::VARKEYWORDS != 0)
}

fn state_of(cx: &Cx, g: Value<'_>) -> i32 {
    cx.field(g, word::STATE).as_small().unwrap_or(state::DONE)
}

/// Enters a generator in the window at `window` (an address) with the given link. It must not be running or done.
/// `sent` is the value that the pending `yield` answers.
pub(crate) fn enter(
    cx: &mut Cx,
    g: Slot,
    window: u32,
    link: u32,
    sent: Slot,
) -> Result<Next, Raised> {
    let fp = window + 8;
    let generator = cx.get(g);
    let n = cx.words(generator) - word::REGISTERS;
    cx.frame_room(fp)?;
    let was = state_of(cx, generator);
    let value = cx.get(sent);
    st(cx, window, generator.to_bits());
    st(cx, window + 4, link | 1);
    for i in 0..n {
        st(
            cx,
            fp + 4 * i,
            cx.field(generator, word::REGISTERS + i).to_bits(),
        );
    }
    let pc = cx.field(generator, word::PC).to_bits() & !1;
    if was == state::SUSPENDED {
        st(cx, fp + na(cx, pc - 4), value.to_bits());
    }
    cx.set_field(generator, word::STATE, Value::int(state::RUNNING));
    let own = cx.field(generator, word::HANDLED);
    let callers = cx.get(cx.root(roots::HANDLED));
    if !own.is_none() {
        cx.set(cx.root(roots::HANDLED), own);
    }
    cx.set_field(generator, word::HANDLED, callers);
    Ok(Next { pc, fp })
}

/// Address of word `i` of a generator.
#[inline(always)]
fn at(g: u32, i: u32) -> u32 {
    g + 4 + 4 * i
}

/// Number of registers that a generator keeps.
#[inline(always)]
fn registers_of(cx: &Cx, g: u32) -> u32 {
    let h = ld(cx, g);
    words(h) - u32::from(has_stored_hash(h)) - word::REGISTERS
}

/// Copies `n` words.
#[inline(always)]
fn copy_words(cx: &Cx, mut from: u32, mut to: u32, n: u32) {
    let end = to + 4 * n;
    if n & 1 != 0 {
        st(cx, to, ld(cx, from));
        from += 4;
        to += 4;
    }
    while to != end {
        let (x, y) = (ld(cx, from), ld(cx, from + 4));
        st(cx, to, x);
        st(cx, to + 4, y);
        from += 8;
        to += 8;
    }
}

/// `ForIter` over the generator at `g`: a change of frames, nothing else.
#[inline(always)]
pub(crate) fn quick_resume(cx: &Cx, pc: u32, fp: u32, g: u32) -> Option<Next> {
    let was = ld(cx, at(g, word::STATE)) as i32 >> 1;
    let window = fp + nc(cx, pc);
    let new = window + 8;
    if was > state::SUSPENDED || new > cx.stack_limit() {
        return None;
    }
    st(cx, window, g);
    st(cx, window + 4, (pc + 6) | 1);
    let n = registers_of(cx, g);
    copy_words(cx, at(g, word::REGISTERS), new, n);
    let to = ld(cx, at(g, word::PC)) & !1;
    if was == state::SUSPENDED {
        st(cx, new + na(cx, to - 4), bits::NONE);
    }
    st(cx, at(g, word::STATE), Value::int(state::RUNNING).to_bits());
    let own = ld(cx, at(g, word::HANDLED));
    let handled = cx.root(roots::HANDLED).0;
    let callers = ld(cx, handled);
    if own != callers {
        st(cx, at(g, word::HANDLED), callers);
        if own != bits::NONE {
            st(cx, handled, own);
        }
    }
    Some(Next { pc: to, fp: new })
}

/// The same with everything that may be in the way.
pub(crate) fn resume_in_loop(cx: &mut Cx, pc: u32, fp: u32) -> Next {
    let it = a(cx, pc, fp);
    match state_of(cx, cx.get(it)) {
        state::DONE => return Next { pc: pc + 6, fp },
        state::RUNNING => {
            cx.value_error("generator already executing", &[]);
            return unwind(cx, pc, fp);
        }
        _ => {}
    }
    let none = cx.root(roots::SCRATCH);
    cx.set(none, Value::NONE);
    match enter(cx, it, fp + nc(cx, pc), pc + 6, none) {
        Ok(next) => next,
        Err(Raised(())) => unwind(cx, pc, fp),
    }
}

/// Leaves the running generator of frame `fp` with `value`, suspended or done.
#[inline(always)]
fn leave(cx: &Cx, fp: u32, value: u32, done: bool) -> Next {
    let link = ld(cx, fp - 4) & !1;
    let insn = link - 6;
    match opcode(cx, insn) {
        Opcode::ForIter => {
            let to = fp - 8 - nc(cx, insn);
            if done {
                return Next { pc: link, fp: to };
            }
            st(cx, to + nb(cx, insn), value);
            Next {
                pc: insn.wrapping_add(d6s(cx, insn)),
                fp: to,
            }
        }
        Opcode::Send => {
            let to = fp - 8 - nc(cx, insn);
            st(cx, to + nb(cx, insn), value);
            let pc = if done {
                insn.wrapping_add(d6s(cx, insn))
            } else {
                link
            };
            Next { pc, fp: to }
        }
        _ => {
            let to = fp - 8 - na(cx, insn);
            st(cx, to + nc(cx, insn), value);
            Next { pc: link, fp: to }
        }
    }
}

#[inline(always)]
pub(crate) fn quick_yield(cx: &Cx, pc: u32, fp: u32) -> Option<Next> {
    let value = ld(cx, fp + nb(cx, pc));
    let g = ld(cx, fp - 8);
    let n = registers_of(cx, g);
    copy_words(cx, fp, at(g, word::REGISTERS), n);
    st(cx, at(g, word::PC), (pc + 4) | 1);
    st(
        cx,
        at(g, word::STATE),
        Value::int(state::SUSPENDED).to_bits(),
    );
    restore_handled(cx, g);
    Some(leave(cx, fp, value, false))
}

#[unsafe(no_mangle)]
pub fn mpf_op_yield(cx: &mut Cx, pc: u32, fp: u32) -> Next {
    match quick_yield(cx, pc, fp) {
        Some(next) => jump(cx, next.pc, next.fp),
        // A frame that yields is a generator's.
        None => unwind(cx, pc, fp),
    }
}

#[unsafe(no_mangle)]
pub fn mpf_op_return_gen(cx: &mut Cx, pc: u32, fp: u32) -> Next {
    let value = ld(cx, fp + na(cx, pc));
    let g = ld(cx, fp - 8);
    st(cx, at(g, word::STATE), Value::int(state::DONE).to_bits());
    restore_handled(cx, g);
    st(cx, at(g, word::HANDLED), bits::NONE);
    // What the registers held is garbage from now on.
    for i in 0..registers_of(cx, g) {
        st(cx, at(g, word::REGISTERS + i), 0);
    }
    leave(cx, fp, value, true)
}

/// Gives the caller its handled exception back and keeps the generator's own, if it is inside a handler.
#[inline(always)]
fn restore_handled(cx: &Cx, g: u32) {
    let callers = ld(cx, at(g, word::HANDLED));
    let handled = cx.root(roots::HANDLED).0;
    let own = ld(cx, handled);
    if own != callers {
        st(cx, at(g, word::HANDLED), own);
        st(cx, handled, callers);
    } else if own != bits::NONE {
        st(cx, at(g, word::HANDLED), bits::NONE);
    }
}

/// `A.send(B)` as `yield from` does it.
#[unsafe(no_mangle)]
pub fn mpf_op_send(cx: &mut Cx, pc: u32, fp: u32) -> Next {
    settle(cx, fp);
    let (iterator, value) = (a(cx, pc, fp), b(cx, pc, fp));
    let g = cx.get(iterator);
    if g.is_kind(cx, Kind::Generator) {
        if state_of(cx, g) == state::DONE {
            cx.set(value, Value::NONE);
            return Next {
                pc: pc.wrapping_add(d6s(cx, pc)),
                fp,
            };
        }
        let window = fp + nc(cx, pc);
        let r = check_startable(cx, iterator, value)
            .and_then(|()| enter(cx, iterator, window, pc + 6, value));
        return match r {
            Ok(next) => next,
            Err(Raised(())) => unwind(cx, pc, fp),
        };
    }
    match send_plain(cx, iterator, value) {
        Ok(true) => Next { pc: pc + 6, fp },
        Ok(false) => Next {
            pc: pc.wrapping_add(d6s(cx, pc)),
            fp,
        },
        Err(Raised(())) => unwind(cx, pc, fp),
    }
}

/// Sends to an iterator that is not a generator: `next` for None, its `send` method otherwise. False: it ended and
/// `value` holds what StopIteration carried.
fn send_plain(cx: &mut Cx, iterator: Slot, value: Slot) -> Result<bool, Raised> {
    if cx.get(value).is_none() {
        return match iterate::next(cx, iterator, value)? {
            true => Ok(true),
            false => {
                cx.set(value, cx.get(cx.root(roots::STOP_VALUE)));
                Ok(false)
            }
        };
    }
    let (mut cx, s) = cx.frame(2)?;
    cx.set(s.at(0), name::send(&cx));
    attribute::get_attr(&mut cx, iterator, s.at(0), s.at(1))?;
    let r = crate::protocol::call::call1(&mut cx, s.at(1), value, value);
    match r {
        Ok(()) => Ok(true),
        Err(e) => stopped(&mut cx, value, e).map(|()| false),
    }
}

/// Turns a pending StopIteration into its value; any other exception stays pending.
fn stopped(cx: &mut Cx, value: Slot, e: Raised) -> Result<(), Raised> {
    error::settle_pending(cx);
    let pending = cx.get(cx.root(roots::PENDING));
    if !cx.class_of(pending).derives_from(ty::StopIteration(cx)) {
        return Err(e);
    }
    cx.set(value, error::stop_value(cx, pending));
    cx.set(cx.root(roots::PENDING), Value::UNBOUND);
    Ok(())
}

fn check_startable(cx: &Cx, g: Slot, value: Slot) -> Result<(), Raised> {
    let generator = cx.get(g);
    match state_of(cx, generator) {
        state::RUNNING => Err(cx.value_error("generator already executing", &[])),
        state::CREATED if !cx.get(value).is_none() => {
            Err(cx.type_error("can't send non-None value to a just-started generator", &[]))
        }
        _ => Ok(()),
    }
}

/// Resumes a generator from Rust. True: it yielded into `dst`; false: it ended, `dst` holds the return value.
pub fn resume(cx: &mut Cx, g: Slot, value: Slot, dst: Slot) -> Result<bool, Raised> {
    if state_of(cx, cx.get(g)) == state::DONE {
        cx.set(dst, Value::NONE);
        return Ok(false);
    }
    check_startable(cx, g, value)?;
    let (mut cx, s) = cx.frame(3)?;
    cx.set(s.at(2), cx.get(g));
    let halt = cx.stubs.halt;
    let next = enter(&mut cx, g, s.base, halt, value)?;
    super::run_nested(&mut cx, next)?;
    cx.set(dst, cx.get(s.at(0)));
    let alive = state_of(&cx, cx.get(g)) == state::SUSPENDED;
    Ok(alive)
}

/// Makes the cells `s`, the topmost of the stack, the frame of the stub that takes single steps: callee, link, iterator,
/// item. A generator's window lies behind them.
pub(crate) fn prepare_steps(cx: &mut Cx, s: Slots) -> Result<(), Raised> {
    st(cx, s.at(1).0, cx.stubs.halt | 1);
    cx.frame_room(s.base + 8)
}

/// One step of the generator in such a frame; false at the end.
pub(crate) fn step(cx: &mut Cx, s: Slots) -> Result<bool, Raised> {
    let item = s.at(3).0;
    st(cx, item, 0);
    let next = Next {
        pc: cx.stubs.one_step,
        fp: s.base + 8,
    };
    let r = super::run_nested(cx, next);
    cx.set_sp(item + 4);
    r.map(|()| ld(cx, item) != 0)
}

/// `throw`: raises the exception in `e` at the generator's pending `yield`. Result as `resume`.
pub fn throw(cx: &mut Cx, g: Slot, e: Slot, dst: Slot) -> Result<bool, Raised> {
    crate::parts::mark_texts();
    let generator = cx.get(g);
    match state_of(cx, generator) {
        state::RUNNING => return Err(cx.value_error("generator already executing", &[])),
        state::CREATED => {
            cx.set_field(generator, word::STATE, Value::int(state::DONE));
            return Err(cx.raise_value(cx.get(e)));
        }
        state::DONE => return Err(cx.raise_value(cx.get(e))),
        _ => {}
    }
    let pc = cx.field(generator, word::PC).to_bits() & !1;
    let delegate = nc(cx, pc - 4);
    if delegate != 0 && !cx.class_of(cx.get(e)).derives_from(ty::GeneratorExit(cx)) {
        let (mut cx, s) = cx.frame(3)?;
        let g_value = cx.get(g);
        let inner = cx.field(g_value, word::REGISTERS + delegate - 1);
        cx.set(s.at(0), inner);
        cx.set(s.at(1), cx.get(e));
        if let Some(r) = throw_into(&mut cx, s)? {
            return finish_delegation(&mut cx, g, pc, s, dst, r);
        }
    } else if delegate != 0 {
        let (mut cx, s) = cx.frame(2)?;
        let g_value = cx.get(g);
        let inner = cx.field(g_value, word::REGISTERS + delegate - 1);
        cx.set(s.at(0), inner);
        if let Err(Raised(())) = close_any(&mut cx, s.at(0)) {
            error::settle_pending(&mut cx);
            cx.set(e, cx.get(cx.root(roots::PENDING)));
            cx.set(cx.root(roots::PENDING), Value::UNBOUND);
        }
    }
    throw_here(cx, g, e, dst)
}

/// Raises at the generator's own `yield`.
fn throw_here(cx: &mut Cx, g: Slot, e: Slot, dst: Slot) -> Result<bool, Raised> {
    let (mut cx, s) = cx.frame(4)?;
    cx.set(s.at(2), Value::NONE);
    cx.set(s.at(3), cx.get(e));
    let halt = cx.stubs.halt;
    // The entered frame overwrites the cells above its window, so the exception is made pending first.
    let exception = cx.get(e).to_bits();
    let next = enter(&mut cx, g, s.base, halt, s.at(2))?;
    cx.raise_value(Value::from_bits(exception));
    unwind_from(
        &mut cx,
        Next {
            pc: next.pc - 4,
            fp: next.fp,
        },
    )?;
    cx.set(dst, cx.get(s.at(0)));
    let alive = state_of(&cx, cx.get(g)) == state::SUSPENDED;
    Ok(alive)
}

/// Throws into the iterator that `yield from` drains (`s[0]`; exception in `s[1]`). Some(true): it yielded into
/// `s[2]`; Some(false): it ended with the value in `s[2]`; None: it has no `throw`.
fn throw_into(cx: &mut Cx, s: Slots) -> Result<Option<bool>, Raised> {
    let r = if cx.get(s.at(0)).is_kind(cx, Kind::Generator) {
        throw(cx, s.at(0), s.at(1), s.at(2))
    } else {
        let (mut cx, t) = cx.frame(1)?;
        cx.set(t.at(0), name::throw(&cx));
        if !attribute::find_attr(&mut cx, s.at(0), t.at(0), s.at(2))? {
            return Ok(None);
        }
        crate::protocol::call::call1(&mut cx, s.at(2), s.at(1), s.at(2)).map(|()| true)
    };
    match r {
        Ok(true) => Ok(Some(true)),
        Ok(false) => Ok(Some(false)),
        Err(e) => {
            error::settle_pending(cx);
            let pending = cx.get(cx.root(roots::PENDING));
            if cx.class_of(pending).derives_from(ty::StopIteration(cx)) {
                stopped(cx, s.at(2), e)?;
                Ok(Some(false))
            } else {
                // The exception continues in the outer generator.
                cx.set(s.at(1), pending);
                cx.set(cx.root(roots::PENDING), Value::UNBOUND);
                Ok(None)
            }
        }
    }
}

/// After a `throw` went to the inner iterator: the outer generator stays suspended or continues after `yield from`.
fn finish_delegation(
    cx: &mut Cx,
    g: Slot,
    pc: u32,
    s: Slots,
    dst: Slot,
    yielded: bool,
) -> Result<bool, Raised> {
    if yielded {
        cx.set(dst, cx.get(s.at(2)));
        return Ok(true);
    }
    // `L: Send it, v, w -> done; Yield v, v; Jump L`: the jump behind the yield leads to the send.
    let send = pc.wrapping_add(d4s(cx, pc));
    let done = send.wrapping_add(d6s(cx, send));
    let generator = cx.get(g);
    // Continue at `done` with the result where Send would have put it: `enter` writes it through the operand of the
    // yield, which is the same register.
    cx.set_field(
        generator,
        word::REGISTERS + nb(cx, send) / 4,
        cx.get(s.at(2)),
    );
    cx.set_field(generator, word::STATE, Value::int(state::CREATED));
    cx.set_field(generator, word::PC, Value::from_bits(done | 1));
    cx.set(s.at(1), Value::NONE);
    resume(cx, g, s.at(1), dst)
}

/// `close` on whatever `yield from` drains.
fn close_any(cx: &mut Cx, it: Slot) -> Result<(), Raised> {
    if cx.get(it).is_kind(cx, Kind::Generator) {
        return close(cx, it);
    }
    let (mut cx, s) = cx.frame(2)?;
    cx.set(s.at(0), name::close(&cx));
    if attribute::find_attr(&mut cx, it, s.at(0), s.at(1))? {
        crate::protocol::call::call0(&mut cx, s.at(1), s.at(0))?;
    }
    Ok(())
}

/// `close`: raises GeneratorExit at the pending yield; the generator must not yield again.
pub fn close(cx: &mut Cx, g: Slot) -> Result<(), Raised> {
    let generator = cx.get(g);
    match state_of(cx, generator) {
        state::CREATED | state::DONE => {
            cx.set_field(generator, word::STATE, Value::int(state::DONE));
            return Ok(());
        }
        _ => {}
    }
    let (mut cx, s) = cx.frame(2)?;
    error::new_exception(&mut cx, ty::GeneratorExit, s.at(0))?;
    match throw(&mut cx, g, s.at(0), s.at(1)) {
        Ok(true) => Err(cx.raise(
            ty::RuntimeError(&cx),
            "generator ignored GeneratorExit",
            &[],
        )),
        Ok(false) => Ok(()),
        Err(e) => {
            error::settle_pending(&mut cx);
            let pending = cx.get(cx.root(roots::PENDING));
            let class = cx.class_of(pending);
            if class.derives_from(ty::GeneratorExit(&cx))
                || class.derives_from(ty::StopIteration(&cx))
            {
                cx.set(cx.root(roots::PENDING), Value::UNBOUND);
                Ok(())
            } else {
                Err(e)
            }
        }
    }
}

/// Result of `send`/`throw`/`__next__` as Python sees it: the yielded value, or StopIteration with the return value.
fn answer(cx: &mut Cx, a: Args, yielded: bool) -> Result<(), Raised> {
    if yielded {
        return Ok(());
    }
    let value = cx.get(a.ret());
    if value.is_none() {
        return Err(cx.raise(ty::StopIteration(cx), "", &[]));
    }
    Err(error::raise_stop(cx, a.ret()))
}

fn receiver(cx: &Cx, a: Args) -> Result<(), Raised> {
    if cx.arg(a, 0).is_kind(cx, Kind::Generator) {
        Ok(())
    } else {
        Err(cx.type_error("generator method on '{t}'", &[cx.arg(a, 0)]))
    }
}

#[unsafe(no_mangle)]
pub fn mpf_generator_send(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    receiver(cx, a)?;
    let yielded = resume(cx, a.slot(0), a.slot(1), a.ret())?;
    answer(cx, a, yielded)
}

#[unsafe(no_mangle)]
pub fn mpf_generator_dunder_next(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    receiver(cx, a)?;
    let (mut f, s) = cx.frame(1)?;
    f.set(s.at(0), Value::NONE);
    let yielded = resume(&mut f, a.slot(0), s.at(0), a.ret())?;
    answer(&mut f, a, yielded)
}

#[unsafe(no_mangle)]
pub fn mpf_generator_throw(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    receiver(cx, a)?;
    let (mut f, s) = cx.frame(1)?;
    let value = f.arg(a, 2);
    if f.class(f.arg(a, 1)).is_some() && !value.is_unbound() && !value.is_none() {
        // The older form: class and argument.
        crate::protocol::call::call1(&mut f, a.slot(1), a.slot(2), s.at(0))?;
        error::exception_from(&mut f, s.at(0), s.at(0))?;
    } else {
        error::exception_from(&mut f, a.slot(1), s.at(0))?;
    }
    let yielded = throw(&mut f, a.slot(0), s.at(0), a.ret())?;
    answer(&mut f, a, yielded)
}

#[unsafe(no_mangle)]
pub fn mpf_generator_close(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    receiver(cx, a)?;
    cx.set(a.ret(), Value::NONE);
    close(cx, a.slot(0))?;
    cx.ret(a, Value::NONE);
    Ok(())
}

/// Iterator slot `Next`: unbound when exhausted; the return value is kept for `yield from`.
#[unsafe(no_mangle)]
pub fn mpf_generator_next(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    let (mut f, s) = cx.frame(1)?;
    f.set(s.at(0), Value::NONE);
    if !resume(&mut f, a.slot(0), s.at(0), a.ret())? {
        let value = f.get(a.ret());
        f.set(f.root(roots::STOP_VALUE), value);
        f.ret(a, Value::UNBOUND);
    }
    Ok(())
}

#[unsafe(no_mangle)]
pub fn mpf_generator_iter(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    cx.ret(a, cx.arg(a, 0));
    Ok(())
}

natives! {
    "generator" {
        Method full mpf_generator_send "send(self, value, /)" [CALL];
        Method full mpf_generator_dunder_next "__next__(self, /)" [CALL];
        Method full mpf_generator_throw "throw(self, type, value=None, traceback=None, /)" [CALL];
        Method full mpf_generator_close "close(self, /)" [CALL];
    }
}

builtin_types! {
    "generator": "object", Generator, "", { Iter: mpf_generator_iter, Next: mpf_generator_next } [];
}
