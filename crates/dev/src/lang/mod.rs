//! The program runner: every test program in every lane, compared with CPython by output and exit status.
//!
//! It calls the binary `mpfreeze` as a user does. Nothing is skipped silently: what is known to fail is in `xfail.toml`.

pub mod lanes;
pub mod oracle;
pub mod process;
pub mod programs;
mod xfail;

use crate::shell::{self, Outcome};
use lanes::{Form, Lane};
use oracle::Answer;
use programs::Program;
use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;
use std::time::{Duration, Instant};
use xfail::Xfail;

/// Programs and the lanes they run in.
pub struct Suite {
    pub name: &'static str,
    folder: &'static str,
    every_board: bool,
    imported: bool,
    /// CPython needs stand-ins for the device's modules.
    device: bool,
}

pub const SUITES: [Suite; 4] = [
    Suite {
        name: "lang",
        folder: "tests/lang",
        every_board: false,
        imported: true,
        device: false,
    },
    Suite {
        name: "freeze",
        folder: "tests/freeze",
        every_board: false,
        imported: false,
        device: false,
    },
    Suite {
        name: "cpydiff",
        folder: "tests/cpydiff",
        every_board: false,
        imported: false,
        device: false,
    },
    Suite {
        name: "examples",
        folder: "examples",
        every_board: true,
        imported: false,
        device: true,
    },
];

/// The suite whose answers are in its files.
const DIFFERENCES: &str = "cpydiff";

/// What to run.
#[derive(Default)]
pub struct Selection {
    /// Part of the program's path; empty: all programs.
    pub filter: String,
    /// Names of lanes; empty: all.
    pub lanes: Vec<String>,
    pub jobs: usize,
    /// Print every failure in full.
    pub verbose: bool,
}

#[derive(Default, Clone, Copy, PartialEq, Eq, Debug)]
pub struct Tally {
    pub passed: usize,
    pub failed: usize,
}

struct Job {
    program: Program,
    lane: Lane,
}

struct Verdict {
    job: usize,
    /// What went wrong, or `None`.
    failure: Option<String>,
    time: Duration,
}

/// The debug or release binary beside our own, freshly built; or the one that `MPFREEZE` names, as it is.
pub fn binary() -> Outcome<PathBuf> {
    if let Some(path) = std::env::var_os("MPFREEZE").filter(|path| !path.is_empty()) {
        return Ok(PathBuf::from(path));
    }
    let own = std::env::current_exe().map_err(|error| format!("cannot find myself: {error}"))?;
    let path = own.with_file_name(format!("mpfreeze{}", std::env::consts::EXE_SUFFIX));
    let mut build = shell::cargo();
    build.args(["build", "--quiet", "--package", "mpf-cli"]);
    if own
        .parent()
        .is_some_and(|folder| folder.ends_with("release"))
    {
        build.arg("--release");
    }
    shell::run(&mut build)?;
    match path.is_file() {
        true => Ok(path),
        false => Err(format!("cargo built no {}", path.display())),
    }
}

/// Runs a suite and prints its closing line.
pub fn run(suite: &Suite, selection: &Selection, mpfreeze: &Path) -> Outcome<Tally> {
    let start = Instant::now();
    let jobs = jobs(suite, selection)?;
    let mains: Vec<PathBuf> = {
        let mut mains: Vec<PathBuf> = jobs
            .iter()
            .map(|job| oracle::absolute(&job.program.main))
            .collect();
        mains.sort();
        mains.dedup();
        mains
    };
    let mut answers = oracle::ask(&mains, suite.device)?;
    if suite.name == DIFFERENCES {
        for (path, answer) in &mut answers {
            let documented = oracle::documented(&shell::read(path)?, answer);
            *answer = documented.map_err(|error| format!("{}: {error}", path.display()))?;
        }
    }
    let verdicts = execute(&jobs, &answers, selection.jobs.max(1), mpfreeze);
    let xfail = Xfail::load()?;
    let mut tally = Tally::default();
    let mut expected = 0;
    let mut by_lane: BTreeMap<&str, (Tally, Duration)> = BTreeMap::new();
    for verdict in &verdicts {
        let job = &jobs[verdict.job];
        let lane = by_lane.entry(&job.lane.name).or_default();
        lane.1 += verdict.time;
        let reason = xfail.reason(&job.program.name, &job.lane.name);
        let complaint = match (&verdict.failure, reason) {
            (None, None) => None,
            (Some(_), Some(_)) => {
                expected += 1;
                continue;
            }
            (Some(failure), None) => Some(failure.clone()),
            (None, Some(reason)) => Some(format!("passes, but xfail.toml says: {reason}")),
        };
        match complaint {
            None => {
                tally.passed += 1;
                lane.0.passed += 1;
            }
            Some(text) => {
                tally.failed += 1;
                lane.0.failed += 1;
                println!("FAIL {} [{}]", job.program.name, job.lane.name);
                let limit = if selection.verbose { 1000 } else { 4 };
                for line in text.lines().take(limit) {
                    println!("     {line}");
                }
            }
        }
    }
    for (lane, (tally, time)) in &by_lane {
        println!(
            "{} in lane {lane}: {} of {} pass, {:.1} s of work",
            suite.name,
            tally.passed,
            tally.passed + tally.failed,
            time.as_secs_f64()
        );
    }
    if expected > 0 {
        println!(
            "{}: {expected} known failures, as listed in tests/xfail.toml",
            suite.name
        );
    }
    println!("{}: {:.0} s", suite.name, start.elapsed().as_secs_f64());
    println!(
        "{}: {} passed, {} failed",
        suite.name, tally.passed, tally.failed
    );
    Ok(tally)
}

fn jobs(suite: &Suite, selection: &Selection) -> Outcome<Vec<Job>> {
    let known = lanes::all(suite.every_board)?;
    let every = lanes::all(true)?;
    for wanted in &selection.lanes {
        if !every.iter().any(|lane| lane.name == *wanted) {
            let names: Vec<&str> = every.iter().map(|lane| lane.name.as_str()).collect();
            return Err(format!(
                "there is no lane `{wanted}`; lanes: {}",
                names.join(", ")
            ));
        }
    }
    let chosen = match selection.lanes.is_empty() {
        true => known,
        false => every
            .into_iter()
            .filter(|lane| selection.lanes.contains(&lane.name))
            .collect(),
    };
    let scratch = shell::target_folder().join("lang/imported");
    let mut jobs = Vec::new();
    let boards = lanes::boards()?;
    for lane in chosen {
        let board = boards.iter().find(|board| board.name == lane.board);
        for program in programs::find(suite.folder) {
            let fits = board.is_none_or(|board| program.fits(board));
            if !fits || !program.name.contains(&selection.filter) {
                continue;
            }
            let program = match lane.form {
                Form::Imported if !suite.imported => None,
                Form::Imported => program.imported(&scratch)?,
                _ => Some(program),
            };
            if let Some(program) = program {
                jobs.push(Job {
                    program,
                    lane: lane.clone(),
                });
            }
        }
    }
    Ok(jobs)
}

/// Runs the jobs on a few threads; the verdicts come back in the order of the jobs.
fn execute(
    jobs: &[Job],
    answers: &HashMap<PathBuf, Answer>,
    threads: usize,
    mpfreeze: &Path,
) -> Vec<Verdict> {
    let next = AtomicUsize::new(0);
    let (sender, receiver) = mpsc::channel();
    std::thread::scope(|scope| {
        for worker in 0..threads {
            let (next, sender) = (&next, sender.clone());
            scope.spawn(move || {
                let target = shell::target_folder().join(format!("lang/worker-{worker}"));
                loop {
                    let job = next.fetch_add(1, Ordering::Relaxed);
                    let Some(Job { program, lane }) = jobs.get(job) else {
                        break;
                    };
                    let start = Instant::now();
                    let failure = match answers.get(&oracle::absolute(&program.main)) {
                        Some(answer) => judge(program, lane, answer, mpfreeze, &target),
                        None => Some("CPython gave no answer".to_owned()),
                    };
                    let time = start.elapsed();
                    if sender.send(Verdict { job, failure, time }).is_err() {
                        break;
                    }
                }
            });
        }
        drop(sender);
    });
    let mut verdicts: Vec<Verdict> = receiver.iter().collect();
    verdicts.sort_by_key(|verdict| verdict.job);
    verdicts
}

fn judge(
    program: &Program,
    lane: &Lane,
    answer: &Answer,
    mpfreeze: &Path,
    target: &Path,
) -> Option<String> {
    let mut command = Command::new(mpfreeze);
    command.arg("run").args(lane.flags());
    command.args(["--message-format", "short", "--quiet", "--target-dir"]);
    command.arg(target);
    if lane.emulated {
        command.args(["--timeout", "60"]);
    }
    command.arg(&program.input);
    let output = match process::run(&mut command, Duration::from_secs(90)) {
        Ok(output) => output,
        Err(message) => return Some(message),
    };
    let difference = answer.difference(&output.stdout, &output.stderr, output.status)?;
    let said: Vec<&str> = output.stderr.lines().take(20).collect();
    Some(format!("{difference}\n{}", said.join("\n")))
}
