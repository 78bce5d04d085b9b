//! The symbols that the linker itself defines, all derived from the chip's section table:
//! `<bounds>_start`, `<bounds>_end`, `<bounds>_load` of sections, `<bounds>_start/_end` of marked inputs, the ends of
//! stacks and heap, and `__region_<name>_start/_end` of every region.

use mpf_board::Layout;

/// The frozen object asks for `mpf_abi_<generation>_<hash>`; the runtime archive defines its own.
pub(crate) fn is_abi(name: &str) -> bool {
    name.starts_with("mpf_abi_")
}

/// The generation number in an ABI symbol.
pub(crate) fn abi_generation(name: &str) -> Option<u32> {
    name.strip_prefix("mpf_abi_")?
        .split('_')
        .next()?
        .parse()
        .ok()
}

/// A symbol as people read it: Rust's encoding of paths taken back, without hashes.
pub fn readable(symbol: &str) -> String {
    match rustc_demangle::try_demangle(symbol) {
        Ok(name) => format!("{name:#}"),
        Err(_) => symbol.to_owned(),
    }
}

/// `archive(member)`; the names that the Rust compiler gives to members say nothing, so they are left out.
pub(crate) fn member(archive: &str, member: &str) -> String {
    match member.ends_with(".rcgu.o") {
        true => archive.to_owned(),
        false => format!("{archive}({member})"),
    }
}

/// All names that the linker defines for this layout, sorted and without repetition.
pub(crate) fn made(layout: &Layout) -> Vec<String> {
    let mut names = Vec::new();
    for section in &layout.sections {
        if let Some(bounds) = &section.bounds {
            names.extend(["start", "end", "load"].map(|end| format!("{bounds}_{end}")));
        }
        for mark in &section.marks {
            names.extend(["start", "end"].map(|end| format!("{}_{end}", mark.bounds)));
        }
        if let Some(reserve) = section.reserve {
            let (start, end) = reserve.symbols();
            names.extend([start.to_owned(), end.to_owned()]);
        }
    }
    for region in &layout.regions {
        names.extend(["start", "end"].map(|end| format!("__region_{}_{end}", region.name)));
    }
    names.sort();
    names.dedup();
    names
}
