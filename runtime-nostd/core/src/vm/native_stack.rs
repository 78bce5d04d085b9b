//! The bound on nesting Rust code that runs Python code that runs Rust code: the native stack. A chip compares its
//! stack pointer with the end of the region that the linker set aside; the host counts levels.

use crate::cx::{Cx, Raised};

/// Bytes that the deepest builtin needs below the place where the check is made (float text: about 1 KB).
#[cfg(target_os = "none")]
const RESERVE: u32 = 1536;

impl Cx {
    /// Runs `f` one level deeper, or raises RecursionError when the native stack is nearly used up.
    pub(crate) fn nested<R>(
        &mut self,
        f: impl FnOnce(&mut Cx) -> Result<R, Raised>,
    ) -> Result<R, Raised> {
        if !self.has_native_stack() {
            return Err(self.raise_recursion());
        }
        self.depth.set(self.depth.get() + 1);
        let r = f(self);
        self.depth.set(self.depth.get() - 1);
        r
    }

    #[cfg(not(target_os = "none"))]
    fn has_native_stack(&self) -> bool {
        self.depth.get() < self.max_depth
    }

    #[cfg(target_os = "none")]
    fn has_native_stack(&self) -> bool {
        unsafe extern "C" {
            static __stack_bottom: u8;
        }
        let here = 0u8;
        let at = (&raw const here).expose_provenance() as u32;
        at > (&raw const __stack_bottom).expose_provenance() as u32 + RESERVE
    }
}
