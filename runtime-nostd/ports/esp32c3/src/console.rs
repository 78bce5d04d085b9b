//! The console: USB-Serial-JTAG when a host takes its bytes, else UART0.
//!
//! A USB host that does not listen looks like one that is slow. So output waits in a buffer until the host takes it; the
//! UART gets it too as long as no host does. When the buffer is full, the oldest bytes go. A host that took bytes and
//! stops is given `PATIENCE`; then the UART gets what is left. The program is never held up longer than that.
//! `poll` does the work; it is called by every write and read, while the program sleeps, and after its end.

use crate::clock::now;
use crate::registers::{put, usb};
use crate::uart;
use core::cell::UnsafeCell;
use mpf_port_support::config;

/// Bytes that are kept for a listener that comes later.
const BUFFER: usize = 2048;
/// Microseconds.
const PATIENCE: u64 = 50_000;
/// Bytes in a packet: one below the most, so that the host's driver sees its end.
const PACKET: usize = 63;
const PORT: u32 = 0;

struct State {
    /// Position of the oldest byte, and how many there are.
    first: usize,
    count: usize,
    /// A packet is with the controller.
    sent: bool,
    /// The host took the last packet, or is given time to.
    listening: bool,
    /// When the host last took something.
    taken: u64,
}

struct Shared<T>(UnsafeCell<T>);
// SAFETY: one thread and no interrupt handlers.
unsafe impl<T> Sync for Shared<T> {}

/// Not cleared at start: only bytes that were written are read.
#[unsafe(link_section = ".noinit.console")]
static BUFFERED: Shared<[u8; BUFFER]> = Shared(UnsafeCell::new([0; BUFFER]));
static STATE: Shared<State> = Shared(UnsafeCell::new(State {
    first: 0,
    count: 0,
    sent: false,
    listening: false,
    taken: 0,
}));

fn with<R>(work: impl FnOnce(&mut State) -> R) -> R {
    // SAFETY: nothing in this file calls `with` from within `work`.
    work(unsafe { &mut *STATE.0.get() })
}

fn uses_usb() -> bool {
    config::console() != config::CONSOLE_UART
}

fn uses_uart() -> bool {
    config::console() != config::CONSOLE_USB
}

/// The place of the `n`th byte in the buffer, which is a ring.
fn place(n: usize) -> *mut u8 {
    BUFFERED.0.get().cast::<u8>().wrapping_add(n % BUFFER)
}

/// Whether the controller can be given a packet: the one before it was taken.
fn is_free() -> bool {
    usb()
        .ep1_conf()
        .read()
        .serial_in_ep_data_free()
        .bit_is_set()
}

impl State {
    fn push(&mut self, byte: u8) {
        if self.count == BUFFER {
            self.first = (self.first + 1) % BUFFER;
            self.count -= 1;
        }
        // SAFETY: inside the buffer, which only this thread uses.
        unsafe { place(self.first + self.count).write(byte) };
        self.count += 1;
    }

    fn pop(&mut self) -> Option<u8> {
        self.count = self.count.checked_sub(1)?;
        let byte = self.peek(0);
        self.first = (self.first + 1) % BUFFER;
        Some(byte)
    }

    fn peek(&self, n: usize) -> u8 {
        // SAFETY: as in `push`; callers ask for bytes that were written.
        unsafe { place(self.first + n).read() }
    }

    /// Gives the controller a packet if it can take one.
    fn poll(&mut self) {
        if !is_free() {
            return;
        }
        if self.sent {
            self.sent = false;
            self.listening = true;
            self.taken = now();
        }
        if self.count == 0 {
            return;
        }
        for _ in 0..PACKET {
            match self.pop() {
                Some(byte) => put(usb().ep1(), u32::from(byte)),
                None => break,
            }
        }
        usb().ep1_conf().write(|w| w.wr_done().set_bit());
        self.sent = true;
    }

    /// Waits until the host has been given everything, as long as it goes on taking.
    fn settle(&mut self) {
        while self.listening && self.count != 0 {
            self.poll();
            self.give_up();
        }
    }

    /// After `PATIENCE` the host is no listener; the UART gets what it did not take.
    fn give_up(&mut self) {
        if self.listening && self.sent && now().saturating_sub(self.taken) > PATIENCE {
            self.listening = false;
            if uses_uart() {
                for n in 0..self.count {
                    uart::write_all(PORT, &[self.peek(n)]);
                }
            }
        }
    }

    fn write(&mut self, bytes: &[u8]) {
        self.poll();
        self.give_up();
        if !self.sent {
            self.taken = now();
        }
        if !self.listening && uses_uart() {
            uart::write_all(PORT, bytes);
        }
        for byte in bytes {
            if self.count == BUFFER {
                self.settle();
            }
            self.push(*byte);
        }
        self.poll();
        self.settle();
    }
}

pub fn write(bytes: &[u8]) {
    match uses_usb() {
        true => with(|state| state.write(bytes)),
        false => uart::write_all(PORT, bytes),
    }
}

pub fn read() -> Option<u8> {
    if uses_usb() {
        with(State::poll);
        let conf = usb().ep1_conf().read();
        if conf.serial_out_ep_data_avail().bit_is_set() {
            return Some(usb().ep1().read().bits() as u8);
        }
    }
    if uses_uart() { uart::read(PORT) } else { None }
}

/// Goes on with output that a host has not taken yet. Whether there is any.
pub fn poll() -> bool {
    uses_usb()
        && with(|state| {
            state.poll();
            state.settle();
            state.count != 0
        })
}

/// Before the program ends: a host that listens gets everything, and the UART's last bit is on the line.
pub fn finish() {
    if uses_usb() {
        with(|state| {
            state.poll();
            state.settle();
        });
    }
    if uses_uart() {
        uart::drain(PORT);
    }
}
