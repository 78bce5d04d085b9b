//! Build-time execution. The unit is one top-level statement, a transaction: it commits, or everything it did is rolled
//! back and the statement is left for the device.

use crate::conflict::Tracer;
use crate::devices::{self, DeviceUse};
use crate::infer::Findings;
use crate::source::Source;
use mpf_bytecode::unit::{CodeUnit, ModuleId, UnitId};
use mpf_codegen::{Compiler, ModuleCode, StatementKind, TopLevel};
use mpf_core::Kind;
use mpf_core::host::Abort;
use mpf_core::loader::Snapshot;
use mpf_core::object::function::module_word;
use mpf_core::object::generator;
use mpf_diagnostics::{Code, Diagnostic, Span};
use mpf_sim::{Machine, port};
use mpf_syntax::ast::StmtId;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// How to freeze.
#[derive(Clone, Debug)]
pub struct Options {
    /// False: every statement is left for the device.
    pub preload: bool,
    /// VM instructions that one statement may use.
    pub budget: u64,
    /// Modules (and their submodules) whose bodies run on the device.
    pub runtime: Vec<String>,
    /// Bytes of heap of the build machine.
    pub heap: u32,
    /// Move every object at every allocation.
    pub stress: bool,
    /// Choose instructions without guards where types are proved.
    pub improve: bool,
    /// Names of the board's pins.
    pub pins: BTreeMap<String, u32>,
}

impl Default for Options {
    fn default() -> Options {
        Options {
            preload: true,
            budget: 20_000_000,
            runtime: vec![],
            heap: 64 << 20,
            stress: false,
            improve: true,
            pins: BTreeMap::new(),
        }
    }
}

/// Why a statement was left for the device.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// Build-time execution is switched off for it.
    SwitchedOff,
    /// Expression statements and loops of the main module always run on the device.
    MainProgram,
    /// It asks for something that only the device has.
    Effect(&'static str),
    /// It may see or disturb what an earlier deferred statement does.
    AfterDeferred,
    /// An earlier statement of its module raises, so this one may never run.
    AfterRaise,
    /// It imports a module that has deferred statements.
    ImportsDeferred,
    /// It raises.
    Raises(String),
    /// It used more instructions than the budget.
    Fuel,
    /// It left a running generator behind.
    Unfreezable,
}

impl Reason {
    /// The reason as part of a sentence.
    pub fn text(&self) -> String {
        match self {
            Reason::SwitchedOff => "build-time execution is switched off".into(),
            Reason::MainProgram => "the main program's own actions run on the device".into(),
            Reason::Effect(what) => format!("it uses {what}, which only the device has"),
            Reason::AfterDeferred => {
                "it depends on an earlier statement that runs on the device".into()
            }
            Reason::AfterRaise => "an earlier statement of the module raises".into(),
            Reason::ImportsDeferred => {
                "it imports a module of which a part runs on the device".into()
            }
            Reason::Raises(what) => format!("it raises {what}"),
            Reason::Fuel => "it used up the instruction budget of build-time execution".into(),
            Reason::Unfreezable => {
                "it leaves a running generator behind, which no image can hold".into()
            }
        }
    }
}

/// A statement left for the device.
#[derive(Clone, Debug)]
pub struct Deferred {
    pub module: String,
    pub span: Span,
    pub reason: Reason,
}

/// A program whose build-time part has run.
pub struct Executed {
    pub machine: Machine,
    /// Unit of the main module's device body.
    pub main: UnitId,
    pub main_module: ModuleId,
    /// Functions that code names directly: the copy that the machine's code holds, and the function itself.
    pub originals: HashMap<u32, u32>,
    /// What the inference says about stores, if it could follow everything.
    pub findings: Option<Findings>,
    pub deferred: Vec<Deferred>,
    /// Units as the device has them, once an object was written.
    pub recoded: BTreeMap<UnitId, CodeUnit>,
    /// Warnings (statements that raise at start).
    pub diagnostics: Vec<Diagnostic>,
    /// Names of the board's pins.
    pub pins: BTreeMap<String, u32>,
    /// Devices that code names, once an object was written.
    pub uses: Vec<DeviceUse>,
}

/// Runs the module bodies of a program at build time, from its main module on.
pub fn execute(
    compiler: &mut Compiler<'_>,
    main: ModuleId,
    options: &Options,
) -> Result<Executed, Vec<Diagnostic>> {
    let ids: Vec<ModuleId> = (0..compiler.program.modules.len() as u32)
        .map(ModuleId)
        .collect();
    let mut code = BTreeMap::new();
    for id in &ids {
        let module = compiler.compile_module(*id);
        code.insert(*id, module);
    }
    let errors = compiler.take_diagnostics();
    if !errors.is_empty() {
        return Err(errors);
    }
    let mut machine = Machine::new(options.heap);
    if options.stress {
        machine.vm.set_stress(true);
    }
    machine.vm.host.pins = devices::table(&options.pins);
    add_modules(compiler, &mut machine);
    let mut run = Run {
        machine,
        code: &code,
        options,
        main,
        started: BTreeSet::new(),
        raising: BTreeSet::new(),
        waiting: BTreeMap::new(),
        deferred: vec![],
        diagnostics: vec![],
        errors: vec![],
    };
    port::start(true, None);
    run.module(compiler, main);
    run.finish(compiler)
}

/// Makes the module objects.
fn add_modules(compiler: &Compiler<'_>, machine: &mut Machine) {
    let program = &compiler.program;
    let names: Vec<String> = program.globals.iter().map(|g| g.name.clone()).collect();
    machine.set_global_names(&names);
    for (i, module) in program.modules.iter().enumerate() {
        let id = ModuleId(i as u32);
        let globals: Vec<(String, u32)> = program
            .globals
            .iter()
            .enumerate()
            .filter(|(_, g)| g.module == id)
            .map(|(i, g)| (g.name.clone(), i as u32))
            .collect();
        machine.add_module(id, &module.name, &module.run_name, module.native, &globals);
    }
}

struct Run<'c> {
    machine: Machine,
    code: &'c BTreeMap<ModuleId, ModuleCode>,
    options: &'c Options,
    main: ModuleId,
    started: BTreeSet<ModuleId>,
    /// Modules with a statement that raises: nothing behind it runs at build time, nor does what imports them.
    raising: BTreeSet<ModuleId>,
    /// Statements of each module for the device, in order.
    waiting: BTreeMap<ModuleId, Vec<&'c TopLevel>>,
    deferred: Vec<Deferred>,
    diagnostics: Vec<Diagnostic>,
    errors: Vec<Diagnostic>,
}

/// Everything that running a module may change, for going back to its start.
struct Saved<'c> {
    memory: Snapshot,
    codes: HashMap<UnitId, u32>,
    interned: HashMap<String, u32>,
    started: BTreeSet<ModuleId>,
    raising: BTreeSet<ModuleId>,
    waiting: BTreeMap<ModuleId, Vec<&'c TopLevel>>,
    deferred: usize,
    diagnostics: usize,
}

impl<'c> Run<'c> {
    fn module(&mut self, compiler: &mut Compiler<'_>, id: ModuleId) {
        if compiler.program.modules[id.0 as usize].native || !self.started.insert(id) {
            return;
        }
        self.set_state(id, 1);
        let Some(code) = self.code.get(&id) else {
            return;
        };
        let before = self.save();
        if let Some(raises) = self.statements(compiler, id, code)
            && id != self.main
        {
            // The device may import the module again and run all of it again, so none of it may have run before.
            self.go_back(before);
            self.raising.insert(id);
            for statement in &code.statements {
                for import in &statement.imports {
                    self.module(compiler, *import);
                }
                let reason = match &raises {
                    (span, text) if *span == statement.span => Reason::Raises(text.clone()),
                    _ => Reason::AfterRaise,
                };
                self.defer(compiler, id, statement, reason);
            }
        }
        self.set_state(id, 2);
    }

    /// Runs the statements of a module; the first that raises, with what it raises.
    fn statements(
        &mut self,
        compiler: &mut Compiler<'_>,
        id: ModuleId,
        code: &'c ModuleCode,
    ) -> Option<(Span, String)> {
        let mut raises = None;
        for statement in &code.statements {
            for import in &statement.imports {
                self.module(compiler, *import);
            }
            if let Some(reason) = self.statement(compiler, id, statement) {
                if let (None, Reason::Raises(text)) = (&raises, &reason) {
                    raises = Some((statement.span, text.clone()));
                }
                self.defer(compiler, id, statement, reason);
            }
        }
        raises
    }

    fn save(&self) -> Saved<'c> {
        Saved {
            memory: self.machine.vm.snapshot(),
            codes: self.machine.codes.clone(),
            interned: self.machine.vm.host.interned.clone(),
            started: self.started.clone(),
            raising: self.raising.clone(),
            waiting: self.waiting.clone(),
            deferred: self.deferred.len(),
            diagnostics: self.diagnostics.len(),
        }
    }

    fn go_back(&mut self, saved: Saved<'c>) {
        self.machine.vm.restore(&saved.memory);
        self.machine.codes = saved.codes;
        self.machine.vm.host.interned = saved.interned;
        self.started = saved.started;
        self.raising = saved.raising;
        self.waiting = saved.waiting;
        self.deferred.truncate(saved.deferred);
        self.diagnostics.truncate(saved.diagnostics);
    }

    fn set_state(&mut self, id: ModuleId, state: i32) {
        if let Some(&m) = self.machine.modules.get(&id) {
            self.machine.vm.set_module_field(
                m,
                module_word::STATE,
                mpf_core::Value::int(state).to_bits(),
            );
        }
    }

    fn defer(
        &mut self,
        compiler: &Compiler<'_>,
        id: ModuleId,
        statement: &'c TopLevel,
        reason: Reason,
    ) {
        if let Reason::Raises(what) = &reason {
            let text = format!("this raises {what} when the program starts");
            self.diagnostics
                .push(Diagnostic::new(Code::RaisedAtStart, text).at(statement.span));
        }
        let module = compiler.program.modules[id.0 as usize].name.clone();
        self.deferred.push(Deferred {
            module,
            span: statement.span,
            reason,
        });
        self.waiting.entry(id).or_default().push(statement);
    }

    /// Runs a statement, or says why it waits for the device.
    fn statement(
        &mut self,
        compiler: &Compiler<'_>,
        id: ModuleId,
        statement: &TopLevel,
    ) -> Option<Reason> {
        if statement.kind == StatementKind::Nothing {
            return None;
        }
        let name = &compiler.program.modules[id.0 as usize].name;
        let off = !self.options.preload
            || self
                .options
                .runtime
                .iter()
                .any(|m| name == m || name.starts_with(&format!("{m}.")));
        if off && statement.kind != StatementKind::SubmoduleBinding {
            return Some(Reason::SwitchedOff);
        }
        if self.raising.contains(&id) {
            return Some(Reason::AfterRaise);
        }
        if statement.imports.iter().any(|m| self.raising.contains(m)) {
            if statement.kind == StatementKind::Import {
                self.raising.insert(id);
            }
            return Some(Reason::ImportsDeferred);
        }
        let action = matches!(
            statement.kind,
            StatementKind::Expression
                | StatementKind::While
                | StatementKind::For
                | StatementKind::With
        );
        if id == self.main && action && !is_pure_constant(compiler, statement) {
            return Some(Reason::MainProgram);
        }
        if !self.waiting.is_empty() {
            let program = &compiler.program;
            let own = Tracer::new(program, &self.machine).statement(statement);
            let earlier = Tracer::new(program, &self.machine)
                .statements(self.waiting.values().flatten().copied());
            if own.conflicts(&earlier) {
                return Some(Reason::AfterDeferred);
            }
        }
        if let Some(reason) = self.transaction(compiler, id, statement) {
            if matches!(reason, Reason::Raises(_)) {
                self.raising.insert(id);
            }
            return Some(reason);
        }
        let imports_waiting = statement
            .imports
            .iter()
            .any(|m| self.waiting.contains_key(m) && *m != id);
        imports_waiting.then_some(Reason::ImportsDeferred)
    }

    fn transaction(
        &mut self,
        compiler: &Compiler<'_>,
        id: ModuleId,
        statement: &TopLevel,
    ) -> Option<Reason> {
        let source = Source::new(&compiler.program);
        let code = match self.machine.load(statement.unit, &source) {
            Ok(code) => code,
            Err(what) => {
                self.errors.push(
                    Diagnostic::new(Code::ToolFailed, format!("this cannot be loaded: {what}"))
                        .at(statement.span),
                );
                return None;
            }
        };
        let vm = &mut self.machine.vm;
        let before = vm.snapshot();
        let generators = vm.host.generators;
        vm.host.fuel_end = vm.host.instructions + self.options.budget;
        port::take_touched();
        let result = self.machine.execute(code, id);
        let vm = &mut self.machine.vm;
        vm.host.fuel_end = u64::MAX;
        let touched = port::take_touched();
        let reason = match (vm.host.abort.take(), touched, result) {
            (Some(Abort::Fuel), ..) => Some(Reason::Fuel),
            (Some(Abort::Effect(what)), ..) => Some(Reason::Effect(what)),
            (None, Some(what), _) => Some(Reason::Effect(what)),
            (None, None, Err(_)) => Some(Reason::Raises(vm.describe_pending().0)),
            (None, None, Ok(())) => leaves_generator(vm, generators).then_some(Reason::Unfreezable),
        };
        if reason.is_some() {
            self.machine.vm.restore(&before);
        }
        reason
    }

    /// Compiles what waits for the device and makes the module bodies.
    fn finish(mut self, compiler: &mut Compiler<'_>) -> Result<Executed, Vec<Diagnostic>> {
        if !self.errors.is_empty() {
            return Err(self.errors);
        }
        let mut main_unit = None;
        let ids: Vec<ModuleId> = self.code.keys().copied().collect();
        for id in ids {
            if compiler.program.modules[id.0 as usize].native {
                continue;
            }
            let waiting: Vec<StmtId> = match (self.started.contains(&id), self.waiting.get(&id)) {
                // Imported only by functions that the device calls: all of it waits.
                (false, _) => self.code[&id]
                    .statements
                    .iter()
                    .filter_map(|s| s.stmt)
                    .collect(),
                (true, Some(w)) => w.iter().filter_map(|s| s.stmt).collect(),
                (true, None) => vec![],
            };
            if waiting.is_empty() && id != self.main {
                continue;
            }
            let unit = compiler.compile_body(id, &waiting);
            let errors = compiler.take_diagnostics();
            if !errors.is_empty() {
                return Err(errors);
            }
            let Some(unit) = unit else { continue };
            let source = Source::new(&compiler.program);
            let code = match self.machine.load(unit, &source) {
                Ok(code) => code,
                Err(what) => {
                    return Err(vec![Diagnostic::new(
                        Code::ToolFailed,
                        format!("a module body cannot be loaded: {what}"),
                    )]);
                }
            };
            if id == self.main {
                main_unit = Some(unit);
                continue;
            }
            self.machine.set_body(id, code);
            self.set_state(id, 0);
        }
        let Some(main) = main_unit else {
            return Err(vec![Diagnostic::new(
                Code::ToolFailed,
                "the main module has no body",
            )]);
        };
        let (originals, findings) = match self.options.improve {
            true => {
                let program = &mut compiler.program;
                crate::infer::improve(&mut self.machine, program, main, self.main).map_err(
                    |what| {
                        let text = format!("code cannot be improved: {what}");
                        vec![Diagnostic::new(Code::ToolFailed, text)]
                    },
                )?
            }
            false => (HashMap::new(), None),
        };
        Ok(Executed {
            findings,
            recoded: BTreeMap::new(),
            pins: self.options.pins.clone(),
            uses: vec![],
            machine: self.machine,
            main,
            main_module: self.main,
            originals,
            deferred: self.deferred,
            diagnostics: self.diagnostics,
        })
    }
}

/// Docstrings and other constants as statements have no effect anywhere.
fn is_pure_constant(compiler: &Compiler<'_>, statement: &TopLevel) -> bool {
    use mpf_bytecode::Opcode;
    let unit = &compiler.program.units[statement.unit.0 as usize];
    unit.insns.iter().all(|i| {
        matches!(
            i.op,
            Opcode::LoadConst | Opcode::LoadImm | Opcode::ReturnNone | Opcode::Return
        )
    })
}

/// Whether a generator that is not finished is still reachable. Only then can an image not hold what the statement left.
fn leaves_generator(vm: &mut mpf_core::boot::Booted, made_before: u64) -> bool {
    if vm.host.generators == made_before {
        return false;
    }
    mpf_core::gc::collect(vm, 0);
    let done = mpf_core::Value::int(generator::state::DONE).to_bits();
    vm.heap_objects().into_iter().any(|at| {
        vm.object_at(at).0 == Kind::Generator
            && vm.peek(at + 4 + 4 * generator::word::STATE) != done
    })
}
