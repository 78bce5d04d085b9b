//! The rules of linking on objects made by hand: which definition wins, what is refused and with which words, and that
//! damaged input never does worse than an error.

mod common;

use common::{Frozen, board, layout};
use mpf_board::{HeapSize, Layout, Machine, Size, Vectors};
use mpf_link::{Input, LinkError, Linked, Options, link, verify};
use object::SectionKind;

/// The layout of the RISC-V board with the entry in the frozen object, so that nothing but objects made here is needed.
fn plain() -> Layout {
    let mut layout = layout(&board("qemu-riscv32"));
    layout.entry = "entry".to_owned();
    layout.vectors = Vectors::None;
    layout
}

fn object() -> Frozen {
    Frozen::new(Machine::RiscV32)
}

/// An object with the entry, which refers to the names.
fn entry(names: &[&str]) -> Frozen {
    let mut app = object();
    let words = vec![0u32; names.len().max(1)];
    let bytes: Vec<u8> = words.iter().flat_map(|word| word.to_le_bytes()).collect();
    let section = app.section(".text.entry", SectionKind::Text, &bytes, 4);
    app.symbol("entry", Some(section), false);
    for (index, name) in names.iter().enumerate() {
        app.point(section, 4 * index as u64, name);
    }
    app
}

/// An archive in the System V form: an index, then the members.
fn archive(members: &[(&str, &[&str], Vec<u8>)]) -> Vec<u8> {
    fn member(out: &mut Vec<u8>, name: &str, bytes: &[u8]) {
        let header = format!(
            "{name:<16}{:<12}{:<6}{:<6}{:<8}{:<10}`\n",
            0,
            0,
            0,
            644,
            bytes.len()
        );
        out.extend_from_slice(header.as_bytes());
        out.extend_from_slice(bytes);
        if bytes.len() % 2 == 1 {
            out.push(b'\n');
        }
    }
    let names: Vec<(usize, &str)> = members
        .iter()
        .enumerate()
        .flat_map(|(index, (_, names, _))| names.iter().map(move |name| (index, *name)))
        .collect();
    let text: String = names.iter().map(|(_, name)| format!("{name}\0")).collect();
    let index_size = 4 + 4 * names.len() + text.len();
    let mut offsets = Vec::new();
    let mut at = 8 + 60 + index_size + index_size % 2;
    for (_, _, bytes) in members {
        offsets.push(at as u32);
        at += 60 + bytes.len() + bytes.len() % 2;
    }
    let mut index = (names.len() as u32).to_be_bytes().to_vec();
    for (number, _) in &names {
        index.extend_from_slice(&offsets[*number].to_be_bytes());
    }
    index.extend_from_slice(text.as_bytes());
    let mut out = b"!<arch>\n".to_vec();
    member(&mut out, "/", &index);
    for (name, _, bytes) in members {
        member(&mut out, &format!("{name}/"), bytes);
    }
    out
}

fn try_link(inputs: &[(&str, &[u8])], layout: &Layout) -> Result<Linked, Vec<LinkError>> {
    let inputs: Vec<Input> = inputs
        .iter()
        .map(|(name, bytes)| Input { name, bytes })
        .collect();
    link(&inputs, layout, &Options::default())
}

#[track_caller]
fn linked(inputs: &[(&str, &[u8])]) -> Linked {
    let linked = try_link(inputs, &plain()).unwrap_or_else(|errors| panic!("{errors:?}"));
    verify(&linked.elf, &plain()).unwrap_or_else(|wrong| panic!("{wrong:?}"));
    linked
}

/// The link fails with exactly one error whose text has all the words.
#[track_caller]
fn refused(inputs: &[(&str, &[u8])], layout: &Layout, words: &[&str]) {
    let errors = try_link(inputs, layout).expect_err("must be refused");
    assert_eq!(errors.len(), 1, "{errors:?}");
    let text = errors[0].to_string();
    for word in words {
        assert!(text.contains(word), "`{word}` is not in: {text}");
    }
}

/// The word at the address of a symbol.
fn word(linked: &Linked, name: &str) -> u32 {
    let symbol = linked
        .symbols
        .iter()
        .find(|s| s.name == name)
        .expect("linked");
    let elf = goblin::elf::Elf::parse(&linked.elf).expect("own output");
    let address = u64::from(symbol.value);
    let segment = elf
        .program_headers
        .iter()
        .find(|p| p.p_vaddr <= address && address < p.p_vaddr + p.p_filesz)
        .expect("loaded");
    let at = (segment.p_offset + address - segment.p_vaddr) as usize;
    u32::from_le_bytes(linked.elf[at..at + 4].try_into().expect("four bytes"))
}

#[test]
fn a_strong_definition_beats_a_weak_one_in_any_order() {
    let app = entry(&["value"]).bytes();
    let definition = |number: u32, weak: bool| {
        let mut file = object();
        let section = file.section(
            ".rodata.value",
            SectionKind::ReadOnlyData,
            &number.to_le_bytes(),
            4,
        );
        file.symbol("value", Some(section), weak);
        file.bytes()
    };
    let (weak, strong) = (definition(1, true), definition(2, false));
    for order in [[&weak, &strong], [&strong, &weak]] {
        let result = linked(&[("app.o", &app), ("a.o", order[0]), ("b.o", order[1])]);
        assert_eq!(word(&result, "value"), 2);
    }
    assert_eq!(
        word(&linked(&[("app.o", &app), ("a.o", &weak)]), "value"),
        1
    );
    refused(
        &[("app.o", &app), ("a.o", &strong), ("b.o", &strong)],
        &plain(),
        &["`value` is defined twice: in a.o and in b.o"],
    );
}

#[test]
fn archive_members_are_pulled_only_when_they_are_asked_for() {
    let app = entry(&["one"]).bytes();
    let mut first = object();
    let section = first.define(".rodata", "one", &[0]);
    first.point(section, 0, "two");
    let mut second = object();
    second.define(".rodata", "two", &[2]);
    let mut third = object();
    // Would clash if it were loaded.
    third.define(".rodata", "two", &[3]);
    third.define(".rodata", "three", &[3]);
    let library = archive(&[
        ("second.o", &["two"], second.bytes()),
        ("first.o", &["one"], first.bytes()),
        ("third.o", &["three"], third.bytes()),
    ]);
    let result = linked(&[("lib.a", &library), ("app.o", &app)]);
    assert_eq!(word(&result, "two"), 2);
    let files: Vec<_> = result
        .pieces
        .iter()
        .map(|piece| piece.file.as_str())
        .collect();
    assert_eq!(files, ["app.o", "lib.a(first.o)", "lib.a(second.o)"]);
    // A weak reference does not pull, and is 0.
    let mut app = entry(&["extra"]);
    let section = app.section(".text.extra", SectionKind::Text, &[0; 4], 4);
    app.symbol("extra", Some(section), false);
    app.symbol("one", None, true);
    app.point(section, 0, "one");
    let result = linked(&[("app.o", &app.bytes()), ("lib.a", &library)]);
    assert_eq!(word(&result, "extra"), 0);
    assert_eq!(result.pieces.len(), 2);
}

#[test]
fn frozen_data_is_one_run_without_gaps() {
    let mut app = entry(&["b", "a", "c", "plain", "__mpf_data_start", "__mpf_data_end"]);
    app.define(".data", "plain", &[9]);
    app.define(".data.mpf", "a", &[1]);
    app.define(".data.mpf", "b", &[2, 3]);
    app.define(".data.mpf", "c", &[4]);
    let result = linked(&[("app.o", &app.bytes())]);
    let value = |name: &str| {
        result
            .symbols
            .iter()
            .find(|s| s.name == name)
            .expect("linked")
            .value
    };
    let start = value("__mpf_data_start");
    assert_eq!(
        [value("a"), value("b"), value("c")],
        [start, start + 4, start + 12]
    );
    assert_eq!(value("__mpf_data_end"), start + 16);
    assert_eq!(value("plain"), start + 16);
    assert_eq!(value("__data_start"), start);
    assert!(value("__heap_end") - value("__heap_start") > 100_000);
    let data = result
        .sections
        .iter()
        .find(|s| s.name == ".data")
        .expect("data");
    assert_eq!(
        (data.load_region.as_str(), data.run_region.as_str()),
        ("flash", "ram")
    );
    let mut app = entry(&["odd"]);
    let section = app.section(".data.mpf.odd", SectionKind::Data, &[1, 2, 3], 1);
    app.symbol("odd", Some(section), false);
    refused(
        &[("app.o", &app.bytes())],
        &plain(),
        &[".data.mpf.odd", "gap"],
    );
}

#[test]
fn undefined_symbols_say_who_uses_them() {
    let app = entry(&["mpf_str_find", "mpf_str_find"]).bytes();
    refused(
        &[("app.o", &app)],
        &plain(),
        &[
            "`mpf_str_find` is not defined",
            "app.o: ",
            ".text.entry+0x4",
        ],
    );
    // What nothing reaches may refer to anything.
    let mut app = entry(&[]);
    let dead = app.define(".rodata", "dead", &[0]);
    app.point(dead, 0, "nothing_defines_this");
    linked(&[("app.o", &app.bytes())]);
    let none = object().bytes();
    refused(&[("app.o", &none)], &plain(), &["`entry` is not defined"]);
}

#[test]
fn an_abi_mismatch_says_which_side_is_old() {
    let app = entry(&["mpf_abi_7_c0ffee"]).bytes();
    for (offered, advice) in [
        ("mpf_abi_6_beef", "archive is older"),
        ("mpf_abi_8_beef", "object is older"),
    ] {
        let mut core = object();
        core.define(".rodata", offered, &[1]);
        let core = archive(&[("core.o", &[offered], core.bytes())]);
        refused(
            &[("app.o", &app), ("core.a", &core)],
            &plain(),
            &["app.o wants `mpf_abi_7_c0ffee`", offered, advice],
        );
    }
}

#[test]
fn a_program_that_is_too_big_lists_the_largest_parts() {
    let names: Vec<String> = (0..12).map(|number| format!("table{number}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let mut app = entry(&names);
    for (number, name) in names.iter().enumerate() {
        app.define(".rodata.mpf", name, &vec![0; 30_000 + number]);
    }
    let app = app.bytes();
    let errors = try_link(&[("app.o", &app)], &plain()).expect_err("1.4 MB do not fit");
    let [
        LinkError::RegionOverflow {
            region,
            over,
            largest,
            ..
        },
    ] = &errors[..]
    else {
        panic!("{errors:?}");
    };
    assert_eq!(region, "flash");
    assert!(*over > 300_000);
    let listed: Vec<_> = largest.iter().map(|part| part.name.as_str()).collect();
    assert_eq!(listed.len(), 10);
    assert_eq!(listed[..2], ["table11", "table10"]);
    let mut layout = plain();
    layout.heap_min = 300 * 1024;
    refused(
        &[("app.o", &entry(&[]).bytes())],
        &layout,
        &["for the heap", ".vm_stack"],
    );
    layout.heap = HeapSize::Fixed(Size(400 * 1024));
    refused(
        &[("app.o", &entry(&[]).bytes())],
        &layout,
        &["region `ram` is too small", ".heap"],
    );
}

#[test]
fn foreign_and_unsupported_files_are_refused_by_name() {
    let app = entry(&["thing"]);
    let app = app.bytes();
    let arm = Frozen::new(Machine::Arm).bytes();
    let wrong = archive(&[("arm.o", &["thing"], arm.clone())]);
    refused(
        &[("app.o", &app), ("port.a", &wrong)],
        &plain(),
        &["port.a(arm.o) is for 32-bit Arm", "needs 32-bit RISC-V"],
    );
    let host = std::fs::read("/proc/self/exe").expect("the test itself");
    refused(
        &[("app.o", &app), ("x.o", &host)],
        &plain(),
        &["x.o is for x86-64"],
    );
    refused(
        &[("app.o", &app), ("x.o", b"BC\xC0\xDE....")],
        &plain(),
        &["LLVM bitcode"],
    );
    refused(
        &[("app.o", &app), ("x.o", b"")],
        &plain(),
        &["x.o is empty"],
    );
    refused(
        &[("app.o", &app), ("x.a", b"!<thin>\n")],
        &plain(),
        &["thin archive"],
    );
    let image = linked(&[("app.o", &entry(&[]).bytes())]).elf;
    refused(&[("app.o", &image)], &plain(), &["linked already"]);
    for (name, kind, words) in [
        (
            ".tdata.x",
            SectionKind::Tls,
            &["thread-local", "use a static"][..],
        ),
        (
            ".init_array",
            SectionKind::Data,
            &["runs before the program"][..],
        ),
        (
            ".strange",
            SectionKind::ReadOnlyData,
            &["no place for section `.strange` of app.o"][..],
        ),
    ] {
        let mut app = entry(&["thing"]);
        let section = app.section(name, kind, &[0; 4], 4);
        app.symbol("thing", Some(section), false);
        refused(&[("app.o", &app.bytes())], &plain(), words);
    }
    let mut app = entry(&["thing"]);
    let symbol = app.symbol("thing", None, false);
    let symbol = app.object.symbol_mut(symbol);
    symbol.section = object::write::SymbolSection::Common;
    symbol.size = 4;
    refused(
        &[("app.o", &app.bytes())],
        &plain(),
        &["COMMON", "-fno-common"],
    );
    let mut app = entry(&[]);
    app.define(".rodata", "__heap_start", &[1]);
    refused(
        &[("app.o", &app.bytes())],
        &plain(),
        &["`__heap_start` is defined twice", "the linker"],
    );
}

#[test]
fn the_output_depends_on_the_input_only() {
    let app = common::frozen(Machine::RiscV32, 0);
    let mut layout = plain();
    layout.entry = "mpf_entry".to_owned();
    let mut helper = object();
    helper.define(".rodata", "mpf_test_triple", &[1]);
    let helper = helper.bytes();
    let make = || try_link(&[("app.o", &app), ("helper.o", &helper)], &layout).expect("links");
    let (first, second) = (make(), make());
    assert_eq!(first.elf, second.elf);
    assert_eq!(first.map, second.map);
    assert!(first.map.contains("mpf_test_triple") && !first.map.contains('/'));
}

#[test]
fn verification_notices_what_is_wrong() {
    let layout = plain();
    let good = linked(&[
        ("app.o", &entry(&["x"]).bytes()),
        ("x.o", &{
            let mut file = object();
            file.define(".rodata", "x", &[1]);
            file.bytes()
        }),
    ]);
    let patched = |at: usize, value: u32| {
        let mut elf = good.elf.clone();
        elf[at..at + 4].copy_from_slice(&value.to_le_bytes());
        verify(&elf, &layout)
            .expect_err("must be noticed")
            .join("; ")
    };
    assert!(patched(24, 0x1000).contains("entry"));
    // The first segment's address, then the second one's on top of the first.
    assert!(patched(52 + 8, 0x1000).contains("outside"));
    let first = good
        .sections
        .iter()
        .find(|s| s.size > 0)
        .expect("a section")
        .address;
    assert!(patched(52 + 32 + 12, first).contains("overlap"));
    assert!(verify(&good.elf[..40], &layout).is_err());
    let mut arm = mpf_board::load("microbit")
        .expect("embedded")
        .layout()
        .expect("linked");
    arm.entry = "entry".to_owned();
    let wrong = verify(&good.elf, &arm)
        .expect_err("another machine")
        .join("; ");
    assert!(
        wrong.contains("another machine") && wrong.contains("no vector table"),
        "{wrong}"
    );
}

/// Truncations and flipped bytes: an error or an image, but never a panic, and soon.
#[test]
fn damaged_input_is_never_worse_than_an_error() {
    let riscv: (&[u8], &[(u64, u32)]) = (
        &[0x97, 0, 0, 0, 0xe7, 0x80, 0, 0, 1, 0, 1, 0, 0x37, 5, 0, 0],
        &[(0, 19), (0, 51), (8, 43), (12, 26), (12, 51)],
    );
    let arm: (&[u8], &[(u64, u32)]) = (
        &[
            0xff, 0xf7, 0xfe, 0xff, 0x40, 0xf2, 0, 0, 0xc0, 0xf2, 0, 0, 0xfe, 0xe7, 0, 0,
        ],
        &[(0, 10), (4, 47), (8, 48), (12, 102)],
    );
    for (machine, name, (bytes, relocations)) in [
        (Machine::RiscV32, "qemu-riscv32", riscv),
        (Machine::Arm, "microbit", arm),
    ] {
        let mut layout = layout(&board(name));
        layout.entry = "entry".to_owned();
        let mut core = Frozen::new(machine);
        let one = core.define(".rodata", "one", &[0, 1]);
        core.point(one, 0, "two");
        core.define(".data.mpf", "two", &[5]);
        let code = core.section(".text.code", SectionKind::Text, bytes, 2);
        core.symbol("code", Some(code), false);
        for (offset, kind) in relocations {
            let symbol = core.object.symbol_id(b"code").expect("made above");
            let relocation = object::write::Relocation {
                offset: *offset,
                symbol,
                addend: if *kind == 43 { 2 } else { 0 },
                flags: object::RelocationFlags::Elf {
                    r_type: object::elf::RelocationType(*kind),
                },
            };
            core.object.add_relocation(code, relocation).expect("valid");
        }
        let library = archive(&[("core.o", &["one", "two", "code"], core.bytes())]);
        let mut app = Frozen::new(machine);
        let section = app.section(".text.entry", SectionKind::Text, &[0; 8], 4);
        app.symbol("entry", Some(section), false);
        app.point(section, 0, "one");
        app.point(section, 4, "code");
        damage(&app.bytes(), &library, &layout);
    }
}

fn damage(app: &[u8], library: &[u8], layout: &Layout) {
    let attempt = |app: &[u8], library: &[u8]| {
        let result = try_link(&[("app.o", app), ("core.a", library)], layout);
        if let Ok(linked) = &result {
            // Whatever was made of it is at least consistent, or the check says what is not.
            let _ = verify(&linked.elf, layout);
        }
        result
    };
    attempt(app, library).unwrap_or_else(|errors| panic!("{errors:?}"));
    for is_app in [true, false] {
        let file = if is_app { app } else { library };
        let run = |damaged: &[u8]| match is_app {
            true => attempt(damaged, library),
            false => attempt(app, damaged),
        };
        for length in 0..file.len() {
            // The section headers of an object come last, so nothing but padding may be missing.
            let linked = run(&file[..length]).is_ok();
            let whole = length + 4 > file.len();
            assert!(!linked || whole, "{length} of {} bytes link", file.len());
        }
        for at in 0..file.len() {
            for flip in [0x01, 0x10, 0x80, 0xff] {
                let mut damaged = file.to_vec();
                damaged[at] ^= flip;
                let _ = run(&damaged);
            }
        }
    }
}
