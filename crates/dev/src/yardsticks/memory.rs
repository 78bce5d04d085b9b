//! What the heap costs: allocation beside live data, and pauses of the collector (`tests/bench/gc`). Costs are differences
//! of two runs of a program, so its start and end drop out.

use super::Bench;
use super::measure::{Sample, in_parallel, run};
use super::report::{Section, grouped, table};
use super::workload::{self, Workload};
use crate::shell::{self, Outcome};
use mpf_board::Board;

/// The program of `tests/bench/gc` that allocates; all others collect `N` times.
const ALLOCATION: &str = "alloc_live";
const LIVE_KB: [u32; 5] = [0, 16, 32, 64, 96];
/// Iterations whose difference is taken.
const FEW: u32 = 10_000;
const MANY: u32 = 30_000;

pub fn sections(bench: &Bench) -> Outcome<Vec<Section>> {
    let (mut programs, mut allocation) = (Vec::new(), None);
    for workload in workload::group("gc", "")? {
        match workload.name == ALLOCATION {
            true => allocation = Some(workload),
            false => programs.push(workload),
        }
    }
    let allocation = allocation.ok_or("tests/bench/gc has no program that allocates")?;
    Ok(vec![
        allocations(bench, &allocation)?,
        pauses(bench, &programs)?,
    ])
}

/// A program with other constants: the first line that sets each is replaced.
pub fn variant(workload: &Workload, settings: &[(&str, String)]) -> Outcome<Workload> {
    let mut text = shell::read(&workload.path)?;
    let mut name = workload.name.clone();
    for (constant, value) in settings {
        let old = text
            .lines()
            .find(|line| line.starts_with(&format!("{constant} = ")))
            .ok_or_else(|| format!("{} sets no {constant}", workload.name))?
            .to_owned();
        text = text.replacen(&old, &format!("{constant} = {value}"), 1);
        name.push_str(&format!("_{}", value.to_lowercase()));
    }
    let folder = shell::target_folder().join("yardsticks/variants");
    let path = folder.join(format!("{name}.py"));
    shell::write(&path, text)?;
    Ok(Workload {
        name,
        path,
        ..workload.clone()
    })
}

fn sample(bench: &Bench, board: &Board, workload: &Workload) -> Outcome<Sample> {
    let (sample, _) = run(workload, board, bench.mpfreeze)
        .map_err(|message| format!("{} on {}: {message}", workload.name, board.name))?;
    Ok(sample)
}

fn allocations(bench: &Bench, program: &Workload) -> Outcome<Section> {
    let boards: Vec<&Board> = bench.large_boards().collect();
    let mut jobs = Vec::new();
    for live in LIVE_KB {
        for board in &boards {
            for small in ["False", "True"] {
                jobs.push((live, *board, small));
            }
        }
    }
    let costs = in_parallel(&jobs, bench.options.jobs, |(live, board, small)| {
        let of = |n: u32| {
            let settings = [
                ("N", n.to_string()),
                ("LIVE_KB", live.to_string()),
                ("SMALL", (*small).to_owned()),
            ];
            sample(bench, board, &variant(program, &settings)?)
        };
        let (few, many) = (of(FEW)?, of(MANY)?);
        let cost = many.instructions.saturating_sub(few.instructions) as f64;
        Ok(format!("{:.1}", cost / f64::from(MANY - FEW)))
    });
    let costs: Vec<String> = costs.into_iter().collect::<Outcome<_>>()?;
    let mut header = vec!["live data".to_owned()];
    for board in &boards {
        header.push(format!("{}: buffers", board.name));
        header.push("small instances".into());
        header.extend(
            bench
                .peer
                .compares(&board.name)
                .then(|| "MicroPython, buffers".to_owned()),
        );
    }
    let columns = 2 * boards.len();
    let rows: Vec<Vec<String>> = LIVE_KB
        .iter()
        .zip(costs.chunks(columns))
        .map(|(live, costs)| {
            let mut row = vec![format!("{live} KB")];
            for (board, pair) in boards.iter().zip(costs.chunks(2)) {
                row.extend_from_slice(pair);
                if bench.peer.compares(&board.name) {
                    let theirs = bench.peer.allocation(*live, &board.name);
                    row.push(theirs.map_or(String::new(), grouped));
                }
            }
            row
        })
        .collect();
    let text = format!(
        "Instructions of an iteration that makes a tuple of three and drops it, while other data stays alive. Loop and \
         collections are in the number; MicroPython's leaves its collections out.\n\n{}",
        table(&header, &rows)
    );
    Ok(Section::new("Allocation", text))
}

fn pauses(bench: &Bench, programs: &[Workload]) -> Outcome<Section> {
    let boards: Vec<&Board> = bench.large_boards().collect();
    let mut jobs = Vec::new();
    for program in programs {
        for board in &boards {
            jobs.push((program, *board));
        }
    }
    let costs = in_parallel(&jobs, bench.options.jobs, |(program, board)| {
        let of = |n: u32| sample(bench, board, &variant(program, &[("N", n.to_string())])?);
        let (none, one, many) = (of(0)?, of(1)?, of(11)?);
        let first = one.instructions.saturating_sub(none.instructions);
        let later = many.instructions.saturating_sub(one.instructions) / 10;
        Ok((one.heap_peak, first, later))
    });
    let costs: Vec<(u64, u64, u64)> = costs.into_iter().collect::<Outcome<_>>()?;
    let mut header = vec!["live data".to_owned(), "bytes alive".into()];
    for board in &boards {
        header.push(format!("{}: first", board.name));
        header.push("later".into());
        header.extend(
            bench
                .peer
                .compares(&board.name)
                .then(|| "MicroPython".to_owned()),
        );
    }
    let rows: Vec<Vec<String>> = programs
        .iter()
        .zip(costs.chunks(boards.len()))
        .map(|(program, costs)| {
            let mut row = vec![program.name.clone(), grouped(costs[0].0)];
            for (board, (_, first, later)) in boards.iter().zip(costs) {
                row.push(grouped(first.div_ceil(1000)));
                row.push(grouped(later.div_ceil(1000)));
                if bench.peer.compares(&board.name) {
                    let theirs = bench.peer.pause(&program.name, &board.name);
                    row.push(theirs.map_or(String::new(), |pause| grouped(pause / 1000)));
                }
            }
            row
        })
        .collect();
    let text = format!(
        "Thousands of instructions of a whole collection. In the first one everything moves, because one object in five is \
         dead; in later ones nothing does.\n\n{}",
        table(&header, &rows)
    );
    Ok(Section::new("Collection pauses", text))
}
