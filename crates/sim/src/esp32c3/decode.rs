//! RV32IMC instructions in a form that runs fast: operation, three register numbers, one immediate.
//!
//! Compressed instructions become the same operations as long ones. Decoding knows nothing of addresses: an immediate of
//! a branch stays relative, so decoded code is right at every address that its memory appears at.

/// What an instruction does. `Empty` marks a place that has not been decoded yet.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub enum Op {
    Empty,
    Lui,
    Auipc,
    Jal,
    Jalr,
    Beq,
    Bne,
    Blt,
    Bge,
    Bltu,
    Bgeu,
    Lb,
    Lh,
    Lw,
    Lbu,
    Lhu,
    Sb,
    Sh,
    Sw,
    Addi,
    Slti,
    Sltiu,
    Xori,
    Ori,
    Andi,
    Slli,
    Srli,
    Srai,
    Add,
    Sub,
    Sll,
    Slt,
    Sltu,
    Xor,
    Srl,
    Sra,
    Or,
    And,
    Mul,
    Mulh,
    Mulhsu,
    Mulhu,
    Div,
    Divu,
    Rem,
    Remu,
    Fence,
    Ecall,
    Ebreak,
    Mret,
    Wfi,
    Csrrw,
    Csrrs,
    Csrrc,
    Csrrwi,
    Csrrsi,
    Csrrci,
    Illegal,
}

/// Where writes to `x0` go.
const NOWHERE: u8 = 32;

/// A decoded instruction.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Insn {
    pub op: Op,
    /// Bits 0 to 5: target register (32 for `x0`); bits 6 and 7: length in halfwords.
    target: u8,
    pub rs1: u8,
    pub rs2: u8,
    /// The immediate; of a CSR instruction the number of the CSR, of an illegal one its bits.
    pub imm: u32,
}

impl Insn {
    pub const EMPTY: Insn = Insn {
        op: Op::Empty,
        target: 0,
        rs1: 0,
        rs2: 0,
        imm: 0,
    };

    fn new(op: Op, rd: u32, rs1: u32, rs2: u32, imm: u32, length: u8) -> Insn {
        let rd = match rd & 31 {
            0 => NOWHERE,
            rd => rd as u8,
        };
        Insn {
            op,
            target: rd | length << 5,
            rs1: (rs1 & 31) as u8,
            rs2: (rs2 & 31) as u8,
            imm,
        }
    }

    /// Index of the target in a file of 64 registers, of which number 32 is nobody's.
    #[inline(always)]
    pub fn rd(self) -> usize {
        usize::from(self.target & 63)
    }

    /// Length in bytes.
    #[inline(always)]
    pub fn length(self) -> u32 {
        u32::from(self.target >> 6) * 2
    }
}

/// Decodes the instruction whose first halfword is the low half of `bits`; the high half matters only for long ones.
pub fn decode(bits: u32) -> Insn {
    match bits & 3 {
        3 => long(bits),
        _ => short(bits & 0xffff),
    }
}

/// Sign extension of the low `width` bits.
fn signed(value: u32, width: u32) -> u32 {
    ((value << (32 - width)) as i32 >> (32 - width)) as u32
}

fn field(bits: u32, low: u32, width: u32) -> u32 {
    bits >> low & ((1 << width) - 1)
}

fn long(bits: u32) -> Insn {
    let (rd, rs1, rs2) = (field(bits, 7, 5), field(bits, 15, 5), field(bits, 20, 5));
    let (funct3, funct7) = (field(bits, 12, 3), bits >> 25);
    let i = signed(bits >> 20, 12);
    let make = |op, imm| Insn::new(op, rd, rs1, rs2, imm, 4);
    let illegal = make(Op::Illegal, bits);
    match field(bits, 2, 5) {
        0x0d => make(Op::Lui, bits & !0xfff),
        0x05 => make(Op::Auipc, bits & !0xfff),
        0x1b => {
            let offset = field(bits, 31, 1) << 20
                | field(bits, 12, 8) << 12
                | field(bits, 20, 1) << 11
                | field(bits, 21, 10) << 1;
            make(Op::Jal, signed(offset, 21))
        }
        0x19 if funct3 == 0 => make(Op::Jalr, i),
        0x18 => {
            let offset = field(bits, 31, 1) << 12
                | field(bits, 7, 1) << 11
                | field(bits, 25, 6) << 5
                | field(bits, 8, 4) << 1;
            let op = match funct3 {
                0 => Op::Beq,
                1 => Op::Bne,
                4 => Op::Blt,
                5 => Op::Bge,
                6 => Op::Bltu,
                7 => Op::Bgeu,
                _ => return illegal,
            };
            make(op, signed(offset, 13))
        }
        0x00 => {
            let op = match funct3 {
                0 => Op::Lb,
                1 => Op::Lh,
                2 => Op::Lw,
                4 => Op::Lbu,
                5 => Op::Lhu,
                _ => return illegal,
            };
            make(op, i)
        }
        0x08 => {
            let op = match funct3 {
                0 => Op::Sb,
                1 => Op::Sh,
                2 => Op::Sw,
                _ => return illegal,
            };
            make(op, signed(funct7 << 5 | rd, 12))
        }
        0x04 => match (funct3, funct7) {
            (0, _) => make(Op::Addi, i),
            (2, _) => make(Op::Slti, i),
            (3, _) => make(Op::Sltiu, i),
            (4, _) => make(Op::Xori, i),
            (6, _) => make(Op::Ori, i),
            (7, _) => make(Op::Andi, i),
            (1, 0) => make(Op::Slli, rs2),
            (5, 0) => make(Op::Srli, rs2),
            (5, 0x20) => make(Op::Srai, rs2),
            _ => illegal,
        },
        0x0c => {
            let op = match (funct7, funct3) {
                (0, 0) => Op::Add,
                (0x20, 0) => Op::Sub,
                (0, 1) => Op::Sll,
                (0, 2) => Op::Slt,
                (0, 3) => Op::Sltu,
                (0, 4) => Op::Xor,
                (0, 5) => Op::Srl,
                (0x20, 5) => Op::Sra,
                (0, 6) => Op::Or,
                (0, 7) => Op::And,
                (1, 0) => Op::Mul,
                (1, 1) => Op::Mulh,
                (1, 2) => Op::Mulhsu,
                (1, 3) => Op::Mulhu,
                (1, 4) => Op::Div,
                (1, 5) => Op::Divu,
                (1, 6) => Op::Rem,
                (1, 7) => Op::Remu,
                _ => return illegal,
            };
            make(op, 0)
        }
        // FENCE and FENCE.I: memory is in order here, and writes to code are noticed.
        0x03 if funct3 <= 1 => make(Op::Fence, 0),
        0x1c => {
            let op = match funct3 {
                1 => Op::Csrrw,
                2 => Op::Csrrs,
                3 => Op::Csrrc,
                5 => Op::Csrrwi,
                6 => Op::Csrrsi,
                7 => Op::Csrrci,
                _ => {
                    let op = match bits {
                        0x0000_0073 => Op::Ecall,
                        0x0010_0073 => Op::Ebreak,
                        0x3020_0073 => Op::Mret,
                        0x1050_0073 => Op::Wfi,
                        _ => return illegal,
                    };
                    return make(op, 0);
                }
            };
            make(op, bits >> 20)
        }
        _ => illegal,
    }
}

fn short(bits: u32) -> Insn {
    let make = |op, rd, rs1, rs2, imm| Insn::new(op, rd, rs1, rs2, imm, 2);
    let illegal = make(Op::Illegal, 0, 0, 0, bits);
    // Full register numbers, and those of the eight frequent registers x8 to x15.
    let (rd, rs2) = (field(bits, 7, 5), field(bits, 2, 5));
    let (low, high) = (8 + field(bits, 2, 3), 8 + field(bits, 7, 3));
    let six = field(bits, 12, 1) << 5 | field(bits, 2, 5);
    match (bits & 3, field(bits, 13, 3)) {
        (0, 0) => {
            let offset = field(bits, 7, 4) << 6
                | field(bits, 11, 2) << 4
                | field(bits, 5, 1) << 3
                | field(bits, 6, 1) << 2;
            match offset {
                0 => illegal,
                _ => make(Op::Addi, low, 2, 0, offset),
            }
        }
        (0, 2 | 6) => {
            let offset = field(bits, 5, 1) << 6 | field(bits, 10, 3) << 3 | field(bits, 6, 1) << 2;
            match field(bits, 15, 1) {
                0 => make(Op::Lw, low, high, 0, offset),
                _ => make(Op::Sw, 0, high, low, offset),
            }
        }
        (1, 0) => make(Op::Addi, rd, rd, 0, signed(six, 6)),
        (1, 1 | 5) => {
            let offset = field(bits, 12, 1) << 11
                | field(bits, 8, 1) << 10
                | field(bits, 9, 2) << 8
                | field(bits, 6, 1) << 7
                | field(bits, 7, 1) << 6
                | field(bits, 2, 1) << 5
                | field(bits, 11, 1) << 4
                | field(bits, 3, 3) << 1;
            let link = 1 - field(bits, 15, 1);
            make(Op::Jal, link, 0, 0, signed(offset, 12))
        }
        (1, 2) => make(Op::Addi, rd, 0, 0, signed(six, 6)),
        (1, 3) if rd == 2 => {
            let offset = field(bits, 12, 1) << 9
                | field(bits, 3, 2) << 7
                | field(bits, 5, 1) << 6
                | field(bits, 2, 1) << 5
                | field(bits, 6, 1) << 4;
            match offset {
                0 => illegal,
                _ => make(Op::Addi, 2, 2, 0, signed(offset, 10)),
            }
        }
        (1, 3) => match six {
            0 => illegal,
            _ => make(Op::Lui, rd, 0, 0, signed(six, 6) << 12),
        },
        (1, 4) => match (field(bits, 10, 2), field(bits, 12, 1), field(bits, 5, 2)) {
            (0, 0, _) => make(Op::Srli, high, high, 0, six),
            (1, 0, _) => make(Op::Srai, high, high, 0, six),
            (2, _, _) => make(Op::Andi, high, high, 0, signed(six, 6)),
            (3, 0, 0) => make(Op::Sub, high, high, low, 0),
            (3, 0, 1) => make(Op::Xor, high, high, low, 0),
            (3, 0, 2) => make(Op::Or, high, high, low, 0),
            (3, 0, 3) => make(Op::And, high, high, low, 0),
            _ => illegal,
        },
        (1, kind) => {
            let offset = field(bits, 12, 1) << 8
                | field(bits, 5, 2) << 6
                | field(bits, 2, 1) << 5
                | field(bits, 10, 2) << 3
                | field(bits, 3, 2) << 1;
            let op = if kind == 6 { Op::Beq } else { Op::Bne };
            make(op, 0, high, 0, signed(offset, 9))
        }
        (2, 0) if six < 32 => make(Op::Slli, rd, rd, 0, six),
        (2, 2) if rd != 0 => {
            let offset = field(bits, 2, 2) << 6 | field(bits, 12, 1) << 5 | field(bits, 4, 3) << 2;
            make(Op::Lw, rd, 2, 0, offset)
        }
        (2, 4) => match (field(bits, 12, 1), rd, rs2) {
            (0, 0, 0) => illegal,
            (0, rs1, 0) => make(Op::Jalr, 0, rs1, 0, 0),
            (0, rd, rs2) => make(Op::Add, rd, 0, rs2, 0),
            (_, 0, 0) => make(Op::Ebreak, 0, 0, 0, 0),
            (_, rs1, 0) => make(Op::Jalr, 1, rs1, 0, 0),
            (_, rd, rs2) => make(Op::Add, rd, rd, rs2, 0),
        },
        (2, 6) => {
            let offset = field(bits, 7, 2) << 6 | field(bits, 9, 4) << 2;
            make(Op::Sw, 0, 2, rs2, offset)
        }
        _ => illegal,
    }
}
