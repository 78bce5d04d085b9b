//! `cargo dev rp2040`: boots every example's UF2 file in rp2040js (npm, for tests only) as the chip's ROM would, with a
//! computer at its USB port, and compares what arrives there with CPython's output. `run.cjs` is that machine.

use crate::interrupt;
use crate::lang::{lanes, oracle, process, programs};
use crate::setup;
use crate::shell::{self, Outcome};
use mpf_board::{Board, ImageFormat};
use mpf_driver::archives::cache_root;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

const VERSION: &str = "1.4.1";
const SCRIPT: &str = include_str!("run.cjs");
/// Seconds on the chip, and seconds that the emulator may take for them.
const LIMIT: &str = "20";
const PATIENCE: Duration = Duration::from_secs(120);

pub fn run(mpfreeze: &Path) -> Outcome {
    let machine = Machine::new()?;
    let (mut passed, mut failed) = (0, 0);
    let mut note = |what: String, result: Outcome| match result {
        Ok(()) => passed += 1,
        Err(message) => {
            failed += 1;
            println!("FAIL {what}: {message}");
        }
    };
    let boards = lanes::boards()?;
    let boards: Vec<&Board> = boards
        .iter()
        .filter(|board| board.chip.image == ImageFormat::Uf2)
        .collect();
    let examples = programs::find("examples");
    let mains: Vec<PathBuf> = examples
        .iter()
        .map(|program| oracle::absolute(&program.main))
        .collect();
    let answers = oracle::ask(&mains, true)?;
    for board in &boards {
        for (program, main) in examples.iter().zip(&mains) {
            if !program.fits(board) {
                continue;
            }
            let answer = answers.get(main).ok_or("CPython gave no answer")?;
            let image = match build(mpfreeze, board, &program.input) {
                Ok(image) => image,
                Err(message) => {
                    note(format!("{} on {}", program.name, board.name), Err(message));
                    continue;
                }
            };
            for (how, flags) in [("", &[][..]), (", heard late", &["--late"][..])] {
                let output = machine.boot(&image, flags)?;
                let difference = answer.difference(&output.stdout, "", output.status);
                note(
                    format!("{} on {}{how}", program.name, board.name),
                    difference.map_or(Ok(()), |text| Err(format!("{text}\n{}", output.stderr))),
                );
            }
        }
    }
    if let Some(board) = boards.first() {
        let image = build(mpfreeze, board, &shell::root().join(interrupt::PROGRAM))?;
        let output = machine.boot(&image, &["--interrupt"])?;
        let right = output.stdout.starts_with(&interrupt::answer()) && output.status == Some(1);
        let text = format!(
            "status {:?}, {:?}\n{}",
            output.status, output.stdout, output.stderr
        );
        note("Ctrl-C".to_owned(), if right { Ok(()) } else { Err(text) });
    }
    if let (Some(board), Some(program)) = (boards.first(), examples.first()) {
        let image = build(mpfreeze, board, &program.input)?;
        for (what, at) in [
            ("a damaged first page", 32 + 7),
            ("a damaged block number", 20),
        ] {
            note(what.to_owned(), machine.refuses(&image, at));
        }
    }
    println!("rp2040: {passed} passed, {failed} failed");
    match failed {
        0 => Ok(()),
        n => Err(format!("{n} failures")),
    }
}

/// The UF2 file that the binary makes of a program.
pub fn build(mpfreeze: &Path, board: &Board, input: &Path) -> Outcome<PathBuf> {
    let file = shell::target_folder().join("rp2040.uf2");
    let mut command = Command::new(mpfreeze);
    command.args(["build", "--quiet", "--message-format", "short"]);
    command.args(["--board", &board.name, "--target-dir"]);
    command
        .arg(shell::target_folder())
        .arg("--output")
        .arg(&file);
    let output = process::run(command.arg(input), PATIENCE)?;
    match output.status {
        Some(0) => Ok(file),
        _ => Err(output.stderr),
    }
}

/// An installed rp2040js.
pub struct Machine {
    folder: PathBuf,
    script: PathBuf,
}

impl Machine {
    /// Installs it where it is missing.
    pub fn new() -> Outcome<Machine> {
        setup::node()?;
        let root = cache_root().ok_or("none of MPFREEZE_CACHE, XDG_CACHE_HOME and HOME is set")?;
        let folder = root.join(format!("rp2040js-{VERSION}"));
        if !folder.join("node_modules/rp2040js/package.json").is_file() {
            println!("rp2040: installing rp2040js {VERSION}");
            let mut npm = Command::new("npm");
            npm.args(["install", "--silent", "--no-audit", "--no-fund", "--prefix"]);
            shell::run(npm.arg(&folder).arg(format!("rp2040js@{VERSION}")))?;
        }
        let script = shell::target_folder().join("rp2040.cjs");
        shell::write(&script, SCRIPT)?;
        Ok(Machine { folder, script })
    }

    /// Boots a file; `flags` are those of `run.cjs`.
    pub fn boot(&self, image: &Path, flags: &[&str]) -> Outcome<process::Output> {
        let mut node = Command::new("node");
        node.arg(&self.script).arg(&self.folder).arg(image);
        process::run(node.arg(LIMIT).args(flags), PATIENCE)
    }

    /// A file with one wrong byte must not boot.
    fn refuses(&self, image: &Path, at: usize) -> Outcome {
        let mut bytes = std::fs::read(image).map_err(|error| error.to_string())?;
        *bytes.get_mut(at).ok_or("the file is too short")? ^= 0x40;
        let damaged = shell::target_folder().join("rp2040-damaged.uf2");
        std::fs::write(&damaged, bytes).map_err(|error| error.to_string())?;
        let output = self.boot(&damaged, &[])?;
        match output.status {
            Some(99) => Ok(()),
            status => Err(format!("it booted, with status {status:?}")),
        }
    }
}
