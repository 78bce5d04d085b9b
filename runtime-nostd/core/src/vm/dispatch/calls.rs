//! Dispatch by calls: a loop calls one function after the other and gets the next state back in two registers. For
//! processors where tail calls are none and a jump through a table of a `match` costs as much as a call.
//! The table of functions is part of the frozen object: for each opcode that its code uses the handler, or the cold
//! operation of one that has no handler. What a handler leaves to its cold operation goes through a word of its own, so
//! an image has only the cold operations that it can need.

use super::super::Cold;
use super::super::hot::*;
use super::*;
use mpf_bytecode::opcodes;

impl State {
    #[inline(always)]
    fn new(cx: *mut Cx, pc: u32, fp: u32, cold: *const Cold, size: usize) -> State {
        State {
            cx,
            mem: Mem::device(),
            pc,
            fp,
            cold,
            size: size as u32,
        }
    }
}

/// In the place of a code address, which is even: the loop ends, and what it answers.
const LEFT: u32 = 1;
const LEFT_TRUE: u32 = 3;

macro_rules! goto {
    ($m:expr, $pc:expr) => {
        goto!($m, $pc, $m.fp)
    };
    ($m:expr, $pc:expr, $fp:expr) => {
        return Next { pc: $pc, fp: $fp }
    };
}
macro_rules! slow {
    ($m:expr) => {
        // SAFETY: the frozen object fills the word; a handler borrows the context for single accesses only.
        return unsafe { (*$m.cold)(&mut *$m.cx, $m.pc, $m.fp) }
    };
}
macro_rules! not_small {
    ($m:expr, $op:ident) => {
        slow!($m)
    };
}
macro_rules! attend {
    ($m:expr, $to:expr) => {
        // SAFETY: as above.
        return super::super::call::attend(unsafe { &mut *$m.cx }, $to, $m.fp)
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
    ($m:expr, $result:expr) => {
        return Next {
            pc: if $result { LEFT_TRUE } else { LEFT },
            fp: $m.fp,
        }
    };
}

macro_rules! build {
    (handlers { $($first:ident $($more:ident)* ($m:ident) $body:block)* }
     all { $($any:ident)* }) => {
        $(
            #[allow(non_snake_case)]
            #[unsafe(export_name = concat!("mpf_hot_", stringify!($first)))]
            #[optimize(speed)]
            fn $first(cx: &mut Cx, pc: u32, fp: u32) -> Next {
                unsafe extern "Rust" {
                    #[link_name = concat!("mpf_cold_", stringify!($first))]
                    static COLD: Cold;
                }
                let size = const { Opcode::$first.format().size() };
                let $m = State::new(cx, pc, fp, &raw const COLD, size);
                $body
            }
        )*
    };
}
all_handlers!(build);

/// Runs from `pc` in frame `fp` until `Halt`. False: an exception left the outermost frame.
pub fn run(cx: &mut Cx, mut pc: u32, mut fp: u32) -> bool {
    unsafe extern "Rust" {
        static mpf_steps: [Cold; opcodes::ALL.len()];
    }
    loop {
        // SAFETY: the table has an entry for every byte that the verifier lets pass.
        let perform = unsafe {
            *(&raw const mpf_steps)
                .cast::<Cold>()
                .add(opcode(cx, pc) as usize)
        };
        Next { pc, fp } = perform(cx, pc, fp);
        if pc <= LEFT_TRUE {
            return pc == LEFT_TRUE;
        }
    }
}
