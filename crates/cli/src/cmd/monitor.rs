//! `mpfreeze monitor`: the console of a board.

use crate::args::{Connect, Monitor, Output};
use crate::cmd::{Exit, request, stopped};
use crate::terminal::{self, Raw};
use mpf_driver::device::{self, Console, Device};
use mpf_driver::{Notice, Request, Session};

pub fn run(args: &Monitor, output: &Output) -> Exit {
    listen(
        &request(&args.program),
        &device(&args.connect, true),
        false,
        output,
    )
}

pub fn device(connect: &Connect, reset: bool) -> Device {
    Device {
        port: connect.port.clone(),
        baud: connect.baud,
        reset,
    }
}

/// Listens until Ctrl-] or a signal.
pub fn listen(request: &Request, device: &Device, just_flashed: bool, output: &Output) -> Exit {
    let mut session = Session::new();
    let stop = terminal::stop();
    let raw = Raw::new();
    let mut out = terminal::Output::new(&raw);
    let mut notice = |notice: Notice| {
        if output.quiet {
            return;
        }
        // The terminal may be raw: it needs both characters to begin a line.
        match notice {
            Notice::Connected(port) => {
                eprint!("mpfreeze: listening to {}; Ctrl-] ends\r\n", port.name)
            }
            Notice::Lost(port) => {
                eprint!("\r\nmpfreeze: {} is gone; waiting for it\r\n", port.name)
            }
        }
    };
    let console = Console {
        out: &mut out,
        notice: &mut notice,
        input: terminal::input(),
        stop,
    };
    let ended = device::monitor(request, device, just_flashed, &mut session, console);
    drop(raw);
    match ended {
        Ok(()) => Exit::OK,
        Err(stop) => stopped(stop, &session, output),
    }
}
