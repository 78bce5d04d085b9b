//! Calling Python from Rust.

use crate::cx::{Cx, Raised, Slot, Slots, roots};
use crate::object::value::Value;
use crate::protocol::attribute;
use crate::vm::call::call_window;

/// Calls a window of cells: callee, link, `n` arguments. The result is in the callee's cell.
pub fn call(cx: &mut Cx, window: Slots, n: u32) -> Result<(), Raised> {
    debug_assert!(window.len() >= n + 2);
    let none = cx.root(roots::NO_KEYWORDS);
    call_window(cx, window.base, n, none)
}

/// Calls `callee()`.
pub fn call0(cx: &mut Cx, callee: Slot, dst: Slot) -> Result<(), Raised> {
    call_with(cx, callee, &[], dst)
}

/// Calls `callee(arg)`.
pub fn call1(cx: &mut Cx, callee: Slot, arg: Slot, dst: Slot) -> Result<(), Raised> {
    call_with(cx, callee, &[arg], dst)
}

/// Calls `callee(args…)`.
pub fn call_with(cx: &mut Cx, callee: Slot, args: &[Slot], dst: Slot) -> Result<(), Raised> {
    let n = args.len() as u32;
    let (mut cx, s) = cx.frame(n + 2)?;
    cx.set(s.at(0), cx.get(callee));
    for (i, arg) in args.iter().enumerate() {
        cx.set(s.at(2 + i as u32), cx.get(*arg));
    }
    call(&mut cx, s, n)?;
    cx.set(dst, cx.get(s.at(0)));
    Ok(())
}

/// Calls the special method `name` of a user class with the receiver and `args`. False: the class has none.
pub fn call_special(
    cx: &mut Cx,
    receiver: Slot,
    name: fn(&Cx) -> Value<'_>,
    args: &[Slot],
    dst: Slot,
) -> Result<bool, Raised> {
    let found = attribute::lookup_special(cx, cx.get(receiver), name(cx));
    if found.is_unbound() {
        return Ok(false);
    }
    let found = found.to_bits();
    let n = args.len() as u32 + 1;
    let (mut cx, s) = cx.frame(n + 2)?;
    cx.set(s.at(0), Value::from_bits(found));
    cx.set(s.at(2), cx.get(receiver));
    for (i, arg) in args.iter().enumerate() {
        cx.set(s.at(3 + i as u32), cx.get(*arg));
    }
    // A special method may be any callable: a staticmethod, an instance with `__call__`.
    let n = crate::builtins::descriptor::bind_special(&mut cx, s, n)?;
    call(&mut cx, s, n)?;
    cx.set(dst, cx.get(s.at(0)));
    Ok(true)
}
