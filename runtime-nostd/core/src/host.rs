//! What only the host build has: tables in place of linker symbols. The simulator and the build-time VM fill them.

use crate::native::NativeEntry;

/// Tables that stand for `mpf_type_*`, `mpf_name_*`, `mpf_kind_types` and function addresses.
#[derive(Default)]
pub struct Host {
    /// Arena offsets of well-known types, in the order of `wk::TYPE_NAMES`.
    pub types: Vec<u32>,
    /// Arena offsets of well-known names, in the order of `wk::NAMES`.
    pub names: Vec<u32>,
    /// Kind-to-type table.
    pub kinds: [u32; 32],
    /// Entry `n` of a `Native` or of a type slot is `natives[n - 1]`.
    pub natives: Vec<NativeEntry>,
}
