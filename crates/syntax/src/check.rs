//! placeholder
use crate::ast::Ast;
use mpf_diagnostics::Diagnostic;
pub(crate) fn check(_ast: &Ast, _out: &mut Vec<Diagnostic>) {}
