//! Makes `core-<target>.a`: the runtime and everything that a frozen object may refer to.
//!
//! Nothing is added but what a static library needs: the handler of a panic, which is always a defect of the runtime;
//! and the symbol by which the linker sees that object and archive agree on bytecode and layout.
//! What an image does not reach is dropped by the linker, so all of the runtime is in the archive.
#![no_std]

extern crate mpf_core;

mod memory;

// `mpf_abi_<layout version>_<hash>`: the frozen object refers to it. Its section takes no room in the image.
core::arch::global_asm!(
    r#"
    .section .rodata.mpf_abi, "a"
    .globl mpf_abi_{version}_{hash}
mpf_abi_{version}_{hash}:
    .size mpf_abi_{version}_{hash}, 0
    "#,
    version = const mpf_bytecode::LAYOUT_VERSION,
    hash = const mpf_bytecode::abi_hash(),
);

#[panic_handler]
fn panic(_: &core::panic::PanicInfo) -> ! {
    mpf_core::port::fault(mpf_core::port::Fault::Panic, 0, 0)
}
