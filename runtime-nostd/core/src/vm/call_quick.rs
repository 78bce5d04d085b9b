//! The common calls without the general machinery: functions whose parameters are all positional (defaults and keywords
//! included), builtins that get exactly what they take, instances of plain classes. Each answers the next state, or
//! `None`; then nothing has happened that the general way would see.

use super::cache::{key, tag};
use super::call_native::run_filled;
use super::frame::*;
use super::unwind::unwind;
use super::{Next, ld, st};
use crate::cx::Cx;
use crate::native::Args;
use crate::object::class::{flag, word};
use crate::object::function::{function_word, native_flag, native_word};
use crate::object::header::{self, Kind};
use crate::object::value::Value;
use crate::wk::{name, ty};
use mpf_bytecode::code_flags;

/// Payload word `i` of an object.
#[inline(always)]
fn field(cx: &Cx, object: u32, i: u32) -> u32 {
    ld(cx, object + 4 + 4 * i)
}

/// What is in a window when its function is called.
#[derive(Clone, Copy)]
pub(super) struct Arguments {
    /// Address of the first one.
    pub first: u32,
    pub count: u32,
    /// Tuple of the names of the last ones, or 0.
    pub names: u32,
    /// Arguments that will be put in front of them: 1 for a receiver.
    pub bound: u32,
}

/// Puts the arguments in the order of the parameters of a plain function; the number of cells they then take.
#[inline(always)]
pub(super) fn arrange(cx: &Cx, f: u32, a: Arguments) -> Option<u32> {
    let code = field(cx, f, function_word::CODE);
    if flags(cx, code) & code_flags::SIMPLE == 0 {
        return None;
    }
    if a.names == 0 && a.count + a.bound == positional(cx, code) {
        return Some(a.count);
    }
    complete(cx, f, code, a)
}

/// The same when there are keywords, or arguments are left out.
#[inline(never)]
fn complete(cx: &Cx, f: u32, code: u32, a: Arguments) -> Option<u32> {
    let cells = positional(cx, code).checked_sub(a.bound)?;
    let named = if a.names == 0 {
        0
    } else {
        header::words(ld(cx, a.names))
    };
    let parameters = parameter_names(cx, code).to_bits();
    if a.count > cells || (named > 0 && (parameters == 0 || positional_only(cx, code) > 0)) {
        return None;
    }
    let cell = |i: u32| a.first + 4 * i;
    let given = a.count - named;
    // The values given by name go out of the way, behind the last parameter.
    for i in (0..named).rev() {
        st(cx, cell(cells + i), ld(cx, cell(given + i)));
    }
    for i in given..cells {
        st(cx, cell(i), 0);
    }
    let mut right = true;
    for i in 0..named {
        let name = field(cx, a.names, i);
        match (given..cells).find(|&p| field(cx, parameters, p + a.bound) == name) {
            Some(p) if ld(cx, cell(p)) == 0 => st(cx, cell(p), ld(cx, cell(cells + i))),
            _ => right = false,
        }
    }
    let defaults = cx.function_field(Value::from_bits(f), function_word::DEFAULTS);
    let defaults = match cx.tuple(defaults) {
        Some(t) => (defaults.to_bits(), t.len()),
        None => (0, 0),
    };
    for i in given..cells {
        if ld(cx, cell(i)) == 0 {
            match (i + defaults.1).checked_sub(cells) {
                Some(d) => st(cx, cell(i), field(cx, defaults.0, d)),
                None => right = false,
            }
        }
    }
    if right {
        return Some(cells);
    }
    for i in 0..named {
        st(cx, cell(given + i), ld(cx, cell(cells + i)));
    }
    None
}

/// Enters a function whose arguments are in place.
#[inline(always)]
pub(super) fn start(cx: &Cx, window: u32, f: u32, link: u32) -> Next {
    st(cx, window, f);
    st(cx, window + 4, link | 1);
    Next {
        pc: entry(cx, field(cx, f, function_word::CODE)),
        fp: window + 8,
    }
}

/// Calls a plain function with what is in the window.
#[inline(always)]
pub(super) fn function(
    cx: &Cx,
    window: u32,
    f: u32,
    count: u32,
    names: u32,
    link: u32,
) -> Option<Next> {
    if window + 8 > cx.stack_limit() {
        return None;
    }
    let arguments = Arguments {
        first: window + 8,
        count,
        names,
        bound: 0,
    };
    arrange(cx, f, arguments)?;
    Some(start(cx, window, f, link))
}

/// Runs the builtin in the window, which is given positional arguments. `kind`: METHOD in a method call, where the
/// receiver is of the right type because the method was found on it.
#[inline(always)]
pub(super) fn native(
    cx: &mut Cx,
    pc: u32,
    fp: u32,
    window: u32,
    count: u32,
    kind: u8,
) -> Option<Next> {
    let native = ld(cx, window);
    let differs = (field(cx, native, native_word::SHAPE) >> 8) ^ (count | (kind as u32) << 16);
    let address = field(cx, native, native_word::ENTRY);
    let args = Args { window, count };
    if differs == (native_flag::LEAF as u32) << 16 {
        let f = cx.leaf_entry(address)?;
        cx.set_sp(window + 8 + 4 * count);
        match f(cx, args) {
            Ok(v) => st(cx, c(cx, pc, fp).0, v.to_bits()),
            // Without room it is run again the general way, which collects.
            Err(_) if cx.need.get() != 0 => return None,
            Err(_) => return Some(unwind(cx, pc, fp)),
        }
    } else if differs == 0 {
        let f = cx.full_entry(address)?;
        cx.set_sp(window + 8 + 4 * count);
        if f(cx, args).is_err() {
            return Some(unwind(cx, pc, fp));
        }
        st(cx, c(cx, pc, fp).0, ld(cx, window));
    } else {
        return native_with_more(cx, pc, fp, window, count, kind);
    }
    Some(Next { pc: pc + 6, fp })
}

/// The same where parameters are left out, or any number of arguments is taken.
#[inline(never)]
fn native_with_more(
    cx: &mut Cx,
    pc: u32,
    fp: u32,
    window: u32,
    count: u32,
    kind: u8,
) -> Option<Next> {
    let shape = field(cx, ld(cx, window), native_word::SHAPE);
    let [min, max, nk, flags] = shape.to_le_bytes();
    let (min, max) = (min as u32, max as u32);
    if flags & native_flag::METHOD != kind
        || count < min
        || (count > max && flags & native_flag::VARARGS == 0)
        || window + 8 + 4 * (nk as u32 + count.max(max)) > cx.stack_limit()
    {
        return None;
    }
    if run_filled(cx, window, shape, count).is_err() {
        return Some(unwind(cx, pc, fp));
    }
    st(cx, c(cx, pc, fp).0, ld(cx, window));
    Some(Next { pc: pc + 6, fp })
}

/// The `__init__` of a class whose instances are made from their class alone; `ABSENT` when it has none.
#[cold]
#[inline(never)]
fn plain_init(cx: &Cx, class: u32) -> Option<u32> {
    let view = cx.class(Value::from_bits(class))?;
    if view.has(flag::BUILTIN | flag::EXCEPTION | flag::PAYLOAD)
        || !cx.field(view.value(), word::META).is(ty::Type(cx))
        || view.layout().is_none()
        || !view.lookup_user(name::__new__(cx)).is_unbound()
    {
        return None;
    }
    let init = view.lookup_user(name::__init__(cx));
    let entry = match init.kind(cx) {
        None if init.is_unbound() => key::ABSENT,
        Some(Kind::Function) => init.to_bits(),
        _ => return None,
    };
    cx.cache.put(class + key::INIT, 0, 0, entry);
    Some(entry)
}

/// `int(x)` of a small int or a float whose whole part is one.
#[inline(always)]
pub(super) fn int_of(cx: &Cx, window: u32, count: u32, names: u32) -> Option<u32> {
    let x = ld(cx, window + 8);
    if count != 1 || names != 0 || ld(cx, window) != ty::int(cx).to_bits() {
        return None;
    }
    if x & 1 != 0 {
        return Some(x);
    }
    if !Value::from_bits(x).is_kind(cx, Kind::Float) {
        return None;
    }
    let (low, high) = (ld(cx, x + 4), ld(cx, x + 8));
    let exponent = high >> 20 & 0x7FF;
    if exponent < 1023 {
        return Some(Value::int(0).to_bits());
    }
    // Up to 30 bits before the point, of the 32 highest ones.
    let digits = exponent - 1022;
    if digits > 30 {
        return None;
    }
    let highest = 1 << 31 | (high & 0xF_FFFF) << 11 | low >> 21;
    let n = (highest >> (32 - digits)) as i32;
    Some(Value::int(if (high as i32) < 0 { -n } else { n }).to_bits())
}

/// Makes an instance of the class in the window and enters its `__init__`: the arguments move up by four cells, behind
/// the instance, the method, the link to the stub and the receiver.
pub(super) fn instance(
    cx: &mut Cx,
    pc: u32,
    fp: u32,
    window: u32,
    count: u32,
    names: u32,
) -> Option<Next> {
    let class = ld(cx, window);
    let init = match cx.cache.recall(class + key::INIT, 0) {
        Some((init, _)) => init,
        None => plain_init(cx, class)?,
    };
    let first = window + 8;
    if first + 12 > cx.stack_limit() {
        return None;
    }
    let arguments = Arguments {
        first,
        count,
        names,
        bound: 1,
    };
    let cells = match init {
        key::ABSENT if count == 0 => 0,
        key::ABSENT => return None,
        f => arrange(cx, f, arguments)?,
    };
    // The layout is a tuple, and an overflow word follows its slots.
    let overflow = field(cx, class, word::FLAGS) >> 1 & flag::OVERFLOW as u32;
    let slots = header::words(ld(cx, field(cx, class, word::LAYOUT))) + overflow;
    // No room: the arguments in their new order go the general way, which collects.
    let instance = match cx.fresh(Kind::Instance, 1 + slots) {
        Some(at) => at,
        None if names == 0 && cells == count => return None,
        None => return Some(general(cx, pc, fp, window, cells)),
    };
    st(cx, instance + 4, class);
    for at in (instance + 8..instance + 8 + 4 * slots).step_by(4) {
        st(cx, at, 0);
    }
    if init == key::ABSENT {
        st(cx, c(cx, pc, fp).0, instance);
        return Some(Next { pc: pc + 6, fp });
    }
    for i in (0..cells).rev() {
        st(cx, first + 16 + 4 * i, ld(cx, first + 4 * i));
    }
    st(cx, window + 4, (pc + 6) | 1);
    st(cx, first, instance);
    st(cx, first + 12, instance);
    Some(start(cx, first + 4, init, cx.stubs.init_done))
}

/// A call of the window without keywords by the general way.
#[cold]
#[inline(never)]
fn general(cx: &mut Cx, pc: u32, fp: u32, window: u32, count: u32) -> Next {
    let none = super::call::no_keywords(cx);
    let r = super::call::enter(cx, window, count, none, pc + 6);
    super::call::finish(cx, pc, fp, window, r)
}

/// Runs Python code for an instruction that has no window: `f` with the receiver, in a frame above a stub frame. The
/// stub frame's end puts the result where the instruction wants it.
pub(super) fn getter(cx: &Cx, pc: u32, fp: u32, f: u32, receiver: u32) -> Option<Next> {
    let window = stub(cx, pc, fp, 0)?;
    st(cx, window + 8, receiver);
    Some(start(cx, window, f, cx.stubs.op_done))
}

/// Makes a stub frame above the running one, for Python code that the instruction at `pc` runs; answers the window for
/// its call. `marks`: two bits for the end of the stub frame.
pub(super) fn stub(cx: &Cx, pc: u32, fp: u32, marks: u32) -> Option<u32> {
    let window = fp + register_bytes(cx, fp);
    if window + 20 > cx.stack_limit() {
        return None;
    }
    st(cx, window, 0);
    // A link is where a call would go on; how long the instruction is its end knows.
    st(cx, window + 4, (pc + CALL_BYTES) | 1);
    let kept = (window - fp) | marks;
    st(cx, window + 8, Value::int(kept as i32).to_bits());
    Some(window + 12)
}

/// By how much a stub frame is shifted.
pub(super) fn stub_shift(cx: &Cx, fp: u32) -> u32 {
    Value::from_bits(ld(cx, fp)).as_small().unwrap_or(0) as u32 & !3
}

/// A read of an attribute of an instance that the cache knows: in a slot, or answered by a property's getter.
#[inline(always)]
pub(super) fn attribute(cx: &Cx, pc: u32, fp: u32) -> Option<Next> {
    let o = cx.get(b(cx, pc, fp));
    if !o.is_kind(cx, Kind::Instance) {
        return None;
    }
    let o = o.to_bits();
    let (entry, tag) = cx.cache.recall(ld(cx, o + 4), const6(cx, pc).to_bits())?;
    match tag {
        tag::GETTER => getter(cx, pc, fp, entry, o),
        tag::SLOT if ld(cx, o + entry) != 0 => {
            st(cx, a(cx, pc, fp).0, ld(cx, o + entry));
            Some(Next { pc: pc + 6, fp })
        }
        _ => None,
    }
}
