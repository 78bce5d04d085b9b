//! Start-up of the RISC-V virt machine, in assembly because there is no stack and no data yet: memory protection, RAM,
//! then `mpf_main`. The only file of this port that touches CPU registers.

// Memory protection: entry 0 flash (read, execute), entry 1 RAM (all rights), entry 2 the rest of the machine's RAM
// (nothing), entry 3 everything else (devices, the reset code: all rights). The lock bit makes the entries hold in
// machine mode too. Addresses are in words; a NAPOT length of 2^n bytes is 2^(n-3) - 1 low ones.
// `_start` runs from the first byte of flash with no register set; interrupts are off. `take_interrupts` lets that of the
// console come, through an entry of its own; the timer's only ends sleeps.
core::arch::global_asm!(
    r#"
    .section .init, "ax", @progbits
    .global _start
    .type _start, @function
_start:
    la   sp, __stack_top
    la   t0, mpf_trap_entry
    csrw mtvec, t0
    lla  t0, __region_flash_start
    lla  t1, __region_flash_end
    sub  t1, t1, t0
    srli t0, t0, 2
    srli t1, t1, 3
    addi t1, t1, -1
    or   t0, t0, t1
    csrw pmpaddr0, t0
    lla  t0, __region_ram_start
    lla  t1, __region_ram_end
    sub  t1, t1, t0
    srli t0, t0, 2
    srli t1, t1, 3
    addi t1, t1, -1
    or   t0, t0, t1
    csrw pmpaddr1, t0
    li   t0, (0x80000000 >> 2) | ((0x08000000 >> 3) - 1)
    csrw pmpaddr2, t0
    li   t0, -1
    csrw pmpaddr3, t0
    li   t0, 0x9f989f9d
    csrw pmpcfg0, t0

    la   t0, mpf_config
    lw   t0, 0(t0)
    andi t0, t0, 1
    beqz t0, 2f
    lla  t0, __region_ram_start
    lla  t1, __region_ram_end
    li   t2, 0xa5a5a5a5
1:  sw   t2, 0(t0)
    addi t0, t0, 4
    bne  t0, t1, 1b
2:  lla  t0, __data_start
    lla  t1, __data_end
    lla  t2, __data_load
    beq  t0, t1, 4f
3:  lw   t3, 0(t2)
    sw   t3, 0(t0)
    addi t2, t2, 4
    addi t0, t0, 4
    bne  t0, t1, 3b
4:  lla  t0, __bss_start
    lla  t1, __bss_end
    beq  t0, t1, 6f
5:  sw   zero, 0(t0)
    addi t0, t0, 4
    bne  t0, t1, 5b
6:  call mpf_main
    call mpf_port_exit
    .size _start, . - _start

    // The stack may be what is broken, so the handler starts on a fresh one.
    .section .text.mpf_trap_entry, "ax", @progbits
    .balign 4
    .type mpf_trap_entry, @function
mpf_trap_entry:
    mv   a3, sp
    la   sp, __stack_top
    csrr a0, mcause
    csrr a1, mepc
    csrr a2, mtval
    call mpf_port_faulted
    .size mpf_trap_entry, . - mpf_trap_entry

    .section .text.mpf_interrupt_entry, "ax", @progbits
    .balign 4
    .type mpf_interrupt_entry, @function
mpf_interrupt_entry:
    csrw mscratch, t0
    csrr t0, mcause
    bltz t0, 1f
    j    mpf_trap_entry
1:  csrr t0, mscratch
    addi sp, sp, -64
    sw   ra, 0(sp)
    sw   t0, 4(sp)
    sw   t1, 8(sp)
    sw   t2, 12(sp)
    sw   t3, 16(sp)
    sw   t4, 20(sp)
    sw   t5, 24(sp)
    sw   t6, 28(sp)
    sw   a0, 32(sp)
    sw   a1, 36(sp)
    sw   a2, 40(sp)
    sw   a3, 44(sp)
    sw   a4, 48(sp)
    sw   a5, 52(sp)
    sw   a6, 56(sp)
    sw   a7, 60(sp)
    call mpf_port_interrupt
    lw   ra, 0(sp)
    lw   t0, 4(sp)
    lw   t1, 8(sp)
    lw   t2, 12(sp)
    lw   t3, 16(sp)
    lw   t4, 20(sp)
    lw   t5, 24(sp)
    lw   t6, 28(sp)
    lw   a0, 32(sp)
    lw   a1, 36(sp)
    lw   a2, 40(sp)
    lw   a3, 44(sp)
    lw   a4, 48(sp)
    lw   a5, 52(sp)
    lw   a6, 56(sp)
    lw   a7, 60(sp)
    addi sp, sp, 64
    mret
    .size mpf_interrupt_entry, . - mpf_interrupt_entry
"#
);

unsafe extern "C" {
    static __stack_bottom: u8;
}

/// Lowest address of the native stack.
pub fn stack_bottom() -> u32 {
    &raw const __stack_bottom as u32
}

/// Lets the interrupts of devices come.
pub fn take_interrupts() {
    // SAFETY: the entry keeps all registers, and handlers only touch what they share by atomics.
    unsafe {
        core::arch::asm!(
            "la {entry}, mpf_interrupt_entry", "csrw mtvec, {entry}", "csrw mie, {external}", "csrsi mstatus, 8",
            entry = out(reg) _, external = in(reg) 1 << 11, options(nostack),
        );
    }
}

/// Sleeps until the timer or a device raises an interrupt. Held back meanwhile, that of a device runs its handler now, and
/// the timer's never.
pub fn sleep() {
    // SAFETY: as above; the state of interrupts is put back.
    unsafe {
        core::arch::asm!(
            "csrrci {state}, mstatus, 8", "csrs mie, {timer}", "wfi", "csrc mie, {timer}",
            "andi {state}, {state}, 8", "csrs mstatus, {state}",
            state = out(reg) _, timer = in(reg) 1 << 7, options(nostack),
        );
    }
}

/// Sleeps until an interrupt is pending.
pub fn wait_for_interrupt() {
    // SAFETY: no effect on memory or registers.
    unsafe { core::arch::asm!("wfi", options(nomem, nostack, preserves_flags)) }
}

/// The counter of executed instructions.
pub fn instructions() -> u64 {
    loop {
        let (high, low, again): (u32, u32, u32);
        // SAFETY: the three reads have no effect besides their results.
        unsafe {
            core::arch::asm!(
                "csrr {0}, minstreth", "csrr {1}, minstret", "csrr {2}, minstreth",
                out(reg) high, out(reg) low, out(reg) again, options(nomem, nostack),
            );
        }
        if high == again {
            return u64::from(high) << 32 | u64::from(low);
        }
    }
}
