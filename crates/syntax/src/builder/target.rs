//! What can be assigned to or deleted, and what messages call an expression.

use mpf_diagnostics::Code;

use super::*;

/// What a target is for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Use {
    Assign,
    /// Part of a target.
    Element,
    AugAssign,
    Annotation,
    Loop,
    With,
    Delete,
}

impl Builder<'_> {
    /// Makes an expression a target: sets the context of its parts and reports those that cannot be one.
    /// Recursion is bounded by the limit on brackets.
    pub fn store(&mut self, target: ExprId, used: Use) {
        let context = match used {
            Use::Delete => ExprContext::Del,
            _ => ExprContext::Store,
        };
        match &mut self.ast[target] {
            Expr::Name { id, ctx } => {
                *ctx = context;
                let ident = Ident {
                    name: *id,
                    span: self.ast.span(target),
                };
                if used == Use::Delete {
                    self.check_debug(ident, "cannot delete __debug__");
                } else {
                    self.check_binding(ident);
                }
            }
            Expr::Attribute { ctx, attr, .. } => {
                *ctx = context;
                let attr = *attr;
                if used != Use::Delete {
                    self.check_binding(attr);
                }
            }
            Expr::Subscript { ctx, .. } => *ctx = context,
            Expr::Starred { ctx, value } if used != Use::Delete => {
                *ctx = context;
                let value = *value;
                self.store(value, used);
            }
            Expr::Tuple { elts, ctx } | Expr::List { elts, ctx } => {
                *ctx = context;
                let elts = elts.clone();
                let mut starred = 0;
                let inner = match used {
                    Use::Assign => Use::Element,
                    _ => used,
                };
                for elt in elts {
                    self.store(elt, inner);
                    if matches!(self.ast[elt], Expr::Starred { .. }) {
                        starred += 1;
                        if starred == 2 && used != Use::Delete {
                            let message = "multiple starred expressions in assignment";
                            self.error_at(Code::InvalidTarget, elt, message);
                        }
                    }
                }
            }
            _ => {
                let what = self.describe(target);
                let message = match used {
                    _ if what == "yield expression" => {
                        String::from("assignment to yield expression not possible")
                    }
                    Use::Delete => format!("cannot delete {what}"),
                    Use::Assign if self.may_be_comparison(target) => {
                        format!(
                            "cannot assign to {what} here. Maybe you meant '==' instead of '='?"
                        )
                    }
                    _ => format!("cannot assign to {what}"),
                };
                self.error_at(Code::InvalidTarget, target, message);
            }
        }
    }

    pub fn store_loop_target(&mut self, target: ExprId) {
        if matches!(self.ast[target], Expr::Starred { .. }) {
            let message = "starred assignment target must be in a list or tuple";
            self.error_at(Code::InvalidTarget, target, message);
        } else {
            self.store(target, Use::Loop);
        }
    }

    fn may_be_comparison(&self, target: ExprId) -> bool {
        !matches!(
            &self.ast[target],
            Expr::Constant {
                value: Constant::None | Constant::True | Constant::False,
                ..
            } | Expr::GeneratorExp { .. }
                | Expr::Compare { .. }
                | Expr::BoolOp { .. }
                | Expr::IfExp { .. }
                | Expr::Lambda { .. }
        )
    }

    /// Reports the one name that is no keyword and still cannot be bound.
    pub fn check_binding(&mut self, ident: Ident) {
        self.check_debug(ident, "cannot assign to __debug__");
    }

    fn check_debug(&mut self, ident: Ident, message: &str) {
        if self.ast.name(ident.name) == "__debug__" {
            self.error(Code::InvalidTarget, ident.span, message);
        }
    }

    /// The word for an expression in messages.
    pub fn describe(&self, expr: ExprId) -> &'static str {
        match &self.ast[expr] {
            Expr::BoolOp { .. } | Expr::BinOp { .. } | Expr::UnaryOp { .. } => "expression",
            Expr::NamedExpr { .. } => "named expression",
            Expr::Lambda { .. } => "lambda",
            Expr::IfExp { .. } => "conditional expression",
            Expr::Dict { .. } => "dict literal",
            Expr::Set { .. } => "set display",
            Expr::ListComp { .. } => "list comprehension",
            Expr::SetComp { .. } => "set comprehension",
            Expr::DictComp { .. } => "dict comprehension",
            Expr::GeneratorExp { .. } => "generator expression",
            Expr::Await { .. } => "await expression",
            Expr::Yield { .. } | Expr::YieldFrom { .. } => "yield expression",
            Expr::Compare { .. } => "comparison",
            Expr::Call { .. } => "function call",
            Expr::FormattedValue { .. } | Expr::JoinedStr { .. } => "f-string expression",
            Expr::Interpolation { .. } | Expr::TemplateStr { .. } => "t-string expression",
            Expr::Constant { value, .. } => match value {
                Constant::None => "None",
                Constant::True => "True",
                Constant::False => "False",
                Constant::Ellipsis => "ellipsis",
                _ => "literal",
            },
            Expr::Attribute { .. } => "attribute",
            Expr::Subscript { .. } => "subscript",
            Expr::Starred { .. } => "starred",
            Expr::Name { .. } => "name",
            Expr::List { .. } => "list",
            Expr::Tuple { .. } => "tuple",
            Expr::Slice { .. } => "slice",
        }
    }
}
