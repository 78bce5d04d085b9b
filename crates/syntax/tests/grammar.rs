//! `src/python.rs` is made by lalrpop from `src/python.lalrpop` and kept in the repository, so that building
//! mpfreeze does not build lalrpop. After a change of the grammar:
//!
//!     MPF_BLESS=1 cargo test -p mpf-syntax --features regenerate --test grammar

use std::fs;
use std::path::{Path, PathBuf};

use sha3::{Digest, Sha3_256};

fn source(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src").join(name)
}

/// lalrpop writes the hash of the grammar into the head of the parser.
#[test]
fn parser_was_made_from_this_grammar() {
    let grammar = fs::read(source("python.lalrpop")).expect("the grammar can be read");
    let parser = fs::read_to_string(source("python.rs")).expect("the parser can be read");
    let digest = Sha3_256::digest(&grammar);
    let hash: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    let line = format!("// sha3: {hash}");
    assert!(
        parser.lines().take(5).any(|l| l == line),
        "src/python.rs is stale; make it again with \
         MPF_BLESS=1 cargo test -p mpf-syntax --features regenerate --test grammar"
    );
}

/// The parser in the repository is byte for byte what lalrpop makes now.
#[cfg(feature = "regenerate")]
#[test]
fn parser_is_what_lalrpop_makes() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let grammar = folder.path().join("python.lalrpop");
    fs::copy(source("python.lalrpop"), &grammar).expect("the grammar can be copied");
    let start = std::time::Instant::now();
    lalrpop::Configuration::new()
        .force_build(true)
        .emit_rerun_directives(false)
        .set_out_dir(folder.path())
        .process_file(&grammar)
        .expect("the grammar has no conflicts");
    let seconds = start.elapsed().as_secs_f64();
    let made = fs::read_to_string(folder.path().join("python.rs")).expect("lalrpop wrote it");
    println!("{} bytes in {seconds:.1} s", made.len());
    if std::env::var_os("MPF_BLESS").is_some() {
        fs::write(source("python.rs"), &made).expect("the parser can be written");
    }
    let kept = fs::read_to_string(source("python.rs")).expect("the parser can be read");
    assert!(made == kept, "src/python.rs differs; run with MPF_BLESS=1");
}
