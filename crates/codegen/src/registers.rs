//! Registers for variables: those whose lives do not overlap share one. Parameters stay where the caller puts them;
//! temporaries lie above all variables, at the stack positions that lowering gave them.

use mpf_bytecode::Opcode;
use mpf_ir::flow::{self, Set};
use mpf_ir::func::{Function, Home, Inst, Operand, VReg};

/// Where the variables went.
pub struct Assignment {
    /// Register of each parameter and variable.
    variables: Vec<Option<u16>>,
    /// First register of the expression stack.
    pub stack_base: u16,
}

impl Assignment {
    /// The register of a virtual register; may be beyond what a frame can hold.
    pub fn register(&self, f: &Function, v: VReg) -> u16 {
        match f.home(v) {
            Home::Stack(at) => self.stack_base + at,
            Home::Parameter(n) => u16::from(n),
            // A variable that is never touched by a reachable instruction.
            Home::Local => self.variables[v.0 as usize].unwrap_or(0),
        }
    }
}

/// Assigns registers to all variables of a function.
pub fn assign(f: &Function) -> Assignment {
    let size = f.vregs.len();
    let mut conflicts: Vec<Set> = vec![Set::empty(size); size];
    let mut used = Set::empty(size);
    let out = flow::live_out(f);
    let live_in_of = live_in(f, &out);
    for &b in &f.order {
        let block = f.block(b);
        let handler = block.handler.map(|h| &live_in_of[h.0 as usize]);
        let mut live = out[b.0 as usize].clone();
        for inst in block.insts.iter().chain(block.terminator()).rev() {
            for v in inst.writes().filter(|v| is_variable(f, *v)) {
                used.insert(v);
                let moved = source_of_move(inst);
                for other in live.iter().filter(|o| *o != v && Some(*o) != moved) {
                    conflicts[v.0 as usize].insert(other);
                    conflicts[other.0 as usize].insert(v);
                }
            }
            used.union(&live);
            flow::step_back(f, handler, inst, &mut live);
        }
        used.union(&live);
    }
    // At entry all parameters arrive, and whatever is live there is live beside them.
    let entry = &live_in_of[f.order[0].0 as usize];
    let parameters = f
        .vregs
        .iter()
        .enumerate()
        .filter_map(|(n, v)| match v.home {
            Home::Parameter(_) => Some(VReg(n as u32)),
            Home::Local | Home::Stack(_) => None,
        });
    for p in parameters.clone() {
        for other in entry.iter().filter(|o| *o != p) {
            conflicts[p.0 as usize].insert(other);
            conflicts[other.0 as usize].insert(p);
        }
    }
    let count = parameters.count() as u16;
    colour(f, &conflicts, &used, count)
}

fn colour(f: &Function, conflicts: &[Set], used: &Set, parameters: u16) -> Assignment {
    let mut variables: Vec<Option<u16>> = vec![None; f.vregs.len()];
    let mut top = parameters;
    for (n, v) in f.vregs.iter().enumerate() {
        if let Home::Parameter(at) = v.home {
            variables[n] = Some(u16::from(at));
        }
    }
    for (n, v) in f.vregs.iter().enumerate() {
        if v.home != Home::Local || !used.contains(VReg(n as u32)) {
            continue;
        }
        let taken: Vec<u16> = conflicts[n]
            .iter()
            .filter_map(|o| variables[o.0 as usize])
            .collect();
        let register = (0..).find(|r| !taken.contains(r)).unwrap_or(u16::MAX);
        variables[n] = Some(register);
        top = top.max(register + 1);
    }
    Assignment {
        variables,
        stack_base: top,
    }
}

fn live_in(f: &Function, out: &[Set]) -> Vec<Set> {
    let mut live_in = vec![Set::empty(f.vregs.len()); f.blocks.len()];
    // Handlers' sets are needed by the blocks they cover, and settle in two rounds of the final sets.
    for _ in 0..2 {
        for &b in &f.order {
            let block = f.block(b);
            let handler = block.handler.map(|h| live_in[h.0 as usize].clone());
            let mut live = out[b.0 as usize].clone();
            for inst in block.insts.iter().chain(block.terminator()).rev() {
                flow::step_back(f, handler.as_ref(), inst, &mut live);
            }
            live_in[b.0 as usize] = live;
        }
    }
    live_in
}

fn is_variable(f: &Function, v: VReg) -> bool {
    match f.home(v) {
        Home::Local | Home::Parameter(_) => true,
        Home::Stack(_) => false,
    }
}

fn source_of_move(inst: &Inst) -> Option<VReg> {
    match (inst.op, inst.b) {
        (Opcode::Mov, Operand::Reg(v)) => Some(v),
        _ => None,
    }
}
