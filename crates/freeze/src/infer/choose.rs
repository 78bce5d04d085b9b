//! Unguarded forms for what is proved.

use super::range::{self, operator};
use super::state::State;
use super::ty::kind::*;
use super::unit::{Before, Registers, analyse};
use super::{attributes, calls, step};
use mpf_bytecode::unit::{CodeUnit, Const, D, Insn, UnitId};
use mpf_bytecode::{Opcode, code_flags};
use mpf_core::Kind;
use std::collections::BTreeMap;

/// A unit in its new form, and the function objects that its last constants name.
pub struct Changed {
    pub unit: UnitId,
    pub code: CodeUnit,
    pub functions: Vec<u32>,
}

/// Every unit that gains something.
pub fn choose(s: &mut State<'_>) -> Vec<Changed> {
    let functions = single_functions(s);
    let mut out = vec![];
    for unit in s.entered.clone() {
        let before = analyse(s, unit, true);
        let mut chooser = Chooser {
            old: s.unit(unit),
            code: s.unit(unit).clone(),
            functions: &functions,
            called: vec![],
        };
        chooser.run(s, &before);
        if let Some(changed) = chooser.finish(UnitId(unit)) {
            out.push(changed);
        }
    }
    out
}

/// The function objects of units that have one only, and that take a plain number of arguments.
fn single_functions(s: &State<'_>) -> BTreeMap<u32, u32> {
    let mut found: BTreeMap<u32, Option<u32>> = BTreeMap::new();
    for &at in &s.reached.objects {
        if s.vm.object_at(at).0 == Kind::Function
            && let Some(unit) = s.function_at(at)
        {
            found
                .entry(unit)
                .and_modify(|f| *f = None)
                .or_insert(Some(at));
        }
    }
    // Code that makes functions may make another one of the same unit.
    for (_, unit) in &s.reached.codes {
        for insn in &s.unit(unit.0).insns {
            if let (Opcode::MakeFunction, D::Const(n)) = (insn.op, insn.d)
                && let Some(Const::Code(made)) = s.unit(unit.0).consts.get(n as usize)
            {
                found.insert(made.0, None);
            }
        }
    }
    found
        .into_iter()
        .filter(|(unit, _)| s.unit(*unit).flags & code_flags::SIMPLE != 0)
        .filter_map(|(unit, at)| Some((unit, at?)))
        .collect()
}

struct Chooser<'a> {
    old: &'a CodeUnit,
    code: CodeUnit,
    functions: &'a BTreeMap<u32, u32>,
    /// Units of the constants that were added, and their functions.
    called: Vec<(u32, u32)>,
}

impl Chooser<'_> {
    fn run(&mut self, s: &mut State<'_>, before: &Before) {
        for (at, state) in before.iter().enumerate() {
            let Some(state) = state else { continue };
            let insn = self.old.insns[at];
            let new = match insn.op {
                Opcode::GetAttr | Opcode::SetAttr => self.attribute(s, &insn, state),
                Opcode::CallMethod => self.call(s, &insn, state),
                Opcode::GetItem | Opcode::SetItem => item(&insn, state),
                _ => arithmetic(&insn, state),
            };
            if let Some(new) = new {
                self.code.insns[at] = new;
            }
        }
    }

    fn attribute(&self, s: &State<'_>, insn: &Insn, state: &Registers) -> Option<Insn> {
        let of = state[usize::from(insn.b)];
        let class = of.which(INSTANCE).filter(|_| of.is(INSTANCE | NONE))?;
        let store = insn.op == Opcode::SetAttr;
        let slot = attributes::slot(s, class, step::text(self.old, insn)?, store)?;
        // Header and class stand in front of the slots.
        let offset = u8::try_from(8 + 4 * slot).ok()?;
        Some(Insn {
            op: match (store, of.may(NONE)) {
                (false, false) => Opcode::GetSlot,
                (false, true) => Opcode::GetSlotOrNone,
                (true, false) => Opcode::SetSlot,
                (true, true) => Opcode::SetSlotOrNone,
            },
            c: offset,
            ..*insn
        })
    }

    /// A method that is one function of the program: the receiver is its first argument already. (Calls of functions
    /// become direct when code is written, because there the globals are known too.)
    fn call(&mut self, s: &mut State<'_>, insn: &Insn, state: &Registers) -> Option<Insn> {
        let (unit, count) = calls::target(s, self.old, insn, state)?;
        let function = *self.functions.get(&unit)?;
        if u32::from(s.unit(unit).positional) != count {
            return None;
        }
        let n = self.constant(unit, function);
        Some(Insn {
            op: Opcode::CallDirect,
            b: count as u8,
            d: D::Const(n),
            ..*insn
        })
    }

    fn constant(&mut self, unit: u32, function: u32) -> u32 {
        if let Some(n) = self.called.iter().position(|c| c.0 == unit) {
            return (self.old.consts.len() + n) as u32;
        }
        self.called.push((unit, function));
        self.code.consts.push(Const::Function(UnitId(unit)));
        self.code.consts.len() as u32 - 1
    }

    fn finish(self, unit: UnitId) -> Option<Changed> {
        if self.code.insns == self.old.insns {
            return None;
        }
        Some(Changed {
            unit,
            code: self.code,
            functions: self.called.into_iter().map(|c| c.1).collect(),
        })
    }
}

fn item(insn: &Insn, state: &Registers) -> Option<Insn> {
    let (of, key) = (state[usize::from(insn.b)], state[usize::from(insn.c)]);
    // A negative index, a slice, an index with a method of its own: the cold operation knows them.
    let counts = key.may(SMALL) && !(key.is(SMALL) && key.hi < 0);
    (of.is(LIST) && counts).then_some(Insn {
        op: match insn.op {
            Opcode::GetItem => Opcode::GetItemList,
            _ => Opcode::SetItemList,
        },
        ..*insn
    })
}

fn arithmetic(insn: &Insn, state: &Registers) -> Option<Insn> {
    let operator = operator(insn.op)?;
    let (x, y) = (state[usize::from(insn.b)], step::second(insn, state));
    let result = range::binary(operator, x, y)?;
    if !x.is(SMALL) || !y.is(SMALL) || !result.is(SMALL) {
        return None;
    }
    let immediate = matches!(insn.op, Opcode::AddImm | Opcode::IAddImm);
    let op = match operator {
        range::Operator::Add if immediate => Opcode::AddImmSmall,
        range::Operator::Add => Opcode::AddSmall,
        range::Operator::Sub if !matches!(insn.op, Opcode::SubImm | Opcode::ISubImm) => {
            Opcode::SubSmall
        }
        range::Operator::Mul => Opcode::MulSmall,
        range::Operator::And => Opcode::AndSmall,
        range::Operator::Xor => Opcode::XorSmall,
        _ => return None,
    };
    Some(Insn { op, ..*insn })
}
