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
/// Continues where a function outside of the loop says. It may run Python code, so the host's count goes with it.
macro_rules! outside {
    ($m:expr, $cx:ident => $call:expr) => {{
        // SAFETY: no borrow of the context is alive between a handler's last step and the next handler.
        let $cx = unsafe { &mut *$m.cx };
        #[cfg(not(target_os = "none"))]
        $cx.host.set_fuel($m.fuel);
        let next: Next = $call;
        break State {
            #[cfg(not(target_os = "none"))]
            fuel: $cx.host.fuel(),
            ..$m.to(next.pc, next.fp)
        };
    }};
}
macro_rules! slow {
    ($m:expr) => {
        outside!($m, cx => step(cx, $m.pc, $m.fp))
    };
}
macro_rules! not_small {
    ($m:expr, $op:ident) => {
        slow!($m)
    };
}
macro_rules! attend {
    ($m:expr, $to:expr) => {
        outside!($m, cx => super::super::call::attend(cx, $to, $m.fp))
    };
}
macro_rules! quick {
    ($m:expr, $f:expr) => {
        slow!($m)
    };
}
macro_rules! quick_jump {
    ($m:expr, $f:expr) => {
        slow!($m)
    };
}
macro_rules! leave {
    ($m:expr, $result:expr) => {{
        #[cfg(not(target_os = "none"))]
        // SAFETY: as above.
        unsafe { &mut *$m.cx }.host.set_fuel($m.fuel);
        return $result;
    }};
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
            let mut state = State {
                mem: cx.mem,
                #[cfg(not(target_os = "none"))]
                fuel: cx.host.fuel(),
                cx,
                pc,
                fp,
                size: 0,
            };
            loop {
                state = loop {
                    #[cfg(not(target_os = "none"))]
                    {
                        if state.fuel == 0 {
                            outside!(state, cx => super::super::call::out_of_fuel(cx, state.pc, state.fp))
                        }
                        state.fuel -= 1;
                    }
                    match opcode(state.cx(), state.pc) {
                        $(Opcode::$first $(| Opcode::$more)* => {
                            #[cfg(target_os = "none")]
                            const HANDLER: u32 = Opcode::$first as u32;
                            let $m = State {
                                size: const { Opcode::$first.format().size() as u32 },
                                ..state
                            };
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

#[cfg(not(target_os = "none"))]
macro_rules! name_floats {
    ($($first:ident $($more:ident)* ($m:ident) $body:block)*) => {
        /// In front of the handlers by opcode: what handlers go on to when an operand is no small int. Symbol and opcodes.
        pub const FLOAT_HANDLERS: &[(&str, &[Opcode])] = &[
            $((concat!("mpf_floats_", stringify!($first)), &[Opcode::$first $(, Opcode::$more)*])),*
        ];
    };
}
#[cfg(not(target_os = "none"))]
floats!(name_floats);
