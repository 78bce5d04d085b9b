//! The slow paths of memory access: alignment, parts of pages, and the registers of the devices.

use super::cpu::Exception;
use super::devices::Devices;
use super::{Esp32c3, FaultKind};

/// How an access went.
pub enum Access {
    Done(u32),
    /// The chip raises an exception.
    Trap(Exception),
    /// The emulator does not know what the chip does.
    Fault(FaultKind),
}

/// Addresses of registers.
const DEVICES: std::ops::Range<u32> = 0x6000_0000..0x600d_1000;

impl Esp32c3 {
    /// The chip can do it, slowly, and its bootloader does. Programs must not.
    fn may_be_misaligned(&self) -> bool {
        self.options.misaligned || !self.program
    }

    pub(super) fn bus_read(&mut self, address: u32, count: u32) -> Access {
        if address & (count - 1) != 0 && !self.may_be_misaligned() {
            return Access::Fault(FaultKind::Misaligned);
        }
        if let Some(value) = self.memory.read(address, count) {
            return Access::Done(value);
        }
        if self.devices.hides(address) {
            return Access::Fault(FaultKind::FlashBusy);
        }
        if !DEVICES.contains(&address) {
            return Access::Trap(Exception::LoadFault);
        }
        let now = self.now();
        self.attention |= Devices::reading_changes(address);
        match self.devices.read(address & !3, now) {
            Some(word) => Access::Done(part(word, address, count)),
            None if self.options.unmodelled => Access::Done(0),
            None => Access::Fault(FaultKind::UnmodelledRead),
        }
    }

    pub(super) fn bus_write(&mut self, address: u32, count: u32, value: u32) -> Access {
        if address & (count - 1) != 0 && !self.may_be_misaligned() {
            return Access::Fault(FaultKind::Misaligned);
        }
        if self.memory.write(address, count, value) {
            return Access::Done(0);
        }
        if !DEVICES.contains(&address) {
            return Access::Trap(Exception::StoreFault);
        }
        let now = self.now();
        self.settling = self.devices.matrix.request().is_none();
        let done = match count {
            4 => self.devices.write(address, value, now, &mut self.memory),
            _ => self.devices.write_part(address, count, value),
        };
        if done || self.options.unmodelled {
            return Access::Done(0);
        }
        Access::Fault(FaultKind::UnmodelledWrite)
    }
}

/// The part of a register that a narrow access reads.
fn part(word: u32, address: u32, count: u32) -> u32 {
    let shifted = word >> (8 * (address & 3));
    match count {
        1 => shifted & 0xff,
        2 => shifted & 0xffff,
        _ => shifted,
    }
}
