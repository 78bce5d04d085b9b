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
        session.keep(new_project::create(
            &args.path,
            &board,
            args.board.is_some(),
        ))
    });
    match made {
        Ok(()) if output.quiet => Exit::OK,
        Ok(()) => {
            let path = args.path.display();
            eprintln!("mpfreeze: made {path}; next: cd {path} && mpfreeze run");
            Exit::OK
        }
        Err(stop) => stopped(stop, &session, output),
    }
}
