//! One object as the device sees it: header and payload words, references marked as such, and everything left out that
//! the program cannot ask for. The emitter decides which objects are written.

use crate::emit::Emitter;
use crate::names;
use crate::place::{Home, owned};
use crate::reach::{is_builtin, module_globals};
use crate::walk::is_pointer;
use crate::write::{Section, Word};
use mpf_bytecode::unit::GlobalId;
use mpf_core::Kind;
use mpf_core::native::TYPE_SLOTS;
use mpf_core::object::class::word;
use mpf_core::object::function::{function_word, module_word, native_word};
use mpf_core::object::header;
use mpf_core::object::text::hash_bytes;
use std::collections::HashMap;

/// Name under which a builtin type keeps its constructor.
const HIDDEN: &str = "__classcell__";

impl Emitter<'_> {
    /// The dict in a field of a class or module, with only what the program may name. What nothing stores to is an
    /// array of names and values.
    fn filtered(&mut self, owner: u32, field: u32, home: Home) -> u32 {
        let old = self.vm.peek(owner + 4 + 4 * field);
        if !is_pointer(old) {
            return old;
        }
        if let Some(&d) = self.dicts.get(&(owner, field)) {
            return d;
        }
        let module = self.vm.object_at(owner).0 == Kind::Module;
        let entries: Vec<(u32, u32)> = if module && field == module_word::GLOBALS {
            let listed = module_globals(self.vm, owner);
            listed
                .into_iter()
                .filter_map(|(name, slot)| {
                    let id = GlobalId(slot);
                    let slot = self
                        .slots
                        .get(&id)
                        .filter(|_| self.reached.shown.contains(&id))?;
                    Some((name, mpf_core::Value::int(*slot as i32).to_bits()))
                })
                .collect()
        } else if !module && !is_builtin(self.vm, owner) {
            // Without the room for more that a dict has while it grows.
            self.vm.dict_items(old)
        } else {
            let constructor = self.reached.shows_types || self.reached.objects.contains(&owner);
            let items = self.vm.dict_items(old);
            items
                .into_iter()
                .filter(|(name, _)| {
                    self.vm.text_of(*name).is_some_and(|n| {
                        n == HIDDEN && constructor || self.reached.names.contains(n)
                    })
                })
                .collect()
        };
        let new = match home {
            Home::Ram => self.vm.load_dict(&entries),
            Home::Rom if entries.is_empty() => 0,
            Home::Rom => {
                let pairs: Vec<u32> = entries.into_iter().flat_map(<[u32; 2]>::from).collect();
                self.vm.load_array(&pairs)
            }
        };
        self.dicts.insert((owner, field), new);
        new
    }

    pub(crate) fn object(&mut self, at: u32, symbols: &HashMap<u32, String>) -> Section {
        let at = self.replaced.get(&at).copied().unwrap_or(at);
        let number = self.order.len() - self.queue.len() - 1;
        let home = match self.homes.get(&at) {
            Some(home) => *home,
            None => self.rules.home(self.vm, at),
        };
        for part in owned(self.vm, at) {
            self.homes.insert(part, home);
        }
        let (kind, _, _) = self.vm.object_at(at);
        let words = self.words(at, home);
        let (name, global) = match symbols.get(&self.order[number]) {
            Some(name) => (name.clone(), true),
            None if kind == Kind::Code => (names::code(self.program, self.vm.unit_of(at)), false),
            None => (names::object(self.vm, at, number), false),
        };
        Section {
            name,
            global,
            function: kind == Kind::Code,
            home,
            at: Some(self.order[number]),
            words,
        }
    }

    /// Header and payload of an object as the device sees them.
    fn words(&mut self, at: u32, home: Home) -> Vec<Word> {
        let (kind, count, h) = self.vm.object_at(at);
        let mut words: Vec<u32> = (0..=count).map(|i| self.vm.peek(at + 4 * i)).collect();
        let stored = header::has_stored_hash(h);
        match kind {
            Kind::Str if words[1] == 0 => {
                words[1] = hash_bytes(&self.vm.peek_bytes(at + 8, header::byte_len(h) - 4));
            }
            Kind::Function => {
                if !self.reached.shows_module {
                    words[1 + function_word::MODULE as usize] = 0;
                }
                if !stored && h & header::AUX_MASK == 0 {
                    while words.len() > 2 && words.last() == Some(&0) {
                        words.pop();
                    }
                }
            }
            Kind::Slots => {
                for i in 0..count {
                    if !self.used.slot(at, i) {
                        words[1 + i as usize] = 0;
                    }
                }
                while words.len() > 1 && words.last() == Some(&0) {
                    words.pop();
                }
            }
            Kind::Type => {
                words[1 + word::NAMESPACE as usize] = self.filtered(at, word::NAMESPACE, home);
            }
            Kind::Module => {
                for field in [module_word::NAMESPACE, module_word::GLOBALS] {
                    words[1 + field as usize] = self.filtered(at, field, home);
                }
            }
            _ => {}
        }
        if kind == Kind::Type {
            let slots = words[1 + word::SLOTS as usize];
            let filled = |i: u32| self.used.slot(slots, i) && self.vm.peek(slots + 4 + 4 * i) != 0;
            if slots != 0 && !(0..TYPE_SLOTS as u32).any(filled) {
                words[1 + word::SLOTS as usize] = 0;
            }
        }
        if let Kind::Type | Kind::Module = kind {
            let fields: &[u32] = if kind == Kind::Type {
                &[word::NAMESPACE]
            } else {
                &[module_word::NAMESPACE, module_word::GLOBALS]
            };
            for field in fields {
                self.homes.insert(words[1 + *field as usize], home);
            }
        }
        let mut h = (h & ((1 << header::WORDS_SHIFT) - 1)) & !header::MARK
            | ((words.len() as u32 - 1) << header::WORDS_SHIFT);
        if h & header::AUX_MASK == header::HASH_TAKEN
            && !matches!(kind, Kind::Str | Kind::Set | Kind::Int)
        {
            // The hash came from an address of the build machine; containers may be ordered by it.
            let hash = header::identity_of(at);
            h = (h & !header::AUX_MASK | header::HASH_STORED) + (1 << header::WORDS_SHIFT);
            words.push(if h & header::RAW != 0 {
                hash
            } else {
                hash << 1 | 1
            });
        }
        words[0] = h;
        let is_value: Box<dyn Fn(usize) -> bool> = match kind {
            Kind::Code => {
                let values: Vec<u32> = self.vm.values_of(at).collect();
                Box::new(move |i| values.contains(&(at + 4 * i as u32)))
            }
            Kind::Native => Box::new(|i| {
                [native_word::NAMES, native_word::NAME, native_word::OWNER]
                    .contains(&(i as u32).wrapping_sub(1))
            }),
            _ if kind as u8 >= 16 => Box::new(|_| false),
            _ => Box::new(|i| i > 0),
        };
        let entry = |i: usize, w: u32| {
            let native = kind == Kind::Slots && i > 0
                || kind == Kind::Native && i == 1 + native_word::ENTRY as usize;
            if native && w != 0 {
                self.vm.host.symbols.get(w as usize - 1).copied()
            } else {
                None
            }
        };
        words
            .iter()
            .enumerate()
            .map(|(i, w)| match entry(i, *w) {
                Some(symbol) => Word::Sym(symbol.into()),
                None if is_value(i) && is_pointer(*w) => Word::At(self.shared.of(self.vm, *w)),
                None => Word::Raw(*w),
            })
            .collect()
    }
}
