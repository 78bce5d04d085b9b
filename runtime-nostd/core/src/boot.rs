//! Host only: builds the world that a frozen object would supply — builtin types, names, modules — in an arena, for the
//! build-time VM and for tests. On a chip none of this exists: the freezer writes what is reachable.

use crate::cx::{Cx, Regions, roots};
use crate::host::Host;
use crate::native::{Binding, BuiltinType, ConstantValue, Native, NativeEntry, TYPE_SLOTS};
use crate::object::class::{self, flag, word};
use crate::object::function::{module_word, native_flag};
use crate::object::header::{self, Kind};
use crate::object::mem::Mem;
use crate::object::value::Value;
use mpf_builtins_decl::parse_signature;
use std::collections::HashMap;
use std::ops::{Deref, DerefMut};

/// A context together with the arena it lives in.
pub struct Booted {
    cx: Cx,
    arena: *mut [u64],
}

impl Deref for Booted {
    type Target = Cx;
    fn deref(&self) -> &Cx {
        &self.cx
    }
}

impl DerefMut for Booted {
    fn deref_mut(&mut self) -> &mut Cx {
        &mut self.cx
    }
}

impl Drop for Booted {
    fn drop(&mut self) {
        // SAFETY: made by `Box::into_raw` in `arena`, freed once.
        drop(unsafe { Box::from_raw(self.arena) });
    }
}

/// Sizes of an arena's regions in bytes.
#[derive(Clone, Copy, Debug)]
pub struct Sizes {
    pub immortal: u32,
    pub stack: u32,
    pub heap: u32,
    pub globals: u32,
}

impl Default for Sizes {
    fn default() -> Sizes {
        Sizes {
            immortal: 32 << 20,
            stack: 256 << 10,
            heap: 64 << 20,
            globals: 16384,
        }
    }
}

/// An arena with empty regions: immortal objects, VM stack, heap.
pub fn bare(sizes: Sizes) -> Booted {
    let immortal = 16;
    let stack = immortal + sizes.immortal;
    let heap = stack + sizes.stack;
    let total = heap + sizes.heap;
    let arena: *mut [u64] = Box::into_raw(vec![0u64; total as usize / 8 + 1].into_boxed_slice());
    // SAFETY: the box stays where it is until `Booted` is dropped; only the context uses it.
    let mem = unsafe { Mem::arena(arena.cast::<u8>(), total) };
    let regions = Regions {
        heap: (heap, heap + sizes.heap),
        stack: (stack, heap),
        data: (immortal, immortal),
        globals: 0,
        globals_count: 0,
    };
    // SAFETY: fresh arena, regions apart.
    let mut cx = unsafe { Cx::new(mem, regions, Host::default()) };
    cx.max_depth = 120;
    cx.host.immortal_limit = immortal + sizes.immortal;
    cx.host.fuel_end = u64::MAX;
    cx.immortal(|cx| {
        let array = cx.new_array(sizes.globals).expect("globals fit the arena");
        cx.regions.globals = array.to_bits() + 4;
    });
    cx.regions.globals_count = sizes.globals;
    crate::vm::install_stubs(&mut cx);
    Booted { cx, arena }
}

/// A context with all builtin types and functions.
pub fn context(heap_bytes: u32) -> Box<Booted> {
    boot(Sizes {
        heap: heap_bytes,
        ..Sizes::default()
    })
}

/// The same with every size given.
pub fn boot(sizes: Sizes) -> Box<Booted> {
    let mut booted = Box::new(bare(sizes));
    let cx = &mut booted.cx;
    cx.immortal(|cx| {
        Boot {
            cx,
            types: HashMap::new(),
            modules: HashMap::new(),
        }
        .run()
    });
    let memory_error = {
        let class = Value::from_bits(crate::wk::ty::MemoryError(cx).to_bits());
        cx.immortal(|cx| {
            let args = cx.new_tuple(0, |_| Value::NONE).expect("boot").to_bits();
            let e = cx.new_instance(class).expect("boot");
            crate::error::fill(cx, e, Value::from_bits(args));
            e.to_bits()
        })
    };
    cx.set(cx.root(roots::MEMORY_ERROR), Value::from_bits(memory_error));
    booted
}

impl Cx {
    /// Runs `f` with allocation going to the immortal region, whose objects are never moved or freed.
    pub fn immortal<R>(&mut self, f: impl FnOnce(&mut Cx) -> R) -> R {
        if self.limit.get() == self.host.immortal_limit {
            // Already there: the region's end is known only when the outer call returns.
            return f(self);
        }
        let (top, limit) = (self.top.get(), self.limit.get());
        self.top.set(self.regions.data.1);
        self.limit.set(self.host.immortal_limit);
        let r = f(self);
        self.regions.data.1 = self.top.get();
        self.top.set(top);
        self.limit.set(limit);
        r
    }

    /// The one immortal str of that text, with its hash.
    pub fn intern(&mut self, text: &str) -> Value<'_> {
        if let Some(&at) = self.host.interned.get(text) {
            return Value::from_bits(at);
        }
        let at = self.immortal(|cx| {
            let v = cx
                .new_str(text)
                .expect("immortal region is large enough for names");
            cx.str(v).map(|s| s.hash());
            v.to_bits()
        });
        self.host.interned.insert(text.into(), at);
        Value::from_bits(at)
    }

    /// Index + 1 of a builtin's entry.
    fn entry(&mut self, entry: NativeEntry, symbol: &'static str) -> u32 {
        if let Some(i) = self.host.symbols.iter().position(|s| *s == symbol) {
            return i as u32 + 1;
        }
        self.host.natives.push(entry);
        self.host.symbols.push(symbol);
        self.host.natives.len() as u32
    }
}

struct Boot<'a> {
    cx: &'a mut Cx,
    types: HashMap<&'static str, u32>,
    modules: HashMap<&'static str, u32>,
}

/// Python name of a well-known type.
fn python_name(listed: &'static str) -> &'static str {
    match listed {
        "Type" => "type",
        "Super" => "super",
        other => other,
    }
}

/// Whether a type is an attribute of a native module and not a builtin name.
fn of_module(name: &str) -> bool {
    let mut all = crate::builtins::CONSTANTS.iter().flat_map(|t| t.iter());
    all.any(|c| matches!(c.value, ConstantValue::Type(t) if t == name))
}

impl Boot<'_> {
    fn run(&mut self) {
        for name in crate::wk::NAMES {
            let at = self.cx.intern(name).to_bits();
            self.cx.host.names.push(at);
        }
        let declared: Vec<&'static BuiltinType> = crate::builtins::TYPES
            .iter()
            .flat_map(|t| t.iter())
            .collect();
        // Bases come before what derives from them: repeat until nothing is left.
        let bare: Vec<&'static str> = crate::wk::TYPE_NAMES
            .iter()
            .map(|n| python_name(n))
            .filter(|n| declared.iter().all(|t| t.name != *n))
            .collect();
        self.make_type(
            "object",
            None,
            Kind::Instance,
            declared.iter().find(|t| t.name == "object").copied(),
        );
        let mut left: Vec<&'static BuiltinType> = declared
            .into_iter()
            .filter(|t| t.name != "object")
            .collect();
        while !left.is_empty() {
            let before = left.len();
            left.retain(|t| {
                if !self.types.contains_key(t.base) {
                    return true;
                }
                self.make_type(t.name, Some(t.base), t.kind, Some(t));
                false
            });
            assert!(left.len() < before, "unknown base of {}", left[0].name);
        }
        for name in bare {
            if !self.types.contains_key(name) {
                self.make_type(name, Some("object"), Kind::Instance, None);
            }
        }
        for name in crate::wk::TYPE_NAMES {
            let at = self.types[python_name(name)];
            self.cx.host.types.push(at);
        }
        let meta = self.types["type"];
        let all: Vec<u32> = self.types.values().copied().collect();
        for at in all {
            self.cx
                .set_field(Value::from_bits(at), word::META, Value::from_bits(meta));
        }
        self.kinds();
        for native in crate::builtins::NATIVES.iter().flat_map(|t| t.iter()) {
            self.native(native);
        }
        self.dunders();
        self.constructors();
        self.constants();
        let types: Vec<(&'static str, u32)> = self
            .types
            .iter()
            .map(|(n, a)| (*n, *a))
            .filter(|(n, _)| !of_module(n))
            .collect();
        for (name, at) in types {
            self.cx.host.builtins.entry(name.into()).or_insert(at);
        }
        for (name, v) in [
            ("None", Value::NONE),
            ("True", Value::TRUE),
            ("False", Value::FALSE),
            ("NotImplemented", Value::NOT_IMPLEMENTED),
            ("Ellipsis", Value::ELLIPSIS),
        ] {
            self.cx.host.builtins.insert(name.into(), v.to_bits());
        }
        self.cx.host.modules = self
            .modules
            .iter()
            .map(|(n, a)| (String::from(*n), *a))
            .collect();
    }

    fn make_type(
        &mut self,
        name: &'static str,
        base: Option<&'static str>,
        kind: Kind,
        declared: Option<&'static BuiltinType>,
    ) {
        let name_at = self.cx.intern(name).to_bits();
        let module = self.cx.intern("builtins").to_bits();
        let base_at = base.map(|b| self.types[b]);
        let fields: Vec<u32> = declared
            .map_or(&[][..], |t| t.fields)
            .iter()
            .map(|f| self.cx.intern(f).to_bits())
            .collect();
        let inherited: Vec<u32> = match base_at {
            Some(b) => self
                .cx
                .class(Value::from_bits(b))
                .and_then(|c| c.layout())
                .map_or(vec![], |l| l.iter().map(|v| v.to_bits()).collect()),
            None => vec![],
        };
        let mut slots = [0u32; TYPE_SLOTS];
        if let Some(b) = base_at {
            let from = self.cx.field(Value::from_bits(b), word::SLOTS).to_bits();
            if from != 0 {
                for (i, s) in slots.iter_mut().enumerate() {
                    *s = self.cx.raw_word(Value::from_bits(from), i as u32);
                }
            }
        }
        for (slot, symbol, f) in declared.map_or(&[][..], |t| t.slots) {
            slots[*slot as usize] = self.cx.entry(NativeEntry::Full(*f), symbol);
        }
        let exception = name == "BaseException"
            || base_at.is_some_and(|b| {
                self.cx
                    .class(Value::from_bits(b))
                    .is_some_and(|c| c.is_exception())
            });
        let kind = match (kind, base_at) {
            (Kind::Instance, Some(b)) => self
                .cx
                .class(Value::from_bits(b))
                .map_or(kind, |c| c.instance_kind()),
            _ => kind,
        };
        let flags =
            flag::BUILTIN | if exception { flag::EXCEPTION } else { 0 } | ((kind as i32) << 8);
        let cx = &mut *self.cx;
        let at = (|| {
            let ns = cx.new_dict()?;
            let layout: Vec<u32> = inherited.iter().chain(fields.iter()).copied().collect();
            let layout = cx.new_tuple(layout.len() as u32, |i| {
                Value::from_bits(layout[i as usize])
            })?;
            let bases = cx.new_tuple(u32::from(base_at.is_some()), |_| {
                Value::from_bits(base_at.unwrap_or(0))
            })?;
            // A type without slots of its own shares those of its base: that is also how multiple bases with the
            // same layout are recognised.
            let shared =
                base_at.map_or(0, |b| cx.field(Value::from_bits(b), word::SLOTS).to_bits());
            let slots_at = if shared != 0 && declared.is_none_or(|t| t.slots.is_empty()) {
                shared
            } else {
                let at = cx.alloc_words(Kind::Slots, TYPE_SLOTS as u32, 0)?;
                for (i, s) in slots.iter().enumerate() {
                    // SAFETY: fresh payload.
                    unsafe { cx.mem.store(at + 4 + 4 * i as u32, *s) };
                }
                at
            };
            let t = cx.new_object(Kind::Type, word::COUNT, |i| match i {
                word::NAME | word::QUALNAME => Value::from_bits(name_at),
                word::BASES => bases,
                word::NAMESPACE => ns,
                word::LAYOUT => layout,
                word::FLAGS => Value::int(flags),
                word::SLOTS => Value::from_bits(slots_at),
                word::MODULE => Value::from_bits(module),
                _ => Value::UNBOUND,
            })?;
            let above: Vec<u32> = match base_at {
                Some(b) => cx
                    .class(Value::from_bits(b))
                    .and_then(|c| c.mro())
                    .map_or(vec![], |m| m.iter().map(|v| v.to_bits()).collect()),
                None => vec![],
            };
            let mro = cx.new_tuple(above.len() as u32 + 1, |i| {
                if i == 0 {
                    t
                } else {
                    Value::from_bits(above[i as usize - 1])
                }
            })?;
            cx.set_field(t, word::MRO, mro);
            Ok::<u32, crate::Stop>(t.to_bits())
        })()
        .expect("immortal region is large enough for types");
        self.types.insert(name, at);
        if let Some(t) = declared {
            self.cx.host.type_decls.insert(at, t);
        }
    }

    fn kinds(&mut self) {
        let rows: &[(u32, &str)] = &[
            (Kind::Tuple as u32, "tuple"),
            (Kind::List as u32, "list"),
            (Kind::Dict as u32, "dict"),
            (Kind::Set as u32, "set"),
            (Kind::Function as u32, "function"),
            (Kind::Method as u32, "method"),
            (Kind::Cell as u32, "cell"),
            (Kind::Iter as u32, "iterator"),
            (Kind::Generator as u32, "generator"),
            (Kind::Range as u32, "range"),
            (Kind::Slice as u32, "slice"),
            (Kind::Module as u32, "module"),
            (Kind::ByteArray as u32, "bytearray"),
            (Kind::Float as u32, "float"),
            (Kind::Int as u32, "int"),
            (Kind::Str as u32, "str"),
            (Kind::Bytes as u32, "bytes"),
            (Kind::Code as u32, "code"),
            (Kind::Native as u32, "builtin_function_or_method"),
            (class::KIND_BOOL, "bool"),
            (class::KIND_NONE, "NoneType"),
            (class::KIND_NOT_IMPLEMENTED, "NotImplementedType"),
            (class::KIND_ELLIPSIS, "ellipsis"),
            (class::KIND_FROZENSET, "frozenset"),
            (class::KIND_UNBOUND, "Unbound"),
        ];
        self.cx.host.kinds = [self.types["object"]; 32];
        for (row, name) in rows {
            self.cx.host.kinds[*row as usize] = self.types[name];
        }
    }

    /// Makes the object of a builtin and puts it where it belongs.
    fn native(&mut self, native: &'static Native) {
        let decl = native.decl;
        let object = self.native_object(native, decl.owner);
        let name = decl.name();
        if decl.owner.is_empty() {
            self.cx.host.builtins.insert(name.into(), object);
            return;
        }
        let name_at = self.cx.intern(name).to_bits();
        let ns = self.namespace(decl.owner);
        self.cx
            .dict_set_str(
                Value::from_bits(ns),
                Value::from_bits(name_at),
                Value::from_bits(object),
            )
            .expect("immortal region is large enough for builtins");
    }

    /// Puts constants into the namespaces of their modules and types.
    fn constants(&mut self) {
        for constant in crate::builtins::CONSTANTS.iter().flat_map(|t| t.iter()) {
            let name = self.cx.intern(constant.name).to_bits();
            let value = match constant.value {
                ConstantValue::Int(n) => self.cx.new_int(n as i64).expect("boot").to_bits(),
                ConstantValue::Str(text) => self.cx.intern(text).to_bits(),
                ConstantValue::Type(name) => self.types[name],
            };
            let ns = self.namespace(constant.owner);
            self.cx
                .dict_set_str(
                    Value::from_bits(ns),
                    Value::from_bits(name),
                    Value::from_bits(value),
                )
                .expect("boot");
        }
    }

    /// Namespace dict of a type or a native module.
    fn namespace(&mut self, owner: &'static str) -> u32 {
        match self.types.get(owner) {
            Some(&t) => self
                .cx
                .field(Value::from_bits(t), word::NAMESPACE)
                .to_bits(),
            None => {
                let m = self.module(owner);
                self.cx
                    .field(Value::from_bits(m), module_word::NAMESPACE)
                    .to_bits()
            }
        }
    }

    fn native_object(&mut self, native: &'static Native, owner: &'static str) -> u32 {
        self.native_object_of(native, owner, false)
    }

    /// `constructor`: the class comes as one more positional-only argument in front.
    fn native_object_of(&mut self, native: &Native, owner: &'static str, constructor: bool) -> u32 {
        let decl = native.decl;
        let mut names = if constructor { vec![".class"] } else { vec![] };
        let mut shape = parse_signature(decl.signature, |n| names.push(n));
        if constructor {
            shape.min += 1;
            shape.max += 1;
            shape.positional_only += 1;
        }
        let entry = self.cx.entry(native.entry, decl.symbol);
        let name = self.cx.intern(decl.name()).to_bits();
        let names: Vec<u32> = names.iter().map(|n| self.cx.intern(n).to_bits()).collect();
        let leaf = if matches!(native.entry, NativeEntry::Leaf(_)) {
            native_flag::LEAF
        } else {
            0
        };
        let flags = leaf
            | if shape.varargs {
                native_flag::VARARGS
            } else {
                0
            };
        let owner = self.types.get(owner).copied().unwrap_or(0);
        let flags = if owner != 0 && decl.binding == Binding::Method {
            flags | native_flag::METHOD
        } else {
            flags
        };
        let binding = match decl.binding {
            Binding::Function => 0u32,
            Binding::Method => 1,
            Binding::ClassMethod => 2,
            Binding::StaticMethod => 3,
            Binding::Getter => 4,
        };
        let cx = &mut *self.cx;
        let tuple = if names.is_empty() {
            0
        } else {
            cx.new_tuple(names.len() as u32, |i| Value::from_bits(names[i as usize]))
                .expect("boot")
                .to_bits()
        };
        let words = [
            entry,
            u32::from_le_bytes([shape.min, shape.max, shape.keyword_only, flags]),
            tuple,
            name,
            shape.positional_only as u32 | binding << 8,
            owner,
        ];
        let at = cx
            .alloc_words(Kind::Native, words.len() as u32, 0)
            .expect("boot");
        for (i, w) in words.iter().enumerate() {
            // SAFETY: fresh payload.
            unsafe { cx.mem.store(at + 4 + 4 * i as u32, *w) };
        }
        at
    }

    fn module(&mut self, name: &'static str) -> u32 {
        if let Some(&m) = self.modules.get(name) {
            return m;
        }
        let name_at = self.cx.intern(name).to_bits();
        let cx = &mut *self.cx;
        let ns = cx.new_dict().expect("boot").to_bits();
        let m = cx
            .new_object(Kind::Module, module_word::COUNT, |i| match i {
                module_word::NAME => Value::from_bits(name_at),
                module_word::NAMESPACE => Value::from_bits(ns),
                module_word::STATE => Value::int(2),
                _ => Value::UNBOUND,
            })
            .expect("boot")
            .to_bits();
        self.modules.insert(name, m);
        m
    }

    /// The objects that bind the arguments of builtin constructors, kept in the namespace under a name that no
    /// program can write there.
    fn constructors(&mut self) {
        let hidden = crate::wk::name::__classcell__(self.cx).to_bits();
        let all: Vec<(&'static str, u32)> = self.types.iter().map(|(n, a)| (*n, *a)).collect();
        for (name, at) in all {
            let Some(t) = self.cx.host.type_decls.get(&at).copied() else {
                continue;
            };
            let Some((_, symbol, f)) = t.slots.iter().find(|s| s.0 == crate::native::TypeSlot::New)
            else {
                continue;
            };
            let native = Native {
                decl: crate::native::Decl {
                    symbol,
                    owner: name,
                    signature: t.new,
                    binding: Binding::StaticMethod,
                    uses: 0,
                },
                entry: NativeEntry::Full(*f),
            };
            let object = self.native_object_of(&native, name, true);
            let ns = self
                .cx
                .field(Value::from_bits(at), word::NAMESPACE)
                .to_bits();
            self.cx
                .dict_set_str(
                    Value::from_bits(ns),
                    Value::from_bits(hidden),
                    Value::from_bits(object),
                )
                .expect("boot");
        }
    }

    /// Special methods of builtin types as attributes (`list.__len__`, `super().__getitem__`): one builtin for each
    /// name, which asks the slot of its receiver's builtin type.
    fn dunders(&mut self) {
        for (slot, native) in crate::builtins::dunder::SLOT_METHODS {
            let name_at = self.cx.intern(native.decl.name()).to_bits();
            let all: Vec<(&'static str, u32)> = self.types.iter().map(|(n, a)| (*n, *a)).collect();
            for (name, at) in all {
                let own = self
                    .cx
                    .host
                    .type_decls
                    .get(&at)
                    .is_some_and(|t| t.slots.iter().any(|s| s.0 == *slot));
                let ns = self
                    .cx
                    .field(Value::from_bits(at), word::NAMESPACE)
                    .to_bits();
                if own
                    && self
                        .cx
                        .dict_get_str(Value::from_bits(ns), Value::from_bits(name_at))
                        .is_unbound()
                {
                    let object = self.native_object(native, name);
                    self.cx
                        .dict_set_str(
                            Value::from_bits(ns),
                            Value::from_bits(name_at),
                            Value::from_bits(object),
                        )
                        .expect("boot");
                }
            }
        }
    }
}

const _: () = assert!(header::MAX_WORDS >= 16384);
