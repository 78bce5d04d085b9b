//! The memory layout that a chip file declares, in the form the linker uses: regions, output sections, vectors.
//!
//! It is plain data that was checked when the file was read: every region name exists, sizes are sane.

use crate::size::HeapSize;
use serde::Deserialize;

/// Which kind of object files belong to a layout.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Machine {
    RiscV32,
    /// Arm, Thumb code only.
    Arm,
}

impl Machine {
    /// The machine of a Rust target triple; `None` for one the linker does not know.
    pub fn from_target(target: &str) -> Option<Machine> {
        if target.starts_with("riscv32") {
            Some(Machine::RiscV32)
        } else if target.starts_with("thumb") {
            Some(Machine::Arm)
        } else {
            None
        }
    }

    pub fn name(self) -> &'static str {
        match self {
            Machine::RiscV32 => "32-bit RISC-V",
            Machine::Arm => "32-bit Arm",
        }
    }
}

/// What may be done with a region.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Attributes {
    pub read: bool,
    pub write: bool,
    pub execute: bool,
}

/// A stretch of memory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Region {
    pub name: String,
    pub origin: u32,
    pub length: u32,
    pub attributes: Attributes,
    pub behind: Option<Behind>,
}

/// A region that is another window on the memory of an earlier one: it is filled from where the other one ends, so that
/// both together are one stretch of flash. Origins correspond to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Behind {
    /// Index into `Layout::regions`.
    pub region: usize,
    /// Bytes that the image format puts between the two.
    pub gap: u32,
    /// The loader maps pages of this size, and may forget one that is used for fewer than `least` bytes: then the first
    /// region is made longer.
    pub page: u32,
    pub least: u32,
}

impl Behind {
    /// The end of the other region as it will be in flash.
    pub fn settled(&self, end: u64) -> u64 {
        let inside = end % u64::from(self.page.max(1));
        end + u64::from(self.least).saturating_sub(inside)
    }
}

impl Region {
    /// First address behind the region; 64 bits because a region may end at the top of the address space.
    pub fn end(&self) -> u64 {
        u64::from(self.origin) + u64::from(self.length)
    }

    /// Whether `size` bytes at `address` are all inside.
    pub fn contains(&self, address: u32, size: u32) -> bool {
        address >= self.origin && u64::from(address) + u64::from(size) <= self.end()
    }
}

/// What an output section holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SectionKind {
    /// Bytes that are in the image.
    Content,
    /// Zeroed by start-up, nothing in the image.
    Zero,
    /// Neither in the image nor touched by start-up.
    NoLoad,
}

/// Memory that is set aside for the runtime rather than filled from objects.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reserve {
    NativeStack,
    VmStack,
    Heap,
}

impl Reserve {
    /// The symbols at the first byte and behind the last one.
    pub fn symbols(self) -> (&'static str, &'static str) {
        match self {
            Reserve::NativeStack => ("__stack_bottom", "__stack_top"),
            Reserve::VmStack => ("__vm_stack_start", "__vm_stack_end"),
            Reserve::Heap => ("__heap_start", "__heap_end"),
        }
    }
}

/// Where an output section lives and where its bytes are stored: indexes into `Layout::regions`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Home {
    pub run: usize,
    pub load: usize,
}

/// Symbols around the input sections that one pattern takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// Index into `OutputSection::inputs`.
    pub input: usize,
    /// `<bounds>_start` and `<bounds>_end` are defined.
    pub bounds: String,
    /// The linker refuses padding between these input sections: somebody walks them one after the other.
    pub packed: bool,
}

/// One section of the executable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutputSection {
    pub name: String,
    pub home: Home,
    /// Patterns of input section names, in placement order; a `*` may end a pattern.
    pub inputs: Vec<String>,
    pub kind: SectionKind,
    pub reserve: Option<Reserve>,
    /// Input sections are kept although nothing refers to them.
    pub keep: bool,
    pub align: u32,
    /// `<bounds>_start`, `<bounds>_end` and `<bounds>_load` are defined.
    pub bounds: Option<String>,
    pub marks: Vec<Mark>,
}

/// What the processor reads at reset.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Vectors {
    None,
    /// A Cortex-M vector table in this output section, with this many interrupts behind the 16 system entries.
    CortexM {
        section: String,
        lines: u32,
    },
}

/// Everything the linker needs to know about a board.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Layout {
    pub machine: Machine,
    pub regions: Vec<Region>,
    /// In placement order: within a region, addresses rise in this order.
    pub sections: Vec<OutputSection>,
    pub vectors: Vectors,
    pub entry: String,
    pub native_stack: u32,
    pub vm_stack: u32,
    pub heap: HeapSize,
    pub heap_min: u32,
}
