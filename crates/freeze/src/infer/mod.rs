//! Types of the frozen program. Inference starts where build-time execution has ended: from the objects that it left and
//! from the code that remains. What an earlier statement would have done, or was rolled back, plays no part any more.
//!
//! Along the control flow of each unit the types of registers are computed (`unit`, `step`); parameters, results,
//! globals and fields are one type each, to which every caller, return and store adds (`state`). Whoever's uses cannot be
//! followed "escapes": a function may then be called with anything. Everything only grows, so the order of work does
//! not matter, and what holds at the end holds for every execution.

mod attributes;
mod calls;
mod choose;
mod live;
mod names;
mod range;
pub mod report;
mod start;
mod state;
mod step;
mod ty;
mod unit;
mod world;

use crate::callees::is_value;
use crate::reach::{COMPUTED, COMPUTED_NAMES, Reach, Reached};
use mpf_bytecode::CodeHeader;
use mpf_bytecode::Opcode;
use mpf_bytecode::encode::encode;
use mpf_bytecode::unit::{ModuleId, UnitId};
use mpf_codegen::{Program, facts};
use mpf_core::Kind;
use mpf_core::boot::Booted;
use mpf_core::loader::CodeWords;
use mpf_core::object::generator;
use mpf_sim::Machine;
pub use report::{Counts, Report, Sites};
use state::{SOME_CLASS, State};
use std::collections::{BTreeSet, HashMap};
use ty::kind;

/// Looks at units at most this often for each unit of the program, and at a program of at most so many instructions.
const ROUNDS: usize = 60;

/// The state at the end; nothing when the program does something that cannot be followed.
fn infer<'a>(
    vm: &'a Booted,
    program: &'a Program,
    reached: &'a Reached,
    main: UnitId,
    narrow: bool,
) -> Option<State<'a>> {
    if !can_follow(vm, reached) {
        return None;
    }
    let mut open = makes_classes(program, reached, narrow);
    loop {
        let mut state = State::new(vm, program, reached, open);
        state.start(main);
        let mut fuel = ROUNDS * (reached.codes.len() + 1);
        while let Some(unit) = state.next() {
            fuel = fuel.checked_sub(1)?;
            unit::analyse(&mut state, unit, false);
            if state.unknown {
                return None;
            }
        }
        if !state.open || open {
            return Some(state);
        }
        open = true;
    }
}

/// Suspended generators hold values from before; changed functions are no longer what their code says.
fn can_follow(vm: &Booted, reached: &Reached) -> bool {
    const REFUSED: [&str; 5] = [
        "__defaults__",
        "__kwdefaults__",
        "__code__",
        "__globals__",
        "__closure__",
    ];
    let done = mpf_core::Value::int(generator::state::DONE).to_bits();
    let suspended = |at: &u32| {
        vm.object_at(*at).0 == Kind::Generator
            && vm.peek(at + 4 + 4 * generator::word::STATE) != done
    };
    !reached.objects.iter().any(suspended)
        && !REFUSED
            .iter()
            .any(|n| reached.names.contains(*n) || reached.stored_names.contains(*n))
}

/// Whether classes can be made on the device, or changed under names that only the run knows.
/// (`narrow`: these are asked of instances only).
fn makes_classes(program: &Program, reached: &Reached, narrow: bool) -> bool {
    const NAMES: [&str; 6] = [
        "__class__",
        "__bases__",
        "__dict__",
        "__setattr__",
        "__delattr__",
        "__getattribute__",
    ];
    const BUILTINS: [&str; 3] = ["setattr", "delattr", "vars"];
    reached.opcodes.contains(&(Opcode::MakeClass as u8))
        || NAMES.iter().any(|n| {
            reached.stored_names.contains(*n) || *n != "__class__" && reached.names.contains(*n)
        })
        || reached.codes.iter().any(|(_, unit)| {
            let f = facts(&program.units[unit.0 as usize]);
            let mut changing = BUILTINS.iter().filter(|b| !narrow || **b == "vars");
            changing.any(|b| f.builtins.contains(*b))
        })
}

/// What the inference has found out that placing objects depends on.
#[derive(Clone, Debug)]
pub struct Findings {
    /// No computed name is asked of a module.
    pub narrow: bool,
    /// Classes that code may store attributes on, if that is known.
    pub written_classes: Option<BTreeSet<u32>>,
    /// Functions whose parameters nothing ever asks by name.
    pub nameless: BTreeSet<UnitId>,
}

/// Objects that are neither instances nor plain values.
const CHANGING: u32 = kind::CLASS | kind::OTHER | kind::FUNCTION | kind::NATIVE | kind::METHOD;

/// Whether every computed name is one that a call of a builtin gives.
fn only_calls_compute(vm: &Booted, program: &Program, reached: &Reached) -> bool {
    const FOLLOWED: [&str; 4] = ["getattr", "hasattr", "setattr", "delattr"];
    let builtin = |name: &str| {
        let at = vm.host.builtins.get(name);
        at.is_some_and(|at| reached.objects.contains(at))
    };
    !COMPUTED_NAMES.iter().any(|n| reached.names.contains(*n))
        && COMPUTED.iter().all(|name| {
            !builtin(name) || FOLLOWED.contains(name) && !is_value(vm, reached, program, name)
        })
}

/// What is reached and the types, first under the assumption that computed names are asked of instances only. The
/// inference itself shows whether that holds: whatever would be the first to break it would be seen.
fn explore<'a>(
    vm: &'a Booted,
    program: &'a Program,
    code: u32,
    module: u32,
    main: UnitId,
    reached: &'a mut [Reached; 2],
) -> (Option<State<'a>>, Option<Findings>) {
    let [first, second] = reached;
    *first = Reach::new(vm, program, true).walk(code, module);
    if !first.computed || only_calls_compute(vm, program, first) {
        let state = infer(vm, program, first, main, true);
        if let Some(state) = state
            && state.computed_on & CHANGING == 0
        {
            let mut written_classes = state.written_classes.clone();
            if written_classes.remove(&SOME_CLASS) {
                written_classes.extend(&state.escaped_classes);
            }
            let findings = Findings {
                narrow: true,
                written_classes: Some(written_classes),
                nameless: state.nameless(),
            };
            return (Some(state), Some(findings));
        }
    }
    *second = Reach::new(vm, program, false).walk(code, module);
    let state = infer(vm, program, second, main, false);
    let findings = state.as_ref().map(|state| Findings {
        narrow: false,
        written_classes: None,
        nameless: state.nameless(),
    });
    (state, findings)
}

/// What is known about the sites of a program, and the listing of its units if it is wanted.
pub fn report(executed: &crate::Executed, program: &Program, listing: bool) -> Report {
    let machine = &executed.machine;
    let Some(&code) = machine.codes.get(&executed.main) else {
        return Report::default();
    };
    let module = machine.modules.get(&executed.main_module).copied();
    let mut reached = Default::default();
    let module = module.unwrap_or(0);
    match explore(
        &machine.vm,
        program,
        code,
        module,
        executed.main,
        &mut reached,
    )
    .0
    {
        Some(mut state) => report::report(&mut state, listing),
        None => Report::default(),
    }
}

/// Puts unguarded forms where they are proved. Answers, for each function that code now names directly, the copy that
/// its code holds and the function itself.
pub fn improve(
    machine: &mut Machine,
    program: &mut Program,
    main: UnitId,
    main_module: ModuleId,
) -> Result<(HashMap<u32, u32>, Option<Findings>), String> {
    let Some(&code) = machine.codes.get(&main) else {
        return Ok((HashMap::new(), None));
    };
    let module = machine.modules.get(&main_module).copied().unwrap_or(0);
    let mut reached = Default::default();
    let (state, findings) = explore(&machine.vm, program, code, module, main, &mut reached);
    let Some(mut state) = state else {
        return Ok((HashMap::new(), findings));
    };
    let changed = choose::choose(&mut state);
    let mut copies: HashMap<u32, u32> = HashMap::new();
    let mut codes = HashMap::new();
    for change in changed {
        let Some(&old) = machine.codes.get(&change.unit) else {
            continue;
        };
        let vm = &mut machine.vm;
        let kept = change.code.consts.len() - change.functions.len();
        let old_pool = vm.pool_of(old).take(kept);
        let mut pool: Vec<u32> = old_pool.map(|at| vm.peek(at)).collect();
        for function in &change.functions {
            pool.push(
                *copies
                    .entry(*function)
                    .or_insert_with(|| vm.copy_function(*function)),
            );
        }
        let encoded = encode(&change.code, &mut |g| g.0).map_err(|e| format!("{e:?}"))?;
        let [name, qualifier, parameters] = vm.names_of(old);
        let words = CodeWords {
            header: CodeHeader {
                unit: vm.unit_of(old) as u16,
                ..encoded.header
            },
            name,
            qualifier,
            parameters,
        };
        let new = vm.load_code(words, &pool, &encoded.bytes);
        codes.insert(old, new);
        machine.codes.insert(change.unit, new);
        program.units[change.unit.0 as usize] = change.code;
    }
    machine.vm.replace_code(&codes);
    let copies = copies.into_iter().map(|(original, copy)| (copy, original));
    Ok((copies.collect(), findings))
}
