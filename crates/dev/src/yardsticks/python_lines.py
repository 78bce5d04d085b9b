# Prints as JSON on how many lines of each file code begins: lines without comments, docstrings and blank ones.
import ast
import io
import json
import sys
import tokenize

SILENT = {tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER}


def docstrings(tree):
    for node in ast.walk(tree):
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)) and ast.get_docstring(node, False) is not None:
            yield node.body[0]


counts = {}
for path in sys.argv[1:]:
    with open(path, encoding="utf-8") as file:
        text = file.read()
    silent = set()
    for node in docstrings(ast.parse(text)):
        silent.update(range(node.lineno, node.end_lineno + 1))
    lines = set()
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type not in SILENT:
            lines.add(token.start[0])
    counts[path] = len(lines - silent)
print(json.dumps(counts))
