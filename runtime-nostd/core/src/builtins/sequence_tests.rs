//! Lists, tuples, ranges, sorting and iterators against the same operations on Rust's own types, also with a
//! collection that moves every object at every allocation.

use crate::boot;
use crate::cx::{Cx, Raised, Slot};
use crate::native::Full;
use crate::object::iter::what;
use crate::object::value::Value;
use crate::protocol::{item, iterate, text};
use crate::wk::ty;

fn small(stress: bool) -> Box<boot::Booted> {
    let sizes = boot::Sizes {
        immortal: 1 << 20,
        stack: 16 << 10,
        heap: 64 << 10,
        globals: 16,
    };
    let mut cx = boot::boot(sizes);
    cx.set_stress(stress);
    cx
}

/// A list of small ints in `dst`.
fn ints(cx: &mut Cx, dst: Slot, items: &[i32]) {
    cx.make(dst, |cx| {
        cx.new_list(items.len() as u32, |i| Value::int(items[i as usize]))
    })
    .unwrap();
}

fn read(cx: &Cx, v: Slot) -> Vec<i32> {
    let v = cx.get(v);
    let n = super::sequence::len(cx, v);
    (0..n)
        .map(|i| super::sequence::get(cx, v, i).as_small().unwrap())
        .collect()
}

fn slice(cx: &mut Cx, dst: Slot, parts: [Option<i32>; 3]) {
    let part = move |i: usize| parts[i].map_or(Value::NONE, Value::int);
    cx.make(dst, |cx| cx.new_slice(part(0), part(1), part(2)))
        .unwrap();
}

fn shown(cx: &mut Cx, v: Slot) -> String {
    let (mut f, s) = cx.frame(1).unwrap();
    text::repr(&mut f, v, s.at(0)).unwrap();
    f.str(f.get(s.at(0))).unwrap().text().into()
}

fn call(cx: &mut Cx, f: Full, args: &[Slot], dst: Slot) -> Result<(), Raised> {
    text::call_slot(cx, f, args, dst)
}

/// A builtin of the builtins namespace as a value.
fn builtin(cx: &Cx, dst: Slot, name: &str) {
    cx.set(dst, Value::from_bits(cx.host.builtins[name]));
}

/// Message of the pending exception (which is cleared), with its class.
fn error(cx: &mut Cx) -> String {
    let (mut f, s) = cx.frame(2).unwrap();
    f.take_exception(s.at(0));
    let class = f.class_of(f.get(s.at(0))).name();
    let class: String = f.str(class).unwrap().text().into();
    text::to_str(&mut f, s.at(0), s.at(1)).unwrap();
    format!("{class}: {}", f.str(f.get(s.at(1))).unwrap().text())
}

/// Positions that a Python slice selects, by the definition in the language reference.
fn model(parts: [Option<i32>; 3], n: i32) -> Vec<usize> {
    let step = parts[2].unwrap_or(1);
    let bound = |p: Option<i32>, missing: i32| match p {
        None => missing,
        Some(p) if p < 0 => (p + n).max(if step < 0 { -1 } else { 0 }),
        Some(p) => p.min(if step < 0 { n - 1 } else { n }),
    };
    let start = bound(parts[0], if step < 0 { n - 1 } else { 0 });
    let stop = bound(parts[1], if step < 0 { -1 } else { n });
    let mut at = start;
    let mut out = vec![];
    while if step > 0 { at < stop } else { at > stop } {
        out.push(at as usize);
        at += step;
    }
    out
}

fn all_slices(n: i32, mut each: impl FnMut([Option<i32>; 3])) {
    let ends: Vec<Option<i32>> = (-n - 2..=n + 2).map(Some).chain([None]).collect();
    for start in &ends {
        for stop in &ends {
            for step in [
                None,
                Some(1),
                Some(2),
                Some(3),
                Some(7),
                Some(-1),
                Some(-2),
                Some(-7),
            ] {
                each([*start, *stop, step]);
            }
        }
    }
}

#[test]
fn slices_read_delete_and_store() {
    let mut cx = small(false);
    let (mut f, s) = cx.frame(4).unwrap();
    for n in [0, 1, 5] {
        let items: Vec<i32> = (10..10 + n).collect();
        all_slices(n, |parts| {
            let chosen = model(parts, n);
            slice(&mut f, s.at(1), parts);
            ints(&mut f, s.at(0), &items);
            item::get_item(&mut f, s.at(0), s.at(1), s.at(2)).unwrap();
            assert_eq!(
                read(&f, s.at(2)),
                chosen.iter().map(|&i| items[i]).collect::<Vec<_>>(),
                "{parts:?} of {n}"
            );

            item::del_item(&mut f, s.at(0), s.at(1)).unwrap();
            let rest: Vec<i32> = (0..n as usize)
                .filter(|i| !chosen.contains(i))
                .map(|i| items[i])
                .collect();
            assert_eq!(read(&f, s.at(0)), rest, "del {parts:?} of {n}");

            ints(&mut f, s.at(0), &items);
            let new: Vec<i32> = (0..chosen.len() as i32).map(|i| -i).collect();
            ints(&mut f, s.at(3), &new);
            item::set_item(&mut f, s.at(0), s.at(1), s.at(3)).unwrap();
            let mut want = items.clone();
            if parts[2].unwrap_or(1) == 1 && chosen.is_empty() {
                assert_eq!(read(&f, s.at(0)), want);
            } else {
                chosen.iter().zip(&new).for_each(|(&i, &v)| want[i] = v);
                assert_eq!(read(&f, s.at(0)), want, "set {parts:?} of {n}");
            }
        });
    }
}

#[test]
fn plain_slice_assignment_changes_the_length() {
    for stress in [false, true] {
        let mut cx = small(stress);
        let (mut f, s) = cx.frame(3).unwrap();
        for (start, stop) in [
            (0, 0),
            (0, 3),
            (2, 2),
            (1, 4),
            (4, 1),
            (5, 5),
            (9, 9),
            (-2, 9),
        ] {
            for new in 0..7 {
                let mut want: Vec<i32> = (0..5).collect();
                ints(&mut f, s.at(0), &want);
                slice(&mut f, s.at(1), [Some(start), Some(stop), None]);
                let items: Vec<i32> = (100..100 + new).collect();
                ints(&mut f, s.at(2), &items);
                item::set_item(&mut f, s.at(0), s.at(1), s.at(2)).unwrap();
                let clamp = |p: i32| (if p < 0 { p + 5 } else { p }).clamp(0, 5) as usize;
                let from = clamp(start);
                want.splice(from..clamp(stop).max(from), items);
                assert_eq!(read(&f, s.at(0)), want, "[{start}:{stop}] = {new} items");
            }
        }
        // A list assigned to a slice of itself.
        ints(&mut f, s.at(0), &[1, 2, 3]);
        slice(&mut f, s.at(1), [Some(1), Some(2), None]);
        item::set_item(&mut f, s.at(0), s.at(1), s.at(0)).unwrap();
        assert_eq!(read(&f, s.at(0)), [1, 1, 2, 3, 3]);
        ints(&mut f, s.at(2), &[7]);
        slice(&mut f, s.at(1), [None, None, Some(2)]);
        item::set_item(&mut f, s.at(0), s.at(1), s.at(2)).unwrap_err();
        assert_eq!(
            error(&mut f),
            "ValueError: attempt to assign sequence of size 1 to extended slice of size 3"
        );
    }
}

#[test]
fn sorting_is_stable_and_complete() {
    for stress in [false, true] {
        let mut cx = small(stress);
        let (mut f, s) = cx.frame(3).unwrap();
        let mut seed = 12345u32;
        let mut random = move || {
            seed = seed.wrapping_mul(1664525).wrapping_add(1013904223);
            (seed >> 16) as i32
        };
        let sizes: &[usize] = if stress {
            &[0, 1, 2, 13, 60]
        } else {
            &[0, 1, 2, 3, 12, 13, 14, 50, 100, 257, 1000]
        };
        for &n in sizes {
            for spread in [2, 10, 100_000] {
                let mut items: Vec<i32> = (0..n).map(|_| random() % spread - spread / 3).collect();
                if spread == 10 {
                    items.sort();
                    items.rotate_left(n / 3);
                }
                for reverse in [false, true] {
                    ints(&mut f, s.at(0), &items);
                    super::list_sort::sort(&mut f, s.at(0), s.at(1), reverse).unwrap();
                    let mut want = items.clone();
                    if reverse {
                        want.sort_by(|a, b| b.cmp(a))
                    } else {
                        want.sort()
                    };
                    assert_eq!(read(&f, s.at(0)), want);

                    // Equal but distinguishable: True, 1 and 1.0.
                    let kinds: Vec<i32> = items.iter().map(|v| v.rem_euclid(6)).collect();
                    let value = |k: i32| (k % 2, k);
                    f.make(s.at(0), |cx| {
                        let one = cx.new_float(1.0)?;
                        let zero = cx.new_float(0.0)?;
                        let all = [
                            Value::int(0),
                            Value::int(1),
                            Value::FALSE,
                            Value::TRUE,
                            zero,
                            one,
                        ];
                        cx.new_list(n as u32, |i| all[kinds[i as usize] as usize])
                    })
                    .unwrap();
                    super::list_sort::sort(&mut f, s.at(0), s.at(1), reverse).unwrap();
                    let mut want: Vec<(i32, i32)> = kinds.iter().map(|k| value(*k)).collect();
                    if reverse {
                        want.sort_by_key(|item| std::cmp::Reverse(item.0))
                    } else {
                        want.sort_by_key(|a| a.0)
                    };
                    let got = f.list(f.get(s.at(0))).unwrap();
                    for (i, (_, k)) in want.iter().enumerate() {
                        let v = got.get(i as u32);
                        let kind = match (v.as_small(), v.is_bool()) {
                            (Some(n), _) => n,
                            (None, true) => 2 + i32::from(v.is(Value::TRUE)),
                            _ => 4 + f.float(v).unwrap() as i32,
                        };
                        assert_eq!(kind, *k, "item {i} of {n}");
                    }
                }
            }
        }
    }
}

#[test]
fn sorting_by_key_and_failing_comparisons() {
    for stress in [false, true] {
        let mut cx = small(stress);
        let (mut f, s) = cx.frame(3).unwrap();
        f.make(s.at(0), |cx| {
            let mut words = vec![];
            for w in ["pear", "fig", "apple", "kiwi", "plum", "yam", "date"] {
                words.push(cx.new_str(w)?);
            }
            cx.new_list(words.len() as u32, |i| words[i as usize])
        })
        .unwrap();
        builtin(&f, s.at(1), "len");
        super::list_sort::sort(&mut f, s.at(0), s.at(1), false).unwrap();
        assert_eq!(
            shown(&mut f, s.at(0)),
            "['fig', 'yam', 'pear', 'kiwi', 'plum', 'date', 'apple']"
        );
        super::list_sort::sort(&mut f, s.at(0), s.at(1), true).unwrap();
        assert_eq!(
            shown(&mut f, s.at(0)),
            "['apple', 'pear', 'kiwi', 'plum', 'date', 'fig', 'yam']"
        );
        f.set(s.at(1), Value::NONE);
        super::list_sort::sort(&mut f, s.at(0), s.at(1), false).unwrap();
        assert_eq!(
            shown(&mut f, s.at(0)),
            "['apple', 'date', 'fig', 'kiwi', 'pear', 'plum', 'yam']"
        );

        let mixed: Vec<i32> = (0..40).map(|i| (i * 17) % 40).collect();
        ints(&mut f, s.at(0), &mixed);
        f.list(f.get(s.at(0))).unwrap().set(25, Value::NONE);
        super::list_sort::sort(&mut f, s.at(0), s.at(1), false).unwrap_err();
        assert!(error(&mut f).starts_with("TypeError: '<' not supported between instances of"));
        let list = f.list(f.get(s.at(0))).unwrap();
        let mut left: Vec<i32> = list.iter().map(|v| v.as_small().unwrap_or(-1)).collect();
        left.sort();
        let mut want: Vec<i32> = mixed
            .iter()
            .enumerate()
            .map(|(i, v)| if i == 25 { -1 } else { *v })
            .collect();
        want.sort();
        assert_eq!(left, want, "no item is lost when a comparison raises");
    }
}

#[test]
fn ranges() {
    let mut cx = small(false);
    let (mut f, s) = cx.frame(6).unwrap();
    for (start, stop, step) in [
        (0, 5, 1),
        (5, 0, -1),
        (0, 10, 3),
        (10, 0, -3),
        (3, 3, 1),
        (0, -5, 1),
        (-7, 8, 5),
    ] {
        for (i, v) in [start, stop, step].into_iter().enumerate() {
            f.set(s.at(i as u32), Value::int(v));
        }
        super::range::make(&mut f, s.at(0), s.at(1), s.at(2), s.at(3)).unwrap();
        let want: Vec<i32> = if step > 0 {
            (start..stop).step_by(step as usize).collect()
        } else {
            (stop + 1..=start).rev().step_by(-step as usize).collect()
        };
        iterate::to_list(&mut f, s.at(3), s.at(4)).unwrap();
        assert_eq!(read(&f, s.at(4)), want);
        assert_eq!(item::len(&mut f, s.at(3)).unwrap() as usize, want.len());
        for v in -12..12 {
            f.set(s.at(4), Value::int(v));
            assert_eq!(
                item::contains(&mut f, s.at(3), s.at(4)).unwrap(),
                want.contains(&v)
            );
            match item::get_item(&mut f, s.at(3), s.at(4), s.at(5)) {
                Ok(()) => {
                    let i = if v < 0 { v + want.len() as i32 } else { v };
                    assert_eq!(f.get(s.at(5)).as_small(), Some(want[i as usize]));
                }
                Err(_) => {
                    assert!(v >= want.len() as i32 || v < -(want.len() as i32));
                    assert_eq!(error(&mut f), "IndexError: range object index out of range");
                }
            }
        }
        all_slices(4, |parts| {
            slice(&mut f, s.at(4), parts);
            item::get_item(&mut f, s.at(3), s.at(4), s.at(4)).unwrap();
            iterate::to_list(&mut f, s.at(4), s.at(4)).unwrap();
            let chosen = model(parts, want.len() as i32);
            assert_eq!(
                read(&f, s.at(4)),
                chosen.iter().map(|&i| want[i]).collect::<Vec<_>>()
            );
        });
        f.make(s.at(4), |cx| cx.new_reverse_iter(cx.get(s.at(3))).unwrap())
            .unwrap();
        iterate::to_list(&mut f, s.at(4), s.at(4)).unwrap();
        assert_eq!(
            read(&f, s.at(4)),
            want.into_iter().rev().collect::<Vec<_>>()
        );
    }
}

#[test]
fn wide_ranges_iterate_through_big_numbers() {
    for stress in [false, true] {
        let mut cx = small(stress);
        let (mut f, s) = cx.frame(1).unwrap();
        let top = Value::SMALL_MAX as i64;
        f.make(s.at(0), |cx| cx.new_range_iter(top - 1, top + 3, 1))
            .unwrap();
        iterate::to_list(&mut f, s.at(0), s.at(0)).unwrap();
        let list = f.list(f.get(s.at(0))).unwrap();
        let got: Vec<i64> = list.iter().map(|v| f.as_i64(v).unwrap()).collect();
        assert_eq!(got, [top - 1, top, top + 1, top + 2]);
        f.make(s.at(0), |cx| cx.new_range_iter(i64::MAX - 2, i64::MAX, 2))
            .unwrap();
        iterate::to_list(&mut f, s.at(0), s.at(0)).unwrap();
        assert_eq!(f.list(f.get(s.at(0))).unwrap().len(), 1);
    }
}

#[test]
fn iterators_end_for_good_and_notice_changes() {
    let mut cx = small(false);
    let (mut f, s) = cx.frame(4).unwrap();
    ints(&mut f, s.at(0), &[1]);
    iterate::iter(&mut f, s.at(0), s.at(1)).unwrap();
    assert!(iterate::next(&mut f, s.at(1), s.at(2)).unwrap());
    assert!(!iterate::next(&mut f, s.at(1), s.at(2)).unwrap());
    f.set(s.at(3), Value::int(2));
    iterate::append(&mut f, s.at(0), s.at(3)).unwrap();
    assert!(
        !iterate::next(&mut f, s.at(1), s.at(2)).unwrap(),
        "exhausted although the list has grown"
    );

    f.make(s.at(0), |cx| cx.new_dict()).unwrap();
    for n in 0..3 {
        f.set(s.at(3), Value::int(n));
        item::set_item(&mut f, s.at(0), s.at(3), s.at(3)).unwrap();
    }
    f.make(s.at(1), |cx| {
        cx.new_iter(what::DICT_ITEMS_BACK, cx.get(s.at(0)))
    })
    .unwrap();
    iterate::to_list(&mut f, s.at(1), s.at(1)).unwrap();
    assert_eq!(shown(&mut f, s.at(1)), "[(2, 2), (1, 1), (0, 0)]");
    iterate::iter(&mut f, s.at(0), s.at(1)).unwrap();
    assert!(iterate::next(&mut f, s.at(1), s.at(2)).unwrap());
    f.set(s.at(3), Value::int(9));
    item::set_item(&mut f, s.at(0), s.at(3), s.at(3)).unwrap();
    iterate::next(&mut f, s.at(1), s.at(2)).unwrap_err();
    assert_eq!(
        error(&mut f),
        "RuntimeError: dictionary changed size during iteration"
    );

    f.make(s.at(0), |cx| cx.new_str("aé€😀")).unwrap();
    iterate::to_list(&mut f, s.at(0), s.at(1)).unwrap();
    assert_eq!(shown(&mut f, s.at(1)), "['a', 'é', '€', '😀']");
    f.make(s.at(1), |cx| cx.new_reverse_iter(cx.get(s.at(0))).unwrap())
        .unwrap();
    iterate::to_list(&mut f, s.at(1), s.at(1)).unwrap();
    assert_eq!(shown(&mut f, s.at(1)), "['😀', '€', 'é', 'a']");
    f.set(s.at(0), Value::int(5));
    iterate::iter(&mut f, s.at(0), s.at(1)).unwrap_err();
    assert_eq!(error(&mut f), "TypeError: 'int' object is not iterable");
}

#[test]
fn functional_iterators() {
    for stress in [false, true] {
        let mut cx = small(stress);
        let (mut f, s) = cx.frame(6).unwrap();
        ints(&mut f, s.at(0), &[5, 6, 7]);
        ints(&mut f, s.at(1), &[1, 0]);
        f.set(s.at(2), ty::enumerate(&f));
        f.set(s.at(3), Value::int(9));
        call(
            &mut f,
            super::iterators::mpf_enumerate_new,
            &[s.at(2), s.at(0), s.at(3)],
            s.at(4),
        )
        .unwrap();
        iterate::to_list(&mut f, s.at(4), s.at(4)).unwrap();
        assert_eq!(shown(&mut f, s.at(4)), "[(9, 5), (10, 6), (11, 7)]");

        f.set(s.at(2), ty::zip(&f));
        f.set(s.at(3), Value::FALSE);
        call(
            &mut f,
            super::functional::mpf_zip_new,
            &[s.at(3), s.at(2), s.at(0), s.at(1)],
            s.at(4),
        )
        .unwrap();
        iterate::to_list(&mut f, s.at(4), s.at(4)).unwrap();
        assert_eq!(shown(&mut f, s.at(4)), "[(5, 1), (6, 0)]");
        f.set(s.at(3), Value::TRUE);
        call(
            &mut f,
            super::functional::mpf_zip_new,
            &[s.at(3), s.at(2), s.at(0), s.at(1)],
            s.at(4),
        )
        .unwrap();
        iterate::to_list(&mut f, s.at(4), s.at(5)).unwrap_err();
        assert_eq!(
            error(&mut f),
            "ValueError: zip() argument 2 is shorter than argument 1"
        );

        f.set(s.at(2), ty::filter(&f));
        f.set(s.at(3), Value::NONE);
        call(
            &mut f,
            super::functional::mpf_filter_new,
            &[s.at(2), s.at(3), s.at(1)],
            s.at(4),
        )
        .unwrap();
        iterate::to_list(&mut f, s.at(4), s.at(4)).unwrap();
        assert_eq!(shown(&mut f, s.at(4)), "[1]");

        f.set(s.at(2), ty::map(&f));
        builtin(&f, s.at(3), "max");
        call(
            &mut f,
            super::functional::mpf_map_new,
            &[s.at(2), s.at(3), s.at(0), s.at(0)],
            s.at(4),
        )
        .unwrap();
        iterate::to_list(&mut f, s.at(4), s.at(4)).unwrap();
        assert_eq!(read(&f, s.at(4)), [5, 6, 7]);
    }
}

#[test]
fn aggregates() {
    let mut cx = small(true);
    let (mut f, s) = cx.frame(4).unwrap();
    let half = |cx: &mut Cx, dst| {
        cx.make(dst, |cx| {
            let (x, y) = (cx.new_float(0.5)?, cx.new_float(2.25)?);
            let items = [Value::int(1), x, Value::TRUE, y];
            cx.new_list(4, |i| items[i as usize])
        })
        .unwrap()
    };
    half(&mut f, s.at(0));
    call(&mut f, super::aggregate::mpf_sum, &[s.at(0)], s.at(1)).unwrap();
    assert_eq!(f.float(f.get(s.at(1))), Some(4.75));
    ints(&mut f, s.at(0), &[Value::SMALL_MAX, Value::SMALL_MAX]);
    call(&mut f, super::aggregate::mpf_sum, &[s.at(0)], s.at(1)).unwrap();
    assert_eq!(f.as_i64(f.get(s.at(1))), Some(2 * Value::SMALL_MAX as i64));
    ints(&mut f, s.at(0), &[3, 1, 4, 1, 5]);
    f.set(s.at(2), Value::UNBOUND);
    call(
        &mut f,
        super::aggregate::mpf_max,
        &[s.at(2), s.at(2), s.at(0)],
        s.at(1),
    )
    .unwrap();
    assert_eq!(f.get(s.at(1)).as_small(), Some(5));
    call(
        &mut f,
        super::aggregate::mpf_min,
        &[s.at(2), s.at(2), s.at(0)],
        s.at(1),
    )
    .unwrap();
    assert_eq!(f.get(s.at(1)).as_small(), Some(1));
    ints(&mut f, s.at(0), &[]);
    call(
        &mut f,
        super::aggregate::mpf_min,
        &[s.at(2), s.at(2), s.at(0)],
        s.at(1),
    )
    .unwrap_err();
    assert_eq!(error(&mut f), "ValueError: min() arg is an empty sequence");
    call(&mut f, super::aggregate::mpf_all, &[s.at(0)], s.at(1)).unwrap();
    assert!(f.get(s.at(1)).is(Value::TRUE));
}

#[test]
fn text_comparison_and_arithmetic() {
    for stress in [false, true] {
        let mut cx = small(stress);
        let (mut f, s) = cx.frame(4).unwrap();
        ints(&mut f, s.at(0), &[1, 2]);
        iterate::append(&mut f, s.at(0), s.at(0)).unwrap();
        assert_eq!(shown(&mut f, s.at(0)), "[1, 2, [...]]");
        assert_eq!(
            shown(&mut f, s.at(0)),
            "[1, 2, [...]]",
            "the record of what is being shown was taken back"
        );
        f.make(s.at(1), |cx| cx.new_tuple(1, |_| Value::NONE))
            .unwrap();
        assert_eq!(shown(&mut f, s.at(1)), "(None,)");

        ints(&mut f, s.at(0), &[1, 2]);
        f.set(s.at(1), Value::int(3));
        f.set(s.at(2), Value::int(mpf_bytecode::BinaryOp::Mul as i32));
        call(
            &mut f,
            super::list::mpf_list_binary,
            &[s.at(1), s.at(0), s.at(2)],
            s.at(3),
        )
        .unwrap();
        assert_eq!(read(&f, s.at(3)), [1, 2, 1, 2, 1, 2]);
        call(
            &mut f,
            super::list::mpf_list_inplace,
            &[s.at(0), s.at(1), s.at(2)],
            s.at(3),
        )
        .unwrap();
        assert!(f.get(s.at(3)).is(f.get(s.at(0))));
        assert_eq!(read(&f, s.at(0)), [1, 2, 1, 2, 1, 2]);
        f.set(s.at(2), Value::int(mpf_bytecode::BinaryOp::Add as i32));
        call(
            &mut f,
            super::list::mpf_list_inplace,
            &[s.at(0), s.at(0), s.at(2)],
            s.at(3),
        )
        .unwrap();
        assert_eq!(read(&f, s.at(0)).len(), 12);
        call(
            &mut f,
            super::list::mpf_list_binary,
            &[s.at(0), s.at(1), s.at(2)],
            s.at(3),
        )
        .unwrap_err();
        assert_eq!(
            error(&mut f),
            "TypeError: can only concatenate list (not \"int\") to list"
        );
        f.set(s.at(1), Value::int(1 << 29));
        f.set(s.at(2), Value::int(mpf_bytecode::BinaryOp::Mul as i32));
        call(
            &mut f,
            super::list::mpf_list_binary,
            &[s.at(0), s.at(1), s.at(2)],
            s.at(3),
        )
        .unwrap_err();
        assert_eq!(error(&mut f), "MemoryError: ");
    }
}
