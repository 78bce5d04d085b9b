//! The attribute cache: what a name gives on every instance of a class. One direct-mapped table for all attribute
//! sites, because code is in read-only memory; keyed by the addresses of class and name. The handlers look at one place;
//! a pair that another one has driven from there may still be in a second place, from which `recall` brings it back.
//!
//! An entry never refers to anything that the class does not keep alive, and it is never traced: a collection, which
//! moves objects, and every write to a class empties the table.

use core::cell::Cell;

/// Entries, 12 bytes each. Memory of the host costs nothing; the smallest chips are those whose cores know no atomic
/// operations.
const ENTRIES: usize = if cfg!(not(target_os = "none")) {
    256
} else if cfg!(all(target_arch = "arm", not(target_has_atomic = "32"))) {
    16
} else {
    128
};

/// Difference of the first and the second place of a pair, as a byte offset.
const OTHER: u32 = 2 * ENTRIES as u32;

/// What an entry is, kept in the lowest bits of the name's address.
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

/// Added to the address of the class for entries that answer another question than attribute access does.
pub(crate) mod key {
    /// The special method of a user class, `ABSENT` when there is none.
    pub const SPECIAL: u32 = 1;
    /// Without a name: the `__init__` of a class whose instances are made plainly, `ABSENT` when it has none.
    pub const INIT: u32 = 2;
    /// Without a name: whether `==` of instances of the class is identity.
    pub const IDENTITY: u32 = 3;
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

    /// The word of a column for a pair, found by byte offset. Classes lie at regular distances: their addresses are scaled
    /// down so that the names of a few classes do not meet in the same words.
    #[inline(always)]
    fn at(column: &[Cell<u32>; ENTRIES], class: u32, name: u32) -> &Cell<u32> {
        let offset = (class >> 3).wrapping_add(name) & (4 * (ENTRIES as u32 - 1));
        // SAFETY: a multiple of 4 below the size of the column.
        unsafe { &*column.as_ptr().byte_add(offset as usize) }
    }

    /// The entry of a pair with this tag.
    #[inline(always)]
    pub(crate) fn get(&self, class: u32, name: u32, tag: u32) -> Option<u32> {
        (Self::at(&self.classes, class, name).get() == class
            && Self::at(&self.names, class, name).get() == name + tag)
            .then(|| Self::at(&self.entries, class, name).get())
    }

    /// The entry of a pair, and its tag.
    #[inline(always)]
    pub(crate) fn find(&self, class: u32, name: u32) -> Option<(u32, u32)> {
        let tag = Self::at(&self.names, class, name).get().wrapping_sub(name);
        (Self::at(&self.classes, class, name).get() == class && tag <= tag::MASK)
            .then(|| (Self::at(&self.entries, class, name).get(), tag))
    }

    /// The same; also looks at the second place, and exchanges the two when the pair is there.
    #[inline(always)]
    pub(crate) fn recall(&self, class: u32, name: u32) -> Option<(u32, u32)> {
        self.find(class, name)
            .or_else(|| self.recall_second(class, name))
    }

    #[inline(never)]
    fn recall_second(&self, class: u32, name: u32) -> Option<(u32, u32)> {
        let second = name ^ OTHER;
        if Self::at(&self.classes, class, second).get() != class
            || Self::at(&self.names, class, second).get() & !tag::MASK != name
        {
            return None;
        }
        for column in [&self.classes, &self.names, &self.entries] {
            Self::at(column, class, name).swap(Self::at(column, class, second));
        }
        self.find(class, name)
    }

    pub(crate) fn put(&self, class: u32, name: u32, tag: u32, entry: u32) {
        for column in [&self.classes, &self.names, &self.entries] {
            Self::at(column, class, name ^ OTHER).set(Self::at(column, class, name).get());
        }
        Self::at(&self.classes, class, name).set(class);
        Self::at(&self.names, class, name).set(name + tag);
        Self::at(&self.entries, class, name).set(entry);
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
        assert_eq!(cache.find(0x100, 0x200), None);
        cache.put(0x100, 0x200, tag::SLOT, 8);
        assert_eq!(cache.get(0x100, 0x200, tag::SLOT), Some(8));
        assert_eq!(cache.get(0x100, 0x200, tag::FUNCTION), None);
        // The same place in the table.
        assert_eq!(cache.find(0x200, 0x1E0), None);
        assert_eq!(cache.find(0x100 + key::SPECIAL, 0x200), None);
        assert_eq!(cache.find(0x100, 0x200 + 4 * ENTRIES as u32), None);
        cache.put(0x200, 0x1E0, tag::GETTER, 12);
        assert_eq!(cache.find(0x100, 0x200), None);
        assert_eq!(cache.find(0x200, 0x1E0), Some((12, tag::GETTER)));
        // Two pairs of one place drive each other out and come back; a third one costs the first.
        assert_eq!(cache.recall(0x100, 0x200), Some((8, tag::SLOT)));
        assert_eq!(cache.find(0x200, 0x1E0), None);
        assert_eq!(cache.recall(0x200, 0x1E0), Some((12, tag::GETTER)));
        cache.put(0x180, 0x1F0, tag::OBJECT, 16);
        assert_eq!(cache.recall(0x100, 0x200), None);
        assert_eq!(cache.recall(0x200, 0x1E0), Some((12, tag::GETTER)));
        assert_eq!(cache.recall(0x180, 0x1F0), Some((16, tag::OBJECT)));
        cache.clear();
        assert_eq!(cache.recall(0x200, 0x1E0), None);
    }
}
