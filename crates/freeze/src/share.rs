//! Equal constants become one object: texts, numbers, bytes, and tuples of them. Nothing can write to them, and that two
//! of them are different objects is nothing that the language promises.

use crate::walk::is_pointer;
use mpf_core::Kind;
use mpf_core::boot::Booted;
use mpf_core::object::header;
use std::collections::HashMap;

#[derive(Default)]
pub struct Shared {
    /// The object that stands for one that was asked for.
    known: HashMap<u32, u32>,
    /// Objects by kind and contents.
    contents: HashMap<Vec<u32>, u32>,
}

impl Shared {
    /// The object that stands for the one at `at`: the first equal one.
    pub fn of(&mut self, vm: &Booted, at: u32) -> u32 {
        if let Some(&first) = self.known.get(&at) {
            return first;
        }
        let first = match self.key(vm, at) {
            Some(key) => *self.contents.entry(key).or_insert(at),
            None => at,
        };
        self.known.insert(at, first);
        first
    }

    /// Header and contents; `None` for what keeps its identity.
    fn key(&mut self, vm: &Booted, at: u32) -> Option<Vec<u32>> {
        let (kind, words, h) = vm.object_at(at);
        let word = |i: u32| vm.peek(at + 4 + 4 * i);
        let contents: Vec<u32> = match kind {
            // The first word is the hash, which may not have been taken yet.
            Kind::Str => (1..words).map(word).collect(),
            Kind::Int | Kind::Float | Kind::Bytes => (0..words).map(word).collect(),
            // One whose identity was asked for is left alone.
            Kind::Tuple if h & header::AUX_MASK == 0 => {
                let items: Vec<u32> = (0..words).map(word).collect();
                let of = |item: u32| {
                    if is_pointer(item) {
                        self.of(vm, item)
                    } else {
                        item
                    }
                };
                items.into_iter().map(of).collect()
            }
            _ => return None,
        };
        let mut key = vec![h & !header::MARK];
        key.extend(contents);
        Some(key)
    }
}
