//! Import statements to modules: absolute and relative names, packages and their submodules, guarded imports of
//! modules that do not exist (they compile to the ImportError), and cycles.

use mpf_bytecode::unit::ModuleId;
use mpf_diagnostics::{Code, Diagnostic, Span};
use mpf_syntax::ast::{Alias, Ast, Stmt, StmtId};

use crate::collect::ImportSite;
use crate::graph::{Found, Graph, MAIN, ModuleKind, NativeWorld};
use crate::known::{self, Plan};
use crate::suggest::nearest;
use std::collections::BTreeMap;

/// What one alias of an import statement does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ImportTarget {
    /// `import a.b [as x]`: runs these modules in order; binds the first one, or the last with `as`.
    Modules { run: Vec<ModuleId>, bind_last: bool },
    /// `from m import x`: runs these modules in order, then takes the member.
    From {
        run: Vec<ModuleId>,
        member: FromTarget,
    },
    /// Runs some packages, then raises ModuleNotFoundError for a name that is no module.
    Missing { run: Vec<ModuleId>, name: String },
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FromTarget {
    /// An attribute of a module.
    Attribute(ModuleId, String),
    /// The submodule itself (also the last one to run).
    Submodule(ModuleId),
    /// All public names.
    Star(ModuleId),
}

impl ImportTarget {
    /// The modules that the statement runs, in order.
    pub fn runs(&self) -> &[ModuleId] {
        match self {
            ImportTarget::Modules { run, .. }
            | ImportTarget::From { run, .. }
            | ImportTarget::Missing { run, .. } => run,
        }
    }

    /// The module that the statement binds, if it binds one for certain.
    pub fn bound_module(&self) -> Option<ModuleId> {
        match self {
            ImportTarget::Modules { run, bind_last } => {
                if *bind_last {
                    run.last().copied()
                } else {
                    run.first().copied()
                }
            }
            ImportTarget::From { member, .. } => match member {
                FromTarget::Submodule(id) => Some(*id),
                FromTarget::Attribute(..) | FromTarget::Star(_) => None,
            },
            ImportTarget::Missing { .. } => None,
        }
    }
}

struct Resolver<'r, 'w> {
    graph: &'r mut Graph,
    loader: &'r mut dyn FnMut(&str) -> Found,
    world: &'r NativeWorld<'w>,
    diagnostics: &'r mut Vec<Diagnostic>,
    module: ModuleId,
}

/// Resolves every import of one module; modules seen for the first time are added to the graph.
pub(crate) fn resolve_imports(
    graph: &mut Graph,
    module: ModuleId,
    loader: &mut dyn FnMut(&str) -> Found,
    world: &NativeWorld<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let mut work: Vec<(ImportSite, Span, Request)> = Vec::new();
    if let Some((ast, names)) = graph.source(module) {
        for site in &names.imports {
            requests(ast, site.stmt, |request, span| {
                work.push((*site, span, request));
            });
        }
    }
    let mut resolver = Resolver {
        graph,
        loader,
        world,
        diagnostics,
        module,
    };
    for (site, span, request) in work {
        let target = resolver.request(&request, span, site.guarded);
        let record = &mut resolver.graph.modules[module.0 as usize];
        if let Some(target) = target {
            let run = match &target {
                ImportTarget::Modules { run, .. }
                | ImportTarget::From { run, .. }
                | ImportTarget::Missing { run, .. } => run,
            };
            record.depends.extend(run.iter().copied());
            if let ImportTarget::From {
                member: FromTarget::Star(from),
                ..
            } = &target
                && !record.stars.contains(from)
            {
                record.stars.push(*from);
            }
            record.imports.insert((site.stmt, request.alias), target);
        }
    }
}

/// One alias of an import statement, as owned text.
struct Request {
    alias: u32,
    level: u32,
    /// The module part, dotted; empty in `from . import x`.
    path: String,
    /// The member of a `from` import.
    member: Option<String>,
    has_asname: bool,
}

fn requests(ast: &Ast, stmt: StmtId, mut each: impl FnMut(Request, Span)) {
    let owned =
        |n: usize, alias: &Alias, level: u32, path: String, member: Option<String>| Request {
            alias: n as u32,
            level,
            path,
            member,
            has_asname: alias.asname.is_some(),
        };
    match &ast[stmt] {
        Stmt::Import { names } => {
            for (n, alias) in names.iter().enumerate() {
                let path = ast.name(alias.name).to_string();
                each(owned(n, alias, 0, path, None), alias.span);
            }
        }
        Stmt::ImportFrom {
            module,
            names,
            level,
        } => {
            for (n, alias) in names.iter().enumerate() {
                let path = module.map_or(String::new(), |m| ast.name(m.name).to_string());
                let span = module.map_or(ast.span(stmt), |m| m.span);
                let member = Some(ast.name(alias.name).to_string());
                each(owned(n, alias, *level, path, member), span);
            }
        }
        _ => {}
    }
}

impl Resolver<'_, '_> {
    fn request(&mut self, request: &Request, span: Span, guarded: bool) -> Option<ImportTarget> {
        let Some(base) = self.base(request.level) else {
            let text = "relative import goes up further than there are packages";
            let help = "the main file is not in a package; import by the full name instead";
            let d = Diagnostic::new(Code::InvalidRelativeImport, text).at(span);
            self.diagnostics.push(d.help(help));
            return None;
        };
        let full = match (base.is_empty(), request.path.is_empty()) {
            (true, _) => request.path.clone(),
            (false, true) => base,
            (false, false) => format!("{base}.{}", request.path),
        };
        if full == "__future__" {
            return None;
        }
        let mut run = Vec::new();
        for end in boundaries(&full) {
            let part = &full[..end];
            match self.ensure(part) {
                Some(id) => run.push(id),
                None => {
                    if !guarded {
                        self.report_missing(part, &full, span);
                    }
                    let name = part.to_string();
                    return Some(ImportTarget::Missing { run, name });
                }
            }
        }
        let Some(member) = &request.member else {
            let bind_last = request.has_asname;
            return Some(ImportTarget::Modules { run, bind_last });
        };
        let last = run.last().copied()?;
        if member == "*" {
            let member = FromTarget::Star(last);
            return Some(ImportTarget::From { run, member });
        }
        if self.graph.module(last).package
            && !self.binds_member(last, member)
            && let Some(sub) = self.ensure(&format!("{full}.{member}"))
        {
            run.push(sub);
            let member = FromTarget::Submodule(sub);
            return Some(ImportTarget::From { run, member });
        }
        let member = FromTarget::Attribute(last, member.clone());
        Some(ImportTarget::From { run, member })
    }

    /// The package that `level` dots mean; empty for an absolute import.
    fn base(&self, level: u32) -> Option<String> {
        if level == 0 {
            return Some(String::new());
        }
        let module = self.graph.module(self.module);
        if module.run_name == "__main__" && !module.name.contains('.') && !module.package {
            return None;
        }
        let mut base = module.name.as_str();
        let ups = if module.package { level - 1 } else { level };
        for _ in 0..ups {
            base = base.rsplit_once('.')?.0;
        }
        Some(base.to_string())
    }

    /// Whether a package binds `member` to something that is not its own submodule of that name.
    fn binds_member(&self, package: ModuleId, member: &str) -> bool {
        let Some(symbol) = self.graph.own_symbol(package, member) else {
            return false;
        };
        if symbol.bindings as usize > symbol.imports.len() {
            return true;
        }
        let Some((ast, _)) = self.graph.source(package) else {
            return false;
        };
        // `from . import member` in the package itself binds the submodule.
        symbol.imports.iter().any(|(stmt, _)| match &ast[*stmt] {
            Stmt::ImportFrom { module, level, .. } => module.is_some() || *level != 1,
            _ => true,
        })
    }

    fn ensure(&mut self, name: &str) -> Option<ModuleId> {
        if let Some(id) = self.graph.find(name) {
            return Some(id);
        }
        if name == "__main__" {
            return Some(MAIN);
        }
        match (self.loader)(name) {
            Found::Source { ast, package } => {
                Some(self.graph.add_source(name, ast, package, self.diagnostics))
            }
            Found::Missing if self.world.members(name).is_some() => {
                Some(self.graph.add_native(name))
            }
            Found::Missing => None,
        }
    }

    fn report_missing(&mut self, part: &str, full: &str, span: Span) {
        let d = match known::plan(part) {
            Some(Plan::Planned) => Diagnostic::new(
                Code::UnknownModule,
                format!("there is no module '{full}' for the device yet"),
            )
            .help("it is planned; until then put a module of this name beside the main file, or guard the import with 'except ImportError'"),
            Some(Plan::NotPlanned) => Diagnostic::new(
                Code::UnknownModule,
                format!("module '{full}' is not available on the device"),
            )
            .help("it needs an operating system or a compiler and is not planned; guard the import with 'except ImportError' if the program can do without"),
            None => {
                let d = Diagnostic::new(
                    Code::ModuleNotFound,
                    format!("there is no module named '{part}'"),
                );
                let native = self.world.modules.iter().map(|(n, _)| *n);
                let own = self.graph.modules.iter().map(|m| m.name.as_str());
                match nearest(part, native.chain(own)) {
                    Some(near) => d.help(format!("did you mean '{near}'?")),
                    None => d.help("modules are files 'name.py' or folders 'name' with an '__init__.py', looked up from the folder of the main file"),
                }
            }
        };
        self.diagnostics.push(d.at(span));
    }
}

/// Ends of the prefixes of a dotted name: `a`, `a.b`, `a.b.c`.
fn boundaries(name: &str) -> Vec<usize> {
    let dots = name.char_indices().filter(|(_, c)| *c == '.');
    dots.map(|(i, _)| i).chain([name.len()]).collect()
}

/// One note for each group of modules that import each other, at the first import that closes the circle.
pub(crate) fn cycle_notes(graph: &Graph) -> Vec<Diagnostic> {
    let mut groups: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
    for (id, module) in graph.modules.iter().enumerate() {
        groups.entry(module.cycle).or_default().push(id);
    }
    let mut notes = Vec::new();
    for group in groups.into_values().filter(|group| group.len() > 1) {
        let names: Vec<String> = group
            .iter()
            .map(|&id| format!("'{}'", graph.modules[id].run_name))
            .collect();
        let note = Diagnostic::new(
            Code::ImportCycle,
            format!("the modules {} import each other", names.join(", ")),
        )
        .help(
            "this works as long as no module uses a name of another before that one has bound it",
        );
        notes.push(match closing_import(graph, &group) {
            Some(span) => note.at(span),
            None => note,
        });
    }
    notes
}

/// The first import in the last module of a group that leads to another module of the group.
fn closing_import(graph: &Graph, group: &[usize]) -> Option<Span> {
    let last = ModuleId(*group.last()? as u32);
    let (ast, names) = graph.source(last)?;
    let leads_back = |stmt: &StmtId, count: u32| {
        (0..count).any(|alias| {
            let target = graph.module(last).imports.get(&(*stmt, alias));
            let runs = target.map_or(&[][..], ImportTarget::runs);
            runs.iter()
                .any(|id| *id != last && group.contains(&(id.0 as usize)))
        })
    };
    let site = names.imports.iter().find(|site| {
        let count = match &ast[site.stmt] {
            Stmt::Import { names, .. } | Stmt::ImportFrom { names, .. } => names.len() as u32,
            _ => 0,
        };
        leads_back(&site.stmt, count)
    })?;
    Some(ast.span(site.stmt))
}

/// Numbers the strongly connected components of the graph (without recursion: Kosaraju's two passes).
pub(crate) fn number_cycles(graph: &mut Graph) {
    let n = graph.modules.len();
    let edges: Vec<Vec<usize>> = graph
        .modules
        .iter()
        .map(|m| m.depends.iter().map(|d| d.0 as usize).collect())
        .collect();
    let mut back = vec![Vec::new(); n];
    for (from, to) in edges.iter().enumerate() {
        for &t in to {
            back[t].push(from);
        }
    }
    let mut order = Vec::new();
    let mut seen = vec![false; n];
    for root in 0..n {
        let mut stack = vec![(root, 0)];
        if std::mem::replace(&mut seen[root], true) {
            continue;
        }
        while let Some((at, edge)) = stack.pop() {
            match edges[at].get(edge) {
                Some(&to) => {
                    stack.push((at, edge + 1));
                    if !std::mem::replace(&mut seen[to], true) {
                        stack.push((to, 0));
                    }
                }
                None => order.push(at),
            }
        }
    }
    let mut component = vec![u32::MAX; n];
    let mut next = 0;
    for &root in order.iter().rev() {
        if component[root] != u32::MAX {
            continue;
        }
        let mut stack = vec![root];
        while let Some(at) = stack.pop() {
            if component[at] == u32::MAX {
                component[at] = next;
                stack.extend(back[at].iter().copied());
            }
        }
        next += 1;
    }
    for (module, number) in graph.modules.iter_mut().zip(component) {
        module.cycle = number;
        debug_assert!(matches!(
            module.kind,
            ModuleKind::Native | ModuleKind::Source { .. }
        ));
    }
}
