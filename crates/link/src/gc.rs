//! Mark-and-sweep: which input sections can be reached from the roots, and through what. The walk is breadth first,
//! so the chain of reasons that it records is a shortest one.

use crate::error::{LinkError, Reference};
use crate::names;
use crate::resolve::{Program, Target};
use std::collections::{BTreeMap, VecDeque};

/// Why a section is in the image.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// The chip's entry symbol, or a symbol that the caller asked to keep.
    Root { symbol: String },
    /// A section that the chip file or the object marks as kept.
    Kept,
    /// Made by the linker for a branch that could not reach its target.
    Veneer,
    /// Another section refers to it by this symbol; the number is the one of the referring piece.
    Reference { from: usize, symbol: String },
}

/// For each section of the program why it lives; `None` for a dead one.
pub(crate) type Live = Vec<Option<Reason>>;

/// Marks everything. `kept` says whether the chip file keeps a section.
pub(crate) fn mark(
    program: &Program,
    roots: &[String],
    kept: impl Fn(usize) -> bool,
    collect: bool,
) -> Result<Live, Vec<LinkError>> {
    let mut live: Live = vec![None; program.sections.len()];
    let mut queue = VecDeque::new();
    let mut errors = Vec::new();
    for root in roots {
        match program.globals.get(root.as_str()) {
            Some((file, number)) => {
                let target = program.targets[*file][*number];
                if let Target::Section { section, .. } = target
                    && live[section].is_none()
                {
                    live[section] = Some(Reason::Root {
                        symbol: root.clone(),
                    });
                    queue.push_back(section);
                }
            }
            None => errors.push(LinkError::Undefined {
                name: root.clone(),
                references: vec![Reference {
                    file: "the chip or the command line".to_owned(),
                    place: "as a root of the image".to_owned(),
                }],
            }),
        }
    }
    for (number, section) in program.sections.iter().enumerate() {
        if live[number].is_none() && (kept(number) || section.retain || !collect) {
            live[number] = Some(Reason::Kept);
            queue.push_back(number);
        }
    }
    let mut undefined: BTreeMap<&str, Vec<Reference>> = BTreeMap::new();
    while let Some(number) = queue.pop_front() {
        let section = &program.sections[number];
        if section.tls {
            errors.push(LinkError::Refused {
                file: program.files[section.file].name.clone(),
                place: format!(" ({})", section.name),
                feature: "thread-local storage".to_owned(),
                help: "there are no threads on the device: use a static".to_owned(),
            });
        }
        for relocation in &section.relocations {
            let symbol = &program.files[section.file].symbols[relocation.symbol as usize];
            match program.targets[section.file][relocation.symbol as usize] {
                Target::Section { section: to, .. } if live[to].is_none() => {
                    live[to] = Some(Reason::Reference {
                        from: number,
                        symbol: match symbol.name {
                            "" => program.sections[to].name.to_owned(),
                            name => name.to_owned(),
                        },
                    });
                    queue.push_back(to);
                }
                Target::Undefined => {
                    let references = undefined.entry(symbol.name).or_default();
                    if references.len() < 3 {
                        references.push(Reference {
                            file: program.files[section.file].name.clone(),
                            place: place(program, number, relocation.offset),
                        });
                    }
                }
                _ => {}
            }
        }
    }
    for (name, references) in undefined {
        errors.push(undefined_error(program, name, references));
    }
    if errors.is_empty() {
        Ok(live)
    } else {
        Err(errors)
    }
}

/// The function around an offset, else section and offset.
pub(crate) fn place(program: &Program, number: usize, offset: u32) -> String {
    let section = &program.sections[number];
    let function = program.files[section.file].symbols.iter().find(|symbol| {
        symbol.place == crate::input::Place::Section(number)
            && symbol.size > 0
            && offset
                .checked_sub(symbol.value & !1)
                .is_some_and(|d| d < symbol.size)
    });
    match function {
        Some(function) if !function.name.is_empty() => {
            format!("`{}` ({}+{offset:#x})", function.name, section.name)
        }
        _ => format!("{}+{offset:#x}", section.name),
    }
}

/// A missing ABI symbol means that the frozen object and the archive were built from different runtimes.
fn undefined_error(program: &Program, name: &str, references: Vec<Reference>) -> LinkError {
    if !names::is_abi(name) {
        return LinkError::Undefined {
            name: name.to_owned(),
            references,
        };
    }
    let provided = match program.abi.first() {
        Some((found, file)) => format!("{file} provides `{found}`"),
        None => "no archive provides any ABI symbol".to_owned(),
    };
    let found = program
        .abi
        .first()
        .and_then(|(n, _)| names::abi_generation(n));
    let advice = match (names::abi_generation(name), found) {
        (Some(wanted), Some(found)) if wanted > found => {
            "the archive is older: build the archives again"
        }
        (Some(wanted), Some(found)) if wanted < found => {
            "the frozen object is older: build the program again"
        }
        _ => "build the archives and the program with the same mpfreeze",
    };
    LinkError::AbiMismatch {
        wanted: name.to_owned(),
        wanted_by: references
            .first()
            .map_or_else(String::new, |r| r.file.clone()),
        provided,
        advice: advice.to_owned(),
    }
}
