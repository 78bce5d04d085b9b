//! The packed words of a code object's header and of its exception table, for the writer and the VM alike.
//! Pure arithmetic on words; which of them hold object references (name, qualified name, parameter names) is
//! the business of those who place objects.
//!
//! Words: 0 object header, 1 counts, 2 name, 3 what precedes the name and a dot in the qualified name (a text, or 0),
//! 4 tuple of parameter names or 0, 5 sizes, 6 unit and parameters; then the constant pool, the bytecode, and the
//! exception rows right behind it, padded to a word. How many rows there are follows from the size of the object.

/// Most words of a pool: the first instruction lies within reach of a 16-bit offset.
pub const MAX_POOL_WORDS: u16 = 16_000;
/// Set in the byte of positional parameters unless the code is simple: one comparison then tells the fast call path
/// that the number of arguments is right and that nothing else has to be done.
pub const NOT_SIMPLE: u8 = 0x80;
/// Bytes of one exception row.
pub const HANDLER_BYTES: u32 = 8;

/// What words 1, 5 and 6 of a code object say.
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
    /// Cells in the closure.
    pub free: u8,
    pub unit: u16,
}

impl CodeHeader {
    /// Word 1: positional with `NOT_SIMPLE`, keyword-only, registers, flags from the lowest byte up.
    pub const fn counts(&self) -> u32 {
        let simple = self.flags & super::code_flags::SIMPLE != 0;
        u32::from_le_bytes([
            self.positional | if simple { 0 } else { NOT_SIMPLE },
            self.keyword_only,
            self.registers,
            self.flags,
        ])
    }

    /// Word 5: offset of the first instruction in the low half, bytecode bytes in the high half.
    pub const fn sizes(&self) -> u32 {
        self.bytecode_offset() | (self.bytecode_bytes as u32) << 16
    }

    /// Word 6: the unit's number in the low half, then positional-only, then closure cells.
    pub const fn unit_word(&self) -> u32 {
        self.unit as u32 | (self.positional_only as u32) << 16 | (self.free as u32) << 24
    }

    /// The header that words 1, 5 and 6 of an object of so many words hold.
    pub const fn unpack(counts: u32, sizes: u32, unit: u32, words: u32) -> CodeHeader {
        let c = counts.to_le_bytes();
        let rest = (words * 4).saturating_sub((sizes & 0xFFFF) + (sizes >> 16));
        CodeHeader {
            positional: c[0] & !NOT_SIMPLE,
            keyword_only: c[1],
            registers: c[2],
            flags: c[3],
            pool_words: pool_words(sizes) as u16,
            bytecode_bytes: (sizes >> 16) as u16,
            handlers: (rest / HANDLER_BYTES) as u16,
            positional_only: (unit >> 16) as u8,
            free: (unit >> 24) as u8,
            unit: unit as u16,
        }
    }

    /// Offset of the first bytecode byte from the start of the code object.
    pub const fn bytecode_offset(&self) -> u32 {
        (super::CODE_HEADER_WORDS + self.pool_words as u32) * 4
    }

    /// Offset of the first exception row from the start of the code object.
    pub const fn handlers_offset(&self) -> u32 {
        self.bytecode_offset() + self.bytecode_bytes as u32
    }

    /// Size of the whole code object in words, the object header included.
    pub const fn total_words(&self) -> u32 {
        (self.handlers_offset() + self.handlers as u32 * HANDLER_BYTES).div_ceil(4)
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

/// Words of the pool, from word 5.
pub const fn pool_words(sizes: u32) -> u32 {
    ((sizes & 0xFFFF) / 4).saturating_sub(super::CODE_HEADER_WORDS)
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
