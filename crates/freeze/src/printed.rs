//! Whether everything that the program prints is known to be a text, a small number or another value without an object:
//! then `print` needs no code that makes a text of any object.

use crate::reach::Reached;
use crate::walk::value_words;
use mpf_bytecode::Opcode;
use mpf_bytecode::opcodes::Role;
use mpf_bytecode::unit::{CodeUnit, Const, D};
use mpf_codegen::Program;
use mpf_core::Kind;
use mpf_core::boot::Booted;
use std::collections::{BTreeMap, BTreeSet};

/// What a register holds, as far as straight-line code shows.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Known {
    /// The builtin `print`, loaded into this very register.
    Print,
    /// A str, or a value without an object.
    Simple,
}

/// Whether `print` may get something else.
pub fn prints_objects(vm: &Booted, reached: &Reached, program: &Program) -> bool {
    let Some(&print) = vm.host.builtins.get("print") else {
        return true;
    };
    let input = vm.host.builtins.get("input");
    if reached.names.contains("print") || input.is_some_and(|at| reached.objects.contains(at)) {
        return true;
    }
    let is_value = reached
        .loads
        .iter()
        .any(|g| vm.global(g.0).to_bits() == print)
        || reached.objects.iter().any(|&at| {
            vm.object_at(at).0 != Kind::Code
                && value_words(vm, at)
                    .into_iter()
                    .any(|word| vm.peek(word) == print)
        });
    is_value
        || reached.codes.iter().any(|(_, unit)| {
            program
                .units
                .get(unit.0 as usize)
                .is_none_or(|unit| !calls_are_simple(unit))
        })
}

/// Whether each load of `print` is for a call right behind it, and with simple arguments only.
fn calls_are_simple(unit: &CodeUnit) -> bool {
    let is_print = |d: D| match d {
        D::Const(n) => {
            matches!(unit.consts.get(n as usize), Some(Const::Builtin(name)) if name == "print")
        }
        _ => false,
    };
    let targets: BTreeSet<u32> = unit
        .insns
        .iter()
        .filter_map(|insn| match insn.d {
            D::Jump(to) => Some(to),
            _ => None,
        })
        .chain(unit.handlers.iter().map(|row| row.target))
        .collect();
    let (mut loads, mut calls) = (0, 0);
    let mut known: BTreeMap<u8, Known> = BTreeMap::new();
    for (n, insn) in unit.insns.iter().enumerate() {
        if targets.contains(&(n as u32)) {
            known.clear();
        }
        if insn.op == Opcode::Call && known.get(&insn.a) == Some(&Known::Print) {
            let first = u32::from(insn.a) + 2;
            let simple = |r: u32| known.get(&(r as u8)) == Some(&Known::Simple);
            if !(first..first + u32::from(insn.b)).all(simple) {
                return false;
            }
            calls += 1;
            known.retain(|r, _| *r < insn.a);
            known.remove(&insn.c);
            continue;
        }
        for (role, register) in insn.op.roles().iter().zip([insn.a, insn.b, insn.c]) {
            match role {
                Role::Read | Role::Update if known.get(&register) == Some(&Known::Print) => {
                    return false;
                }
                Role::Write | Role::Update => {
                    known.remove(&register);
                }
                // Any number of registers from here on may be read or written.
                Role::Base | Role::Window => {
                    if known.range(register..).any(|(_, k)| *k == Known::Print) {
                        return false;
                    }
                    known.retain(|r, _| *r < register);
                }
                _ => {}
            }
        }
        let what = match (insn.op, insn.d) {
            (Opcode::LoadConst, d) if is_print(d) => Some(Known::Print),
            (Opcode::LoadConst, D::Const(c)) => match unit.consts.get(c as usize) {
                Some(Const::Str(_) | Const::None | Const::True | Const::False) => {
                    Some(Known::Simple)
                }
                _ => None,
            },
            (Opcode::LoadImm, D::Value(bits)) if bits != 0 => Some(Known::Simple),
            (Opcode::FormatValue | Opcode::FormatSpec | Opcode::BuildString, _) => {
                Some(Known::Simple)
            }
            (_, d) if is_print(d) => return false,
            _ => None,
        };
        if let Some(what) = what {
            loads += u32::from(what == Known::Print);
            known.insert(insn.a, what);
        }
    }
    loads == calls
}
