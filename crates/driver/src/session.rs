//! What a command asks for and what it collects: the request, the sources that were read and the diagnostics so far.

use mpf_board::{Board, BoardError};
use mpf_diagnostics::{Code, Diagnostic, SourceMap, Span};
use std::path::PathBuf;

/// What to do, as the command line says it. Paths are as the user wrote them.
#[derive(Clone, Debug)]
pub struct Request {
    /// A `.py` file, a folder, or a project file.
    pub input: PathBuf,
    /// `None`: the project file's board, else the command's default.
    pub board: Option<String>,
    pub release: bool,
    /// `false`: no module body runs at build time.
    pub preload: bool,
    /// The simulator moves every object at every allocation.
    pub gc_stress: bool,
    /// The program ends with its counters (boards that are emulated).
    pub stats: bool,
    /// Folder for outputs; `None`: `target` in the current folder.
    pub target_dir: Option<PathBuf>,
    /// Where the image goes in addition to the target folder.
    pub output: Option<PathBuf>,
    /// Seconds after which an emulated board is stopped; `None`: never.
    pub timeout: Option<u64>,
    /// The project must be locked to this version of mpfreeze.
    pub locked: bool,
}

/// The diagnostics of the session hold the reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stop;

/// Sources and diagnostics of one command.
#[derive(Debug, Default)]
pub struct Session {
    pub sources: SourceMap,
    pub diagnostics: Vec<Diagnostic>,
}

impl Session {
    pub fn new() -> Session {
        Session::default()
    }

    /// Keeps the diagnostic of a failed step.
    pub fn keep<T>(&mut self, result: Result<T, Diagnostic>) -> Result<T, Stop> {
        result.map_err(|diagnostic| {
            self.diagnostics.push(diagnostic);
            Stop
        })
    }

    pub fn has_errors(&self) -> bool {
        self.diagnostics.iter().any(Diagnostic::is_error)
    }

    /// Stops when there are errors so far.
    pub fn checkpoint(&self) -> Result<(), Stop> {
        match self.has_errors() {
            true => Err(Stop),
            false => Ok(()),
        }
    }

    /// The board of this name.
    pub fn board(&mut self, name: &str) -> Result<Board, Stop> {
        mpf_board::load(name).map_err(|error| {
            let code = match error.span {
                None => Code::UnknownBoard,
                Some(_) => Code::BadBoardFile,
            };
            self.board_error(code, error);
            Stop
        })
    }

    /// All boards, sorted by name.
    pub fn boards(&mut self) -> Result<Vec<Board>, Stop> {
        let names = mpf_board::boards();
        names.into_iter().map(|name| self.board(name)).collect()
    }

    /// The simulator: the board of a program that names none.
    pub fn default_board(&mut self) -> Result<Board, Stop> {
        let simulator = self.boards()?.into_iter().find(Board::is_simulator);
        if let Some(board) = simulator {
            return Ok(board);
        }
        self.keep(Err(Diagnostic::new(
            Code::UnknownBoard,
            "no board is chosen and there is no simulator",
        )
        .help("choose a board with -b")))
    }

    fn board_error(&mut self, code: Code, error: BoardError) {
        let mut diagnostic = Diagnostic::new(code, error.message);
        if let Some(span) = error.span {
            let file = self.sources.add(error.file, error.source);
            diagnostic = diagnostic.at(Span::new(file, span.start as u32, span.end as u32));
        }
        if let Some(help) = error.help {
            diagnostic = diagnostic.help(help);
        }
        self.diagnostics.push(diagnostic);
    }

    /// The exit code of a command that stopped: 1 the program or its build is at fault, 2 the
    /// command line, 3 the surroundings (files, tools, the device).
    pub fn exit_code(&self) -> u8 {
        match self.diagnostics.iter().find(|d| d.is_error()) {
            None => 0,
            Some(first) => exit_code_of(first.code),
        }
    }
}

fn exit_code_of(code: Code) -> u8 {
    match code {
        Code::UnknownBoard
        | Code::NotFlashed
        | Code::NoMain
        | Code::ProjectExists
        | Code::NotLocked
        | Code::BadProjectName => 2,
        Code::UnreadableFile
        | Code::UnwritableOutput
        | Code::MissingTool
        | Code::ToolFailed
        | Code::DeviceTimeout
        | Code::NoDevice
        | Code::DeviceClosed
        | Code::WrongDevice
        | Code::FlashFailed => 3,
        _ => 1,
    }
}
