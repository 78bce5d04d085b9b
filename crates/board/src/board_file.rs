//! A board file: what surrounds a chip. Sizes that it gives replace the chip's.

use crate::error::BoardError;
use crate::schema::{Budget, Connection, Memory};
use crate::suggest::closest;
use crate::{Board, Chip};
use serde::Deserialize;
use std::collections::BTreeMap;
use toml::Spanned;

/// Images keep the number in a byte.
const LARGEST_PIN: u32 = 255;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct BoardFile {
    description: String,
    pub(crate) chip: Spanned<String>,
    #[serde(default)]
    console: Option<String>,
    #[serde(default)]
    led: Option<Spanned<String>>,
    #[serde(default)]
    clock: Option<u64>,
    #[serde(default)]
    pins: BTreeMap<String, Spanned<u32>>,
    #[serde(default)]
    unusable: BTreeMap<String, String>,
    #[serde(default)]
    connection: Option<Connection>,
    #[serde(default)]
    budget: Budget,
    #[serde(default)]
    memory: Memory,
}

impl BoardFile {
    pub(crate) fn parse(file: &str, text: &str) -> Result<BoardFile, BoardError> {
        toml::from_str(text).map_err(|error| BoardError::from_toml(file, text, &error))
    }

    pub(crate) fn into_board(
        self,
        name: &str,
        file: &str,
        text: &str,
        chip: Chip,
        memory: Memory,
    ) -> Result<Board, BoardError> {
        if let Some(led) = &self.led
            && !self.pins.contains_key(led.get_ref())
        {
            let error = BoardError::at(file, text, led.span(), "the LED is not in [pins]");
            let known = self.pins.keys().map(String::as_str);
            return Err(match closest(led.get_ref(), known) {
                Some(near) => error.help(format!("did you mean `{near}`?")),
                None => error.help("add its pin number under [pins]"),
            });
        }
        if let Some(number) = self
            .pins
            .values()
            .find(|number| *number.get_ref() > LARGEST_PIN)
        {
            let message = format!("a pin's number is at most {LARGEST_PIN}");
            return Err(BoardError::at(file, text, number.span(), message));
        }
        Ok(Board {
            name: name.to_owned(),
            description: self.description,
            clock: self.clock.unwrap_or(chip.cpu.clock),
            console: self.console,
            led: self.led.map(Spanned::into_inner),
            pins: self
                .pins
                .into_iter()
                .map(|(name, number)| (name, number.into_inner()))
                .collect(),
            unusable: self.unusable,
            connection: self.connection.unwrap_or_else(|| chip.connection.clone()),
            budget: self.budget,
            memory: self.memory.or(memory),
            chip,
        })
    }
}
