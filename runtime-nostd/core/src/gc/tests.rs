//! Planted errors: what the stress mode and the verifier are for must really be found by them.

use super::verify::verify_heap;
use super::{ld, st};
use crate::boot::{self, Booted, Sizes};
use crate::cx::{Cx, Slot};
use crate::object::value::Value;
use std::panic::{AssertUnwindSafe, catch_unwind};

fn bare() -> Booted {
    boot::bare(Sizes {
        immortal: 64 << 10,
        stack: 4 << 10,
        heap: 64 << 10,
        globals: 16,
    })
}

fn make_tuple(cx: &mut Cx, dst: Slot) {
    cx.make(dst, |cx| cx.new_tuple(3, |i| Value::int(i as i32)))
        .expect("room");
}

/// Keeps the bits of a value over an allocation, as no builtin could, and reads through them.
fn use_stale(stress: bool) -> bool {
    let mut cx = bare();
    cx.set_stress(stress);
    let (mut cx, s) = cx.frame(2).expect("frame");
    make_tuple(&mut cx, s.at(0));
    let stale = cx.get(s.at(0)).to_bits();
    make_tuple(&mut cx, s.at(1));
    catch_unwind(AssertUnwindSafe(|| {
        cx.tuple(Value::from_bits(stale)).map(|t| t.len())
    }))
    .is_err()
}

#[test]
fn stress_mode_finds_a_stale_value() {
    assert!(
        use_stale(true),
        "a value that was kept over an allocation still worked"
    );
    // The same mistake goes unnoticed when nothing moves: this is what the mode is for.
    assert!(!use_stale(false));
}

#[test]
fn stress_mode_finds_an_object_without_root() {
    let mut cx = bare();
    cx.set_stress(true);
    let (mut cx, s) = cx.frame(2).expect("frame");
    make_tuple(&mut cx, s.at(0));
    let lost = cx.get(s.at(0)).to_bits();
    cx.set(s.at(0), Value::NONE);
    cx.collect(0).expect("collection");
    let found = catch_unwind(AssertUnwindSafe(|| {
        cx.tuple(Value::from_bits(lost)).is_some()
    }));
    assert!(found.is_err(), "freed memory was not overwritten");
}

#[test]
fn stress_mode_finds_a_result_kept_while_the_next_object_is_made() {
    let mut cx = bare();
    cx.set_stress(true);
    let (mut cx, s) = cx.frame(2).expect("frame");
    make_tuple(&mut cx, s.at(0));
    // A full builtin that stores the old address of an argument into a new object.
    let stale = cx.get(s.at(0)).to_bits();
    cx.make(s.at(1), |cx| cx.new_tuple(1, |_| Value::from_bits(stale)))
        .expect("room");
    assert!(verify_heap(&cx).is_err());
}

#[test]
fn verifier_finds_bad_words() {
    let mut cx = bare();
    let (mut cx, s) = cx.frame(3).expect("frame");
    make_tuple(&mut cx, s.at(0));
    cx.make(s.at(1), |cx| cx.new_list(3, |_| Value::NONE))
        .expect("room");
    cx.make(s.at(2), |cx| {
        let d = cx.new_dict_sized(20)?;
        for i in 0..15 {
            cx.dict_leaf_set(d, Value::int(i), Value::NONE)?;
        }
        Ok(d)
    })
    .expect("room");
    assert!(verify_heap(&cx).is_ok());
    let broken = |at: u32, word: u32| {
        let saved = ld(&cx, at);
        st(&cx, at, word);
        let answer = verify_heap(&cx);
        st(&cx, at, saved);
        assert!(verify_heap(&cx).is_ok());
        answer.expect_err("the verifier accepted a bad word")
    };
    let tuple = cx.get(s.at(0)).to_bits();
    assert!(broken(tuple, 0xA5A5_A5A5).contains("header"));
    assert!(broken(tuple + 4, tuple + 4).contains("bad word"));
    assert!(broken(tuple + 8, 0x0000_0022).contains("bad word"));
    assert!(broken(s.at(0).0, tuple + 8).contains("root"));
    let list = cx.get(s.at(1)).to_bits();
    assert!(broken(list + 8, Value::int(4).to_bits()).contains("longer"));
    let dict = cx.get(s.at(2)).to_bits();
    assert!(broken(dict + 16, Value::int(14).to_bits()).contains("miscounts"));
    let index = ld(&cx, dict + 8);
    assert!(
        broken(index + 8, 0).contains("not found")
            || broken(index + 8, 0x0001_0001).contains("not found")
    );
}
