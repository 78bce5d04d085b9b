//! The flash chip behind the SPI controller: a 3.3 V NOR chip with the commands that all of them share.

use super::memory::Memory;
use super::time::{Time, UNITS_PER_US};

/// Manufacturer and memory type as read by command 0x9f; the third byte is the size as a power of two.
const MAKER: u8 = 0xef;
const TYPE: u8 = 0x40;

const SECTOR: u32 = 0x1000;
const PROGRAM_PAGE: u32 = 256;

const BUSY: u8 = 1;
const WRITE_ENABLED: u8 = 2;
/// In the second status register: four data lines are on.
const QUAD: u8 = 2;

const PROGRAM_TIME: Time = 700 * UNITS_PER_US;
const SECTOR_TIME: Time = 45_000 * UNITS_PER_US;
const BLOCK_TIME: Time = 150_000 * UNITS_PER_US;
const STATUS_TIME: Time = 5_000 * UNITS_PER_US;

pub struct FlashChip {
    enabled: bool,
    status: [u8; 3],
    busy_until: Time,
    asleep: bool,
}

impl FlashChip {
    pub fn new() -> FlashChip {
        FlashChip {
            enabled: false,
            status: [0, QUAD, 0],
            busy_until: 0,
            asleep: false,
        }
    }

    pub fn busy(&self, now: Time) -> bool {
        now < self.busy_until
    }

    /// When it is done, if it is busy.
    pub fn done(&self, now: Time) -> Option<Time> {
        self.busy(now).then_some(self.busy_until)
    }

    fn status(&self, number: usize, now: Time) -> u8 {
        let flags = match number {
            0 => {
                let busy = if self.busy(now) { BUSY } else { 0 };
                busy | if self.enabled { WRITE_ENABLED } else { 0 }
            }
            _ => 0,
        };
        self.status[number] | flags
    }

    /// One command with its address, data to the chip and data from it. False: the chip does not know the command.
    pub fn command(
        &mut self,
        command: u8,
        address: u32,
        data: &[u8],
        answer: &mut [u8],
        now: Time,
        memory: &mut Memory,
    ) -> bool {
        // While it works, the chip answers only the question whether it still does.
        if self.busy(now) && command != 0x05 || self.asleep && command != 0xab {
            answer.fill(0xff);
            return true;
        }
        let size = memory.flash().len() as u32;
        let address = address % size;
        match command {
            // Read, fast read, with two and with four data lines.
            0x03 | 0x0b | 0x3b | 0xbb | 0x6b | 0xeb => {
                for (n, to) in answer.iter_mut().enumerate() {
                    *to = memory.flash()[((address + n as u32) % size) as usize];
                }
            }
            0x9f => {
                let id = [MAKER, TYPE, size.trailing_zeros() as u8];
                for (n, to) in answer.iter_mut().enumerate() {
                    *to = id[n % 3];
                }
            }
            0x90 => {
                let id = [MAKER, size.trailing_zeros() as u8 - 1];
                for (n, to) in answer.iter_mut().enumerate() {
                    *to = id[(n + address as usize) % 2];
                }
            }
            0x4b => {
                for (n, to) in answer.iter_mut().enumerate() {
                    *to = n as u8 ^ 0x5a;
                }
            }
            // This chip has no table of its properties.
            0x5a => answer.fill(0xff),
            0x05 => answer.fill(self.status(0, now)),
            0x35 => answer.fill(self.status(1, now)),
            0x15 => answer.fill(self.status(2, now)),
            0x06 => self.enabled = true,
            0x04 => self.enabled = false,
            0x01 | 0x31 | 0x11 if self.take_enable() => {
                let first = match command {
                    0x01 => 0,
                    0x31 => 1,
                    _ => 2,
                };
                for (n, byte) in data.iter().enumerate().take(3 - first) {
                    self.status[first + n] = *byte;
                }
                self.status[0] &= !(BUSY | WRITE_ENABLED);
                self.busy_until = now + STATUS_TIME;
            }
            0x02 | 0x32 if self.take_enable() => {
                // Bits can only be cleared, and the address wraps within the page.
                let page = address & !(PROGRAM_PAGE - 1);
                memory.change_flash(page, PROGRAM_PAGE, |bytes| {
                    for (n, byte) in data.iter().enumerate() {
                        let at = (address + n as u32) % PROGRAM_PAGE;
                        bytes[at as usize] &= byte;
                    }
                });
                self.busy_until = now + PROGRAM_TIME;
            }
            0x20 if self.take_enable() => self.erase(address, SECTOR, SECTOR_TIME, now, memory),
            0x52 if self.take_enable() => self.erase(address, 0x8000, BLOCK_TIME, now, memory),
            0xd8 if self.take_enable() => self.erase(address, 0x1_0000, BLOCK_TIME, now, memory),
            0x60 | 0xc7 if self.take_enable() => {
                self.erase(
                    0,
                    size,
                    u64::from(size / 0x1_0000) * BLOCK_TIME,
                    now,
                    memory,
                );
            }
            // Without the write enable these do nothing.
            0x01 | 0x31 | 0x11 | 0x02 | 0x32 | 0x20 | 0x52 | 0xd8 | 0x60 | 0xc7 => {}
            0xb9 => self.asleep = true,
            0xab => {
                self.asleep = false;
                answer.fill(size.trailing_zeros() as u8 - 1);
            }
            // Resume what was suspended: nothing. Reset in two steps, leave the continuous read mode.
            0x7a | 0x66 | 0xff => {}
            0x99 => *self = FlashChip::new(),
            _ => return false,
        }
        true
    }

    fn take_enable(&mut self) -> bool {
        std::mem::take(&mut self.enabled)
    }

    fn erase(&mut self, at: u32, count: u32, time: Time, now: Time, memory: &mut Memory) {
        memory.change_flash(at & !(count - 1), count, |bytes| bytes.fill(0xff));
        self.busy_until = now + time;
    }
}
