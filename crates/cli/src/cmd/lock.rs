//! `mpfreeze lock`: holds a project to this version of mpfreeze.

use crate::args::{Lock, Output};
use crate::cmd::{Exit, stopped};
use mpf_driver::{Session, lock};

pub fn run(args: &Lock, output: &Output) -> Exit {
    let mut session = Session::new();
    match lock::write(&args.input, &mut session) {
        Ok(path) => {
            if !output.quiet {
                eprintln!("mpfreeze: wrote {}", path.display());
            }
            Exit::OK
        }
        Err(stop) => stopped(stop, &session, output),
    }
}
