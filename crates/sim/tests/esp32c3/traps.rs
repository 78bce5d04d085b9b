//! Traps, interrupts, modes, control and status registers, and what the emulator refuses to guess.

use crate::asm::{A0, A1, A2, Asm, RA, T0, T2, ZERO};
use crate::{CODE, bare, quiet, run};
use mpf_sim::esp32c3::{Esp32c3, Fault, FaultKind, Options, Stop, UNITS_PER_US};

const MSTATUS: u32 = 0x300;
const MTVEC: u32 = 0x305;
const MEPC: u32 = 0x341;
const MCAUSE: u32 = 0x342;
const MTVAL: u32 = 0x343;

/// Where the trap table of these programs is, behind the code.
const TABLE: u32 = 0x400;

/// A program whose exceptions end it with the cause in A2 after leaving `mtval` in A1 and `mepc` in T2.
fn with_handler(body: impl Fn(&mut Asm) -> &mut Asm) -> Esp32c3 {
    let mut asm = Asm::new();
    asm.li(A0, CODE + TABLE).csr(1, ZERO, MTVEC, A0);
    body(&mut asm);
    asm.pad_to(TABLE);
    asm.csr(2, A2, MCAUSE, ZERO)
        .csr(2, A1, MTVAL, ZERO)
        .csr(2, T2, MEPC, ZERO)
        .stop();
    let mut chip = bare(&asm, quiet());
    chip.run(1000 * UNITS_PER_US);
    chip
}

#[track_caller]
fn traps(body: impl Fn(&mut Asm) -> &mut Asm, cause: u32, value: u32) {
    let chip = with_handler(body);
    assert_eq!((chip.register(12), chip.register(11)), (cause, value));
}

#[test]
fn exceptions() {
    // Twelve bytes of set-up come first.
    let at = CODE + 12;
    traps(|asm| asm.half(0), 2, 0);
    traps(|asm| asm.word(0xffff_ffff), 2, 0xffff_ffff);
    traps(|asm| asm.word(0x0010_0073), 3, at);
    traps(|asm| asm.half(0x9002), 3, at);
    traps(|asm| asm.load(2, A0, ZERO, 16), 5, 16);
    traps(|asm| asm.store(2, A0, ZERO, 16), 7, 16);
    traps(|asm| asm.word(0x73), 11, 0);
    // No code is where data is, and nothing is at zero.
    traps(|asm| asm.jalr(RA, ZERO, 0), 1, 0);
    traps(
        |asm| asm.li(A0, 0x3fc8_0000).jalr(RA, A0, 0),
        1,
        0x3fc8_0000,
    );
    // Flash and ROM cannot be written, unmapped flash cannot be read.
    traps(
        |asm| asm.li(A0, 0x4000_0000).store(2, A0, A0, 0),
        7,
        0x4000_0000,
    );
    traps(
        |asm| asm.li(A0, 0x4200_0000).load(2, A0, A0, 0),
        5,
        0x4200_0000,
    );
    // A register that does not exist, and one that cannot be written.
    traps(|asm| asm.csr(2, A0, 0x344, ZERO), 2, 0);
    traps(|asm| asm.csr(1, A0, 0xf14, A0), 2, 0);
    let chip = with_handler(|asm| asm.word(0x73));
    assert_eq!(chip.register(7), at);
}

#[test]
fn user_mode() {
    // Into user mode, which may not return from traps nor touch the machine's registers.
    let user = |asm: &mut Asm| {
        asm.li(A1, 0x1800).csr(3, ZERO, MSTATUS, A1);
        asm.auipc(A0, 0)
            .addi(A0, A0, 16)
            .csr(1, ZERO, MEPC, A0)
            .mret();
    };
    traps(
        |asm| {
            user(asm);
            asm.word(0x73)
        },
        8,
        0,
    );
    traps(
        |asm| {
            user(asm);
            asm.csr(2, A0, MSTATUS, ZERO)
        },
        2,
        0,
    );
    traps(
        |asm| {
            user(asm);
            asm.mret()
        },
        2,
        0,
    );
}

#[test]
fn interrupts_are_vectored_by_line_and_ordered_by_priority() {
    let mut asm = Asm::new();
    asm.li(A0, CODE + TABLE).csr(1, ZERO, MTVEC, A0);
    // Software interrupts 0 and 1 on lines 3 and 5; line 5 has the higher priority.
    asm.poke(0x600c_2000 + 4 * 50, 3)
        .poke(0x600c_2000 + 4 * 51, 5)
        .poke(0x600c_2114 + 4 * 3, 1)
        .poke(0x600c_2114 + 4 * 5, 2)
        .poke(0x600c_2104, 1 << 3 | 1 << 5)
        .poke(0x600c_0028, 1)
        .poke(0x600c_002c, 1)
        .csr(6, ZERO, MSTATUS, 8)
        .addi(A2, ZERO, 99)
        .stop();
    asm.pad_to(TABLE + 4 * 3).jal(ZERO, 0x100 - 4 * 3);
    asm.pad_to(TABLE + 4 * 5).jal(ZERO, 0x140 - 4 * 5);
    // Line 3: the second one.
    asm.pad_to(TABLE + 0x100)
        .op_imm(1, A2, A2, 8)
        .addi(A2, A2, 3);
    asm.poke(0x600c_0028, 0).stop();
    // Line 5: the first one, with interrupts off; then back, and the other comes.
    asm.pad_to(TABLE + 0x140)
        .addi(A2, ZERO, 5)
        .csr(2, A1, MSTATUS, ZERO);
    asm.csr(2, T2, MCAUSE, ZERO).poke(0x600c_002c, 0).mret();
    let (chip, _) = run(&asm);
    assert_eq!(chip.register(12), 5 << 8 | 3);
    assert_eq!(chip.register(7), 1 << 31 | 5);
    assert_eq!(chip.register(11) & 0x88, 0x80);
}

#[test]
fn a_threshold_masks_lower_lines_and_a_masked_one_still_wakes() {
    let mut asm = Asm::new();
    asm.poke(0x600c_2000 + 4 * 50, 3)
        .poke(0x600c_2114 + 4 * 3, 1)
        .poke(0x600c_2194, 2)
        .poke(0x600c_2104, 1 << 3)
        .csr(6, ZERO, MSTATUS, 8)
        .poke(0x600c_0028, 1)
        .wfi()
        .addi(A2, ZERO, 4)
        .exit();
    assert_eq!(run(&asm).1, Stop::Exit(4));
}

#[test]
fn waiting_for_nothing_is_told() {
    let mut asm = Asm::new();
    // Super watchdog off, or it would end the wait.
    asm.poke(0x6000_80b0, 0x8f1d_312a)
        .poke(0x6000_80ac, 1 << 30)
        .wfi()
        .stop();
    assert_eq!(run(&asm).1, Stop::Idle);
}

#[test]
fn the_counter_counts_instructions_or_cycles() {
    let mut asm = Asm::new();
    asm.csr(5, ZERO, 0x7e0, 2)
        .csr(1, ZERO, 0x7e2, ZERO)
        .half(1)
        .half(1)
        .half(1)
        .csr(2, A2, 0x7e2, ZERO)
        .csr(5, ZERO, 0x7e1, 0)
        .half(1)
        .csr(2, A1, 0x7e2, ZERO)
        .csr(2, A0, 0x7e2, ZERO)
        .stop();
    let (chip, _) = run(&asm);
    assert_eq!(chip.register(12), 4);
    assert_eq!(chip.register(10), chip.register(11));
}

#[test]
fn changed_code_is_decoded_again() {
    let mut asm = Asm::new();
    // Twice through `addi a2, a2, 1`, which is made `addi a2, a2, 16` in between.
    asm.addi(A2, ZERO, 0).li(A1, 0x0106_0613).auipc(T0, 0);
    asm.addi(A2, A2, 1);
    asm.branch(4, A2, A1, 8).jal(ZERO, 16);
    asm.store(2, A1, T0, 4)
        .addi(A1, ZERO, 10)
        .branch(5, A1, A2, -20)
        .exit();
    assert_eq!(run(&asm).1, Stop::Exit(17));
}

/// A program that does something undefined, and what the emulator says.
#[track_caller]
fn faults(body: impl Fn(&mut Asm) -> &mut Asm, kind: FaultKind, address: u32) {
    let mut asm = Asm::new();
    body(&mut asm);
    let at = asm.len() - 4;
    asm.stop();
    let stop = Stop::Fault(Fault {
        kind,
        pc: CODE + at,
        address,
    });
    assert_eq!(run(&asm).1, stop);
}

#[test]
fn what_is_not_defined_ends_the_run() {
    faults(
        |asm| asm.li(A0, 0x3fc8_0001).load(2, A1, A0, 0),
        FaultKind::Misaligned,
        0x3fc8_0001,
    );
    faults(
        |asm| asm.li(A0, 0x3fc8_0003).store(1, A1, A0, 0),
        FaultKind::Misaligned,
        0x3fc8_0003,
    );
    // The pulse counters' place in other chips of the family; the radio.
    faults(
        |asm| asm.peek(A1, 0x6001_7000),
        FaultKind::UnmodelledRead,
        0x6001_7000,
    );
    faults(
        |asm| asm.li(A0, 0x6003_3000).store(2, A1, A0, 0),
        FaultKind::UnmodelledWrite,
        0x6003_3000,
    );
    // A byte of a register that does something.
    faults(
        |asm| asm.li(A0, 0x6000_4008).store(0, A1, A0, 0),
        FaultKind::UnmodelledWrite,
        0x6000_4008,
    );
}

#[test]
fn tests_may_allow_it() {
    let mut asm = Asm::new();
    asm.li(A0, 0x3fc8_0001).li(A2, 0x1234).store(2, A2, A0, 0);
    asm.load(2, A2, A0, 0).peek(A1, 0x6001_7000).exit();
    let options = Options {
        misaligned: true,
        unmodelled: true,
        ..quiet()
    };
    assert_eq!(bare(&asm, options).run(100_000), Stop::Exit(0x34));
}

#[test]
fn without_a_debugger_the_mark_is_a_breakpoint() {
    let mut asm = Asm::new();
    asm.li(A0, CODE + TABLE).csr(1, ZERO, MTVEC, A0).exit();
    asm.pad_to(TABLE).csr(2, A2, MCAUSE, ZERO).stop();
    let mut chip = bare(
        &asm,
        Options {
            semihosting: false,
            ..quiet()
        },
    );
    assert_eq!(chip.run(100_000), Stop::Time);
    assert_eq!(chip.register(12), 3);
    // And programs can see that there is none.
    for (semihosting, seen) in [(true, 2), (false, 0)] {
        let mut asm = Asm::new();
        asm.peek(A2, 0x600c_e098).stop();
        let mut chip = bare(
            &asm,
            Options {
                semihosting,
                ..quiet()
            },
        );
        chip.run(10_000);
        assert_eq!(chip.register(12), seen);
    }
}
