//! The interrupt controller: 62 sources are mapped to 31 lines of the processor, each with a priority, level or edge.

/// Numbers of the sources that are emulated.
pub mod source {
    pub const GPIO: u32 = 16;
    pub const UART0: u32 = 21;
    pub const UART1: u32 = 22;
    pub const USB: u32 = 26;
    pub const RTC: u32 = 27;
    pub const TIMER_GROUP: [u32; 2] = [32, 34];
    pub const TIMER_GROUP_WATCHDOG: [u32; 2] = [33, 35];
    pub const SYSTIMER: [u32; 3] = [37, 38, 39];
    pub const SOFTWARE: [u32; 4] = [50, 51, 52, 53];
}

const SOURCES: usize = 62;

pub struct Matrix {
    /// Line of each source.
    map: [u32; SOURCES],
    sources: u64,
    enabled: u32,
    edge: u32,
    /// Lines whose edge has not been taken yet, and the levels from before.
    latched: u32,
    levels: u32,
    priority: [u32; 32],
    threshold: u32,
}

impl Matrix {
    pub fn new() -> Matrix {
        Matrix {
            map: [0; SOURCES],
            sources: 0,
            enabled: 0,
            edge: 0,
            latched: 0,
            levels: 0,
            priority: [0; 32],
            threshold: 0,
        }
    }

    /// The sources as they are now.
    pub fn update(&mut self, sources: u64) {
        self.sources = sources;
        let mut levels = 0;
        let mut rest = sources;
        while rest != 0 {
            let source = rest.trailing_zeros() as usize;
            rest &= rest - 1;
            if let Some(line) = self.map.get(source) {
                levels |= 1 << (line & 31);
            }
        }
        self.latched |= levels & !self.levels;
        self.levels = levels;
    }

    /// Lines that are pending, whatever their priority. Line 0 does not exist.
    fn pending(&self) -> u32 {
        (self.levels & !self.edge | self.latched & self.edge) & !1
    }

    /// A line that wakes the processor.
    pub fn wakes(&self) -> bool {
        self.pending() & self.enabled != 0
    }

    /// The line to be taken: the highest priority, then the lowest number.
    pub fn request(&self) -> Option<u32> {
        let lines = self.pending() & self.enabled;
        (1..32)
            .filter(|line| lines >> line & 1 != 0)
            .filter(|&line| {
                let priority = self.priority[line as usize];
                priority != 0 && priority >= self.threshold
            })
            .max_by_key(|&line| (self.priority[line as usize], 32 - line))
    }

    pub fn read(&self, offset: u32) -> Option<u32> {
        Some(match offset {
            0x00..0xf8 => self.map[offset as usize / 4],
            0xf8 => self.sources as u32,
            0xfc => (self.sources >> 32) as u32,
            0x104 => self.enabled,
            0x108 => self.edge,
            0x10c => 0,
            0x110 => self.pending(),
            0x114..0x194 => self.priority[(offset as usize - 0x114) / 4],
            0x194 => self.threshold,
            _ => return None,
        })
    }

    pub fn write(&mut self, offset: u32, value: u32) -> bool {
        match offset {
            0x00..0xf8 => self.map[offset as usize / 4] = value & 31,
            0x104 => self.enabled = value,
            0x108 => self.edge = value,
            0x10c => self.latched &= !value,
            0x114..0x194 => self.priority[(offset as usize - 0x114) / 4] = value & 15,
            0x194 => self.threshold = value & 15,
            _ => return false,
        }
        self.update(self.sources);
        true
    }
}
