//! Items of containers: lists and tuples by small-int index here, everything else by the quick functions of `ops_item`.

macro_rules! items {
    ($then:ident [$($lists:ident)*] $($handlers:tt)*) => { chain_handlers! { $then [$($lists)*] $($handlers)*

        GetItem (m) {
            let (o, i) = (m.read_b(), m.read_c());
            if is_pointer(o) && i & 1 != 0 {
                let h = m.load(o);
                // Both tagged: one unsigned comparison also rejects negative indexes.
                if h & KIND_MASK == Kind::List.bits() && i < m.load(o + 8) {
                    m.write_a(m.load(m.load(o + 4) + 4 + ((i >> 1) << 2)));
                    next!(m)
                }
                if h & KIND_MASK == Kind::Tuple.bits() && (i >> 1) < words(h) {
                    m.write_a(m.load(o + 4 + ((i >> 1) << 2)));
                    next!(m)
                }
            }
            quick!(m, ops_item::quick_get)
        }
        Len (m) {
            let o = m.read_b();
            if !is_pointer(o) {
                slow!(m)
            }
            let header = m.load(o);
            if header & KIND_MASK == Kind::List.bits() {
                m.write_a(m.load(o + 8))
            } else if header & KIND_MASK == Kind::Tuple.bits() {
                m.write_a(crate::object::header::words(header) << 1 | 1)
            } else {
                slow!(m)
            }
            next!(m)
        }
        SetItem (m) {
            let (o, i) = (m.read_b(), m.read_c());
            if is_pointer(o)
                && i & 1 != 0
                && m.load(o) & KIND_MASK == Kind::List.bits()
                && i < m.load(o + 8)
            {
                m.store(m.load(o + 4) + 4 + ((i >> 1) << 2), m.read_a());
                next!(m)
            }
            quick!(m, ops_item::quick_set)
        }
        In NotIn (m) { quick!(m, ops_item::quick_in) }
        JumpIn (m) { quick_jump!(m, ops_item::quick_jump_in) }
    } };
}
