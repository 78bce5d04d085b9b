//! The packed words of a code object's header and of its exception table, for the writer and the VM alike.
//! Pure arithmetic on words; which of them hold object references (name, qualified name, parameter names) is
//! the business of those who place objects.
//!
//! Words: 0 object header, 1 counts, 2 place. Then those of four words that this code needs, as bits of its flags say:
//! rest, name, what precedes the name and a dot in the qualified name (a text), tuple of parameter names. Then the
//! constant pool, the bytecode, and the exception rows right behind it, padded to a word. How many rows there are
//! follows from the size of the object. A call reads words 1 and 2 only.

/// Most words of a pool: the first instruction lies within reach of a 16-bit offset.
pub const MAX_POOL_WORDS: u16 = 16_000;
/// Set in the byte of positional parameters unless the code is simple: one comparison then tells the fast call path
/// that the number of arguments is right and that nothing else has to be done.
pub const NOT_SIMPLE: u8 = 0x80;
/// Bytes of one exception row.
pub const HANDLER_BYTES: u32 = 8;

/// Flag bits of the words that only some code has, in the order in which they follow each other.
pub mod optional {
    /// Length of the bytecode and positional-only parameters, when there are exception rows or such parameters.
    pub const REST: u8 = 0x10;
    pub const NAME: u8 = 0x20;
    pub const QUALIFIER: u8 = 0x40;
    pub const PARAMETERS: u8 = 0x80;
    pub const ALL: u8 = 0xF0;
}

/// What a code object says besides its names.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct CodeHeader {
    /// Positional parameters, positional-only ones included.
    pub positional: u8,
    pub keyword_only: u8,
    /// Registers of the frame.
    pub registers: u8,
    /// `code_flags`.
    pub flags: u8,
    /// Words of the constant pool.
    pub pool_words: u16,
    /// Bytes of bytecode, a multiple of 2.
    pub bytecode_bytes: u16,
    /// Rows of the exception table.
    pub handlers: u16,
    pub positional_only: u8,
    /// Cells in the closure; not part of the object.
    pub free: u8,
    pub unit: u16,
}

impl CodeHeader {
    /// Word 1: positional with `NOT_SIMPLE`, keyword-only, registers, flags from the lowest byte up. `present` tells
    /// which optional words there are.
    pub const fn counts(&self, present: u8) -> u32 {
        let simple = self.flags & super::code_flags::SIMPLE != 0;
        u32::from_le_bytes([
            self.positional | if simple { 0 } else { NOT_SIMPLE },
            self.keyword_only,
            self.registers,
            self.flags | present,
        ])
    }

    /// Word 2: offset of the first instruction in the low half, the unit's number in the high half.
    pub const fn place(&self, present: u8) -> u32 {
        ((pool_start(present) + self.pool_words as u32) * 4) | ((self.unit as u32) << 16)
    }

    /// The word of `optional::REST`, where it is needed.
    pub const fn rest(&self) -> Option<u32> {
        if self.handlers == 0 && self.positional_only == 0 {
            return None;
        }
        Some(self.bytecode_bytes as u32 | (self.positional_only as u32) << 16)
    }

    /// Bytes of the bytecode and the exception rows.
    pub const fn bytes(&self) -> u32 {
        self.bytecode_bytes as u32 + self.handlers as u32 * HANDLER_BYTES
    }

    /// Registers that parameters occupy, `*args` and `**kwargs` included.
    pub const fn parameter_registers(&self) -> u32 {
        use super::code_flags::{VARARGS, VARKEYWORDS};
        self.positional as u32
            + self.keyword_only as u32
            + (self.flags & VARARGS != 0) as u32
            + (self.flags & VARKEYWORDS != 0) as u32
    }
}

/// Index of an optional word; `None` when the flags say that it is not there.
pub const fn optional_word(flags: u8, which: u8) -> Option<u32> {
    if flags & which == 0 {
        return None;
    }
    // How many of the three words that may come before are there, by the flags.
    let before = (flags & (which - 1)) as u32 >> 4;
    Some(super::CODE_HEADER_WORDS + (0x3221_2110 >> (before * 4) & 3))
}

/// Index of the first word that is a value: names and pool lie in a row.
pub const fn names_start(flags: u8) -> u32 {
    super::CODE_HEADER_WORDS + (flags & optional::REST != 0) as u32
}

/// Index of the first word of the pool.
pub const fn pool_start(flags: u8) -> u32 {
    super::CODE_HEADER_WORDS + (flags & optional::ALL).count_ones()
}

/// One row of an exception table; offsets are bytes from the first bytecode byte.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct HandlerRow {
    pub start: u16,
    /// First byte that is no longer covered.
    pub end: u16,
    pub target: u16,
    /// Register that receives the exception, as a byte offset into the frame.
    pub register: u8,
}

impl HandlerRow {
    pub const fn pack(&self) -> [u8; 8] {
        let (s, e, t) = (
            self.start.to_le_bytes(),
            self.end.to_le_bytes(),
            self.target.to_le_bytes(),
        );
        [s[0], s[1], e[0], e[1], t[0], t[1], self.register, 0]
    }

    pub const fn unpack(b: [u8; 8]) -> HandlerRow {
        HandlerRow {
            start: u16::from_le_bytes([b[0], b[1]]),
            end: u16::from_le_bytes([b[2], b[3]]),
            target: u16::from_le_bytes([b[4], b[5]]),
            register: b[6],
        }
    }
}
