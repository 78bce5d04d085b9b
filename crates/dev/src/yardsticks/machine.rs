//! What the machine sees: instructions until the program starts, the cost of looking for interrupts, and what a cache in
//! front of the flash would miss.

use super::Bench;
use super::counting::{CACHE_BYTES, CACHE_LINE, CACHE_WAYS, Counts, count};
use super::measure::{in_parallel, run, run_as};
use super::report::{Section, grouped, table};
use super::workload::{self, Workload};
use crate::archives;
use crate::shell::{self, Outcome};
use mpf_board::Board;
use mpf_driver::archives as cache;
use std::path::PathBuf;
use std::process::Command;

/// The program whose start is measured.
const HELLO: &str = "print(\"hello\")\n";

pub fn sections(bench: &Bench) -> Outcome<Vec<Section>> {
    Ok(vec![boot(bench)?, polls(bench)?, cache(bench)?])
}

fn boot(bench: &Bench) -> Outcome<Section> {
    let path = shell::target_folder().join("yardsticks/variants/hello.py");
    shell::write(&path, HELLO)?;
    let hello = workload::find(&path.to_string_lossy())?;
    let header = [
        "board",
        "to the main body",
        "to the end of `print(\"hello\")`",
        "MicroPython",
    ]
    .map(str::to_owned);
    let mut rows = Vec::new();
    for board in &bench.boards {
        let (sample, _) = run(&hello, board, bench.mpfreeze)?;
        let theirs = bench.peer.boot(&board.name);
        rows.push(vec![
            board.name.clone(),
            grouped(sample.boot_instructions),
            grouped(sample.boot_instructions + sample.instructions),
            theirs.map_or(String::new(), grouped),
        ]);
    }
    let text = format!("Instructions from reset.\n\n{}", table(&header, &rows));
    Ok(Section::new("Boot", text))
}

/// Programs that are run with and without looking for interrupts; the first two do one jump in each iteration.
const JUMPERS: [&str; 4] = ["loop_range", "loop_while", "fannkuch", "richards"];

/// The same programs with a runtime that never looks.
fn polls(bench: &Bench) -> Outcome<Section> {
    let blind = blind_cache()?;
    let boards: Vec<&Board> = bench.large_boards().collect();
    let mut header = vec!["program".to_owned()];
    for board in &boards {
        header.push(format!("{}: with", board.name));
        header.extend(["without".into(), "for each of `N`".into(), "share".into()]);
    }
    let mut rows = Vec::new();
    for name in JUMPERS {
        let program = workload::find(name)?;
        let mut row = vec![name.to_owned()];
        for board in &boards {
            let mut command = Command::new(bench.mpfreeze);
            command.env("MPFREEZE_CACHE", &blind);
            let (without, _) = run_as(command, &program, board)?;
            let (with, _) = run(&program, board, bench.mpfreeze)?;
            let cost = with.instructions as f64 - without.instructions as f64;
            row.push(grouped(with.instructions.div_ceil(1000)));
            row.push(grouped(without.instructions.div_ceil(1000)));
            row.push(format!("{:.1}", cost / program.iterations as f64));
            row.push(format!("{:.1} %", cost * 100.0 / with.instructions as f64));
        }
        rows.push(row);
    }
    let text = format!(
        "What it costs that every jump looks for interrupts: thousands of instructions with the runtime as it is, and with \
         one that never looks.\n\n{}",
        table(&header, &rows)
    );
    Ok(Section::new("Interrupts", text))
}

/// A cache folder as `MPFREEZE_CACHE` names it, with the runtimes replaced.
fn blind_cache() -> Outcome<PathBuf> {
    let root = shell::target_folder().join("yardsticks/without-polls");
    let real = cache::folder().map_err(|diagnostic| diagnostic.message)?;
    let copy = root.join("archives").join(cache::HASH);
    let failed = |error: std::io::Error| format!("cannot copy {}: {error}", real.display());
    std::fs::create_dir_all(&copy).map_err(failed)?;
    for entry in std::fs::read_dir(&real).map_err(failed)?.flatten() {
        std::fs::copy(entry.path(), copy.join(entry.file_name())).map_err(failed)?;
    }
    for (name, archive) in archives::without_polls()? {
        std::fs::copy(archive, copy.join(name)).map_err(failed)?;
    }
    // The command's own folder may be anywhere.
    std::path::absolute(root).map_err(|error| error.to_string())
}

/// Every whole program through the modelled cache.
fn cache(bench: &Bench) -> Outcome<Section> {
    let programs = workload::group("programs", "")?;
    let boards: Vec<&Board> = bench.large_boards().collect();
    let mut jobs: Vec<(&Workload, &Board)> = Vec::new();
    for program in &programs {
        jobs.extend(boards.iter().map(|board| (program, *board)));
    }
    let counted = in_parallel(&jobs, bench.options.jobs, |(program, board)| {
        let elf = program.build(bench.mpfreeze, board)?;
        count(board, &elf)
    });
    let counted: Vec<Counts> = counted.into_iter().collect::<Outcome<_>>()?;
    let mut header = vec!["program".to_owned()];
    for board in &boards {
        header.push(format!("{}: fetches", board.name));
        header.extend(["reads".into(), "misses per 1000".into()]);
    }
    let mut rows = Vec::new();
    for (program, counts) in programs.iter().zip(counted.chunks(boards.len())) {
        let mut row = vec![program.name.clone()];
        for counts in counts {
            let cache = counts.cache;
            row.push(grouped(cache.fetches.div_ceil(1000)));
            row.push(grouped(cache.reads.div_ceil(1000)));
            let rate = cache.misses as f64 * 1000.0 / cache.fetches.max(1) as f64;
            row.push(format!("{rate:.2}"));
        }
        rows.push(row);
    }
    let text = format!(
        "What a cache of {} KB with lines of {CACHE_LINE} bytes and {CACHE_WAYS} ways, the oldest line leaving first, would \
         do in front of the flash: thousands of instructions fetched and of data reads from flash, and lines missed for \
         every 1000 instructions. The emulator's instructions and addresses are real, the cache is a model.\n\n{}",
        CACHE_BYTES / 1024,
        table(&header, &rows)
    );
    Ok(Section::new("Flash cache", text))
}
