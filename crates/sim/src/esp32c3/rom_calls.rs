//! The functions of the mask ROM that the bootloader and small programs call, for users who do not have the ROM. Where the
//! ROM is missing its memory holds zeros, which no instruction has; so a call ends up here.
//!
//! Addresses and prototypes are facts of the chip's public linker scripts and headers.

use super::boot::FLASH_DESCRIPTION;
use super::reset::Cause;
use super::time::UNITS_PER_US;
use super::{Esp32c3, FaultKind, printf};
use md5::Md5;
use sha2::{Digest, Sha224, Sha256};

/// What the ROM's functions remember.
#[derive(Default)]
pub struct RomState {
    /// What programs said the processor's clock is, in MHz.
    frequency: u32,
    md5: Md5,
    sha: Hash,
}

#[derive(Default)]
enum Hash {
    #[default]
    None,
    Sha224(Sha224),
    Sha256(Sha256),
}

/// Addresses that the ROM occupies.
pub const ROM: std::ops::Range<u32> = 0x4000_0000..0x4006_0000;

impl Esp32c3 {
    /// A call of the ROM that is not there. Returns to the caller.
    pub(super) fn rom_call(&mut self, function: u32) {
        if function == ROM.start {
            self.boot();
            return;
        }
        self.attention = true;
        let a = |n: usize| self.cpu.x[10 + n];
        let (a0, a1, a2, a3) = (a(0), a(1), a(2), a(3));
        let result = match function {
            // rtc_get_reset_reason(processor)
            0x4000_0018 => Some(self.register_now(0x6000_8038) & 0x3f),
            0x4000_0040 => Some(self.rom_printf()),
            // ets_install_uart_printf(): it is installed.
            0x4000_0048 => Some(0),
            // ets_delay_us(us)
            0x4000_0050 => {
                self.pass(u64::from(a0) * UNITS_PER_US);
                Some(0)
            }
            // uart_tx_one_char(byte)
            0x4000_0068 => {
                self.rom_print(&[a0 as u8]);
                Some(0)
            }
            // uart_tx_flush(number), uart_tx_wait_idle(number)
            0x4000_0080 | 0x4000_0084 => {
                let now = self.now();
                let idle = self.devices.uart[(a0 & 1) as usize].idle_at(now, 0);
                self.pass(idle - now);
                Some(0)
            }
            // software_reset()
            0x4000_0090 => {
                self.devices.ask_reset(Cause::Software);
                Some(0)
            }
            0x4000_010c | 0x4000_0128..=0x4000_0134 => self.rom_flash(function),
            // memset(to, byte, count), memcpy(to, from, count), memmove
            0x4000_0354 => {
                for n in 0..a2 {
                    self.memory.write(a0.wrapping_add(n), 1, a1 & 0xff);
                }
                Some(a0)
            }
            0x4000_0358 | 0x4000_035c => {
                let bytes = self.bytes(a1, a2);
                self.put_bytes(a0, &bytes);
                Some(a0)
            }
            // memcmp(a, b, count)
            0x4000_0360 => {
                let (left, right) = (self.bytes(a0, a2), self.bytes(a1, a2));
                let differ = left.iter().zip(&right).find(|(l, r)| l != r);
                Some(differ.map_or(0, |(l, r)| (i32::from(*l) - i32::from(*r)) as u32))
            }
            // ROM_Boot_Cache_Init(); Cache_Disable_ICache() and Cache_Enable_ICache(), whose state is what the first returns
            0x4000_04c8 => Some(0),
            0x4000_051c => self.write_now(0x600c_4000, 0),
            0x4000_0520 => self.write_now(0x600c_4000, 1),
            // ets_get_cpu_frequency(), ets_update_cpu_frequency(megahertz)
            0x4000_0584 => Some(self.rom_state.frequency),
            0x4000_0588 => {
                self.rom_state.frequency = a0;
                Some(a0)
            }
            // gpio_pad_set_drv(pin, strength)
            0x4000_05cc => {
                let pad = 0x6000_9004 + 4 * a0;
                let value = self.register_now(pad) & !0xc00 | (a1 & 3) << 10;
                self.write_now(pad, value)
            }
            0x4000_0614..=0x4000_061c | 0x4000_0644..=0x4000_0660 => self.rom_hash(function),
            // crc32_le(crc, bytes, count)
            0x4000_0628 => Some(!crc32(!a0, &self.bytes(a1, a2))),
            // ets_efuse_get_spiconfig(), ets_efuse_get_wp_pad(): no fuse is blown.
            0x4000_071c => Some(0),
            0x4000_072c => Some(0x3f),
            // __udivdi3(dividend, divisor): 64 bits each
            0x4000_08ac => {
                let long = |low, high| u64::from(low) | u64::from(high) << 32;
                let quotient = long(a0, a1).checked_div(long(a2, a3)).unwrap_or(u64::MAX);
                self.cpu.x[11] = (quotient >> 32) as u32;
                Some(quotient as u32)
            }
            0x4000_1954..=0x4000_1960 => self.rom_analog(function),
            _ => None,
        };
        match result {
            Some(value) => {
                self.cpu.x[10] = value;
                self.cpu.pc = self.cpu.x[1] & !1;
            }
            None => self.fault(FaultKind::RomFunction, function),
        }
    }

    /// esp_rom_spiflash_*: wait_idle(chip), erase_sector(number), write(at, from, count), read(at, to, count),
    /// config_param(six words). 0: done.
    fn rom_flash(&mut self, function: u32) -> Option<u32> {
        let [a0, a1, a2] = [10, 11, 12].map(|n: usize| self.cpu.x[n]);
        match function {
            0x4000_010c => {
                let now = self.now();
                self.pass(self.devices.flash_done(now) - now);
            }
            0x4000_0128 => self
                .memory
                .change_flash(a0 * 0x1000, 0x1000, |f| f.fill(0xff)),
            0x4000_012c => {
                let bytes = self.bytes(a1, a2);
                self.memory.change_flash(a0, a2, |flash| {
                    for (to, from) in flash.iter_mut().zip(bytes) {
                        *to &= from;
                    }
                });
            }
            0x4000_0130 => {
                let start = a0 as usize;
                let bytes = self
                    .memory
                    .flash()
                    .get(start..start + a2 as usize)?
                    .to_vec();
                self.put_bytes(a1, &bytes);
            }
            0x4000_0134 => {
                for n in 0..6 {
                    let word = self.cpu.x[10 + n];
                    self.memory.write(FLASH_DESCRIPTION + 4 * n as u32, 4, word);
                }
            }
            _ => return None,
        }
        Some(0)
    }

    /// MD5Init(state), MD5Update(state, bytes, count), MD5Final(digest, state); ets_sha_enable(), _disable(),
    /// _init(state, kind), _update(state, bytes, count, _), _finish(state, digest).
    fn rom_hash(&mut self, function: u32) -> Option<u32> {
        let [a0, a1, a2] = [10, 11, 12].map(|n: usize| self.cpu.x[n]);
        match function {
            0x4000_0614 => self.rom_state.md5 = Md5::new(),
            0x4000_0618 => {
                let bytes = self.bytes(a1, a2);
                self.rom_state.md5.update(bytes);
            }
            0x4000_061c => {
                let digest = self.rom_state.md5.finalize_reset();
                self.put_bytes(a0, &digest);
            }
            0x4000_0644 | 0x4000_0648 => {}
            0x4000_0650 => {
                self.rom_state.sha = match a1 {
                    1 => Hash::Sha224(Sha224::new()),
                    2 => Hash::Sha256(Sha256::new()),
                    _ => return None,
                }
            }
            0x4000_065c => {
                let bytes = self.bytes(a1, a2);
                match &mut self.rom_state.sha {
                    Hash::Sha224(hash) => hash.update(bytes),
                    Hash::Sha256(hash) => hash.update(bytes),
                    Hash::None => return None,
                }
            }
            0x4000_0660 => {
                let digest = match std::mem::take(&mut self.rom_state.sha) {
                    Hash::Sha224(hash) => hash.finalize().to_vec(),
                    Hash::Sha256(hash) => hash.finalize().to_vec(),
                    Hash::None => return None,
                };
                self.put_bytes(a1, &digest);
            }
            _ => return None,
        }
        Some(0)
    }

    /// rom_i2c_readReg(part, _, register), _readReg_Mask(part, _, register, high, low), _writeReg(part, _, register, value),
    /// _writeReg_Mask(part, _, register, high, low, value).
    fn rom_analog(&mut self, function: u32) -> Option<u32> {
        let [part, _, register, a3, a4, a5] = [0, 1, 2, 3, 4, 5].map(|n| self.cpu.x[10 + n]);
        let old = self.devices.analog.get(part, register);
        let mask = ((2u32 << (a3 & 7)) - 1) & !((1 << (a4 & 7)) - 1);
        let new = match function {
            0x4000_1954 => return Some(old),
            0x4000_1958 => return Some((old & mask) >> (a4 & 7)),
            0x4000_195c => a3,
            _ => old & !mask | a5 << (a4 & 7) & mask,
        };
        self.devices.analog.set(part, register, new);
        Some(0)
    }

    /// ets_printf(format, …): seven arguments in registers, the rest on the stack.
    fn rom_printf(&mut self) -> u32 {
        let memory = &self.memory;
        let (x, stack) = (&self.cpu.x, self.cpu.x[2]);
        let argument = |n: u32| match n {
            0..7 => x[11 + n as usize],
            _ => memory.read(stack + 4 * (n - 7), 4).unwrap_or(0),
        };
        let text = |at: u32| {
            let bytes = (0..4096).map_while(|n| memory.read(at.wrapping_add(n), 1));
            bytes.take_while(|b| *b != 0).map(|b| b as u8).collect()
        };
        let out = printf::format(x[10], &argument, &text);
        self.rom_print(&out);
        out.len() as u32
    }

    /// Prints on both consoles; time passes until the line's queue has room.
    pub(super) fn rom_print(&mut self, bytes: &[u8]) {
        let now = self.now();
        self.devices.uart[0].print(bytes, now);
        self.devices.usb.print(bytes);
        let room = self.devices.uart[0].idle_at(now, 128);
        self.pass(room - now);
    }

    fn bytes(&self, at: u32, count: u32) -> Vec<u8> {
        let read = |n| self.memory.read(at.wrapping_add(n), 1).unwrap_or(0) as u8;
        (0..count).map(read).collect()
    }

    fn put_bytes(&mut self, at: u32, bytes: &[u8]) {
        for (n, byte) in bytes.iter().enumerate() {
            self.memory
                .write(at.wrapping_add(n as u32), 1, u32::from(*byte));
        }
    }

    fn register_now(&mut self, address: u32) -> u32 {
        let now = self.now();
        self.devices.read(address, now).unwrap_or(0)
    }

    fn write_now(&mut self, address: u32, value: u32) -> Option<u32> {
        let now = self.now();
        self.devices.write(address, value, now, &mut self.memory);
        Some(0)
    }
}

fn crc32(mut crc: u32, bytes: &[u8]) -> u32 {
    for byte in bytes {
        crc ^= u32::from(*byte);
        for _ in 0..8 {
            crc = crc >> 1 ^ if crc & 1 != 0 { 0xedb8_8320 } else { 0 };
        }
    }
    crc
}
