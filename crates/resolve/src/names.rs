//! Checks after the graph is complete: names that nothing binds, and members that a module surely lacks.

use mpf_bytecode::unit::ModuleId;
use mpf_diagnostics::{Code, Diagnostic};
use mpf_syntax::ast::{Expr, Stmt};

use crate::graph::{Graph, ModuleKind, NativeWorld};
use crate::imports::{FromTarget, ImportTarget};
use crate::known;
use crate::scope::{Binding, mangle};
use crate::suggest::nearest;

/// Globals that every module has without binding them.
pub const MODULE_NAMES: &[&str] = &[
    "__name__",
    "__file__",
    "__doc__",
    "__package__",
    "__builtins__",
    "__spec__",
    "__loader__",
    "__debug__",
];

pub(crate) fn check(graph: &Graph, world: &NativeWorld<'_>, diagnostics: &mut Vec<Diagnostic>) {
    for id in 0..graph.modules.len() {
        let module = ModuleId(id as u32);
        check_uses(graph, module, world, diagnostics);
        check_members(graph, module, world, diagnostics);
    }
}

fn check_uses(
    graph: &Graph,
    module: ModuleId,
    world: &NativeWorld<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let Some((ast, names)) = graph.source(module) else {
        return;
    };
    for used in &names.uses {
        let Expr::Name { id, .. } = ast[used.expr] else {
            continue;
        };
        let scope = names.table.scope(used.scope);
        let text = mangle(scope.class_name.as_deref(), ast.name(id));
        match names.table.binding(used.scope, &text) {
            Binding::GlobalImplicit | Binding::GlobalExplicit => {}
            Binding::Local | Binding::Cell | Binding::Free | Binding::TypeParam => continue,
        }
        let known = graph.binds(module, &text)
            || world.builtins.contains(&text.as_str())
            || MODULE_NAMES.contains(&text.as_str())
            || matches!(text.as_str(), "__class__" | "__module__" | "__qualname__");
        if known || used.guarded {
            continue;
        }
        if let Some(d) = absent_builtin(&text) {
            diagnostics.push(d.at(ast.span(used.expr)));
            continue;
        }
        let own = graph.bound_names(module);
        let local = scope.symbols.iter().filter(|s| s.assigned || s.parameter);
        let candidates = own
            .into_iter()
            .chain(world.builtins.iter().copied())
            .chain(local.map(|s| s.name.as_str()));
        let d = Diagnostic::new(
            Code::UndefinedName,
            format!("name '{text}' is not defined anywhere in this module"),
        )
        .at(ast.span(used.expr));
        diagnostics.push(match nearest(&text, candidates) {
            Some(near) => d.help(format!("did you mean '{near}'?")),
            None if world.members(&text).is_some() => {
                d.help(format!("add 'import {text}' at the top of the file"))
            }
            None => d.help("bind it before it is used, or import it"),
        });
    }
}

/// What is said about a builtin of CPython that the runtime does not have.
fn absent_builtin(name: &str) -> Option<Diagnostic> {
    if matches!(name, "exec" | "eval" | "compile" | "__import__") {
        let text = format!("'{name}' needs a compiler, and there is none on the device");
        return Some(Diagnostic::new(Code::DynamicCode, text).help(
            "write the code into the program; a table of functions often does what a text of code did",
        ));
    }
    known::BUILTINS.contains(&name).then(|| {
        Diagnostic::new(
            Code::UndefinedName,
            format!("the builtin '{name}' of CPython is not in this runtime"),
        )
        .help("do without it, or define a function of this name")
    })
}

fn check_members(
    graph: &Graph,
    module: ModuleId,
    world: &NativeWorld<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let Some((ast, names)) = graph.source(module) else {
        return;
    };
    for site in names.imports.iter().filter(|s| !s.guarded) {
        let Stmt::ImportFrom { names: aliases, .. } = &ast[site.stmt] else {
            continue;
        };
        for (n, alias) in aliases.iter().enumerate() {
            let target = graph.module(module).imports.get(&(site.stmt, n as u32));
            let Some(ImportTarget::From {
                member: FromTarget::Attribute(from, name),
                ..
            }) = target
            else {
                continue;
            };
            let own = graph.bound_names(*from);
            let members = match graph.module(*from).kind {
                ModuleKind::Native => world.members(&graph.module(*from).name).unwrap_or(&[]),
                ModuleKind::Source { .. } => &[],
            };
            if own.contains(name.as_str())
                || members.contains(&name.as_str())
                || MODULE_NAMES.contains(&name.as_str())
            {
                continue;
            }
            let d = Diagnostic::new(
                Code::UnknownAttribute,
                format!("module '{}' has no name '{name}'", graph.module(*from).name),
            )
            .at(alias.span);
            let candidates = own.into_iter().chain(members.iter().copied());
            diagnostics.push(match nearest(name, candidates) {
                Some(near) => d.help(format!("did you mean '{near}'?")),
                None => d,
            });
        }
    }
}
