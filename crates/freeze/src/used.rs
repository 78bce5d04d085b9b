//! Which kinds of objects can exist on the device and which slots of builtin types can be asked for: from the objects that
//! the program reaches, and from the marks of the runtime's code in the image of an earlier round.

use crate::reach::Reached;
use mpf_bytecode::Opcode;
use mpf_core::Kind;
use mpf_core::anchor;
use mpf_core::boot::Booted;
use mpf_core::native::TypeSlot;
use mpf_core::object::class::{self, word};
use std::collections::{BTreeSet, HashMap};

pub struct Used {
    /// Kinds that can exist; `None`: all.
    kinds: Option<BTreeSet<u8>>,
    slots: BTreeSet<u32>,
    /// Slots objects of builtin types: kind of instances, and whether the program has the type as a value.
    owners: HashMap<u32, (Kind, bool)>,
}

impl Used {
    pub fn new(vm: &Booted, reached: &Reached, live: Option<&BTreeSet<String>>) -> Used {
        let Some(live) = live else {
            return Used {
                kinds: None,
                slots: BTreeSet::new(),
                owners: HashMap::new(),
            };
        };
        let mut kinds: BTreeSet<u8> = [
            Kind::Int,
            Kind::Str,
            Kind::Instance,
            Kind::Type,
            Kind::Native,
            Kind::Function,
        ]
        .into_iter()
        .chain(
            reached
                .objects
                .iter()
                .map(|at| vm.object_at(*at).0)
                .filter(|k| *k != Kind::Code),
        )
        .chain(
            anchor::KINDS
                .iter()
                .filter(|k| live.contains(k.1))
                .map(|k| k.0),
        )
        .map(|k| k as u8)
        .collect();
        kinds.remove(&(Kind::Code as u8));
        let slots = anchor::SLOTS
            .iter()
            .filter(|s| live.contains(s.1))
            .map(|s| s.0 as u32)
            .chain(operators(reached))
            .collect();
        let mut owners = HashMap::new();
        for class in &vm.host.types {
            let object = vm.peek(class + 4 + 4 * word::SLOTS);
            owners.insert(
                object,
                (
                    instance_kind(vm, *class),
                    reached.shows_types || reached.objects.contains(class),
                ),
            );
        }
        Used {
            kinds: Some(kinds),
            slots,
            owners,
        }
    }

    /// Whether values of a row of the kind table can exist.
    pub fn row(&self, row: u32) -> bool {
        let Some(kinds) = &self.kinds else {
            return true;
        };
        match row {
            class::KIND_FROZENSET => kinds.contains(&(Kind::Set as u8)),
            _ if row > Kind::Filler as u32 => true,
            _ => kinds.contains(&(row as u8)),
        }
    }

    /// Whether slot `i` of a slots object can be asked for.
    pub fn slot(&self, slots: u32, i: u32) -> bool {
        let Some(kinds) = &self.kinds else {
            return true;
        };
        let Some((kind, is_value)) = self.owners.get(&slots) else {
            return true;
        };
        let constructor = i == TypeSlot::New as u32;
        self.slots.contains(&i)
            && (*kind == Kind::Instance
                || kinds.contains(&(*kind as u8)) && !constructor
                || *is_value && constructor)
    }
}

/// Slots of the operators that instructions ask for. An opcode names its operator: `Add`, `IAdd`, `AddImm`; that others
/// happen to contain such a name does no harm.
fn operators(reached: &Reached) -> impl Iterator<Item = u32> + '_ {
    let asked = |name: &str| {
        let mut codes = reached.opcodes.iter();
        codes.any(|c| Opcode::from_byte(*c).is_some_and(|op| op.name().contains(name)))
    };
    anchor::SLOTS
        .iter()
        .filter(move |(slot, _)| {
            *slot as u32 >= TypeSlot::Add as u32 && asked(&format!("{slot:?}"))
        })
        .map(|(slot, _)| *slot as u32)
}

/// Kind of the instances of a class.
fn instance_kind(vm: &Booted, class: u32) -> Kind {
    let flags = vm.peek(class + 4 + 4 * word::FLAGS) >> 1;
    Kind::of((flags >> 8 & 31) << mpf_core::object::header::KIND_SHIFT)
}
