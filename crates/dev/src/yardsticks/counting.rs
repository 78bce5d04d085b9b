//! Runs an image in QEMU with our plugin (`counter.c`), which counts every instruction that ran and models a cache in
//! front of the flash. The counts are exact, whatever clock the board has.

use crate::shell::{self, Outcome};
use mpf_board::Board;
use mpf_sim::qemu::{QemuOptions, qemu_command};
use object::{Object, ObjectSymbol, SymbolKind};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;

const SOURCE: &str = include_str!("counter.c");

/// The cache that is modelled: that of a small chip with flash behind a serial bus.
pub const CACHE_BYTES: u32 = 16 * 1024;
pub const CACHE_LINE: u32 = 32;
pub const CACHE_WAYS: u32 = 8;

/// What the plugin saw, from reset to the end.
pub struct Counts {
    /// Executions by address of the instruction.
    pub by_address: BTreeMap<u32, u64>,
    pub cache: Cache,
}

/// Accesses to flash and how many of them the cache missed.
#[derive(Clone, Copy, Default)]
pub struct Cache {
    pub fetches: u64,
    pub reads: u64,
    pub misses: u64,
}

/// A function of an image.
pub struct Function {
    pub name: String,
    pub start: u32,
    pub size: u32,
}

/// The plugin, compiled once however many threads ask for it.
pub fn plugin() -> Outcome<PathBuf> {
    static PLUGIN: OnceLock<Outcome<PathBuf>> = OnceLock::new();
    PLUGIN.get_or_init(compile).clone()
}

/// Compiles the plugin, or says what is missing.
fn compile() -> Outcome<PathBuf> {
    let folder = shell::target_folder().join("yardsticks");
    let (source, library) = (folder.join("counter.c"), folder.join("counter.so"));
    let known = std::fs::read_to_string(&source).unwrap_or_default();
    if library.is_file() && known == SOURCE {
        return Ok(library);
    }
    let compiler = ["cc", "gcc", "clang"]
        .into_iter()
        .find(|name| shell::which(name).is_some())
        .ok_or("counting instructions needs a C compiler (`cc`) for QEMU's plugin")?;
    shell::write(&source, SOURCE)?;
    let mut command = Command::new(compiler);
    command.args(["-O2", "-shared", "-fPIC", "-o"]);
    shell::run(command.arg(&library).arg(&source))?;
    Ok(library)
}

/// Runs an image to its end; its output is thrown away.
pub fn count(board: &Board, elf: &Path) -> Outcome<Counts> {
    let library = plugin()?;
    let mut command = qemu_command(board, elf, &QemuOptions::default())
        .ok_or_else(|| format!("{} has no emulator", board.name))?;
    let report = elf.with_extension("counts");
    let flash = board
        .chip
        .regions
        .iter()
        .find(|region| !region.attributes.write)
        .ok_or_else(|| format!("{} has no flash", board.name))?;
    command.arg("-plugin").arg(format!(
        "{},out={},flash={}:{},cache={CACHE_BYTES}:{CACHE_LINE}:{CACHE_WAYS}",
        library.display(),
        report.display(),
        flash.origin,
        flash.length,
    ));
    let status = command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .output()
        .map_err(|error| format!("cannot start `{}`: {error}", shell::describe(&command)))?;
    let counts = parse(&shell::read(&report).map_err(|error| {
        let messages = String::from_utf8_lossy(&status.stderr).into_owned();
        format!("{error}; {}", messages.trim())
    })?)?;
    let _ = std::fs::remove_file(&report);
    Ok(counts)
}

fn parse(text: &str) -> Outcome<Counts> {
    let mut by_address = BTreeMap::new();
    let mut cache = None;
    for line in text.lines() {
        let mut words = line.split(' ');
        let kind = words.next();
        let numbers: Vec<u64> = words.filter_map(|word| word.parse().ok()).collect();
        match (kind, numbers.as_slice()) {
            (Some("block"), [count, addresses @ ..]) => {
                for address in addresses {
                    *by_address.entry(*address as u32).or_default() += count;
                }
            }
            (Some("cache"), [fetches, reads, misses]) => {
                cache = Some(Cache {
                    fetches: *fetches,
                    reads: *reads,
                    misses: *misses,
                });
            }
            _ => return Err(format!("the counting plugin wrote {line:?}")),
        }
    }
    let cache = cache.ok_or("the counting plugin did not finish its report")?;
    Ok(Counts { by_address, cache })
}

/// The functions of an image by address, with readable names.
pub fn functions(elf: &Path) -> Outcome<Vec<Function>> {
    let bytes =
        std::fs::read(elf).map_err(|error| format!("cannot read {}: {error}", elf.display()))?;
    let file = object::File::parse(bytes.as_slice())
        .map_err(|error| format!("{}: {error}", elf.display()))?;
    let mut functions: Vec<Function> = file
        .symbols()
        .filter(|symbol| symbol.kind() == SymbolKind::Text && symbol.size() > 0)
        .map(|symbol| Function {
            name: readable(symbol.name().unwrap_or("?")),
            // Bit 0 says Thumb.
            start: symbol.address() as u32 & !1,
            size: symbol.size() as u32,
        })
        .collect();
    functions.sort_by_key(|function| function.start);
    functions.dedup_by_key(|function| function.start);
    Ok(functions)
}

fn readable(name: &str) -> String {
    format!("{:#}", rustc_demangle::demangle(name))
}

impl Counts {
    pub fn total(&self) -> u64 {
        self.by_address.values().sum()
    }

    /// Instructions that ran inside of a function.
    pub fn inside(&self, function: &Function) -> u64 {
        let end = function.start.saturating_add(function.size);
        self.by_address
            .range(function.start..end)
            .map(|(_, count)| count)
            .sum()
    }

    pub fn at(&self, address: u32) -> u64 {
        self.by_address.get(&address).copied().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_that_overlap_add_up() {
        let counts = parse("block 3 100 102 106\nblock 2 102 106\ncache 15 4 1\n").unwrap();
        assert_eq!((counts.at(100), counts.at(102), counts.total()), (3, 5, 13));
        let function = Function {
            name: String::new(),
            start: 100,
            size: 4,
        };
        assert_eq!(counts.inside(&function), 8);
        assert_eq!(counts.cache.misses, 1);
    }

    #[test]
    fn half_a_report_is_an_error() {
        assert!(parse("block 3 100\n").is_err());
        assert!(parse("something\ncache 1 1 1\n").is_err());
    }
}
