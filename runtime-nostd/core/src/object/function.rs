//! Functions, bound methods, cells, modules and the objects that stand for builtins.

use super::header::Kind;
use super::value::Value;
use crate::cx::{Cx, Stop};
use crate::native::{Full, Leaf, NativeEntry};

/// Payload words of a `Function`; trailing unbound words may be missing.
pub mod function_word {
    pub const CODE: u32 = 0;
    pub const MODULE: u32 = 1;
    pub const DEFAULTS: u32 = 2;
    pub const KEYWORD_DEFAULTS: u32 = 3;
    pub const CLOSURE: u32 = 4;
    /// Dict of attributes set on the function.
    pub const ATTRIBUTES: u32 = 5;
    pub const COUNT: u32 = 6;
}

/// Payload words of a `Module`.
pub mod module_word {
    pub const NAME: u32 = 0;
    /// Dict of attributes that are not globals of compiled code (or unbound).
    pub const NAMESPACE: u32 = 1;
    /// Small int: 0 body not started, 1 running, 2 done.
    pub const STATE: u32 = 2;
    /// Function whose call runs the body, or unbound.
    pub const BODY: u32 = 3;
    /// Dict from global name to its slot number as a small int (or unbound).
    pub const GLOBALS: u32 = 4;
    pub const COUNT: u32 = 5;
}

/// Payload words of a `Native` (raw; the values in it are frozen).
pub mod native_word {
    /// Entry: function address (chip) or index (host), never 0.
    pub const ENTRY: u32 = 0;
    /// Bytes, lowest first: positional minimum, positional maximum, keyword-only parameters, flags.
    pub const SHAPE: u32 = 1;
    /// Tuple of parameter names or 0: keyword-only ones come last.
    pub const NAMES: u32 = 2;
    pub const NAME: u32 = 3;
    /// Bytes, lowest first: positional-only parameters, binding (`Binding` as number).
    pub const BINDING: u32 = 4;
    /// Type it belongs to, or 0.
    pub const OWNER: u32 = 5;
    pub const COUNT: u32 = 6;
}

/// Flags in the shape of a `Native`.
pub mod native_flag {
    pub const LEAF: u8 = 1;
    pub const VARARGS: u8 = 2;
    /// Method of a type: the first argument has to be of that type.
    pub const METHOD: u8 = 4;
}

impl Cx {
    /// Word `i` of a function object; unbound when the object is shorter.
    pub(crate) fn function_field<'h>(&'h self, f: Value<'h>, i: u32) -> Value<'h> {
        if i < self.words(f) {
            self.field(f, i)
        } else {
            Value::UNBOUND
        }
    }

    pub fn new_cell<'h>(&'h self, content: Value<'h>) -> Result<Value<'h>, Stop> {
        self.new_fixed(Kind::Cell, [content])
    }

    /// A bound method.
    pub fn new_method<'h>(
        &'h self,
        function: Value<'h>,
        receiver: Value<'h>,
    ) -> Result<Value<'h>, Stop> {
        self.new_fixed(Kind::Method, [function, receiver])
    }

    /// Entry word of a native or slot as a full builtin.
    pub(crate) fn full_entry(&self, entry: u32) -> Option<Full> {
        if entry == 0 {
            return None;
        }
        #[cfg(target_os = "none")]
        // SAFETY: the freezer writes only addresses of `Full` functions into type slots and natives without LEAF.
        return Some(unsafe { core::mem::transmute::<usize, Full>(entry as usize) });
        #[cfg(not(target_os = "none"))]
        match self.host.natives.get(entry as usize - 1) {
            Some(NativeEntry::Full(f)) => Some(*f),
            _ => None,
        }
    }

    /// Entry word of a native with the LEAF flag.
    pub(crate) fn leaf_entry(&self, entry: u32) -> Option<Leaf> {
        if entry == 0 {
            return None;
        }
        #[cfg(target_os = "none")]
        // SAFETY: the freezer sets LEAF exactly for `Leaf` functions.
        return Some(unsafe { core::mem::transmute::<usize, Leaf>(entry as usize) });
        #[cfg(not(target_os = "none"))]
        match self.host.natives.get(entry as usize - 1) {
            Some(NativeEntry::Leaf(f)) => Some(*f),
            _ => None,
        }
    }
}

#[cfg(target_os = "none")]
const _: Option<NativeEntry> = None;
