//! Whether a statement may run at build time although earlier ones wait for the device: only if neither can see what
//! the other does. The sets are computed from the code that may run and from the objects it may reach, both larger
//! than what really happens; an unnecessary deferral costs start-up time, a missed one would be wrong.

use crate::source::nested;
use crate::walk::children;
use mpf_bytecode::Opcode;
use mpf_bytecode::unit::{GlobalId, UnitId};
use mpf_codegen::{Program, StatementKind, TopLevel, facts};
use mpf_core::Kind;
use mpf_sim::Machine;
use std::collections::BTreeSet;

/// What running some code may touch.
#[derive(Default, Debug)]
pub struct Touched {
    reads: BTreeSet<GlobalId>,
    writes: BTreeSet<GlobalId>,
    /// Addresses of mutable objects, valid until the next collection.
    mutable: BTreeSet<u32>,
    stores_attributes: bool,
}

impl Touched {
    /// Whether running the two in either order may differ.
    pub fn conflicts(&self, other: &Touched) -> bool {
        !self.writes.is_disjoint(&other.reads)
            || !self.writes.is_disjoint(&other.writes)
            || !self.reads.is_disjoint(&other.writes)
            || !self.mutable.is_disjoint(&other.mutable)
    }
}

/// Collects what code may touch, following calls through globals and objects.
pub struct Tracer<'a> {
    program: &'a Program,
    machine: &'a Machine,
    out: Touched,
    units: BTreeSet<UnitId>,
    objects: BTreeSet<u32>,
}

impl<'a> Tracer<'a> {
    pub fn new(program: &'a Program, machine: &'a Machine) -> Tracer<'a> {
        Tracer {
            program,
            machine,
            out: Touched::default(),
            units: BTreeSet::new(),
            objects: BTreeSet::new(),
        }
    }

    /// What the statement may touch when it runs.
    pub fn statement(mut self, statement: &TopLevel) -> Touched {
        self.add(statement);
        self.out
    }

    /// What any of the statements may touch, now or when the device runs what they define.
    pub fn statements(mut self, statements: impl Iterator<Item = &'a TopLevel>) -> Touched {
        for s in statements {
            self.unit(s.unit, true);
        }
        self.out
    }

    fn add(&mut self, statement: &TopLevel) {
        let unit = &self.program.units[statement.unit.0 as usize];
        let calls = unit.insns.iter().filter(|i| may_call(i.op)).count();
        match statement.kind {
            // Making a function or a plain class runs none of the code inside.
            StatementKind::Function if calls == 0 => self.unit(statement.unit, false),
            StatementKind::Class if calls <= 1 && facts(unit).loads.is_empty() => {
                self.unit(statement.unit, false);
                for body in nested(unit).collect::<Vec<_>>() {
                    let calls = self.program.units[body.0 as usize]
                        .insns
                        .iter()
                        .any(|i| may_call(i.op));
                    self.unit(body, calls);
                }
            }
            _ => self.unit(statement.unit, true),
        }
    }

    fn unit(&mut self, id: UnitId, follow: bool) {
        if !self.units.insert(id) {
            return;
        }
        let unit = &self.program.units[id.0 as usize];
        let f = facts(unit);
        self.out.writes.extend(f.stores.iter().chain(&f.deletes));
        self.out.stores_attributes |= !f.attribute_stores.is_empty();
        self.out.reads.extend(&f.loads);
        for g in &f.loads {
            let value = self.machine.vm.global(g.0).to_bits();
            self.value(value, follow);
        }
        if follow {
            for n in nested(unit).collect::<Vec<_>>() {
                self.unit(n, true);
            }
            // Attributes of module objects are globals; which ones is not followed.
            if !f.imports.is_empty() {
                for module in &f.imports {
                    if let Some(&m) = self.machine.modules.get(module) {
                        self.value(m, true);
                    }
                }
            }
        }
    }

    fn value(&mut self, word: u32, follow: bool) {
        let mut work = vec![word];
        while let Some(w) = work.pop() {
            if !crate::walk::is_pointer(w) || !self.objects.insert(w) {
                continue;
            }
            let (kind, _, _) = self.machine.vm.object_at(w);
            match kind {
                Kind::List
                | Kind::Dict
                | Kind::Set
                | Kind::Instance
                | Kind::ByteArray
                | Kind::Cell
                | Kind::Iter
                | Kind::Generator => {
                    self.out.mutable.insert(w);
                }
                Kind::Type if self.machine.vm.host.type_decls.contains_key(&w) => continue,
                Kind::Type => {
                    self.out.mutable.insert(w);
                }
                Kind::Module => {
                    self.module(w);
                    continue;
                }
                Kind::Code => {
                    if follow && let Some(id) = self.unit_at(w) {
                        self.unit(id, true);
                    }
                    continue;
                }
                Kind::Native | Kind::Slots => continue,
                _ => {}
            }
            work.extend(children(&self.machine.vm, w));
        }
    }

    /// Reading an attribute of a module may read any of its globals.
    fn module(&mut self, at: u32) {
        let Some((&id, _)) = self.machine.modules.iter().find(|(_, a)| **a == at) else {
            return;
        };
        let own: Vec<GlobalId> = (0..self.program.globals.len())
            .filter(|&i| self.program.globals[i].module == id)
            .map(|i| GlobalId(i as u32))
            .collect();
        for g in own {
            self.out.reads.insert(g);
            let v = self.machine.vm.global(g.0).to_bits();
            self.value(v, true);
        }
    }

    fn unit_at(&self, code: u32) -> Option<UnitId> {
        let id = UnitId(self.machine.vm.unit_of(code));
        ((id.0 as usize) < self.program.units.len()).then_some(id)
    }
}

/// Opcodes that may run other code.
fn may_call(op: Opcode) -> bool {
    !matches!(
        op,
        Opcode::Mov
            | Opcode::LoadImm
            | Opcode::LoadConst
            | Opcode::LoadGlobal
            | Opcode::StoreGlobal
            | Opcode::LoadName
            | Opcode::StoreName
            | Opcode::BuildTuple
            | Opcode::BuildList
            | Opcode::BuildDict
            | Opcode::MakeFunction
            | Opcode::MakeClass
            | Opcode::MakeCell
            | Opcode::ClosureCell
            | Opcode::LoadCell
            | Opcode::StoreCell
            | Opcode::Return
            | Opcode::ReturnNone
            | Opcode::Jump
    )
}
