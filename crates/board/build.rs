//! Lists the chip and board files, so that adding one is adding a file: no name of a board is in Rust source.

use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs};

fn main() {
    let manifest = env::var("CARGO_MANIFEST_DIR").expect("cargo sets CARGO_MANIFEST_DIR");
    let runtime = Path::new(&manifest).join("../../runtime-nostd");
    let mut source = String::new();
    for (folder, list) in [("chips", "CHIPS"), ("boards", "BOARDS")] {
        let folder = runtime.join(folder);
        println!("cargo:rerun-if-changed={}", folder.display());
        let mut files: Vec<_> = fs::read_dir(&folder)
            .unwrap_or_else(|error| panic!("cannot list {}: {error}", folder.display()))
            .filter_map(|entry| Some(entry.ok()?.path()))
            .filter(|path| {
                path.extension()
                    .is_some_and(|extension| extension == "toml")
            })
            .collect();
        // By name: with the extension a longer name would come before the one that it begins with.
        files.sort_by_key(|file| file.file_stem().map(ToOwned::to_owned));
        let _ = writeln!(source, "pub const {list}: &[(&str, &str)] = &[");
        for file in files {
            println!("cargo:rerun-if-changed={}", file.display());
            let name = file.file_stem().unwrap_or_default().to_string_lossy();
            let _ = writeln!(source, "    ({name:?}, include_str!({file:?})),");
        }
        let _ = writeln!(source, "];");
    }
    let out = env::var("OUT_DIR").expect("cargo sets OUT_DIR");
    fs::write(Path::new(&out).join("embedded.rs"), source).expect("the build folder is writable");
}
