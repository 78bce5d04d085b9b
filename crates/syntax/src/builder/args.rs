//! Parameters of functions, arguments of calls, type parameters. The grammar takes them in any order; the
//! rules of order are here. (Language reference, sections 6.3.4, 8.7 and 8.10.)

use mpf_diagnostics::Code;

use super::*;

impl Builder<'_> {
    pub fn param(
        &mut self,
        kind: ParamKind,
        name: Option<Ident>,
        annotation: Option<ExprId>,
        default: Option<ExprId>,
        start: u32,
        end: u32,
    ) -> Param {
        Param {
            kind,
            name,
            annotation,
            default,
            span: self.span(start, end),
        }
    }

    /// Sorts parameters into their kinds. `place` ends the message about a name that occurs twice.
    pub fn arguments(&mut self, params: Vec<Param>, place: &str) -> Arguments {
        let mut out = Arguments::default();
        let mut star: Option<Span> = None;
        let mut seen_slash = false;
        let mut names = std::collections::HashSet::new();
        for param in params {
            let span = param.span;
            if out.kwarg.is_some() {
                let message = "parameters cannot follow var-keyword parameter";
                self.error(Code::InvalidParameters, span, message);
                break;
            }
            let arg = param.name.map(|name| {
                self.check_binding(name);
                if !names.insert(name.name) {
                    let text = self.ast.name(name.name);
                    let message = format!("duplicate parameter '{text}' in {place}");
                    self.error(Code::InvalidParameters, name.span, message);
                }
                Arg {
                    span,
                    arg: name.name,
                    annotation: param.annotation,
                }
            });
            match (param.kind, arg) {
                (ParamKind::Plain, Some(arg)) if star.is_some() => {
                    out.kwonlyargs.push(arg);
                    out.kw_defaults.push(param.default);
                }
                (ParamKind::Plain, Some(arg)) => {
                    out.args.push(arg);
                    match param.default {
                        Some(default) => out.defaults.push(default),
                        None if !out.defaults.is_empty() => {
                            let message =
                                "parameter without a default follows parameter with a default";
                            self.error(Code::InvalidParameters, span, message);
                        }
                        None => {}
                    }
                }
                (ParamKind::Star, arg) => {
                    if star.is_some() {
                        let message = "* may appear only once";
                        self.error(Code::InvalidParameters, span, message);
                    }
                    if let Some(default) = param.default {
                        let message = "var-positional parameter cannot have default value";
                        self.error_at(Code::InvalidParameters, default, message);
                    }
                    star = star.or(Some(span));
                    out.vararg = out.vararg.take().or(arg);
                }
                (ParamKind::DoubleStar, arg) => {
                    if let Some(default) = param.default {
                        let message = "var-keyword parameter cannot have default value";
                        self.error_at(Code::InvalidParameters, default, message);
                    }
                    out.kwarg = arg;
                }
                (ParamKind::Slash, _) => {
                    let message = if seen_slash {
                        Some("/ may appear only once")
                    } else if star.is_some() {
                        Some("/ must be ahead of *")
                    } else if out.args.is_empty() {
                        Some("at least one parameter must precede /")
                    } else {
                        None
                    };
                    if let Some(message) = message {
                        self.error(Code::InvalidParameters, span, message);
                    } else {
                        out.posonlyargs = std::mem::take(&mut out.args);
                    }
                    seen_slash = true;
                }
                (ParamKind::Plain, None) => {}
            }
        }
        if let Some(star) = star
            && out.vararg.is_none()
            && out.kwonlyargs.is_empty()
        {
            let message = "named parameters must follow bare *";
            self.error(Code::InvalidParameters, star, message);
        }
        out
    }

    pub fn keyword(&mut self, name: ExprId, value: ExprId, start: u32, end: u32) -> Argument {
        let span = self.span(start, end);
        match &self.ast[name] {
            Expr::Name { id, .. } if !self.is_parenthesised(name) => {
                let ident = Ident {
                    name: *id,
                    span: self.ast.span(name),
                };
                self.check_binding(ident);
                Argument::Keyword(Keyword {
                    span,
                    arg: Some(ident),
                    value,
                })
            }
            Expr::Constant {
                value: Constant::None | Constant::True | Constant::False,
                ..
            } => {
                let message = format!("cannot assign to {}", self.describe(name));
                self.error_at(Code::InvalidArguments, name, message);
                Argument::Positional(value)
            }
            _ => {
                let message = "expression cannot contain assignment, perhaps you meant \"==\"?";
                self.error(Code::InvalidArguments, span, message);
                Argument::Positional(value)
            }
        }
    }

    pub fn call(
        &mut self,
        func: ExprId,
        arguments: Option<Vec<Argument>>,
        paren: u32,
        start: u32,
        end: u32,
    ) -> ExprId {
        let arguments = arguments.unwrap_or_default();
        let sole = arguments.len() == 1;
        for argument in &arguments {
            let &Argument::Generator(generator) = argument else {
                continue;
            };
            if sole && !self.has_comma(self.ast.span(generator).end, end) {
                // Its parentheses are those of the call.
                let span = self.span(paren, end);
                self.ast.set_span(generator, span);
            } else {
                let message = "Generator expression must be parenthesized";
                self.error_at(Code::InvalidArguments, generator, message);
            }
        }
        let (args, keywords) = self.sort_arguments(arguments);
        let call = Expr::Call {
            func,
            args,
            keywords,
        };
        self.expr(call, start, end)
    }

    /// Whether a comma stands between the places, outside of comments.
    fn has_comma(&self, from: u32, to: u32) -> bool {
        let between = &self.text[from as usize..to as usize];
        between.split(['\n', '\r']).any(|line| {
            line.split('#')
                .next()
                .is_some_and(|code| code.contains(','))
        })
    }

    pub fn sort_arguments(&mut self, arguments: Vec<Argument>) -> (Vec<ExprId>, Vec<Keyword>) {
        let mut args = Vec::new();
        let mut keywords: Vec<Keyword> = Vec::new();
        let mut seen = std::collections::HashSet::new();
        let mut unpacked = false;
        for argument in arguments {
            match argument {
                Argument::Positional(arg) | Argument::Generator(arg) => {
                    let starred = matches!(self.ast[arg], Expr::Starred { .. });
                    let message = match (unpacked, starred) {
                        (true, true) => {
                            Some("iterable argument unpacking follows keyword argument unpacking")
                        }
                        (true, false) => {
                            Some("positional argument follows keyword argument unpacking")
                        }
                        (false, false) if !keywords.is_empty() => {
                            Some("positional argument follows keyword argument")
                        }
                        _ => None,
                    };
                    if let Some(message) = message {
                        self.error_at(Code::InvalidArguments, arg, message);
                    }
                    args.push(arg);
                }
                Argument::Keyword(keyword) => {
                    if let Some(name) = keyword.arg
                        && !seen.insert(name.name)
                    {
                        let text = self.ast.name(name.name);
                        let message = format!("keyword argument repeated: {text}");
                        self.error(Code::InvalidArguments, keyword.span, message);
                    }
                    keywords.push(keyword);
                }
                Argument::DoubleStar(value, start, end) => {
                    unpacked = true;
                    keywords.push(Keyword {
                        span: self.span(start, end),
                        arg: None,
                        value,
                    });
                }
            }
        }
        (args, keywords)
    }

    pub fn type_var(
        &mut self,
        name: Ident,
        bound: Option<ExprId>,
        default: Option<ExprId>,
        start: u32,
        end: u32,
    ) -> TypeParam {
        self.no_star_default(default);
        self.type_param(name, TypeParamKind::TypeVar { bound }, default, start, end)
    }

    pub fn type_var_tuple(
        &mut self,
        name: Ident,
        bound: Option<ExprId>,
        default: Option<ExprId>,
        start: u32,
        end: u32,
    ) -> TypeParam {
        self.no_bound(bound, "TypeVarTuple");
        self.type_param(name, TypeParamKind::TypeVarTuple, default, start, end)
    }

    pub fn param_spec(
        &mut self,
        name: Ident,
        bound: Option<ExprId>,
        default: Option<ExprId>,
        start: u32,
        end: u32,
    ) -> TypeParam {
        self.no_bound(bound, "ParamSpec");
        self.no_star_default(default);
        self.type_param(name, TypeParamKind::ParamSpec, default, start, end)
    }

    fn type_param(
        &mut self,
        name: Ident,
        kind: TypeParamKind,
        default_value: Option<ExprId>,
        start: u32,
        end: u32,
    ) -> TypeParam {
        self.check_binding(name);
        TypeParam {
            span: self.span(start, end),
            name,
            kind,
            default_value,
        }
    }

    fn no_bound(&mut self, bound: Option<ExprId>, what: &str) {
        if let Some(bound) = bound {
            let rule = match self.ast[bound] {
                Expr::Tuple { .. } => "constraints",
                _ => "bound",
            };
            let message = format!("cannot use {rule} with {what}");
            self.error_at(Code::InvalidTypeParameter, bound, message);
        }
    }

    fn no_star_default(&mut self, default: Option<ExprId>) {
        if let Some(default) = default
            && matches!(self.ast[default], Expr::Starred { .. })
        {
            let message = "can't use starred expression here";
            self.error_at(Code::InvalidStar, default, message);
        }
    }

    pub fn type_params(&mut self, params: Vec<TypeParam>) -> Vec<TypeParam> {
        let mut names = std::collections::HashSet::new();
        let mut defaults = false;
        for param in &params {
            let text = self.ast.name(param.name.name).to_owned();
            if !names.insert(param.name.name) {
                let message = format!("duplicate type parameter '{text}'");
                self.error(Code::InvalidTypeParameter, param.name.span, message);
            }
            if param.default_value.is_some() {
                defaults = true;
            } else if defaults {
                let message =
                    format!("non-default type parameter '{text}' follows default type parameter");
                self.error(Code::InvalidTypeParameter, param.span, message);
            }
        }
        params
    }
}
