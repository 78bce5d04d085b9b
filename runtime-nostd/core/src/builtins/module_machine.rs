//! The module `machine`: its functions and the class `Pin` (`UART` and `WDT` are in `machine_devices`). Everything that touches the chip goes through `crate::port`, so that the
//! build-time VM notices it and leaves the statement to the device. `Pin(2)` without a mode touches nothing.

use crate::cx::{Cx, Raised, Slot, Stop};
use crate::native::Args;
use crate::object::builder::decimal;
use crate::object::value::Value;
use crate::port::{self, PinMode};
use crate::protocol::item;
use crate::wk::ty;
use crate::{builtin_types, constants, natives};

/// Instance slots.
mod field {
    pub const NUMBER: u32 = 0;
    pub const MODE: u32 = 1;
    pub const PULL: u32 = 2;
}

/// `Pin.IN` and so on.
mod constant {
    pub const IN: i32 = 0;
    pub const OUT: i32 = 1;
    pub const OPEN_DRAIN: i32 = 2;
    pub const PULL_UP: i32 = 1;
    pub const PULL_DOWN: i32 = 2;
}

/// Number of the pin in argument `i`.
fn number(cx: &Cx, a: Args, i: u32) -> Result<u32, Raised> {
    let v = cx.arg(a, i);
    let class = ty::Pin(cx);
    if !v.is_kind(cx, crate::Kind::Instance) || !cx.class_of(v).derives_from(class) {
        return Err(cx.type_error(
            "descriptor of 'Pin' objects doesn't apply to a '{t}' object",
            &[v],
        ));
    }
    Ok(cx.instance_slot(v, field::NUMBER).as_small().unwrap_or(0) as u32)
}

/// An argument that may be left out as None or -1.
fn option(cx: &mut Cx, a: Args, i: u32) -> Result<Option<i32>, Raised> {
    let v = cx.arg(a, i);
    if v.is_unbound() || v.is_none() {
        return Ok(None);
    }
    let n = item::as_index(cx, a.slot(i))?;
    if n == -1 {
        Ok(None)
    } else {
        Ok(Some(n.clamp(0, 1 << 20) as i32))
    }
}

fn level(cx: &mut Cx, v: Slot) -> Result<Option<bool>, Raised> {
    let given = cx.get(v);
    if given.is_unbound() || given.is_none() {
        Ok(None)
    } else {
        item::truth(cx, v).map(Some)
    }
}

/// Sets the pin up. Arguments: value, pin or class, then from `first` on mode and pull.
fn set_up(cx: &mut Cx, a: Args, first: u32, pin: Slot) -> Result<(), Raised> {
    let (mode, pull, value) = (
        option(cx, a, first)?,
        option(cx, a, first + 1)?,
        level(cx, a.slot(0))?,
    );
    let this = cx.get(pin);
    let n = cx
        .instance_slot(this, field::NUMBER)
        .as_small()
        .unwrap_or(0);
    let known = |slot| cx.instance_slot(this, slot).as_small();
    let (new_mode, new_pull) = (
        mode.or(known(field::MODE)),
        if mode.is_some() {
            pull
        } else {
            pull.or(known(field::PULL))
        },
    );
    let port_mode = match (new_mode, new_pull) {
        (Some(constant::IN), None) => PinMode::Input,
        (Some(constant::IN), Some(constant::PULL_UP)) => PinMode::InputPullUp,
        (Some(constant::IN), Some(constant::PULL_DOWN)) => PinMode::InputPullDown,
        (Some(constant::OUT), _) => PinMode::Output,
        (Some(constant::OPEN_DRAIN), _) => PinMode::OpenDrain,
        (None, None) => {
            if let Some(high) = value {
                port::pin_write(n as u32, high);
            }
            return Ok(());
        }
        (None, Some(_)) => {
            return Err(cx.value_error(
                "Pin: pull needs a mode, as in Pin({}, Pin.IN, Pin.PULL_UP)",
                &[Value::int(n)],
            ));
        }
        (Some(constant::IN), Some(_)) => {
            return Err(cx.value_error("Pin: pull must be Pin.PULL_UP, Pin.PULL_DOWN or None", &[]));
        }
        _ => return Err(cx.value_error("Pin: mode must be Pin.IN, Pin.OUT or Pin.OPEN_DRAIN", &[])),
    };
    // The level first, so that an output does not show a wrong one for a moment.
    if let Some(high) = value {
        port::pin_write(n as u32, high);
    }
    if (mode.is_some() || pull.is_some()) && !port::pin_mode(n as u32, port_mode) {
        return Err(cx.value_error(
            "Pin({}): this chip has no such pin, or the pin cannot do that",
            &[Value::int(n)],
        ));
    }
    let part = |n: Option<i32>| n.map_or(Value::NONE, Value::int);
    cx.set_instance_slot(this, field::MODE, part(new_mode));
    cx.set_instance_slot(this, field::PULL, part(new_pull));
    Ok(())
}

/// The number of a pin that is given by name. Only in images where a text can get here: names that are known when the
/// image is made are replaced by their numbers.
#[unsafe(no_mangle)]
pub fn mpf_pin_named(cx: &mut Cx, id: Slot) -> Result<u32, Raised> {
    if let Some(name) = cx.str(cx.get(id)) {
        let mut rest = crate::parts::pin_names(cx);
        while let [number, len, more @ ..] = rest {
            let Some((other, next)) = more.split_at_checked(usize::from(*len)) else {
                break;
            };
            if other == name.bytes() {
                return Ok(u32::from(*number));
            }
            rest = next;
        }
    }
    crate::parts::mark_shown();
    Err(cx.value_error("Pin({r}): the board has no pin of this name", &[cx.get(id)]))
}

/// Takes its place where no text can get here.
#[unsafe(no_mangle)]
pub fn mpf_no_pin_names(cx: &mut Cx, _: Slot) -> Result<u32, Raised> {
    Err(cx.value_error("Pin: this image has no names of pins", &[]))
}

/// Slot `New`: value, class, id, mode, pull.
#[unsafe(no_mangle)]
pub fn mpf_pin_new(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    crate::parts::mark_interrupt();
    let (mut f, s) = cx.frame(1)?;
    let n = match f.arg(a, 2).is_kind(&f, crate::Kind::Str) {
        true => i64::from(crate::parts::pin_named()(&mut f, a.slot(2))?),
        false => item::as_index(&mut f, a.slot(2))?,
    };
    if !(0..1 << 20).contains(&n) {
        return Err(f.value_error("Pin({}): there is no such pin", &[f.arg(a, 2)]));
    }
    f.make(s.at(0), |cx| cx.new_instance(cx.arg(a, 1)))?;
    let this = f.get(s.at(0));
    f.set_instance_slot(this, field::NUMBER, Value::int(n as i32));
    f.set_instance_slot(this, field::MODE, Value::NONE);
    f.set_instance_slot(this, field::PULL, Value::NONE);
    set_up(&mut f, a, 3, s.at(0))?;
    f.ret(a, f.get(s.at(0)));
    Ok(())
}

/// Arguments: value, self, mode, pull.
#[unsafe(no_mangle)]
pub fn mpf_pin_init(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    number(cx, a, 1)?;
    set_up(cx, a, 2, a.slot(1))?;
    cx.ret(a, Value::NONE);
    Ok(())
}

/// Reads the level, or sets it when an argument is given. Also slot `Call`.
#[unsafe(no_mangle)]
pub fn mpf_pin_value(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    let n = number(cx, a, 0)?;
    if cx.arg(a, 1).is_unbound() {
        let high = port::pin_read(n);
        cx.ret(a, Value::int(high as i32));
        return Ok(());
    }
    let high = item::truth(cx, a.slot(1))?;
    port::pin_write(n, high);
    cx.ret(a, Value::NONE);
    Ok(())
}

#[unsafe(no_mangle)]
pub fn mpf_pin_on(cx: &Cx, a: Args) -> Result<Value<'_>, Stop> {
    port::pin_write(number(cx, a, 0)?, true);
    Ok(Value::NONE)
}

#[unsafe(no_mangle)]
pub fn mpf_pin_off(cx: &Cx, a: Args) -> Result<Value<'_>, Stop> {
    port::pin_write(number(cx, a, 0)?, false);
    Ok(Value::NONE)
}

#[unsafe(no_mangle)]
pub fn mpf_pin_toggle(cx: &Cx, a: Args) -> Result<Value<'_>, Stop> {
    let n = number(cx, a, 0)?;
    port::pin_write(n, !port::pin_read(n));
    Ok(Value::NONE)
}

/// Slot `Repr`.
#[unsafe(no_mangle)]
pub fn mpf_pin_repr(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    let n = number(cx, a, 0)?;
    cx.make(a.ret(), |cx| {
        let mut buffer = [0; 20];
        let digits = decimal(n as i64, &mut buffer).as_bytes();
        cx.new_str_with(digits.len() as u32 + 5, true, |to| {
            for (to, from) in to.iter_mut().zip(b"Pin(".iter().chain(digits).chain(b")")) {
                *to = *from;
            }
        })
    })
}

/// The processor's clock in Hz.
#[unsafe(no_mangle)]
pub fn mpf_machine_freq(cx: &Cx, _: Args) -> Result<Value<'_>, Stop> {
    cx.new_int(i64::from(port::frequency()))
}

/// Starts the chip again.
#[unsafe(no_mangle)]
pub fn mpf_machine_reset(_: &Cx, _: Args) -> Result<Value<'_>, Stop> {
    port::reset()
}

/// The chip's own number.
#[unsafe(no_mangle)]
pub fn mpf_machine_unique_id(cx: &Cx, _: Args) -> Result<Value<'_>, Stop> {
    let mut id = [0; 16];
    let len = port::unique_id(&mut id);
    cx.new_bytes(id.get(..len).unwrap_or(&id))
}

natives! {
    "machine" {
        Function leaf mpf_machine_freq "freq()" [EFFECT];
        Function leaf mpf_machine_reset "reset()" [EFFECT];
        Function leaf mpf_machine_unique_id "unique_id()" [EFFECT];
    }
    "Pin" {
        Method full mpf_pin_init "init(self, mode=-1, pull=-1, *, value=None)" [EFFECT INDEX TRUTH];
        Method full mpf_pin_value "value(self, x=None, /)" [EFFECT TRUTH];
        Method leaf mpf_pin_on "on(self, /)" [EFFECT];
        Method leaf mpf_pin_off "off(self, /)" [EFFECT];
        Method leaf mpf_pin_on "high(self, /)" [EFFECT];
        Method leaf mpf_pin_off "low(self, /)" [EFFECT];
        Method leaf mpf_pin_toggle "toggle(self, /)" [EFFECT];
    }
}

constants! {
    "machine" {
        Pin: Type("Pin");
        UART: Type("UART");
        WDT: Type("WDT");
    }
    "Pin" {
        IN: Int(constant::IN);
        OUT: Int(constant::OUT);
        OPEN_DRAIN: Int(constant::OPEN_DRAIN);
        PULL_UP: Int(constant::PULL_UP);
        PULL_DOWN: Int(constant::PULL_DOWN);
    }
}

builtin_types! {
    "Pin": "object", Instance, "Pin(id, mode=-1, pull=-1, *, value=None)", {
        New: mpf_pin_new,
        Repr: mpf_pin_repr,
        Call: mpf_pin_value,
    } [".number" ".mode" ".pull"];
}
