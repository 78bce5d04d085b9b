//! Writes what an executed program left behind, as far as the device can reach it, into a relocatable ELF32 object:
//! one section and one symbol per object, references as relocations. The linker drops what nothing refers to, so types
//! and names of the runtime are all written. Nothing here decides what runs at build time.

use crate::execute::Executed;
use crate::names;
use crate::place::{Home, Rules, owned};
use crate::reach::{Reach, Reached, is_builtin, module_globals};
use crate::recode::recode;
use crate::walk::is_pointer;
use crate::write::{Arch, Section, Word, write};
use mpf_bytecode::Opcode;
use mpf_bytecode::opcodes::ALL;
use mpf_bytecode::unit::GlobalId;
use mpf_codegen::Program;
use crate::used::Used;
use mpf_core::Kind;
use mpf_core::anchor;
use mpf_core::boot::Booted;
use mpf_core::device::config_flag;
use mpf_core::native::TYPE_SLOTS;
use mpf_core::object::class::word;
use mpf_core::object::function::{function_word, module_word, native_word};
use mpf_core::object::header;
use mpf_core::object::text::hash_bytes;
use mpf_core::vm::table;
use mpf_diagnostics::{Code, Diagnostic};
use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};

/// What the object is made for.
#[derive(Clone, Debug)]
pub struct EmitOptions {
    pub arch: Arch,
    /// RAM is filled with a pattern before the program starts.
    pub poison: bool,
    /// An exception that nothing catches is printed.
    pub report: bool,
    /// The program ends with its counters.
    pub statistics: bool,
    /// Marks (`mpf_core::anchor`) in the image of an earlier round: which kinds of objects the runtime's code makes and
    /// which slots it asks for. `None`: any.
    pub live: Option<BTreeSet<String>>,
}

impl EmitOptions {
    pub fn new(arch: Arch) -> EmitOptions {
        EmitOptions { arch, poison: false, report: true, statistics: false, live: None }
    }
}

/// The frozen object of a program.
pub fn emit(executed: &mut Executed, program: &Program, options: &EmitOptions) -> Result<Vec<u8>, Vec<Diagnostic>> {
    let machine = &mut executed.machine;
    let Some(&main_code) = machine.codes.get(&executed.main) else {
        return Err(vec![fault("the main module was not loaded")]);
    };
    let main_module = machine.modules.get(&executed.main_module).copied().unwrap_or(0);
    let reached = Reach::new(&machine.vm, program).from_main(main_code, main_module);
    let slots = number_slots(&machine.vm, &reached, program);
    let mut replaced = HashMap::new();
    for (code, unit) in &reached.codes {
        let new = recode(&mut machine.vm, *code, &program.units[unit.0 as usize], &slots, &reached)
            .map_err(|what| vec![fault(&format!("`{}` cannot be written: {what}", program.units[unit.0 as usize].qualname))])?;
        replaced.insert(*code, new);
    }
    let rules = Rules::new(&machine.vm, &reached, program);
    let used = Used::new(&machine.vm, &reached, options.live.as_ref());
    let emitter = Emitter {
        used,
        vm: &mut machine.vm,
        program,
        reached,
        slots,
        replaced,
        rules,
        numbers: HashMap::new(),
        homes: HashMap::new(),
        queue: VecDeque::new(),
        order: vec![],
        dicts: HashMap::new(),
    };
    emitter.run(main_code, main_module, options)
}

fn fault(text: &str) -> Diagnostic {
    Diagnostic::new(Code::ToolFailed, text).help("this is a defect of mpfreeze; please report it with the program")
}

/// Slots of the globals that the device keeps in RAM.
fn number_slots(vm: &Booted, reached: &Reached, program: &Program) -> BTreeMap<GlobalId, u32> {
    let mut own: Vec<GlobalId> = reached
        .loads
        .iter()
        .copied()
        .filter(|g| reached.stores.contains(g) || reached.shown.contains(g) || vm.global(g.0).is_unbound())
        .collect();
    // `LoadGlobalOr` has no constant form.
    for (_, unit) in &reached.codes {
        for insn in program.units.get(unit.0 as usize).iter().flat_map(|u| &u.insns) {
            if let (Opcode::LoadGlobalOr, mpf_bytecode::unit::D::Global(g)) = (insn.op, insn.d) {
                own.push(g);
            }
        }
    }
    own.sort();
    own.dedup();
    own.into_iter().enumerate().map(|(i, g)| (g, i as u32)).collect()
}

struct Emitter<'a> {
    used: Used,
    vm: &'a mut Booted,
    program: &'a Program,
    reached: Reached,
    slots: BTreeMap<GlobalId, u32>,
    /// Code objects and what stands for them.
    replaced: HashMap<u32, u32>,
    rules: Rules,
    /// Position of each object in `order`.
    numbers: HashMap<u32, usize>,
    homes: HashMap<u32, Home>,
    queue: VecDeque<u32>,
    order: Vec<u32>,
    /// Filtered dicts by the address of their owner and the field.
    dicts: HashMap<(u32, u32), u32>,
}

impl Emitter<'_> {
    fn run(mut self, main_code: u32, main_module: u32, options: &EmitOptions) -> Result<Vec<u8>, Vec<Diagnostic>> {
        let values: Vec<u32> = self.slots.keys().map(|g| self.vm.global(g.0).to_bits()).collect();
        let globals = self.vm.load_array(&values);
        let main = self.vm.load_function(main_code, if self.reached.shows_module { main_module } else { 0 });
        let memory_error = self.vm.memory_error();
        let may_delete = self.reached.opcodes.contains(&(Opcode::DeleteGlobal as u8));
        let slot_names: Vec<u32> = self
            .slots
            .keys()
            .zip(&values)
            .map(|(g, v)| if *v == 0 || may_delete { self.vm.intern(&self.program.globals[g.0 as usize].name).to_bits() } else { 0 })
            .collect();
        let kinds = self.kinds();
        let named = self.named();
        let marks = anchor::KINDS.iter().map(|k| k.1).chain(anchor::SLOTS.iter().map(|s| s.1));
        let mut sections = vec![];
        let word = |v: u32| if is_pointer(v) { Word::At(v) } else { Word::Raw(v) };
        let flags = if options.poison { config_flag::POISON_RAM } else { 0 } | if options.report { config_flag::REPORT } else { 0 };
        let statistics = if options.statistics { Word::Sym("mpf_statistics".into()) } else { Word::Raw(0) };
        let config = vec![Word::Raw(flags), Word::At(main), Word::At(globals), Word::Raw(values.len() as u32), Word::At(memory_error), statistics, Word::Sym(abi_symbol())];
        sections.push(Section::table("mpf_config", config));
        sections.push(Section::table("mpf_kind_types", kinds.into_iter().map(word).collect()));
        sections.push(Section::table("mpf_global_names", slot_names.into_iter().map(word).collect()));
        sections.push(Section::table("mpf_op_table", self.operations()));
        sections.extend(marks.map(|name| Section::table(name, vec![])));
        for at in sections.iter().flat_map(Section::references).collect::<Vec<_>>() {
            self.enqueue(at);
        }
        for (at, _) in &named {
            self.enqueue(*at);
        }
        let symbols: HashMap<u32, String> = named.into_iter().collect();
        while let Some(at) = self.queue.pop_front() {
            let section = self.object(at, &symbols);
            for to in section.references().collect::<Vec<_>>() {
                self.enqueue(to);
            }
            sections.push(section);
        }
        write(&sections, options.arch).map_err(|what| vec![fault(&format!("the object cannot be written: {what}"))])
    }

    fn enqueue(&mut self, at: u32) {
        if self.numbers.contains_key(&at) {
            return;
        }
        self.numbers.insert(at, self.order.len());
        self.order.push(at);
        self.queue.push_back(at);
    }

    /// Types and names that the runtime's code refers to by symbol.
    fn named(&self) -> Vec<(u32, String)> {
        let types = mpf_core::wk::TYPE_NAMES.iter().zip(&self.vm.host.types).map(|(n, at)| (*at, format!("mpf_type_{n}")));
        let names = mpf_core::wk::NAMES.iter().zip(&self.vm.host.names).map(|(n, at)| (*at, format!("mpf_name_{n}")));
        types.chain(names).collect()
    }

    /// The table from kinds to types. A type that no value can have is not worth its bytes.
    fn kinds(&self) -> Vec<u32> {
        let host = &self.vm.host;
        let object = host.types.first().copied().unwrap_or(0);
        host.kinds.iter().enumerate().map(|(row, at)| if self.used.row(row as u32) { *at } else { object }).collect()
    }

    /// The cold operation of each opcode that occurs.
    fn operations(&self) -> Vec<Word> {
        let makes_instances = self.reached.user_classes || self.reached.opcodes.contains(&(Opcode::MakeClass as u8));
        let used = |op: Opcode| self.reached.opcodes.contains(&(op as u8)) || op == Opcode::InitDone && makes_instances;
        ALL.iter().map(|op| Word::Sym(if used(*op) { table::entry(*op).1.into() } else { "mpf_op_plain".into() })).collect()
    }

    /// The dict in a field of a class or module, with only what the program may name.
    fn filtered(&mut self, owner: u32, field: u32) -> u32 {
        let old = self.vm.peek(owner + 4 + 4 * field);
        if !is_pointer(old) {
            return old;
        }
        if let Some(&d) = self.dicts.get(&(owner, field)) {
            return d;
        }
        let module = self.vm.object_at(owner).0 == Kind::Module;
        let entries: Vec<(u32, u32)> = if module && field == module_word::GLOBALS {
            let listed = module_globals(self.vm, owner);
            listed
                .into_iter()
                .filter_map(|(name, slot)| {
                    let id = GlobalId(slot);
                    let slot = self.slots.get(&id).filter(|_| self.reached.shown.contains(&id))?;
                    Some((name, mpf_core::Value::int(*slot as i32).to_bits()))
                })
                .collect()
        } else {
            let constructor = self.reached.shows_types || self.reached.objects.contains(&owner);
            let items = self.vm.dict_items(old);
            items.into_iter().filter(|(name, _)| self.vm.text_of(*name).is_some_and(|n| n == HIDDEN && constructor || self.reached.names.contains(n))).collect()
        };
        let new = self.vm.load_dict(&entries);
        self.dicts.insert((owner, field), new);
        new
    }

    fn object(&mut self, at: u32, symbols: &HashMap<u32, String>) -> Section {
        let at = self.replaced.get(&at).copied().unwrap_or(at);
        let number = self.order.len() - self.queue.len() - 1;
        let home = match self.homes.get(&at) {
            Some(home) => *home,
            None => self.rules.home(self.vm, at),
        };
        for part in owned(self.vm, at) {
            self.homes.insert(part, home);
        }
        let (kind, _, _) = self.vm.object_at(at);
        let words = self.words(at, home);
        let (name, global) = match symbols.get(&self.order[number]) {
            Some(name) => (name.clone(), true),
            None if kind == Kind::Code => (names::code(self.program, self.vm.peek(at + 28)), false),
            None => (names::object(self.vm, at, number), false),
        };
        Section { name, global, function: kind == Kind::Code, home, at: Some(self.order[number]), words }
    }

    /// Header and payload of an object as the device sees them.
    fn words(&mut self, at: u32, home: Home) -> Vec<Word> {
        let (kind, count, h) = self.vm.object_at(at);
        let mut words: Vec<u32> = (0..=count).map(|i| self.vm.peek(at + 4 * i)).collect();
        let stored = header::has_stored_hash(h);
        match kind {
            Kind::Str if words[1] == 0 => {
                words[1] = hash_bytes(&self.vm.peek_bytes(at + 8, header::byte_len(h) - 4));
            }
            Kind::Function => {
                if !self.reached.shows_module {
                    words[1 + function_word::MODULE as usize] = 0;
                }
                if !stored && h & header::AUX_MASK == 0 {
                    while words.len() > 2 && words.last() == Some(&0) {
                        words.pop();
                    }
                }
            }
            Kind::Slots => {
                for i in 0..count {
                    if !self.used.slot(at, i) {
                        words[1 + i as usize] = 0;
                    }
                }
            }
            Kind::Type if is_builtin(self.vm, at) => {
                words[1 + word::NAMESPACE as usize] = self.filtered(at, word::NAMESPACE);
            }
            Kind::Module => {
                for field in [module_word::NAMESPACE, module_word::GLOBALS] {
                    words[1 + field as usize] = self.filtered(at, field);
                }
            }
            _ => {}
        }
        if kind == Kind::Type {
            let slots = words[1 + word::SLOTS as usize];
            let filled = |i: u32| self.used.slot(slots, i) && self.vm.peek(slots + 4 + 4 * i) != 0;
            if slots != 0 && !(0..TYPE_SLOTS as u32).any(filled) {
                words[1 + word::SLOTS as usize] = 0;
            }
        }
        if let Kind::Type | Kind::Module = kind {
            let fields: &[u32] = if kind == Kind::Type { &[word::NAMESPACE] } else { &[module_word::NAMESPACE, module_word::GLOBALS] };
            for field in fields {
                self.homes.insert(words[1 + *field as usize], home);
            }
        }
        let mut h = (h & ((1 << header::WORDS_SHIFT) - 1)) & !header::MARK | ((words.len() as u32 - 1) << header::WORDS_SHIFT);
        if h & header::AUX_MASK == header::HASH_TAKEN && !matches!(kind, Kind::Str | Kind::Set | Kind::Int) {
            // The hash came from an address of the build machine; containers may be ordered by it.
            let hash = header::identity_of(at);
            h = (h & !header::AUX_MASK | header::HASH_STORED) + (1 << header::WORDS_SHIFT);
            words.push(if h & header::RAW != 0 { hash } else { hash << 1 | 1 });
        }
        words[0] = h;
        let is_value: Box<dyn Fn(usize) -> bool> = match kind {
            Kind::Code => {
                let pool = (words[5] & 0xFFFF) as usize;
                Box::new(move |i| (2..=4).contains(&i) || (8..8 + pool).contains(&i))
            }
            Kind::Native => Box::new(|i| [native_word::NAMES, native_word::NAME, native_word::OWNER].contains(&(i as u32).wrapping_sub(1))),
            _ if kind as u8 >= 16 => Box::new(|_| false),
            _ => Box::new(|i| i > 0),
        };
        let entry = |i: usize, w: u32| {
            let native = kind == Kind::Slots && i > 0 || kind == Kind::Native && i == 1 + native_word::ENTRY as usize;
            if native && w != 0 { self.vm.host.symbols.get(w as usize - 1).copied() } else { None }
        };
        words
            .iter()
            .enumerate()
            .map(|(i, w)| match entry(i, *w) {
                Some(symbol) => Word::Sym(symbol.into()),
                None if is_value(i) && is_pointer(*w) => Word::At(*w),
                None => Word::Raw(*w),
            })
            .collect()
    }
}

/// Name under which a builtin type keeps its constructor.
const HIDDEN: &str = "__classcell__";

/// The symbol that an archive of the same bytecode and object layout defines.
pub fn abi_symbol() -> String {
    format!("mpf_abi_{}_{}", mpf_bytecode::LAYOUT_VERSION, mpf_bytecode::abi_hash())
}
