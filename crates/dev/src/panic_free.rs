//! `cargo dev panic-free`: lists what in the runtime could still panic.
//!
//! Released archives abort at once and keep no trace of panics, so the runtime is compiled once more with ordinary
//! panics, and every function that refers to `core::panicking` is listed.

use crate::archives;
use crate::shell::Outcome;
use object::read::archive::ArchiveFile;
use object::{Object, ObjectSection, ObjectSymbol, RelocationTarget};
use std::collections::BTreeSet;
use std::path::Path;

pub fn run() -> Outcome {
    let mut total = BTreeSet::new();
    for (name, file) in archives::with_panics()? {
        let found = callers(&file)?;
        println!("panic-free: {name}: {} functions can panic", found.len());
        total.extend(found);
    }
    for name in &total {
        println!("  {name}");
    }
    match total.len() {
        0 => Ok(()),
        n => Err(format!("{n} functions of the runtime can panic")),
    }
}

/// Names of the functions of an archive that refer to something in `core::panicking`.
fn callers(path: &Path) -> Outcome<BTreeSet<String>> {
    let fail = |error: &dyn std::fmt::Display| format!("{}: {error}", path.display());
    let bytes = std::fs::read(path).map_err(|error| fail(&error))?;
    let archive = ArchiveFile::parse(&*bytes).map_err(|error| fail(&error))?;
    let mut found = BTreeSet::new();
    for member in archive.members() {
        let data = member
            .and_then(|member| member.data(&*bytes))
            .map_err(|error| fail(&error))?;
        let Ok(object) = object::File::parse(data) else {
            continue;
        };
        for section in object.sections() {
            for (offset, relocation) in section.relocations() {
                let RelocationTarget::Symbol(index) = relocation.target() else {
                    continue;
                };
                let Ok(symbol) = object.symbol_by_index(index) else {
                    continue;
                };
                if symbol.name().is_ok_and(is_panic) {
                    let here = |s: &object::Symbol| {
                        s.section_index() == Some(section.index())
                            && s.is_definition()
                            && (s.address()..s.address() + s.size().max(1)).contains(&offset)
                    };
                    let name = object.symbols().find(here);
                    let name = name.and_then(|s| s.name().ok().map(str::to_owned));
                    let name = name
                        .or_else(|| section.name().ok().map(str::to_owned))
                        .unwrap_or_default();
                    if !is_panic(&name) {
                        found.insert(name);
                    }
                }
            }
        }
    }
    Ok(found)
}

fn is_panic(name: &str) -> bool {
    name.contains("9panicking") || name.contains("panic_fmt") || name.contains("panic_bounds_check")
}
