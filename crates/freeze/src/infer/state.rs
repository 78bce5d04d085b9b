//! The state of the inference: what is known about parameters, results, globals and fields (the cells), which units
//! must be looked at again when one of them grows, and which functions and classes have got out of sight.

use super::ty::Ty;
use super::ty::kind::*;
use super::world::World;
use crate::reach::{Reached, is_builtin};
use crate::walk::{is_pointer, value_words};
use mpf_bytecode::code_flags;
use mpf_bytecode::unit::{CodeUnit, Const, UnitId};
use mpf_codegen::Program;
use mpf_core::Kind;
use mpf_core::boot::Booted;
use mpf_core::object::class::word;
use mpf_core::object::function::{function_word, module_word};
use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};

#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, PartialOrd, Ord)]
pub enum Cell {
    Parameter(u32, u8),
    Result(u32),
    Global(u32),
    /// Slot of the instances of a class: address of the class, number of the name.
    Field(u32, u32),
}

/// How a unit's parameters may be given by callers that are not followed.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Escape {
    /// As a method of an instance: all but the first.
    pub bound: bool,
    /// As a function: all.
    pub raw: bool,
}

/// Growth of one cell after which its range goes to the ends, and after which nothing is claimed any more.
const WIDEN: u32 = 3;
const GIVE_UP: u32 = 24;
/// Most items of a tuple that are told apart.
pub const MOST_ITEMS: usize = 8;

pub struct State<'a> {
    pub vm: &'a Booted,
    pub program: &'a Program,
    pub reached: &'a Reached,
    pub world: World,
    cells: HashMap<Cell, (Ty, u32)>,
    readers: HashMap<Cell, BTreeSet<u32>>,
    queue: VecDeque<u32>,
    queued: BTreeSet<u32>,
    pub entered: BTreeSet<u32>,
    shapes: Vec<Vec<Ty>>,
    shape_numbers: HashMap<Vec<(u32, i32, i32, u32)>, u32>,
    names: Vec<String>,
    name_numbers: HashMap<String, u32>,
    pub escapes: BTreeMap<u32, Escape>,
    pub escaped_classes: BTreeSet<u32>,
    /// Names stored on classes.
    pub class_stores: BTreeSet<u32>,
    /// Names of attributes that builtin types and modules have.
    pub builtin_names: BTreeSet<String>,
    /// Classes that are stored to; `SOME_CLASS`: all that have escaped.
    pub written_classes: BTreeSet<u32>,
    /// Functions in the namespaces of classes, by name.
    pub methods: BTreeMap<u32, BTreeSet<u32>>,
    /// The class in the cell `__class__` of a unit's functions; `SOME_CLASS` when they differ.
    pub own_classes: BTreeMap<u32, u32>,
    /// What the first parameter of a method is when it is called on an instance.
    pub(super) receivers: BTreeMap<u32, Ty>,
    pub defaults: BTreeMap<u32, Vec<Ty>>,
    /// Functions that may be called with keywords or too few arguments, so that names of parameters matter.
    names_asked: BTreeSet<u32>,
    /// Names of keywords in calls; and whether calls of unknown functions may have any others.
    pub keywords: BTreeSet<String>,
    pub any_keywords: bool,
    /// Kinds of the objects whose attributes are asked for, and are stored, under computed names.
    pub computed_on: u32,
    pub stored_on: u32,
    /// No class of the program derives from `type`.
    no_metaclass: bool,
    /// Classes must not be reasoned about after all.
    pub open: bool,
    /// An instruction that the inference does not know.
    pub unknown: bool,
}

impl<'a> State<'a> {
    pub fn new(vm: &'a Booted, program: &'a Program, reached: &'a Reached, open: bool) -> Self {
        State {
            vm,
            program,
            reached,
            world: World::new(vm, reached, open),
            cells: HashMap::new(),
            readers: HashMap::new(),
            queue: VecDeque::new(),
            queued: BTreeSet::new(),
            entered: BTreeSet::new(),
            shapes: vec![vec![]],
            shape_numbers: HashMap::new(),
            names: vec![String::new()],
            name_numbers: HashMap::new(),
            escapes: BTreeMap::new(),
            escaped_classes: BTreeSet::new(),
            class_stores: BTreeSet::new(),
            builtin_names: super::names::of_builtins(vm),
            written_classes: BTreeSet::new(),
            methods: BTreeMap::new(),
            own_classes: BTreeMap::new(),
            receivers: BTreeMap::new(),
            defaults: BTreeMap::new(),
            names_asked: BTreeSet::new(),
            keywords: BTreeSet::new(),
            any_keywords: false,
            computed_on: 0,
            stored_on: 0,
            no_metaclass: !world_has_metaclass(vm, reached),
            open: false,
            unknown: false,
        }
    }

    pub fn unit(&self, id: u32) -> &'a CodeUnit {
        &self.program.units[id as usize]
    }

    pub fn name(&mut self, text: &str) -> u32 {
        if let Some(&n) = self.name_numbers.get(text) {
            return n;
        }
        self.names.push(text.to_owned());
        let n = self.names.len() as u32 - 1;
        self.name_numbers.insert(text.to_owned(), n);
        n
    }

    pub fn text(&self, name: u32) -> &str {
        &self.names[name as usize]
    }

    pub fn class_name(&self, class: u32) -> Option<String> {
        self.world.class(class)?;
        let name = self.vm.peek(class + 4 + 4 * word::NAME);
        self.vm.text_of(name).map(str::to_owned)
    }

    // ---- units to look at

    pub fn enqueue(&mut self, unit: u32) {
        if self.queued.insert(unit) {
            self.queue.push_back(unit);
        }
    }

    pub fn next(&mut self) -> Option<u32> {
        let unit = self.queue.pop_front()?;
        self.queued.remove(&unit);
        Some(unit)
    }

    pub fn enter(&mut self, unit: u32) {
        if self.entered.insert(unit) {
            self.enqueue(unit);
        }
    }

    /// Something that every unit may depend on has changed.
    pub(super) fn all_again(&mut self) {
        for unit in self.entered.clone() {
            self.enqueue(unit);
        }
    }

    // ---- cells

    pub fn read(&mut self, cell: Cell, reader: u32) -> Ty {
        self.readers.entry(cell).or_default().insert(reader);
        self.cells.get(&cell).map_or(Ty::BOTTOM, |c| c.0)
    }

    pub fn peek(&self, cell: Cell) -> Ty {
        self.cells.get(&cell).map_or(Ty::BOTTOM, |c| c.0)
    }

    pub fn grow(&mut self, cell: Cell, ty: Ty) {
        let (old, count) = self.cells.get(&cell).copied().unwrap_or((Ty::BOTTOM, 0));
        let mut new = self.join(old, ty, count >= WIDEN);
        if new == old {
            return;
        }
        if count >= GIVE_UP {
            self.leak(new);
            new = Ty::TOP;
        }
        self.cells.insert(cell, (new, count + 1));
        for unit in self.readers.get(&cell).cloned().into_iter().flatten() {
            self.enqueue(unit);
        }
        if let Cell::Result(unit) = cell
            && self.escape(unit) != Escape::default()
        {
            self.leak(new);
        }
    }

    pub fn field(&mut self, class: u32, name: &str) -> Cell {
        Cell::Field(class, self.name(name))
    }

    // ---- the lattice

    pub fn items(&self, ty: Ty) -> Option<&[Ty]> {
        ty.which(TUPLE)
            .or(ty.which(ITER))
            .map(|n| self.shapes[n as usize].as_slice())
    }

    /// A tuple, or an iterator, of known items.
    pub fn shape(&mut self, kind: u32, items: &[Ty]) -> Ty {
        if items.len() > MOST_ITEMS {
            items.iter().for_each(|t| self.leak(*t));
            return Ty::of(kind);
        }
        // Tuples in tuples are not followed: they could nest without end.
        let items: Vec<Ty> = items.iter().map(|t| self.shallow(*t)).collect();
        let key = items
            .iter()
            .map(|t| (t.kinds, t.lo, t.hi, t.which))
            .collect();
        if let Some(&n) = self.shape_numbers.get(&key) {
            return Ty::named(kind, n);
        }
        self.shapes.push(items);
        let n = self.shapes.len() as u32 - 1;
        self.shape_numbers.insert(key, n);
        Ty::named(kind, n)
    }

    fn shallow(&mut self, ty: Ty) -> Ty {
        if !ty.may(TUPLE | ITER) || ty.which == 0 {
            return ty;
        }
        self.leak(ty);
        Ty { which: 0, ..ty }
    }

    pub fn join(&mut self, a: Ty, b: Ty, wide: bool) -> Ty {
        if a == b || b.kinds == 0 {
            return a;
        }
        if a.kinds == 0 {
            return b;
        }
        let (lo, hi) = a.hull(b, wide);
        let mut out = Ty {
            kinds: a.kinds | b.kinds,
            lo,
            hi,
            which: 0,
        };
        let kind = out.name_kind();
        let (of_a, of_b) = (a.which(kind), b.which(kind));
        out.which = match (a.may(kind), b.may(kind)) {
            _ if kind == 0 => 0,
            (true, false) => of_a.unwrap_or(0),
            (false, true) => of_b.unwrap_or(0),
            _ if of_a == of_b => of_a.unwrap_or(0),
            _ => self.join_named(kind, of_a, of_b),
        };
        if out.which == 0 {
            self.leak(a);
            self.leak(b);
        }
        out
    }

    fn join_named(&mut self, kind: u32, a: Option<u32>, b: Option<u32>) -> u32 {
        let (Some(a), Some(b)) = (a, b) else { return 0 };
        match kind {
            INSTANCE => self.world.common(a, b).unwrap_or(0),
            TUPLE | ITER => {
                let (x, y) = (
                    self.shapes[a as usize].clone(),
                    self.shapes[b as usize].clone(),
                );
                if x.len() != y.len() {
                    return 0;
                }
                let items: Vec<Ty> = x
                    .iter()
                    .zip(&y)
                    .map(|(p, q)| self.join(*p, *q, true))
                    .collect();
                self.shape(kind, &items).which
            }
            _ => 0,
        }
    }

    // ---- what gets out of sight

    pub fn escape(&self, unit: u32) -> Escape {
        self.escapes.get(&unit).copied().unwrap_or_default()
    }

    /// A value goes where it is not followed.
    pub fn leak(&mut self, ty: Ty) {
        if ty.which == 0 {
            return;
        }
        match ty.name_kind() {
            FUNCTION => self.escape_raw(ty.which - 1),
            CLASS if ty.which == SOME_CLASS => {
                for class in self.world.classes.keys().copied().collect::<Vec<_>>() {
                    self.escape_class(class);
                }
            }
            CLASS => self.escape_class(ty.which),
            METHOD if ty.which & ONE_FUNCTION != 0 => self.escape_bound(ty.which & !ONE_FUNCTION),
            METHOD => self.escape_methods(ty.which),
            TUPLE | ITER => {
                for item in self.shapes[ty.which as usize].clone() {
                    self.leak(item);
                }
            }
            _ => {}
        }
    }

    pub fn escape_raw(&mut self, unit: u32) {
        self.names_asked.insert(unit);
        let old = self.escape(unit);
        if old.raw {
            return;
        }
        self.escapes.insert(
            unit,
            Escape {
                bound: true,
                raw: true,
            },
        );
        self.open_parameters(unit, 0);
    }

    pub fn escape_bound(&mut self, unit: u32) {
        // Whoever calls it, the receiver is there.
        self.called_with(unit, 1);
    }

    /// A method is called with at least so many arguments, the receiver included.
    pub fn called_with(&mut self, unit: u32, count: u8) {
        if self.unit(unit).positional > count {
            self.names_asked.insert(unit);
        }
        self.open_method(unit);
    }

    /// The names of a function's parameters matter: a call may have keywords that are not known.
    pub fn ask_names(&mut self, unit: u32) {
        self.names_asked.insert(unit);
    }

    /// Functions whose parameters nothing ever asks by name.
    pub fn nameless(&self) -> BTreeSet<UnitId> {
        let units = self.reached.codes.iter().map(|(_, unit)| *unit);
        units.filter(|u| !self.may_ask_names(u.0)).collect()
    }

    fn may_ask_names(&self, unit: u32) -> bool {
        let code = self.unit(unit);
        let keyword = || self.any_keywords || code.params.iter().any(|p| self.keywords.contains(p));
        self.names_asked.contains(&unit)
            || code.keyword_only != 0
            || self.escape(unit).bound && keyword()
    }

    fn open_method(&mut self, unit: u32) {
        let old = self.escape(unit);
        if old.bound {
            return;
        }
        self.escapes.insert(unit, Escape { bound: true, ..old });
        let receiver = self.receiver(unit);
        self.grow(Cell::Parameter(unit, 0), receiver);
        self.open_parameters(unit, 1);
    }

    fn open_parameters(&mut self, unit: u32, from: u8) {
        for n in from..self.unit(unit).params.len() as u8 {
            let ty = match from {
                0 => Ty::TOP,
                _ => self.given_by_runtime(unit, n),
            };
            self.grow(Cell::Parameter(unit, n), ty);
        }
        let result = self.peek(Cell::Result(unit));
        self.leak(result);
        self.enter(unit);
    }

    /// What the runtime gives to parameter `n` of a method that it may call: descriptors get an instance and its class. A
    /// method that code calls by name gets that besides.
    fn given_by_runtime(&self, unit: u32, n: u8) -> Ty {
        const DESCRIPTORS: [&str; 3] = ["__get__", "__set__", "__delete__"];
        let mut known = self
            .methods
            .iter()
            .filter(|(_, units)| units.contains(&unit));
        let name = match (known.next(), known.next()) {
            (Some((n, _)), None) => self.text(*n),
            _ => return Ty::TOP,
        };
        if self.reached.names.contains(name) {
            return Ty::TOP;
        }
        let class = Ty {
            which: SOME_CLASS,
            ..Ty::of(CLASS | NONE | OTHER)
        };
        match n {
            2 if name == "__get__" => class,
            1 if self.no_metaclass && DESCRIPTORS.contains(&name) => Ty::of(INSTANCE | NONE),
            _ => Ty::TOP,
        }
    }

    /// All methods of a name may be called from anywhere, on instances.
    pub fn escape_methods(&mut self, name: u32) {
        for unit in self.methods.get(&name).cloned().into_iter().flatten() {
            self.escape_bound(unit);
        }
    }

    pub fn escape_all_methods(&mut self) {
        for name in self.methods.keys().copied().collect::<Vec<_>>() {
            self.escape_methods(name);
        }
    }

    pub fn escape_class(&mut self, class: u32) {
        if !self.escaped_classes.insert(class) {
            return;
        }
        if let Some(value) = self.world.lookup(class, "__init__") {
            match self.function_at(value) {
                Some(unit) => self.escape_bound(unit),
                None => {
                    let ty = self.type_of(value);
                    self.leak(ty);
                }
            }
        }
        self.all_again();
    }

    /// `of` may be a class and gets an attribute, or loses one.
    pub fn store_on_class(&mut self, of: Ty, name: u32) {
        match of.which(CLASS) {
            Some(SOME_CLASS) => self.written_classes.extend(self.world.classes.keys()),
            Some(class) => drop(self.written_classes.insert(class)),
            None => drop(self.written_classes.insert(SOME_CLASS)),
        }
        if self.class_stores.insert(name) {
            self.all_again();
        }
    }

    pub fn receiver(&self, unit: u32) -> Ty {
        self.receivers.get(&unit).copied().unwrap_or(Ty::TOP)
    }

    // ---- values of the heap

    /// The unit of a function object.
    pub fn function_at(&self, value: u32) -> Option<u32> {
        if !is_pointer(value) || self.vm.object_at(value).0 != Kind::Function {
            return None;
        }
        let code = self.vm.peek(value + 4 + 4 * function_word::CODE);
        let unit = self.vm.unit_of(code);
        ((unit as usize) < self.program.units.len()).then_some(unit)
    }

    pub fn type_of(&mut self, value: u32) -> Ty {
        self.type_at(value, true)
    }

    fn type_at(&mut self, value: u32, deep: bool) -> Ty {
        use mpf_core::object::value::bits;
        if value & 1 == 1 {
            let n = i64::from(value as i32 >> 1);
            return Ty::int(n, n);
        }
        match value {
            0 => return Ty::of(UNBOUND),
            bits::NONE => return Ty::of(NONE),
            bits::TRUE | bits::FALSE => return Ty::of(BOOL),
            _ if !is_pointer(value) => return Ty::of(OTHER),
            _ => {}
        }
        let (kind, words, _) = self.vm.object_at(value);
        let field = |i: u32| self.vm.peek(value + 4 + 4 * i);
        match kind {
            Kind::Int => Ty::of(BIG),
            Kind::Float => Ty::of(FLOAT),
            Kind::Str => Ty::of(STR),
            Kind::Bytes => Ty::of(BYTES),
            Kind::ByteArray => Ty::of(BYTEARRAY),
            Kind::List => Ty::of(LIST),
            Kind::Dict => Ty::of(DICT),
            Kind::Set => Ty::of(SET),
            Kind::Tuple if deep && words as usize <= MOST_ITEMS => {
                let items: Vec<Ty> = (0..words)
                    .map(|i| self.vm.peek(value + 4 + 4 * i))
                    .map(|v| self.type_at(v, false))
                    .collect();
                self.shape(TUPLE, &items)
            }
            Kind::Tuple => Ty::of(TUPLE),
            Kind::Function => match self.function_at(value) {
                Some(unit) => Ty::named(FUNCTION, unit + 1),
                None => Ty::of(FUNCTION),
            },
            Kind::Type if self.world.class(value).is_some() => Ty::named(CLASS, value),
            Kind::Type => Ty::of(OTHER),
            Kind::Instance => {
                let class = field(0);
                match self.world.plain(class) {
                    Some(_) => Ty::named(INSTANCE, class),
                    None => Ty::of(INSTANCE),
                }
            }
            _ => Ty::of(OTHER),
        }
    }

    pub fn constant(&mut self, value: &Const) -> Ty {
        match value {
            Const::None => Ty::of(NONE),
            Const::True | Const::False => Ty::of(BOOL),
            Const::Int { negative, limbs } => match limbs.as_slice() {
                [] => Ty::int(0, 0),
                [n] => {
                    let n = i64::from(*n) * if *negative { -1 } else { 1 };
                    Ty::int(n, n)
                }
                _ => Ty::of(BIG),
            },
            Const::Float(_) => Ty::of(FLOAT),
            Const::Str(_) => Ty::of(STR),
            Const::Bytes(_) => Ty::of(BYTES),
            Const::Tuple(items) => {
                let items: Vec<Ty> = items.iter().map(|i| self.constant(i)).collect();
                self.shape(TUPLE, &items)
            }
            Const::FrozenSet(_) => Ty::of(SET),
            Const::Builtin(name) => {
                let n = self.name(name);
                Ty::named(NATIVE, n)
            }
            Const::Native(module, name) => self.native(module, name),
            Const::Function(unit) => Ty::named(FUNCTION, unit.0 + 1),
            Const::Ellipsis | Const::Code(_) | Const::Module(_) => Ty::of(OTHER),
        }
    }

    /// A member of a builtin module: a function or a constant.
    fn native(&mut self, module: &str, name: &str) -> Ty {
        let members = self
            .vm
            .host
            .modules
            .get(module)
            .map_or(0, |m| self.vm.peek(m + 4 + 4 * module_word::NAMESPACE));
        let value = match is_pointer(members) {
            true => self
                .vm
                .dict_items(members)
                .into_iter()
                .find(|(k, _)| self.vm.text_of(*k) == Some(name))
                .map_or(0, |(_, v)| v),
            false => 0,
        };
        if is_pointer(value) && self.vm.object_at(value).0 == Kind::Native {
            let n = self.name(&format!("{module}.{name}"));
            return Ty::named(NATIVE, n);
        }
        match value {
            0 => Ty::of(ALL & !UNBOUND),
            _ => self.type_of(value),
        }
    }

    // ---- calls

    /// A function of the program is called with positional arguments and keywords.
    pub fn call(&mut self, unit: u32, args: &[Ty], keywords: &[(String, Ty)]) {
        let code = self.unit(unit);
        let (positional, named) = (
            usize::from(code.positional),
            usize::from(code.positional) + usize::from(code.keyword_only),
        );
        for (n, ty) in args.iter().enumerate() {
            match n < positional {
                true => self.grow(Cell::Parameter(unit, n as u8), *ty),
                false => self.leak(*ty),
            }
        }
        for (name, ty) in keywords {
            match code.params[..named].iter().position(|p| p == name) {
                Some(n) => self.grow(Cell::Parameter(unit, n as u8), *ty),
                None => self.leak(*ty),
            }
        }
        let defaults = self.defaults.get(&unit).cloned().unwrap_or_default();
        let given = |n: usize| {
            n < args.len()
                || keywords
                    .iter()
                    .any(|(name, _)| code.params.get(n) == Some(name))
        };
        let has_default = |n: usize| defaults.get(n).is_some_and(|ty| ty.kinds != 0);
        if !keywords.is_empty() || (0..positional).any(|n| !given(n) && !has_default(n)) {
            self.names_asked.insert(unit);
        }
        for (n, ty) in defaults.into_iter().enumerate().take(named) {
            if !given(n) {
                self.grow(Cell::Parameter(unit, n as u8), ty);
            }
        }
        let mut rest = named;
        if code.flags & code_flags::VARARGS != 0 {
            self.grow(Cell::Parameter(unit, rest as u8), Ty::of(TUPLE));
            rest += 1;
        }
        if code.flags & code_flags::VARKEYWORDS != 0 {
            self.grow(Cell::Parameter(unit, rest as u8), Ty::of(DICT));
        }
        self.enter(unit);
    }

    /// What a call of a function gives.
    pub fn result(&mut self, unit: u32, reader: u32) -> Ty {
        if self.unit(unit).flags & code_flags::GENERATOR != 0 {
            return Ty::of(OTHER);
        }
        self.read(Cell::Result(unit), reader)
    }
}

/// In `which` of a method: not a name, but the unit of the function.
pub const ONE_FUNCTION: u32 = 1 << 31;

/// `which` of a class that is not told apart.
pub const SOME_CLASS: u32 = 2;

/// Whether a class of the program derives from `type`.
fn world_has_metaclass(vm: &Booted, reached: &Reached) -> bool {
    let Some(of_types) = vm.host.builtins.get("type") else {
        return true;
    };
    reached.objects.iter().any(|&at| {
        let order = vm.peek(at + 4 + 4 * word::MRO);
        vm.object_at(at).0 == Kind::Type
            && !is_builtin(vm, at)
            && is_pointer(order)
            && value_words(vm, order)
                .into_iter()
                .any(|a| vm.peek(a) == *of_types)
    })
}
