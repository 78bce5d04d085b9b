//! Boards that show their boot loader as a drive: a file that is copied there goes to flash, and the drive goes away.
//!
//! Such a drive cannot be read back. What counts as success is that the boot loader took the whole file and went away;
//! where the last write failed, the program must have shown itself as well.

use crate::error::FlashError;
use crate::ports::{self, Port};
use crate::{Flashed, Progress};
use mpf_board::{Drive, UsbDevice};
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::{Duration, Instant};

/// What is written before the drive is asked whether it took it.
const PIECE: usize = 64 * 1024;
const LOOK: Duration = Duration::from_millis(50);
/// Opening and closing its port at this speed makes a running program start the boot loader.
const TOUCH: u32 = 1200;

/// How long is waited for a board.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    /// For its drive after the program was asked to give way to the boot loader.
    pub appear: Duration,
    /// For the drive to go away after the copy.
    pub vanish: Duration,
    /// For the program, or for the drive with a complaint.
    pub back: Duration,
}

impl Default for Patience {
    fn default() -> Patience {
        Patience {
            appear: Duration::from_secs(15),
            vanish: Duration::from_secs(15),
            back: Duration::from_secs(8),
        }
    }
}

/// A board and where it may be.
pub struct Target<'a> {
    pub drive: &'a Drive,
    /// The chip, for messages.
    pub chip: &'a str,
    /// USB devices of programs that run on it.
    pub ports: &'a [UsbDevice],
    /// What starts the boot loader.
    pub enter: &'a str,
    /// Folder or port that was asked for.
    pub wanted: Option<&'a str>,
    pub patience: Patience,
}

/// Copies a file onto the board's drive.
pub fn flash(
    target: &Target,
    name: &str,
    bytes: &[u8],
    progress: &mut dyn Progress,
) -> Result<Flashed, FlashError> {
    let folder = find(target, &mounts(), &ports::list(), progress)?;
    let place = folder.display().to_string();
    progress.step(&format!("copying to {place}"));
    let failed = copy(&folder.join(name), bytes, progress);
    let here = || is_there(&folder, target.drive);
    match failed {
        Ok(()) => {
            progress.step("waiting for the board");
            if !until(target.patience.vanish, || !here()) && target.drive.failure.is_none() {
                return Err(FlashError::Refused {
                    place,
                    reason: "its drive stays there, so its boot loader still waits for a program"
                        .into(),
                });
            }
        }
        Err((written, error)) => {
            let complete = written == bytes.len();
            // A drive is often gone before the operating system has written its own books.
            let gone = until(Duration::from_secs(1), || !here());
            let runs = || !ports::fitting(&ports::list(), target.ports).is_empty();
            match (complete, gone) {
                (true, true) if !target.ports.is_empty() && until(target.patience.back, runs) => {}
                (_, true) => {
                    return Err(FlashError::Lost {
                        place,
                        reason: error.to_string(),
                    });
                }
                (_, false) => {
                    return Err(FlashError::Refused {
                        place,
                        reason: error.to_string(),
                    });
                }
            }
        }
    }
    complaint(&folder, target)?;
    Ok(Flashed {
        place,
        written: bytes.len() as u64,
        unchanged: 0,
    })
}

/// The drive of the board; a program that runs on the board is asked to start the boot loader.
fn find(
    target: &Target,
    mounts: &[PathBuf],
    ports: &[Port],
    progress: &mut dyn Progress,
) -> Result<PathBuf, FlashError> {
    let drive = target.drive;
    if let Some(wanted) = target.wanted.map(Path::new).filter(|path| path.is_dir()) {
        if !wanted.join(&drive.info).is_file() {
            return Err(FlashError::NotADrive {
                folder: wanted.display().to_string(),
                info: drive.info.clone(),
            });
        }
        return match is_there(wanted, drive) {
            true => Ok(wanted.to_owned()),
            false => Err(wrong(wanted, target)),
        };
    }
    if target.wanted.is_none() {
        match choose(target, mounts) {
            Err(FlashError::NoDrive { .. }) => {}
            found => return found,
        }
    }
    let port = match ports::choose(target.wanted, ports, target.ports, target.enter) {
        Ok(port) => port,
        Err(FlashError::NoPort { .. }) => return Err(none(target)),
        Err(error) => return Err(error),
    };
    progress.step(&format!(
        "asking the program at {} for the boot loader",
        port.name
    ));
    drop(ports::open(&port, TOUCH, Duration::from_secs(1))?);
    let start = Instant::now();
    while start.elapsed() < target.patience.appear {
        match choose(target, &self::mounts()) {
            Err(FlashError::NoDrive { .. }) => sleep(LOOK),
            found => return found,
        }
    }
    Err(none(target))
}

fn none(target: &Target) -> FlashError {
    FlashError::NoDrive {
        info: target.drive.info.clone(),
        enter: target.enter.to_owned(),
    }
}

fn choose(target: &Target, mounts: &[PathBuf]) -> Result<PathBuf, FlashError> {
    let fitting: Vec<&PathBuf> = mounts
        .iter()
        .filter(|folder| is_there(folder, target.drive))
        .collect();
    match fitting[..] {
        [folder] => Ok(folder.clone()),
        // A board of another kind is no reason to stop: there may be one of this kind that still runs its program.
        [] => match mounts
            .iter()
            .find(|folder| folder.join(&target.drive.info).is_file())
        {
            Some(other) if target.ports.is_empty() => Err(wrong(other, target)),
            _ => Err(none(target)),
        },
        ref several => Err(FlashError::SeveralDrives {
            folders: several
                .iter()
                .map(|folder| folder.display().to_string())
                .collect(),
        }),
    }
}

/// What a drive of another board says about itself.
fn wrong(folder: &Path, target: &Target) -> FlashError {
    let text = fs::read_to_string(folder.join(&target.drive.info)).unwrap_or_default();
    let lines: Vec<&str> = text
        .lines()
        .map(str::trim)
        .filter(|line| line.contains(':'))
        .take(4)
        .collect();
    FlashError::WrongChip {
        wanted: target.chip.to_owned(),
        found: match lines.is_empty() {
            true => format!("an empty {}", target.drive.info),
            false => lines.join(", "),
        },
    }
}

fn is_there(folder: &Path, drive: &Drive) -> bool {
    let text = fs::read_to_string(folder.join(&drive.info)).unwrap_or_default();
    drive.marks.iter().any(|mark| text.contains(mark.as_str()))
}

/// Writes a file piece by piece; on failure also how many bytes the drive may have got.
fn copy(path: &Path, bytes: &[u8], progress: &mut dyn Progress) -> Result<(), (usize, io::Error)> {
    let mut file = File::create(path).map_err(|error| (0, error))?;
    let mut written = 0;
    progress.bytes(0, bytes.len() as u64);
    for piece in bytes.chunks(PIECE) {
        file.write_all(piece).map_err(|error| (written, error))?;
        written += piece.len();
        // What is only in the memory of this machine is not written.
        file.sync_data().map_err(|error| (written, error))?;
        progress.bytes(written as u64, bytes.len() as u64);
    }
    Ok(())
}

/// Some boot loaders come back with a file that says what was wrong.
fn complaint(folder: &Path, target: &Target) -> Result<(), FlashError> {
    let Some(failure) = &target.drive.failure else {
        return Ok(());
    };
    until(target.patience.back, || is_there(folder, target.drive));
    match fs::read_to_string(folder.join(failure)) {
        Ok(text) => Err(FlashError::Refused {
            place: folder.display().to_string(),
            reason: text.trim().to_owned(),
        }),
        Err(_) => Ok(()),
    }
}

fn until(patience: Duration, mut done: impl FnMut() -> bool) -> bool {
    let start = Instant::now();
    loop {
        if done() {
            return true;
        }
        if start.elapsed() >= patience {
            return false;
        }
        sleep(LOOK);
    }
}

/// Where drives are mounted.
fn mounts() -> Vec<PathBuf> {
    if cfg!(windows) {
        return (b'A'..=b'Z')
            .map(|letter| PathBuf::from(format!("{}:\\", letter as char)))
            .collect();
    }
    if let Ok(table) = fs::read_to_string("/proc/mounts") {
        // A space in a name is written as its octal code.
        let folders = table.lines().filter_map(|line| line.split(' ').nth(1));
        return folders
            .map(|folder| PathBuf::from(folder.replace("\\040", " ")))
            .collect();
    }
    let entries = fs::read_dir("/Volumes").into_iter().flatten().flatten();
    entries.map(|entry| entry.path()).collect()
}

#[cfg(test)]
mod tests;
