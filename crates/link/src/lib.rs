//! The linker: relocatable objects and archives in, an executable for one board out.
//!
//! A pure function: it reads no files, prints nothing, and its result depends on its arguments only. Memory and sections
//! come from the board's data; linker scripts are never parsed. What it refuses (thread-local storage, code that runs
//! before the program, COMMON symbols) is an error with advice. The phases are the files, in this order: `input`,
//! `resolve`, `gc`, `place`, `relax`/`riscv` or `arm`, `elf`, `map`; `verify` checks the result on its own.

mod arm;
mod elf;
mod error;
mod gc;
mod image;
mod input;
mod map;
mod names;
mod place;
mod relax;
mod resolve;
mod riscv;
mod verify;

pub use error::{Largest, LinkError, Reference};
pub use gc::Reason;
pub use mpf_board::Layout;
pub use verify::verify;

use gc::Live;
use image::Image;
use mpf_board::{Machine, SectionKind};
use place::Placement;
use resolve::Program;

/// An object or an archive.
#[derive(Clone, Copy, Debug)]
pub struct Input<'a> {
    /// For messages and the map: no path, or the image's map depends on the machine it was made on.
    pub name: &'a str,
    pub bytes: &'a [u8],
}

/// What the caller may choose.
#[derive(Clone, Debug)]
pub struct Options {
    /// Symbols that stay although nothing refers to them.
    pub keep: Vec<String>,
    /// Drop what cannot be reached.
    pub collect: bool,
    /// Shorten RISC-V code where it was assembled for that.
    pub relax: bool,
}

impl Default for Options {
    fn default() -> Options {
        Options {
            keep: Vec::new(),
            collect: true,
            relax: true,
        }
    }
}

/// An output section.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkedSection {
    pub name: String,
    /// Where it is while the program runs.
    pub address: u32,
    /// Where its bytes are stored; start-up copies them if this differs from `address`.
    pub load: u32,
    pub size: u32,
    pub align: u32,
    pub kind: SectionKind,
    /// A stack or the heap.
    pub reserved: bool,
    pub code: bool,
    pub write: bool,
    /// Names of the regions it runs in and is stored in.
    pub run_region: String,
    pub load_region: String,
}

/// An input section that is in the image.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    pub name: String,
    /// `app.o`, or `core.a(member.o)`.
    pub file: String,
    /// Index into `Linked::sections`.
    pub section: usize,
    pub address: u32,
    /// Size after relaxation.
    pub size: u32,
    /// Why it is here; numbers are indexes into `Linked::pieces`.
    pub reason: Reason,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SymbolKind {
    Function,
    Object,
    Other,
    /// Defined by the linker.
    Boundary,
}

/// A symbol of the image.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkedSymbol {
    pub name: String,
    /// As in ELF: the address of a Thumb function is odd.
    pub value: u32,
    pub size: u32,
    pub kind: SymbolKind,
    pub local: bool,
    /// Index into `Linked::pieces`; `None` for what the linker defines.
    pub piece: Option<usize>,
    /// Index into `Linked::sections`.
    pub section: Option<usize>,
}

/// How full a region is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegionUse {
    pub name: String,
    pub origin: u32,
    pub length: u32,
    /// Bytes of code and data, stored or at run time, with padding.
    pub used: u32,
    /// Bytes of stacks and heap.
    pub reserved: u32,
}

/// The image and everything that is known about it.
#[derive(Clone, Debug)]
pub struct Linked {
    pub elf: Vec<u8>,
    pub map: String,
    pub entry: u32,
    pub sections: Vec<LinkedSection>,
    pub pieces: Vec<Piece>,
    /// Sorted by value.
    pub symbols: Vec<LinkedSymbol>,
    pub regions: Vec<RegionUse>,
}

/// One link of the chain from a root to a symbol.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// Index into `Linked::pieces`.
    pub piece: usize,
    /// The symbol by which the piece before this one refers to it; for a root its own symbol, if any.
    pub symbol: Option<String>,
}

impl Linked {
    /// The symbols in a piece.
    pub fn symbols_of(&self, piece: usize) -> impl Iterator<Item = &LinkedSymbol> {
        self.symbols
            .iter()
            .filter(move |symbol| symbol.piece == Some(piece))
    }

    /// Why a symbol or input section is in the image: the chain from a root to it; `None` if it is not there.
    pub fn why(&self, name: &str) -> Option<Vec<Step>> {
        let by_symbol = self
            .symbols
            .iter()
            .find(|s| s.name == name && s.piece.is_some());
        let mut at = match by_symbol {
            Some(symbol) => symbol.piece?,
            None => self.pieces.iter().position(|piece| piece.name == name)?,
        };
        let mut chain = Vec::new();
        loop {
            let (next, symbol) = match &self.pieces[at].reason {
                Reason::Root { symbol } => (None, Some(symbol.clone())),
                Reason::Kept | Reason::Veneer => (None, None),
                Reason::Reference { from, symbol } => (Some(*from), Some(symbol.clone())),
            };
            chain.push(Step { piece: at, symbol });
            match next {
                Some(next) if chain.len() <= self.pieces.len() => at = next,
                _ => break,
            }
        }
        chain.reverse();
        Some(chain)
    }

    /// Bytes that are stored in the image.
    pub fn stored_bytes(&self) -> u32 {
        let stored = |s: &&LinkedSection| s.kind == SectionKind::Content;
        self.sections.iter().filter(stored).map(|s| s.size).sum()
    }

    /// Bytes of RAM besides stacks and heap.
    pub fn static_ram(&self) -> u32 {
        let ram = |s: &&LinkedSection| s.write && !s.reserved;
        self.sections.iter().filter(ram).map(|s| s.size).sum()
    }
}

/// Links the inputs for a layout. All errors of a phase are reported together.
pub fn link(
    inputs: &[Input],
    layout: &Layout,
    options: &Options,
) -> Result<Linked, Vec<LinkError>> {
    let mut roots = vec![layout.entry.clone()];
    roots.extend(
        options
            .keep
            .iter()
            .filter(|name| **name != layout.entry)
            .cloned(),
    );
    let mut program = resolve::load(inputs, layout, &roots)?;
    let flags = merge_flags(&program, layout.machine)?;
    let slots = place::slots(&program, layout);
    let kept =
        |section: usize| slots[section].is_some_and(|(output, _)| layout.sections[output].keep);
    let mut live = gc::mark(&program, &roots, kept, options.collect)?;
    let mut plan = place::plan(&program, &live, layout, slots)?;
    match layout.machine {
        Machine::RiscV32 => {
            let mut relaxer = relax::Relaxer::new(&program, &live, options.relax)?;
            let placement = relaxer.run(&program, &plan, layout);
            place::check(&program, &plan, layout, &placement)?;
            let image = Image {
                program: &program,
                plan: &plan,
                placement: &placement,
                cuts: &relaxer.cuts,
            };
            finish(&image, &live, layout, flags, &mut |section| {
                riscv::contents(&image, &relaxer, section)
            })
        }
        Machine::Arm => {
            let (placement, cuts, veneers) = arm::place(&mut program, &mut plan, &mut live, layout);
            place::check(&program, &plan, layout, &placement)?;
            let image = Image {
                program: &program,
                plan: &plan,
                placement: &placement,
                cuts: &cuts,
            };
            finish(&image, &live, layout, flags, &mut |section| {
                arm::contents(&image, &veneers, section)
            })
        }
    }
}

const EF_RISCV_RVC: u32 = 1;
const EF_RISCV_FLOAT_ABI: u32 = 6;

/// The flags of the executable; objects that pass floats differently do not belong together.
fn merge_flags(program: &Program, machine: Machine) -> Result<u32, Vec<LinkError>> {
    let Some(first) = program.files.first() else {
        return Ok(0);
    };
    let mut errors = Vec::new();
    let mut flags = first.flags;
    for file in &program.files {
        match machine {
            Machine::RiscV32 => {
                flags |= file.flags & EF_RISCV_RVC;
                if (file.flags ^ first.flags) & EF_RISCV_FLOAT_ABI != 0 {
                    errors.push(float_abi(&file.name, &first.name));
                }
            }
            Machine::Arm => {
                if file.flags >> 24 != 5 {
                    errors.push(input::malformed(
                        &file.name,
                        "it is not for version 5 of the Arm EABI",
                    ));
                }
                // 0x200 soft float, 0x400 hard float; a file without either holds no float arguments.
                if (file.flags | flags) & 0x600 == 0x600 {
                    errors.push(float_abi(&file.name, &first.name));
                }
                flags |= file.flags & 0x600;
            }
        }
    }
    if errors.is_empty() {
        Ok(flags)
    } else {
        Err(errors)
    }
}

fn float_abi(file: &str, other: &str) -> LinkError {
    LinkError::ForeignMachine {
        file: file.to_owned(),
        found: "another way to pass floats".to_owned(),
        wanted: format!("the same as {other}"),
    }
}

/// Contents, symbols, map and file.
fn finish(
    image: &Image,
    live: &Live,
    layout: &Layout,
    flags: u32,
    contents: &mut dyn FnMut(usize) -> Result<Vec<u8>, LinkError>,
) -> Result<Linked, Vec<LinkError>> {
    let (plan, placement, program) = (image.plan, image.placement, image.program);
    let sections: Vec<LinkedSection> = layout
        .sections
        .iter()
        .enumerate()
        .map(|(number, section)| describe(image, layout, number, section))
        .collect();
    let mut bytes = Vec::new();
    let mut errors = Vec::new();
    for (number, section) in sections.iter().enumerate() {
        let content = section.kind == SectionKind::Content;
        let mut output = vec![0u8; if content { section.size as usize } else { 0 }];
        for member in plan.members[number].iter().filter(|_| content) {
            match contents(*member) {
                Ok(data) => {
                    let first = (placement.address[*member] - section.address) as usize;
                    // A section without bytes in its file stays zero.
                    output[first..first + data.len()].copy_from_slice(&data);
                }
                Err(error) => errors.push(error),
            }
        }
        bytes.push(output);
    }
    if !errors.is_empty() {
        return Err(errors);
    }
    let pieces = pieces(image, live);
    let symbols = symbols(image, &pieces);
    let entry = symbols
        .iter()
        .find(|symbol| symbol.name == layout.entry && !symbol.local)
        .map_or(0, |symbol| symbol.value);
    let pieces = pieces.into_iter().map(|(_, piece)| piece).collect();
    let mut linked = Linked {
        elf: Vec::new(),
        map: String::new(),
        entry,
        regions: regions(layout, placement, &sections),
        sections,
        pieces,
        symbols,
    };
    linked.map = map::render(&linked);
    let extra = elf::Extra {
        machine: layout.machine,
        flags,
        attributes: program.files.iter().find_map(|file| file.attributes),
        contents: &bytes,
    };
    linked.elf = elf::write(&linked, &extra);
    Ok(linked)
}

fn describe(
    image: &Image,
    layout: &Layout,
    number: usize,
    section: &mpf_board::OutputSection,
) -> LinkedSection {
    let output = image.placement.outputs[number];
    let code = image.plan.members[number]
        .iter()
        .any(|member| image.program.sections[*member].code);
    let run = &layout.regions[section.home.run];
    LinkedSection {
        name: section.name.clone(),
        address: output.start,
        load: output.load,
        size: output.size,
        align: output.align,
        kind: section.kind,
        reserved: section.reserve.is_some(),
        code,
        write: run.attributes.write,
        run_region: run.name.clone(),
        load_region: layout.regions[section.home.load].name.clone(),
    }
}

/// All live input sections in address order, with their number in the program.
fn pieces(image: &Image, live: &Live) -> Vec<(usize, Piece)> {
    let mut order = Vec::new();
    for (output, members) in image.plan.members.iter().enumerate() {
        order.extend(members.iter().map(|member| (*member, output)));
    }
    let mut index = vec![0; image.program.sections.len()];
    for (piece, (member, _)) in order.iter().enumerate() {
        index[*member] = piece;
    }
    order
        .into_iter()
        .map(|(member, output)| {
            let section = &image.program.sections[member];
            let reason = match live[member].clone().unwrap_or(Reason::Kept) {
                Reason::Reference { from, symbol } => Reason::Reference {
                    from: index[from],
                    symbol,
                },
                reason => reason,
            };
            let piece = Piece {
                name: section.name.to_owned(),
                file: image.program.files[section.file].name.clone(),
                section: output,
                address: image.placement.address[member],
                size: image.placement.size[member],
                reason,
            };
            (member, piece)
        })
        .collect()
}

/// Labels of the assembler that say nothing to a reader.
fn is_noise(name: &str) -> bool {
    name.is_empty() || name.starts_with(".L") || name == "$x" || name.starts_with("$x.")
}

fn symbols(image: &Image, pieces: &[(usize, Piece)]) -> Vec<LinkedSymbol> {
    let program = image.program;
    let mut piece_of = vec![None; program.sections.len()];
    for (index, (member, _)) in pieces.iter().enumerate() {
        piece_of[*member] = Some(index);
    }
    let mut symbols = Vec::new();
    for (file, content) in program.files.iter().enumerate() {
        for (number, symbol) in content.symbols.iter().enumerate() {
            let chosen = symbol.local || program.globals.get(symbol.name) == Some(&(file, number));
            if is_noise(symbol.name) || symbol.kind > 2 || !chosen {
                continue;
            }
            let (value, size, piece) = match symbol.place {
                input::Place::Section(section) => match piece_of[section] {
                    Some(piece) => {
                        let value = image.address(section, symbol.value);
                        let behind = symbol.value.saturating_add(symbol.size);
                        let size = image.address(section, behind).wrapping_sub(value);
                        (value, size, Some(piece))
                    }
                    None => continue,
                },
                input::Place::Absolute if !symbol.local => (symbol.value, symbol.size, None),
                _ => continue,
            };
            symbols.push(LinkedSymbol {
                name: symbol.name.to_owned(),
                value,
                size,
                kind: match symbol.kind {
                    2 => SymbolKind::Function,
                    1 => SymbolKind::Object,
                    _ => SymbolKind::Other,
                },
                local: symbol.local,
                piece,
                section: piece.map(|piece| pieces[piece].1.section),
            });
        }
    }
    for (name, value) in program.made.iter().zip(&image.placement.made) {
        symbols.push(LinkedSymbol {
            name: name.clone(),
            value: *value,
            size: 0,
            kind: SymbolKind::Boundary,
            local: false,
            piece: None,
            section: None,
        });
    }
    symbols.sort_by(|a, b| a.value.cmp(&b.value).then_with(|| a.name.cmp(&b.name)));
    symbols
}

fn regions(layout: &Layout, placement: &Placement, sections: &[LinkedSection]) -> Vec<RegionUse> {
    layout
        .regions
        .iter()
        .enumerate()
        .map(|(number, region)| {
            let reserved: u32 = sections
                .iter()
                .filter(|section| section.reserved && section.run_region == region.name)
                .map(|section| section.size)
                .sum();
            let end = (placement.cursor[number] - u64::from(region.origin)) as u32;
            RegionUse {
                name: region.name.clone(),
                origin: region.origin,
                length: region.length,
                used: end.saturating_sub(reserved),
                reserved,
            }
        })
        .collect()
}
