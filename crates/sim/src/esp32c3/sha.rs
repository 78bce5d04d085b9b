//! The SHA accelerator for SHA-224 and SHA-256, in the mode in which the processor supplies each block.

use sha2::compress256;
use sha2::digest::generic_array::GenericArray;

const SHA256: [u32; 8] = [
    0x6a09_e667,
    0xbb67_ae85,
    0x3c6e_f372,
    0xa54f_f53a,
    0x510e_527f,
    0x9b05_688c,
    0x1f83_d9ab,
    0x5be0_cd19,
];
const SHA224: [u32; 8] = [
    0xc105_9ed8,
    0x367c_d507,
    0x3070_dd17,
    0xf70e_5939,
    0xffc0_0b31,
    0x6858_1511,
    0x64f9_8fa7,
    0xbefa_4fa4,
];

pub struct Sha {
    mode: u32,
    state: [u32; 8],
    block: [u32; 16],
    interrupt: u32,
}

impl Sha {
    pub fn new() -> Sha {
        Sha {
            mode: 2,
            state: [0; 8],
            block: [0; 16],
            interrupt: 0,
        }
    }

    /// Both memories hold the bytes as they are in the message and in the digest; the processor reads words little-endian.
    pub fn read(&self, offset: u32) -> Option<u32> {
        Some(match offset {
            0x00 => self.mode,
            0x18 => 0,
            0x28 => self.interrupt,
            0x40..0x60 => self.state[(offset as usize - 0x40) / 4].swap_bytes(),
            0x80..0xc0 => self.block[(offset as usize - 0x80) / 4],
            _ => return None,
        })
    }

    pub fn write(&mut self, offset: u32, value: u32) -> bool {
        match offset {
            0x00 => self.mode = value & 7,
            0x10 => match self.mode {
                1 => self.compress(Some(SHA224)),
                2 => self.compress(Some(SHA256)),
                _ => return false,
            },
            0x14 => match self.mode {
                1 | 2 => self.compress(None),
                _ => return false,
            },
            0x24 => {}
            0x28 => self.interrupt = value & 1,
            0x40..0x60 => self.state[(offset as usize - 0x40) / 4] = value.swap_bytes(),
            0x80..0xc0 => self.block[(offset as usize - 0x80) / 4] = value,
            _ => return false,
        }
        true
    }

    fn compress(&mut self, start: Option<[u32; 8]>) {
        self.state = start.unwrap_or(self.state);
        let mut bytes = [0; 64];
        for (to, word) in bytes.chunks_exact_mut(4).zip(self.block) {
            to.copy_from_slice(&word.to_le_bytes());
        }
        compress256(&mut self.state, &[GenericArray::from(bytes)]);
    }
}
