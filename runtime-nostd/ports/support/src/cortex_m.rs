//! Cortex-M start-up and faults: vector table, RAM preparation, the handler behind every fault.
//!
//! The port supplies `mpf_interrupts`, the vectors of SysTick and of the interrupt lines, in a section `.vectors.interrupts`,
//! and `mpf_port_start`, which sets the hardware up, runs `mpf_main` and never returns.

use crate::port::{Fault, Port};
use crate::{fault, register, semihosting};

// Written for the smallest core (no IT blocks, no 32-bit moves). r4 to r7 are free here: nobody called us.
core::arch::global_asm!(
    r#"
    .syntax unified
    .thumb

    .section .vectors, "a", %progbits
    .balign 4
    .word __stack_top
    .word _start
    .word mpf_fault_entry          // NMI
    .word mpf_fault_entry          // hard fault
    .word mpf_fault_entry          // memory, bus and usage faults, where the core has them
    .word mpf_fault_entry
    .word mpf_fault_entry
    .word 0, 0, 0, 0
    .word mpf_fault_entry          // SVCall
    .word mpf_fault_entry          // debug monitor
    .word 0
    .word mpf_fault_entry          // PendSV, and from SysTick on the port's own table
    .reloc ., R_ARM_NONE, mpf_interrupts

    .section .text._start, "ax", %progbits
    .global _start
    .type _start, %function
    .thumb_func
_start:
    ldr  r0, =mpf_config
    ldr  r0, [r0]
    movs r1, #1
    tst  r0, r1
    beq  2f
    ldr  r0, =__region_ram_start
    ldr  r1, =__region_ram_end
    ldr  r2, =0xa5a5a5a5
1:  stmia r0!, {{r2}}
    cmp  r0, r1
    bne  1b
2:  ldr  r0, =__data_start
    ldr  r1, =__data_end
    ldr  r2, =__data_load
    b    4f
3:  ldmia r2!, {{r3}}
    stmia r0!, {{r3}}
4:  cmp  r0, r1
    bne  3b
    ldr  r0, =__bss_start
    ldr  r1, =__bss_end
    movs r2, #0
    b    6f
5:  stmia r0!, {{r2}}
6:  cmp  r0, r1
    bne  5b
    bl   mpf_port_start
    .pool
    .size _start, . - _start

    // The stack may be what is broken, so the handler starts on a fresh one. r0 = old stack pointer.
    .section .text.mpf_fault_entry, "ax", %progbits
    .global mpf_fault_entry
    .type mpf_fault_entry, %function
    .thumb_func
mpf_fault_entry:
    mrs  r0, msp
    ldr  r1, =__stack_top
    mov  sp, r1
    ldr  r1, =__stack_bottom
    ldr  r2, =__region_ram_end
    bl   mpf_port_faulted
    .pool
    .size mpf_fault_entry, . - mpf_fault_entry
"#
);

const ICSR: usize = 0xe000_ed04;
const CFSR: usize = 0xe000_ed28;
const MMFAR: usize = 0xe000_ed34;
const BFAR: usize = 0xe000_ed38;

/// Sorts a fault out; called by the port's `mpf_port_faulted` with the stack pointer at the fault and the bounds of
/// RAM that the native stack may be in. `core_has_status`: the core has fault status registers (not on Cortex-M0).
pub fn faulted<P: Port>(stack: u32, bottom: u32, end: u32, core_has_status: bool) -> ! {
    if semihosting::exiting() {
        // The breakpoint of `exit` without a debugger: the program is over.
        loop {
            wait_for_interrupt();
        }
    }
    // The frame that the processor pushed: r0-r3, r12, lr, pc, xPSR.
    let framed = stack >= bottom && stack <= end - 32 && stack & 3 == 0;
    let (pc, link) = match framed {
        true => (
            register::read(stack as usize + 24),
            register::read(stack as usize + 20),
        ),
        false => (0, 0),
    };
    let exception = register::read(ICSR) & 0x1ff;
    let status = if core_has_status {
        register::read(CFSR)
    } else {
        0
    };
    let kind = if !framed {
        Fault::StackOverflow
    } else if exception != 3 && !(4..=6).contains(&exception) {
        Fault::Unexpected
    } else if status & 0xffff_0000 != 0 && status & 0x0100_0000 == 0 {
        Fault::Instruction
    } else {
        Fault::Memory
    };
    // Where the address of a bad access is known, it says more than the return address.
    let detail = match status & 0x8080 {
        0 => link,
        0x80 => register::read(MMFAR),
        _ => register::read(BFAR),
    };
    fault::report::<P>(kind, pc, detail)
}

/// Sleeps until an interrupt is pending, whether or not interrupts are enabled.
#[inline(always)]
pub fn wait_for_interrupt() {
    // SAFETY: no effect on memory or registers.
    unsafe { core::arch::asm!("wfi", options(nomem, nostack, preserves_flags)) }
}

/// Keeps interrupts pending instead of running their handlers.
#[inline(always)]
pub fn disable_interrupts() {
    // SAFETY: handlers of ports only count; delaying them is always allowed. Orders memory accesses.
    unsafe { core::arch::asm!("cpsid i", options(nostack, preserves_flags)) }
}

#[inline(always)]
pub fn enable_interrupts() {
    // SAFETY: as above.
    unsafe { core::arch::asm!("cpsie i", options(nostack, preserves_flags)) }
}

/// Lets an interrupt line through the interrupt controller.
pub fn unmask(line: u32) {
    let word = (line / 32 * 4) as usize;
    register::write(0xe000_e100 + word, 1 << (line % 32));
}

/// Forgets that an interrupt line was raised.
pub fn clear_pending(line: u32) {
    register::write(0xe000_e280, 1 << line);
}

/// Starts the chip again.
pub fn reset() -> ! {
    register::write(0xe000_ed0c, 0x05fa_0004);
    loop {
        wait_for_interrupt();
    }
}
