//! How names are used in a scope, as far as `global`, `nonlocal` and `:=` care. (Language reference, sections
//! 4.2, 7.12 and 7.13.)
//!
//! Which scope a name belongs to is not decided here.

use std::collections::{HashMap, HashSet};

use mpf_diagnostics::{Code, Span};

use super::Checker;
use crate::ast::*;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ScopeKind {
    Module,
    Class,
    Function {
        is_async: bool,
    },
    Lambda,
    /// With the word for it.
    Comprehension(&'static str),
    /// With the words for where it is.
    Annotation(&'static str),
}

#[derive(Clone, Copy, Default)]
struct Uses {
    parameter: bool,
    read: bool,
    bound: bool,
    annotated: bool,
    global: bool,
    nonlocal: bool,
}

pub(super) struct Scope {
    pub kind: ScopeKind,
    pub is_generator: bool,
    /// The first `return` with a value.
    pub returns_value: Option<Span>,
    /// A comprehension that awaits.
    pub is_async: bool,
    /// How many iterables of comprehensions are being walked in this scope.
    pub in_iterable: u32,
    /// The variables of a comprehension's loops.
    pub loop_variables: HashSet<Name>,
    /// The names that `:=` in a comprehension has bound outside of it.
    pub named: HashSet<Name>,
    uses: HashMap<Name, Uses>,
}

impl Scope {
    pub fn new(kind: ScopeKind) -> Scope {
        Scope {
            kind,
            is_generator: false,
            returns_value: None,
            is_async: false,
            in_iterable: 0,
            loop_variables: HashSet::new(),
            named: HashSet::new(),
            uses: HashMap::new(),
        }
    }

    fn uses(&mut self, name: Name) -> &mut Uses {
        self.uses.entry(name).or_default()
    }

    pub fn parameter(&mut self, name: Name) {
        self.uses(name).parameter = true;
    }

    pub fn read(&mut self, name: Name) {
        self.uses(name).read = true;
    }

    pub fn bind(&mut self, name: Name) {
        self.uses(name).bound = true;
    }
}

impl Checker<'_> {
    pub(super) fn scope(&self) -> &Scope {
        &self.scopes[self.scopes.len() - 1]
    }

    pub(super) fn scope_mut(&mut self) -> &mut Scope {
        let last = self.scopes.len() - 1;
        &mut self.scopes[last]
    }

    pub(super) fn bind(&mut self, name: Name) {
        self.scope_mut().bind(name);
    }

    /// The target of an annotation without or with a value.
    pub(super) fn annotated(&mut self, target: ExprId, simple: bool) {
        let Expr::Name { id, .. } = self.ast[target] else {
            return;
        };
        let at_module = self.scopes.len() == 1;
        let uses = self.scope_mut().uses(id);
        uses.annotated = true;
        let (global, nonlocal) = (uses.global, uses.nonlocal);
        if simple && !at_module && (global || nonlocal) {
            let word = if global { "global" } else { "nonlocal" };
            let message = format!("annotated name '{}' can't be {word}", self.ast.name(id));
            self.error(Code::InvalidScopeStatement, self.ast.span(target), message);
        }
    }

    /// `global` or `nonlocal`.
    pub(super) fn declare(&mut self, names: &[Ident], global: bool) {
        let word = if global { "global" } else { "nonlocal" };
        for ident in names {
            let text = self.ast.name(ident.name);
            if !global && self.scopes.len() == 1 {
                let message = "nonlocal declaration not allowed at module level";
                self.error(Code::InvalidScopeStatement, ident.span, message);
                continue;
            }
            let uses = self.scope_mut().uses(ident.name);
            let message = if uses.parameter {
                Some(format!("name '{text}' is parameter and {word}"))
            } else if uses.annotated {
                Some(format!("annotated name '{text}' can't be {word}"))
            } else if uses.read {
                Some(format!("name '{text}' is used prior to {word} declaration"))
            } else if uses.bound {
                Some(format!(
                    "name '{text}' is assigned to before {word} declaration"
                ))
            } else if (global && uses.nonlocal) || (!global && uses.global) {
                Some(format!("name '{text}' is nonlocal and global"))
            } else {
                None
            };
            uses.global |= global;
            uses.nonlocal |= !global;
            if let Some(message) = message {
                self.error(Code::InvalidScopeStatement, ident.span, message);
            }
        }
    }

    /// The target of `:=`, which a comprehension binds in the scope around it.
    pub(super) fn named_target(&mut self, target: ExprId) {
        let Expr::Name { id, .. } = self.ast[target] else {
            return;
        };
        let span = self.ast.span(target);
        let text = self.ast.name(id);
        if self.scope().in_iterable > 0 {
            let message =
                "assignment expression cannot be used in a comprehension iterable expression";
            self.error(Code::InvalidTarget, span, message);
            return;
        }
        let innermost = self.scopes.len() - 1;
        for i in (0..=innermost).rev() {
            let scope = &mut self.scopes[i];
            match scope.kind {
                ScopeKind::Comprehension(_) => {
                    if scope.loop_variables.contains(&id) {
                        let message = format!(
                            "assignment expression cannot rebind comprehension iteration variable '{text}'"
                        );
                        self.error(Code::InvalidTarget, span, message);
                        return;
                    }
                    scope.named.insert(id);
                }
                ScopeKind::Class if i < innermost => {
                    let message = "assignment expression within a comprehension cannot be used in a class body";
                    self.error(Code::InvalidTarget, span, message);
                    return;
                }
                _ => {
                    scope.bind(id);
                    return;
                }
            }
        }
    }
}
