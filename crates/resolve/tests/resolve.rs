//! Scopes and the module graph on small programs given as text. Expected bindings are what CPython's `symtable` and
//! code objects (`co_freevars`, `co_cellvars`) say of the same text.

use mpf_diagnostics::{Diagnostic, SourceMap};
use mpf_resolve::{Binding, Found, Graph, ModuleId, NativeWorld, ScopeKind, build_graph};

const WORLD: NativeWorld<'static> = NativeWorld {
    builtins: &[
        "print",
        "len",
        "super",
        "ImportError",
        "NameError",
        "Exception",
        "range",
    ],
    modules: &[("time", &["sleep_ms", "ticks_ms"]), ("math", &["pi"])],
};

/// Builds the graph of `main` and other files given as (module name, is a package, text).
fn build(main: &str, files: &[(&str, bool, &str)]) -> (Graph, Vec<Diagnostic>) {
    let mut sources = SourceMap::new();
    let mut parse = |name: &str, text: &str| {
        let file = sources.add(name, text);
        let parsed = mpf_syntax::parse(file, text);
        assert!(!parsed.has_errors(), "{:?}", parsed.diagnostics);
        parsed.ast
    };
    let ast = parse("main.py", main);
    let mut loader = |name: &str| match files.iter().find(|f| f.0 == name) {
        Some((name, package, text)) => Found::Source {
            ast: Box::new(parse(name, text)),
            package: *package,
        },
        None => Found::Missing,
    };
    build_graph(ast, "main", &mut loader, &WORLD)
}

/// What each scope of a module makes of each name: `scope: name=binding …`.
fn scopes(text: &str) -> String {
    let (graph, _) = build(text, &[]);
    let (_, names) = graph.source(ModuleId(0)).expect("a module with source");
    let mut out = String::new();
    for scope in &names.table.scopes {
        if scope.kind == ScopeKind::Module {
            continue;
        }
        out.push_str(&scope.name);
        for symbol in &scope.symbols {
            let binding = match symbol.binding {
                Binding::Local => "local",
                Binding::Cell => "cell",
                Binding::Free => "free",
                Binding::GlobalImplicit => "global",
                Binding::GlobalExplicit => "declared",
                Binding::TypeParam => "type",
            };
            out.push_str(&format!(" {}={binding}", symbol.name));
        }
        if !scope.free.is_empty() {
            out.push_str(&format!(" [{}]", scope.free.join(",")));
        }
        out.push('\n');
    }
    out
}

fn messages(diagnostics: &[Diagnostic]) -> Vec<String> {
    let text = |d: &Diagnostic| {
        let help = d.help.as_deref().unwrap_or("");
        format!("{} {} | {help}", d.code.id(), d.message)
    };
    diagnostics.iter().map(text).collect()
}

#[test]
fn closures_pass_through_the_functions_between() {
    let text = "def a(x):\n def b():\n  def c():\n   return x\n  return c\n return b\n";
    assert_eq!(
        scopes(text),
        "a x=cell b=local\nb c=local x=free [x]\nc x=free [x]\n"
    );
}

#[test]
fn class_scopes_are_not_seen_by_methods() {
    let text = "class C:\n x = 1\n def m(self):\n  return x, __class__\n";
    assert_eq!(
        scopes(text),
        "C x=local m=local\nm self=local x=global __class__=free [__class__]\n"
    );
}

#[test]
fn nonlocal_global_and_mangling() {
    let text = "class C:\n def m(self):\n  __a = 1\n  def n():\n   nonlocal __a\n   global g\n   __a = g = 2\n  return n\n";
    assert_eq!(
        scopes(text),
        "C m=local\nm self=local _C__a=cell n=local\nn _C__a=free g=declared [_C__a]\n"
    );
}

#[test]
fn assignment_expressions_bind_outside_of_comprehensions() {
    let text = "def f(xs):\n return [y for x in xs if (y := x)], y\n";
    assert_eq!(
        scopes(text),
        "f xs=local y=cell\n<listcomp> x=local y=free [y]\n"
    );
}

#[test]
fn super_in_a_comprehension_reaches_the_method() {
    let text = "class C:\n def m(self, xs):\n  return [super().m(x) for x in xs]\n";
    assert_eq!(
        scopes(text),
        "C m=local\nm self=cell xs=local __class__=free [__class__]\n<listcomp> x=local super=global __class__=free self=free [__class__,self]\n"
    );
}

#[test]
fn nonlocal_needs_a_binding() {
    let (_, found) = build("def f():\n nonlocal x\n x = 1\n", &[]);
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0].code.id(), "MPF0207");
}

#[test]
fn undefined_names_are_reported_with_what_was_meant() {
    let (_, found) = build("def total():\n return lenn([]) + totl\nprint(zzz)\n", &[]);
    let texts = messages(&found);
    assert_eq!(texts.len(), 3, "{texts:?}");
    assert!(texts[0].ends_with("did you mean 'len'?"), "{texts:?}");
    assert!(texts[1].ends_with("did you mean 'total'?"), "{texts:?}");
}

#[test]
fn guarded_names_and_imports_are_no_errors() {
    let text = "try:\n import gone\n from time import nothing\nexcept ImportError:\n pass\ntry:\n print(zzz)\nexcept NameError:\n pass\n";
    let (_, found) = build(text, &[]);
    assert!(found.is_empty(), "{found:?}");
}

#[test]
fn missing_modules_say_what_is_known() {
    let (_, found) = build(
        "import tiem\nimport subprocess\nimport asyncio\nimport qqq\n",
        &[],
    );
    let texts = messages(&found);
    assert!(texts[0].contains("did you mean 'time'?"), "{texts:?}");
    assert!(texts[1].contains("not planned"), "{texts:?}");
    assert!(texts[2].contains("it is planned"), "{texts:?}");
    assert!(texts[3].contains("looked up from the folder"), "{texts:?}");
}

#[test]
fn packages_relative_imports_and_submodules() {
    let files = [
        ("pkg", true, "from .a import one\nfrom . import b\n"),
        ("pkg.a", false, "from .b import two\none = two - 1\n"),
        ("pkg.b", false, "from . import a\ntwo = 2\n"),
    ];
    let (graph, found) = build(
        "import pkg.a\nfrom pkg import b, one\nprint(pkg.a.one)\n",
        &files,
    );
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0].code.id(), "MPF0204");
    let id = |name: &str| graph.find(name).expect("a loaded module");
    let (pkg, a, b) = (id("pkg"), id("pkg.a"), id("pkg.b"));
    assert_eq!(graph.module(a).parent, Some(pkg));
    assert_eq!(graph.module_alias(ModuleId(0), "b"), Some(b));
    assert_eq!(graph.module_alias(ModuleId(0), "pkg"), Some(pkg));
    assert_eq!(graph.module_alias(pkg, "a"), Some(a));
    assert_eq!(graph.module_alias(ModuleId(0), "one"), None);
    assert!(graph.in_cycle(pkg, a) && !graph.in_cycle(ModuleId(0), a));
    assert!(graph.global(a, "one").is_some());
}

#[test]
fn relative_imports_end_at_the_top() {
    let (_, found) = build("from . import x\n", &[]);
    assert_eq!(found[0].code.id(), "MPF0208");
}

#[test]
fn stars_bring_public_names_or_what_all_says() {
    let files = [
        ("m", false, "a = 1\n_b = 2\nfrom n import *\n"),
        ("n", false, "__all__ = ['_c']\n_c = d = 3\n"),
    ];
    let (graph, found) = build("from m import *\nprint(a)\n", &files);
    assert!(found.is_empty(), "{found:?}");
    let names: Vec<&str> = graph.bound_names(ModuleId(0)).into_iter().collect();
    assert_eq!(names, ["a"]);
    let m = graph.find("m").expect("m was loaded");
    assert!(graph.binds(m, "_c") && !graph.binds(m, "d"));
}

#[test]
fn stores_from_outside_make_names() {
    let files = [("conf", false, "def get():\n return level\n")];
    let (graph, found) = build("import conf\nconf.level = 3\nprint(conf.get())\n", &files);
    assert!(found.is_empty(), "{found:?}");
    let conf = graph.find("conf").expect("conf was loaded");
    assert!(graph.binds(conf, "level"));
}

#[test]
fn members_that_do_not_exist_are_reported() {
    let files = [("m", false, "value = 1\n")];
    let (_, found) = build("from m import valeu\nfrom math import pie\n", &files);
    let texts = messages(&found);
    assert_eq!(texts.len(), 2, "{texts:?}");
    assert!(texts[0].ends_with("did you mean 'value'?"), "{texts:?}");
    assert!(texts[1].ends_with("did you mean 'pi'?"), "{texts:?}");
}

#[test]
fn the_deepest_expression_that_parses_needs_little_stack() {
    let text = format!("x = 1{}\n", " + x".repeat(480));
    let (graph, found) = build(&text, &[]);
    assert!(found.is_empty());
    assert!(graph.binds(ModuleId(0), "x"));
}
