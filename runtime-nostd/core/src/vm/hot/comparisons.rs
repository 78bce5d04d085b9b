//! Comparisons whose result is a value.

macro_rules! comparisons {
    ($then:ident [$($lists:ident)*] $($handlers:tt)*) => { chain_handlers! { $then [$($lists)*] $($handlers)*

        Lt (m) { compare!(m, <) }
        Le (m) { compare!(m, <=) }
        Eq (m) { compare!(m, ==) }
        Ne (m) { compare!(m, !=) }
        Gt (m) { compare!(m, >) }
        Ge (m) { compare!(m, >=) }
        Is (m) {
            m.write_a(truth(m.read_b() == m.read_c()));
            next!(m)
        }
        IsNot (m) {
            m.write_a(truth(m.read_b() != m.read_c()));
            next!(m)
        }
        Not (m) {
            let x = m.read_b();
            if !is_bool(x) {
                slow!(m)
            }
            m.write_a(x ^ (bits::TRUE ^ bits::FALSE));
            next!(m)
        }
    } };
}

/// A = B op C for two small ints: tagged words compare like their values.
macro_rules! compare {
    ($m:expr, $op:tt) => {{
        let (x, y) = ($m.read_b(), $m.read_c());
        if !both_small(x, y) {
            slow!($m)
        }
        $m.write_a(truth((x as i32) $op (y as i32)));
        next!($m)
    }};
}
