//! Bytes back to instructions and exception rows. Total: any bytes give either a listing or an error that names the
//! offset; nothing is trusted, nothing panics.
use crate::header::{CodeHeader, HANDLER_BYTES, HandlerRow};
use crate::opcodes::{Format, Role};
use crate::unit::{D, GlobalId, Handler, Insn};
use crate::{MAX_REGISTERS, Opcode, REGISTER_BYTES};
use std::vec::Vec;

/// What is wrong with a piece of bytecode, and at which byte.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum DecodeError {
    /// Fewer bytes than the header says.
    Truncated,
    /// No opcode has this byte.
    Opcode(u32),
    /// An instruction goes on beyond the end.
    Cut(u32),
    /// An operand that must be zero is not, or a register is not a multiple of its size or too large.
    Operand(u32),
    /// A jump to something that is not the start of an instruction.
    Jump(u32),
    /// A constant outside of the pool, or between two words.
    Const(u32),
    /// Row of the exception table (by index) whose range or target is not made of whole instructions.
    Row(u32),
}

/// The contents of a code object behind its pool.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Decoded {
    pub insns: Vec<Insn>,
    /// Byte offset of each instruction, and the end.
    pub offsets: Vec<u32>,
    pub handlers: Vec<Handler>,
}

impl Decoded {
    /// Index of the instruction that starts at a byte offset; the end counts as one.
    fn index(&self, offset: u32) -> Option<u32> {
        let n = self.offsets.binary_search(&offset).ok()?;
        Some(n as u32)
    }
}

/// Decodes the bytes that follow the pool: bytecode, then rows.
pub fn decode(header: &CodeHeader, bytes: &[u8]) -> Result<Decoded, DecodeError> {
    let length = usize::from(header.bytecode_bytes);
    let code = bytes.get(..length).ok_or(DecodeError::Truncated)?;
    let mut out = Decoded::default();
    let mut raw = Vec::new();
    let mut at = 0;
    while at < length {
        let (insn, d) = instruction(code, at)?;
        out.offsets.push(at as u32);
        out.insns.push(insn);
        raw.push(d);
        at += insn.op.format().size();
    }
    out.offsets.push(length as u32);
    for (n, d) in raw.into_iter().enumerate() {
        let at = out.offsets[n];
        if let Some(d) = d {
            out.insns[n].d = operand_d(header, &out, out.insns[n].op, at, d)?;
        }
    }
    for n in 0..u32::from(header.handlers) {
        let from = length + (n * HANDLER_BYTES) as usize;
        let row = bytes
            .get(from..from + HANDLER_BYTES as usize)
            .and_then(|b| <[u8; 8]>::try_from(b).ok())
            .ok_or(DecodeError::Truncated)?;
        if row[7] != 0 {
            return Err(DecodeError::Row(n));
        }
        let row = HandlerRow::unpack(row);
        let index = |o: u16| out.index(u32::from(o)).ok_or(DecodeError::Row(n));
        let (start, end, target) = (index(row.start)?, index(row.end)?, index(row.target)?);
        if start >= end || target as usize >= out.insns.len() || !is_register(row.register) {
            return Err(DecodeError::Row(n));
        }
        let register = row.register / REGISTER_BYTES as u8;
        out.handlers.push(Handler {
            start,
            end,
            target,
            register,
        });
    }
    Ok(out)
}

fn is_register(byte: u8) -> bool {
    u32::from(byte) % REGISTER_BYTES == 0 && u32::from(byte) / REGISTER_BYTES < MAX_REGISTERS
}

/// One instruction with its bits of D, which are not interpreted yet.
fn instruction(code: &[u8], at: usize) -> Result<(Insn, Option<u16>), DecodeError> {
    let here = at as u32;
    let op = Opcode::from_byte(code[at]).ok_or(DecodeError::Opcode(here))?;
    let bytes = code
        .get(at..at + op.format().size())
        .ok_or(DecodeError::Cut(here))?;
    let mut fields = [0u8; 3];
    let count = match op.format() {
        Format::A | Format::AD => 1,
        Format::ABC | Format::ABCD => 3,
    };
    for (n, field) in fields.iter_mut().take(count).enumerate() {
        let byte = bytes[1 + n];
        *field = match op.roles().get(n) {
            Some(Role::Read | Role::Write | Role::Update | Role::Window | Role::Base) => {
                if !is_register(byte) {
                    return Err(DecodeError::Operand(here));
                }
                byte / REGISTER_BYTES as u8
            }
            Some(Role::Count | Role::Imm) => byte,
            Some(Role::Double) if byte % 2 == 0 => byte / 2,
            Some(Role::Small) if byte % 2 == 1 => byte / 2,
            _ if byte == 0 => 0,
            _ => return Err(DecodeError::Operand(here)),
        };
    }
    let d = match op.format() {
        Format::A | Format::ABC => None,
        Format::AD => Some(u16::from_le_bytes([bytes[2], bytes[3]])),
        Format::ABCD => Some(u16::from_le_bytes([bytes[4], bytes[5]])),
    };
    let [a, b, c] = fields;
    let insn = Insn {
        op,
        a,
        b,
        c,
        d: D::None,
    };
    Ok((insn, d))
}

fn operand_d(
    header: &CodeHeader,
    out: &Decoded,
    op: Opcode,
    at: u32,
    bits: u16,
) -> Result<D, DecodeError> {
    let signed = i64::from(bits as i16);
    Ok(match op.roles().get(3).copied().unwrap_or(Role::None) {
        Role::Jump => {
            let target = u32::try_from(i64::from(at) + signed).ok();
            let index = target.and_then(|t| out.index(t));
            match index {
                Some(n) if (n as usize) < out.insns.len() => D::Jump(n),
                _ => return Err(DecodeError::Jump(at)),
            }
        }
        Role::Const => {
            let word = i64::from(header.pool_words) * 4 + i64::from(at) + signed;
            if word < 0 || word % 4 != 0 || word / 4 >= i64::from(header.pool_words) {
                return Err(DecodeError::Const(at));
            }
            D::Const((word / 4) as u32)
        }
        Role::Global if bits.is_multiple_of(4) => D::Global(GlobalId(u32::from(bits / 4))),
        Role::Value => D::Value(bits as i16),
        Role::Number => D::Number(bits),
        _ if bits == 0 => D::None,
        _ => return Err(DecodeError::Operand(at)),
    })
}
