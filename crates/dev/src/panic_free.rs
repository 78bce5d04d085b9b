//! `cargo dev panic-free`: lists what in the runtime could still panic.
//!
//! Released archives abort at once and keep no trace of panics, so the runtime is compiled once more with ordinary
//! panics. A function of `core` that refers to `core::panicking` is a way to panic itself, and every other function that
//! refers to such a way is listed.

use crate::archives;
use crate::shell::Outcome;
use object::read::archive::ArchiveFile;
use object::{Object, ObjectSection, ObjectSymbol, RelocationTarget};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::Path;

pub fn run() -> Outcome {
    let (mut passed, mut failed) = (0, 0);
    for (name, file) in archives::with_panics()? {
        let functions = references(&file)?;
        let found = panicking(&functions);
        println!(
            "panic-free: {name}: {} of {} functions can panic",
            found.len(),
            functions.len()
        );
        for name in &found {
            println!("  {name}");
        }
        passed += functions.len() - found.len();
        failed += found.len();
    }
    println!("panic-free: {passed} passed, {failed} failed");
    match failed {
        0 => Ok(()),
        n => Err(format!("{n} functions of the runtime can panic")),
    }
}

/// What each function refers to.
type References = BTreeMap<String, BTreeSet<String>>;

/// Functions that can panic, without those of `core`.
fn panicking(functions: &References) -> Vec<&str> {
    let mut ways: BTreeSet<&str> = BTreeSet::new();
    loop {
        let before = ways.len();
        for (name, to) in functions {
            if of_core(name) && to.iter().any(|to| is_panic(to) || ways.contains(&**to)) {
                ways.insert(name);
            }
        }
        if ways.len() == before {
            break;
        }
    }
    functions
        .iter()
        .filter(|(name, to)| {
            !of_core(name)
                && to
                    .iter()
                    .any(|to| is_panic(to) || ways.contains(to.as_str()))
        })
        .map(|(name, _)| name.as_str())
        .collect()
}

/// The functions of an archive and the symbols that they refer to.
fn references(path: &Path) -> Outcome<References> {
    let fail = |error: &dyn std::fmt::Display| format!("{}: {error}", path.display());
    let bytes = std::fs::read(path).map_err(|error| fail(&error))?;
    let archive = ArchiveFile::parse(&*bytes).map_err(|error| fail(&error))?;
    let mut functions = References::new();
    for member in archive.members() {
        let data = member
            .and_then(|member| member.data(&*bytes))
            .map_err(|error| fail(&error))?;
        let Ok(object) = object::File::parse(data) else {
            continue;
        };
        // By section: functions by where they begin.
        let mut inside: HashMap<_, BTreeMap<u64, String>> = HashMap::new();
        for symbol in object.symbols() {
            if let (Some(section), true) = (symbol.section_index(), symbol.size() > 0)
                && let Ok(name) = symbol.name()
                && symbol.kind() == object::SymbolKind::Text
            {
                let start = symbol.address() & !1;
                let functions = inside.entry(section).or_default();
                functions.insert(start, name.to_owned());
            }
        }
        for (section, names) in &inside {
            for name in names.values() {
                functions.entry(name.clone()).or_default();
            }
            let section = object
                .section_by_index(*section)
                .map_err(|error| fail(&error))?;
            for (offset, relocation) in section.relocations() {
                let RelocationTarget::Symbol(index) = relocation.target() else {
                    continue;
                };
                let to = object.symbol_by_index(index);
                if let (Ok(to), Some((_, name))) = (
                    to.and_then(|to| to.name()),
                    names.range(..=offset).next_back(),
                ) && !to.is_empty()
                {
                    let of = functions.entry(name.clone()).or_default();
                    of.insert(to.to_owned());
                }
            }
        }
    }
    Ok(functions)
}

fn is_panic(name: &str) -> bool {
    name.contains("9panicking") || name.contains("panic_fmt") || name.contains("panic_bounds_check")
}

/// Whether a mangled name begins in the crate `core`: the crate is the first path element behind a disambiguator.
fn of_core(name: &str) -> bool {
    name.split_once("Cs")
        .and_then(|(_, rest)| rest.split_once('_'))
        .is_some_and(|(_, path)| path.starts_with("4core"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ways_through_core_are_followed() {
        let names = |list: &[&str]| list.iter().map(|n| (*n).to_owned()).collect();
        let fail = "_RNvNtCsabc_4core5slice10index_fail";
        let cut = "_RNvNtCsabc_4core3str3cut";
        let panic = "_RNvNtCsabc_4core9panicking5panic";
        let functions = References::from([
            (fail.into(), names(&[panic])),
            (cut.into(), names(&[fail])),
            ("_RNvCsxyz_8mpf_core3one".into(), names(&[cut])),
            ("_RNvCsxyz_8mpf_core3two".into(), names(&["memcpy"])),
            ("mpf_hot_Mod".into(), names(&[panic])),
        ]);
        assert_eq!(
            panicking(&functions),
            ["_RNvCsxyz_8mpf_core3one", "mpf_hot_Mod"]
        );
    }
}
