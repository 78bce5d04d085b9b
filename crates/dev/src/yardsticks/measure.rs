//! Runs workloads on boards, some at a time, and compares what they print with CPython. A result that is too cheap to
//! have been computed on the device is refused.

use super::workload::Workload;
use crate::lang::{oracle, process};
use crate::shell::Outcome;
use mpf_board::Board;
use serde::Deserialize;
use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

/// What `mpfreeze run --stats` says.
#[derive(Clone, Debug, Deserialize)]
pub struct Sample {
    pub instructions: u64,
    pub boot_instructions: u64,
    pub heap_peak: u64,
    pub collections: u64,
}

/// A program on a board: its numbers, or what is wrong.
pub struct Outcomes {
    pub workload: Workload,
    pub board: String,
    pub sample: Outcome<Sample>,
}

/// No VM executes a line of Python in fewer machine instructions than this; a result below was made at build time.
pub const FLOOR_PER_LINE: u64 = 3;

const TIME_LIMIT: Duration = Duration::from_secs(100);

/// Runs every workload on every board where it fits. `lines`: lines that CPython executes, by workload.
pub fn run_all(
    workloads: &[Workload],
    boards: &[Board],
    lines: &BTreeMap<String, u64>,
    mpfreeze: &Path,
    jobs: usize,
) -> Outcome<Vec<Outcomes>> {
    let paths: Vec<PathBuf> = workloads.iter().map(|w| w.path.clone()).collect();
    let answers = oracle::ask(&paths, false)?;
    let mut pairs = Vec::new();
    for workload in workloads {
        for board in boards {
            if !workload.excluded.contains(&board.name) {
                pairs.push((workload, board));
            }
        }
    }
    Ok(in_parallel(&pairs, jobs, |(workload, board)| Outcomes {
        workload: (*workload).clone(),
        board: board.name.clone(),
        sample: run(workload, board, mpfreeze)
            .and_then(|(sample, output)| {
                check(workload, &answers, &output)?;
                Ok(sample)
            })
            .and_then(|sample| match board.is_simulator() {
                true => Ok(sample),
                false => above_floor(sample, lines.get(&workload.name).copied()),
            }),
    }))
}

/// One run, without a look at the result.
pub fn run(workload: &Workload, board: &Board, mpfreeze: &Path) -> Outcome<(Sample, String)> {
    run_as(Command::new(mpfreeze), workload, board)
}

/// One run by a command that is `mpfreeze` with an environment of its own.
pub fn run_as(
    mut command: Command,
    workload: &Workload,
    board: &Board,
) -> Outcome<(Sample, String)> {
    command
        .args(["run", "--quiet", "--stats", "--board", &board.name])
        .arg("--target-dir")
        .arg(workload.folder(board))
        .arg(&workload.path);
    let output = process::run(&mut command, TIME_LIMIT)?;
    if output.status != Some(0) {
        return Err(format!(
            "exit status {:?}: {}",
            output.status,
            output.stderr.trim()
        ));
    }
    let last = output.stderr.trim_end().lines().last().unwrap_or_default();
    let sample = serde_json::from_str(last)
        .map_err(|error| format!("`--stats` printed {last:?}: {error}"))?;
    Ok((sample, output.stdout))
}

fn check(workload: &Workload, answers: &HashMap<PathBuf, oracle::Answer>, output: &str) -> Outcome {
    let answer = answers
        .get(&workload.path)
        .ok_or("CPython was not asked about it")?;
    match answer.difference(output, "", Some(0)) {
        None => Ok(()),
        Some(difference) => Err(difference),
    }
}

fn above_floor(sample: Sample, lines: Option<u64>) -> Outcome<Sample> {
    let lines = lines.ok_or("it is not known how many lines CPython executes")?;
    let floor = lines * FLOOR_PER_LINE;
    match sample.instructions >= floor {
        true => Ok(sample),
        false => Err(format!(
            "{} instructions for {lines} executed lines: part of the work was not done on the device",
            sample.instructions
        )),
    }
}

/// How many lines of its own CPython executes in each of the workloads.
pub fn count_lines(workloads: &[Workload], jobs: usize) -> Outcome<BTreeMap<String, u64>> {
    let counted = in_parallel(workloads, jobs, |workload| {
        let mut command = Command::new("python3");
        command
            .args(["-B", "-c", include_str!("lines.py")])
            .arg(&workload.path)
            .stdin(Stdio::null());
        let output = crate::shell::capture(&mut command)?;
        let last = output.trim_end().lines().last().unwrap_or_default();
        let lines = last
            .parse()
            .map_err(|_| format!("lines.py printed {last:?}"))?;
        Ok((workload.name.clone(), lines))
    });
    counted.into_iter().collect()
}

/// Applies a function to all items in several threads; the results are in the items' order.
pub fn in_parallel<T: Sync, R: Send>(
    items: &[T],
    jobs: usize,
    work: impl Fn(&T) -> R + Sync,
) -> Vec<R> {
    let next = AtomicUsize::new(0);
    let results = Mutex::new(Vec::new());
    thread::scope(|scope| {
        for _ in 0..jobs.max(1) {
            scope.spawn(|| {
                loop {
                    let index = next.fetch_add(1, Ordering::Relaxed);
                    let Some(item) = items.get(index) else {
                        break;
                    };
                    let result = work(item);
                    if let Ok(mut results) = results.lock() {
                        results.push((index, result));
                    }
                }
            });
        }
    });
    let mut results = results.into_inner().unwrap_or_default();
    results.sort_by_key(|(index, _)| *index);
    results.into_iter().map(|(_, result)| result).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_are_in_order() {
        let items: Vec<u32> = (0..100).collect();
        let doubled = in_parallel(&items, 3, |item| item * 2);
        assert_eq!(
            doubled,
            items.iter().map(|item| item * 2).collect::<Vec<_>>()
        );
    }

    #[test]
    fn what_costs_nothing_is_refused() {
        let sample = |instructions| Sample {
            instructions,
            boot_instructions: 0,
            heap_peak: 0,
            collections: 0,
        };
        assert!(above_floor(sample(2999), Some(1000)).is_err());
        assert!(above_floor(sample(3000), Some(1000)).is_ok());
        assert!(above_floor(sample(3000), None).is_err());
    }
}
