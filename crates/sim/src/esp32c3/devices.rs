//! All devices together: which addresses are whose, what happens by itself next, which interrupts are up.

use super::flash::FlashChip;
use super::gpio::Gpio;
use super::matrix::{Matrix, source};
use super::memory::{Memory, WINDOW_PAGES};
use super::plain::Plain;
use super::reset::Cause;
use super::rtc::Rtc;
use super::sha::Sha;
use super::spi;
use super::systimer::Systimer;
use super::time::Time;
use super::timer_group::TimerGroup;
use super::uart::Uart;
use super::usb::UsbSerial;
use super::{Options, analog::Analog, fuses};

const PAGE: u32 = 0x1000;
const UART0: u32 = 0x6000_0000;
const GPIO: u32 = 0x6000_4000;
const RTC: u32 = 0x6000_8000;
const FUSES: u32 = 0x6000_8800;
const MUX: u32 = 0x6000_9000;
const ANALOG: u32 = 0x6000_e000;
const UART1: u32 = 0x6001_0000;
const GROUP0: u32 = 0x6001_f000;
const GROUP1: u32 = 0x6002_0000;
const SYSTIMER: u32 = 0x6002_3000;
const APB: u32 = 0x6002_6000;
const SHA: u32 = 0x6003_b000;
const USB: u32 = 0x6004_3000;
const SYSTEM: u32 = 0x600c_0000;
const MATRIX: u32 = 0x600c_2000;
const CACHE: u32 = 0x600c_4000;
const MMU: u32 = 0x600c_5000;
const DEBUG: u32 = 0x600c_e000;

const CPU_PERIOD: u32 = SYSTEM + 0x08;
const SOFTWARE_INTERRUPTS: u32 = SYSTEM + 0x28;
const CLOCK: u32 = SYSTEM + 0x58;
const RANDOM: u32 = APB + 0xb0;
const SPI2_MESSAGE: u32 = 0x6002_40a4;
/// The radio's front ends, of which only the power switches are there.
const RADIO: [u32; 4] = [0x6000_5000, 0x6000_6000, 0x6001_c000, 0x6001_d000];
/// Whether a debugger is connected, in bit 1.
const DEBUG_MODE: u32 = DEBUG + 0x98;

/// An entry of the flash windows that shows nothing.
const MMU_INVALID: u32 = 1 << 8;

pub struct Devices {
    pub uart: [Uart; 2],
    pub usb: UsbSerial,
    pub gpio: Gpio,
    pub matrix: Matrix,
    systimer: Systimer,
    groups: [TimerGroup; 2],
    rtc: Rtc,
    sha: Sha,
    chip: FlashChip,
    pub analog: Analog,
    plain: Plain,
    windows: [u32; WINDOW_PAGES as usize],
    /// The windows show nothing, because the flash chip is busy.
    hidden: bool,
    random: u32,
    /// A debugger shows itself.
    pub debugger: bool,
    from_flash: bool,
    mac: [u8; 6],
}

impl Devices {
    pub fn new(options: &Options) -> Devices {
        // GPIO9 is high: the chip starts from flash.
        let from_flash = options.strap >> 3 & 1 != 0;
        Devices {
            uart: [Uart::new(), Uart::new()],
            usb: UsbSerial::new(options.usb),
            gpio: Gpio::new(options.strap),
            matrix: Matrix::new(),
            systimer: Systimer::new(0),
            groups: [0, 1].map(|n| TimerGroup::new(n, from_flash, 0)),
            rtc: Rtc::new(Cause::PowerOn, from_flash, 0),
            sha: Sha::new(),
            chip: FlashChip::new(),
            analog: Analog::new(),
            plain: Plain::new(),
            windows: [MMU_INVALID; WINDOW_PAGES as usize],
            hidden: false,
            random: 0x2545_f491,
            debugger: false,
            from_flash,
            mac: options.mac,
        }
    }

    /// Puts the devices back as deep as the cause of a reset goes.
    pub fn reset(&mut self, cause: Cause, now: Time, memory: &mut Memory) {
        match cause.includes_rtc() {
            true => self.rtc = Rtc::new(cause, self.from_flash, now),
            false => self.rtc.set_cause(cause, now),
        }
        if cause.is_cpu_only() {
            return;
        }
        for uart in &mut self.uart {
            uart.reset();
        }
        self.usb.reset(now);
        self.gpio.reset(now);
        self.matrix = Matrix::new();
        self.systimer = Systimer::new(now);
        self.groups = [0, 1].map(|n| TimerGroup::new(n, self.from_flash, now));
        self.sha = Sha::new();
        self.analog = Analog::new();
        self.plain.reset(0..RTC);
        self.plain.reset(FUSES..u32::MAX);
        if cause.includes_rtc() {
            self.plain.reset(RTC..FUSES);
        }
        self.windows = [MMU_INVALID; WINDOW_PAGES as usize];
        self.show_windows(memory);
    }

    /// The strapping pins have other levels from the next reset on.
    pub fn set_strap(&mut self, options: &Options) {
        self.gpio.strap = options.strap;
        self.from_flash = options.strap >> 3 & 1 != 0;
    }

    /// The program wants a reset.
    pub fn ask_reset(&mut self, cause: Cause) {
        self.rtc.asked = Some(cause);
    }

    /// Units of time that one cycle of the processor takes.
    pub fn cycle(&self) -> u64 {
        let clock = self.plain.read(CLOCK).unwrap_or(1);
        let divider = u64::from(clock & 0x3ff) + 1;
        match clock >> 10 & 3 {
            // The PLL: 80 or 160 MHz.
            1 => match self.plain.read(CPU_PERIOD).unwrap_or(0) & 3 {
                0 => 2,
                _ => 1,
            },
            // The RC oscillator: 17.5 MHz.
            2 => 9 * divider,
            _ => 4 * divider,
        }
    }

    /// Everything that has happened by itself up to `now`; a watchdog's or the program's wish for a reset.
    pub fn advance(&mut self, now: Time, memory: &mut Memory) -> Option<Cause> {
        if self.hidden && !self.chip.busy(now) {
            self.hidden = false;
            self.show_windows(memory);
        }
        for uart in &mut self.uart {
            uart.advance(now);
        }
        self.usb.advance(now);
        self.systimer.advance(now);
        let mut cause = self.rtc.advance(now);
        for group in &mut self.groups {
            cause = cause.or(group.advance(now));
        }
        self.matrix.update(self.sources());
        cause
    }

    /// When something happens by itself next.
    pub fn next(&self, now: Time) -> Option<Time> {
        [
            self.uart[0].next(),
            self.uart[1].next(),
            self.usb.next(),
            self.systimer.next(now),
            self.groups[0].next(now),
            self.groups[1].next(now),
            self.rtc.next(),
            self.chip.done(now),
        ]
        .into_iter()
        .flatten()
        .min()
    }

    /// Interrupt sources that are up.
    fn sources(&self) -> u64 {
        let mut sources = 0;
        let mut up = |source: u32, is: bool| sources |= u64::from(is) << source;
        up(source::GPIO, self.gpio.pending() != 0);
        up(source::UART0, self.uart[0].interrupt());
        up(source::UART1, self.uart[1].interrupt());
        up(source::USB, self.usb.interrupt());
        up(source::RTC, self.rtc.pending());
        for (n, group) in self.groups.iter().enumerate() {
            up(source::TIMER_GROUP[n], group.pending() & 1 != 0);
            up(source::TIMER_GROUP_WATCHDOG[n], group.pending() & 2 != 0);
        }
        for (n, source) in source::SYSTIMER.into_iter().enumerate() {
            up(source, self.systimer.pending() >> n & 1 != 0);
        }
        for (n, source) in source::SOFTWARE.into_iter().enumerate() {
            let register = SOFTWARE_INTERRUPTS + 4 * n as u32;
            up(source, self.plain.read(register).unwrap_or(0) & 1 != 0);
        }
        sources
    }

    /// Reading takes a byte out of a queue there, so that things may happen that were not planned.
    pub fn reading_changes(address: u32) -> bool {
        matches!(address, UART0 | UART1 | USB)
    }

    /// Reads a register; `None`: there is none, or it is not emulated.
    pub fn read(&mut self, address: u32, now: Time) -> Option<u32> {
        let offset = address & (PAGE - 1);
        let modelled = match address & !(PAGE - 1) {
            UART0 => self.uart[0].read(offset),
            UART1 => self.uart[1].read(offset),
            GPIO => self.gpio.read(offset),
            RTC if address < FUSES => self.rtc.read(offset),
            RTC => fuses::read(address - FUSES, self.mac),
            MUX => self.gpio.read_mux(offset),
            ANALOG => self.analog.read(offset),
            GROUP0 => self.groups[0].read(offset),
            GROUP1 => self.groups[1].read(offset),
            SYSTIMER => self.systimer.read(offset),
            APB if address == RANDOM => Some(self.random()),
            // The ROM looks there for a master that talks to it as a slave.
            _ if address == SPI2_MESSAGE => Some(0),
            SHA => self.sha.read(offset),
            USB => self.usb.read(offset, now),
            MATRIX => self.matrix.read(offset),
            CACHE => self.read_cache(address),
            MMU => self.windows.get(offset as usize / 4).copied(),
            DEBUG if address == DEBUG_MODE => Some(u32::from(self.debugger) << 1),
            // No watched access has happened; places of the last reset are not recorded.
            DEBUG if matches!(offset, 0x04 | 0x30 | 0x34 | 0x40 | 0x48 | 0x4c | 0x94) => Some(0),
            _ => None,
        };
        modelled.or_else(|| self.plain.read(address))
    }

    /// Writes a register; false: there is none, or it is not emulated.
    pub fn write(&mut self, address: u32, value: u32, now: Time, memory: &mut Memory) -> bool {
        let offset = address & (PAGE - 1);
        let modelled = match address & !(PAGE - 1) {
            UART0 => self.uart[0].write(offset, value, now),
            UART1 => self.uart[1].write(offset, value, now),
            spi::BASE if offset == 0 => {
                let known = spi::start(value, &mut self.plain, &mut self.chip, now, memory);
                self.hidden = self.chip.busy(now);
                self.show_windows(memory);
                return known;
            }
            GPIO => self.gpio.write(offset, value, now),
            RTC if address < FUSES => self.rtc.write(offset, value, now),
            MUX => self.gpio.write_mux(offset, value, now),
            ANALOG => self.analog.write(offset, value),
            GROUP0 => self.groups[0].write(offset, value, now),
            GROUP1 => self.groups[1].write(offset, value, now),
            SYSTIMER => self.systimer.write(offset, value, now),
            SHA => self.sha.write(offset, value),
            USB => self.usb.write(offset, value, now),
            MATRIX => self.matrix.write(offset, value),
            MMU => self.map(offset / 4, value, memory),
            _ => false,
        };
        modelled || self.plain.write(address, value)
    }

    /// Writes one or two bytes of a register of the radio's power supply; other devices want whole words.
    pub fn write_part(&mut self, address: u32, count: u32, value: u32) -> bool {
        if !RADIO.contains(&(address & !(PAGE - 1))) {
            return false;
        }
        let shift = 8 * (address & 3);
        let mask = if count == 1 { 0xff } else { 0xffff };
        match self.plain.read(address & !3) {
            Some(old) => {
                let new = old & !(mask << shift) | (value & mask) << shift;
                self.plain.write(address & !3, new)
            }
            None => false,
        }
    }

    /// An entry of the flash windows.
    fn map(&mut self, entry: u32, value: u32, memory: &mut Memory) -> bool {
        let Some(window) = self.windows.get_mut(entry as usize) else {
            return false;
        };
        *window = value & (MMU_INVALID | 0xff);
        self.show_windows(memory);
        true
    }

    /// Makes the windows show what their entries say, or nothing while the chip is busy.
    fn show_windows(&self, memory: &mut Memory) {
        for (entry, value) in self.windows.iter().enumerate() {
            let shown = value & MMU_INVALID == 0 && !self.hidden;
            memory.map_flash(entry as u32, shown.then_some(value & 0xff));
        }
    }

    /// When the flash chip has nothing to do.
    pub fn flash_done(&self, now: Time) -> Time {
        self.chip.done(now).unwrap_or(now)
    }

    /// Flash would be at this address if its chip were not busy.
    pub fn hides(&self, address: u32) -> bool {
        self.hidden && Memory::in_window(address)
    }

    /// The cache has no lines here, so whatever it is asked to do is done at once.
    fn read_cache(&self, address: u32) -> Option<u32> {
        let plain = |done: u32| self.plain.read(address).map(|value| value | done);
        match address - CACHE {
            // Invalidation and preload: done. Autoload: done. The cache is idle.
            0x28 | 0x34 => plain(2).map(|value| value & !1),
            0x40 => plain(8),
            0xb0 => Some(1),
            // The counters of accesses and misses.
            0x68..=0x74 => Some(0),
            0x80 | 0x8c | 0x90 | 0x98 | 0xa0 | 0xa4 => Some(0),
            0x94 | 0x9c => Some(u32::MAX),
            // Frozen as soon as it is asked to.
            0xcc => self.plain.read(address).map(|v| v & 3 | (v & 1) << 2),
            _ => None,
        }
    }

    /// The noise source: repeatable here.
    fn random(&mut self) -> u32 {
        self.random ^= self.random << 13;
        self.random ^= self.random >> 17;
        self.random ^= self.random << 5;
        self.random
    }

    /// Ends the output of all consoles.
    pub fn finish(&mut self) {
        for uart in &mut self.uart {
            uart.finish();
        }
        self.usb.finish();
    }
}
