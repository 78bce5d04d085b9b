//! Golden listings: `tests/bytecode/*.py` are compiled and compared with the `.dis` beside each.
//! `MPF_BLESS=1` writes the listings anew; read the difference before committing it.

use std::fmt::Write;
use std::path::{Path, PathBuf};

use mpf_bytecode::{disasm, encode, unit::ModuleId, verify};
use mpf_codegen::Compiler;
use mpf_diagnostics::SourceMap;
use mpf_resolve::{Found, NativeWorld, build_graph};

const BUILTINS: &[&str] = &[
    "print",
    "len",
    "range",
    "super",
    "type",
    "int",
    "str",
    "list",
    "dict",
    "object",
    "isinstance",
    "ValueError",
    "KeyError",
    "Exception",
    "TypeError",
    "NameError",
    "ImportError",
    "ModuleNotFoundError",
    "StopIteration",
    "property",
    "min",
    "max",
    "sorted",
    "sum",
    "enumerate",
    "zip",
    "bytearray",
    "bytes",
    "set",
    "tuple",
    "float",
    "abs",
    "map",
    "getattr",
    "repr",
    "iter",
    "RuntimeError",
    "staticmethod",
    "classmethod",
    "any",
    "all",
    "next",
    "bool",
    "ord",
    "chr",
    "ZeroDivisionError",
    "IndexError",
    "AttributeError",
    "AssertionError",
    "OSError",
    "hex",
    "BaseException",
    "GeneratorExit",
    "reversed",
    "hasattr",
    "setattr",
    "callable",
    "id",
    "round",
];
const MODULES: &[(&str, &[&str])] = &[("math", &["pi", "sqrt"]), ("time", &["ticks_ms"])];

/// The listing of every unit of a program of one module.
fn listing(name: &str, text: &str) -> String {
    let mut sources = SourceMap::new();
    let file = sources.add(name, text);
    let parsed = mpf_syntax::parse(file, text);
    assert!(!parsed.has_errors(), "{:#?}", parsed.diagnostics);
    let world = NativeWorld {
        builtins: BUILTINS,
        modules: MODULES,
    };
    let mut loader = |_: &str| Found::Missing;
    let (graph, mut diagnostics) = build_graph(parsed.ast, "main", &mut loader, &world);
    let mut compiler = Compiler::new(&graph, &world);
    compiler.keep_ir();
    let code = compiler.compile_module(ModuleId(0));
    let stmts: Vec<_> = code.statements.iter().filter_map(|s| s.stmt).collect();
    compiler.compile_body(ModuleId(0), &stmts);
    diagnostics.extend(compiler.take_diagnostics());
    let mut out = String::new();
    for d in &diagnostics {
        let _ = writeln!(out, "{}: {}", d.code.id(), d.message);
    }
    if std::env::var_os("MPF_PRINT_IR").is_some() {
        for text in compiler.ir_listings() {
            println!("{text}");
        }
    }
    for (n, unit) in compiler.program.units.iter().enumerate() {
        let _ = writeln!(out, "unit {n}: {}", disasm::unit(unit));
        let encoded = match encode::encode(unit, &mut |g| g.0) {
            Ok(encoded) => encoded,
            Err(e) => panic!("{name}: unit {n} cannot be encoded: {e:?}\n{out}"),
        };
        let globals = compiler.program.globals.len() as u32;
        if let Err(e) = verify::verify(&encoded.header, &encoded.bytes, globals) {
            // A unit that was refused with a diagnostic is empty.
            assert!(unit.insns.is_empty(), "{name}: unit {n}: {e:?}\n{out}");
        }
    }
    out
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut out: Vec<PathBuf> = std::fs::read_dir(folder)
        .expect("the folder of golden listings")
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|e| e == "py"))
        .collect();
    out.sort();
    out
}

#[test]
fn golden_listings() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/bytecode");
    let bless = std::env::var_os("MPF_BLESS").is_some();
    let all = files(&folder);
    assert!(!all.is_empty(), "no listings in {}", folder.display());
    let mut failures = String::new();
    for path in all {
        let text = std::fs::read_to_string(&path).expect("a readable test");
        let name = path.file_name().and_then(|n| n.to_str()).unwrap_or("test");
        let actual = listing(name, &text);
        let golden = path.with_extension("dis");
        if bless {
            std::fs::write(&golden, &actual).expect("a writable listing");
            continue;
        }
        let expected = std::fs::read_to_string(&golden).unwrap_or_default();
        if actual != expected {
            let _ = writeln!(failures, "{}:\n{actual}", path.display());
        }
    }
    assert!(failures.is_empty(), "listings differ:\n{failures}");
}

/// Compiles any files given in `MPF_LIST` (separated by colons) and prints their listings.
#[test]
fn list_files() {
    let Some(paths) = std::env::var_os("MPF_LIST") else {
        return;
    };
    for path in std::env::split_paths(&paths) {
        let text = std::fs::read_to_string(&path).expect("a readable file");
        println!("==== {}", path.display());
        println!("{}", listing("main.py", &text));
    }
}

/// The deepest trees that the parser lets through must neither overflow the stack nor be misunderstood.
#[test]
fn deep_trees() {
    let chain = |unit: &str, n: usize| unit.repeat(n);
    let texts = [
        format!("def f(x):\n return x{}\n", chain(".m()", 230)),
        format!("def f(x):\n return {}x\n", chain("not ", 480)),
        format!("def f(x):\n return {}x\n", chain("1 if x else ", 480)),
        format!("def f(x):\n if {}x:\n  pass\n", chain("not ", 480)),
        format!(
            "def f(x):\n return {}x{}\n",
            chain("[x, ", 190),
            chain("]", 190)
        ),
        format!(
            "def f(x):\n return {}x{}\n",
            chain("x(", 190),
            chain(")", 190)
        ),
        format!("def f(x):\n return {}x\n", chain("lambda: ", 400)),
        format!("def f(x):\n x{}\n", chain(" = x", 480)),
        format!(
            "def f(x):\n if x: pass\n{} else: pass\n",
            chain(" elif x: pass\n", 400)
        ),
        format!("def f(x):\n return x{}\n", chain("[x]", 400)),
        format!("def f(x):\n return {}x\n", chain("x ** ", 400)),
    ];
    for text in texts {
        let out = listing("deep", &text);
        let refused = out.contains("MPF0302") || out.contains("MPF0122");
        assert!(out.contains("Return") || refused, "{out}");
    }
}

/// `finally` in `finally`: each level doubles the code, so a limit has to stop it.
#[test]
fn code_that_multiplies_is_refused() {
    let mut text = String::from("def f(x):\n");
    for n in 0..40 {
        let pad = " ".repeat(n + 1);
        let _ = writeln!(text, "{pad}try: x()\n{pad}finally:");
    }
    let _ = writeln!(text, "{}x()", " ".repeat(42));
    assert!(listing("finally", &text).contains("MPF0303"));
}
