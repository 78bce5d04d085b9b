//! Decides whether a code object is safe to run: every operand inside its frame, every register initialised before it
//! is read on all paths, cells used as cells, windows and runs inside the frame, no way to fall off the end.
//! Total: any bytes get an answer. Kinds of constants are checked by those who fill the pool.
use crate::decode::{DecodeError, Decoded, decode};
use crate::header::CodeHeader;
use crate::opcodes::Role;
use crate::unit::{D, Insn};
use crate::{MAX_REGISTERS, Opcode, code_flags};
use std::vec;
use std::vec::Vec;

/// Why code is refused. Numbers are instruction indexes unless said otherwise.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum VerifyError {
    Decode(DecodeError),
    /// Parameters, registers and flags contradict each other.
    Header,
    Empty,
    /// A register, run or window outside of the frame.
    Frame(u32),
    /// A global number that the program does not have.
    Global(u32),
    /// A register is read that may not have been written, or not with a cell where a cell is needed.
    Uninitialised(u32),
    /// Execution can run past the last instruction.
    FallsOff(u32),
    /// An opcode that this kind of code may not use.
    Forbidden(u32),
    /// A cell that the closure does not have, or an immediate out of its range.
    Immediate(u32),
    /// An exception row (by index) whose register is outside of the frame.
    Row(u32),
}

/// Verifies the bytes behind the pool of a code object. `globals` is how many global slots the program has.
pub fn verify(header: &CodeHeader, bytes: &[u8], globals: u32) -> Result<Decoded, VerifyError> {
    check_header(header)?;
    let decoded = decode(header, bytes).map_err(VerifyError::Decode)?;
    if decoded.insns.is_empty() {
        return Err(VerifyError::Empty);
    }
    for (n, insn) in decoded.insns.iter().enumerate() {
        check_insn(header, n as u32, insn, decoded.insns.len(), globals)?;
    }
    for (n, row) in decoded.handlers.iter().enumerate() {
        if row.register >= header.registers {
            return Err(VerifyError::Row(n as u32));
        }
    }
    flow(header, &decoded)?;
    Ok(decoded)
}

fn check_header(h: &CodeHeader) -> Result<(), VerifyError> {
    let known =
        code_flags::VARARGS | code_flags::VARKEYWORDS | code_flags::GENERATOR | code_flags::SIMPLE;
    let special = code_flags::VARARGS | code_flags::VARKEYWORDS | code_flags::GENERATOR;
    let simple = h.flags & special == 0 && h.keyword_only == 0;
    let fine = h.flags & !known == 0
        && simple == (h.flags & code_flags::SIMPLE != 0)
        && h.positional_only <= h.positional
        && h.parameter_registers() <= u32::from(h.registers)
        && u32::from(h.registers) <= MAX_REGISTERS;
    if fine {
        Ok(())
    } else {
        Err(VerifyError::Header)
    }
}

/// Registers `first..end` that an instruction needs for operand `n`, beyond the one it names.
fn extent(insn: &Insn, role: Role) -> u32 {
    let (b, c) = (u32::from(insn.b), u32::from(insn.c));
    match (insn.op, role) {
        (Opcode::Call | Opcode::CallDirect | Opcode::CallKw, Role::Window) => 2 + b,
        (Opcode::CallMethod, Role::Window) => 3 + b,
        (Opcode::CallEx, Role::Window) => 4,
        (Opcode::ForIter, Role::Window) => 3,
        (Opcode::Send, Role::Window) => 4,
        (_, Role::Window) => 2,
        (Opcode::BuildDict, Role::Base) => 2 * c,
        (
            Opcode::ForPrep | Opcode::ForRange | Opcode::ForRangeUp | Opcode::MakeSlice,
            Role::Base,
        ) => 3,
        (Opcode::MakeClass, Role::Base) => 4,
        (Opcode::MakeFunction, Role::Base) => c.count_ones(),
        (Opcode::UnpackStar, Role::Base) => match insn.d {
            D::Number(after) => c + 1 + u32::from(after),
            _ => c + 1,
        },
        (Opcode::SplitGroup, Role::Base) => 2,
        (_, Role::Base) => c,
        _ => 1,
    }
}

fn check_insn(
    h: &CodeHeader,
    n: u32,
    insn: &Insn,
    count: usize,
    globals: u32,
) -> Result<(), VerifyError> {
    let registers = u32::from(h.registers);
    for (operand, &role) in [insn.a, insn.b, insn.c].into_iter().zip(insn.op.roles()) {
        match role {
            Role::Read | Role::Write | Role::Update | Role::Window | Role::Base => {
                let width = extent(insn, role);
                // An empty run may start right at the end of the frame.
                if u32::from(operand) + width > registers {
                    return Err(VerifyError::Frame(n));
                }
            }
            Role::None
            | Role::Count
            | Role::Imm
            | Role::Double
            | Role::Small
            | Role::Jump
            | Role::Const
            | Role::Global
            | Role::Number
            | Role::Value => {}
        }
    }
    if let D::Global(id) = insn.d
        && id.0 >= globals
    {
        return Err(VerifyError::Global(n));
    }
    let generator = h.flags & code_flags::GENERATOR != 0;
    match insn.op {
        Opcode::Halt | Opcode::InitDone | Opcode::OpDone | Opcode::SpecialDone => {
            return Err(VerifyError::Forbidden(n));
        }
        Opcode::Return | Opcode::ReturnNone if generator => {
            return Err(VerifyError::Forbidden(n));
        }
        Opcode::ReturnGen | Opcode::Yield if !generator => return Err(VerifyError::Forbidden(n)),
        Opcode::Yield if u32::from(insn.c) > registers => return Err(VerifyError::Immediate(n)),
        Opcode::ClosureCell if insn.b >= h.free => return Err(VerifyError::Immediate(n)),
        Opcode::ForPrep if !(1..=3).contains(&insn.b) => return Err(VerifyError::Immediate(n)),
        Opcode::MakeFunction if insn.c > 15 => return Err(VerifyError::Immediate(n)),
        Opcode::FormatValue | Opcode::FormatSpec if insn.c > 3 => {
            return Err(VerifyError::Immediate(n));
        }
        Opcode::JumpIs | Opcode::JumpIn | Opcode::LoadName if insn.c > 1 => {
            return Err(VerifyError::Immediate(n));
        }
        Opcode::LoadImm => {
            if let D::Value(bits) = insn.d
                && bits & 1 == 0
                && !matches!(bits, 0 | 0x02 | 0x12 | 0x32 | 0x42 | 0x52)
            {
                return Err(VerifyError::Immediate(n));
            }
        }
        _ => {}
    }
    if falls_through(insn.op) && n as usize + 1 == count {
        return Err(VerifyError::FallsOff(n));
    }
    Ok(())
}

fn falls_through(op: Opcode) -> bool {
    !matches!(
        op,
        Opcode::Jump
            | Opcode::Return
            | Opcode::ReturnNone
            | Opcode::ReturnGen
            | Opcode::Raise
            | Opcode::RaiseFrom
            | Opcode::Reraise
            | Opcode::ReraiseCurrent
            | Opcode::AssertFail
    )
}

/// Which registers surely hold a value, and which of these a cell.
#[derive(Clone, Copy, PartialEq, Eq)]
struct State {
    set: u64,
    cells: u64,
}

impl State {
    fn meet(self, other: State) -> State {
        State {
            set: self.set & other.set,
            cells: self.cells & other.cells,
        }
    }

    fn write(&mut self, register: u8, cell: bool) {
        self.set |= 1 << register;
        self.cells &= !(1 << register);
        self.cells |= u64::from(cell) << register;
    }

    /// A call may leave anything in the registers from `first` on.
    fn clobber(&mut self, first: u8) {
        self.set &= bits(0, u32::from(first));
        self.cells &= self.set;
    }
}

/// The registers `from..from + count` as a set; the range is inside a frame.
fn bits(from: u32, count: u32) -> u64 {
    let ones = match count {
        0 => 0,
        64.. => u64::MAX,
        _ => (1u64 << count) - 1,
    };
    ones.checked_shl(from).unwrap_or(0)
}

/// Runs the states through the code until nothing changes. Each register bit can only go from set to unset, so
/// this ends after at most 128 changes per instruction.
fn flow(h: &CodeHeader, code: &Decoded) -> Result<(), VerifyError> {
    let mut at: Vec<Option<State>> = vec![None; code.insns.len()];
    at[0] = Some(State {
        set: bits(0, h.parameter_registers()),
        cells: 0,
    });
    let mut work = vec![0u32];
    while let Some(n) = work.pop() {
        let Some(state) = at[n as usize] else {
            continue;
        };
        let insn = &code.insns[n as usize];
        check_reads(n, insn, state)?;
        let mut send = |to: u32, state: State| {
            let slot = &mut at[to as usize];
            let joined = slot.map_or(state, |old| old.meet(state));
            if *slot != Some(joined) {
                *slot = Some(joined);
                work.push(to);
            }
        };
        let (taken, after, raised) = effect(insn, state);
        if let D::Jump(to) = insn.d {
            send(to, taken);
        }
        if falls_through(insn.op) {
            send(n + 1, after);
        }
        if let Some(row) = code.handlers.iter().find(|r| r.start <= n && n < r.end) {
            let mut caught = raised;
            caught.write(row.register, false);
            send(row.target, caught);
        }
    }
    Ok(())
}

fn check_reads(n: u32, insn: &Insn, state: State) -> Result<(), VerifyError> {
    let mut needed = 0u64;
    let mut cells = 0u64;
    let (a, b) = (u32::from(insn.a), u32::from(insn.b));
    for (operand, &role) in [insn.a, insn.b, insn.c].into_iter().zip(insn.op.roles()) {
        let operand = u32::from(operand);
        match role {
            Role::Read | Role::Update => needed |= bits(operand, 1),
            Role::Base => match insn.op {
                Opcode::Unpack | Opcode::UnpackStar | Opcode::SplitGroup => {}
                Opcode::ForPrep => needed |= bits(operand, b),
                _ => needed |= bits(operand, extent(insn, role)),
            },
            Role::Window => match insn.op {
                Opcode::Call | Opcode::CallKw => {
                    needed |= bits(operand, 1) | bits(operand + 2, b);
                }
                Opcode::CallDirect => needed |= bits(operand + 2, b),
                Opcode::CallMethod => needed |= bits(operand + 2, b + 1),
                Opcode::CallEx => needed |= bits(operand, 1) | bits(operand + 2, 2),
                _ => {}
            },
            Role::None
            | Role::Write
            | Role::Count
            | Role::Imm
            | Role::Double
            | Role::Small
            | Role::Jump
            | Role::Const
            | Role::Global
            | Role::Number
            | Role::Value => {}
        }
    }
    match insn.op {
        Opcode::LoadCell | Opcode::StoreCell | Opcode::DeleteCell => cells |= bits(b, 1),
        Opcode::LoadName if insn.c == 0 => needed |= bits(a, 1),
        Opcode::Yield if insn.c > 0 => needed |= bits(u32::from(insn.c) - 1, 1),
        _ => {}
    }
    if needed & !state.set == 0 && cells & !state.cells == 0 {
        Ok(())
    } else {
        Err(VerifyError::Uninitialised(n))
    }
}

/// The states after the instruction: at its jump target, behind it, and where it raises.
fn effect(insn: &Insn, before: State) -> (State, State, State) {
    let mut raised = before;
    let mut after = before;
    for (operand, &role) in [insn.a, insn.b, insn.c].into_iter().zip(insn.op.roles()) {
        if role == Role::Window {
            raised.clobber(operand);
            after.clobber(operand);
        }
    }
    let mut taken = after;
    match insn.op {
        // The value arrives only on the way back into the loop.
        Opcode::ForIter | Opcode::ForRange | Opcode::ForRangeUp => {
            taken.write(insn.b, false);
        }
        Opcode::Send => {
            taken.write(insn.b, false);
            after.write(insn.b, false);
        }
        Opcode::ForPrep => {
            after.set |= bits(u32::from(insn.a), 3);
            after.cells &= !bits(u32::from(insn.a), 3);
        }
        Opcode::Unpack | Opcode::UnpackStar | Opcode::SplitGroup => {
            let run = bits(u32::from(insn.a), extent(insn, Role::Base));
            after.set |= run;
            after.cells &= !run;
        }
        Opcode::MakeCell | Opcode::ClosureCell => after.write(insn.a, true),
        Opcode::Mov => {
            let cell = before.cells >> insn.b & 1 == 1;
            after.write(insn.a, cell);
        }
        _ => {
            for (operand, &role) in [insn.a, insn.b, insn.c].into_iter().zip(insn.op.roles()) {
                if matches!(role, Role::Write | Role::Update) {
                    after.write(operand, false);
                }
            }
        }
    }
    // A run that is half written, or a result register, may hold anything the VM left there, but never less than
    // before: failed instructions write nothing.
    (taken, after, raised)
}
