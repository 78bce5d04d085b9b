//! The devices as programs see them.

use crate::asm::{A0, A1, A2, Asm, T2, ZERO};
use crate::{CODE, bare, quiet, run};
use mpf_sim::esp32c3::{Options, Stop, UNITS_PER_US, UsbHost};

const UART: u32 = 0x6000_0000;
const USB: u32 = 0x6004_3000;
const MILLISECOND: u64 = 1000 * UNITS_PER_US;

#[test]
fn the_uart_sends_at_the_speed_of_the_line_and_keeps_128_bytes() {
    let mut asm = Asm::new();
    // 40 MHz / 347: 115,200 baud, so 86.7 microseconds a byte.
    asm.poke(UART + 0x78, 0x0370_0000).poke(UART + 0x14, 347);
    asm.li(A0, UART)
        .addi(A1, ZERO, 200)
        .addi(A2, ZERO, i32::from(b'a'));
    asm.store(2, A2, A0, 0)
        .addi(A1, A1, -1)
        .branch(1, A1, ZERO, -8);
    asm.load(2, T2, A0, 0x1c).stop();
    let mut chip = bare(&asm, quiet());
    chip.run(MILLISECOND);
    assert_eq!(chip.register(7) >> 16 & 0x3ff, 128);
    let sent = chip.take_uart().len();
    assert!((10..=11).contains(&sent), "{sent}");
    chip.run(50 * MILLISECOND);
    assert_eq!(sent + chip.take_uart().len(), 128);
}

#[test]
fn the_uart_receives_with_thresholds_and_loses_what_does_not_fit() {
    let mut asm = Asm::new();
    asm.poke(UART + 0x78, 0x0370_0000).poke(UART + 0x14, 347);
    // Full at three bytes; silence of 20 bits is a time-out.
    asm.poke(UART + 0x60, 20 << 16)
        .poke(UART + 0x24, 1 << 21 | 3)
        .stop();
    let raw = |chip: &mut mpf_sim::esp32c3::Esp32c3| chip.register_value(UART + 4).unwrap() & 0x111;
    let mut chip = bare(&asm, quiet());
    chip.run(MILLISECOND);
    chip.send_uart(b"xy");
    chip.run(MILLISECOND + 200 * UNITS_PER_US);
    assert_eq!(raw(&mut chip), 0);
    chip.run(2 * MILLISECOND);
    assert_eq!(raw(&mut chip), 0x100);
    chip.send_uart(b"z");
    chip.run(3 * MILLISECOND);
    assert_eq!(raw(&mut chip), 0x101);
    assert_eq!(chip.register_value(UART), Some(u32::from(b'x')));
    chip.send_uart(&[0; 200]);
    chip.run(30 * MILLISECOND);
    assert_eq!(raw(&mut chip), 0x111);
    assert_eq!(
        chip.register_value(UART + 0x1c).map(|s| s & 0x3ff),
        Some(128)
    );
}

/// Writes two bytes to USB, flushes, then reads whether there is room.
fn usb_program() -> Asm {
    let mut asm = Asm::new();
    asm.poke(USB, u32::from(b'h'))
        .poke(USB, u32::from(b'i'))
        .poke(USB + 4, 1);
    asm
}

#[test]
fn usb_delivers_to_a_host_that_reads_and_blocks_without_one() {
    for (usb, text, room) in [
        (UsbHost::Reading, "hi", 2),
        (UsbHost::Attached, "", 0),
        (UsbHost::Absent, "", 0),
    ] {
        let mut asm = usb_program();
        asm.stop();
        let mut chip = bare(&asm, Options { usb, ..quiet() });
        chip.run(MILLISECOND);
        assert_eq!(chip.take_usb(), text.as_bytes());
        assert_eq!(chip.register_value(USB + 4), Some(room));
        // Frames come from any computer.
        let frames = chip.register_value(USB + 8).unwrap() & 2;
        assert_eq!(frames, if usb == UsbHost::Absent { 0 } else { 2 });
        // What waited is there when a program opens the port.
        chip.set_usb_host(UsbHost::Reading);
        chip.run(2 * MILLISECOND);
        let late = if usb == UsbHost::Reading { "" } else { "hi" };
        assert_eq!(chip.take_usb(), late.as_bytes());
    }
}

#[test]
fn usb_receives_in_packets() {
    let mut asm = Asm::new();
    asm.stop();
    let mut chip = bare(&asm, quiet());
    chip.send_usb(&[7; 70]);
    chip.run(MILLISECOND);
    let mut counts = Vec::new();
    for n in 1..4 {
        let mut count = 0;
        while chip.register_value(USB + 4).unwrap() & 4 != 0 {
            assert_eq!(chip.register_value(USB), Some(7));
            count += 1;
        }
        counts.push(count);
        chip.run((1 + n) * MILLISECOND);
    }
    assert_eq!(counts, [64, 6, 0]);
}

#[test]
fn pins() {
    const GPIO: u32 = 0x6000_4000;
    let pad = |pin: u32| 0x6000_9004 + 4 * pin;
    let mut asm = Asm::new();
    // Pin 2: output. Pin 3: input with pull-up. Pin 4: open drain with pull-up.
    asm.poke(pad(2), 0x1a00)
        .poke(pad(3), 0x1b00)
        .poke(pad(4), 0x1b00)
        .poke(GPIO + 0x74 + 4 * 4, 4)
        .poke(GPIO + 0x24, 1 << 2 | 1 << 4)
        .poke(GPIO + 0x08, 1 << 2 | 1 << 4)
        .peek(A0, GPIO + 0x04)
        .peek(A1, GPIO + 0x3c)
        .poke(GPIO + 0x0c, 1 << 2 | 1 << 4)
        .peek(A2, GPIO + 0x3c)
        .stop();
    let (mut chip, _) = run(&asm);
    let low = |n: usize, chip: &mpf_sim::esp32c3::Esp32c3| chip.register(n) & 0x1c;
    assert_eq!(low(10, &chip), 0x14);
    assert_eq!(low(11, &chip), 0x1c);
    assert_eq!(low(12, &chip), 0x08);
    let edges: Vec<_> = chip.take_edges().iter().map(|e| (e.pin, e.high)).collect();
    assert_eq!(
        edges,
        [
            (2, false),
            (4, false),
            (2, true),
            (4, true),
            (2, false),
            (4, false)
        ]
    );
    // From outside: an input follows, an output does not.
    chip.drive_pin(3, Some(false));
    chip.drive_pin(2, Some(true));
    assert_eq!(chip.register_value(GPIO + 0x3c).unwrap() & 0x1c, 0);
    chip.drive_pin(3, None);
    assert_eq!(chip.register_value(GPIO + 0x3c).unwrap() & 0x1c, 8);
}

#[test]
fn a_pin_interrupts_on_its_edge() {
    const GPIO: u32 = 0x6000_4000;
    let mut asm = Asm::new();
    // Pin 9: input with pull-up, falling edge, on line 1.
    asm.poke(0x6000_9004 + 4 * 9, 0x1b00)
        .poke(GPIO + 0x74 + 4 * 9, 2 << 7 | 1 << 13)
        .poke(0x600c_2000 + 4 * 16, 1)
        .poke(0x600c_2118, 1)
        .poke(0x600c_2104, 2)
        .wfi()
        .peek(A2, GPIO + 0x5c)
        .op_imm(5, A2, A2, 9)
        .exit();
    let mut chip = bare(&asm, quiet());
    assert_eq!(chip.run(MILLISECOND), Stop::Idle);
    chip.drive_pin(9, Some(false));
    assert_eq!(chip.run(2 * MILLISECOND), Stop::Exit(1));
}

#[test]
fn the_system_timer_counts_16_per_microsecond_and_wakes() {
    const TIMER: u32 = 0x6002_3000;
    let mut asm = Asm::new();
    // Alarm 0 at 80,000 on counter 0: 5 milliseconds after reset, on line 2.
    asm.poke(TIMER + 0x20, 80_000)
        .poke(TIMER + 0x1c, 0)
        .poke(TIMER + 0x34, 0)
        .poke(TIMER + 0x50, 1)
        .poke(TIMER, 0x4700_0000)
        .poke(TIMER + 0x64, 1)
        .poke(0x600c_2000 + 4 * 37, 2)
        .poke(0x600c_211c, 1)
        .poke(0x600c_2104, 4)
        .wfi()
        .poke(TIMER + 4, 1 << 30)
        .peek(A2, TIMER + 0x44)
        .stop();
    let (chip, _) = run(&asm);
    assert!(
        (80_000..80_010).contains(&chip.register(12)),
        "{}",
        chip.register(12)
    );
    // Every millisecond.
    let mut asm = Asm::new();
    asm.poke(TIMER + 0x38, 1 << 30 | 16_000)
        .poke(TIMER + 0x54, 1)
        .poke(TIMER, 0x4680_0000)
        .poke(TIMER + 0x64, 2)
        .poke(0x600c_2000 + 4 * 38, 2)
        .poke(0x600c_211c, 1)
        .poke(0x600c_2104, 4)
        .addi(A1, ZERO, 10);
    let before = asm.len() as i32;
    asm.wfi().poke(TIMER + 0x6c, 2).addi(A1, A1, -1);
    let back = before - asm.len() as i32;
    asm.branch(1, A1, ZERO, back).exit();
    let (chip, stop) = run(&asm);
    assert!(matches!(stop, Stop::Exit(_)));
    assert_eq!(chip.now() / MILLISECOND, 10);
}

#[test]
fn a_timer_group_counts_and_reloads() {
    const TIMER: u32 = 0x6001_f000;
    let mut asm = Asm::new();
    // 80 MHz by 80; alarm at 2000, reload to 0.
    asm.poke(TIMER + 0x10, 2000)
        .poke(TIMER + 0x14, 0)
        .poke(TIMER + 0x70, 1)
        .poke(TIMER, 1 << 31 | 1 << 30 | 1 << 29 | 80 << 13 | 1 << 10)
        .poke(0x600c_2000 + 4 * 32, 2)
        .poke(0x600c_211c, 1)
        .poke(0x600c_2104, 4)
        .wfi()
        .poke(TIMER + 0x0c, 0)
        .peek(A2, TIMER + 4)
        .exit();
    let (chip, stop) = run(&asm);
    assert!(matches!(stop, Stop::Exit(0..5)), "{stop:?}");
    assert_eq!(chip.now() / MILLISECOND, 2);
}

#[test]
fn the_hash_of_abc() {
    const SHA: u32 = 0x6003_b000;
    let mut asm = Asm::new();
    asm.poke(SHA, 2)
        .poke(SHA + 0x80, u32::from_le_bytes([b'a', b'b', b'c', 0x80]));
    asm.poke(SHA + 0xbc, 24u32.swap_bytes()).poke(SHA + 0x10, 1);
    asm.peek(A2, SHA + 0x40).stop();
    let (chip, _) = run(&asm);
    assert_eq!(chip.register(12).swap_bytes(), 0xba78_16bf);
}

#[test]
fn fuses_and_clock() {
    let mut asm = Asm::new();
    asm.peek(A0, 0x6000_8844)
        .peek(A1, 0x6000_8848)
        .peek(A2, 0x6000_8850)
        .stop();
    let mac = [1, 2, 3, 4, 5, 6];
    let mut chip = bare(&asm, Options { mac, ..quiet() });
    // 20 MHz after reset: 8 units a cycle.
    chip.run(800);
    assert_eq!(chip.instructions(), 100);
    assert_eq!(chip.register(10), 0x0304_0506);
    assert_eq!(chip.register(11), 0x0102);
    assert_eq!(chip.register(12) >> 18 & 7, 3);
}

/// A command to the flash chip: number, address if any, how many bytes out and in.
fn flash(asm: &mut Asm, command: u32, address: Option<u32>, out: u32, back: u32) {
    const SPI: u32 = 0x6000_2000;
    let bits = |bytes: u32| (8 * bytes).saturating_sub(1);
    let user = 1 << 31
        | u32::from(address.is_some()) << 30
        | u32::from(back > 0) << 28
        | u32::from(out > 0) << 27;
    asm.poke(SPI + 0x18, user)
        .poke(SPI + 0x1c, 23 << 26)
        .poke(SPI + 0x20, 7 << 28 | command)
        .poke(SPI + 0x04, address.unwrap_or(0))
        .poke(SPI + 0x24, bits(out))
        .poke(SPI + 0x28, bits(back))
        .poke(SPI, 1 << 18);
}

#[test]
fn flash_is_programmed_and_erased_as_a_nor_chip_is() {
    const DATA: u32 = 0x6000_2058;
    let mut asm = Asm::new();
    flash(&mut asm, 0x9f, None, 0, 3);
    asm.peek(A0, DATA);
    // Without the write enable nothing happens.
    asm.poke(DATA, 0x1122_3344);
    flash(&mut asm, 0x02, Some(0x1000), 4, 0);
    flash(&mut asm, 0x06, None, 0, 0);
    asm.poke(DATA, 0x0f0f_ff00);
    flash(&mut asm, 0x02, Some(0x1000), 4, 0);
    // Busy now.
    flash(&mut asm, 0x05, None, 0, 1);
    asm.peek(A1, DATA).stop();
    let (chip, _) = run(&asm);
    assert_eq!(chip.register(10) & 0xff_ffff, 0x16_40ef);
    assert_eq!(chip.register(11) & 3, 1);
    assert_eq!(chip.flash()[0x1000..0x1005], [0x00, 0xff, 0x0f, 0x0f, 0xff]);
    // Programming only clears bits; at the end of a page it wraps; erasing sets a whole sector.
    let wait = |asm: &mut Asm| {
        asm.li(A1, 2_000_000)
            .addi(A1, A1, -1)
            .branch(1, A1, ZERO, -4);
    };
    let mut asm = Asm::new();
    for (command, address, data) in [(2, 0x20fe, 0x4433_2211), (2, 0x20fe, 0xffff_fff0)] {
        flash(&mut asm, 0x06, None, 0, 0);
        asm.poke(DATA, data);
        flash(&mut asm, command, Some(address), 4, 0);
        wait(&mut asm);
    }
    asm.stop();
    let mut chip = bare(&asm, quiet());
    chip.run(600 * MILLISECOND);
    assert_eq!(chip.flash()[0x20fe..0x2100], [0x10, 0x22]);
    assert_eq!(chip.flash()[0x2000..0x2003], [0x33, 0x44, 0xff]);
    let mut asm = Asm::new();
    flash(&mut asm, 0x06, None, 0, 0);
    flash(&mut asm, 0x20, Some(0x2abc), 0, 0);
    asm.stop();
    let mut image = vec![0; 0x4000];
    image[0x1fff] = 1;
    let mut chip = bare(&asm, quiet());
    chip.write_flash(0, &image);
    chip.run(MILLISECOND);
    assert_eq!(chip.flash()[0x1fff..0x2001], [1, 0xff]);
    assert_eq!(chip.flash()[0x2fff..0x3001], [0xff, 0]);
}

#[test]
fn flash_appears_in_its_windows() {
    let mut asm = Asm::new();
    // Page 3 of the flash in the second page of the windows; code in flash is run.
    asm.poke(0x600c_5004, 3)
        .peek(A1, 0x3c01_0004)
        .li(A0, 0x4201_0000)
        .jalr(ZERO, A0, 0);
    let mut there = Asm::new();
    there.addi(A2, ZERO, 9).stop();
    let mut chip = bare(&asm, quiet());
    chip.write_flash(0x3_0000, &there.bytes());
    chip.run(MILLISECOND);
    assert_eq!(chip.register(12), 9);
    assert_eq!(chip.register(11), 0x6f);
    // Unmapped, the next fetch fails: the exception goes to address zero, where it fails again.
    let mut asm = Asm::new();
    asm.poke(0x600c_5004, 0x103)
        .li(A0, 0x4201_0000)
        .jalr(ZERO, A0, 0);
    let (chip, _) = run(&asm);
    assert_eq!(chip.pc(), 0);
    assert_ne!(chip.pc(), CODE);
}

#[test]
fn flash_cannot_be_used_while_it_is_busy() {
    use mpf_sim::esp32c3::{Fault, FaultKind};
    let erase = |asm: &mut Asm| {
        asm.poke(0x600c_5000, 0);
        flash(asm, 0x06, None, 0, 0);
        flash(asm, 0x20, Some(0x3000), 0, 0);
    };
    let mut asm = Asm::new();
    erase(&mut asm);
    asm.peek(A2, 0x3c00_0000).stop();
    let (_, stop) = run(&asm);
    let kind = FaultKind::FlashBusy;
    let at = CODE + asm.len() - 8;
    let address = 0x3c00_0000;
    assert_eq!(
        stop,
        Stop::Fault(Fault {
            kind,
            pc: at,
            address
        })
    );
    // Running in flash is no better.
    let mut asm = Asm::new();
    erase(&mut asm);
    asm.li(A0, 0x4200_0000).jalr(ZERO, A0, 0);
    let (pc, address) = (0x4200_0000, 0x4200_0000);
    assert_eq!(run(&asm).1, Stop::Fault(Fault { kind, pc, address }));
    // Later it is there again.
    let mut asm = Asm::new();
    erase(&mut asm);
    asm.li(A1, 1_000_000)
        .addi(A1, A1, -1)
        .branch(1, A1, ZERO, -4);
    asm.peek(A2, 0x3c00_0000).stop();
    let mut chip = bare(&asm, quiet());
    assert_eq!(chip.run(200 * MILLISECOND), Stop::Time);
    assert_eq!(chip.register(12), u32::MAX);
}
