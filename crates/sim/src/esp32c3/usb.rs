//! The USB-Serial-JTAG controller, its serial half: one packet of 64 bytes each way, a host that may be absent, plugged in
//! without listening, or reading.

use super::time::{Time, UNITS_PER_US};
use std::collections::VecDeque;

const PACKET: usize = 64;
const FRAME: Time = 1000 * UNITS_PER_US;
/// How long a host that reads takes to fetch a packet that is ready.
const FETCH: Time = 50 * UNITS_PER_US;

mod int {
    pub const SOF: u32 = 1 << 1;
    pub const OUT_PACKET: u32 = 1 << 2;
    pub const IN_EMPTY: u32 = 1 << 3;
    pub const IN_TOKEN: u32 = 1 << 8;
    pub const BUS_RESET: u32 = 1 << 9;
    pub const ALL: u32 = 0xfff;
}

/// What is at the other end of the USB cable.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum UsbHost {
    /// Nothing, or a charger.
    Absent,
    /// A computer on which no program has opened the port.
    Attached,
    /// A computer with a program that reads.
    #[default]
    Reading,
}

pub struct UsbSerial {
    host: UsbHost,
    /// What the program has written; ready to be fetched from a time on.
    packet: Vec<u8>,
    ready: Option<Time>,
    incoming: VecDeque<u8>,
    receive: VecDeque<u8>,
    /// When the next packet from the host comes.
    arrives: Time,
    pub output: Vec<u8>,
    raw: u32,
    enabled: u32,
    /// Start of the frame up to which start-of-frame has been acknowledged.
    frames_seen: Time,
}

impl UsbSerial {
    pub fn new(host: UsbHost) -> UsbSerial {
        UsbSerial {
            host,
            packet: Vec::new(),
            ready: None,
            incoming: VecDeque::new(),
            receive: VecDeque::new(),
            arrives: 0,
            output: Vec::new(),
            raw: int::IN_EMPTY,
            enabled: 0,
            frames_seen: 0,
        }
    }

    /// After a reset of the chip. The host sees the device go and come.
    pub fn reset(&mut self, now: Time) {
        let mut fresh = UsbSerial::new(self.host);
        fresh.incoming = std::mem::take(&mut self.incoming);
        fresh.output = std::mem::take(&mut self.output);
        fresh.frames_seen = now / FRAME;
        *self = fresh;
    }

    /// The host changes.
    pub fn set_host(&mut self, host: UsbHost, now: Time) {
        if self.host == UsbHost::Absent && host != UsbHost::Absent {
            self.raw |= int::BUS_RESET;
            self.frames_seen = now / FRAME;
        }
        self.host = host;
        if host == UsbHost::Reading && self.ready.is_some() {
            self.ready = Some(now + FETCH);
        }
    }

    /// Bytes for a host that reads, without regard to packets; lost if there is none.
    pub fn print(&mut self, bytes: &[u8]) {
        if self.host == UsbHost::Reading {
            self.output.extend(bytes);
        }
    }

    /// Bytes that the host sends.
    pub fn send(&mut self, bytes: &[u8], now: Time) {
        if self.incoming.is_empty() {
            self.arrives = now + FETCH;
        }
        self.incoming.extend(bytes);
    }

    pub fn advance(&mut self, now: Time) {
        if self.host == UsbHost::Reading && self.ready.is_some_and(|at| at <= now) {
            self.ready = None;
            self.output.append(&mut self.packet);
            self.raw |= int::IN_EMPTY | int::IN_TOKEN;
        }
        let comes = self.host != UsbHost::Absent && self.receive.is_empty();
        if comes && !self.incoming.is_empty() && self.arrives <= now {
            let count = self.incoming.len().min(PACKET);
            self.receive.extend(self.incoming.drain(..count));
            self.raw |= int::OUT_PACKET;
            self.arrives = now + FETCH;
        }
        if self.host != UsbHost::Absent && now / FRAME > self.frames_seen {
            self.raw |= int::SOF;
        }
    }

    pub fn next(&self) -> Option<Time> {
        if self.host == UsbHost::Absent {
            return None;
        }
        let fetched = self.ready.filter(|_| self.host == UsbHost::Reading);
        let comes = !self.incoming.is_empty() && self.receive.is_empty();
        let frame = self.enabled & int::SOF != 0 && self.raw & int::SOF == 0;
        let frame = frame.then_some((self.frames_seen + 1) * FRAME);
        let comes = comes.then_some(self.arrives);
        [fetched, comes, frame].into_iter().flatten().min()
    }

    pub fn interrupt(&self) -> bool {
        self.raw & self.enabled != 0
    }

    /// The packet that a reading host would still fetch, for the end of a run.
    pub fn finish(&mut self) {
        if self.host == UsbHost::Reading && self.ready.is_some() {
            self.output.append(&mut self.packet);
        }
    }

    fn flush(&mut self, now: Time) {
        if self.ready.is_none() {
            self.ready = Some(now + FETCH);
        }
    }

    pub fn read(&mut self, offset: u32, now: Time) -> Option<u32> {
        Some(match offset {
            0x00 => {
                let byte = self.receive.pop_front().unwrap_or(0);
                if self.receive.is_empty() {
                    self.arrives = now + FETCH;
                }
                u32::from(byte)
            }
            0x04 => {
                let free = self.ready.is_none() && self.packet.len() < PACKET;
                u32::from(free) << 1 | u32::from(!self.receive.is_empty()) << 2
            }
            0x08 => self.raw,
            0x0c => self.raw & self.enabled,
            0x10 => self.enabled,
            0x20 => 0x44,
            0x24 => match self.host {
                UsbHost::Absent => 0,
                _ => (now / FRAME) as u32 & 0x7ff,
            },
            _ => return None,
        })
    }

    pub fn write(&mut self, offset: u32, value: u32, now: Time) -> bool {
        match offset {
            // Bytes written while there is no room are lost.
            0x00 => {
                if self.ready.is_none() && self.packet.len() < PACKET {
                    self.packet.push(value as u8);
                    self.raw &= !int::IN_EMPTY;
                    if self.packet.len() == PACKET {
                        self.flush(now);
                    }
                }
            }
            0x04 => {
                if value & 1 != 0 {
                    self.flush(now);
                }
            }
            0x08 => self.raw |= value & int::ALL,
            0x10 => self.enabled = value & int::ALL,
            0x14 => {
                self.raw &= !value;
                if value & int::SOF != 0 {
                    self.frames_seen = now / FRAME;
                }
            }
            _ => return false,
        }
        true
    }
}
