//! Conditions: expressions whose value only chooses where to go on. Comparisons become compare-and-branch, and
//! what is known at build time becomes a plain jump.

use mpf_bytecode::Opcode;
use mpf_bytecode::unit::Const;
use mpf_resolve::collect::is_type_checking;
use mpf_syntax::ast::{BoolOp, CmpOp, Expr, ExprId, UnaryOp};

use super::name::Place;
use super::{Lower, MAX_NESTING};
use crate::fold;
use crate::func::{BlockId, Operand, VReg};

impl<'g> Lower<'_, 'g> {
    /// Ends the block: goes to `yes` when `e` is true, else to `no`.
    pub(super) fn condition(&mut self, e: ExprId, yes: BlockId, no: BlockId) {
        if self.dead {
            return;
        }
        if let Some(known) = self.known_truth(e) {
            self.jump(if known { yes } else { no });
            return;
        }
        let old = self.set_place(e);
        self.nesting += 1;
        let mark = self.depth;
        if self.nesting > MAX_NESTING {
            self.truth(e, yes, no);
        } else {
            self.condition_kind(e, yes, no);
        }
        self.depth = mark;
        self.nesting -= 1;
        self.at = old;
    }

    fn condition_kind(&mut self, e: ExprId, yes: BlockId, no: BlockId) {
        match &self.ast[e] {
            Expr::BoolOp { op, values } => {
                for (n, &value) in values.iter().enumerate() {
                    if n + 1 == values.len() {
                        self.condition(value, yes, no);
                        return;
                    }
                    let more = self.new_block();
                    match op {
                        BoolOp::And => self.condition(value, more, no),
                        BoolOp::Or => self.condition(value, yes, more),
                    }
                    self.start(more);
                }
            }
            Expr::UnaryOp {
                op: UnaryOp::Not,
                operand,
            } => self.condition(*operand, no, yes),
            Expr::Compare {
                left,
                ops,
                comparators,
            } => {
                let mut l = None;
                for (n, (op, right)) in ops.iter().zip(comparators).enumerate() {
                    let first = match l {
                        Some(v) => v,
                        None => self.operand(*left),
                    };
                    let next = if n + 1 == ops.len() {
                        yes
                    } else {
                        self.new_block()
                    };
                    let last = n + 1 == ops.len();
                    let second = self.compare_branch(*op, first, *right, last, (next, no));
                    if last {
                        return;
                    }
                    l = second;
                    self.start(next);
                }
            }
            Expr::NamedExpr { .. }
            | Expr::BinOp { .. }
            | Expr::UnaryOp { .. }
            | Expr::Lambda { .. }
            | Expr::IfExp { .. }
            | Expr::Dict { .. }
            | Expr::Set { .. }
            | Expr::ListComp { .. }
            | Expr::SetComp { .. }
            | Expr::DictComp { .. }
            | Expr::GeneratorExp { .. }
            | Expr::Await { .. }
            | Expr::Yield { .. }
            | Expr::YieldFrom { .. }
            | Expr::Call { .. }
            | Expr::FormattedValue { .. }
            | Expr::Interpolation { .. }
            | Expr::JoinedStr { .. }
            | Expr::TemplateStr { .. }
            | Expr::Constant { .. }
            | Expr::Attribute { .. }
            | Expr::Subscript { .. }
            | Expr::Starred { .. }
            | Expr::Name { .. }
            | Expr::List { .. }
            | Expr::Tuple { .. }
            | Expr::Slice { .. } => self.truth(e, yes, no),
        }
    }

    fn truth(&mut self, e: ExprId, yes: BlockId, no: BlockId) {
        let v = self.operand(e);
        self.branch_true(v, yes, no);
    }

    /// Ends the block on the truth of a register.
    pub(super) fn branch_true(&mut self, v: VReg, yes: BlockId, no: BlockId) {
        let operands = [Operand::Reg(v), Operand::None, Operand::None];
        self.branch(Opcode::JumpTrue, operands, yes, no);
    }

    /// Compares and branches; answers the register of the right operand for a chain that goes on.
    fn compare_branch(
        &mut self,
        op: CmpOp,
        left: VReg,
        right: ExprId,
        last: bool,
        (yes, no): (BlockId, BlockId),
    ) -> Option<VReg> {
        let none = matches!(fold::constant(self.ast, right), Some(Const::None));
        if none && matches!(op, CmpOp::Is | CmpOp::IsNot) {
            let opcode = match op {
                CmpOp::Is => Opcode::JumpNone,
                _ => Opcode::JumpNotNone,
            };
            let operands = [Operand::Reg(left), Operand::None, Operand::None];
            self.branch(opcode, operands, yes, no);
            return None;
        }
        let (opcode, immediate, third) = match op {
            CmpOp::Lt => (Opcode::JumpLt, Some(Opcode::JumpLtImm), Operand::None),
            CmpOp::LtE => (Opcode::JumpLe, Some(Opcode::JumpLeImm), Operand::None),
            CmpOp::Eq => (Opcode::JumpEq, Some(Opcode::JumpEqImm), Operand::None),
            CmpOp::NotEq => (Opcode::JumpNe, Some(Opcode::JumpNeImm), Operand::None),
            CmpOp::Gt => (Opcode::JumpGt, Some(Opcode::JumpGtImm), Operand::None),
            CmpOp::GtE => (Opcode::JumpGe, Some(Opcode::JumpGeImm), Operand::None),
            CmpOp::Is => (Opcode::JumpIs, None, Operand::Num(1)),
            CmpOp::IsNot => (Opcode::JumpIs, None, Operand::Num(0)),
            CmpOp::In => (Opcode::JumpIn, None, Operand::Num(1)),
            CmpOp::NotIn => (Opcode::JumpIn, None, Operand::Num(0)),
        };
        if let (true, Some(opcode), Some(n)) = (last, immediate, fold::small(self.ast, right)) {
            let operands = [Operand::Reg(left), Operand::Num(n), Operand::None];
            self.branch(opcode, operands, yes, no);
            return None;
        }
        let r = self.operand(right);
        self.branch(
            opcode,
            [Operand::Reg(left), Operand::Reg(r), third],
            yes,
            no,
        );
        Some(r)
    }

    /// The truth of an expression that is known without running it.
    fn known_truth(&mut self, e: ExprId) -> Option<bool> {
        if let Some(truth) = fold::truth(self.ast, e) {
            return Some(truth);
        }
        match &self.ast[e] {
            Expr::Name { .. } | Expr::Attribute { .. } if is_type_checking(self.ast, e) => {
                Some(false)
            }
            Expr::Name { id, .. } => {
                let name = self.mangled(*id);
                (name == "__debug__").then_some(true)
            }
            Expr::Compare {
                left,
                ops,
                comparators,
            } => {
                let ([op], [right]) = (ops.as_slice(), comparators.as_slice()) else {
                    return None;
                };
                let (l, r) = (self.known_text(*left)?, self.known_text(*right)?);
                match op {
                    CmpOp::Eq => Some(l == r),
                    CmpOp::NotEq => Some(l != r),
                    _ => None,
                }
            }
            _ => None,
        }
    }

    /// A string literal, or `__name__`.
    fn known_text(&mut self, e: ExprId) -> Option<String> {
        match &self.ast[e] {
            Expr::Name { id, .. } if self.text(*id) == "__name__" => match self.place("__name__") {
                Place::Constant(Const::Str(text)) => Some(text),
                _ => None,
            },
            _ => match fold::constant(self.ast, e) {
                Some(Const::Str(text)) => Some(text),
                _ => None,
            },
        }
    }
}
