//! The terminal as a keyboard of the board: every key goes there, nothing is echoed, and at the end all is as before.

use std::io::{self, IsTerminal, Read, Write};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, channel};
use std::thread;

/// Set by signals that ask this process to end.
static STOP: AtomicBool = AtomicBool::new(false);

/// As long as it lives, keys are not interpreted.
pub struct Raw {
    active: bool,
}

impl Raw {
    /// Without a terminal at both ends nothing changes.
    pub fn new() -> Raw {
        let both = io::stdin().is_terminal() && io::stdout().is_terminal();
        Raw {
            active: both && crossterm::terminal::enable_raw_mode().is_ok(),
        }
    }

    pub fn is_active(&self) -> bool {
        self.active
    }
}

impl Drop for Raw {
    fn drop(&mut self) {
        if self.active {
            // There is nobody to tell when it fails.
            let _ = crossterm::terminal::disable_raw_mode();
        }
    }
}

/// Signals that would end this process only set a flag from now on, so that the terminal is put back first.
pub fn stop() -> &'static AtomicBool {
    // A second handler cannot be set, and need not be.
    let _ = ctrlc::set_handler(|| STOP.store(true, Ordering::Relaxed));
    &STOP
}

/// What is typed, or comes from a file or pipe. The end of it is nothing special.
pub fn input() -> Receiver<Vec<u8>> {
    let (sender, receiver) = channel();
    thread::spawn(move || {
        let mut buffer = [0; 1024];
        let mut input = io::stdin();
        while let Ok(count @ 1..) = input.read(&mut buffer) {
            if sender.send(buffer[..count].to_vec()).is_err() {
                break;
            }
        }
    });
    receiver
}

/// Standard output. A terminal whose keys are not interpreted does not begin lines by itself either.
pub struct Output {
    raw: bool,
    last: u8,
}

impl Output {
    pub fn new(raw: &Raw) -> Output {
        Output {
            raw: raw.is_active(),
            last: 0,
        }
    }
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut out = io::stdout().lock();
        if !self.raw {
            return out.write(bytes);
        }
        let mut text = Vec::with_capacity(bytes.len() + 16);
        for &byte in bytes {
            if byte == b'\n' && self.last != b'\r' {
                text.push(b'\r');
            }
            text.push(byte);
            self.last = byte;
        }
        out.write_all(&text)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        io::stdout().flush()
    }
}
