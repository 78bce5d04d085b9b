//! Names of the symbols of a frozen object. They depend on the program only, never on addresses.

use mpf_codegen::Program;
use mpf_core::Kind;
use mpf_core::boot::Booted;
use mpf_core::object::class::word;
use mpf_core::object::function::native_word;

/// Longest piece of a text that a symbol shows.
const SHOWN: usize = 24;

/// Symbol of a Python function's code.
pub fn code(program: &Program, unit: u32) -> String {
    let Some(u) = program.units.get(unit as usize) else {
        return format!("py.unit{unit}");
    };
    let module = u
        .module
        .and_then(|m| program.modules.get(m.0 as usize))
        .map_or("?", |m| m.name.as_str());
    format!("py.{module}.{}", u.qualname)
}

/// Local symbol of another object; `number` makes it unique.
pub fn object(vm: &Booted, at: u32, number: usize) -> String {
    let field = |i: u32| vm.text_of(vm.peek(at + 4 + 4 * i)).unwrap_or("").to_owned();
    let (kind, _, _) = vm.object_at(at);
    match kind {
        Kind::Str => format!("str.{number}.{}", shown(vm.text_of(at).unwrap_or(""))),
        Kind::Type => format!("class.{number}.{}", shown(&field(word::QUALNAME))),
        Kind::Native => format!("builtin.{number}.{}", shown(&field(native_word::NAME))),
        Kind::Module => format!("module.{number}.{}", shown(&field(0))),
        _ => format!("{}.{number}", format!("{kind:?}").to_lowercase()),
    }
}

fn shown(text: &str) -> String {
    text.chars()
        .take(SHOWN)
        .map(|c| if c.is_ascii_alphanumeric() { c } else { '_' })
        .collect()
}
