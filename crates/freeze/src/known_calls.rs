//! Calls whose callee nothing can change any more: keywords and left-out arguments become positional ones, so that the
//! device neither compares names nor looks for defaults.
//!
//! The callee is a plain function in the constant pool, loaded into the call's window in the same run of instructions.
//! Whatever does not fit stays as it is, with its errors.

use crate::reach::Reached;
use mpf_bytecode::opcodes::Role;
use mpf_bytecode::unit::{CodeUnit, Const, D, Insn};
use mpf_bytecode::{MAX_REGISTERS, Opcode, code_flags};
use mpf_core::boot::Booted;
use mpf_core::object::function::function_word;
use mpf_core::object::header::Kind;
use std::collections::BTreeSet;

/// Replaces what can be replaced in `unit`, whose constants are `pool`.
pub fn resolve(vm: &Booted, unit: &mut CodeUnit, pool: &mut Vec<u32>, reached: &Reached) {
    let changes = ["__defaults__", "__kwdefaults__"];
    if changes.iter().any(|n| reached.names.contains(*n)) {
        return;
    }
    let targets_of = targets(unit);
    let arranged = (0..unit.insns.len())
        .map(|i| {
            let call = unit.insns[i];
            let arranged = known_callee(vm, unit, pool, &targets_of, i)
                .and_then(|callee| Arranged::new(vm, callee.function, call, unit, pool));
            match arranged {
                Some(arranged) => arranged.insns(unit, pool),
                None => vec![call],
            }
        })
        .collect();
    replace(unit, arranged);
    direct(vm, unit, pool);
}

/// Calls of a known function with the right number of arguments name it themselves, and it is not loaded before them.
fn direct(vm: &Booted, unit: &mut CodeUnit, pool: &[u32]) {
    let targets = targets(unit);
    let mut insns: Vec<Vec<Insn>> = unit.insns.iter().map(|i| vec![*i]).collect();
    for (i, call) in unit.insns.iter().enumerate() {
        let Some(callee) = known_callee(vm, unit, pool, &targets, i) else {
            continue;
        };
        if call.op != Opcode::Call || shape(vm, callee.function).1 != call.b {
            continue;
        }
        let d = unit.insns[callee.loaded_by].d;
        insns[callee.loaded_by].clear();
        insns[i] = vec![Insn {
            op: Opcode::CallDirect,
            d,
            ..*call
        }];
    }
    replace(unit, insns);
}

/// Puts other instructions, any number, in the place of each.
fn replace(unit: &mut CodeUnit, new: Vec<Vec<Insn>>) {
    let mut places = Vec::with_capacity(new.len() + 1);
    let mut insns = Vec::with_capacity(new.len());
    for group in new {
        places.push(insns.len() as u32);
        insns.extend(group);
    }
    places.push(insns.len() as u32);
    let place = |i: u32| places.get(i as usize).copied().unwrap_or(i);
    for insn in &mut insns {
        if let D::Jump(to) = insn.d {
            insn.d = D::Jump(place(to));
        }
    }
    for row in &mut unit.handlers {
        (row.start, row.end, row.target) = (place(row.start), place(row.end), place(row.target));
    }
    unit.handlers.retain(|row| row.start < row.end);
    for (at, _) in &mut unit.places {
        *at = place(*at);
    }
    unit.insns = insns;
}

/// Constants that no instruction refers to any more are taken out.
pub fn drop_unused(unit: &mut CodeUnit, pool: &mut Vec<u32>) {
    let used: BTreeSet<u32> = unit.insns.iter().filter_map(constant).collect();
    for insn in &mut unit.insns {
        if let Some(n) = constant(insn) {
            insn.d = D::Const(used.range(..n).count() as u32);
        }
    }
    let mut i = 0;
    unit.consts.retain(|_| {
        i += 1;
        used.contains(&(i - 1))
    });
    i = 0;
    pool.retain(|_| {
        i += 1;
        used.contains(&(i - 1))
    });
}

fn constant(insn: &Insn) -> Option<u32> {
    match insn.d {
        D::Const(n) => Some(n),
        _ => None,
    }
}

/// Instructions that something jumps to.
pub(crate) fn targets(unit: &CodeUnit) -> BTreeSet<u32> {
    let jumps = unit.insns.iter().filter_map(|insn| match insn.d {
        D::Jump(to) => Some(to),
        _ => None,
    });
    jumps
        .chain(unit.handlers.iter().map(|row| row.target))
        .collect()
}

/// A callee that is certain.
struct Callee {
    /// Address of the plain function.
    function: u32,
    /// The instruction that puts it into the window, and does nothing else of use.
    loaded_by: usize,
}

/// What the call instruction `i` calls, when that is a plain function for certain.
fn known_callee(
    vm: &Booted,
    unit: &CodeUnit,
    pool: &[u32],
    targets: &BTreeSet<u32>,
    i: usize,
) -> Option<Callee> {
    let call = unit.insns[i];
    if !matches!(call.op, Opcode::Call | Opcode::CallKw) {
        return None;
    }
    for at in (0..i).rev() {
        if targets.contains(&(at as u32 + 1)) {
            return None;
        }
        let insn = unit.insns[at];
        if writes(&insn, call.a)? {
            let D::Const(n) = insn.d else { return None };
            let value = *pool.get(n as usize)?;
            let right = insn.op == Opcode::LoadConst && is_plain(vm, value);
            return right.then_some(Callee {
                function: value,
                loaded_by: at,
            });
        }
    }
    None
}

/// Whether an instruction writes a register; `None` when that is not plain, when it reads the register, or when control
/// may go elsewhere.
pub(crate) fn writes(insn: &Insn, register: u8) -> Option<bool> {
    if matches!(insn.d, D::Jump(_)) {
        return None;
    }
    let mut found = false;
    for (operand, role) in [insn.a, insn.b, insn.c].into_iter().zip(insn.op.roles()) {
        match role {
            Role::Read | Role::Update if operand == register => return None,
            Role::Write => found |= operand == register,
            Role::Window | Role::Base if operand <= register => return None,
            _ => {}
        }
    }
    Some(found)
}

fn is_plain(vm: &Booted, value: u32) -> bool {
    value != 0
        && value & 3 == 0
        && vm.object_at(value).0 == Kind::Function
        && shape(vm, value).0 & code_flags::SIMPLE != 0
}

fn field(vm: &Booted, object: u32, i: u32) -> u32 {
    vm.peek(object + 4 + 4 * i)
}

/// Flags, positional and positional-only parameters of a function.
fn shape(vm: &Booted, function: u32) -> (u8, u8, u8) {
    vm.shape_of(field(vm, function, function_word::CODE))
}

/// The items of a tuple, none for what is no tuple.
fn items(vm: &Booted, value: u32) -> Vec<u32> {
    if value == 0 || value & 3 != 0 {
        return vec![];
    }
    match vm.object_at(value) {
        (Kind::Tuple, n, _) => (0..n).map(|i| field(vm, value, i)).collect(),
        _ => vec![],
    }
}

/// A call with all arguments in the order of the parameters.
struct Arranged {
    call: Insn,
    /// Parameters in all.
    cells: u8,
    /// (from, to): argument cells of the values given by name.
    moves: Vec<(u8, u8)>,
    /// Values of the cells that no argument fills.
    defaults: Vec<(u8, u32)>,
}

impl Arranged {
    fn new(vm: &Booted, f: u32, call: Insn, unit: &CodeUnit, pool: &[u32]) -> Option<Arranged> {
        let names = match (call.op, call.d) {
            (Opcode::CallKw, D::Const(n)) => items(vm, *pool.get(n as usize)?),
            _ => vec![],
        };
        let (_, cells, positional_only) = shape(vm, f);
        let [_, _, parameters] = vm.names_of(field(vm, f, function_word::CODE));
        let parameters = items(vm, parameters);
        let given = call.b.checked_sub(names.len() as u8)?;
        if given > cells || (call.op == Opcode::Call && given == cells) {
            return None;
        }
        let mut free: BTreeSet<u8> = (given..cells).collect();
        let mut moves = vec![];
        for (i, name) in names.iter().enumerate() {
            let p = parameters.iter().position(|p| p == name)? as u8;
            if p < positional_only || !free.remove(&p) {
                return None;
            }
            moves.push((given + i as u8, p));
        }
        let defaults = if vm.object_at(f).1 > function_word::DEFAULTS {
            items(vm, field(vm, f, function_word::DEFAULTS))
        } else {
            vec![]
        };
        let first = usize::from(cells).checked_sub(defaults.len())?;
        let defaults = free
            .into_iter()
            .map(|p| {
                let d = usize::from(p).checked_sub(first)?;
                Some((p, *defaults.get(d)?))
            })
            .collect::<Option<Vec<_>>>()?;
        // One register more for moves that go round in a circle.
        let end = u32::from(call.a) + 3 + u32::from(cells.max(call.b));
        (end <= MAX_REGISTERS && u32::from(unit.registers) <= MAX_REGISTERS).then_some(Arranged {
            call,
            cells,
            moves,
            defaults,
        })
    }

    fn insns(mut self, unit: &mut CodeUnit, pool: &mut Vec<u32>) -> Vec<Insn> {
        let base = self.call.a + 2;
        let scratch = self.cells.max(self.call.b);
        let mut out = vec![];
        let mut highest = self.cells;
        self.moves.retain(|(from, to)| from != to);
        while !self.moves.is_empty() {
            let sources: BTreeSet<u8> = self.moves.iter().map(|m| m.0).collect();
            match self.moves.iter().position(|m| !sources.contains(&m.1)) {
                Some(i) => {
                    let (from, to) = self.moves.remove(i);
                    out.push(insn(Opcode::Mov, base + to, base + from, D::None));
                }
                None => {
                    highest = scratch + 1;
                    let from = self.moves[0].0;
                    self.moves[0].0 = scratch;
                    out.push(insn(Opcode::Mov, base + scratch, base + from, D::None));
                }
            }
        }
        for (cell, value) in &self.defaults {
            let immediate = i16::try_from(*value as i32).ok().filter(|_| value & 3 != 0);
            let (op, d) = match immediate {
                Some(bits) => (Opcode::LoadImm, D::Value(bits)),
                None => {
                    let n = pool.iter().position(|v| v == value).unwrap_or(pool.len());
                    if n == pool.len() {
                        pool.push(*value);
                        unit.consts.push(Const::None);
                    }
                    (Opcode::LoadConst, D::Const(n as u32))
                }
            };
            out.push(insn(op, base + cell, 0, d));
        }
        out.push(Insn {
            op: Opcode::Call,
            b: self.cells,
            d: D::None,
            ..self.call
        });
        unit.registers = unit.registers.max(base + highest);
        out
    }
}

fn insn(op: Opcode, a: u8, b: u8, d: D) -> Insn {
    Insn { op, a, b, c: 0, d }
}
