//! What handlers of numbers go on to when the operands are no small ints and the image has floats. No part of the list of
//! handlers: an image without floats has none of these, and only targets with a table of handlers have them at all.
//! They know two floats, and a float and a number in the code; the cold operation of the opcode does the rest.

macro_rules! floats {
    ($then:ident) => {
        $then! {
            Add IAdd (m) { quick!(m, quick_float::add) }
            Sub ISub (m) { quick!(m, quick_float::sub) }
            Mul IMul (m) { quick!(m, quick_float::mul) }
            TrueDiv ITrueDiv (m) { quick!(m, quick_float::div) }
            AddImm IAddImm (m) { quick!(m, quick_float::add_imm) }
            SubImm ISubImm (m) { quick!(m, quick_float::sub_imm) }
            Lt (m) { compare_floats!(m, Ordering::is_lt) }
            Le (m) { compare_floats!(m, Ordering::is_le) }
            Eq (m) { compare_floats!(m, Ordering::is_eq) }
            Ne (m) { compare_floats!(m, Ordering::is_ne) }
            Gt (m) { compare_floats!(m, Ordering::is_gt) }
            Ge (m) { compare_floats!(m, Ordering::is_ge) }
            JumpLt JumpNotGe (m) { compare_floats_jump!(m, Ordering::is_lt, quick_float::order(m.cx(), m.read_a(), m.read_b())) }
            JumpLe JumpNotGt (m) { compare_floats_jump!(m, Ordering::is_le, quick_float::order(m.cx(), m.read_a(), m.read_b())) }
            JumpEq JumpNotNe (m) { compare_floats_jump!(m, Ordering::is_eq, quick_float::order(m.cx(), m.read_a(), m.read_b())) }
            JumpNe JumpNotEq (m) { compare_floats_jump!(m, Ordering::is_ne, quick_float::order(m.cx(), m.read_a(), m.read_b())) }
            JumpGt JumpNotLe (m) { compare_floats_jump!(m, Ordering::is_gt, quick_float::order(m.cx(), m.read_a(), m.read_b())) }
            JumpGe JumpNotLt (m) { compare_floats_jump!(m, Ordering::is_ge, quick_float::order(m.cx(), m.read_a(), m.read_b())) }
            JumpLtImm JumpNotGeImm (m) { compare_floats_jump!(m, Ordering::is_lt, quick_float::order_to_small(m.cx(), m.read_a(), m.b())) }
            JumpLeImm JumpNotGtImm (m) { compare_floats_jump!(m, Ordering::is_le, quick_float::order_to_small(m.cx(), m.read_a(), m.b())) }
            JumpEqImm JumpNotNeImm (m) { compare_floats_jump!(m, Ordering::is_eq, quick_float::order_to_small(m.cx(), m.read_a(), m.b())) }
            JumpNeImm JumpNotEqImm (m) { compare_floats_jump!(m, Ordering::is_ne, quick_float::order_to_small(m.cx(), m.read_a(), m.b())) }
            JumpGtImm JumpNotLeImm (m) { compare_floats_jump!(m, Ordering::is_gt, quick_float::order_to_small(m.cx(), m.read_a(), m.b())) }
            JumpGeImm JumpNotLtImm (m) { compare_floats_jump!(m, Ordering::is_ge, quick_float::order_to_small(m.cx(), m.read_a(), m.b())) }
        }
    };
}

/// A = whether the order of B and C is one of those.
#[cfg(target_arch = "riscv32")]
macro_rules! compare_floats {
    ($m:expr, $is:expr) => {
        match quick_float::order($m.cx(), $m.read_b(), $m.read_c()) {
            Some(order) => {
                $m.write_a(truth($is(order)));
                next!($m)
            }
            None => slow!($m),
        }
    };
}

/// Jumps if the order of A and B is one of those. Where a float is not a number the answers of `a < b` and `not a >= b`
/// differ; that is cold.
#[cfg(target_arch = "riscv32")]
macro_rules! compare_floats_jump {
    ($m:expr, $is:expr, $order:expr) => {
        match $order {
            Some(order) => jump_if!($m, $is(order)),
            None => slow!($m),
        }
    };
}
