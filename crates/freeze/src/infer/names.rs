//! What a name alone says about an object of unknown type. The classes of a program are all known, so an attribute that
//! no builtin type, module or class statement out of sight can have is one of the fields and methods of that name; and
//! an object that had it is an instance of a class that keeps such a field.

use super::state::{Cell, State};
use super::ty::Ty;
use super::ty::kind::*;
use crate::walk::is_pointer;
use mpf_core::Kind;
use mpf_core::boot::Booted;
use mpf_core::object::class::{flag, word};
use mpf_core::object::function::module_word;
use std::collections::BTreeSet;

/// In the place of a class in `Cell::Field`: attributes of this name anywhere but in a slot of an instance.
pub const ELSEWHERE: u32 = 0;

/// Names of attributes that builtin types and modules have.
pub fn of_builtins(vm: &Booted) -> BTreeSet<String> {
    let mut out = BTreeSet::new();
    let mut take = |dict: u32| {
        if is_pointer(dict) && vm.object_at(dict).0 == Kind::Dict {
            let items = vm.dict_items(dict).into_iter();
            out.extend(items.filter_map(|(k, _)| vm.text_of(k).map(str::to_owned)));
        }
    };
    for &at in &vm.host.types {
        take(vm.peek(at + 4 + 4 * word::NAMESPACE));
    }
    for &at in vm.host.modules.values() {
        take(vm.peek(at + 4 + 4 * module_word::NAMESPACE));
    }
    out
}

/// Whether only plain classes of the program and their instances can have an attribute of this name, and things of
/// which `ELSEWHERE` knows.
fn is_closed(s: &mut State<'_>, name: &str) -> bool {
    let n = s.name(name);
    let module_member = |s: &State<'_>| {
        let shown = |g: &mpf_bytecode::unit::GlobalId| &s.program.globals[g.0 as usize].name;
        s.reached.shown.iter().any(|g| shown(g) == name)
    };
    !name.starts_with("__")
        && !s.builtin_names.contains(name)
        && !s.class_stores.contains(&n)
        && !s.open
        && s.stored_on == 0
        && !module_member(s)
        && s.world.classes.values().all(|c| {
            let has = c.slot(name).is_some() || c.namespace.contains_key(name);
            (c.plain || !has) && !c.has(flag::GETATTR | flag::GETATTRIBUTE)
        })
}

/// What `object.name` gives for any object that has it; nothing when that is not known.
pub fn attribute(s: &mut State<'_>, unit: u32, name: &str) -> Option<Ty> {
    if !is_closed(s, name) {
        return None;
    }
    let n = s.name(name);
    let (mut fields, mut values) = (vec![ELSEWHERE], vec![]);
    for (&at, info) in &s.world.classes {
        if info.slot(name).is_some() {
            fields.push(at);
        }
        values.extend(info.namespace.get(name).copied());
    }
    if fields.len() == 1 {
        return None;
    }
    let mut out = Ty::BOTTOM;
    for at in fields {
        let ty = s.read(Cell::Field(at, n), unit);
        out = s.join(out, ty, false);
    }
    for value in values {
        if is_pointer(value) && matches!(s.vm.object_at(value).0, Kind::Function | Kind::Instance) {
            return None;
        }
        let ty = s.type_of(value);
        s.leak(ty);
        out = s.join(out, ty, false);
    }
    Some(out)
}

/// What is known about an object once it turned out to have an attribute.
pub fn narrowed(s: &mut State<'_>, unit: u32, name: &str, of: Ty) -> Ty {
    if name.starts_with("__") {
        return of;
    }
    if of.which(INSTANCE).is_some() {
        return of.without(NONE);
    }
    if !of.may(INSTANCE) || !is_closed(s, name) {
        return of;
    }
    let n = s.name(name);
    if s.read(Cell::Field(ELSEWHERE, n), unit).kinds != 0 {
        return of;
    }
    let mut common = None;
    for (&at, info) in &s.world.classes {
        if info.namespace.contains_key(name) {
            return of;
        }
        if info.slot(name).is_some() {
            common = match common {
                None => Some(at),
                Some(other) => s.world.common(other, at),
            };
            if common.is_none() {
                return of;
            }
        }
    }
    match common {
        Some(class) => Ty::named(INSTANCE, class),
        None => of,
    }
}

/// What a call of the method gives on any object that has one; nothing when that is not known.
pub fn result(s: &mut State<'_>, unit: u32, name: &str) -> Option<Ty> {
    let n = s.name(name);
    if !is_closed(s, name) || s.read(Cell::Field(ELSEWHERE, n), unit).kinds != 0 {
        return None;
    }
    let mut functions = vec![];
    for info in s.world.classes.values() {
        if info.slot(name).is_some() {
            return None;
        }
        if let Some(&value) = info.namespace.get(name) {
            functions.push(s.function_at(value)?);
        }
    }
    if functions.is_empty() {
        return None;
    }
    let mut out = Ty::BOTTOM;
    for function in functions {
        let ty = s.result(function, unit);
        out = s.join(out, ty, false);
    }
    Some(out)
}

/// What an operator gives whose left operand is an instance of a class of the program with that special method, and
/// whose right one has none of its own.
pub fn operator(s: &mut State<'_>, unit: u32, methods: [&str; 3], of: Ty) -> Option<Ty> {
    let [normal, reflected, in_place] = methods;
    let class = of.which(INSTANCE).filter(|_| of.is(INSTANCE))?;
    for other in [reflected, in_place] {
        let n = s.name(other);
        let mut classes = s.world.classes.values();
        if s.class_stores.contains(&n) || classes.any(|c| c.namespace.contains_key(other)) {
            return None;
        }
    }
    let mut out = Ty::BOTTOM;
    for (_, function) in super::attributes::method(s, class, normal)? {
        let ty = s.result(function, unit);
        out = s.join(out, ty, false);
    }
    // NotImplemented is one of these.
    (!out.may(OTHER | NATIVE)).then_some(out)
}
