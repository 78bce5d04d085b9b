//! Expressions: each is evaluated straight into the register where its value is needed.
//! A variable is written only by the last instruction, so an exception leaves it as it was.

use mpf_bytecode::Opcode;
use mpf_bytecode::unit::Const;
use mpf_diagnostics::{Code, Diagnostic};
use mpf_syntax::ast::{Expr, ExprContext, ExprId, UnaryOp};

use super::{Lower, MAX_NESTING};
use crate::fold;
use crate::func::{Data, Operand, VReg};

impl<'g> Lower<'_, 'g> {
    /// Evaluates `e` into `dst`.
    pub(super) fn expr_to(&mut self, e: ExprId, dst: VReg) {
        if self.dead {
            return;
        }
        let old = self.set_place(e);
        self.nesting += 1;
        if self.nesting > MAX_NESTING {
            self.refuse_nesting(e);
        } else {
            self.expr_kind(e, dst);
        }
        self.nesting -= 1;
        self.at = old;
    }

    fn refuse_nesting(&mut self, e: ExprId) {
        if !self.refused {
            self.refused = true;
            let d = Diagnostic::titled(Code::TooNested).at(self.ast.span(e));
            self.cx
                .diagnostics
                .push(d.help("give parts of the expression a name of their own"));
        }
        self.dead = true;
    }

    fn expr_kind(&mut self, e: ExprId, dst: VReg) {
        let ast = self.ast;
        if let Some(value) = fold::constant(ast, e) {
            self.load_const(dst, value);
            return;
        }
        match &ast[e] {
            Expr::BoolOp { .. } => self.bool_op(e, dst),
            Expr::NamedExpr { target, value } => self.named_expr(*target, *value, dst),
            Expr::BinOp { .. } => self.bin_op(e, dst),
            Expr::UnaryOp { op, operand } => self.unary(*op, *operand, dst),
            Expr::Lambda { args, .. } => self.lambda(e, args, dst),
            Expr::IfExp { test, body, orelse } => self.if_exp(*test, *body, *orelse, dst),
            Expr::Dict { keys, values } => self.dict_display(keys, values, dst),
            Expr::Set { elts } => self.display(Opcode::BuildSet, elts, dst),
            Expr::ListComp { .. }
            | Expr::SetComp { .. }
            | Expr::DictComp { .. }
            | Expr::GeneratorExp { .. } => self.comprehension(e, dst),
            Expr::Await { .. } => {
                self.unsupported(ast.span(e), "'await'", ASYNC_HELP);
                self.load_none(dst);
            }
            Expr::Yield { value } => self.yield_(*value, dst),
            Expr::YieldFrom { value } => self.yield_from(*value, dst),
            Expr::Compare { .. } => self.compare(e, dst),
            Expr::Call {
                func,
                args,
                keywords,
            } => self.call_expr(e, *func, args, keywords, dst),
            Expr::FormattedValue { .. } | Expr::JoinedStr { .. } => self.joined_str(e, dst),
            Expr::Interpolation { .. } | Expr::TemplateStr { .. } => {
                self.unsupported(ast.span(e), "a template string", "use an f-string");
                self.load_none(dst);
            }
            Expr::Constant { .. } => {
                let what = fold::refusal(ast, e).unwrap_or("this literal");
                self.unsupported(ast.span(e), what, "");
                self.load_none(dst);
            }
            Expr::Attribute { value, attr, ctx } => {
                debug_assert_eq!(*ctx, ExprContext::Load);
                self.attribute(e, *value, attr.name, dst);
            }
            Expr::Subscript { value, slice, .. } => self.subscript(*value, *slice, dst),
            Expr::Starred { .. } => {
                // Allowed places handle it before they come here.
                self.unsupported(ast.span(e), "a star at this place", "");
                self.load_none(dst);
            }
            Expr::Name { id, .. } => {
                let name = self.mangled(*id);
                self.load_name(&name, dst, ast.span(e));
            }
            Expr::List { elts, .. } => self.display(Opcode::BuildList, elts, dst),
            Expr::Tuple { elts, .. } => self.display(Opcode::BuildTuple, elts, dst),
            Expr::Slice { lower, upper, step } => self.slice(*lower, *upper, *step, dst),
        }
    }

    /// The register that holds the value of `e`: a variable's own, or `dst` or a new temporary.
    pub(super) fn operand(&mut self, e: ExprId) -> VReg {
        if let Some(v) = self.variable(e) {
            return v;
        }
        let t = self.temp();
        self.expr_to(e, t);
        t
    }

    /// Like [`Lower::operand`], with `dst` as the place for a value that is not in a variable.
    pub(super) fn operand_in(&mut self, e: ExprId, dst: VReg) -> VReg {
        if let Some(v) = self.variable(e) {
            return v;
        }
        let t = self.scratch(dst);
        self.expr_to(e, t);
        t
    }

    /// The register of a variable that can be read in place: nothing evaluated later may rebind it.
    fn variable(&mut self, e: ExprId) -> Option<VReg> {
        let Expr::Name { id, .. } = self.ast[e] else {
            return None;
        };
        let name = self.mangled(id);
        let scope = self.names.table.scope(self.scope);
        if scope.symbol(&name).is_some_and(|s| s.walrus) {
            return None;
        }
        let v = self.local_register(&name)?;
        let old = self.set_place(e);
        self.check_bound(v, &name);
        self.at = old;
        Some(v)
    }

    /// Evaluates `e` for its effects only.
    pub(super) fn effect(&mut self, e: ExprId) {
        let t = self.temp();
        self.expr_to(e, t);
        self.release(t);
    }

    fn named_expr(&mut self, target: ExprId, value: ExprId, dst: VReg) {
        let t = self.scratch(dst);
        self.expr_to(value, t);
        self.assign(target, t);
        self.mov(dst, t);
        if t != dst {
            self.release(t);
        }
    }

    fn unary(&mut self, op: UnaryOp, operand: ExprId, dst: VReg) {
        let mark = self.depth;
        let v = self.operand_in(operand, dst);
        let opcode = match op {
            UnaryOp::Invert => Opcode::Invert,
            UnaryOp::Not => Opcode::Not,
            UnaryOp::UAdd => Opcode::Pos,
            UnaryOp::USub => Opcode::Neg,
        };
        self.op2(opcode, dst, v);
        self.depth = mark;
    }

    fn if_exp(&mut self, test: ExprId, body: ExprId, orelse: ExprId, dst: VReg) {
        let (yes, no, end) = (self.new_block(), self.new_block(), self.new_block());
        self.condition(test, yes, no);
        self.start(yes);
        self.expr_to(body, dst);
        self.jump(end);
        self.start(no);
        self.expr_to(orelse, dst);
        self.start(end);
    }

    fn attribute(&mut self, e: ExprId, value: ExprId, attr: mpf_syntax::ast::Name, dst: VReg) {
        let name = self.mangled(attr);
        if self.module_attribute(value, &name, dst) || self.super_attribute(value, &name, dst) {
            return;
        }
        let mark = self.depth;
        let object = self.operand_in(value, dst);
        self.at = self.ast.span(e).start;
        self.op_name(
            Opcode::GetAttr,
            Operand::Reg(dst),
            Operand::Reg(object),
            &name,
        );
        self.depth = mark;
    }

    /// `super().name` without making the super object.
    fn super_attribute(&mut self, value: ExprId, name: &str, dst: VReg) -> bool {
        let mark = self.depth;
        let Some((class, object)) = self.zero_argument_super(value) else {
            return false;
        };
        self.emit(
            Opcode::LoadSuper,
            Operand::Reg(dst),
            Operand::Reg(class),
            Operand::Reg(object),
            Data::Const(Const::Str(name.into())),
        );
        self.depth = mark;
        true
    }

    fn subscript(&mut self, value: ExprId, slice: ExprId, dst: VReg) {
        let mark = self.depth;
        let object = self.operand_in(value, dst);
        let key = self.operand(slice);
        self.op(Opcode::GetItem, dst, object, key);
        self.depth = mark;
    }

    fn slice(
        &mut self,
        lower: Option<ExprId>,
        upper: Option<ExprId>,
        step: Option<ExprId>,
        dst: VReg,
    ) {
        let mark = self.depth;
        let base = self.window(Some(dst), 0);
        for part in [lower, upper, step] {
            let t = self.temp();
            match part {
                Some(e) => self.expr_to(e, t),
                None => self.load_none(t),
            }
        }
        self.op2(Opcode::MakeSlice, dst, base);
        self.depth = mark;
    }

    fn yield_(&mut self, value: Option<ExprId>, dst: VReg) {
        let mark = self.depth;
        let v = match value {
            Some(e) => self.operand_in(e, dst),
            None => {
                let t = self.scratch(dst);
                self.load_none(t);
                t
            }
        };
        self.op2(Opcode::Yield, dst, v);
        self.depth = mark;
    }

    fn yield_from(&mut self, value: ExprId, dst: VReg) {
        let mark = self.depth;
        let iterator = self.temp();
        let source = self.operand_in(value, iterator);
        self.op2(Opcode::GetIter, iterator, source);
        let sent = self.temp();
        self.load_none(sent);
        let (again, pass, done) = (self.new_block(), self.new_block(), self.new_block());
        self.start(again);
        let free = self.slot(sent, 1);
        self.branch(
            Opcode::Send,
            [
                Operand::Reg(iterator),
                Operand::Reg(sent),
                Operand::Reg(free),
            ],
            done,
            pass,
        );
        self.start(pass);
        // C carries the iterator: the code generator turns the register into "1 + number".
        self.op(Opcode::Yield, sent, sent, iterator);
        self.jump(again);
        self.start(done);
        self.mov(dst, sent);
        self.depth = mark;
    }
}

pub(super) const ASYNC_HELP: &str =
    "asynchronous code is planned; use a generator or a state machine until then";
