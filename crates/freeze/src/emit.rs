//! Writes what an executed program left behind, as far as the device can reach it, into a relocatable ELF32 object:
//! one section and one symbol per object, references as relocations. The linker drops what nothing refers to, so types
//! and names of the runtime are all written. Nothing here decides what runs at build time.

use crate::callees::calls_fitting_builtins;
use crate::devices::{self, Devices};
use crate::execute::Executed;
use crate::parts::parts;
use crate::place::{Home, Rules};
use crate::reach::{Reach, Reached};
use crate::recode::{Known, recode};
use crate::share::Shared;
use crate::used::Used;
use crate::walk::is_pointer;
use crate::write::{Arch, Section, Word, write};
use mpf_bytecode::Opcode;
use mpf_bytecode::opcodes::ALL;
use mpf_bytecode::unit::GlobalId;
use mpf_codegen::Program;
use mpf_core::Kind;
use mpf_core::anchor;
use mpf_core::boot::Booted;
use mpf_core::device::config_flag;
use mpf_core::vm::{FLOAT_HANDLERS, handler, table};
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
    /// What the project file says about the chip: bits of `mpf_core::device::config_flag` for the port.
    pub device: u32,
    /// Marks (`mpf_core::anchor`) in the image of an earlier round: which kinds of objects the runtime's code makes and
    /// which slots it asks for. `None`: any.
    pub live: Option<BTreeSet<String>>,
}

impl EmitOptions {
    pub fn new(arch: Arch) -> EmitOptions {
        EmitOptions {
            arch,
            poison: false,
            report: true,
            statistics: false,
            device: 0,
            live: None,
        }
    }
}

/// The frozen object of a program.
pub fn emit(
    executed: &mut Executed,
    program: &Program,
    options: &EmitOptions,
) -> Result<Vec<u8>, Vec<Diagnostic>> {
    let machine = &mut executed.machine;
    let Some(&main_code) = machine.codes.get(&executed.main) else {
        return Err(vec![fault("the main module was not loaded")]);
    };
    let main_module = machine
        .modules
        .get(&executed.main_module)
        .copied()
        .unwrap_or(0);
    let findings = executed.findings.as_ref();
    let narrow = findings.is_some_and(|f| f.narrow);
    let mut reached = Reach::new(&machine.vm, program, narrow).walk(main_code, main_module);
    let mut opcodes = BTreeSet::new();
    let slots = number_slots(&machine.vm, &reached, program);
    let mut replaced = HashMap::new();
    let mut devices = Devices::default();
    let known = Known {
        slots: &slots,
        reached: &reached,
        originals: &executed.originals,
        pins: &executed.pins,
    };
    for (code, unit) in &reached.codes {
        let nameless = findings.is_some_and(|f| f.nameless.contains(unit));
        let (new, recoded) = recode(
            &mut machine.vm,
            *code,
            &program.units[unit.0 as usize],
            &known,
            nameless,
            &mut devices,
        )
        .map_err(|what| {
            vec![fault(&format!(
                "`{}` cannot be written: {what}",
                program.units[unit.0 as usize].qualname
            ))]
        })?;
        replaced.insert(*code, new);
        opcodes.extend(recoded.insns.iter().map(|i| i.op as u8));
        executed.recoded.insert(*unit, recoded);
    }
    reached.opcodes = opcodes;
    devices.reach(&machine.vm, &reached);
    executed.uses = devices.uses;
    let pins = devices::table(&executed.pins);
    let rules = Rules::new(&machine.vm, &reached, program, findings);
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
        shared: Shared::default(),
        pins,
        pin_names: devices.names,
    };
    emitter.run(main_code, main_module, options)
}

fn fault(text: &str) -> Diagnostic {
    Diagnostic::new(Code::ToolFailed, text)
        .help("this is a defect of mpfreeze; please report it with the program")
}

/// Slots of the globals that the device keeps in RAM.
fn number_slots(vm: &Booted, reached: &Reached, program: &Program) -> BTreeMap<GlobalId, u32> {
    let mut own: Vec<GlobalId> = reached
        .loads
        .iter()
        .copied()
        .filter(|g| {
            reached.stores.contains(g) || reached.shown.contains(g) || vm.global(g.0).is_unbound()
        })
        .collect();
    // `LoadGlobalOr` has no constant form.
    for (_, unit) in &reached.codes {
        for insn in program
            .units
            .get(unit.0 as usize)
            .iter()
            .flat_map(|u| &u.insns)
        {
            if let (Opcode::LoadGlobalOr, mpf_bytecode::unit::D::Global(g)) = (insn.op, insn.d) {
                own.push(g);
            }
        }
    }
    // Those that may be unbound first: only they need their names.
    own.sort_by_key(|g| (!may_be_unbound(vm, reached, *g), *g));
    own.dedup();
    own.into_iter()
        .enumerate()
        .map(|(i, g)| (g, i as u32))
        .collect()
}

/// Whether reading a global may find nothing: it has no value yet, or code deletes it, by name or in some other way.
fn may_be_unbound(vm: &Booted, reached: &Reached, g: GlobalId) -> bool {
    let builtin = |name: &str| {
        let at = vm.host.builtins.get(name);
        at.is_some_and(|at| reached.objects.contains(at))
    };
    vm.global(g.0).is_unbound()
        || reached.deletes.contains(&g)
        || reached.opcodes.contains(&(Opcode::DelAttr as u8))
        || ["delattr", "globals", "vars"].into_iter().any(builtin)
        || ["__delattr__", "__dict__", "__globals__"]
            .iter()
            .any(|name| reached.names.contains(*name))
}

pub(crate) struct Emitter<'a> {
    pub(crate) used: Used,
    pub(crate) vm: &'a mut Booted,
    pub(crate) program: &'a Program,
    pub(crate) reached: Reached,
    pub(crate) slots: BTreeMap<GlobalId, u32>,
    /// Code objects and what stands for them.
    pub(crate) replaced: HashMap<u32, u32>,
    pub(crate) rules: Rules,
    /// Position of each object in `order`.
    pub(crate) numbers: HashMap<u32, usize>,
    pub(crate) homes: HashMap<u32, Home>,
    pub(crate) queue: VecDeque<u32>,
    pub(crate) order: Vec<u32>,
    /// Filtered dicts by the address of their owner and the field.
    pub(crate) dicts: HashMap<(u32, u32), u32>,
    pub(crate) shared: Shared,
    /// Names of the board's pins, and whether a text may reach one.
    pub(crate) pins: Vec<u8>,
    pub(crate) pin_names: bool,
}

impl Emitter<'_> {
    fn run(
        mut self,
        main_code: u32,
        main_module: u32,
        options: &EmitOptions,
    ) -> Result<Vec<u8>, Vec<Diagnostic>> {
        let mut order: Vec<GlobalId> = self.slots.keys().copied().collect();
        order.sort_by_key(|g| self.slots[g]);
        let values: Vec<u32> = order
            .iter()
            .map(|g| self.vm.global(g.0).to_bits())
            .collect();
        let globals = self.vm.load_array(&values);
        let main = self.vm.load_function(
            main_code,
            if self.reached.shows_module {
                main_module
            } else {
                0
            },
        );
        let memory_error = self.vm.memory_error();
        let unbound = order
            .iter()
            .filter(|g| may_be_unbound(self.vm, &self.reached, **g))
            .count();
        let slot_names: Vec<u32> = order[..unbound]
            .iter()
            .map(|g| {
                self.vm
                    .intern(&self.program.globals[g.0 as usize].name)
                    .to_bits()
            })
            .collect();
        let kinds = self.kinds();
        let named = self.named();
        let marks = anchor::KINDS
            .iter()
            .map(|k| k.1)
            .chain(anchor::SLOTS.iter().map(|s| s.1))
            .chain(mpf_core::parts::MARKS.iter().copied());
        let mut sections = vec![];
        let word = |v: u32| {
            if is_pointer(v) {
                Word::At(v)
            } else {
                Word::Raw(v)
            }
        };
        let flags = options.device
            | if options.poison {
                config_flag::POISON_RAM
            } else {
                0
            }
            | if options.report {
                config_flag::REPORT
            } else {
                0
            };
        let statistics = if options.statistics {
            Word::Sym("mpf_statistics".into())
        } else {
            Word::Raw(0)
        };
        let config = vec![
            Word::Raw(flags),
            Word::At(main),
            Word::At(globals),
            Word::Raw(values.len() as u32),
            Word::At(memory_error),
            statistics,
            Word::Sym(abi_symbol()),
        ];
        sections.push(Section::table("mpf_config", config));
        sections.push(Section::table(
            "mpf_kind_types",
            kinds.into_iter().map(word).collect(),
        ));
        sections.push(Section::table(
            "mpf_global_names",
            slot_names.into_iter().map(word).collect(),
        ));
        sections.extend(self.instructions(options.arch));
        sections.extend(marks.map(|name| Section::table(name, vec![])));
        sections.extend(parts(
            self.vm,
            &self.reached,
            self.program,
            options.live.as_ref(),
            self.pin_names,
        ));
        let bytes = self.pins.chunks(4).map(|part| {
            let mut word = [0; 4];
            word[..part.len()].copy_from_slice(part);
            Word::Raw(u32::from_le_bytes(word))
        });
        let length = Word::Raw(self.pins.len() as u32);
        let names = std::iter::once(length).chain(bytes).collect();
        sections.push(Section::table(mpf_core::parts::PIN_NAMES, names));
        for at in sections
            .iter()
            .flat_map(Section::references)
            .collect::<Vec<_>>()
        {
            self.enqueue(at);
        }
        for (at, _) in &named {
            self.enqueue(*at);
        }
        // What the runtime knows by name stands for all that are equal to it.
        for (at, _) in &named {
            self.shared.of(self.vm, *at);
        }
        let symbols: HashMap<u32, String> = named.into_iter().collect();
        while let Some(at) = self.queue.pop_front() {
            let section = self.object(at, &symbols);
            for to in section.references().collect::<Vec<_>>() {
                self.enqueue(to);
            }
            sections.push(section);
        }
        write(&sections, options.arch)
            .map_err(|what| vec![fault(&format!("the object cannot be written: {what}"))])
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
        let types = mpf_core::wk::TYPE_NAMES
            .iter()
            .zip(&self.vm.host.types)
            .map(|(n, at)| (*at, format!("mpf_type_{n}")));
        let names = mpf_core::wk::NAMES
            .iter()
            .zip(&self.vm.host.names)
            .map(|(n, at)| (*at, format!("mpf_name_{n}")));
        types.chain(names).collect()
    }

    /// The table from kinds to types. A type that no value can have is not worth its bytes.
    fn kinds(&self) -> Vec<u32> {
        let host = &self.vm.host;
        let object = host.types.first().copied().unwrap_or(0);
        host.kinds
            .iter()
            .enumerate()
            .map(|(row, at)| {
                if self.used.row(row as u32) {
                    *at
                } else {
                    object
                }
            })
            .collect()
    }

    /// Whether an opcode occurs. Those that the stubs around Python code of classes end with have no place in any code.
    fn performs(&self, op: Opcode) -> bool {
        let opcodes = &self.reached.opcodes;
        let makes_instances =
            self.reached.user_classes || opcodes.contains(&(Opcode::MakeClass as u8));
        let ends_stub = matches!(op, Opcode::InitDone | Opcode::OpDone | Opcode::SpecialDone);
        // By this one builtins run generators.
        let steps = op == Opcode::ForIter && opcodes.contains(&(Opcode::Yield as u8));
        opcodes.contains(&(op as u8)) || ends_stub && makes_instances || steps
    }

    /// The tables by opcode through which the runtime finds what performs instructions: as long as the last opcode that
    /// occurs asks for. Each target has its own way of dispatch and refers to the tables that it needs; the linker drops
    /// the others.
    fn instructions(&self, arch: Arch) -> Vec<Section> {
        let occurs = |op: Opcode| op == Opcode::Halt || self.performs(op);
        let end = ALL.iter().rposition(|op| occurs(*op)).map_or(0, |i| i + 1);
        let ops = ALL.get(..end).unwrap_or(ALL);
        let builtins_only = calls_fitting_builtins(self.vm, &self.reached, self.program);
        let cold = |op: Opcode| self.operation(op, builtins_only);
        let table = |name: &str, symbol: &dyn Fn(Opcode) -> &'static str| {
            let words = ops.iter().map(|op| Word::Sym(symbol(*op).into()));
            Section::table(name, words.collect())
        };
        let has_handler = |op: Opcode| occurs(op) && handler(op) != NO_HANDLER;
        let mut sections = vec![table("mpf_op_table", &cold)];
        if arch == Arch::Riscv32 {
            let mut handlers = table("mpf_handlers", &|op| match has_handler(op) {
                true => handler(op),
                false => NO_HANDLER,
            });
            // In front of them what handlers go on to when an operand may be a float.
            let floats = self.used.row(Kind::Float as u32);
            let others = FLOAT_HANDLERS.iter().map(|(name, ops)| {
                match floats && ops.iter().any(|op| self.performs(*op)) {
                    true => *name,
                    false => NO_HANDLER,
                }
            });
            let others = others.map(|name| Word::Sym(name.into()));
            handlers.words.splice(0..0, others);
            sections.push(handlers);
            return sections;
        }
        sections.push(table("mpf_steps", &|op| match has_handler(op) {
            true => handler(op),
            false => cold(op),
        }));
        // One handler can serve several opcodes, all of which have the same cold operation.
        let handlers: BTreeMap<&str, Opcode> = ops
            .iter()
            .filter(|op| has_handler(**op))
            .map(|op| (handler(*op), *op))
            .collect();
        sections.extend(handlers.into_iter().map(|(handler, op)| {
            let name = handler.replacen("mpf_hot_", "mpf_cold_", 1);
            Section::table(&name, vec![Word::Sym(cold(op).into())])
        }));
        sections
    }

    /// The cold operation of an opcode.
    fn operation(&self, op: Opcode, builtins_only: bool) -> &'static str {
        let floats = self.used.row(Kind::Float as u32);
        match table::entry(op).1 {
            _ if !self.performs(op) => "mpf_op_plain",
            _ if op == Opcode::Call && builtins_only => "mpf_op_call_builtin",
            symbol if floats => symbol,
            symbol => table::without_floats(symbol),
        }
    }
}

/// What stands for the handler of an opcode that has none.
const NO_HANDLER: &str = "mpf_hot_slow";

/// The symbol that an archive of the same bytecode and object layout defines.
pub fn abi_symbol() -> String {
    format!(
        "mpf_abi_{}_{}",
        mpf_bytecode::LAYOUT_VERSION,
        mpf_bytecode::abi_hash()
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn opcodes_of_one_handler_share_their_cold_operation() {
        let mut by_handler = HashMap::new();
        for op in ALL.iter().filter(|op| handler(**op) != NO_HANDLER) {
            let cold = table::entry(*op).1;
            let first = by_handler.entry(handler(*op)).or_insert(cold);
            assert_eq!(*first, cold, "{op:?}");
        }
        assert!(by_handler.len() > 40);
    }
}
