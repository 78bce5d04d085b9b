//! `cargo dev yardsticks`: how fast and how small, in numbers that repeat: instructions, not seconds, wherever possible.
//! `--check` is the part that CI runs: the workloads against their accepted numbers.

mod baseline;
mod counting;
mod density;
mod machine;
mod measure;
mod memory;
mod peer;
mod profile;
mod report;
mod table;
mod times;
mod tools;
mod workload;

use crate::lang::{self, lanes};
use crate::setup::device_toolchain;
use crate::shell::Outcome;
use baseline::{Baseline, Verdict, compare};
use clap::{Args, ValueEnum};
use measure::Outcomes;
use mpf_board::Board;
use mpf_driver::archives::toolchain_id;
use report::Section;
use std::path::Path;
use std::time::Instant;
use table::Form;

#[derive(Args)]
pub struct Options {
    /// Only workloads whose name contains this
    #[arg(default_value = "")]
    filter: String,
    /// Only this measurement (may be repeated) [default: all]
    #[arg(long, value_enum)]
    only: Vec<Part>,
    /// Accept the instructions of the workloads as the new baseline
    #[arg(long, conflicts_with = "check")]
    bless: bool,
    /// Only compare the workloads with the baseline, as CI does; writes nothing
    #[arg(long)]
    check: bool,
    /// Programs at a time
    #[arg(long, short, default_value_t = 2)]
    jobs: usize,
    /// Show where the instructions of this workload (or .py file) go
    #[arg(long, value_name = "NAME")]
    profile: Option<String>,
    /// With --profile: the machine code of functions with this in their name, and how often each instruction ran
    #[arg(long, value_name = "FUNCTION", requires = "profile")]
    annotate: Option<String>,
    /// Only on this board (may be repeated; --profile takes the first)
    #[arg(long, short)]
    board: Vec<String>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Part {
    /// The 34 micro workloads
    Micro,
    /// The whole programs
    Programs,
    /// Boot, interrupts, flash cache
    Machine,
    /// Allocation and collections
    Memory,
    /// Bytes of real driver source
    Density,
    /// Seconds of builds, beside mpy-cross and CPython's compiler
    Times,
    /// Seconds of the simulator, beside CPython and MicroPython
    Host,
}

impl Part {
    fn name(self) -> String {
        let value = self.to_possible_value();
        value.map_or(String::new(), |value| value.get_name().to_owned())
    }
}

/// A measurement besides the workloads.
type Measurement = fn(&Bench) -> Outcome<Vec<Section>>;

const GROUPS: [(Part, Form); 2] = [
    (
        Part::Micro,
        Form {
            group: "micro",
            title: "Micro workloads",
            per_iteration: true,
        },
    ),
    (
        Part::Programs,
        Form {
            group: "programs",
            title: "Whole programs",
            per_iteration: false,
        },
    ),
];

/// What every measurement works with.
struct Bench<'a> {
    options: &'a Options,
    mpfreeze: &'a Path,
    boards: Vec<Board>,
    peer: peer::Peer,
}

pub fn run(options: &Options) -> Outcome {
    let mpfreeze = lang::binary()?;
    let bench = Bench {
        options,
        mpfreeze: &mpfreeze,
        boards: boards(&options.board)?,
        peer: peer::read()?,
    };
    if let Some(name) = &options.profile {
        let workload = workload::find(name)?;
        let annotate = options.annotate.as_deref();
        return profile::show(&workload, &bench.boards[0], &mpfreeze, annotate);
    }
    let mut tally = Tally::default();
    let mut sections = Vec::new();
    bench.workloads(&mut tally, &mut sections)?;
    let others: [(Part, Measurement); 5] = [
        (Part::Machine, machine::sections),
        (Part::Memory, memory::sections),
        (Part::Density, density::sections),
        (Part::Times, times::build_times),
        (Part::Host, times::simulator),
    ];
    for (part, measure) in others {
        if bench.wants(part) && !options.check && options.filter.is_empty() {
            println!("yardsticks: measuring {}", part.name());
            match measure(&bench) {
                Ok(measured) => sections.extend(measured),
                Err(message) => {
                    println!("FAIL {}: {message}", part.name());
                    tally.failed += 1;
                }
            }
        }
    }
    println!(
        "yardsticks: {} passed, {} failed",
        tally.passed, tally.failed
    );
    // A part of the workloads makes no table.
    if !options.check {
        sections.iter().for_each(Section::print);
        if options.filter.is_empty() && options.board.is_empty() {
            report::update(&sections)?;
        }
    }
    match tally.failed {
        0 => Ok(()),
        n => Err(format!(
            "{n} failures; `cargo dev yardsticks --bless` accepts other numbers"
        )),
    }
}

/// What `cargo dev test` runs.
pub fn check(mpfreeze: &Path, jobs: usize) -> Outcome {
    let options = Options {
        filter: String::new(),
        only: Vec::new(),
        bless: false,
        check: true,
        jobs,
        profile: None,
        annotate: None,
        board: Vec::new(),
    };
    let bench = Bench {
        options: &options,
        mpfreeze,
        boards: boards(&[])?,
        peer: peer::read()?,
    };
    let mut tally = Tally::default();
    bench.workloads(&mut tally, &mut Vec::new())?;
    println!(
        "yardsticks: {} passed, {} failed",
        tally.passed, tally.failed
    );
    match tally.failed {
        0 => Ok(()),
        n => Err(format!("{n} workloads are worse than {}", baseline::FILE)),
    }
}

/// The boards of reference (or those named), those that the peer was measured on in front.
fn boards(names: &[String]) -> Outcome<Vec<Board>> {
    let peer = peer::read()?;
    let mut boards: Vec<Board> = lanes::boards()?
        .into_iter()
        .filter(|board| board.chip.emulator.is_some())
        .filter(|board| match names.is_empty() {
            true => board.chip.reference,
            false => names.contains(&board.name),
        })
        .collect();
    boards.sort_by_key(|board| peer.rank(&board.name));
    match boards.is_empty() {
        true => Err("no emulated board has this name; see `mpfreeze boards`".into()),
        false => Ok(boards),
    }
}

#[derive(Default)]
struct Tally {
    passed: usize,
    failed: usize,
}

impl Bench<'_> {
    /// Boards with room for tens of KB of live data.
    fn large_boards(&self) -> impl Iterator<Item = &Board> {
        let large = |board: &&Board| lanes::ram(board) >= lanes::SMALL;
        self.boards.iter().filter(large)
    }

    fn wants(&self, part: Part) -> bool {
        self.options.only.is_empty() || self.options.only.contains(&part)
    }

    /// The two groups of workloads: run, compared, recorded.
    fn workloads(&self, tally: &mut Tally, sections: &mut Vec<Section>) -> Outcome {
        let mut baseline = baseline::read()?;
        let toolchain = device_toolchain().ok_or("no device toolchain; run `cargo dev setup`")?;
        let toolchain = toolchain_id(&toolchain.version()?);
        let comparable = baseline.toolchain == toolchain;
        if !comparable && !self.options.bless {
            println!(
                "yardsticks: {} is for `{}`, this is `{toolchain}`; numbers are not compared",
                baseline::FILE,
                baseline.toolchain
            );
        }
        for (part, form) in &GROUPS {
            if !self.wants(*part) {
                continue;
            }
            let start = Instant::now();
            let workloads = workload::group(form.group, &self.options.filter)?;
            let mut lines = baseline.lines(form.group);
            let unknown: Vec<_> = workloads
                .iter()
                .filter(|w| self.options.bless || !lines.contains_key(&w.name))
                .cloned()
                .collect();
            lines.extend(measure::count_lines(&unknown, self.options.jobs)?);
            let (boards, jobs) = (&self.boards, self.options.jobs);
            let results = measure::run_all(&workloads, boards, &lines, self.mpfreeze, jobs)?;
            let known = comparable
                .then_some(&baseline)
                .filter(|_| !self.options.bless);
            judge(form, &results, known, tally);
            println!(
                "yardsticks: {}: {} runs in {:.0} s",
                form.group,
                results.len(),
                start.elapsed().as_secs_f32()
            );
            if self.options.bless {
                if self.options.filter.is_empty() {
                    let names: Vec<String> = workloads.iter().map(|w| w.name.clone()).collect();
                    baseline.keep(form.group, &names);
                }
                baseline.record(form.group, &lines, &results);
                baseline.toolchain = toolchain.clone();
            }
            sections.push(table::section(form, &results, boards, &self.peer));
        }
        match self.options.bless {
            true => {
                baseline.write()?;
                println!("yardsticks: wrote {}", baseline::FILE);
                Ok(())
            }
            false => Ok(()),
        }
    }
}

/// Counts and shows what is wrong, and what got better.
fn judge(form: &Form, results: &[Outcomes], known: Option<&Baseline>, tally: &mut Tally) {
    for result in results {
        let (name, board) = (&result.workload.name, &result.board);
        let failure = match &result.sample {
            Err(message) => Some(message.clone()),
            Ok(sample) => match known.map(|known| {
                let before = known.get(form.group, name, board);
                (
                    compare(sample.instructions, before),
                    before.unwrap_or_default(),
                )
            }) {
                None | Some((Verdict::Same, _)) => None,
                Some((Verdict::Better(part), before)) => {
                    let (now, percent) = (sample.instructions, part * 100.0);
                    println!("better: {name} on {board}: {before} -> {now} (-{percent:.1} %)");
                    None
                }
                Some((Verdict::Worse(part), before)) => Some(format!(
                    "{before} -> {} instructions (+{:.1} %)",
                    sample.instructions,
                    part * 100.0
                )),
                Some((Verdict::Unknown, _)) => Some(format!("it is not in {}", baseline::FILE)),
            },
        };
        match failure {
            None => tally.passed += 1,
            Some(message) => {
                tally.failed += 1;
                println!("FAIL {name} on {board}: {message}");
            }
        }
    }
}
