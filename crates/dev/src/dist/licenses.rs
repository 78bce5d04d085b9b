//! The list of what a release carries of others, made from what cargo knows about the crates that are compiled in, and
//! the licences in full, made from the files that the crates come with.
//!
//! Crates that only run while others are compiled (build scripts, procedural macros) are not in the result.

use crate::archives;
use crate::setup::device_toolchain;
use crate::shell::{self, Outcome};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

/// What the release is made of.
pub struct Inventory {
    /// One line for each part.
    pub list: String,
    /// The licences in full.
    pub texts: String,
    /// Folder of the resources of espflash: boot loaders, and what must not be in a release.
    pub espflash: PathBuf,
    /// Whether espflash's programs for writing to flash are in.
    pub stubs: bool,
}

/// A crate that is compiled in.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Package {
    name: String,
    version: String,
    license: String,
    repository: String,
    authors: String,
    folder: PathBuf,
    features: Vec<String>,
}

/// Machine code that somebody else compiled or assembled, in a crate.
struct Blob {
    package: &'static str,
    what: &'static str,
}

const BLOBS: [Blob; 1] = [Blob {
    package: "rp2040-boot2",
    what: "the second stage of the RP2040's boot, assembled from the sources of Raspberry Pi (Trading) Ltd.",
}];

/// Crates whose package has no file with the licence: the notice that has to go with them.
const NOTICES: [(&str, &str); 2] = [
    (
        "rp2040-boot2",
        "Copyright (c) 2019-2021 Raspberry Pi (Trading) Ltd.",
    ),
    (
        "rp2040-pac",
        "Copyright (c) 2020 Raspberry Pi (Trading) Ltd.",
    ),
];
const BSD_3: &str = include_str!("bsd-3-clause.txt");

pub fn collect(toolchain: &str) -> Outcome<Inventory> {
    let root = shell::root();
    let host = host_triple()?;
    let mut cargo = shell::cargo();
    let inside = packages(&mut cargo, &root, &host, "mpf-cli")?;
    let espflash = inside
        .iter()
        .find(|package| package.name == "espflash")
        .ok_or(
            "mpf-cli does without espflash; then its boot loaders need another place in the list",
        )?;
    let resources = espflash.folder.join("resources");
    let stubs = espflash.features.iter().any(|name| name == "serialport");
    let mut list = format!(
        "mpfreeze {}: MIT OR Apache-2.0. This executable carries also:\n",
        env!("CARGO_PKG_VERSION")
    );
    let mut all: BTreeSet<Package> = inside.iter().cloned().collect();
    let device = device_toolchain().ok_or("no device toolchain; run `cargo dev setup`")?;
    let ports = root.join("runtime-nostd/ports");
    let version = toolchain.split_whitespace().nth(1).unwrap_or(toolchain);
    for job in archives::jobs()? {
        let member = ports.join(&job.member);
        let name = package_name(&member)?;
        let found = packages(&mut device.cargo(), &ports, &job.target, &name)?;
        list.push_str(&format!("\n{}, linked into images:\n", job.name));
        row(
            &mut list,
            &format!("core of Rust {version}"),
            "MIT OR Apache-2.0",
            "",
        );
        for package in &found {
            describe(&mut list, package);
        }
        all.extend(found);
    }
    list.push_str("\nWritten to chips of Espressif before the program:\n");
    row(
        &mut list,
        &format!("ESP-IDF boot loaders (espflash {})", espflash.version),
        "Apache-2.0",
        &format!(
            "source: https://github.com/espressif/esp-idf at {}",
            commit(&resources)?
        ),
    );
    if stubs {
        list.push_str("\nRun on chips of Espressif while they are written:\n");
        row(
            &mut list,
            &format!("esp-flasher-stub (espflash {})", espflash.version),
            "MIT OR Apache-2.0",
            "source: https://github.com/espressif/esp-flasher-stub",
        );
    }
    list.push_str("\nIn the executable itself:\n");
    row(
        &mut list,
        "standard library of Rust",
        "MIT OR Apache-2.0",
        "",
    );
    for package in &inside {
        describe(&mut list, package);
    }
    list.push_str("\n`mpfreeze licenses --full` shows the licences.\n");
    Ok(Inventory {
        list,
        texts: texts(&all)?,
        espflash: resources,
        stubs,
    })
}

fn row(list: &mut String, what: &str, license: &str, note: &str) {
    let line = format!("  {what:<40} {license:<34} {note}");
    list.push_str(line.trim_end());
    list.push('\n');
}

fn describe(list: &mut String, package: &Package) {
    let blob = BLOBS.iter().find(|blob| blob.package == package.name);
    let note = blob.map_or(String::new(), |blob| {
        format!("{}; source: {}", blob.what, package.repository)
    });
    let what = format!("{} {}", package.name, package.version);
    row(list, &what, &package.license, &note);
}

/// The commit of ESP-IDF that the boot loaders were built from.
fn commit(resources: &Path) -> Outcome<String> {
    let manifest = shell::read(&resources.join("bootloaders/manifest.yaml"))?;
    let mut lines = manifest.lines();
    let commit = lines.find_map(|line| line.trim().strip_prefix("idf_ref:"));
    commit
        .map(|commit| commit.trim().to_owned())
        .ok_or("espflash's manifest.yaml does not say where its boot loaders come from".into())
}

fn host_triple() -> Outcome<String> {
    let text = shell::capture(Command::new("rustc").arg("-vV"))?;
    let mut lines = text.lines();
    let host = lines.find_map(|line| line.strip_prefix("host: "));
    host.map(str::to_owned)
        .ok_or("rustc does not say what machine it is for".into())
}

fn package_name(member: &Path) -> Outcome<String> {
    let manifest = shell::read(&member.join("Cargo.toml"))?;
    let value: toml::Value = toml::from_str(&manifest).map_err(|error| error.to_string())?;
    let name = value.get("package").and_then(|package| package.get("name"));
    name.and_then(toml::Value::as_str)
        .map(str::to_owned)
        .ok_or_else(|| format!("{} has no name", member.display()))
}

/// Everything that is compiled into a crate for a target, itself included, in order of names.
fn packages(cargo: &mut Command, folder: &Path, target: &str, of: &str) -> Outcome<Vec<Package>> {
    cargo.current_dir(folder).args([
        "metadata",
        "--format-version=1",
        "--filter-platform",
        target,
    ]);
    let metadata: Value =
        serde_json::from_str(&shell::capture(cargo)?).map_err(|error| error.to_string())?;
    let by_id = |list: &'static str, value: &Value| -> BTreeMap<String, Value> {
        let entries = value[list].as_array().into_iter().flatten();
        entries
            .map(|entry| (text(&entry["id"]), entry.clone()))
            .collect()
    };
    let known = by_id("packages", &metadata);
    let nodes = by_id("nodes", &metadata["resolve"]);
    let root = known.iter().find(|(_, package)| package["name"] == of);
    let mut waiting = vec![
        root.ok_or_else(|| format!("cargo knows no {of}"))?
            .0
            .clone(),
    ];
    let mut seen = BTreeSet::new();
    while let Some(id) = waiting.pop() {
        if is_macro(&known[&id]) || !seen.insert(id.clone()) {
            continue;
        }
        for dependency in nodes[&id]["deps"].as_array().into_iter().flatten() {
            let mut kinds = dependency["dep_kinds"].as_array().into_iter().flatten();
            if kinds.any(|kind| kind["kind"].is_null()) {
                waiting.push(text(&dependency["pkg"]));
            }
        }
    }
    let mut found = Vec::new();
    for id in &seen {
        found.push(package(&known[id], &nodes[id])?);
    }
    found.sort();
    Ok(found)
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn is_macro(package: &Value) -> bool {
    let mut targets = package["targets"].as_array().into_iter().flatten();
    targets.any(|target| target["kind"][0] == "proc-macro")
}

fn package(package: &Value, node: &Value) -> Outcome<Package> {
    let name = text(&package["name"]);
    let license = text(&package["license"]);
    if license.is_empty() {
        return Err(format!("the package of {name} names no licence"));
    }
    let authors = package["authors"].as_array().into_iter().flatten();
    let features = node["features"].as_array().into_iter().flatten();
    let manifest = text(&package["manifest_path"]);
    Ok(Package {
        name,
        version: text(&package["version"]),
        license,
        repository: text(&package["repository"]),
        authors: authors.map(text).collect::<Vec<_>>().join(", "),
        folder: Path::new(&manifest)
            .parent()
            .unwrap_or(Path::new(""))
            .to_owned(),
        features: features.map(text).collect(),
    })
}

/// Every different text once, below the names of the crates that come with it.
fn texts(packages: &BTreeSet<Package>) -> Outcome<String> {
    let mut owners: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let root = shell::root();
    for package in packages {
        let own = package.folder.starts_with(&root);
        let folder = if own { &root } else { &package.folder };
        let mut found = license_files(folder)?;
        if found.is_empty() {
            found.push(notice(package)?);
        }
        let name = match own {
            true => "mpfreeze".to_owned(),
            false => format!("{} {}", package.name, package.version),
        };
        for text in found {
            owners.entry(text).or_default().insert(name.clone());
        }
    }
    let mut all = String::new();
    for (text, names) in &owners {
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let line = "=".repeat(80);
        all.push_str(&format!(
            "{line}\n{}\n{line}\n\n{text}\n\n",
            names.join(", ")
        ));
    }
    Ok(all)
}

/// The texts of licences, copyrights and notices that lie beside a manifest.
fn license_files(folder: &Path) -> Outcome<Vec<String>> {
    const BEGINNINGS: [&str; 5] = ["LICENSE", "LICENCE", "COPYING", "COPYRIGHT", "NOTICE"];
    let entries = std::fs::read_dir(folder)
        .map_err(|error| format!("cannot read {}: {error}", folder.display()))?;
    let mut texts = Vec::new();
    for path in entries.flatten().map(|entry| entry.path()) {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let name = name.to_uppercase();
        if path.is_file() && BEGINNINGS.iter().any(|word| name.contains(word)) {
            let bytes = super::bytes_of(&path)?;
            let text = String::from_utf8_lossy(&bytes).replace('\r', "");
            texts.push(text.trim_end().to_owned());
        }
    }
    texts.sort();
    Ok(texts)
}

/// What stands for the licence of a package that has no file with it.
fn notice(package: &Package) -> Outcome<String> {
    if let Some((_, copyright)) = NOTICES.iter().find(|(name, _)| *name == package.name) {
        return Ok(format!("{copyright}\n\n{BSD_3}").trim_end().to_owned());
    }
    if !package.license.contains("MIT") {
        return Err(format!(
            "{} comes without the text of its licence, {}: add a notice to crates/dev/src/dist/licenses.rs",
            package.name, package.license
        ));
    }
    let ours = shell::read(&shell::root().join("LICENSE-MIT"))?;
    let terms: Vec<&str> = ours
        .lines()
        .filter(|line| !line.starts_with("Copyright"))
        .collect();
    let of = match package.authors.is_empty() {
        true => format!("the authors of {}", package.repository),
        false => package.authors.clone(),
    };
    Ok(format!(
        "Copyright (c) {of}\n\n{}",
        terms.join("\n").trim_end()
    ))
}
