//! The types of None, NotImplemented and `...`: text forms, truth, and their constructors, which give the one value.

use crate::builtin_types;
use crate::cx::{Cx, Raised};
use crate::native::Args;
use crate::object::value::Value;
use crate::protocol::text::immediate_text;

/// Slot `Repr` of values that are not objects.
pub fn immediate_repr(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    let text = immediate_text(cx.arg(a, 0)).unwrap_or("");
    cx.make(a.ret(), |cx| cx.new_str(text))
}

#[unsafe(no_mangle)]
pub fn mpf_none_repr(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    immediate_repr(cx, a)
}

/// Slot `Bool` of None.
#[unsafe(no_mangle)]
pub fn mpf_none_bool(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    cx.ret(a, Value::FALSE);
    Ok(())
}

#[unsafe(no_mangle)]
pub fn mpf_none_new(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    cx.ret(a, Value::NONE);
    Ok(())
}

#[unsafe(no_mangle)]
pub fn mpf_notimplemented_new(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    cx.ret(a, Value::NOT_IMPLEMENTED);
    Ok(())
}

#[unsafe(no_mangle)]
pub fn mpf_ellipsis_new(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    cx.ret(a, Value::ELLIPSIS);
    Ok(())
}

builtin_types! {
    "NoneType": "object", Instance, "NoneType()", { New: mpf_none_new, Repr: mpf_none_repr, Bool: mpf_none_bool } [];
    "NotImplementedType": "object", Instance, "NotImplementedType()", { New: mpf_notimplemented_new, Repr: mpf_none_repr } [];
    "ellipsis": "object", Instance, "ellipsis()", { New: mpf_ellipsis_new, Repr: mpf_none_repr } [];
}
