//! `cargo dev ui`: the diagnostics of `tests/ui/<phase>/*.py` against the `.stderr` files beside them.
//!
//! A folder with `main.py` or a project file is one case. `--bless` writes what the tool says now.

use crate::lang::{process, programs};
use crate::shell::{self, Outcome};
use std::path::Path;
use std::process::Command;
use std::time::Duration;

pub fn run(mpfreeze: &Path, bless: bool) -> Outcome {
    let (mut passed, mut failed) = (0, 0);
    for program in programs::find("tests/ui") {
        let mut command = Command::new(mpfreeze);
        // Names in messages are relative to the checkout, so that they are the same everywhere.
        command
            .current_dir(shell::root())
            .args([
                "check",
                "--color",
                "never",
                "--message-format",
                "human",
                "--verbose",
            ])
            .arg(&program.name);
        let output = process::run(&mut command, Duration::from_secs(60))?;
        let golden = match program.input == program.main {
            true => program.input.with_extension("stderr"),
            false => program.input.join("expected.stderr"),
        };
        let status = output
            .status
            .map_or("killed".to_owned(), |status| status.to_string());
        let text = format!("{}exit status {status}\n", output.stderr);
        let expected = std::fs::read_to_string(&golden).unwrap_or_default();
        if text == expected {
            passed += 1;
        } else if bless {
            shell::write(&golden, &text)?;
            println!("ui: wrote {}", golden.display());
            passed += 1;
        } else {
            failed += 1;
            println!(
                "FAIL {}: the diagnostics changed (`cargo dev ui --bless` accepts them)",
                program.name
            );
            differences(&expected, &text);
        }
    }
    println!("ui: {passed} passed, {failed} failed");
    match failed {
        0 => Ok(()),
        n => Err(format!("{n} failures")),
    }
}

fn differences(expected: &str, text: &str) {
    let (mut old, mut new) = (expected.lines(), text.lines());
    let mut shown = 0;
    loop {
        match (old.next(), new.next()) {
            (None, None) => break,
            (a, b) if a == b => {}
            (a, b) => {
                println!("     - {}\n     + {}", a.unwrap_or(""), b.unwrap_or(""));
                shown += 1;
                if shown == 5 {
                    break;
                }
            }
        }
    }
}
