//! `cargo dev image`: what must hold for whole images. That importing costs nothing, that the same program gives the same
//! bytes anywhere, which types are kept, that another linker keeps the same, and that read-only memory stays clear of the heap.

mod build;
#[path = "../../../link/tests/common/lld.rs"]
mod lld;
mod pointers;

use crate::lang::{lanes, oracle};
use crate::shell::{self, Outcome};
use build::{Image, build, counters, run};
use mpf_board::{Board, Machine};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Programs whose images are looked at.
const EXAMPLES: [&str; 3] = ["hello", "blink", "telemetry"];

/// Runs every check on every board of reference.
pub fn run_all(mpfreeze: &Path, bless: bool) -> Outcome {
    let (mut passed, mut failed) = (0, 0);
    let mut note = |what: String, result: Outcome| match result {
        Ok(()) => passed += 1,
        Err(message) => {
            failed += 1;
            println!("FAIL {what}: {message}");
        }
    };
    let scratch = shell::target_folder().join("image");
    for board in lanes::boards()?.iter().filter(|b| b.chip.reference) {
        let name = &board.name;
        note(
            format!("zero cost on {name}"),
            zero_cost(mpfreeze, board, &scratch),
        );
        note(
            format!("rebuild on {name}"),
            rebuild(mpfreeze, board, &scratch),
        );
        for example in EXAMPLES {
            let input = shell::root().join("examples").join(example);
            let image = match build(&input, board, &scratch) {
                Ok(image) => image,
                Err(message) => {
                    note(format!("{example} on {name}"), Err(message));
                    continue;
                }
            };
            note(
                format!("types of {example} on {name}"),
                types(example, board, &image, bless),
            );
            note(
                format!("pointers of {example} on {name}"),
                pointers::check(&image),
            );
            note(
                format!("rust-lld, {example} on {name}"),
                same_as_lld(example, board, &image, &scratch),
            );
        }
    }
    println!("image: {passed} passed, {failed} failed");
    match failed {
        0 => Ok(()),
        n => Err(format!("{n} failures")),
    }
}

fn fixture(name: &str) -> PathBuf {
    shell::root().join("tests/image/zero_cost").join(name)
}

/// A module with classes, functions and tables takes no RAM and no instruction before the program's first output.
fn zero_cost(mpfreeze: &Path, board: &Board, scratch: &Path) -> Outcome {
    let idle = build(&fixture("idle"), board, scratch)?;
    let with = build(&fixture("with_library"), board, scratch)?;
    let code = with
        .linked
        .symbols
        .iter()
        .filter(|s| s.name.starts_with("py.library."));
    let count = code.count();
    if count < 15 {
        return Err(format!(
            "only {count} functions of the library are in the image"
        ));
    }
    if let Some(note) = with.notes.iter().find(|note| note.contains("library.py")) {
        return Err(format!(
            "the library was not finished at build time: {note}"
        ));
    }
    if idle.linked.static_ram() != with.linked.static_ram() {
        let (without, with) = (idle.linked.static_ram(), with.linked.static_ram());
        return Err(format!("RAM grows from {without} to {with} bytes"));
    }
    let without = counters(&run(mpfreeze, &fixture("idle"), board, scratch)?.stderr)?;
    let with = counters(&run(mpfreeze, &fixture("with_library"), board, scratch)?.stderr)?;
    if without != with {
        return Err(format!(
            "instructions (boot, program) grow from {without:?} to {with:?}"
        ));
    }
    let used = fixture("used");
    let main = oracle::absolute(&used.join("main.py"));
    let answers = oracle::ask(std::slice::from_ref(&main), false)?;
    let answer = answers.get(&main).ok_or("CPython gave no answer")?;
    let output = run(mpfreeze, &used, board, scratch)?;
    match answer.difference(&output.stdout, &output.stderr, output.status) {
        None => Ok(()),
        Some(text) => Err(format!("the library does not work: {text}")),
    }
}

/// The same sources in another folder, built by a process with another environment, give the same bytes.
fn rebuild(mpfreeze: &Path, board: &Board, scratch: &Path) -> Outcome {
    let here = shell::root().join("examples/telemetry");
    let there = scratch.join("another/deeper/place/telemetry");
    std::fs::create_dir_all(&there).map_err(|error| format!("{}: {error}", there.display()))?;
    for file in shell::files_below(&here, "py") {
        let name = file.file_name().ok_or("a file without a name")?;
        shell::write(&there.join(name), shell::read(&file)?)?;
    }
    let first = build::elf(mpfreeze, &here, board, &scratch.join("first"), &[])?;
    let strange = [
        ("LANG", "tr_TR.UTF-8"),
        ("TZ", "Asia/Kathmandu"),
        ("HOME", "/nowhere"),
        ("USER", "somebody"),
    ];
    let second = build::elf(mpfreeze, &there, board, &scratch.join("second"), &strange)?;
    match first == second {
        true => Ok(()),
        false => Err(format!("{} and {} bytes differ", first.len(), second.len())),
    }
}

/// The builtin types in an image, against the recorded ones.
fn types(example: &str, board: &Board, image: &Image, bless: bool) -> Outcome {
    let symbols = image
        .linked
        .symbols
        .iter()
        .map(|symbol| symbol.name.as_str());
    let mut found: Vec<&str> = symbols
        .filter(|name| name.starts_with("mpf_type_"))
        .collect();
    found.sort_unstable();
    let text: String = found.iter().map(|name| format!("{name}\n")).collect();
    let path = shell::root().join(format!("tests/image/{example}.{}.types", board.name));
    if bless {
        return shell::write(&path, text);
    }
    let known = shell::read(&path)?;
    let missing = |all: &str, name: &&str| !all.lines().any(|line| line == *name);
    let new: Vec<&str> = found
        .iter()
        .copied()
        .filter(|name| missing(&known, name))
        .collect();
    let gone: Vec<&str> = known.lines().filter(|name| missing(&text, name)).collect();
    match new.is_empty() && gone.is_empty() {
        true => Ok(()),
        false => Err(format!(
            "new: {new:?}, gone: {gone:?}; if that is meant, add --bless"
        )),
    }
}

/// rust-lld keeps the same functions and objects, of the same sizes.
fn same_as_lld(example: &str, board: &Board, image: &Image, scratch: &Path) -> Outcome {
    let folder = scratch.join(format!("lld-{example}-{}", board.name));
    let files = [
        ("app.o", &*image.object),
        ("core.a", &*image.core),
        ("port.a", &*image.port),
    ];
    let theirs = lld::things(&lld::link_with_lld(&folder, &image.layout, &files, &[])?)?;
    let ours = lld::things(&image.linked.elf)?;
    if ours.len() < 100 {
        return Err(format!(
            "{} symbols are too few to mean anything",
            ours.len()
        ));
    }
    // Which of two equal forms a call of RISC-V code gets at the edge of its range depends on the order of passes.
    let relaxed = image.layout.machine == Machine::RiscV32;
    let differ = |(name, sizes): &(&String, &Vec<u64>), all: &BTreeMap<String, Vec<u64>>| match all
        .get(*name)
    {
        Some(others) if relaxed => others.len() != sizes.len(),
        others => others != Some(*sizes),
    };
    let total = |all: &BTreeMap<String, Vec<u64>>| all.values().flatten().sum::<u64>();
    if total(&ours).abs_diff(total(&theirs)) * 1000 > total(&ours) {
        let (ours, theirs) = (total(&ours), total(&theirs));
        return Err(format!("{ours} bytes, {theirs} by rust-lld"));
    }
    let only_ours: Vec<_> = ours
        .iter()
        .filter(|thing| differ(thing, &theirs))
        .take(5)
        .collect();
    let only_theirs: Vec<_> = theirs
        .iter()
        .filter(|thing| differ(thing, &ours))
        .take(5)
        .collect();
    match only_ours.is_empty() && only_theirs.is_empty() {
        true => Ok(()),
        false => Err(format!("we keep {only_ours:?}, rust-lld {only_theirs:?}")),
    }
}
