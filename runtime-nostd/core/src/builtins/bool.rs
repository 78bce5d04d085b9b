//! The type `bool`: constructor and text form. Operators are those of int, which knows when both sides are bools.

use crate::builtin_types;
use crate::cx::{Cx, Raised};
use crate::native::Args;
use crate::object::value::Value;
use crate::protocol::item;

/// Slot `New`: class, value.
#[unsafe(no_mangle)]
pub fn mpf_bool_new(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    let truth = !cx.arg(a, 1).is_unbound() && item::truth(cx, a.slot(1))?;
    cx.ret(a, Value::bool(truth));
    Ok(())
}

/// Slot `Repr`.
#[unsafe(no_mangle)]
pub fn mpf_bool_repr(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    super::none::immediate_repr(cx, a)
}

builtin_types! {
    "bool": "int", Int, "bool(x=False, /)", {
        New: mpf_bool_new,
        Repr: mpf_bool_repr,
    } [];
}
