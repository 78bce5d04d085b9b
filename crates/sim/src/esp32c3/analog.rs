//! The registers of the analog parts, which hang on an internal two-wire bus behind one command register.

use std::collections::HashMap;

const WRITE: u32 = 1 << 24;
const BUSY: u32 = 1 << 25;
/// The PLL is calibrated as soon as it is asked to.
const CALIBRATED: u32 = 1 << 24;

pub struct Analog {
    /// Values by part and register.
    values: HashMap<u16, u8>,
    /// The command registers and the settings of the bus.
    words: [u32; 64],
}

impl Analog {
    pub fn new() -> Analog {
        Analog {
            values: HashMap::new(),
            words: [0; 64],
        }
    }

    pub fn get(&self, part: u32, register: u32) -> u32 {
        u32::from(self.values.get(&key(part, register)).copied().unwrap_or(0))
    }

    pub fn set(&mut self, part: u32, register: u32, value: u32) {
        self.values.insert(key(part, register), value as u8);
    }

    pub fn read(&self, offset: u32) -> Option<u32> {
        let word = *self.words.get(offset as usize / 4)?;
        Some(match offset {
            0x40 => word | CALIBRATED,
            _ => word,
        })
    }

    pub fn write(&mut self, offset: u32, value: u32) -> bool {
        let Some(word) = self.words.get_mut(offset as usize / 4) else {
            return false;
        };
        *word = value;
        // The first two are command registers: part, register, value, direction.
        if offset < 8 {
            let at = value as u16;
            if value & WRITE != 0 {
                self.values.insert(at, (value >> 16) as u8);
            } else {
                let data = self.values.get(&at).copied().unwrap_or(0);
                *word = value & !(BUSY | 0xff_0000) | u32::from(data) << 16;
            }
            *word &= !BUSY;
        }
        true
    }
}

/// Part and register as the command register has them.
fn key(part: u32, register: u32) -> u16 {
    (part & 0xff | register << 8) as u16
}
