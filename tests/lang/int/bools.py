# bool is an integer: arithmetic, truth of values, and, or, not.

TRUTHY = [1, -1, 0.5, "a", " ", [0], (None,), {"k": 0}, b"x", range(1)]
FALSY = [0, 0.0, -0.0, "", [], (), {}, b"", range(0), None, False]


def side(name, value, log):
    log.append(name)
    return value


def main():
    print(True, False, not True, not False, repr(True), str(False))
    print(True + True, True * 5, -True, True - False, False * 3)
    print([bool(v) for v in TRUTHY])
    print([bool(v) for v in FALSY])
    print(bool(), bool(set()), bool({0}))
    print(0 or "x", 1 or "x", 0 and "x", 1 and "x", None or 0 or [])
    print(not 0, not [], not "a", not None)
    log = []
    print(side("a", 0, log) or side("b", 2, log) or side("c", 3, log), log)
    log = []
    print(side("a", 1, log) and side("b", 0, log) and side("c", 3, log), log)
    print(isinstance(True, int), isinstance(1, bool), type(True) is bool, issubclass(bool, int))
    print(["no", "yes"][True], "ab"[False])
    print(sum([True, False, True]), max(True, 2), int(True), float(True))
    print(True == 1, True is True, {1: "one"}[True], {True: "t"}[1])
    print(True & 1, True and 1, type(True & True), type(True & 1))


if __name__ == "__main__":
    main()
