//! Port for QEMU's mps2-an385 (Cortex-M3): CMSDK console and timers, semihosting exit.
//!
//! QEMU does not model the GPIO block of this board: 32 pins are emulated as a word of RAM, so an output reads back
//! what was written and an input reads its pull. Instructions are counted by the timer, in steps of 40: that is only
//! true under `-icount shift=0`, where an instruction takes one nanosecond.
#![no_std]

use core::sync::atomic::{AtomicU32, Ordering::Relaxed};
use mpf_port_support::cortex_m::{
    clear_pending, disable_interrupts, enable_interrupts, faulted, reset, unmask,
    wait_for_interrupt,
};
use mpf_port_support::port::{Fault, PinMode, Port};
use mpf_port_support::register::{read, write};
use mpf_port_support::{export_port, fault, input, math, semihosting};

const UART_DATA: usize = 0x4000_4000;
const UART_STATE: usize = 0x4000_4004;
const UART_CONTROL: usize = 0x4000_4008;
const UART_INTERRUPT: usize = 0x4000_400c;
const UART_BAUD: usize = 0x4000_4010;
const UART_LINE: u32 = 0;
const TRANSMIT_AND_RECEIVE: u32 = 3;
const RECEIVE_INTERRUPT: u32 = 1 << 3;
/// Bit of the receiver in the interrupt register.
const RECEIVED: u32 = 1 << 1;
const TRANSMIT_FULL: u32 = 1;
const RECEIVE_FULL: u32 = 2;

/// Wakes from sleep; the other timer counts time. Both count down at 25 MHz.
const WAKE: usize = 0x4000_0000;
const WAKE_LINE: u32 = 8;
const CLOCK: usize = 0x4000_1000;
const CLOCK_LINE: u32 = 9;
const CONTROL: usize = 0;
const VALUE: usize = 4;
const RELOAD: usize = 8;
const INTERRUPT: usize = 12;
const ENABLE: u32 = 1;
const ENABLE_INTERRUPT: u32 = 8;
/// Timer ticks per microsecond, and instructions per tick in the emulator.
const TICKS: u16 = 25;
const INSTRUCTIONS: u64 = 40;

static PINS: AtomicU32 = AtomicU32::new(0);
/// How often the clock has wrapped around.
static WRAPS: AtomicU32 = AtomicU32::new(0);

struct An385;
export_port!(An385);

/// Timer ticks since start-up.
fn time() -> u64 {
    disable_interrupts();
    // It counts down, and raises its interrupt on arriving at 0: so 0 is the first tick of the next turn.
    let mut low = read(CLOCK + VALUE).wrapping_neg();
    let mut high = WRAPS.load(Relaxed);
    if read(CLOCK + INTERRUPT) & 1 != 0 {
        // It wrapped and the handler has not run yet.
        low = read(CLOCK + VALUE).wrapping_neg();
        high = high.wrapping_add(1);
    }
    enable_interrupts();
    u64::from(high) << 32 | u64::from(low)
}

/// A byte that the UART has received.
fn receive() -> Option<u8> {
    (read(UART_STATE) & RECEIVE_FULL != 0).then(|| read(UART_DATA) as u8)
}

extern "C" fn received() {
    write(UART_INTERRUPT, RECEIVED);
    if let Some(byte) = receive() {
        input::arrived(byte);
    }
}

impl Port for An385 {
    fn console_write(bytes: &[u8]) {
        for byte in bytes {
            while read(UART_STATE) & TRANSMIT_FULL != 0 {}
            write(UART_DATA, u32::from(*byte));
        }
    }

    fn console_read() -> Option<u8> {
        input::take().or_else(receive)
    }

    fn exit(status: i32) -> ! {
        semihosting::exit(status);
        loop {
            wait_for_interrupt();
        }
    }

    fn fault(kind: Fault, place: u32, detail: u32) -> ! {
        fault::report::<An385>(kind, place, detail)
    }

    fn ticks_us() -> u64 {
        math::divide(time(), TICKS)
    }

    fn wait_until_us(deadline: u64) {
        let deadline = deadline.saturating_mul(u64::from(TICKS));
        loop {
            let now = time();
            if now >= deadline || input::interrupted() {
                break;
            }
            let ticks = (deadline - now).min(0x7fff_ffff) as u32;
            // With interrupts held back, one that is raised between the test and `wfi` still wakes it.
            disable_interrupts();
            write(WAKE + CONTROL, 0);
            write(WAKE + INTERRUPT, 1);
            clear_pending(WAKE_LINE);
            write(WAKE + VALUE, ticks);
            write(WAKE + CONTROL, ENABLE | ENABLE_INTERRUPT);
            wait_for_interrupt();
            write(WAKE + CONTROL, 0);
            write(WAKE + INTERRUPT, 1);
            clear_pending(WAKE_LINE);
            enable_interrupts();
        }
    }

    fn pin_mode(pin: u32, mode: PinMode) -> bool {
        if pin < 32 {
            match mode {
                PinMode::InputPullUp => An385::pin_write(pin, true),
                PinMode::Input | PinMode::InputPullDown => An385::pin_write(pin, false),
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
        time() * INSTRUCTIONS
    }

    fn listen(word: Option<&'static AtomicU32>) {
        input::listen(word, received);
        write(UART_CONTROL, TRANSMIT_AND_RECEIVE | RECEIVE_INTERRUPT);
        unmask(UART_LINE);
    }

    fn frequency() -> u32 {
        25_000_000
    }

    fn reset() -> ! {
        reset()
    }
}

unsafe extern "C" {
    safe fn mpf_main() -> i32;
    static __region_flash_start: u8;
    static __region_flash_end: u8;
}

const MPU_CONTROL: usize = 0xe000_ed94;
const MPU_BASE: usize = 0xe000_ed9c;
const MPU_SIZE: usize = 0xe000_eda0;
/// The region number is in the base register.
const MPU_NUMBERED: u32 = 1 << 4;
const MPU_READ_ONLY: u32 = 6 << 24 | 1 << 17;
const MPU_NO_ACCESS: u32 = 1 << 28;

/// The machine lets programs write flash and touch addresses without memory. The memory protection unit stops both, so
/// that mistakes (and a native stack that grows out of RAM) show as faults.
fn protect_memory() {
    let start = &raw const __region_flash_start as u32;
    let length = (&raw const __region_flash_end as u32).wrapping_sub(start);
    let enabled = |log2: u32| (log2 - 1) << 1 | 1;
    // The whole code area, then flash on top of it: the higher region number wins.
    write(MPU_BASE, MPU_NUMBERED);
    write(MPU_SIZE, MPU_NO_ACCESS | enabled(29));
    write(MPU_BASE, start | MPU_NUMBERED | 1);
    write(
        MPU_SIZE,
        MPU_READ_ONLY | enabled(31 - length.leading_zeros()),
    );
    // Everything else as without the unit.
    write(MPU_CONTROL, 5);
}

/// Behind the reset code: hardware, the program, the end.
#[unsafe(no_mangle)]
extern "C" fn mpf_port_start() -> ! {
    protect_memory();
    write(CLOCK + RELOAD, u32::MAX);
    write(CLOCK + VALUE, u32::MAX);
    write(CLOCK + CONTROL, ENABLE | ENABLE_INTERRUPT);
    unmask(CLOCK_LINE);
    unmask(WAKE_LINE);
    write(UART_BAUD, 217);
    write(UART_CONTROL, TRANSMIT_AND_RECEIVE);
    An385::exit(mpf_main())
}

extern "C" fn clock_wrapped() {
    write(CLOCK + INTERRUPT, 1);
    WRAPS.store(WRAPS.load(Relaxed).wrapping_add(1), Relaxed);
}

/// A raised wake-up only has to end `wfi`; here it came after the sleep was over.
extern "C" fn woken() {
    write(WAKE + INTERRUPT, 1);
}

extern "C" fn unexpected() {
    fault::report::<An385>(Fault::Unexpected, 0, read(0xe000_ed04) & 0x1ff)
}

/// Vectors of SysTick (not used) and of the interrupt lines, behind those of the system.
#[unsafe(no_mangle)]
#[unsafe(link_section = ".vectors.interrupts")]
#[used]
static mpf_interrupts: [extern "C" fn(); 11] = [
    unexpected,
    input::serve,
    unexpected,
    unexpected,
    unexpected,
    unexpected,
    unexpected,
    unexpected,
    unexpected,
    woken,
    clock_wrapped,
];

/// Called by the fault entry, which has switched to a fresh stack.
#[unsafe(no_mangle)]
extern "C" fn mpf_port_faulted(stack: u32, bottom: u32, end: u32) -> ! {
    faulted::<An385>(stack, bottom, end, true)
}

#[panic_handler]
fn panic(_: &core::panic::PanicInfo) -> ! {
    fault::report::<An385>(Fault::Panic, 0, 0)
}
