//! What one instruction does to the types of the registers. Every opcode is listed; one that this file does not know
//! stops the inference of the whole program.

use super::attributes;
use super::calls;
use super::names;
use super::range::{self, operator};
use super::state::{Cell, SOME_CLASS, State};
use super::ty::kind::*;
use super::ty::{LARGEST, SMALLEST, Ty};
use super::unit::{Registers, bound, reads, returns, window, writes};
use mpf_bytecode::Opcode;
use mpf_bytecode::unit::{CodeUnit, Const, D, Insn};

/// The text of a constant operand.
pub fn text<'c>(code: &'c CodeUnit, insn: &Insn) -> Option<&'c str> {
    match insn.d {
        D::Const(n) => match code.consts.get(n as usize) {
            Some(Const::Str(text)) => Some(text),
            _ => None,
        },
        _ => None,
    }
}

/// Performs `insn` on `state`. `taken` becomes the state on the jump, if it jumps. False: the next instruction is not
/// reached from here.
pub fn step(
    s: &mut State<'_>,
    unit: u32,
    code: &CodeUnit,
    insn: &Insn,
    state: &mut Registers,
    taken: &mut Option<Registers>,
) -> bool {
    let (ra, rb, rc) = (
        usize::from(insn.a),
        usize::from(insn.b),
        usize::from(insn.c),
    );
    match insn.op {
        Opcode::Mov => state[ra] = state[rb],
        Opcode::LoadImm => {
            state[ra] = match insn.d {
                D::Value(bits) => s.type_of(i32::from(bits) as u32),
                _ => Ty::TOP,
            }
        }
        Opcode::LoadConst => {
            state[ra] = match insn.d {
                D::Const(n) => s.constant(&code.consts[n as usize]),
                _ => Ty::TOP,
            }
        }
        Opcode::LoadGlobal => {
            let D::Global(g) = insn.d else { return false };
            state[ra] = bound(s.read(Cell::Global(g.0), unit));
            return state[ra].kinds != 0;
        }
        Opcode::LoadGlobalOr => {
            let D::Global(g) = insn.d else { return false };
            let global = s.read(Cell::Global(g.0), unit);
            state[ra] = match global.may(UNBOUND) || global.kinds == 0 {
                true => s.join(bound(global), state[rb], false),
                false => global,
            };
        }
        Opcode::StoreGlobal => {
            if let D::Global(g) = insn.d {
                if s.is_shown(g) {
                    s.leak(state[ra]);
                }
                s.grow(Cell::Global(g.0), state[ra]);
            }
        }
        Opcode::DeleteGlobal => {
            if let D::Global(g) = insn.d {
                s.grow(Cell::Global(g.0), Ty::of(UNBOUND));
            }
        }
        Opcode::CheckBound => {
            state[ra] = bound(state[ra]);
            return state[ra].kinds != 0;
        }
        Opcode::LoadCell => {
            state[ra] = match text(code, insn) {
                Some("__class__") => {
                    let class = s.own_classes.get(&unit).copied();
                    Ty::named(CLASS, class.unwrap_or(SOME_CLASS))
                }
                _ => bound(Ty::TOP),
            }
        }
        Opcode::MakeCell | Opcode::ClosureCell => {
            leak_reads(s, code, insn, state);
            state[ra] = Ty::of(OTHER);
        }
        Opcode::GetAttr => {
            let of = state[rb];
            let value = attributes::get(s, unit, code, insn, of);
            if let Some(name) = text(code, insn) {
                state[rb] = names::narrowed(s, unit, name, of);
            }
            state[ra] = value;
        }
        Opcode::SetAttr => {
            attributes::set(s, code, insn, state[rb], state[ra]);
            // None has no attributes.
            if state[rb].which(INSTANCE).is_some() {
                state[rb] = state[rb].without(NONE);
            }
        }
        Opcode::DelAttr => attributes::delete(s, code, insn, state[rb]),
        Opcode::LoadMethodOf => {
            state[ra] = attributes::get(s, unit, code, insn, Ty::TOP);
        }
        Opcode::LoadSuper => state[ra] = attributes::of_super(s, code, insn, state[rb], state[rc]),
        Opcode::GetItem => {
            let (container, key) = (state[rb], state[rc]);
            leak_reads(s, code, insn, state);
            state[ra] = item(s, container, key);
        }
        op if operator(op).is_some() => {
            let Some(operator) = operator(op) else {
                return false;
            };
            let (x, y) = (bound(state[rb]), second(insn, state));
            state[ra] = match range::binary(operator, x, y) {
                Some(ty) => ty,
                None => {
                    leak_reads(s, code, insn, state);
                    let methods = range::special_methods(operator);
                    names::operator(s, unit, methods, x).unwrap_or(bound(Ty::TOP))
                }
            };
            return state[ra].kinds != 0;
        }
        Opcode::Neg | Opcode::Pos | Opcode::Invert => {
            state[ra] = match range::unary(insn.op, bound(state[rb])) {
                Some(ty) => ty,
                None => {
                    s.leak(state[rb]);
                    bound(Ty::TOP)
                }
            };
        }
        Opcode::Not
        | Opcode::Is
        | Opcode::IsNot
        | Opcode::In
        | Opcode::NotIn
        | Opcode::MatchException
        | Opcode::MatchSequence
        | Opcode::MatchMapping => {
            let keeps = matches!(
                insn.op,
                Opcode::Not | Opcode::Is | Opcode::IsNot | Opcode::MatchException
            );
            if !keeps {
                leak_reads(s, code, insn, state);
            }
            state[ra] = Ty::of(BOOL);
        }
        Opcode::Lt | Opcode::Le | Opcode::Eq | Opcode::Ne | Opcode::Gt | Opcode::Ge => {
            let plain = bound(state[rb]).is(PLAIN) && bound(state[rc]).is(PLAIN);
            leak_reads(s, code, insn, state);
            state[ra] = match plain {
                true => Ty::of(BOOL),
                false => bound(Ty::TOP),
            };
        }
        Opcode::Jump => {
            *taken = Some(state.clone());
            return false;
        }
        Opcode::JumpTrue | Opcode::JumpFalse => {
            let (mut yes, mut no) = (state.clone(), state.clone());
            yes[ra] = state[ra].without(NONE);
            if state[ra].is(SMALL) {
                (no[ra].lo, no[ra].hi) = (0, 0);
            }
            return two_ways(insn.op == Opcode::JumpTrue, yes, no, state, taken);
        }
        Opcode::JumpNone | Opcode::JumpNotNone => {
            let (mut yes, mut no) = (state.clone(), state.clone());
            yes[ra] = state[ra].only(NONE);
            no[ra] = state[ra].without(NONE);
            let (reach_yes, reach_no) = (yes[ra].kinds != 0, no[ra].kinds != 0);
            let jumps_on_none = insn.op == Opcode::JumpNone;
            let (jump, reach_jump, go, reach_go) = match jumps_on_none {
                true => (yes, reach_yes, no, reach_no),
                false => (no, reach_no, yes, reach_yes),
            };
            *taken = reach_jump.then_some(jump);
            *state = go;
            return reach_go;
        }
        Opcode::JumpUnbound => {
            let mut yes = state.clone();
            yes[ra] = state[ra].only(UNBOUND);
            *taken = (yes[ra].kinds != 0).then_some(yes);
            state[ra] = bound(state[ra]);
            return state[ra].kinds != 0;
        }
        Opcode::JumpIs => *taken = Some(state.clone()),
        Opcode::JumpIn => {
            leak_reads(s, code, insn, state);
            *taken = Some(state.clone());
        }
        op if range::comparison(op).is_some() => {
            let Some((test, wanted)) = range::comparison(op) else {
                return false;
            };
            leak_reads(s, code, insn, state);
            let (x, y) = (state[ra], right(insn, state));
            let way = |holds: bool| {
                let (x, y) = range::refine(test, holds, x, y)?;
                let mut out = state.clone();
                if insn.is_register(1) && ra != rb {
                    (out[ra], out[rb]) = (x, y);
                } else if !insn.is_register(1) {
                    out[ra] = x;
                }
                Some(out)
            };
            let (jump, go) = (way(wanted), way(!wanted));
            *taken = jump;
            let Some(go) = go else { return false };
            *state = go;
        }
        // The jump is only taken by small ints; if it is not, the comparison stands behind.
        Opcode::AddJumpLt | Opcode::IAddJumpLt => {
            let n = i64::from(insn.c);
            let sum = range::binary(range::Operator::Add, bound(state[ra]), Ty::int(n, n));
            state[ra] = match sum {
                Some(ty) => ty,
                None => {
                    s.leak(state[ra]);
                    bound(Ty::TOP)
                }
            };
            let (x, y) = (state[ra].only(SMALL), state[rb].only(SMALL));
            *taken = range::refine(Opcode::JumpLt, true, x, y)
                .filter(|(x, y)| x.kinds != 0 && y.kinds != 0)
                .map(|(x, y)| {
                    let mut way = state.clone();
                    (way[ra], way[rb]) = (x, y);
                    way
                });
            return state[ra].kinds != 0;
        }
        Opcode::GetIter => {
            s.leak(state[rb]);
            let of = bound(state[rb]);
            let item = elements(s, of);
            state[ra] = match item {
                Some(item) => s.shape(ITER, &[item]),
                None => bound(Ty::TOP),
            };
        }
        Opcode::ForIter => {
            let item = s.items(state[ra]).and_then(|i| i.first().copied());
            clobber(insn, state);
            let mut way = state.clone();
            way[rb] = item.unwrap_or(bound(Ty::TOP));
            *taken = Some(way);
        }
        Opcode::ForPrep => prepare_range(s, insn, state),
        Opcode::ForRange | Opcode::ForRangeUp => {
            let mut way = state.clone();
            way[rb] = counter(state, ra);
            let reached = way[rb].kinds != 0;
            *taken = reached.then_some(way);
        }
        Opcode::Send => {
            s.leak(state[ra]);
            s.leak(state[rb]);
            clobber(insn, state);
            state[rb] = bound(Ty::TOP);
            *taken = Some(state.clone());
        }
        Opcode::Len => {
            let small = bound(state[rb]).is(PLAIN);
            s.leak(state[rb]);
            state[ra] = match small {
                true => Ty::int(0, i64::from(LARGEST)),
                false => Ty::of(INT),
            };
        }
        Opcode::BuildTuple => {
            let items = state[rb..rb + rc].to_vec();
            state[ra] = s.shape(TUPLE, &items);
        }
        Opcode::BuildList | Opcode::BuildSet | Opcode::BuildDict => {
            leak_reads(s, code, insn, state);
            state[ra] = Ty::of(match insn.op {
                Opcode::BuildList => LIST,
                Opcode::BuildSet => SET,
                _ => DICT,
            });
        }
        Opcode::ListToTuple => state[ra] = Ty::of(TUPLE),
        Opcode::MakeSlice => {
            leak_reads(s, code, insn, state);
            state[ra] = Ty::of(OTHER);
        }
        Opcode::BuildString => {
            leak_reads(s, code, insn, state);
            state[ra] = Ty::of(STR);
        }
        Opcode::FormatValue | Opcode::FormatSpec => {
            let plain = bound(state[rb]).is(PLAIN);
            leak_reads(s, code, insn, state);
            state[ra] = match plain || insn.c != 0 {
                true => Ty::of(STR),
                false => bound(Ty::TOP),
            };
        }
        Opcode::Unpack => {
            s.leak(state[rb]);
            let of = bound(state[rb]);
            let items = s.items(of).filter(|i| i.len() == rc && of.is(TUPLE));
            let parts = match items {
                Some(items) => items.to_vec(),
                None => vec![elements(s, of).unwrap_or(bound(Ty::TOP)); rc],
            };
            state[ra..ra + rc].copy_from_slice(&parts);
        }
        Opcode::Call => return calls::call(s, unit, insn, state),
        Opcode::CallMethod => return calls::call_method(s, unit, code, insn, state),
        Opcode::CallKw => return calls::call_keywords(s, unit, code, insn, state),
        Opcode::CallEx => calls::call_stars(s, insn, state),
        Opcode::Return | Opcode::ReturnNone => {
            let ty = match insn.op {
                Opcode::Return => state[ra],
                _ => Ty::of(NONE),
            };
            match returns(code) {
                true => s.grow(Cell::Result(unit), bound(ty)),
                false => s.leak(ty),
            }
            return false;
        }
        Opcode::MakeFunction => {
            let made = calls::make_function(s, code, insn, state);
            state[ra] = made;
        }
        Opcode::MakeClass => {
            s.open = true;
            leak_reads(s, code, insn, state);
            state[ra] = bound(Ty::TOP);
        }
        Opcode::ImportModule => {
            clobber(insn, state);
            state[rc] = Ty::of(OTHER);
        }
        Opcode::MatchClass => {
            s.escape_all_methods();
            leak_reads(s, code, insn, state);
            state[ra] = bound(Ty::TOP);
        }
        // What they read goes out of sight, what they write can be anything.
        Opcode::LoadName
        | Opcode::StoreName
        | Opcode::DeleteName
        | Opcode::StoreCell
        | Opcode::DeleteCell
        | Opcode::SetItem
        | Opcode::DelItem
        | Opcode::ListAppend
        | Opcode::SetAdd
        | Opcode::DictInsert
        | Opcode::ListExtend
        | Opcode::SetUpdate
        | Opcode::DictUpdate
        | Opcode::DictMerge
        | Opcode::UnpackStar
        | Opcode::LoadSpecial
        | Opcode::PushHandled
        | Opcode::PopHandled
        | Opcode::SplitGroup
        | Opcode::Yield
        | Opcode::MatchKeys => {
            leak_reads(s, code, insn, state);
            let written = writes(insn);
            for (n, r) in state.iter_mut().enumerate() {
                if written >> n & 1 == 1 {
                    *r = Ty::TOP;
                }
            }
        }
        Opcode::Raise
        | Opcode::RaiseFrom
        | Opcode::Reraise
        | Opcode::ReraiseCurrent
        | Opcode::AssertFail
        | Opcode::ReturnGen
        | Opcode::InitDone
        | Opcode::SpecialDone
        | Opcode::Halt => {
            leak_reads(s, code, insn, state);
            return false;
        }
        // Forms that only come out of the inference, the stub frames', and whatever is new.
        _ => {
            s.unknown = true;
            return false;
        }
    }
    true
}

/// The right operand of a binary operator.
pub fn second(insn: &Insn, state: &Registers) -> Ty {
    match insn.op {
        Opcode::AddImm | Opcode::SubImm | Opcode::IAddImm | Opcode::ISubImm => {
            Ty::int(i64::from(insn.c), i64::from(insn.c))
        }
        _ => bound(state[usize::from(insn.c)]),
    }
}

/// The right side of a comparison that jumps.
pub fn right(insn: &Insn, state: &Registers) -> Ty {
    match insn.is_register(1) {
        true => bound(state[usize::from(insn.b)]),
        false => Ty::int(i64::from(insn.b), i64::from(insn.b)),
    }
}

fn leak_reads(s: &mut State<'_>, code: &CodeUnit, insn: &Insn, state: &Registers) {
    let read = reads(code, insn);
    for (n, ty) in state.iter().enumerate() {
        if read >> n & 1 == 1 {
            s.leak(*ty);
        }
    }
}

/// Forgets what the frame of a call overwrites.
pub fn clobber(insn: &Insn, state: &mut Registers) {
    if let Some(first) = window(insn) {
        for r in state.iter_mut().skip(usize::from(first)) {
            *r = Ty::TOP;
        }
    }
}

fn two_ways(
    jumps_on_yes: bool,
    yes: Registers,
    no: Registers,
    state: &mut Registers,
    taken: &mut Option<Registers>,
) -> bool {
    let (jump, go) = match jumps_on_yes {
        true => (yes, no),
        false => (no, yes),
    };
    *taken = Some(jump);
    *state = go;
    true
}

/// `container[key]`.
fn item(s: &mut State<'_>, container: Ty, key: Ty) -> Ty {
    let (container, key) = (bound(container), bound(key));
    let any = bound(Ty::TOP);
    if container.is(TUPLE) && key.is(SMALL) {
        let Some(items) = s.items(container).map(<[Ty]>::to_vec) else {
            return any;
        };
        let len = items.len() as i32;
        let at = |i: i32| items.get(if i < 0 { i + len } else { i } as usize).copied();
        return match key.lo == key.hi {
            true => at(key.lo).unwrap_or(any),
            false => items
                .iter()
                .fold(Ty::BOTTOM, |all, item| s.join(all, *item, true)),
        };
    }
    match () {
        () if container.is(BYTES | BYTEARRAY) && key.is(SMALL) => Ty::int(0, 255),
        () if container.is(STR) => Ty::of(STR),
        () if container.is(LIST | BYTES | BYTEARRAY) && key.is(OTHER) => Ty::of(container.kinds),
        () => any,
    }
}

/// What iteration over a value gives; nothing when a method of the program may decide.
fn elements(s: &mut State<'_>, of: Ty) -> Option<Ty> {
    if of.is(BYTES | BYTEARRAY) {
        return Some(Ty::int(0, 255));
    }
    if of.is(STR) {
        return Some(Ty::of(STR));
    }
    if of.is(TUPLE) {
        let items = s.items(of)?.to_vec();
        return Some(
            items
                .iter()
                .fold(Ty::BOTTOM, |all, i| s.join(all, *i, true)),
        );
    }
    if of.is(ITER) {
        return s.items(of)?.first().copied();
    }
    None
}

/// The hidden state of a counting loop: next value, end, step. It is known when all three are small ints.
fn prepare_range(s: &mut State<'_>, insn: &Insn, state: &mut Registers) {
    let a = usize::from(insn.a);
    for r in &state[a..a + usize::from(insn.b)] {
        s.leak(*r);
    }
    let one = Ty::int(1, 1);
    let (start, stop, step) = match insn.b {
        1 => (Ty::int(0, 0), state[a], one),
        2 => (state[a], state[a + 1], one),
        _ => (state[a], state[a + 1], state[a + 2]),
    };
    let (start, stop, step) = (bound(start), bound(stop), bound(step));
    let known = start.is(SMALL) && stop.is(SMALL) && step.is(SMALL);
    if !known || step.lo <= 0 && step.hi >= 0 {
        state[a..a + 3].fill(Ty::TOP);
        return;
    }
    // From here on the first register is "the start or later".
    state[a] = match step.lo > 0 {
        true => Ty::int(i64::from(start.lo), i64::from(LARGEST)),
        false => Ty::int(i64::from(SMALLEST), i64::from(start.hi)),
    };
    state[a + 1] = stop;
    state[a + 2] = step;
}

/// Values of the variable of a counting loop.
fn counter(state: &Registers, a: usize) -> Ty {
    let (next, stop, step) = (state[a], state[a + 1], state[a + 2]);
    if !next.is(SMALL) || !stop.is(SMALL) || !step.is(SMALL) {
        return Ty::of(INT);
    }
    let (lo, hi) = match step.lo > 0 {
        true => (next.lo, stop.hi - 1),
        false => (stop.lo + 1, next.hi),
    };
    match lo <= hi {
        true => Ty::int(i64::from(lo), i64::from(hi)),
        false => Ty::BOTTOM,
    }
}
