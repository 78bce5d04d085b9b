//! Binding the arguments of a call to the parameters of a function: keywords, defaults, `*args` and `**kwargs`.

use super::call::Given;
use super::frame::*;
use super::{ld, st};
use crate::cx::{Cx, Raised, Slot};
use crate::error;
use crate::object::function::function_word;
use crate::object::value::Value;
use mpf_bytecode::code_flags;

/// Stale words above the parameters of a generator must not be copied as values: `create` copies parameters only, but
/// a collection in between looks at the whole frame.
pub(super) fn clear_unbound_registers(cx: &Cx, fp: u32, code: u32) {
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
pub(super) fn bind(cx: &mut Cx, given: Given, code: u32) -> Result<(), Raised> {
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
                        "{f}() got multiple values for argument '{}'",
                        &[Value::from_bits(code), name],
                    ));
                }
                st(cx, fp + 4 * p, ld(cx, value.0));
            }
            found => {
                if kind & code_flags::VARKEYWORDS == 0 {
                    return Err(match found {
                        Some(_) => cx.type_error("{f}() got some positional-only arguments passed as keyword arguments: '{}'", &[Value::from_bits(code), name]),
                        None => cx.type_error("{f}() got an unexpected keyword argument '{}'", &[Value::from_bits(code), name]),
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
pub(super) fn parameter_index(cx: &Cx, code: u32, name: Value<'_>) -> Option<u32> {
    let names = cx.tuple(parameter_names(cx, code))?;
    let n = positional(cx, code) + keyword_only(cx, code);
    (0..n).find(|&i| names.get(i).is(name)).or_else(|| {
        let text = cx.str(Value::from_bits(name.to_bits()))?.text();
        (0..n).find(|&i| cx.str(names.get(i)).is_some_and(|s| s.text() == text))
    })
}

pub(super) fn fill_defaults(cx: &mut Cx, f: Slot, fp: u32, code: u32) -> Result<(), Raised> {
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
pub(super) fn too_many(cx: &mut Cx, f: Slot, code: u32, given: u32, named: i32) -> Raised {
    let func = cx.get(f);
    let np = positional(cx, code) as i32;
    let nd = cx
        .tuple(cx.function_field(func, function_word::DEFAULTS))
        .map_or(0, |t| t.len()) as i32;
    error::too_many_positional(cx, code, np - nd, np, given as i32, named)
}
