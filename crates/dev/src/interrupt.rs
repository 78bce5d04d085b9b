//! `cargo dev interrupt`: a program that is interrupted by Ctrl-C again and again, on the boards that QEMU emulates.
//! `cargo dev rp2040` has it too.

use crate::lang::{lanes, process};
use crate::shell::{self, Outcome};
use mpf_board::{Board, Emulator};
use mpf_sim::qemu::{QemuOptions, qemu_command};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::Duration;

pub const PROGRAM: &str = "tests/boards/interrupt.py";
const READY: &str = "ready\n";
const PATIENCE: Duration = Duration::from_secs(60);

/// What the program prints before it ends with status 1.
pub fn answer() -> String {
    let caught = "ready\ncaught KeyboardInterrupt()\nfinally\n";
    caught.repeat(3) + READY
}

pub fn run(mpfreeze: &Path) -> Outcome {
    let program = shell::root().join(PROGRAM);
    let (mut passed, mut failed) = (0, 0);
    for board in lanes::boards()? {
        if !matches!(board.chip.emulator, Some(Emulator::Qemu(_))) {
            continue;
        }
        let result = build(mpfreeze, &board, &program).and_then(|image| {
            let options = QemuOptions {
                realtime: true,
                ..QemuOptions::default()
            };
            let command = qemu_command(&board, &image, &options);
            interrupted(command.ok_or("no machine of QEMU")?)
        });
        match result {
            Ok(()) => passed += 1,
            Err(message) => {
                failed += 1;
                println!("FAIL Ctrl-C on {}: {message}", board.name);
            }
        }
    }
    println!("interrupt: {passed} passed, {failed} failed");
    match failed {
        0 => Ok(()),
        n => Err(format!("{n} failures")),
    }
}

fn build(mpfreeze: &Path, board: &Board, program: &Path) -> Outcome<PathBuf> {
    let folder = shell::target_folder();
    let mut command = Command::new(mpfreeze);
    command.args(["build", "--quiet", "--message-format", "short", "--board"]);
    command
        .arg(&board.name)
        .arg("--target-dir")
        .arg(&folder)
        .arg(program);
    let output = process::run(&mut command, PATIENCE)?;
    match output.status {
        Some(0) => Ok(folder
            .join("mpfreeze")
            .join(&board.name)
            .join("debug/interrupt.elf")),
        _ => Err(output.stderr),
    }
}

/// Runs the program and interrupts it whenever it is ready.
fn interrupted(mut command: Command) -> Outcome {
    let text = |error: std::io::Error| error.to_string();
    let piped = command.stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = piped.stderr(Stdio::null()).spawn().map_err(text)?;
    let mut output = child.stdout.take().ok_or("no output")?;
    let (sender, receiver) = mpsc::channel();
    std::thread::spawn(move || {
        let mut bytes = [0; 256];
        while let Ok(count @ 1..) = output.read(&mut bytes) {
            let text = String::from_utf8_lossy(bytes.get(..count).unwrap_or_default());
            if sender.send(text.into_owned()).is_err() {
                break;
            }
        }
    });
    let (mut heard, mut answered) = (String::new(), 0);
    loop {
        match receiver.recv_timeout(PATIENCE) {
            Ok(text) => heard += &text,
            Err(RecvTimeoutError::Disconnected) => break,
            Err(RecvTimeoutError::Timeout) => {
                child.kill().and_then(|()| child.wait()).map_err(text)?;
                return Err(format!("nothing came for a minute after {heard:?}"));
            }
        }
        let ready = heard.matches(READY).count();
        for _ in answered..ready {
            // A moment later, so that it is in the middle of something.
            std::thread::sleep(Duration::from_millis(100));
            interrupt(&mut child)?;
        }
        answered = ready;
    }
    let status = child.wait().map_err(text)?.code();
    match heard.starts_with(&answer()) && status == Some(1) {
        true => Ok(()),
        false => Err(format!("status {status:?}, {heard:?}")),
    }
}

fn interrupt(child: &mut Child) -> Outcome {
    let input = child.stdin.as_mut().ok_or("no input")?;
    input
        .write_all(&[3])
        .and_then(|()| input.flush())
        .map_err(|error| error.to_string())
}
