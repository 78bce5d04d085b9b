//! `mpfreeze boards`: the list of boards, or one board in detail.

use crate::args::{Boards, Output};
use crate::cmd::{Exit, print, stopped};
use mpf_board::{Board, Verified};
use mpf_driver::Session;

pub fn run(args: &Boards, output: &Output) -> Exit {
    let mut session = Session::new();
    match &args.name {
        Some(name) => match session.board(name) {
            Ok(board) => print(&detail(&board)),
            Err(stop) => stopped(stop, &session, output),
        },
        None => match session.boards() {
            Ok(boards) => print(&table(&boards)),
            Err(stop) => stopped(stop, &session, output),
        },
    }
}

/// One line for each board. What is written where nothing is known is `-`.
fn table(boards: &[Board]) -> String {
    let mut text = format!(
        "{:16} {:12} {:>8} {:>8}  {:6} {:9} {}\n",
        "BOARD", "CHIP", "FLASH", "RAM", "LED", "TRIED ON", "WHAT IT IS"
    );
    for board in boards {
        let chip = &board.chip;
        let memory = |writable: bool| {
            let regions = chip.regions.iter();
            let bytes: u32 = regions
                .filter(|region| region.attributes.write == writable)
                .map(|region| region.length)
                .sum();
            match bytes {
                0 => "-".to_owned(),
                bytes => format!("{} KB", bytes / 1024),
            }
        };
        text.push_str(&format!(
            "{:16} {:12} {:>8} {:>8}  {:6} {:9} {}\n",
            board.name,
            chip.name,
            memory(false),
            memory(true),
            board.led.as_deref().unwrap_or("-"),
            verified(board),
            board.description
        ));
    }
    text
}

fn verified(board: &Board) -> &'static str {
    match board.chip.verified {
        Verified::Emulator => "emulator",
        Verified::Silicon => "silicon",
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
    line("tried on", verified(board).to_owned());
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
        line("emulator", emulator.to_string());
    }
    if let Some(led) = &board.led {
        line("led", led.clone());
    }
    for (name, number) in &board.pins {
        line("pin", format!("{name} = {number}"));
    }
    text
}
