//! Calls of builtins: their arguments are put where the declared signature wants them.

use super::call::{Given, Outcome, finish};
use super::frame::{na, nb};
use super::{Next, ld, st};
use crate::cx::{Cx, Raised, Slot};
use crate::error;
use crate::native::Args;
use crate::object::function::{native_flag, native_word};
use crate::object::value::Value;
use crate::protocol::attribute;
use mpf_builtins_decl::Binding;

/// Binds the arguments of a builtin and runs it.
pub(super) fn call_native(cx: &mut Cx, given: Given) -> Result<(), Raised> {
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
    if !keywords && flags & native_flag::VARARGS == 0 && (min..=max).contains(&count) {
        // Keyword-only parameters come first; what is not given is unbound.
        let first = given.window + 8;
        cx.stack_room(first + 4 * (nk + max))?;
        if nk > 0 {
            for i in (0..count).rev() {
                st(cx, first + 4 * (nk + i), ld(cx, first + 4 * i));
            }
        }
        for i in (0..nk).chain(nk + count..nk + max) {
            st(cx, first + 4 * i, 0);
        }
        count = nk + max;
    } else {
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

/// Puts `count` positional arguments where a builtin of this shape expects them: keyword-only parameters come first, and
/// what is not given is unbound. The number of cells they then take, for which there must be room.
pub(super) fn fill(cx: &Cx, window: u32, shape: u32, count: u32) -> u32 {
    let [_, max, nk, _] = shape.to_le_bytes();
    let (first, max, nk) = (window + 8, max as u32, nk as u32);
    if nk > 0 {
        for i in (0..count).rev() {
            st(cx, first + 4 * (nk + i), ld(cx, first + 4 * i));
        }
    }
    for i in (0..nk).chain(nk + count..nk + max) {
        st(cx, first + 4 * i, 0);
    }
    nk + count.max(max)
}

/// `Call` in a program that calls nothing but builtins, and each with as many positional arguments as it takes.
#[unsafe(no_mangle)]
pub fn mpf_op_call_builtin(cx: &mut Cx, pc: u32, fp: u32) -> Next {
    let (window, count) = (fp + na(cx, pc), nb(cx, pc));
    let run = |cx: &mut Cx| {
        let shape = cx.raw_word(cx.get(Slot(window)), native_word::SHAPE);
        let [_, max, nk, _] = shape.to_le_bytes();
        cx.frame_room(window + 8 + 4 * (count + max as u32 + nk as u32))?;
        run_filled(cx, window, shape, count)
    };
    let r = run(cx);
    finish(cx, pc, fp, window, r.map(|()| Outcome::Done))
}

/// Runs the builtin in the window with positional arguments that it takes, after `fill`.
pub(super) fn run_filled(cx: &mut Cx, window: u32, shape: u32, count: u32) -> Result<(), Raised> {
    let count = fill(cx, window, shape, count);
    cx.set_sp(window + 8 + 4 * count);
    let entry = cx.raw_word(cx.get(Slot(window)), native_word::ENTRY);
    let leaf = shape.to_le_bytes()[3] & native_flag::LEAF != 0;
    run_native(cx, Args { window, count }, entry, leaf)
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
pub(super) fn bind_native(
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
