//! The simulator's hardware: console to a writer, a clock that only waits advance, pins that read back what was
//! written. At build time the same port only notes that it was asked, because then the statement must wait for the
//! device.

use mpf_core::port::{Fault, HostPort, PinMode, install};
use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, VecDeque};
use std::io::Write;

/// What the simulated processor says its clock is, in Hz.
const FREQUENCY: u32 = 1_000_000_000;

thread_local! {
    static STATE: State = State::default();
}

#[derive(Default)]
struct State {
    building: Cell<bool>,
    touched: Cell<Option<&'static str>>,
    output: RefCell<Option<Box<dyn Write>>>,
    pins: RefCell<BTreeMap<u32, bool>>,
    /// Each UART hears what it sends.
    uarts: RefCell<BTreeMap<u32, VecDeque<u8>>>,
    /// Microseconds that waits have added to the clock.
    waited: Cell<u64>,
}

/// What leaves the machine through `exit` or `fault`: unwinds to `Machine::run`.
pub struct Left {
    pub status: i32,
    pub message: Option<String>,
}

/// Installs the port for this thread. `building`: effects are noted and not performed.
pub fn start(building: bool, output: Option<Box<dyn Write>>) {
    STATE.with(|s| {
        s.building.set(building);
        s.touched.set(None);
        if output.is_some() {
            *s.output.borrow_mut() = output;
        }
    });
    install(&PORT);
}

/// What the program asked of the outside since the last call, while building.
pub fn take_touched() -> Option<&'static str> {
    STATE.with(|s| s.touched.take())
}

/// Ends the output; what was buffered is written.
pub fn flush() {
    STATE.with(|s| {
        if let Some(out) = s.output.borrow_mut().as_mut() {
            // A closed pipe is the reader's business.
            let _ = out.flush();
        }
    });
}

/// Notes an effect; true while building.
fn effect(what: &'static str) -> bool {
    STATE.with(|s| {
        if s.building.get() {
            s.touched.set(Some(what));
        }
        s.building.get()
    })
}

fn console_write(bytes: &[u8]) {
    if effect("console output") {
        return;
    }
    STATE.with(|s| {
        if let Some(out) = s.output.borrow_mut().as_mut() {
            let _ = out.write_all(bytes);
        }
    });
}

fn console_read() -> Option<u8> {
    if effect("console input") {
        return None;
    }
    let mut byte = [0];
    match std::io::Read::read(&mut std::io::stdin(), &mut byte) {
        Ok(1) => Some(byte[0]),
        _ => None,
    }
}

fn exit(status: i32) -> ! {
    effect("reset");
    std::panic::resume_unwind(Box::new(Left {
        status,
        message: None,
    }))
}

fn fault(fault: Fault, place: u32, detail: u32) -> ! {
    let message = format!("fault: {} at {place:#010x} ({detail:#x})", fault.name());
    std::panic::resume_unwind(Box::new(Left {
        status: mpf_core::port::FAULT_STATUS,
        message: Some(message),
    }))
}

/// Simulated time: it stands still while the program computes, so that runs repeat exactly.
fn ticks_us() -> u64 {
    effect("time");
    STATE.with(|s| s.waited.get())
}

fn wait_until_us(deadline: u64) {
    if !effect("waiting") {
        STATE.with(|s| s.waited.set(s.waited.get().max(deadline)));
    }
}

fn pin_mode(pin: u32, mode: PinMode) -> bool {
    if !effect("a pin") {
        STATE.with(|s| {
            s.pins
                .borrow_mut()
                .entry(pin)
                .or_insert(mode == PinMode::InputPullUp);
        });
    }
    true
}

fn pin_write(pin: u32, high: bool) {
    if !effect("a pin") {
        STATE.with(|s| s.pins.borrow_mut().insert(pin, high));
    }
}

fn pin_read(pin: u32) -> bool {
    effect("a pin");
    STATE.with(|s| s.pins.borrow().get(&pin).copied().unwrap_or(false))
}

static PORT: HostPort = HostPort {
    console_write,
    console_read,
    exit,
    fault,
    ticks_us,
    wait_until_us,
    pin_mode,
    pin_write,
    pin_read,
    instructions: || 0,
    unique_id: |_| {
        effect("the chip's number");
        0
    },
    frequency: || {
        effect("the clock");
        FREQUENCY
    },
    reset: || exit(0),
    watchdog: |_| !effect("a watchdog"),
    uart_open: |_| !effect("a UART"),
    uart_write: |number, bytes| {
        if !effect("a UART") {
            STATE.with(|s| {
                let mut lines = s.uarts.borrow_mut();
                lines.entry(number).or_default().extend(bytes);
            });
        }
        bytes.len()
    },
    uart_read: |number| {
        effect("a UART");
        STATE.with(|s| s.uarts.borrow_mut().get_mut(&number)?.pop_front())
    },
    uart_waiting: |number| {
        effect("a UART");
        STATE.with(|s| {
            s.uarts
                .borrow()
                .get(&number)
                .map_or(0, |line| line.len() as u32)
        })
    },
};
