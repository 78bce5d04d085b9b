//! Sizes as people write them in TOML: `4096`, `"4K"`, `"1M"`. The unit is 1024 based.

use serde::Deserialize;
use serde::de::{Deserializer, Error, Visitor};
use std::fmt;

/// A number of bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Size(pub u32);

impl Size {
    pub fn bytes(self) -> u32 {
        self.0
    }

    /// Reads `"4K"`, `"1M"`, `"512"`; `None` for anything else or more than 4 GB.
    pub fn parse(text: &str) -> Option<Size> {
        let text = text.trim();
        let (number, unit) = match text.char_indices().find(|(_, c)| !c.is_ascii_digit()) {
            Some((at, _)) => text.split_at(at),
            None => (text, ""),
        };
        let unit = match unit.trim() {
            "" | "B" => 1,
            "K" | "KB" => 1024,
            "M" | "MB" => 1024 * 1024,
            _ => return None,
        };
        number.parse::<u32>().ok()?.checked_mul(unit).map(Size)
    }
}

const EXPECTED: &str = "a size such as 4096, \"4K\" or \"1M\"";

struct SizeVisitor;

impl Visitor<'_> for SizeVisitor {
    type Value = Size;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(EXPECTED)
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Size, E> {
        u32::try_from(value)
            .map(Size)
            .map_err(|_| E::custom(format!("expected {EXPECTED}, found {value}")))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Size, E> {
        Size::parse(value)
            .ok_or_else(|| E::custom(format!("expected {EXPECTED}, found \"{value}\"")))
    }
}

impl<'de> Deserialize<'de> for Size {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Size, D::Error> {
        deserializer.deserialize_any(SizeVisitor)
    }
}

/// How large the heap is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HeapSize {
    /// All that the other sections of its region leave.
    Rest,
    Fixed(Size),
}

struct HeapVisitor;

impl Visitor<'_> for HeapVisitor {
    type Value = HeapSize;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "\"rest\" or {EXPECTED}")
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<HeapSize, E> {
        SizeVisitor.visit_i64(value).map(HeapSize::Fixed)
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<HeapSize, E> {
        match value {
            "rest" => Ok(HeapSize::Rest),
            _ => SizeVisitor.visit_str(value).map(HeapSize::Fixed),
        }
    }
}

impl<'de> Deserialize<'de> for HeapSize {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<HeapSize, D::Error> {
        deserializer.deserialize_any(HeapVisitor)
    }
}
