//! Everything that can be wrong with a link: what, where (file, member, section), why, and what to do next.

use crate::names::readable;
use std::fmt;
use thiserror::Error;

/// One use of an undefined symbol.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    pub file: String,
    /// Section and, where known, the function in it.
    pub place: String,
}

impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.file, self.place)
    }
}

/// A symbol (or nameless section) and its size, for reports of what fills a region.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Largest {
    pub name: String,
    pub size: u32,
    pub file: String,
}

fn list<T: fmt::Display>(items: &[T]) -> String {
    items.iter().map(|item| format!("\n  {item}")).collect()
}

impl fmt::Display for Largest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{:>8}  {} ({})",
            self.size,
            readable(&self.name),
            self.file
        )
    }
}

/// A reason why there is no image.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum LinkError {
    #[error("{file}: {message}; build the file again or delete it from the cache")]
    Malformed { file: String, message: String },
    #[error(
        "{file} is for {found}, but the board needs {wanted}; use the archive of the board's target"
    )]
    ForeignMachine {
        file: String,
        found: String,
        wanted: String,
    },
    #[error("{file} is {found}, not a relocatable object or archive of objects; {help}")]
    NotAnObject {
        file: String,
        found: String,
        help: String,
    },
    #[error("{file} uses {feature}{place}, which the linker refuses: {help}")]
    Refused {
        file: String,
        place: String,
        feature: String,
        help: String,
    },
    #[error(
        "`{name}` is defined twice: in {first} and in {second}; rename one or link only one of the files"
    )]
    Duplicate {
        name: String,
        first: String,
        second: String,
    },
    #[error("`{name}` is not defined; it is used in{}", list(.references))]
    Undefined {
        name: String,
        references: Vec<Reference>,
    },
    #[error(
        "the frozen object and the runtime archive do not belong together: {wanted_by} wants `{wanted}`, {provided}; {advice}"
    )]
    AbiMismatch {
        wanted: String,
        wanted_by: String,
        provided: String,
        advice: String,
    },
    #[error(
        "the chip has no place for section `{section}` of {file}; add its name to `inputs` of a section in the chip file"
    )]
    NoPlace { section: String, file: String },
    #[error("region `{region}` is too small by {over} bytes: the program needs {needed}, the chip has {length}; the largest parts are{}", list(.largest))]
    RegionOverflow {
        region: String,
        needed: u64,
        length: u32,
        over: u64,
        largest: Vec<Largest>,
    },
    #[error("only {left} bytes of region `{region}` are left for the heap, which needs at least {needed}; the largest parts of the region are{}", list(.largest))]
    HeapTooSmall {
        region: String,
        left: u32,
        needed: u32,
        largest: Vec<Largest>,
    },
    #[error(
        "section `{section}` of {file} would leave a gap between objects that are read one after the other (size {size}, alignment {align}); sizes and alignment there are multiples of 4 bytes and 4"
    )]
    Gap {
        section: String,
        file: String,
        size: u32,
        align: u32,
    },
    #[error("{file}: {section}+{offset:#x}: {message}")]
    Relocation {
        file: String,
        section: String,
        offset: u32,
        message: String,
    },
    #[error("the layout of the chip is not usable: {message}")]
    Layout { message: String },
}
