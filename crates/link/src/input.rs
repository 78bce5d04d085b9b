//! Reads relocatable ELF32 objects into sections, symbols and relocations. Input is not trusted: whatever is wrong
//! with a file becomes an error that names it. Debug information, unwinding tables and notes are left out here.

use crate::error::LinkError;
use crate::header::header;
use mpf_board::Machine;
use object::elf;
use object::read::SectionIndex;
use object::read::elf::{FileHeader, Rel, Rela, SectionHeader, SectionTable, Sym};
use object::{LittleEndian, SymbolIndex};

pub(crate) type Header = elf::FileHeader32<LittleEndian>;
pub(crate) const LE: LittleEndian = LittleEndian;

/// A loaded object. Its symbols are numbered as in the file.
pub(crate) struct File<'a> {
    /// `app.o`, or `core.a(member.o)`.
    pub name: String,
    pub symbols: Vec<Symbol<'a>>,
    pub flags: u32,
    /// `.riscv.attributes` or `.ARM.attributes`, for disassemblers.
    pub attributes: Option<&'a [u8]>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Place {
    Undefined,
    Absolute,
    /// Number in `Program::sections`.
    Section(usize),
    /// In a section that is not linked (debug information, a duplicate group).
    Dropped,
}

pub(crate) struct Symbol<'a> {
    pub name: &'a str,
    pub place: Place,
    pub value: u32,
    pub size: u32,
    pub local: bool,
    pub weak: bool,
    /// `STT_*`.
    pub kind: u8,
}

#[derive(Clone, Copy, Debug)]
pub(crate) struct Relocation {
    pub offset: u32,
    pub kind: u32,
    pub symbol: u32,
    /// `None`: the addend is in the instruction (Arm).
    pub addend: Option<i32>,
}

/// An input section that could be linked.
pub(crate) struct Section<'a> {
    pub file: usize,
    pub name: &'a str,
    pub data: &'a [u8],
    pub size: u32,
    pub align: u32,
    pub code: bool,
    pub write: bool,
    pub tls: bool,
    /// Without bytes in the file.
    pub zero: bool,
    /// `SHF_GNU_RETAIN`.
    pub retain: bool,
    /// Sorted by offset.
    pub relocations: Vec<Relocation>,
}

/// One object on its way into the program: section numbers start at `base`.
pub(crate) struct Loaded<'a> {
    pub file: File<'a>,
    pub sections: Vec<Section<'a>>,
}

pub(crate) fn malformed(file: &str, message: impl ToString) -> LinkError {
    LinkError::Malformed {
        file: file.to_owned(),
        message: message.to_string(),
    }
}

fn refused(file: &str, place: &str, feature: &str, help: &str) -> LinkError {
    LinkError::Refused {
        file: file.to_owned(),
        place: place.to_owned(),
        feature: feature.to_owned(),
        help: help.to_owned(),
    }
}

/// Sections that are never linked although they ask for memory: nothing unwinds on the device.
fn is_dropped(name: &str) -> bool {
    [
        ".eh_frame",
        ".ARM.exidx",
        ".ARM.extab",
        ".note",
        ".comment",
        ".llvm",
    ]
    .iter()
    .any(|prefix| name.starts_with(prefix))
}

fn is_initializer(name: &str) -> bool {
    [
        ".init_array",
        ".fini_array",
        ".preinit_array",
        ".ctors",
        ".dtors",
    ]
    .iter()
    .any(|prefix| name.starts_with(prefix))
}

/// Reads one object. `file` and `base` are the numbers that the file and its first section will have; `groups` says
/// whether a group of this name was seen before (and remembers it).
pub(crate) fn read<'a>(
    name: String,
    bytes: &'a [u8],
    machine: Machine,
    file: usize,
    base: usize,
    mut seen_group: impl FnMut(&'a str) -> bool,
) -> Result<Loaded<'a>, LinkError> {
    let header = header(&name, bytes, machine)?;
    let bad = |error: object::Error| malformed(&name, error);
    let table = header.sections(LE, bytes).map_err(bad)?;
    let text = |bytes: &'a [u8]| {
        std::str::from_utf8(bytes).map_err(|_| malformed(&name, "a name in it is not UTF-8"))
    };
    let dropped_by_group = duplicate_groups(&name, bytes, &table, &mut seen_group)?;
    let mut numbers: Vec<Option<usize>> = vec![None; table.len()];
    let mut sections = Vec::new();
    let mut attributes = None;
    for (index, section) in table.enumerate() {
        let section_name = text(table.section_name(LE, section).map_err(bad)?)?;
        let kind = section.sh_type(LE);
        if section_name == ".riscv.attributes" || section_name == ".ARM.attributes" {
            attributes = Some(section.data(LE, bytes).map_err(bad)?);
        }
        let flags = section.sh_flags(LE).0;
        if flags & elf::SHF_ALLOC.0 == 0 || is_dropped(section_name) || dropped_by_group[index.0] {
            continue;
        }
        if flags & elf::SHF_COMPRESSED.0 != 0 {
            return Err(refused(
                &name,
                &format!(" ({section_name})"),
                "a compressed section",
                "build it without section compression",
            ));
        }
        if is_initializer(section_name) && section.sh_size(LE) != 0 {
            return Err(refused(
                &name,
                &format!(" ({section_name})"),
                "code that runs before the program",
                "call the initialiser from the program instead",
            ));
        }
        let align = section.sh_addralign(LE).max(1);
        if !align.is_power_of_two() || align > 65536 {
            return Err(malformed(
                &name,
                format!("section {section_name} has the alignment {align}"),
            ));
        }
        let zero = kind == elf::SHT_NOBITS;
        let data = if zero {
            &[][..]
        } else {
            section.data(LE, bytes).map_err(bad)?
        };
        numbers[index.0] = Some(base + sections.len());
        sections.push(Section {
            file,
            name: section_name,
            data,
            size: section.sh_size(LE),
            align,
            code: flags & elf::SHF_EXECINSTR.0 != 0,
            write: flags & elf::SHF_WRITE.0 != 0,
            tls: flags & elf::SHF_TLS.0 != 0,
            zero,
            retain: flags & elf::SHF_GNU_RETAIN.0 != 0,
            relocations: Vec::new(),
        });
    }
    let symbols = symbols(&name, bytes, &table, &numbers, &sections, base)?;
    for section in table.iter() {
        let kind = section.sh_type(LE);
        if kind != elf::SHT_REL && kind != elf::SHT_RELA {
            continue;
        }
        let target = section.info_link(LE);
        let Some(Some(number)) = numbers.get(target.0).copied() else {
            continue;
        };
        let mut list = Vec::new();
        if let Some((rels, _)) = section.rel(LE, bytes).map_err(bad)? {
            list.extend(rels.iter().map(|rel| Relocation {
                offset: rel.r_offset(LE),
                kind: rel.r_type(LE).0,
                symbol: rel.r_sym(LE),
                addend: None,
            }));
        }
        if let Some((relas, _)) = section.rela(LE, bytes).map_err(bad)? {
            list.extend(relas.iter().map(|rela| Relocation {
                offset: rela.r_offset(LE),
                kind: rela.r_type(LE).0,
                symbol: rela.r_sym(LE),
                addend: Some(rela.r_addend(LE)),
            }));
        }
        let section = &mut sections[number - base];
        if let Some(wrong) = list
            .iter()
            .find(|r| r.symbol as usize >= symbols.len() || r.offset > section.size || section.zero)
        {
            return Err(malformed(
                &name,
                format!(
                    "a relocation of section {} is out of bounds (offset {:#x}, symbol {})",
                    section.name, wrong.offset, wrong.symbol
                ),
            ));
        }
        section.relocations.extend(list);
        section.relocations.sort_by_key(|r| r.offset);
    }
    Ok(Loaded {
        file: File {
            symbols,
            flags: header.e_flags(LE).0,
            attributes,
            name,
        },
        sections,
    })
}

/// For each section of the file, whether it belongs to a COMDAT group that another file supplied already.
fn duplicate_groups<'a>(
    name: &str,
    bytes: &'a [u8],
    table: &SectionTable<'a, Header>,
    seen_group: &mut impl FnMut(&'a str) -> bool,
) -> Result<Vec<bool>, LinkError> {
    let mut dropped = vec![false; table.len()];
    for section in table.iter() {
        let group = section
            .group(LE, bytes)
            .map_err(|error| malformed(name, error))?;
        let Some((flags, members)) = group else {
            continue;
        };
        if flags.0 & elf::GRP_COMDAT.0 == 0 {
            continue;
        }
        let symbols = table
            .symbol_table_by_index(LE, bytes, section.link(LE))
            .map_err(|error| malformed(name, error))?;
        let signature = symbols
            .symbol(SymbolIndex(section.sh_info(LE) as usize))
            .and_then(|symbol| symbols.symbol_name(LE, symbol))
            .map_err(|error| malformed(name, error))?;
        let signature = std::str::from_utf8(signature)
            .map_err(|_| malformed(name, "the name of a group is not UTF-8"))?;
        if seen_group(signature) {
            for member in members {
                if let Some(slot) = dropped.get_mut(member.get(LE) as usize) {
                    *slot = true;
                }
            }
        }
    }
    Ok(dropped)
}

fn symbols<'a>(
    name: &str,
    bytes: &'a [u8],
    table: &SectionTable<'a, Header>,
    numbers: &[Option<usize>],
    sections: &[Section<'a>],
    base: usize,
) -> Result<Vec<Symbol<'a>>, LinkError> {
    let bad = |error: object::Error| malformed(name, error);
    let list = table.symbols(LE, bytes, elf::SHT_SYMTAB).map_err(bad)?;
    let mut symbols = Vec::with_capacity(list.len().max(1));
    for (index, symbol) in list.enumerate() {
        let symbol_name = std::str::from_utf8(list.symbol_name(LE, symbol).map_err(bad)?)
            .map_err(|_| malformed(name, "the name of a symbol is not UTF-8"))?;
        let kind = symbol.st_type();
        if symbol.is_common(LE) || kind == elf::STT_COMMON {
            return Err(refused(
                name,
                &format!(" (`{symbol_name}`)"),
                "a COMMON symbol",
                "compile C code with -fno-common",
            ));
        }
        let place = if symbol.is_absolute(LE) {
            Place::Absolute
        } else {
            match list.symbol_section(LE, symbol, index).map_err(bad)? {
                None => Place::Undefined,
                Some(SectionIndex(section)) => match numbers.get(section) {
                    None => {
                        return Err(malformed(
                            name,
                            "a symbol is in a section that does not exist",
                        ));
                    }
                    Some(None) => Place::Dropped,
                    Some(Some(number)) => Place::Section(*number),
                },
            }
        };
        if let Place::Section(number) = place {
            let section = &sections[number - base];
            if symbol.st_value(LE) & !1 > section.size {
                return Err(malformed(
                    name,
                    format!("the symbol `{symbol_name}` lies behind its section"),
                ));
            }
        }
        symbols.push(Symbol {
            name: symbol_name,
            place,
            value: symbol.st_value(LE),
            size: symbol.st_size(LE),
            local: symbol.st_bind() == elf::STB_LOCAL,
            weak: symbol.st_bind() == elf::STB_WEAK,
            kind: kind.0,
        });
    }
    if symbols.is_empty() {
        // Relocations may name symbol 0 even in a file without a symbol table.
        symbols.push(Symbol {
            name: "",
            place: Place::Absolute,
            value: 0,
            size: 0,
            local: true,
            weak: false,
            kind: 0,
        });
    }
    if let Some(null) = symbols.first_mut() {
        null.place = Place::Absolute;
        null.local = true;
    }
    Ok(symbols)
}
