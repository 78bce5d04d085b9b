//! Registers and instructions: the mechanical part of lowering.

use mpf_bytecode::Opcode;
use mpf_bytecode::unit::{Const, GlobalId, ModuleId};
use mpf_diagnostics::{Code, Diagnostic, Span};
use mpf_resolve::ScopeId;
use mpf_resolve::collect::Collected;
use mpf_syntax::ast::Ast;

use super::{Lower, Lowering};
use crate::func::{BlockId, Data, Function, Home, Inst, Operand, Parameters, VReg, VRegInfo};
use crate::types::Type;

/// More instructions than a code object could hold (jumps reach 32 KB).
const MAX_INSTRUCTIONS: usize = 12_000;

impl<'a, 'g> Lower<'a, 'g> {
    pub(super) fn new(
        cx: &'a mut Lowering<'g>,
        module: ModuleId,
        scope: ScopeId,
        ast: &'g Ast,
        names: &'g Collected,
        name: &str,
        span: Span,
    ) -> Lower<'a, 'g> {
        let info = names.table.scope(scope);
        let mut lower = Lower {
            cx,
            ast,
            names,
            module,
            scope,
            f: Function {
                name: name.into(),
                qualname: String::new(),
                module,
                span,
                parameters: Parameters::default(),
                generator: info.generator,
                free: info.free.clone(),
                vregs: Vec::new(),
                blocks: Vec::new(),
                order: Vec::new(),
            },
            current: BlockId(0),
            dead: false,
            handler: None,
            depth: 0,
            frames: Vec::new(),
            at: span.start,
            locals: Default::default(),
            cells: Default::default(),
            prologue: Vec::new(),
            nesting: 0,
            namespace: None,
            refused: false,
            emitted: 0,
        };
        let entry = lower.new_block();
        lower.f.block_mut(entry).has_predecessor = true;
        lower.f.order.push(entry);
        lower.current = entry;
        lower
    }

    /// Puts the prologue in front and hands the function over.
    pub(super) fn finish(mut self) -> Function {
        let entry = self.f.order[0];
        let mut insts = std::mem::take(&mut self.prologue);
        insts.append(&mut self.f.block_mut(entry).insts);
        self.f.block_mut(entry).insts = insts;
        let order = std::mem::take(&mut self.f.order);
        self.f.order = order
            .into_iter()
            .filter(|&b| self.f.block(b).has_predecessor)
            .collect();
        crate::types::infer(&mut self.f);
        self.f
    }

    pub(super) fn vreg(&mut self, home: Home, name: Option<&str>) -> VReg {
        let v = VReg(self.f.vregs.len() as u32);
        self.f.vregs.push(VRegInfo {
            home,
            name: name.map(String::from),
            ty: Type::Undefined,
        });
        v
    }

    /// The next temporary of the expression stack.
    pub(super) fn temp(&mut self) -> VReg {
        let v = self.vreg(Home::Stack(self.depth), None);
        self.depth += 1;
        v
    }

    /// A register for the position `offset` above `base` (a temporary).
    pub(super) fn slot(&mut self, base: VReg, offset: u16) -> VReg {
        let at = self.position(base) + offset;
        self.vreg(Home::Stack(at), None)
    }

    pub(super) fn position(&self, v: VReg) -> u16 {
        match self.f.home(v) {
            Home::Stack(at) => at,
            Home::Local | Home::Parameter(_) => self.depth,
        }
    }

    /// Gives up `v` and everything above it.
    pub(super) fn release(&mut self, v: VReg) {
        if let Home::Stack(at) = self.f.home(v) {
            self.depth = at;
        }
    }

    /// Reserves `count` consecutive temporaries; answers the first.
    pub(super) fn reserve(&mut self, count: u16) -> VReg {
        let first = self.vreg(Home::Stack(self.depth), None);
        self.depth += count;
        first
    }

    /// A temporary for an intermediate result on the way to `dst`: `dst` itself when it is the top of the stack.
    pub(super) fn scratch(&mut self, dst: VReg) -> VReg {
        match self.f.home(dst) {
            Home::Stack(at) if at + 1 == self.depth => dst,
            Home::Stack(_) | Home::Local | Home::Parameter(_) => self.temp(),
        }
    }

    /// A call window of `count` registers: on top of `dst` when that is the top of the stack.
    pub(super) fn window(&mut self, dst: Option<VReg>, count: u16) -> VReg {
        let at = match dst.map(|d| self.f.home(d)) {
            Some(Home::Stack(at)) if at + 1 == self.depth => at,
            _ => self.depth,
        };
        let first = self.vreg(Home::Stack(at), None);
        self.depth = at + count;
        first
    }

    pub(super) fn is_temp(&self, v: VReg) -> bool {
        matches!(self.f.home(v), Home::Stack(_))
    }

    // ---- instructions

    pub(super) fn emit(&mut self, op: Opcode, a: Operand, b: Operand, c: Operand, d: Data) {
        if self.dead {
            return;
        }
        self.emitted += 1;
        if self.emitted > MAX_INSTRUCTIONS {
            self.refuse_size();
            return;
        }
        let at = self.at;
        let current = self.current;
        self.f
            .block_mut(current)
            .insts
            .push(Inst { op, a, b, c, d, at });
    }

    fn refuse_size(&mut self) {
        if !self.refused {
            self.refused = true;
            self.dead = true;
            let d = Diagnostic::new(
                Code::TooManyConstants,
                format!("'{}' is too large for one code object", self.f.name),
            )
            .at(self.f.span)
            .help("split it into several functions (each 'finally' is copied to every way out of its 'try')");
            self.cx.diagnostics.push(d);
        }
    }

    pub(super) fn op(&mut self, op: Opcode, a: VReg, b: VReg, c: VReg) {
        self.emit(
            op,
            Operand::Reg(a),
            Operand::Reg(b),
            Operand::Reg(c),
            Data::None,
        );
    }

    pub(super) fn op2(&mut self, op: Opcode, a: VReg, b: VReg) {
        self.emit(
            op,
            Operand::Reg(a),
            Operand::Reg(b),
            Operand::None,
            Data::None,
        );
    }

    pub(super) fn op1(&mut self, op: Opcode, a: VReg) {
        self.emit(
            op,
            Operand::Reg(a),
            Operand::None,
            Operand::None,
            Data::None,
        );
    }

    /// `A, B` and the string constant `name`.
    pub(super) fn op_name(&mut self, op: Opcode, a: Operand, b: Operand, name: &str) {
        let d = Data::Const(Const::Str(name.into()));
        self.emit(op, a, b, Operand::None, d);
    }

    /// `A`, a run from `B` of `count`.
    pub(super) fn build(&mut self, op: Opcode, dst: VReg, base: VReg, count: usize) {
        let n = Operand::Num(count as u8);
        self.emit(op, Operand::Reg(dst), Operand::Reg(base), n, Data::None);
    }

    pub(super) fn mov(&mut self, dst: VReg, src: VReg) {
        if dst != src && self.f.home(dst) != self.f.home(src) || self.is_variable(dst, src) {
            self.op2(Opcode::Mov, dst, src);
        }
    }

    fn is_variable(&self, dst: VReg, src: VReg) -> bool {
        dst != src && !self.is_temp(dst) && !self.is_temp(src)
    }

    pub(super) fn load_value(&mut self, dst: VReg, bits: i16) {
        self.emit(
            Opcode::LoadImm,
            Operand::Reg(dst),
            Operand::None,
            Operand::None,
            Data::Value(bits),
        );
    }

    pub(super) fn load_none(&mut self, dst: VReg) {
        self.load_value(dst, 0x02);
    }

    /// Loads a constant, as an immediate where it has that form.
    pub(super) fn load_const(&mut self, dst: VReg, value: Const) {
        if let Some(bits) = immediate(&value) {
            self.load_value(dst, bits);
            return;
        }
        self.emit(
            Opcode::LoadConst,
            Operand::Reg(dst),
            Operand::None,
            Operand::None,
            Data::Const(value),
        );
    }

    pub(super) fn load_global(&mut self, dst: VReg, global: GlobalId) {
        self.emit(
            Opcode::LoadGlobal,
            Operand::Reg(dst),
            Operand::None,
            Operand::None,
            Data::Global(global),
        );
    }

    pub(super) fn store_global(&mut self, src: VReg, global: GlobalId) {
        self.emit(
            Opcode::StoreGlobal,
            Operand::Reg(src),
            Operand::None,
            Operand::None,
            Data::Global(global),
        );
    }

    pub(super) fn call(&mut self, window: VReg, args: usize, dst: VReg) {
        self.emit(
            Opcode::Call,
            Operand::Reg(window),
            Operand::Num(args as u8),
            Operand::Reg(dst),
            Data::None,
        );
    }
}

/// The 16-bit form of a constant, if it has one.
pub fn immediate(value: &Const) -> Option<i16> {
    match value {
        Const::None => Some(0x02),
        Const::False => Some(0x12),
        Const::True => Some(0x32),
        Const::Ellipsis => Some(0x52),
        Const::Int { negative, limbs } => {
            let magnitude = match limbs.as_slice() {
                [] => 0,
                [n] if *n <= 16384 => *n as i32,
                _ => return None,
            };
            let v = if *negative { -magnitude } else { magnitude };
            i16::try_from(v * 2 + 1).ok()
        }
        Const::Float(_)
        | Const::Str(_)
        | Const::Bytes(_)
        | Const::Tuple(_)
        | Const::FrozenSet(_)
        | Const::Code(_)
        | Const::Builtin(_)
        | Const::Module(_)
        | Const::Function(_)
        | Const::Native(..) => None,
    }
}
