//! The map file: every region, output section, input section and symbol with address and size, as text.

use crate::{Linked, Reason};
use std::fmt::Write as _;

/// Renders the map. Writing to a `String` cannot fail, so the results are ignored.
pub(crate) fn render(linked: &Linked) -> String {
    let mut out = String::new();
    let _ = writeln!(out, "Regions");
    for region in &linked.regions {
        let _ = writeln!(
            out,
            "  {:<10} {:#010x} {:>8} of {:>8} bytes used, {} reserved",
            region.name, region.origin, region.used, region.length, region.reserved
        );
    }
    let _ = writeln!(out, "\nEntry {:#010x}", linked.entry);
    let mut symbols = vec![Vec::new(); linked.pieces.len()];
    for symbol in &linked.symbols {
        if let Some(piece) = symbol.piece {
            symbols[piece].push(symbol);
        }
    }
    for (number, section) in linked.sections.iter().enumerate() {
        let _ = write!(
            out,
            "\n{:#010x} {:>8} {}",
            section.address, section.size, section.name
        );
        let _ = match section.load == section.address {
            true => writeln!(out),
            false => writeln!(out, " (stored at {:#010x})", section.load),
        };
        for (index, piece) in linked.pieces.iter().enumerate() {
            if piece.section != number {
                continue;
            }
            let why = match &piece.reason {
                Reason::Root { symbol } => format!("root `{symbol}`"),
                Reason::Kept => "kept".to_owned(),
                Reason::Veneer => "veneer".to_owned(),
                Reason::Reference { from, symbol } => {
                    format!("`{symbol}` used by {}", linked.pieces[*from].name)
                }
            };
            let _ = writeln!(
                out,
                "{:#010x} {:>8}   {} {} [{why}]",
                piece.address, piece.size, piece.name, piece.file
            );
            for symbol in &symbols[index] {
                let _ = writeln!(
                    out,
                    "{:#010x} {:>8}     {}",
                    symbol.value, symbol.size, symbol.name
                );
            }
        }
    }
    let _ = writeln!(out, "\nBoundaries");
    for symbol in linked.symbols.iter().filter(|s| s.piece.is_none()) {
        let _ = writeln!(out, "{:#010x}   {}", symbol.value, symbol.name);
    }
    out
}
