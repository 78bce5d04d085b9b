//! `mpfreeze completions`: the script that makes a shell complete verbs, flags and boards.

use crate::args::{Cli, Completions};
use crate::cmd::{Exit, print};
use clap::CommandFactory;

pub fn run(args: &Completions) -> Exit {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "mpfreeze", &mut script);
    print(&String::from_utf8_lossy(&script))
}
