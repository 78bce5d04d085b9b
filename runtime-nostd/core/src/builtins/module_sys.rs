//! The module `sys`: what describes the machine, and `exit`.

use crate::cx::{Cx, Raised};
use crate::error;
use crate::native::Args;
use crate::wk::ty;
use crate::{constants, natives};

/// Raises SystemExit, with the argument if there is one.
#[unsafe(no_mangle)]
pub fn mpf_sys_exit(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    crate::parts::mark_texts();
    let (mut f, s) = cx.frame(1)?;
    if f.arg(a, 0).is_unbound() {
        error::new_exception(&mut f, ty::SystemExit, s.at(0))?;
    } else {
        error::new_exception_with(&mut f, ty::SystemExit, a.slot(0), s.at(0))?;
    }
    Err(f.raise_value(f.get(s.at(0))))
}

natives! {
    "sys" {
        Function full mpf_sys_exit "exit(status=None, /)" [];
    }
}

constants! {
    "sys" {
        byteorder: Str("little");
        maxsize: Int(i32::MAX);
        platform: Str("mpfreeze");
    }
}
