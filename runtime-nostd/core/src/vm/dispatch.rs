//! The dispatch loop. Only hot paths are written here; each falls back to its cold operation, which performs the whole
//! instruction. Operands are byte offsets into the frame; nothing is range-checked, because the verifier was there.

use super::cache::tag;
use super::frame::{
    code_of, d4, d4s, d6s, entry as entry_of, flags, na, nb, nc, opcode, positional,
};
use super::table::cold;
use super::{Next, ld, st};
use crate::cx::Cx;
use crate::object::header::{KIND_MASK, Kind};
use crate::object::value::bits;
use mpf_bytecode::{Opcode, code_flags};

const KIND_LIST: u32 = Kind::List.bits();
const KIND_TUPLE: u32 = Kind::Tuple.bits();
const KIND_FUNCTION: u32 = Kind::Function.bits();
const KIND_INSTANCE: u32 = Kind::Instance.bits();

/// Whether both words are small ints.
#[inline(always)]
fn both_small(a: u32, b: u32) -> bool {
    a & b & 1 != 0
}

/// Runs from `pc` in frame `fp` until `Halt`. False: an exception left the outermost frame.
pub fn run(cx: &mut Cx, mut pc: u32, mut fp: u32) -> bool {
    macro_rules! ra {
        () => {
            fp + na(cx, pc)
        };
    }
    macro_rules! rb {
        () => {
            fp + nb(cx, pc)
        };
    }
    macro_rules! rc {
        () => {
            fp + nc(cx, pc)
        };
    }
    macro_rules! slow {
        ($op:expr) => {{
            let next: Next = cold($op)(cx, pc, fp);
            pc = next.pc;
            fp = next.fp;
            continue;
        }};
    }
    // Backward jumps look at the attention word: interrupts on a chip.
    macro_rules! jump {
        ($offset:expr) => {{
            let offset: u32 = $offset;
            pc = pc.wrapping_add(offset);
            if (offset as i32) < 0 && cx.attention.get() != 0 {
                let next = super::call::attend(cx, pc, fp);
                pc = next.pc;
                fp = next.fp;
            }
            continue;
        }};
    }
    macro_rules! compare {
        ($op:expr, $test:expr) => {{
            let (x, y) = (ld(cx, rb!()), ld(cx, rc!()));
            if !both_small(x, y) {
                slow!($op)
            }
            st(
                cx,
                ra!(),
                if $test(x as i32, y as i32) {
                    bits::TRUE
                } else {
                    bits::FALSE
                },
            );
            pc += 4;
        }};
    }
    macro_rules! compare_jump {
        ($op:expr, $test:expr) => {{
            let (x, y) = (ld(cx, ra!()), ld(cx, rb!()));
            if !both_small(x, y) {
                slow!($op)
            }
            if $test(x as i32, y as i32) == (nc(cx, pc) != 0) {
                jump!(d6s(cx, pc))
            }
            pc += 6;
        }};
    }
    // The cache's entry for the attribute D of the instance `o`.
    macro_rules! cached {
        ($op:expr, $o:expr) => {{
            let o: u32 = $o;
            if o & 3 != 0 || o == 0 || ld(cx, o) & KIND_MASK != KIND_INSTANCE {
                slow!($op)
            }
            let name = ld(cx, pc.wrapping_add(d6s(cx, pc)));
            match cx.cache.get(ld(cx, o + 4), name) {
                Some(entry) => entry,
                None => slow!($op),
            }
        }};
    }
    loop {
        #[cfg(not(target_os = "none"))]
        if !super::call::count_instruction(cx) {
            let next = super::unwind::unwind(cx, pc, fp);
            pc = next.pc;
            fp = next.fp;
        }
        let op = opcode(cx, pc);
        match op {
            Opcode::Mov => {
                st(cx, ra!(), ld(cx, rb!()));
                pc += 4;
            }
            Opcode::LoadImm => {
                st(cx, ra!(), d4s(cx, pc));
                pc += 4;
            }
            Opcode::LoadConst => {
                st(cx, ra!(), ld(cx, pc.wrapping_add(d4s(cx, pc))));
                pc += 4;
            }
            Opcode::LoadGlobal => {
                let v = ld(cx, cx.regions.globals + 4 * d4(cx, pc));
                if v == 0 {
                    slow!(op)
                }
                st(cx, ra!(), v);
                pc += 4;
            }
            Opcode::StoreGlobal => {
                st(cx, cx.regions.globals + 4 * d4(cx, pc), ld(cx, ra!()));
                pc += 4;
            }
            Opcode::CheckBound => {
                if ld(cx, ra!()) == 0 {
                    slow!(op)
                }
                pc += 4;
            }
            Opcode::LoadCell => {
                let v = ld(cx, ld(cx, rb!()) + 4);
                if v == 0 {
                    slow!(op)
                }
                st(cx, ra!(), v);
                pc += 6;
            }
            Opcode::StoreCell => {
                st(cx, ld(cx, rb!()) + 4, ld(cx, ra!()));
                pc += 4;
            }
            Opcode::Add | Opcode::IAdd => {
                let (x, y) = (ld(cx, rb!()), ld(cx, rc!()));
                match (x as i32).checked_add((y & !1) as i32) {
                    Some(sum) if both_small(x, y) => st(cx, ra!(), sum as u32),
                    _ => slow!(op),
                }
                pc += 4;
            }
            Opcode::Sub | Opcode::ISub => {
                let (x, y) = (ld(cx, rb!()), ld(cx, rc!()));
                match (x as i32).checked_sub((y & !1) as i32) {
                    Some(difference) if both_small(x, y) => st(cx, ra!(), difference as u32),
                    _ => slow!(op),
                }
                pc += 4;
            }
            Opcode::Mul | Opcode::IMul => {
                let (x, y) = (ld(cx, rb!()), ld(cx, rc!()));
                if !both_small(x, y) {
                    slow!(op)
                }
                // (x - tag) * (y >> 1) is twice the product; the tag comes back with an or.
                match ((x & !1) as i32).checked_mul((y as i32) >> 1) {
                    Some(product) => st(cx, ra!(), product as u32 | 1),
                    None => slow!(op),
                }
                pc += 4;
            }
            Opcode::And | Opcode::IAnd => {
                let (x, y) = (ld(cx, rb!()), ld(cx, rc!()));
                if !both_small(x, y) {
                    slow!(op)
                }
                st(cx, ra!(), x & y);
                pc += 4;
            }
            Opcode::Or | Opcode::IOr => {
                let (x, y) = (ld(cx, rb!()), ld(cx, rc!()));
                if !both_small(x, y) {
                    slow!(op)
                }
                st(cx, ra!(), x | y);
                pc += 4;
            }
            Opcode::Xor | Opcode::IXor => {
                let (x, y) = (ld(cx, rb!()), ld(cx, rc!()));
                if !both_small(x, y) {
                    slow!(op)
                }
                st(cx, ra!(), (x ^ y) | 1);
                pc += 4;
            }
            Opcode::RShift | Opcode::IRShift => {
                let (x, y) = (ld(cx, rb!()), ld(cx, rc!()));
                let by = (y as i32) >> 1;
                if !both_small(x, y) || !(0..31).contains(&by) {
                    slow!(op)
                }
                st(cx, ra!(), ((x as i32) >> by) as u32 | 1);
                pc += 4;
            }
            Opcode::AddImm | Opcode::IAddImm => {
                let x = ld(cx, rb!());
                match (x as i32).checked_add((nc(cx, pc) << 1) as i32) {
                    Some(sum) if x & 1 != 0 => st(cx, ra!(), sum as u32),
                    _ => slow!(op),
                }
                pc += 4;
            }
            Opcode::SubImm | Opcode::ISubImm => {
                let x = ld(cx, rb!());
                match (x as i32).checked_sub((nc(cx, pc) << 1) as i32) {
                    Some(difference) if x & 1 != 0 => st(cx, ra!(), difference as u32),
                    _ => slow!(op),
                }
                pc += 4;
            }
            Opcode::Not => {
                let x = ld(cx, rb!());
                if x & !0x20 != bits::FALSE {
                    slow!(op)
                }
                st(cx, ra!(), x ^ 0x20);
                pc += 4;
            }
            Opcode::Lt => compare!(op, |x: i32, y: i32| x < y),
            Opcode::Le => compare!(op, |x: i32, y: i32| x <= y),
            Opcode::Eq => compare!(op, |x: i32, y: i32| x == y),
            Opcode::Ne => compare!(op, |x: i32, y: i32| x != y),
            Opcode::Gt => compare!(op, |x: i32, y: i32| x > y),
            Opcode::Ge => compare!(op, |x: i32, y: i32| x >= y),
            Opcode::Is => {
                st(
                    cx,
                    ra!(),
                    if ld(cx, rb!()) == ld(cx, rc!()) {
                        bits::TRUE
                    } else {
                        bits::FALSE
                    },
                );
                pc += 4;
            }
            Opcode::IsNot => {
                st(
                    cx,
                    ra!(),
                    if ld(cx, rb!()) != ld(cx, rc!()) {
                        bits::TRUE
                    } else {
                        bits::FALSE
                    },
                );
                pc += 4;
            }
            Opcode::Jump => jump!(d4s(cx, pc)),
            Opcode::JumpTrue => {
                let x = ld(cx, ra!());
                if x & !0x20 != bits::FALSE {
                    slow!(op)
                }
                if x == bits::TRUE {
                    jump!(d4s(cx, pc))
                }
                pc += 4;
            }
            Opcode::JumpFalse => {
                let x = ld(cx, ra!());
                if x & !0x20 != bits::FALSE {
                    slow!(op)
                }
                if x == bits::FALSE {
                    jump!(d4s(cx, pc))
                }
                pc += 4;
            }
            Opcode::JumpNone => {
                if ld(cx, ra!()) == bits::NONE {
                    jump!(d4s(cx, pc))
                }
                pc += 4;
            }
            Opcode::JumpNotNone => {
                if ld(cx, ra!()) != bits::NONE {
                    jump!(d4s(cx, pc))
                }
                pc += 4;
            }
            Opcode::JumpUnbound => {
                if ld(cx, ra!()) == 0 {
                    jump!(d4s(cx, pc))
                }
                pc += 4;
            }
            Opcode::JumpLt => compare_jump!(op, |x: i32, y: i32| x < y),
            Opcode::JumpLe => compare_jump!(op, |x: i32, y: i32| x <= y),
            Opcode::JumpEq => compare_jump!(op, |x: i32, y: i32| x == y),
            Opcode::JumpNe => compare_jump!(op, |x: i32, y: i32| x != y),
            Opcode::JumpGt => compare_jump!(op, |x: i32, y: i32| x > y),
            Opcode::JumpGe => compare_jump!(op, |x: i32, y: i32| x >= y),
            Opcode::JumpIs => {
                if (ld(cx, ra!()) == ld(cx, rb!())) == (nc(cx, pc) != 0) {
                    jump!(d6s(cx, pc))
                }
                pc += 6;
            }
            Opcode::ForRange => {
                // Small-int state: next value, stop, step. The cold form handles everything else.
                let s = ra!();
                let (value, stop, step) = (ld(cx, s), ld(cx, s + 4), ld(cx, s + 8));
                if value & stop & step & 1 == 0 {
                    slow!(op)
                }
                let more = if (step as i32) > 0 {
                    (value as i32) < (stop as i32)
                } else {
                    (value as i32) > (stop as i32)
                };
                if more {
                    // Saturating: one step past the stop cannot wrap round into the range again.
                    st(
                        cx,
                        s,
                        (value as i32).saturating_add((step & !1) as i32) as u32 | 1,
                    );
                    st(cx, rb!(), value);
                    jump!(d6s(cx, pc))
                }
                pc += 6;
            }
            Opcode::GetItem => {
                let (o, i) = (ld(cx, rb!()), ld(cx, rc!()));
                if o & 3 != 0 || o == 0 || i & 1 == 0 {
                    slow!(op)
                }
                let kind = ld(cx, o) & KIND_MASK;
                if kind == KIND_LIST {
                    // Both tagged: one unsigned comparison also rejects negative indexes.
                    if i >= ld(cx, o + 8) {
                        slow!(op)
                    }
                    st(cx, ra!(), ld(cx, ld(cx, o + 4) + 4 + ((i >> 1) << 2)));
                } else if kind == KIND_TUPLE {
                    if (i >> 1) >= crate::object::header::words(ld(cx, o)) {
                        slow!(op)
                    }
                    st(cx, ra!(), ld(cx, o + 4 + ((i >> 1) << 2)));
                } else {
                    slow!(op)
                }
                pc += 4;
            }
            Opcode::SetItem => {
                let (o, i) = (ld(cx, rb!()), ld(cx, rc!()));
                if o & 3 != 0
                    || o == 0
                    || i & 1 == 0
                    || ld(cx, o) & KIND_MASK != KIND_LIST
                    || i >= ld(cx, o + 8)
                {
                    slow!(op)
                }
                st(cx, ld(cx, o + 4) + 4 + ((i >> 1) << 2), ld(cx, ra!()));
                pc += 4;
            }
            Opcode::Call => {
                let w = ra!();
                let f = ld(cx, w);
                if f & 3 != 0 || f == 0 || ld(cx, f) & KIND_MASK != KIND_FUNCTION {
                    slow!(op)
                }
                let code = code_of(cx, crate::Value::from_bits(f));
                let new = w + 8;
                if flags(cx, code) & code_flags::SIMPLE == 0
                    || nb(cx, pc) != positional(cx, code)
                    || new > cx.stack_limit()
                {
                    slow!(op)
                }
                st(cx, w + 4, (pc + 6) | 1);
                pc = entry_of(cx, code);
                fp = new;
            }
            Opcode::GetAttr => {
                let o = ld(cx, rb!());
                let entry = cached!(op, o);
                if entry & tag::MASK != tag::SLOT {
                    slow!(op)
                }
                let v = ld(cx, o + entry);
                if v == 0 {
                    slow!(op)
                }
                st(cx, ra!(), v);
                pc += 6;
            }
            Opcode::SetAttr => {
                let o = ld(cx, rb!());
                let entry = cached!(op, o);
                if entry & tag::MASK != tag::SLOT {
                    slow!(op)
                }
                st(cx, o + entry, ld(cx, ra!()));
                pc += 6;
            }
            Opcode::CallMethod => {
                // A plain method: the receiver is already the first argument.
                let w = ra!();
                let entry = cached!(op, ld(cx, w + 8));
                if entry & tag::MASK != tag::FUNCTION {
                    slow!(op)
                }
                let f = entry - tag::FUNCTION;
                let code = code_of(cx, crate::Value::from_bits(f));
                let new = w + 8;
                if nb(cx, pc) + 1 != positional(cx, code) || new > cx.stack_limit() {
                    slow!(op)
                }
                st(cx, w, f);
                st(cx, w + 4, (pc + 6) | 1);
                pc = entry_of(cx, code);
                fp = new;
            }
            Opcode::Return => {
                let v = ld(cx, ra!());
                let link = ld(cx, fp - 4) & !1;
                fp = fp - 8 - na(cx, link - 6);
                st(cx, fp + nc(cx, link - 6), v);
                pc = link;
            }
            Opcode::ReturnNone => {
                let link = ld(cx, fp - 4) & !1;
                fp = fp - 8 - na(cx, link - 6);
                st(cx, fp + nc(cx, link - 6), bits::NONE);
                pc = link;
            }
            Opcode::Halt => return na(cx, pc) == 0,
            _ => slow!(op),
        }
    }
}
