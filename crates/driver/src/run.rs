//! Running a frozen program: in the simulator of this process, or in the board's emulator.
//!
//! An exception that nothing caught comes back with the places it passed, as lines of the program.

use crate::console::Console;
use crate::debug_file::DebugFile;
use crate::files;
use crate::pipeline::Built;
use crate::session::Request;
use mpf_board::{Board, Emulator};
use mpf_codegen::Program;
use mpf_diagnostics::{Code, Diagnostic, SourceMap};
use mpf_freeze::Executed;
use mpf_resolve::Graph;
use mpf_sim::machine::RunStats;
use mpf_sim::model::{ModelError, ModelOptions, PinEdge, run_model};
use mpf_sim::qemu::{QemuError, QemuOptions, run_qemu};
use signal_hook::SigId;
use signal_hook::consts::SIGINT;
use signal_hook::flag;
use signal_hook::low_level::unregister;
use std::fmt;
use std::io::Write;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

/// How a program ended.
#[derive(Clone, Debug, Default)]
pub struct Ran {
    pub status: i32,
    /// Type and message of an exception that nothing caught.
    pub exception: Option<String>,
    /// Where it came from, the outermost place first.
    pub places: Vec<Place>,
    /// `None`: the board does not count.
    pub stats: Option<Counters>,
}

/// What a run took. Instructions are those of the VM in the simulator and those of the processor in an emulator.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counters {
    /// From the entry of the main body to the end of the program.
    pub instructions: u64,
    /// From reset to that entry; 0 in the simulator.
    pub boot_instructions: u64,
    pub heap_peak: u32,
    pub collections: u32,
    /// `None`: not known, because a collection cleared the unused stack of the board.
    pub stack_peak: Option<u32>,
}

impl From<RunStats> for Counters {
    fn from(stats: RunStats) -> Counters {
        Counters {
            instructions: stats.instructions,
            boot_instructions: 0,
            heap_peak: stats.heap_peak,
            collections: stats.collections,
            stack_peak: Some(stats.stack_peak),
        }
    }
}

/// A place in the program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    pub file: String,
    pub line: u32,
    pub function: String,
}

/// Runs in this process.
pub fn simulate(
    request: &Request,
    mut executed: Executed,
    program: &Program,
    graph: &Graph,
    sources: &SourceMap,
    out: Box<dyn Write>,
) -> Result<Ran, Diagnostic> {
    let Some(&code) = executed.machine.codes.get(&executed.main) else {
        return Err(
            Diagnostic::new(Code::ToolFailed, "the main module was not loaded")
                .help("this is a defect of mpfreeze; please report it with the program"),
        );
    };
    executed.machine.vm.set_stress(request.gc_stress);
    let handlers = catch_interrupts(&executed.machine.vm.host.interrupt);
    let result = executed.machine.run(code, executed.main_module, out);
    for handler in handlers {
        unregister(handler);
    }
    let mut places = lines_of(&result.places, program, graph, sources);
    places.reverse();
    Ok(Ran {
        status: result.status,
        exception: result.exception,
        places,
        stats: Some(result.stats.into()),
    })
}

/// Ctrl-C interrupts the simulated program, as it does on a device. One that does not notice is ended by a second.
fn catch_interrupts(mark: &Arc<AtomicBool>) -> Vec<SigId> {
    let end = flag::register_conditional_default(SIGINT, mark.clone());
    let interrupt = flag::register(SIGINT, mark.clone());
    // Where signals cannot be caught they do what they always do.
    [end, interrupt].into_iter().flatten().collect()
}

impl fmt::Display for Place {
    /// As CPython's tracebacks have it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "File \"{}\", line {}, in {}",
            self.file, self.line, self.function
        )
    }
}

/// The lines of bytes of units. Without an exception there are none, and nothing is worked out.
fn lines_of(
    places: &[(u32, u32)],
    program: &Program,
    graph: &Graph,
    sources: &SourceMap,
) -> Vec<Place> {
    if places.is_empty() {
        return Vec::new();
    }
    let lines = DebugFile::new(program, graph, sources);
    let known = places
        .iter()
        .filter_map(|(unit, offset)| lines.place(*unit, *offset));
    known.collect()
}

/// Boots the image in the emulator that the board names. Edges of pins go to `trace`, one a line.
pub fn emulate(
    built: &Built,
    request: &Request,
    sources: &SourceMap,
    mut out: Box<dyn Write>,
    trace: Option<&mut dyn Write>,
) -> Result<Ran, Diagnostic> {
    let mut console = Console::new(&mut *out);
    let ended = match &built.board.chip.emulator {
        Some(Emulator::Model(model)) => in_model(model, built, request, &mut console, trace),
        _ => {
            let options = QemuOptions {
                timeout: request.timeout.map(Duration::from_secs),
                ..QemuOptions::default()
            };
            run_qemu(&built.board, &built.main_output, &options, &mut console).map_err(explain_qemu)
        }
    };
    let report = console.finish(ended.as_ref().ok().copied());
    let report = report.map_err(|error| explain_qemu(QemuError::Io(error)));
    match ended.and_then(|status| Ok((status, report?))) {
        Ok((status, report)) => {
            let places = lines_of(&report.places, &built.program, &built.graph, sources);
            Ok(Ran {
                status,
                exception: report.exception,
                places,
                stats: report.counters,
            })
        }
        Err(diagnostic) => Err(diagnostic),
    }
}

fn explain_qemu(error: QemuError) -> Diagnostic {
    let code = match error {
        QemuError::Missing { .. } | QemuError::NoEmulator { .. } => Code::MissingTool,
        QemuError::TimedOut { .. } => Code::DeviceTimeout,
        QemuError::Failed { .. } | QemuError::Io(_) => Code::ToolFailed,
    };
    Diagnostic::new(code, error.to_string())
}

/// Runs the image in one of our own models.
fn in_model(
    model: &str,
    built: &Built,
    request: &Request,
    console: &mut Console,
    mut trace: Option<&mut dyn Write>,
) -> Result<i32, Diagnostic> {
    let rom = match rom_file(model) {
        Some(path) => Some(files::read_bytes(&path)?),
        None => None,
    };
    let image = files::read_bytes(&built.main_output)?;
    let options = ModelOptions {
        timeout: request.timeout.map(Duration::from_secs),
    };
    let mut edge = |edge: &PinEdge| match &mut trace {
        Some(trace) => writeln!(trace, "{}", edge_line(edge, &built.board)),
        None => Ok(()),
    };
    run_model(model, rom.as_deref(), &image, &options, console, &mut edge).map_err(|error| {
        let code = match error {
            ModelError::TimedOut { .. } => Code::DeviceTimeout,
            ModelError::Unknown { .. } | ModelError::BadRom { .. } => Code::MissingTool,
            _ => Code::ToolFailed,
        };
        Diagnostic::new(code, error.to_string())
    })
}

/// Only our own models see the pins.
pub fn no_trace(board: &Board) -> Diagnostic {
    let able: Vec<&str> = mpf_board::boards()
        .into_iter()
        .filter(|name| {
            let board = mpf_board::load(name);
            board.is_ok_and(|board| matches!(board.chip.emulator, Some(Emulator::Model(_))))
        })
        .collect();
    Diagnostic::new(
        Code::MissingTool,
        format!("nothing can watch the pins of board `{}`", board.name),
    )
    .help(format!(
        "boards whose pins are watched: {}",
        able.join(", ")
    ))
}

/// Time, pin and level of an edge; the pin with its names on the board.
fn edge_line(edge: &PinEdge, board: &Board) -> String {
    let names: Vec<&str> = board
        .pins
        .iter()
        .filter(|(_, number)| **number == edge.pin)
        .map(|(name, _)| name.as_str())
        .collect();
    let level = if edge.high { "high" } else { "low" };
    format!(
        "{:>6}.{:06} s  pin {} ({}) {level}",
        edge.time_us / 1_000_000,
        edge.time_us % 1_000_000,
        edge.pin,
        names.join(", ")
    )
}

/// The mask ROM of a chip as an ELF file, where the user has it: it is its maker's and comes with no release of mpfreeze.
fn rom_file(model: &str) -> Option<PathBuf> {
    let variable = format!("MPFREEZE_ROM_{}", model.replace('-', "_").to_uppercase());
    let path = std::env::var_os(variable).filter(|path| !path.is_empty())?;
    Some(PathBuf::from(path))
}
