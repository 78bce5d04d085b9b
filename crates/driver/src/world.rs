//! What the runtime offers to programs: the names of builtins, and the native modules with their members.
//!
//! Read from the declarations that stand beside the functions in the runtime; nothing is listed twice.

use mpf_core::builtins::{NATIVES, TYPES};
use mpf_resolve::NativeWorld;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

/// Builtin names that are values and no declaration mentions.
const VALUES: [&str; 6] = [
    "None",
    "True",
    "False",
    "NotImplemented",
    "Ellipsis",
    "__debug__",
];

struct Tables {
    builtins: Vec<&'static str>,
    modules: Vec<(&'static str, &'static [&'static str])>,
}

/// The world of this runtime, made once.
pub fn world() -> NativeWorld<'static> {
    static TABLES: OnceLock<Tables> = OnceLock::new();
    let tables = TABLES.get_or_init(collect);
    NativeWorld {
        builtins: &tables.builtins,
        modules: &tables.modules,
    }
}

fn collect() -> Tables {
    let types: BTreeSet<&str> = TYPES.iter().copied().flatten().map(|t| t.name).collect();
    let mut builtins: BTreeSet<&str> = VALUES.into_iter().chain(types.iter().copied()).collect();
    let mut members: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for native in NATIVES.iter().copied().flatten() {
        let decl = native.decl;
        if decl.owner.is_empty() {
            builtins.insert(decl.name());
        } else if !types.contains(decl.owner) {
            members.entry(decl.owner).or_default().insert(decl.name());
        }
    }
    let modules = members.into_iter().map(|(name, members)| {
        let members: Vec<&str> = members.into_iter().collect();
        // Made once per process.
        (name, &*members.leak())
    });
    Tables {
        builtins: builtins.into_iter().collect(),
        modules: modules.collect(),
    }
}
