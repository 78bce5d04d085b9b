//! A ring of bytes: what waits for a listener, or for the program.

pub struct Ring<const SIZE: usize> {
    bytes: [u8; SIZE],
    first: usize,
    used: usize,
}

impl<const SIZE: usize> Ring<SIZE> {
    pub const fn new() -> Ring<SIZE> {
        Ring {
            bytes: [0; SIZE],
            first: 0,
            used: 0,
        }
    }

    pub fn is_empty(&self) -> bool {
        self.used == 0
    }

    pub fn is_full(&self) -> bool {
        self.used == SIZE
    }

    /// Adds a byte; in a full ring the oldest one makes room.
    pub fn push(&mut self, byte: u8) {
        if self.is_full() {
            self.skip(1);
        }
        let mut at = self.first + self.used;
        if at >= SIZE {
            at -= SIZE;
        }
        if let Some(place) = self.bytes.get_mut(at) {
            *place = byte;
            self.used += 1;
        }
    }

    pub fn pop(&mut self) -> Option<u8> {
        if self.is_empty() {
            return None;
        }
        let byte = self.bytes.get(self.first).copied();
        self.skip(1);
        byte
    }

    /// The oldest bytes, as many as lie together.
    pub fn front(&self) -> &[u8] {
        let end = (self.first + self.used).min(SIZE);
        self.bytes.get(self.first..end).unwrap_or_default()
    }

    /// Forgets the oldest bytes.
    pub fn skip(&mut self, count: usize) {
        let count = count.min(self.used);
        self.used -= count;
        self.first += count;
        if self.first >= SIZE {
            self.first -= SIZE;
        }
    }
}
