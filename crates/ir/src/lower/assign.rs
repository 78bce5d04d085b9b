//! Assignment, augmented assignment and deletion, to every kind of target.

use mpf_bytecode::Opcode;
use mpf_bytecode::unit::Const;
use mpf_resolve::graph::ModuleKind;
use mpf_syntax::ast::{Ast, Expr, ExprId, Operator, Stmt, StmtId};

use super::Lower;
use super::name::Place;
use super::operators::in_place;
use crate::func::{Data, Operand, VReg};

impl<'g> Lower<'_, 'g> {
    pub(super) fn assign_stmt(&mut self, targets: &[ExprId], value: ExprId) {
        let mark = self.depth;
        if let [target] = targets {
            if let Some(v) = self.target_register(*target) {
                self.expr_to(value, v);
                self.depth = mark;
                return;
            }
            if self.swap(*target, value) {
                self.depth = mark;
                return;
            }
        }
        let v = self.operand(value);
        for &target in targets {
            self.assign(target, v);
        }
        self.depth = mark;
    }

    /// The register of a target that is a plain local variable.
    pub(super) fn target_register(&mut self, target: ExprId) -> Option<VReg> {
        match self.ast[target] {
            Expr::Name { id, .. } => {
                let name = self.mangled(id);
                self.local_register(&name)
            }
            _ => None,
        }
    }

    /// `a, b = x, y` without making the tuple.
    fn swap(&mut self, target: ExprId, value: ExprId) -> bool {
        let (
            Expr::Tuple { elts: targets, .. } | Expr::List { elts: targets, .. },
            Expr::Tuple { elts: values, .. },
        ) = (&self.ast[target], &self.ast[value])
        else {
            return false;
        };
        let plain = |e: &ExprId| !self.is_starred(*e);
        if targets.len() != values.len()
            || targets.is_empty()
            || targets.len() > 8
            || !targets.iter().all(plain)
            || !values.iter().all(plain)
        {
            return false;
        }
        let mut held = Vec::new();
        for &value in values {
            let t = self.temp();
            self.expr_to(value, t);
            held.push(t);
        }
        for (&target, v) in targets.iter().zip(held) {
            self.assign(target, v);
        }
        true
    }

    /// Stores the value of register `v` into a target.
    pub(super) fn assign(&mut self, target: ExprId, v: VReg) {
        let mark = self.depth;
        let old = self.set_place(target);
        match &self.ast[target] {
            Expr::Name { id, .. } => {
                let name = self.mangled(*id);
                self.store_name(&name, v);
            }
            Expr::Attribute { value, attr, .. } => {
                let name = self.mangled(attr.name);
                if !self.store_module_attribute(*value, &name, v) {
                    let object = self.operand(*value);
                    self.op_name(
                        Opcode::SetAttr,
                        Operand::Reg(v),
                        Operand::Reg(object),
                        &name,
                    );
                }
            }
            Expr::Subscript { value, slice, .. } => {
                let object = self.operand(*value);
                let key = self.operand(*slice);
                self.op(Opcode::SetItem, v, object, key);
            }
            Expr::Tuple { elts, .. } | Expr::List { elts, .. } => self.unpack(elts, v),
            Expr::Starred { value, .. } => self.assign(*value, v),
            // The parser accepts nothing else as a target.
            _ => self.unsupported(self.ast.span(target), "this assignment target", ""),
        }
        self.at = old;
        self.depth = mark;
    }

    fn unpack(&mut self, elts: &[ExprId], v: VReg) {
        if elts.len() > 40 {
            let help = "assign the sequence to a variable and index it";
            let span = self.ast.span(elts[40]);
            self.unsupported(span, "unpacking into more than 40 targets", help);
            return;
        }
        let base = self.reserve(elts.len() as u16);
        self.unpack_to(elts, v, base);
    }

    /// Stores the item of a loop, which is in the last temporary. A sequence is unpacked onto itself: the VM then need
    /// not make the pairs of `enumerate` and of the items of a dict.
    pub(super) fn assign_item(&mut self, target: ExprId, item: VReg) {
        match &self.ast[target] {
            Expr::Tuple { elts, .. } | Expr::List { elts, .. }
                if (1..=40).contains(&elts.len()) =>
            {
                let (mark, old) = (self.depth, self.set_place(target));
                self.reserve(elts.len() as u16 - 1);
                self.unpack_to(elts, item, item);
                self.at = old;
                self.depth = mark;
            }
            _ => self.assign(target, item),
        }
    }

    fn unpack_to(&mut self, elts: &[ExprId], v: VReg, base: VReg) {
        match elts.iter().position(|&e| self.is_starred(e)) {
            None => self.build(Opcode::Unpack, base, v, elts.len()),
            Some(star) => self.emit(
                Opcode::UnpackStar,
                Operand::Reg(base),
                Operand::Reg(v),
                Operand::Num(star as u8),
                Data::Number((elts.len() - star - 1) as u16),
            ),
        }
        for (n, &target) in elts.iter().enumerate() {
            let part = self.slot(base, n as u16);
            self.assign(target, part);
        }
    }

    /// `module.name = value` for a module that is known: a store to its global.
    fn store_module_attribute(&mut self, value: ExprId, name: &str, v: VReg) -> bool {
        let graph = self.cx.graph;
        let target = graph.module_of_expr(self.module, self.scope, value);
        let Some(target) = target else { return false };
        match graph.module(target).kind {
            ModuleKind::Native => false,
            ModuleKind::Source { .. } => match graph.global(target, name) {
                Some(global) => {
                    self.store_global(v, global);
                    true
                }
                None => false,
            },
        }
    }

    pub(super) fn aug_assign(&mut self, target: ExprId, op: Operator, value: ExprId) {
        let mark = self.depth;
        match &self.ast[target] {
            Expr::Name { id, .. } => {
                let name = self.mangled(*id);
                if let Place::Local(v) = self.place(&name)
                    && self.namespace.is_none()
                {
                    self.check_bound(v, &name);
                    let left = self.keep(v, &name, value);
                    self.aug_value(op, v, left, value);
                } else {
                    let t = self.temp();
                    self.load_name(&name, t, self.ast.span(target));
                    self.aug_value(op, t, t, value);
                    self.store_name(&name, t);
                }
            }
            Expr::Attribute {
                value: object,
                attr,
                ..
            } => {
                let name = self.mangled(attr.name);
                let t = self.temp();
                if self.module_attribute(*object, &name, t) {
                    self.aug_value(op, t, t, value);
                    if self.store_module_attribute(*object, &name, t) {
                        self.depth = mark;
                        return;
                    }
                }
                let o = self.operand(*object);
                self.op_name(Opcode::GetAttr, Operand::Reg(t), Operand::Reg(o), &name);
                self.aug_value(op, t, t, value);
                self.op_name(Opcode::SetAttr, Operand::Reg(t), Operand::Reg(o), &name);
            }
            Expr::Subscript {
                value: object,
                slice,
                ..
            } => {
                let t = self.temp();
                let o = self.operand(*object);
                let key = self.operand(*slice);
                self.op(Opcode::GetItem, t, o, key);
                self.aug_value(op, t, t, value);
                self.op(Opcode::SetItem, t, o, key);
            }
            _ => self.unsupported(self.ast.span(target), "this assignment target", ""),
        }
        self.depth = mark;
    }

    /// `x += (x := …)` uses the old value on the left.
    fn keep(&mut self, v: VReg, name: &str, value: ExprId) -> VReg {
        let scope = self.names.table.scope(self.scope);
        let simple = matches!(
            self.ast[value],
            Expr::Constant { .. } | Expr::Name { .. } | Expr::Attribute { .. }
        );
        if simple || !scope.symbol(name).is_some_and(|s| s.walrus) {
            return v;
        }
        let t = self.temp();
        self.mov(t, v);
        t
    }

    fn aug_value(&mut self, op: Operator, dst: VReg, left: VReg, value: ExprId) {
        let mark = self.depth;
        if let Some(imm) = self.small_operand(op, value) {
            let opcode = match op {
                Operator::Sub => Opcode::ISubImm,
                _ => Opcode::IAddImm,
            };
            self.immediate(opcode, dst, left, imm);
        } else {
            let right = self.operand(value);
            self.op(in_place(op), dst, left, right);
        }
        self.depth = mark;
    }

    pub(super) fn delete(&mut self, target: ExprId) {
        let mark = self.depth;
        let old = self.set_place(target);
        match &self.ast[target] {
            Expr::Name { id, .. } => {
                let name = self.mangled(*id);
                self.delete_name(&name);
            }
            Expr::Attribute { value, attr, .. } => {
                let name = self.mangled(attr.name);
                let object = self.operand(*value);
                self.op_name(Opcode::DelAttr, Operand::None, Operand::Reg(object), &name);
            }
            Expr::Subscript { value, slice, .. } => {
                let object = self.operand(*value);
                let key = self.operand(*slice);
                self.emit(
                    Opcode::DelItem,
                    Operand::None,
                    Operand::Reg(object),
                    Operand::Reg(key),
                    Data::None,
                );
            }
            Expr::Tuple { elts, .. } | Expr::List { elts, .. } => {
                for &e in elts {
                    self.delete(e);
                }
            }
            _ => self.unsupported(self.ast.span(target), "deleting this", ""),
        }
        self.at = old;
        self.depth = mark;
    }
}

/// The first statement's text if it is a docstring.
pub(super) fn docstring(ast: &Ast, body: &[StmtId]) -> Option<String> {
    let Stmt::Expr { value } = ast[*body.first()?] else {
        return None;
    };
    match crate::fold::constant(ast, value) {
        Some(Const::Str(text)) => Some(text),
        _ => None,
    }
}
