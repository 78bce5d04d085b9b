//! What the main body may reach: code, objects, module globals, and the attribute names that reachable code mentions.
//! The walk is repeated until nothing new turns up, because a name opens attributes of modules, and these hold code.
//! Larger than the truth is fine, smaller is not: what is left out is missing on the device.

use crate::callees::only_types_of_exceptions;
use crate::walk::{is_pointer, value_words};
use mpf_bytecode::unit::{Const, D, GlobalId, UnitId};
use mpf_bytecode::{Opcode, unit::CodeUnit};
use mpf_codegen::{Program, facts};
use mpf_core::Kind;
use mpf_core::boot::Booted;
use mpf_core::object::class::{flag, word};
use mpf_core::object::function::{function_word, module_word, native_word};
use std::collections::BTreeSet;

/// The result of the walk.
#[derive(Default)]
pub struct Reached {
    pub objects: BTreeSet<u32>,
    /// Code objects in order of discovery, with their units.
    pub codes: Vec<(u32, UnitId)>,
    pub modules: BTreeSet<u32>,
    /// Attribute names that code mentions; with `computed` also every string constant.
    pub names: BTreeSet<String>,
    strings: BTreeSet<String>,
    /// Attribute names stored or deleted.
    pub stored_names: BTreeSet<String>,
    /// Attributes are read or written under names that only the run knows.
    pub computed: bool,
    /// The same, and the object may be a module.
    pub computed_of_modules: bool,
    /// The module of a function can be seen.
    pub shows_module: bool,
    /// Globals that code loads, stores to or deletes.
    pub loads: BTreeSet<GlobalId>,
    pub stores: BTreeSet<GlobalId>,
    /// Globals that code deletes by name.
    pub deletes: BTreeSet<GlobalId>,
    pub opcodes: BTreeSet<u8>,
    /// Globals that a module object gives by name.
    pub shown: BTreeSet<GlobalId>,
    pub user_classes: bool,
    /// Code can get at the class of any value.
    pub shows_types: bool,
    /// The same in another way than by an attribute that the code names.
    pub gives_types: bool,
    /// Code asks for the class of an exception.
    pub gives_exception_types: bool,
}

/// Builtins that take attribute names at run time.
pub const COMPUTED: [&str; 6] = ["getattr", "hasattr", "setattr", "delattr", "vars", "dir"];
/// Names through which attributes appear as a dict.
pub const COMPUTED_NAMES: [&str; 4] =
    ["__dict__", "__getattribute__", "__setattr__", "__delattr__"];

/// Builtins that look an attribute up on builtin types themselves.
const LOOKUPS: [(&str, &str); 1] = [("reversed", "__reversed__")];

pub struct Reach<'a> {
    vm: &'a Booted,
    program: &'a Program,
    /// No computed name is asked of a module.
    narrow: bool,
    out: Reached,
    work: Vec<u32>,
}

impl<'a> Reach<'a> {
    /// `narrow`: it is known that no computed name is asked of a module.
    pub fn new(vm: &'a Booted, program: &'a Program, narrow: bool) -> Reach<'a> {
        Reach {
            vm,
            program,
            narrow,
            out: Reached::default(),
            work: vec![],
        }
    }

    /// Walks from the main body's code.
    pub fn walk(mut self, code: u32, main_module: u32) -> Reached {
        self.work.push(code);
        loop {
            let before = self.measure();
            self.drain();
            if self.out.computed {
                self.kept_strings();
                let strings = self.out.strings.clone();
                self.out.gives_types |= strings.contains("__class__");
                self.out.names.extend(strings);
            }
            self.out.computed_of_modules = self.out.computed && !self.narrow;
            self.out.shows_module |= ["__module__", "__globals__"]
                .iter()
                .any(|n| self.out.names.contains(*n));
            if self.out.shows_module {
                self.work.push(main_module);
                for at in self.out.objects.clone() {
                    if self.vm.object_at(at).0 == Kind::Function {
                        self.work
                            .push(self.vm.peek(at + 4 + 4 * function_word::MODULE));
                    }
                }
            }
            for m in self.out.modules.clone() {
                self.module(m);
            }
            self.drain();
            if self.measure() == before {
                return self.out;
            }
        }
    }

    /// Strings that objects and globals hold may be names as well.
    fn kept_strings(&mut self) {
        let vm = self.vm;
        let is_data = |kind: Kind| {
            !matches!(
                kind,
                Kind::Code | Kind::Function | Kind::Module | Kind::Native | Kind::Type
            )
        };
        let objects = self.out.objects.iter().copied();
        let held = objects
            .filter(|at| is_data(vm.object_at(*at).0))
            .flat_map(|at| value_words(vm, at))
            .map(|at| vm.peek(at));
        let globals = self.out.loads.iter().map(|g| vm.global(g.0).to_bits());
        let texts: Vec<String> = held
            .chain(globals)
            .filter_map(|word| Some(vm.text_of(word)?.to_owned()))
            .collect();
        self.out.strings.extend(texts);
    }

    fn measure(&self) -> [usize; 6] {
        let o = &self.out;
        [
            o.objects.len(),
            o.names.len(),
            o.loads.len(),
            o.stores.len(),
            o.shown.len(),
            usize::from(o.computed) + 2 * usize::from(o.shows_module),
        ]
    }

    fn drain(&mut self) {
        while let Some(at) = self.work.pop() {
            if !is_pointer(at) || !self.out.objects.insert(at) {
                continue;
            }
            let (kind, words, _) = self.vm.object_at(at);
            match kind {
                Kind::Code => {
                    let unit = UnitId(self.vm.unit_of(at));
                    self.out.codes.push((at, unit));
                    if let Some(unit) = self.program.units.get(unit.0 as usize) {
                        self.unit(unit);
                    }
                    // Its names are no values of the program.
                    let pool = self.vm.pool_of(at);
                    self.work.extend(pool.map(|word| self.vm.peek(word)));
                    continue;
                }
                Kind::Function => {
                    for i in (0..words).filter(|i| *i != function_word::MODULE) {
                        self.work.push(self.vm.peek(at + 4 + 4 * i));
                    }
                    continue;
                }
                Kind::Module => {
                    self.out.modules.insert(at);
                    self.work.push(self.vm.peek(at + 4 + 4 * module_word::NAME));
                    self.work.push(self.vm.peek(at + 4 + 4 * module_word::BODY));
                    continue;
                }
                Kind::Native => {
                    let name = self
                        .vm
                        .text_of(self.vm.peek(at + 4 + 4 * native_word::NAME))
                        .unwrap_or("");
                    self.out.computed |= COMPUTED.contains(&name);
                    self.work
                        .push(self.vm.peek(at + 4 + 4 * native_word::OWNER));
                    continue;
                }
                Kind::Type => {
                    self.class(at);
                    continue;
                }
                _ => {}
            }
            self.work.extend(
                value_words(self.vm, at)
                    .into_iter()
                    .map(|a| self.vm.peek(a)),
            );
        }
    }

    /// What a class gives to the program; its tuples and its namespace are the runtime's own.
    fn class(&mut self, at: u32) {
        for tuple in [word::BASES, word::MRO] {
            let tuple = self.vm.peek(at + 4 + 4 * tuple);
            if is_pointer(tuple) {
                self.work.extend(
                    value_words(self.vm, tuple)
                        .into_iter()
                        .map(|a| self.vm.peek(a)),
                );
            }
        }
        if is_builtin(self.vm, at) {
            return;
        }
        self.out.user_classes = true;
        for (_, v) in self
            .vm
            .dict_items(self.vm.peek(at + 4 + 4 * word::NAMESPACE))
        {
            self.work.push(v);
        }
    }

    fn unit(&mut self, unit: &CodeUnit) {
        let f = facts(unit);
        self.out
            .opcodes
            .extend(unit.insns.iter().map(|i| i.op as u8));
        self.out
            .stored_names
            .extend(f.attribute_stores.iter().cloned());
        self.out.names.extend(f.attribute_loads);
        self.out.names.extend(f.attribute_stores);
        for text in &f.strings {
            let named: Vec<String> = formatted_attributes(text).collect();
            self.out.gives_types |= named.iter().any(|n| n == "__class__");
            self.out.names.extend(named);
        }
        self.out.strings.extend(f.strings);
        self.out.shows_types |= f.builtins.contains("type") || self.out.names.contains("__class__");
        if f.builtins.contains("type") {
            let only_of_exceptions = only_types_of_exceptions(unit);
            self.out.gives_types |= !only_of_exceptions;
            self.out.gives_exception_types |= only_of_exceptions;
        }
        self.out.computed |= COMPUTED_NAMES.iter().any(|n| self.out.names.contains(*n));
        self.out.computed |= COMPUTED.iter().any(|n| f.builtins.contains(*n));
        for (builtin, name) in LOOKUPS {
            if f.builtins.contains(builtin) {
                self.out.names.insert(name.into());
            }
        }
        self.out.stores.extend(f.stores.iter().chain(&f.deletes));
        self.out.deletes.extend(f.deletes.iter());
        // Names of instructions that look attributes up with a constant of any form.
        for insn in &unit.insns {
            if let (Opcode::LoadSpecial | Opcode::LoadMethodOf | Opcode::LoadSuper, D::Const(n)) =
                (insn.op, insn.d)
                && let Some(Const::Str(name)) = unit.consts.get(n as usize)
            {
                self.out.names.insert(name.clone());
            }
        }
        for g in f.loads {
            self.global(g);
        }
        // A slot that is only stored to keeps what it holds until then.
        for g in f.stores {
            self.global(g);
        }
    }

    fn global(&mut self, g: GlobalId) {
        if self.out.loads.insert(g) {
            self.work.push(self.vm.global(g.0).to_bits());
        }
    }

    /// Attributes of a module that code may name.
    fn module(&mut self, at: u32) {
        for (name, slot) in module_globals(self.vm, at) {
            let computed = self.out.computed_of_modules;
            let named = self
                .vm
                .text_of(name)
                .is_some_and(|n| computed || self.out.names.contains(n));
            if named {
                let id = GlobalId(slot);
                self.work.push(name);
                self.out.shown.insert(id);
                self.global(id);
                if self
                    .vm
                    .text_of(name)
                    .is_some_and(|n| computed || self.out.stored_names.contains(n))
                {
                    self.out.stores.insert(id);
                }
            }
        }
        let ns = self.vm.peek(at + 4 + 4 * module_word::NAMESPACE);
        if !is_pointer(ns) {
            return;
        }
        for (name, v) in self.vm.dict_items(ns) {
            if self
                .vm
                .text_of(name)
                .is_some_and(|n| self.out.names.contains(n))
            {
                self.work.extend([name, v]);
            }
        }
    }
}

/// Attributes that a template of `str.format` may name (`{0.real}`).
fn formatted_attributes(text: &str) -> impl Iterator<Item = String> + '_ {
    let fields = text.split('{').skip(1);
    fields.flat_map(|field| {
        let field = field.split('}').next().unwrap_or(field);
        field.split('.').skip(1).map(|rest| {
            rest.chars()
                .take_while(|c| c.is_alphanumeric() || *c == '_')
                .collect()
        })
    })
}

/// Whether a type is one of the runtime's.
pub fn is_builtin(vm: &Booted, class: u32) -> bool {
    vm.peek(class + 4 + 4 * word::FLAGS) as i32 >> 1 & flag::BUILTIN != 0
}

/// Globals that a module object lists: (name, slot).
pub fn module_globals(vm: &Booted, module: u32) -> Vec<(u32, u32)> {
    let d = vm.peek(module + 4 + 4 * module_word::GLOBALS);
    if !is_pointer(d) {
        return vec![];
    }
    vm.dict_items(d)
        .into_iter()
        .map(|(name, slot)| (name, slot >> 1))
        .collect()
}
