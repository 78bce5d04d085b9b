//! Walking the objects of the machine: which words of an object are values.

use mpf_core::Kind;
use mpf_core::boot::Booted;
use mpf_core::object::function::native_word;

/// Whether a word is a pointer.
pub fn is_pointer(word: u32) -> bool {
    word & 3 == 0 && word != 0
}

/// Addresses of the words of an object that hold values. Raw objects have none, except that code has its names and its
/// pool, and a builtin its names.
pub fn value_words(vm: &Booted, at: u32) -> Vec<u32> {
    let (kind, words, _) = vm.object_at(at);
    match kind {
        Kind::Code => vm.values_of(at).collect(),
        Kind::Native => [native_word::NAMES, native_word::NAME, native_word::OWNER]
            .into_iter()
            .map(|i| at + 4 + 4 * i)
            .collect(),
        _ if kind as u8 >= 16 => vec![],
        _ => (0..words).map(|i| at + 4 + 4 * i).collect(),
    }
}

/// Objects that an object refers to.
pub fn children(vm: &Booted, at: u32) -> impl Iterator<Item = u32> + '_ {
    value_words(vm, at)
        .into_iter()
        .map(|a| vm.peek(a))
        .filter(|w| is_pointer(*w))
}
