//! The one hardware trait: everything the runtime asks of a chip, and nothing else.
//!
//! A chip crate implements [`Port`] and calls `export_port!(Type)`, which defines the `mpf_port_*` symbols. The runtime
//! calls the safe functions at the end of this file: on a device they are those symbols, so an unused one is dropped
//! by the linker; on the host they go through a table which the simulator installs for its thread.
//! This file has no dependencies, because ports compile it without the rest of the runtime.

use core::sync::atomic::AtomicU32;

/// Exit status of a program that ended in a fault (and not in a Python exception).
pub const FAULT_STATUS: i32 = 70;

/// What a pin is set up as. The numbers are part of the ABI between the runtime and a port.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u32)]
pub enum PinMode {
    Input = 0,
    Output = 1,
    InputPullUp = 2,
    InputPullDown = 3,
    OpenDrain = 4,
}

impl PinMode {
    /// The mode with this number, or `None` for a number that means nothing.
    pub const fn from_number(number: u32) -> Option<PinMode> {
        match number {
            0 => Some(PinMode::Input),
            1 => Some(PinMode::Output),
            2 => Some(PinMode::InputPullUp),
            3 => Some(PinMode::InputPullDown),
            4 => Some(PinMode::OpenDrain),
            _ => None,
        }
    }
}

/// How a UART is set up. Layout and numbers are part of the ABI.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(C)]
pub struct UartSettings {
    /// Which of the chip's UARTs.
    pub number: u32,
    pub baud: u32,
    /// Data bits.
    pub bits: u32,
    /// 0 none, 1 even, 2 odd.
    pub parity: u32,
    pub stop_bits: u32,
    /// Pins; [`UartSettings::USUAL`]: the ones that the UART has already.
    pub tx: u32,
    pub rx: u32,
}

impl UartSettings {
    pub const USUAL: u32 = u32::MAX;
}

/// Ctrl-C on a terminal.
pub const INTERRUPT: u8 = 3;

/// Why the device had to stop. The numbers are part of the ABI.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u32)]
pub enum Fault {
    /// An access the processor refused: bad address, misaligned, protected memory.
    Memory = 1,
    /// An instruction the processor does not know, or an unexpected breakpoint.
    Instruction = 2,
    /// An interrupt or exception that nothing handles.
    Unexpected = 3,
    /// The native stack ran out.
    StackOverflow = 4,
    /// Rust code in the runtime panicked: always a defect of the runtime.
    Panic = 5,
    /// The image is not what the runtime expects (damaged, or built for another one).
    Image = 6,
}

impl Fault {
    /// The fault with this number; unknown numbers count as unexpected.
    pub const fn from_number(number: u32) -> Fault {
        match number {
            1 => Fault::Memory,
            2 => Fault::Instruction,
            4 => Fault::StackOverflow,
            5 => Fault::Panic,
            6 => Fault::Image,
            _ => Fault::Unexpected,
        }
    }

    /// The words that the console shows.
    pub const fn name(self) -> &'static str {
        match self {
            Fault::Memory => "memory access",
            Fault::Instruction => "illegal instruction",
            Fault::Unexpected => "unexpected exception",
            Fault::StackOverflow => "native stack overflow",
            Fault::Panic => "panic in the runtime",
            Fault::Image => "damaged image",
        }
    }
}

/// What a chip must be able to do.
pub trait Port {
    /// Sends all bytes to the console; waits while the transmitter is full.
    fn console_write(bytes: &[u8]);
    /// One byte from the console if one has arrived; never waits.
    fn console_read() -> Option<u8>;
    /// Ends the program: an emulator stops with this status, a chip sleeps for ever.
    fn exit(status: i32) -> !;
    /// Says on the console what went wrong and where, then exits with [`FAULT_STATUS`].
    fn fault(fault: Fault, place: u32, detail: u32) -> !;
    /// Microseconds since start-up; never runs backwards and does not wrap.
    fn ticks_us() -> u64;
    /// Sleeps until [`Port::ticks_us`] is at least `deadline`; returns at once if it has passed, and early when it has
    /// marked the word of [`Port::listen`].
    fn wait_until_us(deadline: u64);
    /// Sets a pin up. `false`: the chip has no such pin, or the pin cannot do that.
    fn pin_mode(pin: u32, mode: PinMode) -> bool;
    /// Drives an output. Does nothing for a pin that the chip does not have.
    fn pin_write(pin: u32, high: bool);
    /// The level of a pin; low for a pin that the chip does not have.
    fn pin_read(pin: u32) -> bool;
    /// From now on the byte [`INTERRUPT`] on the console is not input: it makes this word 1, by an interrupt, so that the
    /// program notices. `None`: nobody looks at the word any more.
    fn listen(_word: Option<&'static AtomicU32>) {}
    /// Instructions executed since reset where the machine counts them (emulators), else 0.
    fn instructions() -> u64 {
        0
    }
    /// Writes the chip's unique number to `out` and says how many bytes it has; 0 where there is none.
    fn unique_id(_out: &mut [u8]) -> usize {
        0
    }
    /// The processor's clock in Hz.
    fn frequency() -> u32;
    /// Starts the chip again.
    fn reset() -> !;
    /// Starts a watchdog that resets the chip unless it is fed within `ms` milliseconds; 0 feeds it. `false`: the chip
    /// has none.
    fn watchdog(_ms: u32) -> bool {
        false
    }
    /// Sets a UART up. `false`: the chip has no such UART, or it cannot do that.
    fn uart_open(_settings: &UartSettings) -> bool {
        false
    }
    /// Takes as many bytes as there is room for and says how many; never waits.
    fn uart_write(_number: u32, bytes: &[u8]) -> usize {
        bytes.len()
    }
    /// One byte if one has arrived; never waits.
    fn uart_read(_number: u32) -> Option<u8> {
        None
    }
    /// How many bytes have arrived.
    fn uart_waiting(_number: u32) -> u32 {
        0
    }
}

/// Defines the `mpf_port_*` symbols of the image from an implementation of [`Port`].
#[macro_export]
macro_rules! export_port {
    ($port:ty) => {
        const _: () = {
            use $crate::port::{Fault, PinMode, Port, UartSettings};
            // SAFETY (of all `no_mangle` names here): the names are reserved for this macro, and an image holds one port.
            #[unsafe(no_mangle)]
            extern "C" fn mpf_port_console_write(data: *const u8, len: usize) {
                // SAFETY: the only callers are the wrappers of `port.rs`, which pass a slice taken apart.
                <$port as Port>::console_write(unsafe { core::slice::from_raw_parts(data, len) });
            }
            #[unsafe(no_mangle)]
            extern "C" fn mpf_port_console_read() -> i32 {
                match <$port as Port>::console_read() {
                    Some(byte) => byte as i32,
                    None => -1,
                }
            }
            #[unsafe(no_mangle)]
            extern "C" fn mpf_port_exit(status: i32) -> ! {
                <$port as Port>::exit(status)
            }
            #[unsafe(no_mangle)]
            extern "C" fn mpf_port_fault(fault: u32, place: u32, detail: u32) -> ! {
                <$port as Port>::fault(Fault::from_number(fault), place, detail)
            }
            #[unsafe(no_mangle)]
            extern "C" fn mpf_port_ticks_us() -> u64 {
                <$port as Port>::ticks_us()
            }
            #[unsafe(no_mangle)]
            extern "C" fn mpf_port_wait_until_us(deadline: u64) {
                <$port as Port>::wait_until_us(deadline)
            }
            #[unsafe(no_mangle)]
            extern "C" fn mpf_port_pin_mode(pin: u32, mode: u32) -> bool {
                match PinMode::from_number(mode) {
                    Some(mode) => <$port as Port>::pin_mode(pin, mode),
                    None => false,
                }
            }
            #[unsafe(no_mangle)]
            extern "C" fn mpf_port_pin_write(pin: u32, high: bool) {
                <$port as Port>::pin_write(pin, high)
            }
            #[unsafe(no_mangle)]
            extern "C" fn mpf_port_pin_read(pin: u32) -> bool {
                <$port as Port>::pin_read(pin)
            }
            #[unsafe(no_mangle)]
            extern "C" fn mpf_port_listen(word: Option<&'static core::sync::atomic::AtomicU32>) {
                <$port as Port>::listen(word)
            }
            #[unsafe(no_mangle)]
            extern "C" fn mpf_port_instructions() -> u64 {
                <$port as Port>::instructions()
            }
            #[unsafe(no_mangle)]
            extern "C" fn mpf_port_unique_id(out: *mut u8, len: usize) -> usize {
                // SAFETY: as for `mpf_port_console_write`; the slice is exclusive for the time of the call.
                <$port as Port>::unique_id(unsafe { core::slice::from_raw_parts_mut(out, len) })
            }
            #[unsafe(no_mangle)]
            extern "C" fn mpf_port_frequency() -> u32 {
                <$port as Port>::frequency()
            }
            #[unsafe(no_mangle)]
            extern "C" fn mpf_port_reset() -> ! {
                <$port as Port>::reset()
            }
            #[unsafe(no_mangle)]
            extern "C" fn mpf_port_watchdog(ms: u32) -> bool {
                <$port as Port>::watchdog(ms)
            }
            #[unsafe(no_mangle)]
            extern "C" fn mpf_port_uart_open(settings: &UartSettings) -> bool {
                <$port as Port>::uart_open(settings)
            }
            #[unsafe(no_mangle)]
            extern "C" fn mpf_port_uart_write(number: u32, data: *const u8, len: usize) -> usize {
                // SAFETY: as for `mpf_port_console_write`.
                let bytes = unsafe { core::slice::from_raw_parts(data, len) };
                <$port as Port>::uart_write(number, bytes)
            }
            #[unsafe(no_mangle)]
            extern "C" fn mpf_port_uart_read(number: u32) -> i32 {
                match <$port as Port>::uart_read(number) {
                    Some(byte) => byte as i32,
                    None => -1,
                }
            }
            #[unsafe(no_mangle)]
            extern "C" fn mpf_port_uart_waiting(number: u32) -> u32 {
                <$port as Port>::uart_waiting(number)
            }
        };
    };
}

/// On a device: the symbols of the port archive.
#[cfg(target_os = "none")]
mod device {
    use super::{Fault, PinMode, UartSettings};
    use core::sync::atomic::AtomicU32;

    unsafe extern "C" {
        fn mpf_port_console_write(data: *const u8, len: usize);
        safe fn mpf_port_console_read() -> i32;
        safe fn mpf_port_exit(status: i32) -> !;
        safe fn mpf_port_fault(fault: u32, place: u32, detail: u32) -> !;
        safe fn mpf_port_ticks_us() -> u64;
        safe fn mpf_port_wait_until_us(deadline: u64);
        safe fn mpf_port_pin_mode(pin: u32, mode: u32) -> bool;
        safe fn mpf_port_pin_write(pin: u32, high: bool);
        safe fn mpf_port_pin_read(pin: u32) -> bool;
        safe fn mpf_port_listen(word: Option<&'static AtomicU32>);
        safe fn mpf_port_instructions() -> u64;
        fn mpf_port_unique_id(out: *mut u8, len: usize) -> usize;
        safe fn mpf_port_frequency() -> u32;
        safe fn mpf_port_reset() -> !;
        safe fn mpf_port_watchdog(ms: u32) -> bool;
        safe fn mpf_port_uart_open(settings: &UartSettings) -> bool;
        fn mpf_port_uart_write(number: u32, data: *const u8, len: usize) -> usize;
        safe fn mpf_port_uart_read(number: u32) -> i32;
        safe fn mpf_port_uart_waiting(number: u32) -> u32;
    }

    #[inline]
    pub fn console_write(bytes: &[u8]) {
        // SAFETY: pointer and length come from one slice, which the callee only reads during the call.
        unsafe { mpf_port_console_write(bytes.as_ptr(), bytes.len()) }
    }
    #[inline]
    pub fn console_read() -> Option<u8> {
        u8::try_from(mpf_port_console_read()).ok()
    }
    #[inline]
    pub fn exit(status: i32) -> ! {
        mpf_port_exit(status)
    }
    #[inline]
    pub fn fault(fault: Fault, place: u32, detail: u32) -> ! {
        mpf_port_fault(fault as u32, place, detail)
    }
    #[inline]
    pub fn ticks_us() -> u64 {
        mpf_port_ticks_us()
    }
    #[inline]
    pub fn wait_until_us(deadline: u64) {
        mpf_port_wait_until_us(deadline)
    }
    #[inline]
    pub fn pin_mode(pin: u32, mode: PinMode) -> bool {
        mpf_port_pin_mode(pin, mode as u32)
    }
    #[inline]
    pub fn pin_write(pin: u32, high: bool) {
        mpf_port_pin_write(pin, high)
    }
    #[inline]
    pub fn pin_read(pin: u32) -> bool {
        mpf_port_pin_read(pin)
    }
    #[inline]
    pub fn listen(word: Option<&'static AtomicU32>) {
        mpf_port_listen(word)
    }
    #[inline]
    pub fn instructions() -> u64 {
        mpf_port_instructions()
    }
    #[inline]
    pub fn unique_id(out: &mut [u8]) -> usize {
        // SAFETY: pointer and length come from one exclusive slice.
        unsafe { mpf_port_unique_id(out.as_mut_ptr(), out.len()) }
    }
    #[inline]
    pub fn frequency() -> u32 {
        mpf_port_frequency()
    }
    #[inline]
    pub fn reset() -> ! {
        mpf_port_reset()
    }
    #[inline]
    pub fn watchdog(ms: u32) -> bool {
        mpf_port_watchdog(ms)
    }
    #[inline]
    pub fn uart_open(settings: &UartSettings) -> bool {
        mpf_port_uart_open(settings)
    }
    #[inline]
    pub fn uart_write(number: u32, bytes: &[u8]) -> usize {
        // SAFETY: as for `console_write`.
        unsafe { mpf_port_uart_write(number, bytes.as_ptr(), bytes.len()) }
    }
    #[inline]
    pub fn uart_read(number: u32) -> Option<u8> {
        u8::try_from(mpf_port_uart_read(number)).ok()
    }
    #[inline]
    pub fn uart_waiting(number: u32) -> u32 {
        mpf_port_uart_waiting(number)
    }
}
#[cfg(target_os = "none")]
pub use device::*;

/// On the host: a table of functions per thread, so that tests can run several simulators side by side. The
/// functions carry no state; the simulator keeps its own in thread locals.
#[cfg(not(target_os = "none"))]
mod host {
    extern crate std;

    use super::{Fault, PinMode, UartSettings};
    use core::cell::Cell;

    /// The functions of a simulated chip, one for each method of [`super::Port`].
    pub struct HostPort {
        pub console_write: fn(&[u8]),
        pub console_read: fn() -> Option<u8>,
        /// Must not return: a simulator unwinds to its caller.
        pub exit: fn(i32) -> !,
        /// Must not return either.
        pub fault: fn(Fault, u32, u32) -> !,
        pub ticks_us: fn() -> u64,
        pub wait_until_us: fn(u64),
        pub pin_mode: fn(u32, PinMode) -> bool,
        pub pin_write: fn(u32, bool),
        pub pin_read: fn(u32) -> bool,
        pub instructions: fn() -> u64,
        pub unique_id: fn(&mut [u8]) -> usize,
        pub frequency: fn() -> u32,
        /// Must not return.
        pub reset: fn() -> !,
        pub watchdog: fn(u32) -> bool,
        pub uart_open: fn(&UartSettings) -> bool,
        pub uart_write: fn(u32, &[u8]) -> usize,
        pub uart_read: fn(u32) -> Option<u8>,
        pub uart_waiting: fn(u32) -> u32,
    }

    std::thread_local! {
        static PORT: Cell<Option<&'static HostPort>> = const { Cell::new(None) };
    }

    /// Makes `port` the hardware of this thread.
    pub fn install(port: &'static HostPort) {
        PORT.set(Some(port));
    }

    fn port() -> &'static HostPort {
        PORT.get()
            .expect("the simulator installs a host port before it runs the runtime")
    }

    pub fn console_write(bytes: &[u8]) {
        (port().console_write)(bytes)
    }
    pub fn console_read() -> Option<u8> {
        (port().console_read)()
    }
    pub fn exit(status: i32) -> ! {
        (port().exit)(status)
    }
    pub fn fault(fault: Fault, place: u32, detail: u32) -> ! {
        (port().fault)(fault, place, detail)
    }
    pub fn ticks_us() -> u64 {
        (port().ticks_us)()
    }
    pub fn wait_until_us(deadline: u64) {
        (port().wait_until_us)(deadline)
    }
    pub fn pin_mode(pin: u32, mode: PinMode) -> bool {
        (port().pin_mode)(pin, mode)
    }
    pub fn pin_write(pin: u32, high: bool) {
        (port().pin_write)(pin, high)
    }
    pub fn pin_read(pin: u32) -> bool {
        (port().pin_read)(pin)
    }
    pub fn instructions() -> u64 {
        (port().instructions)()
    }
    pub fn unique_id(out: &mut [u8]) -> usize {
        (port().unique_id)(out)
    }
    pub fn frequency() -> u32 {
        (port().frequency)()
    }
    pub fn reset() -> ! {
        (port().reset)()
    }
    pub fn watchdog(ms: u32) -> bool {
        (port().watchdog)(ms)
    }
    pub fn uart_open(settings: &UartSettings) -> bool {
        (port().uart_open)(settings)
    }
    pub fn uart_write(number: u32, bytes: &[u8]) -> usize {
        (port().uart_write)(number, bytes)
    }
    pub fn uart_read(number: u32) -> Option<u8> {
        (port().uart_read)(number)
    }
    pub fn uart_waiting(number: u32) -> u32 {
        (port().uart_waiting)(number)
    }
}
#[cfg(not(target_os = "none"))]
pub use host::*;
