//! Source texts and places in them. A [`Span`] is a half-open range of byte offsets in one file.
//!
//! Lines and columns are computed on demand from a table of line starts; nothing else stores them.

/// A file of a [`SourceMap`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(pub u32);

/// Bytes `start..end` of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Span {
    pub file: FileId,
    pub start: u32,
    pub end: u32,
}

impl Span {
    pub fn new(file: FileId, start: u32, end: u32) -> Span {
        Span { file, start, end }
    }

    /// The smallest span that covers both; they are of one file.
    pub fn to(self, other: Span) -> Span {
        Span {
            file: self.file,
            start: self.start.min(other.start),
            end: self.end.max(other.end),
        }
    }

    pub fn is_empty(self) -> bool {
        self.start >= self.end
    }
}

/// A place as people write it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct LineColumn {
    /// From 1.
    pub line: u32,
    /// From 0, in bytes of UTF-8, as CPython's `col_offset`.
    pub column: u32,
}

/// A file's name (as shown to the user), text and line starts.
#[derive(Clone, Debug)]
pub struct SourceFile {
    name: String,
    text: String,
    line_starts: Vec<u32>,
}

impl SourceFile {
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> SourceFile {
        let text = text.into();
        let line_starts = line_starts(&text);
        SourceFile {
            name: name.into(),
            text,
            line_starts,
        }
    }

    pub fn name(&self) -> &str {
        &self.name
    }

    pub fn text(&self) -> &str {
        &self.text
    }

    pub fn line_count(&self) -> u32 {
        self.line_starts.len() as u32
    }

    /// The line and byte column of an offset; one past the end belongs to the last line.
    pub fn line_column(&self, offset: u32) -> LineColumn {
        let offset = offset.min(self.text.len() as u32);
        let index = self.line_starts.partition_point(|&start| start <= offset) - 1;
        LineColumn {
            line: index as u32 + 1,
            column: offset - self.line_starts[index],
        }
    }

    /// The text of a line (from 1) without its line ending, or `None` if there is no such line.
    pub fn line(&self, line: u32) -> Option<&str> {
        let index = line.checked_sub(1)? as usize;
        let start = *self.line_starts.get(index)? as usize;
        let end = match self.line_starts.get(index + 1) {
            Some(&next) => next as usize,
            None => self.text.len(),
        };
        Some(self.text[start..end].trim_end_matches(['\n', '\r']))
    }
}

/// Every `\n`, `\r\n` or lone `\r` ends a line, as in Python.
fn line_starts(text: &str) -> Vec<u32> {
    let bytes = text.as_bytes();
    let mut starts = vec![0];
    for (i, &byte) in bytes.iter().enumerate() {
        if byte == b'\n' || (byte == b'\r' && bytes.get(i + 1) != Some(&b'\n')) {
            starts.push(i as u32 + 1);
        }
    }
    starts
}

/// All files of one run. The first added file is `FileId(0)`.
#[derive(Clone, Debug, Default)]
pub struct SourceMap {
    files: Vec<SourceFile>,
}

impl SourceMap {
    pub fn new() -> SourceMap {
        SourceMap::default()
    }

    pub fn add(&mut self, name: impl Into<String>, text: impl Into<String>) -> FileId {
        self.files.push(SourceFile::new(name, text));
        FileId(self.files.len() as u32 - 1)
    }

    pub fn get(&self, file: FileId) -> Option<&SourceFile> {
        self.files.get(file.0 as usize)
    }

    /// The file of a span. Panics on an id that this map did not give out (a bug of the caller).
    pub fn file(&self, file: FileId) -> &SourceFile {
        &self.files[file.0 as usize]
    }

    pub fn files(&self) -> impl Iterator<Item = (FileId, &SourceFile)> {
        let id = |i: usize| FileId(i as u32);
        self.files.iter().enumerate().map(move |(i, f)| (id(i), f))
    }

    /// The text a span covers; empty when the span is not inside its file.
    pub fn snippet(&self, span: Span) -> &str {
        self.get(span.file)
            .and_then(|f| f.text.get(span.start as usize..span.end as usize))
            .unwrap_or("")
    }

    /// `name:line:column`, the column from 1 and in characters, as editors count.
    pub fn describe(&self, span: Span) -> String {
        let Some(file) = self.get(span.file) else {
            return String::from("<unknown>");
        };
        let place = file.line_column(span.start);
        let line = file.line(place.line).unwrap_or("");
        let column = match line.get(..place.column as usize) {
            Some(before) => before.chars().count() + 1,
            None => place.column as usize + 1,
        };
        format!("{}:{}:{}", file.name, place.line, column)
    }
}
