//! `cargo dev sizes`: flash and RAM of every example on every board, exact to the byte, against `tests/sizes.toml`.
//!
//! The numbers belong to one device compiler; with another one they are shown and not compared.

use crate::lang::{lanes, process, programs};
use crate::setup::device_toolchain;
use crate::shell::{self, Outcome};
use mpf_driver::archives::toolchain_id;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

const FILE: &str = "tests/sizes.toml";

/// Bytes of an image. A program that does not fit has none.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Bytes {
    flash: u32,
    ram: u32,
}

#[derive(Default, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    toolchain: String,
    /// Board, then program.
    sizes: BTreeMap<String, BTreeMap<String, Bytes>>,
}

pub fn run(mpfreeze: &Path, bless: bool) -> Outcome {
    let found = measure(mpfreeze)?;
    let path = shell::root().join(FILE);
    if bless {
        let text = toml::to_string(&found).map_err(|error| error.to_string())?;
        let head = "# Flash and RAM (without stacks and heap) of every example. Written by `cargo dev sizes --bless`.\n";
        shell::write(&path, format!("{head}{text}"))?;
        println!("sizes: wrote {FILE}");
        return Ok(());
    }
    let known: Table = match path.is_file() {
        true => toml::from_str(&shell::read(&path)?).map_err(|error| format!("{FILE}: {error}"))?,
        false => Table::default(),
    };
    if known.toolchain != found.toolchain {
        println!(
            "sizes: {FILE} is for `{}`, this is `{}`; numbers are not compared",
            known.toolchain, found.toolchain
        );
        return Ok(());
    }
    let (mut passed, mut failed) = (0, 0);
    for (board, programs) in &found.sizes {
        for (program, now) in programs {
            match known
                .sizes
                .get(board)
                .and_then(|programs| programs.get(program))
            {
                Some(before) if before == now => passed += 1,
                before => {
                    failed += 1;
                    println!("FAIL {program} on {board}: {now:?}, {FILE} says {before:?}");
                }
            }
        }
    }
    for (board, programs) in &known.sizes {
        for program in programs.keys() {
            if !found
                .sizes
                .get(board)
                .is_some_and(|now| now.contains_key(program))
            {
                failed += 1;
                println!("FAIL {program} on {board}: {FILE} has a size, but it could not be built");
            }
        }
    }
    println!("sizes: {passed} passed, {failed} failed");
    match failed {
        0 => Ok(()),
        _ => Err("sizes changed; if that is meant, run `cargo dev sizes --bless`".into()),
    }
}

fn measure(mpfreeze: &Path) -> Outcome<Table> {
    let toolchain = device_toolchain().ok_or("no device toolchain; run `cargo dev setup`")?;
    let mut table = Table {
        toolchain: toolchain_id(&toolchain.version()?),
        sizes: BTreeMap::new(),
    };
    for board in lanes::boards()?
        .iter()
        .filter(|board| !board.is_simulator())
    {
        let row = table.sizes.entry(board.name.clone()).or_default();
        for program in programs::find("examples") {
            if !program.fits(board) {
                continue;
            }
            let mut command = Command::new(mpfreeze);
            command
                .args([
                    "size",
                    "--json",
                    "--message-format",
                    "short",
                    "--board",
                    &board.name,
                ])
                .arg("--target-dir")
                .arg(shell::target_folder())
                .arg(&program.input);
            let output = process::run(&mut command, Duration::from_secs(60))?;
            if output.status != Some(0) {
                println!(
                    "sizes: {} on {}: {}",
                    program.name,
                    board.name,
                    output.stderr.trim()
                );
                continue;
            }
            let bytes = parse(&output.stdout)
                .ok_or_else(|| format!("`mpfreeze size --json` answered {:?}", output.stdout))?;
            println!(
                "sizes: {} on {}: flash {}, RAM {}",
                program.name, board.name, bytes.flash, bytes.ram
            );
            row.insert(program.name.clone(), bytes);
        }
    }
    Ok(table)
}

fn parse(text: &str) -> Option<Bytes> {
    let value: serde_json::Value = serde_json::from_str(text).ok()?;
    let number = |name: &str| u32::try_from(value.get(name)?.as_u64()?).ok();
    Some(Bytes {
        flash: number("flash")?,
        ram: number("ram")?,
    })
}
