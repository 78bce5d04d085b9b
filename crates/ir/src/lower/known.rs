//! Names whose meaning is known while compiling: members of modules, builtins, `super()` in a method.

use mpf_bytecode::Opcode;
use mpf_bytecode::unit::Const;
use mpf_resolve::graph::ModuleKind;
use mpf_resolve::{Binding, ScopeKind};
use mpf_syntax::ast::{Expr, ExprId};

use super::Lower;
use super::assign::docstring;
use super::name::Place;
use crate::func::{Operand, VReg};

impl<'g> Lower<'_, 'g> {
    /// Attribute of a module that is known: a global of it, or a native member. False when it is not known.
    pub(super) fn module_attribute(&mut self, value: ExprId, name: &str, dst: VReg) -> bool {
        let graph = self.cx.graph;
        let Some(target) = graph.module_of_expr(self.module, self.scope, value) else {
            return false;
        };
        let module = graph.module(target);
        match module.kind {
            ModuleKind::Native => {
                let member = self
                    .cx
                    .world
                    .members(&module.name)
                    .is_some_and(|m| m.contains(&name));
                if !member || module.outside.contains(name) {
                    return false;
                }
                self.load_const(dst, Const::Native(module.name.clone(), name.into()));
                true
            }
            ModuleKind::Source { .. } if name == "__doc__" && !graph.binds(target, name) => {
                let doc = graph
                    .source(target)
                    .and_then(|(ast, _)| docstring(ast, &ast.body));
                self.load_const(dst, doc.map_or(Const::None, Const::Str));
                true
            }
            ModuleKind::Source { .. } => match graph.global(target, name) {
                Some(id)
                    if graph.surely_bound(target, name) && !graph.in_cycle(self.module, target) =>
                {
                    self.load_global(dst, id);
                    true
                }
                _ => false,
            },
        }
    }

    /// The builtin that `e` names here, if nothing shadows it.
    pub(super) fn builtin_name(&mut self, e: ExprId) -> Option<&'g str> {
        let Expr::Name { id, .. } = self.ast[e] else {
            return None;
        };
        let name = self.mangled(id);
        match self.place_is_builtin(&name) {
            true => Some(self.text(id)),
            false => None,
        }
    }

    pub(super) fn place_is_builtin(&mut self, name: &str) -> bool {
        let global = match self.names.table.binding(self.scope, name) {
            Binding::GlobalImplicit | Binding::GlobalExplicit => true,
            Binding::Local | Binding::Cell | Binding::Free | Binding::TypeParam => false,
        };
        global && matches!(self.place(name), Place::Builtin)
    }

    /// `super()` inside of a method: the registers of the class and of the first argument.
    pub(super) fn zero_argument_super(&mut self, e: ExprId) -> Option<(VReg, VReg)> {
        let Expr::Call {
            func,
            args,
            keywords,
        } = &self.ast[e]
        else {
            return None;
        };
        if !args.is_empty() || !keywords.is_empty() || self.builtin_name(*func) != Some("super") {
            return None;
        }
        if self.names.table.binding(self.scope, "__class__") != Binding::Free {
            return None;
        }
        let first = self.first_parameter()?;
        let class = self.temp();
        let cell = self.cell("__class__");
        self.op_name(
            Opcode::LoadCell,
            Operand::Reg(class),
            Operand::Reg(cell),
            "__class__",
        );
        let object = match self.local_register(&first) {
            Some(v) => v,
            None => {
                let t = self.temp();
                self.load_name(&first, t, self.ast.span(e));
                t
            }
        };
        Some((class, object))
    }

    pub(super) fn first_parameter(&self) -> Option<String> {
        let mut scope = self.names.table.scope(self.scope);
        while scope.kind == ScopeKind::Comprehension {
            scope = self.names.table.scope(scope.parent?);
        }
        scope.first_parameter.clone()
    }
}
