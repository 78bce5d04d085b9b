//! The memories of the chip in one array, the pages of the address space that lead into it, and the decoded instructions.
//!
//! Pages are 64 KB, the size of the flash cache's pages. Everything that is not whole, plain memory (registers, halves of
//! pages, ROM without bytes) has no entry in the fast tables and is left to the slow path of the bus.

use super::decode::{Insn, decode};

pub const PAGE: u32 = 0x1_0000;
/// Bytes of memory that share one mark "has been decoded".
const LINE: u32 = 64;
/// An entry without fast memory: an offset that lies beyond every array.
const NONE: u32 = 0x4000_0000;

/// Offsets in the array.
const SRAM0: u32 = 0;
const SRAM1: u32 = PAGE;
const SRAM1_PAGES: u32 = 6;
const RTC: u32 = SRAM1 + SRAM1_PAGES * PAGE;
const ROM: u32 = RTC + PAGE;
const ROM_PAGES: u32 = 6;
const FLASH: u32 = ROM + ROM_PAGES * PAGE;

/// What fresh RAM holds, so that reading memory that nobody wrote shows.
const POISON: u8 = 0xa5;

/// Which flash pages the two windows show: 128 entries of 64 KB each.
pub const WINDOW_PAGES: u32 = 128;
const INSTRUCTION_WINDOW: u32 = 0x4200;
const DATA_WINDOW: u32 = 0x3c00;

/// Decoded instructions of a page, one entry for each halfword.
pub type Code = Box<[Insn]>;

pub struct Memory {
    bytes: Vec<u8>,
    /// Where the page of an address begins in the array; reads, writes, and instructions.
    reads: Box<[u32; 0x1_0000]>,
    writes: Box<[u32; 0x1_0000]>,
    fetches: Box<[u32; 0x1_0000]>,
    /// Decoded instructions by page of the array. The page that runs is lent to the processor.
    code: Vec<Option<Code>>,
    /// Lines from which instructions have been decoded.
    decoded: Vec<bool>,
    /// Lines of the lent page that were written meanwhile.
    stale: Vec<u32>,
    flash: u32,
}

impl Memory {
    /// Memory of a chip with `flash` bytes of flash, all erased.
    pub fn new(flash: u32) -> Memory {
        let size = FLASH + flash;
        let mut memory = Memory {
            bytes: vec![0xff; size as usize],
            reads: no_pages(),
            writes: no_pages(),
            fetches: no_pages(),
            code: (0..size / PAGE).map(|_| None).collect(),
            decoded: vec![false; (size / LINE) as usize],
            stale: Vec::new(),
            flash,
        };
        memory.bytes[..FLASH as usize].fill(0);
        for page in 0..SRAM1_PAGES {
            let at = SRAM1 + page * PAGE;
            for table in [&mut memory.reads[..], &mut memory.writes[..]] {
                table[(0x3fc8 + page) as usize] = at;
                table[(0x4038 + page) as usize] = at;
            }
            memory.fetches[(0x4038 + page) as usize] = at;
        }
        for page in 0..ROM_PAGES {
            let at = ROM + page * PAGE;
            memory.reads[(0x4000 + page) as usize] = at;
            memory.fetches[(0x4000 + page) as usize] = at;
        }
        memory.reads[0x3ff0] = ROM + 4 * PAGE;
        memory.reads[0x3ff1] = ROM + 5 * PAGE;
        memory.fetches[0x4037] = SRAM0;
        memory.fetches[0x5000] = RTC;
        memory.poison();
        memory
    }

    /// RAM as it is after power came: nothing that a program may rely on.
    pub fn poison(&mut self) {
        self.bytes[..ROM as usize].fill(POISON);
        self.forget(0, ROM);
    }

    /// Where an address lies in the array, if `count` bytes of plain memory are there.
    fn place(&self, address: u32, count: u32, write: bool) -> Option<usize> {
        let page = (address >> 16) as usize;
        let table = if write {
            &self.writes[..]
        } else {
            &self.reads[..]
        };
        let start = match (page, address & 0xffff) {
            (0x4037, 0xc000..) => SRAM0,
            (0x5000, 0..0x2000) => RTC,
            _ => table[page],
        };
        let at = start.wrapping_add(address & 0xffff);
        (at + count <= self.bytes.len() as u32).then_some(at as usize)
    }

    /// Reads `N` bytes (1, 2 or 4) at an address that is a multiple of `N`; `None`: the slow path decides.
    #[inline(always)]
    pub fn fast_read<const N: usize>(&self, address: u32) -> Option<[u8; N]> {
        if address & (N as u32 - 1) != 0 {
            return None;
        }
        let at = (self.reads[(address >> 16) as usize] + (address & 0xffff)) as usize;
        self.bytes.get(at..at + N)?.try_into().ok()
    }

    /// Writes as `fast_read` reads. Memory from which instructions were decoded is left to the slow path.
    #[inline(always)]
    pub fn fast_write<const N: usize>(&mut self, address: u32, value: [u8; N]) -> bool {
        if address & (N as u32 - 1) != 0 {
            return false;
        }
        let at = (self.writes[(address >> 16) as usize] + (address & 0xffff)) as usize;
        let Some(to) = self.bytes.get_mut(at..at + N) else {
            return false;
        };
        if self.decoded[at / LINE as usize] {
            return false;
        }
        to.copy_from_slice(&value);
        true
    }

    /// Reads plain memory at any address; `None`: there is none.
    pub fn read(&self, address: u32, count: u32) -> Option<u32> {
        let at = self.place(address, count, false)?;
        let mut word = [0; 4];
        word[..count as usize].copy_from_slice(&self.bytes[at..at + count as usize]);
        Some(u32::from_le_bytes(word))
    }

    /// Writes plain memory at any address; false: there is none that can be written.
    pub fn write(&mut self, address: u32, count: u32, value: u32) -> bool {
        let Some(at) = self.place(address, count, true) else {
            return false;
        };
        self.bytes[at..at + count as usize].copy_from_slice(&value.to_le_bytes()[..count as usize]);
        self.forget(at as u32, at as u32 + count);
        true
    }

    /// Puts bytes into ROM, where programs cannot write.
    pub fn write_rom(&mut self, address: u32, bytes: &[u8]) -> bool {
        let Some(at) = self.place(address, bytes.len() as u32, false) else {
            return false;
        };
        self.bytes[at..at + bytes.len()].copy_from_slice(bytes);
        self.forget(at as u32, (at + bytes.len()) as u32);
        true
    }

    /// The flash chip's contents.
    pub fn flash(&self) -> &[u8] {
        &self.bytes[FLASH as usize..]
    }

    /// Changes flash from `at` on through a function, and drops what was decoded there.
    pub fn change_flash(&mut self, at: u32, count: u32, change: impl FnOnce(&mut [u8])) {
        let start = FLASH + at % self.flash;
        let end = (start + count).min(self.bytes.len() as u32);
        change(&mut self.bytes[start as usize..end as usize]);
        self.forget(start, end);
    }

    /// Shows a page of flash in entry `entry` of the windows, or nothing.
    pub fn map_flash(&mut self, entry: u32, page: Option<u32>) {
        let at = match page {
            Some(page) if page < self.flash / PAGE => FLASH + page * PAGE,
            _ => NONE,
        };
        let entry = entry % WINDOW_PAGES;
        self.reads[(INSTRUCTION_WINDOW + entry) as usize] = at;
        self.fetches[(INSTRUCTION_WINDOW + entry) as usize] = at;
        self.reads[(DATA_WINDOW + entry) as usize] = at;
    }

    /// An address in one of the two windows.
    pub fn in_window(address: u32) -> bool {
        let page = address >> 16;
        [INSTRUCTION_WINDOW, DATA_WINDOW]
            .iter()
            .any(|first| (*first..first + WINDOW_PAGES).contains(&page))
    }

    /// Page of the array from which an address is executed.
    #[inline(always)]
    pub fn code_page(&self, pc: u32) -> Option<u32> {
        match self.fetches[(pc >> 16) as usize] {
            NONE => None,
            at => Some(at / PAGE),
        }
    }

    /// Lends the decoded instructions of a page.
    pub fn lend(&mut self, page: u32) -> Code {
        match self.code[page as usize].take() {
            Some(code) => code,
            None => vec![Insn::EMPTY; (PAGE / 2) as usize].into_boxed_slice(),
        }
    }

    /// Takes a lent page back.
    pub fn take_back(&mut self, page: u32, mut code: Code) {
        for line in self.stale.drain(..) {
            if line / (PAGE / LINE) == page {
                clear(&mut code, line);
                self.decoded[line as usize] = false;
            }
        }
        self.code[page as usize] = Some(code);
    }

    /// Decodes the instruction at `pc`. True: it may be kept; one that crosses into the next page may not, because
    /// another page may follow at another time.
    pub fn decode(&mut self, pc: u32) -> Option<(Insn, bool)> {
        let at = self.executable(pc)?;
        let low = u16::from_le_bytes([self.bytes[at], self.bytes[at + 1]]);
        if low & 3 != 3 {
            self.decoded[at / LINE as usize] = true;
            return Some((decode(u32::from(low)), true));
        }
        let next = self.executable(pc.wrapping_add(2))?;
        let high = u16::from_le_bytes([self.bytes[next], self.bytes[next + 1]]);
        let insn = decode(u32::from(high) << 16 | u32::from(low));
        let keep = next == at + 2 && !(next as u32).is_multiple_of(PAGE);
        if keep {
            self.decoded[at / LINE as usize] = true;
            self.decoded[next / LINE as usize] = true;
        }
        Some((insn, keep))
    }

    /// Where the halfword of an instruction lies.
    fn executable(&self, pc: u32) -> Option<usize> {
        let page = self.code_page(pc)? * PAGE;
        let inside = pc & 0xffff;
        let there = match page {
            SRAM0 => inside >= 0xc000,
            RTC => inside < 0x2000,
            _ => true,
        };
        there.then_some((page + inside) as usize)
    }

    /// Drops what was decoded from a stretch of the array.
    fn forget(&mut self, start: u32, end: u32) {
        // An instruction that begins in the line before may reach into the first one.
        let first = (start / LINE).saturating_sub(1);
        for line in first..=(end.max(1) - 1) / LINE {
            if !self.decoded[line as usize] {
                continue;
            }
            match &mut self.code[(line / (PAGE / LINE)) as usize] {
                Some(code) => {
                    clear(code, line);
                    self.decoded[line as usize] = false;
                }
                // The mark stays until the page is back: the next write comes here again.
                None => self.stale.push(line),
            }
        }
    }
}

/// A table without any fast memory.
fn no_pages() -> Box<[u32; 0x1_0000]> {
    Box::new([NONE; 0x1_0000])
}

/// Empties the instructions of one line.
fn clear(code: &mut Code, line: u32) {
    let first = (line % (PAGE / LINE) * LINE / 2) as usize;
    code[first..first + (LINE / 2) as usize].fill(Insn::EMPTY);
}
