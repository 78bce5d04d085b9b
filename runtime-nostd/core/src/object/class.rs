//! Classes: the one layout of builtin types and user classes, and instances of them.
//! Attribute lookup along the method resolution order starts here; what lookup means is in `protocol::attribute`.

use super::header::{self, Kind};
use super::sequence::Tuple;
use super::value::{Value, bits};
use crate::cx::{Cx, Stop};
use crate::native::{Full, TypeSlot};

/// Payload words of a `Type`.
pub mod word {
    pub const META: u32 = 0;
    pub const NAME: u32 = 1;
    pub const BASES: u32 = 2;
    pub const MRO: u32 = 3;
    /// Namespace dict.
    pub const NAMESPACE: u32 = 4;
    /// Tuple of the names of instance slots.
    pub const LAYOUT: u32 = 5;
    /// `flag` bits as a small int; bits 8–12 the kind of instances.
    pub const FLAGS: u32 = 6;
    /// `Slots` object of the nearest builtin base, or 0.
    pub const SLOTS: u32 = 7;
    pub const QUALNAME: u32 = 8;
    pub const MODULE: u32 = 9;
    pub const COUNT: u32 = 10;
}

/// Flags of a class.
pub mod flag {
    /// The last instance slot holds a dict of attributes outside the layout (or is unbound).
    pub const OVERFLOW: i32 = 1;
    /// Slot 0 of instances holds the value of the builtin base (a list, a str, …).
    pub const PAYLOAD: i32 = 2;
    /// Derives from BaseException.
    pub const EXCEPTION: i32 = 4;
    /// Not made by a class statement.
    pub const BUILTIN: i32 = 8;
    /// Defines `__getattr__`, `__setattr__` or `__delattr__`, `__getattribute__`.
    pub const GETATTR: i32 = 16;
    pub const SETATTR: i32 = 32;
    pub const GETATTRIBUTE: i32 = 64;
    /// `__slots__` in it and all its bases: instances have no other attributes.
    pub const SLOTTED: i32 = 128;
}

/// Extra rows of the kind-to-type table, for values that are not pointers.
pub const KIND_BOOL: u32 = 25;
pub const KIND_NONE: u32 = 26;
pub const KIND_NOT_IMPLEMENTED: u32 = 27;
pub const KIND_ELLIPSIS: u32 = 28;
pub const KIND_FROZENSET: u32 = 29;
pub const KIND_UNBOUND: u32 = 30;

/// View of a class.
#[derive(Clone, Copy)]
pub struct Class<'h> {
    cx: &'h Cx,
    v: Value<'h>,
}

impl<'h> Class<'h> {
    pub(crate) fn cx(self) -> &'h Cx {
        self.cx
    }
    pub fn value(self) -> Value<'h> {
        self.v
    }
    pub fn flags(self) -> i32 {
        self.cx.field(self.v, word::FLAGS).as_small().unwrap_or(0)
    }
    pub fn has(self, flag: i32) -> bool {
        self.flags() & flag != 0
    }
    pub fn has_payload(self) -> bool {
        self.has(flag::PAYLOAD)
    }
    pub fn is_exception(self) -> bool {
        self.has(flag::EXCEPTION)
    }
    /// Kind of instances.
    pub fn instance_kind(self) -> Kind {
        Kind::of(((self.flags() as u32) >> 8 & 31) << header::KIND_SHIFT)
    }
    /// Name as a str value.
    pub fn name(self) -> Value<'h> {
        self.cx.field(self.v, word::NAME)
    }
    pub fn mro(self) -> Option<Tuple<'h>> {
        self.cx.tuple(self.cx.field(self.v, word::MRO))
    }
    pub fn bases(self) -> Option<Tuple<'h>> {
        self.cx.tuple(self.cx.field(self.v, word::BASES))
    }
    pub fn namespace(self) -> Value<'h> {
        self.cx.field(self.v, word::NAMESPACE)
    }
    pub fn layout(self) -> Option<Tuple<'h>> {
        self.cx.tuple(self.cx.field(self.v, word::LAYOUT))
    }
    /// Number of instance slots, the overflow slot included.
    pub fn slot_count(self) -> u32 {
        let named = self.layout().map_or(0, Tuple::len);
        named + u32::from(self.has(flag::OVERFLOW))
    }
    /// Index of the instance slot for a name, by identity of the interned name first.
    pub fn slot_of(self, name: Value<'_>) -> Option<u32> {
        let layout = self.layout()?;
        (0..layout.len())
            .find(|&i| layout.get(i).is(name))
            .or_else(|| {
                let name = self.cx.str(Value::from_bits(name.to_bits()))?;
                let (hash, text) = (name.hash(), name.text());
                (0..layout.len()).find(|&i| {
                    // The first word of a str: its hash, or 0 before anyone has asked for it.
                    let own = self.cx.raw_word(layout.get(i), 0);
                    (own == hash || own == 0)
                        && self.cx.str(layout.get(i)).is_some_and(|s| s.text() == text)
                })
            })
    }
    /// Whether this class is `other` or derives from it.
    pub fn derives_from(self, other: Value<'_>) -> bool {
        if self.v.is(other) {
            return true;
        }
        // A tuple; a class that is still being made has none.
        let mro = self.cx.field(self.v, word::MRO);
        mro.is_kind(self.cx, Kind::Tuple)
            && (0..self.cx.words(mro)).any(|i| self.cx.field(mro, i).is(other))
    }
    /// First value for a name along the method resolution order; unbound when there is none.
    pub fn lookup(self, name: Value<'h>) -> Value<'h> {
        self.lookup_from(0, name)
    }
    /// The same, starting `skip` classes after the beginning of the order.
    pub fn lookup_from(self, skip: u32, name: Value<'h>) -> Value<'h> {
        if let Some(mro) = self.mro() {
            for i in skip..mro.len() {
                if let Some(class) = self.cx.class(mro.get(i)) {
                    let found = self.cx.dict_get_str(class.namespace(), name);
                    if !found.is_unbound() {
                        return found;
                    }
                }
            }
        }
        Value::UNBOUND
    }
    /// A slot of the nearest builtin type.
    #[inline(always)]
    pub fn slot(self, slot: TypeSlot) -> Option<Full> {
        crate::anchor::slot(slot);
        self.marked_slot(slot)
    }
    /// The same for a slot that the caller has marked.
    pub(crate) fn marked_slot(self, slot: TypeSlot) -> Option<Full> {
        let slots = self.cx.field(self.v, word::SLOTS);
        if slots.is_unbound() || slot as u32 >= self.cx.words(slots) {
            None
        } else {
            self.cx.full_entry(self.cx.raw_word(slots, slot as u32))
        }
    }
}

impl Cx {
    /// View of a class.
    pub fn class<'h>(&'h self, v: Value<'h>) -> Option<Class<'h>> {
        v.is_kind(self, Kind::Type).then_some(Class { cx: self, v })
    }

    /// The class of a value.
    pub fn type_of<'h>(&'h self, v: Value<'h>) -> Value<'h> {
        let row = if v.is_pointer() {
            let h = self.header_at(v.to_bits());
            match Kind::of(h) {
                Kind::Instance => return self.field(v, 0),
                Kind::Type => return self.field(v, word::META),
                Kind::Set if h & header::AUX_MASK == header::SET_FROZEN => KIND_FROZENSET,
                kind => kind as u32,
            }
        } else {
            match v.to_bits() {
                bits::NONE => KIND_NONE,
                bits::TRUE | bits::FALSE => KIND_BOOL,
                bits::NOT_IMPLEMENTED => KIND_NOT_IMPLEMENTED,
                bits::ELLIPSIS => KIND_ELLIPSIS,
                bits::UNBOUND => KIND_UNBOUND,
                _ => Kind::Int as u32,
            }
        };
        self.kind_type(row)
    }

    /// The class of a value as a view.
    pub fn class_of<'h>(&'h self, v: Value<'h>) -> Class<'h> {
        Class {
            cx: self,
            v: self.type_of(v),
        }
    }

    /// A slot of a value's type.
    #[inline(always)]
    pub fn type_slot(&self, v: Value<'_>, slot: TypeSlot) -> Option<Full> {
        crate::anchor::slot(slot);
        self.marked_type_slot(v, slot)
    }
    /// The same for a slot that the caller has marked.
    pub(crate) fn marked_type_slot(&self, v: Value<'_>, slot: TypeSlot) -> Option<Full> {
        self.class_of(Value::from_bits(v.to_bits()))
            .marked_slot(slot)
    }

    /// Row of the table from kinds to types, which the frozen object supplies.
    pub(crate) fn kind_type(&self, row: u32) -> Value<'_> {
        #[cfg(target_os = "none")]
        {
            unsafe extern "C" {
                static mpf_kind_types: u32;
            }
            let table = (&raw const mpf_kind_types).expose_provenance() as u32;
            // SAFETY: the table has 32 words.
            Value::from_bits(unsafe { self.mem.load(table + 4 * row) })
        }
        #[cfg(not(target_os = "none"))]
        {
            Value::from_bits(self.host.kinds[row as usize])
        }
    }

    /// Word `i` of a raw object.
    pub(crate) fn raw_word(&self, v: Value<'_>, i: u32) -> u32 {
        debug_assert!(i < self.words(v));
        // SAFETY: inside the object.
        unsafe { self.mem.load(v.to_bits() + 4 + 4 * i) }
    }

    /// A new instance with unbound slots.
    pub fn new_instance<'h>(&'h self, class: Value<'h>) -> Result<Value<'h>, Stop> {
        let n = self.class(class).map_or(0, Class::slot_count);
        self.new_object(Kind::Instance, n + 1, |i| {
            if i == 0 { class } else { Value::UNBOUND }
        })
    }

    /// Slot `i` of an instance.
    pub fn instance_slot<'h>(&'h self, v: Value<'h>, i: u32) -> Value<'h> {
        self.field(v, 1 + i)
    }

    /// Notes that an instance has attributes outside of its layout.
    pub(crate) fn mark_extended(&self, v: Value<'_>) {
        if v.is_kind(self, Kind::Instance) {
            let h = self.header_at(v.to_bits()) | header::EXTENDED;
            // SAFETY: the header of a live object; the collector does not look at this bit of instances.
            unsafe { self.mem.store(v.to_bits(), h) };
        }
    }

    pub fn set_instance_slot(&self, v: Value<'_>, i: u32, x: Value<'_>) {
        self.set_field(v, 1 + i, x);
    }
}
