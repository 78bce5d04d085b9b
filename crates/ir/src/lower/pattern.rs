//! `match`: cases are tried in order; names are bound only when the whole pattern has matched.

use mpf_bytecode::Opcode;
use mpf_bytecode::unit::Const;
use mpf_syntax::ast::{Constant, ExprId, Ident, MatchCase, Pattern, PatternId};

use super::Lower;
use crate::func::{BlockId, Data, Operand, VReg};

/// Names that a pattern binds, and the temporaries that hold their values until it has matched.
type Captures = Vec<(String, VReg)>;

impl<'g> Lower<'_, 'g> {
    pub(super) fn match_stmt(&mut self, subject: ExprId, cases: &'g [MatchCase]) {
        let mark = self.depth;
        let v = self.temp();
        self.expr_to(subject, v);
        let end = self.new_block();
        for case in cases {
            if self.dead {
                break;
            }
            let next = self.new_block();
            let inner = self.depth;
            let mut names = Vec::new();
            self.captured(case.pattern, &mut names);
            let captures: Captures = names.into_iter().map(|n| (n, self.temp())).collect();
            self.pattern(case.pattern, v, next, &captures);
            for (name, value) in &captures {
                self.store_name(name, *value);
            }
            self.depth = inner;
            if let Some(guard) = case.guard {
                let pass = self.new_block();
                self.condition(guard, pass, next);
                self.start(pass);
            }
            self.body(&case.body);
            self.jump(end);
            self.start(next);
        }
        self.depth = mark;
        self.start(end);
    }

    /// The names of a pattern, each once, in the order of the text.
    fn captured(&self, pattern: PatternId, out: &mut Vec<String>) {
        let mut add = |name: &Option<Ident>| {
            if let Some(name) = name {
                let name = self.mangled(name.name);
                if !out.contains(&name) {
                    out.push(name);
                }
            }
        };
        match &self.ast[pattern] {
            Pattern::MatchValue { .. } | Pattern::MatchSingleton { .. } => {}
            Pattern::MatchSequence { patterns } | Pattern::MatchOr { patterns } => {
                for &p in patterns {
                    self.captured(p, out);
                }
            }
            Pattern::MatchMapping { patterns, rest, .. } => {
                add(rest);
                for &p in patterns {
                    self.captured(p, out);
                }
            }
            Pattern::MatchClass {
                patterns,
                kwd_patterns,
                ..
            } => {
                for &p in patterns.iter().chain(kwd_patterns) {
                    self.captured(p, out);
                }
            }
            Pattern::MatchStar { name } => add(name),
            Pattern::MatchAs { pattern, name } => {
                add(name);
                if let Some(p) = pattern {
                    self.captured(*p, out);
                }
            }
        }
    }

    fn capture(&mut self, name: &Option<Ident>, v: VReg, captures: &Captures) {
        if let Some(name) = name {
            let name = self.mangled(name.name);
            if let Some((_, slot)) = captures.iter().find(|(n, _)| *n == name) {
                self.mov(*slot, v);
            }
        }
    }

    /// Goes on where `v` matches; jumps to `fail` where it does not.
    fn pattern(&mut self, id: PatternId, v: VReg, fail: BlockId, captures: &Captures) {
        let old = self.set_place(id);
        let mark = self.depth;
        let ast = self.ast;
        match &ast[id] {
            Pattern::MatchValue { value } => {
                if let Some(n) = crate::fold::small(ast, *value) {
                    let operands = [reg(v), Operand::Num(n), Operand::None];
                    self.require(Opcode::JumpEqImm, operands, fail);
                } else {
                    let r = self.operand(*value);
                    self.require(Opcode::JumpEq, [reg(v), reg(r), Operand::None], fail);
                }
            }
            Pattern::MatchSingleton { value } => self.singleton(value, v, fail),
            Pattern::MatchSequence { patterns } => self.sequence(patterns, v, fail, captures),
            Pattern::MatchMapping {
                keys,
                patterns,
                rest,
            } => self.mapping(keys, patterns, rest, v, fail, captures),
            Pattern::MatchClass {
                cls,
                patterns,
                kwd_attrs,
                kwd_patterns,
            } => {
                let t = self.temp();
                let class = self.operand(*cls);
                self.load_value(t, (patterns.len() * 2 + 1) as i16);
                let names = kwd_attrs
                    .iter()
                    .map(|a| Const::Str(self.text(a.name).into()));
                let names = Const::Tuple(names.collect());
                let (a, b, c) = (reg(t), reg(v), reg(class));
                self.emit(Opcode::MatchClass, a, b, c, Data::Const(names));
                self.parts(t, patterns.iter().chain(kwd_patterns), fail, captures);
            }
            // Handled by the sequence around it.
            Pattern::MatchStar { name } => self.capture(name, v, captures),
            Pattern::MatchAs { pattern, name } => {
                if let Some(p) = pattern {
                    self.pattern(*p, v, fail, captures);
                }
                self.capture(name, v, captures);
            }
            Pattern::MatchOr { patterns } => {
                let matched = self.new_block();
                for (n, &p) in patterns.iter().enumerate() {
                    if n + 1 == patterns.len() {
                        self.pattern(p, v, fail, captures);
                        break;
                    }
                    let next = self.new_block();
                    self.pattern(p, v, next, captures);
                    self.jump(matched);
                    self.start(next);
                }
                self.start(matched);
            }
        }
        self.depth = mark;
        self.at = old;
    }

    /// Jumps to `fail` unless the test holds.
    fn require(&mut self, op: Opcode, operands: [Operand; 3], fail: BlockId) {
        let pass = self.new_block();
        self.branch(op, operands, pass, fail);
        self.start(pass);
    }

    fn singleton(&mut self, value: &Constant, v: VReg, fail: BlockId) {
        match crate::fold::literal(value) {
            Some(Const::None) => {
                let operands = [reg(v), Operand::None, Operand::None];
                self.require(Opcode::JumpNone, operands, fail);
            }
            Some(value) => {
                let t = self.temp();
                self.load_const(t, value);
                self.require(Opcode::JumpIs, [reg(v), reg(t), Operand::Num(1)], fail);
            }
            None => {}
        }
    }

    fn require_true(&mut self, v: VReg, fail: BlockId) {
        let operands = [reg(v), Operand::None, Operand::None];
        self.require(Opcode::JumpTrue, operands, fail);
    }

    /// `len(v)` compared with a number.
    fn require_length(&mut self, v: VReg, op: Opcode, length: usize, fail: BlockId) {
        let mark = self.depth;
        let (given, wanted) = (self.temp(), self.temp());
        self.op2(Opcode::Len, given, v);
        self.load_const(wanted, crate::fold::integer(length as i128));
        self.require(op, [reg(given), reg(wanted), Operand::None], fail);
        self.depth = mark;
    }

    fn sequence(&mut self, patterns: &'g [PatternId], v: VReg, fail: BlockId, captures: &Captures) {
        let t = self.temp();
        self.op2(Opcode::MatchSequence, t, v);
        self.require_true(t, fail);
        let star = patterns
            .iter()
            .position(|&p| matches!(self.ast[p], Pattern::MatchStar { .. }));
        let base = match star {
            None => {
                self.require_length(v, Opcode::JumpEq, patterns.len(), fail);
                let base = self.reserve(patterns.len() as u16);
                self.build(Opcode::Unpack, base, v, patterns.len());
                base
            }
            Some(star) => {
                self.require_length(v, Opcode::JumpGe, patterns.len() - 1, fail);
                let base = self.reserve(patterns.len() as u16);
                let after = (patterns.len() - star - 1) as u16;
                let (a, b) = (reg(base), reg(v));
                let (c, d) = (Operand::Num(star as u8), Data::Number(after));
                self.emit(Opcode::UnpackStar, a, b, c, d);
                base
            }
        };
        for (n, &p) in patterns.iter().enumerate() {
            let part = self.slot(base, n as u16);
            self.pattern(p, part, fail, captures);
        }
    }

    fn mapping(
        &mut self,
        keys: &'g [ExprId],
        patterns: &'g [PatternId],
        rest: &Option<Ident>,
        v: VReg,
        fail: BlockId,
        captures: &Captures,
    ) {
        let t = self.temp();
        self.op2(Opcode::MatchMapping, t, v);
        self.require_true(t, fail);
        let base = self.reserve(0);
        for &key in keys {
            let k = self.temp();
            self.expr_to(key, k);
        }
        if !keys.is_empty() {
            self.require_length(v, Opcode::JumpGe, keys.len(), fail);
            let tuple = self.temp();
            self.build(Opcode::BuildTuple, tuple, base, keys.len());
            self.op(Opcode::MatchKeys, t, v, tuple);
            self.release(tuple);
            self.parts(t, patterns.iter(), fail, captures);
        }
        if rest.is_some() {
            let dict = self.temp();
            self.build(Opcode::BuildDict, dict, dict, 0);
            self.op2(Opcode::DictUpdate, dict, v);
            for n in 0..keys.len() {
                let key = self.slot(base, n as u16);
                let (b, c) = (reg(dict), reg(key));
                self.emit(Opcode::DelItem, Operand::None, b, c, Data::None);
            }
            self.capture(rest, dict, captures);
        }
    }

    /// Fails when `t` is None, else matches the items of the tuple in it.
    fn parts<'p>(
        &mut self,
        t: VReg,
        patterns: impl Iterator<Item = &'p PatternId> + Clone,
        fail: BlockId,
        captures: &Captures,
    ) {
        let operands = [reg(t), Operand::None, Operand::None];
        self.require(Opcode::JumpNotNone, operands, fail);
        let mark = self.depth;
        let count = patterns.clone().count();
        let base = self.reserve(count as u16);
        self.build(Opcode::Unpack, base, t, count);
        for (n, &p) in patterns.enumerate() {
            let part = self.slot(base, n as u16);
            self.pattern(p, part, fail, captures);
        }
        self.depth = mark;
    }
}

fn reg(v: VReg) -> Operand {
    Operand::Reg(v)
}
