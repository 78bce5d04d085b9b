//! The order of blocks: jumps to jumps are shortened, what only exceptions reach goes to the end.

use mpf_ir::func::{BlockId, Data, Function, Term};

/// Shortens jumps and sets the final order of the blocks; those that nothing reaches are left out.
pub fn arrange(f: &mut Function) {
    thread_jumps(f);
    let hot = reachable(f, false);
    let all = reachable(f, true);
    let order = std::mem::take(&mut f.order);
    let is = |set: &[bool], b: &BlockId| set[b.0 as usize];
    let mut next: Vec<BlockId> = order.iter().copied().filter(|b| is(&hot, b)).collect();
    next.extend(
        order
            .iter()
            .copied()
            .filter(|b| is(&all, b) && !is(&hot, b)),
    );
    f.order = next;
}

/// The block that an empty chain of jumps starting at `b` ends in.
fn destination(f: &Function, b: BlockId) -> BlockId {
    let mut at = b;
    for _ in 0..f.blocks.len() {
        let block = f.block(at);
        match &block.term {
            Term::Jump(to) if block.insts.is_empty() && block.exception.is_none() => at = *to,
            // `while True: pass` is an empty chain that never ends.
            _ => return at,
        }
    }
    b
}

fn thread_jumps(f: &mut Function) {
    for n in 0..f.blocks.len() {
        let mut term = f.blocks[n].term.clone();
        match &mut term {
            Term::Jump(to) => *to = destination(f, *to),
            Term::Branch { inst, next } => {
                *next = destination(f, *next);
                if let Data::Block(to) = &mut inst.d {
                    *to = destination(f, *to);
                }
            }
            Term::Open | Term::Exit(_) => {}
        }
        f.blocks[n].term = term;
    }
    let first = f.order[0];
    debug_assert!(f.block(first).has_predecessor);
}

fn reachable(f: &Function, exceptions: bool) -> Vec<bool> {
    let mut seen = vec![false; f.blocks.len()];
    let mut work = vec![f.order[0]];
    while let Some(b) = work.pop() {
        if std::mem::replace(&mut seen[b.0 as usize], true) {
            continue;
        }
        let block = f.block(b);
        work.extend(block.successors());
        if exceptions && block.may_raise() {
            work.extend(block.handler);
        }
    }
    seen
}
