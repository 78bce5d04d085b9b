//! `translate` and `maketrans` of bytes and bytearray: tables of 256 bytes.

use super::str_view::{Family, make, this};
use crate::cx::{Cx, Stop};
use crate::native::Args;
use crate::object::value::Value;

/// A bytes-like argument.
fn buffer<'h>(cx: &'h Cx, v: Value<'h>) -> Result<&'h [u8], Stop> {
    match cx.byte_view(v) {
        Some(b) => Ok(b),
        None => Err(cx
            .type_error("a bytes-like object is required, not '{t}'", &[v])
            .into()),
    }
}

/// `translate(table, delete=b'')`: drops the bytes of `delete`, then maps the others by the table unless it is None.
#[unsafe(no_mangle)]
pub fn mpf_bytes_translate(cx: &Cx, a: Args) -> Result<Value<'_>, Stop> {
    let this = this(cx, a)?;
    let (table, delete) = (cx.arg(a, 1), cx.arg(a, 2));
    let table = if table.is_none() {
        None
    } else {
        let table = buffer(cx, table)?;
        if table.len() != 256 {
            return Err(cx
                .value_error("translation table must be 256 characters long", &[])
                .into());
        }
        Some(table)
    };
    let delete = if delete.is_unbound() {
        &[]
    } else {
        buffer(cx, delete)?
    };
    let kept = || this.bytes.iter().filter(|b| !delete.contains(b));
    make(cx, this.family, kept().count() as u32, false, &mut |to| {
        for (to, b) in to.iter_mut().zip(kept()) {
            *to = match table {
                Some(table) => table.get(*b as usize).copied().unwrap_or(0),
                None => *b,
            };
        }
    })
}

/// `bytes.maketrans(from, to)`.
#[unsafe(no_mangle)]
pub fn mpf_bytes_maketrans(cx: &Cx, a: Args) -> Result<Value<'_>, Stop> {
    let (from, to) = (buffer(cx, cx.arg(a, 0))?, buffer(cx, cx.arg(a, 1))?);
    if from.len() != to.len() {
        return Err(cx
            .value_error("maketrans arguments must have same length", &[])
            .into());
    }
    make(cx, Family::Bytes, 256, false, &mut |table| {
        for (cell, b) in table.iter_mut().zip(0u8..=255) {
            *cell = b;
        }
        for (f, t) in from.iter().zip(to) {
            if let Some(cell) = table.get_mut(*f as usize) {
                *cell = *t;
            }
        }
    })
}

crate::natives! {
    "bytes" {
        Method leaf mpf_bytes_translate "translate(self, table, /, delete=b'')" [];
        StaticMethod leaf mpf_bytes_maketrans "maketrans(frm, to, /)" [];
    }
    "bytearray" {
        Method leaf mpf_bytes_translate "translate(self, table, /, delete=b'')" [];
        StaticMethod leaf mpf_bytes_maketrans "maketrans(frm, to, /)" [];
    }
}
