//! Trees equal to those of the machine's CPython, places included: our own test programs and a sample of its
//! library. All of the library: `python3 crates/syntax/tests/compare_with_cpython.py PARSE_CHECK --attributes`.

use std::path::{Path, PathBuf};
use std::process::Command;

/// `cargo test` has built the example beside this test.
fn parse_check() -> PathBuf {
    let test = std::env::current_exe().expect("this test has a path");
    let profile = test
        .ancestors()
        .nth(2)
        .expect("it is in <target>/<profile>/deps");
    let path = profile.join("examples/parse_check");
    assert!(
        path.exists(),
        "{} is missing; run 'cargo build -p mpf-syntax --example parse_check'",
        path.display()
    );
    path
}

#[test]
fn trees_are_those_of_cpython() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let output = Command::new("python3")
        .arg(here.join("tests/compare_with_cpython.py"))
        .arg(parse_check())
        .args(["--attributes", "--sample"])
        .arg(here.join("../../tests/lang"))
        .output()
        .expect("python3 is installed (`cargo dev setup` sees to it)");
    let text = String::from_utf8_lossy(&output.stdout);
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{text}{errors}");
    let equal = text
        .split(" equal")
        .next()
        .and_then(|n| n.trim().parse::<u32>().ok());
    assert!(equal.is_some_and(|n| n > 60), "{text}{errors}");
}

/// What 3.11 does not know. `py314.ast` was written by CPython 3.14: `ast.dump(tree, include_attributes=True)`.
#[test]
fn newest_syntax_is_read_as_by_cpython_3_14() {
    let text = include_str!("py314.py");
    let parsed = mpf_syntax::parse(mpf_diagnostics::FileId(0), text);
    assert_eq!(parsed.diagnostics, []);
    let options = mpf_syntax::DumpOptions {
        attributes: true,
        ..Default::default()
    };
    let ours = mpf_syntax::dump(&parsed.ast, text, options);
    assert_eq!(ours, include_str!("py314.ast").trim_end());
}
