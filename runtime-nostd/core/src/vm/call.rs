//! Calls: functions with every kind of parameter, builtins, bound methods, classes, callable instances.
//!
//! A call window is callee, link, arguments. Whatever the callee is, it is reduced step by step (a bound method puts
//! its receiver in front, an instance becomes its `__call__`) until it is a function, which gets a frame, or a builtin,
//! which runs at once.

use super::frame::*;
use super::generator;
use super::unwind::unwind;
use super::{Next, ld, st};
use crate::cx::{Cx, Raised, Slot};
use crate::error;
use crate::native::{Args, TypeSlot};
use crate::object::class::flag;
use crate::object::function::{function_word, native_flag, native_word};
use crate::object::header::Kind;
use crate::object::value::Value;
use crate::protocol::attribute::{self, Found};
use crate::protocol::iterate;
use crate::wk::name;
use mpf_builtins_decl::Binding;
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
struct Given {
    window: u32,
    /// All values, keywords included.
    count: u32,
    /// Tuple of keyword names for the last values, or unbound.
    keywords: Slot,
}

/// Interrupts: nothing is injected yet, the word is cleared.
#[cold]
#[inline(never)]
pub(crate) fn attend(cx: &mut Cx, pc: u32, fp: u32) -> Next {
    cx.attention.set(0);
    Next { pc, fp }
}

/// Host: counts VM instructions; false when the fuel of build-time execution is used up.
#[cfg(not(target_os = "none"))]
#[inline(always)]
pub(crate) fn count_instruction(cx: &mut Cx) -> bool {
    cx.host.instructions += 1;
    if cx.host.instructions <= cx.host.fuel_end {
        return true;
    }
    cx.host.fuel_end = u64::MAX;
    cx.abort(crate::host::Abort::Fuel);
    false
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
fn insert(cx: &Cx, given: &mut Given, callee: u32, receiver: u32) {
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

/// Stale words above the parameters of a generator must not be copied as values: `create` copies parameters only, but
/// a collection in between looks at the whole frame.
fn clear_unbound_registers(cx: &Cx, fp: u32, code: u32) {
    let f = flags(cx, code);
    let bound = positional(cx, code)
        + keyword_only(cx, code)
        + u32::from(f & code_flags::VARARGS != 0)
        + u32::from(f & code_flags::VARKEYWORDS != 0);
    for i in bound..registers(cx, code) {
        st(cx, fp + 4 * i, 0);
    }
}

/// Arranges arguments as the parameters of a function: positional, keyword-only, `*args`, `**kwargs`.
/// The arguments are moved above the parameter cells first; sp covers them, so they stay roots.
fn bind(cx: &mut Cx, given: Given, code: u32) -> Result<(), Raised> {
    let fp = given.window + 8;
    let f = Slot(given.window);
    let kind = flags(cx, code);
    let (np, nk) = (positional(cx, code), keyword_only(cx, code));
    let (rest, kwargs) = (
        Slot(fp + 4 * (np + nk)),
        Slot(fp + 4 * (np + nk + u32::from(kind & code_flags::VARARGS != 0))),
    );
    let cells = np + nk + 2;
    let names = cx.get(given.keywords);
    let nkw = cx.tuple(names).map_or(0, |t| t.len());
    let npos = given.count - nkw;
    // Room for copies, plus one cell that keeps the keyword names alive.
    let copies = fp + 4 * cells;
    let end = copies + 4 * given.count + 4;
    cx.stack_room(end)?;
    let names = names.to_bits();
    for i in (0..given.count).rev() {
        st(cx, copies + 4 * i, ld(cx, fp + 4 * i));
    }
    let kept = Slot(copies + 4 * given.count);
    st(cx, kept.0, names);
    for i in 0..cells {
        st(cx, fp + 4 * i, 0);
    }
    cx.set_sp(end);
    for i in 0..npos.min(np) {
        st(cx, fp + 4 * i, ld(cx, copies + 4 * i));
    }
    if kind & code_flags::VARARGS != 0 {
        let extra = npos.saturating_sub(np);
        cx.make(rest, |cx| {
            cx.new_tuple(extra, |i| Value::from_bits(ld(cx, copies + 4 * (np + i))))
        })?;
    }
    if kind & code_flags::VARKEYWORDS != 0 {
        cx.make(kwargs, |cx| cx.new_dict())?;
    }
    for i in 0..nkw {
        let value = Slot(copies + 4 * (npos + i));
        let name = cx.tuple(cx.get(kept)).map_or(Value::UNBOUND, |t| t.get(i));
        match parameter_index(cx, code, name) {
            Some(p) if p >= positional_only(cx, code) || p >= np => {
                if ld(cx, fp + 4 * p) != 0 {
                    return Err(cx.type_error(
                        "{}() got multiple values for argument '{}'",
                        &[qualname(cx, code), name],
                    ));
                }
                st(cx, fp + 4 * p, ld(cx, value.0));
            }
            found => {
                if kind & code_flags::VARKEYWORDS == 0 {
                    return Err(match found {
                        Some(_) => cx.type_error("{}() got some positional-only arguments passed as keyword arguments: '{}'", &[qualname(cx, code), name]),
                        None => cx.type_error("{}() got an unexpected keyword argument '{}'", &[qualname(cx, code), name]),
                    });
                }
                let mut asked = 0;
                loop {
                    cx.need.set(0);
                    let name = cx.tuple(cx.get(kept)).map_or(Value::UNBOUND, |t| t.get(i));
                    match cx.dict_set_str(cx.get(kwargs), name, cx.get(value)) {
                        Ok(()) => break,
                        Err(_) => cx.answer(&mut asked)?,
                    }
                }
                cx.after_grant();
            }
        }
    }
    if npos > np && kind & code_flags::VARARGS == 0 {
        let named = (np..np + nk).filter(|&i| ld(cx, fp + 4 * i) != 0).count();
        return Err(too_many(cx, f, code, npos, named as i32));
    }
    fill_defaults(cx, f, fp, code)
}

/// Index of the parameter of that name among positional and keyword-only ones.
fn parameter_index(cx: &Cx, code: u32, name: Value<'_>) -> Option<u32> {
    let names = cx.tuple(parameter_names(cx, code))?;
    let n = positional(cx, code) + keyword_only(cx, code);
    (0..n).find(|&i| names.get(i).is(name)).or_else(|| {
        let text = cx.str(Value::from_bits(name.to_bits()))?.text();
        (0..n).find(|&i| cx.str(names.get(i)).is_some_and(|s| s.text() == text))
    })
}

fn fill_defaults(cx: &mut Cx, f: Slot, fp: u32, code: u32) -> Result<(), Raised> {
    let (np, nk) = (positional(cx, code), keyword_only(cx, code));
    let func = cx.get(f);
    let defaults = cx.function_field(func, function_word::DEFAULTS);
    let nd = cx.tuple(defaults).map_or(0, |t| t.len());
    let mut missing = 0;
    for i in 0..np {
        if ld(cx, fp + 4 * i) == 0 {
            if i + nd >= np {
                let d = cx
                    .tuple(defaults)
                    .map_or(Value::UNBOUND, |t| t.get(i + nd - np));
                st(cx, fp + 4 * i, d.to_bits());
            } else {
                missing += 1;
            }
        }
    }
    if missing > 0 {
        return Err(error::missing_arguments(cx, f, fp, code, 0, np, missing));
    }
    let keyword_defaults = cx.function_field(cx.get(f), function_word::KEYWORD_DEFAULTS);
    for i in np..np + nk {
        if ld(cx, fp + 4 * i) == 0 {
            let name = cx
                .tuple(parameter_names(cx, code))
                .map_or(Value::UNBOUND, |t| t.get(i));
            let d = cx.dict_get_str(keyword_defaults, name);
            if d.is_unbound() {
                missing += 1;
            }
            st(cx, fp + 4 * i, d.to_bits());
        }
    }
    if missing > 0 {
        return Err(error::missing_arguments(cx, f, fp, code, np, nk, missing));
    }
    Ok(())
}

#[cold]
fn too_many(cx: &mut Cx, f: Slot, code: u32, given: u32, named: i32) -> Raised {
    let func = cx.get(f);
    let np = positional(cx, code) as i32;
    let nd = cx
        .tuple(cx.function_field(func, function_word::DEFAULTS))
        .map_or(0, |t| t.len()) as i32;
    if nd > 0 || named > 0 {
        return error::too_many_positional(cx, code, np - nd, np, given as i32, named);
    }
    let name = qualname(cx, code);
    let (n, g) = (Value::int(np), Value::int(given as i32));
    match (np, given) {
        (1, 1) => cx.type_error(
            "{}() takes {} positional argument but {} was given",
            &[name, n, g],
        ),
        (1, _) => cx.type_error(
            "{}() takes {} positional argument but {} were given",
            &[name, n, g],
        ),
        (_, 1) => cx.type_error(
            "{}() takes {} positional arguments but {} was given",
            &[name, n, g],
        ),
        _ => cx.type_error(
            "{}() takes {} positional arguments but {} were given",
            &[name, n, g],
        ),
    }
}

/// Binds the arguments of a builtin and runs it.
fn call_native(cx: &mut Cx, given: Given) -> Result<(), Raised> {
    let native = cx.get(Slot(given.window));
    let shape = cx.raw_word(native, native_word::SHAPE);
    let [min, max, nk, flags] = shape.to_le_bytes();
    let (min, max, nk) = (min as u32, max as u32, nk as u32);
    let leaf = flags & native_flag::LEAF != 0;
    let entry = cx.raw_word(native, native_word::ENTRY);
    if given.count > 0
        && cx.raw_word(native, native_word::OWNER) != 0
        && attribute::native_binding(cx, native) == Binding::Method
    {
        let owner: Value<'_> = Value::from_bits(cx.raw_word(native, native_word::OWNER));
        let receiver = cx.get(Slot(given.window + 8));
        if !cx.type_of(receiver).is(owner) && !cx.class_of(receiver).derives_from(owner) {
            return Err(error::wrong_receiver(cx, native, receiver));
        }
    }
    let keywords = !cx.get(given.keywords).is_unbound();
    let mut count = given.count;
    if keywords || nk > 0 || flags & native_flag::VARARGS != 0 || count != max {
        count = bind_native(cx, given, min, max, nk, flags & native_flag::VARARGS != 0)?;
    }
    cx.set_sp(given.window + 8 + 4 * count);
    run_native(
        cx,
        Args {
            window: given.window,
            count,
        },
        entry,
        leaf,
    )
}

/// Runs a builtin whose arguments are in place.
pub(crate) fn run_native(cx: &mut Cx, args: Args, entry: u32, leaf: bool) -> Result<(), Raised> {
    if !leaf {
        return match cx.full_entry(entry) {
            Some(f) => f(cx, args),
            None => Err(cx.missing_from_image()),
        };
    }
    let Some(f) = cx.leaf_entry(entry) else {
        return Err(cx.missing_from_image());
    };
    cx.make(args.ret(), |cx| f(cx, args))
}

/// Arranges arguments as a builtin expects them: keyword-only first, then positional. Parameters left out are unbound.
fn bind_native(
    cx: &mut Cx,
    given: Given,
    min: u32,
    max: u32,
    nk: u32,
    varargs: bool,
) -> Result<u32, Raised> {
    let first = given.window + 8;
    let native = Slot(given.window);
    let nkw = cx.tuple(cx.get(given.keywords)).map_or(0, |t| t.len());
    let npos = given.count - nkw;
    if npos > max && !varargs {
        return Err(error::native_arity(cx, native, min, max, npos));
    }
    let count = nk + if varargs { npos.max(max) } else { max };
    let copies = first + 4 * count;
    let end = copies + 4 * given.count + 4;
    cx.stack_room(end)?;
    let names = cx.get(given.keywords).to_bits();
    for i in (0..given.count).rev() {
        st(cx, copies + 4 * i, ld(cx, first + 4 * i));
    }
    let kept = Slot(copies + 4 * given.count);
    st(cx, kept.0, names);
    for i in 0..count {
        st(cx, first + 4 * i, 0);
    }
    cx.set_sp(end);
    for i in 0..npos {
        st(cx, first + 4 * (nk + i), ld(cx, copies + 4 * i));
    }
    let n = cx.get(native);
    let parameters = Value::from_bits(cx.raw_word(n, native_word::NAMES)).to_bits();
    let positional_only = cx.raw_word(n, native_word::BINDING) & 0xFF;
    for i in 0..nkw {
        let name = cx.tuple(cx.get(kept)).map_or(Value::UNBOUND, |t| t.get(i));
        let text = cx.str(name).map_or("", |s| s.text());
        let list = cx.tuple(Value::from_bits(parameters));
        let at = list.and_then(|l| {
            (positional_only..l.len()).find(|&p| cx.str(l.get(p)).is_some_and(|s| s.text() == text))
        });
        let value = ld(cx, copies + 4 * (npos + i));
        let Some(p) = at else {
            // A last keyword-only parameter `**kwargs` takes what has no parameter of its own.
            let last = list.map_or(0, |l| l.len());
            let takes_any = last > 0
                && nk > 0
                && list
                    .and_then(|l| cx.str(l.get(last - 1)))
                    .is_some_and(|s| s.text().starts_with("**"));
            if !takes_any {
                return Err(error::native_keyword(cx, native, Slot(copies), name));
            }
            let cell = Slot(first + 4 * (nk - 1));
            if cx.get(cell).is_unbound() {
                cx.make(cell, |cx| cx.new_dict())?;
            }
            let mut asked = 0;
            loop {
                cx.need.set(0);
                let name = cx.tuple(cx.get(kept)).map_or(Value::UNBOUND, |t| t.get(i));
                // Read again: making the dict may have moved it.
                match cx.dict_set_str(
                    cx.get(cell),
                    name,
                    Value::from_bits(ld(cx, copies + 4 * (npos + i))),
                ) {
                    Ok(()) => break,
                    Err(_) => cx.answer(&mut asked)?,
                }
            }
            cx.after_grant();
            continue;
        };
        let cell = if p >= max { p - max } else { nk + p };
        if ld(cx, first + 4 * cell) != 0 {
            return Err(cx.type_error(
                "argument for {}() given by name ('{}') and position",
                &[error::native_name(cx, native), name],
            ));
        }
        st(cx, first + 4 * cell, value);
    }
    for i in 0..min {
        if ld(cx, first + 4 * (nk + i)) == 0 {
            return Err(error::native_arity(cx, native, min, max, npos));
        }
    }
    Ok(count)
}

/// Calls a class: makes the instance and enters `__init__`.
fn construct(cx: &mut Cx, mut given: Given, link: u32) -> Result<Outcome, Raised> {
    let class_at = cx.get(Slot(given.window));
    let Some(class) = cx.class(class_at) else {
        return Err(cx.missing_from_image());
    };
    if class.has(flag::BUILTIN) {
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
fn construct_from_base(cx: &mut Cx, given: Given) -> Result<(), Raised> {
    let class = cx.class(cx.get(Slot(given.window)));
    let Some(f) = class.and_then(|c| c.slot(TypeSlot::New)) else {
        let name = cx.get(Slot(given.window));
        return Err(cx.type_error("cannot create '{}' instances", &[name]));
    };
    construct_builtin(cx, given, f)
}

/// Runs a builtin constructor: its arguments are the class and those of the call.
fn construct_builtin(cx: &mut Cx, mut given: Given, f: crate::native::Full) -> Result<(), Raised> {
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
fn construct_with_new(cx: &mut Cx, given: Given, _link: u32) -> Result<Outcome, Raised> {
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
fn finish(cx: &mut Cx, pc: u32, fp: u32, window: u32, r: Result<Outcome, Raised>) -> Next {
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
fn no_keywords(cx: &Cx) -> Slot {
    cx.root(crate::cx::roots::NO_KEYWORDS)
}

#[unsafe(no_mangle)]
pub fn mpf_op_call(cx: &mut Cx, pc: u32, fp: u32) -> Next {
    let window = fp + na(cx, pc);
    let (n, none) = (nb(cx, pc), no_keywords(cx));
    let r = enter(cx, window, n, none, pc + 6);
    finish(cx, pc, fp, window, r)
}

#[unsafe(no_mangle)]
pub fn mpf_op_call_method(cx: &mut Cx, pc: u32, fp: u32) -> Next {
    settle(cx, fp);
    let window = fp + na(cx, pc);
    let mut n = nb(cx, pc);
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
    settle(cx, fp);
    let window = fp + na(cx, pc);
    let n = nb(cx, pc);
    let names = const6(cx, pc).to_bits();
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
