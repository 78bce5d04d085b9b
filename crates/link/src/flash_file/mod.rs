//! The files that tools write into a chip's flash, made from a linked image: what is stored where, without anything
//! that only debuggers read. One file each format; all are pure functions.

mod bin;
mod dfu;
pub mod esp;
mod hex;
mod uf2;

pub use bin::bin;
pub use dfu::dfu;
pub use hex::hex;
pub use uf2::uf2;

use crate::Linked;
use goblin::elf::Elf;
use goblin::elf::program_header::PT_LOAD;
use mpf_board::Chip;

pub use mpf_board::ImageFormat;

/// Bytes that lie in flash one after the other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chunk {
    pub address: u32,
    pub bytes: Vec<u8>,
}

/// A file for flashing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FlashFile {
    /// Which is also how tools recognise it.
    pub extension: &'static str,
    pub bytes: Vec<u8>,
}

/// The files that the image of a chip is flashed with: none for machines that load the ELF file itself.
pub fn flash_files(linked: &Linked, chip: &Chip) -> Vec<FlashFile> {
    let file = |extension, bytes| FlashFile { extension, bytes };
    let chunks = chunks(&linked.elf);
    match chip.image {
        // The last one is made by `esp::firmware`, which can fail.
        ImageFormat::None | ImageFormat::Elf | ImageFormat::Esp => Vec::new(),
        ImageFormat::Hex => vec![file("hex", hex(&chunks))],
        ImageFormat::Uf2 => {
            let family = chip.uf2_family.unwrap_or_default();
            vec![file("uf2", uf2(&chunks, family))]
        }
        ImageFormat::Bin => {
            let mut files = vec![file("bin", bin(&chunks))];
            if let Some(device) = chip.dfu {
                files.push(file("dfu", dfu(&chunks, device)));
            }
            files
        }
    }
}

/// What an executable stores in memory that keeps its contents, sorted by address, neighbours joined.
pub fn chunks(elf: &[u8]) -> Vec<Chunk> {
    let Ok(parsed) = Elf::parse(elf) else {
        return Vec::new();
    };
    let mut parts: Vec<Chunk> = parsed
        .program_headers
        .iter()
        .filter(|header| header.p_type == PT_LOAD && header.p_filesz > 0)
        .filter_map(|header| {
            Some(Chunk {
                address: u32::try_from(header.p_paddr).ok()?,
                bytes: elf.get(header.file_range())?.to_vec(),
            })
        })
        .collect();
    parts.sort_by_key(|chunk| chunk.address);
    let mut joined: Vec<Chunk> = Vec::new();
    for part in parts {
        match joined.last_mut() {
            Some(last) if last.address as usize + last.bytes.len() == part.address as usize => {
                last.bytes.extend(part.bytes);
            }
            _ => joined.push(part),
        }
    }
    joined
}
