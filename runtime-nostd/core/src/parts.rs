//! Parts of the runtime that an image has only if its program can need them. The runtime calls a part through a word of
//! the frozen object; the freezer fills the words by the rules named here and lets the others lead to `mpf_absent`.
//! On the host a part is called as it is.
//!
//! A rule speaks about the program (its instructions, what it can reach) or about marks in the image of an earlier round
//! (see `anchor`), where code cannot be asked directly. It may say yes too often, never too rarely.

/// When a part is needed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Need {
    /// `print` may get something else than texts, small ints and values without an object.
    Printed,
    /// A call may pass a keyword argument `file`.
    File,
    /// An exception may end the program whose text is not simply its one argument: raised by Python code, or by a
    /// builtin that says so.
    Texts,
    /// Code reads fields of exceptions that are made of their arguments.
    Fields,
    /// A message shows the `repr` of a value.
    Shown,
    /// A message is made of a template and values.
    Templates,
    /// A call may pass a keyword argument `sep` or `end`.
    Separators,
    /// The program waits for something, or uses the chip's devices, or names KeyboardInterrupt: it can be interrupted from
    /// the console. One that only computes and prints need not be.
    Interrupt,
    /// A pin may be given by a name that only the run knows.
    PinNames,
}

/// One part.
pub struct Part {
    /// Symbol of the word.
    pub word: &'static str,
    /// Symbol of the function.
    pub function: &'static str,
    pub need: Need,
    /// Symbol of what takes its place when it is not needed.
    pub otherwise: &'static str,
}

/// A part was called that the freezer left out, which is a defect of its rules.
#[cfg(target_os = "none")]
#[unsafe(no_mangle)]
pub extern "C" fn mpf_absent() -> ! {
    crate::port::fault(crate::port::Fault::Panic, 0, 0)
}

macro_rules! parts {
    ($($(#[$doc:meta])* $name:ident = $($module:ident)::* / $function:ident: fn($($type:ty),*) -> $result:ty, $need:expr, else $otherwise:ident;)*) => {
        $(
            $(#[$doc])*
            #[inline(always)]
            #[cfg_attr(not(target_os = "none"), allow(dead_code, reason = "some are called on chips only"))]
            pub(crate) fn $name() -> fn($($type),*) -> $result {
                #[cfg(target_os = "none")]
                {
                    #[allow(improper_ctypes, reason = "the function is of this very crate")]
                    unsafe extern "Rust" {
                        #[link_name = concat!("mpf_part_", stringify!($name))]
                        static PART: fn($($type),*) -> $result;
                    }
                    // SAFETY: the frozen object defines the word and fills it with this function or one that ends all.
                    unsafe { PART }
                }
                #[cfg(not(target_os = "none"))]
                {
                    crate::$($module)::*::$function
                }
            }
        )*
        /// All parts.
        pub const PARTS: &[Part] = &[$(Part {
            word: concat!("mpf_part_", stringify!($name)),
            function: stringify!($function),
            need: $need,
            otherwise: stringify!($otherwise),
        }),*];
    };
}

use crate::cx::{Cx, Raised, Slot};
use crate::ending::Ending;
use crate::native::Args;
use crate::object::builder::StrBuilder;
use crate::vm::Next;

parts! {
    /// `print` to something else than the console.
    print_to = builtins::print / mpf_print_to: fn(&mut Cx, Slot, Slot) -> Result<(), Raised>,
        Need::File, else mpf_absent;
    /// `print` of an object.
    print_object = builtins::print / mpf_print_object: fn(&mut Cx, Slot) -> Result<(), Raised>,
        Need::Printed, else mpf_absent;
    /// How an exception ends the program.
    ending = ending / mpf_ending_of_any: fn(&mut Cx, Slot, Slot) -> Result<Ending, Raised>,
        Need::Texts, else mpf_ending_with_message;
    /// Fields of a new exception that come from its arguments.
    exception_fields = builtins::exception / mpf_exception_fields: fn(&Cx, Slot, Slot) -> (),
        Need::Fields, else mpf_no_fields;
    /// The name that a new exception carries.
    exception_name = builtins::exception / mpf_exception_name: fn(&Cx, Slot, Slot) -> (),
        Need::Fields, else mpf_no_fields;
    /// The message of an exception.
    message = error / mpf_message: fn(&mut Cx, &'static str, Slot, Slot) -> Result<(), Raised>,
        Need::Templates, else mpf_plain_message;
    /// What `print` was told to write between and behind texts.
    print_separators = builtins::print / mpf_print_separators: fn(&mut Cx, Args) -> Result<(), Raised>,
        Need::Separators, else mpf_default_separators;
    /// `repr` of a value in the message of an exception.
    shown = protocol::text / mpf_push_repr: fn(&mut StrBuilder, &mut Cx, Slot) -> Result<(), Raised>,
        Need::Shown, else mpf_absent;
    /// What happens when an interrupt waits.
    attend = interrupt / mpf_attend: fn(&mut Cx, u32, u32) -> Next,
        Need::Interrupt, else mpf_absent;
    /// Lets interrupts come, or no longer.
    listen = device / mpf_listen: fn(&Cx, bool) -> (),
        Need::Interrupt, else mpf_no_listener;
    /// The number of a pin given by name.
    pin_named = builtins::module_machine / mpf_pin_named: fn(&mut Cx, Slot) -> Result<u32, Raised>,
        Need::PinNames, else mpf_no_pin_names;
}

/// Symbol of the names of the board's pins: how many bytes follow, then number, length and name of each.
pub const PIN_NAMES: &str = "mpf_pin_names";

/// The names of the board's pins.
pub(crate) fn pin_names(_cx: &Cx) -> &[u8] {
    #[cfg(target_os = "none")]
    {
        unsafe extern "C" {
            #[link_name = "mpf_pin_names"]
            static NAMES: u32;
        }
        let start = &raw const NAMES;
        // SAFETY: the frozen object defines the table: a word with the number of bytes, and that many bytes.
        unsafe { core::slice::from_raw_parts(start.add(1).cast(), *start as usize) }
    }
    #[cfg(not(target_os = "none"))]
    {
        &_cx.host.pins
    }
}

/// The next error's message shows the `repr` of a value.
#[inline(always)]
pub(crate) fn mark_shown() {
    crate::anchor::mark!("mpf_use_shown");
}

/// An exception is raised that is not simply a message.
#[inline(always)]
pub(crate) fn mark_texts() {
    crate::anchor::mark!("mpf_use_texts");
}

/// An exception is raised whose message has values in it.
#[inline(always)]
pub(crate) fn mark_templates() {
    crate::anchor::mark!("mpf_use_templates");
}

/// The program does something that Ctrl-C is to end.
#[inline(always)]
pub(crate) fn mark_interrupt() {
    crate::anchor::mark!("mpf_use_interrupt");
}

/// The marks of these functions.
pub const MARKS: &[&str] = &[
    "mpf_use_shown",
    "mpf_use_texts",
    "mpf_use_templates",
    "mpf_use_interrupt",
];
