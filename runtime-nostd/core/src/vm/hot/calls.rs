//! Calls of plain functions, and returns from them.

macro_rules! calls {
    ($then:ident [$($lists:ident)*] $($handlers:tt)*) => { chain_handlers! { $then [$($lists)*] $($handlers)*

        Call (m) {
            let w = m.ra();
            let f = m.load(w);
            if !is_pointer(f) || m.load(f) & KIND_MASK != Kind::Function.bits() {
                slow!(m)
            }
            let code = m.load(f + 4 + 4 * function_word::CODE);
            // The byte also says whether the code is simple.
            if m.load8(code + 4) != m.b() || w + 8 > m.cx().stack_limit() {
                slow!(m)
            }
            m.store(w + 4, m.behind() + 1);
            goto!(m, frame::entry(m.cx(), code), w + 8)
        }
        // The freezer has looked at the function.
        CallDirect (m) {
            let w = m.ra();
            if w + 8 > m.cx().stack_limit() {
                slow!(m)
            }
            let f = m.load(m.pc.wrapping_add(m.d_signed()));
            m.store(w, f);
            m.store(w + 4, m.behind() + 1);
            goto!(m, frame::entry(m.cx(), m.load(f + 4 + 4 * function_word::CODE)), w + 8)
        }
        Return (m) { give_back!(m, m.read_a()) }
        ReturnNone (m) { give_back!(m, bits::NONE) }
        // The instance that `__init__` was called for, when that returned None.
        InitDone (m) {
            if m.load(m.fp + 4) != bits::NONE {
                slow!(m)
            }
            give_back!(m, m.load(m.fp))
        }
        // A result to the instruction that runs Python code: it writes its operand A.
        OpDone (m) {
            let value = m.load(m.fp + 4);
            let link = m.load(m.fp - 4) & !1;
            let fp = m.fp - 8 - (m.load(m.fp) >> 1);
            m.store(fp + m.to(link - CALL_BYTES, fp).a(), value);
            goto!(m, link, fp)
        }
        Halt (m) { leave!(m, m.a() == 0) }
    } };
}

/// Returns to the instruction behind the call, whose operands say how far the window was shifted and where the result
/// belongs.
macro_rules! give_back {
    ($m:expr, $value:expr) => {{
        let value = $value;
        let link = $m.load($m.fp - 4) & !1;
        let call = $m.to(link - CALL_BYTES, $m.fp);
        let fp = $m.fp - 8 - call.a();
        $m.store(fp + call.c(), value);
        goto!($m, link, fp)
    }};
}
