//! The one list of diagnostic codes: id, severity, title and the explanation that `mpfreeze explain` prints.
//!
//! To add one, append a row to its phase; ids are never reused. Hundreds are phases: 01 lexer and parser, 02 names
//! and modules, 03 what lowering cannot do, 04 build-time execution, 05 linking and image, 06 boards and
//! project files, 07 the tool and its surroundings.

use crate::Severity;
use std::fmt;

/// The stage that a code belongs to (the two digits after `MPF`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    Syntax,
    Resolve,
    Lower,
    Freeze,
    Link,
    Project,
    Tool,
}

macro_rules! catalogue {
    ($($code:ident = $number:literal $severity:ident $title:literal, $explanation:literal;)*) => {
        /// A diagnostic code. The variant is its name in the sources, [`Code::id`] its name for people.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code {
            $(#[doc = $title] $code = $number,)*
        }

        impl Code {
            /// Every code, in the order of the catalogue.
            pub const ALL: &'static [Code] = &[$(Code::$code),*];

            pub fn severity(self) -> Severity {
                match self {
                    $(Code::$code => Severity::$severity,)*
                }
            }

            /// A general one-line name of the problem.
            pub fn title(self) -> &'static str {
                match self {
                    $(Code::$code => $title,)*
                }
            }

            /// The cause and what to do, in a few sentences.
            pub fn explanation(self) -> &'static str {
                match self {
                    $(Code::$code => $explanation,)*
                }
            }
        }
    };
}

catalogue! {
    // 01: lexer and parser
    InvalidSyntax = 101 Error "invalid syntax",
        "The text does not follow Python's grammar at this place. The rest of the line was skipped; checking went on after it.";
    ExpectedToken = 102 Error "something is missing",
        "The grammar asks for a certain token here, most often the ':' that ends the header of a block.";
    InvalidIndentation = 103 Error "invalid indentation",
        "A line is indented deeper than the block it is in, or goes back to a depth that no open block has. Indent each block by the same amount, four spaces by custom.";
    MissingBlock = 104 Error "expected an indented block",
        "A header such as 'if x:' needs at least one statement, indented under it or after the colon. Write 'pass' for an empty block.";
    InconsistentTabs = 105 Error "inconsistent use of tabs and spaces in indentation",
        "Whether two lines are in one block would depend on the width of a tab. Indent with spaces only, or with tabs only.";
    UnbalancedBracket = 106 Error "unbalanced bracket",
        "A bracket was closed that is not open, closed by one of another kind, or never closed.";
    UnterminatedString = 107 Error "unterminated string literal",
        "The closing quote is missing. A string in single quotes ends on its line unless the line ends in a backslash; one in triple quotes may span lines.";
    InvalidCharacter = 108 Error "invalid character",
        "This character has no meaning outside of strings and comments. Quotes and dashes copied from a web page or a text processor are the usual cause.";
    InvalidNumber = 109 Error "invalid number literal",
        "The digits do not form a Python number: a digit too large for the base, a misplaced underscore, a leading zero (octal is written 0o17) or a name glued to the number.";
    InvalidEscape = 110 Error "invalid escape sequence",
        "A \\x, \\u, \\U or \\N escape in a string is incomplete or names no character.";
    UnknownEscape = 111 Warning "unknown escape sequence",
        "The backslash stays in the string. Double it, or use a raw string r'...', so that the meaning cannot change in a later Python.";
    InvalidFString = 112 Error "invalid replacement field",
        "In an f-string or t-string, braces hold an expression, optionally followed by '=', '!r', '!s' or '!a', and ':' with a format. A literal brace is doubled.";
    InvalidTarget = 113 Error "invalid assignment target",
        "Only names, attributes, subscripts and tuples or lists of these can be assigned to or deleted.";
    InvalidArguments = 114 Error "invalid call arguments",
        "Positional arguments come before keyword arguments, a keyword is given once, and a generator expression beside other arguments needs its own parentheses.";
    InvalidParameters = 115 Error "invalid parameter list",
        "Parameters come in the order: positional-only, '/', ordinary, '*args' or '*', keyword-only, '**kwargs'; one with a default is not followed by a positional one without; no name occurs twice.";
    OutsideFunction = 116 Error "statement outside of its context",
        "'return', 'yield' and 'await' belong in functions, 'break' and 'continue' in loops; asynchronous forms belong in 'async def'.";
    InvalidStar = 117 Error "starred expression not allowed here",
        "'*x' stands in calls, subscripts, assignment targets and displays of lists, tuples and sets.";
    InvalidScopeStatement = 118 Error "invalid global or nonlocal declaration",
        "A name must be declared global or nonlocal before it is used, must not be a parameter, and cannot be both.";
    InvalidPattern = 119 Error "invalid pattern",
        "A pattern of 'case' binds a name twice, repeats a keyword, makes later alternatives unreachable, or is not a pattern at all.";
    InvalidExcept = 120 Error "invalid try statement",
        "A 'try' needs 'except' or 'finally'; a bare 'except:' comes last; 'except' and 'except*' do not mix, and 'break', 'continue' and 'return' cannot leave an 'except*' block.";
    InvalidImport = 121 Error "invalid import",
        "'import *' belongs at module level; '__future__' imports come first in a file and must name an existing feature.";
    TooNested = 122 Error "nested too deeply",
        "Brackets nest up to 200 deep, blocks up to 100 deep. Split the expression or the function.";
    UnsupportedEncoding = 123 Error "unsupported source encoding",
        "Source files are UTF-8 (ASCII and Latin-1 declarations are understood too). Save the file as UTF-8 and remove the declaration.";
    NullByte = 124 Error "source contains a null byte",
        "A null byte cannot be in a source text. The file may be binary, or saved as UTF-16; save it as UTF-8.";
    SourceTooLarge = 125 Error "source file too large",
        "A source file must be smaller than 256 MB.";
    InvalidTypeParameter = 126 Error "invalid type parameter or annotation scope",
        "Type parameter lists hold each name once, those with defaults last; yield, await, ':=' cannot be used in them or in annotations.";
    SuspiciousSyntax = 127 Warning "suspicious syntax",
        "Python accepts this, but it hardly does what it says: an assertion on a tuple is always true, 'is' compares identity and not value, a literal cannot be called, and a jump out of 'finally' discards an exception.";
    TooManyErrors = 128 Note "more errors were left out",
        "Only the first errors of a file are shown. Correct these and run again.";

    // 02: names and modules
    UndefinedName = 201 Error "undefined name",
        "No assignment, import, parameter or builtin gives this name a meaning where it is used. It may be misspelt, or an import is missing.";
    ModuleNotFound = 202 Error "module not found",
        "No file of the application and no library module has this name. Modules are looked up from the folder of the main file.";
    UnknownModule = 203 Error "module not available on the device",
        "CPython has this module, mpfreeze does not (yet).";
    ImportCycle = 204 Note "import cycle",
        "These modules import each other. That works as long as nobody uses a name before its module has bound it.";
    WrongArity = 205 Error "wrong number of arguments",
        "The function that is called here is known, and it cannot take these arguments.";
    UnknownAttribute = 206 Error "unknown attribute",
        "The module or class is known, and it has no attribute of this name.";
    NoBindingForNonlocal = 207 Error "no binding for nonlocal",
        "'nonlocal x' needs an enclosing function that binds x.";
    InvalidRelativeImport = 208 Error "relative import beyond the top-level package",
        "The dots go up further than there are packages.";

    // 03: what lowering cannot do
    UnsupportedConstruct = 301 Error "not supported yet",
        "mpfreeze reads this part of the language but cannot compile it yet. The message names the construct and a way around it where there is one.";
    TooManyRegisters = 302 Error "function needs too many registers",
        "A function has more than the 256 local variables and temporary values that fit its frame. Split it.";
    TooManyConstants = 303 Error "too many constants in one function",
        "The function refers to more constants, names or code objects than an instruction can number. Split it.";
    DynamicCode = 304 Error "source text is not known at build time",
        "There is no compiler on the device: exec, eval, compile and import_module need a text that is known when the program is frozen.";
    ClosedWorld = 305 Error "not possible in a frozen program",
        "This operation needs every name and type of the program to stay changeable at run time, which a frozen image does not offer.";

    // 04: build-time execution
    RaisedAtStart = 401 Warning "raises at start",
        "Run at build time, this statement raised an exception that nothing caught. It was left for the device, where it will raise too unless its surroundings differ.";
    DeferredStatement = 402 Note "left for the device",
        "This top-level statement needs something that exists only on the device, or depends on one that does, so it runs at start.";
    FuelExhausted = 403 Note "build-time budget used up",
        "The statement ran more instructions than '[freeze] budget' allows, so it was rolled back and runs at start. Raise the budget if that is worth it.";
    NotPlaceable = 404 Note "object cannot be placed in an image",
        "A running generator, an open file, a peripheral or a held lock cannot be stored; the statement that made it reachable runs on the device.";

    // 05: linking and image
    ImageTooBig = 501 Error "image too big for the chip",
        "The program does not fit the memory that the chip has. The largest contributors are listed.";
    LinkerError = 502 Error "linking failed",
        "The frozen object and the runtime archive could not be put together.";
    AbiMismatch = 503 Error "runtime archive does not match this mpfreeze",
        "The archive was built from another version of the runtime. Rebuild it.";
    BadArchive = 504 Error "unusable runtime archive",
        "The file is not an archive of ELF objects for this target, or it is truncated.";
    MissingPeripheral = 505 Error "the board has no such device",
        "The program uses a device of the chip, such as a UART or a watchdog, that this board lacks or that is not supported on it. The pins of the board are listed.";

    UnknownPin = 506 Error "the board has no such pin",
        "The pin that is named here does not exist on this board, or it has another purpose. The pins of the board are listed; 'mpfreeze boards NAME' shows them too.";

    // 06: boards and project files
    UnknownBoard = 601 Error "unknown board",
        "No board file has this name. 'mpfreeze boards' lists all.";
    BadProjectKey = 602 Error "unknown key in project file",
        "The key is misspelt or in the wrong table. Keys are never ignored silently.";
    BadProjectFile = 603 Error "invalid project file",
        "The file is not valid TOML, or a value has the wrong type.";
    NoMain = 604 Error "no main.py",
        "A directory is an application if it contains main.py, or if its project file names another main file.";
    BadBoardFile = 605 Error "invalid board or chip file",
        "The board or chip description is not valid TOML, lacks a key, or contradicts itself.";
    ProjectExists = 606 Error "the folder exists already",
        "'mpfreeze new' makes a folder and never writes into one that has something in it.";
    BadProjectName = 607 Error "unsuitable name for an application",
        "Outputs are named after the application: letters, digits, '-', '_' and '.', and no '.' in front.";
    NotLocked = 608 Error "the project is not locked to this mpfreeze",
        "With --locked a project is only built by the version that its mpfreeze.lock names, so that the same sources give the same image. 'mpfreeze lock' writes the file for the version in use.";

    // 07: the tool and its surroundings
    UnreadableFile = 701 Error "cannot read file",
        "The file or directory does not exist or may not be read.";
    InvalidUtf8 = 702 Error "file is not valid UTF-8",
        "Python source is UTF-8. Convert the file, for instance with 'iconv -f latin1 -t utf-8'.";
    UnwritableOutput = 703 Error "cannot write output",
        "The output file or directory cannot be created or written.";
    MissingTool = 704 Error "required program is missing",
        "A program that this command starts, such as QEMU, was not found.";
    ToolFailed = 705 Error "external program failed",
        "A program that this command started could not do its work; its own words are shown.";
    DeviceTimeout = 706 Error "the program did not end in time",
        "The emulated board ran for longer than the time limit.";
    NoDevice = 707 Error "no board was found",
        "No serial port or drive of this machine is the board's, or several may be, so that one has to be chosen.";
    DeviceClosed = 708 Error "cannot talk to the board",
        "The port is there, but it may not be opened, another program has it, or nothing answers.";
    WrongDevice = 709 Error "the board is not the right one",
        "The chip that answered cannot run the image. Nothing was written.";
    FlashFailed = 710 Error "the program was not written",
        "Writing began but did not end well, so the board may hold a part of the program. Flashing again repairs that.";
    NotFlashed = 711 Error "the board is no hardware",
        "Programs can be written only to real boards; this one exists as an emulator.";
}

impl Code {
    /// The name for people: `MPF0101`.
    pub fn id(self) -> String {
        format!("MPF{:04}", self as u16)
    }

    /// The code with this id; `MPF0101`, `mpf101` and `101` all work.
    pub fn from_id(id: &str) -> Option<Code> {
        let digits = match id.get(..3) {
            Some(prefix) if prefix.eq_ignore_ascii_case("mpf") => &id[3..],
            _ => id,
        };
        let number: u16 = digits.parse().ok()?;
        Code::ALL.iter().copied().find(|&c| c as u16 == number)
    }

    pub fn phase(self) -> Phase {
        match self as u16 / 100 {
            1 => Phase::Syntax,
            2 => Phase::Resolve,
            3 => Phase::Lower,
            4 => Phase::Freeze,
            5 => Phase::Link,
            6 => Phase::Project,
            _ => Phase::Tool,
        }
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "MPF{:04}", *self as u16)
    }
}
