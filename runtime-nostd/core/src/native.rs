//! Builtins: their two calling conventions, the object that stands for one, the slots of builtin types, and the
//! `natives!` and `builtin_type!` tables that declare them next to their code.

use crate::cx::{Cx, Raised, Slot, Stop};
use crate::object::value::Value;
pub use mpf_builtins_decl::{Binding, Decl, uses};
use mpf_bytecode::BinaryOp;

/// Arguments of a builtin: a window of the VM stack. Argument `i` of a builtin with keyword-only parameters: those
/// come first, then the positional ones (so that `*args` can be any number).
#[derive(Clone, Copy, Debug)]
pub struct Args {
    /// Address of the callee's cell; the result goes there, arguments start two cells above.
    pub(crate) window: u32,
    /// Number of argument cells.
    pub(crate) count: u32,
}

impl Args {
    /// Number of arguments (cells) given; parameters that were left out are unbound.
    #[inline(always)]
    pub fn len(self) -> u32 {
        self.count
    }
    pub fn is_empty(self) -> bool {
        self.count == 0
    }
    /// Cell of argument `i`.
    #[inline(always)]
    pub fn slot(self, i: u32) -> Slot {
        debug_assert!(i < self.count, "argument {i} of {}", self.count);
        Slot(self.window + 8 + 4 * i)
    }
    /// Cell of the result.
    #[inline(always)]
    pub fn ret(self) -> Slot {
        Slot(self.window)
    }
}

impl Cx {
    /// Argument `i`, unbound when it was not given.
    #[inline(always)]
    pub fn arg(&self, a: Args, i: u32) -> Value<'_> {
        if i < a.count {
            self.get(Slot(a.window + 8 + 4 * i))
        } else {
            Value::UNBOUND
        }
    }
    /// Sets the result of a full builtin.
    #[inline(always)]
    pub fn ret(&self, a: Args, v: Value<'_>) {
        self.set(a.ret(), v);
    }
}

/// Cannot collect or run Python; may be called again after a `Stop` that asked for room.
pub type Leaf = for<'h> fn(&'h Cx, Args) -> Result<Value<'h>, Stop>;
/// May collect and run Python; leaves its result in `Args::ret`.
pub type Full = fn(&mut Cx, Args) -> Result<(), Raised>;

/// One of the two conventions.
#[derive(Clone, Copy)]
pub enum NativeEntry {
    Leaf(Leaf),
    Full(Full),
}

/// A declared builtin.
#[derive(Clone, Copy)]
pub struct Native {
    pub decl: Decl,
    pub entry: NativeEntry,
}

/// Operations that the VM asks of a builtin type. Every slot is a full builtin. Arguments are given in brackets;
/// operators come as small ints (`BinaryOp`, `CompareOp`, `UnaryOp` of `mpf_bytecode`).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u32)]
pub enum TypeSlot {
    /// (self) -> str
    Repr = 0,
    /// (self) -> str; absent: repr
    Str = 1,
    /// (self) -> small int; absent on a type with `Compare`: unhashable; on others: identity
    Hash = 2,
    /// (self, other, CompareOp) -> value or NotImplemented
    Compare = 3,
    /// (self) -> bool
    Bool = 4,
    /// (self) -> small int
    Len = 5,
    /// (self, key) -> item
    GetItem = 6,
    /// (self, key, value)
    SetItem = 7,
    /// (self, key)
    DelItem = 8,
    /// (self, item) -> bool
    Contains = 9,
    /// (self) -> iterator
    Iter = 10,
    /// (self) -> next item, or unbound when exhausted
    Next = 11,
    /// (self, args…): calls an instance
    Call = 12,
    /// (class, args…): constructor, with the parameters of `BuiltinType::new`
    New = 13,
    /// (self) or (self, anything): as `Next`, of an iterator whose step mostly needs no Python code. It neither collects
    /// nor leaves an exception: an error means that nothing has happened and that `Next` has to do it. With a second
    /// argument a pair is not made into a tuple: its parts go to the cell of the result and to the one behind it.
    Step = 14,
    /// (self, UnaryOp)
    Unary = 15,
    /// (self, name) -> value; only for types with attributes of their own kind (module, super)
    GetAttr = 16,
    /// (self, name, value or unbound to delete)
    SetAttr = 17,
    /// (self, spec str) -> str
    Format = 18,
    /// (self, other, BinaryOp) -> value or NotImplemented; absent: the slot of the operator
    InplaceBinary = 19,
    /// (left, right, BinaryOp) -> value or NotImplemented; either side may be of this type. One slot for each operator,
    /// in the order of `BinaryOp`: an image has only those that its code uses.
    Add = 20,
    Sub = 21,
    Mul = 22,
    TrueDiv = 23,
    FloorDiv = 24,
    Mod = 25,
    Pow = 26,
    LShift = 27,
    RShift = 28,
    And = 29,
    Or = 30,
    Xor = 31,
    MatMul = 32,
}

impl TypeSlot {
    /// The slot of an operator.
    #[inline(always)]
    pub const fn of(op: BinaryOp) -> TypeSlot {
        match op {
            BinaryOp::Add => TypeSlot::Add,
            BinaryOp::Sub => TypeSlot::Sub,
            BinaryOp::Mul => TypeSlot::Mul,
            BinaryOp::TrueDiv => TypeSlot::TrueDiv,
            BinaryOp::FloorDiv => TypeSlot::FloorDiv,
            BinaryOp::Mod => TypeSlot::Mod,
            BinaryOp::Pow => TypeSlot::Pow,
            BinaryOp::LShift => TypeSlot::LShift,
            BinaryOp::RShift => TypeSlot::RShift,
            BinaryOp::And => TypeSlot::And,
            BinaryOp::Or => TypeSlot::Or,
            BinaryOp::Xor => TypeSlot::Xor,
            BinaryOp::MatMul => TypeSlot::MatMul,
        }
    }
}

/// Number of type slots. A table on the device ends with the last slot that its type fills.
pub const TYPE_SLOTS: usize = 33;

/// A builtin type as its file declares it.
#[derive(Clone, Copy)]
pub struct BuiltinType {
    pub name: &'static str,
    /// Name of the base type (`object` for most).
    pub base: &'static str,
    /// Kind of its instances, `Instance` for the rare ones.
    pub kind: crate::object::header::Kind,
    /// Signature of the constructor without the class: `int(x=0, base=10)`; empty: cannot be called.
    pub new: &'static str,
    /// (slot, symbol, function).
    pub slots: &'static [(TypeSlot, &'static str, Full)],
    /// Names of instance slots (kind `Instance` only), readable as attributes unless they start with a dot.
    pub fields: &'static [&'static str],
}

/// Declares builtins: `"list" { Method full mpf_list_sort "sort(self, /, *, key=None)" [CALL COMPARE]; … }` makes
/// `pub static NATIVES: &[Native]`. The functions themselves are ordinary `#[unsafe(no_mangle)] pub fn`s above it.
#[macro_export]
macro_rules! natives {
    ($($owner:literal { $($binding:ident $kind:ident $f:ident $sig:literal [$($use_:ident)*];)* })*) => {
        /// The builtins of this file.
        pub static NATIVES: &[$crate::native::Native] = &[$($($crate::native::Native {
            decl: $crate::native::Decl {
                symbol: stringify!($f),
                owner: $owner,
                signature: $sig,
                binding: $crate::native::Binding::$binding,
                uses: 0 $(| $crate::native::uses::$use_)*,
            },
            entry: $crate::natives!(@$kind $f),
        },)*)*];
    };
    (@leaf $f:ident) => { $crate::native::NativeEntry::Leaf($f) };
    (@full $f:ident) => { $crate::native::NativeEntry::Full($f) };
}

/// Declares builtin types: `list: object, List, "list(iterable=(), /)", { Repr: mpf_list_repr, … } []` makes
/// `pub static TYPES: &[BuiltinType]`.
#[macro_export]
macro_rules! builtin_types {
    ($($name:literal: $base:literal, $kind:ident, $new:literal, {$($slot:ident: $f:ident),* $(,)?} [$($field:literal)*];)*) => {
        /// The builtin types of this file.
        pub static TYPES: &[$crate::native::BuiltinType] = &[$($crate::native::BuiltinType {
            name: $name,
            base: $base,
            kind: $crate::object::header::Kind::$kind,
            new: $new,
            slots: &[$(($crate::native::TypeSlot::$slot, stringify!($f), $f as $crate::native::Full)),*],
            fields: &[$($field),*],
        },)*];
    };
}

/// Functions for the slots of operators from one that takes the operator: `binary { mpf_int_add Add; … }`.
#[macro_export]
macro_rules! operator_slots {
    ($of:ident { $($f:ident $op:ident;)* }) => {
        $(
            #[unsafe(no_mangle)]
            pub fn $f(cx: &mut $crate::cx::Cx, a: $crate::native::Args) -> Result<(), $crate::cx::Raised> {
                $of(cx, a, ::mpf_bytecode::BinaryOp::$op)
            }
        )*
    };
}

/// A constant attribute of a native module or a builtin type.
#[derive(Clone, Copy)]
pub struct Constant {
    /// Name of the module or type.
    pub owner: &'static str,
    pub name: &'static str,
    pub value: ConstantValue,
}

/// What a constant is.
#[derive(Clone, Copy)]
pub enum ConstantValue {
    Int(i32),
    Str(&'static str),
    /// The builtin type of this name, which is then no name of the builtins namespace.
    Type(&'static str),
}

/// Declares constants: `"Pin" { IN: Int(0); }` makes `pub static CONSTANTS: &[Constant]`.
#[macro_export]
macro_rules! constants {
    ($($owner:literal { $($name:ident: $kind:ident($value:expr);)* })*) => {
        /// The constants of this file.
        pub static CONSTANTS: &[$crate::native::Constant] = &[$($($crate::native::Constant {
            owner: $owner,
            name: stringify!($name),
            value: $crate::native::ConstantValue::$kind($value),
        },)*)*];
    };
}
