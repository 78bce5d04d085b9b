//! What a released `mpfreeze` carries of others, and under which licences. The texts are made by `cargo dev dist` from
//! what the package manager knows, and lie beside the archives.

use crate::archives;
use mpf_diagnostics::{Code, Diagnostic};

/// Name of the list in the block of carried files.
pub const LIST: &str = "licenses/list.txt";
/// Name of the licences themselves.
pub const TEXTS: &str = "licenses/texts.txt";

/// The list, or the licences in full; `None` in a build of the checkout, which nobody hands on.
pub fn read(full: bool) -> Result<Option<String>, Diagnostic> {
    let Some(pack) = archives::carried() else {
        return Ok(None);
    };
    let bytes = pack?.read(if full { TEXTS } else { LIST });
    let text = bytes.and_then(|bytes| String::from_utf8(bytes).map_err(|error| error.to_string()));
    text.map(Some).map_err(|reason| {
        Diagnostic::new(
            Code::BadArchive,
            format!("the list of licences inside this mpfreeze is unusable: {reason}"),
        )
        .help(archives::advice())
    })
}
