//! Integers of any size to text and back. Decimal text is made nine digits at a time; underscores and prefixes are
//! read as in Python's source code. CPython's limit on the number of decimal digits does not exist here.

use super::int_big::Int;
use crate::cx::{Cx, Raised, Slot, Stop};
use crate::object::builder::{StrBuilder, ascii_str, push_digits, take_group};
use crate::object::value::Value;
use crate::wk::ty;

/// Appends an int in base 2, 8, 10 or 16, with its sign and without a prefix.
pub fn int_to_text(cx: &mut Cx, v: Slot, base: u32, b: &mut StrBuilder) -> Result<(), Raised> {
    if base == 10 {
        if let Some(n) = cx.as_i64(cx.get(v)) {
            return b.push_int(cx, n);
        }
        let (mut f, s) = cx.frame(1)?;
        f.make(s.at(0), |cx| groups(cx, cx.get(v)))?;
        return b.step(&mut f, |b, cx| {
            push_groups(b, cx, cx.get(v), cx.get(s.at(0)))
        });
    }
    let bits = match base {
        2 => 1,
        8 => 3,
        _ => 4,
    };
    b.step(cx, |b, cx| {
        let Some(n) = Int::of(cx, cx.get(v)) else {
            return Ok(());
        };
        if n.negative {
            b.try_push(cx, "-")?;
        }
        let mut at = (n.bits() + bits - 1).checked_div(bits).unwrap_or(0).max(1);
        b.try_reserve(cx, at)?;
        while at > 0 {
            at -= 1;
            let (limb, shift) = (at * bits / 32, at * bits % 32);
            let two = n.limb(limb) as u64 | (n.limb(limb + 1) as u64) << 32;
            let digit = (two >> shift) as u32 & ((1 << bits) - 1);
            b.try_push_char(cx, char::from_digit(digit, 16).unwrap_or('0'))?;
        }
        Ok(())
    })
}

/// The magnitude in base 10^9, lowest group first, in the form of an integer object.
fn groups<'h>(cx: &'h Cx, v: Value<'h>) -> Result<Value<'h>, Stop> {
    let Some(n) = Int::of(cx, v) else {
        return Ok(Value::int(0));
    };
    let mut len = n.len();
    // A group holds 29.89 bits of the 32 of a limb.
    let room = len + len / 14 + 1;
    cx.new_int_with(false, len + room, |mut to| {
        let Some((groups, limbs)) = to.words().split_at_mut_checked(room as usize) else {
            return;
        };
        for (i, limb) in limbs.iter_mut().enumerate() {
            *limb = n.limb(i as u32);
        }
        for group in groups {
            *group = take_group(limbs.get_mut(..len as usize).unwrap_or_default());
            while len > 0 && limbs.get(len as usize - 1) == Some(&0) {
                len -= 1;
            }
        }
    })
}

fn push_groups<'h>(
    b: &mut StrBuilder,
    cx: &'h Cx,
    v: Value<'h>,
    groups: Value<'h>,
) -> Result<(), Stop> {
    let Some((_, groups)) = cx.int_limbs(groups) else {
        return Ok(());
    };
    b.try_reserve(cx, groups.len() * 9 + 1)?;
    if Int::of(cx, v).is_some_and(|n| n.negative) {
        b.try_push(cx, "-")?;
    }
    let mut buffer = [0u8; 9];
    for i in (0..groups.len()).rev() {
        buffer.fill(b'0');
        let end = buffer.len();
        let from = push_digits(&mut buffer, end, groups.get(i));
        let first = i + 1 == groups.len();
        b.try_push(
            cx,
            ascii_str(buffer.get(if first { from } else { 0 }..).unwrap_or(&[])),
        )?;
    }
    Ok(())
}

/// The double nearest to an int; OverflowError when there is none.
pub fn int_to_float(cx: &mut Cx, v: Slot) -> Result<f64, Raised> {
    float_of(cx, cx.get(v))
}

/// The same of a value.
pub fn float_of<'h>(cx: &'h Cx, v: Value<'h>) -> Result<f64, Raised> {
    match Int::of(cx, v) {
        Some(n) => n.to_f64().ok_or_else(|| too_large(cx)),
        None => Ok(0.0),
    }
}

#[cold]
fn too_large(cx: &Cx) -> Raised {
    cx.raise(
        ty::OverflowError(cx),
        "int too large to convert to float",
        &[],
    )
}

/// Whether Python's number constructors skip this character around a number.
pub fn is_space(c: char) -> bool {
    c.is_whitespace() || ('\x1C'..='\x1F').contains(&c)
}

/// The value of a decimal digit of any script beyond ASCII.
pub fn decimal_digit(c: char) -> Option<u32> {
    let n = c as u32;
    super::str_case::ZEROS
        .iter()
        .map(|zero| n.wrapping_sub(*zero as u32))
        .find(|digit| *digit < 10)
}

/// The value of a digit, if it is one in that base.
fn digit_value(b: u8, base: u32) -> Option<u32> {
    let value = match b {
        b'0'..=b'9' => b - b'0',
        b'a'..=b'z' => b - b'a' + 10,
        b'A'..=b'Z' => b - b'A' + 10,
        _ => return None,
    };
    Some(value as u32).filter(|value| *value < base)
}

/// The digits of a literal, ready to be converted.
struct Literal<'a> {
    negative: bool,
    base: u32,
    digits: &'a [u8],
}

fn read(text: &str, base: u32) -> Option<Literal<'_>> {
    let text = text.trim_matches(is_space).as_bytes();
    let (negative, mut rest) = match text.split_first() {
        Some((b'-', rest)) => (true, rest),
        Some((b'+', rest)) => (false, rest),
        _ => (false, text),
    };
    let named = match rest {
        [b'0', b'x' | b'X', ..] => 16,
        [b'0', b'o' | b'O', ..] => 8,
        [b'0', b'b' | b'B', ..] => 2,
        _ => 0,
    };
    let mut base = base;
    if named != 0 && (base == 0 || base == named) {
        base = named;
        // One underscore may stand between prefix and digits.
        rest = rest.get(2..).unwrap_or(&[]);
        rest = rest.strip_prefix(b"_").unwrap_or(rest);
    } else if base == 0 {
        base = 10;
        if rest.first() == Some(&b'0') && rest.iter().any(|b| !matches!(b, b'0' | b'_')) {
            return None;
        }
    }
    let mut previous = b'_';
    for b in rest {
        let valid = if *b == b'_' {
            previous != b'_'
        } else {
            digit_value(*b, base).is_some()
        };
        if !valid {
            return None;
        }
        previous = *b;
    }
    (previous != b'_').then_some(Literal {
        negative,
        base,
        digits: rest,
    })
}

/// Reads an int; `base` is 0 (by prefix) or 2…36. Unbound when the text is no such literal.
pub fn parse_int<'h>(cx: &'h Cx, text: &str, base: u32) -> Result<Value<'h>, Stop> {
    let Some(literal) = read(text, base) else {
        return Ok(Value::UNBOUND);
    };
    let base = literal.base;
    let digits = || literal.digits.iter().filter_map(|b| digit_value(*b, base));
    let mut n = 0i64;
    let mut fits = true;
    for d in digits() {
        match n
            .checked_mul(base as i64)
            .and_then(|n| n.checked_add(d as i64))
        {
            Some(more) => n = more,
            None => {
                fits = false;
                break;
            }
        }
    }
    if fits {
        return cx.new_int(if literal.negative { -n } else { n });
    }
    let bits = 32 - (base - 1).leading_zeros();
    let len = (literal.digits.len() as u64 * bits as u64 / 32 + 1).min(u32::MAX as u64) as u32;
    cx.new_int_with(literal.negative, len, |mut to| {
        let mut used = 0;
        let mut put = |factor: u32, more: u32| {
            let mut carry = more as u64;
            for i in 0..used {
                carry += to.get(i) as u64 * factor as u64;
                to.set(i, carry as u32);
                carry >>= 32;
            }
            if carry != 0 {
                to.set(used, carry as u32);
                used += 1;
            }
        };
        let (mut factor, mut chunk) = (1u32, 0u32);
        for d in digits() {
            match factor.checked_mul(base) {
                Some(f) => {
                    factor = f;
                    chunk = chunk * base + d;
                }
                None => {
                    put(factor, chunk);
                    (factor, chunk) = (base, d);
                }
            }
        }
        put(factor, chunk);
        for i in used..len {
            to.set(i, 0);
        }
    })
}
