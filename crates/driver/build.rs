//! Computes the content hash of everything that goes into the device archives and hands it to `src/archives.rs`.
//!
//! In the build of a release it also says where the archives are that `mpfreeze` is to carry.
//!
//! The hash is taken when `mpfreeze` is compiled, so a binary and the archives it looks for always come from the
//! same sources. It must not depend on anything else: no time, no host path, no order of directory entries.

use sha2::{Digest, Sha256};
use std::fs;
use std::path::{Path, PathBuf};

#[path = "src/device_flags.rs"]
mod device_flags;

/// Folders of `runtime-nostd` whose code is compiled for devices. Board files and Python modules are not.
const FOLDERS: [&str; 4] = ["bytecode", "builtins-decl", "core", "ports"];

fn main() {
    let manifest = std::env::var("CARGO_MANIFEST_DIR").unwrap_or_default();
    let root = Path::new(&manifest).join("../..");
    let runtime = root.join("runtime-nostd");
    let mut files = Vec::new();
    for folder in FOLDERS {
        collect(&runtime.join(folder), &mut files);
    }
    files.push(root.join("rust-toolchain.toml"));
    files.sort();
    let mut hash = Sha256::new();
    for file in &files {
        let text = fs::read(file).unwrap_or_default();
        let name = file.strip_prefix(&root).unwrap_or(file).to_string_lossy();
        hash.update((name.len() as u64).to_le_bytes());
        hash.update(name.as_bytes());
        hash.update((text.len() as u64).to_le_bytes());
        hash.update(&text);
    }
    for flag in device_flags::COMMON.iter().chain(device_flags::RISCV) {
        hash.update(flag.as_bytes());
        hash.update([0]);
    }
    for byte in device_flags::PROFILE {
        hash.update(byte.as_bytes());
    }
    for (key, value) in device_flags::ARM_TARGET {
        hash.update(key.as_bytes());
        hash.update(value.as_bytes());
    }
    let digest = hash.finalize();
    let text: String = digest[..12].iter().map(|b| format!("{b:02x}")).collect();
    println!("cargo::rustc-env=MPF_ARCHIVE_HASH={text}");
    carried();
    println!("cargo::rerun-if-changed=src/device_flags.rs");
    println!("cargo::rerun-if-changed=build.rs");
}

/// A release carries its archives: `cargo dev dist` names the file that holds them.
fn carried() {
    println!("cargo::rustc-check-cfg=cfg(mpf_carried)");
    println!("cargo::rerun-if-env-changed=MPF_CARRIED");
    if let Ok(file) = std::env::var("MPF_CARRIED") {
        println!("cargo::rerun-if-changed={file}");
        println!("cargo::rustc-env=MPF_CARRIED={file}");
        println!("cargo::rustc-cfg=mpf_carried");
    }
}

/// All files below `folder`, build outputs left out; asks cargo to watch the folders and files.
fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    println!("cargo::rerun-if-changed={}", folder.display());
    let Ok(entries) = fs::read_dir(folder) else {
        return;
    };
    for entry in entries.flatten() {
        let path = entry.path();
        let name = entry.file_name();
        let name = name.to_string_lossy();
        if path.is_dir() {
            if name != "target" {
                collect(&path, files);
            }
        } else if !name.starts_with('.') && !name.ends_with('~') {
            files.push(path);
        }
    }
}
