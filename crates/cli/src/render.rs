//! Shows diagnostics: with source lines for people, one line each for editors, JSON for programs.
//!
//! Diagnostics go to standard error in every format. Nothing here decides anything; it only writes.

use crate::args::{Color, MessageFormat, Output};
use miette::{GraphicalReportHandler, GraphicalTheme, LabeledSpan, NamedSource, Severity};
use mpf_diagnostics::{Diagnostic, Severity as Level, SourceMap, Span};
use mpf_driver::Session;
use std::fmt;
use std::io::{IsTerminal, Write};

/// Writes all diagnostics of a session that the user asked to see.
pub fn show(session: &Session, output: &Output) {
    let mut text = String::new();
    let shown = session
        .diagnostics
        .iter()
        .filter(|d| d.severity() != Level::Note || output.verbose > 0)
        .filter(|d| d.is_error() || !output.quiet);
    for diagnostic in shown {
        match output.message_format {
            MessageFormat::Human => human(diagnostic, &session.sources, output.color, &mut text),
            MessageFormat::Short => short(diagnostic, &session.sources, &mut text),
            MessageFormat::Json => json(diagnostic, &session.sources, &mut text),
        }
    }
    if output.message_format == MessageFormat::Human {
        text.push_str(&summary(session));
    }
    // A closed standard error cannot be reported anywhere.
    let _ = std::io::stderr().lock().write_all(text.as_bytes());
}

fn summary(session: &Session) -> String {
    let count = |level| {
        let matching = session.diagnostics.iter().filter(|d| d.severity() == level);
        matching.count()
    };
    let (errors, warnings) = (count(Level::Error), count(Level::Warning));
    let plural = |n: usize, word: &str| format!("{n} {word}{}", if n == 1 { "" } else { "s" });
    match (errors, warnings) {
        (0, _) => String::new(),
        (n, 0) => format!("mpfreeze: {}\n", plural(n, "error")),
        (n, m) => format!(
            "mpfreeze: {}, {}\n",
            plural(n, "error"),
            plural(m, "warning")
        ),
    }
}

fn short(diagnostic: &Diagnostic, sources: &SourceMap, text: &mut String) {
    let place = match diagnostic.primary {
        Some(span) => format!("{}: ", sources.describe(span)),
        None => String::new(),
    };
    let help = match &diagnostic.help {
        Some(help) => format!(" ({})", help.replace('\n', " ")),
        None => String::new(),
    };
    text.push_str(&format!(
        "{place}{}[{}]: {}{help}\n",
        diagnostic.severity().as_str(),
        diagnostic.code,
        diagnostic.message.replace('\n', " ")
    ));
}

fn json(diagnostic: &Diagnostic, sources: &SourceMap, text: &mut String) {
    let place = |span: Span| {
        let file = sources.get(span.file)?;
        let (start, end) = (file.line_column(span.start), file.line_column(span.end));
        Some(serde_json::json!({
            "file": file.name(),
            "start": { "byte": span.start, "line": start.line, "column": start.column + 1 },
            "end": { "byte": span.end, "line": end.line, "column": end.column + 1 },
        }))
    };
    let labels: Vec<_> = diagnostic
        .labels
        .iter()
        .map(|(span, label)| serde_json::json!({ "place": place(*span), "text": label }))
        .collect();
    let value = serde_json::json!({
        "code": diagnostic.code.id(),
        "severity": diagnostic.severity().as_str(),
        "message": diagnostic.message,
        "place": diagnostic.primary.and_then(place),
        "labels": labels,
        "help": diagnostic.help,
    });
    text.push_str(&value.to_string());
    text.push('\n');
}

fn human(diagnostic: &Diagnostic, sources: &SourceMap, color: Color, text: &mut String) {
    let theme = match use_color(color) {
        true => GraphicalTheme::unicode(),
        false => GraphicalTheme::unicode_nocolor(),
    };
    // Lines are folded for people only: a fold in the middle of a path would spoil a log.
    let width = match std::io::stderr().is_terminal() {
        true => 100,
        false => 10_000,
    };
    let handler = GraphicalReportHandler::new_themed(theme).with_width(width);
    let report = Report::new(diagnostic, sources);
    if handler.render_report(text, &report).is_err() {
        short(diagnostic, sources, text);
    }
}

fn use_color(color: Color) -> bool {
    match color {
        Color::Always => true,
        Color::Never => false,
        Color::Auto => {
            let set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
            std::io::stderr().is_terminal() && !set("NO_COLOR")
        }
    }
}

/// A diagnostic in the form that miette draws. Labels in other files than the primary one's become reports of their own.
#[derive(Debug)]
struct Report {
    message: String,
    code: Option<String>,
    severity: Severity,
    help: Option<String>,
    source: Option<NamedSource<String>>,
    labels: Vec<LabeledSpan>,
    related: Vec<Report>,
}

impl Report {
    fn new(diagnostic: &Diagnostic, sources: &SourceMap) -> Report {
        let home = match (diagnostic.primary, diagnostic.labels.first()) {
            (Some(span), _) => Some(span.file),
            (None, Some((span, _))) => Some(span.file),
            (None, None) => None,
        };
        let mut labels = Vec::new();
        if let Some(span) = diagnostic.primary
            && !diagnostic.labels.iter().any(|(other, _)| *other == span)
        {
            labels.push(LabeledSpan::new_primary_with_span(
                None,
                range(span, sources),
            ));
        }
        let mut related = Vec::new();
        for (span, label) in &diagnostic.labels {
            match Some(span.file) == home {
                true => labels.push(LabeledSpan::new_with_span(
                    Some(label.clone()),
                    range(*span, sources),
                )),
                false => related.push(Report::elsewhere(*span, label, sources)),
            }
        }
        Report {
            message: diagnostic.message.clone(),
            code: Some(diagnostic.code.id()),
            severity: match diagnostic.severity() {
                Level::Error => Severity::Error,
                Level::Warning => Severity::Warning,
                Level::Note => Severity::Advice,
            },
            help: diagnostic.help.clone(),
            source: home.and_then(|file| named(file, sources)),
            labels,
            related,
        }
    }

    fn elsewhere(span: Span, label: &str, sources: &SourceMap) -> Report {
        Report {
            message: label.to_owned(),
            code: None,
            severity: Severity::Advice,
            help: None,
            source: named(span.file, sources),
            labels: vec![LabeledSpan::new_primary_with_span(
                None,
                range(span, sources),
            )],
            related: Vec::new(),
        }
    }
}

fn named(file: mpf_diagnostics::FileId, sources: &SourceMap) -> Option<NamedSource<String>> {
    let file = sources.get(file)?;
    Some(NamedSource::new(file.name(), file.text().to_owned()))
}

/// Clamped to the file, so that a wrong span can never make the drawing fail.
fn range(span: Span, sources: &SourceMap) -> std::ops::Range<usize> {
    let length = sources.get(span.file).map_or(0, |file| file.text().len());
    let start = (span.start as usize).min(length);
    start..(span.end as usize).clamp(start, length)
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Report {}

impl miette::Diagnostic for Report {
    fn code<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        let code = self.code.as_ref()?;
        Some(Box::new(code))
    }

    fn severity(&self) -> Option<Severity> {
        Some(self.severity)
    }

    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        let help = self.help.as_ref()?;
        Some(Box::new(help))
    }

    fn source_code(&self) -> Option<&dyn miette::SourceCode> {
        let source = self.source.as_ref()?;
        Some(source)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        match self.labels.is_empty() {
            true => None,
            false => Some(Box::new(self.labels.iter().cloned())),
        }
    }

    fn related<'a>(&'a self) -> Option<Box<dyn Iterator<Item = &'a dyn miette::Diagnostic> + 'a>> {
        match self.related.is_empty() {
            true => None,
            false => Some(Box::new(
                self.related.iter().map(|r| r as &dyn miette::Diagnostic),
            )),
        }
    }
}
