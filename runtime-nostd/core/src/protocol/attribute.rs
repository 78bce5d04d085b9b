//! Attribute access: what `obj.name` finds, how it binds, and storing and deleting.
//! Python language reference, "Customizing attribute access" and "Implementing descriptors".

use crate::cx::{Cx, Raised, Slot};
use crate::native::TypeSlot;
use crate::object::class::{Class, flag, word};
use crate::object::function::{function_word, module_word, native_word};
use crate::object::header::{self, Kind};
use crate::object::value::Value;
use crate::protocol::call::{call_special, call_with};
use crate::vm::cache::{key, tag};
use crate::vm::frame;
use crate::wk::{name, ty};
use mpf_builtins_decl::Binding;
use mpf_bytecode::code_flags;

/// What an attribute lookup found, without running any code.
pub enum Found<'h> {
    /// The value itself.
    Plain(Value<'h>),
    /// A function or builtin method that binds the receiver as first argument.
    Bind(Value<'h>),
    /// The same, but binds the class.
    BindClass(Value<'h>),
    /// A descriptor whose getter must run: property, getter builtin, object with `__get__`.
    Get(Value<'h>),
    /// `__getattr__` or `__getattribute__` of the class decides.
    Hook,
    Missing,
}

/// Special method that a class statement defines for a value; unbound when there is none or the builtin behaviour
/// (a type slot) applies.
pub fn lookup_special<'h>(cx: &'h Cx, v: Value<'h>, name: Value<'h>) -> Value<'h> {
    if !v.is_pointer() {
        return Value::UNBOUND;
    }
    match cx.kind_at(v.to_bits()) {
        Kind::Instance => cx.class_of(v).special(name),
        _ => Value::UNBOUND,
    }
}

impl<'h> Class<'h> {
    /// `lookup_user` through the cache.
    pub fn special(self, name: Value<'h>) -> Value<'h> {
        let cx = self.cx();
        let (class, name_bits) = (self.value().to_bits() + key::SPECIAL, name.to_bits());
        match cx.cache.recall(class, name_bits) {
            Some((key::ABSENT, _)) => Value::UNBOUND,
            Some((bits, _)) => Value::from_bits(bits),
            None => {
                let found = self.lookup_user(name);
                if found.is_unbound() {
                    cx.cache.put(class, name_bits, 0, key::ABSENT);
                } else if !found.is_small() {
                    cx.cache.put(class, name_bits, 0, found.to_bits());
                }
                found
            }
        }
    }

    /// What the cache knows about a name on instances of this class, and its tag, looked up when it does not know yet;
    /// none when that differs from instance to instance.
    pub(crate) fn known(self, name: Value<'h>) -> Option<(u32, u32)> {
        let cx = self.cx();
        let (class, key) = (self.value().to_bits(), name.to_bits());
        if let Some(known) = cx.cache.recall(class, key) {
            return Some(known);
        }
        let (entry, tag) = self.learn(name)?;
        cx.cache.put(class, key, tag, entry);
        Some((entry, tag))
    }

    fn learn(self, name: Value<'h>) -> Option<(u32, u32)> {
        let cx = self.cx();
        if self.has(flag::GETATTRIBUTE | flag::SETATTR) {
            return None;
        }
        let found = self.lookup(name);
        if self.instance_kind() == Kind::Instance {
            let data = !found.is_unbound() && is_data_descriptor(cx, found);
            match self.slot_of(name) {
                Some(i) if !data => return Some((4 * (i + 2), tag::SLOT)),
                // A descriptor without `__get__` lets the slot go first.
                Some(_) if found.is_kind(cx, Kind::Instance) && !is_property(cx, found) => {
                    return None;
                }
                _ => {}
            }
        }
        if !found.is_pointer() {
            return None;
        }
        if is_plain(cx, found) {
            return Some((found.to_bits(), tag::FUNCTION));
        }
        if self.instance_kind() == Kind::Instance
            && !self.has(flag::GETATTR)
            && cx.type_of(found).is(ty::property(cx))
        {
            let getter = cx.instance_slot(found, 0);
            if is_plain(cx, getter) && frame::positional(cx, frame::code_of(cx, getter)) == 1 {
                return Some((getter.to_bits(), tag::GETTER));
            }
        }
        Some((found.to_bits(), tag::OBJECT))
    }

    /// First value for a name along the method resolution order, unless a builtin class that has the name comes first.
    pub fn lookup_user(self, name: Value<'h>) -> Value<'h> {
        let cx = self.cx();
        if self.has(flag::BUILTIN) {
            return Value::UNBOUND;
        }
        let Some(mro) = self.mro() else {
            return Value::UNBOUND;
        };
        // The last one is `object`.
        for i in 0..mro.len().saturating_sub(1) {
            let Some(class) = cx.class(mro.get(i)) else {
                continue;
            };
            let found = cx.dict_get_str(class.namespace(), name);
            if !found.is_unbound() {
                return if class.has(flag::BUILTIN) {
                    Value::UNBOUND
                } else {
                    found
                };
            }
        }
        Value::UNBOUND
    }
}

/// Binding of a builtin.
pub(crate) fn native_binding(cx: &Cx, native: Value<'_>) -> Binding {
    match cx.raw_word(native, native_word::BINDING) >> 8 & 0xFF {
        1 => Binding::Method,
        2 => Binding::ClassMethod,
        3 => Binding::StaticMethod,
        4 => Binding::Getter,
        _ => Binding::Function,
    }
}

/// Whether a class attribute is a data descriptor: it then goes before the instance's own attribute.
fn is_data_descriptor(cx: &Cx, v: Value<'_>) -> bool {
    match v.kind(cx) {
        Some(Kind::Native) => native_binding(cx, v) == Binding::Getter,
        Some(Kind::Instance) => {
            is_property(cx, v) || !cx.class_of(v).lookup_user(name::__set__(cx)).is_unbound()
        }
        _ => false,
    }
}

/// Whether a value is a function with positional parameters only.
pub(crate) fn is_plain(cx: &Cx, v: Value<'_>) -> bool {
    v.is_kind(cx, Kind::Function)
        && frame::flags(cx, frame::code_of(cx, v)) & code_flags::SIMPLE != 0
}

fn is_property(cx: &Cx, v: Value<'_>) -> bool {
    cx.class_of(v).derives_from(ty::property(cx))
}

/// How a class attribute appears on an instance.
fn bind<'h>(cx: &'h Cx, v: Value<'h>) -> Found<'h> {
    match v.kind(cx) {
        Some(Kind::Function) => Found::Bind(v),
        Some(Kind::Native) => match native_binding(cx, v) {
            Binding::Method => Found::Bind(v),
            Binding::ClassMethod => Found::BindClass(v),
            Binding::Getter => Found::Get(v),
            Binding::Function | Binding::StaticMethod => Found::Plain(v),
        },
        Some(Kind::Instance) => {
            let class = cx.class_of(v);
            if class.derives_from(ty::classmethod(cx)) {
                match bind(cx, cx.instance_slot(v, 0)) {
                    Found::Bind(f) | Found::Plain(f) => Found::BindClass(f),
                    _ => Found::Get(v),
                }
            } else if class.derives_from(ty::staticmethod(cx)) {
                Found::Plain(cx.instance_slot(v, 0))
            } else if class.derives_from(ty::property(cx))
                || !class.lookup_user(name::__get__(cx)).is_unbound()
            {
                Found::Get(v)
            } else {
                Found::Plain(v)
            }
        }
        _ => Found::Plain(v),
    }
}

/// Instance attribute that is stored in the object itself; unbound when it has none of that name.
pub(crate) fn own_attribute<'h>(
    cx: &'h Cx,
    obj: Value<'h>,
    class: Class<'h>,
    name: Value<'h>,
) -> Value<'h> {
    if let Some(i) = class.slot_of(name) {
        let v = cx.instance_slot(obj, i);
        if !v.is_unbound() {
            return v;
        }
    }
    if class.has(flag::OVERFLOW) {
        return cx.dict_get_str(cx.instance_slot(obj, class.slot_count() - 1), name);
    }
    Value::UNBOUND
}

/// Whether a value is an instance with attributes outside of its layout: the cache, which knows classes only, does not
/// hold for its methods.
#[inline(always)]
pub(crate) fn is_extended(cx: &Cx, obj: Value<'_>) -> bool {
    obj.is_pointer()
        && cx.header_at(obj.to_bits()) & (header::KIND_MASK | header::EXTENDED)
            == Kind::Instance.bits() | header::EXTENDED
}

/// Looks an attribute up without running Python.
pub fn find<'h>(cx: &'h Cx, obj: Value<'h>, name: Value<'h>) -> Found<'h> {
    let class = cx.class_of(obj);
    // Classes, modules and functions have attributes of their own beside those of their type.
    if !matches!(
        obj.kind(cx),
        Some(Kind::Type | Kind::Module | Kind::Function | Kind::Method)
    ) {
        let known = match is_extended(cx, obj) {
            false => class.known(name),
            true => None,
        };
        match known {
            Some((f, tag::FUNCTION)) => return Found::Bind(Value::from_bits(f)),
            Some((v, tag::OBJECT)) => return bind(cx, Value::from_bits(v)),
            Some((offset, tag::SLOT)) => {
                let own = cx.field(obj, offset / 4 - 1);
                if !own.is_unbound() {
                    return Found::Plain(own);
                }
            }
            _ => {}
        }
    }
    if class.has(flag::GETATTRIBUTE) {
        return Found::Hook;
    }
    find_default(cx, obj, class, name)
}

/// The same without `__getattribute__`.
pub(crate) fn find_default<'h>(
    cx: &'h Cx,
    obj: Value<'h>,
    class: Class<'h>,
    name: Value<'h>,
) -> Found<'h> {
    let on_class = class.lookup(name);
    let kind = obj.kind(cx);
    match kind {
        Some(Kind::Instance) => {
            if !on_class.is_unbound() && is_data_descriptor(cx, on_class) {
                return Found::Get(on_class);
            }
            let own = own_attribute(cx, obj, class, name);
            if !own.is_unbound() {
                return Found::Plain(own);
            }
        }
        Some(Kind::Type) => {
            if let Some(c) = cx.class(obj) {
                if !on_class.is_unbound() && is_data_descriptor(cx, on_class) {
                    return Found::Get(on_class);
                }
                let v = c.lookup(name);
                if !v.is_unbound() {
                    return on_class_object(cx, v);
                }
            }
        }
        Some(Kind::Module) => {
            let v = module_attribute(cx, obj, name);
            if !v.is_unbound() {
                return Found::Plain(v);
            }
        }
        Some(Kind::Function) => {
            let v = cx.dict_get_str(cx.function_field(obj, function_word::ATTRIBUTES), name);
            if !v.is_unbound() {
                return Found::Plain(v);
            }
        }
        Some(Kind::Method) if on_class.is_unbound() => {
            let f = cx.field(obj, 0);
            return find(cx, f, name);
        }
        _ => {}
    }
    if !on_class.is_unbound() {
        return bind(cx, on_class);
    }
    if class.has(flag::GETATTR) {
        Found::Hook
    } else {
        Found::Missing
    }
}

/// How an attribute found along a class's own order appears on the class.
fn on_class_object<'h>(cx: &'h Cx, v: Value<'h>) -> Found<'h> {
    match v.kind(cx) {
        Some(Kind::Native) if native_binding(cx, v) == Binding::ClassMethod => Found::Bind(v),
        Some(Kind::Instance) => {
            let class = cx.class_of(v);
            if class.derives_from(ty::classmethod(cx)) {
                match bind(cx, cx.instance_slot(v, 0)) {
                    Found::Bind(f) | Found::Plain(f) => Found::Bind(f),
                    _ => Found::Get(v),
                }
            } else if class.derives_from(ty::staticmethod(cx)) {
                Found::Plain(cx.instance_slot(v, 0))
            } else if !class.derives_from(ty::property(cx))
                && !class.lookup_user(name::__get__(cx)).is_unbound()
            {
                Found::Get(v)
            } else {
                Found::Plain(v)
            }
        }
        _ => Found::Plain(v),
    }
}

/// Attribute of a module: a global of its code, or an entry of its namespace.
pub(crate) fn module_attribute<'h>(cx: &'h Cx, module: Value<'h>, name: Value<'h>) -> Value<'h> {
    let slot = cx.dict_get_str(cx.field(module, module_word::GLOBALS), name);
    if let Some(i) = slot.as_small() {
        let v = cx.global(i as u32);
        if !v.is_unbound() {
            return v;
        }
    }
    cx.dict_get_str(cx.field(module, module_word::NAMESPACE), name)
}

impl Cx {
    /// Module global by slot number.
    pub fn global(&self, i: u32) -> Value<'_> {
        Value::from_bits(crate::vm::ld(self, self.regions.globals + 4 * i))
    }
    pub fn set_global(&self, i: u32, v: Value<'_>) {
        crate::vm::st(self, self.regions.globals + 4 * i, v.to_bits());
    }
}

/// `obj.name` into `dst`.
pub fn get_attr(cx: &mut Cx, obj: Slot, name: Slot, dst: Slot) -> Result<(), Raised> {
    if find_attr_inner(cx, obj, name, dst)? {
        Ok(())
    } else {
        Err(missing(cx, obj, name))
    }
}

#[cold]
fn missing(cx: &Cx, obj: Slot, name: Slot) -> Raised {
    let (o, n) = (cx.get(obj), cx.get(name));
    match o.kind(cx) {
        Some(Kind::Type) => {
            let class = cx.class(o).map_or(Value::NONE, |c| c.name());
            cx.raise(
                ty::AttributeError(cx),
                "type object '{}' has no attribute '{}'",
                &[class, n],
            )
        }
        Some(Kind::Module) => cx.raise(
            ty::AttributeError(cx),
            "module '{}' has no attribute '{}'",
            &[cx.field(o, module_word::NAME), n],
        ),
        _ => cx.raise(
            ty::AttributeError(cx),
            "'{t}' object has no attribute '{}'",
            &[o, n],
        ),
    }
}

/// `obj.name` into `dst`; false instead of AttributeError (also one that a getter or `__getattr__` raises).
pub fn find_attr(cx: &mut Cx, obj: Slot, name: Slot, dst: Slot) -> Result<bool, Raised> {
    match find_attr_inner(cx, obj, name, dst) {
        Err(e) => {
            if crate::error::swallow(cx, ty::AttributeError) {
                Ok(false)
            } else {
                Err(e)
            }
        }
        ok => ok,
    }
}

fn find_attr_inner(cx: &mut Cx, obj: Slot, name: Slot, dst: Slot) -> Result<bool, Raised> {
    let o = cx.get(obj);
    let class = cx.class_of(o);
    if class.has(flag::GETATTRIBUTE) {
        match call_special(cx, obj, name::__getattribute__, &[name], dst) {
            Ok(_) => return Ok(true),
            Err(e) => {
                if !cx.class_of(cx.get(obj)).has(flag::GETATTR)
                    || !crate::error::swallow(cx, ty::AttributeError)
                {
                    return Err(e);
                }
                return call_special(cx, obj, name::__getattr__, &[name], dst);
            }
        }
    }
    default_attr(cx, obj, name, dst, true)
}

/// Attribute access of `object.__getattribute__`; `hook`: fall back to `__getattr__`.
pub(crate) fn default_attr(
    cx: &mut Cx,
    obj: Slot,
    name: Slot,
    dst: Slot,
    hook: bool,
) -> Result<bool, Raised> {
    let o = cx.get(obj);
    let class = cx.class_of(o);
    match find_default(cx, o, class, cx.get(name)) {
        Found::Plain(v) => {
            let v = v.to_bits();
            cx.set(dst, Value::from_bits(v));
            Ok(true)
        }
        Found::Bind(f) => {
            let f = f.to_bits();
            let (mut cx, s) = cx.frame(1)?;
            cx.set(s.at(0), Value::from_bits(f));
            cx.make(dst, |cx| cx.new_method(cx.get(s.at(0)), cx.get(obj)))
                .map(|()| true)
        }
        Found::BindClass(f) => {
            let f = f.to_bits();
            let (mut cx, s) = cx.frame(1)?;
            cx.set(s.at(0), Value::from_bits(f));
            cx.make(dst, |cx| {
                cx.new_method(cx.get(s.at(0)), cx.type_of(cx.get(obj)))
            })
            .map(|()| true)
        }
        Found::Get(d) => {
            let d = d.to_bits();
            let r = run_getter(cx, d, obj, dst);
            match r {
                Err(e) => {
                    let has_hook = hook && cx.class_of(cx.get(obj)).has(flag::GETATTR);
                    if has_hook && crate::error::swallow(cx, ty::AttributeError) {
                        return call_special(cx, obj, name::__getattr__, &[name], dst);
                    }
                    Err(e)
                }
                Ok(()) => Ok(true),
            }
        }
        Found::Hook if hook => call_special(cx, obj, name::__getattr__, &[name], dst),
        Found::Hook | Found::Missing => {
            if let Some(f) = cx.type_slot(cx.get(obj), TypeSlot::GetAttr) {
                let (mut cx, s) = cx.frame(4)?;
                cx.set(s.at(2), cx.get(obj));
                cx.set(s.at(3), cx.get(name));
                f(
                    &mut cx,
                    crate::Args {
                        window: s.base,
                        count: 2,
                    },
                )?;
                let v = cx.get(s.at(0));
                cx.set(dst, v);
                return Ok(!cx.get(s.at(0)).is_unbound());
            }
            Ok(false)
        }
    }
}

/// Runs the getter of a descriptor for `obj`.
pub(crate) fn run_getter(cx: &mut Cx, descriptor: u32, obj: Slot, dst: Slot) -> Result<(), Raised> {
    let (mut cx, s) = cx.frame(4)?;
    let cx = &mut *cx;
    cx.set(s.at(0), Value::from_bits(descriptor));
    let d = cx.get(s.at(0));
    if d.is_kind(cx, Kind::Native) {
        return call_with(cx, s.at(0), &[obj], dst);
    }
    if cx.class_of(d).derives_from(ty::property(cx)) {
        let getter = cx.instance_slot(d, 0);
        if getter.is_none() || getter.is_unbound() {
            return Err(cx.raise(
                ty::AttributeError(cx),
                "property of '{t}' object has no getter",
                &[cx.get(obj)],
            ));
        }
        let getter = getter.to_bits();
        cx.set(s.at(1), Value::from_bits(getter));
        return call_with(cx, s.at(1), &[obj], dst);
    }
    // `__get__(self, instance, owner)`; on a class the instance is None.
    let o = cx.get(obj);
    let (instance, owner) = if o.is_kind(cx, Kind::Type) {
        (Value::NONE.to_bits(), o.to_bits())
    } else {
        (o.to_bits(), cx.type_of(o).to_bits())
    };
    cx.set(s.at(1), Value::from_bits(instance));
    cx.set(s.at(2), Value::from_bits(owner));
    call_special(cx, s.at(0), name::__get__, &[s.at(1), s.at(2)], dst)?;
    Ok(())
}

/// `obj.name = value`.
pub fn set_attr(cx: &mut Cx, obj: Slot, name: Slot, value: Slot) -> Result<(), Raised> {
    let class = cx.class_of(cx.get(obj));
    if class.has(flag::SETATTR) {
        let (mut cx, s) = cx.frame(1)?;
        if call_special(&mut cx, obj, name::__setattr__, &[name, value], s.at(0))? {
            return Ok(());
        }
        return set_default(&mut cx, obj, name, value);
    }
    set_default(cx, obj, name, value)
}

/// Attribute store of `object.__setattr__`; an unbound value deletes.
pub(crate) fn set_default(cx: &mut Cx, obj: Slot, name: Slot, value: Slot) -> Result<(), Raised> {
    let o = cx.get(obj);
    match o.kind(cx) {
        Some(Kind::Instance) => set_on_instance(cx, obj, name, value),
        Some(Kind::Type) => set_on_class(cx, obj, name, value),
        Some(Kind::Module) => {
            let slot = cx.dict_get_str(cx.field(o, module_word::GLOBALS), cx.get(name));
            if let Some(i) = slot.as_small() {
                if cx.get(value).is_unbound() && cx.global(i as u32).is_unbound() {
                    return Err(missing(cx, obj, name));
                }
                cx.set_global(i as u32, cx.get(value));
                return Ok(());
            }
            set_in_dict_field(cx, obj, module_word::NAMESPACE, name, value)
        }
        Some(Kind::Function) => {
            if crate::builtins::class::set_builtin_attribute(cx, obj, name, value)? {
                return Ok(());
            }
            let o = cx.get(obj);
            if cx.words(o) <= function_word::ATTRIBUTES {
                return Err(cx.missing_from_image());
            }
            set_in_dict_field(cx, obj, function_word::ATTRIBUTES, name, value)
        }
        _ => {
            let found = cx.class_of(o).lookup(cx.get(name));
            if found.is_unbound() {
                return Err(missing(cx, obj, name));
            }
            Err(cx.raise(
                ty::AttributeError(cx),
                "'{t}' object attribute '{}' is read-only",
                &[o, cx.get(name)],
            ))
        }
    }
}

/// Stores into (or deletes from) a dict that hangs on field `i`, made when it is missing.
fn set_in_dict_field(
    cx: &mut Cx,
    obj: Slot,
    i: u32,
    name: Slot,
    value: Slot,
) -> Result<(), Raised> {
    let (mut cx, s) = cx.frame(1)?;
    let d = cx.field(cx.get(obj), i);
    if cx.get(value).is_unbound() {
        return if !d.is_unbound() && cx.dict_del_str(d, cx.get(name)) {
            Ok(())
        } else {
            Err(missing(&cx, obj, name))
        };
    }
    if d.is_unbound() {
        cx.make(s.at(0), |cx| cx.new_dict())?;
        cx.set_field(cx.get(obj), i, cx.get(s.at(0)));
    }
    let d = cx.field(cx.get(obj), i);
    cx.set(s.at(0), d);
    store_name(&mut cx, s.at(0), name, value)
}

/// `dict[name] = value` for a str key, collecting as needed.
pub(crate) fn store_name(cx: &mut Cx, dict: Slot, name: Slot, value: Slot) -> Result<(), Raised> {
    let mut asked = 0;
    loop {
        cx.need.set(0);
        match cx.dict_set_str(cx.get(dict), cx.get(name), cx.get(value)) {
            Ok(()) => {
                cx.after_grant();
                return Ok(());
            }
            Err(_) => cx.answer(&mut asked)?,
        }
    }
}

fn set_on_instance(cx: &mut Cx, obj: Slot, name: Slot, value: Slot) -> Result<(), Raised> {
    let o = cx.get(obj);
    let class = cx.class_of(o);
    let deleting = cx.get(value).is_unbound();
    let on_class = class.lookup(cx.get(name));
    if !on_class.is_unbound() && is_data_descriptor(cx, on_class) {
        let d = on_class.to_bits();
        return run_setter(cx, d, obj, name, value);
    }
    if let Some(i) = class.slot_of(cx.get(name)) {
        if deleting && cx.instance_slot(o, i).is_unbound() {
            return Err(missing(cx, obj, name));
        }
        cx.set_instance_slot(o, i, cx.get(value));
        return Ok(());
    }
    if !class.has(flag::OVERFLOW) {
        if deleting || class.has(flag::BUILTIN | flag::SLOTTED) {
            return Err(if !deleting && !on_class.is_unbound() {
                cx.raise(
                    ty::AttributeError(cx),
                    "'{t}' object attribute '{}' is read-only",
                    &[o, cx.get(name)],
                )
            } else {
                missing(cx, obj, name)
            });
        }
        // A store that the freezer did not see (computed name): the layout has no place for it.
        return Err(cx.missing_from_image());
    }
    let i = class.slot_count();
    set_in_dict_field(cx, obj, i, name, value)?;
    cx.mark_extended(cx.get(obj));
    Ok(())
}

/// Runs the setter (or deleter) of a data descriptor.
fn run_setter(
    cx: &mut Cx,
    descriptor: u32,
    obj: Slot,
    name: Slot,
    value: Slot,
) -> Result<(), Raised> {
    let (mut cx, s) = cx.frame(3)?;
    let cx = &mut *cx;
    cx.set(s.at(0), Value::from_bits(descriptor));
    let d = cx.get(s.at(0));
    let deleting = cx.get(value).is_unbound();
    if d.is_kind(cx, Kind::Native) {
        return match crate::builtins::class::set_builtin_attribute(cx, obj, name, value)? {
            true => Ok(()),
            false => Err(cx.raise(
                ty::AttributeError(cx),
                "attribute '{}' of '{t}' objects is not writable",
                &[cx.get(name), cx.get(obj)],
            )),
        };
    }
    if cx.class_of(d).derives_from(ty::property(cx)) {
        let f = cx.instance_slot(d, if deleting { 2 } else { 1 });
        if f.is_none() || f.is_unbound() {
            let template = if deleting {
                "property '{}' of '{t}' object has no deleter"
            } else {
                "property '{}' of '{t}' object has no setter"
            };
            return Err(cx.raise(
                ty::AttributeError(cx),
                template,
                &[cx.get(name), cx.get(obj)],
            ));
        }
        let f = f.to_bits();
        cx.set(s.at(1), Value::from_bits(f));
        return if deleting {
            call_with(cx, s.at(1), &[obj], s.at(2))
        } else {
            call_with(cx, s.at(1), &[obj, value], s.at(2))
        };
    }
    let found = if deleting {
        call_special(cx, s.at(0), name::__delete__, &[obj], s.at(2))?
    } else {
        call_special(cx, s.at(0), name::__set__, &[obj, value], s.at(2))?
    };
    if found {
        Ok(())
    } else {
        Err(cx.raise(ty::AttributeError(cx), "{}", &[cx.get(name)]))
    }
}

fn set_on_class(cx: &mut Cx, obj: Slot, name: Slot, value: Slot) -> Result<(), Raised> {
    let o = cx.get(obj);
    let Some(class) = cx.class(o) else {
        return Err(missing(cx, obj, name));
    };
    if class.has(flag::BUILTIN) {
        return Err(cx.type_error(
            "cannot set '{}' attribute of immutable type '{}'",
            &[cx.get(name), class.name()],
        ));
    }
    if crate::builtins::class::set_builtin_attribute(cx, obj, name, value)? {
        return Ok(());
    }
    let (mut cx, s) = cx.frame(1)?;
    let ns = cx.field(cx.get(obj), word::NAMESPACE);
    cx.set(s.at(0), ns);
    if cx.get(value).is_unbound() {
        if !cx.dict_del_str(cx.get(s.at(0)), cx.get(name)) {
            return Err(missing(&cx, obj, name));
        }
    } else {
        store_name(&mut cx, s.at(0), name, value)?;
    }
    crate::builtins::class::refresh_hooks(&cx, cx.get(obj));
    Ok(())
}

/// `del obj.name`.
pub fn del_attr(cx: &mut Cx, obj: Slot, name: Slot) -> Result<(), Raised> {
    let (mut cx, s) = cx.frame(2)?;
    if call_special(&mut cx, obj, name::__delattr__, &[name], s.at(0))? {
        return Ok(());
    }
    set_default(&mut cx, obj, name, s.at(1))
}

/// How a value found on a class appears on an instance.
pub(crate) fn bind_on_instance<'h>(cx: &'h Cx, v: Value<'h>) -> Found<'h> {
    bind(cx, v)
}
