//! `cargo dev product`: runs the CI job of `examples/ci` as it stands, in a copy of the folder, and then spoils the copy in
//! ways that the job must notice.

use crate::lang::process;
use crate::shell::{self, Outcome};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

const PATIENCE: Duration = Duration::from_secs(300);

/// A file of the project, what is replaced in it, and by what.
const DAMAGE: [(&str, &str, &str); 3] = [
    ("mpfreeze.lock", "0.", "9."),
    ("expected.txt", "205", "999"),
    ("ci.sh", "--budget 160K", "--budget 1K"),
];

pub fn run(mpfreeze: &Path) -> Outcome {
    let (mut passed, mut failed) = (0, 0);
    let mut note = |what: &str, result: Outcome| match result {
        Ok(()) => passed += 1,
        Err(message) => {
            failed += 1;
            println!("FAIL {what}: {message}");
        }
    };
    let folder = copy()?;
    note("the job", job(mpfreeze, &folder));
    for (file, old, new) in DAMAGE {
        let folder = copy()?;
        let path = folder.join(file);
        let text = shell::read(&path)?;
        if !text.contains(old) {
            return Err(format!("{file} does not contain `{old}`"));
        }
        shell::write(&path, text.replace(old, new))?;
        let result = match job(mpfreeze, &folder) {
            Err(_) => Ok(()),
            Ok(()) => Err("the job did not notice".to_owned()),
        };
        note(&format!("{file} with {new}"), result);
    }
    println!("product: {passed} passed, {failed} failed");
    match failed {
        0 => Ok(()),
        n => Err(format!("{n} failures")),
    }
}

fn job(mpfreeze: &Path, folder: &Path) -> Outcome {
    let mut command = Command::new("sh");
    command
        .arg("ci.sh")
        .env("MPFREEZE", mpfreeze)
        .current_dir(folder);
    let output = process::run(&mut command, PATIENCE)?;
    match output.status {
        Some(0) if output.stdout.ends_with("ci: fine\n") => Ok(()),
        status => Err(format!(
            "status {status:?}\n{}{}",
            output.stdout, output.stderr
        )),
    }
}

/// A fresh copy of the files that are under version control.
fn copy() -> Outcome<PathBuf> {
    let from = shell::root().join("examples/ci");
    let to = shell::target_folder().join("product");
    if to.exists() {
        std::fs::remove_dir_all(&to).map_err(|error| error.to_string())?;
    }
    std::fs::create_dir_all(&to).map_err(|error| error.to_string())?;
    for entry in std::fs::read_dir(&from).map_err(|error| error.to_string())? {
        let path = entry.map_err(|error| error.to_string())?.path();
        if path.is_file() {
            let name = path.file_name().unwrap_or_default();
            std::fs::copy(&path, to.join(name)).map_err(|error| error.to_string())?;
        }
    }
    Ok(to)
}
