//! Functions with more variables than a frame has registers: the least used ones move into a list that one register
//! holds. Only variables that are surely bound wherever they are read qualify, so the list needs no empty places.

use mpf_bytecode::Opcode;
use mpf_bytecode::unit::Const;
use mpf_ir::fold;
use mpf_ir::func::{BlockId, Data, Function, Home, Inst, Operand, Term, VReg, VRegInfo};
use mpf_ir::types::Type;

/// More variables than this stay a diagnostic: the list's index must be an immediate.
const MOST: usize = 4000;

/// Moves at least `count` variables to a list. Answers false when there are not enough that qualify.
pub fn spill(f: &mut Function, count: usize) -> bool {
    let mut candidates = candidates(f);
    if candidates.len() < count || count > MOST {
        return false;
    }
    candidates.sort_by_key(|&(v, uses)| (uses, v));
    candidates.truncate(count);
    let mut index = vec![None; f.vregs.len()];
    for (n, (v, _)) in candidates.iter().enumerate() {
        index[v.0 as usize] = Some(n as u16);
    }
    let scratch = f
        .vregs
        .iter()
        .filter_map(|v| match v.home {
            Home::Stack(at) => Some(at + 1),
            Home::Local | Home::Parameter(_) => None,
        })
        .max()
        .unwrap_or(0);
    let list = new_vreg(f, Home::Local);
    let mut rewriter = Rewriter {
        f,
        index,
        list,
        scratch,
    };
    rewriter.blocks();
    rewriter.make_list(candidates.len());
    true
}

fn new_vreg(f: &mut Function, home: Home) -> VReg {
    let v = VReg(f.vregs.len() as u32);
    f.vregs.push(VRegInfo {
        home,
        name: None,
        ty: Type::Unknown,
    });
    v
}

/// Variables that may move, and how often each is mentioned.
fn candidates(f: &Function) -> Vec<(VReg, usize)> {
    let mut uses = vec![0usize; f.vregs.len()];
    let mut fixed = vec![false; f.vregs.len()];
    for &b in &f.order {
        let block = f.block(b);
        for inst in &block.insts {
            for v in inst.reads().chain(inst.writes()) {
                uses[v.0 as usize] += 1;
            }
            let pinned = match inst.op {
                // May be unbound, or is a cell and not a value.
                Opcode::CheckBound | Opcode::MakeCell | Opcode::ClosureCell => inst.a,
                Opcode::LoadImm if inst.d == Data::Value(0) => inst.a,
                Opcode::LoadCell | Opcode::StoreCell | Opcode::DeleteCell => inst.b,
                _ => Operand::None,
            };
            if let Operand::Reg(v) = pinned {
                fixed[v.0 as usize] = true;
            }
        }
        // A step of a loop writes its variable on a jump, where no instruction can be put.
        for v in block.terminator().into_iter().flat_map(Inst::writes) {
            fixed[v.0 as usize] = true;
        }
        for v in block.terminator().into_iter().flat_map(Inst::reads) {
            uses[v.0 as usize] += 1;
        }
    }
    let movable = |n: &usize| f.vregs[*n].home == Home::Local && uses[*n] > 0 && !fixed[*n];
    (0..f.vregs.len())
        .filter(movable)
        .map(|n| (VReg(n as u32), uses[n]))
        .collect()
}

struct Rewriter<'f> {
    f: &'f mut Function,
    index: Vec<Option<u16>>,
    list: VReg,
    /// First stack position above all others.
    scratch: u16,
}

impl Rewriter<'_> {
    fn blocks(&mut self) {
        for b in self.f.order.clone() {
            let insts = std::mem::take(&mut self.f.block_mut(b).insts);
            let mut out = Vec::with_capacity(insts.len());
            for inst in insts {
                self.inst(inst, &mut out);
            }
            self.terminator(b, &mut out);
            self.f.block_mut(b).insts = out;
        }
    }

    fn terminator(&mut self, b: BlockId, out: &mut Vec<Inst>) {
        let mut term = self.f.block(b).term.clone();
        if let Term::Branch { inst, .. } | Term::Exit(inst) = &mut term {
            self.fetch(inst, out);
        }
        self.f.block_mut(b).term = term;
    }

    fn inst(&mut self, mut inst: Inst, out: &mut Vec<Inst>) {
        let written: Option<(usize, u16)> =
            [inst.a, inst.b, inst.c]
                .iter()
                .enumerate()
                .find_map(|(n, operand)| match operand {
                    Operand::Reg(v) if inst.writes().any(|w| w == *v) && is_write(&inst, n) => {
                        Some((n, (*self.index.get(v.0 as usize)?)?))
                    }
                    Operand::Reg(_) | Operand::Num(_) | Operand::None => None,
                });
        let at = inst.at;
        self.fetch(&mut inst, out);
        let Some((n, index)) = written else {
            out.push(inst);
            return;
        };
        let value = new_vreg(self.f, Home::Stack(self.scratch));
        let key = new_vreg(self.f, Home::Stack(self.scratch + 1));
        let field = match n {
            0 => &mut inst.a,
            1 => &mut inst.b,
            _ => &mut inst.c,
        };
        *field = Operand::Reg(value);
        out.push(inst);
        out.push(load_number(key, index, at));
        out.push(three(Opcode::SetItem, value, self.list, key, at));
    }

    /// Replaces the moved variables that an instruction reads by temporaries.
    fn fetch(&mut self, inst: &mut Inst, out: &mut Vec<Inst>) {
        let at = inst.at;
        for n in 0..3u16 {
            let operand = inst.operands()[n as usize];
            let Operand::Reg(v) = operand else { continue };
            let Some(Some(index)) = self.index.get(v.0 as usize).copied() else {
                continue;
            };
            if is_write(inst, n as usize) {
                continue;
            }
            let t = new_vreg(self.f, Home::Stack(self.scratch + n));
            out.push(load_number(t, index, at));
            out.push(three(Opcode::GetItem, t, self.list, t, at));
            match n {
                0 => inst.a = Operand::Reg(t),
                1 => inst.b = Operand::Reg(t),
                _ => inst.c = Operand::Reg(t),
            }
        }
    }

    /// `[None] * count`, at the very start.
    fn make_list(&mut self, count: usize) {
        let t = new_vreg(self.f, Home::Stack(self.scratch));
        let entry = self.f.order[0];
        let at = self.f.span.start;
        let none = Inst {
            d: Data::Value(0x02),
            ..load_number(t, 0, at)
        };
        let build = Inst {
            c: Operand::Num(1),
            ..three(Opcode::BuildList, self.list, t, t, at)
        };
        let number = load_number(t, count as u16, at);
        let repeat = three(Opcode::Mul, self.list, self.list, t, at);
        let block = self.f.block_mut(entry);
        block.insts.splice(0..0, [none, build, number, repeat]);
    }
}

fn is_write(inst: &Inst, operand: usize) -> bool {
    use mpf_bytecode::opcodes::Role;
    matches!(inst.op.roles().get(operand), Some(Role::Write))
}

fn load_number(t: VReg, value: u16, at: u32) -> Inst {
    let constant = fold::integer(i128::from(value));
    let d = match mpf_ir::lower::immediate(&constant) {
        Some(bits) => Data::Value(bits),
        None => Data::Const(Const::None),
    };
    Inst {
        op: Opcode::LoadImm,
        a: Operand::Reg(t),
        b: Operand::None,
        c: Operand::None,
        d,
        at,
    }
}

fn three(op: Opcode, a: VReg, b: VReg, c: VReg, at: u32) -> Inst {
    Inst {
        op,
        a: Operand::Reg(a),
        b: Operand::Reg(b),
        c: Operand::Reg(c),
        d: Data::None,
        at,
    }
}
