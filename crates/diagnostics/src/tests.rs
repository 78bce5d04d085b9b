//! Tests of spans, line tables and the catalogue.

use crate::{Code, Diagnostic, FileId, LineColumn, SourceFile, SourceMap, Span};

#[test]
fn codes_are_unique_and_ids_read_back() {
    for (i, &code) in Code::ALL.iter().enumerate() {
        assert!(Code::ALL[..i].iter().all(|&c| (c as u16) < code as u16));
        assert_eq!(Code::from_id(&code.id()), Some(code));
        assert_eq!(Code::from_id(&code.id().to_lowercase()), Some(code));
        assert!(
            !code.title().ends_with('.'),
            "{code}: a title is no sentence"
        );
        assert!(
            code.explanation().ends_with('.'),
            "{code}: explanations are sentences"
        );
    }
    assert_eq!(Code::from_id("MPF9999"), None);
    assert_eq!(Code::from_id("é"), None);
}

#[test]
fn lines_end_as_in_python() {
    let file = SourceFile::new("f.py", "a\r\nbé\rc\n");
    assert_eq!(file.line_count(), 4);
    assert_eq!(file.line(1), Some("a"));
    assert_eq!(file.line(2), Some("bé"));
    assert_eq!(file.line(4), Some(""));
    assert_eq!(file.line(0), None);
    assert_eq!(file.line(5), None);
    assert_eq!(file.line_column(0), LineColumn { line: 1, column: 0 });
    assert_eq!(file.line_column(6), LineColumn { line: 2, column: 3 });
    assert_eq!(file.line_column(99), LineColumn { line: 4, column: 0 });
}

#[test]
fn places_are_described_in_characters() {
    let mut map = SourceMap::new();
    let file = map.add("f.py", "é = x\n");
    let span = Span::new(file, 5, 6);
    assert_eq!(map.snippet(span), "x");
    assert_eq!(map.describe(span), "f.py:1:5");
    assert_eq!(map.describe(Span::new(FileId(7), 0, 0)), "<unknown>");
}

#[test]
fn builder_keeps_everything() {
    let span = Span::new(FileId(0), 1, 2);
    let d = Diagnostic::new(Code::UndefinedName, "name 'x' is not defined")
        .at(span)
        .label(span, "here")
        .help("did you mean 'y'?");
    assert!(d.is_error());
    assert_eq!(d.primary, Some(span));
    assert_eq!(d.labels, vec![(span, String::from("here"))]);
    assert_eq!(d.help.as_deref(), Some("did you mean 'y'?"));
}
