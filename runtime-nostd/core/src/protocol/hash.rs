//! Hashing: 30-bit numbers that agree with `==`. An int is its value modulo 2^30 - 1, a float the same of its exact
//! value (so 2, 2.0 and True + True hash alike), a str or bytes its text, a tuple a mixture, other objects their identity.

use super::compare::{LEAF_NESTING, call_slot, has_identity_equality, user_special};
use crate::cx::{Cx, Raised, Slot};
use crate::native::TypeSlot;
use crate::object::header::{self, Kind};
use crate::object::text::hash_bytes;
use crate::object::value::Value;
use crate::protocol::call;
use crate::wk::name;

/// All hashes are below 2^30, so that they are small ints.
const MASK: u32 = (1 << 30) - 1;
const MODULUS: u64 = MASK as u64;

/// Hash of an integer of any size (also of a bool or an int subclass); `None` for what is not an integer.
pub fn int_hash(cx: &Cx, v: Value<'_>) -> Option<u32> {
    let v = cx
        .builtin_payload(Value::from_bits(v.to_bits()))
        .unwrap_or(Value::from_bits(v.to_bits()));
    if let Some(n) = v.as_small_or_bool() {
        return Some(signed(n < 0, within(n.unsigned_abs())));
    }
    let (negative, limbs) = cx.int_limbs(v)?;
    let mut h = 0u64;
    for i in (0..limbs.len()).rev() {
        // 2^32 is 4 modulo 2^30 - 1.
        h = (h * 4 + limbs.get(i) as u64) % MODULUS;
    }
    Some(signed(negative, nonzero(h as u32)))
}

/// A magnitude of at most 31 bits modulo 2^30 - 1.
fn within(n: u32) -> u32 {
    if n > MASK { n - MASK } else { n }
}

/// Numbers that are a multiple of the modulus, except 0 itself, have it as their hash: so every small int from 0 on is
/// its own hash.
fn nonzero(h: u32) -> u32 {
    if h == 0 { MASK } else { h }
}

fn signed(negative: bool, h: u32) -> u32 {
    if negative { MASK - h } else { h }
}

fn float_hash(x: f64) -> u32 {
    let word = x.to_bits();
    let exponent = (word >> 52 & 0x7FF) as i32;
    if exponent == 0x7FF {
        return if x.is_nan() {
            0
        } else {
            signed(x < 0.0, 314_159)
        };
    }
    let fraction = word & ((1 << 52) - 1);
    let (mantissa, exponent) = if exponent == 0 {
        (fraction, -1074)
    } else {
        (fraction | 1 << 52, exponent - 1075)
    };
    // Powers of two repeat every 30 bits modulo 2^30 - 1.
    let h = ((mantissa % MODULUS) << exponent.rem_euclid(30)) % MODULUS;
    if x == 0.0 {
        return 0;
    }
    signed(x < 0.0, nonzero(h as u32))
}

/// One step of mixing hashes of items in order.
fn mix(h: u32, item: u32) -> u32 {
    (h ^ item).wrapping_mul(0x9E37_79B1).rotate_left(13)
}

const TUPLE_SEED: u32 = 0x345_6789;

fn finish(h: u32, count: u32) -> u32 {
    let h = h ^ count.wrapping_mul(0x85EB_CA6B);
    (h ^ h >> 15) & MASK
}

/// Hash of a frozenset from the hashes that its entries hold: independent of order.
pub fn frozen_set_hash(cx: &Cx, v: Value<'_>) -> u32 {
    let mut h = 0u32;
    let Some(table) = cx.set_table(Value::from_bits(v.to_bits())) else {
        return 0;
    };
    let mut pos = 0;
    while let Some(p) = table.next_live(pos) {
        h = h.wrapping_add(mix(table.hash(p), 0x5BD1_E995));
        pos = p + 1;
    }
    finish(h, table.len())
}

/// Hash by identity: the address at the first question, kept when the object moves later.
pub fn identity_hash(cx: &Cx, v: Value<'_>) -> u32 {
    if !v.is_pointer() {
        return v.to_bits() >> 4;
    }
    let h = cx.header_at(v.to_bits());
    if h & header::AUX_MASK == header::HASH_STORED {
        let word = cx.raw_word_at_end(v);
        return if h & header::RAW != 0 {
            word
        } else {
            word >> 1
        };
    }
    // A frozen object does not move, and may lie in read-only memory. On the host it is noted, because the freezer
    // will give the object another address and must then store the hash with it.
    let heap = cx.regions.heap;
    if cfg!(not(target_os = "none")) || (v.to_bits() >= heap.0 && v.to_bits() < heap.1) {
        // SAFETY: the header of an object; only the aux bits change.
        unsafe {
            cx.mem
                .store(v.to_bits(), h & !header::AUX_MASK | header::HASH_TAKEN)
        };
    }
    header::identity_of(v.to_bits())
}

/// Hash of a value when no Python code is needed; `None` when it is, or when the value is unhashable.
pub fn leaf_hash(cx: &Cx, v: Value<'_>) -> Option<u32> {
    hash_nested(cx, v, LEAF_NESTING)
}

fn hash_nested(cx: &Cx, v: Value<'_>, nesting: u32) -> Option<u32> {
    let v = Value::from_bits(v.to_bits());
    let Some(kind) = v.kind(cx) else {
        return Some(int_hash(cx, v).unwrap_or(v.to_bits() >> 4));
    };
    match kind {
        Kind::Str => Some(cx.str(v)?.hash()),
        Kind::Int => int_hash(cx, v),
        Kind::Float => Some(float_hash(cx.float(v)?)),
        Kind::Bytes => Some(hash_bytes(cx.bytes(v)?)),
        Kind::Tuple => {
            let t = cx.tuple(v)?;
            let deeper = nesting.checked_sub(1)?;
            let mut h = TUPLE_SEED;
            for item in t.iter() {
                h = mix(h, hash_nested(cx, item, deeper)?);
            }
            Some(finish(h, t.len()))
        }
        Kind::Set if cx.is_frozen_set(v) => Some(frozen_set_hash(cx, v)),
        Kind::Function | Kind::Native | Kind::Code | Kind::Generator | Kind::Iter => {
            Some(identity_hash(cx, v))
        }
        Kind::Instance | Kind::Type
            if has_identity_equality(cx, v)
                && cx.type_slot(v, TypeSlot::Hash).is_none()
                && user_special(cx, v, name::__hash__(cx)).is_unbound() =>
        {
            Some(identity_hash(cx, v))
        }
        _ => None,
    }
}

/// Hash of any value, below 2^30. TypeError when it has none.
pub fn hash(cx: &mut Cx, v: Slot) -> Result<u32, Raised> {
    if let Some(h) = leaf_hash(cx, cx.get(v)) {
        return Ok(h);
    }
    let (mut f, s) = cx.frame(1)?;
    hash_value(&mut f, v, s.at(0))?;
    int_hash(&f, f.get(s.at(0))).ok_or_else(|| unhashable(&f, v))
}

#[cold]
fn unhashable(cx: &Cx, v: Slot) -> Raised {
    cx.type_error("unhashable type: '{t}'", &[cx.get(v)])
}

/// What `hash(v)` returns: an int, into `dst`.
pub fn hash_value(cx: &mut Cx, v: Slot, dst: Slot) -> Result<(), Raised> {
    let value = cx.get(v);
    let user = user_special(cx, value, name::__hash__(cx));
    if user.is_none() {
        return Err(unhashable(cx, v));
    }
    if !user.is_unbound() && !hidden_by_eq(cx, value) {
        call::call_special(cx, v, name::__hash__, &[], dst)?;
        return if cx.is_int(cx.get(dst)) {
            whole(cx, dst)
        } else {
            Err(cx.type_error("__hash__ method should return an integer", &[]))
        };
    }
    if !user_special(cx, value, name::__eq__(cx)).is_unbound() {
        return Err(unhashable(cx, v));
    }
    if cx.is_int(value) {
        cx.set(dst, value);
        return whole(cx, dst);
    }
    if let Some(h) = leaf_hash(cx, value) {
        cx.set(dst, Value::int(h as i32));
        return Ok(());
    }
    let inner = cx.builtin_payload(value).unwrap_or(value);
    if inner.is_kind(cx, Kind::Tuple) {
        let h = tuple_hash(cx, v)?;
        cx.set(dst, Value::int(h as i32));
        return Ok(());
    }
    if let Some(h) = if inner.is(value) {
        None
    } else {
        leaf_hash(cx, inner)
    } {
        cx.set(dst, Value::int(h as i32));
        return Ok(());
    }
    if let Some(f) = cx.type_slot(value, TypeSlot::Hash) {
        return call_slot(cx, f, &[v], dst);
    }
    if cx.type_slot(value, TypeSlot::Compare).is_some() {
        return Err(unhashable(cx, v));
    }
    let h = identity_hash(cx, value);
    cx.set(dst, Value::int(h as i32));
    Ok(())
}

/// A class that defines `__eq__` but not `__hash__` hides the `__hash__` of its bases.
fn hidden_by_eq(cx: &Cx, v: Value<'_>) -> bool {
    let v = Value::from_bits(v.to_bits());
    let Some(mro) = cx.class_of(v).mro() else {
        return false;
    };
    for class in mro.iter().filter_map(|c| cx.class(c)) {
        let namespace = class.namespace();
        if !cx.dict_get_str(namespace, name::__hash__(cx)).is_unbound() {
            return false;
        }
        if !cx.dict_get_str(namespace, name::__eq__(cx)).is_unbound() {
            return true;
        }
    }
    false
}

/// Brings an int into the range that `hash()` returns: small results as they are (but -1 is -2), others reduced.
fn whole(cx: &mut Cx, dst: Slot) -> Result<(), Raised> {
    let v = cx.get(dst);
    let n = match cx.as_i64(v) {
        Some(-1) => -2,
        Some(n) if n.unsigned_abs() < (1 << 61) - 1 => n,
        _ => int_hash(cx, v).unwrap_or(0) as i64,
    };
    cx.make(dst, |cx| cx.new_int(n))
}

fn tuple_hash(cx: &mut Cx, v: Slot) -> Result<u32, Raised> {
    let (mut f, s) = cx.frame(1)?;
    f.nested(|cx| tuple_items_hash(cx, v, s.at(0)))
}

fn tuple_items_hash(cx: &mut Cx, v: Slot, item: Slot) -> Result<u32, Raised> {
    let mut h = TUPLE_SEED;
    let mut i = 0;
    loop {
        let x = match cx.tuple(cx.get(v)) {
            Some(t) if i < t.len() => t.get(i),
            _ => return Ok(finish(h, i)),
        };
        cx.set(item, x);
        h = mix(h, hash(cx, item)?);
        i += 1;
    }
}
