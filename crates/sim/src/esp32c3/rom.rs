//! The mask ROM: the real one from its ELF file, where the user has it, or none: then the emulator does what the ROM does.

use super::memory::Memory;
use object::{Object, ObjectSection, SectionKind};
use std::fmt;

/// Why a file is not a usable ROM.
#[derive(Debug)]
pub enum RomError {
    NotElf(String),
    /// Nothing lies where the chip starts.
    NoEntry,
}

impl fmt::Display for RomError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            RomError::NotElf(error) => write!(f, "the ROM file is not an ELF file: {error}"),
            RomError::NoEntry => write!(f, "the ROM file has nothing at 0x40000000"),
        }
    }
}

impl std::error::Error for RomError {}

/// What is in the ROM.
pub struct Rom {
    /// Address and bytes.
    parts: Vec<(u32, Vec<u8>)>,
}

/// Table of the ROM's own start code: where initial values of variables go, and where they come from.
const COPIES: std::ops::Range<u32> = 0x4005_9200..0x4005_9400;

impl Rom {
    /// No ROM: `boot` and `rom_calls` take its place.
    pub fn replacement() -> Rom {
        Rom { parts: Vec::new() }
    }

    pub(super) fn is_real(&self) -> bool {
        !self.parts.is_empty()
    }

    /// The ROM from its ELF file.
    pub fn from_elf(bytes: &[u8]) -> Result<Rom, RomError> {
        let elf = object::File::parse(bytes).map_err(|e| RomError::NotElf(e.to_string()))?;
        let mut parts = Vec::new();
        for section in elf.sections() {
            let address = section.address() as u32;
            let wanted = section.kind() != SectionKind::UninitializedData;
            if address >= 0x3c00_0000 && wanted {
                let data = section
                    .data()
                    .map_err(|e| RomError::NotElf(e.to_string()))?;
                parts.push((address, data.to_vec()));
            }
        }
        let mut rom = Rom { parts };
        if rom.word(0x4000_0000).is_none() {
            return Err(RomError::NoEntry);
        }
        rom.add_copies();
        Ok(rom)
    }

    fn byte(&self, address: u32) -> Option<u8> {
        self.parts.iter().find_map(|(start, bytes)| {
            let at = address.checked_sub(*start)?;
            bytes.get(at as usize).copied()
        })
    }

    fn word(&self, address: u32) -> Option<u32> {
        let bytes = [0, 1, 2, 3].map(|n| self.byte(address + n));
        match bytes {
            [Some(a), Some(b), Some(c), Some(d)] => Some(u32::from_le_bytes([a, b, c, d])),
            _ => None,
        }
    }

    /// The file has the variables' initial values at the addresses of the variables; the chip has them in the ROM, from
    /// where its start code copies them.
    fn add_copies(&mut self) {
        let mut copies = Vec::new();
        for entry in COPIES.step_by(16) {
            let words = [0, 4, 8].map(|n| self.word(entry + n).unwrap_or(0));
            let [start, end, source] = words;
            if !(0x3fc8_0000..0x3fce_0000).contains(&start) || end <= start || source >> 28 < 3 {
                continue;
            }
            let bytes = (start..end).map(|at| self.byte(at).unwrap_or(0));
            copies.push((source, bytes.collect::<Vec<u8>>()));
        }
        self.parts.extend(copies);
    }

    /// Puts it where the chip has it.
    pub(super) fn place(&self, memory: &mut Memory) {
        for (address, bytes) in &self.parts {
            // Parts at other addresses are the variables in RAM.
            if (0x3ff0_0000..0x4006_0000).contains(address) {
                memory.write_rom(*address, bytes);
            }
        }
    }
}
