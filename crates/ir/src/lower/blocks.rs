//! Basic blocks: starting and ending them, jumps between them, and where exceptions go.

use mpf_bytecode::Opcode;

use super::Lower;
use crate::func::{Block, BlockId, Data, Inst, Operand, Term, VReg};

impl Lower<'_, '_> {
    pub(super) fn new_block(&mut self) -> BlockId {
        let id = BlockId(self.f.blocks.len() as u32);
        self.f.blocks.push(Block {
            insts: Vec::new(),
            term: Term::Open,
            handler: None,
            exception: None,
            has_predecessor: false,
        });
        id
    }

    /// Ends the current block.
    pub(super) fn terminate(&mut self, term: Term) {
        if self.dead {
            return;
        }
        let current = self.current;
        self.f.block_mut(current).term = term;
        let next: Vec<BlockId> = self.f.block(current).successors().collect();
        for to in next {
            self.f.block_mut(to).has_predecessor = true;
        }
        self.dead = true;
    }

    pub(super) fn jump(&mut self, to: BlockId) {
        self.terminate(Term::Jump(to));
    }

    /// Goes on at the start of `block`; what came before must have ended or falls into it.
    pub(super) fn start(&mut self, block: BlockId) {
        self.jump(block);
        self.current = block;
        self.dead = !self.f.block(block).has_predecessor || self.refused;
        let handler = self.handler;
        self.f.block_mut(block).handler = handler;
        self.f.order.push(block);
    }

    /// From here on exceptions go to `handler`.
    pub(super) fn set_handler(&mut self, handler: Option<BlockId>) {
        if self.handler == handler {
            return;
        }
        self.handler = handler;
        if !self.dead {
            let next = self.new_block();
            self.start(next);
        }
    }

    /// Starts a handler block that receives the exception in `register`; dead when nothing it covers can raise.
    pub(super) fn start_handler(&mut self, block: BlockId, register: VReg) {
        let used = self.f.order.iter().any(|&b| {
            let covered = self.f.block(b);
            covered.handler == Some(block) && covered.has_predecessor && covered.may_raise()
        });
        self.f.block_mut(block).has_predecessor = used;
        self.f.block_mut(block).exception = Some(register);
        self.dead = true;
        self.start(block);
    }

    // ---- registers

    /// Ends the block with a conditional jump: `inst` taken goes to `to`, else to `next`.
    pub(super) fn branch(
        &mut self,
        op: Opcode,
        operands: [Operand; 3],
        to: BlockId,
        next: BlockId,
    ) {
        let [a, b, c] = operands;
        let inst = Inst {
            op,
            a,
            b,
            c,
            d: Data::Block(to),
            at: self.at,
        };
        self.emitted += 1;
        self.terminate(Term::Branch { inst, next });
    }

    /// Ends the block with an instruction after which nothing follows.
    pub(super) fn exit(&mut self, op: Opcode, a: Operand, b: Operand) {
        let inst = Inst {
            op,
            a,
            b,
            c: Operand::None,
            d: Data::None,
            at: self.at,
        };
        self.emitted += 1;
        self.terminate(Term::Exit(inst));
    }

    pub(super) fn return_value(&mut self, v: VReg) {
        let op = if self.f.generator {
            Opcode::ReturnGen
        } else {
            Opcode::Return
        };
        self.exit(op, Operand::Reg(v), Operand::None);
    }

    pub(super) fn return_none(&mut self) {
        if self.f.generator {
            let t = self.temp();
            self.load_none(t);
            self.return_value(t);
            self.release(t);
        } else {
            self.exit(Opcode::ReturnNone, Operand::None, Operand::None);
        }
    }
}
