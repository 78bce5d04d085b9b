//! Special methods of builtin types as attributes: `list.__len__`, `super().__getitem__(k)`, `(3).__add__(4)`. Each asks
//! the slot of its receiver's *builtin* type, so a subclass that overrides the method can call it without recursion.

use crate::cx::{Cx, Raised, Slot};
use crate::native::{Args, Binding, Decl, Native, NativeEntry, TypeSlot};
use crate::object::value::Value;
use mpf_bytecode::{BinaryOp, CompareOp};

/// Runs a slot of the receiver with the given arguments followed by an operator number, if any.
fn ask(cx: &mut Cx, a: Args, slot: TypeSlot, operator: Option<i32>) -> Result<(), Raised> {
    let Some(f) = cx.marked_type_slot(cx.arg(a, 0), slot) else {
        return Err(cx.missing_from_image());
    };
    let n = a.len() + u32::from(operator.is_some());
    let (mut cx, s) = cx.frame(n + 2)?;
    for i in 0..a.len() {
        cx.set(s.at(2 + i), cx.get(a.slot(i)));
    }
    if let Some(op) = operator {
        cx.set(s.at(n + 1), Value::int(op));
    }
    f(
        &mut cx,
        Args {
            window: s.at(0).0,
            count: n,
        },
    )?;
    let v = cx.get(s.at(0));
    cx.ret(a, v);
    Ok(())
}

macro_rules! slot_methods {
    ($($f:ident $slot:ident $operator:expr, $sig:literal;)*) => {
        $(
            #[unsafe(no_mangle)]
            pub fn $f(cx: &mut Cx, a: Args) -> Result<(), Raised> {
                crate::anchor::slot(TypeSlot::$slot);
                ask(cx, a, TypeSlot::$slot, $operator)
            }
        )*
        /// The special methods and the slot each of them asks.
        pub static SLOT_METHODS: &[(TypeSlot, Native)] = &[$((TypeSlot::$slot, Native {
            decl: Decl { symbol: stringify!($f), owner: "", signature: $sig, binding: Binding::Method, uses: 0 },
            entry: NativeEntry::Full($f),
        }),)*];
    };
}

slot_methods! {
    mpf_dunder_repr Repr None, "__repr__(self, /)";
    mpf_dunder_str Str None, "__str__(self, /)";
    mpf_dunder_hash Hash None, "__hash__(self, /)";
    mpf_dunder_len Len None, "__len__(self, /)";
    mpf_dunder_getitem GetItem None, "__getitem__(self, key, /)";
    mpf_dunder_setitem SetItem None, "__setitem__(self, key, value, /)";
    mpf_dunder_delitem DelItem None, "__delitem__(self, key, /)";
    mpf_dunder_contains Contains None, "__contains__(self, key, /)";
    mpf_dunder_iter Iter None, "__iter__(self, /)";
    mpf_dunder_format Format None, "__format__(self, format_spec, /)";
    mpf_dunder_bool Bool None, "__bool__(self, /)";
    mpf_dunder_eq Compare Some(CompareOp::Eq as i32), "__eq__(self, value, /)";
    mpf_dunder_ne Compare Some(CompareOp::Ne as i32), "__ne__(self, value, /)";
    mpf_dunder_lt Compare Some(CompareOp::Lt as i32), "__lt__(self, value, /)";
    mpf_dunder_le Compare Some(CompareOp::Le as i32), "__le__(self, value, /)";
    mpf_dunder_gt Compare Some(CompareOp::Gt as i32), "__gt__(self, value, /)";
    mpf_dunder_ge Compare Some(CompareOp::Ge as i32), "__ge__(self, value, /)";
    mpf_dunder_add Add Some(BinaryOp::Add as i32), "__add__(self, value, /)";
    mpf_dunder_sub Sub Some(BinaryOp::Sub as i32), "__sub__(self, value, /)";
    mpf_dunder_mul Mul Some(BinaryOp::Mul as i32), "__mul__(self, value, /)";
    mpf_dunder_truediv TrueDiv Some(BinaryOp::TrueDiv as i32), "__truediv__(self, value, /)";
    mpf_dunder_floordiv FloorDiv Some(BinaryOp::FloorDiv as i32), "__floordiv__(self, value, /)";
    mpf_dunder_mod Mod Some(BinaryOp::Mod as i32), "__mod__(self, value, /)";
    mpf_dunder_pow Pow Some(BinaryOp::Pow as i32), "__pow__(self, value, /)";
    mpf_dunder_and And Some(BinaryOp::And as i32), "__and__(self, value, /)";
    mpf_dunder_or Or Some(BinaryOp::Or as i32), "__or__(self, value, /)";
    mpf_dunder_xor Xor Some(BinaryOp::Xor as i32), "__xor__(self, value, /)";
    mpf_dunder_lshift LShift Some(BinaryOp::LShift as i32), "__lshift__(self, value, /)";
    mpf_dunder_rshift RShift Some(BinaryOp::RShift as i32), "__rshift__(self, value, /)";
}

/// `__next__` of builtin iterators: an unbound answer is StopIteration.
#[unsafe(no_mangle)]
pub fn mpf_dunder_next(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    let it: Slot = a.slot(0);
    if crate::protocol::iterate::next(cx, it, a.ret())? {
        Ok(())
    } else {
        Err(cx.raise(crate::wk::ty::StopIteration(cx), "", &[]))
    }
}
