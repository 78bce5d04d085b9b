//! rust-lld as the oracle: the same inputs linked by both must keep the same symbols and behave the same; and the same
//! code must come out, relaxation included. The linker script for it is written from the same layout.

mod common;
#[path = "../../sim/src/qemu.rs"]
#[allow(dead_code, reason = "the tests use a part of it")]
mod qemu;

use common::{BOARDS, board, frozen, inputs, layout, port_archive, program, scratch};
use goblin::elf::Elf;
use mpf_board::{HeapSize, Layout, Machine, SectionKind};
use mpf_link::{Options, link};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

/// The layout as a linker script.
fn script(layout: &Layout) -> String {
    let mut text = format!("ENTRY({})\nEXTERN(table)\nMEMORY {{\n", layout.entry);
    for region in &layout.regions {
        let _ = writeln!(
            text,
            "  {} : ORIGIN = {:#x}, LENGTH = {:#x}\n",
            region.name, region.origin, region.length
        );
    }
    text.push_str("}\nSECTIONS {\n");
    for region in &layout.regions {
        let _ = writeln!(
            text,
            "  __region_{}_start = {:#x};",
            region.name, region.origin
        );
        let _ = writeln!(
            text,
            "  __region_{}_end = {:#x};",
            region.name,
            region.end()
        );
    }
    for section in &layout.sections {
        let kind = match section.kind {
            SectionKind::NoLoad => "(NOLOAD)",
            _ => "",
        };
        let _ = writeln!(
            text,
            "  {} {kind} : ALIGN({}) {{",
            section.name, section.align
        );
        let bounds = section.bounds.as_deref();
        if let Some(bounds) = bounds {
            let _ = writeln!(text, "    {bounds}_start = .;");
        }
        for (index, input) in section.inputs.iter().enumerate() {
            let mark = section.marks.iter().find(|mark| mark.input == index);
            let input = match section.keep {
                true => format!("KEEP(*({input}))"),
                // The test keeps one section of the frozen object by its symbol.
                false if input == ".rodata.mpf.*" => {
                    format!("KEEP(*(.rodata.mpf.table)) *({input})")
                }
                false => format!("*({input})"),
            };
            match mark {
                Some(mark) => {
                    let _ = writeln!(text, "    {0}_start = .; {input} {0}_end = .;", mark.bounds);
                }
                None => {
                    let _ = writeln!(text, "    {input}");
                }
            }
        }
        if let Some(reserve) = section.reserve {
            let (start, end) = reserve.symbols();
            let size = match reserve {
                mpf_board::Reserve::NativeStack => layout.native_stack,
                mpf_board::Reserve::VmStack => layout.vm_stack,
                mpf_board::Reserve::Heap => {
                    assert_eq!(layout.heap, HeapSize::Rest);
                    layout.heap_min
                }
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
            let _ = write!(text, "\n  {bounds}_load = LOADADDR({});", section.name);
        }
        text.push('\n');
    }
    text.push_str("  /DISCARD/ : { *(.eh_frame*) *(.ARM.exidx*) *(.ARM.extab*) }\n}\n");
    text
}

fn rust_lld() -> PathBuf {
    let output = Command::new("rustc")
        .args(["--print", "sysroot"])
        .output()
        .expect("rustc is installed");
    let root = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    PathBuf::from(root).join("lib/rustlib/x86_64-unknown-linux-gnu/bin/rust-lld")
}

/// Names of functions and objects with their sizes; several things may have one name.
fn symbols(elf: &Elf) -> BTreeMap<String, Vec<u64>> {
    let mut symbols: BTreeMap<String, Vec<u64>> = BTreeMap::new();
    for symbol in elf.syms.iter() {
        let kind = symbol.st_info & 15;
        let name = elf.strtab.get_at(symbol.st_name).unwrap_or("");
        if (kind == 1 || kind == 2) && !name.starts_with(".L") && symbol.st_shndx != 0 {
            symbols
                .entry(name.to_owned())
                .or_default()
                .push(symbol.st_size);
        }
    }
    symbols.values_mut().for_each(|sizes| sizes.sort_unstable());
    symbols
}

fn section_size(elf: &Elf, name: &str) -> u64 {
    elf.section_headers
        .iter()
        .filter(|header| elf.shdr_strtab.get_at(header.sh_name) == Some(name))
        .map(|header| header.sh_size)
        .sum()
}

#[test]
fn rust_lld_keeps_the_same_symbols_and_the_program_does_the_same() {
    for name in BOARDS {
        let board = board(name);
        let layout = layout(&board);
        let app = frozen(layout.machine, 0);
        let core = program(&board, "mini");
        let port = port_archive(&board);
        let options = Options {
            keep: vec!["table".to_owned()],
            ..Options::default()
        };
        let ours = link(&inputs(&app, &core, &port), &layout, &options)
            .unwrap_or_else(|errors| panic!("{name}: {errors:?}"));
        let folder = scratch().join(format!("oracle-{name}"));
        std::fs::create_dir_all(&folder).expect("writable");
        for (file, bytes) in [("app.o", &app), ("core.a", &core), ("port.a", &port)] {
            std::fs::write(folder.join(file), bytes).expect("writable");
        }
        std::fs::write(folder.join("ours.elf"), &ours.elf).expect("writable");
        std::fs::write(folder.join("board.ld"), script(&layout)).expect("writable");
        let output = Command::new(rust_lld())
            .current_dir(&folder)
            .args([
                "-flavor",
                "gnu",
                "--gc-sections",
                "-T",
                "board.ld",
                "-o",
                "lld.elf",
            ])
            .args(["app.o", "core.a", "port.a"])
            .output()
            .expect("rust-lld is part of the tool-chain");
        assert!(
            output.status.success(),
            "{name}: {}",
            String::from_utf8_lossy(&output.stderr)
        );
        let theirs = std::fs::read(folder.join("lld.elf")).expect("lld wrote it");
        let theirs = Elf::parse(&theirs).expect("an ELF file");
        let own = Elf::parse(&ours.elf).expect("an ELF file");
        assert_eq!(symbols(&own), symbols(&theirs), "{name}");
        assert!(
            symbols(&own).len() > 20,
            "{name}: too few symbols to mean anything"
        );
        if layout.machine == Machine::RiscV32 {
            let own = section_size(&own, ".text");
            let theirs = section_size(&theirs, ".text");
            assert_eq!(own, theirs, "{name}: relaxed code");
            let options = Options {
                relax: false,
                ..options
            };
            let long = link(&inputs(&app, &core, &port), &layout, &options).expect("links");
            let long = section_size(&Elf::parse(&long.elf).expect("an ELF file"), ".text");
            assert!(
                own < long,
                "{name}: relaxation saves nothing ({own}, {long})"
            );
            eprintln!("{name}: .text {long} -> {own}");
        }
        let run = |file: &str| {
            let mut console = Vec::new();
            let options = qemu::QemuOptions {
                timeout: Some(Duration::from_secs(20)),
                ..qemu::QemuOptions::default()
            };
            let status = qemu::run_qemu(&board, &folder.join(file), &options, &mut console);
            (
                status.unwrap_or_else(|error| panic!("{name}, {file}: {error}")),
                String::from_utf8_lossy(&console).into_owned(),
            )
        };
        assert_eq!(run("ours.elf"), run("lld.elf"), "{name}");
    }
}
