//! `tests/xfail.toml`: programs that are known to fail, each with a reason. One that passes is an error.

use crate::shell::{self, Outcome};
use serde::Deserialize;

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    xfail: Vec<Row>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    /// The program's path in the checkout.
    file: String,
    /// Lanes in which it fails; empty: in all.
    #[serde(default)]
    lanes: Vec<String>,
    reason: String,
}

pub struct Xfail(Vec<Row>);

impl Xfail {
    pub fn load() -> Outcome<Xfail> {
        let path = shell::root().join("tests/xfail.toml");
        if !path.is_file() {
            return Ok(Xfail(Vec::new()));
        }
        let file: File = toml::from_str(&shell::read(&path)?)
            .map_err(|error| format!("tests/xfail.toml: {error}"))?;
        for row in &file.xfail {
            if row.reason.trim().len() < 10 {
                return Err(format!("tests/xfail.toml: {} needs a reason", row.file));
            }
            if !shell::root().join(&row.file).exists() {
                return Err(format!("tests/xfail.toml: {} does not exist", row.file));
            }
        }
        Ok(Xfail(file.xfail))
    }

    /// Why the program may fail in this lane.
    pub fn reason(&self, program: &str, lane: &str) -> Option<&str> {
        let matches = |row: &&Row| {
            row.file == program && (row.lanes.is_empty() || row.lanes.iter().any(|l| l == lane))
        };
        self.0.iter().find(matches).map(|row| row.reason.as_str())
    }
}
