//! How many sites of a program are proved, by kind; and its units with the types that are known before each instruction.

use super::range::{comparison, operator};
use super::state::{ONE_FUNCTION, State};
use super::ty::Ty;
use super::ty::kind::*;
use super::unit::{Before, Registers, analyse, reads};
use super::{attributes, calls, step};
use mpf_bytecode::Opcode;
use mpf_bytecode::unit::{CodeUnit, Insn};
use std::fmt::Write;

/// Kinds of sites, in the order of the counts.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Sites {
    Arithmetic,
    Comparison,
    Subscript,
    Attribute,
    Call,
}

impl Sites {
    pub const ALL: [Sites; 5] = [
        Sites::Arithmetic,
        Sites::Comparison,
        Sites::Subscript,
        Sites::Attribute,
        Sites::Call,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Sites::Arithmetic => "arithmetic",
            Sites::Comparison => "comparison",
            Sites::Subscript => "subscript",
            Sites::Attribute => "attribute",
            Sites::Call => "call",
        }
    }

    fn of(op: Opcode) -> Option<Sites> {
        Some(match op {
            op if operator(op).is_some() => Sites::Arithmetic,
            Opcode::Neg | Opcode::Invert => Sites::Arithmetic,
            Opcode::Lt | Opcode::Le | Opcode::Eq | Opcode::Ne | Opcode::Gt | Opcode::Ge => {
                Sites::Comparison
            }
            Opcode::AddJumpLt | Opcode::IAddJumpLt => Sites::Arithmetic,
            op if comparison(op).is_some() => Sites::Comparison,
            Opcode::GetItem | Opcode::SetItem => Sites::Subscript,
            Opcode::GetAttr | Opcode::SetAttr => Sites::Attribute,
            Opcode::Call | Opcode::CallMethod => Sites::Call,
            _ => return None,
        })
    }
}

#[derive(Clone, Copy, Default, Debug, PartialEq, Eq)]
pub struct Counts {
    pub proved: u32,
    pub all: u32,
}

#[derive(Clone, Default, Debug)]
pub struct Report {
    /// In the order of `Sites::ALL`.
    pub sites: [Counts; 5],
    pub listing: String,
}

pub fn report(s: &mut State<'_>, listing: bool) -> Report {
    let mut out = Report::default();
    let mut units: Vec<u32> = s.reached.codes.iter().map(|(_, u)| u.0).collect();
    units.sort_unstable();
    for unit in units {
        let code = s.unit(unit);
        let before = match s.entered.contains(&unit) {
            true => analyse(s, unit, true),
            false => vec![None; code.insns.len()],
        };
        for (insn, state) in code.insns.iter().zip(&before) {
            let Some(kind) = Sites::of(insn.op) else {
                continue;
            };
            let counts = &mut out.sites[kind as usize];
            counts.all += 1;
            if let Some(state) = state {
                counts.proved += u32::from(proved(s, code, insn, state));
            }
        }
        if listing {
            list(s, unit, code, &before, &mut out.listing);
        }
    }
    out
}

/// Whether the types say what the instruction will do, so that no guard is needed.
fn proved(s: &mut State<'_>, code: &CodeUnit, insn: &Insn, state: &Registers) -> bool {
    let at = |n: u8| state[usize::from(n)];
    let numbers = |x: Ty, y: Ty| {
        x.is(SMALL) && y.is(SMALL) || x.is(FLOAT) && y.is(NUMBER) || x.is(NUMBER) && y.is(FLOAT)
    };
    match insn.op {
        op if operator(op).is_some() => {
            let (x, y) = (at(insn.b), step::second(insn, state));
            numbers(x, y) || x.is(STR) || x.is(LIST) && y.is(PLAIN)
        }
        Opcode::Neg | Opcode::Invert => at(insn.b).is(SMALL) || at(insn.b).is(FLOAT),
        Opcode::Lt | Opcode::Le | Opcode::Eq | Opcode::Ne | Opcode::Gt | Opcode::Ge => {
            numbers(at(insn.b), at(insn.c)) || at(insn.b).is(STR) && at(insn.c).is(STR)
        }
        Opcode::GetItem | Opcode::SetItem => {
            at(insn.b).is(LIST) && at(insn.c).is(SMALL)
                || at(insn.b).is(TUPLE) && at(insn.c).is(SMALL)
                || at(insn.b).is(BYTEARRAY) && at(insn.c).is(SMALL)
                || at(insn.b).is(DICT)
        }
        Opcode::GetAttr | Opcode::SetAttr => {
            let of = at(insn.b);
            let class = of.which(INSTANCE).filter(|_| of.is(INSTANCE));
            let name = step::text(code, insn);
            match (class, name) {
                (Some(class), Some(name)) => {
                    attributes::slot(s, class, name, insn.op == Opcode::SetAttr).is_some()
                }
                _ => false,
            }
        }
        Opcode::Call => {
            let callee = at(insn.a);
            let known = callee.which(NATIVE).filter(|_| callee.is(NATIVE));
            known.is_some()
                || callee
                    .which(CLASS)
                    .is_some_and(|c| s.world.plain(c).is_some())
                || calls::target(s, code, insn, state).is_some()
        }
        Opcode::CallMethod => {
            let of = at(insn.a + 2);
            of.is(LIST)
                || of.is(STR)
                || of.is(DICT)
                || of.is(BYTEARRAY)
                || calls::target(s, code, insn, state).is_some()
        }
        Opcode::AddJumpLt | Opcode::IAddJumpLt => at(insn.a).is(SMALL) && at(insn.b).is(SMALL),
        _ => {
            let (x, y) = (at(insn.a), step::right(insn, state));
            numbers(x, y) || x.is(STR) && y.is(STR)
        }
    }
}

fn list(s: &State<'_>, unit: u32, code: &CodeUnit, before: &Before, out: &mut String) {
    let text = mpf_bytecode::disasm::unit(code);
    let mut lines = text.lines();
    let _ = writeln!(out, "unit {unit}: {}", lines.next().unwrap_or(""));
    for (n, line) in lines.enumerate() {
        let types = match (code.insns.get(n), before.get(n)) {
            (Some(insn), Some(Some(state))) => {
                let read = reads(code, insn);
                let parts: Vec<String> = (0..state.len())
                    .filter(|r| read >> r & 1 == 1)
                    .map(|r| format!("r{r}: {}", describe(s, state[r])))
                    .collect();
                parts.join(", ")
            }
            (Some(_), _) => "never".into(),
            _ => String::new(),
        };
        match types.is_empty() {
            true => out.push_str(line),
            false => {
                let _ = write!(out, "{line:<46}; {types}");
            }
        }
        out.push('\n');
    }
    out.push('\n');
}

/// A type as text.
fn describe(s: &State<'_>, ty: Ty) -> String {
    const NAMES: [(u32, &str); 20] = [
        (UNBOUND, "unbound"),
        (NONE, "None"),
        (BOOL, "bool"),
        (SMALL, "small"),
        (BIG, "big"),
        (FLOAT, "float"),
        (STR, "str"),
        (BYTES, "bytes"),
        (BYTEARRAY, "bytearray"),
        (TUPLE, "tuple"),
        (LIST, "list"),
        (DICT, "dict"),
        (SET, "set"),
        (FUNCTION, "function"),
        (NATIVE, "builtin"),
        (CLASS, "class"),
        (INSTANCE, "instance"),
        (METHOD, "method"),
        (ITER, "iterator"),
        (OTHER, "other"),
    ];
    if ty.kinds | UNBOUND == ALL {
        return "?".into();
    }
    if ty.kinds == 0 {
        return "nothing".into();
    }
    let parts: Vec<String> = NAMES
        .iter()
        .filter(|(bit, _)| ty.may(*bit))
        .map(|(bit, name)| match *bit {
            SMALL if ty.lo == ty.hi => format!("{}", ty.lo),
            SMALL if (ty.lo, ty.hi) != (Ty::of(SMALL).lo, Ty::of(SMALL).hi) => {
                format!("{}..{}", ty.lo, ty.hi)
            }
            _ => match ty.which(*bit) {
                Some(n) => named(s, ty, *bit, n).unwrap_or_else(|| (*name).into()),
                None => (*name).into(),
            },
        })
        .collect();
    parts.join("|")
}

fn named(s: &State<'_>, ty: Ty, kind: u32, which: u32) -> Option<String> {
    Some(match kind {
        TUPLE | ITER => {
            let items: Vec<String> = s.items(ty)?.iter().map(|t| describe(s, *t)).collect();
            match kind {
                TUPLE => format!("({})", items.join(", ")),
                _ => format!("iterator of {}", items.join(", ")),
            }
        }
        FUNCTION => s.unit(which - 1).qualname.clone(),
        NATIVE => s.text(which).to_owned(),
        METHOD if which & ONE_FUNCTION != 0 => {
            format!("super().{}", s.unit(which & !ONE_FUNCTION).name)
        }
        METHOD => format!("super().{}", s.text(which)),
        CLASS => format!("class {}", s.class_name(which)?),
        INSTANCE => s.class_name(which)?,
        _ => return None,
    })
}
