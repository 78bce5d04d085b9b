//! The fields of one node: how each kind of value is written, what is left out, and the places at the end.

use super::{Dumper, Shape, Work};
use crate::ast::*;
use crate::repr;
use crate::visit::Node;

pub(super) type Place = Option<mpf_diagnostics::Span>;

/// The fields of one node, collected in order and then put on the stack of work in reverse.
pub(super) struct Fields<'d, 'a> {
    dumper: &'d mut Dumper<'a>,
    pub(super) parts: Vec<Work>,
    first: bool,
    /// Printed in the shape of 3.11.
    old: bool,
}

impl<'a> Dumper<'a> {
    pub(super) fn fields<'d>(&'d mut self, class: &str) -> Fields<'d, 'a> {
        let old = self.options.shape == Shape::Python311;
        Fields {
            dumper: self,
            parts: vec![Work::Text(format!("{class}("))],
            first: true,
            old,
        }
    }
}

impl<'d, 'a> Fields<'d, 'a> {
    pub(super) fn key(&mut self, key: &str) {
        let separator = if self.first { "" } else { ", " };
        self.first = false;
        self.parts.push(Work::Text(format!("{separator}{key}=")));
    }

    pub(super) fn text(&mut self, key: &str, text: String) {
        self.work(key, Work::Text(text));
    }

    pub(super) fn work(&mut self, key: &str, work: Work) {
        self.key(key);
        self.parts.push(work);
    }

    pub(super) fn node(&mut self, key: &str, node: Node) {
        self.work(key, Work::Node(node));
    }

    pub(super) fn expr(&mut self, key: &str, id: ExprId) {
        self.node(key, Node::Expr(id));
    }

    pub(super) fn opt_expr(&mut self, key: &str, id: Option<ExprId>) {
        if let Some(id) = id {
            self.expr(key, id);
        }
    }

    pub(super) fn quoted(&self, name: Name) -> String {
        let mut out = String::new();
        repr::string(self.dumper.ast.name(name).chars().map(u32::from), &mut out);
        out
    }

    pub(super) fn name(&mut self, key: &str, name: Name) {
        let text = self.quoted(name);
        self.text(key, text);
    }

    pub(super) fn opt_name(&mut self, key: &str, name: Option<Ident>) {
        if let Some(name) = name {
            self.name(key, name.name);
        }
    }

    pub(super) fn names(&mut self, key: &str, names: &[Ident]) {
        self.list(key, names, |f, name| vec![Work::Text(f.quoted(name.name))]);
    }

    pub(super) fn ctx(&mut self, ctx: ExprContext) {
        self.text("ctx", format!("{ctx:?}()"));
    }

    pub(super) fn conversion(&mut self, conversion: Option<Conversion>) {
        let code = match conversion {
            None => "-1",
            Some(Conversion::Str) => "115",
            Some(Conversion::Repr) => "114",
            Some(Conversion::Ascii) => "97",
        };
        self.text("conversion", code.into());
    }

    pub(super) fn always_empty_list(&mut self, key: &str) {
        self.list(key, &[(); 0], |_, ()| Vec::new());
    }

    pub(super) fn list<T>(
        &mut self,
        key: &str,
        items: &[T],
        mut each: impl FnMut(&mut Self, &T) -> Vec<Work>,
    ) {
        if items.is_empty() && !self.old {
            return;
        }
        self.key(key);
        self.parts.push(Work::Text("[".into()));
        for (i, item) in items.iter().enumerate() {
            if i > 0 {
                self.parts.push(Work::Text(", ".into()));
            }
            let mut works = each(self, item);
            self.parts.append(&mut works);
        }
        self.parts.push(Work::Text("]".into()));
    }

    pub(super) fn exprs(&mut self, key: &str, ids: &[ExprId]) {
        self.list(key, ids, |_, id| vec![Work::Node(Node::Expr(*id))]);
    }

    pub(super) fn stmts(&mut self, key: &str, ids: &[StmtId]) {
        self.list(key, ids, |_, id| vec![Work::Node(Node::Stmt(*id))]);
    }

    pub(super) fn patterns(&mut self, key: &str, ids: &[PatternId]) {
        self.list(key, ids, |_, id| vec![Work::Node(Node::Pattern(*id))]);
    }

    /// A node that is no node of an arena.
    pub(super) fn inner(&mut self, class: &str) -> Fields<'_, 'a> {
        self.dumper.fields(class)
    }

    pub(super) fn aliases(&mut self, aliases: &[Alias]) {
        self.list("names", aliases, |f, alias| {
            let mut g = f.inner("alias");
            g.name("name", alias.name);
            g.opt_name("asname", alias.asname);
            g.finish(Some(alias.span))
        });
    }

    pub(super) fn keywords(&mut self, keywords: &[Keyword]) {
        self.list("keywords", keywords, |f, keyword| {
            let mut g = f.inner("keyword");
            g.opt_name("arg", keyword.arg);
            g.expr("value", keyword.value);
            g.finish(Some(keyword.span))
        });
    }

    pub(super) fn generators(&mut self, generators: &[Comprehension]) {
        self.list("generators", generators, |f, generator| {
            let mut g = f.inner("comprehension");
            g.expr("target", generator.target);
            g.expr("iter", generator.iter);
            g.exprs("ifs", &generator.ifs);
            g.text("is_async", u8::from(generator.is_async).to_string());
            g.finish(None)
        });
    }

    pub(super) fn arg(&mut self, arg: &Arg) -> Vec<Work> {
        let mut g = self.inner("arg");
        g.name("arg", arg.arg);
        g.opt_expr("annotation", arg.annotation);
        g.finish(Some(arg.span))
    }

    pub(super) fn opt_arg(&mut self, key: &str, arg: &Option<Arg>) {
        if let Some(arg) = arg {
            let mut works = self.arg(arg);
            self.key(key);
            self.parts.append(&mut works);
        }
    }

    pub(super) fn arguments(&mut self, args: &Arguments) {
        let mut g = self.inner("arguments");
        g.list("posonlyargs", &args.posonlyargs, |g, arg| g.arg(arg));
        g.list("args", &args.args, |g, arg| g.arg(arg));
        g.opt_arg("vararg", &args.vararg);
        g.list("kwonlyargs", &args.kwonlyargs, |g, arg| g.arg(arg));
        g.list("kw_defaults", &args.kw_defaults, |_, default| {
            vec![match default {
                Some(id) => Work::Node(Node::Expr(*id)),
                None => Work::Text("None".into()),
            }]
        });
        g.opt_arg("kwarg", &args.kwarg);
        g.exprs("defaults", &args.defaults);
        let mut works = g.finish(None);
        self.key("args");
        self.parts.append(&mut works);
    }

    pub(super) fn type_params(&mut self, params: &[TypeParam]) {
        if self.old {
            return;
        }
        self.list("type_params", params, |f, param| {
            let (class, bound) = match param.kind {
                TypeParamKind::TypeVar { bound } => ("TypeVar", bound),
                TypeParamKind::ParamSpec => ("ParamSpec", None),
                TypeParamKind::TypeVarTuple => ("TypeVarTuple", None),
            };
            let mut g = f.inner(class);
            g.name("name", param.name.name);
            g.opt_expr("bound", bound);
            g.opt_expr("default_value", param.default_value);
            g.finish(Some(param.span))
        });
    }

    pub(super) fn finish(self, place: Place) -> Vec<Work> {
        self.close(place).0
    }

    pub(super) fn close(mut self, place: Place) -> (Vec<Work>, &'d mut Dumper<'a>) {
        let shown = !self.old || self.dumper.in_fstring == 0;
        if let (Some(span), Some(lines), true) = (place, &self.dumper.lines, shown) {
            let place = |offset: u32| {
                let (line, column) = lines.line_column(offset);
                let bom = if line == 1 { self.dumper.bom } else { 0 };
                (line, column.saturating_sub(bom))
            };
            let (line, column) = place(span.start);
            let (end_line, end_column) = place(span.end);
            let separator = if self.first { "" } else { ", " };
            self.parts.push(Work::Text(format!(
                "{separator}lineno={line}, col_offset={column}, end_lineno={end_line}, end_col_offset={end_column}"
            )));
        }
        self.parts.push(Work::Text(")".into()));
        (self.parts, self.dumper)
    }

    /// Puts the parts on the stack of work, the first on top.
    pub(super) fn end(self, place: Place) {
        let mut stack = std::mem::take(&mut self.dumper.work);
        let (parts, dumper) = self.close(place);
        stack.extend(parts.into_iter().rev());
        dumper.work = stack;
    }
}
