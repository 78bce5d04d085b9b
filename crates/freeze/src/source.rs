//! The compiled program as the machine's loader wants to see it.

use mpf_bytecode::unit::{CodeUnit, Const, UnitId};
use mpf_codegen::{Program, facts};
use mpf_sim::UnitSource;

/// A program, and the attribute names that its code stores through unknown receivers.
pub struct Source<'p> {
    program: &'p Program,
    foreign: Option<Vec<String>>,
}

/// Builtins and names with which a program can store attributes under computed names.
const COMPUTED_STORES: [&str; 2] = ["setattr", "vars"];
const COMPUTED_NAMES: [&str; 2] = ["__setattr__", "__dict__"];

impl<'p> Source<'p> {
    pub fn new(program: &'p Program) -> Source<'p> {
        let computed = program.units.iter().map(facts).any(|f| {
            COMPUTED_STORES.iter().any(|b| f.builtins.contains(*b))
                || COMPUTED_NAMES
                    .iter()
                    .any(|n| f.attribute_loads.contains(*n))
        });
        let foreign = (!computed).then(|| program.other_attribute_stores.clone());
        Source { program, foreign }
    }
}

impl UnitSource for Source<'_> {
    fn unit(&self, id: UnitId) -> &CodeUnit {
        &self.program.units[id.0 as usize]
    }
    fn class_layout(&self, body: UnitId) -> &[String] {
        self.program
            .class_layouts
            .get(&body)
            .map_or(&[], Vec::as_slice)
    }
    fn foreign_names(&self) -> Option<&[String]> {
        self.foreign.as_deref()
    }
}

/// Units that the constants of a unit name.
pub fn nested(unit: &CodeUnit) -> impl Iterator<Item = UnitId> {
    unit.consts.iter().filter_map(|c| match c {
        Const::Code(id) => Some(*id),
        _ => None,
    })
}
