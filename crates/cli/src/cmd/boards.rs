//! `mpfreeze boards`: the list of boards, or one board in detail.

use crate::args::{Boards, Output};
use crate::cmd::{Exit, print, stopped};
use mpf_board::Board;
use mpf_driver::Session;

pub fn run(args: &Boards, output: &Output) -> Exit {
    let mut session = Session::new();
    match &args.name {
        Some(name) => match session.board(name) {
            Ok(board) => print(&detail(&board)),
            Err(stop) => stopped(stop, &session, output),
        },
        None => {
            let mut text = String::new();
            for name in mpf_board::boards() {
                match session.board(name) {
                    Ok(board) => text.push_str(&format!("{name:16} {}\n", board.description)),
                    Err(stop) => return stopped(stop, &session, output),
                }
            }
            print(&text)
        }
    }
}

fn detail(board: &Board) -> String {
    let chip = &board.chip;
    let mut text = format!("{}: {}\n", board.name, board.description);
    let mut line = |name: &str, value: String| text.push_str(&format!("  {name:9} {value}\n"));
    line(
        "chip",
        format!("{} ({}, {} Hz)", chip.name, chip.cpu.family, board.clock),
    );
    if let Some(target) = &chip.target {
        line("target", target.clone());
    }
    for region in &chip.regions {
        let place = format!("{:#010x}, {} bytes", region.origin, region.length);
        line(&region.name, place);
    }
    if let Some(console) = &board.console {
        line("console", console.clone());
    }
    if let Some(emulator) = &chip.emulator {
        line(
            "emulator",
            format!("{} -M {}", emulator.program, emulator.machine),
        );
    }
    if let Some(led) = &board.led {
        line("led", led.clone());
    }
    for (name, number) in &board.pins {
        line("pin", format!("{name} = {number}"));
    }
    text
}
