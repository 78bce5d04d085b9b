//! Listening to a board: what comes is passed on, what is typed is sent, and a board that goes away is waited for.

use crate::error::FlashError;
use crate::expand::{Expander, PlaceOf};
use crate::ports::{self, Port, Serial};
use serialport::SerialPort;
use std::io::{self, ErrorKind, Read, Write};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Receiver;
use std::thread::sleep;
use std::time::{Duration, Instant};

/// Ctrl-].
const QUIT: u8 = 0x1d;
/// How long typed bytes may wait for the port.
const TURN: Duration = Duration::from_millis(20);
/// How often a board that went away is looked for.
const LOOK: Duration = Duration::from_millis(100);

/// What a person at the terminal should know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Notice<'a> {
    Connected(&'a Port),
    /// The port went away; it is waited for.
    Lost(&'a Port),
}

/// One session.
pub struct Monitor<'a> {
    pub port: Port,
    pub baud: u32,
    /// How long a board may take to show up at first, as after it was flashed.
    pub patience: Duration,
    pub place: &'a PlaceOf<'a>,
    /// What is typed. Its end does not end the session.
    pub input: Receiver<Vec<u8>>,
    /// Ends the session from outside, as signals do.
    pub stop: &'a AtomicBool,
}

enum Ended {
    Quit,
    Lost,
}

impl Monitor<'_> {
    /// Listens until Ctrl-] is typed, or something sets `stop`.
    pub fn run(
        mut self,
        out: &mut dyn Write,
        notice: &mut dyn FnMut(Notice),
    ) -> Result<(), FlashError> {
        let Some(mut serial) = self.first()? else {
            return Ok(());
        };
        loop {
            notice(Notice::Connected(&self.port));
            match self.listen(&mut serial, out) {
                Ok(Ended::Quit) => return Ok(()),
                Ok(Ended::Lost) => {}
                // Whoever read what comes is gone.
                Err(error) if error.kind() == ErrorKind::BrokenPipe => return Ok(()),
                Err(error) => {
                    return Err(FlashError::Port {
                        name: "the output".into(),
                        reason: error.to_string(),
                    });
                }
            }
            drop(serial);
            notice(Notice::Lost(&self.port));
            match self.again() {
                Some(next) => serial = next,
                None => return Ok(()),
            }
        }
    }

    fn first(&mut self) -> Result<Option<Serial>, FlashError> {
        let start = Instant::now();
        loop {
            self.find();
            match ports::open(&self.port, self.baud, TURN) {
                Ok(serial) => return Ok(Some(ready(serial))),
                Err(error) if start.elapsed() >= self.patience => return Err(error),
                Err(_) => {}
            }
            if self.is_over() {
                return Ok(None);
            }
            sleep(LOOK);
        }
    }

    /// Waits for the board to come back; `None`: the session is over.
    fn again(&mut self) -> Option<Serial> {
        loop {
            sleep(LOOK);
            if self.is_over() {
                return None;
            }
            self.find();
            if let Ok(serial) = ports::open(&self.port, self.baud, TURN) {
                return Some(ready(serial));
            }
        }
    }

    /// A device that was plugged in again may have got another name.
    fn find(&mut self) {
        if Path::new(&self.port.name).exists() {
            return;
        }
        if let Some(port) = ports::list()
            .into_iter()
            .find(|port| self.port.usb.is_some() && port.usb == self.port.usb)
        {
            self.port = port;
        }
    }

    /// Whether Ctrl-] was typed while there was nobody to send anything to.
    fn is_over(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
            || self.input.try_iter().any(|bytes| bytes.contains(&QUIT))
    }

    fn listen(&self, serial: &mut Serial, out: &mut dyn Write) -> io::Result<Ended> {
        let mut expander = Expander::new(self.place);
        let mut buffer = [0; 4096];
        loop {
            match serial.read(&mut buffer) {
                Ok(0) => {
                    expander.release(out)?;
                    return Ok(Ended::Lost);
                }
                Ok(count) => expander.write(&buffer[..count], out)?,
                Err(error)
                    if matches!(error.kind(), ErrorKind::TimedOut | ErrorKind::WouldBlock) =>
                {
                    expander.release(out)?
                }
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(_) => {
                    expander.release(out)?;
                    return Ok(Ended::Lost);
                }
            }
            if self.stop.load(Ordering::Relaxed) {
                return Ok(Ended::Quit);
            }
            for bytes in self.input.try_iter() {
                let end = bytes.iter().position(|byte| *byte == QUIT);
                let sent = serial.write_all(&bytes[..end.unwrap_or(bytes.len())]);
                if end.is_some() {
                    expander.release(out)?;
                    return Ok(Ended::Quit);
                }
                // A port that takes nothing for a while is not one that is gone.
                if sent.is_err_and(|error| error.kind() != ErrorKind::TimedOut) {
                    expander.release(out)?;
                    return Ok(Ended::Lost);
                }
            }
        }
    }
}

/// Says that somebody listens. In this order the lines cannot reset a board or hold it in its boot loader, and ports
/// without such lines are fine.
fn ready(mut serial: Serial) -> Serial {
    let _ = serial.write_data_terminal_ready(true);
    let _ = serial.write_request_to_send(true);
    serial
}
