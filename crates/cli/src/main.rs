//! The binary `mpfreeze`: reads the command line, calls the driver, shows what it found, and exits.
//!
//! The only crate that prints or exits. It knows nothing about how programs are frozen.

mod args;
mod cmd;
mod render;
mod terminal;

use args::{Cli, Command};
use clap::Parser;
use std::process::ExitCode;

fn main() -> ExitCode {
    let cli = Cli::parse();
    let output = &cli.output;
    let exit = match &cli.command {
        Command::New(args) => cmd::new::run(args, output),
        Command::Build(args) => cmd::build::run(args, output),
        Command::Flash(args) => cmd::flash::run(args, output),
        Command::Monitor(args) => cmd::monitor::run(args, output),
        Command::Check(args) => cmd::check::run(args, output),
        Command::Why(args) => cmd::why::run(args, output),
        Command::Size(args) => cmd::size::run(args, output),
        Command::Lock(args) => cmd::lock::run(args, output),
        Command::Boards(args) => cmd::boards::run(args, output),
        Command::Explain(args) => cmd::explain::run(args),
        Command::Doctor => cmd::doctor::run(output),
        Command::Licenses(args) => cmd::licenses::run(args, output),
        Command::Completions(args) => cmd::completions::run(args),
        Command::Run(args) => cmd::run::run(args, output),
    };
    exit.into()
}
