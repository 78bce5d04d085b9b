//! The processor's state: registers, control and status registers, traps, performance counter.
//!
//! The core has machine and user mode, and interrupts only through the chip's own controller (no `mie`, no `mip`).
//! Physical memory protection and debug triggers read back what was written and do nothing.

/// Exceptions, by their number in `mcause`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u32)]
pub enum Exception {
    FetchFault = 1,
    Illegal = 2,
    Breakpoint = 3,
    LoadFault = 5,
    StoreFault = 7,
    UserCall = 8,
    MachineCall = 11,
}

const MIE: u32 = 1 << 3;
const MPIE: u32 = 1 << 7;
const MPP: u32 = 3 << 11;
const MSTATUS: u32 = MIE | MPIE | MPP | 1 << 21;
/// RV32IMC with user mode.
const MISA: u32 = 1 << 30 | 1 << 20 | 1 << 12 | 1 << 8 | 1 << 2;

const EVENT_CYCLES: u32 = 1;
const EVENT_INSTRUCTIONS: u32 = 2;

pub struct Cpu {
    /// Registers; number 32 takes the writes to `x0`.
    pub x: [u32; 64],
    pub pc: u32,
    /// In user mode.
    pub user: bool,
    /// Stopped by `wfi`.
    pub waiting: bool,
    mstatus: u32,
    mtvec: u32,
    mscratch: u32,
    mepc: u32,
    mcause: u32,
    mtval: u32,
    events: u32,
    counting: u32,
    /// The counter's value when `counted_from` instructions or cycles had passed.
    counter: u32,
    counted_from: u32,
    /// Physical memory protection (16 and 4), triggers (4), processor's own output pins (2), user status.
    stored: [u32; 27],
}

/// What an access to a control and status register needs to know of the world.
#[derive(Clone, Copy)]
pub struct Counts {
    pub cycles: u64,
    pub instructions: u64,
}

impl Cpu {
    pub fn new(entry: u32) -> Cpu {
        Cpu {
            x: [0; 64],
            pc: entry,
            user: false,
            waiting: false,
            mstatus: MPP,
            mtvec: 1,
            mscratch: 0,
            mepc: 0,
            mcause: 0,
            mtval: 0,
            events: 0,
            counting: 1,
            counter: 0,
            counted_from: 0,
            stored: [0; 27],
        }
    }

    /// The state in which the ROM leaves the processor: where traps go, and a counter that counts cycles.
    pub fn leave_rom(&mut self, table: u32, counts: Counts) {
        self.mtvec = table & !0xff | 1;
        self.events = EVENT_CYCLES;
        self.counting = 1;
        self.set_count(0, counts);
    }

    pub fn interrupts_enabled(&self) -> bool {
        self.user || self.mstatus & MIE != 0
    }

    fn trap(&mut self, cause: u32, value: u32, target: u32) {
        let previous = if self.user { 0 } else { MPP };
        let enabled = if self.mstatus & MIE != 0 { MPIE } else { 0 };
        self.mstatus = self.mstatus & !(MIE | MPIE | MPP) | previous | enabled;
        self.mepc = self.pc;
        self.mcause = cause;
        self.mtval = value;
        self.user = false;
        self.waiting = false;
        self.pc = target;
    }

    pub fn exception(&mut self, exception: Exception, value: u32) {
        self.trap(exception as u32, value, self.mtvec & !0xff);
    }

    /// Interrupts are always vectored.
    pub fn interrupt(&mut self, line: u32) {
        self.trap(1 << 31 | line, 0, (self.mtvec & !0xff) + 4 * line);
    }

    pub fn trap_return(&mut self) {
        self.user = self.mstatus & MPP == 0;
        let enabled = if self.mstatus & MPIE != 0 { MIE } else { 0 };
        self.mstatus = self.mstatus & !(MIE | MPP) | MPIE | enabled;
        self.pc = self.mepc;
    }

    /// What the performance counter counts, so far.
    fn counted(&self, counts: Counts) -> u32 {
        match self.events {
            // Both at once would count every clock once, as cycles do.
            e if e & EVENT_CYCLES != 0 => counts.cycles as u32,
            e if e & EVENT_INSTRUCTIONS != 0 => counts.instructions as u32,
            _ => 0,
        }
    }

    fn count(&self, counts: Counts) -> u32 {
        match self.counting & 1 {
            0 => self.counter,
            _ => {
                let passed = self.counted(counts).wrapping_sub(self.counted_from);
                self.counter.wrapping_add(passed)
            }
        }
    }

    fn set_count(&mut self, value: u32, counts: Counts) {
        self.counter = value;
        self.counted_from = self.counted(counts);
    }

    /// Reads a control and status register; `None`: there is none, or not in this mode.
    pub fn read_csr(&self, number: u32, counts: Counts) -> Option<u32> {
        if self.user && number >> 8 & 3 != 0 {
            return None;
        }
        Some(match number {
            0x300 => self.mstatus,
            0x301 => MISA,
            0x305 => self.mtvec,
            0x340 => self.mscratch,
            0x341 => self.mepc,
            0x342 => self.mcause,
            0x343 => self.mtval,
            0x7e0 | 0x800 => self.events,
            0x7e1 | 0x801 => self.counting,
            0x7e2 | 0x802 => self.count(counts),
            0xf11 => 0x612,
            0xf12 => 0x8000_0001,
            0xf13 => 1,
            0xf14 => 0,
            // The processor's own inputs are not connected.
            0x804 => 0,
            _ => self.stored[stored(number)?],
        })
    }

    /// Writes a control and status register; false: there is none that can be written in this mode.
    pub fn write_csr(&mut self, number: u32, value: u32, counts: Counts) -> bool {
        if number >> 10 == 3 || self.read_csr(number, counts).is_none() {
            return false;
        }
        match number {
            0x300 => {
                // Only the two modes that there are can be the previous one.
                let previous = if value & MPP == MPP { MPP } else { 0 };
                self.mstatus = value & MSTATUS & !MPP | previous;
            }
            0x301 => {}
            0x305 => self.mtvec = value & !0xff | 1,
            0x340 => self.mscratch = value,
            0x341 => self.mepc = value & !1,
            0x342 => self.mcause = value & 0x8000_001f,
            0x343 => self.mtval = value,
            0x7e0 | 0x800 => {
                let now = self.count(counts);
                self.events = value & 0x7ff;
                self.set_count(now, counts);
            }
            0x7e1 | 0x801 => {
                let now = self.count(counts);
                self.counting = value & 3;
                self.set_count(now, counts);
            }
            0x7e2 | 0x802 => self.set_count(value, counts),
            0x804 => {}
            _ => match stored(number) {
                Some(at) => self.stored[at] = value,
                None => return false,
            },
        }
        true
    }
}

/// Place of a register that only reads back.
fn stored(number: u32) -> Option<usize> {
    Some(match number {
        0x3b0..=0x3bf => number - 0x3b0,
        0x3a0..=0x3a3 => number - 0x3a0 + 16,
        0x7a0..=0x7a2 => number - 0x7a0 + 20,
        0x7a5 => 23,
        // The status register of the user level: the ROM writes it.
        0x000 => 26,
        0x803 => 24,
        0x805 => 25,
        _ => return None,
    } as usize)
}
