//! Names: which place a name means here, and loads, stores and deletes of it.

use mpf_bytecode::Opcode;
use mpf_bytecode::unit::{Const, GlobalId};
use mpf_diagnostics::Span;
use mpf_resolve::Binding;

use super::Lower;
use super::assign::docstring;
use crate::func::{Data, Home, Inst, Operand, VReg};

/// Where a name lives, seen from one function.
pub(super) enum Place {
    /// A register.
    Local(VReg),
    /// Behind a cell in this register.
    Cell(VReg),
    /// A module global; the flag says that a builtin of the same name stands in when it is unbound.
    Global(GlobalId, bool),
    Builtin,
    /// A value that never changes.
    Constant(Const),
    /// An entry of the class body's namespace.
    ClassEntry(VReg),
    TypeParameter,
    /// A name without any slot; resolve has reported it.
    Nowhere,
}

impl<'g> Lower<'_, 'g> {
    /// The register of a plain local variable (not one that inner functions share).
    pub(super) fn local_register(&mut self, name: &str) -> Option<VReg> {
        if self.namespace.is_some() {
            return None;
        }
        match self.names.table.binding(self.scope, name) {
            Binding::Local => Some(self.local(name)),
            Binding::Cell
            | Binding::Free
            | Binding::GlobalImplicit
            | Binding::GlobalExplicit
            | Binding::TypeParam => None,
        }
    }

    fn local(&mut self, name: &str) -> VReg {
        if let Some(&v) = self.locals.get(name) {
            return v;
        }
        let v = self.vreg(Home::Local, Some(name));
        self.locals.insert(name.into(), v);
        v
    }

    /// The register that holds the cell of a shared variable.
    pub(super) fn cell(&mut self, name: &str) -> VReg {
        if let Some(&v) = self.cells.get(name) {
            return v;
        }
        let v = self.vreg(Home::Local, Some(name));
        self.cells.insert(name.into(), v);
        let at = self.at;
        let index = self.f.free.iter().position(|f| f == name);
        match index {
            Some(index) => self.prologue.push(Inst {
                op: Opcode::ClosureCell,
                a: Operand::Reg(v),
                b: Operand::Num(index as u8),
                c: Operand::None,
                d: Data::None,
                at,
            }),
            None => {
                self.prologue.push(Inst {
                    op: Opcode::LoadImm,
                    a: Operand::Reg(v),
                    b: Operand::None,
                    c: Operand::None,
                    d: Data::Value(0),
                    at,
                });
                self.prologue.push(Inst {
                    op: Opcode::MakeCell,
                    a: Operand::Reg(v),
                    b: Operand::Reg(v),
                    c: Operand::None,
                    d: Data::None,
                    at,
                });
            }
        }
        v
    }

    /// Makes the parameter in `v` a cell at entry.
    pub(super) fn cell_parameter(&mut self, name: &str, v: VReg) {
        self.cells.insert(name.into(), v);
        let at = self.at;
        self.prologue.push(Inst {
            op: Opcode::MakeCell,
            a: Operand::Reg(v),
            b: Operand::Reg(v),
            c: Operand::None,
            d: Data::None,
            at,
        });
    }

    pub(super) fn place(&mut self, name: &str) -> Place {
        if let Some(ns) = self.namespace {
            let scope = self.names.table.scope(self.scope);
            let own = scope
                .symbol(name)
                .is_some_and(|s| s.assigned && s.binding == Binding::Local);
            if own || (name == "__module__" || name == "__qualname__") {
                return Place::ClassEntry(ns);
            }
        }
        match self.names.table.binding(self.scope, name) {
            Binding::Local => Place::Local(self.local(name)),
            Binding::Cell | Binding::Free => Place::Cell(self.cell(name)),
            Binding::TypeParam => Place::TypeParameter,
            Binding::GlobalImplicit | Binding::GlobalExplicit => self.global_place(name),
        }
    }

    fn global_place(&mut self, name: &str) -> Place {
        let graph = self.cx.graph;
        let builtin = self.cx.world.builtins.contains(&name);
        if graph.binds(self.module, name) {
            return match graph.global(self.module, name) {
                // Until the module binds it, the builtin of the same name is meant.
                Some(id) => Place::Global(id, builtin),
                None => Place::Nowhere,
            };
        }
        let module = graph.module(self.module);
        match name {
            "__name__" => return Place::Constant(Const::Str(module.run_name.clone())),
            "__file__" => {
                let tail = if module.package {
                    "/__init__.py"
                } else {
                    ".py"
                };
                let path = module.name.replace('.', "/") + tail;
                return Place::Constant(Const::Str(path));
            }
            "__package__" => {
                let package = if module.package {
                    module.name.as_str()
                } else {
                    module.name.rsplit_once('.').map_or("", |(p, _)| p)
                };
                return Place::Constant(Const::Str(package.into()));
            }
            "__debug__" => return Place::Constant(Const::True),
            "__doc__" => {
                let doc = docstring(self.ast, &self.ast.body);
                return Place::Constant(doc.map_or(Const::None, Const::Str));
            }
            _ => {}
        }
        if builtin {
            return Place::Builtin;
        }
        match graph.global(self.module, name) {
            Some(id) => Place::Global(id, false),
            None => Place::Nowhere,
        }
    }

    /// Emits the check that a local variable is bound; `flow` drops it where it surely is.
    pub(super) fn check_bound(&mut self, v: VReg, name: &str) {
        let scope = self.names.table.scope(self.scope);
        let sure = scope.symbol(name).is_none_or(|s| s.parameter && !s.deleted);
        if !sure {
            self.op_name(Opcode::CheckBound, Operand::Reg(v), Operand::None, name);
        }
    }

    pub(super) fn load_name(&mut self, name: &str, dst: VReg, span: Span) {
        match self.place(name) {
            Place::Local(v) => {
                self.check_bound(v, name);
                self.mov(dst, v);
            }
            Place::Cell(cell) => self.op_name(
                Opcode::LoadCell,
                Operand::Reg(dst),
                Operand::Reg(cell),
                name,
            ),
            Place::Global(id, builtin) => self.load_global_or(id, builtin, name, dst),
            Place::Builtin => self.load_const(dst, Const::Builtin(name.into())),
            Place::Constant(value) => self.load_const(dst, value),
            Place::ClassEntry(ns) => self.load_class_entry(ns, name, dst),
            Place::TypeParameter => {
                let help = "type parameters have no value in a compiled program; use them in annotations only";
                self.unsupported(span, "a type parameter used as a value", help);
                self.load_none(dst);
            }
            Place::Nowhere => self.load_none(dst),
        }
    }

    fn load_global_or(&mut self, id: GlobalId, builtin: bool, name: &str, dst: VReg) {
        if !builtin {
            self.load_global(dst, id);
            return;
        }
        let mark = self.depth;
        let t = self.scratch(dst);
        self.load_const(t, Const::Builtin(name.into()));
        self.emit(
            Opcode::LoadGlobalOr,
            Operand::Reg(dst),
            Operand::Reg(t),
            Operand::None,
            Data::Global(id),
        );
        self.depth = mark;
    }

    /// A name that the class body binds somewhere: the namespace first, then globals and builtins.
    fn load_class_entry(&mut self, ns: VReg, name: &str, dst: VReg) {
        let entry = |c: u8| {
            (
                Operand::Reg(ns),
                Operand::Num(c),
                Data::Const(Const::Str(name.into())),
            )
        };
        let mark = self.depth;
        let t = self.scratch(dst);
        match self.global_place(name) {
            Place::Builtin => {
                self.load_const(t, Const::Builtin(name.into()));
                let (b, c, d) = entry(0);
                self.emit(Opcode::LoadName, Operand::Reg(t), b, c, d);
            }
            Place::Constant(value) => {
                self.load_const(t, value);
                let (b, c, d) = entry(0);
                self.emit(Opcode::LoadName, Operand::Reg(t), b, c, d);
            }
            Place::Global(id, builtin) if self.cx.graph.binds(self.module, name) => {
                let (outside, end) = (self.new_block(), self.new_block());
                self.load_value(t, 0);
                let (b, c, d) = entry(0);
                self.emit(Opcode::LoadName, Operand::Reg(t), b, c, d);
                self.branch(
                    Opcode::JumpUnbound,
                    [Operand::Reg(t), Operand::None, Operand::None],
                    outside,
                    end,
                );
                self.start(outside);
                self.load_global_or(id, builtin, name, t);
                self.start(end);
            }
            Place::Global(..)
            | Place::Local(_)
            | Place::Cell(_)
            | Place::ClassEntry(_)
            | Place::TypeParameter
            | Place::Nowhere => {
                let (b, c, d) = entry(1);
                self.emit(Opcode::LoadName, Operand::Reg(t), b, c, d);
            }
        }
        self.mov(dst, t);
        self.depth = mark;
    }

    pub(super) fn store_name(&mut self, name: &str, src: VReg) {
        match self.place(name) {
            Place::Local(v) => self.mov(v, src),
            Place::Cell(cell) => self.op2(Opcode::StoreCell, src, cell),
            Place::Global(id, _) => self.store_global(src, id),
            Place::ClassEntry(ns) => {
                self.op_name(Opcode::StoreName, Operand::Reg(src), Operand::Reg(ns), name)
            }
            Place::Builtin | Place::Constant(_) | Place::TypeParameter | Place::Nowhere => {}
        }
    }

    /// `del name`.
    pub(super) fn delete_name(&mut self, name: &str) {
        match self.place(name) {
            Place::Local(v) => {
                self.check_bound(v, name);
                self.load_value(v, 0);
            }
            Place::Cell(cell) => {
                self.op_name(Opcode::DeleteCell, Operand::None, Operand::Reg(cell), name)
            }
            Place::Global(id, _) => self.emit(
                Opcode::DeleteGlobal,
                Operand::None,
                Operand::None,
                Operand::None,
                Data::Global(id),
            ),
            Place::ClassEntry(ns) => {
                self.op_name(Opcode::DeleteName, Operand::None, Operand::Reg(ns), name)
            }
            Place::Builtin | Place::Constant(_) | Place::TypeParameter | Place::Nowhere => {}
        }
    }

    /// The end of `except … as name`: unbinds the name whether or not it still is bound.
    pub(super) fn unbind_name(&mut self, name: &str) {
        match self.place(name) {
            Place::Local(v) => self.load_value(v, 0),
            Place::Cell(_) | Place::Global(..) => {
                let t = self.temp();
                self.load_value(t, 0);
                self.store_name(name, t);
                self.release(t);
            }
            Place::ClassEntry(_) => {
                let t = self.temp();
                self.load_none(t);
                self.store_name(name, t);
                self.delete_name(name);
                self.release(t);
            }
            Place::Builtin | Place::Constant(_) | Place::TypeParameter | Place::Nowhere => {}
        }
    }
}
