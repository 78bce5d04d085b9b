# Makes a program of a folder of library modules: stand-ins for the modules that they import and that are not there, and
# main files that import them all and use every class, function and method: once so that nothing can be seen of them
# but what they do (`main.py`), once so that all their names can (`named.py`). Argument: the folder.
import ast
import os
import sys

top = sys.argv[1]
# What the device has itself, or what is only asked for under `try`.
NATIVE = {"gc", "machine", "sys"}

modules = {}
for folder, folders, files in os.walk(top):
    folders.sort()
    for file in sorted(files):
        path = os.path.relpath(os.path.join(folder, file), top)
        if not file.endswith(".py") or path in ("main.py", "named.py", "station.py"):
            continue
        name = path[:-3].replace(os.sep, ".")
        package = name.endswith("__init__")
        with open(os.path.join(top, path), encoding="utf-8") as source:
            text = source.read()
        # A builtin that devices lack; another one with as many arguments takes as much code.
        text = text.replace("memoryview(", "bytearray(")
        with open(os.path.join(top, path), "w", encoding="utf-8") as source:
            source.write(text)
        modules[name.removesuffix(".__init__")] = (ast.parse(text), package)


def is_known(name):
    return name in NATIVE or any(known == name or known.startswith(name + ".") for known in modules)


# Names that are asked of each missing module, and how.
wanted = {}


def want(module, name=None, called=False):
    if is_known(module):
        return
    while "." in module:
        parent, _, last = module.rpartition(".")
        wanted.setdefault(parent, {})
        module_names = wanted.setdefault(module, {})
        if name:
            module_names[name] = called
        name, called, module = None, False, parent
    names = wanted.setdefault(module, {})
    if name:
        names[name] = names.get(name, False) or called


for name, (tree, package) in modules.items():
    aliases = {}
    guarded = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Try) and any("ImportError" in ast.dump(handler) for handler in node.handlers):
            guarded.update(id(inner) for inner in node.body)
    for node in ast.walk(tree):
        if id(node) in guarded:
            # A missing module is expected here.
            continue
        if isinstance(node, ast.Import):
            for alias in node.names:
                want(alias.name)
                aliases[alias.asname or alias.name] = alias.name
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            for alias in node.names:
                want(node.module, alias.name)
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in aliases:
            want(aliases[node.value.id], node.attr)

packages = {module.rpartition(".")[0] for module in wanted if "." in module}
for module, names in wanted.items():
    lines = []
    for name in sorted(names):
        if module == "micropython" and name == "const":
            lines.append("def const(value):\n    return value\n")
        else:
            lines.append(f"class {name}:\n    pass\n")
    path = os.path.join(top, *module.split("."))
    path = os.path.join(path, "__init__.py") if module in packages else path + ".py"
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as file:
        file.write("\n\n".join(lines))



def call(name, function, bound):
    """A call of a function with a value that nobody knows for every argument that it needs."""
    args = function.args
    given = args.posonlyargs + args.args
    needed = ["x"] * max(0, len(given) - len(args.defaults) - bound)
    needed += [f"{arg.arg}=x" for arg, value in zip(args.kwonlyargs, args.kw_defaults) if value is None]
    return f"    {name}({', '.join(needed)})"


def uses(name, node):
    if isinstance(node, ast.FunctionDef):
        yield call(name, node, 0)
        return
    functions = [inner for inner in node.body if isinstance(inner, ast.FunctionDef)]
    makers = [inner for inner in functions if inner.name == "__init__"]
    yield call(name, makers[0], 1) if makers else f"    isinstance(x, {name})"
    for inner in functions:
        special = inner.name.startswith("__") and inner.name.endswith("__")
        if not special and not inner.decorator_list:
            yield call(f"x.{inner.name}", inner, 1)


lines = []
kept = []
for number, (name, (tree, package)) in enumerate(sorted(modules.items())):
    lines.append(f"import {name}")
    for node in tree.body:
        if isinstance(node, (ast.ClassDef, ast.FunctionDef)):
            kept.extend(uses(f"{name}.{node.name}", node))
use = "\n".join(lines) + "\n\n\ndef use(x):\n" + "\n".join(kept)
# Any attribute of anything under any name, and what repr() says of functions and classes.
show = "\n    print(x, getattr(x, x), x.__dict__, x.__name__, x.__qualname__)\n    x(**x)"
for file, rest in [("main.py", ""), ("named.py", show)]:
    with open(os.path.join(top, file), "w", encoding="utf-8") as out:
        out.write(use + rest + "\n\n\nuse([None][0])\n")
