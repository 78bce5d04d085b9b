//! `memcpy` and `memmove` as one short routine for each instruction set. The ones of `compiler_builtins` are several times
//! as long, and every image has them. They are weak symbols, so these win.
//!
//! Words where both ends allow it, else bytes. Thumb-2 cores read and write words at any address.

#[cfg(target_arch = "arm")]
core::arch::global_asm!(
    r#"
    .section .text.memmove, "ax"
    .syntax unified
    .thumb_func
    .globl memmove, memcpy, __aeabi_memmove, __aeabi_memmove4, __aeabi_memmove8
    .globl __aeabi_memcpy, __aeabi_memcpy4, __aeabi_memcpy8
    .type memmove, %function
    .type memcpy, %function
    .type __aeabi_memmove, %function
    .type __aeabi_memmove4, %function
    .type __aeabi_memmove8, %function
    .type __aeabi_memcpy, %function
    .type __aeabi_memcpy4, %function
    .type __aeabi_memcpy8, %function
memmove:
memcpy:
__aeabi_memmove:
__aeabi_memmove4:
__aeabi_memmove8:
__aeabi_memcpy:
__aeabi_memcpy4:
__aeabi_memcpy8:
    push {{r0, r4, r5, lr}}
    subs r3, r0, r1
    cmp r3, r2
    blo 5f
    // Upwards: bytes until the target is aligned, then words if the source is aligned too.
    lsls r3, r3, #30
    .if {any_address}
    .else
    bne 4f
    .endif
1:  lsls r3, r0, #30
    beq 2f
    subs r2, #1
    blo 9f
    ldrb r3, [r1]
    strb r3, [r0]
    adds r0, #1
    adds r1, #1
    b 1b
2:  subs r2, #12
    blo 3f
    .if {any_address}
    ldr r3, [r1]
    ldr r4, [r1, #4]
    ldr r5, [r1, #8]
    adds r1, #12
    .else
    ldm r1!, {{r3, r4, r5}}
    .endif
    stm r0!, {{r3, r4, r5}}
    b 2b
3:  adds r2, #12
4:  subs r2, #1
    blo 9f
    ldrb r3, [r1]
    strb r3, [r0]
    adds r0, #1
    adds r1, #1
    b 4b
    // Downwards; r0 and r1 stay.
5:  mov r4, r0
    orrs r4, r1
    orrs r4, r2
    lsls r4, r4, #30
    bne 7f
6:  subs r2, #4
    blo 9f
    ldr r3, [r1, r2]
    str r3, [r0, r2]
    b 6b
7:  subs r2, #1
    blo 9f
    ldrb r3, [r1, r2]
    strb r3, [r0, r2]
    b 7b
9:  pop {{r0, r4, r5, pc}}
    .size memmove, . - memmove
    .size memcpy, . - memcpy
    "#,
    any_address = const cfg!(target_feature = "thumb2") as u32,
);

#[cfg(target_arch = "riscv32")]
core::arch::global_asm!(
    r#"
    .section .text.memmove, "ax"
    .globl memmove, memcpy
    .type memmove, @function
    .type memcpy, @function
memmove:
memcpy:
    sub t0, a0, a1
    mv a3, a0
    bltu t0, a2, 5f
    // Upwards: bytes until the target is aligned, then words if the source is aligned too.
    andi t0, t0, 3
    bnez t0, 4f
1:  andi t0, a3, 3
    beqz t0, 2f
    beqz a2, 9f
    lbu t0, 0(a1)
    sb t0, 0(a3)
    addi a3, a3, 1
    addi a1, a1, 1
    addi a2, a2, -1
    j 1b
2:  sltiu t0, a2, 8
    bnez t0, 4f
    lw t0, 0(a1)
    lw t1, 4(a1)
    sw t0, 0(a3)
    sw t1, 4(a3)
    addi a3, a3, 8
    addi a1, a1, 8
    addi a2, a2, -8
    j 2b
4:  beqz a2, 9f
    lbu t0, 0(a1)
    sb t0, 0(a3)
    addi a3, a3, 1
    addi a1, a1, 1
    addi a2, a2, -1
    j 4b
    // Downwards from the ends.
5:  or t0, a0, a1
    or t0, t0, a2
    andi t0, t0, 3
    add a3, a0, a2
    add a1, a1, a2
    bnez t0, 7f
6:  beq a3, a0, 9f
    addi a1, a1, -4
    addi a3, a3, -4
    lw t0, 0(a1)
    sw t0, 0(a3)
    j 6b
7:  beq a3, a0, 9f
    addi a1, a1, -1
    addi a3, a3, -1
    lbu t0, 0(a1)
    sb t0, 0(a3)
    j 7b
9:  ret
    .size memmove, . - memmove
    .size memcpy, . - memcpy
    "#
);
