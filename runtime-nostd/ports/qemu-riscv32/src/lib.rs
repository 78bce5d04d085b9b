//! Port for QEMU's 32-bit RISC-V `virt` machine: ns16550 console, CLINT timer, semihosting exit.
//!
//! The machine has no GPIO: 32 pins are emulated as a word of RAM, so an output reads back what was written and an
//! input reads its pull. Flash is RAM here, so the memory protection unit makes it read-only, and everything outside
//! of the chip's regions is off limits: mistakes show as faults, as they would on silicon.
#![no_std]

mod start;

use core::sync::atomic::{AtomicU32, Ordering::Relaxed};
use mpf_port_support::port::{Fault, PinMode, Port};
use mpf_port_support::register::{read, read8, write, write8};
use mpf_port_support::{export_port, fault, input, math, semihosting};

const UART: usize = 0x1000_0000;
const UART_INTERRUPTS: usize = UART + 1;
const UART_LINE: u32 = 10;
/// The interrupt controller.
const PRIORITIES: usize = 0x0c00_0000;
const ENABLES: usize = 0x0c00_2000;
const CLAIM: usize = 0x0c20_0004;
const UART_LINE_STATUS: usize = UART + 5;
const RECEIVED: u8 = 1;
const TRANSMITTER_READY: u8 = 1 << 5;

const MTIMECMP: usize = 0x0200_4000;
const MTIME: usize = 0x0200_bff8;
/// Ticks of `mtime` per microsecond.
const TICKS: u16 = 10;

/// QEMU's device that ends or restarts the machine.
const TEST_DEVICE: usize = 0x10_0000;
const TEST_RESET: u32 = 0x7777;

static PINS: AtomicU32 = AtomicU32::new(0);

struct Virt;
export_port!(Virt);

fn time() -> u64 {
    loop {
        let high = read(MTIME + 4);
        let low = read(MTIME);
        if read(MTIME + 4) == high {
            return u64::from(high) << 32 | u64::from(low);
        }
    }
}

/// A byte that the UART has received.
fn receive() -> Option<u8> {
    (read8(UART_LINE_STATUS) & RECEIVED != 0).then(|| read8(UART))
}

extern "C" fn received() {
    let line = read(CLAIM);
    while let Some(byte) = receive() {
        input::arrived(byte);
    }
    write(CLAIM, line);
}

impl Port for Virt {
    fn console_write(bytes: &[u8]) {
        for byte in bytes {
            while read8(UART_LINE_STATUS) & TRANSMITTER_READY == 0 {}
            write8(UART, *byte);
        }
    }

    fn console_read() -> Option<u8> {
        input::take().or_else(receive)
    }

    fn exit(status: i32) -> ! {
        semihosting::exit(status);
        loop {
            start::wait_for_interrupt();
        }
    }

    fn fault(kind: Fault, place: u32, detail: u32) -> ! {
        fault::report::<Virt>(kind, place, detail)
    }

    fn ticks_us() -> u64 {
        math::divide(time(), TICKS)
    }

    fn wait_until_us(deadline: u64) {
        // The compare register counts ticks; the high word goes to the maximum first so that no half-written value
        // raises the interrupt early.
        let ticks = deadline.saturating_mul(u64::from(TICKS));
        write(MTIMECMP + 4, u32::MAX);
        write(MTIMECMP, ticks as u32);
        write(MTIMECMP + 4, (ticks >> 32) as u32);
        while time() < ticks && !input::interrupted() {
            start::sleep();
        }
    }

    fn pin_mode(pin: u32, mode: PinMode) -> bool {
        if pin < 32 {
            match mode {
                PinMode::InputPullUp => Virt::pin_write(pin, true),
                PinMode::Input | PinMode::InputPullDown => Virt::pin_write(pin, false),
                PinMode::Output | PinMode::OpenDrain => {}
            }
        }
        pin < 32
    }

    fn pin_write(pin: u32, high: bool) {
        let bit = 1u32.checked_shl(pin).unwrap_or(0);
        let old = PINS.load(Relaxed);
        PINS.store(if high { old | bit } else { old & !bit }, Relaxed);
    }

    fn pin_read(pin: u32) -> bool {
        PINS.load(Relaxed) & 1u32.checked_shl(pin).unwrap_or(0) != 0
    }

    fn instructions() -> u64 {
        start::instructions()
    }

    fn listen(word: Option<&'static AtomicU32>) {
        input::listen(word, received);
        write8(UART_INTERRUPTS, RECEIVED);
        write(PRIORITIES + 4 * UART_LINE as usize, 1);
        write(ENABLES, 1 << UART_LINE);
        start::take_interrupts();
    }

    fn frequency() -> u32 {
        1_000_000_000
    }

    fn reset() -> ! {
        write(TEST_DEVICE, TEST_RESET);
        loop {
            start::wait_for_interrupt();
        }
    }
}

/// Called by the entry of interrupts.
#[unsafe(no_mangle)]
extern "C" fn mpf_port_interrupt() {
    received();
}

/// Called by the trap entry, which has switched to a fresh stack.
#[unsafe(no_mangle)]
extern "C" fn mpf_port_faulted(cause: u32, place: u32, value: u32, stack: u32) -> ! {
    if semihosting::exiting() {
        // The breakpoint of `exit` without an emulator that knows it: the program is over.
        loop {
            start::wait_for_interrupt();
        }
    }
    let kind = match cause {
        // Below the native stack there is no memory, so running out of it is an access fault near its bottom.
        1 | 5 | 7 if stack < start::stack_bottom().saturating_add(64) => Fault::StackOverflow,
        0 | 1 | 4..=7 => Fault::Memory,
        2 | 3 => Fault::Instruction,
        _ => Fault::Unexpected,
    };
    fault::report::<Virt>(kind, place, value)
}

#[panic_handler]
fn panic(_: &core::panic::PanicInfo) -> ! {
    fault::report::<Virt>(Fault::Panic, 0, 0)
}
