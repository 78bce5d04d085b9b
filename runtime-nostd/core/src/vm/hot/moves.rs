//! Moves, constants, globals and cells.

macro_rules! moves {
    ($then:ident [$($lists:ident)*] $($handlers:tt)*) => { chain_handlers! { $then [$($lists)*] $($handlers)*

        Mov (m) {
            m.write_a(m.read_b());
            next!(m)
        }
        LoadImm (m) {
            m.write_a(m.d_signed());
            next!(m)
        }
        LoadConst (m) {
            m.write_a(m.load(m.pc.wrapping_add(m.d_signed())));
            next!(m)
        }
        LoadGlobal (m) {
            let value = m.load(m.cx().regions.globals + m.d());
            if value == 0 {
                slow!(m)
            }
            m.write_a(value);
            next!(m)
        }
        StoreGlobal (m) {
            m.store(m.cx().regions.globals + m.d(), m.read_a());
            next!(m)
        }
        CheckBound (m) {
            if m.read_a() == 0 {
                slow!(m)
            }
            next!(m)
        }
        LoadCell (m) {
            let value = m.load(m.read_b() + 4);
            if value == 0 {
                slow!(m)
            }
            m.write_a(value);
            next!(m)
        }
        ClosureCell (m) {
            let f = m.load(m.fp - 8);
            // A generator's frame has the generator in the callee's place.
            if f == 0 || m.load(f) & KIND_MASK != Kind::Function.bits() {
                slow!(m)
            }
            let closure = m.load(f + 4 + 4 * function_word::CLOSURE);
            m.write_a(m.load(closure + 4 + 4 * m.b()));
            next!(m)
        }
        StoreCell (m) {
            m.store(m.read_b() + 4, m.read_a());
            next!(m)
        }
    } };
}
