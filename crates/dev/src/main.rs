//! `cargo dev …`: everything a contributor or CI runs. One file per command; `just` shows the menu.
//!
//! Commands never download anything when nothing is missing, and end with a non-zero status when something failed.

mod archives;
mod demo;
mod dist;
mod docs;
mod edges;
mod espressif;
mod fit_opcodes;
mod hot;
mod image;
mod inference;
mod interrupt;
mod lang;
mod panic_free;
mod print;
mod product;
mod rp2040;
mod setup;
mod shell;
mod sizes;
mod test;
mod tidy;
mod ui;
mod yardsticks;

use clap::{Parser, Subcommand};
use std::path::PathBuf;
use std::process::ExitCode;

#[derive(Parser)]
#[command(name = "cargo dev", about = "Work on mpfreeze itself", version)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Install what is missing on this machine: device toolchain, emulators, Python
    Setup,
    /// Build the device archives into the cache
    Archives {
        /// Build even what is in the cache
        #[arg(long)]
        force: bool,
        /// Only archives whose name contains one of these (core-riscv32, core-thumbv7m, port-microbit, …)
        only: Vec<String>,
    },
    /// Run test programs and compare them with CPython
    Lang {
        /// Only programs whose path contains this
        #[arg(default_value = "")]
        filter: String,
        /// Only this lane (may be repeated; `all` for every lane) [default: the simulator]
        #[arg(long, short)]
        lane: Vec<String>,
        /// Programs at a time
        #[arg(long, short, default_value_t = 2)]
        jobs: usize,
        /// Suite: lang, freeze, cpydiff or examples
        #[arg(long, default_value = "lang")]
        suite: String,
        /// Show failures in full
        #[arg(long, short)]
        verbose: bool,
    },
    /// Set up, freeze the examples and run them on every board
    Demo,
    /// Set up and run all tests
    Test {
        /// Programs at a time
        #[arg(long, short, default_value_t = 2)]
        jobs: usize,
    },
    /// Compare the diagnostics of tests/ui with the recorded ones
    Ui {
        /// Part of the case's path; all cases without it
        #[arg(default_value = "")]
        filter: String,
        /// Record what the tool says now
        #[arg(long)]
        bless: bool,
    },
    /// Compare the sizes of the examples with tests/sizes.toml
    Sizes {
        /// Record the sizes of now
        #[arg(long)]
        bless: bool,
    },
    /// Check images: cost of imports, reproducible bytes, kept types, another linker
    Image {
        /// Record the kept types of now
        #[arg(long)]
        bless: bool,
    },
    /// Check when the examples move pins, in the emulators that show them
    Edges,
    /// Run the CI job of the example product, whole and spoiled
    Product,
    /// Interrupt a program by Ctrl-C, on the boards that QEMU emulates
    Interrupt,
    /// Boot the examples on boards with an RP2040
    Rp2040,
    /// Run programs on chips that are emulated here, with USB hosts, lines and pins around them
    Espressif,
    /// Measure: instructions, memory, density, pauses, times; or profile a program
    Yardsticks(yardsticks::Options),
    /// Make the executable with everything inside, and a wheel of it
    Dist {
        /// Install the wheel in an empty environment and build images for all boards with it
        #[arg(long)]
        check: bool,
    },
    /// Check the machine code of the interpreter's handlers: no stack, no growth
    Hot,
    /// List what in the runtime could still panic
    PanicFree,
    /// Check the rules of the project
    Tidy,
    /// Write the generated pages of docs/
    Docs,
    /// Parse Python files and count what is wrong
    Parse {
        #[arg(required = true)]
        paths: Vec<PathBuf>,
    },
    /// Print the tokens of a file
    PrintTokens { file: PathBuf },
    /// Print the tree of a file as CPython's `ast.dump` does
    PrintAst {
        file: PathBuf,
        /// With line and column numbers
        #[arg(long)]
        attributes: bool,
    },
    /// Print the control-flow graphs of a program
    PrintIr { file: PathBuf },
    /// Count the shapes of instructions in programs, and what shorter forms would save
    FitOpcodes {
        /// Files, or folders of them [default: the tests and examples]
        paths: Vec<PathBuf>,
    },
    /// Print the bytecode of a program
    PrintBytecode { file: PathBuf },
    /// Print what is known about the types of a program, as it is after build-time execution
    PrintTypes { file: PathBuf },
    /// Count the sites of programs whose types are proved
    Inference {
        #[arg(required = true)]
        files: Vec<PathBuf>,
        /// A line for each program
        #[arg(long)]
        each: bool,
    },
}

fn main() -> ExitCode {
    let result = match Cli::parse().command {
        Command::Setup => setup::run(),
        Command::Archives { force, only } => {
            setup::toolchain().and_then(|()| archives::run(force, &only))
        }
        Command::Demo => demo::run(),
        Command::Test { jobs } => test::run(jobs),
        Command::Ui { filter, bless } => archives::ensure()
            .and_then(|_| lang::binary())
            .and_then(|mpfreeze| ui::run(&mpfreeze, &filter, bless)),
        Command::Sizes { bless } => {
            lang::binary().and_then(|mpfreeze| sizes::run(&mpfreeze, bless))
        }
        Command::Image { bless } => {
            lang::binary().and_then(|mpfreeze| image::run_all(&mpfreeze, bless))
        }
        Command::Edges => archives::ensure()
            .and_then(|_| lang::binary())
            .and_then(|mpfreeze| edges::run(&mpfreeze)),
        Command::Product => archives::ensure()
            .and_then(|_| lang::binary())
            .and_then(|mpfreeze| product::run(&mpfreeze)),
        Command::Interrupt => archives::ensure()
            .and_then(|_| lang::binary())
            .and_then(|mpfreeze| interrupt::run(&mpfreeze)),
        Command::Rp2040 => archives::ensure()
            .and_then(|_| lang::binary())
            .and_then(|mpfreeze| rp2040::run(&mpfreeze)),
        Command::Espressif => archives::ensure()
            .and_then(|_| lang::binary())
            .and_then(|mpfreeze| espressif::run(&mpfreeze)),
        Command::Yardsticks(options) => yardsticks::run(&options),
        Command::Dist { check } => dist::run(check),
        Command::Hot => hot::run(),
        Command::PanicFree => panic_free::run(),
        Command::Tidy => tidy::run(),
        Command::Docs => docs::run(),
        Command::Parse { paths } => print::parse_all(&paths),
        Command::PrintTokens { file } => print::tokens(&file),
        Command::PrintIr { file } => print::ir(&file),
        Command::PrintBytecode { file } => print::bytecode(&file),
        Command::PrintTypes { file } => print::types(&file),
        Command::Inference { files, each } => inference::run(&files, each),
        Command::FitOpcodes { paths } => fit_opcodes::run(&paths),
        Command::PrintAst { file, attributes } => print::ast(&file, attributes),
        Command::Lang {
            filter,
            lane,
            jobs,
            suite,
            verbose,
        } => lang_command(filter, lane, jobs, &suite, verbose),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("cargo dev: {message}");
            ExitCode::FAILURE
        }
    }
}

fn lang_command(
    filter: String,
    mut lanes: Vec<String>,
    jobs: usize,
    suite: &str,
    verbose: bool,
) -> shell::Outcome {
    let Some(suite) = lang::SUITES.iter().find(|known| known.name == suite) else {
        return Err(format!(
            "there is no suite `{suite}`; suites: lang, freeze, cpydiff, examples"
        ));
    };
    if lanes.is_empty() {
        let all = lang::lanes::all(false)?;
        lanes.extend(all.first().map(|lane| lane.name.clone()));
    }
    if lanes.iter().any(|lane| lane == "all") {
        lanes.clear();
    }
    let mpfreeze = lang::binary()?;
    let selection = lang::Selection {
        filter,
        lanes,
        jobs,
        verbose,
    };
    match lang::run(suite, &selection, &mpfreeze)? {
        lang::Tally {
            passed: 0,
            failed: 0,
        } => Err("no program matches".into()),
        lang::Tally { failed: 0, .. } => Ok(()),
        tally => Err(format!("{} failures", tally.failed)),
    }
}
