//! Text forms of any value: `repr`, `str`, `ascii`, `format`. A method that a user's class defines wins; otherwise the
//! slot of the builtin type answers; otherwise the default form of `object`.
//!
//! Container reprs use `enter_repr` / `leave_repr`, a chain of records on the VM stack, to stop at cycles.

use crate::cx::{Cx, Raised, Slot, Slots, Stop, roots};
use crate::native::{Args, Full, TypeSlot};
pub use crate::object::builder::StrBuilder;
use crate::object::builder::small_decimal;
use crate::object::header::Kind;
use crate::object::value::{Value, bits};
use crate::wk::name;

pub use super::attribute::lookup_special as user_special;

/// Calls a type slot with up to three arguments.
pub fn call_slot(cx: &mut Cx, slot: Full, args: &[Slot], dst: Slot) -> Result<(), Raised> {
    cx.nested(|cx| call_slot_unchecked(cx, slot, args, dst))
}

fn call_slot_unchecked(cx: &mut Cx, slot: Full, args: &[Slot], dst: Slot) -> Result<(), Raised> {
    let n = args.len() as u32;
    let (mut cx, window) = cx.frame(n + 2)?;
    for (i, a) in args.iter().enumerate() {
        cx.set(window.at(i as u32 + 2), cx.get(*a));
    }
    let a = Args {
        window: window.at(0).0,
        count: n,
    };
    slot(&mut cx, a)?;
    cx.set(dst, cx.get(a.ret()));
    Ok(())
}

/// Text of the values that are not objects.
pub fn immediate_text(v: Value<'_>) -> Option<&'static str> {
    Some(match v.to_bits() {
        bits::NONE => "None",
        bits::TRUE => "True",
        bits::FALSE => "False",
        bits::NOT_IMPLEMENTED => "NotImplemented",
        bits::ELLIPSIS => "Ellipsis",
        _ => return None,
    })
}

/// Text of a small int or an immediate as a str in `dst`; false for anything else.
fn simple(cx: &mut Cx, v: Slot, dst: Slot) -> Result<bool, Raised> {
    let value = cx.get(v);
    if let Some(n) = value.as_small() {
        cx.make(dst, |cx| cx.new_ascii(small_decimal(n, &mut [0; 12])))?;
    } else if let Some(text) = immediate_text(value) {
        cx.make(dst, |cx| cx.new_ascii(text))?;
    } else {
        return Ok(false);
    }
    Ok(true)
}

/// Calls a user's special method if there is one; its result must be a str.
fn user_text(
    cx: &mut Cx,
    v: Slot,
    name: fn(&Cx) -> Value<'_>,
    args: &[Slot],
    dst: Slot,
    wrong: &'static str,
) -> Result<bool, Raised> {
    if user_special(cx, cx.get(v), name(cx)).is_unbound() {
        return Ok(false);
    }
    if !super::call::call_special(cx, v, name, args, dst)? {
        return Ok(false);
    }
    let result = cx.get(dst);
    if cx.str(result).is_none() {
        return Err(cx.type_error(wrong, &[result]));
    }
    Ok(true)
}

/// `repr(v)` into `dst`.
pub fn repr(cx: &mut Cx, v: Slot, dst: Slot) -> Result<(), Raised> {
    if simple(cx, v, dst)?
        || user_text(
            cx,
            v,
            name::__repr__,
            &[],
            dst,
            "__repr__ returned non-string (type {t})",
        )?
    {
        return Ok(());
    }
    match cx.type_slot(cx.get(v), TypeSlot::Repr) {
        Some(slot) => call_slot(cx, slot, &[v], dst),
        None => default_repr(cx, v, dst),
    }
}

/// `<module.Class object at 0x…>`.
pub fn default_repr(cx: &mut Cx, v: Slot, dst: Slot) -> Result<(), Raised> {
    let (mut cx, f) = cx.frame(3)?;
    let class = cx.class_of(cx.get(v));
    cx.set(
        f.at(1),
        cx.field(class.value(), crate::object::class::word::MODULE),
    );
    cx.set(
        f.at(2),
        cx.field(class.value(), crate::object::class::word::QUALNAME),
    );
    let mut b = StrBuilder::new(&cx, f.at(0));
    b.push(&mut cx, "<")?;
    let builtin = cx
        .str(cx.get(f.at(1)))
        .is_none_or(|s| s.text() == "builtins");
    if !builtin {
        b.push_slot(&mut cx, f.at(1))?;
        b.push(&mut cx, ".")?;
    }
    b.push_slot(&mut cx, f.at(2))?;
    b.push(&mut cx, " object at 0x")?;
    push_address(&mut cx, &mut b, v)?;
    b.push(&mut cx, ">")?;
    b.finish(&mut cx, dst)
}

/// Eight hexadecimal digits of where the object is now.
pub fn push_address(cx: &mut Cx, b: &mut StrBuilder, v: Slot) -> Result<(), Raised> {
    let mut address = cx.get(v).to_bits();
    for _ in 0..8 {
        b.push_char(cx, char::from_digit(address >> 28, 16).unwrap_or('0'))?;
        address <<= 4;
    }
    Ok(())
}

/// `str(v)` into `dst`; a str stays the object it is.
pub fn to_str(cx: &mut Cx, v: Slot, dst: Slot) -> Result<(), Raised> {
    let value = cx.get(v);
    if value.is_kind(cx, Kind::Str) {
        cx.set(dst, value);
        return Ok(());
    }
    if simple(cx, v, dst)?
        || user_text(
            cx,
            v,
            name::__str__,
            &[],
            dst,
            "__str__ returned non-string (type {t})",
        )?
    {
        return Ok(());
    }
    match cx.type_slot(cx.get(v), TypeSlot::Str) {
        Some(slot) => call_slot(cx, slot, &[v], dst),
        None => repr(cx, v, dst),
    }
}

/// `StrBuilder::push_repr` as a part of its own.
#[unsafe(no_mangle)]
pub fn mpf_push_repr(b: &mut StrBuilder, cx: &mut Cx, v: Slot) -> Result<(), Raised> {
    b.push_repr(cx, v)
}

/// `ascii(v)` into `dst`.
pub fn ascii(cx: &mut Cx, v: Slot, dst: Slot) -> Result<(), Raised> {
    let (mut cx, f) = cx.frame(2)?;
    repr(&mut cx, v, f.at(0))?;
    if cx.str(cx.get(f.at(0))).is_some_and(|s| s.is_ascii()) {
        cx.set(dst, cx.get(f.at(0)));
        return Ok(());
    }
    let mut b = StrBuilder::new(&cx, f.at(1));
    b.step(&mut cx, |b, cx| {
        for c in cx.str(cx.get(f.at(0))).map_or("", |s| s.text()).chars() {
            if c.is_ascii() {
                b.try_push_char(cx, c)?
            } else {
                escape(b, cx, c as u32)?
            }
        }
        Ok(())
    })?;
    b.finish(&mut cx, dst)
}

/// `format(v, spec)` into `dst`; an unbound spec is an empty one.
pub fn format(cx: &mut Cx, v: Slot, spec: Slot, dst: Slot) -> Result<(), Raised> {
    if !user_special(cx, cx.get(v), name::__format__(cx)).is_unbound() {
        let (mut cx, f) = cx.frame(1)?;
        if cx.get(spec).is_unbound() {
            cx.make(f.at(0), |cx| cx.new_str(""))?;
        } else {
            cx.set(f.at(0), cx.get(spec));
        }
        if user_text(
            &mut cx,
            v,
            name::__format__,
            &[f.at(0)],
            dst,
            "__format__ must return a str, not {t}",
        )? {
            return Ok(());
        }
    }
    let s = cx.get(spec);
    if s.is_unbound() || cx.str(s).is_some_and(|s| s.is_empty()) {
        return to_str(cx, v, dst);
    }
    match cx.type_slot(cx.get(v), TypeSlot::Format) {
        Some(slot) => call_slot(cx, slot, &[v, spec], dst),
        None => Err(cx.type_error(
            "unsupported format string passed to {t}.__format__",
            &[cx.get(v)],
        )),
    }
}

/// Marks the object in `v` as being shown: false if it is already (the caller then shows `...`). `record` are two
/// cells of the caller's frame, which `leave_repr` must get in any case afterwards, also on an error.
pub fn enter_repr(cx: &mut Cx, v: Slot, record: Slots) -> bool {
    let head = cx.root(roots::REPR);
    let mut at = cx.get(head);
    while let Some(cell) = at.as_small() {
        let cell = Slot((cell as u32) << 2);
        if cx.get(cell).is(cx.get(v)) {
            return false;
        }
        at = cx.get(Slot(cell.0 + 4));
    }
    cx.set(record.at(0), cx.get(v));
    cx.set(record.at(1), cx.get(head));
    cx.set(head, Value::int((record.at(0).0 >> 2) as i32));
    true
}

/// Ends what a successful `enter_repr` began.
pub fn leave_repr(cx: &mut Cx, record: Slots) {
    cx.set(cx.root(roots::REPR), cx.get(record.at(1)));
}

/// Runs `body` with `v` marked; Ok(false) without running it when `v` is being shown already.
pub fn guarded<F>(cx: &mut Cx, v: Slot, body: F) -> Result<bool, Raised>
where
    F: FnOnce(&mut Cx) -> Result<(), Raised>,
{
    let (mut cx, record) = cx.frame(2)?;
    if !enter_repr(&mut cx, v, record) {
        return Ok(false);
    }
    let r = body(&mut cx);
    leave_repr(&mut cx, record);
    r.map(|()| true)
}

impl StrBuilder {
    /// Appends `repr(v)`; simple values without making objects.
    pub fn push_repr(&mut self, cx: &mut Cx, v: Slot) -> Result<(), Raised> {
        if self.push_simple(cx, v)? {
            return Ok(());
        }
        if cx.get(v).is_kind(cx, Kind::Str) {
            return self.step(cx, |b, cx| match cx.str(cx.get(v)) {
                Some(s) => push_quoted(b, cx, s.text()),
                None => Ok(()),
            });
        }
        let (mut cx, f) = cx.frame(1)?;
        repr(&mut cx, v, f.at(0))?;
        self.push_slot(&mut cx, f.at(0))
    }

    /// Appends `str(v)`; simple values without making objects.
    pub fn push_str(&mut self, cx: &mut Cx, v: Slot) -> Result<(), Raised> {
        if self.push_simple(cx, v)? {
            return Ok(());
        }
        if cx.get(v).is_kind(cx, Kind::Str) {
            return self.push_slot(cx, v);
        }
        let (mut cx, f) = cx.frame(1)?;
        to_str(&mut cx, v, f.at(0))?;
        self.push_slot(&mut cx, f.at(0))
    }

    fn push_simple(&mut self, cx: &mut Cx, v: Slot) -> Result<bool, Raised> {
        let value = cx.get(v);
        if let Some(n) = value.as_small() {
            self.push_int(cx, n as i64)?;
        } else if let Some(text) = immediate_text(value) {
            self.push(cx, text)?;
        } else {
            return Ok(false);
        }
        Ok(true)
    }
}

/// Code points above Latin-1 that are not printable: format controls, separators, private use, non-characters.
/// Unassigned code points inside used blocks count as printable, which would otherwise take a large table.
const UNPRINTABLE: &[(u32, u32)] = &[
    (0x378, 0x379),
    (0x600, 0x605),
    (0x61C, 0x61C),
    (0x6DD, 0x6DD),
    (0x70F, 0x70F),
    (0x1680, 0x1680),
    (0x180E, 0x180E),
    (0x2000, 0x200F),
    (0x2028, 0x202F),
    (0x205F, 0x206F),
    (0x3000, 0x3000),
    (0xD800, 0xF8FF),
    (0xFEFF, 0xFEFF),
    (0xFFF0, 0xFFFB),
    (0xFFFE, 0xFFFF),
    (0x1D173, 0x1D17A),
    (0xE0000, 0xE00FF),
    (0xE01F0, 0x10FFFF),
];

/// Whether `repr` shows a character as it is.
pub fn is_printable(c: char) -> bool {
    let n = c as u32;
    if n < 0x370 {
        return n >= 0x20 && !(0x7F..=0xA0).contains(&n) && n != 0xAD;
    }
    !UNPRINTABLE.iter().any(|r| r.0 <= n && n <= r.1)
}

/// Appends `\xhh`, `\uhhhh` or `\Uhhhhhhhh`.
pub fn escape(b: &mut StrBuilder, cx: &Cx, n: u32) -> Result<(), Stop> {
    let (kind, digits) = match n {
        0..=0xFF => ("\\x", 2),
        0x100..=0xFFFF => ("\\u", 4),
        _ => ("\\U", 8),
    };
    b.try_push(cx, kind)?;
    for i in (0..digits).rev() {
        b.try_push_char(cx, char::from_digit(n >> (4 * i) & 15, 16).unwrap_or('0'))?;
    }
    Ok(())
}

/// Appends a text as Python source: in quotes, with escapes. Runs of plain characters are copied whole.
pub fn push_quoted(b: &mut StrBuilder, cx: &Cx, text: &str) -> Result<(), Stop> {
    let quote = if text.contains('\'') && !text.contains('"') {
        '"'
    } else {
        '\''
    };
    b.try_reserve(cx, text.len() as u32 + 2)?;
    b.try_push_char(cx, quote)?;
    let mut plain = 0;
    for (i, c) in text.char_indices() {
        let short = match c {
            '\\' => "\\\\",
            '\n' => "\\n",
            '\r' => "\\r",
            '\t' => "\\t",
            '\'' if quote == '\'' => "\\'",
            c if is_printable(c) => continue,
            _ => "",
        };
        b.try_push(cx, text.get(plain..i).unwrap_or(""))?;
        if short.is_empty() {
            escape(b, cx, c as u32)?
        } else {
            b.try_push(cx, short)?
        }
        plain = i + c.len_utf8();
    }
    b.try_push(cx, text.get(plain..).unwrap_or(""))?;
    b.try_push_char(cx, quote)
}
