//! The TOML files as serde types with strict keys, and the checks that serde cannot make: names that refer to each
//! other, sizes, overlaps. Every complaint carries the span it is about.

use crate::Chip;
use crate::error::BoardError;
use crate::layout::{
    Attributes, Behind, Home, Machine, Mark, OutputSection, Region, Reserve, SectionKind, Vectors,
};
use crate::size::{HeapSize, Size};
use crate::suggest::closest;
use serde::Deserialize;
use std::fmt;
use toml::Spanned;

/// Form of the file that goes to the chip.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ImageFormat {
    /// Nothing is linked.
    None,
    Elf,
    Bin,
    Hex,
    Uf2,
    Esp,
}

impl ImageFormat {
    /// Whether a boot loader puts the contents of RAM in place, so that start-up need not copy them.
    fn fills_ram(self) -> bool {
        self == ImageFormat::Esp
    }
}

/// What the image for a second-stage boot loader of Espressif has to say about the chip.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Esp {
    /// The chip's name in Espressif's tools.
    pub chip: String,
    /// Size of the flash chip.
    pub flash: Size,
    /// Oldest revision of the chip that can run the image: 100 times the major number plus the minor one.
    pub revision: u16,
}

/// What the chip was tried on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Verified {
    Emulator,
    Silicon,
}

/// The processor.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cpu {
    pub family: String,
    /// Clock after start-up, in Hz.
    pub clock: u64,
    /// Instruction cache in front of flash, in bytes; 0 without one.
    #[serde(default = "no_bytes")]
    pub cache: Size,
}

fn no_bytes() -> Size {
    Size(0)
}

/// How to run an image without hardware.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Emulator {
    /// mpfreeze's own model of the chip, by name.
    Model(String),
    Qemu(Qemu),
}

impl fmt::Display for Emulator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Emulator::Model(name) => write!(f, "mpfreeze's own model of the {name}"),
            Emulator::Qemu(machine) => write!(f, "`{} -M {}`", machine.program, machine.machine),
        }
    }
}

/// A machine of QEMU.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Qemu {
    pub program: String,
    /// Debian package that contains the program.
    pub package: String,
    pub machine: String,
    #[serde(default)]
    pub args: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Default)]
#[serde(rename_all = "kebab-case")]
pub enum VectorKind {
    #[default]
    None,
    CortexM,
}

/// Devices of the chip that programs can use through the module `machine`, besides pins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub struct Peripherals {
    /// How many UARTs a program can open.
    #[serde(default)]
    pub uarts: u32,
    #[serde(default)]
    pub watchdog: bool,
}

/// The numbers of the pins that the chip has.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Gpio {
    /// They are numbered from 0; how many there are.
    pub pins: u32,
    /// Those that programs cannot use.
    #[serde(default)]
    pub reserved: Vec<Reserved>,
}

/// Pins that have another purpose.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reserved {
    pub first: u32,
    pub last: u32,
    pub reason: String,
}

/// A device on the USB, as its descriptor names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UsbDevice {
    pub vendor: u16,
    pub product: u16,
}

/// How a board is reached from the machine it is plugged into.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub struct Connection {
    /// USB devices that boards of this kind have as their serial ports: the chip itself, or usual bridges.
    #[serde(default)]
    pub ports: Vec<UsbDevice>,
    /// The drive that the boot loader shows; `None`: it shows none.
    #[serde(default)]
    pub drive: Option<Drive>,
    /// What a person does to start the boot loader, as the middle of a sentence.
    #[serde(default)]
    pub enter: String,
}

/// A drive that takes the program as a file.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Drive {
    /// The file by which the drive is known.
    pub info: String,
    /// One of these is in it.
    pub marks: Vec<String>,
    /// The file that is there afterwards when the boot loader had something against the program.
    #[serde(default)]
    pub failure: Option<String>,
}

/// Interrupt lines and what the processor reads at reset.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub struct Interrupts {
    pub lines: u32,
    pub vectors: VectorKind,
    /// Output section of the vector table.
    #[serde(default)]
    pub section: Option<String>,
}

impl Interrupts {
    pub(crate) fn to_vectors(&self) -> Vectors {
        match (self.vectors, &self.section) {
            (VectorKind::CortexM, Some(section)) => Vectors::CortexM {
                section: section.clone(),
                lines: self.lines,
            },
            _ => Vectors::None,
        }
    }
}

/// Limits in bytes; `None`: only the regions limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub struct Budget {
    #[serde(default)]
    pub flash: Option<Size>,
    #[serde(default)]
    pub ram: Option<Size>,
}

/// Sizes of what the runtime reserves. A board's values replace the chip's one by one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub struct Memory {
    #[serde(default)]
    pub native_stack: Option<Size>,
    #[serde(default)]
    pub vm_stack: Option<Size>,
    #[serde(default)]
    pub heap: Option<HeapSize>,
    /// A link that leaves less than this for the heap is an error.
    #[serde(default)]
    pub heap_min: Option<Size>,
}

impl Memory {
    /// These sizes where they are given, else those of `base`.
    pub fn or(self, base: Memory) -> Memory {
        Memory {
            native_stack: self.native_stack.or(base.native_stack),
            vm_stack: self.vm_stack.or(base.vm_stack),
            heap: self.heap.or(base.heap),
            heap_min: self.heap_min.or(base.heap_min),
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RegionFile {
    name: String,
    origin: u32,
    length: Size,
    attributes: Spanned<String>,
    #[serde(default)]
    behind: Option<Spanned<BehindFile>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct BehindFile {
    region: String,
    gap: u32,
    page: Size,
    least: u32,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MarkFile {
    inputs: Spanned<String>,
    bounds: String,
    #[serde(default)]
    packed: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SectionFile {
    name: Spanned<String>,
    region: Spanned<String>,
    #[serde(default)]
    load: Option<Spanned<String>>,
    #[serde(default)]
    inputs: Vec<Spanned<String>>,
    #[serde(default)]
    kind: Option<SectionKind>,
    #[serde(default)]
    reserve: Option<Reserve>,
    #[serde(default)]
    keep: bool,
    #[serde(default)]
    align: Option<Spanned<u32>>,
    #[serde(default)]
    bounds: Option<String>,
    #[serde(default)]
    marks: Vec<MarkFile>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ChipFile {
    description: String,
    #[serde(default)]
    target: Option<Spanned<String>>,
    #[serde(default)]
    port: Option<String>,
    image: Spanned<ImageFormat>,
    #[serde(default)]
    uf2_family: Option<u32>,
    #[serde(default)]
    dfu: Option<UsbDevice>,
    #[serde(default)]
    esp: Option<Esp>,
    #[serde(default)]
    connection: Connection,
    verified: Verified,
    #[serde(default)]
    reference: bool,
    #[serde(default)]
    entry: Option<String>,
    cpu: Cpu,
    #[serde(default)]
    emulator: Option<Emulator>,
    #[serde(default)]
    peripherals: Peripherals,
    #[serde(default)]
    gpio: Option<Gpio>,
    #[serde(default)]
    interrupts: Option<Spanned<Interrupts>>,
    #[serde(default)]
    memory: Memory,
    #[serde(default)]
    regions: Vec<Spanned<RegionFile>>,
    #[serde(default)]
    sections: Vec<SectionFile>,
}

/// A file and its text, for making errors.
struct Source<'a> {
    file: &'a str,
    text: &'a str,
}

impl Source<'_> {
    fn error<T>(&self, at: &Spanned<T>, message: impl Into<String>) -> BoardError {
        BoardError::at(self.file, self.text, at.span(), message)
    }
}

impl ChipFile {
    pub(crate) fn parse(file: &str, text: &str) -> Result<ChipFile, BoardError> {
        toml::from_str(text).map_err(|error| BoardError::from_toml(file, text, &error))
    }

    pub(crate) fn into_chip(
        self,
        name: &str,
        file: &str,
        text: &str,
    ) -> Result<(Chip, Memory), BoardError> {
        let source = Source { file, text };
        if let Some(target) = &self.target
            && Machine::from_target(target.get_ref()).is_none()
        {
            return Err(source
                .error(target, "the linker does not know this target")
                .help("use a riscv32* or thumb* target triple"));
        }
        if *self.image.get_ref() == ImageFormat::Uf2 && self.uf2_family.is_none() {
            return Err(source
                .error(&self.image, "`uf2_family` is missing")
                .help("boot loaders only take UF2 files of their own family of chips"));
        }
        if *self.image.get_ref() == ImageFormat::Esp && self.esp.is_none() {
            return Err(source
                .error(&self.image, "`[esp]` is missing")
                .help("it names the chip in Espressif's tools, the size of its flash and its oldest revision"));
        }
        let regions = regions(&source, &self.regions)?;
        let sections = self
            .sections
            .iter()
            .map(|section| output_section(&source, section, &regions, *self.image.get_ref()))
            .collect::<Result<Vec<_>, _>>()?;
        order(&source, &self.sections, &sections, &regions)?;
        for (index, section) in self.sections.iter().enumerate() {
            if sections[..index]
                .iter()
                .any(|earlier| earlier.name == *section.name.get_ref())
            {
                return Err(source.error(&section.name, "two sections have this name"));
            }
        }
        let interrupts = match self.interrupts {
            Some(interrupts) => {
                let known = |section: &String| sections.iter().any(|s| s.name == *section);
                if interrupts.get_ref().vectors == VectorKind::CortexM
                    && !interrupts.get_ref().section.as_ref().is_some_and(known)
                {
                    return Err(source.error(
                        &interrupts,
                        "`section` must name the output section of the vector table",
                    ));
                }
                interrupts.into_inner()
            }
            None => Interrupts::default(),
        };
        let chip = Chip {
            name: name.to_owned(),
            description: self.description,
            target: self.target.map(Spanned::into_inner),
            port: self.port,
            image: self.image.into_inner(),
            uf2_family: self.uf2_family,
            dfu: self.dfu,
            esp: self.esp,
            connection: self.connection,
            verified: self.verified,
            reference: self.reference,
            entry: self.entry.unwrap_or_else(|| "_start".to_owned()),
            cpu: self.cpu,
            emulator: self.emulator,
            peripherals: self.peripherals,
            gpio: self.gpio,
            interrupts,
            regions,
            sections,
        };
        Ok((chip, self.memory))
    }
}

fn regions(source: &Source, files: &[Spanned<RegionFile>]) -> Result<Vec<Region>, BoardError> {
    let mut regions: Vec<Region> = Vec::new();
    for spanned in files {
        let file = spanned.get_ref();
        let text = file.attributes.get_ref();
        if text.is_empty() || !text.chars().all(|letter| "rwx".contains(letter)) {
            return Err(source
                .error(
                    &file.attributes,
                    "attributes are made of the letters r, w and x",
                )
                .help("flash is \"rx\", RAM is \"rw\" or \"rwx\""));
        }
        let region = Region {
            name: file.name.clone(),
            origin: file.origin,
            length: file.length.bytes(),
            attributes: Attributes {
                read: text.contains('r'),
                write: text.contains('w'),
                execute: text.contains('x'),
            },
            behind: match &file.behind {
                Some(behind) => Some(behind_of(source, behind, &regions)?),
                None => None,
            },
        };
        if region.length == 0 || region.end() > 1 << 32 {
            return Err(source.error(
                spanned,
                "the region is empty or does not fit into 32-bit addresses",
            ));
        }
        if let Some(other) = regions.iter().find(|other| {
            other.name == region.name
                || (u64::from(region.origin) < other.end()
                    && u64::from(other.origin) < region.end())
        }) {
            return Err(source.error(
                spanned,
                format!("the region overlaps `{}` or has its name", other.name),
            ));
        }
        regions.push(region);
    }
    Ok(regions)
}

fn behind_of(
    source: &Source,
    file: &Spanned<BehindFile>,
    regions: &[Region],
) -> Result<Behind, BoardError> {
    let behind = file.get_ref();
    match regions.iter().position(|other| other.name == behind.region) {
        Some(region) if behind.page.bytes().is_power_of_two() => Ok(Behind {
            region,
            gap: behind.gap,
            page: behind.page.bytes(),
            least: behind.least,
        }),
        Some(_) => Err(source.error(file, "a page is a power of two")),
        None => Err(source
            .error(
                file,
                format!("there is no region `{}` before this one", behind.region),
            )
            .help("a region can only lie behind one that is declared earlier")),
    }
}

/// A region behind another one is placed when the other one is full.
fn order(
    source: &Source,
    files: &[SectionFile],
    sections: &[OutputSection],
    regions: &[Region],
) -> Result<(), BoardError> {
    for (index, section) in sections.iter().enumerate() {
        let late = sections[..index].iter().any(|earlier| {
            let behind = regions[earlier.home.run].behind;
            behind.is_some_and(|behind| behind.region == section.home.load)
        });
        if late {
            return Err(source
                .error(
                    &files[index].name,
                    "the region behind this one is in use already",
                )
                .help("list the sections of the first region before those of the one behind it"));
        }
    }
    Ok(())
}

fn output_section(
    source: &Source,
    file: &SectionFile,
    regions: &[Region],
    image: ImageFormat,
) -> Result<OutputSection, BoardError> {
    let region = |name: &Spanned<String>| {
        regions
            .iter()
            .position(|region| region.name == *name.get_ref())
            .ok_or_else(|| {
                let known = regions.iter().map(|region| region.name.as_str());
                let error = source.error(name, format!("there is no region `{}`", name.get_ref()));
                match closest(name.get_ref(), known) {
                    Some(near) => error.help(format!("did you mean `{near}`?")),
                    None => error.help("declare it under [[regions]]"),
                }
            })
    };
    let run = region(&file.region)?;
    let load = match &file.load {
        Some(load) => region(load)?,
        None => run,
    };
    let align = match &file.align {
        Some(align) if align.get_ref().is_power_of_two() && *align.get_ref() <= 65536 => {
            *align.get_ref()
        }
        Some(align) => {
            return Err(source.error(align, "an alignment is a power of two up to 65536"));
        }
        None => 1,
    };
    for input in &file.inputs {
        let pattern = input.get_ref();
        if pattern.is_empty() || pattern.trim_end_matches('*').contains('*') {
            return Err(source.error(input, "a pattern may have one `*`, at its end"));
        }
    }
    let marks = file
        .marks
        .iter()
        .map(|mark| {
            file.inputs
                .iter()
                .position(|input| input.get_ref() == mark.inputs.get_ref())
                .map(|input| Mark {
                    input,
                    bounds: mark.bounds.clone(),
                    packed: mark.packed,
                })
                .ok_or_else(|| {
                    source.error(
                        &mark.inputs,
                        "this pattern is not among `inputs` of the section",
                    )
                })
        })
        .collect::<Result<Vec<_>, _>>()?;
    let kind = match file.reserve {
        Some(_) => SectionKind::NoLoad,
        None => file.kind.unwrap_or(SectionKind::Content),
    };
    if kind == SectionKind::Content && regions[load].attributes.write && !image.fills_ram() {
        return Err(source
            .error(
                &file.name,
                "the bytes of this section would be stored in a writable region",
            )
            .help("set `load` to the flash region; start-up copies them"));
    }
    Ok(OutputSection {
        name: file.name.get_ref().clone(),
        home: Home { run, load },
        inputs: file.inputs.iter().map(|i| i.get_ref().clone()).collect(),
        kind,
        reserve: file.reserve,
        keep: file.keep,
        align,
        bounds: file.bounds.clone(),
        marks,
    })
}
