//! What the host needs to know about the runtime's builtins: names, signatures, effects, symbols. Data only.
//! The declarations themselves stand beside the functions they describe, in `runtime-nostd/core/src/builtins`;
//! this crate only fixes their shape, so that `resolve` and `ir` can read them without depending on the runtime.
#![no_std]
#![forbid(unsafe_code)]

/// How a builtin is called and how attribute access treats it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Binding {
    /// A function of the builtins namespace or of a module.
    Function,
    /// A method: found on the type it binds its receiver as first argument.
    Method,
    /// `T.f(…)` without a receiver, like `bytes.fromhex` gets the class instead (first argument: the class).
    ClassMethod,
    /// `T.f(…)` without receiver or class, like `str.maketrans`.
    StaticMethod,
    /// An attribute that is computed when read (`slice.start`, `StopIteration.value`).
    Getter,
}

/// Kinds of operation that a builtin may perform on values it is given, as a bit set. The freezer keeps a slot of a
/// builtin type only if reachable code or a reachable builtin performs such an operation.
pub mod uses {
    pub const NONE: u32 = 0;
    /// Calls what it is given, or a dunder method of it.
    pub const CALL: u32 = 1;
    pub const REPR: u32 = 1 << 1;
    pub const STR: u32 = 1 << 2;
    pub const FORMAT: u32 = 1 << 3;
    pub const HASH: u32 = 1 << 4;
    pub const COMPARE: u32 = 1 << 5;
    pub const ITERATE: u32 = 1 << 6;
    pub const ARITHMETIC: u32 = 1 << 7;
    pub const INDEX: u32 = 1 << 8;
    pub const STORE: u32 = 1 << 9;
    pub const LENGTH: u32 = 1 << 10;
    pub const TRUTH: u32 = 1 << 11;
    pub const CONTAINS: u32 = 1 << 12;
    /// Reads or writes attributes by computed name.
    pub const ATTRIBUTES: u32 = 1 << 13;
    /// Touches the outside world: console, time, pins, entropy. Deferred to the device at build time.
    pub const EFFECT: u32 = 1 << 14;
}

/// One builtin function, method or getter.
#[derive(Clone, Copy, Debug)]
pub struct Decl {
    /// Linker symbol of the function, `mpf_<type>_<method>`.
    pub symbol: &'static str,
    /// Type or module it belongs to; empty for the builtins namespace.
    pub owner: &'static str,
    /// Name and parameters as in a `def`, without `def`: `sort(self, /, *, key=None, reverse=False)`.
    /// Defaults are for documentation; an argument that is not given arrives unbound.
    pub signature: &'static str,
    pub binding: Binding,
    /// `uses` bits.
    pub uses: u32,
}

impl Decl {
    /// The Python name.
    pub fn name(&self) -> &'static str {
        self.signature.split('(').next().unwrap_or("")
    }
}

/// Parameter counts and names of a signature.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub struct Shape {
    /// Positional parameters that must be given.
    pub min: u8,
    /// Positional parameters in all (without `*args`).
    pub max: u8,
    /// Positional-only parameters (before `/`).
    pub positional_only: u8,
    pub keyword_only: u8,
    pub varargs: bool,
}

/// Reads a signature; calls `each` with every parameter name in order (positional, then keyword-only).
pub fn parse_signature(signature: &'static str, mut each: impl FnMut(&'static str)) -> Shape {
    let mut shape = Shape::default();
    let inside = signature
        .split_once('(')
        .and_then(|(_, rest)| rest.rsplit_once(')'))
        .map_or("", |(inside, _)| inside);
    let mut keyword_only = false;
    for parameter in inside.split(',').map(str::trim).filter(|p| !p.is_empty()) {
        match parameter {
            "/" => shape.positional_only = shape.max,
            "*" => keyword_only = true,
            // The last keyword-only parameter: a dict of the keywords that have no parameter of their own, or unbound.
            _ if parameter.starts_with("**") => {
                each(parameter);
                shape.keyword_only += 1;
            }
            _ if parameter.starts_with('*') => {
                shape.varargs = true;
                keyword_only = true;
            }
            _ => {
                let (name, default) = match parameter.split_once('=') {
                    Some((name, _)) => (name, true),
                    None => (parameter, false),
                };
                each(name);
                if keyword_only {
                    shape.keyword_only += 1;
                } else {
                    shape.max += 1;
                    if !default {
                        shape.min = shape.max;
                    }
                }
            }
        }
    }
    shape
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signatures() {
        let s = parse_signature("sort(self, /, *, key=None, reverse=False)", |_| ());
        assert_eq!(
            s,
            Shape {
                min: 1,
                max: 1,
                positional_only: 1,
                keyword_only: 2,
                varargs: false
            }
        );
        let s = parse_signature("print(*args, sep, end)", |_| ());
        assert_eq!(
            s,
            Shape {
                min: 0,
                max: 0,
                positional_only: 0,
                keyword_only: 2,
                varargs: true
            }
        );
        let mut names = [""; 2];
        let mut n = 0;
        let s = parse_signature("dict(iterable=(), /, **kwargs)", |name| {
            names[n] = name;
            n += 1;
        });
        assert_eq!(
            s,
            Shape {
                min: 0,
                max: 1,
                positional_only: 1,
                keyword_only: 1,
                varargs: false
            }
        );
        assert_eq!(names, ["iterable", "**kwargs"]);
        let s = parse_signature("int(x=0, base=10)", |_| ());
        assert_eq!((s.min, s.max), (0, 2));
    }
}
