//! A UART: FIFOs of 128 bytes that fill and empty at the speed of the line, thresholds, interrupts.

use super::time::{Time, UNITS_PER_US};
use std::collections::VecDeque;

const FIFO: usize = 128;

mod int {
    pub const RX_FULL: u32 = 1 << 0;
    pub const TX_EMPTY: u32 = 1 << 1;
    pub const RX_OVERFLOW: u32 = 1 << 4;
    pub const RX_TIMEOUT: u32 = 1 << 8;
    pub const TX_DONE: u32 = 1 << 14;
}

pub struct Uart {
    transmit: VecDeque<u8>,
    /// When the byte at the head of `transmit` has left.
    sent: Time,
    receive: VecDeque<u8>,
    /// Bytes that the other side sends, and when the first of them is there.
    incoming: VecDeque<u8>,
    arrives: Time,
    /// When the receiver has been silent for long enough after the last byte.
    silent: Option<Time>,
    /// Bytes that have left.
    pub output: Vec<u8>,
    raw: u32,
    enabled: u32,
    divider: u32,
    conf0: u32,
    conf1: u32,
    memory: u32,
    clock: u32,
    id: u32,
    /// Shape of the line's signal since it was last asked to be measured: edges, shortest pulses.
    edges: u32,
}

impl Uart {
    pub fn new() -> Uart {
        Uart {
            transmit: VecDeque::new(),
            sent: 0,
            receive: VecDeque::new(),
            incoming: VecDeque::new(),
            arrives: 0,
            silent: None,
            output: Vec::new(),
            raw: int::TX_EMPTY,
            enabled: 0,
            divider: 0x2b6,
            conf0: 0x1000_001c,
            conf1: 0xc060,
            memory: 0x000a_0012,
            clock: 0x0370_1000,
            id: 0x4000_0500,
            edges: 0,
        }
    }

    /// After a reset of the chip: registers as new, but the world outside goes on.
    pub fn reset(&mut self) {
        let mut fresh = Uart::new();
        fresh.incoming = std::mem::take(&mut self.incoming);
        fresh.arrives = self.arrives;
        fresh.output = std::mem::take(&mut self.output);
        *self = fresh;
    }

    /// Time of one bit, in sixteenths of a unit.
    fn bit(&self) -> u64 {
        // Clock of the whole chip in MHz: APB, RC oscillator (17.5), crystal.
        let half_megahertz = match self.clock >> 20 & 3 {
            1 => 160,
            2 => 35,
            _ => 80,
        };
        let divider = u64::from(self.divider & 0xfff) * 16 + u64::from(self.divider >> 20 & 15);
        let source = u64::from(self.clock >> 12 & 0xff) + 1;
        divider.max(16) * source * UNITS_PER_US * 2 / half_megahertz
    }

    /// Time of one byte with its start, parity and stop bits.
    fn byte(&self) -> Time {
        let data = 5 + u64::from(self.conf0 >> 2 & 3);
        let parity = u64::from(self.conf0 >> 1 & 1);
        let stop = if self.conf0 >> 4 & 3 > 1 { 2 } else { 1 };
        (self.bit() * (1 + data + parity + stop) / 16).max(1)
    }

    /// Bytes from the other side.
    pub fn send(&mut self, bytes: &[u8], now: Time) {
        if self.incoming.is_empty() {
            self.arrives = self.arrives.max(now) + self.byte();
        }
        self.incoming.extend(bytes);
    }

    /// Queues bytes for sending without regard to the FIFO, for a caller that waits itself.
    pub fn print(&mut self, bytes: &[u8], now: Time) {
        if self.transmit.is_empty() {
            self.sent = now + self.byte();
        }
        self.transmit.extend(bytes);
    }

    /// When at most `left` bytes are still to be sent.
    pub fn idle_at(&self, now: Time, left: usize) -> Time {
        match self.transmit.len().saturating_sub(left) as u64 {
            0 => now,
            count => (self.sent + (count - 1) * self.byte()).max(now),
        }
    }

    /// Everything that has happened up to `now`.
    pub fn advance(&mut self, now: Time) {
        while !self.transmit.is_empty() && self.sent <= now {
            self.output.extend(self.transmit.pop_front());
            match self.transmit.is_empty() {
                true => self.raw |= int::TX_DONE,
                false => self.sent += self.byte(),
            }
        }
        while self.arrives <= now {
            let Some(byte) = self.incoming.pop_front() else {
                break;
            };
            self.edges += 2 + (byte ^ byte << 1).count_ones();
            match self.receive.len() < FIFO {
                true => self.receive.push_back(byte),
                false => self.raw |= int::RX_OVERFLOW,
            }
            if self.conf1 >> 21 & 1 != 0 {
                let limit = u64::from(self.memory >> 16 & 0x3ff);
                self.silent = Some(self.arrives + self.bit() * limit / 16);
            }
            self.arrives += self.byte();
        }
        if self.silent.is_some_and(|at| at <= now) {
            self.silent = None;
            if !self.receive.is_empty() {
                self.raw |= int::RX_TIMEOUT;
            }
        }
        self.levels();
    }

    /// Interrupts that come again as long as their condition holds.
    fn levels(&mut self) {
        if self.receive.len() >= (self.conf1 & 0x1ff).max(1) as usize {
            self.raw |= int::RX_FULL;
        }
        if self.transmit.len() <= (self.conf1 >> 9 & 0x1ff) as usize {
            self.raw |= int::TX_EMPTY;
        }
    }

    /// When something happens by itself next.
    pub fn next(&self) -> Option<Time> {
        let sent = (!self.transmit.is_empty()).then_some(self.sent);
        let arrives = (!self.incoming.is_empty()).then_some(self.arrives);
        [sent, arrives, self.silent].into_iter().flatten().min()
    }

    pub fn interrupt(&self) -> bool {
        self.raw & self.enabled != 0
    }

    /// The bytes that are on their way out, for the end of a run.
    pub fn finish(&mut self) {
        self.output.extend(self.transmit.drain(..));
    }

    pub fn read(&mut self, offset: u32) -> Option<u32> {
        Some(match offset {
            0x00 => {
                let byte = self.receive.pop_front().unwrap_or(0);
                self.levels();
                u32::from(byte)
            }
            0x04 => self.raw,
            0x08 => self.raw & self.enabled,
            0x0c => self.enabled,
            0x14 => self.divider,
            // The three lines are idle (high), and so are the modem signals.
            0x1c => {
                let (receive, transmit) = (self.receive.len(), self.transmit.len().min(FIFO));
                0xe000_c000 | (transmit as u32) << 16 | receive as u32
            }
            0x20 => self.conf0,
            0x24 => self.conf1,
            // The shortest pulses seen: one bit, in clocks.
            0x28 | 0x2c | 0x70 | 0x74 => match self.edges {
                0 => 0xfff,
                _ => self.divider & 0xfff,
            },
            0x30 => self.edges.min(0x3ff),
            0x60 => self.memory,
            0x64 => 0,
            0x68 => {
                let written = 0x100;
                let read = written - self.receive.len() as u32;
                written << 11 | (read & 0x1ff) << 1
            }
            0x6c => {
                let transmitting = u32::from(!self.transmit.is_empty());
                transmitting << 4
            }
            0x78 => self.clock,
            0x80 => self.id,
            _ => return None,
        })
    }

    pub fn write(&mut self, offset: u32, value: u32, now: Time) -> bool {
        match offset {
            0x00 => {
                if self.transmit.is_empty() {
                    self.sent = now + self.byte();
                }
                if self.transmit.len() < FIFO {
                    self.transmit.push_back(value as u8);
                }
            }
            0x04 => self.raw |= value & 0xf_ffff,
            0x0c => self.enabled = value & 0xf_ffff,
            0x10 => {
                self.raw &= !value;
                self.levels();
            }
            0x14 => self.divider = value,
            0x20 => {
                self.conf0 = value;
                if value >> 17 & 1 != 0 {
                    self.receive.clear();
                }
                if value >> 18 & 1 != 0 {
                    self.transmit.clear();
                }
            }
            0x24 => self.conf1 = value,
            0x60 => self.memory = value,
            0x78 => self.clock = value,
            // Bit 31 carries the new settings over and falls back.
            0x80 => self.id = value & 0x7fff_ffff,
            _ => return false,
        }
        true
    }
}
