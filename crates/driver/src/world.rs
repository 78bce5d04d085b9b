//! What the runtime offers to programs: the names of builtins, and the native modules with their members.
//!
//! Read from the declarations that stand beside the functions in the runtime; nothing is listed twice.

use mpf_core::builtins::{CONSTANTS, NATIVES, TYPES};
use mpf_core::native::ConstantValue;
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
    let constants = || CONSTANTS.iter().copied().flatten();
    // A type that is an attribute of a module is no name of the builtins namespace.
    let of_modules: BTreeSet<&str> = constants()
        .filter_map(|constant| match constant.value {
            ConstantValue::Type(name) => Some(name),
            ConstantValue::Int(_) | ConstantValue::Str(_) => None,
        })
        .collect();
    let mut builtins: BTreeSet<&str> = VALUES.into_iter().collect();
    builtins.extend(types.difference(&of_modules));
    let mut members: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    let functions = NATIVES.iter().copied().flatten();
    let functions = functions.map(|native| (native.decl.owner, native.decl.name()));
    for (owner, name) in functions.chain(constants().map(|c| (c.owner, c.name))) {
        if owner.is_empty() {
            builtins.insert(name);
        } else if !types.contains(owner) {
            members.entry(owner).or_default().insert(name);
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
