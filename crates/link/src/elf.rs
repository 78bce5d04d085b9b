//! Writes the executable: ELF32, one segment per output section with content, section headers, symbols.
//! Nothing in the file depends on paths or time.

use crate::{Linked, SymbolKind};
use mpf_board::{Machine, SectionKind};

const HEADER: usize = 52;
const PROGRAM_HEADER: usize = 32;
const SECTION_HEADER: usize = 40;

/// A string table under construction; offset 0 is the empty string.
struct Strings(Vec<u8>);

impl Strings {
    fn new() -> Strings {
        Strings(vec![0])
    }

    fn add(&mut self, text: &str) -> u32 {
        let at = self.0.len() as u32;
        self.0.extend_from_slice(text.as_bytes());
        self.0.push(0);
        at
    }
}

#[derive(Default)]
struct SectionHeader {
    name: u32,
    kind: u32,
    flags: u32,
    address: u32,
    offset: u32,
    size: u32,
    link: u32,
    info: u32,
    align: u32,
    entry: u32,
}

fn words(out: &mut Vec<u8>, words: &[u32]) {
    for word in words {
        out.extend_from_slice(&word.to_le_bytes());
    }
}

fn pad(out: &mut Vec<u8>, align: usize) {
    while !out.len().is_multiple_of(align) {
        out.push(0);
    }
}

/// What the writer needs besides the public result.
pub(crate) struct Extra<'a> {
    pub machine: Machine,
    pub flags: u32,
    pub attributes: Option<&'a [u8]>,
    /// Contents of `Linked::sections`.
    pub contents: &'a [Vec<u8>],
}

/// The executable as bytes.
pub(crate) fn write(linked: &Linked, extra: &Extra) -> Vec<u8> {
    let mut names = Strings::new();
    let mut headers = vec![SectionHeader::default()];
    // ELF section number by index in `linked.sections`.
    let mut numbers = vec![0u16; linked.sections.len()];
    let loaded = |index: usize| {
        let section = &linked.sections[index];
        section.size > 0 && !section.reserved && section.kind != SectionKind::NoLoad
    };
    let segments = (0..linked.sections.len()).filter(|i| loaded(*i)).count();
    let mut out = vec![0; HEADER + segments * PROGRAM_HEADER];
    let mut program_headers = Vec::new();
    for (index, section) in linked.sections.iter().enumerate() {
        if section.size == 0 {
            continue;
        }
        let content = section.kind == SectionKind::Content;
        pad(&mut out, section.align.max(4) as usize);
        let offset = out.len() as u32;
        if content {
            out.extend_from_slice(&extra.contents[index]);
        }
        let flags = 2 | u32::from(section.write) | if section.code { 4 } else { 0 };
        numbers[index] = headers.len() as u16;
        headers.push(SectionHeader {
            name: names.add(&section.name),
            kind: if content { 1 } else { 8 },
            flags,
            address: section.address,
            offset,
            size: section.size,
            align: section.align.max(1),
            ..SectionHeader::default()
        });
        if loaded(index) {
            let rights = 4 | if section.write { 2 } else { 0 } | u32::from(section.code);
            let stored = if content { section.size } else { 0 };
            let load = if content {
                section.load
            } else {
                section.address
            };
            program_headers.push([
                1,
                offset,
                section.address,
                load,
                stored,
                section.size,
                rights,
                section.align.max(1),
            ]);
        }
    }
    if let Some(attributes) = extra.attributes {
        let (name, kind) = match extra.machine {
            Machine::RiscV32 => (".riscv.attributes", 0x7000_0003),
            Machine::Arm => (".ARM.attributes", 0x7000_0003),
        };
        headers.push(SectionHeader {
            name: names.add(name),
            kind,
            offset: out.len() as u32,
            size: attributes.len() as u32,
            align: 1,
            ..SectionHeader::default()
        });
        out.extend_from_slice(attributes);
    }
    let (symbols, locals, strings) = symbols(linked, &numbers);
    pad(&mut out, 4);
    let string_section = headers.len() as u32 + 1;
    headers.push(SectionHeader {
        name: names.add(".symtab"),
        kind: 2,
        offset: out.len() as u32,
        size: symbols.len() as u32,
        link: string_section,
        info: locals,
        align: 4,
        entry: 16,
        ..SectionHeader::default()
    });
    out.extend_from_slice(&symbols);
    for (name, table) in [(".strtab", Some(strings.0)), (".shstrtab", None)] {
        let name = names.add(name);
        let table = table.unwrap_or_else(|| names.0.clone());
        headers.push(SectionHeader {
            name,
            kind: 3,
            offset: out.len() as u32,
            size: table.len() as u32,
            align: 1,
            ..SectionHeader::default()
        });
        out.extend_from_slice(&table);
    }
    pad(&mut out, 4);
    let section_headers = out.len() as u32;
    for header in &headers {
        words(
            &mut out,
            &[
                header.name,
                header.kind,
                header.flags,
                header.address,
                header.offset,
                header.size,
                header.link,
                header.info,
                header.align,
                header.entry,
            ],
        );
    }
    let mut head = b"\x7fELF\x01\x01\x01\0\0\0\0\0\0\0\0\0".to_vec();
    let machine: u32 = match extra.machine {
        Machine::RiscV32 => 243,
        Machine::Arm => 40,
    };
    words(
        &mut head,
        &[
            2 | machine << 16,
            1,
            linked.entry,
            HEADER as u32,
            section_headers,
            extra.flags,
            HEADER as u32 | (PROGRAM_HEADER as u32) << 16,
            segments as u32 | (SECTION_HEADER as u32) << 16,
            headers.len() as u32 | (headers.len() as u32 - 1) << 16,
        ],
    );
    for header in program_headers {
        words(&mut head, &header);
    }
    out[..head.len()].copy_from_slice(&head);
    out
}

/// The symbol table: its bytes, the number of local entries, the names.
fn symbols(linked: &Linked, numbers: &[u16]) -> (Vec<u8>, u32, Strings) {
    let mut strings = Strings::new();
    let mut table = vec![0; 16];
    let mut locals = 1;
    for local in [true, false] {
        for symbol in linked.symbols.iter().filter(|s| s.local == local) {
            let kind = match symbol.kind {
                SymbolKind::Function => 2,
                SymbolKind::Object => 1,
                SymbolKind::Other | SymbolKind::Boundary => 0,
            };
            let bind = if local { 0 } else { 1 };
            let section = match symbol.section {
                Some(section) if numbers[section] != 0 => numbers[section],
                _ => 0xfff1,
            };
            let name = strings.add(&symbol.name);
            words(&mut table, &[name, symbol.value, symbol.size]);
            table.extend_from_slice(&[bind << 4 | kind, 0]);
            table.extend_from_slice(&section.to_le_bytes());
            locals += u32::from(local);
        }
    }
    (table, locals, strings)
}
