//! f-strings: literal parts and formatted values, concatenated at the end.

use mpf_bytecode::Opcode;
use mpf_bytecode::unit::Const;
use mpf_syntax::ast::{Constant, Conversion, Expr, ExprId};

use super::Lower;
use crate::fold;
use crate::func::{Data, Operand, VReg};

impl<'g> Lower<'_, 'g> {
    /// A `JoinedStr`, or a `FormattedValue` that stands alone.
    pub(super) fn joined_str(&mut self, e: ExprId, dst: VReg) {
        let mark = self.depth;
        match &self.ast[e] {
            Expr::JoinedStr { values } => match values.as_slice() {
                [] => self.load_const(dst, Const::Str(String::new())),
                [one] => self.string_part(*one, dst),
                _ => self.concatenate(values, dst),
            },
            _ => self.string_part(e, dst),
        }
        self.depth = mark;
    }

    fn concatenate(&mut self, values: &[ExprId], dst: VReg) {
        let limit = self.chunk();
        let base = self.window(Some(dst), 0);
        let mut waiting = 0;
        for &value in values {
            if waiting == limit {
                self.build(Opcode::BuildString, base, base, waiting);
                self.depth = self.position(base) + 1;
                waiting = 1;
            }
            let t = self.temp();
            self.string_part(value, t);
            waiting += 1;
        }
        self.build(Opcode::BuildString, dst, base, waiting);
    }

    fn string_part(&mut self, e: ExprId, dst: VReg) {
        let old = self.set_place(e);
        match &self.ast[e] {
            Expr::FormattedValue {
                value,
                conversion,
                format_spec,
            } => self.formatted(*value, *conversion, *format_spec, dst),
            _ => self.expr_to(e, dst),
        }
        self.at = old;
    }

    fn formatted(
        &mut self,
        value: ExprId,
        conversion: Option<Conversion>,
        spec: Option<ExprId>,
        dst: VReg,
    ) {
        let mark = self.depth;
        let conversion = match conversion {
            None => 0,
            Some(Conversion::Str) => 1,
            Some(Conversion::Repr) => 2,
            Some(Conversion::Ascii) => 3,
        };
        let v = self.operand_in(value, dst);
        match self.constant_spec(spec) {
            Some(text) => self.emit(
                Opcode::FormatValue,
                Operand::Reg(dst),
                Operand::Reg(v),
                Operand::Num(conversion),
                Data::Const(Const::Str(text)),
            ),
            None => {
                let t = if v != dst && self.is_temp(dst) {
                    dst
                } else {
                    self.temp()
                };
                if let Some(spec) = spec {
                    self.expr_to(spec, t);
                }
                self.emit(
                    Opcode::FormatSpec,
                    Operand::Reg(t),
                    Operand::Reg(v),
                    Operand::Num(conversion),
                    Data::None,
                );
                self.mov(dst, t);
            }
        }
        self.depth = mark;
    }

    /// The format spec as text, when it has no replacement fields; `""` when there is none.
    fn constant_spec(&self, spec: Option<ExprId>) -> Option<String> {
        let Some(spec) = spec else {
            return Some(String::new());
        };
        match &self.ast[spec] {
            Expr::JoinedStr { values } => {
                let mut text = String::new();
                for &v in values {
                    match &self.ast[v] {
                        Expr::Constant {
                            value: Constant::Str(s),
                            ..
                        } => text.push_str(s),
                        _ => return None,
                    }
                }
                Some(text)
            }
            _ => match fold::constant(self.ast, spec) {
                Some(Const::Str(text)) => Some(text),
                _ => None,
            },
        }
    }
}
