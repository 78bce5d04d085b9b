//! The pipeline: path to project to modules to frozen object to image to output files.
//!
//! Each function is a list of steps; what a step does is in its own file or crate.

use crate::debug_file::DebugFile;
use crate::device::DEBUG;
use crate::outputs::Outputs;
use crate::run::{self, Ran};
use crate::session::{Request, Session, Stop};
use crate::world::world;
use crate::{Project, devices, frontend, image, lock};
use mpf_board::{Board, Emulator};
use mpf_codegen::{Compiler, ModuleCode, ModuleId, Program};
use mpf_diagnostics::{Code, Diagnostic, Span};
use mpf_freeze::{Arch, Deferred, EmitOptions, Executed, Options, Reason};
use mpf_link::Linked;
use mpf_link::flash_file::esp::Firmware;
use mpf_link::flash_file::{FlashFile, flash_files};
use mpf_resolve::Graph;
use mpf_resolve::graph::MAIN;
use std::collections::BTreeSet;
use std::io::Write;
use std::path::PathBuf;

/// A program without errors.
pub struct Checked {
    pub project: Project,
    pub board: Board,
    pub graph: Graph,
}

/// A program that has been frozen, and its files.
pub struct Built {
    pub board: Board,
    /// The frozen program, a relocatable object.
    pub object: Vec<u8>,
    /// `None` on the simulator, which runs the object itself.
    pub image: Option<Linked>,
    /// What goes to flash, on chips that need more than the executable.
    pub firmware: Option<Firmware>,
    /// The file that runs.
    pub main_output: PathBuf,
    /// All files that were written.
    pub outputs: Vec<PathBuf>,
    /// For the places of an exception.
    pub program: Program,
    pub graph: Graph,
}

/// Additional files of a build.
#[derive(Clone, Copy, Debug, Default)]
pub struct Extra {
    pub object: bool,
    pub map: bool,
    pub size: bool,
}

/// The modules of a program as units of bytecode.
pub struct Compiled {
    pub program: Program,
    pub modules: Vec<ModuleCode>,
    /// Printed intermediate forms, if asked for.
    pub ir: Vec<String>,
}

/// Finds the program's errors.
pub fn check(request: &Request, session: &mut Session) -> Result<Checked, Stop> {
    let checked = load(request, session)?;
    compile(&checked, false, session)?;
    Ok(checked)
}

/// Finds the application, its board and its modules.
pub(crate) fn load(request: &Request, session: &mut Session) -> Result<Checked, Stop> {
    let found = Project::discover(&request.input, &mut session.sources);
    let project = session.keep(found)?;
    if request.locked {
        session.keep(lock::check(&project))?;
    }
    let name = request.board.as_ref().or(project.settings.board.as_ref());
    let mut board = match name {
        Some(name) => session.board(name)?,
        None => session.default_board()?,
    };
    board.memory = project.settings.memory.or(board.memory);
    let graph = frontend::load(&project, &world(), session)?;
    Ok(Checked {
        project,
        board,
        graph,
    })
}

/// Compiles every module, statement by statement; what cannot be compiled is an error.
pub fn compile(checked: &Checked, keep_ir: bool, session: &mut Session) -> Result<Compiled, Stop> {
    let world = world();
    let mut compiler = Compiler::new(&checked.graph, &world);
    if keep_ir {
        compiler.keep_ir();
    }
    let count = checked.graph.modules.len() as u32;
    let modules = (0..count)
        .map(|id| compiler.compile_module(ModuleId(id)))
        .collect();
    session.diagnostics.extend(compiler.take_diagnostics());
    session.checkpoint()?;
    Ok(Compiled {
        ir: compiler.ir_listings().to_vec(),
        program: compiler.program,
        modules,
    })
}

/// Freezes the program, links its image and writes the files.
pub fn build(request: &Request, extra: Extra, session: &mut Session) -> Result<Built, Stop> {
    let checked = load(request, session);
    let mut outputs = match &checked {
        Ok(checked) => Outputs::new(request, &checked.board, &checked.project.name),
        Err(_) => {
            remove_after_errors(request, session);
            return Err(Stop);
        }
    };
    let result = checked.and_then(|checked| finish(checked, request, extra, &mut outputs, session));
    match result {
        Ok(finished) => Ok(Built {
            board: finished.board,
            object: finished.object,
            image: finished.image,
            firmware: finished.firmware,
            main_output: finished.main_output,
            outputs: outputs.written(),
            program: finished.program,
            graph: finished.graph,
        }),
        Err(stop) => {
            outputs.remove_stale(session);
            Err(stop)
        }
    }
}

struct Finished {
    board: Board,
    object: Vec<u8>,
    image: Option<Linked>,
    firmware: Option<Firmware>,
    main_output: PathBuf,
    program: Program,
    graph: Graph,
}

fn finish(
    checked: Checked,
    request: &Request,
    extra: Extra,
    outputs: &mut Outputs,
    session: &mut Session,
) -> Result<Finished, Stop> {
    let (object, program) = freeze(&checked, request, session)?;
    if checked.board.is_simulator() {
        let path = outputs.write("o", &object, session)?;
        outputs.write_copy(&object, &[], session)?;
        return Ok(Finished {
            board: checked.board,
            object,
            image: None,
            firmware: None,
            main_output: path,
            program,
            graph: checked.graph,
        });
    }
    let (linked, _) = image::link(&object, &checked.board, session)?;
    let complaints = image::check_budget(&linked, &checked.board, &checked.project.settings);
    session.diagnostics.extend(complaints);
    let missing = image::check_devices(&linked, &checked.board);
    session.diagnostics.extend(missing);
    session.checkpoint()?;
    if extra.object {
        outputs.write("o", &object, session)?;
    }
    if extra.map {
        outputs.write("map", linked.map.as_bytes(), session)?;
    }
    if extra.size {
        outputs.write("size.json", image::size_json(&linked).as_bytes(), session)?;
    }
    let mut files = flash_files(&linked, &checked.board.chip);
    let firmware = image::firmware(&linked, &checked.board, session)?;
    files.extend(firmware.iter().map(|firmware| FlashFile {
        extension: "bin",
        bytes: firmware.merged(),
    }));
    let elf = outputs.write("elf", &linked.elf, session)?;
    let lines = DebugFile::new(&program, &checked.graph, &session.sources);
    outputs.write(DEBUG, lines.to_json().as_bytes(), session)?;
    let mut paths = Vec::new();
    for file in &files {
        paths.push(outputs.write(file.extension, &file.bytes, session)?);
    }
    outputs.write_copy(&linked.elf, &files, session)?;
    Ok(Finished {
        board: checked.board,
        object,
        image: Some(linked),
        firmware,
        // What is flashed is also what an emulator boots.
        main_output: paths.into_iter().next().unwrap_or(elf),
        program,
        graph: checked.graph,
    })
}

/// The program has errors; the results of an earlier build must not look like those of this one.
fn remove_after_errors(request: &Request, session: &mut Session) {
    let mut quiet = Session::new();
    let Ok(project) = Project::discover(&request.input, &mut quiet.sources) else {
        return;
    };
    let name = request.board.as_ref().or(project.settings.board.as_ref());
    let board = match name {
        Some(name) => quiet.board(name),
        None => quiet.default_board(),
    };
    if let Ok(board) = board {
        Outputs::new(request, &board, &project.name).remove_stale(session);
    }
}

/// How the names of marks begin (`mpf_core::anchor`, `mpf_core::parts`).
const MARKS: [&str; 3] = ["mpf_kind_", "mpf_slot_", "mpf_use_"];

/// Runs module bodies at build time and turns what they leave behind into an object.
fn freeze(
    checked: &Checked,
    request: &Request,
    session: &mut Session,
) -> Result<(Vec<u8>, Program), Stop> {
    let world = world();
    let mut compiler = Compiler::new(&checked.graph, &world);
    let mut executed = execute(&mut compiler, checked, request, true, session)?;
    let arch = match checked.board.layout().map(|layout| layout.machine) {
        Some(mpf_board::Machine::Arm) => Arch::ArmThumb,
        _ => Arch::Riscv32,
    };
    let mut options = EmitOptions::new(arch);
    options.statistics = request.stats;
    options.device = checked.project.settings.device.flags();
    if checked.board.is_simulator() {
        let object = emit(&mut executed, &compiler, &options, session)?;
        check_devices(&executed, checked, session)?;
        return Ok((object, written(executed, compiler)));
    }
    // From nothing upwards: each round adds what the image of the round before turned out to use.
    let mut live = BTreeSet::new();
    loop {
        options.live = Some(live.clone());
        let object = emit(&mut executed, &compiler, &options, session)?;
        check_devices(&executed, checked, session)?;
        let (linked, _) = image::link(&object, &checked.board, session)?;
        let before = live.len();
        let marks = linked
            .symbols
            .iter()
            .filter(|s| MARKS.iter().any(|prefix| s.name.starts_with(prefix)));
        live.extend(marks.map(|s| s.name.clone()));
        if live.len() == before {
            return Ok((object, written(executed, compiler)));
        }
    }
}

/// Stops if the program names devices that the board lacks. Such a statement may have raised already when it was tried.
fn check_devices(
    executed: &Executed,
    checked: &Checked,
    session: &mut Session,
) -> Result<(), Stop> {
    let missing = devices::check(
        &executed.uses,
        &checked.board,
        &checked.graph,
        &session.sources,
    );
    let about = |found: &Diagnostic| {
        found
            .primary
            .filter(|_| found.code == Code::RaisedAtStart)
            .is_some_and(|of| {
                let inside =
                    |at: Span| at.file == of.file && of.start <= at.start && at.end <= of.end;
                missing
                    .iter()
                    .any(|missing| missing.primary.is_some_and(inside))
            })
    };
    session.diagnostics.retain(|found| !about(found));
    session.diagnostics.extend(missing);
    session.checkpoint()
}

/// The program with its units as they were written, which is what places in an image refer to.
fn written(executed: Executed, compiler: Compiler<'_>) -> Program {
    let mut program = compiler.program;
    for (id, unit) in executed.recoded {
        program.units[id.0 as usize] = unit;
    }
    program
}

/// The object of an executed program.
fn emit(
    executed: &mut Executed,
    compiler: &Compiler<'_>,
    options: &EmitOptions,
    session: &mut Session,
) -> Result<Vec<u8>, Stop> {
    match mpf_freeze::emit(executed, &compiler.program, options) {
        Ok(object) => Ok(object),
        Err(errors) => {
            session.diagnostics.extend(errors);
            Err(Stop)
        }
    }
}

/// Runs module bodies at build time. Statements left for the device become notes.
pub(crate) fn execute(
    compiler: &mut Compiler<'_>,
    checked: &Checked,
    request: &Request,
    improve: bool,
    session: &mut Session,
) -> Result<Executed, Stop> {
    let settings = &checked.project.settings.freeze;
    let options = Options {
        preload: request.preload && settings.preload,
        budget: settings.budget,
        runtime: settings.runtime.clone(),
        improve,
        pins: checked.board.pins.clone(),
        ..Options::default()
    };
    match mpf_freeze::execute(compiler, MAIN, &options) {
        Ok(executed) => {
            session
                .diagnostics
                .extend(executed.diagnostics.iter().cloned());
            // The main program's own actions always wait; saying so each time would bury the rest. For a statement that
            // raises there is a warning already.
            let unusual = |deferred: &&Deferred| {
                !matches!(deferred.reason, Reason::MainProgram | Reason::Raises(_))
            };
            let notes = executed.deferred.iter().filter(unusual).map(|deferred| {
                let code = match deferred.reason {
                    Reason::Fuel => Code::FuelExhausted,
                    Reason::Unfreezable => Code::NotPlaceable,
                    _ => Code::DeferredStatement,
                };
                let text = format!("left for the device: {}", deferred.reason.text());
                Diagnostic::new(code, text).at(deferred.span)
            });
            session.diagnostics.extend(notes);
            Ok(executed)
        }
        Err(errors) => {
            session.diagnostics.extend(errors);
            Err(Stop)
        }
    }
}

/// Runs the build-time part of a program and says what is known about the types of the rest.
pub fn infer(
    request: &Request,
    listing: bool,
    session: &mut Session,
) -> Result<mpf_freeze::infer::Report, Stop> {
    let checked = load(request, session)?;
    let world = world();
    let mut compiler = Compiler::new(&checked.graph, &world);
    let executed = execute(&mut compiler, &checked, request, false, session)?;
    Ok(mpf_freeze::infer::report(
        &executed,
        &compiler.program,
        listing,
    ))
}

/// Freezes a program and runs it to its end. The console goes to `out`, edges of pins to `trace`.
pub fn run(
    request: &Request,
    session: &mut Session,
    out: Box<dyn Write>,
    trace: Option<&mut dyn Write>,
) -> Result<Ran, Stop> {
    let checked = load(request, session)?;
    if trace.is_some() && !matches!(checked.board.chip.emulator, Some(Emulator::Model(_))) {
        return session.keep(Err(run::no_trace(&checked.board)));
    }
    if !checked.board.is_simulator() {
        let built = build(request, Extra::default(), session)?;
        return session.keep(run::emulate(&built, request, &session.sources, out, trace));
    }
    let world = world();
    let mut compiler = Compiler::new(&checked.graph, &world);
    let executed = execute(&mut compiler, &checked, request, true, session)?;
    session.keep(run::simulate(
        request,
        executed,
        &compiler.program,
        &checked.graph,
        &session.sources,
        out,
    ))
}
