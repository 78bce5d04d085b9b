//! The two UARTs: set-up, and bytes in and out of their queues of 128 bytes.

use crate::clock::APB;
use crate::pins;
use crate::registers::{gpio, put, system, uart0, uart1};
use esp32c3::uart0::RegisterBlock;
use mpf_port_support::port::{PinMode, UartSettings};

const QUEUE: u32 = 128;
/// Largest whole part of the divider.
const MOST: u32 = 0xfff;
/// Numbers of the transmitters and receivers in the pins' matrix.
const SIGNAL: [u32; 2] = [6, 9];
/// The input matrix takes the signal from a pin.
const FROM_PIN: u32 = 1 << 6;

fn block(number: u32) -> &'static RegisterBlock {
    match number {
        0 => uart0(),
        _ => uart1(),
    }
}

/// Sets a UART up. `false`: there is no such one, or it cannot do that.
pub fn open(settings: &UartSettings) -> bool {
    let UartSettings {
        number,
        baud,
        bits,
        tx,
        rx,
        ..
    } = *settings;
    if number > 1
        || !(5..=8).contains(&bits)
        || baud == 0
        || baud > APB / 16
        || settings.parity > 2
        || !(1..=2).contains(&settings.stop_bits)
    {
        return false;
    }
    let unusable = |pin| pin != UartSettings::USUAL && !pins::usable(pin);
    if unusable(tx) || unusable(rx) {
        return false;
    }
    system().perip_clk_en0().modify(|_, w| {
        w.uart_clk_en().set_bit();
        w.uart1_clk_en().set_bit();
        w.uart_mem_clk_en().set_bit()
    });
    system().perip_rst_en0().modify(|_, w| match number {
        0 => w.uart_rst().clear_bit(),
        _ => w.uart1_rst().clear_bit(),
    });
    // What was written before keeps its speed.
    drain(number);
    // The clock is divided twice: by a whole number, so that the second divider suffices; its last four bits are a
    // fraction.
    let first = (APB / baud).div_ceil(MOST + 1).max(1);
    let sixteenths = (APB / first * 16 + baud / 2) / baud;
    let uart = block(number);
    // Source 1 is the peripherals' clock, for transmitter and receiver.
    put(
        uart.clk_conf(),
        1 << 25 | 1 << 24 | 1 << 22 | 1 << 20 | (first - 1) << 12,
    );
    put(uart.clkdiv(), sixteenths >> 4 | (sixteenths & 15) << 20);
    let stop = if settings.stop_bits == 2 { 3 } else { 1 };
    let parity = match settings.parity {
        0 => 0,
        even_or_odd => even_or_odd + 1,
    };
    let form = 1 << 28 | stop << 4 | (bits - 5) << 2 | parity;
    // The queues are emptied by a bit that goes up and down again.
    put(uart.conf0(), form | 3 << 17);
    put(uart.conf0(), form);
    let signal = SIGNAL[(number & 1) as usize];
    if tx != UartSettings::USUAL {
        pins::configure(tx, PinMode::Output, signal);
    }
    if rx != UartSettings::USUAL {
        pins::mode(rx, PinMode::InputPullUp);
        put(gpio().func_in_sel_cfg(signal as usize), FROM_PIN | rx);
    }
    true
}

/// Puts as many bytes into the queue as there is room for.
pub fn write(number: u32, bytes: &[u8]) -> usize {
    let uart = block(number);
    let queued = u32::from(uart.status().read().txfifo_cnt().bits());
    let room = QUEUE.saturating_sub(queued) as usize;
    for byte in bytes.iter().take(room) {
        put(uart.fifo(), u32::from(*byte));
    }
    bytes.len().min(room)
}

/// Sends all; waits while the queue is full, which the receiver of a UART cannot prolong.
pub fn write_all(number: u32, mut bytes: &[u8]) {
    while !bytes.is_empty() {
        let sent = write(number, bytes);
        bytes = bytes.get(sent..).unwrap_or(&[]);
    }
}

/// How many bytes have arrived.
pub fn waiting(number: u32) -> u32 {
    u32::from(block(number).status().read().rxfifo_cnt().bits())
}

pub fn read(number: u32) -> Option<u8> {
    (waiting(number) != 0).then(|| block(number).fifo().read().bits() as u8)
}

/// Waits until the last bit is on the line.
pub fn drain(number: u32) {
    // State 0 of the transmitter: nothing is sent.
    let uart = block(number);
    while uart.status().read().txfifo_cnt().bits() != 0
        || uart.fsm_status().read().st_utx_out().bits() != 0
    {}
}
