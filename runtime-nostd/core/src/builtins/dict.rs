//! The type `dict`. Entries are read by position, and the table again after anything that may run Python code.

use super::sequence::{compare_op, is_op, not_implemented, wrong_receiver};
use crate::cx::{Cx, Raised, Slot, Stop};
use crate::native::Args;
use crate::object::dict::{self, dict_del, dict_get, dict_set, set_hashed};
use crate::object::hashtable::Table;
use crate::object::header::Kind;
use crate::object::value::Value;
use crate::protocol::text::{StrBuilder, guarded};
use crate::protocol::{attribute, call, compare, item, iterate};
use crate::wk::{name, ty};
use crate::{builtin_types, natives};
use mpf_bytecode::{BinaryOp, CompareOp};

/// `self` of a dict method.
fn receiver<'h>(cx: &'h Cx, a: Args, i: u32) -> Result<Table<'h>, Raised> {
    let v = cx.arg(a, i);
    cx.dict(v).ok_or_else(|| {
        wrong_receiver(
            cx,
            v,
            "descriptor of 'dict' objects doesn't apply to a '{t}' object",
        )
    })
}

#[cold]
fn changed_size(cx: &Cx) -> Raised {
    cx.raise(
        ty::RuntimeError(cx),
        "dictionary changed size during iteration",
        &[],
    )
}

/// Reads the entry at or after `pos` into two cells; the position behind it, or `None` at the end.
pub fn read_entry(cx: &Cx, table: Slot, pos: u32, key: Slot, value: Slot) -> Option<u32> {
    let mut next = pos;
    let (k, v) = cx.dict_entry(cx.get(table), &mut next)?;
    cx.set(key, k);
    cx.set(value, v);
    Some(next)
}

/// `d.update(src)` for a mapping or an iterable of pairs.
pub fn update(cx: &mut Cx, d: Slot, src: Slot) -> Result<(), Raised> {
    let (mut f, s) = cx.frame(4)?;
    let v = f.get(src);
    let plain = f.dict(v).is_some() && item::user_special(&f, v, name::__iter__(&f)).is_unbound();
    if plain {
        return merge(&mut f, d, src);
    }
    f.set(s.at(0), name::keys(&f));
    if !attribute::find_attr(&mut f, src, s.at(0), s.at(1))? {
        return update_from_pairs(&mut f, d, src);
    }
    call::call0(&mut f, s.at(1), s.at(2))?;
    iterate::for_each(&mut f, s.at(2), |cx, key| {
        let (mut f, s) = cx.frame(1)?;
        item::get_item(&mut f, src, key, s.at(0))?;
        dict_set(&mut f, d, key, s.at(0))
    })
}

/// Copies all entries of the dict in `src`; the hashes are known.
fn merge(cx: &mut Cx, d: Slot, src: Slot) -> Result<(), Raised> {
    if cx.get(d).is(cx.get(src)) {
        return Ok(());
    }
    let (mut f, s) = cx.frame(2)?;
    let live = f.dict_len(f.get(src));
    let mut pos = 0;
    while let Some(next) = read_entry(&f, src, pos, s.at(0), s.at(1)) {
        let hash = f.dict(f.get(src)).map_or(0, |t| t.hash(next - 1));
        set_hashed(&mut f, d, s.at(0), s.at(1), hash)?;
        if f.dict_len(f.get(src)) != live {
            return Err(f.raise(ty::RuntimeError(&f), "dict mutated during update", &[]));
        }
        pos = next;
    }
    Ok(())
}

fn update_from_pairs(cx: &mut Cx, d: Slot, src: Slot) -> Result<(), Raised> {
    let mut n = 0;
    iterate::for_each(cx, src, |cx, pair| {
        let (mut f, s) = cx.frame(2)?;
        let at = Value::int(n);
        n += 1;
        if !iterate::is_iterable(&f, f.get(pair)) {
            return Err(f.type_error(
                "cannot convert dictionary update sequence element #{} to a sequence",
                &[at],
            ));
        }
        iterate::to_list(&mut f, pair, s.at(0))?;
        let Some(list) = f.list(f.get(s.at(0))) else {
            return Ok(());
        };
        if list.len() != 2 {
            let len = Value::int(list.len() as i32);
            return Err(f.value_error(
                "dictionary update sequence element #{} has length {}; 2 is required",
                &[at, len],
            ));
        }
        let (key, value) = (list.get(0), list.get(1));
        f.set(s.at(1), value);
        f.set(s.at(0), key);
        dict_set(&mut f, d, s.at(0), s.at(1))
    })
}

/// What `dict(…)`, `__init__` and `update` do with their arguments: keywords, self, iterable.
fn update_from_args(cx: &mut Cx, a: Args, d: Slot) -> Result<(), Raised> {
    if !cx.arg(a, 2).is_unbound() {
        update(cx, d, a.slot(2))?;
    }
    if cx.arg(a, 0).is_unbound() {
        Ok(())
    } else {
        merge(cx, d, a.slot(0))
    }
}

#[unsafe(no_mangle)]
pub fn mpf_dict_get(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    let known = cx.quick_value(cx.arg(a, 0), cx.arg(a, 1));
    if !known.is_unbound() {
        cx.ret(a, known);
        return Ok(());
    }
    get_any(cx, a)
}

#[inline(never)]
fn get_any(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    let found = match cx.text_value(cx.arg(a, 0), cx.arg(a, 1)) {
        Some(v) => {
            cx.ret(a, v);
            !v.is_unbound()
        }
        None => {
            receiver(cx, a, 0)?;
            dict_get(cx, a.slot(0), a.slot(1), a.ret())?
        }
    };
    if !found {
        let default = cx.arg(a, 2);
        cx.ret(
            a,
            if default.is_unbound() {
                Value::NONE
            } else {
                default
            },
        );
    }
    Ok(())
}

#[unsafe(no_mangle)]
pub fn mpf_dict_setdefault(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    receiver(cx, a, 0)?;
    let hash = compare::hash(cx, a.slot(1))?;
    if let Some(pos) = dict::find(cx, a.slot(0), a.slot(1), hash)? {
        let v = receiver(cx, a, 0)?.entry_value(pos);
        cx.ret(a, v);
        return Ok(());
    }
    cx.retry(|cx| {
        let default = cx.arg(a, 2);
        let default = if default.is_unbound() {
            Value::NONE
        } else {
            default
        };
        receiver(cx, a, 0)?.insert(hash, cx.arg(a, 1), default)?;
        cx.ret(a, default);
        Ok(())
    })
}

#[unsafe(no_mangle)]
pub fn mpf_dict_pop(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    receiver(cx, a, 0)?;
    if !dict_del(cx, a.slot(0), a.slot(1), Some(a.ret()))? {
        let default = cx.arg(a, 2);
        if default.is_unbound() {
            return Err(cx.raise_key_error(cx.arg(a, 1)));
        }
        cx.ret(a, default);
    }
    Ok(())
}

#[unsafe(no_mangle)]
pub fn mpf_dict_popitem(cx: &Cx, a: Args) -> Result<Value<'_>, Stop> {
    let table = receiver(cx, a, 0)?;
    let Some(pos) = table.previous_live(table.used()) else {
        return Err(cx
            .raise(ty::KeyError(cx), "popitem(): dictionary is empty", &[])
            .into());
    };
    let pair = cx.new_tuple(2, |i| {
        if i == 0 {
            table.key(pos)
        } else {
            table.entry_value(pos)
        }
    })?;
    table.remove(pos);
    Ok(pair)
}

#[unsafe(no_mangle)]
pub fn mpf_dict_update(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    receiver(cx, a, 1)?;
    update_from_args(cx, a, a.slot(1))?;
    cx.ret(a, Value::NONE);
    Ok(())
}

#[unsafe(no_mangle)]
pub fn mpf_dict_clear(cx: &Cx, a: Args) -> Result<Value<'_>, Stop> {
    receiver(cx, a, 0)?.clear();
    Ok(Value::NONE)
}

#[unsafe(no_mangle)]
pub fn mpf_dict_copy(cx: &Cx, a: Args) -> Result<Value<'_>, Stop> {
    receiver(cx, a, 0)?;
    cx.copy_dict(cx.arg(a, 0))
}

/// Arguments: class, iterable, value.
#[unsafe(no_mangle)]
pub fn mpf_dict_fromkeys(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    let (mut f, s) = cx.frame(2)?;
    f.make(s.at(0), |cx| cx.new_dict())?;
    let value = f.arg(a, 2);
    f.set(
        s.at(1),
        if value.is_unbound() {
            Value::NONE
        } else {
            value
        },
    );
    let (d, value) = (s.at(0), s.at(1));
    iterate::for_each(&mut f, a.slot(1), |cx, key| dict_set(cx, d, key, value))?;
    f.make(a.ret(), |cx| {
        let class = cx.arg(a, 0);
        if class.is(ty::dict(cx)) {
            return Ok(cx.get(d));
        }
        let instance = cx.new_instance(class)?;
        cx.set_instance_slot(instance, 0, cx.get(d));
        Ok(instance)
    })
}

// ---- slots and constructors

/// Arguments: keywords, class, iterable; without keywords when the base of a subclass instance is made.
#[unsafe(no_mangle)]
pub fn mpf_dict_new(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    let (mut f, s) = cx.frame(1)?;
    f.make(s.at(0), |cx| cx.new_dict())?;
    if f.class(f.arg(a, 0)).is_none() {
        update_from_args(&mut f, a, s.at(0))?;
    } else if !f.arg(a, 1).is_unbound() {
        update(&mut f, s.at(0), a.slot(1))?;
    }
    f.ret(a, f.get(s.at(0)));
    Ok(())
}

/// Arguments: keywords, self, iterable.
#[unsafe(no_mangle)]
pub fn mpf_dict_init(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    mpf_dict_update(cx, a)
}

#[unsafe(no_mangle)]
pub fn mpf_dict_repr(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    let fresh = guarded(cx, a.slot(0), |cx| {
        let (mut f, s) = cx.frame(3)?;
        let mut b = StrBuilder::new(&f, s.at(0));
        b.push(&mut f, "{")?;
        let mut pos = 0;
        let mut first = true;
        while let Some(next) = read_entry(&f, a.slot(0), pos, s.at(1), s.at(2)) {
            if !first {
                b.push(&mut f, ", ")?;
            }
            first = false;
            pos = next;
            b.push_repr(&mut f, s.at(1))?;
            b.push(&mut f, ": ")?;
            b.push_repr(&mut f, s.at(2))?;
        }
        b.push(&mut f, "}")?;
        b.finish(&mut f, a.ret())
    })?;
    if fresh {
        Ok(())
    } else {
        cx.make(a.ret(), |cx| cx.new_str("{...}"))
    }
}

#[unsafe(no_mangle)]
pub fn mpf_dict_compare(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    let op = match compare_op(cx, a, 2) {
        Some(op @ (CompareOp::Eq | CompareOp::Ne))
            if cx.dict(cx.arg(a, 0)).is_some() && cx.dict(cx.arg(a, 1)).is_some() =>
        {
            op
        }
        _ => return not_implemented(cx, a),
    };
    let same = same_entries(cx, a.slot(0), a.slot(1))?;
    cx.ret(a, Value::bool(same == (op == CompareOp::Eq)));
    Ok(())
}

fn same_entries(cx: &mut Cx, x: Slot, y: Slot) -> Result<bool, Raised> {
    let live = cx.dict_len(cx.get(x));
    if live != cx.dict_len(cx.get(y)) {
        return Ok(false);
    }
    let (mut f, s) = cx.frame(3)?;
    let mut pos = 0;
    while let Some(next) = read_entry(&f, x, pos, s.at(0), s.at(1)) {
        let hash = f.dict(f.get(x)).map_or(0, |t| t.hash(next - 1));
        let Some(at) = dict::find(&mut f, y, s.at(0), hash)? else {
            return Ok(false);
        };
        let other = f
            .dict(f.get(y))
            .map_or(Value::UNBOUND, |t| t.entry_value(at));
        f.set(s.at(2), other);
        if !compare::same_or_equal(&mut f, s.at(1), s.at(2))? {
            return Ok(false);
        }
        if f.dict_len(f.get(x)) != live {
            return Err(changed_size(&f));
        }
        pos = next;
    }
    Ok(true)
}

#[unsafe(no_mangle)]
pub fn mpf_dict_len(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    let n = receiver(cx, a, 0)?.len();
    cx.ret(a, Value::int(n as i32));
    Ok(())
}

#[unsafe(no_mangle)]
pub fn mpf_dict_getitem(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    receiver(cx, a, 0)?;
    if dict_get(cx, a.slot(0), a.slot(1), a.ret())? {
        return Ok(());
    }
    if call::call_special(cx, a.slot(0), name::__missing__, &[a.slot(1)], a.ret())? {
        return Ok(());
    }
    Err(cx.raise_key_error(cx.arg(a, 1)))
}

#[unsafe(no_mangle)]
pub fn mpf_dict_setitem(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    receiver(cx, a, 0)?;
    dict_set(cx, a.slot(0), a.slot(1), a.slot(2))?;
    cx.ret(a, Value::NONE);
    Ok(())
}

#[unsafe(no_mangle)]
pub fn mpf_dict_delitem(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    receiver(cx, a, 0)?;
    if !dict_del(cx, a.slot(0), a.slot(1), None)? {
        return Err(cx.raise_key_error(cx.arg(a, 1)));
    }
    cx.ret(a, Value::NONE);
    Ok(())
}

#[unsafe(no_mangle)]
pub fn mpf_dict_contains(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    receiver(cx, a, 0)?;
    let found = dict::contains(cx, a.slot(0), a.slot(1))?;
    cx.ret(a, Value::bool(found));
    Ok(())
}

#[unsafe(no_mangle)]
pub fn mpf_dict_iter(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    iterate::builtin_iter(cx, a.slot(0), a.ret())
}

/// `x | y` of two dicts.
#[unsafe(no_mangle)]
pub fn mpf_dict_binary(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    let dicts = cx.dict(cx.arg(a, 0)).is_some() && cx.dict(cx.arg(a, 1)).is_some();
    if !dicts || !is_op(cx, a, 2, BinaryOp::Or) {
        return not_implemented(cx, a);
    }
    let (mut f, s) = cx.frame(1)?;
    f.make(s.at(0), |cx| cx.copy_dict(cx.arg(a, 0)))?;
    update(&mut f, s.at(0), a.slot(1))?;
    f.ret(a, f.get(s.at(0)));
    Ok(())
}

/// `x |= y`: y is anything that `update` takes.
#[unsafe(no_mangle)]
pub fn mpf_dict_inplace(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    if !is_op(cx, a, 2, BinaryOp::Or) {
        return not_implemented(cx, a);
    }
    receiver(cx, a, 0)?;
    update(cx, a.slot(0), a.slot(1))?;
    cx.ret(a, cx.arg(a, 0));
    Ok(())
}

const _: () = assert!(Kind::Dict as u32 == 3);

natives! {
    "dict" {
        Method full mpf_dict_get "get(self, key, default=None, /)" [HASH COMPARE];
        Method full mpf_dict_setdefault "setdefault(self, key, default=None, /)" [HASH COMPARE];
        Method full mpf_dict_pop "pop(self, key, default=None, /)" [HASH COMPARE];
        Method leaf mpf_dict_popitem "popitem(self, /)" [];
        Method full mpf_dict_update "update(self, iterable=(), /, **kwargs)" [HASH COMPARE ITERATE ATTRIBUTES CALL];
        Method leaf mpf_dict_clear "clear(self, /)" [];
        Method leaf mpf_dict_copy "copy(self, /)" [];
        ClassMethod full mpf_dict_fromkeys "fromkeys(type, iterable, value=None, /)" [HASH COMPARE ITERATE];
        Method full mpf_dict_init "__init__(self, iterable=(), /, **kwargs)" [HASH COMPARE ITERATE ATTRIBUTES CALL];
    }
}

builtin_types! {
    "dict": "object", Dict, "dict(iterable=(), /, **kwargs)", {
        New: mpf_dict_new,
        Repr: mpf_dict_repr,
        Compare: mpf_dict_compare,
        Len: mpf_dict_len,
        GetItem: mpf_dict_getitem,
        SetItem: mpf_dict_setitem,
        DelItem: mpf_dict_delitem,
        Contains: mpf_dict_contains,
        Iter: mpf_dict_iter,
        Or: mpf_dict_binary,
        InplaceBinary: mpf_dict_inplace,
    } [];
}
