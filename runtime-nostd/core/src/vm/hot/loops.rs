//! Loops over ranges.

macro_rules! loops {
    ($then:ident [$($lists:ident)*] $($handlers:tt)*) => { chain_handlers! { $then [$($lists)*] $($handlers)*

        // Small-int state: next value, stop, step. The cold form handles everything else.
        ForRange (m) {
            let s = m.ra();
            let (value, stop, step) = (m.load(s), m.load(s + 4), m.load(s + 8));
            if value & stop & step & 1 == 0 {
                slow!(m)
            }
            let more = if (step as i32) > 0 {
                (value as i32) < (stop as i32)
            } else {
                (value as i32) > (stop as i32)
            };
            if more {
                // Saturating: one step past the stop cannot wrap round into the range again.
                m.store(s, (value as i32).saturating_add((step & !1) as i32) as u32 | 1);
                m.store(m.rb(), value);
                jump!(m)
            }
            next!(m)
        }
        ForIter (m) { quick_jump!(m, ops_iterate::quick_step) }
        Yield (m) { quick_jump!(m, generator::quick_yield) }
        Unpack (m) { quick!(m, ops_iterate::quick_unpack) }
        BuildTuple (m) { quick!(m, ops_build::quick_tuple) }
        ListAppend (m) { quick!(m, ops_build::quick_append) }
    } };
}
