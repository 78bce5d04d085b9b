//! Descriptors: property, classmethod, staticmethod, super. Python data model, section 3.3.2; builtin functions.

use crate::cx::{Cx, Raised, Slot, Slots, Stop};
use crate::native::Args;
use crate::object::class::Class;
use crate::object::header::Kind;
use crate::object::value::Value;
use crate::protocol::attribute::{self, Found};
use crate::wk::ty;
use crate::{builtin_types, natives};

/// The function inside a staticmethod (as `__new__` is one implicitly), or the value itself.
pub(crate) fn unwrap_static<'h>(cx: &'h Cx, v: Value<'h>) -> Value<'h> {
    let wrapped =
        v.is_kind(cx, Kind::Instance) && cx.class_of(v).derives_from(ty::staticmethod(cx));
    if wrapped { cx.instance_slot(v, 0) } else { v }
}

/// Prepares the window of a special method call: callee, link, receiver, arguments. A staticmethod loses the receiver,
/// a classmethod gets the class; the number of arguments that remain.
pub(crate) fn bind_special(cx: &mut Cx, s: Slots, n: u32) -> Result<u32, Raised> {
    let v = cx.get(s.at(0));
    if !v.is_kind(cx, Kind::Instance) {
        return Ok(n);
    }
    let class = cx.class_of(v);
    if class.derives_from(ty::classmethod(cx)) {
        cx.set(s.at(0), cx.instance_slot(v, 0));
        cx.set(s.at(2), cx.type_of(cx.get(s.at(2))));
        return Ok(n);
    }
    if class.derives_from(ty::staticmethod(cx)) {
        cx.set(s.at(0), cx.instance_slot(v, 0));
    }
    // Callable instances do not bind either.
    for i in 1..n {
        cx.set(s.at(1 + i), cx.get(s.at(2 + i)));
    }
    Ok(n - 1)
}

/// `super(class, obj).attr` into `dst`.
pub(crate) fn super_attr(
    cx: &mut Cx,
    class: Slot,
    obj: Slot,
    attr: Slot,
    dst: Slot,
) -> Result<(), Raised> {
    let (mut cx, s) = cx.frame(2)?;
    let cx = &mut *cx;
    let o = cx.get(obj);
    let start = cx.get(class);
    // On a class (`__new__`, class methods) the order is that class's own.
    let on_class = cx.class(o).is_some_and(|c| c.derives_from(start));
    let of = if on_class { o } else { cx.type_of(o) };
    let Some(order) = cx.class(of).and_then(Class::mro) else {
        return Err(cx.type_error(
            "super(type, obj): obj must be an instance or subtype of type",
            &[],
        ));
    };
    let Some(at) = (0..order.len()).find(|&i| order.get(i).is(start)) else {
        return Err(cx.type_error(
            "super(type, obj): obj must be an instance or subtype of type",
            &[],
        ));
    };
    let found = cx
        .class(of)
        .map_or(Value::UNBOUND, |c| c.lookup_from(at + 1, cx.get(attr)));
    if found.is_unbound() {
        return Err(cx.raise(
            ty::AttributeError(cx),
            "'super' object has no attribute '{}'",
            &[cx.get(attr)],
        ));
    }
    let found_bits = found.to_bits();
    cx.set(s.at(0), Value::from_bits(found_bits));
    match attribute::bind_on_instance(cx, cx.get(s.at(0))) {
        Found::Bind(f) if on_class => {
            let f = f.to_bits();
            cx.set(dst, Value::from_bits(f));
            Ok(())
        }
        Found::Bind(f) => {
            let f = f.to_bits();
            cx.set(s.at(1), Value::from_bits(f));
            cx.make(dst, |cx| cx.new_method(cx.get(s.at(1)), cx.get(obj)))
        }
        Found::BindClass(f) => {
            let f = f.to_bits();
            cx.set(s.at(1), Value::from_bits(f));
            cx.make(dst, |cx| {
                let o = cx.get(obj);
                cx.new_method(cx.get(s.at(1)), if on_class { o } else { cx.type_of(o) })
            })
        }
        Found::Get(_) => attribute::run_getter(cx, found_bits, obj, dst),
        Found::Plain(v) => {
            let v = v.to_bits();
            cx.set(dst, Value::from_bits(v));
            Ok(())
        }
        Found::Hook | Found::Missing => Err(cx.missing_from_image()),
    }
}

/// `super(type, obj)` as an object.
#[unsafe(no_mangle)]
pub fn mpf_super_new(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    if cx.class(cx.arg(a, 1)).is_none() {
        return Err(cx.type_error(
            "super() argument 1 must be a type, not {t}",
            &[cx.arg(a, 1)],
        ));
    }
    let (start, o) = (cx.arg(a, 1), cx.arg(a, 2));
    if !o.is_unbound()
        && !cx.class_of(o).derives_from(start)
        && !cx.class(o).is_some_and(|c| c.derives_from(start))
    {
        return Err(cx.type_error(
            "super(type, obj): obj must be an instance or subtype of type",
            &[],
        ));
    }
    cx.make(a.ret(), |cx| {
        let v = cx.new_instance(ty::Super(cx))?;
        cx.set_instance_slot(v, 0, cx.arg(a, 1));
        cx.set_instance_slot(v, 1, cx.arg(a, 2));
        Ok(v)
    })
}

#[unsafe(no_mangle)]
pub fn mpf_super_getattr(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    let (mut f, s) = cx.frame(2)?;
    let v = f.arg(a, 0);
    f.set(s.at(0), f.instance_slot(v, 0));
    f.set(s.at(1), f.instance_slot(v, 1));
    super_attr(&mut f, s.at(0), s.at(1), a.slot(1), a.ret())
}

/// Fields of a property: getter, setter, deleter.
const PROPERTY_FIELDS: u32 = 3;

#[unsafe(no_mangle)]
pub fn mpf_property_new(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    cx.make(a.ret(), |cx| {
        let v = cx.new_instance(cx.arg(a, 0))?;
        for i in 0..PROPERTY_FIELDS {
            let x = cx.arg(a, 1 + i);
            cx.set_instance_slot(v, i, if x.is_unbound() { Value::NONE } else { x });
        }
        Ok(v)
    })
}

/// A copy of a property with field `i` replaced.
fn property_with(cx: &mut Cx, a: Args, i: u32) -> Result<(), Raised> {
    cx.make(a.ret(), |cx| {
        let old = cx.arg(a, 0);
        let v = cx.new_instance(cx.type_of(old))?;
        for k in 0..PROPERTY_FIELDS {
            cx.set_instance_slot(
                v,
                k,
                if k == i {
                    cx.arg(a, 1)
                } else {
                    cx.instance_slot(old, k)
                },
            );
        }
        Ok(v)
    })
}

#[unsafe(no_mangle)]
pub fn mpf_property_getter(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    property_with(cx, a, 0)
}
#[unsafe(no_mangle)]
pub fn mpf_property_setter(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    property_with(cx, a, 1)
}
#[unsafe(no_mangle)]
pub fn mpf_property_deleter(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    property_with(cx, a, 2)
}

/// classmethod(f), staticmethod(f): one field.
#[unsafe(no_mangle)]
pub fn mpf_wrapper_new(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    cx.make(a.ret(), |cx| {
        let v = cx.new_instance(cx.arg(a, 0))?;
        cx.set_instance_slot(v, 0, cx.arg(a, 1));
        Ok(v)
    })
}

/// A staticmethod object can be called directly.
#[unsafe(no_mangle)]
pub fn mpf_staticmethod_call(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    let n = a.len() - 1;
    let (mut f, s) = cx.frame(n + 2)?;
    let v = f.arg(a, 0);
    f.set(s.at(0), f.instance_slot(v, 0));
    for i in 0..n {
        f.set(s.at(2 + i), f.arg(a, 1 + i));
    }
    crate::protocol::call::call(&mut f, s, n)?;
    let v = f.get(s.at(0));
    f.ret(a, v);
    Ok(())
}

#[unsafe(no_mangle)]
pub fn mpf_wrapper_func(cx: &Cx, a: Args) -> Result<Value<'_>, Stop> {
    Ok(cx.instance_slot(cx.arg(a, 0), 0))
}

natives! {
    "property" {
        Method full mpf_property_getter "getter(self, fget, /)" [];
        Method full mpf_property_setter "setter(self, fset, /)" [];
        Method full mpf_property_deleter "deleter(self, fdel, /)" [];
    }
    "classmethod" {
        Getter leaf mpf_wrapper_func "__func__(self)" [];
    }
    "staticmethod" {
        Getter leaf mpf_wrapper_func "__func__(self)" [];
    }
}

builtin_types! {
    "property": "object", Instance, "property(fget=None, fset=None, fdel=None, doc=None)", { New: mpf_property_new } ["fget" "fset" "fdel"];
    "classmethod": "object", Instance, "classmethod(function, /)", { New: mpf_wrapper_new } [".function"];
    "staticmethod": "object", Instance, "staticmethod(function, /)", { New: mpf_wrapper_new, Call: mpf_staticmethod_call } [".function"];
    "super": "object", Instance, "super(type, object=None, /)", { New: mpf_super_new, GetAttr: mpf_super_getattr } [".type" ".object"];
}
