//! The timer (section 4.6): a 64-bit count of microseconds, and an alarm that ends sleeps.

use mpf_port_support::cortex_m::{
    clear_pending, disable_interrupts, enable_interrupts, wait_for_interrupt,
};
use mpf_port_support::input;
use mpf_port_support::register::{read, write};
use rp2040_hal::pac::RESETS;

const TIMER: usize = 0x4005_4000;
const ALARM0: usize = TIMER + 0x10;
const RAW_HIGH: usize = TIMER + 0x24;
const RAW_LOW: usize = TIMER + 0x28;
const INTERRUPT: usize = TIMER + 0x34;
const INTERRUPTS_ENABLED: usize = TIMER + 0x38;

/// Takes the timer out of reset. It counts from 0: `init_clocks_and_plls` has started its tick.
pub fn start(resets: &mut RESETS) {
    resets.reset().modify(|_, w| w.timer().clear_bit());
    while resets.reset_done().read().timer().bit_is_clear() {}
    write(INTERRUPTS_ENABLED, 1);
}

/// Microseconds since start-up.
pub fn now() -> u64 {
    loop {
        let high = read(RAW_HIGH);
        let low = read(RAW_LOW);
        if read(RAW_HIGH) == high {
            return u64::from(high) << 32 | u64::from(low);
        }
    }
}

pub fn wait_until(deadline: u64) {
    loop {
        let left = deadline.saturating_sub(now());
        if left == 0 || input::interrupted() {
            break;
        }
        // The alarm fires when the low word equals it, so one that is set too late would fire an hour later: the last
        // microseconds are waited out.
        if left < 20 {
            continue;
        }
        // With interrupts held back, one that is raised between here and `wfi` still wakes it.
        disable_interrupts();
        let sleep = left.min(0x7fff_ffff) as u32;
        write(ALARM0, read(RAW_LOW).wrapping_add(sleep - 10));
        wait_for_interrupt();
        write(INTERRUPT, 1);
        clear_pending(super::TIMER_LINE);
        enable_interrupts();
    }
}

/// The alarm only has to end `wfi`.
pub extern "C" fn reached() {
    write(INTERRUPT, 1);
}
