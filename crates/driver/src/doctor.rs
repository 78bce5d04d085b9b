//! `mpfreeze doctor`: what this machine has of what mpfreeze may need. Looks only; changes and starts nothing.

use crate::archives;
use mpf_board::{Board, Emulator, Qemu};
use mpf_flash::{Port, ports};
use std::path::PathBuf;
use std::{env, fs};

/// How a thing was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    Fine,
    /// Only some commands need it.
    Absent,
    /// Nothing can be built without it.
    Broken,
}

/// One thing that was looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    pub what: String,
    pub state: State,
    /// Where it is, or what was looked for.
    pub detail: String,
    /// What to do about it; empty when all is fine.
    pub advice: String,
}

/// Looks at the device archives and emulators of these boards.
pub fn examine(boards: &[Board]) -> Vec<Finding> {
    let mut findings = vec![archives_of(boards)];
    let mut programs: Vec<&str> = Vec::new();
    for emulator in boards.iter().filter_map(|board| machine(board)) {
        if programs.contains(&emulator.program.as_str()) {
            continue;
        }
        programs.push(&emulator.program);
        let users: Vec<&str> = boards
            .iter()
            .filter(|board| {
                let other = machine(board);
                other.is_some_and(|other| other.program == emulator.program)
            })
            .map(|board| board.name.as_str())
            .collect();
        let what = format!("emulator of {}", users.join(", "));
        findings.push(match in_path(&emulator.program) {
            Some(path) => fine(what, path.display().to_string()),
            None => Finding {
                what,
                state: State::Absent,
                detail: format!("`{}` is not in PATH", emulator.program),
                advice: format!(
                    "only `mpfreeze run` on these boards needs it; on Debian or Ubuntu: apt-get install --no-install-recommends {}",
                    emulator.package
                ),
            },
        });
    }
    findings.extend(serial_ports(boards, &ports::list()));
    findings
}

/// Ports that boards may be at. A port that may not be opened is worth a word even if it is no board's.
fn serial_ports(boards: &[Board], ports: &[Port]) -> Vec<Finding> {
    let what = || "serial port".to_owned();
    if ports.is_empty() {
        return vec![Finding {
            what: what(),
            state: State::Absent,
            detail: "none on the USB".into(),
            advice: "only `mpfreeze flash` and `mpfreeze monitor` need one".into(),
        }];
    }
    let finding = |port: &Port| {
        let fits = |board: &&Board| {
            !ports::fitting(std::slice::from_ref(port), &board.connection.ports).is_empty()
        };
        let boards: Vec<&str> = boards
            .iter()
            .filter(fits)
            .map(|board| board.name.as_str())
            .collect();
        let detail = match boards.is_empty() {
            true => format!("{port}, no board that is known"),
            false => format!("{port}, may be {}", boards.join(", ")),
        };
        match ports::is_permitted(port) {
            true => Finding {
                what: what(),
                state: State::Fine,
                detail,
                advice: String::new(),
            },
            false => Finding {
                what: what(),
                state: State::Absent,
                detail: format!("{detail}: no permission to use it"),
                advice: ports::no_permission(port)
                    .help()
                    .replace('\n', "\n        "),
            },
        }
    };
    ports.iter().map(finding).collect()
}

/// The machine of QEMU that runs the images of a board.
fn machine(board: &Board) -> Option<&Qemu> {
    match &board.chip.emulator {
        Some(Emulator::Qemu(machine)) => Some(machine),
        Some(Emulator::Model(_)) | None => None,
    }
}

fn fine(what: String, detail: String) -> Finding {
    Finding {
        what,
        state: State::Fine,
        detail,
        advice: String::new(),
    }
}

fn archives_of(boards: &[Board]) -> Finding {
    let what = "device archives".to_owned();
    let place = match archives::carried() {
        Some(pack) => pack.map(|_| "inside this executable".to_owned()),
        None => archives::folder().map(|folder| folder.display().to_string()),
    };
    let place = match place {
        Ok(place) => place,
        Err(diagnostic) => {
            return Finding {
                what,
                state: State::Broken,
                detail: diagnostic.message,
                advice: diagnostic.help.unwrap_or_default(),
            };
        }
    };
    let missing: Vec<&str> = boards
        .iter()
        .filter(|board| !board.is_simulator() && archives::load(&board.chip).is_err())
        .map(|board| board.name.as_str())
        .collect();
    match missing.is_empty() {
        true => fine(what, place),
        false => Finding {
            what,
            state: State::Broken,
            detail: format!("none that work for {}; {place}", missing.join(", ")),
            advice: archives::advice().into(),
        },
    }
}

/// The program of this name that a shell would start.
fn in_path(program: &str) -> Option<PathBuf> {
    env::split_paths(&env::var_os("PATH")?)
        .map(|folder| folder.join(format!("{program}{}", env::consts::EXE_SUFFIX)))
        .find(|path| fs::metadata(path).is_ok_and(|found| found.is_file()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ports_are_listed_with_the_boards_that_they_may_be() {
        let boards = [mpf_board::load("esp32c3").unwrap()];
        let device = boards[0].connection.ports[0];
        let port = |name: &str| Port {
            name: name.into(),
            usb: Some(mpf_flash::Usb {
                device,
                product: None,
                serial: None,
            }),
        };
        let findings = serial_ports(&boards, &[port("/dev/null"), port("/no/such")]);
        assert_eq!(findings[0].state, State::Fine);
        assert!(findings[0].detail.ends_with("may be esp32c3"));
        if cfg!(unix) {
            assert_eq!(findings[1].state, State::Absent);
            assert!(findings[1].advice.contains("idVendor"));
        }
        assert_eq!(serial_ports(&boards, &[])[0].state, State::Absent);
    }

    #[test]
    fn an_emulator_that_is_not_there_is_reported_once() {
        let mut board = mpf_board::load("qemu-riscv32").unwrap();
        if let Some(Emulator::Qemu(emulator)) = &mut board.chip.emulator {
            emulator.program = "no-such-emulator".into();
        }
        let findings = examine(&[board.clone(), board]);
        let absent: Vec<&Finding> = findings
            .iter()
            .filter(|f| f.state == State::Absent && f.what.starts_with("emulator"))
            .collect();
        assert_eq!(absent.len(), 1);
        assert!(absent[0].advice.contains("apt-get install"));
    }
}
