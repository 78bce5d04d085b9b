//! Import statements: the modules they run, what they bind, and the ImportError of those that do not exist.

use mpf_bytecode::Opcode;
use mpf_bytecode::unit::{Const, ModuleId};
use mpf_resolve::graph::ModuleKind;
use mpf_resolve::{FromTarget, ImportTarget};
use mpf_syntax::ast::{Alias, StmtId};

use super::Lower;
use crate::func::{Data, Operand, VReg};

impl<'g> Lower<'_, 'g> {
    pub(super) fn import(&mut self, id: StmtId, names: &'g [Alias]) {
        for (n, alias) in names.iter().enumerate() {
            let mark = self.depth;
            let top = self.text(alias.name).split('.').next().unwrap_or("");
            let class = self.names.table.scope(self.scope).class_name.as_deref();
            let name = match alias.asname {
                Some(asname) => self.mangled(asname.name),
                None => mpf_resolve::scope::mangle(class, top),
            };
            match self.target(id, n) {
                Some(ImportTarget::Modules { run, bind_last }) => {
                    let t = self.temp();
                    for &module in run {
                        self.run_module(module, t);
                    }
                    if let ([first, _, ..], false) = (run.as_slice(), bind_last) {
                        self.load_const(t, Const::Module(*first));
                    }
                    self.store_name(&name, t);
                }
                Some(ImportTarget::Missing { run, name }) => self.missing(run, name),
                Some(ImportTarget::From { .. }) | None => {}
            }
            self.depth = mark;
        }
    }

    pub(super) fn import_from(&mut self, id: StmtId, names: &'g [Alias]) {
        let mut ran: Vec<ModuleId> = Vec::new();
        for (n, alias) in names.iter().enumerate() {
            let mark = self.depth;
            match self.target(id, n) {
                Some(ImportTarget::From { run, member }) => {
                    let t = self.temp();
                    for &module in run {
                        if !ran.contains(&module) && module != self.module {
                            self.run_module(module, t);
                            ran.push(module);
                        }
                    }
                    match member {
                        FromTarget::Attribute(module, name) => {
                            self.load_member(*module, name, t);
                            self.store_alias(alias, t);
                        }
                        FromTarget::Submodule(module) => {
                            self.load_const(t, Const::Module(*module));
                            self.store_alias(alias, t);
                        }
                        FromTarget::Star(module) => self.import_star(*module, t),
                    }
                }
                Some(ImportTarget::Missing { run, name }) => self.missing(run, name),
                Some(ImportTarget::Modules { .. }) | None => {}
            }
            self.depth = mark;
        }
    }

    fn target(&self, id: StmtId, alias: usize) -> Option<&'g ImportTarget> {
        let graph = self.cx.graph;
        graph.module(self.module).imports.get(&(id, alias as u32))
    }

    fn store_alias(&mut self, alias: &Alias, t: VReg) {
        let name = self.mangled(alias.asname.map_or(alias.name, |a| a.name));
        self.store_name(&name, t);
    }

    fn run_module(&mut self, module: ModuleId, dst: VReg) {
        match self.cx.graph.module(module).kind {
            ModuleKind::Native => self.load_const(dst, Const::Module(module)),
            ModuleKind::Source { .. } => {
                let mark = self.depth;
                let window = self.window(Some(dst), 2);
                self.emit(
                    Opcode::ImportModule,
                    Operand::Reg(window),
                    Operand::None,
                    Operand::Reg(dst),
                    Data::Const(Const::Module(module)),
                );
                self.depth = mark;
            }
        }
    }

    /// `from module import name`: the value, or ImportError.
    fn load_member(&mut self, module: ModuleId, name: &str, dst: VReg) {
        let graph = self.cx.graph;
        let info = graph.module(module);
        match info.kind {
            ModuleKind::Native => {
                let members = self.cx.world.members(&info.name).unwrap_or(&[]);
                if info.outside.contains(name) {
                    self.load_attribute(module, name, dst);
                } else if members.contains(&name) {
                    self.load_const(dst, Const::Native(info.name.clone(), name.into()));
                } else {
                    self.cannot_import(module, name);
                }
            }
            ModuleKind::Source { .. } => match graph.global(module, name) {
                Some(id) if graph.binds(module, name) => {
                    if graph.surely_bound(module, name) && !graph.in_cycle(self.module, module) {
                        self.load_global(dst, id);
                        return;
                    }
                    let (unbound, bound) = (self.new_block(), self.new_block());
                    self.load_value(dst, 0);
                    self.emit(
                        Opcode::LoadGlobalOr,
                        Operand::Reg(dst),
                        Operand::Reg(dst),
                        Operand::None,
                        Data::Global(id),
                    );
                    let operands = [Operand::Reg(dst), Operand::None, Operand::None];
                    self.branch(Opcode::JumpUnbound, operands, unbound, bound);
                    self.start(unbound);
                    self.cannot_import(module, name);
                    self.start(bound);
                }
                _ if graph.binds(module, "__getattr__") || name.starts_with("__") => {
                    self.load_attribute(module, name, dst);
                }
                _ => self.cannot_import(module, name),
            },
        }
    }

    fn load_attribute(&mut self, module: ModuleId, name: &str, dst: VReg) {
        self.load_const(dst, Const::Module(module));
        self.op_name(Opcode::GetAttr, Operand::Reg(dst), Operand::Reg(dst), name);
    }

    fn import_star(&mut self, module: ModuleId, t: VReg) {
        let graph = self.cx.graph;
        for name in graph.exported(module, self.cx.world) {
            let source = graph.global(module, &name);
            match source {
                Some(id) if !graph.surely_bound(module, &name) => {
                    // What the module has not bound (yet) is not copied.
                    let (bound, next) = (self.new_block(), self.new_block());
                    self.load_value(t, 0);
                    self.emit(
                        Opcode::LoadGlobalOr,
                        Operand::Reg(t),
                        Operand::Reg(t),
                        Operand::None,
                        Data::Global(id),
                    );
                    let operands = [Operand::Reg(t), Operand::None, Operand::None];
                    self.branch(Opcode::JumpUnbound, operands, next, bound);
                    self.start(bound);
                    self.store_name(&name, t);
                    self.start(next);
                }
                _ => {
                    self.load_member(module, &name, t);
                    self.store_name(&name, t);
                }
            }
        }
    }

    fn cannot_import(&mut self, module: ModuleId, name: &str) {
        let from = &self.cx.graph.module(module).name;
        let text = format!("cannot import name '{name}' from '{from}'");
        self.raise_text("ImportError", text);
    }

    fn missing(&mut self, run: &[ModuleId], name: &str) {
        let t = self.temp();
        for &module in run {
            self.run_module(module, t);
        }
        self.raise_text("ModuleNotFoundError", format!("No module named '{name}'"));
    }

    fn raise_text(&mut self, class: &str, text: String) {
        let mark = self.depth;
        let window = self.reserve(2);
        let argument = self.temp();
        self.load_const(window, Const::Builtin(class.into()));
        self.load_const(argument, Const::Str(text));
        self.call(window, 1, window);
        self.exit(Opcode::Raise, Operand::Reg(window), Operand::None);
        self.depth = mark;
    }
}
