//! `cargo dev edges`: the examples that move pins, in the emulators that show pins. Each edge must have the level that the
//! program gave it, and come when its sleeps say, counted from the first time the pin goes high.

use crate::lang::oracle::Answer;
use crate::lang::{lanes, oracle, process, programs};
use crate::rp2040;
use crate::shell::{self, Outcome};
use mpf_board::{Board, Emulator, ImageFormat};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

/// Microseconds that an edge may be late: what the program does between its sleeps, for each edge so far.
const WORK: u64 = 100;
const PATIENCE: Duration = Duration::from_secs(120);

/// A pin's level from this time on, in microseconds.
type Edge = (u8, u64);

pub fn run(mpfreeze: &Path) -> Outcome {
    let (mut passed, mut failed) = (0, 0);
    // One board of each chip: pins belong to the chip.
    let mut boards: Vec<Board> = lanes::boards()?.into_iter().filter(shows_pins).collect();
    boards.sort_by(|a, b| a.chip.name.cmp(&b.chip.name));
    boards.dedup_by(|a, b| a.chip.name == b.chip.name);
    let examples = programs::find("examples");
    let mains: Vec<PathBuf> = examples
        .iter()
        .map(|program| oracle::absolute(&program.main))
        .collect();
    let answers = oracle::ask(&mains, true)?;
    for (program, main) in examples.iter().zip(&mains) {
        let answer = answers.get(main).ok_or("CPython gave no answer")?;
        let Some((pin, _, _)) = answer.edges.first().copied() else {
            continue;
        };
        for board in &boards {
            let seen = match board.chip.image {
                ImageFormat::Uf2 => on_rp2040(mpfreeze, board, &program.input, pin),
                _ => on_model(mpfreeze, board, &program.input, pin),
            };
            match seen.and_then(|seen| compare(&seen, answer)) {
                Ok(()) => passed += 1,
                Err(message) => {
                    failed += 1;
                    println!("FAIL {} on {}: {message}", program.name, board.name);
                }
            }
        }
    }
    println!("edges: {passed} passed, {failed} failed");
    match failed {
        0 => Ok(()),
        n => Err(format!("{n} failures")),
    }
}

fn shows_pins(board: &Board) -> bool {
    board.chip.image == ImageFormat::Uf2 || matches!(board.chip.emulator, Some(Emulator::Model(_)))
}

fn on_model(mpfreeze: &Path, board: &Board, input: &Path, pin: u32) -> Outcome<Vec<Edge>> {
    let mut command = Command::new(mpfreeze);
    command.args(["run", "--quiet", "--gpio-trace", "--timeout", "60"]);
    command.args(["--board", &board.name, "--target-dir"]);
    command.arg(shell::target_folder()).arg(input);
    let output = process::run(&mut command, PATIENCE)?;
    let mark = format!("pin {pin} ");
    let edge = |line: &str| -> Option<Edge> {
        let (time, rest) = line.trim().split_once(" s ")?;
        let rest = rest.trim().strip_prefix(&mark)?;
        let seconds: f64 = time.parse().ok()?;
        Some((
            u8::from(rest.ends_with("high")),
            (seconds * 1e6).round() as u64,
        ))
    };
    Ok(output.stderr.lines().filter_map(edge).collect())
}

fn on_rp2040(mpfreeze: &Path, board: &Board, input: &Path, pin: u32) -> Outcome<Vec<Edge>> {
    let image = rp2040::build(mpfreeze, board, input)?;
    let output = rp2040::Machine::new()?.boot(&image, &["--edges", &pin.to_string()])?;
    let edge = |line: &str| -> Option<Edge> {
        let (level, time) = line.strip_prefix("edge ")?.split_once(' ')?;
        Some((level.parse().ok()?, time.parse().ok()?))
    };
    Ok(output.stderr.lines().filter_map(edge).collect())
}

/// The edges from the first rise on, against those of the program.
fn compare(seen: &[Edge], answer: &Answer) -> Outcome {
    let wanted: Vec<Edge> = answer
        .edges
        .iter()
        .map(|(_, level, time)| (*level, *time))
        .collect();
    let (seen, wanted) = (from_first_rise(seen), from_first_rise(&wanted));
    if seen.len() != wanted.len() {
        return Err(format!("{} edges, {} wanted", seen.len(), wanted.len()));
    }
    for (number, (seen, wanted)) in seen.iter().zip(&wanted).enumerate() {
        let latest = wanted.1 + WORK * (number as u64 + 1);
        if seen.0 != wanted.0 || seen.1 < wanted.1 || seen.1 > latest {
            return Err(format!(
                "edge {number}: level {} after {} us, wanted level {} after {} to {latest} us",
                seen.0, seen.1, wanted.0, wanted.1
            ));
        }
    }
    Ok(())
}

fn from_first_rise(edges: &[Edge]) -> Vec<Edge> {
    let Some(first) = edges.iter().position(|(level, _)| *level == 1) else {
        return Vec::new();
    };
    let start = edges[first].1;
    let from = edges[first..].iter();
    from.map(|(level, time)| (*level, time - start)).collect()
}
