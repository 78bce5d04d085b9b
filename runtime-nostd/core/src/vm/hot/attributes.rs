//! Attributes of instances and plain method calls, through the attribute cache.

macro_rules! attributes {
    ($then:ident [$($lists:ident)*] $($handlers:tt)*) => { chain_handlers! { $then [$($lists)*] $($handlers)*

        GetAttr (m) {
            let o = m.read_b();
            let value = m.load(o + cached!(m, o, tag::SLOT));
            if value == 0 {
                slow!(m)
            }
            m.write_a(value);
            next!(m)
        }
        SetAttr (m) {
            let o = m.read_b();
            m.store(o + cached!(m, o, tag::SLOT), m.read_a());
            next!(m)
        }
        // A plain method: the receiver is already the first argument.
        CallMethod (m) {
            let w = m.ra();
            let f = cached!(m, m.load(w + 8), tag::FUNCTION);
            let code = m.load(f + 4 + 4 * function_word::CODE);
            if m.b() + 1 != m.load8(code + 4) || w + 8 > m.cx().stack_limit() {
                slow!(m)
            }
            m.store(w, f);
            m.store(w + 4, m.behind() + 1);
            goto!(m, frame::entry(m.cx(), code), w + 8)
        }
    } };
}

/// The cache's entry with a tag for the attribute D of the instance `o`.
macro_rules! cached {
    ($m:expr, $o:expr, $tag:expr) => {{
        let o: u32 = $o;
        if !is_pointer(o) || $m.load(o) & (KIND_MASK | EXTENDED) != Kind::Instance.bits() {
            slow!($m)
        }
        let name = $m.load($m.pc.wrapping_add($m.d_signed()));
        match $m.cx().cache.get($m.load(o + 4), name, $tag) {
            Some(entry) => entry,
            None => slow!($m),
        }
    }};
}
