//! The rest of a division of floats, exactly: long division of the two mantissas bit by bit, which on processors that
//! divide no 64-bit numbers is also the fast way.

const FRACTION: u32 = 52;
const IMPLICIT: u64 = 1 << FRACTION;
const SIGN: u64 = 1 << 63;

/// Mantissa, its leading bit at a fixed place, and exponent of a finite magnitude: `mantissa * 2^(exponent - 1075)`.
fn parts(magnitude: u64) -> (u64, i32) {
    let exponent = (magnitude >> FRACTION) as i32;
    let fraction = magnitude & (IMPLICIT - 1);
    match exponent {
        0 => {
            let up = above(fraction);
            (fraction << up, 1 - up)
        }
        _ => (fraction | IMPLICIT, exponent),
    }
}

/// Zero bits above a mantissa.
fn above(mantissa: u64) -> i32 {
    mantissa.leading_zeros() as i32 - (63 - FRACTION) as i32
}

/// `x` minus `y` times their quotient rounded towards zero; the sign is that of `x`. Not a number when `x` is infinite or
/// `y` is 0.
pub fn rest(x: f64, y: f64) -> f64 {
    let (sign, a, b) = (x.to_bits() & SIGN, x.to_bits() & !SIGN, y.to_bits() & !SIGN);
    let infinite = f64::INFINITY.to_bits();
    if a >= infinite || b > infinite || b == 0 {
        return f64::NAN;
    }
    if a < b {
        return x;
    }
    let ((mut rest, mut exponent), (divisor, last)) = (parts(a), parts(b));
    loop {
        if rest >= divisor {
            rest -= divisor;
        }
        if exponent == last || rest == 0 {
            break;
        }
        rest <<= 1;
        exponent -= 1;
    }
    if rest == 0 {
        return f64::from_bits(sign);
    }
    let up = above(rest);
    let magnitude = match exponent - up {
        // The leading bit counts as one more in the exponent's place.
        normal @ 1.. => (((normal - 1) as u64) << FRACTION) + (rest << up),
        _ if exponent > 0 => rest << (exponent - 1),
        _ => rest >> (1 - exponent),
    };
    f64::from_bits(sign | magnitude)
}

#[cfg(test)]
mod tests {
    use super::rest;

    /// Against the division that the host's processor knows.
    fn check(x: f64, y: f64) {
        let (ours, theirs) = (rest(x, y), x % y);
        assert!(
            ours.to_bits() == theirs.to_bits() || ours.is_nan() && theirs.is_nan(),
            "{x:e} % {y:e}: {ours:e}, not {theirs:e}"
        );
    }

    #[test]
    fn edges() {
        let edges = [
            0.0,
            5e-324,
            1.5e-323,
            f64::MIN_POSITIVE,
            2.225e-308,
            0.1,
            1.0,
            1.5,
            2.0,
            3.0,
            7.25,
            1e16,
            1e300,
            f64::MAX,
            f64::INFINITY,
            f64::NAN,
        ];
        for x in edges {
            for y in edges {
                for (x, y) in [(x, y), (-x, y), (x, -y), (-x, -y)] {
                    check(x, y);
                }
            }
        }
    }

    #[test]
    fn any_bits() {
        let mut state = 0x9E37_79B9_7F4A_7C15u64;
        let mut next = || {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            state
        };
        for _ in 0..20_000 {
            let (x, y) = (next(), next());
            check(f64::from_bits(x), f64::from_bits(y));
            // Near each other, and with small mantissas.
            let near = (x & !(0xFF << 52)) | (y & (0xFF << 52));
            check(f64::from_bits(near), f64::from_bits(y));
            check((x >> 40) as f64, (y >> 50) as f64);
        }
    }
}
