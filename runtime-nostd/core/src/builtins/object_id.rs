//! `id` and `hash`. An object in the heap moves, so its `id` is a number from a table whose references are weak: the
//! collector forgets the objects that die. Objects outside the heap stay where they are: their address does.

use crate::cx::{Cx, Raised, Stop, roots};
use crate::native::Args;
use crate::natives;
use crate::object::value::Value;
use crate::protocol::compare;

/// Numbers start here, so that `4 n + 2` is the id of no immediate value; addresses and small ints end differently.
const FIRST_ID: u32 = 32;

#[unsafe(no_mangle)]
pub fn mpf_id(cx: &Cx, a: Args) -> Result<Value<'_>, Stop> {
    let v = cx.arg(a, 0);
    let heap = cx.regions().heap;
    if !v.is_pointer() || v.to_bits() < heap.0 || v.to_bits() >= heap.1 {
        return cx.new_int(v.to_bits() as i64);
    }
    let cell = cx.root(roots::IDS);
    let table = cx.get(cell);
    let words = if table.is_unbound() {
        0
    } else {
        cx.words(table)
    };
    let mut free = None;
    let mut i = 0;
    while i < words {
        let object = cx.field(table, i);
        if object.is(v) {
            return id_of(cx, cx.field(table, i + 1));
        }
        if object.is_unbound() {
            free = Some(i);
        }
        i += 2;
    }
    let number = cx.next_id.get().max(FIRST_ID);
    let id = cx.new_int(4 * number as i64 + 2)?;
    let at = match free {
        Some(at) => at,
        None => {
            let larger = cx.new_array((words * 2).max(8))?;
            for i in 0..words {
                cx.set_field(larger, i, cx.field(table, i));
            }
            cx.set(cell, larger);
            words
        }
    };
    let table = cx.get(cell);
    cx.set_field(table, at, v);
    cx.set_field(table, at + 1, Value::int((number & 0x3FFF_FFFF) as i32));
    cx.next_id.set(number.wrapping_add(1));
    Ok(id)
}

fn id_of<'h>(cx: &'h Cx, number: Value<'h>) -> Result<Value<'h>, Stop> {
    cx.new_int(4 * number.as_small().unwrap_or(0) as i64 + 2)
}

#[unsafe(no_mangle)]
pub fn mpf_hash(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    compare::hash_value(cx, a.slot(0), a.ret())
}

natives! {
    "" {
        Function leaf mpf_id "id(obj, /)" [];
        Function full mpf_hash "hash(obj, /)" [HASH];
    }
}
