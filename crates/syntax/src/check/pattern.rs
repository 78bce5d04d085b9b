//! `match`: names bound once, alternatives that bind the same names, nothing behind a pattern that always
//! fits. (Language reference, section 8.6.)

use std::collections::HashSet;

use mpf_diagnostics::Code;

use super::Checker;
use crate::ast::*;

impl Checker<'_> {
    pub(super) fn match_stmt(&mut self, subject: ExprId, cases: &[MatchCase]) {
        self.expr(subject);
        for (i, case) in cases.iter().enumerate() {
            let may_fit_always = case.guard.is_some() || i + 1 == cases.len();
            let mut bound = HashSet::new();
            self.pattern(case.pattern, may_fit_always, &mut bound);
            self.exprs(&case.guard);
            self.stmts(&case.body);
        }
    }

    fn capture(&mut self, ident: Ident, bound: &mut HashSet<Name>) {
        self.bind(ident.name);
        if !bound.insert(ident.name) {
            let text = self.ast.name(ident.name);
            let message = format!("multiple assignments to name '{text}' in pattern");
            self.error(Code::InvalidPattern, ident.span, message);
        }
    }

    fn pattern(&mut self, id: PatternId, may_fit_always: bool, bound: &mut HashSet<Name>) {
        let ast = self.ast;
        match &ast[id] {
            Pattern::MatchValue { value } => self.expr(*value),
            Pattern::MatchSingleton { .. } => {}
            Pattern::MatchSequence { patterns } => {
                let mut stars = 0;
                for &inner in patterns {
                    if matches!(ast[inner], Pattern::MatchStar { .. }) {
                        stars += 1;
                        if stars == 2 {
                            let message = "multiple starred expressions in sequence pattern";
                            self.error(Code::InvalidPattern, ast.span(inner), message);
                        }
                    }
                    self.pattern(inner, true, bound);
                }
            }
            Pattern::MatchMapping {
                keys,
                patterns,
                rest,
            } => {
                self.repeated_keys(keys);
                self.exprs(keys);
                for &inner in patterns {
                    self.pattern(inner, true, bound);
                }
                if let Some(rest) = rest {
                    self.capture(*rest, bound);
                }
            }
            Pattern::MatchClass {
                cls,
                patterns,
                kwd_patterns,
                ..
            } => {
                self.expr(*cls);
                for &inner in patterns.iter().chain(kwd_patterns) {
                    self.pattern(inner, true, bound);
                }
            }
            Pattern::MatchStar { name } => {
                if let Some(name) = name {
                    self.capture(*name, bound);
                }
            }
            Pattern::MatchAs { pattern, name } => {
                match pattern {
                    Some(inner) => self.pattern(*inner, may_fit_always, bound),
                    None if !may_fit_always => {
                        let message = match name {
                            Some(name) => format!(
                                "name capture '{}' makes remaining patterns unreachable",
                                ast.name(name.name)
                            ),
                            None => String::from("wildcard makes remaining patterns unreachable"),
                        };
                        self.error(Code::InvalidPattern, ast.span(id), message);
                    }
                    None => {}
                }
                if let Some(name) = name {
                    self.capture(*name, bound);
                }
            }
            Pattern::MatchOr { patterns } => {
                self.alternatives(id, patterns, may_fit_always, bound);
            }
        }
    }

    fn alternatives(
        &mut self,
        id: PatternId,
        patterns: &[PatternId],
        may_fit_always: bool,
        bound: &mut HashSet<Name>,
    ) {
        let mut first: Option<HashSet<Name>> = None;
        for (i, &inner) in patterns.iter().enumerate() {
            let is_last = i + 1 == patterns.len();
            let mut names = HashSet::new();
            self.pattern(inner, is_last && may_fit_always, &mut names);
            match &first {
                None => first = Some(names),
                Some(expected) if *expected != names => {
                    let message = "alternative patterns bind different names";
                    self.error(Code::InvalidPattern, self.ast.span(id), message);
                    break;
                }
                Some(_) => {}
            }
        }
        for name in first.unwrap_or_default() {
            if !bound.insert(name) {
                let text = self.ast.name(name);
                let message = format!("multiple assignments to name '{text}' in pattern");
                self.error(Code::InvalidPattern, self.ast.span(id), message);
            }
        }
    }

    /// Literal keys of a mapping pattern are different from each other.
    fn repeated_keys(&mut self, keys: &[ExprId]) {
        let mut seen = HashSet::new();
        for &key in keys {
            let (negative, inner) = match self.ast[key] {
                Expr::UnaryOp { operand, .. } => (true, operand),
                _ => (false, key),
            };
            let Expr::Constant { value, .. } = &self.ast[inner] else {
                continue;
            };
            if !seen.insert((negative, format!("{value:?}"))) {
                let mut text = String::new();
                crate::repr::constant(value, &mut text);
                let message = format!("mapping pattern checks duplicate key ({text})");
                self.error(Code::InvalidPattern, self.ast.span(key), message);
            }
        }
    }
}
