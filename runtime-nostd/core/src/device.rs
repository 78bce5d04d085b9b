//! Entry of the runtime on a chip: `mpf_main`, which the port's start-up calls once memory is ready. It builds the
//! context from the linker's symbols and the frozen object's `mpf_config`, runs the main body and reports how it ended.
//! The layout of `Config` is shared with the freezer; everything else exists on devices only.

/// What the symbol `mpf_config` holds. Words only, in this order; the freezer writes it.
#[repr(C)]
pub struct Config {
    /// `config_flag` bits; bit 0 is the port's.
    pub flags: u32,
    /// Function object of the main body.
    pub main: u32,
    /// `Array` object whose payload are the module globals.
    pub globals: u32,
    pub globals_count: u32,
    /// Preallocated MemoryError.
    pub memory_error: u32,
    /// `mpf_statistics` when the program is to end with its counters.
    pub statistics: Option<crate::statistics::Hook>,
}

/// Bits of `Config::flags`.
pub mod config_flag {
    /// Fill RAM with 0xA5 before start (done by the port).
    pub const POISON_RAM: u32 = 1;
    /// Print an exception that nothing caught.
    pub const REPORT: u32 = 2;
    /// The port's again: where the console is (two bits: 0 automatic, 1 UART, 2 USB), …
    pub const CONSOLE_SHIFT: u32 = 8;
    /// … that the chip starts again at the end of the program, …
    pub const RESTART: u32 = 1 << 10;
    /// … and the watchdog that runs from the start, in units of 10 milliseconds (16 bits).
    pub const WATCHDOG_SHIFT: u32 = 16;
}

/// What precedes the report of an exception and the line of counters on the console: ASCII record separator. The output
/// of the program ends at the first one.
pub const REPORT_MARK: u8 = 0x1E;

/// Part: the port marks the context's word from now on, or no longer.
#[unsafe(no_mangle)]
#[cfg_attr(
    not(target_os = "none"),
    allow(unused_variables, reason = "the host marks its own word")
)]
pub fn mpf_listen(cx: &crate::Cx, on: bool) {
    #[cfg(target_os = "none")]
    {
        let word = &raw const cx.attention;
        // SAFETY: `mpf_main` calls this a second time before the context ends, and the port then forgets the word.
        crate::port::listen(on.then(|| unsafe { &*word }));
    }
}

/// Takes its place in programs that cannot be interrupted.
#[unsafe(no_mangle)]
pub fn mpf_no_listener(_: &crate::Cx, _: bool) {}

#[cfg(target_os = "none")]
pub use entry::mpf_main;

#[cfg(target_os = "none")]
mod entry {
    use super::{Config, REPORT_MARK, config_flag};
    use crate::cx::{Cx, Raised, Regions, roots};
    use crate::ending::Ending;
    use crate::object::mem::Mem;
    use crate::object::value::Value;
    use crate::port::console_write;

    #[allow(improper_ctypes, reason = "the function in it is of this very crate")]
    unsafe extern "C" {
        static mpf_config: Config;
        static __heap_start: u32;
        static __heap_end: u32;
        static __vm_stack_start: u32;
        static __vm_stack_end: u32;
        static __mpf_data_start: u32;
        static __mpf_data_end: u32;
    }

    fn address(symbol: *const u32) -> u32 {
        symbol.expose_provenance() as u32
    }

    /// Runs the program; its exit status.
    #[unsafe(no_mangle)]
    pub extern "C" fn mpf_main() -> i32 {
        // SAFETY: the frozen object defines the configuration; nothing writes to it.
        let config = unsafe { &*&raw const mpf_config };
        let regions = Regions {
            heap: (
                address(&raw const __heap_start),
                address(&raw const __heap_end),
            ),
            stack: (
                address(&raw const __vm_stack_start),
                address(&raw const __vm_stack_end),
            ),
            data: (
                address(&raw const __mpf_data_start),
                address(&raw const __mpf_data_end),
            ),
            globals: config.globals + 4,
            globals_count: config.globals_count,
        };
        // SAFETY: the linker set these regions aside for the one context of the image.
        let mut cx = unsafe { Cx::new(Mem::device(), regions) };
        let cx = &mut cx;
        crate::vm::install_stubs(cx);
        cx.set(
            cx.root(roots::MEMORY_ERROR),
            Value::from_bits(config.memory_error),
        );
        let boot = config.statistics.map_or(0, |hook| hook(cx, 0));
        crate::parts::listen()(cx, true);
        let ran = run(cx, config.main);
        crate::parts::listen()(cx, false);
        let status = match ran {
            Ok(()) => 0,
            Err(_) => ended(cx, config.flags & config_flag::REPORT != 0),
        };
        if let Some(hook) = config.statistics {
            hook(cx, boot);
        }
        status
    }

    fn run(cx: &mut Cx, main: u32) -> Result<(), Raised> {
        let (mut cx, s) = cx.frame(2)?;
        crate::vm::call::run_body(&mut cx, s, main)
    }

    /// Exit status after an exception left the main body, which is reported unless it is SystemExit with a number.
    fn ended(cx: &mut Cx, report: bool) -> i32 {
        let mut status = 1;
        if describe(cx, report, &mut status).is_err() && report {
            console_write(b"MemoryError\n");
        }
        status
    }

    fn describe(cx: &mut Cx, report: bool, status: &mut i32) -> Result<(), Raised> {
        let (mut cx, s) = cx.frame(3)?;
        let cx = &mut *cx;
        cx.take_exception(s.at(0));
        let ending = crate::parts::ending()(cx, s.at(0), s.at(1));
        if let Ok(Ending::Status(n)) = ending {
            *status = n;
            return Ok(());
        }
        if !report {
            return Ok(());
        }
        console_write(&[REPORT_MARK]);
        let exit = ending == Ok(Ending::Exit);
        if !exit {
            console_write(b"Traceback (most recent call last):\n");
            let count = cx.traceback().count();
            for n in (0..count).rev() {
                if let Some((unit, offset)) = cx.traceback().nth(n) {
                    console_write(b"  File ");
                    number(unit);
                    console_write(b":");
                    number(offset);
                    console_write(b"\n");
                }
            }
            text(cx, cx.class_of(cx.get(s.at(0))).name());
        }
        ending?;
        let empty = cx.str(cx.get(s.at(1))).is_none_or(|t| t.is_empty());
        if !exit && !empty {
            console_write(b": ");
        }
        text(cx, cx.get(s.at(1)));
        console_write(b"\n");
        Ok(())
    }

    fn text(cx: &Cx, v: Value<'_>) {
        if let Some(s) = cx.str(Value::from_bits(v.to_bits())) {
            console_write(s.bytes());
        }
    }

    fn number(mut n: u32) {
        let mut digits = [b'0'; 10];
        let mut first = 10;
        for (i, d) in digits.iter_mut().enumerate().rev() {
            *d = b'0' + (n % 10) as u8;
            n /= 10;
            first = i;
            if n == 0 {
                break;
            }
        }
        console_write(digits.get(first..).unwrap_or(&[]));
    }
}
