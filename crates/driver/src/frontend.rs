//! From a project to the graph of its modules: reads sources, parses them, resolves names.
//!
//! Every module is parsed even when others have errors, so that one run shows them all.

use crate::session::{Session, Stop};
use crate::{Project, files};
use mpf_diagnostics::{Diagnostic, SourceMap};
use mpf_resolve::{Found, Graph, NativeWorld, build_graph};
use mpf_syntax::{Ast, parse};
use std::path::{Path, PathBuf};

/// Loads the main file and everything it imports.
pub fn load(
    project: &Project,
    world: &NativeWorld<'_>,
    session: &mut Session,
) -> Result<Graph, Stop> {
    let text = session.keep(files::read_text(&project.main))?;
    let mut loader = Loader {
        root: project.root.clone(),
        sources: &mut session.sources,
        diagnostics: Vec::new(),
    };
    let ast = loader.parse(&project.main, text);
    let main_name = project.main.file_stem().unwrap_or_default();
    let (graph, found) = build_graph(
        ast,
        &main_name.to_string_lossy(),
        &mut |name| loader.find(name),
        world,
    );
    let parsed = loader.diagnostics;
    session.diagnostics.extend(parsed);
    session.diagnostics.extend(found);
    session.checkpoint()?;
    Ok(graph)
}

struct Loader<'a> {
    root: PathBuf,
    sources: &'a mut SourceMap,
    diagnostics: Vec<Diagnostic>,
}

impl Loader<'_> {
    /// `a.b` is `a/b/__init__.py` or `a/b.py`, in this order, as in CPython.
    fn find(&mut self, name: &str) -> Found {
        let is_plain =
            |part: &str| !part.is_empty() && part.chars().all(|c| c.is_alphanumeric() || c == '_');
        if !name.split('.').all(is_plain) {
            return Found::Missing;
        }
        let mut folder = self.root.clone();
        folder.extend(name.split('.'));
        let file = folder.with_extension("py");
        for (path, package) in [(folder.join("__init__.py"), true), (file, false)] {
            if !path.is_file() {
                continue;
            }
            return match files::read_text(&path) {
                Ok(text) => Found::Source {
                    ast: Box::new(self.parse(&path, text)),
                    package,
                },
                Err(diagnostic) => {
                    self.diagnostics.push(diagnostic);
                    // The error is reported; an empty module keeps the importer from being blamed too.
                    Found::Source {
                        ast: Box::new(self.parse(&path, String::new())),
                        package,
                    }
                }
            };
        }
        Found::Missing
    }

    fn parse(&mut self, path: &Path, text: String) -> Ast {
        let file = self.sources.add(display_name(path), text);
        let parsed = parse(file, self.sources.file(file).text());
        self.diagnostics.extend(parsed.diagnostics);
        parsed.ast
    }
}

/// How messages call a file: as the user would name it, with forward slashes.
fn display_name(path: &Path) -> String {
    let path = path.strip_prefix(".").unwrap_or(path);
    path.to_string_lossy().replace('\\', "/")
}
