//! The part that stays on in sleep: slow timer, its watchdog, the super watchdog, the cause of the last reset.

use super::reset::Cause;
use super::time::{Step, Time, UNITS_PER_US};
use super::watchdog::{Setting, Stages};

const KEY: u32 = 0x50d8_3aa1;
const SUPER_KEY: u32 = 0x8f1d_312a;
/// The slow clock runs at 136 kHz.
const SLOW: Step = Step {
    num: 20_000,
    den: 17,
};
/// The super watchdog asks to be fed, and resets when it was not.
const SUPER_PERIOD: Time = 900_000 * UNITS_PER_US;

mod int {
    pub const WATCHDOG: u32 = 1 << 3;
    pub const SUPER: u32 = 1 << 15;
}

pub struct Rtc {
    cause: Cause,
    watchdog: [u32; 5],
    protect: u32,
    stages: Stages,
    super_config: u32,
    super_protect: u32,
    super_fed: Time,
    /// When the slow timer was zero, and what an update copied.
    started: Time,
    shown: u64,
    raw: u32,
    enabled: u32,
    options: u32,
    from_flash: bool,
    /// The program asked for a reset.
    pub asked: Option<Cause>,
}

impl Rtc {
    pub fn new(cause: Cause, from_flash: bool, now: Time) -> Rtc {
        Rtc {
            cause,
            watchdog: [
                0x0001_3214,
                0x0003_0d40,
                0x0003_0d40,
                0x0003_0d40,
                0x0003_0d40,
            ],
            protect: 0,
            stages: Stages::new(now),
            super_config: 0x04b0_0000,
            super_protect: 0,
            super_fed: now,
            started: now,
            shown: 0,
            raw: 0,
            enabled: 0,
            options: 0x1c00_a000,
            from_flash,
            asked: None,
        }
    }

    /// A reset that leaves this part on.
    pub fn set_cause(&mut self, cause: Cause, now: Time) {
        self.cause = cause;
        self.asked = None;
        self.stages.feed(now);
        self.super_fed = now;
        if !cause.is_cpu_only() {
            // The watchdogs come back as after power on.
            let fresh = Rtc::new(cause, self.from_flash, now);
            self.watchdog = fresh.watchdog;
            self.super_config = fresh.super_config;
            self.protect = 0;
            self.super_protect = 0;
            self.enabled = 0;
            self.raw = 0;
            self.options = fresh.options;
        }
    }

    fn setting(&self) -> Option<Setting> {
        let control = self.watchdog[0];
        let by_itself = self.from_flash && control >> 12 & 1 != 0;
        if control >> 31 == 0 && !by_itself {
            return None;
        }
        let actions = match control >> 31 {
            0 => [3, 0, 0, 0],
            _ => [28, 25, 22, 19].map(|bit| control >> bit & 7),
        };
        let mut holds = [1, 2, 3, 4].map(|n| u64::from(self.watchdog[n]));
        // The first stage is stretched by a fuse that is not blown.
        holds[0] *= 2;
        Some(Setting {
            step: SLOW,
            holds,
            actions,
        })
    }

    /// In download mode it is quiet: the ROM, which never feeds it, waits there as long as it takes.
    fn super_due(&self) -> Option<Time> {
        let off = self.super_config >> 30 != 0 || !self.from_flash;
        (!off).then_some(self.super_fed + SUPER_PERIOD)
    }

    pub fn advance(&mut self, now: Time) -> Option<Cause> {
        while let Some(action) = self.stages.ended(self.setting(), now) {
            match action {
                1 => self.raw |= int::WATCHDOG,
                2 => return Some(Cause::RtcWatchdogCpu),
                3 => return Some(Cause::RtcWatchdogSystem),
                4 => return Some(Cause::RtcWatchdog),
                _ => {}
            }
        }
        if self.super_due().is_some_and(|due| due <= now) {
            return Some(Cause::SuperWatchdog);
        }
        self.asked.take()
    }

    pub fn next(&self) -> Option<Time> {
        [self.stages.next(self.setting()), self.super_due()]
            .into_iter()
            .flatten()
            .min()
    }

    pub fn pending(&self) -> bool {
        self.raw & self.enabled != 0
    }

    pub fn read(&self, offset: u32) -> Option<u32> {
        Some(match offset {
            0x00 => self.options,
            0x10 | 0xdc => self.shown as u32,
            0x14 | 0xe0 => (self.shown >> 32) as u32,
            // Both processors' reset vectors are in ROM.
            0x38 => 0x3000 | self.cause as u32,
            0x40 => self.enabled,
            0x44 => self.raw,
            0x48 => self.raw & self.enabled,
            0x90..=0xa0 => self.watchdog[(offset as usize - 0x90) / 4],
            0xa8 => self.protect,
            0xac => self.super_config,
            0xb0 => self.super_protect,
            // Awake, and everything has power.
            0xc8 => 1 << 27 | 1 << 19,
            0xcc | 0xf0 | 0xf8 => 0,
            _ => return None,
        })
    }

    pub fn write(&mut self, offset: u32, value: u32, now: Time) -> bool {
        match offset {
            0x00 => {
                self.options = value & !(1 << 31 | 3 << 4);
                if value >> 31 != 0 {
                    self.asked = Some(Cause::Software);
                } else if value >> 5 & 1 != 0 {
                    self.asked = Some(Cause::SoftwareCpu);
                }
            }
            0x0c => {
                if value >> 31 != 0 {
                    self.shown = SLOW.count(now - self.started);
                }
            }
            0x40 => self.enabled = value,
            0x4c => self.raw &= !value,
            0x100 => self.enabled |= value,
            0x104 => self.enabled &= !value,
            0xa8 => self.protect = value,
            0xb0 => self.super_protect = value,
            // The watchdogs' registers are locked without their keys.
            0x90..=0xa4 if self.protect != KEY => {}
            0xac if self.super_protect != SUPER_KEY => {}
            0x90..=0xa0 => {
                self.watchdog[(offset as usize - 0x90) / 4] = value;
                if offset == 0x90 {
                    self.stages.feed(now);
                }
            }
            0xa4 => self.stages.feed(now),
            0xac => {
                self.super_config = value & !(3 << 28);
                self.super_fed = now;
                if value >> 29 & 1 != 0 {
                    self.raw &= !int::SUPER;
                }
            }
            _ => return false,
        }
        true
    }
}
