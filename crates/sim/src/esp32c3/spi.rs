//! The SPI controller that programs use to talk to the flash chip (the other one serves the cache and is not visible
//! beyond its settings): commands put together by the program, and the fixed ones of the first chips of this family.

use super::flash::FlashChip;
use super::memory::Memory;
use super::plain::Plain;
use super::time::Time;

pub const BASE: u32 = 0x6000_2000;
const COMMAND: u32 = BASE;
const ADDRESS: u32 = BASE + 0x04;
const USER: u32 = BASE + 0x18;
const USER1: u32 = BASE + 0x1c;
const USER2: u32 = BASE + 0x20;
const OUT_BITS: u32 = BASE + 0x24;
const IN_BITS: u32 = BASE + 0x28;
const STATUS: u32 = BASE + 0x2c;
const WORDS: u32 = BASE + 0x58;

/// Fixed commands: bit of the command register and command of the chip.
const FIXED: [(u32, u8); 11] = [
    (1 << 30, 0x06),
    (1 << 29, 0x04),
    (1 << 28, 0x9f),
    (1 << 27, 0x05),
    (1 << 26, 0x01),
    (1 << 25, 0x02),
    (1 << 24, 0x20),
    (1 << 23, 0xd8),
    (1 << 22, 0xc7),
    (1 << 21, 0xb9),
    (1 << 20, 0xab),
];
const USER_COMMAND: u32 = 1 << 18;

/// A write to the command register. False: a command that is not emulated.
pub fn start(
    value: u32,
    plain: &mut Plain,
    chip: &mut FlashChip,
    now: Time,
    memory: &mut Memory,
) -> bool {
    plain.write(COMMAND, 0);
    let get = |plain: &Plain, at| plain.read(at).unwrap_or(0);
    if value & USER_COMMAND != 0 {
        return user(plain, chip, now, memory);
    }
    for (bit, command) in FIXED {
        if value & bit == 0 {
            continue;
        }
        let address = get(plain, ADDRESS);
        let mut data = words(plain);
        let mut answer = [0; 4];
        let (sent, wanted) = match command {
            // How many bytes to program is in the address register.
            0x02 => ((address >> 24) as usize, 0),
            0x01 => {
                data = get(plain, STATUS).to_le_bytes().to_vec();
                (1, 0)
            }
            0x9f => (0, 3),
            0x05 | 0xab => (0, 1),
            _ => (0, 0),
        };
        let sent = &data[..sent.min(data.len())];
        let target = address & 0xff_ffff;
        if !chip.command(command, target, sent, &mut answer[..wanted], now, memory) {
            return false;
        }
        match command {
            0x05 => plain.write(STATUS, u32::from(answer[0])),
            0x9f | 0xab => plain.write(WORDS, u32::from_le_bytes(answer)),
            _ => true,
        };
        return true;
    }
    // Nothing asked.
    value == 0
}

/// The data registers as bytes.
fn words(plain: &Plain) -> Vec<u8> {
    (0..16)
        .flat_map(|n| plain.read(WORDS + 4 * n).unwrap_or(0).to_le_bytes())
        .collect()
}

/// A command put together by the program.
fn user(plain: &mut Plain, chip: &mut FlashChip, now: Time, memory: &mut Memory) -> bool {
    let get = |at| plain.read(at).unwrap_or(0);
    let (user, user1, user2) = (get(USER), get(USER1), get(USER2));
    let has = |bit: u32| user >> bit & 1 != 0;
    let command = if has(31) { user2 as u8 } else { 0 };
    let address = match (has(30), user1 >> 26) {
        (true, bits @ 24..) => get(ADDRESS) & ((1u64 << (bits.min(31) + 1)) - 1) as u32,
        (true, bits) => get(ADDRESS) & ((1 << (bits + 1)) - 1),
        _ => 0,
    };
    // With more than 24 bits of address the last eight are mode bits or nothing.
    let address = if user1 >> 26 > 23 {
        address >> 8
    } else {
        address
    };
    let all = words(plain);
    let sent = match has(27) {
        true => &all[..((get(OUT_BITS) as usize & 0x3ff) + 1).div_ceil(8).min(64)],
        false => &[],
    };
    let mut answer = [0; 64];
    let wanted = match has(28) {
        true => ((get(IN_BITS) as usize & 0x3ff) + 1).div_ceil(8).min(64),
        false => 0,
    };
    if !chip.command(command, address, sent, &mut answer[..wanted], now, memory) {
        return false;
    }
    for (n, word) in answer[..wanted].chunks(4).enumerate() {
        let mut bytes = [0; 4];
        bytes[..word.len()].copy_from_slice(word);
        plain.write(WORDS + 4 * n as u32, u32::from_le_bytes(bytes));
    }
    true
}
