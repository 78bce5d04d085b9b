//! `cargo dev espressif`: programs of `tests/boards` in our emulator of the ESP32-C3, with a world around the chip: a USB
//! host that comes, goes or only looks; pins that are driven; a line to the UART; watchdogs that bite.

use crate::lang::{lanes, process};
use crate::shell::{self, Outcome};
use espflash::flasher::{DeviceInfo, FlashSize};
use espflash::target::XtalFrequency;
use mpf_board::{Board, Emulator};
use mpf_sim::esp32c3::{Cause, Esp32c3, Options, Rom, Stop, UNITS_PER_US, UsbHost};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

const MS: u64 = 1000 * UNITS_PER_US;
const FOLDER: &str = "tests/boards/esp32c3";
/// The program starts behind the line with this.
const STARTED: &str = "boot: Loaded app from partition at offset 0x10000\r\n";
const LINES: &str = "line 0\nline 1\nline 2\nline 3\nline 4\nend\n";

type Test = fn(&Bench) -> Outcome;

const TESTS: [(&str, Test); 13] = [
    ("no USB: the UART gets all", no_usb),
    ("a USB host that does not read blocks nothing", attached),
    ("a USB host that reads gets all", reading),
    ("a USB host that comes late gets all", late),
    (
        "a USB host that comes after the end gets all",
        after_the_end,
    ),
    ("a USB host that goes leaves the rest to the UART", leaving),
    ("more than the buffer holds: the newest stays", flood),
    ("pins", pins),
    ("UART", uart),
    ("clock and number", chip),
    ("watchdog of the program", watchdog),
    ("reset", reset),
    ("end of the program as the project file says", project_file),
];

pub fn run(mpfreeze: &Path) -> Outcome {
    let boards = lanes::boards()?;
    let modelled = |board: &&Board| matches!(board.chip.emulator, Some(Emulator::Model(_)));
    let board = boards.iter().find(modelled).ok_or("no board is modelled")?;
    let Some(Emulator::Model(model)) = &board.chip.emulator else {
        return Err("no board is modelled".into());
    };
    let real = rom_of(model).ok_or_else(|| format!("espflash has no mask ROM of the {model}"))?;
    let roms = [
        ("", Rom::replacement()),
        (
            ", real mask ROM",
            Rom::from_elf(&real).map_err(|error| error.to_string())?,
        ),
    ];
    let (mut passed, mut failed) = (0, 0);
    for (how, rom) in roms {
        let bench = Bench {
            mpfreeze: mpfreeze.to_owned(),
            board: board.name.clone(),
            rom,
            scratch: shell::target_folder().join("espressif"),
        };
        for (name, test) in TESTS {
            match test(&bench) {
                Ok(()) => passed += 1,
                Err(message) => {
                    failed += 1;
                    println!("FAIL {name}{how}: {message}");
                }
            }
        }
    }
    println!("espressif: {passed} passed, {failed} failed");
    match failed {
        0 => Ok(()),
        n => Err(format!("{n} failures")),
    }
}

/// The mask ROM that espflash has for messages of its own. The tool that users get does not have it.
fn rom_of(model: &str) -> Option<Vec<u8>> {
    let device = DeviceInfo {
        chip: model.replace('-', "").parse().ok()?,
        revision: Some((3, 0)),
        crystal_frequency: XtalFrequency::_40Mhz,
        flash_size: FlashSize::_4Mb,
        features: Vec::new(),
        mac_address: None,
    };
    device.rom()
}

struct Bench {
    mpfreeze: PathBuf,
    board: String,
    rom: Rom,
    scratch: PathBuf,
}

/// A chip with a program, and what came out of it so far.
struct Run {
    chip: Esp32c3,
    uart: String,
    usb: String,
}

impl Bench {
    fn start(&self, program: &str, options: Options) -> Outcome<Run> {
        let input = shell::root().join(FOLDER).join(program);
        let mut command = Command::new(&self.mpfreeze);
        command
            .args(["build", "--quiet", "--message-format", "short", "--board"])
            .arg(&self.board)
            .arg("--target-dir")
            .arg(&self.scratch)
            .arg(&input);
        let output = process::run(&mut command, Duration::from_secs(120))?;
        if output.status != Some(0) {
            return Err(output.stderr);
        }
        let name = input.file_stem().unwrap_or_default().to_string_lossy();
        let folder = self
            .scratch
            .join("mpfreeze")
            .join(&self.board)
            .join("debug");
        let file = folder.join(format!("{name}.bin"));
        let image = std::fs::read(&file).map_err(|error| format!("{}: {error}", file.display()))?;
        Ok(Run {
            chip: Esp32c3::new(&self.rom, &image, options).ok_or("the image is too large")?,
            uart: String::new(),
            usb: String::new(),
        })
    }
}

fn with_host(usb: UsbHost) -> Options {
    Options {
        usb,
        ..Options::default()
    }
}

impl Run {
    /// Goes on up to a time after power on.
    fn until(&mut self, ms: u64) -> Stop {
        let stop = self.chip.run(ms * MS);
        self.uart += &String::from_utf8_lossy(&self.chip.take_uart());
        self.usb += &String::from_utf8_lossy(&self.chip.take_usb());
        stop
    }

    /// What the program wrote to the UART since it was started last.
    fn output(&self) -> &str {
        self.uart.rsplit(STARTED).next().unwrap_or_default()
    }

    fn ms(&self) -> u64 {
        self.chip.now() / MS
    }
}

fn same<T: PartialEq + std::fmt::Debug>(what: &str, found: T, wanted: T) -> Outcome {
    match found == wanted {
        true => Ok(()),
        false => Err(format!("{what}: {found:?}, not {wanted:?}")),
    }
}

fn contains(what: &str, found: &str, wanted: &str) -> Outcome {
    match found.contains(wanted) {
        true => Ok(()),
        false => Err(format!("{what}: {wanted:?} is not in {found:?}")),
    }
}

fn ended_by(run: &Run, stop: Stop, ms: u64) -> Outcome {
    same("the end", stop, Stop::Exit(0))?;
    match run.ms() <= ms {
        true => Ok(()),
        false => Err(format!("it took {} ms, not {ms}", run.ms())),
    }
}

/// Start-up takes less than 100 ms, the program 500 ms.
const IN_TIME: u64 = 620;

fn no_usb(bench: &Bench) -> Outcome {
    let mut run = bench.start("console.py", with_host(UsbHost::Absent))?;
    let stop = run.until(5000);
    ended_by(&run, stop, IN_TIME)?;
    same("UART", run.output(), LINES)
}

fn attached(bench: &Bench) -> Outcome {
    let mut run = bench.start("console.py", with_host(UsbHost::Attached))?;
    let stop = run.until(5000);
    ended_by(&run, stop, IN_TIME)?;
    same("UART", run.output(), LINES)
}

fn reading(bench: &Bench) -> Outcome {
    let mut run = bench.start("console.py", with_host(UsbHost::Reading))?;
    let stop = run.until(5000);
    ended_by(&run, stop, IN_TIME)?;
    contains("USB", &run.usb, LINES)?;
    // From the moment on that the host is seen to read, the UART is not needed.
    same("UART", run.output(), "line 0\n")
}

fn late(bench: &Bench) -> Outcome {
    let mut run = bench.start("console.py", with_host(UsbHost::Attached))?;
    run.until(350);
    run.chip.set_usb_host(UsbHost::Reading);
    let stop = run.until(5000);
    ended_by(&run, stop, IN_TIME)?;
    contains("USB", &run.usb, LINES)
}

fn after_the_end(bench: &Bench) -> Outcome {
    let options = Options {
        semihosting: false,
        ..with_host(UsbHost::Attached)
    };
    let mut run = bench.start("console.py", options)?;
    same("the end", run.until(2000), Stop::Time)?;
    run.chip.set_usb_host(UsbHost::Reading);
    run.until(2100);
    contains("USB", &run.usb, LINES)
}

fn leaving(bench: &Bench) -> Outcome {
    let mut run = bench.start("console.py", with_host(UsbHost::Reading))?;
    run.until(250);
    run.chip.set_usb_host(UsbHost::Attached);
    let stop = run.until(5000);
    ended_by(&run, stop, IN_TIME + 100)?;
    contains("USB", &run.usb, "line 1\n")?;
    // One line is with the controller when the host stops; it stays there.
    contains("UART", run.output(), "line 3\nline 4\nend\n")
}

fn flood(bench: &Bench) -> Outcome {
    let options = Options {
        semihosting: false,
        ..with_host(UsbHost::Attached)
    };
    let mut run = bench.start("flood.py", options)?;
    run.until(3000);
    same("lines on the UART", run.output().lines().count(), 120)?;
    run.chip.set_usb_host(UsbHost::Reading);
    run.until(3200);
    let last: Vec<&str> = run.output().lines().rev().take(30).collect();
    let usb: Vec<&str> = run.usb.lines().rev().take(30).collect();
    same("the newest lines", usb, last)
}

fn pins(bench: &Bench) -> Outcome {
    let mut run = bench.start("pins.py", with_host(UsbHost::Absent))?;
    run.chip.drive_pin(3, Some(false));
    // A pull-up on the open-drain line, as buses have one.
    run.chip.drive_pin(7, Some(true));
    run.until(150);
    run.chip.drive_pin(3, Some(true));
    run.until(200);
    run.chip.drive_pin(3, Some(false));
    let stop = run.until(5000);
    same("the end", stop, Stop::Exit(0))?;
    let output = run.output();
    contains(
        "UART",
        output,
        "up\ndown\npulled up 1\npulled down 0\nout 1\ntoggled 0\n",
    )?;
    contains(
        "UART",
        output,
        "open drain 1\ndriven 0\nPin(14): this chip has no such pin",
    )
}

fn uart(bench: &Bench) -> Outcome {
    let mut run = bench.start("uart.py", with_host(UsbHost::Absent))?;
    run.until(150);
    contains("UART", run.output(), "UART(2): this chip has no such UART")?;
    contains("UART", run.output(), "ready\n")?;
    run.chip.send_uart(b"words from ");
    run.until(400);
    run.chip.send_uart(b"outside.");
    let stop = run.until(5000);
    same("the end", stop, Stop::Exit(0))?;
    contains("UART", run.output(), "WORDS FROM OUTSIDE.0 None None\n")
}

fn chip(bench: &Bench) -> Outcome {
    let options = with_host(UsbHost::Absent);
    let mac: String = options
        .mac
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    let mut run = bench.start("chip.py", options)?;
    let stop = run.until(1000);
    same("the end", stop, Stop::Exit(0))?;
    same("UART", run.output(), format!("160000000\n{mac}\n").as_str())
}

fn stopping() -> Options {
    Options {
        semihosting: false,
        stop_at_reset: true,
        ..with_host(UsbHost::Absent)
    }
}

fn watchdog(bench: &Bench) -> Outcome {
    let mut run = bench.start("watchdog.py", stopping())?;
    let stop = run.until(5000);
    let Stop::Reset(cause) = stop else {
        return Err(format!("{stop:?} instead of a reset"));
    };
    match cause {
        Cause::PowerOn | Cause::Software => return Err(format!("reset by {cause:?}")),
        _ => {}
    }
    same("UART", run.output(), "fed 0\nfed 1\nfed 2\nfed 3\n")
}

fn reset(bench: &Bench) -> Outcome {
    let mut run = bench.start("reset.py", stopping())?;
    same("the end", run.until(1000), Stop::Reset(Cause::Software))?;
    same("UART", run.output(), "before\n")
}

fn project_file(bench: &Bench) -> Outcome {
    let mut run = bench.start("again", stopping())?;
    same("on_exit", run.until(1000), Stop::Reset(Cause::Software))?;
    same("UART", run.output(), "once more\n")?;
    same("and again", run.until(2000), Stop::Reset(Cause::Software))?;
    let mut run = bench.start("guarded", stopping())?;
    let stop = run.until(3000);
    match stop {
        Stop::Reset(_) if run.ms() < 600 => same("UART", run.output(), "not fed\n"),
        _ => Err(format!("{stop:?} after {} ms instead of a reset", run.ms())),
    }
}
