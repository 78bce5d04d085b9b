//! What only the host build has: tables in place of linker symbols. The simulator and the build-time VM fill them.

use crate::native::{BuiltinType, NativeEntry};
use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

/// Why build-time execution gave a statement up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Abort {
    /// The fuel is used up.
    Fuel,
    /// The statement asked for something outside: console, time, a pin.
    Effect(&'static str),
}

/// Test mode, together with stress mode, which collects at every allocation: every `every`-th one fails.
#[derive(Clone, Copy, Debug, Default)]
pub struct FailingAllocations {
    /// 0: none.
    pub every: u64,
    /// Allocations so far, and how many of them failed.
    pub asked: u64,
    pub failed: u64,
}

impl FailingAllocations {
    /// Counts one allocation; true when it is to fail.
    pub fn count(&mut self) -> bool {
        self.asked += 1;
        let fails = self.every != 0 && self.asked.is_multiple_of(self.every);
        self.failed += u64::from(fails);
        fails
    }

    /// Whether the allocation before the next one failed.
    pub fn just_failed(&self) -> bool {
        self.failed != 0 && self.asked.is_multiple_of(self.every)
    }
}

impl Host {
    /// Instructions until the fuel is used up.
    pub(crate) fn fuel(&self) -> u64 {
        self.fuel_end - self.instructions
    }

    /// Takes over what the loop counted.
    pub(crate) fn set_fuel(&mut self, left: u64) {
        self.instructions = self.fuel_end - left;
    }
}

/// Tables that stand for `mpf_type_*`, `mpf_name_*`, `mpf_kind_types` and function addresses.
#[derive(Default)]
pub struct Host {
    /// Arena offsets of well-known types, in the order of `wk::TYPE_NAMES`.
    pub types: Vec<u32>,
    /// Arena offsets of well-known names, in the order of `wk::NAMES`.
    pub names: Vec<u32>,
    /// Kind-to-type table.
    pub kinds: [u32; 32],
    /// Entry `n` of a `Native` or of a type slot is `natives[n - 1]`; `symbols` are their linker symbols.
    pub natives: Vec<NativeEntry>,
    pub symbols: Vec<&'static str>,
    /// Builtins namespace: name to value bits.
    pub builtins: HashMap<String, u32>,
    /// Native modules by name.
    pub modules: HashMap<String, u32>,
    /// Declarations of builtin types by the address of the type.
    pub type_decls: HashMap<u32, &'static BuiltinType>,
    /// Immortal strings by text.
    pub interned: HashMap<String, u32>,
    /// Names of module globals by slot number.
    pub global_names: Vec<u32>,
    /// The program is to stop with a KeyboardInterrupt.
    pub interrupt: Arc<AtomicBool>,
    /// Names of the board's pins, as an image has them (`parts::PIN_NAMES`).
    pub pins: Vec<u8>,
    /// VM instructions so far, and the count at which the fuel is used up.
    pub instructions: u64,
    pub fuel_end: u64,
    /// Generators made so far.
    pub generators: u64,
    /// Build-time execution gives the running statement up.
    pub abort: Option<Abort>,
    /// Test mode: the allocations that fail.
    pub failing: FailingAllocations,
    /// End of the immortal region.
    pub immortal_limit: u32,
}
