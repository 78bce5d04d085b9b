//! Arm (Thumb) relocations, and veneers for branches that cannot reach. Follows "ELF for the Arm Architecture".
//!
//! Addends are in the instructions unless the file has RELA sections. Only Thumb code is linked: there is no ARM state
//! on Cortex-M, so nothing here changes state.

use crate::error::LinkError;
use crate::gc::{Live, Reason};
use crate::image::{Image, get16, get32, put16, put32};
use crate::input::{File, Place, Relocation, Section, Symbol};
use crate::place::{self, Placement, Plan};
use crate::relax::Cuts;
use crate::resolve::{Program, Target};
use mpf_board::Layout;
use std::collections::BTreeMap;

const ABS32: u32 = 2;
const REL32: u32 = 3;
const THM_CALL: u32 = 10;
const THM_JUMP24: u32 = 30;
const TARGET1: u32 = 38;
const V4BX: u32 = 40;
const PREL31: u32 = 42;
const THM_MOVW_ABS: u32 = 47;
const THM_MOVT_ABS: u32 = 48;
const THM_MOVW_PREL: u32 = 49;
const THM_MOVT_PREL: u32 = 50;
const THM_JUMP19: u32 = 51;
const THM_JUMP11: u32 = 102;
const THM_JUMP8: u32 = 103;

/// A branch to any address that changes no register; the last word is the target. Works on every Thumb core:
/// `push {r0, r1}; ldr r0, [pc, #4]; str r0, [sp, #4]; pop {r0, pc}; .word target`.
const VENEER: &[u8] = &[0x03, 0xb4, 0x01, 0x48, 0x01, 0x90, 0x01, 0xbd, 0, 0, 0, 0];

/// Which veneer serves a target from an output section: its section number.
pub(crate) type Veneers = BTreeMap<(usize, Target, i32), usize>;

/// Places everything and adds veneers until every branch reaches.
pub(crate) fn place(
    program: &mut Program,
    plan: &mut Plan,
    live: &mut Live,
    layout: &Layout,
) -> (Placement, Vec<Cuts>, Veneers) {
    let mut veneers = Veneers::new();
    let file = program.files.len();
    loop {
        let placement = place::place(program, plan, layout, &mut |section, _| {
            program.sections[section].size
        });
        let cuts = vec![Cuts::default(); program.sections.len()];
        let image = Image {
            program,
            plan,
            placement: &placement,
            cuts: &cuts,
        };
        let missing = missing(&image, live, &veneers);
        if missing.is_empty() {
            return (placement, cuts, veneers);
        }
        if program.files.len() == file {
            program.files.push(File {
                name: "the linker".to_owned(),
                symbols: Vec::new(),
                flags: 0,
                attributes: None,
            });
            program.targets.push(Vec::new());
        }
        for (key, slot) in missing {
            let section = add(program, file, key);
            live.push(Some(Reason::Veneer));
            plan.slot.push(slot);
            plan.members[key.0].push(section);
            veneers.insert(key, section);
        }
    }
}

type Slot = Option<(usize, usize)>;

/// Branches that neither reach nor have a veneer.
fn missing(image: &Image, live: &Live, veneers: &Veneers) -> BTreeMap<(usize, Target, i32), Slot> {
    let mut missing = BTreeMap::new();
    for (number, section) in image.program.sections.iter().enumerate() {
        let Some((output, _)) = image.plan.slot[number].filter(|_| live[number].is_some()) else {
            continue;
        };
        for relocation in &section.relocations {
            if relocation.kind != THM_CALL && relocation.kind != THM_JUMP24 {
                continue;
            }
            let at = relocation.offset as usize;
            let addend = relocation
                .addend
                .or_else(|| Some(branch24_addend(get32(section.data, at)?)))
                .unwrap_or(0);
            let target = image.target(number, relocation);
            let here = image.address(number, relocation.offset);
            let distance = image.sum(number, relocation, addend).wrapping_sub(here) & !1;
            let key = (output, target, addend);
            if target != Target::Nowhere && !reaches(distance, 25) && !veneers.contains_key(&key) {
                missing.insert(key, image.plan.slot[number]);
            }
        }
    }
    missing
}

/// Appends a veneer to the program and returns its section number.
fn add(program: &mut Program, file: usize, key: (usize, Target, i32)) -> usize {
    let section = program.sections.len();
    // The address of a function is odd; that of a plain label is not, but `pop` into pc wants it to be.
    let thumb_bit = match key.1 {
        Target::Section { offset, .. } => !offset as i32 & 1,
        Target::Absolute(address) => !address as i32 & 1,
        _ => 1,
    };
    let symbols = &mut program.files[file].symbols;
    let number = symbols.len() as u32;
    let symbol = |place, value, size, kind| Symbol {
        name: "__thumb_veneer",
        place,
        value,
        size,
        local: true,
        weak: false,
        kind,
    };
    symbols.push(symbol(Place::Section(section), 1, VENEER.len() as u32, 2));
    symbols.push(symbol(Place::Undefined, 0, 0, 0));
    program.targets[file].push(Target::Section { section, offset: 1 });
    program.targets[file].push(key.1);
    program.sections.push(Section {
        file,
        name: ".text.veneer",
        data: VENEER,
        size: VENEER.len() as u32,
        align: 4,
        code: true,
        write: false,
        tls: false,
        zero: false,
        retain: false,
        relocations: vec![Relocation {
            offset: 8,
            kind: ABS32,
            symbol: number + 1,
            // The addend of a branch counts from 4 bytes behind it.
            addend: Some(key.2.wrapping_add(4) | thumb_bit),
        }],
    });
    section
}

/// The final bytes of a section.
pub(crate) fn contents(
    image: &Image,
    veneers: &Veneers,
    section: usize,
) -> Result<Vec<u8>, LinkError> {
    let input = &image.program.sections[section];
    let mut data = input.data.to_vec();
    for relocation in &input.relocations {
        match apply(image, veneers, section, relocation, &mut data) {
            Ok(Some(())) => {}
            Ok(None) => {
                let message = "the relocation is out of the section's bounds";
                return Err(image.error(section, relocation.offset, message));
            }
            Err(message) => return Err(image.error(section, relocation.offset, message)),
        }
    }
    Ok(data)
}

fn reaches(distance: u32, bits: u32) -> bool {
    let limit = 1i64 << (bits - 1);
    (-limit..limit).contains(&i64::from(distance as i32))
}

fn extend(value: u32, bits: u32) -> i32 {
    ((value << (32 - bits)) as i32) >> (32 - bits)
}

/// A 32-bit Thumb instruction as (first half, second half).
fn halves(word: u32) -> (u32, u32) {
    (word & 0xffff, word >> 16)
}

fn branch24_addend(word: u32) -> i32 {
    let (first, second) = halves(word);
    let sign = first >> 10 & 1;
    let i1 = !(second >> 13 & 1 ^ sign) & 1;
    let i2 = !(second >> 11 & 1 ^ sign) & 1;
    extend(
        sign << 24 | i1 << 23 | i2 << 22 | (first & 0x3ff) << 12 | (second & 0x7ff) << 1,
        25,
    )
}

fn branch24(word: u32, distance: u32) -> u32 {
    let (first, second) = halves(word);
    let sign = distance >> 24 & 1;
    let j1 = !(distance >> 23 & 1 ^ sign) & 1;
    let j2 = !(distance >> 22 & 1 ^ sign) & 1;
    let first = first & 0xf800 | sign << 10 | distance >> 12 & 0x3ff;
    let second = second & 0xd000 | j1 << 13 | j2 << 11 | distance >> 1 & 0x7ff;
    second << 16 | first
}

fn branch19_addend(word: u32) -> i32 {
    let (first, second) = halves(word);
    extend(
        (first >> 10 & 1) << 20
            | (second >> 11 & 1) << 19
            | (second >> 13 & 1) << 18
            | (first & 0x3f) << 12
            | (second & 0x7ff) << 1,
        21,
    )
}

fn branch19(word: u32, distance: u32) -> u32 {
    let (first, second) = halves(word);
    let first = first & 0xfbc0 | (distance >> 20 & 1) << 10 | distance >> 12 & 0x3f;
    let second = second & 0xd000
        | (distance >> 18 & 1) << 13
        | (distance >> 19 & 1) << 11
        | distance >> 1 & 0x7ff;
    second << 16 | first
}

fn move16_addend(word: u32) -> i32 {
    let (first, second) = halves(word);
    extend(
        (first & 0xf) << 12 | (first >> 10 & 1) << 11 | (second >> 12 & 7) << 8 | second & 0xff,
        16,
    )
}

fn move16(word: u32, value: u32) -> u32 {
    let (first, second) = halves(word);
    let first = first & 0xfbf0 | value >> 12 & 0xf | (value >> 11 & 1) << 10;
    let second = second & 0x8f00 | (value >> 8 & 7) << 12 | value & 0xff;
    second << 16 | first
}

/// Applies one relocation; `Ok(None)` means that it lies outside of the section.
fn apply(
    image: &Image,
    veneers: &Veneers,
    section: usize,
    relocation: &Relocation,
    data: &mut [u8],
) -> Result<Option<()>, String> {
    let at = relocation.offset as usize;
    let here = image.address(section, relocation.offset);
    let given = relocation.addend;
    let sum = |addend: i32| image.sum(section, relocation, addend);
    let far = |what: &str, distance: u32| {
        Err(format!(
            "the {what} target is out of reach ({} bytes away)",
            distance as i32
        ))
    };
    let nowhere = image.target(section, relocation) == Target::Nowhere;
    match relocation.kind {
        0 | V4BX => Ok(Some(())),
        ABS32 | TARGET1 | REL32 | PREL31 => {
            let Some(old) = get32(data, at) else {
                return Ok(None);
            };
            let value = match relocation.kind {
                REL32 => sum(given.unwrap_or(old as i32)).wrapping_sub(here),
                PREL31 => {
                    let value = sum(given.unwrap_or(extend(old, 31))).wrapping_sub(here);
                    old & 0x8000_0000 | value & 0x7fff_ffff
                }
                _ => sum(given.unwrap_or(old as i32)),
            };
            Ok(put32(data, at, value))
        }
        THM_CALL | THM_JUMP24 => {
            let Some(old) = get32(data, at) else {
                return Ok(None);
            };
            let addend = given.unwrap_or_else(|| branch24_addend(old));
            let mut distance = sum(addend).wrapping_sub(here) & !1;
            if nowhere {
                // A call of a weak function that nobody defines falls through to the next instruction.
                distance = 0;
            } else if !reaches(distance, 25) {
                let (output, _) = image.plan.slot[section].unwrap_or_default();
                let key = (output, image.target(section, relocation), addend);
                let Some(veneer) = veneers.get(&key) else {
                    return far("branch", distance);
                };
                distance = image.address(*veneer, 0).wrapping_sub(here).wrapping_sub(4);
                if !reaches(distance, 25) {
                    return far("veneer", distance);
                }
            }
            Ok(put32(data, at, branch24(old, distance)))
        }
        THM_JUMP19 => {
            let Some(old) = get32(data, at) else {
                return Ok(None);
            };
            let addend = given.unwrap_or_else(|| branch19_addend(old));
            let distance = sum(addend).wrapping_sub(here) & !1;
            if !reaches(distance, 21) {
                return far("branch", distance);
            }
            Ok(put32(data, at, branch19(old, distance)))
        }
        THM_JUMP11 | THM_JUMP8 => {
            let Some(old) = get16(data, at) else {
                return Ok(None);
            };
            let (bits, mask) = match relocation.kind {
                THM_JUMP11 => (12, 0x7ff),
                _ => (9, 0xff),
            };
            let addend = given.unwrap_or_else(|| extend(u32::from(old & mask) << 1, bits));
            let distance = sum(addend).wrapping_sub(here) & !1;
            if !reaches(distance, bits) {
                return far("branch", distance);
            }
            Ok(put16(data, at, old & !mask | (distance >> 1) as u16 & mask))
        }
        THM_MOVW_ABS | THM_MOVT_ABS | THM_MOVW_PREL | THM_MOVT_PREL => {
            let Some(old) = get32(data, at) else {
                return Ok(None);
            };
            let mut value = sum(given.unwrap_or_else(|| move16_addend(old)));
            if relocation.kind == THM_MOVW_PREL || relocation.kind == THM_MOVT_PREL {
                value = value.wrapping_sub(here);
            }
            if relocation.kind == THM_MOVT_ABS || relocation.kind == THM_MOVT_PREL {
                value >>= 16;
            }
            Ok(put32(data, at, move16(old, value)))
        }
        other => Err(format!("the linker does not know Arm relocation {other}")),
    }
}
