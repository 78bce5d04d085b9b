//! rust-lld as the oracle: the same inputs linked by both must keep the same symbols and behave the same; and the same
//! code must come out, relaxation included. The linker script for it is written from the same layout.

mod common;
#[path = "common/lld.rs"]
mod lld;
#[path = "../../sim/src/qemu.rs"]
#[allow(dead_code, reason = "the tests use a part of it")]
mod qemu;

use common::{BOARDS, board, frozen, inputs, layout, port_archive, program, scratch};
use goblin::elf::Elf;
use mpf_board::Machine;
use mpf_link::{Options, link};
use std::time::Duration;

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
        std::fs::write(folder.join("ours.elf"), &ours.elf).expect("writable");
        let files: [(&str, &[u8]); 3] = [("app.o", &app), ("core.a", &core), ("port.a", &port)];
        let theirs = lld::link_with_lld(&folder, &layout, &files, &["table"])
            .unwrap_or_else(|error| panic!("{name}: {error}"));
        let things = lld::things(&ours.elf).expect("an ELF file");
        assert_eq!(Ok(&things), lld::things(&theirs).as_ref(), "{name}");
        assert!(
            things.len() > 20,
            "{name}: too few symbols to mean anything"
        );
        let theirs = Elf::parse(&theirs).expect("an ELF file");
        let own = Elf::parse(&ours.elf).expect("an ELF file");
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
