//! Dispatch by one `match`: every handler is an arm, and leaves it with the next state.

use super::super::hot::*;
use super::*;

macro_rules! goto {
    ($m:expr, $pc:expr) => {
        goto!($m, $pc, $m.fp)
    };
    ($m:expr, $pc:expr, $fp:expr) => {{
        let (pc, fp) = ($pc, $fp);
        break $m.to(own_end!(pc), fp);
    }};
}
/// `pc` as it is. The compiler would let handlers share how they end and jump to each other for it: on a chip that is
/// stopped by a line of assembler that says nothing, but differs from handler to handler.
#[cfg(target_os = "none")]
macro_rules! own_end {
    ($pc:expr) => {{
        let mut pc: u32 = $pc;
        // SAFETY: no instructions.
        unsafe {
            core::arch::asm!("@ {0} {1}", inout(reg) pc, const HANDLER, options(nostack, preserves_flags))
        }
        pc
    }};
}
#[cfg(not(target_os = "none"))]
macro_rules! own_end {
    ($pc:expr) => {
        $pc
    };
}
macro_rules! slow {
    ($m:expr) => {{
        // SAFETY: no borrow of the context is alive between a handler's last step and the next handler.
        let next = step(unsafe { &mut *$m.cx }, $m.pc, $m.fp);
        break $m.to(next.pc, next.fp)
    }};
}
macro_rules! attend {
    ($m:expr, $to:expr) => {{
        // SAFETY: as above.
        let next = super::super::call::attend(unsafe { &mut *$m.cx }, $to, $m.fp);
        break $m.to(next.pc, next.fp);
    }};
}
macro_rules! quick {
    ($m:expr, $f:path) => {
        slow!($m)
    };
}
macro_rules! quick_jump {
    ($m:expr, $f:path) => {
        slow!($m)
    };
}
macro_rules! leave {
    ($m:expr, $result:expr) => {
        return $result
    };
}

macro_rules! build {
    (handlers { $($first:ident $($more:ident)* ($m:ident) $body:block)* }
     all { $($any:ident)* }) => {
        /// Symbol of the handler of an opcode on targets where each is a function.
        #[cfg(not(target_os = "none"))]
        pub const fn handler(op: Opcode) -> &'static str {
            match op {
                $(Opcode::$first $(| Opcode::$more)* => concat!("mpf_hot_", stringify!($first)),)*
                _ => "mpf_hot_slow",
            }
        }

        /// Runs from `pc` in frame `fp` until `Halt`. False: an exception left the outermost frame.
        #[cfg_attr(target_os = "none", optimize(speed))]
        #[allow(clippy::never_loop, unreachable_patterns)]
        pub fn run(cx: &mut Cx, pc: u32, fp: u32) -> bool {
            let mut state = State { mem: cx.mem, cx, pc, fp, size: 0 };
            loop {
                state = loop {
                    #[cfg(not(target_os = "none"))]
                    {
                        // SAFETY: as in `slow`.
                        let cx = unsafe { &mut *state.cx };
                        if !super::super::call::count_instruction(cx) {
                            let next = super::super::unwind::unwind(cx, state.pc, state.fp);
                            state = state.to(next.pc, next.fp);
                        }
                    }
                    match opcode(state.cx(), state.pc) {
                        $(Opcode::$first $(| Opcode::$more)* => {
                            #[cfg(target_os = "none")]
                            const HANDLER: u32 = Opcode::$first as u32;
                            let $m = State { size: Opcode::$first.format().size() as u32, ..state };
                            $body
                        })*
                        // Named one by one, so that no value of the byte is left that would need a check.
                        $(Opcode::$any)|* => slow!(state),
                    }
                };
            }
        }
    };
}
all_handlers!(build);
