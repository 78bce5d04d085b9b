"""Compares our trees with those of the Python that runs this script.

    python3 compare_with_cpython.py PARSE_CHECK [--attributes] [--sample] [PATH...]

Without paths it takes every file of the standard library, with --sample a few of its packages and the paths. A file passes if both sides accept it with equal
trees, or both refuse it. Files that are not UTF-8 are counted and left out. Exit status 1 if any differs.
"""

import ast
import os
import subprocess
import sys
import warnings


# Old and new style, long tables, every statement: what fits into a second or two.
SAMPLE = ["asyncio", "collections", "dataclasses.py", "decimal.py", "enum.py", "json", "re", "typing.py", "unittest"]


def places_off_in_fstrings(tree):
    """3.11 gives wrong places inside of f-strings; neither side prints them."""
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            for inner in ast.walk(node):
                if inner is node:
                    continue
                for name in ("lineno", "col_offset", "end_lineno", "end_col_offset"):
                    inner.__dict__.pop(name, None)


def theirs(path, attributes, old):
    with open(path, "rb") as f:
        data = f.read()
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return None
    try:
        tree = ast.parse(data)
    except (SyntaxError, ValueError) as error:
        return "error", str(error)
    # The compiler refuses some of what the parser accepts; so do we.
    try:
        compile(data, path, "exec", dont_inherit=True)
    except (SyntaxError, ValueError) as error:
        return "error", str(error)
    if old and attributes:
        places_off_in_fstrings(tree)
    return "ok", ast.dump(tree, include_attributes=attributes)


def main():
    warnings.simplefilter("ignore")
    sys.setrecursionlimit(20000)
    flags = {a for a in sys.argv[1:] if a.startswith("--")}
    program, *given = [a for a in sys.argv[1:] if a not in flags]
    attributes = "--attributes" in flags
    library = os.path.dirname(os.__file__)
    if "--sample" in flags:
        given += [os.path.join(library, name) for name in SAMPLE]
    paths = []
    for start in given or [library]:
        if os.path.isfile(start):
            paths.append(start)
        for folder, _, names in os.walk(start):
            paths += [os.path.join(folder, n) for n in names if n.endswith(".py")]
    paths = sorted(p for p in paths if "site-packages" not in p)
    old = sys.version_info < (3, 12)
    options = ["--batch"] + (["--py311"] if old else []) + (["--attributes"] if attributes else [])
    ours = subprocess.Popen([program] + options, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    equal = refused = skipped = different = 0
    for path in paths:
        expected = theirs(path, attributes, old)
        if expected is None:
            skipped += 1
            continue
        ours.stdin.write((path + "\n").encode())
        ours.stdin.flush()
        status, length = ours.stdout.readline().split()
        answer = ours.stdout.read(int(length)).decode()
        status = status.decode()
        # Which characters are printable depends on the version of Unicode.
        answer = answer.encode("ascii", "backslashreplace").decode()
        expected = expected[0], expected[1].encode("ascii", "backslashreplace").decode()
        if status == expected[0] == "error":
            refused += 1
        elif status == expected[0] and answer == expected[1]:
            equal += 1
        else:
            different += 1
            if different <= 40:
                print(f"DIFFERENT {path}: theirs {expected[0]}, ours {status}")
                if status == "ok" and expected[0] == "ok":
                    at = next((i for i, (a, b) in enumerate(zip(answer, expected[1])) if a != b),
                              min(len(answer), len(expected[1])))
                    print("   theirs:", expected[1][max(0, at - 150):at + 80])
                    print("   ours:  ", answer[max(0, at - 150):at + 80])
                else:
                    print("   ", (answer if status == "error" else expected[1])[:300])
    ours.stdin.close()
    ours.wait()
    print(f"{equal} equal, {refused} refused by both, {different} different, {skipped} not UTF-8")
    sys.exit(1 if different or not equal + refused else 0)


main()
