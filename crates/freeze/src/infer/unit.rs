//! One unit: the types of its registers before each instruction, along the control flow. Where ways meet, only registers
//! that are still read count. An exception may leave before or after anything that its instruction does.

use super::live::{self, Live};
use super::state::{Cell, State};
use super::ty::Ty;
use super::ty::kind::*;
use mpf_bytecode::Opcode;
use mpf_bytecode::code_flags;
use mpf_bytecode::opcodes::Role;
use mpf_bytecode::unit::{CodeUnit, D, Insn};

/// Rounds over one meeting point after which growing ranges go to their ends.
const WIDEN: u32 = 3;

/// Types of a frame's registers.
pub type Registers = Vec<Ty>;

/// Types before each instruction that can be reached.
pub type Before = Vec<Option<Registers>>;

/// Looks at a unit with what is known now. `keep`: the types before every instruction are wanted.
pub fn analyse(s: &mut State<'_>, unit: u32, keep: bool) -> Before {
    let code = s.unit(unit);
    let mut flow = Flow {
        live: live::live(code),
        code,
        unit,
        starts: vec![None; code.insns.len()],
        rounds: vec![0; code.insns.len()],
        work: vec![],
    };
    let entry = flow.entry(s);
    flow.merge(s, 0, &entry);
    while let Some(at) = flow.work.pop() {
        flow.run(s, at as usize, None);
    }
    if !keep {
        return vec![];
    }
    let mut before: Before = vec![None; code.insns.len()];
    for at in 0..code.insns.len() {
        if flow.starts[at].is_some() {
            flow.run(s, at, Some(&mut before));
        }
    }
    before
}

struct Flow<'a> {
    code: &'a CodeUnit,
    unit: u32,
    live: Live,
    /// Where ways meet: joined states.
    starts: Vec<Option<Registers>>,
    rounds: Vec<u32>,
    work: Vec<u32>,
}

impl Flow<'_> {
    fn entry(&self, s: &mut State<'_>) -> Registers {
        let mut registers = vec![Ty::TOP; usize::from(self.code.registers).max(1)];
        for n in 0..self.code.params.len() {
            if let Some(r) = registers.get_mut(n) {
                *r = bound(s.read(Cell::Parameter(self.unit, n as u8), self.unit));
            }
        }
        registers
    }

    /// A way with `state` arrives at instruction `to`.
    fn merge(&mut self, s: &mut State<'_>, to: u32, state: &[Ty]) {
        let Some(live) = self.live.before.get(to as usize).copied() else {
            return;
        };
        let is_live = |n: usize| live >> n & 1 == 1;
        let Some(old) = self.starts[to as usize].take() else {
            let mut new: Registers = state.to_vec();
            for (n, r) in new.iter_mut().enumerate() {
                if !is_live(n) {
                    *r = Ty::TOP;
                }
            }
            self.starts[to as usize] = Some(new);
            self.work.push(to);
            return;
        };
        let wide = self.rounds[to as usize] >= WIDEN;
        let mut new = old.clone();
        for (n, r) in new.iter_mut().enumerate() {
            if is_live(n) {
                *r = s.join(*r, state[n], wide);
            }
        }
        if new != old {
            self.rounds[to as usize] += 1;
            self.work.push(to);
        }
        self.starts[to as usize] = Some(new);
    }

    /// Follows the instructions from a meeting point to the next ones. With `keep` nothing is merged any more.
    fn run(&mut self, s: &mut State<'_>, from: usize, mut keep: Option<&mut Before>) {
        let Some(mut state) = self.starts[from].clone() else {
            return;
        };
        let mut at = from;
        loop {
            let Some(insn) = self.code.insns.get(at).copied() else {
                return;
            };
            if let Some(before) = keep.as_deref_mut() {
                before[at] = Some(state.clone());
            }
            let handler = self.handler(at);
            if let (Some((target, register)), None) = (handler, &keep) {
                self.merge_raised(s, target, register, &state);
            }
            let mut taken = None;
            let goes_on = super::step::step(s, self.unit, self.code, &insn, &mut state, &mut taken);
            if keep.is_none() {
                if let Some((target, register)) = handler {
                    self.merge_raised(s, target, register, &state);
                }
                if let (Some(way), D::Jump(to)) = (&taken, insn.d) {
                    self.merge(s, to, way);
                }
            }
            if !goes_on {
                return;
            }
            at += 1;
            let meets = self.live.meets.get(at).copied().unwrap_or(false);
            if meets {
                if keep.is_none() {
                    self.merge(s, at as u32, &state);
                }
                return;
            }
        }
    }

    fn handler(&self, at: usize) -> Option<(u32, u8)> {
        let at = at as u32;
        self.code
            .handlers
            .iter()
            .find(|h| h.start <= at && at < h.end)
            .map(|h| (h.target, h.register))
    }

    fn merge_raised(&mut self, s: &mut State<'_>, target: u32, register: u8, state: &[Ty]) {
        let mut state = state.to_vec();
        if let Some(r) = state.get_mut(usize::from(register)) {
            *r = Ty::TOP;
        }
        self.merge(s, target, &state);
    }
}

/// Registers that an instruction writes when it ends without an exception.
pub fn writes(insn: &Insn) -> u64 {
    let mut out = 0;
    for (n, register) in [insn.a, insn.b, insn.c].into_iter().enumerate() {
        if let Some(Role::Write | Role::Update) = insn.op.roles().get(n) {
            out |= 1 << register;
        }
    }
    out | match insn.op {
        Opcode::Unpack => run(insn.a, u32::from(insn.c)),
        Opcode::UnpackStar => {
            let after = if let D::Number(n) = insn.d {
                u32::from(n)
            } else {
                0
            };
            run(insn.a, u32::from(insn.c) + 1 + after)
        }
        Opcode::ForPrep => run(insn.a, 3),
        Opcode::SplitGroup => run(insn.a, 2),
        _ => 0,
    }
}

/// Registers from `first` on that the frame of a call may overwrite.
pub fn window(insn: &Insn) -> Option<u8> {
    let operands = [insn.a, insn.b, insn.c];
    let roles = insn.op.roles();
    (0..3)
        .find(|n| roles.get(*n) == Some(&Role::Window))
        .map(|n| operands[n])
}

/// Registers that an instruction reads.
pub fn reads(code: &CodeUnit, insn: &Insn) -> u64 {
    let mut out = 0;
    for (n, register) in [insn.a, insn.b, insn.c].into_iter().enumerate() {
        if let Some(Role::Read | Role::Update) = insn.op.roles().get(n) {
            out |= 1 << register;
        }
    }
    let (a, b, c) = (insn.a, u32::from(insn.b), u32::from(insn.c));
    out | match insn.op {
        Opcode::Call | Opcode::CallKw => 1 << a | run(a + 2, b),
        Opcode::CallMethod => run(a + 2, b + 1),
        Opcode::CallEx => 1 << a | run(a + 2, 2),
        Opcode::BuildTuple | Opcode::BuildList | Opcode::BuildSet | Opcode::BuildString => {
            run(insn.b, c)
        }
        Opcode::BuildDict => run(insn.b, 2 * c),
        Opcode::MakeSlice => run(insn.b, 3),
        Opcode::MakeFunction => run(insn.b, insn.c.count_ones()),
        Opcode::MakeClass => run(insn.b, 4),
        Opcode::ForPrep => run(a, b),
        Opcode::ForRange | Opcode::ForRangeUp => run(a, 3),
        Opcode::Unpack | Opcode::UnpackStar | Opcode::SplitGroup => 0,
        // A run whose length is not known here.
        _ if insn.op.roles().contains(&Role::Base) => run(0, u32::from(code.registers)),
        _ => 0,
    }
}

/// `count` registers from `first` on.
pub fn run(first: u8, count: u32) -> u64 {
    let ones = if count >= 64 {
        u64::MAX
    } else {
        (1 << count) - 1
    };
    ones.checked_shl(u32::from(first)).unwrap_or(0)
}

/// Whether values are what a unit returns when it ends: a generator's go to whoever drains it.
pub fn returns(code: &CodeUnit) -> bool {
    code.flags & code_flags::GENERATOR == 0
}

/// Types of all kinds but "unbound".
pub fn bound(ty: Ty) -> Ty {
    ty.without(UNBOUND)
}
