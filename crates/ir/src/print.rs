//! The intermediate form as text, for people.

use std::fmt::Write;

use mpf_bytecode::disasm;

use crate::func::{Block, Data, Function, Home, Inst, Operand, Term, VReg};

/// One function: its registers with their types, then its blocks in layout order.
pub fn print(f: &Function) -> String {
    let mut out = String::new();
    let _ = writeln!(
        out,
        "function {} ({})",
        f.qualname,
        f.parameters.names.join(", ")
    );
    for &b in &f.order {
        let block = f.block(b);
        let _ = write!(out, "b{}:", b.0);
        if let Some(v) = block.exception {
            let _ = write!(out, " catches {}", register(f, v));
        }
        if let Some(h) = block.handler {
            let _ = write!(out, " [raises to b{}]", h.0);
        }
        out.push('\n');
        print_block(f, block, &mut out);
    }
    out
}

fn print_block(f: &Function, block: &Block, out: &mut String) {
    for inst in &block.insts {
        let _ = writeln!(out, "    {}", instruction(f, inst));
    }
    let _ = match &block.term {
        Term::Open => writeln!(out, "    open"),
        Term::Jump(to) => writeln!(out, "    jump b{}", to.0),
        Term::Branch { inst, next } => {
            writeln!(out, "    {} else b{}", instruction(f, inst), next.0)
        }
        Term::Exit(inst) => writeln!(out, "    {}", instruction(f, inst)),
    };
}

/// A register: parameters and variables by name, temporaries by their position.
fn register(f: &Function, v: VReg) -> String {
    let info = &f.vregs[v.0 as usize];
    let name = info.name.as_deref().unwrap_or("");
    match info.home {
        Home::Parameter(n) => format!("%{n}.{name}"),
        Home::Local => format!("%{name}:{:?}", info.ty),
        Home::Stack(n) => format!("t{n}:{:?}", info.ty),
    }
}

fn instruction(f: &Function, inst: &Inst) -> String {
    let mut parts = Vec::new();
    for operand in inst.operands() {
        match operand {
            Operand::None => {}
            Operand::Reg(v) => parts.push(register(f, v)),
            Operand::Num(n) => parts.push(n.to_string()),
        }
    }
    match &inst.d {
        Data::None => {}
        Data::Const(c) => parts.push(disasm::constant(c)),
        Data::Global(g) => parts.push(format!("global {}", g.0)),
        Data::Block(b) => parts.push(format!("b{}", b.0)),
        Data::Value(v) => parts.push(disasm::immediate(*v)),
        Data::Number(n) => parts.push(n.to_string()),
    }
    format!("{} {}", inst.op.name(), parts.join(", "))
}
