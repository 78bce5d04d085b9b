//! Cold operations that make functions and classes and enter modules.

use super::frame::*;
use super::unwind::unwind;
use super::{Next, ld, st};
use crate::cx::{Cx, Slot};
use crate::object::function::{function_word, module_word};
use crate::object::header::Kind;
use crate::object::value::Value;

#[unsafe(no_mangle)]
pub fn mpf_op_make_function(cx: &mut Cx, pc: u32, fp: u32) -> Next {
    settle(cx, fp);
    let (dst, parts, mask) = (a(cx, pc, fp), b(cx, pc, fp), nc(cx, pc));
    let code = const6(cx, pc).to_bits();
    let at = |bit: u32| (mask & bit != 0).then(|| parts.0 + 4 * (mask & (bit - 1)).count_ones());
    let part = |cx: &Cx, bit: u32| at(bit).map_or(0, |p| ld(cx, p));
    let f = function(cx, fp);
    let module = if f.is_unbound() {
        0
    } else {
        cx.function_field(f, function_word::MODULE).to_bits()
    };
    let module = cx.root(crate::cx::roots::SCRATCH).with(cx, module);
    let r = cx.make(dst, |cx| {
        cx.new_object(Kind::Function, function_word::COUNT, |i| {
            Value::from_bits(match i {
                function_word::CODE => code,
                function_word::MODULE => cx.get(module).to_bits(),
                function_word::DEFAULTS => part(cx, 1),
                function_word::KEYWORD_DEFAULTS => part(cx, 2),
                function_word::CLOSURE => part(cx, 4),
                _ => 0,
            })
        })
    });
    after(cx, pc, fp, 6, r)
}

#[unsafe(no_mangle)]
pub fn mpf_op_make_class(cx: &mut Cx, pc: u32, fp: u32) -> Next {
    settle(cx, fp);
    let (dst, parts) = (a(cx, pc, fp), b(cx, pc, fp));
    let description = const6(cx, pc).to_bits();
    let r = cx.frame(1).and_then(|(mut cx, s)| {
        cx.set(s.at(0), Value::from_bits(description));
        crate::builtins::class::make(&mut cx, s.at(0), parts, dst)
    });
    after(cx, pc, fp, 6, r)
}

/// First import of a module enters its body; later ones only give the module.
#[unsafe(no_mangle)]
pub fn mpf_op_import_module(cx: &mut Cx, pc: u32, fp: u32) -> Next {
    settle(cx, fp);
    let module = const6(cx, pc);
    let body = cx.field(module, module_word::BODY).to_bits();
    let started = cx.field(module, module_word::STATE) != Value::int(0);
    cx.set(c(cx, pc, fp), module);
    #[cfg(not(target_os = "none"))]
    if !started && body == 0 {
        // Build-time execution reached an import inside a function: the statement waits for the device.
        cx.abort(crate::host::Abort::Effect("an import inside a function"));
        return unwind(cx, pc, fp);
    }
    if started || body == 0 {
        return Next { pc: pc + 6, fp };
    }
    cx.set_field(module, module_word::STATE, Value::int(1));
    let window = fp + na(cx, pc);
    if cx.frame_room(window + 8).is_err() {
        return unwind(cx, pc, fp);
    }
    st(cx, window, body);
    st(cx, window + 4, (pc + 6) | 1);
    let code = code_of(cx, Value::from_bits(body));
    Next {
        pc: entry(cx, code),
        fp: window + 8,
    }
}

impl Slot {
    /// Puts a word into the cell and gives the cell.
    pub(crate) fn with(self, cx: &Cx, word: u32) -> Slot {
        cx.set(self, Value::from_bits(word));
        self
    }
}
