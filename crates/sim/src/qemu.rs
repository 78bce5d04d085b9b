//! Runs an image in QEMU: relays its console as it comes, passes on its exit status, stops it when time is up.
//!
//! Guest time is coupled to executed instructions (one per nanosecond), so counts and times repeat exactly. It must not
//! print anything itself: the console goes to the writer that the caller gives.

use mpf_board::{Board, Emulator, Qemu};
use std::io::{self, Read, Write};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};
use std::{error, fmt, thread};

/// How a run is done.
#[derive(Clone, Debug, Default)]
pub struct QemuOptions {
    /// `None`: no limit.
    pub timeout: Option<Duration>,
    /// Sleeping takes real time. Otherwise the guest's clock jumps to the end of a sleep, which repeats exactly.
    pub realtime: bool,
    /// The program's console input is this process's standard input; otherwise there is none.
    pub interactive: bool,
}

/// Why there is no exit status of the program.
#[derive(Debug)]
pub enum QemuError {
    /// The chip file names no emulator.
    NoEmulator {
        board: String,
    },
    /// QEMU is not installed.
    Missing {
        program: String,
        package: String,
    },
    /// The program did not end in time and was stopped.
    TimedOut {
        after: Duration,
    },
    /// QEMU ended by itself; its messages.
    Failed {
        program: String,
        message: String,
    },
    Io(io::Error),
}

impl fmt::Display for QemuError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            QemuError::NoEmulator { board } => write!(
                f,
                "board `{board}` has no emulator; flash the image, or choose a board that has one"
            ),
            QemuError::Missing { program, package } => write!(
                f,
                "`{program}` is not installed; on Debian or Ubuntu: apt-get install --no-install-recommends {package} \
                 (Debian 12: with `-t bookworm-backports`), elsewhere install QEMU 8 or later and put it in PATH"
            ),
            QemuError::TimedOut { after } => write!(
                f,
                "the program did not end within {} s and was stopped",
                after.as_secs_f32()
            ),
            QemuError::Failed { program, message } => {
                write!(f, "`{program}` failed: {message}")
            }
            QemuError::Io(error) => write!(f, "cannot relay the console of QEMU: {error}"),
        }
    }
}

impl error::Error for QemuError {}

impl From<io::Error> for QemuError {
    fn from(error: io::Error) -> QemuError {
        QemuError::Io(error)
    }
}

fn machine(board: &Board) -> Option<&Qemu> {
    match board.chip.emulator.as_ref()? {
        Emulator::Qemu(machine) => Some(machine),
        Emulator::Model(_) => None,
    }
}

/// The command line for an image (ELF, raw binary of flash, or Intel HEX), program first; `None` for a board without a
/// machine of QEMU.
pub fn qemu_command(board: &Board, image: &Path, options: &QemuOptions) -> Option<Command> {
    let emulator = machine(board)?;
    let icount = match options.realtime {
        true => "shift=0",
        false => "shift=0,sleep=off",
    };
    let mut command = Command::new(&emulator.program);
    command
        .args(["-M", &emulator.machine])
        .args(&emulator.args)
        .args(["-display", "none", "-monitor", "none", "-serial", "stdio"])
        .args(["-semihosting-config", "enable=on,target=native"])
        .args(["-no-reboot", "-icount", icount]);
    match image
        .extension()
        .is_some_and(|extension| extension == "hex")
    {
        true => {
            // A comma separates options; one in the path is doubled.
            let path = image.to_string_lossy().replace(',', ",,");
            command.args(["-device", &format!("loader,file={path}")])
        }
        false => command.arg("-kernel").arg(image),
    };
    Some(command)
}

/// Runs an image until it exits; the console goes to `output` as it comes. The result is the program's exit status
/// (0 to 255).
pub fn run_qemu(
    board: &Board,
    image: &Path,
    options: &QemuOptions,
    output: &mut dyn Write,
) -> Result<i32, QemuError> {
    let (Some(mut command), Some(emulator)) = (qemu_command(board, image, options), machine(board))
    else {
        return Err(QemuError::NoEmulator {
            board: board.name.clone(),
        });
    };
    let input = match options.interactive {
        true => Stdio::inherit(),
        false => Stdio::null(),
    };
    let child = command
        .stdin(input)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn();
    let mut child = match child {
        Ok(child) => child,
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            return Err(QemuError::Missing {
                program: emulator.program.clone(),
                package: emulator.package.clone(),
            });
        }
        Err(error) => return Err(error.into()),
    };
    let result = relay(&mut child, options, output);
    if result.is_err() {
        // It may have ended already; then there is nothing left to stop.
        let _ = child.kill();
        let _ = child.wait();
    }
    let (status, messages) = result?;
    match status.code() {
        Some(code) if messages.trim().is_empty() => Ok(code),
        _ => Err(QemuError::Failed {
            program: emulator.program.clone(),
            message: match messages.trim() {
                "" => status.to_string(),
                text => text.to_owned(),
            },
        }),
    }
}

/// Copies console bytes until the program has ended; returns QEMU's status and its own messages.
fn relay(
    child: &mut Child,
    options: &QemuOptions,
    output: &mut dyn Write,
) -> Result<(ExitStatus, String), QemuError> {
    let start = Instant::now();
    let console = listen(child.stdout.take());
    let messages = listen(child.stderr.take());
    loop {
        let left = match options.timeout {
            Some(timeout) => match timeout.checked_sub(start.elapsed()) {
                Some(left) => left,
                None => return Err(QemuError::TimedOut { after: timeout }),
            },
            None => Duration::from_secs(3600),
        };
        match console.recv_timeout(left) {
            Ok(bytes) => {
                output.write_all(&bytes)?;
                output.flush()?;
            }
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => break,
        }
    }
    let status = child.wait()?;
    let bytes: Vec<u8> = messages.iter().flatten().collect();
    Ok((status, String::from_utf8_lossy(&bytes).into_owned()))
}

/// Reads a pipe in a thread of its own, because a read cannot be given a time limit.
fn listen(pipe: Option<impl Read + Send + 'static>) -> Receiver<Vec<u8>> {
    let (sender, receiver) = mpsc::channel();
    if let Some(mut pipe) = pipe {
        thread::spawn(move || {
            let mut buffer = [0; 4096];
            while let Ok(count @ 1..) = pipe.read(&mut buffer) {
                if sender.send(buffer[..count].to_vec()).is_err() {
                    break;
                }
            }
        });
    }
    receiver
}
