//! Cold operations on variables: unbound names, class-body names, cells.

use super::frame::*;
use super::{Next, ld, st};
use crate::cx::{Cx, Raised};
use crate::object::value::Value;
use crate::vm::unwind::unwind;
use crate::wk::ty;

/// Operations without a cold form: the loop performs them always.
#[unsafe(no_mangle)]
pub fn mpf_op_plain(_cx: &mut Cx, pc: u32, fp: u32) -> Next {
    Next { pc, fp }
}

/// NameError of a module global; the name is the text behind the slot number when the image keeps it.
#[unsafe(no_mangle)]
pub fn mpf_op_load_global(cx: &mut Cx, pc: u32, fp: u32) -> Next {
    settle(cx, fp);
    let name = cx.global_name(d4(cx, pc) / 4);
    cx.raise(ty::NameError(cx), "name '{}' is not defined", &[name]);
    unwind(cx, pc, fp)
}

#[unsafe(no_mangle)]
pub fn mpf_op_delete_global(cx: &mut Cx, pc: u32, fp: u32) -> Next {
    let at = cx.regions.globals + d4(cx, pc);
    if ld(cx, at) == 0 {
        return mpf_op_load_global(cx, pc, fp);
    }
    st(cx, at, 0);
    Next { pc: pc + 4, fp }
}

#[unsafe(no_mangle)]
pub fn mpf_op_load_global_or(cx: &mut Cx, pc: u32, fp: u32) -> Next {
    let v = ld(cx, cx.regions.globals + d6(cx, pc));
    cx.set(
        a(cx, pc, fp),
        if v != 0 {
            Value::from_bits(v)
        } else {
            cx.get(b(cx, pc, fp))
        },
    );
    Next { pc: pc + 6, fp }
}

#[unsafe(no_mangle)]
pub fn mpf_op_load_name(cx: &mut Cx, pc: u32, fp: u32) -> Next {
    settle(cx, fp);
    let name = const6(cx, pc);
    let found = cx.dict_get_str(cx.get(b(cx, pc, fp)), name);
    if !found.is_unbound() {
        cx.set(a(cx, pc, fp), found);
    } else if nc(cx, pc) != 0 {
        cx.raise(ty::NameError(cx), "name '{}' is not defined", &[name]);
        return unwind(cx, pc, fp);
    }
    Next { pc: pc + 6, fp }
}

#[unsafe(no_mangle)]
pub fn mpf_op_store_name(cx: &mut Cx, pc: u32, fp: u32) -> Next {
    settle(cx, fp);
    let mut asked = 0;
    loop {
        cx.need.set(0);
        let r = cx.dict_set_str(cx.get(b(cx, pc, fp)), const6(cx, pc), cx.get(a(cx, pc, fp)));
        match r {
            Ok(()) => {
                cx.after_grant();
                return Next { pc: pc + 6, fp };
            }
            Err(_) => {
                if cx.answer(&mut asked).is_err() {
                    return unwind(cx, pc, fp);
                }
            }
        }
    }
}

#[unsafe(no_mangle)]
pub fn mpf_op_delete_name(cx: &mut Cx, pc: u32, fp: u32) -> Next {
    settle(cx, fp);
    let name = const6(cx, pc);
    if !cx.dict_del_str(cx.get(b(cx, pc, fp)), name) {
        cx.raise(ty::NameError(cx), "name '{}' is not defined", &[name]);
        return unwind(cx, pc, fp);
    }
    Next { pc: pc + 6, fp }
}

#[unsafe(no_mangle)]
pub fn mpf_op_check_bound(cx: &mut Cx, pc: u32, fp: u32) -> Next {
    settle(cx, fp);
    unbound_local(cx, const4(cx, pc));
    unwind(cx, pc, fp)
}

fn unbound_local(cx: &Cx, name: Value<'_>) -> Raised {
    cx.raise(
        ty::UnboundLocalError(cx),
        "cannot access local variable '{}' where it is not associated with a value",
        &[name],
    )
}

#[unsafe(no_mangle)]
pub fn mpf_op_make_cell(cx: &mut Cx, pc: u32, fp: u32) -> Next {
    settle(cx, fp);
    let source = b(cx, pc, fp);
    let r = cx.make(a(cx, pc, fp), |cx| cx.new_cell(cx.get(source)));
    after(cx, pc, fp, 4, r)
}

#[unsafe(no_mangle)]
pub fn mpf_op_load_cell(cx: &mut Cx, pc: u32, fp: u32) -> Next {
    settle(cx, fp);
    cell_unbound(cx, pc, fp)
}

/// The error depends on whether the cell is this function's own or comes from an enclosing scope.
fn cell_unbound(cx: &mut Cx, pc: u32, fp: u32) -> Next {
    let name = const6(cx, pc);
    let f = function(cx, fp);
    let cell = cx.get(b(cx, pc, fp));
    let closure = if f.is_unbound() {
        f
    } else {
        cx.function_field(f, crate::object::function::function_word::CLOSURE)
    };
    let free = cx
        .tuple(closure)
        .is_some_and(|t| t.iter().any(|c| c.is(cell)));
    if free {
        cx.raise(ty::NameError(cx), "cannot access free variable '{}' where it is not associated with a value in enclosing scope", &[name]);
    } else {
        unbound_local(cx, name);
    }
    unwind(cx, pc, fp)
}

#[unsafe(no_mangle)]
pub fn mpf_op_delete_cell(cx: &mut Cx, pc: u32, fp: u32) -> Next {
    let cell = cx.get(b(cx, pc, fp));
    if cx.field(cell, 0).is_unbound() {
        settle(cx, fp);
        return cell_unbound(cx, pc, fp);
    }
    cx.set_field(cell, 0, Value::UNBOUND);
    Next { pc: pc + 6, fp }
}

#[unsafe(no_mangle)]
pub fn mpf_op_closure_cell(cx: &mut Cx, pc: u32, fp: u32) -> Next {
    let f = function(cx, fp);
    let closure = cx.function_field(f, crate::object::function::function_word::CLOSURE);
    cx.set(
        a(cx, pc, fp),
        cx.tuple(closure)
            .map_or(Value::UNBOUND, |t| t.get(nb(cx, pc))),
    );
    Next { pc: pc + 4, fp }
}
