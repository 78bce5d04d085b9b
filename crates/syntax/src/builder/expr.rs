//! Expressions except strings. (Language reference, section 6.)

use mpf_diagnostics::Code;

use super::*;
use crate::number;

impl Builder<'_> {
    fn slice(&self, start: u32, end: u32) -> &str {
        &self.text[start as usize..end as usize]
    }

    pub fn name(&mut self, start: u32, end: u32) -> ExprId {
        let id = self.ident(start, end).name;
        let ctx = ExprContext::Load;
        self.expr(Expr::Name { id, ctx }, start, end)
    }

    pub fn constant(&mut self, value: Constant, start: u32, end: u32) -> ExprId {
        let kind_u = false;
        self.expr(Expr::Constant { value, kind_u }, start, end)
    }

    pub fn int(&mut self, start: u32, end: u32) -> ExprId {
        let value = number::integer(self.slice(start, end));
        self.constant(Constant::Int(value), start, end)
    }

    pub fn float(&mut self, start: u32, end: u32) -> ExprId {
        let value = number::float(self.slice(start, end));
        self.constant(Constant::Float(value), start, end)
    }

    pub fn imag(&mut self, start: u32, end: u32) -> ExprId {
        let value = number::float(self.slice(start, end));
        self.constant(Constant::Imag(value), start, end)
    }

    pub fn starred(&mut self, value: ExprId, start: u32, end: u32) -> ExprId {
        let ctx = ExprContext::Load;
        self.expr(Expr::Starred { value, ctx }, start, end)
    }

    pub fn lone_star(&mut self, star: ExprId) -> ExprId {
        self.lone_stars.push(star);
        star
    }

    pub fn plain_tuple(&mut self, elts: Vec<ExprId>, start: u32, end: u32) -> ExprId {
        let ctx = ExprContext::Load;
        self.expr(Expr::Tuple { elts, ctx }, start, end)
    }

    pub fn paren_tuple(&mut self, elts: Vec<ExprId>, start: u32, end: u32) -> ExprId {
        self.plain_tuple(elts, start, end)
    }

    pub fn paren(&mut self, inner: ExprId, start: u32, end: u32) -> ExprId {
        if matches!(self.ast[inner], Expr::Starred { .. }) {
            let span = self.span(start, end);
            self.error(
                Code::InvalidStar,
                span,
                "cannot use starred expression here",
            );
        }
        self.mark_parenthesised(inner);
        inner
    }

    pub fn list(&mut self, elts: Option<Vec<ExprId>>, start: u32, end: u32) -> ExprId {
        let elts = elts.unwrap_or_default();
        let ctx = ExprContext::Load;
        self.expr(Expr::List { elts, ctx }, start, end)
    }

    pub fn named(&mut self, target: ExprId, value: ExprId, start: u32, end: u32) -> ExprId {
        match &mut self.ast[target] {
            Expr::Name { id, ctx } => {
                *ctx = ExprContext::Store;
                let name = *id;
                let span = self.ast.span(target);
                self.check_binding(Ident { name, span });
                if self.is_parenthesised(target) {
                    let message = "the name in an assignment expression cannot have parentheses";
                    self.error(Code::InvalidTarget, span, message);
                }
            }
            _ => {
                let what = self.describe(target);
                let message = format!("cannot use assignment expressions with {what}");
                self.error_at(Code::InvalidTarget, target, message);
            }
        }
        self.expr(Expr::NamedExpr { target, value }, start, end)
    }

    pub fn lambda(
        &mut self,
        params: Option<Vec<Param>>,
        body: ExprId,
        start: u32,
        end: u32,
    ) -> ExprId {
        let args = self.arguments(params.unwrap_or_default(), "lambda expression");
        let args = Box::new(args);
        self.expr(Expr::Lambda { args, body }, start, end)
    }

    pub fn bool_op(
        &mut self,
        op: BoolOp,
        first: ExprId,
        mut values: Vec<ExprId>,
        start: u32,
        end: u32,
    ) -> ExprId {
        values.insert(0, first);
        self.expr(Expr::BoolOp { op, values }, start, end)
    }

    pub fn unary(&mut self, op: UnaryOp, operand: ExprId, start: u32, end: u32) -> ExprId {
        self.expr(Expr::UnaryOp { op, operand }, start, end)
    }

    pub fn compare(
        &mut self,
        left: ExprId,
        rest: Vec<(CmpOp, ExprId)>,
        start: u32,
        end: u32,
    ) -> ExprId {
        let (ops, comparators) = rest.into_iter().unzip();
        let compare = Expr::Compare {
            left,
            ops,
            comparators,
        };
        self.expr(compare, start, end)
    }

    pub fn attribute(&mut self, value: ExprId, attr: Ident, start: u32, end: u32) -> ExprId {
        let ctx = ExprContext::Load;
        self.expr(Expr::Attribute { value, attr, ctx }, start, end)
    }

    pub fn subscript(&mut self, value: ExprId, slice: ExprId, start: u32, end: u32) -> ExprId {
        let ctx = ExprContext::Load;
        self.expr(Expr::Subscript { value, slice, ctx }, start, end)
    }

    /// `a[*b]` subscribes with a tuple.
    pub fn single_subscript(&mut self, subscript: ExprId) -> ExprId {
        if matches!(self.ast[subscript], Expr::Starred { .. }) {
            let span = self.ast.span(subscript);
            return self.plain_tuple(vec![subscript], span.start, span.end);
        }
        subscript
    }

    pub fn comprehension(
        &mut self,
        is_async: bool,
        target: ExprId,
        iter: ExprId,
        ifs: Vec<ExprId>,
    ) -> Comprehension {
        self.store_loop_target(target);
        Comprehension {
            target,
            iter,
            ifs,
            is_async,
        }
    }

    fn no_star_element(&mut self, elt: ExprId) {
        if matches!(self.ast[elt], Expr::Starred { .. }) {
            let message = "iterable unpacking cannot be used in comprehension";
            self.error_at(Code::InvalidStar, elt, message);
        }
    }

    pub fn generator(
        &mut self,
        elt: ExprId,
        generators: Vec<Comprehension>,
        start: u32,
        end: u32,
    ) -> ExprId {
        self.no_star_element(elt);
        self.expr(Expr::GeneratorExp { elt, generators }, start, end)
    }

    pub fn list_comp(
        &mut self,
        elt: ExprId,
        generators: Vec<Comprehension>,
        start: u32,
        end: u32,
    ) -> ExprId {
        self.no_star_element(elt);
        self.expr(Expr::ListComp { elt, generators }, start, end)
    }

    pub fn brace_comp(
        &mut self,
        item: BraceItem,
        generators: Vec<Comprehension>,
        start: u32,
        end: u32,
    ) -> ExprId {
        let comp = match item {
            BraceItem::Element(elt) => {
                self.no_star_element(elt);
                Expr::SetComp { elt, generators }
            }
            BraceItem::Pair(key, value) => Expr::DictComp {
                key,
                value,
                generators,
            },
            BraceItem::DoubleStar(elt, from) => {
                let span = self.span(from, self.ast.span(elt).end);
                let message = "dict unpacking cannot be used in dict comprehension";
                self.error(Code::InvalidStar, span, message);
                Expr::SetComp { elt, generators }
            }
        };
        self.expr(comp, start, end)
    }

    pub fn braces(&mut self, items: Option<Vec<BraceItem>>, start: u32, end: u32) -> ExprId {
        let items = items.unwrap_or_default();
        if matches!(items.first(), Some(BraceItem::Element(_))) {
            return self.set(items, start, end);
        }
        let mut keys = Vec::with_capacity(items.len());
        let mut values = Vec::with_capacity(items.len());
        for item in items {
            match item {
                BraceItem::Pair(key, value) => {
                    keys.push(Some(key));
                    values.push(value);
                }
                BraceItem::DoubleStar(value, _) => {
                    keys.push(None);
                    values.push(value);
                }
                BraceItem::Element(key) => {
                    let message = "':' expected after dictionary key";
                    self.error_at(Code::ExpectedToken, key, message);
                    break;
                }
            }
        }
        self.expr(Expr::Dict { keys, values }, start, end)
    }

    fn set(&mut self, items: Vec<BraceItem>, start: u32, end: u32) -> ExprId {
        let mut elts = Vec::with_capacity(items.len());
        for item in items {
            match item {
                BraceItem::Element(elt) => elts.push(elt),
                BraceItem::Pair(wrong, _) | BraceItem::DoubleStar(wrong, _) => {
                    let message = "a dictionary entry cannot stand among the elements of a set";
                    self.error_at(Code::InvalidSyntax, wrong, message);
                    break;
                }
            }
        }
        self.expr(Expr::Set { elts }, start, end)
    }
}
