//! The four stages that all watchdogs of the chip have.

use super::time::{Step, Time};

/// How a watchdog is set at the moment; `None` of these: it does not run.
#[derive(Clone, Copy)]
pub struct Setting {
    pub step: Step,
    /// Steps that each stage lasts.
    pub holds: [u64; 4],
    /// What happens at the end of each stage; 0: nothing.
    pub actions: [u32; 4],
}

#[derive(Clone, Copy)]
pub struct Stages {
    stage: usize,
    since: Time,
}

impl Stages {
    pub fn new(now: Time) -> Stages {
        Stages {
            stage: 0,
            since: now,
        }
    }

    pub fn feed(&mut self, now: Time) {
        *self = Stages::new(now);
    }

    pub fn next(&self, setting: Option<Setting>) -> Option<Time> {
        let setting = setting?;
        let length = setting.step.time(setting.holds[self.stage].max(1));
        Some(self.since.saturating_add(length))
    }

    /// The action of the next stage that has ended by `now`; call again until there is none.
    pub fn ended(&mut self, setting: Option<Setting>, now: Time) -> Option<u32> {
        let end = self.next(setting).filter(|end| *end <= now)?;
        let action = setting?.actions[self.stage];
        self.stage = (self.stage + 1) % 4;
        self.since = end;
        Some(action)
    }
}
