//! Reading and writing files with diagnostics instead of bare errors. Everything that mpfreeze reads from or writes to
//! the disk goes through here.

use mpf_diagnostics::{Code, Diagnostic};
use std::io::{ErrorKind, Write};
use std::path::Path;
use std::{fs, io};

/// Why a file operation failed, in words for people.
fn reason(error: &io::Error) -> String {
    match error.kind() {
        ErrorKind::NotFound => "it does not exist".into(),
        ErrorKind::PermissionDenied => "permission denied".into(),
        ErrorKind::IsADirectory => "it is a directory".into(),
        ErrorKind::StorageFull => "the disk is full".into(),
        _ => {
            let text = error.to_string();
            let text = text.split(" (os error").next().unwrap_or_default();
            text.to_lowercase()
        }
    }
}

pub fn read_bytes(path: &Path) -> Result<Vec<u8>, Diagnostic> {
    fs::read(path).map_err(|error| {
        Diagnostic::new(
            Code::UnreadableFile,
            format!("cannot read {}: {}", path.display(), reason(&error)),
        )
        .help("check the path and its permissions")
    })
}

/// A text, with its byte order mark if it has one: offsets are those of the file.
pub fn read_text(path: &Path) -> Result<String, Diagnostic> {
    let bytes = read_bytes(path)?;
    match String::from_utf8(bytes) {
        Ok(text) => Ok(text),
        Err(error) => {
            let valid = error.utf8_error().valid_up_to();
            let bytes = error.as_bytes();
            let line = bytes[..valid].iter().filter(|&&b| b == b'\n').count() + 1;
            let wide = bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]);
            let encoding = if wide { "utf-16" } else { "latin1" };
            Err(Diagnostic::new(
                Code::InvalidUtf8,
                format!(
                    "{} is not valid UTF-8: byte 0x{:02x} in line {line}",
                    path.display(),
                    bytes[valid]
                ),
            )
            .help(format!(
                "save the file as UTF-8, for instance with `iconv -f {encoding} -t utf-8 {}`",
                path.display()
            )))
        }
    }
}

pub fn create_folder(path: &Path) -> Result<(), Diagnostic> {
    fs::create_dir_all(path).map_err(|error| unwritable(path, &error))
}

/// Writes a file so that no other process ever sees half of it.
pub fn write(path: &Path, bytes: &[u8]) -> Result<(), Diagnostic> {
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let attempt = || -> io::Result<()> {
        if path.is_dir() {
            return Err(ErrorKind::IsADirectory.into());
        }
        let mut file = tempfile::Builder::new()
            .prefix(".mpfreeze-")
            .tempfile_in(folder)?;
        file.write_all(bytes)?;
        make_readable(file.as_file())?;
        file.persist(path).map_err(|error| error.error)?;
        Ok(())
    };
    attempt().map_err(|error| unwritable(path, &error))
}

/// Whether something is at this path that a new folder would hide: anything but an empty folder.
pub fn is_occupied(path: &Path) -> bool {
    match fs::read_dir(path) {
        Ok(mut entries) => entries.next().is_some(),
        Err(_) => path.symlink_metadata().is_ok(),
    }
}

/// Makes a folder with these text files, all of it or nothing. Missing folders above it are made.
pub fn write_folder(above: &Path, path: &Path, texts: &[(&str, &str)]) -> Result<(), Diagnostic> {
    create_folder(above)?;
    let attempt = || -> io::Result<()> {
        let folder = tempfile::Builder::new()
            .prefix(".mpfreeze-")
            .tempdir_in(above)?;
        for (name, text) in texts {
            fs::write(folder.path().join(name), text)?;
        }
        make_listable(folder.path())?;
        // An empty folder in its place; one with contents stays, and the renaming fails.
        let _ = fs::remove_dir(path);
        fs::rename(folder.path(), path)?;
        // What is to be cleaned up has another name now.
        let _ = folder.keep();
        Ok(())
    };
    attempt().map_err(|error| {
        Diagnostic::new(
            Code::UnwritableOutput,
            format!("cannot make {}: {}", path.display(), reason(&error)),
        )
        .help("choose another place, or check the permissions of the folder above it")
    })
}

/// As [`make_readable`], for folders.
fn make_listable(path: &Path) -> io::Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(path, fs::Permissions::from_mode(0o755))?;
    }
    #[cfg(not(unix))]
    let _ = path;
    Ok(())
}

/// Temporary files are private; outputs are ordinary files.
fn make_readable(file: &fs::File) -> io::Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        file.set_permissions(fs::Permissions::from_mode(0o644))?;
    }
    #[cfg(not(unix))]
    let _ = file;
    Ok(())
}

/// Removes a file that must not be mistaken for the result of a build that failed. One that is not there is fine.
pub fn remove_stale(path: &Path) -> Result<(), Diagnostic> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != ErrorKind::NotFound && path.exists() => {
            Err(unwritable(path, &error))
        }
        _ => Ok(()),
    }
}

fn unwritable(path: &Path, error: &io::Error) -> Diagnostic {
    Diagnostic::new(
        Code::UnwritableOutput,
        format!("cannot write {}: {}", path.display(), reason(error)),
    )
    .help("choose another place with -o or --target-dir")
}
