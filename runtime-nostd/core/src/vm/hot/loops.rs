//! Loops over ranges.

macro_rules! loops {
    ($then:ident [$($lists:ident)*] $($handlers:tt)*) => { chain_handlers! { $then [$($lists)*] $($handlers)*

        // The state is what `ForPrep` made: small ints, or a stop that is none for the cold form.
        ForRangeUp (m) {
            let s = m.ra();
            let (value, stop) = (m.load(s), m.load(s + 4));
            if (value as i32) < (stop as i32) {
                m.store(s, value.wrapping_add(2));
                m.store(m.rb(), value);
                jump!(m)
            }
            if stop & 1 == 0 {
                slow!(m)
            }
            next!(m)
        }
        ForRange (m) {
            let s = m.ra();
            let (value, stop, step) = (m.load(s), m.load(s + 4), m.load(s + 8));
            let more = if (step as i32) > 0 {
                (value as i32) < (stop as i32)
            } else {
                (value as i32) > (stop as i32)
            };
            if stop & 1 == 0 {
                slow!(m)
            }
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
