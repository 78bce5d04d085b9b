//! The boot chain: through the real mask ROM, through its replacement, and images that the bootloader must refuse.

use crate::image::{APP, PARTITIONS, greeting, image, rom};
use mpf_sim::esp32c3::{Cause, Esp32c3, Options, Rom, Stop, UNITS_PER_US, UsbHost};

/// Runs an image for half a second; how it ended, and the console.
fn boot(rom: &Rom, image: &[u8]) -> (Esp32c3, Stop, String) {
    let options = Options {
        usb: UsbHost::Absent,
        stop_at_reset: true,
        ..Options::default()
    };
    let mut chip = Esp32c3::new(rom, image, options).unwrap();
    let stop = chip.run(500_000 * UNITS_PER_US);
    let text = String::from_utf8_lossy(&chip.take_uart()).into_owned();
    (chip, stop, text)
}

#[test]
fn through_the_mask_rom() {
    let (mut chip, stop, text) = boot(&rom(), &image(&greeting()));
    assert_eq!(stop, Stop::Exit(7), "{text}");
    assert!(
        text.starts_with("ESP-ROM:esp32c3-api1-20210207\r\n"),
        "{text}"
    );
    assert!(
        text.contains("(POWERON),boot:0x8 (SPI_FAST_FLASH_BOOT)"),
        "{text}"
    );
    assert!(
        text.contains("Loaded app from partition at offset 0x10000"),
        "{text}"
    );
    assert!(text.ends_with("ok\n"), "{text}");
    let edges = chip.take_edges();
    let levels: Vec<_> = edges.iter().map(|e| (e.pin, e.high)).collect();
    assert_eq!(levels, [(8, false), (8, true)]);
}

#[test]
fn without_the_mask_rom() {
    let (_, stop, text) = boot(&Rom::replacement(), &image(&greeting()));
    assert_eq!(stop, Stop::Exit(7), "{text}");
    assert!(text.contains("2nd stage bootloader"), "{text}");
    assert!(
        text.contains("Loaded app from partition at offset 0x10000"),
        "{text}"
    );
    assert!(text.ends_with("ok\n"), "{text}");
}

#[test]
fn a_run_repeats_exactly() {
    let image = image(&greeting());
    let count = |rom: &Rom| {
        let (chip, _, text) = boot(rom, &image);
        (chip.instructions(), chip.now(), text)
    };
    assert_eq!(count(&rom()), count(&rom()));
    assert_eq!(count(&Rom::replacement()), count(&Rom::replacement()));
}

/// What the chip says to an image that was changed; it must not start the program.
fn refused(change: impl Fn(&mut Vec<u8>), complaint: &str) {
    for rom in [rom(), Rom::replacement()] {
        let mut image = image(&greeting());
        change(&mut image);
        let (_, stop, text) = boot(&rom, &image);
        assert_ne!(stop, Stop::Exit(7), "{text}");
        assert!(!matches!(stop, Stop::Fault(_)), "{stop:?} {text}");
        assert!(text.contains(complaint), "{text}");
        assert!(!text.ends_with("ok\n"), "{text}");
    }
}

#[test]
fn a_wrong_checksum_is_refused() {
    refused(|image| image[APP + 0x40] ^= 1, "Checksum failed");
}

#[test]
fn a_wrong_hash_is_refused() {
    // Two changes that cancel each other out in the checksum.
    refused(
        |image| {
            image[APP + 0x40] ^= 1;
            image[APP + 0x44] ^= 1;
        },
        "Image hash failed - image is corrupt",
    );
}

#[test]
fn a_wrong_partition_table_is_refused() {
    refused(
        |image| image[PARTITIONS] ^= 1,
        "Failed to verify partition table",
    );
    // Names are not checked by themselves: this is the table's digest.
    refused(
        |image| image[PARTITIONS + 12] ^= 1,
        "Failed to verify partition table",
    );
}

#[test]
fn a_missing_program_is_refused() {
    refused(|image| image.truncate(APP), "No bootable app partitions");
}

#[test]
fn a_broken_bootloader_is_not_started() {
    for rom in [rom(), Rom::replacement()] {
        let mut image = image(&greeting());
        image[0x40] ^= 1;
        let (_, stop, text) = boot(&rom, &image);
        assert!(!text.contains("2nd stage bootloader"), "{text}");
        assert!(
            matches!(stop, Stop::Reset(Cause::Group0System) | Stop::Time),
            "{stop:?} {text}"
        );
    }
}

#[test]
fn the_next_start_knows_why() {
    let mut asm = crate::asm::Asm::new();
    // Software reset of the whole chip.
    asm.poke(0x6000_8000, 1 << 31).stop();
    let image = image(&asm);
    for rom in [rom(), Rom::replacement()] {
        let mut chip = Esp32c3::new(&rom, &image, Options::default()).unwrap();
        chip.run(400_000 * UNITS_PER_US);
        assert!(chip.resets().len() >= 2, "{:?}", chip.resets());
        assert!(chip.resets().iter().all(|cause| *cause == Cause::Software));
        let text = String::from_utf8_lossy(&chip.take_uart()).into_owned();
        assert!(text.contains("rst:0x3"), "{text}");
    }
}
