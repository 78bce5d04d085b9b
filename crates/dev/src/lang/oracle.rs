//! CPython's answers: one interpreter process for all programs of a run (`oracle.py` beside this file).

use crate::shell::Outcome;
use serde::Deserialize;
use std::collections::HashMap;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

const SCRIPT: &str = include_str!("oracle.py");

/// What CPython did with a program.
#[derive(Clone, Debug, Deserialize)]
pub struct Answer {
    path: PathBuf,
    pub stdout: String,
    /// Last line of standard error: type and message of an exception that nothing caught.
    pub last: String,
    pub status: i32,
    /// Changes of pins, where there are stand-ins for the device's modules: number, level, microseconds of sleep before.
    pub edges: Vec<(u32, u8, u64)>,
}

/// Runs all programs and answers by path; `device`: with stand-ins for modules such as `machine`.
pub fn ask(programs: &[PathBuf], device: bool) -> Outcome<HashMap<PathBuf, Answer>> {
    let mut child = Command::new("python3")
        // Writes no caches into the tests; one fixed order of sets of strings.
        .args(["-B", "-c", SCRIPT])
        .args(device.then_some("--device-modules"))
        .env("PYTHONHASHSEED", "0")
        .env_remove("PYTHONPATH")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .map_err(|error| format!("cannot start python3: {error}; run `cargo dev setup`"))?;
    let list = serde_json::to_string(programs).map_err(|error| error.to_string())?;
    if let Some(mut input) = child.stdin.take() {
        input
            .write_all(list.as_bytes())
            .map_err(|error| format!("python3 went away: {error}"))?;
    }
    let output = child
        .wait_with_output()
        .map_err(|error| format!("python3 went away: {error}"))?;
    if !output.status.success() {
        return Err(format!(
            "the python3 that answers the tests failed ({})",
            output.status
        ));
    }
    let mut answers = HashMap::new();
    for line in String::from_utf8_lossy(&output.stdout).lines() {
        let answer: Answer = serde_json::from_str(line)
            .map_err(|error| format!("python3 answered something strange: {error}"))?;
        answers.insert(answer.path.clone(), answer);
    }
    Ok(answers)
}

impl Answer {
    /// What is wrong with our output, or `None`. A program that ends in an exception may print it to either stream:
    /// a device has only one.
    pub fn difference(&self, stdout: &str, stderr: &str, status: Option<i32>) -> Option<String> {
        let uncaught = self.status == 1 && !self.last.is_empty();
        let same = match uncaught {
            true => stdout.starts_with(&self.stdout),
            false => stdout == self.stdout,
        };
        if !same {
            return Some(first_difference(&self.stdout, stdout));
        }
        if status != Some(self.status) {
            let ours = status.map_or("none (killed)".to_owned(), |status| status.to_string());
            return Some(format!("exit status {ours}, CPython's is {}", self.status));
        }
        let said = |text: &str| text.lines().any(|line| line.trim() == self.last.trim());
        if uncaught && !said(stdout) && !said(stderr) {
            return Some(format!("does not say `{}`", self.last));
        }
        None
    }
}

fn first_difference(theirs: &str, ours: &str) -> String {
    let (mut a, mut b) = (theirs.lines(), ours.lines());
    for number in 1.. {
        match (a.next(), b.next()) {
            (None, None) => break,
            (x, y) if x == y => {}
            (x, y) => {
                let text = |line: Option<&str>| match line {
                    Some(line) => format!("{line:?}"),
                    None => "nothing".to_owned(),
                };
                return format!(
                    "line {number}: CPython prints {}, we print {}",
                    text(x),
                    text(y)
                );
            }
        }
    }
    "line endings differ".into()
}

/// The documented difference of a program in `tests/cpydiff`: what CPython must still say, replaced by what we say.
pub fn documented(text: &str, cpython: &Answer) -> Outcome<Answer> {
    let (Some(theirs), Some(ours)) = (block(text, "# cpython:"), block(text, "# mpfreeze:")) else {
        return Err("the file does not end in the blocks `# cpython:` and `# mpfreeze:`".into());
    };
    if theirs != cpython.stdout {
        return Err(format!(
            "the file's `# cpython:` block is wrong: {}",
            first_difference(&cpython.stdout, &theirs)
        ));
    }
    if theirs == ours {
        return Err("the two blocks are the same, so there is no difference to document".into());
    }
    Ok(Answer {
        stdout: ours,
        ..cpython.clone()
    })
}

/// The comment lines after a heading, as text.
fn block(text: &str, heading: &str) -> Option<String> {
    let mut lines = text.lines().skip_while(|line| *line != heading);
    lines.next()?;
    let own = lines.take_while(|line| line.starts_with('#') && !line.ends_with(':'));
    let stripped = own.map(|line| line.strip_prefix("# ").unwrap_or(&line[1..]));
    Some(stripped.map(|line| format!("{line}\n")).collect())
}

/// Absolute path for the oracle.
pub fn absolute(path: &Path) -> PathBuf {
    std::path::absolute(path).unwrap_or_else(|_| path.to_owned())
}
