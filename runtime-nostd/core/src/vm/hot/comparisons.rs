//! Comparisons whose result is a value.

macro_rules! comparisons {
    ($then:ident [$($lists:ident)*] $($handlers:tt)*) => { chain_handlers! { $then [$($lists)*] $($handlers)*

        Lt (m) { compare!(m, Lt, <) }
        Le (m) { compare!(m, Le, <=) }
        Eq (m) { compare!(m, Eq, ==) }
        Ne (m) { compare!(m, Ne, !=) }
        Gt (m) { compare!(m, Gt, >) }
        Ge (m) { compare!(m, Ge, >=) }
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
            let truth_of_x = plain_truth!(m, x);
            m.write_a(truth(!truth_of_x));
            next!(m)
        }
    } };
}

/// Whether a bool, a small int or None is true. All others are cold.
macro_rules! plain_truth {
    ($m:expr, $word:expr) => {{
        let word: u32 = $word;
        if word & 1 == 0 && !is_bool(word) && word != bits::NONE {
            slow!($m)
        }
        word != bits::FALSE && word != 1 && word != bits::NONE
    }};
}

/// A = B op C for two small ints: tagged words compare like their values.
macro_rules! compare {
    ($m:expr, $name:ident, $op:tt) => {{
        let (x, y) = ($m.read_b(), $m.read_c());
        if !both_small(x, y) {
            not_small!($m, $name)
        }
        $m.write_a(truth((x as i32) $op (y as i32)));
        next!($m)
    }};
}
