//! The real `mpfreeze flash` and `mpfreeze monitor`, with boards played by an emulated chip, pseudo-terminals and folders.
//! Device archives are needed (`cargo dev archives`).
#![cfg(unix)]

#[path = "../../flash/tests/peer/mod.rs"]
mod peer;

use peer::Board;
use rustix::fd::OwnedFd;
use rustix::termios::{LocalModes, tcgetattr};
use std::fs;
use std::io::{Read, Write};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::thread;
use std::time::{Duration, Instant};

const PROGRAM: &str = "def fail(n):\n    return 1 // n\n\nprint('hello from the board')\nfail(0)\n";

/// An application in a folder of its own.
fn app() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("main.py"), PROGRAM).unwrap();
    fs::write(folder.path().join("mpfreeze.toml"), "name = \"app\"\n").unwrap();
    folder
}

fn mpfreeze(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_mpfreeze"));
    command
        .current_dir(folder)
        .args(arguments)
        .stdin(Stdio::null());
    command
}

fn output(folder: &Path, arguments: &[&str]) -> (i32, String) {
    let Output { status, stderr, .. } = mpfreeze(folder, arguments).output().unwrap();
    (status.code().unwrap(), String::from_utf8(stderr).unwrap())
}

fn wait(mut done: impl FnMut() -> bool) {
    let start = Instant::now();
    while !done() {
        assert!(
            start.elapsed() < Duration::from_secs(60),
            "it did not happen in time"
        );
        thread::sleep(Duration::from_millis(5));
    }
}

#[test]
fn an_empty_esp32c3_is_written_and_starts_the_program() {
    let folder = app();
    let board = Board::in_boot_loader(&[]);
    let flash = [
        "flash",
        "-b",
        "esp32c3",
        "--no-reset",
        "--baud",
        "921600",
        "--port",
        &board.port,
    ];
    let (code, text) = output(folder.path(), &flash);
    assert_eq!(code, 0, "{text}");
    assert!(text.contains("bytes written"), "{text}");
    // The same again.
    let (code, text) = output(folder.path(), &flash);
    assert_eq!(code, 0, "{text}");
    assert!(text.contains("nothing was written"), "{text}");
    let console = board.reset(3000);
    assert!(
        console.contains("hello from the board\n\x1eTraceback"),
        "{console}"
    );
    assert!(console.contains("ZeroDivisionError"), "{console}");
    // What the board said means these lines.
    let (line, port) = peer::line();
    let report = &console[console.find('\x1e').unwrap()..];
    let mut monitor = monitor(
        folder.path(),
        &["monitor", "-b", "esp32c3", "--port", &port],
    );
    connected(&mut monitor);
    rustix::io::write(&line, report.as_bytes()).unwrap();
    let mut text = Vec::new();
    let mut out = monitor.stdout.take().unwrap();
    while !text.ends_with(b"zero\n") {
        let mut byte = [0];
        assert_eq!(
            out.read(&mut byte).unwrap(),
            1,
            "{}",
            String::from_utf8_lossy(&text)
        );
        text.extend(byte);
    }
    let text = String::from_utf8(text).unwrap();
    assert!(
        text.contains("main.py\", line 5, in ") && text.contains("main.py\", line 2, in fail\n"),
        "{text}"
    );
    monitor.stdin.take().unwrap().write_all(&[0x1d]).unwrap();
    assert!(monitor.wait().unwrap().success());
}

fn monitor(folder: &Path, arguments: &[&str]) -> Child {
    let mut command = mpfreeze(folder, arguments);
    command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command.spawn().unwrap()
}

/// Waits until a monitor has opened its port.
fn connected(monitor: &mut Child) {
    let errors = monitor.stderr.as_mut().unwrap();
    let mut text = Vec::new();
    while !text.ends_with(b"Ctrl-] ends\r\n") {
        let mut byte = [0];
        assert_eq!(
            errors.read(&mut byte).unwrap(),
            1,
            "{}",
            String::from_utf8_lossy(&text)
        );
        text.extend(byte);
    }
}

#[test]
fn a_file_for_a_drive_is_copied() {
    let folder = app();
    let drive = tempfile::tempdir().unwrap();
    fs::write(
        drive.path().join("INFO_UF2.TXT"),
        "UF2 Bootloader v3.0\nModel: Raspberry Pi RP2\nBoard-ID: RPI-RP2\n",
    )
    .unwrap();
    let mut command = mpfreeze(
        folder.path(),
        &[
            "flash",
            "-b",
            "rpi-pico",
            "--port",
            drive.path().to_str().unwrap(),
        ],
    );
    let child = command.stderr(Stdio::piped()).spawn().unwrap();
    let file = drive.path().join("app.uf2");
    let built = folder.path().join("target/mpfreeze/rpi-pico/debug/app.uf2");
    let size = |path: &Path| fs::metadata(path).map_or(0, |found| found.len());
    wait(|| size(&file) > 0 && size(&file) == size(&built));
    assert_eq!(fs::read(&file).unwrap(), fs::read(&built).unwrap());
    fs::remove_dir_all(drive.path()).unwrap();
    let ended = child.wait_with_output().unwrap();
    let text = String::from_utf8(ended.stderr).unwrap();
    assert!(
        ended.status.success() && text.contains("bytes written"),
        "{text}"
    );
}

#[test]
fn what_cannot_be_done_is_said() {
    let folder = app();
    let (code, text) = output(
        folder.path(),
        &["flash", "-b", "esp32c3", "--port", "/dev/no-such-port"],
    );
    assert_eq!(code, 3, "{text}");
    assert!(
        text.contains("there is no port /dev/no-such-port"),
        "{text}"
    );
    let (code, text) = output(folder.path(), &["flash", "-b", "sim"]);
    assert_eq!(code, 2, "{text}");
    assert!(
        text.contains("no hardware") && text.contains("rpi-pico"),
        "{text}"
    );
    let (code, text) = output(folder.path(), &["flash", "-b", "pyboard-v11"]);
    assert_eq!(code, 3, "{text}");
    assert!(
        text.contains(
            "dfu-util -d 0483:df11 -a 0 -s :leave -D target/mpfreeze/pyboard-v11/debug/app.dfu"
        ),
        "{text}"
    );
    let (code, text) = output(
        folder.path(),
        &[
            "flash",
            "-b",
            "rpi-pico",
            "--port",
            folder.path().to_str().unwrap(),
        ],
    );
    assert_eq!(code, 3, "{text}");
    assert!(text.contains("INFO_UF2.TXT"), "{text}");
    let (code, text) = output(folder.path(), &["monitor", "--port", "/dev/no-such-port"]);
    assert_eq!(code, 3, "{text}");
}

#[test]
fn a_port_in_use_is_not_taken() {
    let folder = app();
    let (_line, port) = peer::line();
    // This process plays another program that has it open.
    let _held = fs::OpenOptions::new()
        .read(true)
        .write(true)
        .open(&port)
        .unwrap();
    let (code, text) = output(folder.path(), &["monitor", "--port", &port]);
    assert_eq!(code, 3, "{text}");
    assert!(text.contains("is in use by"), "{text}");
}

/// Whether a terminal echoes and waits for whole lines, as shells leave it.
fn is_usual(terminal: &OwnedFd) -> bool {
    let modes = tcgetattr(terminal).unwrap().local_modes;
    modes.contains(LocalModes::ICANON | LocalModes::ECHO | LocalModes::ISIG)
}

#[test]
fn the_terminal_is_put_back() {
    let folder = app();
    for signal in [false, true] {
        let (_line, port) = peer::line();
        let (screen, name) = peer::line();
        let keyboard = fs::OpenOptions::new()
            .read(true)
            .write(true)
            .open(&name)
            .unwrap();
        let mut settings = tcgetattr(&screen).unwrap();
        settings.local_modes |= LocalModes::ICANON | LocalModes::ECHO | LocalModes::ISIG;
        rustix::termios::tcsetattr(&screen, rustix::termios::OptionalActions::Now, &settings)
            .unwrap();
        let mut command = mpfreeze(folder.path(), &["monitor", "--port", &port]);
        command
            .stdin(keyboard.try_clone().unwrap())
            .stdout(keyboard.try_clone().unwrap())
            .stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        connected(&mut child);
        assert!(!is_usual(&screen));
        match signal {
            true => {
                let id = rustix::process::Pid::from_child(&child);
                rustix::process::kill_process(id, rustix::process::Signal::TERM).unwrap();
            }
            false => assert_eq!(rustix::io::write(&screen, &[0x1d]).unwrap(), 1),
        }
        assert!(child.wait().unwrap().success());
        assert!(is_usual(&screen));
    }
}
