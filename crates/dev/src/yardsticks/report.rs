//! `docs/yardsticks.md`: one section for each measurement. A run replaces the sections that it measured and keeps the
//! others, because some take minutes and need other tools.

use crate::shell::{self, Outcome};
use std::collections::BTreeMap;

pub const FILE: &str = "docs/yardsticks.md";

/// Titles in the order of the page.
const ORDER: [&str; 10] = [
    "Micro workloads",
    "Whole programs",
    "Boot",
    "Interrupts",
    "Flash cache",
    "Code density",
    "Allocation",
    "Collection pauses",
    "Build times",
    "Simulator speed",
];

const HEAD: &str = "\
<!-- Written by `cargo dev yardsticks`; changes here are overwritten. -->
# Yardsticks

What the programs of `tests/bench` and some measurements of the tools cost. Instructions are those of the processor,
counted by QEMU, from the start of the main body to the end of the program; they repeat exactly, unlike seconds, and are
not cycles: no flash wait states, no pipeline. Every output was equal to CPython's. `cargo dev yardsticks` measures again;
`tests/bench/baseline.toml` has the accepted numbers, which may not get more than 2 % worse.
";

pub struct Section {
    title: &'static str,
    text: String,
}

impl Section {
    /// The title is one of the page's.
    pub fn new(title: &'static str, text: String) -> Section {
        debug_assert!(ORDER.contains(&title), "{title} has no place on the page");
        Section { title, text }
    }

    pub fn print(&self) {
        println!("\n## {}\n\n{}", self.title, self.text.trim_end());
    }
}

/// Puts the sections into the page.
pub fn update(sections: &[Section]) -> Outcome {
    let path = shell::root().join(FILE);
    let old = std::fs::read_to_string(&path).unwrap_or_default();
    shell::write(&path, merged(&old, sections))?;
    println!("\nyardsticks: wrote {FILE}");
    Ok(())
}

fn merged(old: &str, sections: &[Section]) -> String {
    let mut texts: BTreeMap<&str, &str> = BTreeMap::new();
    for part in old.split("\n## ").skip(1) {
        if let Some((title, text)) = part.split_once('\n') {
            texts.insert(title, text);
        }
    }
    for section in sections {
        texts.insert(section.title, &section.text);
    }
    let mut page = HEAD.to_owned();
    for title in ORDER {
        if let Some(text) = texts.get(title) {
            page.push_str(&format!("\n## {title}\n\n{}\n", text.trim()));
        }
    }
    page
}

/// A number with commas between its thousands.
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (index, digit) in digits.char_indices() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A table: header cells, then rows. Every column but the first is aligned to the right.
pub fn table(header: &[String], rows: &[Vec<String>]) -> String {
    let mut text = format!("| {} |\n|---|", header.join(" | "));
    text.push_str(&"--:|".repeat(header.len().saturating_sub(1)));
    text.push('\n');
    for row in rows {
        text.push_str(&format!("| {} |\n", row.join(" | ")));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sections_that_were_not_measured_stay() {
        let old = merged(
            "",
            &[
                Section::new("Micro workloads", "a\n".into()),
                Section::new("Code density", "b\n".into()),
            ],
        );
        let new = merged(&old, &[Section::new("Micro workloads", "c".into())]);
        assert!(new.ends_with("\n## Micro workloads\n\nc\n\n## Code density\n\nb\n"));
        assert_eq!(merged(&new, &[]), new);
    }

    #[test]
    fn thousands_are_grouped() {
        assert_eq!(grouped(0), "0");
        assert_eq!(grouped(999), "999");
        assert_eq!(grouped(1_234_567), "1,234,567");
    }
}
