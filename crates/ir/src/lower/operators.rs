//! Binary operators, comparisons and boolean operators as values.

use mpf_bytecode::Opcode;
use mpf_syntax::ast::{BoolOp, CmpOp, Expr, ExprId, Operator};

use super::Lower;
use crate::fold;
use crate::func::{Data, Operand, VReg};

impl<'g> Lower<'_, 'g> {
    /// A chain of binary operators that leans to the left is lowered in a loop: such chains grow long.
    pub(super) fn bin_op(&mut self, e: ExprId, dst: VReg) {
        let ast = self.ast;
        let mut spine = Vec::new();
        let mut at = e;
        while let Expr::BinOp { left, op, right } = &ast[at] {
            if at != e && fold::constant(ast, at).is_some() {
                break;
            }
            spine.push((at, *op, *right));
            at = *left;
        }
        let mark = self.depth;
        let mut left = self.operand_in(at, dst);
        // What was made on the way is kept in one temporary.
        let mut kept = self.depth;
        while let Some((node, op, right)) = spine.pop() {
            let target = if spine.is_empty() {
                dst
            } else if self.is_temp(left) {
                left
            } else {
                let t = self.scratch(dst);
                kept = self.depth;
                t
            };
            if let Some(imm) = self.small_operand(op, right) {
                self.at = ast.span(node).start;
                let opcode = match op {
                    Operator::Sub => Opcode::SubImm,
                    _ => Opcode::AddImm,
                };
                self.immediate(opcode, target, left, imm);
            } else {
                let right = self.operand(right);
                self.at = ast.span(node).start;
                self.op(binary(op), target, left, right);
            }
            self.depth = kept;
            left = target;
        }
        self.depth = mark;
    }

    /// The number 0…127 on the right of a plus or minus.
    pub(super) fn small_operand(&self, op: Operator, right: ExprId) -> Option<u8> {
        if !matches!(op, Operator::Add | Operator::Sub) {
            return None;
        }
        fold::small(self.ast, right)
    }

    pub(super) fn immediate(&mut self, op: Opcode, dst: VReg, left: VReg, imm: u8) {
        self.emit(
            op,
            Operand::Reg(dst),
            Operand::Reg(left),
            Operand::Num(imm),
            Data::None,
        );
    }

    pub(super) fn bool_op(&mut self, e: ExprId, dst: VReg) {
        let Expr::BoolOp { op, values } = &self.ast[e] else {
            return;
        };
        let end = self.new_block();
        let mark = self.depth;
        let t = self.scratch(dst);
        for (n, &value) in values.iter().enumerate() {
            self.expr_to(value, t);
            if n + 1 == values.len() {
                break;
            }
            let more = self.new_block();
            let (op, operands) = match op {
                BoolOp::And => (
                    Opcode::JumpFalse,
                    [Operand::Reg(t), Operand::None, Operand::None],
                ),
                BoolOp::Or => (
                    Opcode::JumpTrue,
                    [Operand::Reg(t), Operand::None, Operand::None],
                ),
            };
            self.branch(op, operands, end, more);
            self.start(more);
        }
        self.start(end);
        self.mov(dst, t);
        self.depth = mark;
    }

    pub(super) fn compare(&mut self, e: ExprId, dst: VReg) {
        let Expr::Compare {
            left,
            ops,
            comparators,
        } = &self.ast[e]
        else {
            return;
        };
        let mark = self.depth;
        if let ([op], [right]) = (ops.as_slice(), comparators.as_slice()) {
            let l = self.operand_in(*left, dst);
            let r = self.operand(*right);
            self.op(comparison(*op), dst, l, r);
            self.depth = mark;
            return;
        }
        let end = self.new_block();
        let t = self.scratch(dst);
        let mut l = self.operand(*left);
        for (n, (op, right)) in ops.iter().zip(comparators).enumerate() {
            let r = self.operand(*right);
            self.op(comparison(*op), t, l, r);
            l = r;
            if n + 1 < ops.len() {
                let more = self.new_block();
                let operands = [Operand::Reg(t), Operand::None, Operand::None];
                self.branch(Opcode::JumpFalse, operands, end, more);
                self.start(more);
            }
        }
        self.start(end);
        self.mov(dst, t);
        self.depth = mark;
    }
}

pub(super) fn binary(op: Operator) -> Opcode {
    match op {
        Operator::Add => Opcode::Add,
        Operator::Sub => Opcode::Sub,
        Operator::Mult => Opcode::Mul,
        Operator::MatMult => Opcode::MatMul,
        Operator::Div => Opcode::TrueDiv,
        Operator::Mod => Opcode::Mod,
        Operator::Pow => Opcode::Pow,
        Operator::LShift => Opcode::LShift,
        Operator::RShift => Opcode::RShift,
        Operator::BitOr => Opcode::Or,
        Operator::BitXor => Opcode::Xor,
        Operator::BitAnd => Opcode::And,
        Operator::FloorDiv => Opcode::FloorDiv,
    }
}

pub(super) fn in_place(op: Operator) -> Opcode {
    match op {
        Operator::Add => Opcode::IAdd,
        Operator::Sub => Opcode::ISub,
        Operator::Mult => Opcode::IMul,
        Operator::MatMult => Opcode::IMatMul,
        Operator::Div => Opcode::ITrueDiv,
        Operator::Mod => Opcode::IMod,
        Operator::Pow => Opcode::IPow,
        Operator::LShift => Opcode::ILShift,
        Operator::RShift => Opcode::IRShift,
        Operator::BitOr => Opcode::IOr,
        Operator::BitXor => Opcode::IXor,
        Operator::BitAnd => Opcode::IAnd,
        Operator::FloorDiv => Opcode::IFloorDiv,
    }
}

fn comparison(op: CmpOp) -> Opcode {
    match op {
        CmpOp::Eq => Opcode::Eq,
        CmpOp::NotEq => Opcode::Ne,
        CmpOp::Lt => Opcode::Lt,
        CmpOp::LtE => Opcode::Le,
        CmpOp::Gt => Opcode::Gt,
        CmpOp::GtE => Opcode::Ge,
        CmpOp::Is => Opcode::Is,
        CmpOp::IsNot => Opcode::IsNot,
        CmpOp::In => Opcode::In,
        CmpOp::NotIn => Opcode::NotIn,
    }
}
