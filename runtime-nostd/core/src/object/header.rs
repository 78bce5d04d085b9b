//! The header word that starts every object. Layout may depend on nothing but this word, because the collector
//! meets an object before the objects it points to.
//!
//! Bits 0–3: 0xE (no value has that nibble). 4: mark. 5–9: kind, bit 9 = raw payload. 10: pinned. 11–12: aux (below).
//! 13–14: bytes missing in the last payload word (raw byte payloads). 15–31: payload words.

pub const TAG: u32 = 0xE;
pub const TAG_MASK: u32 = 0xF;
pub const MARK: u32 = 1 << 4;
pub const KIND_SHIFT: u32 = 5;
pub const KIND_MASK: u32 = 0x1F << KIND_SHIFT;
pub const RAW: u32 = 1 << 9;
pub const PINNED: u32 = 1 << 10;
pub const AUX_SHIFT: u32 = 11;
pub const AUX_MASK: u32 = 3 << AUX_SHIFT;
pub const PAD_SHIFT: u32 = 13;
pub const PAD_MASK: u32 = 3 << PAD_SHIFT;
pub const WORDS_SHIFT: u32 = 15;
/// Largest payload in words (512 KiB).
pub const MAX_WORDS: u32 = (1 << 17) - 1;

/// An instance with attributes outside of its layout, which may hide what its class has. (These bits are the padding of
/// raw payloads; instances have none.)
pub const EXTENDED: u32 = 1 << PAD_SHIFT;
/// Aux value of a `Str` whose text is ASCII.
pub const STR_ASCII: u32 = 1 << AUX_SHIFT;
/// Aux value of a frozenset.
pub const SET_FROZEN: u32 = 1 << AUX_SHIFT;
/// Aux value of a negative `Int`.
pub const INT_NEGATIVE: u32 = 1 << AUX_SHIFT;
/// Identity hash of other kinds: taken from the address, object not moved since.
pub const HASH_TAKEN: u32 = 1 << AUX_SHIFT;
/// Identity hash is kept in the last payload word.
pub const HASH_STORED: u32 = 2 << AUX_SHIFT;

/// What an object is for the runtime itself. Kinds below 16 hold only values, the others only raw words.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub enum Kind {
    /// Items.
    Tuple = 0,
    /// Storage of lists, dicts and sets; unused words are 0.
    Array = 1,
    /// Array (or 0), length.
    List = 2,
    /// Entries array (or 0) of (hash, key, value), Index (or 0), used entries, live entries.
    Dict = 3,
    /// Entries array (or 0) of (hash, key), Index (or 0), used, live. Aux: frozen.
    Set = 4,
    /// Class, slots.
    Instance = 5,
    /// See `object::class`.
    Type = 6,
    /// Code, module, defaults, keyword defaults, closure, attributes; trailing words may be missing.
    Function = 7,
    /// Function, self.
    Method = 8,
    /// Content.
    Cell = 9,
    /// See `object::iter`.
    Iter = 10,
    /// See `object::generator`.
    Generator = 11,
    /// Start, stop, step.
    Range = 12,
    /// Start, stop, step.
    Slice = 13,
    /// Name, namespace dict or 0, state, body function, first global.
    Module = 14,
    /// Bytes (or 0), length.
    ByteArray = 15,
    /// IEEE double, low word first.
    Float = 16,
    /// Magnitude, little-endian limbs, at least one, no leading zero limb. Aux: negative.
    Int = 17,
    /// Hash word (0 = not computed), UTF-8. Aux: ASCII.
    Str = 18,
    /// Bytes.
    Bytes = 19,
    /// Hash index: word 0 counts filled slots, then 16-bit entry numbers (see `object::hashtable`).
    Index = 20,
    /// See `mpf_bytecode::CodeHeader`.
    Code = 21,
    /// See `native`.
    Native = 22,
    /// Type slots, see `native::TypeSlot`.
    Slots = 23,
    /// Dead space.
    Filler = 24,
}

impl Kind {
    #[inline(always)]
    pub const fn bits(self) -> u32 {
        (self as u32) << KIND_SHIFT
    }

    /// Kind of a header.
    #[inline(always)]
    pub const fn of(header: u32) -> Kind {
        const ALL: [Kind; 32] = [
            Kind::Tuple,
            Kind::Array,
            Kind::List,
            Kind::Dict,
            Kind::Set,
            Kind::Instance,
            Kind::Type,
            Kind::Function,
            Kind::Method,
            Kind::Cell,
            Kind::Iter,
            Kind::Generator,
            Kind::Range,
            Kind::Slice,
            Kind::Module,
            Kind::ByteArray,
            Kind::Float,
            Kind::Int,
            Kind::Str,
            Kind::Bytes,
            Kind::Index,
            Kind::Code,
            Kind::Native,
            Kind::Slots,
            Kind::Filler,
            Kind::Filler,
            Kind::Filler,
            Kind::Filler,
            Kind::Filler,
            Kind::Filler,
            Kind::Filler,
            Kind::Filler,
        ];
        ALL[((header >> KIND_SHIFT) & 31) as usize]
    }
}

/// Whether the last payload word is a stored identity hash, which is no part of the object's content.
#[inline(always)]
pub const fn has_stored_hash(header: u32) -> bool {
    // No other use of the aux bits sets the upper one.
    header & HASH_STORED != 0
}

/// Identity hash of an object that is at `address` when it is first asked for.
pub const fn identity_of(address: u32) -> u32 {
    (address >> 2) & 0x3FFF_FFFF
}

/// Header of a fresh object with `words` payload words.
#[inline(always)]
pub const fn header(kind: Kind, words: u32) -> u32 {
    TAG | kind.bits() | (words << WORDS_SHIFT)
}

/// Header of a raw object of `bytes` payload bytes.
#[inline(always)]
pub const fn byte_header(kind: Kind, bytes: u32) -> u32 {
    let words = bytes.div_ceil(4);
    header(kind, words) | ((words * 4 - bytes) << PAD_SHIFT)
}

/// Payload words of a header.
#[inline(always)]
pub const fn words(header: u32) -> u32 {
    header >> WORDS_SHIFT
}

/// Payload bytes of a raw object.
#[inline(always)]
pub const fn byte_len(header: u32) -> u32 {
    (header >> WORDS_SHIFT) * 4 - ((header & PAD_MASK) >> PAD_SHIFT)
}

/// Bytes of the whole object.
#[inline(always)]
pub const fn size(header: u32) -> u32 {
    (header >> WORDS_SHIFT) * 4 + 4
}
