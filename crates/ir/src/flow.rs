//! Facts along the control flow: which variables are surely bound, and which are still needed.

use mpf_bytecode::Opcode;

use crate::func::{BlockId, Data, Function, Home, Inst, Operand, VReg};

/// A set of virtual registers.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Set(Vec<u64>);

impl Set {
    pub fn empty(size: usize) -> Set {
        Set(vec![0; size.div_ceil(64)])
    }

    pub fn full(size: usize) -> Set {
        Set(vec![u64::MAX; size.div_ceil(64)])
    }

    pub fn insert(&mut self, v: VReg) {
        self.0[v.0 as usize / 64] |= 1 << (v.0 % 64);
    }

    pub fn remove(&mut self, v: VReg) {
        self.0[v.0 as usize / 64] &= !(1 << (v.0 % 64));
    }

    pub fn contains(&self, v: VReg) -> bool {
        self.0[v.0 as usize / 64] >> (v.0 % 64) & 1 == 1
    }

    /// Adds everything of `other`; answers whether that changed anything.
    pub fn union(&mut self, other: &Set) -> bool {
        let mut changed = false;
        for (a, b) in self.0.iter_mut().zip(&other.0) {
            changed |= *b & !*a != 0;
            *a |= b;
        }
        changed
    }

    /// Keeps what is in `other` too; answers whether that changed anything.
    pub fn intersect(&mut self, other: &Set) -> bool {
        let mut changed = false;
        for (a, b) in self.0.iter_mut().zip(&other.0) {
            changed |= *a & !*b != 0;
            *a &= b;
        }
        changed
    }

    pub fn iter(&self) -> impl Iterator<Item = VReg> + '_ {
        self.0.iter().enumerate().flat_map(|(n, &word)| {
            (0..64)
                .filter(move |bit| word >> bit & 1 == 1)
                .map(move |bit| VReg(n as u32 * 64 + bit))
        })
    }
}

/// What an instruction does to the set of bound variables.
fn bind(inst: &Inst, bound: &mut Set) {
    if inst.op == Opcode::CheckBound
        && let Operand::Reg(v) = inst.a
    {
        bound.insert(v);
    }
    for v in inst.writes() {
        if inst.op == Opcode::LoadImm && inst.d == Data::Value(0) {
            bound.remove(v);
        } else {
            bound.insert(v);
        }
    }
}

/// Removes the checks of variables that are surely bound. Answers the variables that keep a check and must
/// therefore be marked unbound at entry.
pub fn drop_checks(f: &mut Function) -> Vec<VReg> {
    let size = f.vregs.len();
    let mut at_start: Vec<Set> = vec![Set::full(size); f.blocks.len()];
    let mut entry = Set::empty(size);
    for (n, v) in f.vregs.iter().enumerate() {
        if matches!(v.home, Home::Parameter(_)) {
            entry.insert(VReg(n as u32));
        }
    }
    let first = f.order[0];
    at_start[first.0 as usize] = entry;
    let mut changed = true;
    while changed {
        changed = false;
        for &b in &f.order {
            changed |= propagate(f, b, &mut at_start);
        }
    }
    let mut kept = Vec::new();
    for b in f.order.clone() {
        let mut bound = at_start[b.0 as usize].clone();
        let insts = std::mem::take(&mut f.block_mut(b).insts);
        let mut out = Vec::with_capacity(insts.len());
        for inst in insts {
            if inst.op == Opcode::CheckBound
                && let Operand::Reg(v) = inst.a
            {
                if bound.contains(v) {
                    continue;
                }
                if !kept.contains(&v) {
                    kept.push(v);
                }
            }
            bind(&inst, &mut bound);
            out.push(inst);
        }
        f.block_mut(b).insts = out;
    }
    kept
}

fn propagate(f: &Function, b: BlockId, at_start: &mut [Set]) -> bool {
    let block = f.block(b);
    let mut bound = at_start[b.0 as usize].clone();
    // An exception may leave before or after any instruction.
    let mut worst = bound.clone();
    for inst in &block.insts {
        bind(inst, &mut bound);
        worst.intersect(&bound);
    }
    let mut changed = false;
    if let Some(handler) = block.handler {
        changed |= at_start[handler.0 as usize].intersect(&worst);
    }
    // A loop's step binds its variable only on the way into the loop.
    let mut taken = bound.clone();
    if let Some(inst) = block.terminator() {
        bind(inst, &mut taken);
    }
    if let crate::func::Term::Branch { inst, next } = &block.term {
        if let Data::Block(to) = inst.d {
            changed |= at_start[to.0 as usize].intersect(&taken);
        }
        changed |= at_start[next.0 as usize].intersect(&bound);
        return changed;
    }
    for to in block.successors() {
        changed |= at_start[to.0 as usize].intersect(&bound);
    }
    changed
}

/// Variables (not temporaries) that are live at the end of each block.
pub fn live_out(f: &Function) -> Vec<Set> {
    let size = f.vregs.len();
    let mut live_in: Vec<Set> = vec![Set::empty(size); f.blocks.len()];
    let mut out = live_in.clone();
    let mut changed = true;
    while changed {
        changed = false;
        for &b in f.order.iter().rev() {
            let block = f.block(b);
            let mut live = out[b.0 as usize].clone();
            for to in block.successors() {
                live.union(&live_in[to.0 as usize]);
            }
            if let Some(handler) = block.handler {
                live.union(&live_in[handler.0 as usize]);
            }
            out[b.0 as usize] = live.clone();
            for inst in block.insts.iter().chain(block.terminator()).rev() {
                step_back(
                    f,
                    block.handler.map(|h| &live_in[h.0 as usize]),
                    inst,
                    &mut live,
                );
            }
            changed |= live_in[b.0 as usize].union(&live);
        }
    }
    out
}

/// Liveness before an instruction, from liveness after it.
pub fn step_back(f: &Function, handler: Option<&Set>, inst: &Inst, live: &mut Set) {
    let variable = |v: &VReg| !matches!(f.home(*v), Home::Stack(_));
    // A conditional step of a loop does not always write, so it does not end a life.
    let partial = matches!(
        inst.op,
        Opcode::ForIter | Opcode::ForRange | Opcode::ForRangeUp | Opcode::Send
    );
    if !partial {
        for v in inst.writes().filter(variable) {
            live.remove(v);
        }
    }
    if let Some(handler) = handler {
        live.union(handler);
    }
    for v in inst.reads().filter(variable) {
        live.insert(v);
    }
    if partial {
        for v in inst.writes().filter(variable) {
            live.insert(v);
        }
    }
}
