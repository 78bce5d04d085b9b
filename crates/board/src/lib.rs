//! Chips and boards as data: the schema of their TOML files, inheritance, and the memory layout that the linker uses.
//!
//! Unknown keys are errors with a span and a suggestion. This crate reads no files: the shipped ones are embedded,
//! others are passed in as text. It must not know any board by name.

mod board_file;
mod error;
mod layout;
mod schema;
mod size;
mod suggest;

pub use error::BoardError;
pub use layout::{
    Attributes, Behind, Home, Layout, Machine, Mark, OutputSection, Region, Reserve, SectionKind,
    Vectors,
};
pub use schema::{
    Budget, Connection, Cpu, Drive, Emulator, Esp, Gpio, ImageFormat, Interrupts, Memory,
    Peripherals, Qemu, UsbDevice, Verified,
};
pub use size::{HeapSize, Size};
pub use suggest::closest;

use std::collections::BTreeMap;

mod embedded {
    include!(concat!(env!("OUT_DIR"), "/embedded.rs"));
}

/// A chip: what the silicon (or its emulator) is.
#[derive(Clone, Debug)]
pub struct Chip {
    pub name: String,
    pub description: String,
    /// Rust target triple of the archives; `None` for the host simulator.
    pub target: Option<String>,
    /// Folder below `runtime-nostd/ports` whose archive starts this chip.
    pub port: Option<String>,
    pub image: ImageFormat,
    /// The family of chips that a UF2 file is for.
    pub uf2_family: Option<u32>,
    /// The boot loader that takes DFU files; `None` where there is none.
    pub dfu: Option<UsbDevice>,
    /// Given where `image` is `Esp`.
    pub esp: Option<Esp>,
    /// How its boards are reached, unless they say it themselves.
    pub connection: Connection,
    pub verified: Verified,
    /// The chip on which the code for its target is tested and measured. Chips that share a target run the same code,
    /// so on the others the examples are enough.
    pub reference: bool,
    /// Symbol of the first instruction.
    pub entry: String,
    pub cpu: Cpu,
    pub emulator: Option<Emulator>,
    pub peripherals: Peripherals,
    /// Pins of the GPIO block; `None`: any number will do.
    pub gpio: Option<Gpio>,
    pub interrupts: Interrupts,
    pub regions: Vec<Region>,
    pub sections: Vec<OutputSection>,
}

/// A board: a chip with its surroundings.
#[derive(Clone, Debug)]
pub struct Board {
    pub name: String,
    pub description: String,
    pub chip: Chip,
    /// Name of the console device, for humans.
    pub console: Option<String>,
    /// Name in `pins` of the LED.
    pub led: Option<String>,
    /// Pin names and their numbers in the chip's GPIO block.
    pub pins: BTreeMap<String, u32>,
    /// How it is reached from the machine it is plugged into.
    pub connection: Connection,
    /// Names that are printed on the board but cannot be used as pins, and why.
    pub unusable: BTreeMap<String, String>,
    /// Processor clock in Hz.
    pub clock: u64,
    /// Upper limits that a build on this board is held to.
    pub budget: Budget,
    /// Sizes of stacks and heap; a project may change them before `layout` is called.
    pub memory: Memory,
}

impl Board {
    /// Whether programs for this board run inside the `mpfreeze` process instead of on a machine of their own.
    pub fn is_simulator(&self) -> bool {
        self.chip.target.is_none()
    }

    /// The memory layout for the linker, or `None` for a board that nothing is linked for.
    pub fn layout(&self) -> Option<Layout> {
        let machine = Machine::from_target(self.chip.target.as_deref()?)?;
        Some(Layout {
            machine,
            regions: self.chip.regions.clone(),
            sections: self.chip.sections.clone(),
            vectors: self.chip.interrupts.to_vectors(),
            entry: self.chip.entry.clone(),
            native_stack: self.memory.native_stack.map_or(0, Size::bytes),
            vm_stack: self.memory.vm_stack.map_or(0, Size::bytes),
            heap: self.memory.heap.unwrap_or(HeapSize::Rest),
            heap_min: self.memory.heap_min.map_or(0, Size::bytes),
        })
    }
}

/// The names of all embedded boards, sorted.
pub fn boards() -> Vec<&'static str> {
    embedded::BOARDS.iter().map(|(name, _)| *name).collect()
}

/// The names of all embedded chips, sorted.
pub fn chips() -> Vec<&'static str> {
    embedded::CHIPS.iter().map(|(name, _)| *name).collect()
}

fn find(list: &[(&str, &'static str)], name: &str) -> Option<&'static str> {
    list.iter()
        .find(|(entry, _)| *entry == name)
        .map(|(_, text)| *text)
}

/// The embedded board of this name.
pub fn load(name: &str) -> Result<Board, BoardError> {
    match find(embedded::BOARDS, name) {
        Some(text) => parse_board(name, &format!("boards/{name}.toml"), text),
        None => Err(BoardError::unknown("board", name, &boards())),
    }
}

/// The embedded chip of this name, with the sizes it suggests.
pub fn load_chip(name: &str) -> Result<(Chip, Memory), BoardError> {
    match find(embedded::CHIPS, name) {
        Some(text) => parse_chip(name, &format!("chips/{name}.toml"), text),
        None => Err(BoardError::unknown("chip", name, &chips())),
    }
}

/// A chip from text; `file` is only used in messages.
pub fn parse_chip(name: &str, file: &str, text: &str) -> Result<(Chip, Memory), BoardError> {
    schema::ChipFile::parse(file, text)?.into_chip(name, file, text)
}

/// A board from text, on an embedded chip; `file` is only used in messages.
pub fn parse_board(name: &str, file: &str, text: &str) -> Result<Board, BoardError> {
    let raw = board_file::BoardFile::parse(file, text)?;
    if find(embedded::CHIPS, raw.chip.get_ref()).is_none() {
        let mut error = BoardError::unknown("chip", raw.chip.get_ref(), &chips());
        error.place(file, text, raw.chip.span());
        return Err(error);
    }
    let (chip, memory) = load_chip(raw.chip.get_ref())?;
    raw.into_board(name, file, text, chip, memory)
}

/// A board from text on a chip from text, for hardware that mpfreeze does not ship.
pub fn parse_board_on(
    name: &str,
    file: &str,
    text: &str,
    (chip, memory): (Chip, Memory),
) -> Result<Board, BoardError> {
    board_file::BoardFile::parse(file, text)?.into_board(name, file, text, chip, memory)
}
