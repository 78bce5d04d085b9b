//! Clocks, watchdogs, and time: the system timer counts at 16 MHz from reset, whatever the processor's clock is.

use crate::registers::{interrupts, put, rtc, system, systimer, timg0, timg1};
use crate::start;

/// These open the watchdogs' registers for writing.
const TIMER_KEY: u32 = 0x50d8_3aa1;
const SUPER_KEY: u32 = 0x8f1d_312a;
/// Frequency behind which the peripherals are, with the PLL on.
pub const APB: u32 = 80_000_000;
/// The system timer's ticks in a microsecond, as a shift.
const TICKS: u32 = 4;
/// Processor interrupt that ends a sleep.
const LINE: u32 = 1;
/// Number of the timer's first alarm among the sources of interrupts.
const ALARM: usize = 37;
const UPDATE: u32 = 1 << 30;

/// 160 MHz, and no watchdog: the boot loader leaves its own running.
pub fn set_up() {
    stop(timg0());
    stop(timg1());
    put(rtc().wdtwprotect(), TIMER_KEY);
    put(rtc().wdtconfig0(), 0);
    put(rtc().wdtwprotect(), 0);
    put(rtc().swd_wprotect(), SUPER_KEY);
    rtc()
        .swd_conf()
        .modify(|_, w| w.swd_auto_feed_en().set_bit());
    put(rtc().swd_wprotect(), 0);

    // The PLL makes 480 MHz; a third of that.
    let bits = system().cpu_per_conf().read().bits();
    put(system().cpu_per_conf(), bits & !3 | 1);

    systimer()
        .conf()
        .modify(|_, w| w.target0_work_en().clear_bit());
    put(systimer().target_conf(0), 0);
    systimer().int_ena().write(|w| w.target(0).set_bit());
    let matrix = interrupts();
    put(matrix.core_0_intr_map(ALARM), LINE);
    put(matrix.cpu_int_pri(LINE as usize), 1);
    put(matrix.cpu_int_enable(), 1 << LINE);
}

fn stop(group: &esp32c3::timg0::RegisterBlock) {
    put(group.wdtwprotect(), TIMER_KEY);
    put(group.wdtconfig0(), 0);
    // Settings reach the watchdog when this bit is written.
    put(group.wdtconfig0(), 1 << 22);
    put(group.wdtwprotect(), 0);
}

/// The processor's clock in Hz.
pub fn frequency() -> u32 {
    const CRYSTAL: u32 = 40_000_000;
    let source = system().sysclk_conf().read();
    match source.soc_clk_sel().bits() {
        1 if system().cpu_per_conf().read().cpuperiod_sel().bits() & 1 != 0 => 2 * APB,
        1 => APB,
        _ => CRYSTAL / (u32::from(source.pre_div_cnt().bits()) + 1),
    }
}

/// Microseconds since reset.
pub fn now() -> u64 {
    let timer = systimer();
    put(timer.unit0_op(), UPDATE);
    while timer.unit0_op().read().value_valid().bit_is_clear() {}
    let value = timer.unit0_value();
    let (high, low) = (value.hi().read().bits(), value.lo().read().bits());
    (u64::from(high) << 32 | u64::from(low)) >> TICKS
}

/// Sleeps until the time has come, or until another interrupt is pending.
pub fn sleep_until(deadline: u64) {
    let timer = systimer();
    let ticks = deadline << TICKS;
    put(timer.trgt(0).hi(), (ticks >> 32) as u32);
    put(timer.trgt(0).lo(), ticks as u32);
    put(timer.comp0_load(), 1);
    timer.int_clr().write(|w| w.target(0).clear_bit_by_one());
    timer.conf().modify(|_, w| w.target0_work_en().set_bit());
    if now() < deadline {
        start::wait_for_interrupt();
    }
    timer.conf().modify(|_, w| w.target0_work_en().clear_bit());
}

/// Starts a watchdog that resets the chip unless it is fed within this time; 0 milliseconds feed it.
pub fn watchdog(ms: u32) {
    let group = timg0();
    put(group.wdtwprotect(), TIMER_KEY);
    if ms != 0 {
        // Half a millisecond a tick. Stage 0 ends in a reset of the system; resets take as long as they can.
        put(group.wdtconfig1(), (APB / 2000) << 16);
        put(group.wdtconfig(0), ms.saturating_mul(2));
        put(
            group.wdtconfig0(),
            1 << 31 | 3 << 29 | 7 << 18 | 7 << 15 | 1 << 22,
        );
    }
    put(group.wdtfeed(), 1);
    put(group.wdtwprotect(), 0);
}

/// Starts the chip again, as the reset button does.
pub fn reset() -> ! {
    rtc().options0().modify(|_, w| w.sw_sys_rst().set_bit());
    loop {
        start::wait_for_interrupt();
    }
}
