//! A folder plays the drive, and a thread its boot loader.

use super::*;
use std::thread;

struct Silent;

impl Progress for Silent {
    fn step(&mut self, _: &str) {}
    fn bytes(&mut self, _: u64, _: u64) {}
}

const INFO: &str = "INFO_UF2.TXT";

fn drive() -> Drive {
    Drive {
        info: INFO.into(),
        marks: vec!["Board-ID: RPI-RP2".into()],
        failure: None,
    }
}

fn target<'a>(drive: &'a Drive, folder: &'a Path) -> Target<'a> {
    Target {
        drive,
        chip: "rp2040",
        ports: &[],
        enter: "hold the button",
        wanted: folder.to_str(),
        patience: Patience {
            appear: Duration::from_millis(100),
            vanish: Duration::from_millis(500),
            back: Duration::from_millis(200),
        },
    }
}

fn board(id: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let text = format!("UF2 Bootloader v3.0\nModel: a board\nBoard-ID: {id}\n");
    fs::write(folder.path().join(INFO), text).unwrap();
    folder
}

/// The drive goes away once the file has its size; what it got comes back.
fn boot_loader(folder: &Path, size: usize) -> thread::JoinHandle<Vec<u8>> {
    let folder = folder.to_owned();
    thread::spawn(move || {
        let file = folder.join("app.uf2");
        let complete = || fs::metadata(&file).is_ok_and(|found| found.len() == size as u64);
        assert!(until(Duration::from_secs(5), complete));
        let bytes = fs::read(&file).unwrap();
        fs::remove_dir_all(&folder).unwrap();
        bytes
    })
}

#[test]
fn a_drive_that_takes_the_file_and_vanishes_is_success() {
    let folder = board("RPI-RP2");
    let bytes: Vec<u8> = (0..200_000u32).map(|n| n as u8).collect();
    let loader = boot_loader(folder.path(), bytes.len());
    let flashed = flash(
        &target(&drive(), folder.path()),
        "app.uf2",
        &bytes,
        &mut Silent,
    )
    .unwrap();
    assert_eq!(flashed.written, 200_000);
    assert_eq!(loader.join().unwrap(), bytes);
}

#[test]
fn a_drive_that_stays_took_nothing() {
    let folder = board("RPI-RP2");
    let error = flash(
        &target(&drive(), folder.path()),
        "app.uf2",
        b"x",
        &mut Silent,
    )
    .unwrap_err();
    assert!(
        matches!(&error, FlashError::Refused { reason, .. } if reason.contains("still waits")),
        "{error}"
    );
}

#[test]
fn another_board_is_named() {
    let folder = board("SAMD21");
    let error = flash(
        &target(&drive(), folder.path()),
        "app.uf2",
        b"x",
        &mut Silent,
    )
    .unwrap_err();
    assert!(
        error.to_string().contains("SAMD21") && error.to_string().contains("rp2040"),
        "{error}"
    );
    assert!(!folder.path().join("app.uf2").exists());
}

#[test]
fn a_folder_that_is_no_drive_gets_no_file() {
    let folder = tempfile::tempdir().unwrap();
    let error = flash(
        &target(&drive(), folder.path()),
        "app.uf2",
        b"x",
        &mut Silent,
    )
    .unwrap_err();
    assert!(matches!(error, FlashError::NotADrive { .. }));
    assert!(fs::read_dir(folder.path()).unwrap().next().is_none());
}

#[test]
#[cfg(target_os = "linux")]
fn a_full_drive_is_no_success() {
    let folder = board("RPI-RP2");
    std::os::unix::fs::symlink("/dev/full", folder.path().join("app.uf2")).unwrap();
    let error = flash(
        &target(&drive(), folder.path()),
        "app.uf2",
        &[0; 100],
        &mut Silent,
    )
    .unwrap_err();
    assert!(
        matches!(&error, FlashError::Refused { reason, .. } if reason.contains("No space")),
        "{error}"
    );
}

#[test]
#[cfg(target_os = "linux")]
fn a_cable_that_is_pulled_is_no_success() {
    // The drive is gone, and the last write has failed: the program does not show itself.
    let folder = board("RPI-RP2");
    let full = folder.path().join("app.uf2");
    std::os::unix::fs::symlink("/dev/full", &full).unwrap();
    let path = folder.path().to_owned();
    let puller = thread::spawn(move || {
        sleep(Duration::from_millis(100));
        fs::remove_file(path.join(INFO)).unwrap();
    });
    let error = flash(
        &target(&drive(), folder.path()),
        "app.uf2",
        &[0; 100],
        &mut Silent,
    )
    .unwrap_err();
    puller.join().unwrap();
    assert!(matches!(error, FlashError::Lost { .. }), "{error}");
    assert!(error.to_string().contains("not complete"));
}

#[test]
fn boards_of_other_kinds_and_several_boards() {
    let (first, second, other) = (board("RPI-RP2"), board("RPI-RP2"), board("SAMD21"));
    let mounts = |folders: &[&tempfile::TempDir]| -> Vec<PathBuf> {
        folders.iter().map(|f| f.path().to_owned()).collect()
    };
    let drive = drive();
    let target = Target {
        wanted: None,
        ..target(&drive, Path::new(""))
    };
    let find = |folders: &[&tempfile::TempDir]| find(&target, &mounts(folders), &[], &mut Silent);
    assert_eq!(find(&[&other, &first]).unwrap(), first.path());
    assert!(
        matches!(find(&[&first, &second]), Err(FlashError::SeveralDrives { folders }) if folders.len() == 2)
    );
    assert!(matches!(find(&[&other]), Err(FlashError::WrongChip { .. })));
    let none = find(&[]).unwrap_err();
    assert!(none.help().contains("hold the button"), "{none}");
}

#[test]
fn a_complaint_of_the_boot_loader_is_passed_on() {
    let folder = board("RPI-RP2");
    fs::write(folder.path().join("FAIL.TXT"), "error: wrong file\n").unwrap();
    let drive = Drive {
        failure: Some("FAIL.TXT".into()),
        ..drive()
    };
    let error = flash(&target(&drive, folder.path()), "app.uf2", b"x", &mut Silent).unwrap_err();
    assert!(
        matches!(&error, FlashError::Refused { reason, .. } if reason == "error: wrong file"),
        "{error}"
    );
}
