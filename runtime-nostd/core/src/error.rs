//! Exceptions: from a parked error to an instance, causes and contexts, and the texts of call errors.
//!
//! Raising parks a type, a message template and up to three values; the instance is made when the exception starts to
//! travel (`settle_pending`), because only then may memory move.

use crate::cx::{Cx, PARKED_VALUES, Raised, Slot, roots};
use crate::object::class::{flag, word};
use crate::object::function::{function_word, native_word};
use crate::object::header::{Kind, header, words};
use crate::object::text::cut;
use crate::object::value::{Value, bits};
use crate::parts;
use crate::protocol::attribute::native_binding;
use crate::protocol::text::StrBuilder;
use crate::vm::{frame, ld, st};
use crate::wk::ty;
use core::cell::Cell;
use mpf_builtins_decl::Binding;

/// Instance slots of BaseException, in the order of its declaration.
pub mod slot {
    pub const ARGS: u32 = 0;
    pub const CAUSE: u32 = 1;
    pub const CONTEXT: u32 = 2;
    pub const SUPPRESS_CONTEXT: u32 = 3;
    pub const TRACEBACK: u32 = 4;
    pub const NOTES: u32 = 5;
}

/// Places (unit, offset) that the exception raised last has passed, innermost first.
#[derive(Default)]
pub struct Trace {
    places: [Cell<(u32, u32)>; Trace::LENGTH],
    count: Cell<u32>,
    keep: Cell<bool>,
    last: Cell<u32>,
}

impl Trace {
    const LENGTH: usize = 12;

    /// Another exception starts to travel: forgets the places of the one before, unless it is the same again.
    pub(crate) fn begin(&self, cx: &Cx) {
        let e = cx.get(cx.root(roots::PENDING)).to_bits();
        if !self.keep.replace(false) || self.last.get() != e {
            self.count.set(0);
        }
        self.last.set(e);
    }
    /// The next exception is one that travelled before.
    pub(crate) fn again(&self) {
        self.keep.set(true);
    }
    pub(crate) fn push(&self, unit: u32, offset: u32) {
        let n = self.count.get();
        if let Some(place) = self.places.get(n as usize) {
            place.set((unit, offset));
            self.count.set(n + 1);
        }
    }
    /// The places, innermost first.
    pub fn places(&self) -> impl Iterator<Item = (u32, u32)> {
        self.places
            .iter()
            .take(self.count.get() as usize)
            .map(Cell::get)
    }
}

impl Cx {
    /// Places that the exception raised last has passed, innermost first: (unit, byte offset).
    pub fn traceback(&self) -> impl Iterator<Item = (u32, u32)> {
        self.trace.places()
    }

    /// Something that the image does not carry.
    #[cold]
    pub fn missing_from_image(&self) -> Raised {
        self.raise(
            ty::MissingFromImage(self),
            "the program uses something that was left out of this image",
            &[],
        )
    }

    /// KeyError whose argument is the key itself.
    #[cold]
    pub fn raise_key_error(&self, key: Value<'_>) -> Raised {
        parts::mark_texts();
        self.raise(ty::KeyError(self), KEY, &[key])
    }

    /// Whether an abort is under way that no handler may catch (build-time execution gives up).
    #[inline(always)]
    pub(crate) fn aborting(&self) -> bool {
        #[cfg(target_os = "none")]
        return false;
        #[cfg(not(target_os = "none"))]
        return self.host.abort.is_some();
    }

    /// Gives build-time execution up: unwinds everything.
    #[cfg(not(target_os = "none"))]
    pub fn abort(&mut self, why: crate::host::Abort) -> Raised {
        self.host.abort = Some(why);
        self.raise_memory()
    }

    /// The pending exception as an instance, taken out of the context.
    pub fn take_exception(&mut self, dst: Slot) {
        settle_pending(self);
        self.set(dst, self.get(self.root(roots::PENDING)));
        self.set(self.root(roots::PENDING), Value::UNBOUND);
    }

    /// Name of a module global, when known.
    pub(crate) fn global_name(&self, _slot: u32) -> Value<'_> {
        #[cfg(not(target_os = "none"))]
        {
            Value::from_bits(
                self.host
                    .global_names
                    .get(_slot as usize)
                    .copied()
                    .unwrap_or(0),
            )
        }
        #[cfg(target_os = "none")]
        {
            unsafe extern "C" {
                static mpf_global_names: u32;
            }
            // SAFETY: the frozen object defines a name (or 0) for every slot that code refers to.
            Value::from_bits(unsafe {
                self.mem
                    .load((&raw const mpf_global_names).expose_provenance() as u32 + 4 * _slot)
            })
        }
    }
}

/// Template that means: the value itself is the argument.
const KEY: &str = "{=}";

/// Forgets the pending exception if it is an instance of `class` and nothing is being aborted.
pub fn swallow(cx: &mut Cx, class: fn(&Cx) -> Value<'_>) -> bool {
    if cx.aborting() {
        return false;
    }
    let pending = cx.get(cx.root(roots::PENDING));
    let raised = if pending.is_unbound() {
        cx.get(cx.root(roots::PARKED_TYPE))
    } else {
        cx.type_of(pending)
    };
    let yes = cx.class(raised).is_some_and(|c| c.derives_from(class(cx)));
    if yes {
        cx.set(cx.root(roots::PENDING), Value::UNBOUND);
        cx.set(cx.root(roots::PARKED_TYPE), Value::UNBOUND);
    }
    yes
}

/// Makes the parked error an instance and links it to the exception being handled.
pub fn settle_pending(cx: &mut Cx) {
    let pending = cx.get(cx.root(roots::PENDING));
    if pending.is_unbound()
        && make_parked(cx).is_err()
        && cx.get(cx.root(roots::PENDING)).is_unbound()
    {
        cx.raise_memory();
    }
    let e = cx.get(cx.root(roots::PENDING));
    let handled = cx.get(cx.root(roots::HANDLED));
    if !handled.is_none() && !handled.is(e) && cx.class_of(e).is_exception() {
        let context = cx.instance_slot(e, slot::CONTEXT);
        if context.is_none() || context.is_unbound() {
            set_context(cx, e, handled);
        }
    }
}

/// Builds the exception that `Cx::raise` parked.
fn make_parked(cx: &mut Cx) -> Result<(), Raised> {
    let template = cx.parked.get();
    let (mut cx, s) = cx.frame(3 + PARKED_VALUES as u32)?;
    let cx = &mut *cx;
    cx.set(s.at(0), cx.get(cx.root(roots::PARKED_TYPE)));
    for i in 0..PARKED_VALUES as u32 {
        cx.set(s.at(3 + i), cx.get(cx.root(roots::PARKED + i)));
        cx.set(cx.root(roots::PARKED + i), Value::UNBOUND);
    }
    cx.set(cx.root(roots::PARKED_TYPE), Value::UNBOUND);
    if cx.class(cx.get(s.at(0))).is_none() {
        // Nothing was parked: a defect of a builtin; say so instead of failing silently.
        let class = ty::SystemError(cx).to_bits();
        cx.set(s.at(0), Value::from_bits(class));
    }
    let with_argument = if template == KEY {
        cx.set(s.at(1), cx.get(s.at(3)));
        true
    } else if template.is_empty() {
        false
    } else {
        parts::message()(cx, template, s.at(3), s.at(1))?;
        true
    };
    instance(cx, s.at(0), with_argument.then(|| s.at(1)), s.at(2))?;
    parts::exception_name()(cx, s.at(2), s.at(3));
    cx.set(cx.root(roots::PENDING), cx.get(s.at(2)));
    Ok(())
}

/// A message without values in it.
#[cfg(target_os = "none")]
#[unsafe(no_mangle)]
pub fn mpf_plain_message(
    cx: &mut Cx,
    template: &'static str,
    _first: Slot,
    dst: Slot,
) -> Result<(), Raised> {
    cx.make(dst, |cx| cx.new_str(template))
}

/// Fills a message template with values (cells from `first` on).
#[unsafe(no_mangle)]
pub fn mpf_message(
    cx: &mut Cx,
    template: &'static str,
    first: Slot,
    dst: Slot,
) -> Result<(), Raised> {
    let (mut cx, s) = cx.frame(1)?;
    let cx = &mut *cx;
    let mut b = StrBuilder::new(cx, s.at(0));
    let mut rest = template;
    let mut next = 0u32;
    while let Some((before, tail)) = cut(rest, b'{') {
        b.push(cx, before)?;
        let (what, tail) = cut(tail, b'}').unwrap_or(("", tail));
        let cell = Slot(first.0 + 4 * next.min(PARKED_VALUES as u32 - 1));
        next += 1;
        rest = tail;
        let v = cx.get(cell);
        match what {
            "t" => {
                let name = cx.class_of(v).name().to_bits();
                cx.set(dst, Value::from_bits(name));
                b.push_slot(cx, dst)?;
            }
            "f" => {
                let code = v.to_bits();
                frame::push_qualname(&mut b, cx, code)?;
            }
            "r" => parts::shown()(&mut b, cx, cell)?,
            _ if v.is_unbound() => b.push(cx, "?")?,
            _ if cx.str(v).is_some() => b.push_slot(cx, cell)?,
            _ => {
                debug_assert!(v.is_small(), "neither text nor number in {template:?}");
                b.push_int(cx, v.as_small().unwrap_or(0) as i64)?
            }
        }
    }
    b.push(cx, rest)?;
    b.finish(cx, dst)
}

/// A new exception instance of a class, without running an `__init__`.
pub(crate) fn instance(
    cx: &mut Cx,
    class: Slot,
    argument: Option<Slot>,
    dst: Slot,
) -> Result<(), Raised> {
    cx.make(dst, |cx| {
        let args = match argument {
            Some(a) => cx.new_tuple(1, |_| cx.get(a))?,
            None => cx.new_tuple(0, |_| Value::NONE)?,
        };
        let e = cx.new_instance(cx.get(class))?;
        fill(cx, e, args);
        Ok(e)
    })?;
    parts::exception_fields()(cx, dst, dst);
    Ok(())
}

/// A new instance of the builtin exception class at `class`, whose arguments are the `n` words at `first`. `None` when
/// it takes more than writing words: another class, fields that come from the arguments, no room.
#[inline(always)]
pub(crate) fn quick_exception(cx: &Cx, class: u32, first: u32, n: u32) -> Option<u32> {
    let word = |i: u32| ld(cx, class + 4 + 4 * i);
    let flags = word(word::FLAGS) as i32 >> 1;
    let plain = flag::BUILTIN | flag::EXCEPTION;
    if flags & plain != plain || words(ld(cx, word(word::LAYOUT))) != slot::NOTES + 1 {
        return None;
    }
    let fields = slot::NOTES + 1 + u32::from(flags & flag::OVERFLOW != 0);
    crate::anchor::kind(Kind::Tuple);
    let args = cx.take(4 * (n + 1) + 4 * (fields + 2))?;
    st(cx, args, header(Kind::Tuple, n));
    for i in 0..n {
        st(cx, args + 4 + 4 * i, ld(cx, first + 4 * i));
    }
    let e = args + 4 + 4 * n;
    st(cx, e, header(Kind::Instance, fields + 1));
    st(cx, e + 4, class);
    for i in 0..fields {
        st(
            cx,
            e + 8 + 4 * i,
            match i {
                slot::ARGS => args,
                slot::CAUSE | slot::CONTEXT | slot::TRACEBACK => bits::NONE,
                slot::SUPPRESS_CONTEXT => bits::FALSE,
                _ => bits::UNBOUND,
            },
        );
    }
    Some(e)
}

pub(crate) fn fill(cx: &Cx, e: Value<'_>, args: Value<'_>) {
    cx.set_instance_slot(e, slot::ARGS, args);
    cx.set_instance_slot(e, slot::CAUSE, Value::NONE);
    cx.set_instance_slot(e, slot::CONTEXT, Value::NONE);
    cx.set_instance_slot(e, slot::SUPPRESS_CONTEXT, Value::FALSE);
    cx.set_instance_slot(e, slot::TRACEBACK, Value::NONE);
}

/// `args` of an instance that a user's `__init__` will see, from `n` cells at `first`.
pub(crate) fn init_args(cx: &mut Cx, e: Slot, first: u32, n: u32) -> Result<(), Raised> {
    let (mut cx, s) = cx.frame(1)?;
    cx.make(s.at(0), |cx| {
        cx.new_tuple(n, |i| cx.get(Slot(first + 4 * i)))
    })?;
    fill(&cx, cx.get(e), cx.get(s.at(0)));
    parts::exception_fields()(&cx, e, e);
    Ok(())
}

/// A new builtin exception without arguments.
pub fn new_exception(cx: &mut Cx, class: fn(&Cx) -> Value<'_>, dst: Slot) -> Result<(), Raised> {
    let (mut cx, s) = cx.frame(1)?;
    cx.set(s.at(0), class(&cx));
    instance(&mut cx, s.at(0), None, dst)
}

/// A new builtin exception with one argument.
pub fn new_exception_with(
    cx: &mut Cx,
    class: fn(&Cx) -> Value<'_>,
    argument: Slot,
    dst: Slot,
) -> Result<(), Raised> {
    let (mut cx, s) = cx.frame(1)?;
    cx.set(s.at(0), class(&cx));
    instance(&mut cx, s.at(0), Some(argument), dst)
}

/// Whether a value is an exception class or an exception.
pub(crate) fn can_be_raised(cx: &Cx, v: Value<'_>) -> bool {
    match cx.class(Value::from_bits(v.to_bits())) {
        Some(class) => class.is_exception(),
        None => cx.class_of(v).is_exception(),
    }
}

/// What `raise v` raises: an instance as it is, a class called.
pub fn exception_from(cx: &mut Cx, v: Slot, dst: Slot) -> Result<(), Raised> {
    let value = cx.get(v);
    if let Some(class) = cx.class(value)
        && class.is_exception()
    {
        crate::protocol::call::call0(cx, v, dst)?;
        if !cx.class_of(cx.get(dst)).is_exception() {
            return Err(cx.type_error(
                "calling {} should have returned an instance of BaseException, not {t}",
                &[
                    cx.class(cx.get(v)).map_or(Value::NONE, |c| c.name()),
                    cx.get(dst),
                ],
            ));
        }
        return Ok(());
    }
    if cx.class_of(value).has(flag::EXCEPTION) && cx.class(value).is_none() {
        cx.set(dst, value);
        return Ok(());
    }
    Err(cx.type_error("exceptions must derive from BaseException", &[]))
}

/// `__cause__`; also hides the context, as `raise … from …` does.
pub fn set_cause(cx: &Cx, e: Value<'_>, cause: Value<'_>) {
    cx.set_instance_slot(e, slot::CAUSE, cause);
    cx.set_instance_slot(e, slot::SUPPRESS_CONTEXT, Value::TRUE);
}

/// `__context__`, without making a cycle.
pub fn set_context(cx: &Cx, e: Value<'_>, context: Value<'_>) {
    let mut at = context.to_bits();
    for _ in 0..64 {
        let v: Value<'_> = Value::from_bits(at);
        if !v.is_pointer() || !cx.class_of(v).is_exception() {
            break;
        }
        let next = cx.instance_slot(v, slot::CONTEXT).to_bits();
        if next == e.to_bits() {
            cx.set_instance_slot(v, slot::CONTEXT, Value::NONE);
            break;
        }
        at = next;
    }
    cx.set_instance_slot(e, slot::CONTEXT, context);
}

/// Value of a StopIteration instance.
pub fn stop_value<'h>(cx: &'h Cx, e: Value<'h>) -> Value<'h> {
    match cx.tuple(cx.instance_slot(e, slot::ARGS)) {
        Some(args) if !args.is_empty() => args.get(0),
        _ => Value::NONE,
    }
}

/// Raises StopIteration with a value.
pub fn raise_stop(cx: &mut Cx, value: Slot) -> Raised {
    parts::mark_texts();
    match cx.frame(1) {
        Ok((mut cx, s)) => match new_exception_with(&mut cx, ty::StopIteration, value, s.at(0)) {
            Ok(()) => cx.raise_value(cx.get(s.at(0))),
            Err(e) => e,
        },
        Err(e) => e,
    }
}

// ---- texts of call errors

/// Name of a builtin function object.
pub(crate) fn native_name(cx: &Cx, native: Slot) -> Value<'_> {
    let n = cx.get(native);
    Value::from_bits(cx.raw_word(n, native_word::NAME))
}

/// Whether a builtin is the constructor of a type: its first argument, the class, is not the caller's.
fn is_constructor(cx: &Cx, native: Value<'_>) -> bool {
    let names: Value<'_> = Value::from_bits(cx.raw_word(native, native_word::NAMES));
    cx.tuple(names)
        .is_some_and(|t| cx.str(t.get(0)).is_some_and(|s| s.text() == ".class"))
}

/// The name of a builtin's owner, if it is a method.
fn owner_name<'h>(cx: &'h Cx, native: Value<'_>) -> Option<Value<'h>> {
    let owner = Value::from_bits(cx.raw_word(native, native_word::OWNER));
    let method = matches!(
        native_binding(cx, native),
        Binding::Method | Binding::ClassMethod
    );
    cx.class(owner).filter(|_| method).map(|c| c.name())
}

/// A builtin method got a receiver of another type.
#[cold]
pub(crate) fn wrong_receiver(cx: &Cx, native: Value<'_>, receiver: Value<'_>) -> Raised {
    let name = Value::from_bits(cx.raw_word(native, native_word::NAME));
    let owner = owner_name(cx, native).unwrap_or(Value::NONE);
    cx.type_error(
        "descriptor '{}' for '{}' objects doesn't apply to a '{t}' object",
        &[name, owner, receiver],
    )
}

/// A builtin got a keyword argument that it has no parameter for. `first`: the cell of its first argument.
#[cold]
pub(crate) fn native_keyword(cx: &Cx, native: Slot, first: Slot, keyword: Value<'_>) -> Raised {
    let n = cx.get(native);
    let name = native_name(cx, native);
    let [_, max, nk, _] = cx.raw_word(n, native_word::SHAPE).to_le_bytes();
    if nk > 0 || (max as u32) > cx.raw_word(n, native_word::BINDING) & 0xFF {
        return cx.type_error(
            "'{}' is an invalid keyword argument for {}()",
            &[keyword, name],
        );
    }
    if let Some(owner) = owner_name(cx, n) {
        return cx.type_error("{}.{}() takes no keyword arguments", &[owner, name]);
    }
    let class = cx.class(cx.get(first)).filter(|_| is_constructor(cx, n));
    cx.type_error(
        "{}() takes no keyword arguments",
        &[class.map_or(name, |c| c.name())],
    )
}

/// A builtin got too few or too many arguments.
#[cold]
pub(crate) fn native_arity(cx: &mut Cx, native: Slot, min: u32, max: u32, given: u32) -> Raised {
    let n = cx.get(native);
    let name = native_name(cx, native);
    let owner = owner_name(cx, n);
    if given == 0
        && let Some(owner) = owner
    {
        return cx.type_error("unbound method {}.{}() needs an argument", &[owner, name]);
    }
    // The receiver and the class of a constructor are not counted.
    let hidden = u32::from(owner.is_some() || is_constructor(cx, n));
    let by_name = max > cx.raw_word(n, native_word::BINDING) & 0xFF;
    let nk = cx.raw_word(n, native_word::SHAPE).to_le_bytes()[2];
    let parameters: Value<'_> = Value::from_bits(cx.raw_word(n, native_word::NAMES));
    let required = cx
        .tuple(parameters)
        .map_or(Value::NONE, |t| t.get(given.max(hidden)));
    let (min, max, given) = (
        min.saturating_sub(hidden) as i32,
        max.saturating_sub(hidden) as i32,
        given.saturating_sub(hidden) as i32,
    );
    let few = given < min;
    let bound = Value::int(if few { min } else { max });
    let g = Value::int(given);
    if by_name {
        return if few {
            cx.type_error(
                "{}() missing required argument '{}' (pos {})",
                &[name, required, Value::int(given + 1)],
            )
        } else {
            cx.type_error(
                "{}() takes at most {} arguments ({} given)",
                &[name, bound, g],
            )
        };
    }
    let none = max == 0;
    if none && nk > 0 {
        return cx.type_error("{}() takes no positional arguments", &[name]);
    }
    if none && hidden > 0 && owner.is_none() {
        return cx.type_error("{}() takes no arguments", &[name]);
    }
    if nk == 0 && (none || (min == 1 && max == 1)) {
        return match (owner, none) {
            (Some(o), true) => {
                cx.type_error("{}.{}() takes no arguments ({} given)", &[o, name, g])
            }
            (Some(o), false) => cx.type_error(
                "{}.{}() takes exactly one argument ({} given)",
                &[o, name, g],
            ),
            (None, true) => cx.type_error("{}() takes no arguments ({} given)", &[name, g]),
            (None, false) => {
                cx.type_error("{}() takes exactly one argument ({} given)", &[name, g])
            }
        };
    }
    let one = bound.as_small() == Some(1);
    match (min == max, few, one) {
        (true, _, true) => cx.type_error("{} expected {} argument, got {}", &[name, bound, g]),
        (true, _, false) => cx.type_error("{} expected {} arguments, got {}", &[name, bound, g]),
        (_, true, true) => cx.type_error(
            "{} expected at least {} argument, got {}",
            &[name, bound, g],
        ),
        (_, true, false) => cx.type_error(
            "{} expected at least {} arguments, got {}",
            &[name, bound, g],
        ),
        (_, false, true) => {
            cx.type_error("{} expected at most {} argument, got {}", &[name, bound, g])
        }
        (_, false, false) => cx.type_error(
            "{} expected at most {} arguments, got {}",
            &[name, bound, g],
        ),
    }
}

/// TypeError whose message was built in a cell.
fn type_error_text(cx: &mut Cx, text: Slot) -> Raised {
    let (mut cx, s) = match cx.frame(1) {
        Ok(f) => f,
        Err(e) => return e,
    };
    match new_exception_with(&mut cx, ty::TypeError, text, s.at(0)) {
        Ok(()) => cx.raise_value(cx.get(s.at(0))),
        Err(e) => e,
    }
}

/// `f() takes from 1 to 2 positional arguments but 3 were given`; `named`: keyword-only arguments that were given.
#[cold]
pub(crate) fn too_many_positional(
    cx: &mut Cx,
    code: u32,
    least: i32,
    most: i32,
    given: i32,
    named: i32,
) -> Raised {
    let r = (|| {
        let (mut cx, s) = cx.frame(2)?;
        let cx = &mut *cx;
        let mut b = StrBuilder::new(cx, s.at(1));
        frame::push_qualname(&mut b, cx, code)?;
        b.push(cx, "() takes ")?;
        if least != most {
            b.push(cx, "from ")?;
            b.push_int(cx, least as i64)?;
            b.push(cx, " to ")?;
        }
        b.push_int(cx, most as i64)?;
        b.push(
            cx,
            if most == 1 && least == 1 {
                " positional argument but "
            } else {
                " positional arguments but "
            },
        )?;
        b.push_int(cx, given as i64)?;
        if named > 0 {
            b.push(
                cx,
                if given == 1 {
                    " positional argument (and "
                } else {
                    " positional arguments (and "
                },
            )?;
            b.push_int(cx, named as i64)?;
            b.push(
                cx,
                if named == 1 {
                    " keyword-only argument)"
                } else {
                    " keyword-only arguments)"
                },
            )?;
        }
        b.push(
            cx,
            if given == 1 && named == 0 {
                " was given"
            } else {
                " were given"
            },
        )?;
        b.finish(cx, s.at(1))?;
        Err::<(), Raised>(type_error_text(cx, s.at(1)))
    })();
    r.err().unwrap_or(Raised(()))
}

/// `f() missing 2 required positional arguments: 'a' and 'b'`; parameters `from..from + n` that are unbound.
#[cold]
pub(crate) fn missing_arguments(
    cx: &mut Cx,
    f: Slot,
    fp: u32,
    code: u32,
    from: u32,
    n: u32,
    missing: u32,
) -> Raised {
    let r = (|| {
        let by_position = from == 0 && n == frame::positional(cx, code);
        let defaults = {
            let func = cx.get(f);
            if by_position {
                cx.tuple(cx.function_field(func, function_word::DEFAULTS))
                    .map_or(0, |t| t.len())
            } else {
                0
            }
        };
        let (mut cx, s) = cx.frame(2)?;
        let cx = &mut *cx;
        let mut b = StrBuilder::new(cx, s.at(1));
        frame::push_qualname(&mut b, cx, code)?;
        b.push(cx, "() missing ")?;
        b.push_int(cx, missing as i64)?;
        b.push(
            cx,
            if by_position {
                " required positional argument"
            } else {
                " required keyword-only argument"
            },
        )?;
        b.push(cx, if missing == 1 { ": " } else { "s: " })?;
        let mut done = 0;
        for i in from..from + n {
            let given = crate::vm::ld(cx, fp + 4 * i) != 0;
            if given || (by_position && i + defaults >= n) {
                continue;
            }
            done += 1;
            if done > 1 {
                b.push(
                    cx,
                    if done < missing {
                        ", "
                    } else if missing == 2 {
                        " and "
                    } else {
                        ", and "
                    },
                )?;
            }
            let name = cx
                .tuple(frame::parameter_names(cx, code))
                .map_or(0, |t| t.get(i).to_bits());
            cx.set(s.at(0), Value::from_bits(name));
            b.push(cx, "'")?;
            b.push_slot(cx, s.at(0))?;
            b.push(cx, "'")?;
        }
        b.finish(cx, s.at(1))?;
        Err::<(), Raised>(type_error_text(cx, s.at(1)))
    })();
    r.err().unwrap_or(Raised(()))
}
