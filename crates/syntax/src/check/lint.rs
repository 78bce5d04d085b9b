//! What Python accepts with a `SyntaxWarning`, because it hardly does what was meant.

use mpf_diagnostics::{Code, Diagnostic, Span};

use super::Checker;
use crate::ast::*;

/// The type of a literal whose value is plain from the text.
fn literal_type(expr: &Expr) -> Option<&'static str> {
    Some(match expr {
        Expr::Constant { value, .. } => match value {
            Constant::None => "NoneType",
            Constant::True | Constant::False => "bool",
            Constant::Ellipsis => "ellipsis",
            Constant::Int(_) => "int",
            Constant::Float(_) => "float",
            Constant::Imag(_) => "complex",
            Constant::Str(_) | Constant::StrSurrogates(_) => "str",
            Constant::Bytes(_) => "bytes",
        },
        Expr::Tuple { .. } => "tuple",
        Expr::List { .. } | Expr::ListComp { .. } => "list",
        Expr::Dict { .. } | Expr::DictComp { .. } => "dict",
        Expr::Set { .. } | Expr::SetComp { .. } => "set",
        Expr::GeneratorExp { .. } => "generator",
        Expr::JoinedStr { .. } => "str",
        Expr::TemplateStr { .. } => "string.templatelib.Template",
        Expr::Lambda { .. } => "function",
        _ => return None,
    })
}

impl Checker<'_> {
    fn warn(&mut self, span: Span, message: String) {
        let diagnostic = Diagnostic::new(Code::SuspiciousSyntax, message).at(span);
        self.out.push(diagnostic);
    }

    pub(super) fn call_of_literal(&mut self, func: ExprId, span: Span) {
        if let Some(name) = literal_type(&self.ast[func])
            && name != "function"
        {
            let message = format!("'{name}' object is not callable; perhaps you missed a comma?");
            self.warn(span, message);
        }
    }

    pub(super) fn subscript_of_literal(&mut self, value: ExprId, span: Span) {
        if let Some(name) = literal_type(&self.ast[value])
            && !matches!(name, "str" | "bytes" | "tuple" | "list" | "dict")
        {
            let message =
                format!("'{name}' object is not subscriptable; perhaps you missed a comma?");
            self.warn(span, message);
        }
    }

    pub(super) fn identity_of_literal(
        &mut self,
        left: ExprId,
        ops: &[CmpOp],
        comparators: &[ExprId],
        span: Span,
    ) {
        let mut before = left;
        for (op, &after) in ops.iter().zip(comparators) {
            let (word, instead) = match op {
                CmpOp::Is => ("is", "=="),
                CmpOp::IsNot => ("is not", "!="),
                _ => {
                    before = after;
                    continue;
                }
            };
            let is_value = |expr: ExprId| match &self.ast[expr] {
                Expr::Constant { value, .. } => !matches!(
                    value,
                    Constant::None | Constant::True | Constant::False | Constant::Ellipsis
                ),
                _ => false,
            };
            if let Some(expr) = [before, after].into_iter().find(|&e| is_value(e)) {
                let name = literal_type(&self.ast[expr]).unwrap_or("a");
                let message =
                    format!("\"{word}\" with '{name}' literal. Did you mean \"{instead}\"?");
                self.warn(span, message);
                return;
            }
            before = after;
        }
    }

    pub(super) fn finally_jump(&mut self, span: Span, word: &str) {
        self.warn(span, format!("'{word}' in a 'finally' block"));
    }
}
