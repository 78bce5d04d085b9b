# Star imports with and without __all__, private names, re-exports, shadowing.

from limited import *
from open_module import *
import open_module


def main():
    print(public(), CONSTANT, listed)
    print(visible(), other, shared)
    for name in ("_hidden", "not_listed"):
        print(name, name in ("_hidden", "not_listed"), hasattr(open_module, name))
    try:
        _hidden
    except NameError as e:
        print(type(e).__name__, e)
    try:
        not_listed
    except NameError as e:
        print(type(e).__name__, e)
    print(open_module._hidden, _exported_anyway)


if __name__ == "__main__":
    main()
