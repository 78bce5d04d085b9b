//! `cargo dev fit-opcodes`: which instructions a corpus is made of, and what shorter forms of them would save.
//!
//! A candidate is a condition on one instruction, or on one and its successor, and the bytes that it would save. Whether
//! a form pays is still to be decided: each takes an opcode and a handler on every chip.

use crate::print::units_of;
use crate::shell::{self, Outcome};
use mpf_bytecode::Opcode;
use mpf_bytecode::encode::layout;
use mpf_bytecode::opcodes::Role;
use mpf_bytecode::unit::{CodeUnit, D, Insn};
use std::collections::BTreeMap;
use std::path::PathBuf;

/// Rows of a listing.
const SHOWN: usize = 30;

/// An instruction with what conditions ask about.
struct Place<'a> {
    unit: &'a CodeUnit,
    offsets: &'a [u32],
    index: usize,
}

impl Place<'_> {
    fn insn(&self) -> &Insn {
        &self.unit.insns[self.index]
    }

    fn next(&self) -> Option<&Insn> {
        self.unit.insns.get(self.index + 1)
    }

    /// Distance of a jump in bytes.
    fn jump(&self) -> Option<i64> {
        let D::Jump(to) = self.insn().d else {
            return None;
        };
        Some(i64::from(self.offsets[to as usize]) - i64::from(self.offsets[self.index]))
    }

    /// Distance of the constant in words, counted back from the instruction.
    fn constant(&self) -> Option<u32> {
        let D::Const(n) = self.insn().d else {
            return None;
        };
        let pool = self.unit.consts.len() as u32;
        Some(pool - n + self.offsets[self.index] / 4)
    }
}

/// A shorter form.
struct Candidate {
    what: &'static str,
    /// Bytes that one use saves.
    saves: u32,
    fits: fn(&Place) -> bool,
}

fn near(place: &Place) -> bool {
    place.jump().is_some_and(|d| (-256..=254).contains(&d))
}

fn near_constant(place: &Place) -> bool {
    place.constant().is_some_and(|words| words < 256)
}

fn conditional(op: Opcode) -> bool {
    matches!(
        op,
        Opcode::JumpLt
            | Opcode::JumpLe
            | Opcode::JumpEq
            | Opcode::JumpNe
            | Opcode::JumpGt
            | Opcode::JumpGe
            | Opcode::JumpIs
            | Opcode::JumpIn
    )
}

const CANDIDATES: &[Candidate] = &[
    Candidate {
        what: "Jump in 2 bytes: distance in one byte",
        saves: 2,
        fits: |p| p.insn().op == Opcode::Jump && near(p),
    },
    Candidate {
        what: "compare and jump in 4 bytes: distance in one byte, C in the opcode",
        saves: 2,
        fits: |p| conditional(p.insn().op) && near(p),
    },
    Candidate {
        what: "LoadImm in 2 bytes: None, True, False, 0 or 1 in the opcode",
        saves: 2,
        fits: |p| {
            p.insn().op == Opcode::LoadImm
                && matches!(p.insn().d, D::Value(bits) if (0..16).contains(&bits))
        },
    },
    Candidate {
        what: "Mov in 2 bytes: registers below 16",
        saves: 2,
        fits: |p| p.insn().op == Opcode::Mov && p.insn().a < 16 && p.insn().b < 16,
    },
    Candidate {
        what: "GetAttr in 4 bytes: name within 255 words",
        saves: 2,
        fits: |p| p.insn().op == Opcode::GetAttr && near_constant(p),
    },
    Candidate {
        what: "GetAttr of register 0 (self) in 4 bytes: name within 255 words",
        saves: 2,
        fits: |p| p.insn().op == Opcode::GetAttr && p.insn().b == 0 && near_constant(p),
    },
    Candidate {
        what: "SetAttr in 4 bytes: name within 255 words",
        saves: 2,
        fits: |p| p.insn().op == Opcode::SetAttr && near_constant(p),
    },
    Candidate {
        what: "CallMethod in 4 bytes: 0 to 2 arguments in the opcode, name within 255 words",
        saves: 2,
        fits: |p| p.insn().op == Opcode::CallMethod && p.insn().b <= 2 && near_constant(p),
    },
    Candidate {
        what: "Call in 4 bytes: no operand D",
        saves: 2,
        fits: |p| p.insn().op == Opcode::Call,
    },
    Candidate {
        what: "LoadConst in 2 bytes: register below 16, constant within 16 words",
        saves: 2,
        fits: |p| {
            p.insn().op == Opcode::LoadConst
                && p.insn().a < 16
                && p.constant().is_some_and(|words| words <= 16)
        },
    },
    Candidate {
        what: "arithmetic in place in 2 bytes: A = A op C, registers below 16",
        saves: 2,
        fits: |p| {
            let insn = p.insn();
            matches!(
                insn.op.roles(),
                [Role::Write, Role::Read, Role::Read, Role::None]
            ) && insn.a == insn.b
                && insn.a < 16
                && insn.c < 16
        },
    },
    Candidate {
        what: "GetItem and GetAttr into the receiver's window: Mov behind GetAttr goes away",
        saves: 4,
        fits: |p| {
            p.insn().op == Opcode::GetAttr
                && p.next()
                    .is_some_and(|n| n.op == Opcode::Mov && n.b == p.insn().a)
        },
    },
    Candidate {
        what: "return of a constant: LoadImm and Return in one of 4 bytes",
        saves: 2,
        fits: |p| {
            p.insn().op == Opcode::LoadImm
                && p.next()
                    .is_some_and(|n| n.op == Opcode::Return && n.a == p.insn().a)
        },
    },
];

/// The report. Without paths: the tests and examples.
pub fn run(paths: &[PathBuf]) -> Outcome {
    let defaults = [
        shell::root().join("tests/lang"),
        shell::root().join("examples"),
    ];
    let paths = if paths.is_empty() { &defaults } else { paths };
    let mut units = Vec::new();
    let mut left_out = 0;
    for path in paths {
        let files = match path.is_dir() && !path.join("main.py").is_file() {
            true => shell::files_below(path, "py"),
            false => vec![path.clone()],
        };
        for file in files {
            match units_of(&file) {
                Ok(found) => units.extend(found),
                Err(_) => left_out += 1,
            }
        }
    }
    if units.is_empty() {
        return Err("nothing to count: no program there compiles".into());
    }
    print!("{}", report(&units));
    println!("\n{left_out} programs do not compile on their own and are left out");
    Ok(())
}

fn report(units: &[CodeUnit]) -> String {
    let mut opcodes: BTreeMap<&str, (u32, u32)> = BTreeMap::new();
    let mut pairs: BTreeMap<(&str, &str), u32> = BTreeMap::new();
    let mut saved = vec![(0u32, 0u32); CANDIDATES.len()];
    let (mut total, mut constants) = (0, 0);
    for unit in units {
        let offsets = layout(&unit.insns);
        constants += unit.consts.len() as u32 * 4;
        let targets = unit.jump_targets();
        for (index, insn) in unit.insns.iter().enumerate() {
            let size = insn.op.format().size() as u32;
            total += size;
            let row = opcodes.entry(insn.op.name()).or_default();
            *row = (row.0 + 1, row.1 + size);
            let place = Place {
                unit,
                offsets: &offsets,
                index,
            };
            if let Some(next) = place.next()
                && !targets.contains(&(index as u32 + 1))
            {
                *pairs.entry((insn.op.name(), next.op.name())).or_default() += 1;
            }
            for (candidate, count) in CANDIDATES.iter().zip(&mut saved) {
                if (candidate.fits)(&place) {
                    *count = (count.0 + 1, count.1 + candidate.saves);
                }
            }
        }
    }
    let share = |bytes: u32| f64::from(bytes) * 100.0 / f64::from(total.max(1));
    let mut out = format!(
        "{} units, {total} bytes of instructions, {constants} bytes of constant pools\n\nopcode             count    bytes      %\n",
        units.len()
    );
    let mut rows: Vec<_> = opcodes.into_iter().collect();
    rows.sort_by_key(|(name, row)| (std::cmp::Reverse(row.1), *name));
    for (name, (count, bytes)) in rows.into_iter().take(SHOWN) {
        out += &format!("{name:<16} {count:>7} {bytes:>8} {:>6.1}\n", share(bytes));
    }
    out += "\none behind the other                   count\n";
    let mut rows: Vec<_> = pairs.into_iter().collect();
    rows.sort_by_key(|(names, count)| (std::cmp::Reverse(*count), *names));
    for ((first, second), count) in rows.into_iter().take(SHOWN) {
        out += &format!("{first:<16} {second:<20} {count:>6}\n");
    }
    out += "\nshorter form                                                                       uses    saves      %\n";
    let mut rows: Vec<_> = CANDIDATES.iter().zip(saved).collect();
    rows.sort_by_key(|(_, (_, bytes))| std::cmp::Reverse(*bytes));
    for (candidate, (count, bytes)) in rows {
        out += &format!(
            "{:<78} {count:>8} {bytes:>8} {:>6.1}\n",
            candidate.what,
            share(bytes)
        );
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn insn(op: Opcode, a: u8, b: u8, d: D) -> Insn {
        Insn { op, a, b, c: 0, d }
    }

    #[test]
    fn counts_shapes_pairs_and_savings() {
        let unit = CodeUnit {
            insns: vec![
                insn(Opcode::Mov, 1, 2, D::None),
                insn(Opcode::Mov, 1, 40, D::None),
                insn(Opcode::Jump, 0, 0, D::Jump(0)),
                insn(Opcode::ReturnNone, 0, 0, D::None),
            ],
            ..CodeUnit::default()
        };
        let text = report(&[unit]);
        assert!(text.starts_with("1 units, 14 bytes of instructions, 0 bytes"));
        let line = |start: &str| {
            let found = text.lines().find(|line| line.starts_with(start));
            found.map(|line| {
                line.split_whitespace()
                    .map(str::to_owned)
                    .collect::<Vec<_>>()
            })
        };
        let fields = line("Mov ").unwrap_or_default();
        assert_eq!(fields, ["Mov", "2", "8", "57.1"]);
        let two_bytes = line("Mov in 2 bytes").unwrap_or_default();
        assert_eq!(two_bytes[two_bytes.len() - 3..], ["1", "2", "14.3"]);
        let jump = line("Jump in 2 bytes").unwrap_or_default();
        assert_eq!(jump[jump.len() - 3..], ["1", "2", "14.3"]);
    }
}
