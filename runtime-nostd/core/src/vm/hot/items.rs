//! Items of lists and tuples by small-int index.

macro_rules! items {
    ($then:ident [$($lists:ident)*] $($handlers:tt)*) => { chain_handlers! { $then [$($lists)*] $($handlers)*

        GetItem (m) {
            let (o, i) = (m.read_b(), m.read_c());
            if !is_pointer(o) || i & 1 == 0 {
                slow!(m)
            }
            let kind = m.load(o) & KIND_MASK;
            if kind == Kind::List.bits() {
                // Both tagged: one unsigned comparison also rejects negative indexes.
                if i >= m.load(o + 8) {
                    slow!(m)
                }
                m.write_a(m.load(m.load(o + 4) + 4 + ((i >> 1) << 2)));
            } else if kind == Kind::Tuple.bits() {
                if (i >> 1) >= crate::object::header::words(m.load(o)) {
                    slow!(m)
                }
                m.write_a(m.load(o + 4 + ((i >> 1) << 2)));
            } else {
                slow!(m)
            }
            next!(m)
        }
        SetItem (m) {
            let (o, i) = (m.read_b(), m.read_c());
            if !is_pointer(o)
                || i & 1 == 0
                || m.load(o) & KIND_MASK != Kind::List.bits()
                || i >= m.load(o + 8)
            {
                slow!(m)
            }
            m.store(m.load(o + 4) + 4 + ((i >> 1) << 2), m.read_a());
            next!(m)
        }
    } };
}
