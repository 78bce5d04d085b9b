//! Holds the devices that a program names to what the board has.

use mpf_board::{Board, closest};
use mpf_diagnostics::{Code, Diagnostic, SourceMap, Span};
use mpf_freeze::{DeviceUse, Which};
use mpf_resolve::Graph;

/// Complaints about devices that the board lacks.
pub fn check(
    uses: &[DeviceUse],
    board: &Board,
    graph: &Graph,
    sources: &SourceMap,
) -> Vec<Diagnostic> {
    let complaint = |used: &DeviceUse| {
        let diagnostic = match used.class {
            "Pin" => pin(&used.which, board),
            _ => uart(&used.which, board),
        }?;
        Some(match span(used, graph, sources) {
            Some(span) => diagnostic.at(span),
            None => diagnostic,
        })
    };
    uses.iter().filter_map(complaint).collect()
}

/// Names and numbers of the pins.
pub fn pin_table(board: &Board) -> String {
    if board.pins.is_empty() {
        return "its pins have no names".into();
    }
    let mut pins: Vec<(u32, &str)> = board
        .pins
        .iter()
        .map(|(name, n)| (*n, name.as_str()))
        .collect();
    pins.sort_unstable();
    let pins: Vec<String> = pins
        .iter()
        .map(|(n, name)| format!("{name} = {n}"))
        .collect();
    format!("its pins are: {}", pins.join(", "))
}

fn pin(which: &Which, board: &Board) -> Option<Diagnostic> {
    let message = match which {
        Which::Name(name) if board.pins.contains_key(name) => return None,
        Which::Name(name) => match board.unusable.get(name) {
            Some(reason) => format!(
                "pin '{name}' of board `{}` cannot be used: it {reason}",
                board.name
            ),
            None => {
                let near = closest(name, board.pins.keys().map(String::as_str));
                let near = near.map(|near| format!("; did you mean '{near}'?"));
                format!(
                    "board `{}` has no pin '{name}'{}",
                    board.name,
                    near.unwrap_or_default()
                )
            }
        },
        Which::Number(number) => {
            let gpio = board.chip.gpio.as_ref()?;
            let n = u32::try_from(*number).ok().filter(|n| *n < gpio.pins);
            let reserved = n.and_then(|n| {
                gpio.reserved
                    .iter()
                    .find(|r| (r.first..=r.last).contains(&n))
            });
            match (n, reserved) {
                (Some(n), Some(reserved)) => {
                    format!(
                        "pin {n} of board `{}` cannot be used: it {}",
                        board.name, reserved.reason
                    )
                }
                (Some(_), None) => return None,
                (None, _) => format!(
                    "board `{}` has no pin {number}: its chip numbers them from 0 to {}",
                    board.name,
                    gpio.pins.saturating_sub(1)
                ),
            }
        }
    };
    Some(Diagnostic::new(Code::UnknownPin, message).help(pin_table(board)))
}

/// A board without any is told so when its image is made.
fn uart(which: &Which, board: &Board) -> Option<Diagnostic> {
    let uarts = board.chip.peripherals.uarts;
    let Which::Number(number) = which else {
        return None;
    };
    if uarts == 0 || board.is_simulator() || u32::try_from(*number).is_ok_and(|n| n < uarts) {
        return None;
    }
    let message = format!(
        "board `{}` has no UART({number}): its chip has {uarts}, numbered from 0",
        board.name
    );
    Some(Diagnostic::new(Code::MissingPeripheral, message).help(pin_table(board)))
}

/// The argument, which is a name or a literal.
fn span(used: &DeviceUse, graph: &Graph, sources: &SourceMap) -> Option<Span> {
    let (ast, _) = graph.source(used.module?)?;
    let rest = sources.get(ast.file)?.text().get(used.at as usize..)?;
    let quote = rest.chars().next().filter(|c| "'\"".contains(*c));
    let length = match quote {
        Some(quote) => rest.get(1..)?.find(quote)? + 2,
        None => rest
            .find(|c: char| !(c.is_alphanumeric() || "_.-".contains(c)))
            .unwrap_or(rest.len()),
    };
    Some(Span::new(ast.file, used.at, used.at + length as u32))
}
