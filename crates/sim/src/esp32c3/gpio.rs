//! The pins: output registers with their set and clear twins, pads with pull resistors and open drain, levels from outside,
//! interrupts, and the list of edges.

use super::time::Time;

pub const PINS: usize = 22;
const MASK: u32 = (1 << PINS) - 1;
/// The signal number that means "this register, not a peripheral".
const PLAIN_OUTPUT: u32 = 128;

/// A pin that the program drives changed its level.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Edge {
    pub time: Time,
    pub pin: u8,
    pub high: bool,
}

pub struct Gpio {
    out: u32,
    enable: u32,
    status: u32,
    pins: [u32; PINS],
    select: [u32; PINS],
    /// Settings of the pads in the IO multiplexer.
    mux: [u32; PINS],
    /// What the world outside drives.
    outside: [Option<bool>; PINS],
    levels: u32,
    /// Pins whose level the program last drove, and the levels.
    driven: u32,
    shown: u32,
    pub edges: Vec<Edge>,
    pub strap: u32,
}

/// The multiplexer's pads after reset.
const MUX_RESET: u32 = 0x0b00;

impl Gpio {
    pub fn new(strap: u32) -> Gpio {
        let mut mux = [MUX_RESET; PINS];
        // Pads of JTAG and flash have other functions at first; their reset values differ in the pulls only.
        mux[18] = 0x0800;
        mux[19] = 0x0800;
        Gpio {
            out: 0,
            enable: 0,
            status: 0,
            pins: [0; PINS],
            select: [PLAIN_OUTPUT; PINS],
            mux,
            outside: [None; PINS],
            levels: 0,
            driven: 0,
            shown: 0,
            edges: Vec::new(),
            strap,
        }
    }

    pub fn reset(&mut self, now: Time) {
        let mut fresh = Gpio::new(self.strap);
        fresh.outside = self.outside;
        fresh.edges = std::mem::take(&mut self.edges);
        *self = fresh;
        self.update(now);
    }

    /// The world outside drives a pin, or lets it go.
    pub fn drive(&mut self, pin: usize, level: Option<bool>, now: Time) {
        if let Some(outside) = self.outside.get_mut(pin) {
            *outside = level;
            self.update(now);
        }
    }

    /// What a pin's output stage does: `None` when it does nothing.
    fn output(&self, pin: usize) -> Option<bool> {
        let open_drain = self.pins[pin] >> 2 & 1 != 0;
        let select = self.select[pin];
        let mine = select & 0xff == PLAIN_OUTPUT && self.mux[pin] >> 12 & 7 == 1;
        if !mine || self.enable >> pin & 1 == 0 {
            return None;
        }
        let high = (self.out >> pin & 1 != 0) != (select >> 8 & 1 != 0);
        (!(open_drain && high)).then_some(high)
    }

    fn level(&self, pin: usize) -> bool {
        match (self.output(pin), self.outside[pin]) {
            (Some(high), _) | (None, Some(high)) => high,
            // The pull-up resistor, or whatever a pin reads that nobody drives.
            (None, None) => self.mux[pin] >> 8 & 1 != 0,
        }
    }

    /// Works out all levels after a change.
    fn update(&mut self, now: Time) {
        for pin in 0..PINS {
            let high = self.level(pin);
            let bit = 1 << pin;
            let was = self.levels & bit != 0;
            self.levels = self.levels & !bit | u32::from(high) << pin;
            if high != was {
                let wanted = match self.pins[pin] >> 7 & 7 {
                    1 => high,
                    2 => !high,
                    3 => true,
                    _ => false,
                };
                if wanted {
                    self.status |= bit;
                }
            }
            match self.pins[pin] >> 7 & 7 {
                4 if !high => self.status |= bit,
                5 if high => self.status |= bit,
                _ => {}
            }
            let drives = self.mux[pin] >> 12 & 7 == 1
                && self.select[pin] & 0xff == PLAIN_OUTPUT
                && self.enable & bit != 0;
            if !drives {
                self.driven &= !bit;
            } else if self.driven & bit == 0 || high != (self.shown & bit != 0) {
                self.driven |= bit;
                self.shown = self.shown & !bit | u32::from(high) << pin;
                self.edges.push(Edge {
                    time: now,
                    pin: pin as u8,
                    high,
                });
            }
        }
    }

    /// Pins whose interrupt is on at the processor (bit 13 of a pin's register).
    pub fn pending(&self) -> u32 {
        let on = (0..PINS).filter(|&pin| self.pins[pin] >> 13 & 1 != 0);
        self.status & on.fold(0, |set, pin| set | 1 << pin)
    }

    pub fn read(&self, offset: u32) -> Option<u32> {
        Some(match offset {
            0x04 => self.out,
            0x20 => self.enable,
            0x38 => self.strap,
            // A pad whose input is switched off reads low.
            0x3c => {
                let on = (0..PINS).filter(|&pin| self.mux[pin] >> 9 & 1 != 0);
                self.levels & on.fold(0, |set, pin| set | 1 << pin)
            }
            0x44 => self.status,
            0x5c => self.pending(),
            0x60 | 0x64 => 0,
            0x74..0xcc => self.pins[(offset as usize - 0x74) / 4],
            0x554..0x5ac => self.select[(offset as usize - 0x554) / 4],
            _ => return None,
        })
    }

    pub fn write(&mut self, offset: u32, value: u32, now: Time) -> bool {
        match offset {
            0x04 => self.out = value & MASK,
            0x08 => self.out |= value & MASK,
            0x0c => self.out &= !value,
            0x20 => self.enable = value & MASK,
            0x24 => self.enable |= value & MASK,
            0x28 => self.enable &= !value,
            0x44 => self.status = value & MASK,
            0x48 => self.status |= value & MASK,
            0x4c => self.status &= !value,
            0x74..0xcc => self.pins[(offset as usize - 0x74) / 4] = value,
            0x554..0x5ac => self.select[(offset as usize - 0x554) / 4] = value,
            _ => return false,
        }
        self.update(now);
        true
    }

    /// Registers of the pads, from offset 4 of the multiplexer on.
    pub fn read_mux(&self, offset: u32) -> Option<u32> {
        let pin = (offset as usize).checked_sub(4)? / 4;
        self.mux.get(pin).copied()
    }

    pub fn write_mux(&mut self, offset: u32, value: u32, now: Time) -> bool {
        let Some(pad) = (offset as usize)
            .checked_sub(4)
            .and_then(|at| self.mux.get_mut(at / 4))
        else {
            return false;
        };
        *pad = value;
        self.update(now);
        true
    }
}
