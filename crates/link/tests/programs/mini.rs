//! A stand-in for the runtime: a `mpf_main` that uses everything which start-up and linker promise, and says what it saw.
//! Compiled for each device target by the tests and linked with a frozen object that they make.
#![no_std]

#[path = "../../../../runtime-nostd/core/src/port.rs"]
mod port;

use core::sync::atomic::{AtomicU32, Ordering::Relaxed};
use port::{Fault, PinMode};

unsafe extern "C" {
    static __data_start: u32;
    static __bss_end: u32;
    static __heap_start: u8;
    static __heap_end: u8;
    static __mpf_data_start: u32;
    static __mpf_data_end: u32;
    /// From the frozen object: a ROM word, a pointer to a RAM word, a pointer to a function, an action.
    static mpf_entry: [u32; 4];
}

/// Flash, which start-up makes read-only; the core without a protection unit uses an address without memory.
#[cfg(target_arch = "riscv32")]
const FORBIDDEN: usize = 0x8000_1000;
#[cfg(all(target_arch = "arm", target_has_atomic = "32"))]
const FORBIDDEN: usize = 0x1000;
#[cfg(all(target_arch = "arm", not(target_has_atomic = "32")))]
const FORBIDDEN: usize = 0x3000_0000;

static DATA: AtomicU32 = AtomicU32::new(0x1234_5678);
static ZERO: AtomicU32 = AtomicU32::new(0);

fn say(text: &str) {
    port::console_write(text.as_bytes());
}

fn number(mut value: u32) {
    let mut text = [0u8; 10];
    let mut at = text.len();
    loop {
        at -= 1;
        text[at] = b'0' + (value % 10) as u8;
        value /= 10;
        if value == 0 {
            break;
        }
    }
    port::console_write(text.get(at..).unwrap_or_default());
}

fn check(name: &str, good: bool) {
    say(name);
    say(if good { " ok\n" } else { " WRONG\n" });
}

/// A builtin that the frozen object refers to.
#[unsafe(no_mangle)]
extern "C" fn mpf_test_triple(value: u32) -> u32 {
    value * 3
}

/// A builtin that nothing refers to: must not be in the image.
#[unsafe(no_mangle)]
extern "C" fn mpf_test_unused(value: u32) -> u32 {
    static TABLE: [u32; 64] = [7; 64];
    TABLE[value as usize & 63]
}

#[inline(never)]
fn recurse(depth: u32) -> u32 {
    let room = [depth; 16];
    let below = recurse(core::hint::black_box(depth + 1));
    // Looked at behind the call, or the compiler makes a loop of it.
    core::hint::black_box(&room)[(below & 15) as usize] ^ below
}

#[unsafe(no_mangle)]
extern "C" fn mpf_main() -> i32 {
    say("hello\n");
    check("data", DATA.load(Relaxed) == 0x1234_5678);
    check("bss", ZERO.load(Relaxed) == 0);
    DATA.store(1, Relaxed);
    // SAFETY: the linker defines the symbols, the test's object defines `mpf_entry` with valid pointers.
    unsafe {
        let heap = &raw const __heap_start as u32;
        let end = &raw const __heap_end as u32;
        check(
            "order",
            (&raw const __data_start as u32) < &raw const __bss_end as u32 && heap < end,
        );
        check(
            "poison",
            (heap as *const u32).read_volatile() == 0xa5a5_a5a5,
        );
        let mut sum = 0;
        let mut word = &raw const __mpf_data_start;
        while word != &raw const __mpf_data_end {
            sum += word.read();
            word = word.add(1);
        }
        say("frozen ");
        number(sum);
        let entry = (&raw const mpf_entry).read_volatile();
        say("\nrom ");
        number(entry[0]);
        say("\nram ");
        number((entry[1] as *const u32).read());
        let function: extern "C" fn(u32) -> u32 = core::mem::transmute(entry[2] as usize);
        say("\ncall ");
        number(function(14));
        say("\n");
        let before = port::ticks_us();
        port::wait_until_us(before + 20_000);
        let slept = port::ticks_us() - before;
        check("sleep", (20_000..21_000).contains(&slept));
        let start = port::instructions();
        for turn in 0..10_000u32 {
            core::hint::black_box(turn);
        }
        let counted = port::instructions() - start;
        check("instructions", (10_000..200_000).contains(&counted));
        check(
            "pin",
            port::pin_mode(3, PinMode::Output) && !port::pin_mode(77, PinMode::Output),
        );
        port::pin_write(3, true);
        let high = port::pin_read(3);
        port::pin_write(3, false);
        check("level", high && !port::pin_read(3));
        match entry[3] {
            1 => (FORBIDDEN as *mut u32).write_volatile(1),
            2 => return recurse(0) as i32,
            3 => port::fault(Fault::Image, 1, 2),
            4 => loop {
                if let Some(byte) = port::console_read() {
                    return i32::from(byte);
                }
            },
            5 => {
                // Long enough for every 32-bit timer to wrap around, some of them twice.
                let start = port::ticks_us();
                port::wait_until_us(start + 600_000_000);
                let slept = port::ticks_us() - start;
                check("wrap", (600_000_000..600_001_000).contains(&slept));
                port::wait_until_us(port::ticks_us() + 2_500_000);
                let slept = port::ticks_us() - start;
                check("again", (602_500_000..602_502_000).contains(&slept));
                port::wait_until_us(start);
                check("past", port::ticks_us() - start < 602_503_000);
            }
            _ => {}
        }
    }
    42
}

#[panic_handler]
fn panic(_: &core::panic::PanicInfo) -> ! {
    port::fault(Fault::Panic, 0, 0)
}
