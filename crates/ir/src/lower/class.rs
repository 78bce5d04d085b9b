//! Classes: the body is a function over the namespace; what it leaves there becomes the class.

use mpf_bytecode::Opcode;
use mpf_bytecode::unit::Const;
use mpf_resolve::ScopeKey;
use mpf_syntax::ast::{ClassDef, Stmt, StmtId};

use super::assign::docstring;
use super::{Lower, Node};
use crate::func::{Data, Home, Operand, Parameters, VReg};

impl<'g> Lower<'_, 'g> {
    pub(super) fn class_def(&mut self, id: StmtId, def: &'g ClassDef) {
        let mark = self.depth;
        let name = self.mangled(def.name.name);
        let first = self.decorators(&def.decorator_list);
        let t = self.temp();
        self.class_object(id, def, t);
        let result = self.apply_decorators(first, def.decorator_list.len(), t);
        self.store_name(&name, result);
        self.depth = mark;
    }

    fn class_object(&mut self, id: StmtId, def: &'g ClassDef, dst: VReg) {
        let Some((unit, scope)) = self.nested(Node::Class(id), ScopeKey::Stmt(id)) else {
            return;
        };
        let name = self.text(def.name.name);
        let qualname = self.qualname_of(name, true);
        let mark = self.depth;
        // bases, namespace, keywords, __class__ cell
        let base = self.window(Some(dst), 4);
        let after = self.depth;
        let bases = base;
        self.depth = self.position(base) + 1;
        if def.bases.is_empty() {
            self.load_const(bases, Const::Tuple(Vec::new()));
        } else {
            self.display(Opcode::BuildTuple, &def.bases, bases);
        }
        self.depth = after;
        let keywords = self.slot(base, 2);
        if def.keywords.is_empty() {
            self.load_none(keywords);
        } else {
            self.keyword_dict(keywords, &def.keywords);
        }
        self.depth = after;
        let namespace = self.slot(base, 1);
        self.build(Opcode::BuildDict, namespace, base, 0);
        let window = self.reserve(2);
        let argument = self.temp();
        self.depth = self.position(window) + 1;
        self.make_function(unit, scope, None, window);
        self.depth = self.position(argument) + 1;
        self.mov(argument, namespace);
        let cell = self.slot(base, 3);
        self.call(window, 1, cell);
        self.emit(
            Opcode::MakeClass,
            Operand::Reg(dst),
            Operand::Reg(base),
            Operand::Num(0),
            Data::Const(Const::Str(qualname)),
        );
        self.depth = mark;
    }

    pub(super) fn class_body(&mut self, id: StmtId) {
        let ast = self.ast;
        let Stmt::ClassDef(def) = &ast[id] else {
            return;
        };
        let ns = self.vreg(Home::Parameter(0), Some(".namespace"));
        self.namespace = Some(ns);
        self.f.parameters = Parameters {
            names: vec![".namespace".into()],
            positional: 1,
            ..Parameters::default()
        };
        let run_name = self.cx.graph.module(self.module).run_name.clone();
        self.store_text(ns, "__module__", run_name);
        if self.cx.graph.wants_docs
            && let Some(doc) = docstring(self.ast, &def.body)
        {
            self.store_text(ns, "__doc__", doc);
        }
        self.body(&def.body);
        if self.names.table.scope(self.scope).class_cell {
            let cell = self.cell("__class__");
            self.return_value(cell);
        } else {
            self.return_none();
        }
    }

    fn store_text(&mut self, ns: VReg, name: &str, text: String) {
        let t = self.temp();
        self.load_const(t, Const::Str(text));
        self.op_name(Opcode::StoreName, Operand::Reg(t), Operand::Reg(ns), name);
        self.release(t);
    }
}
