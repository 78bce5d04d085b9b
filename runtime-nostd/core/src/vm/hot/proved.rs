//! Forms without guards. The freezer has proved what they assume, so only what can still happen is tested: an
//! attribute that is not set, an index out of range.

macro_rules! proved {
    ($then:ident [$($lists:ident)*] $($handlers:tt)*) => { chain_handlers! { $then [$($lists)*] $($handlers)*

        GetSlot (m) {
            let value = m.load(m.read_b() + m.c());
            if value == 0 {
                slow!(m)
            }
            m.write_a(value);
            next!(m)
        }
        SetSlot (m) {
            m.store(m.read_b() + m.c(), m.read_a());
            next!(m)
        }
        // None has a bit that no address has.
        GetSlotOrNone (m) {
            let o = m.read_b();
            if o & 2 != 0 {
                slow!(m)
            }
            let value = m.load(o + m.c());
            if value == 0 {
                slow!(m)
            }
            m.write_a(value);
            next!(m)
        }
        SetSlotOrNone (m) {
            let o = m.read_b();
            if o & 2 != 0 {
                slow!(m)
            }
            m.store(o + m.c(), m.read_a());
            next!(m)
        }
        // A small int is twice its value plus one.
        AddSmall (m) {
            m.write_a(m.read_b().wrapping_add(m.read_c()).wrapping_sub(1));
            next!(m)
        }
        SubSmall (m) {
            m.write_a(m.read_b().wrapping_sub(m.read_c()).wrapping_add(1));
            next!(m)
        }
        MulSmall (m) {
            let twice = m.read_b().wrapping_sub(1);
            m.write_a(twice.wrapping_mul(((m.read_c() as i32) >> 1) as u32) | 1);
            next!(m)
        }
        AndSmall (m) {
            m.write_a(m.read_b() & m.read_c());
            next!(m)
        }
        XorSmall (m) {
            m.write_a((m.read_b() ^ m.read_c()) | 1);
            next!(m)
        }
        AddImmSmall (m) {
            m.write_a(m.read_b().wrapping_add(m.c()));
            next!(m)
        }
        // The container only is proved. Both tagged: one unsigned comparison also rejects negative indexes. Twice the
        // word is four times the index plus two, and the items lie behind the header of their array.
        GetItemList (m) {
            let (o, i) = (m.read_b(), m.read_c());
            if i & 1 == 0 || i >= m.load(o + 8) {
                slow!(m)
            }
            m.write_a(m.load(m.load(o + 4) + (i << 1) + 2));
            next!(m)
        }
        SetItemList (m) {
            let (o, i) = (m.read_b(), m.read_c());
            if i & 1 == 0 || i >= m.load(o + 8) {
                slow!(m)
            }
            m.store(m.load(o + 4) + (i << 1) + 2, m.read_a());
            next!(m)
        }
    } };
}
