//! The linker: relocatable objects and archives in, an executable for one board out.
//!
//! A pure function: it reads no files, prints nothing, and its result depends on its arguments only. Memory and sections
//! come from the board's data; linker scripts are never parsed. What it refuses (thread-local storage, code that runs
//! before the program, COMMON symbols) is an error with advice. The phases are the files, in this order: `input`,
//! `resolve`, `gc`, `place`, `relax`/`riscv` or `arm`, `elf`, `map`; `verify` checks the result on its own.

mod arm;
mod elf;
mod error;
mod finish;
pub mod flash_file;
mod gc;
mod header;
mod image;
mod input;
mod map;
mod names;
mod place;
mod relax;
mod resolve;
mod result;
mod riscv;
mod verify;

pub use error::{Largest, LinkError, Reference};
pub use gc::Reason;
pub use mpf_board::Layout;
pub use names::readable;
pub use result::{Linked, LinkedSection, LinkedSymbol, Piece, RegionUse, Step, SymbolKind};
pub use verify::verify;

use finish::finish;
use image::Image;
use mpf_board::Machine;
use resolve::Program;

/// An object or an archive.
#[derive(Clone, Copy, Debug)]
pub struct Input<'a> {
    /// For messages and the map: no path, or the image's map depends on the machine it was made on.
    pub name: &'a str,
    pub bytes: &'a [u8],
}

/// What the caller may choose.
#[derive(Clone, Debug)]
pub struct Options {
    /// Symbols that stay although nothing refers to them.
    pub keep: Vec<String>,
    /// Drop what cannot be reached.
    pub collect: bool,
    /// Shorten RISC-V code where it was assembled for that.
    pub relax: bool,
}

impl Default for Options {
    fn default() -> Options {
        Options {
            keep: Vec::new(),
            collect: true,
            relax: true,
        }
    }
}

/// Links the inputs for a layout. All errors of a phase are reported together.
pub fn link(
    inputs: &[Input],
    layout: &Layout,
    options: &Options,
) -> Result<Linked, Vec<LinkError>> {
    let mut roots = vec![layout.entry.clone()];
    roots.extend(
        options
            .keep
            .iter()
            .filter(|name| **name != layout.entry)
            .cloned(),
    );
    let mut program = resolve::load(inputs, layout, &roots)?;
    let flags = merge_flags(&program, layout.machine)?;
    let slots = place::slots(&program, layout);
    let kept =
        |section: usize| slots[section].is_some_and(|(output, _)| layout.sections[output].keep);
    let mut live = gc::mark(&program, &roots, kept, options.collect)?;
    let mut plan = place::plan(&program, &live, layout, slots)?;
    match layout.machine {
        Machine::RiscV32 => {
            let mut relaxer = relax::Relaxer::new(&program, &live, options.relax)?;
            let placement = relaxer.run(&program, &plan, layout);
            place::check(&program, &plan, layout, &placement)?;
            let image = Image {
                program: &program,
                plan: &plan,
                placement: &placement,
                cuts: &relaxer.cuts,
            };
            finish(&image, &live, layout, flags, &mut |section| {
                riscv::contents(&image, &relaxer, section)
            })
        }
        Machine::Arm => {
            let (placement, cuts, veneers) = arm::place(&mut program, &mut plan, &mut live, layout);
            place::check(&program, &plan, layout, &placement)?;
            let image = Image {
                program: &program,
                plan: &plan,
                placement: &placement,
                cuts: &cuts,
            };
            finish(&image, &live, layout, flags, &mut |section| {
                arm::contents(&image, &veneers, section)
            })
        }
    }
}

const EF_RISCV_RVC: u32 = 1;
const EF_RISCV_FLOAT_ABI: u32 = 6;

/// The flags of the executable; objects that pass floats differently do not belong together.
fn merge_flags(program: &Program, machine: Machine) -> Result<u32, Vec<LinkError>> {
    let Some(first) = program.files.first() else {
        return Ok(0);
    };
    let mut errors = Vec::new();
    let mut flags = first.flags;
    for file in &program.files {
        match machine {
            Machine::RiscV32 => {
                flags |= file.flags & EF_RISCV_RVC;
                if (file.flags ^ first.flags) & EF_RISCV_FLOAT_ABI != 0 {
                    errors.push(float_abi(&file.name, &first.name));
                }
            }
            Machine::Arm => {
                if file.flags >> 24 != 5 {
                    errors.push(input::malformed(
                        &file.name,
                        "it is not for version 5 of the Arm EABI",
                    ));
                }
                // 0x200 soft float, 0x400 hard float; a file without either holds no float arguments.
                if (file.flags | flags) & 0x600 == 0x600 {
                    errors.push(float_abi(&file.name, &first.name));
                }
                flags |= file.flags & 0x600;
            }
        }
    }
    if errors.is_empty() {
        Ok(flags)
    } else {
        Err(errors)
    }
}

fn float_abi(file: &str, other: &str) -> LinkError {
    LinkError::ForeignMachine {
        file: file.to_owned(),
        found: "another way to pass floats".to_owned(),
        wanted: format!("the same as {other}"),
    }
}
