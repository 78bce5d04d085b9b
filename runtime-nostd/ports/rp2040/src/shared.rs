//! State that an interrupt handler shares with the program. The second core sleeps, so holding interrupts back is enough.

use core::cell::UnsafeCell;
use core::sync::atomic::{AtomicBool, Ordering::Relaxed};
use mpf_port_support::cortex_m::{disable_interrupts, enable_interrupts};

pub struct Shared<T> {
    value: UnsafeCell<T>,
    busy: AtomicBool,
}

// SAFETY: `with` gives one reference at a time: interrupts are held back, and a second entry (from the handler of a
// fault that happened inside) is refused.
unsafe impl<T> Sync for Shared<T> {}

impl<T> Shared<T> {
    pub const fn new(value: T) -> Shared<T> {
        Shared {
            value: UnsafeCell::new(value),
            busy: AtomicBool::new(false),
        }
    }

    /// Calls `act` with the value, interrupts held back; `None` when a fault interrupted such a call.
    pub fn with<R>(&self, act: impl FnOnce(&mut T) -> R) -> Option<R> {
        disable_interrupts();
        if self.busy.load(Relaxed) {
            return None;
        }
        self.busy.store(true, Relaxed);
        // SAFETY: `busy` was clear, so there is no other reference, and no interrupt can make one.
        let result = act(unsafe { &mut *self.value.get() });
        self.busy.store(false, Relaxed);
        enable_interrupts();
        Some(result)
    }
}
