//! Compiles the executable of a release and looks at what came out: which libraries it needs, that it names no folder of
//! this machine, and that it holds no ROM of a chip.

use super::{bytes_of, find};
use crate::shell::{self, Outcome};
use goblin::elf::Elf;
use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Profile of `Cargo.toml`.
const PROFILE: &str = "dist";
/// What every Linux with glibc has; Python's `manylinux` tags allow these.
const LIBRARIES: [&str; 7] = [
    "ld-linux-x86-64.so.2",
    "ld-linux-aarch64.so.1",
    "libc.so.6",
    "libdl.so.2",
    "libgcc_s.so.1",
    "libm.so.6",
    "libpthread.so.0",
];
/// The oldest glibc that a `manylinux` tag can name.
const OLDEST: u32 = 17;

/// What the machine must have that the executable runs on.
pub struct Needs {
    pub libraries: Vec<String>,
    /// Minor number of glibc 2.
    pub glibc: u32,
    /// The platform in a wheel's name.
    pub tag: String,
}

/// Compiles `mpfreeze` around the block and copies it into the folder.
pub fn build(carried: &Path, folder: &Path) -> Outcome<PathBuf> {
    let mut command = shell::cargo();
    command
        .args(["build", "--quiet", "--package", "mpf-cli"])
        .args(["--profile", PROFILE])
        .env("MPF_CARRIED", carried)
        .env("CARGO_INCREMENTAL", "0")
        .env_remove("RUSTFLAGS")
        .env("CARGO_ENCODED_RUSTFLAGS", rustflags()?);
    shell::run(&mut command)?;
    let name = format!("mpfreeze{}", env::consts::EXE_SUFFIX);
    let made = shell::target_folder().join(PROFILE).join(&name);
    let file = folder.join(&name);
    fs::copy(&made, &file).map_err(|error| format!("cannot write {}: {error}", file.display()))?;
    Ok(file)
}

/// Folders of this machine get names that are the same everywhere.
fn rustflags() -> Outcome<String> {
    let sysroot = shell::capture(Command::new("rustc").args(["--print", "sysroot"]))?;
    let mut flags = vec![format!(
        "--remap-path-prefix={}=mpfreeze",
        shell::root().display()
    )];
    if let Some(home) = cargo_home() {
        let registry = home.join("registry/src");
        flags.push(format!("--remap-path-prefix={}=crates", registry.display()));
    }
    flags.push(format!(
        "--remap-path-prefix={}/lib/rustlib/src/rust=rust",
        sysroot.trim()
    ));
    Ok(flags.join("\x1f"))
}

fn cargo_home() -> Option<PathBuf> {
    let named = env::var_os("CARGO_HOME").filter(|folder| !folder.is_empty());
    named
        .map(PathBuf::from)
        .or_else(|| Some(PathBuf::from(env::var_os("HOME")?).join(".cargo")))
}

/// `resources`: those of the crate espflash. `stubs`: whether its programs for writing to flash belong in.
pub fn examine(bytes: &[u8], resources: &Path, stubs: bool) -> Outcome<Needs> {
    no_host_paths("the executable", bytes)?;
    for (kind, extension, wanted) in [
        ("roms", "elf", false),
        ("bootloaders", "bin", true),
        ("stubs", "toml", stubs),
    ] {
        let files = shell::files_below(&resources.join(kind), extension);
        let mut found = 0;
        for file in &files {
            found += usize::from(find(bytes, sample(&bytes_of(file)?)).is_some());
        }
        if files.is_empty() || (found > 0) != wanted {
            return Err(format!(
                "the executable holds {found} of {} files of espflash's {kind}, and the list of licences says {}",
                files.len(),
                if wanted { "that it has them" } else { "none" }
            ));
        }
    }
    needs(bytes)
}

/// A piece of a file that no other file has: the first one with many different bytes after the headers.
fn sample(bytes: &[u8]) -> &[u8] {
    const LENGTH: usize = 96;
    const VARIETY: usize = 40;
    let various = |piece: &&[u8]| {
        let mut seen = [false; 256];
        piece
            .iter()
            .for_each(|&byte| seen[usize::from(byte)] = true);
        seen.iter().filter(|seen| **seen).count() >= VARIETY
    };
    let body = bytes.get(bytes.len() / 2..).unwrap_or_default();
    body.chunks_exact(LENGTH).find(various).unwrap_or(bytes)
}

/// Names of folders say who compiled where, and make two builds differ.
pub fn no_host_paths(what: &str, bytes: &[u8]) -> Outcome {
    let home = env::var_os("HOME").map(PathBuf::from);
    let folders = [
        Some(shell::root()),
        Some(shell::target_folder()),
        cargo_home(),
        home,
    ];
    for folder in folders.into_iter().flatten() {
        let text = format!("{}/", folder.display());
        if text.len() > 2
            && let Some(at) = find(bytes, text.as_bytes())
        {
            let end = bytes.len().min(at + 120);
            let shown = String::from_utf8_lossy(&bytes[at..end]);
            return Err(format!("{what} names a folder of this machine: {shown}"));
        }
    }
    Ok(())
}

fn needs(bytes: &[u8]) -> Outcome<Needs> {
    let elf = Elf::parse(bytes)
        .map_err(|error| format!("wheels are made on Linux; this is no ELF file: {error}"))?;
    let machine = match elf.header.e_machine {
        goblin::elf::header::EM_X86_64 => "x86_64",
        goblin::elf::header::EM_AARCH64 => "aarch64",
        other => return Err(format!("no wheel is made for ELF machine {other}")),
    };
    let libraries: Vec<String> = elf.libraries.iter().map(|&name| name.to_owned()).collect();
    if let Some(odd) = libraries
        .iter()
        .find(|name| !LIBRARIES.contains(&name.as_str()))
    {
        return Err(format!(
            "the executable needs {odd}, which not every Linux has: a dependency links it"
        ));
    }
    let mut glibc = OLDEST;
    for library in elf.verneed.iter().flat_map(|section| section.iter()) {
        for version in library.iter() {
            let name = elf.dynstrtab.get_at(version.vna_name).unwrap_or_default();
            // Longer numbers (2.2.5) are older than any that matters.
            let minor = name.strip_prefix("GLIBC_2.").and_then(|n| n.parse().ok());
            glibc = glibc.max(minor.unwrap_or(0));
        }
    }
    Ok(Needs {
        tag: format!("manylinux_2_{glibc}_{machine}"),
        libraries,
        glibc,
    })
}
