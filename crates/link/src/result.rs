//! What a link gives: the executable, and everything that `size` and `why` want to know about it.

use crate::gc::Reason;
use mpf_board::SectionKind;

/// An output section.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkedSection {
    pub name: String,
    /// Where it is while the program runs.
    pub address: u32,
    /// Where its bytes are stored; start-up copies them if this differs from `address`.
    pub load: u32,
    pub size: u32,
    pub align: u32,
    pub kind: SectionKind,
    /// A stack or the heap.
    pub reserved: bool,
    pub code: bool,
    pub write: bool,
    /// Names of the regions it runs in and is stored in.
    pub run_region: String,
    pub load_region: String,
}

/// An input section that is in the image.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    pub name: String,
    /// `app.o`, or `core.a(member.o)`.
    pub file: String,
    /// Index into `Linked::sections`.
    pub section: usize,
    pub address: u32,
    /// Size after relaxation.
    pub size: u32,
    /// Why it is here; numbers are indexes into `Linked::pieces`.
    pub reason: Reason,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SymbolKind {
    Function,
    Object,
    Other,
    /// Defined by the linker.
    Boundary,
}

/// A symbol of the image.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkedSymbol {
    pub name: String,
    /// As in ELF: the address of a Thumb function is odd.
    pub value: u32,
    pub size: u32,
    pub kind: SymbolKind,
    pub local: bool,
    /// Index into `Linked::pieces`; `None` for what the linker defines.
    pub piece: Option<usize>,
    /// Index into `Linked::sections`.
    pub section: Option<usize>,
}

/// How full a region is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegionUse {
    pub name: String,
    pub origin: u32,
    pub length: u32,
    /// Bytes of code and data, stored or at run time, with padding.
    pub used: u32,
    /// Bytes of stacks and heap.
    pub reserved: u32,
}

/// The image and everything that is known about it.
#[derive(Clone, Debug)]
pub struct Linked {
    pub elf: Vec<u8>,
    pub map: String,
    pub entry: u32,
    pub sections: Vec<LinkedSection>,
    pub pieces: Vec<Piece>,
    /// Sorted by value.
    pub symbols: Vec<LinkedSymbol>,
    pub regions: Vec<RegionUse>,
}

/// One link of the chain from a root to a symbol.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// Index into `Linked::pieces`.
    pub piece: usize,
    /// The symbol by which the piece before this one refers to it; for a root its own symbol, if any.
    pub symbol: Option<String>,
}

impl Linked {
    /// The symbols in a piece.
    pub fn symbols_of(&self, piece: usize) -> impl Iterator<Item = &LinkedSymbol> {
        self.symbols
            .iter()
            .filter(move |symbol| symbol.piece == Some(piece))
    }

    /// Why a symbol or input section is in the image: the chain from a root to it; `None` if it is not there.
    pub fn why(&self, name: &str) -> Option<Vec<Step>> {
        let by_symbol = self
            .symbols
            .iter()
            .find(|s| s.name == name && s.piece.is_some());
        let mut at = match by_symbol {
            Some(symbol) => symbol.piece?,
            None => self.pieces.iter().position(|piece| piece.name == name)?,
        };
        let mut chain = Vec::new();
        loop {
            let (next, symbol) = match &self.pieces[at].reason {
                Reason::Root { symbol } => (None, Some(symbol.clone())),
                Reason::Kept | Reason::Veneer => (None, None),
                Reason::Reference { from, symbol } => (Some(*from), Some(symbol.clone())),
            };
            chain.push(Step { piece: at, symbol });
            match next {
                Some(next) if chain.len() <= self.pieces.len() => at = next,
                _ => break,
            }
        }
        chain.reverse();
        Some(chain)
    }

    /// Bytes that are stored in the image.
    pub fn stored_bytes(&self) -> u32 {
        let stored = |s: &&LinkedSection| s.kind == SectionKind::Content;
        self.sections.iter().filter(stored).map(|s| s.size).sum()
    }

    /// Bytes of RAM besides stacks and heap.
    pub fn static_ram(&self) -> u32 {
        let ram = |s: &&LinkedSection| s.write && !s.reserved;
        self.sections.iter().filter(ram).map(|s| s.size).sum()
    }
}
