//! rust-lld for comparison: a linker script written from a board's layout, and what both images are compared by.

use mpf_board::{HeapSize, Layout, Reserve, SectionKind};
use object::{Object, ObjectSymbol, SymbolKind};
use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The layout as a linker script. `kept`: symbols of the frozen object that stay without a reference.
fn script(layout: &Layout, kept: &[&str]) -> String {
    let mut text = format!("ENTRY({})\n", layout.entry);
    for name in kept {
        let _ = writeln!(text, "EXTERN({name})");
    }
    text.push_str("MEMORY {\n");
    for region in &layout.regions {
        let (name, origin, length) = (&region.name, region.origin, region.length);
        let _ = writeln!(
            text,
            "  {name} : ORIGIN = {origin:#x}, LENGTH = {length:#x}"
        );
    }
    text.push_str("}\nSECTIONS {\n");
    for region in &layout.regions {
        let (name, origin, end) = (&region.name, region.origin, region.end());
        let _ = writeln!(text, "  __region_{name}_start = {origin:#x};");
        let _ = writeln!(text, "  __region_{name}_end = {end:#x};");
    }
    for section in &layout.sections {
        let kind = match section.kind {
            SectionKind::NoLoad => "(NOLOAD)",
            _ => "",
        };
        let (name, align) = (&section.name, section.align);
        let _ = writeln!(text, "  {name} {kind} : ALIGN({align}) {{");
        let bounds = section.bounds.as_deref();
        if let Some(bounds) = bounds {
            let _ = writeln!(text, "    {bounds}_start = .;");
        }
        for (index, pattern) in section.inputs.iter().enumerate() {
            let mut input = format!("*({pattern})");
            if section.keep {
                input = format!("KEEP({input})");
            } else if pattern == ".rodata.mpf.*" {
                for name in kept {
                    input = format!("KEEP(*(.rodata.mpf.{name})) {input}");
                }
            }
            let mark = section.marks.iter().find(|mark| mark.input == index);
            let _ = match mark {
                Some(mark) => {
                    writeln!(text, "    {0}_start = .; {input} {0}_end = .;", mark.bounds)
                }
                None => writeln!(text, "    {input}"),
            };
        }
        if let Some(reserve) = section.reserve {
            let (start, end) = reserve.symbols();
            let size = match (reserve, layout.heap) {
                (Reserve::NativeStack, _) => layout.native_stack,
                (Reserve::VmStack, _) => layout.vm_stack,
                (Reserve::Heap, HeapSize::Rest) => layout.heap_min,
                (Reserve::Heap, HeapSize::Fixed(size)) => size.bytes(),
            };
            let _ = writeln!(text, "    {start} = .; . = . + {size}; {end} = .;");
        }
        if let Some(bounds) = bounds {
            let _ = writeln!(text, "    . = ALIGN(4); {bounds}_end = .;");
        }
        let region = |index: usize| &layout.regions[index].name;
        let _ = write!(text, "  }} > {}", region(section.home.run));
        if section.home.load != section.home.run {
            let _ = write!(text, " AT> {}", region(section.home.load));
        }
        if let Some(bounds) = bounds {
            let _ = write!(text, "\n  {bounds}_load = LOADADDR({name});");
        }
        text.push('\n');
    }
    text.push_str("  /DISCARD/ : { *(.eh_frame*) *(.ARM.exidx*) *(.ARM.extab*) }\n}\n");
    text
}

fn rust_lld() -> Result<PathBuf, String> {
    let output = Command::new("rustc")
        .args(["--print", "sysroot"])
        .output()
        .map_err(|error| format!("cannot start rustc: {error}"))?;
    let root = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    Ok(PathBuf::from(root).join("lib/rustlib/x86_64-unknown-linux-gnu/bin/rust-lld"))
}

/// Links files (name and bytes) with rust-lld in `folder`; the executable is `lld.elf` there.
pub fn link_with_lld(
    folder: &Path,
    layout: &Layout,
    files: &[(&str, &[u8])],
    kept: &[&str],
) -> Result<Vec<u8>, String> {
    let fail = |error: std::io::Error| format!("{}: {error}", folder.display());
    std::fs::create_dir_all(folder).map_err(fail)?;
    for (file, bytes) in files {
        std::fs::write(folder.join(file), bytes).map_err(fail)?;
    }
    std::fs::write(folder.join("board.ld"), script(layout, kept)).map_err(fail)?;
    let output = Command::new(rust_lld()?)
        .current_dir(folder)
        .args(["-flavor", "gnu", "--gc-sections", "-T", "board.ld"])
        .args(["-o", "lld.elf"])
        .args(files.iter().map(|file| file.0))
        .output()
        .map_err(fail)?;
    match output.status.success() {
        true => std::fs::read(folder.join("lld.elf")).map_err(fail),
        false => Err(String::from_utf8_lossy(&output.stderr).into_owned()),
    }
}

/// Names of functions and objects with their sizes; several things may have one name.
pub fn things(elf: &[u8]) -> Result<BTreeMap<String, Vec<u64>>, String> {
    let file = object::File::parse(elf).map_err(|error| error.to_string())?;
    let mut things: BTreeMap<String, Vec<u64>> = BTreeMap::new();
    for symbol in file.symbols().filter(|symbol| symbol.is_definition()) {
        let name = symbol.name().unwrap_or("");
        let is_thing = matches!(symbol.kind(), SymbolKind::Text | SymbolKind::Data);
        // `is_definition` is true for named ranges of size 0 too; the mapping symbols of Arm have no type.
        if is_thing && !name.starts_with(".L") && !name.starts_with('$') {
            things
                .entry(name.to_owned())
                .or_default()
                .push(symbol.size());
        }
    }
    things.values_mut().for_each(|sizes| sizes.sort_unstable());
    Ok(things)
}
