//! Generators: a function's window kept on the heap between two resumptions.

/// Payload words of a `Generator`; registers follow.
pub mod word {
    pub const FUNCTION: u32 = 0;
    /// Where to continue, tagged odd like a link.
    pub const PC: u32 = 1;
    /// `state` as a small int.
    pub const STATE: u32 = 2;
    /// While suspended: the exception the generator is handling (or None); while running: the caller's.
    pub const HANDLED: u32 = 3;
    pub const REGISTERS: u32 = 4;
}

/// States of a generator.
pub mod state {
    pub const CREATED: i32 = 0;
    pub const SUSPENDED: i32 = 1;
    pub const RUNNING: i32 = 2;
    pub const DONE: i32 = 3;
}
