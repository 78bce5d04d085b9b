//! What the mask ROM does after a reset, for users who do not have it: it announces itself, loads the bootloader's segments
//! from the start of the flash, checks them, and leaves the devices as the bootloader finds them.
//!
//! The bootloader then is the real one, and so are its checks of partition table, image, checksum and hash.

use super::cpu::Cpu;
use super::reset::Cause;
use super::{Esp32c3, FaultKind};

/// Top of the ROM's stack, and its table of exception vectors.
const STACK: u32 = 0x3fcd_e710;
const VECTORS: u32 = 0x4000_1d00;

/// Where programs find the address of the flash description, its place, and two flags that it is set up.
const FLASH_POINTER: u32 = 0x3fcd_fff0;
pub const FLASH_DESCRIPTION: u32 = 0x3fcd_f5c0;
const FLASH_FLAGS: u32 = 0x3fcd_ffd0;

const IMAGE_MAGIC: u8 = 0xe9;
const CHECKSUM_SEED: u8 = 0xef;
const MAX_SEGMENTS: u8 = 16;

/// Registers as the ROM leaves them: console at 115,200 baud, flash controllers, clocks of devices, cache on.
const LEFT_BEHIND: &[(u32, u32)] = &[
    (0x6000_0014, 0x0030_015b),
    (0x6000_0020, 0x0400_001c),
    (0x6000_0024, 0x0000_0001),
    (0x6000_0078, 0x0370_0000),
    (0x6000_2008, 0x00ac_2008),
    (0x6000_200c, 0x0000_07fc),
    (0x6000_2010, 0x0000_0041),
    (0x6000_2014, 0x0001_0001),
    (0x6000_2018, 0x8000_00c0),
    (0x6000_3008, 0x00ac_2008),
    (0x6000_3010, 0x0000_0041),
    (0x6000_3014, 0x0001_0001),
    (0x6000_3018, 0x7000_00c0),
    (0x6000_301c, 0x5c00_0003),
    (0x6000_3020, 0x7000_00bb),
    (0x6000_3024, 0x0000_00ff),
    (0x6000_3028, 0x0000_00ff),
    (0x6000_3034, 0x0000_0002),
    (0x6000_303c, 0x0000_0005),
    (0x6000_9034, 0x0000_1b00),
    (0x6000_9038, 0x0000_1b00),
    (0x600c_0000, 0x0000_0040),
    (0x600c_0004, 0x0000_0080),
    (0x600c_0014, 0x0000_0204),
    (0x600c_001c, 0x0000_01ca),
    (0x600c_4000, 0x0000_0001),
    (0x600c_4004, 0x0000_0000),
    (0x600c_40c4, 0x0000_000f),
];

impl Esp32c3 {
    /// The reset vector without a ROM.
    pub(super) fn boot(&mut self) {
        self.attention = true;
        let cause = self.resets.last().copied().unwrap_or(Cause::PowerOn);
        let strap = self.options.strap;
        self.rom_print(b"ESP-ROM:esp32c3 (mpfreeze, without the mask ROM)\r\n");
        self.rom_print(format!("rst:{:#x},boot:{strap:#x}\r\n", cause as u32).as_bytes());
        if strap >> 3 & 1 == 0 {
            // Downloads are a long conversation with the real ROM.
            self.fault(FaultKind::RomFunction, self.cpu.pc);
            return;
        }
        for &(address, value) in LEFT_BEHIND {
            let now = self.now();
            self.devices.write(address, value, now, &mut self.memory);
        }
        match self.load_bootloader() {
            Ok(entry) => {
                self.rom_print(format!("entry {entry:#010x}\r\n").as_bytes());
                self.describe_flash();
                self.cpu = Cpu::new(entry);
                self.cpu.x[2] = STACK;
                let counts = self.counts();
                self.cpu.leave_rom(VECTORS, counts);
            }
            // As the ROM does: it tries until a watchdog resets the chip, and so on.
            Err(what) => {
                self.rom_print(format!("{what}\r\n").as_bytes());
                self.cpu.waiting = true;
            }
        }
    }

    /// Copies the segments to RAM; the entry.
    fn load_bootloader(&mut self) -> Result<u32, String> {
        let flash = self.memory.flash().to_vec();
        let word = |at: usize| match flash.get(at..at + 4) {
            Some(&[a, b, c, d]) => Ok(u32::from_le_bytes([a, b, c, d])),
            _ => Err("the image does not end".to_owned()),
        };
        let (magic, count) = (flash[0], flash[1]);
        if magic != IMAGE_MAGIC || count > MAX_SEGMENTS {
            return Err(format!("invalid header: {:#010x}", word(0)?));
        }
        let mut at = 24;
        let mut checksum = CHECKSUM_SEED;
        for _ in 0..count {
            let (address, length) = (word(at)?, word(at + 4)? as usize);
            self.rom_print(format!("load:{address:#010x},len:{length:#x}\r\n").as_bytes());
            let data = flash.get(at + 8..at + 8 + length);
            let data = data.ok_or("the segment is longer than the flash")?;
            for (n, byte) in data.iter().enumerate() {
                checksum ^= byte;
                let to = address.wrapping_add(n as u32);
                if !self.memory.write(to, 1, u32::from(*byte)) {
                    return Err(format!("the segment is not in RAM: {to:#010x}"));
                }
            }
            at += 8 + length;
        }
        let found = flash.get(at | 15).copied().unwrap_or(0);
        match found == checksum {
            true => word(4),
            false => Err(format!("csum err:{found:#x}!={checksum:#x}")),
        }
    }

    /// The description of the flash chip: identity, sizes of chip, block, sector and page, mask of the status bits.
    fn describe_flash(&mut self) {
        let identity = 0xef_4000 | self.options.flash_size.trailing_zeros();
        let words = [identity, 2 << 20, 0x1_0000, 0x1000, 0x100, 0xffff, 0, 0];
        for (n, word) in words.into_iter().enumerate() {
            self.memory.write(FLASH_DESCRIPTION + 4 * n as u32, 4, word);
        }
        self.memory.write(FLASH_POINTER, 4, FLASH_DESCRIPTION);
        self.memory.write(FLASH_FLAGS, 2, 0x0101);
    }
}
