//! Which registers are still read from each instruction on, and where ways meet.

use super::unit::{reads, run, window, writes};
use mpf_bytecode::Opcode;
use mpf_bytecode::unit::{CodeUnit, D};

pub struct Live {
    /// Registers that are read later, before each instruction.
    pub before: Vec<u64>,
    /// Jumps or exceptions arrive here.
    pub meets: Vec<bool>,
}

pub fn live(code: &CodeUnit) -> Live {
    let count = code.insns.len();
    let mut meets = vec![false; count + 1];
    for insn in &code.insns {
        if let D::Jump(to) = insn.d {
            meets[to as usize] = true;
        }
    }
    for row in &code.handlers {
        meets[row.target as usize] = true;
    }
    let mut before = vec![0u64; count + 1];
    let mut changed = true;
    while changed {
        changed = false;
        for at in (0..count).rev() {
            let insn = &code.insns[at];
            let mut live = if ends(insn.op) { 0 } else { before[at + 1] };
            // A conditional step writes on one of its ways only.
            let jumps = if let D::Jump(to) = insn.d {
                before[to as usize]
            } else {
                0
            };
            let partial = matches!(
                insn.op,
                Opcode::ForIter | Opcode::ForRange | Opcode::ForRangeUp | Opcode::Send
            );
            live |= jumps;
            if !partial {
                live &= !writes(insn);
                if let Some(first) = window(insn) {
                    live &= !run(first, 64);
                }
            }
            live |= reads(code, insn);
            let row = code
                .handlers
                .iter()
                .find(|h| h.start <= at as u32 && (at as u32) < h.end);
            if let Some(row) = row {
                live |= before[row.target as usize] & !(1 << row.register);
            }
            if live != before[at] {
                before[at] = live;
                changed = true;
            }
        }
    }
    Live { before, meets }
}

/// Nothing follows.
pub fn ends(op: Opcode) -> bool {
    matches!(
        op,
        Opcode::Jump
            | Opcode::Return
            | Opcode::ReturnNone
            | Opcode::ReturnGen
            | Opcode::Raise
            | Opcode::RaiseFrom
            | Opcode::Reraise
            | Opcode::ReraiseCurrent
            | Opcode::AssertFail
            | Opcode::InitDone
            | Opcode::SpecialDone
            | Opcode::Halt
    )
}
