//! One Python value in one 32-bit word: a small integer, an immediate, or a pointer to an object.
//! A `Value<'h>` borrows the heap: it cannot be held across anything that may move objects.

use super::header::Kind;
use crate::cx::Cx;
use core::marker::PhantomData;

/// A value as long as nothing moves. `0` means unbound.
#[derive(Clone, Copy, PartialEq, Eq)]
#[repr(transparent)]
pub struct Value<'h>(pub(crate) u32, PhantomData<&'h Cx>);

/// Bits of the immediates. No immediate ends in the nibble 0xE, which marks object headers.
pub mod bits {
    pub const UNBOUND: u32 = 0;
    pub const NONE: u32 = 0x02;
    pub const FALSE: u32 = 0x12;
    pub const TRUE: u32 = 0x32;
    pub const NOT_IMPLEMENTED: u32 = 0x42;
    pub const ELLIPSIS: u32 = 0x52;
}

impl<'h> Value<'h> {
    pub const UNBOUND: Value<'static> = Value::from_bits(bits::UNBOUND);
    pub const NONE: Value<'static> = Value::from_bits(bits::NONE);
    pub const FALSE: Value<'static> = Value::from_bits(bits::FALSE);
    pub const TRUE: Value<'static> = Value::from_bits(bits::TRUE);
    pub const NOT_IMPLEMENTED: Value<'static> = Value::from_bits(bits::NOT_IMPLEMENTED);
    pub const ELLIPSIS: Value<'static> = Value::from_bits(bits::ELLIPSIS);
    /// Smallest and largest integer without an object.
    pub const SMALL_MIN: i32 = -(1 << 30);
    pub const SMALL_MAX: i32 = (1 << 30) - 1;

    #[inline(always)]
    pub(crate) const fn from_bits(word: u32) -> Value<'h> {
        Value(word, PhantomData)
    }
    #[inline(always)]
    pub const fn to_bits(self) -> u32 {
        self.0
    }
    #[inline(always)]
    pub const fn bool(b: bool) -> Value<'static> {
        Value::from_bits(bits::FALSE | ((b as u32) << 5))
    }
    /// A small integer; `None` when it needs an object.
    #[inline(always)]
    pub const fn small(n: i32) -> Option<Value<'static>> {
        if n >= Value::SMALL_MIN && n <= Value::SMALL_MAX {
            Some(Value::from_bits(((n as u32) << 1) | 1))
        } else {
            None
        }
    }
    /// A small integer that is known to fit (lengths, counts, character codes).
    #[inline(always)]
    pub const fn int(n: i32) -> Value<'static> {
        debug_assert!(n >= Value::SMALL_MIN && n <= Value::SMALL_MAX);
        Value::from_bits(((n as u32) << 1) | 1)
    }
    #[inline(always)]
    pub const fn is_small(self) -> bool {
        self.0 & 1 != 0
    }
    /// The number of a small integer (also of what a bool counts as: use `as_index` for that).
    #[inline(always)]
    pub const fn as_small(self) -> Option<i32> {
        if self.0 & 1 != 0 {
            Some((self.0 as i32) >> 1)
        } else {
            None
        }
    }
    #[inline(always)]
    pub const fn is_bool(self) -> bool {
        self.0 == bits::FALSE || self.0 == bits::TRUE
    }
    #[inline(always)]
    pub const fn is_none(self) -> bool {
        self.0 == bits::NONE
    }
    #[inline(always)]
    pub const fn is_unbound(self) -> bool {
        self.0 == 0
    }
    #[inline(always)]
    pub const fn is_not_implemented(self) -> bool {
        self.0 == bits::NOT_IMPLEMENTED
    }
    /// Small int or bool as a number.
    #[inline(always)]
    pub const fn as_small_or_bool(self) -> Option<i32> {
        match self.0 {
            bits::FALSE => Some(0),
            bits::TRUE => Some(1),
            _ => self.as_small(),
        }
    }
    #[inline(always)]
    pub const fn is_pointer(self) -> bool {
        self.0 & 3 == 0 && self.0 != 0
    }
    /// Same object.
    #[inline(always)]
    pub const fn is(self, other: Value<'_>) -> bool {
        self.0 == other.0
    }
    /// Kind of the object pointed to; `None` for small ints, immediates and unbound.
    #[inline(always)]
    pub fn kind(self, cx: &Cx) -> Option<Kind> {
        if self.is_pointer() {
            Some(cx.kind_at(self.0))
        } else {
            None
        }
    }
    #[inline(always)]
    pub fn is_kind(self, cx: &Cx, kind: Kind) -> bool {
        self.is_pointer() && cx.header_at(self.0) & super::header::KIND_MASK == kind.bits()
    }
}
