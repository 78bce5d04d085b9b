//! Where an object of the frozen program lies: in read-only memory, or in RAM because the device may write to it.
//! Read-only objects may refer to RAM objects, whose addresses are fixed, but never to the heap.

use crate::infer::Findings;
use crate::reach::{Reached, is_builtin};
use crate::walk::is_pointer;
use mpf_bytecode::Opcode;
use mpf_codegen::Program;
use mpf_core::Kind;
use mpf_core::boot::Booted;
use mpf_core::object::class::word;
use mpf_core::object::function::{function_word, module_word};
use mpf_core::object::header;
use std::collections::BTreeSet;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Home {
    Rom,
    Ram,
}

/// What the program may do to classes and modules.
pub struct Rules {
    /// Classes that may be stored to; `None`: any.
    written_classes: Option<BTreeSet<u32>>,
    module_stores: bool,
    cell_stores: bool,
}

impl Rules {
    pub fn new(
        vm: &Booted,
        reached: &Reached,
        program: &Program,
        findings: Option<&Findings>,
    ) -> Rules {
        let foreign_stores = &program.other_attribute_stores;
        let foreign = reached.computed_of_modules
            || foreign_stores
                .iter()
                .any(|n| reached.stored_names.contains(n));
        // The first parameter of a class method is a class.
        let class_methods = reached.objects.iter().any(|&at| {
            vm.object_at(at).0 == Kind::Instance
                && class_name(vm, at) == "classmethod"
                && !reached.stored_names.is_empty()
        });
        let written_classes = match findings.and_then(|f| f.written_classes.as_ref()) {
            Some(written) => Some(written.clone()),
            None => (!foreign && !class_methods).then(BTreeSet::new),
        };
        Rules {
            written_classes,
            module_stores: foreign,
            cell_stores: cell_stores(vm, reached, program),
        }
    }

    /// Home of an object that nothing owns.
    pub fn home(&self, vm: &Booted, at: u32) -> Home {
        let (kind, words, h) = vm.object_at(at);
        let field = |i: u32| {
            if i < words {
                vm.peek(at + 4 + 4 * i)
            } else {
                0
            }
        };
        let rom = match kind {
            Kind::Tuple | Kind::Range | Kind::Slice | Kind::Method => true,
            Kind::Set => h & header::AUX_MASK == header::SET_FROZEN,
            Kind::Function => field(function_word::ATTRIBUTES) == 0,
            Kind::Type => {
                let written = self.written_classes.as_ref();
                is_builtin(vm, at) || written.is_some_and(|w| !w.contains(&at))
            }
            Kind::Module => !self.module_stores && !is_pointer(field(module_word::BODY)),
            Kind::Instance => {
                matches!(
                    class_name(vm, at),
                    "property" | "classmethod" | "staticmethod"
                ) && is_builtin(vm, field(0))
            }
            Kind::Cell => !self.cell_stores,
            Kind::Array
            | Kind::List
            | Kind::Dict
            | Kind::Iter
            | Kind::Generator
            | Kind::ByteArray => false,
            _ => true,
        };
        if rom { Home::Rom } else { Home::Ram }
    }
}

/// Whether the device may write to a cell that is frozen. A function gets such a cell through its closure only; one that
/// stores to cells but has none stores to those it made. A suspended generator may hold cells in its registers.
fn cell_stores(vm: &Booted, reached: &Reached, program: &Program) -> bool {
    let suspended = |at: &u32| vm.object_at(*at).0 == Kind::Generator;
    let suspended = reached.objects.iter().any(suspended);
    reached.codes.iter().any(|(_, unit)| {
        let Some(unit) = program.units.get(unit.0 as usize) else {
            return true;
        };
        let has = |op: Opcode| unit.insns.iter().any(|insn| insn.op == op);
        let stores = has(Opcode::StoreCell) || has(Opcode::DeleteCell);
        stores && (suspended || has(Opcode::ClosureCell))
    })
}

/// Name of the class of an instance.
fn class_name(vm: &Booted, instance: u32) -> &str {
    vm.text_of(vm.peek(vm.peek(instance + 4) + 4 + 4 * word::NAME))
        .unwrap_or("")
}

/// Objects that belong to another one and share its home: storage of containers, namespaces of classes and modules.
pub fn owned(vm: &Booted, at: u32) -> Vec<u32> {
    let (kind, _, _) = vm.object_at(at);
    let fields: &[u32] = match kind {
        Kind::List | Kind::ByteArray => &[0],
        Kind::Dict | Kind::Set => &[0, 1],
        Kind::Type => &[word::NAMESPACE],
        Kind::Module => &[module_word::NAMESPACE, module_word::GLOBALS],
        _ => &[],
    };
    fields
        .iter()
        .map(|i| vm.peek(at + 4 + 4 * i))
        .filter(|w| is_pointer(*w))
        .collect()
}
