//! Runs an image in one of our own models of a chip: relays the console of the program, passes on its exit status, reports
//! the edges of pins. What mask ROM and boot loader say is held back; it is shown when the program does not start.
//!
//! Emulated time is coupled to executed instructions, and sleeping takes no real time.

use crate::esp32c3::{Edge, Esp32c3, Options, Rom, Stop, UNITS_PER_US, UsbHost};
use std::io::{self, Write};
use std::time::{Duration, Instant};
use std::{error, fmt};

/// What chip files call the model.
const MODEL: &str = "esp32-c3";
/// Emulated time between two looks at the outside: 10 milliseconds.
const SLICE: u64 = 10_000 * UNITS_PER_US;
/// The end of the boot loader's last line contains this.
const STARTED: &[u8] = b"boot: Loaded app from partition at offset";
/// More boot messages than this are no longer looked at.
const LONGEST_LOG: usize = 64 * 1024;

/// How a run is done.
#[derive(Clone, Debug, Default)]
pub struct ModelOptions {
    /// `None`: no limit. Real time.
    pub timeout: Option<Duration>,
}

/// Why there is no exit status of the program.
#[derive(Debug)]
pub enum ModelError {
    /// There is no model of this name.
    Unknown {
        model: String,
    },
    /// The file is no ROM of the chip.
    BadRom {
        message: String,
    },
    /// The image is larger than the chip's flash.
    TooLarge,
    /// The program did not end in time and was stopped.
    TimedOut {
        after: Duration,
    },
    /// The boot chain did not start the program; what it said.
    NotStarted {
        log: String,
    },
    /// The chip cannot go on: it did something that is not defined, or sleeps for ever.
    Failed {
        message: String,
    },
    Io(io::Error),
}

impl fmt::Display for ModelError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ModelError::Unknown { model } => {
                write!(f, "there is no model of a chip named `{model}`")
            }
            ModelError::BadRom { message } => f.write_str(message),
            ModelError::TooLarge => f.write_str("the image is larger than the chip's flash"),
            ModelError::TimedOut { after } => write!(
                f,
                "the program did not end within {} s and was stopped",
                after.as_secs_f32()
            ),
            ModelError::NotStarted { log } => {
                write!(
                    f,
                    "the boot loader did not start the program; it said:\n{log}"
                )
            }
            ModelError::Failed { message } => write!(f, "the emulated chip stopped: {message}"),
            ModelError::Io(error) => write!(f, "cannot relay the console: {error}"),
        }
    }
}

impl error::Error for ModelError {}

impl From<io::Error> for ModelError {
    fn from(error: io::Error) -> ModelError {
        ModelError::Io(error)
    }
}

/// The console of the chip without what comes before the program.
struct Console<'a> {
    output: &'a mut dyn Write,
    /// Messages of the boot chain so far; `None` while the program runs.
    log: Option<Vec<u8>>,
}

impl Console<'_> {
    fn take(&mut self, bytes: &[u8]) -> io::Result<()> {
        let Some(log) = &mut self.log else {
            self.output.write_all(bytes)?;
            return self.output.flush();
        };
        log.extend_from_slice(bytes);
        let found = log.windows(STARTED.len()).position(|part| part == STARTED);
        let end = found.and_then(|at| {
            let line = log[at..].iter().position(|byte| *byte == b'\n')?;
            Some(at + line + 1)
        });
        match end {
            Some(end) => {
                let rest = log.split_off(end);
                self.log = None;
                self.take(&rest)
            }
            None => {
                let extra = log.len().saturating_sub(LONGEST_LOG);
                log.drain(..extra);
                Ok(())
            }
        }
    }
}

/// Runs a flash image until its program exits; the console goes to `output` and the edges of pins to `edges`, both as
/// they come. Without a mask ROM, a replacement starts the boot loader. The result is the program's exit status.
pub fn run_model(
    model: &str,
    rom: Option<&[u8]>,
    image: &[u8],
    options: &ModelOptions,
    output: &mut dyn Write,
    edges: &mut dyn FnMut(&PinEdge) -> io::Result<()>,
) -> Result<i32, ModelError> {
    if model != MODEL {
        return Err(ModelError::Unknown {
            model: model.to_owned(),
        });
    }
    let rom = match rom {
        Some(rom) => Rom::from_elf(rom).map_err(|error| ModelError::BadRom {
            message: error.to_string(),
        })?,
        None => Rom::replacement(),
    };
    // Without a computer on the USB port, the console is the UART.
    let chip = Options {
        usb: UsbHost::Absent,
        stop_at_reset: true,
        ..Options::default()
    };
    let mut chip = Esp32c3::new(&rom, image, chip).ok_or(ModelError::TooLarge)?;
    let start = Instant::now();
    let mut console = Console {
        output,
        log: Some(Vec::new()),
    };
    loop {
        let stop = chip.run(chip.now() + SLICE);
        console.take(&chip.take_uart())?;
        for edge in chip.take_edges() {
            edges(&PinEdge::from(&edge))?;
        }
        match stop {
            Stop::Exit(status) => return Ok(status),
            Stop::Time => {}
            Stop::Reset(_) => console.log = Some(Vec::new()),
            Stop::Idle => {
                return Err(failed(
                    &console,
                    "it sleeps, and nothing can wake it up".into(),
                ));
            }
            Stop::Fault(fault) => return Err(failed(&console, fault.to_string())),
        }
        if let Some(after) = options.timeout.filter(|limit| start.elapsed() >= *limit) {
            return Err(match console.log {
                Some(_) => failed(&console, String::new()),
                None => ModelError::TimedOut { after },
            });
        }
    }
}

fn failed(console: &Console, message: String) -> ModelError {
    match &console.log {
        Some(log) => ModelError::NotStarted {
            log: format!("{}{message}", String::from_utf8_lossy(log)),
        },
        None => ModelError::Failed { message },
    }
}

/// A pin that the program drove to another level.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PinEdge {
    /// Microseconds since power on.
    pub time_us: u64,
    pub pin: u32,
    pub high: bool,
}

impl From<&Edge> for PinEdge {
    fn from(edge: &Edge) -> PinEdge {
        PinEdge {
            time_us: edge.time / UNITS_PER_US,
            pin: edge.pin as u32,
            high: edge.high,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_comes_before_the_program_is_no_output() {
        let mut output = Vec::new();
        let mut console = Console {
            output: &mut output,
            log: Some(Vec::new()),
        };
        for part in [
            "ESP-ROM:\r\nI (80) boot: Loaded app from part",
            "ition at offset 0x10000\r",
            "\nhel",
            "lo\n",
        ] {
            console.take(part.as_bytes()).unwrap();
        }
        assert!(console.log.is_none());
        assert_eq!(output, b"hello\n");
    }
}
