//! The module `micropython`, so that programs written for it run: all of it gives back what it is given.

use crate::cx::{Cx, Stop};
use crate::native::Args;
use crate::natives;
use crate::object::value::Value;

#[unsafe(no_mangle)]
pub fn mpf_micropython_const(cx: &Cx, a: Args) -> Result<Value<'_>, Stop> {
    Ok(cx.arg(a, 0))
}

natives! {
    "micropython" {
        Function leaf mpf_micropython_const "const(value, /)" [];
        Function leaf mpf_micropython_const "native(function, /)" [];
        Function leaf mpf_micropython_const "viper(function, /)" [];
        Function leaf mpf_micropython_const "bytecode(function, /)" [];
    }
}
