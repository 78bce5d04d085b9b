//! The ESP32-C3: an interpreter of its processor and models of the devices that programs of ours and the boot chain use.
//!
//! It starts a merged flash image as the chip does: the mask ROM, the second-stage bootloader, the program. Emulated time
//! follows from executed instructions (one a cycle), so runs repeat exactly. What the chip does not define, and what is not
//! modelled, ends the run with a fault instead of a guess: misaligned accesses, unknown registers.

mod analog;
mod boot;
mod bus;
mod cpu;
mod decode;
mod devices;
mod exec;
mod flash;
mod fuses;
mod gpio;
mod matrix;
mod memory;
mod plain;
mod printf;
mod reset;
mod rom;
mod rom_calls;
mod rtc;
mod sha;
mod spi;
mod systimer;
mod time;
mod timer_group;
mod uart;
mod usb;
mod watchdog;

pub use gpio::Edge;
pub use reset::Cause;
pub use rom::{Rom, RomError};
pub use time::UNITS_PER_US;
pub use usb::UsbHost;

use cpu::Cpu;
use devices::Devices;
use memory::Memory;
use rom_calls::RomState;
use time::Time;

/// Where the processor starts after a reset.
const RESET_VECTOR: u32 = 0x4000_0000;
/// The longest stretch that is executed without a look at the limits.
const STRETCH: u32 = 1 << 20;

/// Cycles from a write to a device until an interrupt that it causes reaches the processor. The mask ROM relies on it: it
/// switches an interrupt on one instruction before its handler may run.
const SETTLE: u64 = 8;

/// How the chip is set up.
#[derive(Clone, Debug)]
pub struct Options {
    /// Bytes of flash: a power of two, at least 1 MB.
    pub flash_size: u32,
    /// Levels of the strapping pins at reset: bit 3 (GPIO9) high starts from flash, low waits for a download.
    pub strap: u32,
    /// What is plugged into the USB port.
    pub usb: UsbHost,
    /// The factory address of the chip.
    pub mac: [u8; 6],
    /// A debugger is attached: `ebreak` between its two marks ends the run.
    pub semihosting: bool,
    /// Misaligned accesses of programs work instead of ending the run.
    pub misaligned: bool,
    /// Registers that are not emulated read as zero instead of ending the run.
    pub unmodelled: bool,
    /// A reset ends the run instead of starting the chip again.
    pub stop_at_reset: bool,
}

impl Default for Options {
    fn default() -> Options {
        Options {
            flash_size: 4 << 20,
            strap: 0x8,
            usb: UsbHost::Reading,
            // Locally administered, so it is nobody's.
            mac: [0x02, 0x00, 0x00, 0x12, 0x34, 0x56],
            semihosting: true,
            misaligned: false,
            unmodelled: false,
            stop_at_reset: false,
        }
    }
}

/// Why a run ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Stop {
    /// The program ended with this status.
    Exit(i32),
    /// The time that was given is over.
    Time,
    /// The processor waits for an interrupt that cannot come by itself.
    Idle,
    /// The chip was reset (only with `stop_at_reset`).
    Reset(Cause),
    Fault(Fault),
}

/// Something that the emulator refuses to guess.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Fault {
    pub kind: FaultKind,
    pub pc: u32,
    pub address: u32,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum FaultKind {
    Misaligned,
    UnmodelledRead,
    UnmodelledWrite,
    /// Flash is read or run while its chip erases or programs.
    FlashBusy,
    /// A function of the mask ROM that is not there.
    RomFunction,
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let what = match self.kind {
            FaultKind::Misaligned => "misaligned access to",
            FaultKind::UnmodelledRead => "read of a register that is not emulated:",
            FaultKind::UnmodelledWrite => "write to a register that is not emulated:",
            FaultKind::FlashBusy => "flash is busy erasing or programming, and is needed at",
            FaultKind::RomFunction => "call of a ROM function that is not emulated:",
        };
        write!(f, "{what} {:#010x}, at pc {:#010x}", self.address, self.pc)
    }
}

/// A chip with its flash.
pub struct Esp32c3 {
    options: Options,
    cpu: Cpu,
    memory: Memory,
    devices: Devices,
    /// When the instructions that are `left` will be done, and how many will then have been executed.
    end: Time,
    end_count: u64,
    left: u32,
    cycle: u64,
    /// Cycles that were executed or waited through, up to a time.
    cycles: u64,
    cycles_at: Time,
    /// The loop must look at the world outside of the processor.
    attention: bool,
    /// A device was written just now; what follows from it does not reach the processor at once.
    settling: bool,
    stop: Option<Stop>,
    /// Code in flash has run since the last reset: the boot chain is over.
    program: bool,
    /// The ROM is the real one; otherwise this is what its functions remember.
    has_rom: bool,
    rom_state: RomState,
    resets: Vec<Cause>,
}

impl Esp32c3 {
    /// A chip whose flash holds an image from its first byte on. Err: the image is larger than the flash.
    pub fn new(rom: &Rom, image: &[u8], options: Options) -> Option<Esp32c3> {
        let mut memory = Memory::new(options.flash_size);
        if image.len() > memory.flash().len() {
            return None;
        }
        memory.change_flash(0, image.len() as u32, |flash| flash.copy_from_slice(image));
        rom.place(&mut memory);
        let devices = Devices::new(&options);
        let cycle = devices.cycle();
        Some(Esp32c3 {
            cpu: Cpu::new(RESET_VECTOR),
            memory,
            devices,
            end: 0,
            end_count: 0,
            left: 0,
            cycle,
            cycles: 0,
            cycles_at: 0,
            attention: false,
            settling: false,
            stop: None,
            program: false,
            has_rom: rom.is_real(),
            rom_state: RomState::default(),
            resets: Vec::new(),
            options,
        })
    }

    /// A chip that starts with code in RAM instead of at its reset vector: for tests of single things. `None`: there is no
    /// RAM at this address.
    pub fn bare(code: &[u8], at: u32, options: Options) -> Option<Esp32c3> {
        let mut chip = Esp32c3::new(&Rom::replacement(), &[], options)?;
        for (n, byte) in code.iter().enumerate() {
            if !chip.memory.write(at + n as u32, 1, u32::from(*byte)) {
                return None;
            }
        }
        chip.cpu.pc = at;
        chip.start_program();
        Some(chip)
    }

    /// Where the processor is.
    pub fn pc(&self) -> u32 {
        self.cpu.pc
    }

    /// A register of the processor.
    pub fn register(&self, number: usize) -> u32 {
        self.cpu.x[number & 31]
    }

    /// A word of plain memory, as the processor would read it.
    pub fn word(&self, address: u32) -> Option<u32> {
        self.memory.read(address, 4)
    }

    /// Emulated time since power on, in units of 1/160 microsecond.
    pub fn now(&self) -> u64 {
        self.end - u64::from(self.left) * self.cycle
    }

    /// Instructions executed since power on.
    pub fn instructions(&self) -> u64 {
        self.end_count - u64::from(self.left)
    }

    /// Cycles of the processor since power on.
    fn cycles(&self) -> u64 {
        self.cycles + (self.now() - self.cycles_at) / self.cycle
    }

    /// Runs until something ends it, at the latest at a time (in units since power on).
    pub fn run(&mut self, until: u64) -> Stop {
        loop {
            let now = self.now();
            if let Some(cause) = self.devices.advance(now, &mut self.memory) {
                self.reset(cause);
            }
            if let Some(stop) = self.stop.take() {
                self.devices.finish();
                return stop;
            }
            if now >= until {
                return Stop::Time;
            }
            let next = self.devices.next(now);
            if std::mem::take(&mut self.settling) {
                self.plan(
                    next.unwrap_or(u64::MAX)
                        .min(until)
                        .min(now + SETTLE * self.cycle),
                );
                self.execute();
                continue;
            }
            self.take_interrupt();
            if self.cpu.waiting {
                match next {
                    None => return Stop::Idle,
                    Some(next) => {
                        self.pass((next.min(until) - now).max(1));
                        continue;
                    }
                }
            }
            self.plan(next.unwrap_or(u64::MAX).min(until));
            self.execute();
        }
    }

    /// Takes a pending interrupt. One that is masked still ends a wait.
    fn take_interrupt(&mut self) {
        if self.devices.matrix.wakes() {
            self.cpu.waiting = false;
        }
        if self.cpu.interrupts_enabled()
            && let Some(line) = self.devices.matrix.request()
        {
            self.cpu.interrupt(line);
        }
    }

    /// Fixes how many instructions are executed until the next event.
    fn plan(&mut self, event: Time) {
        let (now, count) = (self.now(), self.instructions());
        self.cycles = self.cycles();
        self.cycles_at = now;
        self.cycle = self.devices.cycle();
        let wanted = event.saturating_sub(now).div_ceil(self.cycle);
        self.left = wanted.clamp(1, u64::from(STRETCH)) as u32;
        self.end = now + u64::from(self.left) * self.cycle;
        self.end_count = count + u64::from(self.left);
    }

    /// Lets time pass without instructions.
    fn pass(&mut self, units: Time) {
        self.end += units;
    }

    /// Starts the chip again.
    fn reset(&mut self, cause: Cause) {
        self.resets.push(cause);
        let now = self.now();
        self.devices.reset(cause, now, &mut self.memory);
        if cause == Cause::PowerOn {
            self.memory.poison();
        }
        self.cpu = Cpu::new(RESET_VECTOR);
        self.program = false;
        self.devices.debugger = false;
        self.rom_state = RomState::default();
        if self.options.stop_at_reset {
            self.stop = Some(Stop::Reset(cause));
        }
    }

    /// The resets so far.
    pub fn resets(&self) -> &[Cause] {
        &self.resets
    }

    /// Console bytes of UART0 since the last call.
    pub fn take_uart(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.devices.uart[0].output)
    }

    /// Console bytes of USB since the last call.
    pub fn take_usb(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.devices.usb.output)
    }

    /// Sends bytes to UART0; they arrive at the speed of the line.
    pub fn send_uart(&mut self, bytes: &[u8]) {
        let now = self.now();
        self.devices.uart[0].send(bytes, now);
    }

    /// Sends bytes over USB.
    pub fn send_usb(&mut self, bytes: &[u8]) {
        let now = self.now();
        self.devices.usb.send(bytes, now);
    }

    /// Plugs something else into the USB port.
    pub fn set_usb_host(&mut self, host: UsbHost) {
        let now = self.now();
        self.devices.usb.set_host(host, now);
    }

    /// Drives a pin from outside, or lets it go.
    pub fn drive_pin(&mut self, pin: usize, level: Option<bool>) {
        let now = self.now();
        self.devices.gpio.drive(pin, level, now);
    }

    /// Levels that the program drove onto its pins since the last call, each with its time.
    pub fn take_edges(&mut self) -> Vec<Edge> {
        std::mem::take(&mut self.devices.gpio.edges)
    }

    /// The contents of the flash chip.
    pub fn flash(&self) -> &[u8] {
        self.memory.flash()
    }

    /// Writes to the flash chip from outside.
    pub fn write_flash(&mut self, at: u32, bytes: &[u8]) {
        let count = bytes.len() as u32;
        self.memory.change_flash(at, count, |flash| {
            for (to, from) in flash.iter_mut().zip(bytes) {
                *to = *from;
            }
        });
    }

    /// Reads a register of a device as the processor would, with the effects that reading has. `None`: not emulated.
    pub fn register_value(&mut self, address: u32) -> Option<u32> {
        let now = self.now();
        self.devices.advance(now, &mut self.memory);
        self.devices.read(address, now)
    }

    /// Changes the levels of the strapping pins, and resets as the reset pin does.
    pub fn reset_pin(&mut self, strap: u32) {
        self.options.strap = strap;
        let options = self.options.clone();
        self.devices.set_strap(&options);
        let stops = std::mem::replace(&mut self.options.stop_at_reset, false);
        self.reset(Cause::PowerOn);
        self.options.stop_at_reset = stops;
    }
}
