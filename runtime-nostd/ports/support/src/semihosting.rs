//! Semihosting: how a program tells the emulator its exit status. Without an emulator or debugger the breakpoint
//! faults; the port's fault handler then asks `exiting` and stops quietly.

use core::sync::atomic::{AtomicBool, Ordering};

static EXITING: AtomicBool = AtomicBool::new(false);

/// Whether the program has ended and only the breakpoint of `exit` is left.
pub fn exiting() -> bool {
    EXITING.load(Ordering::Relaxed)
}

/// Asks the emulator to stop with a status (SYS_EXIT_EXTENDED with "application exit").
pub fn exit(status: i32) {
    EXITING.store(true, Ordering::Relaxed);
    let block = [0x20026u32, status as u32];
    call(0x20, block.as_ptr() as usize);
}

#[cfg(target_arch = "arm")]
fn call(operation: usize, argument: usize) {
    // SAFETY: the debugger reads the argument block, which lives until the call returns, and may change r0.
    unsafe {
        core::arch::asm!("bkpt 0xab", inout("r0") operation => _, in("r1") argument);
    }
}

#[cfg(target_arch = "riscv32")]
fn call(operation: usize, argument: usize) {
    // SAFETY: as on Arm. The three instructions are the fixed semihosting mark, uncompressed and on one page.
    unsafe {
        core::arch::asm!(
            ".balign 16",
            ".option push",
            ".option norvc",
            "slli x0, x0, 0x1f",
            "ebreak",
            "srai x0, x0, 7",
            ".option pop",
            inout("a0") operation => _,
            in("a1") argument,
        );
    }
}

#[cfg(not(any(target_arch = "arm", target_arch = "riscv32")))]
fn call(_operation: usize, _argument: usize) {}
