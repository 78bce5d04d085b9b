//! Loops. The test or the step stands at the bottom, so one round costs one jump.

use mpf_bytecode::Opcode;
use mpf_bytecode::unit::Const;
use mpf_syntax::ast::{Expr, ExprId, StmtId};

use super::Lower;
use super::unwind::Frame;
use crate::fold;
use crate::func::{BlockId, Data, Operand, VReg};

impl<'g> Lower<'_, 'g> {
    pub(super) fn while_stmt(&mut self, test: ExprId, body: &'g [StmtId], orelse: &'g [StmtId]) {
        let (check, top) = (self.new_block(), self.new_block());
        let (no_more, end) = (self.new_block(), self.new_block());
        self.start(check);
        // The test is lowered first, so that it is known whether the body is reached, and moved behind it.
        let from = self.f.order.len() - 1;
        self.condition(test, top, no_more);
        let test_blocks = self.f.order.split_off(from);
        self.frames.push(Frame::Loop {
            on_break: end,
            on_continue: check,
        });
        self.dead = true;
        self.start(top);
        self.body(body);
        self.frames.pop();
        self.jump(check);
        self.f.order.extend(test_blocks);
        self.start(no_more);
        self.body(orelse);
        self.start(end);
    }

    pub(super) fn for_stmt(
        &mut self,
        target: ExprId,
        iter: ExprId,
        body: &'g [StmtId],
        orelse: &'g [StmtId],
    ) {
        let mark = self.depth;
        let end = self.new_block();
        let mut lower_body = |lower: &mut Self, step: BlockId| {
            lower.frames.push(Frame::Loop {
                on_break: end,
                on_continue: step,
            });
            lower.body(body);
            lower.frames.pop();
        };
        self.for_loop(target, iter, &mut lower_body);
        self.depth = mark;
        self.body(orelse);
        self.start(end);
    }

    /// A `for` loop around what `inside` lowers; goes on where the iterator is exhausted.
    pub(super) fn for_loop(
        &mut self,
        target: ExprId,
        iter: ExprId,
        inside: &mut dyn FnMut(&mut Self, BlockId),
    ) {
        if let Some(args) = self.range_arguments(iter) {
            let state = self.range_state(iter, args);
            self.counted(state, range_step(args), target, inside);
        } else {
            let iterator = self.temp();
            let source = self.operand_in(iter, iterator);
            self.op2(Opcode::GetIter, iterator, source);
            self.counted(iterator, Opcode::ForIter, target, inside);
        }
    }

    /// The loop itself, over an iterator or range state that is in place.
    pub(super) fn counted(
        &mut self,
        state: VReg,
        op: Opcode,
        target: ExprId,
        inside: &mut dyn FnMut(&mut Self, BlockId),
    ) {
        let (step, top, done) = (self.new_block(), self.new_block(), self.new_block());
        let place = self.at;
        self.jump(step);
        // The step branches to the body, so the body is reached whenever the step is.
        if self.f.block(step).has_predecessor {
            self.f.block_mut(top).has_predecessor = true;
        }
        let variable = self.target_register(target);
        let item = match variable {
            Some(v) => v,
            None => self.temp(),
        };
        self.start(top);
        if variable.is_none() {
            self.assign_item(target, item);
        }
        inside(self, step);
        self.start(step);
        self.at = place;
        let free = self.vreg(crate::func::Home::Stack(self.depth), None);
        let third = match op {
            Opcode::ForIter => Operand::Reg(free),
            _ => Operand::None,
        };
        self.branch(
            op,
            [Operand::Reg(state), Operand::Reg(item), third],
            top,
            done,
        );
        self.start(done);
    }

    /// The arguments of `range(…)` with the builtin, when a loop can count instead.
    pub(super) fn range_arguments(&mut self, iter: ExprId) -> Option<&'g [ExprId]> {
        let Expr::Call {
            func,
            args,
            keywords,
        } = &self.ast[iter]
        else {
            return None;
        };
        if !keywords.is_empty()
            || !(1..=3).contains(&args.len())
            || args.iter().any(|&a| self.is_starred(a))
            || self.builtin_name(*func) != Some("range")
        {
            return None;
        }
        // range(a, b, 0) raises; leave it to range() itself.
        if let Some(step) = args.get(2)
            && matches!(fold::constant(self.ast, *step), Some(Const::Int { limbs, .. }) if limbs.is_empty())
        {
            return None;
        }
        Some(args)
    }

    /// The state of a loop over `range` with these arguments, in three temporaries.
    pub(super) fn range_state(&mut self, call: ExprId, args: &'g [ExprId]) -> VReg {
        let state = self.reserve(3);
        let after = self.depth;
        for (n, &arg) in args.iter().enumerate() {
            self.depth = self.position(state) + n as u16 + 1;
            let t = self.slot(state, n as u16);
            self.expr_to(arg, t);
        }
        self.depth = after;
        let place = self.at;
        self.at = self.ast.span(call).start;
        self.emit(
            Opcode::ForPrep,
            Operand::Reg(state),
            Operand::Num(args.len() as u8),
            Operand::None,
            Data::None,
        );
        self.at = place;
        state
    }
}

/// The step of a loop over `range` with these arguments.
pub(super) fn range_step(args: &[ExprId]) -> Opcode {
    match args.len() {
        3 => Opcode::ForRange,
        _ => Opcode::ForRangeUp,
    }
}
