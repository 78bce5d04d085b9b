//! `cargo dev setup`: looks for everything the other commands need and installs what is missing.
//!
//! When nothing is missing it only looks. Without root or network it says exactly what to install.

use crate::shell::{Outcome, capture, run as run_command, which, write};
use mpf_board::Emulator;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The oldest Python that the language tests can be compared with.
const PYTHON: (u32, u32) = (3, 11);
/// Emulators older than this lack a machine or count instructions wrongly.
const QEMU_MAJOR: u32 = 8;
/// Packages of a Debian toolchain that can build `core` from source, for machines where rustup cannot download.
const DEBIAN_TOOLCHAIN: [&str; 4] = [
    "rustc-web",
    "cargo-web",
    "rust-web-src",
    "libstd-rust-web-dev",
];

pub fn run() -> Outcome {
    toolchain()?;
    emulators()?;
    python()
}

/// A cargo whose compiler comes with the sources of `core`.
pub struct DeviceToolchain {
    cargo: PathBuf,
    rustc: PathBuf,
    /// Whether it is the pinned toolchain of the checkout (and not the distribution's).
    pub pinned: bool,
}

impl DeviceToolchain {
    pub fn cargo(&self) -> Command {
        let mut command = Command::new(&self.cargo);
        self.clean(&mut command);
        command.env("RUSTC", &self.rustc);
        command
    }

    pub fn rustc(&self) -> Command {
        let mut command = Command::new(&self.rustc);
        self.clean(&mut command);
        command
    }

    /// What identifies the compiler: the text of `rustc -vV`.
    pub fn version(&self) -> Outcome<String> {
        capture(self.rustc().arg("-vV"))
    }

    /// Nothing that the outer cargo or the user set up for host builds may leak into device builds.
    fn clean(&self, command: &mut Command) {
        for name in [
            "RUSTFLAGS",
            "CARGO_ENCODED_RUSTFLAGS",
            "CARGO_BUILD_TARGET",
            "RUSTC_WRAPPER",
        ] {
            command.env_remove(name);
        }
        if !self.pinned {
            command.env_remove("RUSTUP_TOOLCHAIN");
        }
    }
}

/// The toolchain for device code, if there is one.
pub fn device_toolchain() -> Option<DeviceToolchain> {
    let pinned = DeviceToolchain {
        cargo: std::env::var_os("CARGO").map_or_else(|| "cargo".into(), PathBuf::from),
        rustc: "rustc".into(),
        pinned: true,
    };
    if has_core_sources("rustc") {
        return Some(pinned);
    }
    let debian = DeviceToolchain {
        cargo: "/usr/bin/cargo".into(),
        rustc: "/usr/bin/rustc".into(),
        pinned: false,
    };
    (debian.cargo.is_file() && has_core_sources("/usr/bin/rustc")).then_some(debian)
}

fn has_core_sources(rustc: &str) -> bool {
    match capture(Command::new(rustc).args(["--print", "sysroot"])) {
        Ok(sysroot) => Path::new(sysroot.trim())
            .join("lib/rustlib/src/rust/library/core")
            .is_dir(),
        Err(_) => false,
    }
}

pub fn toolchain() -> Outcome {
    if device_toolchain().is_none() {
        install_toolchain()?;
    }
    match device_toolchain() {
        Some(toolchain) => {
            let version = toolchain.version()?;
            let first = version.lines().next().unwrap_or_default();
            let note = if toolchain.pinned {
                ""
            } else {
                " (from the distribution)"
            };
            println!("setup: device toolchain: {first}{note}");
            Ok(())
        }
        None => Err("the device toolchain is still missing after its installation".into()),
    }
}

fn install_toolchain() -> Outcome {
    let advice = format!(
        "the sources of Rust's `core` are missing, and device archives cannot be built without them.\n  \
         Either: rustup component add rust-src   (in the checkout, with network)\n  \
         or, on Debian as root: apt-get install --no-install-recommends {}",
        DEBIAN_TOOLCHAIN.join(" ")
    );
    if which("rustup").is_some() {
        println!("setup: adding the sources of core to the pinned toolchain");
        let mut command = crate::shell::cargo();
        command = {
            let mut rustup = Command::new("rustup");
            rustup.current_dir(command.get_current_dir().unwrap_or(Path::new(".")));
            rustup
        };
        match run_command(command.args(["component", "add", "rust-src"])) {
            Ok(()) => return Ok(()),
            Err(message) => println!("setup: {message}"),
        }
    }
    if !can_apt() {
        return Err(advice);
    }
    println!("setup: rustup could not help; trying the distribution's toolchain");
    apt_update()?;
    apt_install(None, &DEBIAN_TOOLCHAIN.map(String::from))
        .map_err(|error| format!("{error}\n{advice}"))
}

fn emulators() -> Outcome {
    let mut missing = BTreeSet::new();
    let mut checked = BTreeSet::new();
    for name in mpf_board::chips() {
        let (chip, _) = mpf_board::load_chip(name).map_err(|error| error.to_string())?;
        let Some(Emulator::Qemu(emulator)) = chip.emulator else {
            continue;
        };
        match qemu_version(&emulator.program) {
            Some((major, text)) if major >= QEMU_MAJOR => {
                if checked.insert(emulator.program.clone()) {
                    println!("setup: {}: {text}", emulator.program);
                }
            }
            _ => {
                missing.insert(emulator.package);
            }
        }
    }
    if missing.is_empty() {
        return Ok(());
    }
    install_emulators(&missing.into_iter().collect::<Vec<_>>())
}

fn qemu_version(program: &str) -> Option<(u32, String)> {
    which(program)?;
    let text = capture(Command::new(program).arg("--version")).ok()?;
    let first = text.lines().next()?.to_owned();
    let number = first.split("version ").nth(1)?;
    let major = number.split('.').next()?.parse().ok()?;
    Some((major, first))
}

fn install_emulators(packages: &[String]) -> Outcome {
    let list = packages.join(" ");
    println!("setup: missing or too old: {list}");
    if !can_apt() {
        return Err(emulator_advice(&list));
    }
    let release = os_release("VERSION_CODENAME").unwrap_or_default();
    // The QEMU of Debian 12 itself is too old; its backports have a current one.
    let suite = (release == "bookworm").then(|| "bookworm-backports".to_owned());
    if let Some(suite) = &suite {
        enable_suite(suite)?;
    }
    apt_update()?;
    apt_install(suite.as_deref(), packages)
        .map_err(|error| format!("{error}\n{}", emulator_advice(&list)))
}

fn emulator_advice(list: &str) -> String {
    format!(
        "QEMU {QEMU_MAJOR} or later is needed to run the emulated boards, and it cannot be installed from here. As an administrator:\n  \
         Debian 12:      apt-get install --no-install-recommends -t bookworm-backports {list}\n  \
         Debian, Ubuntu: apt-get install --no-install-recommends {list}\n  \
         Fedora:         dnf install qemu-system-riscv-core qemu-system-arm-core\n  \
         Arch:           pacman -S qemu-system-riscv qemu-system-arm\n  \
         macOS:          brew install qemu\n\
         The board `sim` works without it."
    )
}

/// Adds the suite from the mirror that the machine uses already.
fn enable_suite(suite: &str) -> Outcome {
    let policy = capture(Command::new("apt-cache").arg("policy")).unwrap_or_default();
    if policy.contains(suite) || sources_text().contains(suite) {
        return Ok(());
    }
    let (mirror, signed_by) = mirror().ok_or("no Debian mirror found in /etc/apt")?;
    let key = signed_by.map_or(String::new(), |key| format!("Signed-By: {key}\n"));
    let entry = format!("Types: deb\nURIs: {mirror}\nSuites: {suite}\nComponents: main\n{key}");
    println!("setup: adding {suite} from {mirror}");
    write(
        Path::new("/etc/apt/sources.list.d/mpfreeze-backports.sources"),
        entry,
    )
}

fn source_files() -> Vec<PathBuf> {
    let mut files = vec![PathBuf::from("/etc/apt/sources.list")];
    if let Ok(entries) = fs::read_dir("/etc/apt/sources.list.d") {
        files.extend(entries.flatten().map(|entry| entry.path()));
    }
    files.retain(|file| {
        file.extension()
            .is_some_and(|e| e == "list" || e == "sources")
    });
    files.sort();
    files
}

fn sources_text() -> String {
    let texts = source_files()
        .into_iter()
        .filter_map(|file| fs::read_to_string(file).ok());
    texts.collect::<Vec<_>>().join("\n\n")
}

/// The archive's URI (not the security one) and its key file, from either format of sources.
fn mirror() -> Option<(String, Option<String>)> {
    let text = sources_text();
    for paragraph in text.split("\n\n") {
        let field = |name: &str| {
            let mut lines = paragraph.lines().filter_map(|line| line.strip_prefix(name));
            lines.next().map(|value| value.trim().to_owned())
        };
        if let (Some(uri), Some(suites)) = (field("URIs:"), field("Suites:"))
            && suites.split_whitespace().any(|suite| suite == "bookworm")
        {
            return Some((uri, field("Signed-By:")));
        }
    }
    text.lines().find_map(|line| {
        let words: Vec<&str> = line.split_whitespace().collect();
        let at = words.iter().position(|word| *word == "bookworm")?;
        (words.first() == Some(&"deb") && at > 1).then(|| (words[at - 1].to_owned(), None))
    })
}

fn python() -> Outcome {
    let version = || -> Option<(u32, u32, String)> {
        let text = capture(Command::new("python3").args([
            "-c",
            "import sys; print(*sys.version_info[:2], sys.version.split()[0])",
        ]))
        .ok()?;
        let mut words = text.split_whitespace();
        let major = words.next()?.parse().ok()?;
        let minor = words.next()?.parse().ok()?;
        Some((major, minor, words.next()?.to_owned()))
    };
    let fits = |found: &Option<(u32, u32, String)>| {
        found
            .as_ref()
            .is_some_and(|(major, minor, _)| (*major, *minor) >= PYTHON)
    };
    let mut found = version();
    if !fits(&found) && can_apt() {
        println!("setup: python3 is missing or too old");
        apt_update()?;
        apt_install(None, &["python3".to_owned()])?;
        found = version();
    }
    match found {
        Some((_, _, text)) if fits(&version()) => {
            println!("setup: python3 {text}");
            Ok(())
        }
        _ => Err(format!(
            "python3 {}.{} or later is needed: the tests compare with it. Install it from your distribution or python.org.",
            PYTHON.0, PYTHON.1
        )),
    }
}

/// Python's virtual environments, which Debian packs apart from Python.
pub fn venv() -> Outcome {
    let missing =
        || capture(Command::new("python3").args(["-c", "import venv, ensurepip"])).is_err();
    if missing() && can_apt() {
        println!("setup: python3 has no venv");
        apt_update()?;
        apt_install(None, &["python3-venv".to_owned()])?;
    }
    match missing() {
        false => Ok(()),
        true => Err("python3 cannot make virtual environments: install its packages venv and ensurepip (Debian, Ubuntu: python3-venv)".into()),
    }
}

/// Node and npm, which rp2040js needs.
pub fn node() -> Outcome {
    let missing = || {
        ["node", "npm"]
            .into_iter()
            .any(|program| which(program).is_none())
    };
    if missing() && can_apt() {
        println!("setup: node or npm is missing");
        apt_update()?;
        apt_install(None, &["nodejs".to_owned(), "npm".to_owned()])?;
    }
    match missing() {
        false => Ok(()),
        true => Err("node and npm are needed to boot images for the RP2040: install them from your distribution or nodejs.org".into()),
    }
}

fn os_release(key: &str) -> Option<String> {
    let text = fs::read_to_string("/etc/os-release").ok()?;
    let value = text
        .lines()
        .find_map(|line| line.strip_prefix(key)?.strip_prefix('='))?;
    Some(value.trim_matches('"').to_owned())
}

/// Whether packages can be installed: Debian's tools, and the rights to use them.
fn can_apt() -> bool {
    let root = capture(Command::new("id").arg("-u")).is_ok_and(|id| id.trim() == "0");
    root && which("apt-get").is_some()
}

fn apt_update() -> Outcome {
    run_command(Command::new("apt-get").args(["update", "-qq"]))
}

fn apt_install(suite: Option<&str>, packages: &[String]) -> Outcome {
    let mut command = Command::new("apt-get");
    command.env("DEBIAN_FRONTEND", "noninteractive");
    command.args(["install", "-y", "-qq", "--no-install-recommends"]);
    if let Some(suite) = suite {
        command.args(["-t", suite]);
    }
    run_command(command.args(packages))
}
