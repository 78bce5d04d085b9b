//! The words of the frozen object through which the runtime calls its optional parts (`mpf_core::parts`): whether the
//! program can need each of them.

use crate::callees::prints_objects;
use crate::reach::Reached;
use crate::write::{Section, Word};
use mpf_bytecode::Opcode;
use mpf_bytecode::unit::Const;
use mpf_codegen::Program;
use mpf_core::boot::Booted;
use mpf_core::parts::{Need, PARTS};
use mpf_core::wk::TYPE_NAMES;
use std::collections::BTreeSet;

/// Fields of exceptions that come from their arguments.
const FIELDS: [&str; 4] = ["errno", "strerror", "code", "name"];

/// One section for each part. `live`: marks in the image of an earlier round; `None`: any. `pin_names`: a text may reach
/// `Pin`.
pub fn parts(
    vm: &Booted,
    reached: &Reached,
    program: &Program,
    live: Option<&BTreeSet<String>>,
    pin_names: bool,
) -> Vec<Section> {
    let marked = |mark: &str| live.is_none_or(|live| live.contains(mark));
    let has = |op: Opcode| reached.opcodes.contains(&(op as u8));
    let texts = has(Opcode::Raise)
        || has(Opcode::RaiseFrom)
        || has(Opcode::AssertFail)
        || marked("mpf_use_texts");
    let needed = |need: Need| match need {
        Need::File => has(Opcode::CallEx) || passes_keyword(reached, program, "file"),
        Need::Texts => texts,
        // The way a program ends looks at the field of SystemExit.
        Need::Fields => {
            texts
                || reached.computed
                || has(Opcode::MatchClass)
                || FIELDS.iter().any(|name| reached.names.contains(*name))
        }
        Need::Printed => prints_objects(vm, reached, program),
        Need::Shown => marked("mpf_use_shown"),
        Need::Templates => marked("mpf_use_templates"),
        Need::Separators => {
            has(Opcode::CallEx)
                || ["sep", "end"]
                    .iter()
                    .any(|name| passes_keyword(reached, program, name))
        }
        Need::PinNames => pin_names,
        Need::Interrupt => {
            let position = TYPE_NAMES.iter().position(|n| *n == "KeyboardInterrupt");
            let class = position.and_then(|n| vm.host.types.get(n));
            marked("mpf_use_interrupt") || class.is_some_and(|at| reached.objects.contains(at))
        }
    };
    PARTS
        .iter()
        .map(|part| {
            let function = if needed(part.need) {
                part.function
            } else {
                part.otherwise
            };
            Section::table(part.word, vec![Word::Sym(function.into())])
        })
        .collect()
}

/// Whether a reachable call names this keyword.
fn passes_keyword(reached: &Reached, program: &Program, name: &str) -> bool {
    let names = |c: &Const| match c {
        Const::Tuple(items) => items
            .iter()
            .any(|c| matches!(c, Const::Str(text) if text == name)),
        _ => false,
    };
    reached.codes.iter().any(|(_, unit)| {
        program
            .units
            .get(unit.0 as usize)
            .is_none_or(|unit| unit.consts.iter().any(names))
    })
}
