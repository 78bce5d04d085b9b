//! Jumps, also those on a comparison.

macro_rules! jumps {
    ($then:ident [$($lists:ident)*] $($handlers:tt)*) => { chain_handlers! { $then [$($lists)*] $($handlers)*

        Jump (m) { jump!(m) }
        JumpTrue (m) {
            let x = m.read_a();
            if !is_bool(x) {
                slow!(m)
            }
            jump_if!(m, x == bits::TRUE)
        }
        JumpFalse (m) {
            let x = m.read_a();
            if !is_bool(x) {
                slow!(m)
            }
            jump_if!(m, x == bits::FALSE)
        }
        JumpNone (m) { jump_if!(m, m.read_a() == bits::NONE) }
        JumpNotNone (m) { jump_if!(m, m.read_a() != bits::NONE) }
        JumpUnbound (m) { jump_if!(m, m.read_a() == 0) }
        JumpLt (m) { compare_jump!(m, <) }
        JumpLe (m) { compare_jump!(m, <=) }
        JumpEq (m) { compare_jump!(m, ==) }
        JumpNe (m) { compare_jump!(m, !=) }
        JumpGt (m) { compare_jump!(m, >) }
        JumpGe (m) { compare_jump!(m, >=) }
        JumpIs (m) { jump_if!(m, (m.read_a() == m.read_b()) == (m.c() != 0)) }
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

/// Jumps if A op B is what C says, for two small ints.
macro_rules! compare_jump {
    ($m:expr, $op:tt) => {{
        let (x, y) = ($m.read_a(), $m.read_b());
        if !both_small(x, y) {
            slow!($m)
        }
        jump_if!($m, ((x as i32) $op (y as i32)) == ($m.c() != 0))
    }};
}
