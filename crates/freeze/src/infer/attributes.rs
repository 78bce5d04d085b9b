//! Attributes: fields of instances by layout, attributes of classes, methods that become values.

use super::names;
use super::state::{Cell, ONE_FUNCTION, SOME_CLASS, State};
use super::step::text;
use super::ty::Ty;
use super::ty::kind::*;
use super::unit::bound;
use super::world::ClassInfo;
use mpf_bytecode::unit::{CodeUnit, Insn};
use mpf_core::Kind;
use mpf_core::object::class::flag;

/// Where the instances of a class and of all that derive from it keep an attribute, if that is one place and nothing
/// on the classes goes before it.
pub fn slot(s: &State<'_>, class: u32, name: &str, store: bool) -> Option<usize> {
    let info = s.world.plain(class)?;
    let slot = info.slot(name)?;
    for at in &info.cone {
        let sub = s.world.class(*at)?;
        if sub.slot(name) != Some(slot) || store && sub.has(flag::SETATTR) {
            return None;
        }
        // A property or another object with `__set__` would go before the slot.
        if let Some(value) = s.world.lookup(*at, name)
            && value & 3 == 0
            && s.vm.object_at(value).0 == Kind::Instance
        {
            return None;
        }
    }
    let stored = s.class_stores.iter().any(|n| s.text(*n) == name);
    (!stored).then_some(slot)
}

pub fn get(s: &mut State<'_>, unit: u32, code: &CodeUnit, insn: &Insn, of: Ty) -> Ty {
    let any = bound(Ty::TOP);
    let Some(name) = text(code, insn) else {
        return any;
    };
    let of = bound(of);
    if name == "__class__" {
        let own = |info: &ClassInfo| info.namespace.contains_key(name);
        if s.world.classes.values().any(own) || s.reached.stored_names.contains(name) {
            s.leak(Ty::named(CLASS, SOME_CLASS));
            return any;
        }
        return Ty {
            which: SOME_CLASS,
            ..Ty::of(CLASS | OTHER)
        };
    }
    if let Some(class) = of.which(CLASS) {
        return of_class(s, class, name);
    }
    let Some(class) = of.which(INSTANCE).filter(|_| of.is(INSTANCE | NONE)) else {
        if of.is(PLAIN) {
            return any;
        }
        out_of_sight(s, of, name);
        return names::attribute(s, unit, name).unwrap_or(any);
    };
    let n = s.name(name);
    let dunder = name.starts_with("__");
    let cone = s
        .world
        .class(class)
        .map(|c| c.cone.clone())
        .unwrap_or_default();
    let mut out = Ty::BOTTOM;
    let mut known = !dunder && !s.class_stores.contains(&n);
    for at in cone {
        let Some(info) = s.world.class(at) else {
            return any;
        };
        known &= !info.has(flag::GETATTR) || slot(s, class, name, false).is_some();
        let field = s.world.class(at).and_then(|c| c.slot(name));
        if field.is_some() {
            let ty = s.read(Cell::Field(at, n), unit);
            out = s.join(out, ty, false);
        } else {
            let ty = s.read(Cell::Field(names::ELSEWHERE, n), unit);
            out = s.join(out, ty, false);
        }
        let Some(value) = s.world.lookup(at, name) else {
            known &= field.is_some();
            continue;
        };
        if let Some(method) = s.function_at(value) {
            s.escape_bound(method);
            known = false;
        } else if value & 3 == 0 && s.vm.object_at(value).0 == Kind::Instance {
            known = false;
        } else {
            let ty = s.type_of(value);
            s.leak(ty);
            out = s.join(out, ty, false);
        }
    }
    match known {
        true => out,
        false => any,
    }
}

/// An attribute of a class itself.
fn of_class(s: &mut State<'_>, class: u32, name: &str) -> Ty {
    let any = bound(Ty::TOP);
    let n = s.name(name);
    let classes = match class {
        SOME_CLASS => s.world.classes.keys().copied().collect(),
        _ => vec![class],
    };
    for at in &classes {
        let Some(value) = s.world.lookup(*at, name) else {
            continue;
        };
        match s.function_at(value) {
            Some(function) => s.escape_raw(function),
            None => {
                let ty = s.type_of(value);
                s.leak(ty);
                let plain = value & 3 != 0 || s.vm.object_at(value).0 != Kind::Instance;
                if classes.len() == 1 && plain && !s.class_stores.contains(&n) {
                    return ty;
                }
            }
        }
    }
    any
}

/// An attribute of something unknown becomes a value.
fn out_of_sight(s: &mut State<'_>, of: Ty, name: &str) {
    let n = s.name(name);
    s.escape_methods(n);
    if of.may(CLASS) {
        for class in s.escaped_classes.clone() {
            if let Some(function) = s.world.lookup(class, name).and_then(|v| s.function_at(v)) {
                s.escape_raw(function);
            }
        }
    }
}

pub fn set(s: &mut State<'_>, code: &CodeUnit, insn: &Insn, of: Ty, value: Ty) {
    let Some(name) = text(code, insn) else { return };
    let n = s.name(name);
    let of = bound(of);
    s.leak(value);
    if of.may(CLASS) && (of.which(CLASS).is_some() || !s.escaped_classes.is_empty()) {
        s.store_on_class(of, n);
    }
    let mut elsewhere = !of.is(INSTANCE | NONE);
    if of.may(INSTANCE) {
        let classes = match of.which(INSTANCE).and_then(|c| s.world.class(c)) {
            Some(info) => info.cone.clone(),
            None => s.world.classes.keys().copied().collect(),
        };
        for class in classes {
            if s.world.class(class).is_some_and(|c| c.slot(name).is_some()) {
                s.grow(Cell::Field(class, n), bound(value));
            } else {
                elsewhere = true;
            }
        }
    }
    if elsewhere {
        s.grow(Cell::Field(names::ELSEWHERE, n), bound(value));
    }
}

pub fn delete(s: &mut State<'_>, code: &CodeUnit, insn: &Insn, of: Ty) {
    let Some(name) = text(code, insn) else { return };
    let n = s.name(name);
    if of.may(CLASS) && (of.which(CLASS).is_some() || !s.escaped_classes.is_empty()) {
        s.store_on_class(of, n);
    }
}

/// `super().name`: a method, bound to an object or, in a class method, to a class.
pub fn of_super(s: &mut State<'_>, code: &CodeUnit, insn: &Insn, class: Ty, object: Ty) -> Ty {
    let any = bound(Ty::TOP);
    let Some(name) = text(code, insn) else {
        return any;
    };
    let n = s.name(name);
    let behind = super_values(s, name, class);
    if behind.as_ref().is_some_and(Vec::is_empty) {
        // What it finds is a builtin's.
        return any;
    }
    if bound(object).is(INSTANCE) {
        return match super_function(s, name, class, bound(object)) {
            Some(unit) => Ty::named(METHOD, ONE_FUNCTION | unit),
            None => Ty::named(METHOD, n),
        };
    }
    s.leak(object);
    if let Some(values) = behind {
        for value in values {
            match s.function_at(value) {
                Some(unit) => s.escape_raw(unit),
                None => {
                    let ty = s.type_of(value);
                    s.leak(ty);
                }
            }
        }
        return any;
    }
    for unit in s.methods.get(&n).cloned().into_iter().flatten() {
        s.escape_raw(unit);
    }
    any
}

/// What the classes that may come behind a class in any order of classes have under a name.
fn super_values(s: &State<'_>, name: &str, class: Ty) -> Option<Vec<u32>> {
    let class = class.which(CLASS).filter(|c| *c != SOME_CLASS)?;
    let mut out = vec![];
    for at in &s.world.class(class)?.cone {
        let order = &s.world.class(*at)?.order;
        let place = order.iter().position(|c| *c == class)?;
        for behind in &order[place + 1..] {
            out.extend(s.world.class(*behind)?.namespace.get(name).copied());
        }
    }
    Some(out)
}

/// The function that `super(class, object).name` finds, if it is the same for every instance.
pub fn super_function(s: &mut State<'_>, name: &str, class: Ty, object: Ty) -> Option<u32> {
    let n = s.name(name);
    let class = class.which(CLASS).filter(|c| *c != SOME_CLASS)?;
    let object = object.which(INSTANCE).filter(|_| object.is(INSTANCE))?;
    if s.class_stores.contains(&n) {
        return None;
    }
    let mut found = None;
    for at in &s.world.plain(object)?.cone {
        let order = &s.world.class(*at)?.order;
        let place = order.iter().position(|c| *c == class)?;
        let behind = order[place + 1..].iter();
        let value = behind
            .filter_map(|c| s.world.class(*c)?.namespace.get(name))
            .next()?;
        let unit = s.function_at(*value)?;
        if *found.get_or_insert(unit) != unit {
            return None;
        }
    }
    found
}

/// The functions that a method call on instances of a class and of all that derive from it reaches, with the class of
/// the instance, if nothing else can be called.
pub fn method(s: &mut State<'_>, class: u32, name: &str) -> Option<Vec<(u32, u32)>> {
    let n = s.name(name);
    let info = s.world.plain(class)?;
    if s.class_stores.contains(&n) {
        return None;
    }
    let mut out = vec![];
    for at in &info.cone {
        let sub = s.world.class(*at)?;
        if sub.slot(name).is_some()
            || sub.has(flag::OVERFLOW)
                && (s.reached.stored_names.contains(name) || s.stored_on != 0)
        {
            return None;
        }
        // A base that is never made itself may lack the method, or leave it to others.
        let Some(value) = s.world.lookup(*at, name) else {
            if sub.has(flag::GETATTR) {
                return None;
            }
            continue;
        };
        out.push((*at, s.function_at(value)?));
    }
    Some(out)
}
