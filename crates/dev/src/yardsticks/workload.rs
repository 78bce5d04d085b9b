//! The programs of `tests/bench`: what they are called, how often their loop runs, where they fit, and building them.

use crate::lang::process;
use crate::shell::{self, Outcome};
use mpf_board::Board;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

/// One program.
#[derive(Clone, Debug)]
pub struct Workload {
    pub name: String,
    pub path: PathBuf,
    /// The program's `N`.
    pub iterations: u64,
    /// Boards that a line `# boards: not a, b` excludes.
    pub excluded: Vec<String>,
}

/// Where the programs are.
pub const FOLDER: &str = "tests/bench";

/// The programs of a group, which is a folder of `tests/bench`, whose name contains the filter.
pub fn group(name: &str, filter: &str) -> Outcome<Vec<Workload>> {
    let folder = shell::root().join(FOLDER).join(name);
    let files = shell::files_below(&folder, "py");
    let mut workloads = Vec::new();
    for file in files {
        let workload = read(&file)?;
        if workload.name.contains(filter) {
            workloads.push(workload);
        }
    }
    Ok(workloads)
}

/// A program by name or by path.
pub fn find(name: &str) -> Outcome<Workload> {
    let path = Path::new(name);
    if path.is_file() {
        return read(path);
    }
    let all = shell::files_below(&shell::root().join(FOLDER), "py");
    let mut with_name = all
        .iter()
        .filter(|path| path.file_stem().is_some_and(|stem| stem == name));
    match (with_name.next(), with_name.next()) {
        (Some(path), None) => read(path),
        (Some(_), Some(_)) => Err(format!(
            "several workloads are called {name}; give the path"
        )),
        _ => Err(format!("there is no {name}.py below {FOLDER}")),
    }
}

fn read(path: &Path) -> Outcome<Workload> {
    let text = shell::read(path)?;
    let name = path.file_stem().unwrap_or_default().to_string_lossy();
    let iterations = text
        .lines()
        .find_map(|line| line.strip_prefix("N = ")?.trim().parse().ok());
    let excluded = text
        .lines()
        .find_map(|line| line.strip_prefix("# boards: not "))
        .map(|names| {
            names
                .split(',')
                .map(|name| name.trim().to_owned())
                .collect()
        });
    Ok(Workload {
        name: name.into_owned(),
        path: std::path::absolute(path).map_err(|error| error.to_string())?,
        iterations: iterations.unwrap_or(1),
        excluded: excluded.unwrap_or_default(),
    })
}

impl Workload {
    /// The image for a board, in a place of its own.
    pub fn build(&self, mpfreeze: &Path, board: &Board) -> Outcome<PathBuf> {
        let folder = self.folder(board);
        let image = folder.join(format!("{}.elf", self.name));
        std::fs::create_dir_all(&folder).map_err(|error| error.to_string())?;
        let mut command = Command::new(mpfreeze);
        command
            .args(["build", "--quiet", "--board", &board.name, "--target-dir"])
            .arg(&folder)
            .arg("--output")
            .arg(&image)
            .arg(&self.path);
        let output = process::run(&mut command, Duration::from_secs(120))?;
        match output.status {
            Some(0) => Ok(image),
            _ => Err(format!(
                "{} on {}: {}",
                self.name,
                board.name,
                output.stderr.trim()
            )),
        }
    }

    /// Where outputs of this program for a board go.
    pub fn folder(&self, board: &Board) -> PathBuf {
        let place = shell::target_folder().join("yardsticks");
        place.join(&board.name).join(&self.name)
    }
}
