//! The small fixed-size integers behind float text in both directions: only what exact decimal conversion needs.
//! No heap, no floats, no panics: numbers that would not fit lose their top, which the callers' bounds exclude.

use core::cmp::Ordering;

/// Limbs that the largest intermediate number needs (2^1074 times 2^64 and a margin).
const LIMBS: usize = 40;

/// A natural number below 2^1280.
#[derive(Clone)]
pub struct Natural {
    limb: [u32; LIMBS],
    len: usize,
}

impl Natural {
    pub fn new(n: u64) -> Natural {
        let mut r = Natural {
            limb: [0; LIMBS],
            len: 2,
        };
        r.limb[0] = n as u32;
        r.limb[1] = (n >> 32) as u32;
        r.trim();
        r
    }

    fn trim(&mut self) {
        while self.len > 0 && self.limb.get(self.len - 1).is_none_or(|l| *l == 0) {
            self.len -= 1;
        }
    }

    pub fn is_zero(&self) -> bool {
        self.len == 0
    }

    fn push(&mut self, limb: u32) {
        if limb != 0
            && let Some(to) = self.limb.get_mut(self.len)
        {
            *to = limb;
            self.len += 1;
        }
    }

    pub fn multiply(&mut self, by: u32) {
        let mut carry = 0u64;
        for l in self.limb.iter_mut().take(self.len) {
            carry += *l as u64 * by as u64;
            *l = carry as u32;
            carry >>= 32;
        }
        self.push(carry as u32);
    }

    pub fn multiply_power_of_ten(&mut self, mut exponent: u32) {
        while exponent >= 9 {
            self.multiply(1_000_000_000);
            exponent -= 9;
        }
        for _ in 0..exponent {
            self.multiply(10);
        }
    }

    pub fn shift_left(&mut self, bits: u32) {
        let (limbs, bits) = ((bits / 32) as usize, bits % 32);
        if bits != 0 {
            self.multiply(1 << bits);
        }
        if limbs != 0 && self.len != 0 {
            for i in (0..self.len).rev() {
                let l = self.limb.get(i).copied().unwrap_or(0);
                if let Some(to) = self.limb.get_mut(i + limbs) {
                    *to = l;
                }
            }
            for l in self.limb.iter_mut().take(limbs) {
                *l = 0;
            }
            self.len = (self.len + limbs).min(LIMBS);
        }
    }

    pub fn bits(&self) -> u32 {
        match self.len.checked_sub(1).and_then(|i| self.limb.get(i)) {
            Some(top) => self.len as u32 * 32 - top.leading_zeros(),
            None => 0,
        }
    }

    pub fn compare(&self, other: &Natural) -> Ordering {
        let by_length = self.len.cmp(&other.len);
        if by_length != Ordering::Equal {
            return by_length;
        }
        let pairs = self.limb.iter().zip(other.limb.iter()).take(self.len);
        pairs
            .rev()
            .map(|(a, b)| a.cmp(b))
            .find(|o| *o != Ordering::Equal)
            .unwrap_or(Ordering::Equal)
    }

    pub fn add(&mut self, other: &Natural) {
        let mut carry = 0u64;
        let n = self.len.max(other.len);
        for (a, b) in self.limb.iter_mut().zip(other.limb.iter()).take(n) {
            carry += *a as u64 + *b as u64;
            *a = carry as u32;
            carry >>= 32;
        }
        self.len = n;
        self.push(carry as u32);
    }

    /// Subtracts a number that is not larger.
    pub fn subtract(&mut self, other: &Natural) {
        let mut borrow = false;
        for (a, b) in self.limb.iter_mut().zip(other.limb.iter()).take(self.len) {
            let (d, b1) = a.overflowing_sub(*b);
            let (d, b2) = d.overflowing_sub(borrow as u32);
            *a = d;
            borrow = b1 || b2;
        }
        self.trim();
    }
}

/// `r / s = mantissa * 2^exponent / 10^k` in [0.1, 1), and `k`.
pub fn scale(mantissa: u64, exponent: i32) -> (Natural, Natural, i32) {
    let (mut r, mut s) = (Natural::new(mantissa), Natural::new(1));
    if exponent >= 0 {
        r.shift_left(exponent as u32);
    } else {
        s.shift_left(exponent.unsigned_abs());
    }
    let log2 = 63 - mantissa.leading_zeros() as i32 + exponent;
    // floor(log2 * log10(2)) + 1 is right or one too small.
    let mut k = ((log2 as i64 * 1_292_913_986) >> 32) as i32 + 1;
    if k >= 0 {
        s.multiply_power_of_ten(k as u32);
    } else {
        r.multiply_power_of_ten(k.unsigned_abs());
    }
    while r.compare(&s) != Ordering::Less {
        s.multiply(10);
        k += 1;
    }
    (r, s, k)
}

/// The next decimal digit of `r / s`.
pub fn next_digit(r: &mut Natural, s: &Natural) -> u8 {
    r.multiply(10);
    let mut d = 0;
    while r.compare(s) != Ordering::Less && d < 9 {
        r.subtract(s);
        d += 1;
    }
    d
}
