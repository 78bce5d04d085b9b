//! Code density: bytes of flash for a corpus of real driver source, by what they are for.

use super::Bench;
use super::report::{Section, grouped, table};
use super::tools;
use crate::shell::{self, Outcome};
use mpf_board::Board;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Whose bytes are the program's: the name of the frozen object in the map.
const FROZEN: &str = "app.o";
/// Code of the main file, which is no part of the corpus.
const MAIN: &str = ".py.__main__.";
/// What the frozen object holds for the runtime whatever the program is made of.
const RUNTIME: &str = "types and tables of the runtime";

/// An application of the corpus, of which only what it reaches is in the image.
const APPLICATION: &str = "\
import busio
from adafruit_bme280 import basic

def main():
    sensor = basic.Adafruit_BME280_I2C(busio.I2C(1, 2))
    sensor.sea_level_pressure = 1013.25
    print(sensor.temperature, sensor.relative_humidity, sensor.pressure, sensor.altitude)

main()
";

/// A form of the corpus as a program.
struct Form {
    title: &'static str,
    main: &'static str,
    flags: &'static [&'static str],
    /// Folders whose lines count; empty: all.
    folders: &'static [&'static str],
}

const FORMS: [Form; 3] = [
    Form {
        title: "all of it, every name visible",
        main: "named.py",
        flags: &["--release"],
        folders: &[],
    },
    Form {
        title: "all of it",
        main: "main.py",
        flags: &["--release"],
        folders: &[],
    },
    Form {
        title: "a weather station",
        main: "station.py",
        flags: &["--release"],
        folders: &["adafruit_bme280", "adafruit_bus_device"],
    },
];

pub fn sections(bench: &Bench) -> Outcome<Vec<Section>> {
    let sources = tools::corpus()?;
    let place = shell::target_folder().join("yardsticks/corpus");
    let application = prepare(&sources, &place)?;
    let lines = code_lines(&sources)?;
    let mut header = vec!["corpus".to_owned(), "lines".into()];
    header.extend(["board", "bytes", "per line", "without the runtime's own"].map(str::to_owned));
    let mut kinds: BTreeMap<String, Vec<u32>> = BTreeMap::new();
    let mut rows = Vec::new();
    let boards: Vec<&Board> = bench.large_boards().collect();
    for (column, form) in FORMS.iter().enumerate() {
        let counted = |path: &Path| {
            let first = path.components().next();
            form.folders.is_empty()
                || first.is_some_and(|part| form.folders.iter().any(|f| part.as_os_str() == *f))
        };
        let lines: u64 = lines
            .iter()
            .filter(|(path, _)| counted(path))
            .map(|(_, n)| n)
            .sum();
        for board in &boards {
            let parts = frozen_bytes(bench.mpfreeze, board, &application, form)?;
            let bytes: u32 = parts.values().sum();
            let own = bytes - parts.get(RUNTIME).copied().unwrap_or(0);
            if board.name == boards[0].name {
                for (kind, bytes) in parts {
                    kinds.entry(kind).or_insert_with(|| vec![0; FORMS.len()])[column] = bytes;
                }
            }
            rows.push(vec![
                form.title.to_owned(),
                grouped(lines),
                board.name.clone(),
                grouped(u64::from(bytes)),
                format!("{:.1}", f64::from(bytes) / lines as f64),
                format!("{:.1}", f64::from(own) / lines as f64),
            ]);
        }
    }
    let mut by_kind: Vec<(String, Vec<u32>)> = kinds.into_iter().collect();
    by_kind.sort_by_key(|(_, bytes)| std::cmp::Reverse(bytes[0]));
    let mut kind_header = vec!["bytes of".to_owned()];
    kind_header.extend(FORMS.iter().map(|form| form.title.to_owned()));
    let kind_rows: Vec<Vec<String>> = by_kind
        .into_iter()
        .map(|(kind, bytes)| {
            let numbers = bytes.into_iter().map(|bytes| grouped(u64::from(bytes)));
            std::iter::once(kind).chain(numbers).collect()
        })
        .collect();
    let text = format!(
        "Six packages of drivers from PyPI (Adafruit's for BME280, SSD1306, motors, LED animations, their bus and register \
         layers) as one program, with empty stand-ins for the modules of the device that are missing. Bytes of the frozen \
         object in the image without the code of the main file, which in the first two forms calls every class, function \
         and method; lines without comments, docstrings and blank ones. {}\n\n{}\nWhat the bytes are for on {}:\n\n{}",
        bench.peer.density(),
        table(&header, &rows),
        boards[0].name,
        table(&kind_header, &kind_rows),
    );
    Ok(vec![Section::new("Code density", text)])
}

/// A copy of the corpus that can be frozen.
pub fn prepare(sources: &Path, place: &Path) -> Outcome<PathBuf> {
    let application = place.join("app");
    if application.exists() {
        std::fs::remove_dir_all(&application).map_err(|error| error.to_string())?;
    }
    for file in shell::files_below(sources, "py") {
        let name = file
            .strip_prefix(sources)
            .map_err(|error| error.to_string())?;
        shell::write(&application.join(name), shell::read(&file)?)?;
    }
    let mut script = Command::new("python3");
    script
        .args(["-B", "-c", include_str!("corpus.py")])
        .arg(&application);
    shell::run(&mut script)?;
    shell::write(&application.join("station.py"), APPLICATION)?;
    Ok(application)
}

/// Lines of every file that are code.
fn code_lines(sources: &Path) -> Outcome<BTreeMap<PathBuf, u64>> {
    let mut script = Command::new("python3");
    script
        .args(["-B", "-c", include_str!("python_lines.py")])
        .args(shell::files_below(sources, "py"));
    let lines: BTreeMap<PathBuf, u64> =
        serde_json::from_str(&shell::capture(&mut script)?).map_err(|error| error.to_string())?;
    let relative = |path: &Path| path.strip_prefix(sources).unwrap_or(path).to_owned();
    Ok(lines
        .iter()
        .map(|(path, count)| (relative(path), *count))
        .collect())
}

/// Bytes of the frozen object in the image, by what they are.
fn frozen_bytes(
    mpfreeze: &Path,
    board: &Board,
    application: &Path,
    form: &Form,
) -> Outcome<BTreeMap<String, u32>> {
    let place = application.with_file_name(&board.name);
    let image = place.join("corpus.elf");
    std::fs::create_dir_all(&place).map_err(|error| error.to_string())?;
    let mut command = Command::new(mpfreeze);
    command
        .args(["build", "--quiet", "--emit", "map", "--board", &board.name])
        .args(form.flags)
        .arg("--target-dir")
        .arg(&place)
        .arg("--output")
        .arg(&image)
        .arg(application.join(form.main));
    shell::capture(&mut command)?;
    let maps = shell::files_below(&place, "map");
    let stem = form.main.trim_end_matches(".py");
    let release = form.flags.contains(&"--release");
    let map = maps.iter().find(|map| {
        let folder = if release { "release" } else { "debug" };
        map.file_stem().is_some_and(|name| name == stem)
            && map.parent().is_some_and(|parent| parent.ends_with(folder))
    });
    let map = map.ok_or_else(|| format!("no map below {}", place.display()))?;
    Ok(by_kind(&shell::read(map)?))
}

/// Sums the pieces of the frozen object: `ADDRESS SIZE NAME FILE […]`.
fn by_kind(map: &str) -> BTreeMap<String, u32> {
    let mut kinds = BTreeMap::new();
    for line in map.lines() {
        let words: Vec<&str> = line.split_whitespace().collect();
        let [_, size, name, file, ..] = words.as_slice() else {
            continue;
        };
        if let (&FROZEN, Ok(size), false) = (file, size.parse::<u32>(), name.contains(MAIN)) {
            *kinds.entry(kind(name)).or_default() += size;
        }
    }
    kinds.retain(|_, size| *size > 0);
    kinds
}

/// `.rodata.mpf.str.17` is a str, `.data.mpf.py.module.function` code.
fn kind(name: &str) -> String {
    let mut parts = name.trim_start_matches('.').split('.');
    let section = parts.next().unwrap_or_default();
    let kind = match parts.nth(1).unwrap_or_default() {
        "py" => "code",
        "mpf_global_names" => "names of globals",
        "slots" | "builtin" => RUNTIME,
        other if other.starts_with("mpf_") => RUNTIME,
        other => other,
    };
    match section {
        "data" => format!("{kind} (copied to RAM)"),
        _ => kind.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_are_added_by_kind() {
        let map = "0x00027288       28   .rodata.mpf.mpf_config app.o [`mpf_config` used by .text._start]\n\
                   0x00027288       28     mpf_config\n\
                   0x000351b0      920   .rodata.mpf.py.a.b app.o [x]\n\
                   0x000351b0       80   .rodata.mpf.py.a.c app.o [x]\n\
                   0x000351b0       70   .rodata.mpf.py.__main__.use app.o [x]\n\
                   0x20004000       12   .data.mpf.array.1 app.o [x]\n\
                   0x00000000       99   .text.x core.a [x]\n";
        let kinds = by_kind(map);
        assert_eq!(kinds.get("code"), Some(&1000));
        assert_eq!(kinds.get(RUNTIME), Some(&28));
        assert_eq!(kinds.get("array (copied to RAM)"), Some(&12));
        assert_eq!(kinds.values().sum::<u32>(), 1040);
    }
}
