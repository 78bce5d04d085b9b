//! Exception types. Instances are ordinary instances whose first slots are `error::slot`.
//! Python library reference, "Built-in Exceptions".

use crate::cx::{Cx, Raised, Slot, Stop};
use crate::error::slot;
use crate::native::Args;
use crate::object::value::Value;
use crate::protocol::text::{self, StrBuilder};
use crate::wk::{name, ty};
use crate::{builtin_types, natives};

/// Sets the named fields that some exceptions derive from their arguments (OSError.errno …); others to None.
pub(crate) fn fill_fields(cx: &Cx, e: Value<'_>) {
    let e: Value<'_> = Value::from_bits(e.to_bits());
    let class = cx.class_of(e);
    let args = cx.tuple(cx.instance_slot(e, slot::ARGS));
    let n = args.map_or(0, |a| a.len());
    let put = |field: Value<'_>, v: Value<'_>| {
        if let Some(i) = class.slot_of(field) {
            cx.set_instance_slot(e, i, v);
        }
    };
    let arg = |i: u32| {
        args.filter(|a| i < a.len())
            .map_or(Value::NONE, |a| a.get(i))
    };
    if class.derives_from(ty::OSError(cx)) {
        put(name::errno(cx), if n >= 2 { arg(0) } else { Value::NONE });
        put(
            name::strerror(cx),
            if n >= 2 { arg(1) } else { Value::NONE },
        );
    } else if class.derives_from(ty::SystemExit(cx)) {
        match args {
            Some(a) if n > 1 => put(name::code(cx), a.value()),
            _ => put(name::code(cx), arg(0)),
        }
    } else if class.derives_from(ty::NameError(cx))
        || class.derives_from(ty::AttributeError(cx))
        || class.derives_from(ty::ImportError(cx))
    {
        put(name::name(cx), Value::NONE);
    }
}

/// `cls(*args)`.
/// `fill_fields` as a part of its own.
#[unsafe(no_mangle)]
pub fn mpf_exception_fields(cx: &Cx, e: Slot, _: Slot) {
    fill_fields(cx, cx.get(e));
}

/// NameError carries the name, the first of the values of its message; AttributeError too, there the object comes first.
#[unsafe(no_mangle)]
pub fn mpf_exception_name(cx: &Cx, e: Slot, values: Slot) {
    let e = cx.get(e);
    let class = cx.class_of(e);
    if let Some(i) = class.slot_of(name::name(cx)) {
        let second = class.derives_from(ty::AttributeError(cx));
        let v = cx.get(Slot(values.0 + 4 * u32::from(second)));
        if cx.str(v).is_some() {
            cx.set_instance_slot(e, i, v);
        }
    }
}

/// In place of both when no code can see the fields.
#[unsafe(no_mangle)]
pub fn mpf_no_fields(_: &Cx, _: Slot, _: Slot) {}

#[unsafe(no_mangle)]
pub fn mpf_exception_new(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    let class = a.slot(0);
    let (mut f, s) = cx.frame(1)?;
    let cx = &mut *f;
    cx.make(s.at(0), |cx| cx.new_instance(cx.get(class)))?;
    crate::error::init_args(cx, s.at(0), class.0 + 4, a.len() - 1)?;
    cx.ret(a, cx.get(s.at(0)));
    Ok(())
}

#[unsafe(no_mangle)]
pub fn mpf_exception_init(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    let (mut f, s) = cx.frame(1)?;
    let first = a.slot(0).0 + 4;
    f.make(s.at(0), |cx| {
        cx.new_tuple(a.len() - 1, |i| cx.get(Slot(first + 4 * i)))
    })?;
    let e = f.arg(a, 0);
    if f.class_of(e).is_exception() {
        f.set_instance_slot(e, slot::ARGS, f.get(s.at(0)));
        fill_fields(&f, e);
    }
    f.ret(a, Value::NONE);
    Ok(())
}

/// `ValueError('x')`
#[unsafe(no_mangle)]
pub fn mpf_exception_repr(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    let (mut f, s) = cx.frame(2)?;
    let cx = &mut *f;
    let class_name = cx.class_of(cx.arg(a, 0)).name().to_bits();
    cx.set(s.at(1), Value::from_bits(class_name));
    let mut b = StrBuilder::new(cx, s.at(0));
    b.push_slot(cx, s.at(1))?;
    let args = cx.instance_slot(cx.arg(a, 0), slot::ARGS);
    if cx.tuple(args).map_or(0, |t| t.len()) == 1 {
        b.push(cx, "(")?;
        let only = cx
            .tuple(cx.instance_slot(cx.arg(a, 0), slot::ARGS))
            .map_or(0, |t| t.get(0).to_bits());
        cx.set(s.at(1), Value::from_bits(only));
        b.push_repr(cx, s.at(1))?;
        b.push(cx, ")")?;
    } else {
        cx.set(s.at(1), cx.instance_slot(cx.arg(a, 0), slot::ARGS));
        b.push_repr(cx, s.at(1))?;
    }
    b.finish(cx, a.ret())
}

#[unsafe(no_mangle)]
pub fn mpf_exception_str(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    let e = cx.arg(a, 0);
    let args = cx.instance_slot(e, slot::ARGS);
    let n = cx.tuple(args).map_or(0, |t| t.len());
    let (os, key) = (
        cx.class_of(e).derives_from(ty::OSError(cx)),
        cx.class_of(e).derives_from(ty::KeyError(cx)),
    );
    let (mut f, s) = cx.frame(3)?;
    let cx = &mut *f;
    let first = cx
        .tuple(cx.instance_slot(cx.arg(a, 0), slot::ARGS))
        .map_or(0, |t| t.get(0).to_bits());
    cx.set(s.at(0), Value::from_bits(first));
    match n {
        0 => cx.make(a.ret(), |cx| cx.new_str("")),
        1 if key => text::repr(cx, s.at(0), a.ret()),
        1 => text::to_str(cx, s.at(0), a.ret()),
        2 if os => {
            let second = cx
                .tuple(cx.instance_slot(cx.arg(a, 0), slot::ARGS))
                .map_or(0, |t| t.get(1).to_bits());
            cx.set(s.at(1), Value::from_bits(second));
            let mut b = StrBuilder::new(cx, s.at(2));
            b.push(cx, "[Errno ")?;
            b.push_str(cx, s.at(0))?;
            b.push(cx, "] ")?;
            b.push_str(cx, s.at(1))?;
            b.finish(cx, a.ret())
        }
        _ => {
            cx.set(s.at(0), cx.instance_slot(cx.arg(a, 0), slot::ARGS));
            text::repr(cx, s.at(0), a.ret())
        }
    }
}

/// `e.with_traceback(tb)`: there are no traceback objects; the exception itself.
#[unsafe(no_mangle)]
pub fn mpf_exception_with_traceback(cx: &Cx, a: Args) -> Result<Value<'_>, Stop> {
    Ok(cx.arg(a, 0))
}

/// `e.add_note(text)`
#[unsafe(no_mangle)]
pub fn mpf_exception_add_note(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    if cx.str(cx.arg(a, 1)).is_none() {
        return Err(cx.type_error("note must be a str, not '{t}'", &[cx.arg(a, 1)]));
    }
    let (mut f, s) = cx.frame(1)?;
    let cx = &mut *f;
    if cx.instance_slot(cx.arg(a, 0), slot::NOTES).is_unbound() {
        cx.make(s.at(0), |cx| cx.new_list(0, |_| Value::NONE))?;
        cx.set_instance_slot(cx.arg(a, 0), slot::NOTES, cx.get(s.at(0)));
    }
    cx.set(s.at(0), cx.instance_slot(cx.arg(a, 0), slot::NOTES));
    crate::vm::ops_build::append(cx, s.at(0), a.slot(1))?;
    cx.ret(a, Value::NONE);
    Ok(())
}

#[unsafe(no_mangle)]
pub fn mpf_stop_iteration_value(cx: &Cx, a: Args) -> Result<Value<'_>, Stop> {
    Ok(crate::error::stop_value(cx, cx.arg(a, 0)))
}

natives! {
    "BaseException" {
        Method full mpf_exception_init "__init__(self, /, *args)" [];
        Method full mpf_exception_str "__str__(self, /)" [STR];
        Method full mpf_exception_repr "__repr__(self, /)" [REPR];
        Method leaf mpf_exception_with_traceback "with_traceback(self, tb, /)" [];
        Method full mpf_exception_add_note "add_note(self, note, /)" [];
    }
    "StopIteration" {
        Getter leaf mpf_stop_iteration_value "value(self)" [];
    }
}

builtin_types! {
    "BaseException": "object", Instance, "BaseException(*args)", { New: mpf_exception_new, Repr: mpf_exception_repr, Str: mpf_exception_str }
        ["args" "__cause__" "__context__" "__suppress_context__" "__traceback__" "__notes__"];
    "Exception": "BaseException", Instance, "Exception(*args)", {} [];
    "SystemExit": "BaseException", Instance, "SystemExit(*args)", {} ["code"];
    "KeyboardInterrupt": "BaseException", Instance, "KeyboardInterrupt(*args)", {} [];
    "GeneratorExit": "BaseException", Instance, "GeneratorExit(*args)", {} [];
    "MissingFromImage": "BaseException", Instance, "MissingFromImage(*args)", {} [];
    "StopIteration": "Exception", Instance, "StopIteration(*args)", {} [];
    "StopAsyncIteration": "Exception", Instance, "StopAsyncIteration(*args)", {} [];
    "ArithmeticError": "Exception", Instance, "ArithmeticError(*args)", {} [];
    "ZeroDivisionError": "ArithmeticError", Instance, "ZeroDivisionError(*args)", {} [];
    "OverflowError": "ArithmeticError", Instance, "OverflowError(*args)", {} [];
    "FloatingPointError": "ArithmeticError", Instance, "FloatingPointError(*args)", {} [];
    "AssertionError": "Exception", Instance, "AssertionError(*args)", {} [];
    "AttributeError": "Exception", Instance, "AttributeError(*args)", {} ["name" "obj"];
    "BufferError": "Exception", Instance, "BufferError(*args)", {} [];
    "EOFError": "Exception", Instance, "EOFError(*args)", {} [];
    "ImportError": "Exception", Instance, "ImportError(*args)", {} ["name" "path"];
    "ModuleNotFoundError": "ImportError", Instance, "ModuleNotFoundError(*args)", {} [];
    "LookupError": "Exception", Instance, "LookupError(*args)", {} [];
    "IndexError": "LookupError", Instance, "IndexError(*args)", {} [];
    "KeyError": "LookupError", Instance, "KeyError(*args)", {} [];
    "MemoryError": "Exception", Instance, "MemoryError(*args)", {} [];
    "NameError": "Exception", Instance, "NameError(*args)", {} ["name"];
    "UnboundLocalError": "NameError", Instance, "UnboundLocalError(*args)", {} [];
    "OSError": "Exception", Instance, "OSError(*args)", {} ["errno" "strerror"];
    "RuntimeError": "Exception", Instance, "RuntimeError(*args)", {} [];
    "NotImplementedError": "RuntimeError", Instance, "NotImplementedError(*args)", {} [];
    "RecursionError": "RuntimeError", Instance, "RecursionError(*args)", {} [];
    "SyntaxError": "Exception", Instance, "SyntaxError(*args)", {} [];
    "SystemError": "Exception", Instance, "SystemError(*args)", {} [];
    "TypeError": "Exception", Instance, "TypeError(*args)", {} [];
    "ValueError": "Exception", Instance, "ValueError(*args)", {} [];
    "UnicodeError": "ValueError", Instance, "UnicodeError(*args)", {} [];
    "UnicodeDecodeError": "UnicodeError", Instance, "UnicodeDecodeError(*args)", {} [];
    "UnicodeEncodeError": "UnicodeError", Instance, "UnicodeEncodeError(*args)", {} [];
    "Warning": "Exception", Instance, "Warning(*args)", {} [];
    "DeprecationWarning": "Warning", Instance, "DeprecationWarning(*args)", {} [];
    "UserWarning": "Warning", Instance, "UserWarning(*args)", {} [];
    "RuntimeWarning": "Warning", Instance, "RuntimeWarning(*args)", {} [];
}
