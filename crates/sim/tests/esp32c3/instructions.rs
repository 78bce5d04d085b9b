//! Every instruction against QEMU: the same long program of random instructions runs in both, and writes its registers into
//! a log after every few instructions.
//!
//! Some registers have fixed jobs, because their values differ between the two machines: `x2` and `x9` point to the middle of a
//! scratch area (short loads and stores use them), `x30` to its start, `x31` to the code, `x28` to the log; `x29` is spare.
//! Values that depend on the program's address are made relative to `x31` at once.

use crate::asm::{A0, A1, Asm};
use crate::{CODE, quiet};
use mpf_sim::esp32c3::{Esp32c3, Stop, UNITS_PER_US};
use std::process::Command;

const LOG: u32 = 0x3_0000;
const LOG_SIZE: u32 = 0x1_8000;
const SCRATCH: u32 = 0x5_0000;
const FIXED: [u32; 6] = [2, 9, 28, 29, 30, 31];
const INTERVAL: usize = 16;

/// A generator of repeatable random numbers.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u32 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 16) as u32
    }

    fn below(&mut self, end: u32) -> u32 {
        self.next() % end
    }

    /// A register whose value is the same on both machines.
    fn register(&mut self) -> u32 {
        loop {
            let n = self.below(32);
            if !FIXED.contains(&n) {
                return n;
            }
        }
    }

    /// One of x8 to x15, without the fixed ones.
    fn short(&mut self) -> u32 {
        match self.below(8) + 8 {
            9 => 8,
            n => n,
        }
    }

    fn imm(&mut self) -> i32 {
        (self.next() << 20) as i32 >> 20
    }
}

/// The register that a full-size instruction may change; not `x0`, because some forms look at the result.
fn target(r: &mut Random) -> u32 {
    r.register().max(1)
}

/// One random instruction, with whatever makes its result the same on both machines.
fn step(asm: &mut Asm, r: &mut Random) {
    let (rd, rs1, rs2) = (r.register(), r.register(), r.register());
    let (low, high) = (r.short() - 8, r.short() - 8);
    match r.below(44) {
        0..6 => {
            let forms = [
                (0, 0),
                (0x20, 0),
                (0, 1),
                (0, 2),
                (0, 3),
                (0, 4),
                (0, 5),
                (0x20, 5),
                (0, 6),
                (0, 7),
            ];
            let (funct7, funct3) = forms[r.below(10) as usize];
            asm.op(funct7, funct3, rd, rs1, rs2);
        }
        6..10 => {
            let funct3 = r.below(8);
            asm.op(1, funct3, rd, rs1, rs2);
        }
        10..14 => {
            let (funct3, imm) = ([0, 2, 3, 4, 6, 7][r.below(6) as usize], r.imm());
            asm.op_imm(funct3, rd, rs1, imm);
        }
        14..16 => {
            let amount = r.below(32) as i32;
            match r.below(3) {
                0 => asm.op_imm(1, rd, rs1, amount),
                1 => asm.op_imm(5, rd, rs1, amount),
                _ => asm.op_imm(5, rd, rs1, amount | 0x400),
            };
        }
        16 => {
            let value = r.next();
            asm.lui(rd, value);
        }
        17 => {
            let (rd, value) = (target(r), r.next());
            asm.auipc(rd, value).op(0x20, 0, rd, rd, 31);
        }
        // Values on which arithmetic has edges.
        18 => {
            let value =
                [0, 1, u32::MAX, 0x8000_0000, 0x7fff_ffff, 0x8000_0001][r.below(6) as usize];
            asm.li(target(r), value);
        }
        19..22 => {
            let funct3 = [0, 1, 2, 4, 5][r.below(5) as usize];
            let offset = r.imm() & !3 | if funct3 & 3 == 0 { 3 } else { 0 };
            asm.load(funct3, rd, 2, offset.clamp(-1024, 1020));
        }
        22..24 => {
            let funct3 = r.below(3);
            let offset = (r.imm() & !3).clamp(-1024, 1020) + if funct3 == 1 { 2 } else { 0 };
            asm.store(funct3, rs1, 2, offset);
        }
        // A branch, taken or not, over one instruction.
        24..27 => {
            let funct3 = [0, 1, 4, 5, 6, 7][r.below(6) as usize];
            let (rd, imm) = (r.register(), r.imm());
            asm.branch(funct3, rs1, rs2, 8).addi(rd, rs1, imm);
        }
        27 => {
            let rd = target(r);
            asm.jal(rd, 8).addi(rd, 0, 1).op(0x20, 0, rd, rd, 31);
        }
        28 => {
            let rd = target(r);
            asm.auipc(29, 0)
                .jalr(rd, 29, 13)
                .addi(rd, 0, 2)
                .op(0x20, 0, rd, rd, 31);
        }
        n => compressed(asm, r, n - 29, (rd.max(1), rs2.max(1)), (low, high)),
    }
}

/// One random compressed instruction of form `n` (0 to 14).
fn compressed(
    asm: &mut Asm,
    r: &mut Random,
    n: u32,
    (rd, rs2): (u32, u32),
    (low, high): (u32, u32),
) {
    let six = r.below(64);
    let imm6 = (six >> 5) << 12 | (six & 31) << 2;
    // At least 4, so that immediates that must not be zero are not.
    let some = six | 4;
    let some6 = (some >> 5) << 12 | (some & 31) << 2;
    let half = |value: u32| value as u16;
    match n {
        // c.addi4spn
        0 => {
            asm.half(half(some6 >> 2 << 5 & 0x1fe0 | low << 2))
                .op(0x20, 0, low + 8, low + 8, 30);
        }
        // c.lw, c.sw with x9
        1 => {
            asm.half(half(
                0x4000 | r.below(8) << 10 | r.below(4) << 5 | 1 << 7 | low << 2,
            ));
        }
        2 => {
            asm.half(half(
                0xc000 | r.below(8) << 10 | r.below(4) << 5 | 1 << 7 | low << 2,
            ));
        }
        // c.addi, c.li, c.lui (not x2)
        3 => {
            asm.half(half(0x0001 | imm6 | rd << 7));
        }
        4 => {
            asm.half(half(0x4001 | imm6 | rd << 7));
        }
        5 => {
            asm.half(half(0x6001 | some6 | rd << 7));
        }
        // c.addi16sp, undone
        6 => {
            asm.half(half(0x6101 | some6)).op(0x20, 0, 29, 2, 30);
            asm.op(0, 0, A0, 29, 0).addi(2, 30, 1024);
        }
        // c.srli, c.srai, c.andi
        7 => {
            let shift = r.below(31) + 1;
            asm.half(half(0x8001 | r.below(2) << 10 | high << 7 | shift << 2));
        }
        8 => {
            asm.half(half(0x8801 | imm6 | high << 7));
        }
        // c.sub, c.xor, c.or, c.and
        9 => {
            asm.half(half(0x8c01 | high << 7 | r.below(4) << 5 | low << 2));
        }
        // c.j, c.jal over one instruction
        10 => {
            asm.half(0xa019).addi(rd, rs2, 1);
        }
        11 => {
            asm.half(0x2019).addi(rd, rs2, 1).op(0x20, 0, 1, 1, 31);
        }
        // c.beqz, c.bnez over one instruction
        12 => {
            asm.half(half(0xc001 | r.below(2) << 13 | high << 7 | 3 << 3))
                .addi(rd, rs2, 5);
        }
        // c.slli, c.mv, c.add
        13 => {
            let shift = r.below(31) + 1;
            asm.half(half(0x0002 | rd << 7 | shift << 2));
            asm.half(half(0x8002 | r.below(2) << 12 | rd << 7 | rs2 << 2));
        }
        // c.lwsp, c.swsp, c.jr, c.jalr
        _ => {
            asm.half(half(0x4002 | rd << 7 | r.below(2) << 12 | r.below(8) << 4));
            asm.half(half(0xc002 | r.below(16) << 9 | rs2 << 2));
            // 4 + 4 + 2 bytes on, over the one behind the jump.
            asm.auipc(29, 0).addi(29, 29, 14);
            let links = r.below(2);
            asm.half(half(0x8002 | links << 12 | 29 << 7))
                .addi(rd, rs2, 7);
            if links == 1 {
                asm.op(0x20, 0, 1, 1, 31);
            }
            asm.op(0x20, 0, 29, 29, 31);
        }
    }
}

/// The program, and how many bytes of log it writes.
fn program(seed: u64) -> (Asm, u32) {
    let mut r = Random(seed);
    let mut asm = Asm::new();
    asm.auipc(31, 0);
    asm.li(30, SCRATCH).op(0, 0, 30, 30, 31);
    asm.li(28, LOG).op(0, 0, 28, 28, 31);
    asm.addi(2, 30, 1024).addi(9, 2, 0);
    let plain: Vec<u32> = (1..32).filter(|n| !FIXED.contains(n)).collect();
    for &n in &plain {
        asm.li(n, r.next());
    }
    // Scratch is read before it is written: both machines start with the same.
    asm.addi(29, 30, 0).addi(1, 0, 512);
    asm.store(2, 29, 29, 0)
        .load(2, 5, 29, 0)
        .op(0x20, 0, 5, 5, 30)
        .store(2, 5, 29, 0);
    asm.addi(29, 29, 4).addi(1, 1, -1).branch(1, 1, 0, -24);
    let mut written = 0;
    let entry = 4 * plain.len() as u32;
    while asm.len() < LOG - 2048 && written + entry <= LOG_SIZE {
        for _ in 0..INTERVAL {
            step(&mut asm, &mut r);
        }
        for (at, &n) in plain.iter().enumerate() {
            asm.store(2, n, 28, 4 * at as i32);
        }
        asm.addi(28, 28, entry as i32);
        written += entry;
    }
    // QEMU: open the console, write the log and the scratch area to it, end. The other machine ends at the first call.
    asm.auipc(31, 0).addi(31, 31, 0);
    let here = asm.len() - 8;
    asm.li(A0, here).op(0x20, 0, 31, 31, A0);
    let block = SCRATCH + 0x1000;
    asm.li(A1, block).op(0, 0, A1, A1, 31);
    // ":tt", opened for writing
    asm.li(A0, u32::from_le_bytes(*b":tt\0"))
        .store(2, A0, A1, 64);
    asm.addi(A0, A1, 64)
        .store(2, A0, A1, 0)
        .addi(A0, 0, 4)
        .store(2, A0, A1, 4);
    asm.addi(A0, 0, 3)
        .store(2, A0, A1, 8)
        .addi(A0, 0, 1)
        .semihosting();
    asm.store(2, A0, A1, 0)
        .li(A0, LOG)
        .op(0, 0, A0, A0, 31)
        .store(2, A0, A1, 4);
    asm.li(A0, written)
        .store(2, A0, A1, 8)
        .addi(A0, 0, 5)
        .semihosting();
    asm.li(A0, SCRATCH).op(0, 0, A0, A0, 31).store(2, A0, A1, 4);
    asm.li(A0, 0x800)
        .store(2, A0, A1, 8)
        .addi(A0, 0, 5)
        .semihosting();
    asm.li(A0, 0x2_0026)
        .store(2, A0, A1, 0)
        .store(2, 0, A1, 4)
        .li(A0, 0x20)
        .semihosting();
    (asm, written)
}

/// What QEMU's log and scratch area hold.
fn qemu(asm: &Asm) -> Vec<u8> {
    let folder = std::env::temp_dir().join(format!("mpf-instructions-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let file = folder.join("program.bin");
    std::fs::write(&file, asm.bytes()).unwrap();
    let output = Command::new("qemu-system-riscv32")
        .args([
            "-M",
            "virt",
            "-bios",
            "none",
            "-nographic",
            "-monitor",
            "none",
            "-serial",
            "none",
        ])
        .args(["-semihosting-config", "enable=on,target=native", "-device"])
        .arg(format!(
            "loader,file={},addr=0x80000000,force-raw=on",
            file.display()
        ))
        .output()
        .expect("qemu-system-riscv32 is needed for this test");
    std::fs::remove_dir_all(&folder).unwrap();
    assert!(output.status.success(), "{output:?}");
    output.stdout
}

fn ours(asm: &Asm, written: u32) -> Vec<u8> {
    let mut chip = Esp32c3::bare(&asm.bytes(), CODE, quiet()).unwrap();
    assert_eq!(chip.run(500_000 * UNITS_PER_US), Stop::Exit(0));
    let words = |start: u32, size: u32| (0..size / 4).map(move |n| start + 4 * n);
    let all = words(CODE + LOG, written).chain(words(CODE + SCRATCH, 0x800));
    all.flat_map(|at| chip.word(at).unwrap().to_le_bytes())
        .collect()
}

#[test]
fn random_programs_do_what_they_do_in_qemu() {
    for seed in 1..9 {
        let (asm, written) = program(0x9e37_79b9_7f4a_7c15_u64.wrapping_mul(seed));
        assert!(written > LOG_SIZE / 2);
        let (theirs, ours) = (qemu(&asm), ours(&asm, written));
        assert_eq!(theirs.len(), ours.len());
        let differs = theirs
            .chunks(4)
            .zip(ours.chunks(4))
            .position(|(a, b)| a != b);
        if let Some(at) = differs {
            let (entry, register) = (at / 25, at % 25);
            panic!(
                "seed {seed}: entry {entry} of the log, word {register}: QEMU {:02x?}, emulator {:02x?}",
                &theirs[4 * at..4 * at + 4],
                &ours[4 * at..4 * at + 4]
            );
        }
    }
}
