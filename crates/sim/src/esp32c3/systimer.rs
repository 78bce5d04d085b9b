//! The system timer: two 52-bit counters at 16 MHz, three alarms.

use super::time::{Step, Time};

const UNIT: Step = Step { num: 10, den: 1 };
const BITS: u64 = (1 << 52) - 1;

#[derive(Clone, Copy, Default)]
struct Counter {
    /// Value at `since`, while it runs.
    value: u64,
    since: Time,
    running: bool,
    /// What an update copied for reading, what a load will set.
    shown: u64,
    load: u64,
    updated: bool,
}

impl Counter {
    fn now(&self, now: Time) -> u64 {
        match self.running {
            true => self.value.wrapping_add(UNIT.count(now - self.since)) & BITS,
            false => self.value,
        }
    }

    fn set_running(&mut self, running: bool, now: Time) {
        self.value = self.now(now);
        self.since = now;
        self.running = running;
    }
}

#[derive(Clone, Copy, Default)]
struct Alarm {
    target: u64,
    config: u32,
    /// The counter value at which it goes off next, once its settings were taken over.
    due: Option<u64>,
    /// Settings that were taken over.
    period: u64,
}

pub struct Systimer {
    config: u32,
    counters: [Counter; 2],
    alarms: [Alarm; 3],
    raw: u32,
    enabled: u32,
}

impl Systimer {
    pub fn new(now: Time) -> Systimer {
        let mut timer = Systimer {
            config: 0,
            counters: [Counter::default(); 2],
            alarms: [Alarm::default(); 3],
            raw: 0,
            enabled: 0,
        };
        timer.set_config(0x4600_0000, now);
        timer
    }

    fn set_config(&mut self, value: u32, now: Time) {
        self.config = value;
        for (n, counter) in self.counters.iter_mut().enumerate() {
            counter.set_running(value >> (30 - n) & 1 != 0, now);
        }
    }

    fn works(&self, alarm: usize) -> bool {
        self.config >> (24 - alarm) & 1 != 0
    }

    fn counter_of(&self, alarm: usize) -> &Counter {
        &self.counters[(self.alarms[alarm].config >> 31) as usize]
    }

    /// Steps from now until an alarm goes off; a target that has just passed counts as reached.
    fn left(&self, alarm: usize, now: Time) -> Option<u64> {
        let due = self.alarms[alarm].due.filter(|_| self.works(alarm))?;
        let counter = self.counter_of(alarm);
        if !counter.running {
            return None;
        }
        let left = due.wrapping_sub(counter.now(now)) & BITS;
        Some(if left > BITS / 2 { 0 } else { left })
    }

    pub fn advance(&mut self, now: Time) {
        for n in 0..3 {
            // More than one period may have passed.
            while self.left(n, now) == Some(0) {
                self.raw |= 1 << n;
                let alarm = &mut self.alarms[n];
                alarm.due = match alarm.config >> 30 & 1 {
                    1 if alarm.period > 0 => alarm.due.map(|due| (due + alarm.period) & BITS),
                    _ => None,
                };
            }
        }
    }

    pub fn next(&self, now: Time) -> Option<Time> {
        let time = |n| {
            let left = self.left(n, now)?;
            let counter = self.counter_of(n);
            let done = UNIT.count(now - counter.since);
            Some(counter.since + UNIT.time(done + left))
        };
        (0..3).filter_map(time).min()
    }

    pub fn pending(&self) -> u32 {
        self.raw & self.enabled
    }

    pub fn read(&self, offset: u32) -> Option<u32> {
        let high = |value: u64| (value >> 32) as u32;
        Some(match offset {
            0x00 => self.config,
            0x04 | 0x08 => u32::from(self.counters[(offset as usize - 4) / 4].updated) << 29,
            0x0c | 0x14 => high(self.counters[(offset as usize - 0x0c) / 8].load),
            0x10 | 0x18 => self.counters[(offset as usize - 0x10) / 8].load as u32,
            0x1c | 0x24 | 0x2c => high(self.alarms[(offset as usize - 0x1c) / 8].target),
            0x20 | 0x28 | 0x30 => self.alarms[(offset as usize - 0x20) / 8].target as u32,
            0x34 | 0x38 | 0x3c => self.alarms[(offset as usize - 0x34) / 4].config,
            0x40 | 0x48 => high(self.counters[(offset as usize - 0x40) / 8].shown),
            0x44 | 0x4c => self.counters[(offset as usize - 0x44) / 8].shown as u32,
            0x64 => self.enabled,
            0x68 => self.raw,
            0x70 => self.pending(),
            _ => return None,
        })
    }

    pub fn write(&mut self, offset: u32, value: u32, now: Time) -> bool {
        let high = |old: u64| old & 0xffff_ffff | u64::from(value & 0xf_ffff) << 32;
        let low = |old: u64| old & !0xffff_ffff | u64::from(value);
        match offset {
            0x00 => self.set_config(value, now),
            0x04 | 0x08 => {
                let counter = &mut self.counters[(offset as usize - 4) / 4];
                if value >> 30 & 1 != 0 {
                    counter.shown = counter.now(now);
                    counter.updated = true;
                }
            }
            0x0c | 0x14 => {
                let counter = &mut self.counters[(offset as usize - 0x0c) / 8];
                counter.load = high(counter.load);
            }
            0x10 | 0x18 => {
                let counter = &mut self.counters[(offset as usize - 0x10) / 8];
                counter.load = low(counter.load);
            }
            0x1c | 0x24 | 0x2c => {
                let alarm = &mut self.alarms[(offset as usize - 0x1c) / 8];
                alarm.target = high(alarm.target);
            }
            0x20 | 0x28 | 0x30 => {
                let alarm = &mut self.alarms[(offset as usize - 0x20) / 8];
                alarm.target = low(alarm.target);
            }
            0x34 | 0x38 | 0x3c => self.alarms[(offset as usize - 0x34) / 4].config = value,
            0x50 | 0x54 | 0x58 => self.arm((offset as usize - 0x50) / 4, now),
            0x5c | 0x60 => {
                let counter = &mut self.counters[(offset as usize - 0x5c) / 4];
                counter.value = counter.load;
                counter.since = now;
            }
            0x64 => self.enabled = value & 7,
            0x68 => self.raw = value & 7,
            0x6c => self.raw &= !value,
            _ => return false,
        }
        true
    }

    /// Takes an alarm's settings over.
    fn arm(&mut self, n: usize, now: Time) {
        let start = self.counter_of(n).now(now);
        let alarm = &mut self.alarms[n];
        alarm.period = u64::from(alarm.config & 0x3ff_ffff);
        alarm.due = Some(match alarm.config >> 30 & 1 {
            1 => (start + alarm.period) & BITS,
            _ => alarm.target,
        });
    }
}
