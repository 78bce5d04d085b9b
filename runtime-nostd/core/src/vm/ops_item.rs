//! Cold operations on items: subscription, containment, slices.
//!
//! What a program does most (dicts with int and str keys, bytes, negative indexes) is found out first, by a `quick_…`
//! function without calls; the general functions perform the whole instruction again.

use super::frame::*;
use super::ops_operator::branch;
use super::{Next, ld, ld8, st};
use super::{ops_slice, special};
use crate::builtins::str_search::find;
use crate::cx::{Cx, Raised, Slot};
use crate::object::header::{self, KIND_MASK, Kind};
use crate::object::probe::{
    DICT_ENTRY, Found, SET_ENTRY, find_text, quick_char_at, quick_find, quick_hash,
};
use crate::object::value::Value;
use crate::protocol::item;
use mpf_bytecode::Opcode;

const LIST: u32 = Kind::List.bits();
const TUPLE: u32 = Kind::Tuple.bits();
const DICT: u32 = Kind::Dict.bits();
const SET: u32 = Kind::Set.bits();
const STR: u32 = Kind::Str.bits();
const BYTES: u32 = Kind::Bytes.bits();
const BYTE_ARRAY: u32 = Kind::ByteArray.bits();

/// Whether a word is the address of an object.
#[inline(always)]
fn is_object(word: u32) -> bool {
    word & 3 == 0 && word != 0
}

/// Byte offset of item `i` (a tagged index, negative ones count from the end) among `len` (tagged) words, or none.
#[inline(always)]
fn offset(i: u32, len: u32) -> Option<u32> {
    let i = if (i as i32) < 0 {
        i.wrapping_add(len - 1)
    } else {
        i
    };
    // Both are odd, so that halves of them can be doubled together.
    if i < len { Some((i - 1) << 1) } else { None }
}

/// `A = B[C]` for a dict with a quick key, a list, a tuple or bytes with a small int.
#[inline(always)]
fn quick_get(cx: &Cx, pc: u32, fp: u32) -> Option<Next> {
    let (o, key) = (ld(cx, fp + nb(cx, pc)), ld(cx, fp + nc(cx, pc)));
    if is_object(o) {
        quick_item(cx, pc, fp, o, key, ld(cx, o))
    } else {
        None
    }
}

/// The same for the object at `o` with header `h`.
#[inline(always)]
pub(crate) fn quick_item(cx: &Cx, pc: u32, fp: u32, o: u32, key: u32, h: u32) -> Option<Next> {
    let kind = h & KIND_MASK;
    let item = if kind == DICT {
        let hash = quick_hash(cx, key);
        if hash == 0 {
            return None;
        }
        match quick_find::<DICT_ENTRY>(cx, o, hash, key) {
            Found::At(at) => ld(cx, at + 8),
            _ => return None,
        }
    } else if key & 1 == 0 {
        return None;
    } else if kind == BYTE_ARRAY && key < ld(cx, o + 8) {
        ld8(cx, ld(cx, o + 4) + 4 + (key >> 1)) << 1 | 1
    } else if kind == LIST {
        ld(cx, ld(cx, o + 4) + 4 + offset(key, ld(cx, o + 8))?)
    } else if kind == TUPLE {
        ld(cx, o + 4 + offset(key, header::words(h) << 1 | 1)?)
    } else if kind == BYTES && (key >> 1) < header::byte_len(h) {
        ld8(cx, o + 4 + (key >> 1)) << 1 | 1
    } else {
        return None;
    };
    st(cx, fp + na(cx, pc), item);
    Some(Next { pc: pc + 4, fp })
}

#[unsafe(no_mangle)]
pub fn mpf_op_get_item(cx: &mut Cx, pc: u32, fp: u32) -> Next {
    match quick_get(cx, pc, fp) {
        Some(next) => next,
        None => get_item(cx, pc, fp),
    }
}

#[cold]
#[inline(never)]
fn get_item(cx: &mut Cx, pc: u32, fp: u32) -> Next {
    let (o, key) = (cx.get(b(cx, pc, fp)), cx.get(c(cx, pc, fp)));
    if let Some(v) = cx.text_value(o, key)
        && !v.is_unbound()
    {
        cx.set(a(cx, pc, fp), v);
        return Next { pc: pc + 4, fp };
    }
    if let Some(c) = character(cx, o.to_bits(), key.to_bits()) {
        st(cx, fp + na(cx, pc), c);
        return Next { pc: pc + 4, fp };
    }
    if ops_slice::get(cx, pc, fp) {
        return Next { pc: pc + 4, fp };
    }
    if let Some(next) = special::start(cx, pc, fp, b(cx, pc, fp)) {
        return next;
    }
    settle(cx, fp);
    let (dst, o, key) = (a(cx, pc, fp), b(cx, pc, fp), c(cx, pc, fp));
    let r = item::get_item(cx, o, key, dst);
    after(cx, pc, fp, 4, r)
}

/// One character of an ASCII text.
#[inline(always)]
fn character(cx: &Cx, o: u32, key: u32) -> Option<u32> {
    if !is_object(o) || key & 1 == 0 {
        return None;
    }
    let h = ld(cx, o);
    if h & KIND_MASK != STR {
        return None;
    }
    let i = if (key as i32) < 0 {
        ((key as i32 >> 1) as u32).wrapping_add(header::byte_len(h) - 4)
    } else {
        key >> 1
    };
    quick_char_at(cx, o, h, i).filter(|c| *c != 0)
}

/// `B[C] = A` where that needs no Python and changes nothing but one word or byte.
#[inline(always)]
fn quick_set(cx: &Cx, pc: u32, fp: u32) -> Option<Next> {
    let (o, key) = (ld(cx, fp + nb(cx, pc)), ld(cx, fp + nc(cx, pc)));
    if is_object(o) {
        quick_store(cx, pc, fp, o, key, ld(cx, o))
    } else {
        None
    }
}

/// The same for the object at `o` with header `h`.
#[inline(always)]
pub(crate) fn quick_store(cx: &Cx, pc: u32, fp: u32, o: u32, key: u32, h: u32) -> Option<Next> {
    let kind = h & KIND_MASK;
    let at = if kind == DICT {
        let hash = quick_hash(cx, key);
        if hash == 0 {
            return None;
        }
        match quick_find::<DICT_ENTRY>(cx, o, hash, key) {
            Found::At(at) => at + 8,
            _ => return None,
        }
    } else if key & 1 == 0 {
        return None;
    } else if kind == LIST {
        ld(cx, o + 4) + 4 + offset(key, ld(cx, o + 8))?
    } else if kind == BYTE_ARRAY && key < ld(cx, o + 8) {
        let value = ld(cx, fp + na(cx, pc));
        if value & !0x1FE != 1 {
            return None;
        }
        // SAFETY: below the length.
        unsafe {
            cx.mem
                .store8(ld(cx, o + 4) + 4 + (key >> 1), (value >> 1) as u8)
        };
        return Some(Next { pc: pc + 4, fp });
    } else {
        return None;
    };
    st(cx, at, ld(cx, fp + na(cx, pc)));
    Some(Next { pc: pc + 4, fp })
}

#[unsafe(no_mangle)]
pub fn mpf_op_set_item(cx: &mut Cx, pc: u32, fp: u32) -> Next {
    match quick_set(cx, pc, fp) {
        Some(next) => next,
        None => set_item(cx, pc, fp),
    }
}

#[cold]
#[inline(never)]
fn set_item(cx: &mut Cx, pc: u32, fp: u32) -> Next {
    if dict_store(cx, pc, fp) || ops_slice::set(cx, pc, fp) {
        return Next { pc: pc + 4, fp };
    }
    if let Some(next) = special::start(cx, pc, fp, b(cx, pc, fp)) {
        return next;
    }
    settle(cx, fp);
    let (value, o, key) = (a(cx, pc, fp), b(cx, pc, fp), c(cx, pc, fp));
    let r = item::set_item(cx, o, key, value);
    after(cx, pc, fp, 4, r)
}

/// Stores the value of a key that needs no Python in a dict, if there is room.
fn dict_store(cx: &Cx, pc: u32, fp: u32) -> bool {
    let (o, key) = (ld(cx, fp + nb(cx, pc)), ld(cx, fp + nc(cx, pc)));
    if !is_object(o) || ld(cx, o) & KIND_MASK != DICT {
        return false;
    }
    let value = ld(cx, fp + na(cx, pc));
    match find_text(cx, o, key) {
        Found::At(at) => {
            st(cx, at + 8, value);
            true
        }
        Found::Missing => cx.quick_insert(o, quick_hash(cx, key), key, value),
        Found::Ask => false,
    }
}

#[unsafe(no_mangle)]
pub fn mpf_op_del_item(cx: &mut Cx, pc: u32, fp: u32) -> Next {
    settle(cx, fp);
    let (o, key) = (b(cx, pc, fp), c(cx, pc, fp));
    let r = item::del_item(cx, o, key);
    after(cx, pc, fp, 4, r)
}

#[unsafe(no_mangle)]
pub fn mpf_op_make_slice(cx: &mut Cx, pc: u32, fp: u32) -> Next {
    settle(cx, fp);
    let (dst, base) = (a(cx, pc, fp), b(cx, pc, fp));
    let r = cx.make(dst, |cx| {
        let part = |i: u32| Value::from_bits(ld(cx, base.0 + 4 * i));
        cx.new_slice(part(0), part(1), part(2))
    });
    after(cx, pc, fp, 4, r)
}

// ---- containment

/// Whether a dict or set has the key; `None` when it takes more to know it.
#[inline(always)]
fn quick_contains(cx: &Cx, container: u32, key: u32) -> Option<bool> {
    let hash = quick_hash(cx, key);
    if hash == 0 || !is_object(container) {
        return None;
    }
    let found = match ld(cx, container) & KIND_MASK {
        DICT => quick_find::<DICT_ENTRY>(cx, container, hash, key),
        SET => quick_find::<SET_ENTRY>(cx, container, hash, key),
        _ => return None,
    };
    match found {
        Found::Missing => Some(false),
        Found::Ask => None,
        Found::At(_) => Some(true),
    }
}

#[inline(always)]
pub(crate) fn quick_in(cx: &Cx, pc: u32, fp: u32) -> Option<Next> {
    let found = quick_contains(cx, ld(cx, fp + nc(cx, pc)), ld(cx, fp + nb(cx, pc)))?;
    let wanted = opcode(cx, pc) == Opcode::In;
    st(cx, fp + na(cx, pc), Value::bool(found == wanted).to_bits());
    Some(Next { pc: pc + 4, fp })
}

#[unsafe(no_mangle)]
pub fn mpf_op_in(cx: &mut Cx, pc: u32, fp: u32) -> Next {
    match quick_in(cx, pc, fp) {
        Some(next) => next,
        None => contains(cx, pc, fp),
    }
}

/// Whether a str itself contains another.
#[inline(never)]
fn text_in(cx: &Cx, container: Slot, x: Slot) -> Option<bool> {
    let text = |s: Slot| {
        let v = cx.get(s);
        if v.is_kind(cx, Kind::Str) {
            cx.str(v)
        } else {
            None
        }
    };
    let (container, x) = (text(container)?, text(x)?);
    Some(find(container.bytes(), x.bytes()).is_some())
}

#[cold]
#[inline(never)]
fn contains(cx: &mut Cx, pc: u32, fp: u32) -> Next {
    let wanted = opcode(cx, pc) == Opcode::In;
    let (dst, x, container) = (a(cx, pc, fp), b(cx, pc, fp), c(cx, pc, fp));
    if let Some(found) = text_in(cx, container, x) {
        cx.set(dst, Value::bool(found == wanted));
        return Next { pc: pc + 4, fp };
    }
    settle(cx, fp);
    let r = item::contains(cx, container, x).map(|found| cx.set(dst, Value::bool(found == wanted)));
    after(cx, pc, fp, 4, r)
}

#[inline(always)]
pub(crate) fn quick_jump_in(cx: &Cx, pc: u32, fp: u32) -> Option<Next> {
    let found = quick_contains(cx, ld(cx, fp + nb(cx, pc)), ld(cx, fp + na(cx, pc)))?;
    let to = if found == (nc(cx, pc) != 0) {
        pc.wrapping_add(d6s(cx, pc))
    } else {
        pc + 6
    };
    Some(Next { pc: to, fp })
}

#[unsafe(no_mangle)]
pub fn mpf_op_jump_in(cx: &mut Cx, pc: u32, fp: u32) -> Next {
    match quick_jump_in(cx, pc, fp) {
        Some(next) => jump(cx, next.pc, next.fp),
        None => jump_in(cx, pc, fp),
    }
}

#[cold]
#[inline(never)]
fn jump_in(cx: &mut Cx, pc: u32, fp: u32) -> Next {
    let (x, container, wanted, offset) =
        (a(cx, pc, fp), b(cx, pc, fp), nc(cx, pc) != 0, d6s(cx, pc));
    if let Some(found) = text_in(cx, container, x) {
        return branch(cx, pc, fp, 6, offset, Ok(found == wanted));
    }
    settle(cx, fp);
    let r: Result<bool, Raised> = item::contains(cx, container, x).map(|found| found == wanted);
    branch(cx, pc, fp, 6, offset, r)
}
