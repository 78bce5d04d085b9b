//! Functions and lambdas: making the function object, and lowering its body.

use mpf_bytecode::Opcode;
use mpf_bytecode::unit::{Const, UnitId};
use mpf_resolve::{Binding, ScopeId, ScopeKey};
use mpf_syntax::ast::{Arguments, Expr, ExprId, FunctionDef, Stmt, StmtId};

use super::assign::docstring;
use super::{Lower, Node};
use crate::fold;
use crate::func::{Data, Home, Operand, Parameters, VReg};

impl<'g> Lower<'_, 'g> {
    pub(super) fn function_def(&mut self, id: StmtId, def: &'g FunctionDef) {
        let mark = self.depth;
        let name = self.mangled(def.name.name);
        if def.decorator_list.is_empty()
            && let Some(v) = self.local_register(&name)
        {
            self.function_object(id, def, v);
            self.depth = mark;
            return;
        }
        let first = self.decorators(&def.decorator_list);
        let t = self.temp();
        self.function_object(id, def, t);
        let result = self.apply_decorators(first, def.decorator_list.len(), t);
        self.store_name(&name, result);
        self.depth = mark;
    }

    fn function_object(&mut self, id: StmtId, def: &'g FunctionDef, dst: VReg) {
        if let Some((unit, scope)) = self.nested(Node::Function(id), ScopeKey::Stmt(id)) {
            self.make_function(unit, scope, Some(&def.args), dst);
            self.docstring_attribute(&def.body, dst);
        }
    }

    fn docstring_attribute(&mut self, body: &[StmtId], function: VReg) {
        if !self.cx.graph.wants_docs {
            return;
        }
        if let Some(doc) = docstring(self.ast, body) {
            let t = self.temp();
            self.load_const(t, Const::Str(doc));
            self.op_name(
                Opcode::SetAttr,
                Operand::Reg(t),
                Operand::Reg(function),
                "__doc__",
            );
            self.release(t);
        }
    }

    /// Evaluates decorators, each into the callee of the window in which the next one's result is the argument.
    pub(super) fn decorators(&mut self, list: &'g [ExprId]) -> Option<VReg> {
        let mut first = None;
        for &decorator in list {
            let t = self.temp();
            self.expr_to(decorator, t);
            self.reserve(1);
            first = first.or(Some(t));
        }
        first
    }

    /// Calls the decorators, the innermost first; `value` is in the register after the last one's window.
    pub(super) fn apply_decorators(
        &mut self,
        first: Option<VReg>,
        count: usize,
        value: VReg,
    ) -> VReg {
        let Some(first) = first else { return value };
        for n in (0..count as u16).rev() {
            let window = self.slot(first, 2 * n);
            self.call(window, 1, window);
        }
        first
    }

    pub(super) fn lambda(&mut self, e: ExprId, args: &'g Arguments, dst: VReg) {
        if let Some((unit, scope)) = self.nested(Node::Lambda(e), ScopeKey::Expr(e)) {
            self.make_function(unit, scope, Some(args), dst);
        }
    }

    /// Makes a function object: defaults and closure, then the function.
    pub(super) fn make_function(
        &mut self,
        unit: UnitId,
        scope: ScopeId,
        args: Option<&'g Arguments>,
        dst: VReg,
    ) {
        let mark = self.depth;
        let base = self.window(Some(dst), 0);
        let mut parts = 0;
        if let Some(args) = args {
            if !args.defaults.is_empty() {
                parts |= 1;
                let t = self.temp();
                self.defaults_tuple(&args.defaults, t);
            }
            if args.kw_defaults.iter().any(Option::is_some) {
                parts |= 2;
                self.keyword_defaults(args);
            }
        }
        let free = &self.names.table.scope(scope).free;
        if !free.is_empty() {
            parts |= 4;
            let t = self.temp();
            self.closure(free, t);
        }
        self.emit(
            Opcode::MakeFunction,
            Operand::Reg(dst),
            Operand::Reg(base),
            Operand::Num(parts),
            Data::Const(Const::Code(unit)),
        );
        self.depth = mark;
    }

    fn defaults_tuple(&mut self, defaults: &[ExprId], dst: VReg) {
        let constants: Option<Vec<Const>> = defaults
            .iter()
            .map(|&d| fold::constant(self.ast, d))
            .collect();
        match constants {
            Some(values) => self.load_const(dst, Const::Tuple(values)),
            None => self.display(Opcode::BuildTuple, defaults, dst),
        }
    }

    fn keyword_defaults(&mut self, args: &'g Arguments) {
        let dict = self.temp();
        let base = self.window(None, 0);
        let mut count = 0;
        for (arg, default) in args.kwonlyargs.iter().zip(&args.kw_defaults) {
            if let Some(default) = default {
                let key = self.temp();
                let name = self.mangled(arg.arg);
                self.load_const(key, Const::Str(name));
                let value = self.temp();
                self.expr_to(*default, value);
                count += 1;
            }
        }
        self.build(Opcode::BuildDict, dict, base, count);
        self.depth = self.position(base);
    }

    fn closure(&mut self, free: &[String], dst: VReg) {
        let mark = self.depth;
        let base = self.window(Some(dst), 0);
        for name in free {
            let t = self.temp();
            if let Some(&cell) = self.cells.get(name.as_str()) {
                self.mov(t, cell);
            } else if let Some(index) = self.f.free.iter().position(|f| f == name) {
                self.emit(
                    Opcode::ClosureCell,
                    Operand::Reg(t),
                    Operand::Num(index as u8),
                    Operand::None,
                    Data::None,
                );
            } else {
                let cell = self.cell(name);
                self.mov(t, cell);
            }
        }
        self.build(Opcode::BuildTuple, dst, base, free.len());
        self.depth = mark;
    }

    // ---- bodies

    pub(super) fn function_body(&mut self, id: StmtId) {
        let ast = self.ast;
        let (Stmt::FunctionDef(def) | Stmt::AsyncFunctionDef(def)) = &ast[id] else {
            return;
        };
        self.bind_parameters(&def.args);
        self.body(&def.body);
        self.return_none();
    }

    pub(super) fn lambda_body(&mut self, id: ExprId) {
        let ast = self.ast;
        let Expr::Lambda { args, body } = &ast[id] else {
            return;
        };
        self.bind_parameters(args);
        let v = self.operand(*body);
        if self.f.generator {
            // A lambda with a yield: its value is what the generator returns.
            self.return_value(v);
        } else {
            self.return_value(v);
        }
    }

    fn bind_parameters(&mut self, args: &Arguments) {
        let positional = args.posonlyargs.len() + args.args.len();
        let names: Vec<String> = args
            .posonlyargs
            .iter()
            .chain(&args.args)
            .chain(&args.kwonlyargs)
            .chain(&args.vararg)
            .chain(&args.kwarg)
            .map(|a| self.mangled(a.arg))
            .collect();
        if names.len() > 60 {
            let help = "pass a tuple, a dict or an object instead";
            self.unsupported(self.f.span, "a function with more than 60 parameters", help);
            self.refused = true;
            self.dead = true;
            return;
        }
        for (n, name) in names.iter().enumerate() {
            let v = self.vreg(Home::Parameter(n as u8), Some(name));
            match self.names.table.binding(self.scope, name) {
                Binding::Cell => self.cell_parameter(name, v),
                Binding::Local
                | Binding::Free
                | Binding::GlobalImplicit
                | Binding::GlobalExplicit
                | Binding::TypeParam => {
                    self.locals.insert(name.clone(), v);
                }
            }
        }
        self.f.parameters = Parameters {
            names,
            positional_only: args.posonlyargs.len() as u8,
            positional: positional as u8,
            keyword_only: args.kwonlyargs.len() as u8,
            varargs: args.vararg.is_some(),
            varkeywords: args.kwarg.is_some(),
        };
    }
}
