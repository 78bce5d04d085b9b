//! The start of the inference: what build-time execution left. Globals, fields of instances, defaults, methods; and the
//! functions and classes that other objects hold, which may be used in ways that are not followed.

use super::names::ELSEWHERE;
use super::state::{Cell, SOME_CLASS, State};
use super::ty::Ty;
use super::ty::kind::*;
use super::world::ClassInfo;
use crate::walk::{is_pointer, value_words};
use mpf_bytecode::unit::{GlobalId, UnitId};
use mpf_core::Kind;
use mpf_core::object::class::{flag, word};
use mpf_core::object::function::{function_word, module_word};

impl State<'_> {
    /// Takes in the globals, classes, instances and functions that build-time execution left.
    pub fn start(&mut self, main: UnitId) {
        self.take_methods();
        self.take_globals();
        self.take_objects();
        self.enter(main.0);
        for &m in &self.reached.modules.clone() {
            let body = self.vm.peek(m + 4 + 4 * module_word::BODY);
            if let Some(unit) = self.function_at(body) {
                self.escape_raw(unit);
            }
        }
        self.take_escapes();
    }

    fn take_methods(&mut self) {
        let mut found = vec![];
        for (&class, info) in &self.world.classes {
            for (name, &value) in &info.namespace {
                let receiver = match info.plain {
                    true => Ty::named(INSTANCE, class),
                    false => Ty::TOP,
                };
                found.push((class, name.clone(), value, receiver));
            }
        }
        for (class, name, value, receiver) in found {
            let n = self.name(&name);
            if let Some(unit) = self.function_at(value) {
                self.methods.entry(n).or_default().insert(unit);
                self.take_receiver(unit, receiver);
                let implicit = ["__new__", "__init_subclass__", "__class_getitem__"];
                if implicit.contains(&name.as_str()) {
                    self.escape_raw(unit);
                }
                continue;
            }
            if !is_pointer(value) || self.vm.object_at(value).0 != Kind::Instance {
                let ty = self.type_of(value);
                self.leak(ty);
                continue;
            }
            // Wrapped functions: getters get an instance, the others whatever they are given.
            let wrapper = self.vm.peek(value + 4);
            let kind = self.vm.text_of(self.vm.peek(wrapper + 4 + 4 * word::NAME));
            let (getter, of_class) = (kind == Some("property"), kind == Some("classmethod"));
            for (n, at) in value_words(self.vm, value).into_iter().enumerate().skip(1) {
                let part = self.vm.peek(at);
                match self.function_at(part) {
                    Some(unit) if getter => {
                        self.take_receiver(unit, receiver);
                        // What gets, sets and deletes: the second one is given a value.
                        self.called_with(unit, if n == 2 { 2 } else { 1 });
                    }
                    _ => {
                        let ty = self.type_of(part);
                        self.leak(ty);
                    }
                }
            }
            if of_class {
                for at in self.world.classes[&class].cone.clone() {
                    self.escape_class(at);
                }
            }
        }
    }

    fn take_receiver(&mut self, unit: u32, receiver: Ty) {
        let old = self.receivers.get(&unit).copied().unwrap_or(Ty::BOTTOM);
        let new = self.join(old, receiver, false);
        self.receivers.insert(unit, new);
        if self.escape(unit).bound {
            self.grow(Cell::Parameter(unit, 0), new);
        }
    }

    fn take_globals(&mut self) {
        for &g in &self.reached.loads {
            let mut ty = self.type_of(self.vm.global(g.0).to_bits());
            if self.reached.shown.contains(&g) {
                self.leak(ty);
                let name = &self.program.globals[g.0 as usize].name;
                if self.reached.computed_of_modules || self.reached.stored_names.contains(name) {
                    ty = Ty::TOP;
                }
            }
            self.grow(Cell::Global(g.0), ty);
        }
    }

    pub fn is_shown(&self, g: GlobalId) -> bool {
        self.reached.shown.contains(&g)
    }

    /// Fields of instances, defaults of functions, and functions and classes that other objects hold.
    fn take_objects(&mut self) {
        for &at in &self.reached.objects {
            let (kind, words, _) = self.vm.object_at(at);
            let field = |i: u32| self.vm.peek(at + 4 + 4 * i);
            match kind {
                Kind::Type | Kind::Module | Kind::Code => continue,
                Kind::Function => self.take_function(at, words),
                Kind::Instance => self.take_instance(at, words),
                Kind::Cell => self.take_cell(at, field(0)),
                _ => {
                    for a in value_words(self.vm, at) {
                        let ty = self.type_of(self.vm.peek(a));
                        self.leak(ty);
                    }
                }
            }
        }
    }

    fn take_function(&mut self, at: u32, words: u32) {
        let field = |i: u32| match i < words {
            true => self.vm.peek(at + 4 + 4 * i),
            false => 0,
        };
        let Some(unit) = self.function_at(at) else {
            return;
        };
        let code = self.unit(unit);
        let count = code.params.len();
        let mut defaults = vec![Ty::BOTTOM; count];
        let given = field(function_word::DEFAULTS);
        if is_pointer(given) {
            let items: Vec<u32> = value_words(self.vm, given)
                .into_iter()
                .map(|a| self.vm.peek(a))
                .collect();
            let first = usize::from(code.positional).saturating_sub(items.len());
            for (n, value) in items.into_iter().enumerate() {
                let ty = self.type_of(value);
                if let Some(place) = defaults.get_mut(first + n) {
                    *place = ty;
                }
            }
        }
        if is_pointer(field(function_word::KEYWORD_DEFAULTS)) {
            for place in defaults.iter_mut().skip(usize::from(code.positional)) {
                *place = Ty::TOP;
            }
        }
        self.add_defaults(unit, &defaults);
        if let Some(class) = self.own_class(unit, field(function_word::CLOSURE)) {
            let known = self.own_classes.entry(unit).or_insert(class);
            if *known != class {
                *known = SOME_CLASS;
            }
        }
        if is_pointer(field(function_word::ATTRIBUTES)) {
            self.escape_raw(unit);
            self.take_attributes(field(function_word::ATTRIBUTES));
        }
    }

    /// The class in the cell `__class__` of a closure.
    fn own_class(&self, unit: u32, closure: u32) -> Option<u32> {
        let place = self.unit(unit).free.iter().position(|n| n == "__class__")?;
        if !is_pointer(closure) {
            return None;
        }
        let cell = *value_words(self.vm, closure).get(place)?;
        let class = self.vm.peek(self.vm.peek(cell) + 4);
        Some(match self.world.class(class) {
            Some(_) if !self.world.open => class,
            _ => SOME_CLASS,
        })
    }

    pub fn add_defaults(&mut self, unit: u32, defaults: &[Ty]) {
        let old = self.defaults.remove(&unit).unwrap_or_default();
        let mut new = vec![];
        for (n, ty) in defaults.iter().enumerate() {
            let before = old.get(n).copied().unwrap_or(Ty::BOTTOM);
            new.push(self.join(before, *ty, true));
        }
        let changed = new != old;
        self.defaults.insert(unit, new);
        if changed && self.entered.contains(&unit) {
            self.all_again();
        }
    }

    /// Attributes outside of slots, if this is the dict for them. (It may as well be any other dict.)
    fn take_attributes(&mut self, dict: u32) {
        if !is_pointer(dict) || self.vm.object_at(dict).0 != Kind::Dict {
            return;
        }
        for (key, value) in self.vm.dict_items(dict) {
            if let Some(name) = self.vm.text_of(key) {
                let ty = self.type_of(value);
                self.leak(ty);
                let cell = self.field(ELSEWHERE, name);
                self.grow(cell, ty);
            }
        }
    }

    fn take_instance(&mut self, at: u32, words: u32) {
        let class = self.vm.peek(at + 4);
        let names = match self.world.class(class) {
            Some(info) => info.layout.clone(),
            None => {
                let name = self.vm.text_of(self.vm.peek(class + 4 + 4 * word::NAME));
                if name == Some("property") {
                    return;
                }
                vec![]
            }
        };
        for i in 1..words {
            let ty = self.type_of(self.vm.peek(at + 4 + 4 * i));
            self.leak(ty);
            if let Some(name) = names.get(i as usize - 1) {
                let cell = self.field(class, name);
                self.grow(cell, ty.without(UNBOUND));
            }
            self.take_attributes(self.vm.peek(at + 4 + 4 * i));
        }
    }

    /// The cell `__class__` of methods is only read for `super()`.
    fn take_cell(&mut self, at: u32, content: u32) {
        let ty = self.type_of(content);
        if !ty.is(CLASS) {
            self.leak(ty);
            return;
        }
        let vm = self.vm;
        let other_use = self.reached.objects.iter().any(|&f| {
            let (kind, words, _) = vm.object_at(f);
            if kind != Kind::Function || words <= function_word::CLOSURE {
                return false;
            }
            let closure = vm.peek(f + 4 + 4 * function_word::CLOSURE);
            if !is_pointer(closure) {
                return false;
            }
            let free = self.function_at(f).map(|u| &self.unit(u).free);
            value_words(vm, closure)
                .into_iter()
                .enumerate()
                .any(|(n, a)| {
                    vm.peek(a) == at
                        && free
                            .and_then(|f| f.get(n))
                            .is_none_or(|name| name != "__class__")
                })
        });
        if other_use {
            self.leak(ty);
        }
    }

    /// Names through which functions, methods and classes can be had in ways that are not followed.
    fn take_escapes(&mut self) {
        let reached = self.reached;
        let has = |n: &str| reached.names.contains(n);
        let dunder = |n: &str| n.starts_with("__") && n.ends_with("__");
        let known: Vec<(u32, String)> = self
            .methods
            .keys()
            .map(|n| (*n, self.text(*n).to_owned()))
            .collect();
        for (n, name) in known {
            // Called by the runtime on what it is given: by mappings, and by what drains iterators.
            let asked = ["keys", "send", "throw", "close"].contains(&name.as_str());
            if asked || dunder(&name) && name != "__init__" {
                match runtime_arguments(&name) {
                    Some(count) => {
                        for unit in self.methods.get(&n).cloned().into_iter().flatten() {
                            self.called_with(unit, count);
                        }
                    }
                    None => self.escape_methods(n),
                }
            }
        }
        if has("__func__") || has("fget") || has("fset") || has("fdel") || has("__get__") {
            for units in self.methods.clone().into_values() {
                units.into_iter().for_each(|u| self.escape_raw(u));
            }
            for (_, unit) in &reached.codes {
                self.escape_raw(unit.0);
            }
        }
        // The end of a `with` gets the class of an exception.
        if reached.gives_exception_types {
            let of_exceptions =
                |(at, info): (&u32, &ClassInfo)| info.has(flag::EXCEPTION).then_some(*at);
            let classes: Vec<u32> = self
                .world
                .classes
                .iter()
                .filter_map(of_exceptions)
                .collect();
            classes.into_iter().for_each(|at| self.escape_class(at));
        }
        if reached.gives_types {
            self.leak(Ty::named(CLASS, SOME_CLASS));
        }
        if reached.computed {
            self.escape_all_methods();
        }
    }
}

/// How many arguments the runtime gives to a special method, where that is always the same.
fn runtime_arguments(name: &str) -> Option<u8> {
    Some(match name {
        "__enter__" | "__len__" | "__bool__" | "__iter__" | "__next__" | "__str__" | "__repr__"
        | "__hash__" => 1,
        "__getitem__" | "__delitem__" | "__contains__" | "__eq__" | "__ne__" | "__lt__"
        | "__le__" | "__gt__" | "__ge__" | "__getattr__" => 2,
        "__setitem__" | "__get__" | "__set__" => 3,
        "__exit__" => 4,
        _ => return None,
    })
}
