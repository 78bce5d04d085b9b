//! Parses files and prints what came out, for people and for `tests/compare_with_cpython.py`.
//!
//!     parse_check [--tokens] [--attributes] [--py311] [--quiet] [--batch] PATH…
//!
//! With `--batch` the paths come from standard input, and each answer is a line `ok LENGTH` or `error LENGTH`
//! with so many bytes after it: the tree, or the diagnostics.

use std::io::{BufRead, Write};
use std::process::ExitCode;
use std::time::Instant;

use mpf_diagnostics::{SourceMap, Span};
use mpf_syntax::{DumpOptions, Shape, dump, dump_tokens, parse, tokenize};

fn main() -> ExitCode {
    let (mut tokens, mut quiet, mut batch) = (false, false, false);
    let mut options = DumpOptions::default();
    let mut paths = Vec::new();
    for arg in std::env::args().skip(1) {
        match arg.as_str() {
            "--tokens" => tokens = true,
            "--attributes" => options.attributes = true,
            "--py311" => options.shape = Shape::Python311,
            "--quiet" => quiet = true,
            "--batch" => batch = true,
            _ => paths.push(arg),
        }
    }
    if batch {
        return match run_batch(options) {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => {
                eprintln!("parse_check: {error}");
                ExitCode::from(3)
            }
        };
    }
    let (mut failed, mut bytes) = (false, 0);
    let start = Instant::now();
    for path in &paths {
        let text = match std::fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) => {
                eprintln!("{path}: {error}");
                failed = true;
                continue;
            }
        };
        bytes += text.len();
        let mut map = SourceMap::new();
        let file = map.add(path.as_str(), text.as_str());
        if tokens {
            print!("{}", dump_tokens(&text, &tokenize(file, &text)));
            continue;
        }
        let parsed = parse(file, &text);
        failed |= parsed.has_errors();
        eprint!("{}", describe(&map, &parsed.diagnostics));
        if !quiet {
            println!("{}", dump(&parsed.ast, &text, options));
        }
    }
    if quiet {
        let seconds = start.elapsed().as_secs_f64();
        let rate = bytes as f64 / 1e6 / seconds;
        eprintln!(
            "{} files, {bytes} bytes, {seconds:.3} s, {rate:.1} MB/s",
            paths.len()
        );
    }
    ExitCode::from(u8::from(failed))
}

fn describe(map: &SourceMap, diagnostics: &[mpf_diagnostics::Diagnostic]) -> String {
    let mut out = String::new();
    for d in diagnostics {
        let place = d
            .primary
            .map_or(String::new(), |span: Span| map.describe(span));
        let severity = d.severity().as_str();
        out += &format!("{place}: {severity}[{}]: {}\n", d.code, d.message);
        if let Some(help) = &d.help {
            out += &format!("    help: {help}\n");
        }
    }
    out
}

fn run_batch(options: DumpOptions) -> std::io::Result<()> {
    let mut out = std::io::stdout().lock();
    for path in std::io::stdin().lock().lines() {
        let path = path?;
        let text = std::fs::read_to_string(&path)?;
        let mut map = SourceMap::new();
        let file = map.add(path.as_str(), text.as_str());
        let parsed = parse(file, &text);
        let (status, answer) = if parsed.has_errors() {
            ("error", describe(&map, &parsed.diagnostics))
        } else {
            ("ok", dump(&parsed.ast, &text, options))
        };
        writeln!(out, "{status} {}", answer.len())?;
        out.write_all(answer.as_bytes())?;
        out.flush()?;
    }
    Ok(())
}
