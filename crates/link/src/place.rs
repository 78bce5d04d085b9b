//! Placement: which output section takes an input section, and the addresses that follow from the chip's table.
//! Sizes come from the caller, because relaxation changes them. Nothing here fails on a full region: `check` does.

use crate::error::{Largest, LinkError};
use crate::gc::Live;
use crate::resolve::Program;
use mpf_board::{HeapSize, Layout, Reserve, SectionKind};
use std::collections::BTreeMap;

/// For each output section of the layout the input sections in it, in address order.
pub(crate) struct Plan {
    /// By section of the program: output section and the pattern that took it.
    pub slot: Vec<Option<(usize, usize)>>,
    pub members: Vec<Vec<usize>>,
}

/// An output section with its addresses.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Output {
    pub start: u32,
    pub load: u32,
    pub size: u32,
    pub align: u32,
}

#[derive(Default)]
pub(crate) struct Placement {
    pub outputs: Vec<Output>,
    /// By section of the program; 0 for one that is not placed.
    pub address: Vec<u32>,
    /// By section of the program: size after relaxation.
    pub size: Vec<u32>,
    /// Values of `Program::made`.
    pub made: Vec<u32>,
    /// First address of each region that anything is placed at.
    pub first: Vec<u64>,
    /// First free address of each region.
    pub cursor: Vec<u64>,
    /// Heap sections: (region, bytes).
    pub heap: Option<(usize, u32)>,
}

/// The output section and pattern for an input section name: the longest pattern that fits wins.
pub(crate) fn slot(layout: &Layout, name: &str) -> Option<(usize, usize)> {
    let mut best: Option<((usize, usize), (usize, bool))> = None;
    for (output, section) in layout.sections.iter().enumerate() {
        for (input, pattern) in section.inputs.iter().enumerate() {
            let rank = match pattern.strip_suffix('*') {
                Some(prefix) if name.starts_with(prefix) => (prefix.len(), false),
                None if pattern == name => (pattern.len(), true),
                _ => continue,
            };
            if best.is_none_or(|(_, old)| rank > old) {
                best = Some(((output, input), rank));
            }
        }
    }
    best.map(|(slot, _)| slot)
}

/// Finds the slot of every section; a section of the program without one is only an error if it lives.
pub(crate) fn slots(program: &Program, layout: &Layout) -> Vec<Option<(usize, usize)>> {
    let mut known: BTreeMap<&str, Option<(usize, usize)>> = BTreeMap::new();
    program
        .sections
        .iter()
        .map(|section| {
            *known
                .entry(section.name)
                .or_insert_with(|| slot(layout, section.name))
        })
        .collect()
}

pub(crate) fn plan(
    program: &Program,
    live: &Live,
    layout: &Layout,
    slot: Vec<Option<(usize, usize)>>,
) -> Result<Plan, Vec<LinkError>> {
    let mut errors = Vec::new();
    let mut members: Vec<Vec<usize>> = vec![Vec::new(); layout.sections.len()];
    for (number, section) in program.sections.iter().enumerate() {
        if live[number].is_none() {
            continue;
        }
        let file = || program.files[section.file].name.clone();
        match slot[number] {
            Some((output, _))
                if layout.sections[output].kind != SectionKind::Content
                    && section.data.iter().any(|byte| *byte != 0) =>
            {
                errors.push(LinkError::Layout {
                    message: format!(
                        "section {} of {} has content, but {} is not in the image",
                        section.name,
                        file(),
                        layout.sections[output].name
                    ),
                });
            }
            Some((output, _))
                if section.write
                    && !layout.regions[layout.sections[output].home.run]
                        .attributes
                        .write =>
            {
                errors.push(LinkError::Layout {
                    message: format!(
                        "section {} of {} is written to, but {} is in read-only memory",
                        section.name,
                        file(),
                        layout.sections[output].name
                    ),
                });
            }
            Some((output, input)) => {
                let packed = |mark: &&mpf_board::Mark| mark.input == input && mark.packed;
                if layout.sections[output]
                    .marks
                    .iter()
                    .any(|mark| packed(&mark))
                    && (section.size % 4 != 0 || section.align > 4)
                {
                    errors.push(LinkError::Gap {
                        section: section.name.to_owned(),
                        file: file(),
                        size: section.size,
                        align: section.align,
                    });
                }
                members[output].push(number);
            }
            None => errors.push(LinkError::NoPlace {
                section: section.name.to_owned(),
                file: file(),
            }),
        }
    }
    for list in &mut members {
        // Stable: within one pattern the order of the inputs stays.
        list.sort_by_key(|number| slot[*number].map(|(_, input)| input));
    }
    if errors.is_empty() {
        Ok(Plan { slot, members })
    } else {
        Err(errors)
    }
}

fn align_up(value: u64, align: u32) -> u64 {
    let align = u64::from(align.max(1));
    value.div_ceil(align) * align
}

/// Gives everything an address. `size_at` says how large a section is when it starts at an address.
pub(crate) fn place(
    program: &Program,
    plan: &Plan,
    layout: &Layout,
    size_at: &mut dyn FnMut(usize, u32) -> u32,
) -> Placement {
    let mut placement = Placement {
        address: vec![0; program.sections.len()],
        size: vec![0; program.sections.len()],
        first: layout.regions.iter().map(|r| u64::from(r.origin)).collect(),
        cursor: layout.regions.iter().map(|r| u64::from(r.origin)).collect(),
        ..Placement::default()
    };
    for (number, section) in layout.sections.iter().enumerate() {
        open(layout, &mut placement, section.home.run);
        let members = &plan.members[number];
        let region = section.home.run;
        // Behind another region nothing may be left free; members are aligned one by one anyway.
        let counted = match layout.regions[region].behind {
            Some(_) => 1,
            None => members.len(),
        };
        let align = members
            .iter()
            .take(counted)
            .map(|member| program.sections[*member].align)
            .fold(section.align, u32::max);
        let start = align_up(placement.cursor[region], align);
        let mut end = start;
        for member in members {
            end = align_up(end, program.sections[*member].align);
            placement.address[*member] = end as u32;
            let size = size_at(*member, end as u32);
            placement.size[*member] = size;
            end += u64::from(size);
        }
        if section.bounds.is_some() {
            end = align_up(end, 4);
        }
        end += match section.reserve {
            None => 0,
            Some(Reserve::NativeStack) => u64::from(layout.native_stack),
            Some(Reserve::VmStack) => u64::from(layout.vm_stack),
            Some(Reserve::Heap) => {
                let bytes = match layout.heap {
                    HeapSize::Fixed(size) => u64::from(size.bytes()),
                    HeapSize::Rest => layout.regions[region].end().saturating_sub(end) & !7,
                };
                placement.heap = Some((region, bytes as u32));
                bytes
            }
        };
        placement.cursor[region] = end;
        let mut load = start;
        if section.home.load != region && section.kind == SectionKind::Content {
            let cursor = &mut placement.cursor[section.home.load];
            if end > start {
                *cursor = align_up(*cursor, align.max(4));
            }
            load = *cursor;
            *cursor += end - start;
        }
        placement.outputs.push(Output {
            start: start as u32,
            load: load as u32,
            size: (end - start) as u32,
            align,
        });
    }
    placement.made = made(program, plan, layout, &placement);
    placement
}

/// Before the first section of a region that lies behind another one: begins where the other one ends.
fn open(layout: &Layout, placement: &mut Placement, region: usize) {
    let here = &layout.regions[region];
    let (Some(behind), true) = (
        here.behind,
        placement.cursor[region] == u64::from(here.origin),
    ) else {
        return;
    };
    let other = &mut placement.cursor[behind.region];
    *other = align_up(behind.settled(*other), 4);
    let used = *other - u64::from(layout.regions[behind.region].origin);
    let start = u64::from(here.origin) + used + u64::from(behind.gap);
    placement.first[region] = start;
    placement.cursor[region] = start;
}

/// The values of the linker's own symbols.
fn made(program: &Program, plan: &Plan, layout: &Layout, placement: &Placement) -> Vec<u32> {
    let mut values: BTreeMap<String, u32> = BTreeMap::new();
    for (number, section) in layout.sections.iter().enumerate() {
        let output = placement.outputs[number];
        let end = output.start.wrapping_add(output.size);
        if let Some(bounds) = &section.bounds {
            values.insert(format!("{bounds}_start"), output.start);
            values.insert(format!("{bounds}_end"), end);
            values.insert(format!("{bounds}_load"), output.load);
        }
        for mark in &section.marks {
            let mut inside = plan.members[number]
                .iter()
                .filter(|member| plan.slot[**member].is_some_and(|(_, input)| input == mark.input));
            let first = inside.next();
            let last = inside.next_back().or(first);
            let (start, end) = match (first, last) {
                (Some(first), Some(last)) => (
                    placement.address[*first],
                    placement.address[*last].wrapping_add(placement.size[*last]),
                ),
                _ => (output.start, output.start),
            };
            values.insert(format!("{}_start", mark.bounds), start);
            values.insert(format!("{}_end", mark.bounds), end);
        }
        if let Some(reserve) = section.reserve {
            let (first, last) = reserve.symbols();
            values.insert(first.to_owned(), output.start);
            values.insert(last.to_owned(), end);
        }
    }
    for region in &layout.regions {
        values.insert(format!("__region_{}_start", region.name), region.origin);
        values.insert(format!("__region_{}_end", region.name), region.end() as u32);
    }
    let value = |name: &String| values.get(name).copied().unwrap_or(0);
    program.made.iter().map(value).collect()
}

/// Overflow and heap checks, with the ten largest parts of the region at fault.
pub(crate) fn check(
    program: &Program,
    plan: &Plan,
    layout: &Layout,
    placement: &Placement,
) -> Result<(), Vec<LinkError>> {
    let mut errors = Vec::new();
    for (number, region) in layout.regions.iter().enumerate() {
        let end = placement.cursor[number];
        if end > region.end() {
            errors.push(LinkError::RegionOverflow {
                region: region.name.clone(),
                needed: end - u64::from(region.origin),
                length: region.length,
                over: end - region.end(),
                largest: largest(program, plan, layout, placement, number),
            });
        }
    }
    if let Some((region, left)) = placement.heap
        && left < layout.heap_min
        && errors.is_empty()
    {
        errors.push(LinkError::HeapTooSmall {
            region: layout.regions[region].name.clone(),
            left,
            needed: layout.heap_min,
            largest: largest(program, plan, layout, placement, region),
        });
    }
    if errors.is_empty() {
        Ok(())
    } else {
        Err(errors)
    }
}

fn largest(
    program: &Program,
    plan: &Plan,
    layout: &Layout,
    placement: &Placement,
    region: usize,
) -> Vec<Largest> {
    let mut list = Vec::new();
    for (number, section) in layout.sections.iter().enumerate() {
        let stored_here = section.kind == SectionKind::Content && section.home.load == region;
        if section.home.run != region && !stored_here {
            continue;
        }
        if section.reserve.is_some() {
            list.push(Largest {
                name: section.name.clone(),
                size: placement.outputs[number].size,
                file: "reserved by the chip or the project".to_owned(),
            });
        }
        for member in &plan.members[number] {
            let input = &program.sections[*member];
            let file = &program.files[input.file];
            // A section usually holds one symbol; the largest one names it best.
            let name = file
                .symbols
                .iter()
                .filter(|s| s.place == crate::input::Place::Section(*member) && !s.name.is_empty())
                .max_by_key(|s| s.size)
                .map_or(input.name, |s| s.name);
            list.push(Largest {
                name: name.to_owned(),
                size: placement.size[*member],
                file: file.name.clone(),
            });
        }
    }
    list.sort_by(|a, b| b.size.cmp(&a.size).then_with(|| a.name.cmp(&b.name)));
    list.truncate(10);
    list
}
