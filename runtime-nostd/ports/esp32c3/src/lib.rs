//! Port for Espressif's ESP32-C3. The registers' names come from the chip's peripheral access crate; there is no HAL.
//!
//! Interrupts stay off: what wakes the processor up is a pending interrupt, which no handler needs to see.
//! In an emulator the program ends by semihosting; on silicon it idles or starts again, as the project file says.
#![no_std]

mod clock;
mod console;
mod pins;
mod registers;
mod start;
mod uart;

use mpf_port_support::port::{Fault, PinMode, Port, UartSettings};
use mpf_port_support::{config, export_port, fault, semihosting};
use registers::efuse;

/// How long a sleep lasts while output waits for a host, in microseconds.
const LOOK: u64 = 10_000;
/// How long one lasts at most.
const HOUR: u64 = 3_600_000_000;

struct Esp32c3;
export_port!(Esp32c3);

impl Port for Esp32c3 {
    fn console_write(bytes: &[u8]) {
        console::write(bytes);
    }

    fn console_read() -> Option<u8> {
        console::read()
    }

    fn exit(status: i32) -> ! {
        console::finish();
        semihosting::exit(status);
        ended()
    }

    fn fault(kind: Fault, place: u32, detail: u32) -> ! {
        fault::report::<Esp32c3>(kind, place, detail)
    }

    fn ticks_us() -> u64 {
        clock::now()
    }

    fn wait_until_us(deadline: u64) {
        loop {
            let longest = if console::poll() { LOOK } else { HOUR };
            let now = clock::now();
            if now >= deadline {
                break;
            }
            clock::sleep_until(deadline.min(now + longest));
        }
    }

    fn pin_mode(pin: u32, mode: PinMode) -> bool {
        pins::mode(pin, mode)
    }

    fn pin_write(pin: u32, high: bool) {
        pins::write(pin, high);
    }

    fn pin_read(pin: u32) -> bool {
        pins::read(pin)
    }

    fn instructions() -> u64 {
        u64::from(start::instructions())
    }

    fn unique_id(out: &mut [u8]) -> usize {
        // The address that the chip's radio would have, in the order in which it is written.
        let high = efuse().rd_mac_spi_sys_1().read().bits() as u16;
        let low = efuse().rd_mac_spi_sys_0().read().bits();
        let bytes = high.to_be_bytes().into_iter().chain(low.to_be_bytes());
        out.iter_mut()
            .zip(bytes)
            .map(|(to, from)| *to = from)
            .count()
    }

    fn frequency() -> u32 {
        clock::frequency()
    }

    fn reset() -> ! {
        console::finish();
        clock::reset()
    }

    fn watchdog(ms: u32) -> bool {
        clock::watchdog(ms);
        true
    }

    fn uart_open(settings: &UartSettings) -> bool {
        uart::open(settings)
    }

    fn uart_write(number: u32, bytes: &[u8]) -> usize {
        uart::write(number, bytes)
    }

    fn uart_read(number: u32) -> Option<u8> {
        uart::read(number)
    }

    fn uart_waiting(number: u32) -> u32 {
        uart::waiting(number)
    }
}

unsafe extern "C" {
    safe fn mpf_main() -> i32;
}

/// Behind the reset code: hardware, the program, the end. UART0 is as the boot loader used it: 115200 baud, 8 bits.
#[unsafe(no_mangle)]
extern "C" fn mpf_port_start() -> ! {
    clock::set_up();
    let watchdog = config::watchdog_ms();
    if watchdog != 0 {
        clock::watchdog(watchdog);
    }
    Esp32c3::exit(mpf_main())
}

/// The program is over, and nobody stopped the chip.
fn ended() -> ! {
    if config::restarts() {
        clock::reset();
    }
    loop {
        Esp32c3::wait_until_us(clock::now() + LOOK);
    }
}

/// Called by the trap entry, which has switched to a fresh stack.
#[unsafe(no_mangle)]
extern "C" fn mpf_port_faulted(cause: u32, place: u32, value: u32, stack: u32) -> ! {
    if semihosting::exiting() {
        // The breakpoint of `exit` without an emulator that knows it.
        ended();
    }
    let kind = match cause {
        // Below the native stack there is no memory, so running out of it is an access fault near its bottom.
        1 | 5 | 7 if stack < start::stack_bottom().saturating_add(64) => Fault::StackOverflow,
        0 | 1 | 4..=7 => Fault::Memory,
        2 | 3 => Fault::Instruction,
        _ => Fault::Unexpected,
    };
    fault::report::<Esp32c3>(kind, place, value)
}

#[panic_handler]
fn panic(_: &core::panic::PanicInfo) -> ! {
    fault::report::<Esp32c3>(Fault::Panic, 0, 0)
}
