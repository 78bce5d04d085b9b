//! Pins and other devices of the chip that code names by constants. Names of pins become numbers, so that an image has
//! the table of names only if a text that the run makes can reach `Pin`. All constants are reported: whether the board
//! has such a device is for others to judge.

use crate::known_calls::{targets, writes};
use crate::reach::Reached;
use crate::walk::{children, value_words};
use mpf_bytecode::Opcode;
use mpf_bytecode::opcodes::Role;
use mpf_bytecode::unit::{CodeUnit, D, Insn, ModuleId};
use mpf_core::boot::Booted;
use mpf_core::{Kind, Value};
use std::collections::{BTreeMap, BTreeSet};

/// The module that has them.
const MODULE: &str = "machine";
const PIN: &str = "Pin";
/// Classes whose first argument says which device it is.
const CLASSES: [&str; 2] = [PIN, "UART"];

/// A device as code names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Which {
    Name(String),
    Number(i32),
}

/// A call that names a device.
#[derive(Clone, Debug)]
pub struct DeviceUse {
    pub class: &'static str,
    pub which: Which,
    pub module: Option<ModuleId>,
    /// Byte offset of the argument in the module's source.
    pub at: u32,
}

/// The names of pins as the runtime reads them: number, length, name. Numbers and lengths fit a byte.
pub fn table(pins: &BTreeMap<String, u32>) -> Vec<u8> {
    let row = |(name, number): (&String, &u32)| {
        let head = [u8::try_from(*number).ok()?, u8::try_from(name.len()).ok()?];
        Some(head.into_iter().chain(name.bytes()).collect::<Vec<u8>>())
    };
    pins.iter().filter_map(row).flatten().collect()
}

/// What the units of a program say about devices.
#[derive(Default)]
pub struct Devices {
    pub uses: Vec<DeviceUse>,
    /// A text may reach `Pin` that is not known now.
    pub names: bool,
}

/// The classes of the machine, and where programs find them.
struct Classes<'a> {
    vm: &'a Booted,
    module: Option<u32>,
    found: Vec<(&'static str, u32)>,
}

impl<'a> Classes<'a> {
    fn new(vm: &'a Booted) -> Classes<'a> {
        let of = |name: &str| {
            let n = mpf_core::wk::TYPE_NAMES.iter().position(|n| *n == name)?;
            vm.host.types.get(n).copied()
        };
        let found = CLASSES.iter().filter_map(|name| Some((*name, of(name)?)));
        Classes {
            vm,
            module: vm.host.modules.get(MODULE).copied(),
            found: found.collect(),
        }
    }

    fn pin(&self) -> Option<u32> {
        self.found
            .iter()
            .find(|(name, _)| *name == PIN)
            .map(|f| f.1)
    }
}

/// A value that an instruction before puts into a register, and nothing else touches.
fn loaded(
    unit: &CodeUnit,
    pool: &[u32],
    targets: &BTreeSet<u32>,
    before: usize,
    register: u8,
) -> Option<(usize, u32)> {
    for at in (0..before).rev() {
        if targets.contains(&(at as u32 + 1)) {
            return None;
        }
        let insn = unit.insns.get(at)?;
        if writes(insn, register)? {
            return match (insn.op, insn.d) {
                (Opcode::LoadConst, D::Const(n)) => Some((at, *pool.get(n as usize)?)),
                (Opcode::LoadImm, D::Value(bits)) => Some((at, i32::from(bits) as u32)),
                (Opcode::GetAttr, _) => Some((at, 0)),
                _ => None,
            };
        }
    }
    None
}

impl Devices {
    /// Looks at the calls of a unit whose constants are `pool`. Names of pins that are known become numbers.
    pub fn resolve(
        &mut self,
        vm: &Booted,
        unit: &mut CodeUnit,
        pool: &[u32],
        pins: &BTreeMap<String, u32>,
    ) {
        let classes = Classes::new(vm);
        let targets = targets(unit);
        // Instructions that load a class for a call that was looked at.
        let mut judged = BTreeSet::new();
        for i in 0..unit.insns.len() {
            let call = unit.insns[i];
            let Some((class, loader, first, count)) = classes.callee(unit, pool, &targets, i)
            else {
                continue;
            };
            let names = match (call.op, call.d) {
                (Opcode::CallKw, D::Const(n)) => {
                    pool.get(n as usize).map_or(0, |v| vm.object_at(*v).1)
                }
                _ => 0,
            };
            if u32::from(count) <= names {
                continue;
            }
            let Some((at, value)) = loaded(unit, pool, &targets, i, first) else {
                continue;
            };
            if unit.insns[at].op == Opcode::GetAttr {
                continue;
            }
            let number = (value & 1 == 1).then_some(value as i32 >> 1);
            let which = match (number, vm.text_of(value)) {
                (Some(number), _) => Which::Number(number),
                (_, Some(name)) => Which::Name(name.to_owned()),
                _ => continue,
            };
            if let Which::Name(name) = &which
                && class == PIN
                && let Some(&number) = pins.get(name)
            {
                let bits = Value::int(number as i32).to_bits();
                unit.insns[at] = Insn {
                    op: Opcode::LoadImm,
                    a: first,
                    b: 0,
                    c: 0,
                    d: D::Value(bits as i16),
                };
            }
            judged.insert(loader);
            self.uses.push(DeviceUse {
                class,
                which,
                module: unit.module,
                at: place(unit, at),
            });
        }
        self.names |= classes.gets_out(unit, pool, &judged);
    }

    /// Whether the program can reach `Pin` in a way that `resolve` has not seen.
    pub fn reach(&mut self, vm: &Booted, reached: &Reached) {
        let classes = Classes::new(vm);
        let Some(pin) = classes.pin() else {
            return;
        };
        if !reached.objects.contains(&pin) {
            self.names = false;
            return;
        }
        // What the runtime itself keeps: the order of its bases, and the names of its module.
        let mut own: BTreeSet<u32> = children(vm, pin).collect();
        let mut level: Vec<u32> = classes.module.into_iter().collect();
        for _ in 0..3 {
            own.extend(&level);
            level = level
                .iter()
                .flat_map(|at| children(vm, *at))
                .filter(|at| *at != pin)
                .collect();
        }
        own.extend(level);
        let holds = |at: &u32| {
            let first = match vm.object_at(*at).0 {
                Kind::Code | Kind::Native | Kind::Type => return false,
                Kind::Instance => 1,
                _ => 0,
            };
            let words = value_words(vm, *at);
            words.iter().skip(first).any(|word| vm.peek(*word) == pin)
        };
        self.names |= reached.computed_of_modules
            || reached
                .stores
                .iter()
                .any(|g| vm.global(g.0).to_bits() == pin)
            || reached
                .objects
                .iter()
                .any(|at| *at != pin && !own.contains(at) && holds(at));
    }
}

impl Classes<'_> {
    /// The class that a call calls, the instruction that loads it, the register of the first argument, and the number of
    /// arguments.
    fn callee(
        &self,
        unit: &CodeUnit,
        pool: &[u32],
        targets: &BTreeSet<u32>,
        i: usize,
    ) -> Option<(&'static str, usize, u8, u8)> {
        let call = unit.insns[i];
        match call.op {
            Opcode::Call | Opcode::CallKw => {
                let (loader, value) = loaded(unit, pool, targets, i, call.a)?;
                let insn = &unit.insns[loader];
                let class = match insn.op {
                    Opcode::GetAttr => self.attribute(unit, pool, targets, loader, insn.b)?,
                    _ => self.found.iter().find(|(_, at)| *at == value)?.0,
                };
                Some((class, loader, call.a + 2, call.b))
            }
            Opcode::CallMethod => {
                let class = self.attribute(unit, pool, targets, i, call.a + 2)?;
                Some((class, i, call.a + 3, call.b))
            }
            _ => None,
        }
    }

    /// The class that instruction `i` asks the module for, which is in a register.
    fn attribute(
        &self,
        unit: &CodeUnit,
        pool: &[u32],
        targets: &BTreeSet<u32>,
        i: usize,
        register: u8,
    ) -> Option<&'static str> {
        let (_, module) = loaded(unit, pool, targets, i, register)?;
        let name = self.name(pool, &unit.insns[i])?;
        let known = self
            .found
            .iter()
            .map(|f| f.0)
            .find(|known| *known == name)?;
        (Some(module) == self.module).then_some(known)
    }

    fn name(&self, pool: &[u32], insn: &Insn) -> Option<&str> {
        match insn.d {
            D::Const(n) => self.vm.text_of(*pool.get(n as usize)?),
            _ => None,
        }
    }

    /// Whether the class `Pin` is loaded for anything else than a call that was looked at, or for one of its attributes.
    fn gets_out(&self, unit: &CodeUnit, pool: &[u32], judged: &BTreeSet<usize>) -> bool {
        let Some(pin) = self.pin() else {
            return false;
        };
        (0..unit.insns.len()).any(|i| {
            let insn = &unit.insns[i];
            let loads = match (insn.op, insn.d) {
                (Opcode::LoadConst, D::Const(n)) => pool.get(n as usize) == Some(&pin),
                (Opcode::GetAttr | Opcode::CallMethod, _) => self.name(pool, insn) == Some(PIN),
                _ => false,
            };
            loads && !judged.contains(&i) && !asked_only(unit, i)
        })
    }
}

/// Whether the value that an instruction loads is only asked for an attribute, by the next one, in its own register.
fn asked_only(unit: &CodeUnit, i: usize) -> bool {
    let register = unit.insns[i].a;
    unit.insns[i].op != Opcode::CallMethod
        && unit.insns.get(i + 1).is_some_and(|next| {
            let replaced = next.op.roles().first() == Some(&Role::Write) && next.a == register;
            next.op == Opcode::GetAttr && next.b == register && replaced
        })
}

/// Byte offset of the source of an instruction.
fn place(unit: &CodeUnit, i: usize) -> u32 {
    let row = unit.places.partition_point(|(first, _)| *first <= i as u32);
    row.checked_sub(1).map_or(0, |row| unit.places[row].1)
}
