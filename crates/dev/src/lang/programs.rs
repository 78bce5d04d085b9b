//! Finds test programs: a folder with `main.py` is one program, every other `.py` file is one too.

use crate::lang::oracle::absolute;
use crate::shell::{self, Outcome};
use mpf_board::Board;
use std::path::{Path, PathBuf};

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Program {
    /// Path in the checkout, with forward slashes: what people and `xfail.toml` call it.
    pub name: String,
    /// What `mpfreeze run` gets.
    pub input: PathBuf,
    /// What CPython runs.
    pub main: PathBuf,
}

/// The programs below a folder of the checkout, sorted by name.
pub fn find(folder: &str) -> Vec<Program> {
    let root = shell::root();
    let top = root.join(folder);
    let mut programs = Vec::new();
    let mut folders = vec![top];
    while let Some(folder) = folders.pop() {
        if folder.join("main.py").is_file() {
            programs.push(program(&root, &folder, folder.join("main.py")));
            continue;
        }
        let Ok(entries) = std::fs::read_dir(&folder) else {
            continue;
        };
        for entry in entries.flatten() {
            let path = entry.path();
            let hidden = entry.file_name().to_string_lossy().starts_with(['.', '_']);
            if path.is_dir() && !hidden {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == "py") && !hidden {
                programs.push(program(&root, &path, path.clone()));
            }
        }
    }
    programs.sort();
    programs
}

fn program(root: &Path, input: &Path, main: PathBuf) -> Program {
    let name = input.strip_prefix(root).unwrap_or(input);
    Program {
        name: name.to_string_lossy().replace('\\', "/"),
        input: input.to_owned(),
        main,
    }
}

impl Program {
    /// Whether the board has the devices that the program imports from `machine`. The tool says so too, when it makes the
    /// image; here it is read from the text, so that a tool which says it wrongly is noticed.
    pub fn fits(&self, board: &Board) -> bool {
        let text = std::fs::read_to_string(&self.main).unwrap_or_default();
        let imports = |name: &str| {
            text.lines()
                .filter_map(|line| line.strip_prefix("from machine import "))
                .any(|names| names.split(',').any(|one| one.trim() == name))
        };
        let devices = &board.chip.peripherals;
        let has = |name, present: bool| board.is_simulator() || present || !imports(name);
        has("UART", devices.uarts > 0) && has("WDT", devices.watchdog)
    }

    /// The form in which the program is a module: a folder with a copy of it and a main file that calls its `main()`.
    /// `None` for programs that are folders already.
    pub fn imported(&self, folder: &Path) -> Outcome<Option<Program>> {
        if self.input != self.main {
            return Ok(None);
        }
        let text = shell::read(&self.main)?;
        let stem = self.main.file_stem().unwrap_or_default().to_string_lossy();
        let module = format!("program_{}", stem.replace(['-', '.'], "_"));
        let place = absolute(&folder.join(self.name.trim_end_matches(".py")));
        let call = match text.lines().any(|line| line.starts_with("def main()")) {
            true => format!("\n{module}.main()\n"),
            false => "\n".to_owned(),
        };
        shell::write(&place.join(format!("{module}.py")), &text)?;
        shell::write(&place.join("main.py"), format!("import {module}\n{call}"))?;
        Ok(Some(Program {
            name: self.name.clone(),
            main: place.join("main.py"),
            input: place,
        }))
    }
}
