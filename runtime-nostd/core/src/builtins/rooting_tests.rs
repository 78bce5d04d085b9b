//! The builtins that are hardest to root, with hostile special methods: dict stores whose `__eq__` changes the dict,
//! `list.sort(key=)` whose key allocates and touches the list, `str.join` over an iterator that allocates. The special
//! methods are builtins here, so that no compiler is needed; everything runs with and without a collection that moves
//! every object at every allocation.

use crate::boot::{self, Booted};
use crate::cx::{Cx, Raised, Slot};
use crate::gc::verify::verify_heap;
use crate::native::{Full, NativeEntry};
use crate::object::class::word;
use crate::object::dict::{dict_del, dict_get, dict_set};
use crate::object::function::native_word;
use crate::object::header::Kind;
use crate::object::value::Value;
use crate::protocol::{compare, text};
use crate::wk::ty;
use crate::{Args, Slots};
use std::collections::HashMap;

fn small(stress: bool) -> Box<Booted> {
    let mut cx = boot::boot(boot::Sizes {
        immortal: 1 << 20,
        stack: 32 << 10,
        heap: 256 << 10,
        globals: 16,
    });
    cx.set_stress(stress);
    cx
}

fn method(cx: &mut Cx, name: &str, f: Full, params: u8) -> u32 {
    cx.host.natives.push(NativeEntry::Full(f));
    cx.host.symbols.push("test");
    let entry = cx.host.natives.len() as u32;
    let name = cx.intern(name).to_bits();
    let words = [
        entry,
        u32::from_le_bytes([params, params, 0, 0]),
        0,
        name,
        params as u32 | 1 << 8,
        0,
    ];
    assert_eq!(words.len() as u32, native_word::COUNT);
    cx.immortal(|cx| {
        let at = cx.alloc_words(Kind::Native, words.len() as u32, 0).unwrap();
        for (i, w) in words.iter().enumerate() {
            // SAFETY: fresh payload.
            unsafe { cx.mem.store(at + 4 + 4 * i as u32, *w) };
        }
        at
    })
}

/// A class like one of a class statement, with builtins as methods and `slots` instance slots.
fn class(cx: &mut Cx, slots: u32, methods: &[(&'static str, Full, u8)]) -> u32 {
    let made: Vec<(u32, u32)> = methods
        .iter()
        .map(|(n, f, p)| (cx.intern(n).to_bits(), method(cx, n, *f, *p)))
        .collect();
    let name = cx.intern("Key").to_bits();
    cx.immortal(|cx| {
        let object = ty::object(cx);
        let ns = cx.new_dict().unwrap();
        for (n, m) in made {
            cx.dict_set_str(ns, Value::from_bits(n), Value::from_bits(m))
                .unwrap();
        }
        let layout = cx.new_tuple(slots, |_| Value::from_bits(name)).unwrap();
        let bases = cx.new_tuple(1, |_| object).unwrap();
        let class = cx
            .new_object(Kind::Type, word::COUNT, |i| match i {
                word::META => ty::Type(cx),
                word::NAME | word::QUALNAME => Value::from_bits(name),
                word::BASES => bases,
                word::NAMESPACE => ns,
                word::LAYOUT => layout,
                word::FLAGS => Value::int((Kind::Instance as i32) << 8),
                word::SLOTS => cx.field(object, word::SLOTS),
                _ => Value::UNBOUND,
            })
            .unwrap();
        let mro = cx
            .new_tuple(2, |i| if i == 0 { class } else { object })
            .unwrap();
        cx.set_field(class, word::MRO, mro);
        class.to_bits()
    })
}

fn instance(cx: &mut Cx, class: u32, dst: Slot, fields: &[Slot]) {
    let n = fields.len() as u32;
    cx.make(dst, |cx| {
        let v = cx.new_instance(Value::from_bits(class))?;
        for i in 0..n {
            cx.set_instance_slot(v, i, cx.get(fields[i as usize]));
        }
        Ok(v)
    })
    .unwrap();
}

// ---- keys: slot 0 a number, slot 1 the dict to spoil, slot 2 what to do to it

const PLAIN: i32 = 0;
const CLEAR: i32 = 1;
const GROW: i32 = 2;
const DELETE: i32 = 3;

fn key_hash(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    let (mut f, s) = cx.frame(1)?;
    f.make(s.at(0), |cx| cx.new_str("garbage made by __hash__"))?;
    f.ret(a, Value::int(7));
    Ok(())
}

fn key_eq(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    let (mut f, s) = cx.frame(3)?;
    for (i, dst) in [(0, 0), (1, 1)] {
        let v = f.arg(a, i);
        if !v.is_kind(&f, Kind::Instance) {
            f.ret(a, Value::NOT_IMPLEMENTED);
            return Ok(());
        }
        f.set(s.at(dst), f.instance_slot(v, 0));
    }
    let what = f.instance_slot(f.arg(a, 1), 2).as_small().unwrap_or(PLAIN);
    if what != PLAIN {
        // Once only, else the search would start over for ever.
        f.set_instance_slot(f.arg(a, 1), 2, Value::int(PLAIN));
        f.set(s.at(2), f.instance_slot(f.arg(a, 1), 1));
        match what {
            CLEAR => f.dict(f.get(s.at(2))).unwrap().clear(),
            DELETE => {
                let table = f.dict(f.get(s.at(2))).unwrap();
                table.remove(table.next_live(0).unwrap());
            }
            _ => {
                let (mut g, t) = f.frame(1)?;
                for i in 0..30 {
                    g.set(t.at(0), Value::int(1000 + i));
                    dict_set(&mut g, s.at(2), t.at(0), t.at(0))?;
                }
            }
        }
    }
    f.make(s.at(2), |cx| cx.new_str("garbage made by __eq__"))?;
    let same = f.get(s.at(0)).is(f.get(s.at(1)));
    f.ret(a, Value::bool(same));
    Ok(())
}

/// The keys of a dict: numbers of instances as they are, of ints negative.
fn keys(cx: &Cx, d: Slot) -> Vec<i32> {
    let mut pos = 0;
    let mut all = vec![];
    while let Some((k, _)) = cx.dict_entry(cx.get(d), &mut pos) {
        all.push(match k.as_small() {
            Some(n) => -n,
            None => cx.instance_slot(k, 0).as_small().unwrap(),
        });
    }
    all
}

#[test]
fn stores_while_eq_changes_the_dict() {
    for stress in [false, true] {
        for what in [PLAIN, CLEAR, GROW, DELETE] {
            let mut cx = small(stress);
            let key = class(
                &mut cx,
                3,
                &[("__hash__", key_hash, 1), ("__eq__", key_eq, 2)],
            );
            let (mut f, s) = cx.frame(6).unwrap();
            f.make(s.at(0), |cx| cx.new_dict()).unwrap();
            let fresh = |f: &mut Cx, n: i32, what: i32| {
                f.set(s.at(1), Value::int(n));
                f.set(s.at(2), Value::int(what));
                instance(f, key, s.at(3), &[s.at(1), s.at(0), s.at(2)]);
            };
            for n in 1..=6 {
                fresh(&mut f, n, PLAIN);
                dict_set(&mut f, s.at(0), s.at(3), s.at(1)).unwrap();
            }
            assert_eq!(keys(&f, s.at(0)), [1, 2, 3, 4, 5, 6]);
            // The same number as the third key, so that it is found unless the dict changed meanwhile.
            fresh(&mut f, 3, what);
            f.set(s.at(4), Value::int(333));
            dict_set(&mut f, s.at(0), s.at(3), s.at(4)).unwrap();
            verify_heap(&f).unwrap_or_else(|e| panic!("stress {stress}, {what}: {e}"));
            let mut expected = match what {
                CLEAR => vec![3],
                DELETE => vec![2, 3, 4, 5, 6],
                _ => vec![1, 2, 3, 4, 5, 6],
            };
            if what == GROW {
                expected.extend((0..30).map(|i| -1000 - i));
            }
            assert_eq!(keys(&f, s.at(0)), expected, "stress {stress}, {what}");
            fresh(&mut f, 3, PLAIN);
            assert!(dict_get(&mut f, s.at(0), s.at(3), s.at(5)).unwrap());
            assert_eq!(f.get(s.at(5)).as_small(), Some(333));
            // Deleting with a key that clears the dict under the search finds nothing; the others delete one.
            fresh(&mut f, 3, what);
            let before = f.dict_len(f.get(s.at(0)));
            let found = dict_del(&mut f, s.at(0), s.at(3), Some(s.at(5))).unwrap();
            assert_eq!(found, what != CLEAR, "stress {stress}, {what}");
            if what == PLAIN {
                assert_eq!(f.dict_len(f.get(s.at(0))), before - 1);
            }
            verify_heap(&f).unwrap();
        }
    }
}

#[test]
fn eq_without_hash_is_unhashable() {
    let mut cx = small(true);
    let key = class(&mut cx, 3, &[("__eq__", key_eq, 2)]);
    let plain = class(&mut cx, 1, &[]);
    let (mut f, s) = cx.frame(4).unwrap();
    f.make(s.at(0), |cx| cx.new_dict()).unwrap();
    f.set(s.at(1), Value::int(1));
    instance(&mut f, key, s.at(2), &[s.at(1), s.at(0), s.at(1)]);
    assert!(dict_set(&mut f, s.at(0), s.at(2), s.at(1)).is_err());
    assert!(
        f.get(f.root(crate::cx::roots::PARKED_TYPE))
            .is(ty::TypeError(&f))
    );
    instance(&mut f, plain, s.at(2), &[s.at(1)]);
    instance(&mut f, plain, s.at(3), &[s.at(1)]);
    for k in [2, 3, 2, 3] {
        dict_set(&mut f, s.at(0), s.at(k), s.at(1)).unwrap();
    }
    assert_eq!(
        f.dict_len(f.get(s.at(0))),
        2,
        "identity decides without __eq__"
    );
    assert!(compare::equal(&mut f, s.at(2), s.at(2)).unwrap());
    assert!(!compare::equal(&mut f, s.at(2), s.at(3)).unwrap());
}

// ---- list.sort(key=)

/// A key that makes garbage and a new str for the number, and looks at the list (which is empty while it is sorted).
fn sort_key(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    let n = cx.arg(a, 1).as_small().unwrap_or(0);
    let digits = format!("{:04}", (n as i64 * 7919) % 1000);
    cx.make(a.ret(), |cx| cx.new_str(&digits))
}

#[test]
fn sort_with_a_key_that_allocates() {
    for stress in [false, true] {
        let mut cx = small(stress);
        let caller = class(&mut cx, 0, &[("__call__", sort_key, 2)]);
        let (mut f, s) = cx.frame(8).unwrap();
        instance(&mut f, caller, s.at(0), &[]);
        let numbers: Vec<i32> = (0..60).map(|i| (i * 37) % 101).collect();
        f.make(s.at(1), |cx| {
            cx.new_list(60, |i| Value::int(numbers[i as usize]))
        })
        .unwrap();
        let window = sub(s, 2);
        f.set(window.at(2), f.get(s.at(0)));
        f.set(window.at(3), Value::FALSE);
        f.set(window.at(4), f.get(s.at(1)));
        super::list_sort::mpf_list_sort(
            &mut f,
            Args {
                window: window.base,
                count: 3,
            },
        )
        .unwrap();
        let mut expected = numbers.clone();
        expected.sort_by_key(|n| (*n as i64 * 7919) % 1000);
        let list = f.list(f.get(s.at(1))).unwrap();
        let sorted: Vec<i32> = list.iter().map(|v| v.as_small().unwrap()).collect();
        assert_eq!(sorted, expected, "stress {stress}");
        verify_heap(&f).unwrap();
    }
}

/// The cells of `s` from `from` on.
fn sub(s: Slots, from: u32) -> Slots {
    Slots {
        base: s.at(from).0,
        count: s.len() - from,
    }
}

// ---- str.join over an iterator that allocates

fn words_iter(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    cx.ret(a, cx.arg(a, 0));
    Ok(())
}

fn words_next(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    let n = cx.instance_slot(cx.arg(a, 0), 0).as_small().unwrap_or(0);
    if n == 20 {
        return Err(cx.raise(ty::StopIteration(cx), "", &[]));
    }
    cx.set_instance_slot(cx.arg(a, 0), 0, Value::int(n + 1));
    let (mut f, s) = cx.frame(1)?;
    f.make(s.at(0), |cx| cx.new_str("garbage"))?;
    let text = format!("w{n}é");
    f.make(a.ret(), |cx| cx.new_str(&text))
}

#[test]
fn join_over_an_iterator_that_allocates() {
    for stress in [false, true] {
        let mut cx = small(stress);
        let words = class(
            &mut cx,
            1,
            &[("__iter__", words_iter, 1), ("__next__", words_next, 1)],
        );
        let (mut f, s) = cx.frame(8).unwrap();
        f.set(s.at(0), Value::int(0));
        instance(&mut f, words, s.at(1), &[s.at(0)]);
        let window = sub(s, 2);
        f.make(window.at(2), |cx| cx.new_str(", ")).unwrap();
        f.set(window.at(3), f.get(s.at(1)));
        super::str_split::mpf_str_join(
            &mut f,
            Args {
                window: window.base,
                count: 2,
            },
        )
        .unwrap();
        let expected: Vec<String> = (0..20).map(|n| format!("w{n}é")).collect();
        assert_eq!(
            f.str(f.get(window.at(0))).unwrap().text(),
            expected.join(", "),
            "stress {stress}"
        );
        verify_heap(&f).unwrap();
    }
}

// ---- dicts and sets against a model

struct Random(u64);

impl Random {
    fn below(&mut self, n: u32) -> u32 {
        self.0 = self
            .0
            .wrapping_mul(6364136223846793005)
            .wrapping_add(1442695040888963407);
        ((self.0 >> 33) as u32) % n
    }
}

/// Key number `n` of one of four kinds, into `dst`.
fn any_key(cx: &mut Cx, n: u32, dst: Slot) {
    let text = format!("key {n}");
    cx.make(dst, |cx| match n % 4 {
        0 => cx.new_int(n as i64),
        1 => cx.new_str(&text),
        2 => cx.new_float(n as f64 + 0.5),
        _ => {
            let inner = cx.new_str(&text)?;
            cx.new_tuple(2, |i| if i == 0 { inner } else { Value::int(n as i32) })
        }
    })
    .unwrap();
}

#[test]
fn random_dict_against_a_model() {
    for (stress, steps, span) in [(false, 21_500, 300), (true, 1_500, 40)] {
        let mut cx = small(stress);
        let (mut f, s) = cx.frame(4).unwrap();
        f.make(s.at(0), |cx| cx.new_dict()).unwrap();
        let mut model: HashMap<u32, i32> = HashMap::new();
        let mut order: Vec<u32> = vec![];
        let mut random = Random(42);
        for step in 0..steps {
            // Phases of growth and of shrinking.
            let grow = step / 2000 % 2 == 0;
            let n = random.below(span);
            any_key(&mut f, n, s.at(1));
            match random.below(10) {
                0..2 => {
                    let found = dict_get(&mut f, s.at(0), s.at(1), s.at(2)).unwrap();
                    assert_eq!(
                        found.then(|| f.get(s.at(2)).as_small().unwrap()),
                        model.get(&n).copied()
                    );
                }
                2..8 if grow => {
                    f.set(s.at(2), Value::int(step));
                    dict_set(&mut f, s.at(0), s.at(1), s.at(2)).unwrap();
                    if model.insert(n, step).is_none() {
                        order.push(n);
                    }
                }
                8 if !order.is_empty() => {
                    let last = order.pop().unwrap();
                    let table = f.dict(f.get(s.at(0))).unwrap();
                    let pos = table.previous_live(table.used()).unwrap();
                    assert_eq!(table.entry_value(pos).as_small(), model.remove(&last));
                    table.remove(pos);
                }
                _ => {
                    let found = dict_del(&mut f, s.at(0), s.at(1), Some(s.at(2))).unwrap();
                    assert_eq!(
                        found.then(|| f.get(s.at(2)).as_small().unwrap()),
                        model.remove(&n)
                    );
                    order.retain(|k| *k != n);
                }
            }
            assert_eq!(f.dict_len(f.get(s.at(0))) as usize, model.len());
            if step % 500 == 0 {
                verify_heap(&f).unwrap_or_else(|e| panic!("step {step}: {e}"));
                let mut pos = 0;
                let mut values = vec![];
                while let Some((_, v)) = f.dict_entry(f.get(s.at(0)), &mut pos) {
                    values.push(v.as_small().unwrap());
                }
                assert_eq!(
                    values,
                    order.iter().map(|k| model[k]).collect::<Vec<_>>(),
                    "order of entries"
                );
            }
        }
        assert!(model.len() > 5);
    }
}

#[test]
fn numbers_that_are_equal_hash_alike() {
    let mut cx = small(true);
    let (mut f, s) = cx.frame(2).unwrap();
    let big = |cx: &mut Cx, dst: Slot, negative: bool, bit: u32, plus: u32| {
        cx.make(dst, |cx| {
            cx.new_int_with(negative, bit / 32 + 1, |mut l| {
                for i in 0..l.len() {
                    l.set(i, if i == bit / 32 { 1 << (bit % 32) } else { 0 });
                }
                l.set(0, l.get(0) | plus);
            })
        })
        .unwrap();
    };
    for bit in [
        0, 1, 29, 30, 31, 32, 52, 53, 54, 62, 63, 64, 65, 100, 127, 128, 500, 1023,
    ] {
        for negative in [false, true] {
            big(&mut f, s.at(0), negative, bit, 0);
            let x = 2f64.powi(bit as i32) * if negative { -1.0 } else { 1.0 };
            f.make(s.at(1), |cx| cx.new_float(x)).unwrap();
            let (a, b) = (f.get(s.at(0)), f.get(s.at(1)));
            assert!(compare::equal_numbers(&f, a, b), "2**{bit}");
            assert!(compare::equal_numbers(&f, b, a), "2**{bit}");
            assert_eq!(
                compare::leaf_hash(&f, a),
                compare::leaf_hash(&f, b),
                "2**{bit}"
            );
            if bit > 0 {
                big(&mut f, s.at(0), negative, bit, 1);
                let a = f.get(s.at(0));
                let same = bit <= 52 && x + 1.0f64.copysign(x) == x;
                assert_eq!(
                    compare::equal_numbers(&f, a, f.get(s.at(1))),
                    same,
                    "2**{bit} + 1"
                );
            }
        }
    }
    let half = |f: &mut Cx, x: f64| {
        f.make(s.at(0), |cx| cx.new_float(x)).unwrap();
        compare::leaf_hash(f, f.get(s.at(0))).unwrap()
    };
    assert_eq!(
        half(&mut f, 1.0),
        compare::leaf_hash(&f, Value::TRUE).unwrap()
    );
    assert_eq!(
        half(&mut f, -0.0),
        compare::leaf_hash(&f, Value::int(0)).unwrap()
    );
    assert_ne!(half(&mut f, 0.5), half(&mut f, 0.25));
    assert_ne!(half(&mut f, f64::INFINITY), half(&mut f, f64::NEG_INFINITY));
    f.make(s.at(0), |cx| cx.new_float(f64::NAN)).unwrap();
    assert!(!compare::equal(&mut f, s.at(0), s.at(0)).unwrap());
    assert!(compare::same_or_equal(&mut f, s.at(0), s.at(0)).unwrap());
}

#[test]
fn id_stays_and_is_forgotten() {
    let mut cx = small(true);
    let (mut f, s) = cx.frame(8).unwrap();
    let window = sub(s, 4);
    let id = |f: &mut Cx, of: Slot| {
        f.set(window.at(2), f.get(of));
        let args = Args {
            window: window.base,
            count: 1,
        };
        f.make(window.at(0), |cx| super::object_id::mpf_id(cx, args))
            .unwrap();
        f.set(window.at(2), Value::NONE);
        f.as_i64(f.get(window.at(0))).unwrap()
    };
    let mut seen = std::collections::HashSet::new();
    for i in 0..3 {
        f.make(s.at(i), |cx| cx.new_str("x")).unwrap();
        assert!(seen.insert(id(&mut f, s.at(i))));
    }
    let first = id(&mut f, s.at(0));
    for n in 0..100 {
        f.make(s.at(3), |cx| cx.new_float(n as f64)).unwrap();
        assert!(seen.insert(id(&mut f, s.at(3))), "an id given twice");
        assert_eq!(id(&mut f, s.at(0)), first);
    }
    let table = f.get(f.root(crate::cx::roots::IDS));
    assert!(
        f.words(table) <= 16,
        "ids of dead objects are kept: {} words",
        f.words(table)
    );
    f.set(s.at(3), Value::int(5));
    assert!(seen.insert(id(&mut f, s.at(3))));
    f.set(s.at(3), Value::NONE);
    assert!(seen.insert(id(&mut f, s.at(3))));
    verify_heap(&f).unwrap();
}

#[test]
fn set_algebra_and_text() {
    for stress in [false, true] {
        let mut cx = small(stress);
        let (mut f, s) = cx.frame(12).unwrap();
        let ints = |f: &mut Cx, dst: Slot, items: &[i32]| {
            f.make(s.at(3), |cx| {
                cx.new_list(items.len() as u32, |i| Value::int(items[i as usize]))
            })
            .unwrap();
            super::set::to_set(f, s.at(3), dst, false).unwrap();
        };
        let shown = |f: &mut Cx, v: Slot| {
            text::repr(f, v, s.at(4)).unwrap();
            String::from(f.str(f.get(s.at(4))).unwrap().text())
        };
        ints(&mut f, s.at(0), &[1, 2, 3, 4, 2]);
        ints(&mut f, s.at(1), &[3, 4, 5]);
        use super::set::{Algebra, apply, compare_sets};
        use mpf_bytecode::CompareOp;
        for (op, expected) in [
            (Algebra::Union, "{1, 2, 3, 4, 5}"),
            (Algebra::Intersection, "{3, 4}"),
            (Algebra::Difference, "{1, 2}"),
            (Algebra::Symmetric, "{1, 2, 5}"),
        ] {
            apply(&mut f, op, s.at(0), s.at(1), s.at(2)).unwrap();
            assert_eq!(shown(&mut f, s.at(2)), expected);
        }
        apply(&mut f, Algebra::Difference, s.at(0), s.at(0), s.at(2)).unwrap();
        assert_eq!(shown(&mut f, s.at(2)), "set()");
        assert!(compare_sets(&mut f, CompareOp::Lt, s.at(2), s.at(0)).unwrap());
        assert!(!compare_sets(&mut f, CompareOp::Le, s.at(1), s.at(0)).unwrap());
        ints(&mut f, s.at(2), &[4, 3, 2, 1]);
        assert!(compare_sets(&mut f, CompareOp::Eq, s.at(2), s.at(0)).unwrap());
        assert!(!compare_sets(&mut f, CompareOp::Ne, s.at(2), s.at(0)).unwrap());
        // frozensets hash without regard to order
        super::set::to_set(&mut f, s.at(0), s.at(5), true).unwrap();
        super::set::to_set(&mut f, s.at(2), s.at(6), true).unwrap();
        let (a, b) = (
            compare::hash(&mut f, s.at(5)).unwrap(),
            compare::hash(&mut f, s.at(6)).unwrap(),
        );
        assert_eq!(a, b);
        assert!(
            compare::equal(&mut f, s.at(5), s.at(2)).unwrap(),
            "frozenset == set"
        );
        assert_eq!(shown(&mut f, s.at(6)), "frozenset({4, 3, 2, 1})");
        assert!(compare::hash(&mut f, s.at(0)).is_err());
        verify_heap(&f).unwrap();
    }
}
