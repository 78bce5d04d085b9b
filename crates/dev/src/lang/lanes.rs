//! The ways in which a program is run: the simulator in several forms, and every board that has an emulator.
//!
//! Boards come from their files; none is named here.

use crate::shell::Outcome;
use mpf_board::Board;

/// How the simulator runs a program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Module bodies run at build time where they can.
    Plain,
    /// Everything runs at start.
    NoPreload,
    /// A generated main file imports the program and calls its `main()`, so that its objects are frozen.
    Imported,
    /// Every allocation moves every object.
    GcStress,
}

#[derive(Clone, Debug)]
pub struct Lane {
    pub name: String,
    pub board: String,
    pub form: Form,
    /// Runs in an emulator.
    pub emulated: bool,
}

/// Boards with less RAM than this run the examples only.
pub const SMALL: u32 = 64 * 1024;

pub fn boards() -> Outcome<Vec<Board>> {
    mpf_board::boards()
        .into_iter()
        .map(|name| mpf_board::load(name).map_err(|error| error.to_string()))
        .collect()
}

pub fn ram(board: &Board) -> u32 {
    let writable = board
        .chip
        .regions
        .iter()
        .filter(|region| region.attributes.write);
    writable.map(|region| region.length).sum()
}

/// All lanes: the simulator's first, then the emulated boards; if not every one, then those with a chip of reference and
/// enough RAM.
pub fn all(every_board: bool) -> Outcome<Vec<Lane>> {
    let mut lanes = Vec::new();
    let boards = boards()?;
    for board in boards.iter().filter(|board| board.is_simulator()) {
        for (suffix, form) in [
            ("", Form::Plain),
            ("-no-preload", Form::NoPreload),
            ("-imported", Form::Imported),
            ("-gc-stress", Form::GcStress),
        ] {
            lanes.push(Lane {
                name: format!("{}{suffix}", board.name),
                board: board.name.clone(),
                form,
                emulated: false,
            });
        }
    }
    for board in boards.iter().filter(|board| board.chip.emulator.is_some()) {
        if every_board || (board.chip.reference && ram(board) >= SMALL) {
            lanes.push(Lane {
                name: board.name.clone(),
                board: board.name.clone(),
                form: Form::Plain,
                emulated: true,
            });
        }
    }
    Ok(lanes)
}

impl Lane {
    /// Flags of `mpfreeze run`.
    pub fn flags(&self) -> Vec<String> {
        let mut flags = vec!["--board".to_owned(), self.board.clone()];
        match self.form {
            Form::Plain | Form::Imported => {}
            Form::NoPreload => flags.push("--no-preload".into()),
            Form::GcStress => flags.push("--gc-stress".into()),
        }
        flags
    }
}
