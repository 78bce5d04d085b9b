//! The image for chips of Espressif: second-stage boot loader, partition table and program, each at its place in flash.
//!
//! The format, the boot loader and the partition table are the `espflash` crate's. What is checked here is that the
//! layout of the linker is the one that the format wants: no bytes between the two windows on flash.

use espflash::flasher::{FlashData, FlashSettings, FlashSize};
use espflash::image_format::idf::IdfBootloaderFormat;
use espflash::target::{Chip, XtalFrequency};
use mpf_board::Esp;
use std::str::FromStr;

/// Something that is written to flash.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    pub name: &'static str,
    pub offset: u32,
    pub bytes: Vec<u8>,
}

/// What goes to flash, in the order of its addresses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Firmware {
    pub parts: Vec<Part>,
}

/// Names of the parts, as `espflash` returns them.
const NAMES: [&str; 3] = ["boot loader", "partition table", "program"];
const HEADER: usize = 24;
const SEGMENT_HEADER: usize = 8;

impl Firmware {
    /// One file that is written from the first byte of flash on; between the parts flash stays erased.
    pub fn merged(&self) -> Vec<u8> {
        let mut file = Vec::new();
        for part in &self.parts {
            file.resize(part.offset as usize, 0xff);
            file.extend_from_slice(&part.bytes);
        }
        file
    }

    /// Bytes that are written, without the erased ones between them.
    pub fn written(&self) -> usize {
        self.parts.iter().map(|part| part.bytes.len()).sum()
    }
}

/// Makes the image of an executable. The message says what the format does not allow.
pub fn firmware(elf: &[u8], esp: &Esp) -> Result<Firmware, String> {
    let chip = Chip::from_str(&esp.chip)
        .map_err(|_| format!("espflash knows no chip named `{}`", esp.chip))?;
    let megabytes = format!("{}MB", esp.flash.bytes() >> 20);
    let size = FlashSize::from_str(&megabytes)
        .map_err(|_| format!("there is no flash of {} bytes", esp.flash.bytes()))?;
    let settings = FlashSettings::new(None, Some(size), None);
    let data = FlashData::new(settings, esp.revision, None, chip, XtalFrequency::_40Mhz);
    let image = IdfBootloaderFormat::new(elf, &data, None, None, None, None)
        .map_err(|error| error.to_string())?;
    let parts: Vec<Part> = image
        .flash_segments()
        .zip(NAMES)
        .map(|(segment, name)| Part {
            name,
            offset: segment.addr,
            bytes: segment.data.into_owned(),
        })
        .collect();
    let program = parts.last().map_or(&[][..], |part| &part.bytes);
    match segments(program) {
        Some(segments) if segments.iter().all(|(address, _)| *address != 0) => {
            Ok(Firmware { parts })
        }
        segments => Err(format!(
            "the image has padding between its segments, so the regions do not fit the format: {segments:x?}"
        )),
    }
}

/// Address and length of the segments of a program; `None` for something else.
pub fn segments(program: &[u8]) -> Option<Vec<(u32, u32)>> {
    let word = |at: usize| {
        let bytes = program.get(at..at + 4)?;
        Some(u32::from_le_bytes(bytes.try_into().ok()?))
    };
    if program.first() != Some(&0xe9) {
        return None;
    }
    let mut at = HEADER;
    (0..*program.get(1)?)
        .map(|_| {
            let (address, length) = (word(at)?, word(at + 4)?);
            at += SEGMENT_HEADER + length as usize;
            Some((address, length))
        })
        .collect()
}
