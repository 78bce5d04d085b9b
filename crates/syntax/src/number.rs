//! Number literals: whether the text that logos found is a whole number, and what it is worth.

use mpf_diagnostics::{Code, Diagnostic};

use crate::ast::Int;
use crate::indent::Lexer;
use crate::token::Tok;

/// CPython refuses longer decimal literals, because reading them takes time that grows with the square.
const MAX_DECIMAL_DIGITS: usize = 4300;

/// Reports what is wrong with the number at `start..end` and what is glued to it. Returns its real end.
pub(crate) fn check(lexer: &mut Lexer<'_>, kind: Tok, start: usize, end: usize) -> usize {
    let bytes = lexer.text.as_bytes();
    let digits = &bytes[start..end];
    let mut stop = end;
    while stop < bytes.len() && (bytes[stop] == b'_' || bytes[stop].is_ascii_alphanumeric()) {
        stop += 1;
    }
    let base = match digits {
        [b'0', b'x' | b'X', ..] => "hexadecimal",
        [b'0', b'o' | b'O', ..] => "octal",
        [b'0', b'b' | b'B', ..] => "binary",
        _ => "decimal",
    };
    let tail = &lexer.text[end..stop];
    if stop > end {
        // `1if x else y` is one number and a keyword, however odd.
        let keyword = ["and", "else", "for", "if", "in", "is", "not", "or"]
            .iter()
            .any(|k| tail.starts_with(k));
        if !keyword {
            let (message, at) = glued(digits, tail, base, start, end);
            lexer.error(Code::InvalidNumber, at, stop, message);
            return stop;
        }
        let span = lexer.span(start, end);
        lexer.diagnostics.push(
            Diagnostic::new(Code::SuspiciousSyntax, format!("invalid {base} literal"))
                .at(span)
                .help("put a blank after the number"),
        );
        return end;
    }
    if kind == Tok::Int && base == "decimal" {
        if digits[0] == b'0' && digits.iter().any(|b| (b'1'..=b'9').contains(b)) {
            let span = lexer.span(start, end);
            lexer.diagnostics.push(
                Diagnostic::new(
                    Code::InvalidNumber,
                    "leading zeros in decimal integer literals are not permitted",
                )
                .at(span)
                .help("use an 0o prefix for octal integers"),
            );
        } else if digits.len() > MAX_DECIMAL_DIGITS {
            let span = lexer.span(start, end);
            lexer.diagnostics.push(
                Diagnostic::new(
                    Code::InvalidNumber,
                    format!("integer literal has more than {MAX_DECIMAL_DIGITS} digits"),
                )
                .at(span)
                .help("consider hexadecimal for huge integer literals"),
            );
        }
    }
    end
}

fn glued(digits: &[u8], tail: &str, base: &str, start: usize, end: usize) -> (String, usize) {
    let first = tail.as_bytes()[0];
    // `0x`, `0o8` and `0b2` begin with a decimal 0 as far as logos is concerned.
    if digits == b"0" && matches!(first, b'x' | b'X' | b'o' | b'O' | b'b' | b'B') {
        let (base, bad) = match first {
            b'x' | b'X' => ("hexadecimal", None),
            b'o' | b'O' => ("octal", tail[1..].chars().find(|c| ('8'..='9').contains(c))),
            _ => (
                "binary",
                tail[1..].chars().find(|c| ('2'..='9').contains(c)),
            ),
        };
        return match bad {
            Some(c) => (format!("invalid digit '{c}' in {base} literal"), start),
            None => (format!("invalid {base} literal"), start),
        };
    }
    if first.is_ascii_digit() {
        let digit = char::from(first);
        return (format!("invalid digit '{digit}' in {base} literal"), end);
    }
    (format!("invalid {base} literal"), start)
}

/// The value of an integer literal that [`check`] has accepted (anything else gives some value).
pub(crate) fn integer(text: &str) -> Int {
    let (digits, radix) = match text.as_bytes() {
        [b'0', b'x' | b'X', ..] => (&text[2..], 16),
        [b'0', b'o' | b'O', ..] => (&text[2..], 8),
        [b'0', b'b' | b'B', ..] => (&text[2..], 2),
        _ if text.len() > MAX_DECIMAL_DIGITS => return Int::Small(0),
        _ => (text, 10),
    };
    let digits = digits.bytes().filter_map(|b| char::from(b).to_digit(radix));
    let mut small: u64 = 0;
    let mut fits = true;
    for digit in digits.clone() {
        match small.checked_mul(u64::from(radix)) {
            Some(value) if value.checked_add(u64::from(digit)).is_some() => {
                small = value + u64::from(digit);
            }
            _ => {
                fits = false;
                break;
            }
        }
    }
    if fits {
        return Int::Small(small);
    }
    Int::Big(if radix == 10 {
        decimal_limbs(digits)
    } else {
        binary_limbs(digits.collect(), radix.trailing_zeros())
    })
}

fn decimal_limbs(digits: impl Iterator<Item = u32>) -> Box<[u32]> {
    let mut limbs: Vec<u32> = Vec::new();
    for digit in digits {
        let mut carry = u64::from(digit);
        for limb in &mut limbs {
            carry += u64::from(*limb) * 10;
            *limb = carry as u32;
            carry >>= 32;
        }
        if carry > 0 {
            limbs.push(carry as u32);
        }
    }
    limbs.into()
}

fn binary_limbs(digits: Vec<u32>, bits: u32) -> Box<[u32]> {
    let mut limbs = Vec::with_capacity(digits.len() * bits as usize / 32 + 1);
    let mut word: u64 = 0;
    let mut filled = 0;
    for &digit in digits.iter().rev() {
        word |= u64::from(digit) << filled;
        filled += bits;
        if filled >= 32 {
            limbs.push(word as u32);
            word >>= 32;
            filled -= 32;
        }
    }
    limbs.push(word as u32);
    while limbs.last() == Some(&0) {
        limbs.pop();
    }
    limbs.into()
}

/// The value of a float literal, or of an imaginary one without its `j`.
pub(crate) fn float(text: &str) -> f64 {
    let digits = text.trim_end_matches(['j', 'J']).replace('_', "");
    // Rust reads everything that Python does here, with the same rounding.
    digits.parse().unwrap_or(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn integers_of_any_size() {
        assert_eq!(integer("0"), Int::Small(0));
        assert_eq!(integer("1_000"), Int::Small(1000));
        assert_eq!(integer("0xFFFF_FFFF_FFFF_FFFF"), Int::Small(u64::MAX));
        let two_64 = Int::Big([0, 0, 1].into());
        assert_eq!(integer("18446744073709551616"), two_64);
        assert_eq!(integer("0x1_0000_0000_0000_0000"), two_64);
        assert_eq!(integer("0o2000000000000000000000"), two_64);
        let text = format!("0b1{}", "0".repeat(64));
        assert_eq!(integer(&text), two_64);
    }

    #[test]
    fn floats_round_as_in_python() {
        assert_eq!(float("1_0.5e-1"), 1.05);
        assert_eq!(float(".5j"), 0.5);
        assert_eq!(float("1e999"), f64::INFINITY);
    }
}
