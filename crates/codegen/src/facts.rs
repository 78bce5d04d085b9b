//! What a unit does to the world outside of its frame, read off its instructions. Nested units are listed, not
//! followed: who needs the closure computes it.

use std::collections::BTreeSet;

use mpf_bytecode::Opcode;
use mpf_bytecode::unit::{CodeUnit, Const, D, GlobalId, ModuleId, UnitId};

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UnitFacts {
    pub loads: BTreeSet<GlobalId>,
    pub stores: BTreeSet<GlobalId>,
    pub deletes: BTreeSet<GlobalId>,
    pub attribute_loads: BTreeSet<String>,
    /// `x.name = …` and `del x.name`.
    pub attribute_stores: BTreeSet<String>,
    /// Functions and classes that it makes.
    pub units: BTreeSet<UnitId>,
    /// Modules whose bodies it may run.
    pub imports: BTreeSet<ModuleId>,
    /// Builtins that it mentions (`getattr`, `setattr`, `globals`, … widen what may be touched).
    pub builtins: BTreeSet<String>,
    /// Native members that it mentions.
    pub natives: BTreeSet<(String, String)>,
    /// String constants, for `getattr` and its like.
    pub strings: BTreeSet<String>,
}

/// The facts of one unit.
pub fn facts(unit: &CodeUnit) -> UnitFacts {
    let mut out = UnitFacts::default();
    for insn in &unit.insns {
        match insn.d {
            D::Global(id) => {
                match insn.op {
                    Opcode::StoreGlobal => out.stores.insert(id),
                    Opcode::DeleteGlobal => out.deletes.insert(id),
                    _ => out.loads.insert(id),
                };
            }
            D::Const(n) => {
                if let Some(value) = unit.consts.get(n as usize) {
                    constant(insn.op, value, &mut out);
                }
            }
            D::None | D::Jump(_) | D::Value(_) | D::Number(_) => {}
        }
    }
    out
}

fn constant(op: Opcode, value: &Const, out: &mut UnitFacts) {
    match value {
        Const::Str(text) => {
            match op {
                Opcode::GetAttr
                | Opcode::GetSlot
                | Opcode::GetSlotOrNone
                | Opcode::CallMethod
                | Opcode::LoadSuper
                | Opcode::LoadMethodOf
                | Opcode::LoadSpecial => out.attribute_loads.insert(text.clone()),
                Opcode::SetAttr | Opcode::SetSlot | Opcode::SetSlotOrNone | Opcode::DelAttr => {
                    out.attribute_stores.insert(text.clone())
                }
                // The name of a variable, for a message.
                Opcode::LoadCell | Opcode::DeleteCell | Opcode::CheckBound => false,
                _ => out.strings.insert(text.clone()),
            };
        }
        Const::Tuple(items) | Const::FrozenSet(items) => {
            let into = match op {
                Opcode::MatchClass => &mut out.attribute_loads,
                _ => &mut out.strings,
            };
            for item in items {
                if let Const::Str(text) = item {
                    into.insert(text.clone());
                }
            }
        }
        Const::Code(unit) => {
            out.units.insert(*unit);
        }
        Const::Module(module) => {
            if op == Opcode::ImportModule {
                out.imports.insert(*module);
            }
        }
        Const::Builtin(name) => {
            out.builtins.insert(name.clone());
        }
        Const::Native(module, name) => {
            out.natives.insert((module.clone(), name.clone()));
        }
        // The function is reached through the pool.
        Const::Function(_)
        | Const::None
        | Const::True
        | Const::False
        | Const::Ellipsis
        | Const::Int { .. }
        | Const::Float(_)
        | Const::Bytes(_) => {}
    }
}
