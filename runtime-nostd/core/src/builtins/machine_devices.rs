//! The classes `UART` and `WDT` of the module `machine`, as MicroPython has them. What a chip lacks is an error when the
//! image is made; here it is a ValueError.

use crate::cx::{Cx, Raised, Stop};
use crate::native::Args;
use crate::object::value::Value;
use crate::port::{self, UartSettings};
use crate::protocol::item;
use crate::wk::ty;
use crate::{builtin_types, natives};

/// Instance slots of `UART`.
mod field {
    pub const NUMBER: u32 = 0;
    pub const TIMEOUT: u32 = 1;
}

/// How often a waiting read looks, in microseconds.
const LOOK: u64 = 100;

/// An argument that may be left out as None, as a number from 0 to 2^30.
fn number(cx: &mut Cx, a: Args, i: u32, default: u32) -> Result<u32, Raised> {
    let v = cx.arg(a, i);
    if v.is_unbound() || v.is_none() {
        return Ok(default);
    }
    Ok(item::as_index(cx, a.slot(i))?.clamp(0, 1 << 30) as u32)
}

/// Number and timeout of the UART in argument `i`.
fn uart(cx: &Cx, a: Args, i: u32) -> Result<(u32, u32), Raised> {
    let v = cx.arg(a, i);
    if !v.is_kind(cx, crate::Kind::Instance) || !cx.class_of(v).derives_from(ty::UART(cx)) {
        return Err(cx.type_error(
            "descriptor of 'UART' objects doesn't apply to a '{t}' object",
            &[v],
        ));
    }
    let part = |slot| cx.instance_slot(v, slot).as_small().unwrap_or(0) as u32;
    Ok((part(field::NUMBER), part(field::TIMEOUT)))
}

/// Slot `New`: tx, rx, timeout, class, id, baudrate, bits, parity, stop.
#[unsafe(no_mangle)]
pub fn mpf_uart_new(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    let timeout = number(cx, a, 2, 0)?;
    let has_parity = {
        let v = cx.arg(a, 7);
        !v.is_unbound() && !v.is_none()
    };
    let settings = UartSettings {
        number: number(cx, a, 4, 0)?,
        baud: number(cx, a, 5, 115_200)?,
        bits: number(cx, a, 6, 8)?,
        parity: match has_parity {
            true => 1 + number(cx, a, 7, 0)?.min(2),
            false => 0,
        },
        stop_bits: number(cx, a, 8, 1)?,
        tx: number(cx, a, 0, UartSettings::USUAL)?,
        rx: number(cx, a, 1, UartSettings::USUAL)?,
    };
    if !port::uart_open(&settings) {
        return Err(cx.value_error(
            "UART({}): this chip has no such UART, or it cannot do that",
            &[cx.arg(a, 4)],
        ));
    }
    let (mut f, s) = cx.frame(1)?;
    f.make(s.at(0), |cx| cx.new_instance(cx.arg(a, 3)))?;
    let this = f.get(s.at(0));
    f.set_instance_slot(this, field::NUMBER, Value::int(settings.number as i32));
    let timeout = timeout.min(i32::MAX as u32 >> 1) as i32;
    f.set_instance_slot(this, field::TIMEOUT, Value::int(timeout));
    f.ret(a, this);
    Ok(())
}

/// Sends all bytes; waits while the queue is full.
#[unsafe(no_mangle)]
pub fn mpf_uart_write(cx: &Cx, a: Args) -> Result<Value<'_>, Stop> {
    let (number, _) = uart(cx, a, 0)?;
    let v = cx.arg(a, 1);
    let text = cx.str(v).map(|text| text.bytes());
    let Some(bytes) = text.or_else(|| cx.byte_view(v)) else {
        return Err(cx
            .type_error("a bytes-like object is required, not '{t}'", &[v])
            .into());
    };
    let mut rest = bytes;
    while !rest.is_empty() {
        let sent = port::uart_write(number, rest);
        rest = rest.get(sent..).unwrap_or(&[]);
    }
    Ok(Value::int(bytes.len() as i32))
}

/// How many bytes there are to read, after a wait for the first.
fn arrived(cx: &Cx, number: u32, timeout: u32) -> Result<u32, Raised> {
    let waiting = port::uart_waiting(number);
    if waiting != 0 || timeout == 0 {
        return Ok(waiting);
    }
    let deadline = port::ticks_us().saturating_add(u64::from(timeout) * 1000);
    loop {
        let (waiting, now) = (port::uart_waiting(number), port::ticks_us());
        if waiting != 0 || now >= deadline {
            return Ok(waiting);
        }
        port::wait_until_us(deadline.min(now.saturating_add(LOOK)));
        cx.check_interrupt()?;
    }
}

/// What has arrived, at most so many bytes; None if nothing came in time.
#[unsafe(no_mangle)]
pub fn mpf_uart_read(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    let (port, timeout) = uart(cx, a, 0)?;
    let most = match cx.arg(a, 1).as_small() {
        Some(n) if n < 0 => u32::MAX,
        _ => number(cx, a, 1, u32::MAX)?,
    };
    let count = arrived(cx, port, timeout)?.min(most);
    if count == 0 {
        cx.ret(a, Value::NONE);
        return Ok(());
    }
    // There is room before the first byte is taken.
    cx.make(a.ret(), |cx| {
        cx.new_bytes_with(count, |to| {
            for byte in to {
                *byte = port::uart_read(port).unwrap_or(0);
            }
        })
    })
}

/// Fills a bytearray with what has arrived; the number of bytes, or None if nothing came in time.
#[unsafe(no_mangle)]
pub fn mpf_uart_readinto(cx: &Cx, a: Args) -> Result<Value<'_>, Stop> {
    let (number, timeout) = uart(cx, a, 0)?;
    let v = cx.arg(a, 1);
    let Some(cells) = cx.bytearray(v) else {
        return Err(cx
            .type_error("a bytearray is required, not '{t}'", &[v])
            .into());
    };
    arrived(cx, number, timeout)?;
    let mut count = 0;
    for cell in cells {
        let Some(byte) = port::uart_read(number) else {
            break;
        };
        cell.set(byte);
        count += 1;
    }
    Ok(if count == 0 {
        Value::NONE
    } else {
        Value::int(count)
    })
}

#[unsafe(no_mangle)]
pub fn mpf_uart_any(cx: &Cx, a: Args) -> Result<Value<'_>, Stop> {
    let (number, _) = uart(cx, a, 0)?;
    Ok(Value::int(port::uart_waiting(number) as i32))
}

/// Slot `New`: class, id, timeout. The watchdog cannot be stopped again.
#[unsafe(no_mangle)]
pub fn mpf_wdt_new(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    number(cx, a, 1, 0)?;
    let timeout = number(cx, a, 2, 5000)?;
    if timeout == 0 || !port::watchdog(timeout) {
        return Err(cx.value_error("WDT: this chip has no such watchdog, or timeout is 0", &[]));
    }
    cx.make(a.ret(), |cx| cx.new_instance(cx.arg(a, 0)))
}

#[unsafe(no_mangle)]
pub fn mpf_wdt_feed(_: &Cx, _: Args) -> Result<Value<'_>, Stop> {
    port::watchdog(0);
    Ok(Value::NONE)
}

natives! {
    "UART" {
        Method leaf mpf_uart_write "write(self, buf, /)" [EFFECT];
        Method full mpf_uart_read "read(self, nbytes=-1, /)" [EFFECT INDEX];
        Method leaf mpf_uart_readinto "readinto(self, buf, /)" [EFFECT];
        Method leaf mpf_uart_any "any(self, /)" [EFFECT];
    }
    "WDT" {
        Method leaf mpf_wdt_feed "feed(self, /)" [EFFECT];
    }
}

builtin_types! {
    "UART": "object", Instance,
        "UART(id, baudrate=115200, bits=8, parity=None, stop=1, *, tx=None, rx=None, timeout=0)", {
        New: mpf_uart_new,
    } [".number" ".timeout"];
    "WDT": "object", Instance, "WDT(id=0, timeout=5000)", {
        New: mpf_wdt_new,
    } [];
}
