//! `cargo dev archives`: compiles the runtime and the ports for every chip and puts the archives into the cache.
//!
//! Where the cache is and what its key is made of is the driver's business (`mpf_driver::archives`).

use crate::setup::{DeviceToolchain, device_toolchain};
use crate::shell::{self, Outcome};
use mpf_board::Chip;
use mpf_driver::{archives as cache, device_flags};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Stdio;

/// One archive to make.
pub struct Job {
    /// File name in the cache.
    pub name: String,
    pub target: String,
    /// Folder of the crate below `runtime-nostd/ports`.
    pub member: String,
}

/// How an archive is compiled.
#[derive(Clone, Copy)]
enum Form {
    Released,
    /// Panics are calls, so that they can be found. Not for images.
    WithPanics,
    /// Never looks for interrupts. Shows what looking costs.
    WithoutPolls,
}

impl Form {
    /// Folder for build outputs; separate, because other flags mean other builds of everything.
    fn folder(self) -> &'static str {
        match self {
            Form::Released => "archives",
            Form::WithPanics => "archives-with-panics",
            Form::WithoutPolls => "archives-without-polls",
        }
    }
}

/// The archives in the cache.
pub struct Archives {
    pub files: Vec<PathBuf>,
    pub toolchain: String,
}

/// With words in `only`: just the archives whose name contains one of them.
pub fn run(force: bool, only: &[String]) -> Outcome {
    build(force, only).map(|_| ())
}

/// Builds what the cache lacks.
pub fn ensure() -> Outcome<Archives> {
    build(false, &[])
}

/// The runtime archive of every target with ordinary panics, by name. These do not go into the cache.
pub fn with_panics() -> Outcome<Vec<(String, PathBuf)>> {
    runtimes(Form::WithPanics)
}

/// The runtime archive of every target that never looks for interrupts, by name. These do not go into the cache.
pub fn without_polls() -> Outcome<Vec<(String, PathBuf)>> {
    runtimes(Form::WithoutPolls)
}

fn runtimes(form: Form) -> Outcome<Vec<(String, PathBuf)>> {
    let toolchain = device_toolchain().ok_or("no device toolchain; run `cargo dev setup`")?;
    let core = jobs()?.into_iter().filter(|job| job.member == CORE_MEMBER);
    core.map(|job| Ok((job.name.clone(), compile(&job, &toolchain, form)?)))
        .collect()
}

/// Folder below `runtime-nostd/ports` of the crate that makes the runtime a static library.
const CORE_MEMBER: &str = "core-archive";

/// All archives that the chips need.
pub fn jobs() -> Outcome<Vec<Job>> {
    let mut jobs = BTreeMap::new();
    for name in mpf_board::chips() {
        let (chip, _) = mpf_board::load_chip(name).map_err(|error| error.to_string())?;
        if let Chip {
            target: Some(target),
            port: Some(port),
            ..
        } = chip
        {
            for (name, member) in [
                (cache::core_name(&target), CORE_MEMBER.to_owned()),
                (cache::port_name(&port), port.clone()),
            ] {
                jobs.insert(
                    name.clone(),
                    Job {
                        name,
                        target: target.clone(),
                        member,
                    },
                );
            }
        }
    }
    Ok(jobs.into_values().collect())
}

fn build(force: bool, only: &[String]) -> Outcome<Archives> {
    let toolchain = device_toolchain().ok_or("no device toolchain; run `cargo dev setup`")?;
    let version = toolchain.version()?;
    let folder = cache::folder().map_err(|diagnostic| diagnostic.message)?;
    fs::create_dir_all(&folder)
        .map_err(|error| format!("cannot create {}: {error}", folder.display()))?;
    let stamp = folder.join(cache::TOOLCHAIN_FILE);
    // Archives of another compiler are not mixed with ours: all are built again.
    let force = force || fs::read_to_string(&stamp).is_ok_and(|built_by| built_by != version);
    let mut files = Vec::new();
    let mut failures = Vec::new();
    let wanted = |job: &Job| only.is_empty() || only.iter().any(|word| job.name.contains(word));
    for job in jobs()?.into_iter().filter(wanted) {
        let file = folder.join(&job.name);
        let state = match !force && file.is_file() {
            true => "cached",
            false => {
                println!("archives: building {} …", job.name);
                if let Err(failure) =
                    compile(&job, &toolchain, Form::Released).and_then(|made| install(&made, &file))
                {
                    failures.push(failure);
                    continue;
                }
                "built"
            }
        };
        let size = fs::metadata(&file).map_or(0, |meta| meta.len());
        println!("archives: {} {state}, {} KB", job.name, size.div_ceil(1024));
        files.push(file);
    }
    if !failures.is_empty() {
        return Err(failures.join("\n"));
    }
    install_text(&version, &stamp)?;
    println!("archives: in {}", folder.display());
    Ok(Archives {
        files,
        toolchain: cache::toolchain_id(&version),
    })
}

/// Compiles one crate as a static library and says where cargo put it.
fn compile(job: &Job, toolchain: &DeviceToolchain, form: Form) -> Outcome<PathBuf> {
    let ports = shell::root().join("runtime-nostd/ports");
    let manifest = ports.join(&job.member).join("Cargo.toml");
    if !manifest.is_file() {
        return Err(format!(
            "{} is needed for {}, and it does not exist",
            manifest.display(),
            job.name
        ));
    }
    let target = target(&job.target, toolchain)?;
    let mut command = toolchain.cargo();
    command
        .current_dir(&ports)
        .env("RUSTC_BOOTSTRAP", "1")
        .env(
            "CARGO_TARGET_DIR",
            shell::target_folder().join(form.folder()),
        )
        .env("CARGO_ENCODED_RUSTFLAGS", rustflags(&job.target, form));
    for pair in device_flags::PROFILE.chunks_exact(2) {
        command.env(pair[0], pair[1]);
    }
    command
        .args(["build", "--release", "-Zbuild-std=core"])
        .args(target.extension().map(|_| "-Zjson-target-spec"))
        .arg("--target")
        .arg(&target)
        .args([
            "--message-format=json-render-diagnostics",
            "--quiet",
            "--manifest-path",
        ])
        .arg(&manifest)
        .stdin(Stdio::null())
        .stderr(Stdio::inherit());
    let output = command
        .output()
        .map_err(|error| format!("cannot start `{}`: {error}", shell::describe(&command)))?;
    if !output.status.success() {
        return Err(format!(
            "{} could not be compiled ({})",
            job.name, output.status
        ));
    }
    let messages = String::from_utf8_lossy(&output.stdout).into_owned();
    static_library(&messages, &manifest)
        .ok_or_else(|| format!("{} made no static library", manifest.display()))
}

/// What cargo is told to compile for: the name of a target, or a file with the compiler's description of it and our
/// changes. The file has the name of the target, because outputs are named after it.
fn target(name: &str, toolchain: &DeviceToolchain) -> Outcome<PathBuf> {
    let changes = device_flags::target_changes(name);
    if changes.is_empty() {
        return Ok(PathBuf::from(name));
    }
    let mut rustc = toolchain.rustc();
    rustc.env("RUSTC_BOOTSTRAP", "1").args([
        "-Zunstable-options",
        "--print=target-spec-json",
        "--target",
        name,
    ]);
    let described = shell::capture(&mut rustc)?;
    let mut description: serde_json::Value = serde_json::from_str(&described)
        .map_err(|error| format!("the compiler's description of {name}: {error}"))?;
    for (key, value) in changes {
        description[*key] = (*value).into();
    }
    let folder = shell::target_folder().join("targets");
    let file = folder.join(format!("{name}.json"));
    fs::create_dir_all(&folder)
        .map_err(|error| format!("cannot create {}: {error}", folder.display()))?;
    // Only when it changed: cargo compiles everything again for a file that is newer.
    let text = description.to_string();
    if fs::read_to_string(&file).is_ok_and(|old| old == text) {
        return Ok(file);
    }
    install_text(&text, &file)?;
    Ok(file)
}

/// Separated by the byte that cargo splits at. Paths are remapped so that no archive holds the name of a host folder.
fn rustflags(target: &str, form: Form) -> String {
    let released = device_flags::flags(target);
    let mut flags: Vec<String> = match form {
        Form::Released | Form::WithoutPolls => {
            released.iter().map(|flag| (*flag).to_owned()).collect()
        }
        Form::WithPanics => Vec::new(),
    };
    if let Form::WithoutPolls = form {
        flags.extend(["--cfg".to_owned(), "mpf_no_poll".to_owned()]);
    }
    let root = shell::root();
    flags.push(format!("--remap-path-prefix={}=mpfreeze", root.display()));
    flags.join("\x1f")
}

fn static_library(messages: &str, manifest: &Path) -> Option<PathBuf> {
    messages.lines().rev().find_map(|line| {
        let message: serde_json::Value = serde_json::from_str(line).ok()?;
        let made_from = message.get("manifest_path")?.as_str()?;
        if Path::new(made_from) != manifest {
            return None;
        }
        let mut files = message.get("filenames")?.as_array()?.iter();
        files.find_map(|file| {
            file.as_str()
                .filter(|name| name.ends_with(".a"))
                .map(PathBuf::from)
        })
    })
}

/// Copies under a temporary name and renames, so that nobody reads half an archive.
fn install(made: &Path, file: &Path) -> Outcome {
    let temporary = file.with_extension(format!("tmp{}", std::process::id()));
    fs::copy(made, &temporary)
        .and_then(|_| fs::rename(&temporary, file))
        .map_err(|error| format!("cannot write {}: {error}", file.display()))
}

fn install_text(text: &str, file: &Path) -> Outcome {
    let temporary = file.with_extension(format!("tmp{}", std::process::id()));
    fs::write(&temporary, text)
        .and_then(|()| fs::rename(&temporary, file))
        .map_err(|error| format!("cannot write {}: {error}", file.display()))
}
