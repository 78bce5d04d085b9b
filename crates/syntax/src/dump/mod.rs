//! Trees and tokens as text. A tree is printed exactly as CPython's `ast.dump` does, so that the two can be
//! compared; the shape of 3.11 differs in a few fields.
//!
//! Works with a stack of its own: a deep tree needs no deep recursion.

mod fields;

use std::fmt::Write as _;

use crate::ast::*;
use crate::indent::Tokens;
use crate::lines::LineTable;
use crate::repr;
use crate::visit::Node;
use fields::Place;

/// Which CPython to print like.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Shape {
    /// Empty lists and absent fields are left out.
    #[default]
    Python314,
    /// No `type_params`; empty lists are shown; no places inside of f-strings, which 3.11 gets wrong.
    Python311,
}

#[derive(Clone, Copy, Debug, Default)]
pub struct DumpOptions {
    /// With `lineno`, `col_offset`, `end_lineno` and `end_col_offset`.
    pub attributes: bool,
    pub shape: Shape,
}

/// The text of a module, as `ast.dump(ast.parse(text), include_attributes=…)`. `text` is what was parsed.
pub fn dump(ast: &Ast, text: &str, options: DumpOptions) -> String {
    let mut dumper = Dumper {
        ast,
        options,
        lines: options.attributes.then(|| LineTable::new(text)),
        bom: if text.starts_with('\u{feff}') { 3 } else { 0 },
        out: String::new(),
        work: Vec::new(),
        in_fstring: 0,
    };
    let mut module = dumper.fields("Module");
    module.stmts("body", &ast.body);
    module.always_empty_list("type_ignores");
    module.end(None);
    dumper.run();
    dumper.out
}

/// One line for each token: place, kind, text.
pub fn dump_tokens(text: &str, tokens: &Tokens) -> String {
    let lines = LineTable::new(text);
    let mut out = String::new();
    for token in &tokens.tokens {
        let (line, column) = lines.line_column(token.start);
        let (end_line, end_column) = lines.line_column(token.end);
        let shown = &text[token.start as usize..token.end as usize];
        // Writing to a string cannot fail.
        let _ = writeln!(
            out,
            "{line},{column}-{end_line},{end_column}:\t{:?}\t{shown:?}",
            token.kind
        );
    }
    out
}

enum Work {
    Text(String),
    Node(Node),
    Constant(Constant),
    /// An f-string begins or ends here.
    FString(i32),
}

struct Dumper<'a> {
    ast: &'a Ast,
    options: DumpOptions,
    lines: Option<LineTable>,
    bom: u32,
    out: String,
    work: Vec<Work>,
    in_fstring: i32,
}

impl<'a> Dumper<'a> {
    fn run(&mut self) {
        while let Some(work) = self.work.pop() {
            match work {
                Work::Text(text) => self.out.push_str(&text),
                Work::Node(Node::Stmt(id)) => self.stmt(id),
                Work::Node(Node::Expr(id)) => self.expr(id),
                Work::Node(Node::Pattern(id)) => self.pattern(id),
                Work::FString(change) => self.in_fstring += change,
                Work::Constant(value) => repr::constant(&value, &mut self.out),
            }
        }
    }

    fn stmt(&mut self, id: StmtId) {
        let ast = self.ast;
        let span = Some(ast.span(id));
        match &ast[id] {
            Stmt::FunctionDef(def) => self.function("FunctionDef", def, span),
            Stmt::AsyncFunctionDef(def) => self.function("AsyncFunctionDef", def, span),
            Stmt::ClassDef(def) => {
                let mut f = self.fields("ClassDef");
                f.name("name", def.name.name);
                f.exprs("bases", &def.bases);
                f.keywords(&def.keywords);
                f.stmts("body", &def.body);
                f.exprs("decorator_list", &def.decorator_list);
                f.type_params(&def.type_params);
                f.end(span);
            }
            Stmt::Return { value } => {
                let mut f = self.fields("Return");
                f.opt_expr("value", *value);
                f.end(span);
            }
            Stmt::Delete { targets } => {
                let mut f = self.fields("Delete");
                f.exprs("targets", targets);
                f.end(span);
            }
            Stmt::Assign { targets, value } => {
                let mut f = self.fields("Assign");
                f.exprs("targets", targets);
                f.expr("value", *value);
                f.end(span);
            }
            Stmt::TypeAlias {
                name,
                type_params,
                value,
            } => {
                let mut f = self.fields("TypeAlias");
                f.expr("name", *name);
                f.type_params(type_params);
                f.expr("value", *value);
                f.end(span);
            }
            Stmt::AugAssign { target, op, value } => {
                let mut f = self.fields("AugAssign");
                f.expr("target", *target);
                f.text("op", format!("{op:?}()"));
                f.expr("value", *value);
                f.end(span);
            }
            Stmt::AnnAssign {
                target,
                annotation,
                value,
                simple,
            } => {
                let mut f = self.fields("AnnAssign");
                f.expr("target", *target);
                f.expr("annotation", *annotation);
                f.opt_expr("value", *value);
                f.text("simple", u8::from(*simple).to_string());
                f.end(span);
            }
            Stmt::For {
                target,
                iter,
                body,
                orelse,
            } => self.for_stmt("For", *target, *iter, body, orelse, span),
            Stmt::AsyncFor {
                target,
                iter,
                body,
                orelse,
            } => self.for_stmt("AsyncFor", *target, *iter, body, orelse, span),
            Stmt::While { test, body, orelse } => {
                let mut f = self.fields("While");
                f.expr("test", *test);
                f.stmts("body", body);
                f.stmts("orelse", orelse);
                f.end(span);
            }
            Stmt::If { test, body, orelse } => {
                let mut f = self.fields("If");
                f.expr("test", *test);
                f.stmts("body", body);
                f.stmts("orelse", orelse);
                f.end(span);
            }
            Stmt::With { items, body } => self.with("With", items, body, span),
            Stmt::AsyncWith { items, body } => self.with("AsyncWith", items, body, span),
            Stmt::Match { subject, cases } => {
                let mut f = self.fields("Match");
                f.expr("subject", *subject);
                f.list("cases", cases, |f, case| {
                    let mut g = f.inner("match_case");
                    g.node("pattern", Node::Pattern(case.pattern));
                    g.opt_expr("guard", case.guard);
                    g.stmts("body", &case.body);
                    g.finish(None)
                });
                f.end(span);
            }
            Stmt::Raise { exc, cause } => {
                let mut f = self.fields("Raise");
                f.opt_expr("exc", *exc);
                f.opt_expr("cause", *cause);
                f.end(span);
            }
            Stmt::Try(node) => self.try_stmt("Try", node, span),
            Stmt::TryStar(node) => self.try_stmt("TryStar", node, span),
            Stmt::Assert { test, msg } => {
                let mut f = self.fields("Assert");
                f.expr("test", *test);
                f.opt_expr("msg", *msg);
                f.end(span);
            }
            Stmt::Import { names } => {
                let mut f = self.fields("Import");
                f.aliases(names);
                f.end(span);
            }
            Stmt::ImportFrom {
                module,
                names,
                level,
            } => {
                let mut f = self.fields("ImportFrom");
                f.opt_name("module", *module);
                f.aliases(names);
                f.text("level", level.to_string());
                f.end(span);
            }
            Stmt::Global { names } => {
                let mut f = self.fields("Global");
                f.names("names", names);
                f.end(span);
            }
            Stmt::Nonlocal { names } => {
                let mut f = self.fields("Nonlocal");
                f.names("names", names);
                f.end(span);
            }
            Stmt::Expr { value } => {
                let mut f = self.fields("Expr");
                f.expr("value", *value);
                f.end(span);
            }
            Stmt::Pass => self.fields("Pass").end(span),
            Stmt::Break => self.fields("Break").end(span),
            Stmt::Continue => self.fields("Continue").end(span),
            Stmt::Error => self.fields("Error").end(span),
        }
    }

    fn function(&mut self, class: &str, def: &FunctionDef, span: Place) {
        let mut f = self.fields(class);
        f.name("name", def.name.name);
        f.arguments(&def.args);
        f.stmts("body", &def.body);
        f.exprs("decorator_list", &def.decorator_list);
        f.opt_expr("returns", def.returns);
        f.type_params(&def.type_params);
        f.end(span);
    }

    fn for_stmt(
        &mut self,
        class: &str,
        target: ExprId,
        iter: ExprId,
        body: &[StmtId],
        orelse: &[StmtId],
        span: Place,
    ) {
        let mut f = self.fields(class);
        f.expr("target", target);
        f.expr("iter", iter);
        f.stmts("body", body);
        f.stmts("orelse", orelse);
        f.end(span);
    }

    fn with(&mut self, class: &str, items: &[WithItem], body: &[StmtId], span: Place) {
        let mut f = self.fields(class);
        f.list("items", items, |f, item| {
            let mut g = f.inner("withitem");
            g.expr("context_expr", item.context_expr);
            g.opt_expr("optional_vars", item.optional_vars);
            g.finish(None)
        });
        f.stmts("body", body);
        f.end(span);
    }

    fn try_stmt(&mut self, class: &str, node: &Try, span: Place) {
        let mut f = self.fields(class);
        f.stmts("body", &node.body);
        f.list("handlers", &node.handlers, |f, handler| {
            let mut g = f.inner("ExceptHandler");
            g.opt_expr("type", handler.type_);
            g.opt_name("name", handler.name);
            g.stmts("body", &handler.body);
            g.finish(Some(handler.span))
        });
        f.stmts("orelse", &node.orelse);
        f.stmts("finalbody", &node.finalbody);
        f.end(span);
    }

    fn expr(&mut self, id: ExprId) {
        let ast = self.ast;
        let span = Some(ast.span(id));
        match &ast[id] {
            Expr::BoolOp { op, values } => {
                let mut f = self.fields("BoolOp");
                f.text("op", format!("{op:?}()"));
                f.exprs("values", values);
                f.end(span);
            }
            Expr::NamedExpr { target, value } => {
                let mut f = self.fields("NamedExpr");
                f.expr("target", *target);
                f.expr("value", *value);
                f.end(span);
            }
            Expr::BinOp { left, op, right } => {
                let mut f = self.fields("BinOp");
                f.expr("left", *left);
                f.text("op", format!("{op:?}()"));
                f.expr("right", *right);
                f.end(span);
            }
            Expr::UnaryOp { op, operand } => {
                let mut f = self.fields("UnaryOp");
                f.text("op", format!("{op:?}()"));
                f.expr("operand", *operand);
                f.end(span);
            }
            Expr::Lambda { args, body } => {
                let mut f = self.fields("Lambda");
                f.arguments(args);
                f.expr("body", *body);
                f.end(span);
            }
            Expr::IfExp { test, body, orelse } => {
                let mut f = self.fields("IfExp");
                f.expr("test", *test);
                f.expr("body", *body);
                f.expr("orelse", *orelse);
                f.end(span);
            }
            Expr::Dict { keys, values } => {
                let mut f = self.fields("Dict");
                f.list("keys", keys, |_, key| {
                    vec![match key {
                        Some(key) => Work::Node(Node::Expr(*key)),
                        None => Work::Text("None".into()),
                    }]
                });
                f.exprs("values", values);
                f.end(span);
            }
            Expr::Set { elts } => {
                let mut f = self.fields("Set");
                f.exprs("elts", elts);
                f.end(span);
            }
            Expr::ListComp { elt, generators } => self.comp("ListComp", *elt, generators, span),
            Expr::SetComp { elt, generators } => self.comp("SetComp", *elt, generators, span),
            Expr::GeneratorExp { elt, generators } => {
                self.comp("GeneratorExp", *elt, generators, span);
            }
            Expr::DictComp {
                key,
                value,
                generators,
            } => {
                let mut f = self.fields("DictComp");
                f.expr("key", *key);
                f.expr("value", *value);
                f.generators(generators);
                f.end(span);
            }
            Expr::Await { value } => {
                let mut f = self.fields("Await");
                f.expr("value", *value);
                f.end(span);
            }
            Expr::Yield { value } => {
                let mut f = self.fields("Yield");
                f.opt_expr("value", *value);
                f.end(span);
            }
            Expr::YieldFrom { value } => {
                let mut f = self.fields("YieldFrom");
                f.expr("value", *value);
                f.end(span);
            }
            Expr::Compare {
                left,
                ops,
                comparators,
            } => {
                let mut f = self.fields("Compare");
                f.expr("left", *left);
                f.list("ops", ops, |_, op| vec![Work::Text(format!("{op:?}()"))]);
                f.exprs("comparators", comparators);
                f.end(span);
            }
            Expr::Call {
                func,
                args,
                keywords,
            } => {
                let mut f = self.fields("Call");
                f.expr("func", *func);
                f.exprs("args", args);
                f.keywords(keywords);
                f.end(span);
            }
            Expr::FormattedValue {
                value,
                conversion,
                format_spec,
            } => {
                let mut f = self.fields("FormattedValue");
                f.expr("value", *value);
                f.conversion(*conversion);
                f.opt_expr("format_spec", *format_spec);
                f.end(span);
            }
            Expr::Interpolation {
                value,
                str,
                conversion,
                format_spec,
            } => {
                let mut f = self.fields("Interpolation");
                f.expr("value", *value);
                f.work("str", Work::Constant(Constant::Str(str.clone())));
                f.conversion(*conversion);
                f.opt_expr("format_spec", *format_spec);
                f.end(span);
            }
            Expr::JoinedStr { values } => {
                let mut f = self.fields("JoinedStr");
                f.parts.push(Work::FString(1));
                f.exprs("values", values);
                f.parts.push(Work::FString(-1));
                f.end(span);
            }
            Expr::TemplateStr { values } => {
                let mut f = self.fields("TemplateStr");
                f.exprs("values", values);
                f.end(span);
            }
            Expr::Constant { value, kind_u } => {
                let mut f = self.fields("Constant");
                f.work("value", Work::Constant(value.clone()));
                if *kind_u {
                    f.text("kind", "'u'".into());
                }
                f.end(span);
            }
            Expr::Attribute { value, attr, ctx } => {
                let mut f = self.fields("Attribute");
                f.expr("value", *value);
                f.name("attr", attr.name);
                f.ctx(*ctx);
                f.end(span);
            }
            Expr::Subscript { value, slice, ctx } => {
                let mut f = self.fields("Subscript");
                f.expr("value", *value);
                f.expr("slice", *slice);
                f.ctx(*ctx);
                f.end(span);
            }
            Expr::Starred { value, ctx } => {
                let mut f = self.fields("Starred");
                f.expr("value", *value);
                f.ctx(*ctx);
                f.end(span);
            }
            Expr::Name { id, ctx } => {
                let mut f = self.fields("Name");
                f.name("id", *id);
                f.ctx(*ctx);
                f.end(span);
            }
            Expr::List { elts, ctx } => {
                let mut f = self.fields("List");
                f.exprs("elts", elts);
                f.ctx(*ctx);
                f.end(span);
            }
            Expr::Tuple { elts, ctx } => {
                let mut f = self.fields("Tuple");
                f.exprs("elts", elts);
                f.ctx(*ctx);
                f.end(span);
            }
            Expr::Slice { lower, upper, step } => {
                let mut f = self.fields("Slice");
                f.opt_expr("lower", *lower);
                f.opt_expr("upper", *upper);
                f.opt_expr("step", *step);
                f.end(span);
            }
        }
    }

    fn comp(&mut self, class: &str, elt: ExprId, generators: &[Comprehension], span: Place) {
        let mut f = self.fields(class);
        f.expr("elt", elt);
        f.generators(generators);
        f.end(span);
    }

    fn pattern(&mut self, id: PatternId) {
        let ast = self.ast;
        let span = Some(ast.span(id));
        match &ast[id] {
            Pattern::MatchValue { value } => {
                let mut f = self.fields("MatchValue");
                f.expr("value", *value);
                f.end(span);
            }
            Pattern::MatchSingleton { value } => {
                let mut f = self.fields("MatchSingleton");
                f.work("value", Work::Constant(value.clone()));
                f.end(span);
            }
            Pattern::MatchSequence { patterns } => {
                let mut f = self.fields("MatchSequence");
                f.patterns("patterns", patterns);
                f.end(span);
            }
            Pattern::MatchMapping {
                keys,
                patterns,
                rest,
            } => {
                let mut f = self.fields("MatchMapping");
                f.exprs("keys", keys);
                f.patterns("patterns", patterns);
                f.opt_name("rest", *rest);
                f.end(span);
            }
            Pattern::MatchClass {
                cls,
                patterns,
                kwd_attrs,
                kwd_patterns,
            } => {
                let mut f = self.fields("MatchClass");
                f.expr("cls", *cls);
                f.patterns("patterns", patterns);
                f.names("kwd_attrs", kwd_attrs);
                f.patterns("kwd_patterns", kwd_patterns);
                f.end(span);
            }
            Pattern::MatchStar { name } => {
                let mut f = self.fields("MatchStar");
                f.opt_name("name", *name);
                f.end(span);
            }
            Pattern::MatchAs { pattern, name } => {
                let mut f = self.fields("MatchAs");
                if let Some(pattern) = pattern {
                    f.node("pattern", Node::Pattern(*pattern));
                }
                f.opt_name("name", *name);
                f.end(span);
            }
            Pattern::MatchOr { patterns } => {
                let mut f = self.fields("MatchOr");
                f.patterns("patterns", patterns);
                f.end(span);
            }
        }
    }
}
