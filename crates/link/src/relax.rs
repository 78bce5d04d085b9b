//! RISC-V relaxation: shortens calls and address loads that turn out to reach, and honours R_RISCV_ALIGN.
//!
//! Forms only shrink, alignment is computed exactly at each placement, and a form that no longer reaches in the end is
//! locked at its long size: so the search ends. Follows the RISC-V ELF psABI, "Linker Relaxation".

use crate::error::LinkError;
use crate::gc::Live;
use crate::image::{Image, get32};
use crate::place::{self, Placement, Plan};
use crate::resolve::Program;
use crate::riscv::{ALIGN, CALL, CALL_PLT, HI20, RELAX};
use mpf_board::Layout;

/// Bytes that were removed from a section.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Cuts {
    /// (offset, bytes, bytes removed before it), sorted by offset, not overlapping.
    list: Vec<(u32, u32, u32)>,
    total: u32,
}

impl Cuts {
    fn push(&mut self, offset: u32, bytes: u32) {
        if bytes > 0 {
            self.list.push((offset, bytes, self.total));
            self.total += bytes;
        }
    }

    /// The new offset of an old one.
    pub fn shift(&self, offset: u32) -> u32 {
        let index = self.list.partition_point(|cut| cut.0 < offset);
        match index.checked_sub(1).and_then(|index| self.list.get(index)) {
            Some((at, bytes, before)) => offset - before - (*bytes).min(offset - at),
            None => offset,
        }
    }

    /// What is left of the section's bytes.
    pub fn apply(&self, data: &[u8]) -> Vec<u8> {
        let mut kept = Vec::with_capacity(data.len());
        let mut from = 0;
        for (offset, bytes, _) in &self.list {
            kept.extend_from_slice(data.get(from..*offset as usize).unwrap_or_default());
            from = (*offset + *bytes) as usize;
        }
        kept.extend_from_slice(data.get(from..).unwrap_or_default());
        kept
    }
}

/// How an instruction (sequence) is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Form {
    /// As in the object.
    Long,
    /// `auipc` + `jalr` as one `jal`.
    Jal,
    /// `auipc` + `jalr` as `c.jal` or `c.j`.
    ShortJal,
    /// `lui` as `c.lui`.
    ShortLui,
    /// `lui` of 0: the user of the low part uses the zero register.
    NoLui,
}

impl Form {
    /// (first removed byte, number of removed bytes), relative to the instruction.
    fn cut(self) -> (u32, u32) {
        match self {
            Form::Long => (0, 0),
            Form::Jal => (4, 4),
            Form::ShortJal => (2, 6),
            Form::ShortLui => (2, 2),
            Form::NoLui => (0, 4),
        }
    }
}

struct Site {
    /// Number of the relocation in its section.
    relocation: usize,
    form: Form,
    locked: bool,
}

/// The relaxable places of the whole program.
pub(crate) struct Relaxer {
    /// By section.
    sites: Vec<Vec<Site>>,
    pub cuts: Vec<Cuts>,
}

const EF_RVC: u32 = 1;

impl Relaxer {
    /// Finds the places that the assembler marked as relaxable. Alignment marks count always: without them the
    /// padding that the assembler left would be wrong.
    pub fn new(program: &Program, live: &Live, enabled: bool) -> Result<Relaxer, Vec<LinkError>> {
        let mut errors = Vec::new();
        let mut sites = Vec::new();
        for (number, section) in program.sections.iter().enumerate() {
            let mut list: Vec<Site> = Vec::new();
            let mut free = 0;
            for (index, relocation) in section.relocations.iter().enumerate() {
                let length = match relocation.kind {
                    ALIGN => relocation.addend.unwrap_or(0),
                    CALL | CALL_PLT if enabled => 8,
                    HI20 if enabled => 4,
                    _ => continue,
                };
                let marked = || {
                    section.relocations[index + 1..]
                        .iter()
                        .take_while(|next| next.offset == relocation.offset)
                        .any(|next| next.kind == RELAX)
                };
                if live[number].is_none() || (relocation.kind != ALIGN && !marked()) {
                    continue;
                }
                let end = u32::try_from(length)
                    .ok()
                    .and_then(|length| relocation.offset.checked_add(length))
                    .filter(|end| *end as usize <= section.data.len() && relocation.offset >= free);
                match end {
                    Some(end) => {
                        free = end;
                        list.push(Site {
                            relocation: index,
                            form: Form::Long,
                            locked: false,
                        });
                    }
                    None if relocation.kind == ALIGN => errors.push(crate::input::malformed(
                        &program.files[section.file].name,
                        format!(
                            "an alignment mark of section {} is out of bounds",
                            section.name
                        ),
                    )),
                    None => {}
                }
            }
            sites.push(list);
        }
        if errors.is_empty() {
            let cuts = vec![Cuts::default(); program.sections.len()];
            Ok(Relaxer { sites, cuts })
        } else {
            Err(errors)
        }
    }

    /// The form of a relocation.
    pub fn form(&self, section: usize, relocation: usize) -> Form {
        let sites = &self.sites[section];
        match sites.binary_search_by_key(&relocation, |site| site.relocation) {
            Ok(index) => sites[index].form,
            Err(_) => Form::Long,
        }
    }

    /// Removed bytes of a section that starts at `address`.
    fn cut(&mut self, program: &Program, section: usize, address: u32) -> u32 {
        let input = &program.sections[section];
        let mut cuts = Cuts::default();
        for site in &self.sites[section] {
            let relocation = &input.relocations[site.relocation];
            if relocation.kind == ALIGN {
                let room = relocation.addend.unwrap_or(0) as u32;
                let align = (room + 2).next_power_of_two();
                let here = address
                    .wrapping_add(relocation.offset)
                    .wrapping_sub(cuts.total);
                let padding = here.wrapping_neg() & (align - 1);
                cuts.push(
                    relocation.offset + padding.min(room),
                    room - padding.min(room),
                );
            } else {
                let (from, bytes) = site.form.cut();
                cuts.push(relocation.offset + from, bytes);
            }
        }
        let size = input.size - cuts.total;
        self.cuts[section] = cuts;
        size
    }

    fn place(&mut self, program: &Program, plan: &Plan, layout: &Layout) -> Placement {
        place::place(program, plan, layout, &mut |section, address| {
            if self.sites[section].is_empty() {
                program.sections[section].size
            } else {
                self.cut(program, section, address)
            }
        })
    }

    /// Shrinks until nothing changes; returns the final placement.
    pub fn run(&mut self, program: &Program, plan: &Plan, layout: &Layout) -> Placement {
        loop {
            let placement = self.place(program, plan, layout);
            if self.shrink(program, plan, &placement) {
                continue;
            }
            if !self.lock(program, plan, &placement) {
                return placement;
            }
        }
    }

    /// Takes shorter forms where they reach; whether any changed.
    fn shrink(&mut self, program: &Program, plan: &Plan, placement: &Placement) -> bool {
        self.update(program, plan, placement, |site, best| {
            let shorter = !site.locked && best > site.form;
            if shorter {
                site.form = best;
            }
            shorter
        })
    }

    /// Alignment may have moved things apart again: such places stay long. Whether any did.
    fn lock(&mut self, program: &Program, plan: &Plan, placement: &Placement) -> bool {
        self.update(program, plan, placement, |site, best| {
            let too_short = site.form > best || (site.form != Form::Long && best == Form::Long);
            if too_short {
                site.form = Form::Long;
                site.locked = true;
            }
            too_short
        })
    }

    fn update(
        &mut self,
        program: &Program,
        plan: &Plan,
        placement: &Placement,
        mut change: impl FnMut(&mut Site, Form) -> bool,
    ) -> bool {
        let mut changed = false;
        let mut sites = std::mem::take(&mut self.sites);
        let image = Image {
            program,
            plan,
            placement,
            cuts: &self.cuts,
        };
        for (section, list) in sites.iter_mut().enumerate() {
            for site in list {
                if program.sections[section].relocations[site.relocation].kind != ALIGN {
                    let best = best(&image, section, site.relocation);
                    changed |= change(site, best);
                }
            }
        }
        self.sites = sites;
        changed
    }
}

/// The shortest form that reaches with the current addresses.
fn best(image: &Image, section: usize, relocation: usize) -> Form {
    let input = &image.program.sections[section];
    let compressed = image.program.files[input.file].flags & EF_RVC != 0;
    let relocation = &input.relocations[relocation];
    let sum = image.sum(section, relocation, relocation.addend.unwrap_or(0));
    let at = relocation.offset as usize;
    if relocation.kind == HI20 {
        let upper = (sum.wrapping_add(0x800) as i32) >> 12;
        let register = get32(input.data, at).map_or(0, |lui| lui >> 7 & 31);
        return match upper {
            0 => Form::NoLui,
            -32..=31 if compressed && register != 0 && register != 2 => Form::ShortLui,
            _ => Form::Long,
        };
    }
    let distance = sum.wrapping_sub(image.address(section, relocation.offset)) as i32;
    let register = get32(input.data, at + 4).map_or(u32::MAX, |jalr| jalr >> 7 & 31);
    match (distance, register) {
        (-0x800..=0x7fe, 0 | 1) if compressed => Form::ShortJal,
        (-0x10_0000..=0xf_fffe, 0..=31) => Form::Jal,
        _ => Form::Long,
    }
}
