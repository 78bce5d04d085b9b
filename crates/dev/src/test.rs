//! `cargo dev test`: sets the machine up and runs every test there is. Each runner ends with a line `N passed, N failed`.

use crate::lang::{self, SUITES, Selection};
use crate::shell::{self, Outcome};
use crate::{
    archives, edges, espressif, hot, image, interrupt, panic_free, product, rp2040, setup, sizes,
    tidy, ui, yardsticks,
};

pub fn run(jobs: usize) -> Outcome {
    setup::run()?;
    archives::ensure()?;
    let mut failures = Vec::new();
    let mut note = |what: &str, result: Outcome| {
        if let Err(message) = result {
            println!("{what}: {message}");
            failures.push(what.to_owned());
        }
    };
    note("tidy", tidy::run());
    note(
        "cargo test",
        shell::run(shell::cargo().args(["test", "--workspace", "--quiet", "--no-fail-fast"])),
    );
    let mpfreeze = lang::binary()?;
    note("ui", ui::run(&mpfreeze, "", false));
    for suite in &SUITES {
        let selection = Selection {
            jobs,
            ..Selection::default()
        };
        let result = lang::run(suite, &selection, &mpfreeze).and_then(|tally| match tally.failed {
            0 => Ok(()),
            n => Err(format!("{n} failures")),
        });
        note(suite.name, result);
    }
    note("panic-free", panic_free::run());
    note("hot", hot::run());
    note("image", image::run_all(&mpfreeze, false));
    note("edges", edges::run(&mpfreeze));
    note("interrupt", interrupt::run(&mpfreeze));
    note("product", product::run(&mpfreeze));
    note("rp2040", rp2040::run(&mpfreeze));
    note("espressif", espressif::run(&mpfreeze));
    note("sizes", sizes::run(&mpfreeze, false));
    note("yardsticks", yardsticks::check(&mpfreeze, jobs));
    match failures.is_empty() {
        true => Ok(()),
        false => Err(format!("failed: {}", failures.join(", "))),
    }
}
