//! RISC-V relocations: contents of a section after relaxation, with all addresses filled in. Follows the RISC-V ELF
//! psABI. An unknown kind or a value out of range is an error, never a silently wrong instruction.

use crate::error::LinkError;
use crate::image::{Image, get16, get32, put16, put32};
use crate::input::Relocation;
use crate::relax::{Form, Relaxer};
use crate::resolve::Target;

const ABS32: u32 = 1;
const BRANCH: u32 = 16;
const JAL: u32 = 17;
pub(crate) const CALL: u32 = 18;
pub(crate) const CALL_PLT: u32 = 19;
const PCREL_HI20: u32 = 23;
const PCREL_LO12_I: u32 = 24;
const PCREL_LO12_S: u32 = 25;
pub(crate) const HI20: u32 = 26;
const LO12_I: u32 = 27;
const LO12_S: u32 = 28;
const ADD8: u32 = 33;
const ADD16: u32 = 34;
const ADD32: u32 = 35;
const SUB8: u32 = 37;
const SUB16: u32 = 38;
const SUB32: u32 = 39;
pub(crate) const ALIGN: u32 = 43;
const RVC_BRANCH: u32 = 44;
const RVC_JUMP: u32 = 45;
pub(crate) const RELAX: u32 = 51;
const SUB6: u32 = 52;
const SET6: u32 = 53;
const SET8: u32 = 54;
const SET16: u32 = 55;
const SET32: u32 = 56;
const PCREL32: u32 = 57;
const PLT32: u32 = 59;

const NOP: u32 = 0x0000_0013;
const C_NOP: u16 = 0x0001;

/// The final bytes of a section.
pub(crate) fn contents(
    image: &Image,
    relaxer: &Relaxer,
    section: usize,
) -> Result<Vec<u8>, LinkError> {
    let input = &image.program.sections[section];
    let mut data = image.cuts[section].apply(input.data);
    for (index, relocation) in input.relocations.iter().enumerate() {
        let form = relaxer.form(section, index);
        match apply(image, section, relocation, form, &mut data) {
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

fn range(name: &str, value: u32, bits: u32) -> Result<u32, String> {
    let signed = value as i32;
    let limit = 1i32 << (bits - 1);
    if signed < -limit || signed >= limit || signed & 1 != 0 {
        return Err(format!(
            "the {name} target is out of reach ({signed} bytes away)"
        ));
    }
    Ok(value)
}

fn bit(value: u32, from: u32, count: u32, to: u32) -> u32 {
    (value >> from & ((1 << count) - 1)) << to
}

fn jal(value: u32) -> u32 {
    bit(value, 20, 1, 31) | bit(value, 1, 10, 21) | bit(value, 11, 1, 20) | bit(value, 12, 8, 12)
}

fn compressed_jump(value: u32) -> u16 {
    (bit(value, 11, 1, 12)
        | bit(value, 4, 1, 11)
        | bit(value, 8, 2, 9)
        | bit(value, 10, 1, 8)
        | bit(value, 6, 1, 7)
        | bit(value, 7, 1, 6)
        | bit(value, 1, 3, 3)
        | bit(value, 5, 1, 2)) as u16
}

fn low_i(data: &mut [u8], at: usize, value: u32) -> Option<()> {
    let old = get32(data, at)?;
    put32(data, at, old & 0x000f_ffff | value << 20)
}

fn low_s(data: &mut [u8], at: usize, value: u32) -> Option<()> {
    let old = get32(data, at)?;
    put32(
        data,
        at,
        old & 0x01ff_f07f | bit(value, 5, 7, 25) | bit(value, 0, 5, 7),
    )
}

fn high(data: &mut [u8], at: usize, value: u32) -> Option<()> {
    let old = get32(data, at)?;
    put32(
        data,
        at,
        old & 0xfff | value.wrapping_add(0x800) & 0xffff_f000,
    )
}

/// Applies one relocation; `Ok(None)` means that it lies outside of the section.
fn apply(
    image: &Image,
    section: usize,
    relocation: &Relocation,
    form: Form,
    data: &mut [u8],
) -> Result<Option<()>, String> {
    let at = image.cuts[section].shift(relocation.offset) as usize;
    let here = image.address(section, relocation.offset);
    let addend = relocation.addend.unwrap_or(0);
    let sum = image.sum(section, relocation, addend);
    let relative = sum.wrapping_sub(here);
    let weak_nowhere = image.target(section, relocation) == Target::Nowhere;
    Ok(match relocation.kind {
        0 | RELAX => Some(()),
        ALIGN => nops(image, section, relocation, data),
        ABS32 | SET32 => put32(data, at, sum),
        PCREL32 | PLT32 => put32(data, at, relative),
        BRANCH => {
            let value = range("branch", relative, 13)?;
            let bits = bit(value, 12, 1, 31)
                | bit(value, 5, 6, 25)
                | bit(value, 1, 4, 8)
                | bit(value, 11, 1, 7);
            get32(data, at).and_then(|old| put32(data, at, old & 0x01ff_f07f | bits))
        }
        JAL => {
            let value = range("jump", relative, 21)?;
            get32(data, at).and_then(|old| put32(data, at, old & 0xfff | jal(value)))
        }
        RVC_BRANCH => {
            let value = range("branch", relative, 9)?;
            let bits = bit(value, 8, 1, 12)
                | bit(value, 3, 2, 10)
                | bit(value, 6, 2, 5)
                | bit(value, 1, 2, 3)
                | bit(value, 5, 1, 2);
            get16(data, at).and_then(|old| put16(data, at, old & 0xe383 | bits as u16))
        }
        RVC_JUMP => {
            let value = range("jump", relative, 12)?;
            get16(data, at).and_then(|old| put16(data, at, old & 0xe003 | compressed_jump(value)))
        }
        CALL | CALL_PLT => call(image, section, relocation, form, data, at, relative)?,
        PCREL_HI20 if weak_nowhere => {
            // `auipc` cannot make 0 everywhere; `lui` can.
            get32(data, at).and_then(|old| put32(data, at, old & 0xf80 | 0x37))
        }
        PCREL_HI20 => high(data, at, relative),
        PCREL_LO12_I | PCREL_LO12_S => {
            let value = pcrel_low(image, section, relocation)?;
            match relocation.kind {
                PCREL_LO12_I => low_i(data, at, value),
                _ => low_s(data, at, value),
            }
        }
        HI20 => match form {
            Form::NoLui => Some(()),
            Form::ShortLui => {
                let upper = sum.wrapping_add(0x800) >> 12;
                let register = get32(
                    image.program.sections[section].data,
                    relocation.offset as usize,
                )
                .map_or(0, |lui| lui >> 7 & 31);
                let word = 0x6001 | bit(upper, 5, 1, 12) | register << 7 | bit(upper, 0, 5, 2);
                put16(data, at, word as u16)
            }
            _ => high(data, at, sum),
        },
        LO12_I | LO12_S => {
            let low = match relocation.kind {
                LO12_I => low_i(data, at, sum),
                _ => low_s(data, at, sum),
            };
            if sum.wrapping_add(0x800) >> 12 == 0 {
                // The upper part is 0, so the zero register does as well, and `lui` may be gone.
                low.and_then(|()| get32(data, at))
                    .and_then(|word| put32(data, at, word & !(31 << 15)))
            } else {
                low
            }
        }
        ADD32 => get32(data, at).and_then(|old| put32(data, at, old.wrapping_add(sum))),
        SUB32 => get32(data, at).and_then(|old| put32(data, at, old.wrapping_sub(sum))),
        ADD16 => get16(data, at).and_then(|old| put16(data, at, old.wrapping_add(sum as u16))),
        SUB16 => get16(data, at).and_then(|old| put16(data, at, old.wrapping_sub(sum as u16))),
        SET16 => put16(data, at, sum as u16),
        ADD8 | SUB8 | SET8 | SET6 | SUB6 => data.get_mut(at).map(|byte| {
            *byte = match relocation.kind {
                ADD8 => byte.wrapping_add(sum as u8),
                SUB8 => byte.wrapping_sub(sum as u8),
                SET8 => sum as u8,
                SET6 => *byte & 0xc0 | sum as u8 & 0x3f,
                _ => *byte & 0xc0 | (*byte & 0x3f).wrapping_sub(sum as u8) & 0x3f,
            };
        }),
        20 => {
            return Err(
                "the code wants a global offset table; build it with a static relocation model"
                    .to_owned(),
            );
        }
        other => {
            return Err(format!(
                "the linker does not know RISC-V relocation {other}"
            ));
        }
    })
}

/// The padding that an alignment mark left.
fn nops(image: &Image, section: usize, relocation: &Relocation, data: &mut [u8]) -> Option<()> {
    let cuts = &image.cuts[section];
    let room = relocation.addend.unwrap_or(0) as u32;
    let mut at = cuts.shift(relocation.offset) as usize;
    let end = cuts.shift(relocation.offset + room) as usize;
    if (end - at) % 4 == 2 {
        put16(data, at, C_NOP)?;
        at += 2;
    }
    while at < end {
        put32(data, at, NOP)?;
        at += 4;
    }
    Some(())
}

/// A call in the form that relaxation chose.
fn call(
    image: &Image,
    section: usize,
    relocation: &Relocation,
    form: Form,
    data: &mut [u8],
    at: usize,
    relative: u32,
) -> Result<Option<()>, String> {
    let original = image.program.sections[section].data;
    let register = match get32(original, relocation.offset as usize + 4) {
        Some(jalr) => jalr >> 7 & 31,
        None => return Ok(None),
    };
    Ok(match form {
        Form::ShortJal => {
            let opcode: u16 = if register == 1 { 0x2001 } else { 0xa001 };
            let value = range("call", relative, 12)?;
            put16(data, at, opcode | compressed_jump(value))
        }
        Form::Jal => {
            let value = range("call", relative, 21)?;
            put32(data, at, 0x6f | register << 7 | jal(value))
        }
        _ => high(data, at, relative).and_then(|()| low_i(data, at + 4, relative)),
    })
}

/// The low part of a pc-relative address: the symbol is the label of the `auipc` that has the high part.
fn pcrel_low(image: &Image, section: usize, relocation: &Relocation) -> Result<u32, String> {
    let Target::Section {
        section: to,
        offset,
    } = image.target(section, relocation)
    else {
        return Err("the low half of an address has no high half".to_owned());
    };
    let relocations = &image.program.sections[to].relocations;
    let first = relocations.partition_point(|other| other.offset < offset);
    let high = relocations[first..]
        .iter()
        .take_while(|other| other.offset == offset)
        .find(|other| other.kind == PCREL_HI20)
        .ok_or("the low half of an address has no high half")?;
    if image.target(to, high) == Target::Nowhere {
        return Ok(0);
    }
    let sum = image.sum(to, high, high.addend.unwrap_or(0));
    Ok(sum.wrapping_sub(image.address(to, offset)))
}
