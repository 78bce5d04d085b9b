//! `mpfreeze new`: the folder of a new application.

use crate::args::{New, Output};
use crate::cmd::{Exit, stopped};
use mpf_driver::{Session, new_project};

pub fn run(args: &New, output: &Output) -> Exit {
    let mut session = Session::new();
    let board = match &args.board {
        Some(name) => session.board(name),
        None => session.default_board(),
    };
    let made = board.and_then(|board| {
        let made = new_project::create(&args.path, &board, args.board.is_some());
        session.keep(made).map(|()| board)
    });
    match made {
        Ok(_) if output.quiet => Exit::OK,
        Ok(board) => {
            let path = args.path.display();
            // Without an emulator the program can only be flashed.
            let verb = match board.is_simulator() || board.chip.emulator.is_some() {
                true => "run",
                false => "flash --monitor",
            };
            eprintln!("mpfreeze: made {path}; next: cd {path} && mpfreeze {verb}");
            Exit::OK
        }
        Err(stop) => stopped(stop, &session, output),
    }
}
