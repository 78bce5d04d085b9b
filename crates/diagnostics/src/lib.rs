//! What the compiler says about the user's program: codes, spans, labels and help texts as plain values.
//!
//! Nothing here prints: the command line renders a [`Diagnostic`] with the texts of a [`SourceMap`].
//! Codes come from one catalogue (`catalogue.rs`), which `mpfreeze explain` and the docs read too.

mod catalogue;
mod source;

pub use catalogue::{Code, Phase};
pub use source::{FileId, LineColumn, SourceFile, SourceMap, Span};

/// How bad it is. Only an error stops the build.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    Note,
    Warning,
    Error,
}

impl Severity {
    pub fn as_str(self) -> &'static str {
        match self {
            Severity::Note => "note",
            Severity::Warning => "warning",
            Severity::Error => "error",
        }
    }
}

/// One finding. The message says what and why in one line, without a final full stop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    pub code: Code,
    pub message: String,
    pub primary: Option<Span>,
    pub labels: Vec<(Span, String)>,
    pub help: Option<String>,
}

impl Diagnostic {
    pub fn new(code: Code, message: impl Into<String>) -> Diagnostic {
        Diagnostic {
            code,
            message: message.into(),
            primary: None,
            labels: Vec::new(),
            help: None,
        }
    }

    /// With the catalogue's title as its message.
    pub fn titled(code: Code) -> Diagnostic {
        Diagnostic::new(code, code.title())
    }

    /// The place it is about.
    pub fn at(mut self, span: Span) -> Diagnostic {
        self.primary = Some(span);
        self
    }

    /// Another place that matters, and why it does.
    pub fn label(mut self, span: Span, text: impl Into<String>) -> Diagnostic {
        self.labels.push((span, text.into()));
        self
    }

    /// What to do next.
    pub fn help(mut self, text: impl Into<String>) -> Diagnostic {
        self.help = Some(text.into());
        self
    }

    pub fn severity(&self) -> Severity {
        self.code.severity()
    }

    pub fn is_error(&self) -> bool {
        self.severity() == Severity::Error
    }
}

#[cfg(test)]
mod tests;
