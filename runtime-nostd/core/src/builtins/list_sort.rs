//! `list.sort` and `sorted`: a stable natural merge sort. Runs that are there already are found and used, short ones
//! are extended by binary insertion, and neighbours are merged so that run lengths stay balanced.
//!
//! While it runs, the list is empty and its items are in an array of the sort's own; comparison and key functions may
//! do whatever they like to the list, which is noticed at the end. Only `<` is used. When a comparison raises, all
//! items are still there, in some order.

use crate::cx::{Cx, Raised, Slot, Slots};
use crate::native::Args;
use crate::object::header::Kind;
use crate::object::sequence::Words;
use crate::object::value::Value;
use crate::protocol::{call, compare, item, iterate};

/// Cells of a sort.
mod cell {
    /// Array of the keys that are compared (of the items themselves without a key function).
    pub const KEYS: u32 = 0;
    /// Array of the items, unbound without a key function.
    pub const ITEMS: u32 = 1;
    /// What a merge has set aside.
    pub const SPARE_KEYS: u32 = 2;
    pub const SPARE_ITEMS: u32 = 3;
    pub const LEFT: u32 = 4;
    pub const RIGHT: u32 = 5;
    /// Item on the move.
    pub const HELD_KEY: u32 = 6;
    pub const HELD_ITEM: u32 = 7;
    pub const COUNT: u32 = 8;
}

/// How keys are compared.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Order {
    Ints,
    Texts,
    General,
}

/// Keys and, with a key function, their items: two arrays that move together while no Python runs.
#[derive(Clone, Copy)]
struct Pair<'h> {
    keys: Words<'h>,
    items: Option<Words<'h>>,
}

impl<'h> Pair<'h> {
    /// Puts element `i` to place `j` of `to`.
    #[inline(always)]
    fn give(self, i: u32, to: Pair<'_>, j: u32) {
        to.keys.set(j, self.keys.get(i));
        if let (Some(from), Some(to)) = (self.items, to.items) {
            to.set(j, from.get(i));
        }
    }
    /// Puts `n` elements from `i` on to place `j` of `to`, which is elsewhere.
    fn copy(self, i: u32, n: u32, to: Pair<'_>, j: u32) {
        self.keys.copy(i, n, to.keys, j);
        if let (Some(from), Some(to)) = (self.items, to.items) {
            from.copy(i, n, to, j);
        }
    }
}

struct Sort {
    s: Slots,
    order: Order,
    len: u32,
}

#[inline(never)]
fn texts_before(cx: &Cx, x: Value<'_>, y: Value<'_>) -> bool {
    let (x, y) = (Value::from_bits(x.to_bits()), Value::from_bits(y.to_bits()));
    match (cx.str(x), cx.str(y)) {
        (Some(x), Some(y)) => x.bytes() < y.bytes(),
        _ => false,
    }
}

/// Pending runs: their starts. Balanced merging keeps lengths growing like Fibonacci numbers, so 32 suffice.
struct Runs {
    start: [u32; 33],
    count: usize,
}

impl Runs {
    fn at(&self, i: usize) -> u32 {
        self.start.get(i).copied().unwrap_or(0)
    }
    fn set(&mut self, i: usize, v: u32) {
        if let Some(x) = self.start.get_mut(i) {
            *x = v;
        }
    }
    /// Length of run `i`.
    fn len(&self, i: usize) -> u32 {
        self.at(i + 1).wrapping_sub(self.at(i))
    }
}

/// Runs shorter than this are made longer; between 9 and 16, so that the number of runs of a list without order is a
/// power of two or a little less, and merging it stays balanced.
fn shortest_run(len: u32) -> u32 {
    let (mut n, mut odd) = (len, 0);
    while n > 16 {
        odd |= n & 1;
        n >>= 1;
    }
    n + odd
}

/// Whether `x` comes before `y`: two small ints.
#[inline(always)]
fn ints_before(x: Value<'_>, y: Value<'_>) -> bool {
    (x.to_bits() as i32) < y.to_bits() as i32
}

impl Sort {
    fn keys(&self) -> Slot {
        self.s.at(cell::KEYS)
    }

    /// The arrays that begin with cell `array`, when comparing needs no Python.
    fn pair<'h>(&self, cx: &'h Cx, array: u32) -> Option<Pair<'h>> {
        if self.order == Order::General {
            return None;
        }
        Some(Pair {
            keys: cx.array_words(cx.get(self.s.at(array)))?,
            items: cx.array_words(cx.get(self.s.at(array + 1))),
        })
    }

    /// `x < y` for keys that need no Python.
    #[inline(always)]
    fn before(&self, cx: &Cx, x: Value<'_>, y: Value<'_>) -> bool {
        if self.order == Order::Ints {
            ints_before(x, y)
        } else {
            texts_before(cx, x, y)
        }
    }

    fn load<'h>(&self, cx: &'h Cx, array: u32, i: u32) -> Value<'h> {
        let array = cx.get(self.s.at(array));
        if array.is_unbound() || i >= cx.words(array) {
            Value::UNBOUND
        } else {
            cx.field(array, i)
        }
    }

    fn store(&self, cx: &Cx, array: u32, i: u32, v: Value<'_>) {
        let array = cx.get(self.s.at(array));
        if !array.is_unbound() && i < cx.words(array) {
            cx.set_field(array, i, v);
        }
    }

    /// Moves key and item `from` of one pair of arrays to `to` of another (`KEYS` or `SPARE_KEYS`).
    fn transfer(&self, cx: &Cx, from: (u32, u32), to: (u32, u32)) {
        self.store(cx, to.0, to.1, self.load(cx, from.0, from.1));
        self.store(cx, to.0 + 1, to.1, self.load(cx, from.0 + 1, from.1));
    }

    fn hold(&self, cx: &Cx, i: u32) {
        cx.set(self.s.at(cell::HELD_KEY), self.load(cx, cell::KEYS, i));
        cx.set(self.s.at(cell::HELD_ITEM), self.load(cx, cell::ITEMS, i));
    }

    fn drop_at(&self, cx: &Cx, i: u32) {
        self.store(cx, cell::KEYS, i, cx.get(self.s.at(cell::HELD_KEY)));
        self.store(cx, cell::ITEMS, i, cx.get(self.s.at(cell::HELD_ITEM)));
    }

    fn swap(&self, cx: &Cx, i: u32, j: u32) {
        for array in [cell::KEYS, cell::ITEMS] {
            let (x, y) = (self.load(cx, array, i), self.load(cx, array, j));
            self.store(cx, array, i, y);
            self.store(cx, array, j, x);
        }
    }

    fn reverse(&self, cx: &Cx, from: u32, to: u32) {
        for i in 0..(to - from) / 2 {
            self.swap(cx, from + i, to - 1 - i);
        }
    }

    /// Whether `x` in front of the item means less: the values are in the two comparison cells.
    fn less_cells(&self, cx: &mut Cx) -> Result<bool, Raised> {
        compare::less(cx, self.s.at(cell::LEFT), self.s.at(cell::RIGHT))
    }

    /// Element `i` of array `x` < element `j` of array `y`.
    fn less(&self, cx: &mut Cx, x: (u32, u32), y: (u32, u32)) -> Result<bool, Raised> {
        let (l, r) = (self.load(cx, x.0, x.1), self.load(cx, y.0, y.1));
        match self.order {
            Order::Ints => return Ok(ints_before(l, r)),
            Order::Texts => return Ok(texts_before(cx, l, r)),
            Order::General => {}
        }
        cx.set(self.s.at(cell::LEFT), l);
        cx.set(self.s.at(cell::RIGHT), r);
        self.less_cells(cx)
    }

    /// Held key < key `i`.
    fn held_less(&self, cx: &mut Cx, i: u32) -> Result<bool, Raised> {
        cx.set(self.s.at(cell::LEFT), cx.get(self.s.at(cell::HELD_KEY)));
        cx.set(self.s.at(cell::RIGHT), self.load(cx, cell::KEYS, i));
        self.less_cells(cx)
    }

    /// What all keys are.
    fn find_order(&mut self, cx: &Cx) {
        let (mut ints, mut texts) = (true, true);
        for i in 0..self.len {
            let v = self.load(cx, cell::KEYS, i);
            ints &= v.is_small();
            texts &= v.is_kind(cx, Kind::Str);
        }
        self.order = match (ints, texts) {
            (true, _) => Order::Ints,
            (_, true) => Order::Texts,
            _ => Order::General,
        };
    }

    fn run(&mut self, cx: &mut Cx) -> Result<(), Raised> {
        self.find_order(cx);
        let mut runs = Runs {
            start: [0; 33],
            count: 0,
        };
        let mut at = 0;
        while at < self.len {
            let end = self.next_run(cx, at)?;
            runs.set(runs.count, at);
            runs.set(runs.count + 1, end);
            runs.count += 1;
            at = end;
            self.balance(cx, &mut runs)?;
        }
        while runs.count > 1 {
            let i = runs.count - 2;
            let i = if i > 0 && runs.len(i - 1) < runs.len(i + 1) {
                i - 1
            } else {
                i
            };
            self.merge_runs(cx, &mut runs, i)?;
        }
        Ok(())
    }

    /// Merges until each pending run is longer than the two behind it together.
    fn balance(&self, cx: &mut Cx, runs: &mut Runs) -> Result<(), Raised> {
        while runs.count > 1 {
            let i = runs.count - 2;
            let crowded = (i > 0 && runs.len(i - 1) <= runs.len(i).saturating_add(runs.len(i + 1)))
                || (i > 1 && runs.len(i - 2) <= runs.len(i - 1).saturating_add(runs.len(i)));
            if crowded {
                let first = if runs.len(i.wrapping_sub(1)) < runs.len(i + 1) {
                    i - 1
                } else {
                    i
                };
                self.merge_runs(cx, runs, first)?;
            } else if runs.len(i) <= runs.len(i + 1) {
                self.merge_runs(cx, runs, i)?;
            } else {
                break;
            }
        }
        Ok(())
    }

    /// Merges run `i` with the next one.
    fn merge_runs(&self, cx: &mut Cx, runs: &mut Runs, i: usize) -> Result<(), Raised> {
        self.merge(cx, runs.at(i), runs.at(i + 1), runs.at(i + 2))?;
        for k in i + 1..runs.count {
            runs.set(k, runs.at(k + 1));
        }
        runs.count -= 1;
        Ok(())
    }

    /// End of the run that starts at `from`: ascending, or strictly descending and then turned round; made
    /// long enough by insertion.
    fn next_run(&self, cx: &mut Cx, from: u32) -> Result<u32, Raised> {
        let k = cell::KEYS;
        let mut end = from + 1;
        if end < self.len {
            let down = self.less(cx, (k, end), (k, from))?;
            end += 1;
            while end < self.len && self.less(cx, (k, end), (k, end - 1))? == down {
                end += 1;
            }
            if down {
                self.reverse(cx, from, end);
            }
        }
        let goal = self.len.min(from + shortest_run(self.len));
        if let Some(all) = self.pair(cx, k)
            && end < goal
        {
            match self.order {
                Order::Ints if all.items.is_none() => {
                    insert_all(all, [from, end, goal], ints_before)
                }
                _ => insert_all(all, [from, end, goal], |x, y| self.before(cx, x, y)),
            }
            end = goal;
        }
        while end < goal {
            self.insert(cx, from, end)?;
            end += 1;
        }
        Ok(end)
    }

    /// Moves element `at` to its place in the sorted `from..at`, behind its equals.
    fn insert(&self, cx: &mut Cx, from: u32, at: u32) -> Result<(), Raised> {
        self.hold(cx, at);
        let (mut low, mut high) = (from, at);
        while low < high {
            let middle = low + (high - low) / 2;
            if self.held_less(cx, middle)? {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        for i in (low..at).rev() {
            self.transfer(cx, (cell::KEYS, i), (cell::KEYS, i + 1));
        }
        self.drop_at(cx, low);
        Ok(())
    }

    /// Merges the sorted `from..middle` and `middle..to`; the shorter one is set aside.
    fn merge(&self, cx: &mut Cx, from: u32, middle: u32, to: u32) -> Result<(), Raised> {
        let (k, spare) = (cell::KEYS, cell::SPARE_KEYS);
        // Items that are in place already need not move.
        let mut from = from;
        while from < middle && !self.less(cx, (k, middle), (k, from))? {
            from += 1;
        }
        if from == middle {
            return Ok(());
        }
        let (left, right) = (middle - from, to - middle);
        self.reserve_spare(cx, left.min(right))?;
        if let (Some(all), Some(aside)) = (self.pair(cx, k), self.pair(cx, spare)) {
            let bounds = [from, middle, to];
            match self.order {
                Order::Ints if all.items.is_none() => {
                    merge_at_once(all, aside, bounds, ints_before)
                }
                _ => merge_at_once(all, aside, bounds, |x, y| self.before(cx, x, y)),
            }
            return Ok(());
        }
        if left <= right {
            for i in 0..left {
                self.transfer(cx, (k, from + i), (spare, i));
            }
            let (mut i, mut j, mut out) = (0, middle, from);
            let mut result = Ok(());
            while i < left && j < to {
                match self.less(cx, (k, j), (spare, i)) {
                    Ok(true) => {
                        self.transfer(cx, (k, j), (k, out));
                        j += 1;
                    }
                    Ok(false) => {
                        self.transfer(cx, (spare, i), (k, out));
                        i += 1;
                    }
                    Err(e) => {
                        result = Err(e);
                        break;
                    }
                }
                out += 1;
            }
            // Also after an error: what was set aside goes into the gap.
            while i < left {
                self.transfer(cx, (spare, i), (k, out));
                i += 1;
                out += 1;
            }
            return result;
        }
        for i in 0..right {
            self.transfer(cx, (k, middle + i), (spare, i));
        }
        let (mut i, mut j, mut out) = (middle, right, to);
        let mut result = Ok(());
        while i > from && j > 0 {
            match self.less(cx, (spare, j - 1), (k, i - 1)) {
                Ok(true) => {
                    i -= 1;
                    self.transfer(cx, (k, i), (k, out - 1));
                }
                Ok(false) => {
                    j -= 1;
                    self.transfer(cx, (spare, j), (k, out - 1));
                }
                Err(e) => {
                    result = Err(e);
                    break;
                }
            }
            out -= 1;
        }
        while j > 0 {
            j -= 1;
            out -= 1;
            self.transfer(cx, (spare, j), (k, out));
        }
        result
    }

    /// Makes sure that `n` elements can be set aside.
    fn reserve_spare(&self, cx: &mut Cx, n: u32) -> Result<(), Raised> {
        let have = |cx: &Cx| {
            let spare = cx.get(self.s.at(cell::SPARE_KEYS));
            if spare.is_unbound() {
                0
            } else {
                cx.words(spare)
            }
        };
        if have(cx) >= n {
            return Ok(());
        }
        // Never more than half of all is set aside; the whole half is taken once merges get large.
        let n = if n > self.len / 8 {
            n.max(self.len / 2)
        } else {
            n
        };
        cx.make(self.s.at(cell::SPARE_KEYS), |cx| cx.new_array(n))?;
        if !cx.get(self.s.at(cell::ITEMS)).is_unbound() {
            cx.make(self.s.at(cell::SPARE_ITEMS), |cx| cx.new_array(n))?;
        }
        Ok(())
    }
}

/// Moves the elements from `end` to `goal` to their places in the sorted `from..end`, behind their equals. Runs are short:
/// moving on the way is quicker than searching first.
#[inline(never)]
fn insert_all<'h>(
    all: Pair<'h>,
    [from, end, goal]: [u32; 3],
    before: impl Fn(Value<'h>, Value<'h>) -> bool,
) {
    for at in end..goal {
        let held = all.keys.get(at);
        let item = all.items.map(|items| items.get(at));
        let mut to = at;
        while to > from {
            let below = all.keys.get(to - 1);
            if !before(held, below) {
                break;
            }
            all.keys.set(to, below);
            if let Some(items) = all.items {
                items.set(to, items.get(to - 1));
            }
            to -= 1;
        }
        all.keys.set(to, held);
        if let (Some(items), Some(item)) = (all.items, item) {
            items.set(to, item);
        }
    }
}

/// Merges the sorted `from..middle` and `middle..to` when comparing needs no Python; `aside` has room for the shorter one.
#[inline(never)]
fn merge_at_once<'h>(
    all: Pair<'h>,
    aside: Pair<'h>,
    [from, middle, to]: [u32; 3],
    before: impl Fn(Value<'h>, Value<'h>) -> bool,
) {
    let (left, right) = (middle - from, to - middle);
    if left <= right {
        all.copy(from, left, aside, 0);
        let (mut i, mut j, mut out) = (0, middle, from);
        let (mut x, mut y) = (aside.keys.get(0), all.keys.get(middle));
        loop {
            if before(y, x) {
                all.keys.set(out, y);
                if let Some(items) = all.items {
                    items.set(out, items.get(j));
                }
                (j, out) = (j + 1, out + 1);
                if j == to {
                    return aside.copy(i, left - i, all, out);
                }
                y = all.keys.get(j);
            } else {
                aside.give(i, all, out);
                (i, out) = (i + 1, out + 1);
                // What is left of the other half is in place.
                if i == left {
                    return;
                }
                x = aside.keys.get(i);
            }
        }
    }
    all.copy(middle, right, aside, 0);
    let (mut i, mut j, mut out) = (middle - 1, right - 1, to - 1);
    let (mut x, mut y) = (all.keys.get(i), aside.keys.get(j));
    loop {
        if before(y, x) {
            all.keys.set(out, x);
            if let Some(items) = all.items {
                items.set(out, items.get(i));
            }
            if i == from {
                return aside.copy(0, j + 1, all, from);
            }
            (i, out) = (i - 1, out - 1);
            x = all.keys.get(i);
        } else {
            aside.give(j, all, out);
            if j == 0 {
                return;
            }
            (j, out) = (j - 1, out - 1);
            y = aside.keys.get(j);
        }
    }
}

/// Sorts the list in `list`. `key`: a function, None or unbound.
pub fn sort(cx: &mut Cx, list: Slot, key: Slot, reverse: bool) -> Result<(), Raised> {
    let (mut f, s) = cx.frame(cell::COUNT)?;
    let Some(view) = f.list(f.get(list)) else {
        return Ok(());
    };
    let len = view.len();
    f.set(s.at(cell::KEYS), view.storage());
    view.set_storage(Value::UNBOUND, 0);
    let has_key = !f.get(key).is_none() && !f.get(key).is_unbound();
    let mut sort = Sort {
        s,
        order: Order::General,
        len,
    };
    let mut result = if has_key {
        make_keys(&mut f, &sort, key)
    } else {
        Ok(())
    };
    if result.is_ok() && len > 1 {
        if reverse {
            sort.reverse(&f, 0, len);
        }
        result = sort.run(&mut f);
        if reverse {
            sort.reverse(&f, 0, len);
        }
    }
    let sorted = if f.get(s.at(cell::ITEMS)).is_unbound() {
        sort.keys()
    } else {
        s.at(cell::ITEMS)
    };
    let Some(view) = f.list(f.get(list)) else {
        return Ok(());
    };
    let touched = !view.storage().is_unbound() || !view.is_empty();
    view.set_storage(f.get(sorted), len);
    if touched && result.is_ok() {
        return Err(f.value_error("list modified during sort", &[]));
    }
    result
}

/// The array of keys; the items move to the second array.
fn make_keys(cx: &mut Cx, sort: &Sort, key: Slot) -> Result<(), Raised> {
    let s = sort.s;
    cx.set(s.at(cell::ITEMS), cx.get(s.at(cell::KEYS)));
    if sort.len == 0 {
        return Ok(());
    }
    cx.make(s.at(cell::KEYS), |cx| cx.new_array(sort.len))?;
    let (mut f, window) = cx.frame(3)?;
    for i in 0..sort.len {
        f.set(window.at(0), f.get(key));
        f.set(window.at(2), sort.load(&f, cell::ITEMS, i));
        call::call(&mut f, window, 1)?;
        sort.store(&f, cell::KEYS, i, f.get(window.at(0)));
    }
    Ok(())
}

/// Arguments: key, reverse, self.
#[unsafe(no_mangle)]
pub fn mpf_list_sort(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    if cx.list(cx.arg(a, 2)).is_none() {
        return Err(cx.type_error(
            "descriptor 'sort' for 'list' objects doesn't apply to a '{t}' object",
            &[cx.arg(a, 2)],
        ));
    }
    let reverse = reverse_flag(cx, a)?;
    sort(cx, a.slot(2), a.slot(0), reverse)?;
    cx.ret(a, Value::NONE);
    Ok(())
}

/// Argument 1 as a truth value; false when it was not given.
pub fn reverse_flag(cx: &mut Cx, a: Args) -> Result<bool, Raised> {
    if cx.arg(a, 1).is_unbound() {
        Ok(false)
    } else {
        item::truth(cx, a.slot(1))
    }
}

/// `sorted(iterable, /, *, key=None, reverse=False)`. Arguments: key, reverse, iterable.
#[unsafe(no_mangle)]
pub fn mpf_sorted(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    let (mut f, s) = cx.frame(1)?;
    iterate::to_list(&mut f, a.slot(2), s.at(0))?;
    let reverse = reverse_flag(&mut f, a)?;
    sort(&mut f, s.at(0), a.slot(0), reverse)?;
    f.ret(a, f.get(s.at(0)));
    Ok(())
}
