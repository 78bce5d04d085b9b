//! `flash` and `monitor`: a program on a real board. What is done there is in the crate `flash`; here it gets the board's
//! data and the files, and its errors become diagnostics.

use crate::debug_file::DebugFile;
use crate::files;
use crate::outputs::Outputs;
use crate::pipeline::{Built, Extra, build};
use crate::project::Project;
use crate::session::{Request, Session, Stop};
use mpf_board::{Board, ImageFormat, UsbDevice};
use mpf_diagnostics::{Code, Diagnostic};
use mpf_flash::{FlashError, Flashed, Monitor, Notice, Port, Progress, drive, esp, ports};
use std::io::Write;
use std::sync::atomic::AtomicBool;
use std::sync::mpsc::Receiver;
use std::time::Duration;

/// The speed of a console that is a UART.
pub const CONSOLE_BAUD: u32 = 115_200;
/// How long a board may take to come back after it was flashed.
const START: Duration = Duration::from_secs(8);

/// Where the board is and how it is talked to.
#[derive(Clone, Debug)]
pub struct Device {
    /// A port, or the folder of a drive; `None`: whichever fits.
    pub port: Option<String>,
    pub baud: Option<u32>,
    /// `false`: the board's boot loader runs already, and the board is not reset.
    pub reset: bool,
}

/// Builds a program and writes it into the board's flash.
pub fn flash(
    request: &Request,
    device: &Device,
    session: &mut Session,
    progress: &mut dyn Progress,
) -> Result<(Built, Flashed), Stop> {
    let built = build(request, Extra::default(), session)?;
    let flashed = write(&built, device, progress);
    session.keep(flashed).map(|flashed| (built, flashed))
}

fn write(
    built: &Built,
    device: &Device,
    progress: &mut dyn Progress,
) -> Result<Flashed, Diagnostic> {
    let board = &built.board;
    let connection = &board.connection;
    if let (Some(firmware), Some(chip)) = (&built.firmware, &board.chip.esp) {
        let found = ports::list();
        let port = ports::choose(
            device.port.as_deref(),
            &found,
            &connection.ports,
            &connection.enter,
        );
        let parts: Vec<esp::Part> = firmware
            .parts
            .iter()
            .map(|part| esp::Part {
                name: part.name,
                offset: part.offset,
                bytes: &part.bytes,
            })
            .collect();
        let options = esp::Options {
            chip,
            baud: device.baud,
            reset: device.reset,
            enter: &connection.enter,
        };
        return port
            .and_then(|port| esp::flash(&port, &parts, &options, progress))
            .map_err(explain);
    }
    if let Some(drive) = &connection.drive {
        let bytes = files::read_bytes(&built.main_output)?;
        let name = built
            .main_output
            .file_name()
            .unwrap_or_default()
            .to_string_lossy();
        let target = drive::Target {
            drive,
            chip: &board.chip.name,
            ports: &connection.ports,
            enter: &connection.enter,
            wanted: device.port.as_deref(),
            patience: drive::Patience::default(),
        };
        return drive::flash(&target, &name, &bytes, progress).map_err(explain);
    }
    Err(match board.chip.dfu {
        Some(usb) => by_hand(built, usb),
        None => not_flashed(board),
    })
}

/// No crate writes such boards; the usual tool does.
fn by_hand(built: &Built, usb: UsbDevice) -> Diagnostic {
    let file = built.main_output.with_extension("dfu");
    Diagnostic::new(
        Code::MissingTool,
        format!(
            "board `{}` is written by `dfu-util`, which mpfreeze does not start itself",
            built.board.name
        ),
    )
    .help(format!(
        "{}, then: dfu-util -d {:04x}:{:04x} -a 0 -s :leave -D {}",
        built.board.connection.enter,
        usb.vendor,
        usb.product,
        file.display()
    ))
}

fn not_flashed(board: &Board) -> Diagnostic {
    let able: Vec<&str> = mpf_board::boards()
        .into_iter()
        .filter(|name| mpf_board::load(name).is_ok_and(|board| is_flashed(&board)))
        .collect();
    Diagnostic::new(
        Code::NotFlashed,
        format!(
            "board `{}` is no hardware that a program could be written to",
            board.name
        ),
    )
    .help(format!("choose one with -b: {}", able.join(", ")))
}

/// Whether there is a way from this machine into the board's flash.
pub fn is_flashed(board: &Board) -> bool {
    board.chip.image == ImageFormat::Esp
        || board.connection.drive.is_some()
        || board.chip.dfu.is_some()
}

/// What a session with a board's console is connected to.
pub struct Console<'a> {
    pub out: &'a mut dyn Write,
    pub notice: &'a mut dyn FnMut(Notice),
    /// What is typed.
    pub input: Receiver<Vec<u8>>,
    /// Ends the session from outside.
    pub stop: &'a AtomicBool,
}

/// Listens to a board. A program is not needed; with one, the places of exceptions become lines of it.
/// `just_flashed`: the board may still be starting.
pub fn monitor(
    request: &Request,
    device: &Device,
    just_flashed: bool,
    session: &mut Session,
    console: Console,
) -> Result<(), Stop> {
    let (board, debug) = listened_to(request, device, session)?;
    let (known, enter) = match &board {
        Some(board) => (
            board.connection.ports.clone(),
            "press its reset button".to_owned(),
        ),
        None => (every_port(session)?, "plug the board in".to_owned()),
    };
    // A drive that was flashed is no port.
    let wanted = device
        .port
        .as_deref()
        .filter(|name| !std::path::Path::new(name).is_dir());
    let patience = if just_flashed { START } else { Duration::ZERO };
    let port = session.keep(find(wanted, &known, &enter, patience).map_err(explain))?;
    let place = |unit: u32, offset: u32| {
        let place = debug.as_ref()?.place(unit, offset)?;
        Some(place.to_string())
    };
    let monitor = Monitor {
        port,
        baud: device
            .baud
            .filter(|_| !just_flashed)
            .unwrap_or(CONSOLE_BAUD),
        patience,
        place: &place,
        input: console.input,
        stop: console.stop,
    };
    let ended = monitor.run(console.out, console.notice);
    session.keep(ended.map_err(explain))
}

fn find(
    wanted: Option<&str>,
    known: &[UsbDevice],
    enter: &str,
    patience: Duration,
) -> Result<Port, FlashError> {
    let start = std::time::Instant::now();
    loop {
        match ports::choose(wanted, &ports::list(), known, enter) {
            Err(FlashError::NoPort { .. }) if start.elapsed() < patience => {
                std::thread::sleep(Duration::from_millis(100));
            }
            found => return found,
        }
    }
}

/// Board and lines of the program that is named; neither is there when none is found and none was asked for.
fn listened_to(
    request: &Request,
    device: &Device,
    session: &mut Session,
) -> Result<(Option<Board>, Option<DebugFile>), Stop> {
    let project = Project::discover(&request.input, &mut session.sources);
    let own = project
        .as_ref()
        .ok()
        .and_then(|project| project.settings.board.clone());
    let Some(name) = request.board.clone().or(own) else {
        return Ok((None, None));
    };
    let board = session.board(&name)?;
    if !is_flashed(&board) && device.port.is_none() {
        return session.keep(Err(not_flashed(&board)));
    }
    let debug = project.ok().and_then(|project| {
        let path = Outputs::new(request, &board, &project.name).path(DEBUG);
        DebugFile::parse(&files::read_bytes(&path).ok()?)
    });
    Ok((Some(board), debug))
}

/// Extension of the side file.
pub const DEBUG: &str = "mpfdbg";

fn every_port(session: &mut Session) -> Result<Vec<UsbDevice>, Stop> {
    let boards = session.boards()?;
    Ok(boards
        .into_iter()
        .flat_map(|board| board.connection.ports)
        .collect())
}

fn explain(error: FlashError) -> Diagnostic {
    use FlashError::*;
    let code = match &error {
        NoPort { .. }
        | NoSuchPort { .. }
        | SeveralPorts { .. }
        | NoDrive { .. }
        | SeveralDrives { .. }
        | NotADrive { .. } => Code::NoDevice,
        NoPermission { .. } | Busy { .. } | Port { .. } | NoAnswer { .. } => Code::DeviceClosed,
        WrongChip { .. } | Unfit { .. } => Code::WrongDevice,
        Lost { .. } | Different { .. } | Refused { .. } => Code::FlashFailed,
    };
    Diagnostic::new(code, error.to_string()).help(error.help())
}
