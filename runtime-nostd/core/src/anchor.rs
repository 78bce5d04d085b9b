//! Marks for the linker: code that makes objects of a kind, or asks for a slot of a type, refers to a symbol of that
//! kind or slot by a relocation that changes nothing. From the marks in an image the freezer sees which kinds of
//! objects can exist and which slots can be asked for, and leaves the rest of the builtin types out.
//! The marks take no bytes. `kind` and `slot` must be inlined into code that knows their argument.

use crate::native::TypeSlot;
use crate::object::header::Kind;

#[cfg(all(target_os = "none", target_arch = "riscv32"))]
macro_rules! mark {
    ($symbol:expr) => {
        // SAFETY: no instructions, only a relocation of type NONE.
        unsafe {
            core::arch::asm!(
                concat!(".reloc ., R_RISCV_NONE, ", $symbol),
                options(nomem, nostack, preserves_flags)
            )
        }
    };
}
#[cfg(all(target_os = "none", target_arch = "arm"))]
macro_rules! mark {
    ($symbol:expr) => {
        // SAFETY: no instructions, only a relocation of type NONE.
        unsafe {
            core::arch::asm!(
                concat!(".reloc ., R_ARM_NONE, ", $symbol),
                options(nomem, nostack, preserves_flags)
            )
        }
    };
}
#[cfg(not(target_os = "none"))]
macro_rules! mark {
    ($symbol:expr) => {};
}

pub(crate) use mark;

macro_rules! marks {
    ($($name:ident)*; $($slot:ident)*) => {
        /// Objects of this kind can exist.
        #[inline(always)]
        pub(crate) fn kind(kind: Kind) {
            match kind {
                $(Kind::$name => { mark!(concat!("mpf_kind_", stringify!($name))); })*
                _ => {}
            }
        }
        /// This slot can be asked for.
        #[inline(always)]
        pub(crate) fn slot(slot: TypeSlot) {
            match slot {
                $(TypeSlot::$slot => { mark!(concat!("mpf_slot_", stringify!($slot))); })*
            }
        }
        /// Kinds that are marked.
        pub const KINDS: &[(Kind, &str)] = &[$((Kind::$name, concat!("mpf_kind_", stringify!($name)))),*];
        /// Slots by number.
        pub const SLOTS: &[(TypeSlot, &str)] = &[$((TypeSlot::$slot, concat!("mpf_slot_", stringify!($slot)))),*];
    };
}

marks! {
    Tuple List Dict Set Function Method Cell Iter Generator Range Slice ByteArray Float Bytes;
    Repr Str Hash Compare Bool Len GetItem SetItem DelItem Contains Iter Next Call New Step Unary GetAttr
    SetAttr Format InplaceBinary Add Sub Mul TrueDiv FloorDiv Mod Pow LShift RShift And Or Xor MatMul
}
