//! UF2: what a chip's boot loader accepts as a file on the drive that it shows (github.com/microsoft/uf2, version 1):
//! blocks of 512 bytes, each with the address of its 256 bytes, so that they may arrive in any order.

use super::Chunk;
use std::collections::BTreeMap;

const BLOCK: usize = 512;
const HEADER: usize = 32;
/// Bytes of flash in a block: the page that the RP2040's ROM programs at a time (RP2040 datasheet, section 2.8.4.2).
const PAGE: u32 = 256;
const MAGIC: [u32; 2] = [0x0a32_4655, 0x9e5d_5157];
const MAGIC_END: u32 = 0x0ab1_6f30;
/// The field for the file's size holds the family instead.
const HAS_FAMILY: u32 = 0x2000;

/// The chunks as blocks of whole pages. Bytes of a page that nothing is stored in are zero, as other tools leave them.
pub fn uf2(chunks: &[Chunk], family: u32) -> Vec<u8> {
    let mut pages: BTreeMap<u32, [u8; PAGE as usize]> = BTreeMap::new();
    for chunk in chunks {
        let mut address = chunk.address;
        let mut rest = &chunk.bytes[..];
        while !rest.is_empty() {
            let start = (address % PAGE) as usize;
            let (now, after) = rest.split_at(rest.len().min(PAGE as usize - start));
            let page = pages.entry(address - start as u32).or_insert([0; _]);
            page[start..start + now.len()].copy_from_slice(now);
            address = address.wrapping_add(now.len() as u32);
            rest = after;
        }
    }
    let count = pages.len() as u32;
    let mut out = Vec::with_capacity(pages.len() * BLOCK);
    for (number, (address, page)) in (0u32..).zip(&pages) {
        let head = [
            MAGIC[0], MAGIC[1], HAS_FAMILY, *address, PAGE, number, count, family,
        ];
        let end = out.len() + BLOCK;
        out.extend(head.iter().flat_map(|word| word.to_le_bytes()));
        out.extend_from_slice(page);
        out.resize(end - 4, 0);
        out.extend_from_slice(&MAGIC_END.to_le_bytes());
    }
    debug_assert_eq!(out.len() % BLOCK + HEADER, HEADER);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn word(block: &[u8], index: usize) -> u32 {
        u32::from_le_bytes(block[index * 4..index * 4 + 4].try_into().unwrap())
    }

    #[test]
    fn blocks_are_whole_pages_numbered_from_zero() {
        let chunks = [
            Chunk {
                address: 0x1000_0000,
                bytes: vec![0xaa; 256],
            },
            Chunk {
                address: 0x1000_01f0,
                bytes: (0..32).collect(),
            },
        ];
        let file = uf2(&chunks, 0xe48b_ff56);
        let blocks: Vec<&[u8]> = file.chunks(BLOCK).collect();
        assert_eq!(blocks.len(), 3);
        for (number, block) in blocks.iter().enumerate() {
            assert_eq!([word(block, 0), word(block, 1)], MAGIC);
            assert_eq!(word(block, 127), MAGIC_END);
            assert_eq!(word(block, 3), 0x1000_0000 + number as u32 * 256);
            assert_eq!([word(block, 4), word(block, 5)], [256, number as u32]);
            assert_eq!([word(block, 6), word(block, 7)], [3, 0xe48b_ff56]);
        }
        assert_eq!(blocks[1][HEADER + 0xef..HEADER + 0xf2], [0, 0, 1]);
        assert_eq!(
            blocks[2][HEADER..HEADER + 17],
            [
                16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 0
            ]
        );
    }
}
