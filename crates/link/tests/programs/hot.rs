//! Code that runs in RAM and calls code in flash, and back: more than a branch instruction reaches.
#![no_std]

#[path = "../../../../runtime-nostd/core/src/port.rs"]
mod port;

#[inline(never)]
#[unsafe(link_section = ".hot.outer")]
fn in_ram(value: u32) -> u32 {
    in_flash(value).wrapping_add(in_flash(value + 1)) ^ 1
}

#[inline(never)]
#[unsafe(no_mangle)]
extern "C" fn in_flash(value: u32) -> u32 {
    port::console_write(b"flash ");
    value * 10
}

#[unsafe(no_mangle)]
extern "C" fn mpf_main() -> i32 {
    in_ram(core::hint::black_box(2)) as i32
}

#[panic_handler]
fn panic(_: &core::panic::PanicInfo) -> ! {
    port::fault(port::Fault::Panic, 0, 0)
}
