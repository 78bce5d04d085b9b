//! `try`: exception handlers by table, `finally` bodies copied to every way out.
//!
//! A handler saves which exception was being handled, marks its own as handled, and undoes that on each way
//! out, also when it raises itself.

use mpf_bytecode::Opcode;
use mpf_syntax::ast::{ExceptHandler, StmtId, Try};

use super::Lower;
use super::unwind::Frame;
use crate::func::{BlockId, Operand, VReg};

impl<'g> Lower<'_, 'g> {
    pub(super) fn try_stmt(&mut self, t: &'g Try) {
        if t.finalbody.is_empty() {
            self.try_except(t);
            return;
        }
        let outer = self.handler;
        let landing = self.new_block();
        let end = self.new_block();
        self.frames.push(Frame::Finally {
            body: &t.finalbody,
            outer,
        });
        self.set_handler(Some(landing));
        if t.handlers.is_empty() {
            self.body(&t.body);
        } else {
            self.try_except(t);
        }
        self.frames.pop();
        self.set_handler(outer);
        self.body(&t.finalbody);
        self.jump(end);
        self.landing(landing, outer, |lower, exception, saved| {
            lower.frames.push(Frame::Handling {
                saved,
                name: None,
                outer,
            });
            lower.body(&t.finalbody);
            lower.frames.pop();
            lower.set_handler(outer);
            lower.op1(Opcode::PopHandled, saved);
            lower.exit(Opcode::Reraise, Operand::Reg(exception), Operand::None);
        });
        self.start(end);
    }

    /// A handler block: takes the exception, marks it handled, runs `inside` with exceptions of its own going to
    /// a clean-up that ends the handling and passes them on.
    pub(super) fn landing(
        &mut self,
        block: BlockId,
        outer: Option<BlockId>,
        inside: impl FnOnce(&mut Self, VReg, VReg),
    ) {
        let mark = self.depth;
        self.handler = outer;
        let exception = self.temp();
        let saved = self.temp();
        self.start_handler(block, exception);
        self.op2(Opcode::PushHandled, saved, exception);
        let cleanup = self.new_block();
        self.set_handler(Some(cleanup));
        let above = self.depth;
        inside(self, exception, saved);
        self.depth = above;
        self.dead = true;
        self.handler = outer;
        let second = self.temp();
        self.start_handler(cleanup, second);
        self.op1(Opcode::PopHandled, saved);
        self.exit(Opcode::Reraise, Operand::Reg(second), Operand::None);
        self.depth = mark;
    }

    fn try_except(&mut self, t: &'g Try) {
        let outer = self.handler;
        let landing = self.new_block();
        let end = self.new_block();
        self.frames.push(Frame::Try { outer });
        self.set_handler(Some(landing));
        self.body(&t.body);
        self.frames.pop();
        self.set_handler(outer);
        self.body(&t.orelse);
        self.jump(end);
        self.landing(landing, outer, |lower, exception, saved| {
            for handler in &t.handlers {
                lower.clause(handler, exception, saved, outer, end);
            }
            lower.set_handler(outer);
            lower.op1(Opcode::PopHandled, saved);
            lower.exit(Opcode::Reraise, Operand::Reg(exception), Operand::None);
        });
        self.start(end);
    }

    /// One `except` clause; goes on where it does not match.
    fn clause(
        &mut self,
        handler: &'g ExceptHandler,
        exception: VReg,
        saved: VReg,
        outer: Option<BlockId>,
        end: BlockId,
    ) {
        let old = std::mem::replace(&mut self.at, handler.span.start);
        let (matched, other) = (self.new_block(), self.new_block());
        match handler.type_ {
            Some(class) => {
                let mark = self.depth;
                let answer = self.temp();
                let class = self.operand_in(class, answer);
                self.op(Opcode::MatchException, answer, exception, class);
                self.branch_true(answer, matched, other);
                self.depth = mark;
            }
            None => self.jump(matched),
        }
        self.start(matched);
        let cleanup = self.handler;
        let name = handler.name.map(|n| self.mangled(n.name));
        match &name {
            None => {
                self.handling(&handler.body, saved, None, outer);
            }
            Some(name) => {
                self.store_name(name, exception);
                let unbind = self.new_block();
                self.set_handler(Some(unbind));
                self.handling(&handler.body, saved, Some(name.clone()), outer);
                self.jump(end);
                self.handler = outer;
                let mark = self.depth;
                let second = self.temp();
                self.start_handler(unbind, second);
                self.op1(Opcode::PopHandled, saved);
                self.unbind_name(name);
                self.exit(Opcode::Reraise, Operand::Reg(second), Operand::None);
                self.depth = mark;
            }
        }
        self.jump(end);
        self.handler = cleanup;
        self.start(other);
        self.at = old;
    }

    fn handling(
        &mut self,
        body: &'g [StmtId],
        saved: VReg,
        name: Option<String>,
        outer: Option<BlockId>,
    ) {
        self.frames.push(Frame::Handling {
            saved,
            name: name.clone(),
            outer,
        });
        self.body(body);
        self.frames.pop();
        self.set_handler(outer);
        self.op1(Opcode::PopHandled, saved);
        if let Some(name) = name {
            self.unbind_name(&name);
        }
    }
}
