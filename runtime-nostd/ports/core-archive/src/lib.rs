//! Makes `core-<target>.a`: the runtime and everything that a frozen object may refer to.
//!
//! Nothing is added but what a static library needs: the handler of a panic, which is always a defect of the runtime.
//! What an image does not reach is dropped by the linker, so all of the runtime is in the archive.
#![no_std]

extern crate mpf_core;

#[panic_handler]
fn panic(_: &core::panic::PanicInfo) -> ! {
    mpf_core::port::fault(mpf_core::port::Fault::Panic, 0, 0)
}
