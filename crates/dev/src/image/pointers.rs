//! Every reference of the frozen program, as it stands in the finished image, must lead to code or data: what is in
//! flash can never follow an object of the heap, which moves.

use super::build::Image;
use crate::shell::Outcome;
use object::{Object, ObjectSection};
use std::collections::HashMap;

pub fn check(image: &Image) -> Outcome {
    let fail = |error: object::Error| error.to_string();
    let object = object::File::parse(&*image.object).map_err(fail)?;
    let elf = object::File::parse(&*image.linked.elf).map_err(fail)?;
    // Sections of one name are in the image in the order of the object.
    let mut pieces: HashMap<&str, Vec<(u32, u32)>> = HashMap::new();
    for piece in image
        .linked
        .pieces
        .iter()
        .filter(|piece| piece.file == "app.o")
    {
        pieces
            .entry(&piece.name)
            .or_default()
            .push((piece.address, piece.size));
    }
    let mut names: HashMap<String, usize> = HashMap::new();
    for section in object.sections() {
        *names
            .entry(section.name().map_err(fail)?.to_owned())
            .or_default() += 1;
    }
    let word = |address: u32| {
        elf.sections().find_map(|section| {
            let data = section.data_range(u64::from(address), 4).ok()??;
            Some(u32::from_le_bytes(data.try_into().ok()?))
        })
    };
    let (mut checked, mut doubtful) = (0, 0);
    for section in object.sections() {
        let name = section.name().map_err(fail)?;
        let Some(kept) = pieces.get(name) else {
            continue;
        };
        if kept.len() != 1 || names.get(name) != Some(&1) {
            doubtful += section.relocations().count();
            continue;
        }
        for (offset, _) in section.relocations() {
            let at = kept[0].0 + offset as u32;
            let to = word(at)
                .ok_or_else(|| format!("{name}+{offset}: no byte of the image is at {at:#x}"))?;
            let home = image
                .linked
                .sections
                .iter()
                .find(|s| to >= s.address && to - s.address < s.size.max(1));
            match home {
                Some(home) if !home.reserved => checked += 1,
                Some(home) => {
                    return Err(format!(
                        "{name}+{offset} points to {to:#x} in {}",
                        home.name
                    ));
                }
                // An empty section of the archives marks its version.
                None if name == ".rodata.mpf.mpf_config" => checked += 1,
                None => {
                    return Err(format!(
                        "{name}+{offset} points to {to:#x}, where nothing is"
                    ));
                }
            }
        }
    }
    if checked < 50 || doubtful * 10 > checked {
        return Err(format!(
            "only {checked} references could be checked, {doubtful} could not"
        ));
    }
    Ok(())
}
