//! Code units to bytes. The caller decides where the object lies, what its pool words are and which number each
//! global gets; this file lays out instructions and rows and fills in the distances between them.
use crate::header::{CodeHeader, HandlerRow, MAX_POOL_WORDS};
use crate::opcodes::{Format, Role};
use crate::unit::{CodeUnit, D, GlobalId, Insn};
use crate::{MAX_REGISTERS, REGISTER_BYTES};
use std::vec::Vec;

/// Why a unit cannot be encoded. Each says which instruction (by index) is at fault.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum EncodeError {
    /// More than 64 KB of code, or a jump or constant further away than 32 KB.
    TooFar(u32),
    /// A register number beyond the frame that operands can reach.
    Register(u32),
    /// A global whose byte offset does not fit 16 bits.
    Global(u32),
    /// The operand D does not fit what the opcode takes.
    Operand(u32),
    /// A jump or row that names no instruction.
    Target(u32),
    /// A frame, parameter list or table too large for its header field.
    Header,
}

/// The bytes of a unit and the header fields that belong to them.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Encoded {
    /// `unit` is left 0 for the caller.
    pub header: CodeHeader,
    /// Bytecode, then exception rows, padded with zeros to a multiple of 4; goes right behind the pool.
    pub bytes: Vec<u8>,
    /// Byte offset of each instruction, and the end as the last entry.
    pub offsets: Vec<u32>,
}

/// Byte offsets of the instructions of a unit, and the end.
pub fn layout(insns: &[Insn]) -> Vec<u32> {
    let mut offsets = Vec::with_capacity(insns.len() + 1);
    let mut at = 0;
    for insn in insns {
        offsets.push(at);
        at += insn.op.format().size() as u32;
    }
    offsets.push(at);
    offsets
}

/// Encodes a unit. `global` gives the slot number of a global.
pub fn encode(
    unit: &CodeUnit,
    global: &mut dyn FnMut(GlobalId) -> u32,
) -> Result<Encoded, EncodeError> {
    let offsets = layout(&unit.insns);
    let length = offsets[unit.insns.len()];
    let header = CodeHeader {
        positional: unit.positional,
        keyword_only: unit.keyword_only,
        registers: unit.registers,
        flags: unit.flags,
        pool_words: u16::try_from(unit.consts.len())
            .ok()
            .filter(|n| *n <= MAX_POOL_WORDS)
            .ok_or(EncodeError::Header)?,
        bytecode_bytes: u16::try_from(length).map_err(|_| EncodeError::TooFar(0))?,
        handlers: u16::try_from(unit.handlers.len()).map_err(|_| EncodeError::Header)?,
        positional_only: unit.positional_only,
        free: u8::try_from(unit.free.len()).map_err(|_| EncodeError::Header)?,
        unit: 0,
    };
    if u32::from(unit.registers) > MAX_REGISTERS {
        return Err(EncodeError::Header);
    }
    let mut bytes = Vec::with_capacity(header.bytes() as usize);
    for (index, insn) in unit.insns.iter().enumerate() {
        encode_insn(index as u32, insn, &header, &offsets, global, &mut bytes)?;
    }
    let place = |i: u32| match offsets.get(i as usize) {
        Some(&at) => Ok(at as u16),
        None => Err(EncodeError::Target(i)),
    };
    for row in &unit.handlers {
        let packed = HandlerRow {
            start: place(row.start)?,
            end: place(row.end)?,
            target: place(row.target)?,
            register: register(row.target, row.register)?,
        };
        bytes.extend_from_slice(&packed.pack());
    }
    while bytes.len() % 4 != 0 {
        bytes.push(0);
    }
    Ok(Encoded {
        header,
        bytes,
        offsets,
    })
}

fn register(index: u32, number: u8) -> Result<u8, EncodeError> {
    if u32::from(number) >= MAX_REGISTERS {
        return Err(EncodeError::Register(index));
    }
    Ok(number * REGISTER_BYTES as u8)
}

fn encode_insn(
    index: u32,
    insn: &Insn,
    header: &CodeHeader,
    offsets: &[u32],
    global: &mut dyn FnMut(GlobalId) -> u32,
    bytes: &mut Vec<u8>,
) -> Result<(), EncodeError> {
    let roles = insn.op.roles();
    let operand = |n: usize, value: u8| match roles.get(n) {
        Some(Role::Read | Role::Write | Role::Update | Role::Window | Role::Base) => {
            register(index, value)
        }
        Some(Role::Count | Role::Imm) => Ok(value),
        Some(Role::Double) if value < 128 => Ok(value * 2),
        Some(Role::Small) if value < 128 => Ok(value * 2 + 1),
        _ if value == 0 => Ok(0),
        _ => Err(EncodeError::Operand(index)),
    };
    let start = offsets[index as usize] as i64;
    bytes.push(insn.op as u8);
    bytes.push(operand(0, insn.a)?);
    if matches!(insn.op.format(), Format::ABC | Format::ABCD) {
        bytes.push(operand(1, insn.b)?);
        bytes.push(operand(2, insn.c)?);
    }
    if matches!(insn.op.format(), Format::A | Format::ABC) {
        return match insn.d {
            D::None => Ok(()),
            _ => Err(EncodeError::Operand(index)),
        };
    }
    let role = roles.get(3).copied().unwrap_or(Role::None);
    let near = |distance: i64| i16::try_from(distance).map_err(|_| EncodeError::TooFar(index));
    let d = match (role, insn.d) {
        (Role::Jump, D::Jump(target)) => {
            let to = offsets
                .get(target as usize)
                .ok_or(EncodeError::Target(index))?;
            near(i64::from(*to) - start)?.to_le_bytes()
        }
        (Role::Const, D::Const(n)) if n < u32::from(header.pool_words) => {
            // The pool ends where the bytecode starts.
            let behind = i64::from(u32::from(header.pool_words) - n) * 4;
            near(-behind - start)?.to_le_bytes()
        }
        (Role::Global, D::Global(id)) => u16::try_from(global(id).saturating_mul(4))
            .map_err(|_| EncodeError::Global(index))?
            .to_le_bytes(),
        (Role::Number, D::Number(n)) => n.to_le_bytes(),
        (Role::Value, D::Value(v)) => v.to_le_bytes(),
        (Role::None, D::None) => [0, 0],
        _ => return Err(EncodeError::Operand(index)),
    };
    bytes.extend_from_slice(&d);
    Ok(())
}
