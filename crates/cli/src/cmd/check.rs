//! `mpfreeze check`: finds the program's errors without making an image.

use crate::args::{Check, Output};
use crate::cmd::{Exit, request, stopped};
use crate::render;
use mpf_driver::Session;

pub fn run(args: &Check, output: &Output) -> Exit {
    let mut session = Session::new();
    match mpf_driver::check(&request(&args.program), &mut session) {
        Ok(_) => {
            render::show(&session, output);
            Exit::OK
        }
        Err(stop) => stopped(stop, &session, output),
    }
}
