//! Comprehensions and generator expressions: functions of one parameter, the iterator of the first iterable.

use mpf_bytecode::Opcode;
use mpf_resolve::ScopeKey;
use mpf_syntax::ast::{Comprehension, Expr, ExprId};

use super::expr::ASYNC_HELP;
use super::{Lower, Node};
use crate::func::{Home, Parameters, VReg};

/// What each round of a comprehension does.
#[derive(Clone, Copy)]
enum Element {
    Append(VReg, ExprId),
    Add(VReg, ExprId),
    Insert(VReg, ExprId, ExprId),
    Yield(ExprId),
}

impl<'g> Lower<'_, 'g> {
    pub(super) fn comprehension(&mut self, e: ExprId, dst: VReg) {
        let ast = self.ast;
        let (Expr::ListComp { generators, .. }
        | Expr::SetComp { generators, .. }
        | Expr::DictComp { generators, .. }
        | Expr::GeneratorExp { generators, .. }) = &ast[e]
        else {
            return;
        };
        let Some((unit, scope)) = self.nested(Node::Comprehension(e), ScopeKey::Expr(e)) else {
            return;
        };
        if self.names.table.scope(scope).asynchronous {
            self.unsupported(ast.span(e), "an asynchronous comprehension", ASYNC_HELP);
            return;
        }
        let mark = self.depth;
        let window = self.window(Some(dst), 1);
        self.make_function(unit, scope, None, window);
        self.reserve(1);
        let argument = self.temp();
        if let Some(first) = generators.first() {
            let source = self.operand_in(first.iter, argument);
            self.op2(Opcode::GetIter, argument, source);
        }
        self.call(window, 1, dst);
        self.depth = mark;
    }

    pub(super) fn comprehension_body(&mut self, id: ExprId) {
        let ast = self.ast;
        let iterator = self.vreg(Home::Parameter(0), Some(".0"));
        self.f.parameters = Parameters {
            names: vec![".0".into()],
            positional: 1,
            ..Parameters::default()
        };
        match &ast[id] {
            Expr::ListComp { elt, generators } => {
                let list = self.container(Opcode::BuildList);
                self.rounds(iterator, generators, Element::Append(list, *elt));
                self.return_value(list);
            }
            Expr::SetComp { elt, generators } => {
                let set = self.container(Opcode::BuildSet);
                self.rounds(iterator, generators, Element::Add(set, *elt));
                self.return_value(set);
            }
            Expr::DictComp {
                key,
                value,
                generators,
            } => {
                let dict = self.container(Opcode::BuildDict);
                self.rounds(iterator, generators, Element::Insert(dict, *key, *value));
                self.return_value(dict);
            }
            Expr::GeneratorExp { elt, generators } => {
                self.f.generator = true;
                self.rounds(iterator, generators, Element::Yield(*elt));
                self.return_none();
            }
            _ => {}
        }
    }

    fn container(&mut self, op: Opcode) -> VReg {
        let result = self.vreg(Home::Local, Some(".result"));
        let t = self.vreg(Home::Stack(self.depth), None);
        self.build(op, result, t, 0);
        result
    }

    fn rounds(&mut self, iterator: VReg, generators: &'g [Comprehension], element: Element) {
        let Some((first, rest)) = generators.split_first() else {
            return;
        };
        let mark = self.depth;
        let mut inside = |lower: &mut Self, step: crate::func::BlockId| {
            lower.filtered(&first.ifs, step);
            lower.deeper(rest, element);
        };
        self.counted(iterator, Opcode::ForIter, first.target, &mut inside);
        self.depth = mark;
    }

    /// The `if`s of a clause: when one is false, the next round begins.
    fn filtered(&mut self, ifs: &[ExprId], step: crate::func::BlockId) {
        for &test in ifs {
            let pass = self.new_block();
            self.condition(test, pass, step);
            self.start(pass);
        }
    }

    /// The remaining `for` clauses; the parser bounds how many there are.
    fn deeper(&mut self, generators: &'g [Comprehension], element: Element) {
        let Some((first, rest)) = generators.split_first() else {
            self.element(element);
            return;
        };
        self.nesting += 1;
        if self.nesting > 40 {
            let span = self.ast.span(first.iter);
            self.unsupported(span, "a comprehension with more than 40 'for' clauses", "");
            self.refused = true;
            self.dead = true;
            return;
        }
        let mark = self.depth;
        let mut inside = |lower: &mut Self, step: crate::func::BlockId| {
            lower.filtered(&first.ifs, step);
            lower.deeper(rest, element);
        };
        self.for_loop(first.target, first.iter, &mut inside);
        self.depth = mark;
        self.nesting -= 1;
    }

    fn element(&mut self, element: Element) {
        let mark = self.depth;
        match element {
            Element::Append(list, e) => {
                let v = self.operand(e);
                self.op2(Opcode::ListAppend, list, v);
            }
            Element::Add(set, e) => {
                let v = self.operand(e);
                self.op2(Opcode::SetAdd, set, v);
            }
            Element::Insert(dict, key, value) => {
                let k = self.operand(key);
                let v = self.operand(value);
                self.op(Opcode::DictInsert, dict, k, v);
            }
            Element::Yield(e) => {
                let t = self.temp();
                let v = self.operand_in(e, t);
                self.op2(Opcode::Yield, t, v);
            }
        }
        self.depth = mark;
    }
}
