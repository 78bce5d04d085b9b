//! Arithmetic, on small ints but for the division. A small int is twice its value plus one; overflow and everything else is cold.

macro_rules! integers {
    ($then:ident [$($lists:ident)*] $($handlers:tt)*) => { chain_handlers! { $then [$($lists)*] $($handlers)*

        Add IAdd (m) {
            let (x, y) = (m.read_b(), m.read_c());
            match (x as i32).checked_add((y & !1) as i32) {
                Some(sum) if both_small(x, y) => m.write_a(sum as u32),
                _ => not_small!(m, Add),
            }
            next!(m)
        }
        Sub ISub (m) {
            let (x, y) = (m.read_b(), m.read_c());
            match (x as i32).checked_sub((y & !1) as i32) {
                Some(difference) if both_small(x, y) => m.write_a(difference as u32),
                _ => not_small!(m, Sub),
            }
            next!(m)
        }
        Mul IMul (m) {
            let (x, y) = (m.read_b(), m.read_c());
            if !both_small(x, y) {
                not_small!(m, Mul)
            }
            // (x - tag) * (y >> 1) is twice the product; the tag comes back with an or.
            match ((x & !1) as i32).checked_mul((y as i32) >> 1) {
                Some(product) => m.write_a(product as u32 | 1),
                None => slow!(m),
            }
            next!(m)
        }
        // Makes a float even of ints, which are cold.
        TrueDiv ITrueDiv (m) {
            not_small!(m, TrueDiv)
        }
        And IAnd (m) {
            let (x, y) = (m.read_b(), m.read_c());
            if !both_small(x, y) {
                slow!(m)
            }
            m.write_a(x & y);
            next!(m)
        }
        Or IOr (m) {
            let (x, y) = (m.read_b(), m.read_c());
            if !both_small(x, y) {
                slow!(m)
            }
            m.write_a(x | y);
            next!(m)
        }
        Xor IXor (m) {
            let (x, y) = (m.read_b(), m.read_c());
            if !both_small(x, y) {
                slow!(m)
            }
            m.write_a((x ^ y) | 1);
            next!(m)
        }
        FloorDiv IFloorDiv (m) {
            let (x, y) = (m.read_b(), m.read_c());
            // Of the signs only two plus are frequent: no rounding. Zero is cold.
            match (x >> 1).checked_div(y >> 1) {
                Some(quotient) if DIVIDES && both_small(x, y) && ((x | y) as i32) >= 0 => {
                    m.write_a(quotient << 1 | 1)
                }
                _ => slow!(m),
            }
            next!(m)
        }
        Mod IMod (m) {
            let (x, y) = (m.read_b(), m.read_c());
            match (x >> 1).checked_rem(y >> 1) {
                Some(rest) if DIVIDES && both_small(x, y) && ((x | y) as i32) >= 0 => {
                    m.write_a(rest << 1 | 1)
                }
                _ => slow!(m),
            }
            next!(m)
        }
        LShift ILShift (m) {
            let (x, y) = (m.read_b(), m.read_c());
            if !both_small(x, y) || y >= 31 << 1 {
                slow!(m)
            }
            let (by, bits) = (y >> 1, (x & !1) as i32);
            if (bits << by) >> by != bits {
                slow!(m)
            }
            m.write_a((bits << by) as u32 | 1);
            next!(m)
        }
        Neg (m) {
            // 2 - (2n + 1) is 2(-n) + 1.
            let x = m.read_b();
            match 2i32.checked_sub(x as i32) {
                Some(negative) if x & 1 != 0 => m.write_a(negative as u32),
                _ => slow!(m),
            }
            next!(m)
        }
        Invert (m) {
            let x = m.read_b();
            if x & 1 == 0 {
                slow!(m)
            }
            m.write_a(x ^ !1);
            next!(m)
        }
        RShift IRShift (m) {
            let (x, y) = (m.read_b(), m.read_c());
            // Counts of 31 and more, and negative ones, are cold.
            if !both_small(x, y) || y >= 31 << 1 {
                slow!(m)
            }
            m.write_a(((x as i32) >> (y >> 1)) as u32 | 1);
            next!(m)
        }
        AddImm IAddImm (m) {
            let x = m.read_b();
            match (x as i32).checked_add(m.c() as i32) {
                Some(sum) if x & 1 != 0 => m.write_a(sum as u32),
                _ => not_small!(m, AddImm),
            }
            next!(m)
        }
        SubImm ISubImm (m) {
            let x = m.read_b();
            match (x as i32).checked_sub(m.c() as i32) {
                Some(difference) if x & 1 != 0 => m.write_a(difference as u32),
                _ => not_small!(m, SubImm),
            }
            next!(m)
        }
    } };
}
