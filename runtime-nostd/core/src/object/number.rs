//! Views of floats and of integers that need an object.

use super::header::{self, Kind};
use super::value::Value;
use crate::cx::{Cx, Stop};

impl Cx {
    /// The number of a float object (also inside an instance of a float subclass).
    pub fn float(&self, v: Value<'_>) -> Option<f64> {
        let v = self.payload(v, Kind::Float)?;
        // SAFETY: a float has two payload words.
        let (lo, hi) = unsafe {
            (
                self.mem.load(v.to_bits() + 4),
                self.mem.load(v.to_bits() + 8),
            )
        };
        Some(f64::from_bits((hi as u64) << 32 | lo as u64))
    }

    /// A new float.
    #[inline(always)]
    pub fn new_float(&self, x: f64) -> Result<Value<'_>, Stop> {
        let b = x.to_bits();
        self.new_raw(Kind::Float, [b as u32, (b >> 32) as u32])
    }

    /// The word of a new float; `None`, and nothing else, where there is no room at once.
    #[inline(always)]
    pub(crate) fn float_if_room(&self, x: f64) -> Option<u32> {
        crate::anchor::kind(Kind::Float);
        let at = self.fresh(Kind::Float, 2)?;
        let b = x.to_bits();
        // SAFETY: fresh payload words.
        unsafe { self.mem.store_all(at + 4, [b as u32, (b >> 32) as u32]) };
        Some(at)
    }

    /// Sign and limbs of an integer object (not of a small int).
    pub fn int_limbs<'h>(&'h self, v: Value<'h>) -> Option<(bool, Limbs<'h>)> {
        let v = self.payload(v, Kind::Int)?;
        self.int_itself(v)
    }

    /// The same of an integer object itself, not of an instance of a subclass.
    #[inline(always)]
    pub fn int_itself<'h>(&'h self, v: Value<'h>) -> Option<(bool, Limbs<'h>)> {
        if !v.is_pointer() {
            return None;
        }
        let h = self.header_at(v.to_bits());
        (h & header::KIND_MASK == Kind::Int.bits()).then(|| {
            let limbs = Limbs {
                cx: self,
                at: v.to_bits() + 4,
                len: header::words(h),
            };
            (h & header::INT_NEGATIVE != 0, limbs)
        })
    }

    /// A new integer object; `limb(i)` gives the magnitude, little-endian. The caller guarantees that the number does
    /// not fit a small int and that the top limb is not 0.
    pub fn new_int_limbs(
        &self,
        negative: bool,
        len: u32,
        mut limb: impl FnMut(u32) -> u32,
    ) -> Result<Value<'_>, Stop> {
        let at = self.alloc_words(
            Kind::Int,
            len,
            if negative { header::INT_NEGATIVE } else { 0 },
        )?;
        for i in 0..len {
            // SAFETY: fresh payload.
            unsafe { self.mem.store(at + 4 + 4 * i, limb(i)) };
        }
        Ok(Value::from_bits(at))
    }

    /// A new integer object with room for `len` limbs that `fill` writes (all of them); the result is normalised:
    /// leading zero limbs dropped, a small int when it fits.
    pub fn new_int_with(
        &self,
        negative: bool,
        len: u32,
        fill: impl FnOnce(LimbsMut<'_>),
    ) -> Result<Value<'_>, Stop> {
        self.new_int_cut(negative, len, |to| {
            fill(to);
            len
        })
    }

    /// The same, of which `fill` says how many limbs count: what lies behind them was scratch space.
    pub fn new_int_cut(
        &self,
        negative: bool,
        len: u32,
        fill: impl FnOnce(LimbsMut<'_>) -> u32,
    ) -> Result<Value<'_>, Stop> {
        let at = self.alloc_words(
            Kind::Int,
            len.max(1),
            if negative { header::INT_NEGATIVE } else { 0 },
        )?;
        let used = fill(LimbsMut {
            cx: self,
            at: at + 4,
            len,
        });
        let mut n = used.min(len);
        // SAFETY: reads of the fresh payload; the object is the last one of the heap, so it can be cut.
        unsafe {
            while n > 0 && self.mem.load(at + 4 * n) == 0 {
                n -= 1;
            }
            let low = if n > 0 { self.mem.load(at + 4) } else { 0 };
            if n <= 1 {
                let wide = if negative { -(low as i64) } else { low as i64 };
                if let Ok(Some(v)) = i32::try_from(wide).map(Value::small) {
                    self.top.set(at);
                    return Ok(v);
                }
            }
            self.mem.store(
                at,
                header::header(Kind::Int, n) | if negative { header::INT_NEGATIVE } else { 0 },
            );
        }
        self.top.set(at + 4 + 4 * n);
        Ok(Value::from_bits(at))
    }

    /// An integer of any 64-bit value.
    pub fn new_int(&self, n: i64) -> Result<Value<'_>, Stop> {
        self.new_int_of(n < 0, n.unsigned_abs())
    }

    /// An integer of a magnitude below 2^64.
    pub fn new_int_of(&self, negative: bool, magnitude: u64) -> Result<Value<'_>, Stop> {
        let (low, high) = (magnitude as u32, (magnitude >> 32) as u32);
        // The smallest small int is one further from 0 than the largest.
        if high == 0 && low <= 1 << 30 {
            let n = if negative {
                (low as i32).wrapping_neg()
            } else {
                low as i32
            };
            if let Some(v) = Value::small(n) {
                return Ok(v);
            }
        }
        let len = 1 + (high != 0) as u32;
        self.new_int_limbs(negative, len, |i| if i == 0 { low } else { high })
    }

    /// Any int or bool as `i64` when it fits (also inside an int subclass).
    pub fn as_i64(&self, v: Value<'_>) -> Option<i64> {
        if let Some(n) = v.as_small_or_bool() {
            return Some(n as i64);
        }
        if let Some(p) = self.builtin_payload(v)
            && let Some(n) = p.as_small_or_bool()
        {
            return Some(n as i64);
        }
        let (negative, limbs) = self.int_limbs(v)?;
        if limbs.len() > 2 {
            return None;
        }
        let m = limbs.get(0) as u64 | (limbs.get(1) as u64) << 32;
        if negative {
            if m <= 1 << 63 {
                Some((m as i64).wrapping_neg())
            } else {
                None
            }
        } else {
            i64::try_from(m).ok()
        }
    }

    /// Whether `v` is an int of any size (bools and int subclasses included).
    pub fn is_int(&self, v: Value<'_>) -> bool {
        v.is_small()
            || v.is_bool()
            || v.is_kind(self, Kind::Int)
            || self
                .builtin_payload(v)
                .is_some_and(|p| p.is_small() || p.is_kind(self, Kind::Int))
    }
}

/// Limbs of an integer object, little-endian; reading beyond the end gives 0.
#[derive(Clone, Copy)]
pub struct Limbs<'h> {
    cx: &'h Cx,
    at: u32,
    len: u32,
}

impl<'h> Limbs<'h> {
    pub fn len(self) -> u32 {
        self.len
    }
    pub fn is_empty(self) -> bool {
        self.len == 0
    }
    /// All of them.
    #[inline(always)]
    pub fn words(self) -> &'h [u32] {
        // SAFETY: the payload; integers are never written.
        unsafe { self.cx.mem.words(self.at, self.len) }
    }
    #[inline(always)]
    pub fn get(self, i: u32) -> u32 {
        // SAFETY: inside the object.
        if i < self.len {
            unsafe { self.cx.mem.load(self.at + 4 * i) }
        } else {
            0
        }
    }
}

/// Limbs of a fresh integer object.
pub struct LimbsMut<'h> {
    cx: &'h Cx,
    at: u32,
    len: u32,
}

impl LimbsMut<'_> {
    pub fn len(&self) -> u32 {
        self.len
    }
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }
    /// All of them.
    #[inline(always)]
    pub fn words(&mut self) -> &mut [u32] {
        // SAFETY: the payload of an object that nothing else refers to.
        unsafe { self.cx.mem.words_mut(self.at, self.len) }
    }
    #[inline(always)]
    pub fn get(&self, i: u32) -> u32 {
        // SAFETY: inside the object.
        if i < self.len {
            unsafe { self.cx.mem.load(self.at + 4 * i) }
        } else {
            0
        }
    }
    #[inline(always)]
    pub fn set(&mut self, i: u32, limb: u32) {
        if i < self.len {
            // SAFETY: inside the object.
            unsafe { self.cx.mem.store(self.at + 4 * i, limb) }
        }
    }
}

/// Quotient and remainder of `high * 2^32 + low` and `d`, whose top bit is set; `high` is less than `d`. By two divisions
/// of 32 bits, which most chips have an instruction for.
pub fn divide_two(high: u32, low: u32, d: u32) -> (u32, u32) {
    divide_two_here(high, low, d)
}

/// The same without a call.
#[inline(always)]
pub fn divide_two_here(high: u32, low: u32, d: u32) -> (u32, u32) {
    // The top bit is set anyway; so the compiler sees that this is not 0.
    let (upper, lower) = (d >> 16 | 0x8000, d & 0xFFFF);
    let step = |rest: u32, next: u32| {
        let (mut q, mut r) = (rest / upper, rest % upper);
        while q > 0xFFFF || q * lower > (r << 16 | next) {
            q -= 1;
            r += upper;
            if r > 0xFFFF {
                break;
            }
        }
        (q, (rest << 16 | next).wrapping_sub(q.wrapping_mul(d)))
    };
    let (q1, rest) = step(high, low >> 16);
    let (q0, rest) = step(rest, low & 0xFFFF);
    (q1 << 16 | q0, rest)
}
