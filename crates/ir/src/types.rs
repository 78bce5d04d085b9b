//! The type lattice of virtual registers and a local, flow-insensitive inference: the join of all definitions.
//! It claims only what holds on every path; a register that nothing types is `Unknown`.

use mpf_bytecode::Opcode;
use mpf_bytecode::unit::Const;

use crate::func::{Data, Function, Home, Inst, Operand};

/// What is known about a value. `Undefined` is the bottom, `Unknown` the top.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Type {
    #[default]
    Undefined,
    None,
    Bool,
    Int,
    Float,
    Str,
    Bytes,
    Tuple,
    List,
    Dict,
    Set,
    Function,
    Class,
    Cell,
    Unknown,
}

impl Type {
    pub fn join(self, other: Type) -> Type {
        match (self, other) {
            (Type::Undefined, t) | (t, Type::Undefined) => t,
            (a, b) if a == b => a,
            _ => Type::Unknown,
        }
    }

    pub fn of_const(value: &Const) -> Type {
        match value {
            Const::None => Type::None,
            Const::True | Const::False => Type::Bool,
            Const::Int { .. } => Type::Int,
            Const::Float(_) => Type::Float,
            Const::Str(_) => Type::Str,
            Const::Bytes(_) => Type::Bytes,
            Const::Tuple(_) => Type::Tuple,
            Const::FrozenSet(_)
            | Const::Ellipsis
            | Const::Code(_)
            | Const::Builtin(_)
            | Const::Module(_)
            | Const::Function(_)
            | Const::Native(..) => Type::Unknown,
        }
    }
}

/// Fills `ty` of every virtual register.
pub fn infer(f: &mut Function) {
    for v in &mut f.vregs {
        v.ty = match v.home {
            Home::Parameter(_) => Type::Unknown,
            Home::Local | Home::Stack(_) => Type::Undefined,
        };
    }
    // Registers written as parts of a run have no definition of their own.
    let mut changed = true;
    while changed {
        changed = false;
        for &b in &f.order {
            let block = &f.blocks[b.0 as usize];
            for inst in block.insts.iter().chain(block.terminator()) {
                let ty = result(f.vregs.as_slice(), inst);
                for v in inst.writes() {
                    let slot = &mut f.vregs[v.0 as usize].ty;
                    let joined = slot.join(ty);
                    changed |= joined != *slot;
                    *slot = joined;
                }
                if let (Opcode::Unpack | Opcode::UnpackStar, Operand::Reg(v)) = (inst.op, inst.a) {
                    changed |= f.vregs[v.0 as usize].ty != Type::Unknown;
                    f.vregs[v.0 as usize].ty = Type::Unknown;
                }
            }
            if let Some(v) = f.blocks[b.0 as usize].exception {
                f.vregs[v.0 as usize].ty = Type::Unknown;
            }
        }
        // One pass settles everything but loops; each further one can only go up a lattice of height three.
    }
}

fn result(vregs: &[crate::func::VRegInfo], inst: &Inst) -> Type {
    let ty = |o: Operand| match o {
        Operand::Reg(v) => vregs[v.0 as usize].ty,
        Operand::Num(_) => Type::Int,
        Operand::None => Type::Unknown,
    };
    let (b, c) = (ty(inst.b), ty(inst.c));
    match inst.op {
        Opcode::Mov => b,
        Opcode::LoadImm => match inst.d {
            Data::Value(v) if v & 1 == 1 => Type::Int,
            Data::Value(0x02) => Type::None,
            Data::Value(0x12 | 0x32) => Type::Bool,
            Data::Value(0) => Type::Undefined,
            _ => Type::Unknown,
        },
        Opcode::LoadConst => match &inst.d {
            Data::Const(value) => Type::of_const(value),
            _ => Type::Unknown,
        },
        Opcode::Add
        | Opcode::Sub
        | Opcode::Mul
        | Opcode::IAdd
        | Opcode::ISub
        | Opcode::IMul
        | Opcode::AddImm
        | Opcode::SubImm
        | Opcode::IAddImm
        | Opcode::ISubImm => match (b, c) {
            (Type::Undefined, _) | (_, Type::Undefined) => Type::Undefined,
            (Type::Int | Type::Bool, Type::Int | Type::Bool) => Type::Int,
            (Type::Float, Type::Int | Type::Bool | Type::Float)
            | (Type::Int | Type::Bool, Type::Float) => Type::Float,
            _ => Type::Unknown,
        },
        Opcode::FloorDiv | Opcode::Mod => match (b, c) {
            (Type::Undefined, _) | (_, Type::Undefined) => Type::Undefined,
            (Type::Int | Type::Bool, Type::Int | Type::Bool) => Type::Int,
            _ => Type::Unknown,
        },
        Opcode::Not
        | Opcode::Is
        | Opcode::IsNot
        | Opcode::In
        | Opcode::NotIn
        | Opcode::MatchException
        | Opcode::MatchSequence
        | Opcode::MatchMapping => Type::Bool,
        Opcode::ForRange | Opcode::ForRangeUp | Opcode::Len => Type::Int,
        Opcode::BuildTuple | Opcode::ListToTuple => Type::Tuple,
        Opcode::BuildList => Type::List,
        Opcode::BuildDict => Type::Dict,
        Opcode::BuildSet => Type::Set,
        Opcode::BuildString => Type::Str,
        Opcode::FormatValue | Opcode::FormatSpec => Type::Str,
        Opcode::MakeFunction => Type::Function,
        Opcode::MakeCell | Opcode::ClosureCell => Type::Cell,
        _ => Type::Unknown,
    }
}
