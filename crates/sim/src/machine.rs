//! The machine: an arena with the booted runtime, and the loader that puts code units into it.

use crate::port::{self, Left};
use mpf_bytecode::CodeHeader;
use mpf_bytecode::Opcode;
use mpf_bytecode::encode::encode;
use mpf_bytecode::unit::{CodeUnit, Const, D, ModuleId, UnitId};
use mpf_core::boot::{Booted, Sizes, boot};
use mpf_core::loader::CodeWords;
use mpf_core::object::function::module_word;
use mpf_core::object::value::bits;
use std::collections::{BTreeMap, HashMap};
use std::io::Write;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Where the machine gets code units and what it must know about classes.
pub trait UnitSource {
    fn unit(&self, id: UnitId) -> &CodeUnit;
    /// Names of the instance slots of the class whose body is unit `body`.
    fn class_layout(&self, body: UnitId) -> &[String];
    /// Names stored through unknown receivers; `None`: any name may be stored.
    fn foreign_names(&self) -> Option<&[String]>;
}

/// How a run ended.
#[derive(Debug, Default)]
pub struct RunResult {
    pub status: i32,
    /// Text of the exception that ended the program, if one did.
    pub exception: Option<String>,
    /// Places it passed, innermost first: unit and byte offset in its bytecode.
    pub places: Vec<(u32, u32)>,
    pub stats: RunStats,
}

/// Counters of a run. Instructions are VM instructions.
#[derive(Clone, Copy, Debug, Default)]
pub struct RunStats {
    pub instructions: u64,
    pub heap_peak: u32,
    pub collections: u32,
    pub stack_peak: u32,
}

/// A booted runtime with loaded code.
pub struct Machine {
    pub vm: Box<Booted>,
    /// Address of each loaded unit's code object.
    pub codes: HashMap<UnitId, u32>,
    /// Module objects by id.
    pub modules: BTreeMap<ModuleId, u32>,
}

impl Machine {
    /// A machine with `heap` bytes of heap.
    pub fn new(heap: u32) -> Machine {
        Machine {
            vm: boot(Sizes {
                heap,
                ..Sizes::default()
            }),
            codes: HashMap::new(),
            modules: BTreeMap::new(),
        }
    }

    /// Makes an application module with its globals (name and slot), or finds a native one.
    pub fn add_module(
        &mut self,
        id: ModuleId,
        name: &str,
        run_name: &str,
        native: bool,
        globals: &[(String, u32)],
    ) {
        let address = match self.vm.host.modules.get(name) {
            Some(&m) if native => m,
            _ => self.vm.load_module(run_name, globals),
        };
        self.modules.insert(id, address);
    }

    /// Names of globals by slot, for NameError.
    pub fn set_global_names(&mut self, names: &[String]) {
        let names: Vec<u32> = names.iter().map(|n| self.vm.intern(n).to_bits()).collect();
        self.vm.host.global_names = names;
    }

    /// Loads a unit and everything it refers to; the address of its code object.
    pub fn load(&mut self, id: UnitId, source: &dyn UnitSource) -> Result<u32, String> {
        if let Some(&at) = self.codes.get(&id) {
            return Ok(at);
        }
        let unit = source.unit(id);
        let encoded =
            encode(unit, &mut |g| g.0).map_err(|e| format!("{}: {e:?}", unit.qualname))?;
        let mut pool = Vec::with_capacity(unit.consts.len());
        for c in &unit.consts {
            pool.push(self.constant(c, source)?);
        }
        self.describe_classes(unit, source, &mut pool);
        let names: Vec<u32> = unit
            .params
            .iter()
            .map(|n| self.vm.intern(n).to_bits())
            .collect();
        let qualifier = match unit.qualname.strip_suffix(unit.name.as_str()) {
            Some("") => 0,
            Some(before) => self
                .vm
                .intern(before.strip_suffix('.').unwrap_or(before))
                .to_bits(),
            None => {
                return Err(format!(
                    "the qualified name {} does not end with {}",
                    unit.qualname, unit.name
                ));
            }
        };
        let number = u16::try_from(id.0).map_err(|_| "more than 65,536 functions")?;
        let words = CodeWords {
            header: CodeHeader {
                unit: number,
                ..encoded.header
            },
            name: self.vm.intern(&unit.name).to_bits(),
            qualifier,
            parameters: if names.is_empty() {
                0
            } else {
                self.vm.load_tuple(&names)
            },
        };
        let at = self.vm.load_code(words, &pool, &encoded.bytes);
        self.codes.insert(id, at);
        Ok(at)
    }

    fn constant(&mut self, c: &Const, source: &dyn UnitSource) -> Result<u32, String> {
        Ok(match c {
            Const::None => bits::NONE,
            Const::True => bits::TRUE,
            Const::False => bits::FALSE,
            Const::Ellipsis => bits::ELLIPSIS,
            Const::Int { negative, limbs } => self.vm.load_int(*negative, limbs),
            Const::Float(x) => self.vm.load_float(*x),
            Const::Str(s) => self.vm.intern(s).to_bits(),
            Const::Bytes(b) => self.vm.load_bytes(b),
            Const::Tuple(items) => {
                let items = self.constants(items, source)?;
                self.vm.load_tuple(&items)
            }
            Const::FrozenSet(items) => {
                let items = self.constants(items, source)?;
                self.vm.load_frozenset(&items)
            }
            Const::Code(id) => self.load(*id, source)?,
            Const::Builtin(name) => match self.vm.host.builtins.get(name) {
                Some(&v) => v,
                None => return Err(format!("the runtime has no builtin `{name}`")),
            },
            Const::Module(id) => match self.modules.get(id) {
                Some(&m) => m,
                None => return Err(format!("module {} was not made", id.0)),
            },
            Const::Function(unit) => {
                return Err(format!("the function of unit {} is not made yet", unit.0));
            }
            Const::Native(module, name) => match self.vm.native_member(module, name) {
                0 => return Err(format!("the runtime's module `{module}` has no `{name}`")),
                v => v,
            },
        })
    }

    fn constants(&mut self, items: &[Const], source: &dyn UnitSource) -> Result<Vec<u32>, String> {
        items.iter().map(|c| self.constant(c, source)).collect()
    }

    /// `MakeClass` names the class only; its constant becomes the full description: qualified name, foreign names,
    /// instance slots. The body is the unit of that name that the same code made before.
    fn describe_classes(&mut self, unit: &CodeUnit, source: &dyn UnitSource, pool: &mut [u32]) {
        for insn in unit.insns.iter().filter(|i| i.op == Opcode::MakeClass) {
            let D::Const(n) = insn.d else { continue };
            let Some(Const::Str(qualname)) = unit.consts.get(n as usize) else {
                continue;
            };
            let body = unit.consts.iter().find_map(|c| match c {
                Const::Code(id) if source.unit(*id).qualname == *qualname => Some(*id),
                _ => None,
            });
            let layout: Vec<String> = body.map_or(vec![], |b| source.class_layout(b).to_vec());
            let foreign = match source.foreign_names() {
                None => bits::NONE,
                Some(names) => {
                    let names: Vec<u32> =
                        names.iter().map(|n| self.vm.intern(n).to_bits()).collect();
                    self.vm.load_tuple(&names)
                }
            };
            let mut description = vec![self.vm.intern(qualname).to_bits(), foreign];
            description.extend(layout.iter().map(|n| self.vm.intern(n).to_bits()));
            pool[n as usize] = self.vm.load_tuple(&description);
        }
    }

    /// Gives a module the function that runs its body when it is first imported.
    pub fn set_body(&mut self, module: ModuleId, code: u32) {
        let Some(&m) = self.modules.get(&module) else {
            return;
        };
        let f = self.vm.load_function(code, m);
        self.vm.set_module_field(m, module_word::BODY, f);
    }

    /// Runs a loaded unit in a module. Err: an exception is pending.
    pub fn execute(&mut self, code: u32, module: ModuleId) -> Result<(), mpf_core::Raised> {
        let m = self.modules.get(&module).copied().unwrap_or(0);
        let f = self.vm.load_function(code, m);
        self.vm.run_function(f).map(|_| ())
    }

    /// Runs a program's body to its end, with its output going to `out`.
    pub fn run(&mut self, code: u32, module: ModuleId, out: Box<dyn Write>) -> RunResult {
        port::start(false, Some(out));
        self.vm.host.instructions = 0;
        self.vm.forget_peaks();
        let ended = catch_unwind(AssertUnwindSafe(|| self.execute(code, module)));
        let mut result = RunResult::default();
        match ended {
            Ok(Ok(())) => {}
            Ok(Err(_)) => {
                let places: Vec<(u32, u32)> = self.vm.traceback().collect();
                let (text, status, exit) = self.vm.describe_pending();
                result.status = status;
                if !exit {
                    result.exception = Some(text);
                    result.places = places;
                } else if status == 1 && text != "SystemExit" {
                    result.exception = Some(text);
                }
            }
            Err(payload) => match payload.downcast::<Left>() {
                Ok(left) => {
                    result.status = left.status;
                    result.exception = left.message;
                }
                Err(payload) => std::panic::resume_unwind(payload),
            },
        }
        port::flush();
        let stats = self.vm.stats();
        result.stats = RunStats {
            instructions: self.vm.host.instructions,
            heap_peak: stats.heap_peak,
            collections: stats.collections,
            stack_peak: stats.stack_peak.max(self.vm.stack_touched()),
        };
        result
    }
}
