//! The state of a link while contents are made: where everything is, and how to turn a symbol into a number.

use crate::error::LinkError;
use crate::input::Relocation;
use crate::place::{Placement, Plan};
use crate::relax::Cuts;
use crate::resolve::{Program, Target};

pub(crate) struct Image<'p, 'a> {
    pub program: &'p Program<'a>,
    pub plan: &'p Plan,
    pub placement: &'p Placement,
    /// By section: bytes that relaxation removed.
    pub cuts: &'p [Cuts],
}

const STT_SECTION: u8 = 3;

impl Image<'_, '_> {
    /// Address of an offset (counted before relaxation) in a section.
    pub fn address(&self, section: usize, offset: u32) -> u32 {
        self.placement.address[section].wrapping_add(self.cuts[section].shift(offset))
    }

    /// Address that a target stands for.
    pub fn value(&self, target: Target) -> u32 {
        match target {
            Target::Section { section, offset } => self.address(section, offset),
            Target::Absolute(value) => value,
            Target::Made(number) => self.placement.made[number],
            Target::Nowhere | Target::Undefined => 0,
        }
    }

    pub fn target(&self, section: usize, relocation: &Relocation) -> Target {
        let file = self.program.sections[section].file;
        self.program.targets[file][relocation.symbol as usize]
    }

    /// Symbol plus addend. A section symbol plus an offset means that place in the section, wherever it went.
    pub fn sum(&self, section: usize, relocation: &Relocation, addend: i32) -> u32 {
        let file = self.program.sections[section].file;
        let symbol = &self.program.files[file].symbols[relocation.symbol as usize];
        match self.target(section, relocation) {
            Target::Section {
                section: to,
                offset,
            } if symbol.kind == STT_SECTION => self.address(to, offset.wrapping_add_signed(addend)),
            target => self.value(target).wrapping_add_signed(addend),
        }
    }

    pub fn error(&self, section: usize, offset: u32, message: impl Into<String>) -> LinkError {
        let input = &self.program.sections[section];
        LinkError::Relocation {
            file: self.program.files[input.file].name.clone(),
            section: input.name.to_owned(),
            offset,
            message: message.into(),
        }
    }
}

/// Reads and writes little-endian fields; out of bounds is `None`, never a panic.
pub(crate) fn get16(data: &[u8], at: usize) -> Option<u16> {
    let bytes = data.get(at..at.checked_add(2)?)?;
    Some(u16::from_le_bytes(bytes.try_into().ok()?))
}

pub(crate) fn get32(data: &[u8], at: usize) -> Option<u32> {
    let bytes = data.get(at..at.checked_add(4)?)?;
    Some(u32::from_le_bytes(bytes.try_into().ok()?))
}

pub(crate) fn put16(data: &mut [u8], at: usize, value: u16) -> Option<()> {
    data.get_mut(at..at.checked_add(2)?)?
        .copy_from_slice(&value.to_le_bytes());
    Some(())
}

pub(crate) fn put32(data: &mut [u8], at: usize, value: u32) -> Option<()> {
    data.get_mut(at..at.checked_add(4)?)?
        .copy_from_slice(&value.to_le_bytes());
    Some(())
}
