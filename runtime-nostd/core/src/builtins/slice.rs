//! The type `slice`.

use super::sequence::compare_items;
use crate::cx::{Cx, Raised, Stop};
use crate::native::Args;
use crate::object::header::Kind;
use crate::object::value::Value;
use crate::protocol::item;
use crate::protocol::text::{StrBuilder, guarded};
use crate::{builtin_types, natives};

/// Arguments: class, then one to three parts; a single one is the stop.
#[unsafe(no_mangle)]
pub fn mpf_slice_new(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    cx.make(a.ret(), |cx| {
        let part = |i| {
            if cx.arg(a, i).is_unbound() {
                Value::NONE
            } else {
                cx.arg(a, i)
            }
        };
        if cx.arg(a, 2).is_unbound() {
            cx.new_slice(Value::NONE, part(1), Value::NONE)
        } else {
            cx.new_slice(part(1), part(2), part(3))
        }
    })
}

fn part(cx: &Cx, a: Args, i: u32) -> Result<Value<'_>, Stop> {
    let v = cx.slice_field(cx.arg(a, 0), i);
    if v.is_unbound() {
        Err(cx
            .type_error("'{t}' object is not a slice", &[cx.arg(a, 0)])
            .into())
    } else {
        Ok(v)
    }
}

#[unsafe(no_mangle)]
pub fn mpf_slice_start(cx: &Cx, a: Args) -> Result<Value<'_>, Stop> {
    part(cx, a, 0)
}

#[unsafe(no_mangle)]
pub fn mpf_slice_stop(cx: &Cx, a: Args) -> Result<Value<'_>, Stop> {
    part(cx, a, 1)
}

#[unsafe(no_mangle)]
pub fn mpf_slice_step(cx: &Cx, a: Args) -> Result<Value<'_>, Stop> {
    part(cx, a, 2)
}

#[unsafe(no_mangle)]
pub fn mpf_slice_indices(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    let len = item::as_index(cx, a.slot(1))?;
    if len < 0 {
        return Err(cx.value_error("length should not be negative", &[]));
    }
    let (start, stop, step) = item::slice_parts(cx, a.slot(0))?.indices(len);
    cx.make(a.ret(), |cx| {
        let parts = [cx.new_int(start)?, cx.new_int(stop)?, cx.new_int(step)?];
        cx.new_tuple(3, |i| parts.get(i as usize).copied().unwrap_or(Value::NONE))
    })
}

#[unsafe(no_mangle)]
pub fn mpf_slice_repr(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    let fresh = guarded(cx, a.slot(0), |cx| {
        let (mut f, s) = cx.frame(2)?;
        let mut b = StrBuilder::new(&f, s.at(0));
        b.push(&mut f, "slice(")?;
        for i in 0..3 {
            if i > 0 {
                b.push(&mut f, ", ")?;
            }
            f.set(s.at(1), f.slice_field(f.arg(a, 0), i));
            b.push_repr(&mut f, s.at(1))?;
        }
        b.push(&mut f, ")")?;
        b.finish(&mut f, a.ret())
    })?;
    if fresh {
        Ok(())
    } else {
        cx.make(a.ret(), |cx| cx.new_str("slice(...)"))
    }
}

/// Slices compare like tuples of their parts.
#[unsafe(no_mangle)]
pub fn mpf_slice_compare(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    compare_items(cx, a, Kind::Slice)
}

natives! {
    "slice" {
        Getter leaf mpf_slice_start "start(self)" [];
        Getter leaf mpf_slice_stop "stop(self)" [];
        Getter leaf mpf_slice_step "step(self)" [];
        Method full mpf_slice_indices "indices(self, length, /)" [INDEX];
    }
}

builtin_types! {
    "slice": "object", Slice, "slice(start, stop=None, step=None, /)", {
        New: mpf_slice_new,
        Repr: mpf_slice_repr,
        Compare: mpf_slice_compare,
    } [];
}
