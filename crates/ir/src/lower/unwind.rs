//! What surrounds the current place, and what a jump out of it has to do on the way: run `finally` bodies, leave
//! context managers, end the handling of an exception.

use mpf_bytecode::Opcode;
use mpf_syntax::ast::StmtId;

use super::Lower;
use crate::func::{BlockId, VReg};

/// A construct around the current place, innermost last.
#[derive(Clone, Debug)]
pub(super) enum Frame<'g> {
    Loop {
        on_break: BlockId,
        on_continue: BlockId,
    },
    /// The body of a `try`: only the handler changes.
    Try { outer: Option<BlockId> },
    /// A `try` with `finally`: the body runs on every way out.
    Finally {
        body: &'g [StmtId],
        outer: Option<BlockId>,
    },
    /// Inside of a handler: the exception ends being handled, and its name is unbound.
    Handling {
        saved: VReg,
        name: Option<String>,
        outer: Option<BlockId>,
    },
    /// The body of a `with`; `exit` holds the bound `__exit__`.
    With { exit: VReg, outer: Option<BlockId> },
}

impl<'g> Lower<'_, 'g> {
    pub(super) fn break_stmt(&mut self) {
        self.leave_loop(true);
    }

    pub(super) fn continue_stmt(&mut self) {
        self.leave_loop(false);
    }

    fn leave_loop(&mut self, is_break: bool) {
        let target = self
            .frames
            .iter()
            .enumerate()
            .rev()
            .find_map(|(n, frame)| match frame {
                Frame::Loop {
                    on_break,
                    on_continue,
                } => Some((n, if is_break { *on_break } else { *on_continue })),
                Frame::Try { .. }
                | Frame::Finally { .. }
                | Frame::Handling { .. }
                | Frame::With { .. } => None,
            });
        // Outside of a loop the parser has complained.
        let Some((n, block)) = target else { return };
        self.unwind_to(n + 1, |lower| lower.jump(block));
    }

    /// Leaves everything, then ends the function with `then`.
    pub(super) fn unwind_all(&mut self, then: impl FnOnce(&mut Self)) {
        self.unwind_to(0, then);
    }

    /// Whether leaving the function from here runs statements or calls.
    pub(super) fn unwinding_runs_code(&self) -> bool {
        self.frames.iter().any(|frame| match frame {
            Frame::Finally { .. } | Frame::With { .. } => true,
            Frame::Handling { name, .. } => name.is_some(),
            Frame::Loop { .. } | Frame::Try { .. } => false,
        })
    }

    fn unwind_to(&mut self, keep: usize, then: impl FnOnce(&mut Self)) {
        let frames = self.frames.clone();
        let handler = self.handler;
        while self.frames.len() > keep {
            let Some(frame) = self.frames.pop() else {
                break;
            };
            if self.dead {
                continue;
            }
            match frame {
                Frame::Loop { .. } => {}
                Frame::Try { outer } => self.set_handler(outer),
                Frame::Finally { body, outer } => {
                    self.set_handler(outer);
                    self.body(body);
                }
                Frame::Handling { saved, name, outer } => {
                    self.set_handler(outer);
                    self.op1(Opcode::PopHandled, saved);
                    if let Some(name) = name {
                        self.unbind_name(&name);
                    }
                }
                Frame::With { exit, outer } => {
                    self.set_handler(outer);
                    self.leave_with(exit);
                }
            }
        }
        then(self);
        self.frames = frames;
        // `then` jumped away, so what follows is dead; only the record of the handler goes back.
        debug_assert!(self.dead);
        self.handler = handler;
    }
}
