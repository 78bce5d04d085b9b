//! Code whose reach changes: RISC-V relaxation and Thumb veneers, each run in QEMU.

mod common;
#[path = "../../sim/src/qemu.rs"]
#[allow(dead_code, reason = "the tests use a part of it")]
mod qemu;

use common::{Frozen, board, inputs, layout, port_archive, program, scratch};
use mpf_board::{Board, Machine};
use mpf_link::{Linked, Options, link, verify};
use object::write::{Symbol, SymbolSection};
use object::{SymbolFlags, SymbolKind, SymbolScope};
use std::time::Duration;

fn boot(board: &Board, linked: &Linked, label: &str) -> (String, i32) {
    let file = scratch().join(format!("{label}.elf"));
    std::fs::write(&file, &linked.elf).expect("writable");
    let options = qemu::QemuOptions {
        timeout: Some(Duration::from_secs(20)),
        ..qemu::QemuOptions::default()
    };
    let mut console = Vec::new();
    let status = qemu::run_qemu(board, &file, &options, &mut console)
        .unwrap_or_else(|error| panic!("{label}: {error}"));
    (String::from_utf8_lossy(&console).into_owned(), status)
}

fn function<'a>(linked: &'a Linked, name: &str) -> &'a mpf_link::LinkedSymbol {
    linked
        .symbols
        .iter()
        .find(|symbol| symbol.name == name)
        .unwrap_or_else(|| panic!("{name} is not linked"))
}

/// The bytes between two symbols.
fn code(linked: &Linked, from: &str, to: &str) -> usize {
    (function(linked, to).value - function(linked, from).value) as usize
}

#[test]
fn relaxed_code_is_shorter_and_means_the_same() {
    let board = board("qemu-riscv32");
    let layout = layout(&board);
    let mut app = Frozen::new(Machine::RiscV32);
    app.define(".rodata.mpf", "mpf_config", &[0]);
    for (name, value) in [
        ("absolute_small", 0x7ffu64),
        ("absolute_middle", 0x1_0123),
        ("absolute_large", 0x1234_5fff),
    ] {
        app.object.add_symbol(Symbol {
            name: name.into(),
            value,
            size: 0,
            kind: SymbolKind::Data,
            scope: SymbolScope::Dynamic,
            weak: false,
            section: SymbolSection::Absolute,
            flags: SymbolFlags::None,
        });
    }
    let app = app.bytes();
    let core = program(&board, "relax");
    let port = port_archive(&board);
    let make = |relax| {
        let options = Options {
            relax,
            ..Options::default()
        };
        let linked = link(&inputs(&app, &core, &port), &layout, &options)
            .unwrap_or_else(|errors| panic!("{errors:?}"));
        verify(&linked.elf, &layout).unwrap_or_else(|wrong| panic!("{wrong:?}"));
        linked
    };
    let (long, short) = (make(false), make(true));
    for (linked, label) in [(&long, "relax-off"), (&short, "relax-on")] {
        let (console, status) = boot(&board, linked, label);
        assert_eq!((console.as_str(), status), (".........", 0), "{label}");
    }
    // mv, li, two calls, jr: 8 bytes a call, then 2.
    assert_eq!(code(&long, "probe_near", "probe_far"), 2 + 2 + 16 + 2);
    assert_eq!(code(&short, "probe_near", "probe_far"), 2 + 2 + 4 + 2);
    // A call over 2 KB is one `jal`.
    assert_eq!(code(&short, "probe_far", "probe_align"), 2 + 2 + 4 + 2);
    // `lui` of 0 goes, a small one becomes `c.lui`, a large one stays.
    assert_eq!(code(&long, "probe_small", "probe_middle"), 10);
    assert_eq!(code(&short, "probe_small", "probe_middle"), 6);
    assert_eq!(code(&short, "probe_middle", "probe_large"), 8);
    assert_eq!(code(&short, "probe_large", "probe_store"), 10);
}

/// A board like the named one, but with hot code in RAM.
fn hot_board(name: &str) -> Board {
    let plain = board(name);
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../runtime-nostd");
    let read = |path: String| std::fs::read_to_string(root.join(path)).expect("shipped");
    let chip = read(format!("chips/{}.toml", plain.chip.name))
        .replace("\".hot\", \".hot.*\", ", "")
        .replace(
            "\".data.mpf.*\", \".data\", ",
            "\".data.mpf.*\", \".hot\", \".hot.*\", \".data\", ",
        );
    let chip = mpf_board::parse_chip("hot", "hot.toml", &chip).expect("valid");
    let text = read(format!("boards/{name}.toml"));
    mpf_board::parse_board_on(name, "hot.toml", &text, chip).expect("valid")
}

#[test]
fn branches_out_of_reach_go_through_veneers() {
    for name in ["qemu-cortex-m3", "microbit"] {
        let board = hot_board(name);
        let layout = layout(&board);
        let mut app = Frozen::new(Machine::Arm);
        app.define(".rodata.mpf", "mpf_config", &[1]);
        let app = app.bytes();
        let core = program(&board, "hot");
        let port = port_archive(&board);
        let linked = link(&inputs(&app, &core, &port), &layout, &Options::default())
            .unwrap_or_else(|errors| panic!("{name}: {errors:?}"));
        verify(&linked.elf, &layout).unwrap_or_else(|wrong| panic!("{name}: {wrong:?}"));
        let veneers = linked.symbols.iter().filter(|s| s.name == "__thumb_veneer");
        // Two calls of one function from RAM share a veneer; the call from flash to RAM has another.
        assert_eq!(veneers.count(), 2, "{name}");
        let data = linked
            .sections
            .iter()
            .find(|s| s.name == ".data")
            .expect("data");
        assert_ne!(data.address, data.load, "{name}");
        let (console, status) = boot(&board, &linked, &format!("hot-{name}"));
        assert_eq!(
            (console.as_str(), status),
            ("flash flash ", (20 + 30) ^ 1),
            "{name}"
        );
    }
}
