//! The other end of a serial cable: an emulated ESP32-C3 whose UART is a pseudo-terminal.

// Each test uses some of it.
#![allow(dead_code)]

use espflash::flasher::{DeviceInfo, FlashSize};
use espflash::target::{Chip, XtalFrequency};
use mpf_sim::esp32c3::{Esp32c3, Options, Rom, Stop, UNITS_PER_US, UsbHost};
use rustix::fd::OwnedFd;
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, JoinHandle};
use std::time::Duration;

/// GPIO9 low at reset: the ROM waits for a program.
const DOWNLOAD: u32 = 0x4;
/// GPIO9 high: the program in flash runs.
const RUN: u32 = 0xc;
/// Emulated time between two looks at the line.
const SLICE: u64 = 500 * UNITS_PER_US;

/// A pseudo-terminal without a program at its other side yet; bytes pass as they are.
pub fn line() -> (OwnedFd, String) {
    let master = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
    grantpt(&master).unwrap();
    unlockpt(&master).unwrap();
    let name = ptsname(&master, Vec::new()).unwrap().into_string().unwrap();
    let mut settings = rustix::termios::tcgetattr(&master).unwrap();
    settings.make_raw();
    rustix::termios::tcsetattr(&master, rustix::termios::OptionalActions::Now, &settings).unwrap();
    rustix::io::ioctl_fionbio(&master, true).unwrap();
    (master, name)
}

/// The mask ROM, from the crate that knows it.
pub fn rom() -> Rom {
    let device = DeviceInfo {
        chip: Chip::Esp32c3,
        revision: Some((3, 0)),
        crystal_frequency: XtalFrequency::_40Mhz,
        flash_size: FlashSize::_4Mb,
        features: Vec::new(),
        mac_address: None,
    };
    Rom::from_elf(&device.rom().unwrap()).unwrap()
}

/// A chip that runs in a thread of its own.
pub struct Board {
    /// The port that a computer would see.
    pub port: String,
    stop: Arc<AtomicBool>,
    unplug: Arc<AtomicBool>,
    thread: Option<JoinHandle<Esp32c3>>,
}

impl Board {
    /// A chip with this in flash, in its boot loader.
    pub fn in_boot_loader(flash: &[u8]) -> Board {
        let options = Options {
            strap: DOWNLOAD,
            usb: UsbHost::Absent,
            ..Options::default()
        };
        let mut chip = Esp32c3::new(&rom(), flash, options).unwrap();
        let (line, port) = line();
        let stop = Arc::new(AtomicBool::new(false));
        let unplug = Arc::new(AtomicBool::new(false));
        let (ends, pulled) = (stop.clone(), unplug.clone());
        let thread = thread::spawn(move || {
            let mut line = Some(line);
            while !ends.load(Ordering::Relaxed) {
                if pulled.load(Ordering::Relaxed) {
                    line = None;
                }
                let quiet = relay(&mut chip, line.as_ref());
                let stop = chip.run(chip.now() + SLICE);
                assert!(
                    stop == Stop::Time,
                    "the chip stopped: {stop:?} {}",
                    fault(stop)
                );
                if quiet {
                    thread::sleep(Duration::from_micros(200));
                }
            }
            chip
        });
        Board {
            port,
            stop,
            unplug,
            thread: Some(thread),
        }
    }

    /// Pulls the cable out.
    pub fn unplug(&self) {
        self.unplug.store(true, Ordering::Relaxed);
    }

    /// Presses the reset button and runs the program for a while; what it prints.
    pub fn reset(self, milliseconds: u64) -> String {
        let mut chip = self.stop();
        chip.take_uart();
        chip.reset_pin(RUN);
        chip.run(chip.now() + milliseconds * 1000 * UNITS_PER_US);
        String::from_utf8_lossy(&chip.take_uart()).into_owned()
    }

    /// The chip, for a look at its flash.
    pub fn stop(mut self) -> Esp32c3 {
        self.stop.store(true, Ordering::Relaxed);
        self.thread.take().unwrap().join().unwrap()
    }
}

fn fault(stop: Stop) -> String {
    match stop {
        Stop::Fault(fault) => fault.to_string(),
        _ => String::new(),
    }
}

/// Bytes both ways; whether there were none.
fn relay(chip: &mut Esp32c3, line: Option<&OwnedFd>) -> bool {
    let out = chip.take_uart();
    let Some(line) = line else {
        return true;
    };
    let mut rest = &out[..];
    while !rest.is_empty() {
        match rustix::io::write(line, rest) {
            Ok(count) => rest = &rest[count..],
            // Nobody reads; a UART does not wait.
            Err(_) => break,
        }
    }
    let mut buffer = [0; 4096];
    match rustix::io::read(line, &mut buffer) {
        Ok(count) if count > 0 => {
            chip.send_uart(&buffer[..count]);
            false
        }
        // An error: nobody has opened the other side.
        _ => out.is_empty(),
    }
}
