//! Constants in loops: a constant that is only an operand is loaded once, in front of the outermost loop around it, into
//! a register of its own.
//!
//! Temporaries belong to expressions, so a load and its uses stand in one block. What shows that nothing else reads the
//! temporary is its liveness, which also counts the cells of windows and runs.

use std::collections::BTreeMap;

use mpf_bytecode::Opcode;
use mpf_bytecode::opcodes::Role;
use mpf_ir::func::{BlockId, Data, Function, Home, Inst, Operand, Term, VReg, VRegInfo};
use mpf_ir::types::Type;

use crate::emit::{key, span_of};

/// Registers that a function may spend on constants.
const MOST: usize = 10;
/// A function with more registers than this keeps its constants where they are: others need the room.
const CROWDED: usize = 40;

/// Moves constants out of the loops of a function whose blocks are in their final order.
pub fn hoist(f: &mut Function) {
    // A generator copies its registers whenever it is resumed.
    if f.generator || registers(f) > CROWDED || f.blocks.len() > MOST_BLOCKS {
        return;
    }
    let loops = loops(f);
    let live = live_out(f);
    let mut made: BTreeMap<(usize, String), VReg> = BTreeMap::new();
    for b in f.order.clone() {
        let Some(place) = loops[b.0 as usize] else {
            continue;
        };
        let mut i = 0;
        while i < f.block(b).insts.len() {
            match constant(f, b, i) {
                Some((name, uses)) if is_dead_after(f, b, &uses, &live) => {
                    let known = made.get(&(place, name.clone())).copied();
                    if known.is_none() && made.len() == MOST {
                        return;
                    }
                    let load = f.block_mut(b).insts.remove(i);
                    let register = known.unwrap_or_else(|| new_register(f, place, &load));
                    made.insert((place, name), register);
                    rename(f, b, &uses, register);
                }
                _ => i += 1,
            }
        }
    }
}

/// Roughly how many registers the frame has.
fn registers(f: &Function) -> usize {
    let stack = f.vregs.iter().map(|v| match v.home {
        Home::Stack(at) => usize::from(at) + 1,
        Home::Parameter(_) | Home::Local => 0,
    });
    let variables = f.vregs.iter().filter(|v| !matches!(v.home, Home::Stack(_)));
    variables.count() + stack.max().unwrap_or(0)
}

/// Functions with more blocks are not looked at: finding loops costs the square of their number.
const MOST_BLOCKS: usize = 250;

/// For each block the block at whose end the constants of its outermost loop are loaded; `None` outside of loops and
/// where a loop has several entries.
fn loops(f: &Function) -> Vec<Option<usize>> {
    let n = f.blocks.len();
    let mut reach = vec![vec![false; n]; n];
    for &b in &f.order {
        let mut work = successors(f, b);
        while let Some(to) = work.pop() {
            if !std::mem::replace(&mut reach[b.0 as usize][to.0 as usize], true) {
                work.extend(successors(f, to));
            }
        }
    }
    let together = |a: usize, b: usize| reach[a][b] && reach[b][a];
    let mut places = vec![None; n];
    for &b in &f.order {
        let b = b.0 as usize;
        if !reach[b][b] {
            continue;
        }
        let mut entries = f.order.iter().filter(|from| {
            let inside = together(from.0 as usize, b);
            !inside
                && successors(f, **from)
                    .iter()
                    .any(|to| together(to.0 as usize, b))
        });
        if let (Some(from), None) = (entries.next(), entries.next())
            && matches!(f.block(*from).term, Term::Jump(_))
            && f.block(*from)
                .handler
                .is_none_or(|h| !together(h.0 as usize, b))
        {
            places[b] = Some(from.0 as usize);
        }
    }
    places
}

fn successors(f: &Function, b: BlockId) -> Vec<BlockId> {
    let block = f.block(b);
    let handler = block.handler.filter(|_| block.may_raise());
    block.successors().chain(handler).collect()
}

/// Where a temporary is read: instruction of the block (its length: the terminator) and operand.
struct Uses {
    position: u16,
    at: Vec<(usize, usize)>,
    /// Whether it is overwritten in the block.
    overwritten: bool,
}

/// The constant that instruction `i` loads into a temporary, if the temporary is only an operand of others.
fn constant(f: &Function, b: BlockId, i: usize) -> Option<(String, Uses)> {
    let block = f.block(b);
    let load = &block.insts[i];
    let name = match (&load.op, &load.d) {
        (Opcode::LoadImm, Data::Value(bits)) if *bits != 0 => format!("i{bits}"),
        (Opcode::LoadConst, Data::Const(value)) => key(value),
        _ => return None,
    };
    let position = position(f, load.a)?;
    let mut uses = Uses {
        position,
        at: vec![],
        overwritten: false,
    };
    for (n, inst) in block
        .insts
        .iter()
        .chain(block.terminator())
        .enumerate()
        .skip(i + 1)
    {
        let effect = effect(f, inst, position);
        if effect.hidden
            || matches!(block.term, Term::Exit(_))
                && n == block.insts.len()
                && !effect.operands.is_empty()
        {
            return None;
        }
        uses.at.extend(effect.operands.into_iter().map(|o| (n, o)));
        if effect.writes {
            uses.overwritten = true;
            break;
        }
    }
    (!uses.at.is_empty()).then_some((name, uses))
}

fn is_dead_after(f: &Function, b: BlockId, uses: &Uses, live: &Liveness) -> bool {
    let at = usize::from(uses.position);
    let handler = f.block(b).handler;
    let caught = handler.is_some_and(|h| live.at_start[h.0 as usize][at]);
    !caught && (uses.overwritten || !live.at_end[b.0 as usize][at])
}

/// Stack position of an operand that is a temporary.
fn position(f: &Function, operand: Operand) -> Option<u16> {
    match operand {
        Operand::Reg(v) => match f.home(v) {
            Home::Stack(at) => Some(at),
            Home::Parameter(_) | Home::Local => None,
        },
        Operand::None | Operand::Num(_) => None,
    }
}

/// What an instruction does with the temporary at one stack position.
#[derive(Default)]
struct Effect {
    /// Operands that read it.
    operands: Vec<usize>,
    /// It is read as a part of a window or run, or changed in place.
    hidden: bool,
    writes: bool,
}

fn effect(f: &Function, inst: &Inst, at: u16) -> Effect {
    let mut effect = Effect::default();
    for (n, (operand, role)) in inst.operands().into_iter().zip(inst.op.roles()).enumerate() {
        let Some(first) = position(f, operand) else {
            continue;
        };
        match role {
            Role::Read if first == at => effect.operands.push(n),
            Role::Write if first == at => effect.writes = true,
            Role::Update if first == at => effect.hidden = true,
            Role::Window | Role::Base => {
                effect.hidden |= (first..first + span_of(inst, *role)).contains(&at);
                effect.writes |= *role == Role::Window && at >= first;
            }
            // The register number stands for itself: `yield from` names its iterator so.
            Role::Imm if first == at => effect.hidden = true,
            _ => {}
        }
    }
    effect
}

/// Stack positions in use at the start and at the end of each block.
struct Liveness {
    at_start: Vec<Vec<bool>>,
    at_end: Vec<Vec<bool>>,
}

fn live_out(f: &Function) -> Liveness {
    let size = registers(f);
    let empty = vec![vec![false; size]; f.blocks.len()];
    let mut live = Liveness {
        at_start: empty.clone(),
        at_end: empty,
    };
    let mut changed = true;
    while changed {
        changed = false;
        for &b in f.order.iter().rev() {
            let block = f.block(b);
            let mut now = vec![false; size];
            for to in block.successors().chain(block.handler) {
                join(&mut now, &live.at_start[to.0 as usize]);
            }
            live.at_end[b.0 as usize].clone_from(&now);
            for inst in block.insts.iter().chain(block.terminator()).rev() {
                for (at, now) in now.iter_mut().enumerate() {
                    let effect = effect(f, inst, at as u16);
                    // A step of a loop does not always write.
                    let writes = effect.writes && !matches!(inst.d, Data::Block(_));
                    *now = effect.hidden || !effect.operands.is_empty() || *now && !writes;
                }
                if let Some(handler) = block.handler {
                    join(&mut now, &live.at_start[handler.0 as usize]);
                }
            }
            changed |= join(&mut live.at_start[b.0 as usize], &now);
        }
    }
    live
}

/// Adds `other`; answers whether that changed anything.
fn join(set: &mut [bool], other: &[bool]) -> bool {
    let mut changed = false;
    for (a, b) in set.iter_mut().zip(other) {
        changed |= *b && !*a;
        *a |= *b;
    }
    changed
}

/// A variable that is loaded at the end of a block.
fn new_register(f: &mut Function, place: usize, load: &Inst) -> VReg {
    let register = VReg(f.vregs.len() as u32);
    let ty = match load.a {
        Operand::Reg(v) => f.vregs[v.0 as usize].ty,
        Operand::None | Operand::Num(_) => Type::Unknown,
    };
    f.vregs.push(VRegInfo {
        home: Home::Local,
        name: None,
        ty,
    });
    f.blocks[place].insts.push(Inst {
        a: Operand::Reg(register),
        ..load.clone()
    });
    register
}

/// The uses were found while the load still stood in front of them.
fn rename(f: &mut Function, b: BlockId, uses: &Uses, register: VReg) {
    let block = f.block_mut(b);
    for &(n, operand) in &uses.at {
        let inst = match block.insts.get_mut(n - 1) {
            Some(inst) => Some(inst),
            None => match &mut block.term {
                Term::Branch { inst, .. } | Term::Exit(inst) => Some(inst),
                Term::Open | Term::Jump(_) => None,
            },
        };
        if let Some(inst) = inst {
            let field = match operand {
                0 => &mut inst.a,
                1 => &mut inst.b,
                _ => &mut inst.c,
            };
            *field = Operand::Reg(register);
        }
    }
}
