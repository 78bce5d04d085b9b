//! `cargo dev print-…` and `cargo dev parse`: the stages of the compiler as text.

use crate::shell::{self, Outcome};
use mpf_diagnostics::{Diagnostic, SourceMap};
use mpf_driver::files;
use mpf_syntax::{DumpOptions, dump, dump_tokens, parse, tokenize};
use std::path::{Path, PathBuf};
use std::time::Instant;

fn read(path: &Path) -> Outcome<String> {
    files::read_text(path).map_err(|diagnostic| diagnostic.message)
}

/// One line each; says how many are errors.
pub fn show(diagnostics: &[Diagnostic], sources: &SourceMap) -> usize {
    for diagnostic in diagnostics {
        let place = diagnostic
            .primary
            .map_or(String::new(), |span| sources.describe(span) + ": ");
        eprintln!(
            "{place}{}[{}]: {}",
            diagnostic.severity().as_str(),
            diagnostic.code,
            diagnostic.message
        );
    }
    diagnostics.iter().filter(|d| d.is_error()).count()
}

fn finish(errors: usize) -> Outcome {
    match errors {
        0 => Ok(()),
        n => Err(format!("{n} errors")),
    }
}

pub fn tokens(path: &Path) -> Outcome {
    let mut sources = SourceMap::new();
    let text = read(path)?;
    let file = sources.add(path.to_string_lossy(), text.clone());
    let tokens = tokenize(file, &text);
    print!("{}", dump_tokens(&text, &tokens));
    finish(show(&tokens.diagnostics, &sources))
}

pub fn ast(path: &Path, attributes: bool) -> Outcome {
    let mut sources = SourceMap::new();
    let text = read(path)?;
    let file = sources.add(path.to_string_lossy(), text.clone());
    let parsed = parse(file, &text);
    let options = DumpOptions {
        attributes,
        ..DumpOptions::default()
    };
    println!("{}", dump(&parsed.ast, &text, options));
    finish(show(&parsed.diagnostics, &sources))
}

/// Parses every `.py` file of the paths and counts what was wrong.
pub fn parse_all(paths: &[PathBuf]) -> Outcome {
    let start = Instant::now();
    let (mut files, mut bytes, mut bad) = (0, 0, 0);
    for path in paths {
        let found = match path.is_dir() {
            true => shell::files_below(path, "py"),
            false => vec![path.clone()],
        };
        for path in found {
            let mut sources = SourceMap::new();
            let text = match read(&path) {
                Ok(text) => text,
                Err(message) => {
                    eprintln!("{message}");
                    bad += 1;
                    continue;
                }
            };
            files += 1;
            bytes += text.len();
            let file = sources.add(path.to_string_lossy(), text);
            let parsed = parse(file, sources.file(file).text());
            if show(&parsed.diagnostics, &sources) > 0 {
                bad += 1;
            }
        }
    }
    println!(
        "parse: {files} files, {} KB, {bad} with errors, {:.2} s",
        bytes / 1024,
        start.elapsed().as_secs_f64()
    );
    match bad {
        0 => Ok(()),
        n => Err(format!("{n} files have errors")),
    }
}

fn request(path: &Path) -> mpf_driver::Request {
    mpf_driver::Request {
        input: path.to_owned(),
        board: None,
        release: false,
        preload: true,
        gc_stress: false,
        stats: false,
        target_dir: None,
        output: None,
        timeout: None,
        locked: false,
    }
}

/// Compiles a program up to bytecode; its errors are shown.
fn compiled(path: &Path, keep_ir: bool) -> Outcome<mpf_driver::Compiled> {
    let request = request(path);
    let mut session = mpf_driver::Session::new();
    let result = mpf_driver::check(&request, &mut session)
        .and_then(|checked| mpf_driver::compile(&checked, keep_ir, &mut session));
    let errors = show(&session.diagnostics, &session.sources);
    result.map_err(|_| format!("{errors} errors"))
}

pub fn ir(path: &Path) -> Outcome {
    for listing in compiled(path, true)?.ir {
        println!("{listing}");
    }
    Ok(())
}

/// The units of a program.
pub fn units_of(path: &Path) -> Outcome<Vec<mpf_bytecode::unit::CodeUnit>> {
    Ok(compiled(path, false)?.program.units)
}

pub fn bytecode(path: &Path) -> Outcome {
    for (number, unit) in compiled(path, false)?.program.units.iter().enumerate() {
        println!("unit {number}\n{}", mpf_bytecode::disasm::unit(unit));
    }
    Ok(())
}

/// What inference finds out about a program.
pub fn inferred(path: &Path, listing: bool) -> Outcome<mpf_freeze::infer::Report> {
    let mut session = mpf_driver::Session::new();
    let result = mpf_driver::infer(&request(path), listing, &mut session);
    result.map_err(|_| format!("{} errors", show(&session.diagnostics, &session.sources)))
}

pub fn types(path: &Path) -> Outcome {
    print!("{}", inferred(path, true)?.listing);
    Ok(())
}
