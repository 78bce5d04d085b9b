//! The command line: verbs, flags and their help. What a verb does is in `cmd/<verb>.rs`.

use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

#[derive(Parser)]
#[command(
    name = "mpfreeze",
    version,
    about = "Turns a Python application into a firmware image for a microcontroller",
    long_about = "Turns a Python application into a firmware image for a microcontroller, ahead of time: module bodies run \
                  at build time, and only what the program uses is in the image.",
    after_help = "Examples:\n  \
        mpfreeze new -b microbit blinky             start an application\n  \
        mpfreeze run hello.py                       run in the simulator\n  \
        mpfreeze run -b qemu-cortex-m3 hello.py     the real image, in an emulator\n  \
        mpfreeze build -b microbit app/             target/mpfreeze/microbit/debug/app.elf\n  \
        mpfreeze flash -b esp32c3 --monitor app/    onto the board, and show what it prints\n  \
        mpfreeze size -b microbit app/              what takes the space\n  \
        mpfreeze explain MPF0201                    about a diagnostic\n\n\
        Exit codes: 0 fine, 1 the program has errors or the build failed, 2 wrong usage, 3 a file, tool or device failed;\n\
        `run` passes the program's own code on.",
    arg_required_else_help = true,
    disable_help_subcommand = true
)]
pub struct Cli {
    #[command(subcommand)]
    pub command: Command,
    #[command(flatten)]
    pub output: Output,
}

#[derive(Subcommand)]
pub enum Command {
    /// Start a new application
    #[command(
        after_help = "Examples:\n  mpfreeze new blinky\n  mpfreeze new --board microbit blinky && cd blinky && mpfreeze run"
    )]
    New(New),
    /// Freeze a program and link its image
    #[command(
        after_help = "Examples:\n  mpfreeze build -b microbit app/\n  mpfreeze build -b qemu-riscv32 -o hello.elf hello.py\n  \
        mpfreeze build -v app/        also say what was left for the device, and why"
    )]
    Build(Build),
    /// Build, then run in the simulator or in the board's emulator
    #[command(
        after_help = "Examples:\n  mpfreeze run hello.py\n  mpfreeze run -b qemu-riscv32 --stats app/\n\n\
        The exit code is the program's; 1 also stands for an exception that nothing caught."
    )]
    Run(Run),
    /// Build, then write the program into a board's flash
    #[command(
        after_help = "Examples:\n  mpfreeze flash -b esp32c3 app/\n  mpfreeze flash --monitor             and show what it prints\n  \
        mpfreeze flash --port /dev/ttyACM1   one of several boards\n  mpfreeze flash --port /media/me/RPI-RP2\n\n\
        Only what differs from the board's contents is written, where the board can tell. `mpfreeze doctor` lists the ports."
    )]
    Flash(Flash),
    /// Show what a board prints, and send it what is typed
    #[command(
        after_help = "Examples:\n  mpfreeze monitor\n  mpfreeze monitor -b rpi-pico app/    places of exceptions as lines of app/\n  \
        mpfreeze monitor --port COM3 --baud 9600\n\n\
        Ctrl-] ends it. A board that is reset or unplugged is waited for."
    )]
    Monitor(Monitor),
    /// Find errors without making an image
    #[command(
        after_help = "Examples:\n  mpfreeze check app/\n  mpfreeze check --message-format short main.py"
    )]
    Check(Check),
    /// Lock a project to this version of mpfreeze
    #[command(after_help = "Examples:\n  mpfreeze lock && mpfreeze build --locked")]
    Lock(Lock),
    /// List the boards
    #[command(
        after_help = "Examples:\n  mpfreeze boards\n  mpfreeze boards microbit        pins, memory, emulator"
    )]
    Boards(Boards),
    /// Explain why something is in the image
    #[command(
        after_help = "Examples:\n  mpfreeze why -b microbit mpf_type_float app/\n  mpfreeze why -b microbit float app/"
    )]
    Why(Why),
    /// Show what takes the space in an image
    #[command(
        after_help = "Examples:\n  mpfreeze size -b microbit app/\n  mpfreeze size -b microbit --budget 12K app/"
    )]
    Size(Size),
    /// Explain a diagnostic code
    #[command(
        after_help = "Examples:\n  mpfreeze explain MPF0201\n  mpfreeze explain           list all codes"
    )]
    Explain(Explain),
    /// Look at what this machine has of what mpfreeze may need
    #[command(after_help = "The exit code is 3 when something is missing that every build needs.")]
    Doctor,
    /// List what this mpfreeze carries of others, with the licences
    #[command(
        after_help = "Examples:\n  mpfreeze licenses             what is inside, and its licences\n  mpfreeze licenses --full      the licences themselves"
    )]
    Licenses(Licenses),
    /// Write the completion script of a shell to standard output
    #[command(
        after_help = "Examples:\n  mpfreeze completions bash > ~/.local/share/bash-completion/completions/mpfreeze\n  \
        mpfreeze completions zsh > ~/.zfunc/_mpfreeze"
    )]
    Completions(Completions),
}

/// Flags of every verb.
#[derive(Args)]
pub struct Output {
    /// How diagnostics are written to standard error
    #[arg(long, global = true, value_enum, default_value_t = MessageFormat::Human, value_name = "FORMAT")]
    pub message_format: MessageFormat,
    /// Whether diagnostics are coloured
    #[arg(long, global = true, value_enum, default_value_t = Color::Auto, value_name = "WHEN")]
    pub color: Color,
    /// Show notes too
    #[arg(short, long, global = true, action = clap::ArgAction::Count, conflicts_with = "quiet")]
    pub verbose: u8,
    /// Show errors only
    #[arg(short, long, global = true)]
    pub quiet: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum MessageFormat {
    Human,
    Short,
    Json,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Color {
    Auto,
    Always,
    Never,
}

#[derive(Args)]
pub struct New {
    /// Folder to make; its name becomes the name of the application
    #[arg(value_name = "FOLDER")]
    pub path: PathBuf,
    /// Board that the project file will name (see `mpfreeze boards`) [default: none, the simulator]
    #[arg(short, long, value_name = "BOARD")]
    pub board: Option<String>,
}

#[derive(Args)]
pub struct Licenses {
    /// Write the licences themselves
    #[arg(long)]
    pub full: bool,
}

#[derive(Args)]
pub struct Completions {
    #[arg(value_enum, value_name = "SHELL")]
    pub shell: clap_complete::Shell,
}

/// What is frozen, and how.
#[derive(Args)]
pub struct Program {
    /// A .py file, or a folder with main.py or a project file
    #[arg(default_value = ".", value_name = "PROGRAM")]
    pub input: PathBuf,
    /// Board to freeze for (see `mpfreeze boards`)
    #[arg(short, long, value_name = "BOARD")]
    pub board: Option<String>,
    /// Leave out what only debugging needs; never changes what the program prints
    #[arg(long)]
    pub release: bool,
    /// Run no module body at build time
    #[arg(long)]
    pub no_preload: bool,
    /// Refuse to work with another version of mpfreeze than mpfreeze.lock names
    #[arg(long)]
    pub locked: bool,
    /// Folder for outputs
    #[arg(long, value_name = "FOLDER")]
    pub target_dir: Option<PathBuf>,
}

#[derive(Args)]
pub struct Build {
    #[command(flatten)]
    pub program: Program,
    /// Also write the image to this file
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Additional outputs, separated by commas
    #[arg(long, value_enum, value_delimiter = ',', value_name = "KIND")]
    pub emit: Vec<Emit>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Emit {
    /// The frozen program as a relocatable object
    Object,
    /// The linker's map
    Map,
    /// Sizes as JSON
    Size,
}

#[derive(Args)]
pub struct Run {
    #[command(flatten)]
    pub program: Program,
    /// Write one line of JSON about the run to standard error
    #[arg(long)]
    pub stats: bool,
    /// Stop an emulated board after this many seconds
    #[arg(long, value_name = "SECONDS")]
    pub timeout: Option<u64>,
    /// Write the edges of pins, with their times, to standard error (boards that mpfreeze emulates itself)
    #[arg(long)]
    pub gpio_trace: bool,
    /// Move every object at every allocation (simulator)
    #[arg(long, hide = true)]
    pub gc_stress: bool,
}

#[derive(Args)]
pub struct Flash {
    #[command(flatten)]
    pub program: Program,
    #[command(flatten)]
    pub connect: Connect,
    /// Show what the board prints afterwards
    #[arg(short, long)]
    pub monitor: bool,
    /// The board's boot loader runs already; do not reset the board, neither before nor afterwards
    #[arg(long)]
    pub no_reset: bool,
}

#[derive(Args)]
pub struct Monitor {
    #[command(flatten)]
    pub program: Program,
    #[command(flatten)]
    pub connect: Connect,
}

/// The way to a board.
#[derive(Args)]
pub struct Connect {
    /// Serial port of the board, or folder of its drive [default: the only one that fits]
    #[arg(short, long, alias = "drive", value_name = "PORT")]
    pub port: Option<String>,
    /// Speed of the serial port [default: 460800 for writing, 115200 for the console]
    #[arg(long, value_name = "BAUD")]
    pub baud: Option<u32>,
}

#[derive(Args)]
pub struct Check {
    #[command(flatten)]
    pub program: Program,
}

#[derive(Args)]
pub struct Lock {
    /// The folder of the project file
    #[arg(default_value = ".", value_name = "FOLDER")]
    pub input: PathBuf,
}

#[derive(Args)]
pub struct Boards {
    /// Show this board in detail
    pub name: Option<String>,
}

#[derive(Args)]
pub struct Why {
    /// A symbol, or the name of a builtin type, function or module
    pub name: String,
    #[command(flatten)]
    pub program: Program,
}

#[derive(Args)]
pub struct Size {
    #[command(flatten)]
    pub program: Program,
    /// Fail when the image takes more flash than this (such as 12K)
    #[arg(long, value_name = "BYTES", value_parser = parse_size)]
    pub budget: Option<u32>,
    /// How many symbols to list
    #[arg(long, default_value_t = 10, value_name = "N")]
    pub top: usize,
    /// Write JSON to standard output
    #[arg(long)]
    pub json: bool,
}

#[derive(Args)]
pub struct Explain {
    /// Such as MPF0201
    pub code: Option<String>,
}

fn parse_size(text: &str) -> Result<u32, String> {
    match mpf_board::Size::parse(text) {
        Some(size) => Ok(size.bytes()),
        None => Err("a size is a number of bytes, or one with K or M behind it".into()),
    }
}
