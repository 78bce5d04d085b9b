//! From a frozen object to an image: archives, linker, checks, and the sizes of the result.

use crate::archives::{self, Archives};
use crate::devices;
use crate::project::Settings;
use crate::session::{Session, Stop};
use mpf_board::{Board, ImageFormat};
use mpf_diagnostics::{Code, Diagnostic};
use mpf_link::flash_file::esp::{self, Firmware};
pub use mpf_link::readable;
use mpf_link::{Input, LinkError, Linked, Options, SymbolKind};

/// Name of the frozen object in messages and in the map.
pub const OBJECT_NAME: &str = "app.o";
/// How many symbols a complaint about size lists.
const TOP: usize = 10;

/// Links an object for a board. `collect`: drop what cannot be reached.
pub fn link(
    object: &[u8],
    board: &Board,
    session: &mut Session,
) -> Result<(Linked, Archives), Stop> {
    let archives = session.keep(archives::load(&board.chip))?;
    let Some(layout) = board.layout() else {
        return session.keep(Err(Diagnostic::new(
            Code::BadBoardFile,
            format!("nothing can be linked for board `{}`", board.name),
        )
        .help("choose a board with a chip; `mpfreeze boards` lists them")));
    };
    let inputs = [
        Input {
            name: OBJECT_NAME,
            bytes: object,
        },
        Input {
            name: &archives.core.0,
            bytes: &archives.core.1,
        },
        Input {
            name: &archives.port.0,
            bytes: &archives.port.1,
        },
    ];
    let linked = match mpf_link::link(&inputs, &layout, &Options::default()) {
        Ok(linked) => linked,
        Err(errors) => {
            session.diagnostics.extend(errors.iter().map(explain));
            return Err(Stop);
        }
    };
    if let Err(faults) = mpf_link::verify(&linked.elf, &layout) {
        for fault in faults {
            session.diagnostics.push(
                Diagnostic::new(
                    Code::LinkerError,
                    format!("the image is not sound: {fault}"),
                )
                .help("this is a defect of mpfreeze; please report it with the program"),
            );
        }
        return Err(Stop);
    }
    Ok((linked, archives))
}

/// The parts of `machine` that only some chips have, by a symbol of the runtime.
const DEVICES: [(&str, &str); 2] = [("mpf_uart_new", "UART"), ("mpf_wdt_new", "WDT")];

/// Devices that a program uses and the board lacks.
pub fn check_devices(linked: &Linked, board: &Board) -> Vec<Diagnostic> {
    let has = |class: &str| match class {
        "UART" => board.chip.peripherals.uarts > 0,
        _ => board.chip.peripherals.watchdog,
    };
    let missing = DEVICES.into_iter().filter(|(symbol, class)| {
        !has(class) && linked.symbols.iter().any(|other| other.name == *symbol)
    });
    missing
        .map(|(_, class)| {
            Diagnostic::new(
                Code::MissingPeripheral,
                format!(
                    "the program uses machine.{class}, which board `{}` does not have",
                    board.name
                ),
            )
            .help(devices::pin_table(board))
        })
        .collect()
}

/// What goes to flash, on chips that need more than the executable.
pub fn firmware(
    linked: &Linked,
    board: &Board,
    session: &mut Session,
) -> Result<Option<Firmware>, Stop> {
    let Some(esp) = board
        .chip
        .esp
        .as_ref()
        .filter(|_| board.chip.image == ImageFormat::Esp)
    else {
        return Ok(None);
    };
    let made = esp::firmware(&linked.elf, esp).map_err(|message| {
        Diagnostic::new(
            Code::LinkerError,
            format!("cannot make an image for {}: {message}", board.chip.name),
        )
        .help("this is a defect of mpfreeze unless the chip file was changed; please report it with the program")
    });
    session.keep(made).map(Some)
}

fn explain(error: &LinkError) -> Diagnostic {
    let code = match error {
        LinkError::RegionOverflow { .. } | LinkError::HeapTooSmall { .. } => Code::ImageTooBig,
        LinkError::AbiMismatch { .. } => Code::AbiMismatch,
        LinkError::Malformed { .. }
        | LinkError::ForeignMachine { .. }
        | LinkError::NotAnObject { .. } => Code::BadArchive,
        _ => Code::LinkerError,
    };
    let help = match code {
        Code::ImageTooBig => {
            "`mpfreeze why SYMBOL` says what needs a part; a larger board is another way out"
        }
        Code::AbiMismatch | Code::BadArchive => archives::advice(),
        _ => {
            "this is a defect of mpfreeze unless the board file was changed; please report it with the program"
        }
    };
    Diagnostic::new(code, error.to_string()).help(help)
}

/// Holds an image to the limits of the board and the project.
pub fn check_budget(linked: &Linked, board: &Board, settings: &Settings) -> Vec<Diagnostic> {
    let limits = [
        (
            "flash",
            settings.budget.flash.or(board.budget.flash),
            linked.stored_bytes(),
        ),
        (
            "RAM",
            settings.budget.ram.or(board.budget.ram),
            linked.static_ram(),
        ),
    ];
    let over = limits.into_iter().filter_map(|(what, limit, used)| {
        let limit = limit?.bytes();
        (used > limit).then(|| over_budget(what, used, limit, linked))
    });
    over.collect()
}

/// An image that takes more than it may, with what takes most.
pub fn over_budget(what: &str, used: u32, limit: u32, linked: &Linked) -> Diagnostic {
    let mut message = format!(
        "the image takes {used} bytes of {what}, the budget is {limit}; the largest parts are"
    );
    for (name, size) in largest(linked, TOP) {
        let name = readable(&name);
        message.push_str(&format!("\n{size:>8}  {name}"));
    }
    Diagnostic::new(Code::ImageTooBig, message).help("`mpfreeze why SYMBOL` says what needs a part")
}

/// The largest symbols of an image.
pub fn largest(linked: &Linked, count: usize) -> Vec<(String, u32)> {
    let sized = |s: &&mpf_link::LinkedSymbol| s.size > 0 && s.kind != SymbolKind::Boundary;
    let mut symbols: Vec<(String, u32)> = linked
        .symbols
        .iter()
        .filter(sized)
        .map(|symbol| (symbol.name.clone(), symbol.size))
        .collect();
    symbols.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    symbols.truncate(count);
    symbols
}

/// Sizes as JSON, in a fixed order.
pub fn size_json(linked: &Linked) -> String {
    let regions: Vec<_> = linked
        .regions
        .iter()
        .map(|region| {
            serde_json::json!({
                "name": region.name,
                "length": region.length,
                "used": region.used,
                "reserved": region.reserved,
            })
        })
        .collect();
    let symbols: Vec<_> = largest(linked, usize::MAX)
        .into_iter()
        .map(|(name, size)| serde_json::json!({ "name": name, "size": size }))
        .collect();
    let value = serde_json::json!({
        "flash": linked.stored_bytes(),
        "ram": linked.static_ram(),
        "regions": regions,
        "symbols": symbols,
    });
    format!("{value}\n")
}
