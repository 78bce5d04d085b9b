//! One case of `tests/ui`: which command it runs, in which surroundings, and the text that is compared.
//!
//! `{case}` in an argument is the case's folder, `{scratch}` an empty folder for outputs; both are put back into the answer,
//! so that it is the same on every machine.

use crate::lang::process;
use crate::shell::{self, Outcome};
use mpf_driver::archives;
use serde::Deserialize;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

const DESCRIPTION: &str = "case.toml";

pub struct Case {
    /// Path in the checkout.
    pub name: String,
    /// The recorded answer.
    pub golden: PathBuf,
    folder: PathBuf,
    described: bool,
}

/// `case.toml`. Without one, `check` runs.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Description {
    /// The command line behind `mpfreeze`.
    args: Vec<String>,
    /// A command line that must work before; its outputs are then old.
    #[serde(default)]
    before: Vec<String>,
    /// Files that are copied before that, as pairs of paths.
    #[serde(default)]
    first_copy: Vec<(String, String)>,
    /// Files that are copied between the two.
    #[serde(default)]
    then_copy: Vec<(String, String)>,
    /// No program is found: PATH is an empty folder.
    #[serde(default)]
    no_path: bool,
    /// Sizes and hashes change all the time: numbers become `N`, and of a list of the largest parts its first line stays.
    #[serde(default)]
    hide_numbers: bool,
    /// What is wrong with the device archives.
    archives: Option<Damage>,
}

#[derive(Deserialize, Clone, Copy, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
enum Damage {
    Missing,
    Truncated,
    /// Some other file of this name.
    Foreign,
    /// Built from sources with another ABI.
    Older,
}

impl Case {
    /// All cases below a folder of the checkout, sorted.
    pub fn find(folder: &str) -> Vec<Case> {
        let mut cases = Vec::new();
        let mut folders = vec![shell::root().join(folder)];
        while let Some(folder) = folders.pop() {
            let has = |name: &str| folder.join(name).is_file();
            if has(DESCRIPTION) || has("main.py") || has("mpfreeze.toml") {
                let golden = folder.join("expected.stderr");
                cases.push(Case::new(&folder, golden, has(DESCRIPTION)));
                continue;
            }
            for entry in fs::read_dir(&folder).into_iter().flatten().flatten() {
                let path = entry.path();
                if path.is_dir() {
                    folders.push(path);
                } else if path.extension().is_some_and(|extension| extension == "py") {
                    cases.push(Case::new(&path, path.with_extension("stderr"), false));
                }
            }
        }
        cases.sort_by(|a, b| a.name.cmp(&b.name));
        cases
    }

    fn new(path: &Path, golden: PathBuf, described: bool) -> Case {
        let name = path.strip_prefix(shell::root()).unwrap_or(path);
        Case {
            name: name.to_string_lossy().replace('\\', "/"),
            golden,
            folder: path.to_owned(),
            described,
        }
    }

    /// What the tool says, its exit status, and the files that it left in the scratch folder.
    pub fn run(&self, mpfreeze: &Path) -> Outcome<String> {
        let description = match self.described {
            true => toml::from_str(&shell::read(&self.folder.join(DESCRIPTION))?)
                .map_err(|error| format!("{DESCRIPTION}: {error}"))?,
            false => Description {
                args: vec!["check".into(), "--verbose".into(), "{case}".into()],
                before: Vec::new(),
                first_copy: Vec::new(),
                then_copy: Vec::new(),
                no_path: false,
                hide_numbers: false,
                archives: None,
            },
        };
        let scratch = Scratch::new(self)?;
        if let Some(damage) = description.archives {
            scratch.damage(damage)?;
        }
        scratch.copy(&description.first_copy)?;
        if !description.before.is_empty() {
            let output = scratch.start(mpfreeze, &description.before, &description)?;
            if output.status != Some(0) {
                return Err(format!("the command before failed:\n{}", output.stderr));
            }
        }
        scratch.copy(&description.then_copy)?;
        let output = scratch.start(mpfreeze, &description.args, &description)?;
        let status = output
            .status
            .map_or("killed".to_owned(), |status| status.to_string());
        let mut said = scratch.anonymous(&output.stderr);
        if description.hide_numbers {
            said = without_numbers(&said);
        }
        let mut text = format!("{said}exit status {status}\n");
        if !output.stdout.is_empty() {
            text.push_str("standard output:\n");
            text.push_str(&scratch.anonymous(&output.stdout));
        }
        for file in scratch.left() {
            text.push_str(&format!("left behind: {file}\n"));
        }
        Ok(text)
    }
}

struct Scratch {
    folder: PathBuf,
    /// The case's path as the command sees it.
    case: String,
}

impl Scratch {
    fn new(case: &Case) -> Outcome<Scratch> {
        let folder = shell::target_folder().join("ui").join(&case.name);
        if folder.exists() {
            fs::remove_dir_all(&folder)
                .map_err(|error| format!("cannot empty {}: {error}", folder.display()))?;
        }
        for part in ["out", "path"] {
            fs::create_dir_all(folder.join(part))
                .map_err(|error| format!("cannot create {}: {error}", folder.display()))?;
        }
        Ok(Scratch {
            folder,
            case: case.name.clone(),
        })
    }

    fn fill(&self, text: &str) -> String {
        let out = self.folder.join("out");
        text.replace("{case}", &self.case)
            .replace("{scratch}", &out.to_string_lossy())
    }

    fn copy(&self, pairs: &[(String, String)]) -> Outcome {
        for (from, to) in pairs {
            let (from, to) = (self.fill(from), self.fill(to));
            fs::copy(shell::root().join(&from), shell::root().join(&to))
                .map_err(|error| format!("cannot copy {from} to {to}: {error}"))?;
        }
        Ok(())
    }

    fn anonymous(&self, text: &str) -> String {
        let out = self.folder.join("out");
        text.replace(&*out.to_string_lossy(), "{scratch}")
            .replace(&*self.folder.to_string_lossy(), "{folder}")
            .replace(archives::HASH, "{hash}")
    }

    fn start(
        &self,
        mpfreeze: &Path,
        args: &[String],
        description: &Description,
    ) -> Outcome<process::Output> {
        let mut command = Command::new(mpfreeze);
        // Paths in messages are relative to the checkout, so that they are the same everywhere. The width is that of the
        // tool, not of a terminal.
        command
            .current_dir(shell::root())
            .args(args.iter().map(|arg| self.fill(arg)))
            .args(["--color", "never"]);
        if description.no_path {
            command.env("PATH", self.folder.join("path"));
        }
        if description.archives.is_some() {
            command.env("MPFREEZE_CACHE", self.folder.join("cache"));
        }
        process::run(&mut command, Duration::from_secs(60))
    }

    /// Puts damaged copies of the device archives into a cache of the case's own.
    fn damage(&self, damage: Damage) -> Outcome {
        if damage == Damage::Missing {
            return Ok(());
        }
        let real = archives::folder().map_err(|diagnostic| diagnostic.message)?;
        let copies = self.folder.join("cache/archives").join(archives::HASH);
        let entries = fs::read_dir(&real)
            .map_err(|_| "there are no device archives; run `cargo dev archives`".to_owned())?;
        for entry in entries.flatten() {
            let name = entry.file_name();
            let bytes = fs::read(entry.path())
                .map_err(|error| format!("cannot read {}: {error}", entry.path().display()))?;
            let core = name.to_string_lossy().starts_with("core-");
            let bytes = match damage {
                Damage::Truncated if core => bytes[..bytes.len() / 3].to_vec(),
                Damage::Foreign if core => b"#!/bin/sh\necho not an archive\n".to_vec(),
                Damage::Older if core => other_abi(bytes)?,
                _ => bytes,
            };
            shell::write(&copies.join(name), bytes)?;
        }
        Ok(())
    }

    /// Files in the folder for outputs.
    fn left(&self) -> Vec<String> {
        let out = self.folder.join("out");
        let relative = |path: PathBuf| {
            let path = path.strip_prefix(&out).unwrap_or(&path).to_owned();
            path.to_string_lossy().replace('\\', "/")
        };
        all_files(&out).into_iter().map(relative).collect()
    }
}

fn without_numbers(text: &str) -> String {
    let mut out = String::new();
    let mut listed = false;
    for line in text.lines() {
        let row = line.trim_start_matches([' ', '│']);
        let is_row = line.contains('│') && row.starts_with(|c: char| c.is_ascii_digit());
        match (is_row, listed) {
            (true, true) => continue,
            (true, false) => out.push_str("  │ N  largest part\n  │ …"),
            (false, _) => {
                // Digits behind a letter are part of a name or a code.
                let (mut in_name, mut in_number) = (false, false);
                for c in line.chars() {
                    let digit = c.is_ascii_digit();
                    match digit && !in_name {
                        true if in_number => {}
                        true => out.push('N'),
                        false => out.push(c),
                    }
                    in_number = digit && !in_name;
                    in_name = c.is_alphabetic() || (digit && in_name);
                }
            }
        }
        listed = is_row;
        out.push('\n');
    }
    out
}

/// Every file below a folder, hidden ones too: a temporary file that stays is a fault.
fn all_files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            match entry.path() {
                path if path.is_dir() => folders.push(path),
                path => found.push(path),
            }
        }
    }
    found.sort();
    found
}

/// Symbols that carry the ABI begin with this.
const ABI: &[u8] = b"mpf_abi_";

/// The archive with another hash in the names of its ABI symbols.
fn other_abi(mut bytes: Vec<u8>) -> Outcome<Vec<u8>> {
    let mut changed = false;
    for at in 0..bytes.len().saturating_sub(ABI.len() + 1) {
        if bytes[at..].starts_with(ABI) {
            let digit = &mut bytes[at + ABI.len()];
            *digit = if *digit == b'0' { b'1' } else { b'0' };
            changed = true;
        }
    }
    match changed {
        true => Ok(bytes),
        false => Err("the runtime archive holds no ABI symbol".into()),
    }
}
