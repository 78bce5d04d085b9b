//! `cargo dev inference`: how many sites of a set of programs are proved, by kind of site.

use crate::print;
use crate::shell::{self, Outcome};
use mpf_freeze::infer::{Counts, Sites};
use std::path::PathBuf;

/// Programs are files, or folders whose every `.py` file is one.
pub fn run(paths: &[PathBuf], each: bool) -> Outcome {
    let mut total = [Counts::default(); Sites::ALL.len()];
    let (mut programs, mut failed) = (0, 0);
    for path in paths {
        let is_program = path.is_file() || path.join("main.py").is_file();
        let found = match is_program {
            true => vec![path.clone()],
            false => shell::files_below(path, "py"),
        };
        for program in found {
            let sites = match print::inferred(&program, false) {
                Ok(report) => report.sites,
                Err(message) => {
                    eprintln!("{}: {message}", program.display());
                    failed += 1;
                    continue;
                }
            };
            programs += 1;
            for (sum, counts) in total.iter_mut().zip(sites) {
                sum.proved += counts.proved;
                sum.all += counts.all;
            }
            if each {
                println!("{:<44} {}", program.display(), line(&sites));
            }
        }
    }
    println!("{programs} programs, {failed} that cannot be compiled");
    println!("{}", line(&total));
    Ok(())
}

fn line(sites: &[Counts; Sites::ALL.len()]) -> String {
    let parts: Vec<String> = Sites::ALL
        .iter()
        .zip(sites)
        .map(|(kind, c)| {
            let percent = (100 * c.proved).checked_div(c.all).unwrap_or(0);
            format!("{} {}/{} ({percent} %)", kind.name(), c.proved, c.all)
        })
        .collect();
    parts.join(", ")
}
