//! `snippets.txt` holds several hundred small programs with CPython's verdict on each; ours is the same.

use mpf_diagnostics::FileId;
use mpf_syntax::parse;

fn unescape(text: &str) -> String {
    let mut out = String::new();
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        if c != '\\' {
            out.push(c);
            continue;
        }
        out.push(match chars.next() {
            Some('\\') => '\\',
            Some('n') => '\n',
            Some('t') => '\t',
            Some('f') => '\x0c',
            Some('0') => '\0',
            other => panic!("unknown escape {other:?} in {text:?}"),
        });
    }
    out
}

#[test]
fn accepts_and_refuses_what_cpython_does() {
    let mut failures = String::new();
    let (mut accepted, mut refused) = (0, 0);
    for line in include_str!("snippets.txt").lines().skip(1) {
        let (expected, text) = line.split_once(' ').expect("a verdict and a program");
        let text = unescape(text);
        let parsed = parse(FileId(0), &text);
        let found = if parsed.has_errors() { "-" } else { "+" };
        match found {
            "+" => accepted += 1,
            _ => refused += 1,
        }
        if found != expected {
            failures += &format!("{expected} {text:?}: {:?}\n", parsed.diagnostics);
        }
    }
    assert!(
        accepted > 250 && refused > 250,
        "{accepted} accepted, {refused} refused"
    );
    assert!(failures.is_empty(), "{failures}");
}
