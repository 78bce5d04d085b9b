//! Images for the checks: built through the driver to look inside, or by the binary as a user does it.

use crate::lang::process;
use crate::shell::Outcome;
use mpf_board::{Board, Layout};
use mpf_driver::{Extra, Request, Session, archives};
use mpf_link::Linked;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

/// An image with what it was linked from.
pub struct Image {
    pub linked: Linked,
    pub layout: Layout,
    pub object: Vec<u8>,
    pub core: Vec<u8>,
    pub port: Vec<u8>,
    /// All diagnostics, as one line each.
    pub notes: Vec<String>,
}

pub fn build(input: &Path, board: &Board, scratch: &Path) -> Outcome<Image> {
    let request = Request {
        input: input.to_owned(),
        board: Some(board.name.clone()),
        release: false,
        preload: true,
        gc_stress: false,
        stats: false,
        target_dir: Some(scratch.to_owned()),
        output: None,
        timeout: None,
        locked: false,
    };
    let mut session = Session::new();
    let built = mpf_driver::build(&request, Extra::default(), &mut session);
    let notes: Vec<String> = session
        .diagnostics
        .iter()
        .map(|diagnostic| {
            let place = diagnostic
                .primary
                .map(|span| session.sources.describe(span));
            format!("{}: {}", place.unwrap_or_default(), diagnostic.message)
        })
        .collect();
    let built = built.map_err(|_| notes.join("; "))?;
    let layout = board.layout().ok_or("a board without a layout")?;
    let linked = built.image.ok_or("there is no image")?;
    mpf_link::verify(&linked.elf, &layout).map_err(|faults| faults.join("; "))?;
    let archives = archives::load(&board.chip).map_err(|diagnostic| diagnostic.message)?;
    Ok(Image {
        linked,
        layout,
        object: built.object,
        core: archives.core.1,
        port: archives.port.1,
        notes,
    })
}

/// The executable that the binary writes, in a process with these changes of its environment.
pub fn elf(
    mpfreeze: &Path,
    input: &Path,
    board: &Board,
    target: &Path,
    environment: &[(&str, &str)],
) -> Outcome<Vec<u8>> {
    let mut command = Command::new(mpfreeze);
    command.args(["build", "--message-format", "short", "--board", &board.name]);
    command.arg("--target-dir").arg(target).arg(input);
    // The archives stay where they are when HOME changes.
    if let Some(cache) = archives::cache_root() {
        command.env("MPFREEZE_CACHE", cache);
    }
    command.envs(environment.iter().copied());
    if !environment.is_empty() {
        command.current_dir("/");
    }
    let output = process::run(&mut command, Duration::from_secs(120))?;
    if output.status != Some(0) {
        return Err(output.stderr);
    }
    let name = input
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    let path = target
        .join("mpfreeze")
        .join(&board.name)
        .join("debug")
        .join(format!("{name}.elf"));
    std::fs::read(&path).map_err(|error| format!("{}: {error}", path.display()))
}

/// Runs a program in the board's emulator, with its counters.
pub fn run(
    mpfreeze: &Path,
    input: &Path,
    board: &Board,
    scratch: &Path,
) -> Outcome<process::Output> {
    let mut command = Command::new(mpfreeze);
    command.args([
        "run",
        "--stats",
        "--quiet",
        "--message-format",
        "short",
        "--timeout",
        "60",
    ]);
    command
        .args(["--board", &board.name])
        .arg("--target-dir")
        .arg(scratch)
        .arg(input);
    process::run(&mut command, Duration::from_secs(120))
}

/// Instructions of the start-up and of the program, from what `--stats` wrote.
pub fn counters(stderr: &str) -> Outcome<(u64, u64)> {
    let line = stderr
        .lines()
        .find(|line| line.starts_with('{'))
        .ok_or_else(|| format!("no counters: {stderr}"))?;
    let value: serde_json::Value = serde_json::from_str(line).map_err(|error| error.to_string())?;
    let number = |name: &str| {
        value
            .get(name)
            .and_then(serde_json::Value::as_u64)
            .ok_or(format!("no {name}"))
    };
    Ok((number("boot_instructions")?, number("instructions")?))
}
