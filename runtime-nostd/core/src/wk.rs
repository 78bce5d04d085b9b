//! Well-known types and names: those that the runtime itself refers to. On a chip each is an external symbol
//! (`mpf_type_ValueError`, `mpf_name___init__`) that the frozen object defines, so that a type or a name which nothing
//! refers to is not in the image. On the host they are entries of two tables.

use crate::cx::Cx;
use crate::object::value::Value;

macro_rules! well_known {
    ($(#[$doc:meta])* $module:ident $list:ident $table:ident $prefix:literal: $($name:ident)*) => {
        $(#[$doc])*
        #[allow(non_snake_case, non_camel_case_types, clippy::upper_case_acronyms)]
        pub mod $module {
            use super::*;

            #[cfg(not(target_os = "none"))]
            #[derive(Clone, Copy)]
            #[allow(clippy::enum_variant_names)]
            enum Index { $($name,)* }

            $(
                #[allow(dead_code)]
                #[inline(always)]
                pub fn $name(cx: &Cx) -> Value<'_> {
                    #[cfg(target_os = "none")]
                    {
                        let _ = cx;
                        Value::from_bits((&raw const self::symbols::$name).expose_provenance() as u32)
                    }
                    #[cfg(not(target_os = "none"))]
                    {
                        Value::from_bits(cx.host.$table[Index::$name as usize])
                    }
                }
            )*
            #[cfg(target_os = "none")]
            mod symbols {
                unsafe extern "C" {
                    $(#[link_name = concat!($prefix, stringify!($name))] pub static $name: u32;)*
                }
            }
        }
        /// The names in table order.
        pub const $list: &[&str] = &[$(stringify!($name)),*];
    };
}

well_known! {
    /// Types.
    ty TYPE_NAMES types "mpf_type_":
    object Type int bool float str bytes bytearray list tuple dict set frozenset range slice
    NoneType NotImplementedType ellipsis function builtin_function_or_method method generator module cell code
    property classmethod staticmethod Super iterator enumerate zip map filter reversed
    dict_keys dict_values dict_items mappingproxy callable_iterator sequence_iterator Unbound
    BaseException Exception SystemExit KeyboardInterrupt GeneratorExit StopIteration StopAsyncIteration
    ArithmeticError ZeroDivisionError OverflowError FloatingPointError AssertionError AttributeError BufferError EOFError
    ImportError ModuleNotFoundError LookupError IndexError KeyError MemoryError NameError UnboundLocalError
    OSError RuntimeError NotImplementedError RecursionError SyntaxError SystemError TypeError
    ValueError UnicodeError UnicodeDecodeError UnicodeEncodeError Warning DeprecationWarning UserWarning RuntimeWarning
    MissingFromImage Pin UART
}

well_known! {
    /// Names.
    name NAMES names "mpf_name_":
    __init__ __new__ __repr__ __str__ __format__ __hash__ __bool__ __len__ __call__ __iter__ __next__ __contains__
    __getitem__ __setitem__ __delitem__ __missing__ __getattr__ __getattribute__ __setattr__ __delattr__
    __get__ __set__ __delete__ __set_name__ __init_subclass__ __class__ __dict__ __name__ __qualname__ __module__ __doc__
    __bases__ __mro__ __eq__ __ne__ __lt__ __le__ __gt__ __ge__ __add__ __radd__ __iadd__ __sub__ __rsub__ __isub__
    __mul__ __rmul__ __imul__ __truediv__ __rtruediv__ __itruediv__ __floordiv__ __rfloordiv__ __ifloordiv__
    __mod__ __rmod__ __imod__ __pow__ __rpow__ __ipow__ __lshift__ __rlshift__ __ilshift__ __rshift__ __rrshift__ __irshift__
    __and__ __rand__ __iand__ __or__ __ror__ __ior__ __xor__ __rxor__ __ixor__ __matmul__ __rmatmul__ __imatmul__
    __neg__ __pos__ __invert__ __abs__ __int__ __float__ __index__ __round__ __divmod__ __rdivmod__ __trunc__ __floor__ __ceil__
    __reversed__ __enter__ __exit__ __length_hint__ __bytes__ __match_args__ __instancecheck__ __subclasscheck__
    __cause__ __context__ __suppress_context__ __traceback__ __notes__ __func__ __self__ __wrapped__ __defaults__ __kwdefaults__
    __class_getitem__ __slots__ __classcell__ __annotations__ __main__ __all__ __path__ __file__ __package__
    args value code name obj msg path errno strerror send throw close keys add_note with_traceback
    start stop step fget fset fdel append
}
