# sum, min, max, any, all, len, with keys, defaults and errors.

DATA = [3, -7, 12, 0, 5]


def main():
    print(sum(DATA), sum([]), sum(DATA, 100), sum([1.5, 2]), sum([[1], [2]], []), sum((True, True)))
    print(min(DATA), max(DATA), min(3, 1, 2), max("abc"), min("b", "a"), max([(1, 2), (1, 3)]))
    print(min(DATA, key=abs), max(DATA, key=lambda x: -x), max("a", "ccc", "bb", key=len), min([], default="none"), max((), default=None))
    print(any([0, "", None]), any([0, 1]), all([1, "a"]), all([1, 0]), any([]), all([]))
    print(len("abc"), len([]), len({1: 2}), len(range(9)), len(b"xy"))
    print(abs(-5), abs(2.5), abs(True), divmod(17, 5), divmod(-17, 5), divmod(7.5, 2))
    print(max([2, 2.0]), min([1, True]), max(1, 1.0), sum(range(0)))
    for f in (lambda: min([]), lambda: max([1, "a"]), lambda: sum(["a"]), lambda: sum(5), lambda: len(5), lambda: max(1), lambda: abs("x")):
        try:
            print(f())
        except (ValueError, TypeError) as e:
            print(type(e).__name__)
    try:
        sum("ab", "")
    except TypeError as e:
        print(type(e).__name__, e)
    try:
        len(3)
    except TypeError as e:
        print(type(e).__name__, e)


if __name__ == "__main__":
    main()
