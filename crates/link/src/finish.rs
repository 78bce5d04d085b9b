//! The last phase: contents of all sections, the list of symbols, the map and the file.

use crate::error::LinkError;
use crate::gc::{Live, Reason};
use crate::image::Image;
use crate::place::Placement;
use crate::result::{Linked, LinkedSection, LinkedSymbol, Piece, RegionUse, SymbolKind};
use crate::{elf, input, map};
use mpf_board::{Layout, SectionKind};

/// Contents, symbols, map and file.
pub(crate) fn finish(
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
            let end = (placement.cursor[number] - placement.first[number]) as u32;
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
