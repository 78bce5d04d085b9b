//! The console of an emulated board: the program's own output goes on, the report behind it is kept and read.
//!
//! A report follows a record separator at the very end. A program may print that byte too, so what follows one is held
//! back and written after all when it turns out to be no report.

use crate::run::Counters;
use mpf_core::device::REPORT_MARK;
use std::io::{self, Write};

/// Passes bytes on up to the first mark.
pub struct Console<'a> {
    out: &'a mut dyn Write,
    held: Vec<u8>,
}

/// What a board says about the end of its program.
#[derive(Debug, Default, PartialEq)]
pub struct Report {
    /// Type and message of an exception that nothing caught, or the message of SystemExit.
    pub exception: Option<String>,
    /// Units and byte offsets in their code, the outermost place first.
    pub places: Vec<(u32, u32)>,
    pub counters: Option<Counters>,
}

impl Console<'_> {
    pub fn new(out: &mut dyn Write) -> Console<'_> {
        Console {
            out,
            held: Vec::new(),
        }
    }

    /// Ends the console of a program with this status; `None`: it was stopped. Without a report all bytes are output.
    pub fn finish(mut self, status: Option<i32>) -> io::Result<Report> {
        let mut report = Report::default();
        if let Some(text) = self.last().and_then(|text| counters(&text)) {
            report.counters = Some(text);
            self.drop_last();
        }
        // An exception always ends with status 1.
        if status == Some(1)
            && let Some(text) = self.last()
        {
            exception(&text, &mut report);
            self.drop_last();
        }
        self.out.write_all(&self.held)?;
        self.out.flush()?;
        Ok(report)
    }

    fn last(&self) -> Option<String> {
        let mark = self.held.iter().rposition(|byte| *byte == REPORT_MARK)?;
        Some(String::from_utf8_lossy(&self.held[mark + 1..]).into_owned())
    }

    fn drop_last(&mut self) {
        let mark = self.held.iter().rposition(|byte| *byte == REPORT_MARK);
        self.held.truncate(mark.unwrap_or(0));
    }
}

impl Write for Console<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mark = match self.held.is_empty() {
            true => bytes.iter().position(|byte| *byte == REPORT_MARK),
            false => Some(0),
        };
        let (output, held) = bytes.split_at(mark.unwrap_or(bytes.len()));
        self.held.extend_from_slice(held);
        self.out.write_all(output)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

fn counters(text: &str) -> Option<Counters> {
    let value: serde_json::Value = serde_json::from_str(text).ok()?;
    let number = |name: &str| value.get(name)?.as_u64();
    let small = |name: &str| u32::try_from(number(name)?).ok();
    Some(Counters {
        instructions: number("instructions")?,
        boot_instructions: number("boot_instructions")?,
        heap_peak: small("heap_peak")?,
        collections: small("collections")?,
        stack_peak: small("stack_peak"),
    })
}

/// `Traceback …`, then lines `  File UNIT:OFFSET`, then type and message; or the message alone.
fn exception(text: &str, report: &mut Report) {
    let mut rest = text;
    if let Some((first, after)) = text.split_once('\n')
        && first.starts_with("Traceback")
    {
        rest = after;
    }
    while let Some((line, after)) = rest.split_once('\n') {
        let place = line
            .strip_prefix("  File ")
            .and_then(|place| place.split_once(':'));
        let Some((Ok(unit), Ok(offset))) = place.map(|(unit, at)| (unit.parse(), at.parse()))
        else {
            break;
        };
        report.places.push((unit, offset));
        rest = after;
    }
    report.exception = Some(rest.strip_suffix('\n').unwrap_or(rest).to_owned());
}

#[cfg(test)]
mod tests {
    use super::*;

    fn console(text: &str, status: i32) -> (String, Report) {
        let mut out = Vec::new();
        let mut console = Console::new(&mut out);
        for byte in text.bytes() {
            console.write_all(&[byte]).unwrap();
        }
        let report = console.finish(Some(status)).unwrap();
        (String::from_utf8(out).unwrap(), report)
    }

    #[test]
    fn an_exception_is_taken_apart() {
        let text = "a\n\x1eTraceback (most recent call last):\n  File 0:12\n  File 3:7\nKeyError: 'x\ny'\n";
        let (out, report) = console(text, 1);
        assert_eq!(out, "a\n");
        assert_eq!(report.places, [(0, 12), (3, 7)]);
        assert_eq!(report.exception.as_deref(), Some("KeyError: 'x\ny'"));
    }

    #[test]
    fn counters_stand_behind_an_exception() {
        let json =
            "{\"instructions\":9,\"boot_instructions\":2,\"heap_peak\":8,\"collections\":1}\n";
        let (out, report) = console(&format!("a\x1eleft\n\x1e{json}"), 1);
        assert_eq!(out, "a");
        assert_eq!(report.exception.as_deref(), Some("left"));
        let counters = report.counters.unwrap();
        assert_eq!((counters.instructions, counters.stack_peak), (9, None));
    }

    #[test]
    fn a_separator_of_the_program_is_output() {
        let (out, report) = console("a\x1eb\n\x1ec\n", 0);
        assert_eq!(out, "a\x1eb\n\x1ec\n");
        assert_eq!(report, Report::default());
    }
}
