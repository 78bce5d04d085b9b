//! Uses the wheel as somebody does who has nothing else: an empty virtual environment, a PATH with nothing but it, and an
//! empty home. Every board's image must be, byte for byte, the one that the build of the checkout makes.

use super::{Made, bytes_of, find};
use crate::lang::{lanes, process};
use crate::setup;
use crate::shell::{self, Outcome};
use mpf_board::{Board, Emulator};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

/// Below the checkout, which is the current folder of both.
const PROGRAM: &str = "examples/hello";
const PATIENCE: Duration = Duration::from_secs(120);

/// The machine of somebody who only has the wheel.
struct Bare {
    folder: PathBuf,
    home: PathBuf,
    scripts: PathBuf,
}

/// What happened, in the words of the closing line.
#[derive(Default)]
struct Tally {
    passed: usize,
    failed: usize,
}

impl Tally {
    fn note(&mut self, what: &str, result: Outcome) {
        match result {
            Ok(()) => self.passed += 1,
            Err(message) => {
                self.failed += 1;
                println!("FAIL {what}: {message}");
            }
        }
    }
}

/// `checkout`: the `mpfreeze` that finds its archives in the cache.
pub fn run(made: &Made, checkout: &Path) -> Outcome {
    let bare = Bare::new(&made.wheel)?;
    let mpfreeze = bare.scripts.join("mpfreeze");
    let mut tally = Tally::default();
    for board in lanes::boards()? {
        let what = format!("image for {}", board.name);
        tally.note(&what, bare.same_image(&mpfreeze, checkout, &board));
    }
    tally.note("run", bare.run(&mpfreeze));
    tally.note("doctor", bare.doctor(&mpfreeze));
    tally.note("licenses", bare.licenses(&mpfreeze, &made.archives));
    tally.note("a new application", bare.new_application(&mpfreeze));
    tally.note("home", bare.home_is_empty());
    let executable = bytes_of(&made.executable)?;
    tally.note(
        "the installed file",
        match bytes_of(&mpfreeze)? == executable {
            true => Ok(()),
            false => Err("it is not the executable that was made".into()),
        },
    );
    let at = find(&executable, &made.block).ok_or("the block is not in the executable")?;
    let length = made.block.len();
    for (what, range) in [
        ("a damaged beginning", at..at + 1),
        ("a damaged table of contents", at + 100..at + 101),
        ("a damaged archive", at + length / 2..at + length / 2 + 64),
        ("a cut-off block", at + length / 8..at + length),
    ] {
        tally.note(what, bare.refuses(&executable, range));
    }
    println!("dist: {} passed, {} failed", tally.passed, tally.failed);
    match tally.failed {
        0 => Ok(()),
        n => Err(format!("{n} failures")),
    }
}

impl Bare {
    fn new(wheel: &Path) -> Outcome<Bare> {
        setup::venv()?;
        let folder = shell::target_folder().join("mpfreeze-dist/bare");
        // What an earlier check left is no part of an empty environment.
        if folder.exists() {
            fs::remove_dir_all(&folder)
                .map_err(|error| format!("cannot empty {}: {error}", folder.display()))?;
        }
        let bare = Bare {
            home: folder.join("home"),
            scripts: folder.join("venv/bin"),
            folder,
        };
        fs::create_dir_all(&bare.home)
            .map_err(|error| format!("cannot create {}: {error}", bare.home.display()))?;
        let venv = bare.folder.join("venv");
        shell::capture(Command::new("python3").args(["-m", "venv"]).arg(&venv))?;
        let mut pip = Command::new(bare.scripts.join("python3"));
        pip.args(["-m", "pip", "install", "--quiet", "--no-index"])
            .args(["--disable-pip-version-check", "--no-cache-dir"])
            .arg(wheel);
        shell::capture(&mut pip)?;
        Ok(bare)
    }

    /// A program with nothing of this machine around it.
    fn command(&self, program: &Path) -> Command {
        let mut command = Command::new(program);
        command
            .current_dir(shell::root())
            .env_clear()
            .env("PATH", &self.scripts)
            .env("HOME", &self.home);
        command
    }

    fn output(&self, program: &Path, args: &[&str]) -> Outcome<process::Output> {
        process::run(self.command(program).args(args), PATIENCE)
    }

    /// Standard output of what must succeed.
    fn succeed(&self, program: &Path, args: &[&str]) -> Outcome<String> {
        let output = self.output(program, args)?;
        match output.status {
            Some(0) => Ok(output.stdout),
            other => Err(format!(
                "`mpfreeze {}` ended with {other:?}: {}",
                args.join(" "),
                output.stderr
            )),
        }
    }

    fn same_image(&self, mpfreeze: &Path, checkout: &Path, board: &Board) -> Outcome {
        let results = ["bare", "checkout"].map(|name| self.folder.join("images").join(name));
        let args = |target: &Path| -> Vec<String> {
            let target = target.display().to_string();
            let words = ["build", "--quiet", "--emit", "map,size,object", "-b"];
            let words = words
                .into_iter()
                .chain([&board.name, PROGRAM, "--target-dir", &target]);
            words.map(str::to_owned).collect()
        };
        let own = args(&results[0]);
        self.succeed(
            mpfreeze,
            &own.iter().map(String::as_str).collect::<Vec<_>>(),
        )?;
        let mut command = Command::new(checkout);
        command.current_dir(shell::root()).args(args(&results[1]));
        shell::capture(&mut command)?;
        let [ours, theirs] = results.map(|folder| {
            let folder = folder.join("mpfreeze").join(&board.name);
            (shell::files_below(&folder, ""), folder)
        });
        let relative = |(files, folder): &(Vec<PathBuf>, PathBuf)| -> Vec<PathBuf> {
            let names = files
                .iter()
                .filter_map(|file| file.strip_prefix(folder).ok());
            names.map(Path::to_owned).collect()
        };
        if ours.0.is_empty() || relative(&ours) != relative(&theirs) {
            return Err(format!("it has the files {:?}", relative(&ours)));
        }
        for (one, other) in ours.0.iter().zip(&theirs.0) {
            if bytes_of(one)? != bytes_of(other)? {
                return Err(format!("{} and {} differ", one.display(), other.display()));
            }
        }
        Ok(())
    }

    /// In the simulator, and on boards that `mpfreeze` emulates itself.
    fn run(&self, mpfreeze: &Path) -> Outcome {
        let source = shell::root().join(PROGRAM).join("main.py");
        let expected = shell::capture(Command::new("python3").arg(source))?;
        let target = self.folder.join("images/run").display().to_string();
        for board in lanes::boards()? {
            let own = matches!(board.chip.emulator, Some(Emulator::Model(_)));
            if !own && !board.is_simulator() {
                continue;
            }
            let args = ["run", "-b", &board.name, PROGRAM, "--target-dir", &target];
            let said = self.succeed(mpfreeze, &args)?;
            if said != expected {
                return Err(format!(
                    "on {} it printed {said:?}, CPython {expected:?}",
                    board.name
                ));
            }
        }
        Ok(())
    }

    fn doctor(&self, mpfreeze: &Path) -> Outcome {
        contains(
            &self.succeed(mpfreeze, &["doctor"])?,
            &["ok      device archives: inside this executable"],
        )
    }

    fn licenses(&self, mpfreeze: &Path, archives: &[String]) -> Outcome {
        let list = self.succeed(mpfreeze, &["licenses"])?;
        let blobs = ["ESP-IDF boot loaders", "rp2040-boot2", "BSD-3-Clause"];
        let names = archives.iter().map(String::as_str);
        contains(&list, &names.chain(blobs).collect::<Vec<_>>())?;
        let full = self.succeed(mpfreeze, &["licenses", "--full"])?;
        contains(&full, &["Apache License", "Raspberry Pi (Trading) Ltd."])
    }

    fn new_application(&self, mpfreeze: &Path) -> Outcome {
        let folder = self.folder.join("blinky");
        let path = folder.display().to_string();
        self.succeed(mpfreeze, &["new", "--quiet", &path])?;
        let output = process::run(
            self.command(mpfreeze).current_dir(&folder).arg("check"),
            PATIENCE,
        )?;
        match output.status {
            Some(0) => Ok(()),
            other => Err(format!("`check` ended with {other:?}: {}", output.stderr)),
        }
    }

    fn home_is_empty(&self) -> Outcome {
        let entries = fs::read_dir(&self.home).map_err(|error| error.to_string())?;
        match entries.count() {
            0 => Ok(()),
            n => Err(format!("{n} files or folders were left in it")),
        }
    }

    /// With these bytes of the block changed, builds must end with a diagnostic that says so.
    fn refuses(&self, executable: &[u8], range: std::ops::Range<usize>) -> Outcome {
        let mut damaged = executable.to_vec();
        for byte in &mut damaged[range] {
            *byte = !*byte;
        }
        // Not in the folder of the real one: a check that is ended half-way leaves that alone.
        let file = self.folder.join("damaged");
        shell::write(&file, &damaged)?;
        executable_file(&file)?;
        let target = self.folder.join("images/damaged").display().to_string();
        let mut noticed = 0;
        for board in lanes::boards()?
            .iter()
            .filter(|board| !board.is_simulator())
        {
            let args = ["build", "--message-format", "short", "-b"];
            let args: Vec<&str> = args
                .into_iter()
                .chain([&*board.name, PROGRAM, "--target-dir", &target])
                .collect();
            let output = self.output(&file, &args)?;
            match output.status {
                Some(0) => continue,
                Some(1 | 3) => {
                    contains(&output.stderr, &["MPF0504", "inside this mpfreeze"])?;
                    noticed += 1;
                }
                other => return Err(format!("it ended with {other:?}: {}", output.stderr)),
            }
        }
        // One damaged archive is the business of its own boards only.
        match noticed {
            0 => Err("no board noticed".into()),
            _ => Ok(()),
        }
    }
}

fn contains(text: &str, wanted: &[&str]) -> Outcome {
    match wanted.iter().find(|word| !text.contains(**word)) {
        None => Ok(()),
        Some(word) => Err(format!("`{word}` is not in:\n{text}")),
    }
}

#[cfg(unix)]
fn executable_file(file: &Path) -> Outcome {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(file, fs::Permissions::from_mode(0o755))
        .map_err(|error| format!("cannot make {} executable: {error}", file.display()))
}

#[cfg(not(unix))]
fn executable_file(_: &Path) -> Outcome {
    Ok(())
}
