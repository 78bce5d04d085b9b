//! Comprehensions and generator expressions: functions of one parameter, the iterator of the first iterable. Where that
//! is a `range` to count through, a comprehension has the state of the loop for parameters.

use mpf_bytecode::Opcode;
use mpf_resolve::ScopeKey;
use mpf_syntax::ast::{Comprehension, Expr, ExprId};

use super::expr::ASYNC_HELP;
use super::loops::range_step;
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

/// The outer loop: what the function is given for it, and what steps it.
struct Outer {
    given: Vec<VReg>,
    step: Opcode,
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
        let lazy = matches!(ast[e], Expr::GeneratorExp { .. });
        let Some(first) = generators.first() else {
            return;
        };
        let range = match lazy {
            true => None,
            false => self.range_arguments(first.iter),
        };
        let node = Node::Comprehension(e, range.map_or(Opcode::ForIter, range_step));
        let Some((unit, scope)) = self.nested(node, ScopeKey::Expr(e)) else {
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
        let count = match range {
            Some(args) => {
                self.range_state(first.iter, args);
                3
            }
            None => {
                let argument = self.temp();
                let source = self.operand_in(first.iter, argument);
                self.op2(Opcode::GetIter, argument, source);
                1
            }
        };
        self.call(window, count, dst);
        self.depth = mark;
    }

    pub(super) fn comprehension_body(&mut self, id: ExprId, step: Opcode) {
        let ast = self.ast;
        let names: Vec<String> = match step {
            Opcode::ForIter => vec![".0".into()],
            _ => vec![".0".into(), ".1".into(), ".2".into()],
        };
        let given: Vec<VReg> = names
            .iter()
            .enumerate()
            .map(|(n, name)| self.vreg(Home::Parameter(n as u8), Some(name)))
            .collect();
        self.f.parameters = Parameters {
            positional: names.len() as u8,
            names,
            ..Parameters::default()
        };
        let outer = Outer { given, step };
        match &ast[id] {
            Expr::ListComp { elt, generators } => {
                let list = self.container(Opcode::BuildList);
                self.rounds(&outer, generators, Element::Append(list, *elt));
                self.return_value(list);
            }
            Expr::SetComp { elt, generators } => {
                let set = self.container(Opcode::BuildSet);
                self.rounds(&outer, generators, Element::Add(set, *elt));
                self.return_value(set);
            }
            Expr::DictComp {
                key,
                value,
                generators,
            } => {
                let dict = self.container(Opcode::BuildDict);
                self.rounds(&outer, generators, Element::Insert(dict, *key, *value));
                self.return_value(dict);
            }
            Expr::GeneratorExp { elt, generators } => {
                self.f.generator = true;
                self.rounds(&outer, generators, Element::Yield(*elt));
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

    fn rounds(&mut self, outer: &Outer, generators: &'g [Comprehension], element: Element) {
        let Some((first, rest)) = generators.split_first() else {
            return;
        };
        let mark = self.depth;
        // An iterator can stay where it is; the state of a range is a run of temporaries.
        let state = match outer.given[..] {
            [iterator] => iterator,
            _ => {
                let state = self.reserve(outer.given.len() as u16);
                for (n, &v) in outer.given.iter().enumerate() {
                    let t = self.slot(state, n as u16);
                    self.mov(t, v);
                }
                state
            }
        };
        let mut inside = |lower: &mut Self, step: crate::func::BlockId| {
            lower.filtered(&first.ifs, step);
            lower.deeper(rest, element);
        };
        self.counted(state, outer.step, first.target, &mut inside);
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
