//! What can be wrong with a board: a message, its place in the file, and what to do next.

use crate::suggest::closest;
use std::fmt;
use std::ops::Range;

/// One fault in a chip or board file, or in the name of one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BoardError {
    /// File as it was named by the caller; empty when no file is at fault.
    pub file: String,
    /// The text of that file, for showing the line.
    pub source: String,
    /// Bytes of `source` that are at fault.
    pub span: Option<Range<usize>>,
    pub message: String,
    /// What to do next.
    pub help: Option<String>,
}

impl BoardError {
    pub(crate) fn new(message: impl Into<String>) -> BoardError {
        BoardError {
            file: String::new(),
            source: String::new(),
            span: None,
            message: message.into(),
            help: None,
        }
    }

    pub(crate) fn at(
        file: &str,
        source: &str,
        span: Range<usize>,
        message: impl Into<String>,
    ) -> BoardError {
        let mut error = BoardError::new(message);
        error.place(file, source, span);
        error
    }

    pub(crate) fn place(&mut self, file: &str, source: &str, span: Range<usize>) {
        self.file = file.to_owned();
        self.source = source.to_owned();
        self.span = Some(span);
    }

    pub(crate) fn help(mut self, help: impl Into<String>) -> BoardError {
        self.help = Some(help.into());
        self
    }

    /// A name that does not exist, with the nearest one that does.
    pub(crate) fn unknown(what: &str, name: &str, known: &[&str]) -> BoardError {
        let list = known.join(", ");
        BoardError::new(format!("there is no {what} named `{name}`")).help(
            match closest(name, known.iter().copied()) {
                Some(near) => format!("did you mean `{near}`? Known: {list}"),
                None => format!("known: {list}"),
            },
        )
    }

    /// A complaint of the TOML reader. It names the key and the expected ones only in its text, so the suggestion
    /// is made from the quoted words there.
    pub(crate) fn from_toml(file: &str, source: &str, error: &toml::de::Error) -> BoardError {
        let message = error.message().to_owned();
        let mut quoted = message.split('`').skip(1).step_by(2);
        let is_name =
            message.starts_with("unknown field") || message.starts_with("unknown variant");
        let help = match (is_name, quoted.next()) {
            (true, Some(name)) => {
                let known: Vec<&str> = quoted.collect();
                Some(match closest(name, known.iter().copied()) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => format!("possible here: {}", known.join(", ")),
                })
            }
            _ => None,
        };
        let message = match (is_name, message.split(", expected").next()) {
            (true, Some(short)) => short.replace("field", "key").replace("variant", "value"),
            _ => message.trim_end().to_owned(),
        };
        BoardError {
            file: file.to_owned(),
            source: source.to_owned(),
            span: error.span(),
            message,
            help,
        }
    }

    /// Line and column of the fault, counted from 1.
    pub fn line_column(&self) -> Option<(usize, usize)> {
        let start = self.span.as_ref()?.start;
        let before = self.source.get(..start)?;
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        Some((
            before.matches('\n').count() + 1,
            before[line_start..].chars().count() + 1,
        ))
    }
}

impl fmt::Display for BoardError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some((line, column)) = self.line_column() {
            write!(f, "{}:{line}:{column}: ", self.file)?;
        }
        f.write_str(&self.message)?;
        if let Some(help) = &self.help {
            write!(f, " ({help})")?;
        }
        Ok(())
    }
}

impl std::error::Error for BoardError {}
