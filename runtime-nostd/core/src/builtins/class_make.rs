//! Making a class from a class statement: order of bases, layout of instances, hooks, `__set_name__` and
//! `__init_subclass__`. Python data model, section 3.3.3. Attributes of classes are in `class.rs`.

use crate::cx::{Cx, Raised, Slot, Stop};
use crate::object::class::{Class, flag, word};
use crate::object::header::Kind;
use crate::object::value::Value;
use crate::protocol::attribute;
use crate::protocol::call::call_special;
use crate::wk::{name, ty};

/// Most classes one class may derive from, itself included.
const MAX_ORDER: usize = 32;

/// Makes a class. `description`: tuple of qualified name, tuple of attribute names that are stored through unknown
/// receivers (None when any name may be), and the names of instance slots; or just the qualified name.
/// `parts`: bases tuple, namespace dict, keyword dict or None, `__class__` cell or None.
pub fn make(cx: &mut Cx, description: Slot, parts: Slot, dst: Slot) -> Result<(), Raised> {
    let (mut cx, s) = cx.frame(6)?;
    let cx = &mut *cx;
    let (bases, namespace, keywords, cell) = (
        parts,
        Slot(parts.0 + 4),
        Slot(parts.0 + 8),
        Slot(parts.0 + 12),
    );
    let (class, order, layout, qualname, short, scratch) =
        (s.at(0), s.at(1), s.at(2), s.at(3), s.at(4), s.at(5));
    let d = cx.get(description);
    let q = cx.tuple(d).map_or(d, |t| t.get(0)).to_bits();
    cx.set(qualname, Value::from_bits(q));
    cx.make(short, |cx| match cx.str(cx.get(qualname)) {
        Some(s) => match s.text().bytes().rposition(|b| b == b'.') {
            Some(dot) => cx.new_str(s.text().get(dot + 1..).unwrap_or("")),
            None => Ok(cx.get(qualname)),
        },
        None => Ok(Value::NONE),
    })?;
    check_keywords(cx, keywords)?;
    if cx.tuple(cx.get(bases)).is_none_or(|t| t.is_empty()) {
        cx.make(bases, |cx| cx.new_tuple(1, |_| ty::object(cx)))?;
    }
    let mut classes = [0u32; MAX_ORDER];
    linearize(cx, cx.get(bases), &mut classes)?;
    let (flags, slots, payload) = inherited(cx, bases)?;
    let slotted = is_slotted(cx, bases, namespace);
    make_layout(
        cx,
        description,
        bases,
        payload,
        slotted.then_some(namespace),
        layout,
    )?;
    let flags = if slotted {
        flags | flag::SLOTTED
    } else {
        flags
    };
    cx.make(class, |cx| {
        cx.new_object(Kind::Type, word::COUNT, |i| match i {
            word::META => ty::Type(cx),
            word::NAME => cx.get(short),
            word::QUALNAME => cx.get(qualname),
            word::BASES => cx.get(bases),
            word::NAMESPACE => cx.get(namespace),
            word::LAYOUT => cx.get(layout),
            word::FLAGS => Value::int(flags),
            word::SLOTS => Value::from_bits(slots),
            _ => Value::UNBOUND,
        })
    })?;
    // The order holds heap classes too: they are read again from the bases after the allocation above.
    let n = linearize(cx, cx.get(bases), &mut classes)?;
    let mut asked = 0;
    loop {
        cx.need.set(0);
        let made = cx
            .new_tuple(n as u32 + 1, |i| {
                if i == 0 {
                    cx.get(class)
                } else {
                    Value::from_bits(classes.get(i as usize - 1).copied().unwrap_or(0))
                }
            })
            .map(|v| v.to_bits());
        match made {
            Ok(v) => {
                cx.after_grant();
                cx.set(order, Value::from_bits(v));
                break;
            }
            Err(_) => {
                cx.answer(&mut asked)?;
                linearize(cx, cx.get(bases), &mut classes)?;
            }
        }
    }
    cx.set_field(cx.get(class), word::MRO, cx.get(order));
    finish_namespace(cx, class, namespace, scratch)?;
    if !slotted && overflows(cx, cx.get(description), cx.get(layout)) {
        let f = cx.class(cx.get(class)).map_or(0, |c| c.flags());
        cx.set_field(cx.get(class), word::FLAGS, Value::int(f | flag::OVERFLOW));
    }
    refresh_hooks(cx, cx.get(class));
    if !cx.get(cell).is_none() {
        cx.set_field(cx.get(cell), 0, cx.get(class));
    }
    set_names(cx, class, namespace)?;
    init_subclass(cx, class, keywords)?;
    cx.set(dst, cx.get(class));
    Ok(())
}

/// `metaclass=` other than `type` is not supported.
fn check_keywords(cx: &mut Cx, keywords: Slot) -> Result<(), Raised> {
    let d = cx.get(keywords);
    if d.is_none() {
        return Ok(());
    }
    let mut at = 0;
    while let Some((key, value)) = cx.dict_entry(d, &mut at) {
        if cx.str(key).is_some_and(|s| s.text() == "metaclass") && !value.is(ty::Type(cx)) {
            return Err(cx.type_error(
                "metaclasses other than type are not supported on this runtime",
                &[],
            ));
        }
    }
    Ok(())
}

/// C3 order of the bases (without the class itself); the number of classes written.
fn linearize(cx: &Cx, bases: Value<'_>, out: &mut [u32; MAX_ORDER]) -> Result<usize, Raised> {
    let bases_tuple = cx.tuple(Value::from_bits(bases.to_bits()));
    let count = bases_tuple.map_or(0, |t| t.len()) as usize;
    // Heads of the lists to merge: the order of each base, and the bases themselves.
    let mut heads = [0u32; MAX_ORDER];
    if count + 1 > MAX_ORDER {
        return Err(cx.type_error("a class derives from too many bases", &[]));
    }
    let list = |i: usize| -> Option<crate::object::sequence::Tuple<'_>> {
        if i == count {
            bases_tuple
        } else {
            cx.class(bases_tuple?.get(i as u32))?.mro()
        }
    };
    for i in 0..count {
        let base = bases_tuple.map_or(Value::UNBOUND, |t| t.get(i as u32));
        if cx.class(base).is_none() {
            return Err(cx.type_error("bases must be types", &[]));
        }
        for j in 0..i {
            if bases_tuple.is_some_and(|t| t.get(j as u32).is(base)) {
                return Err(cx.type_error(
                    "duplicate base class {}",
                    &[cx.class(base).map_or(Value::NONE, |c| c.name())],
                ));
            }
        }
    }
    let mut n = 0;
    loop {
        let mut candidate = Value::UNBOUND;
        let mut left = false;
        for i in 0..=count {
            let Some(l) = list(i) else { continue };
            let head = l.get(heads.get(i).copied().unwrap_or(0));
            if head.is_unbound() {
                continue;
            }
            left = true;
            let in_tail = (0..=count).any(|j| {
                let from = heads.get(j).copied().unwrap_or(0) + 1;
                list(j).is_some_and(|t| (from..t.len()).any(|k| t.get(k).is(head)))
            });
            if !in_tail {
                candidate = head;
                break;
            }
        }
        if !left {
            return Ok(n);
        }
        if candidate.is_unbound() {
            return Err(cx.type_error(
                "Cannot create a consistent method resolution order (MRO) for bases",
                &[],
            ));
        }
        match out.get_mut(n) {
            Some(place) => *place = candidate.to_bits(),
            None => return Err(cx.type_error("a class derives from too many bases", &[])),
        }
        n += 1;
        for i in 0..=count {
            let at = heads.get(i).copied().unwrap_or(0);
            if list(i).is_some_and(|l| l.get(at).is(candidate))
                && let Some(h) = heads.get_mut(i)
            {
                *h = at + 1;
            }
        }
    }
}

/// Flags, slots object and payload need that a class gets from its bases.
fn inherited(cx: &Cx, bases: Slot) -> Result<(i32, u32, bool), Raised> {
    let bases = cx.tuple(cx.get(bases));
    let mut flags = (Kind::Instance as i32) << 8;
    let mut slots = cx.field(ty::object(cx), word::SLOTS).to_bits();
    let mut payload = false;
    let mut solid = Value::UNBOUND;
    for base in bases.iter().flat_map(|b| b.iter()) {
        let Some(class) = cx.class(base) else {
            continue;
        };
        let own = class.flags();
        let builtin_kind = class.has(flag::BUILTIN) && class.instance_kind() != Kind::Instance;
        if class.has(flag::BUILTIN) && not_subclassable(cx, base) {
            return Err(cx.type_error("type '{}' is not an acceptable base type", &[class.name()]));
        }
        flags |= own & (flag::EXCEPTION | flag::PAYLOAD | flag::OVERFLOW);
        if builtin_kind || class.has_payload() || class.is_exception() {
            if !solid.is_unbound() && cx.field(solid, word::SLOTS) != cx.field(base, word::SLOTS) {
                return Err(cx.type_error("multiple bases have instance lay-out conflict", &[]));
            }
            solid = base;
            slots = cx.field(base, word::SLOTS).to_bits();
            payload |= builtin_kind || class.has_payload();
        } else if class.has(flag::BUILTIN) && !base.is(ty::object(cx)) {
            slots = cx.field(base, word::SLOTS).to_bits();
        }
    }
    if payload {
        flags |= flag::PAYLOAD;
    }
    Ok((flags, slots, payload))
}

/// Whether instances have no attributes but those that `__slots__` of the class and of its bases name.
fn is_slotted(cx: &Cx, bases: Slot, namespace: Slot) -> bool {
    let slots = cx.dict_get_str(cx.get(namespace), name::__slots__(cx));
    let is_dict = |v: Value<'_>| {
        cx.str(Value::from_bits(v.to_bits()))
            .is_some_and(|s| s.text() == "__dict__")
    };
    let open = match (cx.tuple(slots), cx.list(slots), cx.str(slots)) {
        (Some(t), _, _) => t.iter().any(is_dict),
        (_, Some(l), _) => l.iter().any(is_dict),
        (_, _, Some(_)) => is_dict(slots),
        // Other iterables are taken for "anything goes".
        _ => true,
    };
    let bases = cx.tuple(cx.get(bases));
    !open
        && bases.iter().flat_map(|b| b.iter()).all(|b| {
            cx.class(b).is_some_and(|c| {
                c.has(flag::SLOTTED) || (c.has(flag::BUILTIN) && !c.is_exception())
            })
        })
}

fn not_subclassable(cx: &Cx, t: Value<'_>) -> bool {
    [
        ty::bool(cx),
        ty::function(cx),
        ty::NoneType(cx),
        ty::range(cx),
        ty::slice(cx),
        ty::generator(cx),
        ty::ellipsis(cx),
        ty::NotImplementedType(cx),
        ty::method(cx),
    ]
    .iter()
    .any(|x| x.is(t))
}

/// Instance slots: the payload of a builtin base, those of all bases, the class's own.
fn make_layout(
    cx: &mut Cx,
    description: Slot,
    bases: Slot,
    payload: bool,
    slotted: Option<Slot>,
    dst: Slot,
) -> Result<(), Raised> {
    cx.make(dst, |cx| {
        let own = cx.tuple(cx.get(description));
        // What `__slots__` names, or every attribute that the program stores.
        let slots =
            slotted.map(|namespace| cx.dict_get_str(cx.get(namespace), name::__slots__(cx)));
        let own_names = match slots {
            Some(v) => cx
                .tuple(v)
                .map(|t| t.len())
                .or(cx.list(v).map(|l| l.len()))
                .unwrap_or(1),
            None => own.map_or(0, |t| t.len().saturating_sub(2)),
        };
        let own_name = |i: u32| match slots {
            Some(v) => match (cx.tuple(v), cx.list(v)) {
                (Some(t), _) => t.get(i),
                (_, Some(l)) => l.get(i),
                _ => v,
            },
            None => own.map_or(Value::NONE, |t| t.get(i + 2)),
        };
        let bases = cx.tuple(cx.get(bases));
        // Upper bound of the names, then a tuple without repeats.
        let from_bases: u32 = bases
            .iter()
            .flat_map(|b| b.iter())
            .map(|b| cx.class(b).and_then(Class::layout).map_or(0, |l| l.len()))
            .sum();
        let fresh = payload
            && bases.is_none_or(|b| {
                b.iter()
                    .all(|b| cx.class(b).is_none_or(|c| !c.has_payload()))
            });
        let all = u32::from(fresh) + from_bases + own_names;
        let list = cx.new_list(0, |_| Value::NONE)?;
        let Some(list) = cx.list(list) else {
            return Ok(Value::NONE);
        };
        list.reserve(all.max(1))?;
        if fresh {
            list.push(name::__self__(cx))?;
        }
        let add = |v: Value<'_>| -> Result<(), Stop> {
            let v: Value<'_> = Value::from_bits(v.to_bits());
            if list.iter().any(|x| x.is(v)) {
                Ok(())
            } else {
                list.push(v)
            }
        };
        for base in bases.iter().flat_map(|b| b.iter()) {
            for n in cx
                .class(base)
                .and_then(Class::layout)
                .iter()
                .flat_map(|l| l.iter())
            {
                add(n)?;
            }
        }
        for i in 0..own_names {
            add(own_name(i))?;
        }
        cx.new_tuple(list.len(), |i| list.get(i))
    })
}

/// Whether instances need a dict for attributes outside the layout.
fn overflows(cx: &Cx, description: Value<'_>, layout: Value<'_>) -> bool {
    let Some(d) = cx.tuple(Value::from_bits(description.to_bits())) else {
        return true;
    };
    let foreign = d.get(1);
    let Some(foreign) = cx.tuple(foreign) else {
        return true;
    };
    let Some(layout) = cx.tuple(Value::from_bits(layout.to_bits())) else {
        return true;
    };
    foreign.iter().any(|n| !layout.iter().any(|x| x.is(n)))
}

/// What a class namespace gets after its body ran: `__module__`, `__hash__ = None` beside a lone `__eq__`, implicit
/// class and static methods.
fn finish_namespace(
    cx: &mut Cx,
    class: Slot,
    namespace: Slot,
    scratch: Slot,
) -> Result<(), Raised> {
    let module = cx
        .dict_get_str(cx.get(namespace), name::__module__(cx))
        .to_bits();
    cx.set_field(cx.get(class), word::MODULE, Value::from_bits(module));
    let (mut cx, s) = cx.frame(1)?;
    let cx = &mut *cx;
    let has = |cx: &Cx, n: Value<'_>| {
        !cx.dict_get_str(cx.get(namespace), Value::from_bits(n.to_bits()))
            .is_unbound()
    };
    if has(cx, name::__eq__(cx)) && !has(cx, name::__hash__(cx)) {
        cx.set(s.at(0), name::__hash__(cx));
        cx.set(scratch, Value::NONE);
        attribute::store_name(cx, namespace, s.at(0), scratch)?;
    }
    for n in [name::__init_subclass__, name::__class_getitem__] {
        let f = cx.dict_get_str(cx.get(namespace), n(cx));
        if f.is_kind(cx, Kind::Function) {
            let f = f.to_bits();
            cx.set(scratch, Value::from_bits(f));
            cx.make(scratch, |cx| {
                let v = cx.new_instance(ty::classmethod(cx))?;
                cx.set_instance_slot(v, 0, cx.get(scratch));
                Ok(v)
            })?;
            cx.set(s.at(0), n(cx));
            attribute::store_name(cx, namespace, s.at(0), scratch)?;
        }
    }
    Ok(())
}

/// Sets the flags that say which attribute hooks a class or its bases define, after its namespace changed.
pub(crate) fn refresh_hooks(cx: &Cx, class: Value<'_>) {
    let v: Value<'_> = Value::from_bits(class.to_bits());
    let Some(c) = cx.class(v) else { return };
    let mut f = c.flags() & !(flag::GETATTR | flag::SETATTR | flag::GETATTRIBUTE);
    for (n, bit) in [
        (name::__getattr__(cx), flag::GETATTR),
        (name::__getattribute__(cx), flag::GETATTRIBUTE),
        (name::__setattr__(cx), flag::SETATTR),
    ] {
        if !c.lookup_user(n).is_unbound() {
            f |= bit;
        }
    }
    cx.set_field(v, word::FLAGS, Value::int(f));
    cx.cache.clear();
}

/// `__set_name__` of every attribute that has one.
fn set_names(cx: &mut Cx, class: Slot, namespace: Slot) -> Result<(), Raised> {
    let (mut cx, s) = cx.frame(3)?;
    let mut at = 0;
    loop {
        let Some((key, value)) = cx.dict_entry(cx.get(namespace), &mut at) else {
            return Ok(());
        };
        if !value.is_kind(&cx, Kind::Instance) {
            continue;
        }
        cx.set(s.at(0), key);
        cx.set(s.at(1), value);
        call_special(
            &mut cx,
            s.at(1),
            name::__set_name__,
            &[class, s.at(0)],
            s.at(2),
        )?;
    }
}

/// `super(class, class).__init_subclass__(**keywords)`.
fn init_subclass(cx: &mut Cx, class: Slot, keywords: Slot) -> Result<(), Raised> {
    let c = cx.get(class);
    let Some(order) = cx.class(c).and_then(Class::mro) else {
        return Ok(());
    };
    for i in 1..order.len() {
        let base = order.get(i);
        let Some(b) = cx.class(base) else { continue };
        if b.has(flag::BUILTIN) {
            continue;
        }
        let hook = cx.dict_get_str(b.namespace(), name::__init_subclass__(cx));
        if !hook.is_unbound() {
            let f = if hook.is_kind(cx, Kind::Instance) {
                cx.instance_slot(hook, 0)
            } else {
                hook
            }
            .to_bits();
            return call_hook(cx, f, class, keywords);
        }
    }
    let extra = !cx.get(keywords).is_none() && cx.dict_len(cx.get(keywords)) > 0;
    if extra {
        return Err(cx.type_error(
            "{}.__init_subclass__() takes no keyword arguments",
            &[cx.class(cx.get(class)).map_or(Value::NONE, |c| c.name())],
        ));
    }
    Ok(())
}

fn call_hook(cx: &mut Cx, f: u32, class: Slot, keywords: Slot) -> Result<(), Raised> {
    let n = if cx.get(keywords).is_none() {
        0
    } else {
        cx.dict_len(cx.get(keywords))
    };
    let (mut cx, s) = cx.frame(n + 4)?;
    let cx = &mut *cx;
    cx.set(s.at(0), Value::from_bits(f));
    cx.set(s.at(2), cx.get(class));
    let names = s.at(n + 3);
    if n > 0 {
        cx.make(names, |cx| {
            let mut at = 0;
            cx.new_tuple(n, |_| {
                cx.dict_entry(cx.get(keywords), &mut at)
                    .map_or(Value::NONE, |(k, _)| k)
            })
        })?;
        let mut at = 0;
        for i in 0..n {
            let v = cx
                .dict_entry(cx.get(keywords), &mut at)
                .map_or(0, |(_, v)| v.to_bits());
            cx.set(s.at(3 + i), Value::from_bits(v));
        }
    }
    crate::vm::call::call_window(cx, s.at(0).0, n + 1, names)
}
