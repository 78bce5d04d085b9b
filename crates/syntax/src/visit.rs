//! The children of a node, in one place for every walk over a tree that does not care about their roles.
//!
//! A walk that recurses is safe: no tree is deeper than [`crate::MAX_DEPTH`].

use crate::ast::*;

/// A node of any arena.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Node {
    Stmt(StmtId),
    Expr(ExprId),
    Pattern(PatternId),
}

impl Ast {
    /// Calls `f` with each child of `node`, roughly in the order of the source.
    pub fn for_each_child(&self, node: Node, mut f: impl FnMut(Node)) {
        let f: &mut dyn FnMut(Node) = &mut f;
        match node {
            Node::Stmt(id) => stmt_children(&self[id], f),
            Node::Expr(id) => expr_children(&self[id], f),
            Node::Pattern(id) => pattern_children(&self[id], f),
        }
    }
}

type Visit<'f> = &'f mut dyn FnMut(Node);

fn exprs<'a>(ids: impl IntoIterator<Item = &'a ExprId>, f: Visit<'_>) {
    for &id in ids {
        f(Node::Expr(id));
    }
}

fn stmts(ids: &[StmtId], f: Visit<'_>) {
    for &id in ids {
        f(Node::Stmt(id));
    }
}

fn patterns(ids: &[PatternId], f: Visit<'_>) {
    for &id in ids {
        f(Node::Pattern(id));
    }
}

fn arguments(args: &Arguments, f: Visit<'_>) {
    let positional = args.posonlyargs.iter().chain(&args.args);
    for arg in positional
        .chain(&args.vararg)
        .chain(&args.kwonlyargs)
        .chain(&args.kwarg)
    {
        exprs(&arg.annotation, f);
    }
    exprs(&args.defaults, f);
    exprs(args.kw_defaults.iter().flatten(), f);
}

fn type_params(params: &[TypeParam], f: Visit<'_>) {
    for param in params {
        if let TypeParamKind::TypeVar { bound } = &param.kind {
            exprs(bound, f);
        }
        exprs(&param.default_value, f);
    }
}

fn keywords(keywords: &[Keyword], f: Visit<'_>) {
    for keyword in keywords {
        f(Node::Expr(keyword.value));
    }
}

fn comprehensions(generators: &[Comprehension], f: Visit<'_>) {
    for generator in generators {
        exprs([&generator.target, &generator.iter], f);
        exprs(&generator.ifs, f);
    }
}

fn stmt_children(stmt: &Stmt, f: Visit<'_>) {
    match stmt {
        Stmt::FunctionDef(def) | Stmt::AsyncFunctionDef(def) => {
            exprs(&def.decorator_list, f);
            type_params(&def.type_params, f);
            arguments(&def.args, f);
            exprs(&def.returns, f);
            stmts(&def.body, f);
        }
        Stmt::ClassDef(def) => {
            exprs(&def.decorator_list, f);
            type_params(&def.type_params, f);
            exprs(&def.bases, f);
            keywords(&def.keywords, f);
            stmts(&def.body, f);
        }
        Stmt::Return { value } => exprs(value, f),
        Stmt::Delete { targets } => exprs(targets, f),
        Stmt::Assign { targets, value } => {
            exprs(targets, f);
            exprs([value], f);
        }
        Stmt::TypeAlias {
            name,
            type_params: params,
            value,
        } => {
            exprs([name], f);
            type_params(params, f);
            exprs([value], f);
        }
        Stmt::AugAssign { target, value, .. } => exprs([target, value], f),
        Stmt::AnnAssign {
            target,
            annotation,
            value,
            ..
        } => {
            exprs([target, annotation], f);
            exprs(value, f);
        }
        Stmt::For {
            target,
            iter,
            body,
            orelse,
        }
        | Stmt::AsyncFor {
            target,
            iter,
            body,
            orelse,
        } => {
            exprs([target, iter], f);
            stmts(body, f);
            stmts(orelse, f);
        }
        Stmt::While { test, body, orelse } | Stmt::If { test, body, orelse } => {
            exprs([test], f);
            stmts(body, f);
            stmts(orelse, f);
        }
        Stmt::With { items, body } | Stmt::AsyncWith { items, body } => {
            for item in items {
                exprs([&item.context_expr], f);
                exprs(&item.optional_vars, f);
            }
            stmts(body, f);
        }
        Stmt::Match { subject, cases } => {
            exprs([subject], f);
            for case in cases {
                f(Node::Pattern(case.pattern));
                exprs(&case.guard, f);
                stmts(&case.body, f);
            }
        }
        Stmt::Raise { exc, cause } => {
            exprs(exc, f);
            exprs(cause, f);
        }
        Stmt::Try(node) | Stmt::TryStar(node) => {
            stmts(&node.body, f);
            for handler in &node.handlers {
                exprs(&handler.type_, f);
                stmts(&handler.body, f);
            }
            stmts(&node.orelse, f);
            stmts(&node.finalbody, f);
        }
        Stmt::Assert { test, msg } => {
            exprs([test], f);
            exprs(msg, f);
        }
        Stmt::Expr { value } => exprs([value], f),
        Stmt::Import { .. }
        | Stmt::ImportFrom { .. }
        | Stmt::Global { .. }
        | Stmt::Nonlocal { .. }
        | Stmt::Pass
        | Stmt::Break
        | Stmt::Continue
        | Stmt::Error => {}
    }
}

fn expr_children(expr: &Expr, f: Visit<'_>) {
    match expr {
        Expr::BoolOp { values, .. } | Expr::JoinedStr { values } | Expr::TemplateStr { values } => {
            exprs(values, f)
        }
        Expr::NamedExpr { target, value } => exprs([target, value], f),
        Expr::BinOp { left, right, .. } => exprs([left, right], f),
        Expr::UnaryOp { operand, .. } => exprs([operand], f),
        Expr::Lambda { args, body } => {
            arguments(args, f);
            exprs([body], f);
        }
        Expr::IfExp { test, body, orelse } => exprs([body, test, orelse], f),
        Expr::Dict { keys, values } => {
            for (key, value) in keys.iter().zip(values) {
                exprs(key, f);
                exprs([value], f);
            }
        }
        Expr::Set { elts } | Expr::List { elts, .. } | Expr::Tuple { elts, .. } => exprs(elts, f),
        Expr::ListComp { elt, generators }
        | Expr::SetComp { elt, generators }
        | Expr::GeneratorExp { elt, generators } => {
            exprs([elt], f);
            comprehensions(generators, f);
        }
        Expr::DictComp {
            key,
            value,
            generators,
        } => {
            exprs([key, value], f);
            comprehensions(generators, f);
        }
        Expr::Yield { value } => exprs(value, f),
        Expr::Await { value }
        | Expr::YieldFrom { value }
        | Expr::Attribute { value, .. }
        | Expr::Starred { value, .. } => exprs([value], f),
        Expr::Compare {
            left, comparators, ..
        } => {
            exprs([left], f);
            exprs(comparators, f);
        }
        Expr::Call {
            func,
            args,
            keywords: named,
        } => {
            exprs([func], f);
            exprs(args, f);
            keywords(named, f);
        }
        Expr::FormattedValue {
            value, format_spec, ..
        }
        | Expr::Interpolation {
            value, format_spec, ..
        } => {
            exprs([value], f);
            exprs(format_spec, f);
        }
        Expr::Subscript { value, slice, .. } => exprs([value, slice], f),
        Expr::Slice { lower, upper, step } => {
            for part in [lower, upper, step] {
                exprs(part, f);
            }
        }
        Expr::Constant { .. } | Expr::Name { .. } => {}
    }
}

fn pattern_children(pattern: &Pattern, f: Visit<'_>) {
    match pattern {
        Pattern::MatchValue { value } => exprs([value], f),
        Pattern::MatchSequence { patterns: parts } | Pattern::MatchOr { patterns: parts } => {
            patterns(parts, f);
        }
        Pattern::MatchMapping {
            keys,
            patterns: values,
            ..
        } => {
            exprs(keys, f);
            patterns(values, f);
        }
        Pattern::MatchClass {
            cls,
            patterns: positional,
            kwd_patterns,
            ..
        } => {
            exprs([cls], f);
            patterns(positional, f);
            patterns(kwd_patterns, f);
        }
        Pattern::MatchAs { pattern, .. } => {
            if let Some(pattern) = pattern {
                f(Node::Pattern(*pattern));
            }
        }
        Pattern::MatchSingleton { .. } | Pattern::MatchStar { .. } => {}
    }
}
