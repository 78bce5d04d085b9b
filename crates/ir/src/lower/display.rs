//! Displays: lists, tuples, sets and dicts written out, in chunks when they are long.

use mpf_bytecode::Opcode;
use mpf_bytecode::unit::Const;
use mpf_syntax::ast::{Expr, ExprId};

use super::Lower;
use crate::fold;
use crate::func::VReg;

/// From so many constants on a display is filled from a constant.
const CONSTANT_DISPLAY: usize = 8;

impl<'g> Lower<'_, 'g> {
    /// How many elements are evaluated into registers before they are moved into the container.
    pub(super) fn chunk(&self) -> usize {
        // A quarter of the frame, less what is in use.
        (24usize).saturating_sub(usize::from(self.depth) / 2).max(4)
    }

    pub(super) fn is_starred(&self, e: ExprId) -> bool {
        matches!(self.ast[e], Expr::Starred { .. })
    }

    /// List, tuple and set displays.
    pub(super) fn display(&mut self, op: Opcode, elts: &[ExprId], dst: VReg) {
        let mark = self.depth;
        if elts.len() >= CONSTANT_DISPLAY && self.constant_display(op, elts, dst) {
            return;
        }
        if elts.len() <= self.chunk() && !elts.iter().any(|&e| self.is_starred(e)) {
            let base = self.window(Some(dst), 0);
            for &e in elts {
                let t = self.temp();
                self.expr_to(e, t);
            }
            self.build(op, dst, base, elts.len());
            self.depth = mark;
            return;
        }
        let t = self.scratch(dst);
        match op {
            Opcode::BuildSet => self.collect(t, elts, Opcode::BuildSet, Opcode::SetUpdate),
            _ => self.collect(t, elts, Opcode::BuildList, Opcode::ListExtend),
        }
        match op {
            Opcode::BuildTuple => self.op2(Opcode::ListToTuple, dst, t),
            _ => self.mov(dst, t),
        }
        self.depth = mark;
    }

    /// A list or set of many constants is filled from one constant tuple.
    pub(super) fn constant_display(&mut self, op: Opcode, elts: &[ExprId], dst: VReg) -> bool {
        let extend = match op {
            Opcode::BuildList => Opcode::ListExtend,
            Opcode::BuildSet => Opcode::SetUpdate,
            _ => return false,
        };
        let items: Option<Vec<Const>> = elts.iter().map(|&e| fold::constant(self.ast, e)).collect();
        let Some(items) = items else { return false };
        let mark = self.depth;
        let container = self.scratch(dst);
        let tuple = self.temp();
        self.build(op, container, tuple, 0);
        self.load_const(tuple, Const::Tuple(items));
        self.op2(extend, container, tuple);
        self.mov(dst, container);
        self.depth = mark;
        true
    }

    /// A dict of many constants is `dict` of a constant tuple of pairs.
    pub(super) fn constant_dict(&mut self, pairs: &[(Option<ExprId>, ExprId)], dst: VReg) -> bool {
        let constant = |e: ExprId| fold::constant(self.ast, e);
        let pair = |&(key, value): &(Option<ExprId>, ExprId)| {
            Some(Const::Tuple(vec![constant(key?)?, constant(value)?]))
        };
        let Some(items) = pairs.iter().map(pair).collect() else {
            return false;
        };
        let mark = self.depth;
        let window = self.window(Some(dst), 2);
        let argument = self.temp();
        self.load_const(window, Const::Builtin("dict".into()));
        self.load_const(argument, Const::Tuple(items));
        self.call(window, 1, dst);
        self.depth = mark;
        true
    }

    /// Fills a new list or set in `t` from elements some of which may be starred.
    pub(super) fn collect(&mut self, t: VReg, elts: &[ExprId], build: Opcode, extend: Opcode) {
        let append = match build {
            Opcode::BuildSet => Opcode::SetAdd,
            _ => Opcode::ListAppend,
        };
        let first = elts
            .iter()
            .take(self.chunk())
            .take_while(|&&e| !self.is_starred(e))
            .count();
        let base = self.window(None, 0);
        for &e in &elts[..first] {
            let item = self.temp();
            self.expr_to(e, item);
        }
        self.build(build, t, base, first);
        self.depth = self.position(base);
        for &e in &elts[first..] {
            let mark = self.depth;
            match self.ast[e] {
                Expr::Starred { value, .. } => {
                    let v = self.operand(value);
                    self.op2(extend, t, v);
                }
                _ => {
                    let v = self.operand(e);
                    self.op2(append, t, v);
                }
            }
            self.depth = mark;
        }
    }

    pub(super) fn dict_display(&mut self, keys: &[Option<ExprId>], values: &[ExprId], dst: VReg) {
        let mark = self.depth;
        let pairs: Vec<_> = keys.iter().copied().zip(values.iter().copied()).collect();
        if pairs.len() >= 2 * CONSTANT_DISPLAY && self.constant_dict(&pairs, dst) {
            return;
        }
        let limit = self.chunk() / 2;
        let first = pairs
            .iter()
            .take(limit)
            .take_while(|(key, _)| key.is_some())
            .count();
        let rest = &pairs[first..];
        let t = if rest.is_empty() {
            dst
        } else {
            self.scratch(dst)
        };
        let base = if t == dst {
            self.window(Some(dst), 0)
        } else {
            self.window(None, 0)
        };
        for &(key, value) in &pairs[..first] {
            let k = self.temp();
            if let Some(key) = key {
                self.expr_to(key, k);
            }
            let v = self.temp();
            self.expr_to(value, v);
        }
        self.build(Opcode::BuildDict, t, base, first);
        self.depth = mark.max(self.position(base));
        for &(key, value) in rest {
            let mark = self.depth;
            match key {
                Some(key) => {
                    let k = self.operand(key);
                    let v = self.operand(value);
                    self.op(Opcode::DictInsert, t, k, v);
                }
                None => {
                    let v = self.operand(value);
                    self.op2(Opcode::DictUpdate, t, v);
                }
            }
            self.depth = mark;
        }
        if t != dst {
            self.mov(dst, t);
        }
        self.depth = mark;
    }

    // ---- generators
}
