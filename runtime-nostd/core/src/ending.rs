//! What an exception that nothing caught says at the end of a program: an exit status, or a text for the console.

use crate::cx::{Cx, Raised, Slot};
use crate::error::slot;
use crate::object::value::Value;
use crate::protocol::text;
use crate::wk::{name, ty};

/// The end of a program.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Ending {
    /// SystemExit with a number, or without anything.
    Status(i32),
    /// SystemExit with something else: its text is shown alone.
    Exit,
    /// Type and text are shown.
    Exception,
}

/// How the exception in `e` ends the program; its text into `dst`.
#[unsafe(no_mangle)]
pub fn mpf_ending_of_any(cx: &mut Cx, e: Slot, dst: Slot) -> Result<Ending, Raised> {
    let exception = cx.get(e);
    let exit = cx.class_of(exception).derives_from(ty::SystemExit(cx));
    if exit {
        let code = cx
            .class_of(exception)
            .slot_of(name::code(cx))
            .map_or(Value::NONE, |i| cx.instance_slot(exception, i));
        if code.is_none() || code.is_unbound() {
            return Ok(Ending::Status(0));
        }
        if let Some(n) = cx.as_i64(code) {
            return Ok(Ending::Status(n as i32 & 0xFF));
        }
    }
    text::to_str(cx, e, dst)?;
    Ok(if exit {
        Ending::Exit
    } else {
        Ending::Exception
    })
}

/// The same in a program all of whose exceptions the runtime raises, with a message as their one argument or without.
#[unsafe(no_mangle)]
pub fn mpf_ending_with_message(cx: &mut Cx, e: Slot, dst: Slot) -> Result<Ending, Raised> {
    let message =
        cx.tuple(cx.instance_slot(cx.get(e), slot::ARGS))
            .map_or(Value::UNBOUND, |args| {
                if args.is_empty() {
                    Value::UNBOUND
                } else {
                    args.get(0)
                }
            });
    cx.set(dst, message);
    Ok(Ending::Exception)
}
