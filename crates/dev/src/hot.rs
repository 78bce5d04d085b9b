//! `cargo dev hot`: reads the machine code of the handlers in the RISC-V archive. A handler that touches the stack saves
//! registers, which costs more than the work of most instructions; one that grew pays in flash and cache.
//! There every handler is a function; the other targets compile the same handlers into one loop.

use crate::archives;
use crate::shell::Outcome;
use object::read::archive::ArchiveFile;
use object::{Object, ObjectSection, ObjectSymbol};
use std::collections::BTreeMap;

/// Symbols of handlers begin so.
const PREFIX: &str = "mpf_hot_";
/// No handler: it calls the cold operations.
const SLOW: &str = "slow";
/// Bytes that all handlers together may take, before the linker shortens their jumps.
const BUDGET: u64 = 9_000;
/// The stack pointer.
const SP: u32 = 2;

pub fn run() -> Outcome {
    let mut handlers = BTreeMap::new();
    for file in archives::ensure()?.files {
        let name = file
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        if name.starts_with("core-riscv32") {
            let bytes = std::fs::read(&file).map_err(|error| format!("{name}: {error}"))?;
            handlers.extend(read(&bytes).map_err(|error| format!("{name}: {error}"))?);
        }
    }
    if handlers.is_empty() {
        return Err("no archive with handlers".into());
    }
    let size: u64 = handlers.values().map(|code| code.len() as u64).sum();
    println!("hot: {} handlers, {size} of {BUDGET} bytes", handlers.len());
    let mut complaints: Vec<String> = handlers
        .iter()
        .filter(|(_, code)| touches_stack(code))
        .map(|(name, _)| format!("the handler of {name} touches the stack"))
        .collect();
    if size > BUDGET {
        complaints.push(format!(
            "the handlers take {} bytes too many",
            size - BUDGET
        ));
    }
    match complaints.is_empty() {
        true => Ok(()),
        false => Err(complaints.join("\n")),
    }
}

/// Code of the handlers in an archive by opcode.
fn read(bytes: &[u8]) -> Result<BTreeMap<String, Vec<u8>>, object::read::Error> {
    let mut found = BTreeMap::new();
    let archive = ArchiveFile::parse(bytes)?;
    for member in archive.members() {
        let Ok(file) = object::File::parse(member?.data(bytes)?) else {
            continue;
        };
        for symbol in file.symbols().filter(|symbol| symbol.is_definition()) {
            let Some(name) = symbol
                .name()
                .ok()
                .and_then(|name| name.strip_prefix(PREFIX))
            else {
                continue;
            };
            if let Some(index) = symbol.section_index()
                && name != SLOW
            {
                let section = file.section_by_index(index)?;
                let code = section.data_range(symbol.address(), symbol.size())?;
                found.insert(name.to_owned(), code.unwrap_or_default().to_vec());
            }
        }
    }
    Ok(found)
}

/// Whether an instruction names the stack pointer.
fn touches_stack(code: &[u8]) -> bool {
    let half = |at: usize| {
        code.get(at..at + 2)
            .map(|b| u32::from(b[0]) | u32::from(b[1]) << 8)
    };
    let mut at = 0;
    while let Some(low) = half(at) {
        let names = match low & 3 {
            3 => names_sp(low | half(at + 2).unwrap_or(0) << 16),
            quadrant => compressed_names_sp(low, quadrant),
        };
        if names {
            return true;
        }
        at += if low & 3 == 3 { 4 } else { 2 };
    }
    false
}

/// A 32-bit instruction, by its format.
fn names_sp(insn: u32) -> bool {
    let (rd, rs1, rs2) = (insn >> 7 & 31, insn >> 15 & 31, insn >> 20 & 31);
    match insn & 0x7F {
        // lui, auipc, jal
        0x37 | 0x17 | 0x6F => rd == SP,
        // Loads, operations with an immediate, jalr
        0x03 | 0x13 | 0x67 => rd == SP || rs1 == SP,
        // Stores, branches
        0x23 | 0x63 => rs1 == SP || rs2 == SP,
        _ => rd == SP || rs1 == SP || rs2 == SP,
    }
}

/// A 16-bit instruction: most name registers 8 to 15 only.
fn compressed_names_sp(insn: u32, quadrant: u32) -> bool {
    let (function, rd, rs2) = (insn >> 13, insn >> 7 & 31, insn >> 2 & 31);
    match (quadrant, function) {
        // addi4spn
        (0, 0) => insn != 0,
        // addi, li, lui and addi16sp
        (1, 0 | 2 | 3) => rd == SP,
        // slli
        (2, 0) => rd == SP,
        // lwsp, swsp
        (2, 2 | 6) => true,
        // jr, mv, jalr, add
        (2, 4) => rd == SP || rs2 == SP,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stack_accesses_are_found() {
        // addi sp, sp, -16; sw ra, 12(sp); lbu a5, 1(a1); add a5, a5, a2; lw a5, 0(a4); jr a5; mv a1, a0
        let saves: [u16; 2] = [0x1141, 0xC606];
        let plain: [u32; 1] = [0x0015_C783];
        let short: [u16; 4] = [0x97B2, 0x431C, 0x8782, 0x85AA];
        for insn in saves {
            assert!(touches_stack(&insn.to_le_bytes()), "{insn:#x}");
        }
        for insn in plain {
            assert!(!touches_stack(&insn.to_le_bytes()), "{insn:#x}");
        }
        for insn in short {
            assert!(!touches_stack(&insn.to_le_bytes()), "{insn:#x}");
        }
        // lw a0, 8(sp) and sw sp, 0(a0) at full length
        assert!(touches_stack(&0x0081_2503u32.to_le_bytes()));
        assert!(touches_stack(&0x0025_2023u32.to_le_bytes()));
    }
}
