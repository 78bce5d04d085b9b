//! Writing the flash of an emulated ESP32-C3 through its own mask ROM, over a pseudo-terminal.
#![cfg(unix)]

mod peer;

use mpf_board::Esp;
use mpf_flash::{FlashError, Flashed, Port, Progress, esp};
use peer::Board;

#[derive(Default)]
struct Log {
    steps: Vec<String>,
    bytes: Vec<(u64, u64)>,
}

impl Progress for Log {
    fn step(&mut self, text: &str) {
        self.steps.push(text.to_owned());
    }

    fn bytes(&mut self, done: u64, all: u64) {
        self.bytes.push((done, all));
    }
}

fn chip() -> Esp {
    mpf_board::load_chip("esp32c3").unwrap().0.esp.unwrap()
}

fn write(
    board: &Board,
    chip: &Esp,
    parts: &[(u32, &[u8])],
    log: &mut dyn Progress,
) -> Result<Flashed, FlashError> {
    let port = Port {
        name: board.port.clone(),
        usb: None,
    };
    let parts: Vec<esp::Part> = parts
        .iter()
        .map(|&(offset, bytes)| esp::Part {
            name: "part",
            offset,
            bytes,
        })
        .collect();
    let options = esp::Options {
        chip,
        baud: Some(921_600),
        reset: false,
        enter: "hold BOOT",
    };
    esp::flash(&port, &parts, &options, log)
}

fn noise(length: usize, seed: u32) -> Vec<u8> {
    let step = |state: &mut u32| {
        *state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        Some((*state >> 24) as u8)
    };
    std::iter::successors(Some(()), |()| Some(()))
        .scan(seed, |state, ()| step(state))
        .take(length)
        .collect()
}

#[test]
fn what_differs_is_written_and_nothing_else() {
    let first = noise(3 * 4096 + 100, 1);
    let mut second = first.clone();
    second[4096 + 7] ^= 1;
    let table = noise(500, 2);
    let board = Board::in_boot_loader(&[]);
    let mut log = Log::default();
    let flashed = write(
        &board,
        &chip(),
        &[(0x8000, &table), (0x10000, &first)],
        &mut log,
    )
    .unwrap();
    assert_eq!((flashed.written, flashed.unchanged), (12888, 0));
    assert_eq!(log.bytes.last(), Some(&(12888, 12888)));
    assert!(log.bytes.is_sorted());
    // One sector.
    let flashed = write(
        &board,
        &chip(),
        &[(0x8000, &table), (0x10000, &second)],
        &mut Log::default(),
    )
    .unwrap();
    assert_eq!((flashed.written, flashed.unchanged), (4096, 8792));
    let flashed = write(
        &board,
        &chip(),
        &[(0x8000, &table), (0x10000, &second)],
        &mut Log::default(),
    )
    .unwrap();
    assert_eq!((flashed.written, flashed.unchanged), (0, 12888));
    let chip = board.stop();
    assert_eq!(chip.flash()[0x8000..][..500], table);
    assert_eq!(chip.flash()[0x10000..][..second.len()], second);
}

#[test]
fn another_chip_is_named_and_left_alone() {
    let board = Board::in_boot_loader(&[]);
    let other = Esp {
        chip: "esp32c6".into(),
        ..chip()
    };
    let error = write(&board, &other, &[(0, &[1; 100])], &mut Log::default()).unwrap_err();
    assert_eq!(
        error,
        FlashError::WrongChip {
            wanted: "esp32c6".into(),
            found: "esp32c3".into()
        }
    );
    assert_eq!(board.stop().flash()[0], 0xff);
}

#[test]
fn a_chip_that_is_too_old_or_too_small_is_left_alone() {
    let board = Board::in_boot_loader(&[]);
    let newer = Esp {
        revision: 9900,
        ..chip()
    };
    let error = write(&board, &newer, &[(0, &[1; 100])], &mut Log::default()).unwrap_err();
    assert!(
        error.to_string().contains("at least 99.0 is needed"),
        "{error}"
    );
    let larger = Esp {
        flash: mpf_board::Size::parse("16M").unwrap(),
        ..chip()
    };
    let error = write(&board, &larger, &[(0, &[1; 100])], &mut Log::default()).unwrap_err();
    assert!(error.to_string().contains("bytes of flash"), "{error}");
    assert_eq!(board.stop().flash()[0], 0xff);
}

#[test]
fn a_cable_pulled_half_way_is_no_success() {
    struct Puller<'a>(&'a Board);
    impl Progress for Puller<'_> {
        fn step(&mut self, _: &str) {}
        fn bytes(&mut self, done: u64, _: u64) {
            if done >= 4096 {
                self.0.unplug();
            }
        }
    }
    let board = Board::in_boot_loader(&[]);
    let error = write(
        &board,
        &chip(),
        &[(0x10000, &noise(40_000, 3))],
        &mut Puller(&board),
    )
    .unwrap_err();
    assert!(matches!(error, FlashError::Lost { .. }), "{error}");
    assert!(error.to_string().contains("not complete"));
    let chip = board.stop();
    assert_eq!(chip.flash()[0x10000 + 39_999], 0xff);
}

#[test]
fn nothing_at_the_other_end_is_no_answer() {
    let (_line, name) = peer::line();
    let port = Port { name, usb: None };
    let options = esp::Options {
        chip: &chip(),
        baud: None,
        reset: false,
        enter: "hold BOOT",
    };
    let error = esp::flash(&port, &[], &options, &mut Log::default()).unwrap_err();
    assert!(matches!(error, FlashError::NoAnswer { .. }), "{error}");
    assert!(error.help().contains("hold BOOT"));
}
