//! `cargo dev tidy`: the rules of the project that a program can check. Each rule is one function that returns its
//! complaints; `docs/architecture.md` says why the rules are there.

use crate::docs;
use crate::shell::{self, Outcome};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

type Complaints = Vec<String>;

/// A source file of ours: path in the checkout with forward slashes, and text.
struct File {
    name: String,
    text: String,
}

pub fn run() -> Outcome {
    let files = sources()?;
    let rules: [(&str, Outcome<Complaints>); 9] = [
        ("dependencies", dependencies()),
        ("board names", board_names(&files)),
        ("unsafe", Ok(unsafe_code(&files))),
        ("formatting in the core", Ok(core_fmt(&files))),
        ("file heads", Ok(heads(&files))),
        ("file lengths", Ok(lengths(&files))),
        ("words", Ok(words(&files))),
        ("links", Ok(links(&files))),
        ("generated docs", generated()),
    ];
    let mut count = 0;
    for (name, complaints) in rules {
        for complaint in complaints? {
            println!("tidy ({name}): {complaint}");
            count += 1;
        }
    }
    match count {
        0 => {
            println!("tidy: {} files, no complaints", files.len());
            Ok(())
        }
        n => Err(format!("tidy has {n} complaints")),
    }
}

/// All text files under version control or about to be.
fn sources() -> Outcome<Vec<File>> {
    let root = shell::root();
    let mut git = std::process::Command::new("git");
    git.current_dir(&root)
        .args(["ls-files", "--cached", "--others", "--exclude-standard"]);
    let mut files = Vec::new();
    for name in shell::capture(&mut git)?.lines() {
        // Binary files and files deleted but not yet committed have no text to check.
        if let Ok(text) = std::fs::read_to_string(root.join(name)) {
            files.push(File {
                name: name.to_owned(),
                text,
            });
        }
    }
    Ok(files)
}

fn is_rust(file: &&File) -> bool {
    file.name.ends_with(".rs")
}

/// Made by a program: the grammar's tables.
fn is_generated(file: &File) -> bool {
    file.name == "crates/syntax/src/python.rs"
}

/// What each of our crates may depend on, besides itself: the architecture as data.
const ALLOWED: &[(&str, &[&str])] = &[
    ("mpf-bytecode", &[]),
    ("mpf-builtins-decl", &[]),
    ("mpf-core", &["mpf-bytecode", "mpf-builtins-decl"]),
    ("mpf-diagnostics", &[]),
    ("mpf-board", &[]),
    ("mpf-syntax", &["mpf-diagnostics"]),
    (
        "mpf-resolve",
        &[
            "mpf-syntax",
            "mpf-diagnostics",
            "mpf-bytecode",
            "mpf-builtins-decl",
        ],
    ),
    (
        "mpf-ir",
        &[
            "mpf-resolve",
            "mpf-syntax",
            "mpf-diagnostics",
            "mpf-bytecode",
            "mpf-builtins-decl",
        ],
    ),
    (
        "mpf-codegen",
        &[
            "mpf-ir",
            "mpf-resolve",
            "mpf-syntax",
            "mpf-diagnostics",
            "mpf-bytecode",
            "mpf-builtins-decl",
        ],
    ),
    ("mpf-link", &["mpf-board"]),
    ("mpf-flash", &["mpf-board"]),
    (
        "mpf-sim",
        &[
            "mpf-core",
            "mpf-bytecode",
            "mpf-builtins-decl",
            "mpf-board",
            "mpf-diagnostics",
        ],
    ),
    (
        "mpf-freeze",
        &[
            "mpf-sim",
            "mpf-core",
            "mpf-codegen",
            "mpf-ir",
            "mpf-resolve",
            "mpf-syntax",
            "mpf-diagnostics",
            "mpf-bytecode",
            "mpf-builtins-decl",
            "mpf-board",
        ],
    ),
    (
        "mpf-driver",
        &[
            // For the tables of builtins.
            "mpf-core",
            "mpf-freeze",
            "mpf-sim",
            "mpf-flash",
            "mpf-link",
            "mpf-board",
            "mpf-codegen",
            "mpf-ir",
            "mpf-resolve",
            "mpf-syntax",
            "mpf-diagnostics",
            "mpf-bytecode",
            "mpf-builtins-decl",
        ],
    ),
    ("mpf-cli", &["mpf-driver", "mpf-diagnostics", "mpf-board"]),
];

fn dependencies() -> Outcome<Complaints> {
    let mut cargo = shell::cargo();
    cargo.args(["metadata", "--format-version=1", "--no-deps", "--offline"]);
    let metadata: serde_json::Value =
        serde_json::from_str(&shell::capture(&mut cargo)?).map_err(|error| error.to_string())?;
    let allowed: BTreeMap<&str, &[&str]> = ALLOWED.iter().copied().collect();
    let mut complaints = Vec::new();
    for package in metadata["packages"].as_array().into_iter().flatten() {
        let name = package["name"].as_str().unwrap_or_default();
        // The tool for contributors may look at everything.
        if name == "mpf-dev" {
            continue;
        }
        let Some(allowed) = allowed.get(name) else {
            complaints.push(format!(
                "crate {name} is not in the list of crates/dev/src/tidy.rs"
            ));
            continue;
        };
        for dependency in package["dependencies"].as_array().into_iter().flatten() {
            let on = dependency["name"].as_str().unwrap_or_default();
            let is_dev = dependency["kind"].as_str() == Some("dev");
            if on.starts_with("mpf-") && !is_dev && !allowed.contains(&on) {
                complaints.push(format!("{name} must not depend on {on}"));
            }
        }
    }
    Ok(complaints)
}

/// Boards are data: no Rust source outside of tests names one. A port's own folder may name itself.
fn board_names(files: &[File]) -> Outcome<Complaints> {
    let mut complaints = Vec::new();
    for board in mpf_board::boards() {
        let simulator = mpf_board::load(board)
            .map_err(|error| error.to_string())?
            .is_simulator();
        let quoted = format!("\"{board}\"");
        for file in files.iter().filter(is_rust) {
            let is_test = file.name.contains("/tests/") || file.name.ends_with("tests.rs");
            let own = file.name.starts_with("runtime-nostd/ports/");
            if simulator || is_test || own {
                continue;
            }
            let code = file.text.split("#[cfg(test)]").next().unwrap_or_default();
            for (number, line) in code.lines().enumerate() {
                if line.contains(&quoted) {
                    complaints.push(format!(
                        "{}:{}: names the board {board}",
                        file.name,
                        number + 1
                    ));
                }
            }
        }
    }
    Ok(complaints)
}

/// Folders in which `unsafe` may stand.
const UNSAFE: [&str; 14] = [
    "runtime-nostd/core/src/gc/",
    "runtime-nostd/core/src/object/",
    "runtime-nostd/core/src/vm/",
    // The context that lends values out, the start of an image, and the symbols of well-known objects.
    "runtime-nostd/core/src/cx.rs",
    "runtime-nostd/core/src/boot.rs",
    "runtime-nostd/core/src/loader.rs",
    "runtime-nostd/core/src/device.rs",
    // Relocations without code, the parts and the table of global names that the frozen object supplies.
    "runtime-nostd/core/src/anchor.rs",
    "runtime-nostd/core/src/parts.rs",
    "runtime-nostd/core/src/error.rs",
    "runtime-nostd/core/src/wk.rs",
    "runtime-nostd/core/src/protocol/hash.rs",
    "runtime-nostd/core/src/port.rs",
    "runtime-nostd/ports/",
];

fn unsafe_code(files: &[File]) -> Complaints {
    let keyword = concat!("uns", "afe");
    let mut complaints = Vec::new();
    let tested = |file: &&File| !file.name.contains("/tests/") && !file.name.ends_with("_tests.rs");
    for file in files.iter().filter(is_rust).filter(tested) {
        let lines: Vec<&str> = file.text.lines().collect();
        for (index, line) in lines.iter().enumerate() {
            let code = line.split("//").next().unwrap_or_default().trim_start();
            // An attribute such as the one that names a symbol is no promise about memory.
            let is_word = |word: &str| word == keyword;
            let mut words = code.split(|c: char| !(c.is_alphanumeric() || c == '_' || c == '"'));
            if code.starts_with("#[") || code.starts_with("#![") || !words.any(is_word) {
                continue;
            }
            let place = format!("{}:{}", file.name, index + 1);
            if !UNSAFE.iter().any(|folder| file.name.starts_with(folder)) {
                complaints.push(format!(
                    "{place}: {keyword} code outside of the folders that may have it"
                ));
            } else if !has_safety(&lines, index) {
                complaints.push(format!("{place}: {keyword} code without a SAFETY comment"));
            }
        }
    }
    complaints
}

/// A comment on the line, or above it within the same paragraph; declarations of foreign functions need none.
fn has_safety(lines: &[&str], index: usize) -> bool {
    let line = lines[index];
    if line.contains("SAFETY")
        || line.contains("extern \"C\" {")
        || line.contains("extern \"Rust\" {")
    {
        return true;
    }
    lines[..index]
        .iter()
        .rev()
        .take(12)
        .take_while(|line| !line.trim().is_empty())
        .any(|line| line.contains("SAFETY") || line.contains("# Safety"))
}

fn core_fmt(files: &[File]) -> Complaints {
    let forbidden = ["core::fmt", "format_args!", "write!(", "alloc::"];
    let mut complaints = Vec::new();
    for file in files.iter().filter(is_rust) {
        let is_test = file.name.contains("tests");
        // `host.rs` is only compiled for the simulator.
        if !file.name.starts_with("runtime-nostd/core/src/")
            || is_test
            || file.name.ends_with("host.rs")
        {
            continue;
        }
        let code = file.text.split("#[cfg(test)]").next().unwrap_or_default();
        for (index, line) in code.lines().enumerate() {
            let line = line.split("//").next().unwrap_or_default();
            if let Some(word) = forbidden.iter().find(|word| line.contains(**word)) {
                complaints.push(format!(
                    "{}:{}: {word} in device code",
                    file.name,
                    index + 1
                ));
            }
        }
    }
    complaints
}

fn heads(files: &[File]) -> Complaints {
    let bad = files
        .iter()
        .filter(is_rust)
        .filter(|file| !is_generated(file));
    bad.filter(|file| !file.text.starts_with("//!"))
        .map(|file| {
            format!(
                "{}: does not open with `//!` lines that say what it does",
                file.name
            )
        })
        .collect()
}

const MAX_LINES: usize = 1000;

fn lengths(files: &[File]) -> Complaints {
    let long = |file: &&File| !is_generated(file) && file.text.lines().count() > MAX_LINES;
    files
        .iter()
        .filter(is_rust)
        .filter(long)
        .map(|file| {
            format!(
                "{}: {} lines; split it",
                file.name,
                file.text.lines().count()
            )
        })
        .collect()
}

/// Left-overs and names of private places. Written in halves, so that this file does not complain about itself.
const WORDS: &[&str] = &[
    concat!("TO", "DO"),
    concat!("FIX", "ME"),
    concat!("XX", "X:"),
    concat!("todo", "!("),
    concat!("unimplemented", "!("),
    concat!("/work", "/"),
    concat!("/ro", "ot/"),
    concat!("/tm", "p/brief"),
    concat!("DESIGN", ".md"),
    concat!("FEASI", "BILITY"),
    concat!("PROTO", "TYPE.md"),
    concat!("placeholder until", " the first"),
];

fn words(files: &[File]) -> Complaints {
    let mut complaints = Vec::new();
    for file in files.iter().filter(|file| !is_generated(file)) {
        for (index, line) in file.text.lines().enumerate() {
            if let Some(word) = WORDS.iter().find(|word| line.contains(**word)) {
                complaints.push(format!("{}:{}: contains `{word}`", file.name, index + 1));
            }
        }
    }
    complaints
}

/// Links in Markdown files that lead to files of the checkout.
fn links(files: &[File]) -> Complaints {
    let root = shell::root();
    let known: BTreeSet<&str> = files.iter().map(|file| file.name.as_str()).collect();
    let mut complaints = Vec::new();
    for file in files.iter().filter(|file| file.name.ends_with(".md")) {
        for target in link_targets(&file.text) {
            let path = target.split('#').next().unwrap_or_default();
            if path.is_empty() || path.contains("://") || path.starts_with("mailto:") {
                continue;
            }
            let full: PathBuf = Path::new(&file.name)
                .parent()
                .unwrap_or(Path::new(""))
                .join(path);
            let name = full.to_string_lossy().replace('\\', "/");
            if !known.contains(name.as_str()) && !root.join(&full).exists() {
                complaints.push(format!("{}: the link to {path} leads nowhere", file.name));
            }
        }
    }
    complaints
}

fn link_targets(text: &str) -> Vec<&str> {
    let mut targets = Vec::new();
    for part in text.split("](").skip(1) {
        if let Some((target, _)) = part.split_once(')') {
            targets.push(target.split_whitespace().next().unwrap_or_default());
        }
    }
    targets
}

fn generated() -> Outcome<Complaints> {
    let mut complaints = Vec::new();
    for (name, text) in docs::pages()? {
        let committed = std::fs::read_to_string(shell::root().join(name)).unwrap_or_default();
        if committed != text {
            complaints.push(format!("{name} is stale; run `cargo dev docs`"));
        }
    }
    Ok(complaints)
}
