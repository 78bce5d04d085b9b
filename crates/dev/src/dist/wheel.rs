//! A wheel: a zip file with the executable as a script, and what Python's package managers want to know about it.
//!
//! The format is that of the PyPA's "Binary distribution format" 1.0. Times in the file are fixed, so that the same
//! executable makes the same wheel.

use super::bytes_of;
use crate::shell::{self, Outcome};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};
use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

const NAME: &str = "mpfreeze";
const VERSION: &str = env!("CARGO_PKG_VERSION");
const SUMMARY: &str = "Turns a Python application into a firmware image for a microcontroller";
const LICENSES: [&str; 2] = ["LICENSE-APACHE", "LICENSE-MIT"];

/// Writes the wheel and says where it is.
pub fn write(folder: &Path, executable: &[u8], platform: &str) -> Outcome<PathBuf> {
    let tag = format!("py3-none-{platform}");
    let info = format!("{NAME}-{VERSION}.dist-info");
    let mut files = vec![(
        format!("{NAME}-{VERSION}.data/scripts/{NAME}"),
        executable.to_vec(),
    )];
    for name in LICENSES {
        let text = bytes_of(&shell::root().join(name))?;
        files.push((format!("{info}/licenses/{name}"), text));
    }
    files.push((format!("{info}/METADATA"), metadata()?.into_bytes()));
    let about = format!(
        "Wheel-Version: 1.0\nGenerator: cargo dev dist ({VERSION})\nRoot-Is-Purelib: false\nTag: {tag}\n"
    );
    files.push((format!("{info}/WHEEL"), about.into_bytes()));
    let record_name = format!("{info}/RECORD");
    files.push((
        record_name.clone(),
        record(&files, &record_name).into_bytes(),
    ));
    let path = folder.join(format!("{NAME}-{VERSION}-{tag}.whl"));
    save(&path, &files).map_err(|error| format!("cannot write {}: {error}", path.display()))?;
    Ok(path)
}

fn save(path: &Path, files: &[(String, Vec<u8>)]) -> Result<(), Box<dyn std::error::Error>> {
    let mut zip = ZipWriter::new(File::create(path)?);
    for (index, (name, bytes)) in files.iter().enumerate() {
        // The executable is the first file, and the only one of its kind.
        let mode = if index == 0 { 0o755 } else { 0o644 };
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .compression_level(Some(9))
            .last_modified_time(DateTime::default())
            .unix_permissions(mode);
        zip.start_file(name.as_str(), options)?;
        zip.write_all(bytes)?;
    }
    zip.finish()?;
    Ok(())
}

fn metadata() -> Outcome<String> {
    let mut text = format!(
        "Metadata-Version: 2.4\nName: {NAME}\nVersion: {VERSION}\nSummary: {SUMMARY}\n\
         License-Expression: MIT OR Apache-2.0\n"
    );
    for name in LICENSES {
        text.push_str(&format!("License-File: {name}\n"));
    }
    text.push_str(
        "Keywords: micropython,embedded,firmware,microcontroller\n\
         Classifier: Environment :: Console\n\
         Classifier: Operating System :: POSIX :: Linux\n\
         Classifier: Programming Language :: Rust\n\
         Classifier: Topic :: Software Development :: Embedded Systems\n\
         Classifier: Topic :: Software Development :: Compilers\n\
         Requires-Python: >=3.8\n\
         Description-Content-Type: text/markdown\n\n",
    );
    text.push_str(&shell::read(&shell::root().join("README.md"))?);
    Ok(text)
}

/// Hash and length of each file; none of the record itself.
fn record(files: &[(String, Vec<u8>)], own: &str) -> String {
    let mut text = String::new();
    for (name, bytes) in files {
        let hash = URL_SAFE_NO_PAD.encode(Sha256::digest(bytes));
        text.push_str(&format!("{name},sha256={hash},{}\n", bytes.len()));
    }
    text.push_str(&format!("{own},,\n"));
    text
}
