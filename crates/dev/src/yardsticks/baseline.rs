//! `tests/bench/baseline.toml`: the instructions of every workload on every board, as they were when somebody last
//! accepted them. More than 2 % above is a failure.

use super::measure::Outcomes;
use crate::shell::{self, Outcome};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::fmt::Write;

pub const FILE: &str = "tests/bench/baseline.toml";
/// The key beside the boards: lines that CPython executes.
const LINES: &str = "lines";

const HEAD: &str = "\
# Instructions of every workload on every board, and the lines that CPython executes for it (a result with fewer than
# a few instructions for each is refused). Written by `cargo dev yardsticks --bless`.
";

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Baseline {
    /// The device compiler that the numbers belong to.
    #[serde(default)]
    pub toolchain: String,
    /// Group, workload, board.
    #[serde(default)]
    pub instructions: BTreeMap<String, BTreeMap<String, BTreeMap<String, u64>>>,
}

pub fn read() -> Outcome<Baseline> {
    let path = shell::root().join(FILE);
    match path.is_file() {
        true => toml::from_str(&shell::read(&path)?).map_err(|error| format!("{FILE}: {error}")),
        false => Ok(Baseline::default()),
    }
}

impl Baseline {
    pub fn lines(&self, group: &str) -> BTreeMap<String, u64> {
        let workloads = self.instructions.get(group).into_iter().flatten();
        workloads
            .filter_map(|(name, row)| Some((name.clone(), *row.get(LINES)?)))
            .collect()
    }

    pub fn get(&self, group: &str, workload: &str, board: &str) -> Option<u64> {
        self.instructions
            .get(group)?
            .get(workload)?
            .get(board)
            .copied()
    }

    pub fn record(&mut self, group: &str, lines: &BTreeMap<String, u64>, results: &[Outcomes]) {
        let group = self.instructions.entry(group.to_owned()).or_default();
        for result in results {
            let Ok(sample) = &result.sample else {
                continue;
            };
            let row = group.entry(result.workload.name.clone()).or_default();
            row.insert(result.board.clone(), sample.instructions);
            if let Some(lines) = lines.get(&result.workload.name) {
                row.insert(LINES.into(), *lines);
            }
        }
    }

    /// Forgets workloads that are gone.
    pub fn keep(&mut self, group: &str, names: &[String]) {
        if let Some(group) = self.instructions.get_mut(group) {
            group.retain(|name, _| names.contains(name));
        }
    }

    pub fn write(&self) -> Outcome {
        let mut text = format!("{HEAD}toolchain = {:?}\n", self.toolchain);
        for (group, workloads) in &self.instructions {
            let _ = write!(text, "\n[instructions.{group}]\n");
            for (name, row) in workloads {
                let cells: Vec<String> = row
                    .iter()
                    .map(|(key, count)| format!("{key} = {count}"))
                    .collect();
                let _ = writeln!(text, "{name} = {{ {} }}", cells.join(", "));
            }
        }
        shell::write(&shell::root().join(FILE), text)
    }
}

/// How a number compares with the accepted one.
#[derive(Debug, PartialEq)]
pub enum Verdict {
    Same,
    Better(f64),
    Worse(f64),
    Unknown,
}

/// Parts of 1000 by which a number may be above the baseline.
const TOLERANCE: u64 = 20;
/// Boards that count by their clock are this many instructions off.
const CLOCK_STEP: u64 = 200;

pub fn compare(now: u64, before: Option<u64>) -> Verdict {
    let Some(before) = before else {
        return Verdict::Unknown;
    };
    let difference = now.abs_diff(before);
    let part = difference as f64 / before.max(1) as f64;
    if difference <= CLOCK_STEP || difference * 1000 <= before * TOLERANCE {
        Verdict::Same
    } else if now > before {
        Verdict::Worse(part)
    } else {
        Verdict::Better(part)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_percent_are_allowed() {
        assert_eq!(compare(10_200_000, Some(10_000_000)), Verdict::Same);
        assert!(matches!(
            compare(10_300_000, Some(10_000_000)),
            Verdict::Worse(_)
        ));
        assert!(matches!(
            compare(9_000_000, Some(10_000_000)),
            Verdict::Better(_)
        ));
        assert_eq!(compare(1_200, Some(1_000)), Verdict::Same);
        assert_eq!(compare(1, None), Verdict::Unknown);
    }
}
