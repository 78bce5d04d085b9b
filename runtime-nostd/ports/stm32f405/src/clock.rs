//! The clock tree and the time since start-up: SysTick counts processor clocks and wraps once a millisecond.

use core::sync::atomic::{AtomicU32, Ordering::Relaxed};
use mpf_port_support::cortex_m::{disable_interrupts, enable_interrupts};
use mpf_port_support::register::{read, write};

/// Clock of the peripherals on bus APB2, in Hz: half of the processor's.
pub const PERIPHERALS: u32 = 84_000_000;
/// The processor's clock.
pub const PROCESSOR: u32 = 168_000_000;
/// SysTick's ticks in a microsecond, and in one of its turns.
pub const PER_MICROSECOND: u16 = 168;
pub const PERIOD: u64 = 168_000;

const RCC_CR: usize = 0x4002_3800;
const RCC_PLLCFGR: usize = 0x4002_3804;
const RCC_CFGR: usize = 0x4002_3808;
const RCC_AHB1ENR: usize = 0x4002_3830;
const RCC_APB2ENR: usize = 0x4002_3844;
const PLL_ON: u32 = 1 << 24;
const PLL_READY: u32 = 1 << 25;
/// 16 MHz / 8 * 168 / 2 for the processor, / 7 for what needs 48 MHz.
const PLL: u32 = 8 | 168 << 6 | 7 << 24;
/// APB1 a quarter, APB2 half of the processor's clock (which is the PLL).
const BUSES: u32 = 5 << 10 | 4 << 13;
const FROM_PLL: u32 = 2;
const GPIO_A_TO_E: u32 = 0x1f;
const USART1: u32 = 1 << 4;
const FLASH_ACR: usize = 0x4002_3c00;
/// Five wait states at 168 MHz and 3.3 V, prefetch and both caches on (RM0090, section 3.5.1).
const FLASH_SPEED: u32 = 5 | 1 << 8 | 1 << 9 | 1 << 10;

const SYSTICK_CONTROL: usize = 0xe000_e010;
const SYSTICK_RELOAD: usize = 0xe000_e014;
const SYSTICK_VALUE: usize = 0xe000_e018;
/// Processor clock, interrupt, enabled.
const RUN: u32 = 7;
const ICSR: usize = 0xe000_ed04;
const SYSTICK_PENDING: u32 = 1 << 26;

/// Turns since start-up: low and high half.
static TURNS: AtomicU32 = AtomicU32::new(0);
static TURNS_HIGH: AtomicU32 = AtomicU32::new(0);

/// Full speed. A PLL that does not start (some emulators) is not waited for; the chip then stays at 16 MHz.
pub fn start() {
    write(FLASH_ACR, FLASH_SPEED);
    write(RCC_PLLCFGR, PLL);
    write(RCC_CFGR, BUSES);
    write(RCC_CR, read(RCC_CR) | PLL_ON);
    for _ in 0..10_000 {
        if read(RCC_CR) & PLL_READY != 0 {
            write(RCC_CFGR, BUSES | FROM_PLL);
            break;
        }
    }
    write(RCC_AHB1ENR, read(RCC_AHB1ENR) | GPIO_A_TO_E);
    write(RCC_APB2ENR, read(RCC_APB2ENR) | USART1);
    write(SYSTICK_RELOAD, PERIOD as u32 - 1);
    write(SYSTICK_VALUE, 0);
    write(SYSTICK_CONTROL, RUN);
}

/// SysTick's ticks since start-up.
pub fn ticks() -> u64 {
    disable_interrupts();
    let mut left = read(SYSTICK_VALUE);
    let mut turns = u64::from(TURNS_HIGH.load(Relaxed)) << 32 | u64::from(TURNS.load(Relaxed));
    if read(ICSR) & SYSTICK_PENDING != 0 {
        // It wrapped and the handler has not run yet.
        left = read(SYSTICK_VALUE);
        turns += 1;
    }
    enable_interrupts();
    turns * PERIOD + (PERIOD - 1 - u64::from(left))
}

/// The interrupt at the end of each turn.
pub extern "C" fn wrapped() {
    let turns = TURNS.load(Relaxed).wrapping_add(1);
    TURNS.store(turns, Relaxed);
    if turns == 0 {
        TURNS_HIGH.store(TURNS_HIGH.load(Relaxed).wrapping_add(1), Relaxed);
    }
}
