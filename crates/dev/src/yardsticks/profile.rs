//! `cargo dev yardsticks --profile NAME`: where the instructions of a program go, by function of the image, and with
//! `--annotate FUNCTION` by instruction, beside the machine code.

use super::counting::{self, Counts, Function};
use super::workload::Workload;
use crate::shell::{self, Outcome};
use mpf_board::Board;
use std::path::Path;
use std::process::Command;

/// How many functions are listed.
const ROWS: usize = 30;

pub fn show(
    workload: &Workload,
    board: &Board,
    mpfreeze: &Path,
    annotate: Option<&str>,
) -> Outcome {
    let elf = workload.build(mpfreeze, board)?;
    let counts = counting::count(board, &elf)?;
    let functions = counting::functions(&elf)?;
    match annotate {
        None => {
            table(workload, board, &counts, &functions);
            println!("image: {}", elf.display());
            Ok(())
        }
        Some(name) => {
            let mut found = functions
                .iter()
                .filter(|f| f.name.contains(name))
                .peekable();
            if found.peek().is_none() {
                return Err(format!("no function of the image has `{name}` in its name"));
            }
            found.try_for_each(|function| listing(function, &counts, &elf))
        }
    }
}

fn table(workload: &Workload, board: &Board, counts: &Counts, functions: &[Function]) {
    let total = counts.total();
    let n = workload.iterations as f64;
    println!(
        "{} on {}: {total} instructions with start and end, {:.1} for each of N = {}",
        workload.name,
        board.name,
        total as f64 / n,
        workload.iterations
    );
    println!("  instructions       / N   share      entries  function");
    let mut rows: Vec<(u64, &Function)> = functions.iter().map(|f| (counts.inside(f), f)).collect();
    rows.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.start.cmp(&b.1.start)));
    for (instructions, function) in rows.iter().take(ROWS).filter(|row| row.0 > 0) {
        println!(
            "{instructions:>14} {:>9.1} {:>6.1}% {:>12}  {}",
            *instructions as f64 / n,
            *instructions as f64 * 100.0 / total as f64,
            counts.at(function.start),
            function.name
        );
    }
    let listed: u64 = rows.iter().take(ROWS).map(|row| row.0).sum();
    println!(
        "{:>14} {:>9.1}  elsewhere",
        total - listed,
        (total - listed) as f64 / n
    );
}

/// The machine code of a function with the count of every instruction in front.
fn listing(function: &Function, counts: &Counts, elf: &Path) -> Outcome {
    println!("{} ({} bytes)", function.name, function.size);
    let tools = [
        "llvm-objdump",
        "riscv64-unknown-elf-objdump",
        "arm-none-eabi-objdump",
    ];
    for tool in tools.iter().filter(|tool| shell::which(tool).is_some()) {
        let mut command = Command::new(tool);
        command
            .args(["-d", "--no-show-raw-insn"])
            .arg(format!("--start-address={}", function.start))
            .arg(format!("--stop-address={}", function.start + function.size))
            .arg(elf);
        // A tool for another processor fails here; the next one may know it.
        let Ok(text) = shell::capture(&mut command) else {
            continue;
        };
        for line in text.lines() {
            let address = line.split_once(':').map(|(address, _)| address.trim());
            let address = address.and_then(|text| u32::from_str_radix(text, 16).ok());
            if let Some(address) = address {
                println!("{:>12} {}", counts.at(address), line.trim_start());
            }
        }
        return Ok(());
    }
    Err("no disassembler for this board: install `llvm`, or binutils for its processor".into())
}
