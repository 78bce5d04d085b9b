//! Chips of Espressif: their mask ROM takes the program over a serial port. The protocol is the `espflash` crate's.
//!
//! Only sectors whose contents differ are erased and written; the chip's own digests say which. What was written is
//! read back in the same way.

use crate::error::FlashError;
use crate::ports::{self, Port};
use crate::{Flashed, Progress};
use espflash::Error;
use espflash::connection::{Connection, ResetAfterOperation, ResetBeforeOperation};
use espflash::flasher::{Flasher, SpiAttachParams};
use espflash::image_format::Segment;
use espflash::target::{Chip, ProgressCallbacks};
use md5::{Digest, Md5};
use mpf_board::Esp;
use serialport::UsbPortInfo;
use std::borrow::Cow;
use std::error::Error as _;
use std::str::FromStr;
use std::time::Duration;

/// What is erased at a time.
const SECTOR: usize = 4096;
/// What is written under one command. The ROM answers it when all of that is erased, which must not take too long.
const PIECE: usize = 4 * SECTOR;
/// How many bytes the ROM takes at a time.
const BLOCK: u64 = 1024;
/// The speed at which the ROM begins to listen.
const FIRST_BAUD: u32 = 115_200;
/// A speed that usual USB bridges reach.
const USUAL_BAUD: u32 = 460_800;
const TIMEOUT: Duration = Duration::from_secs(3);

/// Bytes and where they go in flash.
pub struct Part<'a> {
    pub name: &'a str,
    pub offset: u32,
    pub bytes: &'a [u8],
}

/// How a chip is written.
#[derive(Clone, Copy, Debug)]
pub struct Options<'a> {
    pub chip: &'a Esp,
    /// `None`: as fast as usual bridges are.
    pub baud: Option<u32>,
    /// `false`: the boot loader in ROM runs already, and runs on afterwards; lines for resetting are not used.
    pub reset: bool,
    /// What a person does to start that boot loader.
    pub enter: &'a str,
}

/// Writes the parts and starts the program.
pub fn flash(
    port: &Port,
    parts: &[Part],
    options: &Options,
    progress: &mut dyn Progress,
) -> Result<Flashed, FlashError> {
    progress.step(&format!("connecting to {}", port.name));
    let mut flasher = connect(port, options)?;
    let lost = |error: Error| explain(error, port, options);
    fits(&mut flasher, parts, options).map_err(lost)??;
    progress.step("comparing");
    let mut runs = Vec::new();
    for part in parts {
        changed(&mut flasher, part, &mut runs).map_err(lost)?;
    }
    let all: usize = parts.iter().map(|part| part.bytes.len()).sum();
    let write: usize = runs.iter().map(|run| run.data.len()).sum();
    if !runs.is_empty() {
        progress.step("writing");
        let mut meter = Meter {
            progress,
            done: 0,
            length: 0,
            all: write as u64,
        };
        store(&mut flasher, &runs, &mut meter).map_err(lost)?;
    }
    let chip = flasher.chip();
    let connection = flasher.connection();
    connection.reset_after(false, chip).map_err(lost)?;
    Ok(Flashed {
        place: port.name.clone(),
        written: write as u64,
        unchanged: (all - write) as u64,
    })
}

/// Starts the chip's boot loader and finds out whether it is the right chip.
fn connect(port: &Port, options: &Options) -> Result<Flasher, FlashError> {
    let chip = Chip::from_str(&options.chip.chip).map_err(|_| FlashError::Unfit {
        reason: format!("espflash knows no chip named `{}`", options.chip.chip),
    })?;
    let serial = ports::open(port, FIRST_BAUD, TIMEOUT)?;
    let device = port.usb.as_ref().map(|usb| usb.device);
    let usb = UsbPortInfo {
        vid: device.map_or(0, |device| device.vendor),
        pid: device.map_or(0, |device| device.product),
        serial_number: None,
        manufacturer: None,
        product: None,
    };
    let (before, after) = match options.reset {
        true => (
            ResetBeforeOperation::DefaultReset,
            ResetAfterOperation::HardReset,
        ),
        false => (ResetBeforeOperation::NoReset, ResetAfterOperation::NoReset),
    };
    let connection = Connection::new(serial, usb, after, before, FIRST_BAUD);
    let baud = options.baud.unwrap_or(USUAL_BAUD);
    // Without the stub in RAM: what is compared and written is small.
    Flasher::connect(connection, false, true, false, Some(chip), Some(baud)).map_err(|error| {
        match error {
            Error::ChipMismatch(wanted, found) => FlashError::WrongChip { wanted, found },
            Error::Connection(_)
            | Error::RomError(_)
            | Error::ChipDetectError(_)
            | Error::InvalidResponse(_) => FlashError::NoAnswer {
                name: port.name.clone(),
                enter: options.enter.to_owned(),
            },
            error => explain(error, port, options),
        }
    })
}

/// Whether the chip is new enough and its flash large enough.
fn fits(
    flasher: &mut Flasher,
    parts: &[Part],
    options: &Options,
) -> Result<Result<(), FlashError>, Error> {
    if flasher.secure_download_mode() {
        return Ok(Err(FlashError::Unfit {
            reason: "it only accepts signed programs".into(),
        }));
    }
    match flasher.verify_minimum_revision(options.chip.revision) {
        Err(Error::UnsupportedChipRevision {
            major,
            minor,
            found_major,
            found_minor,
        }) => {
            return Ok(Err(FlashError::Unfit {
                reason: format!(
                    "its chip is of revision {found_major}.{found_minor}, and at least {major}.{minor} is needed"
                ),
            }));
        }
        other => other?,
    }
    let end = parts
        .iter()
        .map(|part| part.offset as usize + part.bytes.len())
        .max();
    let needed = end.unwrap_or(0).max(options.chip.flash.bytes() as usize);
    if let Some(size) = flasher.flash_detect()?
        && (size.size() as usize) < needed
    {
        return Ok(Err(FlashError::Unfit {
            reason: format!(
                "it has {} bytes of flash, and the image is for {needed}",
                size.size()
            ),
        }));
    }
    Ok(Ok(()))
}

/// The stretches of a part that flash does not hold yet, whole sectors each, in pieces.
fn changed<'a>(
    flasher: &mut Flasher,
    part: &Part<'a>,
    runs: &mut Vec<Segment<'a>>,
) -> Result<(), Error> {
    let mut same = |offset: usize, bytes: &[u8]| -> Result<bool, Error> {
        let digest = flasher.checksum_md5(part.offset + offset as u32, bytes.len() as u32)?;
        Ok(digest.to_be_bytes() == Md5::digest(bytes)[..])
    };
    if same(0, part.bytes)? {
        return Ok(());
    }
    let mut start = None;
    let mut end = 0;
    let mut close = |start: &mut Option<usize>, end: usize| {
        if let Some(start) = start.take() {
            let pieces = part.bytes[start..end]
                .chunks(PIECE)
                .zip((start..).step_by(PIECE));
            runs.extend(pieces.map(|(piece, at)| Segment {
                addr: part.offset + at as u32,
                data: Cow::Borrowed(piece),
            }));
        }
    };
    for (number, sector) in part.bytes.chunks(SECTOR).enumerate() {
        match same(number * SECTOR, sector)? {
            true => close(&mut start, end),
            false => start = start.or(Some(number * SECTOR)),
        }
        end += sector.len();
    }
    close(&mut start, end);
    Ok(())
}

/// Writes stretches and reads their digests back. The ROM is not told that this was all: it would run the program at once,
/// without the reset that the program expects.
fn store(flasher: &mut Flasher, runs: &[Segment], meter: &mut Meter) -> Result<(), Error> {
    let chip = flasher.chip();
    let mut target = chip.flash_target(SpiAttachParams::default(), false, true, false);
    let connection = flasher.connection();
    target.begin(connection)?;
    for run in runs {
        meter.length = run.data.len() as u64;
        target.write_segment(connection, run.borrow(), meter)?;
    }
    Ok(())
}

fn explain(error: Error, port: &Port, options: &Options) -> FlashError {
    match error {
        Error::VerifyFailed => FlashError::Different {
            place: port.name.clone(),
        },
        Error::ChipMismatch(wanted, found) => FlashError::WrongChip { wanted, found },
        Error::FlashConnect => FlashError::Unfit {
            reason: "its flash does not answer".into(),
        },
        Error::UnsupportedFeature { .. } => FlashError::NoAnswer {
            name: port.name.clone(),
            enter: options.enter.to_owned(),
        },
        error => {
            // The innermost cause is the one that says something.
            let mut reason = error.to_string();
            let mut source = error.source();
            while let Some(inner) = source {
                reason = inner.to_string();
                source = inner.source();
            }
            FlashError::Lost {
                place: port.name.clone(),
                reason,
            }
        }
    }
}

/// Turns blocks of stretches into bytes of all.
struct Meter<'a> {
    progress: &'a mut dyn Progress,
    /// Bytes of the stretches that are finished, of the present one, and of all.
    done: u64,
    length: u64,
    all: u64,
}

impl ProgressCallbacks for Meter<'_> {
    fn init(&mut self, _: u32, _: usize) {
        self.progress.bytes(self.done, self.all);
    }

    fn update(&mut self, current: usize) {
        let now = (current as u64 * BLOCK).min(self.length);
        self.progress.bytes(self.done + now, self.all);
    }

    fn verifying(&mut self) {}

    fn finish(&mut self, _: bool) {
        self.done += self.length;
        self.progress.bytes(self.done, self.all);
    }
}
