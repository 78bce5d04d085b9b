//! Port for the STM32F405 (pyboard class): console on USART1 (PB6 transmits, PB7 receives), SysTick as the clock, GPIO
//! ports A to E. Register names are those of ST's reference manual RM0090.
//!
//! The chip runs at 168 MHz from its own 16 MHz oscillator, so a board's crystal does not matter. The floating-point
//! unit stays off: it knows single precision only, and Python's floats are double.
//! In QEMU the program ends by semihosting, GPIO ports are not there (inputs read low), and instructions are derived
//! from the clock: only true under `-icount shift=0`, in steps of 6.
#![no_std]

mod clock;
mod gpio;

use core::sync::atomic::AtomicU32;
use mpf_port_support::cortex_m::{faulted, reset, unmask, wait_for_interrupt};
use mpf_port_support::port::{Fault, PinMode, Port};
use mpf_port_support::register::{read, write};
use mpf_port_support::{export_port, fault, input, math, semihosting};

const USART_SR: usize = 0x4001_1000;
const USART_DR: usize = 0x4001_1004;
const USART_BRR: usize = 0x4001_1008;
const USART_CR1: usize = 0x4001_100c;
const RECEIVED: u32 = 1 << 5;
const ROOM_TO_TRANSMIT: u32 = 1 << 7;
/// USART, transmitter and receiver on.
const ENABLE: u32 = 1 << 13 | 1 << 3 | 1 << 2;
const RECEIVE_INTERRUPT: u32 = 1 << 5;
const USART_LINE: u32 = 37;
const BAUD: u32 = 115_200;
/// Numbers of the console's pins, and the function USART1 of both.
const TRANSMIT_PIN: u32 = 16 + 6;
const RECEIVE_PIN: u32 = 16 + 7;
const USART1: u32 = 7;

/// The 96-bit unique number (RM0090, section 39.1).
const UNIQUE_ID: usize = 0x1fff_7a10;

struct Stm32f405;
export_port!(Stm32f405);

/// A byte that the USART has received.
fn receive() -> Option<u8> {
    (read(USART_SR) & RECEIVED != 0).then(|| read(USART_DR) as u8)
}

extern "C" fn received() {
    if let Some(byte) = receive() {
        input::arrived(byte);
    }
}

impl Port for Stm32f405 {
    fn console_write(bytes: &[u8]) {
        for byte in bytes {
            while read(USART_SR) & ROOM_TO_TRANSMIT == 0 {}
            write(USART_DR, u32::from(*byte));
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
        fault::report::<Stm32f405>(kind, place, detail)
    }

    fn ticks_us() -> u64 {
        math::divide(clock::ticks(), clock::PER_MICROSECOND)
    }

    fn wait_until_us(deadline: u64) {
        let deadline = deadline.saturating_mul(u64::from(clock::PER_MICROSECOND));
        loop {
            let now = clock::ticks();
            if now >= deadline || input::interrupted() {
                break;
            }
            // The clock's interrupt ends the sleep; the last part of a millisecond is waited out.
            if deadline - now > clock::PERIOD {
                wait_for_interrupt();
            }
        }
    }

    fn pin_mode(pin: u32, mode: PinMode) -> bool {
        gpio::set_mode(pin, mode)
    }

    fn pin_write(pin: u32, high: bool) {
        gpio::drive(pin, high);
    }

    fn pin_read(pin: u32) -> bool {
        gpio::level(pin)
    }

    fn instructions() -> u64 {
        // 168 ticks are 1000 nanoseconds.
        math::divide(clock::ticks() * 125, 21)
    }

    fn unique_id(out: &mut [u8]) -> usize {
        let words = [UNIQUE_ID, UNIQUE_ID + 4, UNIQUE_ID + 8].map(read);
        let bytes = words.iter().flat_map(|word| word.to_le_bytes());
        out.iter_mut()
            .zip(bytes)
            .map(|(to, from)| *to = from)
            .count()
    }

    fn listen(word: Option<&'static AtomicU32>) {
        input::listen(word, received);
        write(USART_CR1, ENABLE | RECEIVE_INTERRUPT);
        unmask(USART_LINE);
    }

    fn frequency() -> u32 {
        clock::PROCESSOR
    }

    fn reset() -> ! {
        reset()
    }
}

unsafe extern "C" {
    safe fn mpf_main() -> i32;
}

/// Behind the reset code: hardware, the program, the end.
#[unsafe(no_mangle)]
extern "C" fn mpf_port_start() -> ! {
    clock::start();
    gpio::alternate(TRANSMIT_PIN, USART1);
    gpio::alternate(RECEIVE_PIN, USART1);
    write(USART_BRR, (clock::PERIPHERALS + BAUD / 2) / BAUD);
    write(USART_CR1, ENABLE);
    Stm32f405::exit(mpf_main())
}

extern "C" fn unexpected() {
    fault::report::<Stm32f405>(Fault::Unexpected, 0, read(0xe000_ed04) & 0x1ff)
}

/// Vectors of SysTick and of the interrupt lines up to that of the console.
#[unsafe(no_mangle)]
#[unsafe(link_section = ".vectors.interrupts")]
#[used]
static mpf_interrupts: [extern "C" fn(); 2 + USART_LINE as usize] = {
    let mut vectors = [unexpected as extern "C" fn(); 2 + USART_LINE as usize];
    vectors[0] = clock::wrapped;
    vectors[1 + USART_LINE as usize] = input::serve;
    vectors
};

/// Called by the fault entry, which has switched to a fresh stack.
#[unsafe(no_mangle)]
extern "C" fn mpf_port_faulted(stack: u32, bottom: u32, end: u32) -> ! {
    faulted::<Stm32f405>(stack, bottom, end, true)
}

#[panic_handler]
fn panic(_: &core::panic::PanicInfo) -> ! {
    fault::report::<Stm32f405>(Fault::Panic, 0, 0)
}
