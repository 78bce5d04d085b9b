//! The verbs, one file each, and what they share: exit codes, requests, writing to standard output.

use crate::args::{Output, Program};
use crate::render;
use mpf_driver::{Request, Session, Stop};
use std::io::{ErrorKind, Write};
use std::process::ExitCode;

pub mod boards;
pub mod build;
pub mod check;
pub mod completions;
pub mod doctor;
pub mod explain;
pub mod flash;
pub mod licenses;
pub mod lock;
pub mod monitor;
pub mod new;
pub mod run;
pub mod size;
pub mod why;

/// How the process ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Exit(pub u8);

impl Exit {
    pub const OK: Exit = Exit(0);
    /// The program has errors, or its build failed.
    pub const FAILED: Exit = Exit(1);
    pub const USAGE: Exit = Exit(2);
    /// A file, a tool or the device failed.
    pub const IO: Exit = Exit(3);

    /// Says what is wrong with the command line.
    pub fn usage(message: &str) -> Exit {
        eprintln!("mpfreeze: {message}");
        Exit::USAGE
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> ExitCode {
        ExitCode::from(exit.0)
    }
}

/// Writes what was asked for. A reader that went away (as in `mpfreeze boards | head`) is no failure.
pub fn print(text: &str) -> Exit {
    let mut out = std::io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            eprintln!("mpfreeze: cannot write to standard output: {error}");
            Exit::IO
        }
        _ => Exit::OK,
    }
}

/// Shows the diagnostics of a command that could not be finished.
pub fn stopped(_: Stop, session: &Session, output: &Output) -> Exit {
    render::show(session, output);
    Exit(session.exit_code().max(1))
}

pub fn request(program: &Program) -> Request {
    Request {
        input: program.input.clone(),
        board: program.board.clone(),
        release: program.release,
        preload: !program.no_preload,
        gc_stress: false,
        stats: false,
        target_dir: program.target_dir.clone(),
        output: None,
        timeout: None,
        locked: program.locked,
    }
}
