//! Code objects for the device: globals that nothing changes any more become constants, the others get dense numbers.

use crate::devices::Devices;
use crate::known_calls;
use crate::reach::Reached;
use mpf_bytecode::encode::encode;
use mpf_bytecode::unit::{CodeUnit, Const, D, GlobalId, Insn};
use mpf_bytecode::{CodeHeader, Opcode, verify};
use mpf_core::boot::Booted;
use mpf_core::loader::CodeWords;
use std::collections::{BTreeMap, HashMap};

/// What is known about the whole program when its code is written anew.
pub struct Known<'a> {
    /// Numbers of the globals that stay.
    pub slots: &'a BTreeMap<GlobalId, u32>,
    pub reached: &'a Reached,
    /// Objects that stand for others in pools.
    pub originals: &'a HashMap<u32, u32>,
    /// Pins of the board by name.
    pub pins: &'a BTreeMap<String, u32>,
}

/// A new code object for `unit`, whose present one is at `code`: its address, and the unit that it holds. It has no
/// names of parameters if it is `nameless`.
pub fn recode(
    vm: &mut Booted,
    code: u32,
    unit: &CodeUnit,
    program: &Known,
    nameless: bool,
    devices: &mut Devices,
) -> Result<(u32, CodeUnit), String> {
    let Known {
        slots,
        reached,
        originals,
        pins,
    } = *program;
    let mut unit = unit.clone();
    let mut pool: Vec<u32> = vm
        .pool_of(code)
        .map(|at| vm.peek(at))
        .map(|word| originals.get(&word).copied().unwrap_or(word))
        .collect();
    let mut known: BTreeMap<GlobalId, u32> = BTreeMap::new();
    for insn in &mut unit.insns {
        let (Opcode::LoadGlobal, D::Global(g)) = (insn.op, insn.d) else {
            continue;
        };
        let value = vm.global(g.0).to_bits();
        if value == 0 || reached.stores.contains(&g) {
            continue;
        }
        let immediate = i16::try_from(value as i32).ok().filter(|_| value & 3 != 0);
        let (op, d) = match immediate {
            Some(bits) => (Opcode::LoadImm, D::Value(bits)),
            None => {
                let n = *known.entry(g).or_insert_with(|| {
                    pool.push(value);
                    unit.consts.push(Const::None);
                    pool.len() as u32 - 1
                });
                (Opcode::LoadConst, D::Const(n))
            }
        };
        *insn = Insn {
            op,
            a: insn.a,
            b: 0,
            c: 0,
            d,
        };
    }
    known_calls::resolve(vm, &mut unit, &mut pool, reached);
    devices.resolve(vm, &mut unit, &pool, pins);
    known_calls::drop_unused(&mut unit, &mut pool);
    let mut missing = None;
    let encoded = encode(&unit, &mut |g| {
        slots.get(&g).copied().unwrap_or_else(|| {
            missing = Some(g.0);
            0
        })
    })
    .map_err(|e| format!("{e:?}"))?;
    if let Some(g) = missing {
        return Err(format!("global {g} has no slot"));
    }
    verify::verify(&encoded.header, &encoded.bytes, slots.len() as u32)
        .map_err(|e| format!("{e:?}"))?;
    let [name, qualifier, parameters] = vm.names_of(code);
    let words = CodeWords {
        header: CodeHeader {
            unit: vm.unit_of(code) as u16,
            ..encoded.header
        },
        name,
        qualifier,
        parameters: if nameless { 0 } else { parameters },
    };
    Ok((vm.load_code(words, &pool, &encoded.bytes), unit))
}
