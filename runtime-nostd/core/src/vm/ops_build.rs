//! Cold operations that build containers and strings, and unpack iterables.

use super::frame::*;
use super::unwind::unwind;
use super::{Cold, Next, ld, st};
use crate::builtins::format::direct;
use crate::builtins::str_view::Writer;
use crate::cx::{Cx, Raised, Slot};
use crate::object::builder::small_decimal;
use crate::object::dict;
use crate::object::header::{self, Kind};
use crate::object::value::Value;
use crate::protocol::{iterate, text};

/// Word `i` of a run of registers.
fn run<'h>(cx: &'h Cx, base: Slot, i: u32) -> Value<'h> {
    Value::from_bits(ld(cx, base.0 + 4 * i))
}

/// Copies `n` words; answers where they end.
#[inline(always)]
fn fill(cx: &Cx, mut from: u32, mut to: u32, n: u32) -> u32 {
    let end = to + 4 * n;
    while to != end {
        st(cx, to, ld(cx, from));
        from += 4;
        to += 4;
    }
    end
}

/// No room: collects and performs the instruction again.
#[cold]
#[inline(never)]
pub(crate) fn collect_then(cx: &mut Cx, pc: u32, fp: u32, bytes: u32, op: Cold) -> Next {
    settle(cx, fp);
    match cx.collect(bytes) {
        Ok(()) => op(cx, pc, fp),
        Err(Raised(())) => unwind(cx, pc, fp),
    }
}

#[inline(always)]
pub(crate) fn quick_tuple(cx: &Cx, pc: u32, fp: u32) -> Option<Next> {
    let n = nc(cx, pc);
    crate::anchor::kind(Kind::Tuple);
    let at = cx.fresh(Kind::Tuple, n)?;
    fill(cx, b(cx, pc, fp).0, at + 4, n);
    st(cx, a(cx, pc, fp).0, at);
    Some(Next { pc: pc + 4, fp })
}

#[unsafe(no_mangle)]
pub fn mpf_op_build_tuple(cx: &mut Cx, pc: u32, fp: u32) -> Next {
    match quick_tuple(cx, pc, fp) {
        Some(next) => next,
        None => collect_then(cx, pc, fp, 4 * nc(cx, pc) + 4, mpf_op_build_tuple),
    }
}

#[unsafe(no_mangle)]
pub fn mpf_op_build_list(cx: &mut Cx, pc: u32, fp: u32) -> Next {
    let n = nc(cx, pc);
    crate::anchor::kind(Kind::List);
    let bytes = if n == 0 { 12 } else { 4 * n + 16 };
    let Some(mut at) = cx.take(bytes) else {
        return collect_then(cx, pc, fp, bytes, mpf_op_build_list);
    };
    let mut storage = 0;
    if n != 0 {
        storage = at;
        st(cx, storage, header::header(Kind::Array, n));
        at = fill(cx, b(cx, pc, fp).0, storage + 4, n);
    }
    st(cx, at, header::header(Kind::List, 2));
    st(cx, at + 4, storage);
    st(cx, at + 8, Value::int(n as i32).to_bits());
    st(cx, a(cx, pc, fp).0, at);
    Next { pc: pc + 4, fp }
}

#[unsafe(no_mangle)]
pub fn mpf_op_build_set(cx: &mut Cx, pc: u32, fp: u32) -> Next {
    settle(cx, fp);
    let (dst, base, n) = (a(cx, pc, fp), b(cx, pc, fp), nc(cx, pc));
    let r = cx.frame(1).and_then(|(mut cx, s)| {
        cx.make(s.at(0), |cx| cx.new_set_sized(n, false))?;
        for i in 0..n {
            dict::set_add(&mut cx, s.at(0), Slot(base.0 + 4 * i))?;
        }
        cx.set(dst, cx.get(s.at(0)));
        Ok(())
    });
    after(cx, pc, fp, 4, r)
}

#[unsafe(no_mangle)]
pub fn mpf_op_build_dict(cx: &mut Cx, pc: u32, fp: u32) -> Next {
    settle(cx, fp);
    let (dst, base, n) = (a(cx, pc, fp), b(cx, pc, fp), nc(cx, pc));
    let r = cx.frame(1).and_then(|(mut cx, s)| {
        cx.make(s.at(0), |cx| cx.new_dict_sized(n))?;
        for i in 0..n {
            dict::dict_set(
                &mut cx,
                s.at(0),
                Slot(base.0 + 8 * i),
                Slot(base.0 + 8 * i + 4),
            )?;
        }
        cx.set(dst, cx.get(s.at(0)));
        Ok(())
    });
    after(cx, pc, fp, 4, r)
}

/// Appends to a list, collecting as needed.
pub(crate) fn append(cx: &mut Cx, list: Slot, item: Slot) -> Result<(), Raised> {
    let mut asked = 0;
    loop {
        cx.need.set(0);
        let Some(l) = cx.list(cx.get(list)) else {
            return Err(cx.missing_from_image());
        };
        match l.push(cx.get(item)) {
            Ok(()) => {
                cx.after_grant();
                return Ok(());
            }
            Err(_) => cx.answer(&mut asked)?,
        }
    }
}

#[inline(always)]
pub(crate) fn quick_append(cx: &Cx, pc: u32, fp: u32) -> Option<Next> {
    // The compiler made the list, so it is one.
    let list = ld(cx, fp + na(cx, pc));
    push_within(cx, list, fp + nb(cx, pc)).then_some(Next { pc: pc + 4, fp })
}

/// Appends what register `from` holds to a list, if there is room for it.
#[inline(always)]
pub(super) fn push_within(cx: &Cx, list: u32, from: u32) -> bool {
    let (storage, len) = (ld(cx, list + 4), ld(cx, list + 8));
    if storage == 0 || len >> 1 >= header::words(ld(cx, storage)) {
        return false;
    }
    st(cx, storage + 4 + ((len - 1) << 1), ld(cx, from));
    st(cx, list + 8, len + 2);
    true
}

#[unsafe(no_mangle)]
pub fn mpf_op_list_append(cx: &mut Cx, pc: u32, fp: u32) -> Next {
    match quick_append(cx, pc, fp) {
        Some(next) => next,
        None => list_append(cx, pc, fp),
    }
}

#[cold]
#[inline(never)]
fn list_append(cx: &mut Cx, pc: u32, fp: u32) -> Next {
    settle(cx, fp);
    let (list, item) = (a(cx, pc, fp), b(cx, pc, fp));
    let r = append(cx, list, item);
    after(cx, pc, fp, 4, r)
}

#[unsafe(no_mangle)]
pub fn mpf_op_set_add(cx: &mut Cx, pc: u32, fp: u32) -> Next {
    settle(cx, fp);
    let (set, item) = (a(cx, pc, fp), b(cx, pc, fp));
    let r = dict::set_add(cx, set, item);
    after(cx, pc, fp, 4, r)
}

#[unsafe(no_mangle)]
pub fn mpf_op_dict_insert(cx: &mut Cx, pc: u32, fp: u32) -> Next {
    settle(cx, fp);
    let (d, key, value) = (a(cx, pc, fp), b(cx, pc, fp), c(cx, pc, fp));
    let r = dict::dict_set(cx, d, key, value);
    after(cx, pc, fp, 4, r)
}

#[unsafe(no_mangle)]
pub fn mpf_op_list_extend(cx: &mut Cx, pc: u32, fp: u32) -> Next {
    settle(cx, fp);
    let (list, source) = (a(cx, pc, fp), b(cx, pc, fp));
    let r = crate::builtins::list::extend(cx, list, source);
    after(cx, pc, fp, 4, r)
}

#[unsafe(no_mangle)]
pub fn mpf_op_set_update(cx: &mut Cx, pc: u32, fp: u32) -> Next {
    settle(cx, fp);
    let (set, source) = (a(cx, pc, fp), b(cx, pc, fp));
    let r = iterate::for_each(cx, source, |cx, item| dict::set_add(cx, set, item));
    after(cx, pc, fp, 4, r)
}

#[unsafe(no_mangle)]
pub fn mpf_op_dict_update(cx: &mut Cx, pc: u32, fp: u32) -> Next {
    settle(cx, fp);
    let (d, source) = (a(cx, pc, fp), b(cx, pc, fp));
    let r = merge(cx, d, source, false);
    after(cx, pc, fp, 4, r)
}

#[unsafe(no_mangle)]
pub fn mpf_op_dict_merge(cx: &mut Cx, pc: u32, fp: u32) -> Next {
    settle(cx, fp);
    let (d, source) = (a(cx, pc, fp), b(cx, pc, fp));
    let r = merge(cx, d, source, true);
    after(cx, pc, fp, 6, r)
}

/// Copies the items of a mapping into dict `d`. `call`: keyword arguments, which must be strings and not repeat.
fn merge(cx: &mut Cx, d: Slot, source: Slot, call: bool) -> Result<(), Raised> {
    let (mut cx, s) = cx.frame(4)?;
    let cx = &mut *cx;
    let v = cx.get(source);
    if cx.dict(v).is_some() {
        let mut at = 0;
        loop {
            let Some((key, value)) = cx.dict_entry(cx.get(source), &mut at) else {
                return Ok(());
            };
            cx.set(s.at(0), key);
            cx.set(s.at(1), value);
            insert_merged(cx, d, s.at(0), s.at(1), call)?;
        }
    }
    cx.set(s.at(2), crate::wk::name::keys(cx));
    if !crate::protocol::attribute::find_attr(cx, source, s.at(2), s.at(3))? {
        return Err(if call {
            cx.type_error(
                "argument after ** must be a mapping, not {t}",
                &[cx.get(source)],
            )
        } else {
            cx.type_error("'{t}' object is not a mapping", &[cx.get(source)])
        });
    }
    crate::protocol::call::call0(cx, s.at(3), s.at(3))?;
    iterate::for_each(cx, s.at(3), |cx, key| {
        let (mut cx, t) = cx.frame(1)?;
        crate::protocol::item::get_item(&mut cx, source, key, t.at(0))?;
        insert_merged(&mut cx, d, key, t.at(0), call)
    })
}

fn insert_merged(cx: &mut Cx, d: Slot, key: Slot, value: Slot, call: bool) -> Result<(), Raised> {
    if call {
        if cx.str(cx.get(key)).is_none() {
            return Err(cx.type_error("keywords must be strings", &[]));
        }
        if !cx.dict_get_str(cx.get(d), cx.get(key)).is_unbound() {
            return Err(cx.type_error(
                "got multiple values for keyword argument '{}'",
                &[cx.get(key)],
            ));
        }
    }
    dict::dict_set(cx, d, key, value)
}

#[unsafe(no_mangle)]
pub fn mpf_op_list_to_tuple(cx: &mut Cx, pc: u32, fp: u32) -> Next {
    settle(cx, fp);
    let (dst, source) = (a(cx, pc, fp), b(cx, pc, fp));
    let r = cx.make(dst, |cx| {
        let list = cx.list(cx.get(source));
        cx.new_tuple(list.map_or(0, |l| l.len()), |i| {
            list.map_or(Value::UNBOUND, |l| l.get(i))
        })
    });
    after(cx, pc, fp, 4, r)
}

/// Conversions of `FormatValue`.
fn convert(cx: &mut Cx, how: u32, v: Slot, dst: Slot) -> Result<(), Raised> {
    match how {
        1 => text::to_str(cx, v, dst),
        2 => text::repr(cx, v, dst),
        3 => text::ascii(cx, v, dst),
        _ => {
            cx.set(dst, cx.get(v));
            Ok(())
        }
    }
}

/// A small int or str by a constant specification that suits it; 0 when that needs more, or room.
fn format_direct(cx: &Cx, pc: u32, fp: u32) -> u32 {
    let v = cx.get(b(cx, pc, fp));
    // `!s` and `!r` leave numbers and texts to the general way.
    if nc(cx, pc) != 0 {
        return 0;
    }
    let spec = cx.str(const6(cx, pc)).map_or("", |s| s.text());
    if spec.is_empty() {
        if v.is_kind(cx, Kind::Str) {
            return v.to_bits();
        }
        let Some(n) = v.as_small() else {
            return 0;
        };
        let mut buffer = [0; 12];
        let text = small_decimal(n, &mut buffer);
        return cx.new_ascii(text).map_or(0, Value::to_bits);
    }
    let made = direct(cx, v, spec, |n, ascii, write| {
        cx.new_str_with(n, ascii, write)
    });
    made.map_or(0, |r| r.map_or(0, Value::to_bits))
}

#[unsafe(no_mangle)]
pub fn mpf_op_format_value(cx: &mut Cx, pc: u32, fp: u32) -> Next {
    let v = format_direct(cx, pc, fp);
    if v != 0 {
        st(cx, a(cx, pc, fp).0, v);
        return Next { pc: pc + 6, fp };
    }
    settle(cx, fp);
    let (dst, v, how) = (a(cx, pc, fp), b(cx, pc, fp), nc(cx, pc));
    let spec = const6(cx, pc).to_bits();
    let r = cx.frame(2).and_then(|(mut cx, s)| {
        convert(&mut cx, how, v, s.at(0))?;
        cx.set(s.at(1), Value::from_bits(spec));
        text::format(&mut cx, s.at(0), s.at(1), dst)
    });
    after(cx, pc, fp, 6, r)
}

#[unsafe(no_mangle)]
pub fn mpf_op_format_spec(cx: &mut Cx, pc: u32, fp: u32) -> Next {
    settle(cx, fp);
    let (spec, v, how) = (a(cx, pc, fp), b(cx, pc, fp), nc(cx, pc));
    let r = cx.frame(1).and_then(|(mut cx, s)| {
        convert(&mut cx, how, v, s.at(0))?;
        text::format(&mut cx, s.at(0), spec, spec)
    });
    after(cx, pc, fp, 4, r)
}

/// The texts of `n` registers one after the other; 0 when one is no str itself, or without room.
fn build_direct(cx: &Cx, base: u32, n: u32) -> u32 {
    let (mut len, mut aux) = (4, header::STR_ASCII);
    let end = base + 4 * n;
    let mut at = base;
    while at != end {
        let v = Value::from_bits(ld(cx, at));
        if !v.is_kind(cx, Kind::Str) {
            return 0;
        }
        let h = cx.header_at(v.to_bits());
        len += header::byte_len(h) - 4;
        aux &= h;
        at += 4;
    }
    let Ok(new) = cx.alloc_bytes(Kind::Str, len, aux) else {
        return 0;
    };
    st(cx, new + 4, 0);
    let (mut at, mut to) = (base, new + 8);
    while at != end {
        let v = ld(cx, at);
        let bytes = header::byte_len(cx.header_at(v)) - 4;
        // SAFETY: the payloads of other objects; the fresh payload is as long as all of them.
        unsafe { cx.mem.copy_apart(v + 8, to, bytes) };
        to += bytes;
        at += 4;
    }
    new
}

#[unsafe(no_mangle)]
pub fn mpf_op_build_string(cx: &mut Cx, pc: u32, fp: u32) -> Next {
    let v = build_direct(cx, b(cx, pc, fp).0, nc(cx, pc));
    if v != 0 {
        st(cx, a(cx, pc, fp).0, v);
        return Next { pc: pc + 4, fp };
    }
    settle(cx, fp);
    let (dst, base, n) = (a(cx, pc, fp), b(cx, pc, fp), nc(cx, pc));
    let r = cx.make(dst, |cx| {
        let part = |i: u32| cx.str(run(cx, base, i));
        let (mut len, mut ascii) = (0, true);
        for s in (0..n).filter_map(part) {
            len += s.bytes().len() as u32;
            ascii &= s.is_ascii();
        }
        cx.new_str_with(len, ascii, |to| {
            let mut to = Writer::new(to);
            for s in (0..n).filter_map(part) {
                to.push(s.bytes());
            }
        })
    });
    after(cx, pc, fp, 4, r)
}
