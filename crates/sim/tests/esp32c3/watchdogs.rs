//! The watchdogs bite, each with the cause that the next start reads, unless they are fed or switched off.

use crate::asm::{Asm, ZERO};
use crate::{bare, quiet};
use mpf_sim::esp32c3::{Cause, Options, Stop, UNITS_PER_US};

const MILLISECOND: u64 = 1000 * UNITS_PER_US;

/// Runs a program until a reset; the cause and the millisecond, or `None` after four seconds.
fn bites(asm: &Asm, options: Options) -> Option<(Cause, u64)> {
    let options = Options {
        stop_at_reset: true,
        ..options
    };
    let mut chip = bare(asm, options);
    match chip.run(4000 * MILLISECOND) {
        Stop::Reset(cause) => Some((cause, chip.now() / MILLISECOND)),
        Stop::Time => None,
        stop => panic!("{stop:?}"),
    }
}

fn without_super() -> Asm {
    let mut asm = Asm::new();
    asm.poke(0x6000_80b0, 0x8f1d_312a)
        .poke(0x6000_80ac, 1 << 30);
    asm
}

/// Without the flash watchdogs either.
fn without_any() -> Asm {
    let mut asm = without_super();
    asm.poke(0x6000_80a8, 0x50d8_3aa1)
        .poke(0x6000_8090, 0)
        .poke(0x6001_f064, 0x50d8_3aa1)
        .poke(0x6001_f048, 0);
    asm
}

#[test]
fn the_first_ones_run_from_reset_when_started_from_flash() {
    let mut asm = Asm::new();
    asm.stop();
    assert_eq!(
        bites(&asm, Options::default()),
        Some((Cause::Group0System, 325))
    );
    // Without the first group's: the super watchdog, then the RTC's.
    let mut asm = Asm::new();
    asm.poke(0x6001_f048, 0).stop();
    assert_eq!(
        bites(&asm, Options::default()),
        Some((Cause::SuperWatchdog, 900))
    );
    let mut asm = without_super();
    asm.poke(0x6001_f048, 0).stop();
    assert_eq!(
        bites(&asm, Options::default()),
        Some((Cause::RtcWatchdogSystem, 2941))
    );
    let mut asm = without_any();
    asm.stop();
    assert_eq!(bites(&asm, Options::default()), None);
}

#[test]
fn without_the_key_nothing_changes() {
    let mut asm = Asm::new();
    asm.poke(0x6001_f064, 0).poke(0x6001_f048, 0).stop();
    assert_eq!(
        bites(&asm, Options::default()),
        Some((Cause::Group0System, 325))
    );
    let mut asm = Asm::new();
    asm.poke(0x6001_f048, 0).poke(0x6000_80ac, 1 << 30).stop();
    assert_eq!(
        bites(&asm, Options::default()),
        Some((Cause::SuperWatchdog, 900))
    );
}

#[test]
fn stages_and_their_actions() {
    let (group0, group1, rtc) = (0x6001_f048, 0x6002_0048, 0x6000_8090);
    // Prescaler 40,000 at 80 MHz: two steps a millisecond. Stage 0: an interrupt, stage 1: a reset.
    for (base, action, cause) in [
        (group0, 2, Cause::Group0Cpu),
        (group0, 3, Cause::Group0System),
        (group1, 2, Cause::Group1Cpu),
        (group1, 3, Cause::Group1System),
    ] {
        let mut asm = without_any();
        asm.poke(base + 4, 40_000 << 16)
            .poke(base + 8, 20)
            .poke(base + 12, 40)
            .poke(base, 1 << 31 | 1 << 29 | action << 27)
            .stop();
        assert_eq!(bites(&asm, quiet()), Some((cause, 30)));
    }
    // 136 kHz; the first stage is twice as long as it says.
    for (action, cause) in [
        (2, Cause::RtcWatchdogCpu),
        (3, Cause::RtcWatchdogSystem),
        (4, Cause::RtcWatchdog),
    ] {
        let mut asm = without_any();
        asm.poke(rtc + 4, 1360)
            .poke(rtc, 1 << 31 | action << 28)
            .stop();
        assert_eq!(bites(&asm, quiet()), Some((cause, 20)));
    }
}

#[test]
fn feeding_holds_them_back() {
    let mut asm = without_any();
    asm.poke(0x6002_004c, 40_000 << 16)
        .poke(0x6002_0050, 20)
        .poke(0x6002_0048, 1 << 31 | 3 << 29);
    let before = asm.len();
    asm.poke(0x6002_0060, 1);
    let back = before as i32 - asm.len() as i32;
    asm.jal(ZERO, back);
    assert_eq!(bites(&asm, quiet()), None);
}
