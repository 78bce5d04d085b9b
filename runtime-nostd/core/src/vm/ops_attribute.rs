//! Cold operations on attributes.

use super::cache::tag;
use super::call_quick;
use super::frame::*;
use super::unwind::unwind;
use super::{Next, st};
use crate::cx::{Cx, Raised, Slot};
use crate::object::header::Kind;
use crate::object::value::Value;
use crate::protocol::attribute::{self, Found};

/// The name operand in a scratch cell, for protocol functions.
fn with_name(
    cx: &mut Cx,
    pc: u32,
    f: impl FnOnce(&mut Cx, Slot) -> Result<(), Raised>,
) -> Result<(), Raised> {
    let name = const6(cx, pc).to_bits();
    let (mut cx, s) = cx.frame(1)?;
    cx.set(s.at(0), Value::from_bits(name));
    f(&mut cx, s.at(0))
}

#[unsafe(no_mangle)]
pub fn mpf_op_get_attr(cx: &mut Cx, pc: u32, fp: u32) -> Next {
    if let Some(next) = call_quick::attribute(cx, pc, fp) {
        return next;
    }
    let (dst, obj) = (a(cx, pc, fp), b(cx, pc, fp));
    if let Found::Plain(v) = attribute::find(cx, cx.get(obj), const6(cx, pc)) {
        cx.set(dst, v);
        return Next { pc: pc + 6, fp };
    }
    settle(cx, fp);
    let r = with_name(cx, pc, |cx, name| attribute::get_attr(cx, obj, name, dst));
    after(cx, pc, fp, 6, r)
}

#[unsafe(no_mangle)]
pub fn mpf_op_set_attr(cx: &mut Cx, pc: u32, fp: u32) -> Next {
    let (value, obj) = (a(cx, pc, fp), b(cx, pc, fp));
    let o = cx.get(obj);
    if o.is_kind(cx, Kind::Instance)
        && let Some((entry, tag::SLOT)) = cx.class_of(o).known(const6(cx, pc))
    {
        st(cx, o.to_bits() + entry, cx.get(value).to_bits());
        return Next { pc: pc + 6, fp };
    }
    settle(cx, fp);
    let r = with_name(cx, pc, |cx, name| attribute::set_attr(cx, obj, name, value));
    after(cx, pc, fp, 6, r)
}

#[unsafe(no_mangle)]
pub fn mpf_op_del_attr(cx: &mut Cx, pc: u32, fp: u32) -> Next {
    settle(cx, fp);
    let obj = b(cx, pc, fp);
    let r = with_name(cx, pc, |cx, name| attribute::del_attr(cx, obj, name));
    after(cx, pc, fp, 6, r)
}

/// Special method for `with`: A = the method bound to B; looked up on the class only.
#[unsafe(no_mangle)]
pub fn mpf_op_load_special(cx: &mut Cx, pc: u32, fp: u32) -> Next {
    settle(cx, fp);
    let (window, obj) = (a(cx, pc, fp), b(cx, pc, fp));
    let o = cx.get(obj);
    let found = cx.class_of(o).lookup(const6(cx, pc));
    if found.is_unbound() {
        let text = match cx.str(const6(cx, pc)).map(|s| s.text()) {
            Some("__exit__") => {
                "'{t}' object does not support the context manager protocol (missed __exit__ method)"
            }
            _ => "'{t}' object does not support the context manager protocol",
        };
        cx.type_error(text, &[o]);
        return unwind(cx, pc, fp);
    }
    let found = found.to_bits();
    let at = window.0;
    let r = cx.frame(2).and_then(|(mut cx, s)| {
        cx.set(s.at(0), Value::from_bits(found));
        cx.make(Slot(at), |cx| {
            match attribute::bind_on_instance(cx, cx.get(s.at(0))) {
                Found::Bind(f) => cx.new_method(f, cx.get(obj)),
                Found::BindClass(f) => cx.new_method(f, cx.type_of(cx.get(obj))),
                Found::Plain(f) | Found::Get(f) => Ok(f),
                Found::Hook | Found::Missing => Ok(cx.get(s.at(0))),
            }
        })
    });
    after(cx, pc, fp, 6, r)
}

/// `super().name` without the super object.
#[unsafe(no_mangle)]
pub fn mpf_op_load_super(cx: &mut Cx, pc: u32, fp: u32) -> Next {
    settle(cx, fp);
    let (dst, class, obj) = (a(cx, pc, fp), b(cx, pc, fp), c(cx, pc, fp));
    let r = with_name(cx, pc, |cx, name| {
        crate::builtins::descriptor::super_attr(cx, class, obj, name, dst)
    });
    after(cx, pc, fp, 6, r)
}

/// Attribute or unbound, for class patterns.
#[unsafe(no_mangle)]
pub fn mpf_op_load_method_of(cx: &mut Cx, pc: u32, fp: u32) -> Next {
    settle(cx, fp);
    let (dst, obj) = (a(cx, pc, fp), b(cx, pc, fp));
    let r = with_name(cx, pc, |cx, name| {
        if !attribute::find_attr(cx, obj, name, dst)? {
            cx.set(dst, Value::UNBOUND);
        }
        Ok(())
    });
    after(cx, pc, fp, 6, r)
}
