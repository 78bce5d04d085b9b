//! Names of CPython's and MicroPython's own modules that mpfreeze does not have (yet), and what is planned for them.
//! Only for texts of diagnostics: a module that exists is found by the loader or the runtime's list first.

/// Modules that will come.
const PLANNED: &[&str] = &[
    "abc",
    "array",
    "asyncio",
    "base64",
    "bisect",
    "binascii",
    "bluetooth",
    "cmath",
    "collections",
    "contextlib",
    "copy",
    "dataclasses",
    "datetime",
    "decimal",
    "enum",
    "errno",
    "fractions",
    "functools",
    "hashlib",
    "heapq",
    "hmac",
    "io",
    "itertools",
    "json",
    "logging",
    "math",
    "network",
    "operator",
    "os",
    "pathlib",
    "queue",
    "random",
    "re",
    "select",
    "socket",
    "ssl",
    "statistics",
    "string",
    "struct",
    "textwrap",
    "traceback",
    "types",
    "typing",
    "unittest",
    "warnings",
    "weakref",
    "zlib",
    "neopixel",
    "onewire",
    "framebuf",
    "esp32",
    "rp2",
];

/// Modules that make no sense on a microcontroller without an operating system.
const NOT_PLANNED: &[&str] = &[
    "ast",
    "code",
    "codecs",
    "concurrent",
    "ctypes",
    "curses",
    "dis",
    "fcntl",
    "importlib",
    "inspect",
    "locale",
    "mmap",
    "multiprocessing",
    "pdb",
    "pickle",
    "pwd",
    "readline",
    "resource",
    "shelve",
    "signal",
    "sqlite3",
    "subprocess",
    "symtable",
    "tempfile",
    "termios",
    "threading",
    "tkinter",
    "tokenize",
    "turtle",
    "venv",
    "xml",
    "zipimport",
];

/// Builtins of CPython that the runtime may lack. One that it has, or that the program defines, is found before.
pub(crate) const BUILTINS: &[&str] = &[
    "ExceptionGroup",
    "BaseExceptionGroup",
    "aiter",
    "anext",
    "breakpoint",
    "complex",
    "copyright",
    "credits",
    "delattr",
    "dir",
    "exit",
    "format",
    "globals",
    "help",
    "input",
    "license",
    "locals",
    "memoryview",
    "open",
    "quit",
    "vars",
];

pub(crate) enum Plan {
    Planned,
    NotPlanned,
}

/// What is known about the top-level module `name`.
pub(crate) fn plan(name: &str) -> Option<Plan> {
    let top = name.split('.').next().unwrap_or(name);
    if PLANNED.contains(&top) || top.strip_prefix('u').is_some_and(|t| PLANNED.contains(&t)) {
        Some(Plan::Planned)
    } else if NOT_PLANNED.contains(&top) {
        Some(Plan::NotPlanned)
    } else {
        None
    }
}
