//! The interpreter's loop. Memory and flash are read directly; everything else leaves through slow paths, after which the
//! world outside of the processor is looked at again.

use super::bus::Access;
use super::cpu::{Counts, Exception};
use super::decode::{Insn, Op};
use super::rom_calls::ROM;
use super::{Esp32c3, Fault, FaultKind, Stop};

/// The three instructions that mark a call to the debugger, around the `ebreak`.
const BEFORE_CALL: u32 = 0x01f0_1013;
const AFTER_CALL: u32 = 0x4070_5013;

impl Esp32c3 {
    /// Executes until `left` is used up or something happened that the caller must look at.
    pub(super) fn execute(&mut self) {
        self.attention = false;
        while self.left > 0 && !self.attention {
            let pc = self.cpu.pc;
            let Some(page) = self.memory.code_page(pc) else {
                if self.devices.hides(pc) {
                    self.fault(FaultKind::FlashBusy, pc);
                    return;
                }
                self.cpu.exception(Exception::FetchFault, pc);
                self.left -= 1;
                return;
            };
            if pc >> 24 == 0x42 && !self.program {
                self.start_program();
            }
            let mut code = self.memory.lend(page);
            if let Ok(code) = <&mut [Insn; 0x8000]>::try_from(&mut code[..]) {
                self.run_page(code, pc & 0xffff_0000);
            }
            self.memory.take_back(page, code);
        }
    }

    /// Code in flash runs for the first time: the boot chain is over. The debugger connects only now, because the bootloader
    /// does not check images while there is one.
    pub(super) fn start_program(&mut self) {
        self.program = true;
        self.devices.debugger = self.options.semihosting;
    }

    /// Runs within one page.
    fn run_page(&mut self, code: &mut [Insn; 0x8000], base: u32) {
        let mut pc = self.cpu.pc;
        let mut left = self.left;
        /// A register.
        macro_rules! x {
            ($n:expr) => {
                self.cpu.x[usize::from($n) & 63]
            };
        }
        loop {
            if pc & 0xffff_0000 != base || left == 0 {
                self.cpu.pc = pc;
                self.left = left;
                return;
            }
            let at = (pc >> 1) as usize & 0x7fff;
            let mut insn = code[at];
            left -= 1;
            let mut next = pc.wrapping_add(insn.length());
            /// Leaves the loop with everything in place; the instruction may change it then.
            macro_rules! slow {
                ($self:ident, $action:expr) => {{
                    $self.cpu.pc = pc;
                    $self.left = left;
                    $action;
                    return;
                }};
            }
            macro_rules! branch {
                ($taken:expr) => {
                    if $taken {
                        next = pc.wrapping_add(insn.imm);
                    }
                };
            }
            macro_rules! compute {
                (|$a:ident, $b:ident| $value:expr) => {{
                    let ($a, $b) = (x!(insn.rs1), x!(insn.rs2));
                    self.cpu.x[insn.rd()] = $value;
                }};
            }
            macro_rules! compute_imm {
                (|$a:ident, $b:ident| $value:expr) => {{
                    let ($a, $b) = (x!(insn.rs1), insn.imm);
                    self.cpu.x[insn.rd()] = $value;
                }};
            }
            macro_rules! load {
                ($n:literal, |$bytes:ident| $value:expr) => {{
                    let address = x!(insn.rs1).wrapping_add(insn.imm);
                    match self.memory.fast_read::<$n>(address) {
                        Some($bytes) => self.cpu.x[insn.rd()] = $value,
                        None => slow!(self, self.slow_load(insn, address)),
                    }
                }};
            }
            macro_rules! store {
                ($n:literal, |$value:ident| $bytes:expr) => {{
                    let address = x!(insn.rs1).wrapping_add(insn.imm);
                    let $value = x!(insn.rs2);
                    if !self.memory.fast_write::<$n>(address, $bytes) {
                        slow!(self, self.slow_store(insn, address, $value));
                    }
                }};
            }
            loop {
                match insn.op {
                    Op::Empty => {
                        let Some((decoded, keep)) = self.memory.decode(pc) else {
                            slow!(self, self.cpu.exception(Exception::FetchFault, pc));
                        };
                        if keep {
                            code[at] = decoded;
                        }
                        insn = decoded;
                        next = pc.wrapping_add(insn.length());
                        continue;
                    }
                    Op::Lui => self.cpu.x[insn.rd()] = insn.imm,
                    Op::Auipc => self.cpu.x[insn.rd()] = pc.wrapping_add(insn.imm),
                    Op::Jal => {
                        self.cpu.x[insn.rd()] = next;
                        next = pc.wrapping_add(insn.imm);
                    }
                    Op::Jalr => {
                        let target = x!(insn.rs1).wrapping_add(insn.imm) & !1;
                        self.cpu.x[insn.rd()] = next;
                        next = target;
                    }
                    Op::Beq => branch!(x!(insn.rs1) == x!(insn.rs2)),
                    Op::Bne => branch!(x!(insn.rs1) != x!(insn.rs2)),
                    Op::Blt => branch!((x!(insn.rs1) as i32) < x!(insn.rs2) as i32),
                    Op::Bge => branch!(x!(insn.rs1) as i32 >= x!(insn.rs2) as i32),
                    Op::Bltu => branch!(x!(insn.rs1) < x!(insn.rs2)),
                    Op::Bgeu => branch!(x!(insn.rs1) >= x!(insn.rs2)),
                    Op::Lb => load!(1, |b| b[0] as i8 as u32),
                    Op::Lh => load!(2, |b| i16::from_le_bytes(b) as u32),
                    Op::Lw => load!(4, |b| u32::from_le_bytes(b)),
                    Op::Lbu => load!(1, |b| u32::from(b[0])),
                    Op::Lhu => load!(2, |b| u32::from(u16::from_le_bytes(b))),
                    Op::Sb => store!(1, |value| [value as u8]),
                    Op::Sh => store!(2, |value| (value as u16).to_le_bytes()),
                    Op::Sw => store!(4, |value| value.to_le_bytes()),
                    Op::Addi => compute_imm!(|a, b| a.wrapping_add(b)),
                    Op::Slti => compute_imm!(|a, b| u32::from((a as i32) < b as i32)),
                    Op::Sltiu => compute_imm!(|a, b| u32::from(a < b)),
                    Op::Xori => compute_imm!(|a, b| a ^ b),
                    Op::Ori => compute_imm!(|a, b| a | b),
                    Op::Andi => compute_imm!(|a, b| a & b),
                    Op::Slli => compute_imm!(|a, b| a << (b & 31)),
                    Op::Srli => compute_imm!(|a, b| a >> (b & 31)),
                    Op::Srai => compute_imm!(|a, b| (a as i32 >> (b & 31)) as u32),
                    Op::Add => compute!(|a, b| a.wrapping_add(b)),
                    Op::Sub => compute!(|a, b| a.wrapping_sub(b)),
                    Op::Sll => compute!(|a, b| a << (b & 31)),
                    Op::Slt => compute!(|a, b| u32::from((a as i32) < b as i32)),
                    Op::Sltu => compute!(|a, b| u32::from(a < b)),
                    Op::Xor => compute!(|a, b| a ^ b),
                    Op::Srl => compute!(|a, b| a >> (b & 31)),
                    Op::Sra => compute!(|a, b| (a as i32 >> (b & 31)) as u32),
                    Op::Or => compute!(|a, b| a | b),
                    Op::And => compute!(|a, b| a & b),
                    Op::Mul => compute!(|a, b| a.wrapping_mul(b)),
                    Op::Mulh => {
                        compute!(|a, b| ((i64::from(a as i32) * i64::from(b as i32)) >> 32) as u32)
                    }
                    Op::Mulhsu => {
                        compute!(|a, b| ((i64::from(a as i32) * i64::from(b)) >> 32) as u32)
                    }
                    Op::Mulhu => compute!(|a, b| ((u64::from(a) * u64::from(b)) >> 32) as u32),
                    Op::Div => compute!(|a, b| divide(a as i32, b as i32)),
                    Op::Divu => compute!(|a, b| a.checked_div(b).unwrap_or(u32::MAX)),
                    Op::Rem => compute!(|a, b| remainder(a as i32, b as i32)),
                    Op::Remu => compute!(|a, b| a.checked_rem(b).unwrap_or(a)),
                    Op::Fence => {}
                    Op::Ecall => slow!(self, self.call_trap()),
                    Op::Ebreak => slow!(self, self.breakpoint(next)),
                    Op::Mret => slow!(self, self.return_from_trap(insn)),
                    Op::Wfi => slow!(self, self.wait_for_interrupt(next)),
                    Op::Csrrw | Op::Csrrs | Op::Csrrc | Op::Csrrwi | Op::Csrrsi | Op::Csrrci => {
                        slow!(self, self.csr(insn, next))
                    }
                    Op::Illegal => slow!(self, self.illegal(insn.imm)),
                }
                break;
            }
            pc = next;
        }
    }

    /// A load that is not of plain memory. The registers of devices make the caller look at the world again.
    #[cold]
    fn slow_load(&mut self, insn: Insn, address: u32) {
        let count = match insn.op {
            Op::Lb | Op::Lbu => 1,
            Op::Lh | Op::Lhu => 2,
            _ => 4,
        };
        match self.bus_read(address, count) {
            Access::Done(value) => {
                let value = match insn.op {
                    Op::Lb => value as i8 as u32,
                    Op::Lh => value as i16 as u32,
                    _ => value,
                };
                self.cpu.x[insn.rd()] = value;
                self.cpu.pc = self.cpu.pc.wrapping_add(insn.length());
            }
            Access::Trap(exception) => self.cpu.exception(exception, address),
            Access::Fault(kind) => self.fault(kind, address),
        }
    }

    #[cold]
    fn slow_store(&mut self, insn: Insn, address: u32, value: u32) {
        let count = match insn.op {
            Op::Sb => 1,
            Op::Sh => 2,
            _ => 4,
        };
        self.attention = true;
        match self.bus_write(address, count, value) {
            Access::Done(_) => self.cpu.pc = self.cpu.pc.wrapping_add(insn.length()),
            Access::Trap(exception) => self.cpu.exception(exception, address),
            Access::Fault(kind) => self.fault(kind, address),
        }
    }

    /// An instruction that there is not; in a ROM that is not there, a call of its function.
    fn illegal(&mut self, bits: u32) {
        let pc = self.cpu.pc;
        match !self.has_rom && ROM.contains(&pc) {
            true => self.rom_call(pc),
            false => self.cpu.exception(Exception::Illegal, bits),
        }
    }

    /// Something that the chip does not define, or that is not emulated: the run ends.
    pub(super) fn fault(&mut self, kind: FaultKind, address: u32) {
        self.attention = true;
        self.stop = Some(Stop::Fault(Fault {
            kind,
            pc: self.cpu.pc,
            address,
        }));
    }

    fn call_trap(&mut self) {
        let exception = match self.cpu.user {
            true => Exception::UserCall,
            false => Exception::MachineCall,
        };
        self.cpu.exception(exception, 0);
    }

    /// `ebreak`: a call to the debugger if one listens, else an exception.
    fn breakpoint(&mut self, next: u32) {
        let pc = self.cpu.pc;
        let marked = self.options.semihosting
            && self.memory.read(pc.wrapping_sub(4), 4) == Some(BEFORE_CALL)
            && self.memory.read(next, 4) == Some(AFTER_CALL);
        if !marked {
            self.cpu.exception(Exception::Breakpoint, pc);
            return;
        }
        let (call, block) = (self.cpu.x[10], self.cpu.x[11]);
        self.cpu.pc = next;
        match call {
            // SYS_EXIT with the reason "application exit", and SYS_EXIT_EXTENDED with reason and status in memory.
            0x18 => self.end(i32::from(block != 0x2_0026)),
            0x20 => {
                let status = self.memory.read(block.wrapping_add(4), 4).unwrap_or(1);
                self.end(status as i32);
            }
            _ => self.cpu.x[10] = u32::MAX,
        }
    }

    fn end(&mut self, status: i32) {
        self.attention = true;
        self.stop = Some(Stop::Exit(status & 0xff));
    }

    fn return_from_trap(&mut self, insn: Insn) {
        self.attention = true;
        match self.cpu.user {
            true => self.cpu.exception(Exception::Illegal, insn.imm),
            false => self.cpu.trap_return(),
        }
    }

    fn wait_for_interrupt(&mut self, next: u32) {
        self.attention = true;
        self.cpu.pc = next;
        self.cpu.waiting = true;
    }

    pub(super) fn counts(&self) -> Counts {
        Counts {
            cycles: self.cycles(),
            instructions: self.instructions(),
        }
    }

    /// Instructions on control and status registers. They may switch interrupts on.
    fn csr(&mut self, insn: Insn, next: u32) {
        let counts = self.counts();
        let number = insn.imm;
        let (source, register) = match insn.op {
            Op::Csrrw | Op::Csrrs | Op::Csrrc => (self.cpu.x[usize::from(insn.rs1)], insn.rs1),
            _ => (u32::from(insn.rs1), insn.rs1),
        };
        let replaces = matches!(insn.op, Op::Csrrw | Op::Csrrwi);
        let Some(old) = self.cpu.read_csr(number, counts) else {
            self.cpu.exception(Exception::Illegal, 0);
            return;
        };
        if replaces || register != 0 {
            let new = match insn.op {
                Op::Csrrw | Op::Csrrwi => source,
                Op::Csrrs | Op::Csrrsi => old | source,
                _ => old & !source,
            };
            if !self.cpu.write_csr(number, new, counts) {
                self.cpu.exception(Exception::Illegal, 0);
                return;
            }
            self.attention = true;
        }
        self.cpu.x[insn.rd()] = old;
        self.cpu.pc = next;
    }
}

fn divide(a: i32, b: i32) -> u32 {
    match b {
        0 => u32::MAX,
        _ => a.wrapping_div(b) as u32,
    }
}

fn remainder(a: i32, b: i32) -> u32 {
    match b {
        0 => a as u32,
        _ => a.wrapping_rem(b) as u32,
    }
}
