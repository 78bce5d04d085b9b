//! Is this file an object for the board's machine? If not, the error says what it seems to be.

use crate::error::LinkError;
use crate::input::{Header, LE, malformed};
use mpf_board::Machine;
use object::elf;
use object::read::elf::FileHeader;

fn machine_name(machine: u16, class: u8) -> String {
    match machine {
        3 => "32-bit x86".to_owned(),
        40 => "32-bit Arm".to_owned(),
        62 => "x86-64".to_owned(),
        94 => "Xtensa".to_owned(),
        183 => "64-bit Arm".to_owned(),
        243 if class == 2 => "64-bit RISC-V".to_owned(),
        243 => "32-bit RISC-V".to_owned(),
        other => format!("machine number {other}"),
    }
}

/// What a file that is no ELF object seems to be.
fn describe(bytes: &[u8]) -> (&'static str, &'static str) {
    match bytes {
        [] => ("empty", "build it again"),
        [b'B', b'C', 0xC0, 0xDE, ..] => (
            "LLVM bitcode",
            "build it without linker-plugin LTO so that it holds machine code",
        ),
        [0xCF | 0xCE, 0xFA, 0xED, 0xFE, ..] => ("a Mach-O file", "build it for the board's target"),
        [b'M', b'Z', ..] => ("a Windows program", "build it for the board's target"),
        [b'!', b'<', b't', b'h', ..] => (
            "a thin archive",
            "make an archive that contains its members",
        ),
        _ => ("an unknown kind of file", "check the path"),
    }
}

/// The ELF header, checked for class, byte order, machine and type.
pub(crate) fn header<'a>(
    name: &str,
    bytes: &'a [u8],
    machine: Machine,
) -> Result<&'a Header, LinkError> {
    if bytes.len() < 20 || !bytes.starts_with(b"\x7fELF") {
        let (found, help) = describe(bytes);
        return Err(LinkError::NotAnObject {
            file: name.to_owned(),
            found: found.to_owned(),
            help: help.to_owned(),
        });
    }
    let little = bytes[5] == 1;
    let number = if little {
        u16::from_le_bytes([bytes[18], bytes[19]])
    } else {
        u16::from_be_bytes([bytes[18], bytes[19]])
    };
    let wanted = match machine {
        Machine::RiscV32 => elf::EM_RISCV.0,
        Machine::Arm => elf::EM_ARM.0,
    };
    if bytes[4] != 1 || !little || number != wanted {
        let order = if little { "" } else { " (big-endian)" };
        return Err(LinkError::ForeignMachine {
            file: name.to_owned(),
            found: machine_name(number, bytes[4]) + order,
            wanted: machine.name().to_owned(),
        });
    }
    let header = Header::parse(bytes).map_err(|error| malformed(name, error))?;
    if header.e_type(LE) != elf::ET_REL {
        return Err(LinkError::NotAnObject {
            file: name.to_owned(),
            found: "an ELF file that is linked already".to_owned(),
            help: "pass the object or archive that it was made of".to_owned(),
        });
    }
    Ok(header)
}
