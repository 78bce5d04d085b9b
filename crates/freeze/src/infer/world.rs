//! The classes of the program as build-time execution left them: order, layout, attributes, and who derives from whom.
//! A class may be reasoned about when nothing but plain classes is in its order and no class can be made on the device.

use crate::reach::{Reached, is_builtin};
use crate::walk::is_pointer;
use mpf_core::Kind;
use mpf_core::boot::Booted;
use mpf_core::object::class::{flag, word};
use std::collections::BTreeMap;

#[derive(Debug, Default)]
pub struct ClassInfo {
    /// Classes of the program in its order, itself first.
    pub order: Vec<u32>,
    /// Names of the instance slots.
    pub layout: Vec<String>,
    pub flags: i32,
    /// What its own body left.
    pub namespace: BTreeMap<String, u32>,
    /// It and the classes that derive from it.
    pub cone: Vec<u32>,
    /// Its instances have the layout above and nothing unusual about attributes or construction.
    pub plain: bool,
}

impl ClassInfo {
    pub fn slot(&self, name: &str) -> Option<usize> {
        self.layout.iter().position(|n| n == name)
    }

    pub fn has(&self, flag: i32) -> bool {
        self.flags & flag != 0
    }
}

pub struct World {
    pub classes: BTreeMap<u32, ClassInfo>,
    /// There may be classes that are not among these.
    pub open: bool,
}

impl World {
    /// `open`: classes may be made or changed in ways that cannot be followed.
    pub fn new(vm: &Booted, reached: &Reached, open: bool) -> World {
        let field = |at: u32, i: u32| vm.peek(at + 4 + 4 * i);
        let tuple = |at: u32| -> Vec<u32> {
            match is_pointer(at) && vm.object_at(at).0 == Kind::Tuple {
                true => (0..vm.object_at(at).1).map(|i| field(at, i)).collect(),
                false => vec![],
            }
        };
        let mut classes = BTreeMap::new();
        for &at in &reached.objects {
            if vm.object_at(at).0 != Kind::Type || is_builtin(vm, at) {
                continue;
            }
            let order = tuple(field(at, word::MRO));
            let (own, foreign): (Vec<u32>, Vec<u32>) =
                order.into_iter().partition(|c| !is_builtin(vm, *c));
            let flags = (field(at, word::FLAGS) as i32) >> 1;
            let namespace: BTreeMap<String, u32> = vm
                .dict_items(field(at, word::NAMESPACE))
                .into_iter()
                .filter_map(|(k, v)| Some((vm.text_of(k)?.to_owned(), v)))
                .collect();
            let layout = tuple(field(at, word::LAYOUT))
                .into_iter()
                .map(|n| vm.text_of(n).unwrap_or("").to_owned())
                .collect();
            let unusual = flag::PAYLOAD | flag::EXCEPTION | flag::GETATTRIBUTE;
            let only_object = vm.host.types.first().copied();
            let info = ClassInfo {
                plain: !open
                    && flags & unusual == 0
                    && foreign.iter().all(|c| Some(*c) == only_object),
                order: own,
                layout,
                flags,
                namespace,
                cone: vec![],
            };
            classes.insert(at, info);
        }
        let mut world = World { classes, open };
        world.settle();
        world
    }

    fn settle(&mut self) {
        let mut cones: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
        let mut odd = vec![];
        for (&at, info) in &self.classes {
            for &base in &info.order {
                cones.entry(base).or_default().push(at);
            }
            let makes = |c: &u32| {
                self.classes
                    .get(c)
                    .is_none_or(|c| c.namespace.contains_key("__new__"))
            };
            if info.order.iter().any(makes) {
                odd.push(at);
            }
        }
        for at in odd {
            if let Some(info) = self.classes.get_mut(&at) {
                info.plain = false;
            }
        }
        for (base, cone) in cones {
            if let Some(info) = self.classes.get_mut(&base) {
                info.cone = cone;
            }
        }
        // An instance of a class may be one of a class that derives from it.
        let plain: Vec<u32> = self
            .classes
            .iter()
            .filter(|(_, c)| c.plain)
            .map(|(at, _)| *at)
            .collect();
        for info in self.classes.values_mut() {
            info.plain &= info.cone.iter().all(|c| plain.contains(c));
        }
    }

    pub fn class(&self, at: u32) -> Option<&ClassInfo> {
        self.classes.get(&at)
    }

    pub fn plain(&self, at: u32) -> Option<&ClassInfo> {
        self.classes.get(&at).filter(|c| c.plain)
    }

    /// What the class or one that it derives from has under a name.
    pub fn lookup(&self, class: u32, name: &str) -> Option<u32> {
        let info = self.classes.get(&class)?;
        info.order
            .iter()
            .find_map(|c| self.classes.get(c)?.namespace.get(name).copied())
    }

    /// The nearest class that both derive from, if their instances can be reasoned about.
    pub fn common(&self, a: u32, b: u32) -> Option<u32> {
        let (a, b) = (self.classes.get(&a)?, self.classes.get(&b)?);
        let shared = a.order.iter().find(|c| b.order.contains(c)).copied()?;
        self.plain(shared).map(|_| shared)
    }
}
