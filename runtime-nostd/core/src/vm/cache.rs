//! The attribute cache: what a name gives on every instance of a class. One direct-mapped table for all attribute
//! sites, because code is in read-only memory; keyed by the addresses of class and name.
//!
//! An entry never refers to anything that the class does not keep alive, and it is never traced: a collection, which
//! moves objects, and every write to a class empties the table.

use core::cell::Cell;

/// Entries. The smallest chips are those whose cores know no atomic operations.
const ENTRIES: usize = if cfg!(all(target_arch = "arm", not(target_has_atomic = "32"))) {
    16
} else {
    32
};

/// What the lowest two bits of an entry say about the rest of it.
pub(crate) mod tag {
    pub const MASK: u32 = 3;
    /// Byte offset of a slot in the instance; when the slot is unbound the class has to be asked.
    pub const SLOT: u32 = 0;
    /// A function with positional parameters only, found on the class, which no instance attribute hides.
    pub const FUNCTION: u32 = 1;
    /// Another object found on the class, which no instance attribute hides.
    pub const OBJECT: u32 = 2;
    /// The getter of a property of the class: a function with one positional parameter.
    pub const GETTER: u32 = 3;
}

/// Added to the address of a name (or alone) for entries that answer another question than attribute access does.
pub(crate) mod key {
    /// With a name: the special method of a user class, `ABSENT` when there is none.
    pub const SPECIAL: u32 = 1;
    /// Alone: the `__init__` of a class whose instances are made plainly, `ABSENT` when it has none.
    pub const INIT: u32 = 2;
    /// Entry of a method that is not there.
    pub const ABSENT: u32 = 1;
}

pub(crate) struct AttributeCache {
    classes: [Cell<u32>; ENTRIES],
    names: [Cell<u32>; ENTRIES],
    entries: [Cell<u32>; ENTRIES],
}

impl AttributeCache {
    pub(crate) const fn new() -> AttributeCache {
        AttributeCache {
            classes: [const { Cell::new(0) }; ENTRIES],
            names: [const { Cell::new(0) }; ENTRIES],
            entries: [const { Cell::new(0) }; ENTRIES],
        }
    }

    /// Index of a pair: both are addresses of words, so the lowest bits say nothing.
    #[inline(always)]
    fn index(class: u32, name: u32) -> usize {
        (class.wrapping_add(name) >> 2) as usize & (ENTRIES - 1)
    }

    /// The entry of a pair.
    #[inline(always)]
    pub(crate) fn get(&self, class: u32, name: u32) -> Option<u32> {
        let i = Self::index(class, name);
        (self.classes[i].get() == class && self.names[i].get() == name)
            .then(|| self.entries[i].get())
    }

    pub(crate) fn put(&self, class: u32, name: u32, entry: u32) {
        let i = Self::index(class, name);
        self.classes[i].set(class);
        self.names[i].set(name);
        self.entries[i].set(entry);
    }

    /// Forgets everything: objects moved, or a class changed.
    pub(crate) fn clear(&self) {
        for class in &self.classes {
            class.set(0);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_are_told_apart_and_forgotten() {
        let cache = AttributeCache::new();
        assert_eq!(cache.get(0x100, 0x200), None);
        cache.put(0x100, 0x200, 8);
        assert_eq!(cache.get(0x100, 0x200), Some(8));
        // The same place in the table: same sum.
        assert_eq!(cache.get(0x200, 0x100), None);
        assert_eq!(cache.get(0x100, 0x200 + key::SPECIAL), None);
        cache.put(0x200, 0x100, 12);
        assert_eq!(cache.get(0x100, 0x200), None);
        assert_eq!(cache.get(0x200, 0x100), Some(12));
        cache.clear();
        assert_eq!(cache.get(0x200, 0x100), None);
    }
}
