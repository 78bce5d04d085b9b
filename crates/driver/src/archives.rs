//! Where the device archives are: inside a released `mpfreeze`; else in a cache outside the checkout, one folder per
//! content hash of the runtime.
//!
//! `cargo dev archives` fills the folder and `build` reads it; `cargo dev dist` puts its contents inside. Nothing here
//! compiles or downloads anything.

use crate::files;
use crate::pack::Pack;
use mpf_board::Chip;
use mpf_diagnostics::{Code, Diagnostic};
use std::env;
use std::path::PathBuf;

/// The hash of the runtime's sources, toolchain file and flags, taken when this crate was compiled.
pub const HASH: &str = env!("MPF_ARCHIVE_HASH");

/// File beside the archives that holds what `rustc -vV` said when they were built.
pub const TOOLCHAIN_FILE: &str = "toolchain.txt";

/// The archives that `cargo dev dist` put inside. A release looks nowhere else.
#[cfg(mpf_carried)]
static CARRIED: Option<&[u8]> = Some(include_bytes!(env!("MPF_CARRIED")));
#[cfg(not(mpf_carried))]
static CARRIED: Option<&[u8]> = None;

/// The two archives that an image for a chip is linked with.
#[derive(Clone, Debug)]
pub struct Archives {
    /// Name (for messages) and bytes of `core-<target>.a`.
    pub core: (String, Vec<u8>),
    /// Name and bytes of `port-<soc>.a`.
    pub port: (String, Vec<u8>),
    /// The compiler that built them, one line.
    pub toolchain: String,
}

/// `$MPFREEZE_CACHE`, else `mpfreeze` in the user's cache folder; `None` when neither is known.
pub fn cache_root() -> Option<PathBuf> {
    let from = |name: &str| env::var_os(name).filter(|value| !value.is_empty());
    if let Some(root) = from("MPFREEZE_CACHE") {
        return Some(PathBuf::from(root));
    }
    let base = match from("XDG_CACHE_HOME") {
        Some(base) => PathBuf::from(base),
        None => PathBuf::from(from("HOME")?).join(".cache"),
    };
    Some(base.join("mpfreeze"))
}

/// The folder of the archives that belong to this binary, whether it exists or not.
pub fn folder() -> Result<PathBuf, Diagnostic> {
    match cache_root() {
        Some(root) => Ok(root.join("archives").join(HASH)),
        None => Err(Diagnostic::new(
            Code::UnreadableFile,
            "there is no place for the device archives: none of MPFREEZE_CACHE, XDG_CACHE_HOME and HOME is set",
        )
        .help("set MPFREEZE_CACHE to a folder that can be written")),
    }
}

/// What is carried inside; `None` in a build of the checkout.
pub fn carried() -> Option<Result<Pack<'static>, Diagnostic>> {
    // The file on disk counts, not what the compiler knew about it: it may have been damaged since.
    let bytes = std::hint::black_box(CARRIED)?;
    let pack = Pack::open(bytes).and_then(|pack| match pack.key() {
        HASH => Ok(pack),
        other => Err(format!("it belongs to the runtime {other}, not {HASH}")),
    });
    Some(pack.map_err(|reason| damaged(&reason)))
}

fn damaged(reason: &str) -> Diagnostic {
    Diagnostic::new(
        Code::BadArchive,
        format!("the block of archives inside this mpfreeze is unusable: {reason}"),
    )
    .help(advice())
}

/// What to do when archives are missing or wrong.
pub fn advice() -> &'static str {
    match CARRIED {
        Some(_) => "install mpfreeze again: `pip install --force-reinstall mpfreeze`",
        None => "run `cargo dev archives --force` in the checkout of mpfreeze",
    }
}

/// File name of the runtime archive for a target triple.
pub fn core_name(target: &str) -> String {
    format!("core-{target}.a")
}

/// File name of the archive of a port.
pub fn port_name(port: &str) -> String {
    format!("port-{port}.a")
}

/// Reads the archives for a chip.
pub fn load(chip: &Chip) -> Result<Archives, Diagnostic> {
    let (Some(target), Some(port)) = (&chip.target, &chip.port) else {
        return Err(Diagnostic::new(
            Code::BadBoardFile,
            format!("chip `{}` names no target or no port", chip.name),
        )
        .help("only the simulator does without; add `target` and `port` to the chip's file"));
    };
    let (core, port) = (core_name(target), port_name(port));
    if let Some(pack) = carried() {
        let pack = pack?;
        let read = |name: &str| pack.read(name).map_err(|reason| damaged(&reason));
        return Ok(Archives {
            toolchain: toolchain_id(&String::from_utf8_lossy(&read(TOOLCHAIN_FILE)?)),
            core: (core.clone(), read(&core)?),
            port: (port.clone(), read(&port)?),
        });
    }
    let folder = folder()?;
    let read = |name: String| -> Result<(String, Vec<u8>), Diagnostic> {
        let path = folder.join(&name);
        if !path.is_file() {
            return Err(Diagnostic::new(
                Code::BadArchive,
                format!("the device archive {name} has not been built"),
            )
            .help(format!(
                "run `cargo dev archives` in the checkout of mpfreeze; it puts it into {}",
                folder.display()
            )));
        }
        Ok((name, files::read_bytes(&path)?))
    };
    let toolchain = files::read_bytes(&folder.join(TOOLCHAIN_FILE)).unwrap_or_default();
    Ok(Archives {
        core: read(core)?,
        port: read(port)?,
        toolchain: toolchain_id(&String::from_utf8_lossy(&toolchain)),
    })
}

/// The first line and the commit of `rustc -vV`: what identifies the device compiler.
pub fn toolchain_id(version: &str) -> String {
    version
        .lines()
        .next()
        .unwrap_or("unknown")
        .trim()
        .to_owned()
}
