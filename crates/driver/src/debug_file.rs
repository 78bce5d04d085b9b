//! The side file `.mpfdbg`: which line a byte of a unit's bytecode is from. An image does not hold that; what listens to a
//! board uses it to make lines of the places that an exception passed.
//!
//! JSON: `{"format": 1, "files": [NAME…], "units": [{"name": NAME, "file": N, "lines": [OFFSET, LINE, …]}…]}`. A unit is
//! found by its number, a line is good from its offset up to the next one; a unit without a file has no lines.

use crate::run::Place;
use mpf_bytecode::encode::layout;
use mpf_codegen::Program;
use mpf_diagnostics::SourceMap;
use mpf_resolve::Graph;
use serde::{Deserialize, Serialize};

const FORMAT: u32 = 1;

/// Lines of all units of a program.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DebugFile {
    format: u32,
    files: Vec<String>,
    units: Vec<Unit>,
}

#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Unit {
    name: String,
    file: Option<usize>,
    /// Offsets and lines in turn.
    lines: Vec<u32>,
}

impl DebugFile {
    pub fn new(program: &Program, graph: &Graph, sources: &SourceMap) -> DebugFile {
        let mut files: Vec<String> = Vec::new();
        let units = program.units.iter().map(|unit| {
            let source = unit.module.and_then(|module| graph.source(module));
            let file = source.and_then(|(ast, _)| sources.get(ast.file));
            let starts = layout(&unit.insns);
            let mut lines = Vec::new();
            for (insn, span) in file.iter().flat_map(|_| &unit.places) {
                let (Some(file), Some(start)) = (file, starts.get(*insn as usize)) else {
                    continue;
                };
                let line = file.line_column(*span).line;
                if lines.last() != Some(&line) {
                    lines.extend([*start, line]);
                }
            }
            let number = file.map(
                |file| match files.iter().position(|name| name == file.name()) {
                    Some(number) => number,
                    None => {
                        files.push(file.name().to_owned());
                        files.len() - 1
                    }
                },
            );
            Unit {
                name: unit.name.clone(),
                file: number,
                lines,
            }
        });
        let units = units.collect();
        DebugFile {
            format: FORMAT,
            files,
            units,
        }
    }

    /// `None`: the text is not such a file, or a later version's.
    pub fn parse(text: &[u8]) -> Option<DebugFile> {
        let file: DebugFile = serde_json::from_slice(text).ok()?;
        (file.format == FORMAT).then_some(file)
    }

    pub fn to_json(&self) -> String {
        let text = serde_json::to_string(self);
        // Strings and numbers always have a form.
        format!("{}\n", text.unwrap_or_default())
    }

    /// Where a byte of a unit's code is from.
    pub fn place(&self, unit: u32, offset: u32) -> Option<Place> {
        let unit = self.units.get(unit as usize)?;
        let (rows, _) = unit.lines.as_chunks::<2>();
        let row = rows
            .partition_point(|[first, _]| *first <= offset)
            .checked_sub(1)?;
        Some(Place {
            file: self.files.get(unit.file?)?.clone(),
            line: rows[row][1],
            function: unit.name.clone(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_good_up_to_the_next_one() {
        let text = r#"{"format":1,"files":["a.py"],"units":[{"name":"f","file":0,"lines":[0,3,6,5]},{"name":"g","file":null,"lines":[]}]}"#;
        let file = DebugFile::parse(text.as_bytes()).unwrap();
        let line = |offset| file.place(0, offset).map(|place| place.line);
        assert_eq!(
            [line(0), line(5), line(6), line(900)],
            [Some(3), Some(3), Some(5), Some(5)]
        );
        assert_eq!(file.place(1, 0), None);
        assert_eq!(file.place(2, 0), None);
        assert_eq!(DebugFile::parse(file.to_json().as_bytes()), Some(file));
    }

    #[test]
    fn what_is_no_such_file_is_not_read() {
        assert_eq!(DebugFile::parse(b""), None);
        assert_eq!(
            DebugFile::parse(br#"{"format":2,"files":[],"units":[]}"#),
            None
        );
    }
}
