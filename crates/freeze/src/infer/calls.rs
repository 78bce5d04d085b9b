//! Calls: of functions, classes, methods and builtins that are known, and of anything else, which lets everything it is
//! given out of sight.

use super::attributes;
use super::names;
use super::range;
use super::state::{ONE_FUNCTION, SOME_CLASS, State};
use super::step::{clobber, text};
use super::ty::kind::*;
use super::ty::{LARGEST, Ty};
use super::unit::{Registers, bound};
use crate::reach::COMPUTED;
use mpf_bytecode::unit::{CodeUnit, Const, D, Insn};

/// What a call may give; no kind: it does not return.
fn finish(insn: &Insn, state: &mut Registers, result: Ty) -> bool {
    clobber(insn, state);
    state[usize::from(insn.c)] = result;
    result.kinds != 0
}

fn window(insn: &Insn, state: &Registers, skip: usize, count: usize) -> Vec<Ty> {
    let first = usize::from(insn.a) + 2 + skip;
    state[first..first + count]
        .iter()
        .map(|t| bound(*t))
        .collect()
}

pub fn call(s: &mut State<'_>, unit: u32, insn: &Insn, state: &mut Registers) -> bool {
    let callee = bound(state[usize::from(insn.a)]);
    let args = window(insn, state, 0, usize::from(insn.b));
    let result = apply(s, unit, callee, &args, &[]);
    finish(insn, state, result)
}

pub fn call_keywords(
    s: &mut State<'_>,
    unit: u32,
    code: &CodeUnit,
    insn: &Insn,
    state: &mut Registers,
) -> bool {
    let callee = bound(state[usize::from(insn.a)]);
    let mut args = window(insn, state, 0, usize::from(insn.b));
    let names = match insn.d {
        D::Const(n) => match code.consts.get(n as usize) {
            Some(Const::Tuple(names)) => names.as_slice(),
            _ => &[],
        },
        _ => &[],
    };
    let values = args.split_off(args.len() - names.len().min(args.len()));
    let keywords: Vec<(String, Ty)> = names
        .iter()
        .zip(values)
        .map(|(name, ty)| match name {
            Const::Str(name) => (name.clone(), ty),
            _ => (String::new(), ty),
        })
        .collect();
    s.keywords
        .extend(keywords.iter().map(|(name, _)| name.clone()));
    let result = apply(s, unit, callee, &args, &keywords);
    finish(insn, state, result)
}

/// A call with `*args` and `**kwargs`.
pub fn call_stars(s: &mut State<'_>, insn: &Insn, state: &mut Registers) {
    let callee = bound(state[usize::from(insn.a)]);
    s.leak(callee);
    match callee.which(METHOD).filter(|_| callee.is(METHOD)) {
        Some(name) if name & ONE_FUNCTION != 0 => s.ask_names(name & !ONE_FUNCTION),
        Some(name) => {
            for unit in s.methods.get(&name).cloned().into_iter().flatten() {
                s.ask_names(unit);
            }
        }
        None => s.any_keywords = true,
    }
    for arg in window(insn, state, 0, 2) {
        s.leak(arg);
    }
    finish(insn, state, bound(Ty::TOP));
}

/// Calls whatever `callee` is.
fn apply(s: &mut State<'_>, reader: u32, callee: Ty, args: &[Ty], keywords: &[(String, Ty)]) -> Ty {
    if callee.kinds == 0 {
        return Ty::BOTTOM;
    }
    // A call of None, of a number … raises.
    let kind = callee.without(PLAIN);
    if let Some(function) = kind.which(FUNCTION).filter(|_| kind.is(FUNCTION)) {
        s.call(function - 1, args, keywords);
        return s.result(function - 1, reader);
    }
    if let Some(class) = kind
        .which(CLASS)
        .filter(|c| kind.is(CLASS) && *c != SOME_CLASS)
    {
        return construct(s, class, args, keywords);
    }
    if let Some(name) = kind.which(METHOD).filter(|_| kind.is(METHOD)) {
        if name & ONE_FUNCTION != 0 {
            let function = name & !ONE_FUNCTION;
            let mut all = vec![s.receiver(function)];
            all.extend_from_slice(args);
            s.call(function, &all, keywords);
            return s.result(function, reader);
        }
        return by_name(s, reader, name, args, keywords);
    }
    if let Some(name) = kind.which(NATIVE).filter(|_| kind.is(NATIVE)) {
        let name = s.text(name).to_owned();
        return builtin(s, &name, args, keywords);
    }
    s.leak(callee);
    leak_all(s, args, keywords);
    bound(Ty::TOP)
}

fn leak_all(s: &mut State<'_>, args: &[Ty], keywords: &[(String, Ty)]) {
    for ty in args.iter().chain(keywords.iter().map(|(_, ty)| ty)) {
        s.leak(*ty);
    }
}

fn construct(s: &mut State<'_>, class: u32, args: &[Ty], keywords: &[(String, Ty)]) -> Ty {
    if s.world.plain(class).is_none() {
        s.escape_class(class);
        leak_all(s, args, keywords);
        return bound(Ty::TOP);
    }
    let instance = Ty::named(INSTANCE, class);
    let init = s.world.lookup(class, "__init__");
    let stored = s.name("__init__");
    match init.map(|v| s.function_at(v)) {
        Some(Some(function)) if !s.class_stores.contains(&stored) => {
            let mut all = vec![instance];
            all.extend_from_slice(args);
            s.call(function, &all, keywords);
        }
        None if !s.class_stores.contains(&stored) => leak_all(s, args, keywords),
        _ => {
            s.escape_class(class);
            leak_all(s, args, keywords);
        }
    }
    instance
}

/// Any method of a name is called on an instance.
fn by_name(
    s: &mut State<'_>,
    reader: u32,
    name: u32,
    args: &[Ty],
    keywords: &[(String, Ty)],
) -> Ty {
    leak_all(s, args, keywords);
    for function in s.methods.get(&name).cloned().into_iter().flatten() {
        let mut all = vec![s.receiver(function)];
        all.extend_from_slice(args);
        s.call(function, &all, keywords);
        let result = s.result(function, reader);
        s.leak(result);
    }
    let name = s.text(name).to_owned();
    names::result(s, reader, &name).unwrap_or(bound(Ty::TOP))
}

pub fn call_method(
    s: &mut State<'_>,
    unit: u32,
    code: &CodeUnit,
    insn: &Insn,
    state: &mut Registers,
) -> bool {
    let of = bound(state[usize::from(insn.a) + 2]);
    let args = window(insn, state, 1, usize::from(insn.b));
    let Some(name) = text(code, insn) else {
        s.unknown = true;
        return false;
    };
    let result = method_result(s, unit, of, name, &args);
    finish(insn, state, result)
}

fn method_result(s: &mut State<'_>, unit: u32, of: Ty, name: &str, args: &[Ty]) -> Ty {
    let n = s.name(name);
    if name == "__class__" {
        s.leak(Ty::named(CLASS, SOME_CLASS));
    }
    if let Some(class) = of.which(INSTANCE).filter(|_| of.is(INSTANCE | NONE))
        && let Some(targets) = attributes::method(s, class, name)
    {
        let mut out = Ty::BOTTOM;
        for (class, function) in targets {
            let mut all = vec![Ty::named(INSTANCE, class)];
            all.extend_from_slice(args);
            s.call(function, &all, &[]);
            let result = s.result(function, unit);
            out = s.join(out, result, false);
        }
        return out;
    }
    if of.is(PLAIN) {
        return plain_method(s, of, name, args);
    }
    // A function of a class that gets its receiver as an ordinary argument.
    if let Some(class) = of.which(CLASS).filter(|c| of.is(CLASS) && *c != SOME_CLASS) {
        let stable = !s.class_stores.contains(&n);
        if let Some(function) = s.world.lookup(class, name).and_then(|v| s.function_at(v)) {
            s.call(function, args, &[]);
            let result = s.result(function, unit);
            if stable {
                return result;
            }
            s.leak(result);
        }
        leak_all(s, args, &[]);
        return bound(Ty::TOP);
    }
    if of.may(CLASS) {
        for class in s.escaped_classes.clone() {
            if let Some(function) = s.world.lookup(class, name).and_then(|v| s.function_at(v)) {
                s.call(function, args, &[]);
                let result = s.result(function, unit);
                s.leak(result);
            }
        }
    }
    s.leak(of);
    by_name(s, unit, n, args, &[])
}

/// Methods of builtin values.
fn plain_method(s: &mut State<'_>, of: Ty, name: &str, args: &[Ty]) -> Ty {
    leak_all(s, args, &[]);
    let any = bound(Ty::TOP);
    if of.is(LIST) {
        return match name {
            "append" | "extend" | "insert" | "remove" | "reverse" | "sort" | "clear" => {
                Ty::of(NONE)
            }
            "index" | "count" => Ty::int(0, i64::from(LARGEST)),
            "copy" => Ty::of(LIST),
            _ => any,
        };
    }
    if of.is(STR) {
        return match name {
            "join" | "strip" | "lstrip" | "rstrip" | "upper" | "lower" | "replace" | "format"
            | "center" | "ljust" | "rjust" | "zfill" | "title" | "capitalize" => Ty::of(STR),
            "split" | "rsplit" | "splitlines" => Ty::of(LIST),
            "find" | "rfind" | "index" | "rindex" | "count" => Ty::int(-1, i64::from(LARGEST)),
            "startswith" | "endswith" | "isdigit" | "isalpha" | "isalnum" | "isspace"
            | "isupper" | "islower" => Ty::of(BOOL),
            "encode" => Ty::of(BYTES),
            _ => any,
        };
    }
    any
}

/// Builtin functions and types.
fn builtin(s: &mut State<'_>, name: &str, args: &[Ty], keywords: &[(String, Ty)]) -> Ty {
    let harmless = matches!(name, "isinstance" | "issubclass" | "callable" | "id");
    if !harmless {
        leak_all(s, args, keywords);
    }
    if name == "type" && args.len() != 1 {
        s.open = true;
    }
    computed(s, name, args);
    let any = bound(Ty::TOP);
    let (first, plain) = (
        args.first().copied().unwrap_or(Ty::BOTTOM),
        args.iter().all(|t| t.is(PLAIN)) && keywords.is_empty(),
    );
    match name {
        "len" if first.is(PLAIN) => Ty::int(0, i64::from(LARGEST)),
        "len" => Ty::of(INT),
        "isinstance" | "issubclass" | "callable" | "bool" | "any" | "all" | "hasattr" => {
            Ty::of(BOOL)
        }
        "float" if plain => Ty::of(FLOAT),
        "int" if plain => match first.bounds() {
            Some((lo, hi)) if args.len() == 1 => Ty::int(lo, hi),
            _ => Ty::of(INT),
        },
        "ord" => Ty::int(0, 0x10_FFFF),
        "str" if plain => Ty::of(STR),
        "chr" | "hex" | "oct" | "bin" | "repr" | "ascii" => Ty::of(STR),
        "bytearray" => Ty::of(BYTEARRAY),
        "bytes" if plain => Ty::of(BYTES),
        "list" | "sorted" => Ty::of(LIST),
        "dict" => Ty::of(DICT),
        "set" | "frozenset" => Ty::of(SET),
        "tuple" => Ty::of(TUPLE),
        "print" => Ty::of(NONE),
        "hash" => Ty::of(INT),
        "abs" if plain => match first.bounds() {
            Some((lo, hi)) => {
                let least = if lo <= 0 && hi >= 0 {
                    0
                } else {
                    lo.abs().min(hi.abs())
                };
                Ty::int(least, lo.abs().max(hi.abs()))
            }
            None if first.is(FLOAT) => first,
            None => Ty::of(NUMBER & !BOOL),
        },
        "min" | "max" if args.len() > 1 && args.iter().all(|t| t.is(NUMBER)) => args
            .iter()
            .fold(Ty::BOTTOM, |all, t| s.join(all, *t, false)),
        "round" if first.is(FLOAT) && args.len() == 1 => Ty::of(INT),
        "divmod" if args.len() == 2 && args.iter().all(|t| t.is(INT)) => {
            let parts = [range::Operator::FloorDiv, range::Operator::Mod]
                .map(|op| range::binary(op, args[0], args[1]).unwrap_or(any));
            s.shape(TUPLE, &parts)
        }
        "math.sqrt" | "math.sin" | "math.cos" | "math.tan" | "math.exp" | "math.log"
        | "math.atan" | "math.atan2" | "math.asin" | "math.acos" | "math.pow" | "math.fabs" => {
            Ty::of(FLOAT)
        }
        _ => any,
    }
}

/// Attributes under names that only the run knows.
fn computed(s: &mut State<'_>, name: &str, args: &[Ty]) {
    if !COMPUTED.contains(&name) {
        return;
    }
    let of = args.first().map_or(ALL, |ty| ty.kinds);
    s.computed_on |= of;
    if name != "setattr" && name != "delattr" {
        return;
    }
    if s.stored_on | of != s.stored_on {
        s.stored_on |= of;
        s.all_again();
    }
    // Any field may get the value.
    let value = args.get(2).copied().unwrap_or(Ty::BOTTOM);
    let fields: Vec<(u32, String)> = s
        .world
        .classes
        .iter()
        .flat_map(|(at, info)| info.layout.iter().map(|name| (*at, name.clone())))
        .collect();
    for (class, name) in fields {
        let cell = s.field(class, &name);
        s.grow(cell, bound(value));
    }
}

pub fn make_function(s: &mut State<'_>, code: &CodeUnit, insn: &Insn, state: &Registers) -> Ty {
    let D::Const(n) = insn.d else {
        return bound(Ty::TOP);
    };
    let Some(Const::Code(unit)) = code.consts.get(n as usize) else {
        return bound(Ty::TOP);
    };
    let made = s.unit(unit.0);
    let (positional, count) = (usize::from(made.positional), made.params.len());
    let mut defaults = vec![Ty::BOTTOM; count];
    let base = usize::from(insn.b);
    if insn.c & 1 != 0 {
        let given = state[base];
        s.leak(given);
        match s.items(given).map(<[Ty]>::to_vec) {
            Some(items) if given.is(TUPLE) => {
                let first = positional.saturating_sub(items.len());
                defaults[first..positional]
                    .copy_from_slice(&items[items.len() - (positional - first)..]);
            }
            _ => defaults[..positional].fill(Ty::TOP),
        }
    }
    if insn.c & 2 != 0 {
        defaults[positional..].fill(Ty::TOP);
    }
    s.add_defaults(unit.0, &defaults);
    // Cells of the closure hold what is not followed.
    Ty::named(FUNCTION, unit.0 + 1)
}

/// The function that an instruction calls and how many registers of arguments it gets, when that is one function.
pub fn target(
    s: &mut State<'_>,
    code: &CodeUnit,
    insn: &Insn,
    state: &Registers,
) -> Option<(u32, u32)> {
    use mpf_bytecode::Opcode;
    match insn.op {
        Opcode::Call => {
            let callee = state[usize::from(insn.a)];
            let unit = callee.which(FUNCTION).filter(|_| callee.is(FUNCTION))?;
            Some((unit - 1, u32::from(insn.b)))
        }
        Opcode::CallMethod => {
            let of = state[usize::from(insn.a) + 2];
            let class = of.which(INSTANCE).filter(|_| of.is(INSTANCE))?;
            let targets = attributes::method(s, class, text(code, insn)?)?;
            let first = targets.first()?.1;
            let whole = s
                .world
                .class(class)
                .is_some_and(|c| c.cone.len() == targets.len());
            let one = targets.iter().all(|t| t.1 == first);
            (one && whole).then_some((first, u32::from(insn.b) + 1))
        }
        _ => None,
    }
}
