//! Running a frozen program: in the simulator of this process, or in the board's emulator.
//!
//! An exception that nothing caught comes back with the places it passed, as lines of the program.

use crate::console::Console;
use crate::pipeline::Built;
use crate::session::Request;
use mpf_bytecode::encode::layout;
use mpf_codegen::Program;
use mpf_diagnostics::{Code, Diagnostic, SourceMap};
use mpf_freeze::Executed;
use mpf_resolve::Graph;
use mpf_sim::machine::RunStats;
use mpf_sim::qemu::{QemuError, QemuOptions, run_qemu};
use std::io::Write;
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
    let result = executed.machine.run(code, executed.main_module, out);
    let mut places: Vec<Place> = result
        .places
        .iter()
        .filter_map(|(unit, offset)| place(*unit, *offset, program, graph, sources))
        .collect();
    places.reverse();
    Ok(Ran {
        status: result.status,
        exception: result.exception,
        places,
        stats: Some(result.stats.into()),
    })
}

/// The line of a byte of a unit's bytecode.
fn place(
    unit: u32,
    offset: u32,
    program: &Program,
    graph: &Graph,
    sources: &SourceMap,
) -> Option<Place> {
    let unit = program.units.get(unit as usize)?;
    let starts = layout(&unit.insns);
    let insn = starts
        .partition_point(|start| *start <= offset)
        .checked_sub(1)? as u32;
    let row = unit
        .places
        .partition_point(|(first, _)| *first <= insn)
        .checked_sub(1)?;
    let (ast, _) = graph.source(unit.module?)?;
    let file = sources.get(ast.file)?;
    Some(Place {
        file: file.name().to_owned(),
        line: file.line_column(unit.places[row].1).line,
        function: unit.name.clone(),
    })
}

/// Boots the image in the emulator that the board names.
pub fn emulate(
    built: &Built,
    request: &Request,
    sources: &SourceMap,
    mut out: Box<dyn Write>,
) -> Result<Ran, Diagnostic> {
    let options = QemuOptions {
        timeout: request.timeout.map(Duration::from_secs),
        ..QemuOptions::default()
    };
    let mut console = Console::new(&mut *out);
    let ended = run_qemu(&built.board, &built.main_output, &options, &mut console);
    let report = console.finish(ended.as_ref().ok().copied());
    match ended.and_then(|status| Ok((status, report?))) {
        Ok((status, report)) => {
            let places = report.places.iter().filter_map(|(unit, offset)| {
                place(*unit, *offset, &built.program, &built.graph, sources)
            });
            Ok(Ran {
                status,
                exception: report.exception,
                places: places.collect(),
                stats: report.counters,
            })
        }
        Err(error) => {
            let code = match error {
                QemuError::Missing { .. } | QemuError::NoEmulator { .. } => Code::MissingTool,
                QemuError::TimedOut { .. } => Code::DeviceTimeout,
                QemuError::Failed { .. } | QemuError::Io(_) => Code::ToolFailed,
            };
            Err(Diagnostic::new(code, error.to_string()))
        }
    }
}
