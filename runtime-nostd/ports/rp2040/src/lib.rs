//! Port for the RP2040 (Raspberry Pi Pico) on its peripheral access crate: both PLLs, GPIO, the 1 MHz timer, and a USB
//! serial port as console (`console.rs` says what happens while nobody listens). Chapters are those of the RP2040
//! datasheet.
//!
//! Clocks and the USB controller are set up by `rp2040-hal`, which has run on silicon for years. At the end of the
//! program its exit status is left where an emulator or debugger can find it, the processor sleeps, and the console goes
//! on sending.
#![no_std]

mod console;
mod gpio;
mod ring;
mod shared;
mod timer;

use core::panic::PanicInfo;
use core::sync::atomic::AtomicU32;
use mpf_port_support::cortex_m::{faulted, reset, unmask, wait_for_interrupt};
use mpf_port_support::port::{Fault, PinMode, Port};
use mpf_port_support::{export_port, fault, input, register};
use rp2040_hal::clocks::init_clocks_and_plls;
use rp2040_hal::pac::Peripherals;
use rp2040_hal::watchdog::Watchdog;

/// Of the crystal beside the chip, in Hz. USB works with this one only.
const CRYSTAL: u32 = 12_000_000;
/// Registers that are free for programs (section 4.7.6): a mark that the program has ended, and its exit status.
const SCRATCH0: usize = 0x4005_800c;
const SCRATCH1: usize = 0x4005_8010;
/// "MPFX".
const ENDED: u32 = 0x4d50_4658;
/// Interrupt lines (section 2.3.2).
const TIMER_LINE: u32 = 0;
const USB_LINE: u32 = 5;

/// The first 256 bytes of flash: the ROM copies them to RAM, checks their CRC and runs them; they set flash up for fast
/// execution in place (section 2.8.1).
#[unsafe(link_section = ".boot2")]
#[used]
static BOOT2: [u8; 256] = rp2040_boot2::BOOT_LOADER_W25Q080;

struct Rp2040;
export_port!(Rp2040);

impl Port for Rp2040 {
    fn console_write(bytes: &[u8]) {
        console::write(bytes);
    }

    fn console_read() -> Option<u8> {
        console::read()
    }

    fn exit(status: i32) -> ! {
        console::drain();
        register::write(SCRATCH1, status as u32);
        register::write(SCRATCH0, ENDED);
        loop {
            wait_for_interrupt();
        }
    }

    fn fault(kind: Fault, place: u32, detail: u32) -> ! {
        fault::report::<Rp2040>(kind, place, detail)
    }

    fn ticks_us() -> u64 {
        timer::now()
    }

    fn wait_until_us(deadline: u64) {
        timer::wait_until(deadline);
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

    fn listen(word: Option<&'static AtomicU32>) {
        input::listen(word, console::service);
    }

    fn frequency() -> u32 {
        // What `init_clocks_and_plls` sets up.
        125_000_000
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
    // SAFETY: runs once, before anything else uses a peripheral.
    let mut chip = unsafe { Peripherals::steal() };
    let mut watchdog = Watchdog::new(chip.WATCHDOG);
    let clocks = init_clocks_and_plls(
        CRYSTAL,
        chip.XOSC,
        chip.CLOCKS,
        chip.PLL_SYS,
        chip.PLL_USB,
        &mut chip.RESETS,
        &mut watchdog,
    );
    timer::start(&mut chip.RESETS);
    gpio::start(&mut chip.RESETS);
    unmask(TIMER_LINE);
    // Without its clock there is no console, but a program that only moves pins still runs.
    if let Ok(clocks) = clocks {
        console::start(
            chip.USBCTRL_REGS,
            chip.USBCTRL_DPRAM,
            clocks.usb_clock,
            &mut chip.RESETS,
        );
        unmask(USB_LINE);
    }
    Rp2040::exit(mpf_main())
}

extern "C" fn unexpected() {
    fault::report::<Rp2040>(Fault::Unexpected, 0, register::read(0xe000_ed04) & 0x1ff)
}

/// Vectors of SysTick (not used) and of the interrupt lines.
#[unsafe(no_mangle)]
#[unsafe(link_section = ".vectors.interrupts")]
#[used]
static mpf_interrupts: [extern "C" fn(); 7] = [
    unexpected,
    timer::reached,
    unexpected,
    unexpected,
    unexpected,
    unexpected,
    console::service,
];

/// Called by the fault entry, which has switched to a fresh stack.
#[unsafe(no_mangle)]
extern "C" fn mpf_port_faulted(stack: u32, bottom: u32, end: u32) -> ! {
    faulted::<Rp2040>(stack, bottom, end, false)
}

#[panic_handler]
fn panic(_: &PanicInfo) -> ! {
    fault::report::<Rp2040>(Fault::Panic, 0, 0)
}
