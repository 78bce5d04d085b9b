//! Why the chip was reset, with the numbers that programs read, and how deep each reset goes.

/// Causes of a reset.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u32)]
pub enum Cause {
    PowerOn = 0x01,
    Software = 0x03,
    Group0System = 0x07,
    Group1System = 0x08,
    RtcWatchdogSystem = 0x09,
    Group0Cpu = 0x0b,
    SoftwareCpu = 0x0c,
    RtcWatchdogCpu = 0x0d,
    RtcWatchdog = 0x10,
    Group1Cpu = 0x11,
    SuperWatchdog = 0x12,
    UsbSerial = 0x15,
}

impl Cause {
    /// Only the processor starts again; the devices keep their state.
    pub fn is_cpu_only(self) -> bool {
        matches!(
            self,
            Cause::Group0Cpu | Cause::Group1Cpu | Cause::SoftwareCpu | Cause::RtcWatchdogCpu
        )
    }

    /// The part that stays on in sleep is reset as well.
    pub fn includes_rtc(self) -> bool {
        matches!(
            self,
            Cause::PowerOn | Cause::RtcWatchdog | Cause::SuperWatchdog
        )
    }
}
