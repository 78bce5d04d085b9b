//! Code units: bytecode as the compiler makes it, before it has addresses. The loader of the build-time VM and the
//! freezer both turn units into code objects; the freezer may first change instructions (a global that nothing
//! stores to any more becomes a constant). Host only.
use crate::{Opcode, opcodes::Role};
use std::{collections::BTreeSet, string::String, vec::Vec};

/// Index of a unit in its `Program`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, PartialOrd, Ord)]
pub struct UnitId(pub u32);
/// Program-wide number of a module-global variable.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, PartialOrd, Ord)]
pub struct GlobalId(pub u32);
/// Index of a module in the module graph.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, PartialOrd, Ord)]
pub struct ModuleId(pub u32);

/// A constant of a unit's pool. Equal strings are the same object program-wide (interned by the loader).
#[derive(Clone, PartialEq, Debug)]
pub enum Const {
    None,
    True,
    False,
    Ellipsis,
    /// Sign and magnitude, little-endian 32-bit limbs without leading zeros.
    Int {
        negative: bool,
        limbs: Vec<u32>,
    },
    Float(f64),
    Str(String),
    Bytes(Vec<u8>),
    Tuple(Vec<Const>),
    FrozenSet(Vec<Const>),
    /// A nested function, lambda, comprehension or class body.
    Code(UnitId),
    /// The function object of a unit of which there is one, after build-time execution.
    Function(UnitId),
    /// The builtin of that name (`len`, `ValueError`).
    Builtin(String),
    /// The module object.
    Module(ModuleId),
    /// A native or library member resolved at build time (`from math import sqrt`): module, attribute.
    Native(String, String),
}

/// Operand D before layout.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum D {
    None,
    /// Index into `CodeUnit::consts`.
    Const(u32),
    Global(GlobalId),
    /// Index of the target instruction.
    Jump(u32),
    /// Bits of an immediate value that fits 16 signed bits.
    Value(i16),
    Number(u16),
}

/// One instruction. Register operands are plain indexes here; the encoder scales them.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Insn {
    pub op: Opcode,
    pub a: u8,
    pub b: u8,
    pub c: u8,
    pub d: D,
}

impl Insn {
    /// Whether byte operand `n` (0 = A) names a register.
    pub fn is_register(&self, n: usize) -> bool {
        matches!(
            self.op.roles().get(n),
            Some(Role::Read | Role::Write | Role::Update | Role::Window | Role::Base)
        )
    }
}

/// One row of the exception table: instructions `start..end` are covered, innermost rows come first.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Handler {
    pub start: u32,
    pub end: u32,
    pub target: u32,
    /// Register that receives the exception.
    pub register: u8,
}

/// One function, lambda, comprehension, class body, or (part of) a module body.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct CodeUnit {
    pub name: String,
    pub qualname: String,
    /// Parameter names in frame order: positional-only, positional, keyword-only, then `*args`, `**kwargs` if flagged.
    pub params: Vec<String>,
    pub positional_only: u8,
    /// Positional parameters including positional-only ones.
    pub positional: u8,
    pub keyword_only: u8,
    /// `code_flags`.
    pub flags: u8,
    /// Registers of the frame, windows included (a window needs 2 + its arguments).
    pub registers: u8,
    /// Names of the closure's cells in order (`ClosureCell` operands).
    pub free: Vec<String>,
    pub consts: Vec<Const>,
    pub insns: Vec<Insn>,
    pub handlers: Vec<Handler>,
    /// (first instruction, byte offset of its source) in ascending order.
    pub places: Vec<(u32, u32)>,
    pub module: Option<ModuleId>,
}

impl CodeUnit {
    /// Instructions that control may come to from elsewhere than the one before.
    pub fn jump_targets(&self) -> BTreeSet<u32> {
        let jumps = self.insns.iter().filter_map(|insn| match insn.d {
            D::Jump(to) => Some(to),
            _ => None,
        });
        jumps
            .chain(self.handlers.iter().map(|row| row.target))
            .collect()
    }
}
