//! Symbol resolution: loads objects, pulls archive members that define what is asked for, and decides which
//! definition each name means. Weak definitions yield to strong ones; two strong ones are an error.

use crate::error::LinkError;
use crate::input::{self, File, Place, Section, malformed};
use crate::{Input, names};
use mpf_board::Layout;
use object::read::archive::{ArchiveFile, ArchiveOffset};
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// What a symbol of a file stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Target {
    /// A place in an input section, counted before relaxation.
    Section {
        section: usize,
        offset: u32,
    },
    Absolute(u32),
    /// A symbol that the linker makes: number in `Program::made`.
    Made(usize),
    /// Weak and nowhere defined: address 0.
    Nowhere,
    /// Not defined; an error if a live section uses it.
    Undefined,
}

/// All loaded objects and the meaning of their symbols.
pub(crate) struct Program<'a> {
    pub files: Vec<File<'a>>,
    pub sections: Vec<Section<'a>>,
    /// By file, by symbol number.
    pub targets: Vec<Vec<Target>>,
    /// Name to (file, symbol number) of the chosen definition.
    pub globals: BTreeMap<&'a str, (usize, usize)>,
    /// Names of the symbols that the linker defines, sorted.
    pub made: Vec<String>,
    /// `mpf_abi_…` names that archives offer, for the message about a mismatch.
    pub abi: Vec<(String, String)>,
}

struct Archive<'a> {
    name: &'a str,
    bytes: &'a [u8],
    file: ArchiveFile<'a>,
    /// Symbol to the offset of the member that defines it; the first one counts.
    index: BTreeMap<&'a str, u64>,
}

struct Loader<'a> {
    layout: &'a Layout,
    program: Program<'a>,
    groups: BTreeSet<&'a str>,
    /// Names that something asks for strongly and nothing defines yet.
    wanted: VecDeque<&'a str>,
    asked: BTreeSet<&'a str>,
    loaded: BTreeSet<(usize, u64)>,
    errors: Vec<LinkError>,
}

pub(crate) fn is_archive(bytes: &[u8]) -> bool {
    bytes.starts_with(b"!<arch>\n")
}

/// Loads everything that `roots` and the objects need.
pub(crate) fn load<'a>(
    inputs: &'a [Input<'a>],
    layout: &'a Layout,
    roots: &'a [String],
) -> Result<Program<'a>, Vec<LinkError>> {
    let mut loader = Loader {
        layout,
        program: Program {
            files: Vec::new(),
            sections: Vec::new(),
            targets: Vec::new(),
            globals: BTreeMap::new(),
            made: names::made(layout),
            abi: Vec::new(),
        },
        groups: BTreeSet::new(),
        wanted: VecDeque::new(),
        asked: BTreeSet::new(),
        loaded: BTreeSet::new(),
        errors: Vec::new(),
    };
    let mut archives = Vec::new();
    for input in inputs {
        if is_archive(input.bytes) {
            match open(input) {
                Ok(archive) => archives.push(archive),
                Err(error) => loader.errors.push(error),
            }
        } else {
            loader.object(input.name.to_owned(), input.bytes);
        }
    }
    for root in roots {
        loader.want(root);
    }
    loader.pull(&archives);
    for (name, (file, _)) in &loader.program.globals {
        if names::is_abi(name) {
            let entry = ((*name).to_owned(), loader.program.files[*file].name.clone());
            loader.program.abi.push(entry);
        }
    }
    for archive in &archives {
        for name in archive.index.keys().filter(|name| names::is_abi(name)) {
            let entry = ((*name).to_owned(), archive.name.to_owned());
            loader.program.abi.push(entry);
        }
    }
    if !loader.errors.is_empty() {
        return Err(loader.errors);
    }
    let mut program = loader.program;
    program.targets = (0..program.files.len())
        .map(|file| targets(&program, file))
        .collect();
    Ok(program)
}

/// Reads the symbol index of an archive and walks its members once, so that a truncated file is found even when the
/// missing member would not be used.
fn open<'a>(input: &'a Input<'a>) -> Result<Archive<'a>, LinkError> {
    let bad = |error: object::Error| malformed(input.name, error);
    let file = ArchiveFile::parse(input.bytes).map_err(bad)?;
    let mut index = BTreeMap::new();
    let mut members = 0usize;
    for member in file.members() {
        let member = member.map_err(bad)?;
        member.data(input.bytes).map_err(|error| {
            let name = String::from_utf8_lossy(member.name());
            malformed(&names::member(input.name, &name), error)
        })?;
        members += 1;
    }
    match file.symbols().map_err(bad)? {
        Some(symbols) => {
            for symbol in symbols {
                let symbol = symbol.map_err(bad)?;
                let name = std::str::from_utf8(symbol.name())
                    .map_err(|_| malformed(input.name, "a name in its index is not UTF-8"))?;
                index.entry(name).or_insert(symbol.offset().0);
            }
        }
        None if members > 0 => {
            return Err(malformed(
                input.name,
                "the archive has no symbol index (run ranlib)",
            ));
        }
        None => {}
    }
    Ok(Archive {
        name: input.name,
        bytes: input.bytes,
        file,
        index,
    })
}

impl<'a> Loader<'a> {
    fn want(&mut self, name: &'a str) {
        if !self.program.globals.contains_key(name) && self.asked.insert(name) {
            self.wanted.push_back(name);
        }
    }

    fn object(&mut self, name: String, bytes: &'a [u8]) {
        let file = self.program.files.len();
        let groups = &mut self.groups;
        let loaded = input::read(
            name,
            bytes,
            self.layout.machine,
            file,
            self.program.sections.len(),
            |group| !groups.insert(group),
        );
        match loaded {
            Ok(loaded) => {
                self.program.sections.extend(loaded.sections);
                self.program.files.push(loaded.file);
                self.define(file);
            }
            Err(error) => self.errors.push(error),
        }
    }

    /// Enters the global symbols of a file.
    fn define(&mut self, file: usize) {
        let mut asked = Vec::new();
        for (number, symbol) in self.program.files[file].symbols.iter().enumerate() {
            if symbol.local {
                continue;
            }
            match symbol.place {
                Place::Undefined if !symbol.weak => asked.push(symbol.name),
                Place::Undefined | Place::Dropped => {}
                Place::Absolute | Place::Section(_) => {
                    if self
                        .program
                        .made
                        .binary_search_by(|m| m.as_str().cmp(symbol.name))
                        .is_ok()
                    {
                        self.errors.push(LinkError::Duplicate {
                            name: symbol.name.to_owned(),
                            first: "the linker".to_owned(),
                            second: self.program.files[file].name.clone(),
                        });
                        continue;
                    }
                    let old = self.program.globals.get(symbol.name).copied();
                    let old_weak =
                        old.map(|(file, number)| self.program.files[file].symbols[number].weak);
                    match old_weak {
                        Some(true) if !symbol.weak => {
                            self.program.globals.insert(symbol.name, (file, number));
                        }
                        None => {
                            self.program.globals.insert(symbol.name, (file, number));
                        }
                        Some(false) if !symbol.weak => {
                            let first = old.map_or(0, |(file, _)| file);
                            self.errors.push(LinkError::Duplicate {
                                name: symbol.name.to_owned(),
                                first: self.program.files[first].name.clone(),
                                second: self.program.files[file].name.clone(),
                            });
                        }
                        Some(_) => {}
                    }
                }
            }
        }
        for name in asked {
            self.want(name);
        }
    }

    /// Loads members until nothing that an archive can supply is missing.
    fn pull(&mut self, archives: &[Archive<'a>]) {
        while let Some(name) = self.wanted.pop_front() {
            if self.program.globals.contains_key(name) {
                continue;
            }
            let Some((number, offset)) = archives
                .iter()
                .enumerate()
                .find_map(|(number, archive)| Some((number, *archive.index.get(name)?)))
            else {
                continue;
            };
            if !self.loaded.insert((number, offset)) {
                continue;
            }
            let archive = &archives[number];
            let member = archive
                .file
                .member(ArchiveOffset(offset))
                .and_then(|member| Ok((member.name(), member.data(archive.bytes)?)));
            match member {
                Ok((member, bytes)) => {
                    let member = String::from_utf8_lossy(member);
                    self.object(names::member(archive.name, &member), bytes);
                }
                Err(error) => self.errors.push(malformed(
                    archive.name,
                    format!("the member that defines `{name}` cannot be read: {error}"),
                )),
            }
        }
    }
}

/// What the symbols of one file stand for.
fn targets(program: &Program, file: usize) -> Vec<Target> {
    program.files[file]
        .symbols
        .iter()
        .map(|symbol| {
            let own = match symbol.place {
                Place::Section(section) => Target::Section {
                    section,
                    offset: symbol.value,
                },
                Place::Absolute => Target::Absolute(symbol.value),
                Place::Undefined | Place::Dropped => Target::Undefined,
            };
            if symbol.local {
                return own;
            }
            if let Some((file, number)) = program.globals.get(symbol.name).copied() {
                let chosen = &program.files[file].symbols[number];
                return match chosen.place {
                    Place::Section(section) => Target::Section {
                        section,
                        offset: chosen.value,
                    },
                    _ => Target::Absolute(chosen.value),
                };
            }
            match program
                .made
                .binary_search_by(|made| made.as_str().cmp(symbol.name))
            {
                Ok(number) => Target::Made(number),
                Err(_) if symbol.weak => Target::Nowhere,
                Err(_) => Target::Undefined,
            }
        })
        .collect()
}
