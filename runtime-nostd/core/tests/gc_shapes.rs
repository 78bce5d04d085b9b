//! The collector on shapes that are hard for it: deep chains, cycles, identity hashes, a full heap, the empty heap.

use mpf_core::boot::{self, Booted, Sizes};
use mpf_core::gc::verify::verify_heap;
use mpf_core::protocol::compare::identity_hash;
use mpf_core::{Cx, Slot, Value};

fn bare(heap: u32) -> Booted {
    boot::bare(Sizes {
        immortal: 64 << 10,
        stack: 4 << 10,
        heap,
        globals: 16,
    })
}

/// A chain of tuples that hold the next one in item `link`.
fn chain(cx: &mut Cx, dst: Slot, length: u32, width: u32, link: u32) {
    for n in 0..length {
        cx.make(dst, |cx| {
            let next = cx.get(dst);
            cx.new_tuple(width, |i| {
                if i == link {
                    next
                } else {
                    Value::int(n as i32)
                }
            })
        })
        .expect("the chain fits");
    }
}

fn chain_length(cx: &Cx, from: Slot, link: u32) -> u32 {
    let mut length = 0;
    let mut v = cx.get(from);
    while let Some(t) = cx.tuple(v) {
        length += 1;
        let other = if link == 0 { t.len() - 1 } else { 0 };
        assert!(t.len() == 1 || t.get(other).is_small());
        v = t.get(link);
    }
    length
}

#[test]
fn deep_chains() {
    for (width, link) in [(1, 0), (3, 0), (3, 2), (3, 1)] {
        let mut cx = bare(256 << 10);
        let (mut cx, s) = cx.frame(2).unwrap();
        cx.set(s.at(0), Value::NONE);
        // Garbage in front, so that the chain slides.
        cx.make(s.at(1), |cx| cx.new_str(&"x".repeat(1000)))
            .unwrap();
        chain(&mut cx, s.at(0), 9000, width, link);
        cx.set(s.at(1), Value::NONE);
        cx.collect(0).unwrap();
        let census = verify_heap(&cx).unwrap();
        assert_eq!(
            (census.objects, census.bytes),
            (9000, 9000 * (4 + 4 * width))
        );
        assert_eq!(chain_length(&cx, s.at(0), link), 9000);
        cx.set(s.at(0), Value::NONE);
        cx.collect(0).unwrap();
        assert_eq!(verify_heap(&cx).unwrap().objects, 0);
        assert_eq!(cx.heap_used(), 0);
    }
}

#[test]
fn cycles_die_and_live() {
    let mut cx = bare(64 << 10);
    let (mut cx, s) = cx.frame(3).unwrap();
    for i in 0..2 {
        cx.make(s.at(i), |cx| cx.new_list(2, |_| Value::int(5)))
            .unwrap();
    }
    // a = [a, b], b = [a, b]
    for i in 0..2 {
        let list = cx.list(cx.get(s.at(i))).unwrap();
        list.set(0, cx.get(s.at(0)));
        list.set(1, cx.get(s.at(1)));
    }
    cx.set(s.at(0), Value::NONE);
    cx.set_stress(true);
    for _ in 0..5 {
        cx.collect(0).unwrap();
        assert_eq!(verify_heap(&cx).unwrap().objects, 4);
        let b = cx.list(cx.get(s.at(1))).unwrap();
        assert!(b.get(1).is(b.value()));
        let a = cx.list(b.get(0)).unwrap();
        assert!(a.get(0).is(a.value()) && a.get(1).is(b.value()));
    }
    cx.set(s.at(1), Value::NONE);
    cx.collect(0).unwrap();
    assert_eq!(verify_heap(&cx).unwrap().objects, 0);
}

#[test]
fn identity_hash_survives_moves() {
    for stress in [false, true] {
        let mut cx = bare(64 << 10);
        cx.set_stress(stress);
        let (mut cx, s) = cx.frame(20).unwrap();
        let mut hashes = [0; 10];
        for i in 0..10 {
            cx.make(s.at(19), |cx| cx.new_str("garbage in between"))
                .unwrap();
            cx.make(s.at(i), |cx| cx.new_cell(Value::int(i as i32)))
                .unwrap();
            if i % 2 == 0 {
                hashes[i as usize] = identity_hash(&cx, cx.get(s.at(i)));
            }
        }
        cx.set(s.at(19), Value::NONE);
        for round in 0..4 {
            cx.collect(0).unwrap();
            verify_heap(&cx).unwrap();
            for i in 0..10 {
                assert_eq!(
                    cx.words(cx.get(s.at(i))),
                    1,
                    "the stored hash is no part of the content"
                );
                let h = identity_hash(&cx, cx.get(s.at(i)));
                if i % 2 == 0 || round > 0 {
                    assert_eq!(h, hashes[i as usize], "round {round}, object {i}");
                }
                hashes[i as usize] = h;
            }
        }
        // 10 cells of 8 bytes, each with a stored hash where it had moved after the first question.
        assert!(verify_heap(&cx).unwrap().bytes <= 10 * 12);
    }
}

#[test]
fn a_request_fails_only_when_live_data_leave_no_room() {
    let mut cx = bare(4096);
    let (mut cx, s) = cx.frame(2).unwrap();
    // 4 bytes of header each: these fill the heap exactly.
    cx.make(s.at(0), |cx| cx.new_tuple(511, |_| Value::NONE))
        .unwrap();
    cx.make(s.at(1), |cx| cx.new_tuple(511, |_| Value::NONE))
        .unwrap();
    assert_eq!(cx.heap_used(), 4096);
    let tuple = |cx: &mut Cx, dst, n| cx.make(dst, |cx| cx.new_tuple(n, |_| Value::NONE));
    cx.set(s.at(0), Value::NONE);
    tuple(&mut cx, s.at(0), 511).unwrap();
    assert!(tuple(&mut cx, s.at(0), 0).is_err(), "nothing is free");
    cx.set(s.at(0), Value::NONE);
    tuple(&mut cx, s.at(0), 510).unwrap();
    tuple(&mut cx, s.at(0), 511)
        .expect_err("the old tuple is still referred to while the new one is made");
    assert_eq!(verify_heap(&cx).unwrap().objects, 2);
}

#[test]
fn words_above_the_stack_are_forgotten() {
    let mut cx = bare(64 << 10);
    {
        let (mut f, s) = cx.frame(3).unwrap();
        f.make(s.at(2), |cx| cx.new_str("soon garbage")).unwrap();
    }
    cx.collect(0).unwrap();
    let (f, s) = cx.frame(3).unwrap();
    assert!(f.get(s.at(2)).is_unbound());
    assert_eq!(verify_heap(&f).unwrap().objects, 0);
}
