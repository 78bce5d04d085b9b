//! Patterns of `case`. (Language reference, section 8.6.)

use mpf_diagnostics::Code;

use super::*;

impl Builder<'_> {
    fn target(&mut self, ident: Ident) -> Option<Ident> {
        if self.ast.name(ident.name) == "_" {
            return None;
        }
        self.check_binding(ident);
        Some(ident)
    }

    pub fn star_pattern(&mut self, name: Ident, start: u32, end: u32) -> PatternId {
        let name = self.target(name);
        self.pattern(Pattern::MatchStar { name }, start, end)
    }

    /// A bare name captures, a dotted one is a value.
    pub fn name_pattern(&mut self, expr: ExprId, start: u32, end: u32) -> PatternId {
        let pattern = match self.ast[expr] {
            Expr::Name { id, .. } => {
                let span = self.ast.span(expr);
                let name = self.target(Ident { name: id, span });
                Pattern::MatchAs {
                    pattern: None,
                    name,
                }
            }
            _ => Pattern::MatchValue { value: expr },
        };
        self.pattern(pattern, start, end)
    }

    pub fn as_pattern(&mut self, inner: PatternId, name: Ident, start: u32, end: u32) -> PatternId {
        let target = self.target(name);
        if target.is_none() {
            let message = "cannot use '_' as a target";
            self.error(Code::InvalidPattern, name.span, message);
        }
        let pattern = Pattern::MatchAs {
            pattern: Some(inner),
            name: target,
        };
        self.pattern(pattern, start, end)
    }

    /// Parentheses around one pattern only group, unless it is a star.
    pub fn group_pattern(&mut self, inner: PatternId, start: u32, end: u32) -> PatternId {
        if matches!(self.ast[inner], Pattern::MatchStar { .. }) {
            let patterns = vec![inner];
            return self.pattern(Pattern::MatchSequence { patterns }, start, end);
        }
        inner
    }

    pub fn mapping_pattern(
        &mut self,
        items: Option<Vec<MappingItem>>,
        start: u32,
        end: u32,
    ) -> PatternId {
        let (mut keys, mut patterns, mut rest) = (Vec::new(), Vec::new(), None);
        for item in items.unwrap_or_default() {
            match item {
                MappingItem::Pair(key, pattern) => {
                    if rest.is_some() {
                        let message =
                            "double starred capture must be the last item of a mapping pattern";
                        self.error_at(Code::InvalidPattern, key, message);
                    }
                    keys.push(key);
                    patterns.push(pattern);
                }
                MappingItem::Rest(name, from) => {
                    let span = self.span(from, name.span.end);
                    if rest.is_some() {
                        let message = "only one double starred capture in a mapping pattern";
                        self.error(Code::InvalidPattern, span, message);
                    }
                    rest = self.target(name);
                    if rest.is_none() {
                        let message =
                            "'**_' is not allowed: a mapping pattern ignores other keys anyway";
                        self.error(Code::InvalidPattern, span, message);
                    }
                }
            }
        }
        let pattern = Pattern::MatchMapping {
            keys,
            patterns,
            rest,
        };
        self.pattern(pattern, start, end)
    }

    pub fn mapping_key(&mut self, key: ExprId) -> ExprId {
        if matches!(self.ast[key], Expr::Name { .. }) {
            let message = "mapping pattern keys may only match literals and attribute lookups";
            self.error_at(Code::InvalidPattern, key, message);
        }
        key
    }

    pub fn class_pattern(
        &mut self,
        cls: ExprId,
        items: Option<Vec<ClassItem>>,
        start: u32,
        end: u32,
    ) -> PatternId {
        let mut patterns = Vec::new();
        let mut kwd_attrs: Vec<Ident> = Vec::new();
        let mut kwd_patterns = Vec::new();
        let mut seen = std::collections::HashSet::new();
        for item in items.unwrap_or_default() {
            match item {
                ClassItem::Positional(pattern) => {
                    if !kwd_attrs.is_empty() {
                        let span = self.ast.span(pattern);
                        let message = "positional patterns follow keyword patterns";
                        self.error(Code::InvalidPattern, span, message);
                    }
                    patterns.push(pattern);
                }
                ClassItem::Keyword(name, pattern) => {
                    if !seen.insert(name.name) {
                        let text = self.ast.name(name.name);
                        let message = format!("attribute name repeated in class pattern: {text}");
                        self.error(Code::InvalidPattern, name.span, message);
                    }
                    kwd_attrs.push(name);
                    kwd_patterns.push(pattern);
                }
            }
        }
        let pattern = Pattern::MatchClass {
            cls,
            patterns,
            kwd_attrs,
            kwd_patterns,
        };
        self.pattern(pattern, start, end)
    }

    pub fn pattern_strings(&mut self, parts: Vec<StringPart>, start: u32, end: u32) -> ExprId {
        let expr = self.strings(parts, start, end);
        if !matches!(self.ast[expr], Expr::Constant { .. }) {
            let message = "patterns may only match literals and attribute lookups";
            self.error_at(Code::InvalidPattern, expr, message);
        }
        expr
    }

    /// `1 + 2j`: the only arithmetic in a pattern.
    pub fn complex(
        &mut self,
        left: ExprId,
        op: Operator,
        right: ExprId,
        start: u32,
        end: u32,
    ) -> ExprId {
        let is_imaginary = |b: &Self, expr: ExprId| {
            let inner = match b.ast[expr] {
                Expr::UnaryOp { operand, .. } => operand,
                _ => expr,
            };
            let value = &b.ast[inner];
            matches!(
                value,
                Expr::Constant {
                    value: Constant::Imag(_),
                    ..
                }
            )
        };
        if is_imaginary(self, left) {
            let message = "real number required in complex literal";
            self.error_at(Code::InvalidPattern, left, message);
        } else if !is_imaginary(self, right) {
            let message = "imaginary number required in complex literal";
            self.error_at(Code::InvalidPattern, right, message);
        }
        self.expr(Expr::BinOp { left, op, right }, start, end)
    }
}
