//! `cargo dev ui`: what the tool says, its exit status and the files it leaves, against recorded answers.
//!
//! A case is a `.py` file (checked; the answer is the `.stderr` beside it) or a folder with a `case.toml`, a `main.py` or
//! a project file (the answer is `expected.stderr` in it). `--bless` records what the tool says now.

mod case;

use crate::shell::{self, Outcome};
use case::Case;
use std::path::Path;

pub fn run(mpfreeze: &Path, filter: &str, bless: bool) -> Outcome {
    let (mut passed, mut failed, mut written) = (0, 0, 0);
    for case in Case::find("tests/ui") {
        if !case.name.contains(filter) {
            continue;
        }
        let text = match case.run(mpfreeze) {
            Ok(text) => text,
            Err(message) => {
                failed += 1;
                println!("FAIL {}: {message}", case.name);
                continue;
            }
        };
        if let Some(defect) = defect(&text) {
            failed += 1;
            println!("FAIL {}: {defect}\n{text}", case.name);
            continue;
        }
        let expected = std::fs::read_to_string(&case.golden).unwrap_or_default();
        if text == expected {
            passed += 1;
        } else if bless {
            shell::write(&case.golden, &text)?;
            written += 1;
            passed += 1;
        } else {
            failed += 1;
            println!(
                "FAIL {}: the answer changed (`cargo dev ui --bless` accepts it)",
                case.name
            );
            differences(&expected, &text);
        }
    }
    if written > 0 {
        println!("ui: recorded {written} answers; read them before you commit");
    }
    println!("ui: {passed} passed, {failed} failed");
    match (passed, failed) {
        (0, 0) => Err(format!("no case matches `{filter}`")),
        (_, 0) => Ok(()),
        (_, n) => Err(format!("{n} failures")),
    }
}

/// What no answer may be, recorded or not.
fn defect(text: &str) -> Option<&'static str> {
    if text.contains("panicked at") || text.contains("exit status 101") {
        return Some("the tool panicked");
    }
    if text.contains("exit status killed") {
        return Some("the tool was ended by a signal");
    }
    None
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
