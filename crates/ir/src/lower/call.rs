//! Calls: arguments are evaluated into the call window; methods are looked up by the call itself; stars and
//! many arguments go through a list and a dict.

use mpf_bytecode::Opcode;
use mpf_bytecode::unit::Const;
use mpf_syntax::ast::{Expr, ExprId, Keyword, Name};

use super::Lower;
use crate::func::{Data, Operand, VReg};

impl<'g> Lower<'_, 'g> {
    pub(super) fn call_expr(
        &mut self,
        e: ExprId,
        func: ExprId,
        args: &[ExprId],
        keywords: &[Keyword],
        dst: VReg,
    ) {
        if self.bare_super(e, func, dst) || self.refuse_dynamic(func, dst) {
            return;
        }
        let mark = self.depth;
        if let [arg] = *args
            && keywords.is_empty()
            && !self.is_starred(arg)
            && self.builtin_name(func) == Some("len")
        {
            let v = self.operand_in(arg, dst);
            self.at = self.ast.span(e).start;
            self.op2(Opcode::Len, dst, v);
            self.depth = mark;
            return;
        }
        let starred = args.iter().any(|&a| self.is_starred(a))
            || keywords.iter().any(|k| k.arg.is_none())
            || args.len() + keywords.len() > self.chunk();
        if starred {
            self.call_ex(func, args, keywords, dst);
        } else if let Expr::Attribute { value, attr, .. } = &self.ast[func]
            && keywords.is_empty()
            && !self.is_known_attribute(*value, attr.name)
        {
            self.call_method(e, *value, attr.name, args, dst);
        } else {
            let window = self.window(Some(dst), 1);
            self.expr_to(func, window);
            self.reserve(1);
            for &arg in args {
                let t = self.temp();
                self.expr_to(arg, t);
            }
            for keyword in keywords {
                let t = self.temp();
                self.expr_to(keyword.value, t);
            }
            if keywords.is_empty() {
                self.call(window, args.len(), dst);
            } else {
                self.call_kw(window, args.len(), keywords, dst);
            }
        }
        self.depth = mark;
    }

    fn call_kw(&mut self, window: VReg, positional: usize, keywords: &[Keyword], dst: VReg) {
        let names = keywords
            .iter()
            .filter_map(|k| k.arg)
            .map(|name| Const::Str(self.text(name.name).into()));
        let names = Const::Tuple(names.collect());
        self.emit(
            Opcode::CallKw,
            Operand::Reg(window),
            Operand::Num((positional + keywords.len()) as u8),
            Operand::Reg(dst),
            Data::Const(names),
        );
    }

    fn call_method(&mut self, e: ExprId, value: ExprId, attr: Name, args: &[ExprId], dst: VReg) {
        let window = self.window(Some(dst), 2);
        let receiver = self.temp();
        self.expr_to(value, receiver);
        for &arg in args {
            let t = self.temp();
            self.expr_to(arg, t);
        }
        self.at = self.ast.span(e).start;
        let name = self.mangled(attr);
        self.emit(
            Opcode::CallMethod,
            Operand::Reg(window),
            Operand::Num(args.len() as u8),
            Operand::Reg(dst),
            Data::Const(Const::Str(name)),
        );
    }

    /// Attributes that are not looked up on an object: of known modules, and of `super()`.
    fn is_known_attribute(&mut self, value: ExprId, _attr: Name) -> bool {
        if let Expr::Call { func, args, .. } = &self.ast[value]
            && args.is_empty()
            && self.builtin_name(*func) == Some("super")
        {
            return true;
        }
        self.cx
            .graph
            .module_of_expr(self.module, self.scope, value)
            .is_some()
    }

    fn call_ex(&mut self, func: ExprId, args: &[ExprId], keywords: &[Keyword], dst: VReg) {
        let window = self.window(Some(dst), 1);
        self.expr_to(func, window);
        self.reserve(1);
        let list = self.temp();
        match args {
            _ if args.is_empty() => self.load_const(list, Const::Tuple(Vec::new())),
            _ => self.collect(list, args, Opcode::BuildList, Opcode::ListExtend),
        }
        let dict = self.temp();
        if keywords.is_empty() {
            self.load_none(dict);
        } else {
            self.keyword_dict(dict, keywords);
        }
        self.emit(
            Opcode::CallEx,
            Operand::Reg(window),
            Operand::None,
            Operand::Reg(dst),
            Data::None,
        );
    }

    /// The keyword arguments of a call or class header as a dict in `dict`.
    pub(super) fn keyword_dict(&mut self, dict: VReg, keywords: &[Keyword]) {
        let limit = self.chunk() / 2;
        let first = keywords
            .iter()
            .take(limit)
            .take_while(|k| k.arg.is_some())
            .count();
        let base = self.window(None, 0);
        for keyword in &keywords[..first] {
            let key = self.temp();
            if let Some(name) = keyword.arg {
                self.load_const(key, Const::Str(self.text(name.name).into()));
            }
            let value = self.temp();
            self.expr_to(keyword.value, value);
        }
        self.build(Opcode::BuildDict, dict, base, first);
        self.depth = self.position(base);
        for keyword in &keywords[first..] {
            let mark = self.depth;
            match keyword.arg {
                Some(name) => {
                    // A one-entry mapping, so that a repeated name is noticed.
                    let map = self.temp();
                    let key = self.temp();
                    self.load_const(key, Const::Str(self.text(name.name).into()));
                    let value = self.temp();
                    self.expr_to(keyword.value, value);
                    self.build(Opcode::BuildDict, map, key, 1);
                    self.merge(dict, map);
                }
                None => {
                    let map = self.operand(keyword.value);
                    self.merge(dict, map);
                }
            }
            self.depth = mark;
        }
    }

    fn merge(&mut self, dict: VReg, map: VReg) {
        self.op_name(
            Opcode::DictMerge,
            Operand::Reg(dict),
            Operand::Reg(map),
            "function",
        );
    }

    /// `super()` that is not at once followed by an attribute.
    fn bare_super(&mut self, e: ExprId, func: ExprId, dst: VReg) -> bool {
        let mark = self.depth;
        if self.builtin_name(func) != Some("super") {
            return false;
        }
        let window = self.window(Some(dst), 4);
        let Some((class, object)) = self.zero_argument_super(e) else {
            self.depth = mark;
            return false;
        };
        let (first, second) = (self.slot(window, 2), self.slot(window, 3));
        self.mov(first, class);
        self.mov(second, object);
        self.load_const(window, Const::Builtin("super".into()));
        self.call(window, 2, dst);
        self.depth = mark;
        true
    }

    /// `exec`, `eval`, `compile`, `__import__`: their text would need a compiler on the device.
    fn refuse_dynamic(&mut self, func: ExprId, dst: VReg) -> bool {
        let name = match &self.ast[func] {
            Expr::Name { id, .. } => self.text(*id),
            Expr::Attribute { attr, .. } if self.text(attr.name) == "import_module" => {
                "import_module"
            }
            _ => return false,
        };
        let builtin = matches!(name, "exec" | "eval" | "compile" | "__import__")
            && !self.cx.graph.binds(self.module, name)
            && self
                .names
                .table
                .scope(self.scope)
                .symbol(name)
                .is_none_or(|s| !s.assigned && !s.parameter);
        if builtin || name == "import_module" {
            let what = format!("'{name}' with text that is only known at run time");
            let help = "write the code out, or choose among imported modules with a dict";
            self.unsupported(self.ast.span(func), &what, help);
            self.load_none(dst);
            return true;
        }
        false
    }
}
