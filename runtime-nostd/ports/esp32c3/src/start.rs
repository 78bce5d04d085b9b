//! Start-up of the ESP32-C3, in assembly because there is no stack yet, and what the boot loader reads before it: the
//! description of the program. The only file of this port that touches CPU registers.
//!
//! The second-stage boot loader has filled `.data`, mapped flash, set the PLL up and made memory outside of the chip's
//! regions off limits; it runs the processor at 80 MHz with a watchdog that is about to bite.

// `_start` counts executed instructions from here on (registers 0x7e0 to 0x7e2: what is counted, whether, how many).
// Interrupts stay off: `wfi` wakes up anyway. The vector table must begin at a multiple of 256 bytes.
core::arch::global_asm!(
    r#"
    .section .init, "ax", @progbits
    .global _start
    .type _start, @function
_start:
    csrci mstatus, 8
    csrwi 0x7e0, 2
    csrwi 0x7e1, 1
    csrwi 0x7e2, 0
    la   sp, __stack_top
    la   t0, mpf_vectors
    addi t0, t0, 1
    csrw mtvec, t0

    la   t0, mpf_config
    lw   t0, 0(t0)
    andi t0, t0, 1
    beqz t0, 3f
    li   t2, 0xa5a5a5a5
    lla  t0, __region_ram_start
    lla  t1, __data_start
1:  bgeu t0, t1, 2f
    sw   t2, 0(t0)
    addi t0, t0, 4
    j    1b
2:  lla  t0, __data_end
    lla  t1, __region_ram_end
4:  bgeu t0, t1, 3f
    sw   t2, 0(t0)
    addi t0, t0, 4
    j    4b
3:  lla  t0, __bss_start
    lla  t1, __bss_end
5:  bgeu t0, t1, 6f
    sw   zero, 0(t0)
    addi t0, t0, 4
    j    5b
6:  call mpf_port_start
    .size _start, . - _start

    // Exceptions come to the first entry, interrupt n to entry n. Nothing enables interrupts, so one that comes is a fault.
    .section .text.mpf_vectors, "ax", @progbits
    .balign 256
    .type mpf_vectors, @function
mpf_vectors:
    .option push
    .option norvc
    .option norelax
    .rept 32
    j    mpf_trap_entry
    .endr
    .option pop
    // The stack may be what is broken, so the handler starts on a fresh one.
mpf_trap_entry:
    mv   a3, sp
    la   sp, __stack_top
    csrr a0, mcause
    csrr a1, mepc
    csrr a2, mtval
    call mpf_port_faulted
    .size mpf_vectors, . - mpf_vectors
"#
);

/// Longest text in the description.
const TEXT: usize = 32;

/// What the boot loader and Espressif's tools read about a program.
#[repr(C)]
struct Description {
    magic: u32,
    secure_version: u32,
    reserved: [u32; 2],
    version: [u8; TEXT],
    name: [u8; TEXT],
    time: [u8; 16],
    date: [u8; 16],
    framework: [u8; TEXT],
    /// Hash of the executable; filled in when the image is made.
    hash: [u8; 32],
    /// Revisions of the chip's fuses that the program knows: all.
    fuses_from: u16,
    fuses_to: u16,
    /// Logarithm of the size of a page of flash.
    page: u8,
    reserved_end: [u8; 3 + 4 * 18],
}

const fn text(words: &str) -> [u8; TEXT] {
    let (mut out, mut i) = ([0; TEXT], 0);
    while i < words.len() {
        out[i] = words.as_bytes()[i];
        i += 1;
    }
    out
}

#[used]
#[unsafe(link_section = ".flash.appdesc")]
static DESCRIPTION: Description = Description {
    magic: 0xabcd_5432,
    secure_version: 0,
    reserved: [0; 2],
    version: text(env!("CARGO_PKG_VERSION")),
    name: text("app"),
    time: [0; 16],
    date: [0; 16],
    framework: text("mpfreeze"),
    hash: [0; 32],
    fuses_from: 0,
    fuses_to: u16::MAX,
    page: 16,
    reserved_end: [0; 3 + 4 * 18],
};

unsafe extern "C" {
    static __stack_bottom: u8;
}

/// Lowest address of the native stack.
pub fn stack_bottom() -> u32 {
    &raw const __stack_bottom as u32
}

/// Sleeps until an interrupt is pending.
pub fn wait_for_interrupt() {
    // SAFETY: no effect on memory or registers.
    unsafe { core::arch::asm!("wfi", options(nomem, nostack, preserves_flags)) }
}

/// Executed instructions since the entry. The chip counts 32 bits.
pub fn instructions() -> u32 {
    let count: u32;
    // SAFETY: the read has no effect besides its result.
    unsafe { core::arch::asm!("csrr {0}, 0x7e2", out(reg) count, options(nomem, nostack)) }
    count
}
