//! The module `time`, with MicroPython's names. Tick counts are 30-bit numbers that wrap; `ticks_diff` and `ticks_add`
//! compute with them. There is no calendar time, because no supported chip keeps one.

use super::float::to_float;
use crate::cx::{Cx, Raised, Stop};
use crate::native::Args;
use crate::natives;
use crate::object::value::Value;
use crate::port;
use crate::protocol::item;

/// Tick counts are taken modulo this.
const PERIOD: i64 = 1 << 30;

/// Ctrl-C ends it.
fn wait(cx: &Cx, us: u64) -> Result<(), Raised> {
    port::wait_until_us(port::ticks_us().saturating_add(us));
    cx.check_interrupt()
}

/// Waits for the number of units in argument 0. Negative numbers do not wait.
fn wait_units(cx: &mut Cx, a: Args, unit_us: u64) -> Result<(), Raised> {
    let n = item::as_index(cx, a.slot(0))?;
    wait(cx, (n.max(0) as u64).saturating_mul(unit_us))?;
    cx.ret(a, Value::NONE);
    Ok(())
}

#[unsafe(no_mangle)]
pub fn mpf_time_sleep(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    let us = match cx.as_i64(cx.arg(a, 0)) {
        Some(n) if n >= 0 => (n as u64).saturating_mul(1_000_000),
        Some(_) => return Err(cx.value_error("sleep length must be non-negative", &[])),
        None => {
            let v = cx.arg(a, 0);
            if cx.str(v).is_some() || cx.bytes(v).is_some() {
                return Err(cx.type_error("'{t}' object cannot be interpreted as an integer", &[v]));
            }
            let seconds = to_float(cx, a.slot(0))?;
            if seconds.is_nan() {
                return Err(cx.value_error("Invalid value NaN (not a number)", &[]));
            }
            if seconds < 0.0 {
                return Err(cx.value_error("sleep length must be non-negative", &[]));
            }
            (seconds * 1e6) as u64
        }
    };
    wait(cx, us)?;
    cx.ret(a, Value::NONE);
    Ok(())
}

#[unsafe(no_mangle)]
pub fn mpf_time_sleep_ms(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    wait_units(cx, a, 1000)
}

#[unsafe(no_mangle)]
pub fn mpf_time_sleep_us(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    wait_units(cx, a, 1)
}

fn ticks(n: u64) -> Value<'static> {
    Value::int((n % PERIOD as u64) as i32)
}

#[unsafe(no_mangle)]
pub fn mpf_time_ticks_ms(_: &Cx, _: Args) -> Result<Value<'_>, Stop> {
    Ok(ticks(port::ticks_us() / 1000))
}

#[unsafe(no_mangle)]
pub fn mpf_time_ticks_us(_: &Cx, _: Args) -> Result<Value<'_>, Stop> {
    Ok(ticks(port::ticks_us()))
}

/// How long after the second tick count the first one is, from -2^29 to 2^29 - 1.
#[unsafe(no_mangle)]
pub fn mpf_time_ticks_diff(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    let (end, start) = (
        item::as_index(cx, a.slot(0))?,
        item::as_index(cx, a.slot(1))?,
    );
    let half = PERIOD / 2;
    let n = (end.wrapping_sub(start).wrapping_add(half) & (PERIOD - 1)) - half;
    cx.ret(a, Value::int(n as i32));
    Ok(())
}

#[unsafe(no_mangle)]
pub fn mpf_time_ticks_add(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    let (start, delta) = (
        item::as_index(cx, a.slot(0))?,
        item::as_index(cx, a.slot(1))?,
    );
    cx.ret(
        a,
        Value::int((start.wrapping_add(delta) & (PERIOD - 1)) as i32),
    );
    Ok(())
}

/// Seconds since start-up as a float.
#[unsafe(no_mangle)]
pub fn mpf_time_monotonic(cx: &Cx, _: Args) -> Result<Value<'_>, Stop> {
    cx.new_float(port::ticks_us() as f64 / 1e6)
}

/// Nanoseconds since start-up.
#[unsafe(no_mangle)]
pub fn mpf_time_monotonic_ns(cx: &Cx, _: Args) -> Result<Value<'_>, Stop> {
    cx.new_int((port::ticks_us() as i64).wrapping_mul(1000))
}

natives! {
    "time" {
        Function full mpf_time_sleep "sleep(seconds, /)" [EFFECT CALL];
        Function full mpf_time_sleep_ms "sleep_ms(ms, /)" [EFFECT INDEX];
        Function full mpf_time_sleep_us "sleep_us(us, /)" [EFFECT INDEX];
        Function leaf mpf_time_ticks_ms "ticks_ms()" [EFFECT];
        Function leaf mpf_time_ticks_us "ticks_us()" [EFFECT];
        Function full mpf_time_ticks_diff "ticks_diff(end, start, /)" [INDEX];
        Function full mpf_time_ticks_add "ticks_add(ticks, delta, /)" [INDEX];
        Function leaf mpf_time_monotonic "monotonic()" [EFFECT];
        Function leaf mpf_time_monotonic "perf_counter()" [EFFECT];
        Function leaf mpf_time_monotonic_ns "monotonic_ns()" [EFFECT];
        Function leaf mpf_time_monotonic_ns "perf_counter_ns()" [EFFECT];
    }
}
