//! `cargo dev dist`: one executable with everything inside, and a wheel of it for Python's package managers.
//!
//! The device archives and the licences go into one block (`mpf_driver::pack`), which the compiler puts into the
//! executable. `--check` installs the wheel where nothing else is and builds images for all boards with it.

mod check;
mod executable;
mod licenses;
mod wheel;

use crate::shell::{self, Outcome};
use crate::{archives, lang, setup};
use mpf_driver::{archives as cache, pack};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

/// What was made.
struct Made {
    executable: PathBuf,
    wheel: PathBuf,
    /// The block inside the executable.
    block: Vec<u8>,
    /// Names of the archives in it.
    archives: Vec<String>,
}

pub fn run(check: bool) -> Outcome {
    let made = make()?;
    match check {
        true => check::run(&made, &lang::binary()?),
        false => Ok(()),
    }
}

fn make() -> Outcome<Made> {
    let start = Instant::now();
    setup::toolchain()?;
    let built = archives::ensure()?;
    let mut files = Vec::new();
    for path in &built.files {
        files.push((file_name(path), bytes_of(path)?));
    }
    let names: Vec<String> = files.iter().map(|(name, _)| name.clone()).collect();
    for (name, bytes) in &files {
        executable::no_host_paths(name, bytes)?;
    }
    let raw: usize = files.iter().map(|(_, bytes)| bytes.len()).sum();
    let stamp = cache::folder()
        .map_err(|diagnostic| diagnostic.message)?
        .join(cache::TOOLCHAIN_FILE);
    files.push((cache::TOOLCHAIN_FILE.to_owned(), bytes_of(&stamp)?));
    let inventory = licenses::collect(&built.toolchain)?;
    for (name, text) in [
        (mpf_driver::licenses::LIST, inventory.list),
        (mpf_driver::licenses::TEXTS, inventory.texts),
    ] {
        files.push((name.to_owned(), text.into_bytes()));
    }
    let block = pack::pack(cache::HASH, &files);
    let folder = shell::target_folder().join("mpfreeze-dist");
    let carried = folder.join("carried.bin");
    // Cargo looks at the time of the file: the same block is no reason to compile again.
    if !fs::read(&carried).is_ok_and(|old| old == block) {
        shell::write(&carried, &block)?;
    }
    println!("dist: compiling mpfreeze …");
    let executable = executable::build(&carried, &folder)?;
    let bytes = bytes_of(&executable)?;
    let needs = executable::examine(&bytes, &inventory.espflash, inventory.stubs)?;
    let wheel = wheel::write(&folder, &bytes, &needs.tag)?;
    let size = |path: &Path| fs::metadata(path).map_or(0, |meta| meta.len().div_ceil(1024));
    println!(
        "dist: {} archives, {} KB; {} KB with the licences inside the executable",
        names.len(),
        raw.div_ceil(1024),
        block.len().div_ceil(1024)
    );
    println!("dist: {}, {} KB", executable.display(), size(&executable));
    println!("dist: {}, {} KB", wheel.display(), size(&wheel));
    println!(
        "dist: needs glibc 2.{} and {}; made in {} s",
        needs.glibc,
        needs.libraries.join(", "),
        start.elapsed().as_secs()
    );
    Ok(Made {
        executable,
        wheel,
        block,
        archives: names,
    })
}

fn file_name(path: &Path) -> String {
    let name = path.file_name().unwrap_or_default();
    name.to_string_lossy().into_owned()
}

fn bytes_of(path: &Path) -> Outcome<Vec<u8>> {
    fs::read(path).map_err(|error| format!("cannot read {}: {error}", path.display()))
}

/// Where a run of bytes begins.
fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    memchr::memmem::find(bytes, wanted)
}
