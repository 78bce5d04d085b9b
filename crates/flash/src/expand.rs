//! The console of a board for people: places of an exception are `  File UNIT:OFFSET` there, and become file, line and
//! function. Everything else passes through as soon as it comes.

use std::io::{self, Write};

/// What stands before the report about the end of a program (the runtime writes it, terminals do not show it).
const REPORT_MARK: u8 = 0x1e;
const PLACE: &[u8] = b"  File ";
/// Two numbers, a colon and the end of the line.
const LONGEST: usize = PLACE.len() + 2 * 10 + 3;

/// The text for a place, if it is known.
pub type PlaceOf<'a> = dyn Fn(u32, u32) -> Option<String> + 'a;

/// Passes a console on.
pub struct Expander<'a> {
    place: &'a PlaceOf<'a>,
    /// The beginning of a line that may be a place.
    held: Vec<u8>,
    line_start: bool,
}

impl Expander<'_> {
    pub fn new<'a>(place: &'a PlaceOf<'a>) -> Expander<'a> {
        Expander {
            place,
            held: Vec::new(),
            line_start: true,
        }
    }

    /// Passes these bytes on, as far as they are decided.
    pub fn write(&mut self, bytes: &[u8], out: &mut dyn Write) -> io::Result<()> {
        let mut ready = Vec::with_capacity(bytes.len());
        for &byte in bytes {
            self.take(byte, &mut ready);
        }
        out.write_all(&ready)?;
        out.flush()
    }

    /// Passes on what was held back: nothing came for a while.
    pub fn release(&mut self, out: &mut dyn Write) -> io::Result<()> {
        if self.held.is_empty() {
            return Ok(());
        }
        self.line_start = false;
        out.write_all(&std::mem::take(&mut self.held))?;
        out.flush()
    }

    fn take(&mut self, byte: u8, ready: &mut Vec<u8>) {
        if byte == REPORT_MARK {
            ready.append(&mut self.held);
            self.line_start = true;
            return;
        }
        if self.held.is_empty() && !self.line_start {
            self.line_start = byte == b'\n';
            ready.push(byte);
            return;
        }
        self.held.push(byte);
        self.line_start = false;
        if byte == b'\n' {
            let line = std::mem::take(&mut self.held);
            match self.expanded(&line) {
                Some(text) => ready.extend(text.bytes()),
                None => ready.extend(line),
            }
            self.line_start = true;
        } else if !self.may_be_place() {
            ready.append(&mut self.held);
        }
    }

    fn may_be_place(&self) -> bool {
        let compared = self.held.len().min(PLACE.len());
        let numbers = &self.held[compared..];
        self.held[..compared] == PLACE[..compared]
            && self.held.len() < LONGEST
            && numbers
                .iter()
                .all(|byte| byte.is_ascii_digit() || matches!(byte, b':' | b'\r'))
    }

    fn expanded(&self, line: &[u8]) -> Option<String> {
        let text = std::str::from_utf8(line.strip_prefix(PLACE)?).ok()?;
        let numbers = text.trim_end_matches(['\r', '\n']);
        let (unit, offset) = numbers.split_once(':')?;
        let place = (self.place)(unit.parse().ok()?, offset.parse().ok()?)?;
        Some(format!("  {place}{}", &text[numbers.len()..]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn expand(pieces: &[&str]) -> String {
        let place = |unit: u32, offset: u32| {
            (unit == 3).then(|| format!("File \"m.py\", line {offset}, in f"))
        };
        let mut out = Vec::new();
        let mut expander = Expander::new(&place);
        for piece in pieces {
            expander.write(piece.as_bytes(), &mut out).unwrap();
        }
        expander.release(&mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    const TRACEBACK: &str =
        "a\n\x1eTraceback (most recent call last):\n  File 3:12\r\n  File 9:1\nKeyError: 'x'\n";
    const EXPANDED: &str = "a\nTraceback (most recent call last):\n  File \"m.py\", line 12, in f\r\n  File 9:1\nKeyError: 'x'\n";

    #[test]
    fn places_become_lines_however_they_arrive() {
        assert_eq!(expand(&[TRACEBACK]), EXPANDED);
        for cut in 1..TRACEBACK.len() {
            assert_eq!(
                expand(&[&TRACEBACK[..cut], &TRACEBACK[cut..]]),
                EXPANDED,
                "cut at {cut}"
            );
        }
    }

    #[test]
    fn other_lines_stay_as_they_are() {
        for text in [
            "x  File 3:12\n",
            "  File three\n",
            "  File 3:99999999999999999999999\n",
            "  File 3:12 \n",
            "  File 3",
        ] {
            assert_eq!(expand(&[text]), text);
        }
    }

    #[test]
    fn a_prompt_does_not_wait_for_its_line() {
        let place = |_: u32, _: u32| None;
        let mut out = Vec::new();
        let mut expander = Expander::new(&place);
        expander.write(b"name? ", &mut out).unwrap();
        assert_eq!(out, b"name? ");
    }
}
