//! Just enough of an assembler for the programs of these tests.

#[derive(Default)]
pub struct Asm {
    halves: Vec<u16>,
}

pub const ZERO: u32 = 0;
pub const RA: u32 = 1;
pub const T0: u32 = 5;
pub const T1: u32 = 6;
pub const T2: u32 = 7;
pub const A0: u32 = 10;
pub const A1: u32 = 11;
pub const A2: u32 = 12;

impl Asm {
    pub fn new() -> Asm {
        Asm::default()
    }

    pub fn word(&mut self, word: u32) -> &mut Asm {
        self.half(word as u16).half((word >> 16) as u16)
    }

    pub fn half(&mut self, half: u16) -> &mut Asm {
        self.halves.push(half);
        self
    }

    /// Bytes so far.
    pub fn len(&self) -> u32 {
        2 * self.halves.len() as u32
    }

    pub fn bytes(&self) -> Vec<u8> {
        self.halves.iter().flat_map(|h| h.to_le_bytes()).collect()
    }

    pub fn lui(&mut self, rd: u32, value: u32) -> &mut Asm {
        self.word(value & 0xffff_f000 | rd << 7 | 0x37)
    }

    pub fn auipc(&mut self, rd: u32, value: u32) -> &mut Asm {
        self.word(value & 0xffff_f000 | rd << 7 | 0x17)
    }

    pub fn op_imm(&mut self, funct3: u32, rd: u32, rs1: u32, imm: i32) -> &mut Asm {
        self.word((imm as u32) << 20 | rs1 << 15 | funct3 << 12 | rd << 7 | 0x13)
    }

    pub fn addi(&mut self, rd: u32, rs1: u32, imm: i32) -> &mut Asm {
        self.op_imm(0, rd, rs1, imm)
    }

    pub fn op(&mut self, funct7: u32, funct3: u32, rd: u32, rs1: u32, rs2: u32) -> &mut Asm {
        self.word(funct7 << 25 | rs2 << 20 | rs1 << 15 | funct3 << 12 | rd << 7 | 0x33)
    }

    /// Loads by `funct3` (2: a word).
    pub fn load(&mut self, funct3: u32, rd: u32, base: u32, offset: i32) -> &mut Asm {
        self.word((offset as u32) << 20 | base << 15 | funct3 << 12 | rd << 7 | 0x03)
    }

    pub fn store(&mut self, funct3: u32, value: u32, base: u32, offset: i32) -> &mut Asm {
        let offset = offset as u32;
        let fields = (offset >> 5 & 0x7f) << 25 | (offset & 31) << 7;
        self.word(fields | value << 20 | base << 15 | funct3 << 12 | 0x23)
    }

    pub fn branch(&mut self, funct3: u32, rs1: u32, rs2: u32, offset: i32) -> &mut Asm {
        let o = offset as u32;
        let fields =
            (o >> 12 & 1) << 31 | (o >> 5 & 0x3f) << 25 | (o >> 1 & 15) << 8 | (o >> 11 & 1) << 7;
        self.word(fields | rs2 << 20 | rs1 << 15 | funct3 << 12 | 0x63)
    }

    pub fn jal(&mut self, rd: u32, offset: i32) -> &mut Asm {
        let o = offset as u32;
        let fields = (o >> 20 & 1) << 31
            | (o >> 1 & 0x3ff) << 21
            | (o >> 11 & 1) << 20
            | (o >> 12 & 0xff) << 12;
        self.word(fields | rd << 7 | 0x6f)
    }

    pub fn jalr(&mut self, rd: u32, base: u32, offset: i32) -> &mut Asm {
        self.word((offset as u32) << 20 | base << 15 | rd << 7 | 0x67)
    }

    /// `funct3` 1: write, 2: set, 3: clear; 5 to 7 with a number instead of a register.
    pub fn csr(&mut self, funct3: u32, rd: u32, number: u32, source: u32) -> &mut Asm {
        self.word(number << 20 | source << 15 | funct3 << 12 | rd << 7 | 0x73)
    }

    /// Any value in a register.
    pub fn li(&mut self, rd: u32, value: u32) -> &mut Asm {
        let low = (value << 20) as i32 >> 20;
        self.lui(rd, value.wrapping_sub(low as u32))
            .addi(rd, rd, low)
    }

    /// Writes a word to an address; changes T0 and T1.
    pub fn poke(&mut self, address: u32, value: u32) -> &mut Asm {
        self.li(T0, address).li(T1, value).store(2, T1, T0, 0)
    }

    /// Reads the word at an address into a register; changes T0.
    pub fn peek(&mut self, rd: u32, address: u32) -> &mut Asm {
        self.li(T0, address).load(2, rd, T0, 0)
    }

    /// Waits in place for ever.
    pub fn stop(&mut self) -> &mut Asm {
        self.jal(ZERO, 0)
    }

    pub fn wfi(&mut self) -> &mut Asm {
        self.word(0x1050_0073)
    }

    pub fn mret(&mut self) -> &mut Asm {
        self.word(0x3020_0073)
    }

    /// The debugger is asked for something: number in A0, address of its block in A1.
    pub fn semihosting(&mut self) -> &mut Asm {
        self.word(0x01f0_1013).word(0x0010_0073).word(0x4070_5013)
    }

    /// The program ends with the status in A2; changes A0, A1 and memory at 0x3fcd0000.
    pub fn exit(&mut self) -> &mut Asm {
        self.li(A1, 0x3fcd_0000)
            .li(A0, 0x2_0026)
            .store(2, A0, A1, 0)
            .store(2, A2, A1, 4)
            .li(A0, 0x20)
            .semihosting()
    }

    /// Fills up with `nop`s to an offset.
    pub fn pad_to(&mut self, offset: u32) -> &mut Asm {
        while self.len() < offset {
            self.half(1);
        }
        self
    }
}
