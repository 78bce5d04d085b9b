//! Builtin functions that look at objects: isinstance, issubclass, callable, getattr, setattr, hasattr, delattr, vars,
//! dir is not here (it would keep every name).

use crate::cx::{Cx, Raised, Stop};
use crate::native::{Args, TypeSlot};
use crate::natives;
use crate::object::header::Kind;
use crate::object::value::Value;
use crate::protocol::attribute;
use crate::wk::name;

/// Whether `class` derives from a class or one of a (nested) tuple of classes; `None`: not classes.
fn derives(cx: &Cx, class: Value<'_>, what: Value<'_>, depth: u32) -> Option<bool> {
    let what: Value<'_> = Value::from_bits(what.to_bits());
    if let Some(t) = cx.tuple(what) {
        if depth == 0 {
            return None;
        }
        for item in t.iter() {
            if derives(cx, class, item, depth - 1)? {
                return Some(true);
            }
        }
        return Some(false);
    }
    let wanted = cx.class(what)?;
    Some(
        cx.class(Value::from_bits(class.to_bits()))?
            .derives_from(wanted.value()),
    )
}

#[unsafe(no_mangle)]
pub fn mpf_isinstance(cx: &Cx, a: Args) -> Result<Value<'_>, Stop> {
    match derives(cx, cx.type_of(cx.arg(a, 0)), cx.arg(a, 1), 16) {
        Some(yes) => Ok(Value::bool(yes)),
        None => Err(cx
            .type_error(
                "isinstance() arg 2 must be a type, a tuple of types, or a union",
                &[],
            )
            .into()),
    }
}

#[unsafe(no_mangle)]
pub fn mpf_issubclass(cx: &Cx, a: Args) -> Result<Value<'_>, Stop> {
    if cx.class(cx.arg(a, 0)).is_none() {
        return Err(cx
            .type_error("issubclass() arg 1 must be a class", &[])
            .into());
    }
    match derives(cx, cx.arg(a, 0), cx.arg(a, 1), 16) {
        Some(yes) => Ok(Value::bool(yes)),
        None => Err(cx
            .type_error(
                "issubclass() arg 2 must be a class, a tuple of classes, or a union",
                &[],
            )
            .into()),
    }
}

#[unsafe(no_mangle)]
pub fn mpf_callable(cx: &Cx, a: Args) -> Result<Value<'_>, Stop> {
    let v = cx.arg(a, 0);
    let yes = matches!(
        v.kind(cx),
        Some(Kind::Function | Kind::Native | Kind::Method | Kind::Type)
    ) || !attribute::lookup_special(cx, v, name::__call__(cx)).is_unbound()
        || cx.type_slot(v, TypeSlot::Call).is_some();
    Ok(Value::bool(yes))
}

fn check_name(cx: &Cx, a: Args, text: &'static str) -> Result<(), Raised> {
    if cx.str(cx.arg(a, 1)).is_some() {
        Ok(())
    } else {
        Err(cx.type_error(text, &[cx.arg(a, 1)]))
    }
}

#[unsafe(no_mangle)]
pub fn mpf_getattr(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    check_name(cx, a, "attribute name must be string, not '{t}'")?;
    if cx.arg(a, 2).is_unbound() {
        return attribute::get_attr(cx, a.slot(0), a.slot(1), a.ret());
    }
    if !attribute::find_attr(cx, a.slot(0), a.slot(1), a.ret())? {
        cx.ret(a, cx.arg(a, 2));
    }
    Ok(())
}

#[unsafe(no_mangle)]
pub fn mpf_hasattr(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    check_name(cx, a, "attribute name must be string, not '{t}'")?;
    let yes = attribute::find_attr(cx, a.slot(0), a.slot(1), a.ret())?;
    cx.ret(a, Value::bool(yes));
    Ok(())
}

#[unsafe(no_mangle)]
pub fn mpf_setattr(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    check_name(cx, a, "attribute name must be string, not '{t}'")?;
    attribute::set_attr(cx, a.slot(0), a.slot(1), a.slot(2))?;
    cx.ret(a, Value::NONE);
    Ok(())
}

#[unsafe(no_mangle)]
pub fn mpf_delattr(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    check_name(cx, a, "attribute name must be string, not '{t}'")?;
    attribute::del_attr(cx, a.slot(0), a.slot(1))?;
    cx.ret(a, Value::NONE);
    Ok(())
}

#[unsafe(no_mangle)]
pub fn mpf_vars(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    let (mut f, s) = cx.frame(1)?;
    f.set(s.at(0), name::__dict__(&f));
    if !attribute::find_attr(&mut f, a.slot(0), s.at(0), a.ret())? {
        return Err(f.type_error("vars() argument must have __dict__ attribute", &[]));
    }
    Ok(())
}

natives! {
    "" {
        Function leaf mpf_isinstance "isinstance(obj, class_or_tuple, /)" [];
        Function leaf mpf_issubclass "issubclass(cls, class_or_tuple, /)" [];
        Function leaf mpf_callable "callable(obj, /)" [];
        Function full mpf_getattr "getattr(object, name, default=None, /)" [ATTRIBUTES];
        Function full mpf_hasattr "hasattr(obj, name, /)" [ATTRIBUTES];
        Function full mpf_setattr "setattr(obj, name, value, /)" [ATTRIBUTES];
        Function full mpf_delattr "delattr(obj, name, /)" [ATTRIBUTES];
        Function full mpf_vars "vars(object, /)" [ATTRIBUTES];
    }
}
