//! From what the user named (a `.py` file, a folder, a project file, nothing) to the application: its main file, the
//! folder modules are looked up in, and its settings.
//!
//! Settings come from `mpfreeze.toml` or `[tool.mpfreeze]` of `pyproject.toml`; unknown keys are errors.

use crate::files;
use mpf_board::{Budget, Memory, closest};
use mpf_core::device::config_flag;
use mpf_diagnostics::{Code, Diagnostic, SourceMap, Span};
use serde::Deserialize;
use std::path::{Path, PathBuf};

pub const PROJECT_FILE: &str = "mpfreeze.toml";
const PYPROJECT: &str = "pyproject.toml";

/// An application.
#[derive(Clone, Debug)]
pub struct Project {
    /// Name of the outputs.
    pub name: String,
    /// Folder that modules are looked up in and that messages are relative to.
    pub root: PathBuf,
    /// The main file, inside `root`.
    pub main: PathBuf,
    /// The folder of the project file, if there is one.
    pub folder: Option<PathBuf>,
    pub settings: Settings,
}

/// What a project file may say.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    pub name: Option<String>,
    pub main: Option<String>,
    pub board: Option<String>,
    #[serde(default)]
    pub freeze: FreezeSettings,
    #[serde(default)]
    pub budget: Budget,
    #[serde(default)]
    pub memory: Memory,
    #[serde(default)]
    pub device: DeviceSettings,
}

/// `[device]`: what the chip does around the program.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeviceSettings {
    #[serde(default)]
    pub console: ConsoleSetting,
    #[serde(default)]
    pub on_exit: OnExit,
    /// Milliseconds; 0: no watchdog runs unless the program starts one.
    #[serde(default)]
    pub watchdog: u32,
}

/// Where `print` goes, on chips that have a choice.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ConsoleSetting {
    /// USB when a host takes it, else a UART.
    #[default]
    Auto,
    Uart,
    Usb,
}

/// What the chip does when the program has ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum OnExit {
    #[default]
    Idle,
    Reset,
}

/// The longest watchdog that an image can ask for.
const LONGEST_WATCHDOG: u32 = 10 * u16::MAX as u32;

impl DeviceSettings {
    /// The settings as the port reads them.
    pub fn flags(&self) -> u32 {
        let console = match self.console {
            ConsoleSetting::Auto => 0,
            ConsoleSetting::Uart => 1,
            ConsoleSetting::Usb => 2,
        };
        let restart = match self.on_exit {
            OnExit::Idle => 0,
            OnExit::Reset => config_flag::RESTART,
        };
        let watchdog = self.watchdog.min(LONGEST_WATCHDOG).div_ceil(10);
        console << config_flag::CONSOLE_SHIFT | restart | watchdog << config_flag::WATCHDOG_SHIFT
    }
}

/// `[freeze]`: what happens at build time.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FreezeSettings {
    /// VM instructions that one top-level statement may use at build time.
    #[serde(default = "default_budget")]
    pub budget: u64,
    /// Modules and packages whose bodies run on the device.
    #[serde(default)]
    pub runtime: Vec<String>,
    /// `false`: no module body runs at build time.
    #[serde(default = "yes")]
    pub preload: bool,
}

fn default_budget() -> u64 {
    20_000_000
}

fn yes() -> bool {
    true
}

impl Default for FreezeSettings {
    fn default() -> FreezeSettings {
        FreezeSettings {
            budget: default_budget(),
            runtime: Vec::new(),
            preload: yes(),
        }
    }
}

/// The parts of a `pyproject.toml` that matter here; everything else belongs to other tools.
#[derive(Deserialize, Default)]
struct Pyproject {
    #[serde(default)]
    tool: Tool,
}

#[derive(Deserialize, Default)]
struct Tool {
    mpfreeze: Option<Settings>,
}

impl Project {
    /// Finds the application at `input`. Project files become part of `sources`, so that messages can show them.
    pub fn discover(input: &Path, sources: &mut SourceMap) -> Result<Project, Diagnostic> {
        if input.is_dir() {
            return Project::in_folder(input, sources);
        }
        if !input.exists() {
            return Err(missing(input));
        }
        let name = input.file_name().unwrap_or_default().to_string_lossy();
        if name == PROJECT_FILE || name == PYPROJECT {
            return Project::in_folder(folder_of(input), sources);
        }
        if input.extension().is_none_or(|extension| extension != "py") {
            return Err(Diagnostic::new(
                Code::UnreadableFile,
                format!("{} is not a Python file", input.display()),
            )
            .help("name a .py file, a folder with main.py, or a folder with a project file"));
        }
        Ok(Project {
            name: stem(input),
            root: folder_of(input).to_owned(),
            main: input.to_owned(),
            folder: None,
            settings: Settings::default(),
        })
    }

    fn in_folder(folder: &Path, sources: &mut SourceMap) -> Result<Project, Diagnostic> {
        let settings = settings_of(folder, sources)?;
        let found = settings.is_some();
        let settings = settings.unwrap_or_default();
        let main = folder.join(settings.main.as_deref().unwrap_or("main.py"));
        if !main.is_file() {
            return Err(no_main(folder, &main, found));
        }
        let name = match &settings.name {
            Some(name) if is_file_name(name) => name.clone(),
            Some(name) => {
                return Err(Diagnostic::new(
                    Code::BadProjectFile,
                    format!("`name = \"{name}\"` cannot be used as the name of a file"),
                )
                .help("use letters, digits, '-', '_' and '.'"));
            }
            None => folder_name(folder),
        };
        Ok(Project {
            name,
            root: folder_of(&main).to_owned(),
            main,
            folder: found.then(|| folder.to_owned()),
            settings,
        })
    }
}

fn settings_of(folder: &Path, sources: &mut SourceMap) -> Result<Option<Settings>, Diagnostic> {
    let own = folder.join(PROJECT_FILE);
    if own.is_file() {
        let text = files::read_text(&own)?;
        return parse::<Settings>(&own, text, sources).map(Some);
    }
    let shared = folder.join(PYPROJECT);
    if shared.is_file() {
        let text = files::read_text(&shared)?;
        return Ok(parse::<Pyproject>(&shared, text, sources)?.tool.mpfreeze);
    }
    Ok(None)
}

fn parse<T: for<'de> Deserialize<'de>>(
    path: &Path,
    text: String,
    sources: &mut SourceMap,
) -> Result<T, Diagnostic> {
    toml::from_str(&text).map_err(|error| {
        let diagnostic = explain(&error);
        let file = sources.add(path.to_string_lossy(), text);
        match error.span() {
            Some(span) => diagnostic.at(Span::new(file, span.start as u32, span.end as u32)),
            None => diagnostic,
        }
    })
}

/// The TOML reader names a wrong key and the possible ones only in its text; the suggestion is made from the words
/// in back quotes there.
fn explain(error: &toml::de::Error) -> Diagnostic {
    let message = error.message().trim_end();
    let mut quoted = message.split('`').skip(1).step_by(2);
    match quoted.next() {
        Some(key) if message.starts_with("unknown field") => {
            let known: Vec<&str> = quoted.collect();
            let help = match closest(key, known.iter().copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("keys that can stand here: {}", known.join(", ")),
            };
            Diagnostic::new(Code::BadProjectKey, format!("unknown key `{key}`")).help(help)
        }
        _ => Diagnostic::new(Code::BadProjectFile, in_words(message))
            .help("`docs/project-file.md` lists all keys and the values that they take"),
    }
}

/// The TOML reader speaks of Rust's types.
fn in_words(message: &str) -> String {
    let words = [
        ("\n", ", "),
        ("expected u64", "expected a whole number"),
        ("expected a sequence", "expected a list"),
        ("expected a borrowed string", "expected a string"),
    ];
    let mut text = message.to_owned();
    for (theirs, ours) in words {
        text = text.replace(theirs, ours);
    }
    text
}

fn missing(input: &Path) -> Diagnostic {
    let diagnostic = Diagnostic::new(
        Code::UnreadableFile,
        format!("{} does not exist", input.display()),
    );
    let near = std::fs::read_dir(folder_of(input))
        .ok()
        .and_then(|entries| {
            let names: Vec<String> = entries
                .flatten()
                .map(|entry| entry.file_name().to_string_lossy().into_owned())
                .filter(|name| name.ends_with(".py"))
                .collect();
            let wanted = input.file_name()?.to_string_lossy().into_owned();
            closest(&wanted, names.iter().map(String::as_str)).map(str::to_owned)
        });
    diagnostic.help(match near {
        Some(near) => format!("did you mean `{}`?", folder_of(input).join(near).display()),
        None => "name a .py file or a folder with main.py".into(),
    })
}

fn no_main(folder: &Path, main: &Path, has_project_file: bool) -> Diagnostic {
    if has_project_file {
        Diagnostic::new(
            Code::NoMain,
            format!("the main file {} does not exist", main.display()),
        )
        .help("set `main` in the project file to the file that starts the program")
    } else {
        Diagnostic::new(
            Code::NoMain,
            format!(
                "{} has no main.py and no project file",
                folder.display()
            ),
        )
        .help(format!(
            "name the file that starts the program, or add {PROJECT_FILE} with a line such as `main = \"app.py\"`"
        ))
    }
}

/// The folder a file is in; `.` for a bare name.
pub(crate) fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

fn folder_name(folder: &Path) -> String {
    let full = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
    match full.file_name() {
        Some(name) => name.to_string_lossy().into_owned(),
        None => "app".into(),
    }
}

fn stem(path: &Path) -> String {
    match path.file_stem() {
        Some(stem) => stem.to_string_lossy().into_owned(),
        None => "app".into(),
    }
}

/// Whether outputs may have this name.
pub(crate) fn is_file_name(name: &str) -> bool {
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
    !name.is_empty() && !name.starts_with('.') && name.chars().all(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn diagnose(text: &str) -> Diagnostic {
        let mut sources = SourceMap::new();
        parse::<Settings>(Path::new("mpfreeze.toml"), text.into(), &mut sources).unwrap_err()
    }

    #[test]
    fn a_misspelt_key_is_suggested() {
        let diagnostic = diagnose("bord = \"sim\"\n");
        assert_eq!(diagnostic.code, Code::BadProjectKey);
        assert_eq!(diagnostic.help.as_deref(), Some("did you mean `board`?"));
        assert!(diagnostic.primary.is_some());
    }

    #[test]
    fn a_wrong_type_has_a_place() {
        let diagnostic = diagnose("[freeze]\nbudget = \"many\"\n");
        assert_eq!(diagnostic.code, Code::BadProjectFile);
        assert_eq!(diagnostic.primary.map(|span| span.start), Some(18));
    }

    #[test]
    fn settings_have_defaults() {
        let settings: Settings = toml::from_str("board = \"b\"\n[memory]\nheap = \"4K\"").unwrap();
        assert_eq!(settings.freeze.budget, 20_000_000);
        assert!(settings.freeze.preload && settings.memory.heap.is_some());
    }

    #[test]
    fn a_folder_without_main_says_what_to_do() {
        let folder = tempfile::tempdir().unwrap();
        let error = Project::discover(folder.path(), &mut SourceMap::new()).unwrap_err();
        assert_eq!(error.code, Code::NoMain);
        std::fs::write(folder.path().join("main.py"), "").unwrap();
        let project = Project::discover(folder.path(), &mut SourceMap::new()).unwrap();
        assert_eq!(project.main, folder.path().join("main.py"));
    }

    #[test]
    fn a_misspelt_file_is_suggested() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("blink.py"), "").unwrap();
        let error =
            Project::discover(&folder.path().join("blnk.py"), &mut SourceMap::new()).unwrap_err();
        assert!(error.help.unwrap().contains("blink.py"));
    }
}
