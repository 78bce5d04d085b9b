//! Port for the nRF51822 (micro:bit V1): UART console, 32-bit TIMER0 at 16 MHz, real GPIO.
//!
//! The chip has no SysTick. The interrupt handler only reads the timer, so that no wrap is missed.
//! Instructions are derived from the timer: only true in QEMU under `-icount shift=0`, in steps of 62 or 63.
//! In QEMU the program ends by semihosting; on silicon the processor sleeps for ever.
#![no_std]

use core::sync::atomic::{AtomicU32, Ordering::Relaxed};
use mpf_port_support::cortex_m::{
    clear_pending, disable_interrupts, enable_interrupts, faulted, reset, unmask,
    wait_for_interrupt,
};
use mpf_port_support::port::{Fault, PinMode, Port};
use mpf_port_support::register::{read, write};
use mpf_port_support::{export_port, fault, input, semihosting};

const UART: usize = 0x4000_2000;
const UART_START_RECEIVE: usize = UART;
const UART_START_TRANSMIT: usize = UART + 0x008;
const UART_RECEIVED: usize = UART + 0x108;
const UART_SENT: usize = UART + 0x11c;
const UART_INTERRUPTS_SET: usize = UART + 0x304;
const RECEIVED: u32 = 1 << 2;
const UART_LINE: u32 = 2;
const UART_ENABLE: usize = UART + 0x500;
const UART_PIN_TRANSMIT: usize = UART + 0x50c;
const UART_PIN_RECEIVE: usize = UART + 0x514;
const UART_RX: usize = UART + 0x518;
const UART_TX: usize = UART + 0x51c;
const UART_BAUD: usize = UART + 0x524;
const BAUD_115200: u32 = 0x01d7_e000;

const TIMER: usize = 0x4000_8000;
const TIMER_LINE: u32 = 8;
const TIMER_START: usize = TIMER;
const TIMER_CLEAR: usize = TIMER + 0x00c;
const TIMER_CAPTURE_0: usize = TIMER + 0x040;
const TIMER_REACHED_1: usize = TIMER + 0x144;
const TIMER_REACHED_2: usize = TIMER + 0x148;
const TIMER_REACHED_3: usize = TIMER + 0x14c;
const TIMER_INTERRUPTS_SET: usize = TIMER + 0x304;
const TIMER_INTERRUPTS_CLEAR: usize = TIMER + 0x308;
const TIMER_BITS: usize = TIMER + 0x508;
const TIMER_PRESCALER: usize = TIMER + 0x510;
const TIMER_COMPARE_0: usize = TIMER + 0x540;
const TIMER_COMPARE_1: usize = TIMER + 0x544;
const TIMER_COMPARE_2: usize = TIMER + 0x548;
const TIMER_COMPARE_3: usize = TIMER + 0x54c;
const REACHED_1: u32 = 1 << 17;
const REACHED_2: u32 = 1 << 18;
const REACHED_3: u32 = 1 << 19;

const GPIO: usize = 0x5000_0000;
const GPIO_SET: usize = GPIO + 0x508;
const GPIO_CLEAR: usize = GPIO + 0x50c;
const GPIO_IN: usize = GPIO + 0x510;
const GPIO_CONFIG: usize = GPIO + 0x700;
const PINS: u32 = 31;

const DEVICE_ID: usize = 0x1000_0060;

/// How often the timer has wrapped around, and what it showed when it was read last.
static WRAPS: AtomicU32 = AtomicU32::new(0);
static LAST: AtomicU32 = AtomicU32::new(0);

struct Nrf51;
export_port!(Nrf51);

/// Timer ticks (1/16 microsecond) since start-up. A reading below the last one means that the timer has wrapped; two
/// compare interrupts in each turn see to it that it is read often enough.
fn time() -> u64 {
    disable_interrupts();
    write(TIMER_CAPTURE_0, 1);
    let low = read(TIMER_COMPARE_0);
    let mut high = WRAPS.load(Relaxed);
    if low < LAST.load(Relaxed) {
        high = high.wrapping_add(1);
        WRAPS.store(high, Relaxed);
    }
    LAST.store(low, Relaxed);
    enable_interrupts();
    u64::from(high) << 32 | u64::from(low)
}

/// A byte that the UART has received.
fn receive() -> Option<u8> {
    if read(UART_RECEIVED) == 0 {
        return None;
    }
    // The event is cleared before the byte is taken: taking it lets the next byte raise the event again.
    write(UART_RECEIVED, 0);
    Some(read(UART_RX) as u8)
}

extern "C" fn received() {
    if let Some(byte) = receive() {
        input::arrived(byte);
    }
}

impl Port for Nrf51 {
    fn console_write(bytes: &[u8]) {
        for byte in bytes {
            write(UART_SENT, 0);
            write(UART_TX, u32::from(*byte));
            while read(UART_SENT) == 0 {}
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
        fault::report::<Nrf51>(kind, place, detail)
    }

    fn ticks_us() -> u64 {
        time() >> 4
    }

    fn wait_until_us(deadline: u64) {
        let deadline = deadline.saturating_mul(16);
        loop {
            let now = time();
            if now >= deadline || input::interrupted() {
                break;
            }
            // A compare value that is too near may be passed before it is set; a few microseconds are waited out.
            let ticks = (deadline - now).min(0x7fff_ffff) as u32;
            if ticks < 256 {
                continue;
            }
            // With interrupts held back, one that is raised between the test and `wfi` still wakes it.
            disable_interrupts();
            write(TIMER_REACHED_1, 0);
            write(TIMER_COMPARE_1, (now as u32).wrapping_add(ticks));
            write(TIMER_INTERRUPTS_SET, REACHED_1);
            wait_for_interrupt();
            write(TIMER_INTERRUPTS_CLEAR, REACHED_1);
            write(TIMER_REACHED_1, 0);
            if read(TIMER_REACHED_2) | read(TIMER_REACHED_3) == 0 {
                clear_pending(TIMER_LINE);
            }
            enable_interrupts();
        }
    }

    fn pin_mode(pin: u32, mode: PinMode) -> bool {
        // Bit 0 output, bit 1 input buffer off, bits 2-3 pull (1 down, 3 up), bits 8-10 drive (6: low only). The
        // input buffer of an output stays on, so that its level can be read.
        let config = match mode {
            PinMode::Input => 0,
            PinMode::Output => 1,
            PinMode::InputPullUp => 3 << 2,
            PinMode::InputPullDown => 1 << 2,
            PinMode::OpenDrain => 1 | 6 << 8,
        };
        if pin < PINS {
            write(GPIO_CONFIG + 4 * pin as usize, config);
        }
        pin < PINS
    }

    fn pin_write(pin: u32, high: bool) {
        if pin < PINS {
            write(if high { GPIO_SET } else { GPIO_CLEAR }, 1 << pin);
        }
    }

    fn pin_read(pin: u32) -> bool {
        pin < PINS && read(GPIO_IN) >> pin & 1 != 0
    }

    fn instructions() -> u64 {
        // 62.5 nanoseconds a tick.
        let ticks = time();
        (ticks << 6) - ticks - (ticks >> 1)
    }

    fn unique_id(out: &mut [u8]) -> usize {
        let words = [read(DEVICE_ID), read(DEVICE_ID + 4)];
        let bytes = words.iter().flat_map(|word| word.to_le_bytes());
        out.iter_mut()
            .zip(bytes)
            .map(|(to, from)| *to = from)
            .count()
    }

    fn listen(word: Option<&'static AtomicU32>) {
        input::listen(word, received);
        write(UART_INTERRUPTS_SET, RECEIVED);
        unmask(UART_LINE);
    }

    fn frequency() -> u32 {
        16_000_000
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
    write(TIMER_BITS, 3);
    write(TIMER_PRESCALER, 0);
    write(TIMER_COMPARE_2, 0x4000_0000);
    write(TIMER_COMPARE_3, 0xc000_0000);
    write(TIMER_CLEAR, 1);
    write(TIMER_INTERRUPTS_SET, REACHED_2 | REACHED_3);
    unmask(TIMER_LINE);
    write(TIMER_START, 1);
    Nrf51::pin_write(24, true);
    Nrf51::pin_mode(24, PinMode::Output);
    write(UART_PIN_TRANSMIT, 24);
    write(UART_PIN_RECEIVE, 25);
    write(UART_BAUD, BAUD_115200);
    write(UART_ENABLE, 4);
    write(UART_START_TRANSMIT, 1);
    write(UART_START_RECEIVE, 1);
    Nrf51::exit(mpf_main())
}

extern "C" fn timer() {
    write(TIMER_REACHED_2, 0);
    write(TIMER_REACHED_3, 0);
    time();
}

extern "C" fn unexpected() {
    fault::report::<Nrf51>(Fault::Unexpected, 0, read(0xe000_ed04) & 0x1ff)
}

/// Vectors of SysTick (not used) and of the interrupt lines, behind those of the system.
#[unsafe(no_mangle)]
#[unsafe(link_section = ".vectors.interrupts")]
#[used]
static mpf_interrupts: [extern "C" fn(); 10] = [
    unexpected,
    unexpected,
    unexpected,
    input::serve,
    unexpected,
    unexpected,
    unexpected,
    unexpected,
    unexpected,
    timer,
];

/// Called by the fault entry, which has switched to a fresh stack.
#[unsafe(no_mangle)]
extern "C" fn mpf_port_faulted(stack: u32, bottom: u32, end: u32) -> ! {
    faulted::<Nrf51>(stack, bottom, end, false)
}

#[panic_handler]
fn panic(_: &core::panic::PanicInfo) -> ! {
    fault::report::<Nrf51>(Fault::Panic, 0, 0)
}
