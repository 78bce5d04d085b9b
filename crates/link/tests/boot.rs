//! Images made by the linker boot in QEMU on every board: start-up, console, time, pins, exit status, faults.

mod common;
#[path = "../../sim/src/qemu.rs"]
#[allow(dead_code, reason = "the tests use a part of it")]
mod qemu;

use common::{BOARDS, board, layout, linked, scratch};
use mpf_board::Emulator;
use mpf_link::{Linked, verify};
use qemu::{QemuError, QemuOptions, run_qemu};
use std::io::Write as _;
use std::process::Stdio;
use std::time::{Duration, Instant};

fn boot(name: &str, linked: &Linked, label: &str) -> Result<(String, i32), QemuError> {
    let file = scratch().join(format!("{name}-{label}.elf"));
    std::fs::write(&file, &linked.elf).expect("writable");
    let options = QemuOptions {
        timeout: Some(Duration::from_secs(20)),
        ..QemuOptions::default()
    };
    let mut console = Vec::new();
    let status = run_qemu(&board(name), &file, &options, &mut console);
    let console = String::from_utf8_lossy(&console).into_owned();
    match status {
        Ok(status) => Ok((console, status)),
        Err(error) => {
            eprintln!("{name}: {console}");
            Err(error)
        }
    }
}

const EXPECTED: &str = "hello\ndata ok\nbss ok\norder ok\npoison ok\nfrozen 531\nrom 7\nram 500\ncall 42\nsleep ok\n\
                        instructions ok\npin ok\nlevel ok\n";

#[test]
fn every_board_boots() {
    for name in BOARDS {
        let linked = linked(&board(name), 0);
        verify(&linked.elf, &layout(&board(name)))
            .unwrap_or_else(|wrong| panic!("{name}: {wrong:?}"));
        let (console, status) =
            boot(name, &linked, "boot").unwrap_or_else(|e| panic!("{name}: {e}"));
        assert_eq!(console, EXPECTED, "{name}");
        assert_eq!(status, 42, "{name}");
        eprintln!(
            "{name}: {} B stored, {} B RAM",
            linked.stored_bytes(),
            linked.static_ram()
        );
    }
}

#[test]
fn faults_are_named_and_exit_with_their_status() {
    for name in BOARDS {
        for (action, text) in [
            (1, "\nfault: memory access at 0x"),
            (2, "\nfault: native stack overflow at 0x"),
            (3, "\nfault: damaged image at 0x00000001 (0x00000002)\n"),
        ] {
            let linked = linked(&board(name), action);
            let (console, status) = boot(name, &linked, &format!("fault{action}"))
                .unwrap_or_else(|error| panic!("{name}, {action}: {error}"));
            assert!(console.contains(text), "{name}, {action}: {console}");
            assert_eq!(status, 70, "{name}, {action}");
        }
    }
}

#[test]
fn time_does_not_wrap_around() {
    for name in BOARDS {
        let linked = linked(&board(name), 5);
        let (console, status) =
            boot(name, &linked, "time").unwrap_or_else(|e| panic!("{name}: {e}"));
        assert_eq!(
            console,
            format!("{EXPECTED}wrap ok\nagain ok\npast ok\n"),
            "{name}"
        );
        assert_eq!(status, 42, "{name}");
    }
}

#[test]
fn the_console_receives() {
    for name in BOARDS {
        let linked = linked(&board(name), 4);
        let file = scratch().join(format!("{name}-input.elf"));
        std::fs::write(&file, &linked.elf).expect("writable");
        let mut child = qemu::qemu_command(&board(name), &file, &QemuOptions::default())
            .expect("an emulator")
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .spawn()
            .expect("QEMU is installed");
        let sent = child.stdin.as_mut().map(|input| input.write_all(b"Z"));
        assert!(matches!(sent, Some(Ok(()))), "{name}: {sent:?}");
        let start = Instant::now();
        let status = loop {
            match child.try_wait().expect("a child") {
                Some(status) => break status.code(),
                None if start.elapsed() > Duration::from_secs(20) => {
                    let _ = child.kill();
                    break None;
                }
                None => std::thread::sleep(Duration::from_millis(10)),
            }
        };
        assert_eq!(status, Some(i32::from(b'Z')), "{name}");
    }
}

#[test]
fn what_nothing_reaches_is_not_in_the_image() {
    for name in BOARDS {
        let linked = linked(&board(name), 0);
        let has = |symbol: &str| linked.symbols.iter().any(|s| s.name == symbol);
        for kept in [
            "mpf_main",
            "mpf_test_triple",
            "mpf_entry",
            "counter",
            "table",
            "other",
        ] {
            assert!(has(kept), "{name}: {kept} is missing");
        }
        for dead in ["mpf_test_unused", "dead", "dead_code", "mpf_port_unique_id"] {
            assert!(!has(dead), "{name}: {dead} is linked");
        }
        let chain = linked.why("counter").expect("it is linked");
        let symbols: Vec<_> = chain
            .iter()
            .filter_map(|step| step.symbol.as_deref())
            .collect();
        assert_eq!(symbols.first(), Some(&"_start"), "{name}");
        assert_eq!(
            &symbols[symbols.len() - 2..],
            ["mpf_entry", "counter"],
            "{name}"
        );
    }
}

#[test]
fn an_endless_program_is_stopped_and_a_missing_emulator_is_explained() {
    let name = "qemu-cortex-m3";
    let mut board = board(name);
    let linked = linked(&board, 0);
    // `b .` at the entry.
    let mut elf = linked.elf.clone();
    let section = linked
        .sections
        .iter()
        .find(|s| s.name == ".text")
        .expect("code");
    let text = elf_offset(&elf, section.address);
    let at = text + (linked.entry - 1 - section.address) as usize;
    elf[at..at + 2].copy_from_slice(&[0xfe, 0xe7]);
    let file = scratch().join("endless.elf");
    std::fs::write(&file, &elf).expect("writable");
    let options = QemuOptions {
        timeout: Some(Duration::from_millis(500)),
        ..QemuOptions::default()
    };
    let result = run_qemu(&board, &file, &options, &mut Vec::new());
    assert!(
        matches!(result, Err(QemuError::TimedOut { .. })),
        "{result:?}"
    );
    if let Some(Emulator::Qemu(emulator)) = &mut board.chip.emulator {
        emulator.program = "qemu-system-nothing".to_owned();
    }
    let error = run_qemu(&board, &file, &options, &mut Vec::new()).expect_err("not installed");
    assert!(error.to_string().contains("apt-get install"), "{error}");
}

/// Where the segment at an address is in the file.
fn elf_offset(elf: &[u8], address: u32) -> usize {
    let parsed = goblin::elf::Elf::parse(elf).expect("own output");
    let segment = parsed
        .program_headers
        .iter()
        .find(|segment| segment.p_vaddr == u64::from(address))
        .expect("a segment");
    segment.p_offset as usize
}
