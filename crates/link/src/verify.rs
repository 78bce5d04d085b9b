//! An independent look at a finished executable, read back with another ELF reader: segments inside regions, nothing
//! overlaps, the entry is code, the vector table is one. It shares no code with the writer.

use goblin::elf::program_header::PT_LOAD;
use goblin::elf::section_header::{SHF_ALLOC, SHF_EXECINSTR};
use goblin::elf::{Elf, SectionHeader};
use mpf_board::{Layout, Machine, Vectors};

/// Checks an executable against the layout; the messages say what is wrong.
pub fn verify(bytes: &[u8], layout: &Layout) -> Result<(), Vec<String>> {
    let elf =
        Elf::parse(bytes).map_err(|error| vec![format!("the ELF file is damaged: {error}")])?;
    let mut wrong = Vec::new();
    let machine = match layout.machine {
        Machine::RiscV32 => goblin::elf::header::EM_RISCV,
        Machine::Arm => goblin::elf::header::EM_ARM,
    };
    if elf.header.e_machine != machine || elf.is_64 || !elf.little_endian {
        wrong.push("the ELF file is for another machine".to_owned());
    }
    let inside = |address: u64, size: u64| {
        layout.regions.iter().any(|region| {
            address >= u64::from(region.origin) && address.saturating_add(size) <= region.end()
        })
    };
    // (first, end, what) of all memory in use while the program runs, and of all that the image is stored in.
    let mut run: Vec<(u64, u64, String)> = Vec::new();
    let mut stored: Vec<(u64, u64, String)> = Vec::new();
    for segment in elf.program_headers.iter().filter(|p| p.p_type == PT_LOAD) {
        let name = format!("the segment at {:#x}", segment.p_vaddr);
        if !inside(segment.p_vaddr, segment.p_memsz) || !inside(segment.p_paddr, segment.p_filesz) {
            wrong.push(format!("{name} is outside of the chip's memory"));
        }
        if segment.p_filesz > segment.p_memsz
            || segment.p_offset.saturating_add(segment.p_filesz) > bytes.len() as u64
        {
            wrong.push(format!("{name} is larger than what the file holds"));
        }
        let first = segment.p_paddr;
        stored.push((first, first.saturating_add(segment.p_filesz), name));
    }
    let sections = || {
        elf.section_headers
            .iter()
            .filter(|section| section.sh_flags & u64::from(SHF_ALLOC) != 0)
    };
    let name = |section: &SectionHeader| {
        elf.shdr_strtab
            .get_at(section.sh_name)
            .unwrap_or("a section without name")
            .to_owned()
    };
    for section in sections() {
        if !inside(section.sh_addr, section.sh_size) {
            wrong.push(format!("{} is outside of the chip's memory", name(section)));
        }
        let may_run = layout
            .regions
            .iter()
            .any(|region| region.attributes.execute && region.contains(section.sh_addr as u32, 0));
        if section.sh_flags & u64::from(SHF_EXECINSTR) != 0 && !may_run {
            wrong.push(format!(
                "{} is code in memory that cannot run it",
                name(section)
            ));
        }
        let end = section.sh_addr.saturating_add(section.sh_size);
        run.push((section.sh_addr, end, name(section)));
    }
    overlaps(&mut wrong, run);
    overlaps(&mut wrong, stored);
    let code = |address: u64| {
        sections().any(|section| {
            section.sh_flags & u64::from(SHF_EXECINSTR) != 0
                && address >= section.sh_addr
                && address < section.sh_addr.saturating_add(section.sh_size)
        })
    };
    if !code(elf.entry & !1) {
        wrong.push(format!("the entry {:#x} is not in code", elf.entry));
    }
    if let Vectors::CortexM { section, lines } = &layout.vectors {
        match sections().find(|header| name(header) == *section) {
            Some(header) => {
                let first = header.sh_offset as usize;
                let table = bytes.get(first..first.saturating_add(header.sh_size as usize));
                vectors(&mut wrong, table.unwrap_or_default(), *lines, layout, &code);
            }
            None => wrong.push(format!("there is no vector table (section {section})")),
        }
    }
    if wrong.is_empty() { Ok(()) } else { Err(wrong) }
}

fn overlaps(wrong: &mut Vec<String>, mut parts: Vec<(u64, u64, String)>) {
    parts.retain(|(first, end, _)| first < end);
    parts.sort();
    for pair in parts.windows(2) {
        if pair[1].0 < pair[0].1 {
            wrong.push(format!("{} and {} overlap", pair[0].2, pair[1].2));
        }
    }
}

/// The first word is the stack pointer, all others are Thumb code addresses or 0.
fn vectors(
    wrong: &mut Vec<String>,
    table: &[u8],
    lines: u32,
    layout: &Layout,
    code: &impl Fn(u64) -> bool,
) {
    let words: Vec<u32> = table
        .chunks_exact(4)
        .map(|word| u32::from_le_bytes([word[0], word[1], word[2], word[3]]))
        .collect();
    let most = 16 + lines as usize;
    if words.len() < 16 || words.len() > most {
        wrong.push(format!(
            "the vector table has {} entries, the chip wants 16 to {most}",
            words.len()
        ));
        return;
    }
    let stack = u64::from(words[0]);
    let in_ram = layout.regions.iter().any(|region| {
        region.attributes.write && stack > u64::from(region.origin) && stack <= region.end()
    });
    if !in_ram || !stack.is_multiple_of(8) {
        wrong.push(format!(
            "the initial stack pointer {stack:#x} is not an aligned RAM address"
        ));
    }
    for (number, word) in words.iter().enumerate().skip(1) {
        let handler = u64::from(*word);
        let must = number == 1 || number == 3;
        if (*word != 0 || must) && (handler & 1 == 0 || !code(handler & !1)) {
            wrong.push(format!(
                "vector {number} ({handler:#x}) is not the address of Thumb code"
            ));
        }
    }
}
