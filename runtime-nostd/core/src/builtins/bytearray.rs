//! The bytearray type: everything that changes its content. What it shares with bytes is in `bytes` and the `str_*`
//! files. Content is written through cells; storage grows by half.

use super::bytes::{
    byte_of, construct, from_iterable, mpf_bytes_add, mpf_bytes_getitem, mpf_bytes_iter,
    mpf_bytes_mod, mpf_bytes_mul, mpf_bytes_repr,
};
use super::str::{mpf_str_bool, mpf_str_compare, mpf_str_len, operator};
use super::str_search::mpf_str_contains;
use super::str_view::{Family, make_from};
use crate::cx::{Cx, Raised, Slot, Stop};
use crate::native::Args;
use crate::object::header::Kind;
use crate::object::value::Value;
use crate::protocol::item;
use mpf_bytecode::BinaryOp;

const WRONG_RANGE: &str = "byte must be in range(0, 256)";

/// Sets the length; new bytes at the end are for the caller to write at once.
fn resize<'h>(cx: &'h Cx, v: Value<'h>, len: u32) -> Result<(), Stop> {
    let capacity = cx.bytearray_capacity(v);
    let Some(own) = cx.payload(v, Kind::ByteArray) else {
        return Ok(());
    };
    if len <= capacity {
        cx.set_bytearray(v, cx.field(own, 0), len);
        return Ok(());
    }
    let old = cx.byte_view(v).unwrap_or(&[]);
    let grown = len.max(capacity + capacity / 2).max(8);
    let storage = cx.new_bytes_with(grown, |to| {
        for (to, from) in to.iter_mut().zip(old) {
            *to = *from;
        }
    })?;
    cx.set_bytearray(v, storage, len);
    Ok(())
}

/// Replaces `remove` bytes at `at` by a gap of `insert` bytes, which the caller writes at once.
fn splice<'h>(cx: &'h Cx, v: Value<'h>, at: u32, remove: u32, insert: u32) -> Result<(), Stop> {
    let len = cx.byte_len(v);
    let tail = len.saturating_sub(at + remove);
    let new = len - remove + insert;
    if new > len {
        resize(cx, v, new)?;
    }
    if let Some(cells) = cx.bytearray(v) {
        let (from, to) = ((at + remove) as usize, (at + insert) as usize);
        let step = |i: usize| {
            if let (Some(from), Some(to)) = (cells.get(from + i), cells.get(to + i)) {
                to.set(from.get());
            }
        };
        if insert > remove {
            (0..tail as usize).rev().for_each(step);
        } else if insert < remove {
            (0..tail as usize).for_each(step);
        }
    }
    if new < len {
        resize(cx, v, new)?;
    }
    Ok(())
}

/// Writes bytes at `at`, as far as they fit.
fn write<'h>(cx: &'h Cx, v: Value<'h>, at: u32, mut content: impl Iterator<Item = u8>) {
    for cell in cx.bytearray(v).unwrap_or(&[]).iter().skip(at as usize) {
        match content.next() {
            Some(b) => cell.set(b),
            None => return,
        }
    }
}

/// Replaces a run by the bytes object in a slot.
fn replace_run(
    cx: &mut Cx,
    target: Slot,
    at: u32,
    remove: u32,
    content: Slot,
    scratch: Slot,
) -> Result<(), Raised> {
    cx.make(scratch, |cx| {
        let (v, content) = (cx.get(target), cx.get(content));
        splice(cx, v, at, remove, cx.byte_len(content))?;
        // The content is an object of its own, so nothing it is read from is written.
        write(cx, v, at, cx.bytes(content).unwrap_or(&[]).iter().copied());
        Ok(Value::NONE)
    })
}

/// Slot `SetItem`.
#[unsafe(no_mangle)]
pub fn mpf_bytearray_setitem(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    let (mut cx, f) = cx.frame(2)?;
    let value = cx.arg(a, 2);
    if !cx.arg(a, 1).is_kind(&cx, Kind::Slice) {
        let len = cx.byte_len(cx.arg(a, 0));
        let wrong = "bytearray indices must be integers or slices, not {t}";
        let Some(i) = item::index_in(&mut cx, a.slot(1), len, wrong)? else {
            return Err(cx.index_error("bytearray index out of range"));
        };
        let byte = byte_of(&cx, cx.arg(a, 2), WRONG_RANGE)?;
        write(&cx, cx.arg(a, 0), i, core::iter::once(byte));
        return Ok(());
    }
    if cx.str(value).is_some() {
        return Err(cx.type_error("string argument without an encoding", &[]));
    }
    if cx.is_int(value) {
        return Err(cx.type_error(
            "can assign only bytes, buffers, or iterables of ints in range(0, 256)",
            &[],
        ));
    }
    from_iterable(&mut cx, a.slot(2), f.at(0), Family::Bytes, WRONG_RANGE)?;
    let len = cx.byte_len(cx.arg(a, 0));
    let range = item::slice_range(&mut cx, a.slot(1), len)?;
    if range.step == 1 {
        return replace_run(
            &mut cx,
            a.slot(0),
            range.start as u32,
            range.len,
            f.at(0),
            f.at(1),
        );
    }
    let given = cx.byte_len(cx.get(f.at(0)));
    if given != range.len {
        return Err(cx.value_error(
            "attempt to assign bytes of size {} to extended slice of size {}",
            &[Value::int(given as i32), Value::int(range.len as i32)],
        ));
    }
    let cells = cx.bytearray(cx.arg(a, 0)).unwrap_or(&[]);
    for (i, b) in (0..range.len).zip(cx.bytes(cx.get(f.at(0))).unwrap_or(&[])) {
        if let Some(cell) = cells.get(range.at(i) as usize) {
            cell.set(*b);
        }
    }
    Ok(())
}

/// Slot `DelItem`.
#[unsafe(no_mangle)]
pub fn mpf_bytearray_delitem(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    let (mut cx, f) = cx.frame(1)?;
    let len = cx.byte_len(cx.arg(a, 0));
    if !cx.arg(a, 1).is_kind(&cx, Kind::Slice) {
        let wrong = "bytearray indices must be integers or slices, not {t}";
        let Some(i) = item::index_in(&mut cx, a.slot(1), len, wrong)? else {
            return Err(cx.index_error("bytearray index out of range"));
        };
        return cut(&mut cx, a.slot(0), i, 1, f.at(0));
    }
    let range = item::slice_range(&mut cx, a.slot(1), len)?.ascending();
    if range.step == 1 {
        return cut(
            &mut cx,
            a.slot(0),
            range.start.max(0) as u32,
            range.len,
            f.at(0),
        );
    }
    // From the end, so that earlier positions stay valid.
    for i in (0..range.len).rev() {
        cut(&mut cx, a.slot(0), range.at(i), 1, f.at(0))?;
    }
    Ok(())
}

/// Takes out a run of bytes.
fn cut(cx: &mut Cx, target: Slot, at: u32, n: u32, scratch: Slot) -> Result<(), Raised> {
    cx.make(scratch, |cx| {
        splice(cx, cx.get(target), at, n, 0).map(|()| Value::NONE)
    })
}

/// Slot `InplaceBinary`: `+=` and `*=`.
#[unsafe(no_mangle)]
pub fn mpf_bytearray_inplace(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    let op = operator(cx, a, 2);
    if op == BinaryOp::Add as u32 {
        let v = cx.arg(a, 1);
        if cx.byte_view(v).is_none() {
            return Err(cx.type_error("can't concat {t} to bytearray", &[v]));
        }
        append_all(cx, a.slot(0), a.slot(1))?;
    } else if op == BinaryOp::Mul as u32 {
        let (mut cx, f) = cx.frame(1)?;
        let n = item::as_index(&mut cx, a.slot(1))?.max(0);
        let len = cx.byte_len(cx.arg(a, 0));
        let Some(new) = (len as i64)
            .checked_mul(n)
            .and_then(|n| u32::try_from(n).ok())
        else {
            return Err(cx.raise_memory());
        };
        cx.make(f.at(0), |cx| {
            resize(cx, cx.arg(a, 0), new)?;
            let cells = cx.bytearray(cx.arg(a, 0)).unwrap_or(&[]);
            for (i, cell) in cells.iter().enumerate().skip(len as usize) {
                if let Some(from) = cells.get(i - len as usize) {
                    cell.set(from.get());
                }
            }
            Ok(Value::NONE)
        })?;
    } else {
        cx.ret(a, Value::NOT_IMPLEMENTED);
        return Ok(());
    }
    cx.ret(a, cx.arg(a, 0));
    Ok(())
}

/// Appends a buffer or an iterable of ints.
fn append_all(cx: &mut Cx, target: Slot, source: Slot) -> Result<(), Raised> {
    let (mut cx, f) = cx.frame(2)?;
    from_iterable(&mut cx, source, f.at(0), Family::Bytes, WRONG_RANGE)?;
    let len = cx.byte_len(cx.get(target));
    replace_run(&mut cx, target, len, 0, f.at(0), f.at(1))
}

/// Slot `New`.
#[unsafe(no_mangle)]
pub fn mpf_bytearray_new(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    construct(cx, a, Family::ByteArray)
}

#[unsafe(no_mangle)]
pub fn mpf_bytearray_append(cx: &Cx, a: Args) -> Result<Value<'_>, Stop> {
    let byte = byte_of(cx, cx.arg(a, 1), WRONG_RANGE)?;
    let len = cx.byte_len(cx.arg(a, 0));
    splice(cx, cx.arg(a, 0), len, 0, 1)?;
    write(cx, cx.arg(a, 0), len, core::iter::once(byte));
    Ok(Value::NONE)
}

#[unsafe(no_mangle)]
pub fn mpf_bytearray_extend(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    let v = cx.arg(a, 1);
    if !crate::protocol::iterate::is_iterable(cx, v) {
        return Err(cx.type_error("can't extend bytearray with {t}", &[v]));
    }
    append_all(cx, a.slot(0), a.slot(1))?;
    cx.ret(a, Value::NONE);
    Ok(())
}

#[unsafe(no_mangle)]
pub fn mpf_bytearray_insert(cx: &Cx, a: Args) -> Result<Value<'_>, Stop> {
    let len = cx.byte_len(cx.arg(a, 0));
    let n = super::str_view::number(cx, cx.arg(a, 1), 0)?;
    let at = if n < 0 {
        n.saturating_add(len as i64).max(0)
    } else {
        n.min(len as i64)
    } as u32;
    let byte = byte_of(cx, cx.arg(a, 2), WRONG_RANGE)?;
    splice(cx, cx.arg(a, 0), at, 0, 1)?;
    write(cx, cx.arg(a, 0), at, core::iter::once(byte));
    Ok(Value::NONE)
}

#[unsafe(no_mangle)]
pub fn mpf_bytearray_pop(cx: &Cx, a: Args) -> Result<Value<'_>, Stop> {
    let len = cx.byte_len(cx.arg(a, 0));
    let n = super::str_view::number(cx, cx.arg(a, 1), -1)?;
    if len == 0 {
        return Err(cx.index_error("pop from empty bytearray").into());
    }
    let at = if n < 0 {
        n.saturating_add(len as i64)
    } else {
        n
    };
    let Some(at) = u32::try_from(at).ok().filter(|at| *at < len) else {
        return Err(cx.index_error("pop index out of range").into());
    };
    let byte = cx.byte_at(cx.arg(a, 0), at).unwrap_or(0);
    splice(cx, cx.arg(a, 0), at, 1, 0)?;
    Ok(Value::int(byte as i32))
}

#[unsafe(no_mangle)]
pub fn mpf_bytearray_remove(cx: &Cx, a: Args) -> Result<Value<'_>, Stop> {
    let byte = byte_of(cx, cx.arg(a, 1), WRONG_RANGE)?;
    let Some(at) = cx
        .byte_view(cx.arg(a, 0))
        .and_then(|b| b.iter().position(|c| *c == byte))
    else {
        return Err(cx.value_error("value not found in bytearray", &[]).into());
    };
    splice(cx, cx.arg(a, 0), at as u32, 1, 0)?;
    Ok(Value::NONE)
}

#[unsafe(no_mangle)]
pub fn mpf_bytearray_clear(cx: &Cx, a: Args) -> Result<Value<'_>, Stop> {
    cx.set_bytearray(cx.arg(a, 0), Value::UNBOUND, 0);
    Ok(Value::NONE)
}

#[unsafe(no_mangle)]
pub fn mpf_bytearray_reverse(cx: &Cx, a: Args) -> Result<Value<'_>, Stop> {
    let cells = cx.bytearray(cx.arg(a, 0)).unwrap_or(&[]);
    for (front, back) in cells.iter().zip(cells.iter().rev()).take(cells.len() / 2) {
        let b = front.get();
        front.set(back.get());
        back.set(b);
    }
    Ok(Value::NONE)
}

#[unsafe(no_mangle)]
pub fn mpf_bytearray_copy(cx: &Cx, a: Args) -> Result<Value<'_>, Stop> {
    make_from(
        cx,
        Family::ByteArray,
        cx.byte_view(cx.arg(a, 0)).unwrap_or(&[]),
    )
}

crate::natives! {
    "bytearray" {
        Method leaf mpf_bytearray_append "append(self, item, /)" [];
        Method full mpf_bytearray_extend "extend(self, iterable_of_ints, /)" [ITERATE CALL];
        Method leaf mpf_bytearray_insert "insert(self, index, item, /)" [];
        Method leaf mpf_bytearray_pop "pop(self, index=-1, /)" [];
        Method leaf mpf_bytearray_remove "remove(self, value, /)" [];
        Method leaf mpf_bytearray_clear "clear(self, /)" [];
        Method leaf mpf_bytearray_reverse "reverse(self, /)" [];
        Method leaf mpf_bytearray_copy "copy(self, /)" [];
    }
}

crate::builtin_types! {
    "bytearray": "object", ByteArray, "bytearray(source=b'', encoding='utf-8', errors='strict')", {
        Repr: mpf_bytes_repr,
        Compare: mpf_str_compare,
        Bool: mpf_str_bool,
        Len: mpf_str_len,
        GetItem: mpf_bytes_getitem,
        SetItem: mpf_bytearray_setitem,
        DelItem: mpf_bytearray_delitem,
        Contains: mpf_str_contains,
        Iter: mpf_bytes_iter,
        Add: mpf_bytes_add,
        Mul: mpf_bytes_mul,
        Mod: mpf_bytes_mod,
        InplaceBinary: mpf_bytearray_inplace,
        New: mpf_bytearray_new,
    } [];
}
