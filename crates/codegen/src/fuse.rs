//! Instructions that do the work of two. The second one always stays where it is, for jumps into the middle and for
//! everything that the first one leaves to it; so fusing moves nothing, and errors still name the right line.

use mpf_bytecode::Opcode;
use mpf_bytecode::unit::Insn;

/// Fuses pairs of neighbours.
pub fn fuse(insns: &mut [Insn]) {
    for n in 1..insns.len() {
        let (first, second) = (insns[n - 1], insns[n]);
        if let Some(fused) = add_and_loop(&first, &second) {
            insns[n - 1] = fused;
        }
    }
}

/// The end of `while i < n: … i += 1`.
fn add_and_loop(add: &Insn, test: &Insn) -> Option<Insn> {
    let op = match add.op {
        Opcode::IAddImm => Opcode::IAddJumpLt,
        Opcode::AddImm => Opcode::AddJumpLt,
        _ => return None,
    };
    // `i += i < i` compares the variable with itself: nothing to gain.
    let fits = test.op == Opcode::JumpLt && add.a == add.b && test.a == add.a && test.b != add.a;
    fits.then_some(Insn {
        op,
        b: test.b,
        d: test.d,
        ..*add
    })
}
