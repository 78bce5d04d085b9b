//! `with`: the bound `__exit__` waits in a register until the block is left, on whatever way.

use mpf_bytecode::Opcode;
use mpf_bytecode::unit::Const;
use mpf_syntax::ast::{StmtId, WithItem};

use super::Lower;
use super::unwind::Frame;
use crate::func::{Operand, VReg};

impl<'g> Lower<'_, 'g> {
    pub(super) fn with_stmt(&mut self, items: &'g [WithItem], body: &'g [StmtId]) {
        let Some((item, rest)) = items.split_first() else {
            self.body(body);
            return;
        };
        let mark = self.depth;
        let outer = self.handler;
        let exit = self.enter(item);
        let landing = self.new_block();
        let end = self.new_block();
        self.frames.push(Frame::With { exit, outer });
        self.set_handler(Some(landing));
        if let Some(target) = item.optional_vars {
            let entered = self.slot(exit, 1);
            self.depth += 1;
            self.assign(target, entered);
            self.depth -= 1;
        }
        self.with_stmt(rest, body);
        self.frames.pop();
        self.set_handler(outer);
        // Nothing above is needed any more: it is called where it is.
        for n in 2..5 {
            let t = self.slot(exit, n);
            self.load_none(t);
        }
        self.call(exit, 3, exit);
        self.jump(end);
        self.landing(landing, outer, |lower, exception, saved| {
            let answer = lower.exit_with(exit, exception);
            let (swallowed, passed) = (lower.new_block(), lower.new_block());
            lower.branch_true(answer, swallowed, passed);
            lower.handler = outer;
            lower.start(passed);
            lower.op1(Opcode::PopHandled, saved);
            lower.exit(Opcode::Reraise, Operand::Reg(exception), Operand::None);
            lower.start(swallowed);
            lower.op1(Opcode::PopHandled, saved);
            lower.jump(end);
        });
        self.depth = mark;
        self.start(end);
    }

    /// Enters a context manager. Answers the register of the bound `__exit__`, which is kept; the value of
    /// `__enter__` is in the register above it.
    fn enter(&mut self, item: &WithItem) -> VReg {
        let exit = self.temp();
        let manager = self.temp();
        let place = self.operand_in(item.context_expr, manager);
        let window = self.reserve(2);
        for (register, name) in [(window, "__enter__"), (exit, "__exit__")] {
            self.op_name(
                Opcode::LoadSpecial,
                Operand::Reg(register),
                Operand::Reg(place),
                name,
            );
        }
        self.call(window, 0, manager);
        self.depth = self.position(manager);
        exit
    }

    /// Leaves the context without an exception, from anywhere inside of it.
    pub(super) fn leave_with(&mut self, exit: VReg) {
        let mark = self.depth;
        let window = self.reserve(2);
        self.mov(window, exit);
        for _ in 0..3 {
            let t = self.temp();
            self.load_none(t);
        }
        self.call(window, 3, window);
        self.depth = mark;
    }

    /// Calls `__exit__` with an exception; answers the register of its result.
    fn exit_with(&mut self, exit: VReg, exception: VReg) -> VReg {
        let window = self.reserve(2);
        self.mov(window, exit);
        let class = self.temp();
        self.reserve(1);
        let argument = self.temp();
        self.depth = self.position(class) + 1;
        self.load_const(class, Const::Builtin("type".into()));
        self.mov(argument, exception);
        self.call(class, 1, class);
        let value = self.temp();
        self.mov(value, exception);
        let traceback = self.temp();
        self.load_none(traceback);
        self.call(window, 3, window);
        window
    }
}
