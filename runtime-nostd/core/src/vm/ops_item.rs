//! Cold operations on items: subscription, containment, slices.
//!
//! What a program does most (dicts with int and str keys, bytes, negative indexes) is found out first, without a call
//! and without touching the stack; the general functions perform the whole instruction again.

use super::frame::*;
use super::ops_operator::branch;
use super::{Next, ld, ld8, st};
use crate::cx::{Cx, Raised};
use crate::object::header::{self, KIND_MASK, Kind};
use crate::object::probe::{DICT_ENTRY, Found, SET_ENTRY, quick_find, quick_hash};
use crate::object::value::Value;
use crate::protocol::item;
use mpf_bytecode::Opcode;

const LIST: u32 = Kind::List.bits();
const TUPLE: u32 = Kind::Tuple.bits();
const DICT: u32 = Kind::Dict.bits();
const SET: u32 = Kind::Set.bits();
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

#[unsafe(no_mangle)]
pub fn mpf_op_get_item(cx: &mut Cx, pc: u32, fp: u32) -> Next {
    let (o, key) = (ld(cx, fp + nb(cx, pc)), ld(cx, fp + nc(cx, pc)));
    if !is_object(o) {
        return get_item(cx, pc, fp);
    }
    let h = ld(cx, o);
    let kind = h & KIND_MASK;
    if kind == DICT {
        let hash = quick_hash(cx, key);
        if hash != 0
            && let Found::At(at) = quick_find::<DICT_ENTRY>(cx, o, hash, key)
        {
            st(cx, fp + na(cx, pc), ld(cx, at + 8));
            return Next { pc: pc + 4, fp };
        }
        return get_item(cx, pc, fp);
    }
    if key & 1 == 0 {
        return get_item(cx, pc, fp);
    }
    let item = match kind {
        BYTE_ARRAY if key < ld(cx, o + 8) => ld8(cx, ld(cx, o + 4) + 4 + (key >> 1)) << 1 | 1,
        BYTES if (key >> 1) < header::byte_len(h) => ld8(cx, o + 4 + (key >> 1)) << 1 | 1,
        LIST => match offset(key, ld(cx, o + 8)) {
            Some(at) => ld(cx, ld(cx, o + 4) + 4 + at),
            None => return get_item(cx, pc, fp),
        },
        TUPLE => match offset(key, header::words(h) << 1 | 1) {
            Some(at) => ld(cx, o + 4 + at),
            None => return get_item(cx, pc, fp),
        },
        _ => return get_item(cx, pc, fp),
    };
    st(cx, fp + na(cx, pc), item);
    Next { pc: pc + 4, fp }
}

#[cold]
#[inline(never)]
fn get_item(cx: &mut Cx, pc: u32, fp: u32) -> Next {
    settle(cx, fp);
    let (dst, o, key) = (a(cx, pc, fp), b(cx, pc, fp), c(cx, pc, fp));
    let r = item::get_item(cx, o, key, dst);
    after(cx, pc, fp, 4, r)
}

#[unsafe(no_mangle)]
pub fn mpf_op_set_item(cx: &mut Cx, pc: u32, fp: u32) -> Next {
    let (o, key) = (ld(cx, fp + nb(cx, pc)), ld(cx, fp + nc(cx, pc)));
    if !is_object(o) {
        return set_item(cx, pc, fp);
    }
    let kind = ld(cx, o) & KIND_MASK;
    if kind == DICT {
        let hash = quick_hash(cx, key);
        if hash == 0 {
            return set_item(cx, pc, fp);
        }
        return match quick_find::<DICT_ENTRY>(cx, o, hash, key) {
            Found::At(at) => {
                st(cx, at + 8, ld(cx, fp + na(cx, pc)));
                Next { pc: pc + 4, fp }
            }
            Found::Missing => insert_item(cx, pc, fp),
            Found::Ask => set_item(cx, pc, fp),
        };
    }
    let value = ld(cx, fp + na(cx, pc));
    if kind == BYTE_ARRAY && key & value & 1 != 0 {
        if key >= ld(cx, o + 8) || value >> 1 > 255 {
            return set_item(cx, pc, fp);
        }
        // SAFETY: below the length.
        unsafe {
            cx.mem
                .store8(ld(cx, o + 4) + 4 + (key >> 1), (value >> 1) as u8)
        };
    } else if kind == LIST
        && key & 1 != 0
        && let Some(at) = offset(key, ld(cx, o + 8))
    {
        st(cx, ld(cx, o + 4) + 4 + at, value);
    } else {
        return set_item(cx, pc, fp);
    }
    Next { pc: pc + 4, fp }
}

/// A key that the dict does not have yet.
#[inline(never)]
fn insert_item(cx: &mut Cx, pc: u32, fp: u32) -> Next {
    let (o, key) = (ld(cx, fp + nb(cx, pc)), ld(cx, fp + nc(cx, pc)));
    let value = ld(cx, fp + na(cx, pc));
    if cx.quick_insert(o, quick_hash(cx, key), key, value) {
        return Next { pc: pc + 4, fp };
    }
    set_item(cx, pc, fp)
}

#[cold]
#[inline(never)]
fn set_item(cx: &mut Cx, pc: u32, fp: u32) -> Next {
    settle(cx, fp);
    let (value, o, key) = (a(cx, pc, fp), b(cx, pc, fp), c(cx, pc, fp));
    let r = item::set_item(cx, o, key, value);
    after(cx, pc, fp, 4, r)
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

#[unsafe(no_mangle)]
pub fn mpf_op_in(cx: &mut Cx, pc: u32, fp: u32) -> Next {
    let (key, container) = (ld(cx, fp + nb(cx, pc)), ld(cx, fp + nc(cx, pc)));
    let Some(found) = quick_contains(cx, container, key) else {
        return contains(cx, pc, fp);
    };
    let wanted = opcode(cx, pc) == Opcode::In;
    cx.set(a(cx, pc, fp), Value::bool(found == wanted));
    Next { pc: pc + 4, fp }
}

#[cold]
#[inline(never)]
fn contains(cx: &mut Cx, pc: u32, fp: u32) -> Next {
    settle(cx, fp);
    let wanted = opcode(cx, pc) == Opcode::In;
    let (dst, x, container) = (a(cx, pc, fp), b(cx, pc, fp), c(cx, pc, fp));
    let r = item::contains(cx, container, x).map(|found| cx.set(dst, Value::bool(found == wanted)));
    after(cx, pc, fp, 4, r)
}

#[unsafe(no_mangle)]
pub fn mpf_op_jump_in(cx: &mut Cx, pc: u32, fp: u32) -> Next {
    let (key, container) = (ld(cx, fp + na(cx, pc)), ld(cx, fp + nb(cx, pc)));
    let Some(found) = quick_contains(cx, container, key) else {
        return jump_in(cx, pc, fp);
    };
    if found == (nc(cx, pc) != 0) {
        return jump(cx, pc.wrapping_add(d6s(cx, pc)), fp);
    }
    Next { pc: pc + 6, fp }
}

#[cold]
#[inline(never)]
fn jump_in(cx: &mut Cx, pc: u32, fp: u32) -> Next {
    settle(cx, fp);
    let (x, container, wanted, offset) =
        (a(cx, pc, fp), b(cx, pc, fp), nc(cx, pc) != 0, d6s(cx, pc));
    let r: Result<bool, Raised> = item::contains(cx, container, x).map(|found| found == wanted);
    branch(cx, pc, fp, 6, offset, r)
}
