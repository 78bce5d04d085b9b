//! Jumps, also those on a comparison.

macro_rules! jumps {
    ($then:ident [$($lists:ident)*] $($handlers:tt)*) => { chain_handlers! { $then [$($lists)*] $($handlers)*

        Jump (m) { jump!(m) }
        JumpTrue (m) {
            let x = m.read_a();
            if x == bits::TRUE {
                jump!(m)
            }
            if x == bits::FALSE {
                next!(m)
            }
            jump_if!(m, plain_truth!(m, x))
        }
        JumpFalse (m) {
            let x = m.read_a();
            if x == bits::FALSE {
                jump!(m)
            }
            if x == bits::TRUE {
                next!(m)
            }
            jump_if!(m, !plain_truth!(m, x))
        }
        JumpNone (m) { jump_if!(m, m.read_a() == bits::NONE) }
        JumpNotNone (m) { jump_if!(m, m.read_a() != bits::NONE) }
        JumpUnbound (m) { jump_if!(m, m.read_a() == 0) }
        JumpIs (m) { jump_if!(m, (m.read_a() == m.read_b()) == (m.c() != 0)) }
        // Of two small ints `a < b` is as good as `not a >= b`; the cold operation knows the difference.
        JumpLt JumpNotGe (m) { compare_jump!(m, not_small!(m, JumpLt), <, m.read_b()) }
        JumpLe JumpNotGt (m) { compare_jump!(m, not_small!(m, JumpLe), <=, m.read_b()) }
        JumpEq JumpNotNe (m) { compare_jump!(m, not_small!(m, JumpEq), ==, m.read_b()) }
        JumpNe JumpNotEq (m) { compare_jump!(m, not_small!(m, JumpNe), !=, m.read_b()) }
        JumpGt JumpNotLe (m) { compare_jump!(m, not_small!(m, JumpGt), >, m.read_b()) }
        JumpGe JumpNotLt (m) { compare_jump!(m, not_small!(m, JumpGe), >=, m.read_b()) }
        JumpLtImm JumpNotGeImm (m) { compare_jump!(m, not_small!(m, JumpLtImm), <, m.b()) }
        JumpLeImm JumpNotGtImm (m) { compare_jump!(m, not_small!(m, JumpLeImm), <=, m.b()) }
        JumpEqImm JumpNotNeImm (m) { compare_jump!(m, not_small!(m, JumpEqImm), ==, m.b()) }
        JumpNeImm JumpNotEqImm (m) { compare_jump!(m, not_small!(m, JumpNeImm), !=, m.b()) }
        JumpGtImm JumpNotLeImm (m) { compare_jump!(m, not_small!(m, JumpGtImm), >, m.b()) }
        JumpGeImm JumpNotLtImm (m) { compare_jump!(m, not_small!(m, JumpGeImm), >=, m.b()) }
        // Not taken, the comparison behind decides.
        AddJumpLt IAddJumpLt (m) {
            let at = m.ra();
            let (x, limit) = (m.load(at), m.read_b());
            match (x as i32).checked_add(m.c() as i32) {
                Some(sum) if both_small(x, limit) => {
                    m.store(at, sum as u32);
                    jump_if!(m, sum < limit as i32)
                }
                _ => slow!(m),
            }
        }
    } };
}

macro_rules! jump_if {
    ($m:expr, $condition:expr) => {{
        if $condition {
            jump!($m)
        }
        next!($m)
    }};
}

/// Jumps if A op `right`, for two small ints: tagged words compare like their values. Others go the other way.
macro_rules! compare_jump {
    ($m:expr, $other:expr, $op:tt, $right:expr) => {{
        let (x, y) = ($m.read_a(), $right);
        if !both_small(x, y) {
            $other
        }
        jump_if!($m, (x as i32) $op (y as i32))
    }};
}
