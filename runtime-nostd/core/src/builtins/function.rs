//! Functions, methods and modules as objects: their attributes and text forms.

use crate::cx::{Cx, Raised, Slot, Stop};
use crate::native::Args;
use crate::object::function::{function_word, module_word, native_word};
use crate::object::generator;
use crate::object::header::Kind;
use crate::object::value::Value;
use crate::protocol::text::StrBuilder;
use crate::vm::frame;
use crate::wk::name;
use crate::{builtin_types, natives};

/// A function, or the one inside a bound method or generator.
fn plain<'h>(cx: &'h Cx, v: Value<'h>) -> Value<'h> {
    match v.kind(cx) {
        Some(Kind::Method) => cx.field(v, 0),
        Some(Kind::Generator) => cx.field(v, generator::word::FUNCTION),
        _ => v,
    }
}

/// What was stored on a function under the name of a computed attribute; unbound when nothing was.
fn stored<'h>(cx: &'h Cx, v: Value<'h>, name: Value<'h>) -> Value<'h> {
    let f = plain(cx, v);
    if !f.is_kind(cx, Kind::Function) {
        return Value::UNBOUND;
    }
    cx.dict_get_str(cx.function_field(f, function_word::ATTRIBUTES), name)
}

/// The name of a callable into `dst`.
fn function_name(cx: &mut Cx, v: Slot, qualified: bool, dst: Slot) -> Result<(), Raised> {
    let f = plain(cx, cx.get(v));
    let own = stored(
        cx,
        f,
        if qualified {
            name::__qualname__(cx)
        } else {
            name::__name__(cx)
        },
    );
    let known = match f.kind(cx) {
        _ if !own.is_unbound() => own,
        Some(Kind::Function) => {
            let code = frame::code_of(cx, f);
            if qualified && !frame::qualifier(cx, code).is_unbound() {
                let (mut cx, s) = cx.frame(1)?;
                let mut b = StrBuilder::new(&cx, s.at(0));
                frame::push_qualname(&mut b, &mut cx, code)?;
                return b.finish(&mut cx, dst);
            }
            frame::name(cx, code)
        }
        Some(Kind::Native) => Value::from_bits(cx.raw_word(f, native_word::NAME)),
        _ => Value::NONE,
    };
    cx.set(dst, known);
    Ok(())
}

#[unsafe(no_mangle)]
pub fn mpf_function_name(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    function_name(cx, a.slot(0), false, a.ret())
}
#[unsafe(no_mangle)]
pub fn mpf_function_qualname(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    function_name(cx, a.slot(0), true, a.ret())
}
/// Docstrings are not kept unless the program reads them as attributes of its own.
#[unsafe(no_mangle)]
pub fn mpf_function_doc(cx: &Cx, a: Args) -> Result<Value<'_>, Stop> {
    let own = stored(cx, cx.arg(a, 0), name::__doc__(cx));
    Ok(if own.is_unbound() { Value::NONE } else { own })
}
#[unsafe(no_mangle)]
pub fn mpf_function_module(cx: &Cx, a: Args) -> Result<Value<'_>, Stop> {
    let f = plain(cx, cx.arg(a, 0));
    if !f.is_kind(cx, Kind::Function) {
        return Ok(Value::NONE);
    }
    let m = cx.function_field(f, function_word::MODULE);
    Ok(if m.is_kind(cx, Kind::Module) {
        cx.field(m, module_word::NAME)
    } else {
        Value::NONE
    })
}
#[unsafe(no_mangle)]
pub fn mpf_function_defaults(cx: &Cx, a: Args) -> Result<Value<'_>, Stop> {
    let v = cx.function_field(plain(cx, cx.arg(a, 0)), function_word::DEFAULTS);
    Ok(if v.is_unbound() { Value::NONE } else { v })
}
#[unsafe(no_mangle)]
pub fn mpf_function_kwdefaults(cx: &Cx, a: Args) -> Result<Value<'_>, Stop> {
    let v = cx.function_field(plain(cx, cx.arg(a, 0)), function_word::KEYWORD_DEFAULTS);
    Ok(if v.is_unbound() { Value::NONE } else { v })
}
#[unsafe(no_mangle)]
pub fn mpf_method_func(cx: &Cx, a: Args) -> Result<Value<'_>, Stop> {
    Ok(cx.field(cx.arg(a, 0), 0))
}
#[unsafe(no_mangle)]
pub fn mpf_method_self(cx: &Cx, a: Args) -> Result<Value<'_>, Stop> {
    Ok(cx.field(cx.arg(a, 0), 1))
}
#[unsafe(no_mangle)]
pub fn mpf_module_name(cx: &Cx, a: Args) -> Result<Value<'_>, Stop> {
    Ok(cx.field(cx.arg(a, 0), module_word::NAME))
}

/// `<before name>`
fn bracketed(cx: &mut Cx, before: &str, name: u32, after: &str, dst: Slot) -> Result<(), Raised> {
    let (mut cx, s) = cx.frame(2)?;
    cx.set(s.at(0), Value::from_bits(name));
    let mut b = StrBuilder::new(&cx, s.at(1));
    b.push(&mut cx, before)?;
    b.push_slot(&mut cx, s.at(0))?;
    b.push(&mut cx, after)?;
    b.finish(&mut cx, dst)
}

#[unsafe(no_mangle)]
pub fn mpf_function_repr(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    let (mut cx, s) = cx.frame(1)?;
    let cx = &mut *cx;
    function_name(cx, a.slot(0), true, s.at(0))?;
    let name = cx.get(s.at(0)).to_bits();
    match cx.arg(a, 0).kind(cx) {
        Some(Kind::Function) => bracketed(cx, "<function ", name, " at 0x0>", a.ret()),
        Some(Kind::Method) => bracketed(cx, "<bound method ", name, ">", a.ret()),
        Some(Kind::Generator) => bracketed(cx, "<generator object ", name, " at 0x0>", a.ret()),
        _ => bracketed(cx, "<built-in function ", name, ">", a.ret()),
    }
}

#[unsafe(no_mangle)]
pub fn mpf_module_repr(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    let name = cx.field(cx.arg(a, 0), module_word::NAME).to_bits();
    bracketed(cx, "<module '", name, "'>", a.ret())
}

/// Bound methods of the same function and receiver are equal.
#[unsafe(no_mangle)]
pub fn mpf_method_compare(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    let (x, y) = (cx.arg(a, 0), cx.arg(a, 1));
    let op = cx.arg(a, 2).as_small().unwrap_or(0);
    let both = x.is_kind(cx, Kind::Method) && y.is_kind(cx, Kind::Method);
    let (eq, ne) = (
        mpf_bytecode::CompareOp::Eq as i32,
        mpf_bytecode::CompareOp::Ne as i32,
    );
    if !both || (op != eq && op != ne) {
        cx.ret(a, Value::NOT_IMPLEMENTED);
        return Ok(());
    }
    let same = cx.field(x, 0).is(cx.field(y, 0)) && cx.field(x, 1).is(cx.field(y, 1));
    cx.ret(a, Value::bool(same == (op == eq)));
    Ok(())
}

#[unsafe(no_mangle)]
pub fn mpf_method_hash(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    let h = crate::protocol::hash::identity_hash(cx, cx.field(cx.arg(a, 0), 0));
    cx.ret(a, Value::int(h as i32));
    Ok(())
}

natives! {
    "function" {
        Getter full mpf_function_name "__name__(self)" [];
        Getter full mpf_function_qualname "__qualname__(self)" [];
        Getter leaf mpf_function_doc "__doc__(self)" [];
        Getter leaf mpf_function_module "__module__(self)" [];
        Getter leaf mpf_function_defaults "__defaults__(self)" [];
        Getter leaf mpf_function_kwdefaults "__kwdefaults__(self)" [];
    }
    "builtin_function_or_method" {
        Getter full mpf_function_name "__name__(self)" [];
        Getter full mpf_function_qualname "__qualname__(self)" [];
    }
    "generator" {
        Getter full mpf_function_name "__name__(self)" [];
        Getter full mpf_function_qualname "__qualname__(self)" [];
    }
    "method" {
        Getter leaf mpf_method_func "__func__(self)" [];
        Getter leaf mpf_method_self "__self__(self)" [];
        Getter full mpf_function_name "__name__(self)" [];
        Getter full mpf_function_qualname "__qualname__(self)" [];
        Getter leaf mpf_function_doc "__doc__(self)" [];
    }
    "module" {
        Getter leaf mpf_module_name "__name__(self)" [];
    }
}

builtin_types! {
    "function": "object", Function, "", { Repr: mpf_function_repr } [];
    "builtin_function_or_method": "object", Native, "", { Repr: mpf_function_repr } [];
    "method": "object", Method, "", { Repr: mpf_function_repr, Compare: mpf_method_compare, Hash: mpf_method_hash } [];
    "module": "object", Module, "", { Repr: mpf_module_repr } [];
    "cell": "object", Cell, "", {} [];
    "code": "object", Code, "", {} [];
}
