//! How a formatted text or number looks: sign, prefix, separators and fill, worked out first and written in one go.

use super::format::Spec;
use crate::cx::{Cx, Stop};
use crate::object::builder::{StrBuilder, push_digits};
use crate::object::header::Kind;
use crate::object::text::code_points;
use crate::object::value::Value;

/// A number taken apart: all ASCII.
pub struct Number<'a> {
    pub negative: bool,
    pub prefix: &'static str,
    /// Digits before the point.
    pub whole: &'a str,
    /// Those digits in upper case.
    pub upper: bool,
    /// Everything behind them.
    pub rest: &'a str,
    pub percent: bool,
    /// Digits between two separators.
    pub group: u32,
    /// Digits at least.
    pub least: u32,
}

/// A text or number with all that goes around it: how long it is, before it is written in one go.
pub struct Layout<'a> {
    fill: char,
    left: u32,
    sign: u8,
    prefix: &'static str,
    /// Fill between sign and digits.
    inside: u32,
    /// Digits in front of the given ones, which are zeros.
    zeros: u32,
    whole: &'a str,
    upper: bool,
    /// Digits between separators; 0: there are none.
    group: u32,
    separator: u8,
    rest: &'a str,
    percent: bool,
    right: u32,
}

impl<'a> Layout<'a> {
    const EMPTY: Layout<'static> = Layout {
        fill: ' ',
        left: 0,
        sign: 0,
        prefix: "",
        inside: 0,
        zeros: 0,
        whole: "",
        upper: false,
        group: 0,
        separator: 0,
        rest: "",
        percent: false,
        right: 0,
    };

    /// A text cut to the precision and padded to the width.
    pub fn of_text(text: &'a str, spec: &Spec, default_align: u8) -> Layout<'a> {
        let mut text = text;
        if let Some(p) = spec.precision
            && let Some((at, _)) = text.char_indices().nth(p as usize)
        {
            text = text.get(..at).unwrap_or("");
        }
        let mut layout = Layout {
            fill: spec.fill,
            whole: text,
            ..Layout::EMPTY
        };
        // Counting is needed only when there may be something to fill.
        if spec.width != 0 {
            layout.pad(spec, code_points(text.as_bytes()), default_align);
        }
        layout
    }

    /// A number with sign, prefix, separators and padding.
    pub fn of_number(n: &Number<'a>, spec: &Spec) -> Layout<'a> {
        let sign = match (n.negative, spec.sign) {
            (true, _) => b'-',
            (false, c @ (b'+' | b' ')) => c,
            _ => 0,
        };
        let mut layout = Layout {
            fill: spec.fill,
            sign,
            prefix: n.prefix,
            whole: n.whole,
            upper: n.upper,
            rest: n.rest,
            percent: n.percent,
            ..Layout::EMPTY
        };
        let digits = n.whole.len() as u32;
        let mut total = digits.max(n.least);
        let around = (sign != 0) as u32 + (n.prefix.len() + n.rest.len()) as u32 + n.percent as u32;
        let inside = spec.align == b'=' || spec.align == b'0';
        let first = n.whole.as_bytes().first().copied().unwrap_or(0);
        if spec.grouping != 0 && first.is_ascii_hexdigit() && !n.whole.starts_with("inf") {
            layout.group = n.group.max(1);
            layout.separator = spec.grouping;
            if inside && spec.fill == '0' {
                let least = spec.width.saturating_sub(around);
                while layout.spread(total) < least {
                    total += 1;
                }
            }
        }
        layout.zeros = total - digits;
        let length = around + layout.spread(total);
        if inside {
            layout.inside = spec.width.saturating_sub(length);
        } else {
            layout.pad(spec, length, b'>');
        }
        layout
    }

    /// Length of so many digits with their separators.
    fn spread(&self, digits: u32) -> u32 {
        digits
            + digits
                .saturating_sub(1)
                .checked_div(self.group)
                .unwrap_or(0)
    }

    /// Decides how much fill goes to the left and to the right.
    fn pad(&mut self, spec: &Spec, chars: u32, default: u8) {
        let pad = spec.width.saturating_sub(chars);
        self.left = match if spec.align == 0 { default } else { spec.align } {
            b'<' => 0,
            b'^' => pad / 2,
            _ => pad,
        };
        self.right = pad - self.left;
    }

    fn bytes(&self) -> u32 {
        let fill = (self.left + self.inside + self.right) * self.fill.len_utf8() as u32;
        let digits = match self.group {
            0 => self.zeros + self.whole.len() as u32,
            _ => self.spread(self.zeros + self.whole.len() as u32),
        };
        let ends = (self.prefix.len() + self.rest.len()) as u32;
        fill + (self.sign != 0) as u32 + digits + ends + self.percent as u32
    }

    fn write(&self, to: &mut [u8]) {
        let mut to = Cursor { to, at: 0 };
        to.fill(self.fill, self.left);
        if self.sign != 0 {
            to.push(self.sign);
        }
        to.push_all(self.prefix);
        to.fill(self.fill, self.inside);
        if self.group == 0 && !self.upper {
            to.fill('0', self.zeros);
            to.push_all(self.whole);
        } else {
            let digits = self.whole.as_bytes();
            let mut left = self.zeros + digits.len() as u32;
            let zeros = core::iter::repeat_n(&b'0', self.zeros as usize);
            for digit in zeros.chain(digits) {
                to.push(match self.upper {
                    true => digit.to_ascii_uppercase(),
                    false => *digit,
                });
                left -= 1;
                if left > 0 && left.checked_rem(self.group) == Some(0) {
                    to.push(self.separator);
                }
            }
        }
        to.push_all(self.rest);
        if self.percent {
            to.push(b'%');
        }
        to.fill(self.fill, self.right);
    }

    fn is_ascii(&self) -> bool {
        let filled = self.left + self.inside + self.right != 0;
        self.whole.is_ascii() && (!filled || self.fill.is_ascii())
    }

    /// Hands `f` the length, whether it is ASCII, and what writes it.
    pub fn pass<R>(&self, f: impl FnOnce(u32, bool, &mut dyn FnMut(&mut [u8])) -> R) -> R {
        f(self.bytes(), self.is_ascii(), &mut |to| self.write(to))
    }

    /// Appends it.
    pub fn put(&self, b: &mut StrBuilder, cx: &Cx) -> Result<(), Stop> {
        b.try_put(cx, self.bytes(), self.is_ascii(), |to| self.write(to))
    }
}

/// What most fields of templates are: `[<|>][0][width][d|x|X|s]`, for a small int or a str. Read and laid out in a fraction
/// of the time that all the rest takes.
#[derive(Clone, Copy)]
pub struct Plain {
    /// `<`, `>` or 0.
    pub align: u8,
    /// Numbers are filled up with zeros.
    pub zero: bool,
    pub width: u32,
    /// `d`, `x`, `X`, `s` or 0.
    pub kind: u8,
}

/// Digits, sign and zeros that a plain number has at most.
const PLAIN: usize = 16;

impl Plain {
    /// A specification of this kind; `None` for any other.
    pub fn of(spec: &str) -> Option<Plain> {
        let mut rest = spec.as_bytes().iter().copied().peekable();
        let align = rest.next_if(|c| matches!(c, b'<' | b'>')).unwrap_or(0);
        let zero = rest.next_if_eq(&b'0').is_some();
        let mut width = 0;
        while let Some(c) = rest.next_if(u8::is_ascii_digit) {
            width = width * 10 + (c - b'0') as u32;
            if width > 99 {
                return None;
            }
        }
        let kind = rest.next().unwrap_or(0);
        let known = matches!(kind, 0 | b'd' | b'x' | b'X' | b's');
        (known && rest.next().is_none() && !(zero && align != 0)).then_some(Plain {
            align,
            zero,
            width,
            kind,
        })
    }

    /// Hands `f` the length of the result, whether it is ASCII, and what writes it; `None` for values that this does not
    /// suit.
    pub fn lay_out<'h, R>(
        &self,
        cx: &'h Cx,
        v: Value<'h>,
        f: impl FnOnce(u32, bool, &mut dyn FnMut(&mut [u8])) -> R,
    ) -> Option<R> {
        let mut buffer = [0; PLAIN];
        let (text, ascii, right) = match v.as_small() {
            Some(n) if self.kind != b's' => (self.digits(n, &mut buffer)?, true, true),
            None if !self.zero && matches!(self.kind, 0 | b's') && v.is_kind(cx, Kind::Str) => {
                let s = cx.str(v)?;
                (s.bytes(), s.is_ascii(), false)
            }
            _ => return None,
        };
        if !ascii && self.width > 0 {
            return None;
        }
        let pad = self.width.saturating_sub(text.len() as u32);
        let right = if self.align == 0 {
            right
        } else {
            self.align == b'>'
        };
        let left = if right { pad as usize } else { 0 };
        Some(f(text.len() as u32 + pad, ascii, &mut |to| {
            let (before, rest) = to.split_at_mut_checked(left).unwrap_or_default();
            let (here, behind) = rest.split_at_mut_checked(text.len()).unwrap_or_default();
            before.fill(b' ');
            for (to, from) in here.iter_mut().zip(text) {
                *to = *from;
            }
            behind.fill(b' ');
        }))
    }

    fn digits<'b>(&self, n: i32, buffer: &'b mut [u8; PLAIN]) -> Option<&'b [u8]> {
        let (mut at, negative) = (PLAIN, n < 0);
        let mut m = n.unsigned_abs();
        if matches!(self.kind, b'x' | b'X') {
            // So far is the letter for 10 in front of the code, in both cases.
            let ten = self.kind - (b'x' - (b'a' - 10));
            loop {
                let digit = m as u8 & 15;
                at = at.wrapping_sub(1);
                *buffer.get_mut(at)? = digit + if digit < 10 { b'0' } else { ten };
                m >>= 4;
                if m == 0 {
                    break;
                }
            }
        } else {
            at = push_digits(buffer, at, m);
        }
        if self.zero {
            let first = PLAIN.checked_sub(self.width as usize)? + negative as usize;
            while at > first {
                at -= 1;
                *buffer.get_mut(at)? = b'0';
            }
        }
        if negative {
            at = at.wrapping_sub(1);
            *buffer.get_mut(at)? = b'-';
        }
        buffer.get(at..)
    }
}

/// A place in a buffer of the right size.
struct Cursor<'a> {
    to: &'a mut [u8],
    at: usize,
}

impl Cursor<'_> {
    #[inline(always)]
    fn push(&mut self, byte: u8) {
        if let Some(to) = self.to.get_mut(self.at) {
            *to = byte;
            self.at += 1;
        }
    }
    fn push_all(&mut self, text: &str) {
        for byte in text.bytes() {
            self.push(byte);
        }
    }
    fn fill(&mut self, c: char, n: u32) {
        for _ in 0..n {
            if c.is_ascii() {
                self.push(c as u8);
            } else {
                self.push_all(c.encode_utf8(&mut [0; 4]));
            }
        }
    }
}

/// Appends a text cut to the precision and padded to the width.
pub fn put_text(
    b: &mut StrBuilder,
    cx: &Cx,
    text: &str,
    spec: &Spec,
    default_align: u8,
) -> Result<(), Stop> {
    Layout::of_text(text, spec, default_align).put(b, cx)
}

/// Appends a number with sign, prefix, separators and padding.
pub fn put_number(b: &mut StrBuilder, cx: &Cx, n: &Number<'_>, spec: &Spec) -> Result<(), Stop> {
    Layout::of_number(n, spec).put(b, cx)
}
