//! What straight-line code shows about calls: whether everything that the program prints is a text, a small number or
//! another value without an object (then `print` needs no code that makes a text of any object), and whether it calls
//! nothing but builtins with arguments that fit (then calls need no binding of arguments at all).

use crate::reach::Reached;
use crate::walk::{is_pointer, value_words};
use mpf_bytecode::Opcode;
use mpf_bytecode::opcodes::Role;
use mpf_bytecode::unit::{CodeUnit, Const, D, Insn};
use mpf_codegen::Program;
use mpf_core::Kind;
use mpf_core::boot::Booted;
use mpf_core::object::function::{native_flag, native_word};
use std::collections::{BTreeMap, BTreeSet};

/// What a register holds.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Known<'a> {
    /// The builtin of this name, loaded into this very register.
    Builtin(&'a str),
    /// A str, or a value without an object.
    Simple,
}

/// A `Call` instruction.
struct Site<'a> {
    /// The builtin that is called, if it is one for certain.
    builtin: Option<&'a str>,
    /// Positional arguments.
    count: u32,
    /// All of them are simple.
    simple: bool,
}

/// The calls of a unit, and the builtins that it uses in another way than calling them at once.
#[derive(Default)]
struct Calls<'a> {
    sites: Vec<Site<'a>>,
    values: BTreeSet<&'a str>,
}

fn units<'a>(
    reached: &'a Reached,
    program: &'a Program,
) -> impl Iterator<Item = Option<&'a CodeUnit>> {
    let codes = reached.codes.iter();
    codes.map(|(_, unit)| program.units.get(unit.0 as usize))
}

/// Whether `print` may get something that is not simple.
pub fn prints_objects(vm: &Booted, reached: &Reached, program: &Program) -> bool {
    let input = vm.host.builtins.get("input");
    if is_value(vm, reached, program, "print")
        || input.is_some_and(|at| reached.objects.contains(at))
    {
        return true;
    }
    units(reached, program).any(|unit| {
        unit.map(calls).is_none_or(|calls| {
            let mut sites = calls.sites.iter();
            sites.any(|site| site.builtin == Some("print") && !site.simple)
        })
    })
}

/// Whether a builtin may be used in another way than being called at once by its name.
pub fn is_value(vm: &Booted, reached: &Reached, program: &Program, name: &str) -> bool {
    let Some(&builtin) = vm.host.builtins.get(name) else {
        return true;
    };
    if reached.names.contains(name) {
        return true;
    }
    let mut globals = reached.loads.iter();
    let mut objects = reached
        .objects
        .iter()
        .filter(|&&at| vm.object_at(at).0 != Kind::Code);
    globals.any(|g| vm.global(g.0).to_bits() == builtin)
        || objects.any(|&at| {
            let mut words = value_words(vm, at).into_iter();
            words.any(|word| vm.peek(word) == builtin)
        })
        || units(reached, program).any(|unit| {
            unit.map(calls)
                .is_none_or(|calls| calls.values.contains(name))
        })
}

/// Whether every `Call` is one of a builtin function that takes as many positional arguments as it gets.
pub fn calls_fitting_builtins(vm: &Booted, reached: &Reached, program: &Program) -> bool {
    units(reached, program)
        .all(|unit| unit.is_some_and(|unit| calls(unit).sites.iter().all(|site| fits(vm, site))))
}

fn fits(vm: &Booted, site: &Site) -> bool {
    let Some(&at) = site.builtin.and_then(|name| vm.host.builtins.get(name)) else {
        return false;
    };
    if !is_pointer(at) || vm.object_at(at).0 != Kind::Native {
        return false;
    }
    let shape = vm.peek(at + 4 + 4 * native_word::SHAPE);
    let [min, max, _, flags] = shape.to_le_bytes();
    site.count >= u32::from(min)
        && (site.count <= u32::from(max) || flags & native_flag::VARARGS != 0)
        && flags & native_flag::METHOD == 0
}

/// Follows the registers of a unit from jump target to jump target.
fn calls(unit: &CodeUnit) -> Calls<'_> {
    let targets = unit.jump_targets();
    let mut out = Calls::default();
    let mut known: BTreeMap<u8, Known> = BTreeMap::new();
    for (n, insn) in unit.insns.iter().enumerate() {
        if targets.contains(&(n as u32)) {
            forget(&mut known, &mut out, |_| true);
        }
        if insn.op == Opcode::Call {
            let first = u32::from(insn.a) + 2;
            let count = u32::from(insn.b);
            let builtin = match known.remove(&insn.a) {
                Some(Known::Builtin(name)) => Some(name),
                _ => None,
            };
            let simple = |r: u32| known.get(&(r as u8)) == Some(&Known::Simple);
            out.sites.push(Site {
                builtin,
                count,
                simple: (first..first + count).all(simple),
            });
        }
        for (role, register) in insn.op.roles().iter().zip([insn.a, insn.b, insn.c]) {
            match role {
                Role::Read | Role::Write | Role::Update => {
                    let written = *role != Role::Read;
                    let here = |r: u8| r == register;
                    if written || matches!(known.get(&register), Some(Known::Builtin(_))) {
                        forget(&mut known, &mut out, here);
                    }
                }
                // Any number of registers from here on may be read or written.
                Role::Base | Role::Window => forget(&mut known, &mut out, |r| r >= register),
                _ => {}
            }
        }
        let constant = match insn.d {
            D::Const(c) => unit.consts.get(c as usize),
            _ => None,
        };
        let what = match (insn.op, constant, insn.d) {
            (Opcode::LoadConst, Some(Const::Builtin(name)), _) => Some(Known::Builtin(name)),
            (Opcode::LoadConst, Some(Const::Str(_)), _) => Some(Known::Simple),
            (Opcode::LoadImm, _, D::Value(bits)) if bits != 0 => Some(Known::Simple),
            (Opcode::FormatValue | Opcode::FormatSpec | Opcode::BuildString, ..) => {
                Some(Known::Simple)
            }
            (_, Some(Const::Builtin(name)), _) => {
                out.values.insert(name);
                None
            }
            _ => None,
        };
        if let Some(what) = what {
            known.insert(insn.a, what);
        }
    }
    forget(&mut known, &mut out, |_| true);
    out
}

/// Forgets registers. A builtin in one of them was not called: it is a value.
fn forget<'a>(
    known: &mut BTreeMap<u8, Known<'a>>,
    out: &mut Calls<'a>,
    which: impl Fn(u8) -> bool,
) {
    known.retain(|register, what| {
        if !which(*register) {
            return true;
        }
        if let Known::Builtin(name) = what {
            out.values.insert(name);
        }
        false
    });
}

/// Whether a unit has the builtin `type` only as `type(e)` of an exception that was just caught, as `with` does.
pub fn only_types_of_exceptions(unit: &CodeUnit) -> bool {
    let targets = unit.jump_targets();
    let is_type = |insn: &Insn| match insn.d {
        D::Const(n) => {
            matches!(unit.consts.get(n as usize), Some(Const::Builtin(name)) if name == "type")
        }
        _ => false,
    };
    // PushHandled of the exception, some moves, the builtin, a move of the exception behind it, the call.
    let of_exception = |n: usize| {
        let (callee, before) = (unit.insns[n].a, &unit.insns[..n]);
        let start = before.iter().rposition(|i| i.op == Opcode::PushHandled)?;
        let exception = unit.insns[start].b;
        let [argument, call] = unit.insns.get(n + 1..n + 3)? else {
            return None;
        };
        let kept = before[start + 1..]
            .iter()
            .all(|i| i.op == Opcode::Mov && i.a != exception);
        let straight = !(start + 1..=n + 2).any(|at| targets.contains(&(at as u32)));
        let asked =
            argument.op == Opcode::Mov && (argument.a, argument.b) == (callee + 2, exception);
        let called = call.op == Opcode::Call && (call.a, call.b) == (callee, 1);
        (unit.insns[n].op == Opcode::LoadConst && kept && straight && asked && called).then_some(())
    };
    let mut uses = (0..unit.insns.len()).filter(|n| is_type(&unit.insns[*n]));
    uses.all(|n| of_exception(n).is_some())
}
