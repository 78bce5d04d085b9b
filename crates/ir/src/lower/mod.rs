//! Trees to control-flow graphs, one function at a time; one file for each kind of construct. Nested functions are
//! queued, not descended into, so depth of nesting costs no stack.
//!
//! Semantics are those of the reference manual; what cannot be lowered becomes a diagnostic, never a guess.

mod assign;
mod blocks;
mod builder;
mod call;
mod class;
mod comprehension;
mod cond;
mod display;
mod expr;
mod fstring;
mod function;
mod import;
mod known;
mod loops;
mod name;
mod operators;
mod pattern;
mod stmt;
mod try_;
mod unwind;
mod with_;

use std::collections::HashMap;

use mpf_bytecode::Opcode;
use mpf_bytecode::unit::{Const, ModuleId, UnitId};
use mpf_diagnostics::{Code, Diagnostic, Span};
use mpf_resolve::collect::Collected;
use mpf_resolve::scope::{MODULE_SCOPE, mangle};
use mpf_resolve::{Graph, NativeWorld, ScopeId, ScopeKey};
use mpf_syntax::ast::{Ast, ExprId, Name, NodeId, StmtId};

use crate::func::{BlockId, Function, Inst, VReg};
pub use builder::immediate;
use unwind::Frame;

/// A nested code object that waits to be lowered.
#[derive(Clone, Debug)]
pub struct Pending {
    pub unit: UnitId,
    module: ModuleId,
    node: Node,
    scope: ScopeId,
    qualname: String,
}

#[derive(Clone, Copy, Debug)]
enum Node {
    Function(StmtId),
    Class(StmtId),
    Lambda(ExprId),
    /// With what steps its outer loop.
    Comprehension(ExprId, Opcode),
}

/// How a unit of top-level statements ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// `return None`: a statement of its own.
    None,
    /// Returns the module object: the module's body.
    Module,
}

/// Lowering of a whole program; remembers which nodes have a unit already.
pub struct Lowering<'g> {
    pub graph: &'g Graph,
    pub world: &'g NativeWorld<'g>,
    pub diagnostics: Vec<Diagnostic>,
    units: HashMap<(ModuleId, ScopeKey), UnitId>,
    next_unit: u32,
    pending: Vec<Pending>,
}

impl<'g> Lowering<'g> {
    pub fn new(graph: &'g Graph, world: &'g NativeWorld<'g>) -> Lowering<'g> {
        Lowering {
            graph,
            world,
            diagnostics: Vec::new(),
            units: HashMap::new(),
            next_unit: 0,
            pending: Vec::new(),
        }
    }

    /// A fresh unit number.
    pub fn new_unit(&mut self) -> UnitId {
        let id = UnitId(self.next_unit);
        self.next_unit += 1;
        id
    }

    /// The unit of a class body, once something was lowered that defines the class.
    pub fn unit_of(&self, module: ModuleId, key: ScopeKey) -> Option<UnitId> {
        self.units.get(&(module, key)).copied()
    }

    /// Lowers some of a module's top-level statements, in the order given, to one function without parameters.
    pub fn top_level(
        &mut self,
        module: ModuleId,
        stmts: &[StmtId],
        ending: Ending,
    ) -> Option<Function> {
        let (ast, names) = self.graph.source(module)?;
        let at = stmts
            .first()
            .map_or(Span::new(ast.file, 0, 0), |&s| ast.span(s));
        let mut lower = Lower::new(self, module, MODULE_SCOPE, ast, names, "<module>", at);
        lower.f.qualname = "<module>".into();
        for &stmt in stmts {
            lower.stmt(stmt);
        }
        lower.end_module(ending);
        Some(lower.finish())
    }

    /// Binds a submodule in its package, as the end of its import does.
    pub fn submodule_binding(&mut self, module: ModuleId) -> Option<Function> {
        let (ast, names) = self.graph.source(module)?;
        let at = Span::new(ast.file, 0, 0);
        let mut lower = Lower::new(self, module, MODULE_SCOPE, ast, names, "<module>", at);
        lower.f.qualname = "<module>".into();
        lower.bind_submodule();
        lower.end_module(Ending::None);
        Some(lower.finish())
    }

    /// Lowers the next nested function that something refers to.
    pub fn next_pending(&mut self) -> Option<(UnitId, Function)> {
        let p = self.pending.pop()?;
        let graph = self.graph;
        let (ast, names) = graph.source(p.module)?;
        let name = names.table.scope(p.scope).name.clone();
        let span = match p.node {
            Node::Function(s) | Node::Class(s) => ast.span(s),
            Node::Lambda(e) | Node::Comprehension(e, _) => ast.span(e),
        };
        let mut lower = Lower::new(self, p.module, p.scope, ast, names, &name, span);
        lower.f.qualname = p.qualname;
        match p.node {
            Node::Function(s) => lower.function_body(s),
            Node::Class(s) => lower.class_body(s),
            Node::Lambda(e) => lower.lambda_body(e),
            Node::Comprehension(e, step) => lower.comprehension_body(e, step),
        }
        Some((p.unit, lower.finish()))
    }
}

/// Expressions may nest this deep, which is what the parser lets through (chains of binary operators do not nest).
const MAX_NESTING: u32 = 500;

/// The state of lowering one function.
struct Lower<'a, 'g> {
    cx: &'a mut Lowering<'g>,
    ast: &'g Ast,
    names: &'g Collected,
    module: ModuleId,
    scope: ScopeId,
    f: Function,
    current: BlockId,
    /// Nothing reaches the current place; instructions are dropped.
    dead: bool,
    /// Where exceptions go.
    handler: Option<BlockId>,
    /// Height of the expression stack.
    depth: u16,
    frames: Vec<Frame<'g>>,
    /// Source offset for the next instruction.
    at: u32,
    locals: HashMap<String, VReg>,
    /// Registers that hold cells: own ones and those of the closure.
    cells: HashMap<String, VReg>,
    /// What the entry does first.
    prologue: Vec<Inst>,
    nesting: u32,
    /// In a class body: the register of the namespace.
    namespace: Option<VReg>,
    /// The function grew beyond what can be encoded, or its nesting was refused: said once.
    refused: bool,
    emitted: usize,
}

impl<'a, 'g> Lower<'a, 'g> {
    fn text(&self, name: Name) -> &'g str {
        self.ast.name(name)
    }

    /// A name as this scope spells it (`__x` in a class is `_C__x`).
    fn mangled(&self, name: Name) -> String {
        let scope = self.names.table.scope(self.scope);
        mangle(scope.class_name.as_deref(), self.ast.name(name))
    }

    fn set_place<N: NodeId>(&mut self, node: N) -> u32 {
        std::mem::replace(&mut self.at, self.ast.span(node).start)
    }

    fn unsupported(&mut self, span: Span, what: &str, help: &str) {
        let d = Diagnostic::new(
            Code::UnsupportedConstruct,
            format!("{what} cannot be compiled yet"),
        )
        .at(span);
        self.cx
            .diagnostics
            .push(if help.is_empty() { d } else { d.help(help) });
    }

    /// The unit of a nested node; queues it when it is new.
    fn nested(&mut self, node: Node, key: ScopeKey) -> Option<(UnitId, ScopeId)> {
        let scope = self.names.table.of(key)?;
        if let Some(&unit) = self.cx.units.get(&(self.module, key)) {
            return Some((unit, scope));
        }
        let unit = self.cx.new_unit();
        self.cx.units.insert((self.module, key), unit);
        let name = &self.names.table.scope(scope).name;
        let qualname = self.qualname_of(name, matches!(node, Node::Function(_) | Node::Class(_)));
        self.cx.pending.push(Pending {
            unit,
            module: self.module,
            node,
            scope,
            qualname,
        });
        Some((unit, scope))
    }

    fn qualname_of(&self, name: &str, declarable: bool) -> String {
        let here = self.names.table.scope(self.scope);
        let global = here.symbol(name).is_some_and(|s| s.global.is_some());
        if here.parent.is_none() || (declarable && global) {
            return name.into();
        }
        match self.namespace {
            Some(_) => format!("{}.{name}", self.f.qualname),
            None => format!("{}.<locals>.{name}", self.f.qualname),
        }
    }

    fn end_module(&mut self, ending: Ending) {
        match ending {
            Ending::None => self.return_none(),
            Ending::Module => {
                self.bind_submodule();
                let t = self.temp();
                self.load_const(t, Const::Module(self.module));
                self.return_value(t);
            }
        }
    }

    fn bind_submodule(&mut self) {
        let module = self.cx.graph.module(self.module);
        let (Some(parent), Some((_, leaf))) = (module.parent, module.name.rsplit_once('.')) else {
            return;
        };
        if let Some(global) = self.cx.graph.global(parent, leaf) {
            let t = self.temp();
            self.load_const(t, Const::Module(self.module));
            self.store_global(t, global);
            self.release(t);
        }
    }
}
