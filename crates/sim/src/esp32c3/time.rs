//! Emulated time. One unit is a cycle at the highest clock, 1/160 microsecond: every clock of the chip that programs use is a
//! whole number of units.

pub type Time = u64;

pub const UNITS_PER_US: u64 = 160;

/// A counter that started at a time with a value and steps in `num / den` units.
#[derive(Clone, Copy, Debug)]
pub struct Step {
    pub num: u64,
    pub den: u64,
}

impl Step {
    /// Steps that fit into a stretch of time.
    pub fn count(self, units: Time) -> u64 {
        (u128::from(units) * u128::from(self.den) / u128::from(self.num.max(1))) as u64
    }

    /// The least time in which `count` steps are done.
    pub fn time(self, count: u64) -> Time {
        let units = u128::from(count) * u128::from(self.num);
        u64::try_from(units.div_ceil(u128::from(self.den.max(1)))).unwrap_or(u64::MAX)
    }
}
