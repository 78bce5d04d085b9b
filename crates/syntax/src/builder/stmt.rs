//! Simple statements and the headers of compound ones. (Language reference, sections 7 and 8.)

use mpf_diagnostics::{Code, Diagnostic};

use super::target::Use;
use super::*;

impl Builder<'_> {
    pub fn stmt(&mut self, stmt: Stmt, start: u32, end: u32) -> StmtId {
        let span = self.span(start, end);
        self.ast.add_stmt(stmt, span)
    }

    pub fn expr_stmt(&mut self, value: ExprId) -> Stmt {
        Stmt::Expr { value }
    }

    pub fn return_stmt(&mut self, value: Option<ExprId>) -> Stmt {
        Stmt::Return { value }
    }

    pub fn assign(&mut self, first: ExprId, mut rest: Vec<ExprId>) -> Stmt {
        // The grammar gives at least one right-hand side.
        let value = rest.pop().unwrap_or(first);
        let mut targets = vec![first];
        targets.append(&mut rest);
        for &target in &targets {
            if matches!(self.ast[target], Expr::Starred { .. }) {
                self.lone_stars.retain(|&s| s != target);
                let message = "starred assignment target must be in a list or tuple";
                self.error_at(Code::InvalidTarget, target, message);
            } else {
                self.store(target, Use::Assign);
            }
        }
        Stmt::Assign { targets, value }
    }

    pub fn aug_assign(&mut self, target: ExprId, op: Operator, value: ExprId) -> Stmt {
        match self.ast[target] {
            Expr::Name { .. } | Expr::Attribute { .. } | Expr::Subscript { .. } => {
                self.store(target, Use::AugAssign);
            }
            _ => {
                let what = self.describe(target);
                let message = format!("'{what}' is an illegal expression for augmented assignment");
                self.error_at(Code::InvalidTarget, target, message);
                self.lone_stars.retain(|&s| s != target);
            }
        }
        Stmt::AugAssign { target, op, value }
    }

    pub fn ann_assign(
        &mut self,
        target: ExprId,
        annotation: ExprId,
        value: Option<ExprId>,
    ) -> Stmt {
        let message = match self.ast[target] {
            Expr::Name { .. } | Expr::Attribute { .. } | Expr::Subscript { .. } => None,
            Expr::List { .. } => Some("only single target (not list) can be annotated"),
            Expr::Tuple { .. } => Some("only single target (not tuple) can be annotated"),
            _ => Some("illegal target for annotation"),
        };
        match message {
            Some(message) => self.error_at(Code::InvalidTarget, target, message),
            None => self.store(target, Use::Annotation),
        }
        self.lone_stars.retain(|&s| s != target);
        let simple =
            matches!(self.ast[target], Expr::Name { .. }) && !self.is_parenthesised(target);
        Stmt::AnnAssign {
            target,
            annotation,
            value,
            simple,
        }
    }

    pub fn delete(&mut self, targets: Vec<ExprId>) -> Stmt {
        for &target in &targets {
            self.store(target, Use::Delete);
        }
        Stmt::Delete { targets }
    }

    pub fn assert_stmt(&mut self, test: ExprId, msg: Option<ExprId>) -> Stmt {
        if let Expr::Tuple { elts, .. } = &self.ast[test]
            && !elts.is_empty()
        {
            let span = self.ast.span(test);
            self.diagnostics.push(
                Diagnostic::new(
                    Code::SuspiciousSyntax,
                    "assertion is always true, perhaps remove parentheses?",
                )
                .at(span),
            );
        }
        Stmt::Assert { test, msg }
    }

    pub fn dotted(&mut self, parts: Vec<Ident>, start: u32, end: u32) -> Ident {
        if let [only] = parts[..] {
            return only;
        }
        let names: Vec<&str> = parts.iter().map(|part| self.ast.name(part.name)).collect();
        let name = names.join(".");
        Ident {
            name: self.ast.intern(&name),
            span: self.span(start, end),
        }
    }

    pub fn alias(&mut self, name: Ident, asname: Option<Ident>, start: u32, end: u32) -> Alias {
        if let Some(ident) = asname {
            self.check_binding(ident);
        } else {
            self.check_binding(name);
        }
        Alias {
            span: self.span(start, end),
            name: name.name,
            asname,
        }
    }

    pub fn import_from(
        &mut self,
        (level, module): (u32, Option<Ident>),
        names: Vec<Alias>,
    ) -> Stmt {
        Stmt::ImportFrom {
            module,
            names,
            level,
        }
    }

    pub fn import_star(&mut self, from: (u32, Option<Ident>), start: u32, end: u32) -> Stmt {
        let star = Alias {
            span: self.span(start, end),
            name: self.ast.intern("*"),
            asname: None,
        };
        self.import_from(from, vec![star])
    }

    pub fn type_alias(
        &mut self,
        name: Ident,
        type_params: Option<Vec<TypeParam>>,
        value: ExprId,
    ) -> Stmt {
        self.check_binding(name);
        let id = Expr::Name {
            id: name.name,
            ctx: ExprContext::Store,
        };
        Stmt::TypeAlias {
            name: self.ast.add_expr(id, name.span),
            type_params: type_params.unwrap_or_default(),
            value,
        }
    }

    pub fn for_header(&mut self, is_async: bool, target: ExprId, iter: ExprId) -> Header {
        self.store_loop_target(target);
        Header::For {
            is_async,
            target,
            iter,
        }
    }

    pub fn with_as(&mut self, context_expr: ExprId, target: ExprId) -> WithItem {
        if matches!(self.ast[target], Expr::Starred { .. }) {
            let message = "starred assignment target must be in a list or tuple";
            self.error_at(Code::InvalidTarget, target, message);
        } else {
            self.store(target, Use::With);
        }
        WithItem {
            context_expr,
            optional_vars: Some(target),
        }
    }

    /// A single tuple in parentheses is a list of context managers, if each could be one.
    pub fn with_header(&mut self, is_async: bool, items: Vec<WithItem>) -> Header {
        if let [only] = &items[..]
            && only.optional_vars.is_none()
            && let Expr::Tuple { elts, .. } = &self.ast[only.context_expr]
            && !elts.is_empty()
            && elts.iter().all(|&e| self.may_be_item(e))
            && !self.is_parenthesised(only.context_expr)
            && self.opens_with_parenthesis(only.context_expr)
        {
            let items = elts.iter().map(|&context_expr| WithItem {
                context_expr,
                optional_vars: None,
            });
            return Header::With {
                is_async,
                items: items.collect(),
            };
        }
        Header::With { is_async, items }
    }

    fn may_be_item(&self, expr: ExprId) -> bool {
        match self.ast[expr] {
            Expr::Starred { .. } => false,
            Expr::NamedExpr { .. } => self.is_parenthesised(expr),
            _ => true,
        }
    }

    fn opens_with_parenthesis(&self, expr: ExprId) -> bool {
        self.text[self.ast.span(expr).start as usize..].starts_with('(')
    }

    pub fn except(
        &mut self,
        is_star: bool,
        types: ExceptTypes,
        name: Option<Ident>,
        start: u32,
        end: u32,
    ) -> Header {
        let type_ = match types {
            ExceptTypes::One(type_) => type_,
            ExceptTypes::Many(type_) => {
                if name.is_some() {
                    let span = self.span(start, end);
                    let message = "multiple exception types must be parenthesized when using 'as'";
                    self.error(Code::InvalidExcept, span, message);
                }
                type_
            }
        };
        if let Some(name) = name {
            self.check_binding(name);
        }
        Header::Except {
            is_star,
            type_: Some(type_),
            name,
        }
    }

    pub fn def_header(
        &mut self,
        is_async: bool,
        name: Ident,
        type_params: Option<Vec<TypeParam>>,
        params: Option<Vec<Param>>,
        returns: Option<ExprId>,
    ) -> Header {
        self.check_binding(name);
        Header::Def {
            is_async,
            name,
            type_params: type_params.unwrap_or_default(),
            args: Box::new(self.arguments(params.unwrap_or_default(), "function definition")),
            returns,
        }
    }

    pub fn class_header(
        &mut self,
        name: Ident,
        type_params: Option<Vec<TypeParam>>,
        arguments: Option<Option<Vec<Argument>>>,
    ) -> Header {
        self.check_binding(name);
        let arguments = arguments.flatten().unwrap_or_default();
        for argument in &arguments {
            if let Argument::Generator(generator) = argument {
                let message = "a generator expression cannot be a base class";
                self.error_at(Code::InvalidArguments, *generator, message);
            }
        }
        let (bases, keywords) = self.sort_arguments(arguments);
        Header::Class {
            name,
            type_params: type_params.unwrap_or_default(),
            bases,
            keywords,
        }
    }
}
