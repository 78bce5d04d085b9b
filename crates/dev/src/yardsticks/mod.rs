//! `cargo dev yardsticks`: how fast and how small, in numbers that repeat: instructions, not seconds, wherever possible.

mod counting;
mod profile;
mod workload;

use crate::lang::{self, lanes};
use crate::shell::Outcome;
use clap::Args;
use mpf_board::Board;

#[derive(Args)]
pub struct Options {
    /// Show where the instructions of this workload (or .py file) go
    #[arg(long, value_name = "NAME")]
    profile: Option<String>,
    /// With --profile: the machine code of functions with this in their name, and how often each instruction ran
    #[arg(long, value_name = "FUNCTION", requires = "profile")]
    annotate: Option<String>,
    /// With --profile: on this board [default: the first that has an emulator and much RAM]
    #[arg(long, short, requires = "profile")]
    board: Option<String>,
}

pub fn run(options: &Options) -> Outcome {
    let mpfreeze = lang::binary()?;
    if let Some(name) = &options.profile {
        let board = board(options.board.as_deref())?;
        let workload = workload::find(name)?;
        return profile::show(&workload, &board, &mpfreeze, options.annotate.as_deref());
    }
    Err("nothing to do".into())
}

/// The board with this name, or the emulated one with the most RAM.
fn board(name: Option<&str>) -> Outcome<Board> {
    let mut emulated: Vec<Board> = lanes::boards()?
        .into_iter()
        .filter(|board| board.chip.emulator.is_some())
        .collect();
    emulated.sort_by_key(|board| std::cmp::Reverse(lanes::ram(board)));
    let mut named = emulated
        .into_iter()
        .filter(|board| name.is_none_or(|name| board.name == name));
    named
        .next()
        .ok_or_else(|| "no emulated board has this name; see `mpfreeze boards`".into())
}
