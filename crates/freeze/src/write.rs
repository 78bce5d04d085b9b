//! Sections of words to the bytes of an ELF32 relocatable object.

use crate::place::Home;
use object::write::{Object, Relocation, SectionId, Symbol, SymbolId, SymbolSection};
use object::{
    Architecture, BinaryFormat, Endianness, FileFlags, RelocationFlags, SectionKind, SymbolFlags,
    SymbolKind, SymbolScope, elf,
};
use std::collections::{BTreeMap, HashMap};

/// Processors that objects are made for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Arch {
    Riscv32,
    ArmThumb,
}

/// One word of an object.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Word {
    Raw(u32),
    /// Address of the object that lies there in the build machine.
    At(u32),
    /// Address of a symbol of the runtime.
    Sym(String),
}

/// One object, or a table of the runtime.
pub struct Section {
    pub name: String,
    pub global: bool,
    /// Code of a Python function.
    pub function: bool,
    pub home: Home,
    pub at: Option<u32>,
    pub words: Vec<Word>,
}

impl Section {
    /// A table in read-only memory that the runtime knows by name.
    pub fn table(name: &str, words: Vec<Word>) -> Section {
        Section {
            name: name.into(),
            global: true,
            function: false,
            home: Home::Rom,
            at: None,
            words,
        }
    }

    /// Objects that it refers to.
    pub fn references(&self) -> impl Iterator<Item = u32> {
        self.words.iter().filter_map(|w| match w {
            Word::At(at) => Some(*at),
            _ => None,
        })
    }
}

/// The object file.
pub fn write(sections: &[Section], arch: Arch) -> Result<Vec<u8>, String> {
    let (architecture, e_flags, r_type) = match arch {
        Arch::Riscv32 => (Architecture::Riscv32, elf::EF_RISCV_RVC, elf::R_RISCV_32),
        Arch::ArmThumb => (
            Architecture::Arm,
            elf::FileFlags(0x0500_0000),
            elf::R_ARM_ABS32,
        ),
    };
    let mut out = Object::new(BinaryFormat::Elf, architecture, Endianness::Little);
    out.flags = FileFlags::Elf {
        os_abi: elf::OsAbi(0),
        abi_version: 0,
        e_flags,
    };
    let mut made: Vec<(SectionId, SymbolId)> = vec![];
    let mut by_address: HashMap<u32, SymbolId> = HashMap::new();
    for section in sections {
        let (prefix, kind) = match section.home {
            Home::Rom => (".rodata.mpf.", SectionKind::ReadOnlyData),
            Home::Ram => (".data.mpf.", SectionKind::Data),
        };
        let id = out.add_section(
            vec![],
            format!("{prefix}{}", section.name).into_bytes(),
            kind,
        );
        let bytes: Vec<u8> = section
            .words
            .iter()
            .flat_map(|w| if let Word::Raw(w) = w { *w } else { 0 }.to_le_bytes())
            .collect();
        out.append_section_data(id, &bytes, 4);
        let symbol = out.add_symbol(Symbol {
            name: section.name.clone().into_bytes(),
            value: 0,
            size: bytes.len() as u64,
            kind: if section.function {
                SymbolKind::Text
            } else {
                SymbolKind::Data
            },
            scope: if section.global {
                SymbolScope::Dynamic
            } else {
                SymbolScope::Compilation
            },
            weak: false,
            section: SymbolSection::Section(id),
            flags: SymbolFlags::None,
        });
        made.push((id, symbol));
        if let Some(at) = section.at {
            by_address.insert(at, symbol);
        }
    }
    let mut outside: BTreeMap<&str, SymbolId> = BTreeMap::new();
    for (section, (id, _)) in sections.iter().zip(&made) {
        for (i, word) in section.words.iter().enumerate() {
            let symbol = match word {
                Word::Raw(_) => continue,
                Word::At(at) => *by_address
                    .get(at)
                    .ok_or_else(|| format!("`{}` refers to nothing", section.name))?,
                Word::Sym(name) => *outside.entry(name).or_insert_with(|| {
                    out.add_symbol(Symbol {
                        name: name.clone().into_bytes(),
                        value: 0,
                        size: 0,
                        kind: SymbolKind::Unknown,
                        scope: SymbolScope::Unknown,
                        weak: false,
                        section: SymbolSection::Undefined,
                        flags: SymbolFlags::None,
                    })
                }),
            };
            let relocation = Relocation {
                offset: 4 * i as u64,
                symbol,
                addend: 0,
                flags: RelocationFlags::Elf { r_type },
            };
            out.add_relocation(*id, relocation)
                .map_err(|e| e.to_string())?;
        }
    }
    out.write().map_err(|e| e.to_string())
}
