//! Random mutator against a shadow model: a small heap is kept almost full of objects of random kind and size that
//! refer to each other in any way, cycles included. The model knows the exact live bytes, so a request that fails, a
//! byte that is lost and a field that points to the wrong object are all found.

use mpf_core::boot::{self, Booted, Sizes};
use mpf_core::gc::verify::verify_heap;
use mpf_core::{Cx, Slot, Slots, Value};
use std::collections::HashMap;

struct Random(u64);

impl Random {
    fn next(&mut self) -> u32 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 24) as u32
    }
    fn below(&mut self, n: u32) -> u32 {
        self.next() % n.max(1)
    }
}

/// An object that should exist. `id` is in its first item (or its text).
struct Node {
    id: u32,
    bytes: u32,
    shape: Shape,
    /// Model nodes that the items after the first refer to.
    refs: Vec<Option<usize>>,
    seen: u32,
}

#[derive(Clone, Copy, PartialEq)]
enum Shape {
    Tuple,
    List,
    Str,
}

struct Model {
    nodes: Vec<Option<Node>>,
    free: Vec<usize>,
    roots: Vec<Option<usize>>,
    round: u32,
}

impl Model {
    fn insert(&mut self, node: Node) -> usize {
        match self.free.pop() {
            Some(i) => {
                self.nodes[i] = Some(node);
                i
            }
            None => {
                self.nodes.push(Some(node));
                self.nodes.len() - 1
            }
        }
    }

    /// Bytes that the roots reach; forgets all other nodes.
    fn live(&mut self) -> u32 {
        self.round += 1;
        let mut bytes = 0;
        let mut todo: Vec<usize> = self.roots.iter().flatten().copied().collect();
        while let Some(i) = todo.pop() {
            let node = self.nodes[i].as_mut().expect("the model is closed");
            if node.seen != self.round {
                node.seen = self.round;
                bytes += node.bytes;
                todo.extend(node.refs.iter().flatten());
            }
        }
        for (i, node) in self.nodes.iter_mut().enumerate() {
            if node.as_ref().is_some_and(|n| n.seen != self.round) {
                *node = None;
                self.free.push(i);
            }
        }
        bytes
    }
}

/// Text of the str with this id: the id in decimal, as often as needed.
fn text(id: u32, len: usize) -> String {
    format!("{id} ").chars().cycle().take(len).collect()
}

struct World {
    cx: Booted,
    model: Model,
    random: Random,
    next_id: u32,
    root_list: u32,
}

fn world(heap: u32, roots: u32, seed: u64) -> World {
    let cx = boot::bare(Sizes {
        immortal: 64 << 10,
        stack: 1 << 10,
        heap,
        globals: 16,
    });
    let model = Model {
        nodes: vec![],
        free: vec![],
        roots: vec![None; roots as usize],
        round: 0,
    };
    World {
        cx,
        model,
        random: Random(seed),
        next_id: 1,
        root_list: 16 + 4 * roots,
    }
}

/// Compares what the root list reaches with the model.
fn compare(cx: &Cx, model: &Model, roots: Slot) {
    let list = cx.list(cx.get(roots)).expect("the root list");
    let mut known: HashMap<usize, u32> = HashMap::new();
    let mut todo = vec![];
    for (i, root) in model.roots.iter().enumerate() {
        match root {
            Some(node) => todo.push((*node, list.get(i as u32))),
            None => assert!(list.get(i as u32).is_none(), "root {i}"),
        }
    }
    while let Some((index, v)) = todo.pop() {
        if let Some(at) = known.insert(index, v.to_bits()) {
            assert_eq!(at, v.to_bits(), "one node, two objects");
            continue;
        }
        let node = model.nodes[index].as_ref().expect("the model is closed");
        let item = |i: u32| match node.shape {
            Shape::Tuple => cx.tuple(v).expect("a tuple").get(i),
            _ => cx.list(v).expect("a list").get(i),
        };
        if node.shape == Shape::Str {
            let s = cx.str(v).expect("a str").text();
            assert_eq!(s, text(node.id, s.len()));
            continue;
        }
        assert_eq!(item(0).as_small(), Some(node.id as i32));
        for (i, r) in node.refs.iter().enumerate() {
            match r {
                Some(r) => todo.push((*r, item(i as u32 + 1))),
                None => assert_eq!(item(i as u32 + 1).as_small(), Some(-7)),
            }
        }
    }
}

impl World {
    fn run(&mut self, steps: u32, check_every: u32, full: f64) {
        let heap = self.cx.regions().heap.1 - self.cx.regions().heap.0;
        let most = (heap as f64 * full) as u32;
        let World {
            cx,
            model,
            random,
            next_id,
            root_list,
        } = self;
        let (mut cx, s) = cx.frame(2).expect("room for two cells");
        let count = model.roots.len() as u32;
        cx.make(s.at(0), |cx| cx.new_list(count, |_| Value::NONE))
            .expect("the root list fits");
        let mut upper = *root_list;
        for step in 0..steps {
            let at = random.below(count);
            match random.below(10) {
                0..6 => {
                    let (shape, len) = shape_and_len(random);
                    let bytes = match shape {
                        Shape::Tuple => 4 + 4 * len,
                        Shape::List => 4 + 4 * len + 12,
                        Shape::Str => 4 + (len + 4).div_ceil(4) * 4,
                    };
                    upper += bytes;
                    if upper > most {
                        upper = *root_list + bytes + model.live();
                        while upper > most {
                            // A few at once, else the heap would never leave this border.
                            for _ in 0..1 + random.below(6) {
                                let drop = random.below(count);
                                model.roots[drop as usize] = None;
                                cx.list(cx.get(s.at(0)))
                                    .expect("list")
                                    .set(drop, Value::NONE);
                            }
                            upper = *root_list + bytes + model.live();
                        }
                    }
                    let id = *next_id;
                    *next_id = *next_id % 1_000_000 + 1;
                    let refs = make(&mut cx, s, model, random, shape, len, id);
                    let node = model.insert(Node {
                        id,
                        bytes,
                        shape,
                        refs,
                        seen: 0,
                    });
                    model.roots[at as usize] = Some(node);
                    let list = cx.list(cx.get(s.at(0))).expect("list");
                    list.set(at, cx.get(s.at(1)));
                }
                6..9 => link(&cx, s, model, random, at),
                _ => {
                    model.roots[at as usize] = None;
                    cx.list(cx.get(s.at(0))).expect("list").set(at, Value::NONE);
                }
            }
            cx.set(s.at(1), Value::NONE);
            if step % check_every == 0 {
                verify_heap(&cx).unwrap_or_else(|e| panic!("step {step}: {e}"));
                compare(&cx, model, s.at(0));
                cx.collect(0).expect("a collection that needs nothing");
                let census = verify_heap(&cx).unwrap_or_else(|e| panic!("step {step}: {e}"));
                assert_eq!(
                    census.bytes,
                    *root_list + model.live(),
                    "step {step}: live bytes"
                );
                compare(&cx, model, s.at(0));
            }
        }
    }
}

fn shape_and_len(random: &mut Random) -> (Shape, u32) {
    let len = match random.below(20) {
        0 => 100 + random.below(400),
        1..5 => 10 + random.below(40),
        _ => 1 + random.below(8),
    };
    match random.below(3) {
        0 => (Shape::Tuple, len),
        1 => (Shape::List, len),
        _ => (Shape::Str, random.below(4 * len)),
    }
}

/// Makes an object in cell 1; some of its items refer to objects in the root list. Answers those references.
fn make(
    cx: &mut Cx,
    s: Slots,
    model: &Model,
    random: &mut Random,
    shape: Shape,
    len: u32,
    id: u32,
) -> Vec<Option<usize>> {
    if shape == Shape::Str {
        let text = text(id, len as usize);
        cx.make(s.at(1), |cx| cx.new_str(&text))
            .expect("live data leave room for this str");
        return vec![];
    }
    let from: Vec<Option<u32>> = (1..len)
        .map(|_| Some(random.below(8 * model.roots.len() as u32)))
        .map(|r| r.filter(|r| model.roots.get(*r as usize).is_some_and(Option::is_some)))
        .collect();
    let roots = s.at(0);
    cx.make(s.at(1), |cx| {
        let list = cx.list(cx.get(roots)).expect("list");
        let item = |i: u32| match i.checked_sub(1).map(|i| from[i as usize]) {
            None => Value::int(id as i32),
            Some(None) => Value::int(-7),
            Some(Some(r)) => list.get(r),
        };
        if shape == Shape::Tuple {
            cx.new_tuple(len, item)
        } else {
            cx.new_list(len, item)
        }
    })
    .expect("live data leave room for this object");
    from.iter()
        .map(|r| r.and_then(|r| model.roots[r as usize]))
        .collect()
}

/// Makes an item of a list refer to some other root object, which may close a cycle.
fn link(cx: &Cx, s: Slots, model: &mut Model, random: &mut Random, at: u32) {
    let to = random.below(model.roots.len() as u32);
    let (Some(from), Some(target)) = (model.roots[at as usize], model.roots[to as usize]) else {
        return;
    };
    let node = model.nodes[from].as_mut().expect("the model is closed");
    if node.shape == Shape::List && !node.refs.is_empty() {
        let i = random.below(node.refs.len() as u32);
        node.refs[i as usize] = Some(target);
        let roots = cx.list(cx.get(s.at(0))).expect("list");
        cx.list(roots.get(at))
            .expect("a list")
            .set(i + 1, roots.get(to));
    }
}

#[test]
fn almost_full_heap() {
    let mut world = world(64 << 10, 500, 0x1234_5678_9ABC);
    world.run(200_000, 10_000, 0.95);
    let stats = world.cx.stats();
    assert!(stats.collections > 1_000, "{stats:?}");
    assert!(
        stats.heap_peak > 58 << 10 && stats.heap_peak <= 64 << 10,
        "{stats:?}"
    );
}

#[test]
fn half_full_heap() {
    let mut world = world(64 << 10, 200, 77);
    world.run(60_000, 3_000, 0.5);
    assert!(world.cx.stats().collections > 30, "{:?}", world.cx.stats());
}

#[test]
fn every_allocation_moves_everything() {
    let mut world = world(16 << 10, 100, 99);
    world.cx.set_stress(true);
    world.run(6_000, 100, 0.9);
    assert!(world.cx.stats().collections > 3_000);
}
