//! Items of containers: lists, tuples and bytes by small-int index here, everything else by the quick functions of `ops_item`.

macro_rules! items {
    ($then:ident [$($lists:ident)*] $($handlers:tt)*) => { chain_handlers! { $then [$($lists)*] $($handlers)*

        GetItem (m) {
            let (o, i) = (m.read_b(), m.read_c());
            if !is_pointer(o) {
                slow!(m)
            }
            let h = m.load(o);
            if i & 1 != 0 {
                // Both tagged: one unsigned comparison also rejects negative indexes.
                if h & KIND_MASK == Kind::List.bits() && i < m.load(o + 8) {
                    m.write_a(m.load(m.load(o + 4) + 4 + ((i >> 1) << 2)));
                    next!(m)
                }
                if h & KIND_MASK == Kind::Tuple.bits() && (i >> 1) < words(h) {
                    m.write_a(m.load(o + 4 + ((i >> 1) << 2)));
                    next!(m)
                }
                if h & KIND_MASK == Kind::ByteArray.bits() && i < m.load(o + 8) {
                    m.write_a(m.load8(m.load(o + 4) + 4 + (i >> 1)) << 1 | 1);
                    next!(m)
                }
                if h & KIND_MASK == Kind::Bytes.bits() && (i >> 1) < byte_len(h) {
                    m.write_a(m.load8(o + 4 + (i >> 1)) << 1 | 1);
                    next!(m)
                }
            }
            quick!(m, |cx, pc, fp| ops_item::quick_item(cx, pc, fp, o, i, h))
        }
        SetItem (m) {
            let (o, i) = (m.read_b(), m.read_c());
            if !is_pointer(o) {
                slow!(m)
            }
            let h = m.load(o);
            if i & 1 != 0 && h & KIND_MASK == Kind::List.bits() && i < m.load(o + 8) {
                m.store(m.load(o + 4) + 4 + ((i >> 1) << 2), m.read_a());
                next!(m)
            }
            if i & 1 != 0 && h & KIND_MASK == Kind::ByteArray.bits() && i < m.load(o + 8) {
                let value = m.read_a();
                if value & !0x1FE != 1 {
                    slow!(m)
                }
                m.store8(m.load(o + 4) + 4 + (i >> 1), value >> 1);
                next!(m)
            }
            quick!(m, |cx, pc, fp| ops_item::quick_store(cx, pc, fp, o, i, h))
        }
        In NotIn (m) { quick!(m, ops_item::quick_in) }
        JumpIn (m) { quick_jump!(m, ops_item::quick_jump_in) }
    } };
}
