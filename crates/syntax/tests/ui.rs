//! Every file of `tests/ui/syntax` says with `#~ CODE: message` at the end of a line what is reported for that
//! line, and nothing else may be reported.

use std::fs;
use std::path::{Path, PathBuf};

use mpf_diagnostics::{Severity, SourceMap};
use mpf_syntax::{Tok, parse, tokenize};

fn cases() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/ui/syntax");
    let entries = fs::read_dir(&folder).expect("tests/ui/syntax is a folder");
    let mut paths: Vec<PathBuf> = entries
        .map(|entry| entry.expect("the folder can be listed").path())
        .filter(|path| path.extension().is_some_and(|e| e == "py"))
        .collect();
    paths.sort();
    paths
}

/// `(line, "MPF0101: message")`, sorted.
fn expected(text: &str) -> Vec<(u32, String)> {
    let mut out = Vec::new();
    for (i, line) in text.split('\n').enumerate() {
        for mark in line.split("#~").skip(1) {
            out.push((i as u32 + 1, mark.trim().to_owned()));
        }
    }
    out.sort();
    out
}

#[test]
fn bad_inputs_are_reported_line_by_line() {
    let cases = cases();
    assert!(cases.len() >= 25, "only {} cases", cases.len());
    let mut failures = String::new();
    for path in cases {
        let text = fs::read_to_string(&path).expect("a case is UTF-8");
        let mut map = SourceMap::new();
        let file = map.add(path.to_string_lossy(), text.as_str());
        let parsed = parse(file, &text);
        let mut found: Vec<(u32, String)> = Vec::new();
        for d in &parsed.diagnostics {
            let span = d.primary.expect("every syntax diagnostic has a place");
            assert!(span.start <= span.end && span.end as usize <= text.len());
            let line = map.file(file).line_column(span.start).line;
            found.push((line, format!("{}: {}", d.code, d.message)));
        }
        found.sort();
        let expected = expected(&text);
        assert!(!expected.is_empty(), "{}: no marks", path.display());
        if found != expected {
            let name = path.display();
            failures += &format!("{name}\n  expected {expected:#?}\n  found {found:#?}\n");
        }
    }
    assert!(failures.is_empty(), "{failures}");
}

/// Whatever a text is cut down to, it is parsed without panic, with balanced blocks and valid spans.
#[test]
fn every_prefix_of_a_bad_input_is_harmless() {
    for path in cases() {
        let text = fs::read_to_string(&path).expect("a case is UTF-8");
        // The long ones are one long line each.
        for (i, _) in text
            .char_indices()
            .filter(|(i, _)| text.len() < 1500 || i % 97 == 0)
        {
            let prefix = &text[..i];
            let file = mpf_diagnostics::FileId(0);
            let tokens = tokenize(file, prefix).tokens;
            let count = |kind: Tok| tokens.iter().filter(|t| t.kind == kind).count();
            assert_eq!(count(Tok::Indent), count(Tok::Dedent));
            for d in parse(file, prefix).diagnostics {
                let span = d.primary.expect("every syntax diagnostic has a place");
                assert!(
                    span.start <= span.end && span.end as usize <= prefix.len(),
                    "{d:?}"
                );
                assert!(prefix.is_char_boundary(span.start as usize), "{d:?}");
                assert!(prefix.is_char_boundary(span.end as usize), "{d:?}");
                assert_ne!(d.severity(), Severity::Note);
            }
        }
    }
}
