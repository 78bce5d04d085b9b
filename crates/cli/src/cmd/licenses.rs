//! `mpfreeze licenses`: what the executable carries of others, and under which licences.

use crate::args::{Licenses, Output};
use crate::cmd::{Exit, print, stopped};
use mpf_driver::{Session, licenses};

const CHECKOUT: &str = "mpfreeze: MIT OR Apache-2.0.\n\
    This one was built in a checkout and carries no device archives; `cargo dev dist` lists what a release carries.\n";

pub fn run(args: &Licenses, output: &Output) -> Exit {
    let mut session = Session::new();
    match session.keep(licenses::read(args.full)) {
        Ok(text) => print(text.as_deref().unwrap_or(CHECKOUT)),
        Err(stop) => stopped(stop, &session, output),
    }
}
