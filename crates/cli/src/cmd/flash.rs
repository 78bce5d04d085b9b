//! `mpfreeze flash`: builds a program, writes it into a board's flash, and listens to it when asked to.

use crate::args::{Flash, Output};
use crate::cmd::{Exit, monitor, request, stopped};
use crate::render;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use mpf_driver::{Progress, Session, device};
use std::io::IsTerminal;

pub fn run(args: &Flash, output: &Output) -> Exit {
    let mut session = Session::new();
    let request = request(&args.program);
    let device = monitor::device(&args.connect, !args.no_reset);
    let mut meter = Meter::new(output.quiet);
    let flashed = device::flash(&request, &device, &mut session, &mut meter);
    meter.bar.finish_and_clear();
    let flashed = match flashed {
        Ok((_, flashed)) => flashed,
        Err(stop) => return stopped(stop, &session, output),
    };
    render::show(&session, output);
    if !output.quiet {
        eprintln!(
            "{}",
            report(flashed.written, flashed.unchanged, &flashed.place)
        );
    }
    match args.monitor {
        true => monitor::listen(&request, &device, true, output),
        false => Exit::OK,
    }
}

fn report(written: u64, unchanged: u64, place: &str) -> String {
    match (written, unchanged) {
        (0, _) => {
            format!("mpfreeze: {place}: the board has this program already; nothing was written")
        }
        (_, 0) => format!("mpfreeze: {place}: {written} bytes written"),
        _ => format!(
            "mpfreeze: {place}: {written} bytes written and verified, {unchanged} were there already"
        ),
    }
}

/// A bar on a terminal; elsewhere a line for each step.
struct Meter {
    bar: ProgressBar,
    lines: bool,
}

impl Meter {
    fn new(quiet: bool) -> Meter {
        let terminal = std::io::stderr().is_terminal();
        let target = match terminal && !quiet {
            true => ProgressDrawTarget::stderr(),
            false => ProgressDrawTarget::hidden(),
        };
        let bar = ProgressBar::with_draw_target(Some(0), target);
        let style = ProgressStyle::with_template(
            "{msg:24!} {wide_bar} {bytes}/{total_bytes} {bytes_per_sec}",
        );
        // The template is a constant of ours.
        bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
        Meter {
            bar,
            lines: !terminal && !quiet,
        }
    }
}

impl Progress for Meter {
    fn step(&mut self, text: &str) {
        if self.lines {
            eprintln!("mpfreeze: {text}");
        }
        self.bar.set_message(text.to_owned());
        self.bar.tick();
    }

    fn bytes(&mut self, done: u64, all: u64) {
        self.bar.set_length(all);
        self.bar.set_position(done);
    }
}
