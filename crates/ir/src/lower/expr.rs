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

    // ---- displays

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
    fn constant_display(&mut self, op: Opcode, elts: &[ExprId], dst: VReg) -> bool {
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
    fn constant_dict(&mut self, pairs: &[(Option<ExprId>, ExprId)], dst: VReg) -> bool {
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

    fn dict_display(&mut self, keys: &[Option<ExprId>], values: &[ExprId], dst: VReg) {
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

/// From so many constants on a display is filled from a constant.
const CONSTANT_DISPLAY: usize = 8;

pub(super) const ASYNC_HELP: &str =
    "asynchronous code is planned; use a generator or a state machine until then";
