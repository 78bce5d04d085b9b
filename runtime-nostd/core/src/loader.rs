//! Host only: puts compiled code, constants and modules into an arena, runs them, and lets the freezer read the
//! arena's words. Everything made here is immortal: never moved or freed while the machine lives.

use crate::cx::{Cx, Raised};
use crate::object::dict;
use crate::object::function::{function_word, module_word};
use crate::object::header::{self, Kind};
use crate::object::value::Value;
use crate::vm::frame;
use mpf_bytecode::CodeHeader;
use mpf_bytecode::header::{names_start, optional, pool_start};

/// What precedes the pool of a code object; names are 0 where there are none.
#[derive(Clone, Copy, Debug, Default)]
pub struct CodeWords {
    pub header: CodeHeader,
    pub name: u32,
    pub qualifier: u32,
    pub parameters: u32,
}

impl Cx {
    /// A new immortal code object; its address.
    pub fn load_code(&mut self, words: CodeWords, pool: &[u32], bytes: &[u8]) -> u32 {
        let options = [
            (optional::REST, words.header.rest()),
            (optional::NAME, Some(words.name)),
            (optional::QUALIFIER, Some(words.qualifier)),
            (optional::PARAMETERS, Some(words.parameters)),
        ];
        let options = options.map(|(bit, word)| (bit, word.filter(|w| *w != 0)));
        let present = options
            .iter()
            .filter(|(_, word)| word.is_some())
            .fold(0, |all, (bit, _)| all | bit);
        let head: Vec<u32> = [words.header.counts(present), words.header.place(present)]
            .into_iter()
            .chain(options.iter().filter_map(|(_, word)| *word))
            .chain(pool.iter().copied())
            .collect();
        self.immortal(|cx| {
            let payload = head.len() as u32 * 4 + bytes.len() as u32;
            let at = cx
                .alloc_bytes(Kind::Code, payload, 0)
                .expect("immortal region holds the program");
            for (i, w) in head.iter().enumerate() {
                // SAFETY: fresh payload.
                unsafe { cx.mem.store(at + 4 + 4 * i as u32, *w) };
            }
            let start = at + 4 + 4 * head.len() as u32;
            for (i, b) in bytes.iter().enumerate() {
                // SAFETY: fresh payload.
                unsafe { cx.mem.store8(start + i as u32, *b) };
            }
            at
        })
    }

    /// Number of the unit of a code object.
    pub fn unit_of(&self, code: u32) -> u32 {
        frame::unit_id(self, code)
    }

    /// Name, qualifier and parameter names of a code object.
    pub fn names_of(&self, code: u32) -> [u32; 3] {
        [
            frame::name(self, code),
            frame::qualifier(self, code),
            frame::parameter_names(self, code),
        ]
        .map(|v| v.to_bits())
    }

    /// `code_flags`, positional and positional-only parameters of a code object.
    pub fn shape_of(&self, code: u32) -> (u8, u8, u8) {
        (
            frame::flags(self, code) & !optional::ALL,
            frame::positional(self, code) as u8,
            frame::positional_only(self, code) as u8,
        )
    }

    /// Addresses of the words of a code object that are values: its names and its pool.
    pub fn values_of(&self, code: u32) -> impl Iterator<Item = u32> + use<> {
        let start = names_start(frame::flags(self, code));
        (code + 4 * start..frame::entry(self, code)).step_by(4)
    }

    /// Addresses of the words of the pool of a code object.
    pub fn pool_of(&self, code: u32) -> impl Iterator<Item = u32> + use<> {
        let start = pool_start(frame::flags(self, code));
        (code + 4 * start..frame::entry(self, code)).step_by(4)
    }

    /// Puts other code objects in the place of some, in every function and in the pools of code.
    pub fn replace_code(&mut self, new: &std::collections::HashMap<u32, u32>) {
        let regions = [self.regions.data, (self.regions.heap.0, self.top.get())];
        for (from, to) in regions {
            let mut at = from;
            while at < to {
                let (kind, _, h) = self.object_at(at);
                let words = match kind {
                    Kind::Function => vec![at + 4 + 4 * function_word::CODE],
                    Kind::Code => self.pool_of(at).collect(),
                    _ => vec![],
                };
                for cell in words {
                    if let Some(code) = new.get(&self.peek(cell)) {
                        crate::vm::st(self, cell, *code);
                    }
                }
                at += header::size(h);
            }
        }
    }

    /// An immortal copy of a function, for code that calls it directly.
    pub fn copy_function(&mut self, function: u32) -> u32 {
        let words = self.object_at(function).1;
        let fields: Vec<u32> = (0..words)
            .map(|i| self.peek(function + 4 + 4 * i))
            .collect();
        self.immortal(|cx| {
            cx.new_object(Kind::Function, words, |i| {
                Value::from_bits(fields[i as usize])
            })
            .expect("immortal region")
            .to_bits()
        })
    }

    /// Overwrites a pool word of a code object.
    pub fn patch_pool(&mut self, code: u32, index: u32, word: u32) {
        let cell = self.pool_of(code).nth(index as usize);
        let cell = cell.expect("the constant is in the pool");
        // SAFETY: inside the pool of a code object made by `load_code`.
        unsafe { self.mem.store(cell, word) };
    }

    /// Immortal integer, float, bytes, tuple and frozenset constants; value bits.
    pub fn load_int(&mut self, negative: bool, limbs: &[u32]) -> u32 {
        self.immortal(|cx| {
            cx.new_int_with(negative, limbs.len() as u32, |mut to| {
                for (i, l) in limbs.iter().enumerate() {
                    to.set(i as u32, *l);
                }
            })
            .expect("immortal region")
            .to_bits()
        })
    }
    pub fn load_float(&mut self, x: f64) -> u32 {
        self.immortal(|cx| cx.new_float(x).expect("immortal region").to_bits())
    }
    pub fn load_bytes(&mut self, data: &[u8]) -> u32 {
        self.immortal(|cx| cx.new_bytes(data).expect("immortal region").to_bits())
    }
    pub fn load_tuple(&mut self, items: &[u32]) -> u32 {
        self.immortal(|cx| {
            cx.new_tuple(items.len() as u32, |i| Value::from_bits(items[i as usize]))
                .expect("immortal region")
                .to_bits()
        })
    }
    pub fn load_frozenset(&mut self, items: &[u32]) -> u32 {
        let made = self.immortal(|cx| -> Result<u32, Raised> {
            let (mut cx, s) = cx.frame(2)?;
            cx.make(s.at(0), |cx| cx.new_set_sized(items.len() as u32, true))?;
            for item in items {
                cx.set(s.at(1), Value::from_bits(*item));
                dict::set_add(&mut cx, s.at(0), s.at(1))?;
            }
            Ok(cx.get(s.at(0)).to_bits())
        });
        made.unwrap_or(crate::object::value::bits::NONE)
    }

    /// A new immortal dict of str keys, in the order given, as small as can be.
    pub fn load_dict(&mut self, entries: &[(u32, u32)]) -> u32 {
        self.immortal(|cx| {
            let d = cx
                .new_dict_sized(entries.len() as u32)
                .expect("immortal region");
            for (k, v) in entries {
                cx.dict_set_str(d, Value::from_bits(*k), Value::from_bits(*v))
                    .expect("immortal region");
            }
            d.to_bits()
        })
    }

    /// A new immortal array.
    pub fn load_array(&mut self, words: &[u32]) -> u32 {
        self.immortal(|cx| {
            let array = |i: u32| Value::from_bits(words[i as usize]);
            cx.new_object(Kind::Array, words.len() as u32, array)
                .expect("immortal region")
                .to_bits()
        })
    }

    /// Live entries (key, value) of a dict; of a set (key, key).
    pub fn dict_items(&self, dict: u32) -> Vec<(u32, u32)> {
        let mut at = 0;
        std::iter::from_fn(|| {
            self.dict_entry(Value::from_bits(dict), &mut at)
                .map(|(k, v)| (k.to_bits(), v.to_bits()))
        })
        .collect()
    }

    /// Text of a str object.
    pub fn text_of(&self, v: u32) -> Option<&str> {
        let v: Value<'_> = Value::from_bits(v);
        if v.is_kind(self, Kind::Str) {
            self.str(v).map(|s| s.text())
        } else {
            None
        }
    }

    /// The preallocated MemoryError.
    pub fn memory_error(&self) -> u32 {
        self.get(self.root(crate::cx::roots::MEMORY_ERROR))
            .to_bits()
    }

    /// A new immortal module object with the slots of its globals.
    pub fn load_module(&mut self, name: &str, globals: &[(String, u32)]) -> u32 {
        let name = self.intern(name).to_bits();
        let keys: Vec<(u32, u32)> = globals
            .iter()
            .map(|(n, i)| (self.intern(n).to_bits(), *i))
            .collect();
        self.immortal(|cx| {
            let d = cx
                .new_dict_sized(keys.len() as u32)
                .expect("immortal region");
            for (k, i) in &keys {
                cx.dict_set_str(d, Value::from_bits(*k), Value::int(*i as i32))
                    .expect("immortal region");
            }
            cx.new_object(Kind::Module, module_word::COUNT, |i| match i {
                module_word::NAME => Value::from_bits(name),
                module_word::STATE => Value::int(0),
                module_word::GLOBALS => d,
                _ => Value::UNBOUND,
            })
            .expect("immortal region")
            .to_bits()
        })
    }

    /// A new immortal function without defaults or closure.
    pub fn load_function(&mut self, code: u32, module: u32) -> u32 {
        self.immortal(|cx| {
            cx.new_object(Kind::Function, function_word::COUNT, |i| match i {
                function_word::CODE => Value::from_bits(code),
                function_word::MODULE => Value::from_bits(module),
                _ => Value::UNBOUND,
            })
            .expect("immortal region")
            .to_bits()
        })
    }

    /// Sets a field of a module.
    pub fn set_module_field(&mut self, module: u32, field: u32, v: u32) {
        self.set_field(Value::from_bits(module), field, Value::from_bits(v));
    }

    /// Adds an entry to a module's namespace.
    pub fn set_module_attribute(&mut self, module: u32, name: &str, v: u32) {
        let name = self.intern(name).to_bits();
        self.immortal(|cx| {
            let m = Value::from_bits(module);
            let ns = cx.field(m, module_word::NAMESPACE);
            let ns = if ns.is_unbound() {
                cx.new_dict().expect("immortal region")
            } else {
                ns
            };
            cx.set_field(m, module_word::NAMESPACE, ns);
            cx.dict_set_str(ns, Value::from_bits(name), Value::from_bits(v))
                .expect("immortal region");
        });
    }

    /// Attribute of a native module; 0 when it has none of that name.
    pub fn native_member(&mut self, module: &str, name: &str) -> u32 {
        let Some(&m) = self.host.modules.get(module) else {
            return 0;
        };
        let name = self.intern(name).to_bits();
        self.dict_get_str(
            self.field(Value::from_bits(m), module_word::NAMESPACE),
            Value::from_bits(name),
        )
        .to_bits()
    }

    /// Calls a function object without arguments and gives the value bits of its result.
    pub fn run_function(&mut self, function: u32) -> Result<u32, Raised> {
        let (mut cx, s) = self.frame(2)?;
        cx.set(s.at(0), Value::from_bits(function));
        crate::protocol::call::call(&mut cx, s, 0)?;
        Ok(cx.get(s.at(0)).to_bits())
    }

    /// The pending exception as text (`ValueError: no`), its exit status, and whether it is SystemExit.
    pub fn describe_pending(&mut self) -> (String, i32, bool) {
        let mut text = String::from("MemoryError");
        let mut status = 1;
        let mut exit = false;
        let _: Result<(), Raised> = (|| {
            let (mut cx, s) = self.frame(3)?;
            let cx = &mut *cx;
            cx.take_exception(s.at(0));
            let e = cx.get(s.at(0));
            text = cx
                .str(cx.class_of(e).name())
                .map_or("?".into(), |s| s.text().into());
            if cx.class_of(e).derives_from(crate::wk::ty::SystemExit(cx)) {
                exit = true;
                let code = cx
                    .class_of(e)
                    .slot_of(crate::wk::name::code(cx))
                    .map_or(Value::NONE, |i| cx.instance_slot(e, i));
                if code.is_none() {
                    status = 0;
                    return Ok(());
                }
                if let Some(n) = cx.as_i64(code) {
                    status = n as i32 & 0xFF;
                    return Ok(());
                }
            }
            crate::protocol::text::to_str(cx, s.at(0), s.at(1))?;
            let message = cx
                .str(cx.get(s.at(1)))
                .map_or(String::new(), |s| s.text().into());
            if exit {
                text = message;
            } else if !message.is_empty() {
                text = format!("{text}: {message}");
            }
            Ok(())
        })();
        (text, status, exit)
    }

    /// Word at an address of the arena.
    pub fn peek(&self, address: u32) -> u32 {
        crate::vm::ld(self, address)
    }

    /// Bytes of the arena.
    pub fn peek_bytes(&self, address: u32, len: u32) -> Vec<u8> {
        (0..len)
            .map(|i| crate::vm::ld8(self, address + i) as u8)
            .collect()
    }

    /// Header of the object at an address, as kind, payload words and header word.
    pub fn object_at(&self, address: u32) -> (Kind, u32, u32) {
        let h = self.header_at(address);
        (Kind::of(h), header::words(h), h)
    }

    /// Copies what a roll-back needs: immortal objects, heap, root cells.
    pub fn snapshot(&self) -> Snapshot {
        let copy = |from: u32, to: u32| self.peek_words(from, to);
        let r = self.regions;
        Snapshot {
            data_end: r.data.1,
            data: copy(r.data.0, r.data.1),
            heap: copy(r.heap.0, self.top.get()),
            roots: copy(r.stack.0, r.stack.0 + 4 * crate::cx::roots::COUNT),
            top: self.top.get(),
            next_id: self.next_id.get(),
        }
    }

    /// Puts everything back to a snapshot.
    pub fn restore(&mut self, s: &Snapshot) {
        let put = |from: u32, words: &[u32]| {
            for (i, w) in words.iter().enumerate() {
                crate::vm::st(self, from + 4 * i as u32, *w);
            }
        };
        put(self.regions.data.0, &s.data);
        put(self.regions.heap.0, &s.heap);
        put(self.regions.stack.0, &s.roots);
        // What the rolled-back code left on the stack refers to objects that are gone.
        for a in (self.sp.get()..self.cleared()).step_by(4) {
            crate::vm::st(self, a, 0);
        }
        self.regions.data.1 = s.data_end;
        self.top.set(s.top);
        self.limit.set(if self.stressed() {
            s.top
        } else {
            self.regions.heap.1
        });
        self.next_id.set(s.next_id);
        self.cache.clear();
        self.host.abort = None;
    }

    fn peek_words(&self, from: u32, to: u32) -> Vec<u32> {
        (from..to).step_by(4).map(|a| self.peek(a)).collect()
    }
}

/// State of an arena at one moment.
pub struct Snapshot {
    data_end: u32,
    data: Vec<u32>,
    heap: Vec<u32>,
    roots: Vec<u32>,
    top: u32,
    next_id: u32,
}

impl Cx {
    /// Addresses of all objects of the heap, garbage included, in order.
    pub fn heap_objects(&self) -> Vec<u32> {
        let mut at = self.regions.heap.0;
        let mut out = Vec::new();
        while at < self.top.get() {
            out.push(at);
            at += header::size(self.header_at(at));
        }
        out
    }
}
