//! Seconds of processor time, which depend on the machine, so what counts are ratios of runs that alternate: building beside `mpy-cross`
//! and CPython's compiler, and the simulator beside CPython and MicroPython's interpreter for this machine.

use super::Bench;
use super::peer::geometric_mean;
use super::report::{Section, table};
use super::workload::{self, Workload};
use super::{density, tools};
use crate::shell::{self, Outcome};
use mpf_board::Board;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Runs of each command; the fastest counts.
const TRIES: usize = 4;
/// How often a program's work is done in the short and in the long form; the difference is free of the start.
const SHORT: u32 = 1;
const LONG: u32 = 31;
/// Repetitions of the whole programs' text in the file that is compiled.
const COPIES: usize = 4;

/// The optimised binary: a debug build says nothing about speed.
fn release() -> Outcome<PathBuf> {
    let name = format!("mpfreeze{}", std::env::consts::EXE_SUFFIX);
    let path = shell::target_folder().join("release").join(name);
    let given = std::env::var_os("MPFREEZE").map(PathBuf::from);
    match given.filter(|given| {
        given
            .parent()
            .is_some_and(|folder| folder.ends_with("release"))
    }) {
        Some(given) => Ok(given),
        None if path.is_file() => Ok(path),
        None => {
            Err("times need the optimised binary: cargo build --release --package mpf-cli".into())
        }
    }
}

/// The least processor time in seconds of each of the commands, which take turns. Unlike wall time it hardly depends on
/// what else the machine does.
fn shortest(commands: &[Command]) -> Outcome<Vec<f64>> {
    let words = |command: &Command| -> Vec<String> {
        let program = std::iter::once(command.get_program());
        let words = program.chain(command.get_args());
        words
            .map(|word| word.to_string_lossy().into_owned())
            .collect()
    };
    let list: Vec<Vec<String>> = commands.iter().map(words).collect();
    let argument = serde_json::to_string(&(TRIES, list)).map_err(|error| error.to_string())?;
    let mut python = Command::new("python3");
    python
        .args(["-B", "-c", include_str!("times.py")])
        .arg(argument);
    serde_json::from_str(&shell::capture(&mut python)?).map_err(|error| error.to_string())
}

pub fn build_times(bench: &Bench) -> Outcome<Vec<Section>> {
    let mpfreeze = release()?;
    let mpy_cross = tools::peers()?.join("mpy-cross");
    let board = bench.large_boards().next().ok_or("no emulated board")?;
    let place = shell::target_folder().join("yardsticks/times");
    let sources = tools::corpus()?;
    let corpus = density::prepare(&sources, &place)?;
    let drivers = shell::files_below(&sources, "py");
    let (large, lines) = large_file(&place)?;
    let hello = place.join("hello.py");
    shell::write(&hello, "print(\"hello\")\n")?;
    let mut rows = Vec::new();
    for (what, file, files, verb) in [
        (
            "one line, to an image",
            &hello,
            vec![hello.clone()],
            "build",
        ),
        (
            &*format!("a file of {lines} lines, parsed and checked"),
            &large,
            vec![large.clone()],
            "check",
        ),
        (
            &*format!("a file of {lines} lines, to an image"),
            &large,
            vec![large.clone()],
            "build",
        ),
        (
            "the 49 files of the corpus, to an image",
            &corpus.join("main.py"),
            drivers,
            "build",
        ),
    ] {
        let commands = [
            ours(&mpfreeze, verb, board, file, &place),
            each(&mpy_cross, &files, &place),
            compile(&files),
        ];
        let times = shortest(&commands)?;
        let milliseconds = |time: &f64| format!("{:.1}", time * 1000.0);
        let ratio = |to: usize| format!("{:.2}", times[0] / times[to]);
        let mut row = vec![what.to_owned()];
        row.extend(times.iter().map(milliseconds));
        row.extend([ratio(1), ratio(2)]);
        rows.push(row);
    }
    let header = [
        "what",
        "mpfreeze, ms",
        "mpy-cross, ms",
        "CPython's compile, ms",
        "/ mpy-cross",
        "/ CPython",
    ]
    .map(str::to_owned);
    let text = format!(
        "Processor time with the start of the processes, the least of {TRIES} runs that alternate. `mpfreeze build` also runs module bodies, \
         links the image with the runtime and checks it; `mpy-cross` writes one `.mpy` file for each source, a process \
         for each; CPython compiles all of them in one process.\n\n{}",
        table(&header, &rows)
    );
    Ok(vec![Section::new("Build times", text)])
}

fn ours(mpfreeze: &Path, verb: &str, board: &Board, file: &Path, place: &Path) -> Command {
    let mut command = Command::new(mpfreeze);
    command.args([verb, "--quiet", "--board", &board.name, "--target-dir"]);
    command.arg(place).arg(file);
    command
}

/// One process of the compiler after the other, as a makefile would have them.
fn each(mpy_cross: &Path, files: &[PathBuf], place: &Path) -> Command {
    let mut command = Command::new("sh");
    command
        .args([
            "-ec",
            "compiler=$1 out=$2; shift 2; for file; do \"$compiler\" -o \"$out\" \"$file\"; done",
            "sh",
        ])
        .arg(mpy_cross)
        .arg(place.join("out.mpy"))
        .args(files);
    command
}

fn compile(files: &[PathBuf]) -> Command {
    let script = "import sys\nfor path in sys.argv[1:]:\n    compile(open(path, encoding='utf-8').read(), path, 'exec')\n";
    let mut command = Command::new("python3");
    command.args(["-S", "-E", "-B", "-c", script]).args(files);
    command
}

/// The whole programs one after the other, several times.
fn large_file(place: &Path) -> Outcome<(PathBuf, usize)> {
    let mut text = String::new();
    for _ in 0..COPIES {
        for program in workload::group("programs", "")? {
            text.push_str(&shell::read(&program.path)?);
            text.push_str("\n\n");
        }
    }
    let path = place.join("large.py");
    let lines = text.lines().count();
    shell::write(&path, text)?;
    Ok((path, lines))
}

pub fn simulator(bench: &Bench) -> Outcome<Vec<Section>> {
    let mpfreeze = release()?;
    let micropython = tools::peers()?.join("micropython");
    let place = shell::target_folder().join("yardsticks/times");
    let mut rows = Vec::new();
    let mut ratios = [Vec::new(), Vec::new()];
    for program in workload::group("programs", &bench.options.filter)? {
        let (short, long) = (
            repeated(&program, SHORT, &place)?,
            repeated(&program, LONG, &place)?,
        );
        let mut commands = Vec::new();
        for file in [&short, &long] {
            let mut simulated = Command::new(&mpfreeze);
            simulated.args(["run", "--quiet"]).arg(file);
            let mut python = Command::new("python3");
            python.args(["-S", "-E", "-B"]).arg(file);
            let mut peer = Command::new(&micropython);
            peer.args(["-X", "heapsize=64m"]).arg(file);
            commands.extend([simulated, python, peer]);
        }
        let times = shortest(&commands)?;
        let repetitions = f64::from(LONG - SHORT);
        let each: Vec<f64> = (0..3)
            .map(|of| (times[of + 3] - times[of]).max(0.0) * 1000.0 / repetitions)
            .collect();
        let mut row = vec![program.name.clone()];
        row.extend(each.iter().map(|time| format!("{time:.2}")));
        for (of, ratios) in ratios.iter_mut().enumerate() {
            let ratio = each[0] / each[of + 1].max(0.001);
            row.push(format!("{ratio:.2}"));
            ratios.push(ratio.max(0.001));
        }
        rows.push(row);
    }
    let header = [
        "program",
        "mpfreeze, ms",
        "CPython, ms",
        "MicroPython, ms",
        "/ CPython",
        "/ MicroPython",
    ]
    .map(str::to_owned);
    let mean = |ratios: &[f64]| geometric_mean(ratios).unwrap_or_default();
    let text = format!(
        "`mpfreeze run` in the simulator, CPython {} and PyPI's MicroPython for this machine. Milliseconds of processor time for one \
         repetition of the program's work, without the start of the process: the difference of {LONG} and {SHORT} \
         repetitions, the least of {TRIES} runs each. Geometric means: **{:.2}** of CPython's time, {:.2} of MicroPython's.\n\n{}",
        python_version()?,
        mean(&ratios[0]),
        mean(&ratios[1]),
        table(&header, &rows)
    );
    Ok(vec![Section::new("Simulator speed", text)])
}

fn python_version() -> Outcome<String> {
    let text = shell::capture(Command::new("python3").arg("--version"))?;
    Ok(text.trim().trim_start_matches("Python ").to_owned())
}

/// The program with its last statement in a loop.
fn repeated(program: &Workload, times: u32, place: &Path) -> Outcome<PathBuf> {
    let text = shell::read(&program.path)?;
    let (rest, last) = text
        .trim_end()
        .rsplit_once('\n')
        .ok_or_else(|| format!("{} is too short", program.name))?;
    if last.starts_with([' ', ')', '#']) {
        return Err(format!(
            "{} does not end in a statement on one line",
            program.name
        ));
    }
    let path = place.join(format!("{}_{times}.py", program.name));
    shell::write(
        &path,
        format!("{rest}\nfor _ in range({times}):\n    {last}\n"),
    )?;
    Ok(path)
}
