//! `cargo dev demo`: from a fresh machine to examples that run on every board, with their output compared with CPython's.

use crate::lang::{self, lanes, oracle, process, programs};
use crate::shell::Outcome;
use crate::{archives, setup, shell};
use std::path::Path;
use std::process::Command;
use std::time::Duration;

/// Lines of a long output that are shown; the comparison is with all.
const SHOWN: usize = 12;

pub fn run() -> Outcome {
    setup::run()?;
    let built = archives::ensure()?;
    println!("archives: {} by {}", built.files.len(), built.toolchain);
    let mpfreeze = lang::binary()?;
    let programs = programs::find("examples");
    let mains: Vec<_> = programs
        .iter()
        .map(|program| oracle::absolute(&program.main))
        .collect();
    let answers = oracle::ask(&mains, true)?;
    let (mut same, mut different) = (0, 0);
    for (program, main) in programs.iter().zip(&mains) {
        let Some(answer) = answers.get(main) else {
            return Err(format!("CPython gave no answer for {}", program.name));
        };
        for board in lanes::boards()? {
            let runs = board.is_simulator() || board.chip.emulator.is_some();
            if !runs || !program.fits(&board) {
                continue;
            }
            println!(
                "\n== {} on {} ({})",
                program.name, board.name, board.description
            );
            match on_board(&mpfreeze, &program.input, &board.name)? {
                Ran::TooBig(reason) => println!("-- does not fit this board: {reason}"),
                Ran::Done(output) => {
                    show(&output.stdout);
                    match answer.difference(&output.stdout, &output.stderr, output.status) {
                        None => {
                            same += 1;
                            println!("-- the same as CPython");
                        }
                        Some(text) => {
                            different += 1;
                            println!(
                                "-- DIFFERS from CPython: {text}\n{}",
                                output.stderr.trim_end()
                            );
                        }
                    }
                }
            }
        }
    }
    println!("\ndemo: {same} runs print what CPython prints, {different} do not");
    match different {
        0 => Ok(()),
        n => Err(format!("{n} runs differ from CPython")),
    }
}

enum Ran {
    Done(process::Output),
    TooBig(String),
}

fn on_board(mpfreeze: &Path, program: &Path, board: &str) -> Outcome<Ran> {
    let mut command = Command::new(mpfreeze);
    command
        .args([
            "run",
            "--message-format",
            "short",
            "--quiet",
            "--timeout",
            "60",
            "--board",
            board,
        ])
        .arg("--target-dir")
        .arg(shell::target_folder())
        .arg(program);
    let output = process::run(&mut command, Duration::from_secs(90))?;
    let too_big = output
        .stderr
        .lines()
        .find(|line| line.contains("[MPF0501]"));
    Ok(match too_big {
        Some(line) => Ran::TooBig(line.to_owned()),
        None => Ran::Done(output),
    })
}

fn show(text: &str) {
    for line in text.lines().take(SHOWN) {
        println!("{line}");
    }
    let more = text.lines().count().saturating_sub(SHOWN);
    if more > 0 {
        println!("… {more} more lines");
    }
}
