//! `mpfreeze.lock`: which mpfreeze a project was built with. An image is a pure function of the sources and of the tool,
//! so the tool's version is all that a repeatable build has to keep.
//!
//! `mpfreeze new` and `mpfreeze lock` write it; `--locked` refuses to build with any other version, so that CI and a desk
//! cannot drift apart unnoticed.

use crate::files;
use crate::project::Project;
use crate::session::{Session, Stop};
use mpf_diagnostics::{Code, Diagnostic};
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};

/// Name of the file, beside the project file.
pub const FILE: &str = "mpfreeze.lock";
const VERSION: &str = env!("CARGO_PKG_VERSION");
const HEAD: &str = "# Written by mpfreeze; belongs under version control.\n";

#[derive(Serialize, Deserialize, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
struct Lock {
    mpfreeze: String,
}

/// The text of a lock for this tool.
pub fn text() -> String {
    let own = Lock {
        mpfreeze: VERSION.to_owned(),
    };
    format!("{HEAD}{}", toml::to_string(&own).unwrap_or_default())
}

/// Locks the project at `input` (a folder or its project file) to this tool. The path of the lock comes back.
///
/// # Errors
/// There is no project file, or the lock cannot be written.
pub fn write(input: &Path, session: &mut Session) -> Result<PathBuf, Stop> {
    let found = Project::discover(input, &mut session.sources);
    let project = session.keep(found)?;
    let path = session.keep(path_of(&project))?;
    session.keep(files::write(&path, text().as_bytes()))?;
    Ok(path)
}

/// Holds a project to its lock.
///
/// # Errors
/// There is no lock, it is damaged, or it is of another version.
pub fn check(project: &Project) -> Result<(), Diagnostic> {
    let path = path_of(project)?;
    let lock: Option<Lock> = match path.is_file() {
        true => toml::from_str(&files::read_text(&path)?).ok(),
        false => None,
    };
    let message = match lock {
        Some(lock) if lock.mpfreeze == VERSION => return Ok(()),
        Some(lock) => format!(
            "{} is for mpfreeze {}, this is {VERSION}",
            path.display(),
            lock.mpfreeze
        ),
        None => format!("{} is missing or damaged", path.display()),
    };
    Err(Diagnostic::new(Code::NotLocked, message)
        .help("install that version; or run `mpfreeze lock`, build, test, and commit the file"))
}

fn path_of(project: &Project) -> Result<PathBuf, Diagnostic> {
    match &project.folder {
        Some(folder) => Ok(folder.join(FILE)),
        None => Err(Diagnostic::new(
            Code::NotLocked,
            "without a project file there is nothing to lock",
        )
        .help("make a folder with mpfreeze.toml; `mpfreeze new` does")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_version_that_was_locked_passes() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("main.py"), "").unwrap();
        let mut session = Session::new();
        assert!(write(folder.path(), &mut session).is_err());
        std::fs::write(folder.path().join("mpfreeze.toml"), "").unwrap();
        let project = Project::discover(folder.path(), &mut session.sources).unwrap();
        assert_eq!(check(&project).unwrap_err().code, Code::NotLocked);
        let path = write(folder.path(), &mut session).unwrap();
        check(&project).unwrap();
        std::fs::write(&path, "mpfreeze = \"0.0.1\"").unwrap();
        assert!(check(&project).unwrap_err().message.contains("0.0.1"));
        std::fs::write(&path, "???").unwrap();
        assert!(check(&project).unwrap_err().message.contains("damaged"));
    }
}
