//! Arranged blocks with assigned registers to a code unit: operands, constants, jumps, exception rows, places.

use std::collections::HashMap;

use mpf_bytecode::opcodes::Role;
use mpf_bytecode::unit::{CodeUnit, Const, D, Handler, Insn};
use mpf_bytecode::{MAX_REGISTERS, Opcode, code_flags};
use mpf_diagnostics::{Code, Diagnostic};
use mpf_ir::flow;
use mpf_ir::func::{BlockId, Data, Function, Home, Inst, Operand, Term};

use crate::fuse;
use crate::hoist;
use crate::layout;
use crate::registers::{self, Assignment};
use crate::spill;

/// Turns a function into a unit, or says why it does not fit one.
pub fn emit(mut f: Function) -> Result<CodeUnit, Diagnostic> {
    layout::arrange(&mut f);
    unbind_at_entry(&mut f);
    hoist::hoist(&mut f);
    // Spilling frees at most as many registers as variables move, and costs a few: a handful of rounds.
    for _ in 0..8 {
        match try_emit(&f)? {
            Attempt::Done(unit) => return Ok(unit),
            Attempt::Excess(count) => {
                if !spill::spill(&mut f, count + 4) {
                    break;
                }
            }
        }
    }
    let text = format!(
        "'{}' has more variables and intermediate values than the {MAX_REGISTERS} registers of a frame",
        f.name
    );
    Err(Diagnostic::new(Code::TooManyRegisters, text)
        .at(f.span)
        .help("move a part of it into a function of its own"))
}

enum Attempt {
    Done(CodeUnit),
    /// So many registers too many.
    Excess(usize),
}

fn try_emit(f: &Function) -> Result<Attempt, Diagnostic> {
    let assignment = registers::assign(f);
    let mut emitter = Emitter {
        f,
        assignment,
        unit: CodeUnit::default(),
        pool: HashMap::new(),
        starts: vec![None; f.blocks.len()],
        jumps: Vec::new(),
        highest: 0,
    };
    emitter.header();
    for (n, &b) in f.order.iter().enumerate() {
        emitter.block(b, f.order.get(n + 1).copied());
    }
    emitter.finish()
}

/// Variables that may be read before they are bound start as unbound; parameters start with their values.
fn unbind_at_entry(f: &mut Function) {
    let mut kept = flow::drop_checks(f);
    kept.retain(|&v| f.home(v) == Home::Local);
    let at = f.span.start;
    let entry = f.order[0];
    let block = f.block_mut(entry);
    for v in kept.into_iter().rev() {
        let inst = Inst {
            op: Opcode::LoadImm,
            a: Operand::Reg(v),
            b: Operand::None,
            c: Operand::None,
            d: Data::Value(0),
            at,
        };
        block.insts.insert(0, inst);
    }
}

struct Emitter<'f> {
    f: &'f Function,
    assignment: Assignment,
    unit: CodeUnit,
    pool: HashMap<String, u32>,
    /// First instruction of each block.
    starts: Vec<Option<u32>>,
    /// Instructions whose jump goes to a block.
    jumps: Vec<(usize, BlockId)>,
    /// Registers in use.
    highest: u16,
}

impl Emitter<'_> {
    fn header(&mut self) {
        let f = self.f;
        let p = &f.parameters;
        let mut flags = 0;
        if p.varargs {
            flags |= code_flags::VARARGS;
        }
        if p.varkeywords {
            flags |= code_flags::VARKEYWORDS;
        }
        if f.generator {
            flags |= code_flags::GENERATOR;
        }
        if flags == 0 && p.keyword_only == 0 {
            flags = code_flags::SIMPLE;
        }
        self.highest = p.names.len() as u16;
        self.unit.name = f.name.clone();
        self.unit.qualname = f.qualname.clone();
        self.unit.params = p.names.clone();
        self.unit.positional_only = p.positional_only;
        self.unit.positional = p.positional;
        self.unit.keyword_only = p.keyword_only;
        self.unit.flags = flags;
        self.unit.free = f.free.clone();
        self.unit.module = Some(f.module);
    }

    fn block(&mut self, b: BlockId, next: Option<BlockId>) {
        let f = self.f;
        let block = f.block(b);
        let start = self.unit.insns.len() as u32;
        self.starts[b.0 as usize] = Some(start);
        for inst in &block.insts {
            self.inst(inst);
        }
        match &block.term {
            // Only in a function that was given up with a diagnostic.
            Term::Open => {}
            Term::Jump(to) => self.jump(*to, next),
            Term::Exit(inst) => self.inst(inst),
            Term::Branch { inst, next: other } => self.branch(inst, *other, next),
        }
        if let (Some(handler), true) = (block.handler, block.may_raise()) {
            self.cover(start, handler);
        }
    }

    /// Puts the instructions since `start` under a handler; the target is patched in at the end.
    fn cover(&mut self, start: u32, handler: BlockId) {
        let end = self.unit.insns.len() as u32;
        if let Some(row) = self.unit.handlers.last_mut()
            && row.end == start
            && row.target == handler.0
        {
            row.end = end;
            return;
        }
        let register = match self.f.block(handler).exception {
            Some(v) => self.assignment.register(self.f, v),
            None => 0,
        };
        self.highest = self.highest.max(register + 1);
        self.unit.handlers.push(Handler {
            start,
            end,
            target: handler.0,
            register: register as u8,
        });
    }

    fn jump(&mut self, to: BlockId, next: Option<BlockId>) {
        if Some(to) == next {
            return;
        }
        self.jumps.push((self.unit.insns.len(), to));
        self.unit.insns.push(Insn {
            op: Opcode::Jump,
            a: 0,
            b: 0,
            c: 0,
            d: D::Jump(0),
        });
    }

    fn branch(&mut self, inst: &Inst, other: BlockId, next: Option<BlockId>) {
        let Data::Block(taken) = inst.d else { return };
        if taken == other && !writes_on_jump(inst.op) {
            // Both ways lead to the same place; the comparison itself may still call user code.
            if inst.may_raise() {
                self.inst(inst);
            }
            self.jump(other, next);
            return;
        }
        if Some(taken) == next
            && let Some(inverted) = invert(inst, other)
        {
            self.inst(&inverted);
            return;
        }
        self.inst(inst);
        self.jump(other, next);
    }

    fn operand(&mut self, inst: &Inst, n: usize) -> u8 {
        let role = inst.op.roles().get(n).copied().unwrap_or(Role::None);
        match inst.operands()[n] {
            Operand::None => 0,
            Operand::Num(value) => value,
            Operand::Reg(v) => {
                let register = self.assignment.register(self.f, v);
                self.highest = self.highest.max(register + span_of(inst, role));
                let number = register.min(255) as u8;
                if inst.op == Opcode::Yield && role == Role::Imm {
                    number.saturating_add(1)
                } else {
                    number
                }
            }
        }
    }

    fn inst(&mut self, inst: &Inst) {
        let index = self.unit.insns.len();
        let (a, b, c) = (
            self.operand(inst, 0),
            self.operand(inst, 1),
            self.operand(inst, 2),
        );
        if inst.op == Opcode::Mov && a == b {
            return;
        }
        let d = match &inst.d {
            Data::None => D::None,
            // The loader replaces it by a description of the class, so it must not be shared.
            Data::Const(value) if inst.op == Opcode::MakeClass => {
                D::Const(self.own_constant(value))
            }
            Data::Const(value) => D::Const(self.constant(value)),
            Data::Global(id) => D::Global(*id),
            Data::Block(to) => {
                self.jumps.push((index, *to));
                D::Jump(0)
            }
            Data::Value(bits) => D::Value(*bits),
            Data::Number(n) => D::Number(*n),
        };
        let moved = self.unit.places.last().is_none_or(|(_, at)| *at != inst.at);
        if moved {
            self.unit.places.push((index as u32, inst.at));
        }
        let op = inst.op;
        self.unit.insns.push(Insn { op, a, b, c, d });
    }

    fn own_constant(&mut self, value: &Const) -> u32 {
        self.unit.consts.push(value.clone());
        self.unit.consts.len() as u32 - 1
    }

    fn constant(&mut self, value: &Const) -> u32 {
        let next = self.unit.consts.len() as u32;
        let n = *self.pool.entry(key(value)).or_insert(next);
        if n == next {
            self.unit.consts.push(value.clone());
        }
        n
    }

    fn finish(mut self) -> Result<Attempt, Diagnostic> {
        if u32::from(self.highest) > MAX_REGISTERS {
            let excess = u32::from(self.highest) - MAX_REGISTERS;
            return Ok(Attempt::Excess(excess as usize));
        }
        self.unit.registers = self.highest as u8;
        for (index, block) in &self.jumps {
            let target = self.starts[block.0 as usize].unwrap_or(0);
            self.unit.insns[*index].d = D::Jump(target);
        }
        for row in &mut self.unit.handlers {
            row.target = self.starts[row.target as usize].unwrap_or(0);
        }
        fuse::fuse(&mut self.unit.insns);
        let bytes = mpf_bytecode::encode::layout(&self.unit.insns);
        if bytes.last().copied().unwrap_or(0) + self.unit.consts.len() as u32 * 4 > 32_000 {
            let text = format!("'{}' is too large for one code object", self.f.name);
            return Err(Diagnostic::new(Code::TooManyConstants, text)
                .at(self.f.span)
                .help("move a part of it into a function of its own"));
        }
        Ok(Attempt::Done(self.unit))
    }
}

/// How many registers from this one on an operand needs.
pub(crate) fn span_of(inst: &Inst, role: Role) -> u16 {
    let number = |o: Operand| match o {
        Operand::Num(n) => u16::from(n),
        Operand::Reg(_) | Operand::None => 0,
    };
    let (b, c) = (number(inst.b), number(inst.c));
    match (inst.op, role) {
        (Opcode::Call | Opcode::CallKw, Role::Window) => 2 + b,
        (Opcode::CallMethod, Role::Window) => 3 + b,
        (Opcode::CallEx, Role::Window) => 4,
        (Opcode::ForIter, Role::Window) => 3,
        (Opcode::Send, Role::Window) => 4,
        (_, Role::Window) => 2,
        (Opcode::BuildDict, Role::Base) => 2 * c,
        (
            Opcode::ForPrep | Opcode::ForRange | Opcode::ForRangeUp | Opcode::MakeSlice,
            Role::Base,
        ) => 3,
        (Opcode::MakeClass, Role::Base) => 4,
        (Opcode::MakeFunction, Role::Base) => (c as u8).count_ones() as u16,
        (Opcode::UnpackStar, Role::Base) => {
            let after = match inst.d {
                Data::Number(n) => n,
                _ => 0,
            };
            c + 1 + after
        }
        (Opcode::SplitGroup, Role::Base) => 2,
        (_, Role::Base) => c,
        _ => 1,
    }
}

fn writes_on_jump(op: Opcode) -> bool {
    matches!(
        op,
        Opcode::ForIter | Opcode::ForRange | Opcode::ForRangeUp | Opcode::Send
    )
}

/// The jump that goes to `other` where `inst` does not go to its target.
fn invert(inst: &Inst, other: BlockId) -> Option<Inst> {
    const OPPOSITES: [(Opcode, Opcode); 14] = [
        (Opcode::JumpTrue, Opcode::JumpFalse),
        (Opcode::JumpNone, Opcode::JumpNotNone),
        (Opcode::JumpLt, Opcode::JumpNotLt),
        (Opcode::JumpLe, Opcode::JumpNotLe),
        (Opcode::JumpEq, Opcode::JumpNotEq),
        (Opcode::JumpNe, Opcode::JumpNotNe),
        (Opcode::JumpGt, Opcode::JumpNotGt),
        (Opcode::JumpGe, Opcode::JumpNotGe),
        (Opcode::JumpLtImm, Opcode::JumpNotLtImm),
        (Opcode::JumpLeImm, Opcode::JumpNotLeImm),
        (Opcode::JumpEqImm, Opcode::JumpNotEqImm),
        (Opcode::JumpNeImm, Opcode::JumpNotNeImm),
        (Opcode::JumpGtImm, Opcode::JumpNotGtImm),
        (Opcode::JumpGeImm, Opcode::JumpNotGeImm),
    ];
    let (op, c) = match inst.op {
        Opcode::JumpIs | Opcode::JumpIn => match inst.c {
            Operand::Num(n) => (inst.op, Operand::Num(1 - n.min(1))),
            _ => return None,
        },
        op => {
            let find = |&(yes, no): &(Opcode, Opcode)| match op {
                op if op == yes => Some(no),
                op if op == no => Some(yes),
                _ => None,
            };
            (OPPOSITES.iter().find_map(find)?, inst.c)
        }
    };
    Some(Inst {
        op,
        c,
        d: Data::Block(other),
        ..inst.clone()
    })
}

/// A text that two constants share exactly when they are the same (`0.0` and `-0.0` are not).
pub(crate) fn key(value: &Const) -> String {
    match value {
        Const::Float(f) => format!("f{:x}", f.to_bits()),
        Const::Tuple(items) => {
            let keys: Vec<String> = items.iter().map(key).collect();
            format!("t{keys:?}")
        }
        Const::FrozenSet(items) => {
            let keys: Vec<String> = items.iter().map(key).collect();
            format!("z{keys:?}")
        }
        Const::Str(s) => format!("s{s}"),
        other => format!("o{other:?}"),
    }
}
