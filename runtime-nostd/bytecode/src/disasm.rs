//! Listings of code units for people and for golden tests.
use crate::opcodes::Role;
use crate::unit::{CodeUnit, Const, D, Insn};
use std::fmt::Write;
use std::format;
use std::string::{String, ToString};
use std::vec::Vec;

/// A constant as it would be written.
pub fn constant(value: &Const) -> String {
    let list = |items: &[Const]| {
        let texts: Vec<String> = items.iter().map(constant).collect();
        texts.join(", ")
    };
    match value {
        Const::None => "None".into(),
        Const::True => "True".into(),
        Const::False => "False".into(),
        Const::Ellipsis => "...".into(),
        Const::Int { negative, limbs } => integer(*negative, limbs),
        Const::Float(f) => format!("{f:?}"),
        Const::Str(s) => format!("{s:?}"),
        Const::Bytes(b) => format!("b{:?}", String::from_utf8_lossy(b)),
        Const::Tuple(items) if items.len() == 1 => format!("({},)", list(items)),
        Const::Tuple(items) => format!("({})", list(items)),
        Const::FrozenSet(items) => format!("frozenset({{{}}})", list(items)),
        Const::Code(unit) => format!("<code {}>", unit.0),
        Const::Builtin(name) => format!("<builtin {name}>"),
        Const::Function(unit) => format!("<function {}>", unit.0),
        Const::Module(module) => format!("<module {}>", module.0),
        Const::Native(module, name) => format!("<native {module}.{name}>"),
    }
}

fn integer(negative: bool, limbs: &[u32]) -> String {
    let sign = if negative { "-" } else { "" };
    match limbs {
        [] => "0".into(),
        [a] => format!("{sign}{a}"),
        [a, b] => format!("{sign}{}", u64::from(*b) << 32 | u64::from(*a)),
        _ => {
            let mut text = format!("{sign}0x");
            for (n, limb) in limbs.iter().rev().enumerate() {
                let _ = match n {
                    0 => write!(text, "{limb:x}"),
                    _ => write!(text, "{limb:08x}"),
                };
            }
            text
        }
    }
}

/// The bits of an immediate value.
pub fn immediate(bits: i16) -> String {
    match bits {
        0 => "unbound".into(),
        0x02 => "None".into(),
        0x12 => "False".into(),
        0x32 => "True".into(),
        0x42 => "NotImplemented".into(),
        0x52 => "...".into(),
        b if b & 1 == 1 => (b >> 1).to_string(),
        b => format!("{b:#x}"),
    }
}

/// One instruction without its number.
pub fn instruction(unit: &CodeUnit, insn: &Insn) -> String {
    let mut parts = Vec::new();
    let operands = [insn.a, insn.b, insn.c];
    for (n, value) in operands.iter().enumerate() {
        match insn.op.roles().get(n) {
            None | Some(Role::None) => {}
            Some(Role::Count | Role::Imm | Role::Double | Role::Small) => {
                parts.push(format!("#{value}"))
            }
            Some(_) => parts.push(format!("r{value}")),
        }
    }
    match insn.d {
        D::None => {}
        D::Const(n) => parts.push(match unit.consts.get(n as usize) {
            Some(c) => constant(c),
            None => format!("<no constant {n}>"),
        }),
        D::Global(id) => parts.push(format!("global {}", id.0)),
        D::Jump(to) => parts.push(format!("-> {to}")),
        D::Value(bits) => parts.push(immediate(bits)),
        D::Number(n) => parts.push(format!("#{n}")),
    }
    let text = format!("{:<13} {}", insn.op.name(), parts.join(", "));
    text.trim_end().into()
}

/// A whole unit: a header line, the instructions by number, the exception table.
pub fn unit(unit: &CodeUnit) -> String {
    let mut out = String::new();
    let _ = write!(
        out,
        "{}({}) registers={}",
        unit.qualname,
        unit.params.join(", "),
        unit.registers
    );
    if unit.flags != 0 {
        let _ = write!(out, " flags={}", unit.flags);
    }
    if !unit.free.is_empty() {
        let _ = write!(out, " free={}", unit.free.join(","));
    }
    out.push('\n');
    for (n, insn) in unit.insns.iter().enumerate() {
        let _ = writeln!(out, "{n:4}  {}", instruction(unit, insn));
    }
    for h in &unit.handlers {
        let _ = writeln!(
            out,
            "  {}..{} raises -> {} in r{}",
            h.start, h.end, h.target, h.register
        );
    }
    out
}
