//! A timer group: a 54-bit timer with an alarm, a watchdog, the calibration of the slow clock.

use super::reset::Cause;
use super::time::{Step, Time};
use super::watchdog::{Setting, Stages};

const KEY: u32 = 0x50d8_3aa1;
const BITS: u64 = (1 << 54) - 1;
/// The slow clock's period in crystal cycles for a calibration: 40 MHz / 136 kHz.
const SLOW: Step = Step { num: 5000, den: 17 };

pub struct TimerGroup {
    number: usize,
    config: u32,
    value: u64,
    since: Time,
    shown: u64,
    alarm: u64,
    load: u64,
    watchdog: [u32; 6],
    protect: u32,
    stages: Stages,
    calibration: u32,
    raw: u32,
    enabled: u32,
    /// The chip starts from flash, so the first group's watchdog runs by itself until it is told otherwise.
    from_flash: bool,
}

impl TimerGroup {
    pub fn new(number: usize, from_flash: bool, now: Time) -> TimerGroup {
        TimerGroup {
            number,
            config: 0x6000_2000,
            value: 0,
            since: now,
            shown: 0,
            alarm: 0,
            load: 0,
            watchdog: [
                0x0004_c000,
                0x0001_0000,
                0x018c_ba80,
                0x018c_ba80,
                0x018c_ba80,
                0x018c_ba80,
            ],
            protect: KEY,
            stages: Stages::new(now),
            calibration: 0x0001_3000,
            raw: 0,
            enabled: 0,
            from_flash,
        }
    }

    fn step(&self) -> Step {
        let divider = match self.config >> 13 & 0xffff {
            0 => 0x1_0000,
            n => n.max(2),
        };
        // Crystal at 40 MHz, bus clock at 80 MHz.
        let units = if self.config >> 9 & 1 != 0 { 4 } else { 2 };
        Step {
            num: u64::from(divider) * units,
            den: 1,
        }
    }

    fn running(&self) -> bool {
        self.config >> 31 != 0
    }

    fn counter(&self, now: Time) -> u64 {
        if !self.running() {
            return self.value;
        }
        let steps = self.step().count(now - self.since);
        match self.config >> 30 & 1 {
            1 => self.value.wrapping_add(steps) & BITS,
            _ => self.value.wrapping_sub(steps) & BITS,
        }
    }

    fn left(&self, now: Time) -> Option<u64> {
        if !self.running() || self.config >> 10 & 1 == 0 {
            return None;
        }
        let left = match self.config >> 30 & 1 {
            1 => self.alarm.wrapping_sub(self.counter(now)),
            _ => self.counter(now).wrapping_sub(self.alarm),
        } & BITS;
        Some(if left > BITS / 2 { 0 } else { left })
    }

    fn setting(&self) -> Option<Setting> {
        let control = self.watchdog[0];
        let by_itself = self.number == 0 && self.from_flash && control >> 14 & 1 != 0;
        if control >> 31 == 0 && !by_itself {
            return None;
        }
        let units = if control >> 21 & 1 != 0 { 4 } else { 2 };
        let actions = match control >> 31 {
            0 => [3, 0, 0, 0],
            _ => [29, 27, 25, 23].map(|bit| control >> bit & 3),
        };
        Some(Setting {
            step: Step {
                num: u64::from(self.watchdog[1] >> 16).max(1) * units,
                den: 1,
            },
            holds: [2, 3, 4, 5].map(|n| u64::from(self.watchdog[n])),
            actions,
        })
    }

    /// What happened up to `now`; a reset, if the watchdog asks for one.
    pub fn advance(&mut self, now: Time) -> Option<Cause> {
        if self.left(now) == Some(0) {
            self.raw |= 1;
            // The alarm switches itself off.
            self.config &= !(1 << 10);
            if self.config >> 29 & 1 != 0 {
                self.value = self.load;
                self.since = now;
            }
        }
        while let Some(action) = self.stages.ended(self.setting(), now) {
            match action {
                1 => self.raw |= 2,
                2 => return Some([Cause::Group0Cpu, Cause::Group1Cpu][self.number]),
                3 => return Some([Cause::Group0System, Cause::Group1System][self.number]),
                _ => {}
            }
        }
        None
    }

    pub fn next(&self, now: Time) -> Option<Time> {
        let alarm = self.left(now).map(|left| {
            let step = self.step();
            self.since + step.time(step.count(now - self.since) + left)
        });
        let watchdog = self.stages.next(self.setting());
        [alarm, watchdog].into_iter().flatten().min()
    }

    /// Bit 0: timer, bit 1: watchdog.
    pub fn pending(&self) -> u32 {
        self.raw & self.enabled
    }

    pub fn read(&self, offset: u32) -> Option<u32> {
        Some(match offset {
            0x00 => self.config,
            0x04 => self.shown as u32,
            0x08 => (self.shown >> 32) as u32,
            0x0c => 0,
            0x10 => self.alarm as u32,
            0x14 => (self.alarm >> 32) as u32,
            0x18 => self.load as u32,
            0x1c => (self.load >> 32) as u32,
            0x48..=0x5c => self.watchdog[(offset as usize - 0x48) / 4],
            0x64 => self.protect,
            // A calibration is done at once.
            0x68 => self.calibration | 1 << 15,
            0x6c => {
                let cycles = u64::from(self.calibration >> 16 & 0x7fff);
                // Bit 0: the value is valid.
                (SLOW.time(cycles) as u32) << 7 | 1
            }
            0x70 => self.enabled,
            0x74 => self.raw,
            0x78 => self.pending(),
            _ => return None,
        })
    }

    pub fn write(&mut self, offset: u32, value: u32, now: Time) -> bool {
        match offset {
            0x00 => {
                self.value = self.counter(now);
                self.since = now;
                self.config = value;
            }
            0x0c => self.shown = self.counter(now),
            0x10 => self.alarm = self.alarm & !0xffff_ffff | u64::from(value),
            0x14 => self.alarm = self.alarm & 0xffff_ffff | u64::from(value & 0x3f_ffff) << 32,
            0x18 => self.load = self.load & !0xffff_ffff | u64::from(value),
            0x1c => self.load = self.load & 0xffff_ffff | u64::from(value & 0x3f_ffff) << 32,
            0x20 => {
                self.value = self.load;
                self.since = now;
            }
            0x64 => self.protect = value,
            // The watchdog's registers are locked without the key.
            0x48..=0x60 if self.protect != KEY => {}
            0x48..=0x5c => {
                self.watchdog[(offset as usize - 0x48) / 4] = value;
                if offset == 0x48 {
                    self.watchdog[0] &= !(1 << 22);
                    self.stages.feed(now);
                }
            }
            0x60 => self.stages.feed(now),
            0x68 => self.calibration = value,
            0x70 => self.enabled = value & 3,
            0x7c => self.raw &= !value,
            _ => return false,
        }
        true
    }
}
