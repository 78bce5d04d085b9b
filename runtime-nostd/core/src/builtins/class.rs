//! Classes as objects: instances of builtin bases, `type`, and the attributes that are computed (`__class__`, `__dict__`,
//! `__name__` …). Python data model, section 3.3. Making a class is in `class_make.rs`.

use crate::cx::{Cx, Raised, Slot, Stop, roots};
use crate::native::Args;
use crate::object::class::{Class, flag, word};
use crate::object::function::function_word;
use crate::object::header::Kind;
use crate::object::value::Value;
use crate::protocol::attribute;
use crate::protocol::call::call_special;
use crate::protocol::text::StrBuilder;
use crate::wk::{name, ty};
use crate::{builtin_types, natives};

pub use super::class_make::make;
pub(crate) use super::class_make::refresh_hooks;

// ---- instances of builtin bases

/// First builtin class in the order of a class that is not `object`'s kind of plain instance.
fn builtin_base<'h>(cx: &'h Cx, class: Value<'h>) -> Value<'h> {
    cx.class(class)
        .and_then(Class::mro)
        .and_then(|m| {
            m.iter()
                .find(|c| cx.class(*c).is_some_and(|c| c.has(flag::BUILTIN)))
        })
        .unwrap_or(Value::UNBOUND)
}

/// The object that binds a builtin constructor's arguments, if the type has a signature.
pub(crate) fn constructor(cx: &Cx, class: Slot) -> Option<u32> {
    let base = builtin_base(cx, cx.get(class));
    let order = cx.class(base)?.mro()?;
    order.iter().find_map(|c| {
        let found = cx.dict_get_str(cx.class(c)?.namespace(), name::__classcell__(cx));
        (!found.is_unbound()).then(|| found.to_bits())
    })
}

/// Calls the constructor of the builtin base of `class` with `n` arguments from `first` on, the last ones by the names
/// in the cell `keywords`.
pub(crate) fn payload_from(
    cx: &mut Cx,
    class: Slot,
    first: Slot,
    n: u32,
    keywords: Slot,
    dst: Slot,
) -> Result<(), Raised> {
    let (mut cx, s) = cx.frame(n + 3)?;
    let base = builtin_base(&cx, cx.get(class)).to_bits();
    cx.set(s.at(0), cx.get(keywords));
    cx.set(s.at(1), Value::from_bits(base));
    for i in 0..n {
        cx.set(s.at(3 + i), cx.get(Slot(first.0 + 4 * i)));
    }
    crate::vm::call::call_window(&mut cx, s.at(1).0, n, s.at(0))?;
    cx.set(dst, cx.get(s.at(1)));
    Ok(())
}

/// The same for a builtin with the signature `(kwargs, self or class, args…)`.
fn payload_of_call(cx: &mut Cx, class: Slot, a: Args, dst: Slot) -> Result<(), Raised> {
    let n = a.len() - 2;
    let nk = if cx.arg(a, 0).is_unbound() {
        0
    } else {
        cx.dict_len(cx.arg(a, 0))
    };
    let (mut f, s) = cx.frame(n + nk + 1)?;
    let cx = &mut *f;
    for i in 0..n {
        cx.set(s.at(1 + i), cx.arg(a, 2 + i));
    }
    if nk > 0 {
        cx.make(s.at(0), |cx| {
            let mut at = 0;
            cx.new_tuple(nk, |_| {
                cx.dict_entry(cx.arg(a, 0), &mut at)
                    .map_or(Value::NONE, |(k, _)| k)
            })
        })?;
        let mut at = 0;
        for i in 0..nk {
            let v = cx
                .dict_entry(cx.arg(a, 0), &mut at)
                .map_or(Value::NONE, |(_, v)| v);
            cx.set(s.at(1 + n + i), v);
        }
    }
    payload_from(cx, class, Slot(s.base + 4), n + nk, s.at(0), dst)
}

/// Whether the builtin base of a class gets its content in `__init__` (list, dict, set), not when it is made.
pub(crate) fn fills_in_init(cx: &Cx, class: Value<'_>) -> bool {
    let base = builtin_base(cx, Value::from_bits(class.to_bits()));
    cx.class(base).is_some_and(|c| {
        matches!(
            c.instance_kind(),
            Kind::List | Kind::Dict | Kind::Set | Kind::ByteArray
        )
    }) && !base.is(ty::frozenset(cx))
}

// ---- computed attributes

/// Stores one of the computed attributes of classes, functions and exceptions. False: it is not one of those.
pub(crate) fn set_builtin_attribute(
    cx: &mut Cx,
    obj: Slot,
    attr: Slot,
    value: Slot,
) -> Result<bool, Raised> {
    let o = cx.get(obj);
    let Some(text) = cx.str(cx.get(attr)).map(|s| s.text()) else {
        return Ok(false);
    };
    match (o.kind(cx), text) {
        (Some(Kind::Function), "__defaults__" | "__kwdefaults__") => {
            let (i, v) = (
                if text == "__defaults__" {
                    function_word::DEFAULTS
                } else {
                    function_word::KEYWORD_DEFAULTS
                },
                cx.get(value),
            );
            let right = if i == function_word::DEFAULTS {
                cx.tuple(v).is_some()
            } else {
                cx.dict(v).is_some()
            };
            if !right && !v.is_none() && !v.is_unbound() {
                let what = cx.get(attr);
                return Err(cx.type_error(
                    "{} must be set to a {} object",
                    &[
                        what,
                        if i == function_word::DEFAULTS {
                            ty::tuple(cx)
                        } else {
                            ty::dict(cx)
                        },
                    ]
                    .map(|x| cx.class(x).map_or(x, |c| c.name())),
                ));
            }
            if i >= cx.words(o) {
                return Err(cx.missing_from_image());
            }
            cx.set_field(o, i, if v.is_none() { Value::UNBOUND } else { v });
        }
        (Some(Kind::Function), "__name__" | "__qualname__") if cx.str(cx.get(value)).is_none() => {
            return Err(cx.type_error("{} must be set to a string object", &[cx.get(attr)]));
        }
        (Some(Kind::Type), "__name__") => cx.set_field(o, word::NAME, cx.get(value)),
        (Some(Kind::Type), "__qualname__") => cx.set_field(o, word::QUALNAME, cx.get(value)),
        (Some(Kind::Instance), "__class__") => {
            let new = cx.get(value);
            let same = match (cx.class(new), cx.class_of(o).layout()) {
                (Some(c), Some(old)) => {
                    let flags = flag::OVERFLOW | flag::PAYLOAD | flag::EXCEPTION | flag::BUILTIN;
                    c.flags() & flags == cx.class_of(o).flags() & flags
                        && c.layout().is_some_and(|l| {
                            l.len() == old.len() && l.iter().zip(old.iter()).all(|(a, b)| a.is(b))
                        })
                }
                _ => false,
            };
            if !same {
                return Err(cx.type_error(
                    "__class__ assignment: '{}' object layout differs from '{t}'",
                    &[cx.class(new).map_or(new, |c| c.name()), o],
                ));
            }
            cx.set_field(o, 0, cx.get(value));
            // The object may be a descriptor of a class.
            cx.cache.clear();
        }
        _ => return Ok(false),
    }
    Ok(true)
}

#[unsafe(no_mangle)]
pub fn mpf_object_class(cx: &Cx, a: Args) -> Result<Value<'_>, Stop> {
    Ok(cx.type_of(cx.arg(a, 0)))
}

/// `__dict__`: a new dict of the attributes in slot order (a view in the documented sense, not live).
#[unsafe(no_mangle)]
pub fn mpf_object_dict(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    let (mut f, s) = cx.frame(3)?;
    let cx = &mut *f;
    let o = a.slot(0);
    if cx.class(cx.get(o)).is_some() {
        cx.ret(a, cx.field(cx.get(o), word::NAMESPACE));
        return cx.make(a.ret(), |cx| {
            cx.copy_dict(cx.field(cx.get(o), word::NAMESPACE))
        });
    }
    if cx.get(o).is_kind(cx, Kind::Function) {
        let attributes = cx.function_field(cx.get(o), function_word::ATTRIBUTES);
        if !attributes.is_unbound() {
            return cx.make(a.ret(), |cx| {
                cx.copy_dict(cx.function_field(cx.get(o), function_word::ATTRIBUTES))
            });
        }
        return cx.make(a.ret(), |cx| cx.new_dict());
    }
    cx.make(s.at(0), |cx| cx.new_dict())?;
    if !cx.get(o).is_kind(cx, Kind::Instance) || cx.class_of(cx.get(o)).has(flag::SLOTTED) {
        return Err(cx.raise(
            ty::AttributeError(cx),
            "'{t}' object has no attribute '__dict__'",
            &[cx.get(o)],
        ));
    }
    let first = u32::from(cx.class_of(cx.get(o)).has_payload());
    let n = cx.class_of(cx.get(o)).layout().map_or(0, |l| l.len());
    let skip = if cx.class_of(cx.get(o)).is_exception() {
        exception_fields(cx)
    } else {
        first
    };
    for i in skip..n {
        let v = cx.instance_slot(cx.get(o), i);
        if v.is_unbound() {
            continue;
        }
        cx.set(s.at(1), v);
        let key = cx
            .class_of(cx.get(o))
            .layout()
            .map_or(Value::NONE, |l| l.get(i));
        cx.set(s.at(2), key);
        attribute::store_name(cx, s.at(0), s.at(2), s.at(1))?;
    }
    let class = cx.class_of(cx.get(o));
    if class.has(flag::OVERFLOW) {
        let extra = cx
            .instance_slot(cx.get(o), class.slot_count() - 1)
            .to_bits();
        if extra != 0 {
            let mut at = 0;
            loop {
                cx.set(
                    s.at(1),
                    cx.instance_slot(cx.get(o), cx.class_of(cx.get(o)).slot_count() - 1),
                );
                let Some((k, v)) = cx.dict_entry(cx.get(s.at(1)), &mut at) else {
                    break;
                };
                cx.set(s.at(2), k);
                cx.set(s.at(1), v);
                attribute::store_name(cx, s.at(0), s.at(2), s.at(1))?;
            }
        }
    }
    cx.ret(a, cx.get(s.at(0)));
    Ok(())
}

fn exception_fields(cx: &Cx) -> u32 {
    cx.class(ty::BaseException(cx))
        .and_then(Class::layout)
        .map_or(0, |l| l.len())
}

#[unsafe(no_mangle)]
pub fn mpf_object_doc(cx: &Cx, a: Args) -> Result<Value<'_>, Stop> {
    let v = cx.class_of(cx.arg(a, 0)).lookup_user(name::__doc__(cx));
    Ok(if v.is_unbound() { Value::NONE } else { v })
}

#[unsafe(no_mangle)]
pub fn mpf_object_module(cx: &Cx, a: Args) -> Result<Value<'_>, Stop> {
    let m = cx.field(cx.type_of(cx.arg(a, 0)), word::MODULE);
    Ok(if m.is_unbound() { Value::NONE } else { m })
}

/// A getter of `type` for one word of the class.
fn class_word<'h>(cx: &'h Cx, a: Args, i: u32) -> Result<Value<'h>, Stop> {
    let v = cx.field(cx.arg(a, 0), i);
    Ok(if v.is_unbound() { Value::NONE } else { v })
}

#[unsafe(no_mangle)]
pub fn mpf_type_get_name(cx: &Cx, a: Args) -> Result<Value<'_>, Stop> {
    class_word(cx, a, word::NAME)
}
#[unsafe(no_mangle)]
pub fn mpf_type_get_qualname(cx: &Cx, a: Args) -> Result<Value<'_>, Stop> {
    class_word(cx, a, word::QUALNAME)
}
#[unsafe(no_mangle)]
pub fn mpf_type_get_module(cx: &Cx, a: Args) -> Result<Value<'_>, Stop> {
    class_word(cx, a, word::MODULE)
}
#[unsafe(no_mangle)]
pub fn mpf_type_get_bases(cx: &Cx, a: Args) -> Result<Value<'_>, Stop> {
    class_word(cx, a, word::BASES)
}
#[unsafe(no_mangle)]
pub fn mpf_type_get_mro(cx: &Cx, a: Args) -> Result<Value<'_>, Stop> {
    class_word(cx, a, word::MRO)
}
#[unsafe(no_mangle)]
pub fn mpf_type_get_base(cx: &Cx, a: Args) -> Result<Value<'_>, Stop> {
    Ok(cx
        .tuple(cx.field(cx.arg(a, 0), word::BASES))
        .filter(|b| !b.is_empty())
        .map_or(Value::NONE, |b| b.get(0)))
}
#[unsafe(no_mangle)]
pub fn mpf_type_get_doc(cx: &Cx, a: Args) -> Result<Value<'_>, Stop> {
    let v = cx.dict_get_str(cx.field(cx.arg(a, 0), word::NAMESPACE), name::__doc__(cx));
    Ok(if v.is_unbound() { Value::NONE } else { v })
}
#[unsafe(no_mangle)]
pub fn mpf_type_mro(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    cx.make(a.ret(), |cx| {
        let m = cx.class(cx.arg(a, 0)).and_then(Class::mro);
        cx.new_list(m.map_or(0, |m| m.len()), |i| {
            m.map_or(Value::NONE, |m| m.get(i))
        })
    })
}

/// `<class '__main__.A'>`
#[unsafe(no_mangle)]
pub fn mpf_type_repr(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    let (mut f, s) = cx.frame(2)?;
    let cx = &mut *f;
    let class = cx.arg(a, 0);
    let (module, qualname) = (
        cx.field(class, word::MODULE).to_bits(),
        cx.field(class, word::QUALNAME).to_bits(),
    );
    let mut b = StrBuilder::new(cx, s.at(0));
    b.push(cx, "<class '")?;
    cx.set(s.at(1), Value::from_bits(module));
    let named = cx
        .str(cx.get(s.at(1)))
        .is_some_and(|m| m.text() != "builtins");
    if named {
        b.push_slot(cx, s.at(1))?;
        b.push(cx, ".")?;
    }
    cx.set(s.at(1), Value::from_bits(qualname));
    b.push_slot(cx, s.at(1))?;
    b.push(cx, "'>")?;
    b.finish(cx, a.ret())
}

/// `type(x)`: the class of a value. The three-argument form makes a class.
#[unsafe(no_mangle)]
pub fn mpf_type_new(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    if cx.arg(a, 2).is_unbound() && cx.arg(a, 3).is_unbound() {
        cx.ret(a, cx.type_of(cx.arg(a, 1)));
        return Ok(());
    }
    if cx.arg(a, 3).is_unbound() {
        return Err(cx.type_error("type() takes 1 or 3 arguments", &[]));
    }
    let (mut f, s) = cx.frame(5)?;
    let cx = &mut *f;
    cx.set(s.at(0), cx.arg(a, 1));
    cx.set(s.at(1), cx.arg(a, 2));
    cx.make(s.at(2), |cx| cx.copy_dict(cx.arg(a, 3)))?;
    if cx
        .dict_get_str(cx.get(s.at(2)), name::__module__(cx))
        .is_unbound()
    {
        // The caller is not known here; most programs are one module.
        cx.set(s.at(3), name::__module__(cx));
        cx.set(s.at(4), name::__main__(cx));
        attribute::store_name(cx, s.at(2), s.at(3), s.at(4))?;
    }
    cx.set(s.at(3), Value::NONE);
    cx.set(s.at(4), Value::NONE);
    make(cx, s.at(0), s.at(1), a.ret())
}

/// `object()`.
#[unsafe(no_mangle)]
pub fn mpf_object_new(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    cx.make(a.ret(), |cx| cx.new_instance(cx.arg(a, 0)))
}

/// `__new__` of `object` and of all builtin types. Arguments: keywords, class, arguments.
#[unsafe(no_mangle)]
pub fn mpf_object_new_method(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    if cx.class(cx.arg(a, 1)).is_none() {
        return Err(cx.type_error(
            "object.__new__(X): X is not a type object ({t})",
            &[cx.arg(a, 1)],
        ));
    }
    let class = a.slot(1);
    let (mut f, s) = cx.frame(2)?;
    let cx = &mut *f;
    let c = cx.class(cx.get(class));
    if c.is_some_and(|c| c.has(flag::BUILTIN) && !c.value().is(ty::object(cx))) {
        // `super().__new__` of a builtin base called with that base itself.
        return payload_of_call(cx, class, a, a.ret());
    }
    let (payload, exception) = (
        c.is_some_and(Class::has_payload),
        c.is_some_and(Class::is_exception),
    );
    if payload && fills_in_init(cx, cx.get(class)) {
        let none = cx.root(roots::NO_KEYWORDS);
        payload_from(cx, class, class, 0, none, s.at(1))?;
    } else if payload {
        payload_of_call(cx, class, a, s.at(1))?;
    } else if !exception && (a.len() > 2 || !cx.arg(a, 0).is_unbound()) {
        let own = |n: Value<'_>| {
            cx.class(cx.get(class))
                .is_some_and(|c| !c.lookup_user(Value::from_bits(n.to_bits())).is_unbound())
        };
        if own(name::__new__(cx)) {
            return Err(cx.type_error(
                "object.__new__() takes exactly one argument (the type to instantiate)",
                &[],
            ));
        }
        if !own(name::__init__(cx)) {
            let name = cx.class(cx.get(class)).map_or(Value::NONE, |c| c.name());
            return Err(cx.type_error("{}() takes no arguments", &[name]));
        }
    }
    cx.make(s.at(0), |cx| cx.new_instance(cx.get(class)))?;
    if payload {
        cx.set_instance_slot(cx.get(s.at(0)), 0, cx.get(s.at(1)));
    }
    if exception {
        crate::error::init_args(cx, s.at(0), class.0 + 4, a.len() - 2)?;
    }
    cx.ret(a, cx.get(s.at(0)));
    Ok(())
}

/// Runs the constructor of a class's builtin base and puts the result into a new instance of the class.
pub(crate) fn new_with_payload(
    cx: &mut Cx,
    class: Slot,
    first: Slot,
    n: u32,
    keywords: Slot,
    dst: Slot,
) -> Result<(), Raised> {
    let (mut cx, s) = cx.frame(1)?;
    payload_from(&mut cx, class, first, n, keywords, s.at(0))?;
    cx.make(dst, |cx| {
        let v = cx.new_instance(cx.get(class))?;
        cx.set_instance_slot(v, 0, cx.get(s.at(0)));
        Ok(v)
    })
}

/// `__init__` of `object` and of builtin types. Arguments: keywords, self, arguments.
#[unsafe(no_mangle)]
pub fn mpf_object_init(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    let o = cx.arg(a, 1);
    if o.is_kind(cx, Kind::Instance)
        && cx.class_of(o).has_payload()
        && fills_in_init(cx, cx.type_of(o))
    {
        let (mut f, s) = cx.frame(2)?;
        let class = f.type_of(f.arg(a, 1)).to_bits();
        f.set(s.at(0), Value::from_bits(class));
        payload_of_call(&mut f, s.at(0), a, s.at(1))?;
        f.set_instance_slot(f.arg(a, 1), 0, f.get(s.at(1)));
    } else if (a.len() > 2 || !cx.arg(a, 0).is_unbound()) && !cx.class_of(o).has_payload() {
        let class = cx.class_of(o);
        if !class.lookup_user(name::__init__(cx)).is_unbound()
            || class.lookup_user(name::__new__(cx)).is_unbound()
        {
            return Err(cx.type_error(
                "object.__init__() takes exactly one argument (the instance to initialize)",
                &[],
            ));
        }
    }
    cx.ret(a, Value::NONE);
    Ok(())
}

#[unsafe(no_mangle)]
pub fn mpf_object_init_subclass(cx: &Cx, _a: Args) -> Result<Value<'_>, Stop> {
    let _ = cx;
    Ok(Value::NONE)
}

#[unsafe(no_mangle)]
pub fn mpf_object_getattribute(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    if attribute::default_attr(cx, a.slot(0), a.slot(1), a.ret(), false)? {
        return Ok(());
    }
    Err(cx.raise(
        ty::AttributeError(cx),
        "'{t}' object has no attribute '{}'",
        &[cx.arg(a, 0), cx.arg(a, 1)],
    ))
}

#[unsafe(no_mangle)]
pub fn mpf_object_setattr(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    attribute::set_default(cx, a.slot(0), a.slot(1), a.slot(2))?;
    cx.ret(a, Value::NONE);
    Ok(())
}

#[unsafe(no_mangle)]
pub fn mpf_object_delattr(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    let (mut f, s) = cx.frame(1)?;
    attribute::set_default(&mut f, a.slot(0), a.slot(1), s.at(0))?;
    f.ret(a, Value::NONE);
    Ok(())
}

#[unsafe(no_mangle)]
pub fn mpf_object_eq(cx: &Cx, a: Args) -> Result<Value<'_>, Stop> {
    Ok(if cx.arg(a, 0).is(cx.arg(a, 1)) {
        Value::TRUE
    } else {
        Value::NOT_IMPLEMENTED
    })
}

#[unsafe(no_mangle)]
pub fn mpf_object_ne(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    // Inverts what `__eq__` says.
    if call_special(cx, a.slot(0), name::__eq__, &[a.slot(1)], a.ret())? {
        if !cx.get(a.ret()).is_not_implemented() {
            let t = crate::protocol::item::truth(cx, a.ret())?;
            cx.ret(a, Value::bool(!t));
        }
        return Ok(());
    }
    cx.ret(
        a,
        if cx.arg(a, 0).is(cx.arg(a, 1)) {
            Value::FALSE
        } else {
            Value::NOT_IMPLEMENTED
        },
    );
    Ok(())
}

#[unsafe(no_mangle)]
pub fn mpf_object_hash(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    let h = crate::protocol::hash::identity_hash(cx, cx.arg(a, 0));
    cx.ret(a, Value::int(h as i32));
    Ok(())
}

#[unsafe(no_mangle)]
pub fn mpf_object_repr_method(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    crate::protocol::text::default_repr(cx, a.slot(0), a.ret())
}

#[unsafe(no_mangle)]
pub fn mpf_object_str_method(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    crate::protocol::text::repr(cx, a.slot(0), a.ret())
}

#[unsafe(no_mangle)]
pub fn mpf_object_format(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    if cx.str(cx.arg(a, 1)).is_some_and(|s| !s.is_empty()) {
        return Err(cx.type_error(
            "unsupported format string passed to {t}.__format__",
            &[cx.arg(a, 0)],
        ));
    }
    crate::protocol::text::to_str(cx, a.slot(0), a.ret())
}

natives! {
    "object" {
        Getter leaf mpf_object_class "__class__(self)" [];
        Getter full mpf_object_dict "__dict__(self)" [];
        Getter leaf mpf_object_doc "__doc__(self)" [];
        Getter leaf mpf_object_module "__module__(self)" [];
        StaticMethod full mpf_object_new_method "__new__(cls, /, *args, **kwargs)" [];
        Method full mpf_object_init "__init__(self, /, *args, **kwargs)" [];
        ClassMethod leaf mpf_object_init_subclass "__init_subclass__(cls)" [];
        Method full mpf_object_getattribute "__getattribute__(self, name, /)" [ATTRIBUTES];
        Method full mpf_object_setattr "__setattr__(self, name, value, /)" [ATTRIBUTES];
        Method full mpf_object_delattr "__delattr__(self, name, /)" [ATTRIBUTES];
        Method leaf mpf_object_eq "__eq__(self, value, /)" [];
        Method full mpf_object_ne "__ne__(self, value, /)" [];
        Method full mpf_object_hash "__hash__(self, /)" [];
        Method full mpf_object_repr_method "__repr__(self, /)" [];
        Method full mpf_object_str_method "__str__(self, /)" [];
        Method full mpf_object_format "__format__(self, format_spec, /)" [STR];
    }
    "type" {
        Getter leaf mpf_type_get_name "__name__(self)" [];
        Getter leaf mpf_type_get_qualname "__qualname__(self)" [];
        Getter leaf mpf_type_get_module "__module__(self)" [];
        Getter leaf mpf_type_get_bases "__bases__(self)" [];
        Getter leaf mpf_type_get_base "__base__(self)" [];
        Getter leaf mpf_type_get_mro "__mro__(self)" [];
        Getter leaf mpf_type_get_doc "__doc__(self)" [];
        Method full mpf_type_mro "mro(self, /)" [];
    }
}

builtin_types! {
    "object": "object", Instance, "object()", { New: mpf_object_new } [];
    "type": "object", Type, "type(object, bases=(), dict={}, /)", { Repr: mpf_type_repr, New: mpf_type_new } [];
}
