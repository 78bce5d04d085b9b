//! The one opcode table of mpfreeze and what is derived from it: encoder, decoder, disassembler and verifier.
//! Everything here is pure data and arithmetic; nothing may allocate on the device or know about objects.
//! The format itself is described in `docs/bytecode.md`, which is generated from the same table.
#![no_std]
#![forbid(unsafe_code)]

#[cfg(feature = "host")]
extern crate std;

#[cfg(feature = "host")]
pub mod decode;
#[cfg(feature = "host")]
pub mod disasm;
#[cfg(feature = "host")]
pub mod encode;
pub mod header;
pub mod opcodes;
#[cfg(feature = "host")]
pub mod unit;
#[cfg(feature = "host")]
pub mod verify;
pub use header::{CodeHeader, HandlerRow};
pub use opcodes::{Format, Opcode};

/// Size of one register in bytes; operands name registers by byte offset (index times this).
pub const REGISTER_BYTES: u32 = 4;
/// Registers that an operand byte can reach in one frame.
pub const MAX_REGISTERS: u32 = 64;
/// Words below register 0 of a frame: `fp[-1]` the saved pc (tagged odd), `fp[-2]` the callee.
pub const FRAME_HEADER_WORDS: u32 = 2;
/// Words that every code object starts with, including the object header. See `header`.
pub const CODE_HEADER_WORDS: u32 = 3;

/// Changes whenever the layout of code objects (not only the opcode table) changes.
pub const LAYOUT_VERSION: u32 = 4;

/// A number that two builds share exactly when they agree on every opcode and on the layout of code objects:
/// FNV-1a over the names, formats and operand roles of the table, and the layout version.
pub const fn abi_hash() -> u32 {
    const fn byte(hash: u32, value: u8) -> u32 {
        (hash ^ value as u32).wrapping_mul(0x0100_0193)
    }
    let mut hash = byte(0x811c_9dc5, LAYOUT_VERSION as u8);
    hash = byte(hash, CODE_HEADER_WORDS as u8);
    let mut i = 0;
    while i < opcodes::ALL.len() {
        let op = opcodes::ALL[i];
        let name = op.name().as_bytes();
        let mut j = 0;
        while j < name.len() {
            hash = byte(hash, name[j]);
            j += 1;
        }
        hash = byte(hash, op.format() as u8);
        let roles = op.roles();
        let mut j = 0;
        while j < roles.len() {
            hash = byte(hash, roles[j] as u8);
            j += 1;
        }
        i += 1;
    }
    hash
}

/// Flags of a code object; `header::optional` has the others.
pub mod code_flags {
    /// `*args` parameter present.
    pub const VARARGS: u8 = 1;
    /// `**kwargs` parameter present.
    pub const VARKEYWORDS: u8 = 2;
    /// Calling creates a generator.
    pub const GENERATOR: u8 = 4;
    /// A plain call: positional parameters only, no generator. Set exactly when the fast call path applies.
    pub const SIMPLE: u8 = 8;
}

/// Binary operators in the order of the third operand of the generic type slot `binary`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub enum BinaryOp {
    Add,
    Sub,
    Mul,
    TrueDiv,
    FloorDiv,
    Mod,
    Pow,
    LShift,
    RShift,
    And,
    Or,
    Xor,
    MatMul,
}

/// Rich comparisons in the order of the third operand of the generic type slot `compare`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub enum CompareOp {
    Lt,
    Le,
    Eq,
    Ne,
    Gt,
    Ge,
}

/// Unary operators in the order of the second operand of the type slot `unary`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub enum UnaryOp {
    Neg,
    Pos,
    Invert,
}
