//! A heap that is always nearly full, against a model: objects of random sizes that refer to each other come and go, and
//! no request that fits may fail. The model counts live bytes exactly: references only go to older objects, so counting
//! them is enough.

use super::verify::verify_heap;
use crate::boot::{self, Booted, Sizes};
use crate::cx::{Cx, Slot, Slots};
use crate::object::header;
use crate::object::value::Value;
use crate::protocol::hash::identity_hash;

const HEAP: u32 = 64 << 10;
const ROOTS: u32 = 1500;
const NONE: usize = usize::MAX;

/// What a value in the heap has to look like.
struct Node {
    /// Bytes of the object.
    size: u32,
    /// References from roots and from other objects.
    references: u32,
    content: Content,
    /// The identity hash, once somebody asked.
    hash: Option<u32>,
}

enum Content {
    /// `n` bytes, from this one counting up.
    Bytes(u8, u32),
    /// Older nodes; `NONE`: a small int.
    Tuple(Vec<usize>),
}

struct Model {
    cx: Booted,
    slots: Slots,
    roots: Vec<usize>,
    nodes: Vec<Node>,
    free: Vec<usize>,
    live: u32,
    random: u64,
    /// Sum of `live` over all steps.
    filled: u64,
}

impl Model {
    fn new(seed: u64) -> Model {
        let mut cx = boot::bare(Sizes {
            immortal: 64 << 10,
            stack: 8 << 10,
            heap: HEAP,
            globals: 16,
        });
        let (guard, slots) = cx.frame(ROOTS).expect("frame");
        // The cells stay reserved for the whole test.
        std::mem::forget(guard);
        Model {
            cx,
            slots,
            roots: vec![NONE; ROOTS as usize],
            nodes: vec![],
            free: vec![],
            live: 0,
            random: seed,
            filled: 0,
        }
    }

    fn below(&mut self, n: u32) -> u32 {
        // xorshift64*
        self.random ^= self.random >> 12;
        self.random ^= self.random << 25;
        self.random ^= self.random >> 27;
        ((self.random.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) % u64::from(n)) as u32
    }

    fn any_root(&mut self) -> usize {
        self.below(ROOTS) as usize
    }

    fn slot(&self, root: usize) -> Slot {
        self.slots.at(root as u32)
    }

    fn clear(&mut self, root: usize) {
        let node = std::mem::replace(&mut self.roots[root], NONE);
        self.cx.set(self.slot(root), Value::NONE);
        self.release(node);
    }

    fn release(&mut self, node: usize) {
        let mut work = vec![node];
        while let Some(node) = work.pop() {
            if node == NONE {
                continue;
            }
            let n = &mut self.nodes[node];
            n.references -= 1;
            if n.references == 0 {
                self.live -= n.size;
                if let Content::Tuple(items) = &n.content {
                    work.extend(items);
                }
                self.free.push(node);
            }
        }
    }

    /// Payload words: small ones are frequent, up to 2 KB.
    fn size(&mut self) -> u32 {
        match self.below(20) {
            0 => self.below(512),
            1..=3 => self.below(64),
            _ => self.below(8),
        }
    }

    /// Puts a new object into a root; other roots are emptied until it fits.
    fn make(&mut self) {
        let root = self.any_root();
        self.clear(root);
        let words = self.size() + 1;
        let size = 4 * words + 4;
        while self.live + size > HEAP {
            let other = self.any_root();
            self.clear(other);
        }
        let dst = self.slot(root);
        let content = if self.below(2) == 0 {
            let (first, n) = (self.below(256) as u8, words * 4 - self.below(4));
            let fill = |b: &mut [u8]| {
                for (i, b) in b.iter_mut().enumerate() {
                    *b = first.wrapping_add(i as u8);
                }
            };
            let made = self.cx.make(dst, |cx| cx.new_bytes_with(n, fill));
            made.expect("a request that fits");
            Content::Bytes(first, n)
        } else {
            // Half of the items are references.
            let from: Vec<usize> = (0..words).map(|_| self.any_root()).collect();
            let slots: Vec<Slot> = from.iter().map(|r| self.slot(*r)).collect();
            let item = |r: &usize| {
                if r.is_multiple_of(2) {
                    self.roots[*r]
                } else {
                    NONE
                }
            };
            let items: Vec<usize> = from.iter().map(item).collect();
            let item = |cx: &Cx, i: u32| match items[i as usize] {
                NONE => Value::int(i as i32).to_bits(),
                _ => cx.get(slots[i as usize]).to_bits(),
            };
            let made = self.cx.make(dst, |cx| {
                cx.new_tuple(words, |i| Value::from_bits(item(cx, i)))
            });
            made.expect("a request that fits");
            for node in items.iter().filter(|n| **n != NONE) {
                self.nodes[*node].references += 1;
            }
            Content::Tuple(items)
        };
        let node = Node {
            size,
            references: 1,
            content,
            hash: None,
        };
        self.live += size;
        self.roots[root] = match self.free.pop() {
            Some(at) => {
                self.nodes[at] = node;
                at
            }
            None => {
                self.nodes.push(node);
                self.nodes.len() - 1
            }
        };
    }

    /// Asks for an identity hash, which costs the object a word when it moves for the first time.
    fn hash(&mut self) {
        let root = self.any_root();
        let node = self.roots[root];
        // Bytes are never asked: they hash by content, and their length takes the whole object.
        let is_tuple = |n: &Node| matches!(n.content, Content::Tuple(_));
        if node != NONE && is_tuple(&self.nodes[node]) {
            let hash = identity_hash(&self.cx, self.cx.get(self.slot(root)));
            let node = &mut self.nodes[node];
            if *node.hash.get_or_insert_with(|| {
                node.size += 4;
                self.live += 4;
                hash
            }) != hash
            {
                panic!("an identity hash changed");
            }
        }
    }

    /// Compares everything that the roots reach with the model, and the heap's size after a collection.
    fn check(&mut self) {
        self.cx.collect(0).expect("collection");
        let census = verify_heap(&self.cx).expect("heap");
        let waiting = self.unmoved();
        assert_eq!(census.bytes + waiting, self.live, "live bytes");
        let mut seen = std::collections::HashMap::new();
        for root in 0..ROOTS as usize {
            let v = self.cx.get(self.slot(root)).to_bits();
            let mut work = vec![(v, self.roots[root])];
            while let Some((v, node)) = work.pop() {
                if node == NONE
                    || seen.insert(node, v).is_some_and(|at| {
                        assert_eq!(at, v, "one object at two places");
                        true
                    })
                {
                    continue;
                }
                let v = Value::from_bits(v);
                match &self.nodes[node].content {
                    Content::Bytes(first, n) => {
                        let bytes = self.cx.bytes(v).expect("bytes");
                        assert_eq!(bytes.len(), *n as usize);
                        let expected = |i: usize| first.wrapping_add(i as u8);
                        assert!(bytes.iter().enumerate().all(|(i, b)| *b == expected(i)));
                    }
                    Content::Tuple(items) => {
                        let tuple = self.cx.tuple(v).expect("tuple");
                        assert_eq!(tuple.len() as usize, items.len());
                        for (i, item) in items.iter().enumerate() {
                            let found = tuple.get(i as u32);
                            match item {
                                &NONE => assert!(found.is(Value::int(i as i32))),
                                _ => work.push((found.to_bits(), *item)),
                            }
                        }
                    }
                }
            }
        }
        assert_eq!(census.objects as usize, seen.len(), "objects");
    }

    /// Bytes that hashes will cost, but do not yet.
    fn unmoved(&self) -> u32 {
        let mut bytes = 0;
        super::stress::for_each_object(&self.cx, |_, h| {
            bytes += 4 * u32::from(super::compact::has_taken_hash(h));
        });
        bytes
    }

    fn run(&mut self, steps: u32) {
        for step in 1..=steps {
            if self.below(50) == 0 {
                self.hash();
            }
            self.make();
            self.filled += u64::from(self.live);
            if step % 20_000 == 0 {
                self.check();
            }
        }
        self.check();
    }
}

#[test]
fn no_request_that_fits_fails_in_a_million_steps() {
    let mut model = Model::new(0x5EED_0001);
    model.run(1_000_000);
    let collections = model.cx.stats().collections;
    // Fewer would mean that the heap was not full most of the time.
    assert!(collections > 5_000, "{collections} collections");
    let average = model.filled / 1_000_000;
    assert!(average > u64::from(HEAP / 100 * 94), "{average} live bytes");
}

#[test]
fn a_full_heap_with_every_object_moved_every_time() {
    let mut model = Model::new(0x5EED_0002);
    model.cx.set_stress(true);
    model.run(1_500);
}

/// Sizes that the design promises.
#[test]
fn objects_have_the_sizes_of_the_design() {
    let mut cx = boot::bare(Sizes {
        immortal: 64 << 10,
        stack: 8 << 10,
        heap: HEAP,
        globals: 16,
    });
    let (mut cx, s) = cx.frame(1).expect("frame");
    let mut size = |make: fn(&Cx) -> Result<Value<'_>, crate::Stop>| {
        let before = cx.heap_used();
        cx.make(s.at(0), make).expect("room");
        let object = header::size(cx.header_at(cx.get(s.at(0)).to_bits()));
        (object, cx.heap_used() - before)
    };
    assert_eq!(size(|cx| cx.new_float(0.5)), (12, 12));
    assert_eq!(size(|cx| cx.new_int(1 << 30)), (8, 8));
    assert_eq!(size(|cx| cx.new_tuple(0, |_| Value::NONE)), (4, 4));
    assert_eq!(size(|cx| cx.new_tuple(2, |_| Value::NONE)), (12, 12));
    assert_eq!(size(|cx| cx.new_tuple(3, |_| Value::NONE)), (16, 16));
    assert_eq!(size(|cx| cx.new_list(0, |_| Value::NONE)), (12, 12));
    assert_eq!(size(|cx| cx.new_list(3, |_| Value::NONE)), (12, 28));
    assert_eq!(size(|cx| cx.new_str("abc")), (12, 12));
    assert_eq!(size(|cx| cx.new_bytes(b"abcd")), (8, 8));
    assert_eq!(size(|cx| cx.new_cell(Value::NONE)), (8, 8));
    assert_eq!(size(|cx| cx.new_method(Value::NONE, Value::NONE)), (12, 12));
    assert_eq!(size(|cx| cx.new_dict()), (20, 20));
    // Class and three attributes.
    assert_eq!(
        size(|cx| cx.new_fixed(header::Kind::Instance, [Value::NONE; 4])),
        (20, 20)
    );
}
