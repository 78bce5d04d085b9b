//! What is known about a value: which kinds it may be, the range of a small int, and for one of the kinds which
//! function, class or tuple it is. No kind at all is the bottom ("nothing arrives here"), every kind the top.

/// Kinds, as bits.
pub mod kind {
    /// An unbound variable.
    pub const UNBOUND: u32 = 1;
    pub const NONE: u32 = 1 << 1;
    pub const BOOL: u32 = 1 << 2;
    /// An int in the value's own word.
    pub const SMALL: u32 = 1 << 3;
    /// An int on the heap.
    pub const BIG: u32 = 1 << 4;
    pub const FLOAT: u32 = 1 << 5;
    pub const STR: u32 = 1 << 6;
    pub const BYTES: u32 = 1 << 7;
    pub const BYTEARRAY: u32 = 1 << 8;
    /// `which`: its items, if known.
    pub const TUPLE: u32 = 1 << 9;
    pub const LIST: u32 = 1 << 10;
    pub const DICT: u32 = 1 << 11;
    pub const SET: u32 = 1 << 12;
    /// A function of the program; `which`: its unit plus one.
    pub const FUNCTION: u32 = 1 << 13;
    /// A builtin function or type; `which`: its name.
    pub const NATIVE: u32 = 1 << 14;
    /// A class of the program; `which`: its address.
    pub const CLASS: u32 = 1 << 15;
    /// `which`: the class, or one that it derives from.
    pub const INSTANCE: u32 = 1 << 16;
    /// What `super().name` gives; `which`: the name, or `ONE_FUNCTION` with the unit of the function.
    pub const METHOD: u32 = 1 << 17;
    /// An iterator; `which`: the type of its items, as a tuple of one.
    pub const ITER: u32 = 1 << 18;
    pub const OTHER: u32 = 1 << 19;

    pub const ALL: u32 = (1 << 20) - 1;
    pub const INT: u32 = SMALL | BIG;
    pub const NUMBER: u32 = INT | BOOL | FLOAT;
    /// Values whose operators are the runtime's own.
    pub const PLAIN: u32 =
        UNBOUND | NONE | NUMBER | STR | BYTES | BYTEARRAY | TUPLE | LIST | DICT | SET;
    /// Kinds of which one at a time can say which value it is.
    pub const NAMED: u32 = TUPLE | FUNCTION | NATIVE | CLASS | INSTANCE | METHOD | ITER;
}
use kind::*;

/// Ints in one word.
pub const SMALLEST: i32 = -(1 << 30);
pub const LARGEST: i32 = (1 << 30) - 1;
/// Where bounds of ranges that grow in a loop halt for a while.
const STEPS: [i32; 5] = [0xFF, 0xFFFF, 0xF_FFFF, 0xFF_FFFF, LARGEST];

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Ty {
    pub kinds: u32,
    /// Bounds of a `SMALL`.
    pub lo: i32,
    pub hi: i32,
    /// See `kind`; 0: not known. Only when one bit of `NAMED` is set.
    pub which: u32,
}

impl Ty {
    pub const BOTTOM: Ty = Ty::of(0);
    pub const TOP: Ty = Ty::of(ALL);

    /// Any value of some kinds.
    pub const fn of(kinds: u32) -> Ty {
        let (lo, hi) = if kinds & SMALL != 0 {
            (SMALLEST, LARGEST)
        } else {
            (0, 0)
        };
        Ty {
            kinds,
            lo,
            hi,
            which: 0,
        }
    }

    pub const fn named(kind: u32, which: u32) -> Ty {
        Ty {
            which,
            ..Ty::of(kind)
        }
    }

    /// An int between two bounds, which may be beyond those of a small one.
    pub fn int(lo: i64, hi: i64) -> Ty {
        let (least, most) = (i64::from(SMALLEST), i64::from(LARGEST));
        if hi < least || lo > most {
            return Ty::of(BIG);
        }
        let inside = lo >= least && hi <= most;
        Ty {
            kinds: if inside { SMALL } else { INT },
            lo: lo.max(least) as i32,
            hi: hi.min(most) as i32,
            which: 0,
        }
    }

    pub fn is(self, kinds: u32) -> bool {
        self.kinds != 0 && self.kinds & !kinds == 0
    }

    pub fn may(self, kinds: u32) -> bool {
        self.kinds & kinds != 0
    }

    /// Without some kinds.
    pub fn without(self, kinds: u32) -> Ty {
        let left = self.kinds & !kinds;
        Ty {
            kinds: left,
            lo: if left & SMALL != 0 { self.lo } else { 0 },
            hi: if left & SMALL != 0 { self.hi } else { 0 },
            which: if left & NAMED != 0 { self.which } else { 0 },
        }
    }

    /// Only some kinds.
    pub fn only(self, kinds: u32) -> Ty {
        self.without(!kinds)
    }

    /// Bounds as a number, if it is a small int or a bool.
    pub fn bounds(self) -> Option<(i64, i64)> {
        if !self.is(SMALL | BOOL) {
            return None;
        }
        let (mut lo, mut hi) = match self.may(SMALL) {
            true => (self.lo, self.hi),
            false => (0, 1),
        };
        if self.may(BOOL) {
            (lo, hi) = (lo.min(0), hi.max(1));
        }
        Some((i64::from(lo), i64::from(hi)))
    }

    /// The kind that `which` speaks of, if there is exactly one.
    pub fn name_kind(self) -> u32 {
        let kind = self.kinds & NAMED;
        if kind.count_ones() == 1 { kind } else { 0 }
    }

    /// Which function, class or tuple of one kind it is, if it is known.
    pub fn which(self, kind: u32) -> Option<u32> {
        (self.name_kind() == kind && self.which != 0).then_some(self.which)
    }

    /// Both ranges in one. `wide`: bounds that grow go to the next of a few steps.
    pub fn hull(self, new: Ty, wide: bool) -> (i32, i32) {
        if !self.may(SMALL) {
            return (new.lo, new.hi);
        }
        if !new.may(SMALL) {
            return (self.lo, self.hi);
        }
        let least = |lo: i32| STEPS.iter().map(|s| -s - 1).find(|s| *s <= lo);
        let most = |hi: i32| STEPS.iter().copied().find(|s| *s >= hi);
        let lo = match () {
            () if new.lo >= self.lo => self.lo,
            () if wide && new.lo >= 0 => 0,
            () if wide => least(new.lo).unwrap_or(SMALLEST),
            () => new.lo,
        };
        let hi = match () {
            () if new.hi <= self.hi => self.hi,
            () if wide => most(new.hi).unwrap_or(LARGEST),
            () => new.hi,
        };
        (lo, hi)
    }
}
