//! Cold operations of pattern matching (Python reference, "The match statement").

use super::Next;
use super::frame::*;
use crate::cx::{Cx, Raised, Slot};
use crate::object::header::Kind;
use crate::object::value::Value;
use crate::protocol::attribute;
use crate::wk::{name, ty};

#[unsafe(no_mangle)]
pub fn mpf_op_match_sequence(cx: &mut Cx, pc: u32, fp: u32) -> Next {
    let v = cx.get(b(cx, pc, fp));
    let v = cx.builtin_payload(v).unwrap_or(v);
    let yes = matches!(v.kind(cx), Some(Kind::List | Kind::Tuple | Kind::Range));
    cx.set(a(cx, pc, fp), Value::bool(yes));
    Next { pc: pc + 4, fp }
}

#[unsafe(no_mangle)]
pub fn mpf_op_match_mapping(cx: &mut Cx, pc: u32, fp: u32) -> Next {
    let yes = cx.dict(cx.get(b(cx, pc, fp))).is_some();
    cx.set(a(cx, pc, fp), Value::bool(yes));
    Next { pc: pc + 4, fp }
}

#[unsafe(no_mangle)]
pub fn mpf_op_match_keys(cx: &mut Cx, pc: u32, fp: u32) -> Next {
    settle(cx, fp);
    let (dst, subject, keys) = (a(cx, pc, fp), b(cx, pc, fp), c(cx, pc, fp));
    let r = match_keys(cx, subject, keys, dst);
    after(cx, pc, fp, 4, r)
}

fn match_keys(cx: &mut Cx, subject: Slot, keys: Slot, dst: Slot) -> Result<(), Raised> {
    let n = cx.tuple(cx.get(keys)).map_or(0, |t| t.len());
    let (mut cx, s) = cx.frame(n + 1)?;
    for i in 0..n {
        let key = cx.tuple(cx.get(keys)).map_or(Value::UNBOUND, |t| t.get(i));
        cx.set(s.at(n), key);
        if !crate::object::dict::dict_get(&mut cx, subject, s.at(n), s.at(i))? {
            cx.set(dst, Value::NONE);
            return Ok(());
        }
    }
    cx.make(dst, |cx| cx.new_tuple(n, |i| cx.get(s.at(i))))
}

#[unsafe(no_mangle)]
pub fn mpf_op_match_class(cx: &mut Cx, pc: u32, fp: u32) -> Next {
    settle(cx, fp);
    let (dst, subject, class) = (a(cx, pc, fp), b(cx, pc, fp), c(cx, pc, fp));
    let names = const6(cx, pc).to_bits();
    let r = match_class(cx, subject, class, names, dst);
    after(cx, pc, fp, 6, r)
}

/// Builtin types whose single positional sub-pattern matches the subject itself.
fn matches_itself(cx: &Cx, class: Value<'_>) -> bool {
    let own = [
        ty::bool(cx),
        ty::bytearray(cx),
        ty::bytes(cx),
        ty::dict(cx),
        ty::float(cx),
        ty::frozenset(cx),
        ty::int(cx),
        ty::list(cx),
        ty::set(cx),
        ty::str(cx),
        ty::tuple(cx),
    ];
    own.iter().any(|t| {
        cx.class(Value::from_bits(class.to_bits()))
            .is_some_and(|c| c.derives_from(*t))
    })
}

/// Positional sub-patterns (their number is in `dst`) and keyword ones become a tuple of attributes, or None.
fn match_class(
    cx: &mut Cx,
    subject: Slot,
    class: Slot,
    names: u32,
    dst: Slot,
) -> Result<(), Raised> {
    let positional = cx.get(dst).as_small().unwrap_or(0) as u32;
    let c = cx.get(class);
    if cx.class(c).is_none() {
        return Err(cx.type_error("called match pattern must be a class", &[]));
    }
    if !cx.class_of(cx.get(subject)).derives_from(c) {
        cx.set(dst, Value::NONE);
        return Ok(());
    }
    let keywords = cx.tuple(Value::from_bits(names)).map_or(0, |t| t.len());
    let n = positional + keywords;
    let (mut cx, s) = cx.frame(n + 3)?;
    let cx = &mut *cx;
    let (name_cell, args) = (s.at(n), s.at(n + 1));
    if positional > 0 {
        let itself = matches_itself(cx, cx.get(class));
        cx.set(name_cell, name::__match_args__(cx));
        let known = attribute::find_attr(cx, class, name_cell, args)?;
        if !known && itself && positional == 1 {
            cx.set(s.at(0), cx.get(subject));
        } else {
            let allowed = if known {
                cx.tuple(cx.get(args)).map_or(0, |t| t.len())
            } else {
                0
            };
            if positional > allowed {
                let class_name = cx.class(cx.get(class)).map_or(Value::NONE, |c| c.name());
                let (a, g) = (Value::int(allowed as i32), Value::int(positional as i32));
                return Err(if allowed == 1 {
                    cx.type_error(
                        "{}() accepts {} positional sub-pattern ({} given)",
                        &[class_name, a, g],
                    )
                } else {
                    cx.type_error(
                        "{}() accepts {} positional sub-patterns ({} given)",
                        &[class_name, a, g],
                    )
                });
            }
            for i in 0..positional {
                let name = cx.tuple(cx.get(args)).map_or(Value::UNBOUND, |t| t.get(i));
                cx.set(name_cell, name);
                if !attribute::find_attr(cx, subject, name_cell, s.at(i))? {
                    cx.set(dst, Value::NONE);
                    return Ok(());
                }
            }
        }
    }
    for i in 0..keywords {
        let name = cx
            .tuple(Value::from_bits(names))
            .map_or(0, |t| t.get(i).to_bits());
        cx.set(name_cell, Value::from_bits(name));
        if !attribute::find_attr(cx, subject, name_cell, s.at(positional + i))? {
            cx.set(dst, Value::NONE);
            return Ok(());
        }
    }
    cx.make(dst, |cx| cx.new_tuple(n, |i| cx.get(s.at(i))))
}
