# Makes a program of a folder of library modules: stand-ins for the modules that they import and that are not there, and
# a main file that imports them all and keeps all their classes and functions. Argument: the folder.
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
        if not file.endswith(".py") or path == "main.py":
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

lines = []
kept = []
for number, (name, (tree, package)) in enumerate(sorted(modules.items())):
    lines.append(f"import {name}")
    for node in tree.body:
        if isinstance(node, (ast.ClassDef, ast.FunctionDef)):
            kept.append(f"{name}.{node.name}")
with open(os.path.join(top, "main.py"), "w", encoding="utf-8") as file:
    file.write("\n".join(lines) + "\n\nKEPT = [\n" + "".join(f"    {name},\n" for name in kept) + "]\n\nprint(len(KEPT))\n")
    file.write("for thing in KEPT:\n    print(thing)\n")
