//! `mpfreeze new`: the folder of a new application, ready to be built and run.
//!
//! The folder is made under a temporary name beside its place and renamed when it is complete.

use crate::project::{PROJECT_FILE, folder_of, is_file_name};
use crate::{files, lock};
use mpf_board::Board;
use mpf_diagnostics::{Code, Diagnostic};
use std::path::Path;

/// Makes the folder at `path` for `board`; `chosen`: the project file names the board. Its last part is the name of the application.
///
/// # Errors
/// The name cannot be that of a file, the folder exists and has something in it, or it cannot be written.
pub fn create(path: &Path, board: &Board, chosen: bool) -> Result<(), Diagnostic> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    if !is_file_name(&name) {
        return Err(Diagnostic::new(
            Code::BadProjectName,
            format!("`{}` cannot be the name of an application", path.display()),
        )
        .help("the last part of the path becomes the name: letters, digits, '-', '_' and '.'"));
    }
    if files::is_occupied(path) {
        return Err(Diagnostic::new(
            Code::ProjectExists,
            format!("{} exists already", path.display()),
        )
        .help("choose another name; nothing was changed"));
    }
    let project = match chosen {
        true => format!("name = \"{name}\"\nboard = \"{}\"\n", board.name),
        false => format!(
            "name = \"{name}\"\n# board = \"…\"   # `mpfreeze boards` lists them; without one it is the simulator\n"
        ),
    };
    files::write_folder(
        folder_of(path),
        path,
        &[
            (PROJECT_FILE, project.as_str()),
            ("main.py", &program(board)),
            (lock::FILE, &lock::text()),
            (".gitignore", "/target/\n"),
        ],
    )
}

/// Blinks and counts, or only counts on a board without an LED of its own.
fn program(board: &Board) -> String {
    let Some(led) = &board.led else {
        return "\"\"\"Counts on the console.\"\"\"\n\n\
                import time\n\n\
                for n in range(10):  # `while True:` never ends\n    \
                    print(\"tick\", n + 1)\n    \
                    time.sleep_ms(200)\n"
            .into();
    };
    format!(
        "\"\"\"Blinks the LED and counts on the console.\"\"\"\n\n\
         import time\n\
         from machine import Pin\n\n\
         led = Pin(\"{led}\", Pin.OUT)  # `mpfreeze boards {}` lists all pins\n\n\
         for n in range(10):  # `while True:` never ends\n    \
             led.value(1)\n    \
             time.sleep_ms(100)\n    \
             led.value(0)\n    \
             time.sleep_ms(100)\n    \
             print(\"blink\", n + 1)\n",
        board.name
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::project::Project;
    use mpf_diagnostics::SourceMap;

    fn board(name: &str) -> Board {
        mpf_board::load(name).unwrap()
    }

    #[test]
    fn a_new_project_is_one_that_can_be_found() {
        let folder = tempfile::tempdir().unwrap();
        for name in mpf_board::boards() {
            let path = folder.path().join(name);
            create(&path, &board(name), true).unwrap();
            let project = Project::discover(&path, &mut SourceMap::new()).unwrap();
            assert_eq!(project.name, name);
            assert_eq!(project.settings.board.as_deref(), Some(name));
            let main = std::fs::read_to_string(project.main).unwrap();
            assert_eq!(main.contains("Pin("), board(name).led.is_some());
        }
    }

    #[test]
    fn what_is_there_is_not_touched() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("app");
        std::fs::create_dir(&path).unwrap();
        std::fs::write(path.join("notes"), "mine").unwrap();
        let error = create(&path, &board("sim"), false).unwrap_err();
        assert_eq!(error.code, Code::ProjectExists);
        assert_eq!(std::fs::read_dir(&path).unwrap().count(), 1);
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn an_empty_folder_is_filled() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("app");
        std::fs::create_dir(&path).unwrap();
        create(&path, &board("sim"), false).unwrap();
        assert!(path.join("main.py").is_file());
    }

    #[test]
    fn a_name_must_be_one() {
        for name in ["..", "/", "a b", ".hidden"] {
            let error = create(Path::new(name), &board("sim"), false).unwrap_err();
            assert_eq!(error.code, Code::BadProjectName, "{name}");
        }
    }
}
