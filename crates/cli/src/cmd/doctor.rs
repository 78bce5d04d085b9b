//! `mpfreeze doctor`: what this machine has, what is missing, and what to do about it.

use crate::args::Output;
use crate::cmd::{Exit, print, stopped};
use mpf_driver::Session;
use mpf_driver::doctor::{self, State};

pub fn run(output: &Output) -> Exit {
    let mut session = Session::new();
    let boards = match session.boards() {
        Ok(boards) => boards,
        Err(stop) => return stopped(stop, &session, output),
    };
    let findings = doctor::examine(&boards);
    let mut text = format!("mpfreeze {}\n", env!("CARGO_PKG_VERSION"));
    for finding in &findings {
        let word = match finding.state {
            State::Fine => "ok",
            State::Absent => "absent",
            State::Broken => "broken",
        };
        text.push_str(&format!("{word:7} {}: {}\n", finding.what, finding.detail));
        if !finding.advice.is_empty() {
            text.push_str(&format!("        {}\n", finding.advice));
        }
    }
    let printed = print(&text);
    match findings
        .iter()
        .any(|finding| finding.state == State::Broken)
    {
        true => Exit::IO,
        false => printed,
    }
}
