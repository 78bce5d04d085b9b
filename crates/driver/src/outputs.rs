//! Where the results of a build go: `<target>/mpfreeze/<board>/<profile>/<name>.*`, and the file named with `-o`.
//!
//! A build that fails removes what an earlier one left there, so that nothing old can look new.

use crate::files;
use crate::session::{Request, Session, Stop};
use mpf_board::Board;
use mpf_diagnostics::{Code, Diagnostic};
use std::path::{Path, PathBuf};

/// Extensions of all files that a build may write.
const EXTENSIONS: [&str; 4] = ["o", "elf", "map", "size.json"];

pub struct Outputs {
    folder: PathBuf,
    name: String,
    copy: Option<PathBuf>,
    written: Vec<PathBuf>,
}

impl Outputs {
    pub fn new(request: &Request, board: &Board, name: &str) -> Outputs {
        let target = request
            .target_dir
            .clone()
            .unwrap_or_else(|| "target".into());
        let profile = if request.release { "release" } else { "debug" };
        Outputs {
            folder: target.join("mpfreeze").join(&board.name).join(profile),
            name: name.to_owned(),
            copy: request.output.clone(),
            written: Vec::new(),
        }
    }

    pub fn path(&self, extension: &str) -> PathBuf {
        self.folder.join(format!("{}.{extension}", self.name))
    }

    /// Everything written so far.
    pub fn written(self) -> Vec<PathBuf> {
        self.written
    }

    pub fn write(
        &mut self,
        extension: &str,
        bytes: &[u8],
        session: &mut Session,
    ) -> Result<PathBuf, Stop> {
        session.keep(files::create_folder(&self.folder))?;
        let path = self.path(extension);
        session.keep(files::write(&path, bytes))?;
        self.written.push(path.clone());
        Ok(path)
    }

    /// Writes the file that the user named, if one was named.
    pub fn write_copy(&mut self, bytes: &[u8], session: &mut Session) -> Result<(), Stop> {
        let Some(copy) = &self.copy else {
            return Ok(());
        };
        if copy.extension().is_some_and(|extension| extension == "py") {
            return session.keep(Err(Diagnostic::new(
                Code::UnwritableOutput,
                format!(
                    "{} would be overwritten: it looks like a source file",
                    copy.display()
                ),
            )
            .help("choose a name that does not end in .py")));
        }
        session.keep(files::write(copy, bytes))?;
        self.written.push(copy.clone());
        Ok(())
    }

    /// Removes what an earlier build wrote. A file that is no image is never removed.
    pub fn remove_stale(&self, session: &mut Session) {
        let own = EXTENSIONS.iter().map(|extension| self.path(extension));
        let named = self.copy.iter().filter(|path| is_elf(path)).cloned();
        for path in own.chain(named) {
            if let Err(diagnostic) = files::remove_stale(&path) {
                session.diagnostics.push(diagnostic);
            }
        }
    }
}

fn is_elf(path: &Path) -> bool {
    files::read_bytes(path).is_ok_and(|bytes| bytes.starts_with(b"\x7fELF"))
}
