//! RISC-V code that relaxation changes in every way: near and far calls, branches across shortened code, alignment
//! behind it, upper immediates of small and middle values. `mpf_main` returns the number of checks that failed.
#![no_std]

#[path = "../../../../runtime-nostd/core/src/port.rs"]
mod port;

core::arch::global_asm!(
    r#"
    .section .text.probes, "ax", @progbits
    .global probe_near, probe_far, probe_align, probe_branch, probe_small, probe_middle, probe_large, probe_store
near_function:
    addi a0, a0, 1
    ret
probe_near:
    mv   t1, ra
    li   a0, 0
    call near_function
    call near_function
    jr   t1
probe_far:
    mv   t1, ra
    li   a0, 0
    call far_function
    jr   t1
probe_align:
    mv   t1, ra
    call near_function
    .balign 16
    auipc a0, 0
    call near_function
    .balign 32
    auipc a1, 0
    addi a0, a0, -1
    or   a0, a0, a1
    jr   t1
probe_branch:
    mv   t1, ra
    mv   t0, a0
    li   a0, 0
    beqz t0, 1f
    call near_function
    call near_function
    call near_function
1:  call near_function
    jr   t1
probe_small:
    lui  a1, %hi(absolute_small)
    addi a0, a1, %lo(absolute_small)
    ret
probe_middle:
    lui  a1, %hi(absolute_middle)
    addi a0, a1, %lo(absolute_middle)
    ret
probe_large:
    lui  a1, %hi(absolute_large)
    addi a0, a1, %lo(absolute_large)
    ret
probe_store:
    lui  a1, %hi(probe_word)
    sw   a0, %lo(probe_word)(a1)
    la   a2, probe_word
    lw   a0, 0(a2)
    ret

    .section .text.unused_filler, "ax", @progbits
    .global far_function
    .space 6000
far_function:
    addi a0, a0, 7
    ret

    .section .bss.probe_word, "aw", @nobits
    .balign 4
probe_word:
    .space 4
"#
);

unsafe extern "C" {
    safe fn probe_near() -> u32;
    safe fn probe_far() -> u32;
    safe fn probe_align() -> u32;
    safe fn probe_branch(value: u32) -> u32;
    safe fn probe_small() -> u32;
    safe fn probe_middle() -> u32;
    safe fn probe_large() -> u32;
    safe fn probe_store(value: u32) -> u32;
}

#[unsafe(no_mangle)]
extern "C" fn mpf_main() -> i32 {
    let checks = [
        probe_near() == 2,
        probe_far() == 7,
        probe_align() & 15 == 0,
        probe_branch(0) == 1,
        probe_branch(1) == 4,
        probe_small() == 0x7ff,
        probe_middle() == 0x1_0123,
        probe_large() == 0x1234_5fff,
        probe_store(99) == 99,
    ];
    let mut failed = 0;
    for good in checks {
        port::console_write(if good { b"." } else { b"!" });
        failed += i32::from(!good);
    }
    failed
}

#[panic_handler]
fn panic(_: &core::panic::PanicInfo) -> ! {
    port::fault(port::Fault::Panic, 0, 0)
}
