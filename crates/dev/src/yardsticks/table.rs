//! The tables of the workloads: instructions per iteration beside MicroPython's, memory, collections.

use super::measure::{Outcomes, Sample};
use super::peer::{Peer, geometric_mean};
use super::report::{Section, grouped, table};
use mpf_board::Board;
use std::collections::BTreeMap;

/// Samples by workload and board.
type Samples<'a> = BTreeMap<&'a str, BTreeMap<&'a str, &'a Sample>>;

fn by_workload(results: &[Outcomes]) -> Samples<'_> {
    let mut samples: Samples = BTreeMap::new();
    for result in results {
        let row = samples.entry(&result.workload.name).or_default();
        if let Ok(sample) = &result.sample {
            row.insert(&result.board, sample);
        }
    }
    samples
}

/// Which form the numbers of a group have.
pub struct Form {
    pub group: &'static str,
    pub title: &'static str,
    /// Instructions for each iteration, or thousands for the whole program.
    pub per_iteration: bool,
}

pub fn section(form: &Form, results: &[Outcomes], boards: &[Board], peer: &Peer) -> Section {
    let samples = by_workload(results);
    let mut header = vec!["workload".to_owned()];
    if form.per_iteration {
        header.push("iterations".into());
    }
    for board in boards {
        header.push(board.name.clone());
        if peer.compares(&board.name) {
            header.push("/ MicroPython".into());
        }
    }
    header.extend(["heap peak".into(), "collections".into()]);
    let mut ratios: BTreeMap<&str, Vec<f64>> = BTreeMap::new();
    let mut rows = Vec::new();
    for result in results.iter().filter(|r| r.board == boards[0].name) {
        let name = result.workload.name.as_str();
        let Some(row) = samples.get(name) else {
            continue;
        };
        let n = peer
            .iterations(form.group, name)
            .unwrap_or(result.workload.iterations);
        let mut cells = vec![name.to_owned()];
        if form.per_iteration {
            cells.push(grouped(n));
        }
        for board in boards {
            let sample = row.get(board.name.as_str());
            cells.push(match (sample, form.per_iteration) {
                (Some(sample), true) => per_iteration(sample.instructions, n),
                (Some(sample), false) => grouped(sample.instructions.div_ceil(1000)),
                (None, _) => "".into(),
            });
            if peer.compares(&board.name) {
                let theirs = peer.instructions(form.group, name, &board.name);
                let ratio = sample
                    .zip(theirs)
                    .map(|(sample, theirs)| sample.instructions as f64 / theirs as f64);
                cells.push(ratio.map_or(String::new(), |ratio| format!("{ratio:.3}")));
                ratios.entry(&board.name).or_default().extend(ratio);
            }
        }
        cells.push(joined(boards, row, |sample| sample.heap_peak));
        cells.push(joined(boards, row, |sample| sample.collections));
        rows.push(cells);
    }
    let mut text = intro(form, boards, peer);
    text.push_str(&table(&header, &rows));
    text.push('\n');
    for board in boards.iter().map(|board| board.name.as_str()) {
        let ratios = ratios.remove(board).unwrap_or_default();
        if let Some(mean) = geometric_mean(&ratios) {
            let most = ratios.iter().copied().fold(0.0, f64::max);
            let above = ratios.iter().filter(|ratio| **ratio > 0.5).count();
            text.push_str(&format!(
                "- {board}: geometric mean **{mean:.3}** of MicroPython over {} workloads; the worst {most:.3}, {above} \
                 above 0.5\n",
                ratios.len()
            ));
        }
    }
    Section::new(form.title, text)
}

fn intro(form: &Form, boards: &[Board], peer: &Peer) -> String {
    let what = match form.per_iteration {
        true => "Instructions for each iteration of the workload's loop.",
        false => "Thousands of instructions for the whole program.",
    };
    let names: Vec<&str> = boards.iter().map(|board| board.name.as_str()).collect();
    let mut text = format!(
        "{what} Heap peak (bytes: what was alive after a collection, or everything that was allocated where there was none) and \
         collections: {}.\n\nMicroPython: {}. {}.",
        names.join(" / "),
        peer.version,
        peer.settings
    );
    if !form.per_iteration {
        text.push_str(&format!(" {}", peer.programs_what));
    }
    for theirs in peer.boards.values() {
        text.push_str(&format!(
            " {} stands beside {}.",
            theirs.name, theirs.compared_with
        ));
    }
    text.push_str("\n\n");
    text
}

fn per_iteration(instructions: u64, n: u64) -> String {
    let each = instructions as f64 / n as f64;
    match each < 100.0 {
        true => format!("{each:.1}"),
        false => grouped(each.round() as u64),
    }
}

fn joined(
    boards: &[Board],
    row: &BTreeMap<&str, &Sample>,
    number: impl Fn(&Sample) -> u64,
) -> String {
    let cells: Vec<String> = boards
        .iter()
        .map(|board| match row.get(board.name.as_str()) {
            Some(sample) => number(sample).to_string(),
            None => "–".into(),
        })
        .collect();
    cells.join(" / ")
}
