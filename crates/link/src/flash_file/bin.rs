//! Raw binary: the bytes of flash from the first stored one to the last; gaps are erased flash.

use super::Chunk;

/// What erased flash reads as.
const ERASED: u8 = 0xff;

/// The contents of flash from the address of the first chunk on.
pub fn bin(chunks: &[Chunk]) -> Vec<u8> {
    let mut out = Vec::new();
    let Some(first) = chunks.first() else {
        return out;
    };
    for chunk in chunks {
        out.resize((chunk.address - first.address) as usize, ERASED);
        out.extend_from_slice(&chunk.bytes);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gaps_are_erased_flash() {
        let chunk = |address, bytes: &[u8]| Chunk {
            address,
            bytes: bytes.to_vec(),
        };
        let chunks = [chunk(0x800, &[1, 2]), chunk(0x804, &[3])];
        assert_eq!(bin(&chunks), [1, 2, 0xff, 0xff, 3]);
        assert_eq!(bin(&[]), []);
    }
}
