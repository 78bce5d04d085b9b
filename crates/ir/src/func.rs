//! The intermediate form of one function: basic blocks over virtual registers. An instruction has the opcode and
//! the operand roles of the bytecode table, but virtual registers, blocks and constants in place of numbers.
//!
//! A virtual register is a variable of the source (`Home::Local`) or a temporary with a position on the
//! expression stack (`Home::Stack`); consecutive positions stay consecutive, so that call windows need no copies.

use mpf_bytecode::Opcode;
use mpf_bytecode::opcodes::Role;
use mpf_bytecode::unit::{Const, GlobalId, ModuleId};
use mpf_diagnostics::Span;

use crate::types::Type;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct VReg(pub u32);

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BlockId(pub u32);

/// Where a virtual register will live.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Home {
    /// The n-th parameter, fixed in register n.
    Parameter(u8),
    /// A variable, or a cell that stays in its register for the whole function.
    Local,
    /// A temporary at this position of the expression stack.
    Stack(u16),
}

#[derive(Clone, Debug)]
pub struct VRegInfo {
    pub home: Home,
    /// Name in the source, for variables.
    pub name: Option<String>,
    /// What `types::infer` found out.
    pub ty: Type,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operand {
    None,
    Reg(VReg),
    Num(u8),
}

/// The fourth operand.
#[derive(Clone, Debug, PartialEq)]
pub enum Data {
    None,
    Const(Const),
    Global(GlobalId),
    Block(BlockId),
    Value(i16),
    Number(u16),
}

#[derive(Clone, Debug)]
pub struct Inst {
    pub op: Opcode,
    pub a: Operand,
    pub b: Operand,
    pub c: Operand,
    pub d: Data,
    /// Byte offset in the source.
    pub at: u32,
}

impl Inst {
    pub fn operands(&self) -> [Operand; 3] {
        [self.a, self.b, self.c]
    }

    /// Registers that the instruction reads; runs and windows consist of temporaries and are left out.
    pub fn reads(&self) -> impl Iterator<Item = VReg> + '_ {
        self.with_role(|r| matches!(r, Role::Read | Role::Update | Role::Base))
    }

    /// Registers that the instruction writes when it does not raise.
    pub fn writes(&self) -> impl Iterator<Item = VReg> + '_ {
        self.with_role(|r| matches!(r, Role::Write | Role::Update))
    }

    fn with_role(&self, wanted: fn(Role) -> bool) -> impl Iterator<Item = VReg> + '_ {
        self.operands()
            .into_iter()
            .zip(self.op.roles())
            .filter_map(move |(operand, &role)| match operand {
                Operand::Reg(v) if wanted(role) => Some(v),
                Operand::Reg(_) | Operand::None | Operand::Num(_) => None,
            })
    }

    /// Whether executing it can raise an exception.
    pub fn may_raise(&self) -> bool {
        !matches!(
            self.op,
            Opcode::Mov
                | Opcode::LoadImm
                | Opcode::LoadConst
                | Opcode::StoreGlobal
                | Opcode::LoadGlobalOr
                | Opcode::StoreCell
                | Opcode::ClosureCell
                | Opcode::Jump
                | Opcode::JumpNone
                | Opcode::JumpNotNone
                | Opcode::JumpUnbound
                | Opcode::JumpIs
                | Opcode::Is
                | Opcode::IsNot
                | Opcode::PushHandled
                | Opcode::PopHandled
                | Opcode::Return
                | Opcode::ReturnNone
                | Opcode::ReturnGen
        )
    }
}

/// How a block ends.
#[derive(Clone, Debug)]
pub enum Term {
    /// Not ended yet (only while it is being made).
    Open,
    Jump(BlockId),
    /// A jump opcode whose D is the block taken; the other way leads to `next`.
    Branch {
        inst: Inst,
        next: BlockId,
    },
    /// Return, raise: nothing follows.
    Exit(Inst),
}

#[derive(Clone, Debug)]
pub struct Block {
    pub insts: Vec<Inst>,
    pub term: Term,
    /// Where exceptions raised in this block go.
    pub handler: Option<BlockId>,
    /// For a handler: the register that receives the exception.
    pub exception: Option<VReg>,
    /// Something jumps here.
    pub has_predecessor: bool,
}

impl Block {
    /// The blocks that may follow without an exception.
    pub fn successors(&self) -> impl Iterator<Item = BlockId> {
        let (a, b) = match &self.term {
            Term::Open | Term::Exit(_) => (None, None),
            Term::Jump(to) => (Some(*to), None),
            Term::Branch { inst, next } => match inst.d {
                Data::Block(to) => (Some(to), Some(*next)),
                _ => (None, Some(*next)),
            },
        };
        a.into_iter().chain(b)
    }

    /// The terminator's instruction, if it has one.
    pub fn terminator(&self) -> Option<&Inst> {
        match &self.term {
            Term::Branch { inst, .. } | Term::Exit(inst) => Some(inst),
            Term::Open | Term::Jump(_) => None,
        }
    }

    /// Whether an exception can leave this block.
    pub fn may_raise(&self) -> bool {
        self.insts
            .iter()
            .chain(self.terminator())
            .any(Inst::may_raise)
    }
}

/// The parameters in frame order: positional, keyword-only, `*args`, `**kwargs`.
#[derive(Clone, Debug, Default)]
pub struct Parameters {
    pub names: Vec<String>,
    pub positional_only: u8,
    pub positional: u8,
    pub keyword_only: u8,
    pub varargs: bool,
    pub varkeywords: bool,
}

/// A function, lambda, comprehension, class body or (part of a) module body.
#[derive(Clone, Debug)]
pub struct Function {
    pub name: String,
    pub qualname: String,
    pub module: ModuleId,
    pub span: Span,
    pub parameters: Parameters,
    pub generator: bool,
    /// Names of the cells in the closure.
    pub free: Vec<String>,
    pub vregs: Vec<VRegInfo>,
    pub blocks: Vec<Block>,
    /// The order in which the blocks are laid out; the first one is the entry.
    pub order: Vec<BlockId>,
}

impl Function {
    pub fn block(&self, id: BlockId) -> &Block {
        &self.blocks[id.0 as usize]
    }

    pub fn block_mut(&mut self, id: BlockId) -> &mut Block {
        &mut self.blocks[id.0 as usize]
    }

    pub fn home(&self, v: VReg) -> Home {
        self.vregs[v.0 as usize].home
    }
}
