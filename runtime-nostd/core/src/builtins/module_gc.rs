//! The module `gc`. Collection cannot be switched off: `disable` is accepted, because it never changes a result.

use crate::cx::{Cx, Raised, Stop};
use crate::native::Args;
use crate::natives;
use crate::object::value::Value;

#[unsafe(no_mangle)]
pub fn mpf_gc_collect(cx: &mut Cx, a: Args) -> Result<(), Raised> {
    cx.collect(0)?;
    cx.ret(a, Value::int(0));
    Ok(())
}

#[unsafe(no_mangle)]
pub fn mpf_gc_mem_alloc(cx: &Cx, _: Args) -> Result<Value<'_>, Stop> {
    cx.new_int(cx.heap_used() as i64)
}

#[unsafe(no_mangle)]
pub fn mpf_gc_mem_free(cx: &Cx, _: Args) -> Result<Value<'_>, Stop> {
    let (start, end) = cx.regions().heap;
    cx.new_int(end as i64 - start as i64 - cx.heap_used() as i64)
}

#[unsafe(no_mangle)]
pub fn mpf_gc_enable(_: &Cx, _: Args) -> Result<Value<'_>, Stop> {
    Ok(Value::NONE)
}

#[unsafe(no_mangle)]
pub fn mpf_gc_isenabled(_: &Cx, _: Args) -> Result<Value<'_>, Stop> {
    Ok(Value::TRUE)
}

natives! {
    "gc" {
        Function full mpf_gc_collect "collect(generation=2)" [];
        Function leaf mpf_gc_mem_alloc "mem_alloc()" [EFFECT];
        Function leaf mpf_gc_mem_free "mem_free()" [EFFECT];
        Function leaf mpf_gc_enable "enable()" [];
        Function leaf mpf_gc_enable "disable()" [];
        Function leaf mpf_gc_isenabled "isenabled()" [];
    }
}
