//! Starts a flash image in the ESP32-C3 emulator: `cargo run --release -p mpf-sim --example esp32c3 -- IMAGE.bin [SECONDS [ROM.elf]]`.
//! The console of UART0 and of USB goes to standard output; the rest is told at the end.

use mpf_sim::esp32c3::{Esp32c3, Options, Rom, Stop, UNITS_PER_US};
use std::error::Error;
use std::io::Write;
use std::time::Instant;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [image, rest @ ..] = &arguments[..] else {
        return Err("usage: esp32c3 IMAGE.bin [SECONDS [ROM.elf]]".into());
    };
    let seconds: u64 = rest.first().map_or(Ok(10), |s| s.parse())?;
    let rom = match rest.get(1) {
        Some(path) => Rom::from_elf(&std::fs::read(path)?)?,
        None => Rom::replacement(),
    };
    let image = std::fs::read(image)?;
    let mut chip =
        Esp32c3::new(&rom, &image, Options::default()).ok_or("the image is too large")?;
    let start = Instant::now();
    let end = seconds * 1_000_000 * UNITS_PER_US;
    let mut until = 0;
    let stop = loop {
        until += 1_000_000;
        let stop = chip.run(until.min(end));
        let mut out = std::io::stdout().lock();
        out.write_all(&chip.take_uart())?;
        out.write_all(&chip.take_usb())?;
        out.flush()?;
        if stop != Stop::Time || until >= end {
            break stop;
        }
    };
    let wall = start.elapsed().as_secs_f64();
    let count = chip.instructions();
    for edge in chip.take_edges() {
        let level = if edge.high { "high" } else { "low" };
        println!(
            "{:>12} us  pin {:<2} {level}",
            edge.time / UNITS_PER_US,
            edge.pin
        );
    }
    match stop {
        Stop::Fault(fault) => println!("fault: {fault}"),
        stop => println!("{stop:?}"),
    }
    println!(
        "{count} instructions, {} us emulated, {wall:.3} s, {:.1} MIPS, resets {:?}",
        chip.now() / UNITS_PER_US,
        count as f64 / wall / 1e6,
        chip.resets()
    );
    Ok(())
}
