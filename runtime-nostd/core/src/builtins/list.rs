//! The type `list`. Storage grows by half; an index or a length is read again after anything that may run Python code.

use super::sequence::{self, is_op, not_implemented, wrong_receiver};
use crate::cx::{Cx, Raised, Slot, Stop};
use crate::native::Args;
use crate::object::header::Kind;
use crate::object::sequence::List;
use crate::object::value::Value;
use crate::protocol::item;
use crate::protocol::iterate;
use crate::wk::name;
use crate::{builtin_types, natives};
use mpf_bytecode::BinaryOp;

/// `self` of a list method.
fn receiver<'h>(cx: &'h Cx, a: Args, i: u32) -> Result<List<'h>, Raised> {
    let v = cx.arg(a, i);
    cx.list(v).ok_or_else(|| {
        wrong_receiver(
            cx,
            v,
            "descriptor of 'list' objects doesn't apply to a '{t}' object",
        )
    })
}

/// Appends everything `src` gives to the list in `list`.
pub fn extend(cx: &mut Cx, list: Slot, src: Slot) -> Result<(), Raised> {
    let v = cx.get(src);
    if v.is_kind(cx, Kind::List) || v.is_kind(cx, Kind::Tuple) {
        return cx.retry(|cx| {
            let (Some(to), from) = (cx.list(cx.get(list)), cx.get(src)) else {
                return Ok(());
            };
            // Counted once, so that a list can be extended by itself.
            let n = sequence::len(cx, from);
            to.reserve(to.len().saturating_add(n))?;
            for i in 0..n {
                to.push(sequence::get(cx, from, i))?;
            }
            Ok(())
        });
    }
    let itself = v.is(cx.get(list));
    let (mut f, s) = cx.frame(1)?;
    if itself {
        // Iterated first, or it would never end.
        iterate::to_list(&mut f, src, s.at(0))?;
        return extend(&mut f, list, s.at(0));
    }
    iterate::iter(&mut f, src, s.at(0))?;
    iterate::ask_length(&mut f, src)?;
    iterate::extend_from(&mut f, list, s.at(0))
}

#[unsafe(no_mangle)]
pub fn mpf_list_append(cx: &Cx, a: Args) -> Result<Value<'_>, Stop> {
    match cx.exact_list(cx.arg(a, 0)) {
        Some(list) if list.push_within(cx.arg(a, 1)) => Ok(Value::NONE),
        _ => append_any(cx, a),
    }
}

#[cold]
#[inline(never)]
fn append_any(cx: &Cx, a: Args) -> Result<Value<'_>, Stop> {
    receiver(cx, a, 0)?.push(cx.arg(a, 1))?;
    Ok(Value::NONE)
}

#[unsafe(no_mangle)]
pub fn mpf_list_extend(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    receiver(cx, a, 0)?;
    extend(cx, a.slot(0), a.slot(1))?;
    cx.ret(a, Value::NONE);
    Ok(())
}

/// `list.__iadd__` as a method, for classes that extend it.
#[unsafe(no_mangle)]
pub fn mpf_list_iadd(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    receiver(cx, a, 0)?;
    extend(cx, a.slot(0), a.slot(1))?;
    cx.ret(a, cx.arg(a, 0));
    Ok(())
}

#[unsafe(no_mangle)]
pub fn mpf_list_insert(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    receiver(cx, a, 0)?;
    let index = item::as_index(cx, a.slot(1))?;
    cx.retry(|cx| {
        let list = receiver(cx, a, 0)?;
        let n = list.len();
        let at = (if index < 0 {
            index.saturating_add(n as i64).max(0)
        } else {
            index
        })
        .min(n as i64) as u32;
        list.reserve(n + 1)?;
        list.move_tail(at, at + 1);
        list.set(at, cx.arg(a, 2));
        Ok(())
    })?;
    cx.ret(a, Value::NONE);
    Ok(())
}

#[unsafe(no_mangle)]
pub fn mpf_list_pop(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    if cx.arg(a, 1).is_unbound()
        && let Some(list) = cx.exact_list(cx.arg(a, 0))
        && let Some(last) = list.take_last()
    {
        cx.ret(a, last);
        return Ok(());
    }
    pop_any(cx, a)
}

#[inline(never)]
fn pop_any(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    receiver(cx, a, 0)?;
    let index = if cx.arg(a, 1).is_unbound() {
        -1
    } else {
        item::as_index(cx, a.slot(1))?
    };
    let list = receiver(cx, a, 0)?;
    let n = list.len() as i64;
    if n == 0 {
        return Err(cx.index_error("pop from empty list"));
    }
    let at = if index < 0 {
        index.saturating_add(n)
    } else {
        index
    };
    if at < 0 || at >= n {
        return Err(cx.index_error("pop index out of range"));
    }
    cx.ret(a, list.get(at as u32));
    list.move_tail(at as u32 + 1, at as u32);
    Ok(())
}

#[unsafe(no_mangle)]
pub fn mpf_list_remove(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    receiver(cx, a, 0)?;
    let at = sequence::find(cx, a.slot(0), a.slot(1), 0, u32::MAX)?;
    let list = receiver(cx, a, 0)?;
    match at {
        Some(at) if at < list.len() => {
            list.move_tail(at + 1, at);
            cx.ret(a, Value::NONE);
            Ok(())
        }
        _ => Err(cx.value_error("list.remove(x): x not in list", &[])),
    }
}

#[unsafe(no_mangle)]
pub fn mpf_list_clear(cx: &Cx, a: Args) -> Result<Value<'_>, Stop> {
    receiver(cx, a, 0)?.set_storage(Value::UNBOUND, 0);
    Ok(Value::NONE)
}

#[unsafe(no_mangle)]
pub fn mpf_list_index(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    receiver(cx, a, 0)?;
    match sequence::index(cx, a)? {
        Some(at) => {
            cx.ret(a, Value::int(at as i32));
            Ok(())
        }
        None => {
            let (mut f, s) = cx.frame(1)?;
            crate::protocol::text::repr(&mut f, a.slot(1), s.at(0))?;
            Err(f.value_error("{} is not in list", &[f.get(s.at(0))]))
        }
    }
}

#[unsafe(no_mangle)]
pub fn mpf_list_count(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    receiver(cx, a, 0)?;
    sequence::count(cx, a)
}

#[unsafe(no_mangle)]
pub fn mpf_list_reverse(cx: &Cx, a: Args) -> Result<Value<'_>, Stop> {
    let list = receiver(cx, a, 0)?;
    let n = list.len();
    for i in 0..n / 2 {
        let (x, y) = (list.get(i), list.get(n - 1 - i));
        list.set(i, y);
        list.set(n - 1 - i, x);
    }
    Ok(Value::NONE)
}

#[unsafe(no_mangle)]
pub fn mpf_list_copy(cx: &Cx, a: Args) -> Result<Value<'_>, Stop> {
    let list = receiver(cx, a, 0)?;
    cx.new_list(list.len(), |i| list.get(i))
}

// ---- slots

/// Arguments: class, iterable.
#[unsafe(no_mangle)]
pub fn mpf_list_new(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    if cx.arg(a, 1).is_unbound() {
        return cx.make(a.ret(), |cx| cx.new_list(0, |_| Value::UNBOUND));
    }
    iterate::to_list(cx, a.slot(1), a.ret())
}

#[unsafe(no_mangle)]
pub fn mpf_list_repr(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    sequence::repr(cx, a, ["[", "]"], "[...]")
}

#[unsafe(no_mangle)]
pub fn mpf_list_compare(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    sequence::compare_items(cx, a, Kind::List)
}

#[unsafe(no_mangle)]
pub fn mpf_list_len(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    sequence::length(cx, a)
}

#[unsafe(no_mangle)]
pub fn mpf_list_contains(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    sequence::contains(cx, a)
}

#[unsafe(no_mangle)]
pub fn mpf_list_iter(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    sequence::iter(cx, a)
}

#[unsafe(no_mangle)]
pub fn mpf_list_getitem(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    sequence::get_item(cx, a, Kind::List, BAD_INDEX, "list index out of range")
}

const BAD_INDEX: &str = "list indices must be integers or slices, not {t}";

#[unsafe(no_mangle)]
pub fn mpf_list_setitem(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    cx.ret(a, Value::NONE);
    if cx.arg(a, 1).is_kind(cx, Kind::Slice) {
        return set_slice(cx, a);
    }
    let n = receiver(cx, a, 0)?.len();
    match item::index_in(cx, a.slot(1), n, BAD_INDEX)? {
        Some(at) if at < receiver(cx, a, 0)?.len() => {
            receiver(cx, a, 0)?.set(at, cx.arg(a, 2));
            Ok(())
        }
        _ => Err(cx.index_error("list assignment index out of range")),
    }
}

fn set_slice(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    let parts = item::slice_parts(cx, a.slot(1))?;
    let (mut f, s) = cx.frame(1)?;
    if let Err(e) = iterate::to_list(&mut f, a.slot(2), s.at(0)) {
        return Err(
            match (iterate::is_iterable(&f, f.arg(a, 2)), parts.is_plain()) {
                (true, _) => e,
                (false, true) => f.type_error("can only assign an iterable", &[]),
                (false, false) => f.type_error("must assign iterable to extended slice", &[]),
            },
        );
    }
    if parts.is_plain() {
        return f.retry(|cx| {
            let (Some(list), Some(items)) = (cx.list(cx.arg(a, 0)), cx.list(cx.get(s.at(0))))
            else {
                return Ok(());
            };
            let (old, new) = (parts.of(list.len()), items.len());
            let at = old.start as u32;
            list.reserve(list.len().saturating_sub(old.len).saturating_add(new))?;
            list.move_tail(at + old.len, at + new);
            for i in 0..new {
                list.set(at + i, items.get(i));
            }
            Ok(())
        });
    }
    let (Some(list), Some(items)) = (f.list(f.arg(a, 0)), f.list(f.get(s.at(0)))) else {
        return Ok(());
    };
    let old = parts.of(list.len());
    if old.len != items.len() {
        return Err(f.value_error(
            "attempt to assign sequence of size {} to extended slice of size {}",
            &[Value::int(items.len() as i32), Value::int(old.len as i32)],
        ));
    }
    for i in 0..old.len {
        list.set(old.at(i), items.get(i));
    }
    Ok(())
}

#[unsafe(no_mangle)]
pub fn mpf_list_delitem(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    cx.ret(a, Value::NONE);
    if cx.arg(a, 1).is_kind(cx, Kind::Slice) {
        let parts = item::slice_parts(cx, a.slot(1))?;
        let list = receiver(cx, a, 0)?;
        let gone = parts.of(list.len()).ascending();
        if gone.len == 0 {
            return Ok(());
        }
        // Each run between two deleted items moves down by as many as are gone before it.
        let mut to = gone.start as u32;
        for i in 0..gone.len {
            let next = if i + 1 < gone.len {
                gone.at(i + 1)
            } else {
                list.len()
            };
            for from in gone.at(i) + 1..next {
                list.set(to, list.get(from));
                to += 1;
            }
        }
        list.set_len(to);
        return Ok(());
    }
    let n = receiver(cx, a, 0)?.len();
    let at = item::index_in(cx, a.slot(1), n, BAD_INDEX)?;
    let list = receiver(cx, a, 0)?;
    match at {
        Some(at) if at < list.len() => {
            list.move_tail(at + 1, at);
            Ok(())
        }
        _ => Err(cx.index_error("list assignment index out of range")),
    }
}

#[unsafe(no_mangle)]
pub fn mpf_list_binary(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    sequence::binary(
        cx,
        a,
        Kind::List,
        "can only concatenate list (not \"{t}\") to list",
    )
}

#[unsafe(no_mangle)]
pub fn mpf_list_inplace(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    if is_op(cx, a, 2, BinaryOp::Add) {
        extend(cx, a.slot(0), a.slot(1))?;
    } else if is_op(cx, a, 2, BinaryOp::Mul) {
        let Some(times) = sequence::repeat_count(cx, a.slot(1), name::__rmul__)? else {
            return not_implemented(cx, a);
        };
        cx.retry(|cx| {
            let list = receiver(cx, a, 0)?;
            let n = list.len();
            if times == 0 {
                list.set_storage(Value::UNBOUND, 0);
                return Ok(());
            }
            list.reserve(n.saturating_mul(times))?;
            for i in n..n * times {
                list.push(list.get(i - n))?;
            }
            Ok(())
        })?;
    } else {
        return not_implemented(cx, a);
    }
    cx.ret(a, cx.arg(a, 0));
    Ok(())
}

use super::list_sort::mpf_list_sort;

natives! {
    "list" {
        Method leaf mpf_list_append "append(self, object, /)" [];
        Method full mpf_list_extend "extend(self, iterable, /)" [ITERATE];
        Method full mpf_list_iadd "__iadd__(self, value, /)" [ITERATE];
        Method full mpf_list_insert "insert(self, index, object, /)" [INDEX];
        Method full mpf_list_pop "pop(self, index=-1, /)" [INDEX];
        Method full mpf_list_remove "remove(self, value, /)" [COMPARE];
        Method leaf mpf_list_clear "clear(self, /)" [];
        Method full mpf_list_index "index(self, value, start=0, stop=9223372036854775807, /)" [COMPARE INDEX REPR];
        Method full mpf_list_count "count(self, value, /)" [COMPARE];
        Method full mpf_list_sort "sort(self, /, *, key=None, reverse=False)" [COMPARE CALL];
        Method leaf mpf_list_reverse "reverse(self, /)" [];
        Method leaf mpf_list_copy "copy(self, /)" [];
    }
}

builtin_types! {
    "list": "object", List, "list(iterable=(), /)", {
        New: mpf_list_new,
        Repr: mpf_list_repr,
        Compare: mpf_list_compare,
        Len: mpf_list_len,
        GetItem: mpf_list_getitem,
        SetItem: mpf_list_setitem,
        DelItem: mpf_list_delitem,
        Contains: mpf_list_contains,
        Iter: mpf_list_iter,
        Add: mpf_list_binary,
        Mul: mpf_list_binary,
        InplaceBinary: mpf_list_inplace,
    } [];
}
