//! Ctrl-C on the console: the port marks the context's word, which the virtual machine looks at, and the program gets a
//! KeyboardInterrupt at its next backward jump, call or wait.

use crate::cx::{Cx, Raised};
use crate::parts;
use crate::vm::Next;
use crate::wk::ty;
use core::sync::atomic::Ordering::Relaxed;

impl Cx {
    /// KeyboardInterrupt if one waits. Called by everything that may take long.
    pub(crate) fn check_interrupt(&self) -> Result<(), Raised> {
        parts::mark_interrupt();
        match self.interrupted() {
            true => Err(self.raise_interrupt()),
            false => Ok(()),
        }
    }

    #[cold]
    fn raise_interrupt(&self) -> Raised {
        #[cfg(target_os = "none")]
        self.attention.store(0, Relaxed);
        #[cfg(not(target_os = "none"))]
        self.host.interrupt.store(false, Relaxed);
        self.raise(ty::KeyboardInterrupt(self), "", &[])
    }
}

/// Part: an interrupt waits, on the way to `pc`.
#[unsafe(no_mangle)]
pub fn mpf_attend(cx: &mut Cx, pc: u32, fp: u32) -> Next {
    let Raised(()) = cx.raise_interrupt();
    crate::vm::unwind::unwind(cx, pc, fp)
}
