//! Where the results of a build go: `<target>/mpfreeze/<board>/<profile>/<name>.*`, and the file named with `-o`.
//!
//! A build that fails removes what an earlier one left there, so that nothing old can look new.

use crate::device::DEBUG;
use crate::files;
use crate::session::{Request, Session, Stop};
use mpf_board::Board;
use mpf_diagnostics::{Code, Diagnostic};
use mpf_link::flash_file::FlashFile;
use std::path::{Path, PathBuf};

/// Extensions of all files that a build may write.
const EXTENSIONS: [&str; 9] = [
    "o",
    "elf",
    "map",
    DEBUG,
    "size.json",
    FLASH[0],
    FLASH[1],
    FLASH[2],
    FLASH[3],
];
/// Those of files that are written into flash.
const FLASH: [&str; 4] = ["bin", "hex", "uf2", "dfu"];

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

    /// Writes the file that the user named, if one was named: the flash file of that extension, else `image`.
    pub fn write_copy(
        &mut self,
        image: &[u8],
        files: &[FlashFile],
        session: &mut Session,
    ) -> Result<(), Stop> {
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
        let wanted = copy.extension().unwrap_or_default();
        let bytes = match files.iter().find(|file| wanted == file.extension) {
            Some(file) => &file.bytes,
            None if FLASH.iter().any(|extension| wanted == *extension) => {
                let has: Vec<&str> = files.iter().map(|file| file.extension).collect();
                return session.keep(Err(Diagnostic::new(
                    Code::UnwritableOutput,
                    format!("{}: there is no such file for this board", copy.display()),
                )
                .help(match has.is_empty() {
                    true => "its image is an ELF file: choose a name that ends in .elf".into(),
                    false => format!("its images end in .elf or .{}", has.join(", .")),
                })));
            }
            None => image,
        };
        session.keep(files::write(copy, bytes))?;
        self.written.push(copy.clone());
        Ok(())
    }

    /// Removes what an earlier build wrote. A file that is no image is never removed.
    pub fn remove_stale(&self, session: &mut Session) {
        let own = EXTENSIONS.iter().map(|extension| self.path(extension));
        let flash = |path: &&PathBuf| {
            FLASH
                .iter()
                .any(|e| path.extension().is_some_and(|x| x == *e))
        };
        let named = self
            .copy
            .iter()
            .filter(|path| flash(path) || is_elf(path))
            .cloned();
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
