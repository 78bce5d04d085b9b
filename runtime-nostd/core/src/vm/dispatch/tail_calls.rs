//! Dispatch by tail calls: every handler is a function that ends by becoming the next one. The state is passed in
//! four argument registers and never touches the stack; only cold operations are called, by `slow`.
//! The table of handlers is part of the frozen object: handlers of opcodes that no code uses are not in the image.

use super::super::hot::*;
use super::*;
use mpf_bytecode::opcodes;

/// A handler: context, code address, frame address, table of handlers. The answer is what `run` answers.
/// All of them belong to this file, which passes only what `run` was lent.
#[derive(Clone, Copy)]
pub(super) struct Entry(fn(*mut Cx, u32, u32, *const Entry) -> bool);

impl State {
    #[inline(always)]
    fn new(cx: *mut Cx, pc: u32, fp: u32, table: *const Entry, size: usize) -> State {
        State {
            cx,
            mem: Mem::device(),
            pc,
            fp,
            table,
            size: size as u32,
        }
    }

    /// The handler of the instruction that comes next.
    #[inline(always)]
    fn handler(self) -> fn(*mut Cx, u32, u32, *const Entry) -> bool {
        // SAFETY: the table has an entry for every byte that the verifier lets pass.
        unsafe { (*self.table.add(floats::COUNT + self.load8(self.pc) as usize)).0 }
    }

    /// The handler of floats of an instruction, or `slow` where there are none.
    #[inline(always)]
    fn other(self, op: Floats) -> fn(*mut Cx, u32, u32, *const Entry) -> bool {
        // SAFETY: these entries lie in front of those by opcode.
        unsafe { (*self.table.add(op as usize)).0 }
    }
}

macro_rules! goto {
    ($m:expr, $pc:expr) => {
        goto!($m, $pc, $m.fp)
    };
    ($m:expr, $pc:expr, $fp:expr) => {{
        let m = $m.to($pc, $fp);
        become (m.handler())(m.cx, m.pc, m.fp, m.table)
    }};
}
macro_rules! slow {
    ($m:expr) => {
        become slow($m.cx, $m.pc, $m.fp, $m.table)
    };
}
macro_rules! not_small {
    ($m:expr, $op:ident) => {
        become ($m.other(Floats::$op))($m.cx, $m.pc, $m.fp, $m.table)
    };
}
macro_rules! attend {
    ($m:expr, $to:expr) => {
        become attend($m.cx, $to, $m.fp, $m.table)
    };
}
macro_rules! quick {
    ($m:expr, $f:expr) => {
        match ($f)($m.cx(), $m.pc, $m.fp) {
            Some(next) => goto!($m, next.pc, next.fp),
            None => slow!($m),
        }
    };
}
macro_rules! quick_jump {
    ($m:expr, $f:expr) => {
        match ($f)($m.cx(), $m.pc, $m.fp) {
            Some(next) => {
                if $m.cx().interrupted() {
                    become attend($m.cx, next.pc, next.fp, $m.table)
                }
                goto!($m, next.pc, next.fp)
            }
            None => slow!($m),
        }
    };
}
macro_rules! leave {
    ($m:expr, $result:expr) => {
        return $result
    };
}

/// Performs the cold operation of the instruction.
#[cold]
#[inline(never)]
#[unsafe(export_name = "mpf_hot_slow")]
fn slow(cx: *mut Cx, pc: u32, fp: u32, table: *const Entry) -> bool {
    // SAFETY: no borrow of the context is alive between a handler's last step and the next handler.
    let next = step(unsafe { &mut *cx }, pc, fp);
    let m = State::new(cx, pc, fp, table, 0);
    goto!(m, next.pc, next.fp)
}

/// Looks at the attention word on the way to `pc`.
#[cold]
#[inline(never)]
fn attend(cx: *mut Cx, pc: u32, fp: u32, table: *const Entry) -> bool {
    // SAFETY: as above.
    let next = super::super::call::attend(unsafe { &mut *cx }, pc, fp);
    let m = State::new(cx, pc, fp, table, 0);
    goto!(m, next.pc, next.fp)
}

macro_rules! build {
    (handlers { $($first:ident $($more:ident)* ($m:ident) $body:block)* }
     all { $($any:ident)* }) => {
        $(
            #[allow(non_snake_case)]
            #[unsafe(export_name = concat!("mpf_hot_", stringify!($first)))]
            #[optimize(speed)]
            fn $first(cx: *mut Cx, pc: u32, fp: u32, table: *const Entry) -> bool {
                let $m = State::new(cx, pc, fp, table, const { Opcode::$first.format().size() });
                $body
            }
        )*
    };
}
all_handlers!(build);

macro_rules! build_floats {
    ($($first:ident $($more:ident)* ($m:ident) $body:block)*) => {
        /// The handlers of floats, in the order of their entries.
        pub(super) enum Floats { $($first),* }
        /// How many entries.
        pub(super) const COUNT: usize = [$(Floats::$first),*].len();
        $(
            #[allow(non_snake_case)]
            #[unsafe(export_name = concat!("mpf_floats_", stringify!($first)))]
            #[optimize(speed)]
            fn $first(cx: *mut Cx, pc: u32, fp: u32, table: *const Entry) -> bool {
                let $m = State::new(cx, pc, fp, table, const { Opcode::$first.format().size() });
                $body
            }
        )*
    };
}
mod floats {
    use super::*;
    floats!(build_floats);
}
use floats::Floats;

/// Runs from `pc` in frame `fp` until `Halt`. False: an exception left the outermost frame.
pub fn run(cx: &mut Cx, pc: u32, fp: u32) -> bool {
    unsafe extern "Rust" {
        static mpf_handlers: [Entry; opcodes::ALL.len()];
    }
    let m = State::new(cx, pc, fp, (&raw const mpf_handlers).cast(), 0);
    (m.handler())(m.cx, m.pc, m.fp, m.table)
}
