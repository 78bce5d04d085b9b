//! Texts made to break parsers: they end quickly, in the small stack of a test thread, with the right code.

use std::time::{Duration, Instant};

use mpf_diagnostics::{Code, FileId};
use mpf_syntax::{DumpOptions, MAX_DEPTH, MAX_ERRORS, Parsed, dump, parse};

/// Generous: these run in a debug build on a busy machine, and a quadratic algorithm would need hours.
const LIMIT: Duration = Duration::from_secs(60);

fn timed(text: &str) -> Parsed {
    let start = Instant::now();
    let parsed = parse(FileId(0), text);
    assert!(start.elapsed() < LIMIT, "took {:?}", start.elapsed());
    parsed
}

fn codes(text: &str) -> Vec<Code> {
    timed(text).diagnostics.iter().map(|d| d.code).collect()
}

#[test]
fn brackets_nest_to_200() {
    let nested = |n: usize| format!("x = {}{}\n", "(".repeat(n), ")".repeat(n));
    assert_eq!(codes(&nested(200)), []);
    assert!(codes(&nested(201)).contains(&Code::TooNested));
    assert!(codes(&"(".repeat(1 << 20)).contains(&Code::TooNested));
    assert!(codes(&"[\n".repeat(1 << 18)).contains(&Code::TooNested));
}

#[test]
fn blocks_nest_to_99() {
    let nested = |n: usize| {
        let lines = (0..n).map(|i| format!("{}if a:\n", " ".repeat(i)));
        lines.collect::<String>() + &" ".repeat(n) + "pass\n"
    };
    // CPython counts the top level as the first of 100.
    assert_eq!(codes(&nested(99)), []);
    assert!(codes(&nested(100)).contains(&Code::TooNested));
    assert!(codes(&nested(1000)).contains(&Code::TooNested));
}

#[test]
fn trees_are_not_deeper_than_the_limit() {
    let n = 100_000;
    for text in [
        format!("x = {}a\n", "a+".repeat(n)),
        format!("x = a{}\n", ".b".repeat(n)),
        format!("x = a{}\n", "()".repeat(n)),
        format!("x = {}a\n", "-".repeat(n)),
        format!("x = {}a\n", "a**".repeat(n)),
        format!("x = {}a\n", "lambda:".repeat(n)),
        format!("x = {}c\n", "a if b else ".repeat(n)),
        format!("if a: pass\n{}", "elif a: pass\n".repeat(n)),
        format!("match x:\n case a{}: pass\n", ".b".repeat(n)),
    ] {
        assert_eq!(codes(&text), [Code::TooNested], "{}", &text[..20]);
    }
}

#[test]
fn a_tree_at_the_limit_can_be_walked_and_printed() {
    let n = MAX_DEPTH as usize;
    // Around the operators there are the statement and the innermost name.
    for (unit, times) in [
        ("-", n - 2),
        ("lambda: ", n - 2),
        ("a + ", n - 2),
        ("not ", n - 2),
    ] {
        let text = format!("x = {}a\n", unit.repeat(times));
        let parsed = timed(&text);
        assert_eq!(parsed.diagnostics, [], "{unit}");
        let shown = dump(&parsed.ast, &text, DumpOptions::default());
        assert!(shown.matches('(').count() > times, "{unit}");
        assert_eq!(
            codes(&format!("x = {}a\n", unit.repeat(times + 1))),
            [Code::TooNested]
        );
    }
    // The last `elif` holds a statement that holds a name.
    let text = format!("if a: b\n{}", "elif a: b\n".repeat(n - 3));
    assert_eq!(codes(&text), []);
    assert_eq!(codes(&(text + "elif a: b\n")), [Code::TooNested]);
}

#[test]
fn wide_texts_are_fine() {
    let n = 50_000;
    let names: Vec<String> = (0..n).map(|i| format!("n{i}")).collect();
    for text in [
        format!("x = [{}]\n", "1,".repeat(n)),
        format!("x = ({})\n", "'a' ".repeat(n)),
        format!("x = {}a\n", "a < ".repeat(n)),
        format!("x = {}a\n", "a and ".repeat(n)),
        format!("{}\n", "a;".repeat(n)),
        format!("f({}=1)\n", names.join("=1,")),
        format!("def f({}): pass\n", names.join(",")),
        format!("global {}\n", names.join(",")),
        format!("import a{}\n", ".b".repeat(n)),
        format!("x = f'{}'\n", "{x}".repeat(n)),
    ] {
        assert_eq!(codes(&text), [], "{}", &text[..20]);
    }
}

#[test]
fn many_errors_are_cut_off() {
    for line in [
        "x = = 1\n",
        "?\n",
        "\"\n",
        "try: pass\n",
        "f'{x!z}'\n",
        "x = (\ndef f(): pass\n",
    ] {
        let found = codes(&line.repeat(10_000));
        assert_eq!(found.len(), MAX_ERRORS + 1, "{line}");
        assert_eq!(found.last(), Some(&Code::TooManyErrors));
    }
    let in_function = format!("def f():\n{}", "    x = = 1\n".repeat(10_000));
    assert_eq!(codes(&in_function).len(), MAX_ERRORS + 1);
}

#[test]
fn huge_numbers_are_refused_or_cheap() {
    assert_eq!(codes(&"9".repeat(4300)), []);
    assert_eq!(codes(&"9".repeat(4301)), [Code::InvalidNumber]);
    assert_eq!(codes(&format!("0x{}", "f".repeat(1 << 20))), []);
}
