//! Flash images around programs of these tests, made by espflash as the real ones are.

use crate::asm::{A2, Asm};
use espflash::flasher::{DeviceInfo, FlashData, FlashSettings, FlashSize};
use espflash::image_format::idf::IdfBootloaderFormat;
use espflash::target::{Chip, XtalFrequency};
use mpf_sim::esp32c3::Rom;

/// Where code and constants of a program lie.
const TEXT: u32 = 0x4201_0020;
const RODATA: u32 = 0x3c00_0020;
/// Where the program begins in the flash image.
pub const APP: usize = 0x1_0000;
pub const PARTITIONS: usize = 0x8000;

/// The real mask ROM.
pub fn rom() -> Rom {
    let device = DeviceInfo {
        chip: Chip::Esp32c3,
        revision: Some((3, 0)),
        crystal_frequency: XtalFrequency::_40Mhz,
        flash_size: FlashSize::_4Mb,
        features: Vec::new(),
        mac_address: None,
    };
    Rom::from_elf(&device.rom().unwrap()).unwrap()
}

/// A merged flash image with code that runs from flash.
pub fn image(code: &Asm) -> Vec<u8> {
    let settings = FlashSettings::new(None, Some(FlashSize::_4Mb), None);
    let data = FlashData::new(settings, 0, None, Chip::Esp32c3, XtalFrequency::_40Mhz);
    let elf = elf(&code.bytes());
    let format = IdfBootloaderFormat::new(&elf, &data, None, None, None, None).unwrap();
    let mut image = Vec::new();
    for segment in format.flash_segments() {
        image.resize(segment.addr as usize, 0xff);
        image.extend_from_slice(&segment.data);
    }
    image
}

/// A program that says "ok" on UART0, raises pin 8 and ends with status 7.
pub fn greeting() -> Asm {
    let mut asm = Asm::new();
    for byte in b"ok\n" {
        asm.poke(0x6000_0000, u32::from(*byte));
    }
    // Function 1 of the pad is the plain pin.
    asm.poke(0x6000_9004 + 4 * 8, 0x1a00)
        .poke(0x6000_4024, 1 << 8)
        .poke(0x6000_4008, 1 << 8)
        .li(A2, 7)
        .exit();
    asm
}

/// The smallest executable that has what the image format wants: an application descriptor and code.
fn elf(code: &[u8]) -> Vec<u8> {
    let mut descriptor = vec![0; 256];
    descriptor[..4].copy_from_slice(&0xabcd_5432u32.to_le_bytes());
    let names = b"\0.flash.appdesc\0.text\0.shstrtab\0";
    let mut file = vec![0; 52];
    let mut put = |bytes: &[u8]| {
        file.resize(file.len().next_multiple_of(4), 0);
        file.extend_from_slice(bytes);
        (file.len() - bytes.len()) as u32
    };
    let (rodata, text, strings) = (put(&descriptor), put(code), put(names));
    let section = |name, kind, flags, address, offset, size| {
        let words: [u32; 10] = [name, kind, flags, address, offset, size, 0, 0, 4, 0];
        words
            .iter()
            .flat_map(|w| w.to_le_bytes())
            .collect::<Vec<u8>>()
    };
    let table = [
        section(0, 0, 0, 0, 0, 0),
        section(1, 1, 2, RODATA, rodata, descriptor.len() as u32),
        section(16, 1, 6, TEXT, text, code.len() as u32),
        section(22, 3, 0, 0, strings, names.len() as u32),
    ]
    .concat();
    let sections = put(&table);
    let mut header = b"\x7fELF\x01\x01\x01".to_vec();
    header.resize(16, 0);
    for half in [2u16, 243] {
        header.extend(half.to_le_bytes());
    }
    for word in [1, TEXT, 0, sections, 0] {
        header.extend(word.to_le_bytes());
    }
    for half in [52u16, 32, 0, 40, 4, 3] {
        header.extend(half.to_le_bytes());
    }
    file[..52].copy_from_slice(&header);
    file
}
