//! The virtual machine: the dispatch loop, calls, exceptions, generators.

/// Code addresses of the stubs.
#[derive(Clone, Copy, Default, Debug)]
pub struct Stubs {
    pub halt: u32,
    pub init_done: u32,
}
